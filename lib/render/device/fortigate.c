/*
 * fortigate.c - the peer end as a configuration of FortiOS: phase 1 is an
 * interface of its own for each tunnel, phase 2 has an entry for each pair of
 * selectors, routes and policies decide what goes where.
 *
 * Syntax: fields and choices of Fortinet's Terraform provider and Ansible
 * collection; Azure and Open Telekom Cloud samples. IPv6 goes through a tunnel
 * of IPv4, and through one only (Fortinet, FortiOS 6.0 handbook, "IPv6 IPsec
 * VPNs").
 */
#include "render/device/device.h"
#include "render/device/ike.h"
#include "render/plan.h"

static const struct sn__spelling ike = {
    {"aes128", "aes192", "aes256", "3des", "des"},
    {"md5", "sha1", "sha256", "sha384", "sha512"}};

static const char head[] =
    "# FortiOS 6.4 and later: the peer end of the plan.\n"
    "#\n"
    "# To be replaced: " SN__GATEWAY " by the address of the gateway,\n"
    "[two !ipv6]# " SN__GATEWAY_2 " by its second one,\n"
    "# wan1 and internal by the interfaces towards it and towards the "
    "networks\n"
    "# here, and " SN__KEY " by the key, which is never written here.\n"
    "[two ipv6]# The gateway's second tunnel is not set up: FortiOS has no "
    "redundant\n"
    "[two ipv6]# tunnels for IPv6.\n"
    "# Not verified on a device: characters of names, and several addresses "
    "or\n"
    "# interfaces in one policy. Numbers of policies and routes follow from "
    "the\n"
    "# name of the connection.\n"
    "config vpn ipsec phase1-interface\n";

static const char phase_1[] = "    edit \"vpn-{tunnel}\"\n"
			      "        set comments \"{plan}\"\n"
			      "        set interface \"wan1\"\n"
			      "[!v2]        set ike-version 1\n"
			      "[!v2]        set mode main\n"
			      "[v2]        set ike-version 2\n"
			      "        set peertype any\n"
			      "        set proposal {encryption}-{integrity}\n"
			      "        set dhgrp {dh}\n"
			      "        set keylife {ike-lifetime}\n"
			      "        set remote-gw {gateway}\n"
			      "        set net-device disable\n"
			      "        set nattraversal enable\n"
			      "        set dpd on-idle\n"
			      "        set dpd-retrycount 3\n"
			      "        set dpd-retryinterval 10\n"
			      "        set psksecret " SN__KEY "\n"
			      "    next\n";

static const char phase_2_start[] = "end\n"
				    "config vpn ipsec phase2-interface\n";

static const char phase_2[] =
    "    edit \"vpn-{tunnel}-{number}-{count}\"\n"
    "        set phase1name \"vpn-{tunnel}\"\n"
    "        set proposal {esp-encryption}-{esp-integrity}\n"
    "[pfs]        set pfs enable\n"
    "[pfs]        set dhgrp {pfs}\n"
    "[!pfs]        set pfs disable\n"
    "[!volume]        set keylife-type seconds\n"
    "[volume]        set keylife-type both\n"
    "        set keylifeseconds {lifetime}\n"
    "[volume]        set keylifekbs {volume}\n"
    "        set auto-negotiate enable\n"
    "        set src-addr-type subnet{6}\n"
    "        set src-subnet{6} {here.mask}\n"
    "        set dst-addr-type subnet{6}\n"
    "        set dst-subnet{6} {there.mask}\n"
    "    next\n";

static const char addresses[] = "end\n"
				"config firewall address{6}\n";
static const char here_address[] = "    edit \"vpn-{here.net}-{here.len}\"\n"
				   "[!ipv6]        set subnet {here.mask}\n"
				   "[ipv6]        set ip6 {here.mask}\n"
				   "    next\n";
static const char there_address[] = "    edit \"vpn-{there.net}-{there.len}\"\n"
				    "[!ipv6]        set subnet {there.mask}\n"
				    "[ipv6]        set ip6 {there.mask}\n"
				    "    next\n";

static const char out_policy[] = "end\n"
				 "config firewall policy\n"
				 "    edit {id}\n"
				 "        set name \"vpn-{base}-out\"\n"
				 "        set srcintf \"internal\"\n"
				 "        set dstintf";
static const char interface[] = " \"vpn-{tunnel}\"";
static const char source[] = "\n        set srcaddr{6}";
static const char destination[] = "\n        set dstaddr{6}";
static const char here_name[] = " \"vpn-{here.net}-{here.len}\"";
static const char there_name[] = " \"vpn-{there.net}-{there.len}\"";
static const char policy_rest[] = "\n"
				  "        set action accept\n"
				  "        set schedule \"always\"\n"
				  "        set service \"ALL\"\n"
				  "        set nat disable\n"
				  "        set tcp-mss-sender {mss}\n"
				  "        set tcp-mss-receiver {mss}\n"
				  "    next\n";
static const char in_policy[] = "    edit {id}\n"
				"        set name \"vpn-{base}-in\"\n"
				"        set srcintf";
static const char inside[] = "\n        set dstintf \"internal\"";

static const char routes[] = "end\n"
			     "config router static{6}\n";
/* Both tunnels' routes are there; the smaller priority is used. */
static const char route[] = "    edit {id}\n"
			    "        set dst {there.mask}\n"
			    "        set device \"vpn-{tunnel}\"\n"
			    "[two !second]        set priority 5\n"
			    "[second]        set priority 10\n"
			    "    next\n";
static const char nowhere[] = "    edit {id}\n"
			      "        set dst {there.mask}\n"
			      "        set blackhole enable\n"
			      "        set distance 254\n"
			      "    next\n";
static const char end[] = "end\n";

static const struct sn__stanza stanzas[] = {
    {SN__ONCE, "", head},
    {SN__EACH_TUNNEL, "", phase_1},
    {SN__ONCE, "", phase_2_start},
    {SN__EACH_CONNECTION | SN__EACH_TUNNEL | SN__EACH_PAIR, "", phase_2},
    {SN__ONCE, "", addresses},
    {SN__EACH_HERE, "", here_address},
    {SN__EACH_THERE, "", there_address},
    {SN__ONCE, "", out_policy},
    {SN__EACH_TUNNEL, "", interface},
    {SN__ONCE, "", source},
    {SN__EACH_HERE, "", here_name},
    {SN__ONCE, "", destination},
    {SN__EACH_THERE, "", there_name},
    {SN__ONCE, "", policy_rest},
    {SN__ONCE, "", in_policy},
    {SN__EACH_TUNNEL, "", interface},
    {SN__ONCE, "", inside},
    {SN__ONCE, "", source},
    {SN__EACH_THERE, "", there_name},
    {SN__ONCE, "", destination},
    {SN__EACH_HERE, "", here_name},
    {SN__ONCE, "", policy_rest},
    {SN__ONCE, "", routes},
    {SN__EACH_TUNNEL | SN__EACH_THERE, "", route},
    {SN__EACH_THERE, "", nowhere},
    {SN__ONCE, "", end},
};

static const struct sn__device device = {
    .profile = "fortigate",
    .ipv6 = SN__IPV6_BOTH,
    .one_tunnel = SN__ONE_OF_IPV6,
    .ike = {&ike, &ike},
    .esp = &ike,
    .stanzas = stanzas,
    .stanza_count = sizeof(stanzas) / sizeof(*stanzas),
    .networks_most = 3000, /* three routes each, of 9998 numbers */
};

sn_status
sn__plan_fortigate(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	return sn__put_device(&device, plan, out, error);
}
