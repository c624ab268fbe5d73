/*
 * check_plan.c - rows of one table that another one lacks: both are sorted by
 * all that tells rows apart, next hops by name, and merged.
 */
#include "routes/check.h"

static uint32_t *
sorted(const sn_table *t, const sn_alloc *alloc)
{
	uint32_t *row = sn__malloc(alloc, t->rows, sizeof(*row));

	if (!row)
		return NULL;
	for (size_t i = 0; i < t->rows; i++)
		row[i] = (uint32_t)i;
	qsort_r(row, t->rows, sizeof(*row), sn__compare_table_rows,
	    (void *)(uintptr_t)t);
	return row;
}

sn_status
sn_table_missing(const sn_table *a, const sn_table *b, sn_row_sink only_a,
    sn_row_sink only_b, void *ctx)
{
	uint32_t *x = sorted(a, &a->alloc), *y = sorted(b, &a->alloc);
	size_t i = 0, j = 0;

	if (!x || !y) {
		sn__free(&a->alloc, x);
		sn__free(&a->alloc, y);
		return SN_ENOMEM;
	}
	while (i < a->rows || j < b->rows) {
		int order = i == a->rows ? 1
			    : j == b->rows
				? -1
				: sn__compare_routes_of(
				      a, &a->row[x[i]], b, &b->row[y[j]]);

		if (order < 0)
			only_a(ctx, x[i]);
		if (order > 0)
			only_b(ctx, y[j]);
		i += order <= 0;
		j += order >= 0;
	}
	sn__free(&a->alloc, x);
	sn__free(&a->alloc, y);
	return SN_OK;
}

static void
on_superfluous(void *ctx, size_t row)
{
	sn__found(ctx, SN__SUPERFLUOUS, row, UINT64_MAX);
}

static void
on_missing(void *ctx, size_t row)
{
	sn__found(ctx, SN__MISSING, row, UINT64_MAX);
}

sn_status
sn__check_plan(struct sn__checking *in)
{
	return sn_table_missing(
	    in->t, in->request->plan, on_superfluous, on_missing, in);
}
