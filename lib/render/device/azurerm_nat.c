/*
 * azurerm_nat.c - the translations of a gateway as NAT rules of Terraform's
 * provider azurerm (azurerm_virtual_network_gateway_nat_rule).
 *
 * EgressSnat rules translate the network's own side, IngressSnat rules the
 * other; a rule holds for both directions. Internal is before the translation,
 * external after it (Microsoft, "About NAT on Azure VPN Gateway").
 */
#include "render/device/nat.h"
#include "render/quote.h"

/* NAME_egress_1: numbers go by side, from 1. */
static void
put_label(sn__out *out, const sn_plan_view *v, const sn_nat *t, size_t number)
{
	sn__put_label(out, v->connection);
	sn__out_format(
	    out, "_%s_%zu", t->side == SN_LOCAL ? "egress" : "ingress", number);
}

void
sn__put_azurerm_nat(
    sn__out *out, const sn_plan *plan, const char *gateway, const char *group)
{
	const sn_plan_view *v = sn_plan_get(plan);
	size_t number[2] = {0, 0};

	for (size_t i = 0; i < v->translation_count && !out->status; i++) {
		const sn_nat *t = &v->translations[i];

		if (t->at != SN_KIND_GATEWAY)
			continue;
		sn__out_text(out,
		    "resource "
		    "\"azurerm_virtual_network_gateway_nat_rule\" "
		    "\"");
		put_label(out, v, t, ++number[t->side]);
		sn__out_text(out, "\" {\n  name                       = \"");
		put_label(out, v, t, number[t->side]);
		sn__out_format(out,
		    "\"\n"
		    "  resource_group_name        = %s\n"
		    "  virtual_network_gateway_id = %s\n"
		    "  mode                       = \"%s\"\n"
		    "  type                       = \"Static\"\n"
		    "\n"
		    "  internal_mapping {\n"
		    "    address_space = \"",
		    group, gateway,
		    t->side == SN_LOCAL ? "EgressSnat" : "IngressSnat");
		sn__out_prefix(out, t->original);
		sn__out_text(out, "\"\n"
				  "  }\n"
				  "\n"
				  "  external_mapping {\n"
				  "    address_space = \"");
		sn__out_prefix(out, t->translated);
		sn__out_text(out, "\"\n  }\n}\n\n");
	}
}

void
sn__put_azurerm_nat_ids(sn__out *out, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (unsigned s = 0; s < 2; s++) {
		size_t number = 0;

		for (size_t i = 0; i < v->translation_count; i++) {
			const sn_nat *t = &v->translations[i];

			if (t->at != SN_KIND_GATEWAY || t->side != s)
				continue;
			if (!number)
				sn__out_format(out, "  %s_nat_rule_ids = [\n",
				    s == SN_LOCAL ? "egress" : "ingress");
			sn__out_text(out,
			    "    azurerm_virtual_network_gateway_nat_rule.");
			put_label(out, v, t, ++number);
			sn__out_text(out, ".id,\n");
		}
		if (number)
			sn__out_text(out, "  ]\n");
	}
}
