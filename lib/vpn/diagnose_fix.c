/*
 * diagnose_fix.c - what mends a diagnosis: what the gateway's end has, and the
 * request of a plan that joins the same segments from there.
 *
 * The plan keeps selectors that still do, and what the gateway proposes where
 * that is one proposal in all its connections: then the peer's end alone is to
 * follow.
 */
#include <stdio.h>
#include <string.h>

#include "vpn/diagnose.h"
#include "vpn/ike_algorithm.h"
#include "vpn/ike_config.h"
#include "vpn/names.h"

/* ------------------------------------------------------------ proposal */

enum { PARTS = 3 }; /* encryption, integrity, group */
static const struct {
	unsigned words; /* SN_WORD_..., of what a plan proposes */
	unsigned kind;	/* SN__ALG_... */
} part[PARTS] = {{SN_WORD_ENCRYPTION, SN__ALG_ENCRYPTION},
    {SN_WORD_INTEGRITY, SN__ALG_INTEGRITY}, {SN_WORD_GROUP, SN__ALG_GROUP}};

/* What is alike so far. */
struct alike {
	bool any, broken;
	uint16_t code[PARTS];
};

/* One more proposal; @n of each part. */
static void
add_proposal(struct alike *a, const uint16_t code[PARTS], const size_t n[PARTS])
{
	for (unsigned i = 0; i < PARTS; i++) {
		if (n[i] != 1 || (a->any && a->code[i] != code[i]))
			a->broken = true;
		a->code[i] = code[i];
	}
	a->any = true;
}

static void
add_end(struct alike *a, const sn_end *end)
{
	for (unsigned phase = 0; phase < 2; phase++) {
		const unsigned from =
		    phase ? SN_PARAM_IPSEC_ENCRYPTION : SN_PARAM_IKE_ENCRYPTION;
		uint16_t code[PARTS] = {0};
		size_t n[PARTS];

		for (unsigned i = 0; i < PARTS; i++) {
			const char *word;

			n[i] = end->param_count[from + i];
			word = n[i] ? end->param[from + i][0] : "";
			if (!sn__algorithm(
				part[i].kind, word, strlen(word), &code[i]))
				n[i] = 0;
		}
		add_proposal(a, code, n);
	}
}

static void
add_offers(struct alike *a, const sn_ike_config *c, struct sn__span of)
{
	for (uint32_t i = 0; i < of.n; i++) {
		const struct sn__offer *o = &c->offer[of.first + i];
		uint16_t code[PARTS];
		size_t n[PARTS];

		for (unsigned k = 0; k < PARTS; k++) {
			n[k] = o->n[part[k].kind];
			code[k] = n[k] ? o->alg[part[k].kind][0] : 0;
		}
		add_proposal(a, code, n);
	}
}

/* The word of a plan for a code; NULL: there is none. */
static const char *
word_of(unsigned i, uint16_t code)
{
	for (unsigned k = 0; k < 64; k++) {
		const char *word = sn_word(part[i].words, k);
		uint16_t other = 0;

		if (word &&
		    sn__algorithm(part[i].kind, word, strlen(word), &other) &&
		    other == code)
			return word;
	}
	return NULL;
}

sn_status
sn__find_proposal(struct sn__diagnosing *in)
{
	const sn_ike_config *c = in->request->config[SN_LOCAL];
	const char *word[PARTS];
	struct alike a = {.any = false};

	for (size_t i = 0; i < in->request->link_count && !c; i++)
		add_end(&a, &in->request->links[i].end[SN_LOCAL]);
	for (size_t i = 0; c && i < c->connections; i++)
		add_offers(&a, c, c->connection[i].offers);
	for (size_t i = 0; c && i < c->children; i++)
		add_offers(&a, c, c->child[i].offers);
	if (!a.any || a.broken)
		return SN_OK;
	for (unsigned i = 0; i < PARTS; i++) {
		word[i] = word_of(i, a.code[i]);
		if (!word[i])
			return SN_OK;
	}
	in->d->proposal =
	    sn__diagnosis_text(in->d, "%s-%s-%s", word[0], word[1], word[2]);
	return in->d->proposal ? SN_OK : SN_ENOMEM;
}

/* ------------------------------------------------- what the gateway has */

struct list {
	sn_prefix *p;
	size_t n, capacity;
};

static sn_status
add_set(struct list *list, const sn_alloc *alloc, const sn_set *set,
    unsigned family)
{
	sn_set_iter it;
	sn_prefix p;

	sn_set_iter_init(&it, set, family);
	while (sn_set_iter_next_prefix(&it, &p)) {
		if (!sn__grow(alloc, &list->p, &list->capacity, list->n,
			sizeof(*list->p)))
			return SN_ENOMEM;
		list->p[list->n++] = p;
	}
	return SN_OK;
}

/* A child's name has a slash, which no name of a plan has. */
static void
put_name(sn_connection *c, const char *name, const char *more)
{
	snprintf(c->name, sizeof(c->name), "%.*s%s",
	    (int)(sizeof(c->name) - 1 - strlen(more)), name, more);
	for (char *p = c->name; *p; p++)
		if (!sn__is_name((char[2]){*p}, 1))
			*p = '-';
}

/* Of a carrier of both families, IPv6 stands as a connection of its own. */
static sn_status
add_carrier(sn_deployed *was, const sn_diagnosis *d,
    const struct sn__carrier *c, unsigned family)
{
	const sn_set *local = c->selectors[SN_LOCAL][SN_LOCAL];
	sn_connection to = {.struct_size = sizeof(to),
	    .ike = c->ike ? c->ike : SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS};
	struct list list = {NULL, 0, 0};
	sn_status status = add_set(&list, &d->alloc, local, family);

	to.local_count = list.n;
	if (!status)
		status = add_set(
		    &list, &d->alloc, c->selectors[SN_LOCAL][SN_PEER], family);
	to.peer_count = list.n - to.local_count;
	to.local = list.p;
	/* An end's own address, as "dynamic" has it, is no segment. */
	if (!status && to.local_count && to.peer_count) {
		to.peer = list.p + to.local_count;
		if (!to.local[0].len && !to.peer[0].len)
			to.routing_mode = SN_MODE_DESTINATION_ROUTING;
		put_name(&to, c->name,
		    family == SN_IPV6 && sn_set_range_count(local, SN_IPV4)
			? "-v6"
			: "");
		status = sn_deployed_add_connection(was, &to);
	}
	sn__free(&d->alloc, list.p);
	return status;
}

static sn_status
add_rows(sn_deployed *was, const sn_diagnosis *d)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < d->rows && !status; i++) {
		const struct sn__diagnosed_row *row = &d->row[i];
		sn_route is = row->is;

		if (is.kind == SN_ROUTE_BGP)
			continue;
		is.state = is.state ? is.state : SN_STATE_NORMAL;
		is.origin = is.origin ? is.origin : SN_ORIGIN_MANUAL;
		status = sn_deployed_add_row(was, &is, row->hop);
	}
	return status;
}

sn_status
sn_diagnosis_fix(
    sn_deployed **was, sn_plan_request *request, const sn_diagnosis *d)
{
	static const sn_plan_request defaults = SN_PLAN_REQUEST_INIT;
	uint32_t ike = d->carriers ? d->carrier[0].ike : 0;
	sn_deployed *has;
	sn_status status;

	if (request->struct_size != sizeof(*request))
		return SN_EINVAL;
	status = sn_deployed_new(&has, &d->alloc);
	if (status)
		return status;
	for (size_t i = 0; i < d->carriers && !status; i++) {
		status = add_carrier(has, d, &d->carrier[i], SN_IPV4);
		if (!status)
			status = add_carrier(has, d, &d->carrier[i], SN_IPV6);
		if (d->carrier[i].ike != ike)
			ike = 0;
	}
	if (!status)
		status = add_rows(has, d);
	if (status) {
		sn_deployed_free(has);
		return status;
	}
	*request = defaults;
	request->local = d->segments[SN_LOCAL];
	request->local_count = d->segment_count[SN_LOCAL];
	request->peer = d->segments[SN_PEER];
	request->peer_count = d->segment_count[SN_PEER];
	request->gateway = d->gateway;
	request->peer_device = d->peer_device;
	request->ike = ike;
	request->proposal = d->proposal;
	request->sticky = 1;
	request->publish = 1;
	request->previous = *was = has;
	return SN_OK;
}
