/*
 * table_rules.c - what `ip rule` lists:
 *   100:	from 10.1.0.0/16 to 172.16.0.0/12 lookup 1001
 * The table of a rule is its next hop. The kernel's own rules pass. A rule that
 * looks at more than addresses (fwmark, iif, tos, not, ...), that looks for a
 * part of the routes of its table or has none, is left out and counted, rather
 * than read as if it were wider than it is.
 */
#include "read/table.h"

#include <string.h>

#include "read/lines.h"
#include "read/table_row.h"
#include "routes/table.h"

static bool
is(sn__word w, const char *text)
{
	return w.n == strlen(text) && !memcmp(w.at, text, w.n);
}

struct rule {
	uint32_t priority;
	sn__word from;
	sn__word to;
	sn__word table;
	bool more; /* than addresses decides */
	bool not ; /* all but these addresses */
};

/* What comes after the priority; values of what is not known pass as words. */
static sn_status
read_selectors(const sn__reader *r, struct rule *rule, sn__line *line)
{
	sn__word w;

	for (w = sn__line_word(line, 0); w.n; w = sn__line_word(line, 0)) {
		sn__word *value = is(w, "from")	    ? &rule->from
				  : is(w, "to")	    ? &rule->to
				  : is(w, "lookup") ? &rule->table
						    : NULL;

		if (is(w, "proto")) {
			(void)sn__line_word(line, 0);
			continue;
		}
		if (!value && memchr(w.at, '\0', w.n))
			return sn__refuse(r, SN_ESYNTAX, w.at, w.n,
			    "a NUL byte is no part of a rule");
		if (!value) {
			rule->more = true;
			rule->not |= is(w, "not");
			continue;
		}
		*value = sn__line_word(line, 0);
		if (!value->n)
			return sn__refuse(r, SN_ESYNTAX, w.at, w.n,
			    "expected a value after this");
	}
	if (!rule->table.n && !rule->more)
		return sn__refuse(
		    r, SN_ESYNTAX, line->end, 0, "expected: lookup TABLE");
	return SN_OK;
}

static sn_status
read_rule(const sn__reader *r, struct rule *rule, sn__line *line)
{
	sn__word w = sn__line_word(line, 0);
	uint64_t priority = 0;
	size_t i = 0;

	for (; i < w.n && w.at[i] >= '0' && w.at[i] <= '9' &&
	       priority <= UINT32_MAX;
	     i++)
		priority = priority * 10 + (uint64_t)(w.at[i] - '0');
	if (i + 1 != w.n || w.at[i] != ':' || i == 0 ||
	    priority > UINT32_C(1) << 30)
		return sn__refuse(r, SN_ESYNTAX, w.at, w.n,
		    "expected a rule: PRIORITY: from SOURCE to DESTINATION "
		    "lookup TABLE");
	rule->priority = (uint32_t)priority;
	return read_selectors(r, rule, line);
}

static sn_status
get_prefix(
    const sn__reader *r, sn__word w, sn_prefix *out, uint32_t *flags, bool *all)
{
	sn_error e;
	sn_status status;

	*all = w.n == 0 || is(w, "all");
	if (*all)
		return SN_OK;
	status = sn__row_prefix(w.at, w.n, out, flags, &e);
	return status ? sn__refuse(r, status, w.at, w.n, "%s", e.message)
		      : SN_OK;
}

static sn_status
put_rule(
    sn_table *t, const sn__reader *r, const struct rule *rule, sn_route *row)
{
	static const sn__word none = {"none", 4};
	sn__word table = rule->table.n ? rule->table : none;
	sn_status status =
	    sn_table_intern(t, table.at, table.n, &row->next_hop);

	if (status == SN_EINVAL)
		return sn__refuse(r, status, rule->table.at, rule->table.n,
		    "expected the name of a table");
	if (status)
		return status;
	return rule->more ? sn__table_leave_out(t, row) : sn_table_add(t, row);
}

static sn_status
add_rule(
    sn_table *t, const sn__reader *r, const struct rule *rule, uint64_t line)
{
	sn_route row = {.kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = rule->priority,
	    .line = line};
	bool from_all, to_all;
	sn_status status =
	    get_prefix(r, rule->from, &row.source, &row.flags, &from_all);

	if (!status)
		status = get_prefix(
		    r, rule->to, &row.destination, &row.flags, &to_all);
	if (status)
		return status;
	if (!rule->more && from_all && to_all &&
	    (is(rule->table, "local") || is(rule->table, "main") ||
		is(rule->table, "default")))
		return SN_OK;
	if (from_all)
		row.source.family = to_all ? SN_IPV4 : row.destination.family;
	if (to_all)
		row.destination.family = row.source.family;
	if (row.source.family != row.destination.family)
		return sn__refuse(r, SN_EFAMILY, rule->to.at, rule->to.n,
		    "source and destination are of two families");
	return put_rule(t, r, rule, &row);
}

sn_status
sn__table_rules(sn_table *t, const sn__reader *r, const char *gateway)
{
	sn__line line = sn__line_start(r);
	sn_status status = SN_OK;

	(void)gateway; /* no row says whose it is */
	t->linux_rules = true;
	while (!status && sn__line_next(r, &line)) {
		struct rule rule = {0};

		status = read_rule(r, &rule, &line);
		/* All but some addresses may be any. */
		if (rule.not )
			rule.from = rule.to = (sn__word){NULL, 0};
		if (!status)
			status = add_rule(t, r, &rule, line.number);
	}
	return status;
}
