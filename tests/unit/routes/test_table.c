/*
 * test_table.c - tables from plans, and from text in each form people have.
 */
#include "supernet_text.h"
#include "test.h"

/* A plan's rows in force: the automatic one is deleted, two are added. */
static void
from_plan(void **state)
{
	sn_prefix local[] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[] = {P("192.168.1.0/24"), P("172.16.1.0/24")};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;
	sn_table *t;

	(void)state;
	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.align = SN_ALIGN_OCTET;
	request.max_selectors = 1;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	assert_int_equal(sn_plan_table(&t, plan), SN_OK);
	assert_int_equal(sn_table_size(t), 2);
	assert_int_equal(sn_table_rows(t)[0].kind, SN_ROUTE_POLICY);
	assert_int_equal(sn_prefix_compare(sn_table_rows(t)[0].destination,
			     P("172.16.1.0/24")),
	    0);
	assert_string_equal(sn_table_next_hop(t, 0), "ipsec-connection");
	sn_table_free(t);
	sn_plan_free(plan);
}

static const struct good {
	const char *why;
	const char *format;
	const char *text;
	size_t rows;
	/* the last row */
	const char *source; /* NULL: no policy row */
	const char *destination;
	const char *hop;
	uint32_t kind, weight, priority, state, flags;
} good[] = {
    {"columns in any order, CR LF, comments, quotes", "auto",
	"# mine\r\nnext_hop,destination,source\r\n\r\n"
	"\"vco-1\", 172.16.0.0/12 ,10.1.0.0/16\r\n",
	1, "10.1.0.0/16", "172.16.0.0/12", "vco-1", SN_ROUTE_POLICY, 100, 10, 0,
	0},
    {"no source: a destination row; deleted rows pass", NULL,
	"source,destination,next_hop,state,action\n"
	"10.0.0.0/8,1.0.0.0/8,x,normal,delete\n,2.0.0.0/8,y,published,add",
	1, NULL, "2.0.0.0/8", "y", SN_ROUTE_DESTINATION, 100, 0,
	SN_STATE_PUBLISHED, 0},
    {"host bits are masked and kept as a finding", "csv",
	"source,destination,next_hop,priority,weight\n"
	"10.1.1.5/24,255.255.255.255,a,7,0\n",
	1, "10.1.1.0/24", "255.255.255.255/32", "a", SN_ROUTE_POLICY, 0, 7, 0,
	SN_ROUTE_HOST_BITS},
    {"the provider's pages, one after the other", NULL,
	"{\"TotalCount\":1,\"PageNumber\":1,\"VpnPbrRouteEntries\":"
	"{\"VpnPbrRouteEntry\":[{\"VpnInstanceId\":\"vpn-1\",\"RouteSource\":"
	"\"10.0.0.0/8\",\"RouteDest\":\"172.16.0.0/12\",\"NextHop\":\"vco-1\","
	"\"Weight\":100,\"Priority\":10,\"State\":\"normal\"}]}}\n"
	"{\"VpnRouteEntries\":{\"VpnRouteEntry\":[{\"RouteDest\":"
	"\"172.16.1.9/24\",\"NextHop\":\"vco-2\",\"Weight\":0,\"State\":"
	"\"published\",\"RouteEntryType\":\"bgp\"}]}}",
	2, NULL, "172.16.1.0/24", "vco-2", SN_ROUTE_BGP, 0, 0,
	SN_STATE_PUBLISHED, SN_ROUTE_HOST_BITS},
    {"Terraform's state", "terraform",
	"{\"version\":4,\"resources\":[{\"mode\":\"managed\",\"type\":"
	"\"alicloud_vpn_pbr_route_entry\",\"instances\":[{\"attributes\":"
	"{\"next_hop\":\"vco-1\",\"route_source\":\"10.0.0.0/8\","
	"\"route_dest\":\"172.16.0.0/12\",\"weight\":0,\"publish_vpc\":true}}]"
	"},{\"type\":\"alicloud_vpc\",\"instances\":[{}]}]}",
	1, "10.0.0.0/8", "172.16.0.0/12", "vco-1", SN_ROUTE_POLICY, 0, 10,
	SN_STATE_PUBLISHED, 0},
    {"terraform show -json, in a module", NULL,
	"{\"values\":{\"root_module\":{\"child_modules\":[{\"resources\":[{"
	"\"mode\":\"managed\",\"type\":\"alicloud_vpn_route_entry\","
	"\"values\":{\"next_hop\":\"v\",\"route_dest\":\"10.0.0.0/8\","
	"\"weight\":100,\"publish_vpc\":false}}]}]}}}",
	1, NULL, "10.0.0.0/8", "v", SN_ROUTE_DESTINATION, 100, 0,
	SN_STATE_NORMAL, 0},
    {"ip rule; the kernel's own rules pass", NULL,
	"0:\tfrom all lookup local\n"
	"100:\tfrom 10.0.0.0/8 to 192.168.1.1 lookup 1001 proto static\n"
	"32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
	1, "10.0.0.0/8", "192.168.1.1/32", "1001", SN_ROUTE_POLICY, 100, 100, 0,
	0},
    {"ip -j rule", NULL,
	"[{\"priority\":0,\"src\":\"all\",\"table\":\"local\"},{\"priority\":5,"
	"\"src\":\"10.0.0.0\",\"srclen\":8,\"dst\":\"1.2.3.4\",\"table\":"
	"\"7\"}]",
	1, "10.0.0.0/8", "1.2.3.4/32", "7", SN_ROUTE_POLICY, 100, 5, 0, 0},
};

static void
good_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		const struct good *g = &good[i];
		sn_error e = {0};
		const sn_route *r;
		sn_table *t;

		if (sn_table_read(&t, g->text, strlen(g->text), g->format, &e))
			fail_msg("%s: %s", g->why, e.message);
		print_message("%s\n", g->why);
		assert_int_equal(sn_table_size(t), g->rows);
		r = &sn_table_rows(t)[g->rows - 1];
		if (g->source)
			assert_int_equal(
			    sn_prefix_compare(r->source, P(g->source)), 0);
		assert_int_equal(
		    sn_prefix_compare(r->destination, P(g->destination)), 0);
		assert_string_equal(sn_table_next_hop(t, r->next_hop), g->hop);
		assert_int_equal(r->kind, g->kind);
		assert_int_equal(r->weight, g->weight);
		assert_int_equal(r->priority, g->priority);
		assert_int_equal(r->state, g->state);
		assert_int_equal(r->flags, g->flags);
		sn_table_free(t);
	}
}

static const struct bad {
	const char *why;
	const char *format;
	const char *text;
	int status;
	uint64_t line, column; /* 0: not looked at */
} bad[] = {
    {"nothing at all", NULL, "", SN_ESYNTAX, 1, 1},
    {"an unknown format", "xml", "", SN_EINVAL, 0, 0},
    {"an unknown column", NULL, "source,destination,hop\n", SN_ESYNTAX, 1, 20},
    {"a column twice", NULL, "next_hop,next_hop\n", SN_ESYNTAX, 1, 10},
    {"no next hop", NULL, "destination\n", SN_ESYNTAX, 1, 1},
    {"not a prefix", NULL, "destination,next_hop\n10.0.0/8,x\n", SN_ESYNTAX, 2,
	1},
    {"no name", NULL, "destination,next_hop\n10.0.0.0/8,\n", SN_ESYNTAX, 2, 12},
    {"two families", NULL, "source,destination,next_hop\n10.0.0.0/8,::/0,x\n",
	SN_EFAMILY, 2, 12},
    {"a priority out of range", NULL,
	"source,destination,next_hop,priority\n1.0.0.0/8,2.0.0.0/8,x,-1\n",
	SN_ESYNTAX, 2, 23},
    {"a quote that does not end", NULL, "destination,next_hop\n\"1.2.3.4,x\n",
	SN_ESYNTAX, 2, 1},
    {"JSON without a table", NULL, "{\"a\":1}", SN_ESYNTAX, 0, 0},
    {"half a JSON", NULL, "{\"policy_routes\":[", SN_ESYNTAX, 0, 0},
    {"a second page that breaks off", NULL, "{\"policy_routes\":[]}\n{",
	SN_ESYNTAX, 2, 0},
    {"a page that is missing", NULL,
	"{\"TotalCount\":2,\"VpnRouteEntries\":{\"VpnRouteEntry\":["
	"{\"RouteDest\":\"10.0.0.0/8\",\"NextHop\":\"a\"}]}}\n",
	SN_ESYNTAX, 0, 0},
    {"policy routes do not stand in for destination routes", NULL,
	"{\"TotalCount\":1,\"VpnRouteEntries\":{\"VpnRouteEntry\":[]}}\n"
	"{\"TotalCount\":1,\"VpnPbrRouteEntries\":{\"VpnPbrRouteEntry\":["
	"{\"RouteSource\":\"10.0.0.0/8\",\"RouteDest\":\"10.0.0.0/8\","
	"\"NextHop\":\"a\"}]}}",
	SN_ESYNTAX, 0, 0},
    {"a row that is no object", NULL, "{\"policy_routes\":[3]}", SN_ESYNTAX, 0,
	0},
    {"a rule without a table", NULL, "5:\tfrom 10.0.0.0/8\n", SN_ESYNTAX, 1, 0},
};

static void
bad_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const struct bad *b = &bad[i];
		sn_error e = {0};
		sn_table *t = NULL;

		print_message("%s\n", b->why);
		assert_int_equal(
		    sn_table_read(&t, b->text, strlen(b->text), b->format, &e),
		    b->status);
		assert_null(t);
		assert_true(e.message[0]);
		if (b->line)
			assert_int_equal(e.line, b->line);
		if (b->column)
			assert_int_equal(e.column, b->column);
		assert_int_equal(sn_table_read(&t, b->text, strlen(b->text),
				     b->format, NULL),
		    b->status);
	}
}

/* What the row says is to be done with it. */
static void
actions(void **state)
{
	static const char *const text[] = {
	    "destination,next_hop,action\n"
	    "1.0.0.0/8,x,\n2.0.0.0/8,x,keep\n3.0.0.0/8,x,add\n",
	    "{\"destination_routes\":["
	    "{\"destination\":\"1.0.0.0/8\",\"next_hop\":\"x\"},"
	    "{\"destination\":\"2.0.0.0/8\",\"next_hop\":\"x\","
	    "\"action\":\"keep\"},"
	    "{\"destination\":\"3.0.0.0/8\",\"next_hop\":\"x\","
	    "\"action\":\"add\"}]}"};
	static const uint32_t want[] = {0, SN_ACTION_KEEP, SN_ACTION_ADD};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		sn_table *t;

		assert_int_equal(
		    sn_table_read(&t, text[i], strlen(text[i]), NULL, NULL),
		    SN_OK);
		for (unsigned k = 0; k < 3; k++)
			assert_int_equal(sn_table_rows(t)[k].action, want[k]);
		sn_table_free(t);
	}
}

/* A NUL byte ends no word: "state" is not "state" and two NUL bytes. */
static void
nul_bytes(void **state)
{
	static const char header[] =
	    "destination,next_hop,state\0\0\n10.0.0.0/8,x,normal\n";
	static const char word[] =
	    "destination,next_hop,state\n10.0.0.0/8,x,published\0\0\n";
	static const char name[] = "destination,next_hop\n10.0.0.0/8,x\0y\n";
	static const char prefix[] = "destination,next_hop\n10.0.0.0/8\0,x\n";
	static const struct {
		const char *text;
		size_t size;
	} all[] = {{header, sizeof(header) - 1}, {word, sizeof(word) - 1},
	    {name, sizeof(name) - 1}, {prefix, sizeof(prefix) - 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sn_table *t = NULL;

		assert_int_equal(
		    sn_table_read(&t, all[i].text, all[i].size, "csv", NULL),
		    SN_ESYNTAX);
		assert_null(t);
	}
}

static unsigned rows_of[2];

static void
only_a(void *ctx, size_t row)
{
	(void)ctx;
	(void)row;
	rows_of[0]++;
}

static void
only_b(void *ctx, size_t row)
{
	(void)ctx;
	(void)row;
	rows_of[1]++;
}

static void
missing(void **state)
{
	static const char a[] =
	    "source,destination,next_hop\n"
	    "1.0.0.0/8,2.0.0.0/8,x\n1.0.0.0/8,3.0.0.0/8,y\n";
	static const char b[] = "source,destination,next_hop,priority\n"
				"1.0.0.0/8,3.0.0.0/8,y,10\n"
				"1.0.0.0/8,2.0.0.0/8,x,11\n"
				"1.0.0.0/8,2.0.0.0/8,z,11\n";
	sn_table *t, *u;

	(void)state;
	assert_int_equal(sn_table_read(&t, a, strlen(a), NULL, NULL), SN_OK);
	assert_int_equal(sn_table_read(&u, b, strlen(b), NULL, NULL), SN_OK);
	assert_int_equal(sn_table_missing(t, u, only_a, only_b, NULL), SN_OK);
	assert_int_equal(rows_of[0], 1);
	assert_int_equal(rows_of[1], 2);
	sn_table_free(t);
	sn_table_free(u);
}

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	char *text = ctx;

	assert_true(strlen(text) + size < 4096);
	strncat(text, data, size);
	return SN_OK;
}

/* What is rendered reads back as the same rows. */
static void
rendered(void **state)
{
	static const char csv[] = "source,destination,next_hop\n"
				  "1.0.0.0/8,2.0.0.0/8,x\n,2.0.0.0/8,y\n"
				  "3.0.0.0/8,2.0.0.0/8,\"a,b\"\n"
				  "4.0.0.0/8,2.0.0.0/8,\"a\"\"b\"\n"
				  "5.0.0.0/8,2.0.0.0/8,a\"\"b\n";
	static const char *const format[] = {"csv", "json"};
	sn_table *t, *u;
	sn_check *c;

	(void)state;
	assert_int_equal(
	    sn_table_read(&t, csv, strlen(csv), NULL, NULL), SN_OK);
	assert_string_equal(sn_table_next_hop(t, 2), "a,b");
	assert_string_equal(sn_table_next_hop(t, 3), "a\"b");
	assert_string_equal(sn_table_next_hop(t, 4), "a\"\"b");
	for (unsigned i = 0; i < 2; i++) {
		char text[4096] = "";

		assert_int_equal(
		    sn_table_render(t, format[i], collect, text), SN_OK);
		assert_int_equal(
		    sn_table_read(&u, text, strlen(text), NULL, NULL), SN_OK);
		rows_of[0] = rows_of[1] = 0;
		assert_int_equal(
		    sn_table_missing(t, u, only_a, only_b, NULL), SN_OK);
		assert_int_equal(rows_of[0] + rows_of[1], 0);
		sn_table_free(u);
		text[0] = '\0';
		assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
		assert_int_equal(sn_check_get(c)->finding_count, 0);
		assert_int_equal(
		    sn_check_render(c, t, NULL, "text", NULL, collect, text),
		    SN_OK);
		assert_string_equal(text, "nothing found\n");
		assert_int_equal(
		    sn_check_render(c, t, NULL, "xml", NULL, collect, text),
		    SN_EINVAL);
		sn_check_free(c);
	}
	assert_int_equal(sn_table_render(t, "xml", collect, NULL), SN_EINVAL);
	sn_table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(from_plan),
	    cmocka_unit_test(good_text),
	    cmocka_unit_test(bad_text),
	    cmocka_unit_test(actions),
	    cmocka_unit_test(nul_bytes),
	    cmocka_unit_test(missing),
	    cmocka_unit_test(rendered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
