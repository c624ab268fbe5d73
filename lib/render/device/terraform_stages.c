/*
 * terraform_stages.c - the steps of a change for Terraform's provider
 * aliyun/alicloud: one file, in which a variable says how far the change went.
 *
 * Each connection and each row is there from a stage on and until another one,
 * so the file is what is wanted at a stage. What is there at first is taken
 * over by its id, or moved from where Terraform's state has it; Terraform makes
 * connections before the rows that lead to them, and alters in place what has
 * another weight, or other selectors, from a stage on.
 *
 * Ids and what is sent: resource_alicloud_vpn_pbr_route_entry.go,
 * resource_alicloud_vpn_route_entry.go and ParseResourceId() in common.go of
 * the provider (read 2026-11-26); a policy row is deleted without a priority.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "render/device/stages.h"
#include "render/device/terraform.h"
#include "render/device/terraform_tunnels.h"
#include "render/quote.h"
#include "vpn/deployed.h"

enum { NUMBER_MAX = 100000000 };

struct file {
	sn__out *out;
	const sn_plan *plan;
	const sn_plan_change_view *v;
	struct sn__alicloud_file *part; /* a file for each part */
	size_t parts;
	struct sn__stages stages;
	const char *own; /* that of the first part, for the names */
	char label[SN__HCL_OWN + 24];
};

/* -------------------------------------------------------------- checks */

static sn_status
check_step(const sn_step *s, sn_error *error)
{
	if (s->kind == SN_STEP_CHECK_ROW && s->row->origin == SN_ORIGIN_AUTO)
		return sn__error_set(error, SN_EINVAL,
		    "rows that the gateway installs by itself are no steps of "
		    "Terraform (--auto-rows off)");
	if ((s->kind == SN_STEP_ADD_ROW || s->kind == SN_STEP_DELETE_ROW) &&
	    s->row->kind == SN_ROUTE_POLICY &&
	    s->row->priority != SN__ALICLOUD_PRIORITY)
		return sn__error_format(error, SN_EINVAL,
		    "a policy row of priority %u comes or goes, and the "
		    "provider's resource has none (--format aliyun)",
		    (unsigned)s->row->priority);
	return SN_OK;
}

/* What is there has an id, and each row one that the provider can read; what
 * goes is published as it was until then. */
static sn_status
check_staged(const struct sn__staged *x, size_t last, sn_error *error)
{
	if (!x->from && !sn__alicloud_is_id(x->name, "vco-"))
		return sn__error_format(error, SN_EINVAL,
		    "the id of '%.60s' is not known: --from takes Terraform's "
		    "state, or answers of DescribeVpnConnections and of its "
		    "routes",
		    x->name);
	if (x->row && x->row->destination.family == SN_IPV6)
		return sn__error_set(error, SN_EINVAL, SN__ALICLOUD_IPV6_ROW);
	if (!x->from && x->until <= last && x->row &&
	    x->row->origin == SN_ORIGIN_AUTO)
		return sn__error_format(error, SN_EINVAL,
		    "a row to '%.60s' goes that the gateway installed by "
		    "itself, and whether it is published is not known: --from "
		    "answers of DescribeVpnPbrRouteEntries, too",
		    x->name);
	return SN_OK;
}

static sn_status
check(const struct file *f, sn_error *error)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < f->v->step_count && !status; i++)
		status = check_step(&f->v->steps[i], error);
	for (size_t i = 0; i < f->stages.n && !status; i++)
		status = check_staged(&f->stages.a[i], f->stages.last, error);
	return status;
}

/* --------------------------------------------------------------- texts */

/* What a connection has before its tunnels: with these, %s, twice and more. */
static const char made[] = "\n  vpn_connection_name = each.key\n"
			   "  vpn_gateway_id      = var.vpn_gateway_id_%s\n";
static const char selectors[] = "  local_subnet        = each.value.local\n"
				"  remote_subnet       = each.value.remote\n"
				"  auto_config_route   = false\n";
static const char there[] =
    "\n  vpn_gateway_id = var.vpn_gateway_id_%s\n"
    "  local_subnet   = each.value.local\n"
    "  remote_subnet  = each.value.remote\n\n"
    "  # All but its selectors stays as it is.\n"
    "  lifecycle {\n"
    "    ignore_changes = [\n"
    "      vpn_gateway_id, customer_gateway_id, tunnel_options_specification,\n"
    "      ike_config, ipsec_config, bgp_config, health_check_config,\n"
    "      auto_config_route, effect_immediately, network_type, tags\n"
    "    ]\n"
    "  }\n"
    "}\n\n";

static void
put_findings(const struct file *f)
{
	const sn_plan_view *p = sn_plan_get(f->plan);

	sn__findings_comment(f->out, "#", f->v->findings, f->v->finding_count);
	sn__findings_comment(f->out, "#", p->findings, p->finding_count);
	sn__out_char(f->out, '\n');
}

static void
put_head(const struct file *f, const sn_render_options *options)
{
	const char *own = f->own;
	sn__out *out = f->out;

	sn__out_format(out,
	    "# Terraform 1.7 or newer, provider aliyun/alicloud: the way from "
	    "what is there.\n"
	    "#\n"
	    "# Stage 0 takes over what is there, and publishes what is to be. "
	    "The stages after\n"
	    "# it are applied in turn; one that was interrupted is applied "
	    "again:\n"
	    "#   for stage in $(seq 0 %zu); do\n"
	    "#     terraform apply -parallelism=1 -var \"stage_%s=$stage\" || "
	    "break\n"
	    "#   done\n"
	    "# Afterwards the last one stays set (terraform.tfvars).\n"
	    "#\n"
	    "%s"
	    "#\n",
	    f->stages.last, own,
	    f->v->result->helds
		? "# What is moved below has no other blocks any more: take "
		  "them out.\n"
		: "# What a state of Terraform has of this already is released "
		  "there first\n"
		  "# (terraform state rm), or moved: plan --from that "
		  "state.\n");
	put_findings(f);
	sn__hcl_provider(out, options, "alicloud", "aliyun/alicloud");
	sn__out_format(out,
	    "variable \"stage_%s\" {\n"
	    "  type        = number\n"
	    "  description = \"How far the change is to go: 0 to %zu, in "
	    "turn\"\n\n"
	    "  validation {\n"
	    "    condition     = 0 <= var.stage_%s && var.stage_%s <= %zu\n"
	    "    error_message = \"The stages are 0 to %zu.\"\n"
	    "  }\n"
	    "}\n\n",
	    own, f->stages.last, own, own, f->stages.last, f->stages.last);
	sn__hcl_gateway(out, own, "vpn_gateway_id", options->gateway_id,
	    "ID of the VPN gateway, vpn-...");
}

static void
put_item(const struct file *f, const struct sn__staged *item)
{
	const sn_connection *c = item->connection;
	const sn_route *row = item->row;
	sn__out *out = f->out;

	sn__out_format(out,
	    "      { from = %zu, until = %zu, %s = ", item->from, item->until,
	    c ? "name" : "hop");
	sn__put_hcl(out, item->name);
	if (c) {
		sn__out_format(out, ", part = %zu, local = ", item->part);
		sn__hcl_list(out, c->local, c->local_count);
		sn__out_text(out, ", remote = ");
		sn__hcl_list(out, c->peer, c->peer_count);
		sn__out_text(out, " },\n");
		return;
	}
	sn__out_text(out, ", ");
	sn__hcl_row(out, row, NULL);
	sn__out_text(out, " },\n");
}

static const struct kind {
	const char *locals, *resource, *label, *key;
} kinds[] = {
    {"connections", "alicloud_vpn_connection", "there", "x.name"},
    {"policy_rows", "alicloud_vpn_pbr_route_entry", "rows",
	"join(\":\", [x.hop, x.source, x.destination])"},
    {"destination_rows", "alicloud_vpn_route_entry", "rows",
	"join(\":\", [x.hop, x.destination])"},
};

/* The list of all of a kind, of which there are those of the step. False: there
 * are none at all. */
static bool
put_locals(const struct file *f, unsigned kind)
{
	const char *own = f->own;
	sn__out *out = f->out;
	bool any = false;

	for (size_t i = 0; i < f->stages.n; i++) {
		const struct sn__staged *item = &f->stages.a[i];

		if ((item->row ? item->row->kind : 0) != kind)
			continue;
		if (!any)
			sn__out_format(out,
			    "locals {\n  %s_%s = {\n    for x in [\n",
			    kinds[kind].locals, own);
		any = true;
		put_item(f, item);
	}
	if (any)
		sn__out_format(out,
		    "    ] : %s => x if x.from <= var.stage_%s && "
		    "var.stage_%s < x.until\n  }\n}\n\n",
		    kinds[kind].key, own, own);
	return any;
}

/* resource "..." "..." { for_each = ... */
static void
put_resource(
    const struct file *f, unsigned kind, const char *label, size_t part)
{
	const char *own = f->own;

	sn__out_format(f->out, "resource \"%s\" \"%s_%s", kinds[kind].resource,
	    label, f->label);
	if (part)
		sn__out_format(f->out, "_%zu", part);
	sn__out_text(f->out, "\" {\n  for_each = ");
	if (kind)
		sn__out_format(
		    f->out, "local.%s_%s\n", kinds[kind].locals, own);
	else
		sn__out_format(f->out,
		    "{ for key, x in local.connections_%s : key => x if "
		    "x.part == %zu }\n",
		    own, part);
}

/* Takes over what is there at first. */
static void
put_import(const struct file *f, unsigned kind)
{
	const char *own = f->own;

	sn__out_format(f->out,
	    "import {\n"
	    "  for_each = { for key, x in local.%s_%s : key => x if x.from == "
	    "0 }\n"
	    "  to       = %s.%s_%s[each.key]\n",
	    kinds[kind].locals, own, kinds[kind].resource, kinds[kind].label,
	    f->label);
	if (kind)
		sn__out_format(f->out,
		    "  id       = join(\":\", [var.vpn_gateway_id_%s, "
		    "each.key])\n",
		    own);
	else
		sn__out_text(f->out, "  id       = each.key\n");
	sn__out_text(f->out, "}\n\n");
}

static bool
makes(const struct file *f, size_t part)
{
	for (size_t i = 0; i < f->stages.n; i++)
		if (f->stages.a[i].part == part && part)
			return true;
	return false;
}

/* Connections that a part makes. */
static void
put_made(const struct file *f, size_t part)
{
	const struct sn__alicloud_file *p = &f->part[part - 1];

	sn__alicloud_put_variables(p);
	put_resource(f, 0, "made", part);
	sn__out_format(f->out, made, f->own);
	if (!p->form.dual)
		sn__out_format(f->out,
		    "  customer_gateway_id = var.customer_gateway_id_%s\n",
		    p->own);
	sn__out_text(f->out, selectors);
	sn__alicloud_put_tunnels(p);
	sn__out_text(f->out, "}\n\n");
}

static void
put_connections(const struct file *f)
{
	if (!put_locals(f, 0))
		return;
	put_resource(f, 0, "there", 0);
	sn__out_format(f->out, there, f->own);
	put_import(f, 0);
	for (size_t part = 1; part <= f->parts; part++)
		if (makes(f, part))
			put_made(f, part);
}

/* The ids of connections that are made, by name. */
static void
put_ids(const struct file *f)
{
	sn__out_format(f->out, "locals {\n  made_%s = merge({}", f->own);
	for (size_t part = 1; part <= f->parts; part++)
		if (makes(f, part))
			sn__out_format(f->out,
			    ", { for key, x in %s.made_%s_%zu : key => x.id }",
			    kinds[0].resource, f->label, part);
	sn__out_text(f->out, ")\n}\n\n");
}

static void
put_rows(const struct file *f, unsigned kind)
{
	if (!put_locals(f, kind))
		return;
	put_resource(f, kind, "rows", 0);
	sn__out_format(f->out,
	    "\n  vpn_gateway_id = var.vpn_gateway_id_%s\n"
	    "  next_hop       = lookup(local.made_%s, each.value.hop, "
	    "each.value.hop)\n"
	    "%s"
	    "  route_dest     = each.value.destination\n"
	    "  weight         = each.value.weight\n"
	    "  publish_vpc    = each.value.publish\n"
	    "}\n\n",
	    f->own, f->own,
	    kind == SN_ROUTE_POLICY ? "  route_source   = each.value.source\n"
				    : "");
	put_import(f, kind);
}

/* --------------------------------------------------------------- moves */

/* Whether the file has what is held: it is, or leads to, a connection. */
static bool
has(const struct file *f, const struct sn__held *held)
{
	char name[SN_CONNECTION_MAX];
	size_t n = strcspn(held->key, ":");

	if (n >= sizeof(name))
		return false;
	memcpy(name, held->key, n);
	name[n] = '\0';
	return sn__stages_had(&f->stages, name);
}

static void
put_moved(const struct file *f)
{
	const sn_deployed *d = f->v->result;
	sn__out *out = f->out;

	for (size_t i = 0; i < d->helds; i++) {
		const struct sn__held *held = &d->held[i];
		const struct kind *kind = &kinds[held->kind];

		if (!has(f, held))
			continue;
		sn__out_format(out, "moved {\n  from = ");
		sn__out_text(out, held->address);
		if (held->index) {
			sn__out_char(out, '[');
			if (held->number)
				sn__out_text(out, held->index);
			else
				sn__put_hcl(out, held->index);
			sn__out_char(out, ']');
		}
		sn__out_format(out, "\n  to   = %s.%s_%s[", kind->resource,
		    kind->label, f->label);
		sn__put_hcl(out, held->key);
		sn__out_text(out, "]\n}\n\n");
	}
}

/*
 * What the names of resources end with: a number above those at addresses that
 * things are moved from, or what is made would be moved, too.
 */
static void
find_label(struct file *f)
{
	const sn_deployed *d = f->v->result;
	unsigned long number = 0, found;
	char *end;

	for (size_t i = 0; i < d->helds; i++) {
		const char *name = strrchr(d->held[i].address, '.') + 1;

		found = strtoul(name + strcspn(name, "0123456789"), &end, 10);
		if (*end == '_' && found > number && found < NUMBER_MAX)
			number = found;
	}
	snprintf(f->label, sizeof(f->label), "%lu_%s", number + 1, f->own);
}

/* ---------------------------------------------------------------- file */

static void
put(struct file *f, const sn_render_options *options)
{
	find_label(f);
	put_head(f, options);
	put_connections(f);
	put_ids(f);
	put_rows(f, SN_ROUTE_POLICY);
	put_rows(f, SN_ROUTE_DESTINATION);
	put_moved(f);
}

static sn_status
begin_part(struct sn__alicloud_file *p, sn__out *out, const sn_plan *plan,
    const sn_render_options *options, sn_error *error)
{
	sn_status status = sn__alicloud_plan(&p->form, plan, options, error);

	/* NOLINTNEXTLINE(*core.NullDereference): without one, none begins */
	p->out = out;
	p->plan = plan;
	(void)sn__hcl_own(p->own, plan);
	if (!status && p->form.transit)
		status = sn__error_set(error, SN_EINVAL,
		    "the steps of a change of a transit router's connections "
		    "are in text and json (--from)");
	return status;
}

sn_status
sn__terraform_stages(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	size_t parts = sn_plan_get(plan)->part_count;
	struct file f = {.out = out,
	    .plan = plan,
	    .v = sn_plan_change_get(options->change),
	    .part = calloc(parts, sizeof(*f.part)),
	    .parts = parts};
	sn_status status = sn__stages_find(&f.stages, plan, options->change);

	if (status || !f.part)
		status =
		    sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	for (size_t i = 0; i < parts && !status; i++)
		status = begin_part(
		    &f.part[i], out, sn_plan_part(plan, i), options, error);
	if (!status)
		status = check(&f, error);
	if (!status) {
		f.own = f.part->own;
		put(&f, options);
	}
	sn__stages_free(&f.stages);
	free(f.part);
	return status;
}
