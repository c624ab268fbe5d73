/*
 * test_oom_text.c - level 3 when memory is out: readers and renderers, every
 * allocation failing in turn.
 */
#include "oom.h"
#include "supernet_text.h"

static sn_plan *plan;
static sn_plan *translated; /* of sides that share addresses */
static sn_set *set;
static sn_plan_change *change; /* to the plan, from what is deployed */

static const char network_text[] =
    "{\"local\": [\"10.1.1.0/24\", \"10.1.2.0/24\"],\n"
    " \"peer\": \"192.168.1.0/24\", \"scheme\": \"pairs\",\n"
    " \"connection\": \"vco-1\", \"max_routes\": 10}\n";

static sn_status
network_read(void)
{
	sn_network *network = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_network_read(
	    &network, network_text, strlen(network_text), &error);
	if (oom_made(status, network))
		sn_network_free(network);
	return status;
}

static const char deployed_text[] =
    "{\"version\": 1, \"connections\": [{\"name\": \"ipsec-connection-1\", "
    "\"ike\": \"v2\", "
    "\"routing_mode\": \"protected-data-flows\", \"local\": "
    "[\"10.1.1.0/24\"], \"peer\": [\"172.16.1.0/24\"]}, {\"name\": "
    "\"ipsec-connection-2\", \"ike\": \"v2\", \"routing_mode\": "
    "\"protected-data-flows\", \"local\": [\"10.1.1.0/24\"], \"peer\": "
    "[\"192.168.1.0/24\"]}, {\"name\": \"ipsec-connection-3\", \"ike\": "
    "\"v2\", \"routing_mode\": \"protected-data-flows\", \"local\": "
    "[\"10.1.2.0/24\"], \"peer\": [\"172.16.1.0/24\"]}, {\"name\": "
    "\"ipsec-connection-4\", \"ike\": \"v2\", \"routing_mode\": "
    "\"protected-data-flows\", \"local\": [\"10.1.2.0/24\"], \"peer\": "
    "[\"192.168.1.0/24\"]}], \"policy_routes\": [{\"source\": "
    "\"10.1.1.0/24\", \"destination\": \"172.16.1.0/24\", \"next_hop\": "
    "\"ipsec-connection-1\", \"weight\": 100, \"priority\": 10, "
    "\"state\": \"normal\", \"origin\": \"auto\", \"action\": \"keep\"}, "
    "{\"source\": \"10.1.1.0/24\", \"destination\": \"192.168.1.0/24\", "
    "\"next_hop\": \"ipsec-connection-2\", \"weight\": 100, \"priority\": "
    "10, \"state\": \"normal\", \"origin\": \"auto\", \"action\": \"keep\"}, "
    "{\"source\": \"10.1.2.0/24\", \"destination\": \"172.16.1.0/24\", "
    "\"next_hop\": \"ipsec-connection-3\", \"weight\": 100, \"priority\": "
    "10, \"state\": \"normal\", \"origin\": \"auto\", \"action\": \"keep\"}], "
    "\"destination_routes\": []} ";

static sn_status
deployed_read(void)
{
	sn_deployed *deployed = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_deployed_read(
	    &deployed, deployed_text, strlen(deployed_text), &error);
	if (oom_made(status, deployed))
		sn_deployed_free(deployed);
	return status;
}

#define STATE                                                                \
 "{\"version\": 4, \"resources\": [{\"type\": \"alicloud_vpn_connection\", " \
 "\"name\": \"a\", \"instances\": [{\"index_key\": 0, \"attributes\": "      \
 "{\"id\": \"vco-1\", \"vpn_gateway_id\": \"vpn-1\", \"local_subnet\": "     \
 "[\"10.1.1.0/24\"], \"remote_subnet\": [\"172.16.1.0/24\"]}}]}, "           \
 "{\"module\": \"module.a\", \"type\": \"alicloud_vpn_pbr_route_entry\", "   \
 "\"name\": \"b\", \"instances\": [{\"index_key\": \"x\", \"attributes\": "  \
 "{\"id\": \"vpn-1:vco-1:10.1.1.0/24:172.16.1.0/24\", \"vpn_gateway_id\": "  \
 "\"vpn-1\", \"next_hop\": \"vco-1\", \"route_source\": \"10.1.1.0/24\", "   \
 "\"route_dest\": \"172.16.1.0/24\", \"weight\": 100}}]}]}"

static const char state_text[] = STATE;

static const char gateway_text[] =
    "{\"TotalCount\": 1, \"VpnConnections\": {\"VpnConnection\": "
    "[{\"VpnConnectionId\": \"vco-2\", \"VpnGatewayId\": \"vpn-1\", "
    "\"LocalSubnet\": \"10.1.0.0/16\", \"RemoteSubnet\": "
    "\"192.168.0.0/16,172.16.0.0/12\", \"IkeConfig\": {\"IkeVersion\": "
    "\"ikev2\", \"IkeEncAlg\": \"new\"}}]}} {\"VpnPbrRouteEntries\": "
    "{\"VpnPbrRouteEntry\": [{\"VpnInstanceId\": \"vpn-1\", \"RouteSource\": "
    "\"10.1.0.0/16\", \"RouteDest\": \"192.168.0.0/16\", \"NextHop\": "
    "\"vco-2\"}]}}" STATE;

static sn_status
deployed_read_of(void)
{
	sn_deployed *deployed = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_deployed_read_of(
	    &deployed, gateway_text, strlen(gateway_text), NULL, &error);
	if (oom_made(status, deployed))
		sn_deployed_free(deployed);
	return status;
}

static const char profile_text[] =
    "{\"name\": \"mine\", \"base\": \"alibaba-cloud\", \"policy_routes\": "
    "{\"value\": 3, \"source\": \"our ticket 7\", \"date\": \"2026-01\"}, "
    "\"forbidden\": [\"198.18.0.0/15\"], \"connections\": null} ";

static sn_status
profile_read(void)
{
	sn_profile *profile = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_profile_read(
	    &profile, profile_text, strlen(profile_text), &error);
	if (oom_made(status, profile))
		sn_profile_free(profile);
	return status;
}

static const char configured_text[] =
    "{\"gateway\": \"alibaba-cloud\", \"peer_device\": \"strongswan\", "
    "\"local\": [\"10.1.1.0/24\", \"10.1.2.0/24\"], \"peer\": "
    "\"192.168.1.0/24\", \"psk_shared_equal\": false, \"connections\": "
    "[{\"name\": \"vco-1\", \"customer_gateway\": \"cgw-1\", \"gateway\": "
    "{\"ike\": \"v1\", \"ike_dh\": \"group2\", \"ike_lifetime\": 86400, "
    "\"local\": [\"10.1.1.0/24\", \"10.1.2.0/24\"], \"peer\": "
    "\"192.168.1.0/24\"}, \"peer_device\": {\"ike\": \"v1\", \"ike_dh\": "
    "\"group2\", \"local\": \"192.168.1.0/24\", \"peer\": "
    "\"10.1.0.0/22\"}}, {\"name\": \"vco-2\", \"customer_gateway\": "
    "\"cgw-1\", \"gateway\": {\"ike\": \"v1\", \"ike_dh\": \"group14\", "
    "\"ike_lifetime\": 28800, \"local\": \"10.1.9.0/24\", \"peer\": "
    "\"192.168.1.0/24\"}}]} ";

static sn_status
configured_read(void)
{
	sn_configured *configured = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_configured_read(
	    &configured, configured_text, strlen(configured_text), &error);
	if (oom_made(status, configured))
		sn_configured_free(configured);
	return status;
}

static sn_status
diagnosis_new(void)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_diagnosis *diagnosis = UNTOUCHED;
	sn_configured *configured;
	sn_status status;

	assert_int_equal(sn_configured_read(&configured, configured_text,
			     strlen(configured_text), NULL),
	    SN_OK);
	sn_configured_request(configured, &request);
	oom_arm();
	status = sn_diagnosis_new(&diagnosis, &request, NULL);
	if (oom_made(status, diagnosis))
		sn_diagnosis_free(diagnosis);
	sn_configured_free(configured);
	return status;
}

static sn_status
diagnosis_fix(void)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_plan_request mends = SN_PLAN_REQUEST_INIT;
	sn_deployed *was = UNTOUCHED;
	sn_diagnosis *diagnosis;
	sn_configured *configured;
	sn_status status;

	assert_int_equal(sn_configured_read(&configured, configured_text,
			     strlen(configured_text), NULL),
	    SN_OK);
	sn_configured_request(configured, &request);
	assert_int_equal(sn_diagnosis_new(&diagnosis, &request, NULL), SN_OK);
	oom_arm();
	status = sn_diagnosis_fix(&was, &mends, diagnosis);
	if (oom_made(status, was))
		sn_deployed_free(was);
	sn_diagnosis_free(diagnosis);
	sn_configured_free(configured);
	return status;
}

static const char swanctl_text[] =
    "connections {\n a {\n  strange = 1\n  local_addrs = 192.0.2.1\n"
    "  remote_addrs = 192.0.2.2\n  local {\n auth = psk\n id = a\n }\n"
    "  remote {\n auth = psk\n id = a\n }\n  children {\n   x {\n"
    "    local_ts = 10.1.0.0/24,10.1.2.0/24\n    remote_ts = 10.1.0.0/24,"
    "10.2.0.0-10.2.0.9\n    esp_proposals = aes256-sha1-modp2048\n } } } }\n"
    "secrets {\n ike-1 {\n id-1 = a\n secret = 0sAAAA\n } }\n";

/* One of each kind. */
static const char *const ike_texts[] = {swanctl_text,
    "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\trightid=b\n"
    "\tleftsubnet=10.1.0.0/24\n\trightsubnet=10.2.0.0/24\n\tstrange=1\n",
    "crypto isakmp policy 1\n encr aes\n hash sha\n group 14\n"
    "crypto ipsec transform-set T esp-aes 256 esp-sha-hmac\n"
    "crypto map M 1 ipsec-isakmp\n set peer 192.0.2.2\n set transform-set "
    "T\n match address 100\naccess-list 100 permit ip 10.1.0.0 0.0.255.255 "
    "host 10.2.0.1\n",
    "{\"VpnConnectionId\": \"vco-1\", \"LocalSubnet\": \"10.1.0.0/16\", "
    "\"RemoteSubnet\": \"10.2.0.0/16\", \"IkeConfig\": {\"Psk\": \"k\", "
    "\"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"x\", \"RemoteId\": \"b\"}, "
    "\"IpsecConfig\": {}}"};
static size_t ike_text;

static sn_status
ike_config_read(void)
{
	sn_ike_config *config = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_ike_config_read(&config, ike_texts[ike_text],
	    strlen(ike_texts[ike_text]), NULL, NULL);
	if (oom_made(status, config))
		sn_ike_config_free(config);
	return status;
}

/* The same device at both ends, or the diagnosis of one file. */
static sn_diagnosis *
two_ends(sn_ike_config **config)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_diagnosis *d = UNTOUCHED;
	sn_status status;

	assert_int_equal(sn_ike_config_read(config, swanctl_text,
			     strlen(swanctl_text), NULL, NULL),
	    SN_OK);
	request.config[0] = request.config[1] = *config;
	oom_arm();
	status = sn_diagnosis_new(&d, &request, NULL);
	oom_disarm();
	if (status) {
		assert_ptr_equal(d, UNTOUCHED);
		return NULL;
	}
	return d;
}

static sn_status
diagnosis_of_ends(void)
{
	sn_ike_config *config;
	sn_diagnosis *d = two_ends(&config);
	sn_status status = d ? SN_OK : SN_ENOMEM;

	sn_diagnosis_free(d);
	sn_ike_config_free(config);
	return status;
}

static sn_status
diagnosis_pair(void)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_pair pair = SN_PAIR_INIT;
	sn_configured *configured;
	sn_diagnosis *d;
	sn_status status;

	assert_int_equal(sn_configured_read(&configured, configured_text,
			     strlen(configured_text), NULL),
	    SN_OK);
	sn_configured_request(configured, &request);
	assert_int_equal(sn_diagnosis_new(&d, &request, NULL), SN_OK);
	oom_arm();
	status = sn_diagnosis_pair(d, 0, &pair);
	oom_disarm();
	sn_diagnosis_free(d);
	sn_configured_free(configured);
	return status;
}

static sn_status
plan_change_new(void)
{
	sn_plan_change *way = UNTOUCHED;
	sn_deployed *old;
	sn_status status;

	assert_int_equal(
	    sn_deployed_read(&old, state_text, strlen(state_text), NULL),
	    SN_OK);
	oom_arm();
	status = sn_plan_change_new(&way, old, plan);
	oom_disarm();
	if (status) {
		assert_ptr_equal(way, UNTOUCHED);
	} else {
		assert_true(sn_plan_change_get(way)->step_count > 0);
		sn_plan_change_free(way);
	}
	sn_deployed_free(old);
	return status;
}

static const char *format; /* of the attempt that runs */

static sn_status
plan_render(void)
{
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	bool nat = !strcmp(format, "nftables");
	sn_status status;
	sn_error error;

	options.change = change;
	oom_arm();
	status = sn_plan_render(
	    nat ? translated : plan, format, &options, drop, NULL, &error);
	oom_disarm();
	return status;
}

static sn_status
set_render(void)
{
	sn_status status;

	oom_arm();
	status = sn_set_render(set, format, drop, NULL);
	oom_disarm();
	return status;
}

static sn_status
profile_render(void)
{
	sn_status status;

	oom_arm();
	status = sn_profile_render(NULL, format, drop, NULL);
	oom_disarm();
	return status;
}

static sn_status
diagnosis_render(void)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	sn_configured *configured;
	sn_diagnosis *diagnosis;
	sn_status status;

	assert_int_equal(sn_configured_read(&configured, configured_text,
			     strlen(configured_text), NULL),
	    SN_OK);
	sn_configured_request(configured, &request);
	assert_int_equal(sn_diagnosis_new(&diagnosis, &request, NULL), SN_OK);
	oom_arm();
	status = sn_diagnosis_render(diagnosis, format, &options, drop, NULL);
	oom_disarm();
	sn_diagnosis_free(diagnosis);
	sn_configured_free(configured);
	return status;
}

static void
readers(void **state)
{
	static const struct attempt attempts[] = {ATTEMPT(network_read),
	    ATTEMPT(deployed_read), ATTEMPT(deployed_read_of),
	    ATTEMPT(diagnosis_fix), ATTEMPT(profile_read),
	    ATTEMPT(configured_read)};
	static const struct attempt ike[] = {ATTEMPT(ike_config_read)};

	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
	for (ike_text = 0; ike_text < sizeof(ike_texts) / sizeof(*ike_texts);
	     ike_text++)
		oom_run(ike, 1);
}

static void
what_was_read(void **state)
{
	static const struct attempt attempts[] = {ATTEMPT(diagnosis_new),
	    ATTEMPT(diagnosis_of_ends), ATTEMPT(diagnosis_pair),
	    ATTEMPT(plan_change_new)};

	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static void
renderers(void **state)
{
	static const char *const set_format[] = {"json", "csv"};

	(void)state;
	for (size_t i = 0; (format = sn_plan_format_name(i)) != NULL; i++) {
		const struct attempt a = {format, plan_render};

		oom_run(&a, 1);
	}
	for (size_t i = 0; i < 2; i++) {
		const struct attempt a[] = {
		    ATTEMPT(profile_render), ATTEMPT(diagnosis_render)};
		const struct attempt b = {set_format[i], set_render};

		format = i ? "text" : "json";
		oom_run(a, 2);
		format = set_format[i];
		oom_run(&b, 1);
	}
	format = "html";
	oom_run(
	    &(const struct attempt){"diagnosis_report", diagnosis_render}, 1);
}

static int
setup(void **state)
{
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[2] = {P("172.16.1.0/24"), P("192.168.1.0/24")};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_deployed *old;

	(void)state;
	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	request.auto_rows = SN_AUTO_ROWS_OFF;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, peer, 2, NULL), SN_OK);
	assert_int_equal(
	    sn_deployed_read(&old, state_text, strlen(state_text), NULL),
	    SN_OK);
	assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
	sn_deployed_free(old);
	request.peer = local;
	request.overlap = SN_OVERLAP_NAT;
	request.nat_pool = peer;
	request.nat_pool_count = 2;
	local[1] = local[0];
	assert_int_equal(
	    sn_prefix_make(&peer[0], sn_addr_v4(0xac100000), 16), SN_OK);
	assert_int_equal(sn_plan_new(&translated, &request, NULL), SN_OK);
	assert_int_equal(sn_plan_get(translated)->translation_count, 2);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sn_plan_free(translated);
	sn_plan_change_free(change);
	sn_plan_free(plan);
	sn_set_free(set);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(readers),
	    cmocka_unit_test(what_was_read),
	    cmocka_unit_test(renderers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
