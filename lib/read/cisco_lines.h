/*
 * cisco_lines.h - a running configuration of Cisco's as lines of words, those
 * that are indented below the line that they belong to.
 */
#ifndef SN_READ_CISCO_LINES_H
#define SN_READ_CISCO_LINES_H

#include <stdbool.h>

#include "read/arena.h"
#include "read/reader.h"

enum { SN__CISCO_WORDS = 24 }; /* of a line; what comes after is left out */

typedef struct sn__cisco sn__cisco;
struct sn__cisco {
	sn__cisco *next;
	sn__cisco *below; /* the first of those that belong to it */
	sn__cisco *last;  /* of those */
	const char *word[SN__CISCO_WORDS]; /* each ends in NUL */
	unsigned n;
	uint32_t inner; /* how many belong to it */
};

/* A line by one of its words after the first. */
struct sn__cisco_name {
	const char *word;
	const sn__cisco *line;
	size_t order;
};

/* All lines. @looked: how many were given by their names, with those that
 * belong to them. */
typedef struct sn__cisco_file {
	const sn__cisco *first;
	struct sn__cisco_name *name; /* sorted */
	size_t names;
	size_t looked;
} sn__cisco_file;

enum { SN__CISCO_LOOKED_MAX = 1 << 22 };

/*
 * Where a line begins, of what a terminal showed: after what a pager wrote and
 * took away again, its "--More--", and a prompt such as "r1(config)#". A line
 * that is left out begins at @end.
 */
const char *sn__cisco_start(const char *p, const char *end);

/* The lines of the text, in @arena. SN_ELIMIT: more than 2^18; SN_ENOMEM. */
SN_MUST_USE sn_status sn__cisco_lines(
    const sn__reader *r, sn__arena *arena, sn__cisco_file *out);

/*
 * Of lines at the margin that define something, those with @name as one of
 * their words, in order: each call gives one, and NULL after the last, or when
 * more than SN__CISCO_LOOKED_MAX were given in all. @at is 0 before the first.
 */
const sn__cisco *sn__cisco_named(
    sn__cisco_file *file, const char *name, size_t *at);

/* Whether a line has these words from word @at on, divided by blanks. */
bool sn__cisco_has(const sn__cisco *line, unsigned at, const char *words);

#endif
