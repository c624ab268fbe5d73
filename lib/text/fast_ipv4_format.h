/*
 * fast_ipv4_format.h - IPv4 addresses as text, for millions of them: the bytes
 * that value_format.c gives, from a table of "ddd." words, four bytes at a
 * time.
 */
#ifndef SN_FAST_IPV4_FORMAT_H
#define SN_FAST_IPV4_FORMAT_H

#include <string.h>

#include "base/bits.h"

/* Bytes that may be written from where a text begins, whatever its length. */
enum { SN__FORMAT4_SPACE = 16 };

/* Text of up to four bytes and its size, fetched together. */
typedef struct sn__format4_word {
	char text[4];
	uint32_t size;
} sn__format4_word;

/* Made once for each call: "1.", "10.", "255." */
typedef struct sn__format4 {
	sn__format4_word octet[256];
} sn__format4;

void sn__format4_init(sn__format4 *t);

/* Writes four bytes, of which the first ones count. */
static inline char *
sn__format4_word_put(char *p, sn__format4_word word)
{
	memcpy(p, word.text, sizeof(word.text));
	return p + word.size;
}

/*
 * "a.b.c.d."; returns the place of the last dot, which is to be overwritten.
 */
static inline char *
sn__format4_put(const sn__format4 *t, char *p, uint32_t addr)
{
	p = sn__format4_word_put(p, t->octet[addr >> 24]);
	p = sn__format4_word_put(p, t->octet[addr >> 16 & 0xff]);
	p = sn__format4_word_put(p, t->octet[addr >> 8 & 0xff]);
	return sn__format4_word_put(p, t->octet[addr & 0xff]) - 1;
}

#endif
