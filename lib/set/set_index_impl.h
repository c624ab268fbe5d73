/*
 * set_index_impl.h - the lookup of addresses in sorted ranges, written once
 * for both widths; a template of base/width4.h. Included by set_index.c, where
 * the exposition is.
 */

struct NAME(half) {
	const RANGE *range; /* of the set */
	size_t n;
	uint32_t *slice; /* slices + 1 entries; NULL when n is 0 */
	NUM origin;	 /* the first address of the first range */
	NUM span;	 /* the last address of the last range - origin */
	unsigned shift;	 /* < BITS */
};

/*
 * Ranges that may still be the first to end at or after an address: it is one
 * of @n from @low on, or the one after them.
 */
struct NAME(search) {
	size_t low;
	size_t n;
};

static sn_status
NAME(build)(
    struct NAME(half) * h, const sn_alloc *alloc, const RANGE *range, size_t n)
{
	unsigned bits = 64 - sn__clz64(n), width;
	size_t slices, at = 0;

	if (n == 0)
		return SN_OK;
	h->range = range;
	h->n = n;
	h->origin = FIRST(range[0]);
	h->span = LAST(range[n - 1]) - h->origin;
	width = BITS - CLZ(h->span);
	bits = bits > RANGE_BITS ? bits - RANGE_BITS : 1;
	bits = bits < SLICE_BITS_MAX ? bits : SLICE_BITS_MAX;
	h->shift = width > bits ? width - bits : 0;
	slices = (size_t)(h->span >> h->shift) + 1;
	h->slice = sn__alloc_large(alloc, slices + 1, sizeof(*h->slice));
	if (!h->slice)
		return SN_ENOMEM;
	for (size_t i = 0; i < slices; i++) {
		NUM start = (NUM)i << h->shift;

		while (LAST(range[at]) - h->origin < start)
			at++;
		h->slice[i] = (uint32_t)at;
	}
	/* The last range ends in the last slice: none is beyond it. */
	h->slice[slices] = (uint32_t)(n - 1);
	return SN_OK;
}

/* Asks for the memory of the next step, or of the few ranges that are left. */
static inline void
NAME(prefetch)(const struct NAME(half) * h, const struct NAME(search) * s)
{
	const RANGE *r = &h->range[s->low];

	__builtin_prefetch(s->n > FEW ? r + s->n / 2 : r);
	__builtin_prefetch(s->n > FEW ? r + s->n / 2 : r + s->n);
}

/* Whether there is anything to bisect. */
static inline bool
NAME(start)(const struct NAME(half) * h, NUM at, struct NAME(search) * s)
{
	size_t i;

	*s = (struct NAME(search)){h->n, 0};
	if (h->n == 0 || at < h->origin || at - h->origin > h->span)
		return false;
	i = (size_t)((at - h->origin) >> h->shift);
	s->low = h->slice[i];
	s->n = h->slice[i + 1] - s->low;
	NAME(prefetch)(h, s);
	return s->n > FEW;
}

static inline bool
NAME(step)(const struct NAME(half) * h, NUM at, struct NAME(search) * s)
{
	size_t half = s->n / 2;
	bool right = LAST(h->range[s->low + half]) < at;

	s->low += right ? half + 1 : 0;
	s->n = right ? s->n - half - 1 : half;
	NAME(prefetch)(h, s);
	return s->n > FEW;
}

/* The range that holds @at, or NULL, when only a few may be it. */
static inline const RANGE *
NAME(finish)(const struct NAME(half) * h, NUM at, const struct NAME(search) * s)
{
	const RANGE *r;
	size_t before = 0, left = h->n - s->low;

	if (left == 0)
		return NULL;
	r = &h->range[s->low];
	/* How many end before it: no branch that has to be guessed. */
	if (s->n && left >= FEW)
		for (size_t i = 0; i < FEW; i++)
			before += LAST(r[i]) < at;
	else
		while (before < s->n && LAST(r[before]) < at)
			before++;
	return before < left && FIRST(r[before]) <= at ? r + before : NULL;
}

static inline const RANGE *
NAME(find)(const struct NAME(half) * h, NUM at)
{
	struct NAME(search) s;
	bool more = NAME(start)(h, at, &s);

	while (more)
		more = NAME(step)(h, at, &s);
	return NAME(finish)(h, at, &s);
}

/*
 * LANES bisections at once: each step of one asks for the memory of its next
 * and leaves the wait to the others.
 */
static size_t
NAME(match_lanes)(const struct NAME(half) * h, const ADDR *addrs, size_t n,
    PREFIX *out, bool *found)
{
	struct NAME(search) lane[LANES];
	size_t held = 0;
	bool more = false;

	for (size_t i = 0; i < n; i++)
		more |= NAME(start)(h, NUMBER(addrs[i]), &lane[i]);
	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++)
			more |= lane[i].n > FEW &&
				NAME(step)(h, NUMBER(addrs[i]), &lane[i]);
	}
	for (size_t i = 0; i < n; i++) {
		NUM at = NUMBER(addrs[i]);
		const RANGE *r = NAME(finish)(h, at, &lane[i]);
		unsigned len =
		    r ? NAME(sn__aggregate_len)(FIRST(*r), LAST(*r), at) : 0;
		NUM bits = r ? at & (NUM)~HOST(len) : 0;

		out[i] = MAKE_PREFIX(bits, len);
		found[i] = r != NULL;
		held += r != NULL;
	}
	return held;
}

static size_t
NAME(match_all)(const struct NAME(half) * h, const ADDR *addrs, size_t n,
    PREFIX *out, bool *found)
{
	size_t held = 0;

	for (size_t i = 0; i < n; i += LANES)
		held += NAME(match_lanes)(h, addrs + i,
		    n - i < LANES ? n - i : LANES, out + i, found + i);
	return held;
}
