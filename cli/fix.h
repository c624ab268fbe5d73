/*
 * fix.h - what mends a diagnosis, as a plan with the steps to it.
 */
#ifndef FIX_H
#define FIX_H

#include "input.h"
#include "supernet_vpn.h"

/*
 * Writes the plan that mends @d in @format (that of plan; NULL: text, with the
 * files of both ends after it) to @out. 0, or an exit code, having said why.
 */
int fix_write(struct output *out, const sn_diagnosis *d, const char *format,
    const sn_render_options *options);

#endif
