/*
 * diagnose_ike.c - what both ends negotiate: versions, algorithms, lifetimes,
 * DPD, keys, and what connections that share phase 1 must have in common.
 *
 * A parameter that one end does not give is not judged.
 */
#include <string.h>

#include "vpn/diagnose.h"
#include "vpn/ike_algorithm.h"
#include "vpn/plan.h"

static const struct sn__rule psk_mismatch = {"psk-mismatch", SN_SEVERITY_ERROR,
    "Phase 1 fails without the same key at both ends.",
    "Set the same pre-shared key at both ends.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule version_mismatch = {"ike-version-mismatch",
    SN_SEVERITY_ERROR, "Phase 1 fails when the IKE versions differ.",
    "Set the same version at both ends; IKEv2 is advised.",
    SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule mode_mismatch = {"mode-mismatch",
    SN_SEVERITY_ERROR,
    "Phase 1 of IKEv1 fails when the negotiation modes differ.",
    "Set the same mode at both ends.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule no_common = {"algorithm-mismatch",
    SN_SEVERITY_ERROR,
    "The ends have no algorithm in common, so the negotiation fails.",
    "Set one algorithm, the same at both ends.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule unequal = {"algorithm-mismatch",
    SN_SEVERITY_WARNING,
    "Each algorithm has to be a single value, equal at both ends; which of "
    "several is taken depends on who starts.",
    "Set one algorithm, the same at both ends.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule not_single = {"algorithm-not-single",
    SN_SEVERITY_WARNING,
    "With peers of traditional vendors each algorithm has to be a single "
    "value, equal at both ends.",
    "Leave one algorithm.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule lifetime = {"lifetime-mismatch",
    SN_SEVERITY_WARNING, "SA lifetimes have to be equal at both ends.",
    "Set the same SA lifetime at both ends.", SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule volume = {"volume-lifetime", SN_SEVERITY_WARNING,
    "A volume-based lifetime at the peer has to be at its maximum: it ends "
    "SAs after so many bytes.",
    "Set it to its maximum (0 bytes at some vendors).", SOURCE_ALIBABA_ADVICE,
    NULL};
static const struct sn__rule dpd = {"dpd-mismatch", SN_SEVERITY_WARNING,
    "With DPD on at the gateway the peer has to use standard DPD.",
    "Turn standard DPD on at the peer, or DPD off at the gateway.",
    SOURCE_ALIBABA_ADVICE, NULL};
static const struct sn__rule phase1 = {"phase1-differs", SN_SEVERITY_ERROR,
    "Connections of one gateway to one customer gateway with one IKE version "
    "share phase 1: its key, mode, algorithms and SA lifetime must be equal "
    "in all of them.",
    "Make them equal.", SOURCE_ALIBABA_ADVICE, NULL};

static const struct sn__rule pfs_v2 = {"pfs-mismatch", SN_SEVERITY_ERROR,
    "With IKEv2 a PFS mismatch shows only from the second child on, and when "
    "the first SA's lifetime ends: phase 2 is up, but only one segment works.",
    "Set the same PFS group at both ends.", "",
    "measured: strongSwan 5.9.8 at both ends"};
static const struct sn__rule pfs_v1 = {"pfs-mismatch", SN_SEVERITY_ERROR,
    "With IKEv1 quick mode fails at once where the PFS groups differ.",
    "Set the same PFS group at both ends.", "",
    "measured: strongSwan 5.9.8 at both ends"};
static const struct sn__rule not_compared = {"algorithm-not-compared",
    SN_SEVERITY_INFO,
    "A word that is no known algorithm may mean the same as another word.",
    "Look whether both ends mean the same.", "", ""};

static bool
code_of(unsigned param, const char *word, uint16_t *code)
{
	static const unsigned kind[SN_PARAMS] = {SN__ALG_ENCRYPTION,
	    SN__ALG_INTEGRITY, SN__ALG_GROUP, SN__ALG_ENCRYPTION,
	    SN__ALG_INTEGRITY, SN__ALG_GROUP};

	return sn__algorithm(kind[param], word, strlen(word), code);
}

/* Whether two words mean one algorithm, whoever wrote them. */
static bool
same_word(unsigned param, const char *a, const char *b)
{
	uint16_t x = 0, y = 0;

	return !strcmp(a, b) ||
	       (code_of(param, a, &x) && code_of(param, b, &y) && x == y);
}

/* The first word that is no known algorithm; NULL: all are. */
static const char *
unknown_word(const sn_end *end, unsigned param)
{
	uint16_t code;

	for (size_t i = 0; i < end->param_count[param]; i++)
		if (!code_of(param, end->param[param][i], &code))
			return end->param[param][i];
	return NULL;
}

static bool
has(const sn_end *end, unsigned param, const char *value)
{
	for (size_t i = 0; i < end->param_count[param]; i++)
		if (same_word(param, end->param[param][i], value))
			return true;
	return false;
}

/* How many algorithms of @a are in @b. */
static size_t
shared(const sn_end *a, const sn_end *b, unsigned param)
{
	size_t n = 0;

	for (size_t i = 0; i < a->param_count[param]; i++)
		n += has(b, param, a->param[param][i]);
	return n;
}

static bool
same_algorithms(const sn_end *a, const sn_end *b, unsigned param)
{
	return shared(a, b, param) == a->param_count[param] &&
	       shared(b, a, param) == b->param_count[param];
}

static bool
shares(const sn_link *a, const sn_link *b)
{
	const sn_end *x = &a->end[SN_LOCAL], *y = &b->end[SN_LOCAL];
	const char *c = a->customer_gateway ? a->customer_gateway : "";
	const char *d = b->customer_gateway ? b->customer_gateway : "";

	return x->ike == y->ike && !strcmp(c, d);
}

/*
 * With IKEv2 the first child of an IKE_SA comes up without a group; which one
 * is the first is not certain, where connections share phase 1.
 */
static sn_status
check_pfs(struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_diagnosis_request *r = in->request;
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];
	uint32_t version = g->ike ? g->ike : p->ike;
	bool in_common = in->gateway->phase1_shared.value == 1;
	size_t before = 0, after = 0;

	for (const sn_link *l = r->links; l < r->links + r->link_count; l++)
		if (l != link && in_common && shares(l, link))
			*(l < link ? &before : &after) += 1;
	s->after = pfs_v2.code;
	if (version != SN_IKE_V2) {
		s->broken = version ? pfs_v1.code : NULL;
		s->unsure = version ? s->unsure : pfs_v1.code;
	} else if (before) {
		s->broken = pfs_v2.code;
	} else if (after) {
		s->one_of = pfs_v2.code;
	}
	return sn__find(in, version == SN_IKE_V1 ? &pfs_v1 : &pfs_v2, link,
	    "%s is %s at the gateway and %s at the peer.",
	    sn_word(SN_WORD_PARAM, SN_PARAM_IPSEC_DH),
	    g->param[SN_PARAM_IPSEC_DH][0], p->param[SN_PARAM_IPSEC_DH][0]);
}

static sn_status
check_algorithm(struct sn__diagnosing *in, const sn_link *link,
    struct sn__carrier *s, unsigned param)
{
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];
	const char *name = sn_word(SN_WORD_PARAM, param), *strange;
	sn_status status = SN_OK;

	for (unsigned e = 0; e < 2 && !status; e++)
		if (link->end[e].param_count[param] > 1)
			status = sn__find(in, &not_single, link,
			    "%s at the %s has %zu values.", name,
			    e == SN_LOCAL ? "gateway" : "peer",
			    link->end[e].param_count[param]);
	if (status || !g->param_count[param] || !p->param_count[param] ||
	    same_algorithms(g, p, param))
		return status;
	strange = unknown_word(g, param);
	if (!strange)
		strange = unknown_word(p, param);
	if (strange && !shared(g, p, param)) {
		s->unsure = not_compared.code;
		return sn__find(in, &not_compared, link,
		    "%s was not compared: '%s' is no word that is known.", name,
		    strange);
	}
	if (shared(g, p, param))
		return sn__find(in, &unequal, link,
		    "%s differs: %s, ... at the gateway, %s, ... at the peer.",
		    name, g->param[param][0], p->param[param][0]);
	if (param == SN_PARAM_IPSEC_DH)
		return check_pfs(in, link, s);
	s->broken = no_common.code;
	return sn__find(in, &no_common, link,
	    "%s is %s at the gateway and %s at the peer.", name,
	    g->param[param][0], p->param[param][0]);
}

sn_status
sn__check_lifetime(struct sn__diagnosing *in, const char *subject,
    const char *name, int64_t gateway, int64_t peer)
{
	if (gateway < 0 || peer < 0 || gateway == peer)
		return SN_OK;
	return sn__find_about(in, &lifetime, subject,
	    "%s is %lld s at the gateway and %lld s at the peer.", name,
	    (long long)gateway, (long long)peer);
}

sn_status
sn__check_volume(struct sn__diagnosing *in, const char *subject, int64_t bytes)
{
	if (bytes <= 0 || bytes == INT64_MAX)
		return SN_OK;
	return sn__find_about(in, &volume, subject,
	    "The peer's volume-based lifetime is %lld bytes.",
	    (long long)bytes);
}

static sn_status
check_dpd(struct sn__diagnosing *in, const sn_link *link)
{
	uint32_t peer = link->end[SN_PEER].dpd;

	if (link->end[SN_LOCAL].dpd != SN_DPD_STANDARD ||
	    (peer != SN_DPD_OFF && peer != SN_DPD_PROPRIETARY))
		return SN_OK;
	return sn__find(in, &dpd, link,
	    "DPD is on at the gateway, and %s at the peer.",
	    peer == SN_DPD_OFF ? "off" : "of the vendor's own kind");
}

static sn_status
check_version(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];

	if (g->ike && p->ike && g->ike != p->ike) {
		s->broken = version_mismatch.code;
		return sn__find(in, &version_mismatch, link,
		    "IKE%s at the gateway, IKE%s at the peer.",
		    sn_word(SN_WORD_IKE, g->ike), sn_word(SN_WORD_IKE, p->ike));
	}
	/* IKEv2 has no modes. */
	if (sn__is_ikev1(link) && g->mode && p->mode &&
	    strcmp(g->mode, p->mode)) {
		s->broken = mode_mismatch.code;
		return sn__find(in, &mode_mismatch, link,
		    "%s at the gateway, %s at the peer.", g->mode, p->mode);
	}
	return SN_OK;
}

sn_status
sn__check_negotiation(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s)
{
	const sn_end *g = &link->end[SN_LOCAL], *p = &link->end[SN_PEER];
	sn_status status = check_version(in, link, s);

	if (!status && link->psk_equal == SN_NO) {
		s->broken = psk_mismatch.code;
		status = sn__find(in, &psk_mismatch, link,
		    "The pre-shared keys of both ends are not equal.");
	}
	for (unsigned i = 0; i < SN_PARAMS && !status; i++)
		status = check_algorithm(in, link, s, i);
	if (!status)
		status = sn__check_lifetime(in, s->name, "The IKE SA lifetime",
		    g->ike_lifetime, p->ike_lifetime);
	if (!status)
		status =
		    sn__check_lifetime(in, s->name, "The IPsec SA lifetime",
			g->ipsec_lifetime, p->ipsec_lifetime);
	if (!status)
		status = sn__check_volume(in, s->name, p->volume_lifetime);
	return status ? status : check_dpd(in, link);
}

/* ------------------------------------------------- phase 1 in common */

static sn_status
compare_phase1(struct sn__diagnosing *in, const sn_link *a, const sn_link *b)
{
	struct sn__carrier *carrier = in->d->carrier;
	size_t before = in->d->found.n;
	const sn_end *x = &a->end[SN_LOCAL], *y = &b->end[SN_LOCAL];
	sn_status status = SN_OK;

	for (unsigned i = SN_PARAM_IKE_ENCRYPTION;
	     i <= SN_PARAM_IKE_DH && !status; i++)
		if (x->param_count[i] && y->param_count[i] &&
		    !same_algorithms(x, y, i))
			status = sn__find(in, &phase1, b,
			    "%s is %s here and %s in %s.",
			    sn_word(SN_WORD_PARAM, i), y->param[i][0],
			    x->param[i][0], a->name);
	if (!status && x->mode && y->mode && strcmp(x->mode, y->mode))
		status = sn__find(in, &phase1, b,
		    "The mode is %s here and %s in %s.", y->mode, x->mode,
		    a->name);
	if (!status && x->ike_lifetime >= 0 && y->ike_lifetime >= 0 &&
	    x->ike_lifetime != y->ike_lifetime)
		status = sn__find(in, &phase1, b,
		    "The IKE SA lifetime is %lld s here and %lld s in %s.",
		    (long long)y->ike_lifetime, (long long)x->ike_lifetime,
		    a->name);
	/* Which of them phase 1 goes by is not certain. */
	if (in->d->found.n > before)
		carrier[a - in->request->links].unsure =
		    carrier[b - in->request->links].unsure = phase1.code;
	return status;
}

/* Each with the first one that it shares phase 1 with. */
sn_status
sn__check_phase1(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	sn_status status = SN_OK;
	bool any = false;

	if (in->gateway->phase1_shared.value != 1)
		return SN_OK;
	for (size_t i = 1; i < r->link_count && !status; i++)
		for (size_t j = 0; j < i && !status; j++)
			if (shares(&r->links[j], &r->links[i])) {
				any = true;
				if (r->psk_shared_equal == SN_NO)
					in->d->carrier[i].unsure =
					    in->d->carrier[j].unsure =
						phase1.code;
				status = compare_phase1(
				    in, &r->links[j], &r->links[i]);
				break;
			}
	if (!status && any && r->psk_shared_equal == SN_NO)
		status = sn__find(in, &phase1, NULL,
		    "The pre-shared keys of connections that share phase 1 "
		    "are not equal.");
	return status;
}
