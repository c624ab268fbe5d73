/*
 * plan_text_lines.c - the lines of a text for people.
 */
#include "render/plan_text.h"

enum { SHOWN = 20 }; /* prefixes of a list */

const char sn__bold[] = "\033[1m", sn__plain[] = "\033[0m";

void
sn__colour(const struct sn__lines *t, const char *code)
{
	if (t->colour)
		sn__out_text(t->out, code);
}

void
sn__heading(const struct sn__lines *t, const char *title)
{
	sn__out_char(t->out, '\n');
	sn__colour(t, sn__bold);
	sn__out_text(t->out, title);
	sn__colour(t, sn__plain);
	sn__out_char(t->out, '\n');
}

void
sn__cell(const struct sn__lines *t, const char *text, size_t width)
{
	size_t n = strlen(text);

	sn__out_text(t->out, text);
	sn__out_spaces(t->out, (n < width ? width - n : 0) + 2);
}

void
sn__wrap(const struct sn__lines *t, const char *text, size_t indent)
{
	size_t column = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column && column + 1 + n <= SN__WIDTH) {
			sn__out_char(t->out, ' ');
			column++;
		} else {
			if (column)
				sn__out_char(t->out, '\n');
			sn__out_spaces(t->out, indent);
			column = indent;
		}
		sn__out_bytes(t->out, text, n);
		column += n;
		text += n + strspn(text + n, " ");
	}
	sn__out_char(t->out, '\n');
}

void
sn__put_list(
    const struct sn__lines *t, const char *name, const sn_prefix *p, size_t n)
{
	sn__out_format(t->out, "  %-11s", name);
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		sn__out_text(t->out, i ? i % 4 ? "  " : "\n             " : "");
		sn__out_prefix(t->out, p[i]);
	}
	if (n > SHOWN)
		sn__out_format(
		    t->out, "\n             and %zu more", n - SHOWN);
	sn__out_char(t->out, '\n');
}
