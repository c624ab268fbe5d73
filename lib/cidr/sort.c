/*
 * sort.c - sorting ranges by first address, in linear time.
 *
 * IPv4: least significant digit radix sort of 8-byte ranges, digits of 11, 11
 * and 10 bits. Digits in which all keys agree are skipped (10.0.0.0/8 only:
 * two passes). Above SPLIT ranges one pass by the top digit below the common
 * prefix comes first, so that the rest happens in cache.
 *
 * IPv6: most significant digit first, in place (American flag sort), bytes,
 * starting each time below the prefix that all keys share; small parts by
 * insertion. In place, because a second array of 32-byte ranges would double
 * the memory.
 *
 * Sorted input costs one look. Ranges with equal first address stay in any
 * order; the sweep that follows does not mind.
 */
#include <string.h>

#include "cidr/builder.h"
#include "cidr/set.h"

enum { DIGIT = 11, BINS = 1 << DIGIT, SPLIT = 300000, SMALL = 48 };

static bool
is_sorted4(const sn_range4 *r, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (r[i].first < r[i - 1].first)
			return false;
	return true;
}

static void
insertion4(sn_range4 *r, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		sn_range4 x = r[i];
		size_t j = i;

		for (; j > 0 && r[j - 1].first > x.first; j--)
			r[j] = r[j - 1];
		r[j] = x;
	}
}

/* Turns counts into where each bin starts; true if one bin holds all. */
static bool
prefix_sums(uint32_t *bin, size_t n)
{
	uint32_t sum = 0;

	for (int i = 0; i < BINS; i++) {
		uint32_t count = bin[i];

		if (count == n)
			return true;
		bin[i] = sum;
		sum += count;
	}
	return false;
}

/*
 * LSD over the low @bits bits of the keys, which agree in all others. n must
 * be below 2^32. The result is in @r.
 */
static void
lsd4(sn_range4 *r, sn_range4 *spare, size_t n, unsigned bits)
{
	uint32_t bin[3][BINS];
	unsigned passes = (bits + DIGIT - 1) / DIGIT;
	sn_range4 *from = r, *to = spare;

	if (n <= SMALL) {
		insertion4(r, n);
		return;
	}
	memset(bin, 0, passes * sizeof(bin[0]));
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < passes; d++)
			bin[d][r[i].first >> d * DIGIT & (BINS - 1)]++;
	for (unsigned d = 0; d < passes; d++) {
		if (prefix_sums(bin[d], n))
			continue;
		for (size_t i = 0; i < n; i++) {
			uint32_t key = from[i].first >> d * DIGIT & (BINS - 1);

			to[bin[d][key]++] = from[i];
		}
		sn_range4 *swap = from;
		from = to;
		to = swap;
	}
	if (from != r)
		memcpy(r, from, n * sizeof(*r));
}

/* One pass by the digit below the common prefix, then LSD in cache. */
static void
split4(sn_range4 *r, sn_range4 *spare, size_t n)
{
	uint32_t all = r[0].first, any = r[0].first;
	size_t bin[BINS + 1] = {0};
	unsigned bits, low;

	for (size_t i = 1; i < n; i++) {
		all &= r[i].first;
		any |= r[i].first;
	}
	bits = 32 - sn__clz32(all ^ any);
	low = bits > DIGIT ? bits - DIGIT : 0;
	for (size_t i = 0; i < n; i++)
		bin[(r[i].first >> low & (BINS - 1)) + 1]++;
	for (int i = 0; i < BINS; i++)
		bin[i + 1] += bin[i];
	for (size_t i = 0; i < n; i++)
		spare[bin[r[i].first >> low & (BINS - 1)]++] = r[i];
	/* bin[i] is now where bin i ends. */
	for (size_t i = 0, at = 0; i < BINS; at = bin[i++]) {
		size_t count = bin[i] - at;

		if (count == 0)
			continue;
		if (low && !is_sorted4(spare + at, count))
			lsd4(spare + at, r + at, count, low);
		memcpy(r + at, spare + at, count * sizeof(*r));
	}
}

void
sn__sort4(sn_range4 *r, sn_range4 *spare, size_t n)
{
	if (is_sorted4(r, n))
		return;
	if (n <= SPLIT)
		lsd4(r, spare, n, 32);
	else
		split4(r, spare, n);
}

static bool
is_sorted6(const sn_range6 *r, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (sn__first6(r[i]) < sn__first6(r[i - 1]))
			return false;
	return true;
}

static void
insertion6(sn_range6 *r, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		sn_range6 x = r[i];
		sn__u128 key = sn__first6(x);
		size_t j = i;

		for (; j > 0 && sn__first6(r[j - 1]) > key; j--)
			r[j] = r[j - 1];
		r[j] = x;
	}
}

static unsigned
byte6(const sn_range6 *r, unsigned shift)
{
	uint64_t word = shift >= 64 ? r->first_hi : r->first_lo;

	return (unsigned)(word >> (shift & 63)) & 0xff;
}

/* The shift of the highest byte in which the keys differ; 128: in none. */
static unsigned
differing_byte(const sn_range6 *r, size_t n)
{
	uint64_t hi = 0, lo = 0;
	unsigned zeros;

	for (size_t i = 1; i < n; i++) {
		hi |= r[i].first_hi ^ r[0].first_hi;
		lo |= r[i].first_lo ^ r[0].first_lo;
	}
	zeros = sn__clz128(sn__u128_make(hi, lo));
	return zeros == 128 ? 128 : (127 - zeros) & ~7u;
}

/* Depth: at most 16, as each level fixes a byte more. */
void
sn__sort6(sn_range6 *r, size_t n)
{
	size_t end[256] = {0}, next[256];
	unsigned shift;

	if (n <= SMALL) {
		insertion6(r, n);
		return;
	}
	shift = differing_byte(r, n);
	if (shift == 128 || is_sorted6(r, n))
		return;
	for (size_t i = 0; i < n; i++)
		end[byte6(&r[i], shift)]++;
	for (size_t i = 0, sum = 0; i < 256; i++) {
		next[i] = sum;
		sum += end[i];
		end[i] = sum;
	}
	for (size_t b = 0; b < 256; b++)
		while (next[b] < end[b]) {
			unsigned key = byte6(&r[next[b]], shift);
			sn_range6 x = r[next[b]];

			if (key == b) {
				next[b]++;
				continue;
			}
			r[next[b]] = r[next[key]];
			r[next[key]++] = x;
		}
	for (size_t b = 0, at = 0; b < 256; at = end[b++])
		if (end[b] - at > 1)
			sn__sort6(r + at, end[b] - at);
}
