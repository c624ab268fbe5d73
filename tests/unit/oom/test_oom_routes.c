/*
 * test_oom_routes.c - route tables when memory is out, as test_oom_set.c.
 */
#include "oom.h"
#include "supernet_text.h"

/*
 * Merging, levels, standbys, rows that are hidden, both families. No rows of
 * equal priority meet, so that it can be tidied.
 */
static const char csv_text[] =
    "source,destination,next_hop,weight,priority,state\n"
    "10.1.0.0/24,172.16.0.0/24,vco-1,100,10,normal\n"
    "10.1.1.0/24,172.16.0.0/24,vco-1,100,10,normal\n"
    "10.1.0.0/24,172.16.1.0/24,vco-1,100,10,published\n"
    "10.1.0.0/16,172.16.0.0/16,vco-2,100,20,normal\n"
    "10.1.0.0/16,172.16.0.0/16,vco-3,0,20,normal\n"
    "10.1.2.0/24,172.16.0.0/16,vco-2,100,30,normal\n"
    "fd00::/32,2001:db8::/32,\"vco,\"\"6\"\"\",100,5,normal\n"
    "::/0,2001:db8::/48,vco-4,100,6,normal\n"
    ",10.0.0.0/8,vco-1,100,,normal\n"
    ",10.0.0.0/9,vco-1,100,,normal\n";
static const char other_text[] = "source,destination,next_hop,priority\n"
				 "10.1.0.0/16,172.16.0.0/16,vco-2,7\n"
				 "10.1.5.0/24,172.16.0.0/16,vco-9,6\n"
				 "fd00::/8,::/1,vco-1,3\n"
				 ",10.0.0.0/8,vco-1,\n";
static const struct {
	const char *format;
	const char *text;
} readable[] = {{"csv", csv_text},
    {"provider",
	"{\"VpnPbrRouteEntries\":{\"VpnPbrRouteEntry\":[{\"RouteSource\":"
	"\"10.0.0.0/8\",\"RouteDest\":\"172.16.0.0/12\",\"NextHop\":\"vco-1\","
	"\"Weight\":100,\"Priority\":10,\"State\":\"normal\"}]}}\n"
	"{\"VpnRouteEntries\":{\"VpnRouteEntry\":[{\"RouteDest\":"
	"\"172.16.1.0/24\",\"NextHop\":\"vco\\u002d2\",\"Weight\":0,"
	"\"RouteEntryType\":\"bgp\"}]}}"},
    {"plan", "{\"policy_routes\":[{\"source\":\"10.0.0.0/8\",\"destination\":"
	     "\"172.16.0.0/12\",\"next_hop\":\"vco-1\",\"weight\":100,"
	     "\"priority\":10}],\"destination_routes\":[]}"},
    {"terraform",
	"{\"version\":4,\"resources\":[{\"mode\":\"managed\",\"type\":"
	"\"alicloud_vpn_route_entry\",\"instances\":[{\"attributes\":"
	"{\"next_hop\":\"a-longer-name-than-sixteen\",\"route_dest\":"
	"\"172.16.0.0/12\",\"weight\":0,\"publish_vpc\":true}}]}]}"},
    {"ip-rule", "100:\tfrom 10.0.0.0/8 to 192.168.1.1 lookup 1001\n"},
    {"ip-rule", "[{\"priority\":5,\"src\":\"10.0.0.0\",\"srclen\":8,\"table\":"
		"\"7\"}]"}};

static sn_table *table, *other;
static sn_plan *plan;
static sn_check *check;
static size_t chosen; /* of readable[], or of formats */

static sn_table *
read_table(const char *text)
{
	sn_table *t;

	assert_int_equal(
	    sn_table_read(&t, text, strlen(text), NULL, NULL), SN_OK);
	return t;
}

static sn_status
free_table(sn_status status, sn_table *out)
{
	if (oom_made(status, out))
		sn_table_free(out);
	return status;
}

#define TABLE_CALL(name, call)    \
 static sn_status name(void)      \
 {                                \
  sn_table *out = UNTOUCHED;      \
  sn_status status;               \
                                  \
  oom_arm();                      \
  status = (call);                \
  return free_table(status, out); \
 }
TABLE_CALL(table_new, sn_table_new(&out, NULL))
TABLE_CALL(plan_table, sn_plan_table(&out, plan))
TABLE_CALL(table_read,
    sn_table_read(&out, readable[chosen].text, strlen(readable[chosen].text),
	readable[chosen].format, NULL))
TABLE_CALL(table_read_of,
    sn_table_read_of(&out, readable[chosen].text, strlen(readable[chosen].text),
	readable[chosen].format, "vpn-1", NULL))
TABLE_CALL(table_tidy, sn_table_tidy(&out, NULL, table, NULL))

static sn_status
table_tidy_resolve(void)
{
	sn_tidy_request request = SN_TIDY_REQUEST_INIT;
	sn_table *out = UNTOUCHED;
	sn_status status;

	request.resolve = 1;
	oom_arm();
	status = sn_table_tidy(&out, NULL, table, &request);
	return free_table(status, out);
}

static sn_status
table_append(void)
{
	sn_table *t;
	sn_status status;

	assert_int_equal(sn_table_new(&t, NULL), SN_OK);
	oom_arm();
	status = sn_table_append(t, table);
	oom_disarm();
	sn_table_free(t);
	return status;
}

/* What fails to be added is not there, and can be added once more. */
static sn_status
table_intern(void)
{
	sn_table *t = read_table(csv_text);
	uint32_t number = 77, again;
	sn_status status;

	for (unsigned i = 0; i < 3; i++) { /* to where the hash grows */
		char name[8];

		snprintf(name, sizeof(name), "n%u", i);
		assert_int_equal(sn_table_intern(t, name, 2, &again), SN_OK);
	}
	oom_arm();
	status = sn_table_intern(t, "new", 3, &number);
	oom_disarm();
	assert_true((number == 77) == (status != SN_OK));
	assert_int_equal(sn_table_intern(t, "new", 3, &again), SN_OK);
	assert_string_equal(sn_table_next_hop(t, again), "new");
	sn_table_free(t);
	return status;
}

static sn_status
table_add(void)
{
	sn_table *t;
	uint32_t number;
	sn_route row = sn_table_rows(table)[0];
	sn_status status;

	assert_int_equal(sn_table_new(&t, NULL), SN_OK);
	assert_int_equal(sn_table_intern(t, "a", 1, &number), SN_OK);
	row.next_hop = number;
	oom_arm();
	status = sn_table_add(t, &row);
	oom_disarm();
	assert_int_equal(sn_table_size(t), status == SN_OK);
	assert_int_equal(sn_table_add(t, &row), SN_OK);
	sn_table_free(t);
	return status;
}

static sn_status
matcher_new(void)
{
	sn_matcher *m = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_matcher_new(&m, table, SN_MATCH_PRIORITY);
	if (oom_made(status, m))
		sn_matcher_free(m);
	return status;
}

static sn_status
table_compare(void)
{
	sn_difference d = {.struct_size = sizeof(d), .differ = 77};
	sn_status status;

	oom_arm();
	status = sn_table_compare(&d, table, other, SN_MATCH_PRIORITY);
	oom_disarm();
	assert_int_equal(d.differ, status ? 77 : 1);
	return status;
}

static void
count_row(void *ctx, size_t row)
{
	(void)row;
	++*(unsigned *)ctx;
}

static sn_status
table_missing(void)
{
	unsigned rows = 0;
	sn_status status;

	oom_arm();
	status = sn_table_missing(table, other, count_row, count_row, &rows);
	oom_disarm();
	assert_true((rows == 0) == (status != SN_OK));
	return status;
}

static sn_status
check_new(void)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_check *c = UNTOUCHED;
	sn_status status;

	request.plan = other;
	oom_arm();
	status = sn_check_new(&c, table, &request);
	oom_disarm();
	if (status) {
		assert_ptr_equal(c, UNTOUCHED);
	} else {
		assert_true(sn_check_get(c)->finding_count > 3);
		sn_check_free(c);
	}
	return status;
}

static const char *const format[] = {"text", "json", "csv", "aliyun"};

/* Those of tables alone, too. */
static const char *const check_format[] = {"text", "json", "csv", "html"};
static const char *const table_format[] = {"text", "json", "csv", "iproute2"};

static sn_status
table_render(void)
{
	sn_status status;

	oom_arm();
	status = sn_table_render(table, table_format[chosen], drop, NULL);
	oom_disarm();
	return status;
}

static sn_status
check_render(void)
{
	sn_status status;

	oom_arm();
	status = sn_check_render(
	    check, table, other, check_format[chosen], NULL, drop, NULL);
	oom_disarm();
	return status;
}

static sn_status
match_writer(void)
{
	sn_match_writer *w = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_match_writer_new(&w, table, format[chosen], drop, NULL);
	if (oom_made(status, w))
		assert_int_equal(sn_match_writer_end(w), SN_OK);
	return status;
}

static sn_status
diff_render(void)
{
	uint64_t rows = 77;
	sn_difference d = SN_DIFFERENCE_INIT;
	sn_status status;

	assert_int_equal(
	    sn_table_compare(&d, table, other, SN_MATCH_PRIORITY), SN_OK);
	d.hit[1].outcome = SN_HIT_AMBIGUOUS;
	oom_arm();
	status = sn_table_diff_render(
	    table, other, &d, format[chosen], drop, NULL, &rows);
	oom_disarm();
	assert_true((rows == 77) == (status != SN_OK));
	return status;
}

static const char rows_text[] =
    "{\"VpnPbrRouteEntries\": [{\"VpnInstanceId\": \"vpn-1\"}, "
    "{\"VpnInstanceId\": \"vpn-2\"}]}";

static sn_status
table_gateways(void)
{
	sn_table *names = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_table_gateways(&names, rows_text, strlen(rows_text), NULL);
	oom_disarm();
	if (status) {
		assert_ptr_equal(names, UNTOUCHED);
		return status;
	}
	assert_string_equal(sn_table_next_hop(names, 1), "vpn-2");
	assert_null(sn_table_next_hop(names, 2));
	sn_table_free(names);
	return SN_OK;
}

static void
tables(void **state)
{
	static const struct attempt attempts[] = {ATTEMPT(table_new),
	    ATTEMPT(table_intern), ATTEMPT(table_add), ATTEMPT(table_append),
	    ATTEMPT(plan_table), ATTEMPT(table_tidy),
	    ATTEMPT(table_tidy_resolve), ATTEMPT(matcher_new),
	    ATTEMPT(table_compare), ATTEMPT(table_missing), ATTEMPT(check_new),
	    ATTEMPT(table_gateways)};

	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static void
readers(void **state)
{
	(void)state;
	for (chosen = 0; chosen < sizeof(readable) / sizeof(*readable);
	     chosen++) {
		const struct attempt a[] = {
		    {readable[chosen].format, table_read},
		    {readable[chosen].format, table_read_of}};

		oom_run(a, 2);
	}
}

static void
renderers(void **state)
{
	static const struct attempt attempts[] = {ATTEMPT(table_render),
	    ATTEMPT(diff_render), ATTEMPT(check_render), ATTEMPT(match_writer)};

	(void)state;
	for (chosen = 0; chosen < 4; chosen++)
		oom_run(attempts, chosen < 3
				      ? sizeof(attempts) / sizeof(*attempts)
				      : 3); /* what others do not have */
}

static int
setup(void **state)
{
	const sn_prefix local[2] = {{0, 0x0a010100, SN_IPV4, 24, {0}},
	    {0, 0x0a010200, SN_IPV4, 24, {0}}};
	const sn_prefix peer[2] = {{0, 0xac100100, SN_IPV4, 24, {0}},
	    {0, 0xc0a80100, SN_IPV4, 24, {0}}};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_check_request what = SN_CHECK_REQUEST_INIT;

	(void)state;
	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	table = read_table(csv_text);
	other = read_table(other_text);
	what.plan = other;
	assert_int_equal(sn_check_new(&check, table, &what), SN_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sn_plan_free(plan);
	sn_check_free(check);
	sn_table_free(table);
	sn_table_free(other);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables),
	    cmocka_unit_test(readers),
	    cmocka_unit_test(renderers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
