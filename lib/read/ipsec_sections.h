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

/* Names of parameters that are known: values stand at their numbers, and after
 * them nothing, of all others. */
enum { SN__PARAMETERS = 68 };

typedef struct sn__section sn__section;
typedef struct sn__parameter sn__parameter;
struct sn__parameter {
	sn__parameter *next;
	sn__parameter *also; /* the next with that key */
	const char *key;
	const char *value;
};

struct sn__section {
	sn__section *next;
	const char *name;
	sn__parameter *first; /* the last that was said */
	sn__parameter *also;  /* of those with that key, likewise */
	const char *own[SN__PARAMETERS + 1];   /* NULL: not said */
	const char *value[SN__PARAMETERS + 1]; /* with also= and defaults */
	bool conn;
	uint32_t order;
	/* While a section that names this one is looked through. */
	uint32_t visit;
	sn__section *from;
	const sn__parameter *at;
};

typedef struct sn__sections {
	sn__section *first, *last;
	sn__section **by_name; /* those of connections */
	size_t n, conns;
	bool said[SN__PARAMETERS + 1];
} sn__sections;

/* The sections of the text, in @arena; what is not understood is counted in
 * @c. SN_ESYNTAX, SN_ELIMIT: more than 4096, or 2^16 times also= in all of
 * them; SN_ENOMEM. */
SN_MUST_USE sn_status sn__sections_read(
    const sn__reader *r, sn__arena *arena, sn_ike_config *c, sn__sections *out);

/* Whether a parameter of that name is known. */
bool sn__parameter_known(const char *key);
/* The last that a section says of a known parameter, or what the ones say that
 * it names, or the defaults; NULL: nothing. */
const char *sn__section_value(const sn__section *s, const char *key);
/* Whether any section says a known parameter by itself. */
bool sn__sections_say(const sn__sections *all, const char *key);

#endif
