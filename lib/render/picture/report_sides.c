/*
 * report_sides.c - the figure of a report: both sides, each with its selector
 * or what holds it all, and below it the prefixes that its segments are in,
 * on strips to scale; in the middle what joins them.
 */
#include <stdio.h>

#include "base/count.h"
#include "base/plural.h"
#include "render/picture/report.h"
#include "render/picture/strip.h"
#include "render/quote.h"

enum {
	NAMED = 16, /* segments a side that are named below strips */
	HIGH = 14,  /* of a strip, in units */
	LONG = 18,  /* characters from which prefixes stand above strips */
	CUT = 10    /* least width of a segment that is cut off */
};

static void
put_mark(void *ctx, sn__mark m)
{
	sn__out_format(ctx, "M%d 0H%dV%dH%dz", m.from, m.to, HIGH, m.from);
}

/* Lines between segments that adjoin one another, where they are wide. */
static void
put_cuts(sn__out *out, sn_prefix whole, const sn_prefix *p, size_t n)
{
	bool any = false;

	for (size_t i = 1; i < n; i++) {
		sn__mark a = sn__strip_mark(whole, p[i - 1]);
		sn__mark b = sn__strip_mark(whole, p[i]);

		if (b.from != a.to || a.to - a.from < CUT ||
		    b.to - b.from < CUT)
			continue;
		sn__out_text(out,
		    any ? "" : "<path class=\"cut\" stroke-width=\"2\" d=\"");
		sn__out_format(out, "M%d 0V%d", b.from, HIGH);
		any = true;
	}
	if (any)
		sn__out_text(out, "\"/>");
}

/* A strip of @whole, with the aggregates and segments of @z. */
static void
put_strip(sn__out *out, const sn_side *side, sn_prefix whole, const sn__zoom *z,
    const char *label)
{
	bool extra = side->used && sn_prefix_contains(side->selector, whole);

	sn__out_format(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"strip\" "
	    "viewBox=\"0 0 %d %d\" "
	    "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
	    SN__STRIP_WIDTH, HIGH);
	sn__put_xml(out, label);
	sn__out_format(out,
	    "\"><rect class=\"whole%s\" width=\"%d\" height=\"%d\"/>"
	    "<path class=\"seg\" d=\"",
	    extra ? " extra" : "", SN__STRIP_WIDTH, HIGH);
	(void)sn__strip_marks(whole, side->aggregates + z->aggregate,
	    z->aggregate_count, put_mark, out);
	sn__out_text(out, "\"/>");
	put_cuts(out, whole, side->segments + z->segment, z->segment_count);
	sn__out_format(out,
	    "<rect class=\"frame\" width=\"%d\" height=\"%d\" "
	    "vector-effect=\"non-scaling-stroke\"/></svg>",
	    SN__STRIP_WIDTH, HIGH);
}

void
sn__report_strip(sn__out *out, const sn_side *side, const char *label)
{
	sn__zoom all = {.aggregate_count = side->aggregate_count,
	    .segment_count = side->segment_count};

	put_strip(
	    out, side, side->used ? side->selector : side->common, &all, label);
}

/* The segments of @z by name. */
static void
put_names(sn__out *out, const sn_side *side, const sn__zoom *z)
{
	sn__out_text(
	    out, "<tr class=\"names\"><td class=\"mono\" colspan=\"4\">");
	for (size_t i = 0; i < z->segment_count; i++) {
		sn__out_text(out, i ? " &#160;" : "");
		sn__out_prefix(out, side->segments[z->segment + i]);
	}
	sn__out_text(out, "</td></tr>\n");
}

static void
put_zoom(
    sn__out *out, const sn_side *side, const sn__zoom *z, const char *class)
{
	char text[SN_PREFIX_TEXT_MAX], share[16], label[128];
	sn_count size = sn_prefix_size(z->prefix);

	sn_prefix_format(text, sizeof(text), z->prefix);
	sn__share_text(share, z->addresses, size);
	snprintf(label, sizeof(label), "%zu segment%s in %s, %s %% of it",
	    z->segment_count, sn__plural(z->segment_count), text, share);
	sn__out_text(out, "<tr");
	sn__page_class(out, class);
	sn__out_format(out,
	    "><th scope=\"row\" class=\"mono\">%s</th>"
	    "<td class=\"strip\">",
	    text);
	put_strip(out, side, z->prefix, z, label);
	sn__out_text(out, "</td><td class=\"number\">");
	sn__page_grouped(out, z->segment_count);
	sn__out_format(
	    out, "</td><td class=\"number\">%s&#160;%%</td></tr>\n", share);
}

/* The whole, and the prefixes that segments are in. */
static void
put_zooms(sn__out *out, const sn_side *side, const char *which)
{
	sn_prefix whole = side->used ? side->selector : side->common;
	sn__zoom zoom[SN__ZOOMS];
	size_t n = sn__side_zooms(zoom, side);
	char text[SN_PREFIX_TEXT_MAX];
	bool is_long = false;

	for (size_t i = 0; i < n; i++) {
		sn_prefix_format(text, sizeof(text), zoom[i].prefix);
		is_long |= strlen(text) > LONG;
	}
	sn__out_format(out,
	    "<table class=\"strips%s\"><caption class=\"sr\">The %s side, to "
	    "scale</caption>\n<thead class=\"sr\"><tr><th scope=\"col\">"
	    "Prefix</th><th scope=\"col\">Where segments are</th>"
	    "<th scope=\"col\">Segments</th><th scope=\"col\">Share</th></tr>"
	    "</thead>\n<tbody>\n",
	    is_long ? " long" : "", which);
	if (n > 1 || sn_prefix_compare(whole, zoom[0].prefix)) {
		sn__zoom all = {.prefix = whole,
		    .aggregate_count = side->aggregate_count,
		    .segment_count = side->segment_count};

		for (size_t i = 0; i < n; i++)
			all.addresses =
			    sn_count_add(all.addresses, zoom[i].addresses);
		put_zoom(out, side, &all, "whole-row");
	}
	for (size_t i = 0; i < n; i++) {
		put_zoom(out, side, &zoom[i], "");
		if (side->segment_count <= NAMED &&
		    (zoom[i].segment_count > 1 ||
			sn_prefix_compare(
			    zoom[i].prefix, side->segments[zoom[i].segment])))
			put_names(out, side, &zoom[i]);
	}
	sn__out_text(out, "</tbody></table>\n");
}

void
sn__report_translations(sn__out *out, const sn_plan *plan, unsigned side)
{
	static const sn__page_column columns[] = {
	    {"Translated", "mono"}, {"To", "mono"}, {"At", ""}};
	static const char *const caption[] = {
	    "What the peer side knows local addresses as",
	    "What the local side knows peer addresses as"};
	const sn_plan_view *v = sn_plan_get(plan);
	uint64_t total = 0;
	sn__page_table t;

	for (size_t i = 0; i < v->translation_count; i++)
		total += v->translations[i].side == side;
	if (!total)
		return;
	sn__page_paragraph(out, "note", caption[side]);
	sn__page_table_begin(&t, out, caption[side], columns,
	    sizeof(columns) / sizeof(*columns), total);
	for (size_t i = 0; i < v->translation_count; i++) {
		const sn_nat *nat = &v->translations[i];

		if (nat->side != side || !sn__page_row(&t, ""))
			continue;
		sn__page_cell_prefixes(&t, &nat->original, 1);
		sn__page_cell_prefixes(&t, &nat->translated, 1);
		sn__page_cell_text(&t, sn_word(SN_WORD_KIND, nat->at));
	}
	sn__page_table_end(&t, "json");
}

static void
put_side(sn__out *out, const sn_plan *plan, unsigned which)
{
	static const char *const title[] = {"Local side", "Peer side"};
	static const char *const word[] = {"local", "peer"};
	const sn_side *side = sn_plan_get(plan)->sides[which];
	const char *verdict = sn_word(SN_WORD_VERDICT, side->verdict);
	bool judged = side->used || !sn_plan_get(plan)->connection_count;
	char words[SN__WORDS_MAX];

	sn__out_format(out, "<div class=\"side\">\n<h2>%s", title[which]);
	if (judged)
		sn__out_format(out, " <span class=\"badge %s\">%s</span>",
		    verdict, verdict);
	sn__out_text(out, "</h2>\n<p class=\"note\">");
	sn__page_grouped(out, side->segment_count);
	sn__out_format(out, " segment%s, %s", sn__plural(side->segment_count),
	    side->used ? "one traffic selector"
	    : judged   ? "as one selector it would be"
		       : "all of them in");
	sn__out_text(out, "</p>\n<p class=\"selector mono\">");
	sn__out_prefix(out, judged ? side->selector : side->common);
	sn__out_text(out, "</p>\n");
	if (judged) {
		sn__verdict_words(words, side);
		sn__page_paragraph(out, "note", words);
	}
	put_zooms(out, side, word[which]);
	sn__report_translations(out, plan, which);
	sn__out_text(out, "</div>\n");
}

/* What joins both sides. */
static void
put_joint(sn__out *out, const sn_plan *plan)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;

	sn__out_text(out, "<div class=\"joint\">");
	if (!n || sn_plan_connection(plan, 0, &c)) {
		sn__out_text(out, "no connection</div>\n");
		return;
	}
	sn__out_text(out, "<b>");
	sn__page_grouped(out, n);
	sn__out_format(out, " connection%s</b>", sn__plural(n));
	if (n > 1)
		sn__out_text(out, "one for each pair, from ");
	sn__out_text(out, "<span class=\"mono\">");
	sn__put_xml(out, c.name);
	sn__out_format(out, "</span>%s<br/>IKE%s, %s</div>\n",
	    n > 1 ? " on" : "", sn_word(SN_WORD_IKE, c.ike),
	    sn_word(SN_WORD_MODE, c.routing_mode));
}

void
sn__report_legend(sn__out *out, bool extra, bool numbers)
{
	sn__out_text(out,
	    "<p class=\"legend\"><span><i class=\"seg\">&#160;</i>"
	    "segment</span>");
	if (extra)
		sn__out_text(out, "<span><i class=\"extra\">&#160;</i>in the "
				  "selector, in no segment</span>");
	sn__out_format(out,
	    "<span><i>&#160;</i>in no %s</span><span>To scale, but "
	    "no mark is narrower than a 256th.%s</span></p>\n",
	    extra ? "selector" : "segment",
	    numbers ? " Numbers: segments, and the share of the prefix that "
		      "they fill."
		    : "");
}

/* All segments by name, folded: the figure has them by place. */
static void
put_list(sn__out *out, const sn_side *side, const char *which)
{
	char text[64];
	sn__page_list l;

	snprintf(text, sizeof(text), "All %zu %s segments", side->segment_count,
	    which);
	sn__page_fold(out, text, "");
	sn__page_list_begin(&l, out, side->segment_count);
	for (size_t i = 0; i < side->segment_count; i++)
		if (!sn__page_item(&l, side->segments[i]))
			break;
	sn__page_list_end(&l, "json");
	sn__page_fold_end(out);
}

void
sn__report_sides(sn__out *out, const sn_plan *plan)
{
	static const char *const word[] = {"local", "peer"};
	const sn_plan_view *v = sn_plan_get(plan);

	sn__out_text(out, "<figure>\n<div class=\"sides\">\n");
	put_side(out, plan, SN_LOCAL);
	put_joint(out, plan);
	put_side(out, plan, SN_PEER);
	sn__out_text(out, "</div>\n");
	sn__report_legend(out, v->sides[0]->used || v->sides[1]->used, true);
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++)
		if (v->sides[i]->segment_count > NAMED)
			put_list(out, v->sides[i], word[i]);
	sn__out_text(out, "</figure>\n");
}
