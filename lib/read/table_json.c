/*
 * table_json.c - route tables in JSON: answers of the provider's API, plans,
 * Terraform's state, `ip -j rule`. Which one it is shows in its keys. Several
 * values may stand one after the other, or in an array: pages of one answer.
 */
#include "read/table.h"

#include <stdio.h>
#include <string.h>

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
};
static const struct names provider = {"RouteSource", "RouteDest", "NextHop",
    "Weight", "Priority", "State", NULL, "RouteEntryType"};
static const struct names planned = {"source", "destination", "next_hop",
    "weight", "priority", "state", NULL, NULL};
static const struct names terraform = {"route_source", "route_dest", "next_hop",
    "weight", "priority", "status", "publish_vpc", "route_entry_type"};

struct reading {
	sn_table *t;
	sn__reader *r;
	bool known; /* a form was recognised */
	/* Of the provider's pages, by the kind of route: */
	json_int_t rows[SN_ROUTE_DESTINATION + 1];  /* were read */
	json_int_t total[SN_ROUTE_DESTINATION + 1]; /* were announced */
};

static sn_status
get_prefix(struct reading *in, const json_t *row, const char *key,
    sn_prefix *out, uint32_t *flags)
{
	const json_t *value = json_object_get(row, key);
	const char *text = json_string_value(value);
	sn_error e;
	sn_status status;

	if (!text)
		return sn__load_refuse(in->r, SN_ESYNTAX, key,
		    "expected \"%s\" as a prefix in a string", key);
	status =
	    sn__table_prefix(text, json_string_length(value), out, flags, &e);
	return status ? sn__load_refuse(in->r, status, text, "%s", e.message)
		      : SN_OK;
}

/* A number, also where it stands in a string; null and none leave *out. */
static sn_status
get_number(struct reading *in, const json_t *row, const char *key,
    uint32_t most, uint32_t *out)
{
	const json_t *value = key ? json_object_get(row, key) : NULL;
	json_int_t n = -1;

	if (!value || json_is_null(value))
		return SN_OK;
	if (json_is_integer(value)) {
		n = json_integer_value(value);
	} else if (json_is_string(value)) {
		const char *text = json_string_value(value);
		size_t len = strspn(text, "0123456789");

		if (len && len < 10 && !text[len])
			for (n = 0; *text; text++)
				n = n * 10 + (*text - '0');
	}
	if (n < 0 || n > (json_int_t)most)
		return sn__load_refuse(in->r, SN_ESYNTAX, key,
		    "expected \"%s\" as a number from 0 to %u", key,
		    (unsigned)most);
	*out = (uint32_t)n;
	return SN_OK;
}

static sn_status
get_word(struct reading *in, const json_t *row, const char *key,
    const char *const *words, uint32_t *out)
{
	const json_t *value = key ? json_object_get(row, key) : NULL;
	const char *text = json_string_value(value);

	if (!value || json_is_null(value) || (text && !*text))
		return SN_OK;
	*out =
	    text ? sn__table_word(text, json_string_length(value), words) : 0;
	return *out ? SN_OK
		    : sn__load_refuse(in->r, SN_ESYNTAX, text ? text : key,
			  "not a word that \"%s\" has", key);
}

static sn_status
add(struct reading *in, const json_t *row, const char *key, sn_route *route)
{
	const json_t *hop = json_object_get(row, key);
	const char *text = json_string_value(hop);
	sn_status status;

	status = text ? sn_table_intern(in->t, text, json_string_length(hop),
			    &route->next_hop)
		      : SN_EINVAL;
	if (status == SN_EINVAL)
		return sn__load_refuse(in->r, SN_ESYNTAX, text ? text : key,
		    "expected \"%s\" as the name of a next hop", key);
	if (!status)
		status = sn_table_add(in->t, route);
	if (status == SN_EFAMILY)
		return sn__load_refuse(in->r, status, text,
		    "source and destination are of two families");
	return status;
}

static sn_status
read_row(
    struct reading *in, const json_t *row, const struct names *n, uint32_t kind)
{
	static const char *const state[] = {"normal", "published", NULL};
	static const char *const origin[] = {"auto", "manual", NULL};
	static const char *const action[] = {"keep", "delete", "add", NULL};
	static const char *const type[] = {"custom", "bgp", NULL};
	bool policy = kind == SN_ROUTE_POLICY;
	sn_route route = {.kind = kind,
	    .weight = 100,
	    .priority = policy ? SN__PRIORITY_DEFAULT : 0};
	uint32_t from = 0;
	sn_status status = SN_OK;

	if (!json_is_object(row))
		return sn__load_refuse(
		    in->r, SN_ESYNTAX, "", "expected a row as an object");
	if (policy)
		status =
		    get_prefix(in, row, n->source, &route.source, &route.flags);
	if (!status)
		status = get_prefix(
		    in, row, n->destination, &route.destination, &route.flags);
	if (!status)
		status = get_number(in, row, n->weight, 100, &route.weight);
	if (!status && policy)
		status = get_number(
		    in, row, n->priority, UINT32_C(1) << 30, &route.priority);
	if (!status)
		status = get_word(in, row, n->state, state, &route.state);
	if (!status && n->publish && !route.state &&
	    json_is_boolean(json_object_get(row, n->publish)))
		route.state = json_is_true(json_object_get(row, n->publish))
				  ? SN_STATE_PUBLISHED
				  : SN_STATE_NORMAL;
	if (!status && !policy)
		status = get_word(in, row, n->kind, type, &from);
	if (from == 2)
		route.kind = SN_ROUTE_BGP;
	if (!status && n == &planned)
		status = get_word(in, row, "origin", origin, &route.origin);
	if (!status && n == &planned)
		status = get_word(in, row, "action", action, &route.action);
	if (status || route.action == SN_ACTION_DELETE)
		return status;
	return add(in, row, n->next_hop, &route);
}

static sn_status
read_rows(struct reading *in, const json_t *list, const char *key,
    const struct names *n, uint32_t kind)
{
	sn_status status = SN_OK;

	in->known = true;
	if (!json_is_array(list))
		return sn__load_refuse(
		    in->r, SN_ESYNTAX, key, "expected \"%s\" as a list", key);
	for (size_t i = 0; i < json_array_size(list) && !status; i++)
		status = read_row(in, json_array_get(list, i), n, kind);
	return status;
}

/* A plan's rows under @key. */
static sn_status
read_list(
    struct reading *in, const json_t *root, const char *key, uint32_t kind)
{
	const json_t *list = json_object_get(root, key);

	return list ? read_rows(in, list, key, &planned, kind) : SN_OK;
}

/* One page of the provider's answer, which says how many rows all have. */
static sn_status
read_page(struct reading *in, const json_t *root, const char *key,
    const char *inner, uint32_t kind)
{
	const json_t *list = json_object_get(root, key);
	const json_t *total = json_object_get(root, "TotalCount");

	if (!list)
		return SN_OK;
	if (json_is_integer(total) &&
	    json_integer_value(total) > in->total[kind])
		in->total[kind] = json_integer_value(total);
	if (json_is_object(list)) {
		list = json_object_get(list, inner);
		key = inner;
	}
	in->rows[kind] += (json_int_t)json_array_size(list);
	return read_rows(in, list, key, &provider, kind);
}

/*
 * A table that lacks rows would be judged as if it were whole. More rows than
 * one page announces may be those of several gateways.
 */
static sn_status
check_pages(const struct reading *in)
{
	for (uint32_t kind = 0; kind <= SN_ROUTE_DESTINATION; kind++)
		if (in->rows[kind] < in->total[kind])
			return sn__load_refuse(in->r, SN_ESYNTAX, "TotalCount",
			    "expected %lld rows, as TotalCount says, not %lld: "
			    "pages are missing",
			    (long long)in->total[kind],
			    (long long)in->rows[kind]);
	return SN_OK;
}

/* Rows of other kinds than routes pass. */
static sn_status
read_resource(struct reading *in, const json_t *resource)
{
	static const char *const types[] = {
	    "alicloud_vpn_pbr_route_entry", "alicloud_vpn_route_entry", NULL};
	const json_t *type = json_object_get(resource, "type");
	const json_t *mode = json_object_get(resource, "mode");
	const json_t *list = json_object_get(resource, "instances");
	uint32_t kind = json_is_string(type)
			    ? sn__table_word(json_string_value(type),
				  json_string_length(type), types)
			    : 0;
	sn_status status = SN_OK;

	if (!kind || (json_is_string(mode) &&
			 strcmp(json_string_value(mode), "managed")))
		return SN_OK;
	if (!list)
		return read_row(
		    in, json_object_get(resource, "values"), &terraform, kind);
	for (size_t i = 0; i < json_array_size(list) && !status; i++)
		status = read_row(in,
		    json_object_get(json_array_get(list, i), "attributes"),
		    &terraform, kind);
	return status;
}

static sn_status
read_module(struct reading *in, const json_t *module, unsigned depth)
{
	const json_t *list = json_object_get(module, "resources");
	const json_t *inner = json_object_get(module, "child_modules");
	sn_status status = SN_OK;

	in->known = true;
	if (depth == DEPTH)
		return sn__load_refuse(in->r, SN_ELIMIT, "child_modules",
		    "modules more than %d deep", DEPTH);
	for (size_t i = 0; i < json_array_size(list) && !status; i++)
		status = read_resource(in, json_array_get(list, i));
	for (size_t i = 0; i < json_array_size(inner) && !status; i++)
		status = read_module(in, json_array_get(inner, i), depth + 1);
	return status;
}

/* One side of a rule: an address and, beside it, its length. */
static sn_status
rule_prefix(struct reading *in, const json_t *rule, const char *key,
    sn_route *route, sn_prefix *out)
{
	char length[16], text[96];
	const char *addr = json_string_value(json_object_get(rule, key));
	const json_t *len;
	sn_error e;
	sn_status status;

	if (!addr || !strcmp(addr, "all"))
		return SN_OK;
	snprintf(length, sizeof(length), "%slen", key);
	len = json_object_get(rule, length);
	if (json_is_integer(len))
		snprintf(text, sizeof(text), "%.60s/%lld", addr,
		    (long long)json_integer_value(len));
	else
		snprintf(text, sizeof(text), "%.60s", addr);
	status = sn__table_prefix(text, strlen(text), out, &route->flags, &e);
	return status ? sn__load_refuse(in->r, status, addr, "%s", e.message)
		      : SN_OK;
}

static sn_status
read_rule(struct reading *in, const json_t *rule)
{
	static const char *const takes[] = {"priority", "src", "srclen", "dst",
	    "dstlen", "table", "protocol", NULL};
	const char *table = json_string_value(json_object_get(rule, "table"));
	sn_route route = {.kind = SN_ROUTE_POLICY, .weight = 100};
	const char *key;
	json_t *value;
	void *each = json_object_iter((json_t *)(uintptr_t)rule);
	sn_status status;

	in->known = true;
	for (; each;
	     each = json_object_iter_next((json_t *)(uintptr_t)rule, each)) {
		key = json_object_iter_key(each);
		value = json_object_iter_value(each);
		(void)value;
		if (!sn__table_word(key, strlen(key), takes))
			return sn__load_refuse(in->r, SN_ESYNTAX, key,
			    "a rule that looks at more than addresses");
	}
	status = rule_prefix(in, rule, "src", &route, &route.source);
	if (!status)
		status =
		    rule_prefix(in, rule, "dst", &route, &route.destination);
	if (!status)
		status = get_number(
		    in, rule, "priority", UINT32_C(1) << 30, &route.priority);
	if (status)
		return status;
	if (!route.source.family && !route.destination.family) {
		if (table &&
		    (!strcmp(table, "local") || !strcmp(table, "main") ||
			!strcmp(table, "default")))
			return SN_OK;
		route.source.family = SN_IPV4;
	}
	if (!route.source.family)
		route.source.family = route.destination.family;
	if (!route.destination.family)
		route.destination.family = route.source.family;
	return add(in, rule, "table", &route);
}

static sn_status
read_value(struct reading *in, const json_t *root, bool inner)
{
	sn_status status = SN_OK;
	const json_t *module;

	if (json_is_array(root) && !inner) {
		for (size_t i = 0; i < json_array_size(root) && !status; i++)
			status = read_value(in, json_array_get(root, i), true);
		in->known |= json_array_size(root) == 0;
		return status;
	}
	if (json_object_get(root, "table") && json_object_get(root, "priority"))
		return read_rule(in, root);
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
	if (!status && json_object_get(root, "resources"))
		status = read_module(in, root, 0);
	module =
	    json_object_get(json_object_get(root, "values"), "root_module");
	if (!status && module)
		status = read_module(in, module, 0);
	return status;
}

sn_status
sn__table_json(sn_table *t, sn__reader *r)
{
	struct reading in = {.t = t, .r = r};
	size_t offset = 0;
	sn_status status = SN_OK;

	while (!status) {
		json_t *root;

		root = sn__load_next(r, &offset, &status);
		if (!root)
			return status;
		status = read_value(&in, root, false);
		json_decref(root);
		if (offset == r->size)
			break;
	}
	if (!status && !in.known)
		return sn__load_refuse(r, SN_ESYNTAX, "",
		    "no route table in this JSON (VpnPbrRouteEntries, "
		    "policy_routes, resources, rules)");
	return status ? status : check_pages(&in);
}
