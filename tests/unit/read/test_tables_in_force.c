/*
 * test_tables_in_force.c - tables of what is really there: states with rows
 * that no resource has, states of several gateways, rules of Linux, and several
 * files as one table.
 */
#include "supernet_text.h"
#include "test.h"

#define STATE(resources) "{\"version\":4,\"resources\":[" resources "]}"
#define RESOURCE(type, attributes)                              \
 "{\"mode\":\"managed\",\"type\":\"" type "\",\"instances\":[{" \
 "\"attributes\":{" attributes "}}]}"
#define ROW(gateway, hop)                                                      \
 RESOURCE("alicloud_vpn_pbr_route_entry",                                      \
     "\"vpn_gateway_id\":\"" gateway "\",\"next_hop\":\"" hop "\",\"weight\":" \
     "100,\"route_source\":\"10.1.0.0/16\",\"route_dest\":\"10.2.0.0/16\"")
#define CONNECTION(automatic)                                           \
 RESOURCE("alicloud_vpn_connection",                                    \
     "\"id\":\"vco-1\",\"vpn_gateway_id\":\"vpn-1\",\"local_subnet\":[" \
     "\"10.1.0.0/16\",\"10.3.0.0/16\"],\"remote_subnet\":["             \
     "\"10.2.0.0/16\"],\"auto_config_route\":" automatic)

static const struct {
	const char *why;
	const char *text;
	const char *gateway;
	long rows; /* -1: refused */
	uint64_t left_out;
	bool linux_rules;
} cases[] = {
    {"rows that a connection installs by itself", STATE(CONNECTION("true")),
	NULL, 2, 0, false},
    {"and where it does not", STATE(CONNECTION("false")), NULL, 0, 0, false},
    {"rows of another gateway", STATE(CONNECTION("true")), "vpn-2", 0, 0,
	false},
    {"rows of two gateways", STATE(ROW("vpn-1", "a") "," ROW("vpn-2", "b")),
	NULL, -1, 0, false},
    {"one of them", STATE(ROW("vpn-1", "a") "," ROW("vpn-2", "b")), "vpn-2", 1,
	0, false},
    {"a connection of a transit router",
	STATE(RESOURCE("alicloud_vpn_gateway_vco_route",
	    "\"next_hop\":\"vco-1\",\"route_dest\":\"10.2.0.0/16\",\"weight\":"
	    "100,\"status\":\"published\"")),
	NULL, 1, 0, false},
    {"rules that look at more than addresses",
	"5: from all fwmark 0x1/0xff lookup 7\n"
	"6: from 10.0.0.0/8 lookup 8\n"
	"7: not from all fwmark 0x1 lookup 9\n"
	"8: from 10.0.0.0/8 blackhole\n"
	"9: from all lookup main suppress_prefixlength 0\n",
	NULL, 1, 4, true},
    {"the same in JSON",
	"[{\"priority\":5,\"src\":\"all\",\"iif\":\"a\",\"table\":\"7\"}]",
	NULL, 0, 1, true},
};

static void
what_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_table *t = NULL;
		sn_error e;
		sn_status status;

		print_message("  %s\n", cases[i].why);
		status = sn_table_read_of(&t, cases[i].text,
		    strlen(cases[i].text), NULL, cases[i].gateway, &e);
		if (cases[i].rows < 0) {
			assert_int_equal(status, SN_ESYNTAX);
			assert_non_null(strstr(e.message, "several gateways"));
			continue;
		}
		assert_int_equal(status, SN_OK);
		assert_int_equal(sn_table_size(t), cases[i].rows);
		assert_int_equal(sn_table_left_out(t), cases[i].left_out);
		assert_int_equal(sn_table_is_linux(t), cases[i].linux_rules);
		sn_table_free(t);
	}
}

/* The rows of the second after those of the first, next hops by name. */
static void
several_files(void **state)
{
	static const char *const text[] = {
	    STATE(ROW("vpn-1", "a")), STATE(ROW("vpn-1", "b"))};
	sn_table *t[2];

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    sn_table_read(&t[i], text[i], strlen(text[i]), NULL, NULL),
		    SN_OK);
	assert_int_equal(sn_table_append(t[0], t[1]), SN_OK);
	assert_int_equal(sn_table_append(t[0], t[0]), SN_OK);
	assert_int_equal(sn_table_size(t[0]), 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(
		    sn_table_next_hop(t[0], sn_table_rows(t[0])[i].next_hop),
		    i % 2 ? "b" : "a");
	sn_table_free(t[0]);
	sn_table_free(t[1]);
}

/* No rule of a cloud holds for rules of Linux, unless a gateway is named. */
static void
rules_of_linux(void **state)
{
	static const char text[] =
	    "75: from 10.1.0.0/24 lookup 75\n"
	    "99: from 10.1.0.0/24 to 10.0.0.0/8 lookup v\n"
	    "220: from all lookup 220\n";
	sn_check_request q = SN_CHECK_REQUEST_INIT;
	sn_table *t;
	sn_check *c;

	(void)state;
	assert_int_equal(
	    sn_table_read(&t, text, strlen(text), NULL, NULL), SN_OK);
	assert_int_equal(sn_check_new(&c, t, &q), SN_OK);
	assert_int_equal(sn_check_get(c)->found, 0);
	sn_check_free(c);
	q.gateway = sn_profile_find("alibaba-cloud");
	assert_int_equal(sn_check_new(&c, t, &q), SN_OK);
	assert_true(sn_check_get(c)->found > 0);
	sn_check_free(c);
	sn_table_free(t);
}

/* Rules that look at more than addresses may decide before a row does. */
static void
left_out(void **state)
{
	static const char text[] =
	    "10:\tfrom 10.1.0.0/16 fwmark 0x1 lookup 100\n"
	    "20:\tfrom 10.0.0.0/8 lookup 200\n"
	    "30:\tnot from 10.1.0.0/16 lookup 300\n"
	    "40:\tfrom 10.9.0.0/16 unreachable\n";
	sn_table *t, *both;
	sn_packet p = {sn_addr_v4(0x0a010203), sn_addr_v4(0x08080808)};
	sn_hit hit = {SN_HIT_ROW, 0};

	(void)state;
	assert_int_equal(
	    sn_table_read(&t, text, sizeof(text) - 1, NULL, NULL), SN_OK);
	assert_int_equal(sn_table_new(&both, NULL), SN_OK);
	assert_int_equal(sn_table_append(both, t), SN_OK);
	sn_table_free(t);
	assert_true(sn_table_is_linux(both));
	assert_int_equal(sn_table_size(both), 1);
	assert_int_equal(sn_table_left_out(both), 3);
	assert_string_equal(
	    sn_table_next_hop(both, sn_table_left_out_rows(both)[2].next_hop),
	    "none");
	assert_int_equal(sn_table_left_out_rows(both)[1].source.len, 0);
	/* The mark is looked at first; the others come later. */
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 0), 0);
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 1), 3);
	/* Another source; and where no row matches, all that fit. */
	p.source = sn_addr_v4(0x0a090001);
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 0), 3);
	hit.outcome = SN_HIT_NONE;
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 0), 1);
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 2), 2);
	p.destination = sn_addr_v6(0, 1);
	assert_int_equal(sn_table_left_out_before(both, &p, hit, 0), 3);
	sn_table_free(both);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(left_out),
	    cmocka_unit_test(what_is_there), cmocka_unit_test(several_files),
	    cmocka_unit_test(rules_of_linux)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
