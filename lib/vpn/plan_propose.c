/*
 * plan_propose.c - what both ends are to negotiate: single values that both are
 * known to take.
 *
 * Algorithms are bits of facts. What is not known of an end is taken to be
 * free. The default is the first of a list of preferences that both have;
 * lifetimes are those of the gateway, within the bounds of both.
 */
#include <stdio.h>

#include "base/error.h"
#include "profile/profile_fields.h"
#include "vpn/plan.h"

enum {
	IKE_ENCRYPTION,
	IKE_INTEGRITY,
	IKE_DH,
	ESP_ENCRYPTION,
	ESP_INTEGRITY,
	PFS,
	PARTS
};

static const struct {
	const char *what;
	unsigned words; /* SN_WORD_... */
	size_t fact;
	size_t v1_fact;
} part[PARTS] = {
#define PART(title, kind, name)                                            \
 {                                                                         \
  title, kind, offsetof(sn_profile, name), offsetof(sn_profile, v1_##name) \
 }
    PART("IKE encryption", SN_WORD_ENCRYPTION, ike_encryption),
    PART("IKE integrity", SN_WORD_INTEGRITY, ike_integrity),
    PART("IKE DH group", SN_WORD_GROUP, ike_dh),
    PART("ESP encryption", SN_WORD_ENCRYPTION, esp_encryption),
    PART("ESP integrity", SN_WORD_INTEGRITY, esp_integrity),
    PART("PFS group", SN_WORD_GROUP, pfs),
#undef PART
};

/* Numbers of bits, the most wanted first. */
static const uint8_t encryptions[] = {2, 1, 0, 7, 5, 6};
static const uint8_t integrities[] = {2, 3, 4, 1};
static const uint8_t groups[] = {14, 19, 20, 15, 16, 21, 31, 24, 17, 18, 5, 2};

/* What an end takes of part @i, as bits; all where it is not known. */
static int64_t
taken(const sn_plan *plan, const sn_profile *end, unsigned i)
{
	const sn_fact *v1 = (const sn_fact *)(const void *)((const char *)end +
							    part[i].v1_fact);
	const sn_fact *any =
	    (const sn_fact *)(const void *)((const char *)end + part[i].fact);
	const sn_fact *fact =
	    plan->ike == SN_IKE_V1 && v1->value >= 0 ? v1 : any;

	return fact->value >= 0 ? fact->value : INT64_MAX;
}

static int64_t
common(const sn_plan *plan, unsigned i)
{
	return taken(plan, plan->gateway, i) &
	       taken(plan, plan->peer_device, i);
}

static const uint8_t *
preferences(unsigned i, size_t *n)
{
	switch (part[i].words) {
	case SN_WORD_ENCRYPTION:
		*n = sizeof(encryptions);
		return encryptions;
	case SN_WORD_INTEGRITY:
		*n = sizeof(integrities);
		return integrities;
	default:
		*n = sizeof(groups);
		return groups;
	}
}

/* Writes the words for bits. */
static void
put_words(char *out, size_t size, unsigned i, int64_t bits)
{
	size_t used = 0;

	out[0] = '\0';
	for (unsigned k = 0; sn_word(part[i].words, k); k++)
		if (bits & sn__fact_bit(k) && used < size)
			used +=
			    (size_t)snprintf(out + used, size - used, "%s%s",
				used ? ", " : "", sn_word(part[i].words, k));
}

/* The number of the bit that is wanted most of those both have; -1: none. */
static int
best(const sn_plan *plan, unsigned i)
{
	size_t n;
	const uint8_t *wanted = preferences(i, &n);
	int64_t bits = common(plan, i);

	for (size_t k = 0; k < n; k++)
		if (bits & sn__fact_bit(wanted[k]))
			return wanted[k];
	return -1;
}

/* Refuses value @k of part @i: what it can be otherwise. */
static sn_status
refuse(const sn_plan *plan, unsigned i, unsigned k, sn_error *error)
{
	const sn_profile *end = taken(plan, plan->gateway, i) & sn__fact_bit(k)
				    ? plan->peer_device
				    : plan->gateway;
	char message[SN__WHY * 2], words[SN__WHY];

	put_words(words, sizeof(words), i, common(plan, i));
	snprintf(message, sizeof(message),
	    "%s does not take %s as %s with IKE%s; both ends take %s",
	    end->name, sn_word(part[i].words, k), part[i].what,
	    sn_word(SN_WORD_IKE, plan->ike), *words ? words : "none");
	return sn__error_set(error, SN_EINVAL, message);
}

/* The value of one word of a proposal as the number of its bit. */
static sn_status
read_word(
    unsigned i, const char *text, size_t n, unsigned *value, sn_error *error)
{
	char message[SN__WHY];

	if (n < 32 && !sn_word_value(part[i].words, text, n, value))
		return SN_OK;
	snprintf(message, sizeof(message),
	    "a proposal is default, legacy or as aes256-sha256-group14, and "
	    "'%.*s' is no %s",
	    n < 32 ? (int)n : 32, text, part[i].what);
	return sn__error_set(error, SN_EINVAL, message);
}

/* What is asked for, or -1 for each part: the numbers of bits. */
static sn_status
read_algorithms(const char *text, size_t n, int wanted[PARTS], sn_error *error)
{
	static const char legacy[] = "aes128-sha1-group2";
	size_t at = 0;

	for (unsigned i = 0; i < PARTS; i++)
		wanted[i] = -1;
	if (n == 7 && !memcmp(text, "default", n))
		return SN_OK;
	if (n == 6 && !memcmp(text, "legacy", n)) {
		text = legacy;
		n = sizeof(legacy) - 1;
	}
	for (unsigned i = 0; i < 3; i++) {
		size_t end = at;
		unsigned value = 0;
		sn_status status;

		while (end < n && (text[end] != '-' || i == 2))
			end++;
		status = read_word(i, text + at, end - at, &value, error);
		if (status)
			return status;
		wanted[i] = wanted[i + 3] = (int)value;
		at = end < n ? end + 1 : n;
	}
	return SN_OK;
}

/* The algorithms, as asked for or the best; *lacking: there is none of it. */
static sn_status
choose(const sn_plan *plan, const int wanted[PARTS], int chosen[PARTS],
    unsigned *lacking, sn_error *error)
{
	*lacking = PARTS;
	for (unsigned i = 0; i < PARTS; i++) {
		chosen[i] = wanted[i];
		if (wanted[i] < 0)
			chosen[i] = best(plan, i);
		else if (!(common(plan, i) & sn__fact_bit((unsigned)wanted[i])))
			return refuse(plan, i, (unsigned)wanted[i], error);
		if (chosen[i] < 0 && *lacking == PARTS)
			*lacking = i;
	}
	return SN_OK;
}

/* ---------------------------------------------------------- lifetimes */

static int64_t
within(int64_t value, int64_t least, int64_t most)
{
	if (least >= 0 && value < least)
		return least;
	return most >= 0 && value > most ? most : value;
}

struct lifetime {
	const char *what;
	sn_fact usual;	  /* of the gateway */
	sn_fact least[2]; /* gateway, peer */
	sn_fact most[2];
};

/* The gateway's own bounds come last: it has to hold them. */
static int64_t
usual(const struct lifetime *l)
{
	int64_t value = l->usual.value > 0 ? l->usual.value : 86400;

	for (unsigned i = 2; i--;)
		value = within(value, l->least[i].value, l->most[i].value);
	return value;
}

/* "900 to 28800", or what is known of it. */
static void
put_bounds(char *out, size_t size, int64_t least, int64_t most)
{
	if (least == most)
		snprintf(out, size, "%lld", (long long)least);
	else if (least < 0)
		snprintf(out, size, "at most %lld", (long long)most);
	else if (most < 0)
		snprintf(out, size, "at least %lld", (long long)least);
	else
		snprintf(out, size, "%lld to %lld", (long long)least,
		    (long long)most);
}

static sn_status
read_lifetime(const sn_plan *plan, const struct lifetime *l, const char **text,
    int64_t *out, sn_error *error)
{
	const sn_profile *end[2] = {plan->gateway, plan->peer_device};
	char message[SN__WHY], bounds[64], *rest;
	long long value = strtoll(*text, &rest, 10);

	if (rest == *text || **text == ' ' || **text == '+' || value <= 0 ||
	    value > 1000000000) {
		snprintf(message, sizeof(message),
		    "a proposal's %s lifetime is a number of seconds: '%.32s'",
		    l->what, *text);
		return sn__error_set(error, SN_EINVAL, message);
	}
	for (unsigned i = 0; i < 2; i++) {
		if (within(value, l->least[i].value, l->most[i].value) == value)
			continue;
		put_bounds(bounds, sizeof(bounds), l->least[i].value,
		    l->most[i].value);
		snprintf(message, sizeof(message),
		    "%s takes an %s lifetime of %s seconds, not %lld",
		    end[i]->name, l->what, bounds, value);
		return sn__error_set(error, SN_EINVAL, message);
	}
	*out = value;
	*text = rest;
	return SN_OK;
}

/* Under IKEv1 an end may have a lifetime of its own, which is fixed. */
static void
fix_for_v1(const sn_plan *plan, struct lifetime *ike)
{
	const sn_fact fixed[2] = {
	    plan->gateway->v1_ike_lifetime, plan->peer_device->v1_ike_lifetime};

	for (unsigned i = 0; plan->ike == SN_IKE_V1 && i < 2; i++) {
		if (fixed[i].value <= 0)
			continue;
		ike->least[i] = ike->most[i] = fixed[i];
		if (i == 0)
			ike->usual = fixed[i];
	}
}

static sn_status
lifetimes(sn_plan *plan, const char *text, sn_error *error)
{
	const sn_profile *g = plan->gateway, *p = plan->peer_device;
	struct lifetime ike = {"IKE", g->ike_lifetime,
	    {g->ike_lifetime_least, p->ike_lifetime_least},
	    {g->ike_lifetime_most, p->ike_lifetime_most}};
	struct lifetime ipsec = {"IPsec", g->ipsec_lifetime,
	    {g->ipsec_lifetime_least, p->ipsec_lifetime_least},
	    {g->ipsec_lifetime_most, p->ipsec_lifetime_most}};
	sn_proposal *o = &plan->proposal;
	sn_status status = SN_OK;

	fix_for_v1(plan, &ike);
	o->ike_lifetime = usual(&ike);
	o->ipsec_lifetime = usual(&ipsec);
	o->volume_lifetime = p->volume_lifetime.value > g->volume_lifetime.value
				 ? p->volume_lifetime.value
				 : g->volume_lifetime.value;
	if (o->volume_lifetime < 0)
		o->volume_lifetime = 0;
	if (*text == ',') {
		text++;
		status =
		    read_lifetime(plan, &ike, &text, &o->ike_lifetime, error);
	}
	if (!status && *text == ',') {
		text++;
		status = read_lifetime(
		    plan, &ipsec, &text, &o->ipsec_lifetime, error);
	}
	if (!status && *text)
		status = sn__error_set(error, SN_EINVAL,
		    "after a proposal come at most two lifetimes, in seconds, "
		    "with commas");
	return status;
}

/* ------------------------------------------------------------ findings */

static sn_status
none_in_common(const sn_plan *plan, unsigned i, struct sn__findings *advice)
{
	char ours[SN__WHY], theirs[SN__WHY];

	put_words(ours, sizeof(ours), i, taken(plan, plan->gateway, i));
	put_words(theirs, sizeof(theirs), i, taken(plan, plan->peer_device, i));
	return sn__advise(advice, "no-common-proposal", SN_SEVERITY_ERROR, "",
	    "Both ends have no %s in common with IKE%s: the gateway (%s) takes "
	    "%s, the peer (%s) %s.",
	    part[i].what, sn_word(SN_WORD_IKE, plan->ike), plan->gateway->name,
	    ours, plan->peer_device->name, theirs);
}

static bool
weak(const sn_proposal *o)
{
	return o->ike_integrity == SN_INTEGRITY_SHA1 ||
	       o->ike_integrity == SN_INTEGRITY_MD5 || o->ike_dh < 14 ||
	       ((SN_ENCRYPTION_3DES | SN_ENCRYPTION_DES) & o->ike_encryption);
}

sn_status
sn__plan_propose(struct sn__planning *in, sn_error *error)
{
	sn_plan *plan = in->plan;
	const char *text =
	    in->request->proposal ? in->request->proposal : "default";
	size_t n = strcspn(text, ",");
	int wanted[PARTS] = {0}, chosen[PARTS] = {0};
	unsigned lacking = PARTS;
	sn_proposal *o = &plan->proposal;
	sn_status status = read_algorithms(text, n, wanted, error);

	if (!status)
		status = choose(plan, wanted, chosen, &lacking, error);
	if (!status)
		status = lifetimes(plan, text + n, error);
	if (status)
		return status;
	if (lacking < PARTS)
		return none_in_common(plan, lacking, &plan->advice);
	o->struct_size = sizeof(*o);
	o->ike = plan->ike;
	o->dpd = SN_DPD_STANDARD;
	o->ike_encryption =
	    (uint32_t)sn__fact_bit((unsigned)chosen[IKE_ENCRYPTION]);
	o->ike_integrity =
	    (uint32_t)sn__fact_bit((unsigned)chosen[IKE_INTEGRITY]);
	o->ike_dh = (uint32_t)chosen[IKE_DH];
	o->esp_encryption =
	    (uint32_t)sn__fact_bit((unsigned)chosen[ESP_ENCRYPTION]);
	o->esp_integrity =
	    (uint32_t)sn__fact_bit((unsigned)chosen[ESP_INTEGRITY]);
	o->pfs = (uint32_t)chosen[PFS];
	plan->proposed = true;
	if (!weak(o))
		return SN_OK;
	return sn__advise(&plan->advice, "legacy-proposal", SN_SEVERITY_WARNING,
	    "",
	    "SHA-1, MD5, DES and groups below 14 are of the past: use them "
	    "only where an end takes nothing better.");
}
