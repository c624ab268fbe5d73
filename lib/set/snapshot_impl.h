/*
 * snapshot_impl.h - what is done with each range of a snapshot, written once
 * for both widths; a template of base/width4.h. Included by snapshot.c.
 */

/*
 * Takes the ranges into @sum, and looks whether they are sorted, disjoint and
 * maximal. Returns the index of the first that is not; @n: all are.
 */
static size_t
NAME(examine)(const RANGE *r, size_t n, struct sum *sum)
{
	for (size_t from = 0; from < n; from += PIECE) {
		size_t to = n - from < PIECE ? n : from + PIECE;
		bool bad = from && !NAME(follows)(r[from - 1], r[from]);

		NAME(sum)(r + from, to - from, sum);
		for (size_t i = from + 1; i < to; i++)
			bad |= !NAME(follows)(r[i - 1], r[i]);
		bad |= FIRST(r[from]) > LAST(r[from]);
		if (!bad)
			continue;
		for (size_t i = from; i < to; i++)
			if (FIRST(r[i]) > LAST(r[i]) ||
			    (i && !NAME(follows)(r[i - 1], r[i])))
				return i;
	}
	return n;
}
