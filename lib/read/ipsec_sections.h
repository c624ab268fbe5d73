/*
 * ipsec_sections.h - an ipsec.conf as sections of parameters.
 *
 * What a section does not say, the sections that its also= names say, and then
 * "conn %default". Included files are not read.
 */
#ifndef SN_READ_IPSEC_SECTIONS_H
#define SN_READ_IPSEC_SECTIONS_H

#include <stdbool.h>

#include "read/arena.h"
#include "read/reader.h"
#include "vpn/ike_config.h"

typedef struct sn__parameter sn__parameter;
struct sn__parameter {
	sn__parameter *next;
	const char *key;
	const char *value;
};

typedef struct sn__section sn__section;
struct sn__section {
	sn__section *next;
	const char *name;
	sn__parameter *first; /* the last that was said */
	bool conn;
};

typedef struct sn__sections {
	sn__section *first, *last;
	size_t n;
} sn__sections;

/* The sections of the text, in @arena; what is not understood is counted in
 * @c. SN_ESYNTAX, SN_ELIMIT: more than 4096; SN_ENOMEM. */
SN_MUST_USE sn_status sn__sections_read(
    const sn__reader *r, sn__arena *arena, sn_ike_config *c, sn__sections *out);

/* What a section says by itself; the last of several; NULL: nothing. */
const char *sn__section_own(const sn__section *s, const char *key);
/* The same with also= and defaults. */
const char *sn__section_value(
    const sn__sections *all, const sn__section *s, const char *key);
/* Whether any section says @key by itself. */
bool sn__sections_say(const sn__sections *all, const char *key);

#endif
