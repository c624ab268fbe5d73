/*
 * test_swanctl.c - what is read of swanctl.conf.
 */
#include "ike_summary.h"

static const struct reads connections_cases[] = {
    {"all is said",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version = 1\n"
	" aggressive = true\n"
	" local_addrs = 192.0.2.1, 192.0.2.3\n"
	" remote_addrs = 192.0.2.2\n"
	" dpd_delay = 30s\n"
	" rekey_time = 4h\n"
	" local {\n"
	" auth = psk\n"
	" id = a\n"
	" }\n"
	" remote-1 {\n"
	" auth = psk\n"
	" id = b\n"
	" }\n"
	" dscp = 1\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v1 '192.0.2.1, 192.0.2.3' 'a' to '192.0.2.2' 'b' fast by e"
	"4128 i3 p3 g14; 14400 30; aggressive=yes dpd_delay=30 \n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"nobody is said",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local_addrs = %any\n"
	" remote_addrs = %any\n"
	" aggressive = off\n"
	" remote {\n"
	" id = %any\n"
	" }\n"
	" local {\n"
	" auth = pubkey\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"who a certificate says, and what is off",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local {\n"
	" certs = x.pem\n"
	" }\n"
	" remote {\n"
	" auth = pubkey\n"
	" cacerts = y.pem\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" sha256_96 = no\n"
	" ipcomp = no\n"
	" }\n"
	" }\n"
	" }\n"
	" b {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local {\n"
	" auth = pubkey\n"
	" cert_policy = p\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" sha256_96 = yes\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth unsure-id by e4128 i3 p3 g14; 14400 0;"
	" the identity that a certificate has\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"b v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c unsure: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"? sha256_96\n"},
    {"what must be equal",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" encap = yes\n"
	" mobike = false\n"
	" pull = 0\n"
	" fragmentation = force\n"
	" over_time = 10m\n"
	" rand_time = x\n"
	" reauth_time = 1d\n"
	" if_id_in = 0\n"
	" rekey_time = 4h\n"
	" unique = never\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0; encap=yes m"
	"obike=no pull=no fragmentation=force unique=never reauth_tim"
	"e=86400 over_time=600 rand_time=x \n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"versions: 0",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version = 0\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"3",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version = 3\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL, "error 2:2 'a' its version is none of 0, 1 and 2"},
    {"22",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version = 22\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL, "error 2:2 'a' its version is none of 0, 1 and 2"},
    {"none, which is what is usual",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version =\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"settings that are not known",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" strange = 1\n"
	" other {\n"
	" }\n"
	" children {\n"
	" x = 1\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" odd = 1\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c unsure: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"? strange\n"
	"? other\n"
	"? x\n"
	"? odd\n"},
    {"of a whole file",
	"pools {\n"
	" p {\n"
	" }\n"
	"}\n"
	"authorities {\n"
	"}\n"
	"other {\n"
	"}\n"
	"secrets = 1\n"
	"pools = 1\n"
	"connections {\n"
	" x = 1\n"
	"}\n",
	NULL,
	"? other\n"
	"? secrets\n"
	"? x\n"},
    {"the section of connections goes on",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n"
	"connections {\n"
	" a {\n"
	" version = 2\n"
	" }\n"
	" b {\n"
	" }\n"
	"}\n",
	NULL,
	"a v2 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"b v0 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p"
	"4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14; 14400 0\n"},
    {"no children",
	"connections {\n"
	" a {\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p"
	"4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14; 14400 0\n"},
};

static void
connections(void **state)
{
	(void)state;
	check_reads(connections_cases,
	    sizeof(connections_cases) / sizeof(*connections_cases));
}

static const struct reads children_cases[] = {
    {"defaults",
	"connections {\n"
	" a {\n"
	" children {\n"
	" c {\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p"
	"4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14; 14400 0\n"
	" c: own-own to own-own by e14128 e14192 e14256 n0 | e4128 e4"
	"192 e4256 i3 i4 i5 i2 i6 n0; 3600 3960 0\n"},
    {"times",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" rekey_time = 2m\n"
	" life_time = 1d\n"
	" life_bytes = 500\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 120 86400 500\n"},
    {"times that are none: the daemon does not load it",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" dpd_delay = 1w\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" rekey_time = x\n"
	" life_time = 10mm\n"
	" life_bytes = 1x\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by e4128 i3 p3 g14; 14400 0"
	"; dpd_delay = 1w; dpd_delay=1w \n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"units of either case, after blanks, and numbers of C",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" dpd_delay = 0x10\n"
	" rekey_time = 1D\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" rekey_time = 10 m\n"
	" life_time = 2H\n"
	" life_bytes = 5G\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 86400 16; rekey"
	"_time=86400 dpd_delay=16 \n"
	" c: own-own to own-own by e4128 i3 n0; 600 7200 5368709120\n"},
    {"below 0, and too much",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" rekey_time = -1\n"
	" life_time =\n"
	" life_bytes = 9999999999g\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by e4128 i3 p3 g14; 14400 0"
	"; life_bytes = 9999999999g\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"a key at one side",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local { auth = psk\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"a key, and something else",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local-1 { auth = psk\n"
	" }\n"
	" local-2 { auth = eap\n"
	" }\n"
	" remote { auth = psk\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"hours",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" rekey_time = 2h\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 7200 7920 0\n"},
    {"it goes in the clear",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" mode = pass\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c pass: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"it is dropped",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" mode = drop\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c pass: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"transport",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" mode = transport\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c unsure: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"tunnel",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" mode = tunnel\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"selectors of all kinds",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" local_ts = dynamic, 10.1.0.0/24[tcp/443], 10.1.0.0-10.1.0.9"
	", ,10.1.0.1\n"
	" remote_ts = 2001:db8::/32,dynamic[udp]\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own 10.1.0.0-10.1.0.255[p] 10.1.0.0-10.1.0.9 10.1.0."
	"1-10.1.0.1 to 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:f"
	"fff own-own[p] by e4128 i3 n0; 3600 3960 0\n"},
    {"selectors that are empty",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" local_ts =\n"
	" remote_ts = ,\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to by e4128 i3 n0; 3600 3960 0\n"},
    {"no selector",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" remote_ts = 10.2.0.0/24, 10.2.0/24\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL, "error 5:2 'c' '10.2.0/24' in remote_ts is no selector"},
    {"no range",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" local_ts = 10.1.0.9-10.1.0.1\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL, "error 5:2 'c' '10.1.0.9-10.1.0.1' in local_ts is no selector"},
    {"no selector, and long",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" local_ts = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxxxxxxxxx\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"error 5:2 'c' 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxx' in local_ts is no selector"},
};

static void
children(void **state)
{
	(void)state;
	check_reads(
	    children_cases, sizeof(children_cases) / sizeof(*children_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(connections), cmocka_unit_test(children)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
