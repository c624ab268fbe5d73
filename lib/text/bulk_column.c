/*
 * bulk_column.c - the fields of one column of a piece of text, copied one below
 * the other: lines for the parsers of plain lines.
 *
 * What may be more than a field by itself becomes an empty line, at which
 * those parsers stop: lines that are blank, comments, or begin the text with a
 * byte-order mark, and lines that have fewer columns.
 */
#include "text/bulk_column.h"

#include <string.h>

/* A field of up to COPY bytes is copied with COPY, where there are so many. */
enum { COPY = 32 };

static char *
put_field(char *out, const char *from, const char *to, const char *end)
{
	size_t size = (size_t)(to - from);

	if (size <= COPY && (size_t)(end - from) >= COPY)
		memcpy(out, from, COPY);
	else
		memcpy(out, from, size);
	out[size] = '\n';
	return out + size + 1;
}

/* Whether a line that starts with @c is more than fields. */
static inline bool
is_odd(char c)
{
	return sn__is_blank(c) || c == '#' || c == '\xef';
}

void
sn__fields_find(sn__fields *f, const sn__reading *how, const char *piece,
    const uint32_t *end, size_t n)
{
	const char *p = piece;
	char *out = f->text;

	for (size_t i = 0; i < n; i++) {
		const char *next = piece + end[i], *from = p, *to = next;

		if (from == to || is_odd(*from) ||
		    !sn__find_field(how, &from, &to))
			to = from;
		out = put_field(out, from, to, how->end);
		f->end[i] = (uint32_t)(out - f->text) - 1;
		p = next + 1;
	}
	/* To be read, not to be seen. */
	memset(out, 0, SN__PARSE4_AHEAD);
}
