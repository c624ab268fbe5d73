/*
 * change_order.c - in which order a change walks rows.
 */
#include <string.h>

#include "routes/table.h"
#include "vpn/change.h"

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/*
 * By how early a row matches: policy rows by priority, then destination rows
 * by length; then by all that tells rows apart.
 */
int
sn__compare_rows(const void *x, const void *y)
{
	const struct sn__table_row *a = x, *b = y;
	const sn_route *p = a->row, *q = b->row;
	int order = compare_numbers(p->kind, q->kind);

	if (!order)
		order = compare_numbers(p->priority, q->priority);
	if (!order && p->kind == SN_ROUTE_DESTINATION)
		order = compare_numbers(q->destination.len, p->destination.len);
	/* A table that nobody named is the one it has to be. */
	if (!order && p->where && q->where)
		order = compare_numbers(p->where, q->where);
	return order ? order : sn__compare_routes_of(a->table, p, b->table, q);
}

int
sn__compare_routes(const void *x, const void *y)
{
	const struct sn__table_row *a = x, *b = y;
	int order = sn_prefix_compare(a->row->destination, b->row->destination);

	if (!order)
		order = compare_numbers(a->row->kind, b->row->kind);
	return order ? order
		     : strcmp(sn_table_next_hop(a->table, a->row->next_hop),
			   sn_table_next_hop(b->table, b->row->next_hop));
}
