/*
 * aggregate_impl.h - which aggregate of a range holds an address, written once
 * for both widths; a template of base/width4.h. Included by aggregate.h.
 */

/*
 * How many low bits of @at can be cleared without falling below @first: all
 * those under the highest bit in which they differ, since that one keeps @at
 * above @first; or all zero bits at the end of @first, which clear to @first.
 */
static inline unsigned
NAME(sn__free_bits)(NUM first, NUM at)
{
	NUM differ = first ^ at;
	unsigned above = differ ? BITS - 1 - CLZ(differ) : 0;
	unsigned zeros = CTZ(first);

	return above > zeros ? above : zeros;
}

/*
 * The length of the aggregate of first..last that holds @at: the same from
 * below, and, mirrored, from above.
 */
static inline unsigned
NAME(sn__aggregate_len)(NUM first, NUM last, NUM at)
{
	unsigned below = NAME(sn__free_bits)(first, at);
	unsigned above = NAME(sn__free_bits)((NUM)~last, (NUM)~at);

	return BITS - (below < above ? below : above);
}
