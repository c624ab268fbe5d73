/*
 * text.h - reading bulk text; for the files of lib/cidr only.
 */
#ifndef SN_TEXT_H
#define SN_TEXT_H

#include "cidr/bits.h"
#include "cidr/builder.h"

/* How lines are to be read. */
typedef struct sn__reading {
	const char *text; /* the whole text: a byte-order mark may start it */
	uint32_t parse_flags; /* SN_PARSE_... */
	uint32_t column;
	char delimiter;
	bool first; /* text is the start of the input */
} sn__reading;

/* What a line was. */
enum sn__line { SN__LINE_BLANK, SN__LINE_ITEM, SN__LINE_INVALID };

static inline bool
sn__is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

#endif
