/*
 * ike_values.c - selectors, proposals, times and keys of configurations.
 */
#include "read/ike_values.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "read/lines.h"

bool
sn__list_next(const char **p, char separator, const char **at, size_t *n)
{
	const char *start = *p, *end, *stop;

	while (start && *start) {
		for (end = start; *end && *end != separator;)
			end++;
		*p = *end ? end + 1 : end;
		start = sn__skip_blanks(start, end);
		stop = sn__trim_blanks(start, end);
		*at = start;
		*n = (size_t)(stop - start);
		if (*n)
			return true;
		start = *p;
	}
	return false;
}

sn_status
sn__refuse_more(const sn__reader *r, sn_status status)
{
	if (status != SN_ELIMIT || !r->error || *r->error->message)
		return status;
	return sn__refuse(r, status, r->text, 0,
	    "more than is read: %d connections with %d children and %d "
	    "selectors, proposals of 1023 bytes, keys of 65536",
	    SN__IKE_CONNECTIONS_MAX, SN__IKE_CHILDREN_MAX, SN__IKE_TS_MAX);
}

/* Protocol and ports in brackets, as a number that equal ones share. */
static uint32_t
port_of(const char *p, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)p[i]) * 16777619u;
	return n ? hash | 1u : 0;
}

sn_status
sn__read_ts(sn_ike_config *c, struct sn__span *span, const char *at, size_t n)
{
	const char *bracket = memchr(at, '[', n);
	struct sn__ts ts = {.port = 0};
	sn_prefix p;
	sn_addr a;

	if (bracket) {
		ts.port = port_of(bracket, n - (size_t)(bracket - at));
		n = (size_t)(bracket - at);
	}
	if (n == 7 && !memcmp(at, "dynamic", 7))
		return sn__ike_add_ts(c, span, ts);
	if (memchr(at, '-', n)) {
		if (sn_range_parse(&ts.range, at, n, 0, NULL))
			return SN_ESYNTAX;
	} else if (!sn_addr_parse(&a, at, n, NULL)) {
		ts.range = (sn_range){a, a};
	} else {
		if (sn_prefix_parse(&p, at, n, SN_PARSE_MASK_HOST, NULL))
			return SN_ESYNTAX;
		ts.range = sn_prefix_range(p);
	}
	return sn__ike_add_ts(c, span, ts);
}

static sn_status
keep_why(sn_ike_config *c, struct sn__offer_trouble *t, const char *p, size_t n)
{
	if (n > 80)
		n = 80;
	return t->why ? SN_OK : sn__ike_keep(c, p, n, &t->why);
}

sn_status
sn__read_offers(sn_ike_config *c, bool ike, const char *list,
    struct sn__span *span, struct sn__offer_trouble *t)
{
	const char *at, *word;
	struct sn__offer offer;
	size_t n, word_n;
	sn_status status = SN_OK;

	while (!status && sn__list_next(&list, ',', &at, &n)) {
		bool all = n == 7 && !memcmp(at, "default", 7);

		if (all && !t->adds) {
			for (unsigned aead = 0; aead < 2 && !status; aead++) {
				sn__offer_default(&offer, ike, aead);
				status = sn__ike_add_offer(c, span, &offer);
			}
			continue;
		}
		status = sn__offer_parse(
		    &offer, ike, t->adds, at, all ? 0 : n, &word, &word_n);
		if (!status)
			status = sn__ike_add_offer(c, span, &offer);
		else if (status == SN_ESYNTAX) {
			t->unsure = true;
			status = sn__ike_strange(c, word, word_n);
			if (!status)
				status = keep_why(c, t, word, word_n);
		} else if (status == SN_EINVAL) {
			t->refused = true;
			status = keep_why(c, t, word, word_n);
		}
	}
	return status;
}

/* What a unit, in either case, stands for; 0: it is none. */
struct unit {
	char letter;
	int64_t factor;
};

/* A number, maybe with blanks and a unit after it, as vici reads it. */
static bool
read_quantity(
    const char *text, const struct unit *unit, size_t units, int64_t *out)
{
	unsigned long long n;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoull(text, &end, 0);
	end += strspn(end, " ");
	if (errno || n > INT64_MAX)
		return false;
	if (!*end) {
		*out = (int64_t)n;
		return true;
	}
	for (size_t i = 0; i < units && !end[1]; i++)
		if (tolower((unsigned char)*end) == unit[i].letter)
			return !__builtin_mul_overflow(
			    (int64_t)n, unit[i].factor, out);
	return false;
}

bool
sn__read_time(const char *text, int64_t *out)
{
	static const struct unit units[] = {
	    {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	int64_t seconds;

	if (!read_quantity(
		text, units, sizeof(units) / sizeof(*units), &seconds))
		return false;
	*out = seconds;
	return true;
}

bool
sn__read_bytes(const char *text, int64_t *out)
{
	static const struct unit units[] = {
	    {'k', 1 << 10}, {'m', 1 << 20}, {'g', 1 << 30}};
	int64_t bytes;

	if (!read_quantity(text, units, sizeof(units) / sizeof(*units), &bytes))
		return false;
	*out = bytes;
	return true;
}

/* --------------------------------------------------------------- keys */

static int
sextet(char c)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Decodes Base64 in place of @to, which holds as much as @text. */
static size_t
decode64(const char *text, unsigned char *to)
{
	unsigned bits = 0, have = 0;
	size_t n = 0;

	for (; sextet(*text) >= 0; text++) {
		bits = (bits * 64 + (unsigned)sextet(*text)) & 0xffffff;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		/* What is left after the byte: 0, 2 or 4 bits. */
		to[n++] = (unsigned char)(bits / (have == 4	 ? 16
						     : have == 2 ? 4
								 : 1));
	}
	return n;
}

sn_status
sn__read_key(sn_ike_config *c, const char *text, sn__text *out)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = strlen(text), size = n;
	unsigned char *bytes;
	char *to;
	sn_status status;

	if (n > 65536)
		return SN_ELIMIT;
	if (!strncmp(text, "0x", 2))
		return sn__ike_keep(c, text + 2, n - 2, out);
	to = sn__malloc(&c->alloc, 3 * n + 1, 1);
	if (!to)
		return SN_ENOMEM;
	bytes = (unsigned char *)to + 2 * n;
	if (!strncmp(text, "0s", 2))
		size = decode64(text + 2, bytes);
	else
		memcpy(bytes, text, n + 1);
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = bytes[i];

		to[2 * i] = hex[byte / 16];
		to[2 * i + 1] = hex[byte % 16];
	}
	status = sn__ike_keep(c, to, 2 * size, out);
	sn__free(&c->alloc, to);
	return status;
}
