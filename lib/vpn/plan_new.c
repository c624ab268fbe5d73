/*
 * plan_new.c - from a request to a plan: checks, limits, both sides. How a
 * scheme is chosen is in plan_choose.c, how each is made in plan_scheme.c.
 */
#include "vpn/plan.h"
#include "vpn/special.h"
#include "base/error.h"
#include "vpn/deployed.h"
#include "vpn/names.h"

#include <stdio.h>

/* A limit is a number, or says where it comes from. */
static bool
is_limit(int64_t limit, int64_t least)
{
	return limit >= least || limit == SN_LIMIT_NONE ||
	       limit == SN_LIMIT_DEFAULT;
}

static sn_status
check_options(const sn_plan_request *r, sn_error *error)
{
	const char *why = NULL;

	if (r->scheme >= SN_SCHEME_NONE)
		why = "there is no such scheme";
	else if (r->ike > SN_IKE_V2)
		why = "there is no such IKE version";
	else if (r->align > SN_ALIGN_OCTET)
		why = "there is no such alignment";
	else if (r->shortest4 > 32 || r->shortest6 > 128)
		why = "the shortest supernet is 0 to 32, of IPv6 0 to 128";
	else if (!is_limit(r->max_routes, 0))
		why = "max_routes is 0 or more";
	else if (!is_limit(r->max_connections, 0))
		why = "max_connections is 0 or more";
	else if (!is_limit(r->max_selectors, 1))
		why = "max_selectors is 1 or more: a connection has a "
		      "selector a side";
	else if (r->auto_rows > SN_AUTO_ROWS_OFF)
		why = "automatic rows are kept or off";
	else if (r->number_base > SN_NUMBER_MAX)
		why = "the number base is 1 to 32767";
	else if (r->overlap > SN_OVERLAP_NAT)
		why = "what both sides have is refused, nested or nat";
	return why ? sn__error_set(error, SN_EINVAL, why) : SN_OK;
}

static sn_status
check_request(const sn_plan_request *r, sn_error *error)
{
	sn_status status = check_options(r, error);

	if (status)
		return status;
	if (r->connection && !sn__is_name(r->connection, SN_NAME_MAX))
		return sn__error_set(error, SN_EINVAL,
		    "a connection id has 1 to 128 letters, digits and . _ - "
		    ":, and starts with none of . and -");
	return SN_OK;
}

static int64_t
limit(sn_fact fact, int64_t asked)
{
	if (asked != SN_LIMIT_DEFAULT)
		return asked < 0 ? -1 : asked;
	return fact.sure == SN_SURE_UNKNOWN ? -1 : fact.value;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* What rows of other connections leave of a limit. */
static int64_t
left(int64_t limit, uint64_t in_use)
{
	if (limit < 0)
		return limit;
	return (uint64_t)limit > in_use ? limit - (int64_t)in_use : 0;
}

/*
 * Several selectors in one connection need both ends to carry them in one SA:
 * known of both, not assumed, and IKEv2 (an IKEv1 connection has one pair).
 */
static void
find_limits(struct sn__planning *in)
{
	const sn_plan_request *r = in->request;
	const sn_profile *g = in->plan->gateway, *p = in->plan->peer_device;
	int64_t most = r->max_selectors;

	in->plan->max_policy_routes =
	    left(limit(g->policy_routes, r->max_routes), r->routes_in_use);
	in->plan->max_destination_routes =
	    left(limit(g->destination_routes, r->max_routes), r->routes_in_use);
	in->plan->max_static_routes =
	    left(limit(g->static_routes, r->max_routes), r->routes_in_use);
	in->plan->max_connections = limit(g->connections, r->max_connections);
	in->several = in->plan->ike == SN_IKE_V2 &&
		      g->sa_model.value == SN_SA_SINGLE &&
		      p->sa_model.value == SN_SA_SINGLE;
	in->per_pair = in->plan->ike == SN_IKE_V2 &&
		       g->sa_model.value == SN_SA_PER_PAIR &&
		       p->sa_model.value == SN_SA_PER_PAIR;
	/* The peer's local side is our peer side. */
	in->max_selectors[SN_LOCAL] = limit(g->local_selectors, most);
	in->max_selectors[SN_PEER] = limit(g->peer_selectors, most);
	if (most == SN_LIMIT_DEFAULT) {
		in->max_selectors[SN_LOCAL] = smaller(
		    in->max_selectors[SN_LOCAL], p->peer_selectors.value);
		in->max_selectors[SN_PEER] = smaller(
		    in->max_selectors[SN_PEER], p->local_selectors.value);
	}
	if (in->max_selectors[SN_LOCAL] == 1 && in->max_selectors[SN_PEER] == 1)
		in->several = false;
}

/* The other side's segments, and its spare prefixes outside of ours; where
 * sides are nested, what both have was given. */
static sn_status
make_other(
    struct sn__planning *in, unsigned s, const sn_prefix *prefix, size_t n)
{
	bool nested = in->plan->bypass[SN_LOCAL] || in->plan->bypass[SN_PEER];
	sn_set *spare = NULL, *outside = NULL, *theirs = NULL;
	sn_status status =
	    sn_set_from_prefixes(&spare, prefix, n, &in->plan->alloc);

	if (!status)
		status = sn_set_subtract(&outside, spare, in->set[s]);
	if (!status && nested)
		status = sn_set_subtract(
		    &theirs, in->set[s == SN_LOCAL], in->set[s]);
	if (!status)
		status = sn_set_union(&in->other[s],
		    nested ? theirs : in->set[s == SN_LOCAL], outside);
	sn_set_free(spare);
	sn_set_free(outside);
	sn_set_free(theirs);
	return status;
}

/* The public addresses, where all segments of a side are private and its
 * selector may not leave private space; else none. */
static sn_status
make_public(struct sn__planning *in, unsigned s, sn_set **out)
{
	const sn_plan_request *r = in->request;
	const sn_prefix *p = s == SN_LOCAL ? r->local : r->peer;
	size_t n = s == SN_LOCAL ? r->local_count : r->peer_count, spaces;
	const sn_prefix *space = sn__private_space(&spaces);
	sn_prefix all = in->plan->everything;
	sn_set *private = NULL;
	sn_status status;

	if (r->allow_public || !sn__all_private(p, n))
		spaces = 0;
	status =
	    sn_set_from_prefixes(&private, space, spaces, &in->plan->alloc);
	if (status)
		return status;
	if (!spaces) {
		*out = private;
		return SN_OK;
	}
	status = sn_set_complement(out, private, &all);
	sn_set_free(private);
	return status;
}

/* All that a prefix for side @s must not touch. */
static sn_status
make_avoid(struct sn__planning *in, unsigned s)
{
	const sn_profile *g = in->plan->gateway;
	sn_set *public = NULL, *forbidden = NULL, *most = NULL;
	/* Forbidden ranges are forbidden as destinations: the peer side. */
	sn_status status = sn_set_from_prefixes(&forbidden, g->forbidden,
	    s == SN_PEER ? g->forbidden_count : 0, &in->plan->alloc);

	if (!status)
		status = make_public(in, s, &public);
	if (!status)
		status = sn_set_union(&most, public, forbidden);
	if (!status && in->among && in->among->others[s]) {
		sn_set_free(forbidden);
		forbidden = most;
		most = NULL;
		status = sn_set_union(&most, forbidden, in->among->others[s]);
	}
	if (!status)
		status = sn_set_union(&in->avoid[s], most, in->other[s]);
	sn_set_free(public);
	sn_set_free(forbidden);
	sn_set_free(most);
	return status;
}

static sn_status
make_sets(struct sn__planning *in)
{
	const sn_plan_request *r = in->request;
	const sn_alloc *alloc = &in->plan->alloc;
	sn_status status = sn_set_from_prefixes(
	    &in->set[SN_LOCAL], r->local, r->local_count, alloc);

	if (!status)
		status = sn_set_from_prefixes(
		    &in->set[SN_PEER], r->peer, r->peer_count, alloc);
	if (!status)
		status = make_other(
		    in, SN_LOCAL, r->spare_peer, r->spare_peer_count);
	if (!status)
		status = make_other(
		    in, SN_PEER, r->spare_local, r->spare_local_count);
	if (!status)
		status = make_avoid(in, SN_LOCAL);
	return status ? status : make_avoid(in, SN_PEER);
}

static sn_status
judge_sides(struct sn__planning *in)
{
	const sn_plan_request *r = in->request;
	const sn_profile *g = in->plan->gateway;
	const sn_connection *c = r->sticky ? sn__lone_connection(r) : NULL;
	sn_side_options o = SN_SIDE_OPTIONS_INIT;
	sn_status status;

	o.align = r->align;
	o.shortest4 = r->shortest4;
	o.shortest6 = r->shortest6;
	o.shortest_given = r->shortest_given;
	o.allow_public = r->allow_public;
	o.spare_bits = r->spare_bits;
	o.spare = r->spare_local;
	o.spare_count = r->spare_local_count;
	o.other_side = in->other[SN_LOCAL];
	o.keep = c && c->local_count == 1 ? c->local : NULL;
	status = sn_side_judge(&in->plan->side[SN_LOCAL], r->local,
	    r->local_count, &o, &in->plan->alloc);
	if (status)
		return status;
	o.forbidden = g->forbidden;
	o.forbidden_count = g->forbidden_count;
	o.spare = r->spare_peer;
	o.spare_count = r->spare_peer_count;
	o.other_side = in->other[SN_PEER];
	o.keep = c && c->peer_count == 1 ? c->peer : NULL;
	return sn_side_judge(&in->plan->side[SN_PEER], r->peer, r->peer_count,
	    &o, &in->plan->alloc);
}

static sn_status
advise_first(sn_plan *plan, const sn_set *what, const char *code,
    const char *source, const char *format)
{
	char text[SN_PREFIX_TEXT_MAX];
	sn_set_iter it;
	sn_prefix p;

	sn_set_iter_init(&it, what, 0);
	if (!sn_set_iter_next_prefix(&it, &p))
		return SN_OK;
	sn_prefix_format(text, sizeof(text), p);
	return sn__advise(&plan->advice, code, SN_SEVERITY_ERROR, source,
	    "%s %s", text, format);
}

/* A gateway that carries no IPv6 inside its tunnels. */
static sn_status
check_family(struct sn__planning *in)
{
	const sn_profile *g = in->plan->gateway;

	if (in->plan->everything.family != SN_IPV6 || g->ipv6.value != 0)
		return SN_OK;
	in->possible = false;
	return sn__advise(&in->plan->advice, "no-ipv6-inside",
	    SN_SEVERITY_ERROR, g->ipv6.source,
	    "This gateway (%s) carries no IPv6 inside its tunnels.", g->name);
}

/* The peer is everything, to which the gateway is known to take no row. */
static bool
refuses_all(const struct sn__planning *in)
{
	const sn_profile *g = in->plan->gateway;

	return in->plan->side[SN_PEER]->aggregates[0].len == 0 &&
	       (g->manual_default.value == 0 ||
		   g->destination_default.value == 0);
}

/* Peer segments that the gateway takes no route to rule out every scheme. Where
 * they are everything, each scheme says so by itself. */
static sn_status
check_forbidden(struct sn__planning *in)
{
	const sn_profile *g = in->plan->gateway;
	sn_set *forbidden = NULL, *touched = NULL;
	sn_status status = sn_set_from_prefixes(
	    &forbidden, g->forbidden, g->forbidden_count, &in->plan->alloc);

	if (!status)
		status =
		    sn_set_intersect(&touched, in->set[SN_PEER], forbidden);
	if (!status && !sn_set_is_empty(touched) && !refuses_all(in)) {
		in->possible = false;
		status = advise_first(in->plan, touched,
		    "supernet-touches-reserved", g->forbidden_fact.source,
		    "is in the peer's segments, but the gateway takes no route "
		    "to it.");
	}
	sn_set_free(forbidden);
	sn_set_free(touched);
	return status;
}

static sn_status
make(struct sn__planning *in)
{
	sn_status status = make_sets(in);

	if (!status)
		status = judge_sides(in);
	if (!status)
		status = check_forbidden(in);
	if (!status)
		status = check_family(in);
	if (!status && in->possible && in->plan->proposed)
		status = sn__plan_choose(in);
	if (!status && in->plan->scheme != SN_SCHEME_NONE)
		status = sn__plan_comment(in);
	if (!status)
		status = sn__findings_sort(&in->plan->advice);
	return status;
}

/* The name in use where there is just one connection, else a fixed one. */
static const char *
default_name(const sn_plan_request *r)
{
	const sn_connection *c = sn__lone_connection(r);

	return c && sn__is_name(c->name, SN_NAME_MAX) ? c->name
						      : "ipsec-connection";
}

/* The longest name that the gateway takes, or that there is capacity for. */
static size_t
name_most(const sn_profile *g)
{
	int64_t most = g->name_length.value;

	return most > 0 && most < SN_CONNECTION_MAX ? (size_t)most
						    : SN_CONNECTION_MAX - 1;
}

/* Takes from the request what the plan is about. */
static void
begin(sn_plan *plan, const sn_plan_request *r)
{
	plan->scheme = SN_SCHEME_NONE;
	plan->ike = r->ike ? r->ike : SN_IKE_V2;
	plan->gateway =
	    r->gateway ? r->gateway : sn_profile_find("alibaba-cloud");
	plan->peer_device =
	    r->peer_device ? r->peer_device : sn_profile_find("generic");
	plan->everything = sn__prefix(r->local[0].family, 0, 0);
	snprintf(plan->connection, sizeof(plan->connection), "%.*s",
	    SN_NAME_MAX, r->connection ? r->connection : default_name(r));
	plan->name_most = name_most(plan->gateway);
	plan->number_base = r->number_base ? r->number_base
			    : r->previous  ? r->previous->number_base
					   : 0;
	plan->number_asked = plan->number_base != 0;
	plan->number_base = sn__number_base(plan, plan->number_base);
	plan->auto_off = r->auto_rows == SN_AUTO_ROWS_OFF &&
			 plan->gateway->auto_routes_off.value == 1;
	plan->publish = r->publish && plan->gateway->publish.value == 1;
	plan->replace = r->replace != 0;
}

/* A name that the gateway does not take. */
static sn_status
check_name(const sn_plan *plan, sn_error *error)
{
	char message[192];

	if (strlen(plan->connection) <= plan->name_most)
		return SN_OK;
	snprintf(message, sizeof(message),
	    "a connection of %.64s has a name of at most %zu bytes, and this "
	    "has %zu",
	    plan->gateway->name, plan->name_most, strlen(plan->connection));
	return sn__error_set(error, SN_EINVAL, message);
}

static void
clean(struct sn__planning *in)
{
	for (int i = 0; i < 2; i++) {
		sn_set_free(in->set[i]);
		sn_set_free(in->avoid[i]);
		sn_set_free(in->other[i]);
		sn__free(&in->plan->alloc, in->crossing_list[i]);
	}
}

sn_status
sn__plan_one(sn_plan **out, const sn_plan_request *request,
    const struct sn__among *among, sn_error *error)
{
	struct sn__planning in = {
	    .request = request, .among = among, .possible = true};
	sn_status status = check_request(request, error);
	sn_alloc alloc;
	sn_plan *plan;

	if (status)
		return status;
	alloc = sn__alloc_keep(request->alloc);
	plan = sn__calloc(&alloc, 1, sizeof(*plan));
	if (!plan)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	in.plan = plan;
	plan->alloc = plan->advice.alloc = alloc;
	begin(plan, request);
	find_limits(&in);
	status = check_name(plan, error);
	if (!status)
		status = sn__plan_propose(&in, error);
	if (!status)
		status = sn__plan_say_special(&in);
	if (!status)
		status = sn__plan_overlap(&in, error);
	if (status == SN_EINVAL) {
		clean(&in);
		sn_plan_free(plan);
		return status;
	}
	if (!status)
		status = sn__plan_names(&in);
	if (!status)
		status = make(&in);
	clean(&in);
	if (status) {
		sn_plan_free(plan);
		return sn__error_set(error, status, sn_strerror(status));
	}
	sn__plan_finish(plan);
	*out = plan;
	return SN_OK;
}
