/*
 * map_btree_batch_impl.h - batches of lookups in a B-tree, written once
 * for both forms of addresses. Included by map_btree_impl.h with
 *   ADDR       the type of an address
 *   HI, LO     its cell, and the address within
 *   BATCH(x)   names
 */
TARGET static SN__INLINE size_t
BATCH(finish)(const sn__btree *t, const ADDR *addrs, const int64_t *at,
    const size_t *leaf, uint32_t *values, uint8_t *lens)
{
	size_t held = 0, entry[LANES];

	UNROLL
	for (size_t k = 0; k < LANES; k++)
		entry[k] = NAME(entry_)(t, leaf[k], at[k]);
	UNROLL
	for (size_t k = 0; k < LANES; k++) {
		/* LCOV_EXCL_BR_START one copy has lengths, the other none */
		uint32_t v = entry_match6(
		    &t->e, entry[k], LO(addrs[k]), lens ? lens + k : NULL);
		/* LCOV_EXCL_BR_STOP */

		values[k] = v;
		held += v != SN_MAP_NONE;
	}
	return held;
}

TARGET static SN__INLINE size_t
BATCH(whole)(const sn__btree *t, const ADDR *addrs, size_t n, uint32_t *values,
    uint8_t *lens)
{
	int64_t at[2][LANES];
	size_t leaf[2][LANES], held = 0, blocks = n / LANES;

	for (size_t i = 0; i <= blocks; i++) {
		size_t from = i * LANES, before = from - LANES;
		unsigned now = i & 1;

		if (i < blocks) {
			UNROLL
			for (size_t k = 0; k < LANES; k++)
				at[now][k] = key_of(HI(addrs[from + k]));
			NAME(descend_)(t, at[now], leaf[now]);
		}
		if (i > 0)
			/* LCOV_EXCL_BR_START one copy has lengths, one none */
			held += BATCH(finish)(t, addrs + before, at[!now],
			    leaf[!now], values + before,
			    lens ? lens + before : NULL);
		/* LCOV_EXCL_BR_STOP */
	}
	return held;
}

TARGET static size_t
BATCH(batch)(const sn__btree *t, const ADDR *addrs, size_t n, uint32_t *values,
    uint8_t *lens)
{
	size_t held = lens ? BATCH(whole)(t, addrs, n, values, lens)
			   : BATCH(whole)(t, addrs, n, values, NULL);

	for (size_t i = n / LANES * LANES; i < n; i++) {
		values[i] = NAME(match_)(
		    t, HI(addrs[i]), LO(addrs[i]), lens ? lens + i : NULL);
		held += values[i] != SN_MAP_NONE;
	}
	return held;
}

#undef ADDR
#undef HI
#undef LO
#undef BATCH
