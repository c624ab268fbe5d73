/*
 * test_plan_api.c - what a plan says through the library's own calls, on the
 * provider's worked examples: expectations from the design, not from us.
 */
#include "plan.h"

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
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[2] = {P(peer1), P(peer2)};
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

/* Takes the next row of @it, which has to be this one. */
static void
one_row(sn_plan_rows *it, const char *source, const char *destination,
    unsigned origin, unsigned action)
{
	char name[SN_CONNECTION_MAX];
	sn_route row;

	assert_true(sn_plan_rows_next(it, &row));
	assert_int_equal(row.kind, SN_ROUTE_POLICY);
	assert_prefix(row.source, source);
	assert_prefix(row.destination, destination);
	assert_string_equal(
	    sn_plan_connection_name(it->plan, row.next_hop, name),
	    "ipsec-connection");
	assert_int_equal(row.weight, 100);
	assert_int_equal(row.priority, 10);
	assert_int_equal(row.state, SN_STATE_NORMAL);
	assert_int_equal(row.origin, origin);
	assert_int_equal(row.action, action);
}

static void
no_row(sn_plan_rows *it)
{
	sn_route row;

	assert_false(sn_plan_rows_next(it, &row));
	assert_false(sn_plan_rows_next(it, &row));
}

/* Two supernets: one automatic row that stays. */
static void
two_supernets(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "192.168.2.0/24", SN_SCHEME_AGGREGATE);
	sn_plan_rows it;
	sn_connection c = SN_CONNECTION_INIT;

	(void)state;
	assert_int_equal(sn_plan_get(plan)->struct_size, sizeof(sn_plan_view));
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_AGGREGATE);
	assert_prefix(
	    sn_plan_get(plan)->sides[SN_LOCAL]->selector, "10.1.0.0/16");
	assert_prefix(
	    sn_plan_get(plan)->sides[SN_PEER]->selector, "192.168.0.0/16");
	assert_int_equal(sn_plan_get(plan)->connection_count, 1);
	assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
	assert_int_equal(sn_plan_connection(plan, 1, &c), SN_ENOTFOUND);
	assert_int_equal(c.routing_mode, SN_MODE_PROTECTED_DATA_FLOWS);
	assert_int_equal(c.ike, SN_IKE_V2);
	assert_prefix(c.local[0], "10.1.0.0/16");
	assert_prefix(c.peer[0], "192.168.0.0/16");
	assert_int_equal(sn_plan_get(plan)->row_count, 1);
	sn_plan_rows_init(&it, plan, SN_ROUTE_POLICY);
	one_row(&it, "10.1.0.0/16", "192.168.0.0/16", SN_ORIGIN_AUTO,
	    SN_ACTION_KEEP);
	no_row(&it);
	sn_plan_rows_init(&it, plan, SN_ROUTE_DESTINATION);
	no_row(&it);
	assert_true(advises(plan, "routes-not-published"));
	assert_string_equal(sn_plan_get(plan)->gateway->name, "alibaba-cloud");
	assert_string_equal(sn_plan_get(plan)->peer_device->name, "generic");
	sn_plan_free(plan);
}

/* The peer's segments have no supernet: 0.0.0.0/0, its row replaced by two. */
static void
forced_side(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_AGGREGATE);
	const sn_side *peer = sn_plan_get(plan)->sides[SN_PEER];
	sn_plan_rows it;

	(void)state;
	assert_int_equal(peer->verdict, SN_VERDICT_DEFAULT_ROUTE);
	assert_int_equal(peer->reason, SN_REASON_NOT_ADJACENT);
	assert_prefix(peer->common, "128.0.0.0/1");
	assert_prefix(peer->selector, "0.0.0.0/0");
	assert_int_equal(peer->extra.word[0], 4294966784);
	assert_int_equal(sn_plan_get(plan)->row_count, 3);
	sn_plan_rows_init(&it, plan, 0);
	one_row(
	    &it, "10.1.0.0/16", "0.0.0.0/0", SN_ORIGIN_AUTO, SN_ACTION_DELETE);
	one_row(&it, "10.1.0.0/16", "172.16.1.0/24", SN_ORIGIN_MANUAL,
	    SN_ACTION_ADD);
	one_row(&it, "10.1.0.0/16", "192.168.1.0/24", SN_ORIGIN_MANUAL,
	    SN_ACTION_ADD);
	no_row(&it);
	assert_true(advises(plan, "default-route-forced"));
	sn_plan_free(plan);
}

/* Destination routing: both selectors 0.0.0.0/0, a route for each segment. */
static void
destination_routes(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_DESTINATION);
	sn_plan_rows it;
	sn_route row;
	sn_connection c = SN_CONNECTION_INIT;

	(void)state;
	assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
	assert_int_equal(c.routing_mode, SN_MODE_DESTINATION_ROUTING);
	assert_prefix(c.local[0], "0.0.0.0/0");
	assert_prefix(c.peer[0], "0.0.0.0/0");
	sn_plan_rows_init(&it, plan, SN_ROUTE_POLICY);
	no_row(&it);
	assert_int_equal(sn_plan_get(plan)->row_count, 2);
	sn_plan_rows_init(&it, plan, SN_ROUTE_DESTINATION);
	assert_true(sn_plan_rows_next(&it, &row));
	assert_int_equal(row.kind, SN_ROUTE_DESTINATION);
	assert_prefix(row.destination, "172.16.1.0/24");
	assert_int_equal(row.priority, 0);
	assert_int_equal(row.action, SN_ACTION_ADD);
	assert_true(sn_plan_rows_next(&it, &row));
	no_row(&it);
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
	assert_int_equal(sn_plan_table(&t, plan), SN_OK);
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
	char name[SN_CONNECTION_MAX];
	sn_connection c = SN_CONNECTION_INIT;

	(void)state;
	assert_int_equal(sn_plan_get(plan)->connection_count, 4);
	assert_int_equal(sn_plan_connection(plan, 3, &c), SN_OK);
	assert_string_equal(
	    c.name, "ipsec-connection-10-1-2-0-24-192-168-1-0-24");
	assert_int_equal(sn_plan_connection(plan, 4, &c), SN_ENOTFOUND);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(sn_plan_connection(plan, i, &c), SN_OK);
		assert_string_equal(
		    sn_plan_connection_name(plan, i, name), c.name);
	}
	assert_string_equal(sn_plan_connection_name(plan, 4, name), "");
	c.struct_size--;
	assert_int_equal(sn_plan_connection(plan, 3, &c), SN_EINVAL);
	sn_plan_free(plan);
	sn_plan_free(NULL);
	sn_side_free(NULL);
}

/* Pairs: each row leads to the connection of its two prefixes. */
static void
rows_of_pairs(void **state)
{
	sn_plan *plan =
	    plan_of("192.168.1.0/24", "172.16.1.0/24", SN_SCHEME_PAIRS);
	sn_connection c = SN_CONNECTION_INIT;
	sn_plan_rows it;
	sn_route row;
	uint64_t n = 0;

	(void)state;
	sn_plan_rows_init(&it, plan, 0);
	for (; sn_plan_rows_next(&it, &row); n++) {
		assert_int_equal(row.next_hop, n);
		assert_int_equal(
		    sn_plan_connection(plan, row.next_hop, &c), SN_OK);
		assert_int_equal(sn_prefix_compare(row.source, c.local[0]), 0);
		assert_int_equal(
		    sn_prefix_compare(row.destination, c.peer[0]), 0);
	}
	assert_int_equal(n, 4);
	assert_int_equal(sn_plan_get(plan)->row_count, n);
	sn_plan_free(plan);
}

/* Text makes the plan that its prefixes make. */
static void
plan_of_text(void **state)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	const sn_plan_view *v;
	sn_plan *plan;

	(void)state;
	r.align = SN_ALIGN_OCTET;
	assert_int_equal(sn_plan_from_text(&plan, "10.1.1.0/24,10.1.2.0/24",
			     "\n192.168.1.0/24\t 192.168.2.7,,", &r, NULL),
	    SN_OK);
	v = sn_plan_get(plan);
	assert_int_equal(v->sides[SN_LOCAL]->segment_count, 2);
	assert_prefix(v->sides[SN_LOCAL]->selector, "10.1.0.0/16");
	assert_int_equal(v->sides[SN_PEER]->segment_count, 2);
	assert_prefix(v->sides[SN_PEER]->segments[1], "192.168.2.7/32");
	sn_plan_free(plan);
	assert_int_equal(
	    sn_plan_from_text(&plan, "::1", "fd00::/8", NULL, NULL), SN_OK);
	sn_plan_free(plan);
}

/* What is wrong in a text is named with its side and its place. */
static void
bad_texts(void **state)
{
	static const struct {
		const char *local, *peer;
		sn_status status;
		const char *message;
		uint64_t line, column, offset;
		const char *text;
	} t[] = {
	    {"10.1.1.0/24, 10.1.2.x", "10.2.0.0/16", SN_ESYNTAX, "local", 1, 21,
		20, "10.1.2.x"},
	    {"10.1.1.0/24", "10.2.0.0/16\n 10.3.0.1/16", SN_EHOSTBITS, "peer",
		2, 2, 13, "10.3.0.1/16"},
	    {"10.1.1.0/24", "10.2.0.0-10.2.0.255", SN_ESYNTAX, "peer", 1, 1, 0,
		"10.2.0.0-10.2.0.255"},
	    {"", "10.2.0.0/16", SN_EINVAL, "local", 0, 0, 0, ""},
	    {"10.1.1.0/24", ", ", SN_EINVAL, "peer", 0, 0, 0, ""},
	    {"10.1.1.0/24", "fd00::/8", SN_EFAMILY, "", 0, 0, 0, ""},
	};
	sn_error e;
	sn_plan *plan = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(
		    sn_plan_from_text(&plan, t[i].local, t[i].peer, NULL, &e),
		    t[i].status);
		assert_null(plan);
		assert_int_equal(e.status, t[i].status);
		assert_non_null(strstr(e.message, t[i].message));
		assert_int_equal(e.line, t[i].line);
		assert_int_equal(e.column, t[i].column);
		assert_int_equal(e.offset, t[i].offset);
		assert_string_equal(e.text, t[i].text);
		assert_int_equal(
		    sn_plan_from_text(&plan, t[i].local, t[i].peer, NULL, NULL),
		    t[i].status);
	}
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
	    cmocka_unit_test(rows_of_pairs),
	    cmocka_unit_test(plan_of_text),
	    cmocka_unit_test(bad_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
