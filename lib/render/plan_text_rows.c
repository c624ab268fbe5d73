/*
 * plan_text_rows.c - the tables of a plan as text, in columns.
 */
#include "render/plan_text.h"
#include "render/words.h"
#include "vpn/block.h"

enum { MEASURED = 1000 };

/* Widths of the columns that vary. */
struct widths {
	size_t source;
	size_t destination;
	size_t next_hop;
};

static void
widen(size_t *width, const sn_prefix *p, size_t n)
{
	for (size_t i = 0; p && i < n; i++) {
		size_t w = sn_prefix_format(NULL, 0, p[i]);

		if (w > *width)
			*width = w;
	}
}

/* The longest of the first names: rows after them may be wider. */
static void
measure_names(struct widths *w, const sn_plan *plan, const sn__block *b)
{
	uint64_t n = b->numbered ? sn__block_size(b) : 1;
	char name[SN_CONNECTION_MAX];

	for (uint64_t i = 0; i < n && i < MEASURED; i++) {
		size_t width = strlen(
		    sn_plan_connection_name(plan, b->row.next_hop + i, name));

		if (width > w->next_hop)
			w->next_hop = width;
	}
}

static void
measure(struct widths *w, const sn_plan *plan, uint32_t kind)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		if (b->row.kind != kind)
			continue;
		measure_names(w, plan, b);
		widen(&w->source, b->sources, b->source_count);
		widen(&w->destination, b->destinations, b->destination_count);
	}
}

static const char *
action_colour(unsigned action)
{
	return action == SN_ACTION_DELETE ? "\033[31m"
	       : action == SN_ACTION_ADD  ? "\033[32m"
					  : "";
}

static void
put_row(const struct sn__lines *t, const struct widths *w, const sn_plan *plan,
    const sn_route *row)
{
	bool policy = row->kind == SN_ROUTE_POLICY;
	char text[SN_CONNECTION_MAX];

	sn__out_text(t->out, "  ");
	sn__colour(t, action_colour(row->action));
	sn__cell(t, sn_word(SN_WORD_ACTION, row->action), 6);
	sn__colour(t, sn__plain);
	if (policy) {
		sn_prefix_format(text, sizeof(text), row->source);
		sn__cell(t, text, w->source);
	}
	sn_prefix_format(text, sizeof(text), row->destination);
	sn__cell(t, text, w->destination);
	sn_plan_connection_name(plan, row->next_hop, text);
	if (row->kind == SN_ROUTE_STATIC) {
		sn__out_format(t->out, "%s\n", text);
		return;
	}
	sn__cell(t, text, w->next_hop);
	sn__out_format(t->out, "%6u  ", row->weight);
	if (policy)
		sn__out_format(t->out, "%8u  ", row->priority);
	sn__out_format(t->out, "%-6s", sn_word(SN_WORD_STATE, row->state));
	if (policy)
		sn__out_format(
		    t->out, "  %s", sn_word(SN_WORD_ORIGIN, row->origin));
	sn__out_char(t->out, '\n');
}

static void
put_head(const struct sn__lines *t, const struct widths *w, uint32_t kind)
{
	bool policy = kind == SN_ROUTE_POLICY;

	sn__out_text(t->out, "  ");
	sn__cell(t, "ACTION", 6);
	if (policy)
		sn__cell(t, "SOURCE", w->source);
	sn__cell(t, "DESTINATION", w->destination);
	if (kind == SN_ROUTE_STATIC) {
		sn__out_text(t->out, "NEXT HOP\n");
		return;
	}
	sn__cell(t, "NEXT HOP", w->next_hop);
	sn__out_format(t->out, "WEIGHT  %s%s\n", policy ? "PRIORITY  " : "",
	    policy ? "STATE   ORIGIN" : "STATE");
}

/* How many rows of @kind there are. */
static uint64_t
count_rows(const sn_plan *plan, uint32_t kind)
{
	const sn__block *b;
	uint64_t n = 0;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		n += b->row.kind == kind ? sn__block_size(b) : 0;
	return n;
}

/* A table, or its first @most rows. */
static void
put_table(const struct sn__lines *t, const sn_plan *plan, uint32_t kind,
    uint64_t most)
{
	uint64_t n = count_rows(plan, kind);
	struct widths w = {6, 11, 8};
	sn_plan_rows it;
	sn_route row;

	if (!n)
		return;
	measure(&w, plan, kind);
	sn__heading(t, sn__rows_title(plan, kind));
	put_head(t, &w, kind);
	sn_plan_rows_init(&it, plan, kind);
	for (uint64_t i = 0; i < most && sn_plan_rows_next(&it, &row); i++)
		put_row(t, &w, plan, &row);
	if (n > most)
		sn__out_format(t->out,
		    "  and %llu more: --format json has all of them\n",
		    (unsigned long long)(n - most));
}

void
sn__put_tables(const struct sn__lines *t, const sn_plan *plan, uint64_t most)
{
	put_table(t, plan, SN_ROUTE_POLICY, most);
	put_table(t, plan, SN_ROUTE_DESTINATION, most);
	put_table(t, plan, SN_ROUTE_STATIC, most);
}
