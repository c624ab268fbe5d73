/*
 * ike_algorithm.c - names of algorithms, whoever wrote them.
 *
 * A name is taken apart into runs of letters and of digits; what vendors put
 * around it ("esp-", "hmac-", "-cbc", "group") says nothing more.
 */
#include "base/ascii.h"
#include "vpn/ike_algorithm.h"

#include <string.h>

enum { RUNS_MAX = 6, RUN_MAX = 20 };

/* A run of letters, in small ones, or the value of a run of digits. */
struct run {
	char word[RUN_MAX]; /* empty: digits */
	unsigned number;
};

struct name {
	struct run run[RUNS_MAX];
	size_t n;
};

/* One run from @p on; where it ends, or NULL: it is too long. */
static const char *
take_run(struct run *run, const char *p, const char *end)
{
	size_t n = 0;

	*run = (struct run){"", 0};
	if (sn__is_digit(*p)) {
		for (; p < end && sn__is_digit(*p); p++, n++)
			run->number = run->number * 10 + (unsigned)(*p - '0');
		return n < 7 ? p : NULL;
	}
	for (; p < end && sn__small(*p) >= 'a' && sn__small(*p) <= 'z'; p++) {
		if (n + 1 >= sizeof(run->word))
			return NULL;
		run->word[n++] = sn__small(*p);
	}
	run->word[n] = '\0';
	return n ? p : NULL;
}

static bool
is(const struct run *run, const char *word)
{
	return !strcmp(run->word, word);
}

/* Words that say what kind of algorithm follows, or the usual mode. */
static bool
is_decoration(const struct run *run)
{
	static const char *const word[] = {"esp", "ah", "hmac", "cbc", "prf",
	    "auth", "dh", "group", "dhgroup", "pfs", "algorithm"};

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (is(run, word[i]))
			return true;
	return false;
}

static bool
split(struct name *name, const char *text, size_t n)
{
	const char *p = text, *end = text + n;

	*name = (struct name){.n = 0};
	while (p < end) {
		struct run *run = &name->run[name->n];

		if (*p == '-' || *p == '_' || *p == ' ') {
			p++;
			continue;
		}
		if (name->n == RUNS_MAX)
			return false;
		p = take_run(run, p, end);
		if (!p)
			return false;
		if (!strncmp(run->word, "prf", 3) && run->word[3])
			memmove(run->word, run->word + 3,
			    strlen(run->word + 3) + 1);
		name->n += !is_decoration(run);
	}
	return true;
}

/* ------------------------------------------------------------ ciphers */

struct cipher_name {
	const char *word;
	unsigned cipher;
	unsigned bits; /* where the name says none; 0: it has no sizes */
};

static const struct cipher_name ciphers[] = {{"null", SN__CIPHER_NULL, 0},
    {"des", SN__CIPHER_DES, 0}, {"tripledes", SN__CIPHER_3DES, 0},
    {"aes", SN__CIPHER_AES, 128}, {"rijndael", SN__CIPHER_AES, 128},
    {"camellia", SN__CIPHER_CAMELLIA, 128},
    {"blowfish", SN__CIPHER_BLOWFISH, 128}, {"cast", SN__CIPHER_CAST, 128},
    {"serpent", SN__CIPHER_SERPENT, 128}, {"twofish", SN__CIPHER_TWOFISH, 128},
    /* Names with mode and cipher in one run. */
    {"aesgcm", SN__CIPHER_AES_GCM16, 128},
    {"gcmaes", SN__CIPHER_AES_GCM16, 128}, {"gcm", SN__CIPHER_AES_GCM16, 128},
    {"aesccm", SN__CIPHER_AES_CCM16, 128}, {"aescbc", SN__CIPHER_AES, 128},
    {"aesctr", SN__CIPHER_AES_CTR, 128}, {"aesgmac", SN__CIPHER_AES_GMAC, 128}};

/* The mode that a later run names changes the cipher. */
static bool
set_mode(unsigned *cipher, const struct run *run)
{
	bool aes = *cipher == SN__CIPHER_AES;

	if (is(run, "gcm") && (aes || *cipher == SN__CIPHER_AES_GCM16))
		*cipher = SN__CIPHER_AES_GCM16;
	else if (is(run, "ccm") && aes)
		*cipher = SN__CIPHER_AES_CCM16;
	else if (is(run, "gmac") && aes)
		*cipher = SN__CIPHER_AES_GMAC;
	else if (is(run, "ctr") && aes)
		*cipher = SN__CIPHER_AES_CTR;
	else if (is(run, "ctr") && *cipher == SN__CIPHER_CAMELLIA)
		*cipher = SN__CIPHER_CAMELLIA_CTR;
	else
		return is(run, "aes") && *cipher == SN__CIPHER_AES_GCM16;
	return true;
}

/* The length of the check value of GCM and CCM, in bytes or bits. */
static bool
set_check(unsigned *cipher, unsigned number)
{
	unsigned bytes = number > 16 ? number / 8 : number;
	unsigned first = *cipher == SN__CIPHER_AES_GCM16   ? SN__CIPHER_AES_GCM8
			 : *cipher == SN__CIPHER_AES_CCM16 ? SN__CIPHER_AES_CCM8
							   : 0;

	if (!first || (bytes != 8 && bytes != 12 && bytes != 16))
		return false;
	*cipher = first + (bytes - 8) / 4;
	return true;
}

static bool
chacha(const struct name *name)
{
	return name->n >= 2 && is(&name->run[0], "chacha") &&
	       name->run[1].number == 20;
}

static bool
cipher(const struct name *name, uint16_t *code)
{
	const struct run *run = name->run;
	unsigned c = 0, bits = 0, usual = 0, check = 0;
	size_t i = 1;

	if (chacha(name)) {
		*code = SN__CIPHER_CHACHA * SN__ENC_UNIT;
		return true;
	}
	if (name->n >= 2 && run[0].number == 3 && is(&run[1], "des")) {
		*code = SN__CIPHER_3DES * SN__ENC_UNIT;
		return name->n == 2;
	}
	for (size_t k = 0; k < sizeof(ciphers) / sizeof(*ciphers); k++)
		if (name->n && is(&run[0], ciphers[k].word)) {
			c = ciphers[k].cipher;
			usual = ciphers[k].bits;
		}
	for (; c && i < name->n; i++) {
		unsigned number = run[i].number;
		bool size = number == 128 || number == 192 || number == 256;

		if (run[i].word[0] && !set_mode(&c, &run[i]))
			return false;
		if (!run[i].word[0] && (bits || !usual || !size) && check)
			return false;
		if (!run[i].word[0] && !bits && usual && size)
			bits = number;
		else if (!run[i].word[0])
			check = number;
	}
	if (!c || (check && !set_check(&c, check)))
		return false;
	*code = (uint16_t)(c * SN__ENC_UNIT + (bits ? bits : usual));
	return true;
}

/* ------------------------------------------------------------- hashes */

static bool
sha(const struct name *name, uint16_t *code)
{
	const struct run *run = name->run;
	size_t i = 1;
	unsigned size, cut;

	/* "sha2_256" is "sha256"; "sha2" alone is that, too. */
	if (i < name->n && run[i].number == 2 && i + 1 < name->n)
		i++;
	size = i < name->n ? run[i].number : 1;
	cut = i + 1 < name->n ? run[i + 1].number : 0;
	if (i + 2 < name->n || (i + 1 < name->n && !cut))
		return false;
	if (size == 1)
		*code = cut == 160 ? SN__HASH_SHA1_160 : SN__HASH_SHA1;
	else if (size == 256 || size == 2)
		*code = cut == 96 ? SN__HASH_SHA256_96 : SN__HASH_SHA256;
	else if (size == 384)
		*code = SN__HASH_SHA384;
	else if (size == 512)
		*code = SN__HASH_SHA512;
	else
		return false;
	return true;
}

static bool
hash(const struct name *name, uint16_t *code)
{
	const struct run *run = name->run;

	if (!name->n)
		return false;
	if (is(&run[0], "sha"))
		return sha(name, code);
	if (is(&run[0], "md") && name->n > 1 && run[1].number == 5)
		*code = name->n > 2 && run[2].number == 128 ? SN__HASH_MD5_128
							    : SN__HASH_MD5;
	else if (is(&run[0], "aesxcbc") ||
		 (name->n > 1 && is(&run[0], "aes") && is(&run[1], "xcbc")))
		*code = SN__HASH_AESXCBC;
	else if (is(&run[0], "aescmac") ||
		 (name->n > 1 && is(&run[0], "aes") && is(&run[1], "cmac")))
		*code = SN__HASH_AESCMAC;
	else
		return false;
	return true;
}

/* ------------------------------------------------------------- groups */

struct group_name {
	const char *word;
	unsigned number;
	unsigned group;
};

static const struct group_name groups[] = {{"modp", 768, 1}, {"modp", 1024, 2},
    {"modp", 1536, 5}, {"modp", 2048, 14}, {"modp", 3072, 15},
    {"modp", 4096, 16}, {"modp", 6144, 17}, {"modp", 8192, 18},
    {"ecp", 192, 25}, {"ecp", 224, 26}, {"ecp", 256, 19}, {"ecp", 384, 20},
    {"ecp", 521, 21}, {"curve", 25519, 31}, {"x", 25519, 31},
    {"curve", 448, 32}, {"x", 448, 32}};

static bool
group_without_number(const struct run *run, uint16_t *code)
{
	static const char *const none[] = {
	    "none", "modpnone", "disabled", "disable", "no", "nopfs", "off"};

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (is(run, none[i])) {
			*code = 0;
			return true;
		}
	return false;
}

/* Subgroups and Brainpool: "modp1024s160", "ecp256bp". */
static bool
rare_group(const struct name *name, uint16_t *code)
{
	const struct run *run = name->run;

	if (name->n == 4 && is(&run[0], "modp") && is(&run[2], "s")) {
		*code = run[3].number == 160   ? 22
			: run[3].number == 224 ? 23
			: run[3].number == 256 ? 24
					       : 0;
		return *code != 0;
	}
	if (name->n == 3 && is(&run[0], "ecp") && is(&run[2], "bp")) {
		*code = run[1].number == 224   ? 27
			: run[1].number == 256 ? 28
			: run[1].number == 384 ? 29
			: run[1].number == 512 ? 30
					       : 0;
		return *code != 0;
	}
	return false;
}

static bool
group(const struct name *name, uint16_t *code)
{
	const struct run *run = name->run;

	if (name->n == 1 && run[0].word[0])
		return group_without_number(run, code);
	if (name->n == 1 && run[0].number >= 1 && run[0].number <= 32) {
		*code = (uint16_t)run[0].number;
		return true;
	}
	/* One vendor writes the group of PFS as its bits. */
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if ((name->n == 2 && is(&run[0], groups[i].word) &&
			run[1].number == groups[i].number) ||
		    (name->n == 1 && run[0].number == groups[i].number)) {
			*code = (uint16_t)groups[i].group;
			return true;
		}
	return rare_group(name, code);
}

bool
sn__algorithm(unsigned kind, const char *text, size_t n, uint16_t *code)
{
	struct name name;

	if (kind == SN__ALG_ESN) {
		*code = n == 3;
		return (n == 3 && !memcmp(text, "esn", 3)) ||
		       (n == 5 && !memcmp(text, "noesn", 5));
	}
	if (!split(&name, text, n) || !name.n)
		return false;
	if (kind == SN__ALG_ENCRYPTION)
		return cipher(&name, code);
	return kind == SN__ALG_GROUP ? group(&name, code) : hash(&name, code);
}
