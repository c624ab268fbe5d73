/*
 * sources.h - the documents that facts, advice and findings cite, each once.
 *
 * A citation is for people. Nothing is decided by what it says: what a profile
 * is, its facts and its provider say.
 */
#ifndef SN_SOURCES_H
#define SN_SOURCES_H

#define SOURCE_ALIBABA_ADVICE	"help.aliyun.com/knowledge_detail/437942.html"
#define SOURCE_ALIBABA_DIAGNOSE "Alibaba Cloud, Diagnose a VPN gateway"
#define SOURCE_ALIBABA_FAQ	"Alibaba Cloud, FAQ about IPsec-VPN connections"
#define SOURCE_ALIBABA_LIMITS	"AlibabaCloudDocs/vpn@5db6748b, Limits"

#define SOURCE_ALIBABA_OVERLAP "alibabacloud.com/help/en/doc-detail/455989.html"

#define SOURCE_ALIBABA_POLICY "alibabacloud.com/help/doc-detail/110777.html"
#define SOURCE_ALIBABA_SDK    "alibabacloud-go/vpc-20160428@cf668a27"
#define SOURCE_ALIBABA_TERRAFORM_CIDR     \
 "terraform-provider-alicloud@81c43b67, " \
 "validateCIDRNetworkAddress"
#define SOURCE_ALIBABA_DUAL                      \
 "alibabacloud.com, create-and-manage-an-ipsec-" \
 "vpn-connection-in-dual-tunnel-mode"
#define SOURCE_ALIBABA_API "@alicloud/vpc20160428@7.3.2, the API's own text"
#define SOURCE_ALIBABA_TRANSIT                       \
 "alibabacloud.com, attach-an-ipsec-vpn-connection-" \
 "to-a-transit-router"
#define SOURCE_ALIBABA_ATTACH "alibabacloud.com/help/en/doc-detail/2672837.html"
#define SOURCE_AWS_API	      "AWS EC2 API, ModifyVpnConnectionOptions"
#define SOURCE_AWS_GUIDE      "docs.aws.amazon.com, s2svpn/CGRequirements.html"
#define SOURCE_AWS_LIMITS \
 "awsdocs, site-to-site VPN, vpn-limits.md@069dee5, archived"
#define SOURCE_AWS_OPTIONS \
 "hashicorp/terraform-provider-aws, vpn_connection.html.markdown"
#define SOURCE_AWS_CREATE \
 "AWS EC2 API, CreateVpnConnection; hashicorp/terraform, issue 17631"
#define SOURCE_AWS_ROUTES "docs.aws.amazon.com, s2svpn/vpn-route-priority.html"
#define SOURCE_AWS_IPV6	  "awsdocs, site-to-site VPN, how_it_works.md"
#define SOURCE_AZURE          \
 "MicrosoftDocs/azure-docs, " \
 "vpn-gateway-connect-multiple-policybased-rm-ps.md"
#define SOURCE_AZURE_PAIRS  "MicrosoftDocs/azure-docs, pull request 101749"
#define SOURCE_AZURE_LIMITS "MicrosoftDocs/azure-docs, VPN gateway SKUs"
#define SOURCE_AZURE_POLICY "Azure VPN gateway FAQ, IPsec/IKE policy"
#define SOURCE_AZURE_NAT    "terraform-provider-azurerm, ingress_nat_rule_ids"
#define SOURCE_GCP_ROUTES   "cloud.google.com/vpc/docs/routes"
#define SOURCE_GCP_STATIC   "docs.cloud.google.com, creating-static-vpns"
#define SOURCE_GCP_CIPHERS  "Cloud VPN, Supported IKE ciphers"
#define SOURCE_GCP                                          \
 "cloud.google.com/network-connectivity/docs/vpn/concepts/" \
 "choosing-networks-routing"
#define SOURCE_HUAWEI_RULES                          \
 "docs.otc.t-systems.com, virtual-private-network, " \
 "quotas and limitations"
#define SOURCE_HUAWEI_SUBNETS "support.huaweicloud.com, vpn_faq_00107.html"
#define SOURCE_HUAWEI_API                             \
 "opentelekomcloud-docs/virtual-private-network@58d0" \
 "50c, creating_a_vpn_connection"
#define SOURCE_HUAWEI                                     \
 "support.huaweicloud.com, vpn_faq_00159.html; docs.otc." \
 "t-systems.com, virtual-private-network quotas and limitations"
#define SOURCE_TENCENT	      "tencentcloud.com, document/product/1037/39635"
#define SOURCE_TENCENT_LIMITS "tencentcloud.com, document/product/1037/32682"
#define SOURCE_TENCENT_TERRAFORM \
 "terraform-provider-tencentcloud@f6970a90, vpn_connection"
#define SOURCE_STRONGSWAN "strongswan-docs@402255d, howtos/introduction.adoc"
#define SOURCE_MEASURED	  "measured with two strongSwan 5.9.8 daemons, IKEv2"
#define SOURCE_LIBRESWAN \
 "libreswan@0c4e3ec, configs/d.ipsec.conf/conn/subnets.xml"
#define SOURCE_JUNIPER \
 "juniper.net, security-traffic-selectors-in-route-based-vpns"
#define SOURCE_COMWARE	     "support.hpe.com, Comware security guide 5200-4026"
#define SOURCE_COMWARE_GUIDE "H3C security configuration guide, IPsec, 2024-07"
#define SOURCE_STRONGSWAN_KEYWORDS \
 "strongswan@3b902ea5, proposal_keywords_static.txt"
#define SOURCE_LIBRESWAN_CONF \
 "libreswan@0c4e3ecc, configs/d.ipsec.conf, CHANGES"
#define SOURCE_IOSXE                               \
 "CiscoDevNet/terraform-provider-iosxe@589fc56e, " \
 "crypto_*, interface_tunnel"
#define SOURCE_IOS_VTI                                      \
 "GoogleCloudPlatform/community@6f68203d, using-cloud-vpn-" \
 "with-cisco-asr"
#define SOURCE_ASA_SA  "IBM Cloud, vpc-cisco-asav-config"
#define SOURCE_ASA_VTI "cisco.com, document 200982: VTI since 9.7.1"

#define SOURCE_ASA_IKE "netascode.cisco.com, fmc ikev1_policy, ikev2_policy"

#define SOURCE_FORTIGATE_SA	"strongswan, discussions/2270"
#define SOURCE_FORTIGATE_TUNNEL "docs.fortinet.com, document 666100"
#define SOURCE_FORTIOS		"terraform-provider-fortios@f4e824b2"
#define SOURCE_JUNIPER_ROUTED	"juniper.net, security-route-based-ipsec-vpns"
#define SOURCE_JUNOS		"jeremmfr/terraform-provider-junos@6add6838"
#define SOURCE_VRP		"JD Cloud guide for Huawei USG6530"
#define SOURCE_VRP_TUNNEL                             \
 "opentelekomcloud-docs/virtual-private-network@58d0" \
 "50c, step_4 (Huawei AR)"
#define SOURCE_RFC1112 "RFC 1112, 4"
#define SOURCE_RFC1122 "RFC 1122, 3.2.1.3"
#define SOURCE_RFC3927 "RFC 3927, 7"
#define SOURCE_RFC4291 "RFC 4291, 2.4"
#define SOURCE_RFC5771 "RFC 5771"

#define SOURCE_PANOS  "terraform-provider-panos@c97b175a"
#define SOURCE_CHOICE "what choosing it says"
#define SOURCE_USER   "the user's profile"

#endif
