/*
 * cisco_asa.c - the peer end as a configuration of the Cisco ASA: an entry of
 * a crypto map with an access list for each connection, or tunnel interfaces
 * where both selectors are everything.
 *
 * An entry takes two gateways, with IKEv2 from 9.14 (Cisco, "Understand IKEv2
 * Crypto Map Backup Peers").
 *
 * Syntax: Azure and Google Cloud samples for the ASA, batfish's grammar. With
 * IKEv1 the ASA has SHA-1 and MD5 only, so that other hashes are refused. A map
 * takes IPv6 for peers that are ASAs, too (Cisco, ASA 9.2 VPN CLI guide,
 * "LAN-to-LAN IPsec VPNs"); tunnel interfaces take it from 9.16, which is not
 * written here.
 */
#include "render/device/device.h"
#include "render/device/ike.h"
#include "render/plan.h"

enum { ENTRIES_MAX = 65535 - SN_NUMBER_MAX };

static const struct sn__spelling v1 = {
    {"aes", "aes-192", "aes-256", "3des", "des"}, {"md5", "sha"}};
static const struct sn__spelling v2 = {
    {"aes", "aes-192", "aes-256", "3des", "des"},
    {"md5", "sha", "sha256", "sha384", "sha512"}};
/* Of IKEv2; IKEv1 writes them as transforms, see below. */
static const struct sn__spelling esp = {
    {"aes", "aes-192", "aes-256", "3des", "des"},
    {"md5", "sha-1", "sha-256", "sha-384", "sha-512"}};

static const char head[] =
    "! Cisco ASA 9.8 and later: the peer end of the plan.\n"
    "!\n"
    "! To be replaced: " SN__GATEWAY " by the address of the gateway,\n"
    "! outside and inside by the interfaces towards it and towards the "
    "networks\n"
    "! here, and " SN__KEY " by the key, which is never written here.\n"
    "[two routed]! " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[backup]! " SN__GATEWAY_2 " is the gateway's second address.\n"
    "[two !routed]! A crypto map holds the same selectors once: one of the "
    "tunnels is up,\n"
    "[backup]! the second where the first gateway is dead.\n"
    "[backup v2]! With IKEv2 that needs ASA 9.14.\n"
    "[two !routed !backup]! the second is not set up.\n"
    "[two !routed]! Tunnel interfaces (scheme destination) carry both.\n"
    "[routed]! Numbers of tunnel interfaces follow from the name of the "
    "connection: where\n"
    "[routed]! they are too high for this device, --number-base gives smaller "
    "ones.\n"
    "! Not verified on a device: lifetimes of an entry of the map, names, "
    "and\n"
    "! IKEv2 on tunnel interfaces before 9.8. Tunnel groups are named for "
    "the\n"
    "! identity that the gateway sends, its address.\n"
    "!\n"
    "crypto isakmp identity address\n";

static const char phase_1[] =
    "[!v2]crypto ikev1 policy {base9999}\n"
    "[v2]crypto ikev2 policy {base9999}\n"
    "[!v2] authentication pre-share\n"
    " encryption {encryption}\n"
    "[!v2] hash {integrity}\n"
    "[v2] integrity {integrity}\n"
    " group {dh}\n"
    "[v2] prf {integrity}\n"
    "[!v2] lifetime {ike-lifetime}\n"
    "[v2] lifetime seconds {ike-lifetime}\n"
    "[!v2]crypto ikev1 enable outside\n"
    "[v2]crypto ikev2 enable outside\n"
    "!\n"
    "[v2]crypto ipsec ikev2 ipsec-proposal {end}\n"
    "[v2] protocol esp encryption {esp-encryption}\n"
    "[v2] protocol esp integrity {esp-integrity}\n"
    "[!v2]crypto ipsec ikev1 transform-set {end} esp-{esp-encryption} "
    "esp-{integrity}-hmac\n"
    "!\n"
    "group-policy {end} internal\n"
    "group-policy {end} attributes\n"
    "[!v2] vpn-tunnel-protocol ikev1\n"
    "[v2] vpn-tunnel-protocol ikev2\n"
    "!\n";

static const char group[] =
    "tunnel-group {gateway} type ipsec-l2l\n"
    "tunnel-group {gateway} general-attributes\n"
    " default-group-policy {name}\n"
    "tunnel-group {gateway} ipsec-attributes\n"
    " isakmp keepalive threshold 10 retry 3\n"
    "[!v2] ikev1 pre-shared-key " SN__KEY "\n"
    "[v2] ikev2 remote-authentication pre-shared-key " SN__KEY "\n"
    "[v2] ikev2 local-authentication pre-shared-key " SN__KEY "\n"
    "!\n";

static const char one_map[] =
    "! An interface has one crypto map: vpn-map is that of all plans, with\n"
    "! numbers that follow from the names of their connections.\n"
    "!\n";

static const char list[] =
    "! connection {connection}\n"
    "[everything]! The other side is everything: all that these sources send "
    "out of the\n"
    "[everything]! interface enters the tunnel.\n";

static const char list_line[] =
    "access-list {own} extended permit ip {here.asa} {there.asa}\n";

#define MAP "crypto map vpn-map {number} "

static const char entry[] = MAP
    "match address {own}\n"
    "[!backup]" MAP "set peer {gateway}\n"
    "[backup]" MAP "set peer {gateway} " SN__GATEWAY_2 "\n"
    "[pfs]" MAP "set pfs group{pfs}\n"
    "[!v2]" MAP "set ikev1 transform-set {name}\n"
    "[v2]" MAP "set ikev2 ipsec-proposal {name}\n" MAP
    "set security-association lifetime seconds {lifetime}\n"
    "[!volume]" MAP "set security-association lifetime kilobytes unlimited\n"
    "[volume]" MAP "set security-association lifetime kilobytes {volume}\n"
    "!\n";

static const char map_interface[] = "crypto map vpn-map interface outside\n"
				    "!\n";

/* Exemption from translation, of the exact networks. */
static const char here_group[] = "object-group network {name}_here\n";
static const char here_network[] = " network-object {here.mask}\n";
static const char there_group[] = "object-group network {name}_there\n";
static const char there_network[] = " network-object {there.mask}\n";
static const char exempt[] =
    "nat (inside,outside) source static {name}_here {name}_here destination "
    "static {name}_there {name}_there no-proxy-arp route-lookup\n";

static const char tunnel_profile[] =
    "crypto ipsec profile {name}\n"
    "[!v2] set ikev1 transform-set {name}\n"
    "[v2] set ikev2 ipsec-proposal {name}\n"
    "[pfs] set pfs group{pfs}\n"
    " set security-association lifetime seconds {lifetime}\n"
    "[!volume] set security-association lifetime kilobytes unlimited\n"
    "[volume] set security-association lifetime kilobytes {volume}\n"
    "!\n"
    "! Addresses inside a tunnel: those that the gateway has, or any /30.\n"
    "!\n";

static const char tunnel[] = "interface Tunnel{tunnel}\n"
			     " nameif vpn-{tunnel}\n"
			     " ip address {inner} 255.255.255.252\n"
			     " tunnel source interface outside\n"
			     " tunnel destination {gateway}\n"
			     " tunnel mode ipsec ipv4\n"
			     " tunnel protection ipsec profile {name}\n"
			     "!\n";

/* The second tunnel's routes wait until the first one is down. */
static const char route[] =
    "route vpn-{tunnel} {there.mask} {inner-gateway} {which}\n";

static const char notes[] =
    "!\n"
    "sysopt connection tcpmss {mss}\n"
    "! What comes out of a tunnel passes lists of interfaces, unless\n"
    "! no sysopt connection permit-vpn is set: then the list of outside lets "
    "it in.\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__ONCE, "", phase_1},
    {SN__EACH_TUNNEL, "", group},
    {SN__ONCE, "!routed", one_map},
    {SN__EACH_CONNECTION, "!routed", list},
    {SN__EACH_CONNECTION | SN__EACH_PAIR, "!routed", list_line},
    {SN__EACH_CONNECTION, "!routed", entry},
    {SN__ONCE, "!routed", map_interface},
    {SN__ONCE, "!routed", here_group},
    {SN__EACH_HERE, "!routed", here_network},
    {SN__ONCE, "!routed", there_group},
    {SN__EACH_THERE, "!routed", there_network},
    {SN__ONCE, "!routed", exempt},
    {SN__ONCE, "routed", tunnel_profile},
    {SN__EACH_TUNNEL, "routed", tunnel},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "routed", route},
    {SN__ONCE, "", notes},
};

static const struct sn__device device = {
    .profile = "cisco-asa",
    .ike = {&v1, &v2},
    .esp = &esp,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .name_most = 64,
    .most = ENTRIES_MAX,
    .one_tunnel = SN__ONE_OF_SELECTORS,
    .backup = true,
};

sn_status
sn__plan_cisco_asa(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	return sn__put_device(&device, plan, out, error);
}
