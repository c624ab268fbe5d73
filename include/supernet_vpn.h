/*
 * supernet_vpn.h - level 2 of libsupernet, third part: segments, plans,
 * changes and diagnoses. Uses supernet_routes.h and knows nothing of text
 * formats; see supernet_text.h for reading and rendering.
 *
 * The conventions of supernet.h hold.
 */
#ifndef SUPERNET_VPN_H
#define SUPERNET_VPN_H

#include "supernet_routes.h"

#ifdef __cplusplus
extern "C" {
#endif

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
SN_API const char *sn_scheme_name(unsigned scheme); /* "destination", ... */
SN_API const char *sn_mode_name(unsigned mode);
SN_API const char *sn_ike_name(unsigned ike); /* "v1", "v2" */


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
SN_API const sn_finding *sn_plan_advice(const sn_plan *plan, size_t i);

/* The rows that a plan leaves in force (keep and add). SN_ELIMIT, SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_table_from_plan(
    sn_table **out, const sn_plan *plan);

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
SN_API const sn_finding *sn_plan_change_advice(
    const sn_plan_change *change, size_t i);
/* What is there when all steps are done; borrowed. */
SN_API const sn_deployed *sn_plan_change_result(const sn_plan_change *change);

/* ---------------------------------------------------------- diagnosis */

enum {
	SN_PARAM_IKE_ENCRYPTION = 0,
	SN_PARAM_IKE_AUTHENTICATION = 1,
	SN_PARAM_IKE_DH = 2,
	SN_PARAM_IPSEC_ENCRYPTION = 3,
	SN_PARAM_IPSEC_AUTHENTICATION = 4,
	SN_PARAM_IPSEC_DH = 5, /* PFS */
	SN_PARAMS = 6
};
/* "ike_encryption", ...; static. */
SN_API const char *sn_param_name(unsigned param);

enum {
	SN_DPD_NOT_GIVEN = 0,
	SN_DPD_OFF = 1,
	SN_DPD_STANDARD = 2,   /* RFC 3706, or IKEv2's own */
	SN_DPD_PROPRIETARY = 3 /* a vendor's own form */
};

/* One end of a connection as it is configured there. Strings borrowed. */
typedef struct sn_end {
	uint32_t ike;	  /* SN_IKE_...; 0: not given */
	uint32_t dpd;	  /* SN_DPD_... */
	const char *mode; /* phase 1: "main", "aggressive"; NULL: not given */
	/* The algorithms offered; none: not given. */
	const char *const *param[SN_PARAMS];
	size_t param_count[SN_PARAMS];
	int64_t ike_lifetime;	/* seconds; -1: not given */
	int64_t ipsec_lifetime; /* seconds; -1: not given */
	/* Bytes; -1: not given; 0 is the maximum at some vendors, INT64_MAX
	 * means "the device's maximum". */
	int64_t volume_lifetime;
	const sn_prefix *local; /* selectors, as this end has them */
	size_t local_count;
	const sn_prefix *peer;
	size_t peer_count;
} sn_end;

enum { SN_UNSAID = 0, SN_YES = 1, SN_NO = 2 };

typedef struct sn_link {
	const char *name;
	const char *customer_gateway; /* NULL: not given */
	uint32_t psk_equal;	      /* at both ends: SN_UNSAID, _YES, _NO */
	uint32_t reserved;
	sn_end end[2]; /* [SN_LOCAL] the gateway, [SN_PEER] the peer device */
} sn_link;

typedef struct sn_diagnosis_request {
	size_t struct_size;
	const sn_alloc *alloc;
	const sn_profile *gateway;     /* NULL: "alibaba-cloud" */
	const sn_profile *peer_device; /* NULL: "generic" */
	const sn_prefix *segments[2];  /* [SN_LOCAL], [SN_PEER] */
	size_t segment_count[2];
	const sn_link *links; /* the connections, in the order of creation */
	size_t link_count;
	const sn_deployed_row *rows; /* the gateway's routes */
	size_t row_count;
	/* Whether connections that share phase 1 have the same key. */
	uint32_t psk_shared_equal;
	uint32_t reserved;
} sn_diagnosis_request;
#define SN_DIAGNOSIS_REQUEST_INIT                                             \
 {                                                                            \
  sizeof(sn_diagnosis_request), NULL, NULL, NULL, {NULL, NULL}, {0, 0}, NULL, \
      0, NULL, 0, 0, 0                                                        \
 }

/* Whether traffic between two segments finds its way. */
enum {
	SN_PAIR_WORKS = 1,
	SN_PAIR_FAILS = 2,
	SN_PAIR_ONE_OF = 3 /* it is the one that works, or one of those */
};
typedef struct sn_pair {
	sn_prefix local;
	sn_prefix peer;
	uint32_t works; /* SN_PAIR_... */
	uint32_t reserved;
	const char *connection; /* that carries it; NULL: none */
	const char *code;	/* of the finding behind it; NULL: works */
} sn_pair;
/* "works", "fails", "one-of"; static. */
SN_API const char *sn_pair_name(unsigned works);

typedef struct sn_diagnosis sn_diagnosis;
/*
 * Looks for what is known to break connections of several segments. Copies
 * what it needs. SN_EINVAL (no connection, an end without selectors, no
 * segments), SN_EFAMILY, SN_ELIMIT (more than 4096 connections, or 1024
 * selectors of a side), SN_ENOMEM; @error (may be NULL) says what.
 */
SN_API SN_MUST_USE sn_status sn_diagnosis_new(
    sn_diagnosis **out, const sn_diagnosis_request *request, sn_error *error);
SN_API void sn_diagnosis_free(sn_diagnosis *d);
/* Most important first. */
SN_API size_t sn_diagnosis_finding_count(const sn_diagnosis *d);
SN_API const sn_finding *sn_diagnosis_finding(const sn_diagnosis *d, size_t i);
/* Every local segment with every peer segment, computed on demand.
 * SN_ENOTFOUND beyond the last. O(connections x selectors). */
SN_API uint64_t sn_diagnosis_pair_count(const sn_diagnosis *d);
SN_API SN_MUST_USE sn_status sn_diagnosis_pair(
    const sn_diagnosis *d, uint64_t i, sn_pair *out);

#ifdef __cplusplus
}
#endif

#endif
