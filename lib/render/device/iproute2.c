/*
 * iproute2.c - what a Linux machine needs to decide as the gateway does.
 *
 * A policy row is a rule whose preference is its priority above a base: the
 * kernel takes rules by preference and, where that is equal, in the order in
 * which they were added, which is the order of the rows. The rule leads to the
 * table of its next hop, which has one default route. Destination rows are
 * routes of one table after these rules, where the kernel looks for the
 * longest prefix, and BGP rows routes of another one after that.
 *
 * A table without a usable route makes the kernel go on to the next rule. So a
 * standby row stands right after the last active row of its prefixes, and
 * takes over when the device of the active one is gone. Among destination rows
 * the metric does the same.
 *
 * The script takes away all that it set before and sets it anew; a protocol
 * number marks what is its own. All rows go through one ip -batch a family.
 */
#include "render/device/iproute2.h"

#include <stdlib.h>

#include "base/error.h"
#include "render/quote.h"

enum {
	PREF = 10000, /* policy rows begin here */
	PRIORITY_MAX = 19999,
	PREF_DESTINATION = PRIORITY_MAX + 1, /* above PREF */
	PREF_BGP,			     /* the kernel's main is 32766 */
	TABLE = 1000,			     /* of the destination rows */
	TABLE_BGP = 1,			     /* above TABLE */
	TABLE_HOP = 2,			     /* of the first next hop */
	TABLES = 1 << 16,		     /* of one script */
	HOPS_MAX = TABLES - TABLE_HOP
};

/* ------------------------------------------------- the parts of a script */

static const char head[] =
    "#!/bin/sh\n"
    "# Policy routes of a Linux machine, as ip-rule(8) and ip-route(8) have "
    "them: rows\n"
    "# by priority, smaller first, then destination rows by the longest "
    "prefix, then\n"
    "# BGP rows. A packet that no row matches goes on to table main.\n"
    "#\n"
    "#   sh FILE           sets the rows, instead of those that it set before\n"
    "#   sh FILE remove    takes them away\n"
    "#\n"
    "# Neither is one step: for a moment there are no rows, and packets go by "
    "table\n"
    "# main. The machine has to forward: sysctl net.ipv4.ip_forward=1, or\n"
    "# net.ipv6.conf.all.forwarding=1.\n"
    "set -eu\n"
    "\n"
    "# Marks rules and routes of such scripts: see rt_protos of iproute2.\n"
    "protocol=115\n";

static const char preference[] =
    "# Rules pref to pref + %d; they come before table main (32766).\n"
    "pref=%d\n";

static const char tables[] =
    "# Tables table to table + 65535 are of this script alone: destination "
    "rows, BGP\n"
    "# rows, a table for each next hop. What is in others stays.\n"
    "table=%llu\n"
    "\n"
    "# The route to each next hop, in the words of ip-route(8), to be filled "
    "in here\n"
    "# or given in the environment: 'dev xfrm1', 'via 192.0.2.1 dev eth1'.\n";

static const char functions[] =
    "\n"
    "clear_rows() {\n"
    "\tfor family in -4 -6; do\n"
    "\t\tif [ \"$family\" = -4 ] || [ -e /proc/net/if_inet6 ]; then\n"
    "\t\t\tfor t in $({\n"
    "\t\t\t\tip -N \"$family\" rule list protocol \"$protocol\"\n"
    "\t\t\t\tip -N \"$family\" route show table all protocol "
    "\"$protocol\"\n"
    "\t\t\t} | sed -n 's/.* \\(lookup\\|table\\) "
    "\\([0-9][0-9]*\\).*/\\2/p' | sort -u); do\n"
    "\t\t\t\tif [ \"$t\" -ge \"$table\" ] &&\n"
    "\t\t\t\t\t[ \"$t\" -lt $((table + 65536)) ]; then\n"
    "\t\t\t\t\tip \"$family\" rule flush protocol \"$protocol\" table "
    "\"$t\"\n"
    "\t\t\t\t\tip \"$family\" route flush table \"$t\" protocol "
    "\"$protocol\"\n"
    "\t\t\t\tfi\n"
    "\t\t\tdone\n"
    "\t\tfi\n"
    "\tdone\n"
    "}\n"
    "\n"
    "case ${1-} in\n"
    "'') ;;\n"
    "remove)\n"
    "\tclear_rows\n"
    "\texit 0\n"
    "\t;;\n"
    "*)\n"
    "\techo \"usage: $0 [remove]\" >&2\n"
    "\texit 2\n"
    "\t;;\n"
    "esac\n";

static const char more_functions[] =
    "\n"
    "need() { # NAME VARIABLE VALUE\n"
    "\tif [ -z \"$3\" ]; then\n"
    "\t\tprintf '%s: no route to %s yet: fill in %s\\n' \"$0\" \"$1\" \"$2\" "
    ">&2\n"
    "\t\texit 2\n"
    "\tfi\n"
    "}\n"
    "\n"
    "# Half of the rows decide worse than none.\n"
    "fail() {\n"
    "\tclear_rows\n"
    "\techo \"$0: no rows are set\" >&2\n"
    "\texit 1\n"
    "}\n"
    "\n";

static int
digit_of(uint32_t family)
{
	return family == SN_IPV6 ? 6 : 4;
}

static void
put_variable(sn__out *out, uint32_t family, uint64_t hop)
{
	sn__out_format(
	    out, "hop%d_%llu", digit_of(family), (unsigned long long)hop + 1);
}

/* Writes the line that a user fills in. */
static void
put_hop(sn__out *out, uint32_t family, uint64_t hop, const char *name)
{
	sn__put_comment(out, "#", name);
	put_variable(out, family, hop);
	sn__out_text(out, "=${");
	put_variable(out, family, hop);
	sn__out_text(out, "-}\n");
}

static void
put_need(sn__out *out, uint32_t family, uint64_t hop, const char *name)
{
	sn__out_text(out, "need ");
	sn__put_shell(out, name);
	sn__out_char(out, ' ');
	put_variable(out, family, hop);
	sn__out_text(out, " \"$");
	put_variable(out, family, hop);
	sn__out_text(out, "\"\n");
}

static void
begin_batch(sn__out *out, uint32_t family)
{
	sn__out_format(
	    out, "ip -%d -batch - <<END || fail\n", digit_of(family));
}

static void
put_default(sn__out *out, uint32_t family, uint64_t hop)
{
	sn__out_text(out, "route add default $");
	put_variable(out, family, hop);
	sn__out_format(out, " table $((table + %llu)) protocol $protocol\n",
	    (unsigned long long)hop + TABLE_HOP);
}

/* A destination or BGP row. */
static void
put_route(sn__out *out, uint32_t kind, sn_prefix destination, uint64_t hop,
    unsigned metric)
{
	sn__out_text(out, "route add ");
	sn__out_prefix(out, destination);
	sn__out_text(out, " $");
	put_variable(out, destination.family, hop);
	sn__out_format(out,
	    " table $((table + %d)) metric %u protocol "
	    "$protocol\n",
	    kind == SN_ROUTE_BGP ? TABLE_BGP : 0, metric);
}

/* The rule that leads to such rows. */
static void
put_lookup(sn__out *out, uint32_t kind)
{
	sn__out_format(out,
	    "rule add pref $((pref + %d)) lookup $((table + %d)) "
	    "protocol $protocol\n",
	    kind == SN_ROUTE_BGP ? PREF_BGP : PREF_DESTINATION,
	    kind == SN_ROUTE_BGP ? TABLE_BGP : 0);
}

/* A policy row. */
static void
put_rule(sn__out *out, uint32_t priority, sn_prefix source,
    sn_prefix destination, uint64_t hop)
{
	sn__out_text(out, "rule add pref $((pref + ");
	sn__out_number(out, priority);
	sn__out_text(out, ")) from ");
	sn__out_prefix(out, source);
	sn__out_text(out, " to ");
	sn__out_prefix(out, destination);
	sn__out_text(out, " lookup $((table + ");
	sn__out_number(out, hop + TABLE_HOP);
	sn__out_text(out, ")) protocol $protocol\n");
}

/* ------------------------------------------------------------------ plans */

/* Rows to delete are those that the gateway makes by itself; Linux makes none,
 * and what an older script set is taken away by a newer one. */
static void
put_deleted(sn__out *out, const sn_plan *plan)
{
	bool any = false;
	sn_plan_rows it;
	sn_route row;

	sn_plan_rows_init(&it, plan, SN_ROUTE_POLICY);
	while (!out->status && sn_plan_rows_next(&it, &row)) {
		if (row.action != SN_ACTION_DELETE)
			continue;
		if (!any)
			sn__out_text(out,
			    "\n# Rows of the gateway that the plan deletes; "
			    "nothing sets them here:\n");
		any = true;
		sn__out_text(out, "#   ");
		sn__out_prefix(out, row.source);
		sn__out_text(out, " -> ");
		sn__out_prefix(out, row.destination);
		sn__out_char(out, '\n');
	}
}

/* The rows of one family; what stands in for others comes after them. */
static void
put_plan_rows(sn__out *out, const sn_plan *plan, uint32_t family)
{
	bool any = false;
	sn_plan_rows it;
	sn_route row;

	for (unsigned standby = 0; standby < 2; standby++) {
		sn_plan_rows_init(&it, plan, 0);
		while (!out->status && sn_plan_rows_next(&it, &row)) {
			if (row.action == SN_ACTION_DELETE ||
			    row.destination.family != family ||
			    (row.weight == 0) != standby)
				continue;
			if (row.kind == SN_ROUTE_POLICY) {
				put_rule(out, row.priority, row.source,
				    row.destination, row.next_hop);
				continue;
			}
			put_route(out, row.kind, row.destination, row.next_hop,
			    1 + standby);
			any = true;
		}
	}
	if (any)
		put_lookup(out, SN_ROUTE_DESTINATION);
}

typedef void hop_writer(
    sn__out *out, uint32_t family, uint64_t hop, const char *name);

static sn_status
put_hops(sn__out *out, const sn_plan *plan, uint32_t family, hop_writer *put)
{
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0;
	     i < sn_plan_get(plan)->connection_count && !out->status; i++) {
		sn_status status = sn_plan_connection(plan, i, &c);

		if (status)
			return status;
		if (c.local[0].family == family)
			put(out, family, i, c.name);
	}
	return SN_OK;
}

/* The rows of one family, in a batch. */
static void
put_plan_family(sn__out *out, const sn_plan *plan, uint32_t family)
{
	const sn_plan_view *v = sn_plan_get(plan);

	begin_batch(out, family);
	for (size_t i = 0; i < v->part_count; i++) {
		const sn_part *p = &v->parts[i];

		for (uint64_t k = 0;
		     p->family == family && k < p->connection_count; k++)
			put_default(out, family, p->first_connection + k);
	}
	put_plan_rows(out, plan, family);
	sn__out_text(out, "END\n");
}

/* Whether the plan has a part of @family. */
static bool
has_family(const sn_plan *plan, uint32_t family)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->part_count; i++)
		if (v->parts[i].family == family)
			return true;
	return false;
}

sn_status
sn__plan_iproute2(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	static const uint32_t families[] = {SN_IPV4, SN_IPV6};
	sn_status status = SN_OK;

	(void)options;
	if (sn_plan_get(plan)->connection_count > HOPS_MAX)
		return sn__error_set(error, SN_EINVAL,
		    "a script has tables for at most 65534 next hops");
	sn__out_text(out, head);
	sn__out_format(out, preference, (int)PREF_BGP, (int)PREF);
	sn__out_format(out, tables,
	    (unsigned long long)sn_plan_get(plan)->number_base * TABLES);
	for (unsigned i = 0; i < 2 && !status; i++)
		status = put_hops(out, plan, families[i], put_hop);
	sn__out_text(out, functions);
	put_deleted(out, plan);
	sn__out_text(out, more_functions);
	for (unsigned i = 0; i < 2 && !status; i++)
		status = put_hops(out, plan, families[i], put_need);
	sn__out_text(out, "\nclear_rows\n");
	for (unsigned i = 0; i < 2 && !out->status; i++)
		if (has_family(plan, families[i]))
			put_plan_family(out, plan, families[i]);
	return status;
}

/* ----------------------------------------------------------------- tables */

struct item {
	const sn_route *row;
	uint64_t order; /* of rules of one preference */
	uint32_t priority;
	uint32_t rank; /* among the rows of its prefixes, from 1 */
};

static int
compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Rows of the same table and prefixes are one place. */
static int
compare_place(const sn_route *a, const sn_route *b)
{
	int c = compare(a->kind, b->kind);

	if (!c && a->kind == SN_ROUTE_POLICY)
		c = sn_prefix_compare(a->source, b->source);
	return c ? c : sn_prefix_compare(a->destination, b->destination);
}

/* Active rows before standby rows, and those by priority. */
static int
by_place(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int c = compare_place(a->row, b->row);

	if (!c)
		c = compare(a->row->weight == 0, b->row->weight == 0);
	if (!c)
		c = compare(a->priority, b->priority);
	return c ? c : compare(a->order, b->order);
}

static int
compare_position(const struct item *a, const struct item *b)
{
	int c = compare(a->priority, b->priority);

	if (!c)
		c = compare(a->order, b->order);
	return c ? c : compare(a->rank, b->rank);
}

/* Rows of one place and next hop side by side. */
static int
by_hop(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int c = compare_place(a->row, b->row);

	if (!c)
		c = compare(a->row->next_hop, b->row->next_hop);
	return c ? c : compare_position(a, b);
}

static int
by_position(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int c = compare(a->row->kind, b->row->kind);

	if (!c && a->row->kind != SN_ROUTE_POLICY)
		c = compare_place(a->row, b->row);
	return c ? c : compare_position(a, b);
}

/* Standby rows go after the last active row of their place. */
static void
place_standby(struct item *item, size_t n)
{
	const struct item *active = NULL;

	for (size_t i = 0; i < n; i++) {
		bool first =
		    i == 0 || compare_place(item[i - 1].row, item[i].row);

		item[i].rank = first ? 1 : item[i - 1].rank + 1;
		if (first)
			active = NULL;
		if (item[i].row->weight) {
			active = &item[i];
		} else if (active && item[i].priority <= active->priority) {
			item[i].priority = active->priority;
			if (item[i].order < active->order)
				item[i].order = active->order;
		}
	}
}

/* A second row of the same place and next hop decides nothing. */
static size_t
drop_repeated(struct item *item, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 ||
		    compare_place(item[kept - 1].row, item[i].row) ||
		    item[kept - 1].row->next_hop != item[i].row->next_hop)
			item[kept++] = item[i];
	return kept;
}

/* The rows in the order of the script; NULL: out of memory. */
static struct item *
arrange(const sn_table *t, size_t *n)
{
	const sn_route *r = sn_table_rows(t);
	size_t rows = sn_table_size(t);
	struct item *item = calloc(rows + 1, sizeof(*item));

	if (!item)
		return NULL;
	for (size_t i = 0; i < rows; i++) {
		bool policy = r[i].kind == SN_ROUTE_POLICY;

		item[i] =
		    (struct item){&r[i], i, policy ? r[i].priority : 0, 0};
	}
	qsort(item, rows, sizeof(*item), by_place);
	place_standby(item, rows);
	qsort(item, rows, sizeof(*item), by_hop);
	*n = drop_repeated(item, rows);
	qsort(item, *n, sizeof(*item), by_position);
	return item;
}

static const uint32_t families[] = {SN_IPV4, SN_IPV6};

struct script {
	const sn_table *t;
	const struct item *item;
	size_t items;
	size_t hops;
	uint8_t *used; /* of each next hop: families, as bits */
};

static void
put_used(const struct script *s, sn__out *out, unsigned f, hop_writer *put)
{
	for (size_t i = 0; i < s->hops; i++)
		if (s->used[i] & 1u << f)
			put(out, families[f], i,
			    sn_table_next_hop(s->t, (uint32_t)i));
}

/* Routes come before the rules that lead to them. */
static void
put_family(const struct script *s, sn__out *out, unsigned f)
{
	bool any[SN_ROUTE_BGP + 1] = {false};

	begin_batch(out, families[f]);
	for (size_t i = 0; i < s->hops; i++)
		if (s->used[i] & 1u << f)
			put_default(out, families[f], i);
	for (size_t i = 0; i < s->items; i++) {
		const sn_route *r = s->item[i].row;

		if (r->destination.family != families[f])
			continue;
		if (r->kind != SN_ROUTE_POLICY)
			put_route(out, r->kind, r->destination, r->next_hop,
			    s->item[i].rank);
		any[r->kind] = true;
	}
	for (size_t i = 0; i < s->items; i++) {
		const sn_route *r = s->item[i].row;

		if (r->destination.family == families[f] &&
		    r->kind == SN_ROUTE_POLICY)
			put_rule(out, s->item[i].priority, r->source,
			    r->destination, r->next_hop);
	}
	for (uint32_t kind = SN_ROUTE_DESTINATION; kind <= SN_ROUTE_BGP; kind++)
		if (any[kind])
			put_lookup(out, kind);
	sn__out_text(out, "END\n");
}

static void
put_script(const struct script *s, sn__out *out)
{
	bool any[2] = {false, false};

	for (size_t i = 0; i < s->items; i++)
		any[s->item[i].row->destination.family == SN_IPV6] = true;
	sn__out_text(out, head);
	if (s->items)
		sn__out_format(out, preference, (int)PREF_BGP, (int)PREF);
	sn__out_format(out, tables, (unsigned long long)TABLE);
	for (unsigned f = 0; f < 2; f++)
		put_used(s, out, f, put_hop);
	sn__out_text(out, functions);
	if (s->items)
		sn__out_text(out, more_functions);
	for (unsigned f = 0; f < 2; f++)
		put_used(s, out, f, put_need);
	sn__out_text(out, "\nclear_rows\n");
	for (unsigned f = 0; f < 2; f++)
		if (any[f])
			put_family(s, out, f);
}

sn_status
sn__table_iproute2(const sn_table *t, sn__out *out)
{
	const sn_route *r = sn_table_rows(t);
	struct script s = {.t = t};
	struct item *item;

	for (size_t i = 0; i < sn_table_size(t); i++)
		if (r[i].kind == SN_ROUTE_POLICY &&
		    r[i].priority > PRIORITY_MAX)
			return SN_EINVAL;
	while (sn_table_next_hop(t, (uint32_t)s.hops))
		s.hops++;
	s.used = calloc(s.hops + 1, 1);
	if (!s.used)
		return SN_ENOMEM;
	s.item = item = arrange(t, &s.items);
	for (size_t i = 0; i < s.items; i++)
		s.used[item[i].row->next_hop] |=
		    item[i].row->destination.family == SN_IPV6 ? 2 : 1;
	if (item)
		put_script(&s, out);
	free(item);
	free(s.used);
	return item ? SN_OK : SN_ENOMEM;
}
