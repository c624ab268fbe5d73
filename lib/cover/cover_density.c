/*
 * cover_density.c - the fewest prefixes of which each is dense enough.
 *
 * A node that is dense enough, and does not have to be split, serves for all
 * below it; no choice below it has fewer prefixes. So the nodes nearest to the
 * root are the answer. A prefix that is not in the tree holds what its longest
 * node holds and more that is not in the set: it is less dense.
 */
#include "cover/cover.h"

enum { DEPTH = 272, MILLION = 1000000 };

/* A subtree: addresses of the set, scaled, and the splits that it needs. */
struct part {
	sn__u128 held;
	uint32_t splits;
};

/* Whether @held are @density millionths of a prefix. */
static bool
is_dense(sn__u128 held, unsigned scaled_len, uint32_t density)
{
	sn_count size = sn_count_add(
	    sn__count_bits(sn__host128(scaled_len)), sn_count_from(1));

	return sn_count_compare(
		   sn_count_mul(sn__count_bits(held), sn_count_from(MILLION)),
		   sn_count_mul(size, sn_count_from(density))) >= 0;
}

sn_status
sn__solve_density(const sn__tree *t, uint32_t density, sn__choice *choice)
{
	struct part pending[DEPTH] = {{.held = 0}};
	unsigned depth = 0;

	choice->splits = 0;
	choice->split = sn__calloc(&t->alloc, t->n / 8 + 1, 1);
	if (!choice->split)
		return SN_ENOMEM;
	for (size_t v = 0; v < t->n; v++) {
		sn__shape s = t->shape[v];
		struct part l = {sn__host128(s.left_len) + 1, 0};
		struct part r = {sn__host128(s.right_len) + 1, 0};

		if (s.flags & SN__RIGHT)
			r = pending[--depth];
		if (s.flags & SN__LEFT)
			l = pending[--depth];
		l.held += r.held;
		if ((s.flags & SN__FORCED) ||
		    !is_dense(l.held, s.len, density)) {
			choice->split[v / 8] |= (uint8_t)(1u << v % 8);
			l.splits += r.splits + 1;
		} else {
			l.splits = 0;
		}
		pending[depth++] = l;
		choice->splits = l.splits;
	}
	return SN_OK;
}
