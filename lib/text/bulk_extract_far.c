/*
 * bulk_extract_far.c - what the words and columns beside an address make of it:
 *
 *   range A B, range=A,B            Cisco ASA, ISC dhcpd, dnsmasq
 *   range-address A to B            Junos
 *   start-ip=A, end-ip=B            JSON of many; alone on its line it is
 *                                   refused, as FortiGate has it
 *   A netmask B, A,B                the same network as "A B"
 *   A | B                           of tables: A ends in 0 and B in 255, or in
 *                                   64 bits of them
 *   A 24, A,24                      Huawei and Comware, if A has no host bits
 *   |A|256|                         registries: refused
 *   version A, Chrome/120.0.0.0     no address
 *
 * The two that only the look of A tells are reported.
 */
#include "text/bulk_extract_far.h"

#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "text/bulk_column.h"
#include "text/grammar_mask.h"

/* The bits in which the ends of a network in a table are all 0 and all 1. */
enum { HOST_FROM4 = 24, HOST_FROM6 = 64 };

static bool
is_letter(char c)
{
	return c == '-' || c == '_' || (sn__is_alnum(c) && !sn__is_digit(c));
}

static bool
has(sn__field word, const char *part)
{
	size_t n = strlen(part), i;

	for (const char *p = word.p; (size_t)(word.end - p) >= n; p++) {
		for (i = 0; i < n && sn__small(p[i]) == part[i];)
			i++;
		if (i == n)
			return true;
	}
	return false;
}

static const char *
past(const sn__extract *x, const char *p, const char *set)
{
	while (p < x->end && *p && strchr(set, *p))
		p++;
	return p;
}

/* The word whose value starts at @p. */
static sn__field
word_before(const sn__extract *x, const char *p)
{
	sn__field word;

	while (p > x->start && p[-1] && strchr(" \t\"'=:>\\", p[-1]))
		p--;
	for (word.end = p; p > x->start && is_letter(p[-1]);)
		p--;
	word.p = p;
	return word;
}

/* The address that follows @p, at most one word on; its end, or NULL. */
static const char *
next_address(
    const sn__extract *x, const char *p, sn__field *between, sn__item *item)
{
	sn__extract rest = {p, p, x->end};
	const char *end;

	p = past(x, p, " \t\"',;|");
	rest.start = between->p = between->end = p;
	end = sn__address_at(&rest, p, item);
	if (!end) {
		while (p < x->end && is_letter(*p))
			p++;
		between->end = p;
		rest.start = p = past(x, p, " \t\"'=:");
		end = sn__address_at(&rest, p, item);
	}
	return end && end < x->end && (*end == '/' || *end == '-') ? NULL : end;
}

/* A netmask after a word or in the next column, of a network. */
static bool
is_masked_by(const sn__item *a, const sn__item *b, unsigned *len)
{
	return a->family == SN_IPV4 && b->first >= 0x80000000u &&
	       sn__mask_length(SN_IPV4, b->first, false, len) &&
	       !(a->first & sn__host(SN_IPV4, *len));
}

/* Whether the address is a network's by its look, as of the ends of one. */
static bool
is_network(const sn__item *a)
{
	unsigned len = a->family == SN_IPV4 ? HOST_FROM4 : HOST_FROM6;

	return a->first && !(a->first & sn__host(a->family, len));
}

/*
 * The length of the network *item, a number after blanks or in the next column
 * at *p, which moves past it; or 0. Else it may be a count of what a host did:
 * an address without a word before it, which says what it is, must look more
 * like a network's.
 */
static unsigned
bare_length(const sn__extract *x, const char **p, const sn__item *item,
    sn__field before)
{
	unsigned len = 0, most = item->family == SN_IPV4 ? 32 : 128;
	const char *to = past(x, *p, " \t\"',;");

	if (to == *p)
		return 0;
	while (to < x->end && sn__is_digit(*to) && len <= most)
		len = len * 10 + (unsigned)(*to++ - '0');
	if (len > most || (item->first & sn__host(item->family, len)) ||
	    !(is_network(item) || (item->first && before.p < before.end)) ||
	    (to < x->end && !strchr(" \t\r\"',;", *to)))
		return 0;
	*p = to;
	return len;
}

/* Whether the network's address has a count in the next column, after a bar. */
static bool
is_counted(const sn__extract *x, const char *from, const char *to,
    const sn__item *item)
{
	return from > x->start && from[-1] == '|' && x->end - to >= 2 &&
	       *to == '|' && sn__is_digit(to[1]) && is_network(item);
}

/* Whether a table that has both addresses beside each other means a range. */
static bool
are_ends(const sn__item *a, const sn__item *b)
{
	sn__u128 host =
	    sn__host(b->family, b->family == SN_IPV4 ? HOST_FROM4 : HOST_FROM6);

	return is_network(a) && (b->first & host) == host &&
	       b->first != sn__host(b->family, 0);
}

static bool
is_range(
    const sn__item *a, const sn__item *b, sn__field before, sn__field between)
{
	size_t n = (size_t)(between.end - between.p);

	if (b->first <= a->first)
		return false;
	if (has(before, "start") && has(between, "end"))
		return true;
	return (n == 0 || (n == 2 && has(between, "to"))) &&
	       (has(before, "range") || (!n && are_ends(a, b)));
}

static sn_status
refuse(sn_error *error, const char *from, const char *to, const char *message)
{
	(void)sn__error_set(error, SN_ESYNTAX, message);
	if (error)
		sn__error_text(error, from, to);
	return SN_ESYNTAX;
}

/* The address or netmask that follows; whether it went into *item. */
static bool
join(sn__extract *x, const char *to, sn__item *item, sn__field before)
{
	sn__field between;
	sn__item b;
	const char *end = next_address(x, to, &between, &b);
	unsigned len;

	if (!end || b.family != item->family)
		return false;
	if ((between.p == between.end || has(between, "mask")) &&
	    is_masked_by(item, &b, &len)) {
		item->last |= sn__host(SN_IPV4, len);
		item->len = (int)len;
	} else if (is_range(item, &b, before, between)) {
		item->last = b.first;
		item->len = -1;
		item->unusual |= !has(before, "range") && !has(before, "start");
	} else {
		return false;
	}
	x->p = end;
	return true;
}

sn_status
sn__extract_far(sn__extract *x, const char *from, const char *to,
    sn__item *item, sn_error *error)
{
	sn__field before = word_before(x, from);
	const char *after = to;
	unsigned len;

	if (join(x, to, item, before))
		return SN_OK;
	len = bare_length(x, &after, item, before);
	if (len) {
		item->last |= sn__host(item->family, len);
		item->len = (int)len;
		item->unusual |= item->last != item->first;
		x->p = after;
		return SN_OK;
	}
	if (is_counted(x, from, to, item))
		return refuse(error, from, to,
		    "expected a prefix or range, not a first address and a "
		    "count in columns");
	if ((has(before, "start") &&
		(has(before, "ip") || has(before, "addr"))) ||
	    has(before, "range-addr"))
		return refuse(error, from, to,
		    "expected both ends of the range, as first-last");
	return SN_OK;
}

bool
sn__extract_is_version(
    const sn__extract *x, const char *p, const sn__item *item)
{
	if (item->family != SN_IPV4)
		return false;
	return has(word_before(x, p), "version") ||
	       (!(item->first & 255) && p - x->start >= 2 && p[-1] == '/' &&
		   is_letter(p[-2]));
}
