/*
 * items.c - bulk text item by item, each with its line and its label.
 */
#include <string.h>

#include "supernet_text.h"
#include "text/bulk_line.h"

struct visit {
	const sn_text_options *o;
	sn__reading how;
	uint32_t label_column;
	sn_text_visitor visitor;
	uint64_t line;
	sn_text_stats stats;
	sn_error first;	  /* the first invalid line */
	sn_status status; /* where it stopped */
};

/* False: a callback said stop. */
static bool
invalid(struct visit *v, sn_error *error, const char *p)
{
	bool skip = v->o->flags & SN_TEXT_SKIP_INVALID;
	uint64_t most = v->o->max_invalid ? v->o->max_invalid : 10;

	error->line = v->line;
	error->offset += (uint64_t)(p - v->how.text);
	if (v->stats.invalid++ == 0)
		v->first = *error;
	return !v->o->on_invalid || (!skip && v->stats.invalid > most) ||
	       v->o->on_invalid(v->o->ctx, error);
}

static bool
visit_line(struct visit *v, const char *p, const char *end)
{
	const char *label = p, *label_end = end;
	sn_text_item found = {.line = v->line};
	sn__item item;
	sn_error error;
	enum sn__line_kind kind;

	memset(&error, 0, sizeof(error));
	kind = sn__read_line(&v->how, p, end, &item, &error);
	if (kind == SN__LINE_BLANK)
		return true;
	if (kind == SN__LINE_ITEM && v->label_column &&
	    sn__read_label(
		&v->how, v->label_column, &label, &label_end, &error))
		kind = SN__LINE_INVALID;
	if (kind == SN__LINE_INVALID && error.status == SN_ENOMEM) {
		v->status = SN_ENOMEM;
		return false;
	}
	if (kind == SN__LINE_INVALID)
		return invalid(v, &error, p);
	v->stats.items++;
	v->stats.masked += item.masked;
	v->stats.warnings += item.unusual;
	error.line = v->line;
	error.offset += (uint64_t)(p - v->how.text);
	if (item.unusual && v->o->on_warning &&
	    !v->o->on_warning(v->o->ctx, &error))
		return false;
	found.range.first = sn__addr(item.family, item.first);
	found.range.last = sn__addr(item.family, item.last);
	found.label = v->label_column ? label : NULL;
	found.label_size = v->label_column ? (size_t)(label_end - label) : 0;
	return v->visitor(v->o->ctx, &found);
}

sn_status
sn_text_visit(const char *text, size_t size, const sn_text_options *options,
    uint32_t label_column, sn_text_visitor visitor, sn_text_stats *stats,
    sn_error *error)
{
	struct visit v = {.o = options,
	    .label_column = label_column,
	    .visitor = visitor,
	    .status = SN_ECANCELED,
	    .stats = SN_TEXT_STATS_INIT};
	const char *p, *next;
	bool go = true;

	if (options->struct_size != sizeof(*options) ||
	    (stats && stats->struct_size != sizeof(*stats)))
		return SN_EINVAL;
	v.how = sn__reading_begin(text, size, options);
	v.line = options->first_line ? options->first_line : 1;
	for (p = v.how.text; p < v.how.end && go; p = next) {
		const char *end = memchr(p, '\n', (size_t)(v.how.end - p));

		next = end ? end + 1 : v.how.end;
		go = visit_line(&v, p, end ? end : next);
		v.stats.lines++;
		v.line++;
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
