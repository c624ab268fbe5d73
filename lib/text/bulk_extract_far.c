/*
 * bulk_extract_far.c - what the words and columns beside an address make of it:
 *
 *   range A B, range=A,B, pool X A B   Cisco, ISC dhcpd, dnsmasq
 *   range-address A to B            Junos
 *   start-ip=A, end-ip=B            JSON of many, also first, begin, low; alone
 *                                   on its line it is refused: FortiGate, XML
 *   A netmask B, A,B, A length 24   a network, if A has no host bits
 *   A | B                           of tables: A ends in 0 and B in 255, or in
 *                                   64 bits of them
 *   A 24, A,24                      the same: Huawei and Comware
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

/* What follows an address. */
struct next {
	sn__field word;
	const char *value;
	const char *end; /* of the address there; NULL: it is none */
	sn__item item;
};

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

static bool
is(sn__field word, const char *name)
{
	return sn__is_named(word.p, word.end, name);
}

/* Whether the word is of the first, or else of the last, address of a range. */
static bool
is_end(sn__field word, bool first)
{
	return first
		   ? has(word, "start") || has(word, "first") ||
			 has(word, "begin") || is(word, "low")
		   : has(word, "end") || has(word, "last") || is(word, "high");
}

/* Whether the word is of one end of a range and of nothing else: in a log,
 * things start, too. */
static bool
needs_last(const sn__extract *x, sn__field word)
{
	const char *p = word.p;

	while (p > x->start && strchr(" \t\"<", p[-1]))
		p--;
	return has(word, "range-addr") ||
	       (is_end(word, true) && (has(word, "ip") || has(word, "addr"))) ||
	       (p == x->start &&
		   (is(word, "start") || is(word, "begin") || is(word, "low")));
}

static const char *
past(const sn__extract *x, const char *p, const char *set)
{
	while (p < x->end && *p && strchr(set, *p))
		p++;
	return p;
}

/* The word whose value starts at @p; empty: a number, or nothing. */
static sn__field
word_before(const sn__extract *x, const char *p)
{
	sn__field word;

	while (p > x->start && p[-1] && strchr(" \t\"'=:>\\", p[-1]))
		p--;
	for (word.end = p;
	     p > x->start && (is_letter(p[-1]) || sn__is_digit(p[-1]));)
		p--;
	word.p = p < word.end && is_letter(*p) ? p : word.end;
	return word;
}

/* Whether what stands before @p says that two addresses there are a range. */
static bool
says_range(const sn__extract *x, const char *p)
{
	sn__field word = word_before(x, p);

	return has(word, "range") ||
	       (word.p < word.end && is(word_before(x, word.p), "pool"));
}

/* What follows the address that ends at @to: at most a word, and its value. */
static struct next
next_of(const sn__extract *x, const char *to)
{
	struct next n;
	const char *p = past(x, to, " \t\"',;|");
	sn__extract rest = {p, p, x->end};

	n.word.p = n.word.end = n.value = p;
	n.end = sn__address_at(&rest, p, &n.item);
	if (!n.end && p < x->end && is_letter(*p)) {
		while (p < x->end && (is_letter(*p) || sn__is_digit(*p)))
			p++;
		n.word.end = p;
		n.value = rest.start = past(x, p, " \t\"'=:");
		n.end = sn__address_at(&rest, n.value, &n.item);
	}
	if (n.end && n.end < x->end && (*n.end == '/' || *n.end == '-'))
		n.end = NULL;
	return n;
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

/* Whether an address and a length follow the word: Huawei, Comware. */
static bool
takes_length(sn__field word)
{
	return is(word, "permit") || is(word, "deny") ||
	       has(word, "route-static") || has(word, "prefix");
}

/*
 * The length of the network *item, a number after blanks, in the next column or
 * after a word, which ends at *end; or 0. Without a word it may be a count of
 * what a host did: where no word of Huawei's is before the address either, that
 * must look more like a network's.
 */
static unsigned
length_of(const sn__extract *x, const struct next *n, const sn__item *item,
    sn__field before, const char **end)
{
	bool named = has(n->word, "len") || has(n->word, "mask");
	unsigned len = 0, most = item->family == SN_IPV4 ? 32 : 128;
	const char *p = n->value;

	while (p < x->end && sn__is_digit(*p) && len <= most)
		len = len * 10 + (unsigned)(*p++ - '0');
	*end = p;
	if (len > most || !item->first ||
	    (item->first & sn__host(item->family, len)) ||
	    (p < x->end && !strchr(" \t\r\"',;}", *p)))
		return 0;
	return named || (n->word.p == n->word.end && n->value[-1] != '|' &&
			    (is_network(item) || takes_length(before)))
		   ? len
		   : 0;
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
is_range(const sn__item *a, const struct next *n, sn__field before, bool range)
{
	bool beside = n->word.p == n->word.end;

	if (n->item.first <= a->first)
		return false;
	return (is_end(before, true) && is_end(n->word, false)) ||
	       (range && (beside || is(n->word, "to"))) ||
	       (beside && are_ends(a, &n->item));
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
join(sn__extract *x, const char *from, const struct next *n, sn__item *item)
{
	sn__field before = word_before(x, from);
	bool beside = n->word.p == n->word.end, range = says_range(x, from);
	unsigned len;

	if (!n->end || n->item.family != item->family)
		return false;
	if ((beside || has(n->word, "mask") || has(n->word, "subnet")) &&
	    is_masked_by(item, &n->item, &len)) {
		item->last |= sn__host(SN_IPV4, len);
		item->len = (int)len;
	} else if (is_range(item, n, before, range)) {
		item->last = n->item.first;
		item->len = -1;
		item->unusual |= beside && !range;
	} else {
		return false;
	}
	x->p = n->end;
	return true;
}

sn_status
sn__extract_far(sn__extract *x, const char *from, const char *to,
    sn__item *item, sn_error *error)
{
	sn__field before = word_before(x, from);
	struct next n = next_of(x, to);
	const char *end;
	unsigned len;

	if (join(x, from, &n, item))
		return SN_OK;
	len = n.value > to ? length_of(x, &n, item, before, &end) : 0;
	if (len) {
		item->last |= sn__host(item->family, len);
		item->len = (int)len;
		item->unusual |=
		    n.word.p == n.word.end && item->last != item->first;
		x->p = end;
		return SN_OK;
	}
	if (is_counted(x, from, to, item))
		return refuse(error, from, to,
		    "expected a prefix or range, not a first address and a "
		    "count in columns");
	if (needs_last(x, before))
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
