/*
 * test_change_limit.c - changes at the edge: a quota that the old rows and the
 * new ones pass together, and gateways that cannot change a tunnel.
 */
#include "plan.h"
#include "sim.h"

enum { ROWS = 20 };

static bool
warns_of(const sn_plan_change *change, const char *code)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);

	for (size_t i = 0; i < v->finding_count; i++)
		if (!strcmp(v->findings[i].code, code))
			return true;
	return false;
}

/* From one peer segment to as many as the quota has rows: with the automatic
 * row there are never more. */
static void
within_the_quota(void **state)
{
	sn_prefix local = P("10.1.0.0/24"), peer[ROWS];
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	const sn_plan_change_view *v;
	sn_plan_change *change;
	sn_deployed *old;
	sn_plan *plan;

	(void)state;
	for (uint32_t i = 0; i < ROWS; i++)
		assert_int_equal(
		    sn_prefix_make(&peer[i],
			sn_addr_v4(
			    (i % 2 ? 0xac100000 : 0xc0a80000) + (i << 9)),
			24),
		    SN_OK);
	r.local = &local;
	r.local_count = 1;
	r.peer = peer;
	r.peer_count = 1;
	plan = make(&r);
	assert_int_equal(sn_deployed_from_plan(&old, plan), SN_OK);
	sn_plan_free(plan);
	r.peer_count = ROWS;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_AGGREGATE);
	assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
	v = sn_plan_change_get(change);
	assert_int_equal(v->peak_policy_rows, ROWS);
	assert_true(warns_of(change, "rows-wait"));
	assert_false(warns_of(change, "limit-exceeded"));
	assert_int_equal(sn_table_size(sn_deployed_table(v->result)), ROWS);
	sn_plan_change_free(change);
	/* Without a quota nothing waits. */
	sn_plan_free(plan);
	r.max_routes = SN_LIMIT_NONE;
	plan = make(&r);
	assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
	assert_false(warns_of(change, "rows-wait"));
	assert_int_equal(
	    sn_plan_change_get(change)->peak_policy_rows, ROWS + 1);
	sn_plan_change_free(change);
	sn_plan_free(plan);
	sn_deployed_free(old);
}

/* The tunnel of GCP: its rows, itself, then anew; that of others stays. */
static void
deleted_and_made_anew(void **state)
{
	static const uint32_t want[] = {SN_STEP_DELETE_ROW,
	    SN_STEP_DELETE_CONNECTION, SN_STEP_CREATE_CONNECTION,
	    SN_STEP_ADD_ROW, SN_STEP_ADD_ROW};
	sn_prefix local = P("10.1.0.0/24");
	sn_prefix peer[] = {P("192.168.1.0/24"), P("192.168.9.0/24")};

	(void)state;
	for (unsigned fixed = 0; fixed < 2; fixed++) {
		sn_profile gateway = *sn_profile_find("gcp");
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		const sn_plan_change_view *v;
		sn_plan_change *change;
		sn_deployed *old;
		sn_plan *plan;

		gateway.selectors_fixed.value = fixed;
		r.gateway = &gateway;
		r.peer_device = sn_profile_find("strongswan");
		r.scheme = SN_SCHEME_LISTS;
		r.local = &local;
		r.peer = peer;
		r.local_count = r.peer_count = 1;
		plan = make(&r);
		assert_int_equal(sn_deployed_from_plan(&old, plan), SN_OK);
		sn_plan_free(plan);
		r.peer_count = 2;
		plan = make(&r);
		assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
		v = sn_plan_change_get(change);
		assert_int_equal(warns_of(change, "tunnel-recreated"), fixed);
		assert_int_equal(
		    warns_of(change, "renegotiation-on-change"), !fixed);
		if (fixed) {
			assert_int_equal(v->step_count, 5);
			for (size_t i = 0; i < 5; i++)
				assert_int_equal(v->steps[i].kind, want[i]);
			assert_int_equal(v->fates[0].fate, SN_FATE_DELETED);
			assert_int_equal(v->fates[1].fate, SN_FATE_CREATED);
			assert_int_equal(v->peak_connections, 1);
		} else {
			assert_int_equal(
			    v->fates[0].fate, SN_FATE_RENEGOTIATED);
		}
		sn_plan_change_free(change);
		sn_plan_free(plan);
		sn_deployed_free(old);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(within_the_quota),
	    cmocka_unit_test(deleted_and_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
