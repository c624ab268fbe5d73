/*
 * builder.c - collecting ranges in any order, and freezing them into a set.
 */
#include "cidr/builder.h"

#include <sched.h>

#include "cidr/set.h"

unsigned
sn__processors(void)
{
	cpu_set_t set;
	int n = 0;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
}

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
	b->alloc = alloc;
	b->threads = o.threads ? o.threads : sn__processors();
	*out = b;
	return SN_OK;
}

void
sn__runs_free(sn__runs *runs, const sn_alloc *alloc)
{
	sn__free(alloc, runs->v4.r);
	sn__free(alloc, runs->v6.r);
	memset(runs, 0, sizeof(*runs));
}

static void
clear(sn_builder *b)
{
	for (size_t i = 0; i < b->n; i++)
		sn__runs_free(&b->runs[i], &b->alloc);
	b->n = 0;
}

void
sn_builder_free(sn_builder *b)
{
	sn_alloc alloc;

	if (!b)
		return;
	alloc = b->alloc;
	clear(b);
	sn__free(&alloc, b->runs);
	sn__free(&alloc, b);
}

sn_status
sn__runs_add(sn__runs *runs, const sn_alloc *alloc, sn_range r)
{
	if (r.first.family == SN_IPV4) {
		sn__run4 *run = &runs->v4;

		if (!sn__grow(alloc, &run->r, &run->capacity, run->n,
			sizeof(*run->r)))
			return SN_ENOMEM;
		run->r[run->n++] =
		    (sn_range4){(uint32_t)r.first.lo, (uint32_t)r.last.lo};
	} else {
		sn__run6 *run = &runs->v6;

		if (!sn__grow(alloc, &run->r, &run->capacity, run->n,
			sizeof(*run->r)))
			return SN_ENOMEM;
		run->r[run->n++] =
		    (sn_range6){r.first.hi, r.first.lo, r.last.hi, r.last.lo};
	}
	return SN_OK;
}

sn_status
sn__builder_link(sn_builder *b, const sn__runs *runs, size_t n)
{
	while (b->n + n > b->capacity)
		if (!sn__grow(&b->alloc, &b->runs, &b->capacity, b->capacity,
			sizeof(*b->runs)))
			return SN_ENOMEM;
	memcpy(b->runs + b->n, runs, n * sizeof(*runs));
	b->n += n;
	return SN_OK;
}

/* The runs that take single adds. */
static sn__runs *
own_runs(sn_builder *b)
{
	static const sn__runs empty;

	if (b->n == 0 && sn__builder_link(b, &empty, 1))
		return NULL;
	return &b->runs[0];
}

sn_status
sn_builder_add_range(sn_builder *b, sn_range r)
{
	sn_range checked;
	sn__runs *runs;
	sn_status status;

	if ((r.first.family != SN_IPV4 && r.first.family != SN_IPV6) ||
	    sn__addr_bits(r.last) > sn__top(r.last.family))
		return SN_EINVAL;
	status = sn_range_make(&checked, r.first, r.last);
	if (status)
		return status;
	runs = own_runs(b);
	return runs ? sn__runs_add(runs, &b->alloc, checked) : SN_ENOMEM;
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

/*
 * Arrays come as one new run each, so that a failure half way leaves the
 * builder as it was.
 */
static sn_status
link_or_free(sn_builder *b, sn__runs *runs, bool valid)
{
	sn_status status = valid ? SN_OK : SN_EINVAL;

	if (!status && !own_runs(b))
		status = SN_ENOMEM;
	if (!status)
		status = sn__builder_link(b, runs, 1);
	if (status)
		sn__runs_free(runs, &b->alloc);
	return status;
}

static sn_range4 *
room4(sn_builder *b, sn__runs *runs, size_t n)
{
	memset(runs, 0, sizeof(*runs));
	runs->v4.r = sn__malloc(&b->alloc, n, sizeof(*runs->v4.r));
	runs->v4.n = runs->v4.capacity = n;
	return runs->v4.r;
}

static sn_range6 *
room6(sn_builder *b, sn__runs *runs, size_t n)
{
	memset(runs, 0, sizeof(*runs));
	runs->v6.r = sn__malloc(&b->alloc, n, sizeof(*runs->v6.r));
	runs->v6.n = runs->v6.capacity = n;
	return runs->v6.r;
}

sn_status
sn_builder_add_prefixes4(sn_builder *b, const sn_prefix4 *p, size_t n)
{
	sn__runs runs;
	sn_range4 *r = room4(b, &runs, n);
	bool valid = true;

	if (!r)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		unsigned len = p[i].len <= 32 ? p[i].len : 32;
		uint32_t host = sn__host32(len);

		valid &= p[i].len <= 32;
		r[i] = (sn_range4){p[i].addr & ~host, p[i].addr | host};
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_prefixes6(sn_builder *b, const sn_prefix6 *p, size_t n)
{
	sn__runs runs;
	sn_range6 *r = room6(b, &runs, n);
	bool valid = true;

	if (!r)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		unsigned len = p[i].len <= 128 ? p[i].len : 128;
		sn__u128 host = sn__host128(len);
		sn__u128 bits = sn__u128_make(p[i].hi, p[i].lo);

		valid &= p[i].len <= 128;
		r[i] = sn__range6(bits & ~host, bits | host);
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_ranges4(sn_builder *b, const sn_range4 *in, size_t n)
{
	sn__runs runs;
	sn_range4 *r = room4(b, &runs, n);
	bool valid = true;

	if (!r)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		valid &= in[i].first <= in[i].last;
		r[i] = in[i];
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_ranges6(sn_builder *b, const sn_range6 *in, size_t n)
{
	sn__runs runs;
	sn_range6 *r = room6(b, &runs, n);
	bool valid = true;

	if (!r)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		valid &= sn__first6(in[i]) <= sn__last6(in[i]);
		r[i] = in[i];
	}
	return link_or_free(b, &runs, valid);
}

sn_status
sn_builder_add_set(sn_builder *b, const sn_set *s)
{
	sn__runs runs;

	memset(&runs, 0, sizeof(runs));
	runs.v4.r = sn__malloc(&b->alloc, s->n4, sizeof(*s->ranges4));
	runs.v6.r = sn__malloc(&b->alloc, s->n6, sizeof(*s->ranges6));
	if (!runs.v4.r || !runs.v6.r) {
		sn__runs_free(&runs, &b->alloc);
		return SN_ENOMEM;
	}
	if (s->n4)
		memcpy(runs.v4.r, s->ranges4, s->n4 * sizeof(*s->ranges4));
	if (s->n6)
		memcpy(runs.v6.r, s->ranges6, s->n6 * sizeof(*s->ranges6));
	runs.v4.n = runs.v4.capacity = s->n4;
	runs.v6.n = runs.v6.capacity = s->n6;
	return link_or_free(b, &runs, true);
}
