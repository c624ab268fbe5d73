/*
 * plan.h - what a plan is made of; for the files of lib/vpn only.
 */
#ifndef SN_PLAN_H
#define SN_PLAN_H

#include "base/alloc.h"
#include "base/bits.h"
#include "profile/sources.h"
#include "routes/finding.h"
#include "supernet_vpn.h"
#include "vpn/block.h"

enum { PLAN_LISTS = 16, PLAN_BLOCKS = 4, SN__WHY = 256 };

/* The name of a connection in use, of one pair. */
struct sn__pair_name {
	sn_prefix local;
	sn_prefix peer;
	char name[SN_CONNECTION_MAX];
};

struct sn_plan {
	sn_alloc alloc;
	sn_plan_view view; /* made last, from what follows */
	const sn_profile *gateway;
	const sn_profile *peer_device;
	unsigned scheme;
	uint32_t ike;
	char connection[SN_NAME_MAX + 1];
	sn_side *side[2];

	/* Connections: one, or (pairs) one for each local x peer aggregate. */
	uint64_t connections;
	uint32_t routing_mode;
	const sn_prefix *selectors[2]; /* pairs: the aggregates */
	size_t selector_count[2];

	sn__block block[PLAN_BLOCKS]; /* in the order of their rows */
	size_t block_count;
	/* The same with the priorities of a table of several sites; NULL: as
	 * they stand in block. */
	sn__block *settled;
	size_t settled_count;

	sn_prefix everything;	       /* 0.0.0.0/0 or ::/0 */
	sn_prefixes *list[PLAN_LISTS]; /* what the arrays above point into */
	size_t list_count;

	struct sn__findings advice;

	int64_t max_policy_routes; /* -1: no limit known */
	int64_t max_destination_routes;
	int64_t max_static_routes;
	int64_t max_connections;

	bool auto_off; /* no automatic rows: all rows are one's own */
	bool publish;  /* rows of one's own are published */
	sn_proposal proposal;
	bool proposed;
	uint32_t number_base;
	bool number_asked;

	sn_nat *nat; /* by side, then by original */
	size_t nats;
	sn_prefixes *bypass[2]; /* by side; NULL: none */

	/* Names of pairs that are in use, by pair, and how long one may be. */
	struct sn__pair_name *pair_name;
	size_t pair_names;
	size_t name_most;

	/* Of several sites or families: a plan each, in their order, and the
	 * number of its first connection, with that of all after the last. */
	sn_plan **sub;
	size_t subs;
	uint64_t *first;
	sn_part *parts;
	sn_prefixes *
	    *held; /* what rows point into, beside the lists of parts */
	size_t helds;
	char site[SN_SITE_NAME_MAX + 1]; /* "": the plan has no sites */
	char standby_of[SN_SITE_NAME_MAX + 1];
	bool replace; /* a change deletes what the plan does not know */

	sn_part part;
	sn_alternative alternative[SN_SCHEMES];
	char why[SN_SCHEMES][SN__WHY];
	char remedy[SN_SCHEMES][SN__WHY];
};

/* Orders them by pair. */
static inline int
sn__compare_pairs(const void *x, const void *y)
{
	const struct sn__pair_name *a = (const struct sn__pair_name *)x;
	const struct sn__pair_name *b = (const struct sn__pair_name *)y;
	int order = sn_prefix_compare(a->local, b->local);

	return order ? order : sn_prefix_compare(a->peer, b->peer);
}

/* What a site has to heed of the others. */
struct sn__among {
	sn_set *others[2]; /* their segments, without its own */
	bool exact;	   /* its rows are its exact aggregates */
	bool no_routing;   /* scheme destination cannot tell it apart */
	/* Segments and images of all, which no image of its own may touch. */
	sn_set *taken;
};

/* What is at hand while a plan is made. */
struct sn__planning {
	sn_plan *plan;
	const struct sn__among *among; /* NULL: there are no others */
	const sn_plan_request *request;
	sn_plan_request crossing; /* the same with what crosses the tunnel */
	sn_prefix *crossing_list[2];
	bool possible;	  /* as far as the two sides go */
	sn_set *set[2];	  /* the segments */
	sn_set *avoid[2]; /* what a prefix for that side must not touch */
	sn_set *other[2]; /* segments and spare prefixes of the other side */
	int64_t max_selectors[2];
	bool several;	      /* several selectors may share one SA */
	bool per_pair;	      /* both ends open one SA for each pair */
	unsigned scheme;      /* that is tried */
	char why[SN__WHY];    /* it is not possible, as a sentence */
	char remedy[SN__WHY]; /* what would make it so; "": nothing known */
};

/*
 * Tries a scheme. On SN_OK *feasible says whether the plan now holds it; if
 * not, in->why has the sentence.
 */
typedef sn_status sn__scheme_try(struct sn__planning *in, bool *feasible);
sn__scheme_try sn__try_destination;
sn__scheme_try sn__try_aggregate;
sn__scheme_try sn__try_pairs;
sn__scheme_try sn__try_lists;

/*
 * Adds the rows that the gateway needs for the connections as they are
 * selected, in the tables that it has. *feasible: within its limits.
 */
sn_status sn__make_rows(struct sn__planning *in, bool *feasible);
/* The one selector of a side is everything, or holds what is not its own. */
bool sn__forced(const sn_plan *plan, unsigned side);
/* And not because everything is what it has: longer rows take its place. */
bool sn__replaced(const sn_plan *plan, unsigned side);
/* The table other than policy rows in which the gateway has its rows. */
uint32_t sn__row_table(const sn_plan *plan);
/* Says that a limit of @what, as of one, is too low; its age is named where it
 * is the profile's, @fact. */
SN_MUST_USE sn_status sn__limit_exceeded(struct sn__planning *in,
    const char *what, uint64_t needed, int64_t limit, const sn_fact *fact);
/* How old a limit is, where it is the profile's and old; else "". */
enum { SN__AGE = 64 };
void sn__limit_age(char age[SN__AGE], int64_t limit, const sn_fact *fact);
/* Whether @n is within @limit; negative: there is none. */
static inline bool
sn__passes(int64_t limit, uint64_t n)
{
	return limit < 0 || n <= (uint64_t)limit;
}

/*
 * Deals with addresses that both sides have, as the request wants: refuses
 * them, says what stays out of the tunnel, or puts others in their place, in
 * in->request too. in->possible says whether that leaves a plan; if not, a
 * finding says why. SN_EINVAL with @error filled, SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__plan_overlap(
    struct sn__planning *in, sn_error *error);
/* The same, by translation. @set: the segments of each side. */
SN_MUST_USE sn_status sn__plan_nat(
    struct sn__planning *in, sn_set *const set[2], sn_error *error);
/* Says of the plan as it stands what nested sides ask for. */
SN_MUST_USE sn_status sn__plan_say_nested(struct sn__planning *in);
/* A plan for one family of one site, or of a request without sites. Segments
 * and spare prefixes are checked, and of one family. */
SN_MUST_USE sn_status sn__plan_one(sn_plan **out,
    const sn_plan_request *request, const struct sn__among *among,
    sn_error *error);
/* The part that connection *i of the plan belongs to; *i becomes the number
 * that it has there. */
static inline const sn_plan *
sn__plan_of(const sn_plan *plan, uint64_t *i)
{
	size_t at;

	if (!plan->subs)
		return plan;
	at = sn_plan_part_of(plan, *i);
	*i -= plan->first[at];
	return plan->sub[at];
}

/* Tries all schemes and takes the one that was asked for, or the best. */
SN_MUST_USE sn_status sn__plan_choose(struct sn__planning *in);
/* Chooses what both ends negotiate, within what both are known to take.
 * SN_EINVAL: what was asked for is not among it. */
SN_MUST_USE sn_status sn__plan_propose(
    struct sn__planning *in, sn_error *error);
/* Collects the names in use; SN_ENOMEM. */
SN_MUST_USE sn_status sn__plan_names(struct sn__planning *in);
/* The number from which those of a device's file go. */
uint32_t sn__number_base(const sn_plan *plan, uint32_t asked);
/* Bytes of the shortest name that the connection of a pair can get. */
size_t sn__least_name(const sn_plan *plan);
/* The source that advice of the gateway's provider has. */
static inline const char *
sn__plan_source(const sn_plan *plan)
{
	return plan->gateway->provider == SN_PROVIDER_ALIBABA
		   ? SOURCE_ALIBABA_ADVICE
		   : "";
}

/* Keeps @list with the plan, which frees it. */
void sn__plan_keep(sn_plan *plan, sn_prefixes *list);
/* Keeps both lists, as the selectors of its connections. */
void sn__plan_select(sn_plan *plan, sn_prefixes *const list[2]);
/* Makes the view, once all else is there. */
void sn__plan_finish(sn_plan *plan);

/*
 * The best list of at most @k prefixes for a side; *list NULL: there is none,
 * and *least (0: no number) would do.
 */
SN_MUST_USE sn_status sn__best_list(struct sn__planning *in, unsigned side,
    uint64_t k, sn_prefixes **list, uint64_t *least);
/*
 * The best lists of both sides with at most @most prefixes a side and @rows
 * pairs of them; negative: no limit. The caller frees both when *found.
 */
SN_MUST_USE sn_status sn__best_table(struct sn__planning *in,
    const int64_t most[2], int64_t rows, sn_prefixes *list[2], bool *found);
/* How many addresses disjoint prefixes have. */
sn_count sn__list_size(const sn_prefix *p, size_t n);

/* The scheme of what is deployed; SN_SCHEME_AUTO: nothing is. */
unsigned sn__scheme_in_use(const sn_plan_request *request);
/* Whether the connections of a plan are those in use, @old. */
bool sn__is_in_use(const sn_plan *plan, const sn_deployed *old);
/* The connection in use where there is just one, or NULL. */
const sn_connection *sn__lone_connection(const sn_plan_request *request);
/* Selects the lists of selectors in use, where they still obey the rules. */
SN_MUST_USE sn_status sn__keep_lists(struct sn__planning *in, bool *kept);
/* Lists of prefixes that keep the pairs in use; NULL: no pairs are in use. */
SN_MUST_USE sn_status sn__keep_pairs(
    struct sn__planning *in, sn_prefixes *list[2]);

/* The private ranges of RFC 1918 and RFC 4193. */
const sn_prefix *sn__private_space(size_t *n);
bool sn__all_private(const sn_prefix *p, size_t n);

/* Adds the findings that follow from the plan as it stands. */
SN_MUST_USE sn_status sn__plan_comment(struct sn__planning *in);

#endif
