/*
 * cover_tree.c - the path-compressed trie over the aggregates of a set.
 *
 * Only prefixes that are the longest common prefix of some leaves can be in
 * an optimal cover: any other is no better than the common prefix of what it
 * covers. So the tree has the leaves and their n - 1 branchings, built in
 * O(n) from the sorted leaves with a stack of those subtrees that still wait
 * for a right brother.
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
#include "cidr/cover.h"

#include "cidr/set.h"

/* 2^27 leaves are 4 GiB; a set of single hosts cut to /32 gets there first. */
enum { OPEN_MAX = 132, LEAVES_MAX = 1 << 27 };

/* A finished subtree that waits for its brother. */
struct open {
	sn__u128 first;
	sn__i128 inside; /* with prices: what the covered part costs */
	uint32_t splits;
	uint32_t index; /* of the inner node, or of the leaf */
	uint8_t family; /* 0: both */
	uint8_t len;
};

struct making {
	sn__tree *tree;
	const sn_cover_options *o;
	const sn__prices *prices;
	struct open open[OPEN_MAX];
	unsigned depth;
};

static unsigned
shortest(const struct making *m, unsigned family)
{
	return family == SN_IPV4 ? m->o->shortest4 : m->o->shortest6;
}

static bool
must_split(const struct making *m, sn_prefix p)
{
	return p.len < shortest(m, p.family) ||
	       (m->o->avoid &&
		   sn_set_overlaps_range(m->o->avoid, sn_prefix_range(p)));
}

/* Room for one more of what a leaf or inner node has. */
static bool
grow(sn__tree *t, bool priced)
{
	const sn_alloc *a = &t->alloc;
	size_t len_capacity = t->leaf_capacity;

	if (!priced && t->leaves < t->leaf_capacity && t->n < t->capacity)
		return true;
	return sn__grow(
		   a, &t->leaf, &len_capacity, t->leaves, sizeof(*t->leaf)) &&
	       sn__grow(a, &t->leaf_len, &t->leaf_capacity, t->leaves, 1) &&
	       sn__grow(a, &t->inner, &t->capacity, t->n, sizeof(*t->inner)) &&
	       (!priced ||
		   (sn__grow(a, &t->saving, &t->saving_capacity, t->n,
			sizeof(*t->saving)) &&
		       sn__grow(a, &t->pick, &t->pick_capacity, t->n, 1) &&
		       sn__grow(a, &t->leaf_pick, &t->leaf_pick_capacity,
			   t->leaves, 1)));
}

/* What choosing @p instead of its covered part costs, old or new. */
static sn__i128
own_cost(const struct making *m, sn_prefix p, sn__i128 inside)
{
	sn__i128 churn = (sn__i128)m->prices->churn;

	return sn__price_of(m->prices, p) - inside +
	       (sn__is_old(m->prices, p) ? -churn : churn);
}

/*
 * The parent of @x ends at @above bits, so the place of @x may be taken by any
 * prefix longer than that and not longer than @x: the cheapest, the longest
 * of those. Its cost is added to what splitting @x saves.
 */
static sn__i128
settle(struct making *m, const struct open *x, unsigned above)
{
	sn__tree *t = m->tree;
	sn_prefix p = sn__prefix(x->family, x->first, x->len);
	sn__i128 best = own_cost(m, p, x->inside);
	uint8_t pick = x->len;

	for (unsigned len = x->len; len-- > above;) {
		sn_prefix u = sn__prefix(x->family, x->first, len);
		sn__i128 cost;

		if (!sn__is_old(m->prices, u) || must_split(m, u))
			continue;
		cost = own_cost(m, u, x->inside);
		if (cost < best) {
			best = cost;
			pick = (uint8_t)len;
		}
	}
	if (x->splits) {
		t->saving[x->index] += best;
		t->pick[x->index] = pick;
	} else {
		t->leaf_cost += best;
		t->leaf_pick[x->index] = pick;
	}
	return best;
}

/* Modulo 2^128, which is right: the gap itself is below it. */
static sn__u128
gap_of(unsigned family, const sn__inner *i)
{
	return (sn__host(family, i->len) + 1) -
	       (sn__host(family, i->left_len) + 1) -
	       (sn__host(family, i->right_len) + 1);
}

/* Joins the two topmost open subtrees under their common prefix. */
static sn_status
join(struct making *m)
{
	sn__tree *t = m->tree;
	struct open r = m->open[--m->depth], l = m->open[--m->depth];
	struct open v = {l.first, l.inside + r.inside, l.splits + r.splits + 1,
	    (uint32_t)t->n, l.family, 0};
	sn__inner *inner;
	unsigned below = 0;

	if (!grow(t, m->prices != NULL))
		return SN_ENOMEM;
	inner = &t->inner[t->n];
	if (l.family == r.family) {
		v.len = (uint8_t)sn__common_len(v.family, l.first, r.first);
		v.first &= ~sn__host(v.family, v.len);
		below = v.len + 1u;
	} else {
		v.family = 0;
		t->joined = true;
	}
	*inner = (sn__inner){v.splits, r.splits, v.len, l.len, r.len,
	    t->joined || must_split(m, sn__prefix(v.family, v.first, v.len))};
	t->forced += inner->forced;
	if (!m->prices && !inner->forced)
		t->gap[v.family == SN_IPV6] += gap_of(v.family, inner);
	if (m->prices) {
		t->saving[t->n] = 0;
		t->pick[t->n] = v.len;
		t->saving[t->n] -= settle(m, &l, below);
		t->saving[t->n] -= settle(m, &r, below);
	}
	t->n++;
	m->open[m->depth++] = v;
	return SN_OK;
}

static sn_status
leaf(struct making *m, sn_prefix p)
{
	sn__tree *t = m->tree;
	struct open v = {
	    sn__prefix_bits(p), 0, 0, (uint32_t)t->leaves, p.family, p.len};

	if (t->leaves >= LEAVES_MAX)
		return SN_ELIMIT;
	if (!grow(t, m->prices != NULL))
		return SN_ENOMEM;
	t->leaf[t->leaves] = v.first;
	t->leaf_len[t->leaves++] = p.len;
	if (must_split(m, p))
		t->infeasible = true;
	if (m->prices)
		v.inside = sn__price_of(m->prices, p);
	m->open[m->depth++] = v;
	return SN_OK;
}

/*
 * Adds a leaf, to the right of all before it. Open subtrees that part from
 * each other below the place where the new leaf parts from them are complete.
 */
static sn_status
add(struct making *m, sn_prefix p, unsigned bottom)
{
	while (m->depth >= bottom + 2) {
		const struct open *a = &m->open[m->depth - 2], *b = a + 1;
		sn_status status;

		if (sn__common_len(p.family, a->first, b->first) <=
		    sn__common_len(p.family, b->first, sn__prefix_bits(p)))
			break;
		status = join(m);
		if (status)
			return status;
	}
	return leaf(m, p);
}

/*
 * Adds @p, cut where it is shorter than allowed or an old prefix lies inside.
 * Halves that wait are on a stack of at most one a bit.
 */
static sn_status
add_cut(struct making *m, sn_prefix p, unsigned bottom)
{
	sn_prefix todo[OPEN_MAX];
	unsigned n = 0;

	todo[n++] = p;
	while (n) {
		sn_prefix q = todo[--n];
		sn__u128 half;
		sn_status status;

		if (q.len < shortest(m, q.family) ||
		    (m->prices && sn__old_inside(m->prices, q))) {
			half = sn__host(q.family, q.len + 1u) + 1;
			todo[n++] = sn__prefix(
			    q.family, sn__prefix_bits(q) | half, q.len + 1u);
			todo[n++] = sn__prefix(
			    q.family, sn__prefix_bits(q), q.len + 1u);
			continue;
		}
		status = add(m, q, bottom);
		if (status)
			return status;
	}
	return SN_OK;
}

/* The aggregates of one range, from the left. */
static sn_status
add_range(struct making *m, unsigned family, sn__u128 first, sn__u128 last,
    unsigned bottom)
{
	for (;;) {
		unsigned len = family == SN_IPV4
				   ? sn__lead32((uint32_t)first, (uint32_t)last)
				   : sn__lead128(first, last);
		sn__u128 end = first | sn__host(family, len);
		sn_prefix p = sn__prefix(family, first, len);
		sn_status status = m->prices || len < shortest(m, family)
				       ? add_cut(m, p, bottom)
				       : add(m, p, bottom);

		if (status || end == last)
			return status;
		first = end + 1;
	}
}

static sn_status
add_family(struct making *m, const sn_set *set, unsigned family)
{
	unsigned bottom = m->depth;
	sn_status status = SN_OK;
	size_t n = family == SN_IPV4 ? set->n4 : set->n6;

	for (size_t i = 0; i < n && !status; i++)
		status = family == SN_IPV4
			     ? add_range(m, family, set->ranges4[i].first,
				   set->ranges4[i].last, bottom)
			     : add_range(m, family, sn__first6(set->ranges6[i]),
				   sn__last6(set->ranges6[i]), bottom);
	while (!status && m->depth >= bottom + 2)
		status = join(m);
	return status;
}

sn_status
sn__tree_build(sn__tree *tree, const sn_set *set,
    const sn_cover_options *options, const sn__prices *prices)
{
	struct making m = {tree, options, prices, {{0, 0, 0, 0, 0, 0}}, 0};
	sn_status status = add_family(&m, set, SN_IPV4);

	tree->leaves4 = tree->leaves;
	if (!status)
		status = add_family(&m, set, SN_IPV6);
	if (!status && m.depth == 2)
		status = join(&m);
	else if (!status && prices && m.depth)
		(void)settle(&m, &m.open[0], 0);
	if (status)
		sn__tree_free(tree);
	return status;
}

sn__u128
sn__tree_gap(const sn__tree *tree, size_t v)
{
	if (tree->joined && v + 1 == tree->n)
		return 0;
	return gap_of(
	    v + 1 < tree->leaves4 ? SN_IPV4 : SN_IPV6, &tree->inner[v]);
}

void
sn__tree_free(sn__tree *tree)
{
	sn_alloc alloc = tree->alloc;

	sn__free(&alloc, tree->leaf);
	sn__free(&alloc, tree->leaf_len);
	sn__free(&alloc, tree->inner);
	sn__free(&alloc, tree->saving);
	sn__free(&alloc, tree->pick);
	sn__free(&alloc, tree->leaf_pick);
	*tree = (sn__tree){.alloc = alloc};
}
