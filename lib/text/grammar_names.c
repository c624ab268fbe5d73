/*
 * grammar_names.c - notations that libcidr reads as people mean them, and
 * their relatives.
 *
 * libcidr gets a copy of a text only when its form is one of those here, whole
 * and with no part missing or too many: of others it would make something of
 * nothing (0.0.0.0/0 of ".in-addr.arpa"), read before the text (of less than
 * eight bytes: BEFORE), or write past its own array (of ten groups and more).
 * Where the library is built with SN_WITHOUT_LIBCIDR these forms are not read.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "text/grammar_names.h"

#ifndef SN_WITHOUT_LIBCIDR
# include <libcidr.h>
#endif

/* 32 nibbles with dots, and "ip6.arpa". */
enum { NAME_MOST = 72, ZONE_MOST = 255, LABELS_MOST = 34, BEFORE = 8 };

#ifdef SN_WITHOUT_LIBCIDR
static int
ask(sn__lenient *out, const char *p, const char *end)
{
	(void)out, (void)p, (void)end;
	return SN__NO_RULE;
}
#else
/* Lets libcidr read [p, end), which has a form that it reads aright. */
static int
ask(sn__lenient *out, const char *p, const char *end)
{
	char buffer[BEFORE + NAME_MOST + 1] = {0}, *text = buffer + BEFORE;
	size_t n = (size_t)(end - p);
	CIDR *cidr;
	int len;

	if (n > NAME_MOST)
		return SN__NO_RULE;
	for (size_t i = 0; i < n; i++)
		text[i] = sn__small(p[i]);
	errno = 0;
	cidr = cidr_from_str(text);
	if (!cidr)
		return errno == ENOMEM ? SN_ENOMEM : SN__NO_RULE;
	out->family = cidr->proto == CIDR_IPV4 ? SN_IPV4 : SN_IPV6;
	len = cidr_get_pflen(cidr);
	/* An IPv4 address is in the last four of the sixteen bytes. */
	for (unsigned i = 16 - sn__width(out->family) / 8; i < 16; i++)
		out->first = out->first << 8 | cidr->addr[i];
	cidr_free(cidr);
	out->len = len;
	/* LCOV_EXCL_BR_START libcidr gives no such length; not to be trusted */
	return len < 0 || (unsigned)len > sn__width(out->family) ? SN__NO_RULE
								 : SN_OK;
	/* LCOV_EXCL_BR_STOP */
}
#endif

bool
sn__is_number(const char *p, const char *end, unsigned most, unsigned *out)
{
	*out = 0;
	if (p == end || end - p > 5 || (*p == '0' && end - p > 1))
		return false;
	for (; p < end; p++) {
		if (!sn__is_digit(*p))
			return false;
		*out = *out * 10 + (unsigned)(*p - '0');
	}
	return *out <= most;
}

/* ------------------------------------------------------- hex and integers */

/* "0x" and one to @most digits; *end moves past them. */
static bool
hex(const char **p, const char *end, unsigned most)
{
	const char *from = *p + 2;

	if (end - *p < 3 || **p != '0' || sn__small((*p)[1]) != 'x')
		return false;
	for (*p = from; *p < end && sn__is_hex(**p);)
		++*p;
	return *p > from && *p - from <= (int)most;
}

int
sn__lenient_hex(sn__lenient *out, const char *p, const char *end)
{
	const char *slash = memchr(p, '/', (size_t)(end - p));
	const char *to = slash ? slash : end, *at = p;
	unsigned any = 0, n;
	bool whole;
	int status;

	if (slash && !sn__is_number(slash + 1, end, 32, &n))
		return SN__NO_RULE;
	whole = hex(&at, to, 8) && at == to;
	for (at = p, n = 0; !whole && n < 4; n++) {
		const char *from = at;
		unsigned octet;

		if (hex(&at, to, 2)) {
			any++;
		} else {
			for (at = from; at < to && sn__is_digit(*at);)
				at++;
			if (!sn__is_number(from, at, 255, &octet))
				return SN__NO_RULE;
		}
		if (n < 3 && (at == to || *at++ != '.'))
			return SN__NO_RULE;
	}
	if (!whole && (!any || at < to))
		return SN__NO_RULE;
	status = ask(out, p, end);
	/* Nobody means 0.0.0.10 by 0xa. */
	return !status && whole && out->first < 1 << 24 ? SN__NO_RULE : status;
}

int
sn__lenient_integer(sn__lenient *out, const char *p, const char *end, bool any)
{
	uint64_t n = 0;

	if (p == end || end - p > 10 || (*p == '0' && end - p > 1))
		return SN__NO_RULE;
	for (; p < end; p++) {
		if (!sn__is_digit(*p))
			return SN__NO_RULE;
		n = n * 10 + (uint64_t)(*p - '0');
	}
	if (n > UINT32_MAX || (!any && n < 1 << 24))
		return SN__NO_RULE;
	out->family = SN_IPV4;
	out->first = n;
	out->len = 32;
	return SN_OK;
}

/* ------------------------------------------------------------------ names */

struct label {
	const char *p;
	const char *end;
};

/* The labels of a name; 0: it is none, or has too many. */
static size_t
split(const char *p, const char *end, struct label label[LABELS_MOST])
{
	size_t n = 0;

	/* The name with its root dot is the same name. */
	if (end - p > 1 && end[-1] == '.')
		end--;
	while (n < LABELS_MOST) {
		const char *dot = memchr(p, '.', (size_t)(end - p));
		const char *to = dot ? dot : end;

		if (to == p || to - p > 63)
			return 0;
		label[n++] = (struct label){p, to};
		if (!dot)
			return n;
		p = dot + 1;
	}
	return 0;
}

static bool
is(struct label l, const char *word)
{
	return sn__is_named(l.p, l.end, word);
}

/* The octets of @n labels, the last first. */
static bool
octets(const struct label *l, size_t n, uint32_t *out)
{
	unsigned octet;

	*out = 0;
	for (size_t i = n; i > 0; i--) {
		if (!sn__is_number(l[i - 1].p, l[i - 1].end, 255, &octet))
			return false;
		*out = *out << 8 | octet;
	}
	return true;
}

/* RFC 2317: "FIRST/LENGTH" or "FIRST-LAST" before three octets. */
static int
classless(sn__lenient *out, const struct label *l)
{
	const char *mark = memchr(l->p, '/', (size_t)(l->end - l->p));
	unsigned first, second;
	uint32_t net;
	bool range = !mark;

	if (!mark)
		mark = memchr(l->p, '-', (size_t)(l->end - l->p));
	if (!mark || !sn__is_number(l->p, mark, 255, &first) ||
	    !sn__is_number(mark + 1, l->end, range ? 255 : 32, &second) ||
	    !octets(l + 1, 3, &net) || (range ? second < first : second < 24))
		return SN__NO_RULE;
	out->family = SN_IPV4;
	out->first = net << 8 | first;
	out->last = net << 8 | second;
	out->len = range ? -1 : (int)second;
	return SN_OK;
}

static int
reverse(sn__lenient *out, const struct label *l, size_t n, const char *p,
    const char *end)
{
	uint32_t any;

	if (is(l[n - 2], "ip6")) {
		for (size_t i = 0; i < n - 2; i++)
			if (l[i].end - l[i].p != 1 || !sn__is_hex(*l[i].p))
				return SN__NO_RULE;
		return n > 34 ? SN__NO_RULE : ask(out, p, end);
	}
	if (!is(l[n - 2], "in-addr") || n > 6)
		return SN__NO_RULE;
	if (octets(l, n - 2, &any))
		return ask(out, p, end);
	return n == 6 ? classless(out, l) : SN__NO_RULE;
}

/* The groups of @n labels, the last first, "zz" for "::", as text. */
static bool
groups(const struct label *l, size_t n, char *text, size_t size)
{
	size_t used = 0;
	bool zeros = false;

	for (size_t i = n; i > 0; i--) {
		bool zz = is(l[i - 1], "zz");
		int more = (int)(l[i - 1].end - l[i - 1].p);

		if ((zz && zeros) || more > 4)
			return false;
		zeros |= zz;
		for (const char *p = l[i - 1].p; !zz && p < l[i - 1].end; p++)
			if (!sn__is_hex(*p))
				return false;
		if (zz)
			used += (size_t)snprintf(text + used, size - used, "%s",
			    i == n || i == 1 ? i == n && i == 1 ? "::" : ":"
					     : "");
		else
			used += (size_t)snprintf(
			    text + used, size - used, "%.*s", more, l[i - 1].p);
		if (i > 1)
			used += (size_t)snprintf(text + used, size - used, ":");
	}
	return zeros || n == 8;
}

/* "LENGTH.LAST...FIRST" before the label of a trigger. */
static int
policy(sn__lenient *out, const struct label *l, size_t n)
{
	char text[64];
	sn__item item;
	uint32_t bits;
	unsigned len;

	if (n < 2)
		return SN__NO_RULE;
	if (n == 5 && sn__is_number(l->p, l->end, 32, &len) &&
	    octets(l + 1, 4, &bits)) {
		*out = (sn__lenient){
		    .family = SN_IPV4, .first = bits, .len = (int)len};
	} else if (n <= 9 && sn__is_number(l->p, l->end, 128, &len) &&
		   groups(l + 1, n - 1, text, sizeof(text)) &&
		   !sn__item_strict(
		       &item, &(sn__item_text){text, text + strlen(text),
				  SN_PARSE_MASK_HOST, NULL}) &&
		   item.family == SN_IPV6) {
		*out = (sn__lenient){
		    .family = SN_IPV6, .first = item.first, .len = (int)len};
	} else {
		return SN__NO_RULE;
	}
	/* 0.0.0.0/0 only as such. */
	return len == 0 && out->first ? SN__NO_RULE : SN_OK;
}

int
sn__lenient_name(sn__lenient *out, const char *p, const char *end)
{
	struct label l[LABELS_MOST];
	size_t n;

	if (end - p > ZONE_MOST)
		return SN__NO_RULE;
	n = split(p, end, l);
	if (n > 2 && is(l[n - 1], "arpa"))
		return reverse(out, l, n, p, l[n - 1].end);
	for (size_t i = 0; i < n; i++)
		if (is(l[i], "rpz-ip") || is(l[i], "rpz-client-ip") ||
		    is(l[i], "rpz-nsip"))
			return policy(out, l, i);
	return SN__NO_RULE;
}
