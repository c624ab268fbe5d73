/*
 * value_format.c - canonical text of single values. Bulk text is written by
 * bulk_write.c, with tables; both give the same bytes.
 *
 * IPv6 is RFC 5952: lower case, no leading zeros, the first longest run of
 * two or more zero groups as "::". Addresses in ::ffff:0:0/96 are written
 * with the IPv4 address in dotted decimal (section 5 there).
 */
#include "text/value_format.h"

#include <string.h>

#include "base/count.h"

static char *
put_quad(char *p, uint32_t addr)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		p = sn__put_decimal(p, addr >> shift & 0xff);
		*p++ = '.';
	}
	return p - 1;
}

static char *
put_group(char *p, unsigned group)
{
	static const char digits[] = "0123456789abcdef";
	int shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0;

	for (; shift >= 0; shift -= 4)
		*p++ = digits[group >> shift & 0xf];
	return p;
}

/* The first longest run of at least two zero groups: *at = 8 if none. */
static void
find_zeros(const unsigned group[8], int *at, int *length)
{
	*at = 8;
	*length = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && group[i + n] == 0)
			n++;
		if (n > *length) {
			*at = i;
			*length = n;
		}
		i += n;
	}
}

static char *
put_v6(char *p, sn__u128 bits)
{
	unsigned group[8];
	int zeros, length;

	if (bits >> 32 == 0xffff) {
		/* Not the end of a string: the quad follows. */
		memcpy(p, "::ffff:", 7); /* NOLINT(bugprone-not-null*) */
		return put_quad(p + 7, (uint32_t)bits);
	}
	for (int i = 7; i >= 0; i--, bits >>= 16)
		group[i] = (unsigned)bits & 0xffff;
	find_zeros(group, &zeros, &length);
	for (int i = 0; i < 8; i++) {
		if (i == zeros) {
			*p++ = ':';
			i += length - 1;
			if (i == 7)
				*p++ = ':';
			continue;
		}
		if (i)
			*p++ = ':';
		p = put_group(p, group[i]);
	}
	return p;
}

char *
sn__put_addr(char *p, unsigned family, sn__u128 bits)
{
	return family == SN_IPV4 ? put_quad(p, (uint32_t)bits)
				 : put_v6(p, bits);
}

/* The snprintf contract for a text that has been made in @text. */
static size_t
deliver(char *buf, size_t size, const char *text, size_t len)
{
	size_t n = len < size ? len : size ? size - 1 : 0;

	if (size) {
		memcpy(buf, text, n);
		buf[n] = '\0';
	}
	return len;
}

size_t
sn_addr_format(char *buf, size_t size, sn_addr addr)
{
	char text[SN_RANGE_TEXT_MAX];
	char *end = sn__put_addr(text, addr.family, sn__addr_bits(addr));

	return deliver(buf, size, text, (size_t)(end - text));
}

size_t
sn_prefix_format(char *buf, size_t size, sn_prefix p)
{
	char text[SN_RANGE_TEXT_MAX];
	char *end = sn__put_addr(text, p.family, sn__prefix_bits(p));

	*end++ = '/';
	end = sn__put_decimal(end, p.len);
	return deliver(buf, size, text, (size_t)(end - text));
}

size_t
sn_range_format(char *buf, size_t size, sn_range r)
{
	char text[SN_RANGE_TEXT_MAX];
	char *end = sn__put_addr(text, r.first.family, sn__addr_bits(r.first));

	*end++ = '-';
	end = sn__put_addr(end, r.last.family, sn__addr_bits(r.last));
	return deliver(buf, size, text, (size_t)(end - text));
}

/* Divides in place by 10^18 and returns the remainder. */
static uint64_t
divide(sn_count *n)
{
	const uint64_t by = UINT64_C(1000000000000000000);
	sn__u128 rest = 0;

	for (int i = 3; i >= 0; i--) {
		rest = rest << 64 | n->word[i];
		n->word[i] = (uint64_t)(rest / by);
		rest %= by;
	}
	return (uint64_t)rest;
}

size_t
sn_count_format(char *buf, size_t size, sn_count n)
{
	char text[128];
	char *p = text + sizeof(text);

	do {
		uint64_t part = divide(&n);
		bool last = sn_count_is_zero(n);

		for (int i = 0; i < 18 && (!last || part || i == 0); i++) {
			*--p = (char)('0' + part % 10);
			part /= 10;
		}
	} while (!sn_count_is_zero(n));
	return deliver(buf, size, p, (size_t)(text + sizeof(text) - p));
}
