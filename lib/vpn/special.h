/*
 * special.h - addresses that no host beyond a link has; for lib/vpn only.
 */
#ifndef SN_SPECIAL_H
#define SN_SPECIAL_H

#include "vpn/plan.h"

/* Their ranges, of both families. */
const sn_prefix *sn__special_space(size_t *n);
/* Says which segments of the request are inside such a range. SN_ENOMEM. */
SN_MUST_USE sn_status sn__plan_say_special(struct sn__planning *in);
/* Says that a pool of one family has some, if it does. SN_ENOMEM. */
SN_MUST_USE sn_status sn__pool_say_special(
    sn_plan *plan, const sn_prefix *pool, size_t n);

#endif
