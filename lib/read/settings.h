/*
 * settings.h - texts in the syntax of strongSwan's settings: sections in
 * braces, "key = value" lines, comments after '#'.
 */
#ifndef SN_READ_SETTINGS_H
#define SN_READ_SETTINGS_H

#include "read/arena.h"
#include "read/reader.h"

typedef struct sn__setting sn__setting;
struct sn__setting {
	const char *name;   /* ends in NUL */
	const char *value;  /* without quotes, ends in NUL; NULL: a section */
	const char *at;	    /* where the name stands in the reader's text */
	sn__setting *child; /* the first of a section; a section that is opened
			     * again goes on */
	sn__setting *last;
	sn__setting *next;
	/* Of those that are sections, as they stand in the text. */
	sn__setting *section, *section_last;
	sn__setting *section_next;
	struct sn__reference *from; /* what a section inherits from, in order */
	bool inherited;		    /* some section inherits from it */
	bool whole;		    /* what it inherits is in it */
	bool cleared; /* nothing is after its '=': what is usual counts */
};

/*
 * The whole text as a section without name, in @arena. What a section inherits
 * ("name : other.section, another { ... }") is in it, after its own. Included
 * files are not read: "include" is a setting like others. SN_ESYNTAX,
 * SN_ELIMIT (nesting beyond 32, more than 2^18 settings or 8192 sections),
 * SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__settings_read(
    const sn__reader *r, sn__arena *arena, const sn__setting **out);

/* The last value of @key in @section; NULL: none, or it is cleared. O(settings
 * of it). */
const char *sn__setting_value(const sn__setting *section, const char *key);

#endif
