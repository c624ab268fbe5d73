/*
 * plan_choose.c - all schemes side by side, and the one that becomes the plan.
 *
 * Every scheme is tried, and what each comes to stays with the plan, as its
 * alternatives. Without a wish the first feasible one of these is taken: lists
 * where both ends open one SA for each pair; destination; pairs where one
 * aggregate a side would send all that a policy-based peer has into the
 * tunnel; aggregate; pairs; lists. The sentences of those before it become
 * advice.
 */

#include "vpn/plan.h"

/* What came of trying a scheme. */
struct trial {
	bool feasible;
	sn_plan made; /* its connections and rows */
	struct sn__findings advice;
};

/* Takes the connections and rows of another state of the same plan. */
static void
take(sn_plan *to, const sn_plan *from)
{
	to->connections = from->connections;
	to->routing_mode = from->routing_mode;
	memcpy(to->selectors, from->selectors, sizeof(to->selectors));
	memcpy(to->selector_count, from->selector_count,
	    sizeof(to->selector_count));
	memcpy(to->block, from->block, sizeof(to->block));
	to->block_count = from->block_count;
}

/* What the plan draws in on a side: a list of prefixes; routes rather than
 * selectors where those decide. */
static const sn_prefix *
drawn(const sn_plan *plan, unsigned s, size_t *n)
{
	const sn_side *side = plan->side[s];

	for (size_t i = 0; i < plan->block_count; i++) {
		const sn__block *b = &plan->block[i];
		bool policy = b->row.kind == SN_ROUTE_POLICY;

		if (b->row.action == SN_ACTION_DELETE ||
		    (s == SN_LOCAL && !policy) ||
		    (!policy && !sn__forced(plan, s)))
			continue;
		*n = s == SN_LOCAL ? b->source_count : b->destination_count;
		return s == SN_LOCAL ? b->sources : b->destinations;
	}
	*n = plan->selector_count[s];
	if (plan->routing_mode != SN_MODE_DESTINATION_ROUTING)
		return plan->selectors[s];
	*n = side->aggregate_count;
	return side->aggregates;
}

static uint32_t
growth(const sn_plan *plan)
{
	if (plan->routing_mode == SN_MODE_DESTINATION_ROUTING)
		return SN_GROWTH_ROUTE;
	if (plan->scheme == SN_SCHEME_PAIRS)
		return SN_GROWTH_CONNECTION;
	return plan->gateway->selectors_fixed.value == 1
		   ? SN_GROWTH_RECREATION
		   : SN_GROWTH_RENEGOTIATION;
}

/* What the scheme that the plan holds comes to. */
static void
measure(struct sn__planning *in, sn_alternative *out)
{
	const sn_plan *plan = in->plan;
	sn_count all = sn_count_from(0), segments = all;
	double share;

	out->feasible = 1;
	out->connections = plan->connections;
	out->new_segment = growth(plan);
	for (unsigned s = 0; s < 2; s++) {
		size_t n;
		const sn_prefix *p = drawn(plan, s, &n);

		out->selectors[s] =
		    plan->connections > 1 ? 1 : plan->selector_count[s];
		all = sn_count_add(all, sn__list_size(p, n));
		segments = sn_count_add(segments, sn_set_count(in->set[s], 0));
	}
	out->extra = sn_count_sub(all, segments);
	share = sn_count_to_double(out->extra) / sn_count_to_double(all) * 1000;
	out->extra_share = (uint32_t)(share + .5);
	for (size_t i = 0; i < plan->block_count; i++) {
		const sn__block *b = &plan->block[i];
		uint64_t n = sn__block_size(b);

		if (b->row.action == SN_ACTION_ADD)
			out->rows_to_add += n;
		if (b->row.action == SN_ACTION_DELETE)
			out->rows_to_delete += n;
		else if (plan->gateway->publish.value == 1 &&
			 b->row.state != SN_STATE_PUBLISHED)
			out->rows_to_publish += n;
	}
}

/* Tries scheme @s with advice of its own; the plan is as before. */
static sn_status
try_scheme(struct sn__planning *in, unsigned s, struct trial *trial)
{
	static sn__scheme_try *const try[] = {NULL, sn__try_destination,
	    sn__try_aggregate, sn__try_pairs, sn__try_lists};
	static const sn_plan empty;
	sn_plan *plan = in->plan;
	struct sn__findings advice = plan->advice;
	sn_alternative *a = &plan->alternative[s - 1];
	sn_status status;

	plan->advice = (struct sn__findings){.alloc = plan->alloc};
	in->scheme = s;
	in->why[0] = in->remedy[0] = '\0';
	take(plan, &empty);
	status = try[s](in, &trial->feasible);
	*a = (sn_alternative){.struct_size = sizeof(*a), .scheme = s};
	if (!status && trial->feasible) {
		plan->scheme = s;
		measure(in, a);
		plan->scheme = SN_SCHEME_NONE;
	} else {
		memcpy(plan->why[s - 1], in->why, sizeof(in->why));
		memcpy(plan->remedy[s - 1], in->remedy, sizeof(in->remedy));
	}
	a->why = plan->why[s - 1];
	a->remedy = plan->remedy[s - 1];
	trial->made = *plan;
	trial->advice = plan->advice;
	take(plan, &empty);
	plan->advice = advice;
	return status;
}

/* Moves the advice of a trial to the plan. */
static sn_status
adopt(struct sn__planning *in, const struct trial *trial)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < trial->advice.n && !status; i++) {
		const sn_finding *f = &trial->advice.a[i];

		status = sn__advise(&in->plan->advice, f->code, f->severity,
		    f->source, "%s", f->text);
	}
	return status;
}

/* Says why scheme @s, which was tried, is not the plan. */
static sn_status
pass_over(struct sn__planning *in, unsigned s, const struct trial *trial)
{
	bool asked = in->request->scheme != SN_SCHEME_AUTO;
	const char *remedy = in->plan->remedy[s - 1];
	sn_status status = adopt(in, trial);

	return status ? status
		      : sn__advise(&in->plan->advice,
			    asked ? "scheme-infeasible" : "scheme-passed-over",
			    asked ? SN_SEVERITY_ERROR : SN_SEVERITY_INFO,
			    sn__plan_source(in->plan), "Scheme %s: %s%s%s",
			    sn_word(SN_WORD_SCHEME, s), in->plan->why[s - 1],
			    *remedy ? " What would do: " : "", remedy);
}

/*
 * No scheme works: a limit that failed is then no remark but the reason. The
 * same limit may have stopped two schemes: it is said once.
 */
static void
blame_limits(sn_plan *plan)
{
	sn_finding *a = plan->advice.a;
	size_t kept = 0;

	for (size_t i = 0; i < plan->advice.n; i++) {
		bool again = false;

		if (!strcmp(a[i].code, "limit-exceeded"))
			a[i].severity = SN_SEVERITY_ERROR;
		for (size_t j = 0; j < kept; j++)
			again |= !strcmp(a[j].code, a[i].code) &&
				 !strcmp(a[j].text, a[i].text);
		if (!again)
			a[kept++] = a[i];
	}
	plan->advice.n = kept;
}

/* The scheme in use, where it is to stay: with a sticky request, and at a site
 * that is as it was; else SN_SCHEME_AUTO. */
static unsigned
in_use(const struct sn__planning *in, const struct trial trial[SN_SCHEMES])
{
	const sn_connection *lone = sn__lone_connection(in->request);
	unsigned used = sn__scheme_in_use(in->request);

	if (used == SN_SCHEME_AGGREGATE && in->per_pair &&
	    (lone->local_count > 1 || lone->peer_count > 1))
		used = SN_SCHEME_LISTS;
	if (!used || in->request->sticky)
		return used;
	return in->among && trial[used - 1].feasible &&
		       sn__is_in_use(
			   &trial[used - 1].made, in->request->previous)
		   ? used
		   : SN_SCHEME_AUTO;
}

/* The schemes in the order in which they are preferred; returns how many. */
static unsigned
preferred(const struct sn__planning *in, const struct trial trial[SN_SCHEMES],
    unsigned order[SN_SCHEMES + 2])
{
	const sn_plan *aggregate = &trial[SN_SCHEME_AGGREGATE - 1].made;
	unsigned n = 0, asked = in->request->scheme;
	unsigned used = in_use(in, trial);

	if (asked) {
		order[0] = asked;
		return 1;
	}
	if (used)
		order[n++] = used;
	if (in->per_pair)
		order[n++] = SN_SCHEME_LISTS;
	order[n++] = SN_SCHEME_DESTINATION;
	if (trial[SN_SCHEME_AGGREGATE - 1].feasible &&
	    trial[SN_SCHEME_PAIRS - 1].feasible &&
	    sn__replaced(aggregate, SN_LOCAL) &&
	    in->plan->peer_device->route_based.value != 1)
		order[n++] = SN_SCHEME_PAIRS;
	order[n++] = SN_SCHEME_AGGREGATE;
	order[n++] = SN_SCHEME_PAIRS;
	return n;
}

static bool
among(const unsigned *list, unsigned n, unsigned s)
{
	while (n)
		if (list[--n] == s)
			return true;
	return false;
}

static sn_status
decide(struct sn__planning *in, struct trial trial[SN_SCHEMES])
{
	unsigned order[SN_SCHEMES + 2];
	unsigned n = preferred(in, trial, order);
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	for (unsigned i = 0; i < n && !status; i++) {
		const struct trial *t = &trial[order[i] - 1];

		if (among(order, i, order[i]))
			continue;
		if (t->feasible) {
			take(plan, &t->made);
			plan->scheme = order[i];
			return adopt(in, t);
		}
		status = pass_over(in, order[i], t);
	}
	/* Exact lists are the last way out, tried where one SA holds all. */
	if (!status && !in->request->scheme &&
	    trial[SN_SCHEME_LISTS - 1].feasible) {
		take(plan, &trial[SN_SCHEME_LISTS - 1].made);
		plan->scheme = SN_SCHEME_LISTS;
		return adopt(in, &trial[SN_SCHEME_LISTS - 1]);
	}
	if (status)
		return status;
	blame_limits(plan);
	if (in->request->scheme)
		return SN_OK;
	return sn__advise(&plan->advice, "no-scheme", SN_SEVERITY_ERROR, "",
	    "No scheme works for these segments, this peer and these limits; "
	    "what each lacks is said below.");
}

sn_status
sn__plan_choose(struct sn__planning *in)
{
	struct trial *trial;
	sn_status status = SN_OK;

	trial = sn__calloc(&in->plan->alloc, SN_SCHEMES, sizeof(*trial));
	if (!trial)
		return SN_ENOMEM;
	for (unsigned s = 0; s < SN_SCHEMES && !status; s++)
		status = try_scheme(in, s + 1, &trial[s]);
	if (!status)
		status = decide(in, trial);
	for (unsigned s = 0; s < SN_SCHEMES; s++)
		sn__findings_free(&trial[s].advice);
	sn__free(&in->plan->alloc, trial);
	return status;
}
