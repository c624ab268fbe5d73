/*
 * svg.h - shapes and texts as SVG 1.1, in whole pixels.
 *
 * A drawing without @out writes nothing: it only measures, so that the code
 * that draws also says how large the drawing is.
 */
#ifndef SN_SVG_H
#define SN_SVG_H

#include "render/out.h"

typedef struct sn__svg {
	sn__out *out; /* NULL: only measure */
} sn__svg;

/* Marks that tell what is meant without colour. */
enum { SN__ICON_KEEP = 1, SN__ICON_DELETE = 2, SN__ICON_ADD = 3 };

/* @style: attributes, from ourselves. @text: from anywhere. */
void sn__svg_text(
    const sn__svg *g, int x, int y, const char *style, const char *text);
void sn__svg_rect(
    const sn__svg *g, int x, int y, int w, int h, const char *style);
void sn__svg_line(
    const sn__svg *g, int x1, int y1, int x2, int y2, const char *style);
void sn__svg_dot(const sn__svg *g, int x, int y, int radius);
/* A curve that leaves and arrives level. */
void sn__svg_wire(const sn__svg *g, int x1, int y1, int x2, int y2);
void sn__svg_icon(const sn__svg *g, int x, int y, unsigned icon);
void sn__svg_group(const sn__svg *g, const char *style);
void sn__svg_group_end(const sn__svg *g);
/*
 * Words in lines of at most @columns, @leading apart; returns the base line
 * after the last.
 */
int sn__svg_wrap(const sn__svg *g, int x, int y, size_t columns, int leading,
    const char *style, const char *text);

/* The width of @n columns of the font of fixed width at @size pixels. */
static inline int
sn__svg_width(size_t n, int size)
{
	return ((int)n * size * 61 + 99) / 100;
}

#endif
