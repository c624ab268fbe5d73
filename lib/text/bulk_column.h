/*
 * bulk_column.h - one column of bulk text.
 */
#ifndef SN_BULK_COLUMN_H
#define SN_BULK_COLUMN_H

#include <stdbool.h>

#include "text/bulk_newlines.h"

/* The column in which items stand. */
typedef struct sn__column {
	uint32_t number; /* from 1; 0: items have their lines to themselves */
	char delimiter;
} sn__column;

/*
 * Narrows [*p, *end), a line, to its field in the column; false where there
 * are fewer. A field in double quotes may hold delimiters, and two double
 * quotes for one.
 */
bool sn__find_field(sn__column column, const char **p, const char **end);

/* Fields as lines by themselves. */
typedef struct sn__fields {
	uint32_t end[SN__NEWLINES_MAX]; /* of each field: its newline in text */
	char text[SN__PIECE + 64];
} sn__fields;

/*
 * Copies the fields of the @n lines of @piece, at most SN__PIECE bytes, that
 * end at @end; the text that @piece is of ends at @text_end. SN__FAST_AHEAD
 * bytes may be read from where each starts.
 */
void sn__fields_copy(sn__fields *fields, sn__column column, const char *piece,
    const uint32_t *end, size_t n, const char *text_end);

static inline bool
sn__is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

#endif
