/*
 * ike_algorithm.h - the algorithms of IKE and ESP by the names that vendors
 * give them: "aes-256-cbc", "AES256" and "esp-aes 256" are one algorithm.
 */
#ifndef SN_IKE_ALGORITHM_H
#define SN_IKE_ALGORITHM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a proposal names algorithms for, in the order of names.
 * The codes of one kind are comparable; those of groups are their numbers. */
enum sn__alg_kind {
	SN__ALG_ENCRYPTION,
	SN__ALG_INTEGRITY,
	SN__ALG_PRF,
	SN__ALG_GROUP, /* Diffie-Hellman; code 0 is none */
	SN__ALG_ESN,   /* extended sequence numbers: 0 or 1 */
	SN__ALG_KINDS
};

enum { SN__ENC_UNIT = 1000 }; /* a cipher's code: cipher * unit + bits */
/* Of every kind: what a daemon adds by itself, known to daemons like it. */
enum { SN__ALG_ADDED = UINT16_MAX };
enum sn__cipher {
	SN__CIPHER_NULL = 1,
	SN__CIPHER_DES,
	SN__CIPHER_3DES,
	SN__CIPHER_AES,
	SN__CIPHER_AES_CTR,
	SN__CIPHER_CAMELLIA,
	SN__CIPHER_CAMELLIA_CTR,
	SN__CIPHER_BLOWFISH,
	SN__CIPHER_CAST,
	SN__CIPHER_SERPENT,
	SN__CIPHER_TWOFISH,
	SN__CIPHER_AEAD, /* from here on: integrity included */
	SN__CIPHER_AES_GCM8 = SN__CIPHER_AEAD,
	SN__CIPHER_AES_GCM12,
	SN__CIPHER_AES_GCM16,
	SN__CIPHER_AES_CCM8,
	SN__CIPHER_AES_CCM12,
	SN__CIPHER_AES_CCM16,
	SN__CIPHER_AES_GMAC,
	SN__CIPHER_CHACHA
};

enum sn__hash {
	SN__HASH_MD5 = 1,
	SN__HASH_SHA1,
	SN__HASH_SHA256,
	SN__HASH_SHA384,
	SN__HASH_SHA512,
	SN__HASH_AESXCBC,
	SN__HASH_AESCMAC,
	SN__HASH_MD5_128,
	SN__HASH_SHA1_160,
	SN__HASH_SHA256_96
};

/* The code of the algorithm that [text, text + n) names as one of @kind.
 * False: no known name. */
bool sn__algorithm(unsigned kind, const char *text, size_t n, uint16_t *code);

static inline unsigned
sn__cipher_of(uint16_t code)
{
	return code / SN__ENC_UNIT;
}

static inline bool
sn__is_aead(uint16_t code)
{
	return code != SN__ALG_ADDED && sn__cipher_of(code) >= SN__CIPHER_AEAD;
}

#endif
