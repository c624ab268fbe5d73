/*
 * bulk_address.c - an address that stands anywhere in a text: one that no
 * letter, digit or dot goes on from on either side.
 */
#include "text/bulk_address.h"

/* Whether the letter before @p is the second of "\n", "\r" or "\t" in JSON. */
static bool
is_escape(const sn__extract *x, const char *p)
{
	return p - x->start >= 2 && p[-2] == '\\' &&
	       (p[-1] == 'n' || p[-1] == 'r' || p[-1] == 't');
}

/*
 * Whether what stands before @p, which is ':', is a word with its colon, as in
 * "ip6:", or, for IPv4, a number, as in "port:", but no address.
 */
static bool
after_colon(const sn__extract *x, const char *p, bool v4)
{
	unsigned colons = 0;

	while (
	    colons < 2 && p > x->start && (sn__is_hex(p[-1]) || p[-1] == ':'))
		colons += *--p == ':';
	return colons == 1 && (v4 || (p > x->start && sn__is_word(p[-1])));
}

static bool
starts(const sn__extract *x, const char *p, bool v4)
{
	if (p == x->start)
		return true;
	if (p[-1] == ':')
		return after_colon(x, p, v4);
	return p[-1] != '.' && (!sn__is_word(p[-1]) || is_escape(x, p));
}

/* Whether [p, to) has four octets, and one of "001" or "026" among them. */
static bool
is_padded(const char *p, const char *to)
{
	unsigned dots = 0, digits = 0;
	bool padded = false;

	for (; p < to; p++) {
		if (*p != '.' && !sn__is_digit(*p))
			return false;
		digits = *p == '.' ? 0 : digits + 1;
		dots += *p == '.';
		padded |= digits == 3 && p[-2] == '0';
	}
	return padded && dots == 3;
}

const char *
sn__address_at(const sn__extract *x, const char *p, sn__item *item)
{
	uint32_t flags = SN_PARSE_MASK_HOST;
	const char *to = p, *port = NULL;
	bool dots = false;

	if (!starts(x, p, true))
		return NULL;
	for (; to < x->end && to - p <= SN__ADDRESS_MOST; to++) {
		dots |= *to == '.';
		if (*to == ':' && dots && !port)
			port = to;
		if (!sn__is_hex(*to) && *to != '.' && *to != ':')
			break;
	}
	/* IPv4 ends before a port. */
	if (port)
		to = port;
	while (to > p && to[-1] == '.')
		to--;
	if (to - p >= 2 && to[-1] == ':' && to[-2] != ':')
		to--;
	if (is_padded(p, to))
		flags |= SN_PARSE_LENIENT;
	if (to - p > SN__ADDRESS_MOST || to - p < 2 ||
	    sn__item_parse(item, p, to, flags, NULL))
		return NULL;
	if (!starts(x, p, item->family == SN_IPV4))
		return NULL;
	if (to < x->end && *to == '%' && item->family == SN_IPV6)
		for (to++; to < x->end && sn__is_word(*to);)
			to++;
	return to < x->end && sn__is_word(*to) ? NULL : to;
}
