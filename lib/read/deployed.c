/*
 * deployed.c - a plan as JSON, as what is deployed.
 *
 * Reads what `supernet plan --format json` writes: "connections",
 * "policy_routes" and "destination_routes"; the other keys of a plan pass.
 * A row whose action is "delete" is gone; one to keep or to add is there, and
 * published as the plan advises. A row without an action is what a gateway
 * was found to have: its state counts.
 */
#include <stdio.h>
#include <string.h>

#include "read/deployed.h"
#include "supernet_text.h"

enum { SELECTORS_MAX = 4096 };

/* The value of @key as text, or NULL with the error filled. */
static const char *
text_of(sn__reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);

	if (!text) {
		sn__load_refuse(
		    r, SN_ESYNTAX, key, "expected \"%s\" as text", key);
		return NULL;
	}
	return text;
}

static sn_status
read_word(sn__reader *r, const json_t *object, const char *key,
    const char *const *word, uint32_t *out)
{
	const char *text = text_of(r, object, key);

	if (!text)
		return SN_ESYNTAX;
	for (uint32_t i = 0; word[i]; i++)
		if (!strcmp(text, word[i])) {
			*out = i + 1;
			return SN_OK;
		}
	return sn__load_refuse(
	    r, SN_ESYNTAX, text, "not a word that \"%s\" has", key);
}

/* A word where there is one. */
static sn_status
read_maybe(sn__reader *r, const json_t *object, const char *key,
    const char *const *word, uint32_t *out)
{
	return json_object_get(object, key)
		   ? read_word(r, object, key, word, out)
		   : SN_OK;
}

static sn_status
read_number(sn__reader *r, const json_t *object, const char *key, uint32_t most,
    uint32_t *out)
{
	const json_t *value = json_object_get(object, key);

	if (!value)
		return SN_OK;
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > (json_int_t)most)
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as a number from 0 to %u", key,
		    (unsigned)most);
	*out = (uint32_t)json_integer_value(value);
	return SN_OK;
}

static sn_status
read_selectors(sn__reader *r, const json_t *object, const char *key,
    sn_prefix *p, size_t *n)
{
	const json_t *list = json_object_get(object, key);
	sn_status status = SN_OK;

	if (!json_is_array(list) || !json_array_size(list) ||
	    json_array_size(list) > SELECTORS_MAX)
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as a list of 1 to %d prefixes", key,
		    SELECTORS_MAX);
	*n = json_array_size(list);
	for (size_t i = 0; i < *n && !status; i++)
		status = sn__load_prefix(r, json_array_get(list, i), &p[i]);
	return status;
}

/* @room has space for the selectors of both sides. */
static sn_status
read_connection(
    sn__reader *r, const json_t *value, sn_deployed *d, sn_prefix *room)
{
	static const char *const ike[] = {"v1", "v2", NULL};
	static const char *const mode[] = {
	    "protected-data-flows", "destination-routing", NULL};
	sn_connection c = {.ike = SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = room,
	    .peer = room + SELECTORS_MAX};
	const char *name = text_of(r, value, "name");
	sn_status status;

	if (!name)
		return SN_ESYNTAX;
	if (strlen(name) >= sizeof(c.name))
		return sn__load_refuse(
		    r, SN_ESYNTAX, name, "a name that is too long");
	snprintf(c.name, sizeof(c.name), "%s", name);
	status = read_maybe(r, value, "ike", ike, &c.ike);
	if (!status)
		status =
		    read_maybe(r, value, "routing_mode", mode, &c.routing_mode);
	if (!status)
		status =
		    read_selectors(r, value, "local", room, &c.local_count);
	if (!status)
		status = read_selectors(
		    r, value, "peer", room + SELECTORS_MAX, &c.peer_count);
	if (status)
		return status;
	status = sn_deployed_add_connection(d, &c);
	if (status == SN_EINVAL)
		return sn__load_refuse(r, SN_ESYNTAX, name,
		    "a connection needs a name of letters, digits and . _ - "
		    ":, and selectors of one family");
	return status;
}

static sn_status
read_row(sn__reader *r, const json_t *value, sn_deployed *d, uint32_t kind)
{
	static const char *const state[] = {"normal", "published", NULL};
	static const char *const origin[] = {"auto", "manual", NULL};
	static const char *const action[] = {"keep", "delete", "add", NULL};
	sn_route row = {.kind = kind,
	    .weight = 100,
	    .priority = kind == SN_ROUTE_POLICY ? 10 : 0,
	    .state = SN_STATE_NORMAL,
	    .origin = SN_ORIGIN_MANUAL};
	const char *next_hop = text_of(r, value, "next_hop");
	uint32_t does = 0;
	sn_status status = SN_OK;

	if (!next_hop)
		return SN_ESYNTAX;
	if (kind == SN_ROUTE_POLICY)
		status = sn__load_prefix(
		    r, json_object_get(value, "source"), &row.source);
	if (!status)
		status = sn__load_prefix(
		    r, json_object_get(value, "destination"), &row.destination);
	if (!status)
		status = read_number(r, value, "weight", 100, &row.weight);
	if (!status && kind == SN_ROUTE_POLICY)
		status = read_number(r, value, "priority", 100, &row.priority);
	if (!status)
		status = read_maybe(r, value, "state", state, &row.state);
	if (!status)
		status = read_maybe(r, value, "origin", origin, &row.origin);
	if (!status)
		status = read_maybe(r, value, "action", action, &does);
	if (status || does == SN_ACTION_DELETE)
		return status;
	if (does)
		row.state = SN_STATE_PUBLISHED;
	status = sn_deployed_add_row(d, &row, next_hop);
	if (status == SN_EINVAL || status == SN_EFAMILY)
		return sn__load_refuse(r, SN_ESYNTAX, next_hop,
		    "a row needs a next hop of letters, digits and . _ - :, "
		    "and prefixes of one family");
	return status;
}

sn_status
sn__load_rows(sn__reader *r, const json_t *root, const char *key,
    sn_deployed *d, uint32_t kind)
{
	const json_t *list = json_object_get(root, key);
	sn_status status = SN_OK;

	if (list && !json_is_array(list))
		return sn__load_refuse(
		    r, SN_ESYNTAX, key, "expected \"%s\" as a list", key);
	for (size_t i = 0; i < json_array_size(list) && !status; i++)
		status = read_row(r, json_array_get(list, i), d, kind);
	return status;
}

static sn_status
read_plan(sn__reader *r, const json_t *root, sn_deployed *d)
{
	const json_t *list = json_object_get(root, "connections");
	sn_prefix *room;
	sn_status status = SN_OK;

	if (json_integer_value(json_object_get(root, "version")) != 1)
		return sn__load_refuse(
		    r, SN_ESYNTAX, "version", "expected a plan of version 1");
	if (!json_is_array(list))
		return sn__load_refuse(r, SN_ESYNTAX, "connections",
		    "expected \"connections\" as a list");
	room = calloc((size_t)2 * SELECTORS_MAX, sizeof(*room));
	if (!room)
		return SN_ENOMEM;
	for (size_t i = 0; i < json_array_size(list) && !status; i++)
		status = read_connection(r, json_array_get(list, i), d, room);
	free(room);
	if (!status)
		status =
		    sn__load_rows(r, root, "policy_routes", d, SN_ROUTE_POLICY);
	if (!status)
		status = sn__load_rows(
		    r, root, "destination_routes", d, SN_ROUTE_DESTINATION);
	return status;
}

sn_status
sn_deployed_read(
    sn_deployed **out, const char *text, size_t size, sn_error *error)
{
	sn__reader r = {text, size, error};
	sn_status status = SN_OK;
	sn_deployed *d;
	json_t *root = sn__load_json(&r, &status);

	if (!root)
		return status;
	status = sn_deployed_new(&d, NULL);
	if (status) {
		json_decref(root);
		return status;
	}
	status = read_plan(&r, root, d);
	json_decref(root);
	if (status) {
		sn_deployed_free(d);
		return status;
	}
	*out = d;
	return SN_OK;
}
