/*
 * cisco_lines.c - `show running-config`: a line starts at the margin, what
 * belongs to it is indented, '!' is a comment. Commands that were typed, or
 * lost their indentation on the way, are known by their first words.
 */
#include "read/cisco_lines.h"

#include <ctype.h>
#include <stdalign.h>
#include <stdlib.h>
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

/* -------------------------------------------------------------- names */

enum { NAMES = 4 }; /* words of a line, of which one is the name */

/* Whether a line defines what others name. */
static bool
defines(const sn__cisco *line)
{
	static const char *const starts[] = {"object", "object-group",
	    "access-list", "ip", "ipv6", "crypto", "tunnel-group"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (sn__cisco_has(line, 0, starts[i]))
			return true;
	return false;
}

static int
by_name(const void *a, const void *b)
{
	const struct sn__cisco_name *x = a, *y = b;
	int c = strcmp(x->word, y->word);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static sn_status
index_names(sn__cisco_file *file, sn__arena *arena, size_t lines)
{
	size_t order = 0;

	file->name = sn__arena_get(arena, NAMES * lines + 1,
	    sizeof(*file->name), alignof(struct sn__cisco_name));
	if (!file->name)
		return SN_ENOMEM;
	for (const sn__cisco *l = file->first; l; l = l->next, order++)
		for (unsigned i = 1; i <= NAMES && i < l->n && defines(l); i++)
			file->name[file->names++] =
			    (struct sn__cisco_name){l->word[i], l, order};
	qsort(file->name, file->names, sizeof(*file->name), by_name);
	return SN_OK;
}

const sn__cisco *
sn__cisco_named(sn__cisco_file *file, const char *name, size_t *at)
{
	size_t low = 0, high = file->names, i = *at;
	const sn__cisco *before = i ? file->name[i - 1].line : NULL;

	while (!i && low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(file->name[middle].word, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	i = i ? i : low;
	/* A word may stand twice in a line. */
	while (i < file->names && file->name[i].line == before)
		i++;
	if (i >= file->names || strcmp(file->name[i].word, name) != 0 ||
	    file->looked > SN__CISCO_LOOKED_MAX)
		return NULL;
	file->looked += 1 + file->name[i].line->inner;
	*at = i + 1;
	return file->name[i].line;
}

sn_status
sn__cisco_lines(const sn__reader *r, sn__arena *arena, sn__cisco_file *out)
{
	sn__cisco *root =
	    sn__arena_get(arena, 1, sizeof(*root), alignof(sn__cisco));
	const char *p = r->text, *end = p + r->size, *stop, *first;
	size_t lines = 0;

	if (!root)
		return SN_ENOMEM;
	*root = (sn__cisco){.n = 0};
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
		in->inner++;
	}
	*out = (sn__cisco_file){.first = root->below};
	return index_names(out, arena, root->inner);
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
