/*
 * tidy.h - what the parts of tidying a table share; for
 * lib/routes/tidy*.c only.
 */
#ifndef SN_TIDY_H
#define SN_TIDY_H

#include "routes/row_rank.h"

/* Of more rows none is widened: it takes O(n^2 log n). */
enum { SN__WIDEN_MOST = 256 };

/* The order in which rows are looked up: by rank, then the more specific first,
 * then by number. <0, 0, >0. */
int sn__tidy_before(const sn__ranked_row *a, const sn__ranked_row *b);

/* Whether @b may be left out for @a as far as publication goes. */
bool sn__tidy_published(
    const sn_table *t, const sn__ranked_row *a, const sn__ranked_row *b);

/* Rows of one family and kind that are being tidied. */
typedef struct sn__tidying {
	sn_alloc alloc;
	const sn_table *t;
	uint32_t targets;
	sn__ranked_row *row; /* policy rows of one family */
	size_t n;
	uint32_t *rank;	 /* of row[], while ranks are found */
	uint32_t *next;	 /* the least greater rank of another target */
	uint8_t *gone;	 /* 1: to be removed */
	uint32_t *order; /* of the rows, while one by one they are put in */
} sn__tidying;

/* SN_EINFEASIBLE: a packet, of the family that all @row[0, n) are of, has best
 * rows of two next hops, and @out two such rows. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn__tidy_find_tie(
    const sn_table *t, const sn__ranked_row *row, size_t n, uint64_t out[2]);
/* Gives policy rows their least ranks: step 1 of tidy.c. */
SN_MUST_USE sn_status sn__tidy_find_ranks(sn__tidying *in);
/* Removes rows that another of their target takes over: step 2. */
SN_MUST_USE sn_status sn__tidy_remove_redundant(sn__tidying *in);

/*
 * Leaves out rows of @row[0, *n), and widens others for that, where the
 * decisions stay the same. All are of one family and kind, and rows of equal
 * rank and different targets do not overlap. Policy rows get a rank each.
 * Where no row can be left out, nothing changes. @targets: how many there are.
 * SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__tidy_widen(const sn_alloc *alloc, const sn_table *t,
    uint32_t targets, sn__ranked_row *row, size_t *n);

#endif
