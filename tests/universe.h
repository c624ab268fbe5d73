/*
 * universe.h - small universes whose best covers are found by recursion over
 * every prefix: written to be obviously right, it knows nothing of tries.
 */
#ifndef SN_UNIVERSE_H
#define SN_UNIVERSE_H

#include "test.h"

enum {
	BITS_MAX = 6,
	SIZE_MAX_ = 1 << BITS_MAX,
	K_MAX = 12,
	NEVER = 1 << 20,
	OFFSET = 1 << 24
};

/* A universe of @bits bits at @base, in either family. */
struct universe {
	unsigned bits;
	unsigned family;
	unsigned width;
	uint64_t base_lo;
	uint64_t base_hi;
	uint64_t in; /* bit i: address i is in the set */
	uint64_t avoid;
	unsigned shortest;		   /* within the universe: 0..bits */
	int price[SIZE_MAX_];		   /* of an address */
	bool old[BITS_MAX + 1][SIZE_MAX_]; /* by length and number */
	int churn;
};

/*
 * The fewest extra addresses with at most @k prefixes for the part of the set
 * inside prefix number @i of @len bits: take that prefix whole, or share k
 * between its halves in every way. Answers are remembered until the next
 * universe.
 */
/* What the extra addresses of a prefix cost. */
static inline int
take(const struct universe *u, uint64_t mask)
{
	int cost = 0;

	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (mask >> i & 1 & ~(u->in >> i))
			cost += u->price[i];
	return cost;
}

static int known[BITS_MAX + 1][SIZE_MAX_][SIZE_MAX_ + 1];

static inline int
brute(const struct universe *u, unsigned len, unsigned i, int k)
{
	unsigned size = 1u << (u->bits - len);
	uint64_t mask = (size == 64 ? ~0ull : (1ull << size) - 1) << i * size;
	int best = NEVER, *answer = &known[len][i][k];

	if (!(u->in & mask))
		return 0;
	if (k == 0)
		return NEVER;
	if (*answer)
		return *answer - OFFSET;
	if (!(u->avoid & mask) && len >= u->shortest)
		best = take(u, mask) + (u->old[len][i] ? -u->churn : u->churn);
	for (int a = 0; a <= k && len < u->bits; a++) {
		int cost = brute(u, len + 1, 2 * i, a) +
			   brute(u, len + 1, 2 * i + 1, k - a);

		if (cost < best)
			best = cost;
	}
	*answer = best + OFFSET;
	return best;
}

static inline sn_addr
address(const struct universe *u, unsigned i)
{
	return u->family == SN_IPV4 ? sn_addr_v4((uint32_t)(u->base_lo + i))
				    : sn_addr_v6(u->base_hi, u->base_lo + i);
}

static inline sn_set *
make_set(const struct universe *u, uint64_t members)
{
	sn_builder *b;
	sn_set *set;

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (members >> i & 1)
			assert_int_equal(
			    sn_builder_add_addr(b, address(u, i)), SN_OK);
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

/* The list covers the set, touches nothing it must not, costs what it says. */
static inline void
check_list(const struct universe *u, const sn_prefixes *list,
    const sn_cover_result *r, const sn_set *set, const sn_set *avoid)
{
	sn_set *covered;
	sn_count extra;
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);

	assert_int_equal(n, r->prefixes);
	for (size_t i = 0; i < n; i++) {
		assert_false(
		    sn_set_overlaps_range(avoid, sn_prefix_range(p[i])));
		assert_true(p[i].len >= u->width - u->bits + u->shortest);
		if (i)
			assert_false(sn_prefix_overlaps(p[i - 1], p[i]));
	}
	assert_int_equal(sn_set_from_prefixes(&covered, p, n, NULL), SN_OK);
	assert_true(sn_set_contains_set(covered, set));
	extra = sn_count_sub(sn_set_count(covered, 0), sn_set_count(set, 0));
	assert_int_equal(sn_count_compare(extra, r->extra), 0);
	sn_set_free(covered);
}

static inline struct universe
random_universe(uint64_t *seed)
{
	struct universe u = {.bits = 4 + (unsigned)test_below(seed, 3)};
	unsigned size = 1u << u.bits;
	uint64_t all = size == 64 ? ~0ull : (1ull << size) - 1;

	u.family = test_below(seed, 2) ? SN_IPV4 : SN_IPV6;
	u.width = u.family == SN_IPV4 ? 32 : 128;
	if (test_below(seed, 2)) { /* at the top of the space */
		u.base_hi = UINT64_MAX;
		u.base_lo = u.family == SN_IPV4 ? UINT32_MAX + 1ull - size
						: UINT64_MAX - size + 1;
	}
	u.in = test_random(seed) & all;
	if (test_below(seed, 2))
		u.in &= test_random(seed) & test_random(seed);
	if (!u.in)
		u.in = 1;
	if (test_below(seed, 2)) {
		u.avoid = test_random(seed) & test_random(seed) &
			  test_random(seed) & all;
		if (test_below(seed, 20))
			u.avoid &= ~u.in;
	}
	for (unsigned i = 0; i < size; i++)
		u.price[i] = 1;
	u.shortest =
	    test_below(seed, 3) ? 0 : (unsigned)test_below(seed, u.bits + 1);
	return u;
}

static inline sn_cover_options
make_options(const struct universe *u, const sn_set *avoid)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;

	/* Shorter than the universe is out of the question. */
	o.shortest4 = (uint8_t)(32 - u->bits + u->shortest);
	o.shortest6 = (uint8_t)(128 - u->bits + u->shortest);
	o.avoid = avoid;
	return o;
}

static inline bool
same_list(const sn_prefixes *a, const sn_prefixes *b)
{
	size_t na, nb;
	const sn_prefix *pa = sn_prefixes_data(a, &na);
	const sn_prefix *pb = sn_prefixes_data(b, &nb);

	for (size_t i = 0; i < na && i < nb; i++)
		if (sn_prefix_compare(pa[i], pb[i]))
			return false;
	return na == nb;
}

/* Both methods, the same list. */
static inline void
check_same(
    const sn_set *set, const sn_cover_options *options, const sn_prefixes *list)
{
	sn_cover_options o = *options;

	for (unsigned method = SN_COVER_ALL_NODES; method <= SN_COVER_CORE;
	     method++) {
		sn_prefixes *other;

		o.method = (uint8_t)method;
		assert_int_equal(sn_cover(&other, set, &o, NULL), SN_OK);
		assert_true(same_list(list, other));
		sn_prefixes_free(other);
	}
}

#endif
