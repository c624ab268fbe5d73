/*
 * strip.h - where segments are, on strips to scale.
 *
 * A side is cut into a few prefixes, each so small that segments of it are to
 * be seen on a strip of its own. One strip of the whole shows where those are.
 */
#ifndef SN_STRIP_H
#define SN_STRIP_H

#include "supernet_vpn.h"

enum {
	SN__ZOOMS = 24,
	SN__STRIP_WIDTH = 1024, /* units */
	SN__MARK = 4		/* the least width of a mark */
};

/* A prefix with all segments of a side that are in it. */
typedef struct sn__zoom {
	sn_prefix prefix;
	size_t aggregate; /* the first one in it, and how many */
	size_t aggregate_count;
	size_t segment;
	size_t segment_count;
	sn_count addresses; /* of the segments */
} sn__zoom;

/* A mark in units; those that would touch are one. */
typedef struct sn__mark {
	int from;
	int to;
} sn__mark;

/*
 * Cuts the side where marks of segments would hide one another most, until
 * none does or there are SN__ZOOMS. Ascending; returns how many, at least 1.
 * O(SN__ZOOMS x aggregates).
 */
size_t sn__side_zooms(sn__zoom out[SN__ZOOMS], const sn_side *side);

/*
 * The marks of @n prefixes, ascending and disjoint, on a strip of @whole: calls
 * back for each. Returns how many prefixes have no mark of their own.
 */
typedef void sn__mark_sink(void *ctx, sn__mark mark);
size_t sn__strip_marks(sn_prefix whole, const sn_prefix *p, size_t n,
    sn__mark_sink *sink, void *ctx);
/* Where @p is on a strip of @whole. */
sn__mark sn__strip_mark(sn_prefix whole, sn_prefix p);

#endif
