/*
 * cisco_lines.c - `show running-config`: a line starts at the margin, what
 * belongs to it is indented, '!' is a comment. Commands that were typed, or
 * lost their indentation on the way, are known by their first words.
 */
#include "read/cisco_lines.h"

#include <ctype.h>
#include <stdalign.h>
#include <string.h>

#include "read/lines.h"

enum { LINES_MAX = 1 << 18 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

const char *
sn__cisco_start(const char *p, const char *end)
{
	static const char *const more[] = {"<--- More --->", "--More--"};
	const char *q;

	end = sn__trim_blanks(p, end);
	for (q = p; q < end; q++)
		if (*q == '\b' || *q == '\r')
			p = q + 1;
	q = sn__skip_blanks(p, end);
	for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
		if ((size_t)(end - q) >= strlen(more[i]) &&
		    !memcmp(q, more[i], strlen(more[i])))
			return q + strlen(more[i]);
	while (q < end && (isalnum((unsigned char)*q) || strchr("._/()-", *q)))
		q++;
	return q > p && q < end && *q == '#' ? sn__skip_blanks(q + 1, end) : p;
}

static sn_status
split(sn__arena *arena, sn__cisco *line, const char *p, const char *end)
{
	while (line->n < SN__CISCO_WORDS) {
		const char *start = p = sn__skip_blanks(p, end);
		char *word;

		while (p < end && !is_blank(*p))
			p++;
		/* What is after a '!' is a comment, too. */
		if (p == start || (p - start == 1 && *start == '!'))
			break;
		word = sn__arena_get(arena, (size_t)(p - start) + 1, 1, 1);
		if (!word)
			return SN_ENOMEM;
		memcpy(word, start, (size_t)(p - start));
		word[p - start] = '\0';
		line->word[line->n++] = word;
	}
	return SN_OK;
}

/* Whether a line at the margin is of those that belong to the one before. */
static bool
is_inner(const sn__cisco *line)
{
	static const char *const starts[] = {"set", "match", "permit", "deny",
	    "encr", "encryption", "hash", "integrity", "prf", "group",
	    "lifetime", "authentication", "protocol", "proposal", "subnet",
	    "host", "range", "network-object", "group-object", "description",
	    "ip address", "tunnel", "identity"};
	bool numbered = line->n && strspn(line->word[0], "0123456789") ==
				       strlen(line->word[0]);

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (sn__cisco_has(line, 0, starts[i]))
			return true;
	return numbered;
}

sn_status
sn__cisco_lines(const sn__reader *r, sn__arena *arena, const sn__cisco **out)
{
	sn__cisco *root =
	    sn__arena_get(arena, 1, sizeof(*root), alignof(sn__cisco));
	const char *p = r->text, *end = p + r->size, *stop, *first;
	size_t lines = 0;

	if (!root)
		return SN_ENOMEM;
	*root = (sn__cisco){.n = 0};
	*out = root;
	for (; p < end; p = stop + (stop < end)) {
		sn__cisco *line, *in;

		stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop ? stop : end;
		p = sn__cisco_start(p, stop);
		first = sn__skip_blanks(p, stop);
		if (first == stop || *first == '!')
			continue;
		if (lines++ == LINES_MAX)
			return sn__refuse(
			    r, SN_ELIMIT, p, 1, "more than 2^18 lines");
		line =
		    sn__arena_get(arena, 1, sizeof(*line), alignof(sn__cisco));
		if (!line)
			return SN_ENOMEM;
		*line = (sn__cisco){.n = 0};
		if (split(arena, line, p, stop))
			return SN_ENOMEM;
		in = root->last && (is_blank(*p) || is_inner(line)) ? root->last
								    : root;
		if (in->last)
			in->last->next = line;
		else
			in->below = line;
		in->last = line;
	}
	return SN_OK;
}

bool
sn__cisco_has(const sn__cisco *line, unsigned at, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		if (at >= line->n || strlen(line->word[at]) != n ||
		    memcmp(line->word[at], words, n) != 0)
			return false;
		at++;
		words += n;
		words += *words == ' ';
	}
	return true;
}
