/*
 * qsort_r.c - sorting with a context, by the sort that has none. There are no
 * threads, and no comparison sorts.
 */
#include "qsort_r.h"

#include <stdlib.h>

static int (*comparison)(const void *a, const void *b, void *ctx);
static void *context;

static int
compare_in_context(const void *a, const void *b)
{
	return comparison(a, b, context);
}

void
qsort_r(void *base, size_t n, size_t size,
    int (*compare)(const void *a, const void *b, void *ctx), void *ctx)
{
	comparison = compare;
	context = ctx;
	qsort(base, n, size, compare_in_context);
}
