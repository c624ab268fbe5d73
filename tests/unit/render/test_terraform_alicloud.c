/*
 * test_terraform_alicloud.c - plans and tables for Terraform: what must and
 * must not be said, and names that try to leave their string. That it is HCL
 * and has the plan's values, tests/peers judges.
 */
#include "kept.h"

static uint32_t no_required_providers;

/* The plan of some segments a side, in terraform; @id: the gateway's. */
static sn_status
plan(sn_plan_request *request, size_t local, const char *id, sn_error *error)
{
	static sn_prefix l[16], p[2];
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn_status status;
	sn_plan *made;

	for (size_t i = 0; i < 16; i++)
		assert_int_equal(
		    sn_prefix_make(
			&l[i], sn_addr_v4(0x0a000000 | (uint32_t)i << 9), 24),
		    SN_OK);
	assert_int_equal(
	    sn_prefix_make(&p[0], sn_addr_v4(0xac100100), 24), SN_OK);
	assert_int_equal(
	    sn_prefix_make(&p[1], sn_addr_v4(0xc0a80100), 24), SN_OK);
	request->local = l;
	request->local_count = local;
	request->peer = p;
	request->peer_count = 2;
	request->max_routes = SN_LIMIT_NONE;
	request->max_selectors = 100;
	o.gateway_id = id;
	o.no_required_providers = no_required_providers;
	text_n = 0;
	text[0] = '\0';
	assert_int_equal(sn_plan_new(&made, request, NULL), SN_OK);
	memset(error, 0, sizeof(*error));
	status = sn_plan_render(made, "terraform", &o, keep, NULL, error);
	sn_plan_free(made);
	return status;
}

/* The gateway's own rows are never made; the secret is never written. */
static void
forced_default_route(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	assert_int_equal(plan(&request, 1, NULL, &error), SN_OK);
	assert_int_equal(count("resource \"alicloud_vpn_connection\""), 1);
	assert_int_equal(count("remote_subnet       = [\"0.0.0.0/0\"]"), 1);
	assert_int_equal(
	    count("# To be deleted, not by Terraform (--format aliyun has the "
		  "call): 10.0.0.0/24 -> 0.0.0.0/0 via"),
	    1);
	assert_int_equal(count("\n    \"0.0.0.0/0\""), 0);
	assert_int_equal(count("setproduct(local.sources_"
			       "ipsec-connection_1,"),
	    1);
	assert_int_equal(count("sensitive   = true"), 1);
	/* Each of both tunnels. */
	assert_int_equal(
	    count("psk          = var.pre_shared_key_ipsec__connection"), 2);
	assert_int_equal(count("role                 = \"master\""), 1);
	assert_int_equal(count("role                 = \"slave\""), 1);
	assert_int_equal(count("source = \"aliyun/alicloud\""), 1);
	assert_int_equal(count("  default     = \"vpn-"), 0);
	assert_int_equal(plan(&request, 1, "vpn-a1b2", &error), SN_OK);
	assert_int_equal(count("  default     = \"vpn-a1b2\"\n"), 1);
}

static void
connection_that_is_there(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.connection = "vco-a1b2";
	assert_int_equal(plan(&request, 1, NULL, &error), SN_OK);
	assert_int_equal(
	    count("import {\n  to = alicloud_vpn_connection.vco-a1b2\n"
		  "  id = \"vco-a1b2\"\n}\n"),
	    1);
	assert_int_equal(count("vpn_connection_name"), 0);
	assert_int_equal(count("prevent_destroy = true"), 1);
	request.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(plan(&request, 1, NULL, &error), SN_EINVAL);
	assert_int_equal(text_n, 0);
}

static void
refusals(void **state)
{
	static const char *const id[] = {"", "vpn-", "vco-1", "vpn-a\"",
	    "vpn-a}", "vpn-a b", "vpn-a\n", "vpn-${x}"};
	static const char *const name[] = {"a:b", "a:", ":"};
	static const char *const proposal[] = {"aes256gcm-sha256-group14",
	    "aes256-sha256-group15", "aes256-sha256-group31"};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_profile own = *sn_profile_find("alibaba-cloud"), none = own;
	sn_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(id) / sizeof(*id); i++) {
		assert_int_equal(plan(&request, 1, id[i], &error), SN_EINVAL);
		assert_int_equal(text_n, 0);
	}
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		request.connection = name[i];
		assert_int_equal(plan(&request, 1, NULL, &error), SN_EINVAL);
		assert_int_equal(text_n, 0);
	}
	request.connection = NULL;
	own.local_selectors.value = 100;
	own.peer_selectors.value = 100;
	request.gateway = &own;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = sn_profile_find("strongswan");
	assert_int_equal(plan(&request, 10, NULL, &error), SN_OK);
	assert_int_equal(plan(&request, 11, NULL, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "11 local"));
	assert_int_equal(text_n, 0);
	/* Nobody says whose it is; or it takes what the provider has not. */
	none.provider = SN_PROVIDER_NONE;
	request.gateway = &none;
	assert_int_equal(plan(&request, 1, NULL, &error), SN_EINVAL);
	none.provider = 1000;
	assert_int_equal(plan(&request, 1, NULL, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "no Terraform provider"));
	own.ike_encryption.value = own.esp_encryption.value = UINT32_MAX;
	own.ike_integrity.value = own.esp_integrity.value = UINT32_MAX;
	own.ike_dh.value = own.pfs.value = UINT32_MAX;
	request.gateway = &own;
	for (size_t i = 0; i < sizeof(proposal) / sizeof(*proposal); i++) {
		request.proposal = proposal[i];
		assert_int_equal(plan(&request, 1, NULL, &error), SN_EINVAL);
		assert_non_null(strstr(error.message, "Alibaba Cloud has no "));
		assert_int_equal(text_n, 0);
	}
}

/* One tunnel; no required_providers; rows that are published. */
static void
one_tunnel(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.gateway = sn_profile_find("alibaba-cloud-single");
	request.auto_rows = SN_AUTO_ROWS_OFF;
	request.publish = 1;
	no_required_providers = 1;
	assert_int_equal(plan(&request, 1, NULL, &error), SN_OK);
	no_required_providers = 0;
	assert_int_equal(count("required_providers"), 0);
	assert_int_equal(count("tunnel_options_specification"), 0);
	assert_int_equal(count("\n  ike_config {\n"), 1);
	assert_int_equal(count("auto_config_route   = false"), 1);
	assert_int_equal(count("publish_vpc    = true"), 1);
	assert_int_equal(count("variable \"publish_vpc"), 0);
}

/* Connections of a transit router, whose routes are their own. */
static void
transit_router(void **state)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_error error;

	(void)state;
	request.gateway = sn_profile_find("alibaba-transit-router");
	assert_int_equal(plan(&request, 2, NULL, &error), SN_OK);
	assert_int_equal(
	    count("resource \"alicloud_vpn_gateway_vpn_attachment\""), 1);
	assert_int_equal(count("alicloud_vpn_gateway_vco_route"), 1);
	assert_int_equal(count("tunnel_index         = 2"), 1);
	assert_int_equal(count("vpn_gateway_id"), 0);
	assert_int_equal(count("# To be deleted, not by Terraform (--format "
			       "aliyun has the call): 0.0.0.0/0 via "),
	    1);
	request.connection = "vco-1";
	assert_int_equal(plan(&request, 2, NULL, &error), SN_OK);
	assert_int_equal(
	    count("to = alicloud_vpn_gateway_vpn_attachment.vco-1\n"), 1);
}

static sn_status
table(const char *rows)
{
	sn_status status;
	sn_table *t;

	text_n = 0;
	text[0] = '\0';
	assert_int_equal(
	    sn_table_read(&t, rows, strlen(rows), "csv", NULL), SN_OK);
	status = sn_table_render(t, "terraform", keep, NULL);
	sn_table_free(t);
	return status;
}

#define HEADER "source,destination,next_hop,weight,priority,state,kind\n"

static void
tables(void **state)
{
	(void)state;
	assert_int_equal(
	    table(HEADER "10.0.0.0/8,10.1.0.0/"
			 "24,\"a\"\"}${b}\",100,10,published,policy\n"
			 ",10.2.0.0/24,vco-1,0,,normal,destination\n"
			 ",10.3.0.0/24,vco-1,100,,normal,bgp\n"),
	    SN_OK);
	assert_int_equal(
	    count("next_hop = \"a\\\"}\\u0024{b}\", weight = 100, publish = "
		  "true }"),
	    1);
	assert_int_equal(count("destination = \"10.2.0.0/24\""), 1);
	assert_int_equal(count("10.3.0.0/24"), 0);
	assert_int_equal(count("alicloud_vpn_pbr_route_entry"), 1);
	assert_int_equal(count("alicloud_vpn_route_entry"), 1);
	/* What no resource can hold. */
	assert_int_equal(
	    table(HEADER "10.0.0.0/8,10.1.0.0/24,a,100,1,,policy\n"
			 "10.0.0.0/8,10.2.0.0/24,a,100,2,,policy\n"),
	    SN_EINVAL);
	assert_int_equal(
	    table(HEADER ",0.0.0.0/0,a,100,,,destination\n"), SN_EINVAL);
	assert_int_equal(
	    table(HEADER ",10.0.0.0/8,a,50,,,destination\n"), SN_EINVAL);
	assert_int_equal(text_n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forced_default_route),
	    cmocka_unit_test(connection_that_is_there),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(one_tunnel),
	    cmocka_unit_test(transit_router),
	    cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
