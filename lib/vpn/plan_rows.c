/*
 * plan_rows.c - the rows of a plan, in the tables that its gateway has.
 *
 * A gateway with policy routes has one for each pair of selectors. It installs
 * them by itself, or all are one's own where that is switched off; a row of
 * 0.0.0.0/0, or of a supernet that holds what is not its side's, is replaced by
 * more specific ones. Any other gateway has routes by destination in one table:
 * static routes of the connection, of the network, to the tunnel, or the
 * prefixes of the object that stands for the peer. A daemon whose policies lead
 * into the tunnel needs none unless they hold everything. Of a gateway whose
 * tables are not known there are no rows.
 */
#include <stdio.h>

#include "base/count.h"
#include "base/plural.h"
#include "vpn/plan.h"

/* What the gateway installs by itself; it gives a row priority 10. */
static const sn_route auto_row = {.kind = SN_ROUTE_POLICY,
    .weight = 100,
    .priority = 10,
    .state = SN_STATE_NORMAL,
    .origin = SN_ORIGIN_AUTO,
    .action = SN_ACTION_KEEP,
    .where = SN_ROWS_POLICY};

static uint64_t
tables_of(const sn_plan *plan)
{
	int64_t tables = plan->gateway->tables.value;

	return tables > 0 ? (uint64_t)tables : 0;
}

uint32_t
sn__row_table(const sn_plan *plan)
{
	uint64_t others = tables_of(plan) & ~(uint64_t)SN_ROWS_POLICY;

	return (uint32_t)(others & (0 - others));
}

bool
sn__forced(const sn_plan *plan, unsigned s)
{
	const sn_side *side = plan->side[s];

	return plan->selector_count[s] == 1 &&
	       (plan->selectors[s]->len == 0 ||
		   (plan->selectors[s] == &side->selector &&
		       side->verdict == SN_VERDICT_DEFAULT_ROUTE));
}

/* Everything is what the side has, and not what was left to select: a full
 * tunnel, of which no row is replaced. */
static bool
is_full(const sn_plan *plan, unsigned s)
{
	return plan->side[s]->aggregates[0].len == 0;
}

bool
sn__replaced(const sn_plan *plan, unsigned s)
{
	return sn__forced(plan, s) && !is_full(plan, s);
}

/* A row of 0.0.0.0/0 is needed; @takes says whether there may be one. */
static bool
takes_full(struct sn__planning *in, const sn_fact *takes)
{
	sn_plan *plan = in->plan;

	if (!is_full(plan, SN_PEER) || takes->value != 0)
		return true;
	snprintf(in->why, sizeof(in->why),
	    "no row of the gateway (%s) may have %s as destination.",
	    plan->gateway->name,
	    plan->everything.family == SN_IPV6 ? "::/0" : "0.0.0.0/0");
	return false;
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

/* A new block of rows with that action. */
static sn__block *
add_block(sn_plan *plan, uint32_t action)
{
	sn__block *b = &plan->block[plan->block_count++];

	*b = (sn__block){.source_count = 1, .row = auto_row};
	b->row.action = action;
	if (action == SN_ACTION_ADD) {
		b->row.origin = SN_ORIGIN_MANUAL;
		if (plan->publish)
			b->row.state = SN_STATE_PUBLISHED;
	}
	return b;
}

/* Adds the policy rows from every local to every peer prefix of @list. */
static void
add_policy(sn_plan *plan, const sn_prefix *const list[2], const size_t n[2],
    uint32_t action)
{
	sn__block *b = add_block(plan, action);

	b->sources = list[SN_LOCAL];
	b->source_count = n[SN_LOCAL];
	b->destinations = list[SN_PEER];
	b->destination_count = n[SN_PEER];
	b->numbered = plan->connections > 1;
}

/* Adds rows by destination in table @where. */
static sn__block *
add_static(sn_plan *plan, uint32_t where, const sn_prefix *list, size_t n,
    uint32_t action)
{
	sn__block *b = add_block(plan, action);

	b->destinations = list;
	b->destination_count = n;
	b->row.kind = where == SN_ROWS_DESTINATION ? SN_ROUTE_DESTINATION
						   : SN_ROUTE_STATIC;
	b->row.where = where;
	b->row.source = plan->everything;
	b->row.priority = 0;
	return b;
}

/* ------------------------------------------------------ policy routes */

/* Says that the table was widened to fit the limit, and by how much. */
static sn_status
squeezed(struct sn__planning *in, size_t needed, int64_t limit,
    const sn_prefix *const rows[2], const size_t n[2])
{
	char text[SN__GROUPED_MAX], age[SN__AGE];
	bool one = n[SN_LOCAL] * n[SN_PEER] == 1;

	sn__limit_age(age, limit, &in->plan->gateway->policy_routes);
	sn__count_grouped(text, extra_pairs(in, rows, n));
	return sn__advise(&in->plan->advice, "routes-widened",
	    SN_SEVERITY_WARNING, in->plan->gateway->policy_routes.source,
	    "The limit of %lld policy route%s%s is below the %zu that exact "
	    "replacement takes: the best %zu x %zu row%s within it carr%s %s "
	    "extra address pair%s, none of them of the other side or "
	    "forbidden. The better way out is a higher quota.",
	    (long long)limit, sn__plural((uint64_t)limit), age, needed,
	    n[SN_LOCAL], n[SN_PEER], one ? "" : "s", one ? "ies" : "y", text,
	    strcmp(text, "1") ? "s" : "");
}

/* Adds the rows of the two best lists within the limit. */
static sn_status
squeeze_rows(struct sn__planning *in, unsigned side, size_t needed,
    int64_t limit, bool *feasible)
{
	static const int64_t any[2] = {-1, -1};
	sn_plan *plan = in->plan;
	size_t n[2];
	const sn_prefix *rows[2];
	sn_prefixes *list[2], *one;
	uint64_t least = needed;
	sn_status status = sn__best_table(in, any, limit, list, feasible);

	if (!status && !*feasible) {
		/* The message says how many rows would be enough. */
		status = sn__best_list(in, side, 1, &one, &least);
		sn_prefixes_free(status ? NULL : one);
		if (!status)
			status = sn__limit_exceeded(in, "policy route",
			    least ? least : needed, limit,
			    &plan->gateway->policy_routes);
		return status;
	}
	if (status)
		return status;
	for (unsigned s = 0; s < 2; s++) {
		sn__plan_keep(plan, list[s]);
		rows[s] = sn_prefixes_data(list[s], &n[s]);
	}
	add_policy(plan, rows, n, SN_ACTION_ADD);
	return squeezed(in, needed, limit, rows, n);
}

/* A site among others whose rows have to be its exact aggregates. */
static bool
is_exact(const struct sn__planning *in)
{
	return in->among && in->among->exact;
}

/* Whether the selectors hold more than the segments. */
static bool
takes_more(const struct sn__planning *in)
{
	const sn_plan *plan = in->plan;

	for (unsigned s = 0; s < 2; s++)
		if (sn_count_compare(sn__list_size(plan->selectors[s],
					 plan->selector_count[s]),
			sn_set_count(in->set[s], 0)))
			return true;
	return false;
}

/*
 * The rows in place of the automatic one when @side is forced to everything:
 * its aggregates with the other side's selector, or with its aggregates where
 * rows have to be exact.
 */
static sn_status
replace_rows(struct sn__planning *in, unsigned side, bool *feasible)
{
	sn_plan *plan = in->plan;
	unsigned other = side == SN_LOCAL ? SN_PEER : SN_LOCAL;
	int64_t limit = plan->max_policy_routes;
	const sn_prefix *rows[2];
	size_t n[2];

	if (!plan->auto_off && plan->gateway->auto_routes.value == 1)
		add_policy(plan, plan->selectors, plan->selector_count,
		    SN_ACTION_DELETE);
	rows[side] = plan->side[side]->aggregates;
	n[side] = plan->side[side]->aggregate_count;
	rows[other] = plan->selectors[other];
	n[other] = plan->selector_count[other];
	if (is_exact(in)) {
		rows[other] = plan->side[other]->aggregates;
		n[other] = plan->side[other]->aggregate_count;
	}
	if (!sn__passes(limit, n[side] * n[other]))
		return squeeze_rows(
		    in, side, n[side] * n[other], limit, feasible);
	add_policy(plan, rows, n, SN_ACTION_ADD);
	*feasible = true;
	return SN_OK;
}

static sn_status
policy_rows(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;
	uint64_t n = (uint64_t)plan->selector_count[SN_LOCAL] *
		     plan->selector_count[SN_PEER];
	bool own = plan->auto_off || plan->gateway->auto_routes.value != 1;

	*feasible = false;
	if (!takes_full(in, &plan->gateway->manual_default))
		return SN_OK;
	for (unsigned s = 0; s < 2; s++)
		if (sn__replaced(plan, s))
			return replace_rows(in, s, feasible);
	if (is_exact(in) && takes_more(in))
		return replace_rows(in, SN_PEER, feasible);
	if (!sn__passes(plan->max_policy_routes, n))
		return sn__limit_exceeded(in, "policy route", n,
		    plan->max_policy_routes, &plan->gateway->policy_routes);
	add_policy(plan, plan->selectors, plan->selector_count,
	    own ? SN_ACTION_ADD : SN_ACTION_KEEP);
	*feasible = true;
	return SN_OK;
}

/* ------------------------------------------- routes by destination only */

/* Says so when @n routes had to take in more than the peer has. */
static sn_status
widened(struct sn__planning *in, const char *what, const sn_fact *fact,
    int64_t limit, const sn_prefix *p, size_t n)
{
	char text[SN__GROUPED_MAX], age[SN__AGE];
	sn_count extra = sn_count_sub(
	    sn__list_size(p, n), sn_set_count(in->set[SN_PEER], 0));

	if (sn_count_is_zero(extra))
		return SN_OK;
	sn__limit_age(age, limit, fact);
	sn__count_grouped(text, extra);
	return sn__advise(&in->plan->advice, "routes-widened",
	    SN_SEVERITY_WARNING, fact->source,
	    "The limit of %lld %s%s%s is below the %zu aggregates of the peer: "
	    "the best %zu route%s within it take%s in %s extra addresses, none "
	    "of them forbidden or the local side's. The better way out is a "
	    "higher quota.",
	    (long long)limit, what, sn__plural((uint64_t)limit), age,
	    in->plan->side[SN_PEER]->aggregate_count, n, sn__plural(n),
	    n == 1 ? "s" : "", text);
}

/* Rows to the peer's aggregates, or to the best list within the limit. */
static sn_status
routes_to_peer(struct sn__planning *in, uint32_t where, bool *feasible)
{
	sn_plan *plan = in->plan;
	bool own = where == SN_ROWS_DESTINATION;
	const char *what = own ? "destination route" : "static route";
	const sn_fact *fact = own ? &plan->gateway->destination_routes
				  : &plan->gateway->static_routes;
	int64_t limit =
	    own ? plan->max_destination_routes : plan->max_static_routes;
	uint64_t n = plan->side[SN_PEER]->aggregate_count, least;
	sn_prefixes *list;
	sn__block *b;
	sn_status status = sn__best_list(in, SN_PEER,
	    sn__passes(limit, n) ? n : (uint64_t)limit, &list, &least);

	if (status)
		return status;
	if (!list)
		return sn__limit_exceeded(in, what, least, limit, fact);
	sn__plan_keep(plan, list);
	b = add_static(plan, where, NULL, 0, SN_ACTION_ADD);
	b->destinations = sn_prefixes_data(list, &b->destination_count);
	*feasible = true;
	return widened(
	    in, what, fact, limit, b->destinations, b->destination_count);
}

/* One row for each peer prefix as it is selected. */
static sn_status
routes_as_selected(
    struct sn__planning *in, uint32_t where, uint32_t action, bool *feasible)
{
	sn_plan *plan = in->plan;
	uint64_t n = plan->selector_count[SN_PEER];
	bool pairs = plan->connections > 1;
	sn__block *b;

	if (pairs)
		n *= plan->selector_count[SN_LOCAL];
	if (!sn__passes(plan->max_static_routes, n))
		return sn__limit_exceeded(in, "static route", n,
		    plan->max_static_routes, &plan->gateway->static_routes);
	b = add_static(plan, where, plan->selectors[SN_PEER],
	    plan->selector_count[SN_PEER], action);
	if (pairs)
		b->source_count = plan->selector_count[SN_LOCAL];
	b->numbered = pairs;
	*feasible = true;
	return SN_OK;
}

/* Policies lead into the tunnel by themselves, as long as they bound it. */
static bool
needs_none(const sn_plan *plan, uint32_t where)
{
	return where == SN_ROWS_TUNNEL &&
	       plan->gateway->auto_routes.value == 1 &&
	       plan->routing_mode != SN_MODE_DESTINATION_ROUTING &&
	       !sn__replaced(plan, SN_LOCAL) && !sn__replaced(plan, SN_PEER);
}

static sn_status
static_rows(struct sn__planning *in, uint32_t where, bool *feasible)
{
	sn_plan *plan = in->plan;
	bool several = plan->connections > 1;
	bool selected = (where & (SN_ROWS_NETWORK | SN_ROWS_SUBNETS)) != 0;
	/* Rows of a connection that the gateway makes of its selectors. */
	bool automatic = where == SN_ROWS_CONNECTION &&
			 plan->gateway->auto_routes.value == 1 &&
			 plan->routing_mode != SN_MODE_DESTINATION_ROUTING;

	if (is_exact(in) && takes_more(in) &&
	    (!where || selected || automatic || needs_none(plan, where))) {
		snprintf(in->why, sizeof(in->why),
		    "its selectors would take packets of another site, and "
		    "the gateway (%s) looks at nothing else.",
		    plan->gateway->name);
		return SN_OK;
	}
	*feasible = true;
	if (!where || needs_none(plan, where))
		return SN_OK;
	*feasible = false;
	if (!takes_full(in, &plan->gateway->destination_default))
		return SN_OK;
	if (several && plan->selector_count[SN_LOCAL] > 1 &&
	    where != SN_ROWS_SUBNETS) {
		snprintf(in->why, sizeof(in->why),
		    "the rows of the gateway (%s) go by destination alone, so "
		    "the connections to one peer segment cannot be told "
		    "apart.",
		    plan->gateway->name);
		return SN_OK;
	}
	if (automatic && !sn__replaced(plan, SN_PEER))
		return routes_as_selected(in, where, SN_ACTION_KEEP, feasible);
	if (automatic)
		add_static(
		    plan, where, plan->selectors[SN_PEER], 1, SN_ACTION_DELETE);
	if (several || (selected && !sn__replaced(plan, SN_PEER)))
		return routes_as_selected(in, where, SN_ACTION_ADD, feasible);
	return routes_to_peer(in, where, feasible);
}

sn_status
sn__make_rows(struct sn__planning *in, bool *feasible)
{
	sn_plan *plan = in->plan;

	*feasible = false;
	if (plan->routing_mode != SN_MODE_DESTINATION_ROUTING &&
	    tables_of(plan) & SN_ROWS_POLICY)
		return policy_rows(in, feasible);
	return static_rows(in, sn__row_table(plan), feasible);
}
