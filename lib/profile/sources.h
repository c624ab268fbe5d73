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
#define SOURCE_ALIBABA_OVERLAP	"alibabacloud.com/help/en/doc-detail/455989.html"
#define SOURCE_ALIBABA_POLICY	"alibabacloud.com/help/doc-detail/110777.html"
#define SOURCE_ALIBABA_SDK	"alibabacloud-go/vpc-20160428@cf668a27"
#define SOURCE_ALIBABA_TERRAFORM          \
 "terraform-provider-alicloud@81c43b67, " \
 "resource_alicloud_vpn_connection.go"
#define SOURCE_ALIBABA_TERRAFORM_CIDR     \
 "terraform-provider-alicloud@81c43b67, " \
 "validateCIDRNetworkAddress"
#define SOURCE_AWS_API	 "AWS EC2 API, ModifyVpnConnectionOptions"
#define SOURCE_AWS_GUIDE "docs.aws.amazon.com, s2svpn/CGRequirements.html"
#define SOURCE_AZURE          \
 "MicrosoftDocs/azure-docs, " \
 "vpn-gateway-connect-multiple-policybased-rm-ps.md"
#define SOURCE_GCP                                          \
 "cloud.google.com/network-connectivity/docs/vpn/concepts/" \
 "choosing-networks-routing"
#define SOURCE_HUAWEI                                     \
 "support.huaweicloud.com, vpn_faq_00159.html; docs.otc." \
 "t-systems.com, virtual-private-network quotas and limitations"
#define SOURCE_TENCENT	  "tencentcloud.com, document/product/1037/39635"
#define SOURCE_STRONGSWAN "strongswan-docs@402255d, howtos/introduction.adoc"
#define SOURCE_MEASURED	  "measured with two strongSwan 5.9.8 daemons, IKEv2"
#define SOURCE_LIBRESWAN \
 "libreswan@0c4e3ec, configs/d.ipsec.conf/conn/subnets.xml"
#define SOURCE_JUNIPER \
 "juniper.net, security-traffic-selectors-in-route-based-vpns"
#define SOURCE_COMWARE "support.hpe.com, Comware security guide 5200-4026"
#define SOURCE_CHOICE  "what choosing it says"
#define SOURCE_USER    "the user's profile"

#endif
