/*
 * nested.c - whose addresses are which, where segments of two sides are
 * nested.
 *
 * All segments are walked over by address, outer ones first, with those
 * around the present one on a stack.
 */
#include "vpn/nested.h"

#include "base/bits.h"

enum { DEPTH = 2 * 129 }; /* of segments of both sides, each once */

struct item {
	sn_prefix p;
	unsigned side;
	bool inner;	  /* the other side has a wider one around it */
	sn_count covered; /* by segments of the other side inside it */
};

static int
compare(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int order = sn_prefix_compare(a->p, b->p);

	return order ? order : (int)a->side - (int)b->side;
}

/* Sorted, each segment of a side once; returns how many. */
static size_t
collect(struct item *item, const sn_prefix *const segment[2], const size_t n[2])
{
	size_t all = 0, kept = 0;

	for (unsigned s = 0; s < 2; s++)
		for (size_t i = 0; i < n[s]; i++)
			item[all++] = (struct item){.p = segment[s][i],
			    .side = s,
			    .covered = sn_count_from(0)};
	qsort(item, all, sizeof(*item), compare);
	for (size_t i = 0; i < all; i++)
		if (!kept || compare(&item[kept - 1], &item[i]))
			item[kept++] = item[i];
	return kept;
}

/* Sees what is around @x, the innermost last. False: a conflict. */
static bool
look_around(struct item *x, struct item *const *around, size_t n)
{
	while (n) {
		struct item *e = around[--n];

		if (e->side == x->side) {
			x->inner |= e->inner;
			return true;
		}
		if (e->inner || !sn_prefix_compare(e->p, x->p))
			return false;
		e->covered = sn_count_add(e->covered, sn_prefix_size(x->p));
		if (!sn_count_compare(e->covered, sn_prefix_size(e->p)))
			return false;
		x->inner = true;
	}
	return true;
}

static void
walk(struct sn__nested *out, struct item *item, size_t n)
{
	struct item *around[DEPTH];
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		while (depth &&
		       !sn_prefix_contains(around[depth - 1]->p, item[i].p))
			depth--;
		if (!look_around(&item[i], around, depth)) {
			out->conflict = true;
			out->shared = item[i].p;
			return;
		}
		around[depth++] = &item[i];
	}
}

/* The inner segments of side @s. */
static sn_status
make_inner(sn_set **out, const struct item *item, size_t n, unsigned s,
    const sn_alloc *alloc)
{
	sn_prefix *p = sn__malloc(alloc, n, sizeof(*p));
	size_t found = 0;
	sn_status status;

	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (item[i].side == s && item[i].inner)
			p[found++] = item[i].p;
	status = sn_set_from_prefixes(out, p, found, alloc);
	sn__free(alloc, p);
	return status;
}

sn_status
sn__nested_find(struct sn__nested *out, const sn_prefix *const segment[2],
    const size_t n[2], const sn_alloc *alloc)
{
	struct item *item = sn__malloc(alloc, n[0] + n[1], sizeof(*item));
	sn_status status = SN_OK;
	size_t all;

	*out = (struct sn__nested){.conflict = false};
	if (!item)
		return SN_ENOMEM;
	all = collect(item, segment, n);
	walk(out, item, all);
	for (unsigned s = 0; s < 2 && !status && !out->conflict; s++)
		status = make_inner(&out->inner[s], item, all, s, alloc);
	if (status) {
		sn_set_free(out->inner[SN_LOCAL]);
		out->inner[SN_LOCAL] = NULL;
	}
	sn__free(alloc, item);
	return status;
}
