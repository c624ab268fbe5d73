/*
 * plan_case.h - a random request of any gateway and peer, and its plan on a
 * simulated gateway, which shares no code with it.
 */
#ifndef SN_PLAN_CASE_H
#define SN_PLAN_CASE_H

#include "plan.h"
#include "sim.h"

enum { MOST = 8 };

/* How often what was met. */
static struct {
	unsigned scheme[6], forced, several, widened, limited, overlap, six;
} met;

static inline bool
touches(const sn_prefix *p, size_t n, sn_prefix q)
{
	for (size_t i = 0; i < n; i++)
		if (sn_prefix_overlaps(p[i], q))
			return true;
	return false;
}

/* Nothing of the other side, nothing forbidden, and never a default route. */
static inline void
rows_draw_nothing_in(const struct sim *s, const sn_plan_request *r)
{
	const sn_profile *g = r->gateway;

	for (size_t i = 0; i < s->rows; i++) {
		const struct sim_row *row = &s->row[i];

		assert_false(
		    touches(r->local, r->local_count, row->destination));
		assert_false(touches(
		    g->forbidden, g->forbidden_count, row->destination));
		assert_int_not_equal(row->destination.len, 0);
		if (row->kind == SN_ROUTE_POLICY)
			assert_false(
			    touches(r->peer, r->peer_count, row->source));
	}
}

static inline void
all_pairs_have_a_path(const struct sim *s, const sn_plan_request *r)
{
	for (size_t i = 0; i < r->local_count; i++)
		for (size_t j = 0; j < r->peer_count; j++) {
			assert_true(sim_path(s, sn_prefix_first(r->local[i]),
			    sn_prefix_first(r->peer[j])));
			assert_true(sim_path(s, sn_prefix_last(r->local[i]),
			    sn_prefix_last(r->peer[j])));
			assert_false(sim_path(s, sn_prefix_first(r->local[i]),
			    sn_prefix_last(r->local[0])));
		}
}

/* A selector that holds what is not its side's, and whose rows are replaced. */
static inline bool
is_replaced(const sn_plan *plan, unsigned s, sn_prefix selector)
{
	const sn_side *side = sn_plan_get(plan)->sides[s];

	return !selector.len ||
	       (side->verdict == SN_VERDICT_DEFAULT_ROUTE && side->used &&
		   !sn_prefix_compare(selector, side->selector));
}

static inline void
connections_are_sound(const sn_plan *plan, const sn_plan_request *r)
{
	bool one = r->ike == SN_IKE_V1 || r->peer_device->sa_model.value < 0 ||
		   r->peer_device->sa_model.value != r->gateway->sa_model.value;
	uint64_t pairs = 0;
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		assert_int_equal(sn_plan_connection(plan, i, &c), SN_OK);
		if (one)
			assert_true(c.local_count == 1 && c.peer_count == 1);
		pairs += (uint64_t)c.local_count * c.peer_count;
		if (r->max_selectors > 0)
			assert_true(c.local_count <= (size_t)r->max_selectors &&
				    c.peer_count <= (size_t)r->max_selectors);
		for (size_t k = 0; k < c.local_count; k++)
			if (!is_replaced(plan, SN_LOCAL, c.local[k]))
				assert_false(touches(
				    r->peer, r->peer_count, c.local[k]));
		for (size_t k = 0; k < c.peer_count; k++)
			if (!is_replaced(plan, SN_PEER, c.peer[k])) {
				assert_false(touches(
				    r->local, r->local_count, c.peer[k]));
				/* Two selectors never overlap. */
				for (size_t m = 0; m < c.local_count; m++)
					assert_true(is_replaced(plan, SN_LOCAL,
							c.local[m]) ||
						    !sn_prefix_overlaps(
							c.local[m], c.peer[k]));
			}
	}
	if (r->gateway->pairs.value >= 0)
		assert_true(pairs <= (uint64_t)r->gateway->pairs.value);
	if (r->gateway->tunnels_per_peer.value >= 0)
		assert_true(sn_plan_get(plan)->connection_count <=
			    (uint64_t)r->gateway->tunnels_per_peer.value);
}

/* A gateway has its own rows, and its plan its own words. */
static inline void
nothing_of_others(const sn_plan *plan, const sn_plan_request *r)
{
	static const char *const alibaba[] = {
	    "olicy row", "olicy route", "ublish", "automatic row", "VPC by"};
	const sn_plan_view *v = sn_plan_get(plan);
	uint64_t tables = r->gateway->tables.value > 0
			      ? (uint64_t)r->gateway->tables.value
			      : 0;
	sn_plan_rows it;
	sn_route row;

	sn_plan_rows_init(&it, plan, 0);
	while (sn_plan_rows_next(&it, &row)) {
		assert_true(tables & row.where);
		if (r->gateway->provider != SN_PROVIDER_ALIBABA)
			assert_int_equal(row.action, SN_ACTION_ADD);
	}
	if (r->gateway->provider == SN_PROVIDER_ALIBABA)
		return;
	for (size_t i = 0; i < v->finding_count; i++) {
		const sn_finding *f = &v->findings[i];

		assert_null(strstr(f->source, "libaba"));
		assert_null(strstr(f->source, "liyun"));
		for (size_t k = 0; k < sizeof(alibaba) / sizeof(*alibaba); k++)
			assert_null(strstr(f->text, alibaba[k]));
	}
}

static inline void
limits_hold(const struct sim *s, const sn_plan *plan, const sn_plan_request *r)
{
	if (r->max_routes >= 0)
		assert_true(s->rows <= (size_t)r->max_routes);
	if (r->max_connections >= 0)
		assert_true(sn_plan_get(plan)->connection_count <=
			    (uint64_t)r->max_connections);
}

static inline bool
sides_allow_a_plan(const sn_plan_request *r)
{
	const sn_profile *g = r->gateway;

	if (r->local[0].family == SN_IPV6 && g->ipv6.value == 0)
		return false;
	for (size_t i = 0; i < r->peer_count; i++)
		if (touches(r->local, r->local_count, r->peer[i]) ||
		    touches(g->forbidden, g->forbidden_count, r->peer[i]))
			return false;
	return true;
}

static inline void
check_plan(const sn_plan_request *r)
{
	static struct sim s;
	sn_deployed *d;
	sn_plan *plan;
	unsigned scheme;

	assert_int_equal(sn_plan_new(&plan, r, NULL), SN_OK);
	scheme = sn_plan_get(plan)->scheme;
	met.scheme[scheme]++;
	met.forced += advises(plan, "default-route-forced");
	met.several += advises(plan, "several-selectors");
	met.widened += advises(plan, "routes-widened");
	if (scheme == SN_SCHEME_NONE) {
		const sn_finding *a = sn_plan_get(plan)->findings;

		assert_int_equal(sn_plan_get(plan)->connection_count, 0);
		assert_int_equal(a->severity, SN_SEVERITY_ERROR);
		if (!sides_allow_a_plan(r))
			met.overlap++;
		else if (r->scheme == SN_SCHEME_AUTO) {
			/* Only a limit stops all schemes. */
			met.limited += advises(plan, "limit-exceeded");
			assert_true(advises(plan, "no-common-proposal") ||
				    advises(plan, "no-scheme"));
		}
	} else {
		assert_true(sides_allow_a_plan(r));
		nothing_of_others(plan, r);
		assert_int_equal(sn_deployed_from_plan(&d, plan), SN_OK);
		sim_load(&s, d);
		s.any = sim_any_of(r->gateway, &s);
		all_pairs_have_a_path(&s, r);
		rows_draw_nothing_in(&s, r);
		connections_are_sound(plan, r);
		limits_hold(&s, plan, r);
		sn_deployed_free(d);
	}
	sn_plan_free(plan);
}

static inline int64_t
random_limit(uint64_t *seed, uint64_t most)
{
	return test_below(seed, 2) ? SN_LIMIT_NONE
				   : (int64_t)test_below(seed, most);
}

/* Half of the time one of Alibaba Cloud or a peer of which nothing is known. */
static inline const sn_profile *
any_profile(uint64_t *seed, uint32_t kind)
{
	const sn_profile *p;

	if (test_below(seed, 2))
		return kind == SN_KIND_PEER
			   ? sn_profile_find(
				 test_below(seed, 2) ? "generic" : "strongswan")
			   : sn_profile_find("alibaba-cloud");
	do {
		p = sn_profile_at(test_below(seed, sn_profile_count()));
	} while (!(p->kind & kind));
	return p;
}

/* One request, planned and simulated. */
static inline void
plan_case(uint64_t *seed)
{
	unsigned family = test_below(seed, 3) ? SN_IPV4 : SN_IPV6;
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix local[MOST], peer[MOST];

	r.overlap = SN_OVERLAP_REFUSE;
	r.local = local;
	r.local_count = sim_segments(seed, family, local, MOST);
	r.peer = peer;
	r.peer_count = sim_segments(seed, family, peer, MOST);
	r.gateway = any_profile(seed, SN_KIND_GATEWAY);
	r.peer_device = any_profile(seed, SN_KIND_PEER);
	r.scheme = (uint32_t)test_below(seed, 7);
	if (r.scheme > SN_SCHEME_LISTS)
		r.scheme = SN_SCHEME_AUTO;
	r.auto_rows = (uint32_t)test_below(seed, 3);
	r.publish = (uint8_t)test_below(seed, 2);
	r.ike = (uint32_t)test_below(seed, 3);
	r.align = (uint32_t)test_below(seed, 2);
	r.allow_public = (uint8_t)test_below(seed, 2);
	r.spare_bits = test_below(seed, 4) ? 0 : (uint8_t)test_below(seed, 12);
	r.max_routes = random_limit(seed, 12);
	r.max_connections = random_limit(seed, 12);
	r.max_selectors = random_limit(seed, 6);
	if (r.max_selectors == 0)
		r.max_selectors = SN_LIMIT_DEFAULT;
	met.six += family == SN_IPV6;
	check_plan(&r);
}

#endif
