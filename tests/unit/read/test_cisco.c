/*
 * test_cisco.c - what is read of `show running-config`: who talks of what.
 */
#include "ike_summary.h"

#define POLICY               \
 "crypto isakmp policy 10\n" \
 " encr aes 256\n"           \
 " hash sha256\n"            \
 " group 14\n"
#define MAP                                                    \
 "crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n" \
 "crypto map CM 10 ipsec-isakmp\n"                             \
 " set peer 192.0.2.2\n"                                       \
 " set transform-set TS\n"

static const struct reads addresses_cases[] = {
    {"a list that is numbered",
	POLICY MAP " match address V\n"
		   "access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"},
    {"a comment among the lines of a list",
	POLICY MAP " match address V\n"
		   "ip access-list extended V\n"
		   " permit ip host 10.1.0.1 any\n"
		   " ! and no more\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"},
    {"PFS of the device's own group, which is not none",
	POLICY MAP " set pfs\n"
		   " match address V\n"
		   "access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 "
	"by e4256 i3 n0; 3600 3600 4718592000\n"
	"? set pfs\n"},
    {"a group of which one line is not understood",
	POLICY MAP " match address V\n"
		   "object-group network G\n"
		   " network-object 10.1.0.0 255.255.255.0\n"
		   " network-object object-of-dreams\n"
		   "access-list V extended permit ip object-group G any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 3600 3600 "
	"4718592000\n"
	"? object-of-dreams\n"},
    {"masks that are all alike, in IOS",
	POLICY MAP
	" match address V\n"
	"access-list V permit ip 0.0.0.0 255.255.255.255 10.2.0.0 0.0"
	".0.0\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 10.2.0.0-10.2.0.0 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"},
    {"and in the ASA",
	"access-list V extended permit ip 0.0.0.0 0.0.0.0 10.2.0.1 25"
	"5.255.255.255\n" POLICY MAP " match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 10.2.0.1-10.2.0.1 by e425"
	"6 i3 n0; 3600 3600 4718592000\n"},
    {"a mask in IOS",
	POLICY MAP " match address V\n"
		   "access-list V permit ip 10.1.0.0 255.255.255.0 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 0.0.0.0-255.255.255.255 by e4"
	"256 i3 n0; 3600 3600 4718592000\n"},
    {"any4",
	"access-list V extended permit ip any4 any\n" POLICY MAP
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255 b"
	"y e4256 i3 n0; 3600 3600 4718592000\n"},
    {"no address",
	POLICY MAP " match address V\n"
		   "access-list V permit ip host x any\n"
		   "access-list V permit ip 10.1.0.0 x any\n"
		   "access-list V permit ip\n"
		   "access-list V permit ip 2001:db8:: :: any\n"
		   "access-list V permit ip x 0.0.0.255 any\n"
		   "access-list V permit ip 10.1.0.0 ::1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	" CM-10 unsure: to by e4256 i3 n0; 3600 3600 4718592000\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	"? x\n"
	"? 10.1.0.0\n"
	"? \n"
	"? \n"
	"? 2001:db8::\n"
	"? x\n"
	"? 10.1.0.0\n"},
    {"a mask with holes",
	POLICY MAP " match address V\n"
		   "access-list V permit ip 10.1.0.0 0.0.255.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	"? 10.1.0.0\n"},
    {"a denial, a remark, a protocol",
	POLICY MAP
	" match address V\n"
	"access-list V deny ip any any\n"
	"access-list V remark x\n"
	"access-list V permit tcp any any\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by"
	" e4256 i3 n0; 3600 3600 4718592000\n"
	"? V\n"
	"? deny\n"},
    {"another list",
	POLICY MAP
	" match address V\n"
	"access-list W permit ip any any\n"
	"access-list\n"
	"ip access-list extended W\n"
	" permit ip any any\n"
	"ip access-list extended\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"a block with numbers",
	POLICY MAP " match address V\n"
		   "ip access-list extended V\n"
		   " 10 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n"
		   " :x\n"
		   " remark y\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"
	"? V\n"},
    {"objects of all kinds",
	"object network O\n"
	" description our own\n"
	" host 10.1.0.9\n"
	"object network S\n"
	" subnet 10.1.4.0 255.255.255.0\n"
	"object-group network L\n"
	" description x\n"
	" network-object host 10.1.0.1\n"
	" network-object 10.1.2.0 255.255.255.0\n"
	" network-object object O\n"
	" group-object M\n"
	"object-group network M\n"
	" network-object object S\n"
	"object network\n"
	"access-list V extended permit ip object-group L object O\n" POLICY MAP
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 to 10.1.0.9-10.1.0.9 by e4256 i3 n0; 3600 "
	"3600 4718592000\n"
	" CM-10: 10.1.2.0-10.1.2.255 to 10.1.0.9-10.1.0.9 by e4256 i3 n0; 3600 "
	"3600 4718592000\n"
	" CM-10: 10.1.0.9-10.1.0.9 to 10.1.0.9-10.1.0.9 by e4256 i3 n0; 3600 "
	"3600 4718592000\n"
	" CM-10: 10.1.4.0-10.1.4.255 to 10.1.0.9-10.1.0.9 by e4256 i3 n0; 3600 "
	"3600 4718592000\n"},
    {"an object that is nowhere",
	"object network O\n"
	" range 10.1.0.1 10.1.0.9\n"
	"access-list V extended permit ip object X object O\n" POLICY MAP
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 10.1.0.1-10.1.0.9 by e4256 i3 n0; 3600 360"
	"0 4718592000\n"
	"? X\n"},
    {"objects with ranges that are none, and with NAT",
	"object network O\n"
	" range 10.1.0.1 x\n"
	"object network N\n"
	" subnet 10.1.10.0 255.255.255.0\n"
	"object network N\n"
	" nat (inside,outside) dynamic interface\n"
	"access-list V extended permit ip object N object O\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" group 14\n" MAP " match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i2 p2 g14; 0 "
	"0\n"
	" CM-10 unsure: 10.1.10.0-10.1.10.255 to by e4256 i3 n0; 3600"
	" 3600 4718592000\n"
	"? range\n"},
    {"groups that hold themselves",
	"object-group network L\n"
	" group-object L\n"
	"access-list V extended permit ip object-group L any\n" POLICY MAP
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 4718592000\n"
	"? L\n"},
};

static void
addresses(void **state)
{
	(void)state;
	check_reads(addresses_cases,
	    sizeof(addresses_cases) / sizeof(*addresses_cases));
}

static const struct reads maps_cases[] = {
    {"entries that are not whole",
	"crypto map CM 20 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	"crypto map CM 30 ipsec-isakmp\n"
	" set transform-set TS\n"
	" match address V\n" POLICY MAP " match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"
	"? CM\n"
	"? CM\n"},
    {"sets of both versions, several of each, and several peers",
	"access-list V extended permit ip 10.1.0.0 255.255.255.0 any4\n"
	"crypto ikev2 policy 100\n"
	" encryption aes-256\n"
	" integrity sha256\n"
	" group 14\n"
	"crypto ipsec ikev1 transform-set A esp-3des esp-sha-hmac\n"
	"crypto ipsec ikev1 transform-set B esp-aes-256 esp-sha-hmac\n"
	"crypto ipsec ikev2 ipsec-proposal C\n"
	" protocol esp encryption aes-256\n"
	" protocol esp integrity sha-256\n"
	"crypto ipsec ikev2 ipsec-proposal D\n"
	" protocol esp encryption aes\n"
	" protocol esp integrity sha-1\n"
	"crypto map M 1 match address V\n"
	"crypto map M 1 set peer 192.0.2.2 192.0.2.3\n"
	"crypto map M 1 set ikev1 transform-set A B\n"
	"crypto map M 1 set ikev2 ipsec-proposal C D\n"
	"crypto map M 1 set security-association lifetime seconds 900\n"
	"crypto map M 1 set security-association lifetime kilobytes "
	"unlimited\n"
	"crypto map M 1 set security-association lifetime\n"
	"crypto ipsec security-association lifetime seconds 28800\n"
	"crypto ipsec security-association lifetime kilobytes 4608000\n"
	"crypto map M 2 match address V\n"
	"crypto map M 2 set peer 192.0.2.4\n"
	"crypto map M 2 set ikev1 transform-set A B ! the old one\n"
	"crypto map M interface outside\n"
	"crypto ikev1 policy 1\n"
	" encryption aes-256\n"
	" hash sha\n"
	" group 5\n",
	NULL,
	"M-1 v2 '' '' to '192.0.2.2,192.0.2.3' '' auth unsure by e425"
	"6 i3 p3 g14; 0 0\n"
	" M-1: 10.1.0.0-10.1.0.255 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0 | e4128 i2 n0; 900 900 0\n"
	"M-2 v1 '' '' to '192.0.2.4' '' auth by e4256 i2 p2 g5; 0 0\n"
	" M-2: 10.1.0.0-10.1.0.255 to 0.0.0.0-255.255.255.255 by e300"
	"0 i2 n0 | e4256 i2 n0; 28800 28800 4718592000\n"},
    {"a tunnel of IPsec, and one of GRE",
	"crypto ikev2 proposal P\n"
	" encryption aes-cbc-256\n"
	" integrity sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto ipsec profile PROFILE\n"
	" set transform-set TS\n"
	" set ikev2-profile IKE\n"
	" set pfs group14      ! the same\n"
	"interface Tunnel1\n"
	" tunnel destination 192.0.2.2\n"
	" tunnel mode ipsec ipv4\n"
	" tunnel protection ipsec profile PROFILE\n"
	"interface Tunnel2\n"
	" tunnel destination 192.0.2.3\n"
	" tunnel protection ipsec profile PROFILE\n",
	NULL,
	"Tunnel1 v2 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" Tunnel1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255"
	" by e4256 i3 g14 n0; 3600 3600 4718592000\n"
	"Tunnel2 v2 '' '' to '192.0.2.3' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" Tunnel2 unsure: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255."
	"255.255 by e4256 i3 g14 n0; 3600 3600 4718592000\n"
	"? tunnel mode gre\n"},
    {"lines of one entry, and of others",
	POLICY MAP
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n"
	"crypto map CM 10 set pfs group5\n"
	"crypto map CM 20 match address V\n"
	"crypto map CN 10 match address V\n"
	"crypto map\n"
	"crypto map CM 10\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 g5 n0; 28800 28800 4718592000\n"
	"? CM\n"
	"? CN\n"},
    {"a tunnel whose profile is nowhere",
	POLICY "crypto ipsec profile X\n"
	       " set transform-set TS\n"
	       "crypto ipsec profile\n"
	       "interface Tunnel1\n"
	       " ip address 10.9.9.1 255.255.255.252\n"
	       " tunnel destination 192.0.2.2\n"
	       " tunnel mode ipsec ipv4\n"
	       " tunnel protection ipsec profile IP\n",
	NULL,
	"Tunnel1 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" Tunnel1 unsure: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255."
	"255.255 by; 3600 3600 4718592000\n"},
    {"a tunnel to nobody that is said",
	POLICY "crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	       "crypto ipsec profile IP\n"
	       " set transform-set TS\n"
	       "interface Tunnel1\n"
	       " ip address 10.9.9.1 255.255.255.252\n"
	       " tunnel destination\n"
	       " tunnel mode ipsec ipv4\n"
	       " tunnel protection ipsec profile\n"
	       " tunnel protection ipsec profile IP\n",
	NULL,
	"Tunnel1 v1 '' '' to '' '' auth by e4256 i3 p3 g14; 0 0\n"
	" Tunnel1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255"
	" by e4256 i3 n0; 3600 3600 4718592000\n"},
    {"interfaces without a tunnel",
	POLICY MAP
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n"
	"interface Gi0\n"
	" ip address x\n"
	"interface\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
    {"no crypto map", POLICY "interface Gi0\n", NULL,
	"error 1:1 '' no crypto map with peer and access list, and no"
	" tunnel with a profile"},
    {"no list of that name, blank lines, ends of DOS",
	"crypto isakmp policy 10\r\n"
	" encr aes 256\r\n"
	" hash sha256\r\n"
	" group 14\r\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\r"
	"\n"
	"crypto map CM 10 ipsec-isakmp\r\n"
	" set peer 192.0.2.2\r\n"
	" set transform-set TS\r\n"
	" match address V\r\n"
	"\n"
	" \t\n"
	"!\n"
	" indented\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to by e4256 i3 n0; 3600 3600 4718592000\n"
	"? access list V, not in the file\n"},
    {"the first line is indented",
	" crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n",
	NULL,
	"error 1:1 '' no crypto map with peer and access list, and no"
	" tunnel with a profile"},
    {"words that are none of a device",
	"crypto key generate\n"
	"crypta map\n"
	"crypto\n",
	NULL,
	"error 1:1 '' this is no configuration of a device that is kn"
	"own: swanctl.conf, ipsec.conf, show running-config, Describe"
	"VpnConnections, Terraform's state, a plan"},
    {"more words than a line has",
	"crypto map CM 10 x x x x x x x x x x x x x x x x x x x x x x"
	" x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x"
	" x x x x x x x x \n" POLICY MAP " match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 4718592000\n"},
};

static void
maps(void **state)
{
	(void)state;
	check_reads(maps_cases, sizeof(maps_cases) / sizeof(*maps_cases));
}

/* As many pairs as are read one by one, and more, which stay one child. */
static void
pairs_of_groups(void **state)
{
	static const size_t hosts[] = {32, 33};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		char text[4096];
		size_t n = (size_t)snprintf(
		    text, sizeof(text), "object-group network G\n");
		sn_ike_config *c;

		for (size_t i = 0; i < hosts[k]; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
			    " network-object host 10.1.0.%zu\n", i);
		snprintf(text + n, sizeof(text) - n, "%s",
		    "access-list V extended permit ip object-group G "
		    "object-group G\n" POLICY MAP " match address V\n");
		assert_int_equal(
		    sn_ike_config_read(&c, text, strlen(text), NULL, NULL),
		    SN_OK);
		assert_int_equal(c->children, k ? 1 : 32 * 32);
		assert_int_equal(c->child[0].ts[SN_PEER].n, k ? 33 : 1);
		sn_ike_config_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(addresses),
	    cmocka_unit_test(pairs_of_groups), cmocka_unit_test(maps)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
