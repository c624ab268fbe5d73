/*
 * groups.h - things that have the same values, brought together.
 */
#ifndef SN_READ_GROUPS_H
#define SN_READ_GROUPS_H

#include <stddef.h>

enum { SN__GROUP_VALUES = 16 };

typedef struct sn__grouped {
	const void *item;
	const char *value[SN__GROUP_VALUES]; /* NULL is as "" */
	size_t order;			     /* its place, given */
	size_t lead; /* the place of the first that has the same values */
} sn__grouped;

/* Fills lead, and brings those with the same values together, each group in the
 * place of its first. O(n log n). */
void sn__group(sn__grouped *g, size_t n);

#endif
