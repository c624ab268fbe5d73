/*
 * test_cisco.c - what is read of `show running-config`: who talks of what.
 */
#include "ike_summary.h"

static const struct reads addresses_cases[] = {
    {"a list that is numbered",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip host 10.1.0.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 to 0.0.0.0-255.255.255.255 by e425"
	"6 i3 n0; 3600 3600 0\n"},
    {"masks that are all alike, in IOS",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 0.0.0.0 255.255.255.255 10.2.0.0 0.0"
	".0.0\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 10.2.0.0-10.2.0.0 by e425"
	"6 i3 n0; 3600 3600 0\n"},
    {"and in the ASA",
	"access-list V extended permit ip 0.0.0.0 0.0.0.0 10.2.0.1 25"
	"5.255.255.255\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 10.2.0.1-10.2.0.1 by e425"
	"6 i3 n0; 3600 3600 0\n"},
    {"a mask in IOS",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 255.255.255.0 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 0.0.0.0-255.255.255.255 by e4"
	"256 i3 n0; 3600 3600 0\n"},
    {"any4",
	"access-list V extended permit ip any4 any\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255 b"
	"y e4256 i3 n0; 3600 3600 0\n"},
    {"no address",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
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
	"00 3600 0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
	" CM-10 unsure: to by e4256 i3 n0; 3600 3600 0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
	"? x\n"
	"? 10.1.0.0\n"
	"? \n"
	"? \n"
	"? 2001:db8::\n"
	"? x\n"
	"? 10.1.0.0\n"},
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
	"f:ffff:ffff:ffff:ffff:ffff by e4256 i3 n0; 3600 3600 0\n"
	" CM-30 unsure: fd00::1-fd00::1 to by e4256 i3 n0; 3600 3600 "
	"0\n"
	"CM-20 v1 '' '' to '2001:db8::3' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" CM-20: fd00::-fd00::ffff:ffff:ffff:ffff to ::-ffff:ffff:fff"
	"f:ffff:ffff:ffff:ffff:ffff by e4256 i3 n0; 3600 3600 0\n"
	"? x\n"},
    {"a mask with holes",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.255.1 any\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
	"? 10.1.0.0\n"},
    {"a denial, a remark, a protocol",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V deny ip any any\n"
	"access-list V remark x\n"
	"access-list V permit tcp any any\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 0\n"
	"? V\n"},
    {"another list",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
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
	"i3 n0; 3600 3600 0\n"},
    {"a block with numbers",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"ip access-list extended V\n"
	" 10 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n"
	" :x\n"
	" remark y\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 0\n"
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
	"access-list V extended permit ip object-group L object O\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.1-10.1.0.1 10.1.2.0-10.1.2.255 10.1.0.9-10.1."
	"0.9 10.1.4.0-10.1.4.255 to 10.1.0.9-10.1.0.9 by e4256 i3 n0;"
	" 3600 3600 0\n"},
    {"an object that is nowhere",
	"object network O\n"
	" range 10.1.0.1 10.1.0.9\n"
	"access-list V extended permit ip object X object O\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to by e4256 i3 n0; 3600 3600 0\n"
	"? X\n"
	"? range\n"},
    {"groups that hold themselves",
	"object-group network L\n"
	" group-object L\n"
	"access-list V extended permit ip object-group L any\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10 unsure: to 0.0.0.0-255.255.255.255 by e4256 i3 n0; 36"
	"00 3600 0\n"
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
	" match address V\n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 0\n"},
    {"lines of one entry, and of others",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
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
	"i3 g5 n0; 3600 3600 0\n"},
    {"a tunnel",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto ipsec profile IP\n"
	" set transform-set TS\n"
	"interface Tunnel1\n"
	" ip address 10.9.9.1 255.255.255.252\n"
	" tunnel destination 192.0.2.2\n"
	" tunnel protection ipsec profile IP\n",
	NULL,
	"Tunnel1 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" Tunnel1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255"
	" by e4256 i3 n0; 3600 3600 0\n"},
    {"a tunnel whose profile is nowhere",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec profile X\n"
	" set transform-set TS\n"
	"crypto ipsec profile\n"
	"interface Tunnel1\n"
	" ip address 10.9.9.1 255.255.255.252\n"
	" tunnel destination 192.0.2.2\n"
	" tunnel protection ipsec profile IP\n",
	NULL,
	"Tunnel1 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; "
	"0 0\n"
	" Tunnel1 unsure: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255."
	"255.255 by; 3600 3600 0\n"},
    {"a tunnel to nobody that is said",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto ipsec profile IP\n"
	" set transform-set TS\n"
	"interface Tunnel1\n"
	" ip address 10.9.9.1 255.255.255.252\n"
	" tunnel destination\n"
	" tunnel protection ipsec profile\n"
	" tunnel protection ipsec profile IP\n",
	NULL,
	"Tunnel1 v1 '' '' to '' '' auth by e4256 i3 p3 g14; 0 0\n"
	" Tunnel1: 0.0.0.0-255.255.255.255 to 0.0.0.0-255.255.255.255"
	" by e4256 i3 n0; 3600 3600 0\n"},
    {"interfaces without a tunnel",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
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
	"i3 n0; 3600 3600 0\n"},
    {"no crypto map",
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"interface Gi0\n",
	NULL,
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
	"0\n"},
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
	"VpnConnections, Terraform's state"},
    {"more words than a line has",
	"crypto map CM 10 x x x x x x x x x x x x x x x x x x x x x x"
	" x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x"
	" x x x x x x x x \n"
	"crypto isakmp policy 10\n"
	" encr aes 256\n"
	" hash sha256\n"
	" group 14\n"
	"crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n"
	"crypto map CM 10 ipsec-isakmp\n"
	" set peer 192.0.2.2\n"
	" set transform-set TS\n"
	" match address V\n"
	"access-list V permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.25"
	"5\n",
	NULL,
	"CM-10 v1 '' '' to '192.0.2.2' '' auth by e4256 i3 p3 g14; 0 "
	"0\n"
	" CM-10: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 "
	"i3 n0; 3600 3600 0\n"},
};

static void
maps(void **state)
{
	(void)state;
	check_reads(maps_cases, sizeof(maps_cases) / sizeof(*maps_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses), cmocka_unit_test(maps)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
