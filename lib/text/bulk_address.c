/*
 * bulk_address.c - an address that stands anywhere in a text: one that no
 * letter, digit or dot goes on from on either side.
 */
#include "text/bulk_address.h"

#include <string.h>

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

/* Reads four octets, of which one at least is as "001" or "026". */
static bool
read_padded(const char *p, const char *to, sn__item *item)
{
	unsigned octet = 0, digits = 0, dots = 0;
	uint32_t bits = 0;
	bool padded = false;

	for (; p < to; p++) {
		if (sn__is_digit(*p)) {
			octet = octet * 10 + (unsigned)(*p - '0');
			padded |= ++digits == 3 && p[-2] == '0';
			if (digits > 3 || octet > 255)
				return false;
		} else if (*p == '.' && digits) {
			bits = bits << 8 | octet;
			octet = digits = 0;
			dots++;
		} else {
			return false;
		}
	}
	bits = bits << 8 | octet;
	*item = (sn__item){SN_IPV4, bits, bits, 32, false, true};
	return padded && dots == 3 && digits;
}

/* The end of the address in [p, to), which tcpdump has with a port; or NULL. */
static const char *
before_port(const sn__extract *x, const char *p, const char *to)
{
	bool source = x->end - to >= 3 && !memcmp(to, " > ", 3);

	return source || (p - x->start >= 2 && !memcmp(p - 2, "> ", 2))
		   ? memrchr(p, '.', (size_t)(to - p))
		   : NULL;
}

/* Reads the address [p, *to), or what of it is one; whether there is one. */
static bool
read_address(
    const sn__extract *x, const char *p, const char **to, sn__item *item)
{
	if (read_padded(p, *to, item) ||
	    !sn__item_parse(item, p, *to, SN_PARSE_MASK_HOST, NULL))
		return true;
	*to = before_port(x, p, *to);
	return *to && !sn__item_parse(item, p, *to, SN_PARSE_MASK_HOST, NULL);
}

const char *
sn__address_at(const sn__extract *x, const char *p, sn__item *item)
{
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
	if (to - p > SN__ADDRESS_MOST || to - p < 2 ||
	    !read_address(x, p, &to, item))
		return NULL;
	if (!starts(x, p, item->family == SN_IPV4))
		return NULL;
	if (to < x->end && *to == '%' && item->family == SN_IPV6)
		for (to++; to < x->end && sn__is_word(*to);)
			to++;
	return to < x->end && sn__is_word(*to) ? NULL : to;
}
