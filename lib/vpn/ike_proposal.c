/*
 * ike_proposal.c - proposals, read and matched as strongSwan does.
 */
#include "vpn/ike_proposal.h"

#include <string.h>

bool
sn__offer_add(struct sn__offer *o, unsigned kind, uint16_t code)
{
	for (size_t i = 0; i < o->n[kind]; i++)
		if (o->alg[kind][i] == code)
			return true;
	if (o->n[kind] == SN__ALGS_MAX)
		return false;
	o->alg[kind][o->n[kind]++] = code;
	return true;
}

/* ------------------------------------------------------------ reading */

/* The kind of what a word of a proposal names. */
static bool
find_kind(const char *text, size_t n, unsigned *kind, uint16_t *code)
{
	static const unsigned order[] = {
	    SN__ALG_ESN, SN__ALG_ENCRYPTION, SN__ALG_INTEGRITY, SN__ALG_GROUP};

	if (n > 3 && !memcmp(text, "prf", 3)) {
		*kind = SN__ALG_PRF;
		return sn__algorithm(SN__ALG_PRF, text, n, code);
	}
	if (n && *text >= '0' && *text <= '9' && *text != '3')
		return false; /* of the names only "3des" starts so */
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		*kind = order[i];
		if (sn__algorithm(order[i], text, n, code))
			return true;
	}
	return false;
}

/* What is not said, where the daemon adds it. */
static void
add_unsaid(struct sn__offer *o)
{
	bool aead = o->n[SN__ALG_ENCRYPTION] &&
		    sn__is_aead(o->alg[SN__ALG_ENCRYPTION][0]);
	const bool needs[SN__ALG_KINDS] = {[SN__ALG_ENCRYPTION] = true,
	    [SN__ALG_INTEGRITY] = !aead,
	    [SN__ALG_PRF] = o->ike && aead,
	    [SN__ALG_GROUP] = o->ike};

	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++)
		if (needs[kind] && !o->n[kind])
			sn__offer_add(o, kind, SN__ALG_ADDED);
}

/* What the daemon adds, takes away and refuses; NULL: nothing is wrong. */
static const char *
complete(struct sn__offer *o)
{
	size_t aead = 0, ciphers = o->n[SN__ALG_ENCRYPTION];

	if (o->ike && !o->n[SN__ALG_PRF])
		for (size_t i = 0; i < o->n[SN__ALG_INTEGRITY]; i++)
			sn__offer_add(
			    o, SN__ALG_PRF, o->alg[SN__ALG_INTEGRITY][i]);
	if (o->ike && !o->n[SN__ALG_PRF])
		return "a PRF is mandatory in a proposal for IKE";
	if (o->ike && !o->n[SN__ALG_GROUP])
		return "a group is mandatory in a proposal for IKE";
	if (!o->ike)
		o->n[SN__ALG_PRF] = 0;
	if (!ciphers)
		return "a proposal needs an encryption algorithm";
	for (size_t i = 0; i < ciphers; i++)
		aead += sn__is_aead(o->alg[SN__ALG_ENCRYPTION][i]);
	if (aead && aead < ciphers)
		return "AEAD and other ciphers can't be in one proposal";
	if (aead)
		o->n[SN__ALG_INTEGRITY] = 0;
	else if (o->ike && !o->n[SN__ALG_INTEGRITY])
		return "a proposal for IKE needs an integrity algorithm";
	if (!o->ike && !o->n[SN__ALG_ESN])
		sn__offer_add(o, SN__ALG_ESN, 0);
	return NULL;
}

sn_status
sn__offer_parse(struct sn__offer *o, bool ike, bool adds, const char *text,
    size_t size, const char **word, size_t *n)
{
	const char *end = text + size, *p = text, *dash;
	unsigned kind = 0;
	uint16_t code = 0;

	memset(o, 0, sizeof(*o));
	o->ike = ike;
	for (; size && p <= end; p = dash + 1) {
		dash = memchr(p, '-', (size_t)(end - p));
		if (!dash)
			dash = end;
		*word = p;
		*n = (size_t)(dash - p);
		if (!find_kind(p, *n, &kind, &code))
			return SN_ESYNTAX;
		if (ike && kind == SN__ALG_GROUP && !code)
			continue; /* phase 1 without a group there is not */
		if (!sn__offer_add(o, kind, code))
			return SN_ELIMIT;
	}
	if (adds)
		add_unsaid(o);
	*word = complete(o);
	*n = *word ? strlen(*word) : 0;
	return *word ? SN_EINVAL : SN_OK;
}

void
sn__offer_default(struct sn__offer *o, bool ike, bool aead)
{
	static const uint16_t bits[] = {128, 192, 256};
	static const uint16_t hash[] = {SN__HASH_SHA256, SN__HASH_SHA384,
	    SN__HASH_SHA512, SN__HASH_SHA1, SN__HASH_AESXCBC};
	/* Without the weak ones: no modp1024, no modp1536. */
	static const uint16_t group[] = {
	    31, 19, 20, 21, 28, 29, 30, 32, 15, 16, 17, 18, 14};
	unsigned cipher = aead ? SN__CIPHER_AES_GCM16 : SN__CIPHER_AES;

	memset(o, 0, sizeof(*o));
	o->ike = ike;
	for (size_t i = 0; i < 3; i++)
		sn__offer_add(o, SN__ALG_ENCRYPTION,
		    (uint16_t)(cipher * SN__ENC_UNIT + bits[i]));
	for (size_t i = 0; i < sizeof(hash) / sizeof(*hash); i++) {
		if (!aead)
			sn__offer_add(o, SN__ALG_INTEGRITY, hash[i]);
		if (ike)
			sn__offer_add(o, SN__ALG_PRF, hash[i]);
	}
	for (size_t i = 0; ike && i < sizeof(group) / sizeof(*group); i++)
		sn__offer_add(o, SN__ALG_GROUP, group[i]);
	if (!ike)
		sn__offer_add(o, SN__ALG_ESN, 0);
}

/* ----------------------------------------------------------- matching */

static bool
holds(const struct sn__offer *o, unsigned kind, uint16_t code)
{
	for (size_t i = 0; i < o->n[kind]; i++)
		if (o->alg[kind][i] == code)
			return true;
	return false;
}

bool
sn__offer_has_group(const struct sn__offer *o, uint16_t group)
{
	return holds(o, SN__ALG_GROUP, group);
}

/* The first of @mine's algorithms of @kind that @theirs has, too. */
static bool
agree(const struct sn__offer *mine, const struct sn__offer *theirs,
    unsigned kind, uint16_t *code)
{
	*code = 0;
	if (!mine->n[kind] && !theirs->n[kind])
		return true;
	/* Without groups at one end, "none" at the other one will do. */
	if (kind == SN__ALG_GROUP && !mine->ike &&
	    (!mine->n[kind] || !theirs->n[kind]))
		return holds(mine->n[kind] ? mine : theirs, kind, 0);
	for (size_t i = 0; i < mine->n[kind]; i++)
		if (holds(theirs, kind, mine->alg[kind][i])) {
			*code = mine->alg[kind][i];
			return true;
		}
	return false;
}

bool
sn__offer_matches(const struct sn__offer *mine, const struct sn__offer *theirs,
    bool skip_group, uint16_t *group)
{
	bool aead = false;

	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++) {
		uint16_t code = 0;

		if ((kind == SN__ALG_INTEGRITY && aead) ||
		    (kind == SN__ALG_GROUP && skip_group))
			continue;
		if (!agree(mine, theirs, kind, &code))
			return false;
		if (kind == SN__ALG_ENCRYPTION)
			aead = sn__is_aead(code);
		if (kind == SN__ALG_GROUP && group)
			*group = code;
	}
	return true;
}

/* Whether phase 1 of IKEv1 has a number for a cipher. */
static bool
is_phase1_cipher(uint16_t code)
{
	unsigned c = sn__cipher_of(code);

	return c == SN__CIPHER_DES || c == SN__CIPHER_3DES ||
	       c == SN__CIPHER_AES || c == SN__CIPHER_CAMELLIA ||
	       c == SN__CIPHER_BLOWFISH || c == SN__CIPHER_CAST ||
	       code == SN__ALG_ADDED;
}

bool
sn__offer_cut(struct sn__offer *out, const struct sn__offer *o)
{
	*out = *o;
	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++)
		out->n[kind] = o->n[kind] > 0;
	if (!o->ike)
		return o->n[SN__ALG_ENCRYPTION] > 0;
	out->n[SN__ALG_ENCRYPTION] = out->n[SN__ALG_PRF] = 0;
	for (size_t i = 0; i < o->n[SN__ALG_ENCRYPTION]; i++)
		if (is_phase1_cipher(o->alg[SN__ALG_ENCRYPTION][i]))
			return sn__offer_add(out, SN__ALG_ENCRYPTION,
				   o->alg[SN__ALG_ENCRYPTION][i]) &&
			       sn__offer_add(out, SN__ALG_PRF,
				   o->alg[SN__ALG_INTEGRITY][0]);
	return false;
}

bool
sn__offer_may_match(const struct sn__offer *a, const struct sn__offer *b)
{
	bool open = false;

	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++) {
		uint16_t code;

		if (agree(a, b, kind, &code))
			continue;
		if (!holds(a, kind, SN__ALG_ADDED) &&
		    !holds(b, kind, SN__ALG_ADDED))
			return false;
		open = true;
	}
	return open;
}

bool
sn__offer_equal(const struct sn__offer *a, const struct sn__offer *b)
{
	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++)
		if (a->n[kind] != b->n[kind] ||
		    memcmp(a->alg[kind], b->alg[kind],
			a->n[kind] * sizeof(*a->alg[kind])))
			return false;
	return a->ike == b->ike;
}
