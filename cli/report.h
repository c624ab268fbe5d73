/*
 * report.h - what a report says of itself: its title, its date, and the
 * command line that made it.
 */
#ifndef REPORT_H
#define REPORT_H

#include "cli.h"

struct report {
	char date[16];
	char *line;
};

/*
 * Fills @o for the format that was asked for, and nothing of it for one that is
 * no report. 0, or an exit code, all having been said; the caller frees with
 * report_free() in any case.
 */
int report_begin(
    struct report *r, const struct common *c, sn_render_options *o);
void report_free(struct report *r);

#endif
