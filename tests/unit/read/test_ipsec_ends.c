/*
 * test_ipsec_ends.c - which side of an ipsec.conf is its own.
 */
#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_config.h"

/* Both ends, and the own addresses that their first connections then have. */
static const struct faced {
	const char *why;
	const char *text[2];
	const char *own[2];
} faced[] = {
    {"one file at both ends",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "conn c\n left=192.0.2.1\n right=192.0.2.2\n"},
	{"192.0.2.1", "192.0.2.2"}},
    {"mirror images",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "conn c\n left=192.0.2.2\n right=192.0.2.1\n"},
	{"192.0.2.1", "192.0.2.2"}},
    {"the gateway's own is right",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "connections {\n c {\n local_addrs = 192.0.2.1\n remote_addrs = "
	    "192.0.2.2\n }\n}\n"},
	{"192.0.2.2", "192.0.2.1"}},
    {"files that say which is their own",
	{"connections {\n c {\n local_addrs = 192.0.2.1\n remote_addrs = "
	 "192.0.2.2\n }\n}\n",
	    "connections {\n c {\n local_addrs = 192.0.2.1\n remote_addrs = "
	    "192.0.2.2\n }\n}\n"},
	{"192.0.2.1", "192.0.2.1"}},
    {"the peer's left one is its own",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "conn c\n left=%defaultroute\n right=192.0.2.2\n"},
	{"192.0.2.2", ""}},
    {"the left one is anybody",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "conn c\n left=%any\n right=192.0.2.2\n"},
	{"192.0.2.1", "192.0.2.2"}},
    {"the right one is not said",
	{"conn c\n left=192.0.2.1\n right=192.0.2.2\n",
	    "conn c\n left=192.0.2.1\n right=%any\n"},
	{"192.0.2.1", "192.0.2.1"}},
    {"behind addresses that are no other's",
	{"conn c\n left=10.0.0.1\n right=192.0.2.2\n",
	    "conn c\n left=10.0.0.1\n right=192.0.2.1\n"},
	{"10.0.0.1", "10.0.0.1"}},
};

static void
face(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faced) / sizeof(*faced); i++) {
		sn_ike_config *end[2];

		print_message("  %s\n", faced[i].why);
		for (unsigned e = 0; e < 2; e++)
			assert_int_equal(
			    sn_ike_config_read(&end[e], faced[i].text[e],
				strlen(faced[i].text[e]), NULL, NULL),
			    SN_OK);
		sn_ike_configs_face(end[SN_LOCAL], end[SN_PEER]);
		for (unsigned e = 0; e < 2; e++) {
			const struct sn__ike_connection *of =
			    &end[e]->connection[0];

			assert_string_equal(
			    sn__ike_text(end[e], of->address[SN_LOCAL]),
			    faced[i].own[e]);
			sn_ike_config_free(end[e]);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(face)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
