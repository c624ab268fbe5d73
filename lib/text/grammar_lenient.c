/*
 * grammar_lenient.c - the notations of real inventories, through libcidr:
 * short forms (10.1), octal and hex octets, one number for an address,
 * netmasks in hex or after IPv6, names in in-addr.arpa and ip6.arpa.
 *
 * libcidr comes second: it sees only what the strict grammar has refused, so
 * no text changes its meaning by asking for lenience. Because some readings
 * surprise (010.0.0.1 is 8.0.0.1; 10/8 is 0.0.0.10/8), each is marked as
 * unusual and reported together with how it was read.
 *
 * What reaches libcidr is bounded: at most LENGTH_MAX bytes, only letters,
 * digits and the marks of addresses, in a string of its own. A '-' passes only
 * in "in-addr": libcidr would read the length -1 as 0.
 */
#include <errno.h>
#include <libcidr.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "text/grammar_lenient.h"

/*
 * 32 nibbles with dots, "ip6.arpa." and something to spare. BEFORE: libcidr
 * 1.2.3 compares the end of its text with ".arpa" and ".ip6" and so reads up
 * to eight bytes before a short one.
 */
enum { LENGTH_MAX = 96, BEFORE = 8 };

static bool
is_plausible(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == ':' || c == '/';
}

/*
 * Whether no part between the marks is missing. libcidr would make something
 * of nothing: 0.0.0.0/0 of ".in-addr.arpa", 0.0.1.8/9 of "10.0.0.1/8/9",
 * ::1:0 of "::1:".
 */
static bool
is_whole(const char *text)
{
	const char *slash = strchr(text, '/');
	size_t n = strlen(text);

	if (text[0] == '.' || strstr(text, "..") || strstr(text, "./") ||
	    text[n - 1] == '.' || text[n - 1] == '/')
		return false;
	if (slash && strchr(slash + 1, '/'))
		return false;
	if (text[n - 1] == ':' && (n < 2 || text[n - 2] != ':'))
		return false;
	/* The labels of a reverse name are decimal or single hex digits. */
	return !(strstr(text, ".arpa") && strchr(text, 'x'));
}

/*
 * Whether one side of the slash has no more parts than an address can have.
 * libcidr 1.2.3 checks that too late: of an IPv6 text with ten groups or more,
 * it writes past the end of what it has allocated.
 */
static bool
is_bounded(const char *part, size_t n, unsigned most_dots)
{
	unsigned colons = 0, doubles = 0, dots = 0;

	for (size_t i = 0; i < n; i++) {
		bool colon = part[i] == ':';

		colons += colon;
		doubles += colon && i && part[i - 1] == ':';
		dots += part[i] == '.';
	}
	return colons <= 8 && doubles <= 1 && dots <= most_dots;
}

static bool
has_bounded_parts(const char *text)
{
	size_t n = strcspn(text, "/");
	unsigned most_dots = strstr(text, "ip6.arpa")	    ? 33
			     : strstr(text, "in-addr.arpa") ? 5
							    : 3;

	return is_bounded(text, n, most_dots) &&
	       is_bounded(text + n, strlen(text + n), 3);
}

/* A C string in lower case, or false where it is not for libcidr. */
static bool
copy(char out[LENGTH_MAX + 1], const sn__item_text *t)
{
	static const char root[] = ".arpa.";
	size_t n = (size_t)(t->end - t->p);

	if (n == 0 || n > LENGTH_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = t->p[i];

		if (!is_plausible(c) && !(c == '-' && i && out[i - 1] == 'n'))
			return false;
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[n] = '\0';
	/* The name with its root dot is the same name. */
	if (n > sizeof(root) - 1 && !strcmp(out + n - (sizeof(root) - 1), root))
		out[n - 1] = '\0';
	return is_whole(out) && has_bounded_parts(out);
}

/* "read as 8.0.0.1/32", before host bits are cleared. */
static void
warn(const sn__item_text *t, unsigned family, sn__u128 bits, unsigned len)
{
	char addr[SN_ADDR_TEXT_MAX], message[80];

	if (!t->error)
		return;
	sn_addr_format(addr, sizeof(addr), sn__addr(family, bits));
	snprintf(message, sizeof(message), "read as %s/%u", addr, len);
	(void)sn__error_set(t->error, SN_OK, message);
	t->error->column = 1;
	sn__error_text(t->error, t->p, t->end);
}

sn_status
sn__item_lenient(sn__item *out, const sn__item_text *t)
{
	char buffer[BEFORE + LENGTH_MAX + 1] = {0}, *text = buffer + BEFORE;
	sn__u128 bits = 0;
	sn_status status;
	unsigned family;
	int len;
	CIDR *cidr;

	if (!copy(text, t))
		return SN_ESYNTAX;
	errno = 0;
	cidr = cidr_from_str(text);
	if (!cidr)
		return errno == ENOMEM ? SN_ENOMEM : SN_ESYNTAX;
	family = cidr->proto == CIDR_IPV4 ? SN_IPV4 : SN_IPV6;
	len = cidr_get_pflen(cidr);
	/* An IPv4 address is in the last four of the sixteen bytes. */
	for (unsigned i = 16 - sn__width(family) / 8; i < 16; i++)
		bits = bits << 8 | cidr->addr[i];
	cidr_free(cidr);
	/* LCOV_EXCL_BR_START libcidr gives no such length; not to be trusted */
	if (len < 0 || (unsigned)len > sn__width(family))
		return SN_ESYNTAX;
	/* LCOV_EXCL_BR_STOP */
	status = sn__item_prefix(out, family, bits, (unsigned)len, t);
	if (status)
		return status;
	out->unusual = true;
	warn(t, family, bits, (unsigned)len);
	return SN_OK;
}
