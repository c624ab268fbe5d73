/*
 * set.c - frozen sets: algebra, questions, counts.
 *
 * A set is two sorted arrays of disjoint maximal ranges, one for each family
 * (set.h). Ranges rather than prefixes, because every operation is then one
 * linear sweep and prefixes are only a way to write the result down.
 */
#include "set/set.h"

#include "base/count.h"
#include "base/threads.h"
#include "set/set_union_avx512.h"

/*
 * The places that a sweep by several threads needs beside those of all ranges:
 * at each border two of them may count twice.
 */
#define BORDER_PLACES(threads) (3 * (size_t)(threads))

#include "base/width4.h"
#include "set/set_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/set_impl.h"
#include "base/width_end.h"

sn_set *
sn__set_new(const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_set *s = sn__calloc(&keep, 1, sizeof(*s));

	if (s)
		s->alloc = keep;
	return s;
}

void
sn_set_free(sn_set *s)
{
	sn_alloc alloc;

	if (!s)
		return;
	alloc = s->alloc;
	if (!s->borrowed) {
		sn__free(&alloc, s->ranges4);
		sn__free(&alloc, s->ranges6);
	}
	sn__free(&alloc, s);
}

/* Gives back what an array was allocated beyond its use. */
static void
trim(const sn_alloc *alloc, void *array, size_t n, size_t size)
{
	void *old, *new;

	memcpy(&old, array, sizeof(old));
	if (n == 0) {
		sn__free(alloc, old);
		new = NULL;
	} else {
		new = sn__realloc(alloc, old, n, size);
		if (!new)
			return;
	}
	memcpy(array, &new, sizeof(new));
}

size_t
sn__union6(sn_range6 *out, const sn_range6 *a, size_t na, const sn_range6 *b,
    size_t nb)
{
	return join6(out, a, na, b, nb);
}

sn_status
sn__set_combine(sn_set **out, const sn_set *a, const sn_set *b,
    sn__operation op, size_t share)
{
	static sweep4 *const sweeps4[] = {join4, meet4, without4, differ4};
	static sweep6 *const sweeps6[] = {join6, meet6, without6, differ6};
	size_t n4 = a->n4 + b->n4, n6 = a->n6 + b->n6;
	unsigned most = a->threads > b->threads ? a->threads : b->threads;
	unsigned threads4 = sn__threads_for(most, n4, share);
	unsigned threads6 = sn__threads_for(most, n6, share);
	sn_set *s = sn__set_new(a->alloc.realloc ? &a->alloc : NULL);

	if (!s)
		return SN_ENOMEM;
	s->threads = most;
	s->ranges4 = sn__alloc_large(
	    &s->alloc, n4 + BORDER_PLACES(threads4), sizeof(*s->ranges4));
	s->ranges6 = sn__alloc_large(
	    &s->alloc, n6 + BORDER_PLACES(threads6), sizeof(*s->ranges6));
	if (!s->ranges4 || !s->ranges6) {
		sn_set_free(s);
		return SN_ENOMEM;
	}
	s->n4 = combine4(s->ranges4, a->ranges4, a->n4, b->ranges4, b->n4,
	    sweeps4[op], threads4);
	s->n6 = combine6(s->ranges6, a->ranges6, a->n6, b->ranges6, b->n6,
	    sweeps6[op], threads6);
	trim(&s->alloc, &s->ranges4, s->n4, sizeof(*s->ranges4));
	trim(&s->alloc, &s->ranges6, s->n6, sizeof(*s->ranges6));
	*out = s;
	return SN_OK;
}

sn_status
sn_set_union(sn_set **out, const sn_set *a, const sn_set *b)
{
	return sn__set_combine(out, a, b, SN__UNION, SN__SHARE);
}

sn_status
sn_set_intersect(sn_set **out, const sn_set *a, const sn_set *b)
{
	return sn__set_combine(out, a, b, SN__INTERSECT, SN__SHARE);
}

sn_status
sn_set_subtract(sn_set **out, const sn_set *a, const sn_set *b)
{
	return sn__set_combine(out, a, b, SN__SUBTRACT, SN__SHARE);
}

sn_status
sn_set_symdiff(sn_set **out, const sn_set *a, const sn_set *b)
{
	return sn__set_combine(out, a, b, SN__SYMDIFF, SN__SHARE);
}

sn_status
sn_set_complement(sn_set **out, const sn_set *s, const sn_prefix *within)
{
	sn_range4 all4 = {0, UINT32_MAX};
	sn_range6 all6 = sn__range6(0, ~(sn__u128)0);
	sn_set all = {.alloc = s->alloc,
	    .threads = s->threads,
	    .ranges4 = &all4,
	    .ranges6 = &all6};

	if (within && !sn__prefix_valid(*within))
		return SN_EINVAL;
	if (!within) {
		all.n4 = s->n4 > 0;
		all.n6 = s->n6 > 0;
	} else if (within->family == SN_IPV4) {
		all4.first = (uint32_t)within->lo;
		all4.last = all4.first | sn__host32(within->len);
		all.n4 = 1;
	} else {
		all6 = sn__range6(sn__prefix_bits(*within),
		    sn__prefix_bits(*within) | sn__host128(within->len));
		all.n6 = 1;
	}
	return sn_set_subtract(out, &all, s);
}

bool
sn_set_contains_range(const sn_set *s, sn_range r)
{
	if (r.first.family == SN_IPV4)
		return contains4(s->ranges4, s->n4, (uint32_t)r.first.lo,
		    (uint32_t)r.last.lo);
	return contains6(
	    s->ranges6, s->n6, sn__addr_bits(r.first), sn__addr_bits(r.last));
}

bool
sn_set_contains_addr(const sn_set *s, sn_addr a)
{
	return sn_set_contains_range(s, (sn_range){a, a});
}

bool
sn_set_overlaps_range(const sn_set *s, sn_range r)
{
	if (r.first.family == SN_IPV4)
		return overlaps4(s->ranges4, s->n4, (uint32_t)r.first.lo,
		    (uint32_t)r.last.lo);
	return overlaps6(
	    s->ranges6, s->n6, sn__addr_bits(r.first), sn__addr_bits(r.last));
}

bool
sn_set_contains_set(const sn_set *s, const sn_set *inner)
{
	sn_set_iter it;
	sn_range r;

	sn_set_iter_init(&it, inner, 0);
	while (sn_set_iter_next_range(&it, &r))
		if (!sn_set_contains_range(s, r))
			return false;
	return true;
}

bool
sn_set_overlaps(const sn_set *a, const sn_set *b)
{
	bool swap = a->n4 + a->n6 > b->n4 + b->n6;
	sn_set_iter it;
	sn_range r;

	sn_set_iter_init(&it, swap ? b : a, 0);
	while (sn_set_iter_next_range(&it, &r))
		if (sn_set_overlaps_range(swap ? a : b, r))
			return true;
	return false;
}

bool
sn_set_equal(const sn_set *a, const sn_set *b)
{
	return a->n4 == b->n4 && a->n6 == b->n6 &&
	       (!a->n4 || !memcmp(a->ranges4, b->ranges4,
			      a->n4 * sizeof(sn_range4))) &&
	       (!a->n6 ||
		   !memcmp(a->ranges6, b->ranges6, a->n6 * sizeof(sn_range6)));
}

bool
sn_set_is_empty(const sn_set *s)
{
	return s->n4 + s->n6 == 0;
}

sn_count
sn_set_count(const sn_set *s, unsigned family)
{
	sn_count count = sn_count_from(0);
	uint64_t more4 = 0;
	sn__u128 more6 = 0;

	/* Ranges are disjoint: last - first, summed, stays below 2^128. */
	if (family != SN_IPV6) {
		for (size_t i = 0; i < s->n4; i++)
			more4 += s->ranges4[i].last - s->ranges4[i].first;
		count = sn_count_from(more4 + s->n4);
	}
	if (family != SN_IPV4) {
		for (size_t i = 0; i < s->n6; i++)
			more6 += sn__last6(s->ranges6[i]) -
				 sn__first6(s->ranges6[i]);
		count = sn_count_add(count, sn__count_bits(more6));
		count = sn_count_add(count, sn_count_from(s->n6));
	}
	return count;
}

size_t
sn_set_range_count(const sn_set *s, unsigned family)
{
	return (family != SN_IPV6 ? s->n4 : 0) +
	       (family != SN_IPV4 ? s->n6 : 0);
}

const sn_range4 *
sn_set_ranges4(const sn_set *s, size_t *n)
{
	*n = s->n4;
	return s->ranges4;
}

const sn_range6 *
sn_set_ranges6(const sn_set *s, size_t *n)
{
	*n = s->n6;
	return s->ranges6;
}

sn_status
sn_set_common(const sn_set *s, unsigned family, sn_prefix *out)
{
	sn__u128 first, last;

	if (family == SN_IPV4 && s->n4) {
		first = s->ranges4[0].first;
		last = s->ranges4[s->n4 - 1].last;
	} else if (family == SN_IPV6 && s->n6) {
		first = sn__first6(s->ranges6[0]);
		last = sn__last6(s->ranges6[s->n6 - 1]);
	} else {
		return SN_ENOTFOUND;
	}
	*out = sn__prefix(family, first, sn__common_len(family, first, last));
	return SN_OK;
}

bool
sn__set_check(const sn_set *s, const char **why)
{
	*why = check4(s->ranges4, s->n4);
	if (!*why)
		*why = check6(s->ranges6, s->n6);
	return !*why;
}
