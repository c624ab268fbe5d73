/*
 * bulk_newlines.c - where the lines of a piece of text end.
 *
 * Finding all newlines first makes the lines independent of each other: the
 * processor overlaps the parsing of several, which it cannot where each line
 * has to be measured before the next is known to start. Offsets are written
 * several at once, more than there are, so that no branch depends on how many
 * newlines a block of 64 bytes has.
 */
#include "text/bulk_newlines.h"

#include <string.h>

static size_t
newlines_scalar(const char *text, size_t size, size_t from, uint32_t *end)
{
	const char *p = text + from, *stop = text + size;
	size_t n = 0;

	while (p < stop && (p = memchr(p, '\n', (size_t)(stop - p)))) {
		end[n++] = (uint32_t)(p - text);
		p++;
	}
	return n;
}

#if SN__X86
# include <immintrin.h>

/* The place of the lowest bit; any number where none is set. */
static SN__INLINE size_t
first_bit(uint64_t bits)
{
	return (size_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

/*
 * Writes the offsets of the bits of @mask, which is that of the bytes from
 * @base on, 8 at a time, as few blocks have more. Returns how many.
 */
static SN__INLINE size_t
write_bits(uint64_t mask, size_t base, uint32_t *end)
{
	size_t count = (size_t)__builtin_popcountll(mask);

	for (size_t done = 0; done < count; done += 8)
		for (size_t i = 0; i < 8; i++) {
			end[done + i] = (uint32_t)(base + first_bit(mask));
			mask &= mask - 1;
		}
	return count;
}

SN__TARGET_SSE41 static size_t
newlines_sse41(const char *text, size_t size, uint32_t *end)
{
	const __m128i newline = _mm_set1_epi8('\n');
	size_t at = 0, n = 0;

	for (; at + 64 <= size; at += 64) {
		uint64_t mask = 0;

		for (size_t i = 0; i < 4; i++) {
			__m128i v = _mm_loadu_si128(
			    (const __m128i_u *)(text + at + 16 * i));
			unsigned m = (unsigned)_mm_movemask_epi8(
			    _mm_cmpeq_epi8(v, newline));

			mask |= (uint64_t)m << 16 * i;
		}
		n += write_bits(mask, at, end + n);
	}
	return n + newlines_scalar(text, size, at, end + n);
}

SN__TARGET_AVX2 static size_t
newlines_avx2(const char *text, size_t size, uint32_t *end)
{
	const __m256i newline = _mm256_set1_epi8('\n');
	size_t at = 0, n = 0;

	for (; at + 64 <= size; at += 64) {
		__m256i a = _mm256_loadu_si256((const __m256i_u *)(text + at));
		__m256i b =
		    _mm256_loadu_si256((const __m256i_u *)(text + at + 32));
		uint32_t low = (uint32_t)_mm256_movemask_epi8(
		    _mm256_cmpeq_epi8(a, newline));
		uint32_t high = (uint32_t)_mm256_movemask_epi8(
		    _mm256_cmpeq_epi8(b, newline));

		n += write_bits((uint64_t)high << 32 | low, at, end + n);
	}
	return n + newlines_scalar(text, size, at, end + n);
}

SN__TARGET_AVX512 static size_t
newlines_avx512(const char *text, size_t size, uint32_t *end)
{
	static const uint8_t count_up[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	    11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
	    28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44,
	    45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
	    62, 63};
	const __m512i place = _mm512_loadu_si512(count_up);
	const __m512i newline = _mm512_set1_epi8('\n');
	size_t at = 0, n = 0;

	for (; at + 64 <= size; at += 64) {
		__m512i v = _mm512_loadu_si512(text + at);
		uint64_t mask = _mm512_cmpeq_epi8_mask(v, newline);
		__m512i found = _mm512_maskz_compress_epi8(mask, place);
		__m512i base = _mm512_set1_epi32((int)at);
		__m512i wide =
		    _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found));
		size_t count = (size_t)__builtin_popcountll(mask);

		if (count > 16) {
			n += write_bits(mask, at, end + n);
			continue;
		}
		_mm512_storeu_si512(end + n, _mm512_add_epi32(wide, base));
		n += count;
	}
	return n + newlines_scalar(text, size, at, end + n);
}
#endif

size_t
sn__newlines_find(
    sn__cpu cpu, const char *text, size_t size, uint32_t end[SN__NEWLINES_MAX])
{
#if SN__X86
	switch (cpu) { /* LCOV_EXCL_BR_LINE there are no other levels */
	case SN__CPU_AVX512:
		return newlines_avx512(text, size, end);
	case SN__CPU_AVX2:
		return newlines_avx2(text, size, end);
	case SN__CPU_SSE41:
		return newlines_sse41(text, size, end);
	case SN__CPU_SCALAR:
		break;
	}
#else
	(void)cpu;
#endif
	return newlines_scalar(text, size, 0, end);
}
