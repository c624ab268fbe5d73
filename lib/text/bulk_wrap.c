/*
 * bulk_wrap.c - whether rows may have several lines.
 *
 * A newline is in quotes where an odd number of quotes stands before it. This
 * is exact as long as each quote of an odd number starts a field, or doubles
 * the one before it. Where one does not, as in 5" of an inch, and where blanks
 * stand before it, rows may have several lines, too: whoever asks finds their
 * ends one after the other then, which is exact and only slower.
 */
#include <string.h>

#include "text/bulk_column.h"

/* Whether a quote after @before may start a field. */
static bool
may_open(const sn__columns *c, char before)
{
	return before == '"' || before == '\n' ||
	       (c->blanks ? sn__is_blank(before) : before == c->delimiter);
}

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
		unsigned m =
		    (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));

		mask |= (uint64_t)m << 16 * i;
	}
	return mask;
}

/* Which of the bytes before 64 may stand before a field in quotes. */
static SN__INLINE uint64_t
openers(const sn__columns *c, const char *p)
{
	uint64_t mask = bytes_mask(p - 1, '"') | bytes_mask(p - 1, '\n');

	if (!c->blanks)
		return mask | bytes_mask(p - 1, c->delimiter);
	return mask | bytes_mask(p - 1, ' ') | bytes_mask(p - 1, '\t') |
	       bytes_mask(p - 1, '\r');
}

/* Moves *p on by blocks; *inside: a field is open there. */
static bool
blocks_wrap(const sn__columns *c, const char **p, const char *end, bool *inside)
{
	uint64_t carry = UINT64_C(0) - *inside;

	for (; end - *p >= 64; *p += 64) {
		uint64_t quotes = bytes_mask(*p, '"'), open = quotes;

		if (!(quotes | carry))
			continue;
		/* Each bit becomes the parity of those up to it. */
		open ^= open << 1;
		open ^= open << 2;
		open ^= open << 4;
		open ^= open << 8;
		open ^= open << 16;
		open ^= open << 32;
		open ^= carry;
		if (open & (bytes_mask(*p, '\n') | (quotes & ~openers(c, *p))))
			return true;
		carry = UINT64_C(0) - (open >> 63);
	}
	*inside = carry != 0;
	return false;
}
#endif

bool
sn__rows_wrap(const sn__columns *c, const char *text, const char *end)
{
	const char *p = memchr(text, '"', (size_t)(end - text));
	bool inside = p == text;

	if (!p)
		return false;
	/* The first byte has none before it. */
	p += inside;
#if SN__X86
	if (blocks_wrap(c, &p, end, &inside))
		return true;
#endif
	for (; p < end; p++) {
		inside ^= *p == '"';
		if (inside &&
		    (*p == '\n' || (*p == '"' && !may_open(c, p[-1]))))
			return true;
	}
	return false;
}
