/*
 * cover_curve.h - what each budget of prefixes costs, for people and programs.
 */
#ifndef COVER_CURVE_H
#define COVER_CURVE_H

#include "cli.h"

/* The curve of a set up to a budget. */
struct curve {
	const sn_cover_point *point;
	uint64_t n;
	bool mixed;	     /* both families occur */
	double addresses[2]; /* of each family's common prefix */
};

/* CSV, JSON or SVG: the budgets at which it falls. */
sn_status curve_write(
    const struct curve *c, const char *format, struct output *o);
/*
 * For a terminal: its steps with bars, of many some of them, and where the knee
 * is, after which more prefixes save little.
 */
sn_status curve_show(const struct curve *c, struct output *o);

#endif
