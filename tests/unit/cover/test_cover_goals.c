/*
 * test_cover_goals.c - the fewest prefixes that are dense enough, or that are
 * exact in few lengths, against brute force in small universes; and within a
 * limit, against all budgets.
 */
#include "large_sets.h"
#include "universe.h"

#include <limits.h>

/* The fewest prefixes of at least @density millionths inside one of @len. */
static unsigned
fewest_dense(
    const struct universe *u, unsigned len, unsigned i, uint64_t density)
{
	unsigned size = 1u << (u->bits - len);
	uint64_t mask = (size == 64 ? ~0ull : (1ull << size) - 1) << i * size;
	uint64_t held = (uint64_t)__builtin_popcountll(u->in & mask);

	if (!held)
		return 0;
	if (held * 1000000 >= size * density && !(u->avoid & mask) &&
	    len >= u->shortest)
		return 1;
	assert_true(len < u->bits);
	return fewest_dense(u, len + 1, 2 * i, density) +
	       fewest_dense(u, len + 1, 2 * i + 1, density);
}

static void
dense(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(2000); round++) {
		struct universe u = random_universe(&seed);
		sn_set *set = make_set(&u, u.in), *avoid;
		sn_cover_options o;
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list;
		unsigned want;

		avoid = make_set(&u, u.avoid &= ~u.in);
		o = make_options(&u, avoid);
		o.density = 1 + (uint32_t)test_below(&seed, 1000000);
		want = fewest_dense(&u, 0, 0, o.density);
		assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
		assert_int_equal(r.prefixes, want);
		check_list(&u, list, &r, set, avoid);
		sn_prefixes_free(list);
		o.max_prefixes = want - 1;
		if (want > 1) {
			assert_int_equal(
			    sn_cover(&list, set, &o, &r), SN_EINFEASIBLE);
			assert_int_equal(r.prefixes, want);
		}
		sn_set_free(set);
		sn_set_free(avoid);
	}
}

/* Blocks of the lengths in @use that are exactly the set; 0: none are. */
static unsigned
exact_with(const struct universe *u, unsigned use)
{
	uint64_t left = u->in;
	unsigned n = 0;

	for (unsigned len = u->shortest; len <= u->bits; len++) {
		unsigned size = 1u << (u->bits - len);
		uint64_t block = size == 64 ? ~0ull : (1ull << size) - 1;

		for (unsigned i = 0; use >> len & 1 && i < 1u << len; i++)
			if (!(block << i * size & ~left)) {
				left &= ~(block << i * size);
				n++;
			}
	}
	return left ? 0 : n;
}

static void
few_lengths(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(2000); round++) {
		struct universe u = random_universe(&seed);
		sn_set *set = make_set(&u, u.in);
		sn_cover_options o = make_options(&u, NULL);
		sn_cover_result r = SN_COVER_RESULT_INIT;
		unsigned want = UINT_MAX, lengths = 0;
		const sn_prefix *p;
		sn_prefixes *list;
		size_t n;

		o.max_lengths = 1 + (uint8_t)test_below(&seed, 4);
		for (unsigned use = 1; use < 1u << (u.bits + 1); use++) {
			unsigned got = exact_with(&u, use);

			if (__builtin_popcount(use) <= o.max_lengths && got &&
			    got < want)
				want = got;
		}
		assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
		assert_int_equal(r.prefixes, want);
		assert_true(sn_count_is_zero(r.extra));
		u.avoid = 0;
		p = sn_prefixes_data(list, &n);
		for (size_t i = 0; i < n; i++)
			lengths |= 1u << (p[i].len - (u.width - u.bits));
		assert_true(__builtin_popcount(lengths) <= (int)o.max_lengths);
		o.avoid = set;
		assert_int_equal(sn_cover(&list, set, &o, &r), SN_EINFEASIBLE);
		assert_int_equal(r.prefixes, 0);
		o.avoid = NULL;
		sn_prefixes_free(list);
		o.max_prefixes = want - 1;
		if (want > 1) {
			assert_int_equal(
			    sn_cover(&list, set, &o, &r), SN_EINFEASIBLE);
			assert_int_equal(r.prefixes, want);
		}
		sn_set_free(set);
	}
}

/* Whole families: more prefixes than are ever listed are said at once. */
static void
everything_cut_small(void **state)
{
	static const struct {
		const char *text;
		uint64_t k;
		uint8_t shortest4, shortest6;
		sn_status status;
		uint64_t prefixes;
	} table[] = {
	    {"::/0", 10, 0, 128, SN_EINFEASIBLE, UINT64_MAX},
	    {"::/0", 1 << 30, 0, 40, SN_EINFEASIBLE, UINT64_C(1) << 40},
	    {"0.0.0.0/0", 10, 32, 0, SN_EINFEASIBLE, UINT64_C(1) << 32},
	    {"0.0.0.0/0", UINT64_MAX, 32, 0, SN_ELIMIT, 0},
	    {"::/0", 1, 0, 0, SN_OK, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list = NULL;
		sn_prefix p;
		sn_set *set;

		print_message("%s\n", table[i].text);
		assert_int_equal(sn_prefix_parse(&p, table[i].text,
				     strlen(table[i].text), 0, NULL),
		    SN_OK);
		assert_int_equal(
		    sn_set_from_prefixes(&set, &p, 1, NULL), SN_OK);
		o.shortest4 = table[i].shortest4;
		o.shortest6 = table[i].shortest6;
		o.max_prefixes = table[i].k;
		assert_int_equal(sn_cover(&list, set, &o, &r), table[i].status);
		assert_int_equal(r.prefixes, table[i].prefixes);
		sn_prefixes_free(list);
		list = NULL;
		o.max_prefixes = 0;
		o.max_lengths = 2;
		assert_int_equal(sn_cover(&list, set, &o, &r),
		    table[i].status ? SN_ELIMIT : SN_OK);
		sn_prefixes_free(list);
		sn_set_free(set);
	}
}

/* The list of a budget, which costs more than @limit if @beyond. */
static void
check_budget(const sn_set *set, const sn_cover_options *budget, uint64_t k,
    sn_count limit, bool beyond, const sn_prefixes *same)
{
	sn_cover_options o = *budget;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;

	o.max_prefixes = k;
	if (sn_cover(&list, set, &o, &r) == SN_EINFEASIBLE && beyond)
		return;
	assert_non_null(list);
	assert_int_equal(sn_count_compare(r.cost, limit) > 0, beyond);
	assert_true(!same || same_list(list, same));
	sn_prefixes_free(list);
}

/*
 * The list within @limit is that of the smallest budget that is enough; a
 * budget for both families counts shares, not addresses.
 */
static void
check_within(const sn_set *set, const sn_cover_options *budget, sn_count limit)
{
	bool one = !sn_set_prefix_count(set, SN_IPV4) ||
		   !sn_set_prefix_count(set, SN_IPV6);
	sn_cover_options within = *budget;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;
	uint64_t least;

	within.max_prefixes = 0;
	within.max_extra = &limit;
	if (sn_cover(&list, set, &within, &r) == SN_EINFEASIBLE) {
		assert_int_equal(r.prefixes, 0);
		check_budget(set, budget, UINT64_MAX, limit, true, NULL);
		return;
	}
	assert_non_null(list);
	check_same(set, &within, list);
	least = r.prefixes;
	assert_true(sn_count_compare(r.cost, limit) <= 0);
	if (one)
		check_budget(set, budget, least, limit, false, list);
	if (one && least > 1)
		check_budget(set, budget, least - 1, limit, true, NULL);
	sn_prefixes_free(list);
	within.max_prefixes = least - 1;
	if (least == 1)
		return;
	assert_int_equal(sn_cover(&list, set, &within, &r), SN_EINFEASIBLE);
	assert_int_equal(r.prefixes, least);
}

static void
fewest_within_a_limit(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(40); round++) {
		unsigned family = round % 4 ? SN_IPV4 : SN_IPV6;
		sn_set *set = round % 2 ? alike_set(&seed, 300 + round * 20)
					: large_set(&seed, family, 600);
		sn_prefix all = {0, 0, SN_IPV4, 0, {0}};
		sn_weight weight = {all, UINT64_C(3) << round % 3 * 30};
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list;
		sn_count limit;

		o.weights = &weight;
		o.weight_count = round % 5 == 0;
		o.max_prefixes = 2 + test_below(&seed, 500);
		assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
		sn_prefixes_free(list);
		limit = o.weight_count ? r.cost : r.extra;
		check_within(set, &o, limit);
		if (!sn_count_is_zero(limit))
			check_within(
			    set, &o, sn_count_sub(limit, sn_count_from(1)));
		check_within(set, &o, sn_count_from(0));
		sn_set_free(set);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dense),
	    cmocka_unit_test(few_lengths),
	    cmocka_unit_test(fewest_within_a_limit),
	    cmocka_unit_test(everything_cut_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
