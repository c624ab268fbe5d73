/*
 * table.h - route tables from inside; for lib/vpn only.
 */
#ifndef SN_TABLE_H
#define SN_TABLE_H

#include "cidr/alloc.h"
#include "cidr/bits.h"
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

#endif
