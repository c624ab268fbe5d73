/*
 * picture.c - a plan as a picture: connections, tables, and the whole.
 */
#include "render/picture/picture.h"

#include <stdio.h>

#include "base/plural.h"
#include "render/plan.h"
#include "render/quote.h"

enum {
	LEAST_SIDE = 300,
	PILL = 26,	  /* height of a connection */
	PILL_STEP = 34,	  /* from one to the next */
	BUNDLE = 108,	  /* half of it, for all connections */
	NAME = 54,	  /* columns of it at most: a pair's by default */
	BUNDLE_NAME = 28, /* the same of the first of many */
	WIRES = 64,	  /* for the wires beside them */
	WHY_COLUMNS = 34, /* of why there is no plan */
	ROW = 24	  /* of a table */
};

#define CENTRED "text-anchor=\"middle\""

/* The y of the end at @selector, or of the last one shown. */
static int
anchor_of(const sn__picture_side *s, sn_prefix selector)
{
	for (size_t i = 0; i < s->anchors; i++)
		if (!sn_prefix_compare(s->selectors[i], selector))
			return s->anchor[i];
	return -1;
}

static void
wires(const sn__picture *p, const sn__picture_side *s, const sn_prefix *to,
    size_t n, int x, int y)
{
	int edge = s->which == SN_LOCAL ? s->x + s->width : s->x;

	for (size_t i = 0; i < n && i < SN__SHOWN; i++) {
		int at = anchor_of(s, to[i]);

		if (at >= 0)
			sn__svg_wire(&p->g, edge, at, x, y);
	}
}

/* Draws a connection, or (@c NULL) all of them as one, in the middle at @y. */
static void
pill(const sn__picture *p, const sn_connection *c, int y, const char *text)
{
	int middle = p->side[0].x + p->side[0].width + p->gap / 2;
	int half = sn__svg_width(sn__columns(text), 12) / 2 + 10;

	if (!c && half < BUNDLE) /* so that wires pass the words below */
		half = BUNDLE;
	sn__svg_group(&p->g, "fill=\"none\" stroke=\"#444\" "
			     "stroke-width=\"1.5\"");
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++) {
		const sn__picture_side *s = &p->side[i];
		const sn_prefix *to = s->selectors;
		size_t n = s->selector_count;

		if (c) {
			to = i == SN_LOCAL ? c->local : c->peer;
			n = i == SN_LOCAL ? c->local_count : c->peer_count;
		}
		wires(p, s, to, n,
		    i == SN_LOCAL ? middle - half : middle + half, y);
	}
	sn__svg_group_end(&p->g);
	if (!c)
		sn__svg_rect(&p->g, middle - half + 4, y - PILL / 2 + 4,
		    2 * half, PILL, "rx=\"13\" fill=\"#fff\" stroke=\"#333\"");
	sn__svg_rect(&p->g, middle - half, y - PILL / 2, 2 * half, PILL,
	    "rx=\"13\" fill=\"#fff\" stroke=\"#333\" stroke-width=\"1.5\"");
	sn__svg_text(&p->g, middle, y + 4, SN__STYLE_BOLD " " CENTRED, text);
}

/* Writes what all connections have in common below them. */
static int
common(const sn__picture *p, int y, const sn_connection *first, uint64_t n)
{
	int x = p->side[0].x + p->side[0].width + p->gap / 2;
	char text[SN__WORDS_MAX], name[SN_NAME_MAX];

	if (n > SN__SHOWN_CONNECTIONS) {
		sn__shorten(name, sizeof(name), first->name, BUNDLE_NAME);
		snprintf(text, sizeof(text), "from %s on", name);
		sn__svg_text(&p->g, x, y, SN__STYLE_SMALL " " CENTRED, text);
		y += 16;
	}
	if (n > 1) {
		sn__svg_text(&p->g, x, y, SN__STYLE_SMALL " " CENTRED,
		    "one for each local x peer pair");
		y += 16;
	}
	snprintf(text, sizeof(text), "IKE%s", sn_word(SN_WORD_IKE, first->ike));
	sn__svg_text(&p->g, x, y, SN__STYLE_SMALL " " CENTRED, text);
	y += 16;
	sn__svg_text(&p->g, x, y, SN__STYLE_SMALL " " CENTRED,
	    sn_word(SN_WORD_MODE, first->routing_mode));
	return y + 16;
}

static int
no_plan(const sn__picture *p, int y)
{
	const sn_finding *error = sn__plan_error(p->plan);
	int x = p->side[0].x + p->side[0].width + WIRES / 2;

	sn__svg_text(&p->g, x, y + 30,
	    "font-size=\"13\" fill=\"#a31515\" " SN__STYLE_BOLD,
	    error ? error->code : "");
	return sn__svg_wrap(&p->g, x, y + 50, WHY_COLUMNS, 16, SN__STYLE_PROSE,
	    error ? error->text : "");
}

/* The middle of the first and the last selector that is shown. */
static int
middle_of(const sn__picture_side *s)
{
	return s->anchors ? (s->anchor[0] + s->anchor[s->anchors - 1]) / 2 : 0;
}

/* Draws from @y on and returns where it ends. */
static int
draw_connections(sn__picture *p, int y)
{
	uint64_t n = sn_plan_get(p->plan)->connection_count;
	int at = (middle_of(&p->side[0]) + middle_of(&p->side[1])) / 2;
	sn_connection c = SN_CONNECTION_INIT;
	char text[2 * SN_NAME_MAX];

	if (!n)
		return no_plan(p, y);
	if (n > SN__SHOWN_CONNECTIONS) {
		if (sn_plan_connection(p->plan, 0, &c))
			return y;
		snprintf(text, sizeof(text), "%llu connections",
		    (unsigned long long)n);
		pill(p, NULL, at, text);
		return common(p, at + PILL / 2 + 20, &c, n);
	}
	at -= (int)(n - 1) * PILL_STEP / 2;
	if (at < y + PILL)
		at = y + PILL;
	for (uint64_t i = 0; i < n; i++, at += PILL_STEP) {
		if (sn_plan_connection(p->plan, i, &c))
			return y;
		sn__shorten(text, sizeof(text), c.name, NAME);
		pill(p, &c, at, text);
	}
	return common(p, at - PILL_STEP + PILL / 2 + 20, &c, n);
}

/* The width of the gap that holds the connections. */
static int
gap_of(const sn_plan *plan)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	size_t columns = 18; /* "protected-data-flows" in small */
	sn_connection c = SN_CONNECTION_INIT;

	if (!n)
		return sn__svg_width(WHY_COLUMNS, 12) + WIRES + 10;
	for (uint64_t i = 0; i < n && i < SN__SHOWN_CONNECTIONS; i++)
		if (!sn_plan_connection(plan, i, &c) &&
		    sn__columns(c.name) > columns)
			columns = sn__columns(c.name);
	if (columns > NAME)
		columns = NAME;
	if (n > SN__SHOWN_CONNECTIONS || (n > 1 && columns < BUNDLE_NAME))
		columns = BUNDLE_NAME;
	return sn__svg_width(columns, 12) + 20 + 2 * WIRES;
}

static void
put_row(sn__picture *p, int y, const sn_route *row)
{
	static const char *const style[] = {[SN_ACTION_KEEP] = "",
	    [SN_ACTION_DELETE] = "fill=\"#a31515\" "
				 "text-decoration=\"line-through\"",
	    [SN_ACTION_ADD] = "fill=\"#0b6b2e\""};
	char text[SN__CELL_MAX];
	int x = SN__MARGIN + 26;
	sn__row r;

	sn__row_make(&r, p->plan, row);
	sn__svg_icon(&p->g, SN__MARGIN + 6, y + 6, row->action);
	for (unsigned i = 0; i < SN__CELLS; i++) {
		int width;

		if (!sn__row_has(row->kind, i))
			continue;
		sn__shorten(text, sizeof(text), r.cell[i], NAME);
		width = sn__svg_width(sn__columns(text), 12) + 20;
		if (width > p->cell[i])
			p->cell[i] = width;
		sn__svg_text(&p->g, x, y + 16,
		    i == 0  ? SN__STYLE_BOLD
		    : i < 4 ? style[row->action]
			    : "",
		    text);
		x += p->cell[i];
	}
	if (x + SN__MARGIN > p->width)
		p->width = x + SN__MARGIN;
}

static int
head(sn__picture *p, int y, uint32_t kind)
{
	int x = SN__MARGIN + 26;

	for (unsigned i = 0; i < SN__CELLS; i++) {
		const char *title = sn__row_title(i);
		int width = sn__svg_width(strlen(title), 11) + 20;

		if (!sn__row_has(kind, i))
			continue;
		if (width > p->cell[i])
			p->cell[i] = width;
		sn__svg_text(&p->g, x, y + 16, SN__STYLE_SMALL, title);
		x += p->cell[i];
	}
	sn__svg_line(&p->g, SN__MARGIN, y + ROW - 2, p->width - SN__MARGIN,
	    y + ROW - 2, "stroke=\"#333\"");
	return y + ROW;
}

/* Draws from @y on and returns where it ends. */
static int
draw_table(sn__picture *p, int y, uint32_t kind)
{
	char text[SN__WORDS_MAX], line[2 * SN__WORDS_MAX];
	uint64_t total[4], shown = 0;
	sn_plan_rows it;
	sn_route row;

	sn__action_totals(total, p->plan, kind);
	if (!total[0])
		return y;
	sn__action_words(text, total);
	snprintf(
	    line, sizeof(line), "%s: %s", sn__rows_title(p->plan, kind), text);
	sn__svg_text(&p->g, SN__MARGIN, y + 34, SN__STYLE_HEAD, line);
	y = head(p, y + 40, kind);
	sn_plan_rows_init(&it, p->plan, kind);
	for (; shown < SN__SHOWN && sn_plan_rows_next(&it, &row);
	     shown++, y += ROW) {
		if (shown % 2)
			sn__svg_rect(&p->g, SN__MARGIN, y,
			    p->width - 2 * SN__MARGIN, ROW, "fill=\"#f3f5f7\"");
		put_row(p, y, &row);
	}
	if (total[0] > shown) {
		snprintf(text, sizeof(text), "and %llu more row%s",
		    (unsigned long long)(total[0] - shown),
		    sn__plural(total[0] - shown));
		sn__svg_text(&p->g, SN__MARGIN + 26, y + 16, "", text);
		y += ROW;
	}
	return y;
}

static int
legend(const sn__picture *p, int y)
{
	int x = SN__MARGIN;

	y += 24;
	sn__svg_line(&p->g, x, y, p->width - x, y, "stroke=\"#9aa5b1\"");
	y += 14;
	sn__svg_rect(&p->g, x, y, 18, 12, SN__STYLE_SEGMENT);
	sn__svg_text(&p->g, x + 26, y + 10, SN__STYLE_SMALL, "segment");
	sn__svg_rect(&p->g, x + 110, y, 18, 12, SN__STYLE_EXTRA);
	sn__svg_text(&p->g, x + 136, y + 10, SN__STYLE_SMALL, "in no segment");
	sn__svg_text(&p->g, x + 260, y + 10, SN__STYLE_SMALL,
	    "Strips are to scale, but for marks below 2 pixels; maps below "
	    "them are not.");
	return y + 12 + SN__MARGIN;
}

/* Draws everything; returns the height. */
static int
draw(sn__picture *p)
{
	char text[SN__WORDS_MAX], name[2][64];
	int y = SN__MARGIN + 18, ends[3], end = 0;

	sn__scheme_words(text, p->plan);
	sn__svg_text(&p->g, SN__MARGIN, y,
	    "font-family=\"sans-serif\" font-size=\"20\" "
	    "font-weight=\"bold\"",
	    text);
	y += 22;
	sn__shorten(
	    name[0], sizeof(name[0]), sn_plan_get(p->plan)->gateway->name, 32);
	sn__shorten(name[1], sizeof(name[1]),
	    sn_plan_get(p->plan)->peer_device->name, 32);
	snprintf(text, sizeof(text), "gateway %s, peer %s", name[0], name[1]);
	sn__svg_text(&p->g, SN__MARGIN, y, "fill=\"#555\"", text);
	y += 20;
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++)
		ends[i] = sn__picture_side_draw(p, &p->side[i], y);
	ends[2] = draw_connections(p, y);
	for (unsigned i = 0; i < 3; i++)
		end = ends[i] > end ? ends[i] : end;
	y = draw_table(p, end, SN_ROUTE_POLICY);
	y = draw_table(p, y, SN_ROUTE_DESTINATION);
	y = draw_table(p, y, SN_ROUTE_STATIC);
	return legend(p, y);
}

static void
lay_out(sn__picture *p, const sn_plan *plan)
{
	memset(p, 0, sizeof(*p));
	p->plan = plan;
	p->gap = gap_of(plan);
	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++) {
		sn__picture_side *s = &p->side[i];

		s->which = i;
		s->side = sn_plan_get(plan)->sides[i];
		s->selectors = sn__plan_selectors(plan, i, &s->selector_count);
		s->width = LEAST_SIDE;
	}
	(void)draw(p);
	p->side[0].x = SN__MARGIN;
	p->side[1].x = SN__MARGIN + p->side[0].width + p->gap;
	if (p->side[1].x + p->side[1].width + SN__MARGIN > p->width)
		p->width = p->side[1].x + p->side[1].width + SN__MARGIN;
}

sn_status
sn__plan_svg(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	char text[8 * SN__WORDS_MAX];
	sn__picture p;
	int height;

	(void)options;
	(void)error;
	lay_out(&p, plan);
	height = draw(&p);
	sn__out_format(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" "
	    "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-labelledby=\"sn-title sn-desc\" font-family=\"'DejaVu Sans "
	    "Mono', 'Liberation Mono', Menlo, Consolas, monospace\" "
	    "font-size=\"12\" fill=\"#1a1a1a\">\n",
	    p.width, height, p.width, height);
	sn__scheme_words(text, plan);
	sn__out_text(out, "<title id=\"sn-title\">VPN plan: ");
	sn__put_xml(out, text);
	sn__out_text(out, "</title>\n<desc id=\"sn-desc\">");
	sn__plan_words(text, sizeof(text), plan);
	sn__put_xml(out, text);
	sn__out_text(out,
	    "</desc>\n<defs><pattern id=\"sn-extra\" width=\"6\" height=\"6\" "
	    "patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" "
	    "fill=\"#fff\"/><path d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\" "
	    "stroke=\"#8a95a1\"/></pattern></defs>\n");
	p.g.out = out;
	sn__svg_rect(&p.g, 0, 0, p.width, height, "fill=\"#fff\"");
	(void)draw(&p);
	sn__out_text(out, "</svg>\n");
	return SN_OK;
}
