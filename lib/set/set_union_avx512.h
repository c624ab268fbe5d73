/*
 * set_union_avx512.h - the union of two sorted lists of IPv4, eight ranges at a
 * time, where the processor can.
 */
#ifndef SN_SET_UNION_AVX512_H
#define SN_SET_UNION_AVX512_H

#include <stddef.h>

#include "base/bits.h"

/* A range that is being joined out of others, and those before it. */
typedef struct sn__open4 {
	sn_range4 *out;
	size_t n; /* finished ranges; the open one is not counted */
	uint32_t first;
	uint32_t last;
} sn__open4;
typedef struct sn__open6 {
	sn_range6 *out;
	size_t n;
	sn__u128 first;
	sn__u128 last;
} sn__open6;

/*
 * Joins ranges of @a and @b, both sorted by their first addresses, to the open
 * range or begins the next, in the order of these; none begins before the open
 * one. *taken_a and *taken_b are how many of each were taken: as many as go at
 * once, or none. Writes to one place of @o->out more than it takes.
 */
void sn__join_many4(sn__open4 *o, const sn_range4 *a, size_t na,
    const sn_range4 *b, size_t nb, size_t *taken_a, size_t *taken_b);

/* No processor has lanes of 128 bits. */
static inline void
sn__join_many6(sn__open6 *o, const sn_range6 *a, size_t na, const sn_range6 *b,
    size_t nb, size_t *taken_a, size_t *taken_b)
{
	(void)o, (void)a, (void)na, (void)b, (void)nb;
	*taken_a = *taken_b = 0;
}

#endif
