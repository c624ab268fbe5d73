/*
 * tidy_widen.c - fewer rows by trying.
 *
 * Merging siblings misses rows that several others cover together, and rows
 * that could be one, if that one also covered packets which rows looked up
 * before it decide. Both are found as in the minimisation of two-level logic
 * (expand, irredundant, reduce):
 *   - leave a row out, if the decisions stay the same;
 *   - look a row up as late as the decisions allow, widen it as far as they
 *     allow, and leave out rows of the same target. If none can be left out,
 *     the row stays as it was;
 *   - where that ends, make every row as narrow as what it decides, so that
 *     others may be looked up later, and try once more. If that leaves nothing
 *     out, all rows stay as they were.
 * Whether decisions are the same is decided by the exact comparison of
 * source_walk.h each time, so nothing here can break a table. A row that is
 * looked up later, or is narrower, decides fewer packets: so the latest place
 * is found by bisection, and the widest prefix by steps of one bit. For each
 * row that takes O(log n + w) comparisons of O(n log n).
 *
 * The destination of a published row reaches the network whatever its source
 * is: a published row is widened only over destinations of published rows, and
 * left out only where the rows that take over are published.
 */
#include "routes/source_walk.h"
#include "routes/tidy.h"

struct widen {
	const sn_alloc *alloc;
	const sn_table *t;
	uint32_t targets;
	bool policy;
	sn__ranked_row *origin; /* the rows as they came, in their order */
	size_t origins;
	sn__ranked_row *now; /* in the order of looking up */
	size_t n;
	sn__ranked_row *trial;	/* one row moved and widened */
	sn__ranked_row *less;	/* and others left out */
	sn__ranked_row *kept;	/* before all were made narrow */
	sn__ranked_row *sorted; /* for the comparison */
	sn__u128 witness[2];	/* a packet where the last one differed */
	sn_status status;
};

static uint32_t
state_of(const sn_table *t, const sn__ranked_row *r)
{
	return t->row[r->row].state;
}

/* Whether @row[0, n), looked up in this order, decides as w->origin. */
static bool
same(struct widen *w, const sn__ranked_row *row, size_t n)
{
	const sn__ranked_row *const list[2] = {w->origin, w->sorted};
	const size_t size[2] = {w->origins, n};
	bool differ = true;

	if (w->status)
		return false;
	for (size_t i = 0; i < n; i++) {
		w->sorted[i] = row[i];
		if (w->policy)
			w->sorted[i].rank = (uint32_t)i + 1;
	}
	sn__ranking_sort(w->sorted, n);
	w->status = sn__walk_compare(
	    w->alloc, list, size, w->targets, &differ, w->witness);
	return !w->status && !differ;
}

static bool
nested(sn__u128 a, uint8_t a_len, sn__u128 b, uint8_t b_len, unsigned family)
{
	uint8_t len = a_len < b_len ? a_len : b_len;

	return ((a ^ b) & ~sn__host(family, len)) == 0;
}

static bool
destinations_meet(const sn__ranked_row *a, const sn__ranked_row *b)
{
	return nested(a->destination, a->destination_len, b->destination,
	    b->destination_len, a->family);
}

static bool
meet(const sn__ranked_row *a, const sn__ranked_row *b)
{
	return nested(a->source, a->source_len, b->source, b->source_len,
		   a->family) &&
	       destinations_meet(a, b);
}

static void
take_out(sn__ranked_row *row, size_t *n, size_t i)
{
	--*n;
	memmove(row + i, row + i + 1, (*n - i) * sizeof(*row));
}

static void
put_back(sn__ranked_row *row, size_t *n, size_t i, sn__ranked_row what)
{
	memmove(row + i + 1, row + i, (*n - i) * sizeof(*row));
	row[i] = what;
	++*n;
}

/* Leaves @row[i] out if the decisions stay the same. */
static bool
leave_out(struct widen *w, sn__ranked_row *row, size_t *n, size_t i)
{
	sn__ranked_row what = row[i];

	take_out(row, n, i);
	if (same(w, row, *n))
		return true;
	put_back(row, n, i, what);
	return false;
}

/* Whether all that may take over from row @i are published if it is. */
static bool
may_go(const struct widen *w, size_t i)
{
	for (size_t k = 0; k < w->n; k++)
		if (k != i && w->now[k].target == w->now[i].target &&
		    meet(&w->now[k], &w->now[i]) &&
		    !sn__tidy_published(w->t, &w->now[k], &w->now[i]))
			return false;
	return true;
}

static bool
leave_out_any(struct widen *w)
{
	size_t before = w->n;

	for (size_t i = w->n; i-- > 0 && !w->status;)
		if (may_go(w, i))
			(void)leave_out(w, w->now, &w->n, i);
	return w->n < before;
}

/* w->trial becomes w->now with row @i at @place. */
static void
move(struct widen *w, size_t i, size_t place)
{
	size_t n = w->n;

	memcpy(w->trial, w->now, n * sizeof(*w->trial));
	take_out(w->trial, &n, i);
	put_back(w->trial, &n, place, w->now[i]);
}

/* The last place where row @i decides what it has to. */
static size_t
latest(struct widen *w, size_t i)
{
	size_t good = i, bad = w->n;

	while (w->policy && bad - good > 1) {
		size_t mid = good + (bad - good) / 2;

		move(w, i, mid);
		if (same(w, w->trial, w->n))
			good = mid;
		else
			bad = mid;
	}
	return good;
}

/* Whether @r may have its destination: a published row only where all of
 * @row[0, w->n) that overlap it are published. */
static bool
may_reach(
    const struct widen *w, const sn__ranked_row *row, const sn__ranked_row *r)
{
	if (state_of(w->t, r) != SN_STATE_PUBLISHED)
		return true;
	for (size_t k = 0; k < w->n; k++)
		if (destinations_meet(&row[k], r) &&
		    state_of(w->t, &row[k]) != SN_STATE_PUBLISHED)
			return false;
	return true;
}

/* One step wider; false: there is none, or decisions would change. */
static bool
wider(struct widen *w, size_t i, bool source)
{
	sn__ranked_row *r = &w->trial[i], was = *r;
	uint8_t *len = source ? &r->source_len : &r->destination_len;
	sn__u128 *bits = source ? &r->source : &r->destination;

	if (*len == 0)
		return false;
	--*len;
	*bits &= ~sn__host(r->family, *len);
	r->rank += !w->policy; /* of a destination row: its length */
	if ((source || may_reach(w, w->trial, r)) && same(w, w->trial, w->n))
		return true;
	*r = was;
	return false;
}

static bool
alike(const struct widen *w, const sn__ranked_row *a, const sn__ranked_row *b)
{
	return a->target == b->target && state_of(w->t, a) == state_of(w->t, b);
}

/* Leaves out rows that the wide w->trial[i] makes superfluous; true: some,
 * and w->now has the result. */
static bool
pays(struct widen *w, size_t i)
{
	size_t n = w->n;
	sn__ranked_row wide = w->trial[i];

	memcpy(w->less, w->trial, n * sizeof(*w->less));
	for (size_t k = n; k-- > 0 && !w->status;)
		if (k != i && alike(w, &w->trial[k], &wide) &&
		    meet(&w->trial[k], &wide))
			(void)leave_out(w, w->less, &n, k);
	if (n == w->n || w->status)
		return false;
	memcpy(w->now, w->less, n * sizeof(*w->now));
	w->n = n;
	return true;
}

/* Tries row @i as wide as it gets, for each width of its source. */
static bool
widen_row(struct widen *w, size_t i)
{
	size_t place, others = 0;

	for (size_t k = 0; k < w->n; k++)
		others += k != i && alike(w, &w->now[k], &w->now[i]);
	if (!others)
		return false;
	place = latest(w, i);
	move(w, i, place);
	do {
		sn__ranked_row narrow = w->trial[place];

		while (wider(w, place, false))
			;
		if (pays(w, place))
			return true;
		w->trial[place] = narrow;
	} while (w->policy && wider(w, place, true));
	return false;
}

static bool
widen_any(struct widen *w)
{
	size_t before = w->n;

	for (size_t i = 0; i < w->n && !w->status; i++)
		(void)widen_row(w, i);
	return w->n < before;
}

/* Row @i gets the longest prefix around the witness that changes nothing. */
static void
narrow_side(struct widen *w, size_t i, bool source)
{
	sn__ranked_row *r = &w->now[i], good = *r;
	sn__u128 at = w->witness[source ? 0 : 1];
	unsigned lo = source ? r->source_len : r->destination_len;
	unsigned hi = (r->family == SN_IPV4 ? 32 : 128) + 1;

	while (hi - lo > 1 && !w->status) {
		unsigned len = lo + (hi - lo) / 2;

		*r = good;
		if (source) {
			r->source_len = (uint8_t)len;
			r->source = at & ~sn__host(r->family, len);
		} else {
			r->rank -= w->policy ? 0 : len - r->destination_len;
			r->destination_len = (uint8_t)len;
			r->destination = at & ~sn__host(r->family, len);
		}
		if (same(w, w->now, w->n)) {
			good = *r;
			lo = len;
		} else {
			hi = len;
		}
	}
	*r = good;
}

/* Makes every row as narrow as what it decides. */
static void
narrow_all(struct widen *w)
{
	for (size_t i = w->n; i-- > 0 && !w->status;) {
		sn__ranked_row what = w->now[i];
		bool idle = leave_out(w, w->now, &w->n, i);
		sn__u128 at[2];

		if (idle) /* it was published where others are not */
			put_back(w->now, &w->n, i, what);
		if (idle || w->status)
			continue;
		memcpy(at, w->witness, sizeof(at));
		if (may_reach(w, w->now, &w->now[i]))
			narrow_side(w, i, false);
		memcpy(w->witness, at, sizeof(at));
		if (w->policy)
			narrow_side(w, i, true);
	}
}

static int
compare(const void *x, const void *y)
{
	return sn__tidy_before(x, y);
}

static void
try_all(struct widen *w)
{
	do
		(void)leave_out_any(w);
	while (widen_any(w));
}

static void
run(struct widen *w, const sn__ranked_row *row, size_t n)
{
	memcpy(w->now, row, n * sizeof(*row));
	w->n = n;
	qsort(w->now, n, sizeof(*w->now), compare);
	memcpy(w->origin, w->now, n * sizeof(*w->now));
	w->origins = n;
	for (size_t i = 0; i < n && w->policy; i++)
		w->origin[i].rank = (uint32_t)i + 1;
	sn__ranking_sort(w->origin, n);
	do {
		try_all(w);
		n = w->n;
		memcpy(w->kept, w->now, n * sizeof(*w->now));
		narrow_all(w);
		try_all(w);
	} while (w->n < n && !w->status);
	memcpy(w->now, w->kept, n * sizeof(*w->now));
	w->n = n;
}

sn_status
sn__tidy_widen(const sn_alloc *alloc, const sn_table *t, uint32_t targets,
    sn__ranked_row *row, size_t *n)
{
	struct widen w = {.alloc = alloc, .t = t, .targets = targets};
	sn__ranked_row *memory;

	if (*n < 2 || *n > SN__WIDEN_MOST)
		return SN_OK;
	memory = sn__malloc(alloc, 6 * *n, sizeof(*memory));
	if (!memory)
		return SN_ENOMEM;
	w.policy = row->kind == SN_ROUTE_POLICY;
	w.origin = memory;
	w.now = memory + *n;
	w.trial = memory + 2 * *n;
	w.less = memory + 3 * *n;
	w.kept = memory + 4 * *n;
	w.sorted = memory + 5 * *n;
	run(&w, row, *n);
	if (!w.status && w.n < *n) {
		for (size_t i = 0; i < w.n; i++) {
			row[i] = w.now[i];
			if (w.policy)
				row[i].rank = (uint32_t)i + 1;
		}
		*n = w.n;
		sn__ranking_sort(row, *n);
	}
	sn__free(alloc, memory);
	return w.status;
}
