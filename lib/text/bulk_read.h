/*
 * bulk_read.h - reading bulk text; for the files of lib/cidr only.
 */
#ifndef SN_BULK_READ_H
#define SN_BULK_READ_H

#include "set/builder.h"
#include "text/grammar.h"
#include "text/fast.h"

/* How lines are to be read. */
typedef struct sn__reading {
	const char *text; /* the whole text: a byte-order mark may start it */
	const char *end;
	uint32_t parse_flags; /* SN_PARSE_... */
	uint32_t column;
	char delimiter;
	bool first; /* text is the start of the input */
	bool plain; /* worth the parsers of plain lines */
	sn__cpu cpu;
	sn__layouts layouts; /* for those */
} sn__reading;

/* What a line was. */
enum sn__line { SN__LINE_BLANK, SN__LINE_ITEM, SN__LINE_INVALID };

/*
 * Reads the line [p, end) without its newline. On SN__LINE_INVALID, and for
 * an unusual reading, *error, if not NULL, says why, with column and offset
 * counted from @p.
 */
enum sn__line sn__read_line(const sn__reading *how, const char *p,
    const char *end, sn__item *item, sn_error *error);

/*
 * The CSV field of [*p, *end) in the column that is wanted; false where there
 * are fewer. A field in double quotes may hold delimiters, and two double
 * quotes for one.
 */
bool sn__find_field(const sn__reading *how, const char **p, const char **end);

/* Lines that need a report, as offsets from the start of the text. */
typedef struct sn__marks {
	uint64_t *at;
	size_t n;
	size_t capacity;
} sn__marks;

/* Whole lines that one thread parses, and what it makes of them. */
typedef struct sn__chunk {
	const sn__reading *how;
	const sn_alloc *alloc;
	const char *from;
	const char *to;
	uint64_t invalid_marks; /* bad lines to be marked; more are counted */
	bool warning_marks;	/* unusual readings are to be marked */
	sn__runs *runs;
	sn__marks marks;
	sn_text_stats stats;
	sn_status status; /* SN_ENOMEM, or SN_OK */
} sn__chunk;

void sn__chunk_read(sn__chunk *c);

static inline bool
sn__is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

#endif
