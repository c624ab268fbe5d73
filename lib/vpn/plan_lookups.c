/*
 * plan_lookups.c - by what the packets of each part of a plan are looked up,
 * and which parts may have routes by destination.
 *
 * Policy rows are looked up before other routes, and tell packets apart by
 * their source. Routes by destination hold for all sources: of parts that have
 * some destination in common one may have them, and the others policy rows.
 */
#include <stdlib.h>

#include "vpn/parts.h"

static enum sn__lookup
lookup_of(const sn_plan *plan)
{
	for (size_t i = 0; i < plan->block_count; i++)
		if (plan->block[i].row.action != SN_ACTION_DELETE)
			return plan->block[i].row.kind == SN_ROUTE_POLICY
				   ? SN__BY_POLICY
				   : SN__BY_DESTINATION;
	return SN__BY_SELECTORS;
}

/* Has a part planned again without routes by destination. */
static void
forbid(struct sn__site_part *p, bool *again)
{
	if (!p->among.no_routing)
		p->among.no_routing = p->again = *again = true;
}

/* Rows of parts of which one stands in for the other are of one table, and
 * routes by destination only where they have the same local side. */
static void
check_standbys(struct sn__parts *w, bool *again)
{
	for (size_t i = 0; i < w->parts; i++) {
		struct sn__site_part *p[2] = {&w->part[i], NULL};

		if (p[0]->primary == UINT32_MAX)
			continue;
		p[1] = &w->part[p[0]->primary];
		if (p[0]->lookup == p[1]->lookup &&
		    (p[0]->lookup != SN__BY_DESTINATION ||
			sn_set_equal(p[0]->set[SN_LOCAL], p[1]->set[SN_LOCAL])))
			continue;
		for (unsigned k = 0; k < 2; k++)
			if (p[k]->lookup == SN__BY_DESTINATION)
				forbid(p[k], again);
	}
}

/* A destination of a part. */
struct led {
	sn_prefix to;
	uint32_t part;
};

static int
compare(const void *x, const void *y)
{
	const struct led *a = x, *b = y;

	return sn_prefix_compare(a->to, b->to);
}

/* How much a part is to stay with routes by destination: most where that was
 * asked for, then where they are in use. */
static unsigned
insists(const struct sn__site_part *p)
{
	return p->request.scheme == SN_SCHEME_DESTINATION
		   ? 2
		   : sn__scheme_in_use(&p->request) == SN_SCHEME_DESTINATION;
}

/* Two parts have a destination in common: unless their sources are the same,
 * too, the one that insists more may have routes by destination. */
static void
check_two(struct sn__site_part *a, struct sn__site_part *b, bool *again)
{
	bool first = insists(a) <= insists(b) && !a->again;
	bool second = insists(b) <= insists(a) && !b->again;

	/* Most sites have the local side of all, one list. */
	if ((!first && !second) || a->request.local == b->request.local ||
	    sn_set_overlaps(a->set[SN_LOCAL], b->set[SN_LOCAL]))
		return;
	if (first)
		forbid(a, again);
	if (second)
		forbid(b, again);
}

/* Looks at all parts that share a destination; @open has the capacity of
 * @list. */
static void
check_shared(struct sn__parts *w, const struct led *list, size_t n,
    uint32_t *open, bool *again)
{
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		while (depth && !sn_prefix_contains(
				    list[open[depth - 1]].to, list[i].to))
			depth--;
		for (size_t k = 0; k < depth; k++)
			check_two(&w->part[list[open[k]].part],
			    &w->part[list[i].part], again);
		open[depth++] = (uint32_t)i;
	}
}

static sn_status
check_destinations(struct sn__parts *w, bool *again)
{
	struct led *list;
	uint32_t *open;
	size_t n = 0;
	sn_status status;

	for (size_t i = 0; i < w->parts; i++)
		n += w->part[i].plan->side[SN_PEER]->aggregate_count;
	list = sn__malloc(&w->alloc, n, sizeof(*list));
	open = sn__malloc(&w->alloc, n, sizeof(*open));
	status = list && open ? SN_OK : SN_ENOMEM;
	n = 0;
	for (uint32_t i = 0; i < w->parts && !status; i++) {
		const sn_side *s = w->part[i].plan->side[SN_PEER];

		for (size_t k = 0; k < s->aggregate_count; k++)
			if (w->part[i].lookup == SN__BY_DESTINATION)
				list[n++] = (struct led){s->aggregates[k], i};
	}
	if (n) {
		qsort(list, n, sizeof(*list), compare);
		check_shared(w, list, n, open, again);
	}
	sn__free(&w->alloc, list);
	sn__free(&w->alloc, open);
	return status;
}

sn_status
sn__find_lookups(struct sn__parts *w, bool *again)
{
	int64_t tables = w->plan->gateway->tables.value;

	for (size_t i = 0; i < w->parts; i++)
		w->part[i].lookup = lookup_of(w->part[i].plan);
	check_standbys(w, again);
	return tables > 0 && tables & SN_ROWS_POLICY
		   ? check_destinations(w, again)
		   : SN_OK;
}
