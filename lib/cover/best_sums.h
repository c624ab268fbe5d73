/*
 * best_sums.h - the best sums of two lists of values, many at a time, where the
 * processor can.
 */
#ifndef SN_BEST_SUMS_H
#define SN_BEST_SUMS_H

#include "base/cpu.h"
#include "cover/num.h"

enum { SN__SUMS = 32 };

/* Two lists, of which the longer has what is less than all on either side. */
typedef struct sn__sums {
	const num64 *few;
	const int64_t *many;
	uint32_t few_n;
	uint32_t many_n;
	bool swapped; /* the few are the right ones */
	sn__cpu cpu;
} sn__sums;

/*
 * Prepares the sums of @l and @r, all below 2^62. @scratch is as long as the
 * longer one and twice SN__SUMS. False: they are to be worked out one by one.
 */
bool sn__sums_begin64(sn__sums *s, sn__cpu cpu, const num64 *l, uint32_t nl,
    const num64 *r, uint32_t nr, int64_t *scratch);

/* No processor has lanes of such numbers. */
static inline bool
sn__sums_begin128(sn__sums *s, sn__cpu cpu, const num128 *l, uint32_t nl,
    const num128 *r, uint32_t nr, int64_t *scratch)
{
	(void)s, (void)cpu, (void)l, (void)nl, (void)r, (void)nr, (void)scratch;
	return false;
}

static inline bool
sn__sums_begin256(sn__sums *s, sn__cpu cpu, const num256 *l, uint32_t nl,
    const num256 *r, uint32_t nr, int64_t *scratch)
{
	(void)s, (void)cpu, (void)l, (void)nl, (void)r, (void)nr, (void)scratch;
	return false;
}

/* A sum of @bits out of order costs as much as so many in order. */
static inline unsigned
sn__sums_dearer(unsigned bits, sn__cpu cpu)
{
	return bits == 64 && cpu >= SN__CPU_AVX2 ? 16 : 4;
}

/*
 * For each i below SN__SUMS the largest l[a] + r[m + i - a], and the largest a
 * that has it. What is beyond the last sum is unspecified.
 */
void sn__sums_at(
    const sn__sums *s, uint32_t m, int64_t best[SN__SUMS], int64_t a[SN__SUMS]);

#endif
