/*
 * plan_scheme.c - how each of the provider's three schemes is made.
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

/* What the gateway installs by itself; it gives a row priority 10. */
static const sn_route auto_row = {.kind = SN_ROUTE_POLICY,
    .weight = 100,
    .priority = 10,
    .state = SN_STATE_NORMAL,
    .origin = SN_ORIGIN_AUTO,
    .action = SN_ACTION_KEEP};

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

/* a * b, or UINT64_MAX where that overflows. */
static uint64_t
product(uint64_t a, uint64_t b)
{
	uint64_t p;

	return __builtin_mul_overflow(a, b, &p) ? UINT64_MAX : p;
}

/* How many address pairs the rows of two lists carry that the segments do not
 * have. */
static sn_count
extra_pairs(const struct sn__planning *in, const sn_prefix *const list[2],
    const size_t n[2])
{
	sn_count rows = sn_count_mul(sn__list_size(list[SN_LOCAL], n[SN_LOCAL]),
	    sn__list_size(list[SN_PEER], n[SN_PEER]));

	return sn_count_sub(
	    rows, sn_count_mul(sn_set_count(in->set[SN_LOCAL], 0),
		      sn_set_count(in->set[SN_PEER], 0)));
}

/* Says that @limit is too low; its age is named where it is the profile's,
 * @fact. */
static sn_status
limit_exceeded(struct sn__planning *in, char why[SN__WHY], const char *what,
    uint64_t needed, int64_t limit, const sn_fact *fact)
{
	char age[64] = "";

	if (fact && fact->value == limit && fact->sure == SN_SURE_OLD)
		snprintf(
		    age, sizeof(age), " (of %s, may have changed)", fact->date);
	snprintf(why, SN__WHY, "it needs %llu %s, and the limit is %lld%s.",
	    (unsigned long long)needed, what, (long long)limit, age);
	return sn__advise(&in->plan->advice, "limit-exceeded", SN_SEVERITY_INFO,
	    fact ? fact->source : "",
	    "%llu %s are needed, and the limit is %lld%s.",
	    (unsigned long long)needed, what, (long long)limit, age);
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

/* Says so when @n destination routes had to take in more than the peer has. */
static sn_status
widened(struct sn__planning *in, const sn_prefix *p, size_t n)
{
	char text[SN_COUNT_TEXT_MAX];
	sn_count extra = sn_count_sub(
	    sn__list_size(p, n), sn_set_count(in->set[SN_PEER], 0));

	if (sn_count_is_zero(extra))
		return SN_OK;
	sn_count_format(text, sizeof(text), extra);
	return sn__advise(&in->plan->advice, "routes-widened",
	    SN_SEVERITY_WARNING, in->plan->gateway->destination_routes.source,
	    "The limit of %lld destination routes is below the %zu aggregates "
	    "of the peer: the best %zu routes within it take in %s extra "
	    "addresses, none of them forbidden or the local side's.",
	    (long long)in->plan->max_destination_routes,
	    in->plan->side[SN_PEER]->aggregate_count, n, text);
}

sn_status
sn__try_destination(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	const sn_side *peer = plan->side[SN_PEER];
	sn_prefixes *list;
	uint64_t least;
	sn_status status;

	*feasible = false;
	if (!route_based(in, why))
		return SN_OK;
	if (!passes(in->plan->max_connections, 1))
		return limit_exceeded(in, why, "connections", 1,
		    plan->max_connections, &plan->gateway->connections);
	status = sn__best_list(in, SN_PEER,
	    at_most(plan->max_destination_routes, peer->aggregate_count), &list,
	    &least);
	if (status)
		return status;
	if (!list)
		return limit_exceeded(in, why, "destination routes", least,
		    in->plan->max_destination_routes,
		    &plan->gateway->destination_routes);
	sn__plan_keep(plan, list);
	one_connection(plan, SN_MODE_DESTINATION_ROUTING);
	select_all(plan, SN_LOCAL);
	select_all(plan, SN_PEER);
	sn__block *b = &plan->block[plan->block_count++];
	*b = (sn__block){.source_count = 1, .row = auto_row};
	b->destinations = sn_prefixes_data(list, &b->destination_count);
	b->row.kind = SN_ROUTE_DESTINATION;
	b->row.source = plan->everything;
	b->row.priority = 0;
	b->row.origin = SN_ORIGIN_MANUAL;
	b->row.action = SN_ACTION_ADD;
	*feasible = true;
	return widened(in, b->destinations, b->destination_count);
}

/* --------------------------------------------------------- aggregate */

/* Adds the rows from every local to every peer prefix of @list. */
static void
add_rows(sn_plan *plan, const sn_prefix *const list[2], const size_t n[2],
    uint32_t action)
{
	sn__block *b = &plan->block[plan->block_count++];

	*b = (sn__block){list[SN_LOCAL], n[SN_LOCAL], list[SN_PEER], n[SN_PEER],
	    auto_row, false};
	b->row.action = action;
	if (action == SN_ACTION_ADD)
		b->row.origin = SN_ORIGIN_MANUAL;
}

/* Says that the table was widened to fit the limit, and by how much. */
static sn_status
squeezed(struct sn__planning *in, size_t needed, const sn_prefix *const rows[2],
    const size_t n[2])
{
	char text[SN_COUNT_TEXT_MAX];

	sn_count_format(text, sizeof(text), extra_pairs(in, rows, n));
	return sn__advise(&in->plan->advice, "routes-widened",
	    SN_SEVERITY_WARNING, in->plan->gateway->policy_routes.source,
	    "The limit of %lld policy routes is below the %zu that exact "
	    "replacement takes: the best %zu x %zu rows within it carry %s "
	    "extra address pairs, none of them of the other side or "
	    "forbidden.",
	    (long long)in->plan->max_policy_routes, needed, n[SN_LOCAL],
	    n[SN_PEER], text);
}

/* Adds the rows of the two best lists within the limit. */
static sn_status
squeeze_rows(
    struct sn__planning *in, unsigned side, bool *feasible, char why[SN__WHY])
{
	static const int64_t any[2] = {-1, -1};
	sn_plan *plan = in->plan;
	size_t needed = plan->side[side]->aggregate_count, n[2];
	const sn_prefix *rows[2];
	sn_prefixes *list[2], *one;
	uint64_t least = needed;
	sn_status status =
	    sn__best_table(in, any, plan->max_policy_routes, list, feasible);

	if (!status && !*feasible) {
		/* The message says how many rows would be enough. */
		status = sn__best_list(in, side, 1, &one, &least);
		sn_prefixes_free(status ? NULL : one);
		if (!status)
			status = limit_exceeded(in, why, "policy routes",
			    least ? least : needed, plan->max_policy_routes,
			    &plan->gateway->policy_routes);
		return status;
	}
	if (status)
		return status;
	for (unsigned s = 0; s < 2; s++) {
		sn__plan_keep(plan, list[s]);
		rows[s] = sn_prefixes_data(list[s], &n[s]);
	}
	add_rows(plan, rows, n, SN_ACTION_ADD);
	return squeezed(in, needed, rows, n);
}

/*
 * The rows that replace the automatic one when @side is forced to everything:
 * its aggregates with the other side's selector.
 */
static sn_status
replace_rows(
    struct sn__planning *in, unsigned side, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	unsigned other = side == SN_LOCAL ? SN_PEER : SN_LOCAL;
	const sn_prefix *rows[2];
	size_t n[2];

	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_DELETE);
	if (!passes(plan->max_policy_routes, plan->side[side]->aggregate_count))
		return squeeze_rows(in, side, feasible, why);
	rows[side] = plan->side[side]->aggregates;
	n[side] = plan->side[side]->aggregate_count;
	rows[other] = plan->selectors[other];
	n[other] = plan->selector_count[other];
	add_rows(plan, rows, n, SN_ACTION_ADD);
	*feasible = true;
	return SN_OK;
}

/* Plans one selector a side, as the verdicts say. */
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
	if (in->max_selectors[SN_LOCAL] == 0 || in->max_selectors[SN_PEER] == 0)
		return limit_exceeded(in, why, "selectors a side", 1, 0, NULL);
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
	if (!passes(in->plan->max_policy_routes, 1))
		return limit_exceeded(in, why, "policy routes", 1,
		    in->plan->max_policy_routes, &plan->gateway->policy_routes);
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_KEEP);
	*feasible = true;
	return SN_OK;
}

/* Finds the best selectors of both sides, spare prefixes covered too. */
static sn_status
best_selectors(struct sn__planning *in, sn_prefixes *best[2], bool *feasible)
{
	const sn_plan_request *r = in->request;
	const sn_prefix *spare[2] = {r->spare_local, r->spare_peer};
	size_t n[2] = {r->spare_local_count, r->spare_peer_count};
	sn_set *segments[2] = {in->set[0], in->set[1]}, *wide[2] = {NULL, NULL};
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++) {
		sn_set *more = NULL;

		status = sn_set_from_prefixes(
		    &more, spare[s], n[s], &in->plan->alloc);
		if (!status)
			status = sn_set_union(&wide[s], segments[s], more);
		sn_set_free(more);
	}
	if (!status) {
		memcpy(in->set, wide, sizeof(wide));
		status = sn__best_table(in, in->max_selectors,
		    in->plan->max_policy_routes, best, feasible);
		memcpy(in->set, segments, sizeof(segments));
	}
	sn_set_free(wide[0]);
	sn_set_free(wide[1]);
	return status;
}

/* Plans several selectors a side; *feasible stays false where one is as good. */
static sn_status
several_pairs(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	char text[SN_COUNT_TEXT_MAX];
	const sn_prefix *const *list = plan->selectors;
	sn_prefixes *best[2];
	sn_status status = sn__keep_lists(in, &in->kept);

	if (!status && !in->kept) {
		status = best_selectors(in, best, feasible);
		if (!status && *feasible)
			sn__plan_select(plan, best);
	}
	*feasible = !status && (*feasible || in->kept);
	if (!*feasible)
		return status;
	if (plan->selector_count[SN_LOCAL] == 1 &&
	    plan->selector_count[SN_PEER] == 1) {
		/* The verdicts are about one selector a side. */
		*feasible = false;
		return SN_OK;
	}
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	add_rows(plan, list, plan->selector_count, SN_ACTION_KEEP);
	sn_count_format(
	    text, sizeof(text), extra_pairs(in, list, plan->selector_count));
	return sn__advise(&plan->advice, "several-selectors", SN_SEVERITY_INFO,
	    "",
	    "Both ends carry several selectors in one SA: %zu local and %zu "
	    "peer selectors instead of one supernet a side, with %s extra "
	    "address pairs. That the gateway installs one policy row for each "
	    "pair is not documented: check its table.",
	    plan->selector_count[SN_LOCAL], plan->selector_count[SN_PEER],
	    text);
}

sn_status
sn__try_aggregate(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	*feasible = false;
	if (!passes(in->plan->max_connections, 1))
		return limit_exceeded(in, why, "connections", 1,
		    plan->max_connections, &plan->gateway->connections);
	if (in->several)
		status = several_pairs(in, feasible);
	if (!status && !*feasible)
		status = single_pair(in, feasible, why);
	if (!*feasible)
		plan->connections = plan->block_count = 0;
	return status;
}

/* ------------------------------------------------------------- pairs */

/* Plans the pairs of two lists, if the limits allow them. */
static sn_status
pair_up(struct sn__planning *in, const sn_prefix *const list[2],
    const size_t count[2], bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	uint64_t n = product(count[SN_LOCAL], count[SN_PEER]);

	if (!passes(plan->max_connections, n))
		return limit_exceeded(in, why, "connections", n,
		    plan->max_connections, &plan->gateway->connections);
	/* A row names its connection by a number of 32 bits. */
	if (n > UINT32_MAX)
		return limit_exceeded(
		    in, why, "connections", n, UINT32_MAX, NULL);
	if (!passes(plan->max_policy_routes, n))
		return limit_exceeded(in, why, "policy routes", n,
		    plan->max_policy_routes, &plan->gateway->policy_routes);
	for (unsigned s = 0; s < 2; s++) {
		plan->selectors[s] = list[s];
		plan->selector_count[s] = count[s];
	}
	plan->connections = n;
	plan->routing_mode = SN_MODE_PROTECTED_DATA_FLOWS;
	add_rows(plan, plan->selectors, plan->selector_count, SN_ACTION_KEEP);
	plan->block[plan->block_count - 1].numbered = true;
	*feasible = true;
	return SN_OK;
}

static bool
fits(const struct sn__planning *in, const size_t n[2])
{
	uint64_t pairs = product(n[SN_LOCAL], n[SN_PEER]);

	return passes(in->plan->max_connections, pairs) &&
	       passes(in->plan->max_policy_routes, pairs);
}

sn_status
sn__try_pairs(struct sn__planning *in, bool *feasible, char why[SN__WHY])
{
	sn_plan *plan = in->plan;
	const sn_prefix *list[2] = {NULL, NULL};
	sn_prefixes *kept[2];
	size_t n[2] = {0, 0};
	sn_status status = sn__keep_pairs(in, kept);

	*feasible = false;
	if (status)
		return status;
	for (unsigned s = 0; s < 2 && kept[s]; s++) {
		sn__plan_keep(plan, kept[s]);
		list[s] = sn_prefixes_data(kept[s], &n[s]);
	}
	if (!kept[SN_LOCAL] || !fits(in, n))
		for (unsigned s = 0; s < 2; s++) {
			list[s] = plan->side[s]->aggregates;
			n[s] = plan->side[s]->aggregate_count;
		}
	return pair_up(in, list, n, feasible, why);
}
