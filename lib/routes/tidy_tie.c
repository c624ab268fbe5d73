/*
 * tidy_tie.c - whether a table leaves open where some packet goes.
 *
 * Of the best rows of a packet one list of rows takes the least next hop, and
 * another one the greatest. Where both lists decide alike, no packet has best
 * rows of two next hops. Rows that overlap at one rank are no harm where rows
 * before them take all such packets, or where they lead to one next hop.
 */
#include "routes/source_walk.h"
#include "routes/tidy.h"

static int
by_row(const sn__ranked_row *a, const sn__ranked_row *b)
{
	SN__COMPARE(a->row, b->row);
	return 0;
}

static int
least_first(const void *x, const void *y)
{
	const sn__ranked_row *a = *(const sn__ranked_row *const *)x;
	const sn__ranked_row *b = *(const sn__ranked_row *const *)y;

	SN__COMPARE(a->rank, b->rank);
	SN__COMPARE(a->target, b->target);
	return by_row(a, b);
}

static int
greatest_first(const void *x, const void *y)
{
	const sn__ranked_row *a = *(const sn__ranked_row *const *)x;
	const sn__ranked_row *b = *(const sn__ranked_row *const *)y;

	SN__COMPARE(a->rank, b->rank);
	SN__COMPARE(b->target, a->target);
	return by_row(a, b);
}

/* Copies rows, whose targets are next hops then, and gives each a rank of its
 * own. Rows of BGP share packets among them: they stay as they are. */
static void
rank_by(const sn_table *t, sn__ranked_row *to, sn__ranked_row **order,
    const sn__ranked_row *row, size_t n,
    int (*compare)(const void *, const void *))
{
	size_t ranked = 0;

	memcpy(to, row, n * sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		to[i].target = t->row[to[i].row].next_hop;
		if (to[i].kind != SN_ROUTE_BGP)
			order[ranked++] = &to[i];
	}
	if (ranked)
		qsort(order, ranked, sizeof(*order), compare);
	for (size_t i = 0; i < ranked; i++)
		order[i]->rank = (uint32_t)i + 1;
}

/* The first two of the best rows of a packet that lead apart. */
static sn_status
name_rows(
    const sn_table *t, unsigned family, const sn__u128 at[2], uint64_t out[2])
{
	uint8_t *why = sn__malloc(&t->alloc, t->rows, 1);
	size_t found = 0;
	sn_hit hit;
	sn_status status;

	if (!why)
		return SN_ENOMEM;
	status = sn_table_explain(t, SN_MATCH_PRIORITY, sn__addr(family, at[0]),
	    sn__addr(family, at[1]), why, &hit);
	for (size_t i = 0; i < t->rows && found < 2 && !status; i++)
		if (why[i] == SN_WHY_CANDIDATE &&
		    (!found || t->row[i].next_hop != t->row[out[0]].next_hop))
			out[found++] = i;
	sn__free(&t->alloc, why);
	return status;
}

sn_status
sn__tidy_find_tie(
    const sn_table *t, const sn__ranked_row *row, size_t n, uint64_t out[2])
{
	sn__ranked_row *copy = sn__malloc(&t->alloc, 2 * n, sizeof(*copy));
	sn__ranked_row **order = sn__malloc(&t->alloc, n, sizeof(*order));
	const sn__ranked_row *list[2];
	const size_t size[2] = {n, n};
	sn__u128 witness[2];
	bool differ = false;
	sn_status status = copy && order ? SN_OK : SN_ENOMEM;

	if (!status && n) {
		rank_by(t, copy, order, row, n, least_first);
		rank_by(t, copy + n, order, row, n, greatest_first);
		list[0] = copy;
		list[1] = copy + n;
		status = sn__walk_compare(&t->alloc, list, size,
		    (uint32_t)t->names, &differ, witness);
	}
	sn__free(&t->alloc, copy);
	sn__free(&t->alloc, order);
	if (!status && differ)
		status = name_rows(t, row->family, witness, out);
	return status ? status : differ ? SN_EINFEASIBLE : SN_OK;
}
