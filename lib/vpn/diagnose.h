/*
 * diagnose.h - what a diagnosis is made of; for lib/vpn/diagnose*.c only.
 */
#ifndef SN_DIAGNOSE_H
#define SN_DIAGNOSE_H

#include "base/alloc.h"
#include "routes/finding.h"
#include "supernet_vpn.h"
#include "vpn/ike_negotiate.h"

/* A connection, or a child of one, as far as the pairs need it. */
struct sn__carrier {
	const char *name;
	const char *hop; /* the name that rows lead to it by */
	/* Selectors as sets, seen from the gateway: [end][side]; NULL: not
	 * given, or everything. */
	sn_set *selectors[2][2];
	sn_prefix first[2]; /* the pair that works, of one; unset: any may */
	const char *broken; /* code of what stops it; NULL: nothing */
	const char *one_of; /* code of why one pair works; NULL: all do */
	const char *cut;    /* code of why the peer's end holds less */
	const char *after;  /* code of what stops its renewal; NULL: nothing */
	const char *unsure; /* code of what is not known; NULL: nothing */
	bool routed;	    /* needs rows: its selectors are everything */
	uint32_t ike;	    /* SN_IKE_...; 0: not given */
};

/* A row of the table, and the name of its next hop. */
struct sn__diagnosed_row {
	sn_route is;
	const char *hop;
};

struct sn_diagnosis {
	sn_alloc alloc;
	sn_prefix *segments[2]; /* those of IPv4 first */
	size_t segment_count[2];
	size_t segment_count4[2];
	struct sn__carrier *carrier;
	size_t carriers;
	struct sn__diagnosed_row *row;
	size_t rows;
	sn_matcher *matcher; /* NULL: no table was given */
	bool publish;	     /* rows work only where they are published */
	bool negotiated;     /* what happens after renewal is known */
	sn_set *forbidden;   /* destinations that the gateway doesn't take */
	bool shared;	     /* an address is of both sides */
	struct sn__findings found;
	sn_end_value *value;
	size_t values, value_capacity;
	const char *note[8];
	size_t notes;
	/* Of what mends it: the ends, and what the gateway's end proposes in
	 * all connections alike; NULL: nothing in common, or of one. */
	const sn_profile *gateway;
	const sn_profile *peer_device;
	const char *proposal;
	sn_diagnosis_view view; /* made last, from the rest */
};

/* What is at hand while a diagnosis is made. */
struct sn__diagnosing {
	sn_diagnosis *d;
	const sn_diagnosis_request *request;
	const sn_profile *gateway;
	const sn_profile *peer_device;
	sn_set *segments[2];
	bool provider; /* the gateway is of the provider that rules cite */
};

/* Texts of a finding that do not change. */
struct sn__rule {
	const char *code;
	uint32_t severity;
	const char *text;
	const char *remedy;
	const char *source; /* cited where the gateway is of this provider */
	const char *fact;   /* cited for every gateway; NULL: the source */
};

/* One end has one SA for all selectors, the other one for each pair. */
extern const struct sn__rule sn__single_sa;

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

/* The same about a thing that has no link: @subject is borrowed. */
SN_MUST_USE __attribute__((format(printf, 4, 5))) sn_status sn__find_about(
    struct sn__diagnosing *in, const struct sn__rule *rule, const char *subject,
    const char *seen, ...);
/* A text that lasts as long as the diagnosis; NULL: out of memory. */
__attribute__((format(printf, 2, 3))) const char *sn__diagnosis_text(
    sn_diagnosis *d, const char *format, ...);
/* Says that something was not looked at. */
SN_MUST_USE __attribute__((format(printf, 2, 3))) sn_status sn__diagnosis_note(
    sn_diagnosis *d, const char *format, ...);

/* Findings about pairs: the first of each code is named. */
SN_MUST_USE sn_status sn__diagnose_pairs(struct sn__diagnosing *in);
/* The segments that selectors of both ends name, where none are given. */
SN_MUST_USE sn_status sn__segments_of_ends(struct sn__diagnosing *in);
/* Carriers and findings from the configurations of both ends. */
SN_MUST_USE sn_status sn__check_ends(struct sn__diagnosing *in);

/* Adds what both ends of a connection, or of a child of one, have. */
SN_MUST_USE sn_status sn__values_of_link(
    struct sn__diagnosing *in, const sn_link *link);
SN_MUST_USE sn_status sn__values_of_result(struct sn__diagnosing *in,
    const char *name, const struct sn__ike_result *r);
/* Lifetimes of both ends, in seconds; -1: not given. */
SN_MUST_USE sn_status sn__check_lifetime(struct sn__diagnosing *in,
    const char *subject, const char *name, int64_t gateway, int64_t peer);
/* A lifetime of the peer in bytes; 0 and INT64_MAX end nothing. */
SN_MUST_USE sn_status sn__check_volume(
    struct sn__diagnosing *in, const char *subject, int64_t bytes);
/* Finds what the gateway's end proposes in all connections alike. */
SN_MUST_USE sn_status sn__find_proposal(struct sn__diagnosing *in);

/* Pairs of segments of one family. */
uint64_t sn__diagnosis_pairs(const sn_diagnosis *d);

/* The checks; each adds what it finds. */
typedef sn_status sn__link_check(
    struct sn__diagnosing *in, const sn_link *link, struct sn__carrier *s);
sn__link_check sn__check_negotiation; /* parameters of both ends */
sn__link_check sn__check_selectors;
SN_MUST_USE sn_status sn__check_phase1(struct sn__diagnosing *in);

#endif
