/*
 * Plans of several sites and of both families: what they hold, whose the parts
 * are, and what is refused. That each pair of segments is looked up in a row
 * of its own site is held against a scan of all rows in
 * tests/oracle_sites.py.
 */
#include "plan.h"
#include "supernet_text.h"

/* A plan of network.json. */
static sn_plan *
plan_of(const char *text)
{
	sn_plan_request r;
	sn_network *network;
	sn_error error = {0};
	sn_plan *plan;

	if (sn_network_read(&network, text, strlen(text), &error))
		fail_msg("%s", error.message);
	sn_network_request(network, &r);
	if (sn_plan_new(&plan, &r, &error))
		fail_msg("%s", error.message);
	sn_network_free(network);
	return plan;
}

static void
check_rows(const sn_plan *plan, const char *want)
{
	char text[2048] = "", source[SN_PREFIX_TEXT_MAX];
	char destination[SN_PREFIX_TEXT_MAX], name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;

	sn_plan_rows_init(&it, plan, 0);
	while (sn_plan_rows_next(&it, &row)) {
		size_t n = strlen(text);

		sn_prefix_format(source, sizeof(source), row.source);
		sn_prefix_format(
		    destination, sizeof(destination), row.destination);
		snprintf(text + n, sizeof(text) - n, "%s %s %s %s %u %u\n",
		    sn_word(SN_WORD_ACTION, row.action), source, destination,
		    sn_plan_connection_name(plan, row.next_hop, name),
		    row.priority, row.weight);
	}
	assert_string_equal(text, want);
}

/* ------------------------------------------------------------- sites */

static void
own_rows_come_first(void **state)
{
	sn_plan *plan =
	    plan_of("{\"local\": \"10.1.0.0/16\", \"sites\": ["
		    "{\"name\": \"dc1\", \"peer\": [\"192.168.1.0/24\","
		    " \"192.168.200.0/24\"]},"
		    "{\"name\": \"dc2\", \"peer\": \"192.168.100.0/24\","
		    " \"connection\": \"vco-2\"}]}");
	const sn_plan_view *v = sn_plan_get(plan);
	sn_connection c = SN_CONNECTION_INIT;

	(void)state;
	check_rows(plan, "delete 10.1.0.0/16 192.168.0.0/16 dc1 10 100\n"
			 "add 10.1.0.0/16 192.168.0.0/16 dc1 20 100\n"
			 "keep 10.1.0.0/16 192.168.100.0/24 vco-2 10 100\n");
	assert_int_equal(v->scheme, SN_SCHEME_AUTO);
	assert_null(v->sides[SN_LOCAL]);
	assert_null(v->peer_device);
	assert_int_equal(v->part_count, 2);
	assert_string_equal(v->parts[1].site, "dc2");
	assert_string_equal(v->parts[1].connection, "vco-2");
	assert_int_equal(v->parts[1].first_connection, 1);
	assert_int_equal(v->parts[1].connection_count, 1);
	assert_int_equal(v->parts[0].row_count, 2);
	assert_int_equal(v->parts[0].scheme, SN_SCHEME_AGGREGATE);
	assert_int_equal(sn_plan_part_of(plan, 1), 1);
	assert_int_equal(sn_plan_connection(plan, 1, &c), SN_OK);
	assert_string_equal(c.name, "vco-2");
	assert_int_equal(sn_plan_connection(plan, 2, &c), SN_ENOTFOUND);
	check_rows(sn_plan_part(plan, 0),
	    "delete 10.1.0.0/16 192.168.0.0/16 dc1 10 100\n"
	    "add 10.1.0.0/16 192.168.0.0/16 dc1 20 100\n");
	assert_null(sn_plan_part(plan, 2));
	sn_plan_free(plan);
}

/* Two supernets that swallow each other's segments: rows as they are. */
static void
exact_where_it_has_to_be(void **state)
{
	sn_plan *plan =
	    plan_of("{\"local\": \"10.1.0.0/16\", \"sites\": ["
		    "{\"name\": \"a\", \"peer\": [\"192.168.0.0/24\","
		    " \"192.168.3.0/24\"]},"
		    "{\"name\": \"b\", \"peer\": [\"192.168.1.0/24\","
		    " \"192.168.2.0/24\"]}]}");

	(void)state;
	check_rows(plan, "delete 10.1.0.0/16 192.168.0.0/22 a 10 100\n"
			 "add 10.1.0.0/16 192.168.0.0/24 a 10 100\n"
			 "add 10.1.0.0/16 192.168.3.0/24 a 10 100\n"
			 "delete 10.1.0.0/16 192.168.0.0/22 b 10 100\n"
			 "add 10.1.0.0/16 192.168.1.0/24 b 10 100\n"
			 "add 10.1.0.0/16 192.168.2.0/24 b 10 100\n");
	sn_plan_free(plan);
}

static void
standing_in(void **state)
{
	static const char sites[] =
	    "{\"gateway\": \"%s\", \"local\": \"10.1.0.0/16\", \"sites\": ["
	    "{\"name\": \"a\", \"peer\": [\"192.168.0.0/24\","
	    " \"172.16.0.0/24\"]},"
	    "{\"name\": \"b\", \"peer\": [\"192.168.0.0/24\"]%s}]}";
	static const char standby[] = ", \"standby_of\": \"a\"";
	char text[512];
	const sn_finding *f;
	sn_plan *plan;

	(void)state;
	snprintf(text, sizeof(text), sites, "alibaba-cloud-single", standby);
	plan = plan_of(text);
	check_rows(plan, "delete 10.1.0.0/16 0.0.0.0/0 a 10 100\n"
			 "add 10.1.0.0/16 172.16.0.0/24 a 10 100\n"
			 "add 10.1.0.0/16 192.168.0.0/24 a 10 100\n"
			 "delete 10.1.0.0/16 192.168.0.0/24 b 10 100\n"
			 "add 10.1.0.0/16 192.168.0.0/24 b 10 0\n");
	assert_string_equal(sn_plan_get(plan)->parts[1].standby_of, "a");
	sn_plan_free(plan);
	snprintf(text, sizeof(text), sites, "alibaba-cloud", standby);
	plan = plan_of(text);
	f = finding(plan, "standby-not-honoured");
	assert_non_null(f);
	assert_non_null(strstr(f->text, "second tunnel"));
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_int_equal(sn_plan_get(plan)->connection_count, 0);
	sn_plan_free(plan);
	snprintf(text, sizeof(text), sites, "alibaba-cloud-single", "");
	plan = plan_of(text);
	f = finding(plan, "sites-share-addresses");
	assert_non_null(f);
	assert_non_null(strstr(f->text, "10.1.0.0/16 to 192.168.0.0/24 (a "
					"and b)"));
	sn_plan_free(plan);
}

/* Limits are those of the gateway, for all sites together. */
static void
limits_of_all(void **state)
{
	sn_plan *plan = plan_of(
	    "{\"local\": \"10.1.0.0/16\", \"max_connections\": 1, \"sites\": ["
	    "{\"name\": \"a\", \"peer\": \"192.168.0.0/24\"},"
	    "{\"name\": \"b\", \"peer\": \"192.168.3.0/24\"}]}");
	const sn_finding *f = finding(plan, "limit-exceeded");

	(void)state;
	assert_non_null(f);
	assert_non_null(strstr(f->text, "need 2 connections"));
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_int_equal(sn_plan_get(plan)->row_count, 0);
	assert_int_equal(sn_plan_get(plan)->parts[0].connection_count, 0);
	sn_plan_free(plan);
}

/* Where one site cannot be planned nothing is half planned. */
static void
one_infeasible_site(void **state)
{
	sn_plan *plan =
	    plan_of("{\"local\": \"10.1.0.0/16\", \"sites\": ["
		    "{\"name\": \"a\", \"peer\": \"192.168.0.0/24\"},"
		    "{\"name\": \"b\", \"peer\": \"10.1.0.0/16\"}]}");
	const sn_finding *f = finding(plan, "segments-overlap");

	(void)state;
	assert_non_null(f);
	assert_string_equal(f->subject, "b");
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_int_equal(sn_plan_get(plan)->connection_count, 0);
	assert_int_equal(
	    sn_plan_get(plan)->parts[0].scheme, SN_SCHEME_AGGREGATE);
	sn_plan_free(plan);
}

/* Routes by destination cannot tell sources apart: the scheme changes. */
#define ROUTED(name, local, scheme)                                         \
 "{\"name\": \"" name "\", \"local\": \"" local "\", \"scheme\": \"" scheme \
 "\", \"peer\": \"192.168.0.0/24\", "                                       \
 "\"peer_device\": \"route-based\"}"
#define SAME_PEER(of_b, of_c)                                    \
 "{\"sites\": [" ROUTED("a", "10.1.0.0/24", "auto") ", " ROUTED( \
     "b", "10.2.0.0/24", of_b) ", " ROUTED("c", "10.3.0.0/24", of_c) "]}"

static void
same_destination_other_sources(void **state)
{
	sn_plan *plan = plan_of(
	    "{\"sites\": ["
	    "{\"name\": \"a\", \"local\": \"10.1.0.0/24\","
	    " \"peer\": \"192.168.0.0/24\", \"peer_device\": \"strongswan\"},"
	    "{\"name\": \"b\", \"local\": \"10.2.0.0/24\","
	    " \"peer\": \"192.168.0.0/24\", \"peer_device\": \"cisco\"}]}");

	(void)state;
	check_rows(plan, "keep 10.1.0.0/24 192.168.0.0/24 a 10 100\n"
			 "keep 10.2.0.0/24 192.168.0.0/24 b 10 100\n");
	sn_plan_free(plan);
	/* Three routes by destination would be the same; beside one, policy
	 * rows tell the others apart. */
	plan = plan_of(SAME_PEER("aggregate", "auto"));
	check_rows(plan, "keep 10.1.0.0/24 192.168.0.0/24 a 10 100\n"
			 "keep 10.2.0.0/24 192.168.0.0/24 b 10 100\n"
			 "keep 10.3.0.0/24 192.168.0.0/24 c 10 100\n");
	sn_plan_free(plan);
	plan = plan_of(SAME_PEER("auto", "destination"));
	check_rows(plan, "keep 10.1.0.0/24 192.168.0.0/24 a 10 100\n"
			 "keep 10.2.0.0/24 192.168.0.0/24 b 10 100\n"
			 "add 0.0.0.0/0 192.168.0.0/24 c 0 100\n");
	sn_plan_free(plan);
	plan = plan_of(SAME_PEER("destination", "destination"));
	assert_non_null(finding(plan, "scheme-infeasible"));
	sn_plan_free(plan);
	plan = plan_of("{\"gateway\": \"aws\", \"sites\": ["
		       "{\"name\": \"a\", \"local\": \"10.1.0.0/24\","
		       " \"peer\": \"192.168.0.0/24\"},"
		       "{\"name\": \"b\", \"local\": \"10.2.0.0/24\","
		       " \"peer\": \"192.168.0.0/24\"}]}");
	assert_non_null(finding(plan, "sites-share-addresses"));
	sn_plan_free(plan);
}

/* ------------------------------------------------------- both families */

static void
both_families(void **state)
{
	static const char network[] =
	    "{\"gateway\": \"%s\", \"local\": [\"10.1.0.0/16\","
	    " \"fd00:1::/48\"], \"peer\": [\"10.2.0.0/16\","
	    " \"fd00:2::/48\"]}";
	char text[256];
	sn_plan *plan;

	(void)state;
	snprintf(text, sizeof(text), network, "alibaba-cloud");
	plan = plan_of(text);
	check_rows(plan,
	    "keep 10.1.0.0/16 10.2.0.0/16 ipsec-connection 10 100\n"
	    "keep fd00:1::/48 fd00:2::/48 ipsec-connection-v6 10 100\n");
	assert_null(sn_plan_get(plan)->parts[0].site);
	assert_int_equal(sn_plan_get(plan)->parts[1].family, SN_IPV6);
	sn_plan_free(plan);
	snprintf(text, sizeof(text), network, "gcp");
	plan = plan_of(text);
	assert_non_null(finding(plan, "no-ipv6-inside"));
	assert_true(*finding(plan, "no-ipv6-inside")->source != '\0');
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	sn_plan_free(plan);
}

/* ------------------------------------------------------------ refusals */

static void
refused(const sn_plan_request *r, sn_status want, const char *why)
{
	sn_plan *plan;
	sn_error error = {0};

	assert_int_equal(sn_plan_new(&plan, r, &error), want);
	if (!strstr(error.message, why))
		fail_msg("%s", error.message);
}

static sn_prefix four, six;

static sn_site
site(const char *name)
{
	sn_site s = SN_SITE_INIT;

	s.name = name;
	s.peer = &four;
	s.peer_count = 1;
	return s;
}

static void
bad_sites(void **state)
{
	sn_site s[2] = {site("a"), site("b")};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix local = four;

	(void)state;
	local.lo = UINT64_C(0x0a010000);
	r.sites = s;
	r.site_count = 2;
	refused(&r, SN_EINVAL, "local (of site a) side has no segments");
	r.local = &local;
	r.local_count = 1;
	r.peer = &four;
	r.peer_count = 1;
	refused(&r, SN_EINVAL, "each has its own peer side");
	r.peer_count = 0;
	s[1].name = "a";
	refused(&r, SN_EINVAL, "another site has a connection of that name");
	s[1].connection = "other";
	refused(&r, SN_EINVAL, "another site has the same name");
	s[1] = site("B");
	refused(&r, SN_EINVAL, "1 to 63 of a-z");
	s[1] = site(NULL);
	refused(&r, SN_EINVAL, "1 to 63 of a-z");
	s[1] = site("b");
	s[1].connection = "a b";
	refused(&r, SN_EINVAL, "its connection is no name");
	s[1] = site("b");
	s[1].scheme = 99;
	refused(&r, SN_EINVAL, "site b: there is no such scheme");
	s[1] = site("b");
	s[1].standby_of = "c";
	refused(&r, SN_EINVAL, "site b: it stands in for a site that there is");
	s[1].standby_of = "b";
	refused(&r, SN_EINVAL, "stands in for another one");
	s[1].standby_of = "a";
	s[0].standby_of = "b";
	refused(&r, SN_EINVAL, "stands in for another one");
	s[0] = site("a");
	s[1] = site("b");
	s[1].peer_count = 0;
	refused(&r, SN_EINVAL, "peer (of site b) side has no segments");
	s[1] = site("b");
	s[1].peer = &six;
	refused(&r, SN_EFAMILY, "site b: one side is IPv4");
	s[1] = site("b");
	s[1].proposal = "aes1-sha1-group2";
	refused(&r, SN_EINVAL, "site b: a proposal");
	s[1].struct_size = 1;
	refused(&r, SN_EINVAL, "another version");
}

static void
bad_tunnels(void **state)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix local = four;
	sn_plan *plan;

	(void)state;
	local.lo = UINT64_C(0x0a010000);
	r.local = &local;
	r.local_count = r.peer_count = 1;
	r.peer = &four;
	r.tunnels = 1;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_string_equal(
	    sn_plan_get(plan)->gateway->name, "alibaba-cloud-single");
	sn_plan_free(plan);
	r.gateway = sn_profile_find("aws");
	refused(&r, SN_EINVAL, "a connection of aws has 2 tunnels, not 1");
	r.gateway = sn_profile_find("strongswan");
	refused(&r, SN_EINVAL, "strongswan");
}

/* The gateway that is planned by default for connections in use, @n tunnels
 * each; 0: not known. */
static const char *
gateway_in_use(sn_plan_request r, const uint32_t *n, size_t connections)
{
	sn_connection c = SN_CONNECTION_INIT;
	sn_deployed *d;
	sn_plan *plan;
	const char *name;

	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	for (size_t i = 0; i < connections; i++) {
		snprintf(c.name, sizeof(c.name), "vco-%zu", i);
		c.tunnels = n[i];
		c.ike = SN_IKE_V2;
		c.local = c.peer = &four;
		c.local_count = c.peer_count = 1;
		assert_int_equal(sn_deployed_add_connection(d, &c), SN_OK);
	}
	r.previous = d;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	name = sn_plan_get(plan)->gateway->name;
	sn_plan_free(plan);
	sn_deployed_free(d);
	return name;
}

static void
tunnels_in_use(void **state)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix local = four;

	(void)state;
	local.lo = UINT64_C(0x0a010000);
	r.local = &local;
	r.local_count = r.peer_count = 1;
	r.peer = &four;
	assert_string_equal(
	    gateway_in_use(r, (uint32_t[]){1, 1}, 2), "alibaba-cloud-single");
	assert_string_equal(
	    gateway_in_use(r, (uint32_t[]){1, 2}, 2), "alibaba-cloud");
	assert_string_equal(
	    gateway_in_use(r, (uint32_t[]){0}, 1), "alibaba-cloud");
	assert_string_equal(gateway_in_use(r, NULL, 0), "alibaba-cloud");
	r.tunnels = 2;
	assert_string_equal(
	    gateway_in_use(r, (uint32_t[]){1}, 1), "alibaba-cloud");
	r.tunnels = 0;
	r.gateway = sn_profile_find("aws");
	assert_string_equal(gateway_in_use(r, (uint32_t[]){1}, 1), "aws");
}

static int
setup(void **state)
{
	(void)state;
	four = (sn_prefix){0, UINT64_C(0xc0a80000), SN_IPV4, 24, {0}};
	six = (sn_prefix){UINT64_C(0xfd00) << 48, 0, SN_IPV6, 48, {0}};
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(own_rows_come_first),
	    cmocka_unit_test(exact_where_it_has_to_be),
	    cmocka_unit_test(standing_in), cmocka_unit_test(limits_of_all),
	    cmocka_unit_test(one_infeasible_site),
	    cmocka_unit_test(same_destination_other_sources),
	    cmocka_unit_test(both_families), cmocka_unit_test(bad_sites),
	    cmocka_unit_test(bad_tunnels), cmocka_unit_test(tunnels_in_use)};

	return cmocka_run_group_tests(tests, setup, NULL);
}
