/*
 * test_plan_config.c - a plan, or the network that one is made for, as an end
 * of a diagnosis.
 */
#include "ike_summary.h"

#define CONNECTIONS                                                 \
 "\"connections\": [{\"name\": \"a\", \"ike\": \"v2\", \"local\": " \
 "[\"10.1.0.0/24\", \"10.3.0.0/24\"], \"peer\": [\"10.2.0.0/24\"]}]"
#define SIDES "\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.2.0.0/24\"]"

static const struct reads cases[] = {
    {"a plan",
	"{\"version\": 1, " CONNECTIONS ", \"proposal\": {\"ike_encryption\": "
	"\"aes256\", \"ike_integrity\": \"sha256\", \"ike_dh\": \"group14\", "
	"\"ike_lifetime\": 28800, \"esp_encryption\": \"aes256-gcm\", "
	"\"esp_integrity\": null, \"pfs\": \"none\", \"ipsec_lifetime\": "
	"3600}}",
	NULL,
	"a v2 '' '' to '' '' auth by e4256 i3 p3 g14; 28800 0\n"
	" a: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2.0.255 "
	"by e14256 n0; 3600 3600 0\n"},
    {"a lifetime by volume",
	"{\"version\": 1, " CONNECTIONS ", \"proposal\": {\"ike_encryption\": "
	"\"aes256\", \"ike_integrity\": \"sha256\", \"ike_dh\": \"group14\", "
	"\"esp_encryption\": \"aes256-gcm\", \"pfs\": \"none\", "
	"\"volume_lifetime\": 102400000}}",
	NULL,
	"a v2 '' '' to '' '' auth by e4256 i3 p3 g14; 0 0\n"
	" a: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2.0.255 "
	"by e14256 n0; 0 0 104857600000\n"},
    {"and one past all",
	"{\"version\": 1, " CONNECTIONS ", \"proposal\": {\"ike_encryption\": "
	"\"aes256\", \"ike_integrity\": \"sha256\", \"ike_dh\": \"group14\", "
	"\"esp_encryption\": \"aes256-gcm\", \"pfs\": \"none\", "
	"\"volume_lifetime\": 9223372036854775807}}",
	NULL,
	"a v2 '' '' to '' '' auth by e4256 i3 p3 g14; 0 0\n"
	" a: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2.0.255 "
	"by e14256 n0; 0 0 9223372036854775807\n"},
    {"a plan without a proposal", "{\"version\": 1, " CONNECTIONS "}", NULL,
	"a v2 '' '' to '' '' auth unsure by; 0 0\n"
	" a unsure: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to "
	"10.2.0.0-10.2.0.255 by n0; 0 0 0\n"},
    {"a network", "{" SIDES "}", NULL,
	"ipsec-connection v2 '' '' to '' '' auth by e4256 i3 p3 g14; 86400 0\n"
	" ipsec-connection: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by "
	"e4256 i3 g14 n0; 86400 86400 0\n"},
    {"a network without a plan",
	"{" SIDES ", \"gateway\": \"gcp\", \"scheme\": \"lists\", "
	"\"max_connections\": 0}",
	NULL, "error 1:1 '' no plan is feasible for it"},
    {"a network that is refused",
	"{" SIDES ", \"proposal\": \"aes256-sha256-group99\"}", NULL,
	"error 1:1 '' a proposal is default, legacy or as "
	"aes256-sha256-group14, and 'group99' is no IKE DH group"},
    {"a plan of another version", "{\"version\": 9, " CONNECTIONS "}", NULL,
	"error 1:13 '9' expected a plan of version 1"},
    {"no side of the peer", "{\"local\": [\"10.1.0.0/24\"]}", NULL,
	"error 1:1 '' no connections of Alibaba Cloud in this JSON "
	"(VpnConnections, resources of the kind alicloud_vpn_connection)"},
};

static void
each(void **state)
{
	(void)state;
	check_reads(cases, sizeof(cases) / sizeof(*cases));
}

/* As the gateway's end, and turned as the peer's: they fit. */
static void
both_ends(void **state)
{
	static const char text[] =
	    "{\"version\": 1, " CONNECTIONS ", \"proposal\": "
	    "{\"ike_encryption\": \"aes256\", \"ike_integrity\": \"sha256\", "
	    "\"ike_dh\": \"group14\", \"esp_encryption\": \"aes256\", "
	    "\"esp_integrity\": \"sha256\", \"pfs\": \"group14\"}}";
	static const char device[] =
	    "connections { p {\n version = 2\n local { id = p\n }\n remote "
	    "{ id = q\n }\n rekey_time = 0\n proposals = "
	    "aes256-sha256-modp2048\n children { c "
	    "{\n local_ts = 10.2.0.0/24\n remote_ts = "
	    "10.1.0.0/24,10.3.0.0/24\n esp_proposals = "
	    "aes256-sha256-modp2048\n rekey_time = 0\n } } } }\n";
	static const char mirrored[] =
	    "connections { p {\n version = 2\n proposals = "
	    "aes256-sha256-modp2048\n rekey_time = 0\n children { c {\n "
	    "local_ts = 10.1.0.0/24,10.3.0.0/24\n remote_ts = 10.2.0.0/24\n "
	    "esp_proposals = aes256-sha256-modp2048\n rekey_time = 0\n } } } "
	    "}\n";
	const char *const other[2] = {text, device};

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
		const char *gateway = i < 2 ? text : mirrored;
		const char *peer = i < 2 ? other[i] : text;
		sn_ike_config *end[2];
		sn_diagnosis *d;

		assert_int_equal(sn_ike_config_read(&end[SN_LOCAL], gateway,
				     strlen(gateway), NULL, NULL),
		    SN_OK);
		assert_int_equal(sn_ike_config_read(&end[SN_PEER], peer,
				     strlen(peer), NULL, NULL),
		    SN_OK);
		/* What a device has stays as it is. */
		sn_ike_config_turn(end[SN_PEER]);
		for (unsigned e = 0; e < 2; e++)
			q.config[e] = end[e];
		assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
		for (size_t k = 0; k < sn_diagnosis_get(d)->finding_count;
		     k++) {
			const char *code =
			    sn_diagnosis_get(d)->findings[k].code;

			/* What the device makes of two selectors. */
			if (strcmp(code, "choice-not-known") != 0)
				fail_msg("%u: %s", i, code);
		}
		sn_diagnosis_free(d);
		sn_ike_config_free(end[0]);
		sn_ike_config_free(end[1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each), cmocka_unit_test(both_ends)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
