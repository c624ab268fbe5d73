/*
 * diagnose_ends.c - the configurations of both ends: what comes up between
 * them, as carriers of pairs and as findings.
 */
#include <stdio.h>

#include "base/bits.h"
#include "vpn/diagnose.h"
#include "vpn/ike_phase1.h"
#include "vpn/ike_text.h"

#define MEASURED "measured: strongSwan 5.9.8 at both ends"

static const struct sn__rule rules[SN__IKE_WHYS] = {
    [SN__IKE_REFUSED] = {"not-loaded", SN_SEVERITY_ERROR,
	"The device refuses the connection, so it is not there at all.",
	"Mend what it refuses.", "", MEASURED},
    [SN__IKE_NO_CONNECTION] = {"no-connection-for-address", SN_SEVERITY_ERROR,
	"No connection of the peer is for these two outer addresses: it "
	"answers NO_PROPOSAL_CHOSEN.",
	"Set the outer addresses of both ends as mirror images.", "", MEASURED},
    [SN__IKE_VERSION] = {"ike-version-mismatch", SN_SEVERITY_ERROR,
	"Phase 1 fails when the IKE versions differ; strongSwan says "
	"NO_PROPOSAL_CHOSEN then.",
	"Set the same version at both ends; IKEv2 is advised.", "", MEASURED},
    [SN__IKE_OFFERS] = {"algorithm-mismatch", SN_SEVERITY_ERROR,
	"Phase 1: no whole proposal is in common: NO_PROPOSAL_CHOSEN.",
	"Set one proposal, the same at both ends.", "", MEASURED},
    [SN__IKE_OFFERS_IN_V1] = {"algorithm-mismatch", SN_SEVERITY_ERROR,
	"Phase 1: no whole proposal is in common. IKEv1 offers the first "
	"algorithm of each kind alone, and no GCM.",
	"Set one proposal, the same at both ends.", "", MEASURED},
    [SN__IKE_MODE] = {"mode-mismatch", SN_SEVERITY_ERROR,
	"Phase 1 of IKEv1 fails when the negotiation modes differ.",
	"Set the same mode at both ends.", "", MEASURED},
    [SN__IKE_IDENTITY] = {"identity-mismatch", SN_SEVERITY_ERROR,
	"What one end calls itself is not what the other end expects: "
	"AUTHENTICATION_FAILED.",
	"Set the identities of both ends as mirror images.", "", MEASURED},
    [SN__IKE_KEY] = {"psk-mismatch", SN_SEVERITY_ERROR,
	"Phase 1 fails without the same key at both ends: "
	"AUTHENTICATION_FAILED with IKEv2, silence with IKEv1.",
	"Set the same pre-shared key at both ends.", "", MEASURED},
    [SN__IKE_KEY_BY_ADDRESS] = {"key-by-address", SN_SEVERITY_ERROR,
	"In main mode of IKEv1 the identity comes after the key: the peer "
	"takes the key of its first connection for the address.",
	"Use IKEv2, or one key for all connections between two addresses.", "",
	MEASURED},
    [SN__IKE_TS_MANY] = {"limit-exceeded", SN_SEVERITY_ERROR,
	"IKEv2 takes at most 255 selectors of a side.",
	"Aggregate them: 'supernet plan' computes the best list within the "
	"limit.",
	"", MEASURED},
    [SN__IKE_TS] = {"selectors-not-mirrored", SN_SEVERITY_ERROR,
	"No child of the peer's connection has selectors that meet these: "
	"TS_UNACCEPTABLE with IKEv2, INVALID_ID_INFORMATION with IKEv1.",
	"Make the selectors of both ends mirror images.", "", MEASURED},
    [SN__IKE_TS_ELSEWHERE] = {"phase1-shared", SN_SEVERITY_ERROR,
	"The peer answers with one connection, and looks for selectors among "
	"its children alone: another connection has them.",
	"Give connections between the same ends identities of their own, or "
	"put all children into one connection.",
	"", MEASURED},
    [SN__IKE_ESP] = {"algorithm-mismatch", SN_SEVERITY_ERROR,
	"Phase 2: no whole proposal is in common: NO_PROPOSAL_CHOSEN.",
	"Set one proposal, the same at both ends.", "", MEASURED},
    [SN__IKE_PFS] = {"pfs-mismatch", SN_SEVERITY_ERROR,
	"With IKEv2 a PFS mismatch shows only from the second child on, and "
	"when the first SA's lifetime ends: the first child comes up with the "
	"IKE_SA, without a group, and keeps working until then.",
	"Set the same PFS group at both ends, in every child.", "", MEASURED},
    [SN__IKE_PFS_IN_V1] = {"pfs-mismatch", SN_SEVERITY_ERROR,
	"With IKEv1 a PFS mismatch stops every child at once; quick mode "
	"offers proposals of one group only.",
	"Set the same PFS group at both ends, in every child.", "", MEASURED},
};
static const struct sn__rule narrowed = {"selectors-narrowed",
    SN_SEVERITY_WARNING,
    "The SA carries what both ends have in common. IKEv1 offers the first "
    "selector of each side alone, and one child of the peer answers.",
    "Make the selectors of both ends mirror images; with IKEv1 use a child "
    "for each pair.",
    "", MEASURED};
static const struct sn__rule peer_renews = {"renewal-by-peer-fails",
    SN_SEVERITY_WARNING,
    "The peer's own renewal is refused: where its lifetime ends first, the SA "
    "is gone until the gateway starts it again.",
    "Set the same proposals and lifetimes at both ends.", "", MEASURED};
static const struct sn__rule not_understood = {"not-understood",
    SN_SEVERITY_INFO,
    "What is not understood is not taken into account, and nothing is guessed "
    "from it.",
    "Look at it.", "", ""};
static const struct sn__rule choice = {"choice-not-known", SN_SEVERITY_WARNING,
    "Which selectors this device offers or accepts, where those of both ends "
    "are not the same single one, is not known.",
    "Make the selectors of both ends mirror images, one a side.", "", ""};
static const struct sn__rule ports = {"selectors-of-ports", SN_SEVERITY_INFO,
    "The SA is for some protocols or ports only.",
    "Leave protocol and ports out for all traffic.", "", ""};

/* ------------------------------------------------------------ carriers */

/* The set of ranges; what is of ports alone is in it, too. */
static sn_status
set_of_ranges(sn_set **out, const sn_range *r, size_t n, const sn_alloc *alloc)
{
	sn_builder *builder = NULL;
	const sn_builder_options how = {
	    .struct_size = sizeof(how), .alloc = alloc};
	sn_status status = sn_builder_new(&builder, &how);

	for (size_t i = 0; i < n && !status; i++)
		if (r[i].first.family)
			status = sn_builder_add_range(builder, r[i]);
	if (!status)
		status = sn_builder_build(out, builder);
	sn_builder_free(builder);
	return status;
}

/* What is not known may be anything. */
static sn_status
wanted_set(const sn_ike_config *c, const struct sn__span *of, sn_addr host,
    const sn_alloc *alloc, sn_set **out)
{
	const sn_range everything[2] = {
	    sn_prefix_range(sn__prefix(SN_IPV4, 0, 0)),
	    sn_prefix_range(sn__prefix(SN_IPV6, 0, 0))};
	sn_range *r;
	sn_status status;

	if (!of->n)
		return set_of_ranges(out, everything, 2, alloc);
	r = sn__malloc(alloc, of->n, sizeof(*r));
	if (!r)
		return SN_ENOMEM;
	for (uint32_t i = 0; i < of->n; i++) {
		r[i] = c->ts[of->first + i].range;
		if (!r[i].first.family) /* its own address */
			r[i] = (sn_range){host, host};
	}
	status = set_of_ranges(out, r, of->n, alloc);
	sn__free(alloc, r);
	return status;
}

static sn_status
make_carrier(struct sn__diagnosing *in, const sn__negotiation *n,
    const struct sn__ike_result *r, struct sn__carrier *c)
{
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const struct sn__ike_child *child = &g->child[r->child];
	const struct sn__ike_connection *of = &g->connection[child->connection];
	struct sn__hosts hosts = sn__ike_hosts(g, p, child->connection);
	sn_diagnosis *d = in->d;
	sn_status status = SN_OK;

	c->hop = sn__diagnosis_text(d, "%s", sn__ike_text(g, of->name));
	c->name =
	    !strcmp(sn__ike_text(g, child->name), sn__ike_text(g, of->name))
		? c->hop
		: sn__diagnosis_text(d, "%s/%s", sn__ike_text(g, of->name),
		      sn__ike_text(g, child->name));
	if (!c->hop || !c->name)
		return SN_ENOMEM;
	/* What is not understood may mend what seems broken. */
	c->broken = r->why && !r->unsure ? rules[r->why].code : NULL;
	c->after = r->renewed ? rules[r->renewed].code : NULL;
	c->cut = narrowed.code;
	c->ike = of->version;
	c->one_of = r->one_pair ? sn__single_sa.code : NULL;
	c->unsure = r->unsure		    ? not_understood.code
		    : r->why || r->one_pair ? NULL
		    : r->choice		    ? choice.code
		    : r->ports		    ? ports.code
					    : NULL;
	for (unsigned side = 0; side < 2 && !status; side++) {
		status = wanted_set(g, &child->ts[side], hosts.of[side],
		    &d->alloc, &c->selectors[SN_LOCAL][side]);
		if (!status && !r->why && !r->unsure && !r->choice)
			status = set_of_ranges(&c->selectors[SN_PEER][side],
			    n->range + r->ts[side].first, r->ts[side].n,
			    &d->alloc);
		if (!status && r->one_pair)
			status = wanted_set(p,
			    sn__ike_line(&p->child[r->peer_child], !side),
			    hosts.of[side], &d->alloc,
			    &c->selectors[SN_PEER][side]);
	}
	return status;
}

/* ------------------------------------------------------------ findings */

enum { SHOWN = 3, TEXT_MAX = 512, PROPOSALS_MAX = 200 };

/* Appends to a text of TEXT_MAX bytes, which may be full. */
static void __attribute__((format(printf, 2, 3)))
put(char *text, const char *format, ...)
{
	size_t n = strlen(text);
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text + n, TEXT_MAX - n, format, args);
	va_end(args);
}

static void
put_range(char *text, const sn_range *r)
{
	char first[SN_PREFIX_TEXT_MAX], last[SN_PREFIX_TEXT_MAX];
	sn_prefix p = sn__prefix(r->first.family, sn__addr_bits(r->first),
	    sn__common_len(r->first.family, sn__addr_bits(r->first),
		sn__addr_bits(r->last)));

	if (!sn_addr_compare(sn_prefix_range(p).first, r->first) &&
	    !sn_addr_compare(sn_prefix_range(p).last, r->last)) {
		sn_prefix_format(first, sizeof(first), p);
		put(text, "%s", first);
		return;
	}
	sn_addr_format(first, sizeof(first), r->first);
	sn_addr_format(last, sizeof(last), r->last);
	put(text, "%s-%s", first, last);
}

/* "NAME (SELECTORS to SELECTORS)", the first few, as the device has them. */
static void
put_child(char *text, const sn_ike_config *c, uint32_t child, const char *name)
{
	put(text, "%s (", name);
	for (unsigned side = 0; side < 2; side++) {
		const struct sn__span *of = &c->child[child].ts[side];

		put(text, "%s", side ? " to " : "");
		for (uint32_t i = 0; i < of->n && i < SHOWN; i++) {
			const sn_range *r = &c->ts[of->first + i].range;

			put(text, "%s", i ? "," : "");
			if (r->first.family)
				put_range(text, r);
			else
				put(text, "its address");
		}
		put(text, "%s",
		    of->n > SHOWN ? ",..."
		    : of->n	  ? ""
				  : "what is not known");
	}
	put(text, ")");
}

/* What it is that is not known: what the reader said, or what the step that
 * fails goes by. */
static sn_status
find_unsure(struct sn__diagnosing *in, const struct sn__ike_result *r,
    const char *name, const char *mine)
{
	static const char *const doubt[SN__IKE_WHYS] = {
	    [SN__IKE_VERSION] = "the version of IKE, the release's default",
	    [SN__IKE_MODE] = "whether it answers another mode of phase 1",
	    [SN__IKE_TS] = "selectors",
	    [SN__IKE_ESP] = "proposals of phase 2",
	    [SN__IKE_PFS_IN_V1] =
		"whether it takes a group that it does not ask for",
	};
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const struct sn__ike_connection *of =
	    &g->connection[g->child[r->child].connection];
	const char *why = r->open ? "what Libreswan adds to a proposal"
				  : sn__ike_text(g, of->why);

	/* Of the peer's end, that of the connection that might answer. */
	for (size_t i = 0; i < p->connections && !*why; i++)
		if (r->peer == SN__IKE_NONE || r->peer == i)
			why = sn__ike_text(p, p->connection[i].why);
	if (!*why && doubt[r->why])
		why = doubt[r->why];
	return sn__find_about(in, &not_understood, name,
	    "%s: something that decides is not known%s%s.", mine,
	    *why ? ": " : "", why);
}

/* What both ends propose, where that is why. */
static void
put_proposals(char *text, const struct sn__diagnosing *in,
    const struct sn__ike_result *r, enum sn__ike_why why)
{
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const struct sn__ike_child *child = &g->child[r->child];
	char own[PROPOSALS_MAX], its[PROPOSALS_MAX];

	if (why == SN__IKE_OFFERS || why == SN__IKE_OFFERS_IN_V1) {
		sn__offers_text(own, sizeof(own), g,
		    &g->connection[child->connection].offers);
		sn__offers_text(
		    its, sizeof(its), p, &p->connection[r->asked].offers);
	} else if (why >= SN__IKE_ESP) {
		sn__offers_text(own, sizeof(own), g, &child->offers);
		sn__offers_text(
		    its, sizeof(its), p, &p->child[r->peer_child].offers);
	} else {
		return;
	}
	put(text, " The gateway proposes %s, the peer %s.", own, its);
}

static sn_status
find_result(struct sn__diagnosing *in, const sn__negotiation *n, size_t i)
{
	const struct sn__ike_result *r = &n->result[i];
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const char *name = in->d->carrier[i].name;
	const char *peer = r->peer == SN__IKE_NONE
			       ? "no connection"
			       : sn__ike_text(p, p->connection[r->peer].name);
	char mine[TEXT_MAX] = "", child[TEXT_MAX] = "", more[TEXT_MAX] = "";
	enum sn__ike_why why = r->why ? r->why : r->renewed;
	sn_status status = SN_OK;

	put_child(mine, g, r->child, name);
	if (r->peer_child != SN__IKE_NONE) {
		put_child(child, p, r->peer_child,
		    sn__ike_text(p, p->child[r->peer_child].name));
	}
	/* What is not known may mend what seems broken. */
	if (r->unsure)
		return find_unsure(in, r, name, mine);
	if (why == SN__IKE_REFUSED)
		put(more, " Refused: %s",
		    sn__ike_text(
			g, g->connection[g->child[r->child].connection].why));
	put_proposals(more, in, r, why);
	if (why)
		status = sn__find_about(in, &rules[why], name,
		    "%s %s: %s of the peer answers%s%s.%s", mine,
		    r->why ? "does not come up"
			   : "comes up, and is not renewed",
		    peer, *child ? ", with " : "", child, more);
	if (!status && !r->why && r->narrow && (!r->choice || r->one_pair))
		status = sn__find_about(in, &narrowed, name,
		    "%s of the peer's %s answers %s, and carries less.", child,
		    peer, mine);
	if (!status && !r->why && r->one_pair) {
		struct sn__rule rule = sn__single_sa;

		if (in->peer_device->sa_model.value == SN_SA_PER_PAIR)
			rule.fact = in->peer_device->sa_model.source;
		status = sn__find_about(in, &rule, name,
		    "%s of the peer's %s answers %s with one of its pairs.",
		    child, peer, mine);
	} else if (!status && !r->why && r->choice)
		status = sn__find_about(in, &choice, name,
		    "%s of the peer's %s may answer %s.", child, peer, mine);
	if (!status && !r->why && r->ports)
		status = sn__find_about(in, &ports, name,
		    "%s has selectors with protocol or ports.", mine);
	if (!status && !r->why && !r->renewed && r->by_peer)
		status = sn__find_about(in, &peer_renews, name,
		    "%s of the peer's %s offers what %s does not take.", child,
		    peer, mine);
	return status;
}

/* Where a renewal comes before the end, either may be what the other has. */
static int64_t
nearest(int64_t wanted, int64_t life, int64_t rekey)
{
	return rekey == wanted ? rekey : life > 0 ? life : -1;
}

/* Lifetimes, where the provider says what they have to be. */
static sn_status
find_lifetimes(
    struct sn__diagnosing *in, const struct sn__ike_result *r, const char *name)
{
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const struct sn__ike_child *mine = &g->child[r->child], *theirs;
	int64_t ike, esp;
	sn_status status;

	if (!in->provider || r->why || r->unsure ||
	    r->peer_child == SN__IKE_NONE)
		return SN_OK;
	theirs = &p->child[r->peer_child];
	ike = p->connection[r->peer].rekey_time;
	esp = nearest(mine->life_time, theirs->life_time, theirs->rekey_time);
	status = sn__check_lifetime(in, name, "The IKE SA lifetime",
	    g->connection[mine->connection].rekey_time, ike > 0 ? ike : -1);
	if (!status)
		status = sn__check_lifetime(
		    in, name, "The IPsec SA lifetime", mine->life_time, esp);
	/* What a plan sets at both ends is what the gateway has. */
	return status || theirs->life_bytes == mine->life_bytes
		   ? status
		   : sn__check_volume(in, name, theirs->life_bytes);
}

static sn_status
find_strange(struct sn__diagnosing *in)
{
	static const char *const end[2] = {"gateway", "peer"};
	sn_status status = SN_OK;

	for (unsigned e = 0; e < 2 && !status; e++) {
		const sn_ike_config *c = in->request->config[e];
		char list[600] = "";
		size_t used = 0, most = sizeof(c->strange_text) /
					sizeof(*c->strange_text);

		for (size_t i = 0; i < most && i < c->strange; i++)
			used += (size_t)snprintf(list + used,
			    sizeof(list) - used, "%s%s", i ? ", " : "",
			    sn__ike_text(c, c->strange_text[i]));
		if (c->strange)
			status = sn__find_about(in, &not_understood, NULL,
			    "%llu %s at the %s: %s%s.",
			    (unsigned long long)c->strange,
			    c->strange == 1 ? "thing" : "things", end[e], list,
			    c->strange > most ? ", ..." : "");
	}
	return status;
}

/* What the peer's device refuses is nobody's child. */
static sn_status
find_refused(struct sn__diagnosing *in)
{
	const sn_ike_config *p = in->request->config[SN_PEER];
	sn_status status = SN_OK;

	for (size_t i = 0; i < p->connections && !status; i++) {
		const struct sn__ike_connection *c = &p->connection[i];

		if (c->refused)
			status = sn__find_about(in, &rules[SN__IKE_REFUSED],
			    NULL, "%s at the peer: %s.",
			    sn__ike_text(p, c->name), sn__ike_text(p, c->why));
	}
	return status;
}

sn_status
sn__check_ends(struct sn__diagnosing *in)
{
	sn_diagnosis *d = in->d;
	sn__negotiation n;
	sn_status status = sn__negotiate(&n, in->request->config[SN_LOCAL],
	    in->request->config[SN_PEER], &d->alloc);

	if (status)
		return status;
	d->negotiated = true;
	d->carrier = sn__calloc(&d->alloc, n.results, sizeof(*d->carrier));
	if (!d->carrier)
		status = SN_ENOMEM;
	for (; d->carriers < n.results && !status; d->carriers++)
		status = make_carrier(
		    in, &n, &n.result[d->carriers], &d->carrier[d->carriers]);
	for (size_t i = 0; i < n.results && !status; i++) {
		status = find_result(in, &n, i);
		if (!status)
			status = find_lifetimes(
			    in, &n.result[i], d->carrier[i].name);
		if (!status)
			status = sn__values_of_result(
			    in, d->carrier[i].name, &n.result[i]);
	}
	if (!status)
		status = find_refused(in);
	if (!status)
		status = find_strange(in);
	sn__negotiation_clear(&n);
	return status;
}
