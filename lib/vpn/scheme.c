/*
 * scheme.c - how each of the provider's three schemes is made.
 *
 *   destination  one connection, both selectors 0.0.0.0/0; one destination
 *                route for each peer aggregate
 *   aggregate    one connection, one selector a side (or, where both ends
 *                carry several in one SA, a few); the gateway installs the
 *                policy rows by itself. Where a side is forced to 0.0.0.0/0
 *                that row has to be replaced by more specific ones
 *   pairs        one connection for each local x peer pair of aggregates
 *
 * Where a limit leaves fewer rows than the exact aggregates need, the best
 * cover within the limit takes their place: fewest extra address pairs, and
 * never an address of the other side or of a forbidden range.
 */
#include <stdio.h>

#include "vpn/plan.h"

static const sn_route_block auto_row = {NULL, 0, NULL, 0, NULL, 0, 100, 10,
    SN_STATE_NORMAL, SN_ORIGIN_AUTO, SN_ACTION_KEEP, 0};

static uint64_t
at_most(int64_t limit, uint64_t n)
{
	return limit >= 0 && (uint64_t)limit < n ? (uint64_t)limit : n;
}

static bool
passes(int64_t limit, uint64_t n)
{
	return limit < 0 || n <= (uint64_t)limit;
}

/* a * b without overflow: the answer to "how many", capped. */
static uint64_t
product(uint64_t a, uint64_t b)
{
	uint64_t p;

	return __builtin_mul_overflow(a, b, &p) ? UINT64_MAX : p;
}

static sn_cover_options
cover_options(const struct sn__planning *in, unsigned side)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;

	/* A row or selector of /0 is what covers are to replace. */
	o.avoid = in->avoid[side];
	o.shortest4 = 1;
	o.shortest6 = 1;
	return o;
}

/* The best list of at most @k prefixes for @side; *list NULL: there is none. */
static sn_status
best_list(
    struct sn__planning *in, unsigned side, uint64_t k, sn_prefixes **list)
{
	sn_cover_options o = cover_options(in, side);
	sn_status status;

	*list = NULL;
	o.max_prefixes = k;
	if (k == 0)
		return SN_OK;
	if (k >= in->plan->side[side]->aggregate_count)
		return sn_prefixes_from_set(list, in->set[side], 0);
	status = sn_cover(list, NULL, in->set[side], &o);
	return status == SN_EINFEASIBLE ? SN_OK : status;
}

static sn_status
widened(struct sn__planning *in, unsigned side, const sn_prefixes *list,
    const char *what)
{
	sn_count extra = sn_count_from(0);
	char text[SN_COUNT_TEXT_MAX];
	const sn_prefix *p;
	size_t n;

	p = sn_prefixes_data(list, &n);
	for (size_t i = 0; i < n; i++)
		extra = sn_count_add(extra, sn_prefix_size(p[i]));
	extra = sn_count_sub(extra, sn_set_count(in->set[side], 0));
	if (sn_count_is_zero(extra))
		return SN_OK;
	sn_count_format(text, sizeof(text), extra);
	return sn__advise(in->plan, "routes-widened", SN_SEVERITY_WARNING, "",
	    "The limit leaves room for %zu %s where the exact aggregates of "
	    "the %s side are %zu: the best cover within it takes in %s extra "
	    "addresses.",
	    n, what, side == SN_LOCAL ? "local" : "peer",
	    in->plan->side[side]->aggregate_count, text);
}

static sn_status
limit_exceeded(struct sn__planning *in, char why[SN__WHY], const char *what,
    uint64_t needed, int64_t limit, const char *source)
{
	snprintf(why, SN__WHY, "it needs %llu %s, and the limit is %lld.",
	    (unsigned long long)needed, what, (long long)limit);
	return sn__advise(in->plan, "limit-exceeded", SN_SEVERITY_INFO, source,
	    "%llu %s are needed, and the limit is %lld.",
	    (unsigned long long)needed, what, (long long)limit);
}

static void
one_connection(sn_plan *plan, uint32_t mode)
{
	plan->connections = 1;
	plan->routing_mode = mode;
}

static void
select_all(sn_plan *plan, unsigned side)
{
	plan->selectors[side] = &plan->everything;
	plan->selector_count[side] = 1;
}

/* ------------------------------------------------------- destination */

static bool
route_based(const struct sn__planning *in, char why[SN__WHY])
{
	const sn_profile *g = in->plan->gateway, *p = in->plan->peer_device;
	bool asked = in->request->scheme == SN_SCHEME_DESTINATION;

	if (g->route_based.value != 1 && !(asked && g->route_based.value < 0))
		snprintf(why, SN__WHY,
		    "the gateway (%s) is not known to be route-based.",
		    g->name);
	else if (p->route_based.value != 1 &&
		 !(asked && p->route_based.value < 0))
		snprintf(why, SN__WHY,
		    "the peer (%s) is not known to be route-based.", p->name);
	else
		return true;
	return false;
}

sn_status
sn__try_destination(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	const sn_side *peer = plan->side[SN_PEER];
	sn_prefixes *list;
	sn_status status;

	*feasible = false;
	if (!route_based(in, why))
		return SN_OK;
	if (peer->aggregates[0].len == 0) {
		snprintf(why, SN__WHY,
		    "the peer's segments are everything, and a destination "
		    "route cannot be.");
		return SN_OK;
	}
	if (!passes(in->max_connections, 1))
		return limit_exceeded(in, why, "connections", 1,
		    in->max_connections, plan->gateway->connections.source);
	status = best_list(in, SN_PEER,
	    at_most(in->max_destination_routes, peer->aggregate_count), &list);
	if (status)
		return status;
	if (!list)
		return limit_exceeded(in, why, "destination routes",
		    peer->aggregate_count, in->max_destination_routes,
		    plan->gateway->destination_routes.source);
	sn__plan_keep(plan, list);
	one_connection(plan, SN_MODE_DESTINATION_ROUTING);
	select_all(plan, SN_LOCAL);
	select_all(plan, SN_PEER);
	sn_route_block *b = &plan->destination[plan->destination_count++];
	*b = auto_row;
	b->source_count = 1;
	b->destinations = sn_prefixes_data(list, &b->destination_count);
	b->next_hop = plan->connection;
	b->priority = 0;
	b->origin = SN_ORIGIN_MANUAL;
	b->action = SN_ACTION_ADD;
	*feasible = true;
	return widened(in, SN_PEER, list, "destination routes");
}

/* --------------------------------------------------------- aggregate */

/* The rows of @sources x @destinations. */
static void
add_rows(sn_plan *plan, const sn_prefix *const list[2], const size_t n[2],
    uint32_t action)
{
	sn_route_block *b = &plan->policy[plan->policy_count++];

	*b = auto_row;
	b->sources = list[SN_LOCAL];
	b->source_count = n[SN_LOCAL];
	b->destinations = list[SN_PEER];
	b->destination_count = n[SN_PEER];
	b->next_hop = plan->connection;
	b->action = action;
	if (action == SN_ACTION_ADD)
		b->origin = SN_ORIGIN_MANUAL;
}

/*
 * The rows that replace the automatic one when @side is forced to everything:
 * its aggregates (or the best cover that the limit leaves room for) with the
 * other side's selectors.
 */
static sn_status
replace_rows(
    struct sn__planning *in, unsigned side, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	unsigned other = side == SN_LOCAL ? SN_PEER : SN_LOCAL;
	size_t needed = plan->side[side]->aggregate_count, n[2];
	const sn_prefix *rows[2];
	sn_prefixes *list;
	sn_status status =
	    best_list(in, side, at_most(in->max_policy_routes, needed), &list);

	if (status)
		return status;
	if (!list)
		return limit_exceeded(in, why, "policy routes", needed,
		    in->max_policy_routes, plan->gateway->policy_routes.source);
	sn__plan_keep(plan, list);
	rows[side] = sn_prefixes_data(list, &n[side]);
	rows[other] = plan->selectors[other];
	n[other] = plan->selector_count[other];
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_DELETE);
	add_rows(plan, rows, n, SN_ACTION_ADD);
	*feasible = true;
	return widened(in, side, list, "policy routes");
}

/* One selector a side, as the verdicts say. */
static sn_status
single_pair(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	bool forced[2];

	for (unsigned s = 0; s < 2; s++) {
		forced[s] = plan->side[s]->verdict == SN_VERDICT_DEFAULT_ROUTE;
		plan->selectors[s] = &plan->side[s]->selector;
		plan->selector_count[s] = 1;
	}
	if (forced[SN_LOCAL] && forced[SN_PEER]) {
		snprintf(why, SN__WHY,
		    "both sides are forced to everything, which is "
		    "destination routing and not protected data flows.");
		return SN_OK;
	}
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	if (forced[SN_LOCAL] || forced[SN_PEER])
		return replace_rows(
		    in, forced[SN_LOCAL] ? SN_LOCAL : SN_PEER, feasible, why);
	if (!passes(in->max_policy_routes, 1))
		return limit_exceeded(in, why, "policy routes", 1,
		    in->max_policy_routes, plan->gateway->policy_routes.source);
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_KEEP);
	*feasible = true;
	return SN_OK;
}

/* Costs of at most 1..n selectors of one side. */
struct curve {
	sn_count *extra;
	size_t n;
	sn_count size;
};

static sn_status
make_curve(struct sn__planning *in, unsigned side, struct curve *c)
{
	sn_cover_options o = cover_options(in, side);
	uint64_t n = at_most(
	    in->max_selectors[side], in->plan->side[side]->aggregate_count);

	/* The rows bound each side too; nobody asks for thousands. */
	n = at_most(in->max_policy_routes, n);
	n = at_most(255, n);
	c->n = (size_t)n;
	c->size = sn_set_count(in->set[side], 0);
	c->extra = sn__malloc(&in->plan->alloc, c->n, sizeof(*c->extra));
	if (!c->extra)
		return SN_ENOMEM;
	return c->n ? sn_cover_curve(c->extra, c->n, in->set[side], &o) : SN_OK;
}

/*
 * The numbers of selectors with the fewest extra address pairs within the
 * row limit: |L'| * |P'| is least when it is, since |L| * |P| is given. Ties
 * go to fewer rows, then to fewer local selectors.
 */
static bool
best_pair(const struct curve c[2], int64_t max_rows, size_t k[2])
{
	const sn_count none = {
	    {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
	sn_count best = none;

	for (size_t a = 1; a <= c[SN_LOCAL].n; a++)
		for (size_t b = 1; b <= c[SN_PEER].n; b++) {
			sn_count l = c[SN_LOCAL].extra[a - 1];
			sn_count p = c[SN_PEER].extra[b - 1], pairs;
			int order;

			if (!passes(max_rows, a * b) ||
			    !sn_count_compare(l, none) ||
			    !sn_count_compare(p, none))
				continue;
			pairs = sn_count_mul(sn_count_add(l, c[SN_LOCAL].size),
			    sn_count_add(p, c[SN_PEER].size));
			order = sn_count_compare(pairs, best);
			if (order > 0 || (order == 0 && a * b >= k[0] * k[1]))
				continue;
			best = pairs;
			k[SN_LOCAL] = a;
			k[SN_PEER] = b;
		}
	return sn_count_compare(best, none) != 0;
}

/* Several selectors a side; *feasible stays false where none are better. */
static sn_status
several_pairs(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	struct curve c[2] = {{NULL, 0, {{0}}}, {NULL, 0, {{0}}}};
	size_t k[2] = {1, 1};
	sn_prefixes *list;
	sn_status status = make_curve(in, SN_LOCAL, &c[SN_LOCAL]);

	if (!status)
		status = make_curve(in, SN_PEER, &c[SN_PEER]);
	*feasible = !status && best_pair(c, in->max_policy_routes, k) &&
		    k[SN_LOCAL] * k[SN_PEER] > 1;
	for (unsigned s = 0; s < 2 && !status && *feasible; s++) {
		status = best_list(in, s, k[s], &list);
		if (status)
			break;
		sn__plan_keep(plan, list);
		plan->selectors[s] =
		    sn_prefixes_data(list, &plan->selector_count[s]);
	}
	sn__free(&plan->alloc, c[SN_LOCAL].extra);
	sn__free(&plan->alloc, c[SN_PEER].extra);
	if (status || !*feasible)
		return status;
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_KEEP);
	return sn__advise(plan, "several-selectors", SN_SEVERITY_INFO, "",
	    "Both ends carry several selectors in one SA: %zu local and %zu "
	    "peer selectors are used instead of one supernet a side. That the "
	    "gateway installs one policy row for each pair is not documented: "
	    "check its table.",
	    plan->selector_count[SN_LOCAL], plan->selector_count[SN_PEER]);
}

sn_status
sn__try_aggregate(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	*feasible = false;
	if (!passes(in->max_connections, 1))
		return limit_exceeded(in, why, "connections", 1,
		    in->max_connections, plan->gateway->connections.source);
	if (in->several)
		status = several_pairs(in, feasible);
	if (!status && !*feasible)
		status = single_pair(in, feasible, why);
	if (!*feasible)
		plan->connections = plan->policy_count = 0;
	return status;
}

/* ------------------------------------------------------------- pairs */

sn_status
sn__try_pairs(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	const sn_side *l = plan->side[SN_LOCAL], *p = plan->side[SN_PEER];
	uint64_t n = product(l->aggregate_count, p->aggregate_count);

	*feasible = false;
	if (!passes(in->max_connections, n))
		return limit_exceeded(in, why, "connections", n,
		    in->max_connections, plan->gateway->connections.source);
	if (!passes(in->max_policy_routes, n))
		return limit_exceeded(in, why, "policy routes", n,
		    in->max_policy_routes, plan->gateway->policy_routes.source);
	plan->selectors[SN_LOCAL] = l->aggregates;
	plan->selector_count[SN_LOCAL] = l->aggregate_count;
	plan->selectors[SN_PEER] = p->aggregates;
	plan->selector_count[SN_PEER] = p->aggregate_count;
	plan->connections = n;
	plan->routing_mode = SN_MODE_PROTECTED_DATA_FLOWS;
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_KEEP);
	plan->policy[plan->policy_count - 1].number_from = 1;
	*feasible = true;
	return SN_OK;
}
