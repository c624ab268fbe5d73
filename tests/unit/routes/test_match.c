/*
 * test_match.c - the row a gateway uses: named cases, and every packet of
 * tiny universes against a plain look at every row.
 */
#include "routes.h"

static unsigned seen[3]; /* outcomes reached */

static void
check_packet(
    const sn_table *t, const sn_matcher *m, unsigned rule, const sn_packet *p)
{
	struct decision want = decide(t, rule, p->source, p->destination);
	uint8_t why[64];
	unsigned used = 0, candidates = 0;
	sn_hit hit, batch, batch4;

	assert_true(sn_table_size(t) <= sizeof(why));
	assert_int_equal(
	    sn_table_explain(t, rule, p->source, p->destination, why, &hit),
	    SN_OK);
	assert_int_equal(hit.outcome, !want.any	       ? SN_HIT_NONE
				      : want.ambiguous ? SN_HIT_AMBIGUOUS
						       : SN_HIT_ROW);
	assert_int_equal(hit.row, want.row);
	for (size_t i = 0; i < sn_table_size(t); i++) {
		used += why[i] == SN_WHY_USED;
		candidates += why[i] == SN_WHY_CANDIDATE;
		assert_int_equal(why[i] == SN_WHY_NO_MATCH,
		    !test_matches(
			&sn_table_rows(t)[i], p->source, p->destination));
	}
	assert_int_equal(used, hit.outcome == SN_HIT_ROW);
	assert_true(
	    hit.outcome == SN_HIT_AMBIGUOUS ? candidates > 1 : candidates == 0);
	assert_int_equal(sn_matcher_match(m, p, 1, &batch), want.any);
	assert_memory_equal(&batch, &hit, sizeof(hit));
	if (p->source.family == SN_IPV4) {
		uint32_t s = (uint32_t)p->source.lo;
		uint32_t d = (uint32_t)p->destination.lo;

		assert_int_equal(
		    sn_matcher_match4(m, &s, &d, 1, &batch4), want.any);
		assert_memory_equal(&batch4, &hit, sizeof(hit));
	}
	seen[hit.outcome]++;
}

static void
every_packet(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(1500); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 14),
		    1 + (unsigned)test_below(&seed, 4), round & 4, round & 8};
		unsigned rule = 1 + round % 3;
		sn_table *t = random_table(u, &mix, &seed);
		sn_matcher *m;

		assert_int_equal(sn_matcher_new(&m, t, rule), SN_OK);
		for (unsigned i = 0; i < SIDE * SIDE; i++) {
			sn_packet p = {universe_addr(u, i / SIDE),
			    universe_addr(u, i % SIDE)};

			check_packet(t, m, rule, &p);
		}
		/* Outside the universe: only rows of the whole family. */
		check_packet(t, m, rule,
		    &(sn_packet){universe_addr(
				     (struct universe){u.family, !u.top, 0}, 7),
			universe_addr(u, 3)});
		sn_matcher_free(m);
		sn_table_free(t);
	}
	for (unsigned i = 0; i < 3; i++)
		assert_true(seen[i] > 100);
}

/* Any number of packets at once, of both families mixed, as one by one. */
static void
batches(void **state)
{
	uint64_t seed = test_seed();
	struct mix mix = {12, 3, true, true};

	(void)state;
	for (unsigned round = 0; round < test_rounds(1000); round++) {
		struct universe u[2] = {
		    {SN_IPV4, round & 1, 0}, {SN_IPV6, round & 2, 0}};
		sn_table *t = random_table(u[0], &mix, &seed);
		sn_packet packet[67];
		uint32_t source[67], destination[67];
		sn_hit hit[67], hit4[67], one;
		size_t n = test_below(&seed, 68), found = 0, found4 = 0;
		bool mixed = round & 4;
		sn_matcher *m;

		for (unsigned i = 0; i < 8; i++) {
			sn_route r = random_route(u[1], &mix, &seed);

			assert_int_equal(sn_table_add(t, &r), SN_OK);
		}
		assert_int_equal(sn_matcher_new(&m, t, 0), SN_OK);
		for (size_t i = 0; i < n; i++) {
			unsigned v6 = mixed && test_below(&seed, 20) == 0;

			packet[i].source = universe_addr(
			    u[v6], (unsigned)test_below(&seed, SIDE));
			packet[i].destination = universe_addr(
			    u[v6 ^ (mixed && test_below(&seed, 30) == 0)],
			    (unsigned)test_below(&seed, SIDE));
			source[i] = (uint32_t)packet[i].source.lo;
			destination[i] = (uint32_t)packet[i].destination.lo;
		}
		for (size_t i = 0; i < n; i++)
			found += sn_matcher_match(m, &packet[i], 1, &one);
		assert_int_equal(sn_matcher_match(m, packet, n, hit), found);
		if (!mixed)
			found4 =
			    sn_matcher_match4(m, source, destination, n, hit4);
		for (size_t i = 0; i < n; i++) {
			struct decision want = {.any = false};

			if (packet[i].source.family ==
			    packet[i].destination.family)
				want = decide(t, 1, packet[i].source,
				    packet[i].destination);
			assert_int_equal(hit[i].outcome, !want.any ? SN_HIT_NONE
							 : want.ambiguous
							     ? SN_HIT_AMBIGUOUS
							     : SN_HIT_ROW);
			assert_int_equal(hit[i].row, want.row);
			if (!mixed)
				assert_memory_equal(
				    &hit[i], &hit4[i], sizeof(*hit));
		}
		assert_int_equal(mixed ? 0 : found, found4);
		sn_matcher_free(m);
		sn_table_free(t);
	}
}

/* "A shorter prefix of smaller priority wins": never by length. */
static void
priority_before_length(void **state)
{
	sn_table *t = table_with_hops();
	sn_route r = {.source = P("10.0.0.0/8"),
	    .destination = P("172.16.0.0/12"),
	    .kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = 5};
	uint8_t why[4];
	sn_hit hit;

	(void)state;
	assert_int_equal(sn_table_add(t, &r), SN_OK);
	r.source = P("10.1.1.0/24");
	r.priority = 10;
	r.next_hop = 1;
	assert_int_equal(sn_table_add(t, &r), SN_OK);
	r.kind = SN_ROUTE_DESTINATION;
	r.destination = P("172.16.1.1/32");
	assert_int_equal(sn_table_add(t, &r), SN_OK);
	assert_int_equal(sn_table_explain(t, 0, sn_addr_v4(0x0a010101),
			     sn_addr_v4(0xac100101), why, &hit),
	    SN_OK);
	assert_int_equal(hit.outcome, SN_HIT_ROW);
	assert_int_equal(hit.row, 0);
	assert_string_equal(sn_word(SN_WORD_WHY, why[0]), "used");
	assert_string_equal(sn_word(SN_WORD_WHY, why[1]), "later-priority");
	assert_string_equal(sn_word(SN_WORD_WHY, why[2]), "later-table");
	sn_table_free(t);
}

static void
bad_arguments(void **state)
{
	sn_table *t = table_with_hops();
	sn_route r = {.source = P("10.0.0.0/8"),
	    .destination = P("2001:db8::/32"),
	    .kind = SN_ROUTE_POLICY};
	uint32_t number;
	uint8_t why[1];
	sn_hit hit;
	sn_matcher *m;

	(void)state;
	assert_int_equal(sn_table_add(t, &r), SN_EFAMILY);
	r.destination = P("10.0.0.0/8");
	r.next_hop = HOPS; /* one too many */
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.next_hop = 0;
	r.kind = 0;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.kind = SN_ROUTE_BGP + 1;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.kind = SN_ROUTE_POLICY;
	r.weight = 101;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.weight = 100;
	r.state = SN_STATE_PUBLISHED + 1;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.state = SN_STATE_PUBLISHED;
	r.origin = SN_ORIGIN_MANUAL + 1;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.origin = SN_ORIGIN_MANUAL;
	r.action = SN_ACTION_ADD + 1;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.action = SN_ACTION_ADD;
	r.priority = UINT32_MAX;
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	r.priority = 1;
	r.destination.lo |= 1; /* host bits */
	assert_int_equal(sn_table_add(t, &r), SN_EINVAL);
	assert_int_equal(sn_table_size(t), 0);
	assert_int_equal(sn_table_intern(t, "", 0, &number), SN_EINVAL);
	assert_int_equal(sn_table_intern(t, "a b", 3, &number), SN_EINVAL);
	assert_int_equal(sn_table_intern(t, "a\0b", 3, &number), SN_EINVAL);
	assert_null(sn_table_next_hop(t, HOPS));
	assert_int_equal(sn_matcher_new(&m, t, 4), SN_EINVAL);
	assert_int_equal(
	    sn_table_explain(t, 4, sn_addr_v4(0), sn_addr_v4(0), why, &hit),
	    SN_EINVAL);
	assert_int_equal(
	    sn_table_explain(t, 0, sn_addr_v4(0), sn_addr_v6(0, 0), why, &hit),
	    SN_EFAMILY);
	assert_null(sn_word(SN_WORD_WHY, 8));
	sn_table_free(t);
	sn_table_free(NULL);
	sn_matcher_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_packet),
	    cmocka_unit_test(batches),
	    cmocka_unit_test(priority_before_length),
	    cmocka_unit_test(bad_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
