/*
 * test_plan_limit.c - the best table within a number of rows, against all ways
 * to share the rows between both sides, tried one by one.
 */
#include "vpn/block.h"
#include "plan.h"

/* Address pairs of all rows. */
static sn_count
pairs_size(const sn_prefix *l, size_t n, const sn_prefix *p, size_t m)
{
	sn_count a = sn_count_from(0), b = a;

	for (size_t i = 0; i < n; i++)
		a = sn_count_add(a, sn_prefix_size(l[i]));
	for (size_t i = 0; i < m; i++)
		b = sn_count_add(b, sn_prefix_size(p[i]));
	return sn_count_mul(a, b);
}

static void
best_table_within_the_limit(void **state)
{
	/* Splitting the peer alone into 4 is worse than 2 x 2. */
	sn_prefix l[2] = {P("10.0.0.0/24"), P("10.15.0.0/24")};
	sn_prefix p[6] = {P("172.16.0.0/24"), P("172.16.1.0/24"),
	    P("192.168.0.0/24"), P("192.168.3.0/24"), P("192.168.5.0/24"),
	    P("192.168.9.0/24")};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	const sn__block *b;
	sn_count got, alone;
	sn_plan *plan;

	(void)state;
	r.local = l;
	r.local_count = 2;
	r.peer = p;
	r.peer_count = 6;
	r.scheme = SN_SCHEME_AGGREGATE;
	r.max_routes = 4;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_AGGREGATE);
	b = sn__plan_block(plan, 1);
	assert_int_equal(b->source_count, 2);
	assert_int_equal(b->destination_count, 2);
	got = pairs_size(
	    b->sources, b->source_count, b->destinations, b->destination_count);
	/* 10.0.0.0/12 with the best four: 4 x /24 and 172.16.0.0/23. */
	alone = sn_count_mul(
	    sn_prefix_size(P("10.0.0.0/12")), sn_count_from(6 * 256));
	assert_true(sn_count_compare(got, alone) < 0);
	sn_plan_free(plan);
}

/* The size of the best cover with at most @k prefixes; false: none. */
static bool
cover_size(const sn_prefix *p, size_t n, size_t k, sn_count *size)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result result = SN_COVER_RESULT_INIT;
	sn_prefixes *list;
	sn_set *set;
	sn_status status;

	assert_int_equal(sn_set_from_prefixes(&set, p, n, NULL), SN_OK);
	o.max_prefixes = k;
	o.shortest4 = SN_SHORTEST4_DEFAULT;
	status = sn_cover(&list, set, &o, &result);
	if (!status) {
		*size = sn_count_add(result.extra, sn_set_count(set, 0));
		sn_prefixes_free(list);
	}
	sn_set_free(set);
	return status == SN_OK;
}

/* The least product of two covers' sizes within the rows; false: none. */
static bool
best_by_hand(const sn_plan_request *r, sn_count *best)
{
	bool any = false;

	for (size_t a = 1; a <= 4; a++)
		for (size_t c = 1; c <= 8; c++) {
			sn_count x, y;

			if (a * c > (size_t)r->max_routes ||
			    !cover_size(r->local, r->local_count, a, &x) ||
			    !cover_size(r->peer, r->peer_count, c, &y))
				continue;
			x = sn_count_mul(x, y);
			if (!any || sn_count_compare(x, *best) < 0)
				*best = x;
			any = true;
		}
	return any;
}

/*
 * The table within R rows against all pairs of numbers, tried one by one. The
 * areas are in different /8s, so that only the shortest length binds.
 */
static void
best_table_of_all(void **state)
{
	uint64_t seed = test_seed();
	unsigned two_sided = 0, compared = 0;

	(void)state;
	for (unsigned round = test_rounds(2000); round--;) {
		sn_prefix l[4], p[8];
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		const sn__block *b;
		sn_count best = {{0}}, got;
		bool any;
		sn_plan *plan;

		r.local = l;
		r.peer = p;
		r.local_count = 1 + test_below(&seed, 4);
		r.peer_count = 4 + test_below(&seed, 5);
		for (size_t i = 0; i < r.local_count; i++)
			assert_int_equal(
			    sn_prefix_make(&l[i],
				sn_addr_v4(
				    0x0b000000 |
				    (uint32_t)test_below(&seed, 4096) << 12),
				24),
			    SN_OK);
		for (size_t i = 0; i < r.peer_count; i++)
			assert_int_equal(
			    sn_prefix_make(&p[i],
				sn_addr_v4(
				    (i % 2 ? 0x0c000000 : 0xc0000000) |
				    (uint32_t)test_below(&seed, 4096) << 12),
				24),
			    SN_OK);
		r.scheme = SN_SCHEME_AGGREGATE;
		r.max_routes = (int64_t)test_below(&seed, 8);
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		any = best_by_hand(&r, &best);
		if (advises(plan, "routes-widened")) {
			b = sn__plan_block(plan, 1);
			got = pairs_size(b->sources, b->source_count,
			    b->destinations, b->destination_count);
			assert_int_equal(sn_count_compare(got, best), 0);
			two_sided += b->source_count > 1;
			compared++;
		} else if (sn_plan_get(plan)->scheme == SN_SCHEME_NONE) {
			assert_false(any);
		}
		sn_plan_free(plan);
	}
	print_message(
	    "%u tables, %u with several sources\n", compared, two_sided);
	assert_true(compared > 20 && two_sided > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(best_table_within_the_limit),
	    cmocka_unit_test(best_table_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
