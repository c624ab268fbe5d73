/*
 * builder.c - collecting ranges in any order, and freezing them into a set.
 */
#include "set/builder.h"

#include "base/system.h"
#include "set/set.h"

enum { FEW = 1024 }; /* keys that are copied rather than linked */

sn_status
sn_builder_new(sn_builder **out, const sn_builder_options *options)
{
	sn_builder_options o = SN_BUILDER_OPTIONS_INIT;
	sn_alloc alloc;
	sn_builder *b;

	if (options) {
		if (options->struct_size != sizeof(o))
			return SN_EINVAL;
		o = *options;
	}
	alloc = sn__alloc_keep(o.alloc);
	b = sn__calloc(&alloc, 1, sizeof(*b));
	if (!b)
		return SN_ENOMEM;
	sn__builder_init(b, &alloc, o.threads ? o.threads : sn__processors());
	*out = b;
	return SN_OK;
}

void
sn_builder_free(sn_builder *b)
{
	sn_alloc alloc;

	if (!b)
		return;
	alloc = b->alloc;
	sn__builder_clear(b);
	sn__free(&alloc, b);
}

/* The length of the prefix that first..last is; -1 if it is none. */
static int
prefix_len(unsigned family, sn__u128 first, sn__u128 last)
{
	unsigned len = sn__common_len(family, first, last);
	sn__u128 host = sn__host(family, len);

	return (first & host) == 0 && (last & host) == host ? (int)len : -1;
}

sn_status
sn_builder_add_range(sn_builder *b, sn_range r)
{
	unsigned family = r.first.family;
	sn__u128 first = sn__addr_bits(r.first), last = sn__addr_bits(r.last);
	sn_range checked;
	sn__runs *runs;
	sn_status status;

	if ((family != SN_IPV4 && family != SN_IPV6) ||
	    last > sn__top(r.last.family))
		return SN_EINVAL;
	status = sn_range_make(&checked, r.first, r.last);
	if (status)
		return status;
	runs = sn__builder_open(b);
	if (!runs)
		return SN_ENOMEM;
	status = sn__runs_add(runs, &b->alloc, family, first, last,
	    prefix_len(family, first, last));
	if (!status)
		sn__builder_added(b, 1);
	return status;
}

sn_status
sn_builder_add_addr(sn_builder *b, sn_addr a)
{
	return sn_builder_add_range(b, (sn_range){a, a});
}

sn_status
sn_builder_add_prefix(sn_builder *b, sn_prefix p)
{
	return sn__prefix_valid(p) ? sn_builder_add_range(b, sn_prefix_range(p))
				   : SN_EINVAL;
}

/* Makes sure that @more elements fit after the @n. False: no memory. */
static bool
reserve(const sn_alloc *alloc, void *array, size_t *capacity, size_t n,
    size_t more, size_t size)
{
	while (*capacity - n < more)
		if (!sn__grow(alloc, array, capacity, *capacity, size))
			return false;
	return true;
}

/* Copies a few keys to the open runs, all or none. */
static sn_status
append(sn_builder *b, const sn__runs *from)
{
	sn__runs *to = sn__builder_open(b);

	if (!to ||
	    !reserve(&b->alloc, &to->v4.k, &to->v4.capacity, to->v4.n,
		from->v4.n, sizeof(*to->v4.k)) ||
	    !reserve(&b->alloc, &to->v6.k, &to->v6.capacity, to->v6.n,
		from->v6.n, sizeof(*to->v6.k)) ||
	    !reserve(&b->alloc, &to->v6r.k, &to->v6r.capacity, to->v6r.n,
		from->v6r.n, sizeof(*to->v6r.k)))
		return SN_ENOMEM;
	for (size_t i = 0; i < from->v4.n; i++)
		to->v4.k[to->v4.n++] = from->v4.k[i];
	for (size_t i = 0; i < from->v6.n; i++)
		to->v6.k[to->v6.n++] = from->v6.k[i];
	for (size_t i = 0; i < from->v6r.n; i++)
		to->v6r.k[to->v6r.n++] = from->v6r.k[i];
	return SN_OK;
}

/*
 * Arrays come as one new run each, so that a failure half way leaves the
 * builder as it was. Small ones are copied: a million runs of one key each
 * would be slow to build from.
 */
static sn_status
link_or_free(sn_builder *b, sn__runs *runs, bool valid)
{
	size_t keys = sn__runs_keys(runs);
	bool few = keys <= FEW;
	sn_status status = valid ? SN_OK : SN_EINVAL;

	if (!status)
		status = few ? append(b, runs) : sn__builder_link(b, runs, 1);
	if (status || few)
		sn__runs_free(runs, &b->alloc);
	if (!status)
		sn__builder_added(b, keys);
	return status;
}

sn_status
sn_builder_add_prefixes4(sn_builder *b, const sn_prefix4 *p, size_t n)
{
	sn_range4 *k = sn__alloc_large(&b->alloc, n, sizeof(*k));
	sn__runs runs = {.v4 = {k, n, n}};
	bool valid = true;

	if (!k)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		unsigned len = p[i].len <= 32 ? p[i].len : 32;
		uint32_t host = sn__host32(len);

		valid &= p[i].len <= 32;
		k[i] = (sn_range4){p[i].addr & ~host, p[i].addr | host};
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_prefixes6(sn_builder *b, const sn_prefix6 *p, size_t n)
{
	sn__key6 *k = sn__alloc_large(&b->alloc, n, sizeof(*k));
	sn__runs runs = {.v6 = {k, n, n}};
	bool valid = true;

	if (!k)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		unsigned len = p[i].len <= 128 ? p[i].len : 128;
		sn__u128 mask = sn__mask128(len);

		valid &= p[i].len <= 128;
		k[i] = (sn__key6){p[i].hi & sn__hi(mask),
		    p[i].lo & sn__lo(mask), (uint8_t)len};
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_ranges4(sn_builder *b, const sn_range4 *r, size_t n)
{
	sn_range4 *k = sn__alloc_large(&b->alloc, n, sizeof(*k));
	sn__runs runs = {.v4 = {k, n, n}};
	bool valid = true;

	if (!k)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		valid &= r[i].first <= r[i].last;
		k[i] = r[i];
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_ranges6(sn_builder *b, const sn_range6 *r, size_t n)
{
	sn_range6 *k = sn__alloc_large(&b->alloc, n, sizeof(*k));
	sn__runs runs = {.v6r = {k, n, n}};
	bool valid = true;

	if (!k)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		valid &= sn__u128_make(r[i].first_hi, r[i].first_lo) <=
			 sn__u128_make(r[i].last_hi, r[i].last_lo);
		k[i] = r[i];
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_set(sn_builder *b, const sn_set *s)
{
	sn_range4 *k4 = sn__alloc_large(&b->alloc, s->n4, sizeof(*k4));
	sn_range6 *k6 = sn__alloc_large(&b->alloc, s->n6, sizeof(*k6));
	sn__runs runs = {.v4 = {k4, s->n4, s->n4}, .v6r = {k6, s->n6, s->n6}};
	sn_status status;

	if (!k4 || !k6) {
		sn__runs_free(&runs, &b->alloc);
		return SN_ENOMEM;
	}
	if (s->n4)
		memcpy(k4, s->ranges4, s->n4 * sizeof(*k4));
	if (s->n6)
		memcpy(k6, s->ranges6, s->n6 * sizeof(*k6));
	status = sn__builder_link(b, &runs, 1);
	if (status)
		sn__runs_free(&runs, &b->alloc);
	else
		sn__builder_added(b, s->n4 + s->n6);
	return status;
}
