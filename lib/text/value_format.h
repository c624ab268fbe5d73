/*
 * value_format.h - canonical text, written where there is space for it.
 */
#ifndef SN_VALUE_FORMAT_H
#define SN_VALUE_FORMAT_H

#include "base/bits.h"

/* Both return the byte after what they wrote; no NUL is written. */

/* @n is below 1000. */
static inline char *
sn__put_decimal(char *p, unsigned n)
{
	if (n >= 100)
		*p++ = (char)('0' + n / 100);
	if (n >= 10)
		*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

char *sn__put_addr(char *p, unsigned family, sn__u128 bits);

#endif
