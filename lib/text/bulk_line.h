/*
 * bulk_line.h - one line of bulk text.
 */
#ifndef SN_BULK_LINE_H
#define SN_BULK_LINE_H

#include "text/bulk_column.h"
#include "text/item.h"

/* How lines are to be read. */
typedef struct sn__reading {
	const char *text; /* the whole text: a byte-order mark may start it */
	const char *end;
	uint32_t parse_flags; /* SN_PARSE_... */
	sn__column column;
	bool first; /* text is the start of the input */
} sn__reading;

/* @options of @size bytes of text; @size may be 0, @text NULL then. */
sn__reading sn__reading_begin(
    const char *text, size_t size, const sn_text_options *options);

/* What a line was. */
enum sn__line_kind { SN__LINE_BLANK, SN__LINE_ITEM, SN__LINE_INVALID };

/*
 * Reads the line [p, end) without its newline. On SN__LINE_INVALID, and for
 * an unusual reading, *error, if not NULL, says why, with column and offset
 * counted from @p.
 */
enum sn__line_kind sn__read_line(const sn__reading *how, const char *p,
    const char *end, sn__item *item, sn_error *error);

/*
 * Narrows [*p, *end), a line that is an item, to its field in @column. As
 * sn__read_line() fails if there are fewer.
 */
SN_MUST_USE sn_status sn__read_label(const sn__reading *how, uint32_t column,
    const char **p, const char **end, sn_error *error);

#endif
