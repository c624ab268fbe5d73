/*
 * segments.h - lists of segments from the command line or files.
 */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include "cli.h"

struct segments {
	sn_prefix *p;
	size_t n;
	size_t capacity;
};

/*
 * Adds "A,B,C", or the lines of FILE where @arg is "@FILE". Prefixes only,
 * without host bits. 0, or an exit code, having said why.
 */
int segments_add(struct segments *s, const char *option, const char *arg);
void segments_free(struct segments *s);

#endif
