/*
 * alicloud.c - what a VPN gateway of Alibaba Cloud cannot be told to do.
 *
 * Sources: CreateVpnConnection ("1 to 100 characters"), and rows from
 * CreateVpnPbrRouteEntry and CreateVpnRouteEntry.
 */
#include "render/device/alicloud.h"

#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "vpn/block.h"

enum { NAME_MOST = 100, ID_MAX = 64 };

bool
sn__alicloud_is_id(const char *name, const char *kind)
{
	size_t n = strlen(kind), i = n;

	if (strncmp(name, kind, n))
		return false;
	while (sn__is_alnum(name[i]))
		i++;
	return !name[i] && i > n && i <= ID_MAX;
}

static bool
is_name(const char *name)
{
	size_t n = 0;

	while (sn__is_alnum(name[n]) || (name[n] && strchr("._-", name[n])))
		n++;
	return !name[n] && n && n <= NAME_MOST;
}

/* A connection of the plan or, @fresh, one that has to be made. */
static sn_status
check_connection(const sn_connection *c, bool fresh, sn_error *error)
{
	if (c->local_count > SN__ALICLOUD_SELECTORS ||
	    c->peer_count > SN__ALICLOUD_SELECTORS)
		return sn__error_format(error, SN_EINVAL,
		    "%zu local and %zu peer selectors, and a connection takes "
		    "%d a side (--max-selectors)",
		    c->local_count, c->peer_count, SN__ALICLOUD_SELECTORS);
	if (!strncmp(c->name, "vco-", 4) &&
	    (fresh || !sn__alicloud_is_id(c->name, "vco-")))
		return sn__error_format(error, SN_EINVAL,
		    "a connection to be made has a name, not an id: '%.80s' "
		    "(--connection)",
		    c->name);
	if (!is_name(c->name))
		return sn__error_format(error, SN_EINVAL,
		    "a connection's name is 1 to %d letters, digits, '.', "
		    "'_', '-': '%.60s'",
		    NAME_MOST, c->name);
	return SN_OK;
}

/* Those that a change makes; the others are there, by whatever name. */
static sn_status
check_created(const sn_plan_change *change, sn_error *error)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);
	sn_status status = SN_OK;

	for (size_t i = 0; i < v->step_count && !status; i++)
		if (v->steps[i].kind == SN_STEP_CREATE_CONNECTION)
			status = check_connection(
			    v->steps[i].connection, true, error);
	return status;
}

static sn_status
check_connections(const sn_plan *plan, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_connection c = SN_CONNECTION_INIT;
	sn_status status;

	if (!v->connection_count)
		return SN_OK;
	/* The last one has the longest number. */
	status = sn_plan_connection(plan, v->connection_count - 1, &c);
	return status
		   ? sn__error_set(error, status, sn_strerror(status))
		   : check_connection(&c, v->scheme == SN_SCHEME_PAIRS, error);
}

/* Which rows of everything the gateway takes, its profile says. */
static bool
takes_everything(const sn_profile *gateway, uint32_t kind)
{
	return kind == SN_ROUTE_POLICY
		   ? gateway->manual_default.value == 1
		   : gateway->destination_default.value == 1;
}

static sn_status
check_block(const sn_profile *gateway, const sn__block *b, sn_error *error)
{
	if (b->row.action != SN_ACTION_ADD)
		return SN_OK;
	if (b->row.weight != 0 && b->row.weight != 100)
		return sn__error_format(error, SN_EINVAL,
		    "a row's weight is 0 or 100: %u", (unsigned)b->row.weight);
	for (size_t i = 0; i < b->destination_count; i++)
		if (!b->destinations[i].len &&
		    !takes_everything(gateway, b->row.kind))
			return sn__error_format(error, SN_EINVAL,
			    "no row may be added whose destination is "
			    "everything (CreateVpn%sRouteEntry)",
			    b->row.kind == SN_ROUTE_POLICY ? "Pbr" : "");
	return SN_OK;
}

/* CreateVpnConnection, IkeConfig and IpsecConfig. */
static const sn__vendor vendor = {
    .where = "Alibaba Cloud",
    .ike_encryption = {"aes", "aes192", "aes256", "3des", "des"},
    .ike_integrity = {"md5", "sha1", "sha256", "sha384", "sha512"},
    .ike_dh = {[1] = "group1", "group2", [5] = "group5", [14] = "group14"},
    .esp_encryption = {"aes", "aes192", "aes256", "3des", "des"},
    .esp_integrity = {"md5", "sha1", "sha256", "sha384", "sha512"},
    .pfs = {"disabled", "group1", "group2", [5] = "group5", [14] = "group14"},
};

sn_status
sn__alicloud_plan(sn__alicloud *out, const sn_plan *plan,
    const sn_render_options *options, sn_error *error)
{
	const sn_profile *g = sn_plan_get(plan)->gateway;
	const sn__block *b;
	sn_status status;

	if (g->provider != SN_PROVIDER_ALIBABA)
		return sn__error_format(error, SN_EINVAL,
		    "the plan is for the gateway %s, not for alibaba-cloud",
		    g->name);
	if (options->gateway_id &&
	    !sn__alicloud_is_id(options->gateway_id, "vpn-"))
		return sn__error_format(error, SN_EINVAL,
		    "a VPN gateway's id is vpn- and letters and digits: "
		    "'%.80s'",
		    options->gateway_id);
	status = options->change ? check_created(options->change, error)
				 : check_connections(plan, error);
	for (size_t i = 0; !status && (b = sn__plan_block(plan, i)); i++)
		status = check_block(g, b, error);
	out->transit = !(g->tables.value & SN_ROWS_POLICY);
	out->dual = g->tunnels.value != 1;
	return status ? status
		      : sn__vendor_name(&out->words, &vendor,
			    sn_plan_get(plan)->proposal, error);
}

bool
sn__alicloud_row(const sn_route *r)
{
	return r->kind == SN_ROUTE_BGP ||
	       (r->destination.len && (r->weight == 0 || r->weight == 100));
}
