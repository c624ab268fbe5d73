/*
 * set_iter_impl.h - one step of an iterator over prefixes, written once for both
 * widths. Included by iter.c with
 *   W           the suffix, 4 or 6
 *   FAMILY      of its addresses
 *   NUM         the unsigned type of an address
 *   RANGE       the type of a range; FIRST(r) and LAST(r) its ends
 *   CLZ(v)      leading zero bits; the width for 0
 *   LEAD(f, l)  the length of the largest prefix at the start of a range
 *   HOST(len)   the host bits of a prefix
 */
#define CAT_(a, b) a##b
#define CAT(a, b)  CAT_(a, b)
#define NAME(x)	   CAT(x, W)

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

#undef CAT_
#undef CAT
#undef NAME
#undef W
#undef FAMILY
#undef NUM
#undef RANGE
#undef FIRST
#undef LAST
#undef CLZ
#undef LEAD
#undef HOST
