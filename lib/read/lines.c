/*
 * lines.c - the lines of a small file, alike for every reader of lines.
 */
#include "read/lines.h"

#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

const char *
sn__skip_blanks(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

const char *
sn__trim_blanks(const char *p, const char *end)
{
	while (end > p && is_blank(end[-1]))
		end--;
	return end;
}

/* The '#' outside quotes that starts a comment, or @end. */
static const char *
comment(const char *p, const char *end)
{
	const char *hash = memchr(p, '#', (size_t)(end - p));
	bool quoted = false;

	for (; hash && p < end; p++) {
		quoted ^= *p == '"';
		if (*p == '#' && !quoted)
			return p;
	}
	return end;
}

sn__line
sn__line_start(const sn__reader *r)
{
	return (sn__line){.at = r->text, .end = r->text, .next = r->text};
}

bool
sn__line_next(const sn__reader *r, sn__line *line)
{
	const char *stop = r->text + r->size;

	while (line->next < stop) {
		const char *p = line->next;
		const char *lf = memchr(p, '\n', (size_t)(stop - p));
		const char *end = comment(p, lf ? lf : stop);

		line->number++;
		line->next = lf ? lf + 1 : stop;
		p = sn__skip_blanks(p, end);
		line->at = p;
		line->end = sn__trim_blanks(p, end);
		if (p < line->end)
			return true;
	}
	return false;
}

sn__word
sn__line_word(sn__line *line, char separator)
{
	const char *p = line->at;
	sn__word w = {p, 0};

	while (
	    p < line->end && !is_blank(*p) && (!separator || *p != separator))
		p++;
	w.n = (size_t)(p - w.at);
	line->at = sn__skip_blanks(p, line->end);
	return w;
}

void
sn__line_pass(sn__line *line, char separator)
{
	if (line->at < line->end && *line->at == separator)
		line->at = sn__skip_blanks(line->at + 1, line->end);
}
