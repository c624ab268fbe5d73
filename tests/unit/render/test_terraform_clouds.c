/*
 * test_terraform_clouds.c - plans for Terraform's providers of other clouds:
 * selectors on the right side, one value of each algorithm, and what a
 * provider cannot hold. That it is HCL and fits the providers' schemas,
 * tests/peers judges.
 */
#include "kept.h"

struct wish {
	const char *local;
	const char *peer;
	const char *device; /* NULL: generic */
	const char *proposal;
	const char *connection;
	uint32_t scheme;
	uint32_t ike;
};

/* The plan of @gateway in terraform. */
static sn_status
render(const sn_profile *gateway, const struct wish *wish, sn_error *error)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn_status status;
	sn_plan *plan;

	request.gateway = gateway;
	if (wish->device)
		request.peer_device = sn_profile_find(wish->device);
	request.proposal = wish->proposal;
	request.connection = wish->connection;
	request.scheme = wish->scheme;
	request.ike = wish->ike;
	request.max_selectors = SN_LIMIT_NONE;
	o.gateway_id = "a\"${b}";
	text_n = 0;
	text[0] = '\0';
	assert_int_equal(
	    sn_plan_from_text(&plan, wish->local, wish->peer, &request, NULL),
	    SN_OK);
	memset(error, 0, sizeof(*error));
	status = sn_plan_render(plan, "terraform", &o, keep, NULL, error);
	sn_plan_free(plan);
	assert_true(!status || text_n == 0);
	return status;
}

static const struct wish usual = {.local = "10.1.0.0/24,10.1.1.0/24",
    .peer = "192.168.0.0/24,192.168.1.0/24",
    .scheme = SN_SCHEME_AGGREGATE};
static const struct wish routed = {.local = "10.1.0.0/24",
    .peer = "192.168.0.0/24,172.16.0.0/24",
    .scheme = SN_SCHEME_DESTINATION};

static void
sides(void **state)
{
	static const struct {
		const char *gateway;
		const char *has[3];
		const char *routed[3];
	} table[] = {
	    {"aws",
		{"local_ipv4_network_cidr  = \"192.168.0.0/23\"",
		    "remote_ipv4_network_cidr = \"10.1.0.0/23\"",
		    "tunnel2_phase1_dh_group_numbers      = [14]"},
		{"local_ipv4_network_cidr  = \"0.0.0.0/0\"",
		    "    \"172.16.0.0/24\",\n    \"192.168.0.0/24\",\n",
		    "aws_vpn_gateway_route_propagation"}},
	    {"azure",
		{"local_address_cidrs  = [\"10.1.0.0/23\"]",
		    "use_policy_based_traffic_selectors = true",
		    "pfs_group        = \"PFS2048\""},
		{"address_space       = [\"172.16.0.0/24\", "
		 "\"192.168.0.0/24\"]",
		    "sa_lifetime      = 27000",
		    "dpd_timeout_seconds                = 45"}},
	    {"gcp",
		{"local_traffic_selector  = [\"10.1.0.0/23\"]",
		    "remote_traffic_selector = [\"192.168.0.0/23\"]",
		    "#   IKEv2 aes256-sha256-group14"},
		{"local_traffic_selector  = [\"0.0.0.0/0\"]",
		    "google_compute_route", "    \"172.16.0.0/24\",\n"}},
	    {"huawei-cloud",
		{"source      = \"10.1.0.0/23\"",
		    "peer_subnets        = [\"192.168.0.0/23\"]",
		    "vpn_type            = \"policy\""},
		{"vpn_type            = \"static\"",
		    "peer_subnets        = [\"172.16.0.0/24\", "
		    "\"192.168.0.0/24\"]",
		    "pfs                      = \"group14\""}},
	    {"tencent-cloud",
		{"local_cidr_block  = \"10.1.0.0/23\"",
		    "remote_cidr_block = [\"192.168.0.0/23\"]",
		    "ipsec_pfs_dh_group         = \"DH-GROUP14\""},
		{"tencentcloud_vpn_gateway_route",
		    "ipsec_sa_lifetime_traffic  = 4294967295",
		    "ike_version                = \"IKEV2\""}},
	};
	sn_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const sn_profile *g = sn_profile_find(table[i].gateway);

		assert_int_equal(render(g, &usual, &error), SN_OK);
		assert_int_equal(count("sensitive   = true"), 1);
		assert_int_equal(count("default     = \"a\\\"\\u0024{b}\""), 1);
		for (unsigned k = 0; k < 3; k++)
			assert_int_equal(count(table[i].has[k]), 1);
		assert_int_equal(render(g, &routed, &error), SN_OK);
		for (unsigned k = 0; k < 3; k++)
			assert_int_equal(count(table[i].routed[k]), 1);
		assert_int_equal(count("traffic_selector_policy"), 0);
		assert_int_equal(count("policy_rules"), 0);
	}
}

/* A connection for each pair: the rows of each are its own. */
static void
pairs(void **state)
{
	struct wish wish = usual;
	sn_error error;

	(void)state;
	wish.scheme = SN_SCHEME_PAIRS;
	wish.local = "10.1.0.0/24,10.3.0.0/24";
	wish.peer = "192.168.0.0/24,172.16.0.0/24";
	assert_int_equal(
	    render(sn_profile_find("huawei-cloud"), &wish, &error), SN_OK);
	assert_int_equal(count("resource \"huaweicloud_vpn_connection\""), 4);
	assert_int_equal(count("peer_subnets        = [\"172.16.0.0/24\"]"), 2);
	assert_int_equal(
	    count("peer_subnets        = [\"192.168.0.0/24\"]"), 2);
}

static void
proposals(void **state)
{
	struct wish wish = usual;
	sn_error error;

	(void)state;
	wish.device = "strongswan";
	wish.proposal = "aes256gcm-sha256-group19";
	assert_int_equal(
	    render(sn_profile_find("azure"), &wish, &error), SN_OK);
	assert_int_equal(count("ipsec_encryption = \"GCMAES256\""), 1);
	assert_int_equal(count("ipsec_integrity  = \"GCMAES256\""), 1);
	assert_int_equal(count("dh_group         = \"ECP256\""), 1);
	wish.ike = SN_IKE_V1;
	wish.proposal = "legacy";
	assert_int_equal(
	    render(sn_profile_find("huawei-cloud"), &wish, &error), SN_OK);
	assert_int_equal(count("phase1_negotiation_mode  = \"main\""), 1);
	assert_int_equal(count("ike_version              = \"v1\""), 1);
}

static void
refused(const sn_profile *gateway, const struct wish *wish, const char *why)
{
	sn_error error;

	assert_int_equal(render(gateway, wish, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, why));
}

static void
refusals(void **state)
{
	static const char *const gateway[] = {
	    "aws", "azure", "gcp", "huawei-cloud", "tencent-cloud"};
	struct wish wish = usual;
	sn_profile own;

	(void)state;
	for (size_t i = 0; i < sizeof(gateway) / sizeof(*gateway); i++) {
		own = *sn_profile_find(gateway[i]);
		/* A profile that claims what its provider does not have. */
		own.ike_encryption.value = own.esp_encryption.value = 0xff;
		own.ike_integrity.value = own.esp_integrity.value = 0xff;
		own.ike_dh.value = own.pfs.value = UINT32_MAX;
		wish = usual;
		wish.proposal = "aes256-sha256-group27";
		refused(&own, &wish, " has no group27 for IKE");
		own = *sn_profile_find(gateway[i]);
		own.ipv6.value = 1;
		wish = usual;
		wish.local = "2001:db8:1::/48";
		wish.peer = "2001:db8:2::/48";
		wish.scheme = SN_SCHEME_DESTINATION;
		refused(&own, &wish, "no Terraform form of IPv6");
	}
	own = *sn_profile_find("aws");
	own.local_selectors.value = own.peer_selectors.value = 10;
	wish = usual;
	wish.device = "strongswan";
	wish.local = "10.1.0.0/24,10.9.0.0/24";
	refused(&own, &wish, "one CIDR a side");
	own = *sn_profile_find("azure");
	own.tables.value = -1;
	wish = usual;
	refused(&own, &wish, "needs address space");
	own = *sn_profile_find("huawei-cloud");
	own.local_selectors.value = 10;
	wish.device = "cisco";
	wish.scheme = SN_SCHEME_LISTS;
	wish.local = "10.1.0.0/24,10.3.0.0/24,10.5.0.0/24,10.7.0.0/24,"
		     "10.9.0.0/24,10.11.0.0/24";
	refused(&own, &wish, "5 policy rules");
	wish = usual;
	wish.connection = "Site";
	refused(sn_profile_find("gcp"), &wish, "small letters");
	wish.connection = "1a";
	refused(sn_profile_find("gcp"), &wish, "a letter first");
	wish.connection = "a:b";
	refused(sn_profile_find("huawei-cloud"), &wish, "'_-.'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sides),
	    cmocka_unit_test(pairs),
	    cmocka_unit_test(proposals),
	    cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
