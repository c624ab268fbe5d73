/*
 * supernet_routes.h - tables of policy, destination and BGP routes: what they
 * decide, what is wrong with them, and how to say the same with fewer rows.
 * Uses supernet_profile.h.
 *
 * The conventions of supernet.h hold.
 */
#ifndef SUPERNET_ROUTES_H
#define SUPERNET_ROUTES_H

#include "supernet_profile.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------ route tables */

/* The tables of a gateway, in the order in which they are looked up. */
enum { SN_ROUTE_POLICY = 1, SN_ROUTE_DESTINATION = 2, SN_ROUTE_BGP = 3 };
/* In a plan: a route by destination of another table, which its `where` names.
 * A sn_table has it as a destination route. */
enum { SN_ROUTE_STATIC = 4 };
/* What is to be done with a row. */
enum { SN_ACTION_KEEP = 1, SN_ACTION_DELETE = 2, SN_ACTION_ADD = 3 };
/* Whether the gateway installed the row by itself. */
enum { SN_ORIGIN_AUTO = 1, SN_ORIGIN_MANUAL = 2 };
/* Whether the network behind the gateway knows of it. */
enum { SN_STATE_NORMAL = 1, SN_STATE_PUBLISHED = 2 };
/* How important a finding is, ascending. */
enum {
	SN_SEVERITY_INFO = 1,
	SN_SEVERITY_ACTION = 2, /* the user has to do something */
	SN_SEVERITY_WARNING = 3,
	SN_SEVERITY_ERROR = 4
};

/*
 * What is wrong, may be, or is to be known: of a plan, a change, a table or
 * connections as they are configured. Strings borrowed from the owner.
 */
typedef struct sn_finding {
	const char *code;  /* "default-route-forced", ... */
	uint32_t severity; /* SN_SEVERITY_... */
	uint32_t in_plan;  /* not 0: @row is a row of the plan's table */
	const char
	    *subject;	  /* name of the connection or site meant; NULL: none */
	uint64_t row;	  /* UINT64_MAX: none */
	uint64_t other;	  /* a second row of the table; UINT64_MAX: none */
	const char *seen; /* what was seen; "": the text says it */
	const char *text; /* what it means */
	const char *remedy; /* what to do; "": the text says it, or nothing */
	const char *source; /* of the fact it follows from; "": none */
} sn_finding;

/* A limit in a request: a number, or one of these. */
#define SN_LIMIT_DEFAULT (-2) /* the profile's */
#define SN_LIMIT_NONE	 (-1)
#define SN_NAME_MAX	 128 /* bytes of a connection id */

enum { SN_ROUTE_HOST_BITS = 1u << 0 }; /* read with host bits, which are 0 */

/* One row. source is not used in destination and BGP routes. */
typedef struct sn_route {
	sn_prefix source;
	sn_prefix destination;
	uint32_t kind;	   /* SN_ROUTE_... */
	uint32_t next_hop; /* number in the table; sn_table_next_hop() */
	uint32_t weight;   /* 100 active, 0 standby */
	uint32_t priority; /* policy: smaller first (1..100 at the provider) */
	uint32_t state;	   /* SN_STATE_...; 0: not known */
	uint32_t origin;   /* SN_ORIGIN_...; 0: not known */
	uint32_t flags;	   /* SN_ROUTE_HOST_BITS */
	uint32_t action;   /* SN_ACTION_...; 0: none said */
	uint32_t where;	   /* the table it is in: SN_ROWS_...; 0: not said */
	uint32_t reserved;
	uint64_t line; /* of the text that it was read in; 0: none */
} sn_route;

/* A table of rows in delivery order, mutable; at most 2^30 rows. */
typedef struct sn_table sn_table;
/* An empty one; @alloc NULL: malloc. SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_table_new(
    sn_table **out, const sn_alloc *alloc);
SN_API void sn_table_free(sn_table *t);
/*
 * The number of @name, which is copied; the same name, the same number. O(1).
 * SN_EINVAL: empty, longer than SN_NAME_MAX + 23 bytes, or bytes outside
 * printable ASCII or a space in it. SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_table_intern(
    sn_table *t, const char *name, size_t len, uint32_t *number);
/*
 * Adds a copy at the end. SN_EINVAL: a prefix that is none, an unknown kind,
 * next hop, state, origin or action, a priority above 2^30, a weight above 100.
 * SN_EFAMILY: source and destination of two families. SN_ELIMIT, SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_table_add(sn_table *t, const sn_route *row);
SN_API size_t sn_table_size(const sn_table *t);
/* The rows, borrowed until the next sn_table_add(); NULL where none. */
SN_API const sn_route *sn_table_rows(const sn_table *t);
/* Adds the rows of @more after its own. SN_ENOMEM: some may be there. */
SN_API SN_MUST_USE sn_status sn_table_append(sn_table *t, const sn_table *more);
/* Whether the rows are rules of Linux, read as such: one whose table has no
 * route for a packet passes it on. No rule of a cloud holds for them. */
SN_API bool sn_table_is_linux(const sn_table *t);
/* How many rules the reader left out, because they look at more than
 * addresses: what the table decides depends on them, too. */
SN_API uint64_t sn_table_left_out(const sn_table *t);
/* Those rules, as far as addresses, priority and table go; borrowed. */
SN_API const sn_route *sn_table_left_out_rows(const sn_table *t);
/* The name of a next hop, borrowed; NULL where there is no such number. */
SN_API const char *sn_table_next_hop(const sn_table *t, uint32_t number);

/* What a table does with a packet. */
enum {
	SN_HIT_NONE = 0,     /* no row matches */
	SN_HIT_ROW = 1,	     /* @row is used */
	SN_HIT_AMBIGUOUS = 2 /* any of several rows of different next hops may
				be used; @row is the first of them */
};
typedef struct sn_hit {
	uint32_t outcome; /* SN_HIT_... */
	uint32_t row;	  /* number in the table */
} sn_hit;

/* What one row is to a packet. */
enum {
	SN_WHY_NO_MATCH = 0,
	SN_WHY_USED = 1,
	SN_WHY_CANDIDATE = 2,	   /* one of several: not deterministic */
	SN_WHY_STANDBY = 3,	   /* its active row is used instead */
	SN_WHY_LATER_TABLE = 4,	   /* an earlier table has a row */
	SN_WHY_LATER_PRIORITY = 5, /* a row of smaller priority matches */
	SN_WHY_SHORTER_PREFIX = 6, /* a more specific row matches */
	SN_WHY_LATER_ROW = 7	   /* same rank and next hop, but later */
};

/*
 * How the rows of a table are looked up by a match rule (@rule: SN_MATCH_...;
 * 0: SN_MATCH_PRIORITY) while all connections are up:
 *   - policy rows, then destination rows, then BGP rows;
 *   - policy rows by the smallest priority and never by length
 *     (SN_MATCH_PRIORITY; alibabacloud.com/help/doc-detail/110777.html), by
 *     the longest destination and then the longest source, or in the order
 *     of the rows; destination and BGP rows by the longest prefix;
 *   - where rows of the same table have equal prefixes, those of weight 0 are
 *     standby and take part only where there is no other;
 *   - among rows that match equally early the order of delivery decides,
 *     which is not certain (FAQ about IPsec-VPN connections): with different
 *     next hops the answer is ambiguous.
 * sn_table_explain() gives the decision and the reason of every row: why[i] is
 * SN_WHY_... of row i, for all sn_table_size() rows. O(n). SN_EINVAL: an
 * unknown match rule. SN_EFAMILY: addresses of two families.
 */
SN_API SN_MUST_USE sn_status sn_table_explain(const sn_table *t, unsigned rule,
    sn_addr source, sn_addr destination, uint8_t *why, sn_hit *hit);

/* The same decisions without reasons, for many packets. */
typedef struct sn_matcher sn_matcher;
typedef struct sn_packet {
	sn_addr source;
	sn_addr destination;
} sn_packet;
/*
 * The first rule from number @from on of those that were left out
 * (sn_table_left_out_rows()) that may decide on @packet before @hit, as far as
 * its addresses and its priority go; sn_table_left_out(): there is none.
 * O(rules).
 */
SN_API uint64_t sn_table_left_out_before(
    const sn_table *t, const sn_packet *packet, sn_hit hit, uint64_t from);
/* Copies what it needs of @t. O(n log n) time, O(n) memory. SN_EINVAL: an
 * unknown match rule. SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_matcher_new(
    sn_matcher **out, const sn_table *t, unsigned rule);
SN_API void sn_matcher_free(sn_matcher *m);
/* hits[i] becomes the decision on packets[i]; returns how many have a row.
 * O(s log n) a packet that lies in s sources nested in one another. */
SN_API size_t sn_matcher_match(
    const sn_matcher *m, const sn_packet *packets, size_t n, sn_hit *hits);
SN_API size_t sn_matcher_match4(const sn_matcher *m, const uint32_t *sources,
    const uint32_t *destinations, size_t n, sn_hit *hits);

/* Whether two tables decide alike on every packet. */
typedef struct sn_difference {
	size_t struct_size;
	uint32_t differ;   /* 0: they decide alike on all packets */
	uint32_t rule;	   /* SN_MATCH_..., by which they were compared */
	sn_packet witness; /* where they differ */
	sn_hit hit[2];	   /* what each does with it */
} sn_difference;
#define SN_DIFFERENCE_INIT                                       \
 {                                                               \
  sizeof(sn_difference), 0, 0, {{0, 0, 0, {0}}, {0, 0, 0, {0}}}, \
  {                                                              \
   {0, 0},                                                       \
   {                                                             \
    0, 0                                                         \
   }                                                             \
  }                                                              \
 }
/*
 * Exact; *out holds where SN_OK. Next hops are the same where their names are;
 * an active row with a standby is the same as one with that standby only. An
 * ambiguous decision equals one between the same next hops. O(n log n) for
 * tables whose better rows are the more specific ones; more where priorities
 * run against that.
 * SN_EINVAL: an unknown match rule, or another size. SN_ENOMEM; SN_ELIMIT: more
 * than 1024 next hops for one packet, or thousands of wide sources that cross
 * with thousands of wide destinations: more than 2^26 steps.
 */
SN_API SN_MUST_USE sn_status sn_table_compare(
    sn_difference *out, const sn_table *a, const sn_table *b, unsigned rule);

/*
 * The rows that only one of two tables has. Rows are the same where kind,
 * prefixes, next hop (its name), weight and priority are, as for a provider.
 * @only_a and @only_b get numbers of rows, in the order of their prefixes.
 * O(n log n). SN_ENOMEM: neither was called.
 */
typedef void (*sn_row_sink)(void *ctx, size_t row);
SN_API SN_MUST_USE sn_status sn_table_missing(const sn_table *a,
    const sn_table *b, sn_row_sink only_a, sn_row_sink only_b, void *ctx);

typedef struct sn_check_request {
	size_t struct_size;
	const sn_alloc *alloc;
	const sn_profile *gateway; /* NULL: "alibaba-cloud" */
	const sn_table *plan;	   /* what should be there; NULL: not known */
	int64_t max_routes;	   /* SN_LIMIT_... or a number */
	uint64_t max_findings;	   /* kept for each code; 0: 1000 */
} sn_check_request;
#define SN_CHECK_REQUEST_INIT                                     \
 {                                                                \
  sizeof(sn_check_request), NULL, NULL, NULL, SN_LIMIT_DEFAULT, 0 \
 }

typedef struct sn_check sn_check;
/*
 * Checks @t against the match rule and the limits of the gateway; @request
 * NULL: the defaults. O(n log n + pairs of overlapping rows). The profile's
 * strings are borrowed. SN_EINVAL: max_routes below SN_LIMIT_DEFAULT, or
 * another size. SN_ENOMEM; SN_ELIMIT: as sn_table_compare() has it.
 */
SN_API SN_MUST_USE sn_status sn_check_new(
    sn_check **out, const sn_table *t, const sn_check_request *request);
SN_API void sn_check_free(sn_check *c);
/* What a check found; borrowed from it. */
typedef struct sn_check_view {
	size_t struct_size;
	/* Those kept, most severe first, then by code and row. */
	const sn_finding *findings;
	size_t finding_count;
	/* All, kept or not; or at least so many, where pairs are a million. */
	uint64_t found;
} sn_check_view;
SN_API const sn_check_view *sn_check_get(const sn_check *c); /* O(1) */

typedef struct sn_tidy_request {
	size_t struct_size;
	const sn_alloc *alloc;
	/* Not 0: where rows of equal priority and different next hops meet,
	 * the more specific one is looked up first; 0: SN_EINFEASIBLE. */
	uint32_t resolve;
	uint32_t max_priority; /* 0: 100 */
} sn_tidy_request;
#define SN_TIDY_REQUEST_INIT          \
 {                                    \
  sizeof(sn_tidy_request), NULL, 0, 0 \
 }
typedef struct sn_tidy_result {
	size_t struct_size;
	uint64_t rows_before;
	uint64_t rows_after;
	uint32_t priorities; /* used, or needed where SN_ELIMIT */
	uint32_t reserved;
	uint64_t row[2]; /* SN_EINFEASIBLE: two that a packet may use */
} sn_tidy_result;
#define SN_TIDY_RESULT_INIT           \
 {                                    \
  sizeof(sn_tidy_result), 0, 0, 0, 0, \
  {                                   \
   0, 0                               \
  }                                   \
 }
/*
 * A table with the same decisions and no more rows (by SN_MATCH_PRIORITY): rows
 * that never match or change nothing are left out, rows of one next hop merge
 * where sources or destinations aggregate, and priorities are assigned from 1
 * so that no two overlapping rows of different next hops share one. Where at
 * most 256 rows of a kind and family are left, every row is also tried
 * without, and wider or narrower where that leaves others out.
 *
 * Promised: the decisions, proved by sn_table_compare() before the table is
 * returned; that no policy row can be left out, where at most 256 are left;
 * that no destination is published that was not, and that none stops being
 * published but with a row that never matched. Not promised: the fewest rows,
 * for which nothing is known that takes reasonable time. In searched universes
 * it found the fewest always (four by four addresses with one next hop) and in
 * more than 98 of 100 tables (four by two with two).
 *
 * Only rows of one state merge. Destination rows are tidied too; BGP rows stay.
 * @result may be NULL; it holds where SN_OK and for these two: SN_EINFEASIBLE:
 * ambiguous packets (see resolve). SN_ELIMIT: more priorities are needed; where
 * it does not say how many, it would take more than 2^26 steps.
 * SN_EINVAL: another size. SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_table_tidy(sn_table **out,
    sn_tidy_result *result, const sn_table *t, const sn_tidy_request *request);

#ifdef __cplusplus
}
#endif

#endif
