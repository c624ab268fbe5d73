/*
 * table_row.c - single rows of a route table as text, CSV and JSON.
 */
#include "render/table_row.h"

static const char *
state_of(const sn_route *r)
{
	return r->state ? sn_word(SN_WORD_STATE, r->state) : "";
}

void
sn__row_text(sn__out *out, const sn_table *t, const sn_route *r)
{
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_prefix(out, r->source);
	else
		sn__out_text(out, sn_word(SN_WORD_ROUTE, r->kind));
	sn__out_text(out, " -> ");
	sn__out_prefix(out, r->destination);
	sn__out_format(out, "  %s  weight %u",
	    sn_table_next_hop(t, r->next_hop), r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_format(out, "  priority %u", r->priority);
	if (r->state)
		sn__out_format(out, "  %s", state_of(r));
}

/* A field of RFC 4180: names may have commas, quotes, and what starts a comment
 * for a reader. */
void
sn__csv_field(sn__out *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"#") != NULL;

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

void
sn__row_csv(sn__out *out, const sn_table *t, const sn_route *r)
{
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_prefix(out, r->source);
	sn__out_char(out, ',');
	sn__out_prefix(out, r->destination);
	sn__out_char(out, ',');
	sn__csv_field(out, sn_table_next_hop(t, r->next_hop));
	sn__out_format(out, ",%u,", r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_number(out, r->priority);
	sn__out_format(
	    out, ",%s,%s", state_of(r), sn_word(SN_WORD_ROUTE, r->kind));
}

void
sn__row_json_keys(sn__json *j, const sn_table *t, const sn_route *r)
{
	if (r->kind == SN_ROUTE_POLICY)
		sn__json_prefix(j, "source", r->source);
	sn__json_prefix(j, "destination", r->destination);
	sn__json_string(j, "next_hop", sn_table_next_hop(t, r->next_hop));
	sn__json_number(j, "weight", r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__json_number(j, "priority", r->priority);
	sn__json_string(j, "state", r->state ? state_of(r) : NULL);
}

void
sn__row_json(sn__json *j, const sn_table *t, const sn_route *r)
{
	sn__json_open(j, NULL, '{', true);
	sn__row_json_keys(j, t, r);
	sn__json_close(j, '}');
}
