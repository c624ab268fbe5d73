/*
 * report_tables.c - the tables of a report: schemes, rows of routes, and the
 * steps of a change.
 */
#include <stdio.h>

#include "base/plural.h"
#include "render/picture/report.h"
#include "render/quote.h"

/* ------------------------------------------------------------- schemes */

/* A share in thousandths, "under 0.1" where it is nearly none. */
static void
cell_share(sn__page_table *t, const sn_alternative *a)
{
	sn__page_cell(t);
	if (sn_count_is_zero(a->extra))
		sn__out_text(t->out, "0&#160;%");
	else
		sn__out_format(t->out, "%s%u.%u&#160;%%",
		    a->extra_share ? "" : "under ", a->extra_share / 10,
		    a->extra_share ? a->extra_share % 10 : 1);
}

static void
put_scheme(sn__page_table *t, const sn_alternative *a, bool chosen)
{
	static const char *const grows[] = {
	    [SN_GROWTH_ROUTE] = "a route",
	    [SN_GROWTH_RENEGOTIATION] = "a renegotiation",
	    [SN_GROWTH_CONNECTION] = "a connection",
	    [SN_GROWTH_RECREATION] = "a new tunnel",
	};

	if (!sn__page_row(t, chosen ? "chosen" : ""))
		return;
	sn__page_cell_text(t, sn_word(SN_WORD_SCHEME, a->scheme));
	if (chosen)
		sn__out_text(t->out, " (this plan)");
	sn__page_cell_number(t, a->connections);
	sn__page_cell(t);
	sn__page_grouped(t->out, a->selectors[SN_LOCAL]);
	sn__out_text(t->out, " \xc3\x97 ");
	sn__page_grouped(t->out, a->selectors[SN_PEER]);
	sn__page_cell_number(t, a->rows_to_add);
	sn__page_cell_number(t, a->rows_to_delete);
	sn__page_cell_number(t, a->rows_to_publish);
	sn__page_cell_count(t, a->extra);
	cell_share(t, a);
	sn__page_cell_text(t, grows[a->new_segment]);
}

static void
put_schemes(sn__out *out, const sn_plan_view *v, size_t feasible)
{
	static const sn__page_column columns[] = {
	    {"Scheme", ""},
	    {"Connections", "number"},
	    {"Selectors", "number"},
	    {"To add", "number"},
	    {"To delete", "number"},
	    {"To publish", "number"},
	    {"Extra addresses", "number"},
	    {"Share", "number"},
	    {"A new segment needs", ""},
	};
	const sn_alternative *a = v->parts->alternatives;
	size_t n = v->parts->alternative_count;
	sn__page_table t;

	sn__page_table_begin(&t, out,
	    "What each scheme would come to for the same segments", columns,
	    sizeof(columns) / sizeof(*columns), feasible);
	for (size_t i = 0; i < n; i++)
		if (a[i].feasible)
			put_scheme(&t, &a[i], a[i].scheme == v->scheme);
	sn__page_table_end(&t, "json");
}

/* The table of those that are feasible, and why the others are not. */
void
sn__report_schemes(sn__out *out, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_part *part = v->parts;
	const sn_alternative *a = part->alternatives;
	size_t feasible = 0, n = part->alternative_count;

	if (v->part_count != 1 || !n)
		return;
	for (size_t i = 0; i < n; i++)
		feasible += a[i].feasible != 0;
	sn__page_section(out, "Schemes compared");
	if (feasible)
		put_schemes(out, v, feasible);
	if (feasible == n)
		return;
	sn__out_text(out, "<dl class=\"reasons\">\n");
	for (size_t i = 0; i < n; i++) {
		if (a[i].feasible)
			continue;
		sn__out_format(out, "<dt>%s</dt><dd>Not possible: ",
		    sn_word(SN_WORD_SCHEME, a[i].scheme));
		sn__put_xml(out, a[i].why);
		sn__out_text(out, *a[i].remedy ? " What would do: " : "");
		sn__put_xml(out, a[i].remedy);
		sn__out_text(out, "</dd>\n");
	}
	sn__out_text(out, "</dl>\n");
}

/* ---------------------------------------------------------------- rows */

/* The cells of a table that tell rows of one action apart. */
struct layout {
	uint32_t action;
	bool same[SN__CELLS]; /* alike in all */
	sn__row first;
	unsigned cell[SN__CELLS]; /* those that are not */
	size_t cells;
};

/* The next row of @action. */
static bool
next_row(sn_plan_rows *it, uint32_t action, sn_route *row)
{
	while (sn_plan_rows_next(it, row))
		if (row->action == action)
			return true;
	return false;
}

static void
lay_out(struct layout *l, const sn_plan *plan, uint32_t kind)
{
	enum { ACTION = 0, DESTINATION = 2 };
	unsigned left = SN__CELLS;
	sn_plan_rows it;
	sn_route row;
	sn__row r;

	for (unsigned i = 0; i < SN__CELLS; i++)
		l->same[i] = sn__row_has(kind, i) && i != DESTINATION;
	sn_plan_rows_init(&it, plan, kind);
	(void)next_row(&it, l->action, &row);
	sn__row_make(&l->first, plan, &row);
	while (left && next_row(&it, l->action, &row)) {
		left = 0;
		sn__row_make(&r, plan, &row);
		for (unsigned i = 1; i < SN__CELLS; i++) {
			l->same[i] =
			    l->same[i] && !strcmp(r.cell[i], l->first.cell[i]);
			left += l->same[i];
		}
	}
	l->same[ACTION] = false; /* the heading says it */
	l->cells = 0;
	for (unsigned i = 1; i < SN__CELLS; i++)
		if (sn__row_has(kind, i) && !l->same[i])
			l->cell[l->cells++] = i;
}

/* What all rows have alike: "Source: 10.1.0.0/16, Weight: 100". */
static void
put_common(sn__out *out, const struct layout *l)
{
	char text[SN__CELLS * (SN__CELL_MAX + 16)];
	size_t used = 0;

	for (unsigned i = 0; i < SN__CELLS; i++)
		if (l->same[i])
			used += (size_t)snprintf(text + used,
			    sizeof(text) - used, "%s%s: %s", used ? ", " : "",
			    sn__row_title(i), l->first.cell[i]);
	if (used)
		sn__page_paragraph(out, "note", text);
}

/* Rows of one action that differ in more than the destination. */
static void
put_table(sn__out *out, const sn_plan *plan, uint32_t kind,
    const struct layout *l, uint64_t total, const char *format)
{
	static const char *const class[SN__CELLS] = {
	    "", "mono", "mono", "mono", "number", "number", "", ""};
	sn__page_column columns[SN__CELLS];
	char caption[64];
	sn__page_table t;
	sn_plan_rows it;
	sn_route row;
	sn__row r;

	for (size_t i = 0; i < l->cells; i++)
		columns[i] = (sn__page_column){
		    sn__row_title(l->cell[i]), class[l->cell[i]]};
	snprintf(caption, sizeof(caption), "%s, to %s",
	    sn__rows_title(plan, kind), sn_word(SN_WORD_ACTION, l->action));
	sn__page_table_begin(&t, out, caption, columns, l->cells, total);
	sn_plan_rows_init(&it, plan, kind);
	while (next_row(&it, l->action, &row)) {
		if (!sn__page_row(&t, l->first.cell[0]))
			break;
		sn__row_make(&r, plan, &row);
		for (size_t i = 0; i < l->cells; i++)
			sn__page_cell_text(&t, r.cell[l->cell[i]]);
	}
	sn__page_table_end(&t, format);
}

static void
put_list(sn__out *out, const sn_plan *plan, uint32_t kind,
    const struct layout *layout, uint64_t total, const char *format)
{
	sn__page_list l;
	sn_plan_rows it;
	sn_route row;

	sn__page_list_begin(&l, out, total);
	sn_plan_rows_init(&it, plan, kind);
	while (next_row(&it, layout->action, &row))
		if (!sn__page_item(&l, row.destination))
			break;
	sn__page_list_end(&l, format);
}

void
sn__report_rows(
    sn__out *out, const sn_plan *plan, uint32_t kind, const char *format)
{
	struct layout l;
	uint64_t total[4];

	sn__action_totals(total, plan, kind);
	if (!total[0])
		return;
	sn__page_section(out, sn__rows_title(plan, kind));
	for (l.action = SN_ACTION_KEEP; l.action <= SN_ACTION_ADD; l.action++) {
		if (!total[l.action])
			continue;
		lay_out(&l, plan, kind);
		sn__out_format(out, "<h3 class=\"%s\">To %s: ", l.first.cell[0],
		    l.first.cell[0]);
		sn__page_grouped(out, total[l.action]);
		sn__out_format(
		    out, " row%s</h3>\n", sn__plural(total[l.action]));
		put_common(out, &l);
		if (l.cells > 1)
			put_table(out, plan, kind, &l, total[l.action], format);
		else
			put_list(out, plan, kind, &l, total[l.action], format);
	}
}

/* ------------------------------------------------------------ proposal */

void
sn__report_proposal(sn__out *out, const sn_proposal *p)
{
	static const sn__page_column columns[] = {
	    {"Phase", ""},
	    {"Encryption", "mono"},
	    {"Integrity", "mono"},
	    {"Group", "mono"},
	    {"Lifetime", "number"},
	};
	char words[SN__WORDS_MAX];
	sn__page_table t;

	snprintf(words, sizeof(words),
	    "What both ends propose: IKE%s, dead peer detection %s",
	    sn_word(SN_WORD_IKE, p->ike), sn_word(SN_WORD_DPD, p->dpd));
	sn__page_paragraph(out, "note", words);
	sn__page_table_begin(&t, out, "What both ends propose", columns,
	    sizeof(columns) / sizeof(*columns), 2);
	for (unsigned ike = 0; ike < 2; ike++) {
		uint32_t integrity = ike ? p->esp_integrity : p->ike_integrity;

		(void)sn__page_row(&t, "");
		sn__page_cell_text(&t, ike ? "ESP" : "IKE");
		sn__page_cell_text(
		    &t, sn__bit_word(SN_WORD_ENCRYPTION,
			    ike ? p->esp_encryption : p->ike_encryption));
		sn__page_cell_text(
		    &t, integrity ? sn__bit_word(SN_WORD_INTEGRITY, integrity)
				  : "its own");
		sn__page_cell_text(
		    &t, sn_word(SN_WORD_GROUP, ike ? p->pfs : p->ike_dh));
		sn__page_cell_number(
		    &t, (uint64_t)(ike ? p->ipsec_lifetime : p->ike_lifetime));
		sn__out_text(out, "&#160;s");
	}
	sn__page_table_end(&t, "json");
}

/* -------------------------------------------------------------- change */

void
sn__report_change(sn__out *out, const sn_plan_change *change)
{
	static const sn__page_column columns[] = {
	    {"Step", "number"},
	    {"What", ""},
	    {"Connection", "mono"},
	    {"From", "mono many"},
	    {"To", "mono many"},
	};
	const sn_plan_change_view *v = sn_plan_change_get(change);
	sn__page_table t;

	sn__page_section(out, "Change");
	sn__page_table_begin(&t, out, "Steps, each after the one before it",
	    columns, sizeof(columns) / sizeof(*columns), v->step_count);
	for (size_t i = 0; i < v->step_count; i++) {
		const sn_step *s = &v->steps[i];
		const sn_connection *c = s->connection;

		if (!sn__page_row(&t, ""))
			break;
		sn__page_cell_number(&t, i + 1);
		sn__page_cell_text(&t, sn_word(SN_WORD_STEP, s->kind));
		sn__page_cell_text(&t, c ? c->name : s->next_hop);
		if (c) {
			sn__page_cell_prefixes(&t, c->local, c->local_count);
			sn__page_cell_prefixes(&t, c->peer, c->peer_count);
		} else {
			sn__page_cell_prefixes(&t, &s->row->source,
			    s->row->kind == SN_ROUTE_POLICY);
			sn__page_cell_prefixes(&t, &s->row->destination, 1);
		}
	}
	sn__page_table_end(&t, "json");
	sn__page_findings(out, v->findings, v->finding_count, SN_SEVERITY_INFO,
	    SN_SEVERITY_ERROR);
}
