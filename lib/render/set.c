/*
 * set.c - a set as JSON or CSV.
 */
#include "render/json.h"

#include "base/alloc.h"
#include "supernet_text.h"

static void
put_json(sn__out *out, const sn_set *set)
{
	sn_set_iter it;
	sn_prefix p;
	sn__json j;

	sn__json_begin(&j, out);
	sn__json_open(&j, '{', false);
	sn__json_key(&j, "version");
	sn__json_number(&j, 1);
	sn__json_key(&j, "prefixes");
	sn__json_open(&j, '[', false);
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p) && !out->status)
		sn__json_prefix(&j, p);
	sn__json_close(&j, ']');
	sn__json_close(&j, '}');
	sn__json_end(&j);
}

static void
put_csv(sn__out *out, const sn_set *set)
{
	sn_set_iter it;
	sn_prefix p;

	sn__out_text(out, "prefix,first,last,addresses\n");
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p) && !out->status) {
		sn__out_prefix(out, p);
		sn__out_char(out, ',');
		sn__out_addr(out, sn_prefix_first(p));
		sn__out_char(out, ',');
		sn__out_addr(out, sn_prefix_last(p));
		sn__out_char(out, ',');
		sn__out_count(out, sn_prefix_size(p));
		sn__out_char(out, '\n');
	}
}

sn_status
sn_set_render(const sn_set *set, const char *format, sn_sink sink, void *ctx)
{
	bool json = !strcmp(format, "json");
	sn_status status;
	sn__out *out;

	if (!json && strcmp(format, "csv"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	if (json)
		put_json(out, set);
	else
		put_csv(out, set);
	status = sn__out_end(out);
	free(out);
	return status;
}
