/*
 * terraform_aws.c - plans for Terraform's provider hashicorp/aws.
 *
 * Arguments: website/docs/r/vpn_connection of the provider. The "local"
 * network of a connection is the customer's side there, "remote" is that of
 * AWS. A connection has one CIDR a side.
 */
#include "render/device/hcl.h"
#include "render/device/terraform.h"

#include "base/error.h"

static const char head[] =
    "# Terraform, provider hashicorp/aws: a connection of a virtual private\n"
    "# gateway. \"Local\" is the customer's side there.\n"
    "#\n"
    "# The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_@own@), never from a file like this one.\n"
    "#\n";

static const sn__hcl_variable variables[] = {
    {"customer_gateway_id", "string", NULL,
	"ID of the customer gateway, cgw-..."},
    {"pre_shared_key", "string", NULL,
	"8 to 64 letters, digits, '.' and '_', the first no 0; the same on "
	"both ends"},
    {"route_table_ids", "set(string)", "[]",
	"Route tables of the VPC that take the routes over, rtb-..."},
};

static const char connection[] =
    "resource \"aws_vpn_connection\" \"@label@\" {\n"
    "  type                     = \"ipsec.1\"\n"
    "  vpn_gateway_id           = var.vpn_gateway_id_@own@\n"
    "  customer_gateway_id      = var.customer_gateway_id_@own@\n"
    "  static_routes_only       = true\n"
    "  local_ipv4_network_cidr  = @peer_prefix@\n"
    "  remote_ipv4_network_cidr = @local_prefix@\n";

static const char tunnel[] =
    "\n"
    "  tunnel@tunnel@_preshared_key                = "
    "var.pre_shared_key_@own@\n"
    "  tunnel@tunnel@_ike_versions                 = [\"ikev@ike@\"]\n"
    "  tunnel@tunnel@_phase1_encryption_algorithms = "
    "[\"@ike_encryption@\"]\n"
    "  tunnel@tunnel@_phase1_integrity_algorithms  = [\"@ike_integrity@\"]\n"
    "  tunnel@tunnel@_phase1_dh_group_numbers      = [@ike_dh@]\n"
    "  tunnel@tunnel@_phase1_lifetime_seconds      = @ike_lifetime@\n"
    "  tunnel@tunnel@_phase2_encryption_algorithms = "
    "[\"@esp_encryption@\"]\n"
    "  tunnel@tunnel@_phase2_integrity_algorithms  = [\"@esp_integrity@\"]\n"
    "  tunnel@tunnel@_phase2_dh_group_numbers      = [@pfs@]\n"
    "  tunnel@tunnel@_phase2_lifetime_seconds      = @esp_lifetime@\n"
    "  tunnel@tunnel@_dpd_timeout_action           = \"clear\"\n";

static const char tags[] = "\n"
			   "  tags = {\n"
			   "    Name = @name@\n"
			   "  }\n"
			   "}\n\n";

static const char routes[] =
    "resource \"aws_vpn_connection_route\" \"@label@\" {\n"
    "  for_each = toset(@row_lines@)\n"
    "\n"
    "  vpn_connection_id      = aws_vpn_connection.@label@.id\n"
    "  destination_cidr_block = each.value\n"
    "}\n\n";

static const char propagation[] =
    "resource \"aws_vpn_gateway_route_propagation\" \"routes_@own@\" {\n"
    "  for_each = var.route_table_ids_@own@\n"
    "\n"
    "  vpn_gateway_id = var.vpn_gateway_id_@own@\n"
    "  route_table_id = each.value\n"
    "}\n";

#define GROUPS                                                                 \
 [2] = "2", [14] = "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", \
 "24"

static const sn__vendor vendor = {
    .where = "AWS",
    .ike_encryption = {"AES128", NULL, "AES256", NULL, NULL, "AES128-GCM-16",
	NULL, "AES256-GCM-16"},
    .ike_integrity = {NULL, "SHA1", "SHA2-256", "SHA2-384", "SHA2-512"},
    .ike_dh = {GROUPS},
    .esp_encryption = {"AES128", NULL, "AES256", NULL, NULL, "AES128-GCM-16",
	NULL, "AES256-GCM-16"},
    .esp_integrity = {NULL, "SHA1", "SHA2-256", "SHA2-384", "SHA2-512"},
    .pfs = {[5] = "5", GROUPS},
};
/* The value of a tag. */
static const sn__hcl_names names = {.most = 255, .others = "._:-"};

sn_status
sn__terraform_aws(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn__hcl_file f;
	sn_status status = sn__hcl_begin(&f, out, plan, &vendor, &names, error);

	if (status)
		return status;
	while (sn__hcl_next(&f))
		if (f.connection.local_count > 1 || f.connection.peer_count > 1)
			return sn__error_set(error, SN_EINVAL,
			    "a connection of AWS has one CIDR a side");
	sn__hcl_head(&f, head);
	sn__hcl_provider(out, options, "aws", "hashicorp/aws");
	sn__hcl_gateway(out, f.own, "vpn_gateway_id", options->gateway_id,
	    "ID of the virtual private gateway, vgw-...");
	sn__hcl_variables(
	    out, f.own, variables, sizeof(variables) / sizeof(*variables));
	for (f.next = 0; sn__hcl_next(&f);) {
		sn__hcl_put(&f, connection);
		for (f.tunnel = 1; f.tunnel <= 2; f.tunnel++)
			sn__hcl_put(&f, tunnel);
		sn__hcl_put(&f, tags);
		if (f.row_count)
			sn__hcl_put(&f, routes);
	}
	sn__hcl_put(&f, propagation);
	return SN_OK;
}
