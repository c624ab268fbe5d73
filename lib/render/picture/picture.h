/*
 * picture.h - a plan as a picture: what its parts share.
 *
 * The picture has the two sides left and right, the connections between them,
 * the tables of routes below, and a legend. It is laid out twice without
 * writing, for the widths and for the heights that follow, and then drawn.
 */
#ifndef SN_PICTURE_H
#define SN_PICTURE_H

#include "render/picture/svg.h"
#include "render/words.h"

enum {
	SN__SHOWN = 16, /* segments a side, rows a table */
	SN__SHOWN_CONNECTIONS = 12,
	SN__MARGIN = 24,
	SN__PAD = 14
};

/* A side, where it is, and where connections end at its selectors. */
typedef struct sn__picture_side {
	const sn_side *side;
	const sn_prefix *selectors; /* of the connections */
	size_t selector_count;
	unsigned which; /* SN_LOCAL or SN_PEER */
	int x;
	int width; /* grows while measured */
	int anchor[SN__SHOWN];
	size_t anchors; /* shown, of selector_count */
} sn__picture_side;

typedef struct sn__picture {
	sn__svg g;
	const sn_plan *plan;
	sn__picture_side side[2];
	int gap;	     /* between the sides */
	int width;	     /* of all; grows while measured */
	int cell[SN__CELLS]; /* widths of columns; grow while measured */
} sn__picture;

/* Text styles. */
#define SN__STYLE_SMALL "font-size=\"11\" fill=\"#555\""
#define SN__STYLE_PROSE "font-family=\"sans-serif\" font-size=\"12\""
#define SN__STYLE_BOLD	"font-weight=\"bold\""
#define SN__STYLE_HEAD \
 "font-family=\"sans-serif\" font-size=\"14\" font-weight=\"bold\""
#define SN__STYLE_SEGMENT "fill=\"#1f4e79\" stroke=\"#1f4e79\""
#define SN__STYLE_EXTRA	  "fill=\"url(#sn-extra)\" stroke=\"#777\""

/* Draws from @y on and returns where it ends. */
int sn__picture_side_draw(sn__picture *p, sn__picture_side *s, int y);

#endif
