/*
 * plan_whole.c - one plan of several parts: what they come to together, and
 * what is said of them.
 */
#include "base/plural.h"
#include "vpn/parts.h"

#include <stdio.h>

/* What the gateway has limits on. */
enum { CONNECTIONS, POLICY_ROWS, DESTINATION_ROWS, PAIRS, NEEDS };

static void
find_needs(const sn_plan *plan, uint64_t need[NEEDS])
{
	const sn__block *b;
	sn_connection c = SN_CONNECTION_INIT;

	memset(need, 0, NEEDS * sizeof(*need));
	need[CONNECTIONS] = plan->connections;
	for (uint64_t i = 0; i < plan->connections; i++)
		if (!sn_plan_connection(plan, i, &c))
			need[PAIRS] += c.pairs;
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.action != SN_ACTION_DELETE &&
		    b->row.kind != SN_ROUTE_STATIC)
			need[b->row.kind == SN_ROUTE_POLICY
				 ? POLICY_ROWS
				 : DESTINATION_ROWS] += sn__block_size(b);
}

enum { NAMED = 3 }; /* sites that need most of what lacks */

/* The sites that need most, as the end of a sentence; @all: what each needs. */
static void
name_largest(const struct sn__parts *w, uint64_t (*all)[NEEDS], unsigned what,
    char *out, size_t size)
{
	size_t used = 0;

	for (unsigned n = 0; n < NAMED && n < w->parts; n++) {
		size_t most = 0;

		for (size_t i = 1; i < w->parts; i++)
			if (all[i][what] > all[most][what])
				most = i;
		used += (size_t)snprintf(out + used, size - used, "%s%s %llu",
		    n ? ", " : ": ", w->part[most].plan->site,
		    (unsigned long long)all[most][what]);
		all[most][what] = 0;
	}
}

static sn_status
check_total(struct sn__parts *w, uint64_t (*all)[NEEDS], unsigned what,
    int64_t limit, const sn_fact *fact)
{
	static const char *const name[] = {
	    "connection", "policy route", "destination route", "selector pair"};
	char age[SN__AGE], largest[NAMED * (SN_SITE_NAME_MAX + 24)] = "";
	uint64_t n = 0;

	for (size_t i = 0; i < w->parts; i++)
		n += all[i][what];
	if (sn__passes(limit, n))
		return SN_OK;
	sn__limit_age(age, limit, fact);
	if (w->request->site_count)
		name_largest(w, all, what, largest, sizeof(largest));
	return sn__advise(&w->plan->advice, "limit-exceeded", SN_SEVERITY_ERROR,
	    fact->source,
	    "All sites together need %llu %s%s, and the limit of the gateway "
	    "is %lld%s: have the quota raised%s%s.",
	    (unsigned long long)n, name[what], sn__plural(n), (long long)limit,
	    age, *largest ? ", or let those need fewer that need most" : "",
	    largest);
}

static sn_status
check_totals(struct sn__parts *w)
{
	const sn_plan *plan = w->plan;
	const sn_profile *g = plan->gateway;
	uint64_t(*all)[NEEDS] = sn__calloc(&w->alloc, w->parts, sizeof(*all));
	sn_status status;

	if (!all)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->parts; i++)
		find_needs(w->part[i].plan, all[i]);
	status = check_total(
	    w, all, CONNECTIONS, plan->max_connections, &g->connections);
	if (!status)
		status = check_total(w, all, POLICY_ROWS,
		    plan->max_policy_routes, &g->policy_routes);
	if (!status)
		status = check_total(w, all, DESTINATION_ROWS,
		    plan->max_destination_routes, &g->destination_routes);
	if (!status)
		status = check_total(w, all, PAIRS, g->pairs.value, &g->pairs);
	sn__free(&w->alloc, all);
	return status;
}

/* Findings of parts, those that all have as one. */
struct merged {
	const sn_finding *finding;
	size_t part;
	size_t order;
	bool drop;
	bool common;
};

static int
compare_findings(const void *x, const void *y)
{
	const struct merged *a = x, *b = y;
	int order = strcmp(a->finding->code, b->finding->code);

	if (!order)
		order = strcmp(a->finding->text, b->finding->text);
	return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int
compare_order(const void *x, const void *y)
{
	const struct merged *a = x, *b = y;

	return (a->order > b->order) - (a->order < b->order);
}

/* Lists the findings of all parts. */
static size_t
list_findings(const struct sn__parts *w, struct merged *list)
{
	size_t n = 0;

	for (size_t i = 0; i < w->parts; i++) {
		const sn_plan *plan = w->part[i].plan;

		for (size_t k = 0; k < plan->advice.n; k++, n++)
			list[n] = (struct merged){
			    &plan->advice.a[k], i, n, false, false};
	}
	return n;
}

/* What all parts say is said once, of none of them. */
static void
merge(struct merged *list, size_t n, size_t parts)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1;
		     end < n &&
		     !strcmp(list[end].finding->code, list[i].finding->code) &&
		     !strcmp(list[end].finding->text, list[i].finding->text);
		     end++)
			;
		list[i].common = end - i >= parts;
		for (size_t k = i + 1; k < end; k++)
			list[k].drop = list[i].common;
	}
}

static sn_status
take_findings(struct sn__parts *w)
{
	struct merged *list;
	size_t n = 0;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->parts; i++)
		n += w->part[i].plan->advice.n;
	list = sn__malloc(&w->alloc, n, sizeof(*list));
	if (!list)
		return SN_ENOMEM;
	n = list_findings(w, list);
	if (n)
		qsort(list, n, sizeof(*list), compare_findings);
	merge(list, n, w->parts);
	if (n)
		qsort(list, n, sizeof(*list), compare_order);
	for (size_t i = 0; i < n && !status; i++) {
		sn_finding finding = *list[i].finding;

		if (list[i].drop)
			continue;
		if (!list[i].common && *w->part[list[i].part].plan->site)
			finding.subject = w->part[list[i].part].plan->site;
		status = sn__finding_add(&w->plan->advice, &finding);
	}
	sn__free(&w->alloc, list);
	return status ? status : sn__findings_sort(&w->plan->advice);
}

bool
sn__failed(const struct sn__parts *w)
{
	for (size_t i = 0; i < w->plan->advice.n; i++)
		if (w->plan->advice.a[i].severity == SN_SEVERITY_ERROR)
			return true;
	return false;
}

/* Whether the plan is feasible in all its parts; it gives those away. */
static bool
is_whole(const struct sn__parts *w)
{
	for (size_t i = 0; i < w->parts; i++)
		if (w->part[i].plan->scheme == SN_SCHEME_NONE)
			return false;
	return !sn__failed(w);
}

/* What the whole has of its parts. */
static void
describe(struct sn__parts *w)
{
	const sn_plan *first = w->part[0].plan;
	sn_plan *plan = w->plan;

	plan->everything = first->everything;
	plan->auto_off = first->auto_off;
	plan->publish = first->publish;
	plan->replace = first->replace;
	plan->name_most = first->name_most;
	plan->ike = first->ike;
	plan->max_policy_routes = first->max_policy_routes;
	plan->max_destination_routes = first->max_destination_routes;
	plan->max_static_routes = first->max_static_routes;
	plan->max_connections = first->max_connections;
	plan->number_base = first->number_base;
}

/* Moves the plans of the parts into the whole, and numbers connections. */
static sn_status
gather(struct sn__parts *w)
{
	sn_plan *plan = w->plan;

	plan->sub = sn__calloc(&w->alloc, w->parts, sizeof(sn_plan *));
	plan->first = sn__calloc(&w->alloc, w->parts + 1, sizeof(uint64_t));
	plan->parts = sn__calloc(&w->alloc, w->parts, sizeof(sn_part));
	if (!plan->sub || !plan->first || !plan->parts)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->parts; i++)
		plan->first[i + 1] =
		    plan->first[i] + w->part[i].plan->connections;
	return SN_OK;
}

/* There is no part of a table: none is half planned. */
static void
withhold(struct sn__parts *w)
{
	w->plan->connections = 0;
	w->plan->scheme = SN_SCHEME_NONE;
	sn__free(&w->alloc, w->plan->settled);
	w->plan->settled = NULL;
	w->plan->settled_count = 0;
	for (size_t i = 0; i < w->parts; i++)
		w->plan->first[i + 1] = 0;
}

static void
finish(struct sn__parts *w)
{
	sn_plan *plan = w->plan;

	for (size_t i = 0; i < w->parts; i++) {
		sn_part *part = &plan->parts[i];

		plan->sub[i] = w->part[i].plan;
		w->part[i].plan = NULL;
		sn__plan_finish(plan->sub[i]);
		*part = plan->sub[i]->part;
		part->first_connection = plan->first[i];
		part->connection_count = plan->first[i + 1] - plan->first[i];
		if (plan->scheme == SN_SCHEME_NONE)
			part->row_count = 0;
	}
	plan->subs = w->parts;
	sn__plan_finish(plan);
}

sn_status
sn__make_whole(struct sn__parts *w, sn_plan **out)
{
	sn_plan *plan = w->plan;
	bool whole = is_whole(w);
	sn_status status = gather(w);

	describe(w);
	plan->scheme =
	    w->parts > 1 ? (unsigned)SN_SCHEME_AUTO : w->part[0].plan->scheme;
	plan->connections = plan->first ? plan->first[w->parts] : 0;
	if (!status && whole)
		status = sn__make_table(w);
	if (!status && whole)
		status = check_totals(w);
	if (!status && sn__failed(w))
		whole = false;
	if (!status)
		status = take_findings(w);
	if (status)
		return status;
	if (!whole)
		withhold(w);
	finish(w);
	*out = plan;
	w->plan = NULL;
	return SN_OK;
}
