/*
 * deployed_gateway.c - what a gateway of the provider is found to have: answers
 * of DescribeVpnConnections, DescribeVpnPbrRouteEntries and
 * DescribeVpnRouteEntries, one after the other, and Terraform's state.
 */
#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "read/alibaba.h"
#include "read/deployed.h"
#include "read/ike_values.h"
#include "read/table_json.h"

/* The selectors of a side as prefixes, which they were. */
static sn_status
read_side(const sn_ike_config *c, const struct sn__span *of, sn_prefix *out)
{
	for (uint32_t i = 0; i < of->n; i++) {
		const sn_range *r = &c->ts[of->first + i].range;
		sn__u128 first = sn__addr_bits(r->first);
		sn__u128 last = sn__addr_bits(r->last);
		unsigned family = r->first.family;

		if (!family)
			return SN_EINVAL;
		out[i] = sn__prefix(
		    family, first, sn__common_len(family, first, last));
		if ((first ^ last) != sn__host(family, out[i].len))
			return SN_EINVAL;
	}
	return SN_OK;
}

/* Whether connection @i of what was read is the second tunnel of the one before
 * it: its child has a name of its own. */
static bool
is_second(const sn_ike_config *c, size_t i)
{
	const struct sn__ike_connection *of = &c->connection[i];

	return c->child[of->children.first].name != of->name;
}

/* A connection of the provider has one child. Where no version is said, it is
 * the one that is planned by default, and of one tunnel or not is not known. */
static sn_status
add_connection(
    sn_deployed *d, const sn_ike_config *c, size_t i, sn_prefix *side)
{
	const struct sn__ike_connection *of = &c->connection[i];
	const struct sn__ike_child *child = &c->child[of->children.first];
	const char *name = sn__ike_text(c, of->name);
	sn_connection to = {.struct_size = sizeof(to),
	    .ike = of->version ? of->version : SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = side,
	    .local_count = child->ts[SN_LOCAL].n,
	    .peer = side + child->ts[SN_LOCAL].n,
	    .peer_count = child->ts[SN_PEER].n,
	    .tunnels = of->version ? 1 : 0};
	sn_status status;

	if (is_second(c, i))
		return SN_OK;
	if (i + 1 < c->connections && is_second(c, i + 1))
		to.tunnels = 2;
	if (strlen(name) >= sizeof(to.name))
		return SN_EINVAL;
	snprintf(to.name, sizeof(to.name), "%s", name);
	status = read_side(c, &child->ts[SN_LOCAL], side);
	if (!status)
		status =
		    read_side(c, &child->ts[SN_PEER], side + to.local_count);
	if (!status && !side[0].len && !side[to.local_count].len)
		to.routing_mode = SN_MODE_DESTINATION_ROUTING;
	return status ? status : sn_deployed_add_connection(d, &to);
}

static sn_status
add_connections(const sn__reader *r, const sn_ike_config *c, sn_deployed *d)
{
	sn_prefix *side = sn__malloc(&c->alloc, c->ts_n, sizeof(*side));
	sn_status status = side ? SN_OK : SN_ENOMEM;

	for (size_t i = 0; i < c->connections && !status; i++) {
		const char *name = sn__ike_text(c, c->connection[i].name);

		status = add_connection(d, c, i, side);
		if (status == SN_EINVAL)
			status = sn__refuse(r, SN_ESYNTAX, r->text, 0,
			    "connection '%.60s' has no name of letters, digits "
			    "and . _ - :, or selectors that are no prefixes of "
			    "one family",
			    name);
	}
	sn__free(&c->alloc, side);
	return status;
}

/* Rows that the peer's end told by BGP are not the gateway's own. */
static sn_status
add_rows(const sn__reader *r, const sn_table *t, sn_deployed *d)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < sn_table_size(t) && !status; i++) {
		sn_route row = sn_table_rows(t)[i];
		const char *hop = sn_table_next_hop(t, row.next_hop);

		if (row.kind == SN_ROUTE_BGP)
			continue;
		row.state = row.state ? row.state : SN_STATE_NORMAL;
		row.origin = row.origin ? row.origin : SN_ORIGIN_MANUAL;
		status = sn_deployed_add_row(d, &row, hop);
		if (status == SN_EINVAL)
			status = sn__refuse(r, SN_ESYNTAX, r->text, 0,
			    "row %zu has no next hop of letters, digits and . "
			    "_ - :",
			    i + 1);
	}
	return status;
}

sn_status
sn__read_gateway(const sn__reader *r, sn_deployed *d, const char *gateway)
{
	sn_ike_config *c = NULL;
	sn_table *t = NULL;
	sn_status status = sn__ike_config_new(&c, NULL);

	if (!status)
		status = sn_table_new(&t, NULL);
	if (!status)
		status =
		    sn__refuse_more(r, sn__read_alibaba_any(r, c, gateway));
	if (!status)
		status = sn__table_json_beside(t, r, gateway);
	if (!status && !c->connections && !sn_table_size(t))
		status = sn__refuse_gateway(r, gateway, SN__NO_GATEWAY);
	if (!status)
		status = add_connections(r, c, d);
	if (!status)
		status = add_rows(r, t, d);
	if (!status)
		status = sn__read_held(r, d);
	sn_ike_config_free(c);
	sn_table_free(t);
	return status;
}
