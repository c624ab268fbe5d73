/*
 * reserves.h - space that selectors of a plan keep: --reserve.
 */
#ifndef RESERVES_H
#define RESERVES_H

#include "segments.h"
#include "supernet_vpn.h"

struct reserves {
	struct segments side[2];
	struct segments undecided; /* for the side that each is nearest to */
};

/*
 * PREFIX, local:PREFIX, peer:PREFIX, or a number of bits, which *request gets.
 * 0, or an exit code, having said why.
 */
int reserves_add(struct reserves *r, const char *arg, const struct common *c,
    sn_plan_request *request);
/* Gives the undecided to the side whose segments are nearer, and all to
 * *request, which borrows them. 0, or an exit code, having said why. */
int reserves_decide(struct reserves *r, sn_plan_request *request);
void reserves_free(struct reserves *r);

#endif
