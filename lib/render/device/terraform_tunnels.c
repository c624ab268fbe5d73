/*
 * terraform_tunnels.c - what a connection of Alibaba Cloud has in a file for
 * Terraform but its selectors.
 */
#include "render/device/terraform_tunnels.h"

static const sn__hcl_variable variables[] = {
    {"customer_gateway_id", "string", NULL,
	"ID of the customer gateway, cgw-..."},
    {"pre_shared_key", "string", NULL, "Pre-shared key, the same on both ends"},
};
static const sn__hcl_variable second[] = {
    {"second_customer_gateway_id", "string", "null",
	"That of the second tunnel; null: the same"},
};

void
sn__alicloud_put_variables(const struct sn__alicloud_file *f)
{
	sn__hcl_variables(
	    f->out, f->own, variables, sizeof(variables) / sizeof(*variables));
	if (f->form.dual)
		sn__hcl_variables(f->out, f->own, second, 1);
}

/* Both phases; in a tunnel's block, or in that of the connection. */
static void
put_proposal(
    const struct sn__alicloud_file *f, unsigned depth, const char *tunnel)
{
	const sn_proposal *p = sn_plan_get(f->plan)->proposal;
	const sn__vendor_words *w = &f->form.words;
	sn__out *out = f->out;

	sn__out_char(out, '\n');
	sn__hcl_line(out, depth, "%sike_config {", tunnel);
	sn__hcl_line(
	    out, depth + 1, "psk          = var.pre_shared_key_%s", f->own);
	sn__hcl_line(out, depth + 1, "ike_version  = \"ike%s\"",
	    sn_word(SN_WORD_IKE, p->ike));
	sn__hcl_line(out, depth + 1, "ike_mode     = \"main\"");
	sn__hcl_line(
	    out, depth + 1, "ike_enc_alg  = \"%s\"", w->ike_encryption);
	sn__hcl_line(out, depth + 1, "ike_auth_alg = \"%s\"", w->ike_integrity);
	sn__hcl_line(out, depth + 1, "ike_pfs      = \"%s\"", w->ike_dh);
	sn__hcl_line(
	    out, depth + 1, "ike_lifetime = %lld", (long long)p->ike_lifetime);
	sn__hcl_line(out, depth, "}");
	sn__out_char(out, '\n');
	sn__hcl_line(out, depth, "%sipsec_config {", tunnel);
	sn__hcl_line(
	    out, depth + 1, "ipsec_enc_alg  = \"%s\"", w->esp_encryption);
	sn__hcl_line(
	    out, depth + 1, "ipsec_auth_alg = \"%s\"", w->esp_integrity);
	sn__hcl_line(out, depth + 1, "ipsec_pfs      = \"%s\"", w->pfs);
	sn__hcl_line(out, depth + 1, "ipsec_lifetime = %lld",
	    (long long)p->ipsec_lifetime);
	sn__hcl_line(out, depth, "}");
}

/* A tunnel of two. Booleans that are left out are sent as false. */
static void
put_tunnel(const struct sn__alicloud_file *f, bool slave)
{
	sn__out *out = f->out;

	sn__out_text(out, "\n  tunnel_options_specification {\n");
	if (f->form.transit)
		sn__hcl_line(out, 2, "tunnel_index         = %d", 1 + slave);
	else
		sn__hcl_line(out, 2, "role                 = \"%s\"",
		    slave ? "slave" : "master");
	sn__out_text(out, "    customer_gateway_id  = ");
	if (slave)
		sn__out_format(out,
		    "coalesce(var.second_customer_gateway_id_%s, "
		    "var.customer_gateway_id_%s)\n",
		    f->own, f->own);
	else
		sn__out_format(out, "var.customer_gateway_id_%s\n", f->own);
	sn__hcl_line(out, 2, "enable_dpd           = true");
	sn__hcl_line(out, 2, "enable_nat_traversal = true");
	put_proposal(f, 2, "tunnel_");
	sn__out_text(out, "  }\n");
}

void
sn__alicloud_put_tunnels(const struct sn__alicloud_file *f)
{
	if (f->form.dual) {
		put_tunnel(f, false);
		put_tunnel(f, true);
		return;
	}
	sn__out_char(f->out, '\n');
	sn__hcl_line(f->out, 1, "enable_dpd           = true");
	sn__hcl_line(f->out, 1, "enable_nat_traversal = true");
	put_proposal(f, 1, "");
}
