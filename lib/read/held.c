/*
 * held.c - where Terraform's state has connections and rows: the addresses that
 * a file has to move them from.
 */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "read/deployed.h"
#include "vpn/deployed.h"

enum { ADDRESS_MAX = 1024, DEPTH = 64 };

/* Bytes of an address that need no quotes, so that no text leaves its line. */
static bool
is_plain(const char *text, const char *others)
{
	while (sn__is_alnum(*text) || (*text && strchr(others, *text)))
		text++;
	return !*text;
}

#define OTHER UINT32_MAX

static uint32_t
kind_of(const char *type)
{
	return !type					       ? OTHER
	       : !strcmp(type, "alicloud_vpn_connection")      ? 0
	       : !strcmp(type, "alicloud_vpn_pbr_route_entry") ? SN_ROUTE_POLICY
	       : !strcmp(type, "alicloud_vpn_route_entry")
		   ? SN_ROUTE_DESTINATION
		   : OTHER;
}

/* The id of a connection, or that of a row without its gateway. */
static const char *
key_of(uint32_t kind, const char *id)
{
	const char *rest = id && kind ? strchr(id, ':') : NULL;

	return !kind ? id : rest ? rest + 1 : NULL;
}

/* One instance; @index is NULL where a resource has no others. */
static sn_status
hold(sn_deployed *d, const char *address, const sn__value *index, uint32_t kind,
    const char *key)
{
	char number[24];
	struct sn__held held = {.address = address,
	    .index = sn__value_text(index),
	    .number = sn__value_is(index, SN__INTEGER),
	    .kind = kind,
	    .key = key};

	snprintf(number, sizeof(number), "%lld",
	    held.number ? (long long)index->number : 0);
	if (held.number)
		held.index = number;
	return sn__deployed_hold(d, &held, 1);
}

static sn_status
hold_resource(const sn__reader *r, sn_deployed *d, const sn__value *resource,
    const char *module)
{
	const char *type = sn__value_text(sn__value_get(resource, "type"));
	const char *name = sn__value_text(sn__value_get(resource, "name"));
	const char *mode = sn__value_text(sn__value_get(resource, "mode"));
	const sn__value *list = sn__value_get(resource, "instances");
	const sn__value *values = sn__value_get(resource, "values");
	size_t n = values ? 1 : sn__value_count(list);
	uint32_t kind = kind_of(type);
	char address[ADDRESS_MAX];
	sn_status status = SN_OK;

	if (kind == OTHER || (mode && strcmp(mode, "managed") != 0))
		return SN_OK;
	for (size_t i = 0; i < n && !status; i++) {
		const sn__value *one = values ? resource : &list->child[i];
		const sn__value *is =
		    values ? values : sn__value_get(one, "attributes");
		const char *key =
		    key_of(kind, sn__value_text(sn__value_get(is, "id")));

		if (!key)
			continue;
		if (!name || !is_plain(name, "_-") ||
		    !is_plain(module, "._-[]\"") ||
		    snprintf(address, sizeof(address), "%s%s%s.%s", module,
			*module ? "." : "", type, name) >= (int)sizeof(address))
			return sn__value_refuse(r, SN_ESYNTAX, resource,
			    "expected a resource whose \"name\" and module are "
			    "names of Terraform");
		status = hold(d, address,
		    sn__value_get(one, values ? "index" : "index_key"), kind,
		    key);
	}
	return status;
}

/* Modules of `terraform show` are in one another; a state has them in its
 * resources. */
static sn_status
hold_module(const sn__reader *r, sn_deployed *d, const sn__value *module,
    unsigned depth)
{
	const sn__value *list = sn__value_get(module, "resources");
	const sn__value *inner = sn__value_get(module, "child_modules");
	const char *all = sn__value_text(sn__value_get(module, "address"));
	sn_status status = SN_OK;

	for (size_t i = 0; i < sn__value_count(list) && !status; i++) {
		const char *one =
		    sn__value_text(sn__value_get(&list->child[i], "module"));

		status = hold_resource(r, d, &list->child[i],
		    one	  ? one
		    : all ? all
			  : "");
	}
	for (size_t i = 0;
	     depth < DEPTH && i < sn__value_count(inner) && !status; i++)
		status = hold_module(r, d, &inner->child[i], depth + 1);
	return status;
}

sn_status
sn__read_held(const sn__reader *r, sn_deployed *d)
{
	sn__arena arena = sn__arena_of(NULL);
	size_t offset = 0;
	sn_status status = SN_OK;

	while (!status && offset < r->size) {
		const sn__value *root, *shown;

		status = sn__json_next(r, &arena, &offset, &root);
		if (status)
			break;
		shown =
		    sn__value_get(sn__value_get(root, "values"), "root_module");
		status = hold_module(r, d, shown ? shown : root, 0);
	}
	sn__arena_clear(&arena);
	return status;
}
