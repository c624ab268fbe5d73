/*
 * set_index_impl.h - steps of ranges, and aggregates of steps, written once for
 * both widths; a template of base/width4.h. Included by set_index.c, where the
 * exposition is.
 */

/* A step for each range and for each gap. */
static sn_status
NAME(cut)(NAME(sn__steps) * s, const sn_set *set)
{
	const RANGE *r = set->NAME(ranges);
	size_t n = set->NAME(n), at = 0;

	s->start = sn__alloc_large(&set->alloc, 2 * n + 1, sizeof(*s->start));
	s->value = sn__alloc_large(&set->alloc, 2 * n + 1, sizeof(*s->value));
	if (!s->start || !s->value)
		return SN_ENOMEM;
	if (n == 0 || FIRST(r[0]) > 0) {
		s->start[at] = 0;
		s->value[at++] = SN_MAP_NONE;
	}
	for (size_t i = 0; i < n; i++) {
		s->start[at] = FIRST(r[i]);
		s->value[at++] = (uint32_t)i;
		if (LAST(r[i]) == TOP)
			break;
		s->start[at] = LAST(r[i]) + 1;
		s->value[at++] = SN_MAP_NONE;
	}
	s->n = at;
	return SN_OK;
}

/* The length of the aggregate that holds @at, which lies in range @i. */
static inline unsigned
NAME(len_in)(const sn_set *set, uint32_t i, NUM at)
{
	RANGE r = set->NAME(ranges)[i];

	return NAME(sn__aggregate_len)(FIRST(r), LAST(r), at);
}

static size_t
NAME(match_all)(
    const sn_index *ix, const ADDR *addrs, size_t n, PREFIX *out, bool *found)
{
	uint32_t range[AT_ONCE];
	size_t held = 0;

	for (size_t from = 0; from < n; from += AT_ONCE) {
		size_t many = n - from < AT_ONCE ? n - from : AT_ONCE;

		held += NAME(sn__steps_batch)(
		    &ix->steps, addrs + from, many, range, NULL);
		for (size_t i = 0; i < many; i++)
			if (range[i] != SN_MAP_NONE)
				__builtin_prefetch(
				    &ix->set->NAME(ranges)[range[i]]);
		for (size_t i = 0; i < many; i++) {
			NUM at = NUMBER(addrs[from + i]);
			bool in = range[i] != SN_MAP_NONE;
			unsigned len =
			    in ? NAME(len_in)(ix->set, range[i], at) : 0;
			NUM bits = in ? at & (NUM)~HOST(len) : 0;

			out[from + i] = MAKE_PREFIX(bits, len);
			found[from + i] = in;
		}
	}
	return held;
}
