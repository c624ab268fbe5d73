/*
 * cover.h - the tree that covers are chosen on; for lib/cidr/cover*.c only.
 */
#ifndef SN_COVER_H
#define SN_COVER_H

#include "cidr/alloc.h"
#include "cidr/bits.h"

#define SN__NIL UINT32_MAX

/*
 * A node of the path-compressed trie over the leaves, in post-order: both
 * children come before it, the root is last. Where both families occur, a
 * root that joins their two trees and has to be split comes after all.
 */
typedef struct sn__node {
	sn__u128 first;
	sn__u128 gap;  /* addresses saved by splitting: those in no child */
	uint32_t left; /* SN__NIL in a leaf */
	uint32_t right;
	uint32_t splits; /* inner nodes in this subtree */
	uint32_t forced; /* of those, how many have to be split */
	uint8_t family;	 /* 0: the joining root */
	uint8_t len;
} sn__node;

typedef struct sn__tree {
	sn_alloc alloc;
	sn__node *node;
	size_t n;
	size_t capacity;
	size_t leaves;
	bool infeasible; /* a leaf touches what must be avoided */
} sn__tree;

/*
 * The tree of the aggregates of @set, those shorter than the shortest length
 * cut into prefixes of that length. SN_ENOMEM; SN_ELIMIT beyond 2^31 nodes.
 */
SN_MUST_USE sn_status sn__tree_build(
    sn__tree *tree, const sn_set *set, const sn_cover_options *options);
void sn__tree_free(sn__tree *tree);

#endif
