/*
 * set_union_avx512.c - the union of two sorted lists of IPv4, eight ranges at
 * a time.
 *
 * A range is a number of 64 bits, its first address above its last, so that
 * numbers and first addresses have the same order. Two sorted eights are merged
 * by a bitonic network, in which no branch depends on the data: the lower half
 * is done, the upper one meets the next eight of the list that goes on lower.
 *
 * Of eight sorted ranges a running maximum gives the last address before each.
 * Where a range begins beyond that and does not touch it, there is a gap: the
 * one range ends, the next begins. These two addresses are neighbours in the
 * result, so that all gaps of an eight are written at once.
 */
#include "set/set_union_avx512.h"

#include "base/cpu.h"

#if SN__X86
# include <immintrin.h>

enum { LANES = 8 };

/* Eight ranges as numbers. */
SN__TARGET_AVX512 static SN__INLINE __m512i
load(const sn_range4 *k)
{
	return _mm512_rol_epi64(_mm512_loadu_si512(k), 32);
}

/* Orders each lane and its neighbour in @other: those of @high get the more. */
SN__TARGET_AVX512 static SN__INLINE __m512i
order(__m512i v, __m512i other, __mmask8 high)
{
	return _mm512_mask_max_epu64(
	    _mm512_min_epu64(v, other), high, v, other);
}

/* Sorts what ascends up to some lane and descends from there, or the like. */
SN__TARGET_AVX512 static SN__INLINE __m512i
sort_bitonic(__m512i v)
{
	v = order(v, _mm512_shuffle_i64x2(v, v, 0x4e), 0xf0);
	v = order(v, _mm512_permutex_epi64(v, 0x4e), 0xcc);
	return order(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xaa);
}

/*
 * Takes in eight sorted ranges. @last has the last address of the open range
 * in its highest lane; what is returned has, too.
 */
SN__TARGET_AVX512 static SN__INLINE __m512i
take_eight(sn__open4 *o, __m512i last, __m512i v)
{
	const __m512i low = _mm512_set1_epi64(UINT32_MAX);
	const __m512i zero = _mm512_setzero_si512();
	__m512i first = _mm512_srli_epi64(v, 32);
	__m512i most = _mm512_and_si512(v, low), before, ends;
	__mmask8 gaps;

	most = _mm512_max_epu64(most, _mm512_alignr_epi64(most, zero, 7));
	most = _mm512_max_epu64(most, _mm512_alignr_epi64(most, zero, 6));
	most = _mm512_max_epu64(most, _mm512_alignr_epi64(most, zero, 4));
	most = _mm512_max_epu64(
	    most, _mm512_permutexvar_epi64(_mm512_set1_epi64(7), last));
	before = _mm512_alignr_epi64(most, last, 7);
	gaps = _mm512_cmpgt_epu64_mask(
	    first, _mm512_add_epi64(before, _mm512_set1_epi64(1)));
	ends = _mm512_or_si512(before, _mm512_andnot_si512(low, v));
	/* From the end of the open range on. */
	_mm512_storeu_si512(
	    &o->out[o->n].last, _mm512_maskz_compress_epi64(gaps, ends));
	o->n += (size_t)__builtin_popcount(gaps);
	return most;
}

/* Before the first eight, and after the last. */
SN__TARGET_AVX512 static SN__INLINE __m512i
begin(sn__open4 *o)
{
	o->out[o->n].first = o->first;
	return _mm512_set1_epi64(o->last);
}

SN__TARGET_AVX512 static SN__INLINE void
end(sn__open4 *o, __m512i last)
{
	o->first = o->out[o->n].first;
	o->last = (uint32_t)_mm512_cvtsi512_si32(
	    _mm512_alignr_epi64(last, last, LANES - 1));
}

/* Whether @x is the higher number of the two. */
static bool
above(sn_range4 x, sn_range4 y)
{
	return x.first > y.first || (x.first == y.first && x.last > y.last);
}

SN__TARGET_AVX512 static void
join_avx512(sn__open4 *open, const sn_range4 *a, size_t na, const sn_range4 *b,
    size_t nb, size_t *taken_a, size_t *taken_b)
{
	const __m512i backwards = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
	sn__open4 o = *open;
	__m512i last = begin(&o), high = load(a);
	size_t i = LANES, j = 0;

	while (na - i >= LANES && nb - j >= LANES) {
		bool from_a = a[i].first <= b[j].first;
		__m512i next = _mm512_permutexvar_epi64(
		    backwards, load(from_a ? a + i : b + j));

		last = take_eight(
		    &o, last, sort_bitonic(_mm512_min_epu64(high, next)));
		high = sort_bitonic(_mm512_max_epu64(high, next));
		i += from_a ? LANES : 0;
		j += from_a ? 0 : LANES;
	}
	end(&o, last);
	*open = o;
	/* The upper half was not taken: the highest of what was read. */
	for (int lane = 0; lane < LANES; lane++)
		if (j == 0 || (i && above(a[i - 1], b[j - 1])))
			i--;
		else
			j--;
	*taken_a = i;
	*taken_b = j;
}
#endif

void
sn__join_many4(sn__open4 *o, const sn_range4 *a, size_t na, const sn_range4 *b,
    size_t nb, size_t *taken_a, size_t *taken_b)
{
	*taken_a = *taken_b = 0;
#if SN__X86
	if (na >= LANES && nb >= LANES && sn__cpu_level() >= SN__CPU_AVX512)
		join_avx512(o, a, na, b, nb, taken_a, taken_b);
#endif
	(void)o, (void)a, (void)na, (void)b, (void)nb;
}
