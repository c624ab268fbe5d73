/*
 * bulk_exception.c - what a text takes off a list, rather than lists:
 *
 *   !10.0.0.0/8  ! 10/8      pf, BIND, squid, rbldnsd
 *   ! -s 10.0.0.0/8          iptables, and any one word of others
 *   != { 10.0.0.0/8 }        nftables
 *   10.0.0.0/8 except        Junos; before the item in hosts_access(5), and
 *   except:                  before the lines of it in Kubernetes
 *   not ip 10.0.0.0/8        Apache
 *   10.0.0.0/8 ... nomatch   ipset
 *   ... rpz-passthru         response policy zones
 *
 * Which entry wins is different in each of them: none of it is guessed.
 */
#include "text/bulk_exception.h"

#include <string.h>

#include "base/ascii.h"

static bool
is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool
is_word(char c)
{
	return c == '-' || (sn__is_alnum(c) && !sn__is_digit(c));
}

static bool
is(sn__field f, const char *word)
{
	return sn__is_named(f.p, f.end, word);
}

/* A '!' that is no end of a sentence. */
static bool
negates(const char *line, const char *p)
{
	return *p == '!' && (p == line || is_one_of(p[-1], " \t\"'{[(,;:=&|"));
}

/* What takes off the item at @p, at most @between words before it; or NULL. */
static const char *
mark_before(const char *line, const char *p, unsigned between)
{
	sn__field word = {p, p}, next;

	for (unsigned i = 0; i <= between; i++) {
		const char *to = p;

		while (p > line && is_one_of(p[-1], " \t\r\"'{[(=:\\"))
			p--;
		if (p > line && (p < to || !i) && negates(line, p - 1))
			return p - 1;
		next = word;
		for (word.end = p; p > line && is_word(p[-1]);)
			p--;
		word.p = p;
		if (is(word, "except") || (is(word, "not") && is(next, "ip")))
			return p;
	}
	return NULL;
}

bool
sn__exception_of(
    sn__field *out, const char *line, const char *end, sn__field item)
{
	const char *mark = mark_before(line, item.p, 1);
	sn__field word = {item.end, item.end};

	*out = item;
	if (mark) {
		out->p = mark;
		return true;
	}
	while (word.p < end && sn__is_blank(*word.p))
		word.p++;
	for (word.end = word.p; word.end < end && is_word(*word.end);)
		word.end++;
	out->end = word.end;
	return is(word, "except");
}

/* The first place where @word is a word of [p, end). */
static bool
has(sn__field *out, const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	for (const char *line = p;; p++) {
		p = memmem(p, (size_t)(end - p), word, n);
		if (!p)
			return false;
		*out = (sn__field){p, p + n};
		if ((p == line || !is_word(p[-1])) &&
		    (out->end == end || !is_word(*out->end)))
			return true;
	}
}

bool
sn__exception_in(sn__field *out, const char *line, const char *end, bool items)
{
	const char *mark;

	if (items && (has(out, line, end, "nomatch") ||
			 has(out, line, end, "rpz-passthru")))
		return true;
	mark = mark_before(line, end, 0);
	*out = (sn__field){mark, end};
	/* A '!' by itself is a comment of routers. */
	return mark && (*mark != '!' || mark[1] == '=');
}

bool
sn__exceptions_of_ipset(const char *line, const char *end)
{
	size_t n = (size_t)(end - line);

	return ((n > 4 && !memcmp(line, "add ", 4)) ||
		   (n > 7 && !memcmp(line, "create ", 7))) &&
	       memmem(line, n, "nomatch", 7);
}
