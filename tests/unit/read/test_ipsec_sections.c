/*
 * test_ipsec_sections.c - sections of ipsec.conf that are not as they have to
 * be.
 */
#include "ike_summary.h"

static const struct reads bad_cases[] = {
    {"without indentation",
	"include x\n"
	"conn c\n"
	"right=192.0.2.2\n"
	"ike=aes128-sha256-modp2048!\n"
	"esp = aes128-sha256!\n"
	"auto add\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"? include x\n"
	"? parameters without indentation\n"
	"? auto add\n"},
    {"a subnet that is none",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftsubnet=10.1.0/24\n",
	NULL, "error 1:1 '' conn c: '10.1.0/24' is no subnet"},
    {"and of the other end, long",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\trightsubnet=yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	"yyyyyyyyyyyyyyyyyyyyyyyy\n",
	NULL,
	"error 1:1 '' conn c: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	"yyyyyyyyyyyy' is no subnet"},
    {"a parameter before all sections",
	" left=1\n"
	"conn c\n",
	NULL,
	"error 1:2 'left=1' expected a section, or PARAMETER=VALUE in"
	" one"},
    {"a parameter without a value",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tauto add\n",
	NULL,
	"error 6:2 'auto add' expected a section, or PARAMETER=VALUE "
	"in one"},
    {"nothing that is a section of connections",
	"config x\n"
	"config\n"
	"conn\n"
	"conn = 1\n",
	NULL,
	"error 1:1 '' this is no configuration of a device that is kn"
	"own: swanctl.conf, ipsec.conf, show running-config, Describe"
	"VpnConnections, Terraform's state, a plan"},
    {"setup alone", "config setup\n", NULL, ""},
};

static void
bad(void **state)
{
	(void)state;
	check_reads(bad_cases, sizeof(bad_cases) / sizeof(*bad_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(bad)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
