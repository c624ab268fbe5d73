/*
 * segments.h - lists of segments from the command line or files.
 */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include "input.h"

struct segments {
	sn_prefix *p;
	size_t n;
	size_t capacity;
};

/*
 * Adds "A,B,C", or the items of FILE where @arg is "@FILE", read as lists are.
 * No host bits; of a range, its prefixes. 0, or an exit code, having said why.
 */
int segments_add(struct segments *s, const char *option, const char *arg,
    const struct common *c);
/* The same of a file. */
int segments_add_file(
    struct segments *s, const char *path, const struct common *c);
/* Adds one. 0, or an exit code. */
int segments_add_prefix(struct segments *s, sn_prefix p);
/* Adds the prefixes of a range. 0, or an exit code. */
int segments_add_range(struct segments *s, sn_range range);
void segments_free(struct segments *s);

#endif
