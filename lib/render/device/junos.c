/*
 * junos.c - the peer end as set commands of Junos on SRX: an st0 unit for each
 * tunnel. A single pair of selectors is the proxy identity, and routes decide;
 * several are traffic selectors, which put in routes by themselves.
 *
 * Syntax: validators of a Terraform provider for Junos, batfish's grammar,
 * Google Cloud and Alibaba Cloud samples. IPv6 goes through tunnels of IPv4
 * (Juniper, "Dual Stack Tunnels over an External Interface").
 */
#include "render/device/device.h"
#include "render/device/ike.h"
#include "render/plan.h"

static const struct sn__spelling ike = {
    {"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "3des-cbc", "des-cbc"},
    {"md5", "sha1", "sha-256", "sha-384", "sha-512"}};
static const struct sn__spelling esp = {
    {"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "3des-cbc", "des-cbc",
	"aes-128-gcm", "aes-192-gcm", "aes-256-gcm"},
    {"hmac-md5-96", "hmac-sha1-96", "hmac-sha-256-128", "hmac-sha-384",
	"hmac-sha-512"}};

#define IKE   "set security ike "
#define IPSEC "set security ipsec "
#define ZONE  "set security zones security-zone "
#define OUT                                                  \
 "set security policies from-zone trust to-zone vpn policy " \
 "vpn-{base} "
#define IN                                                   \
 "set security policies from-zone vpn to-zone trust policy " \
 "vpn-{base} "

static const char head[] =
    "# Junos of SRX: the peer end of the plan.\n"
    "#\n"
    "# To be replaced: " SN__GATEWAY " by the address of the gateway,\n"
    "[two]# " SN__GATEWAY_2 " by its second one,\n"
    "# " SN__PEER " by the address of this end as the gateway knows\n"
    "# it, ge-0/0/0.0 by the interface towards the gateway, untrust and trust "
    "by the\n"
    "# zones of that and of the networks here, and " SN__KEY " by the key,\n"
    "# which is never written here.\n"
    "# Not verified on a device. The address book is the global one: where "
    "zones\n"
    "# have books of their own, the addresses belong into those.\n"
    "[ipv6]# IPv6 is forwarded after set security forwarding-options family "
    "inet6 mode\n"
    "[ipv6]# flow-based, and a restart.\n"
    "[two !single]# Traffic selectors put in routes by themselves, of both "
    "tunnels to the same\n"
    "[two !single]# networks: which of them is used is not known.\n" IKE
    "proposal vpn-{base} authentication-method pre-shared-keys\n" IKE
    "proposal vpn-{base} dh-group group{dh}\n" IKE
    "proposal vpn-{base} authentication-algorithm {integrity}\n" IKE
    "proposal vpn-{base} encryption-algorithm {encryption}\n" IKE
    "proposal vpn-{base} lifetime-seconds {ike-lifetime}\n"
    "[!v2]" IKE "policy vpn-{base} mode main\n" IKE
    "policy vpn-{base} proposals vpn-{base}\n" IKE
    "policy vpn-{base} pre-shared-key ascii-text \"" SN__KEY "\"\n" IPSEC
    "proposal vpn-{base} protocol esp\n"
    "[cbc]" IPSEC "proposal vpn-{base} authentication-algorithm "
    "{esp-integrity}\n" IPSEC
    "proposal vpn-{base} encryption-algorithm {esp-encryption}\n" IPSEC
    "proposal vpn-{base} lifetime-seconds {lifetime}\n"
    "[volume]" IPSEC "proposal vpn-{base} lifetime-kilobytes {volume}\n"
    "[pfs]" IPSEC "policy vpn-{base} perfect-forward-secrecy keys "
    "group{pfs}\n" IPSEC "policy vpn-{base} proposals vpn-{base}\n";

static const char tunnel[] =
    IKE "gateway vpn-{tunnel} ike-policy vpn-{base}\n" IKE
	"gateway vpn-{tunnel} address {gateway}\n" IKE
	"gateway vpn-{tunnel} dead-peer-detection probe-idle-tunnel\n" IKE
	"gateway vpn-{tunnel} dead-peer-detection interval 10\n" IKE
	"gateway vpn-{tunnel} dead-peer-detection threshold 5\n" IKE
	"gateway vpn-{tunnel} local-identity inet " SN__PEER "\n" IKE
	"gateway vpn-{tunnel} external-interface ge-0/0/0.0\n"
	"[!v2]" IKE "gateway vpn-{tunnel} version v1-only\n"
	"[v2]" IKE "gateway vpn-{tunnel} version v2-only\n"
	"[!ipv6]set interfaces st0 unit {tunnel} family inet mtu 1400\n"
	"[ipv6]set interfaces st0 unit {tunnel} family inet6 mtu 1400\n" IPSEC
	"vpn vpn-{tunnel} bind-interface st0.{tunnel}\n" IPSEC
	"vpn vpn-{tunnel} ike gateway vpn-{tunnel}\n" IPSEC
	"vpn vpn-{tunnel} ike ipsec-policy vpn-{base}\n" IPSEC
	"vpn vpn-{tunnel} establish-tunnels immediately\n" ZONE
	"vpn interfaces st0.{tunnel}\n";

static const char named[] = "# connection {connection}\n";

static const char selector[] =
    IPSEC "vpn vpn-{tunnel} traffic-selector vpn-{number}-{count} local-ip "
	  "{here}\n" IPSEC
	  "vpn vpn-{tunnel} traffic-selector vpn-{number}-{count} remote-ip "
	  "{there}\n";

static const char identity[] =
    IPSEC "vpn vpn-{tunnel} ike proxy-identity local {here}\n" IPSEC
	  "vpn vpn-{tunnel} ike proxy-identity remote {there}\n" IPSEC
	  "vpn vpn-{tunnel} ike proxy-identity service any\n";

static const char route[] =
    "[!ipv6]set routing-options static route {there} qualified-next-hop "
    "st0.{tunnel} preference {which}0\n"
    "[ipv6]set routing-options rib inet6.0 static route {there} "
    "qualified-next-hop st0.{tunnel} preference {which}0\n";

static const char zones[] =
    ZONE "untrust interfaces ge-0/0/0.0 host-inbound-traffic system-services "
	 "ike\n";

static const char here_address[] =
    "set security address-book global address vpn-{here.net}-{here.len} "
    "{here}\n" OUT "match source-address vpn-{here.net}-{here.len}\n" IN
    "match destination-address vpn-{here.net}-{here.len}\n";
static const char there_address[] =
    "set security address-book global address vpn-{there.net}-{there.len} "
    "{there}\n" OUT "match destination-address vpn-{there.net}-{there.len}\n" IN
    "match source-address vpn-{there.net}-{there.len}\n";

static const char rest[] =
    OUT "match application any\n" OUT "then permit\n" IN
	"match application any\n" IN "then permit\n"
	"set security flow tcp-mss ipsec-vpn mss {mss}\n"
	"# A rule set that translates from trust to any zone gets, before its "
	"others, a\n"
	"# rule for these networks with then source-nat off.\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__EACH_TUNNEL, "", tunnel},
    {SN__EACH_CONNECTION, "", named},
    {SN__EACH_CONNECTION | SN__EACH_TUNNEL | SN__EACH_PAIR, "!single",
	selector},
    {SN__EACH_CONNECTION | SN__EACH_TUNNEL | SN__EACH_PAIR, "single !routed",
	identity},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "single", route},
    {SN__ONCE, "", zones},
    {SN__EACH_HERE, "", here_address},
    {SN__EACH_THERE, "", there_address},
    {SN__ONCE, "", rest},
};

static const struct sn__device device = {
    .profile = "juniper",
    .ipv6 = SN__IPV6_BOTH,
    .ike = {&ike, &ike},
    .esp = &esp,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .most = 200, /* traffic selectors of a VPN */
};

sn_status
sn__plan_junos(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	return sn__put_device(&device, plan, out, error);
}
