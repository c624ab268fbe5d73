/*
 * ike_negotiate.c - the negotiation of two configured ends, step by step.
 *
 * Phase 1 is opened once for all connections of the gateway's end that have
 * the same parameters and identities; the peer answers them all with the one
 * connection that fits first, and with the children of that one alone.
 */
#include "vpn/ike_negotiate.h"

#include "vpn/ike_esp.h"
#include "vpn/ike_phase1.h"
#include "vpn/ike_selectors.h"

enum { TS_MAX = 255 }; /* selectors that a payload of IKEv2 takes */

struct negotiating {
	const sn_ike_config *end[2]; /* [SN_LOCAL] the gateway's */
	struct sn__ts_end ts[2];
	struct sn__ike_sa *sa; /* those that are up, at most one a connection */
	size_t sas;
	sn__negotiation *out;
};

/* ---------------------------------------------------------- selectors */

/* The child of @connection that answers best; NONE: there is none. */
static uint32_t
best_child(const struct negotiating *in, uint32_t connection,
    struct sn__ts_list mine, struct sn__ts_list theirs)
{
	const struct sn__span *of =
	    &in->end[SN_PEER]->connection[connection].children;
	uint32_t found = SN__IKE_NONE;
	uint64_t best = 0;

	for (uint32_t i = of->first; i < of->first + of->n; i++) {
		uint64_t a = sn__ts_score(
		    sn__ts_of(&in->ts[SN_PEER], i, SN_LOCAL), theirs);
		uint64_t b =
		    sn__ts_score(sn__ts_of(&in->ts[SN_PEER], i, SN_PEER), mine);

		if (a && b && a + b > best) {
			best = a + b;
			found = i;
		}
	}
	return found;
}

static sn_status
keep_range(sn__negotiation *n, struct sn__span *span, const struct sn__ts *ts)
{
	if (!sn__grow(&n->alloc, &n->range, &n->range_capacity, n->ranges,
		sizeof(*n->range)))
		return SN_ENOMEM;
	if (!span->n)
		span->first = (uint32_t)n->ranges;
	n->range[n->ranges++] = ts->range;
	span->n++;
	return SN_OK;
}

/* What the peer answers with: where it takes one pair of a line, any. */
static struct sn__ts_list
answer(
    const struct negotiating *in, const struct sn__ike_result *r, unsigned side)
{
	const sn_ike_config *p = in->end[SN_PEER];
	const struct sn__span *line =
	    sn__ike_line(&p->child[r->peer_child], side);

	return r->one_pair ? (struct sn__ts_list){p->ts + line->first, line->n}
			   : sn__ts_of(&in->ts[SN_PEER], r->peer_child, side);
}

/* What the SA carries of one side, seen from the gateway. */
static sn_status
narrow(struct negotiating *in, struct sn__ike_result *r, unsigned side)
{
	struct sn__ts_list mine = sn__ts_of(&in->ts[SN_LOCAL], r->child, side);
	struct sn__ts_list theirs = answer(in, r, !side);
	struct sn__ts c;
	sn_status status = SN_OK;
	size_t whole = 0;

	if (r->version == SN_IKE_V1) {
		if (!sn__ts_first_common(&c, theirs, &mine.ts[0]))
			return SN_OK;
		r->narrow |= mine.n > 1 || !sn__ts_equal(&c, &mine.ts[0]);
		r->ports |= c.port != 0;
		return keep_range(in->out, &r->ts[side], &c);
	}
	for (size_t i = 0; i < mine.n; i++) {
		bool equal = false;

		for (size_t k = 0; k < theirs.n && !status; k++) {
			if (!sn__ts_common(&c, &mine.ts[i], &theirs.ts[k]))
				continue;
			equal |= sn__ts_equal(&c, &mine.ts[i]);
			r->ports |= c.port != 0;
			status = keep_range(in->out, &r->ts[side], &c);
		}
		whole += equal;
	}
	r->narrow |= whole < mine.n;
	return status;
}

/* Whether something is not known of a child: its selectors, it may be. */
static bool
has_unsure(const sn_ike_config *c, const struct sn__span *children)
{
	for (uint32_t i = 0; i < children->n; i++)
		if (c->child[children->first + i].unsure)
			return true;
	return false;
}

/* Whether a child of another connection of the peer would have answered. */
static bool
elsewhere(const struct negotiating *in, const struct sn__ike_result *r,
    struct sn__ts_list mine, struct sn__ts_list theirs)
{
	for (uint32_t i = 0; i < in->end[SN_PEER]->connections; i++)
		if (i != r->peer &&
		    best_child(in, i, mine, theirs) != SN__IKE_NONE)
			return true;
	return false;
}

static bool
has(struct sn__ts_list list, const struct sn__ts *ts)
{
	for (size_t i = 0; i < list.n; i++)
		if (sn__ts_equal(&list.ts[i], ts))
			return true;
	return false;
}

/*
 * Whether what a device that is not known makes of selectors is certain: they
 * are one a side, and the child that answers has the same. With IKEv1 an offer
 * is one a side, and strongSwan's is the first.
 */
static bool
is_certain(const struct negotiating *in, const struct sn__ike_result *r)
{
	bool first = r->version == SN_IKE_V1 &&
		     in->end[SN_LOCAL]->kind == SN__IKE_STRONGSWAN;

	for (unsigned side = 0; side < 2; side++) {
		struct sn__ts_list mine =
		    sn__ts_of(&in->ts[SN_LOCAL], r->child, side);
		struct sn__ts_list theirs =
		    sn__ts_of(&in->ts[SN_PEER], r->peer_child, !side);

		if (!has(theirs, &mine.ts[0]) ||
		    ((mine.n > 1 || theirs.n > 1) && !first))
			return false;
	}
	return true;
}

/* Whether what is offered is one pair, and one for which the peer opens an SA
 * by itself. */
static bool
is_pair(const struct negotiating *in, const struct sn__ike_result *r,
    struct sn__ts_list mine, struct sn__ts_list theirs)
{
	const struct sn__ts_list *offered[2] = {&mine, &theirs};

	for (unsigned side = 0; side < 2; side++)
		if (offered[side]->n != 1 ||
		    !has(sn__ts_of(&in->ts[SN_PEER], r->peer_child, !side),
			&offered[side]->ts[0]))
			return false;
	return in->end[SN_PEER]->kind == SN__IKE_PER_PAIR;
}

/* Whether offers that do not match may do so by what a daemon adds. */
static bool
may_match(const struct negotiating *in, const struct sn__span *own,
    const struct sn__span *its)
{
	const struct sn__offer *mine = in->end[SN_LOCAL]->offer;
	const struct sn__offer *theirs = in->end[SN_PEER]->offer;

	for (uint32_t i = 0; i < own->n; i++)
		for (uint32_t k = 0; k < its->n; k++)
			if (sn__offer_may_match(
				&mine[own->first + i], &theirs[its->first + k]))
				return true;
	return false;
}

static bool
has_group(const sn_ike_config *c, uint32_t child)
{
	const struct sn__span *offers = &c->child[child].offers;

	for (uint32_t i = 0; i < offers->n; i++)
		if (c->offer[offers->first + i].n[SN__ALG_GROUP])
			return true;
	return false;
}

/* ------------------------------------------------------------ phase 2 */

static sn_status
start_child(struct negotiating *in, const struct sn__ike_sa *sa, bool first,
    struct sn__ike_result *r)
{
	const sn_ike_config *g = in->end[SN_LOCAL], *p = in->end[SN_PEER];
	struct sn__ts_list mine =
	    sn__ts_of(&in->ts[SN_LOCAL], r->child, SN_LOCAL);
	struct sn__ts_list theirs =
	    sn__ts_of(&in->ts[SN_LOCAL], r->child, SN_PEER);
	struct sn__esp_end from = {g, r->child}, to;
	bool v1 = sa->version == SN_IKE_V1;
	sn_status status = SN_OK;

	r->asked = r->peer = sa->peer;
	r->version = sa->version;
	r->first = first && !v1;
	if (v1) {
		mine.n = mine.n > 0;
		theirs.n = theirs.n > 0;
	}
	if (mine.n > TS_MAX || theirs.n > TS_MAX) {
		r->why = SN__IKE_TS_MANY;
		return SN_OK;
	}
	r->unsure |= g->child[r->child].unsure;
	r->peer_child = best_child(in, sa->peer, mine, theirs);
	if (r->peer_child == SN__IKE_NONE) {
		r->unsure |= has_unsure(p, &p->connection[sa->peer].children);
		r->why = elsewhere(in, r, mine, theirs) ? SN__IKE_TS_ELSEWHERE
							: SN__IKE_TS;
		return SN_OK;
	}
	r->unsure |= p->child[r->peer_child].unsure;
	r->choice =
	    (g->kind != SN__IKE_STRONGSWAN || p->kind != SN__IKE_STRONGSWAN) &&
	    !is_certain(in, r) && !is_pair(in, r, mine, theirs);
	r->one_pair = r->choice && !v1 && g->kind != SN__IKE_UNKNOWN &&
		      g->kind != SN__IKE_PER_PAIR &&
		      p->kind == SN__IKE_PER_PAIR &&
		      (mine.n > 1 || theirs.n > 1);
	to = (struct sn__esp_end){p, r->peer_child};
	r->why = sn__esp_agree(&from, &to, sa, r->first);
	r->renewed = sn__esp_agree(&from, &to, sa, false);
	r->by_peer = sn__esp_agree(&to, &from, sa, false);
	if (r->why || r->renewed || r->by_peer)
		r->open = may_match(in, &g->child[r->child].offers,
		    &p->child[r->peer_child].offers);
	r->unsure |= r->open || (r->why == SN__IKE_PFS_IN_V1 &&
				    p->kind != SN__IKE_STRONGSWAN &&
				    !has_group(p, r->peer_child));
	for (unsigned side = 0; side < 2 && !status && !r->why; side++)
		status = narrow(in, r, side);
	return status;
}

/* The IKE_SA that a connection of the gateway uses; NULL: none is up. */
static const struct sn__ike_sa *
find_sa(const struct negotiating *in, uint32_t connection)
{
	for (size_t i = 0; i < in->sas; i++)
		if (sn__ike_shares(
			in->end[SN_LOCAL], connection, in->sa[i].gateway))
			return &in->sa[i];
	return NULL;
}

/* Whether something is not known of a connection that decides why it comes up
 * or not: what comes before identities does not wait for them. */
static bool
decides(const struct sn__ike_connection *of, enum sn__ike_why why)
{
	return of->unsure || (of->id_unsure && (!why || why >= SN__IKE_MODE));
}

/* Whether phase 1 may come up all the same. */
static bool
is_unsure(const struct negotiating *in, const struct sn__ike_result *r,
    uint32_t connection)
{
	const sn_ike_config *g = in->end[SN_LOCAL], *p = in->end[SN_PEER];

	/* Other devices than strongSwan may answer either mode: IOS does. */
	if (r->why == SN__IKE_MODE && p->kind != SN__IKE_STRONGSWAN)
		return true;
	/* The version may be the release's default. */
	if (r->why == SN__IKE_VERSION && g->kind == SN__IKE_UNKNOWN &&
	    !g->connection[connection].version)
		return true;
	/* What was not understood may be what they share. */
	for (size_t i = 0; i < p->connections; i++)
		if (decides(&p->connection[i], r->why))
			return true;
	return decides(&g->connection[connection], r->why);
}

/* Whether what a daemon adds to its proposals may be what they share. */
static bool
may_agree(const struct negotiating *in, const struct sn__ike_result *r,
    uint32_t connection)
{
	const struct sn__ike_connection *own =
	    &in->end[SN_LOCAL]->connection[connection];

	return (r->why == SN__IKE_OFFERS || r->why == SN__IKE_OFFERS_IN_V1) &&
	       may_match(in, &own->offers,
		   &in->end[SN_PEER]->connection[r->asked].offers);
}

static sn_status
start(struct negotiating *in, uint32_t child, struct sn__ike_result *r)
{
	const sn_ike_config *g = in->end[SN_LOCAL], *p = in->end[SN_PEER];
	uint32_t connection = g->child[child].connection;
	const struct sn__ike_sa *sa = find_sa(in, connection);
	struct sn__ike_sa new = {.gateway = connection};
	bool first = !sa;

	*r = (struct sn__ike_result){.child = child,
	    .asked = SN__IKE_NONE,
	    .peer = SN__IKE_NONE,
	    .peer_child = SN__IKE_NONE};
	if (!sa) {
		r->why = sn__ike_phase1(g, p, connection, &new);
		r->version = new.version;
		r->asked = new.asked;
		if (r->why) {
			r->open = may_agree(in, r, connection);
			r->unsure = r->open || is_unsure(in, r, connection);
			return SN_OK;
		}
		in->sa[in->sas] = new;
		sa = &in->sa[in->sas++];
	}
	r->unsure = decides(&g->connection[sa->gateway], SN__IKE_UP) ||
		    decides(&p->connection[sa->peer], SN__IKE_UP);
	return start_child(in, sa, first, r);
}

static sn_status
run(struct negotiating *in)
{
	const sn_ike_config *g = in->end[SN_LOCAL], *p = in->end[SN_PEER];
	sn__negotiation *out = in->out;
	struct sn__hosts hosts = sn__ike_hosts(g, p, 0);
	sn_addr other_way[2] = {hosts.of[SN_PEER], hosts.of[SN_LOCAL]};
	sn_status status;

	in->sa = sn__calloc(&out->alloc, g->connections, sizeof(*in->sa));
	out->result =
	    sn__calloc(&out->alloc, g->children, sizeof(*out->result));
	if (!in->sa || !out->result)
		return SN_ENOMEM;
	status = sn__ts_end_make(&in->ts[SN_LOCAL], g, hosts.of, &out->alloc);
	if (!status)
		status = sn__ts_end_make(
		    &in->ts[SN_PEER], p, other_way, &out->alloc);
	for (uint32_t i = 0; i < g->children && !status; i++) {
		if (g->child[i].pass)
			continue;
		status = start(in, i, &out->result[out->results]);
		out->results++;
	}
	return status;
}

sn_status
sn__negotiate(sn__negotiation *out, const sn_ike_config *gateway,
    const sn_ike_config *peer, const sn_alloc *alloc)
{
	struct negotiating in = {.end = {gateway, peer}, .out = out};
	sn_status status;

	*out = (sn__negotiation){.alloc = sn__alloc_keep(alloc)};
	status = run(&in);
	sn__ts_end_clear(&in.ts[SN_LOCAL], &out->alloc);
	sn__ts_end_clear(&in.ts[SN_PEER], &out->alloc);
	sn__free(&out->alloc, in.sa);
	if (status)
		sn__negotiation_clear(out);
	return status;
}

void
sn__negotiation_clear(sn__negotiation *n)
{
	sn__free(&n->alloc, n->result);
	sn__free(&n->alloc, n->range);
	*n = (sn__negotiation){.alloc = n->alloc};
}
