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
#include "base/error.h"
#include "render/device/alicloud.h"
#include "render/device/hcl.h"
#include "render/device/terraform.h"
#include "render/device/terraform_tunnels.h"
#include "render/quote.h"
#include "vpn/block.h"

static const char head[] =
    "# Terraform, provider aliyun/alicloud.\n"
    "#\n"
    "# The gateway takes one change at a time: terraform apply -parallelism=1\n"
    "# spares retries. The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_%s), never from a file like this one.\n"
    "#\n";

static const char transit[] =
    "# A connection of a transit router carries traffic once it is attached "
    "to\n"
    "# it (alicloud_cen_transit_router_vpn_attachment).\n"
    "#\n";

static const sn__hcl_variable publish[] = {
    {"publish_vpc", "bool", "false",
	"Whether rows are advertised to the VPC: once the tunnel is up"},
};

static const char *
resource_of(const struct sn__alicloud_file *f)
{
	return f->form.transit ? "alicloud_vpn_gateway_vpn_attachment"
			       : "alicloud_vpn_connection";
}

/* The selectors are lists, or texts of a transit router's connections. */
static void
put_selectors(const struct sn__alicloud_file *f, unsigned width,
    const char *key, const sn_prefix *p, size_t n)
{
	sn__hcl_key(f->out, 1, width, key);
	if (!f->form.transit) {
		sn__hcl_list(f->out, p, n);
		sn__out_char(f->out, '\n');
		return;
	}
	sn__out_char(f->out, '"');
	for (size_t i = 0; i < n; i++) {
		if (i)
			sn__out_char(f->out, ',');
		sn__out_prefix(f->out, p[i]);
	}
	sn__out_text(f->out, "\"\n");
}

static void
put_import(const struct sn__alicloud_file *f, const char *id)
{
	sn__out *out = f->out;

	sn__out_format(out, "import {\n  to = %s.", resource_of(f));
	sn__put_label(out, id);
	sn__out_text(out, "\n  id = ");
	sn__put_hcl(out, id);
	sn__out_text(out, "\n}\n\n");
}

static void
put_connection(const struct sn__alicloud_file *f, const sn_connection *c)
{
	bool exists = sn__alicloud_is_id(c->name, "vco-");
	const sn__alicloud *form = &f->form;
	bool off = !form->transit &&
		   sn_plan_get(f->plan)->auto_rows == SN_AUTO_ROWS_OFF;
	unsigned width = !exists || !form->dual ? 19
			 : off			? 17
			 : form->transit	? 13
						: 14;
	sn__out *out = f->out;

	if (exists)
		put_import(f, c->name);
	sn__out_format(out, "resource \"%s\" \"", resource_of(f));
	sn__put_label(out, c->name);
	sn__out_text(out, "\" {\n");
	if (!exists) {
		sn__hcl_key(out, 1, width,
		    form->transit ? "vpn_attachment_name"
				  : "vpn_connection_name");
		sn__put_hcl(out, c->name);
		sn__out_char(out, '\n');
	}
	if (!form->transit) {
		sn__hcl_key(out, 1, width, "vpn_gateway_id");
		sn__out_format(out, "var.vpn_gateway_id_%s\n", f->own);
	}
	if (!form->dual) {
		sn__hcl_key(out, 1, width, "customer_gateway_id");
		sn__out_format(out, "var.customer_gateway_id_%s\n", f->own);
	}
	put_selectors(f, width, "local_subnet", c->local, c->local_count);
	put_selectors(f, width, "remote_subnet", c->peer, c->peer_count);
	if (off) {
		sn__hcl_key(out, 1, width, "auto_config_route");
		sn__out_text(out, "false\n");
	}
	sn__alicloud_put_tunnels(f);
	if (exists)
		sn__out_text(out, "\n"
				  "  # What is imported is in use: another "
				  "gateway is an error.\n"
				  "  lifecycle {\n"
				  "    prevent_destroy = true\n"
				  "  }\n");
	sn__out_text(out, "}\n\n");
}

/* WHAT_CONNECTION_NUMBER, of the number-th block of its kind. */
static void
put_own(const struct sn__alicloud_file *f, const char *what, size_t number)
{
	sn__out_text(f->out, what);
	sn__out_char(f->out, '_');
	sn__put_label(f->out, sn_plan_get(f->plan)->connection);
	sn__out_format(f->out, "_%zu", number);
}

static const char *
row_resource(uint32_t kind)
{
	return kind == SN_ROUTE_POLICY ? "alicloud_vpn_pbr_route_entry"
	       : kind == SN_ROUTE_DESTINATION
		   ? "alicloud_vpn_route_entry"
		   : "alicloud_vpn_gateway_vco_route";
}

/* RESOURCE.CONNECTION.id of the next hop. */
static void
put_id(const struct sn__alicloud_file *f, uint64_t hop)
{
	char name[SN_CONNECTION_MAX];

	sn__out_format(f->out, "%s.", resource_of(f));
	sn__put_label(f->out, sn_plan_connection_name(f->plan, hop, name));
	sn__out_text(f->out, ".id\n");
}

/* The rest of a resource of rows: @source and @destination are expressions. */
static void
put_row(const struct sn__alicloud_file *f, const sn_route *row,
    const char *source, const char *destination)
{
	bool of_connection = row->kind == SN_ROUTE_STATIC;
	unsigned width = of_connection ? 17 : 14;
	sn__out *out = f->out;

	if (of_connection) {
		sn__hcl_key(out, 1, width, "vpn_connection_id");
		put_id(f, row->next_hop);
	} else {
		sn__hcl_line(
		    out, 1, "vpn_gateway_id = var.vpn_gateway_id_%s", f->own);
	}
	sn__hcl_key(out, 1, width, "next_hop");
	put_id(f, row->next_hop);
	if (row->kind == SN_ROUTE_POLICY)
		sn__hcl_line(out, 1, "route_source   = %s", source);
	sn__hcl_key(out, 1, width, "route_dest");
	sn__out_format(out, "%s\n", destination);
	sn__hcl_key(out, 1, width, "weight");
	sn__out_format(out, "%u\n", (unsigned)row->weight);
	if (!of_connection && row->state == SN_STATE_PUBLISHED)
		sn__hcl_line(out, 1, "publish_vpc    = true");
	else if (!of_connection)
		sn__hcl_line(
		    out, 1, "publish_vpc    = var.publish_vpc_%s", f->own);
	sn__out_text(out, "}\n\n");
}

/* Terraform makes the product of sources and destinations. */
static void
add_policy(const struct sn__alicloud_file *f, const sn__block *b, size_t number)
{
	sn__out *out = f->out;

	sn__out_text(out, "locals {\n  ");
	put_own(f, "sources", number);
	sn__out_text(out, " = ");
	sn__hcl_lines(out, 1, b->sources, b->source_count);
	sn__out_text(out, "\n  ");
	put_own(f, "destinations", number);
	sn__out_text(out, " = ");
	sn__hcl_lines(out, 1, b->destinations, b->destination_count);
	sn__out_format(
	    out, "\n}\n\nresource \"%s\" \"", row_resource(b->row.kind));
	put_own(f, "rows", number);
	sn__out_text(out, "\" {\n"
			  "  for_each = {\n"
			  "    for row in setproduct(local.");
	put_own(f, "sources", number);
	sn__out_text(out, ", local.");
	put_own(f, "destinations", number);
	sn__out_text(out, ") :\n"
			  "    \"${row[0]} ${row[1]}\" => row\n"
			  "  }\n\n");
	put_row(f, &b->row, "each.value[0]", "each.value[1]");
}

static void
add_destinations(
    const struct sn__alicloud_file *f, const sn__block *b, size_t number)
{
	sn__out *out = f->out;

	sn__out_format(out, "resource \"%s\" \"", row_resource(b->row.kind));
	put_own(f, "routes", number);
	sn__out_text(out, "\" {\n  for_each = toset(");
	sn__hcl_lines(out, 1, b->destinations, b->destination_count);
	sn__out_text(out, ")\n\n");
	put_row(f, &b->row, NULL, "each.value");
}

/* Rows that lead to a connection each: a resource each, named after it. */
static void
add_pairs(const struct sn__alicloud_file *f, const sn__block *b)
{
	char name[SN_CONNECTION_MAX], source[SN_PREFIX_TEXT_MAX + 2],
	    destination[SN_PREFIX_TEXT_MAX + 2];
	sn__out *out = f->out;
	sn_plan_rows it;
	sn_route row;

	sn_plan_rows_init(&it, f->plan, b->row.kind);
	while (!out->status && sn_plan_rows_next(&it, &row)) {
		sn__out_format(
		    out, "resource \"%s\" \"", row_resource(row.kind));
		sn__put_label(
		    out, sn_plan_connection_name(f->plan, row.next_hop, name));
		sn__out_text(out, "\" {\n");
		sn__hcl_prefix(source, row.source);
		sn__hcl_prefix(destination, row.destination);
		put_row(f, &row, source, destination);
	}
}

/* Rows that are not Terraform's: the gateway's own. */
static void
put_others(const struct sn__alicloud_file *f, const sn__block *b)
{
	uint64_t n = sn__block_size(b);
	char name[SN_CONNECTION_MAX];
	sn__out *out = f->out;

	sn__out_format(out, "# %s: ",
	    b->row.action == SN_ACTION_DELETE
		? "To be deleted, not by Terraform (--format aliyun has the "
		  "call)"
		: "Left to the gateway, which installs it by itself");
	if (b->sources) {
		sn__out_prefix(out, b->sources[0]);
		sn__out_text(out, " -> ");
	}
	sn__out_prefix(out, b->destinations[0]);
	sn__out_text(out, " via ");
	sn__out_text(
	    out, sn_plan_connection_name(f->plan, b->row.next_hop, name));
	if (n > 1) {
		sn__out_text(out, ", and ");
		sn__out_number(out, n - 1);
		sn__out_text(out, " more");
	}
	sn__out_text(out, "\n\n");
}

/* Rows that wait for the word of who applies the file. */
static bool
has_unpublished(const struct sn__alicloud_file *f)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(f->plan, i)); i++)
		if (b->row.action == SN_ACTION_ADD &&
		    b->row.kind != SN_ROUTE_STATIC &&
		    b->row.state != SN_STATE_PUBLISHED)
			return true;
	return false;
}

static void
put_rows(const struct sn__alicloud_file *f)
{
	size_t number[SN_ROUTE_STATIC + 1] = {0};
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(f->plan, i)); i++) {
		if (b->row.action != SN_ACTION_ADD)
			put_others(f, b);
		else if (b->numbered)
			add_pairs(f, b);
		else if (b->row.kind == SN_ROUTE_POLICY)
			add_policy(f, b, ++number[b->row.kind]);
		else
			add_destinations(f, b, ++number[b->row.kind]);
	}
}

static void
put_head(const struct sn__alicloud_file *f, const sn_render_options *options)
{
	const sn_plan_view *v = sn_plan_get(f->plan);
	const sn__alicloud *form = &f->form;
	sn__out *out = f->out;

	sn__out_format(out, head, f->own);
	if (form->transit)
		sn__out_text(out, transit);
	sn__findings_comment(out, "#", v->findings, v->finding_count);
	sn__out_char(out, '\n');
	sn__hcl_provider(out, options, "alicloud", "aliyun/alicloud");
	if (!form->transit)
		sn__hcl_gateway(out, f->own, "vpn_gateway_id",
		    options->gateway_id, "ID of the VPN gateway, vpn-...");
	sn__alicloud_put_variables(f);
	if (has_unpublished(f))
		sn__hcl_variables(out, f->own, publish, 1);
}

/* The resource of a policy row has no priority: each gets the default. */
static sn_status
check_rows(const sn_plan *plan, sn_error *error)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		if (b->row.action != SN_ACTION_ADD)
			continue;
		if (b->destinations[0].family == SN_IPV6)
			return sn__error_set(
			    error, SN_EINVAL, SN__ALICLOUD_IPV6_ROW);
		if (b->row.kind == SN_ROUTE_POLICY &&
		    b->row.priority != SN__ALICLOUD_PRIORITY)
			return sn__error_format(error, SN_EINVAL,
			    "a policy row of priority %u, and the provider's "
			    "resource has none (--format aliyun)",
			    (unsigned)b->row.priority);
	}
	return SN_OK;
}

sn_status
sn__terraform_alicloud(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	struct sn__alicloud_file f = {.out = out, .plan = plan};
	sn_status status = sn__alicloud_plan(&f.form, plan, options, error);
	sn_connection c = SN_CONNECTION_INIT;

	if (!status)
		status = check_rows(plan, error);
	if (status)
		return status;
	(void)sn__hcl_own(f.own, plan);
	put_head(&f, options);
	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		put_connection(&f, &c);
	}
	put_rows(&f);
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
		sn__out_text(out, "    { ");
		sn__hcl_row(out, &r[i], sn_table_next_hop(t, r[i].next_hop));
		sn__out_text(out, " },\n");
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
	    "# the gateway's default.\n\n");
	sn__hcl_provider(out, NULL, "alicloud", "aliyun/alicloud");
	sn__out_text(out,
	    "variable \"vpn_gateway_id\" {\n"
	    "  type        = string\n"
	    "  description = \"ID of the VPN gateway, vpn-...\"\n}\n");
	put_table(out, t, SN_ROUTE_POLICY);
	put_table(out, t, SN_ROUTE_DESTINATION);
	return SN_OK;
}
