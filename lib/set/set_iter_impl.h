/*
 * set_iter_impl.h - one step of an iterator over prefixes, written once for
 * both widths; a template of base/width4.h. Included by set_iter.c.
 */

/* Most ranges of inventories are one prefix: that is quickly seen. */
static inline bool
NAME(is_prefix)(NUM first, NUM last)
{
	NUM more = last - first;

	return !(more & (more + 1)) && !(first & more);
}

/* The next prefix of the current range, which there is. */
static inline void
NAME(next_prefix)(sn_set_iter *it, sn_prefix *out)
{
	RANGE r = it->set->NAME(ranges)[it->state[NAME(AT)]];
	NUM first = it->state[PARTLY] ? (NUM)sn__u128_make(it->state[NEXT_HI],
					    it->state[NEXT_LO])
				      : FIRST(r);
	unsigned len;

	if (NAME(is_prefix)(first, LAST(r))) {
		len = CLZ((NUM)(LAST(r) - first));
		it->state[PARTLY] = 0;
		it->state[NAME(AT)]++;
	} else {
		NUM next;

		len = LEAD(first, LAST(r));
		next = first + HOST(len) + 1;
		it->state[NEXT_HI] = sn__hi(next);
		it->state[NEXT_LO] = sn__lo(next);
		it->state[PARTLY] = 1;
	}
	*out = (sn_prefix){
	    sn__hi(first), sn__lo(first), FAMILY, (uint8_t)len, {0}};
}
