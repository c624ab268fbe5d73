/*
 * test_ike_algorithm.c - the words of vendors for one algorithm, and words that
 * are none.
 */
#include "vpn/ike_algorithm.h"
#include "test.h"

#define ENC(cipher, bits) (SN__CIPHER_##cipher * SN__ENC_UNIT + (bits))

/* Words that mean the same; NULL ends. */
struct same {
	unsigned kind;
	unsigned code;
	const char *word[14];
};

static const struct same ciphers[] = {
    {SN__ALG_ENCRYPTION, ENC(NULL, 0), {"null", "esp-null", "NULL"}},
    {SN__ALG_ENCRYPTION, ENC(DES, 0), {"des", "esp-des", "DES-CBC"}},
    {SN__ALG_ENCRYPTION, ENC(3DES, 0),
	{"3des", "esp-3des", "3DES-CBC", "tripledes"}},
    {SN__ALG_ENCRYPTION, ENC(AES, 128),
	{"aes", "aes128", "aes-128-cbc", "AES_CBC_128", "esp-aes",
	    "esp-aes 128", "aes-cbc-128", "rijndael", "rijndael128",
	    "aescbc128", "aes 128"}},
    {SN__ALG_ENCRYPTION, ENC(AES, 192),
	{"aes192", "aes-192", "AES-192-CBC", "aes-cbc-192", "esp-aes 192"}},
    {SN__ALG_ENCRYPTION, ENC(AES, 256),
	{"aes256", "aes-256", "AES-256-CBC", "aes-cbc-256", "esp-aes 256"}},
    {SN__ALG_ENCRYPTION, ENC(AES_GCM16, 128),
	{"aes128gcm16", "aes128gcm128", "aes-gcm", "aesgcm", "gcm", "gcm-aes",
	    "gcmaes128", "aes-gcm-128", "aes128gcm", "esp-gcm", "aes_gcm_16",
	    "gcm-gcm"}},
    {SN__ALG_ENCRYPTION, ENC(AES_GCM16, 256),
	{"aes256gcm16", "aes-gcm-256", "aesgcm256", "esp-gcm 256",
	    "aes256gcm128", "aes-256-gcm-16"}},
    {SN__ALG_ENCRYPTION, ENC(AES_GCM12, 256), {"aes256gcm12", "aes256gcm96"}},
    {SN__ALG_ENCRYPTION, ENC(AES_GCM8, 192), {"aes192gcm8", "aes192gcm64"}},
    {SN__ALG_ENCRYPTION, ENC(AES_CCM16, 128),
	{"aes128ccm16", "aes128ccm128", "aesccm", "aes-ccm-128"}},
    {SN__ALG_ENCRYPTION, ENC(AES_CCM12, 256), {"aes256ccm12", "aes256ccm96"}},
    {SN__ALG_ENCRYPTION, ENC(AES_CCM8, 128), {"aes128ccm8", "aesccm64"}},
    {SN__ALG_ENCRYPTION, ENC(AES_GMAC, 256),
	{"aes256gmac", "aes-gmac-256", "aesgmac256"}},
    {SN__ALG_ENCRYPTION, ENC(AES_CTR, 192), {"aes192ctr", "aesctr192"}},
    {SN__ALG_ENCRYPTION, ENC(CAMELLIA, 128), {"camellia", "camellia-cbc-128"}},
    {SN__ALG_ENCRYPTION, ENC(CAMELLIA_CTR, 256),
	{"camellia256ctr", "CAMELLIA-256-CTR"}},
    {SN__ALG_ENCRYPTION, ENC(BLOWFISH, 256), {"blowfish256", "blowfish-256"}},
    {SN__ALG_ENCRYPTION, ENC(CAST, 128), {"cast128", "cast"}},
    {SN__ALG_ENCRYPTION, ENC(SERPENT, 192), {"serpent192"}},
    {SN__ALG_ENCRYPTION, ENC(TWOFISH, 256), {"twofish256"}},
    {SN__ALG_ENCRYPTION, ENC(CHACHA, 0),
	{"chacha20poly1305", "chacha20-poly1305", "chacha20"}}};

static const struct same hashes[] = {
    {SN__ALG_INTEGRITY, SN__HASH_MD5,
	{"md5", "MD5", "esp-md5-hmac", "hmac-md5", "md5-96", "hmac_md5_96"}},
    {SN__ALG_INTEGRITY, SN__HASH_MD5_128, {"md5_128"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA1,
	{"sha", "sha1", "SHA-1", "esp-sha-hmac", "hmac-sha1-96", "sha1-96",
	    "ah-sha-hmac"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA1_160, {"sha1_160", "sha-1-160"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA256,
	{"sha256", "sha2_256", "sha2-256", "SHA-256", "esp-sha256-hmac", "sha2",
	    "hmac-sha256-128", "sha256_128", "sha2_256_128"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA256_96, {"sha256_96", "sha2_256_96"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA384, {"sha384", "sha2_384", "SHA-384"}},
    {SN__ALG_INTEGRITY, SN__HASH_SHA512,
	{"sha512", "sha2_512", "esp-sha512-hmac", "sha-512"}},
    {SN__ALG_INTEGRITY, SN__HASH_AESXCBC,
	{"aesxcbc", "aes-xcbc", "AES_XCBC", "aesxcbc96"}},
    {SN__ALG_INTEGRITY, SN__HASH_AESCMAC, {"aescmac", "aes-cmac", "AES_CMAC"}},
    {SN__ALG_PRF, SN__HASH_SHA256,
	{"prfsha256", "prf-hmac-sha256", "sha256", "PRF_SHA2_256"}},
    {SN__ALG_PRF, SN__HASH_SHA1, {"prfsha1", "prf-sha", "sha"}},
    {SN__ALG_PRF, SN__HASH_AESXCBC, {"prfaesxcbc"}},
    {SN__ALG_PRF, SN__HASH_AESCMAC, {"prfaescmac"}},
    {SN__ALG_PRF, SN__HASH_MD5, {"prfmd5"}}};

static const struct same groups[] = {
    {SN__ALG_GROUP, 0,
	{"none", "modpnone", "disabled", "disable", "no", "nopfs", "off"}},
    {SN__ALG_GROUP, 1, {"modp768", "group1", "1", "dh-group1"}},
    {SN__ALG_GROUP, 2, {"modp1024", "group2", "2", "dh_group_2", "1024"}},
    {SN__ALG_GROUP, 5, {"modp1536", "group5", "dhgroup5", "pfs-group5"}},
    {SN__ALG_GROUP, 14,
	{"modp2048", "group14", "14", "DH-GROUP-14", "2048", "modp-2048"}},
    {SN__ALG_GROUP, 15, {"modp3072", "group15", "3072"}},
    {SN__ALG_GROUP, 16, {"modp4096", "group16", "4096"}},
    {SN__ALG_GROUP, 17, {"modp6144"}}, {SN__ALG_GROUP, 18, {"modp8192"}},
    {SN__ALG_GROUP, 19, {"ecp256", "group19"}},
    {SN__ALG_GROUP, 20, {"ecp384", "20"}},
    {SN__ALG_GROUP, 21, {"ecp521", "group 21"}},
    {SN__ALG_GROUP, 22, {"modp1024s160"}},
    {SN__ALG_GROUP, 23, {"modp2048s224"}},
    {SN__ALG_GROUP, 24, {"modp2048s256", "group24"}},
    {SN__ALG_GROUP, 25, {"ecp192"}}, {SN__ALG_GROUP, 26, {"ecp224"}},
    {SN__ALG_GROUP, 27, {"ecp224bp"}}, {SN__ALG_GROUP, 28, {"ecp256bp"}},
    {SN__ALG_GROUP, 29, {"ecp384bp"}}, {SN__ALG_GROUP, 30, {"ecp512bp"}},
    {SN__ALG_GROUP, 31, {"curve25519", "x25519", "group31", "31"}},
    {SN__ALG_GROUP, 32, {"curve448", "x448", "32"}}, {SN__ALG_ESN, 1, {"esn"}},
    {SN__ALG_ESN, 0, {"noesn"}}};

static void
check_same(const struct same *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 14 && table[i].word[k]; k++) {
			const char *word = table[i].word[k];
			uint16_t code = 9;

			if (!sn__algorithm(
				table[i].kind, word, strlen(word), &code))
				fail_msg("'%s' is not known", word);
			if (code != table[i].code)
				fail_msg("'%s' is %u, not %u", word, code,
				    table[i].code);
		}
}

static void
one_algorithm_in_many_words(void **state)
{
	(void)state;
	check_same(ciphers, sizeof(ciphers) / sizeof(*ciphers));
	check_same(hashes, sizeof(hashes) / sizeof(*hashes));
	check_same(groups, sizeof(groups) / sizeof(*groups));
}

/* Words that are no algorithm of a kind. */
static void
no_algorithm(void **state)
{
	static const struct {
		unsigned kind;
		const char *word[24];
	} none[] = {
	    {SN__ALG_ENCRYPTION,
		{"", "-", "esp-", "sm4", "aes128gcm7", "aes128gcm15", "aes128x",
		    "aes128ccm-ccm", "aes128-256-192", "des128", "chacha",
		    "chacha21", "3", "3aes", "3des-168", "3des-cbc-x",
		    "aes/128", "aes128ctr8", "camelliagcm", "camellia-gcm",
		    "camellia-ccm", "twofish-ctr", "blowfish-gmac"}},
	    {SN__ALG_ENCRYPTION,
		{"aes128gmac16", "aes12345678", "abcdefghijklmnopqrstu",
		    "aes-1-2-3-4-5-6-7", "aes{", "aes[", "camellia-aes",
		    "aes-cbc-128-8-9", "des-8-9", "gcm-ccm"}},
	    {SN__ALG_INTEGRITY,
		{"", "md", "md4", "sha3", "sha224", "sha2_257", "sha-x-y",
		    "sha256-x", "sha-1-96-2", "aes", "aes-gcm", "xcbc", "sm3",
		    "sha2_256_128_1"}},
	    {SN__ALG_PRF, {"prf", "prfnone", "prf-"}},
	    {SN__ALG_GROUP,
		{"", "group", "group0", "group33", "33", "0", "modp",
		    "modp1000", "ecp255", "ecp256xx", "ecp128bp",
		    "modp1024s161", "modp1024x160", "x25518", "curve",
		    "modp1024s", "maybe", "ecp-256-bp-1", "ecp1024s160"}},
	    {SN__ALG_ESN, {"", "es", "ESN", "no-esn", "noesm", "abc"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		for (size_t k = 0; k < 24 && none[i].word[k]; k++) {
			const char *word = none[i].word[k];
			uint16_t code = 0;

			if (sn__algorithm(
				none[i].kind, word, strlen(word), &code))
				fail_msg("'%s' is known, as %u", word, code);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_algorithm_in_many_words),
	    cmocka_unit_test(no_algorithm)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
