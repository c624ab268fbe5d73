/*
 * test_cisco_identity.c - who the ends are that Cisco's devices talk of, and
 * what a terminal leaves in what is pasted.
 */
#include "ike_summary.h"

/* An entry of IKEv2, with what a case says of its profile. */
#define IOS(profile)                                               \
 "crypto ikev2 proposal P\n encryption aes-cbc-256\n integrity "   \
 "sha256\n group 14\n"                                             \
 "crypto ikev2 profile Q\n identity local fqdn other\n"            \
 "crypto ikev2 profile R\n" profile                                \
 "crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"     \
 "crypto map CM 10 ipsec-isakmp\n set peer 192.0.2.2\n"            \
 " set transform-set TS\n set ikev2-profile R\n match address V\n" \
 "access-list V permit ip host 10.1.0.1 any\n"
#define LIVES(life, local, peer, rest)                                 \
 "CM-10 v2 '' '" local "' to '192.0.2.2' '" peer "' auth" rest         \
 "\n CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 by e4256 i3 " \
 "n0; " life " " life " 4718592000\n"
#define READ(local, peer, rest) LIVES("3600", local, peer, rest)
#define READ_ASA(rest)		LIVES("28800", "", "", rest)
#define SURE			" by e4256 i3 p3 g14; 0 0"
#define UNSURE                                                            \
 " unsure-id by e4256 i3 p3 g14; 0 0; an identity, such as a certificate" \
 " has"

static const struct reads profiles[] = {
    {"nobody is said", IOS(" keyring local K\n"), NULL, READ("", "", SURE)},
    {"names", IOS(" identity local fqdn r1\n match identity remote fqdn r2\n"),
	NULL, READ("r1", "r2", SURE)},
    {"addresses",
	IOS(" identity local address 192.0.2.1\n match identity remote "
	    "address 192.0.2.2 255.255.255.255\n"),
	NULL, READ("192.0.2.1", "192.0.2.2", SURE)},
    {"a network, which is many",
	IOS(" match identity remote address 192.0.2.0 255.255.255.0\n"), NULL,
	READ("", "", SURE)},
    {"addresses of IPv6",
	IOS(" identity local address 2001:db8::1\n match identity remote "
	    "address 2001:db8::2/128\n"),
	NULL, READ("2001:db8::1", "2001:db8::2", SURE)},
    {"a network of IPv6", IOS(" match identity remote address 2001:db8::/64\n"),
	NULL, READ("", "", SURE)},
    {"anybody", IOS(" match identity remote any\n"), NULL, READ("", "", SURE)},
    {"several",
	IOS(" match identity remote fqdn a\n match identity remote fqdn b\n"),
	NULL, READ("", "", SURE)},
    {"a domain", IOS(" match identity remote fqdn domain example.com\n"), NULL,
	READ("", "*.example.com", SURE)},
    {"a domain of mail",
	IOS(" identity local email a@b\n match identity remote email domain "
	    "example.com\n"),
	NULL, READ("a@b", "*@example.com", SURE)},
    {"what a certificate has", IOS(" identity local dn\n"), NULL,
	READ("", "", UNSURE)},
    {"a key's", IOS(" match identity remote key-id x\n"), NULL,
	READ("", "x", UNSURE)},
    {"certificates", IOS(" authentication local rsa-sig\n"), NULL,
	READ("", "", UNSURE)},
    {"certificates, and a name",
	IOS(" authentication local rsa-sig\n identity local fqdn r1\n"), NULL,
	READ("r1", "", SURE)},
    {"keys", IOS(" authentication local pre-share\n"), NULL,
	READ("", "", SURE)},
    {"a map of certificates", IOS(" match certificate M\n"), NULL,
	READ("", "", UNSURE)},
    {"a name for all", IOS("") "crypto isakmp identity hostname\n", NULL,
	READ("", "", UNSURE)},
    {"the address for all", IOS("") "crypto isakmp identity address\n", NULL,
	READ("", "", SURE)},
    {"whatever fits, for all", IOS("") "crypto isakmp identity auto\n", NULL,
	READ("", "", SURE)},
    {"a group with a certificate",
	IOS("") "tunnel-group 192.0.2.2 ipsec-attributes\n ikev2 "
		"local-authentication certificate T\n",
	NULL, READ_ASA(UNSURE)},
    {"the same of IKEv1",
	IOS("") "tunnel-group 192.0.2.2 ipsec-attributes\n ikev1 "
		"trust-point T\n",
	NULL, READ_ASA(UNSURE)},
    {"another group with one",
	IOS("") "tunnel-group 192.0.2.9 ipsec-attributes\n ikev2 "
		"local-authentication certificate T\n",
	NULL, READ_ASA(SURE)},
    {"a group with a key",
	IOS("") "tunnel-group 192.0.2.2 ipsec-attributes\n ikev2 "
		"local-authentication pre-shared-key *****\n",
	NULL, READ_ASA(SURE)},
};

static void
identities(void **state)
{
	(void)state;
	check_reads(profiles, sizeof(profiles) / sizeof(*profiles));
}

#define PHASES                                                       \
 "crypto isakmp policy 10\n encr aes 256\n hash sha256\n group 14\n" \
 "crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
#define MAP                                                  \
 "crypto map CM 10 ipsec-isakmp\n set peer 192.0.2.2\n set " \
 "transform-set TS\n match address V\n"
#define ASA_MAP                                                     \
 "crypto map CM 10 set peer 192.0.2.2\ncrypto map CM 10 set ikev1 " \
 "transform-set TS\ncrypto map CM 10 match address V\n"
#define ENTRY                                                   \
 "CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 " \
 "0\n"
#define CHILD	  " by e4256 i3 n0; 3600 3600 4718592000\n"
#define ASA_CHILD " by e4256 i3 n0; 28800 28800 4718592000\n"

static const struct reads pasted[] = {
    {"a pager's own lines",
	"crypto isakmp policy 10\n encr aes 256\n <--- More --->  \n hash "
	"sha256\n --More-- \n"
	" group 14\ncrypto ipsec transform-set TS esp-aes 256 "
	"esp-sha256-hmac\n" MAP "access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	ENTRY " CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" CHILD},
    {"what a pager took away again",
	"crypto isakmp policy 10\r\n encr aes 256\r\n --More-- \b\b\b\b\b\b\b"
	"\b\b        \b\b\b\b\b\b\b\b\b hash sha256\r\n<--- More --->\r       "
	"       \r group 14\r\ncrypto ipsec transform-set TS esp-aes 256 "
	"esp-sha256-hmac\r\n" MAP
	"access-list V permit ip host 10.1.0.1 any\r\n",
	NULL,
	ENTRY " CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" CHILD},
    {"commands after prompts",
	"r1(config)# crypto isakmp policy 10\nr1(config-isakmp)#encr aes 256\n"
	"r1(config-isakmp)#hash sha256\nr1(config-isakmp)#group 14\n"
	"r1(config)#crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac"
	"\nr1(config)#crypto map CM 10 ipsec-isakmp\n"
	"r1(config-crypto-map)#set peer 192.0.2.2\n"
	"r1(config-crypto-map)#set transform-set TS\n"
	"r1(config-crypto-map)#match address V\n#\n# x\n"
	"r1(config)#access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	ENTRY " CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" CHILD},
    {"a denial after, and one before",
	PHASES MAP "access-list V permit ip host 10.1.0.1 any\n"
		   "access-list V deny ip host 10.1.0.2 any\n"
		   "access-list V permit ip host 10.1.0.3 any\n"
		   "access-list V permit ip host 10.1.0.4 any\n",
	NULL,
	ENTRY
	" CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" CHILD
	" CM-10 unsure: 10.1.0.3-10.1.0.3 to 0.0.0.0-255.255.255.255" CHILD
	" CM-10 unsure: 10.1.0.4-10.1.0.4 to 0.0.0.0-255.255.255.255" CHILD
	"? deny\n"},
    {"lines with numbers, and lines that are off",
	PHASES ASA_MAP
	"access-list V line 1 extended permit ip host 10.1.0.1 any "
	"(hitcnt=3) 0x12\n"
	"access-list V extended permit ip host 10.1.0.2 any inactive\n",
	NULL,
	ENTRY " CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" ASA_CHILD},
    {"a netmask of an ASA, without a word before",
	PHASES ASA_MAP "access-list V permit ip 10.1.0.1 255.255.255.255 any\n",
	NULL,
	ENTRY " CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255" ASA_CHILD},
    {"a lifetime of two policies, and a hash that is not shown",
	"crypto isakmp policy 10\n encr aes 256\n group 14\n lifetime 3600\n"
	"crypto isakmp policy 20\n encr aes\n group 14\n lifetime 3600\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n" MAP
	"access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i2 p2 g14 | e4128 i2 "
	"p2 g14; 3600 0\n CM-10: 10.1.0.1-10.1.0.1 to "
	"0.0.0.0-255.255.255.255" CHILD},
    {"lifetimes that differ",
	"crypto isakmp policy 10\n encr aes 256\n group 14\n lifetime 3600\n"
	"crypto isakmp policy 20\n encr aes\n group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n" MAP
	"access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i2 p2 g14 | e4128 i2 "
	"p2 g14; 0 0\n CM-10: 10.1.0.1-10.1.0.1 to "
	"0.0.0.0-255.255.255.255" CHILD},
    {"a tunnel that is shut down",
	PHASES
	"crypto ipsec profile T\n set transform-set TS\n set "
	"isakmp-profile X\ninterface Tunnel1\n shutdown\n tunnel "
	"destination 192.0.2.2\n tunnel mode ipsec ipv4\n tunnel "
	"protection ipsec profile T\ncrypto isakmp profile X\n self-identity "
	"fqdn\n",
	NULL,
	"Tunnel1 v1 '' '' to '192.0.2.2' '' auth refused unsure-id by e4256 i3 "
	"p3 g14; 0 0; shutdown\n Tunnel1: 0.0.0.0-255.255.255.255 to "
	"0.0.0.0-255.255.255.255" CHILD},
};

static void
terminals(void **state)
{
	(void)state;
	check_reads(pasted, sizeof(pasted) / sizeof(*pasted));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identities), cmocka_unit_test(terminals)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
