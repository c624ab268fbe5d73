/*
 * map_steps.c - which kind of steps answers: see map_steps.h.
 */
#include "set/map_steps.h"

/* From here on a bitmap takes no more than 28 bytes a step. */
enum { MANY = 1 << 17 };

/* Few steps of IPv4: each address is a cell, see map_steps.h. */
static sn_status
build_btree4(sn__steps *s, const sn__steps4 *v4)
{
	sn__steps6 wide = {NULL, v4->value, v4->len, v4->n};
	sn_status status;

	wide.start = sn__alloc_large(&s->alloc, v4->n, sizeof(*wide.start));
	if (!wide.start)
		return SN_ENOMEM;
	for (size_t i = 0; i < v4->n; i++)
		wide.start[i] = sn__u128_make(v4->start[i], 0);
	status = sn__btree_build(&s->btree4, &s->alloc, &wide);
	sn__free(&s->alloc, wide.start);
	return status;
}

sn_status
sn__steps_build(sn__steps *s, const sn_alloc *alloc, const sn__steps4 *v4,
    const sn__steps6 *v6)
{
	sn_status status;

	*s = (sn__steps){.alloc = *alloc, .cpu = sn__cpu_level()};
	status = v4->n < MANY ? build_btree4(s, v4)
			      : sn__bitmap_build(&s->bitmap, alloc, v4);
	if (!status)
		status = sn__btree_build(&s->btree6, alloc, v6);
	return status;
}

void
sn__steps_free(sn__steps *s)
{
	sn__free(&s->alloc, s->bitmap.block);
	sn__free(&s->alloc, s->btree4.block);
	sn__free(&s->alloc, s->btree6.block);
}

size_t
sn__steps_batch4(const sn__steps *s, const uint32_t *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	return s->bitmap.block ? sn__bitmap_batch(
				     &s->bitmap, s->cpu, addrs, n, values, lens)
			       : sn__btree_batch4(&s->btree4, s->cpu, addrs, n,
				     values, lens);
}

size_t
sn__steps_batch6(const sn__steps *s, const sn_addr6 *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	return sn__btree_batch6(&s->btree6, s->cpu, addrs, n, values, lens);
}

/* The tree that has @family, or NULL for the bitmap. */
static const sn__btree *
btree_of(const sn__steps *s, unsigned family)
{
	if (family == SN_IPV6)
		return &s->btree6;
	return s->bitmap.block ? NULL : &s->btree4;
}

sn__place
sn__steps_find(const sn__steps *s, unsigned family, sn__u128 at)
{
	const sn__btree *t = btree_of(s, family);

	if (!t)
		return sn__bitmap_find(&s->bitmap, (uint32_t)at);
	return sn__btree_find(t, family == SN_IPV4 ? at << 64 : at);
}

sn__step
sn__steps_read(const sn__steps *s, unsigned family, const sn__place *p)
{
	const sn__btree *t = btree_of(s, family);
	sn__step step;

	if (!t)
		return sn__bitmap_read(&s->bitmap, p);
	step = sn__btree_read(t, p);
	if (family == SN_IPV4)
		step.first >>= 64;
	return step;
}

bool
sn__steps_next(const sn__steps *s, unsigned family, sn__place *p)
{
	const sn__btree *t = btree_of(s, family);

	return t ? sn__btree_next(t, p) : sn__bitmap_next(&s->bitmap, p);
}

bool
sn__steps_prev(const sn__steps *s, unsigned family, sn__place *p)
{
	const sn__btree *t = btree_of(s, family);

	return t ? sn__btree_prev(t, p) : sn__bitmap_prev(&s->bitmap, p);
}
