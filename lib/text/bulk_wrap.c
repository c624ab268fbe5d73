/*
 * bulk_wrap.c - whether fields in quotes have line breaks.
 *
 * A newline is in quotes where an odd number of quotes stands before it. A
 * quote within a field that has none around it makes this true of newlines
 * that end rows; whoever asks reads row by row then, which is only slower.
 */
#include <string.h>

#include "text/bulk_column.h"

#if SN__X86
# include <immintrin.h>

/* Which of 64 bytes are @byte. */
static SN__INLINE uint64_t
bytes_mask(const char *p, char byte)
{
	const __m128i want = _mm_set1_epi8(byte);
	uint64_t mask = 0;

	for (size_t i = 0; i < 4; i++) {
		__m128i v = _mm_loadu_si128((const __m128i_u *)(p + 16 * i));
		unsigned m = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));

		mask |= (uint64_t)m << 16 * i;
	}
	return mask;
}

/* Moves *@p on by blocks. True: there is a newline in quotes. */
static bool
blocks_wrap(const char **p, const char *end, bool *inside)
{
	uint64_t carry = 0;

	for (; end - *p >= 64; *p += 64) {
		uint64_t quotes = bytes_mask(*p, '"');

		/* Each bit becomes the parity of those up to it. */
		quotes ^= quotes << 1;
		quotes ^= quotes << 2;
		quotes ^= quotes << 4;
		quotes ^= quotes << 8;
		quotes ^= quotes << 16;
		quotes ^= quotes << 32;
		quotes ^= carry;
		if (quotes & bytes_mask(*p, '\n'))
			return true;
		carry = UINT64_C(0) - (quotes >> 63);
	}
	*inside = carry != 0;
	return false;
}
#endif

bool
sn__rows_wrap(const char *text, const char *end)
{
	const char *p = memchr(text, '"', (size_t)(end - text));
	bool inside = false;

	if (!p)
		return false;
#if SN__X86
	if (blocks_wrap(&p, end, &inside))
		return true;
#endif
	for (; p < end; p++) {
		inside ^= *p == '"';
		if (*p == '\n' && inside)
			return true;
	}
	return false;
}
