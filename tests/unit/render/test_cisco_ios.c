/*
 * test_cisco_ios.c - the peer end as a configuration of Cisco IOS: what it has
 * to say, with wildcards worked out by hand, and what it has to refuse before
 * the first byte.
 */
#include "test.h"
#include "peer_end.h"

static const char format[] = "cisco-ios";

static void
lists_are_mirrored(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.connection = "1.a_b";
	request.number_base = 7;
	assert_int_equal(render(format, &request, 1, 1, &error), SN_OK);
	assert_int_equal(
	    count("ip access-list extended vpn-_31_2ea_5fb\n"
		  " permit ip 172.0.0.0 0.0.0.255 10.0.0.0 0.0.0.255\n"),
	    1);
	assert_int_equal(count("crypto map vpn-map 7 ipsec-isakmp\n"
			       " set peer vpn-gateway.example default\n"
			       " set peer vpn-gateway-2.example\n"
			       " set transform-set vpn-_31_2ea_5fb\n"
			       " set ikev2-profile vpn-_31_2ea_5fb\n"
			       " set pfs group14\n"
			       " set security-association lifetime seconds "
			       "86400\n"
			       " set security-association lifetime kilobytes "
			       "disable\n"
			       " match address vpn-_31_2ea_5fb\n"),
	    1);
	assert_int_equal(count("\n crypto map vpn-map\n"), 1);
	assert_int_equal(count("interface Tunnel"), 0);
}

/* The wildcard of each kind of length; everything is "any". */
static void
wildcards(void **state)
{
	static const struct {
		const char *peer, *want;
	} cases[] = {
	    {"172.16.3.7", " permit ip 172.16.3.7 0.0.0.0 10"},
	    {"172.16.3.6/31", " permit ip 172.16.3.6 0.0.0.1 10"},
	    {"172.16.3.0/25", " permit ip 172.16.3.0 0.0.0.127 10"},
	    {"172.16.0.0/22", " permit ip 172.16.0.0 0.0.3.255 10"},
	    {"172.16.0.0/12", " permit ip 172.16.0.0 0.15.255.255 10"},
	    {"128.0.0.0/1", " permit ip 128.0.0.0 127.255.255.255 10"},
	    {"fd00:1::/32", " permit ipv6 fd00:1::/32 2001:db8::/48\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_plan_request request = SN_PLAN_REQUEST_INIT;
		sn_prefix p[2];
		const char *local;
		sn_error error;

		assert_int_equal(sn_prefix_parse(&p[1], cases[i].peer,
				     strlen(cases[i].peer), 0, NULL),
		    SN_OK);
		local =
		    p[1].family == SN_IPV6 ? "2001:db8::/48" : "10.0.0.0/24";
		assert_int_equal(
		    sn_prefix_parse(&p[0], local, strlen(local), 0, NULL),
		    SN_OK);
		request.shortest_given = 1;
		request.allow_public = 1;
		request.local = &p[0];
		request.peer = &p[1];
		request.local_count = request.peer_count = 1;
		assert_int_equal(render_plan(format, &request, &error), SN_OK);
		assert_int_equal(count(cases[i].want), 1);
		assert_int_equal(
		    count("ipv6 crypto map vpn-map\n"), p[1].family == SN_IPV6);
	}
}

/* An entry and a list for each connection; IKEv1 has no IKEv2 profile. */
static void
an_entry_for_each_connection(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_PAIRS;
	request.ike = SN_IKE_V1;
	request.connection = "vco";
	request.number_base = 1;
	assert_int_equal(render(format, &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("ip access-list extended vpn-vco-"), 4);
	assert_int_equal(count("crypto map vpn-map 4 ipsec-isakmp\n"), 1);
	assert_int_equal(
	    count(" match address vpn-vco-10-0-2-0-24-172-0-2-0-24\n"), 1);
	assert_int_equal(count("\n crypto map vpn-map\n"), 1);
	assert_int_equal(count("ikev2"), 0);
	assert_int_equal(count("crypto isakmp policy 2\n"
			       " encryption aes 256\n"
			       " hash sha256\n"
			       " authentication pre-share\n"
			       " group 14\n"
			       " lifetime 86400\n"),
	    1);
	assert_int_equal(
	    count("crypto isakmp key PRE-SHARED-KEY address vpn-gateway"), 2);
}

/* One side forced to everything is "any"; both make a tunnel interface. */
static void
everything(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.shortest4 = 24;
	assert_int_equal(render(format, &request, 1, 2, &error), SN_OK);
	assert_int_equal(count(" permit ip any 10.0.0.0 0.0.0.255\n"), 1);
	assert_int_equal(count("enters the tunnel"), 0);
	assert_int_equal(render(format, &request, 2, 1, &error), SN_OK);
	assert_int_equal(count(" permit ip 172.0.0.0 0.0.0.255 any\n"), 1);
	assert_int_equal(count("enters the tunnel"), 1);
	request.scheme = SN_SCHEME_DESTINATION;
	request.number_base = 42;
	request.peer_device = sn_profile_find("route-based");
	assert_int_equal(render(format, &request, 2, 1, &error), SN_OK);
	assert_int_equal(count("\n permit"), 0);
	assert_int_equal(count("crypto map"), 0);
	assert_int_equal(count(" tunnel mode ipsec ipv4\n"), 2);
	assert_int_equal(
	    count("ip route 10.0.0.0 255.255.255.0 Tunnel42\n"), 1);
	assert_int_equal(
	    count("ip route 10.0.2.0 255.255.255.0 Tunnel42\n"), 1);
}

static void
refusals(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	char name[61];
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = sn_profile_find("strongswan");
	assert_int_equal(render(format, &request, 2, 1, &error), SN_EINVAL);
	assert_int_equal(text_n, 0);
	assert_int_equal(render(format, &request, 1, 2, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "each pair"));
	assert_int_equal(text_n, 0);
	memset(name, 'a', sizeof(name));
	name[60] = '\0';
	request.connection = name;
	assert_int_equal(render(format, &request, 1, 1, &error), SN_OK);
	name[59] = '.';
	assert_int_equal(render(format, &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "64"));
	assert_int_equal(text_n, 0);
	request.connection = NULL;
	request.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(render(format, &request, 256, 256, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "32768"));
	assert_int_equal(text_n, 0);
}

/* Every line is a command or a comment of ours, whatever profiles say. */
static void
no_foreign_words(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_profile own = *sn_profile_find("alibaba-cloud");
	sn_error error;

	(void)state;
	own.name = own.title = "x\nno crypto map vpn-map\n";
	request.gateway = &own;
	assert_int_equal(render(format, &request, 1, 1, &error), SN_OK);
	assert_int_equal(count("no crypto"), 0);
	assert_int_equal(count("pre-shared-key PRE-SHARED-KEY\n"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_mirrored),
	    cmocka_unit_test(wildcards),
	    cmocka_unit_test(an_entry_for_each_connection),
	    cmocka_unit_test(everything),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(no_foreign_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
