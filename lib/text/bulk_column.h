/*
 * bulk_column.h - the fields of one column as lines by themselves.
 */
#ifndef SN_BULK_COLUMN_H
#define SN_BULK_COLUMN_H

#include "text/bulk_newlines.h"
#include "text/bulk_read.h"

typedef struct sn__fields {
	uint32_t end[SN__LINES_ROOM]; /* of each field: its newline in text */
	char text[SN__PIECE + 64];
} sn__fields;

/*
 * Writes the fields of the @n lines of @piece, at most SN__PIECE bytes, that
 * end at @end. SN__PARSE4_AHEAD bytes may be read from where each starts.
 */
void sn__fields_find(sn__fields *fields, const sn__reading *how,
    const char *piece, const uint32_t *end, size_t n);

#endif
