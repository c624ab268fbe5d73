/*
 * table.h - route tables from inside; for lib/routes and lib/vpn only.
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
	uint32_t *slot; /* of the hash table: number + 1; 0: free */
	size_t slots;	/* a power of two, or 0 */
	/* Rules of Linux: one whose table has no route for a packet passes it
	 * on to the next one. */
	bool linux_rules;
	/* Rules that look at more than addresses, as far as those go. */
	sn_route *left;
	size_t lefts;
	size_t left_capacity;
};

/* Returns from a comparison where two numbers differ. */
#define SN__COMPARE(a, b)     \
 do {                         \
  if ((a) != (b))             \
   return (a) < (b) ? -1 : 1; \
 } while (0)

/* The order of rows of two tables by all that a provider tells them apart by,
 * next hops by name: <0, 0, >0. */
int sn__compare_routes_of(
    const sn_table *a, const sn_route *x, const sn_table *b, const sn_route *y);
/* The numbers of the rows in that order, equal ones ascending; NULL: out of
 * memory. */
SN_MUST_USE uint32_t *sn__table_sorted(
    const sn_table *t, const sn_alloc *alloc);

/* Leaves a rule out of the rows; its next hop is that of a row. SN_ENOMEM. */
SN_MUST_USE sn_status sn__table_leave_out(sn_table *t, const sn_route *rule);

/* Whether it has a next hop of that name. */
bool sn__table_knows(const sn_table *t, const char *name);

/* Whether two rows are of one kind and for the same packets. */
static inline bool
sn__same_packets(const sn_route *a, const sn_route *b)
{
	return a->kind == b->kind && !sn_prefix_compare(a->source, b->source) &&
	       !sn_prefix_compare(a->destination, b->destination);
}

#endif
