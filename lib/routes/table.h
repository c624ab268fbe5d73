/*
 * table.h - route tables from inside; for lib/vpn only.
 */
#ifndef SN_TABLE_H
#define SN_TABLE_H

#include "base/alloc.h"
#include "base/bits.h"
#include "supernet_routes.h"

struct sn_table {
	sn_alloc alloc;
	sn_route *row;
	size_t rows;
	size_t row_capacity;
	char **name; /* next hops by number */
	size_t names;
	size_t name_capacity;
	uint32_t *slot; /* open addressing: number + 1, 0 is free */
	size_t slots;	/* a power of two, or 0 */
};

/* Whether two rows are of one kind and for the same packets. */
static inline bool
sn__same_place(const sn_route *a, const sn_route *b)
{
	return a->kind == b->kind && !sn_prefix_compare(a->source, b->source) &&
	       !sn_prefix_compare(a->destination, b->destination);
}

#endif
