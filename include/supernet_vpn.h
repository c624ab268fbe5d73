/*
 * supernet_vpn.h - level 2 of libsupernet: gateways, segments, plans,
 * policy-route tables and changes. Uses only supernet.h and knows nothing
 * of text formats; see supernet_text.h for reading and rendering.
 *
 * The conventions of supernet.h hold. Every fact about a provider is data
 * with its source, and every limit can be overridden at run time.
 */
#ifndef SUPERNET_VPN_H
#define SUPERNET_VPN_H

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
	uint32_t forbidden_count;
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

/* ----------------------------------------------------------- segments */

enum { SN_LOCAL = 0, SN_PEER = 1 };
enum { SN_ALIGN_MINIMAL = 0, SN_ALIGN_OCTET = 1 };
enum {
	SN_VERDICT_EXACT = 1,	     /* one prefix, nothing extra */
	SN_VERDICT_SUPERNET = 2,     /* one prefix, extra addresses */
	SN_VERDICT_DEFAULT_ROUTE = 3 /* no useful supernet */
};
enum {
	SN_REASON_NONE = 0,
	SN_REASON_NOT_ADJACENT = 1,
	SN_REASON_OVERLAPS_OTHER_SIDE = 2,
	SN_REASON_RESERVED = 3,
	SN_REASON_LEAVES_PRIVATE = 4
};
#define SN_SHORTEST4_DEFAULT 8
#define SN_SHORTEST6_DEFAULT 16

/* "exact", ... and "not-adjacent", ...; NULL for SN_REASON_NONE. Static. */
SN_API const char *sn_verdict_name(unsigned verdict);
SN_API const char *sn_reason_name(unsigned reason);

typedef struct sn_side_options {
	size_t struct_size;
	uint32_t align;	   /* SN_ALIGN_... */
	uint8_t shortest4; /* 0: SN_SHORTEST4_DEFAULT */
	uint8_t shortest6;
	uint8_t shortest_given;	   /* not 0: take shortest4/6 even where 0 */
	uint8_t allow_public;	   /* not 0: leaves-private does not count */
	const sn_set *other_side;  /* must not be swallowed; NULL: none */
	const sn_prefix *reserved; /* must not be touched */
	size_t reserved_count;
	/* Room to grow: prefixes to cover too, and how many bits shorter than
	 * needed the selector is to be; given up where that breaks a rule. */
	const sn_prefix *room;
	size_t room_count;
	uint8_t room_bits;
	uint8_t reserved_bytes[7];
	/* A selector in use: kept where it covers segments and room and
	 * breaks no rule. NULL: none. */
	const sn_prefix *keep;
} sn_side_options;
#define SN_SIDE_OPTIONS_INIT                                                   \
 {                                                                             \
  sizeof(sn_side_options), 0, 0, 0, 0, 0, NULL, NULL, 0, NULL, 0, 0, {0}, NULL \
 }

/* One side of a connection, judged. Pointers borrowed from the owner. */
typedef struct sn_side {
	const sn_prefix *segments; /* ascending, each once */
	size_t segment_count;
	const sn_prefix *aggregates; /* exact */
	size_t aggregate_count;
	sn_prefix common;   /* the longest prefix that holds every segment */
	sn_prefix selector; /* what one traffic selector has to be */
	uint32_t verdict;   /* SN_VERDICT_... */
	uint32_t reason;    /* SN_REASON_... */
	/* Why octet rounding stopped short of what was asked; NONE: it did
	 * not. */
	uint32_t align_reason;
	uint32_t room_reason; /* the same of the room asked for */
	sn_count extra; /* addresses of the selector that are in no segment */
} sn_side;

/*
 * The verdict for one side. SN_EFAMILY: mixed families. SN_EINVAL: no
 * segment. The result is freed as one with sn_side_free().
 */
SN_API SN_MUST_USE sn_status sn_side_judge(sn_side **out,
    const sn_prefix *segments, size_t n, const sn_side_options *options,
    const sn_alloc *alloc);
SN_API void sn_side_free(sn_side *side);

/* --------------------------------------------------------------- plan */

enum {
	SN_SCHEME_AUTO = 0, /* as asked for; a plan never has it */
	SN_SCHEME_DESTINATION = 1,
	SN_SCHEME_AGGREGATE = 2,
	SN_SCHEME_PAIRS = 3,
	SN_SCHEME_NONE = 4 /* infeasible */
};
enum { SN_IKE_V1 = 1, SN_IKE_V2 = 2 };
enum { SN_MODE_PROTECTED_DATA_FLOWS = 1, SN_MODE_DESTINATION_ROUTING = 2 };
enum { SN_ACTION_KEEP = 1, SN_ACTION_DELETE = 2, SN_ACTION_ADD = 3 };
enum { SN_ORIGIN_AUTO = 1, SN_ORIGIN_MANUAL = 2 };
enum { SN_STATE_NORMAL = 1, SN_STATE_PUBLISHED = 2 };
enum {
	SN_SEVERITY_INFO = 1,
	SN_SEVERITY_ACTION = 2, /* the user has to do something */
	SN_SEVERITY_WARNING = 3,
	SN_SEVERITY_ERROR = 4
};
SN_API const char *sn_scheme_name(unsigned scheme); /* "destination", ... */
SN_API const char *sn_mode_name(unsigned mode);
SN_API const char *sn_action_name(unsigned action);
SN_API const char *sn_origin_name(unsigned origin);
SN_API const char *sn_state_name(unsigned state);
SN_API const char *sn_severity_name(unsigned severity);
SN_API const char *sn_ike_name(unsigned ike); /* "v1", "v2" */

#define SN_LIMIT_DEFAULT (-2) /* the profile's */
#define SN_LIMIT_NONE	 (-1)
#define SN_NAME_MAX	 128 /* bytes of a connection id */

typedef struct sn_plan sn_plan;
typedef struct sn_deployed sn_deployed; /* what a gateway has: see below */

typedef struct sn_plan_request {
	size_t struct_size;
	const sn_alloc *alloc;
	const sn_prefix *local;
	size_t local_count;
	const sn_prefix *peer;
	size_t peer_count;
	const sn_profile *gateway;     /* NULL: "alibaba-cloud" */
	const sn_profile *peer_device; /* NULL: "generic" */
	uint32_t scheme;	       /* SN_SCHEME_... */
	uint32_t ike;		       /* 0: SN_IKE_V2 */
	uint32_t align;
	uint8_t shortest4;
	uint8_t shortest6;
	uint8_t shortest_given;
	uint8_t allow_public;
	const char *connection; /* next hop; NULL: "ipsec-connection" */
	int64_t max_routes;	/* SN_LIMIT_... or a number */
	int64_t max_connections;
	int64_t max_selectors; /* a side in one connection */
	/* What is deployed; gives the default of connection; NULL: nothing */
	const sn_deployed *previous;
	/* Keep its selectors while they cover their side and its room. */
	uint8_t sticky;
	/* Room: selectors this many bits shorter than needed. */
	uint8_t reserve_bits;
	uint8_t reserved[6];
	/* Room: prefixes that selectors have to cover too, but no row. */
	const sn_prefix *reserve_local;
	size_t reserve_local_count;
	const sn_prefix *reserve_peer;
	size_t reserve_peer_count;
} sn_plan_request;
#define SN_PLAN_REQUEST_INIT                                                  \
 {                                                                            \
  sizeof(sn_plan_request), NULL, NULL, 0, NULL, 0, NULL, NULL, 0, 0, 0, 0, 0, \
      0, 0, NULL, SN_LIMIT_DEFAULT, SN_LIMIT_DEFAULT, SN_LIMIT_DEFAULT, NULL, \
      0, 0, {0}, NULL, 0, NULL, 0                                             \
 }

/* One IPsec connection. Prefix arrays borrowed from the plan. */
typedef struct sn_connection {
	char name[SN_NAME_MAX + 24];
	uint32_t ike;
	uint32_t routing_mode;
	const sn_prefix *local;
	size_t local_count;
	const sn_prefix *peer;
	size_t peer_count;
} sn_connection;

/*
 * Rows of a table that belong together: every source with every destination,
 * sources first in the order of the rows. A product is never written out in
 * memory. Row r (= source index * destination_count + destination index) has
 * the next hop @next_hop, or, when number_from is not 0,
 * "@next_hop-(number_from + r)".
 */
typedef struct sn_route_block {
	const sn_prefix *sources; /* NULL for destination routes */
	size_t source_count;	  /* 1 for destination routes */
	const sn_prefix *destinations;
	size_t destination_count;
	const char *next_hop;
	uint64_t number_from;
	uint32_t weight;
	uint32_t priority; /* 0 for destination routes */
	uint32_t state;
	uint32_t origin;
	uint32_t action;
	uint32_t reserved;
} sn_route_block;

typedef struct sn_advice {
	const char *code; /* "default-route-forced", ... see design */
	uint32_t severity;
	uint32_t reserved;
	const char *text;   /* a sentence or two for people */
	const char *source; /* of the provider fact behind it, or "" */
} sn_advice;

/*
 * Computes the plan. An infeasible one is SN_OK, with SN_SCHEME_NONE, no
 * connections and advice of severity error. SN_EINVAL (no segments, bad
 * connection id), SN_EFAMILY, SN_ENOMEM; @error (may be NULL) says what.
 */
SN_API SN_MUST_USE sn_status sn_plan_new(
    sn_plan **out, const sn_plan_request *request, sn_error *error);
SN_API void sn_plan_free(sn_plan *plan);
SN_API unsigned sn_plan_scheme(const sn_plan *plan);
SN_API const sn_side *sn_plan_side(const sn_plan *plan, unsigned side);
SN_API const sn_profile *sn_plan_gateway(const sn_plan *plan);
SN_API const sn_profile *sn_plan_peer_device(const sn_plan *plan);
SN_API uint64_t sn_plan_connection_count(const sn_plan *plan);
SN_API SN_MUST_USE sn_status sn_plan_connection(
    const sn_plan *plan, uint64_t i, sn_connection *out);
/* Policy and destination routes, as blocks in output order. */
SN_API size_t sn_plan_policy_block_count(const sn_plan *plan);
SN_API const sn_route_block *sn_plan_policy_block(const sn_plan *p, size_t i);
SN_API size_t sn_plan_destination_block_count(const sn_plan *plan);
SN_API const sn_route_block *sn_plan_destination_block(
    const sn_plan *p, size_t i);
SN_API size_t sn_plan_advice_count(const sn_plan *plan);
/* Most important first. */
SN_API const sn_advice *sn_plan_advice(const sn_plan *plan, size_t i);

/* The tables of a gateway, in the order in which they are looked up. */
enum { SN_ROUTE_POLICY = 1, SN_ROUTE_DESTINATION = 2, SN_ROUTE_BGP = 3 };

/* ------------------------------------------------------------- change */

/*
 * What a gateway has: connections with their selectors, and rows. A mutable
 * list of copies, in the order they were added.
 */
typedef struct sn_deployed_row {
	sn_prefix source; /* not used where kind is SN_ROUTE_DESTINATION */
	sn_prefix destination;
	const char *next_hop;
	uint32_t kind; /* SN_ROUTE_POLICY or SN_ROUTE_DESTINATION */
	uint32_t weight;
	uint32_t priority; /* 0 for destination routes */
	uint32_t state;	   /* SN_STATE_... */
	uint32_t origin;   /* SN_ORIGIN_... */
	uint32_t reserved;
} sn_deployed_row;

SN_API SN_MUST_USE sn_status sn_deployed_new(
    sn_deployed **out, const sn_alloc *alloc);
SN_API void sn_deployed_free(sn_deployed *d);
/*
 * SN_EINVAL: not a name, no selector on a side, mixed families. Names are not
 * compared with those in use: sn_plan_change_new() does that. A row may come
 * before the connection of its next hop.
 */
SN_API SN_MUST_USE sn_status sn_deployed_add_connection(
    sn_deployed *d, const sn_connection *connection);
SN_API SN_MUST_USE sn_status sn_deployed_add_row(
    sn_deployed *d, const sn_deployed_row *row);
/* What @plan leaves. SN_ELIMIT: more than 2^22 connections or rows. */
SN_API SN_MUST_USE sn_status sn_deployed_from_plan(
    sn_deployed **out, const sn_plan *plan);
SN_API size_t sn_deployed_connection_count(const sn_deployed *d);
SN_API const sn_connection *sn_deployed_connection(
    const sn_deployed *d, size_t i);
SN_API size_t sn_deployed_row_count(const sn_deployed *d);
SN_API const sn_deployed_row *sn_deployed_row_at(
    const sn_deployed *d, size_t i);

enum {
	SN_STEP_CREATE_CONNECTION = 1,
	SN_STEP_MODIFY_CONNECTION = 2, /* renegotiates: short interruption */
	SN_STEP_DELETE_CONNECTION = 3,
	SN_STEP_CHECK_ROW = 4, /* the gateway's own: add it if missing */
	SN_STEP_ADD_ROW = 5,
	SN_STEP_PUBLISH_ROW = 6,
	SN_STEP_DELETE_ROW = 7
};
/* "create-connection", ...; static. */
SN_API const char *sn_step_name(unsigned kind);

enum {
	SN_FATE_KEPT = 1, /* untouched, no renegotiation */
	SN_FATE_RENEGOTIATED = 2,
	SN_FATE_CREATED = 3,
	SN_FATE_DELETED = 4
};
/* "kept", "renegotiated", ...; static. */
SN_API const char *sn_fate_name(unsigned fate);

/* One thing to do; the next one waits until it is done. */
typedef struct sn_step {
	uint32_t kind; /* SN_STEP_... */
	uint32_t reserved;
	const sn_connection *connection; /* NULL in steps of rows */
	const sn_deployed_row *row;	 /* NULL in steps of connections */
} sn_step;

/*
 * The way from what is deployed to a plan, as steps in an order in which
 * every pair of addresses that has a path before and after has one at each
 * moment between (but for the renegotiation of a connection that is
 * modified). Connections with equal selectors, mode and IKE version are the
 * same one, whatever their names: the name in use stays.
 */
typedef struct sn_plan_change sn_plan_change;
/*
 * @plan must be feasible and of the family of @old (SN_EINVAL, SN_EFAMILY);
 * both may go afterwards. SN_ENOMEM; SN_ELIMIT as sn_deployed_from_plan().
 * O(n log n) for n rows and connections in all.
 */
SN_API SN_MUST_USE sn_status sn_plan_change_new(
    sn_plan_change **out, const sn_deployed *old, const sn_plan *plan);
SN_API void sn_plan_change_free(sn_plan_change *change);
SN_API size_t sn_plan_change_step_count(const sn_plan_change *change);
SN_API const sn_step *sn_plan_change_step(
    const sn_plan_change *change, size_t i);
/* Old connections in their order, then the created ones. */
SN_API size_t sn_plan_change_connection_count(const sn_plan_change *change);
SN_API const sn_connection *sn_plan_change_connection(
    const sn_plan_change *change, size_t i, uint32_t *fate);
/* The most rows of one kind and the most connections on the way. */
SN_API uint64_t sn_plan_change_peak_rows(
    const sn_plan_change *change, unsigned kind);
SN_API uint64_t sn_plan_change_peak_connections(const sn_plan_change *change);
/* What to mind on the way, in the order of the steps. */
SN_API size_t sn_plan_change_advice_count(const sn_plan_change *change);
SN_API const sn_advice *sn_plan_change_advice(
    const sn_plan_change *change, size_t i);
/* What is there when all steps are done; borrowed. */
SN_API const sn_deployed *sn_plan_change_result(const sn_plan_change *change);

#ifdef __cplusplus
}
#endif

#endif
