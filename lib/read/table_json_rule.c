/*
 * table_json_rule.c - rules as `ip -j rule` lists them; see table_rules.c.
 */
#include <stdio.h>
#include <string.h>

#include "read/table_json.h"
#include "read/table_row.h"
#include "routes/table.h"

/* One side of a rule: an address and, beside it, its length. */
static sn_status
rule_prefix(struct sn__table_json *in, const sn__value *rule, const char *key,
    sn_route *route, sn_prefix *out)
{
	char length[16], text[96];
	const sn__value *value = sn__row_get(rule, key), *len;
	const char *addr = sn__value_text(value);
	int64_t bits = 0;
	sn_error e;
	sn_status status;

	if (!value || (addr && !strcmp(addr, "all")))
		return SN_OK;
	status = sn__row_get_prefix(in, rule, key, out, &route->flags);
	snprintf(length, sizeof(length), "%slen", key);
	len = sn__row_get(rule, length);
	if (status || !len)
		return status;
	status = sn__value_number(in->r, length, len, 128, &bits);
	if (status)
		return status;
	snprintf(text, sizeof(text), "%.60s/%u", addr, (unsigned)bits);
	status = sn__row_prefix(text, strlen(text), out, &route->flags, &e);
	return status ? sn__value_refuse(in->r, status, len, "%s", e.message)
		      : SN_OK;
}

/* The kernel's own tables. */
static bool
is_kernels(const char *table)
{
	return !strcmp(table, "local") || !strcmp(table, "main") ||
	       !strcmp(table, "default");
}

/* Of a rule that is left out the table may be none, or no name. */
static sn_status
leave_out(struct sn__table_json *in, const char *table, sn_route *route)
{
	sn_status status = sn_table_intern(in->t, table ? table : "none",
	    table ? strlen(table) : 4, &route->next_hop);

	if (status == SN_EINVAL)
		status = sn_table_intern(in->t, "none", 4, &route->next_hop);
	return status ? status : sn__table_leave_out(in->t, route);
}

sn_status
sn__table_json_rule(struct sn__table_json *in, const sn__value *rule)
{
	static const char *const takes[] = {"priority", "src", "srclen", "dst",
	    "dstlen", "table", "protocol", NULL};
	const char *table = sn__value_text(sn__value_get(rule, "table"));
	sn_route route = {.kind = SN_ROUTE_POLICY, .weight = 100};
	/* All but some addresses may be any. */
	bool more = false, not = sn__value_get(rule, "not") != NULL;
	sn_status status = SN_OK;

	in->known = in->t->linux_rules = true;
	for (size_t i = 0; i < rule->n; i++) {
		const sn__value *key = &rule->child[2 * i];

		more |= !sn__row_word(key->text, key->n, takes);
	}
	if (!not )
		status = rule_prefix(in, rule, "src", &route, &route.source);
	if (!status && !not )
		status =
		    rule_prefix(in, rule, "dst", &route, &route.destination);
	if (!status)
		status = sn__row_get_number(
		    in, rule, "priority", UINT32_C(1) << 30, &route.priority);
	if (status)
		return status;
	if (!route.source.family && !route.destination.family) {
		if (table && is_kernels(table) && !more)
			return SN_OK;
		route.source.family = SN_IPV4;
	}
	if (!route.source.family)
		route.source.family = route.destination.family;
	if (!route.destination.family)
		route.destination.family = route.source.family;
	return more ? leave_out(in, table, &route)
		    : sn__row_add(in, rule, "table", "dst", &route);
}
