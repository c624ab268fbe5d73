/*
 * set_join.c - sets of what is there already: arrays of ranges, other sets.
 */
#include "set/builder.h"
#include "set/set.h"

/* Up to so many sets are joined two by two: at most five steps for a range. */
enum { FEW = 32 };

/* A builder of one thread that uses @alloc, or as many as @set may. */
static sn_status
new_builder(sn_builder **out, const sn_alloc *alloc, unsigned threads)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;

	options.alloc = alloc;
	options.threads = threads ? threads : 1;
	return sn_builder_new(out, &options);
}

sn_status
sn_set_from_ranges(sn_set **out, const sn_range4 *r4, size_t n4,
    const sn_range6 *r6, size_t n6, const sn_alloc *alloc)
{
	sn_builder *b;
	sn_status status = new_builder(&b, alloc, 1);

	if (status)
		return status;
	status = sn_builder_add_ranges4(b, r4, n4);
	if (!status)
		status = sn_builder_add_ranges6(b, r6, n6);
	if (!status)
		status = sn_builder_build(out, b);
	sn_builder_free(b);
	return status;
}

/* Many sets: their ranges, sorted. */
static sn_status
gather(sn_set **out, const sn_set *const *sets, size_t n, const sn_alloc *alloc)
{
	unsigned threads = 1;
	sn_builder *b;
	sn_status status;

	for (size_t i = 0; i < n; i++)
		if (sets[i]->threads > threads)
			threads = sets[i]->threads;
	status = new_builder(&b, alloc, threads);
	if (status)
		return status;
	for (size_t i = 0; i < n && !status; i++)
		status = sn_builder_add_set(b, sets[i]);
	if (!status)
		status = sn_builder_build(out, b);
	sn_builder_free(b);
	return status;
}

sn_status
sn_set_union_many(
    sn_set **out, const sn_set *const *sets, size_t n, const sn_alloc *alloc)
{
	size_t half = n - n / 2; /* the larger one */
	sn_set *a = NULL, *b = NULL;
	sn_status status;

	if (n < 2 || n > FEW)
		return gather(out, sets, n, alloc);
	/* Two halves: sorted lists are joined faster than they are sorted. */
	if (n == 2) {
		sn_set first = *sets[0];

		first.alloc = sn__alloc_keep(alloc);
		return sn_set_union(out, &first, sets[1]);
	}
	status = sn_set_union_many(&a, sets, half, alloc);
	if (!status && n - half > 1)
		status = sn_set_union_many(&b, sets + half, n - half, alloc);
	if (!status)
		status = sn_set_union(out, a, b ? b : sets[half]);
	sn_set_free(a);
	sn_set_free(b);
	return status;
}
