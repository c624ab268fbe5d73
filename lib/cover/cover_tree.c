/*
 * cover_tree.c - the path-compressed trie over the aggregates of a set.
 *
 * Only prefixes that are the longest common prefix of some leaves can be in
 * an optimal cover: any other is no better than the common prefix of what it
 * covers. So the tree has the leaves and their n - 1 branchings, built in
 * O(n) from the sorted leaves: a stack holds the subtrees that still wait for
 * what comes to their right, each with the length at which it parts from that.
 *
 * A node has to be split when its prefix touches what must be avoided or is
 * shorter than allowed. Both hold for its parent too, so the nodes that have
 * to be split are closed upwards.
 *
 * With a previous list, two more kinds of prefixes can be in an optimal cover.
 * An old prefix between a node and its parent covers the same leaves as the
 * node: it takes the node's place where it is cheaper ("pick"). An old prefix
 * inside a leaf: the leaf is cut into halves down to it.
 */
#include "cover/cover.h"

#include "set/set.h"

enum { OPEN_MAX = 132 };

/* A finished subtree. */
struct open {
	uint32_t splits; /* its inner nodes */
	uint32_t index;	 /* of its root: an inner node, or a leaf */
	uint32_t leaf;	 /* its first one */
	uint8_t len;
	uint8_t parts; /* bits it shares with what is to its right */
};

struct making {
	sn__tree *tree;
	const sn_cover_options *o;
	const sn__prices *prices;
	struct open open[OPEN_MAX]; /* parts rises from the bottom up */
	unsigned depth;
	unsigned bottom;  /* 1: the tree of the other family waits below */
	struct open last; /* the subtree to the right of all those */
	bool has_last;
	/* With prices: what the covered part of each costs. */
	sn_count inside[OPEN_MAX];
	sn_count last_inside;
};

static inline bool
must_split(const struct making *m, sn_prefix p)
{
	return p.len <
		   (p.family == SN_IPV4 ? m->o->shortest4 : m->o->shortest6) ||
	       (m->o->avoid &&
		   sn_set_overlaps_range(m->o->avoid, sn_prefix_range(p)));
}

/* Makes sure that one more inner node fits. */
static bool
reserve_node(sn__tree *t, bool priced)
{
	const sn_alloc *a = &t->alloc;

	return sn__grow(a, &t->shape, &t->capacity, t->n, sizeof(*t->shape)) &&
	       sn__grow(
		   a, &t->right, &t->right_capacity, t->n, sizeof(*t->right)) &&
	       (!priced ||
		   (sn__grow(a, &t->saving, &t->saving_capacity, t->n,
			sizeof(*t->saving)) &&
		       sn__grow(a, &t->pick, &t->pick_capacity, t->n, 1)));
}

/* What choosing @p instead of its covered part costs, old or new. */
static sn__amount
own_cost(const struct making *m, sn_prefix p, sn_count inside)
{
	sn_count churn = sn_count_from(m->prices->churn);
	sn_count extra = sn_count_sub(sn__price_of(m->prices, p), inside);

	return sn__is_old(m->prices, p) ? sn__amount_sub(extra, churn)
					: sn__amount_add(extra, churn);
}

/*
 * The parent of @x ends before @above bits, so the place of @x may be taken by
 * any prefix from that length to its own: the cheapest, the longest of those.
 * Its cost is added to what splitting @x saves.
 */
static sn__amount
settle(struct making *m, const struct open *x, sn_count inside, unsigned above)
{
	sn__tree *t = m->tree;
	unsigned family = x->leaf < t->leaves4 ? SN_IPV4 : SN_IPV6;
	sn_prefix p = sn__tree_prefix(t, x->leaf, x->len);
	sn__amount best = own_cost(m, p, inside), *sum;
	uint8_t pick = x->len;

	for (unsigned len = x->len; len-- > above;) {
		sn_prefix u = sn__prefix(family, sn__prefix_bits(p), len);
		sn__amount cost;

		if (!sn__is_old(m->prices, u) || must_split(m, u))
			continue;
		cost = own_cost(m, u, inside);
		if (sn__amount_less(cost, best)) {
			best = cost;
			pick = (uint8_t)len;
		}
	}
	sum =
	    x->splits ? &t->saving[x->index] : &t->leaf_cost[family == SN_IPV6];
	*sum = sn__amount_add(*sum, best);
	(x->splits ? t->pick : t->leaf_pick)[x->index] = pick;
	return best;
}

/* The last subtree becomes one that waits. */
static void
put_open(struct making *m, unsigned parts)
{
	if (m->prices)
		m->inside[m->depth] = m->last_inside;
	m->open[m->depth] = m->last;
	m->open[m->depth++].parts = (uint8_t)parts;
}

/*
 * An inner node over the subtree just taken from the stack and the last one;
 * its place is reserved. It is the last subtree then. @family 0: both.
 */
static void
put_node(struct making *m, unsigned family, unsigned len, bool forced)
{
	sn__tree *t = m->tree;
	const struct open *l = &m->open[m->depth];
	struct open *r = &m->last;
	unsigned left = family ? family : SN_IPV4;
	unsigned right = family ? family : SN_IPV6;

	t->shape[t->n] = (sn__shape){
	    family ? sn__tree_scaled(t, family, len) : 0,
	    sn__tree_scaled(t, left, l->len), sn__tree_scaled(t, right, r->len),
	    (uint8_t)((forced ? SN__FORCED : 0) | (l->splits ? SN__LEFT : 0) |
		      (r->splits ? SN__RIGHT : 0))};
	t->right[t->n] = r->splits;
	if (m->prices) {
		unsigned below = family ? len + 1 : 0;

		t->saving[t->n] = sn__amount_negate(
		    sn__amount_add(settle(m, l, m->inside[m->depth], below),
			settle(m, r, m->last_inside, below)));
		t->pick[t->n] = (uint8_t)len;
		m->last_inside =
		    sn_count_add(m->last_inside, m->inside[m->depth]);
	}
	r->splits += l->splits + 1;
	r->index = (uint32_t)t->n++;
	r->leaf = l->leaf;
	r->len = (uint8_t)len;
}

static uint32_t
last_leaf4(const sn__tree *t)
{
	return t->leaf4[t->leaves - 1];
}

static bool
put_leaf4(sn__tree *t, uint32_t first)
{
	if (!sn__grow(&t->alloc, &t->leaf4, &t->leaf4_capacity, t->leaves,
		sizeof(*t->leaf4)))
		return false;
	t->leaf4[t->leaves] = first;
	t->leaves4 = t->leaves + 1;
	return true;
}

static sn__u128
last_leaf6(const sn__tree *t)
{
	return t->leaf6[t->leaves - t->leaves4 - 1];
}

static bool
put_leaf6(sn__tree *t, sn__u128 first)
{
	size_t i = t->leaves - t->leaves4;

	if (!sn__grow(
		&t->alloc, &t->leaf6, &t->leaf6_capacity, i, sizeof(*t->leaf6)))
		return false;
	t->leaf6[i] = first;
	return true;
}

#include "base/width4.h"
#include "cover/cover_tree_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "cover/cover_tree_impl.h"
#include "base/width_end.h"

/* Allocates for all at once, where nothing is cut: the usual case. */
static sn_status
reserve(sn__tree *t, const sn_set *set)
{
	uint64_t n4 = sn_set_prefix_count(set, SN_IPV4);
	uint64_t n6 = sn_set_prefix_count(set, SN_IPV6);
	size_t n;

	/* LCOV_EXCL_BR_START more than addresses of 32 bits can name */
	if (__builtin_add_overflow(n4, n6, &n))
		return SN_ENOMEM;
	/* LCOV_EXCL_BR_STOP */
	t->leaf4_capacity = (size_t)n4;
	t->leaf6_capacity = (size_t)n6;
	t->capacity = t->right_capacity = n;
	t->leaf4 = sn__alloc_large(&t->alloc, (size_t)n4, sizeof(*t->leaf4));
	t->leaf6 = sn__alloc_large(&t->alloc, (size_t)n6, sizeof(*t->leaf6));
	t->shape = sn__alloc_large(&t->alloc, n, sizeof(*t->shape));
	t->right = sn__alloc_large(&t->alloc, n, sizeof(*t->right));
	return t->leaf4 && t->leaf6 && t->shape && t->right ? SN_OK : SN_ENOMEM;
}

/* Where both families occur, one node over their trees. */
static sn_status
join_families(struct making *m)
{
	sn__tree *t = m->tree;

	if (!reserve_node(t, m->prices != NULL))
		return SN_ENOMEM;
	m->depth--;
	t->joined = true;
	t->forced++;
	put_node(m, 0, 0, true);
	return SN_OK;
}

uint64_t
sn__tree_leaves(
    const sn_set *set, const sn_cover_options *options, uint64_t *pieces)
{
	uint64_t whole = sn_set_prefix_count(set, 0);
	sn_set_iter it;
	sn_prefix p;

	*pieces = 0;
	if (!options->shortest4 && !options->shortest6)
		return whole;
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		unsigned shortest = p.family == SN_IPV4 ? options->shortest4
							: options->shortest6;
		uint64_t n;

		if (p.len >= shortest)
			continue;
		n = shortest - p.len < 64 ? UINT64_C(1) << (shortest - p.len)
					  : UINT64_MAX;
		*pieces = n > UINT64_MAX - *pieces ? UINT64_MAX : *pieces + n;
		whole--;
	}
	return whole > UINT64_MAX - *pieces ? UINT64_MAX : whole + *pieces;
}

/* Where an address costs its share of its family's common prefix, the smaller
 * of the two counts as large as the other. */
static void
weigh_families(sn__tree *t, const sn_set *set, bool shares)
{
	unsigned host[2] = {0, 0}, most;

	for (unsigned i = 0; i < 2; i++) {
		unsigned family = i ? SN_IPV6 : SN_IPV4;
		sn_prefix p;

		if (!sn_set_common(set, family, &p))
			host[i] = sn__width(family) - p.len;
	}
	most = host[0] > host[1] ? host[0] : host[1];
	for (unsigned i = 0; i < 2; i++)
		t->doublings[i] =
		    shares && set->n4 && set->n6 ? most - host[i] : 0;
	t->lift[0] = 96 - (int)t->doublings[0];
	t->lift[1] = -(int)t->doublings[1];
}

sn_status
sn__tree_build(sn__tree *tree, const sn_set *set,
    const sn_cover_options *options, const sn__prices *prices, bool shares)
{
	struct making m = {.tree = tree, .o = options, .prices = prices};
	sn_status status = reserve(tree, set);

	weigh_families(tree, set, shares);
	if (!status)
		status = family4(&m, set);
	if (!status && set->n6)
		status = family6(&m, set);
	if (!status && m.depth)
		status = join_families(&m);
	else if (!status && prices && m.has_last)
		(void)settle(&m, &m.last, m.last_inside, 0);
	if (status)
		sn__tree_free(tree);
	return status;
}

void
sn__tree_free(sn__tree *tree)
{
	sn_alloc alloc = tree->alloc;

	sn__free(&alloc, tree->leaf4);
	sn__free(&alloc, tree->leaf6);
	sn__free(&alloc, tree->shape);
	sn__free(&alloc, tree->right);
	sn__free(&alloc, tree->saving);
	sn__free(&alloc, tree->pick);
	sn__free(&alloc, tree->leaf_pick);
	*tree = (sn__tree){.alloc = alloc};
}
