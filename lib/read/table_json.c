/*
 * table_json.c - route tables in JSON: answers of the provider's API, plans,
 * Terraform's state, `ip -j rule`. Which one it is shows in its keys. Several
 * values may stand one after the other, or in an array: pages of one answer.
 */
#include <stdio.h>
#include <string.h>

#include "read/table_json.h"
#include "base/plural.h"
#include "read/table_row.h"
#include "routes/table.h"

enum { DEPTH = 64 }; /* of Terraform's modules */

/* How one form names the parts of a row; NULL: it does not have it. */
struct names {
	const char *source;
	const char *destination;
	const char *next_hop;
	const char *weight;
	const char *priority;
	const char *state;
	const char *publish; /* a truth value instead of a state */
	const char *kind;    /* "bgp" makes it a BGP row */
	const char *gateway; /* whose row it is */
};
static const struct names provider = {"RouteSource", "RouteDest", "NextHop",
    "Weight", "Priority", "State", NULL, "RouteEntryType", "VpnInstanceId"};
static const struct names planned = {"source", "destination", "next_hop",
    "weight", "priority", "state", NULL, NULL, NULL};
static const struct names terraform = {"route_source", "route_dest", "next_hop",
    "weight", "priority", "status", "publish_vpc", "route_entry_type",
    "vpn_gateway_id"};

static sn_status
get_word(struct sn__table_json *in, const sn__value *row, const char *key,
    unsigned kind, uint32_t *out)
{
	const sn__value *value = sn__row_get(row, key);
	const char *text = sn__value_text(value);

	if (!value || (text && !*text))
		return SN_OK;
	*out = text ? sn__row_value(text, value->n, kind) : 0;
	return *out ? SN_OK
		    : sn__value_refuse(in->r, SN_ESYNTAX, value,
			  "not a word that \"%s\" has", key);
}

/* The provider's word for where a destination route comes from. */
static sn_status
get_type(struct sn__table_json *in, const sn__value *row, const char *key,
    uint32_t *kind)
{
	static const char *const words[] = {"custom", "bgp", NULL};
	const sn__value *value = sn__row_get(row, key);
	const char *text = sn__value_text(value);
	uint32_t word;

	if (!value || (text && !*text))
		return SN_OK;
	word = text ? sn__row_word(text, value->n, words) : 0;
	if (word == 2)
		*kind = SN_ROUTE_BGP;
	return word ? SN_OK
		    : sn__value_refuse(in->r, SN_ESYNTAX, value,
			  "not a word that \"%s\" has", key);
}

/* "published" or "normal", said as a truth value. */
static sn_status
get_published(struct sn__table_json *in, const sn__value *row, const char *key,
    sn_route *route)
{
	const sn__value *value = sn__row_get(row, key);
	bool published;
	sn_status status =
	    value ? sn__value_boolean(in->r, key, value, &published) : SN_OK;

	if (value && !status && !route->state)
		route->state = published ? SN_STATE_PUBLISHED : SN_STATE_NORMAL;
	return status;
}

/*
 * Whether a row is of the gateway that is read. Rows of several gateways are
 * several tables: one has to be chosen.
 */
static sn_status
get_gateway(struct sn__table_json *in, const sn__value *row, const char *key,
    bool *ours)
{
	const sn__value *value = sn__row_get(row, key);
	const char *text = sn__value_text(value);
	char *copy;

	*ours = true;
	if (in->gateways) {
		uint32_t number;

		*ours = false;
		return text && *text ? sn_table_intern(in->gateways, text,
					   value->n, &number)
				     : SN_OK;
	}
	if (!text || !*text)
		return SN_OK;
	if (in->gateway) {
		*ours = !strcmp(text, in->gateway);
		return SN_OK;
	}
	if (in->seen && strcmp(text, in->seen) != 0)
		return sn__refuse_several(in->r, value, in->beside);
	if (in->seen)
		return SN_OK;
	copy = sn__arena_get(in->names, value->n + 1, 1, 1);
	if (!copy)
		return SN_ENOMEM;
	memcpy(copy, text, value->n + 1);
	in->seen = copy;
	return SN_OK;
}

static sn_status
read_row(struct sn__table_json *in, const sn__value *row, const struct names *n,
    uint32_t kind)
{
	bool policy = kind == SN_ROUTE_POLICY;
	sn_route route = {.kind = kind,
	    .weight = 100,
	    .priority = policy ? SN__PRIORITY_DEFAULT : 0};
	sn_status status = SN_OK;
	bool ours;

	if (row->type != SN__OBJECT)
		return sn__value_refuse(
		    in->r, SN_ESYNTAX, row, "expected a row as an object");
	status = get_gateway(in, row, n->gateway, &ours);
	if (status || !ours)
		return status;
	if (policy)
		status = sn__row_get_prefix(
		    in, row, n->source, &route.source, &route.flags);
	if (!status)
		status = sn__row_get_prefix(
		    in, row, n->destination, &route.destination, &route.flags);
	if (!status)
		status =
		    sn__row_get_number(in, row, n->weight, 100, &route.weight);
	if (!status && policy)
		status = sn__row_get_number(
		    in, row, n->priority, UINT32_C(1) << 30, &route.priority);
	if (!status)
		status =
		    get_word(in, row, n->state, SN_WORD_STATE, &route.state);
	if (!status)
		status = get_published(in, row, n->publish, &route);
	if (!status && !policy)
		status = get_type(in, row, n->kind, &route.kind);
	if (!status && n == &planned)
		status =
		    get_word(in, row, "origin", SN_WORD_ORIGIN, &route.origin);
	if (!status && n == &planned)
		status =
		    get_word(in, row, "action", SN_WORD_ACTION, &route.action);
	if (status || route.action == SN_ACTION_DELETE)
		return status;
	return sn__row_add(in, row, n->next_hop, n->destination, &route);
}

static sn_status
read_rows(struct sn__table_json *in, const sn__value *list,
    const struct names *n, uint32_t kind)
{
	sn_status status = SN_OK;

	in->known = true;
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = read_row(in, &list->child[i], n, kind);
	return status;
}

/* A plan's rows under @key. */
static sn_status
read_list(struct sn__table_json *in, const sn__value *root, const char *key,
    uint32_t kind)
{
	const sn__value *list;
	sn_status status = sn__row_get_list(in, root, key, &list);

	return list && !status ? read_rows(in, list, &planned, kind) : status;
}

/* One page of the provider's answer, which says how many rows all have. */
static sn_status
read_page(struct sn__table_json *in, const sn__value *root, const char *key,
    const char *inner, uint32_t kind)
{
	const sn__value *list = sn__value_get(root, key);
	const sn__value *total = sn__value_get(root, "TotalCount");
	int64_t n = 0;
	sn_status status = SN_OK;

	if (!list)
		return SN_OK;
	if (total)
		status =
		    sn__value_number(in->r, "TotalCount", total, INT64_MAX, &n);
	if (status)
		return status;
	if (total && n > in->total[kind].number)
		in->total[kind] = *total;
	if (list->type == SN__OBJECT) {
		list = sn__value_place(list, inner);
		key = inner;
	}
	if (list->type != SN__ARRAY)
		return sn__value_refuse(
		    in->r, SN_ESYNTAX, list, "expected \"%s\" as a list", key);
	in->rows[kind] += (int64_t)list->n;
	return read_rows(in, list, &provider, kind);
}

/*
 * A table that lacks rows would be judged as if it were whole. More rows than
 * one page announces may be those of several gateways.
 */
static sn_status
check_pages(const struct sn__table_json *in)
{
	for (uint32_t kind = 0; kind <= SN_ROUTE_DESTINATION; kind++)
		if (in->rows[kind] < in->total[kind].number)
			return sn__value_refuse(in->r, SN_ESYNTAX,
			    &in->total[kind],
			    "expected %lld row%s, as TotalCount says, not "
			    "%lld: "
			    "pages are missing",
			    (long long)in->total[kind].number,
			    sn__plural((uint64_t)in->total[kind].number),
			    (long long)in->rows[kind]);
	return SN_OK;
}

/*
 * The rows that the gateway installs by itself: each local subnet of a
 * connection to each remote one, with the default priority. No resource has
 * them.
 */
static sn_status
read_automatic(struct sn__table_json *in, const sn__value *row)
{
	const sn__value *automatic = sn__row_get(row, "auto_config_route");
	const sn__value *local, *remote;
	sn_route route = {.kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = SN__PRIORITY_DEFAULT,
	    .origin = SN_ORIGIN_AUTO};
	sn_status status;
	bool ours;

	if ((!sn__value_is(automatic, SN__BOOLEAN) || !automatic->number) &&
	    !(in->gateways && in->beside))
		return SN_OK;
	status = get_gateway(in, row, "vpn_gateway_id", &ours);
	if (!status)
		status = sn__row_get_list(in, row, "local_subnet", &local);
	if (!status)
		status = sn__row_get_list(in, row, "remote_subnet", &remote);
	for (size_t i = 0; !status && ours && i < sn__value_count(local); i++)
		for (size_t k = 0; k < sn__value_count(remote) && !status;
		     k++) {
			status = sn__value_prefix(in->r, "local_subnet",
			    &local->child[i], &route.source);
			if (!status)
				status =
				    sn__value_prefix(in->r, "remote_subnet",
					&remote->child[k], &route.destination);
			/* Destination routing: rows are the user's. */
			if (!status &&
			    (route.source.len > 0 || route.destination.len > 0))
				status = sn__row_add(
				    in, row, "id", "remote_subnet", &route);
		}
	return status;
}

enum resource_type {
	PBR_ENTRY = SN_ROUTE_POLICY,
	ROUTE_ENTRY = SN_ROUTE_DESTINATION,
	VCO_ROUTE,
	CONNECTION
};

static sn_status
read_attributes(struct sn__table_json *in, const sn__value *object,
    const char *key, uint32_t kind)
{
	const sn__value *row = sn__value_get(object, key);

	if (!sn__value_is(row, SN__OBJECT))
		return sn__value_refuse(in->r, SN_ESYNTAX, row ? row : object,
		    "expected \"%s\" as an object", key);
	if (kind == CONNECTION)
		return read_automatic(in, row);
	return read_row(in, row, &terraform,
	    kind == VCO_ROUTE ? SN_ROUTE_DESTINATION : kind);
}

/* Resources of other kinds than routes and connections pass. */
static sn_status
read_resource(struct sn__table_json *in, const sn__value *resource)
{
	static const char *const types[] = {"alicloud_vpn_pbr_route_entry",
	    "alicloud_vpn_route_entry", "alicloud_vpn_gateway_vco_route",
	    "alicloud_vpn_connection", NULL};
	const sn__value *type = sn__value_place(resource, "type"), *list;
	const sn__value *mode = sn__row_get(resource, "mode");
	uint32_t kind;
	sn_status status;

	if (resource->type != SN__OBJECT)
		return sn__value_refuse(in->r, SN_ESYNTAX, resource,
		    "expected a resource as an object");
	if (type->type != SN__STRING || (mode && mode->type != SN__STRING))
		return sn__value_refuse(in->r, SN_ESYNTAX,
		    type->type != SN__STRING ? type : mode,
		    "expected a resource with \"type\" and \"mode\" as text");
	kind = sn__row_word(type->text, type->n, types);
	if (!kind || (mode && strcmp(mode->text, "managed") != 0))
		return SN_OK;
	status = sn__row_get_list(in, resource, "instances", &list);
	if (!status && !list)
		return read_attributes(in, resource, "values", kind);
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status =
		    read_attributes(in, &list->child[i], "attributes", kind);
	return status;
}

static sn_status
read_module(struct sn__table_json *in, const sn__value *module, unsigned depth)
{
	const sn__value *list, *inner = NULL;
	sn_status status = sn__row_get_list(in, module, "resources", &list);

	in->known = true;
	if (!status)
		status = sn__row_get_list(in, module, "child_modules", &inner);
	if (!status && (module->type != SN__OBJECT || depth == DEPTH))
		return sn__value_refuse(in->r,
		    depth == DEPTH ? SN_ELIMIT : SN_ESYNTAX, module,
		    "expected a module, at most %d deep", DEPTH);
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = read_resource(in, &list->child[i]);
	for (size_t i = 0; i < sn__value_count(inner) && !status; i++)
		status = read_module(in, &inner->child[i], depth + 1);
	return status;
}

/* The object of any form that has a table. */
static sn_status
read_object(struct sn__table_json *in, const sn__value *root)
{
	const sn__value *values = sn__row_get(root, "values"), *module;
	sn_status status;

	if (sn__value_get(root, "table") && sn__value_get(root, "priority"))
		return sn__table_json_rule(in, root);
	status = read_page(in, root, "VpnPbrRouteEntries", "VpnPbrRouteEntry",
	    SN_ROUTE_POLICY);
	if (!status)
		status = read_page(in, root, "VpnRouteEntries", "VpnRouteEntry",
		    SN_ROUTE_DESTINATION);
	if (!status)
		status = read_list(in, root, "policy_routes", SN_ROUTE_POLICY);
	if (!status)
		status = read_list(
		    in, root, "destination_routes", SN_ROUTE_DESTINATION);
	if (!status)
		status = read_list(in, root, "bgp_routes", SN_ROUTE_BGP);
	if (!status && sn__value_get(root, "resources"))
		status = read_module(in, root, 0);
	if (status || !values)
		return status;
	module = sn__value_place(values, "root_module");
	return module == values && values->type == SN__OBJECT
		   ? SN_OK
		   : read_module(in, module, 0);
}

static bool
has_connections(const sn__value *root)
{
	return sn__value_get(root, "VpnConnections") ||
	       sn__value_get(root, "VpnConnectionId");
}

/* Searches the provider's connections for gateways. */
static sn_status
search_connections(struct sn__table_json *in, const sn__value *root)
{
	const sn__value *list = sn__value_get(
	    sn__value_get(root, "VpnConnections"), "VpnConnection");
	bool ours;
	sn_status status = get_gateway(in, root, "VpnGatewayId", &ours);

	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status =
		    get_gateway(in, &list->child[i], "VpnGatewayId", &ours);
	return status;
}

/* @inner: @root stands in an array. */
static sn_status
read_value(struct sn__table_json *in, const sn__value *root, bool inner)
{
	sn_status status = SN_OK;

	if (root->type == SN__ARRAY && !inner) {
		for (size_t i = 0; i < root->n && !status; i++)
			status = read_value(in, &root->child[i], true);
		return status;
	}
	if (root->type != SN__OBJECT)
		return sn__value_refuse(
		    in->r, SN_ESYNTAX, root, "expected an object");
	in->known = in->beside && has_connections(root);
	status = read_object(in, root);
	if (!status && in->known && in->gateways)
		status = search_connections(in, root);
	if (!status && !in->known)
		return sn__value_refuse(in->r, SN_ESYNTAX, root, "%s",
		    in->beside ? SN__NO_GATEWAY
			       : "no route table in this JSON "
				 "(VpnPbrRouteEntries, policy_routes, "
				 "resources, rules)");
	return status;
}

static sn_status
read_all(struct sn__table_json *in)
{
	sn__arena names = sn__arena_of(NULL);
	sn__arena arena = sn__arena_of(NULL);
	size_t offset = 0;
	sn_status status = SN_OK;

	in->names = &names;
	do {
		const sn__value *root;

		status = sn__json_next(in->r, &arena, &offset, &root);
		if (!status)
			status = read_value(in, root, false);
		sn__arena_clear(&arena);
	} while (!status && offset < in->r->size);
	sn__arena_clear(&names);
	in->names = NULL;
	return status ? status : check_pages(in);
}

sn_status
sn__table_json(sn_table *t, const sn__reader *r, const char *gateway)
{
	struct sn__table_json in = {.t = t, .r = r, .gateway = gateway};

	return read_all(&in);
}

sn_status
sn__table_json_beside(sn_table *t, const sn__reader *r, const char *gateway)
{
	struct sn__table_json in = {
	    .t = t, .r = r, .gateway = gateway, .beside = true};

	return read_all(&in);
}

/* Adds the gateways of rows, and of connections if those may stand there. */
static sn_status
search(sn_table *names, const sn__reader *r, bool beside)
{
	struct sn__table_json in = {
	    .r = r, .gateways = names, .beside = beside};
	sn_status status = sn_table_new(&in.t, NULL);

	if (!status)
		status = read_all(&in);
	sn_table_free(in.t);
	return status;
}

sn_status
sn__table_json_gateways(sn_table *names, const sn__reader *r)
{
	return search(names, r, false);
}

enum { NAMED = 88 }; /* bytes of a list of gateways */

/* Names the gateways that rows, or connections too, are of; "": none. */
static sn_status
name_gateways(const sn__reader *r, bool beside, char out[NAMED + 24])
{
	sn_table *found;
	size_t used = 0;
	const char *name;
	sn_status status = sn_table_new(&found, NULL);

	if (status)
		return status;
	/* What else is wrong with the text is not what is said now. */
	if (search(found, r, beside) == SN_ENOMEM)
		status = SN_ENOMEM;
	out[0] = '\0';
	for (uint32_t i = 0; !status && (name = sn_table_next_hop(found, i));
	     i++) {
		if (used + strlen(name) + 2 > NAMED) {
			snprintf(out + used, 24, " and others");
			break;
		}
		used += (size_t)snprintf(
		    out + used, NAMED - used, "%s%s", i ? ", " : "", name);
	}
	sn_table_free(found);
	return status;
}

sn_status
sn__refuse_several(
    const sn__reader *r, const sn__value *value, bool connections)
{
	char names[NAMED + 24];
	sn_status status = name_gateways(r, connections, names);

	return status ? status
		      : sn__value_refuse(r, SN_ESYNTAX, value,
			    "%s of several gateways, %s: choose one "
			    "(--gateway-id)",
			    connections ? "connections" : "rows", names);
}

sn_status
sn__refuse_gateway(
    const sn__reader *r, const char *gateway, const char *nothing)
{
	char names[NAMED + 24] = "";
	sn_status status = gateway ? name_gateways(r, true, names) : SN_OK;

	if (status)
		return status;
	return *names ? sn__refuse(r, SN_ESYNTAX, r->text, 0,
			    "nothing of gateway %.32s here, but of %s", gateway,
			    names)
		      : sn__refuse(r, SN_ESYNTAX, r->text, 0, "%s", nothing);
}
