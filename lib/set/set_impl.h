/*
 * set_impl.h - the algebra of sorted, disjoint, maximal ranges, written once
 * for both widths; a template of base/width4.h. Included by set.c.
 *
 * The symmetric difference is one sweep over the borders of both operands:
 * membership in the result flips where that in one of them does. Union,
 * intersection and difference take whole ranges at a time, without a branch
 * that depends on the data, which is three times as fast.
 */

/* A walk over the borders of one operand: next start or next end + 1. */
struct NAME(border) {
	const RANGE *r;
	size_t n;
	size_t i;
	bool inside;
};

/*
 * The next place where membership changes; false where there is none. An end
 * at TOP has no place after it, and so is no border.
 */
static bool
NAME(next_border)(const struct NAME(border) * b, NUM *place)
{
	if (b->i == b->n)
		return false;
	if (!b->inside) {
		*place = FIRST(b->r[b->i]);
		return true;
	}
	if (LAST(b->r[b->i]) == TOP)
		return false;
	*place = (NUM)(LAST(b->r[b->i]) + 1);
	return true;
}

static void
NAME(cross_border)(struct NAME(border) * b)
{
	if (b->inside)
		b->i++;
	b->inside = !b->inside;
}

/*
 * What is in one of @a and @b only, into @out, of na + nb + 1 places. Returns
 * how many were written. O(na + nb).
 */
static size_t
NAME(differ)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	struct NAME(border) ba = {a, na, 0, false}, bb = {b, nb, 0, false};
	size_t n = 0;
	bool in = false, was;
	NUM start = 0, pa = 0, pb = 0, place;

	for (;;) {
		bool more_a = NAME(next_border)(&ba, &pa);
		bool more_b = NAME(next_border)(&bb, &pb);

		if (!more_a && !more_b)
			break;
		place = !more_b || (more_a && pa < pb) ? pa : pb;
		if (more_a && pa == place)
			NAME(cross_border)(&ba);
		if (more_b && pb == place)
			NAME(cross_border)(&bb);
		was = in;
		in = ba.inside != bb.inside;
		if (in && !was)
			start = place;
		else if (was && !in)
			out[n++] = MAKE(start, (NUM)(place - 1));
	}
	if (in)
		out[n++] = MAKE(start, TOP);
	return n;
}

/* Takes in a range that begins at or after the last one. */
static inline void
NAME(take)(NAME(sn__open) * o, RANGE r)
{
	NUM f = FIRST(r), l = LAST(r);
	/* f - 1 > last, where f - 1 does not wrap. */
	bool gap = f > o->last && (NUM)(f - 1) != o->last;

	o->out[o->n] = MAKE(o->first, o->last);
	o->n += gap;
	o->first = PICK(gap, f, o->first);
	o->last = PICK(gap || l > o->last, l, o->last);
}

/*
 * The union: the operands' ranges in the order of their first addresses, each
 * joined to the open one or beginning the next. @out and the return value as
 * above.
 */
static size_t
NAME(join)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	NAME(sn__open) o = {out, 0, 0, 0};
	size_t i, j;

	if (na + nb == 0)
		return 0;
	o.first = !nb || (na && FIRST(a[0]) < FIRST(b[0])) ? FIRST(a[0])
							   : FIRST(b[0]);
	o.last = o.first;
	NAME(sn__join_many)(&o, a, na, b, nb, &i, &j);
	while (i < na && j < nb) {
		NUM first_a = FIRST(a[i]), last_a = LAST(a[i]);
		NUM first_b = FIRST(b[j]), last_b = LAST(b[j]);
		bool from_a = first_a <= first_b;

		NAME(take)
		(&o, MAKE(PICK(from_a, first_a, first_b),
			 PICK(from_a, last_a, last_b)));
		i += from_a;
		j += !from_a;
	}
	for (; i < na; i++)
		NAME(take)(&o, a[i]);
	for (; j < nb; j++)
		NAME(take)(&o, b[j]);
	out[o.n++] = MAKE(o.first, o.last);
	return o.n;
}

/*
 * The intersection of @a and @b. Two pieces never touch: between them one of
 * the operands has a gap.
 */
static size_t
NAME(meet)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	size_t i = 0, j = 0, n = 0;

	while (i < na && j < nb) {
		NUM last_a = LAST(a[i]), last_b = LAST(b[j]);
		NUM first_a = FIRST(a[i]), first_b = FIRST(b[j]);
		NUM first = first_a > first_b ? first_a : first_b;
		NUM last = last_a < last_b ? last_a : last_b;

		out[n] = MAKE(first, last);
		n += first <= last;
		i += last_a <= last_b;
		j += last_b <= last_a;
	}
	return n;
}

/*
 * @a without @b: the intersection of @a and the gaps between ranges of @b.
 * A range of @b at either end of the space leaves no gap beyond it; it is
 * taken off first, so that the sweep need not ask.
 */
static size_t
NAME(without)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	size_t i = 0, j = 0, n = 0;
	NUM gap_first = 0, top = TOP;

	if (nb && LAST(b[nb - 1]) == TOP) {
		if (FIRST(b[nb - 1]) == 0)
			return 0;
		top = (NUM)(FIRST(b[--nb]) - 1);
	}
	if (nb && FIRST(b[0]) == 0) {
		gap_first = (NUM)(LAST(b[0]) + 1);
		j = 1;
	}
	while (i < na && j < nb) {
		/* Gap j ends before range j of @b. */
		NUM last_a = LAST(a[i]), gap_last = (NUM)(FIRST(b[j]) - 1);
		NUM after = (NUM)(LAST(b[j]) + 1);
		NUM first_a = FIRST(a[i]);
		NUM first = first_a > gap_first ? first_a : gap_first;
		NUM last = last_a < gap_last ? last_a : gap_last;

		out[n] = MAKE(first, last);
		n += first <= last;
		gap_first = PICK(gap_last <= last_a, after, gap_first);
		i += last_a <= gap_last;
		j += gap_last <= last_a;
	}
	for (; i < na; i++) {
		NUM first = FIRST(a[i]) > gap_first ? FIRST(a[i]) : gap_first;
		NUM last = LAST(a[i]) < top ? LAST(a[i]) : top;

		out[n] = MAKE(first, last);
		n += first <= last;
	}
	return n;
}

/* The index of the first range whose last address is at or after @place. */
static size_t
NAME(find)(const RANGE *r, size_t n, NUM place)
{
	size_t low = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (LAST(r[low + half]) < place) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

typedef size_t NAME(sweep)(
    RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb);

/* One thread's window of the space. */
struct NAME(window) {
	NUM first;
	NUM last;
	const RANGE *a; /* the ranges that reach into it */
	const RANGE *b;
	size_t na;
	size_t nb;
	RANGE *out;
	size_t n;
};

struct NAME(windows) {
	NAME(sweep) * sweep;
	struct NAME(window) window[SN__THREADS_MAX];
};

/*
 * What ranges that reach over the window's borders make beyond it is cut off:
 * inside it the result is that of the whole operands. Only one operand has
 * ranges over a border, as at each a range of the other begins: before the
 * window that may make one range of its own, after it none.
 */
static void
NAME(sweep_window)(void *ctx, unsigned t)
{
	struct NAME(windows) *all = ctx;
	struct NAME(window) *w = &all->window[t];
	size_t n = all->sweep(w->out, w->a, w->na, w->b, w->nb);

	if (n && LAST(w->out[0]) < w->first) {
		w->out++;
		n--;
	}
	w->n = n;
	if (n == 0)
		return;
	if (FIRST(w->out[0]) < w->first)
		w->out[0] = MAKE(w->first, LAST(w->out[0]));
	if (LAST(w->out[n - 1]) > w->last)
		w->out[n - 1] = MAKE(FIRST(w->out[n - 1]), w->last);
}

/* The part of @r that reaches into [first, last]. */
static const RANGE *
NAME(within)(const RANGE *r, size_t n, NUM first, NUM last, size_t *many)
{
	size_t from = NAME(find)(r, n, first), to = NAME(find)(r, n, last);

	*many = to - from + (to < n && FIRST(r[to]) <= last);
	return n ? r + from : NULL;
}

/*
 * The sweep of @a and @b by several threads, each in a window of the space
 * that starts where a range of the larger operand does. @out is of
 * na + nb + BORDER_PLACES(threads).
 */
static size_t
NAME(combine)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb,
    NAME(sweep) * sweep, unsigned threads)
{
	const RANGE *more = na < nb ? b : a;
	size_t most = na < nb ? nb : na, at = 0, n;
	struct NAME(windows) all;

	if (threads > most)
		threads = (unsigned)most;
	if (threads < 2)
		return sweep(out, a, na, b, nb);
	all.sweep = sweep;
	for (unsigned t = 0; t < threads; t++) {
		struct NAME(window) *w = &all.window[t];
		bool end = t + 1 == threads;

		w->first = t ? FIRST(more[most / threads * t]) : 0;
		w->last =
		    end ? TOP
			: (NUM)(FIRST(more[most / threads * (t + 1)]) - 1);
		w->a = NAME(within)(a, na, w->first, w->last, &w->na);
		w->b = NAME(within)(b, nb, w->first, w->last, &w->nb);
		w->out = out + at;
		at += w->na + w->nb + 1;
	}
	sn__parallel(threads, NAME(sweep_window), &all);
	/* Only the ranges at a border can touch. */
	n = all.window[0].n;
	for (unsigned t = 1; t < threads; t++) {
		struct NAME(window) *w = &all.window[t];
		size_t skip = n && w->n && LAST(out[n - 1]) == w->first - 1 &&
			      FIRST(w->out[0]) == w->first;

		if (skip)
			out[n - 1] = MAKE(FIRST(out[n - 1]), LAST(w->out[0]));
		memmove(out + n, w->out + skip, (w->n - skip) * sizeof(*out));
		n += w->n - skip;
	}
	return n;
}

static bool
NAME(contains)(const RANGE *r, size_t n, NUM first, NUM last)
{
	size_t i = NAME(find)(r, n, first);

	return i < n && FIRST(r[i]) <= first && last <= LAST(r[i]);
}

static bool
NAME(overlaps)(const RANGE *r, size_t n, NUM first, NUM last)
{
	size_t i = NAME(find)(r, n, first);

	return i < n && FIRST(r[i]) <= last;
}

static const char *
NAME(check)(const RANGE *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (FIRST(r[i]) > LAST(r[i]))
			return "I1: first > last";
		if (i && (LAST(r[i - 1]) == TOP ||
			     FIRST(r[i]) <= LAST(r[i - 1]) + 1))
			return "I2: ranges unsorted, or touch";
	}
	return NULL;
}
