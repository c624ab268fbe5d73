/*
 * item_places.c - bulk text into an array with a place for each line.
 */
#include <string.h>

#include "supernet_text.h"

struct places {
	sn_range *out;
	size_t n;
	uint64_t first_line;
};

static bool
place(void *ctx, const sn_text_item *item)
{
	const struct places *p = ctx;
	uint64_t at = item->line - p->first_line;

	if (at >= p->n)
		return false;
	p->out[at] = item->range;
	return true;
}

sn_status
sn_text_place(sn_range *out, size_t lines, const char *text, size_t size,
    const sn_text_options *options, sn_text_stats *stats, sn_error *error)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	struct places p = {out, lines, 1};
	sn_status status;

	if (options)
		o = *options;
	if (o.first_line)
		p.first_line = o.first_line;
	o.ctx = &p;
	o.on_invalid = o.on_warning = NULL;
	o.on_progress = NULL;
	if (lines)
		memset(out, 0, lines * sizeof(*out));
	status = sn_text_visit(text, size, &o, 0, place, stats, error);
	return status == SN_ECANCELED ? SN_EINVAL : status;
}
