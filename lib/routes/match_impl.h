/*
 * match_impl.h - matching up to LANES packets, written once for both widths; a
 * template of base/width4.h. Included by match.c, where the exposition is.
 */

/* at[k] becomes the last place in @first that is not above key[k]; place 0
 * is 0. */
static void
NAME(bisect)(
    size_t *at, const NUM *first, size_t n, const NUM *key, size_t keys)
{
	for (size_t k = 0; k < keys; k++)
		at[k] = 0;
	while (n > 1) {
		size_t half = n / 2;

		for (size_t k = 0; k < keys; k++)
			at[k] += first[at[k] + half] <= key[k] ? half : 0;
		n -= half;
	}
}

/* Packets [0, n), n <= LANES; returns how many have a row. */
static size_t
NAME(match)(const struct plane *p, const NUM *source, const NUM *destination,
    size_t n, sn_hit *hits)
{
	struct lanes l;
	size_t found = 0;

	NAME(bisect)(l.at, p->NAME(begin), p->begins, source, n);
	lanes_begin(&l, p, n);
	for (lanes_sift(&l, p); l.lives; lanes_sift(&l, p)) {
		for (unsigned i = 0; i < l.lives; i++) {
			unsigned k = l.live[i];
			const struct source *s = &p->source[l.number[k]];

			NAME(bisect)
			(&l.at[k], p->NAME(first) + s->from, s->n,
			    &destination[k], 1);
			l.at[k] += s->from;
			__builtin_prefetch(&p->cell[l.at[k]]);
		}
		lanes_step(&l, p);
	}
	for (size_t k = 0; k < n; k++) {
		hits[k] = hit_of(&l.best[k]);
		found += hits[k].outcome != SN_HIT_NONE;
	}
	return found;
}
