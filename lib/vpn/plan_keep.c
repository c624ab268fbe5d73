/*
 * plan_keep.c - keeping what is in use, so that nothing renegotiates.
 *
 * One connection: its lists of selectors are kept where both still cover
 * their side (with its spare prefixes), touch nothing they must not, and are
 * within the limits; a single selector of one side is judged with the rules
 * of side.c. Several connections, one for each pair: prefixes in use that
 * are wholly in segments stay, and only what they lack is aggregated anew.
 * Names of pairs in use stay in any case. So does the scheme of a site that is
 * as it was, whatever became of its neighbours.
 */
#include "vpn/plan.h"

unsigned
sn__scheme_in_use(const sn_plan_request *r)
{
	const sn_connection *c;

	if (!r->previous || !sn_deployed_connection_count(r->previous))
		return SN_SCHEME_AUTO;
	c = sn_deployed_connection(r->previous, 0);
	if (c->routing_mode == SN_MODE_DESTINATION_ROUTING)
		return SN_SCHEME_DESTINATION;
	return sn_deployed_connection_count(r->previous) == 1
		   ? SN_SCHEME_AGGREGATE
		   : SN_SCHEME_PAIRS;
}

const sn_connection *
sn__lone_connection(const sn_plan_request *r)
{
	return r->previous && sn_deployed_connection_count(r->previous) == 1
		   ? sn_deployed_connection(r->previous, 0)
		   : NULL;
}

static int
compare(const void *a, const void *b)
{
	return sn_prefix_compare(*(const sn_prefix *)a, *(const sn_prefix *)b);
}

/* Whether prefixes are all among the selectors of a side. */
static bool
are_selected(const sn_plan *plan, unsigned s, const sn_prefix *p, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++)
		all &=
		    bsearch(&p[i], plan->selectors[s], plan->selector_count[s],
			sizeof(*p), compare) != NULL;
	return all && (plan->connections > 1 || n == plan->selector_count[s]);
}

bool
sn__is_in_use(const sn_plan *plan, const sn_deployed *old)
{
	size_t n = sn_deployed_connection_count(old);
	bool same = n == plan->connections;

	for (size_t i = 0; i < n && same; i++) {
		const sn_connection *c = sn_deployed_connection(old, i);

		same = c->routing_mode == plan->routing_mode &&
		       are_selected(plan, SN_LOCAL, c->local, c->local_count) &&
		       are_selected(plan, SN_PEER, c->peer, c->peer_count);
	}
	return same;
}

/* Whether a list in use still covers side @s and obeys its rules. */
static sn_status
still_does(struct sn__planning *in, unsigned s, const sn_prefix *p, size_t n,
    bool *does)
{
	const sn_plan_request *r = in->request;
	const sn_prefix *spare = s == SN_LOCAL ? r->spare_local : r->spare_peer;
	size_t spares =
	    s == SN_LOCAL ? r->spare_local_count : r->spare_peer_count;
	sn_set *set;
	sn_status status;

	*does = false;
	for (size_t i = 0; i < n; i++)
		if (p[i].len == 0)
			return SN_OK;
	status = sn_set_from_prefixes(&set, p, n, &in->plan->alloc);
	if (status)
		return status;
	*does =
	    sn_set_contains_set(set, in->set[s]) &&
	    !sn_set_overlaps(set, in->avoid[s]) &&
	    (in->max_selectors[s] < 0 || n <= (uint64_t)in->max_selectors[s]);
	for (size_t i = 0; i < spares; i++)
		*does &= sn_set_contains_range(set, sn_prefix_range(spare[i]));
	sn_set_free(set);
	return SN_OK;
}

sn_status
sn__keep_lists(struct sn__planning *in, bool *kept)
{
	const sn_connection *c = sn__lone_connection(in->request);
	sn_prefixes *list[2] = {NULL, NULL};
	sn_status status;
	bool does = false;

	*kept = false;
	if (!in->request->sticky || !c || !in->several ||
	    c->routing_mode != SN_MODE_PROTECTED_DATA_FLOWS)
		return SN_OK;
	if (in->plan->max_policy_routes >= 0 &&
	    c->local_count * c->peer_count >
		(uint64_t)in->plan->max_policy_routes)
		return SN_OK;
	status = still_does(in, SN_LOCAL, c->local, c->local_count, &does);
	if (!status && does)
		status = still_does(in, SN_PEER, c->peer, c->peer_count, &does);
	if (status || !does)
		return status;
	status = sn_prefixes_new(
	    &list[SN_LOCAL], c->local, c->local_count, &in->plan->alloc);
	if (!status)
		status = sn_prefixes_new(
		    &list[SN_PEER], c->peer, c->peer_count, &in->plan->alloc);
	if (status) {
		sn_prefixes_free(list[SN_LOCAL]);
		return status;
	}
	sn__plan_select(in->plan, list);
	*kept = true;
	return SN_OK;
}

/* Prefixes of one side in use that are wholly in its segments, disjoint. */
static sn_status
collect(struct sn__planning *in, unsigned s, sn_prefix **out, size_t *n)
{
	const sn_deployed *old = in->request->previous;
	size_t most = sn_deployed_connection_count(old), all = 0, kept = 0;
	sn_prefix *p = sn__malloc(&in->plan->alloc, most, sizeof(*p));

	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < most; i++) {
		const sn_connection *c = sn_deployed_connection(old, i);

		if (c->local_count != 1 || c->peer_count != 1)
			continue;
		p[all] = s == SN_LOCAL ? c->local[0] : c->peer[0];
		if (sn_set_contains_range(in->set[s], sn_prefix_range(p[all])))
			all++;
	}
	qsort(p, all, sizeof(*p), compare);
	/* A shorter prefix comes before those inside it, which are dropped. */
	for (size_t i = 0; i < all; i++)
		if (!kept || !sn_prefix_contains(p[kept - 1], p[i]))
			p[kept++] = p[i];
	*out = p;
	*n = kept;
	return SN_OK;
}

/* The prefixes in use, and the aggregates of what they lack. */
static sn_status
keep_side(struct sn__planning *in, unsigned s, sn_prefixes **out)
{
	const sn_alloc *alloc = &in->plan->alloc;
	sn_set *used = NULL, *rest = NULL;
	sn_prefixes *lacking = NULL;
	const sn_prefix *more;
	sn_prefix *p = NULL, *all;
	size_t n = 0, m = 0;
	sn_status status = collect(in, s, &p, &n);

	if (!status)
		status = sn_set_from_prefixes(&used, p, n, alloc);
	if (!status)
		status = sn_set_subtract(&rest, in->set[s], used);
	if (!status)
		status = sn_prefixes_from_set(&lacking, rest, 0);
	if (!status) {
		more = sn_prefixes_data(lacking, &m);
		all = sn__realloc(alloc, p, n + m, sizeof(*p));
		if (all) {
			p = all;
			if (m)
				memcpy(p + n, more, m * sizeof(*p));
			status = sn_prefixes_new(out, p, n + m, alloc);
		} else {
			status = SN_ENOMEM;
		}
	}
	sn__free(alloc, p);
	sn_set_free(used);
	sn_set_free(rest);
	sn_prefixes_free(lacking);
	return status;
}

sn_status
sn__keep_pairs(struct sn__planning *in, sn_prefixes *list[2])
{
	sn_status status;

	list[SN_LOCAL] = list[SN_PEER] = NULL;
	if (!in->request->sticky ||
	    sn__scheme_in_use(in->request) != SN_SCHEME_PAIRS)
		return SN_OK;
	status = keep_side(in, SN_LOCAL, &list[SN_LOCAL]);
	if (!status)
		status = keep_side(in, SN_PEER, &list[SN_PEER]);
	if (status) {
		sn_prefixes_free(list[SN_LOCAL]);
		list[SN_LOCAL] = NULL;
	}
	return status;
}

sn_status
sn__plan_names(struct sn__planning *in)
{
	const sn_deployed *old = in->request->previous;
	size_t n = old ? sn_deployed_connection_count(old) : 0;
	sn_plan *plan = in->plan;

	if (!n)
		return SN_OK;
	plan->pair_name = sn__calloc(&plan->alloc, n, sizeof(*plan->pair_name));
	if (!plan->pair_name)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const sn_connection *c = sn_deployed_connection(old, i);
		struct sn__pair_name *p = &plan->pair_name[plan->pair_names];

		if (c->local_count != 1 || c->peer_count != 1)
			continue;
		p->local = c->local[0];
		p->peer = c->peer[0];
		memcpy(p->name, c->name, sizeof(p->name));
		plan->pair_names++;
	}
	qsort(plan->pair_name, plan->pair_names, sizeof(*plan->pair_name),
	    sn__compare_pairs);
	return SN_OK;
}
