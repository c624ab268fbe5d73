/*
 * test_plan_api.c - what a plan says through the library's own calls, on the
 * provider's worked examples: expectations from the design, not from us.
 */
#include "test.h"
#include "supernet_vpn.h"

static sn_prefix
prefix(const char *text)
{
	sn_prefix p;

	assert_int_equal(
	    sn_prefix_parse(&p, text, strlen(text), 0, NULL), SN_OK);
	return p;
}

static void
assert_prefix(sn_prefix p, const char *want)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(text, sizeof(text), p);
	assert_string_equal(text, want);
}

static sn_plan *
plan_of(const char *peer1, const char *peer2, unsigned scheme)
{
	sn_prefix local[2] = {prefix("10.1.1.0/24"), prefix("10.1.2.0/24")};
	sn_prefix peer[2] = {prefix(peer1), prefix(peer2)};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;

	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	request.scheme = scheme;
	request.align = SN_ALIGN_OCTET;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	return plan;
}

static bool
advises(const sn_plan *plan, const char *code)
{
	for (size_t i = 0; i < sn_plan_advice_count(plan); i++)
		if (!strcmp(sn_plan_advice(plan, i)->code, code))
			return true;
	return false;
}

static void
one_row(const sn_route_block *b, const char *source, const char *destination,
    unsigned origin, unsigned action)
{
	assert_non_null(b);
	assert_int_equal(b->source_count, 1);
	assert_prefix(b->sources[0], source);
	assert_prefix(b->destinations[0], destination);
	assert_string_equal(b->next_hop, "ipsec-connection");
	assert_int_equal(b->weight, 100);
	assert_int_equal(b->priority, 10);
	assert_int_equal(b->state, SN_STATE_NORMAL);
	assert_int_equal(b->origin, origin);
	assert_int_equal(b->action, action);
}

/* Two supernets: one automatic row that stays. */
static void
two_supernets(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "192.168.2.0/24", SN_SCHEME_AGGREGATE);
	sn_connection c;

	(void)state;
	assert_int_equal(sn_plan_scheme(plan), SN_SCHEME_AGGREGATE);
	assert_prefix(sn_plan_side(plan, SN_LOCAL)->selector, "10.1.0.0/16");
	assert_prefix(sn_plan_side(plan, SN_PEER)->selector, "192.168.0.0/16");
	assert_int_equal(sn_plan_connection_count(plan), 1);
	assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
	assert_int_equal(sn_plan_connection(plan, 1, &c), SN_ENOTFOUND);
	assert_int_equal(c.routing_mode, SN_MODE_PROTECTED_DATA_FLOWS);
	assert_int_equal(c.ike, SN_IKE_V2);
	assert_prefix(c.local[0], "10.1.0.0/16");
	assert_prefix(c.peer[0], "192.168.0.0/16");
	assert_int_equal(sn_plan_policy_block_count(plan), 1);
	one_row(sn_plan_policy_block(plan, 0), "10.1.0.0/16", "192.168.0.0/16",
	    SN_ORIGIN_AUTO, SN_ACTION_KEEP);
	assert_int_equal(sn_plan_destination_block_count(plan), 0);
	assert_true(advises(plan, "routes-not-published"));
	assert_string_equal(sn_plan_gateway(plan)->name, "alibaba-cloud");
	assert_string_equal(sn_plan_peer_device(plan)->name, "generic");
	sn_plan_free(plan);
}

/* The peer's segments have no supernet: 0.0.0.0/0, its row replaced by two. */
static void
forced_side(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_AGGREGATE);
	const sn_side *peer = sn_plan_side(plan, SN_PEER);
	const sn_route_block *b;

	(void)state;
	assert_int_equal(peer->verdict, SN_VERDICT_DEFAULT_ROUTE);
	assert_int_equal(peer->reason, SN_REASON_NOT_ADJACENT);
	assert_prefix(peer->common, "128.0.0.0/1");
	assert_prefix(peer->selector, "0.0.0.0/0");
	assert_int_equal(peer->extra.word[0], 4294966784);
	assert_int_equal(sn_plan_policy_block_count(plan), 2);
	one_row(sn_plan_policy_block(plan, 0), "10.1.0.0/16", "0.0.0.0/0",
	    SN_ORIGIN_AUTO, SN_ACTION_DELETE);
	b = sn_plan_policy_block(plan, 1);
	one_row(
	    b, "10.1.0.0/16", "172.16.1.0/24", SN_ORIGIN_MANUAL, SN_ACTION_ADD);
	assert_int_equal(b->destination_count, 2);
	assert_prefix(b->destinations[1], "192.168.1.0/24");
	assert_true(advises(plan, "default-route-forced"));
	sn_plan_free(plan);
}

/* Destination routing: both selectors 0.0.0.0/0, a route for each segment. */
static void
destination_routes(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_DESTINATION);
	const sn_route_block *b;
	sn_connection c;

	(void)state;
	assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
	assert_int_equal(c.routing_mode, SN_MODE_DESTINATION_ROUTING);
	assert_prefix(c.local[0], "0.0.0.0/0");
	assert_prefix(c.peer[0], "0.0.0.0/0");
	assert_int_equal(sn_plan_policy_block_count(plan), 0);
	assert_int_equal(sn_plan_destination_block_count(plan), 1);
	b = sn_plan_destination_block(plan, 0);
	assert_null(b->sources);
	assert_int_equal(b->destination_count, 2);
	assert_prefix(b->destinations[0], "172.16.1.0/24");
	assert_int_equal(b->action, SN_ACTION_ADD);
	sn_plan_free(plan);
}

/* What a plan leaves in force: its rows to keep and to add. */
static void
rows_in_force(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_AGGREGATE);
	sn_table *t, *none;

	(void)state;
	assert_int_equal(sn_table_from_plan(&t, plan), SN_OK);
	assert_int_equal(sn_table_size(t), 2);
	assert_prefix(sn_table_rows(t)[0].source, "10.1.0.0/16");
	assert_prefix(sn_table_rows(t)[0].destination, "172.16.1.0/24");
	assert_prefix(sn_table_rows(t)[1].destination, "192.168.1.0/24");
	assert_string_equal(sn_table_next_hop(t, sn_table_rows(t)[1].next_hop),
	    "ipsec-connection");
	assert_int_equal(sn_table_new(&none, NULL), SN_OK);
	assert_int_equal(sn_table_size(none), 0);
	sn_table_free(none);
	sn_table_free(t);
	sn_plan_free(plan);
}

/* Beyond the last there is nothing, and freeing nothing is fine. */
static void
bounds(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_PAIRS);
	sn_connection c;

	(void)state;
	assert_int_equal(sn_plan_connection_count(plan), 4);
	assert_int_equal(sn_plan_connection(plan, 3, &c), SN_OK);
	assert_string_equal(c.name, "ipsec-connection-4");
	assert_int_equal(sn_plan_connection(plan, 4, &c), SN_ENOTFOUND);
	assert_null(sn_plan_policy_block(plan, SIZE_MAX));
	assert_null(sn_plan_destination_block(plan, 0));
	assert_null(sn_plan_advice(plan, SIZE_MAX));
	assert_null(sn_plan_side(plan, 2));
	sn_plan_free(plan);
	sn_plan_free(NULL);
	sn_side_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_supernets),
	    cmocka_unit_test(forced_side),
	    cmocka_unit_test(destination_routes),
	    cmocka_unit_test(rows_in_force),
	    cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
