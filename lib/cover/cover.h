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
#include "base/count.h"

/* 2^27 leaves are 4 GiB; a set of single hosts cut to /32 gets there first. */
enum { SN__LEAVES_MAX = 1 << 27 };

enum {
	SN__FORCED = 1, /* has to be split */
	SN__LEFT = 2,	/* the left child is an inner node */
	SN__RIGHT = 4
};

/*
 * What a pass needs to know of an inner node. Lengths are scaled: those of
 * prefixes of IPv6 whose addresses cost as much, where nothing has a price of
 * its own (sn__tree.lift).
 */
typedef struct sn__shape {
	uint8_t len;
	uint8_t left_len;
	uint8_t right_len;
	uint8_t flags;
} sn__shape;

/* What addresses and changes cost, in addresses of their family at price 1;
 * cover_price.c */
typedef struct sn__prices {
	sn_alloc alloc;
	struct sn__density *density[2]; /* IPv4, IPv6; NULL: 1 each */
	const sn_prefix *old;		/* the previous list, ascending */
	size_t old_count;
	uint64_t churn;
} sn__prices;

typedef struct sn__tree {
	sn_alloc alloc;
	const sn_cover_options *options; /* whether to go on is asked there */
	uint32_t *leaf4;		 /* first addresses */
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
	uint8_t root_len; /* of the only leaf, where there is one; scaled */
	uint8_t longest;  /* scaled length of any leaf */
	bool joined;
	bool infeasible; /* a leaf touches what must be avoided */
	/*
	 * An address of a family costs as much as 2^doublings of the other
	 * one's, or none; a length is lifted by so much when it is scaled.
	 * Index 0 is IPv4.
	 */
	unsigned doublings[2];
	int lift[2];
	/* Without prices: the gaps of nodes that are not forced, by family, in
	 * addresses, below 2^128 each. */
	sn__u128 gap[2];

	/* Only with prices: what splitting saves (it may cost), and the
	 * length to choose for a node, where an old prefix above it is
	 * cheaper. NULL without. Costs are in addresses of the family. */
	sn__amount *saving;
	uint8_t *pick;
	uint8_t *leaf_pick;
	size_t saving_capacity;
	size_t pick_capacity;
	size_t leaf_pick_capacity;
	sn__amount leaf_cost[2]; /* of all leaves of a family */
} sn__tree;

/*
 * The tree of @set, of which @shares says whether an address costs its share
 * of its family's common prefix, or as much in both families. SN_ENOMEM;
 * SN_ELIMIT beyond 2^27 leaves. @prices is NULL where each extra address costs
 * 1 and changes nothing.
 */
SN_MUST_USE sn_status sn__tree_build(sn__tree *tree, const sn_set *set,
    const sn_cover_options *options, const sn__prices *prices, bool shares);
void sn__tree_free(sn__tree *tree);
/*
 * The leaves of @set, where aggregates are cut down to the lengths allowed and
 * nothing else; *pieces: those of aggregates that are cut, which any cover
 * has. UINT64_MAX: as many or more.
 */
uint64_t sn__tree_leaves(
    const sn_set *set, const sn_cover_options *options, uint64_t *pieces);

static inline sn_prefix
sn__tree_prefix(const sn__tree *t, size_t leaf, unsigned len)
{
	return leaf < t->leaves4
		   ? sn__prefix(SN_IPV4, t->leaf4[leaf], len)
		   : sn__prefix(SN_IPV6, t->leaf6[leaf - t->leaves4], len);
}

/* The scaled length of a prefix that is not shorter than the common one. */
static inline uint8_t
sn__tree_scaled(const sn__tree *t, unsigned family, unsigned len)
{
	return (uint8_t)((int)len + t->lift[family == SN_IPV6]);
}

/* Whether inner node @v, which does not join the families, is of IPv6. */
static inline bool
sn__tree_is6(const sn__tree *t, size_t v)
{
	return v + 1 >= t->leaves4;
}

/* What splitting @v saves, with prices, where both families are one sum. */
static inline sn__amount
sn__tree_saving(const sn__tree *t, size_t v)
{
	return sn__count_left(t->saving[v], t->doublings[sn__tree_is6(t, v)]);
}

/* Whether to go on. */
static inline bool
sn__tree_goes_on(const sn__tree *t)
{
	const sn_cover_options *o = t->options;

	return !o->on_progress || o->on_progress(o->ctx);
}

/* Whether @options ask for prices at all; if so, made. */
SN_MUST_USE sn_status sn__prices_make(
    sn__prices *p, const sn_cover_options *options);
void sn__prices_free(sn__prices *p);
/* What the addresses of a prefix cost, below 2^193. */
sn_count sn__price_of(const sn__prices *p, sn_prefix prefix);
bool sn__is_old(const sn__prices *p, sn_prefix prefix);
/* Whether an old prefix lies strictly inside @prefix. */
bool sn__old_inside(const sn__prices *p, sn_prefix prefix);

/* A choice of inner nodes to split. */
typedef struct sn__choice {
	uint8_t *split;	  /* a bit for each inner node */
	uint32_t splits;  /* how many, forced ones included */
	uint32_t free;	  /* and without them */
	sn__amount saved; /* by those that are not forced */
} sn__choice;

/* What the best choice of some size saves, and how much of it in IPv4. */
typedef struct sn__curve {
	sn__amount saved;
	sn__amount saved4;
} sn__curve;

/*
 * The choice of at most @most splits that saves most; with @need, of the fewest
 * splits that save as much. Ties: fewest splits, then as many as possible in
 * the part of the lower addresses. @most is at least tree->forced.
 * SN_EINFEASIBLE: @most splits do not save @need. cover_solve.c
 */
SN_MUST_USE sn_status sn__solve(const sn__tree *tree, uint64_t most,
    const sn__amount *need, unsigned method, sn__choice *choice);
/* saved[m], 0..@most: the most that m splits beyond the forced ones save;
 * without prices or with. */
SN_MUST_USE sn_status sn__solve_all(
    const sn__tree *tree, size_t most, sn__curve *saved);
/*
 * The fewest prefixes of which each holds at least @density millionths of
 * addresses of the set, without prices. cover_density.c
 */
SN_MUST_USE sn_status sn__solve_density(
    const sn__tree *tree, uint32_t density, sn__choice *choice);
/*
 * Exactly @set in at most @lengths different lengths of each family, in the
 * fewest prefixes. *need is their number, UINT64_MAX where it is as much or
 * more. SN_EINFEASIBLE: beyond @most; SN_ENOMEM; SN_ELIMIT: beyond 2^27.
 * cover_lengths.c
 */
SN_MUST_USE sn_status sn__cover_lengths(sn_prefixes **out, uint64_t *need,
    const sn_set *set, const sn_cover_options *options, uint64_t most);

#endif
