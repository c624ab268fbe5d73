/*
 * cover.c - at most k prefixes that cover a set at the least cost, exactly.
 *
 * On the tree of cover_tree.c a cover is a frontier: start from the root
 * alone and split nodes, each only after its parent. A split costs one prefix
 * more and saves the addresses in no child. Which splits, is cover_solve.c;
 * here the frontier is read off, costs are added up, and the dual question
 * (fewest prefixes within a cost) is a search over k.
 */
#include "cover/cover.h"

#include "base/count.h"
#include "set/prefixes.h"
#include "set/set.h"

enum { DEPTH = 272 };

/* A question with what it needs. */
struct covering {
	const sn_cover_options *o;
	const sn_set *set;
	sn__prices prices;
	bool priced;
	sn__tree tree;
	sn__saved base; /* the cost when only forced nodes are split */
};

static void
covering_free(struct covering *c)
{
	sn__tree_free(&c->tree);
	sn__prices_free(&c->prices);
}

static sn_count
plus(sn_count sum, sn__i128 n)
{
	return n < 0 ? sn_count_sub(sum, sn__count_bits((sn__u128)-n))
		     : sn_count_add(sum, sn__count_bits((sn__u128)n));
}

/* What the old list costs when nothing of it stays: each once. */
static sn_count
all_dropped(const struct covering *c)
{
	uint64_t n = 0;

	for (size_t i = 0; i < c->prices.old_count; i++)
		n += i == 0 ||
		     sn_prefix_compare(c->prices.old[i - 1], c->prices.old[i]);
	return sn_count_mul(sn_count_from(n), sn_count_from(c->prices.churn));
}

/* Positive parts first: the sum is never below zero, but parts of it are. */
static void
find_base(struct covering *c)
{
	const sn__tree *t = &c->tree;
	sn_count up = all_dropped(c), down = sn_count_from(0);

	if (t->leaf_cost >= 0)
		up = plus(up, t->leaf_cost);
	else
		down = plus(down, -t->leaf_cost);
	up = sn_count_add(up, sn__count_bits(t->gap[0]));
	up = sn_count_add(up, sn__count_bits(t->gap[1]));
	for (size_t v = 0; t->saving && v < t->n; v++) {
		if (t->shape[v].flags & SN__FORCED)
			continue;
		if (t->saving[v] >= 0)
			up = plus(up, t->saving[v]);
		else
			down = plus(down, -t->saving[v]);
	}
	c->base.negative = sn_count_compare(up, down) < 0;
	c->base.amount =
	    c->base.negative ? sn_count_sub(down, up) : sn_count_sub(up, down);
}

/* base - saved, which is not below zero. */
static sn_count
cost_of(const struct covering *c, sn__saved saved)
{
	if (c->base.negative)
		return saved.negative
			   ? sn_count_sub(saved.amount, c->base.amount)
			   : sn_count_from(0);
	return saved.negative ? sn_count_add(c->base.amount, saved.amount)
			      : sn_count_sub(c->base.amount, saved.amount);
}

static bool
options_valid(const sn_cover_options *o)
{
	return o->struct_size == sizeof(*o) && o->shortest4 <= 32 &&
	       o->shortest6 <= 128 && o->method <= SN_COVER_CORE &&
	       (o->weights || !o->weight_count);
}

static sn_status
covering_make(struct covering *c, const sn_set *set, const sn_cover_options *o)
{
	sn_status status = SN_OK;

	c->o = o;
	c->set = set;
	c->priced = o->weight_count || (o->previous && o->churn_cost);
	c->prices.alloc = c->tree.alloc = set->alloc;
	if (c->priced)
		status = sn__prices_make(&c->prices, o, set);
	if (!status)
		status = sn__tree_build(
		    &c->tree, set, o, c->priced ? &c->prices : NULL);
	if (status) {
		covering_free(c);
		return status;
	}
	find_base(c);
	return SN_OK;
}

/* The frontier below the splits, in address order. */
static void
trace(const sn__tree *t, const sn__choice *choice, sn_prefixes *list)
{
	struct {
		size_t v;      /* an inner node */
		uint32_t size; /* of its subtree, in inner nodes; 0: a leaf */
		size_t leaf;   /* its first one */
		uint8_t len;
	} todo[DEPTH], at;
	unsigned depth = 0;

	todo[depth].v = t->n - 1;
	todo[depth].size = (uint32_t)t->n;
	todo[depth].len = t->n ? t->shape[t->n - 1].len : t->root_len;
	todo[depth++].leaf = 0;
	while (depth) {
		uint32_t left;

		at = todo[--depth];
		if (!at.size || !(choice->split[at.v / 8] >> at.v % 8 & 1)) {
			if (!at.size && t->leaf_pick)
				at.len = t->leaf_pick[at.leaf];
			else if (at.size && t->pick)
				at.len = t->pick[at.v];
			list->p[list->n++] =
			    sn__tree_prefix(t, at.leaf, at.len);
			continue;
		}
		left = at.size - 1 - t->right[at.v];
		todo[depth].v = at.v - 1;
		todo[depth].size = t->right[at.v];
		todo[depth].leaf = at.leaf + left + 1;
		todo[depth++].len = t->shape[at.v].right_len;
		todo[depth].v = at.v - 1 - t->right[at.v];
		todo[depth].size = left;
		todo[depth].leaf = at.leaf;
		todo[depth++].len = t->shape[at.v].left_len;
	}
}

static sn_count
extra_of(const struct covering *c, const sn_prefixes *list)
{
	sn_count sum = sn_count_from(0);

	for (size_t i = 0; i < list->n; i++)
		sum = sn_count_add(sum, sn_prefix_size(list->p[i]));
	return sn_count_sub(sum, sn_set_count(c->set, 0));
}

/* The best list with at most @most splits. */
static sn_status
solve(const struct covering *c, uint64_t most, sn_prefixes **out,
    sn_cover_result *result)
{
	sn__choice choice = {.split = NULL};
	sn_status status = sn__solve(&c->tree, most, c->o->method, &choice);
	sn_prefixes *list;

	if (status)
		return status;
	list = sn__prefixes_make(choice.splits + 1u, &c->tree.alloc);
	if (!list) {
		sn__free(&c->tree.alloc, choice.split);
		return SN_ENOMEM;
	}
	trace(&c->tree, &choice, list);
	sn__free(&c->tree.alloc, choice.split);
	result->prefixes = list->n;
	result->extra = extra_of(c, list);
	result->cost = cost_of(c, choice.saved);
	*out = list;
	return SN_OK;
}

/*
 * The fewest prefixes within max_extra. The cost never rises with the budget:
 * budgets double until it is met, then the gap is halved.
 */
static sn_status
solve_within(const struct covering *c, uint64_t most, sn_prefixes **out,
    sn_cover_result *result)
{
	uint64_t low = c->tree.forced, high = low, tried = low;
	sn_prefixes *best = NULL;
	bool met = false;

	while (!met || low < high) {
		sn_prefixes *list = NULL;
		sn_cover_result r = SN_COVER_RESULT_INIT;
		sn_status status = solve(c, tried, &list, &r);

		if (status) {
			sn_prefixes_free(best);
			return status;
		}
		if (sn_count_compare(r.cost, *c->o->max_extra) <= 0) {
			sn_prefixes_free(best);
			best = list;
			*result = r;
			met = true;
			high = r.prefixes - 1;
		} else {
			sn_prefixes_free(list);
			if (tried >= most)
				return SN_EINFEASIBLE;
			low = tried + 1;
			if (!met)
				high = most;
		}
		if (high < low)
			high = low;
		tried = met		       ? low + (high - low) / 2
			: tried * 2 + 1 < most ? tried * 2 + 1
					       : most;
	}
	*out = best;
	return SN_OK;
}

static sn_status
infeasible(sn_cover_result *result, uint64_t least)
{
	*result = (sn_cover_result)SN_COVER_RESULT_INIT;
	result->prefixes = least;
	return SN_EINFEASIBLE;
}

static sn_status
answer(const struct covering *c, sn_prefixes **out, sn_cover_result *result)
{
	const sn_cover_options *o = c->o;
	uint64_t most = o->max_prefixes ? o->max_prefixes - 1 : UINT64_MAX;
	sn_status status = SN_EINFEASIBLE;

	if (c->tree.infeasible)
		return infeasible(result, 0);
	if (!o->max_extra && c->tree.forced > most)
		return infeasible(result, (uint64_t)c->tree.forced + 1);
	if (most > c->tree.n)
		most = c->tree.n;
	if (!o->max_extra)
		return solve(c, most, out, result);
	if (c->tree.forced <= most)
		status = solve_within(c, most, out, result);
	if (status != SN_EINFEASIBLE)
		return status;
	if (most == c->tree.n)
		return infeasible(result, 0);
	/* More prefixes than max_prefixes might do. */
	status = solve_within(c, c->tree.n, out, result);
	if (status)
		return status == SN_EINFEASIBLE ? infeasible(result, 0)
						: status;
	sn_prefixes_free(*out);
	*out = NULL;
	return infeasible(result, result->prefixes);
}

sn_status
sn_cover(sn_prefixes **out, const sn_set *set, const sn_cover_options *options,
    sn_cover_result *result)
{
	struct covering c = {.o = options};
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;
	sn_status status;

	if (!options_valid(options) ||
	    (options->max_prefixes == 0 && !options->max_extra) ||
	    (result && result->struct_size != sizeof(*result)))
		return SN_EINVAL;
	status = covering_make(&c, set, options);
	if (status)
		return status;
	if (sn_set_is_empty(set)) {
		status = sn_prefixes_new(&list, NULL, 0, &set->alloc);
		r.cost = all_dropped(&c);
	} else {
		status = answer(&c, &list, &r);
	}
	covering_free(&c);
	if (!status)
		*out = list;
	if (result && (!status || status == SN_EINFEASIBLE))
		*result = r;
	return status;
}

sn_status
sn_cover_curve(const sn_set *set, const sn_cover_options *options,
    sn_count *cost, size_t n)
{
	static const sn_cover_options defaults = SN_COVER_OPTIONS_INIT;
	const sn_cover_options *o = options ? options : &defaults;
	struct covering c = {.o = o};
	sn__saved *saved;
	size_t most;
	sn_status status;

	if (n == 0 || !options_valid(o))
		return SN_EINVAL;
	status = covering_make(&c, set, o);
	if (status)
		return status;
	saved = sn__malloc(&set->alloc, n, sizeof(*saved));
	if (!saved)
		status = SN_ENOMEM;
	most = n - 1 < c.tree.forced ? 0 : n - 1 - c.tree.forced;
	if (!status && !sn_set_is_empty(set))
		status = sn__solve_all(&c.tree, most, saved);
	for (size_t k = 1; !status && k <= n; k++) {
		if (sn_set_is_empty(set))
			cost[k - 1] = all_dropped(&c);
		else if (c.tree.infeasible || k - 1 < c.tree.forced)
			memset(&cost[k - 1], 0xff, sizeof(*cost));
		else
			cost[k - 1] = cost_of(&c, saved[k - 1 - c.tree.forced]);
	}
	sn__free(&set->alloc, saved);
	covering_free(&c);
	return status;
}
