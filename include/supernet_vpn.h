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
	SN_VERDICT_EXACT = 1,	 /* one prefix, nothing extra */
	SN_VERDICT_SUPERNET = 2, /* one prefix, extra addresses */
	/* No useful supernet: rows say what is sent there, and the selector is
	 * one that they replace, be it everything. */
	SN_VERDICT_DEFAULT_ROUTE = 3
};
enum {
	SN_REASON_NONE = 0,
	SN_REASON_NOT_ADJACENT = 1,
	SN_REASON_OVERLAPS_OTHER_SIDE = 2,
	SN_REASON_FORBIDDEN = 3,
	SN_REASON_LEAVES_PRIVATE = 4
};
#define SN_SHORTEST4_DEFAULT 8
#define SN_SHORTEST6_DEFAULT 16

typedef struct sn_side_options {
	size_t struct_size;
	uint32_t align;	   /* SN_ALIGN_... */
	uint8_t shortest4; /* 0: SN_SHORTEST4_DEFAULT */
	uint8_t shortest6;
	uint8_t shortest_given;	    /* not 0: take shortest4/6 even where 0 */
	uint8_t allow_public;	    /* not 0: leaves-private does not count */
	const sn_set *other_side;   /* must not be swallowed; NULL: none */
	const sn_prefix *forbidden; /* must not be touched */
	size_t forbidden_count;
	/* Spare space: prefixes to cover too, and how many bits shorter than
	 * needed the selector is to be; given up where that breaks a rule. */
	const sn_prefix *spare;
	size_t spare_count;
	uint8_t spare_bits;
	uint8_t reserved[7];
	/* A selector in use: kept where it covers the segments and the spare
	 * prefixes and breaks no rule. NULL: none. */
	const sn_prefix *keep;
} sn_side_options;
#define SN_SIDE_OPTIONS_INIT                                                   \
 {                                                                             \
  sizeof(sn_side_options), 0, 0, 0, 0, 0, NULL, NULL, 0, NULL, 0, 0, {0}, NULL \
 }

/* One side of a connection, judged. Pointers borrowed from the owner. */
typedef struct sn_side {
	size_t struct_size;
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
	uint32_t spare_reason; /* the same of the spare space asked for */
	sn_count extra; /* addresses of the selector that are in no segment */
	uint32_t used;	/* not 0: the plan configures this selector */
	uint32_t reserved;
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
	SN_SCHEME_LISTS = 4, /* one connection, the exact lists of both sides */
	SN_SCHEME_NONE = 5   /* infeasible */
};
#define SN_SCHEMES 4 /* to choose from, SN_SCHEME_DESTINATION first */
enum { SN_IKE_V1 = 1, SN_IKE_V2 = 2 };
enum { SN_MODE_PROTECTED_DATA_FLOWS = 1, SN_MODE_DESTINATION_ROUTING = 2 };
/* The rows that a gateway installs by itself: kept as they come, or switched
 * off, and rows of one's own in their place. */
enum { SN_AUTO_ROWS_KEEP = 1, SN_AUTO_ROWS_OFF = 2 };
/*
 * What becomes of addresses that both sides have. Nested: a segment inside a
 * wider one of the other side is the inner side's, and its traffic with itself
 * stays out of the tunnel; a segment of both sides is an error. NAT: prefixes
 * of equal size in a pool take their place.
 */
enum { SN_OVERLAP_REFUSE = 1, SN_OVERLAP_NESTED = 2, SN_OVERLAP_NAT = 3 };
/* What a new segment costs under a scheme. */
enum {
	SN_GROWTH_ROUTE = 1,	     /* a route, and no negotiation */
	SN_GROWTH_RENEGOTIATION = 2, /* of the connection, in place */
	SN_GROWTH_CONNECTION = 3,    /* more connections */
	SN_GROWTH_RECREATION = 4     /* the connection is deleted and made */
};
enum {
	SN_DPD_NOT_GIVEN = 0,
	SN_DPD_OFF = 1,
	SN_DPD_STANDARD = 2,   /* RFC 3706, or IKEv2's own */
	SN_DPD_PROPRIETARY = 3 /* a vendor's own form */
};

typedef struct sn_plan sn_plan;
typedef struct sn_deployed sn_deployed; /* what a gateway has: see below */

/*
 * One of several sites behind one gateway. What is not given is the
 * request's.
 */
typedef struct sn_site {
	size_t struct_size;
	const char *name; /* 1 to 63 of a-z, 0-9 and -, each once */
	const sn_prefix *local;
	size_t local_count; /* 0: the request's */
	const sn_prefix *peer;
	size_t peer_count;
	const sn_profile *peer_device; /* NULL: the request's */
	const char *connection;	       /* NULL: @name */
	const char *proposal;	       /* NULL: the request's */
	/* The site for which this one stands in, with which it shares
	 * segments; NULL: none. */
	const char *standby_of;
	uint32_t scheme; /* SN_SCHEME_...; _AUTO: the request's */
	uint32_t ike;	 /* 0: the request's */
} sn_site;
#define SN_SITE_INIT                                                    \
 {                                                                      \
  sizeof(sn_site), NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, 0, 0 \
 }
#define SN_SITE_NAME_MAX 63

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
	/* Keep its selectors while they cover their side and its spare
	 * prefixes. */
	uint8_t sticky;
	/* Spare space: selectors this many bits shorter than needed. */
	uint8_t spare_bits;
	/* Rows of one's own are published, where the gateway publishes. */
	uint8_t publish;
	/* A change deletes connections that the plan does not know. */
	uint8_t replace;
	uint32_t auto_rows; /* SN_AUTO_ROWS_...; 0: SN_AUTO_ROWS_KEEP */
	/* Spare prefixes: selectors have to cover them too, but no row. */
	const sn_prefix *spare_local;
	size_t spare_local_count;
	const sn_prefix *spare_peer;
	size_t spare_peer_count;
	/*
	 * What is negotiated, as "default", "legacy" (aes128, sha1, group2) or
	 * "aes256-sha256-group14", for both phases; after either, with commas,
	 * the lifetimes of IKE and of IPsec in seconds. NULL: "default", the
	 * best that both ends are known to take.
	 */
	const char *proposal;
	/* Rows of other connections that count against the limits. */
	uint64_t routes_in_use;
	/* Numbers of what a device's file makes (interfaces, tables) begin
	 * here: 1 to SN_NUMBER_MAX; 0: as those of @previous, else at a number
	 * that follows from the name. */
	uint32_t number_base;
	/* Of a connection: 1, 2; 0: the gateway's or, without a gateway, those
	 * of each connection of @previous. */
	uint32_t tunnels;
	/* Several sites: then @peer, @connection and @number_base are not
	 * given. One plan, one gateway, one table in which each pair of
	 * segments is looked up in a row of its own site. */
	const sn_site *sites;
	size_t site_count;
	/* The prefixes whose free addresses SN_OVERLAP_NAT takes; those that a
	 * side has, that are kept or forbidden, or that no host can have
	 * (loopback and the like), are never among them; nor is, of a prefix
	 * that holds private space, what is not private. */
	const sn_prefix *nat_pool;
	size_t nat_pool_count;
	uint32_t overlap; /* SN_OVERLAP_...; 0: SN_OVERLAP_NESTED */
	uint32_t reserved2;
} sn_plan_request;
#define SN_NUMBER_MAX 32767
#define SN_PLAN_REQUEST_INIT                                                  \
 {                                                                            \
  sizeof(sn_plan_request), NULL, NULL, 0, NULL, 0, NULL, NULL, 0, 0, 0, 0, 0, \
      0, 0, NULL, SN_LIMIT_DEFAULT, SN_LIMIT_DEFAULT, SN_LIMIT_DEFAULT, NULL, \
      0, 0, 0, 0, 0, NULL, 0, NULL, 0, NULL, 0, 0, 0, NULL, 0, NULL, 0, 0, 0  \
 }

#define SN_CONNECTION_MAX \
 (SN_NAME_MAX + 24) /* bytes of a name, with its end \
					      */

/* One IPsec connection. Prefix arrays borrowed from the plan. */
typedef struct sn_connection {
	size_t struct_size;
	char name[SN_CONNECTION_MAX];
	uint32_t ike;
	uint32_t routing_mode;
	const sn_prefix *local;
	size_t local_count;
	const sn_prefix *peer;
	size_t peer_count;
	uint32_t tunnels; /* 0: not known */
	uint32_t reserved;
	uint64_t pairs; /* SAs of one tunnel to expect */
} sn_connection;
#define SN_CONNECTION_INIT                                   \
 {                                                           \
  sizeof(sn_connection), "", 0, 0, NULL, 0, NULL, 0, 0, 0, 0 \
 }

/* What both ends are to negotiate: one value each, or there is none. */
typedef struct sn_proposal {
	size_t struct_size;
	uint32_t ike;		 /* SN_IKE_... */
	uint32_t dpd;		 /* SN_DPD_... */
	uint32_t ike_encryption; /* one of SN_ENCRYPTION_... */
	uint32_t ike_integrity;	 /* one of SN_INTEGRITY_...; 0: AES-GCM's */
	uint32_t ike_dh;	 /* number of the group */
	uint32_t esp_encryption;
	uint32_t esp_integrity;
	uint32_t pfs;		 /* number of the group; 0: none */
	int64_t ike_lifetime;	 /* seconds */
	int64_t ipsec_lifetime;	 /* seconds */
	int64_t volume_lifetime; /* kilobytes, the most; 0: off */
} sn_proposal;

/* One scheme, as it would be for the same segments. */
typedef struct sn_alternative {
	size_t struct_size;
	uint32_t scheme; /* SN_SCHEME_... */
	uint32_t feasible;
	uint64_t connections;  /* 0 where it is not feasible, as the rest */
	uint64_t selectors[2]; /* of a connection, by side */
	uint64_t rows_to_add;  /* by hand */
	uint64_t rows_to_delete;
	uint64_t rows_to_publish;
	sn_count extra;	      /* addresses drawn in that are in no segment */
	uint32_t extra_share; /* of all drawn in, in thousandths */
	uint32_t new_segment; /* SN_GROWTH_...; 0: not feasible */
	const char *why;      /* it is not feasible; "" */
	const char *remedy;   /* what would make it feasible; "" */
} sn_alternative;

/* The plan of one site and family. */
typedef struct sn_part {
	size_t struct_size;
	const char *site; /* NULL: the plan has no sites */
	uint32_t family;  /* SN_IPV4, SN_IPV6 */
	uint32_t scheme;  /* SN_SCHEME_...; _NONE: infeasible */
	const sn_profile *peer_device;
	const sn_side *sides[2];	    /* [SN_LOCAL], [SN_PEER] */
	const sn_alternative *alternatives; /* every scheme, in their order */
	size_t alternative_count;
	const char *standby_of; /* name of the site; NULL: of none */
	const char *connection; /* the name that others derive from */
	/* Its connections among those of the plan, in a row; 0 of a part that
	 * is infeasible. */
	uint64_t first_connection;
	uint64_t connection_count;
	uint64_t row_count;	     /* of all kinds */
	const sn_proposal *proposal; /* NULL: the ends have none in common */
} sn_part;

/* A prefix of one side, and what the other side knows it as: of equal length,
 * the host bits kept. */
typedef struct sn_nat {
	uint32_t side; /* SN_LOCAL, SN_PEER: whose addresses they are */
	uint32_t at;   /* SN_KIND_GATEWAY, SN_KIND_PEER: who translates */
	sn_prefix original;
	sn_prefix translated;
	char site[64]; /* which of several it is for; empty: there are none */
} sn_nat;

/*
 * What there is to see of a plan; borrowed from it, as are its pointers. Of a
 * plan of several parts (sites, families) each part has its own scheme, sides,
 * peer device, proposal and connection: these are SN_SCHEME_AUTO (but
 * SN_SCHEME_NONE where a part or all together are infeasible) and NULL.
 */
typedef struct sn_plan_view {
	size_t struct_size;
	uint32_t scheme;	 /* SN_SCHEME_...; _NONE: infeasible */
	uint32_t auto_rows;	 /* SN_AUTO_ROWS_... */
	const sn_side *sides[2]; /* [SN_LOCAL], [SN_PEER] */
	const sn_profile *gateway;
	const sn_profile *peer_device;
	uint64_t connection_count;  /* sn_plan_connection() gives them */
	uint64_t row_count;	    /* of all kinds; sn_plan_rows gives them */
	const sn_finding *findings; /* most important first */
	size_t finding_count;
	const sn_part *parts;
	size_t part_count;
	const sn_proposal *proposal; /* NULL: the ends have none in common */
	const char *connection;	     /* the name that others derive from */
	uint32_t number_base;	     /* numbers of a device's file begin here */
	uint32_t number_given;	     /* not 0: as asked for, or in use */
	/* What the gateway holds of this plan; -1: no limit is known. */
	int64_t max_connections;
	int64_t max_policy_routes;
	int64_t max_destination_routes;
	/* Sides, connections and rows have what crosses the tunnel: the
	 * translated prefixes of a side that its own end translates, and the
	 * original ones of a side that the other end does. */
	const sn_nat *translations; /* by side, then by original */
	size_t translation_count;
	/* By side: what the other side's selectors hold of it, and its own
	 * traffic to which has to stay out of the tunnel. */
	const sn_prefix *bypass[2];
	size_t bypass_count[2];
} sn_plan_view;

/*
 * Computes the plan. An infeasible one is SN_OK, with SN_SCHEME_NONE, no
 * connections and a finding of severity error. SN_EINVAL (no segments, bad
 * connection id, an option out of range, a proposal that an end does not
 * take), SN_EFAMILY, SN_ENOMEM; @error (may be NULL) says what.
 * O(n log n) for n segments; neither connections nor rows are written out.
 */
SN_API SN_MUST_USE sn_status sn_plan_new(
    sn_plan **out, const sn_plan_request *request, sn_error *error);
/*
 * The same, with the segments of both sides as text: prefixes (a bare address
 * is one) with commas, blanks or line ends between them, for example
 * "10.1.1.0/24, 10.1.2.0/24". @request (may be NULL) says the rest; its local
 * and peer are not used. Also SN_ESYNTAX, SN_EHOSTBITS: @error has the side in
 * its message, and the line, the column and the text.
 */
SN_API SN_MUST_USE sn_status sn_plan_from_text(sn_plan **out, const char *local,
    const char *peer, const sn_plan_request *request, sn_error *error);
SN_API void sn_plan_free(sn_plan *plan);
/* Never NULL; good until the plan is freed. O(1). */
SN_API const sn_plan_view *sn_plan_get(const sn_plan *plan);
/* SN_ENOTFOUND beyond the last; SN_EINVAL: *out has another size. O(1). */
SN_API SN_MUST_USE sn_status sn_plan_connection(
    const sn_plan *plan, uint64_t i, sn_connection *out);
/* Writes the name of connection @i, "" beyond the last, and returns it. */
SN_API const char *sn_plan_connection_name(
    const sn_plan *plan, uint64_t i, char name[SN_CONNECTION_MAX]);
/*
 * Part @i as a plan of its own, for what is about one site: its rows are
 * those of the whole table, with their priorities. Borrowed; NULL beyond the
 * last; of a plan of one part the plan itself. O(1).
 */
SN_API const sn_plan *sn_plan_part(const sn_plan *plan, size_t i);
/* The number of the part that connection @i belongs to. O(log parts). */
SN_API size_t sn_plan_part_of(const sn_plan *plan, uint64_t i);

/*
 * Walks over the rows of the plan's tables: policy routes, then destination
 * routes, then static routes, each in output order, with what to do with them
 * in action. next_hop of a row is the number of the plan's connection that it
 * leads to; there are fewer than 2^32. O(1) a row and no memory.
 */
typedef struct sn_plan_rows {
	const sn_plan *plan;
	uint32_t kind; /* SN_ROUTE_...; 0: all */
	uint32_t reserved;
	size_t block; /* the rest is where it stands */
	size_t source;
	size_t destination;
	uint64_t row;
} sn_plan_rows;
/* From the first row of @kind (SN_ROUTE_...) on; 0: of all kinds. */
SN_API void sn_plan_rows_init(
    sn_plan_rows *it, const sn_plan *plan, uint32_t kind);
/* False after the last row. */
SN_API bool sn_plan_rows_next(sn_plan_rows *it, sn_route *row);

/* The rows that a plan leaves in force (keep and add). SN_ELIMIT, SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_plan_table(sn_table **out, const sn_plan *plan);

/* ------------------------------------------------------------- change */

/*
 * What a gateway has: connections with their selectors, and a table of rows.
 * A mutable list of copies, in the order they were added.
 */
SN_API SN_MUST_USE sn_status sn_deployed_new(
    sn_deployed **out, const sn_alloc *alloc);
SN_API void sn_deployed_free(sn_deployed *d);
/*
 * SN_EINVAL: another size, not a name, no selector on a side, mixed families.
 * Names are not compared with those in use: sn_plan_change_new() does that. A
 * row may come before the connection of its next hop.
 */
SN_API SN_MUST_USE sn_status sn_deployed_add_connection(
    sn_deployed *d, const sn_connection *connection);
/*
 * Adds @row with the next hop @next_hop, a name as a connection has it;
 * row->next_hop is not used. SN_EINVAL: not a name, or a row that is neither a
 * policy nor a destination route; else as sn_table_add().
 */
SN_API SN_MUST_USE sn_status sn_deployed_add_row(
    sn_deployed *d, const sn_route *row, const char *next_hop);
/* What @plan leaves. SN_ELIMIT: more than 2^22 connections or rows. */
SN_API SN_MUST_USE sn_status sn_deployed_from_plan(
    sn_deployed **out, const sn_plan *plan);
/* Adds a translation in use, which SN_OVERLAP_NAT keeps. SN_EINVAL: not of
 * equal length and family, or no side; SN_ELIMIT, SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_deployed_add_nat(
    sn_deployed *d, const sn_nat *nat);
/* In the order in which they were added. */
SN_API const sn_nat *sn_deployed_nats(const sn_deployed *d, size_t *n);
/* Adds what @other has. After an error @d may have a part of it. */
SN_API SN_MUST_USE sn_status sn_deployed_append(
    sn_deployed *d, const sn_deployed *other);
SN_API size_t sn_deployed_connection_count(const sn_deployed *d);
/* NULL beyond the last. */
SN_API const sn_connection *sn_deployed_connection(
    const sn_deployed *d, size_t i);
/* The rows; borrowed. */
SN_API const sn_table *sn_deployed_table(const sn_deployed *d);

enum {
	SN_STEP_CREATE_CONNECTION = 1,
	SN_STEP_MODIFY_CONNECTION = 2, /* renegotiates: short interruption */
	SN_STEP_DELETE_CONNECTION = 3,
	SN_STEP_CHECK_ROW = 4, /* the gateway's own: add it if missing */
	SN_STEP_ADD_ROW = 5,
	SN_STEP_PUBLISH_ROW = 6,
	SN_STEP_DELETE_ROW = 7
};

enum {
	SN_FATE_KEPT = 1, /* untouched, no renegotiation */
	SN_FATE_RENEGOTIATED = 2,
	SN_FATE_CREATED = 3,
	SN_FATE_DELETED = 4
};

/* One thing to do; the next one waits until it is done. */
typedef struct sn_step {
	uint32_t kind;			 /* SN_STEP_... */
	uint32_t part;			 /* of the plan; UINT32_MAX: of none */
	const sn_connection *connection; /* NULL in steps of rows */
	const sn_route *row;	  /* of @table; NULL in steps of connections */
	const sn_table *table;	  /* the result's, or that of what is deleted */
	const char *next_hop;	  /* the name of the row's */
	const sn_connection *was; /* of one to modify, before that; or NULL */
} sn_step;

/* What becomes of a connection. */
typedef struct sn_fate {
	const sn_connection *connection;
	uint32_t fate; /* SN_FATE_... */
	uint32_t part; /* of the plan; UINT32_MAX: it is left alone */
} sn_fate;

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

/* What there is to see of a change; borrowed from it, as are its pointers. */
typedef struct sn_plan_change_view {
	size_t struct_size;
	const sn_step *steps;
	size_t step_count;
	const sn_fate *fates; /* old connections in order, then created ones */
	size_t fate_count;
	/* The most connections and rows of a kind on the way. */
	uint64_t peak_connections;
	uint64_t peak_policy_rows;
	uint64_t peak_destination_rows;
	/* What to mind on the way, in the order of the steps. */
	const sn_finding *findings;
	size_t finding_count;
	const sn_deployed *result; /* what is there after the last step */
} sn_plan_change_view;
/* Never NULL; good until the change is freed. O(1). */
SN_API const sn_plan_change_view *sn_plan_change_get(
    const sn_plan_change *change);

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

/*
 * What the configuration of one device says: see sn_ike_config_read() in
 * supernet_text.h.
 */
typedef struct sn_ike_config sn_ike_config;
SN_API void sn_ike_config_free(sn_ike_config *config);
/*
 * Makes of what is written from the gateway's side, as a plan is, what the
 * peer's end has; what a device has stays. O(connections).
 */
SN_API void sn_ike_config_turn(sn_ike_config *config);
/*
 * Left is either end in an ipsec.conf, and one file may be at both: turns the
 * connections of @peer, or where that is another kind of file those of
 * @gateway, whose right is whom the other end talks to, too.
 * O(connections of one by those of the other).
 */
SN_API void sn_ike_configs_face(sn_ike_config *gateway, sn_ike_config *peer);

typedef struct sn_diagnosis_request {
	size_t struct_size;
	const sn_alloc *alloc;
	const sn_profile *gateway;     /* NULL: "alibaba-cloud" */
	const sn_profile *peer_device; /* NULL: "generic" */
	const sn_prefix *segments[2];  /* [SN_LOCAL], [SN_PEER] */
	size_t segment_count[2];
	const sn_link *links; /* the connections, in the order of creation */
	size_t link_count;
	const sn_table *routes; /* the gateway's; NULL: not known */
	/* Whether connections that share phase 1 have the same key. */
	uint32_t psk_shared_equal;
	uint32_t reserved;
	/*
	 * Instead of links: what each end's device has, [SN_LOCAL] the
	 * gateway's. Both or none. Without segments, those that the selectors
	 * name are looked at, some 256 a side.
	 */
	const sn_ike_config *config[2];
} sn_diagnosis_request;
#define SN_DIAGNOSIS_REQUEST_INIT                                             \
 {                                                                            \
  sizeof(sn_diagnosis_request), NULL, NULL, NULL, {NULL, NULL}, {0, 0}, NULL, \
      0, NULL, 0, 0,                                                          \
  {                                                                           \
   NULL, NULL                                                                 \
  }                                                                           \
 }

/* Whether traffic between two segments finds its way. */
enum {
	SN_PAIR_WORKS = 1,
	SN_PAIR_FAILS = 2,
	SN_PAIR_ONE_OF = 3, /* it is the one that works, or one of those */
	SN_PAIR_PARTLY = 4, /* some of its addresses do */
	SN_PAIR_NOT_DETERMINISTIC = 5, /* rows of different next hops tie */
	SN_PAIR_UNKNOWN = 6	       /* something that decides is not known */
};
typedef struct sn_pair {
	size_t struct_size;
	sn_prefix local;
	sn_prefix peer;
	uint32_t works; /* SN_PAIR_... */
	/* The same when the lifetimes of SAs have ended; 0: not known. */
	uint32_t after_renewal;
	const char *connection; /* that carries it; NULL: none */
	const char *code; /* of the finding that decides it; NULL: works */
	const char *after_code; /* of the one that decides after renewal */
	uint64_t row; /* of the table, that decides it; UINT64_MAX: none */
} sn_pair;
#define SN_PAIR_INIT                                                       \
 {                                                                         \
  sizeof(sn_pair), {0, 0, 0, 0, {0}}, {0, 0, 0, 0, {0}}, 0, 0, NULL, NULL, \
      NULL, UINT64_MAX                                                     \
 }

typedef struct sn_diagnosis sn_diagnosis;
/*
 * Looks for what is known to break connections of several segments. Copies
 * what it needs. SN_EINVAL (no connection, an end without selectors, no
 * segments), SN_EFAMILY (links of both families), SN_ELIMIT (more than 4096
 * connections, or 1024 selectors of a side), SN_ENOMEM; @error (may be NULL)
 * says what.
 */
SN_API SN_MUST_USE sn_status sn_diagnosis_new(
    sn_diagnosis **out, const sn_diagnosis_request *request, sn_error *error);
SN_API void sn_diagnosis_free(sn_diagnosis *d);
/* What both ends of a connection have for one value, as texts for people. */
typedef struct sn_end_value {
	const char *connection; /* its name, as findings have it */
	const char *what;	/* "IKE lifetime", ... */
	const char *at[2];	/* [SN_LOCAL] the gateway; NULL: not given */
} sn_end_value;

/* What there is to see of a diagnosis; borrowed from it. */
typedef struct sn_diagnosis_view {
	size_t struct_size;
	const sn_finding *findings; /* most important first */
	size_t finding_count;
	uint64_t pair_count; /* of segments; sn_diagnosis_pair() gives them */
	const char *const *notes; /* what was not looked at, and why */
	size_t note_count;
	/* What is at both ends, connection by connection; the first 1024. */
	const sn_end_value *values;
	size_t value_count;
} sn_diagnosis_view;
/* Never NULL; good until the diagnosis is freed. O(1). */
SN_API const sn_diagnosis_view *sn_diagnosis_get(const sn_diagnosis *d);
/* Every local segment with every peer segment of its family, those of IPv4
 * first, computed on demand. SN_ENOTFOUND beyond the last; SN_EINVAL: *out has
 * another size; SN_ENOMEM. O(connections x selectors), and the square of what
 * selectors and rows cut the pair into. */
SN_API SN_MUST_USE sn_status sn_diagnosis_pair(
    const sn_diagnosis *d, uint64_t i, sn_pair *out);

/*
 * What mends it, as sn_plan_new() and sn_plan_change_new() make it: sets *was
 * to what the gateway's end has, to be freed with sn_deployed_free(), and all
 * of *request to a plan for the same segments that keeps of that what still
 * does. The pointers of *request are borrowed from @d and *was. Where the plan
 * is refused for its proposal, or not feasible, it may be without proposal or
 * sticky. SN_EINVAL: *request has another size, or a name of a next hop is no
 * name of a connection; SN_ENOMEM. O(selectors + rows).
 */
SN_API SN_MUST_USE sn_status sn_diagnosis_fix(
    sn_deployed **was, sn_plan_request *request, const sn_diagnosis *d);

#ifdef __cplusplus
}
#endif

#endif
