/*
 * cisco_ios.c - the peer end as a configuration of Cisco IOS and IOS XE.
 *
 * Each connection is a crypto map entry with a crypto ACL of its own, the
 * mirror image of the gateway's selectors: IOS opens one SA for each line.
 * Where both selectors are everything, static virtual tunnel interfaces take
 * the place of the map: their selectors are always "IP any any" (Cisco,
 * Security and VPN Configuration Guide, "IPsec Virtual Tunnel Interfaces"),
 * and routes decide.
 *
 * A map entry takes two gateways: the second where dead peer detection found
 * the first one dead, which is the first to be tried again (Cisco, "IPsec
 * Preferred Peer").
 *
 * Syntax: Google Cloud and Azure samples for IOS, batfish's grammar of crypto
 * maps, the YANG model of IOS XE; names of lists start with a letter, or they
 * could be taken for numbers.
 */
#include "render/device/device.h"
#include "render/device/nat.h"
#include "render/device/ike.h"
#include "render/plan.h"

/* Entries of a crypto map are numbered up to 65535, and those of a plan may
 * begin at SN_NUMBER_MAX; no limit of names is documented. */
enum { ENTRIES_MAX = 65535 - SN_NUMBER_MAX, NAME_BYTES_MAX = 64 };

static const struct sn__spelling v1 = {
    {"aes 128", "aes 192", "aes 256", "3des", "des"},
    {"md5", "sha", "sha256", "sha384", "sha512"}};
static const struct sn__spelling v2 = {
    {"aes-cbc-128", "aes-cbc-192", "aes-cbc-256", "3des", "des"},
    {"md5", "sha1", "sha256", "sha384", "sha512"}};
static const struct sn__spelling esp = {
    {"esp-aes 128", "esp-aes 192", "esp-aes 256", "esp-3des", "esp-des",
	"esp-gcm 128", "esp-gcm 192", "esp-gcm 256"},
    {"esp-md5-hmac", "esp-sha-hmac", "esp-sha256-hmac", "esp-sha384-hmac",
	"esp-sha512-hmac"}};

static const char head[] =
    "! Cisco IOS and IOS XE: the peer end of the plan.\n"
    "!\n"
    "[!ipv6]! To be replaced: " SN__GATEWAY " by the IPv4 address of the\n"
    "[ipv6]! To be replaced: " SN__GATEWAY " by the IPv6 address of the\n"
    "! gateway, " SN__PEER " by the address of this end as the\n"
    "! gateway knows it, GigabitEthernet0/0 by the interface towards it,\n"
    "! GigabitEthernet0/1 by that of the networks here, " SN__KEY "\n"
    "! by the key, which is never written here.\n"
    "[two routed]! " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[backup]! " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[two !routed]! A crypto map holds the same selectors once: one of the "
    "tunnels is up,\n"
    "[backup]! the second where the first gateway is dead.\n"
    "[two !routed !backup]! the second is not set up.\n"
    "[two !routed]! Tunnel interfaces (scheme destination) carry both.\n"
    "! Not verified on a device; \"kilobytes disable\" was seen in profiles "
    "and\n"
    "! dynamic maps only.\n"
    "!\n";

static const char phase_1_v1[] = "crypto isakmp policy {base9999}\n"
				 " encryption {encryption}\n"
				 " hash {integrity}\n"
				 " authentication pre-share\n"
				 " group {dh}\n"
				 " lifetime {ike-lifetime}\n"
				 "!\n"
				 "crypto isakmp keepalive 10 3 periodic\n";

static const char key_v1[] =
    "[!ipv6]crypto isakmp key " SN__KEY " address {gateway}\n"
    "[ipv6]crypto isakmp key " SN__KEY " address ipv6 {gateway}/128\n";

static const char phase_1_v2[] = "crypto ikev2 proposal {name}\n"
				 " encryption {encryption}\n"
				 " integrity {integrity}\n"
				 " group {dh}\n"
				 "!\n"
				 "crypto ikev2 policy {name}\n"
				 " proposal {name}\n"
				 "!\n"
				 "crypto ikev2 keyring {name}\n";

static const char key_v2[] = " peer {end}\n"
			     "[!ipv6]  address {gateway}\n"
			     "[ipv6]  address {gateway}/128\n"
			     "  pre-shared-key " SN__KEY "\n";

static const char profile[] = "!\ncrypto ikev2 profile {name}\n";

static const char match[] =
    "[!ipv6] match identity remote address {gateway} 255.255.255.255\n"
    "[ipv6] match identity remote address {gateway}/128\n";

static const char profile_rest[] = " identity local address " SN__PEER "\n"
				   " authentication remote pre-share\n"
				   " authentication local pre-share\n"
				   " keyring local {name}\n"
				   " lifetime {ike-lifetime}\n"
				   " dpd 10 3 periodic\n"
				   " no config-exchange request\n";

static const char transforms[] =
    "!\n"
    "[cbc]crypto ipsec transform-set {name} {esp-encryption} "
    "{esp-integrity}\n"
    "[!cbc]crypto ipsec transform-set {name} {esp-encryption}\n"
    " mode tunnel\n"
    "!\n";

#define PHASE_2                                                    \
 " set transform-set {name}\n"                                     \
 "[v2] set ikev2-profile {name}\n"                                 \
 "[pfs] set pfs group{pfs}\n"                                      \
 " set security-association lifetime seconds {lifetime}\n"         \
 "[!volume] set security-association lifetime kilobytes disable\n" \
 "[volume] set security-association lifetime kilobytes {volume}\n"

static const char one_map[] =
    "! An interface has one crypto map: vpn-map is that of all plans, with\n"
    "! numbers that follow from the names of their connections.\n"
    "!\n";

static const char list[] =
    "! connection {connection}\n"
    "[everything]! The other side is everything: all that these sources send "
    "out of the\n"
    "[everything]! interface enters the tunnel.\n"
    "[!ipv6]ip access-list extended {own}\n"
    "[ipv6]ipv6 access-list {own}\n";

static const char list_line[] = "[!ipv6] permit ip {here.ios} {there.ios}\n"
				"[ipv6] permit ipv6 {here.ios} {there.ios}\n";

/* What this side sends to itself is no matter of the list. */
static const char list_bypass[] = "[!ipv6] deny ip {here.ios} {there.ios}\n"
				  "[ipv6] deny ipv6 {here.ios} {there.ios}\n";

static const char entry[] =
    "[!ipv6]crypto map vpn-map {number} ipsec-isakmp\n"
    "[ipv6]crypto map ipv6 vpn-map {number} "
    "ipsec-isakmp\n"
    "[!backup] set peer {gateway}\n"
    "[backup] set peer {gateway} default\n"
    "[backup] set peer " SN__GATEWAY_2 "\n" PHASE_2 " match address {own}\n"
    "!\n";

static const char interface[] = "interface GigabitEthernet0/0\n"
				"[!ipv6] crypto map vpn-map\n"
				"[ipv6] ipv6 crypto map vpn-map\n"
				"!\n"
				"interface GigabitEthernet0/1\n"
				"[!ipv6] ip tcp adjust-mss {mss}\n"
				"[ipv6] ipv6 tcp adjust-mss {mss}\n"
				"!\n";

static const char tunnel[] = "crypto ipsec profile {end}\n" PHASE_2 "!\n"
			     "interface Tunnel{tunnel}\n"
			     "[!ipv6] ip unnumbered GigabitEthernet0/0\n"
			     "[!ipv6] ip mtu 1400\n"
			     "[!ipv6] ip tcp adjust-mss {mss}\n"
			     "[ipv6] ipv6 enable\n"
			     "[ipv6] ipv6 mtu 1400\n"
			     "[ipv6] ipv6 tcp adjust-mss {mss}\n"
			     " tunnel source GigabitEthernet0/0\n"
			     "[!ipv6] tunnel mode ipsec ipv4\n"
			     "[ipv6] tunnel mode ipsec ipv6\n"
			     " tunnel destination {gateway}\n"
			     " tunnel protection ipsec profile {end}\n"
			     "!\n";

/* The second tunnel's routes wait until the first one is down. */
static const char route[] =
    "[!ipv6 !second]ip route {there.mask} Tunnel{tunnel}\n"
    "[!ipv6 second]ip route {there.mask} Tunnel{tunnel} 10\n"
    "[ipv6 !second]ipv6 route {there} Tunnel{tunnel}\n"
    "[ipv6 second]ipv6 route {there} Tunnel{tunnel} 10\n";

static const char notes[] =
    "! Where GigabitEthernet0/0 has a list of its own, it lets in from the "
    "gateway:\n";

static const char let_in[] =
    "!  permit udp host {gateway} host " SN__PEER " eq isakmp\n"
    "!  permit udp host {gateway} host " SN__PEER " eq non500-isakmp\n"
    "!  permit esp host {gateway} host " SN__PEER "\n";

static const char translations[] =
    "! and where it translates, the list of that has, before what it "
    "permits:\n";

static const char not_translated[] =
    "[!ipv6]!  deny ip {here.ios} {there.ios}\n"
    "[ipv6]!  deny ipv6 {here.ios} {there.ios}\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__ONCE, "!v2", phase_1_v1},
    {SN__EACH_TUNNEL, "!v2", key_v1},
    {SN__ONCE, "v2", phase_1_v2},
    {SN__EACH_TUNNEL, "v2", key_v2},
    {SN__ONCE, "v2", profile},
    {SN__EACH_TUNNEL, "v2", match},
    {SN__ONCE, "v2", profile_rest},
    {SN__ONCE, "", transforms},
    {SN__ONCE, "!routed", one_map},
    {SN__EACH_CONNECTION, "!routed", list},
    {SN__EACH_CONNECTION | SN__EACH_BYPASS, "!routed", list_bypass},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed", list_line},
    {SN__EACH_CONNECTION, "!routed", entry},
    {SN__ONCE, "!routed", interface},
    {SN__EACH_TUNNEL, "routed", tunnel},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "routed", route},
    {SN__ONCE, "", notes},
    {SN__EACH_TUNNEL, "", let_in},
    {SN__ONCE, "!routed", translations},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed", not_translated},
};

static const struct sn__device device = {
    .profile = "cisco-ios",
    .ike = {&v1, &v2},
    .esp = &esp,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .name_most = NAME_BYTES_MAX,
    .most = ENTRIES_MAX,
    .ipv6 = SN__IPV6_BOTH,
    .one_tunnel = SN__ONE_OF_SELECTORS,
    .backup = true,
    .translates = true,
};

sn_status
sn__plan_cisco_ios(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn_status status = sn__cisco_nat_check(plan, error);

	(void)options;
	if (!status)
		status = sn__put_device(&device, plan, out, error);
	if (!status)
		sn__put_cisco_nat(out, plan);
	return status;
}
