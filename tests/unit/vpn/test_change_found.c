/*
 * test_change_found.c - changes from what is found at a gateway, which no
 * plan made: rows that are not published, a row that the new plan does not
 * want and that is there already, gateways that publish nothing.
 */
#include "test.h"

#include "supernet_vpn.h"

/* A plan whose peer side is forced to everything, or of another scheme. */
static sn_plan *
plan_of(uint32_t scheme, const sn_profile *gateway, const sn_deployed *old,
    const sn_alloc *alloc)
{
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[2] = {P("172.16.1.0/24"), P("192.168.1.0/24")};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;

	r.local = local;
	r.peer = peer;
	r.local_count = r.peer_count = 2;
	r.scheme = scheme;
	r.align = SN_ALIGN_OCTET;
	r.gateway = gateway;
	r.previous = old;
	r.alloc = alloc;
	if (scheme == SN_SCHEME_DESTINATION)
		r.peer_device = sn_profile_find("route-based");
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	return plan;
}

static void
add_row(sn_deployed *d, const char *source, const char *destination,
    uint32_t origin, uint32_t state)
{
	sn_route row = {.source = P(source),
	    .destination = P(destination),
	    .kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = 10,
	    .state = state,
	    .origin = origin};

	assert_int_equal(
	    sn_deployed_add_row(d, &row, "ipsec-connection"), SN_OK);
}

/* A connection of one segment a side. */
static sn_deployed *
found(void)
{
	sn_prefix local = P("10.1.1.0/24"), peer = P("172.16.1.0/24");
	sn_connection c = {.struct_size = sizeof(sn_connection),
	    .name = "ipsec-connection",
	    .ike = SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = &local,
	    .local_count = 1,
	    .peer = &peer,
	    .peer_count = 1};
	sn_deployed *d;

	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	assert_int_equal(sn_deployed_add_connection(d, &c), SN_OK);
	return d;
}

/* Steps of @kind about a row to @destination. */
static unsigned
steps(const sn_plan_change *change, uint32_t kind, const char *destination)
{
	const sn_step *s;
	unsigned n = 0;

	for (size_t i = 0; i < sn_plan_change_get(change)->step_count &&
			   (s = &sn_plan_change_get(change)->steps[i]);
	     i++)
		n += s->kind == kind && s->row &&
		     !sn_prefix_compare(s->row->destination, P(destination));
	return n;
}

/*
 * The plan makes the gateway install 10.1.0.0/16 -> 0.0.0.0/0 and does not
 * want it. Where it is not there yet, it is waited for and deleted; where
 * somebody added it before, it is deleted once, as what was there.
 */
static void
unwanted(void **state)
{
	(void)state;
	for (unsigned there = 0; there < 2; there++) {
		sn_deployed *old = found();
		sn_plan_change *change;
		sn_plan *plan;

		add_row(old, "10.1.1.0/24", "172.16.1.0/24", SN_ORIGIN_AUTO,
		    SN_STATE_PUBLISHED);
		if (there)
			add_row(old, "10.1.0.0/16", "0.0.0.0/0", SN_ORIGIN_AUTO,
			    SN_STATE_NORMAL);
		plan = plan_of(SN_SCHEME_AGGREGATE, NULL, old, NULL);
		assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
		assert_int_equal(
		    steps(change, SN_STEP_DELETE_ROW, "0.0.0.0/0"), 1);
		assert_int_equal(
		    steps(change, SN_STEP_CHECK_ROW, "0.0.0.0/0"), !there);
		assert_int_equal(
		    steps(change, SN_STEP_ADD_ROW, "172.16.1.0/24"), 1);
		assert_int_equal(
		    steps(change, SN_STEP_ADD_ROW, "192.168.1.0/24"), 1);
		/* Two by hand, the unwanted one and the old one for a while. */
		assert_true(sn_plan_change_get(change)->peak_policy_rows >= 3);
		assert_int_equal(
		    sn_plan_change_get(change)->peak_destination_rows, 0);
		sn_plan_change_free(change);
		sn_plan_free(plan);
		sn_deployed_free(old);
	}
}

/*
 * A published route is withdrawn with any row of its destination: one that
 * stays is published again. Not so where nothing was published, or where the
 * gateway publishes nothing.
 */
static void
published_again(void **state)
{
	static const struct {
		uint32_t row;
		int64_t gateway;
		unsigned again;
	} table[] = {
	    {SN_STATE_PUBLISHED, 1, 1},
	    {SN_STATE_NORMAL, 1, 0},
	    {SN_STATE_PUBLISHED, 0, 0},
	};
	sn_profile gateway = *sn_profile_find("alibaba-cloud");

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		sn_plan *plan = plan_of(SN_SCHEME_AGGREGATE, NULL, NULL, NULL);
		sn_plan_change *change;
		sn_deployed *old;

		/* What the plan leaves, and one more row beside it. */
		assert_int_equal(sn_deployed_from_plan(&old, plan), SN_OK);
		sn_plan_free(plan);
		add_row(old, "10.9.0.0/16", "172.16.1.0/24", SN_ORIGIN_MANUAL,
		    table[i].row);
		gateway.publish.value = table[i].gateway;
		plan = plan_of(SN_SCHEME_AGGREGATE, &gateway, old, NULL);
		assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
		assert_int_equal(
		    steps(change, SN_STEP_DELETE_ROW, "172.16.1.0/24"), 1);
		assert_int_equal(
		    steps(change, SN_STEP_PUBLISH_ROW, "172.16.1.0/24"),
		    table[i].again);
		assert_int_equal(
		    steps(change, SN_STEP_PUBLISH_ROW, "192.168.1.0/24"), 0);
		sn_plan_change_free(change);
		sn_plan_free(plan);
		sn_deployed_free(old);
	}
}

/* Every allocation fails in turn, from each scheme to each. */
static void
out_of_memory(void **state)
{
	static const uint32_t scheme[] = {
	    SN_SCHEME_PAIRS, SN_SCHEME_AGGREGATE, SN_SCHEME_DESTINATION, 0};
	uint64_t refused = 0;

	(void)state;
	for (unsigned i = 0; i < 12; i++) {
		uint32_t from = scheme[i / 3 % 4];
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, 0);
		sn_plan *before, *plan;
		sn_deployed *old;
		uint64_t first;
		bool done = false;

		if (from) {
			before = plan_of(from, NULL, NULL, NULL);
			assert_int_equal(
			    sn_deployed_from_plan(&old, before), SN_OK);
			sn_plan_free(before);
		} else {
			old = found();
			add_row(old, "10.1.0.0/16", "0.0.0.0/0", SN_ORIGIN_AUTO,
			    SN_STATE_NORMAL);
		}
		plan = plan_of(scheme[i % 3], NULL, old, &alloc);
		first = a.calls;
		for (uint64_t k = 1; !done; k++) {
			int64_t live = a.live;
			sn_plan_change *change = NULL;
			sn_status status;

			a.calls = first;
			a.fail_at = first + k;
			status = sn_plan_change_new(&change, old, plan);
			done = a.calls < a.fail_at;
			assert_true(status == SN_OK || status == SN_ENOMEM);
			assert_true((status == SN_OK) == (change != NULL));
			sn_plan_change_free(change);
			assert_int_equal(a.live, live);
			refused += status == SN_ENOMEM;
		}
		sn_plan_free(plan);
		assert_int_equal(a.live, 0);
		sn_deployed_free(old);
	}
	assert_true(refused > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unwanted),
	    cmocka_unit_test(published_again),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
