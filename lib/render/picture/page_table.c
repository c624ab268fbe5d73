/*
 * page_table.c - tables of reports: the first rows, the others folded.
 */
#include "render/picture/page.h"

#include <stdio.h>

#include "base/count.h"
#include "render/quote.h"

enum {
	FIRST = 64, /* rows in sight */
	MOST = 1000,
	PREFIXES = 8, /* of a cell */
	ITEMS = 240,  /* of a list in sight */
	MOST_ITEMS = 4096
};

static void
open_table(sn__page_table *t, bool folded)
{
	sn__out *out = t->out;

	sn__out_text(out, "<div class=\"table\" role=\"group\" tabindex=\"0\" "
			  "aria-label=\"");
	sn__put_xml(out, t->caption);
	sn__out_format(
	    out, "%s\"><table>", folded ? ", those that follow" : "");
	if (!folded) {
		sn__out_text(out, "<caption class=\"sr\">");
		sn__put_xml(out, t->caption);
		sn__out_text(out, "</caption>");
	}
	sn__out_text(out, "\n<thead><tr>");
	for (size_t i = 0; i < t->column_count; i++) {
		bool number = !strcmp(t->columns[i].class, "number");

		sn__out_format(out, "<th scope=\"col\"%s>%s</th>",
		    number ? " class=\"number\"" : "", t->columns[i].title);
	}
	sn__out_text(out, "</tr></thead>\n<tbody>\n");
}

void
sn__page_table_begin(sn__page_table *t, sn__out *out, const char *caption,
    const sn__page_column *columns, size_t n, uint64_t total)
{
	*t = (sn__page_table){out, caption, columns, n, total, 0, 0};
	open_table(t, false);
}

static void
fold_rest(sn__out *out, uint64_t n, const char *what)
{
	char number[SN__GROUPED_MAX], text[SN__WORDS_MAX];

	sn__count_grouped(number, sn_count_from(n));
	snprintf(text, sizeof(text), "%s more %s", number, what);
	sn__page_fold(out, text, "");
}

/* Says that @n were left out, which @format has. */
static void
put_left_out(sn__out *out, uint64_t n, const char *what, const char *format)
{
	char number[SN__GROUPED_MAX], text[SN__WORDS_MAX];

	if (!n)
		return;
	sn__count_grouped(number, sn_count_from(n));
	snprintf(text, sizeof(text), "and %s more %s; --format %s has them all",
	    number, what, format);
	sn__page_paragraph(out, "note", text);
}

static void
close_row(sn__page_table *t)
{
	if (t->cells)
		sn__out_text(t->out, "</td></tr>\n");
	t->cells = 0;
}

bool
sn__page_row(sn__page_table *t, const char *class)
{
	close_row(t);
	if (t->rows == MOST)
		return false;
	if (t->rows == FIRST) {
		sn__out_text(t->out, "</tbody></table></div>\n");
		fold_rest(t->out, t->total - FIRST, "rows");
		open_table(t, true);
	}
	t->rows++;
	sn__out_text(t->out, "<tr");
	sn__page_class(t->out, class);
	sn__out_char(t->out, '>');
	return true;
}

void
sn__page_cell(sn__page_table *t)
{
	sn__out_text(t->out, t->cells ? "</td><td" : "<td");
	sn__page_class(t->out, t->columns[t->cells].class);
	sn__out_char(t->out, '>');
	t->cells++;
}

void
sn__page_cell_text(sn__page_table *t, const char *text)
{
	sn__page_cell(t);
	sn__put_xml(t->out, text);
}

void
sn__page_cell_number(sn__page_table *t, uint64_t n)
{
	sn__page_cell(t);
	sn__page_grouped(t->out, n);
}

void
sn__page_cell_count(sn__page_table *t, sn_count n)
{
	char text[SN__GROUPED_MAX];

	sn__count_words(text, n);
	sn__page_cell_text(t, text);
}

void
sn__page_cell_prefixes(sn__page_table *t, const sn_prefix *p, size_t n)
{
	sn__page_cell(t);
	for (size_t i = 0; i < n && i < PREFIXES; i++) {
		sn__out_text(t->out, i ? ", " : "");
		sn__out_prefix(t->out, p[i]);
	}
	if (n > PREFIXES)
		sn__out_format(t->out, " and %zu more", n - PREFIXES);
}

void
sn__page_table_end(sn__page_table *t, const char *format)
{
	close_row(t);
	sn__out_text(t->out, "</tbody></table></div>\n");
	put_left_out(t->out, t->total - t->rows, "rows", format);
	if (t->rows > FIRST)
		sn__page_fold_end(t->out);
}

void
sn__page_list_begin(sn__page_list *l, sn__out *out, uint64_t total)
{
	*l = (sn__page_list){out, total, 0};
}

bool
sn__page_item(sn__page_list *l, sn_prefix p)
{
	if (l->items == MOST_ITEMS)
		return false;
	if (l->items == ITEMS) {
		sn__out_text(l->out, "</ul>\n");
		fold_rest(l->out, l->total - ITEMS, "prefixes");
	}
	if (!l->items || l->items == ITEMS)
		sn__out_format(l->out, "<ul class=\"columns%s mono\">\n",
		    p.family == SN_IPV6 ? " wide" : "");
	l->items++;
	sn__out_text(l->out, "<li>");
	sn__out_prefix(l->out, p);
	sn__out_text(l->out, "</li>\n");
	return true;
}

void
sn__page_list_end(sn__page_list *l, const char *format)
{
	sn__out_text(l->out, l->items ? "</ul>\n" : "");
	put_left_out(l->out, l->total - l->items, "prefixes", format);
	if (l->items > ITEMS)
		sn__page_fold_end(l->out);
}
