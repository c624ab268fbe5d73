/*
 * tidy.h - the parts of tidying a table; for lib/vpn/tidy*.c only.
 */
#ifndef SN_TIDY_H
#define SN_TIDY_H

#include "routes/row_rank.h"

/* More rows than these are not widened: it takes O(n^2 log n). */
enum { SN__WIDEN_MOST = 256 };

/* The total order that levels keep: more specific first where equal. */
int sn__tidy_before(const sn__ranked_row *a, const sn__ranked_row *b);

/* Whether @a being there is enough for what @b is published for. */
bool sn__tidy_published(
    const sn_table *t, const sn__ranked_row *a, const sn__ranked_row *b);

/*
 * Leaves rows out, and widens others for that, where the decisions of
 * @row[0, *n) stay the same; all are of one family and kind, and rows of
 * equal level and different actions do not meet. Rows of policies get levels
 * of their own. Where no row can be left out, nothing changes. @actions: how
 * many there are. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__tidy_widen(const sn_alloc *alloc, const sn_table *t,
    uint32_t actions, sn__ranked_row *row, size_t *n);

#endif
