/*
 * grammar.c - the strict grammar, and the only place that makes its errors.
 *
 *   item   = prefix / range
 *   prefix = addr [ "/" ( len / netmask ) ]     netmask after IPv4 only
 *   range  = addr *WS "-" *WS addr
 *   addr   = IPv4 dotted quad, no leading zeros / IPv6 of RFC 4291 2.2
 *
 * The fast parsers accept a part of this grammar and leave everything else,
 * and so every error, to this file.
 */
#include "base/ascii.h"
#include "text/grammar.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

struct cursor {
	const char *start;
	const char *p;
	const char *end;
	const char *expected; /* what would have made sense at p */
};

static bool
at(const struct cursor *c, char byte)
{
	return c->p < c->end && *c->p == byte;
}

static bool
fail(struct cursor *c, const char *p, const char *expected)
{
	c->p = p;
	c->expected = expected;
	return false;
}

/* A decimal number of at most @most without leading zeros. */
static bool
decimal(struct cursor *c, unsigned most, unsigned *out, const char *expected)
{
	const char *from = c->p;
	unsigned n = 0;

	while (c->p < c->end && sn__is_digit(*c->p) && c->p - from < 4)
		n = n * 10 + (unsigned)(*c->p++ - '0');
	if (c->p == from)
		return fail(c, from, expected);
	if (c->p - from > 1 && *from == '0')
		return fail(c, from, "a number without leading zeros");
	if (n > most)
		return fail(c, from, expected);
	*out = n;
	return true;
}

static bool
quad(struct cursor *c, uint32_t *out)
{
	uint32_t bits = 0;

	for (int i = 0; i < 4; i++) {
		unsigned octet;

		if (i) {
			if (!at(c, '.'))
				return fail(c, c->p, "'.' and four octets");
			c->p++;
		}
		if (!decimal(c, 255, &octet, "an octet, 0 to 255"))
			return false;
		bits = bits << 8 | octet;
	}
	*out = bits;
	return true;
}

static int
hex(char byte)
{
	if (sn__is_digit(byte))
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

/* One group of one to four hex digits. */
static bool
group(struct cursor *c, unsigned *out)
{
	const char *from = c->p;
	unsigned n = 0;

	while (c->p < c->end && c->p - from < 5 && hex(*c->p) >= 0)
		n = n << 4 | (unsigned)hex(*c->p++);
	if (c->p == from)
		return fail(c, from, "a hexadecimal group");
	if (c->p - from > 4)
		return fail(c, from, "a group of at most four digits");
	*out = n;
	return true;
}

/* Whether a dotted quad starts here: digits, then a dot. */
static bool
quad_ahead(const struct cursor *c)
{
	const char *p = c->p;

	while (p < c->end && sn__is_digit(*p))
		p++;
	return p > c->p && p < c->end && *p == '.';
}

/*
 * Groups are shifted into @bits; at "::" what was read so far is remembered
 * and moved up by the groups that are missing at the end.
 */
static bool
v6(struct cursor *c, sn__u128 *out)
{
	sn__u128 bits = 0, head = 0;
	int n = 0, gap = -1;

	if (at(c, ':') && !(c->end - c->p > 1 && c->p[1] == ':'))
		return fail(c, c->p, "an address");
	while (n < 8) {
		unsigned g;
		uint32_t q;

		if (at(c, ':') && c->end - c->p > 1 && c->p[1] == ':') {
			if (gap >= 0)
				return fail(c, c->p, "'::' only once");
			gap = n;
			head = bits;
			bits = 0;
			c->p += 2;
			if (c->p == c->end || hex(*c->p) < 0)
				break;
		} else if (n) {
			if (!at(c, ':'))
				break;
			c->p++;
		}
		if (n <= 6 && quad_ahead(c)) {
			if (!quad(c, &q))
				return false;
			bits = bits << 32 | q;
			n += 2;
			break;
		}
		if (!group(c, &g))
			return false;
		bits = bits << 16 | g;
		n++;
	}
	if (gap < 0 && n < 8)
		return fail(c, c->p, "eight groups, or '::'");
	if (gap >= 0 && n > 7)
		return fail(c, c->p, "at most seven groups beside '::'");
	if (gap > 0)
		bits |= head << 16 * (8 - gap);
	*out = bits;
	return true;
}

/* IPv6 where a colon comes before any other separator. */
static bool
address(struct cursor *c, unsigned *family, sn__u128 *out)
{
	const char *p = c->p;
	uint32_t q;

	while (p < c->end && p - c->p < 5 && hex(*p) >= 0)
		p++;
	if (p < c->end && *p == ':') {
		*family = SN_IPV6;
		return v6(c, out);
	}
	*family = SN_IPV4;
	if (c->p == c->end || !sn__is_digit(*c->p))
		return fail(c, c->p, "an IPv4 or IPv6 address");
	if (!quad(c, &q))
		return false;
	*out = q;
	return true;
}

/* After "/": a length, or for IPv4 a contiguous netmask. */
static bool
length(struct cursor *c, unsigned family, unsigned *len)
{
	const char *from = c->p;
	uint32_t mask;

	if (family == SN_IPV4 && quad_ahead(c)) {
		if (!quad(c, &mask))
			return false;
		*len = 32 - sn__ctz32(mask);
		if (sn__mask32(*len) != mask)
			return fail(c, from, "a contiguous netmask");
		return true;
	}
	return decimal(c, sn__width(family), len,
	    family == SN_IPV4 ? "a prefix length, 0 to 32"
			      : "a prefix length, 0 to 128");
}

static void
skip_blanks(struct cursor *c)
{
	while (at(c, ' ') || at(c, '\t'))
		c->p++;
}

/* What people paste instead of a blank or a '-', and do not see. */
static const char *
name_of(uint32_t character)
{
	static const struct {
		uint32_t character;
		const char *name;
	} names[] = {{0xa0, "no-break space"}, {0xad, "soft hyphen"},
	    {0x2007, "figure space"}, {0x200b, "zero-width space"},
	    {0x2010, "hyphen"}, {0x2011, "no-break hyphen"},
	    {0x2012, "figure dash"}, {0x2013, "en dash"}, {0x2014, "em dash"},
	    {0x202f, "narrow no-break space"}, {0x2212, "minus sign"},
	    {0x3000, "ideographic space"}, {0xfeff, "byte-order mark"},
	    {0xff0e, "fullwidth full stop"}, {0xff0f, "fullwidth solidus"},
	    {0xff1a, "fullwidth colon"}};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].character == character)
			return names[i].name;
	return NULL;
}

/* Adds to @message what stands at the cursor, after blanks, if unseen. */
static void
add_name(const struct cursor *c, char *message, size_t size)
{
	size_t n = strlen(message);
	struct cursor next = *c;
	uint32_t character;
	const char *name;

	skip_blanks(&next);
	if (next.p >= c->end || (unsigned char)*next.p < 0x80 ||
	    !sn__utf8(next.p, c->end, &character))
		return;
	name = name_of(character);
	if (name)
		snprintf(message + n, size - n, ", not U+%04X (%s)",
		    (unsigned)character, name);
}

static sn_status
refuse(const struct cursor *c, sn_status status, sn_error *error)
{
	char message[sizeof(error->message)];

	if (!error)
		return status;
	snprintf(message, sizeof(message), "%s%s",
	    status == SN_EHOSTBITS ? "" : "expected ", c->expected);
	add_name(c, message, sizeof(message));
	(void)sn__error_set(error, status, message);
	error->offset = (uint64_t)(c->p - c->start);
	error->column = error->offset + 1;
	sn__error_text(error, c->start, c->end);
	return status;
}

/* The second half of a range, the first having been read into @out. */
static sn_status
range_end(struct cursor *c, sn__item *out, sn_error *error)
{
	const char *from;
	unsigned family = 0;

	c->p++;
	skip_blanks(c);
	from = c->p;
	if (!address(c, &family, &out->last))
		return refuse(c, SN_ESYNTAX, error);
	if (c->p < c->end) {
		fail(c, c->p, "the end of the range");
		return refuse(c, SN_ESYNTAX, error);
	}
	if (family != out->family) {
		fail(c, from, "both ends of a range in one family");
		return refuse(c, SN_EFAMILY, error);
	}
	if (out->last < out->first) {
		fail(c, from, "a last address not below the first");
		return refuse(c, SN_EREVERSED, error);
	}
	out->len = -1;
	return SN_OK;
}

/* Names the network that was probably meant. */
static sn_status
host_bits(const struct cursor *c, const sn__item *item, sn_error *error)
{
	char network[SN_PREFIX_TEXT_MAX], expected[96];
	struct cursor here = *c;

	sn_prefix_format(network, sizeof(network),
	    sn__prefix(item->family, item->first, (unsigned)item->len));
	snprintf(expected, sizeof(expected),
	    "host bits are set; the network is %s", network);
	fail(&here, here.start, expected);
	return refuse(&here, SN_EHOSTBITS, error);
}

sn_status
sn__item_prefix(sn__item *out, unsigned family, sn__u128 first, unsigned len,
    const sn__item_text *t)
{
	struct cursor c = {t->p, t->p, t->end, NULL};
	sn__u128 host = sn__host(family, len);
	sn__item item = {family, first, first | host, (int)len, false, false};

	item.masked = (first & host) != 0;
	if (item.masked && !(t->flags & SN_PARSE_MASK_HOST))
		return host_bits(&c, &item, t->error);
	item.first &= ~host;
	*out = item;
	return SN_OK;
}

sn_status
sn__item_strict(sn__item *out, const sn__item_text *t)
{
	struct cursor c = {t->p, t->p, t->end, NULL};
	sn__item item = {0, 0, 0, 0, false, false};
	sn_status status;
	unsigned len;

	if (!address(&c, &item.family, &item.first))
		return refuse(&c, SN_ESYNTAX, t->error);
	len = sn__width(item.family);
	if (at(&c, '/')) {
		c.p++;
		if (!length(&c, item.family, &len))
			return refuse(&c, SN_ESYNTAX, t->error);
	} else {
		const char *back = c.p;

		skip_blanks(&c);
		if (at(&c, '-')) {
			status = range_end(&c, &item, t->error);
			if (!status)
				*out = item;
			return status;
		}
		c.p = back;
	}
	if (c.p < t->end) {
		fail(&c, c.p, "the end of the item");
		return refuse(&c, SN_ESYNTAX, t->error);
	}
	return sn__item_prefix(out, item.family, item.first, len, t);
}
