/*
 * table_check.c - findings about route tables as text, CSV and JSON.
 */
#include "render/picture/report.h"
#include "render/table_row.h"

#include <stdlib.h>

static void
text_finding(
    sn__out *out, const sn_finding *f, const sn_table *t, const sn_table *plan)
{
	const sn_table *of = f->in_plan ? plan : t;
	uint64_t row[2] = {f->row, f->other};

	sn__out_format(out, "%s: %s: %s\n",
	    sn_word(SN_WORD_SEVERITY, f->severity), f->code, f->text);
	for (unsigned i = 0; i < 2; i++) {
		if (row[i] == UINT64_MAX || !of)
			continue;
		sn__out_format(
		    out, "    row %llu: ", (unsigned long long)row[i] + 1);
		sn__row_text(out, of, &sn_table_rows(of)[row[i]]);
		sn__out_char(out, '\n');
	}
	if (*f->source)
		sn__out_format(out, "    source: %s\n", f->source);
}

static void
json_finding(
    sn__json *j, const sn_finding *f, const sn_table *t, const sn_table *plan)
{
	const sn_table *of = f->in_plan ? plan : t;
	uint64_t row[2] = {f->row, f->other};

	sn__json_open(j, NULL, '{', false);
	sn__json_string(j, "code", f->code);
	sn__json_string(j, "severity", sn_word(SN_WORD_SEVERITY, f->severity));
	sn__json_bool(j, "in_plan", f->in_plan);
	sn__json_open(j, "rows", '[', false);
	for (unsigned i = 0; i < 2; i++)
		if (row[i] != UINT64_MAX && of)
			sn__row_json(j, of, &sn_table_rows(of)[row[i]]);
	sn__json_close(j, ']');
	sn__json_open(j, "row_numbers", '[', true);
	for (unsigned i = 0; i < 2; i++)
		if (row[i] != UINT64_MAX)
			sn__json_number(j, NULL, row[i] + 1);
	sn__json_close(j, ']');
	sn__json_string(j, "text", f->text);
	sn__json_string(j, "source", *f->source ? f->source : NULL);
	sn__json_close(j, '}');
}

static void
csv_finding(
    sn__out *out, const sn_finding *f, const sn_table *t, const sn_table *plan)
{
	const sn_table *of = f->in_plan ? plan : t;
	uint64_t row[2] = {f->row, f->other};

	sn__out_format(out, "%s,%s,%s", sn_word(SN_WORD_SEVERITY, f->severity),
	    f->code, f->in_plan ? "plan" : "table");
	for (unsigned i = 0; i < 2; i++) {
		sn__out_char(out, ',');
		if (row[i] != UINT64_MAX)
			sn__out_number(out, row[i] + 1);
	}
	sn__out_char(out, ',');
	if (f->row != UINT64_MAX && of)
		sn__row_csv(out, of, &sn_table_rows(of)[f->row]);
	else
		sn__out_text(out, ",,,,,,");
	sn__out_char(out, ',');
	sn__csv_field(out, f->text);
	sn__out_char(out, ',');
	sn__csv_field(out, f->source);
	sn__out_char(out, '\n');
}

static void
json_check(
    sn__out *out, const sn_check *c, const sn_table *t, const sn_table *plan)
{
	const sn_check_view *v = sn_check_get(c);
	sn__json j;

	sn__json_begin(&j, out);
	sn__json_open(&j, NULL, '{', false);
	sn__json_number(&j, "version", 1);
	sn__json_number(&j, "found", v->found);
	sn__json_open(&j, "findings", '[', false);
	for (size_t i = 0; i < v->finding_count; i++)
		json_finding(&j, &v->findings[i], t, plan);
	sn__json_close(&j, ']');
	sn__json_close(&j, '}');
	sn__json_end(&j);
}

static void
text_check(
    sn__out *out, const sn_check *c, const sn_table *t, const sn_table *plan)
{
	const sn_check_view *v = sn_check_get(c);

	for (size_t i = 0; i < v->finding_count; i++)
		text_finding(out, &v->findings[i], t, plan);
	if (!v->found)
		sn__out_text(out, "nothing found\n");
	else if (v->found > v->finding_count)
		sn__out_format(out, "and %llu more\n",
		    (unsigned long long)(v->found - v->finding_count));
}

sn_status
sn_check_render(const sn_check *c, const sn_table *t, const sn_table *plan,
    const char *format, const sn_render_options *options, sn_sink sink,
    void *ctx)
{
	static const sn_render_options defaults = SN_RENDER_OPTIONS_INIT;
	bool json = !strcmp(format, "json"), csv = !strcmp(format, "csv");
	bool html = !strcmp(format, "html");
	const sn_check_view *v = sn_check_get(c);
	sn_status status;
	sn__out *out;

	if (!json && !csv && !html && strcmp(format, "text"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	if (json)
		json_check(out, c, t, plan);
	else if (html)
		sn__report_check(
		    out, c, t, plan, options ? options : &defaults);
	else if (!csv)
		text_check(out, c, t, plan);
	else
		sn__out_text(out, "severity,code,in,row,other_row," SN__ROW_CSV
				  ",text,reference\n");
	for (size_t i = 0; csv && i < v->finding_count; i++)
		csv_finding(out, &v->findings[i], t, plan);
	status = sn__out_end(out);
	free(out);
	return status;
}
