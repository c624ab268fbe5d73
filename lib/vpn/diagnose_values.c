/*
 * diagnose_values.c - what stands at both ends of each connection, value by
 * value, as texts for people.
 */
#include <stdio.h>

#include "vpn/diagnose.h"
#include "vpn/ike_text.h"

enum { VALUES_MAX = 1024, TEXT_MAX = 512 };

/* Texts at both ends, [SN_LOCAL] the gateway's; "" is not given. */
struct both {
	char text[2][TEXT_MAX];
};

/* Adds a value that an end gives; beyond the most none is added. */
static sn_status
add(sn_diagnosis *d, const char *connection, const char *what,
    const struct both *b)
{
	sn_end_value value = {connection, what, {NULL, NULL}};

	if ((!*b->text[0] && !*b->text[1]) || d->values == VALUES_MAX)
		return SN_OK;
	if (!sn__grow(&d->alloc, &d->value, &d->value_capacity, d->values,
		sizeof(*d->value)))
		return SN_ENOMEM;
	for (unsigned e = 0; e < 2; e++) {
		if (!*b->text[e])
			continue;
		value.at[e] = sn__diagnosis_text(d, "%s", b->text[e]);
		if (!value.at[e])
			return SN_ENOMEM;
	}
	d->value[d->values++] = value;
	return SN_OK;
}

/* A number of @unit, where it is given. */
static void
put_number(char *out, int64_t n, const char *unit)
{
	*out = '\0';
	if (n == INT64_MAX)
		snprintf(out, TEXT_MAX, "the device's maximum");
	else if (n >= 0)
		snprintf(out, TEXT_MAX, "%lld %s", (long long)n, unit);
}

static void
put_word(char *out, unsigned kind, uint32_t value, const char *before)
{
	const char *word = value ? sn_word(kind, value) : NULL;

	*out = '\0';
	if (word)
		snprintf(out, TEXT_MAX, "%s%s", before, word);
}

/* ---------------------------------------------------------------- links */

static sn_status
add_params(sn_diagnosis *d, const char *name, const sn_link *link)
{
	static const char *const what[SN_PARAMS] = {
	    [SN_PARAM_IKE_ENCRYPTION] = "IKE encryption",
	    [SN_PARAM_IKE_AUTHENTICATION] = "IKE integrity",
	    [SN_PARAM_IKE_DH] = "IKE group",
	    [SN_PARAM_IPSEC_ENCRYPTION] = "ESP encryption",
	    [SN_PARAM_IPSEC_AUTHENTICATION] = "ESP integrity",
	    [SN_PARAM_IPSEC_DH] = "PFS group",
	};
	sn_status status = SN_OK;
	struct both b;

	for (unsigned i = 0; i < SN_PARAMS && !status; i++) {
		for (unsigned e = 0; e < 2; e++) {
			const sn_end *end = &link->end[e];

			*b.text[e] = '\0';
			for (size_t k = 0; k < end->param_count[i]; k++)
				if (!sn__list_word(
					b.text[e], TEXT_MAX, end->param[i][k]))
					break;
		}
		status = add(d, name, what[i], &b);
	}
	return status;
}

static sn_status
add_phase1(sn_diagnosis *d, const char *name, const sn_link *link)
{
	sn_status status;
	struct both b;

	for (unsigned e = 0; e < 2; e++)
		put_word(b.text[e], SN_WORD_IKE, link->end[e].ike, "IKE");
	status = add(d, name, "version", &b);
	for (unsigned e = 0; e < 2; e++)
		snprintf(b.text[e], TEXT_MAX, "%s",
		    link->end[e].mode ? link->end[e].mode : "");
	return status ? status : add(d, name, "mode of phase 1", &b);
}

static sn_status
add_lifetimes(sn_diagnosis *d, const char *name, const sn_link *link)
{
	sn_status status;
	struct both b;

	for (unsigned e = 0; e < 2; e++)
		put_number(b.text[e], link->end[e].ike_lifetime, "s");
	status = add(d, name, "IKE lifetime", &b);
	for (unsigned e = 0; e < 2; e++)
		put_number(b.text[e], link->end[e].ipsec_lifetime, "s");
	if (!status)
		status = add(d, name, "ESP lifetime", &b);
	for (unsigned e = 0; e < 2; e++)
		put_number(b.text[e], link->end[e].volume_lifetime, "bytes");
	if (!status)
		status = add(d, name, "ESP lifetime by volume", &b);
	for (unsigned e = 0; e < 2; e++)
		put_word(b.text[e], SN_WORD_DPD, link->end[e].dpd, "");
	return status ? status : add(d, name, "dead peer detection", &b);
}

static const char *const selectors_of[2] = {
    [SN_LOCAL] = "selectors of the local side",
    [SN_PEER] = "selectors of the peer side",
};

sn_status
sn__values_of_link(struct sn__diagnosing *in, const sn_link *link)
{
	const char *name = in->d->carrier[link - in->request->links].name;
	sn_status status = add_phase1(in->d, name, link);
	struct both b;

	if (!status)
		status = add_params(in->d, name, link);
	if (!status)
		status = add_lifetimes(in->d, name, link);
	for (unsigned side = 0; side < 2 && !status; side++) {
		for (unsigned e = 0; e < 2; e++) {
			const sn_end *end = &link->end[e];
			/* The peer's own local side is our peer side. */
			bool own = e == side;

			sn__prefixes_text(b.text[e], TEXT_MAX,
			    own ? end->local : end->peer,
			    own ? end->local_count : end->peer_count);
		}
		status = add(in->d, name, selectors_of[side], &b);
	}
	return status;
}

/* ------------------------------------------------------- configurations */

/* A connection and a child of one end; NULL: that end has none. */
struct configured {
	const sn_ike_config *c;
	const struct sn__ike_connection *of;
	const struct sn__ike_child *child;
};

static void
connection_text(char *out, const struct configured *at, unsigned what)
{
	const struct sn__ike_connection *of = at->of;

	*out = '\0';
	if (!of)
		return;
	switch (what) {
	case 0:
		snprintf(out, TEXT_MAX, "%s%s%s", sn__ike_text(at->c, of->name),
		    at->child ? ", child " : "",
		    at->child ? sn__ike_text(at->c, at->child->name) : "");
		break;
	case 1:
		snprintf(out, TEXT_MAX, "IKE%s%s",
		    of->version ? sn_word(SN_WORD_IKE, of->version) : "v2, v1",
		    of->aggressive ? ", aggressive" : "");
		break;
	case 2:
		sn__offers_text(out, TEXT_MAX, at->c, &of->offers);
		break;
	default:
		put_number(out, of->rekey_time ? of->rekey_time : -1, "s");
		break;
	}
}

static void
child_text(char *out, const struct configured *at, unsigned what)
{
	*out = '\0';
	if (!at->child)
		return;
	switch (what) {
	case 0:
		sn__offers_text(out, TEXT_MAX, at->c, &at->child->offers);
		break;
	case 1:
		put_number(out,
		    at->child->rekey_time ? at->child->rekey_time : -1, "s");
		break;
	default:
		sn__selectors_text(
		    out, TEXT_MAX, at->c, &at->child->ts[what - 2]);
		break;
	}
}

sn_status
sn__values_of_result(
    struct sn__diagnosing *in, const char *name, const struct sn__ike_result *r)
{
	static const char *const of_connection[] = {
	    "connection", "version", "proposals of IKE", "IKE renewed after"};
	static const char *const of_child[] = {
	    "proposals of ESP", "ESP renewed after"};
	const sn_ike_config *g = in->request->config[SN_LOCAL];
	const sn_ike_config *p = in->request->config[SN_PEER];
	const struct configured at[2] = {
	    {g, &g->connection[g->child[r->child].connection],
		&g->child[r->child]},
	    {p, r->asked == SN__IKE_NONE ? NULL : &p->connection[r->asked],
		r->peer_child == SN__IKE_NONE ? NULL
					      : &p->child[r->peer_child]},
	};
	sn_status status = SN_OK;
	struct both b;

	for (unsigned i = 0; i < 4 && !status; i++) {
		for (unsigned e = 0; e < 2; e++)
			connection_text(b.text[e], &at[e], i);
		status = add(in->d, name, of_connection[i], &b);
	}
	for (unsigned i = 0; i < 2 && !status; i++) {
		for (unsigned e = 0; e < 2; e++)
			child_text(b.text[e], &at[e], i);
		status = add(in->d, name, of_child[i], &b);
	}
	for (unsigned side = 0; side < 2 && !status; side++) {
		for (unsigned e = 0; e < 2; e++)
			child_text(b.text[e], &at[e], 2 + (e != side));
		status = add(in->d, name, selectors_of[side], &b);
	}
	return status;
}
