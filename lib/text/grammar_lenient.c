/*
 * grammar_lenient.c - the notations of real inventories, each by a rule, and
 * no text by anything but a rule:
 *
 *   10/8  172.16/12          short forms with a length: octets on the right
 *   198.18.026.100           zero-padded octets are decimal
 *   10.1.0.0 255.255.0.0     netmasks and wildcards, after a blank or '/'
 *   10.0.0.*  10.0.0.1-20    all of an octet; a last octet
 *   001.0.0.1 - 001.0.0.9    ranges of any addresses but short ones
 *   [2001:db8::]/32  [v6]:80  192.0.2.1:80  fe80::1%eth0
 *   2001:db8::/ffff:ffff::   a netmask of IPv6
 *   names, hex and integers: see grammar_names.c
 *
 * Lenience comes second: it sees only what the strict grammar has refused, so
 * no text changes its meaning by asking for it. Each reading is marked as
 * unusual and reported together with how it was read.
 */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "text/grammar_lenient.h"
#include "text/grammar_mask.h"
#include "text/grammar_names.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *
after_blanks(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

/* ------------------------------------------------------------------- IPv4 */

/* One to four octets, zero-padded or not; *n: how many. The end, or NULL. */
static const char *
octets(const char *p, const char *end, uint32_t *bits, unsigned *n)
{
	*bits = 0;
	for (*n = 0;;) {
		const char *from = p;
		unsigned octet = 0;

		while (p < end && sn__is_digit(*p) && p - from < 3)
			octet = octet * 10 + (unsigned)(*p++ - '0');
		if (p == from || octet > 255 || (p < end && sn__is_digit(*p)))
			return NULL;
		*bits = *bits << 8 | octet;
		if (++*n == 4 || end - p < 2 || *p != '.' ||
		    !sn__is_digit(p[1]))
			return p;
		p++;
	}
}

/* A strict address of the family alone. */
static bool
is_address(const char *p, const char *end, unsigned family, sn__u128 *out)
{
	const sn__item_text t = {p, end, SN_PARSE_MASK_HOST, NULL};
	sn__item item;

	if (p == end || memchr(p, '/', (size_t)(end - p)) ||
	    memchr(p, '-', (size_t)(end - p)) || sn__item_strict(&item, &t) ||
	    item.family != family)
		return false;
	*out = item.first;
	return true;
}

/*
 * A netmask or wildcard. Which of both is meant by 0.0.0.0 and by
 * 255.255.255.255 is known only where one of both would say nothing: "host
 * 10.0.0.5 0.0.0.0" of an access list must never open everything.
 */
static int
mask(sn__lenient *out, const char *p, const char *end)
{
	static const char all[] = "a mask other than 0.0.0.0 after an address",
			  one[] = "a mask other than 255.255.255.255 after "
				  "0.0.0.0";
	sn__u128 bits, full = sn__host(out->family, 0);
	unsigned len;
	bool wild;

	if (!is_address(p, end, out->family, &bits))
		return SN__NO_RULE;
	if (bits == 0 && out->first)
		out->refused = all;
	if (bits == full && !out->first)
		out->refused = one;
	wild = out->family == SN_IPV4 && bits < full / 2 + 1 && bits;
	if (out->refused || !sn__mask_length(out->family, bits, wild, &len))
		return SN__NO_RULE;
	out->len = (int)len;
	return SN_OK;
}

/* What follows the octets that end at @p: "*" for each of those missing. */
static int
stars(sn__lenient *out, const char *p, const char *end, unsigned n)
{
	unsigned missing = 4 - n;

	for (; missing; missing--, p += 2)
		if (end - p < 2 || p[0] != '.' || p[1] != '*')
			return SN__NO_RULE;
	out->len = (int)(8 * n);
	return p == end && n < 4 ? SN_OK : SN__NO_RULE;
}

/* "-20" after four octets. */
static int
last_octet(sn__lenient *out, const char *p, const char *end)
{
	uint32_t octet;
	unsigned n;

	if (octets(p, end, &octet, &n) != end || n != 1)
		return SN__NO_RULE;
	out->last = (out->first & ~(sn__u128)255) | octet;
	out->len = -1;
	return SN_OK;
}

static int
ipv4(sn__lenient *out, const char *p, const char *end)
{
	uint32_t bits;
	unsigned n, number;
	const char *at = octets(p, end, &bits, &n), *next;

	if (!at)
		return SN__NO_RULE;
	*out = (sn__lenient){.family = SN_IPV4, .len = 32};
	out->first = bits;
	for (number = n; number < 4; number++)
		out->first <<= 8;
	next = after_blanks(at, end);
	if (at == end)
		return n == 4 ? SN_OK : SN__NO_RULE;
	if (*at == '/' && sn__is_number(at + 1, end, 32, &number)) {
		out->len = (int)number;
		return SN_OK;
	}
	if (*at == '.')
		return stars(out, at, end, n);
	if (n != 4)
		return SN__NO_RULE;
	if (*at == ':' && sn__is_number(at + 1, end, 65535, &number)) {
		out->without = "port";
		return SN_OK;
	}
	if (*at == '/')
		return mask(out, at + 1, end);
	if (next == end)
		return SN__NO_RULE;
	if (*next == '-')
		return last_octet(out, after_blanks(next + 1, end), end);
	return next > at ? mask(out, next, end) : SN__NO_RULE;
}

/* ------------------------------------------------------------------- IPv6 */

static bool
is_zone(const char *p, const char *end)
{
	if (p == end || end - p > 32)
		return false;
	for (; p < end; p++)
		if (!sn__is_digit(*p) && !(*p >= 'a' && *p <= 'z') &&
		    !(*p >= 'A' && *p <= 'Z') && !strchr("._-", *p))
			return false;
	return true;
}

/* The address [p, end), which may have a zone. */
static bool
zoned(sn__lenient *out, const char *p, const char *end)
{
	const char *zone = memchr(p, '%', (size_t)(end - p));

	*out = (sn__lenient){.family = SN_IPV6, .len = 128};
	if (zone && !is_zone(zone + 1, end))
		return false;
	out->without = zone ? "zone" : NULL;
	return is_address(p, zone ? zone : end, SN_IPV6, &out->first);
}

static int
ipv6(sn__lenient *out, const char *p, const char *end)
{
	const char *slash = memchr(p, '/', (size_t)(end - p));
	unsigned number;

	if (!zoned(out, p, slash ? slash : end))
		return SN__NO_RULE;
	if (!slash)
		return SN_OK;
	if (sn__is_number(slash + 1, end, 128, &number)) {
		out->len = (int)number;
		return SN_OK;
	}
	return mask(out, slash + 1, end);
}

static int
bracketed(sn__lenient *out, const char *p, const char *end)
{
	const char *close = memchr(p, ']', (size_t)(end - p));
	unsigned number;

	if (!close || *p != '[' || !zoned(out, p + 1, close))
		return SN__NO_RULE;
	p = close + 1;
	if (!out->without)
		out->without = "brackets";
	if (p == end)
		return SN_OK;
	if (*p == ':' && sn__is_number(p + 1, end, 65535, &number)) {
		out->without = "port";
		return SN_OK;
	}
	if (*p != '/' || !sn__is_number(p + 1, end, 128, &number))
		return SN__NO_RULE;
	out->len = (int)number;
	return SN_OK;
}

/* ------------------------------------------------------------------ ranges */

/* An end of a range: four octets, or a number, by themselves. */
static int
range_end(sn__lenient *out, const char *p, const char *end, bool *integer)
{
	uint32_t bits;
	unsigned n;

	*integer = false;
	*out = (sn__lenient){.family = SN_IPV4, .len = 32};
	if (octets(p, end, &bits, &n) == end && n == 4) {
		out->first = bits;
		return SN_OK;
	}
	*integer = true;
	return sn__lenient_integer(out, p, end, true);
}

static int
range(sn__lenient *out, const char *p, const char *end)
{
	const char *dash = memchr(p, '-', (size_t)(end - p)), *to = dash;
	bool number, last_number;
	sn__lenient last;

	if (!dash)
		return SN__NO_RULE;
	while (to > p && is_blank(to[-1]))
		to--;
	if (range_end(out, p, to, &number) ||
	    range_end(&last, after_blanks(dash + 1, end), end, &last_number) ||
	    number != last_number || (number && last.first < (1 << 24) - 1))
		return SN__NO_RULE;
	out->last = last.first;
	out->len = -1;
	return SN_OK;
}

/* ------------------------------------------------------------------- rules */

static int
apply(unsigned rule, sn__lenient *out, const sn__item_text *t)
{
	bool any = t->flags & SN__PARSE_ANY_INTEGER;

	memset(out, 0, sizeof(*out));
	switch (rule) {
	case 0:
		return ipv4(out, t->p, t->end);
	case 1:
		return bracketed(out, t->p, t->end);
	case 2:
		return ipv6(out, t->p, t->end);
	case 3:
		return range(out, t->p, t->end);
	case 4:
		return sn__lenient_hex(out, t->p, t->end);
	case 5:
		return sn__lenient_name(out, t->p, t->end);
	default:
		return sn__lenient_integer(out, t->p, t->end, any);
	}
}

static int
read(sn__lenient *out, const sn__item_text *t)
{
	int status = SN__NO_RULE;

	for (unsigned rule = 0; rule <= 6 && status == SN__NO_RULE; rule++) {
		status = apply(rule, out, t);
		if (out->refused)
			break;
	}
	return status;
}

static sn_status
refuse(const sn__item_text *t, sn_status status, const char *expected)
{
	char message[sizeof(t->error->message)];

	snprintf(message, sizeof(message), "expected %s", expected);
	(void)sn__error_set(t->error, status, message);
	if (t->error) {
		t->error->column = 1;
		sn__error_text(t->error, t->p, t->end);
	}
	return status;
}

/* "read as 10.0.0.0/8", before host bits are cleared. */
static void
warn(const sn__item_text *t, const sn__lenient *r)
{
	char text[SN_RANGE_TEXT_MAX], message[sizeof(t->error->message)];
	sn_addr first = sn__addr(r->family, r->first);
	size_t n;

	if (!t->error)
		return;
	if (r->len < 0)
		sn_range_format(text, sizeof(text),
		    (sn_range){first, sn__addr(r->family, r->last)});
	else
		sn_addr_format(text, sizeof(text), first);
	n = strlen(text);
	if (r->len >= 0)
		snprintf(text + n, sizeof(text) - n, "/%d", r->len);
	snprintf(message, sizeof(message), "read as %s%s%s", text,
	    r->without ? ", without its " : "", r->without ? r->without : "");
	(void)sn__error_set(t->error, SN_OK, message);
	t->error->column = 1;
	sn__error_text(t->error, t->p, t->end);
}

sn_status
sn__item_lenient(sn__item *out, const sn__item_text *t)
{
	sn__lenient r;
	int found = read(&r, t);
	sn_status status = SN_OK;

	if (r.refused)
		return refuse(t, SN_ESYNTAX, r.refused);
	if (found)
		return found == SN__NO_RULE ? SN_ESYNTAX : (sn_status)found;
	if (r.len >= 0) {
		status =
		    sn__item_prefix(out, r.family, r.first, (unsigned)r.len, t);
	} else if (r.last < r.first) {
		status = refuse(
		    t, SN_EREVERSED, "a last address not below the first");
	} else {
		*out = (sn__item){r.family, r.first, r.last, -1, false, true};
	}
	if (status)
		return status;
	out->unusual = true;
	warn(t, &r);
	return SN_OK;
}
