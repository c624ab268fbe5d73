/*
 * terraform_azurerm.c - plans for Terraform's provider hashicorp/azurerm.
 *
 * Arguments: virtual_network_gateway_connection and local_network_gateway of
 * the provider. Selectors need UsePolicyBasedTrafficSelectors, which needs
 * IKEv2 and a whole policy (Azure, "Connect multiple policy-based VPN
 * devices"). The lifetime of IKE is fixed there.
 */
#include "render/device/hcl.h"
#include "render/device/nat.h"
#include "render/device/terraform.h"

#include "base/error.h"

#include <stdio.h>

static const char head[] =
    "# Terraform, provider hashicorp/azurerm.\n"
    "#\n"
    "# The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_@own@), never from a file like this one.\n"
    "# The lifetime of IKE is @ike_lifetime@ seconds and cannot be set.\n"
    "#\n";

static const sn__hcl_variable variables[] = {
    {"resource_group_name", "string", NULL, "Resource group of both resources"},
    {"location", "string", NULL, "Region of the gateway"},
    {"peer_address", "string", NULL, "Public address of the peer"},
    {"pre_shared_key", "string", NULL, "Pre-shared key, the same on both ends"},
};

static const char network[] =
    "resource \"azurerm_local_network_gateway\" \"@label@\" {\n"
    "  name                = @name@\n"
    "  resource_group_name = var.resource_group_name_@own@\n"
    "  location            = var.location_@own@\n"
    "  gateway_address     = var.peer_address_@own@\n"
    "  address_space       = @rows@\n"
    "}\n\n";

static const char connection[] =
    "resource \"azurerm_virtual_network_gateway_connection\" \"@label@\" {\n"
    "  name                               = @name@\n"
    "  resource_group_name                = var.resource_group_name_@own@\n"
    "  location                           = var.location_@own@\n"
    "  type                               = \"IPsec\"\n"
    "  virtual_network_gateway_id         = "
    "var.virtual_network_gateway_id_@own@\n"
    "  local_network_gateway_id           = "
    "azurerm_local_network_gateway.@label@.id\n"
    "  connection_protocol                = \"IKEv@ike@\"\n"
    "  shared_key                         = var.pre_shared_key_@own@\n"
    "  dpd_timeout_seconds                = 45\n";

static const char policy[] = "\n"
			     "  ipsec_policy {\n"
			     "    ike_encryption   = \"@ike_encryption@\"\n"
			     "    ike_integrity    = \"@ike_integrity@\"\n"
			     "    dh_group         = \"@ike_dh@\"\n"
			     "    ipsec_encryption = \"@esp_encryption@\"\n"
			     "    ipsec_integrity  = \"@esp_integrity@\"\n"
			     "    pfs_group        = \"@pfs@\"\n"
			     "    sa_lifetime      = @esp_lifetime@\n"
			     "    sa_datasize      = @volume@\n"
			     "  }\n";

static const char selectors[] = "\n"
				"  traffic_selector_policy {\n"
				"    local_address_cidrs  = @local@\n"
				"    remote_address_cidrs = @peer@\n"
				"  }\n";

static const sn__vendor vendor = {
    .where = "Azure",
    .ike_encryption = {"AES128", "AES192", "AES256", "DES3", "DES", "GCMAES128",
	NULL, "GCMAES256"},
    .ike_integrity = {"MD5", "SHA1", "SHA256", "SHA384"},
    .ike_dh = {"None", "DHGroup1",
	"DHGroup2", [14] = "DHGroup14", [19] = "ECP256",
	"ECP384", [24] = "DHGroup24"},
    .esp_encryption = {"AES128", "AES192", "AES256", "DES3", "DES", "GCMAES128",
	NULL, "GCMAES256"},
    .esp_integrity = {"MD5", "SHA1", "SHA256"},
    .pfs = {"None", "PFS1", "PFS2", [14] = "PFS2048", [19] = "ECP256",
	"ECP384", [24] = "PFS24"},
};
/* Azure, "Naming rules and restrictions": Microsoft.Network, connections. */
static const sn__hcl_names names = {
    .most = 80, .others = "._-", .bounded = true};

/* Both sides are everything: no selector is asked for. */
static bool
selects(const sn_connection *c)
{
	return c->routing_mode != SN_MODE_DESTINATION_ROUTING;
}

/* Rules of translation at the gateway, before the connections. */
static void
put_nat(const sn__hcl_file *f, const sn_plan *plan)
{
	char gateway[SN__HCL_OWN + 40], group[SN__HCL_OWN + 40];

	snprintf(gateway, sizeof(gateway), "var.virtual_network_gateway_id_%s",
	    f->own);
	snprintf(group, sizeof(group), "var.resource_group_name_%s", f->own);
	sn__put_azurerm_nat(f->out, plan, gateway, group);
}

/* NAT rules and policy-based selectors exclude each other (Azure, "How to
 * configure NAT", limitations). */
static sn_status
check_nat(const sn_plan *plan, const sn_connection *c, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->translation_count; i++)
		if (v->translations[i].at == SN_KIND_GATEWAY && selects(c))
			return sn__error_set(error, SN_EINVAL,
			    "NAT rules of Azure exclude selectors: --scheme "
			    "destination");
	return SN_OK;
}

static sn_status
check(sn__hcl_file *f, sn_error *error)
{
	while (sn__hcl_next(f)) {
		if (selects(&f->connection) && f->proposal->ike != SN_IKE_V2)
			return sn__error_set(error, SN_EINVAL,
			    "selectors of Azure need IKEv2 "
			    "(UsePolicyBasedTrafficSelectors)");
		if (!f->row_count)
			return sn__error_set(error, SN_EINVAL,
			    "the local network gateway needs address space, "
			    "and the plan has no rows for it");
	}
	f->next = 0;
	return SN_OK;
}

sn_status
sn__terraform_azurerm(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn__hcl_file f;
	sn_status status = sn__hcl_begin(&f, out, plan, &vendor, &names, error);

	if (!status)
		status = check(&f, error);
	if (!status)
		status = check_nat(plan, &f.connection, error);
	if (status)
		return status;
	/* AES-GCM of IPsec is its own integrity there, by the same name. */
	if (f.proposal->esp_encryption &
	    (SN_ENCRYPTION_AES128GCM | SN_ENCRYPTION_AES256GCM))
		f.words.esp_integrity = f.words.esp_encryption;
	sn__hcl_head(&f, head);
	sn__hcl_provider(out, options, "azurerm", "hashicorp/azurerm");
	sn__hcl_gateway(out, f.own, "virtual_network_gateway_id",
	    options->gateway_id,
	    "ID of the virtual network gateway, /subscriptions/...");
	sn__hcl_variables(
	    out, f.own, variables, sizeof(variables) / sizeof(*variables));
	put_nat(&f, plan);
	while (sn__hcl_next(&f)) {
		sn__hcl_put(&f, network);
		sn__hcl_put(&f, connection);
		sn__out_format(out,
		    "  use_policy_based_traffic_selectors = %s\n",
		    selects(&f.connection) ? "true" : "false");
		sn__put_azurerm_nat_ids(out, plan);
		sn__hcl_put(&f, policy);
		if (selects(&f.connection))
			sn__hcl_put(&f, selectors);
		sn__hcl_put(&f, "}\n\n");
	}
	return SN_OK;
}
