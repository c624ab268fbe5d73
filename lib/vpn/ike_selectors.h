/*
 * ike_selectors.h - traffic selectors: which child answers, and what is left.
 */
#ifndef SN_IKE_SELECTORS_H
#define SN_IKE_SELECTORS_H

#include "vpn/ike_config.h"

/* Selectors of a child, without those that others of it hold. */
struct sn__ts_list {
	const struct sn__ts *ts;
	size_t n;
};

/*
 * The selectors of all children of an end, ready to be compared: "dynamic" is
 * the end's own address, and what another one of the list holds is gone.
 */
struct sn__ts_end {
	struct sn__ts *ts;
	struct sn__span (*of)[2]; /* of each child: [SN_LOCAL], [SN_PEER] */
};

SN_MUST_USE sn_status sn__ts_end_make(struct sn__ts_end *out,
    const sn_ike_config *c, const sn_addr address[2], const sn_alloc *alloc);
void sn__ts_end_clear(struct sn__ts_end *end, const sn_alloc *alloc);

static inline struct sn__ts_list
sn__ts_of(const struct sn__ts_end *end, uint32_t child, unsigned side)
{
	const struct sn__span *s = &end->of[child][side];

	return (struct sn__ts_list){end->ts + s->first, s->n};
}

/* What both are for; false: nothing. */
bool sn__ts_common(
    struct sn__ts *out, const struct sn__ts *a, const struct sn__ts *b);
bool sn__ts_equal(const struct sn__ts *a, const struct sn__ts *b);
bool sn__ts_holds(const struct sn__ts *a, const struct sn__ts *b);

/* How well @mine answers @offered, where earlier ones count more. */
uint64_t sn__ts_score(struct sn__ts_list mine, struct sn__ts_list offered);

/* The first selector that is left of @mine and the single @offered one. */
bool sn__ts_first_common(
    struct sn__ts *out, struct sn__ts_list mine, const struct sn__ts *offered);

#endif
