/*
 * test_cisco_map.c - entries of crypto maps: which are one connection.
 */
#include "ike_summary.h"

static const struct reads cases[] = {
    {"entries to one peer, and to another, of IPv6",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map ipv6 CM 10 ipsec-isakmp\n"
	" set peer 2001:db8::2\n"
	" set transform-set TS\n"
	" match address A\n"
	"crypto map ipv6 CM 20 ipsec-isakmp\n"
	" set peer 2001:db8::3\n"
	" set transform-set TS\n"
	" match address A\n"
	"crypto map ipv6 CM 30 ipsec-isakmp\n"
	" set peer 2001:db8::2\n"
	" set transform-set TS\n"
	" match address B\n"
	"interface G0\n"
	" ipv6 crypto map CM\n"
	"ipv6 access-list A\n"
	" permit ipv6 fd00::/64 any\n"
	"ipv6 access-list B\n"
	" permit ipv6 host fd00::1 x\n",
	NULL,
	"CM-10 v1 '' '' to '2001:db8::2' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" CM-10: fd00::-fd00::ffff:ffff:ffff:ffff to ::-ffff:ffff:fff"
	"f:ffff:ffff:ffff:ffff:ffff by e4256 i3 n0; 3600 3600 4718592"
	"000\n"
	" CM-30 unsure: fd00::1-fd00::1 to by e4256 i3 n0; 3600 3600 "
	"4718592000\n"
	"CM-20 v1 '' '' to '2001:db8::3' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" CM-20: fd00::-fd00::ffff:ffff:ffff:ffff to ::-ffff:ffff:fff"
	"f:ffff:ffff:ffff:ffff:ffff by e4256 i3 n0; 3600 3600 4718592"
	"000\n"
	"? x\n"},
};

static void
entries(void **state)
{
	(void)state;
	check_reads(cases, sizeof(cases) / sizeof(*cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(entries)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
