/*
 * plan_overlap.c - addresses that both sides have: refused, or told apart by
 * the nesting of segments, or translated (plan_nat.c).
 *
 * Where segments are nested the selectors are as given: a packet goes by the
 * longest prefix that holds its destination everywhere but in the policies of
 * an end whose own addresses the other side's selectors hold. There they need
 * a bypass, which the plan carries by side.
 */
#include <stdio.h>

#include "vpn/nat_pool.h"
#include "vpn/nested.h"
#include "vpn/plan.h"

static const char *const side_name[] = {"local", "peer"};

/* The document that wants both sides apart, where it is the gateway's. */
static const char *
source_of(const sn_plan *plan)
{
	return plan->gateway->provider == SN_PROVIDER_ALIBABA
		   ? SOURCE_ALIBABA_OVERLAP
		   : "";
}

static sn_status
refuse(struct sn__planning *in, const sn_set *shared)
{
	char text[SN_PREFIX_TEXT_MAX];
	sn_set_iter it;
	sn_prefix p;

	in->possible = false;
	sn_set_iter_init(&it, shared, 0);
	(void)sn_set_iter_next_prefix(&it, &p); /* it is not empty */
	sn_prefix_format(text, sizeof(text), p);
	return sn__advise(&in->plan->advice, "segments-overlap",
	    SN_SEVERITY_ERROR, source_of(in->plan),
	    "%s is in segments of both sides; local and peer must not share "
	    "addresses.",
	    text);
}

/* ------------------------------------------------------------- nested */

/* Says that a segment is of both sides, and what to do. */
static sn_status
conflict(struct sn__planning *in, sn_set *const set[2], sn_prefix shared)
{
	char text[SN_PREFIX_TEXT_MAX], example[SN__EXAMPLE];
	const sn_alloc *alloc = &in->plan->alloc;
	sn_prefixes *unit[2] = {NULL, NULL};
	const sn_prefix *list[2];
	sn_set *used = NULL;
	size_t n[2];
	sn_status status = sn__nat_used(in, set, &used);

	in->possible = false;
	for (unsigned s = 0; s < 2 && !status; s++) {
		status = sn__nat_units(&unit[s], set, s, alloc);
		if (!status)
			list[s] = sn_prefixes_data(unit[s], &n[s]);
	}
	if (!status)
		status = sn__nat_example(example, list, n, used, alloc);
	sn_prefix_format(text, sizeof(text), shared);
	if (!status)
		status = sn__advise(&in->plan->advice, "segments-overlap",
		    SN_SEVERITY_ERROR, source_of(in->plan),
		    "%s is on both sides: renumber one of them, or translate "
		    "both: --overlap nat, with a --nat-pool that neither has, "
		    "%s.",
		    text, example);
	sn_set_free(used);
	sn_prefixes_free(unit[SN_LOCAL]);
	sn_prefixes_free(unit[SN_PEER]);
	return status;
}

enum { SHOWN = 16 };

/* The first prefixes of a set, as a list to be given to the command. */
static void
put_first(char *out, size_t size, const sn_set *set)
{
	uint64_t all = sn_set_prefix_count(set, 0);
	char text[SN_PREFIX_TEXT_MAX];
	size_t n = 0;
	sn_set_iter it;
	sn_prefix p;

	out[0] = '\0';
	sn_set_iter_init(&it, set, 0);
	for (unsigned i = 0; i < SHOWN && sn_set_iter_next_prefix(&it, &p);
	     i++) {
		sn_prefix_format(text, sizeof(text), p);
		n += (size_t)snprintf(
		    out + n, size - n, "%s%s", i ? "," : "", text);
	}
	if (all > SHOWN)
		snprintf(out + n, size - n, " and %llu more",
		    (unsigned long long)(all - SHOWN));
}

/* The first prefix of a list, and how many more there are. */
static void
put_own(char *out, size_t size, const sn_prefixes *list)
{
	char text[SN_PREFIX_TEXT_MAX];
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);

	sn_prefix_format(text, sizeof(text), p[0]);
	if (n > 1)
		snprintf(out, size, "%s (and %zu more)", text, n - 1);
	else
		snprintf(out, size, "%s", text);
}

static bool
is_everything(const sn_set *set)
{
	sn_set_iter it;
	sn_prefix p;

	sn_set_iter_init(&it, set, 0);
	return sn_set_iter_next_prefix(&it, &p) && p.len == 0;
}

/* What side @s sends out is all for the other side, but for its own. */
static sn_status
say_everything(struct sn__planning *in, unsigned s)
{
	bool advised = in->plan->gateway->provider == SN_PROVIDER_ALIBABA;

	return sn__advise(&in->plan->advice, "full-tunnel",
	    advised ? SN_SEVERITY_WARNING : SN_SEVERITY_ACTION,
	    sn__plan_source(in->plan),
	    "The %s side is everything: all that the %s side sends goes into "
	    "the tunnel, but for what it sends to itself (a bypass, or longer "
	    "routes of its own) and for the packets of the tunnel.%s",
	    side_name[!s], side_name[s],
	    advised ? " The provider advises against rows of 0.0.0.0/0." : "");
}

/* Side @s has addresses inside segments of the other. */
static sn_status
say_nested(struct sn__planning *in, unsigned s)
{
	char text[(SHOWN + 1) * (SN_PREFIX_TEXT_MAX + 1)],
	    own[SN_PREFIX_TEXT_MAX + 40];
	bool advised = in->plan->gateway->provider == SN_PROVIDER_ALIBABA;
	sn_set *rest = NULL;
	sn_status status;

	if (is_everything(in->set[!s]))
		return say_everything(in, s);
	status = sn_set_subtract(&rest, in->set[!s], in->set[s]);
	if (status)
		return status;
	put_first(text, sizeof(text), rest);
	put_own(own, sizeof(own), in->plan->bypass[s]);
	sn_set_free(rest);
	return sn__advise(&in->plan->advice, "nested-sides",
	    advised ? SN_SEVERITY_WARNING : SN_SEVERITY_ACTION,
	    source_of(in->plan),
	    "%s of the %s side is inside segments of the %s side, and counts "
	    "as the %s side's alone; where both have hosts there, --overlap "
	    "nat translates. %s%s Where an end cannot do that, plan with the "
	    "%s side without it: %s.",
	    own, side_name[s], side_name[!s], side_name[s],
	    in->plan->routing_mode == SN_MODE_DESTINATION_ROUTING
		? "Its end needs longer routes of its own to these addresses."
		: "What that side sends to itself has to stay out of the "
		  "tunnel at its end (a bypass).",
	    advised ? " The provider wants both sides not to overlap." : "",
	    side_name[!s], text);
}

/* Side @s has @inner inside segments of the other, and the gateway's network
 * does not take that. */
static sn_status
refuse_nested(struct sn__planning *in, sn_set *const set[2],
    const sn_set *inner, unsigned s, const sn_fact *fact)
{
	char text[(SHOWN + 1) * (SN_PREFIX_TEXT_MAX + 1)],
	    own[(SHOWN + 1) * (SN_PREFIX_TEXT_MAX + 1)];
	sn_set *rest = NULL;
	sn_status status = sn_set_subtract(&rest, set[!s], set[s]);

	if (status)
		return status;
	in->possible = false;
	put_first(text, sizeof(text), rest);
	put_first(own, sizeof(own), inner);
	sn_set_free(rest);
	return sn__advise(&in->plan->advice, "nested-sides", SN_SEVERITY_ERROR,
	    fact->source,
	    "%s of the %s side is inside segments of the %s side, which this "
	    "gateway (%s) does not take: plan with the %s side without it: "
	    "%s. Where both have hosts there, --overlap nat translates.",
	    own, side_name[s], side_name[!s], in->plan->gateway->name,
	    side_name[!s], text);
}

static sn_status
nest(struct sn__planning *in, sn_set *const set[2])
{
	const sn_fact *may[2] = {[SN_LOCAL] = &in->plan->gateway->local_inside,
	    [SN_PEER] = &in->plan->gateway->peer_inside};
	const sn_plan_request *r = in->request;
	const sn_prefix *segment[2] = {r->local, r->peer};
	size_t n[2] = {r->local_count, r->peer_count};
	struct sn__nested found;
	sn_status status =
	    sn__nested_find(&found, segment, n, &in->plan->alloc);

	if (status)
		return status;
	if (found.conflict)
		return conflict(in, set, found.shared);
	for (unsigned s = 0; s < 2 && !status; s++) {
		if (sn_set_is_empty(found.inner[s]))
			continue;
		status = !may[s]->value && !is_everything(set[!s])
			     ? refuse_nested(in, set, found.inner[s], s, may[s])
			     : sn_prefixes_from_set(
				   &in->plan->bypass[s], found.inner[s], 0);
	}
	sn_set_free(found.inner[SN_LOCAL]);
	sn_set_free(found.inner[SN_PEER]);
	return status;
}

sn_status
sn__plan_say_nested(struct sn__planning *in)
{
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++)
		if (in->plan->bypass[s])
			status = say_nested(in, s);
	return status;
}

sn_status
sn__plan_overlap(struct sn__planning *in, sn_error *error)
{
	const sn_plan_request *r = in->request;
	const sn_alloc *alloc = &in->plan->alloc;
	sn_set *set[2] = {NULL, NULL}, *shared = NULL;
	sn_status status = sn_set_from_prefixes(
	    &set[SN_LOCAL], r->local, r->local_count, alloc);

	if (!status)
		status = sn_set_from_prefixes(
		    &set[SN_PEER], r->peer, r->peer_count, alloc);
	if (!status)
		status = sn_set_intersect(&shared, set[SN_LOCAL], set[SN_PEER]);
	if (!status && !sn_set_is_empty(shared))
		status = r->overlap == SN_OVERLAP_REFUSE ? refuse(in, shared)
			 : r->overlap == SN_OVERLAP_NAT
			     ? sn__plan_nat(in, set, error)
			     : nest(in, set);
	sn_set_free(set[SN_LOCAL]);
	sn_set_free(set[SN_PEER]);
	sn_set_free(shared);
	return status;
}
