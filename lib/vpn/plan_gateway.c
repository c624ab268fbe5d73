/*
 * plan_gateway.c - the gateway of a request, in the form that has as many
 * tunnels as were asked for or, where nothing was asked, as are in use.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/plural.h"
#include "vpn/deployed.h"
#include "vpn/parts.h"

/* Tunnels of each connection in use; 0: not known, or not of all the same. */
static uint32_t
tunnels_in_use(const sn_deployed *d)
{
	uint32_t n = d && d->connections ? d->connection[0]->tunnels : 0;

	for (size_t i = 0; n && i < d->connections; i++)
		if (d->connection[i]->tunnels != n)
			return 0;
	return n;
}

/* A gateway like @g with @n tunnels a connection, of the same provider and with
 * the same tables; NULL: there is none. */
static const sn_profile *
with_tunnels(const sn_profile *g, uint32_t n)
{
	for (size_t i = 0; i < sn_profile_count(); i++) {
		const sn_profile *p = sn_profile_at(i);

		if (g->provider != SN_PROVIDER_NONE &&
		    p->provider == g->provider && p->tunnels.value == n &&
		    p->tables.value == g->tables.value)
			return p;
	}
	return NULL;
}

sn_status
sn__find_gateway(sn_plan_request *r, sn_error *error)
{
	const sn_profile *g =
	    r->gateway ? r->gateway : sn_profile_find("alibaba-cloud");
	uint32_t n = r->tunnels	  ? r->tunnels
		     : r->gateway ? 0
				  : tunnels_in_use(r->previous);
	char message[192];

	r->gateway = g;
	if (!n || g->tunnels.value == n)
		return SN_OK;
	r->gateway = with_tunnels(g, n);
	if (r->gateway)
		return SN_OK;
	if (g->tunnels.value < 0)
		snprintf(message, sizeof(message),
		    "how many tunnels a connection of %.64s has is not known",
		    g->name);
	else
		snprintf(message, sizeof(message),
		    "a connection of %.64s has %lld tunnel%s, not %u", g->name,
		    (long long)g->tunnels.value,
		    sn__plural((uint64_t)g->tunnels.value), n);
	return sn__error_set(error, SN_EINVAL, message);
}
