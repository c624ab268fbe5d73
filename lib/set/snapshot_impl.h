/*
 * snapshot_impl.h - what is done with each range of a snapshot, written once
 * for both widths; a template of base/width4.h. Included by snapshot.c.
 */

/*
 * Takes the ranges into @sum, and looks whether they are sorted, disjoint and
 * maximal. Returns the index of the first that is not; @n: all are.
 */
static size_t
NAME(examine)(const RANGE *r, size_t n, sn__sum *sum)
{
	for (size_t from = 0; from < n; from += PIECE) {
		size_t to = n - from < PIECE ? n : from + PIECE;
		uint64_t wrong = FIRST(r[from]) > LAST(r[from]) ? WRONG : 0;

		NAME(sum)(r + from, to - from, sum);
		for (size_t i = from + !from; i < to; i++)
			wrong |= NAME(wrong)(r[i - 1], r[i]);
		if (!(wrong & WRONG))
			continue;
		for (size_t i = from; i < to; i++)
			if (FIRST(r[i]) > LAST(r[i]) ||
			    (i && NAME(wrong)(r[i - 1], r[i]) & WRONG))
				return i;
	}
	return n;
}
