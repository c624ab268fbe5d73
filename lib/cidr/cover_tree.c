/*
 * cover_tree.c - the path-compressed trie over the aggregates of a set.
 *
 * Only prefixes that are the longest common prefix of some leaves can be in
 * an optimal cover: any other is no better than the common prefix of what it
 * covers. So the tree has the leaves and n - 1 inner nodes, built in O(n) from
 * the sorted leaves with a stack of those nodes that are still open on the
 * right.
 *
 * A node has to be split when its prefix touches what must be avoided or is
 * shorter than allowed. Both hold for its parent too, so the nodes that have
 * to be split are closed upwards.
 */
#include "cidr/cover.h"

enum { OPEN_MAX = 130 };

struct making {
	sn__tree *tree;
	const sn_cover_options *o;
	/* Open nodes, from the root downwards: finished subtrees that wait
	 * for a right brother, and the length of the parent they will have. */
	uint32_t open[OPEN_MAX];
	unsigned depth;
};

static bool
must_split(const struct making *m, const sn__node *v)
{
	unsigned shortest =
	    v->family == SN_IPV4 ? m->o->shortest4 : m->o->shortest6;
	sn_prefix p = sn__prefix(v->family, v->first, v->len);

	return v->len < shortest ||
	       (m->o->avoid &&
		   sn_set_overlaps_range(m->o->avoid, sn_prefix_range(p)));
}

static sn_status
push(struct making *m, sn__node v)
{
	sn__tree *t = m->tree;

	if (t->n >= UINT32_MAX / 2)
		return SN_ELIMIT;
	if (!sn__grow(&t->alloc, &t->node, &t->capacity, t->n, sizeof(v)))
		return SN_ENOMEM;
	t->node[t->n] = v;
	m->open[m->depth++] = (uint32_t)t->n++;
	return SN_OK;
}

static sn_status
leaf(struct making *m, sn_prefix p)
{
	sn__node v = {
	    sn__prefix_bits(p), 0, SN__NIL, SN__NIL, 0, 0, p.family, p.len};

	m->tree->leaves++;
	if (must_split(m, &v))
		m->tree->infeasible = true;
	return push(m, v);
}

/* Joins the two topmost open nodes under their common prefix. */
static sn_status
join(struct making *m)
{
	sn__tree *t = m->tree;
	uint32_t right = m->open[--m->depth], left = m->open[--m->depth];
	const sn__node *l = &t->node[left], *r = &t->node[right];
	sn__node v = {
	    0, 0, left, right, l->splits + r->splits + 1, 0, l->family, 0};

	if (l->family != r->family) {
		v.family = 0;
		v.forced = l->forced + r->forced + 1;
		return push(m, v);
	}
	v.len = (uint8_t)sn__common_len(v.family, l->first, r->first);
	v.first = l->first & ~sn__host(v.family, v.len);
	/* Modulo 2^128, which is right: the gap itself is below it. */
	v.gap = (sn__host(v.family, v.len) + 1) -
		(sn__host(l->family, l->len) + 1) -
		(sn__host(r->family, r->len) + 1);
	if (must_split(m, &v))
		v.forced = l->forced + r->forced + 1;
	return push(m, v);
}

/* The length of the common prefix of two open neighbours. */
static unsigned
branch_len(const struct making *m, unsigned i)
{
	const sn__node *a = &m->tree->node[m->open[i]];
	const sn__node *b = &m->tree->node[m->open[i + 1]];

	return sn__common_len(a->family, a->first, b->first);
}

/*
 * Adds a leaf, to the right of all before it. Open nodes that fork from each
 * other below the place where the new leaf forks off are complete.
 */
static sn_status
add(struct making *m, sn_prefix p)
{
	while (m->depth >= 2) {
		const sn__node *top = &m->tree->node[m->open[m->depth - 1]];
		unsigned here =
		    sn__common_len(p.family, top->first, sn__prefix_bits(p));
		sn_status status;

		if (branch_len(m, m->depth - 2) <= here)
			break;
		status = join(m);
		if (status)
			return status;
	}
	return leaf(m, p);
}

/* @p whole, or cut to the shortest length that is allowed. */
static sn_status
add_cut(struct making *m, sn_prefix p)
{
	unsigned shortest =
	    p.family == SN_IPV4 ? m->o->shortest4 : m->o->shortest6;
	sn__u128 at = sn__prefix_bits(p), step, last;

	if (p.len >= shortest)
		return add(m, p);
	step = sn__host(p.family, shortest) + 1;
	last = at | sn__host(p.family, p.len);
	for (;; at += step) {
		sn_status status = add(m, sn__prefix(p.family, at, shortest));

		if (status)
			return status;
		if ((at | (step - 1)) == last)
			return SN_OK;
	}
}

static sn_status
add_family(struct making *m, const sn_set *set, unsigned family)
{
	sn_set_iter it;
	sn_prefix p;
	sn_status status = SN_OK;

	/* The other family's finished tree stays below, out of reach. */
	struct making own = {m->tree, m->o, {0}, 0};

	sn_set_iter_init(&it, set, family);
	while (!status && sn_set_iter_next_prefix(&it, &p))
		status = add_cut(&own, p);
	while (!status && own.depth >= 2)
		status = join(&own);
	if (!status && own.depth)
		m->open[m->depth++] = own.open[0];
	return status;
}

sn_status
sn__tree_build(
    sn__tree *tree, const sn_set *set, const sn_cover_options *options)
{
	struct making m = {tree, options, {0}, 0};
	sn_status status = add_family(&m, set, SN_IPV4);

	if (!status)
		status = add_family(&m, set, SN_IPV6);
	if (!status && m.depth == 2)
		status = join(&m);
	if (status)
		sn__tree_free(tree);
	return status;
}

void
sn__tree_free(sn__tree *tree)
{
	sn__free(&tree->alloc, tree->node);
	tree->node = NULL;
	tree->n = tree->capacity = 0;
}
