/*
 * deployed.c - a plan as JSON, as what is deployed.
 *
 * Reads what `supernet plan --format json` writes: "connections",
 * "policy_routes", "destination_routes", "static_routes" and "translations";
 * the other keys of a plan pass.
 * A row whose action is "delete" is gone; one to keep or to add is there, and
 * published as the plan advises. A row without an action is what a gateway
 * was found to have: its state counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/profile_fields.h"
#include "read/deployed.h"
#include "supernet_text.h"
#include "vpn/deployed.h"

enum { SELECTORS_MAX = 4096 };

/* A word where there is one. */
static sn_status
read_word(const sn__reader *r, const sn__value *object, const char *key,
    unsigned kind, uint32_t *out)
{
	const sn__value *value = sn__value_get(object, key);

	return value ? sn__value_word(r, key, value, kind, out) : SN_OK;
}

/* A number up to 100 where there is one. */
static sn_status
read_number(const sn__reader *r, const sn__value *object, const char *key,
    uint32_t *out)
{
	const sn__value *value = sn__value_get(object, key);
	int64_t n = *out;
	sn_status status =
	    value ? sn__value_number(r, key, value, 100, &n) : SN_OK;

	*out = (uint32_t)n;
	return status;
}

static sn_status
refuse_name(const sn__reader *r, const sn__value *object, const char *key)
{
	return sn__value_refuse(r, SN_ESYNTAX, sn__value_place(object, key),
	    "expected a name of letters, digits and . _ - : for \"%s\"", key);
}

/* 1 to SELECTORS_MAX prefixes, of the family *family or, if that is 0, one. */
static sn_status
read_selectors(const sn__reader *r, const sn__value *object, const char *key,
    sn_prefix *p, size_t *n, uint8_t *family)
{
	const sn__value *list = sn__value_get(object, key);
	sn_status status = SN_OK;

	*n = sn__value_count(list);
	if (*n == 0 || *n > SELECTORS_MAX)
		return sn__value_refuse(r, SN_ESYNTAX,
		    sn__value_place(object, key),
		    "expected \"%s\" as a list of 1 to %d prefixes", key,
		    SELECTORS_MAX);
	for (size_t i = 0; i < *n && !status; i++) {
		status = sn__value_prefix(r, key, &list->child[i], &p[i]);
		if (!status && *family && p[i].family != *family)
			return sn__value_refuse(r, SN_ESYNTAX, &list->child[i],
			    "expected selectors of one family");
		*family = p[i].family;
	}
	return status;
}

/* @selectors holds those of both sides, SELECTORS_MAX each. */
static sn_status
read_connection(const sn__reader *r, const sn__value *value, sn_deployed *d,
    sn_prefix *selectors)
{
	sn_connection c = {.struct_size = sizeof(sn_connection),
	    .ike = SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = selectors,
	    .peer = selectors + SELECTORS_MAX};
	const char *name = sn__value_text(sn__value_get(value, "name"));
	uint8_t family = 0;
	sn_status status;

	if (!name)
		return refuse_name(r, value, "name");
	if (strlen(name) >= sizeof(c.name))
		return sn__value_refuse(r, SN_ESYNTAX,
		    sn__value_get(value, "name"),
		    "a name that is too long: at most %u bytes",
		    (unsigned)sizeof(c.name) - 1);
	snprintf(c.name, sizeof(c.name), "%s", name);
	status = read_word(r, value, "ike", SN_WORD_IKE, &c.ike);
	if (!status)
		status = read_word(
		    r, value, "routing_mode", SN_WORD_MODE, &c.routing_mode);
	if (!status)
		status = read_selectors(
		    r, value, "local", selectors, &c.local_count, &family);
	if (!status)
		status = read_selectors(r, value, "peer",
		    selectors + SELECTORS_MAX, &c.peer_count, &family);
	if (!status)
		status = sn_deployed_add_connection(d, &c);
	/* The rest was looked at. */
	return status == SN_EINVAL ? refuse_name(r, value, "name") : status;
}

/* The table of a static route, where it is said. */
static sn_status
read_where(const sn__reader *r, const sn__value *row, uint32_t *out)
{
	const sn__value *value = sn__value_get(row, "where");
	uint32_t bit = 0;
	sn_status status =
	    value ? sn__value_word(r, "where", value, SN_WORD_ROWS, &bit)
		  : SN_OK;

	if (!status && value)
		*out = (uint32_t)sn__fact_bit(bit);
	return status;
}

static sn_status
read_row(
    const sn__reader *r, const sn__value *value, sn_deployed *d, uint32_t kind)
{
	sn_route row = {.kind = kind,
	    .weight = 100,
	    .priority = kind == SN_ROUTE_POLICY ? 10 : 0,
	    .state = SN_STATE_NORMAL,
	    .origin = SN_ORIGIN_MANUAL};
	const char *next_hop = sn__value_text(sn__value_get(value, "next_hop"));
	uint32_t does = 0;
	const sn__value *destination = sn__value_place(value, "destination");
	sn_status status = SN_OK;

	if (!next_hop)
		return refuse_name(r, value, "next_hop");
	if (kind == SN_ROUTE_POLICY)
		status = sn__value_prefix(
		    r, "source", sn__value_place(value, "source"), &row.source);
	if (!status)
		status = sn__value_prefix(
		    r, "destination", destination, &row.destination);
	if (!status && kind == SN_ROUTE_POLICY &&
	    row.source.family != row.destination.family)
		return sn__value_refuse(r, SN_ESYNTAX, destination,
		    "expected source and destination of one family");
	if (!status)
		status = read_number(r, value, "weight", &row.weight);
	if (!status && kind == SN_ROUTE_POLICY)
		status = read_number(r, value, "priority", &row.priority);
	if (!status)
		status =
		    read_word(r, value, "state", SN_WORD_STATE, &row.state);
	if (!status)
		status =
		    read_word(r, value, "origin", SN_WORD_ORIGIN, &row.origin);
	if (!status)
		status = read_word(r, value, "action", SN_WORD_ACTION, &does);
	if (status || does == SN_ACTION_DELETE)
		return status;
	if (does)
		row.state = SN_STATE_PUBLISHED;
	if (!status && kind == SN_ROUTE_STATIC)
		status = read_where(r, value, &row.where);
	if (!status)
		status = sn_deployed_add_row(d, &row, next_hop);
	return status == SN_EINVAL ? refuse_name(r, value, "next_hop") : status;
}

sn_status
sn__read_rows(const sn__reader *r, const sn__value *root, const char *key,
    sn_deployed *d, uint32_t kind)
{
	const sn__value *list = sn__value_get(root, key);
	sn_status status = SN_OK;

	if (list && list->type != SN__ARRAY)
		return sn__value_refuse(
		    r, SN_ESYNTAX, list, "expected \"%s\" as a list", key);
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = read_row(r, &list->child[i], d, kind);
	return status;
}

static sn_status
read_nat(const sn__reader *r, const sn__value *value, sn_deployed *d)
{
	const sn__value *translated = sn__value_place(value, "translated");
	const char *site = sn__value_text(sn__value_get(value, "site"));
	sn_nat nat = {.side = SN_LOCAL};
	sn_status status = sn__value_word(
	    r, "side", sn__value_place(value, "side"), SN_WORD_SIDE, &nat.side);

	if (!status)
		status = sn__value_prefix(r, "original",
		    sn__value_place(value, "original"), &nat.original);
	if (!status)
		status = sn__value_prefix(
		    r, "translated", translated, &nat.translated);
	snprintf(nat.site, sizeof(nat.site), "%s", site ? site : "");
	if (!status)
		status = sn_deployed_add_nat(d, &nat);
	return status == SN_EINVAL
		   ? sn__value_refuse(r, SN_ESYNTAX, translated,
			 "expected \"original\" and \"translated\" of equal "
			 "length")
		   : status;
}

static sn_status
read_translations(const sn__reader *r, const sn__value *root, sn_deployed *d)
{
	const sn__value *list = sn__value_get(root, "translations");
	sn_status status = SN_OK;

	if (list && list->type != SN__ARRAY)
		return sn__value_refuse(
		    r, SN_ESYNTAX, list, "expected \"translations\" as a list");
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = read_nat(r, &list->child[i], d);
	return status;
}

static sn_status
read_number_base(const sn__reader *r, const sn__value *root, sn_deployed *d)
{
	const sn__value *value = sn__value_get(root, "number_base");
	int64_t n = 0;
	sn_status status =
	    value ? sn__value_number(r, "number_base", value, SN_NUMBER_MAX, &n)
		  : SN_OK;

	d->number_base = (uint32_t)n;
	return status;
}

static sn_status
read_plan(const sn__reader *r, const sn__value *root, sn_deployed *d)
{
	const sn__value *version = sn__value_place(root, "version");
	const sn__value *list = sn__value_get(root, "connections");
	sn_prefix *selectors;
	sn_status status = SN_OK;

	if (version->type != SN__INTEGER || version->number != 1)
		return sn__value_refuse(
		    r, SN_ESYNTAX, version, "expected a plan of version 1");
	if (!sn__value_is(list, SN__ARRAY))
		return sn__value_refuse(r, SN_ESYNTAX, list ? list : root,
		    "expected \"connections\" as a list");
	selectors = calloc((size_t)2 * SELECTORS_MAX, sizeof(*selectors));
	if (!selectors)
		return SN_ENOMEM;
	for (size_t i = 0; i < list->n && !status; i++)
		status = read_connection(r, &list->child[i], d, selectors);
	free(selectors);
	if (!status)
		status =
		    sn__read_rows(r, root, "policy_routes", d, SN_ROUTE_POLICY);
	if (!status)
		status = sn__read_rows(
		    r, root, "destination_routes", d, SN_ROUTE_DESTINATION);
	if (!status)
		status =
		    sn__read_rows(r, root, "static_routes", d, SN_ROUTE_STATIC);
	if (!status)
		status = read_translations(r, root, d);
	return status ? status : read_number_base(r, root, d);
}

sn_status
sn_deployed_read(
    sn_deployed **out, const char *text, size_t size, sn_error *error)
{
	return sn_deployed_read_of(out, text, size, NULL, error);
}

/* Terraform's state has a version, too. */
static bool
is_plan(const sn__value *root)
{
	return sn__value_get(root, "connections") ||
	       (sn__value_get(root, "version") &&
		   !sn__value_get(root, "resources"));
}

/* A plan is one value; what a gateway has may be many. */
sn_status
sn_deployed_read_of(sn_deployed **out, const char *text, size_t size,
    const char *gateway, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn__arena arena = sn__arena_of(NULL);
	sn_deployed *d = NULL;
	const sn__value *root;
	size_t offset = 0;
	sn_status status = sn__json_next(&r, &arena, &offset, &root);
	bool plan = !status && is_plan(root);

	if (plan && offset < r.size)
		status = sn__refuse(&r, SN_ESYNTAX, r.text + offset, 1,
		    "something after the end of the plan");
	if (!status)
		status = sn_deployed_new(&d, NULL);
	if (!status && plan)
		status = read_plan(&r, root, d);
	sn__arena_clear(&arena);
	if (!status && !plan)
		status = sn__read_gateway(&r, d, gateway);
	if (status) {
		sn_deployed_free(d);
		return status;
	}
	*out = d;
	return SN_OK;
}
