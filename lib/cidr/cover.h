/*
 * cover.h - the tree that covers are chosen on; for lib/cidr/cover*.c only.
 *
 * The tree is the path-compressed trie over the leaves (the aggregates of the
 * set, cut where options ask for it). Only inner nodes are stored, 12 bytes
 * each, in post-order: the right child of node v, if it is an inner node, is
 * v - 1, and the left one is v - 1 - right. Leaves lie beside them in address
 * order. Where both families occur, the last inner node joins their trees; it
 * is no prefix and has to be split.
 */
#ifndef SN_COVER_H
#define SN_COVER_H

#include "cidr/alloc.h"
#include "cidr/bits.h"

__extension__ typedef __int128 sn__i128;

typedef struct sn__inner {
	uint32_t splits; /* inner nodes in this subtree, itself included */
	uint32_t right;	 /* of those, in the right child's */
	uint8_t len;
	uint8_t left_len;
	uint8_t right_len;
	uint8_t forced; /* has to be split */
} sn__inner;

/* What addresses and changes cost; cover_cost.c */
typedef struct sn__prices {
	sn_alloc alloc;
	struct sn__density *density[2]; /* IPv4, IPv6; NULL: 1 each */
	const sn_prefix *old;		/* the previous list, ascending */
	size_t old_count;
	uint64_t churn;
} sn__prices;

typedef struct sn__tree {
	sn_alloc alloc;
	sn__u128 *leaf; /* first addresses */
	uint8_t *leaf_len;
	size_t leaves;
	size_t leaves4; /* the first are IPv4 */
	size_t leaf_capacity;
	sn__inner *inner;
	size_t n;
	size_t capacity;
	uint32_t forced; /* inner nodes that have to be split */
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
/* Addresses in no child of inner node @v; 2^128 does not occur. */
sn__u128 sn__tree_gap(const sn__tree *tree, size_t v);

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
