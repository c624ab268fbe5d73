/*
 * prefixes.h - what an ordered list of prefixes is made of.
 */
#ifndef SN_PREFIXES_H
#define SN_PREFIXES_H

#include "base/alloc.h"
#include "base/bits.h"

struct sn_prefixes {
	sn_alloc alloc;
	sn_prefix *p;
	size_t n;
};

/* A list of capacity @n, holding none; NULL when memory is out. */
sn_prefixes *sn__prefixes_make(size_t n, const sn_alloc *alloc);

#endif
