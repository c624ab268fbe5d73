/*
 * report_sites.c - a plan of several sites or families: a line for each, with
 * its peer side on a strip, and what to configure for each, folded.
 */
#include <stdio.h>

#include "base/plural.h"
#include "render/picture/report.h"
#include "render/quote.h"

enum { WITH_FILES = 32 }; /* sites whose files stand in the report */

static const char *
name_of(const sn_part *p)
{
	return p->site ? p->site : p->connection;
}

static bool
is_same_local(const sn_part *a, const sn_part *b)
{
	const sn_side *s = a->sides[SN_LOCAL], *t = b->sides[SN_LOCAL];

	if (s->segment_count != t->segment_count)
		return false;
	for (size_t i = 0; i < s->segment_count; i++)
		if (sn_prefix_compare(s->segments[i], t->segments[i]))
			return false;
	return true;
}

/* A side: what holds it, and a strip of that. */
static void
put_side(sn__page_table *t, const sn_side *side)
{
	char whole[SN_PREFIX_TEXT_MAX], label[128];

	sn_prefix_format(
	    whole, sizeof(whole), side->used ? side->selector : side->common);
	sn__page_cell_text(t, whole);
	sn__page_cell(t);
	snprintf(label, sizeof(label), "%zu segment%s in %s",
	    side->segment_count, sn__plural(side->segment_count), whole);
	sn__report_strip(t->out, side, label);
	sn__page_cell_number(t, side->segment_count);
}

static void
put_note(sn__page_table *t, const sn_part *p)
{
	sn__page_cell(t);
	if (p->standby_of) {
		sn__out_text(t->out, "standby of ");
		sn__put_xml(t->out, p->standby_of);
	}
	if (p->scheme == SN_SCHEME_NONE)
		sn__out_text(
		    t->out, p->standby_of ? ", not feasible" : "not feasible");
}

static const sn__page_column columns[] = {
    {"Name", ""},
    {"Peer", ""},
    {"Scheme", ""},
    {"All in", "mono"},
    {"Where segments are", "strip"},
    {"Segments", "number"},
    {"Connections", "number"},
    {"Rows", "number"},
    {"Note", ""},
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

/* The part whose local side all parts of its family have; NULL: they differ. */
static const sn_part *
common_local(const sn_plan_view *v, unsigned family)
{
	const sn_part *first = NULL;

	for (size_t i = 0; i < v->part_count; i++) {
		const sn_part *p = &v->parts[i];

		if (p->family != family)
			continue;
		first = first ? first : p;
		if (!is_same_local(first, p))
			return NULL;
	}
	return first;
}

static void
put_local(sn__page_table *t, const sn_part *p)
{
	if (!p || !sn__page_row(t, "chosen"))
		return;
	sn__page_cell_text(t, "local side");
	sn__page_cell(t);
	sn__page_cell(t);
	put_side(t, p->sides[SN_LOCAL]);
	for (unsigned c = 6; c < COLUMNS; c++)
		sn__page_cell(t);
}

void
sn__report_sites(sn__out *out, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_part *local[2] = {
	    common_local(v, SN_IPV4), common_local(v, SN_IPV6)};
	bool extra = false;
	sn__page_table t;

	sn__out_text(out, "<figure class=\"sites\">\n");
	sn__page_table_begin(&t, out, "A line for each site", columns, COLUMNS,
	    v->part_count + (local[0] ? 1u : 0u) + (local[1] ? 1u : 0u));
	put_local(&t, local[0]);
	put_local(&t, local[1]);
	for (size_t i = 0; i < v->part_count; i++) {
		const sn_part *p = &v->parts[i];

		if (!sn__page_row(&t, ""))
			break;
		sn__page_cell_text(&t, name_of(p));
		sn__page_cell_text(&t, p->peer_device->name);
		sn__page_cell_text(
		    &t, p->scheme == SN_SCHEME_NONE
			    ? "none"
			    : sn_word(SN_WORD_SCHEME, p->scheme));
		put_side(&t, p->sides[SN_PEER]);
		extra |= p->sides[0]->used || p->sides[1]->used;
		sn__page_cell_number(&t, p->connection_count);
		sn__page_cell_number(&t, p->row_count);
		put_note(&t, p);
	}
	sn__page_table_end(&t, "json");
	sn__report_legend(out, extra, false);
	sn__out_text(out, "</figure>\n");
}

sn_status
sn__report_sites_files(
    sn__out *out, const sn_plan *plan, const sn_render_options *options)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_render_options part = *options;
	sn_status status = SN_OK;

	sn__page_section(out, "What to configure");
	if (v->part_count > WITH_FILES) {
		sn__page_paragraph(out, "note",
		    "These are many sites: --site NAME makes the report of "
		    "one, with its files.");
		return SN_OK;
	}
	part.change = NULL;
	for (size_t i = 0; i < v->part_count && !status; i++) {
		const sn_part *p = &v->parts[i];

		sn__page_fold(
		    out, name_of(p), p->family == SN_IPV6 ? "IPv6" : "IPv4");
		for (unsigned s = SN_LOCAL; s <= SN_PEER; s++)
			sn__report_translations(out, sn_plan_part(plan, i), s);
		status = sn__report_files(out, sn_plan_part(plan, i), &part);
		if (p->connection_count && p->proposal)
			sn__report_proposal(out, p->proposal);
		sn__page_fold_end(out);
	}
	return status;
}
