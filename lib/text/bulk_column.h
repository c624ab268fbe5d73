/*
 * bulk_column.h - the columns of bulk text.
 */
#ifndef SN_BULK_COLUMN_H
#define SN_BULK_COLUMN_H

#include "text/bulk_newlines.h"
#include "text/grammar_mask.h"
#include "text/value_pair.h"

/* Bytes [p, end) of a row. */
typedef struct sn__field {
	const char *p;
	const char *end;
} sn__field;

/* The columns that are looked at. */
enum {
	SN__FIELD_ITEM,
	SN__FIELD_SECOND, /* completes the item */
	SN__FIELD_LABEL,
	SN__FIELD_WHERE, /* and after it: they say which rows count */
	SN__WHERE_MOST = 8,
	SN__FIELDS_MOST = SN__FIELD_WHERE + SN__WHERE_MOST
};

typedef struct sn__columns {
	uint32_t number[SN__FIELDS_MOST]; /* from 1; 0: none, or the line */
	uint32_t fields;		  /* how many of those there are */
	uint32_t most;			  /* the highest of them */
	uint32_t are;			  /* SN_COLUMNS_... */
	char delimiter;
	bool blanks;   /* runs of blanks delimit */
	bool odd[256]; /* what a line starts with that is more than fields */
	const char *where[SN__WHERE_MOST];
	const char *text_end; /* bytes up to it may be read */
} sn__columns;

/*
 * Finds the fields of the row [p, end) that @columns asks for; false where
 * there are fewer. Blanks around fields, and double quotes, are cut off.
 */
bool sn__fields_find(const sn__columns *columns, const char *p, const char *end,
    sn__field found[SN__FIELDS_MOST]);
/* Whether a row with these fields counts. */
bool sn__fields_count(const sn__columns *columns, const sn__field *found);
/* The next field of a row at *p, which moves past it; false: there is none. */
bool sn__field_next(const sn__columns *columns, const char **p, const char *end,
    sn__field *found);
/* Whether a field, in which two double quotes are one, is @value. */
bool sn__field_is(sn__field field, const char *value);

/*
 * The end of the row that starts at @p: the first newline, or @end, that is in
 * no field. Where a field's quotes are not closed after 1000 lines it is the
 * first newline of all; *cut: @end comes before those.
 */
const char *sn__row_end(
    const sn__columns *columns, const char *p, const char *end, bool *cut);
/* Whether a row of the text, without a byte-order mark, may have more lines. */
bool sn__rows_wrap(
    const sn__columns *columns, const char *text, const char *end);

/* Fields as lines by themselves. */
typedef struct sn__fields {
	uint32_t end[SN__NEWLINES_MAX]; /* of each field: its newline in text */
	/* Addresses but the first, where the second field is a count. */
	uint32_t more[SN__NEWLINES_MAX];
	sn__masks masks;
	char text[SN__PIECE + 64];
} sn__fields;

/* Makes @fields ready for what has @columns. */
void sn__fields_init(sn__fields *fields, const sn__columns *columns);

/*
 * Copies the items of the @n rows of @piece, at most SN__PIECE bytes, that end
 * at @end; the text that @piece is of ends at @text_end. SN__FAST_AHEAD bytes
 * may be read from where each starts. Two columns are joined to an item; but of
 * an address and a count the address is a line, and the count is in more[].
 */
void sn__fields_copy(sn__fields *fields, const sn__columns *columns,
    const char *piece, const uint32_t *end, size_t n, const char *text_end);

/* Whether items come with what sn__fields_copy() puts into more[]. */
static inline bool
sn__fields_have_more(const sn__columns *columns)
{
	return columns->number[SN__FIELD_SECOND] &&
	       columns->are == SN_COLUMNS_COUNT;
}

static inline bool
sn__is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

#endif
