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

enum { PLAN_LISTS = 8, PLAN_BLOCKS = 4 };

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

	sn_prefix everything;	       /* 0.0.0.0/0 or ::/0 */
	sn_prefixes *list[PLAN_LISTS]; /* what the arrays above point into */
	size_t list_count;

	struct sn__findings advice;

	int64_t max_policy_routes; /* -1: no limit known */
	int64_t max_destination_routes;
	int64_t max_connections;
};

/* What is at hand while a plan is made. */
struct sn__planning {
	sn_plan *plan;
	const sn_plan_request *request;
	sn_set *set[2];	  /* the segments */
	sn_set *avoid[2]; /* what a prefix for that side must not touch */
	sn_set *other[2]; /* segments and spare prefixes of the other side */
	int64_t max_selectors[2];
	bool several; /* several selectors may share one SA */
	bool kept;    /* the lists in use were selected */
};

/*
 * Tries a scheme. On SN_OK *feasible says whether the plan now holds it; if
 * not, why[] has the sentence and nothing of the plan was set but advice that
 * explains a failed limit.
 */
enum { SN__WHY = 256 };
typedef sn_status sn__scheme_try(
    struct sn__planning *in, bool *feasible, char why[SN__WHY]);
sn__scheme_try sn__try_destination;
sn__scheme_try sn__try_aggregate;
sn__scheme_try sn__try_pairs;

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

/* The scheme of what is deployed, for a sticky request; else SN_SCHEME_AUTO. */
unsigned sn__scheme_in_use(const sn_plan_request *request);
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
