/*
 * set_impl.h - the algebra of sorted, disjoint, maximal ranges, written once
 * for both widths. Included by set.c with
 *   W        the suffix, 4 or 6
 *   NUM      the unsigned type of an address
 *   RANGE    the stored range
 *   FIRST(r), LAST(r), MAKE(first, last)
 *   TOP      the highest address
 *
 * The symmetric difference is one sweep over the borders of both operands:
 * membership in the result flips where that in one of them does. Union,
 * intersection and difference take whole ranges at a time, without a branch
 * that depends on the data, which is three times as fast.
 */
#define CAT_(a, b) a##b
#define CAT(a, b)  CAT_(a, b)
#define NAME(x)	   CAT(x, W)

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
 * What is in one of @a and @b only, into @out, which has room for na + nb + 1
 * ranges. Returns how many were written. O(na + nb).
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

/*
 * The union: the operands' ranges in the order of their first addresses, each
 * joined to the open one or beginning the next. @out and the return value as
 * above.
 */
static size_t
NAME(join)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	size_t i = 0, j = 0, n = 0;
	NUM first, last;

	if (na + nb == 0)
		return 0;
	first = !nb || (na && FIRST(a[0]) < FIRST(b[0])) ? FIRST(a[0])
							 : FIRST(b[0]);
	last = first;
	while (i < na || j < nb) {
		bool from_a = j == nb || (i < na && FIRST(a[i]) <= FIRST(b[j]));
		const RANGE *r = from_a ? a + i : b + j;
		NUM f = FIRST(*r), l = LAST(*r);
		/* f - 1 > last, where f - 1 does not wrap. */
		bool gap = f > last && (NUM)(f - 1) != last;

		out[n] = MAKE(first, last);
		n += gap;
		first = gap ? f : first;
		last = gap || l > last ? l : last;
		i += from_a;
		j += !from_a;
	}
	out[n++] = MAKE(first, last);
	return n;
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
		NUM first =
		    FIRST(a[i]) > FIRST(b[j]) ? FIRST(a[i]) : FIRST(b[j]);
		NUM last = last_a < last_b ? last_a : last_b;

		out[n] = MAKE(first, last);
		n += first <= last;
		i += last_a <= last_b;
		j += last_b <= last_a;
	}
	return n;
}

/* @a without @b: the intersection of @a and the gaps between ranges of @b. */
static size_t
NAME(without)(RANGE *out, const RANGE *a, size_t na, const RANGE *b, size_t nb)
{
	size_t i = 0, j = 0, n = 0;
	NUM gap_first = 0, gap_last;

	/* Gap j ends before range j of @b; the last one, at TOP. */
	if (nb && FIRST(b[0]) == 0) {
		if (LAST(b[0]) == TOP)
			return 0;
		gap_first = (NUM)(LAST(b[0]) + 1);
		j = 1;
	}
	while (i < na) {
		NUM last_a = LAST(a[i]), first, last;
		bool next;

		gap_last = j < nb ? (NUM)(FIRST(b[j]) - 1) : TOP;
		first = FIRST(a[i]) > gap_first ? FIRST(a[i]) : gap_first;
		last = last_a < gap_last ? last_a : gap_last;
		out[n] = MAKE(first, last);
		n += first <= last;
		i += last_a <= gap_last;
		next = gap_last < last_a || (j < nb && gap_last == last_a);
		if (next && LAST(b[j]) == TOP)
			break;
		gap_first = next ? (NUM)(LAST(b[j]) + 1) : gap_first;
		j += next;
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

#undef CAT_
#undef CAT
#undef NAME
