/*
 * fast_scalar.c - fast lines without vector instructions.
 */
#include "base/ascii.h"
#include "text/fast_lines.h"

#include "set/set.h"

/* A decimal number of one to three digits without leading zeros. */
static inline bool
decimal(const char **p, unsigned most, unsigned *out)
{
	const char *from = *p, *at = from;
	unsigned n = 0;

	while (sn__is_digit(*at) && at - from < 3)
		n = n * 10 + (unsigned)(*at++ - '0');
	if (at == from || n > most || (*from == '0' && at - from > 1))
		return false;
	*p = at;
	*out = n;
	return true;
}

/* What comes after an address: the end, or '/' and a length. */
static inline bool
length(const char *p, const char *end, unsigned width, unsigned *len)
{
	*len = width;
	if (p == end)
		return true;
	if (*p++ != '/')
		return false;
	return decimal(&p, width, len) && p == end;
}

static inline bool
quad(const char **p, uint32_t *out)
{
	uint32_t addr = 0;
	unsigned octet;

	for (int i = 0; i < 4; i++) {
		if (i && *(*p)++ != '.')
			return false;
		if (!decimal(p, 255, &octet))
			return false;
		addr = addr << 8 | octet;
	}
	*out = addr;
	return true;
}

static inline bool
line4(sn__lines *b, const char *p, const char *end, size_t i)
{
	sn_range4 *out = b->out4 + i;
	unsigned len;

	if (!quad(&p, &out->first))
		return false;
	if (*p == '-') {
		p++;
		return quad(&p, &out->last) && p == end &&
		       out->first <= out->last;
	}
	return length(p, end, 32, &len) &&
	       sn__fast4_emit(b, out, out->first, len);
}

/*
 * The groups of an IPv6 address without a dotted quad, as in grammar.c. What
 * ends a line is no hex digit, so that nothing is read beyond it.
 */
static inline bool
groups(const uint8_t *hex, const char **at, sn__u128 *out)
{
	const unsigned char *p = (const unsigned char *)*at;
	sn__u128 bits = 0, head = 0;
	int n = 0, gap = -1;

	if (*p == ':') {
		if (p[1] != ':')
			return false;
		gap = 0;
		p += 2;
	}
	while (n < 8) {
		unsigned group = hex[*p], digit;

		if (group > 15) {
			/* Only directly after "::" may the address end. */
			if (n != gap)
				return false;
			break;
		}
		digit = hex[*++p];
		for (int i = 0; i < 3 && digit <= 15; i++) {
			group = group << 4 | digit;
			digit = hex[*++p];
		}
		bits = bits << 16 | group;
		n++;
		if (*p != ':' || n == 8)
			break;
		if (*++p == ':') {
			if (gap >= 0)
				return false;
			gap = n;
			head = bits;
			bits = 0;
			p++;
		}
	}
	if (gap < 0 ? n < 8 : n > 7)
		return false;
	if (gap > 0)
		bits |= head << (128 - 16 * gap);
	*at = (const char *)p;
	*out = bits;
	return true;
}

static inline bool
line6(sn__lines *b, const char *p, const char *end, size_t i)
{
	sn__u128 bits, mask;
	unsigned len;

	if (!groups(b->layouts->hex, &p, &bits) || !length(p, end, 128, &len))
		return false;
	mask = sn__mask128(len);
	if (bits & ~mask) {
		if (b->no_host)
			return false;
		b->masked++;
	}
	bits &= mask;
	b->out6[i] = (sn__key6){sn__hi(bits), sn__lo(bits), (uint8_t)len};
	return true;
}

static inline bool
range6(sn__lines *b, const char *p, const char *end, size_t i)
{
	const uint8_t *hex = b->layouts->hex;
	sn__u128 first, last;

	if (!groups(hex, &p, &first) || *p != '-')
		return false;
	p++;
	if (!groups(hex, &p, &last) || p != end || last < first)
		return false;
	b->out6r[i] = sn__range6(first, last);
	return true;
}

/* Reads line number @i, which is [p, end) without what ends it. */
typedef bool read_line(sn__lines *b, const char *p, const char *end, size_t i);

static SN__INLINE size_t
singly(sn__lines *b, size_t at, size_t n, read_line *read)
{
	const char *p = sn__lines_at(b, at);
	size_t i;

	for (i = 0; i < n; i++) {
		const char *end = b->text + b->end[at + i];

		if (!read(b, p, end - (end > p && end[-1] == '\r'), at + i))
			break;
		p = end + 1;
	}
	return i;
}

size_t
sn__fast6_scalar(sn__lines *b, size_t at, size_t n, bool ranges)
{
	return ranges ? singly(b, at, n, range6) : singly(b, at, n, line6);
}

size_t
sn__fast4_scalar(sn__lines *lines)
{
	return singly(lines, 0, lines->n, line4);
}
