/*
 * test_device.c - the peer end for each device that is written by stanzas:
 * selectors in its notation, the proposal in its words, numbers and names that
 * follow from the connection, and what it refuses before the first byte.
 */
#include "test.h"
#include "peer_end.h"

static const struct device {
	const char *format, *profile;
	const char *policy[6];	/* of a plan of one pair, IKEv2 */
	const char *tunnels[5]; /* where routes decide, two tunnels */
	const char *v1[4];	/* what is otherwise with IKEv1, SHA-1 */
} devices[] = {
    {"cisco-ios", "cisco-ios",
	{" encryption aes-cbc-256\n integrity sha256\n group 14\n",
	    " lifetime 86400\n dpd 10 3 periodic\n",
	    " set pfs group14\n set security-association lifetime seconds "
	    "86400\n set security-association lifetime kilobytes disable\n",
	    " permit ip 172.0.0.0 0.0.0.255 10.0.0.0 0.0.0.255\n",
	    "!  deny ip 172.0.0.0 0.0.0.255 10.0.0.0 0.0.0.255\n",
	    "crypto map vpn-map 42 ipsec-isakmp\n"},
	{"interface Tunnel42\n", "interface Tunnel43\n",
	    " tunnel destination vpn-gateway-2.example\n",
	    "ip route 10.0.0.0 255.255.255.0 Tunnel42\n",
	    "ip route 10.0.0.0 255.255.255.0 Tunnel43 10\n"},
	{"crypto isakmp policy 43\n encryption aes 128\n hash sha\n",
	    " esp-aes 128 esp-sha-hmac\n", " group 2\n",
	    "crypto isakmp key PRE-SHARED-KEY address "}},
    {"cisco-asa", "cisco-asa",
	{" encryption aes-256\n integrity sha256\n group 14\n prf sha256\n"
	 " lifetime seconds 86400\n",
	    " protocol esp encryption aes-256\n"
	    " protocol esp integrity sha-256\n",
	    "crypto map vpn-map 42 set pfs group14\n",
	    "lifetime kilobytes unlimited\n",
	    " extended permit ip 172.0.0.0 255.255.255.0 10.0.0.0 "
	    "255.255.255.0\n",
	    "nat (inside,outside) source static vpn-vco_here vpn-vco_here "
	    "destination static vpn-vco_there vpn-vco_there no-proxy-arp "},
	{"interface Tunnel42\n nameif vpn-42\n ip address 169.254.0.170 ",
	    " ip address 169.254.0.174 255.255.255.252\n",
	    "tunnel-group vpn-gateway-2.example type ipsec-l2l\n",
	    "route vpn-42 10.0.0.0 255.255.255.0 169.254.0.169 1\n",
	    "route vpn-43 10.0.0.0 255.255.255.0 169.254.0.173 2\n"},
	{"crypto ikev1 policy 43\n authentication pre-share\n"
	 " encryption aes\n hash sha\n group 2\n lifetime 86400\n",
	    "transform-set vpn-vco esp-aes esp-sha-hmac\n",
	    " ikev1 pre-shared-key PRE-SHARED-KEY\n",
	    " vpn-tunnel-protocol ikev1\n"}},
    {"fortigate", "fortigate",
	{"        set ike-version 2\n",
	    "        set proposal aes256-sha256\n        set dhgrp 14\n"
	    "        set keylife 86400\n",
	    "        set pfs enable\n        set dhgrp 14\n"
	    "        set keylife-type seconds\n"
	    "        set keylifeseconds 86400\n",
	    "        set src-subnet 172.0.0.0 255.255.255.0\n",
	    "        set dst-subnet 10.0.0.0 255.255.255.0\n",
	    "        set nat disable\n        set tcp-mss-sender 1360\n"},
	{"    edit \"vpn-42\"\n",
	    "        set remote-gw vpn-gateway-2.example\n",
	    "        set dstintf \"vpn-42\" \"vpn-43\"\n",
	    "        set device \"vpn-43\"\n        set priority 10\n",
	    "        set dst 10.0.0.0 255.255.255.0\n"
	    "        set blackhole enable\n"},
	{"        set ike-version 1\n        set mode main\n",
	    "        set proposal aes128-sha1\n        set dhgrp 2\n",
	    "        set pfs enable\n        set dhgrp 2\n", NULL}},
    {"junos", "juniper",
	{"proposal vpn-42 dh-group group14\n",
	    "proposal vpn-42 authentication-algorithm hmac-sha-256-128\n",
	    "perfect-forward-secrecy keys group14\n",
	    "gateway vpn-42 version v2-only\n",
	    "proxy-identity local 172.0.0.0/24\n",
	    "proxy-identity remote 10.0.0.0/24\n"},
	{"set interfaces st0 unit 43 family inet mtu 1400\n",
	    "gateway vpn-43 address vpn-gateway-2.example\n",
	    "static route 10.0.0.0/24 qualified-next-hop st0.42 preference "
	    "10\n",
	    "static route 10.0.0.0/24 qualified-next-hop st0.43 preference "
	    "20\n",
	    "security-zone vpn interfaces st0.43\n"},
	{"policy vpn-42 mode main\n", "gateway vpn-42 version v1-only\n",
	    "authentication-algorithm hmac-sha1-96\n",
	    "encryption-algorithm aes-128-cbc\n"}},
    {"comware", "h3c",
	{" encryption aes-cbc-256\n integrity sha256\n prf sha256\n"
	 " dh group14\n",
	    " pfs dh-group14\n",
	    " sa duration time-based 86400\n"
	    " sa duration traffic-based 4294967295\n",
	    "acl advanced 3042\n rule 1 permit ip source 172.0.0.0 0.0.0.255 "
	    "destination 10.0.0.0 0.0.0.255\n",
	    "ipsec policy vpn 42 isakmp\n security acl 3042\n",
	    "#  rule deny ip source 172.0.0.0 0.0.0.255 destination 10.0.0.0 "
	    "0.0.0.255\n"},
	{"interface tunnel 42 mode ipsec\n", "interface tunnel 43 mode ipsec\n",
	    " destination vpn-gateway-2.example\n",
	    "ip route-static 10.0.0.0 24 Tunnel 42\n",
	    "ip route-static 10.0.0.0 24 Tunnel 43 preference 100\n"},
	{"ike proposal 42\n encryption-algorithm aes-cbc-128\n"
	 " authentication-algorithm sha\n",
	    " dh group2\n sa duration 86400\n", " ike-profile vpn-42\n",
	    "255.255.255.255 key simple PRE-SHARED-KEY\n"}},
    {"vrp", "huawei",
	{"ike proposal 43\n encryption-algorithm aes-256\n dh group14\n"
	 " authentication-algorithm sha2-256\n",
	    " integrity-algorithm hmac-sha2-256\n prf hmac-sha2-256\n",
	    " undo version 1\n", " pfs dh-group14\n",
	    " sa duration time-based 86400\n sa duration traffic-based 0\n",
	    "  source-address 172.0.0.0 mask 255.255.255.0\n"
	    "  destination-address 10.0.0.0 mask 255.255.255.0\n"
	    "  action no-nat\n"},
	{"interface Tunnel42\n", " ipsec profile vpn-43\n",
	    " destination vpn-gateway-2.example\n",
	    "ip route-static 10.0.0.0 255.255.255.0 Tunnel42\n",
	    "ip route-static 10.0.0.0 255.255.255.0 Tunnel43 preference "
	    "100\n"},
	{" undo version 2\n exchange-mode main\n",
	    " authentication-algorithm sha1\n", " dh group2\n",
	    " esp authentication-algorithm sha1\n"}},
};
enum { DEVICES = sizeof(devices) / sizeof(*devices) };

/* All of @want stand in the text, at least once. */
static void
check_all(const struct device *d, const char *const *want, size_t n)
{
	for (size_t i = 0; i < n && want[i]; i++)
		if (!strstr(text, want[i]))
			fail_msg(
			    "%s has no\n%s\nin\n%s", d->format, want[i], text);
}

static void
says_the_plan(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEVICES; i++) {
		const struct device *d = &devices[i];
		sn_plan_request request = one_tunnel();
		sn_error error;

		request.connection = "vco";
		request.number_base = 42;
		request.scheme = SN_SCHEME_AGGREGATE;
		assert_int_equal(
		    render(d->format, &request, 1, 1, &error), SN_OK);
		check_all(d, d->policy, 6);
		assert_int_equal(count("vpn-gateway-2.example"), 0);
		request.ike = SN_IKE_V1;
		request.proposal = "legacy";
		assert_int_equal(
		    render(d->format, &request, 1, 1, &error), SN_OK);
		check_all(d, d->v1, 4);
		request = (sn_plan_request)SN_PLAN_REQUEST_INIT;
		request.connection = "vco";
		request.number_base = 42;
		request.scheme = SN_SCHEME_DESTINATION;
		request.peer_device = sn_profile_find(d->profile);
		assert_int_equal(
		    render(d->format, &request, 2, 1, &error), SN_OK);
		check_all(d, d->tunnels, 5);
	}
}

/* Every field of every stanza is known, and no condition is left. */
static void
no_field_is_left(void **state)
{
	static const uint32_t schemes[] = {SN_SCHEME_DESTINATION,
	    SN_SCHEME_AGGREGATE, SN_SCHEME_PAIRS, SN_SCHEME_LISTS};
	static const char *const gateways[] = {"alibaba-cloud",
	    "alibaba-cloud-single", "tencent-cloud", "libreswan"};

	(void)state;
	for (size_t i = 0; i < (size_t)DEVICES * 32; i++) {
		const struct device *d = &devices[i / 32];
		sn_plan_request request = SN_PLAN_REQUEST_INIT;
		sn_error error;
		sn_plan *plan;
		sn_prefix p[4];

		segments(p, 2, 10);
		segments(p + 2, 2, 172);
		request.local = p;
		request.peer = p + 2;
		request.local_count = request.peer_count = 2;
		request.allow_public = 1;
		request.scheme = schemes[i % 4];
		request.ike = i % 8 < 4 ? SN_IKE_V1 : SN_IKE_V2;
		request.gateway = sn_profile_find(gateways[i % 32 / 8]);
		request.peer_device = sn_profile_find(d->profile);
		text_n = 0;
		text[0] = '\0';
		assert_int_equal(sn_plan_new(&plan, &request, &error), SN_OK);
		if (sn_plan_get(plan)->scheme != SN_SCHEME_NONE)
			assert_int_equal(sn_plan_render(plan, d->format, NULL,
					     keep, NULL, &error),
			    SN_OK);
		assert_int_equal(count("{") + count("}"), 0);
		assert_int_equal(count("\n["), 0);
		sn_plan_free(plan);
	}
}

/* Two plans on one device: each has numbers and names of its own. */
static void
two_plans_on_a_device(void **state)
{
	static const char *const names[] = {"dc-east", "dc-west"};

	(void)state;
	for (size_t i = 0; i < DEVICES; i++)
		for (unsigned routed = 0; routed < 2; routed++) {
			sn_plan_request request = one_tunnel();
			const char *own[2];
			sn_error error;
			char number[2][16];
			sn_plan *plan;

			request.peer_device =
			    sn_profile_find(devices[i].profile);
			request.scheme = routed ? SN_SCHEME_DESTINATION
						: SN_SCHEME_AGGREGATE;
			for (unsigned k = 0; k < 2; k++) {
				request.connection = names[k];
				assert_int_equal(render(devices[i].format,
						     &request, 1, 1, &error),
				    SN_OK);
				assert_int_equal(
				    sn_plan_new(&plan, &request, NULL), SN_OK);
				snprintf(number[k], sizeof(number[k]), "%u",
				    (unsigned)sn_plan_get(plan)->number_base);
				own[k] = names[k];
				sn_plan_free(plan);
				assert_true(count(number[k]) > 0);
				assert_true(count(own[k]) > 0 || routed);
				if (k)
					assert_int_equal(
					    count(number[0]) + count(own[0]),
					    0);
			}
		}
}

/* A list of each side in one connection, where the gateway opens an SA for
 * each pair, too: every pair stands there. */
static void
every_pair_of_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEVICES; i++) {
		sn_plan_request request = SN_PLAN_REQUEST_INIT;
		sn_error error;

		request.gateway = sn_profile_find("libreswan");
		request.peer_device = sn_profile_find(devices[i].profile);
		request.scheme = SN_SCHEME_LISTS;
		assert_int_equal(
		    render(devices[i].format, &request, 2, 3, &error), SN_OK);
		if (!strcmp(devices[i].format, "fortigate"))
			assert_int_equal(count("set src-subnet 172.0."), 6);
		else if (!strcmp(devices[i].format, "junos"))
			assert_int_equal(count(" local-ip 172.0."), 6);
		else
			assert_int_equal(count(" permit ip "), 6);
	}
}

/* A report has the file of the device that the peer is. */
static void
in_a_report(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEVICES; i++) {
		sn_plan_request request = one_tunnel();
		char want[64];
		sn_error error;

		request.peer_device = sn_profile_find(devices[i].profile);
		snprintf(
		    want, sizeof(want), "aria-label=\"%s\"", devices[i].format);
		assert_int_equal(render("html", &request, 1, 1, &error), SN_OK);
		assert_int_equal(count(want), 1);
		request.peer_device = NULL;
		assert_int_equal(render("html", &request, 1, 1, &error), SN_OK);
		assert_int_equal(count(want), i == 0);
	}
}

static void
refusals(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = sn_profile_find("strongswan");
	for (size_t i = 0; i < DEVICES; i++) {
		assert_int_equal(
		    render(devices[i].format, &request, 1, 2, &error),
		    SN_EINVAL);
		assert_non_null(strstr(error.message, "each pair"));
		assert_int_equal(text_n, 0);
	}
	/* What it takes is not known, or known to be something else. */
	request.peer_device = NULL;
	request.ike = SN_IKE_V1;
	assert_int_equal(
	    render("cisco-asa", &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "--peer-device cisco-asa"));
	request.ike = SN_IKE_V2;
	request.proposal = "aes256gcm-sha256-group14";
	request.gateway = sn_profile_find("strongswan");
	assert_int_equal(
	    render("fortigate", &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "IKE encryption"));
	request.proposal = "default,604800";
	assert_int_equal(render("junos", &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "IKE lifetime"));
	request.proposal = "default,86400,100";
	assert_int_equal(render("comware", &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "IPsec lifetime"));
	assert_int_equal(text_n, 0);
	/* More than it numbers. */
	request.proposal = NULL;
	request.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(render("junos", &request, 20, 11, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "200"));
	assert_int_equal(render("junos", &request, 20, 10, &error), SN_OK);
}

/* IPv6: as selectors and where routes decide, or what is not known. */
static void
families(void **state)
{
	static const struct {
		const char *selectors, *routes, *refusal;
	} want[DEVICES] = {
	    {" permit ipv6 fd01::/64 fd00::/64\n",
		"ipv6 route fd00::/64 Tunnel42\n", NULL},
	    {NULL, NULL, "IPv4 segments only"},
	    {"src-subnet6 fd01::/64\n        set dst-addr-type subnet6\n",
		"config router static6\n    edit 420002\n"
		"        set dst fd00::/64\n        set device \"vpn-42\"\n",
		NULL},
	    {"proxy-identity local fd01::/64\n",
		"set routing-options rib inet6.0 static route fd00::/64 "
		"qualified-next-hop st0.42 preference 10\n",
		NULL},
	    {"acl ipv6 advanced 3042\n rule 1 permit ipv6 source fd01::/64 "
	     "destination fd00::/64\n#\nipsec ipv6-policy vpn 42 isakmp\n"
	     " security acl ipv6 3042\n",
		NULL, "IPv6 segments as selectors only"},
	    {"acl ipv6 number 3042\n rule 1 permit ipv6 source fd01::/64 "
	     "destination fd00::/64\n#\nipsec policy vpn 42 isakmp\n"
	     " security acl ipv6 3042\n",
		NULL, "IPv6 segments as selectors only"},
	};

	(void)state;
	for (size_t i = 0; i < (size_t)DEVICES * 2; i++) {
		const struct device *d = &devices[i / 2];
		const char *text_wanted =
		    i % 2 ? want[i / 2].routes : want[i / 2].selectors;
		sn_plan_request request = SN_PLAN_REQUEST_INIT;
		sn_prefix v6[2];
		sn_error error;

		assert_int_equal(
		    sn_prefix_parse(&v6[0], "fd00::/64", 9, 0, NULL), 0);
		assert_int_equal(
		    sn_prefix_parse(&v6[1], "fd01::/64", 9, 0, NULL), 0);
		request.local = &v6[0];
		request.peer = &v6[1];
		request.local_count = request.peer_count = 1;
		request.connection = "vco";
		request.number_base = 42;
		request.peer_device = sn_profile_find(d->profile);
		request.scheme =
		    i % 2 ? SN_SCHEME_DESTINATION : SN_SCHEME_AGGREGATE;
		assert_int_equal(render_plan(d->format, &request, &error),
		    text_wanted ? SN_OK : SN_EINVAL);
		if (text_wanted)
			check_all(d, &text_wanted, 1);
		else
			assert_non_null(
			    strstr(error.message, want[i / 2].refusal));
		/* No second tunnel where one holds them. */
		if (text_wanted && !(i % 2))
			assert_int_equal(count("gateway-2.example"),
			    d == &devices[3] ? 2 : 0);
	}
}

/* Two tunnels with the same selectors: the second gateway waits, or is not
 * written. */
static void
second_gateway_of_a_policy(void **state)
{
	static const char *const want[DEVICES] = {
	    "crypto map vpn-map 42 ipsec-isakmp\n"
	    " set peer vpn-gateway.example default\n"
	    " set peer vpn-gateway-2.example\n",
	    "crypto map vpn-map 42 set peer vpn-gateway.example "
	    "vpn-gateway-2.example\n"};

	(void)state;
	for (size_t i = 0; i < (size_t)DEVICES * 2; i++) {
		const struct device *d = &devices[i / 2];
		sn_plan_request request = SN_PLAN_REQUEST_INIT;
		sn_error error;

		request.connection = "vco";
		request.number_base = 42;
		request.scheme = SN_SCHEME_AGGREGATE;
		request.ike = i % 2 ? SN_IKE_V1 : SN_IKE_V2;
		request.proposal = i % 2 ? "legacy" : NULL;
		request.peer_device = sn_profile_find(d->profile);
		assert_int_equal(
		    render(d->format, &request, 1, 1, &error), SN_OK);
		if (want[i / 2])
			check_all(d, &want[i / 2], 1);
		else if (i / 2 >= 4)
			assert_int_equal(count("gateway-2.example"), 0);
		/* A key, and a group or an identity, for each gateway. */
		if (want[i / 2])
			assert_int_equal(count("vpn-gateway-2.example"),
			    count("vpn-gateway.example"));
	}
}

/* Networks that are more than there are numbers for. */
static void
networks_within_the_limit(void **state)
{
	sn_plan_request request = one_tunnel();
	enum { N = 3001 };
	static sn_prefix p[N], one;
	sn_error error;

	(void)state;
	segments(p, N, 10);
	segments(&one, 1, 172);
	request.scheme = SN_SCHEME_DESTINATION;
	request.local = p;
	request.peer = &one;
	request.peer_count = 1;
	request.max_routes = SN_LIMIT_NONE;
	request.peer_device = sn_profile_find("fortigate");
	request.gateway = sn_profile_find("strongswan");
	request.local_count = N - 1;
	assert_int_equal(render_plan("fortigate", &request, &error), SN_OK);
	request.local_count = N;
	assert_int_equal(render_plan("fortigate", &request, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "3000"));
	assert_int_equal(text_n, 0);
}

/* What the part of IPv6 refuses is refused before that of IPv4, which is longer
 * than a buffer. */
static void
parts_before_the_first_byte(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	enum { N = 30 };
	sn_prefix p[2][N + 1];
	sn_error error;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		segments(p[i], N, i ? 172 : 10);
		assert_int_equal(sn_prefix_parse(&p[i][N],
				     i ? "fd01::/64" : "fd00::/64", 9, 0, NULL),
		    SN_OK);
	}
	request.local = p[0];
	request.peer = p[1];
	request.local_count = request.peer_count = N;
	request.allow_public = 1;
	request.scheme = SN_SCHEME_PAIRS;
	request.gateway = sn_profile_find("strongswan");
	request.peer_device = sn_profile_find("cisco-asa");
	request.max_routes = request.max_connections = SN_LIMIT_NONE;
	assert_int_equal(render_plan("cisco-asa", &request, &error), SN_OK);
	assert_true(text_n > 1 << 16);
	request.local_count = request.peer_count = N + 1;
	assert_int_equal(render_plan("cisco-asa", &request, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "IPv4"));
	assert_int_equal(text_n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says_the_plan),
	    cmocka_unit_test(no_field_is_left),
	    cmocka_unit_test(two_plans_on_a_device),
	    cmocka_unit_test(every_pair_of_lists),
	    cmocka_unit_test(in_a_report),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(families),
	    cmocka_unit_test(second_gateway_of_a_policy),
	    cmocka_unit_test(networks_within_the_limit),
	    cmocka_unit_test(parts_before_the_first_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
