/*
 * plan_parts.c - from a request to the plans of its parts, and to one of all.
 *
 * A part is one family of one site; a request without sites has one part, or
 * two where its segments are of both families. Parts are planned each for
 * itself first. Then the rule of their common table is looked at, and parts
 * that break it are planned again with what they have to heed.
 */
#include "base/error.h"
#include "base/plural.h"
#include "vpn/claim.h"
#include "vpn/deployed.h"
#include "vpn/parts.h"

#include <stdio.h>

enum { LOCAL, PEER, SPARE_LOCAL, SPARE_PEER, LISTS };

/* ------------------------------------------------------------- parts */

static size_t
count_family(const sn_prefix *p, size_t n, unsigned family)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += p[i].family == family;
	return k;
}

/* The prefixes of one family: as they stand, or as a copy that is *owned. */
static sn_status
take_family(const sn_alloc *alloc, const sn_prefix **p, size_t *n,
    unsigned family, sn_prefix **owned)
{
	size_t k = count_family(*p, *n, family), at = 0;

	if (k < *n && k) {
		*owned = sn__malloc(alloc, k, sizeof(**owned));
		if (!*owned)
			return SN_ENOMEM;
		for (size_t i = 0; i < *n; i++)
			if ((*p)[i].family == family)
				(*owned)[at++] = (*p)[i];
		*p = *owned;
	}
	*n = k;
	return SN_OK;
}

/* Lets the lists of a request be of one family. */
static sn_status
take_lists(const sn_alloc *alloc, sn_plan_request *r, unsigned family,
    sn_prefix *owned[LISTS])
{
	sn_status status = take_family(
	    alloc, &r->local, &r->local_count, family, &owned[LOCAL]);

	if (!status)
		status = take_family(
		    alloc, &r->peer, &r->peer_count, family, &owned[PEER]);
	if (!status)
		status = take_family(alloc, &r->spare_local,
		    &r->spare_local_count, family, &owned[SPARE_LOCAL]);
	if (!status)
		status = take_family(alloc, &r->spare_peer,
		    &r->spare_peer_count, family, &owned[SPARE_PEER]);
	return status;
}

/* The request of a site: what it does not say is the whole's. */
static sn_plan_request
request_of(const sn_plan_request *whole, const sn_site *s)
{
	sn_plan_request r = *whole;

	r.sites = NULL;
	r.site_count = 0;
	if (!s)
		return r;
	if (s->local_count) {
		r.local = s->local;
		r.local_count = s->local_count;
	}
	r.peer = s->peer;
	r.peer_count = s->peer_count;
	if (s->peer_device)
		r.peer_device = s->peer_device;
	if (s->scheme)
		r.scheme = s->scheme;
	if (s->ike)
		r.ike = s->ike;
	if (s->proposal)
		r.proposal = s->proposal;
	r.connection = s->connection ? s->connection : s->name;
	return r;
}

static bool
has_family(const sn_plan_request *r, unsigned family)
{
	return count_family(r->local, r->local_count, family) &&
	       count_family(r->peer, r->peer_count, family);
}

/* Adds the part of one family. @second: the site has one of IPv4 too, so its
 * connection has a name of its own. */
static sn_status
add_part(struct sn__parts *w, const sn_site *site, const sn_plan_request *r,
    unsigned family, bool second)
{
	struct sn__site_part *p = &w->part[w->parts++];

	*p = (struct sn__site_part){
	    .site = site, .request = *r, .primary = UINT32_MAX};
	if (second) {
		snprintf(p->connection, sizeof(p->connection), "%.*s-v6",
		    SN_NAME_MAX,
		    r->connection ? r->connection : "ipsec-connection");
		p->request.connection = p->connection;
	}
	return take_lists(&w->alloc, &p->request, family, p->own);
}

/* Says so where segments of a family have none to talk to. */
static sn_status
say_left_out(struct sn__parts *w, const sn_site *site, const sn_plan_request *r,
    unsigned family)
{
	size_t n[2] = {count_family(r->local, r->local_count, family),
	    count_family(r->peer, r->peer_count, family)};

	/* Sites have a common local side, of which they take what they can. */
	if (n[SN_LOCAL] && !n[SN_PEER] && site && !site->local_count)
		return SN_OK;
	if (!n[SN_LOCAL] == !n[SN_PEER])
		return SN_OK;
	return sn__advise(&w->plan->advice, "family-left-out",
	    SN_SEVERITY_WARNING, "",
	    "The %s side%s%s has %zu IPv%d segment%s and the other side none: "
	    "%s in no connection.",
	    n[SN_LOCAL] ? "local" : "peer", site ? " of site " : "",
	    site ? site->name : "", n[SN_LOCAL] + n[SN_PEER],
	    family == SN_IPV6 ? 6 : 4, sn__plural(n[SN_LOCAL] + n[SN_PEER]),
	    n[SN_LOCAL] + n[SN_PEER] == 1 ? "it is" : "they are");
}

static sn_status
add_parts(struct sn__parts *w, const sn_site *site, sn_error *error)
{
	static const unsigned families[] = {SN_IPV4, SN_IPV6};
	sn_plan_request r = request_of(w->request, site);
	size_t before = w->parts;
	char message[160];
	sn_status status = SN_OK;

	for (size_t i = 0; i < 2 && !status; i++)
		if (has_family(&r, families[i]))
			status = add_part(
			    w, site, &r, families[i], w->parts > before);
	if (status)
		return sn__error_set(error, status, sn_strerror(status));
	if (w->parts == before) {
		snprintf(message, sizeof(message),
		    "%s%s%sone side is IPv4 and the other IPv6: a connection "
		    "has one family",
		    site ? "site " : "", site ? site->name : "",
		    site ? ": " : "");
		return sn__error_set(error, SN_EFAMILY, message);
	}
	for (size_t i = 0; i < 2 && !status; i++)
		status = say_left_out(w, site, &r, families[i]);
	return status;
}

/* A spare prefix is for a part of its family. */
static sn_status
check_spare_families(const struct sn__parts *w, sn_error *error)
{
	const sn_plan_request *r = w->request;
	size_t local[2] = {0, 0}, peer[2] = {0, 0};

	for (size_t i = 0; i < w->parts; i++) {
		const sn_plan_request *q = &w->part[i].request;
		bool v6 = q->local[0].family == SN_IPV6;

		local[v6] = q->spare_local_count;
		peer[v6] = q->spare_peer_count;
	}
	if (local[0] + local[1] == r->spare_local_count &&
	    peer[0] + peer[1] == r->spare_peer_count)
		return SN_OK;
	return sn__error_set(error, SN_EFAMILY,
	    "a spare prefix is of another family than the segments");
}

/* Finds which parts stand in for which. */
static void
find_primaries(struct sn__parts *w)
{
	for (uint32_t i = 0; i < w->parts; i++) {
		struct sn__site_part *p = &w->part[i];
		const char *of = p->site ? p->site->standby_of : NULL;

		for (uint32_t k = 0; of && k < w->parts; k++) {
			struct sn__site_part *q = &w->part[k];

			if (!q->site || strcmp(q->site->name, of) ||
			    q->request.local[0].family !=
				p->request.local[0].family)
				continue;
			p->primary = k;
			p->shares = q->shares = true;
			p->among.exact = q->among.exact = true;
			p->request.sticky = q->request.sticky = 0;
		}
	}
}

static sn_status
make_parts(struct sn__parts *w, sn_error *error)
{
	const sn_plan_request *r = w->request;
	size_t n = r->site_count ? r->site_count : 1;
	sn_status status = SN_OK;

	w->part = sn__calloc(&w->alloc, 2 * n, sizeof(*w->part));
	if (!w->part)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	for (size_t i = 0; i < n && !status; i++)
		status =
		    add_parts(w, r->site_count ? &r->sites[i] : NULL, error);
	if (!status)
		status = check_spare_families(w, error);
	if (!status)
		find_primaries(w);
	return status;
}

/* ------------------------------------------------------------- in use */

/* Gives a part the connections in use that are its own. */
static sn_status
keep_used(struct sn__parts *w, const uint32_t *owner)
{
	const sn_deployed *old = w->request->previous;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->parts && !status; i++) {
		status = sn_deployed_new(&w->part[i].used, &w->alloc);
		w->part[i].request.previous = w->part[i].used;
		if (!status)
			status = sn__keep_images(&w->part[i], old);
		if (!status && !w->request->site_count && !i)
			w->part[i].used->number_base = old->number_base;
	}
	for (size_t i = 0; i < old->connections && !status; i++)
		if (owner[i] != SN__UNCLAIMED)
			status = sn_deployed_add_connection(
			    w->part[owner[i]].used, old->connection[i]);
	return status;
}

/* Finds which connections in use are of which part. */
static sn_status
find_used(struct sn__parts *w, const sn_deployed *old)
{
	struct sn__claim *claim =
	    sn__calloc(&w->alloc, w->parts, sizeof(*claim));
	uint32_t *owner =
	    sn__malloc(&w->alloc, old->connections, sizeof(*owner));
	sn_status status = SN_OK;

	if (!claim || !owner || !w->part)
		status = SN_ENOMEM;
	for (size_t i = 0; i < w->parts && !status; i++) {
		const sn_plan_request *r = &w->part[i].request;

		claim[i].base = r->connection;
		status = sn__claim_sides(&claim[i],
		    (const sn_prefix *const[2]){r->local, r->peer},
		    (const size_t[2]){r->local_count, r->peer_count},
		    &w->alloc);
	}
	if (!status)
		status = sn__claim_connections(
		    old, claim, w->parts, &w->alloc, owner);
	if (!status)
		status = keep_used(w, owner);
	sn__claims_free(claim, w->parts, &w->alloc);
	sn__free(&w->alloc, owner);
	return status;
}

/* ----------------------------------------------------------- planning */

/* Makes the plan of a part; an error says of which site. */
static sn_status
plan_part(struct sn__parts *w, struct sn__site_part *p, sn_error *error)
{
	char message[2 * sizeof(error->message)];
	sn_status status = sn__forget_part(w, p);

	if (!status)
		status = sn__plan_one(&p->plan, &p->request, &p->among, error);
	if (!status)
		status = sn__take_images(w, p);
	if (status && p->site && error && status != SN_ENOMEM) {
		snprintf(message, sizeof(message), "site %s: %s", p->site->name,
		    error->message);
		(void)sn__error_set(error, status, message);
	}
	if (status || !p->site)
		return status;
	snprintf(p->plan->site, sizeof(p->plan->site), "%s", p->site->name);
	if (p->site->standby_of)
		snprintf(p->plan->standby_of, sizeof(p->plan->standby_of), "%s",
		    p->site->standby_of);
	return SN_OK;
}

static void
forget_order(struct sn__parts *w)
{
	sn__free_areas(w);
	sn__overlap_free(w->overlap);
	sn__free(&w->alloc, w->block);
	sn__free(&w->alloc, w->number);
	w->overlap = NULL;
	w->block = NULL;
	w->number = NULL;
	w->blocks = w->block_capacity = w->rows = 0;
}

/* The segments of all parts of a family on one side. */
static sn_status
all_segments(
    const struct sn__parts *w, unsigned family, unsigned side, sn_set **out)
{
	size_t n = 0, at = 0;
	sn_prefix *p;
	sn_status status;

	for (size_t i = 0; i < w->parts; i++)
		n += w->part[i].plan->side[side]->aggregate_count;
	p = sn__malloc(&w->alloc, n, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->parts; i++) {
		const sn_side *s = w->part[i].plan->side[side];

		if (s->selector.family != family)
			continue;
		memcpy(p + at, s->aggregates, s->aggregate_count * sizeof(*p));
		at += s->aggregate_count;
	}
	status = sn_set_from_prefixes(out, p, at, &w->alloc);
	sn__free(&w->alloc, p);
	return status;
}

/* What part @p has to heed: the segments of the others. */
static sn_status
find_others(struct sn__site_part *p, sn_set *const all[2])
{
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++) {
		sn_set_free(p->among.others[s]);
		p->among.others[s] = NULL;
		status =
		    sn_set_subtract(&p->among.others[s], all[s], p->set[s]);
	}
	return status;
}

/* Plans anew those that have to heed others. */
static sn_status
plan_again(struct sn__parts *w, unsigned family, sn_error *error)
{
	sn_set *all[2] = {NULL, NULL};
	sn_status status = all_segments(w, family, SN_LOCAL, &all[SN_LOCAL]);

	if (!status)
		status = all_segments(w, family, SN_PEER, &all[SN_PEER]);
	for (size_t i = 0; i < w->parts && !status; i++) {
		struct sn__site_part *p = &w->part[i];

		if (!p->again || p->plan->everything.family != family)
			continue;
		status = find_others(p, all);
		if (!status)
			status = plan_part(w, p, error);
	}
	sn_set_free(all[SN_LOCAL]);
	sn_set_free(all[SN_PEER]);
	return status;
}

static sn_status
keep_segments(struct sn__parts *w)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->parts && !status; i++) {
		struct sn__site_part *p = &w->part[i];

		for (unsigned s = 0; s < 2 && p->plan && !status; s++)
			status = sn_set_from_prefixes(&p->set[s],
			    p->plan->side[s]->aggregates,
			    p->plan->side[s]->aggregate_count, &w->alloc);
	}
	return status;
}

/* Whether all parts are planned, and there are some to look at together. */
static bool
all_planned(const struct sn__parts *w)
{
	for (size_t i = 0; i < w->parts; i++)
		if (!w->part[i].plan ||
		    w->part[i].plan->scheme == SN_SCHEME_NONE)
			return false;
	return true;
}

/* Looks at the order, and asks for exact rows where there are not enough
 * priorities. *again: parts are to be planned anew. */
static sn_status
look_at_order(struct sn__parts *w, bool *again)
{
	bool fits = true;
	sn_status status;

	forget_order(w);
	*again = false;
	status = sn__check_order(w);
	for (size_t i = 0; i < w->parts; i++)
		*again |= w->part[i].again;
	if (status || *again || sn__failed(w))
		return status;
	status = sn__settle(w, &fits);
	for (size_t i = 0; i < w->parts && !fits; i++)
		if (!w->part[i].among.exact)
			w->part[i].among.exact = w->part[i].again = *again =
			    true;
	return status;
}

/* Each round that asks for another one gives a part one more of two things to
 * heed, so there are at most two a part, and the last. */
static sn_status
plan_all(struct sn__parts *w, sn_error *error)
{
	bool again = true;
	sn_status status = sn__take_segments(w);

	/* Where images are in use they are taken first. */
	for (unsigned pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < w->parts && !status; i++)
			if (sn__has_images(&w->part[i]) != pass)
				status = plan_part(w, &w->part[i], error);
	status = status ? status : keep_segments(w);
	while (again && !status && !sn__failed(w) && all_planned(w)) {
		status = look_at_order(w, &again);
		if (!status && again)
			status = plan_again(w, SN_IPV4, error);
		if (!status && again)
			status = plan_again(w, SN_IPV6, error);
	}
	return status;
}

static void
clean(struct sn__parts *w)
{
	for (size_t i = 0; i < w->parts; i++) {
		struct sn__site_part *p = &w->part[i];

		for (unsigned k = 0; k < LISTS; k++)
			sn__free(&w->alloc, p->own[k]);
		for (unsigned s = 0; s < 2; s++) {
			sn_set_free(p->set[s]);
			sn_set_free(p->among.others[s]);
		}
		sn_plan_free(p->plan);
		sn_deployed_free(p->used);
	}
	forget_order(w);
	sn__free(&w->alloc, w->part);
	sn_set_free(w->taken);
	sn_plan_free(w->plan);
}

/* A request of one part and no sites is a plan as it stands. */
static bool
is_alone(const struct sn__parts *w)
{
	return w->parts == 1 && !w->request->site_count && !w->plan->advice.n;
}

static sn_status
make(struct sn__parts *w, sn_plan **out, sn_error *error)
{
	sn_status status = make_parts(w, error);

	if (!status && w->request->previous &&
	    find_used(w, w->request->previous))
		status =
		    sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	if (status)
		return status;
	if (is_alone(w))
		return sn__plan_one(out, &w->part[0].request, NULL, error);
	w->plan->gateway = w->request->gateway;
	status = plan_all(w, error);
	if (!status)
		status = sn__make_whole(w, out);
	return status == SN_ENOMEM
		   ? sn__error_set(error, status, sn_strerror(status))
		   : status;
}

sn_status
sn_plan_new(sn_plan **out, const sn_plan_request *request, sn_error *error)
{
	sn_plan_request r;
	struct sn__parts w = {.request = &r};
	sn_alloc alloc = sn__alloc_keep(NULL);
	sn_status status;

	if (request->struct_size == sizeof(*request))
		alloc = sn__alloc_keep(request->alloc);
	status = sn__check_sides(request, &alloc, error);
	if (status)
		return status;
	r = *request;
	status = sn__find_gateway(&r, error);
	if (status)
		return status;
	w.alloc = alloc;
	w.plan = sn__calloc(&alloc, 1, sizeof(*w.plan));
	if (!w.plan)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	w.plan->alloc = w.plan->advice.alloc = alloc;
	status = make(&w, out, error);
	clean(&w);
	return status;
}
