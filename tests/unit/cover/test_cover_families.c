/*
 * test_cover_families.c - covers of both families at once, and in numbers that
 * pass 128 bits, against recursion over every prefix of small universes.
 */
#include "universe.h"

enum { BITS4 = 4, SIZE4 = 1 << BITS4 };

/* Of each family a universe, and the least extra addresses for each budget. */
struct both {
	struct universe u[2];
	unsigned host[2]; /* bits, of the common prefix */
	int best[2][SIZE4 + 1];
	sn_set *set;
};

static void
both_make(struct both *b, uint64_t *seed)
{
	sn_set *set[2];

	for (unsigned i = 0; i < 2; i++) {
		struct universe *u = &b->u[i];

		do
			*u = random_universe(seed);
		while (u->bits != BITS4 || (u->family == SN_IPV6) != i);
		u->avoid = 0;
		u->shortest = 0;
		memset(known, 0, sizeof(known));
		for (int k = 0; k <= SIZE4; k++)
			b->best[i][k] = brute(u, 0, 0, k);
		b->host[i] = 0;
		for (unsigned x = 0; x < SIZE4; x++)
			for (unsigned y = 0; y < x; y++)
				if (u->in >> x & u->in >> y & 1)
					while ((x ^ y) >> b->host[i])
						b->host[i]++;
		set[i] = make_set(u, u->in);
	}
	assert_int_equal(sn_set_union(&b->set, set[0], set[1]), SN_OK);
	sn_set_free(set[0]);
	sn_set_free(set[1]);
}

/* The best share of @k prefixes between the families; its cost. */
static int
best_of_both(const struct both *b, int k, bool shares)
{
	unsigned most = b->host[0] > b->host[1] ? b->host[0] : b->host[1];
	int best = NEVER;

	for (int a = 0; a <= k; a++) {
		int cost[2] = {b->best[0][a < SIZE4 ? a : SIZE4],
		    b->best[1][k - a < SIZE4 ? k - a : SIZE4]};

		if (cost[0] >= NEVER || cost[1] >= NEVER)
			continue;
		for (unsigned i = 0; i < 2 && shares; i++)
			cost[i] <<= most - b->host[i];
		if (cost[0] + cost[1] < best)
			best = cost[0] + cost[1];
	}
	return best;
}

static void
check_list_of_both(
    const struct both *b, const sn_prefixes *list, const sn_cover_result *r)
{
	sn_set *covered;
	sn_count more[2];
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);

	assert_int_equal(n, r->prefixes);
	assert_int_equal(sn_set_from_prefixes(&covered, p, n, NULL), SN_OK);
	assert_true(sn_set_contains_set(covered, b->set));
	more[0] = sn_count_sub(
	    sn_set_count(covered, SN_IPV4), sn_set_count(b->set, SN_IPV4));
	more[1] = sn_count_sub(
	    sn_set_count(covered, SN_IPV6), sn_set_count(b->set, SN_IPV6));
	assert_int_equal(sn_count_compare(more[0], r->extra4), 0);
	assert_int_equal(sn_count_compare(more[1], r->extra6), 0);
	assert_int_equal(
	    sn_count_compare(sn_count_add(more[0], more[1]), r->extra), 0);
	sn_set_free(covered);
}

static void
check_shares(const struct both *b)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	unsigned most = b->host[0] > b->host[1] ? b->host[0] : b->host[1];
	sn_cover_point point[2 * SIZE4];

	assert_int_equal(sn_cover_curve(b->set, NULL, point, SIZE4), SN_OK);
	for (int k = 1; k <= SIZE4; k++) {
		int want = best_of_both(b, k, true);
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list;

		o.max_prefixes = (uint64_t)k;
		if (want >= NEVER) {
			assert_int_equal(
			    sn_cover(&list, b->set, &o, &r), SN_EINFEASIBLE);
			assert_int_equal(point[k - 1].cost.word[0], UINT64_MAX);
			continue;
		}
		assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_OK);
		assert_int_equal(r.cost.word[0], want);
		assert_int_equal(point[k - 1].cost.word[0], want);
		assert_int_equal(
		    (point[k - 1].cost4.word[0] << (most - b->host[0])) +
			(point[k - 1].cost6.word[0] << (most - b->host[1])),
		    want);
		if (r.prefixes > 2) /* ties: the fewest */
			assert_true(
			    best_of_both(b, (int)r.prefixes - 1, true) > want);
		check_list_of_both(b, list, &r);
		check_same(b->set, &o, list);
		sn_prefixes_free(list);
	}
}

/* Each family within its own budget; one of which is not given. */
static void
check_each(const struct both *b, int k4, int k6)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list;

	o.max_prefixes4 = (uint64_t)k4;
	o.max_prefixes6 = (uint64_t)k6;
	if (!k4 && !k6)
		return;
	assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_OK);
	assert_int_equal(r.extra4.word[0], k4 ? b->best[0][k4] : 0);
	assert_int_equal(r.extra6.word[0], k6 ? b->best[1][k6] : 0);
	check_list_of_both(b, list, &r);
	sn_prefixes_free(list);
}

/* The fewest of each family within a share of what it has. */
static void
check_max_share(const struct both *b, uint64_t share)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	uint64_t want[2];
	sn_prefixes *list;

	for (unsigned i = 0; i < 2; i++) {
		uint64_t own = (uint64_t)__builtin_popcountll(b->u[i].in);

		for (want[i] = 1;
		     (uint64_t)b->best[i][want[i]] * 1000000 > own * share;)
			want[i]++;
	}
	o.max_share = &share;
	assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_OK);
	assert_int_equal(r.prefixes, want[0] + want[1]);
	check_list_of_both(b, list, &r);
	sn_prefixes_free(list);
	o.max_prefixes = want[0] + want[1] - 1;
	assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_EINFEASIBLE);
	assert_int_equal(r.prefixes, want[0] + want[1]);
	o.max_prefixes = 0;
	o.max_prefixes6 = want[1];
	o.max_prefixes4 = want[0] - 1;
	if (!o.max_prefixes4)
		return;
	assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_EINFEASIBLE);
	assert_int_equal(r.prefixes, want[0]);
	assert_int_equal(r.family, SN_IPV4);
}

static void
check_plain_sum(const struct both *b, uint64_t within)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_count limit = sn_count_from(within);
	sn_prefixes *list;
	int k = 1;

	while (best_of_both(b, k, false) > (int)within)
		k++;
	o.max_extra = &limit;
	assert_int_equal(sn_cover(&list, b->set, &o, &r), SN_OK);
	assert_int_equal(r.prefixes, k);
	assert_int_equal(r.extra.word[0], best_of_both(b, k, false));
	check_list_of_both(b, list, &r);
	sn_prefixes_free(list);
}

static void
both_families(void **state)
{
	uint64_t seed = test_seed();
	unsigned heavier4 = 0, heavier6 = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(300); round++) {
		struct both b;

		both_make(&b, &seed);
		heavier4 += b.host[0] < b.host[1];
		heavier6 += b.host[0] > b.host[1];
		check_shares(&b);
		check_each(
		    &b, (int)test_below(&seed, 5), (int)test_below(&seed, 5));
		check_max_share(&b, test_below(&seed, 900000));
		check_plain_sum(&b, test_below(&seed, 12));
		sn_set_free(b.set);
	}
	assert_true(heavier4 > 0 && heavier6 > 0);
}

/* As brute(), of the highest bits of IPv6: addresses, then changes. */
static int64_t
brute_high(const struct universe *u, unsigned len, unsigned i, int k)
{
	unsigned size = 1u << (u->bits - len);
	uint64_t mask = ((1ull << size) - 1) << i * size;
	int64_t best = INT64_MAX / 4;

	if (!(u->in & mask))
		return 0;
	if (k == 0)
		return best;
	best = ((int64_t)take(u, mask) << 32) +
	       (u->old[len][i] ? -u->churn : u->churn);
	for (int a = 0; a <= k && len < u->bits; a++) {
		int64_t cost = brute_high(u, len + 1, 2 * i, a) +
			       brute_high(u, len + 1, 2 * i + 1, k - a);

		if (cost < best)
			best = cost;
	}
	return best;
}

/* Weights near 2^64, 2^124 addresses at once, and changes that cost 1. */
static void
beyond_128_bits(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(200); round++) {
		struct universe u = {
		    .bits = 4, .family = SN_IPV6, .width = 128};
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_cover_point point[6];
		sn_weight weight[SIZE4];
		sn_prefix in[SIZE4], old[8];
		size_t n = 0, olds = 0;
		sn_prefixes *previous;
		sn_set *set;

		u.in = (test_random(&seed) & test_random(&seed) & 0xffff) | 1;
		u.churn = 1 + (int)test_below(&seed, 3);
		for (unsigned i = 0; i < SIZE4; i++) {
			sn_prefix p = {(uint64_t)i << 60, 0, SN_IPV6, 4, {0}};

			u.price[i] = (int)test_below(&seed, 4);
			weight[i] = (sn_weight){
			    p, (uint64_t)(unsigned)u.price[i] << 62};
			if (u.in >> i & 1)
				in[n++] = p;
		}
		for (unsigned len = 1; len <= 4; len++) {
			unsigned i = (unsigned)test_below(&seed, 1u << len);

			u.old[len][i] = true;
			old[olds++] = (sn_prefix){(uint64_t)i << (64 - len), 0,
			    SN_IPV6, (uint8_t)len, {0}};
		}
		assert_int_equal(
		    sn_set_from_prefixes(&set, in, n, NULL), SN_OK);
		assert_int_equal(
		    sn_prefixes_new(&previous, old, olds, NULL), SN_OK);
		o.previous = previous;
		o.churn_cost = (uint64_t)(unsigned)u.churn;
		o.weights = weight;
		o.weight_count = SIZE4;
		assert_int_equal(sn_cover_curve(set, &o, point, 6), SN_OK);
		for (unsigned k = 1; k <= 6; k++) {
			int64_t want = brute_high(&u, 0, 0, (int)k) +
				       (int64_t)olds * u.churn;
			sn_cover_result r = SN_COVER_RESULT_INIT;
			sn_prefixes *list;

			o.max_prefixes = k;
			assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
			/* 2^124 addresses at 2^62 for each 2^32 of want. */
			assert_int_equal(
			    r.cost.word[0], (uint64_t)want & UINT32_MAX);
			assert_int_equal(r.cost.word[1], 0);
			assert_int_equal(
			    r.cost.word[2], (uint64_t)(want >> 32) << 58);
			assert_int_equal(
			    sn_count_compare(r.cost, point[k - 1].cost), 0);
			check_same(set, &o, list);
			sn_prefixes_free(list);
		}
		sn_prefixes_free(previous);
		sn_set_free(set);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_families),
	    cmocka_unit_test(beyond_128_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
