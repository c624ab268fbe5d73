/*
 * test_tidy.c - tidy tables, and findings of checks, against every packet of
 * tiny universes.
 */
#include "routes.h"

/* Whether two rows of equal priority and different next hops overlap. */
static bool
meet(const sn_table *t)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++)
		for (size_t j = 0; j < i; j++)
			if (r[i].kind == SN_ROUTE_POLICY &&
			    r[j].kind == SN_ROUTE_POLICY && r[i].weight &&
			    r[j].weight && r[i].priority == r[j].priority &&
			    r[i].next_hop != r[j].next_hop &&
			    sn_prefix_overlaps(r[i].source, r[j].source) &&
			    sn_prefix_overlaps(
				r[i].destination, r[j].destination))
				return true;
	return false;
}

/* Every row is needed. */
static void
each_needed(const sn_table *t, struct universe u)
{
	size_t n = sn_table_size(t);

	for (size_t i = 0; i < n; i++) {
		sn_table *less = table_with_hops();

		for (size_t k = 0; k < n; k++)
			if (k != i)
				assert_int_equal(
				    sn_table_add(less, &sn_table_rows(t)[k]),
				    SN_OK);
		assert_false(tidied_alike(t, less, u));
		sn_table_free(less);
	}
}

static void
every_packet(void **state)
{
	uint64_t seed = test_seed(), before = 0, after = 0;
	unsigned refused = 0, done = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(2500); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 14),
		    1 + (unsigned)test_below(&seed, 20), round & 4, round & 8};
		sn_table *t = random_table(u, &mix, &seed), *tidy;
		sn_tidy_request request = SN_TIDY_REQUEST_INIT;
		sn_tidy_result result = SN_TIDY_RESULT_INIT;
		sn_status status = sn_table_tidy(&tidy, &result, t, &request);

		assert_int_equal(
		    status, tidied_alike(t, t, u) ? SN_OK : SN_EINFEASIBLE);
		if (status) {
			assert_true(result.row[0] < sn_table_size(t));
			assert_true(result.row[1] < sn_table_size(t));
			refused++;
			request.resolve = 1;
			status = sn_table_tidy(&tidy, &result, t, &request);
		} else {
			assert_true(tidied_alike(t, tidy, u));
			if (!mix.standby && !mix.destinations)
				each_needed(tidy, u);
			done++;
		}
		if (!status) {
			assert_false(meet(tidy));
			assert_true(sn_table_size(tidy) <= sn_table_size(t));
			before += sn_table_size(t);
			after += sn_table_size(tidy);
			sn_table_free(tidy);
		}
		sn_table_free(t);
	}
	print_message("%u tidied, %u refused, %llu rows to %llu\n", done,
	    refused, (unsigned long long)before, (unsigned long long)after);
	assert_true(done > test_rounds(2500) / 20 && refused);
	assert_true(after < before * 3 / 4);
}

/* Whether traffic to @d comes to the gateway: a row for it is published. */
static bool
published(const sn_table *t, sn_addr d)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++)
		if (r[i].state == SN_STATE_PUBLISHED &&
		    sn_prefix_contains_addr(r[i].destination, d))
			return true;
	return false;
}

static bool
has_dead_rows(const sn_table *t)
{
	bool dead = false;
	sn_check *c;

	assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
	for (size_t i = 0; i < sn_check_get(c)->finding_count; i++) {
		const char *code = sn_check_get(c)->findings[i].code;

		dead |= !strcmp(code, "never-matches") ||
			!strcmp(code, "standby-by-priority");
	}
	sn_check_free(c);
	return dead;
}

/* No destination is published that was not, and none stops being so but with
 * a row that no packet got to. */
static void
publishing(void **state)
{
	uint64_t seed = test_seed();
	unsigned fewer = 0, mixed = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(3000); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {
		    1 + (unsigned)test_below(&seed, 10), 20, false, round & 4};
		sn_table *t = table_with_hops(), *tidy;
		bool dead;

		for (unsigned i = 0; i < mix.rows; i++) {
			sn_route r = random_route(u, &mix, &seed);

			r.next_hop &= 1;
			r.state = test_below(&seed, 3) ? SN_STATE_NORMAL
						       : SN_STATE_PUBLISHED;
			assert_int_equal(sn_table_add(t, &r), SN_OK);
		}
		dead = has_dead_rows(t);
		if (!sn_table_tidy(&tidy, NULL, t, NULL)) {
			assert_true(tidied_alike(t, tidy, u));
			fewer += sn_table_size(tidy) < sn_table_size(t);
			mixed += !dead;
			for (unsigned i = 0; i < SIDE; i++) {
				sn_addr d = universe_addr(u, i);

				if (published(tidy, d) != published(t, d))
					assert_true(dead && published(t, d));
			}
			sn_table_free(tidy);
		}
		sn_table_free(t);
	}
	print_message(
	    "%u with fewer rows, %u without dead ones\n", fewer, mixed);
	assert_true(fewer > test_rounds(3000) / 10);
	assert_true(mixed > test_rounds(3000) / 10);
}

/* Counts a code among the findings; @rows: a bit for each row. */
static unsigned
findings(const sn_check *c, const char *code, uint64_t *rows)
{
	const sn_finding *f;
	unsigned n = 0;

	*rows = 0;
	for (size_t i = 0; i < sn_check_get(c)->finding_count; i++) {
		f = &sn_check_get(c)->findings[i];
		if (strcmp(f->code, code))
			continue;
		*rows |= UINT64_C(1) << f->row;
		n++;
	}
	return n;
}

/* Rows among the best of some packet, by looking at each packet. */
static uint64_t
alive_rows(const sn_table *t, struct universe u, uint64_t *standby)
{
	uint64_t alive = 0;

	*standby = 0;
	for (unsigned i = 0; i < 4 * SIDE * SIDE; i++) {
		struct universe so = {u.family, i & 1 ? u.top : !u.top, 0};
		struct universe d_o = {u.family, i & 2 ? u.top : !u.top, 0};
		sn_addr s = universe_addr(so, i / 4 / SIDE);
		sn_addr d = universe_addr(d_o, i / 4 % SIDE);
		struct decision best = decide(t, 1, s, d);
		const sn_route *r = sn_table_rows(t);

		for (unsigned k = 0; k < sn_table_size(t); k++) {
			bool spare = false;

			for (unsigned j = 0; j < sn_table_size(t); j++)
				spare |= !r[k].weight && r[j].weight &&
					 test_same_place(&r[k], &r[j]);
			if (spare)
				*standby |= UINT64_C(1) << k;
			else if (best.any && test_matches(&r[k], s, d) &&
				 !test_before(r, k, best.row, 1))
				alive |= UINT64_C(1) << k;
		}
	}
	return alive;
}

static void
dead_and_equal(void **state)
{
	uint64_t seed = test_seed();
	unsigned dead = 0, pairs = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(4000); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 20),
		    1 + (unsigned)test_below(&seed, 5), round & 4, round & 8};
		sn_table *t = random_table(u, &mix, &seed);
		const sn_route *r = sn_table_rows(t);
		uint64_t rows, late, standby,
		    alive = alive_rows(t, u, &standby);
		uint64_t all = (UINT64_C(1) << sn_table_size(t)) - 1;
		unsigned want = 0;
		sn_check *c;

		for (size_t i = 0; i < sn_table_size(t); i++)
			for (size_t j = 0; j < i; j++)
				want += r[i].kind == SN_ROUTE_POLICY &&
					r[j].kind == SN_ROUTE_POLICY &&
					!(standby >> i & 1) &&
					!(standby >> j & 1) &&
					r[i].priority == r[j].priority &&
					r[i].next_hop != r[j].next_hop &&
					sn_prefix_overlaps(
					    r[i].source, r[j].source) &&
					sn_prefix_overlaps(
					    r[i].destination, r[j].destination);
		assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
		(void)findings(c, "never-matches", &rows);
		(void)findings(c, "standby-by-priority", &late);
		rows |= late;
		assert_int_equal(rows, all & ~alive & ~standby);
		dead += rows != 0;
		assert_int_equal(
		    findings(c, "equal-priority-overlap", &rows), want);
		pairs += want;
		sn_check_free(c);
		sn_table_free(t);
	}
	assert_true(dead > 10 && pairs > 10);
}

/* The case of the provider's FAQ: all rows have priority 10. */
static void
faq_case(void **state)
{
	static const char text[] =
	    "source,destination,next_hop,weight,priority,state\n"
	    "10.66.90.0/24,10.55.193.0/24,vco-1,100,10,published\n"
	    "10.66.89.0/24,10.55.0.0/16,vco-2,100,10,published\n"
	    "10.66.90.0/24,10.55.178.0/24,vco-3,100,10,published\n"
	    "10.66.88.0/24,10.55.0.0/16,vco-4,100,10,published\n";
	static const char broken[] =
	    "source,destination,next_hop,priority,state\n"
	    "10.66.88.0/24,10.55.0.0/16,vco-4,10,published\n"
	    "10.66.88.0/24,10.55.193.0/24,vco-1,10,published\n";
	sn_table *t;
	sn_check *c;
	uint64_t rows;

	(void)state;
	assert_int_equal(
	    sn_table_read(&t, text, strlen(text), NULL, NULL), SN_OK);
	assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
	assert_int_equal(sn_check_get(c)->found, 0);
	sn_check_free(c);
	sn_table_free(t);
	assert_int_equal(
	    sn_table_read(&t, broken, strlen(broken), NULL, NULL), SN_OK);
	assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
	assert_int_equal(findings(c, "equal-priority-overlap", &rows), 1);
	assert_int_equal(sn_check_get(c)->found, 1);
	sn_check_free(c);
	sn_table_free(t);
}

/*
 * Rows that cross each other, a narrow source to a wide destination: any two
 * overlap, so rows of two next hops in turn need a priority each.
 */
static sn_table *
crosses(unsigned n)
{
	sn_table *t = table_with_hops();

	for (unsigned i = 0; i < n; i++) {
		sn_route r = {.kind = SN_ROUTE_POLICY,
		    .next_hop = i & 1,
		    .weight = 100,
		    .priority = 5 + i};

		assert_int_equal(
		    sn_prefix_make(&r.source, sn_addr_v6(0, 0), i), SN_OK);
		assert_int_equal(
		    sn_prefix_make(&r.destination, sn_addr_v6(0, 0), 128 - i),
		    SN_OK);
		assert_int_equal(sn_table_add(t, &r), SN_OK);
	}
	return t;
}

/* 100 priorities are there, 101 are not, and how many are needed is said. */
static void
priorities(void **state)
{
	static const struct {
		unsigned rows, most;
		int status;
	} all[] = {{100, 0, SN_OK}, {101, 0, SN_ELIMIT}, {129, 0, SN_ELIMIT},
	    {101, 101, SN_OK}, {3, 2, SN_ELIMIT}, {2, 2, SN_OK}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sn_tidy_request request = SN_TIDY_REQUEST_INIT;
		sn_table *t = crosses(all[i].rows), *tidy = NULL;
		sn_tidy_result result = SN_TIDY_RESULT_INIT;

		request.max_priority = all[i].most;
		assert_int_equal(
		    sn_table_tidy(&tidy, &result, t, &request), all[i].status);
		assert_int_equal(result.priorities, all[i].rows);
		assert_int_equal(result.rows_before, all[i].rows);
		assert_int_equal(
		    result.rows_after, all[i].status ? 0 : all[i].rows);
		assert_int_equal(tidy == NULL, all[i].status != SN_OK);
		for (size_t j = 0; tidy && j < all[i].rows; j++)
			assert_int_equal(
			    sn_table_rows(tidy)[j].priority, j + 1);
		sn_table_free(tidy);
		sn_table_free(t);
	}
}

/* The upper half of a prefix is merged before the lower one, which is there as
 * it is, so that the one that was made is the sibling to the right. */
static void
upper_half_first(void **state)
{
	static const struct {
		uint64_t at;
		uint8_t len, hop;
	} row[] = {
	    {8, 126, 3}, {12, 126, 3}, {0, 125, 3}, {0, 126, 1}, {0, 0, 1}};
	sn_table *t = table_with_hops(), *tidy = NULL;
	sn_tidy_result result = SN_TIDY_RESULT_INIT;
	struct universe u = {SN_IPV6, 0, 0};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		sn_route r = {.kind = SN_ROUTE_DESTINATION,
		    .source = {0, 0, SN_IPV6, 0, {0}},
		    .destination = {0, row[i].at, SN_IPV6, row[i].len, {0}},
		    .next_hop = row[i].hop,
		    .weight = 100};

		assert_int_equal(sn_table_add(t, &r), SN_OK);
	}
	assert_int_equal(sn_table_tidy(&tidy, &result, t, NULL), SN_OK);
	assert_int_equal(result.rows_after, 3);
	assert_true(tidied_alike(t, tidy, u));
	sn_table_free(tidy);
	sn_table_free(t);
}

/* A request or result of another version of the library is refused. */
static void
sizes(void **state)
{
	sn_tidy_request request = SN_TIDY_REQUEST_INIT;
	sn_tidy_result result = SN_TIDY_RESULT_INIT;
	sn_table *t = crosses(2), *tidy = NULL;

	(void)state;
	request.struct_size++;
	assert_int_equal(sn_table_tidy(&tidy, NULL, t, &request), SN_EINVAL);
	result.struct_size = 0;
	assert_int_equal(sn_table_tidy(&tidy, &result, t, NULL), SN_EINVAL);
	assert_null(tidy);
	sn_table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_packet),
	    cmocka_unit_test(priorities),
	    cmocka_unit_test(publishing),
	    cmocka_unit_test(dead_and_equal),
	    cmocka_unit_test(faq_case),
	    cmocka_unit_test(upper_half_first),
	    cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
