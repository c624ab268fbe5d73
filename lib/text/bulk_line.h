/*
 * bulk_line.h - one line of bulk text, or one row of a table.
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
	sn__columns columns;
	const char *comment;   /* characters that start one */
	uint64_t max_invalid;  /* bad lines that are reported, */
	uint64_t max_warnings; /* and lines that are read leniently */
	bool first;	       /* text is the start of the input */
	bool extract;	       /* items stand anywhere */
	bool wraps;	       /* rows may have several lines */
} sn__reading;

/*
 * @options of @size bytes of text; @size may be 0, @text NULL then. The label
 * is in column @label; 0: there is none. SN_EINVAL.
 */
SN_MUST_USE sn_status sn__reading_begin(sn__reading *how, const char *text,
    size_t size, const sn_text_options *options, uint32_t label);

/* What a line was. */
enum sn__line_kind {
	SN__LINE_BLANK,
	SN__LINE_COMMENT, /* of a table: a row that is one */
	SN__LINE_PASSED,  /* not where the value is asked for */
	SN__LINE_EMPTY,	  /* the item's field has nothing in it */
	SN__LINE_ITEMS
};

typedef struct sn__line {
	enum sn__line_kind kind;
	bool masked;	 /* host bits of an item were cleared */
	bool unusual;	 /* a lenient reading, of which the error tells */
	sn__field label; /* where there are items, and one is asked for */
} sn__line;

/* Gets each item of a line that is no bad one; not SN_OK: stops with it. */
typedef sn_status (*sn__item_sink)(
    void *ctx, const sn__line *line, const sn__item *item);

/*
 * Reads the line [p, end) without its newline. On failure, and for an unusual
 * reading or one that masks, *error, if not NULL, says why, with column and
 * offset counted from @p. @sink may be NULL. SN_ENOMEM, the sink's status, or
 * that of a bad line.
 */
SN_MUST_USE sn_status sn__read_line(const sn__reading *how, const char *p,
    const char *end, sn__line *line, sn__item_sink sink, void *ctx,
    sn_error *error);

/* Where the line, or the row, that starts at @p ends. */
const char *sn__line_end(const sn__reading *how, const char *p);

/* Of the line, or row, [p, end): how many lines of the text it has. */
uint64_t sn__count_lines(const char *p, const char *end);

/* Where a comment starts in [p, end); @end: nowhere. */
const char *sn__find_comment(
    const sn__reading *how, const char *p, const char *end);

#endif
