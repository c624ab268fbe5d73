/*
 * bulk_column.c - finding the field of a column, and copying all fields of a
 * piece of text one below the other: as lines for the fast parsers.
 *
 * What may be more than a field by itself becomes an empty line, at which
 * those parsers stop: lines that are blank, comments, or begin the text with a
 * byte-order mark, and lines that have fewer columns.
 */
#include "text/bulk_column.h"

#include <string.h>

#include "text/fast_lines.h"

/* A field of up to COPY bytes is copied with COPY, where there are so many. */
enum { COPY = 32 };

bool
sn__find_field(sn__column column, const char **p, const char **end)
{
	const char *at = *p, *to = *end;

	for (uint32_t i = 1;; i++) {
		const char *from = at;
		bool quoted = at < to && *at == '"';

		while (quoted && at < to && *at == '"') {
			at = memchr(at + 1, '"', (size_t)(to - at - 1));
			at = at ? at + 1 : to;
		}
		/* After quotes the delimiter mostly stands here. */
		if (at < to && *at != column.delimiter) {
			at = memchr(at, column.delimiter, (size_t)(to - at));
			at = at ? at : to;
		}
		if (i == column.number) {
			*p = from;
			*end = at;
			while (*p < *end && sn__is_blank((*end)[-1]))
				--*end;
			if (quoted && *end - *p >= 2 && (*end)[-1] == '"') {
				++*p;
				--*end;
			}
			return true;
		}
		if (at == to)
			return false;
		at++;
	}
}

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
sn__fields_copy(sn__fields *f, sn__column column, const char *piece,
    const uint32_t *end, size_t n, const char *text_end)
{
	const char *p = piece;
	char *out = f->text;

	for (size_t i = 0; i < n; i++) {
		const char *next = piece + end[i], *from = p, *to = next;

		if (from == to || is_odd(*from) ||
		    !sn__find_field(column, &from, &to))
			to = from;
		out = put_field(out, from, to, text_end);
		f->end[i] = (uint32_t)(out - f->text) - 1;
		p = next + 1;
	}
	/* The parsers may load these bytes, which are of no field. */
	memset(out, 0, SN__FAST_AHEAD);
}
