/*
 * builder_sweep.c - memory that follows the result: what a builder is fed is
 * swept before its end where that makes it less.
 *
 * Keys wait in runs until they are worth a sweep. Whether it would make them
 * less is told by a sample: groups of keys that follow each other are swept,
 * which shows what merges with its neighbours, and single ones are looked for
 * in that, which shows what comes again elsewhere. Where the keys would shrink
 * to less than half they are swept and united with the result so far, while
 * they are in the cache; where not, more may wait: as many as the memory
 * allows that the result is going to take anyhow. So a stream of different
 * items is built in one go, and one that repeats itself needs no more than
 * that many, or a constant times what it makes.
 */
#include "set/builder.h"
#include "set/set.h"

enum {
	SLACK = 16 << 20, /* bytes that may be used without any result */
	/* The sample: a group in the first half of each of so many parts. */
	PARTS = 512,
	GROUP = 64, /* keys */
	PROBES = 8  /* in the second half */
};

/* Bytes: of a key, its place in the sweep, and what a range of it allows. */
enum { COST4 = 8 + 8, COST6 = 17 + 32, COST6R = 32 + 32 };
enum { ALLOWED4 = 28, ALLOWED6 = 64, ALLOWED6R = 72 };

/* The keys of all runs, one after the other. */
struct walk {
	const sn_builder *b;
	size_t run;
	size_t start; /* the number of its first key */
	uint64_t random;
};

/* The key number @i, as a range; those asked for ascend. */
static sn_range
key_range(struct walk *w, size_t i)
{
	const sn__runs *r = &w->b->runs[w->run];
	sn_range6 k;

	while (i - w->start >= sn__runs_keys(r)) {
		w->start += sn__runs_keys(r);
		r = &w->b->runs[++w->run];
	}
	i -= w->start;
	if (i < r->v4.n)
		return (sn_range){sn__addr(SN_IPV4, r->v4.k[i].first),
		    sn__addr(SN_IPV4, r->v4.k[i].last)};
	i -= r->v4.n;
	if (i < r->v6.n)
		return sn_prefix_range(sn__prefix(SN_IPV6,
		    sn__u128_make(r->v6.k[i].hi, r->v6.k[i].lo),
		    r->v6.k[i].len));
	k = r->v6r.k[i - r->v6.n];
	return (sn_range){
	    sn__addr(SN_IPV6, sn__first6(k)), sn__addr(SN_IPV6, sn__last6(k))};
}

/* A number below @n; the same ones with each build. */
static size_t
random_below(struct walk *w, size_t n)
{
	w->random = w->random * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((w->random >> 32) % n);
}

/* Sweeps a sample of the keys. SN_ENOMEM. */
static sn_status
sweep_sample(sn_set **out, const sn_builder *b)
{
	struct walk w = {.b = b, .random = 1};
	size_t part = b->waiting / PARTS;
	sn__runs runs = {0};
	sn_builder sample;
	sn_status status = SN_OK;

	sn__builder_init(&sample, &b->alloc, 1);
	for (size_t g = 0; g < PARTS && !status; g++) {
		size_t at = g * part + random_below(&w, part / 2 - GROUP);

		for (size_t i = at; i < at + GROUP && !status; i++) {
			sn_range r = key_range(&w, i);

			status = sn__runs_add(&runs, &b->alloc, r.first.family,
			    sn__addr_bits(r.first), sn__addr_bits(r.last), -1);
		}
	}
	if (!status)
		status = sn__builder_link(&sample, &runs, 1);
	if (status) {
		sn__runs_free(&runs, &b->alloc);
		return status;
	}
	status = sn__builder_sweep(out, &sample);
	sn__builder_clear(&sample);
	return status;
}

/* @r and the addresses beside it: what overlaps that merges with it. */
static sn_range
with_neighbours(sn_range r)
{
	sn__u128 first = sn__addr_bits(r.first), last = sn__addr_bits(r.last);
	unsigned family = r.first.family;

	return (sn_range){sn__addr(family, first - (first > 0)),
	    sn__addr(family, last + (last < sn__top(family)))};
}

/*
 * About how many ranges the waiting keys would add to the result so far. Of k
 * keys that merge one is left, and k - 1 others are found in a sample of all.
 */
static sn_status
estimate(size_t *ranges, const sn_builder *b)
{
	struct walk w = {.b = b, .random = 2};
	size_t part = b->waiting / PARTS, step = part / 2 / PROBES;
	size_t found = 0, old = 0, probes = (size_t)PARTS * PROBES;
	double keys = (double)b->waiting, taken = (double)PARTS * GROUP;
	double left, others;
	sn_set *sample;
	sn_status status = sweep_sample(&sample, b);

	if (status)
		return status;
	for (size_t i = 0; i < probes; i++) {
		size_t at = i / PROBES * part + part / 2 + i % PROBES * step;
		sn_range r = key_range(&w, at + random_below(&w, step));

		found += sn_set_overlaps_range(sample, with_neighbours(r));
		old += b->swept && sn_set_contains_range(b->swept, r);
	}
	left = (double)(sample->n4 + sample->n6) / taken;
	others = (double)found / (double)probes * keys / taken;
	sn_set_free(sample);
	*ranges = (size_t)(keys * left / (1 + others) * (double)(probes - old) /
			   (double)probes);
	return SN_OK;
}

/* Mean bytes of a waiting key and its range, and what a range allows. */
static void
mean_bytes(const sn_builder *b, double *cost, double *allowed)
{
	double n4 = 0, n6 = 0, n6r = 0, n = (double)b->waiting;

	for (size_t i = 0; i < b->n; i++) {
		n4 += (double)b->runs[i].v4.n;
		n6 += (double)b->runs[i].v6.n;
		n6r += (double)b->runs[i].v6r.n;
	}
	*cost = (n4 * COST4 + n6 * COST6 + n6r * COST6R) / n;
	*allowed = (n4 * ALLOWED4 + n6 * ALLOWED6 + n6r * ALLOWED6R) / n;
}

/* Unites @s with the result so far; @s is freed. SN_ENOMEM leaves both. */
static sn_status
unite(sn_builder *b, sn_set *s)
{
	sn_set *all;

	if (b->swept) {
		sn_status status =
		    sn__set_combine(&all, b->swept, s, SN__UNION, SN__SHARE);

		if (status)
			return status;
		sn_set_free(b->swept);
		sn_set_free(s);
		s = all;
	}
	b->swept = s;
	return SN_OK;
}

/* Has what was swept wait as keys; @s is freed. SN_ENOMEM leaves it. */
static sn_status
wait_again(sn_builder *b, sn_set *s)
{
	sn__runs runs = {.v4 = {s->ranges4, s->n4, s->n4},
	    .v6r = {s->ranges6, s->n6, s->n6}};
	sn_status status = sn__builder_link(b, &runs, 1);

	if (status)
		return status;
	b->waiting += s->n4 + s->n6;
	s->ranges4 = NULL;
	s->ranges6 = NULL;
	sn_set_free(s);
	return SN_OK;
}

static size_t
swept_ranges(const sn_builder *b)
{
	return b->swept ? b->swept->n4 + b->swept->n6 : 0;
}

/* Sweeps what waits into the result so far. SN_ENOMEM: nothing is lost. */
static sn_status
sweep_waiting(sn_builder *b)
{
	size_t keys = b->waiting, before = swept_ranges(b);
	sn_set *s;
	sn_status status = sn__builder_sweep(&s, b);

	if (status)
		return status;
	status = unite(b, s);
	b->shrinks = !status && swept_ranges(b) < before + keys / 2;
	/* The table of runs has places: it held these keys before. */
	if (status && wait_again(b, s))
		sn_set_free(s);
	return status;
}

static double
swept_bytes(const sn_builder *b)
{
	return b->swept ? (double)b->swept->n4 * sizeof(sn_range4) +
			      (double)b->swept->n6 * sizeof(sn_range6)
			: 0;
}

/*
 * How many keys may wait: a sweep now would cost more time than it gives back
 * memory. 0: they are to be swept.
 */
static size_t
keys_to_wait_for(const sn_builder *b)
{
	size_t old = swept_ranges(b), more;
	double cost, allowed, keys, least = (double)b->waiting * 5 / 4;

	/* Those before shrank, and a sweep is as cheap as another look. */
	if (b->shrinks || b->waiting < 4 * (size_t)PARTS * GROUP ||
	    estimate(&more, b))
		return 0;
	if (more < b->waiting / 2 && old <= b->waiting)
		return 0;
	mean_bytes(b, &cost, &allowed);
	keys = (SLACK + allowed * (double)(old + more) - swept_bytes(b)) / cost;
	if (more > b->waiting / 4 * 3 && keys < least)
		keys = least;
	return keys >= least ? (size_t)keys : 0;
}

/*
 * As many keys as there are ranges, so that a union with those costs each key
 * little; fewer where memory does not allow it.
 */
static size_t
limit_after(const sn_builder *b, double cost, double allowed)
{
	double ranges = (double)swept_ranges(b);
	double keys = (allowed * ranges - swept_bytes(b)) / cost;

	keys = keys < ranges ? keys : ranges;
	return keys > (double)b->full ? (size_t)keys : b->full;
}

void
sn__builder_added(sn_builder *b, size_t keys)
{
	double cost, allowed;
	size_t limit;

	b->waiting += keys;
	if (b->waiting < b->limit)
		return;
	limit = keys_to_wait_for(b);
	if (!limit) {
		mean_bytes(b, &cost, &allowed);
		limit = sweep_waiting(b) ? 2 * b->limit
					 : limit_after(b, cost, allowed);
	}
	b->limit = limit;
}

sn_status
sn__builder_move(sn_builder *b, sn_builder *from)
{
	sn_status status = SN_OK;

	/* What is to be united with another result waits as keys. */
	if (b->swept && from->swept)
		status = wait_again(from, from->swept);
	if (status)
		return status;
	if (b->swept)
		from->swept = NULL;
	status = sn__builder_link(b, from->runs, from->n);
	if (status)
		return status;
	if (from->swept)
		b->swept = from->swept;
	from->swept = NULL;
	from->n = 0;
	if (b->limit < from->limit)
		b->limit = from->limit;
	sn__builder_added(b, from->waiting);
	sn__builder_clear(from);
	return SN_OK;
}

sn_status
sn_builder_build(sn_set **out, sn_builder *b)
{
	sn_status status = SN_OK;

	if (b->waiting || !b->swept)
		status = sweep_waiting(b);
	if (status)
		return status;
	*out = b->swept;
	b->swept = NULL;
	b->limit = b->full;
	return SN_OK;
}
