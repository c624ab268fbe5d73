/*
 * source_walk.h - what holds for every source of one or two tables; for
 * lib/routes only.
 */
#ifndef SN_SOURCE_WALK_H
#define SN_SOURCE_WALK_H

#include "routes/decisions.h"

/*
 * Whether two lists of ranked rows of one family decide alike. *differ false:
 * on every packet; true: not on @witness, a source and
 * a destination. SN_ENOMEM; SN_ELIMIT: more than 1024 targets at one rank, or
 * rows that cross in so many ways that it would take long.
 */
SN_MUST_USE sn_status sn__walk_compare(const sn_alloc *alloc,
    const sn__ranked_row *const row[2], const size_t n[2], uint32_t targets,
    bool *differ, sn__u128 witness[2]);

/*
 * alive[i] becomes 1 where row i of a list of one family is among the best
 * rows of some packet, 0 where rows of better ranks together cover it.
 * SN_ENOMEM; SN_ELIMIT: it would take long.
 */
SN_MUST_USE sn_status sn__walk_alive(
    const sn_alloc *alloc, const sn__ranked_row *row, size_t n, uint8_t *alive);

#endif
