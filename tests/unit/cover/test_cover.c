/*
 * test_cover.c - covers against a recursion over every prefix of a small
 * universe: written to be obviously right, it knows nothing of tries.
 */
#include "large_sets.h"
#include "levels.h"
#include "universe.h"

static unsigned reached_infeasible, reached_forced, reached_plain;

static void
check_budgets(const struct universe *u, const int best[K_MAX + 1],
    const sn_set *set, const sn_set *avoid)
{
	sn_cover_options o = make_options(u, avoid);
	uint64_t least = 0;

	for (uint64_t k = SIZE_MAX_; k >= 1; k--)
		if (k > K_MAX ? brute(u, 0, 0, (int)k) < NEVER
			      : best[k] < NEVER)
			least = k;
		else
			break;
	for (unsigned k = 1; k <= K_MAX; k++) {
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list = NULL;
		sn_status status;

		o.max_prefixes = k;
		status = sn_cover(&list, set, &o, &r);
		if (best[k] >= NEVER) {
			assert_int_equal(status, SN_EINFEASIBLE);
			assert_int_equal(r.prefixes, least);
			reached_infeasible++;
			continue;
		}
		assert_int_equal(status, SN_OK);
		assert_true(r.prefixes <= k);
		assert_int_equal(r.extra.word[0], best[k]);
		check_same(set, &o, list);
		/* Ties: fewest prefixes. */
		if (r.prefixes > 1)
			assert_true(best[r.prefixes - 1] > best[k]);
		check_list(u, list, &r, set, avoid);
		sn_prefixes_free(list);
		reached_forced += u->avoid != 0 || u->shortest != 0;
		reached_plain++;
	}
}

static void
check_dual(const struct universe *u, const int best[K_MAX + 1],
    const sn_set *set, const sn_set *avoid, uint64_t within)
{
	sn_cover_options o = make_options(u, avoid);
	sn_count limit = sn_count_from(within);
	sn_prefixes *list = NULL;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_status status;
	unsigned k = 1;

	while (k <= K_MAX && best[k] > (int)within)
		k++;
	if (k > K_MAX)
		return;
	o.max_extra = &limit;
	status = sn_cover(&list, set, &o, &r);
	assert_int_equal(status, SN_OK);
	assert_int_equal(r.prefixes, k);
	assert_int_equal(r.extra.word[0], best[k]);
	check_list(u, list, &r, set, avoid);
	sn_prefixes_free(list);
}

static void
against_brute_force(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(4000); round++) {
		struct universe u = random_universe(&seed);
		sn_set *set = make_set(&u, u.in);
		sn_set *avoid = make_set(&u, u.avoid);
		sn_cover_options o = make_options(&u, avoid);
		sn_cover_point curve[K_MAX];
		int best[K_MAX + 1];

		assert_int_equal(sn_cover_curve(set, &o, curve, K_MAX), SN_OK);
		best[0] = NEVER;
		memset(known, 0, sizeof(known));
		for (int k = 1; k <= K_MAX; k++) {
			best[k] = brute(&u, 0, 0, k);
			assert_int_equal(curve[k - 1].cost.word[0],
			    best[k] >= NEVER ? UINT64_MAX : (uint64_t)best[k]);
		}
		if (round % 8 == 0 || u.bits < 6)
			check_budgets(&u, best, set, avoid);
		check_dual(&u, best, set, avoid, test_below(&seed, 20));
		sn_set_free(set);
		sn_set_free(avoid);
	}
	print_message("infeasible %u, forced splits %u, in all %u\n",
	    reached_infeasible, reached_forced, reached_plain);
	assert_true(reached_infeasible > 0 && reached_forced > 0);
}

static void
methods_agree(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(60); round++) {
		unsigned family = round % 2 ? SN_IPV4 : SN_IPV6;
		sn_set *set = large_set(&seed, family, 500 + round * 50);
		sn_set *avoid = large_set(&seed, family, round % 3 * 5);
		sn_set *more;
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list;
		sn_status status;

		if (round % 5 == 0) { /* both families at once */
			sn_set *other = large_set(&seed, SN_IPV4, 300);

			assert_int_equal(
			    sn_set_union(&more, set, other), SN_OK);
			sn_set_free(other);
			sn_set_free(set);
			set = more;
		}
		assert_int_equal(sn_set_subtract(&more, avoid, set), SN_OK);
		o.avoid = more;
		o.method = SN_COVER_ALL_NODES;
		o.max_prefixes = 1 + test_below(&seed, 700);
		setenv("SUPERNET_CPU", levels[round % LEVELS], 1);
		status = sn_cover(&list, set, &o, NULL);
		unsetenv("SUPERNET_CPU");
		if (status == SN_OK) {
			check_same(set, &o, list);
			sn_prefixes_free(list);
		} else {
			assert_int_equal(status, SN_EINFEASIBLE);
		}
		sn_set_free(set);
		sn_set_free(avoid);
		sn_set_free(more);
	}
}

/* So many leaves that a sample guesses the first price. */
static void
methods_agree_on_samples(void **state)
{
	static const uint64_t budget[] = {2, 40, 2500};
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(4); round++) {
		unsigned family = round % 2 ? SN_IPV4 : SN_IPV6;
		sn_set *set = large_set(&seed, family, 40000);

		assert_true(sn_set_prefix_count(set, 0) > 1 << 14);
		for (size_t i = 0; i < 3; i++) {
			sn_cover_options o = SN_COVER_OPTIONS_INIT;
			sn_prefixes *list;

			o.method = SN_COVER_ALL_NODES;
			o.max_prefixes = budget[i];
			assert_int_equal(sn_cover(&list, set, &o, NULL), SN_OK);
			check_same(set, &o, list);
			sn_prefixes_free(list);
		}
		sn_set_free(set);
	}
}

/* Where subtrees are alike, no node is fixed and pairs are left out. */
static void
methods_agree_on_what_is_alike(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(60); round++) {
		sn_set *set = alike_set(&seed, 300 + round * 20);
		sn_prefix all = {0, 0, SN_IPV4, 0, {0}};
		sn_weight weight = {all, UINT64_C(3) << round % 3 * 30};
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list;

		o.weights = &weight;
		o.weight_count = round % 4 == 0;
		o.method = SN_COVER_ALL_NODES;
		o.max_prefixes = 2 + test_below(&seed, 500);
		setenv("SUPERNET_CPU", levels[round % LEVELS], 1);
		assert_int_equal(sn_cover(&list, set, &o, NULL), SN_OK);
		unsetenv("SUPERNET_CPU");
		check_same(set, &o, list);
		sn_prefixes_free(list);
		sn_set_free(set);
	}
}

/* One budget over both families. */
static void
both_families(void **state)
{
	static const char *const text[] = {
	    "10.0.0.0/24", "10.0.2.0/24", "2001:db8::/64", "2001:db8:0:2::/64"};
	static const struct {
		uint64_t k;
		sn_status status;
		uint64_t prefixes;
		uint64_t extra_lo, extra_hi;
		const char *why;
	} table[] = {
	    {1, SN_EINFEASIBLE, 2, 0, 0, "a prefix has one family"},
	    {2, SN_OK, 2, 512, 2, "one each"},
	    {3, SN_OK, 3, 0, 2, "of equal shares, that of the lower addresses"},
	    {4, SN_OK, 4, 0, 0, "exact"},
	    {9, SN_OK, 4, 0, 0, "no more than exact needs"},
	};
	sn_prefix p[4];
	sn_set *set;

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    sn_prefix_parse(&p[i], text[i], strlen(text[i]), 0, NULL),
		    SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 4, NULL), SN_OK);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_prefixes *list = NULL;

		o.max_prefixes = table[i].k;
		print_message("%s\n", table[i].why);
		assert_int_equal(sn_cover(&list, set, &o, &r), table[i].status);
		assert_int_equal(r.prefixes, table[i].prefixes);
		assert_int_equal(r.extra.word[0], table[i].extra_lo);
		assert_int_equal(r.extra.word[1], table[i].extra_hi);
		sn_prefixes_free(list);
	}
	sn_set_free(set);
}

/* The ends of the space, the whole space, nothing at all. */
static void
extremes(void **state)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list;
	sn_prefix p[2];
	sn_set *set;
	size_t n;

	(void)state;
	o.max_prefixes = 1;
	/* Both ends of IPv6: all but two addresses are extra. */
	assert_int_equal(sn_prefix_make(&p[0], sn_addr_v6(0, 0), 128), SN_OK);
	assert_int_equal(
	    sn_prefix_make(&p[1], sn_addr_v6(UINT64_MAX, UINT64_MAX), 128),
	    SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 2, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
	assert_int_equal(sn_prefixes_data(list, &n)->len, 0);
	assert_true(r.extra.word[0] == UINT64_MAX - 1 &&
		    r.extra.word[1] == UINT64_MAX && r.extra.word[2] == 0);
	sn_prefixes_free(list);
	sn_set_free(set);

	assert_int_equal(sn_prefix_make(&p[0], sn_addr_v6(0, 0), 0), SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 1, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
	assert_true(sn_count_is_zero(r.extra));
	sn_prefixes_free(list);
	sn_set_free(set);

	assert_int_equal(sn_set_from_prefixes(&set, p, 0, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
	(void)sn_prefixes_data(list, &n);
	assert_int_equal(n, 0);
	assert_int_equal(r.prefixes, 0);
	sn_prefixes_free(list);
	o.max_prefixes = 0;
	assert_int_equal(sn_cover(&list, set, &o, &r), SN_EINVAL);
	sn_set_free(set);
}

/* Too small a budget, and extra addresses bounded too: what would do both. */
static void
budget_and_bound(void **state)
{
	static const struct {
		uint64_t k, bound, prefixes;
		const char *why;
	} table[] = {
	    {1, 4, 2, "two /30 hold two addresses each and two more"},
	    {1, 2, 3, "one /30 is split: fewer than that no length forbids"},
	    {2, 2, 3, "as above, from a budget that the lengths allow"},
	    {1, 0, 4, "exact"},
	};
	sn_prefix p[4];
	sn_set *set;

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		p[i] = (sn_prefix){0, 2 * i, SN_IPV4, 32, {0}};
	assert_int_equal(sn_set_from_prefixes(&set, p, 4, NULL), SN_OK);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_count bound = sn_count_from(table[i].bound);
		sn_prefixes *list = NULL;
		sn_cover_result r = SN_COVER_RESULT_INIT;

		o.shortest4 = 30;
		o.max_prefixes = table[i].k;
		o.max_extra = &bound;
		print_message("%s\n", table[i].why);
		assert_int_equal(sn_cover(&list, set, &o, &r), SN_EINFEASIBLE);
		assert_null(list);
		assert_int_equal(r.prefixes, table[i].prefixes);
	}
	sn_set_free(set);
}

static void
out_of_memory(void **state)
{
	(void)state;
	for (uint64_t fail_at = 1;; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, fail_at);
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list = NULL;
		sn_count limit = sn_count_from(3);
		sn_prefix p[40];
		sn_set *set = NULL;
		sn_status status;

		for (unsigned i = 0; i < 40; i++)
			p[i] = (sn_prefix){0, i * 5, SN_IPV4, 32, {0}};
		status = sn_set_from_prefixes(&set, p, 40, &alloc);
		o.max_extra = &limit;
		if (!status)
			status = sn_cover(&list, set, &o, NULL);
		sn_prefixes_free(list);
		sn_set_free(set);
		assert_int_equal(a.live, 0);
		if (a.calls < fail_at) {
			assert_int_equal(status, SN_OK);
			break;
		}
		/* An array that could not be shrunk is no failure. */
		if (status)
			assert_int_equal(status, SN_ENOMEM);
	}
}

struct asked {
	unsigned times;
	unsigned enough; /* 0: never */
};

static bool
ask(void *ctx)
{
	struct asked *a = ctx;

	return ++a->times != a->enough;
}

/* Many equal hosts, of which the choice is long: it ends where it is asked. */
static void
canceled(void **state)
{
	enum { N = 4000 };
	static sn_prefix p[2 * N];
	sn_cover_point point[N / 2];
	sn_set *set;

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		p[i] = (sn_prefix){0, i * 4, SN_IPV4, 32, {0}};
		p[N + i] = (sn_prefix){0, i * 4, SN_IPV6, 128, {0}};
	}
	assert_int_equal(sn_set_from_prefixes(&set, p, 2 * N, NULL), SN_OK);
	for (unsigned way = 0; way < 3; way++) {
		struct asked a = {0, 0};
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list = NULL;
		unsigned times = 0;

		o.max_prefixes = N;
		o.method = way ? SN_COVER_CORE : SN_COVER_ALL_NODES;
		o.ctx = &a;
		o.on_progress = ask;
		for (unsigned i = 0; i < 4; i++) {
			sn_status status;

			/* Never; the first time, in the middle, the last. */
			a.enough = i < 2 ? i : i == 2 ? times / 2 + 1 : times;
			a.times = 0;
			status = way == 2
				     ? sn_cover_curve(set, &o, point, N / 2)
				     : sn_cover(&list, set, &o, NULL);
			assert_int_equal(
			    status, a.enough ? SN_ECANCELED : SN_OK);
			if (!i)
				times = a.times;
			else
				assert_int_equal(a.times, a.enough);
			sn_prefixes_free(list);
			list = NULL;
		}
		assert_true(times > (way == 0));
	}
	sn_set_free(set);
}

/* Many equal hosts take no time that grows as their number times the budget:
 * there are millions of steps between two questions. */
static void
equal_hosts_are_cheap(void **state)
{
	enum { N = 40000, QUESTIONS = 60 };
	static sn_prefix p[N];
	const sn_count limit = sn_count_from(N / 3);
	struct asked a = {0, 0};
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_prefixes *list;
	sn_set *set;

	(void)state;
	for (unsigned i = 0; i < N; i++)
		p[i] = (sn_prefix){0, i * 2, SN_IPV4, 32, {0}};
	assert_int_equal(sn_set_from_prefixes(&set, p, N, NULL), SN_OK);
	o.max_prefixes = N / 2;
	o.ctx = &a;
	o.on_progress = ask;
	assert_int_equal(sn_cover(&list, set, &o, NULL), SN_OK);
	assert_true(a.times < QUESTIONS);
	print_message("asked %u times\n", a.times);
	sn_prefixes_free(list);
	/* Nor do the fewest prefixes within a limit. */
	a.times = 0;
	o.max_prefixes = 0;
	o.max_extra = &limit;
	assert_int_equal(sn_cover(&list, set, &o, NULL), SN_OK);
	assert_true(a.times < QUESTIONS);
	print_message("asked %u times\n", a.times);
	sn_prefixes_free(list);
	sn_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(against_brute_force),
	    cmocka_unit_test(methods_agree),
	    cmocka_unit_test(methods_agree_on_samples),
	    cmocka_unit_test(methods_agree_on_what_is_alike),
	    cmocka_unit_test(both_families),
	    cmocka_unit_test(extremes),
	    cmocka_unit_test(budget_and_bound),
	    cmocka_unit_test(out_of_memory),
	    cmocka_unit_test(canceled),
	    cmocka_unit_test(equal_hosts_are_cheap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
