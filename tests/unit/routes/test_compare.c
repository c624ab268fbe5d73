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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_packet),
	    cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
