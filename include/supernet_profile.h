/*
 * supernet_profile.h - level 2 of libsupernet, first part: what is known of
 * gateways and peer devices. Uses only supernet.h.
 *
 * The conventions of supernet.h hold. Every fact about a provider is data with
 * its source, and every limit can be overridden at run time.
 */
#ifndef SUPERNET_PROFILE_H
#define SUPERNET_PROFILE_H

#include "supernet.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ----------------------------------------------------------- profiles */

/* How sure a fact is. */
enum {
	SN_SURE_UNKNOWN = 0,  /* nobody says; the value is not used */
	SN_SURE_VERIFIED = 1, /* read in the cited source */
	SN_SURE_OLD = 2,      /* read, but in an old snapshot */
	SN_SURE_INFERRED = 3, /* follows from verified facts */
	SN_SURE_ASSUMED = 4,  /* not verified */
	SN_SURE_USER = 5      /* from the user's own profile or override */
};

/* A number (or an enumerator) with where it comes from. */
typedef struct sn_fact {
	int64_t value; /* -1: unknown, or no limit when sure is known */
	uint32_t sure; /* SN_SURE_... */
	uint32_t reserved;
	const char *source; /* document; "" when unknown */
	const char *date;   /* of the source or its reading, YYYY[-MM[-DD]] */
} sn_fact;

enum { SN_KIND_GATEWAY = 1, SN_KIND_PEER = 2 }; /* bits: may be both */
/* Whose gateway it is, as far as findings cite that provider's documents and
 * hold rows against its ranges. A profile of one's own has that of its base. */
enum { SN_PROVIDER_NONE = 0, SN_PROVIDER_ALIBABA = 1 };
enum { SN_SA_SINGLE = 1, SN_SA_PER_PAIR = 2 };
enum {
	SN_MATCH_PRIORITY = 1, /* smaller number first, not by length */
	SN_MATCH_LONGEST_PREFIX = 2,
	SN_MATCH_FIRST_CREATED = 3
};
#define SN_PROFILE_FORBIDDEN_MAX 8

/* What is known of a gateway or a peer device. All strings are borrowed. */
typedef struct sn_profile {
	size_t struct_size;
	const char *name;  /* "alibaba-cloud", "cisco", ... */
	const char *title; /* for people */
	uint32_t kind;	   /* SN_KIND_... bits */
	uint32_t provider; /* SN_PROVIDER_... */
	uint32_t forbidden_count;
	uint32_t reserved;
	sn_fact local_selectors; /* at most, in one connection (IKEv2) */
	sn_fact peer_selectors;
	sn_fact policy_routes; /* at most, on one gateway */
	sn_fact destination_routes;
	sn_fact connections;
	sn_fact sa_model;	/* SN_SA_... for several selectors */
	sn_fact route_based;	/* 1: takes 0.0.0.0/0 both ways; 0: not */
	sn_fact match_rule;	/* SN_MATCH_... */
	sn_fact manual_default; /* 1: 0.0.0.0/0 may stand in a manual row */
	sn_fact auto_routes;	/* 1: installs a policy row by itself */
	sn_fact phase1_shared;	/* 1: connections to one peer share phase 1 */
	sn_fact publish;	/* 1: rows reach the network once published */
	/* Destinations that may not equal, lie inside or contain one of: */
	sn_prefix forbidden[SN_PROFILE_FORBIDDEN_MAX];
	sn_fact forbidden_fact;
} sn_profile;

/* "verified", "verified-old", ...; static. */
SN_API const char *sn_sureness_name(unsigned sure);

/* The built-in profiles. Static, never changed. */
SN_API size_t sn_profile_count(void);
SN_API const sn_profile *sn_profile_at(size_t i); /* NULL beyond the last */
SN_API const sn_profile *sn_profile_find(const char *name); /* or NULL */

#ifdef __cplusplus
}
#endif

#endif
