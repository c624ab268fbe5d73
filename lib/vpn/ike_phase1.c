/*
 * ike_phase1.c - phase 1 between two ends, as strongSwan does it.
 */
#include "vpn/ike_phase1.h"

#include <string.h>

enum { HOST_MAX = 64 };

/* What an exchange of phase 1 goes by. */
struct phase1 {
	const sn_ike_config *g;
	const sn_ike_config *p;
	const struct sn__ike_connection *of; /* the gateway's */
	struct sn__hosts hosts;		     /* seen from the gateway */
	struct sn__hosts back;		     /* seen from the peer */
	char host_text[2][HOST_MAX];	     /* as identities */
};

struct sn__hosts
sn__ike_hosts(const sn_ike_config *gateway, const sn_ike_config *peer,
    uint32_t connection)
{
	struct sn__hosts h = {{{0, 0, 0, {0}}, {0, 0, 0, {0}}}};

	for (unsigned side = 0; side < 2; side++) {
		if (connection < gateway->connections)
			h.of[side] = sn__first_address(sn__ike_text(gateway,
			    gateway->connection[connection].address[side]));
		/* What one end does not say, the other one may. */
		for (size_t i = 0; i < peer->connections && !h.of[side].family;
		     i++)
			h.of[side] = sn__first_address(sn__ike_text(
			    peer, peer->connection[i].address[!side]));
	}
	return h;
}

static bool
same_text(const sn_ike_config *c, sn__text a, sn__text b)
{
	return !strcmp(sn__ike_text(c, a), sn__ike_text(c, b));
}

bool
sn__ike_shares(const sn_ike_config *c, uint32_t one, uint32_t other)
{
	const struct sn__ike_connection *a = &c->connection[one];
	const struct sn__ike_connection *b = &c->connection[other];

	if (a == b)
		return true;
	if (a->version != b->version || a->offers.n != b->offers.n ||
	    a->other_auth != b->other_auth)
		return false;
	for (uint32_t i = 0; i < a->offers.n; i++)
		if (!sn__offer_equal(&c->offer[a->offers.first + i],
			&c->offer[b->offers.first + i]))
			return false;
	return same_text(c, a->rest, b->rest) &&
	       same_text(c, a->address[0], b->address[0]) &&
	       same_text(c, a->address[1], b->address[1]) &&
	       same_text(c, a->id[0], b->id[0]) &&
	       same_text(c, a->id[1], b->id[1]);
}

/* ---------------------------------------------------------- proposals */

/* Whether a connection of the peer takes one of the gateway's proposals. */
static bool
accepts(const struct phase1 *x, const struct sn__ike_connection *peer,
    uint32_t version, uint16_t *group)
{
	const struct sn__offer *mine, *theirs;

	if (!peer->offers.n || !x->of->offers.n)
		return false;
	mine = &x->p->offer[peer->offers.first];
	theirs = &x->g->offer[x->of->offers.first];
	for (uint32_t i = 0; i < peer->offers.n; i++)
		for (uint32_t k = 0; k < x->of->offers.n; k++) {
			struct sn__offer cut;

			if (version == SN_IKE_V1 &&
			    !sn__offer_cut(&cut, &theirs[k]))
				continue;
			if (sn__offer_matches(&mine[i],
				version == SN_IKE_V1 ? &cut : &theirs[k], false,
				group))
				return true;
		}
	return false;
}

/*
 * The connection that fits best and, where others are tried, has a proposal
 * in common; the first of equals. *@asked: the one that fits best, whatever
 * it proposes.
 */
static uint32_t
fits_best(
    const struct phase1 *x, uint32_t version, uint16_t *group, uint32_t *asked)
{
	uint32_t found = SN__IKE_NONE;
	unsigned best = 0, nearest = 0;

	for (uint32_t i = 0; i < x->p->connections; i++) {
		const struct sn__ike_connection *c = &x->p->connection[i];
		unsigned fit = sn__connection_fit(x->p, c, &x->back, version);
		uint16_t agreed = 0;

		if (fit > nearest) {
			nearest = fit;
			*asked = i;
		}
		if (fit <= best ||
		    (version == SN_IKE_V2 && !accepts(x, c, version, &agreed)))
			continue;
		best = fit;
		found = i;
		*group = agreed;
	}
	return found;
}

/* --------------------------------------------------------- identities */

static const char *
id_or_host(const struct phase1 *x, const sn_ike_config *c,
    const struct sn__ike_connection *of, unsigned side)
{
	const char *id = sn__ike_text(c, of->id[SN_LOCAL]);

	return *id ? id : x->host_text[side];
}

/* The identity of an end that no device has, as a plan's, may be any. So may an
 * address that neither end says; and one that only the other end says may be
 * the outer one of NAT. */
static unsigned
id_fit(const sn_ike_config *c, const struct sn__ike_connection *of,
    const char *id, const char *pattern)
{
	bool unsaid = !of->id[SN_LOCAL] && !of->address[SN_LOCAL];

	return c->from_gateway || !*id ||
		       (unsaid && sn__is_translated(pattern, id))
		   ? 1
		   : sn__id_fit(id, pattern);
}

/*
 * The connection that answers to the identities: the first of those that fit
 * best. @my_id is what the gateway asks for, empty: anybody.
 */
static uint32_t
by_identity(const struct phase1 *x, uint32_t version, const char *my_id,
    const char *other_id)
{
	uint32_t found = SN__IKE_NONE;
	unsigned best_host = 0, best_id = 0;

	for (uint32_t i = 0; i < x->p->connections; i++) {
		const struct sn__ike_connection *c = &x->p->connection[i];
		unsigned host = sn__connection_fit(x->p, c, &x->back, version);
		const char *local = sn__ike_text(x->p, c->id[SN_LOCAL]);
		const char *peer = sn__ike_text(x->p, c->id[SN_PEER]);
		unsigned mine = *my_id ? sn__id_fit(my_id, local) : 1;
		unsigned theirs = id_fit(x->g, x->of, other_id, peer);
		unsigned id = mine + theirs;

		if (!host || !mine || !theirs ||
		    (version == SN_IKE_V2 && !accepts(x, c, version, NULL)) ||
		    (version == SN_IKE_V1 &&
			c->aggressive != x->of->aggressive))
			continue;
		if (found == SN__IKE_NONE ||
		    (host > best_host && id >= best_id) ||
		    (host >= best_host && id > best_id)) {
			found = i;
			best_host = host;
			best_id = id;
		}
	}
	return found;
}

/* --------------------------------------------------------------- keys */

/* Where neither end has a key, both have them in files of their own. */
static bool
with_key(const struct phase1 *x, const struct sn__ike_connection *peer)
{
	return !x->of->other_auth && !peer->other_auth &&
	       x->g->keys + x->p->keys > 0;
}

/* Each end signs with its best key, the other looks for one that fits. */
static bool
keys_v2(const struct phase1 *x, const char *g_id, const char *p_id)
{
	const char *mine = sn__best_key(x->g, g_id, p_id);
	const char *theirs = sn__best_key(x->p, p_id, g_id);

	return mine && theirs && sn__has_key(x->p, p_id, g_id, mine) &&
	       sn__has_key(x->g, g_id, p_id, theirs);
}

/* The key of the peer in main mode: by address, of the first connection. */
static const char *
key_by_address(const struct phase1 *x)
{
	const char *key = NULL;
	unsigned best = 0;

	for (unsigned pass = 0; pass < 2 && !key; pass++)
		for (uint32_t i = 0; i < x->p->connections; i++) {
			const struct sn__ike_connection *c =
			    &x->p->connection[i];
			unsigned fit =
			    sn__connection_fit(x->p, c, &x->back, SN_IKE_V1);
			const char *id = sn__ike_text(x->p, c->id[SN_LOCAL]);
			const char *one;

			/* First those that fit best; then any. */
			if (!fit || !*id || (pass ? key != NULL : fit <= best))
				continue;
			one = sn__best_key(
			    x->p, id, sn__ike_text(x->p, c->id[SN_PEER]));
			if (one) {
				best = fit;
				key = one;
			}
		}
	return key ? key
		   : sn__best_key(
			 x->p, x->host_text[SN_PEER], x->host_text[SN_LOCAL]);
}

static enum sn__ike_why
keys_v1(const struct phase1 *x, const char *g_id, const char *p_id)
{
	const char *mine =
	    sn__best_key(x->g, g_id, sn__ike_text(x->g, x->of->id[SN_PEER]));
	const char *theirs = key_by_address(x);

	if (!mine)
		mine = sn__best_key(
		    x->g, x->host_text[SN_LOCAL], x->host_text[SN_PEER]);
	if (mine && theirs && !strcmp(mine, theirs))
		return SN__IKE_UP;
	/* It has the right key, but takes another one. */
	return mine && sn__has_key(x->p, p_id, g_id, mine)
		   ? SN__IKE_KEY_BY_ADDRESS
		   : SN__IKE_KEY;
}

/* ------------------------------------------------------------ phase 1 */

static enum sn__ike_why
phase1_v2(const struct phase1 *x, struct sn__ike_sa *sa)
{
	const char *g_id = id_or_host(x, x->g, x->of, SN_LOCAL);
	const char *want = sn__ike_text(x->g, x->of->id[SN_PEER]);
	const char *p_id;

	if (fits_best(x, SN_IKE_V2, &sa->group, &sa->asked) == SN__IKE_NONE)
		return sa->asked == SN__IKE_NONE ? SN__IKE_NO_CONNECTION
						 : SN__IKE_OFFERS;
	/* A pattern is not asked for. */
	sa->peer =
	    by_identity(x, SN_IKE_V2, strchr(want, '*') ? "" : want, g_id);
	if (sa->peer == SN__IKE_NONE)
		return SN__IKE_IDENTITY;
	p_id = *want && !strchr(want, '*')
		   ? want
		   : id_or_host(x, x->p, &x->p->connection[sa->peer], SN_PEER);
	if (!id_fit(x->p, &x->p->connection[sa->peer], p_id, want))
		return SN__IKE_IDENTITY;
	if (with_key(x, &x->p->connection[sa->peer]) && !keys_v2(x, g_id, p_id))
		return SN__IKE_KEY;
	return SN__IKE_UP;
}

static enum sn__ike_why
phase1_v1(const struct phase1 *x, struct sn__ike_sa *sa)
{
	const char *g_id = id_or_host(x, x->g, x->of, SN_LOCAL);
	const char *want = sn__ike_text(x->g, x->of->id[SN_PEER]);
	const char *p_id;
	enum sn__ike_why why = SN__IKE_UP;
	uint32_t first;

	first = fits_best(x, SN_IKE_V1, &sa->group, &sa->asked);
	if (first == SN__IKE_NONE)
		return SN__IKE_NO_CONNECTION;
	if (!accepts(x, &x->p->connection[first], SN_IKE_V1, &sa->group))
		return SN__IKE_OFFERS_IN_V1;
	sa->peer = by_identity(x, SN_IKE_V1, "", g_id);
	p_id = id_or_host(x, x->p,
	    &x->p->connection[sa->peer == SN__IKE_NONE ? first : sa->peer],
	    SN_PEER);
	if (with_key(x, &x->p->connection[first]))
		why = keys_v1(x, g_id, *want ? want : p_id);
	if (why)
		return why;
	if (sa->peer == SN__IKE_NONE)
		return x->p->connection[first].aggressive != x->of->aggressive
			   ? SN__IKE_MODE
			   : SN__IKE_IDENTITY;
	return id_fit(x->p, &x->p->connection[sa->peer], p_id, want)
		   ? SN__IKE_UP
		   : SN__IKE_IDENTITY;
}

enum sn__ike_why
sn__ike_phase1(const sn_ike_config *gateway, const sn_ike_config *peer,
    uint32_t connection, struct sn__ike_sa *sa)
{
	struct phase1 x = {
	    .g = gateway, .p = peer, .of = &gateway->connection[connection]};
	enum sn__ike_why why;

	sa->gateway = connection;
	sa->asked = SN__IKE_NONE;
	sa->version = x.of->version == SN_IKE_V1 ? SN_IKE_V1 : SN_IKE_V2;
	x.hosts = sn__ike_hosts(gateway, peer, connection);
	for (unsigned side = 0; side < 2; side++) {
		x.back.of[!side] = x.hosts.of[side];
		if (x.hosts.of[side].family)
			sn_addr_format(
			    x.host_text[side], HOST_MAX, x.hosts.of[side]);
	}
	if (x.of->refused)
		return SN__IKE_REFUSED;
	why = sa->version == SN_IKE_V1 ? phase1_v1(&x, sa) : phase1_v2(&x, sa);
	if (why == SN__IKE_NO_CONNECTION)
		for (uint32_t i = 0; i < peer->connections; i++)
			if (sn__connection_fit(
				peer, &peer->connection[i], &x.back, 0)) {
				why = SN__IKE_VERSION;
				sa->asked = i;
			}
	return why;
}
