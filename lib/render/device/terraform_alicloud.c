/*
 * terraform_alicloud.c - plans and route tables for Terraform's provider
 * aliyun/alicloud, in the form of `terraform fmt`.
 *
 * Arguments and limits: resource_alicloud_vpn_connection.go,
 * resource_alicloud_vpn_pbr_route_entry.go,
 * resource_alicloud_vpn_route_entry.go of the provider (read 2026-08-23). A
 * block of rows is two lists and their product, which Terraform makes; it is
 * never written out.
 *
 * What the gateway installs by itself is not Terraform's, so rows to keep are
 * left alone and rows to delete are a comment.
 */
#include "render/device/terraform_alicloud.h"

#include "render/device/alicloud.h"
#include "render/quote.h"
#include "render/table_row.h"
#include "vpn/block.h"

static const char head[] =
    "# Terraform, provider aliyun/alicloud.\n"
    "#\n"
    "# The gateway takes one change at a time: terraform apply -parallelism=1\n"
    "# spares retries. Algorithms and identities of ike_config and\n"
    "# ipsec_config are left to the provider's defaults: set them, equal on\n"
    "# both ends. The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key), never from a file like this one.\n"
    "# For gateways of one tunnel a connection: those of two take the "
    "customer\n"
    "# gateway and ike_config for each tunnel (tunnel_options_specification).\n"
    "#\n";

static const char variables[] =
    "variable \"customer_gateway_id\" {\n"
    "  type        = string\n"
    "  description = \"ID of the customer gateway, cgw-...\"\n"
    "}\n"
    "\n"
    "variable \"pre_shared_key\" {\n"
    "  type        = string\n"
    "  sensitive   = true\n"
    "  description = \"Pre-shared key, the same on both ends\"\n"
    "}\n"
    "\n";

static const char publish[] =
    "variable \"publish_vpc\" {\n"
    "  type        = bool\n"
    "  default     = false\n"
    "  description = \"Whether rows are advertised to the VPC: once the "
    "tunnel is up\"\n"
    "}\n"
    "\n";

static void
put_gateway(sn__out *out, const char *id)
{
	sn__out_text(out, "variable \"vpn_gateway_id\" {\n"
			  "  type        = string\n");
	if (id) {
		sn__out_text(out, "  default     = ");
		sn__put_hcl(out, id);
		sn__out_char(out, '\n');
	}
	sn__out_text(
	    out, "  description = \"ID of the VPN gateway, vpn-...\"\n}\n\n");
}

/* @key with the quoted prefix as its value. */
static void
put_prefixes(sn__out *out, const char *key, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "  %s = [", key);
	for (size_t i = 0; i < n; i++) {
		sn__out_text(out, i ? ", \"" : "\"");
		sn__out_prefix(out, p[i]);
		sn__out_char(out, '"');
	}
	sn__out_text(out, "]\n");
}

static void
put_connection(sn__out *out, const sn_connection *c, bool auto_off)
{
	bool exists = sn__alicloud_is_id(c->name, "vco-");

	if (exists) {
		sn__out_text(out, "import {\n"
				  "  to = alicloud_vpn_connection.");
		sn__put_label(out, c->name);
		sn__out_text(out, "\n  id = ");
		sn__put_hcl(out, c->name);
		sn__out_text(out, "\n}\n\n");
	}
	sn__out_text(out, "resource \"alicloud_vpn_connection\" \"");
	sn__put_label(out, c->name);
	sn__out_text(out, "\" {\n");
	if (!exists) {
		sn__out_text(out, "  vpn_connection_name = ");
		sn__put_hcl(out, c->name);
		sn__out_char(out, '\n');
	}
	sn__out_text(out, "  vpn_gateway_id      = var.vpn_gateway_id\n"
			  "  customer_gateway_id = var.customer_gateway_id\n");
	put_prefixes(out, "local_subnet       ", c->local, c->local_count);
	put_prefixes(out, "remote_subnet      ", c->peer, c->peer_count);
	if (auto_off)
		sn__out_text(out, "  auto_config_route   = false\n");
	sn__out_format(out,
	    "\n"
	    "  ike_config {\n"
	    "    psk         = var.pre_shared_key\n"
	    "    ike_version = \"ike%s\"\n"
	    "  }\n"
	    "}\n\n",
	    sn_word(SN_WORD_IKE, c->ike));
}

/* A block of rows of a plan; what is made of it is named after the plan. */
struct rows {
	const sn_plan *plan;
	const sn__block *block;
	size_t number; /* among blocks of its kind */
};

static void
put_own(sn__out *out, const struct rows *rows, const char *what)
{
	sn__out_text(out, what);
	sn__out_char(out, '_');
	sn__put_label(out, sn_plan_get(rows->plan)->connection);
	sn__out_format(out, "_%zu", rows->number);
}

static void
put_lines(sn__out *out, const struct rows *rows, const char *key,
    const sn_prefix *p, size_t n)
{
	sn__out_text(out, "  ");
	put_own(out, rows, key);
	sn__out_text(out, " = [\n");
	for (size_t i = 0; i < n; i++) {
		sn__out_text(out, "    \"");
		sn__out_prefix(out, p[i]);
		sn__out_text(out, "\",\n");
	}
	sn__out_text(out, "  ]\n");
}

/* What a block of rows to add has besides its addresses. */
static void
put_rest(sn__out *out, const sn__block *b)
{
	sn__out_format(out, "  weight         = %u\n", (unsigned)b->row.weight);
	sn__out_format(out, "  publish_vpc    = %s\n}\n\n",
	    b->row.state == SN_STATE_PUBLISHED ? "true" : "var.publish_vpc");
}

static void
put_hop(sn__out *out, const sn_plan *plan, uint64_t hop)
{
	char name[SN_CONNECTION_MAX];

	sn__out_text(out, "\n"
			  "  vpn_gateway_id = var.vpn_gateway_id\n"
			  "  next_hop       = alicloud_vpn_connection.");
	sn__put_label(out, sn_plan_connection_name(plan, hop, name));
	sn__out_text(out, ".id\n");
}

static void
add_policy(sn__out *out, const struct rows *rows)
{
	const sn__block *b = rows->block;

	sn__out_text(out, "locals {\n");
	put_lines(out, rows, "sources", b->sources, b->source_count);
	put_lines(
	    out, rows, "destinations", b->destinations, b->destination_count);
	sn__out_text(out, "}\n\nresource \"alicloud_vpn_pbr_route_entry\" \"");
	put_own(out, rows, "rows");
	sn__out_text(out, "\" {\n"
			  "  for_each = {\n"
			  "    for row in setproduct(local.");
	put_own(out, rows, "sources");
	sn__out_text(out, ", local.");
	put_own(out, rows, "destinations");
	sn__out_text(out, ") :\n"
			  "    \"${row[0]} ${row[1]}\" => row\n"
			  "  }\n");
	put_hop(out, rows->plan, b->row.next_hop);
	sn__out_text(out, "  route_source   = each.value[0]\n"
			  "  route_dest     = each.value[1]\n");
	put_rest(out, b);
}

/* Rows that lead to a connection each: a resource each, named after it. */
static void
add_pairs(sn__out *out, const sn_plan *plan, const sn__block *b)
{
	char name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;

	sn_plan_rows_init(&it, plan, b->row.kind);
	while (!out->status && sn_plan_rows_next(&it, &row)) {
		sn__out_text(
		    out, "resource \"alicloud_vpn_pbr_route_entry\" \"");
		sn__put_label(
		    out, sn_plan_connection_name(plan, row.next_hop, name));
		sn__out_text(out, "\" {");
		put_hop(out, plan, row.next_hop);
		sn__out_text(out, "  route_source   = \"");
		sn__out_prefix(out, row.source);
		sn__out_text(out, "\"\n  route_dest     = \"");
		sn__out_prefix(out, row.destination);
		sn__out_text(out, "\"\n");
		put_rest(out, b);
	}
}

static void
add_destinations(sn__out *out, const struct rows *rows)
{
	const sn__block *b = rows->block;

	sn__out_text(out, "resource \"alicloud_vpn_route_entry\" \"");
	put_own(out, rows, "routes");
	sn__out_text(out, "\" {\n  for_each = toset([\n");
	for (size_t i = 0; i < b->destination_count; i++) {
		sn__out_text(out, "    \"");
		sn__out_prefix(out, b->destinations[i]);
		sn__out_text(out, "\",\n");
	}
	sn__out_text(out, "  ])\n");
	put_hop(out, rows->plan, b->row.next_hop);
	sn__out_text(out, "  route_dest     = each.value\n");
	put_rest(out, b);
}

/* Rows that are not Terraform's: the gateway's own. */
static void
put_others(sn__out *out, const sn_plan *plan, const sn__block *b)
{
	uint64_t n = sn__block_size(b);
	char name[SN_CONNECTION_MAX];

	sn__out_format(out, "# %s: ",
	    b->row.action == SN_ACTION_DELETE
		? "To be deleted, not by Terraform (--format aliyun has the "
		  "call)"
		: "Left to the gateway, which installs it by itself");
	sn__out_prefix(out, b->sources[0]);
	sn__out_text(out, " -> ");
	sn__out_prefix(out, b->destinations[0]);
	sn__out_text(out, " via ");
	sn__out_text(out, sn_plan_connection_name(plan, b->row.next_hop, name));
	if (n > 1) {
		sn__out_text(out, ", and ");
		sn__out_number(out, n - 1);
		sn__out_text(out, " more");
	}
	sn__out_text(out, "\n\n");
}

static bool
has_unpublished(const sn_plan *plan)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.action == SN_ACTION_ADD &&
		    b->row.state != SN_STATE_PUBLISHED)
			return true;
	return false;
}

static void
put_rows(sn__out *out, const sn_plan *plan)
{
	size_t number[SN_ROUTE_STATIC + 1] = {0};
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		struct rows rows = {plan, b, 0};

		if (b->row.action != SN_ACTION_ADD) {
			put_others(out, plan, b);
			continue;
		}
		rows.number = ++number[b->row.kind];
		if (b->numbered)
			add_pairs(out, plan, b);
		else if (b->row.kind == SN_ROUTE_POLICY)
			add_policy(out, &rows);
		else
			add_destinations(out, &rows);
	}
}

sn_status
sn__plan_terraform(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn_status status = sn__alicloud_plan(plan, options, error);
	sn_connection c = SN_CONNECTION_INIT;

	if (status)
		return status;
	sn__out_text(out, head);
	sn__alicloud_advice(out, plan);
	sn__out_char(out, '\n');
	put_gateway(out, options->gateway_id);
	sn__out_text(out, variables);
	if (has_unpublished(plan))
		sn__out_text(out, publish);
	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		put_connection(
		    out, &c, sn_plan_get(plan)->auto_rows == SN_AUTO_ROWS_OFF);
	}
	put_rows(out, plan);
	return SN_OK;
}

/* What the provider's resources cannot say. */
static bool
table_fits(const sn_table *t)
{
	const sn_route *r = sn_table_rows(t), *first = NULL;

	for (size_t i = 0; i < sn_table_size(t); i++) {
		if (!sn__alicloud_row(&r[i]))
			return false;
		if (r[i].kind != SN_ROUTE_POLICY)
			continue;
		if (!first)
			first = &r[i];
		if (r[i].priority != first->priority)
			return false;
	}
	return true;
}

static void
put_object(sn__out *out, const sn_table *t, const sn_route *r)
{
	sn__out_text(out, "    { ");
	if (r->kind == SN_ROUTE_POLICY) {
		sn__out_text(out, "source = \"");
		sn__out_prefix(out, r->source);
		sn__out_text(out, "\", ");
	}
	sn__out_text(out, "destination = \"");
	sn__out_prefix(out, r->destination);
	sn__out_text(out, "\", next_hop = ");
	sn__put_hcl(out, sn_table_next_hop(t, r->next_hop));
	sn__out_format(out, ", weight = %u, publish = %s },\n",
	    (unsigned)r->weight,
	    r->state == SN_STATE_PUBLISHED ? "true" : "false");
}

/* The rows of a kind as objects, and the resource that makes them. */
static void
put_table(sn__out *out, const sn_table *t, uint32_t kind)
{
	bool policy = kind == SN_ROUTE_POLICY;
	const sn_route *r = sn_table_rows(t);
	size_t n = 0;

	for (size_t i = 0; i < sn_table_size(t); i++) {
		if (r[i].kind != kind)
			continue;
		if (!n++)
			sn__out_format(out, "\nlocals {\n  %s_routes = [\n",
			    sn_word(SN_WORD_ROUTE, kind));
		put_object(out, t, &r[i]);
	}
	if (!n)
		return;
	sn__out_format(out,
	    "  ]\n"
	    "}\n\n"
	    "resource \"alicloud_vpn_%sroute_entry\" \"%s\" {\n"
	    "  for_each = {\n"
	    "    for row in local.%s_routes :\n"
	    "    \"%s${row.destination} ${row.next_hop}\" => row\n"
	    "  }\n\n"
	    "  vpn_gateway_id = var.vpn_gateway_id\n"
	    "  next_hop       = each.value.next_hop\n"
	    "%s"
	    "  route_dest     = each.value.destination\n"
	    "  weight         = each.value.weight\n"
	    "  publish_vpc    = each.value.publish\n"
	    "}\n",
	    policy ? "pbr_" : "", sn_word(SN_WORD_ROUTE, kind),
	    sn_word(SN_WORD_ROUTE, kind), policy ? "${row.source} " : "",
	    policy ? "  route_source   = each.value.source\n" : "");
}

sn_status
sn__table_terraform(const sn_table *t, sn__out *out)
{
	if (!table_fits(t))
		return SN_EINVAL;
	sn__out_text(out,
	    "# Terraform, provider aliyun/alicloud. Rows learned by BGP are\n"
	    "# not there. The resource has no priority: every policy row gets\n"
	    "# the gateway's default.\n\n"
	    "variable \"vpn_gateway_id\" {\n"
	    "  type        = string\n"
	    "  description = \"ID of the VPN gateway, vpn-...\"\n}\n");
	put_table(out, t, SN_ROUTE_POLICY);
	put_table(out, t, SN_ROUTE_DESTINATION);
	return SN_OK;
}
