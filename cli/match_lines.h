/*
 * match_lines.h - each line of a file with what its address is in.
 */
#ifndef MATCH_LINES_H
#define MATCH_LINES_H

#include "join.h"

struct match_lines {
	const struct common *common;
	const struct join *join;
	const char *column; /* a number, or a name of the header */
	int delimiter;	    /* a character, QUOTE_BLANKS, or 0: find out */
	const char *title;  /* of what is added, in a header */
	bool invert;	    /* only lines without a match, as they are */
	bool missed;	    /* out: there are some */
};

/*
 * Reads the file at @path, line by line, and writes to @o as it goes. 0, or an
 * exit code, having said why; *status is what the output said, if not SN_OK.
 */
int match_lines(struct match_lines *m, const char *path, struct output *o,
    sn_status *status);

#endif
