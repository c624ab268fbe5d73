/*
 * aliyun.c - plans and route tables as a script of the Alibaba Cloud CLI.
 *
 * Calls and parameters: CreateVpnConnection, CreateVpnPbrRouteEntry,
 * DeleteVpnPbrRouteEntry and CreateVpnRouteEntry of API 2016-04-28, as its
 * SDK (vpc-20160428) has them. A gateway takes one change at a time and is
 * "updating" meanwhile (the SDK's CreateVpnPbrRouteEntry), so the script waits
 * before each. The automatic row of a new connection goes before rows are
 * added, so that no quota is passed on the way. A block of rows is two loops of
 * the shell; its product is never written out.
 */
#include "render/device/aliyun.h"

#include "render/device/alicloud.h"
#include "render/quote.h"
#include "render/table_row.h"
#include "vpn/block.h"

/* For rows that the plan does not publish. */
#define PUBLISH "\"${PUBLISH_VPC:-false}\""

static const char head[] =
    "#!/bin/sh\n"
    "# shellcheck disable=SC2043 # a list of one is a list\n"
    "# Alibaba Cloud CLI: one call after the other, for the gateway takes one\n"
    "# change at a time. From the environment come ids, and the pre-shared\n"
    "# key where connections are made: processes of this machine can see it\n"
    "# while the call runs. PUBLISH_VPC=true advertises the rows to the VPC.\n"
    "# Gateways of one tunnel a connection: those of two take the customer\n"
    "# gateway and the key for each tunnel.\n"
    "set -eu\n"
    ": \"${REGION_ID:?the region, cn-...}\"\n";

static const char functions[] =
    "\n"
    "# Waits until the gateway has done what it was told before.\n"
    "ready() {\n"
    "\ttries=0\n"
    "\twhile state=$(aliyun vpc DescribeVpnGateway \\\n"
    "\t\t--RegionId \"$REGION_ID\" --VpnGatewayId \"$VPN_GATEWAY_ID\") || "
    "exit 1; do\n"
    "\t\tcase $state in\n"
    "\t\t*'\"Status\": \"active\"'* | *'\"Status\":\"active\"'*) return ;;\n"
    "\t\tesac\n"
    "\t\ttries=$((tries + 1))\n"
    "\t\t[ \"$tries\" -lt 120 ] || { echo 'the gateway stays busy' >&2; "
    "exit 1; }\n"
    "\t\tsleep \"${WAIT_SECONDS:-5}\"\n"
    "\tdone\n"
    "}\n"
    "call() { # ACTION OPTION...\n"
    "\tready\n"
    "\taliyun vpc \"$@\" --RegionId \"$REGION_ID\" \\\n"
    "\t\t--VpnGatewayId \"$VPN_GATEWAY_ID\"\n"
    "}\n"
    "\n";

static const char connect[] =
    ": \"${CUSTOMER_GATEWAY_ID:?the customer gateway, cgw-...}\"\n"
    ": \"${PRE_SHARED_KEY:?the same on both ends}\"\n"
    "case $PRE_SHARED_KEY in\n"
    "*[\\\"\\\\]*)\n"
    "\techo 'the pre-shared key has a quote or a backslash' >&2\n"
    "\texit 1\n"
    "\t;;\n"
    "esac\n"
    "\n"
    "connect() { # NAME IKE LOCAL PEER: prints the id\n"
    "\tcall CreateVpnConnection --Name \"$1\" --LocalSubnet \"$3\" \\\n"
    "\t\t--RemoteSubnet \"$4\" --CustomerGatewayId "
    "\"$CUSTOMER_GATEWAY_ID\" \\\n"
    "\t\t--AutoConfigRoute \"$AUTO_ROWS\" \\\n"
    "\t\t--IkeConfig "
    "\"{\\\"IkeVersion\\\":\\\"$2\\\",\\\"Psk\\\":\\\"$PRE_SHARED_KEY\\\"}\" "
    "|\n"
    "\t\tsed -n 's/.*\"VpnConnectionId\": *\"\\([^\"]*\\)\".*/\\1/p'\n"
    "}\n"
    "\n";

static void
put_gateway(sn__out *out, const char *id)
{
	if (!id) {
		sn__out_text(
		    out, ": \"${VPN_GATEWAY_ID:?the VPN gateway, vpn-...}\"\n");
		return;
	}
	sn__out_text(out, "VPN_GATEWAY_ID=");
	sn__put_shell(out, id);
	sn__out_char(out, '\n');
}

static void
put_list(sn__out *out, const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			sn__out_char(out, ',');
		sn__out_prefix(out, p[i]);
	}
}

/* Sets hop_1, hop_2, ...: the ids of the connections, made here or before. */
static void
put_connection(sn__out *out, const sn_connection *c, uint64_t number)
{
	sn__out_text(out, "hop_");
	sn__out_number(out, number);
	sn__out_char(out, '=');
	if (sn__alicloud_is_id(c->name, "vco-")) {
		sn__put_shell(out, c->name);
		sn__out_char(out, '\n');
		return;
	}
	sn__out_text(out, "$(connect ");
	sn__put_shell(out, c->name);
	sn__out_format(out, " ike%s ", sn_word(SN_WORD_IKE, c->ike));
	put_list(out, c->local, c->local_count);
	sn__out_char(out, ' ');
	put_list(out, c->peer, c->peer_count);
	sn__out_text(out, ")\n[ -n \"$hop_");
	sn__out_number(out, number);
	sn__out_text(out, "\" ] || { echo 'no connection was made' >&2; "
			  "exit 1; }\n");
}

static void
put_loop(sn__out *out, const char *variable, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "for %s in", variable);
	for (size_t i = 0; i < n; i++) {
		sn__out_text(out, " \\\n\t");
		sn__out_prefix(out, p[i]);
	}
	sn__out_text(out, "\ndo\n");
}

/* Before the loops of a block: the number of its first next hop. */
static void
put_first_hop(sn__out *out, const sn__block *b)
{
	if (b->numbered)
		sn__out_format(out, "hop=\nnumber=%llu\n",
		    (unsigned long long)b->row.next_hop + 1);
}

/* In the loops of a block: the next hop of a row. */
static void
put_hop(sn__out *out, const sn__block *b)
{
	if (b->numbered)
		sn__out_text(out, "\teval \"hop=\\$hop_$number\"\n"
				  "\tnumber=$((number + 1))\n");
	else
		sn__out_format(out, "\thop=$hop_%llu\n",
		    (unsigned long long)b->row.next_hop + 1);
}

/* The rows of a block; all have one next hop. */
static void
put_block(sn__out *out, const sn__block *b)
{
	bool policy = b->sources != NULL, add = b->row.action == SN_ACTION_ADD;

	sn__out_format(
	    out, "\n# %s rows\n", add ? "The plan's" : "The automatic");
	put_first_hop(out, b);
	if (policy)
		put_loop(out, "source", b->sources, b->source_count);
	put_loop(out, "destination", b->destinations, b->destination_count);
	put_hop(out, b);
	sn__out_format(out, "\tcall %sVpn%sRouteEntry \\\n",
	    add ? "Create" : "Delete", policy ? "Pbr" : "");
	if (policy)
		sn__out_text(out, "\t\t--RouteSource \"$source\" \\\n");
	sn__out_format(out,
	    "\t\t--RouteDest \"$destination\" --NextHop \"$hop\" \\\n"
	    "\t\t--Weight %u",
	    (unsigned)b->row.weight);
	if (policy)
		sn__out_format(
		    out, " --Priority %u", (unsigned)b->row.priority);
	if (add)
		sn__out_format(out, " --PublishVpc %s",
		    b->row.state == SN_STATE_PUBLISHED ? "true" : PUBLISH);
	sn__out_text(out, policy ? "\ndone\ndone\n" : "\ndone\n");
}

/*
 * Rows that the gateway has by itself are advertised on request. Those of a
 * numbered block go to a connection each, in the order of the rows.
 */
static void
put_publishing(sn__out *out, const sn__block *b)
{

	sn__out_text(out, "\n# Rows that the gateway has by itself\n"
			  "if [ \"${PUBLISH_VPC:-false}\" = true ]; then\n");
	put_first_hop(out, b);
	put_loop(out, "_", b->sources, b->numbered ? b->source_count : 1);
	put_loop(out, "destination", b->destinations, b->destination_count);
	put_hop(out, b);
	sn__out_text(out,
	    "\tcall PublishVpnRouteEntry --RouteType pbr --PublishVpc true "
	    "\\\n"
	    "\t\t--RouteDest \"$destination\" --NextHop \"$hop\"\n"
	    "done\ndone\nfi\n");
}

static void
put_blocks(sn__out *out, const sn_plan *plan, unsigned action)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.action == action)
			put_block(out, b);
}

static bool
makes_connections(const sn_plan *plan)
{
	sn_connection c = SN_CONNECTION_INIT;

	return sn_plan_get(plan)->connection_count &&
	       !sn_plan_connection(plan, 0, &c) &&
	       !sn__alicloud_is_id(c.name, "vco-");
}

sn_status
sn__plan_aliyun(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn_status status = sn__alicloud_plan(plan, options, error);
	const sn__block *b;
	sn_connection c = SN_CONNECTION_INIT;
	unsigned first;

	if (status)
		return status;
	sn__out_text(out, head);
	put_gateway(out, options->gateway_id);
	sn__out_text(out, functions);
	if (makes_connections(plan)) {
		sn__out_format(out, "AUTO_ROWS=%s\n",
		    sn_plan_get(plan)->auto_rows == SN_AUTO_ROWS_OFF ? "false"
								     : "true");
		sn__out_text(out, connect);
	}
	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		put_connection(out, &c, i + 1);
	}
	/* A new connection carries nothing yet: its automatic row makes way
	 * for the plan's rows, and no quota is passed. One in use has them
	 * first. */
	first = makes_connections(plan) ? SN_ACTION_DELETE : SN_ACTION_ADD;
	put_blocks(out, plan, first);
	put_blocks(out, plan, SN_ACTION_ADD + SN_ACTION_DELETE - first);
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.kind == SN_ROUTE_POLICY &&
		    b->row.action == SN_ACTION_KEEP &&
		    b->row.state != SN_STATE_PUBLISHED)
			put_publishing(out, b);
	sn__out_text(out, "\n");
	sn__alicloud_advice(out, plan);
	return SN_OK;
}

static bool
row_fits(const sn_route *r)
{
	return sn__alicloud_row(r) &&
	       (r->kind != SN_ROUTE_POLICY ||
		   (r->priority >= 1 && r->priority <= 100));
}

static void
put_row(sn__out *out, const sn_table *t, const sn_route *r)
{
	bool policy = r->kind == SN_ROUTE_POLICY;

	sn__out_format(out, "call CreateVpn%sRouteEntry ", policy ? "Pbr" : "");
	if (policy) {
		sn__out_text(out, "--RouteSource ");
		sn__out_prefix(out, r->source);
		sn__out_char(out, ' ');
	}
	sn__out_text(out, "--RouteDest ");
	sn__out_prefix(out, r->destination);
	sn__out_text(out, " --NextHop ");
	sn__put_shell(out, sn_table_next_hop(t, r->next_hop));
	sn__out_format(out, " --Weight %u", (unsigned)r->weight);
	if (policy)
		sn__out_format(out, " --Priority %u", (unsigned)r->priority);
	sn__out_format(out, " --PublishVpc %s\n",
	    r->state == SN_STATE_PUBLISHED ? "true" : PUBLISH);
}

sn_status
sn__table_aliyun(const sn_table *t, sn__out *out)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++)
		if (!row_fits(&r[i]))
			return SN_EINVAL;
	sn__out_text(out, head);
	put_gateway(out, NULL);
	sn__out_text(out, functions);
	for (size_t i = 0; i < sn_table_size(t); i++)
		if (r[i].kind != SN_ROUTE_BGP)
			put_row(out, t, &r[i]);
	return SN_OK;
}
