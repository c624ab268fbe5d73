/*
 * fast_ipv6_avx512.c - IPv6 lines, AVX-512 with VBMI: sixteen at a time.
 *
 * A line is an address of up to 39 bytes and "/128" at most, so that one
 * register holds it whole; no byte beyond the line is loaded. First each line
 * by itself, without a branch:
 *   1  a table makes values of hex digits and finds what is none;
 *   2  masks of the digits and of the colons say whether the groups are those
 *      of an address, and which of its 32 nibbles are written;
 *   3  the digits, compressed, are expanded to these nibbles, and two make a
 *      byte; the last four bytes of the line are kept too.
 * Then all sixteen together:
 *   4  the length is the last one to three bytes, after a '/';
 *   5  host bits are cleared, and looked for.
 * Of a line that is a range both addresses go through steps 1 to 3, and are
 * what is stored; there is no length, but an order.
 * Whatever deviates is collected in one word. If it is not zero the sixteen
 * lines are parsed one by one, which finds the one to stop at.
 */
#include <string.h>

#include "text/fast_lines.h"

#if SN__X86
# include <immintrin.h>

/*
 * The first part runs over a block of groups before the second begins, for
 * the reason that fast_ipv4_avx512.c gives.
 */
enum { GROUP = 16, BLOCK = 8 * GROUP };

/* "::/0" to "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128\r". */
enum { SIZE_MIN = 4, SIZE_MAX_CR = 39 + 4 + 1 };
/* "::-::" to two addresses of eight groups of four digits, '-' and "\r". */
enum { RANGE_MIN = 5, RANGE_MAX_CR = 39 + 1 + 39 + 1 };

/* Lines between the two parts. */
struct block {
	_Alignas(64) __m128i addr[BLOCK];    /* in network order */
	_Alignas(64) uint32_t ending[BLOCK]; /* the last four bytes */
	_Alignas(64) uint32_t tail[BLOCK];   /* bytes after the address */
	/* Of the address, a bit for each byte, and how many groups it has. */
	_Alignas(64) uint64_t digit[BLOCK];
	_Alignas(64) uint64_t colon[BLOCK];
	_Alignas(64) uint32_t groups[BLOCK];
	bool wrong[BLOCK / GROUP]; /* some have another size */
};

/*
 * Step 2: a bit for each nibble that the digits of an address write; what it
 * is where they are no address does not matter.
 */
SN__TARGET_AVX512 static SN__INLINE uint32_t
nibbles(uint64_t digit, uint64_t colon, uint32_t *groups)
{
	const uint32_t ones = 0x88888888;
	uint64_t gap = colon & colon << 1, last = digit & ~(digit >> 1);
	uint64_t two = digit << 1, three = two & digit << 2;
	uint64_t four = three & digit << 3;
	uint64_t n = (uint64_t)_mm_popcnt_u64(last);
	uint64_t head = (uint64_t)_mm_popcnt_u64(last & (gap - 1));
	/* All groups next to each other, then those after the gap moved up. */
	uint64_t all = _bzhi_u64(ones, (unsigned)(4 * n)) |
		       _pdep_u64(_pext_u64(two, last), ones >> 1) |
		       _pdep_u64(_pext_u64(three, last), ones >> 2) |
		       _pdep_u64(_pext_u64(four, last), ones >> 3);
	uint64_t low = _bzhi_u64(all, (unsigned)(4 * head));

	*groups = (uint32_t)n;
	return (uint32_t)(low | (all ^ low) << ((32 - 4 * n) & 63));
}

/* Steps 1 to 3 for the line of @size bytes at @p; @hex: the table. */
SN__TARGET_AVX512 static SN__INLINE void
spread(const __m512i hex[2], const char *p, unsigned size, struct block *out,
    size_t i)
{
	uint64_t line = _bzhi_u64(UINT64_MAX, size);
	__m512i text = _mm512_maskz_loadu_epi8(line, p);
	/* The table is for 7 bits: a byte with the eighth is no digit. */
	__m512i value = _mm512_permutex2var_epi8(hex[0], text, hex[1]);
	uint64_t other =
	    line & _mm512_movepi8_mask(_mm512_or_si512(value, text));
	uint64_t colon = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(':'));
	unsigned at = (unsigned)_tzcnt_u64((other ^ colon) | ~line);
	uint64_t addr = _bzhi_u64(UINT64_MAX, at), digit = addr & ~other;
	uint32_t written;
	__m256i nibble;

	colon &= addr;
	written = nibbles(digit, colon, &out->groups[i]);
	nibble = _mm256_maskz_expand_epi8(written,
	    _mm512_castsi512_si256(_mm512_maskz_compress_epi8(digit, value)));
	_mm_store_si128(&out->addr[i],
	    _mm256_cvtepi16_epi8(
		_mm256_maddubs_epi16(nibble, _mm256_set1_epi16(0x0110))));
	memcpy(&out->ending[i], p + size - 4, 4);
	out->tail[i] = size - at;
	out->digit[i] = digit;
	out->colon[i] = colon;
}

/*
 * Whether eight lines from number @i of the block on are addresses. Adjacent
 * colons are allowed once, a colon at either end as one of them. A colon ends
 * at the last bit where the digits do not: what is beyond is not set.
 */
SN__TARGET_AVX512 static SN__INLINE uint64_t
no_address(const struct block *block, size_t i)
{
	const __m512i one = _mm512_set1_epi64(1);
	__m512i digit = _mm512_load_si512(&block->digit[i]);
	__m512i colon = _mm512_load_si512(&block->colon[i]);
	__m512i used = _mm512_or_si512(digit, colon);
	__m512i gap = _mm512_and_si512(colon, _mm512_slli_epi64(colon, 1));
	__m512i both = _mm512_or_si512(gap, _mm512_srli_epi64(gap, 1));
	__m512i lone = _mm512_andnot_si512(both, colon);
	/* The bits of the first and the last byte. */
	__m512i ends = _mm512_or_si512(
	    one, _mm512_andnot_si512(_mm512_srli_epi64(used, 1), used));
	__m512i two = _mm512_and_si512(digit, _mm512_slli_epi64(digit, 1));
	__m512i four = _mm512_and_si512(two, _mm512_slli_epi64(two, 2));
	__m256i groups =
	    _mm256_load_si256((const __m256i *)(const void *)&block->groups[i]);
	__mmask8 none = _mm512_testn_epi64_mask(gap, gap);

	return _mm512_test_epi64_mask(four, _mm512_slli_epi64(digit, 4)) |
	       _mm512_test_epi64_mask(gap, _mm512_sub_epi64(gap, one)) |
	       _mm512_test_epi64_mask(lone, ends) |
	       (none ^ _mm256_cmpeq_epi32_mask(groups, _mm256_set1_epi32(8))) |
	       _mm256_cmpgt_epi32_mask(groups, _mm256_set1_epi32(8));
}

/* Step 4: sixteen lengths. */
SN__TARGET_AVX512 static SN__INLINE __m512i
lengths(const struct block *block, size_t at, uint64_t *wrong)
{
	const __m512i byte = _mm512_set1_epi32(0xff);
	const __m512i most = _mm512_set1_epi32(128);
	__m512i ending = _mm512_load_si512(&block->ending[at]);
	__m512i tail = _mm512_load_si512(&block->tail[at]);
	/* In bits: where the slash is, and the first digit after it. */
	__m512i slash =
	    _mm512_sub_epi32(_mm512_set1_epi32(32), _mm512_slli_epi32(tail, 3));
	__m512i first = _mm512_add_epi32(slash, _mm512_set1_epi32(8));
	__mmask16 none = _mm512_testn_epi32_mask(tail, tail);
	/* Only digits stay. A shift by 32 or more makes 0, unlike in C. */
	__m512i keep = _mm512_sllv_epi32(_mm512_set1_epi32(-1), first);
	__m512i digit = _mm512_and_si512(
	    keep, _mm512_sub_epi8(ending, _mm512_set1_epi8('0')));
	__m512i mark = _mm512_and_si512(_mm512_srlv_epi32(ending, slash), byte);
	__m512i leading =
	    _mm512_and_si512(_mm512_srlv_epi32(digit, first), byte);
	/* From the lowest byte: 0, hundreds, tens, units. */
	__m512i len = _mm512_madd_epi16(
	    _mm512_maddubs_epi16(digit, _mm512_set1_epi32(0x010a6400)),
	    _mm512_set1_epi16(1));

	*wrong |= _mm512_mask_cmpneq_epi32_mask(
		      (__mmask16)~none, mark, _mm512_set1_epi32('/')) |
		  _mm512_cmpeq_epi32_mask(tail, _mm512_set1_epi32(1)) |
		  _mm512_mask_testn_epi32_mask(
		      _mm512_cmpgt_epi32_mask(tail, _mm512_set1_epi32(2)),
		      leading, leading) |
		  _mm512_cmpgt_epi32_mask(len, most) |
		  _mm512_cmpgt_epu8_mask(digit, _mm512_set1_epi8(9));
	return _mm512_mask_mov_epi32(len, none, most);
}

/* Four addresses: both halves of each as numbers. */
SN__TARGET_AVX512 static SN__INLINE __m512i
halves(const __m128i *addr)
{
	const __m512i swap = _mm512_broadcast_i32x4(
	    _mm_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));

	return _mm512_shuffle_epi8(_mm512_load_si512(addr), swap);
}

/* Step 5 for all; false where host bits are refused. */
SN__TARGET_AVX512 static SN__INLINE bool
emit(sn__lines *b, const __m128i *lines, __m512i lens, sn__key6 *out)
{
	const __m512i below = _mm512_broadcast_i32x4(_mm_set_epi64x(64, 0));
	const __m512i ones = _mm512_set1_epi32(-1);
	_Alignas(64) uint32_t len[GROUP];
	uint64_t masked = 0;

	_mm512_store_si512(len, lens);
	for (size_t i = 0; i < GROUP; i += 4) {
		__m512i addr = halves(&lines[i]);
		/* The length for both halves, what is above for the lower. */
		__m512i shift = _mm512_broadcast_i32x4(
		    _mm_load_si128((const __m128i *)(const void *)&len[i]));
		__m512i host;

		shift = _mm512_maskz_permutexvar_epi32(0x5555,
		    _mm512_set_epi32(
			0, 3, 0, 3, 0, 2, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0),
		    shift);
		shift = _mm512_max_epi64(
		    _mm512_sub_epi64(shift, below), _mm512_setzero_si512());
		host = _mm512_srlv_epi64(ones, shift);
		masked |= (uint64_t)_mm512_test_epi64_mask(addr, host) << 2 * i;
		addr = _mm512_andnot_si512(host, addr);
		for (size_t j = 0; j < 4; j++) {
			__m128i key = _mm512_castsi512_si128(addr);

			_mm_storeu_si128((__m128i_u *)(out + i + j), key);
			out[i + j].len = (uint8_t)len[i + j];
			addr = _mm512_alignr_epi64(addr, addr, 2);
		}
	}
	/* A bit for each half. */
	masked = (masked | masked >> 1) & 0x55555555;
	b->masked += b->no_host ? 0 : (uint64_t)_mm_popcnt_u64(masked);
	return !(masked && b->no_host);
}

/* Steps 1 to 3 for sixteen lines from number @at on; false: not all can be. */
SN__TARGET_AVX512 static SN__INLINE bool
first_part(const sn__lines *b, size_t at, struct block *block, size_t first)
{
	const __m512i hex[2] = {_mm512_loadu_si512(b->layouts->hex),
	    _mm512_loadu_si512(b->layouts->hex + 64)};
	const char *text = b->text, *p = sn__lines_at(b, at);
	const uint32_t *ends = b->end + at;

	for (size_t i = 0; i < GROUP; i++) {
		const char *end = text + ends[i];
		unsigned size = (unsigned)(end - p);

		if (size - SIZE_MIN > SIZE_MAX_CR - SIZE_MIN)
			return false;
		spread(hex, p, size - (end[-1] == '\r'), block, first + i);
		p = end + 1;
	}
	return true;
}

/* Steps 4 and 5. */
SN__TARGET_AVX512 static SN__INLINE bool
second_part(sn__lines *b, size_t at, const struct block *block, size_t first)
{
	uint64_t wrong =
	    no_address(block, first) | no_address(block, first + 8);
	__m512i lens = lengths(block, first, &wrong);

	return !wrong && emit(b, block->addr + first, lens, b->out6 + at);
}

/* Steps 1 to 3 for sixteen ranges: their addresses in turn. */
SN__TARGET_AVX512 static SN__INLINE bool
first_part_ranges(
    const sn__lines *b, size_t at, struct block *block, size_t first)
{
	const __m512i hex[2] = {_mm512_loadu_si512(b->layouts->hex),
	    _mm512_loadu_si512(b->layouts->hex + 64)};
	const char *text = b->text, *p = sn__lines_at(b, at);
	const uint32_t *ends = b->end + at;

	for (size_t i = first; i < first + (size_t)2 * GROUP; i += 2) {
		const char *end = text + *ends++;
		unsigned size = (unsigned)(end - p), dash;

		if (size - RANGE_MIN > RANGE_MAX_CR - RANGE_MIN)
			return false;
		size -= end[-1] == '\r';
		/* Of more than 64 bytes the first 64 are seen. */
		spread(hex, p, size, block, i);
		dash = size - block->tail[i];
		if (p[dash] != '-')
			return false;
		size -= dash + 1;
		spread(hex, p + dash + 1, size, block, i + 1);
		if (block->tail[i + 1])
			return false;
		p = end + 1;
	}
	return true;
}

/* Steps 4 and 5 for ranges: false where a line is none. */
SN__TARGET_AVX512 static SN__INLINE bool
second_part_ranges(
    sn__lines *b, size_t at, const struct block *block, size_t first)
{
	uint64_t wrong = 0;

	for (size_t i = 0; i < (size_t)2 * GROUP; i += 8)
		wrong |= no_address(block, first + i);
	for (size_t i = 0; i < GROUP; i += 2) {
		__m512i two = halves(&block->addr[first + 2 * i]);
		__m512i other = _mm512_permutex_epi64(two, 0x4e);
		unsigned above = _mm512_cmpgt_epu64_mask(two, other);
		unsigned same = _mm512_cmpeq_epi64_mask(two, other);

		/* Of four bits, the first two are those of first. */
		wrong |= (above | (same & above >> 1)) & 0x11;
		_mm512_storeu_si512(b->out6r + at + i, two);
	}
	return !wrong;
}

SN__TARGET_AVX512 size_t
sn__fast6_avx512(sn__lines *b, bool ranges)
{
	struct block block;
	/* Addresses of a group, groups of a block. */
	size_t step = ranges ? (size_t)2 * GROUP : GROUP, fit = BLOCK / step;
	size_t at = 0, most = 1;

	/* For gcc's analyser, as in fast_ipv4_avx512.c. */
	memset(block.wrong, 0, sizeof(block.wrong));
	/* Begin small: the next line may be one to stop at. */
	for (; b->n - at >= GROUP; most *= 2) {
		size_t groups = (b->n - at) / GROUP, done;

		if (most > fit)
			most = fit;
		if (groups > most)
			groups = most;
		for (size_t i = 0; i < groups; i++)
			block.wrong[i] =
			    ranges ? !first_part_ranges(
					 b, at + i * GROUP, &block, i * step)
				   : !first_part(
					 b, at + i * GROUP, &block, i * step);
		for (size_t i = 0; i < groups; i++, at += GROUP) {
			if (!block.wrong[i] &&
			    (ranges ? second_part_ranges(
					  b, at, &block, i * step)
				    : second_part(b, at, &block, i * step)))
				continue;
			done = sn__fast6_scalar(b, at, GROUP, ranges);
			if (done < GROUP)
				return at + done;
		}
	}
	return at + sn__fast6_scalar(b, at, b->n - at, ranges);
}
#endif
