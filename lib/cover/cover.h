/*
 * cover.h - the tree that covers are chosen on; for this folder only.
 *
 * The tree is the path-compressed trie over the leaves (the aggregates of the
 * set, cut where options ask for it). Only inner nodes are stored, 8 bytes
 * each, in post-order: the right child of node v, if it is an inner node, is
 * v - 1, and the left one is v - 1 - right[v]. Of leaves only the first
 * addresses are kept, in order. Where both families occur, the last inner node
 * joins their trees; it is no prefix and has to be split.
 */
#ifndef SN_COVER_H
#define SN_COVER_H

#include "base/alloc.h"
#include "base/bits.h"

__extension__ typedef __int128 sn__i128;

enum {
	SN__FORCED = 1, /* has to be split */
	SN__LEFT = 2,	/* the left child is an inner node */
	SN__RIGHT = 4
};

/*
 * What a pass needs to know of an inner node. Lengths are those of IPv6:
 * a prefix of IPv4 has 96 more, so equal lengths are equal sizes.
 */
typedef struct sn__shape {
	uint8_t len;
	uint8_t left_len;
	uint8_t right_len;
	uint8_t flags;
} sn__shape;

static inline unsigned
sn__wide_len(unsigned family, unsigned len)
{
	return family == SN_IPV4 ? len + 96 : len;
}

/* What addresses and changes cost; cover_price.c */
typedef struct sn__prices {
	sn_alloc alloc;
	struct sn__density *density[2]; /* IPv4, IPv6; NULL: 1 each */
	const sn_prefix *old;		/* the previous list, ascending */
	size_t old_count;
	uint64_t churn;
} sn__prices;

typedef struct sn__tree {
	sn_alloc alloc;
	uint32_t *leaf4; /* first addresses */
	sn__u128 *leaf6;
	size_t leaves; /* of both families */
	size_t leaves4;
	size_t leaf4_capacity;
	size_t leaf6_capacity;
	sn__shape *shape;
	uint32_t *right; /* inner nodes in the right child's subtree */
	size_t n;
	size_t capacity;
	size_t right_capacity;
	uint32_t forced;  /* inner nodes that have to be split */
	uint8_t root_len; /* of the only leaf, where there is one; wide */
	bool joined;
	bool infeasible; /* a leaf touches what must be avoided */
	/* Without prices: the gaps of nodes that are not forced, by family,
	 * below 2^128 each. */
	sn__u128 gap[2];

	/* Only with prices: what splitting saves (it may cost), and the
	 * length to choose for a node, where an old prefix above it is
	 * cheaper. NULL without. */
	sn__i128 *saving;
	uint8_t *pick;
	uint8_t *leaf_pick;
	size_t saving_capacity;
	size_t pick_capacity;
	size_t leaf_pick_capacity;
	sn__i128 leaf_cost; /* of all leaves */
} sn__tree;

/*
 * SN_ENOMEM; SN_ELIMIT beyond 2^27 leaves, or where a price passes 2^120.
 * @prices is NULL where each extra address costs 1 and changes nothing.
 */
SN_MUST_USE sn_status sn__tree_build(sn__tree *tree, const sn_set *set,
    const sn_cover_options *options, const sn__prices *prices);
void sn__tree_free(sn__tree *tree);
static inline sn_prefix
sn__tree_prefix(const sn__tree *t, size_t leaf, unsigned wide_len)
{
	return leaf < t->leaves4
		   ? sn__prefix(SN_IPV4, t->leaf4[leaf], wide_len - 96)
		   : sn__prefix(SN_IPV6, t->leaf6[leaf - t->leaves4], wide_len);
}

/* Whether @options ask for prices at all; if so, made. */
SN_MUST_USE sn_status sn__prices_make(
    sn__prices *p, const sn_cover_options *options, const sn_set *set);
void sn__prices_free(sn__prices *p);
/* What the addresses of a prefix cost, below 2^120. */
sn__i128 sn__price_of(const sn__prices *p, sn_prefix prefix);
bool sn__is_old(const sn__prices *p, sn_prefix prefix);
/* Whether an old prefix lies strictly inside @prefix. */
bool sn__old_inside(const sn__prices *p, sn_prefix prefix);

/* An amount that may be below zero. */
typedef struct sn__saved {
	sn_count amount;
	bool negative;
} sn__saved;

/* A choice of inner nodes to split. */
typedef struct sn__choice {
	uint8_t *split;	 /* a bit for each inner node */
	uint32_t splits; /* how many, forced ones included */
	sn__saved saved; /* by those that are not forced */
} sn__choice;

/*
 * The choice of at most @most splits that saves most; ties: fewest splits,
 * then as many as possible in the part of the lower addresses. @most is at
 * least tree->forced. cover_solve.c
 */
SN_MUST_USE sn_status sn__solve(
    const sn__tree *tree, uint64_t most, unsigned method, sn__choice *choice);
/* saved[m], 0..@most: the most that m splits beyond the forced ones save. */
SN_MUST_USE sn_status sn__solve_all(
    const sn__tree *tree, size_t most, sn__saved *saved);

#endif
