/*
 * diagnose_selectors.c - the traffic selectors of a connection: how many,
 * whether both ends mirror each other, and what they touch.
 */
#include <stdio.h>

#include "vpn/diagnose.h"
#include "vpn/plan.h"

#define SPLIT_OR_JOIN                                                       \
 "Use one selector a side that covers all segments, or one connection for " \
 "each pair: 'supernet plan' computes both."

const struct sn__rule sn__single_sa = {"single-sa-peer", SN_SEVERITY_ERROR,
    "The gateway negotiates one SA for all selectors, the peer one for each "
    "pair: phase 2 is up, but only one segment works.",
    SPLIT_OR_JOIN, SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule several = {"several-selectors",
    SN_SEVERITY_WARNING,
    "It is not known whether the peer carries several selectors in one SA, "
    "as the gateway does; with a peer that opens one SA for each pair only "
    "one segment works.",
    SPLIT_OR_JOIN, SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule ikev1 = {"ikev1-several-segments",
    SN_SEVERITY_ERROR,
    "With IKEv1 a connection carries exactly one local and one peer segment.",
    "Use IKEv2 at both ends, one selector a side, or one connection for each "
    "pair.",
    SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule too_many = {"limit-exceeded", SN_SEVERITY_ERROR,
    "The gateway takes no more selectors in one connection.",
    "Aggregate them: 'supernet plan' computes the best list within the "
    "limit.",
    "", NULL};
static const struct sn__rule mirror = {"selectors-not-mirrored",
    SN_SEVERITY_ERROR,
    "What one end calls local the other has to call peer; else phase 2 fails "
    "(TS_UNACCEPTABLE) or carries less than was meant.",
    "Make the selectors of both ends mirror images.", SOURCE_ALIBABA_FAQ, NULL};
static const struct sn__rule mirror_wider = {"selectors-not-mirrored",
    SN_SEVERITY_WARNING,
    "With IKEv2 the gateway takes a wider selector for a match, but peers "
    "differ: it may come up from one end only.",
    "Make the selectors of both ends mirror images.", SOURCE_ALIBABA_FAQ, NULL};
static const struct sn__rule swallows = {"supernet-overlaps-other-side",
    SN_SEVERITY_WARNING,
    "Traffic within the other side would be drawn into the connection.",
    "Use selectors that hold nothing of the other side: 'supernet plan' "
    "finds them.",
    SOURCE_ALIBABA_OVERLAP, NULL};
static const struct sn__rule forbidden = {"destination-reserved",
    SN_SEVERITY_ERROR,
    "The gateway takes no destination that touches this range; its status "
    "can't be shown then, or the negotiation fails.",
    "Use selectors and segments outside of it.", "", NULL};

static bool
many(const sn_end *end)
{
	return end->local_count > 1 || end->peer_count > 1;
}

static sn_status
check_number(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];
	const sn_end *end = many(g) ? g : p;
	int64_t sa = in->peer_device->sa_model.value;
	const struct sn__rule *rule = NULL;

	if (!many(g) && !many(p))
		return SN_OK;
	if (sn__is_ikev1(link))
		rule = &ikev1;
	else if (in->gateway->sa_model.value != SN_SA_SINGLE)
		return SN_OK;
	else if (sa == SN_SA_PER_PAIR)
		rule = &sn__single_sa;
	else if (in->peer_device->sa_model.sure == SN_SURE_UNKNOWN)
		rule = &several;
	if (!rule)
		return SN_OK;
	if (rule == &several)
		s->unsure = rule->code;
	else
		s->one_of = rule->code;
	return sn__find(in, rule, link,
	    "%zu local and %zu peer selectors in one connection to a peer of "
	    "the kind %s.",
	    end->local_count, end->peer_count, in->peer_device->name);
}

static sn_status
check_limit(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_fact *fact[2] = {
	    &in->gateway->local_selectors, &in->gateway->peer_selectors};
	const sn_end *g = &link->end[SN_LOCAL];
	sn_status status = SN_OK;

	for (unsigned side = 0; side < 2 && !status; side++) {
		struct sn__rule rule = too_many;
		size_t n = side == SN_LOCAL ? g->local_count : g->peer_count;

		rule.fact = fact[side]->source;
		if (fact[side]->sure == SN_SURE_UNKNOWN ||
		    fact[side]->value < 0 || n <= (uint64_t)fact[side]->value)
			continue;
		s->unsure = rule.code;
		status = sn__find(in, &rule, link,
		    "%zu %s selectors, where the limit is %lld.", n,
		    side == SN_LOCAL ? "local" : "peer",
		    (long long)fact[side]->value);
	}
	return status;
}

enum { NAMED = 3, LIST_MAX = NAMED * SN_PREFIX_TEXT_MAX + 32 };

/* Those of @a that are not in @b: the first few, and how many more. */
static void
name_rest(char *to, const sn_prefix *a, size_t n, const sn_prefix *b, size_t m)
{
	char text[SN_PREFIX_TEXT_MAX];
	size_t used = 0, rest = 0;

	to[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < m && sn_prefix_compare(a[i], b[k]))
			k++;
		if (k < m || rest++ >= NAMED)
			continue;
		sn_prefix_format(text, sizeof(text), a[i]);
		used += (size_t)snprintf(to + used, LIST_MAX - used, "%s%s",
		    rest > 1 ? ", " : "", text);
	}
	if (rest > NAMED)
		snprintf(
		    to + used, LIST_MAX - used, " and %zu more", rest - NAMED);
	if (!rest)
		snprintf(to, LIST_MAX, "none");
}

/* The same prefixes, whatever their order. */
static bool
same_list(const sn_prefix *a, size_t n, const sn_prefix *b, size_t m)
{
	size_t hits = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (!sn_prefix_compare(a[i], b[j])) {
				hits++;
				break;
			}
	return n == m && hits == n;
}

static sn_status
check_mirror(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];
	char here[LIST_MAX], there[LIST_MAX];
	sn_status status = SN_OK;

	for (unsigned side = 0; side < 2 && !status; side++) {
		const sn_prefix *a = side == SN_LOCAL ? g->local : g->peer;
		const sn_prefix *b = side == SN_LOCAL ? p->peer : p->local;
		size_t n = side == SN_LOCAL ? g->local_count : g->peer_count;
		size_t m = side == SN_LOCAL ? p->peer_count : p->local_count;
		const sn_set *x = s->selectors[SN_LOCAL][side];
		const sn_set *y = s->selectors[SN_PEER][side];
		bool nested;

		if (!m || same_list(a, n, b, m))
			continue;
		/* IKEv1 takes identical selectors only. */
		if (sn__is_ikev1(link))
			s->broken = mirror.code;
		name_rest(here, a, n, b, m);
		name_rest(there, b, m, a, n);
		nested = sn_set_contains_set(x, y) || sn_set_contains_set(y, x);
		status = sn__find(in,
		    nested && !sn__is_ikev1(link) ? &mirror_wider : &mirror,
		    link,
		    "The gateway's %s selectors (%zu) are not the peer's %s "
		    "ones (%zu): %s only at the gateway, %s only at the peer.",
		    sn_word(SN_WORD_SIDE, side), n,
		    sn_word(SN_WORD_SIDE, !side), m, here, there);
	}
	return status;
}

/* A selector of everything holds all, and is allowed; others are checked. */
static sn_status
check_touch(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_end *g = &link->end[SN_LOCAL];
	char text[SN_PREFIX_TEXT_MAX], range[SN_PREFIX_TEXT_MAX];
	struct sn__rule rule = forbidden;
	sn_status status = SN_OK;

	rule.fact = in->gateway->forbidden_fact.source;
	for (size_t i = 0; i < g->local_count + g->peer_count && !status; i++) {
		bool local = i < g->local_count;
		sn_prefix p = local ? g->local[i] : g->peer[i - g->local_count];

		if (p.len == 0)
			continue;
		sn_prefix_format(text, sizeof(text), p);
		if (sn_set_overlaps_range(
			in->segments[local ? SN_PEER : SN_LOCAL],
			sn_prefix_range(p)))
			status = sn__find(in, &swallows, link,
			    "The %s selector %s holds addresses of %s "
			    "segments.",
			    local ? "local" : "peer", text,
			    local ? "peer" : "local");
		for (uint32_t k = 0;
		     !local && k < in->gateway->forbidden_count && !status;
		     k++) {
			sn_prefix f = in->gateway->forbidden[k];

			if (!sn_prefix_overlaps(p, f))
				continue;
			s->unsure = rule.code;
			sn_prefix_format(range, sizeof(range), f);
			status = sn__find(in, &rule, link,
			    "The peer selector %s touches %s.", text, range);
		}
	}
	return status;
}

sn_status
sn__check_selectors(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	sn_status status = check_number(in, link, s);

	if (!status)
		status = check_limit(in, link, s);
	if (!status)
		status = check_mirror(in, link, s);
	return status ? status : check_touch(in, link, s);
}
