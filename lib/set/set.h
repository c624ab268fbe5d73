/*
 * set.h - what a frozen set is made of; for the rooms above.
 *
 * Invariants, checked by sn__set_check():
 *   I1  ranges4 and ranges6 are sorted by first, and first <= last.
 *   I2  Two neighbours neither overlap nor touch: last + 1 < next first.
 * So equal sets have equal arrays, and the aggregates of a set follow from
 * each range by itself.
 */
#ifndef SN_SET_H
#define SN_SET_H

#include "base/alloc.h"
#include "base/bits.h"

struct sn_set {
	sn_alloc alloc;
	unsigned threads; /* that operations on it may use; 0: one */
	bool borrowed;	  /* the arrays are another's, and never written */
	sn_range4 *ranges4;
	size_t n4;
	sn_range6 *ranges6;
	size_t n6;
};

/* An empty set that uses @alloc. NULL when memory is out. */
sn_set *sn__set_new(const sn_alloc *alloc);

typedef enum sn__operation {
	SN__UNION,
	SN__INTERSECT,
	SN__SUBTRACT,
	SN__SYMDIFF
} sn__operation;

/* Ranges worth a thread. */
enum { SN__SHARE = 1 << 18 };

/* The operations on sets, with one thread for each @share ranges of both. */
SN_MUST_USE sn_status sn__set_combine(sn_set **out, const sn_set *a,
    const sn_set *b, sn__operation op, size_t share);

/*
 * The union of two sorted, disjoint, maximal lists; @out is of na + nb +
 * 1. Returns how many. set.c
 */
size_t sn__union6(sn_range6 *out, const sn_range6 *a, size_t na,
    const sn_range6 *b, size_t nb);

/* Whether the invariants hold; if not, *why names the broken one. */
bool sn__set_check(const sn_set *s, const char **why);

#endif
