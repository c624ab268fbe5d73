/*
 * trie_walk_impl.h - finding prefixes of the trie, written once for both
 * widths; a template of base/width4.h. Included by trie.c after trie_impl.h.
 */

/* The node of the longest prefix that holds @bits, or 0. */
static uint32_t
NAME(longest)(const struct NAME(half) * h, NUM bits)
{
	uint32_t v = h->root, best = 0;

	while (v) {
		const struct NAME(node) *node = NAME(at)(h, v);

		if ((node->bits ^ bits) & ~HOST(node->len))
			break;
		if (node->count)
			best = v;
		if (v & LEAF) /* and maybe an address: no bit is left */
			break;
		v = NAME(child)(h, v, BIT(bits, node->len));
	}
	return best;
}

/*
 * LANES walks at once, a step of each in turn: a walk waits for memory at
 * every node, and the others fill that time. best[i]: the node, or 0.
 */
static void
NAME(longest_lanes)(const struct NAME(half) * h, const ADDR *addrs, size_t n,
    uint32_t best[LANES])
{
	uint32_t at[LANES];
	bool more = true;

	for (size_t i = 0; i < n; i++) {
		at[i] = h->root;
		best[i] = 0;
	}
	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			const struct NAME(node) * v;

			if (!at[i])
				continue;
			v = NAME(at)(h, at[i]);
			if ((v->bits ^ NUMBER(addrs[i])) & ~HOST(v->len)) {
				at[i] = 0;
				continue;
			}
			if (v->count)
				best[i] = at[i];
			at[i] = at[i] & LEAF
				    ? 0
				    : NAME(child)(h, at[i],
					  BIT(NUMBER(addrs[i]), v->len));
			__builtin_prefetch(NAME(at)(h, at[i]));
			more |= at[i] != 0;
		}
	}
}

static size_t
NAME(match_all)(const struct NAME(half) * h, const ADDR *addrs, size_t n,
    PREFIX *out, uint32_t *values, bool *found)
{
	uint32_t best[LANES];
	size_t held = 0;

	/* An empty trie may have no nil either. */
	for (size_t i = 0; i < n && !h->root; i++) {
		out[i] = MAKE_PREFIX((NUM)0, 0);
		if (values)
			values[i] = 0;
		found[i] = false;
	}
	for (size_t i = 0; i < n && h->root;) {
		size_t lanes = n - i < LANES ? n - i : LANES;

		NAME(longest_lanes)(h, addrs + i, lanes, best);
		for (size_t j = 0; j < lanes; j++, i++) {
			uint32_t v = best[j];
			const struct NAME(node) *node = NAME(at)(h, v);

			/* Of nil, all is zero. */
			out[i] = MAKE_PREFIX(node->bits, node->len);
			if (values)
				values[i] = NAME(value)(h, v);
			found[i] = v != 0;
			held += v != 0;
		}
	}
	return held;
}

/*
 * The first prefix at or, with @after, after bits/len in the order of
 * sn_prefix_compare(); 0 where there is none. Nodes are in that order when
 * each comes before its left child, and that before the right one.
 */
static uint32_t
NAME(next)(const struct NAME(half) * h, NUM bits, unsigned len, bool after)
{
	uint32_t v = h->root, right = 0;

	/* Down to what does not hold bits/len in itself. */
	while (v) {
		const struct NAME(node) *node = NAME(at)(h, v);

		if (node->len >= len ||
		    ((node->bits ^ bits) & (NUM)~HOST(node->len)))
			break;
		if (BIT(bits, node->len)) {
			v = NAME(child)(h, v, 1);
		} else {
			if (NAME(child)(h, v, 1))
				right = NAME(child)(h, v, 1);
			v = NAME(child)(h, v, 0);
		}
	}
	if (v && NAME(at)(h, v)->bits == bits && NAME(at)(h, v)->len == len) {
		uint32_t left = NAME(child)(h, v, 0);

		if (after)
			v = left ? left : NAME(child)(h, v, 1);
	} else if (v && NAME(at)(h, v)->bits < bits) {
		v = 0;
	}
	if (!v)
		v = right;
	/* A branch has two children. */
	while (v && !NAME(at)(h, v)->count)
		v = NAME(child)(h, v, 0);
	return v;
}

/* The shortest prefix of @least bits or more that holds bits/len, or 0. */
static uint32_t
NAME(covering)(
    const struct NAME(half) * h, NUM bits, unsigned len, unsigned least)
{
	uint32_t v = h->root;

	while (v) {
		const struct NAME(node) *node = NAME(at)(h, v);

		if (node->len > len ||
		    ((node->bits ^ bits) & (NUM)~HOST(node->len)))
			return 0;
		if (node->count && node->len >= least)
			return v;
		if (node->len == len)
			return 0;
		v = NAME(child)(h, v, BIT(bits, node->len));
	}
	return 0;
}

/* The next prefix of an iterator; false where there is none. */
static bool
NAME(iter_step)(
    const struct NAME(half) * h, const sn_trie_iter *it, sn_trie_entry *out)
{
	uint32_t v;

	if (it->mode == ITER_COVERING)
		v = NAME(covering)(h, (NUM)sn__prefix_bits(it->bound),
		    it->bound.len, it->at.len + (unsigned)it->after);
	else
		v = NAME(next)(
		    h, (NUM)sn__prefix_bits(it->at), it->at.len, it->after);
	if (!v)
		return false;
	out->prefix = NAME(prefix)(NAME(at)(h, v));
	out->multiplicity = NAME(at)(h, v)->count;
	out->value = NAME(value)(h, v);
	out->reserved = 0;
	return it->mode != ITER_COVERED ||
	       sn_prefix_contains(it->bound, out->prefix);
}
