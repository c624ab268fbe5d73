/*
 * fast_ipv4_avx512.c - IPv4 lines, AVX-512 with VBMI: sixteen at a time.
 *
 * First each line by itself, without a branch:
 *   1  the bytes that are not digits, as a mask, up to the line's end;
 *   2  the first four of them choose the layout by a perfect hash, and must
 *      be exactly that layout's (so 111.1111.1.111 is no layout at all);
 *   3  a byte shuffle spreads the address over lanes of four bytes, "ddd.",
 *      digits right-aligned; the last four bytes of the line are kept too.
 * Then all sixteen together, as what is left is arithmetic on lanes:
 *   4  two multiply-adds make numbers of the digits; octets above 255, marks
 *      that are not '.', and a '0' that starts a longer number are wrong;
 *   5  the length is the last one or two bytes, after a '/';
 *   6  first and last address of each range.
 * Of lines that are ranges, 32 bytes are taken: steps 1 to 3 find the layouts
 * of both addresses and spread both at once, step 4 makes first and last
 * address in turn, just as they are stored. A block of lines is of one kind.
 * Whatever deviates is collected in one word. If it is not zero the sixteen
 * lines are parsed one by one, which finds the one to stop at.
 */
#include <string.h>

#include "text/fast_lines.h"

#if SN__X86
# include <immintrin.h>

/*
 * The first part runs over a block of groups before the second begins: what
 * it stores in small pieces is then in the cache when it is loaded in large
 * ones, where the processor would have to wait for it otherwise.
 */
enum { GROUP = 16, BLOCK = 8 * GROUP };

/* Lines between the two parts. */
struct block {
	_Alignas(64) __m128i lanes[BLOCK];
	_Alignas(64) uint32_t ending[BLOCK]; /* the last four bytes */
	_Alignas(64) uint32_t tail[BLOCK];   /* bytes after the address */
	uint32_t wrong[BLOCK / GROUP];	     /* not 0: some have no layout */
};

/* Steps 1 to 3 for the sixteen lines from number @at on. */
SN__TARGET_AVX512 static SN__INLINE uint32_t
spread(const sn__lines *b, size_t at, size_t first, struct block *out)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	const sn__layouts *layouts = b->layouts;
	const char *text = b->text, *p = sn__lines_at(b, at);
	uint32_t wrong = 0;

	for (size_t i = 0; i < GROUP; i++) {
		const char *end = text + b->end[at + i];
		size_t size = (size_t)(end - p);
		uint32_t other, third, fourth, ends;
		unsigned slot;
		__m128i line;

		/* "1.1.1.1" to "255.255.255.255/32\r" */
		if (size - 7 > 12)
			return 1;
		end -= end[-1] == '\r';
		size = (size_t)(end - p);
		line = _mm_loadu_si128((const __m128i_u *)p);
		other = _mm_cmpgt_epu8_mask(_mm_sub_epi8(line, zero), nine);
		other = _bzhi_u32(other, (uint32_t)size + 1);
		third = _blsr_u32(_blsr_u32(other));
		fourth = _blsr_u32(third);
		ends = other ^ _blsr_u32(fourth);
		slot = sn__layout_slot(ends);
		wrong |= layouts->ends[slot] ^ ends;
		line = _mm_shuffle_epi8(line,
		    _mm_loadu_si128((const __m128i_u *)layouts->shuffle[slot]));
		_mm_store_si128(&out->lanes[first + i], line);
		memcpy(&out->ending[first + i], end - 4, 4);
		out->tail[first + i] = (uint32_t)size - _tzcnt_u32(fourth);
		p = text + b->end[at + i] + 1;
	}
	return wrong;
}

/*
 * The same for lines that are ranges, two lanes a line: of the bytes that are
 * no digits the first four end the first address, the fourth being '-', and
 * what is left are those of the second, which the end of the line ends.
 */
SN__TARGET_AVX512 static SN__INLINE uint32_t
spread_ranges(const sn__lines *b, size_t at, __m128i *lanes)
{
	const __m256i zero = _mm256_set1_epi8('0'), nine = _mm256_set1_epi8(9);
	const sn__layouts *layouts = b->layouts;
	const char *text = b->text, *p = sn__lines_at(b, at);
	uint32_t wrong = 0;

	for (size_t i = 0; i < GROUP; i++) {
		const char *end = text + b->end[at + i];
		size_t size = (size_t)(end - p);
		uint32_t other, rest, ends, ends2, from;
		unsigned slot, slot2;
		__m256i line;

		/* "1.1.1.1-1.1.1.1" to "255...255-255...255\r" */
		if (size - 15 > SN__LINE4_MOST + 1 - 15)
			return 1;
		size -= end[-1] == '\r';
		if (size > SN__LINE4_MOST)
			return 1;
		line = _mm256_loadu_si256((const __m256i_u *)p);
		other =
		    _mm256_cmpgt_epu8_mask(_mm256_sub_epi8(line, zero), nine);
		other = _bzhi_u32(other, (uint32_t)size + 1);
		rest = _blsr_u32(_blsr_u32(_blsr_u32(_blsr_u32(other))));
		ends = other ^ rest;
		from = 32 - _lzcnt_u32(ends);
		ends2 = (uint32_t)((uint64_t)rest >> from);
		slot = sn__layout_slot(ends);
		slot2 = sn__layout_slot(ends2);
		wrong |= layouts->ends[slot] ^ ends;
		wrong |= layouts->ends[slot2] ^ ends2;
		wrong |= (uint32_t)(unsigned char)p[from - 1] ^ '-';
		line = _mm256_maskz_expand_epi8(
		    layouts->expand[slot] | (uint32_t)layouts->expand[slot2]
						<< 16,
		    line);
		_mm256_storeu_si256((__m256i_u *)(lanes + 2 * i), line);
		p = text + b->end[at + i] + 1;
	}
	return wrong;
}

/* Step 4 for four lines: their octets, one a lane. */
SN__TARGET_AVX512 static SN__INLINE __m512i
octets(const __m128i *lanes, uint64_t *wrong)
{
	const uint64_t marks = UINT64_C(0x0888088808880888);
	__m512i x = _mm512_load_si512(lanes);
	uint64_t dot = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('.'));
	uint64_t zero = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('0'));
	uint64_t byte = _mm512_test_epi8_mask(x, x);
	/* The first byte of each number that is not its last. */
	uint64_t start = byte & ~(byte << 1 & UINT64_C(0xeeeeeeeeeeeeeeee)) &
			 UINT64_C(0x3333333333333333);
	/* Saturation makes 0 of what is below '0': marks and gaps. */
	__m512i value = _mm512_subs_epu8(x, _mm512_set1_epi8('0'));

	value = _mm512_maddubs_epi16(value, _mm512_set1_epi32(0x00010a64));
	value = _mm512_madd_epi16(value, _mm512_set1_epi16(1));
	*wrong |= (~dot & marks) | (zero & start) |
		  _mm512_cmpgt_epi32_mask(value, _mm512_set1_epi32(255));
	return value;
}

/* Sixteen addresses of their octets: byte 0 of each lane, reversed. */
SN__TARGET_AVX512 static SN__INLINE __m512i
addresses(const __m128i *lanes, uint64_t *wrong)
{
	const __m512i low = _mm512_set_epi32(0, 0, 0, 0, 0, 0, 0, 0, 0x7074787c,
	    0x6064686c, 0x5054585c, 0x4044484c, 0x3034383c, 0x2024282c,
	    0x1014181c, 0x0004080c);
	__m512i a = octets(lanes, wrong);
	__m512i b = octets(lanes + 4, wrong);
	__m512i c = octets(lanes + 8, wrong);
	__m512i d = octets(lanes + 12, wrong);

	a = _mm512_permutex2var_epi8(a, low, b);
	c = _mm512_permutex2var_epi8(c, low, d);
	return _mm512_inserti64x4(a, _mm512_castsi512_si256(c), 1);
}

/* Step 5: sixteen lengths. */
SN__TARGET_AVX512 static SN__INLINE __m512i
lengths(const struct block *g, size_t first, uint64_t *wrong)
{
	const __m512i byte = _mm512_set1_epi32(0xff);
	const __m512i slash = _mm512_set1_epi32('/');
	const __m512i zero = _mm512_set1_epi32('0');
	__m512i ending = _mm512_load_si512(&g->ending[first]);
	__m512i tail = _mm512_load_si512(&g->tail[first]);
	__m512i last = _mm512_srli_epi32(ending, 24);
	__m512i second = _mm512_and_si512(_mm512_srli_epi32(ending, 16), byte);
	__m512i third = _mm512_and_si512(_mm512_srli_epi32(ending, 8), byte);
	__m512i units = _mm512_sub_epi32(last, zero);
	__m512i tens = _mm512_sub_epi32(second, zero);
	__mmask16 none = _mm512_testn_epi32_mask(tail, tail);
	__mmask16 one = _mm512_cmpeq_epi32_mask(tail, _mm512_set1_epi32(2));
	__mmask16 two = _mm512_cmpeq_epi32_mask(tail, _mm512_set1_epi32(3));
	__m512i len = _mm512_set1_epi32(32);

	one = _mm512_mask_cmpeq_epi32_mask(one, second, slash);
	two = _mm512_mask_cmpeq_epi32_mask(two, third, slash);
	/* The first of two digits is 1, 2 or 3. */
	two = _mm512_mask_cmplt_epu32_mask(two,
	    _mm512_sub_epi32(tens, _mm512_set1_epi32(1)), _mm512_set1_epi32(3));
	len = _mm512_mask_mov_epi32(len, one, units);
	len = _mm512_mask_add_epi32(
	    len, two, units, _mm512_mullo_epi32(tens, _mm512_set1_epi32(10)));
	*wrong |= (uint16_t) ~(none | one | two);
	*wrong |= _mm512_mask_cmpgt_epu32_mask(
	    (__mmask16)(one | two), units, _mm512_set1_epi32(9));
	*wrong |= _mm512_cmpgt_epu32_mask(len, _mm512_set1_epi32(32));
	return len;
}

/* Steps 4 to 6 for the sixteen lines from number @at on. */
SN__TARGET_AVX512 static SN__INLINE bool
finish(sn__lines *b, size_t at, const struct block *g, size_t group)
{
	const __m512i low = _mm512_set_epi32(
	    23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
	const __m512i high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
	__m512i addr, host, first, last;
	uint64_t wrong = 0;
	uint32_t masked;

	if (g->wrong[group])
		return false;
	addr = addresses(g->lanes + group * GROUP, &wrong);
	/* A shift by 32 makes 0 here, unlike in C. */
	host = _mm512_srlv_epi32(
	    _mm512_set1_epi32(-1), lengths(g, group * GROUP, &wrong));
	first = _mm512_andnot_si512(host, addr);
	last = _mm512_or_si512(addr, host);
	masked = _mm512_test_epi32_mask(addr, host);
	if (wrong | (masked & b->no_host))
		return false;
	b->masked += (uint32_t)__builtin_popcount(masked);
	_mm512_storeu_si512(
	    b->out4 + at, _mm512_permutex2var_epi32(first, low, last));
	_mm512_storeu_si512(
	    b->out4 + at + 8, _mm512_permutex2var_epi32(first, high, last));
	return true;
}

/* Step 4 for sixteen lines that are ranges, from number @at on. */
SN__TARGET_AVX512 static SN__INLINE bool
finish_ranges(sn__lines *b, size_t at, const __m128i *lanes)
{
	uint64_t wrong = 0;
	__m512i low = addresses(lanes, &wrong);
	__m512i high = addresses(lanes + GROUP, &wrong);
	uint32_t reversed =
	    _mm512_cmpgt_epu32_mask(low, _mm512_srli_epi64(low, 32)) |
	    _mm512_cmpgt_epu32_mask(high, _mm512_srli_epi64(high, 32));

	/* In odd places, 0 was compared with. */
	if (wrong | (reversed & 0x5555))
		return false;
	_mm512_storeu_si512(b->out4 + at, low);
	_mm512_storeu_si512(b->out4 + at + 8, high);
	return true;
}

/* Whether line number @at is likely to be a range. */
SN__TARGET_AVX512 static SN__INLINE bool
is_range(const sn__lines *b, size_t at)
{
	const char *p = sn__lines_at(b, at);
	__m128i line = _mm_loadu_si128((const __m128i_u *)p);
	uint32_t dash = _mm_cmpeq_epi8_mask(line, _mm_set1_epi8('-'));

	return _bzhi_u32(dash, (uint32_t)(b->text + b->end[at] - p)) != 0;
}

/* One by one, @n lines from number @at on. */
static size_t
singly(sn__lines *b, size_t at, size_t n)
{
	sn__lines part = *b;
	size_t done;

	part.start = (size_t)(sn__lines_at(b, at) - b->text);
	part.end += at;
	part.out4 += at;
	part.n = n;
	done = sn__fast4_avx2(&part);
	b->masked = part.masked;
	return done;
}

SN__TARGET_AVX512 size_t
sn__fast4_avx512(sn__lines *b)
{
	struct block block;
	size_t at = 0, most = 1;

	/* For gcc's analyser: of two loops with one bound, the first fills
	 * what the second reads. */
	memset(block.wrong, 0, sizeof(block.wrong));
	/* Begin small: the next line may be one to stop at. */
	for (; b->n - at >= GROUP; most *= 2) {
		bool ranges = is_range(b, at);
		size_t groups = (b->n - at) / GROUP, done;

		if (most > BLOCK / GROUP)
			most = BLOCK / GROUP;
		if (groups > most)
			groups = most;
		/* Ranges need two lanes a line. */
		if (ranges && groups > BLOCK / GROUP / 2)
			groups = BLOCK / GROUP / 2;
		for (size_t i = 0; i < groups; i++)
			block.wrong[i] =
			    ranges
				? spread_ranges(b, at + i * GROUP,
				      block.lanes + 2 * i * GROUP)
				: spread(b, at + i * GROUP, i * GROUP, &block);
		for (size_t i = 0; i < groups; i++, at += GROUP) {
			if (ranges ? !block.wrong[i] &&
					 finish_ranges(
					     b, at, block.lanes + 2 * i * GROUP)
				   : finish(b, at, &block, i))
				continue;
			done = singly(b, at, GROUP);
			if (done < GROUP)
				return at + done;
		}
	}
	return at + singly(b, at, b->n - at);
}
#endif
