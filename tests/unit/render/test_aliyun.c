/*
 * test_aliyun.c - scripts of the Alibaba Cloud CLI: the order of the lines from
 * one table to another, and what the gateway does not take. That the scripts
 * lead there, tests/peers judges.
 */
#include "kept.h"

#define HEADER "source,destination,next_hop,weight,priority,state,kind\n"

static sn_table *
table(const char *rows)
{
	sn_table *t;

	assert_int_equal(
	    sn_table_read(&t, rows, strlen(rows), "csv", NULL), SN_OK);
	return t;
}

/* The lines that lead from @a to @b, after the functions. */
static const char *
lines(const char *a, const char *b)
{
	sn_table *old = table(a), *new = table(b);
	sn_difference found = SN_DIFFERENCE_INIT;
	const char *at;

	text_n = 0;
	text[0] = '\0';
	assert_int_equal(
	    sn_table_diff_render(old, new, &found, "aliyun", keep, NULL, NULL),
	    SN_OK);
	sn_table_free(old);
	sn_table_free(new);
	at = strstr(text, "\nlook\n");
	assert_non_null(at);
	return at + strlen("\nlook\n");
}

/* New rows by priority, old ones backwards; one in place when it comes to
 * match earlier, one at its turn, one with its weight only. */
static void
order(void **state)
{
	(void)state;
	assert_string_equal(
	    lines(HEADER "10.0.0.0/8,11.0.0.0/8,a,100,5,,policy\n"
			 "10.1.0.0/16,11.0.0.0/8,b,100,7,,policy\n"
			 "10.2.0.0/16,11.0.0.0/8,c,100,9,,policy\n"
			 "10.3.0.0/16,11.0.0.0/8,d,100,9,,policy\n"
			 ",12.0.0.0/8,a,100,,,destination\n"
			 ",12.1.0.0/16,a,100,,,destination\n"
			 ",12.2.0.0/16,a,100,,,bgp\n",
		HEADER "10.2.0.0/16,11.0.0.0/8,c,100,1,,policy\n"
		       "10.0.0.0/8,11.0.0.0/8,a,100,8,,policy\n"
		       "10.1.0.0/16,11.0.0.0/8,b,0,7,,policy\n"
		       "10.4.0.0/16,11.0.0.0/8,b,100,7,,policy\n"
		       ",12.1.0.0/16,a,100,,,destination\n"),
	    "hop=$(id_of c)\n"
	    "add pbr 10.2.0.0/16 11.0.0.0/8 \"$hop\" 100 1 "
	    "\"${PUBLISH_VPC:-false}\"\n"
	    "hop=$(id_of b)\n"
	    "add pbr 10.4.0.0/16 11.0.0.0/8 \"$hop\" 100 7 "
	    "\"${PUBLISH_VPC:-false}\"\n"
	    "hop=$(id_of a)\n"
	    "add dbr - 12.1.0.0/16 \"$hop\" 100 - \"${PUBLISH_VPC:-false}\"\n"
	    "delete dbr - 12.0.0.0/8 \"$hop\" 100 -\n"
	    "hop=$(id_of d)\n"
	    "delete pbr 10.3.0.0/16 11.0.0.0/8 \"$hop\" 100 9\n"
	    "hop=$(id_of b)\n"
	    "add pbr 10.1.0.0/16 11.0.0.0/8 \"$hop\" 0 7 "
	    "\"${PUBLISH_VPC:-false}\"\n"
	    "hop=$(id_of a)\n"
	    "add pbr 10.0.0.0/8 11.0.0.0/8 \"$hop\" 100 8 "
	    "\"${PUBLISH_VPC:-false}\"\n"
	    "look\n");
}

/* Two rows that differ in their priority only: one stays, one goes. */
static void
twice(void **state)
{
	(void)state;
	assert_string_equal(
	    lines(HEADER "10.0.0.0/8,11.0.0.0/8,a,100,1,,policy\n"
			 "10.0.0.0/8,11.0.0.0/8,a,100,5,,policy\n"
			 "10.0.0.0/8,11.0.0.0/8,a,100,9,,policy\n",
		HEADER "10.0.0.0/8,11.0.0.0/8,a,100,5,published,policy\n"),
	    "hop=$(id_of a)\n"
	    "add pbr 10.0.0.0/8 11.0.0.0/8 \"$hop\" 100 5 true\n"
	    "delete pbr 10.0.0.0/8 11.0.0.0/8 \"$hop\" 100 9\n"
	    "delete pbr 10.0.0.0/8 11.0.0.0/8 \"$hop\" 100 1\n"
	    "look\n"
	    "publish pbr 11.0.0.0/8 \"$hop\"\n");
}

/* After a published row those that stay with its destination are published. */
static void
publication(void **state)
{
	(void)state;
	assert_string_equal(
	    lines(HEADER "10.0.0.0/16,11.0.0.0/8,a,100,1,published,policy\n"
			 "10.1.0.0/16,11.0.0.0/8,a,100,1,published,policy\n"
			 "10.1.0.0/16,11.1.0.0/16,a,100,1,published,policy\n"
			 ",11.0.0.0/8,a,100,,published,destination\n",
		HEADER "10.0.0.0/16,11.0.0.0/8,a,100,1,published,policy\n"
		       "10.2.0.0/16,11.0.0.0/8,b,100,2,,policy\n"
		       "10.2.0.0/16,12.0.0.0/8,a,100,2,published,policy\n"),
	    "hop=$(id_of a)\n"
	    "add pbr 10.0.0.0/16 11.0.0.0/8 \"$hop\" 100 1 true\n"
	    "hop=$(id_of b)\n"
	    "add pbr 10.2.0.0/16 11.0.0.0/8 \"$hop\" 100 2 "
	    "\"${PUBLISH_VPC:-false}\"\n"
	    "hop=$(id_of a)\n"
	    "add pbr 10.2.0.0/16 12.0.0.0/8 \"$hop\" 100 2 true\n"
	    "delete dbr - 11.0.0.0/8 \"$hop\" 100 -\n"
	    "delete pbr 10.1.0.0/16 11.1.0.0/16 \"$hop\" 100 1\n"
	    "delete pbr 10.1.0.0/16 11.0.0.0/8 \"$hop\" 100 1\n"
	    "look\n"
	    "publish pbr 11.0.0.0/8 \"$hop\"\n"
	    "look\n"
	    "publish pbr 11.0.0.0/8 \"$hop\"\n"
	    "publish pbr 12.0.0.0/8 \"$hop\"\n");
}

static void
refusals(void **state)
{
	static const char *const rows[] = {
	    "10.0.0.0/8,11.0.0.0/8,a,100,0,,policy\n",
	    "10.0.0.0/8,11.0.0.0/8,a,100,101,,policy\n",
	    "10.0.0.0/8,11.0.0.0/8,a,50,1,,policy\n",
	    ",0.0.0.0/0,a,100,,,destination\n"};
	sn_table *good = table(HEADER), *bad;
	sn_difference found = SN_DIFFERENCE_INIT;
	char csv[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(csv, sizeof(csv), HEADER "%s", rows[i]);
		bad = table(csv);
		text_n = 0;
		assert_int_equal(sn_table_diff_render(good, bad, &found,
				     "aliyun", keep, NULL, NULL),
		    SN_EINVAL);
		assert_int_equal(sn_table_diff_render(bad, good, &found,
				     "aliyun", keep, NULL, NULL),
		    SN_EINVAL);
		assert_int_equal(
		    sn_table_render(bad, "aliyun", keep, NULL), SN_EINVAL);
		assert_int_equal(text_n, 0);
		sn_table_free(bad);
	}
	sn_table_free(good);
}

/* A plan of @gateway as a script. */
static sn_status
plan(const char *gateway, const char *connection)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_status status;
	sn_error error;
	sn_plan *made;

	request.gateway = sn_profile_find(gateway);
	request.connection = connection;
	text_n = 0;
	text[0] = '\0';
	assert_int_equal(sn_plan_from_text(&made, "10.1.0.0/24",
			     "192.168.0.0/24,172.16.0.0/24", &request, NULL),
	    SN_OK);
	status = sn_plan_render(made, "aliyun", NULL, keep, NULL, &error);
	sn_plan_free(made);
	return status;
}

/* The tunnels of a connection, by the gateway; none for one that is there. */
static void
tunnels(void **state)
{
	(void)state;
	assert_int_equal(plan("alibaba-cloud", NULL), SN_OK);
	assert_int_equal(count("Specification.2.Role slave"), 1);
	assert_int_equal(count("IkeEncAlg aes256"), 2);
	assert_int_equal(count("--method POST --force"), 1);
	assert_int_equal(plan("alibaba-cloud-single", NULL), SN_OK);
	assert_int_equal(count("TunnelOptionsSpecification"), 0);
	assert_int_equal(count("\\\"IkePfs\\\":\\\"group14\\\""), 1);
	assert_int_equal(count("\"IpsecPfs\":\"group14\""), 1);
	assert_int_equal(plan("alibaba-transit-router", NULL), SN_OK);
	assert_int_equal(count("CreateVpnAttachment"), 1);
	assert_int_equal(count("Specification.1.TunnelIndex 1"), 1);
	assert_int_equal(count("VPN_GATEWAY_ID:?"), 0);
	assert_int_equal(count("ids=\"$ids $hop_1\"\n"), 1);
	assert_int_equal(plan("alibaba-cloud", "vco-1"), SN_OK);
	assert_int_equal(count("CreateVpnConnection"), 0);
	assert_int_equal(count("\nhop_1=vco-1\n"), 1);
	assert_int_equal(plan("aws", NULL), SN_EINVAL);
	assert_int_equal(text_n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order),
	    cmocka_unit_test(twice),
	    cmocka_unit_test(publication),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(tunnels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
