/*
 * plan_scheme.c - how each scheme is made.
 *
 *   destination  one connection, both selectors 0.0.0.0/0; routes decide
 *   aggregate    one connection, one selector a side (or, where both ends
 *                carry several in one SA, a few)
 *   pairs        one connection for each local x peer pair of aggregates
 *   lists        one connection, the exact lists of both sides, where both
 *                ends do the same with them
 *
 * Where a limit leaves fewer rows than the exact aggregates need, the best
 * cover within the limit takes their place: fewest extra address pairs, and
 * never an address of the other side or of a forbidden range. Which rows there
 * are is in plan_rows.c.
 */
#include <stdio.h>

#include "vpn/plan.h"

/* a * b, or UINT64_MAX where that overflows. */
static uint64_t
product(uint64_t a, uint64_t b)
{
	uint64_t p;

	return __builtin_mul_overflow(a, b, &p) ? UINT64_MAX : p;
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

/* Whether one connection may be made at all. */
static sn_status
one_fits(struct sn__planning *in, bool *fits)
{
	*fits = sn__passes(in->plan->max_connections, 1);
	return *fits ? SN_OK
		     : sn__limit_exceeded(in, "connection", 1,
			   in->plan->max_connections,
			   &in->plan->gateway->connections);
}

/* ------------------------------------------------------- destination */

static bool
route_based(struct sn__planning *in)
{
	const sn_profile *g = in->plan->gateway, *p = in->plan->peer_device;
	bool asked = in->request->scheme == SN_SCHEME_DESTINATION;

	if (g->route_based.value != 1 && !(asked && g->route_based.value < 0)) {
		snprintf(in->why, sizeof(in->why),
		    "the gateway (%s) is not known to be route-based.",
		    g->name);
	} else if (p->route_based.value != 1 &&
		   !(asked && p->route_based.value < 0)) {
		snprintf(in->why, sizeof(in->why),
		    "the peer (%s) is not known to be route-based.", p->name);
		snprintf(in->remedy, sizeof(in->remedy),
		    "if the peer has tunnel interfaces: --peer-device "
		    "route-based.");
	} else if (in->among && in->among->no_routing) {
		snprintf(in->why, sizeof(in->why),
		    "its routes go by destination alone, and would not be told "
		    "apart from those of another site.");
	} else {
		return true;
	}
	return false;
}

sn_status
sn__try_destination(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	sn_status status;

	if (!route_based(in))
		return SN_OK;
	status = one_fits(in, feasible);
	if (status || !*feasible)
		return status;
	one_connection(plan, SN_MODE_DESTINATION_ROUTING);
	select_all(plan, SN_LOCAL);
	select_all(plan, SN_PEER);
	return sn__make_rows(in, feasible);
}

/* --------------------------------------------------------- aggregate */

/* Plans one selector a side, as the verdicts say. */
static sn_status
single_pair(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;

	for (unsigned s = 0; s < 2; s++) {
		plan->selectors[s] = &plan->side[s]->selector;
		plan->selector_count[s] = 1;
	}
	if (plan->side[SN_LOCAL]->verdict == SN_VERDICT_DEFAULT_ROUTE &&
	    plan->side[SN_PEER]->verdict == SN_VERDICT_DEFAULT_ROUTE) {
		*feasible = false;
		snprintf(in->why, sizeof(in->why),
		    "no useful supernet covers either side, which is "
		    "destination routing and not protected data flows.");
		return SN_OK;
	}
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	return sn__make_rows(in, feasible);
}

/* Each side's segments with its spare prefixes. */
static sn_status
make_wide(struct sn__planning *in, sn_set *wide[2])
{
	const sn_plan_request *r = in->request;
	const sn_prefix *spare[2] = {r->spare_local, r->spare_peer};
	size_t n[2] = {r->spare_local_count, r->spare_peer_count};
	sn_status status = SN_OK;

	wide[SN_LOCAL] = wide[SN_PEER] = NULL;
	for (unsigned s = 0; s < 2 && !status; s++) {
		sn_set *more = NULL;

		status = sn_set_from_prefixes(
		    &more, spare[s], n[s], &in->plan->alloc);
		if (!status)
			status = sn_set_union(&wide[s], in->set[s], more);
		sn_set_free(more);
	}
	return status;
}

/* Finds the best selectors of both sides, spare prefixes covered too. */
static sn_status
best_selectors(struct sn__planning *in, sn_prefixes *best[2], bool *feasible)
{
	sn_set *segments[2] = {in->set[0], in->set[1]}, *wide[2];
	sn_status status = make_wide(in, wide);

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

static sn_status
say_several(struct sn__planning *in)
{
	sn_plan *plan = in->plan;

	return sn__advise(&plan->advice, "several-selectors", SN_SEVERITY_INFO,
	    "",
	    "Both ends carry several selectors in one SA: %zu local and %zu "
	    "peer selectors instead of one supernet a side.%s",
	    plan->selector_count[SN_LOCAL], plan->selector_count[SN_PEER],
	    plan->gateway->provider == SN_PROVIDER_ALIBABA && !plan->auto_off
		? " That the gateway installs one policy row for each pair is "
		  "not documented: check its table."
		: "");
}

/* Plans several selectors a side; *feasible stays false where one is as
 * good. */
static sn_status
several_pairs(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	sn_prefixes *best[2];
	bool kept = false;
	sn_status status = sn__keep_lists(in, &kept);

	if (!status && !kept) {
		status = best_selectors(in, best, feasible);
		if (!status && *feasible)
			sn__plan_select(plan, best);
	}
	*feasible = !status && (*feasible || kept);
	/* The verdicts are about one selector a side. */
	if (!*feasible || (plan->selector_count[SN_LOCAL] == 1 &&
			      plan->selector_count[SN_PEER] == 1)) {
		*feasible = false;
		return status;
	}
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	status = sn__make_rows(in, feasible);
	return status || !*feasible ? status : say_several(in);
}

sn_status
sn__try_aggregate(struct sn__planning *in, bool *feasible)
{
	sn_status status = one_fits(in, feasible);

	if (status || !*feasible)
		return status;
	*feasible = false;
	if (in->several)
		status = several_pairs(in, feasible);
	if (!status && !*feasible) {
		in->plan->block_count = 0;
		status = single_pair(in, feasible);
	}
	return status;
}

/* ------------------------------------------------------------- pairs */

/* Whether the gateway takes that many connections to one peer. */
static bool
tunnels_fit(struct sn__planning *in, uint64_t n)
{
	const sn_profile *g = in->plan->gateway;

	if (g->tunnels_per_peer.value < 0 ||
	    n <= (uint64_t)g->tunnels_per_peer.value)
		return true;
	snprintf(in->why, sizeof(in->why),
	    "it needs %llu tunnels to one peer, and the gateway (%s) takes "
	    "%lld to one address of a peer.",
	    (unsigned long long)n, g->name,
	    (long long)g->tunnels_per_peer.value);
	snprintf(in->remedy, sizeof(in->remedy),
	    "a public address of the peer for each tunnel.");
	return false;
}

/* Whether both ends take that many pairs of selectors. */
static sn_status
pairs_fit(struct sn__planning *in, uint64_t n, bool *fit)
{
	const sn_profile *end[2] = {in->plan->gateway, in->plan->peer_device};

	for (unsigned i = 0; i < 2; i++) {
		*fit = sn__passes(end[i]->pairs.value, n);
		if (!*fit)
			return sn__limit_exceeded(in, "selector pair", n,
			    end[i]->pairs.value, &end[i]->pairs);
	}
	return SN_OK;
}

/* Whether names of pairs fit what the gateway takes. */
static bool
names_fit(struct sn__planning *in)
{
	size_t least = sn__least_name(in->plan);

	if (least <= in->plan->name_most)
		return true;
	snprintf(in->why, sizeof(in->why),
	    "the names of the connections would have %zu bytes, and the "
	    "gateway (%s) takes %zu.",
	    least, in->plan->gateway->name, in->plan->name_most);
	snprintf(in->remedy, sizeof(in->remedy), "a shorter --connection.");
	return false;
}

/* Plans the pairs of two lists, if the limits allow them. */
static sn_status
pair_up(struct sn__planning *in, const sn_prefix *const list[2],
    const size_t count[2], bool *feasible)
{
	sn_plan *plan = in->plan;
	uint64_t n = product(count[SN_LOCAL], count[SN_PEER]);
	sn_status status;

	if (!sn__passes(plan->max_connections, n))
		return sn__limit_exceeded(in, "connection", n,
		    plan->max_connections, &plan->gateway->connections);
	/* A row names its connection by a number of 32 bits. */
	if (n > UINT32_MAX)
		return sn__limit_exceeded(
		    in, "connection", n, UINT32_MAX, NULL);
	status = pairs_fit(in, n, feasible);
	if (status || !*feasible)
		return status;
	*feasible = tunnels_fit(in, n) && (names_fit(in));
	if (!*feasible)
		return SN_OK;
	for (unsigned s = 0; s < 2; s++) {
		plan->selectors[s] = list[s];
		plan->selector_count[s] = count[s];
	}
	plan->connections = n;
	plan->routing_mode = SN_MODE_PROTECTED_DATA_FLOWS;
	return sn__make_rows(in, feasible);
}

static bool
fits(const struct sn__planning *in, const size_t n[2])
{
	uint64_t pairs = product(n[SN_LOCAL], n[SN_PEER]);

	return sn__passes(in->plan->max_connections, pairs) &&
	       sn__passes(in->plan->max_policy_routes, pairs);
}

sn_status
sn__try_pairs(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	const sn_prefix *list[2] = {NULL, NULL};
	sn_prefixes *kept[2];
	size_t n[2] = {0, 0};
	sn_status status = sn__keep_pairs(in, kept);

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
	return pair_up(in, list, n, feasible);
}

/* ------------------------------------------------------------- lists */

/* Whether both ends do the same with several selectors of a connection. */
static bool
ends_agree(struct sn__planning *in)
{
	const sn_profile *end[2] = {in->plan->gateway, in->plan->peer_device};

	for (unsigned i = 0; i < 2; i++) {
		if (end[i]->sa_model.value >= 0)
			continue;
		snprintf(in->why, sizeof(in->why),
		    "it is not known whether the %s (%s) opens one SA for all "
		    "selectors of a connection or one for each pair.",
		    i ? "peer" : "gateway", end[i]->name);
		if (i)
			snprintf(in->remedy, sizeof(in->remedy),
			    "--peer-device NAME, of what the peer is.");
		return false;
	}
	if (in->plan->ike == SN_IKE_V1) {
		snprintf(in->why, sizeof(in->why),
		    "with IKEv1 a connection carries one pair of segments.");
		snprintf(in->remedy, sizeof(in->remedy), "--ike v2.");
		return false;
	}
	if (end[0]->sa_model.value == end[1]->sa_model.value)
		return true;
	snprintf(in->why, sizeof(in->why),
	    "the %s (%s) opens one SA for each pair of selectors, the %s (%s) "
	    "one for all.",
	    in->plan->peer_device->sa_model.value == SN_SA_PER_PAIR ? "peer"
								    : "gateway",
	    end[end[1]->sa_model.value == SN_SA_PER_PAIR]->name,
	    end[1]->sa_model.value == SN_SA_PER_PAIR ? "gateway" : "peer",
	    end[end[1]->sa_model.value != SN_SA_PER_PAIR]->name);
	return false;
}

/* Selects the exact lists, spare prefixes with them. */
static sn_status
select_lists(struct sn__planning *in)
{
	sn_set *wide[2];
	sn_prefixes *list[2] = {NULL, NULL};
	sn_status status = make_wide(in, wide);

	for (unsigned s = 0; s < 2 && !status; s++)
		status = sn_prefixes_from_set(&list[s], wide[s], 0);
	sn_set_free(wide[0]);
	sn_set_free(wide[1]);
	if (status) {
		sn_prefixes_free(list[SN_LOCAL]);
		return status;
	}
	sn__plan_select(in->plan, list);
	return SN_OK;
}

sn_status
sn__try_lists(struct sn__planning *in, bool *feasible)
{
	static const char *const what[] = {"local selector", "peer selector"};
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	if (plan->side[SN_LOCAL]->aggregate_count +
		    plan->side[SN_PEER]->aggregate_count >
		2 &&
	    !ends_agree(in))
		return SN_OK;
	status = one_fits(in, feasible);
	if (status || !*feasible)
		return status;
	*feasible = false;
	status = select_lists(in);
	for (unsigned s = 0; s < 2 && !status; s++)
		if (!sn__passes(in->max_selectors[s], plan->selector_count[s]))
			return sn__limit_exceeded(in, what[s],
			    plan->selector_count[s], in->max_selectors[s],
			    s ? &plan->gateway->peer_selectors
			      : &plan->gateway->local_selectors);
	if (!status && in->per_pair) {
		status = pairs_fit(in,
		    product(plan->selector_count[SN_LOCAL],
			plan->selector_count[SN_PEER]),
		    feasible);
		if (status || !*feasible)
			return status;
	}
	if (status)
		return status;
	one_connection(plan, SN_MODE_PROTECTED_DATA_FLOWS);
	return sn__make_rows(in, feasible);
}
