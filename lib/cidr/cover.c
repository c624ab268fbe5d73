/*
 * cover.c - at most k prefixes that cover a set with the fewest extra
 * addresses, exactly.
 *
 * On the tree of cover_tree.c a cover is a frontier: start from the root
 * alone and split nodes, each only after its parent. A split costs one prefix
 * more and saves gap(v) addresses. So: choose at most k - 1 inner nodes,
 * closed upwards and with all that have to be split, of greatest total gap.
 *
 * best(v, m) is the most that m splits inside the subtree of v can save:
 *   best(leaf, 0) = 0
 *   best(v, 0)    = 0, unless v has to be split
 *   best(v, m)    = gap(v) + max over a + b = m - 1 of
 *                   best(left, a) + best(right, b)
 * m runs from forced(v) to min(k - 1, splits(v)), which bounds the work by
 * O(n k) (each pair of leaves meets in one node). Nodes come in post-order,
 * so the values live on a stack of O(k depth) and only the choice of a is
 * kept for every node.
 *
 * Ties: fewest prefixes; then, in each node, as many splits as possible on
 * the side of the lower addresses.
 *
 * Greedy is not exact, since best() is not concave in m: of {0, 3..7} in 3
 * bits, one split saves nothing and two save everything. The problem is the
 * tree knapsack of Soldo, Argyraki and Markopoulou, "Optimal Source-Based
 * Filtering of Malicious Traffic", IEEE/ACM Transactions on Networking 2012.
 */
#include "cidr/cover.h"

#include "cidr/count.h"
#include "cidr/prefixes.h"
#include "cidr/set.h"

/* The values of one node: best(v, from), best(v, from + 1), ... */
struct span {
	size_t at; /* index of the first in the value stack */
	uint32_t from;
	uint32_t n;
};

struct solving {
	const sn__tree *tree;
	sn_alloc alloc;
	uint64_t most; /* splits that the budget allows */
	sn__u128 *value;
	size_t values;
	size_t value_capacity;
	struct span *span; /* of the subtrees that wait for their parent */
	size_t spans;
	size_t span_capacity;
	uint32_t *choice; /* splits on the left, for each (v, m) */
	size_t choices;
	size_t choice_capacity;
	size_t *first_choice; /* of each node */
};

static bool
room(
    const sn_alloc *alloc, void *array, size_t *capacity, size_t n, size_t size)
{
	while (n > *capacity)
		if (!sn__grow(alloc, array, capacity, *capacity, size))
			return false;
	return true;
}

static sn_status
solve_leaf(struct solving *s, size_t v)
{
	if (!room(&s->alloc, &s->value, &s->value_capacity, s->values + 1,
		sizeof(*s->value)) ||
	    !room(&s->alloc, &s->span, &s->span_capacity, s->spans + 1,
		sizeof(*s->span)))
		return SN_ENOMEM;
	s->first_choice[v] = s->choices;
	s->span[s->spans++] = (struct span){s->values, 0, 1};
	s->value[s->values++] = 0;
	return SN_OK;
}

/* best(v, .) into @out from the children's values; a into @choice. */
static void
merge(const sn__node *v, const sn__u128 *value, const struct span child[2],
    struct span out, sn__u128 *to, uint32_t *choice)
{
	const struct span *l = &child[0], *r = &child[1];

	for (uint32_t i = 0; i < out.n; i++) {
		uint32_t m = out.from + i, a, low, high;
		sn__u128 best = 0;
		bool found = false;

		choice[i] = 0;
		to[i] = 0;
		if (m == 0)
			continue;
		/* a and b = m - 1 - a within what the children have. */
		low = l->from;
		if (m - 1 >= r->from + r->n &&
		    m - 1 - (r->from + r->n - 1) > low)
			low = m - 1 - (r->from + r->n - 1);
		high = l->from + l->n - 1;
		if (m - 1 - r->from < high)
			high = m - 1 - r->from;
		for (a = low; a <= high; a++) {
			sn__u128 sum = value[l->at + (a - l->from)] +
				       value[r->at + (m - 1 - a - r->from)];

			if (!found || sum >= best) {
				best = sum;
				choice[i] = a;
				found = true;
			}
		}
		to[i] = v->gap + best;
	}
}

static sn_status
solve_inner(struct solving *s, size_t v)
{
	const sn__node *node = &s->tree->node[v];
	struct span child[2], out;
	uint64_t most = node->splits < s->most ? node->splits : s->most;

	/* Its children were solved before it: both spans are there. */
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	child[0] = s->span[s->spans - 2];
	child[1] = s->span[s->spans - 1];
	out.from = node->forced;
	out.n = (uint32_t)(most - node->forced + 1);
	out.at = child[0].at;
	if (!room(&s->alloc, &s->value, &s->value_capacity, s->values + out.n,
		sizeof(*s->value)) ||
	    !room(&s->alloc, &s->choice, &s->choice_capacity,
		s->choices + out.n, sizeof(*s->choice)))
		return SN_ENOMEM;
	s->first_choice[v] = s->choices;
	merge(node, s->value, child, out, s->value + s->values,
	    s->choice + s->choices);
	memmove(
	    s->value + out.at, s->value + s->values, out.n * sizeof(*s->value));
	s->values = out.at + out.n;
	s->choices += out.n;
	s->spans--;
	s->span[s->spans - 1] = out;
	return SN_OK;
}

/* Afterwards span[0] has the root's values. */
static sn_status
solve(struct solving *s)
{
	const sn__tree *t = s->tree;
	sn_status status = SN_OK;

	s->first_choice = sn__malloc(&s->alloc, t->n, sizeof(size_t));
	if (!s->first_choice)
		return SN_ENOMEM;
	for (size_t v = 0; v < t->n && !status; v++)
		status = t->node[v].left == SN__NIL ? solve_leaf(s, v)
						    : solve_inner(s, v);
	return status;
}

static void
solving_free(struct solving *s)
{
	sn__free(&s->alloc, s->value);
	sn__free(&s->alloc, s->span);
	sn__free(&s->alloc, s->choice);
	sn__free(&s->alloc, s->first_choice);
}

/* Follows the choices from the root; the frontier, in address order. */
static void
trace(const struct solving *s, uint32_t splits, sn_prefixes *list)
{
	struct {
		uint32_t v;
		uint32_t m;
	} todo[2 * 130];
	unsigned n = 0;

	todo[n].v = (uint32_t)(s->tree->n - 1);
	todo[n++].m = splits;
	while (n) {
		uint32_t v = todo[--n].v, m = todo[n].m, a;
		const sn__node *node = &s->tree->node[v];

		if (m == 0) {
			list->p[list->n++] =
			    sn__prefix(node->family, node->first, node->len);
			continue;
		}
		a = s->choice[s->first_choice[v] + (m - node->forced)];
		todo[n].v = node->right;
		todo[n++].m = m - 1 - a;
		todo[n].v = node->left;
		todo[n++].m = a;
	}
}

/* Addresses that the root covers beyond the set, before any split. */
static sn_count
whole_gap(const sn__tree *t)
{
	sn_count gap = sn_count_from(0);

	for (size_t v = 0; v < t->n; v++)
		gap = sn_count_add(gap, sn__count_bits(t->node[v].gap));
	return gap;
}

static sn_count
extra_at(const struct solving *s, sn_count gap, uint32_t splits)
{
	const struct span *root = &s->span[0];

	return sn_count_sub(gap,
	    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): n > 0 */
	    sn__count_bits(s->value[root->at + (splits - root->from)]));
}

/* The fewest splits with the least extra, or with at most @within. */
static uint32_t
best_splits(const struct solving *s, sn_count gap, const sn_count *within)
{
	const struct span *root = &s->span[0];
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): n > 0 nodes */
	uint32_t m = root->from + root->n - 1;

	while (m > root->from) {
		sn_count extra = extra_at(s, gap, m - 1);

		if (within ? sn_count_compare(extra, *within) > 0
			   : sn_count_compare(extra, extra_at(s, gap, m)) > 0)
			break;
		m--;
	}
	return m;
}

/* One solution of the tree with at most @most splits. */
static sn_status
solve_budget(const sn__tree *t, uint64_t most, const sn_count *within,
    sn_prefixes **out, sn_cover_result *result)
{
	struct solving s = {.tree = t, .alloc = t->alloc, .most = most};
	sn_count gap = whole_gap(t);
	sn_status status = solve(&s);
	sn_cover_result r = {0, {{0}}, {{0}}};
	sn_prefixes *list;
	uint32_t m;

	if (!status) {
		m = best_splits(&s, gap, within);
		r.prefixes = m + 1;
		r.extra = r.cost = extra_at(&s, gap, m);
		if (within && sn_count_compare(r.extra, *within) > 0)
			status = SN_EINFEASIBLE;
	}
	if (!status && out) {
		list = sn__prefixes_room(m + 1, &t->alloc);
		if (list) {
			trace(&s, m, list);
			*out = list;
		} else {
			status = SN_ENOMEM;
		}
	}
	solving_free(&s);
	if (result && (!status || status == SN_EINFEASIBLE))
		*result = r;
	return status;
}

/* The fewest prefixes within @o->max_extra: budgets that double. */
static sn_status
solve_within(const sn__tree *t, const sn_cover_options *o, sn_prefixes **out,
    sn_cover_result *result)
{
	uint64_t all = t->node[t->n - 1].splits;
	uint64_t cap = o->max_prefixes && o->max_prefixes - 1 < all
			   ? o->max_prefixes - 1
			   : all;
	uint64_t most = t->node[t->n - 1].forced;

	for (most = most < 16 ? 16 : most; most < cap; most *= 2) {
		sn_status status =
		    solve_budget(t, most, o->max_extra, out, result);

		if (status != SN_EINFEASIBLE)
			return status;
	}
	return solve_budget(t, cap, o->max_extra, out, result);
}

static bool
options_valid(const sn_cover_options *o)
{
	return o->struct_size == sizeof(*o) && o->shortest4 <= 32 &&
	       o->shortest6 <= 128 && o->method <= SN_COVER_CORE;
}

static sn_status
infeasible(sn_cover_result *result, uint64_t least)
{
	if (result)
		*result = (sn_cover_result){least, {{0}}, {{0}}};
	return SN_EINFEASIBLE;
}

sn_status
sn_cover(sn_prefixes **out, sn_cover_result *result, const sn_set *set,
    const sn_cover_options *options)
{
	sn__tree tree = {.alloc = set->alloc};
	const sn__node *root;
	sn_status status;

	if (!options_valid(options) ||
	    (options->max_prefixes == 0 && !options->max_extra))
		return SN_EINVAL;
	if (sn_set_is_empty(set)) {
		if (result)
			*result = (sn_cover_result){0, {{0}}, {{0}}};
		return sn_prefixes_new(out, NULL, 0, &set->alloc);
	}
	status = sn__tree_build(&tree, set, options);
	if (status)
		return status;
	root = &tree.node[tree.n - 1];
	if (tree.infeasible)
		status = infeasible(result, 0);
	else if (options->max_prefixes && root->forced >= options->max_prefixes)
		status = infeasible(result, (uint64_t)root->forced + 1);
	else if (options->max_extra)
		status = solve_within(&tree, options, out, result);
	else
		status = solve_budget(
		    &tree, options->max_prefixes - 1, NULL, out, result);
	sn__tree_free(&tree);
	return status;
}

sn_status
sn_cover_curve(sn_count *cost, size_t n, const sn_set *set,
    const sn_cover_options *options)
{
	static const sn_cover_options defaults = SN_COVER_OPTIONS_INIT;
	const sn_cover_options *o = options ? options : &defaults;
	sn__tree tree = {.alloc = set->alloc};
	struct solving s = {.tree = &tree, .alloc = set->alloc, .most = n - 1};
	sn_count gap;
	sn_status status;

	if (n == 0 || !options_valid(o))
		return SN_EINVAL;
	if (sn_set_is_empty(set)) {
		memset(cost, 0, n * sizeof(*cost));
		return SN_OK;
	}
	status = sn__tree_build(&tree, set, o);
	if (status)
		return status;
	if (!tree.infeasible && tree.node[tree.n - 1].forced < n)
		status = solve(&s);
	gap = whole_gap(&tree);
	for (size_t k = 1; !status && k <= n; k++) {
		const struct span *root = s.span;
		uint32_t m = (uint32_t)k - 1;

		if (!root || m < root->from)
			memset(&cost[k - 1], 0xff, sizeof(*cost));
		else
			cost[k - 1] = extra_at(&s, gap,
			    m < root->from + root->n
				? m
				: root->from + root->n - 1);
	}
	solving_free(&s);
	sn__tree_free(&tree);
	return status;
}
