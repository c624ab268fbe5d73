/*
 * test_alibaba.c - what is read of the connections of a provider.
 */
#include "ike_summary.h"

static const struct reads forms_cases[] = {
    {"an answer",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}]}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"},
    {"a connection alone",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\":"
	" {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", "
	"\"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"},
    {"pages, after one another",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}]}}\n"
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v2\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}]}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"v2 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v2: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"
	"key 616263 of b\n"},
    {"Terraform's state",
	"{\"resources\": [{\"type\": \"alicloud_vpn_connection\", \"i"
	"nstances\": [{\"attributes\": {\"id\": \"v1\", \"vpn_gateway"
	"_id\": \"g1\", \"customer_gateway_id\": \"k1\", \"local_subn"
	"et\": [\"10.1.0.0/24\", \"10.3.0.0/24\"], \"remote_subnet\":"
	" [\"10.2.0.0/24\"], \"ike_config\": [{\"psk\": \"****\", \"i"
	"ke_version\": \"ikev1\", \"ike_mode\": \"aggressive\", \"ike"
	"_enc_alg\": \"aes192\", \"ike_auth_alg\": \"md5\", \"ike_pfs"
	"\": \"group2\", \"ike_local_id\": \"192.0.2.1\", \"ike_remot"
	"e_id\": \"192.0.2.2\"}], \"ipsec_config\": [{\"ipsec_enc_alg"
	"\": \"des\", \"ipsec_auth_alg\": \"sha512\", \"ipsec_pfs\": "
	"\"disabled\"}]}}]}]}",
	NULL,
	"v1 v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' fas"
	"t auth by e4192 i1 p1 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10."
	"2.0.255 by e2000 i5 n0; 86400 86400 0\n"},
    {"an attachment",
	"{\"resources\": [{\"type\": \"alicloud_vpn_gateway_vpn_attac"
	"hment\", \"instances\": [{\"attributes\": {\"id\": \"v1\", "
	"\"vpn_gateway_id\": \"g1\", \"customer_gateway_id\": \"k1\","
	" \"local_subnet\": [\"10.1.0.0/24\", \"10.3.0.0/24\"], \"rem"
	"ote_subnet\": [\"10.2.0.0/24\"], \"ike_config\": [{\"psk\": "
	"\"****\", \"ike_version\": \"ikev1\", \"ike_mode\": \"aggres"
	"sive\", \"ike_enc_alg\": \"aes192\", \"ike_auth_alg\": \"md5"
	"\", \"ike_pfs\": \"group2\", \"ike_local_id\": \"192.0.2.1\""
	", \"ike_remote_id\": \"192.0.2.2\"}], \"ipsec_config\": [{\""
	"ipsec_enc_alg\": \"des\", \"ipsec_auth_alg\": \"sha512\", \""
	"ipsec_pfs\": \"disabled\"}]}}]}]}",
	NULL,
	"v1 v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' fas"
	"t auth by e4192 i1 p1 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10."
	"2.0.255 by e2000 i5 n0; 86400 86400 0\n"},
    {"other resources beside",
	"{\"resources\": [{\"type\": \"x\"}, {}, {\"type\": \"aliclou"
	"d_vpn_connection\", \"instances\": [{\"attributes\": {\"id\""
	": \"v1\", \"vpn_gateway_id\": \"g1\", \"customer_gateway_id"
	"\": \"k1\", \"local_subnet\": [\"10.1.0.0/24\", \"10.3.0.0/2"
	"4\"], \"remote_subnet\": [\"10.2.0.0/24\"], \"ike_config\": "
	"[{\"psk\": \"****\", \"ike_version\": \"ikev1\", \"ike_mode"
	"\": \"aggressive\", \"ike_enc_alg\": \"aes192\", \"ike_auth_"
	"alg\": \"md5\", \"ike_pfs\": \"group2\", \"ike_local_id\": "
	"\"192.0.2.1\", \"ike_remote_id\": \"192.0.2.2\"}], \"ipsec_c"
	"onfig\": [{\"ipsec_enc_alg\": \"des\", \"ipsec_auth_alg\": "
	"\"sha512\", \"ipsec_pfs\": \"disabled\"}]}}]}]}",
	NULL,
	"v1 v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' fas"
	"t auth by e4192 i1 p1 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10."
	"2.0.255 by e2000 i5 n0; 86400 86400 0\n"},
    {"what Terraform shows",
	"{\"values\": {\"root_module\": {\"resources\": [{\"type\": "
	"\"alicloud_vpn_connection\", \"values\": {\"id\": \"v1\", \""
	"vpn_gateway_id\": \"g1\", \"customer_gateway_id\": \"k1\", "
	"\"local_subnet\": [\"10.1.0.0/24\", \"10.3.0.0/24\"], \"remo"
	"te_subnet\": [\"10.2.0.0/24\"], \"ike_config\": [{\"psk\": "
	"\"****\", \"ike_version\": \"ikev1\", \"ike_mode\": \"aggres"
	"sive\", \"ike_enc_alg\": \"aes192\", \"ike_auth_alg\": \"md5"
	"\", \"ike_pfs\": \"group2\", \"ike_local_id\": \"192.0.2.1\""
	", \"ike_remote_id\": \"192.0.2.2\"}], \"ipsec_config\": [{\""
	"ipsec_enc_alg\": \"des\", \"ipsec_auth_alg\": \"sha512\", \""
	"ipsec_pfs\": \"disabled\"}]}}]}}}",
	NULL,
	"v1 v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' fas"
	"t auth by e4192 i1 p1 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10."
	"2.0.255 by e2000 i5 n0; 86400 86400 0\n"},
    {"in a module of a module",
	"{\"values\": {\"root_module\": {\"child_modules\": [{}, {\"child_"
	"modules\": [{\"address\": \"module.m\", \"resources\": [{\"type\": "
	"\"alicloud_vpn_connection\", \"values\": {\"id\": \"v1\", \""
	"local_subnet\": [\"10.1.0.0/24\"], \"remote_subnet\": [\"10.2.0.0/24"
	"\"], \"ike_config\": [{\"ike_version\": \"ikev2\", \"ike_enc_alg\": "
	"\"aes\", \"ike_auth_alg\": \"sha256\", \"ike_pfs\": \"group14\"}], "
	"\"ipsec_config\": [{\"ipsec_enc_alg\": \"aes\", \"ipsec_auth_alg\": "
	"\"sha256\", \"ipsec_pfs\": \"group14\"}]}}]}]}]}}}",
	NULL,
	"v1 v2 '' '' to '' '' auth by e4128 i3 p3 g14; 86400 0\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4128 i3 "
	"g14 n0; 86400 86400 0\n"},
    {"tunnels of an answer",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\":"
	" {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", "
	"\"IpsecPfs\": \"group5\"}, \"TunnelOptionsSpecification\": {"
	"\"TunnelOptions\": [{\"TunnelIkeConfig\": {\"Psk\": \"t\", "
	"\"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuth"
	"Alg\": \"sha1\", \"IkePfs\": \"group2\", \"LocalId\": \"x\","
	" \"RemoteId\": \"y\"}, \"TunnelIpsecConfig\": {\"IpsecEncAlg"
	"\": \"aes\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gro"
	"up2\"}}, {\"TunnelIkeConfig\": {\"Psk\": \"t\", \"IkeVersion"
	"\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \"sha"
	"1\", \"IkePfs\": \"group2\", \"LocalId\": \"x\", \"RemoteId"
	"\": \"y\"}, \"TunnelIpsecConfig\": {\"IpsecEncAlg\": \"aes\""
	", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"group2\"}}]}}",
	NULL,
	"v1 v2 '' 'x' to '' 'y' by e4128 i2 p2 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4128 i2 "
	"g2 n0; 86400 86400 0\n"
	"v1 v2 '' 'x' to '' 'y' by e4128 i2 p2 g2; 86400 0; k1 tunnel"
	"-2\n"
	" tunnel-2: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e41"
	"28 i2 g2 n0; 86400 86400 0\n"
	"key 74 of y\n"
	"key 74 of y\n"},
    {"one tunnel, as a list",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\":"
	" {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", "
	"\"IpsecPfs\": \"group5\"}, \"TunnelOptionsSpecification\": ["
	"{\"TunnelIkeConfig\": {\"Psk\": \"t\", \"IkeVersion\": \"ike"
	"v2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \"sha1\", \"Ik"
	"ePfs\": \"group2\", \"LocalId\": \"x\", \"RemoteId\": \"y\"}"
	", \"TunnelIpsecConfig\": {\"IpsecEncAlg\": \"aes\", \"IpsecA"
	"uthAlg\": \"sha1\", \"IpsecPfs\": \"group2\"}}]}",
	NULL,
	"v1 v2 '' 'x' to '' 'y' by e4128 i2 p2 g2; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4128 i2 "
	"g2 n0; 86400 86400 0\n"
	"key 74 of y\n"},
    {"a gateway that is chosen",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v2\", \"VpnGatewayId\": \"g2\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}, {\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \""
	"g1\", \"CustomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1"
	".0.0/24\", \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\":"
	" {\"Psk\": \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\""
	": \"aes\", \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14"
	"\", \"LocalId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"Ipse"
	"cConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": "
	"\"sha1\", \"IpsecPfs\": \"group5\"}}]}}",
	"g1",
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"},
    {"and one that is not said",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"\", \"CustomerGatewayId\": "
	"\"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\": "
	"\"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVers"
	"ion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \""
	"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2.1"
	"\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\":"
	" \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gro"
	"up5\"}}]}}",
	"g1",
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"},
    {"one gateway that is said, one that is not",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}, {\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \""
	"\", \"CustomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0"
	".0/24\", \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {"
	"\"Psk\": \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": "
	"\"aes\", \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\""
	", \"LocalId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecC"
	"onfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"s"
	"ha1\", \"IpsecPfs\": \"group5\"}}]}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of b\n"
	"key 616263 of b\n"},
};

static void
forms(void **state)
{
	(void)state;
	check_reads(forms_cases, sizeof(forms_cases) / sizeof(*forms_cases));
}

static const struct reads values_cases[] = {
    {"another version, mode and no key",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"\", \"IkeVersion\": \"x\", \"IkeEncAlg\": \"aes\", \"IkeA"
	"uthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"LocalId\": "
	"\"192.0.2.1\", \"RemoteId\": \"b\", \"IkeMode\": \"main\"}, "
	"\"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAl"
	"g\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v0 '192.0.2.1' '192.0.2.1' to '' 'b' auth unsure by e4128"
	" i3 p3 g14; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"},
    {"IKEv1, aggressive, a key that is hidden",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"***\", \"IkeVersion\": \"ikev1\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"192.0.2.1\", \"RemoteId\": \"b\", \"IkeMode\": \"ag"
	"gressive\"}, \"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", "
	"\"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v1 '192.0.2.1' '192.0.2.1' to '' 'b' fast auth by e4128 i"
	"3 p3 g14; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"},
    {"identities: none",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"\", \"RemoteId\": \"\"}, \"IpsecConfig\": {\"IpsecE"
	"ncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs"
	"\": \"group5\"}}",
	NULL,
	"v1 v2 '' '' to '' '' by e4128 i3 p3 g14; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of\n"},
    {"addresses",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\","
	" \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Loca"
	"lId\": \"192.0.2.1\", \"RemoteId\": \"192.0.2.2\"}, \"IpsecC"
	"onfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"s"
	"ha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' by "
	"e4128 i3 p3 g14; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"
	"key 616263 of 192.0.2.2\n"},
    {"words that are not known",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\":"
	" \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"sm4\","
	" \"IkeAuthAlg\": \"sm3\", \"IkePfs\": \"gx\", \"LocalId\": "
	"\"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"Ips"
	"ecEncAlg\": \"sm4\", \"IpsecAuthAlg\": \"sm3\", \"IpsecPfs\""
	": \"x\"}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' unsure by; 86400 0; k1\n"
	" v1 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by n0"
	"; 86400 86400 0\n"
	"key 616263 of b\n"
	"? sm4\n"
	"? sm3\n"
	"? gx\n"
	"? sm4\n"
	"? sm3\n"
	"? x\n"},
    {"algorithms that are not said",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\"}",
	NULL,
	"v1 v0 '' '' to '' '' auth unsure by; 86400 0; k1\n"
	" v1 unsure: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by n0"
	"; 86400 86400 0\n"},
    {"a list of two configurations",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": [{}, {}],"
	" \"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthA"
	"lg\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v0 '' '' to '' '' auth unsure by; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"},
    {"a list of no configuration",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": [\"x\"], "
	"\"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAl"
	"g\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v0 '' '' to '' '' auth unsure by; 86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4256 i2 "
	"g5 n0; 86400 86400 0\n"},
    {"several subnets",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24, 1"
	"0.3.0.0/24\", \"RemoteSubnet\": [\"10.2.0.0/24\", \"10.4.0.0"
	"/24\"], \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVersion\": \""
	"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \"sha256\","
	" \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2.1\", \"Remo"
	"teId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\": \"aes256"
	"\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"v1 v2 '192.0.2.1' '192.0.2.1' to '' 'b' by e4128 i3 p3 g14; "
	"86400 0; k1\n"
	" v1: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10."
	"2.0.255 10.4.0.0-10.4.0.255 by e4256 i2 g5 n0; 86400 86400 0"
	"\n"
	"key 616263 of b\n"},
};

static void
values(void **state)
{
	(void)state;
	check_reads(values_cases, sizeof(values_cases) / sizeof(*values_cases));
}

static const struct reads refused_cases[] = {
    {"no subnets",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"RemoteSubnet\": \"10.2.0.0/24\""
	", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVersion\": \"ikev2"
	"\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \"sha256\", \"Ik"
	"ePfs\": \"group14\", \"LocalId\": \"192.0.2.1\", \"RemoteId"
	"\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", "
	"\"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"error 1:1 '{' expected a connection with subnets of both sid"
	"es"},
    {"none of the peer",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVersion\": \"ikev2\""
	", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": \"sha256\", \"IkeP"
	"fs\": \"group14\", \"LocalId\": \"192.0.2.1\", \"RemoteId\":"
	" \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\": \"aes256\", \"Ip"
	"secAuthAlg\": \"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL,
	"error 1:1 '{' expected a connection with subnets of both sid"
	"es"},
    {"a subnet that is none",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0/24\", "
	"\"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": "
	"\"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\", "
	"\"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"Local"
	"Id\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": "
	"{\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \""
	"IpsecPfs\": \"group5\"}}",
	NULL, "error 1:92 '10.1.0/24' expected \"LocalSubnet\" as prefixes"},
    {"one of the peer, in a list",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": [\"10.2.0.0/24\", \"x\"], \"IkeConfig\": "
	"{\"Psk\": \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\":"
	" \"aes\", \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14"
	"\", \"LocalId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"Ipse"
	"cConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": "
	"\"sha1\", \"IpsecPfs\": \"group5\"}}",
	NULL, "error 1:139 'x' expected \"RemoteSubnet\" as prefixes"},
    {"a number for a subnet",
	"{\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \"g1\", \"Cu"
	"stomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1.0.0/24\","
	" \"RemoteSubnet\": [1], \"IkeConfig\": {\"Psk\": \"abc\", \""
	"IkeVersion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAl"
	"g\": \"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192"
	".0.2.1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEnc"
	"Alg\": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\":"
	" \"group5\"}}",
	NULL, "error 1:123 '1' expected \"RemoteSubnet\" as prefixes"},
    {"two gateways",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}, {\"VpnConnectionId\": \"v1\", \"VpnGatewayId\": \""
	"g2\", \"CustomerGatewayId\": \"k1\", \"LocalSubnet\": \"10.1"
	".0.0/24\", \"RemoteSubnet\": \"10.2.0.0/24\", \"IkeConfig\":"
	" {\"Psk\": \"abc\", \"IkeVersion\": \"ikev2\", \"IkeEncAlg\""
	": \"aes\", \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14"
	"\", \"LocalId\": \"192.0.2.1\", \"RemoteId\": \"b\"}, \"Ipse"
	"cConfig\": {\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": "
	"\"sha1\", \"IpsecPfs\": \"group5\"}}]}}",
	NULL,
	"error 1:465 'g2' connections of several gateways, g1, g2: ch"
	"oose one (--gateway-id)"},
    {"no connections", "{\"VpnConnections\": {}}", NULL,
	"error 1:1 '' no connections of Alibaba Cloud in this JSON ("
	"VpnConnections, resources of the kind alicloud_vpn_connectio"
	"n)"},
    {"another gateway's",
	"{\"VpnConnections\": {\"VpnConnection\": [{\"VpnConnectionId"
	"\": \"v1\", \"VpnGatewayId\": \"g1\", \"CustomerGatewayId\":"
	" \"k1\", \"LocalSubnet\": \"10.1.0.0/24\", \"RemoteSubnet\":"
	" \"10.2.0.0/24\", \"IkeConfig\": {\"Psk\": \"abc\", \"IkeVer"
	"sion\": \"ikev2\", \"IkeEncAlg\": \"aes\", \"IkeAuthAlg\": "
	"\"sha256\", \"IkePfs\": \"group14\", \"LocalId\": \"192.0.2."
	"1\", \"RemoteId\": \"b\"}, \"IpsecConfig\": {\"IpsecEncAlg\""
	": \"aes256\", \"IpsecAuthAlg\": \"sha1\", \"IpsecPfs\": \"gr"
	"oup5\"}}]}}",
	"g3", "error 1:1 '' nothing of gateway g3 here, but of g1"},
    {"no JSON",
	"\n"
	" {\"a\":}",
	NULL, "error 2:7 '}' not JSON: expected a value"},
    {"blanks",
	" \n"
	"\t\n",
	NULL,
	"error 1:1 '' this is no configuration of a device that is kn"
	"own: swanctl.conf, ipsec.conf, show running-config, Describe"
	"VpnConnections, Terraform's state, a plan"},
};

static void
refused(void **state)
{
	(void)state;
	check_reads(
	    refused_cases, sizeof(refused_cases) / sizeof(*refused_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(forms),
	    cmocka_unit_test(values), cmocka_unit_test(refused)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
