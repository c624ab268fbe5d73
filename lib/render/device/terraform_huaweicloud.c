/*
 * terraform_huaweicloud.c - plans for Terraform's provider
 * huaweicloud/huaweicloud.
 *
 * Arguments: resource vpn_connection of the provider, and the API that it
 * calls (CreateVpnConnection). A connection has up to five rules of one source
 * each in policy mode, and in static mode routes to its peer subnets.
 */
#include "render/device/hcl.h"
#include "render/device/terraform.h"

#include "base/error.h"

static const char head[] =
    "# Terraform, provider huaweicloud/huaweicloud.\n"
    "#\n"
    "# The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_@own@), never from a file like this one.\n"
    "#\n";

static const sn__hcl_variable variables[] = {
    {"gateway_eip_id", "string", NULL,
	"ID, not the address, of the gateway's EIP that the tunnel ends at"},
    {"customer_gateway_id", "string", NULL, "ID of the customer gateway"},
    {"pre_shared_key", "string", NULL,
	"8 to 128 characters of three kinds; the same on both ends"},
};

static const char connection[] =
    "resource \"huaweicloud_vpn_connection\" \"@label@\" {\n"
    "  name                = @name@\n"
    "  gateway_id          = var.vpn_gateway_id_@own@\n"
    "  gateway_ip          = var.gateway_eip_id_@own@\n"
    "  customer_gateway_id = var.customer_gateway_id_@own@\n"
    "  psk                 = var.pre_shared_key_@own@\n"
    "  peer_subnets        = @rows@\n";

static const char phases[] =
    "\n"
    "  ikepolicy {\n"
    "    ike_version              = \"v@ike@\"\n"
    "    encryption_algorithm     = \"@ike_encryption@\"\n"
    "    authentication_algorithm = \"@ike_integrity@\"\n"
    "    dh_group                 = \"@ike_dh@\"\n"
    "    lifetime_seconds         = @ike_lifetime@\n";
static const char main_mode[] = "    phase1_negotiation_mode  = \"main\"\n";
static const char second_phase[] =
    "\n"
    "    dpd {\n"
    "      timeout  = 15\n"
    "      interval = 30\n"
    "      msg      = \"seq-hash-notify\"\n"
    "    }\n"
    "  }\n"
    "\n"
    "  ipsecpolicy {\n"
    "    encryption_algorithm     = \"@esp_encryption@\"\n"
    "    authentication_algorithm = \"@esp_integrity@\"\n"
    "    pfs                      = \"@pfs@\"\n"
    "    lifetime_seconds         = @esp_lifetime@\n"
    "    transform_protocol       = \"esp\"\n"
    "    encapsulation_mode       = \"tunnel\"\n"
    "  }\n"
    "}\n\n";

#define GROUPS                                                          \
 [1] = "group1", "group2", [5] = "group5", [14] = "group14", "group15", \
 "group16", [19] = "group19", "group20", "group21"

static const sn__vendor vendor = {
    .where = "Huawei Cloud",
    .ike_encryption = {"aes-128", "aes-192", "aes-256", "3des", NULL,
	"aes-128-gcm-16", NULL, "aes-256-gcm-16"},
    .ike_integrity = {"md5", "sha1", "sha2-256", "sha2-384", "sha2-512"},
    .ike_dh = {GROUPS},
    .esp_encryption = {"aes-128", "aes-192", "aes-256", "3des", NULL,
	"aes-128-gcm-16", NULL, "aes-256-gcm-16"},
    .esp_integrity = {"md5", "sha1", "sha2-256", "sha2-384", "sha2-512"},
    .pfs = {"disable", GROUPS},
};
static const sn__hcl_names names = {.most = 64, .others = "_-."};

enum { RULES = 5 };

/* A rule for each local selector, to all of the peer's. */
static const char rule[] = "\n"
			   "  policy_rules {\n"
			   "    source      = ";
static const char rule_rest[] = "\n"
				"    destination = @peer@\n"
				"  }\n";

sn_status
sn__terraform_huaweicloud(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn__hcl_file f;
	sn_status status = sn__hcl_begin(&f, out, plan, &vendor, &names, error);

	if (status)
		return status;
	while (sn__hcl_next(&f))
		if (f.connection.local_count > RULES)
			return sn__error_set(error, SN_EINVAL,
			    "a connection of Huawei Cloud has at most 5 policy "
			    "rules, one for each local selector");
	sn__hcl_head(&f, head);
	sn__hcl_provider(
	    out, options, "huaweicloud", "huaweicloud/huaweicloud");
	sn__hcl_gateway(out, f.own, "vpn_gateway_id", options->gateway_id,
	    "ID of the VPN gateway");
	sn__hcl_variables(
	    out, f.own, variables, sizeof(variables) / sizeof(*variables));
	for (f.next = 0; sn__hcl_next(&f);) {
		bool routed =
		    f.connection.routing_mode == SN_MODE_DESTINATION_ROUTING;

		sn__hcl_put(&f, connection);
		sn__hcl_put(&f, routed
				    ? "  vpn_type            = \"static\"\n"
				    : "  vpn_type            = \"policy\"\n");
		if (!routed)
			sn__hcl_each_local(&f, rule, rule_rest);
		sn__hcl_put(&f, phases);
		if (f.proposal->ike == SN_IKE_V1)
			sn__hcl_put(&f, main_mode);
		sn__hcl_put(&f, second_phase);
	}
	return SN_OK;
}
