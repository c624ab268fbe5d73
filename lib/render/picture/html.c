/*
 * html.c - a plan as one page to read and print: verdicts, the picture,
 * advice, tables, and the steps that lead there. HTML that is XML, too; no
 * scripts, nothing from elsewhere. Tables are cut off after SHOWN rows.
 */
#include <stdio.h>

#include "render/picture/picture.h"
#include "render/plan.h"
#include "render/quote.h"

enum { SHOWN = 1000 };

static const char style[] =
    "body{font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff;"
    "max-width:72em;margin:0 auto;padding:1.5em}\n"
    "h1{font-size:1.7em;margin:0}\n"
    "h2{font-size:1.25em;margin:1.8em 0 .5em}\n"
    "code,td,.mono{font-family:monospace}\n"
    ".meta,.source{color:#555}\n"
    "figure{margin:1.5em 0;border:1px solid #9aa5b1;overflow-x:auto}\n"
    "svg{display:block;margin:0 auto;max-width:100%;height:auto}\n"
    ".table{overflow-x:auto}\n"
    "table{border-collapse:collapse;width:100%;font-size:.9em}\n"
    "caption{text-align:left;color:#555;padding:.3em 0}\n"
    "th,td{text-align:left;padding:.3em .7em;border-bottom:1px solid "
    "#c8ced4;vertical-align:top;overflow-wrap:break-word}\n"
    "th{border-bottom:2px solid #333;white-space:nowrap}\n"
    ".delete{color:#a31515}\n"
    ".delete td+td{text-decoration:line-through}\n"
    ".add{color:#0b6b2e}\n"
    ".advice{list-style:none;padding:0}\n"
    ".advice li{border-left:5px solid #9aa5b1;padding:.2em 1em;"
    "margin:.7em 0}\n"
    ".advice li.error{border-left:9px double #a31515}\n"
    ".advice li.warning{border-left-color:#a35b00}\n"
    ".advice li.action{border-left-color:#1f4e79}\n"
    "@media print{@page{margin:15mm}body{font-size:10pt;max-width:none;"
    "padding:0}thead{display:table-header-group}tr,li,figure{"
    "break-inside:avoid}h2{break-after:avoid}figure,.table{overflow:"
    "visible}}\n";

static void
paragraph(sn__out *out, const char *class, const char *text)
{
	sn__out_format(out, "<p class=\"%s\">", class);
	sn__put_xml(out, text);
	sn__out_text(out, "</p>\n");
}

/* @titles are constants of this file, up to a NULL. */
static void
table_begin(sn__out *out, const char *caption, const char *const *titles)
{
	sn__out_text(out, "<div class=\"table\"><table><caption>");
	sn__put_xml(out, caption);
	sn__out_text(out, "</caption>\n<thead><tr>");
	for (; *titles; titles++)
		sn__out_format(out, "<th scope=\"col\">%s</th>", *titles);
	sn__out_text(out, "</tr></thead>\n<tbody>\n");
}

/* @left rows were left out; @format has them. */
static void
table_end(sn__out *out, uint64_t left, const char *format)
{
	char text[SN__WORDS_MAX];

	sn__out_text(out, "</tbody></table></div>\n");
	if (!left)
		return;
	snprintf(text, sizeof(text),
	    "and %llu more rows; --format %s has "
	    "them all",
	    (unsigned long long)left, format);
	paragraph(out, "meta", text);
}

static void
cell(sn__out *out, const char *text)
{
	sn__out_text(out, "<td>");
	sn__put_xml(out, text);
	sn__out_text(out, "</td>");
}

static void
cell_prefixes(sn__out *out, const sn_prefix *p, size_t n)
{
	sn__out_text(out, "<td>");
	for (size_t i = 0; i < n && i < SN__SHOWN; i++) {
		sn__out_text(out, i ? ", " : "");
		sn__out_prefix(out, p[i]);
	}
	if (n > SN__SHOWN)
		sn__out_format(out, " and %zu more", n - SN__SHOWN);
	sn__out_text(out, "</td>");
}

static void
put_summary(sn__out *out, const sn_plan *plan)
{
	static const char *const titles[] = {
	    "Side", "Verdict", "As one selector", "Why", NULL};
	char words[SN__WORDS_MAX];

	table_begin(out, "What one selector of each side would be", titles);
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++) {
		const sn_side *s = sn_plan_get(plan)->sides[i];

		/* A selector that nothing has is no verdict on anything. */
		if (sn_plan_get(plan)->connection_count && !s->used)
			continue;
		sn__out_text(out, "<tr>");
		cell(out, i == SN_LOCAL ? "local" : "peer");
		cell(out, sn_word(SN_WORD_VERDICT, s->verdict));
		cell_prefixes(out, &s->selector, 1);
		sn__verdict_words(words, s);
		cell(out, words);
		sn__out_text(out, "</tr>\n");
	}
	table_end(out, 0, "");
}

static void
put_advice(sn__out *out, const sn_finding *a)
{
	sn__out_format(out, "<li class=\"%s\"><strong>%s</strong>: <code>",
	    sn_word(SN_WORD_SEVERITY, a->severity),
	    sn_word(SN_WORD_SEVERITY, a->severity));
	sn__put_xml(out, a->code);
	sn__out_text(out, "</code><br/>");
	sn__put_xml(out, a->text);
	if (a->source && *a->source) {
		sn__out_text(out, "<br/><span class=\"source\">Source: ");
		sn__put_xml(out, a->source);
		sn__out_text(out, "</span>");
	}
	sn__out_text(out, "</li>\n");
}

static void
put_findings(sn__out *out, const sn_finding *findings, size_t n)
{
	sn__out_text(out, "<ul class=\"advice\">\n");
	for (size_t i = 0; i < n; i++)
		put_advice(out, &findings[i]);
	sn__out_text(out, "</ul>\n");
}

static void
put_segments(sn__out *out, const sn_plan *plan)
{
	static const char *const titles[] = {
	    "Side", "Segment", "Addresses", NULL};

	sn__out_text(out, "<h2>Segments</h2>\n");
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++) {
		const sn_side *s = sn_plan_get(plan)->sides[i];
		size_t n = s->segment_count;

		table_begin(
		    out, i == SN_LOCAL ? "Local side" : "Peer side", titles);
		for (size_t k = 0; k < n && k < SHOWN; k++) {
			char count[SN_COUNT_TEXT_MAX];

			sn__out_text(out, "<tr>");
			cell(out, i == SN_LOCAL ? "local" : "peer");
			cell_prefixes(out, &s->segments[k], 1);
			sn_count_format(count, sizeof(count),
			    sn_prefix_size(s->segments[k]));
			cell(out, count);
			sn__out_text(out, "</tr>\n");
		}
		table_end(out, n > SHOWN ? n - SHOWN : 0, "json");
	}
}

static void
put_connections(sn__out *out, const sn_plan *plan)
{
	static const char *const titles[] = {
	    "Name", "IKE", "Routing mode", "Local", "Peer", NULL};
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;

	if (!n)
		return;
	sn__out_text(out, "<h2>Connections</h2>\n");
	table_begin(out, "Each with its selectors", titles);
	for (uint64_t i = 0; i < n && i < SHOWN; i++) {
		if (sn_plan_connection(plan, i, &c))
			break;
		sn__out_text(out, "<tr>");
		cell(out, c.name);
		cell(out, sn_word(SN_WORD_IKE, c.ike));
		cell(out, sn_word(SN_WORD_MODE, c.routing_mode));
		cell_prefixes(out, c.local, c.local_count);
		cell_prefixes(out, c.peer, c.peer_count);
		sn__out_text(out, "</tr>\n");
	}
	table_end(out, n > SHOWN ? n - SHOWN : 0, "json");
}

static void
put_routes(sn__out *out, const sn_plan *plan, uint32_t kind, const char *format)
{
	const char *titles[SN__CELLS + 1] = {NULL};
	char words[SN__WORDS_MAX];
	uint64_t total[4], shown = 0;
	sn_plan_rows it;
	sn_route row;
	sn__row r;

	sn__action_totals(total, plan, kind);
	if (!total[0])
		return;
	for (unsigned i = 0, n = 0; i < SN__CELLS; i++)
		if (sn__row_has(kind, i))
			titles[n++] = sn__row_title(i);
	sn__action_words(words, total);
	sn__out_format(out, "<h2>%s</h2>\n", sn__rows_title(plan, kind));
	table_begin(out, words, titles);
	sn_plan_rows_init(&it, plan, kind);
	for (; shown < SHOWN && sn_plan_rows_next(&it, &row); shown++) {
		sn__row_make(&r, plan, &row);
		sn__out_format(out, "<tr class=\"%s\">", r.cell[0]);
		for (unsigned i = 0; i < SN__CELLS; i++)
			if (sn__row_has(kind, i))
				cell(out, r.cell[i]);
		sn__out_text(out, "</tr>\n");
	}
	table_end(out, total[0] - shown, format);
}

static void
put_alternatives(sn__out *out, const sn_part *part)
{
	static const char *const titles[] = {
	    "Scheme", "What it comes to", NULL};
	char words[4 * SN__WORDS_MAX];

	if (!part->alternative_count)
		return;
	sn__out_text(out, "<h2>Schemes</h2>\n");
	table_begin(out, "All schemes for the same segments", titles);
	for (size_t i = 0; i < part->alternative_count; i++) {
		sn__out_text(out, "<tr>");
		cell(
		    out, sn_word(SN_WORD_SCHEME, part->alternatives[i].scheme));
		sn__alternative_words(
		    words, sizeof(words), &part->alternatives[i]);
		cell(out, words);
		sn__out_text(out, "</tr>\n");
	}
	table_end(out, 0, "json");
}

static void
put_change(sn__out *out, const sn_plan_change *change)
{
	static const char *const titles[] = {
	    "Step", "What", "Connection", "From", "To", NULL};
	const sn_plan_change_view *v = sn_plan_change_get(change);
	size_t n = v->step_count;
	char number[24];

	sn__out_text(out, "<h2>Change</h2>\n");
	table_begin(out, "Steps, each after the one before it", titles);
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		const sn_step *s = &v->steps[i];
		const sn_connection *c = s->connection;

		snprintf(number, sizeof(number), "%zu", i + 1);
		sn__out_text(out, "<tr>");
		cell(out, number);
		cell(out, sn_word(SN_WORD_STEP, s->kind));
		cell(out, c ? c->name : s->next_hop);
		if (c) {
			cell_prefixes(out, c->local, c->local_count);
			cell_prefixes(out, c->peer, c->peer_count);
		} else {
			cell_prefixes(out, &s->row->source,
			    s->row->kind == SN_ROUTE_POLICY);
			cell_prefixes(out, &s->row->destination, 1);
		}
		sn__out_text(out, "</tr>\n");
	}
	table_end(out, n > SHOWN ? n - SHOWN : 0, "json");
	if (v->finding_count)
		put_findings(out, v->findings, v->finding_count);
}

static void
put_profile(sn__out *out, const char *what, const sn_profile *p)
{
	sn__out_text(out, what);
	sn__put_xml(out, p->name);
	if (*p->title) {
		sn__out_text(out, " (");
		sn__put_xml(out, p->title);
		sn__out_text(out, ")");
	}
}

sn_status
sn__plan_html(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_finding *why = sn__plan_error(plan);
	char words[SN__WORDS_MAX];

	(void)error;
	sn__scheme_words(words, plan);
	sn__out_format(out,
	    "<!DOCTYPE html>\n<html lang=\"en\" "
	    "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
	    "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\"/>\n"
	    "<title>VPN plan: %s</title>\n<style>\n",
	    words);
	sn__out_text(out, style);
	sn__out_format(out,
	    "</style>\n</head>\n<body>\n<h1>VPN plan: %s</h1>\n"
	    "<p class=\"meta\">",
	    words);
	put_profile(out, "Gateway ", v->gateway);
	put_profile(out, ", peer ", v->peer_device);
	sn__out_text(out, "</p>\n");
	if (why)
		paragraph(out, "error", why->text);
	sn__out_text(out, "<h2>Verdicts</h2>\n");
	put_summary(out, plan);
	sn__out_text(out, "<figure>\n");
	sn__picture_draw(out, plan);
	sn__out_text(out, "</figure>\n<h2>Advice</h2>\n");
	put_findings(out, v->findings, v->finding_count);
	if (options->change)
		put_change(out, options->change);
	put_routes(out, plan, SN_ROUTE_POLICY, "csv");
	put_routes(out, plan, SN_ROUTE_DESTINATION, "json");
	put_routes(out, plan, SN_ROUTE_STATIC, "json");
	put_alternatives(out, &v->parts[0]);
	put_connections(out, plan);
	if (v->connection_count && v->proposal) {
		sn__out_text(out, "<h2>Proposal</h2>\n");
		sn__proposal_words(words, v->proposal);
		paragraph(out, "meta", words);
	}
	put_segments(out, plan);
	sn__out_text(out, "</body>\n</html>\n");
	return SN_OK;
}
