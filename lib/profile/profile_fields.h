/*
 * profile_fields.h - the facts of a profile by name, for its reader and
 * renderers.
 */
#ifndef SN_PROFILE_FIELDS_H
#define SN_PROFILE_FIELDS_H

#include "supernet_profile.h"

enum { SN__FACT_NUMBER, SN__FACT_YES_NO, SN__FACT_WORD, SN__FACT_BITS };

typedef struct sn__fact_name {
	const char *key;   /* in JSON */
	const char *title; /* for people */
	size_t offset;	   /* in sn_profile */
	int form;	   /* SN__FACT_... */
	unsigned words;	   /* SN_WORD_... of its values or bits; 0: none */
} sn__fact_name;

/* Name @i of the facts, in the order of sn_profile, all but forbidden_fact;
 * NULL beyond the last. */
const sn__fact_name *sn__fact_name_at(size_t i);

/* Bit @i of a fact whose value is bits, i < SN__FACT_BITS_MAX. */
enum { SN__FACT_BITS_MAX = 34 };

static inline int64_t
sn__fact_bit(unsigned i)
{
	int64_t bit = 1;

	while (i--)
		bit *= 2;
	return bit;
}

static inline const sn_fact *
sn__fact_of(const sn_profile *p, const sn__fact_name *name)
{
	return (const sn_fact *)(const void *)((const char *)p + name->offset);
}

#endif
