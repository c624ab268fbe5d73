/*
 * fast_ipv6_format.h - IPv6 addresses as text, for millions of them: the bytes
 * that value_format.c gives, from tables.
 */
#ifndef SN_FAST_IPV6_FORMAT_H
#define SN_FAST_IPV6_FORMAT_H

#include "base/bits.h"
#include "base/cpu.h"

/*
 * The bytes that may be written from where a text begins, whatever its
 * length.
 */
enum { SN__FORMAT6_SPACE = 64 };

/* Made once for each call. */
typedef struct sn__format6 {
	sn__cpu cpu;
	uint16_t hex[256]; /* the digits of a byte, the first one lowest */
	/* For the groups that are zero, a bit each, the first group lowest:
	 * what "::" stands for, as number of its first group and of groups, 0
	 * if there is none. */
	uint8_t gap[256];
	uint8_t zeros[256];
	/* The same for ":ffff:ffff: ... :ffff:", a bit for each byte. */
	uint64_t drop[256];
	uint64_t add[256];
} sn__format6;

void sn__format6_init(sn__format6 *t, sn__cpu cpu);

/* Returns the byte after what it wrote. */
char *sn__format6_put(const sn__format6 *t, char *p, sn__u128 bits);

#endif
