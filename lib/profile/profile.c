/*
 * profile.c - what is known of gateways and peer devices, as data.
 *
 * Each value carries the document it was read in, the date of that document
 * or reading, and how sure it is. What nobody documents is UNKNOWN and never
 * used as a number; every limit can be overridden at run time. Several limits
 * of the default gateway come from documents of 2021 and may have changed.
 */
#include <string.h>

#include "supernet_profile.h"

#define UNKNOWN                  \
 {                               \
  -1, SN_SURE_UNKNOWN, 0, "", "" \
 }
#define KNOWN(v, where)               \
 {                                    \
  (v), SN_SURE_VERIFIED, 0, where, "" \
 }
#define READ(v, where, date)            \
 {                                      \
  (v), SN_SURE_VERIFIED, 0, where, date \
 }
#define FOLLOWS(v, where)             \
 {                                    \
  (v), SN_SURE_INFERRED, 0, where, "" \
 }
#define OLD(v, where, date)        \
 {                                 \
  (v), SN_SURE_OLD, 0, where, date \
 }

#define ADVICE	    "help.aliyun.com/knowledge_detail/437942.html"
#define LIMITS_2021 "AlibabaCloudDocs/vpn@5db6748b, Limits"
#define TERRAFORM                         \
 "terraform-provider-alicloud@81c43b67, " \
 "resource_alicloud_vpn_connection.go"
#define SDK	  "alibabacloud-go/vpc-20160428@cf668a27"
#define FAQ	  "Alibaba Cloud, FAQ about IPsec-VPN connections"
#define PBR	  "alibabacloud.com/help/doc-detail/110777.html"
#define AWS_GUIDE "docs.aws.amazon.com, s2svpn/CGRequirements.html"
#define AWS_API	  "AWS EC2 API, ModifyVpnConnectionOptions"
#define AZURE                 \
 "MicrosoftDocs/azure-docs, " \
 "vpn-gateway-connect-multiple-policybased-rm-ps.md"
#define GCP                                                 \
 "cloud.google.com/network-connectivity/docs/vpn/concepts/" \
 "choosing-networks-routing"
#define HUAWEI                                            \
 "support.huaweicloud.com, vpn_faq_00159.html; docs.otc." \
 "t-systems.com, virtual-private-network quotas and limitations"
#define TENCENT	   "tencentcloud.com, document/product/1037/39635"
#define STRONGSWAN "strongswan-docs@402255d, howtos/introduction.adoc"
#define MEASURED   "measured with two strongSwan 5.9.8 daemons, IKEv2"
#define LIBRESWAN  "libreswan@0c4e3ec, configs/d.ipsec.conf/conn/subnets.xml"
#define JUNIPER	   "juniper.net, security-traffic-selectors-in-route-based-vpns"
#define COMWARE	   "support.hpe.com, Comware security guide 5200-4026"

/* A device of which one thing is documented: its SA model. */
#define PEER(id, text, model)                                                  \
 {                                                                             \
  .struct_size = sizeof(sn_profile), .name = (id), .title = (text),            \
  .kind = SN_KIND_PEER, .local_selectors = UNKNOWN, .peer_selectors = UNKNOWN, \
  .policy_routes = UNKNOWN, .destination_routes = UNKNOWN,                     \
  .connections = UNKNOWN, .sa_model = model, .route_based = UNKNOWN,           \
  .match_rule = UNKNOWN, .manual_default = UNKNOWN, .auto_routes = UNKNOWN,    \
  .phase1_shared = UNKNOWN, .publish = UNKNOWN, .forbidden_fact = UNKNOWN      \
 }

static const sn_profile profiles[] = {
    {.struct_size = sizeof(sn_profile),
	.name = "alibaba-cloud",
	.title = "Alibaba Cloud VPN Gateway",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = READ(10, TERRAFORM, "2026-08-21"),
	.peer_selectors = READ(10, TERRAFORM, "2026-08-21"),
	.policy_routes = OLD(20, LIMITS_2021, "2021-03-09"),
	.destination_routes = OLD(20, LIMITS_2021, "2021-03-09"),
	.connections = OLD(10, LIMITS_2021, "2021-03-09"),
	.sa_model = KNOWN(SN_SA_SINGLE, ADVICE),
	.route_based = KNOWN(1, ADVICE),
	.match_rule = KNOWN(SN_MATCH_PRIORITY, PBR),
	.manual_default = READ(0, SDK, "2026-08-03"),
	.auto_routes = KNOWN(1, ADVICE),
	.phase1_shared = KNOWN(1, ADVICE),
	.publish = KNOWN(1, ADVICE),
	.forbidden = {{0, 0x64400000, SN_IPV4, 10, {0}}}, /* 100.64.0.0/10 */
	.forbidden_count = 1,
	.forbidden_fact = READ(1, SDK, "2026-08-03")},
    {.struct_size = sizeof(sn_profile),
	.name = "aws",
	.title = "AWS Site-to-Site VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(1, AWS_API),
	.peer_selectors = KNOWN(1, AWS_API),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, AWS_GUIDE),
	.route_based = KNOWN(1, AWS_GUIDE),
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "azure",
	.title = "Azure VPN Gateway (RouteBased)",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = UNKNOWN,
	.peer_selectors = UNKNOWN,
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, AZURE),
	.route_based = KNOWN(1, AZURE),
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "gcp",
	.title = "GCP Classic VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(30, GCP),
	.peer_selectors = KNOWN(30, GCP),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, GCP),
	.route_based = KNOWN(1, GCP),
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "huawei-cloud",
	.title = "Huawei Cloud VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(5, HUAWEI),
	.peer_selectors = KNOWN(50, HUAWEI),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, HUAWEI),
	.route_based = UNKNOWN,
	.match_rule = KNOWN(SN_MATCH_FIRST_CREATED, HUAWEI),
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "tencent-cloud",
	.title = "Tencent Cloud VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(10, TENCENT),
	.peer_selectors = KNOWN(50, TENCENT),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, TENCENT),
	.route_based = UNKNOWN,
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "strongswan",
	.title = "strongSwan (swanctl)",
	.kind = SN_KIND_GATEWAY | SN_KIND_PEER,
	.local_selectors = READ(255, MEASURED, "2026"),
	.peer_selectors = READ(255, MEASURED, "2026"),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, STRONGSWAN),
	.route_based = READ(1, MEASURED, "2026"),
	.match_rule = READ(SN_MATCH_LONGEST_PREFIX, MEASURED, "2026"),
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "libreswan",
	.title = "Libreswan (leftsubnets, rightsubnets)",
	.kind = SN_KIND_GATEWAY | SN_KIND_PEER,
	.local_selectors = UNKNOWN,
	.peer_selectors = UNKNOWN,
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_PER_PAIR, LIBRESWAN),
	.route_based = UNKNOWN,
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "juniper",
	.title = "Juniper SRX with traffic selectors",
	.kind = SN_KIND_PEER,
	.local_selectors = KNOWN(200, JUNIPER),
	.peer_selectors = KNOWN(200, JUNIPER),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_PER_PAIR, JUNIPER),
	.route_based = UNKNOWN,
	.match_rule = KNOWN(SN_MATCH_FIRST_CREATED, JUNIPER),
	.manual_default = UNKNOWN,
	.auto_routes = KNOWN(1, JUNIPER),
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "route-based",
	.title = "any peer that takes 0.0.0.0/0 both ways, and routes",
	.kind = SN_KIND_PEER,
	.local_selectors = UNKNOWN,
	.peer_selectors = UNKNOWN,
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = UNKNOWN,
	.route_based = {1, SN_SURE_USER, 0, "what choosing it says", ""},
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    PEER("generic", "a peer of which nothing is known", UNKNOWN),
    PEER("cisco", "Cisco IOS and ASA with crypto ACLs",
	KNOWN(SN_SA_PER_PAIR, ADVICE)),
    PEER("h3c", "H3C, HPE Comware in standard mode",
	KNOWN(SN_SA_PER_PAIR, COMWARE)),
    PEER("huawei", "Huawei firewalls", KNOWN(SN_SA_PER_PAIR, FAQ)),
    PEER("fortigate", "Fortinet FortiGate", UNKNOWN),
};

size_t
sn_profile_count(void)
{
	return sizeof(profiles) / sizeof(*profiles);
}

const sn_profile *
sn_profile_at(size_t i)
{
	return i < sn_profile_count() ? &profiles[i] : NULL;
}

const sn_profile *
sn_profile_find(const char *name)
{
	for (size_t i = 0; i < sn_profile_count(); i++)
		if (!strcmp(profiles[i].name, name))
			return &profiles[i];
	return NULL;
}
