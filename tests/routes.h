/*
 * routes.h - random route tables in tiny universes, and what a gateway does
 * with a packet, by a plain look at every row.
 */
#ifndef SN_TEST_ROUTES_H
#define SN_TEST_ROUTES_H

#include "base/bits.h"
#include "supernet_text.h"
#include "test.h"

/* A tiny universe: 2^BITS cells at the bottom or top of a family. */
enum { BITS = 4, SIDE = 1 << BITS, HOPS = 4 };

struct universe {
	unsigned family;
	bool top;	/* ends at the highest address of the family */
	unsigned shift; /* a cell is of 2^shift addresses */
};

/* The first address of cell @i. */
static inline sn_addr
universe_addr(struct universe u, unsigned i)
{
	sn__u128 at = i;

	if (u.top) /* counted from the last address down */
		at = (sn__top(u.family) >> u.shift) - (SIDE - 1) + i;
	return sn__addr(u.family, at << u.shift);
}

static inline sn_prefix
universe_prefix(struct universe u, unsigned first, unsigned host)
{
	sn_prefix p;
	unsigned len = sn__width(u.family) - u.shift;

	/* One more than the universe: the whole family. */
	assert_int_equal(sn_prefix_make(&p, universe_addr(u, first),
			     host > BITS ? 0 : len - host),
	    SN_OK);
	return p;
}

static inline sn_prefix
universe_random(struct universe u, uint64_t *seed)
{
	return universe_prefix(u, (unsigned)test_below(seed, SIDE),
	    (unsigned)test_below(seed, BITS + 2));
}

/* Which kinds of rows a random table has, and how many priorities. */
struct mix {
	unsigned rows;
	unsigned priorities;
	bool standby;
	bool destinations;
};

static inline sn_route
random_route(struct universe u, const struct mix *mix, uint64_t *seed)
{
	sn_route r = {.source = universe_random(u, seed),
	    .destination = universe_random(u, seed),
	    .kind = SN_ROUTE_POLICY,
	    .next_hop = (uint32_t)test_below(seed, HOPS),
	    .weight = mix->standby && test_below(seed, 4) == 0 ? 0 : 100,
	    .priority = 1 + (uint32_t)test_below(seed, mix->priorities),
	    .state = SN_STATE_NORMAL};

	if (mix->destinations && test_below(seed, 3) == 0) {
		r.kind =
		    test_below(seed, 4) ? SN_ROUTE_DESTINATION : SN_ROUTE_BGP;
		r.priority = 0;
	}
	return r;
}

static inline sn_table *
table_with_hops(void)
{
	static const char *const hop[HOPS] = {
	    "vco-a", "vco-b", "vco-c", "vco-d"};
	sn_table *t;
	uint32_t number;

	assert_int_equal(sn_table_new(&t, NULL), SN_OK);
	for (unsigned i = 0; i < HOPS; i++)
		assert_int_equal(
		    sn_table_intern(t, hop[i], strlen(hop[i]), &number), SN_OK);
	return t;
}

static inline sn_table *
random_table(struct universe u, const struct mix *mix, uint64_t *seed)
{
	sn_table *t = table_with_hops();

	for (unsigned i = 0; i < mix->rows; i++) {
		sn_route r = random_route(u, mix, seed);

		if (i && test_below(seed, 8) == 0) { /* beside another */
			r = sn_table_rows(t)[test_below(seed, i)];
			r.next_hop = (uint32_t)test_below(seed, HOPS);
			r.weight = mix->standby ? 0 : 100;
		}
		assert_int_equal(sn_table_add(t, &r), SN_OK);
	}
	return t;
}

/* The next hops that may be used, active and standby, as bits. */
struct decision {
	uint64_t pairs; /* bit hop * (HOPS + 1) + standby, HOPS for none */
	unsigned row;	/* the first of the best */
	bool any;
	bool ambiguous;
};

static inline bool
test_matches(const sn_route *r, sn_addr s, sn_addr d)
{
	return sn_prefix_contains_addr(r->destination, d) &&
	       (r->kind != SN_ROUTE_POLICY ||
		   sn_prefix_contains_addr(r->source, s));
}

static inline bool
test_same_prefix(sn_prefix a, sn_prefix b)
{
	return a.lo == b.lo && a.hi == b.hi && a.len == b.len &&
	       a.family == b.family;
}

static inline bool
test_same_place(const sn_route *a, const sn_route *b)
{
	return a->kind == b->kind &&
	       test_same_prefix(a->destination, b->destination) &&
	       (a->kind != SN_ROUTE_POLICY ||
		   test_same_prefix(a->source, b->source));
}

/* Whether a is looked up before b: <0, 0 (not decided), >0. */
static inline int
test_before(const sn_route *r, unsigned a, unsigned b, unsigned rule)
{
	const sn_route *x = &r[a], *y = &r[b];

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->kind != SN_ROUTE_POLICY || rule == SN_MATCH_LONGEST_PREFIX) {
		if (x->destination.len != y->destination.len)
			return x->destination.len > y->destination.len ? -1 : 1;
		if (x->kind != SN_ROUTE_POLICY)
			return 0;
		return (int)y->source.len - (int)x->source.len;
	}
	if (rule == SN_MATCH_FIRST_CREATED)
		return a < b ? -1 : 1;
	return (int)x->priority - (int)y->priority;
}

static inline struct decision
decide(const sn_table *t, unsigned rule, sn_addr s, sn_addr d)
{
	const sn_route *r = sn_table_rows(t);
	unsigned n = (unsigned)sn_table_size(t), best = n, hop = HOPS;
	struct decision result = {0, 0, false, false};

	for (unsigned pass = 0; pass < 2; pass++) {
		for (unsigned i = 0; i < n; i++) {
			unsigned standby = HOPS;
			bool spare = false;

			if (!test_matches(&r[i], s, d))
				continue;
			for (unsigned j = n; j-- > 0;) {
				if (!test_same_place(&r[i], &r[j]))
					continue;
				spare |= !r[i].weight && r[j].weight;
				if (r[i].weight && !r[j].weight)
					standby = r[j].next_hop;
			}
			if (spare)
				continue;
			if (pass == 0 &&
			    (best == n || test_before(r, i, best, rule) < 0))
				best = i;
			if (pass == 0 ||
			    (i != best && test_before(r, i, best, rule)))
				continue;
			if (standby == r[i].next_hop)
				standby = HOPS;
			result.pairs |=
			    UINT64_C(1)
			    << (r[i].next_hop * (HOPS + 1) + standby);
			result.ambiguous |= hop != HOPS && hop != r[i].next_hop;
			hop = r[i].next_hop;
		}
	}
	result.any = best < n;
	result.row = result.any ? best : 0;
	return result;
}

/* Whether both decide alike: on a packet, */
static inline bool
same_on(
    const sn_table *a, const sn_table *b, unsigned rule, sn_addr s, sn_addr d)
{
	return decide(a, rule, s, d).pairs == decide(b, rule, s, d).pairs;
}

/* and on every packet of the universe, and of what is outside of it. */
static inline bool
same_decisions(
    const sn_table *a, const sn_table *b, unsigned rule, struct universe u)
{
	struct universe o = {u.family, !u.top, 0};

	for (unsigned i = 0; i <= SIDE; i++) {
		sn_addr s = universe_addr(i < SIDE ? u : o, i % SIDE);

		for (unsigned k = 0; k <= SIDE; k++)
			if (!same_on(a, b, rule, s,
				universe_addr(k < SIDE ? u : o, k % SIDE)))
				return false;
	}
	return true;
}

/*
 * Whether a tidied table does as it should. Where rows of one next hop with
 * different standby rows are the best, one of them is enough. With one table:
 * whether no packet is ambiguous; rows of BGP share theirs.
 */
static inline bool
tidied_alike(const sn_table *a, const sn_table *b, struct universe u)
{
	struct universe o = {u.family, !u.top, 0};

	for (unsigned i = 0; i <= SIDE; i++) {
		sn_addr s = universe_addr(i < SIDE ? u : o, i % SIDE);

		for (unsigned k = 0; k <= SIDE; k++) {
			sn_addr d = universe_addr(k < SIDE ? u : o, k % SIDE);
			struct decision of_a = decide(a, 1, s, d);
			struct decision of_b = decide(b, 1, s, d);

			if (a == b ? of_a.ambiguous &&
					 sn_table_rows(a)[of_a.row].kind !=
					     SN_ROUTE_BGP
				   : of_b.pairs & ~of_a.pairs ||
					 !of_a.pairs != !of_b.pairs)
				return false;
		}
	}
	return true;
}

/* A copy of @a with a change, or none. */
static inline sn_table *
changed_table(
    const sn_table *a, struct universe u, const struct mix *mix, uint64_t *seed)
{
	sn_table *b = table_with_hops();
	size_t n = sn_table_size(a), at = test_below(seed, n);
	unsigned how = (unsigned)test_below(seed, 5);

	for (size_t i = 0; i < n; i++) {
		sn_route r = sn_table_rows(a)[i];

		if (i == at && how == 0)
			continue;
		if (i == at && how == 1)
			r.next_hop = (r.next_hop + 1) % HOPS;
		if (i == at && how == 2 && r.priority)
			r.priority++;
		if (i == at && how == 3)
			r = random_route(u, mix, seed);
		assert_int_equal(sn_table_add(b, &r), SN_OK);
	}
	return b;
}

#endif
