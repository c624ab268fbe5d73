/*
 * comware.c - the peer end as a configuration of H3C and HPE Comware V7: an
 * entry of an IPsec policy with an access list for each connection, or tunnel
 * interfaces where both selectors are everything.
 *
 * Syntax: H3C's security configuration guide and command references; UCloud's
 * guide for the tunnel interface. There is no way to switch the lifetime by
 * volume off, so that its maximum is written. An entry has one remote address.
 */
#include "render/device/device.h"
#include "render/device/ike.h"
#include "render/plan.h"

static const struct sn__spelling v1 = {
    {"aes-cbc-128", "aes-cbc-192", "aes-cbc-256", "3des-cbc", "des-cbc"},
    {"md5", "sha", "sha256", "sha384", "sha512"}};
static const struct sn__spelling v2 = {
    {"aes-cbc-128", "aes-cbc-192", "aes-cbc-256", "3des-cbc", "des-cbc"},
    {"md5", "sha1", "sha256", "sha384", "sha512"}};
static const struct sn__spelling esp = {
    {"aes-cbc-128", "aes-cbc-192", "aes-cbc-256", "3des-cbc", "des-cbc"},
    {"md5", "sha1", "sha256", "sha384", "sha512"}};

static const char head[] =
    "# H3C and HPE Comware V7: the peer end of the plan.\n"
    "#\n"
    "# To be replaced: " SN__GATEWAY " by the address of the gateway,\n"
    "# " SN__PEER " by the address of this end, GigabitEthernet1/0/1 by\n"
    "# the interface towards the gateway, GigabitEthernet1/0/2 by that of the\n"
    "# networks here, and " SN__KEY " by the key, which is never written\n"
    "# here.\n"
    "[ipv6]# Both addresses are IPv6 addresses. Not known: how the keychain "
    "and the\n"
    "[ipv6]# profile of IKEv2 have them, and how segments of TCP are made "
    "smaller.\n"
    "[two routed]# " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[two !routed]# The gateway's second tunnel is not set up: a policy holds "
    "the same\n"
    "[two !routed]# selectors once.\n"
    "[two !routed !ipv6]# Tunnel interfaces (scheme destination) carry "
    "both.\n"
    "# Not verified on a device: sa duration of a proposal or profile, names "
    "and\n"
    "# numbers of keychains and proposals, the preference of a route, and "
    "which\n"
    "# models have tunnel mode ipsec. Numbers of lists follow from the names "
    "of\n"
    "# connections and can meet those of others: --number-base moves them.\n"
    "[routed]# It gives smaller ones where those of tunnel interfaces are too "
    "high for\n"
    "[routed]# the model.\n"
    "#\n";

static const char phase_1_v1[] = "ike proposal {base}\n"
				 " encryption-algorithm {encryption}\n"
				 " authentication-algorithm {integrity}\n"
				 " authentication-method pre-share\n"
				 " dh group{dh}\n"
				 " sa duration {ike-lifetime}\n"
				 "#\n"
				 "ike keychain vpn-{base}\n";
static const char key_v1[] =
    "[!ipv6] pre-shared-key address {gateway} 255.255.255.255 key "
    "simple " SN__KEY "\n"
    "[ipv6] pre-shared-key address ipv6 {gateway} 128 key simple " SN__KEY "\n";
static const char profile_v1[] =
    "#\n"
    "ike profile vpn-{base}\n"
    " keychain vpn-{base}\n"
    " proposal {base}\n"
    "[!ipv6] local-identity address " SN__PEER "\n"
    "[ipv6] local-identity address ipv6 " SN__PEER "\n"
    " dpd interval 10 retry 3 periodic\n";
static const char match_v1[] =
    "[!ipv6] match remote identity address {gateway} 255.255.255.255\n"
    "[ipv6] match remote identity address ipv6 {gateway} 128\n";

static const char phase_1_v2[] = "ikev2 proposal vpn-{base}\n"
				 " encryption {encryption}\n"
				 " integrity {integrity}\n"
				 " prf {integrity}\n"
				 " dh group{dh}\n"
				 "#\n"
				 "ikev2 policy vpn-{base}\n"
				 " proposal vpn-{base}\n"
				 "#\n"
				 "ikev2 keychain vpn-{base}\n";
static const char key_v2[] = " peer vpn-{tunnel}\n"
			     "[!ipv6]  address {gateway} 32\n"
			     "[!ipv6]  identity address {gateway}\n"
			     "[ipv6]  address ipv6 {gateway} 128\n"
			     "[ipv6]  identity address ipv6 {gateway}\n"
			     "  pre-shared-key plaintext " SN__KEY "\n";
static const char profile_v2[] =
    "#\n"
    "ikev2 profile vpn-{base}\n"
    " authentication-method local pre-share\n"
    " authentication-method remote pre-share\n"
    " keychain vpn-{base}\n"
    "[!ipv6] identity local address " SN__PEER "\n"
    "[ipv6] identity local address ipv6 " SN__PEER "\n"
    " sa duration {ike-lifetime}\n"
    " dpd interval 10 periodic\n";
static const char match_v2[] =
    "[!ipv6] match remote identity address {gateway} 32\n"
    "[ipv6] match remote identity address ipv6 {gateway} 128\n";

static const char transforms[] =
    "#\n"
    "ipsec transform-set vpn-{base}\n"
    " encapsulation-mode tunnel\n"
    " protocol esp\n"
    " esp encryption-algorithm {esp-encryption}\n"
    " esp authentication-algorithm {esp-integrity}\n"
    "[pfs] pfs dh-group{pfs}\n"
    "#\n";

#define PHASE_2                                     \
 " transform-set vpn-{base}\n"                      \
 "[!v2] ike-profile vpn-{base}\n"                   \
 "[v2] ikev2-profile vpn-{base}\n"                  \
 " sa duration time-based {lifetime}\n"             \
 "[!volume] sa duration traffic-based 4294967295\n" \
 "[volume] sa duration traffic-based {volume}\n"

static const char list[] =
    "# connection {connection}\n"
    "[everything]# The other side is everything: all that these sources send "
    "out of the\n"
    "[everything]# interface enters the tunnel.\n"
    "[!ipv6]acl advanced {list}\n"
    "[ipv6]acl ipv6 advanced {list}\n";
static const char list_line[] =
    "[!ipv6] rule {count} permit ip source {here.wild} destination "
    "{there.wild}\n"
    "[ipv6] rule {count} permit ipv6 source {here.ios} destination "
    "{there.ios}\n";
static const char entry[] = "#\n"
			    "[!ipv6]ipsec policy vpn {number} isakmp\n"
			    "[!ipv6] security acl {list}\n"
			    "[ipv6]ipsec ipv6-policy vpn {number} isakmp\n"
			    "[ipv6] security acl ipv6 {list}\n" PHASE_2
			    "[!ipv6] local-address " SN__PEER "\n"
			    "[!ipv6] remote-address {gateway}\n"
			    "[ipv6] local-address ipv6 " SN__PEER "\n"
			    "[ipv6] remote-address ipv6 {gateway}\n"
			    "#\n";

static const char interface[] =
    "# An interface has one IPsec policy: vpn is that of all plans, with\n"
    "# numbers that follow from the names of their connections.\n"
    "interface GigabitEthernet1/0/1\n"
    "[!ipv6] ipsec apply policy vpn\n"
    "[ipv6] ipsec apply ipv6-policy vpn\n"
    "#\n"
    "[!ipv6]interface GigabitEthernet1/0/2\n"
    "[!ipv6] tcp mss {mss}\n"
    "[!ipv6]#\n";

static const char tunnel_profile[] =
    "ipsec profile vpn-{base} isakmp\n" PHASE_2 "#\n";
static const char tunnel[] = "interface tunnel {tunnel} mode ipsec\n"
			     " ip address unnumbered interface "
			     "GigabitEthernet1/0/1\n"
			     " tcp mss {mss}\n"
			     " source " SN__PEER "\n"
			     " destination {gateway}\n"
			     " tunnel protection ipsec profile vpn-{base}\n"
			     "#\n";
/* The second tunnel's routes wait until the first one is down. */
static const char route[] =
    "[!second]ip route-static {there.net} {there.len} Tunnel {tunnel}\n"
    "[second]ip route-static {there.net} {there.len} Tunnel {tunnel} "
    "preference 100\n";

static const char notes[] =
    "# On firewalls the zones of these interfaces need rules that let the "
    "networks\n"
    "# through both ways, and UDP 500, UDP 4500 and ESP between the gateway "
    "and Local.\n"
    "[!routed !ipv6]# The list of nat outbound has, before what it permits:\n";
static const char not_translated[] =
    "#  rule deny ip source {here.wild} destination {there.wild}\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__ONCE, "!v2", phase_1_v1},
    {SN__EACH_TUNNEL, "!v2", key_v1},
    {SN__ONCE, "!v2", profile_v1},
    {SN__EACH_TUNNEL, "!v2", match_v1},
    {SN__ONCE, "v2", phase_1_v2},
    {SN__EACH_TUNNEL, "v2", key_v2},
    {SN__ONCE, "v2", profile_v2},
    {SN__EACH_TUNNEL, "v2", match_v2},
    {SN__ONCE, "", transforms},
    {SN__EACH_CONNECTION, "!routed", list},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed", list_line},
    {SN__EACH_CONNECTION, "!routed", entry},
    {SN__ONCE, "!routed", interface},
    {SN__ONCE, "routed", tunnel_profile},
    {SN__EACH_TUNNEL, "routed", tunnel},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "routed", route},
    {SN__ONCE, "", notes},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed !ipv6", not_translated},
};

static const struct sn__device device = {
    .profile = "h3c",
    .ipv6 = SN__IPV6_SELECTORS,
    .ike = {&v1, &v2},
    .esp = &esp,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .most = 1000, /* lists */
    .one_tunnel = SN__ONE_OF_SELECTORS,
};

sn_status
sn__plan_comware(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	return sn__put_device(&device, plan, out, error);
}
