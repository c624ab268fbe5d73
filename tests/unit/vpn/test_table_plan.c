/*
 * test_table_plan.c - the table that a plan leaves in force.
 */
#include "test.h"

#include "supernet_vpn.h"

static sn_plan *
make_plan(unsigned scheme, const sn_alloc *alloc)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[2] = {P("172.16.1.0/24"), P("192.168.1.0/24")};
	sn_plan *plan = NULL;

	r.alloc = alloc;
	r.scheme = scheme;
	r.local = local;
	r.peer = peer;
	r.local_count = r.peer_count = 2;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	return plan;
}

/* Rows to delete are gone; pairs are in the names. */
static void
rows_in_force(void **state)
{
	static const struct {
		unsigned scheme;
		const char *row[4]; /* "destination next-hop" */
		const char *why;
	} table[] = {
	    {SN_SCHEME_AGGREGATE,
		{"172.16.1.0/24 ipsec-connection",
		    "192.168.1.0/24 ipsec-connection"},
		"the automatic row for everything is to be deleted"},
	    {SN_SCHEME_PAIRS,
		{"172.16.1.0/24 ipsec-connection-10-1-1-0-24-172-16-1-0-24",
		    "192.168.1.0/24 "
		    "ipsec-connection-10-1-1-0-24-192-168-1-0-24",
		    "172.16.1.0/24 ipsec-connection-10-1-2-0-24-172-16-1-0-24",
		    "192.168.1.0/24 "
		    "ipsec-connection-10-1-2-0-24-192-168-1-0-24"},
		"each pair has a connection of its own"},
	    {SN_SCHEME_DESTINATION,
		{"172.16.1.0/24 ipsec-connection",
		    "192.168.1.0/24 ipsec-connection"},
		"destination routes have no source"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_plan *plan = make_plan(table[i].scheme, NULL);
		sn_table *t;
		size_t n = 0;

		print_message("%s\n", table[i].why);
		assert_int_equal(sn_plan_table(&t, plan), SN_OK);
		while (n < 4 && table[i].row[n])
			n++;
		assert_int_equal(sn_table_size(t), n);
		for (size_t j = 0; j < n; j++) {
			const sn_route *r = &sn_table_rows(t)[j];
			char text[256];
			size_t at = sn_prefix_format(
			    text, sizeof(text), r->destination);

			snprintf(text + at, sizeof(text) - at, " %s",
			    sn_table_next_hop(t, r->next_hop));
			assert_string_equal(text, table[i].row[j]);
			assert_int_equal(r->weight, 100);
			assert_int_equal(
			    r->kind, table[i].scheme == SN_SCHEME_DESTINATION
					 ? SN_ROUTE_DESTINATION
					 : SN_ROUTE_POLICY);
		}
		sn_table_free(t);
		sn_plan_free(plan);
	}
}

/* The same name is the same number; names are copies. */
static void
names(void **state)
{
	char name[] = "vco-1";
	uint32_t a, b, c;
	sn_table *t;

	(void)state;
	assert_int_equal(sn_table_new(&t, NULL), SN_OK);
	assert_int_equal(sn_table_intern(t, name, 5, &a), SN_OK);
	assert_int_equal(sn_table_intern(t, "vco-2", 5, &b), SN_OK);
	name[4] = '9';
	assert_int_equal(sn_table_intern(t, "vco-1", 5, &c), SN_OK);
	assert_int_equal(a, c);
	assert_int_not_equal(a, b);
	assert_string_equal(sn_table_next_hop(t, a), "vco-1");
	assert_int_equal(sn_table_size(t), 0);
	sn_table_free(t);
}

static void
out_of_memory(void **state)
{
	(void)state;
	for (uint64_t fail_at = 1;; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, 0);
		sn_plan *plan = make_plan(SN_SCHEME_PAIRS, &alloc);
		sn_table *t = NULL;
		sn_status status;

		a.fail_at = a.calls + fail_at;
		status = sn_plan_table(&t, plan);
		sn_table_free(t);
		sn_plan_free(plan);
		assert_int_equal(a.live, 0);
		if (a.calls < a.fail_at) {
			assert_int_equal(status, SN_OK);
			break;
		}
		if (status)
			assert_int_equal(status, SN_ENOMEM);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_in_force),
	    cmocka_unit_test(names),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
