/*
 * build.c - freezing: the runs of a builder, sorted and swept into a set.
 */
#include "cidr/builder.h"
#include "cidr/set.h"

/* The ranges of one family in one new array of @room, or NULL. */
static sn_range4 *
gather4(const sn_builder *b, size_t *n)
{
	sn_range4 *all;
	size_t total = 0, at = 0;

	for (size_t i = 0; i < b->n; i++)
		total += b->runs[i].v4.n;
	all = sn__malloc(&b->alloc, total, sizeof(*all));
	for (size_t i = 0; all && i < b->n; at += b->runs[i++].v4.n)
		if (b->runs[i].v4.n)
			memcpy(all + at, b->runs[i].v4.r,
			    b->runs[i].v4.n * sizeof(*all));
	*n = total;
	return all;
}

static sn_range6 *
gather6(const sn_builder *b, size_t *n)
{
	sn_range6 *all;
	size_t total = 0, at = 0;

	for (size_t i = 0; i < b->n; i++)
		total += b->runs[i].v6.n;
	all = sn__malloc(&b->alloc, total, sizeof(*all));
	for (size_t i = 0; all && i < b->n; at += b->runs[i++].v6.n)
		if (b->runs[i].v6.n)
			memcpy(all + at, b->runs[i].v6.r,
			    b->runs[i].v6.n * sizeof(*all));
	*n = total;
	return all;
}

sn_status
sn_builder_build(sn_set **out, sn_builder *b)
{
	sn_set *s = sn__set_new(b->alloc.realloc ? &b->alloc : NULL);
	sn_range4 *spare = NULL;

	if (!s)
		return SN_ENOMEM;
	s->ranges4 = gather4(b, &s->n4);
	s->ranges6 = gather6(b, &s->n6);
	spare = sn__malloc(&b->alloc, s->n4, sizeof(*spare));
	if (!s->ranges4 || !s->ranges6 || !spare) {
		sn__free(&b->alloc, spare);
		sn_set_free(s);
		return SN_ENOMEM;
	}
	sn__sort4(s->ranges4, spare, s->n4);
	sn__free(&b->alloc, spare);
	sn__sort6(s->ranges6, s->n6);
	s->n4 = sn__sweep4(s->ranges4, s->n4);
	s->n6 = sn__sweep6(s->ranges6, s->n6);
	for (size_t i = 0; i < b->n; i++)
		sn__runs_free(&b->runs[i], &b->alloc);
	b->n = 0;
	*out = s;
	return SN_OK;
}
