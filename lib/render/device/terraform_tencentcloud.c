/*
 * terraform_tencentcloud.c - plans for Terraform's provider
 * tencentcloudstack/tencentcloud.
 *
 * Arguments: resources vpn_connection, vpn_gateway_route and
 * route_table_entry of the provider. Its defaults are IKEv1, 3DES, MD5 and
 * group 1, so everything is written; both addresses have to be there with
 * identities that are addresses. What the values of route_type mean is not
 * documented: it is a variable.
 */
#include "render/device/hcl.h"
#include "render/device/terraform.h"

static const char head[] =
    "# Terraform, provider tencentcloudstack/tencentcloud.\n"
    "#\n"
    "# The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_@own@), never from a file like this one.\n"
    "# The lifetime by volume cannot be off: it is the largest number of 32\n"
    "# bits.\n"
    "#\n";

static const sn__hcl_variable variables[] = {
    {"vpc_id", "string", NULL, "ID of the gateway's VPC, vpc-..."},
    {"customer_gateway_id", "string", NULL,
	"ID of the peer's gateway, cgw-..."},
    {"gateway_address", "string", NULL, "Public address of the VPN gateway"},
    {"peer_address", "string", NULL, "Public address of the peer"},
    {"pre_shared_key", "string", NULL, "Pre-shared key, the same on both ends"},
    {"route_type", "string", "null",
	"STATIC, StaticRoute or Policy; null: what the API takes by itself"},
    {"route_table_ids", "set(string)", "[]",
	"Route tables of the VPC that get the routes, rtb-..."},
};

static const char connection[] =
    "resource \"tencentcloud_vpn_connection\" \"@label@\" {\n"
    "  name                       = @name@\n"
    "  vpc_id                     = var.vpc_id_@own@\n"
    "  vpn_gateway_id             = var.vpn_gateway_id_@own@\n"
    "  customer_gateway_id        = var.customer_gateway_id_@own@\n"
    "  pre_share_key              = var.pre_shared_key_@own@\n"
    "  route_type                 = var.route_type_@own@\n"
    "  ike_version                = \"IKEV@ike@\"\n"
    "  ike_exchange_mode          = \"MAIN\"\n"
    "  ike_proto_encry_algorithm  = \"@ike_encryption@\"\n"
    "  ike_proto_authen_algorithm = \"@ike_integrity@\"\n"
    "  ike_dh_group_name          = \"@ike_dh@\"\n"
    "  ike_sa_lifetime_seconds    = @ike_lifetime@\n"
    "  ike_local_identity         = \"ADDRESS\"\n"
    "  ike_local_address          = var.gateway_address_@own@\n"
    "  ike_remote_identity        = \"ADDRESS\"\n"
    "  ike_remote_address         = var.peer_address_@own@\n"
    "  ipsec_encrypt_algorithm    = \"@esp_encryption@\"\n"
    "  ipsec_integrity_algorithm  = \"@esp_integrity@\"\n"
    "  ipsec_pfs_dh_group         = \"@pfs@\"\n"
    "  ipsec_sa_lifetime_seconds  = @esp_lifetime@\n"
    "  ipsec_sa_lifetime_traffic  = @volume@\n"
    "  dpd_enable                 = 1\n"
    "  dpd_timeout                = 30\n"
    "  dpd_action                 = \"restart\"\n";

static const char gateway_routes[] =
    "resource \"tencentcloud_vpn_gateway_route\" \"@label@\" {\n"
    "  for_each = toset(@row_lines@)\n"
    "\n"
    "  vpn_gateway_id         = var.vpn_gateway_id_@own@\n"
    "  destination_cidr_block = each.value\n"
    "  instance_type          = \"VPNCONN\"\n"
    "  instance_id            = tencentcloud_vpn_connection.@label@.id\n"
    "  priority               = 0\n"
    "  status                 = \"ENABLE\"\n"
    "}\n\n";

static const char routes[] =
    "resource \"tencentcloud_route_table_entry\" \"@label@\" {\n"
    "  for_each = {\n"
    "    for row in setproduct(var.route_table_ids_@own@, @rows@) :\n"
    "    \"${row[0]} ${row[1]}\" => row\n"
    "  }\n"
    "\n"
    "  route_table_id         = each.value[0]\n"
    "  destination_cidr_block = each.value[1]\n"
    "  next_type              = \"VPN\"\n"
    "  next_hub               = var.vpn_gateway_id_@own@\n"
    "}\n\n";

static const sn__vendor vendor = {
    .where = "Tencent Cloud",
    .ike_encryption = {"AES-CBC-128", "AES-CBC-192", "AES-CBC-256", "3DES-CBC",
	"DES-CBC", "AES128GCM128", "AES192GCM128", "AES256GCM128"},
    .ike_integrity = {"MD5", "SHA", "SHA-256"},
    .ike_dh = {[1] = "GROUP1",
	"GROUP2",
	[5] = "GROUP5",
	[14] = "GROUP14",
	[24] = "GROUP24"},
    .esp_encryption = {"AES-CBC-128", "AES-CBC-192", "AES-CBC-256", "3DES-CBC",
	"DES-CBC", "AES128GCM128", "AES192GCM128", "AES256GCM128"},
    .esp_integrity = {"MD5", "SHA1", "SHA-256"},
    .pfs = {"NULL", "DH-GROUP1", "DH-GROUP2", [5] = "DH-GROUP5",
	[14] = "DH-GROUP14", [24] = "DH-GROUP24"},
};
static const sn__hcl_names names = {.most = 60, .others = "._:-"};

/* A rule for each local selector, to all of the peer's. */
static const char rule[] = "\n"
			   "  security_group_policy {\n"
			   "    local_cidr_block  = ";
static const char rule_rest[] = "\n"
				"    remote_cidr_block = @peer@\n"
				"  }\n";

sn_status
sn__terraform_tencentcloud(const sn_plan *plan,
    const sn_render_options *options, sn__out *out, sn_error *error)
{
	sn__hcl_file f;
	sn_status status = sn__hcl_begin(&f, out, plan, &vendor, &names, error);

	if (status)
		return status;
	sn__hcl_head(&f, head);
	sn__hcl_provider(
	    out, options, "tencentcloud", "tencentcloudstack/tencentcloud");
	sn__hcl_gateway(out, f.own, "vpn_gateway_id", options->gateway_id,
	    "ID of the VPN gateway, vpngw-...");
	sn__hcl_variables(
	    out, f.own, variables, sizeof(variables) / sizeof(*variables));
	while (sn__hcl_next(&f)) {
		bool routed =
		    f.connection.routing_mode == SN_MODE_DESTINATION_ROUTING;

		sn__hcl_put(&f, connection);
		sn__hcl_each_local(&f, rule, rule_rest);
		sn__hcl_put(&f, "}\n\n");
		if (f.row_count && routed)
			sn__hcl_put(&f, gateway_routes);
		if (f.row_count)
			sn__hcl_put(&f, routes);
	}
	return SN_OK;
}
