/*
 * value_format.h - canonical text, written where there is space for it.
 */
#ifndef SN_VALUE_FORMAT_H
#define SN_VALUE_FORMAT_H

#include "base/bits.h"

/* Each returns the byte after what it wrote; no NUL is written. */
char *sn__put_decimal(char *p, unsigned n); /* n < 1000 */
char *sn__put_addr(char *p, unsigned family, sn__u128 bits);

#endif
