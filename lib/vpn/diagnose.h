/*
 * diagnose.h - what a diagnosis is made of; for lib/vpn/diagnose*.c only.
 */
#ifndef SN_DIAGNOSE_H
#define SN_DIAGNOSE_H

#include "base/alloc.h"
#include "routes/finding.h"
#include "supernet_vpn.h"

/* A connection, as far as the pairs need it. */
struct sn__link_state {
	char name[SN_CONNECTION_MAX];
	/* Selectors as sets, seen from the gateway: [end][side]; NULL: not
	 * given. */
	sn_set *selectors[2][2];
	sn_prefix first[2]; /* the first selector of each side */
	const char *broken; /* code of what stops it; NULL: nothing */
	const char *one_of; /* code of why one pair works; NULL: all do */
};

struct sn_diagnosis {
	sn_alloc alloc;
	sn_prefix *segments[2];
	size_t segment_count[2];
	struct sn__link_state *link;
	size_t links;
	struct sn__route {
		sn_prefix source;
		sn_prefix destination;
		uint32_t link;
		uint32_t policy;
	} * route; /* rows that lead to a link */
	size_t routes;
	bool routes_given;
	struct sn__findings found;
	sn_diagnosis_view view; /* made last, from the rest */
};

/* What is at hand while a diagnosis is made. */
struct sn__diagnosing {
	sn_diagnosis *d;
	const sn_diagnosis_request *request;
	const sn_profile *gateway;
	const sn_profile *peer_device;
	sn_set *segments[2];
};

/* Texts of a finding that do not change. */
struct sn__rule {
	const char *code;
	uint32_t severity;
	const char *text;
	const char *remedy;
	const char *source;
};

/* Adds a finding about @link (NULL: none); what was seen is formatted. */
SN_MUST_USE __attribute__((format(printf, 4, 5))) sn_status sn__find(
    struct sn__diagnosing *in, const struct sn__rule *rule, const sn_link *link,
    const char *seen, ...);

/* Either end says so: that the ends differ is found elsewhere. */
static inline bool
sn__is_ikev1(const sn_link *link)
{
	return link->end[SN_LOCAL].ike == SN_IKE_V1 ||
	       link->end[SN_PEER].ike == SN_IKE_V1;
}

/* The checks; each adds what it finds. */
typedef sn_status sn__link_check(
    struct sn__diagnosing *in, const sn_link *link, struct sn__link_state *s);
sn__link_check sn__check_negotiation; /* parameters of both ends */
sn__link_check sn__check_selectors;
SN_MUST_USE sn_status sn__check_phase1(struct sn__diagnosing *in);

#endif
