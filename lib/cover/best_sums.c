/*
 * best_sums.c - the best sums of two lists of values, many at a time.
 *
 * The shorter list is gone through; each of its values meets SN__SUMS values of
 * the longer one that lie side by side, whose sums belong to as many places in
 * turn. No branch depends on the values.
 */
#include "cover/best_sums.h"

#include <string.h>

#if SN__X86
enum { LANES = 4, PARTS = SN__SUMS / LANES, WORTH_IT = 8 };

/* A compiler cuts them into what the target has. */
typedef int64_t lanes __attribute__((vector_size(8 * LANES)));
typedef int64_t lanes_at __attribute__((vector_size(8 * LANES), aligned(8)));

/* The sums from place @m on; of equal ones the first or the last counts. */
static SN__INLINE void
sums_by(const sn__sums *s, uint32_t m, bool first, int64_t *best, int64_t *at)
{
	uint32_t i = m < s->many_n ? 0 : m - (s->many_n - 1);
	uint32_t end = m + SN__SUMS < s->few_n ? m + SN__SUMS : s->few_n;
	const int64_t *many = s->many + m;
	lanes top[PARTS], where[PARTS];

# pragma GCC unroll 8
	for (int p = 0; p < PARTS; p++) {
		top[p] = (lanes){0} - 1;
		where[p] = (lanes){0};
	}
	for (; i < end; i++) {
		lanes value = (lanes){0} + (int64_t)s->few[i];
		lanes index = (lanes){0} + (int64_t)i;

# pragma GCC unroll 8
		for (int p = 0; p < PARTS; p++) {
			lanes sum = value + ((const lanes_at *)(many - i))[p];
			lanes better = first ? sum > top[p] : sum >= top[p];

			top[p] = (sum & better) | (top[p] & ~better);
			where[p] = (index & better) | (where[p] & ~better);
		}
	}
# pragma GCC unroll 8
	for (int p = 0; p < PARTS; p++) {
		((lanes_at *)best)[p] = top[p];
		((lanes_at *)at)[p] = where[p];
	}
}

static SN__INLINE void
sums(const sn__sums *s, uint32_t m, int64_t *best, int64_t *at)
{
	if (s->swapped)
		sums_by(s, m, true, best, at);
	else
		sums_by(s, m, false, best, at);
}

SN__TARGET_AVX2 static void
sums_avx2(const sn__sums *s, uint32_t m, int64_t *best, int64_t *at)
{
	sums(s, m, best, at);
}

SN__TARGET_AVX512 static void
sums_avx512(const sn__sums *s, uint32_t m, int64_t *best, int64_t *at)
{
	sums(s, m, best, at);
}
#endif

bool
sn__sums_begin64(sn__sums *s, sn__cpu cpu, const num64 *l, uint32_t nl,
    const num64 *r, uint32_t nr, int64_t *scratch)
{
#if SN__X86
	bool swapped = nr < nl;
	uint32_t many = swapped ? nl : nr;

	*s = (sn__sums){swapped ? r : l, scratch + SN__SUMS, swapped ? nr : nl,
	    many, swapped, cpu};
	if (s->few_n < WORTH_IT || cpu < SN__CPU_AVX2)
		return false;
	for (int i = 0; i < SN__SUMS; i++)
		scratch[i] = scratch[SN__SUMS + many + (size_t)i] = INT64_MIN;
	memcpy(scratch + SN__SUMS, swapped ? l : r, many * sizeof(*l));
	return true;
#else
	(void)s, (void)cpu, (void)l, (void)nl, (void)r, (void)nr, (void)scratch;
	return false;
#endif
}

void
sn__sums_at(
    const sn__sums *s, uint32_t m, int64_t best[SN__SUMS], int64_t a[SN__SUMS])
{
#if SN__X86
	if (s->cpu >= SN__CPU_AVX512)
		sums_avx512(s, m, best, a);
	else
		sums_avx2(s, m, best, a);
	for (int i = 0; s->swapped && i < SN__SUMS; i++)
		a[i] = (int64_t)m + i - a[i];
#else
	(void)s, (void)m, (void)best, (void)a;
#endif
}
