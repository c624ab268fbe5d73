/*
 * set_impl.h - the algebra of sorted, disjoint, maximal ranges, written once
 * for both widths. Included by set.c with
 *   W        the suffix, 4 or 6
 *   NUM      the unsigned type of an address
 *   RANGE    the stored range
 *   FIRST(r), LAST(r), MAKE(first, last)
 *   TOP      the highest address
 *
 * All operations are one sweep over the borders of both operands. Between two
 * neighbouring borders nothing changes, so a truth table of four bits says
 * whether that stretch is in the result: bit (in_a + 2 * in_b).
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
 * Combines @a and @b by @table into @out, which has room for na + nb + 1
 * ranges. Returns how many were written. O(na + nb).
 */
static size_t
NAME(combine)(
    RANGE *out, struct NAME(border) a, struct NAME(border) b, unsigned table)
{
	size_t n = 0;
	bool in = table & 1, was;
	NUM start = 0, pa = 0, pb = 0, place;

	for (;;) {
		bool more_a = NAME(next_border)(&a, &pa);
		bool more_b = NAME(next_border)(&b, &pb);

		if (!more_a && !more_b)
			break;
		place = !more_b || (more_a && pa < pb) ? pa : pb;
		if (more_a && pa == place)
			NAME(cross_border)(&a);
		if (more_b && pb == place)
			NAME(cross_border)(&b);
		was = in;
		in = table >> (a.inside + 2 * b.inside) & 1;
		if (in && !was)
			start = place;
		else if (was && !in && place > start)
			out[n++] = MAKE(start, (NUM)(place - 1));
	}
	if (in)
		out[n++] = MAKE(start, TOP);
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
