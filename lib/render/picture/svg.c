/*
 * svg.c - shapes and texts as SVG 1.1, in whole pixels.
 */
#include "render/picture/svg.h"

#include "render/quote.h"
#include "render/words.h"

void
sn__svg_text(
    const sn__svg *g, int x, int y, const char *style, const char *text)
{
	if (!g->out)
		return;
	sn__out_format(g->out, "<text x=\"%d\" y=\"%d\" %s>", x, y, style);
	sn__put_xml(g->out, text);
	sn__out_text(g->out, "</text>\n");
}

void
sn__svg_rect(const sn__svg *g, int x, int y, int w, int h, const char *style)
{
	if (g->out)
		sn__out_format(g->out,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		    "%s/>\n",
		    x, y, w, h, style);
}

void
sn__svg_line(
    const sn__svg *g, int x1, int y1, int x2, int y2, const char *style)
{
	if (g->out)
		sn__out_format(g->out,
		    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>\n", x1,
		    y1, x2, y2, style);
}

void
sn__svg_dot(const sn__svg *g, int x, int y, int radius)
{
	if (g->out)
		sn__out_format(g->out,
		    "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n", x, y, radius);
}

void
sn__svg_wire(const sn__svg *g, int x1, int y1, int x2, int y2)
{
	int middle = (x1 + x2) / 2;

	if (g->out)
		sn__out_format(g->out,
		    "<path d=\"M%d %dC%d %d %d %d %d %d\"/>\n", x1, y1, middle,
		    y1, middle, y2, x2, y2);
}

void
sn__svg_icon(const sn__svg *g, int x, int y, unsigned icon)
{
	static const char *const path[] = {
	    [SN__ICON_KEEP] = "\" stroke=\"#444\"><path d=\"M1 7L5 11L12 2\"/>",
	    [SN__ICON_DELETE] =
		"\" stroke=\"#a31515\"><path d=\"M2 2L11 11M11 2L2 11\"/>",
	    [SN__ICON_ADD] =
		"\" stroke=\"#0b6b2e\"><path d=\"M6.5 1V12M1 6.5H12\"/>",
	};

	if (g->out)
		sn__out_format(g->out,
		    "<g fill=\"none\" stroke-width=\"2.4\" "
		    "transform=\"translate(%d %d)%s</g>\n",
		    x, y, path[icon]);
}

void
sn__svg_group(const sn__svg *g, const char *style)
{
	if (g->out)
		sn__out_format(g->out, "<g %s>\n", style);
}

void
sn__svg_group_end(const sn__svg *g)
{
	if (g->out)
		sn__out_text(g->out, "</g>\n");
}

int
sn__svg_wrap(const sn__svg *g, int x, int y, size_t columns, int leading,
    const char *style, const char *text)
{
	char line[SN__WORDS_MAX];

	while (*text) {
		size_t used = 0;

		/* Words; a longer one than the line is cut into pieces. */
		while (*text) {
			size_t n = strcspn(text, " ");

			if (n > columns)
				n = columns;
			if (n >= sizeof(line))
				n = sizeof(line) - 1;
			while (n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80)
				n--;
			if (used && (used + 1 + n > columns ||
					used + 1 + n >= sizeof(line)))
				break;
			if (used)
				line[used++] = ' ';
			memcpy(line + used, text, n);
			used += n;
			text += n;
			text += strspn(text, " ");
		}
		line[used] = '\0';
		sn__svg_text(g, x, y, style, line);
		y += leading;
	}
	return y;
}
