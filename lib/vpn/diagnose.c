/*
 * diagnose.c - what is wrong with connections as they are configured.
 *
 * Each check looks for one thing that the provider's pages describe and adds
 * a finding with what was seen, why it matters, what to do and the source.
 * From what they found follows, for each pair of a local and a peer segment,
 * whether its traffic finds its way; pairs are computed on demand, because
 * there may be many.
 *
 * Which one of several pairs works where both ends disagree on SAs is not
 * documented: whichever is negotiated first. The pair of the first selectors
 * is named, as "one of" those that may.
 */
#include "vpn/diagnose.h"

#include "base/error.h"
#include "base/plural.h"
#include "vpn/ike_config.h"
#include "vpn/names.h"
#include "vpn/nested.h"
#include "vpn/plan.h"

enum { LINKS_MAX = 4096, SELECTORS_MAX = 1024 };

static const struct sn__rule overlap = {"segments-overlap", SN_SEVERITY_ERROR,
    "Addresses that both sides use cannot be told apart.",
    "Renumber one side, or translate its addresses.", SOURCE_ALIBABA_OVERLAP,
    NULL};
static const struct sn__rule nested = {"nested-sides", SN_SEVERITY_INFO,
    "A segment inside a wider one of the other side is reached at its own side "
    "alone.",
    "Keep what that side sends to itself out of the tunnel at its end, with a "
    "bypass or longer routes.",
    SOURCE_ALIBABA_OVERLAP, NULL};
static const struct sn__rule reserved = {"destination-reserved",
    SN_SEVERITY_ERROR,
    "The gateway takes no destination that touches this range; its status "
    "can't be shown then, or the negotiation fails.",
    "Use destinations outside of it.", "", NULL};
static const struct sn__rule default_row = {"default-route-row",
    SN_SEVERITY_WARNING,
    "A policy route to everything draws all traffic of its source into the "
    "connection; it is not recommended.",
    "Delete it, and add the more specific rows.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule unpublished = {"routes-not-published",
    SN_SEVERITY_ACTION,
    "A route that is not published is not in the network's own table: "
    "nothing there finds the gateway.",
    "Publish the routes.", SOURCE_ALIBABA_ADVICE, NULL};
/* ---------------------------------------------------------- checking */

/* Whether all are prefixes, of @family where it is not 0. */
static bool
is_list(const sn_prefix *p, size_t n, unsigned family)
{
	for (size_t i = 0; i < n; i++)
		if (!sn__prefix_valid(p[i]) ||
		    (family && p[i].family != family))
			return false;
	return true;
}

static sn_status
check_link(const sn_link *link, unsigned family, sn_error *error)
{
	const sn_end *g = &link->end[SN_LOCAL];

	if (!link->name || !sn__is_name(link->name, SN_NAME_MAX + 23))
		return sn__error_set(error, SN_EINVAL,
		    "a connection needs a name of letters, digits and . _ - "
		    ":");
	if (!g->local_count || !g->peer_count)
		return sn__error_set(error, SN_EINVAL,
		    "a connection needs the gateway's selectors of both "
		    "sides");
	for (unsigned e = 0; e < 2; e++) {
		if (link->end[e].local_count > SELECTORS_MAX ||
		    link->end[e].peer_count > SELECTORS_MAX)
			return sn__error_set(error, SN_ELIMIT,
			    "a side of a connection takes at most 1024 "
			    "selectors");
		if (!is_list(
			link->end[e].local, link->end[e].local_count, family) ||
		    !is_list(
			link->end[e].peer, link->end[e].peer_count, family))
			return sn__error_set(error, SN_EFAMILY,
			    "selectors and segments are of one family");
	}
	return SN_OK;
}

static sn_status
check_request(const sn_diagnosis_request *r, sn_error *error)
{
	unsigned family = 0;
	sn_status status = SN_OK;

	if (r->struct_size != sizeof(*r))
		return sn__error_set(error, SN_EINVAL,
		    "the request is of another version of the library");
	if (!r->config[SN_LOCAL] != !r->config[SN_PEER])
		return sn__error_set(
		    error, SN_EINVAL, "a configuration is needed of both ends");
	for (unsigned e = 0; e < 2; e++)
		if (r->config[e] && !r->config[e]->connections)
			return sn__error_set(error, SN_EINVAL,
			    e == SN_LOCAL
				? "the gateway's end has no connections; "
				  "included files are not read"
				: "the peer's end has no connections; included "
				  "files are not read");
	if (!r->config[SN_LOCAL]) {
		if (!r->segment_count[SN_LOCAL] || !r->segment_count[SN_PEER])
			return sn__error_set(
			    error, SN_EINVAL, "a side has no segments");
		if (!r->link_count)
			return sn__error_set(
			    error, SN_EINVAL, "there is no connection");
		if (r->link_count > LINKS_MAX)
			return sn__error_set(
			    error, SN_ELIMIT, "too many connections");
		family = r->segments[SN_LOCAL][0].family;
	}
	for (unsigned s = 0; s < 2; s++)
		if (!is_list(r->segments[s], r->segment_count[s], family))
			return sn__error_set(error, SN_EFAMILY,
			    family ? "segments are prefixes of one family"
				   : "segments are prefixes");
	for (size_t i = 0; i < r->link_count && !status; i++)
		status = check_link(&r->links[i], family, error);
	return status;
}

static sn_status
say_of_both(struct sn__diagnosing *in, const struct sn__rule *rule, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(text, sizeof(text), p);
	return sn__find(
	    in, rule, NULL, "%s is in segments of both sides.", text);
}

static sn_status
check_overlap(struct sn__diagnosing *in)
{
	const sn_prefix *const segments[2] = {
	    in->d->segments[SN_LOCAL], in->d->segments[SN_PEER]};
	struct sn__nested found;
	sn_status status = sn__nested_find(
	    &found, segments, in->d->segment_count, &in->d->alloc);
	sn_set_iter it;
	sn_prefix p;

	if (status)
		return status;
	in->d->shared = found.conflict;
	if (found.conflict)
		return say_of_both(in, &overlap, found.shared);
	for (unsigned s = 0; s < 2 && !status; s++) {
		sn_set_iter_init(&it, found.inner[s], 0);
		if (sn_set_iter_next_prefix(&it, &p))
			status = say_of_both(in, &nested, p);
	}
	sn_set_free(found.inner[SN_LOCAL]);
	sn_set_free(found.inner[SN_PEER]);
	return status;
}

#define NO_ROW SIZE_MAX

/* Says of a finding, the last one, that it is about a row; not with NO_ROW. */
static void
about_row(struct sn__diagnosing *in, size_t row)
{
	if (row != NO_ROW)
		in->d->found.a[in->d->found.n - 1].row = row;
}

/* Looks for forbidden ranges in @p, the destination of a segment or row. */
static sn_status
check_destination(
    struct sn__diagnosing *in, sn_prefix p, const char *what, size_t row)
{
	const char *hop = row == NO_ROW ? NULL : in->d->row[row].hop;

	char text[SN_PREFIX_TEXT_MAX], range[SN_PREFIX_TEXT_MAX];
	struct sn__rule rule = reserved;
	sn_status status = SN_OK;

	rule.fact = in->gateway->forbidden_fact.source;
	for (uint32_t k = 0; k < in->gateway->forbidden_count && !status; k++) {
		sn_prefix f = in->gateway->forbidden[k];

		if (!sn_prefix_overlaps(p, f))
			continue;
		sn_prefix_format(text, sizeof(text), p);
		sn_prefix_format(range, sizeof(range), f);
		status =
		    sn__find_about(in, &rule, hop, "The %s %s%s%s touches %s.",
			what, text, hop ? " via " : "", hop ? hop : "", range);
		if (!status)
			about_row(in, row);
	}
	return status;
}

static sn_status
check_row(struct sn__diagnosing *in, size_t i)
{
	const struct sn__diagnosed_row *row = &in->d->row[i];
	sn_status status;

	if (row->is.destination.len > 0)
		return check_destination(
		    in, row->is.destination, "route to", i);
	if ((row->is.kind == SN_ROUTE_DESTINATION
		    ? in->gateway->destination_default
		    : in->gateway->manual_default)
		.value == 1)
		return SN_OK;
	status = sn__find_about(in, &default_row, row->hop,
	    "Row %zu: a route to everything via %s.", i + 1, row->hop);
	if (!status)
		about_row(in, i);
	return status;
}

static sn_status
check_rows(struct sn__diagnosing *in)
{
	const sn_diagnosis *d = in->d;
	size_t normal = 0, first = NO_ROW;
	char to[SN_PREFIX_TEXT_MAX];
	sn_status status = SN_OK;

	for (size_t i = 0; i < d->rows && !status; i++) {
		if (d->row[i].is.state == SN_STATE_NORMAL && !normal++)
			first = i;
		status = check_row(in, i);
	}
	if (status || !normal || in->gateway->publish.value != 1)
		return status;
	sn_prefix_format(to, sizeof(to), d->row[first].is.destination);
	status = sn__find_about(in, &unpublished, d->row[first].hop,
	    "%zu of %zu route%s %s not published: row %zu to %s via %s%s.",
	    normal, d->rows, sn__plural(d->rows), sn__are(normal), first + 1,
	    to, d->row[first].hop, normal > 1 ? ", ..." : "");
	if (!status)
		about_row(in, first);
	return status;
}

/* ------------------------------------------------------------ making */

static sn_status
make_carrier(sn_diagnosis *d, const sn_link *link, struct sn__carrier *s)
{
	sn_status status = SN_OK;
	const sn_end *g = &link->end[SN_LOCAL];

	s->name = s->hop = sn__diagnosis_text(d, "%s", link->name);
	if (!s->name)
		return SN_ENOMEM;
	s->cut = "selectors-not-mirrored";
	s->first[SN_LOCAL] = g->local[0];
	s->first[SN_PEER] = g->peer[0];
	s->routed = g->local[0].len == 0 && g->peer[0].len == 0;
	s->ike = g->ike ? g->ike : link->end[SN_PEER].ike;
	for (unsigned e = 0; e < 2; e++) {
		const sn_end *end = &link->end[e];

		/* The peer's own local side is our peer side. */
		if (!status && end->local_count)
			status = sn_set_from_prefixes(
			    &s->selectors[e]
					 [e == SN_LOCAL ? SN_LOCAL : SN_PEER],
			    end->local, end->local_count, &d->alloc);
		if (!status && end->peer_count)
			status = sn_set_from_prefixes(
			    &s->selectors[e]
					 [e == SN_LOCAL ? SN_PEER : SN_LOCAL],
			    end->peer, end->peer_count, &d->alloc);
	}
	return status;
}

static sn_status
copy_segments(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	sn_diagnosis *d = in->d;
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++) {
		size_t n = r->segment_count[s];

		d->segments[s] = sn__malloc(&d->alloc, n, sizeof(sn_prefix));
		if (!d->segments[s])
			return SN_ENOMEM;
		memcpy(d->segments[s], r->segments[s], n * sizeof(sn_prefix));
		d->segment_count[s] = n;
		d->segment_count4[s] =
		    r->segments[s][0].family == SN_IPV4 ? n : 0;
		status = sn_set_from_prefixes(
		    &in->segments[s], r->segments[s], n, &d->alloc);
	}
	return status;
}

static sn_status
copy_rows(struct sn__diagnosing *in)
{
	const sn_table *t = in->request->routes;
	size_t n = t ? sn_table_size(t) : 0;
	sn_diagnosis *d = in->d;
	unsigned rule = in->gateway->match_rule.value > 0
			    ? (unsigned)in->gateway->match_rule.value
			    : SN_MATCH_PRIORITY;

	sn_status status = sn_set_from_prefixes(&d->forbidden,
	    in->gateway->forbidden, in->gateway->forbidden_count, &d->alloc);

	if (status)
		return status;
	d->publish = in->gateway->publish.value == 1;
	d->row = sn__malloc(&d->alloc, n, sizeof(*d->row));
	if (!d->row)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const sn_route *r = &sn_table_rows(t)[i];
		const char *hop = sn__diagnosis_text(
		    d, "%s", sn_table_next_hop(t, r->next_hop));

		if (!hop)
			return SN_ENOMEM;
		d->row[d->rows++] = (struct sn__diagnosed_row){*r, hop};
	}
	return t ? sn_matcher_new(&d->matcher, t, rule) : SN_OK;
}

static sn_status
check_links(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	sn_diagnosis *d = in->d;
	sn_status status = SN_OK;

	d->carrier = sn__calloc(&d->alloc, r->link_count, sizeof(*d->carrier));
	if (!d->carrier)
		return SN_ENOMEM;
	for (; d->carriers < r->link_count && !status; d->carriers++)
		status = make_carrier(
		    d, &r->links[d->carriers], &d->carrier[d->carriers]);
	for (size_t i = 0; i < r->link_count && !status; i++) {
		status =
		    sn__check_negotiation(in, &r->links[i], &d->carrier[i]);
		if (!status)
			status = sn__check_selectors(
			    in, &r->links[i], &d->carrier[i]);
		if (!status)
			status = sn__values_of_link(in, &r->links[i]);
	}
	return status ? status : sn__check_phase1(in);
}

static sn_status
make(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	sn_diagnosis *d = in->d;
	sn_status status =
	    r->config[SN_LOCAL] ? sn__segments_of_ends(in) : copy_segments(in);

	if (!status)
		status = copy_rows(in);
	if (!status)
		status =
		    r->config[SN_LOCAL] ? sn__check_ends(in) : check_links(in);
	if (!status)
		status = check_overlap(in);
	for (size_t i = 0; i < d->segment_count[SN_PEER] && !status; i++)
		status = check_destination(
		    in, d->segments[SN_PEER][i], "peer segment", NO_ROW);
	if (!status)
		status = check_rows(in);
	if (!status && !r->routes)
		status = sn__diagnosis_note(
		    d, "routes were not looked at: no table was given");
	if (!status)
		status = sn__diagnose_pairs(in);
	if (!status)
		status = sn__find_proposal(in);
	return status ? status : sn__findings_sort(&d->found);
}

/* The profile of the device that a configuration is of, as what it is here: one
 * of SN_KIND_.... */
static const sn_profile *
profile_of(const sn_ike_config *config, uint32_t kind, const char *otherwise)
{
	const sn_profile *own = config ? config->profile[SN_LOCAL] : NULL;

	if (own && own->kind & kind)
		return own;
	if (config && config->kind == SN__IKE_STRONGSWAN)
		otherwise = "strongswan";
	return sn_profile_find(otherwise);
}

static void
choose_profiles(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	const sn_ike_config *own = r->config[SN_LOCAL];

	in->gateway = r->gateway
			  ? r->gateway
			  : profile_of(own, SN_KIND_GATEWAY, "alibaba-cloud");
	in->peer_device = r->peer_device ? r->peer_device
					 : profile_of(r->config[SN_PEER],
					       SN_KIND_PEER, "generic");
	in->d->gateway = in->gateway;
	in->d->peer_device = in->peer_device;
	in->provider =
	    in->gateway->provider == SN_PROVIDER_ALIBABA &&
	    (!own || own->from_gateway || own->kind == SN__IKE_ALIBABA);
}

sn_status
sn_diagnosis_new(
    sn_diagnosis **out, const sn_diagnosis_request *request, sn_error *error)
{
	struct sn__diagnosing in = {.request = request};
	sn_status status = check_request(request, error);
	sn_alloc alloc;

	if (status)
		return status;
	alloc = sn__alloc_keep(request->alloc);
	in.d = sn__calloc(&alloc, 1, sizeof(*in.d));
	if (!in.d)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	in.d->alloc = in.d->found.alloc = alloc;
	choose_profiles(&in);
	status = make(&in);
	sn_set_free(in.segments[SN_LOCAL]);
	sn_set_free(in.segments[SN_PEER]);
	if (status) {
		sn_diagnosis_free(in.d);
		return sn__error_set(error, status, sn_strerror(status));
	}
	in.d->view = (sn_diagnosis_view){.struct_size = sizeof(in.d->view),
	    .findings = in.d->found.a,
	    .finding_count = in.d->found.n,
	    .pair_count = sn__diagnosis_pairs(in.d),
	    .notes = in.d->note,
	    .note_count = in.d->notes,
	    .values = in.d->value,
	    .value_count = in.d->values};
	*out = in.d;
	return SN_OK;
}

void
sn_diagnosis_free(sn_diagnosis *d)
{
	sn_alloc alloc;

	if (!d)
		return;
	alloc = d->alloc;
	for (size_t i = 0; i < d->carriers; i++)
		for (unsigned e = 0; e < 4; e++)
			sn_set_free(d->carrier[i].selectors[e / 2][e % 2]);
	sn_matcher_free(d->matcher);
	sn_set_free(d->forbidden);
	sn__findings_free(&d->found);
	sn__free(&alloc, d->segments[SN_LOCAL]);
	sn__free(&alloc, d->segments[SN_PEER]);
	sn__free(&alloc, d->carrier);
	sn__free(&alloc, d->row);
	sn__free(&alloc, d->value);
	sn__free(&alloc, d);
}

const sn_diagnosis_view *
sn_diagnosis_get(const sn_diagnosis *d)
{
	return &d->view;
}
