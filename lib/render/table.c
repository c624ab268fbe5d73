/*
 * table.c - route tables as text, CSV and JSON, and in the other formats, by
 * name.
 */
#include "render/table_row.h"

#include <stdlib.h>

#include "render/device/aliyun.h"
#include "render/device/iproute2.h"
#include "render/device/terraform.h"

static void
json_table(sn__json *j, const sn_table *t)
{
	static const char *const key[] = {
	    "policy_routes", "destination_routes", "bgp_routes"};
	const sn_route *r = sn_table_rows(t);

	sn__json_open(j, NULL, '{', false);
	sn__json_number(j, "version", 1);
	for (uint32_t kind = SN_ROUTE_POLICY; kind <= SN_ROUTE_BGP; kind++) {
		sn__json_open(j, key[kind - 1], '[', false);
		for (size_t i = 0; i < sn_table_size(t); i++)
			if (r[i].kind == kind)
				sn__row_json(j, t, &r[i]);
		sn__json_close(j, ']');
	}
	sn__json_close(j, '}');
}

static sn_status
render_json(const sn_table *t, sn__out *out)
{
	sn__json j;

	sn__json_begin(&j, out);
	json_table(&j, t);
	sn__json_end(&j);
	return SN_OK;
}

static sn_status
render_csv(const sn_table *t, sn__out *out)
{
	const sn_route *r = sn_table_rows(t);

	sn__out_text(out, SN__ROW_CSV "\n");
	for (size_t i = 0; i < sn_table_size(t); i++) {
		sn__row_csv(out, t, &r[i]);
		sn__out_char(out, '\n');
	}
	return SN_OK;
}

static sn_status
render_text(const sn_table *t, sn__out *out)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++) {
		sn__row_text(out, t, &r[i]);
		sn__out_char(out, '\n');
	}
	return SN_OK;
}

static const struct {
	const char *name;
	sn_status (*render)(const sn_table *t, sn__out *out);
} formats[] = {
    {"text", render_text},
    {"json", render_json},
    {"csv", render_csv},
    {"iproute2", sn__table_iproute2},
    {"terraform", sn__table_terraform},
    {"aliyun", sn__table_aliyun},
};

enum { FORMATS = sizeof(formats) / sizeof(*formats) };

sn_status
sn_table_render(const sn_table *t, const char *format, sn_sink sink, void *ctx)
{
	sn_status status, end;
	sn__out *out;
	size_t i = 0;

	while (i < FORMATS && strcmp(formats[i].name, format))
		i++;
	if (i == FORMATS)
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	status = formats[i].render(t, out);
	end = status ? status : sn__out_end(out);
	free(out);
	return end;
}
