/*
 * vrp.c - the peer end as a configuration of Huawei USG firewalls: an entry of
 * an IPsec policy with an access list for each connection, or tunnel
 * interfaces where both selectors are everything.
 *
 * Syntax: JD Cloud's guide for the USG6530, Open Telekom Cloud's for the AR,
 * Huawei's command reference of the USG; of IPv6, a public configuration of a
 * USG6305 (silence-kai/IPsecVPN). Names have at most 15 characters.
 */
#include "render/device/device.h"
#include "render/device/ike.h"
#include "render/plan.h"

static const struct sn__spelling ike = {
    {"aes-128", "aes-192", "aes-256", "3des", "des"},
    {"md5", "sha1", "sha2-256", "sha2-384", "sha2-512"}};

static const char head[] =
    "# Huawei USG: the peer end of the plan.\n"
    "#\n"
    "# To be replaced: " SN__GATEWAY " by the address of the gateway,\n"
    "# " SN__PEER " by the address of this end, GigabitEthernet0/0/1 by\n"
    "# the interface towards the gateway, untrust and trust by the zones of "
    "that and\n"
    "# of the networks here, and " SN__KEY " by the key, which is never\n"
    "# written here.\n"
    "[ipv6]# Both addresses are IPv6 addresses; ipv6 stands in the system "
    "view, and\n"
    "[ipv6]# ipv6 enable in both interfaces. Rules of nat-policy for IPv6 are "
    "not\n"
    "[ipv6]# verified, and not known is how segments of TCP are made "
    "smaller.\n"
    "[two routed]# " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[two !routed]# The gateway's second tunnel is not set up: a policy holds "
    "the same\n"
    "[two !routed]# selectors once.\n"
    "[two !routed !ipv6]# Tunnel interfaces (scheme destination) carry "
    "both.\n"
    "# Not verified on a device: sa duration of a profile, the preference of "
    "a route,\n"
    "# local-id, hashes but SHA-256, rules of several zones, the highest "
    "number "
    "of a\n"
    "# proposal, and which releases have ipsec profile. AR routers say ipsec\n"
    "# authentication sha2 compatible enable, and Tunnel0/0/1.\n"
    "# Numbers of lists and proposals follow from the names of connections and "
    "can\n"
    "# meet those of others: --number-base moves them.\n"
    "[routed]# It gives smaller ones where those of tunnel interfaces are too "
    "high for\n"
    "[routed]# the model.\n"
    "[v2 !single !routed]# With IKEv2 and several lists some releases bring up "
    "the first one only.\n"
    "[v2 !single !routed !ipv6]# Tunnel interfaces (scheme destination) do "
    "not have that.\n"
    "#\n"
    "ipsec sha2 compatible enable\n"
    "#\n"
    "ike proposal {base99}\n"
    " encryption-algorithm {encryption}\n"
    " dh group{dh}\n"
    " authentication-algorithm {integrity}\n"
    " authentication-method pre-share\n"
    "[v2 !sha1] integrity-algorithm hmac-{integrity}\n"
    "[v2 !sha1] prf hmac-{integrity}\n"
    "[v2 sha1] integrity-algorithm hmac-sha1-96\n"
    "[v2 sha1] prf hmac-sha1\n"
    " sa duration {ike-lifetime}\n"
    "#\n";

static const char peer[] = "ike peer vpn-{tunnel}\n"
			   "[!v2] undo version 2\n"
			   "[!v2] exchange-mode main\n"
			   "[v2] undo version 1\n"
			   " pre-shared-key " SN__KEY "\n"
			   " ike-proposal {base99}\n"
			   " dpd type periodic\n"
			   " dpd idle-time 10\n"
			   " dpd retransmit-interval 5\n"
			   "[!ipv6] local-id-type ip\n"
			   "[!ipv6] local-id " SN__PEER "\n"
			   " remote-address {gateway}\n"
			   "#\n";

static const char transforms[] =
    "ipsec proposal vpn-{base}\n"
    " encapsulation-mode tunnel\n"
    " transform esp\n"
    " esp authentication-algorithm {esp-integrity}\n"
    " esp encryption-algorithm {esp-encryption}\n"
    "#\n";

#define PHASE_2                            \
 " ike-peer vpn-{tunnel}\n"                \
 " proposal vpn-{base}\n"                  \
 "[pfs] pfs dh-group{pfs}\n"               \
 " sa duration time-based {lifetime}\n"    \
 "[!volume] sa duration traffic-based 0\n" \
 "[volume] sa duration traffic-based {volume}\n"

static const char list[] =
    "# connection {connection}\n"
    "[everything]# The other side is everything: all that these sources send "
    "out of the\n"
    "[everything]# interface enters the tunnel.\n"
    "[!ipv6]acl number {list}\n"
    "[ipv6]acl ipv6 number {list}\n";
static const char list_line[] =
    "[!ipv6] rule {count} permit ip source {here.wild} destination "
    "{there.wild}\n"
    "[ipv6] rule {count} permit ipv6 source {here.ios} destination "
    "{there.ios}\n";
static const char entry[] =
    "#\n"
    "ipsec policy vpn {number} isakmp\n"
    "[!ipv6] security acl {list}\n"
    "[ipv6] security acl ipv6 {list}\n" PHASE_2 " sa trigger-mode auto\n"
    "#\n";

static const char interface[] =
    "# An interface has one IPsec policy: vpn is that of all plans, with\n"
    "# numbers that follow from the names of their connections.\n"
    "interface GigabitEthernet0/0/1\n"
    " ipsec policy vpn\n"
    "[!ipv6] tcp adjust-mss {mss}\n"
    "#\n";

static const char tunnel[] = "ipsec profile vpn-{tunnel}\n" PHASE_2 "#\n"
			     "interface Tunnel{tunnel}\n"
			     " mtu 1400\n"
			     " tcp adjust-mss {mss}\n"
			     " ip address {inner} 255.255.255.252\n"
			     " tunnel-protocol ipsec\n"
			     " source " SN__PEER "\n"
			     " destination {gateway}\n"
			     " ipsec profile vpn-{tunnel}\n"
			     "#\n"
			     "firewall zone untrust\n"
			     " add interface Tunnel{tunnel}\n"
			     "#\n";
/* The second tunnel's routes wait until the first one is down. */
static const char route[] =
    "[!second]ip route-static {there.mask} Tunnel{tunnel}\n"
    "[second]ip route-static {there.mask} Tunnel{tunnel} preference 100\n";

static const char out_rule[] = "security-policy\n"
			       " rule name vpn-{base}-out\n"
			       "  source-zone trust\n"
			       "  destination-zone untrust\n";
static const char from_here[] = "  source-address {here.net} {here.len}\n";
static const char to_there[] =
    "  destination-address {there.net} {there.len}\n";
static const char in_rule[] = "  action permit\n"
			      " rule name vpn-{base}-in\n"
			      "  source-zone untrust\n"
			      "  destination-zone trust\n";
static const char from_there[] = "  source-address {there.net} {there.len}\n";
static const char to_here[] = "  destination-address {here.net} {here.len}\n";
static const char ike_rule[] = "  action permit\n"
			       " rule name vpn-{base}-ike\n"
			       "  source-zone local\n"
			       "  source-zone untrust\n"
			       "  destination-zone local\n"
			       "  destination-zone untrust\n";
static const char ike_address[] = "[!ipv6]  source-address {gateway} 32\n"
				  "[ipv6]  source-address {gateway} 128\n";
static const char ike_rest[] =
    "[!ipv6]  source-address " SN__PEER " 32\n"
    "[ipv6]  source-address " SN__PEER " 128\n"
    "  action permit\n"
    "#\n"
    "# The rule below has to stand before those that "
    "translate.\n"
    "nat-policy\n"
    " rule name vpn-{base}\n"
    "  source-zone trust\n"
    "  destination-zone untrust\n";
static const char nat_here[] =
    "[!ipv6]  source-address {here.net} mask {here.netmask}\n"
    "[ipv6]  source-address {here.net} {here.len}\n";
static const char nat_there[] =
    "[!ipv6]  destination-address {there.net} mask {there.netmask}\n"
    "[ipv6]  destination-address {there.net} {there.len}\n";
static const char nat_rest[] = "  action no-nat\n"
			       "#\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__EACH_TUNNEL, "", peer},
    {SN__ONCE, "", transforms},
    {SN__EACH_CONNECTION, "!routed", list},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed", list_line},
    {SN__EACH_CONNECTION, "!routed", entry},
    {SN__ONCE, "!routed", interface},
    {SN__EACH_TUNNEL, "routed", tunnel},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "routed", route},
    {SN__ONCE, "", out_rule},
    {SN__EACH_HERE, "", from_here},
    {SN__EACH_THERE, "", to_there},
    {SN__ONCE, "", in_rule},
    {SN__EACH_THERE, "", from_there},
    {SN__EACH_HERE, "", to_here},
    {SN__ONCE, "", ike_rule},
    {SN__EACH_TUNNEL, "", ike_address},
    {SN__ONCE, "", ike_rest},
    {SN__EACH_HERE, "", nat_here},
    {SN__EACH_THERE, "", nat_there},
    {SN__ONCE, "", nat_rest},
};

static const struct sn__device device = {
    .profile = "huawei",
    .ipv6 = SN__IPV6_SELECTORS,
    .ike = {&ike, &ike},
    .esp = &ike,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .most = 1000, /* lists */
    .one_tunnel = SN__ONE_OF_SELECTORS,
};

sn_status
sn__plan_vrp(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	return sn__put_device(&device, plan, out, error);
}
