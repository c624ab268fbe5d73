/*
 * parse4_avx512.c - IPv4 lines, AVX-512 with VBMI2.
 *
 * One line at a time, no branch that depends on its layout:
 *   1  the bytes that are not digits, as a mask, up to the line's end;
 *   2  the first four of them choose the layout by a perfect hash, and must
 *      be exactly that layout's (so 111.1111.1.111 is no layout at all);
 *   3  vpexpandb spreads the line over lanes of four bytes, "ddd.", digits
 *      right-aligned: four octets and, in the fifth lane, the length;
 *   4  two multiply-adds make the five numbers, one compare checks them;
 *   5  the places that must hold '.' or '/' are compared, and a '0' that
 *      starts a number of more than one digit is looked for in the masks.
 * Whatever deviates is collected in one word, and only that is branched on.
 */
#include "cidr/plain.h"

#if SN__X86
# include <immintrin.h>

/* Parses the line of @size bytes at @p; size <= 31. */
SN__TARGET_AVX512 static SN__INLINE bool
line(sn__batch *b, const char *p, uint32_t size, sn_range4 *out)
{
	const __m256i weight = _mm256_set1_epi32(0x00010a64);
	const __m256i most = _mm256_setr_epi32(255, 255, 255, 255, 32, 0, 0, 0);
	const __m256i mark = _mm256_setr_epi32(
	    '.' << 24, '.' << 24, '.' << 24, '/' << 24, 0, 0, 0, 0);
	__m256i text = _mm256_loadu_si256((const __m256i_u *)p);
	__m256i digit = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
	uint32_t other = _mm256_cmpgt_epu8_mask(digit, _mm256_set1_epi8(9));
	uint32_t zero = _mm256_testn_epi8_mask(digit, digit);
	uint32_t in_line = _bzhi_u32(other, size + 1);
	uint32_t fourth = _blsr_u32(_blsr_u32(_blsr_u32(in_line)));
	uint32_t rest = _blsr_u32(fourth);
	uint32_t ends = in_line ^ rest;
	unsigned slot = sn__layout_slot(ends);
	/* Bytes after the address: 0, or '/' and one or two digits. */
	uint32_t tail = size - _tzcnt_u32(fourth);
	uint32_t has_len = tail != 0;
	/* Lane 4: none, or right-aligned digits and the byte that ends it. */
	uint32_t lane4 = (UINT32_C(0xec00) >> 4 * (tail & 7)) & 0xf;
	uint32_t expand = b->layouts->expand[slot] | lane4 << 16;
	__m256i lanes = _mm256_maskz_expand_epi8(expand, text);
	uint32_t marks = _mm256_cmpeq_epi8_mask(lanes, mark) & 0x8888;
	/* Saturation makes 0 of what is below '0': marks and gaps. */
	__m256i value = _mm256_subs_epu8(lanes, _mm256_set1_epi8('0'));
	uint32_t starts = in_line << 1 | 1;
	uint32_t leading = _bzhi_u32(zero & starts & ~(other >> 1), size);
	uint32_t wrong, big;
	uint64_t number;

	value = _mm256_maddubs_epi16(value, weight);
	value = _mm256_madd_epi16(value, _mm256_set1_epi16(1));
	big = _mm256_cmpgt_epi32_mask(value, most);
	number = (uint64_t)_mm_cvtsi128_si64(_mm256_cvtepi32_epi8(value));
	wrong = (b->layouts->ends[slot] ^ ends) | big | leading |
		(marks ^ (0x888 | has_len << 15)) |
		/* after the address exactly the length and the line's end */
		(rest ^ (has_len << size)) | (tail > 3) | (tail == 1);
	if (wrong)
		return false;
	return sn__parse4_emit(b, out, __builtin_bswap32((uint32_t)number),
	    number >> 32 | (has_len ^ 1) << 5);
}

SN__TARGET_AVX512 size_t
sn__parse4_avx512(sn__batch *b)
{
	const char *p = b->text + b->start;
	sn_range4 *out = b->out4;
	size_t i;

	for (i = 0; i < b->n; i++) {
		const char *end = b->text + b->end[i];
		size_t size = (size_t)(end - p);

		if (size - 1 > 18)
			break;
		size -= end[-1] == '\r';
		if (!line(b, p, (uint32_t)size, out))
			break;
		out++;
		p = end + 1;
	}
	return i;
}
#endif
