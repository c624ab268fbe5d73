/*
 * test_compare.c - comparing tables, against every packet of tiny universes.
 */
#include "routes.h"

static void
every_packet(void **state)
{
	uint64_t seed = test_seed();
	unsigned equal = 0, differ = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(20000); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 14),
		    1 + (unsigned)test_below(&seed, 4), round & 4, round & 8};
		unsigned rule = 1 + round / 16 % 3;
		sn_table *a = random_table(u, &mix, &seed);
		sn_table *b = changed_table(a, u, &mix, &seed);
		sn_difference d = SN_DIFFERENCE_INIT;
		bool want = !same_decisions(a, b, rule, u);

		assert_int_equal(sn_table_compare(&d, a, b, rule), SN_OK);
		assert_int_equal(d.differ, want);
		if (want)
			assert_false(same_on(a, b, rule, d.witness.source,
			    d.witness.destination));
		equal += !want;
		differ += want;
		sn_table_free(a);
		sn_table_free(b);
	}
	assert_true(equal > test_rounds(2000) / 2);
	assert_true(differ > test_rounds(2000) / 2);
}

static void
sizes(void **state)
{
	sn_difference d = SN_DIFFERENCE_INIT;
	sn_table *t = table_with_hops();

	(void)state;
	assert_int_equal(sn_table_compare(&d, t, t, 0), SN_OK);
	assert_int_equal(d.struct_size, sizeof(d));
	d.struct_size--; /* of another version */
	assert_int_equal(sn_table_compare(&d, t, t, 0), SN_EINVAL);
	sn_table_free(t);
}

/* @n rows to everything, and @n rows from everything that are better. */
static sn_table *
crossing(unsigned n)
{
	sn_table *t = table_with_hops();

	for (unsigned i = 0; i < 2 * n; i++) {
		sn_prefix all = {0, 0, SN_IPV4, 0, {0}};
		sn_prefix one = {0, (uint64_t)i << 9, SN_IPV4, 24, {0}};
		sn_route r = {.kind = SN_ROUTE_POLICY,
		    .source = i < n ? one : all,
		    .destination = i < n ? all : one,
		    .next_hop = i < n,
		    .weight = 100,
		    .priority = i < n ? 2 : 1};

		assert_int_equal(sn_table_add(t, &r), SN_OK);
	}
	return t;
}

/* What would take the product of the two is refused before. */
static void
rows_that_cross(void **state)
{
	static const struct {
		unsigned n;
		sn_status status;
	} table[] = {{300, SN_OK}, {12000, SN_ELIMIT}};

	(void)state;
	for (size_t i = 0; i < 2 - (test_rounds(2) < 2); i++) {
		sn_table *t = crossing(table[i].n), *tidied = NULL;
		sn_difference d = SN_DIFFERENCE_INIT;
		sn_check *c = NULL;

		assert_int_equal(sn_table_compare(&d, t, t, SN_MATCH_PRIORITY),
		    table[i].status);
		assert_false(d.differ);
		assert_int_equal(sn_check_new(&c, t, NULL), table[i].status);
		assert_int_equal(
		    sn_table_tidy(&tidied, NULL, t, NULL), table[i].status);
		sn_table_free(tidied);
		sn_check_free(c);
		sn_table_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_packet),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(rows_that_cross),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
