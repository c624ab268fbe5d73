/*
 * cover_price.c - what extra addresses and changes of the list cost.
 *
 * Weights are prefixes with a cost an address; the longest that holds an
 * address counts, and 1 where none does. Laid flat they are stretches of one
 * cost each; with the running sum at the start of each, what a prefix costs
 * is the difference of two sums.
 */
#include "cover/cover.h"

/* Stretches of one family, ascending; the first starts at 0. */
struct sn__density {
	size_t n;
	size_t capacity;
	sn__u128 *start;
	uint64_t *cost;
	sn_count *sum; /* of all before start, below 2^193 */
};

struct laying {
	const sn_alloc *alloc;
	struct sn__density *d;
	sn__u128 at;
	bool done; /* the top has been passed */
	struct {
		sn__u128 last;
		uint64_t cost;
	} open[130];
	unsigned depth;
};

/* What @n addresses cost beyond those before stretch @i of @d. */
static sn_count
sum_at(const struct sn__density *d, size_t i, sn__u128 n)
{
	return sn_count_add(d->sum[i],
	    sn_count_mul(sn__count_bits(n), sn_count_from(d->cost[i])));
}

static bool
stretch(struct laying *l, sn__u128 last, uint64_t cost)
{
	struct sn__density *d = l->d;
	size_t c1 = d->capacity, c2 = c1;

	if (l->done || l->at > last)
		return true;
	if (!sn__grow(l->alloc, &d->start, &c1, d->n, sizeof(*d->start)) ||
	    !sn__grow(l->alloc, &d->cost, &c2, d->n, sizeof(*d->cost)) ||
	    !sn__grow(l->alloc, &d->sum, &d->capacity, d->n, sizeof(*d->sum)))
		return false;
	d->start[d->n] = l->at;
	d->cost[d->n] = cost;
	d->sum[d->n] = d->n ? sum_at(d, d->n - 1, l->at - d->start[d->n - 1])
			    : sn_count_from(0);
	d->n++;
	l->done = last == ~(sn__u128)0;
	l->at = last + 1;
	return true;
}

/* Stretches up to, not including, @place; all weights that end before it. */
static bool
lay_until(struct laying *l, sn__u128 place)
{
	while (l->depth && l->open[l->depth - 1].last < place) {
		l->depth--;
		if (!stretch(l, l->open[l->depth].last, l->open[l->depth].cost))
			return false;
	}
	return place == 0 ||
	       stretch(l, place - 1, l->depth ? l->open[l->depth - 1].cost : 1);
}

static int
by_prefix(const void *a, const void *b)
{
	return sn_prefix_compare(
	    ((const sn_weight *)a)->prefix, ((const sn_weight *)b)->prefix);
}

static void
density_free(const sn_alloc *alloc, struct sn__density *d)
{
	if (!d)
		return;
	sn__free(alloc, d->start);
	sn__free(alloc, d->cost);
	sn__free(alloc, d->sum);
	sn__free(alloc, d);
}

/* @weight is sorted: outer prefixes before inner ones. */
static sn_status
make_density(const sn_alloc *alloc, struct sn__density **out,
    const sn_weight *weight, size_t n, unsigned family)
{
	struct laying l = {.alloc = alloc};
	bool ok;

	l.d = sn__calloc(alloc, 1, sizeof(*l.d));
	if (!l.d)
		return SN_ENOMEM;
	ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		sn_prefix p = weight[i].prefix;

		if (p.family != family)
			continue;
		ok = lay_until(&l, sn__prefix_bits(p));
		l.open[l.depth].last =
		    sn__prefix_bits(p) | sn__host(family, p.len);
		l.open[l.depth++].cost = weight[i].cost;
	}
	while (l.depth && ok) {
		l.depth--;
		ok = stretch(&l, l.open[l.depth].last, l.open[l.depth].cost);
	}
	if (!ok || !stretch(&l, ~(sn__u128)0, 1)) {
		density_free(alloc, l.d);
		return SN_ENOMEM;
	}
	*out = l.d;
	return SN_OK;
}

static size_t
find(const struct sn__density *d, sn__u128 place)
{
	size_t low = 0, n = d->n;

	while (n > 1) {
		size_t half = n / 2;

		if (d->start[low + half] <= place)
			low += half;
		n -= half;
	}
	return low;
}

static sn_count
sum_to(const struct sn__density *d, sn__u128 place)
{
	size_t i = find(d, place);

	return sum_at(d, i, place - d->start[i]);
}

sn_count
sn__price_of(const sn__prices *p, sn_prefix prefix)
{
	const struct sn__density *d = p->density[prefix.family == SN_IPV6];
	sn__u128 first = sn__prefix_bits(prefix);
	sn__u128 last = first | sn__host(prefix.family, prefix.len);

	if (!d)
		return sn_prefix_size(prefix);
	return sn_count_add(sn_count_sub(sum_to(d, last), sum_to(d, first)),
	    sn_count_from(d->cost[find(d, last)]));
}

static sn_status
make_densities(sn__prices *p, const sn_cover_options *o)
{
	sn_weight *sorted;
	sn_status status;

	for (size_t i = 0; i < o->weight_count; i++)
		if (!sn__prefix_valid(o->weights[i].prefix))
			return SN_EINVAL;
	sorted = sn__malloc(&p->alloc, o->weight_count, sizeof(*sorted));
	if (!sorted)
		return SN_ENOMEM;
	memcpy(sorted, o->weights, o->weight_count * sizeof(*sorted));
	qsort(sorted, o->weight_count, sizeof(*sorted), by_prefix);
	status = SN_OK;
	for (size_t i = 1; i < o->weight_count; i++)
		if (!by_prefix(&sorted[i - 1], &sorted[i]))
			status = SN_EINVAL;
	if (!status)
		status = make_density(&p->alloc, &p->density[0], sorted,
		    o->weight_count, SN_IPV4);
	if (!status)
		status = make_density(&p->alloc, &p->density[1], sorted,
		    o->weight_count, SN_IPV6);
	sn__free(&p->alloc, sorted);
	return status;
}

sn_status
sn__prices_make(sn__prices *p, const sn_cover_options *options)
{
	sn_status status = SN_OK;

	if (options->previous)
		p->old = sn_prefixes_data(options->previous, &p->old_count);
	p->churn = options->churn_cost;
	if (options->weight_count)
		status = make_densities(p, options);
	if (status)
		sn__prices_free(p);
	return status;
}

void
sn__prices_free(sn__prices *p)
{
	density_free(&p->alloc, p->density[0]);
	density_free(&p->alloc, p->density[1]);
	p->density[0] = p->density[1] = NULL;
}

/* The index of the first old prefix that is not before @prefix. */
static size_t
old_from(const sn__prices *p, sn_prefix prefix)
{
	size_t low = 0, n = p->old_count;

	while (n > 0) {
		size_t half = n / 2;

		if (sn_prefix_compare(p->old[low + half], prefix) < 0) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

bool
sn__is_old(const sn__prices *p, sn_prefix prefix)
{
	size_t i = old_from(p, prefix);

	return i < p->old_count && !sn_prefix_compare(p->old[i], prefix);
}

/* What lies inside follows the prefix itself, which may stand twice. */
bool
sn__old_inside(const sn__prices *p, sn_prefix prefix)
{
	size_t i = old_from(p, prefix);

	while (i < p->old_count && !sn_prefix_compare(p->old[i], prefix))
		i++;
	return i < p->old_count && sn_prefix_contains(prefix, p->old[i]);
}
