/*
 * fast.h - parsing fast lines with the best parser that the processor has.
 */
#ifndef SN_FAST_H
#define SN_FAST_H

#include "text/fast_lines.h"

/* As the parsers of fast_lines.h; each takes @lines of its family. */
size_t sn__fast4(sn__cpu cpu, sn__lines *lines);
size_t sn__fast6(sn__cpu cpu, sn__lines *lines, bool ranges);

#endif
