/*
 * test_compare.c - comparing tables, against every packet of tiny universes.
 */
#include "routes.h"

static bool
same(const sn_table *a, const sn_table *b, unsigned rule, sn_packet p)
{
	struct decision x = decide(a, rule, p.source, p.destination);
	struct decision y = decide(b, rule, p.source, p.destination);

	return x.pairs == y.pairs;
}

/* @b is @a with a change or two. */
static sn_table *
change(
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

static void
every_packet(void **state)
{
	uint64_t seed = test_seed();
	unsigned equal = 0, differ = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(20000); round++) {
		struct universe u = {round & 1 ? SN_IPV4 : SN_IPV6, round & 2};
		struct mix mix = {1 + (unsigned)test_below(&seed, 14),
		    1 + (unsigned)test_below(&seed, 4), round & 4, round & 8};
		unsigned rule = 1 + round / 16 % 3;
		sn_table *a = random_table(u, &mix, &seed);
		sn_table *b = change(a, u, &mix, &seed);
		sn_difference d = SN_DIFFERENCE_INIT;
		bool want = false;

		for (unsigned i = 0; i < SIDE * SIDE && !want; i++)
			want = !same(a, b, rule,
			    (sn_packet){universe_addr(u, i / SIDE),
				universe_addr(u, i % SIDE)});
		/* And the rest of the family. */
		for (unsigned i = 0; i < SIDE && !want; i++) {
			struct universe o = {u.family, !u.top};

			want = !same(a, b, rule,
				   (sn_packet){universe_addr(o, 0),
				       universe_addr(u, i)}) ||
			       !same(a, b, rule,
				   (sn_packet){universe_addr(u, i),
				       universe_addr(o, 0)}) ||
			       !same(a, b, rule,
				   (sn_packet){universe_addr(o, 0),
				       universe_addr(o, 0)});
		}
		assert_int_equal(sn_table_compare(&d, a, b, rule), SN_OK);
		assert_int_equal(d.differ, want);
		if (want)
			assert_false(same(a, b, rule, d.witness));
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
