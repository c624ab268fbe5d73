/*
 * profile.c - what is known of gateways and peer devices, as data.
 *
 * Each value carries the document it was read in, the date of that document
 * or reading, and how sure it is. What nobody documents is UNKNOWN and never
 * used as a number; every limit can be overridden at run time. Several limits
 * of the default gateway come from documents of 2021 and may have changed.
 */
#include <string.h>

#include "profile/sources.h"
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
	.provider = SN_PROVIDER_ALIBABA,
	.local_selectors = READ(10, SOURCE_ALIBABA_TERRAFORM, "2026-08-21"),
	.peer_selectors = READ(10, SOURCE_ALIBABA_TERRAFORM, "2026-08-21"),
	.policy_routes = OLD(20, SOURCE_ALIBABA_LIMITS, "2021-03-09"),
	.destination_routes = OLD(20, SOURCE_ALIBABA_LIMITS, "2021-03-09"),
	.connections = OLD(10, SOURCE_ALIBABA_LIMITS, "2021-03-09"),
	.sa_model = KNOWN(SN_SA_SINGLE, SOURCE_ALIBABA_ADVICE),
	.route_based = KNOWN(1, SOURCE_ALIBABA_ADVICE),
	.match_rule = KNOWN(SN_MATCH_PRIORITY, SOURCE_ALIBABA_POLICY),
	.manual_default = READ(0, SOURCE_ALIBABA_SDK, "2026-08-03"),
	.auto_routes = KNOWN(1, SOURCE_ALIBABA_ADVICE),
	.phase1_shared = KNOWN(1, SOURCE_ALIBABA_ADVICE),
	.publish = KNOWN(1, SOURCE_ALIBABA_ADVICE),
	.forbidden = {{0, 0x64400000, SN_IPV4, 10, {0}}}, /* 100.64.0.0/10 */
	.forbidden_count = 1,
	.forbidden_fact = READ(1, SOURCE_ALIBABA_SDK, "2026-08-03")},
    {.struct_size = sizeof(sn_profile),
	.name = "aws",
	.title = "AWS Site-to-Site VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(1, SOURCE_AWS_API),
	.peer_selectors = KNOWN(1, SOURCE_AWS_API),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, SOURCE_AWS_GUIDE),
	.route_based = KNOWN(1, SOURCE_AWS_GUIDE),
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
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, SOURCE_AZURE),
	.route_based = KNOWN(1, SOURCE_AZURE),
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
	.local_selectors = KNOWN(30, SOURCE_GCP),
	.peer_selectors = KNOWN(30, SOURCE_GCP),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, SOURCE_GCP),
	.route_based = KNOWN(1, SOURCE_GCP),
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
	.local_selectors = KNOWN(5, SOURCE_HUAWEI),
	.peer_selectors = KNOWN(50, SOURCE_HUAWEI),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, SOURCE_HUAWEI),
	.route_based = UNKNOWN,
	.match_rule = KNOWN(SN_MATCH_FIRST_CREATED, SOURCE_HUAWEI),
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    {.struct_size = sizeof(sn_profile),
	.name = "tencent-cloud",
	.title = "Tencent Cloud VPN",
	.kind = SN_KIND_GATEWAY,
	.local_selectors = KNOWN(10, SOURCE_TENCENT),
	.peer_selectors = KNOWN(50, SOURCE_TENCENT),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = FOLLOWS(SN_SA_PER_PAIR, SOURCE_TENCENT),
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
	.local_selectors = READ(255, SOURCE_MEASURED, "2026"),
	.peer_selectors = READ(255, SOURCE_MEASURED, "2026"),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_SINGLE, SOURCE_STRONGSWAN),
	.route_based = READ(1, SOURCE_MEASURED, "2026"),
	.match_rule = READ(SN_MATCH_LONGEST_PREFIX, SOURCE_MEASURED, "2026"),
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
	.sa_model = KNOWN(SN_SA_PER_PAIR, SOURCE_LIBRESWAN),
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
	.local_selectors = KNOWN(200, SOURCE_JUNIPER),
	.peer_selectors = KNOWN(200, SOURCE_JUNIPER),
	.policy_routes = UNKNOWN,
	.destination_routes = UNKNOWN,
	.connections = UNKNOWN,
	.sa_model = KNOWN(SN_SA_PER_PAIR, SOURCE_JUNIPER),
	.route_based = UNKNOWN,
	.match_rule = KNOWN(SN_MATCH_FIRST_CREATED, SOURCE_JUNIPER),
	.manual_default = UNKNOWN,
	.auto_routes = KNOWN(1, SOURCE_JUNIPER),
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
	.route_based = {1, SN_SURE_USER, 0, SOURCE_CHOICE, ""},
	.match_rule = UNKNOWN,
	.manual_default = UNKNOWN,
	.auto_routes = UNKNOWN,
	.phase1_shared = UNKNOWN,
	.publish = UNKNOWN,
	.forbidden_fact = UNKNOWN},
    PEER("generic", "a peer of which nothing is known", UNKNOWN),
    PEER("cisco", "Cisco IOS and ASA with crypto ACLs",
	KNOWN(SN_SA_PER_PAIR, SOURCE_ALIBABA_ADVICE)),
    PEER("h3c", "H3C, HPE Comware in standard mode",
	KNOWN(SN_SA_PER_PAIR, SOURCE_COMWARE)),
    PEER("huawei", "Huawei firewalls",
	KNOWN(SN_SA_PER_PAIR, SOURCE_ALIBABA_FAQ)),
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
