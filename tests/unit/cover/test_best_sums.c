/*
 * test_best_sums.c - the best sums of two lists, with each kind of vector
 * instructions, against a look at every pair.
 */
#include "cover/best_sums.h"

#include "levels.h"
#include "test.h"

enum { MOST = 150 };

/* Values that are often equal, or as large as they may be. */
static void
fill(num64 *v, uint32_t n, uint64_t *seed)
{
	uint64_t most = test_below(seed, 2) ? 4 : UINT64_C(1) << 62;

	for (uint32_t i = 0; i < n; i++)
		v[i] = test_below(seed, 4) ? test_below(seed, most) : most - 1;
}

static void
check(
    const sn__sums *s, const num64 *l, uint32_t nl, const num64 *r, uint32_t nr)
{
	int64_t best[SN__SUMS], at[SN__SUMS];

	for (uint32_t m = 0; m < nl + nr - 1; m++) {
		uint32_t first = m < nr ? 0 : m - (nr - 1), a = first;

		if (m % SN__SUMS == 0)
			sn__sums_at(s, m, best, at);
		for (uint32_t i = first; i <= m && i < nl; i++)
			if (l[i] + r[m - i] >= l[a] + r[m - a])
				a = i;
		assert_int_equal(best[m % SN__SUMS], l[a] + r[m - a]);
		assert_int_equal(at[m % SN__SUMS], a);
	}
}

static void
random_lists(void **state)
{
	static num64 l[MOST], r[MOST];
	static int64_t scratch[MOST + 2 * SN__SUMS];
	uint64_t seed = test_seed();
	unsigned done = 0;

	(void)state;
	for (unsigned i = 0; i < test_rounds(2000); i++) {
		uint32_t nl = 1 + (uint32_t)test_below(&seed, MOST);
		uint32_t nr = 1 + (uint32_t)test_below(&seed, MOST);
		sn__sums s;

		fill(l, nl, &seed);
		fill(r, nr, &seed);
		setenv("SUPERNET_CPU", levels[i % LEVELS], 1);
		if (!sn__sums_begin64(
			&s, sn__cpu_level(), l, nl, r, nr, scratch))
			continue;
		done++;
		check(&s, l, nl, r, nr);
	}
	unsetenv("SUPERNET_CPU");
	if (sn__cpu_level() >= SN__CPU_AVX2)
		assert_true(done > test_least(500));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
