/*
 * decide.h - what a route table decides, by a plain look at every row.
 */
#ifndef SN_FUZZ_DECIDE_H
#define SN_FUZZ_DECIDE_H

#include "fuzz.h"
#include "supernet_text.h"

enum { HOPS = 15, NO_STANDBY = HOPS, ROWS = 14 };

/* The next hops of both tables, numbered by name. */
struct hops {
	const char *name[HOPS];
	unsigned n;
};

/* What may happen to a packet: for each next hop its standbys, as bits. */
struct decision {
	uint16_t standby[HOPS];
	size_t row; /* the first of the best */
	bool any;
	bool ambiguous;
};

static inline unsigned
hop_number(struct hops *h, const sn_table *t, const sn_route *r)
{
	const char *name = sn_table_next_hop(t, r->next_hop);

	CHECK(name && *name);
	for (unsigned i = 0; i < h->n; i++)
		if (!strcmp(h->name[i], name))
			return i;
	if (h->n == HOPS)
		return HOPS;
	h->name[h->n] = name;
	return h->n++;
}

static inline bool
holds(const sn_route *r, const sn_packet *p)
{
	return sn_prefix_contains_addr(r->destination, p->destination) &&
	       (r->kind != SN_ROUTE_POLICY ||
		   sn_prefix_contains_addr(r->source, p->source));
}

static inline bool
same_place(const sn_route *a, const sn_route *b)
{
	return a->kind == b->kind &&
	       !sn_prefix_compare(a->destination, b->destination) &&
	       (a->kind != SN_ROUTE_POLICY ||
		   !sn_prefix_compare(a->source, b->source));
}

/* Whether row @a is used before row @b: <0, 0 (not certain), >0. */
static inline int
before(const sn_route *r, size_t a, size_t b, unsigned rule)
{
	const sn_route *x = &r[a], *y = &r[b];
	int longest = (int)y->destination.len - (int)x->destination.len;

	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	if (x->kind != SN_ROUTE_POLICY)
		return longest;
	if (rule == SN_MATCH_LONGEST_PREFIX)
		return longest ? longest
			       : (int)y->source.len - (int)x->source.len;
	if (rule == SN_MATCH_FIRST_CREATED)
		return a < b ? -1 : 1;
	return x->priority < y->priority ? -1 : x->priority > y->priority;
}

/* A standby row takes part only where no active one has its place. */
static inline bool
takes_part(const sn_route *r, size_t n, size_t i, const sn_packet *p)
{
	if (!holds(&r[i], p))
		return false;
	for (size_t j = 0; j < n && !r[i].weight; j++)
		if (r[j].weight && same_place(&r[i], &r[j]))
			return false;
	return true;
}

static inline struct decision
decide(const sn_table *t, struct hops *h, unsigned rule, const sn_packet *p)
{
	const sn_route *r = sn_table_rows(t);
	size_t n = sn_table_size(t), best = n;
	struct decision d = {{0}, 0, false, false};
	unsigned first = HOPS;

	for (size_t i = 0; i < n; i++)
		if (takes_part(r, n, i, p) &&
		    (best == n || before(r, i, best, rule) < 0))
			best = i;
	d.any = best < n;
	d.row = best;
	for (size_t i = 0; i < n; i++) {
		unsigned hop, standby = NO_STANDBY;

		if (!takes_part(r, n, i, p) ||
		    (i != best && before(r, i, best, rule)))
			continue;
		hop = hop_number(h, t, &r[i]);
		for (size_t j = n; j-- > 0 && r[i].weight;)
			if (!r[j].weight && same_place(&r[i], &r[j]))
				standby = hop_number(h, t, &r[j]);
		if (standby == hop)
			standby = NO_STANDBY;
		d.standby[hop] |= (uint16_t)(1u << standby);
		d.ambiguous |= first != HOPS && first != hop;
		first = hop;
	}
	return d;
}

static inline bool
alike(const struct decision *a, const struct decision *b)
{
	return !memcmp(a->standby, b->standby, sizeof(a->standby));
}

#endif
