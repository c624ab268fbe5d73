/*
 * row_best.h - of the rows that overlap one, the best; without looking at every
 * pair. For lib/routes only.
 */
#ifndef SN_ROW_BEST_H
#define SN_ROW_BEST_H

#include "routes/row_rank.h"

/* One side of the rows: its distinct prefixes, each with the next around it. */
typedef struct sn__side {
	uint32_t *place; /* of each row's prefix */
	uint32_t *parent;
} sn__side;

/* The best of some rows, and the best of those of other targets. */
typedef struct sn__best {
	uint32_t value[2];
	uint32_t row[2];
} sn__best;

/*
 * Rows are put in one by one, with a value each; the greatest is the best.
 * Prefixes overlap where one is inside the other, and so rows do in four ways.
 */
typedef struct sn__bests {
	sn_alloc alloc;
	const sn__ranked_row *row;
	size_t n;
	sn__side source;
	sn__side destination;
	sn__map place; /* in best[], by way, source and destination */
	sn__best *best;
	size_t bests;
	size_t capacity;
} sn__bests;

/* No row is in yet. Rows are of one family. SN_ENOMEM. */
SN_MUST_USE sn_status sn__bests_init(
    sn__bests *b, const sn_alloc *alloc, const sn__ranked_row *row, size_t n);
void sn__bests_free(sn__bests *b);

/* Puts row @i in. O(d^2) for d prefixes around each other. SN_ENOMEM. */
SN_MUST_USE sn_status sn__bests_add(sn__bests *b, size_t i, uint32_t value);

/*
 * Of the rows that are in, overlap row @i and have another target, one of the
 * greatest value. SN__ROW_NONE: there is none. O(d^2).
 */
uint32_t sn__bests_other(const sn__bests *b, size_t i, uint32_t *value);

/*
 * Calls on_around(ctx, place) for each place where rows have the source and the
 * destination of row @i or such around them, its own first, as long as that
 * returns true. Places count the distinct pairs of those.
 */
typedef bool sn__on_around(void *ctx, uint32_t place);
void sn__bests_around(
    const sn__bests *b, size_t i, sn__on_around *on_around, void *ctx);

#endif
