/*
 * alicloud.c - what a VPN gateway of Alibaba Cloud cannot be told to do.
 *
 * Sources: CreateVpnConnection ("1 to 100 characters"), and rows from
 * CreateVpnPbrRouteEntry and CreateVpnRouteEntry.
 */
#include "render/device/alicloud.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "render/quote.h"
#include "vpn/block.h"

enum { NAME_MOST = 100, ID_MAX = 64 };

__attribute__((format(printf, 2, 3))) static sn_status
refuse(sn_error *error, const char *format, ...)
{
	char text[sizeof(error->message)];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return sn__error_set(error, SN_EINVAL, text);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_alnum(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

bool
sn__alicloud_is_id(const char *name, const char *kind)
{
	size_t n = strlen(kind), i = n;

	if (strncmp(name, kind, n))
		return false;
	while (is_alnum(name[i]))
		i++;
	return !name[i] && i > n && i <= ID_MAX;
}

static bool
is_name(const char *name)
{
	size_t n = 0;

	while (is_alnum(name[n]) || (name[n] && strchr("._-", name[n])))
		n++;
	return !name[n] && n && n <= NAME_MOST;
}

static sn_status
check_connections(const sn_plan *plan, sn_error *error)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;
	sn_status status;

	if (!n)
		return SN_OK;
	/* The last one has the longest number. */
	status = sn_plan_connection(plan, n - 1, &c);
	if (status)
		return sn__error_set(error, status, sn_strerror(status));
	if (c.local_count > SN__ALICLOUD_SELECTORS ||
	    c.peer_count > SN__ALICLOUD_SELECTORS)
		return refuse(error,
		    "%zu local and %zu peer selectors, and a connection takes "
		    "%d a side (--max-selectors)",
		    c.local_count, c.peer_count, SN__ALICLOUD_SELECTORS);
	if (!strncmp(c.name, "vco-", 4) &&
	    (sn_plan_get(plan)->scheme == SN_SCHEME_PAIRS ||
		!sn__alicloud_is_id(c.name, "vco-")))
		return refuse(error,
		    "a connection to be made has a name, not an id: '%.80s' "
		    "(--connection)",
		    c.name);
	if (!is_name(c.name))
		return refuse(error,
		    "a connection's name is 1 to %d letters, digits, '.', "
		    "'_', '-': '%.60s'",
		    NAME_MOST, c.name);
	return SN_OK;
}

static sn_status
check_block(const sn__block *b, sn_error *error)
{
	if (b->row.action != SN_ACTION_ADD)
		return SN_OK;
	if (b->row.weight != 0 && b->row.weight != 100)
		return refuse(error, "a row's weight is 0 or 100: %u",
		    (unsigned)b->row.weight);
	for (size_t i = 0; i < b->destination_count; i++)
		if (!b->destinations[i].len)
			return refuse(error,
			    "no row may be added whose destination is "
			    "everything (CreateVpnPbrRouteEntry)");
	return SN_OK;
}

sn_status
sn__alicloud_plan(
    const sn_plan *plan, const sn_render_options *options, sn_error *error)
{
	const sn_profile *g = sn_plan_get(plan)->gateway;
	const char *gateway = g->name;
	const sn__block *b;
	sn_status status;

	if (sn_profile_find(gateway) &&
	    (g->provider != SN_PROVIDER_ALIBABA ||
		!(g->tables.value & SN_ROWS_POLICY)))
		return refuse(error,
		    "the plan is for the gateway %s, not for alibaba-cloud",
		    gateway);
	if (options->gateway_id &&
	    !sn__alicloud_is_id(options->gateway_id, "vpn-"))
		return refuse(error,
		    "a VPN gateway's id is vpn- and letters and digits: "
		    "'%.80s'",
		    options->gateway_id);
	if (options->change)
		return refuse(error,
		    "what is deployed already would be made again (--from): "
		    "the steps of a change are in text and json");
	status = check_connections(plan, error);
	for (size_t i = 0; !status && (b = sn__plan_block(plan, i)); i++)
		status = check_block(b, error);
	return status;
}

bool
sn__alicloud_row(const sn_route *r)
{
	return r->kind == SN_ROUTE_BGP ||
	       (r->destination.len && (r->weight == 0 || r->weight == 100));
}

void
sn__alicloud_advice(sn__out *out, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->finding_count; i++) {
		const sn_finding *a = &v->findings[i];

		if (a->severity >= SN_SEVERITY_ACTION)
			sn__put_comment(out, "#", a->text);
	}
}
