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

#include "set/prefixes.h"
#include "set/set.h"

enum { DEPTH = 272 };

enum { MILLION = 1000000 };

/* A question with what it needs. */
struct covering {
	const sn_cover_options *o;
	const sn_set *set;
	unsigned only; /* the family that is asked for; 0: both */
	sn__prices prices;
	bool priced;
	sn__tree tree;
	/* The cost of each family, in its own addresses, when only forced nodes
	 * are split. */
	sn__amount base[2];
};

static void
covering_free(struct covering *c)
{
	sn__tree_free(&c->tree);
	sn__prices_free(&c->prices);
}

/* What the old list costs when nothing of it stays: each once. */
static void
drop_all(struct covering *c)
{
	const sn_prefix *old = c->prices.old;
	sn_count churn = sn_count_from(c->prices.churn);

	for (size_t i = 0; i < c->prices.old_count; i++) {
		unsigned is6 = old[i].family == SN_IPV6;

		if ((i && !sn_prefix_compare(old[i - 1], old[i])) ||
		    (c->only && c->only != old[i].family))
			continue;
		c->base[is6] = sn__amount_add(c->base[is6], churn);
	}
}

static void
find_base(struct covering *c)
{
	const sn__tree *t = &c->tree;

	drop_all(c);
	for (unsigned i = 0; i < 2; i++) {
		c->base[i] = sn__amount_add(c->base[i], t->leaf_cost[i]);
		c->base[i] =
		    sn__amount_add(c->base[i], sn__count_bits(t->gap[i]));
	}
	for (size_t v = 0; t->saving && v < t->n; v++) {
		sn__amount *base = &c->base[sn__tree_is6(t, v)];

		if (!(t->shape[v].flags & SN__FORCED))
			*base = sn__amount_add(*base, t->saving[v]);
	}
}

/* The cost of both families after @saved. */
static sn_count
cost_of(const struct covering *c, sn__amount saved)
{
	const unsigned *doublings = c->tree.doublings;

	return sn__amount_sub(
	    sn__amount_add(sn__count_left(c->base[0], doublings[0]),
		sn__count_left(c->base[1], doublings[1])),
	    saved);
}

static bool
options_valid(const sn_cover_options *o)
{
	bool priced = o->weight_count || (o->previous && o->churn_cost);
	bool each = o->max_prefixes4 || o->max_prefixes6;
	int goals =
	    !!o->max_extra + !!o->max_share + !!o->density + !!o->max_lengths;

	return o->struct_size == sizeof(*o) && o->shortest4 <= 32 &&
	       o->shortest6 <= 128 && o->method <= SN_COVER_CORE &&
	       (o->weights || !o->weight_count) && o->density <= MILLION &&
	       o->max_lengths <= 129 && goals <= 1 &&
	       !(each && (o->max_prefixes || (goals && !o->max_share))) &&
	       !(priced && (o->density || o->max_lengths));
}

/* Extra addresses that are bounded themselves count one each. */
static sn_status
covering_make(struct covering *c, const sn_set *set, const sn_cover_options *o)
{
	bool shares = !o->max_extra && !o->density;
	sn_status status = SN_OK;

	c->o = o;
	c->set = set;
	c->priced = o->weight_count || (o->previous && o->churn_cost);
	c->prices.alloc = c->tree.alloc = set->alloc;
	c->tree.options = o;
	if (c->priced)
		status = sn__prices_make(&c->prices, o);
	if (!status)
		status = sn__tree_build(
		    &c->tree, set, o, c->priced ? &c->prices : NULL, shares);
	if (status) {
		covering_free(c);
		return status;
	}
	find_base(c);
	return SN_OK;
}

/* The length of a prefix chosen: of @leaf, or inner node @v above it. */
static unsigned
chosen_len(const sn__tree *t, size_t leaf, size_t v, bool inner, uint8_t scaled)
{
	if (inner && t->pick)
		return t->pick[v];
	if (!inner && t->leaf_pick)
		return t->leaf_pick[leaf];
	return (unsigned)(scaled - t->lift[leaf >= t->leaves4]);
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
			list->p[list->n++] = sn__tree_prefix(t, at.leaf,
			    chosen_len(t, at.leaf, at.v, at.size > 0, at.len));
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

/* Counts the prefixes of @list and the addresses that are not in the set. */
static void
count_up(const struct covering *c, const sn_prefixes *list, sn_cover_result *r)
{
	sn_count sum[2] = {{{0}}, {{0}}};

	for (size_t i = 0; i < list->n; i++) {
		sn_count *s = &sum[list->p[i].family == SN_IPV6];

		*s = sn_count_add(*s, sn_prefix_size(list->p[i]));
	}
	r->prefixes = list->n;
	r->extra4 = sn_count_sub(sum[0], sn_set_count(c->set, SN_IPV4));
	r->extra6 = sn_count_sub(sum[1], sn_set_count(c->set, SN_IPV6));
	r->extra = sn_count_add(r->extra4, r->extra6);
}

static sn_status
infeasible(sn_cover_result *result, uint64_t least)
{
	*result = (sn_cover_result)SN_COVER_RESULT_INIT;
	result->prefixes = least;
	return SN_EINFEASIBLE;
}

/* The list of a choice of at most @most splits; the choice is freed. */
static sn_status
list_of(const struct covering *c, sn__choice *choice, uint64_t most,
    sn_prefixes **out, sn_cover_result *result)
{
	sn_prefixes *list = NULL;
	bool fits = choice->splits <= most;

	if (fits)
		list = sn__prefixes_make(choice->splits + 1u, &c->tree.alloc);
	if (list)
		trace(&c->tree, choice, list);
	sn__free(&c->tree.alloc, choice->split);
	if (!fits)
		return infeasible(result, (uint64_t)choice->splits + 1);
	if (!list)
		return SN_ENOMEM;
	count_up(c, list, result);
	*out = list;
	return SN_OK;
}

/* The best list with at most @most splits; within max_extra the shortest. */
static sn_status
solve(const struct covering *c, uint64_t most, sn_prefixes **out,
    sn_cover_result *result)
{
	const sn_count *limit = c->o->max_extra;
	sn_count none = sn_count_from(0), all = cost_of(c, none), need = none;
	sn__choice choice = {.split = NULL};
	sn_status status;

	if (limit && sn_count_compare(all, *limit) > 0)
		need = sn_count_sub(all, *limit);
	status = sn__solve(&c->tree, limit ? c->tree.n : most,
	    limit ? &need : NULL, c->o->method, &choice);
	if (status == SN_EINFEASIBLE)
		return infeasible(result, 0);
	if (status)
		return status;
	result->cost = cost_of(c, choice.saved);
	return list_of(c, &choice, most, out, result);
}

/* The fewest prefixes of which each is dense enough. */
static sn_status
solve_density(const struct covering *c, uint64_t most, sn_prefixes **out,
    sn_cover_result *result)
{
	sn__choice choice = {.split = NULL};
	sn_status status = sn__solve_density(&c->tree, c->o->density, &choice);

	if (!status)
		status = list_of(c, &choice, most, out, result);
	if (!status)
		result->cost = result->extra;
	return status;
}

static sn_status
answer(const struct covering *c, sn_prefixes **out, sn_cover_result *result)
{
	const sn_cover_options *o = c->o;
	uint64_t most = o->max_prefixes ? o->max_prefixes - 1 : UINT64_MAX;

	if (c->tree.infeasible)
		return infeasible(result, 0);
	if (o->density)
		return solve_density(c, most, out, result);
	if (!o->max_extra && c->tree.forced > most)
		return infeasible(result, (uint64_t)c->tree.forced + 1);
	return solve(c, most, out, result);
}

/* One list for all of @set; of the old list only what is of family @only. */
static sn_status
cover_whole(sn_prefixes **out, const sn_set *set, unsigned only,
    const sn_cover_options *o, sn_cover_result *result)
{
	struct covering c = {.only = only};
	sn_status status = SN_ELIMIT;
	uint64_t pieces;

	if (sn__tree_leaves(set, o, &pieces) <= SN__LEAVES_MAX)
		status = covering_make(&c, set, o);
	else if (o->avoid && sn_set_overlaps(o->avoid, set))
		return infeasible(result, 0);
	else if (o->max_prefixes && o->max_prefixes < pieces)
		return infeasible(result, pieces);
	if (status)
		return status;
	if (sn_set_is_empty(set)) {
		status = sn_prefixes_new(out, NULL, 0, &set->alloc);
		result->cost = cost_of(&c, sn_count_from(0));
	} else {
		status = answer(&c, out, result);
	}
	covering_free(&c);
	return status;
}

/* @own millionths of what @set has. */
static sn_count
part_of(const sn_set *set, uint64_t own)
{
	sn_count n = sn_count_mul(sn_set_count(set, 0), sn_count_from(own));
	sn__u128 rest = 0;

	for (int i = 3; i >= 0; i--) {
		rest = sn__u128_make(sn__lo(rest), n.word[i]);
		n.word[i] = sn__lo(rest / MILLION);
		rest %= MILLION;
	}
	return n;
}

/* One family alone; @set has no other. */
static sn_status
cover_family(sn_prefixes **out, const sn_set *set, unsigned family,
    const sn_cover_options *options, sn_cover_result *result)
{
	sn_cover_options o = *options;
	sn_count extra;

	o.max_share = NULL;
	o.max_prefixes = family == SN_IPV4 ? o.max_prefixes4 : o.max_prefixes6;
	o.max_prefixes4 = o.max_prefixes6 = 0;
	if (options->max_share) {
		extra = part_of(set, *options->max_share);
		o.max_extra = &extra;
	} else if (!o.max_prefixes) { /* exact, whatever it costs */
		o.max_prefixes = UINT64_MAX;
		o.weight_count = 0;
		o.previous = NULL;
	}
	return cover_whole(out, set, family, &o, result);
}

static sn_status
concatenate(sn_prefixes **out, sn_prefixes *const part[2])
{
	sn_prefixes *list =
	    sn__prefixes_make(part[0]->n + part[1]->n, &part[0]->alloc);

	if (!list)
		return SN_ENOMEM;
	for (unsigned i = 0; i < 2; i++)
		for (size_t j = 0; j < part[i]->n; j++)
			list->p[list->n++] = part[i]->p[j];
	*out = list;
	return SN_OK;
}

/* Each family by itself, within its own budget or share. */
static sn_status
cover_each(sn_prefixes **out, const sn_set *set, const sn_cover_options *o,
    sn_cover_result *result)
{
	sn_set part[2] = {*set, *set};
	sn_prefixes *list[2] = {NULL, NULL};
	sn_cover_result r[2] = {SN_COVER_RESULT_INIT, SN_COVER_RESULT_INIT};
	sn_status status = SN_OK;

	part[0].n6 = part[1].n4 = 0;
	for (unsigned i = 0; i < 2 && !status; i++) {
		unsigned family = i ? SN_IPV6 : SN_IPV4;

		status = cover_family(&list[i], &part[i], family, o, &r[i]);
		if (status == SN_EINFEASIBLE) {
			*result = r[i];
			result->family = family;
		}
	}
	if (!status) {
		result->prefixes = r[0].prefixes + r[1].prefixes;
		result->extra4 = r[0].extra4;
		result->extra6 = r[1].extra6;
		result->extra = sn_count_add(r[0].extra, r[1].extra);
		result->cost = sn_count_add(r[0].cost, r[1].cost);
		status = o->max_prefixes && result->prefixes > o->max_prefixes
			     ? infeasible(result, result->prefixes)
			     : concatenate(out, list);
	}
	sn_prefixes_free(list[0]);
	sn_prefixes_free(list[1]);
	return status;
}

/* Exactly the set, in few lengths. */
static sn_status
cover_lengths(sn_prefixes **out, const sn_set *set, const sn_cover_options *o,
    sn_cover_result *result)
{
	uint64_t need = 0;
	sn_status status = SN_OK;

	if (o->avoid && sn_set_overlaps(o->avoid, set))
		return infeasible(result, 0);
	status = sn__cover_lengths(
	    out, &need, set, o, o->max_prefixes ? o->max_prefixes : UINT64_MAX);
	result->prefixes = need;
	return status;
}

sn_status
sn_cover(sn_prefixes **out, const sn_set *set, const sn_cover_options *options,
    sn_cover_result *result)
{
	const sn_cover_options *o = options;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;
	sn_status status;

	if (!options_valid(o) || (result && result->struct_size != sizeof(r)))
		return SN_EINVAL;
	if (o->max_share || o->max_prefixes4 || o->max_prefixes6)
		status = cover_each(&list, set, o, &r);
	else if (o->max_lengths)
		status = cover_lengths(&list, set, o, &r);
	else if (o->max_prefixes || o->max_extra || o->density)
		status = cover_whole(&list, set, 0, o, &r);
	else
		status = SN_EINVAL;
	if (!status)
		*out = list;
	if (result && (!status || status == SN_EINFEASIBLE))
		*result = r;
	return status;
}

/* The point of the curve for a budget of @k. */
static sn_cover_point
point_of(const struct covering *c, const sn__curve *saved, uint64_t k)
{
	static const sn_count none = {
	    {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
	const unsigned *doublings = c->tree.doublings;
	sn__curve at = {{{0}}, {{0}}};
	sn__amount saved6;

	if (c->tree.infeasible || k - 1 < c->tree.forced)
		return (sn_cover_point){none, none, none};
	if (!sn_set_is_empty(c->set))
		at = saved[k - 1 - c->tree.forced];
	saved6 = sn__amount_sub(at.saved, at.saved4);
	return (sn_cover_point){cost_of(c, at.saved),
	    sn__amount_sub(
		c->base[0], sn__count_right(at.saved4, doublings[0])),
	    sn__amount_sub(c->base[1], sn__count_right(saved6, doublings[1]))};
}

sn_status
sn_cover_curve(const sn_set *set, const sn_cover_options *options,
    sn_cover_point *point, size_t n)
{
	static const sn_cover_options defaults = SN_COVER_OPTIONS_INIT;
	sn_cover_options o = options ? *options : defaults;
	struct covering c = {.only = 0};
	sn__curve *saved;
	uint64_t pieces;
	size_t most;
	sn_status status;

	if (n == 0 || !options_valid(&o))
		return SN_EINVAL;
	o.max_extra = NULL;
	o.max_share = NULL;
	o.density = 0;
	if (sn__tree_leaves(set, &o, &pieces) > SN__LEAVES_MAX)
		return SN_ELIMIT;
	status = covering_make(&c, set, &o);
	if (status)
		return status;
	saved = sn__malloc(&set->alloc, n, sizeof(*saved));
	if (!saved)
		status = SN_ENOMEM;
	most = n - 1 < c.tree.forced ? 0 : n - 1 - c.tree.forced;
	if (!status && !sn_set_is_empty(set))
		status = sn__solve_all(&c.tree, most, saved);
	for (size_t k = 1; !status && k <= n; k++)
		point[k - 1] = point_of(&c, saved, k);
	sn__free(&set->alloc, saved);
	covering_free(&c);
	return status;
}
