/*
 * picture_side.c - one side of a plan: what one selector of it would be and
 * why, on a strip to scale; then its segments under the selectors that the
 * connections have, as a map of addresses from low to high:
 *
 *   +------------------------------------+
 *   | Local side              [SUPERNET] |
 *   | traffic selector                   |
 *   | 10.1.0.0/22                        o---- connection
 *   | [....####........]  to scale       |
 *   | 512 extra addresses                |
 *   |------------------------------------|
 *   | [..] 10.1.0.0 - 10.1.0.255     256 |
 *   | [##] 10.1.1.0/24               256 |
 *   +------------------------------------+
 */
#include <stdio.h>

#include "base/bits.h"
#include "base/plural.h"
#include "render/picture/picture.h"

enum {
	ROW = 22,	/* of the map */
	CELL = 18,	/* width of a cell of the map */
	INDENT = 14,	/* of segments under one of several selectors */
	STRIP = 16,	/* height of the strip */
	LONG_RANGE = 34 /* columns from which a range takes two lines */
};

/* Makes the side as wide as @columns of its font need. */
static void
fit(sn__picture_side *s, int around, size_t columns, int size)
{
	int width = around + 2 * SN__PAD + sn__svg_width(columns, size);

	if (width > s->width)
		s->width = width;
}

/* Where the address @a, or (@end) what follows it, is on a strip of @whole. */
static int
place(sn_prefix whole, sn__u128 a, bool end, int width)
{
	double before = (double)(a - sn__prefix_bits(whole)) + (end ? 1 : 0);
	double all = sn_count_to_double(sn_prefix_size(whole));
	int x = (int)(before / all * width);

	return x < width ? x : width;
}

/* Marks of at least two pixels; those that touch are one. */
static void
marks(const sn__picture *p, const sn__picture_side *s, int x, int y, int width)
{
	const sn_side *side = s->side;
	int from = 0, to = 0;

	for (size_t i = 0; i < side->aggregate_count; i++) {
		sn_prefix a = side->aggregates[i];
		sn__u128 last = sn__addr_bits(sn_prefix_last(a));
		int first =
		    place(side->selector, sn__prefix_bits(a), false, width);
		int end = place(side->selector, last, true, width);

		if (end < first + 2)
			end = first + 2;
		if (end > width) {
			end = width;
			first = first < width - 2 ? first : width - 2;
		}
		if (to && first <= to) {
			to = end > to ? end : to;
			continue;
		}
		if (to)
			sn__svg_rect(&p->g, x + from, y, to - from, STRIP,
			    "fill=\"#1f4e79\"");
		from = first;
		to = end;
	}
	sn__svg_rect(&p->g, x + from, y, to - from, STRIP, "fill=\"#1f4e79\"");
}

/* The strip, its ends, and a bracket where the common supernet is. */
static int
strip(const sn__picture *p, sn__picture_side *s, int y)
{
	const sn_side *side = s->side;
	int x = s->x + SN__PAD, width = s->width - 2 * SN__PAD;
	char first[SN_ADDR_TEXT_MAX], last[SN_ADDR_TEXT_MAX];

	sn_addr_format(first, sizeof(first), sn_prefix_first(side->selector));
	sn_addr_format(last, sizeof(last), sn_prefix_last(side->selector));
	fit(s, 12, strlen(first) + strlen(last), 10);
	sn__svg_rect(&p->g, x, y, width, STRIP, SN__STYLE_EXTRA);
	if (p->g.out)
		marks(p, s, x, y, width);
	y += STRIP;
	if (side->verdict == SN_VERDICT_DEFAULT_ROUTE && p->g.out) {
		sn__u128 end = sn__addr_bits(sn_prefix_last(side->common));
		int from = place(side->selector, sn__prefix_bits(side->common),
		    false, width);
		int to = place(side->selector, end, true, width);

		to = to > from + 2 ? to : from + 2;
		sn__out_format(p->g.out,
		    "<path d=\"M%d %dv5H%dv-5\" fill=\"none\" "
		    "stroke=\"#a31515\" stroke-width=\"1.5\"/>\n",
		    x + from, y + 2, x + to);
	}
	y += 20;
	sn__svg_text(&p->g, x, y, "font-size=\"10\" fill=\"#555\"", first);
	sn__svg_text(&p->g, x + width, y,
	    "font-size=\"10\" fill=\"#555\" text-anchor=\"end\"", last);
	return y;
}

static void
badge(const sn__picture *p, sn__picture_side *s, int y)
{
	static const char *const text[] = {
	    [SN_VERDICT_EXACT] = "EXACT",
	    [SN_VERDICT_SUPERNET] = "SUPERNET",
	    [SN_VERDICT_DEFAULT_ROUTE] = "DEFAULT ROUTE",
	};
	static const char *const style[] = {
	    [SN_VERDICT_EXACT] = "rx=\"4\" fill=\"#fff\" stroke=\"#0b6b2e\"",
	    [SN_VERDICT_SUPERNET] = "rx=\"4\" fill=\"#fff3cd\" "
				    "stroke=\"#7a5b00\"",
	    [SN_VERDICT_DEFAULT_ROUTE] = "rx=\"4\" fill=\"#a31515\" "
					 "stroke=\"#a31515\"",
	};
	static const char *const ink[] = {
	    [SN_VERDICT_EXACT] = "font-size=\"11\" font-weight=\"bold\" "
				 "fill=\"#0b6b2e\" text-anchor=\"middle\"",
	    [SN_VERDICT_SUPERNET] = "font-size=\"11\" font-weight=\"bold\" "
				    "fill=\"#4d3900\" text-anchor=\"middle\"",
	    [SN_VERDICT_DEFAULT_ROUTE] = "font-size=\"11\" "
					 "font-weight=\"bold\" fill=\"#fff\" "
					 "text-anchor=\"middle\"",
	};
	unsigned verdict = s->side->verdict;
	int width = sn__svg_width(strlen(text[verdict]), 11) + 16;
	int x = s->x + s->width - SN__PAD - width;

	sn__svg_rect(&p->g, x, y, width, 20, style[verdict]);
	sn__svg_text(&p->g, x + width / 2, y + 14, ink[verdict], text[verdict]);
}

/* A row of the map: a cell, what is there, and how many addresses. */
static int
map_row(const sn__picture *p, sn__picture_side *s, int y, int indent,
    sn_range r, const char *text)
{
	const char *ink = text ? "" : SN__STYLE_SMALL;
	int x = s->x + SN__PAD + indent, right = s->x + s->width - SN__PAD;
	char first[SN_RANGE_TEXT_MAX], last[SN_ADDR_TEXT_MAX + 2];
	char number[SN__GROUPED_MAX], count[SN__GROUPED_MAX + 8];
	size_t n, lines = 1;

	sn__count_words(number, sn_range_size(r));
	snprintf(count, sizeof(count), "%s%s", number, text ? "" : " extra");
	*last = '\0';
	if (text)
		n = (size_t)snprintf(first, sizeof(first), "%s", text);
	else
		n = sn_range_format(first, sizeof(first), r);
	if (n > LONG_RANGE && !text) {
		lines = 2;
		sn_addr_format(last, sizeof(last), r.first);
		snprintf(first, sizeof(first), "%s-", last);
		sn_addr_format(last, sizeof(last), r.last);
		n = strlen(first) > strlen(last) ? strlen(first) : strlen(last);
	}
	fit(s, indent + CELL + 36, n + strlen(count), 12);
	sn__svg_rect(&p->g, x, y, CELL, (int)lines * ROW,
	    text ? SN__STYLE_SEGMENT : SN__STYLE_EXTRA);
	sn__svg_line(&p->g, x, y, x + CELL, y, "stroke=\"#fff\"");
	sn__svg_text(&p->g, x + CELL + 10, y + 15, ink, first);
	if (*last)
		sn__svg_text(&p->g, x + CELL + 10, y + ROW + 13, ink, last);
	sn__svg_text(&p->g, right, y + 15,
	    "font-size=\"11\" fill=\"#555\" text-anchor=\"end\"", count);
	return y + (int)lines * ROW;
}

/* The connection's end at the selector that stands at @y. */
static void
anchor(const sn__picture *p, sn__picture_side *s, int y)
{
	s->anchor[s->anchors++] = y;
	if (s->selector_count)
		sn__svg_dot(
		    &p->g, s->which == SN_LOCAL ? s->x + s->width : s->x, y, 4);
}

/* How far the segments of a selector have been shown. */
struct list {
	size_t shown;
	size_t next; /* segment */
};

/* The segments of @selector, and what is between them. */
static int
segments(sn__picture *p, sn__picture_side *s, struct list *l, int y, int indent,
    const sn_prefix *selector)
{
	const sn_side *side = s->side;
	sn_range gap = sn_prefix_range(*selector);
	bool gaps = s->selector_count && selector->len, open = true;
	char text[SN_PREFIX_TEXT_MAX];

	for (; l->next < side->segment_count && l->shown < SN__SHOWN;
	     l->next++, l->shown++) {
		sn_prefix segment = side->segments[l->next];
		sn_addr first = sn_prefix_first(segment);
		sn_addr last = sn_prefix_last(segment);

		if (!sn_prefix_contains(*selector, segment))
			break;
		if (gaps && open && sn_addr_compare(first, gap.first) > 0) {
			sn_range r = {gap.first,
			    sn__addr(first.family, sn__addr_bits(first) - 1)};

			y = map_row(p, s, y, indent, r, NULL);
		}
		sn_prefix_format(text, sizeof(text), segment);
		y = map_row(p, s, y, indent, sn_prefix_range(segment), text);
		if (open && sn_addr_compare(last, gap.first) >= 0) {
			open = sn_addr_compare(last, gap.last) < 0;
			gap.first =
			    sn__addr(last.family, sn__addr_bits(last) + open);
		}
	}
	if (l->next < side->segment_count &&
	    sn_prefix_contains(*selector, side->segments[l->next]))
		return y;
	return gaps && open ? map_row(p, s, y, indent, gap, NULL) : y;
}

/* Draws the list below the verdict. */
static int
list(sn__picture *p, sn__picture_side *s, int y, bool single)
{
	const sn_side *side = s->side;
	struct list l = {0, 0};
	char text[SN__WORDS_MAX];
	size_t k = 0;

	if (single || !s->selector_count)
		y = segments(p, s, &l, y, 0, &side->selector);
	for (; !single && k < s->selector_count && k < SN__SHOWN &&
	       l.next < side->segment_count && l.shown < SN__SHOWN;
	     k++) {
		const sn_prefix *selector = &s->selectors[k];

		anchor(p, s, y + ROW / 2);
		if (!sn_prefix_compare(*selector, side->segments[l.next])) {
			y = segments(p, s, &l, y, 0, selector) + 6;
			continue;
		}
		sn_prefix_format(text, sizeof(text), *selector);
		fit(s, 0, strlen(text), 14);
		sn__svg_text(&p->g, s->x + SN__PAD, y + 15,
		    SN__STYLE_BOLD " font-size=\"13\"", text);
		y = segments(p, s, &l, y + ROW, INDENT, selector) + 6;
	}
	if (l.next < side->segment_count) {
		int n = snprintf(text, sizeof(text), "and %zu more segment%s",
		    side->segment_count - l.next,
		    sn__plural(side->segment_count - l.next));

		if (!single && k < s->selector_count)
			n += snprintf(text + n, sizeof(text) - (size_t)n,
			    ", %zu more selector%s", s->selector_count - k,
			    sn__plural(s->selector_count - k));
		fit(s, 0, (size_t)n, 12);
		sn__svg_text(&p->g, s->x + SN__PAD, y + 16, "", text);
		y += ROW;
	}
	return y;
}

/* What segments of the side are translated to. */
static int
translations(sn__picture *p, sn__picture_side *s, int y)
{
	const sn_plan_view *v = sn_plan_get(p->plan);
	char text[SN__WORDS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < v->translation_count; i++) {
		if (v->translations[i].side != s->which || n++ >= SN__SHOWN)
			continue;
		sn__nat_words(text, &v->translations[i]);
		fit(s, 0, strlen(text), 12);
		y += ROW;
		sn__svg_text(&p->g, s->x + SN__PAD, y - 5, "", text);
	}
	if (n > SN__SHOWN) {
		snprintf(text, sizeof(text), "and %zu more translation%s",
		    n - SN__SHOWN, sn__plural(n - SN__SHOWN));
		y += ROW;
		sn__svg_text(&p->g, s->x + SN__PAD, y - 5, "", text);
	}
	return y;
}

int
sn__picture_side_draw(sn__picture *p, sn__picture_side *s, int y)
{
	const sn_side *side = s->side;
	bool single = sn_plan_get(p->plan)->scheme != SN_SCHEME_DESTINATION &&
		      s->selector_count == 1 &&
		      !sn_prefix_compare(s->selectors[0], side->selector);
	int x = s->x + SN__PAD, top = y;
	char text[SN__WORDS_MAX];

	s->anchors = 0;
	sn__svg_rect(&p->g, s->x, y, s->width, 34, "fill=\"#e8eef4\"");
	sn__svg_text(&p->g, x, y + 22, SN__STYLE_HEAD,
	    s->which == SN_LOCAL ? "Local side" : "Peer side");
	badge(p, s, y + 7);
	y += 54;
	sn__svg_text(&p->g, x, y, SN__STYLE_SMALL,
	    single ? "traffic selector" : "as one selector it would be");
	sn_prefix_format(text, sizeof(text), side->selector);
	fit(s, 0, strlen(text) + 2, 17);
	y += 20;
	sn__svg_text(&p->g, x, y,
	    single ? SN__STYLE_BOLD " font-size=\"16\"" : "font-size=\"14\"",
	    text);
	if (single)
		anchor(p, s, y - 5);
	y = strip(p, s, y + 12) + 20;
	sn__verdict_words(text, side);
	y = sn__svg_wrap(&p->g, x, y,
	    (size_t)(s->width - 2 * SN__PAD) * 10 / 70, 16, SN__STYLE_PROSE,
	    text);
	sn__svg_line(
	    &p->g, s->x, y - 4, s->x + s->width, y - 4, "stroke=\"#9aa5b1\"");
	snprintf(text, sizeof(text), "%zu segment%s%s", side->segment_count,
	    sn__plural(side->segment_count),
	    !s->selector_count	  ? ""
	    : single		  ? " in it"
	    : s->selectors[0].len ? " and the selectors of the connections"
				  : " in the connection's selector");
	fit(s, 0, strlen(text), 11);
	sn__svg_text(&p->g, x, y + 14, SN__STYLE_SMALL, text);
	y = translations(p, s, list(p, s, y + 24, single)) + 10;
	sn__svg_rect(&p->g, s->x, top, s->width, y - top,
	    "fill=\"none\" stroke=\"#333\" stroke-width=\"1.5\"");
	return y;
}
