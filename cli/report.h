/*
 * report.h - what a report says of itself: its title, its date, and the
 * command line that made it.
 */
#ifndef REPORT_H
#define REPORT_H

#include "cli.h"

/* Fills c->report where one is asked for, as --format html. 0, or an exit code,
 * all having been said; args_free() frees. */
int report_make(struct common *c);
void report_options(const struct common *c, sn_render_options *o);

#endif
