/*
 * test_cisco_proposals.c - policies and transform sets of
 * `show running-config`.
 */
#include "ike_summary.h"

static const struct reads proposals_cases[] = {
    {"commands as they are typed, without indentation",
	"configure terminal\n"
	"crypto isakmp policy 10\n"
	"encr aes 256\n"
	"hash sha256\n"
	"group 14\n"
	"exit\n"
	"crypto ipsec transform-set TS esp-sha256-hmac esp-aes 256\n"
	"ip access-list extended V\n"
	"permit ip host 10.1.0.1 any\n"
	"10 permit ip host 10.1.0.2 any\n"
	"crypto map CM 10 ipsec-isakmp\n"
	"description set peer\n"
	"set peer 192.0.2.2\n"
	"set transform-set TS\n"
	"match address V\n"
	"interface Tunnel1\n"
	"ip address 10.9.0.1 255.255.255.252\n"
	"tunnel destination 192.0.2.3\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"
	" CM-10: 10.1.0.2-10.1.0.2 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"},
    {"IKEv2 of the ASA",
	"crypto ikev2 policy 1\n"
	" encryption aes-gcm-256 aes-256\n"
	" integrity null sha256\n"
	" prf sha384 sha256\n"
	" group 21 14\n"
	" lifetime seconds 86400\n"
	"crypto ipsec ikev2 ipsec-proposal P\n"
	" protocol esp encryption aes-256 aes\n"
	" protocol esp integrity sha-256 sha-1\n"
	" other\n"
	"crypto map M 1 match address V\n"
	"crypto map M 1 set peer 192.0.2.2 192.0.2.3\n"
	"crypto map M 1 set peer 192.0.2.9\n"
	"crypto map M 1 set ikev2 ipsec-proposal P\n"
	"crypto map M 1 set pfs group19\n"
	"crypto map M interface outside\n"
	"access-list V extended permit ip any any\n",
	NULL,
	"M-1 v2 '' '' to '192.0.2.2,192.0.2.3,192.0.2.9' '' auth by e"
	"14256 e4256 i3 p4 p3 g21 g14; 86400 0\n"
	" M-1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255 by "
	"e4256 e4128 i3 i2 g19 n0; 28800 28800 4718592000\n"},
    {"IKEv1 of the ASA",
	"crypto ikev1 policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec ikev1 transform-set TS esp-3des esp-md5-hmac\n"
	"crypto map M 1 match address V\n"
	"crypto map M 1 set peer 192.0.2.2\n"
	"crypto map M 1 set ikev1 transform-set TS\n"
	"access-list V extended permit ip any any\n",
	NULL,
	"M-1 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 0\n"
	" M-1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255 by "
	"e3000 i1 n0; 28800 28800 4718592000\n"},
    {"words that are not known",
	"crypto isakmp policy 1\n"
	" encr sm4\n"
	" hash sm3\n"
	" group 99\n"
	" authentication pre-share\n"
	"crypto ipsec transform-set TS esp-sm4 ah-sm3-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth unsure by i2 p2; 0 0; "
	"what a policy of phase 1 does not say, the release's default"
	"\n"
	" CM-10 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by"
	" n0; 3600 3600 4718592000\n"
	"? sm4\n"
	"? sm3\n"
	"? 99\n"
	"? esp-sm4\n"
	"? ah-sm3-hmac\n"},
    {"a policy that says nothing",
	"crypto isakmp policy 1\n"
	" authentication pre-share\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth unsure by i2 p2; 0 0; "
	"what a policy of phase 1 does not say, the release's default"
	"\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"no policy",
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth unsure by; 0 0; t"
	"he policies of phase 1, of which the file has none\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"a policy that names a proposal",
	"crypto ikev2 policy 2\n"
	" proposal P\n"
	"crypto ikev2 policy 3\n"
	" match fvrf any\n"
	"crypto ikev2 proposal P\n"
	" encryption aes-cbc-256\n"
	" integrity sha512\n"
	" group 19\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	" set ikev2-profile PR\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v2 '' '' to '192.0.2.2' '' auth by e4256 i5 p5 g19; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"two policies",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto isakmp policy 20\n"
	" encryption 3des\n"
	" hash sha\n"
	" group 2\n"
	"crypto isakmp policy 30\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14 | e"
	"3000 i2 p2 g2; 0 0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"a transform set that is nowhere",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TT esp-aes\n"
	"crypto ipsec transform-set\n"
	"x y transform-set TS esp-des\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by"
	"; 3600 3600 4718592000\n"
	"? transform set TS, not in the file\n"},
    {"AH, AES with a size, a mode below",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-gcm 256\n"
	" mode tunnel\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	" set pfs group14\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e14256"
	" g14 n0; 3600 3600 4718592000\n"},
    {"settings that are cut short",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set peer\n"
	" set transform-set\n"
	" set ikev1 transform-set\n"
	" set ikev2 ipsec-proposal\n"
	"\t\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by"
	"; 3600 3600 4718592000\n"},
    {"no transform set",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by"
	"; 3600 3600 4718592000\n"},
};

static void
proposals(void **state)
{
	(void)state;
	check_reads(proposals_cases,
	    sizeof(proposals_cases) / sizeof(*proposals_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(proposals)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
