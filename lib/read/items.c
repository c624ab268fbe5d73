/*
 * items.c - bulk text item by item, each with its line and its label.
 */
#include <string.h>

#include "supernet_text.h"
#include "text/bulk_line.h"

enum { KEPT = 8 };

struct visit {
	const sn_text_options *o;
	sn__reading how;
	sn_text_visitor visitor;
	uint64_t line;
	const char *row, *row_end;
	sn__item item[KEPT];	 /* of the row, */
	size_t items;		 /* which may have more */
	uint64_t warned, masked; /* reported so far */
	sn_text_stats stats;
	sn_error first;	  /* the first invalid line */
	sn_status status; /* where it stopped */
};

/* False: a callback said stop. */
static bool
invalid(struct visit *v, sn_error *error)
{
	if (v->stats.invalid++ == 0)
		v->first = *error;
	return !v->o->on_invalid || v->stats.invalid > v->how.max_invalid ||
	       v->o->on_invalid(v->o->ctx, error);
}

/* All that a visitor gets of a row, but its item. */
static sn_text_item
what_is_of(const struct visit *v, const sn__line *line)
{
	sn_text_item found = {.line = v->line};

	found.label = line->label.p;
	found.label_size = (size_t)(line->label.end - line->label.p);
	found.row = v->row;
	found.row_size = (size_t)(v->row_end - v->row);
	return found;
}

static sn_status
visit_item(void *ctx, const sn__line *line, const sn__item *item)
{
	struct visit *v = ctx;
	sn_text_item found = what_is_of(v, line);

	v->stats.items++;
	v->stats.masked += item->masked;
	v->stats.warnings += item->unusual;
	found.range.first = sn__addr(item->family, item->first);
	found.range.last = sn__addr(item->family, item->last);
	return v->visitor(v->o->ctx, &found) ? SN_OK : SN_ECANCELED;
}

static sn_status
keep_item(void *ctx, const sn__line *line, const sn__item *item)
{
	struct visit *v = ctx;

	(void)line;
	if (v->items < KEPT)
		v->item[v->items] = *item;
	v->items++;
	return SN_OK;
}

static bool
visit_empty(const struct visit *v, const sn__line *line)
{
	const sn_text_item found = what_is_of(v, line);

	return v->visitor(v->o->ctx, &found);
}

/* The items of the row, again where they were too many to keep. */
static sn_status
visit_items(struct visit *v, sn__line *line)
{
	sn_status status = SN_OK;

	if (v->items > KEPT)
		return sn__read_line(
		    &v->how, v->row, v->row_end, line, visit_item, v, NULL);
	for (size_t i = 0; i < v->items && !status; i++)
		status = visit_item(v, line, &v->item[i]);
	return status;
}

/* Whether what was read of a line is to be told. */
static bool
warns(struct visit *v, const sn__line *line)
{
	if (!v->o->on_warning)
		return false;
	return line->unusual ? v->warned++ < v->how.max_warnings
			     : line->masked && v->masked++ < v->o->max_masked;
}

static bool
visit_line(struct visit *v, const char *p, const char *end)
{
	sn__line line;
	sn_error error;
	sn_status status;

	memset(&error, 0, sizeof(error));
	v->row = p;
	v->row_end = end;
	v->items = 0;
	/* What is said of a line is said before its items are given. */
	status = sn__read_line(&v->how, p, end, &line, keep_item, v, &error);
	error.line = v->line;
	error.offset += (uint64_t)(p - v->how.text);
	if (status == SN_ENOMEM) {
		v->status = SN_ENOMEM;
		return false;
	}
	v->stats.comments += line.kind == SN__LINE_COMMENT;
	v->stats.empty += line.kind == SN__LINE_EMPTY;
	if (status)
		return invalid(v, &error);
	if (line.kind == SN__LINE_EMPTY && v->o->flags & SN_TEXT_EMPTY_ROWS)
		return visit_empty(v, &line);
	if (line.kind != SN__LINE_ITEMS)
		return true;
	if (warns(v, &line) && !v->o->on_warning(v->o->ctx, &error))
		return false;
	status = visit_items(v, &line);
	if (status)
		v->status = status;
	return !status;
}

sn_status
sn_text_visit(const char *text, size_t size, const sn_text_options *options,
    uint32_t label_column, sn_text_visitor visitor, sn_text_stats *stats,
    sn_error *error)
{
	struct visit v = {.o = options,
	    .visitor = visitor,
	    .status = SN_ECANCELED,
	    .stats = SN_TEXT_STATS_INIT};
	uint64_t first = options->first_line ? options->first_line : 1;
	const char *p, *next;
	bool go = true;

	if (options->struct_size != sizeof(*options) ||
	    (stats && stats->struct_size != sizeof(*stats)))
		return SN_EINVAL;
	if (sn__reading_begin(&v.how, text, size, options, label_column))
		return SN_EINVAL;
	v.line = first;
	for (p = v.how.text; p < v.how.end && go; p = next) {
		const char *end = sn__line_end(&v.how, p);

		next = end + (end < v.how.end);
		go = visit_line(&v, p, end);
		v.stats.lines += sn__count_lines(p, end);
		v.line = first + v.stats.lines;
	}
	if (stats)
		*stats = v.stats;
	if (error && v.stats.invalid)
		*error = v.first;
	if (!go)
		return v.status;
	return v.stats.invalid && !(options->flags & SN_TEXT_SKIP_INVALID)
		   ? (sn_status)v.first.status
		   : SN_OK;
}
