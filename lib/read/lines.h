/*
 * lines.h - the lines of a small file, alike for every reader of lines.
 *
 * A line ends in LF or CR LF. A '#' starts a comment that goes to the end of
 * the line, unless it stands in double quotes. Lines without anything else
 * pass.
 */
#ifndef SN_LINES_H
#define SN_LINES_H

#include <stdbool.h>

#include "read/reader.h"

/* [at, end): what a line says, without blanks around it and comments. */
typedef struct sn__line {
	const char *at;
	const char *end;
	uint64_t number;  /* from 1 */
	const char *next; /* of the reader's text: where the next line starts */
} sn__line;

/* A part of a line. */
typedef struct sn__word {
	const char *at;
	size_t n;
} sn__word;

/* The start of the text; the first sn__line_next() finds its first line. */
sn__line sn__line_start(const sn__reader *r);

/* The next line that says something. False: there is none. */
bool sn__line_next(const sn__reader *r, sn__line *line);

/*
 * The next word of the line: up to a blank, the byte @separator (0: none) or
 * the end. line->at goes to the next word, or the separator. n is 0 at the end.
 */
sn__word sn__line_word(sn__line *line, char separator);

/* Passes over @separator and the blanks after it, if it is what comes next. */
void sn__line_pass(sn__line *line, char separator);

/* The first byte of [p, end) that is no blank (space, tab, CR), or @end. */
const char *sn__skip_blanks(const char *p, const char *end);
/* The byte after the last of [p, end) that is no blank, or @p. */
const char *sn__trim_blanks(const char *p, const char *end);

#endif
