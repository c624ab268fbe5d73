/*
 * plural.h - words beside a number.
 */
#ifndef SN_PLURAL_H
#define SN_PLURAL_H

#include <stdint.h>

/* The end of a noun of which there are @n. */
static inline const char *
sn__plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static inline const char *
sn__are(uint64_t n)
{
	return n == 1 ? "is" : "are";
}

#endif
