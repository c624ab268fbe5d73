/*
 * builder_runs.c - the runs that a builder is made of.
 */
#include "set/builder.h"

enum {
	SWEEP_KEYS = 1 << 18, /* keys a thread, which stay in the cache */
	SWEEP_THREADS = 2
};

void
sn__builder_init(sn_builder *b, const sn_alloc *alloc, unsigned threads)
{
	unsigned wide = threads < SWEEP_THREADS ? threads : SWEEP_THREADS;

	*b = (sn_builder){.alloc = *alloc, .threads = threads};
	b->full = b->limit = (size_t)SWEEP_KEYS * wide;
}

void
sn__runs_free(sn__runs *runs, const sn_alloc *alloc)
{
	sn__free(alloc, runs->v4.k);
	sn__free(alloc, runs->v6.k);
	sn__free(alloc, runs->v6r.k);
	memset(runs, 0, sizeof(*runs));
}

size_t
sn__runs_keys(const sn__runs *runs)
{
	return runs->v4.n + runs->v6.n + runs->v6r.n;
}

void
sn__builder_clear(sn_builder *b)
{
	for (size_t i = 0; i < b->n; i++)
		sn__runs_free(&b->runs[i], &b->alloc);
	sn__free(&b->alloc, b->runs);
	sn_set_free(b->swept);
	sn__builder_init(b, &b->alloc, b->threads);
}

sn_status
sn__runs_add(sn__runs *runs, const sn_alloc *alloc, unsigned family,
    sn__u128 first, sn__u128 last, int len)
{
	sn__run4 *v4 = &runs->v4;
	sn__run6 *v6 = &runs->v6;
	sn__run6r *v6r = &runs->v6r;

	if (family == SN_IPV4) {
		if (!sn__grow(
			alloc, &v4->k, &v4->capacity, v4->n, sizeof(*v4->k)))
			return SN_ENOMEM;
		v4->k[v4->n++] = (sn_range4){(uint32_t)first, (uint32_t)last};
	} else if (len >= 0) {
		if (!sn__grow(
			alloc, &v6->k, &v6->capacity, v6->n, sizeof(*v6->k)))
			return SN_ENOMEM;
		v6->k[v6->n++] =
		    (sn__key6){sn__hi(first), sn__lo(first), (uint8_t)len};
	} else {
		if (!sn__grow(alloc, &v6r->k, &v6r->capacity, v6r->n,
			sizeof(*v6r->k)))
			return SN_ENOMEM;
		v6r->k[v6r->n++] = (sn_range6){
		    sn__hi(first), sn__lo(first), sn__hi(last), sn__lo(last)};
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
	if (n)
		memcpy(b->runs + b->n, runs, n * sizeof(*runs));
	b->n += n;
	return SN_OK;
}

sn__runs *
sn__builder_open(sn_builder *b)
{
	static const sn__runs empty;

	if (b->n == 0 && sn__builder_link(b, &empty, 1))
		return NULL;
	return &b->runs[b->n - 1];
}
