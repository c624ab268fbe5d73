/*
 * ike_text.c - proposals and selectors of a configuration as texts for people.
 */
#include "vpn/ike_text.h"

#include <stdio.h>
#include <string.h>

#include "base/bits.h"

bool
sn__list_word(char *out, size_t size, const char *word)
{
	static const char more[] = " ...";
	size_t used = strlen(out), n = strlen(word);

	if (used + 2 + n + sizeof(more) > size) {
		if (used + sizeof(more) <= size)
			memcpy(out + used, more, sizeof(more));
		return false;
	}
	snprintf(out + used, size - used, "%s%s", used ? ", " : "", word);
	return true;
}

static void
cipher_text(char *out, size_t size, uint16_t code)
{
	static const char *const name[] = {
	    [SN__CIPHER_NULL] = "null",
	    [SN__CIPHER_DES] = "des",
	    [SN__CIPHER_3DES] = "3des",
	    [SN__CIPHER_AES] = "aes",
	    [SN__CIPHER_AES_CTR] = "aesctr",
	    [SN__CIPHER_CAMELLIA] = "camellia",
	    [SN__CIPHER_CAMELLIA_CTR] = "camelliactr",
	    [SN__CIPHER_BLOWFISH] = "blowfish",
	    [SN__CIPHER_CAST] = "cast",
	    [SN__CIPHER_SERPENT] = "serpent",
	    [SN__CIPHER_TWOFISH] = "twofish",
	    [SN__CIPHER_AES_GCM8] = "aesgcm8-",
	    [SN__CIPHER_AES_GCM12] = "aesgcm12-",
	    [SN__CIPHER_AES_GCM16] = "aesgcm",
	    [SN__CIPHER_AES_CCM8] = "aesccm8-",
	    [SN__CIPHER_AES_CCM12] = "aesccm12-",
	    [SN__CIPHER_AES_CCM16] = "aesccm",
	    [SN__CIPHER_AES_GMAC] = "aesgmac",
	    [SN__CIPHER_CHACHA] = "chacha20poly1305",
	};
	unsigned bits = code % SN__ENC_UNIT;

	snprintf(
	    out, size, bits ? "%s%u" : "%s", name[sn__cipher_of(code)], bits);
}

/* "" where it says nothing: extended sequence numbers. */
static void
algorithm_text(char *out, size_t size, unsigned kind, uint16_t code)
{
	static const char *const hash[] = {
	    [SN__HASH_MD5] = "md5",
	    [SN__HASH_SHA1] = "sha1",
	    [SN__HASH_SHA256] = "sha256",
	    [SN__HASH_SHA384] = "sha384",
	    [SN__HASH_SHA512] = "sha512",
	    [SN__HASH_AESXCBC] = "aesxcbc",
	    [SN__HASH_AESCMAC] = "aescmac",
	    [SN__HASH_MD5_128] = "md5-128",
	    [SN__HASH_SHA1_160] = "sha1-160",
	    [SN__HASH_SHA256_96] = "sha256-96",
	};

	*out = '\0';
	if (code == SN__ALG_ADDED)
		snprintf(out, size, "default");
	else if (kind == SN__ALG_ENCRYPTION)
		cipher_text(out, size, code);
	else if (kind == SN__ALG_GROUP)
		snprintf(out, size, code ? "group%u" : "no group", code);
	else if (kind == SN__ALG_INTEGRITY || kind == SN__ALG_PRF)
		snprintf(out, size, "%s", hash[code]);
}

/* Whether the PRFs are those that go without saying: of the integrity. */
static bool
is_usual_prf(const struct sn__offer *o)
{
	size_t n = o->n[SN__ALG_PRF];

	return n == o->n[SN__ALG_INTEGRITY] &&
	       !memcmp(o->alg[SN__ALG_PRF], o->alg[SN__ALG_INTEGRITY],
		   n * sizeof(*o->alg[SN__ALG_PRF]));
}

/* "aes128/aes256-sha256-group14": what may be chosen from, with slashes. */
static void
offer_text(char *out, size_t size, const struct sn__offer *o)
{
	char word[32];
	size_t used = 0, n;

	*out = '\0';
	for (unsigned kind = 0; kind < SN__ALG_KINDS; kind++) {
		if (kind == SN__ALG_PRF && is_usual_prf(o))
			continue;
		for (unsigned i = 0; i < o->n[kind]; i++) {
			algorithm_text(
			    word, sizeof(word), kind, o->alg[kind][i]);
			n = strlen(word);
			if (used + n + sizeof("-prf...") >= size) {
				memcpy(out + used, "...", sizeof("..."));
				return;
			}
			if (n)
				used += (size_t)snprintf(out + used,
				    size - used, "%s%s",
				    !used		  ? ""
				    : i			  ? "/"
				    : kind == SN__ALG_PRF ? "-prf"
							  : "-",
				    word);
		}
	}
}

void
sn__offers_text(
    char *out, size_t size, const sn_ike_config *c, const struct sn__span *of)
{
	char text[200];

	*out = '\0';
	for (uint32_t i = 0; i < of->n; i++) {
		offer_text(text, sizeof(text), &c->offer[of->first + i]);
		if (!sn__list_word(out, size, text))
			return;
	}
}

/* A range that is a prefix as one. */
static void
range_text(char *out, size_t size, sn_range r)
{
	unsigned family = r.first.family;
	sn__u128 first = sn__addr_bits(r.first), last = sn__addr_bits(r.last);
	unsigned len = sn__common_len(family, first, last);

	if (!(first & sn__host(family, len)) &&
	    (first | sn__host(family, len)) == last)
		sn_prefix_format(out, size, sn__prefix(family, first, len));
	else
		sn_range_format(out, size, r);
}

void
sn__selectors_text(
    char *out, size_t size, const sn_ike_config *c, const struct sn__span *of)
{
	char text[SN_RANGE_TEXT_MAX];

	*out = '\0';
	for (uint32_t i = 0; i < of->n; i++) {
		sn_range r = c->ts[of->first + i].range;

		if (r.first.family)
			range_text(text, sizeof(text), r);
		else
			snprintf(text, sizeof(text), "dynamic");
		if (!sn__list_word(out, size, text))
			return;
	}
}

void
sn__prefixes_text(char *out, size_t size, const sn_prefix *p, size_t n)
{
	char text[SN_PREFIX_TEXT_MAX];

	*out = '\0';
	for (size_t i = 0; i < n; i++) {
		sn_prefix_format(text, sizeof(text), p[i]);
		if (!sn__list_word(out, size, text))
			return;
	}
}
