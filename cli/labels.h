/*
 * labels.h - texts that stand for many items, each kept once and numbered in
 * the order they came.
 */
#ifndef LABELS_H
#define LABELS_H

#include "input.h"

struct labels {
	char *text; /* of the labels, each with its NUL */
	size_t text_size, text_capacity;
	size_t *at; /* where each begins */
	size_t n, capacity;
	/* Of the hash: a label and 1, above it half of its hash; or 0. */
	uint64_t *slot;
	size_t slots; /* a power of two */
	uint64_t seed;
};

void labels_begin(struct labels *l);
void labels_free(struct labels *l);
/* The number of an item's label, which is new or not; false: no memory. */
bool labels_take(struct labels *l, const sn_text_item *item, uint32_t *number);

static inline const char *
labels_text(const struct labels *l, size_t number)
{
	return l->text + l->at[number];
}

/* @more elements fit after @n in *array; false: no memory. */
bool array_fits(
    void *array, size_t *capacity, size_t n, size_t more, size_t size);

#endif
