/*
 * dot.c - a plan as a graph for Graphviz: a cluster for each side, its
 * segments joined to the selector that carries them, selectors joined to
 * connections, and the rows of the tables as notes. Every id and label is a
 * quoted string; lists are cut off after SHOWN.
 */
#include <stdio.h>

#include "render/plan.h"
#include "render/quote.h"
#include "render/words.h"

enum { SHOWN = 64 };

/* The id of something: what it is, and which one. */
static void
put_id(sn__out *out, const char *what, const char *which)
{
	char id[SN__WORDS_MAX + SN__CELL_MAX];

	snprintf(id, sizeof(id), "%s %s", what, which);
	sn__put_dot(out, id);
}

static void
put_node(sn__out *out, const char *what, const char *which, const char *label,
    const char *style)
{
	sn__out_text(out, "\t");
	put_id(out, what, which);
	sn__out_text(out, " [label=");
	sn__put_dot(out, label);
	sn__out_format(out, "%s]\n", style);
}

static void
put_edge(sn__out *out, const char *from, const char *from_id, const char *to,
    const char *to_id)
{
	sn__out_text(out, "\t");
	put_id(out, from, from_id);
	sn__out_text(out, " -> ");
	put_id(out, to, to_id);
	sn__out_char(out, '\n');
}

/* Edges lead from left to right: the peer's side is the other way round. */
static void
join(sn__out *out, unsigned side, const char *outer, const char *outer_id,
    const char *inner, const char *inner_id)
{
	if (side == SN_LOCAL)
		put_edge(out, outer, outer_id, inner, inner_id);
	else
		put_edge(out, inner, inner_id, outer, outer_id);
}

static const char *const selector[] = {"local selector", "peer selector"};
static const char *const translation[] = {
    "local translation", "peer translation"};
static const char *const segment[] = {"local segment", "peer segment"};

/* How many were left out. */
static void
put_more(sn__out *out, const char *what, uint64_t n)
{
	char text[64];

	if (!n)
		return;
	snprintf(text, sizeof(text), "and %llu more", (unsigned long long)n);
	put_node(out, what, "more", text, ", shape=plaintext");
}

static void
put_translations(sn__out *out, const sn_plan_view *v, unsigned which)
{
	char text[SN__WORDS_MAX], id[SN_PREFIX_TEXT_MAX];
	size_t n = 0;

	for (size_t i = 0; i < v->translation_count; i++) {
		if (v->translations[i].side != which || n++ >= SHOWN)
			continue;
		sn_prefix_format(id, sizeof(id), v->translations[i].original);
		sn__nat_words(text, &v->translations[i]);
		put_node(out, translation[which], id, text, ", shape=note");
	}
	put_more(out, translation[which], n > SHOWN ? n - SHOWN : 0);
}

static void
put_side(sn__out *out, const sn_plan *plan, unsigned which)
{
	static const char *const title[] = {"Local side", "Peer side"};
	const sn_side *side = sn_plan_get(plan)->sides[which];
	char id[SN_PREFIX_TEXT_MAX], to[SN_PREFIX_TEXT_MAX];
	char text[SN__WORDS_MAX];
	const sn_prefix *s;
	size_t n, k = 0;

	s = sn__plan_selectors(plan, which, &n);
	sn__verdict_words(text, side);
	sn__out_format(out, "subgraph \"cluster %u\" {\n\tlabel=", which);
	sn__put_dot(out, title[which]);
	sn__out_text(out, " + \"\\n\" + ");
	sn__put_dot(out, sn_word(SN_WORD_VERDICT, side->verdict));
	sn__out_text(out, " + \"\\n\" + ");
	sn__put_dot(out, text);
	sn__out_char(out, '\n');
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		sn_prefix_format(id, sizeof(id), s[i]);
		put_node(out, selector[which], id, id, ", style=bold");
	}
	for (size_t i = 0; i < side->segment_count && i < SHOWN; i++) {
		sn_prefix_format(id, sizeof(id), side->segments[i]);
		put_node(out, segment[which], id, id, ", style=rounded");
		while (k < n && !sn_prefix_contains(s[k], side->segments[i]))
			k++;
		if (k >= n || k >= SHOWN)
			continue;
		sn_prefix_format(to, sizeof(to), s[k]);
		join(out, which, segment[which], id, selector[which], to);
	}
	put_more(out, segment[which],
	    side->segment_count > SHOWN ? side->segment_count - SHOWN : 0);
	put_translations(out, sn_plan_get(plan), which);
	sn__out_text(out, "}\n");
}

/* Edges to the selectors of a side that are drawn. */
static void
put_selectors(sn__out *out, const sn_plan *plan, unsigned which,
    const char *name, const sn_prefix *p, size_t count)
{
	char id[SN_PREFIX_TEXT_MAX];
	size_t n;
	const sn_prefix *s = sn__plan_selectors(plan, which, &n);

	for (size_t i = 0; i < count && i < SHOWN; i++) {
		size_t k = 0;

		while (k < n && k < SHOWN && sn_prefix_compare(s[k], p[i]))
			k++;
		if (k >= n || k >= SHOWN)
			continue;
		sn_prefix_format(id, sizeof(id), p[i]);
		join(out, which, selector[which], id, "connection", name);
	}
}

static void
put_connections(sn__out *out, const sn_plan *plan)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < n && i < SHOWN; i++) {
		if (sn_plan_connection(plan, i, &c))
			return;
		sn__out_text(out, "\t");
		put_id(out, "connection", c.name);
		sn__out_text(out, " [label=");
		sn__put_dot(out, c.name);
		sn__out_text(out, " + \"\\nIKE\" + ");
		sn__put_dot(out, sn_word(SN_WORD_IKE, c.ike));
		sn__out_text(out, " + \"\\n\" + ");
		sn__put_dot(out, sn_word(SN_WORD_MODE, c.routing_mode));
		sn__out_text(out, ", shape=ellipse]\n");
		put_selectors(
		    out, plan, SN_LOCAL, c.name, c.local, c.local_count);
		put_selectors(out, plan, SN_PEER, c.name, c.peer, c.peer_count);
	}
	put_more(out, "connection", n > SHOWN ? n - SHOWN : 0);
}

static void
put_table(sn__out *out, const sn_plan *plan, const char *what, uint32_t kind)
{
	char text[5 * SN__CELL_MAX], id[24];
	uint64_t total[4], shown = 0;
	sn_plan_rows it;
	sn_route row;
	sn__row r;

	sn__action_totals(total, plan, kind);
	if (!total[0])
		return;
	sn__out_format(out, "subgraph \"cluster %s\" {\n\tlabel=", what);
	sn__put_dot(out, sn__rows_title(plan, kind));
	sn__out_char(out, '\n');
	sn_plan_rows_init(&it, plan, kind);
	while (shown < SHOWN && sn_plan_rows_next(&it, &row)) {
		sn__row_make(&r, plan, &row);
		snprintf(text, sizeof(text), "%s  %s%s%s  via %s", r.cell[0],
		    r.cell[1], *r.cell[1] ? " -> " : "", r.cell[2], r.cell[3]);
		snprintf(id, sizeof(id), "%llu", (unsigned long long)++shown);
		put_node(out, what, id, text,
		    row.action == SN_ACTION_DELETE
			? ", shape=note, style=dashed"
			: ", shape=note");
	}
	put_more(out, what, total[0] - shown);
	sn__out_text(out, "}\n");
}

sn_status
sn__plan_dot(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn_finding *why = sn__plan_error(plan);
	char text[SN__WORDS_MAX];

	(void)options;
	(void)error;
	sn__scheme_words(text, plan);
	sn__out_text(out, "digraph \"plan\" {\n\trankdir=LR\n\tlabelloc=t\n"
			  "\tnode [shape=box, fontname=\"monospace\"]\n"
			  "\tedge [dir=none]\n\tlabel=");
	sn__put_dot(out, text);
	sn__out_text(out, " + \"\\ngateway \" + ");
	sn__put_dot(out, sn_plan_get(plan)->gateway->name);
	sn__out_text(out, " + \", peer \" + ");
	sn__put_dot(out, sn_plan_get(plan)->peer_device->name);
	if (why) {
		sn__out_text(out, " + \"\\n\" + ");
		sn__put_dot(out, why->text);
	}
	sn__out_char(out, '\n');
	put_side(out, plan, SN_LOCAL);
	put_side(out, plan, SN_PEER);
	put_connections(out, plan);
	put_table(out, plan, "policy route", SN_ROUTE_POLICY);
	put_table(out, plan, "destination route", SN_ROUTE_DESTINATION);
	put_table(out, plan, "static route", SN_ROUTE_STATIC);
	sn__out_text(out, "}\n");
	return SN_OK;
}
