/*
 * plan.h - what a plan is made of; for the files of lib/vpn only.
 */
#ifndef SN_PLAN_H
#define SN_PLAN_H

#include "cidr/alloc.h"
#include "cidr/bits.h"
#include "supernet_vpn.h"

enum { PLAN_LISTS = 8, PLAN_BLOCKS = 4 };

struct sn_plan {
	sn_alloc alloc;
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

	sn_route_block policy[PLAN_BLOCKS];
	size_t policy_count;
	sn_route_block destination[PLAN_BLOCKS];
	size_t destination_count;

	sn_prefix everything;	       /* 0.0.0.0/0 or ::/0 */
	sn_prefixes *list[PLAN_LISTS]; /* what the arrays above point into */
	size_t list_count;

	sn_advice *advice;
	size_t advice_count;
	size_t advice_capacity;
};

/* While a plan is made. */
struct sn__planning {
	sn_plan *plan;
	const sn_plan_request *request;
	sn_set *set[2];	  /* the segments */
	sn_set *avoid[2]; /* what a prefix for that side must not touch */
	int64_t max_policy_routes; /* -1: no limit known */
	int64_t max_destination_routes;
	int64_t max_connections;
	int64_t max_selectors[2];
	bool several; /* several selectors may share one SA */
};

/*
 * Adds advice; the text is formatted and kept, code and source are borrowed.
 * SN_ENOMEM. Ordered by severity at the end with sn__advice_sort().
 */
SN_MUST_USE __attribute__((format(printf, 5, 6))) sn_status sn__advise(
    sn_plan *plan, const char *code, uint32_t severity, const char *source,
    const char *format, ...);
void sn__advice_sort(sn_plan *plan);
void sn__advice_free(sn_plan *plan);

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

/* The advice that follows from the plan as it stands. */
SN_MUST_USE sn_status sn__plan_comment(struct sn__planning *in);

#endif
