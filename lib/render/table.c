/*
 * table.c - route tables, and findings about them, as text, CSV and JSON.
 */
#include "render/json.h"
#include "supernet_text.h"

#include <stdlib.h>

static const char *
kind_name(uint32_t kind)
{
	return kind == SN_ROUTE_POLICY	      ? "policy"
	       : kind == SN_ROUTE_DESTINATION ? "destination"
					      : "bgp";
}

static const char *
state_of(const sn_route *r)
{
	return r->state ? sn_state_name(r->state) : "";
}

static void
text_row(sn__out *out, const sn_table *t, const sn_route *r)
{
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_prefix(out, r->source);
	else
		sn__out_text(out, kind_name(r->kind));
	sn__out_text(out, " -> ");
	sn__out_prefix(out, r->destination);
	sn__out_format(out, "  %s  weight %u",
	    sn_table_next_hop(t, r->next_hop), r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_format(out, "  priority %u", r->priority);
	if (r->state)
		sn__out_format(out, "  %s", state_of(r));
}

/* A field of RFC 4180: names may have commas and quotes. */
static void
csv_field(sn__out *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"") != NULL;

	if (quoted)
		sn__out_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			sn__out_char(out, '"');
		sn__out_char(out, *text);
	}
	if (quoted)
		sn__out_char(out, '"');
}

static void
csv_row(sn__out *out, const sn_table *t, const sn_route *r)
{
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_prefix(out, r->source);
	sn__out_char(out, ',');
	sn__out_prefix(out, r->destination);
	sn__out_char(out, ',');
	csv_field(out, sn_table_next_hop(t, r->next_hop));
	sn__out_format(out, ",%u,", r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_number(out, r->priority);
	sn__out_format(out, ",%s,%s\n", state_of(r), kind_name(r->kind));
}

static void
json_row(sn__json *j, const sn_table *t, const sn_route *r)
{
	sn__json_open(j, '{', true);
	if (r->kind == SN_ROUTE_POLICY) {
		sn__json_key(j, "source");
		sn__json_prefix(j, r->source);
	}
	sn__json_key(j, "destination");
	sn__json_prefix(j, r->destination);
	sn__json_key(j, "next_hop");
	sn__json_string(j, sn_table_next_hop(t, r->next_hop));
	sn__json_key(j, "weight");
	sn__json_number(j, r->weight);
	if (r->kind == SN_ROUTE_POLICY) {
		sn__json_key(j, "priority");
		sn__json_number(j, r->priority);
	}
	sn__json_key(j, "state");
	sn__json_string(j, r->state ? state_of(r) : NULL);
	sn__json_close(j, '}');
}

static void
json_table(sn__json *j, const sn_table *t)
{
	static const char *const key[] = {
	    "policy_routes", "destination_routes", "bgp_routes"};
	const sn_route *r = sn_table_rows(t);

	sn__json_open(j, '{', false);
	sn__json_key(j, "version");
	sn__json_number(j, 1);
	for (uint32_t kind = SN_ROUTE_POLICY; kind <= SN_ROUTE_BGP; kind++) {
		sn__json_key(j, key[kind - 1]);
		sn__json_open(j, '[', false);
		for (size_t i = 0; i < sn_table_size(t); i++)
			if (r[i].kind == kind)
				json_row(j, t, &r[i]);
		sn__json_close(j, ']');
	}
	sn__json_close(j, '}');
}

sn_status
sn_table_render(const sn_table *t, const char *format, sn_sink sink, void *ctx)
{
	bool json = !strcmp(format, "json"), csv = !strcmp(format, "csv");
	const sn_route *r = sn_table_rows(t);
	sn_status status;
	sn__json j;
	sn__out *out;

	if (!json && !csv && strcmp(format, "text"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	if (csv)
		sn__out_text(out,
		    "source,destination,next_hop,weight,priority,state,kind\n");
	if (json) {
		sn__json_begin(&j, out);
		json_table(&j, t);
		sn__json_end(&j);
	}
	for (size_t i = 0; i < sn_table_size(t) && !json; i++) {
		if (csv) {
			csv_row(out, t, &r[i]);
		} else {
			text_row(out, t, &r[i]);
			sn__out_char(out, '\n');
		}
	}
	status = sn__out_end(out);
	free(out);
	return status;
}

static void
text_finding(sn__out *out, const sn_route_finding *f, const sn_table *t,
    const sn_table *plan)
{
	const sn_table *of = f->in_plan ? plan : t;
	uint64_t row[2] = {f->row, f->other};

	sn__out_format(out, "%s: %s: %s\n", sn_severity_name(f->severity),
	    f->code, f->text);
	for (unsigned i = 0; i < 2; i++) {
		if (row[i] == UINT64_MAX || !of)
			continue;
		sn__out_format(
		    out, "    row %llu: ", (unsigned long long)row[i] + 1);
		text_row(out, of, &sn_table_rows(of)[row[i]]);
		sn__out_char(out, '\n');
	}
	if (*f->source)
		sn__out_format(out, "    source: %s\n", f->source);
}

static void
json_finding(sn__json *j, const sn_route_finding *f, const sn_table *t,
    const sn_table *plan)
{
	const sn_table *of = f->in_plan ? plan : t;
	uint64_t row[2] = {f->row, f->other};

	sn__json_open(j, '{', false);
	sn__json_key(j, "code");
	sn__json_string(j, f->code);
	sn__json_key(j, "severity");
	sn__json_string(j, sn_severity_name(f->severity));
	sn__json_key(j, "in_plan");
	sn__json_bool(j, f->in_plan);
	sn__json_key(j, "rows");
	sn__json_open(j, '[', false);
	for (unsigned i = 0; i < 2; i++)
		if (row[i] != UINT64_MAX && of)
			json_row(j, of, &sn_table_rows(of)[row[i]]);
	sn__json_close(j, ']');
	sn__json_key(j, "row_numbers");
	sn__json_open(j, '[', true);
	for (unsigned i = 0; i < 2; i++)
		if (row[i] != UINT64_MAX)
			sn__json_number(j, row[i] + 1);
	sn__json_close(j, ']');
	sn__json_key(j, "text");
	sn__json_string(j, f->text);
	sn__json_key(j, "source");
	sn__json_string(j, *f->source ? f->source : NULL);
	sn__json_close(j, '}');
}

sn_status
sn_check_render(const sn_check *c, const sn_table *t, const sn_table *plan,
    const char *format, sn_sink sink, void *ctx)
{
	bool json = !strcmp(format, "json");
	const sn_route_finding *f;
	uint64_t kept = sn_check_finding_count(c), found = sn_check_found(c);
	sn_status status;
	sn__json j;
	sn__out *out;

	if (!json && strcmp(format, "text"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	if (json) {
		sn__json_begin(&j, out);
		sn__json_open(&j, '{', false);
		sn__json_key(&j, "version");
		sn__json_number(&j, 1);
		sn__json_key(&j, "found");
		sn__json_number(&j, found);
		sn__json_key(&j, "findings");
		sn__json_open(&j, '[', false);
	}
	for (size_t i = 0; (f = sn_check_finding(c, i)); i++) {
		if (json)
			json_finding(&j, f, t, plan);
		else
			text_finding(out, f, t, plan);
	}
	if (json) {
		sn__json_close(&j, ']');
		sn__json_close(&j, '}');
		sn__json_end(&j);
	} else if (!found) {
		sn__out_text(out, "nothing found\n");
	} else if (found > kept) {
		sn__out_format(
		    out, "and %llu more\n", (unsigned long long)(found - kept));
	}
	status = sn__out_end(out);
	free(out);
	return status;
}
