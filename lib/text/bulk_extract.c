/*
 * bulk_extract.c - items that stand anywhere in a text: logs, JSON,
 * configuration.
 *
 * An address is one in the strict grammar that no letter, digit or dot goes
 * on from on either side. What makes it more is taken with it: "/24" (in JSON
 * also "\/24", of IPv6 in brackets after these), "/255.255.255.0",
 * " 255.255.255.0" and " 0.0.0.255" as routers have them, "-" or " - ", or a
 * dash as it is printed, and an address not below it. What stands farther off
 * is in bulk_extract_far.c. Octets that are padded to three digits are lenient.
 */
#include "base/ascii.h"
#include "text/bulk_extract.h"

#include <string.h>

#include "text/bulk_extract_far.h"
#include "text/grammar_mask.h"

/* A netmask by itself, that of no host: it stands for no address. */
static bool
is_netmask(const sn__item *item)
{
	sn__u128 least =
	    sn__host(item->family, 0) ^
	    sn__host(item->family, item->family == SN_IPV4 ? 8 : 16);
	unsigned len;

	return item->first >= least &&
	       item->first != sn__host(item->family, 0) &&
	       sn__mask_length(item->family, item->first, false, &len);
}

static const char *
after_blanks(const sn__extract *x, const char *p)
{
	while (p < x->end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* What follows the slash at @p, of a prefix; NULL: it is none. */
static const char *
after_length(const sn__extract *x, const char *p)
{
	const char *from = p;

	while (p < x->end && (sn__is_digit(*p) || *p == '.'))
		p++;
	while (p > from && p[-1] == '.')
		p--;
	return p == from || (p < x->end && (sn__is_word(*p) || *p == '/'))
		   ? NULL
		   : p;
}

/*
 * Where the slash of a prefix may stand, whose address is [from, to): a
 * backslash or a bracket may be before it. NULL: there is none.
 */
static const char *
find_slash(const sn__extract *x, const char *from, const char *to)
{
	bool bracket = x->end - to >= 2 && *to == ']' && to[1] == '/' &&
		       from > x->start && from[-1] == '[';

	if (bracket || (x->end - to >= 2 && *to == '\\' && to[1] == '/'))
		to++;
	/* No path of an address that is a web server's. */
	from -= bracket;
	return to == x->end || *to != '/' ||
		       (from - x->start >= 2 && from[-1] == '/' &&
			   from[-2] == '/')
		   ? NULL
		   : to;
}

/* The item that is the address [from, to) and what follows the slash at @at. */
static sn_status
slash(sn__extract *x, const char *from, const char *to, const char *at,
    uint32_t flags, sn__item *item, sn_error *error)
{
	char text[SN__ADDRESS_MOST + 20];
	const char *length = at + 1;
	const char *end = after_length(x, length);
	const char *zone = memchr(from, '%', (size_t)(to - from));
	size_t n = (size_t)((zone ? zone : to) - from), m;

	if (!end)
		return SN_OK;
	x->p = end;
	m = (size_t)(end - length);
	if (m > 18)
		m = 18;
	memcpy(text, from, n);
	text[n] = '/';
	memcpy(text + n + 1, length, m);
	return sn__item_parse(item, text, text + n + 1 + m, flags, error);
}

/* The bytes of what may be a dash at @p, 0: "-", or U+2010 to U+2014. */
static size_t
dash(const sn__extract *x, const char *p)
{
	if (p < x->end && *p == '-')
		return 1;
	return x->end - p >= 3 && !memcmp(p, "\xe2\x80", 2) && p[2] >= '\x90' &&
		       p[2] <= '\x94'
		   ? 3
		   : 0;
}

/* A last address, from @p on; else @item stays the address. */
static void
range(sn__extract *x, const char *p, sn__item *item)
{
	const sn__extract rest = {p, p, x->end};
	sn__item last;
	const char *at = after_blanks(x, p);
	const char *end = sn__address_at(&rest, at, &last);

	/* What has a length is no range, but squid's, which has a host's. */
	if (!end || last.family != item->family || last.first < item->first)
		return;
	if (end < x->end && *end == '/') {
		end = after_length(x, at = end + 1);
		if (!end || end - at != 2 || memcmp(at, "32", 2))
			return;
	}
	item->last = last.first;
	item->len = -1;
	item->unusual |= last.unusual;
	x->p = end;
}

/*
 * A netmask or a wildcard that stands at @p, after an address. No address is
 * like them: netmasks begin with four ones at least, wildcards end in the host
 * bits of a network's address. An address with the wildcard 0.0.0.0 is a host.
 */
static sn_status
mask(sn__extract *x, const char *from, const char *to, const char *p,
    uint32_t flags, sn__item *item, sn_error *error)
{
	const sn__item_text t = {from, to, flags, error};
	sn__item mask;
	const char *end = sn__address_at(x, p, &mask);
	unsigned len;
	bool wild;

	if (!end || mask.family != SN_IPV4 ||
	    (end < x->end && (*end == '/' || *end == '-')))
		return SN_OK;
	wild = mask.first < 0x80000000u;
	if (mask.first == 0) {
		x->p = end;
		if (item->first == 0)
			return sn__item_prefix(item, SN_IPV4, 0, 0, &t);
		return SN_OK;
	}
	if (!sn__mask_length(SN_IPV4, mask.first, wild, &len) ||
	    (wild ? item->first & mask.first : len < 4))
		return SN_OK;
	x->p = end;
	return sn__item_prefix(item, SN_IPV4, item->first, len, &t);
}

/* What makes the address [from, to) more. */
static sn_status
more(sn__extract *x, const char *from, const char *to, uint32_t flags,
    sn__item *item, sn_error *error)
{
	const char *p = after_blanks(x, to), *at = find_slash(x, from, to);
	size_t n = dash(x, p);
	sn_status status = SN_OK;

	x->p = to;
	if (at)
		return slash(x, from, to, at, flags, item, error);
	if (n)
		range(x, p + n, item);
	else if (p > to && p < x->end && sn__is_digit(*p) &&
		 item->family == SN_IPV4)
		status = mask(x, from, to, p, flags, item, error);
	return status || x->p > to ? status
				   : sn__extract_far(x, from, to, item, error);
}

sn_status
sn__extract_next(sn__extract *x, uint32_t flags, sn__item *item,
    const char **found, sn_error *error)
{
	while (x->p < x->end) {
		const char *p = x->p, *to;
		sn_status status;

		if (!sn__is_hex(*p) && *p != ':') {
			x->p++;
			continue;
		}
		to = sn__address_at(x, p, item);
		if (to && item->unusual && !(flags & SN_PARSE_LENIENT)) {
			x->p = to;
			*found = p;
			return sn__item_parse(item, p, to, flags, error);
		}
		if (to) {
			status = more(x, p, to, flags, item, error);
			if (x->p == to && !status &&
			    (is_netmask(item) ||
				sn__extract_is_version(x, p, item)))
				continue;
			*found = p;
			return status;
		}
		/* Past what is no address: a group, a number or a colon. */
		while (x->p < x->end && sn__is_word(*x->p))
			x->p++;
		x->p += x->p == p;
	}
	*found = NULL;
	return SN_OK;
}
