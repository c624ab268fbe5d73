/*
 * row_pairs.h - all pairs of rows that overlap; for lib/routes only.
 */
#ifndef SN_ROW_PAIRS_H
#define SN_ROW_PAIRS_H

#include "routes/row_rank.h"

/*
 * @on_pair gets the places in @row of two rows of which some packet matches
 * both, first the one whose source is the wider, or that comes before; each
 * pair once, as long as it returns true. Rows are of one family, in the order
 * of sn__ranking. SN_ENOMEM.
 */
typedef bool sn__on_pair(void *ctx, size_t outer, size_t inner);
SN_MUST_USE sn_status sn__overlaps(const sn_alloc *alloc,
    const sn__ranked_row *row, size_t n, sn__on_pair *on_pair, void *ctx);

#endif
