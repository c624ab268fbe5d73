/*
 * cover_solve.c - which nodes of the tree to split: at most so many, closed
 * upwards, saving most. Two exact methods that give the same answer.
 *
 * All nodes (a tree knapsack): best(v, m) is the most that m splits inside the
 * subtree of v save:
 *   best(v, 0) = 0
 *   best(v, m) = saving(v) + max over a + b = m - 1 of
 *                best(left, a) + best(right, b)
 * Nodes that have to be split cost no part of the budget and save nothing.
 * Each pair of leaves meets in one node, so with m bounded by the budget k the
 * work is O(n k); values live on a stack in post-order, and only the choice of
 * a is kept for every node.
 *
 * Core: for a price L a split, the best choice is one linear pass,
 *   gain(v) = saving(v) + max(0, gain(left) - L) + max(0, gain(right) - L),
 * v is split where its gain passes L. What that brings, plus L k, bounds what
 * any choice within the budget saves; the best L is found where tangents
 * meet, in some ten passes. What is split at one price contains what is split
 * at any higher one, so only the first passes see all nodes. A node whose split
 * (or whose absence) would cost more than the slack between the bound and a
 * solution is fixed; the few others go through the knapsack. Every
 * choice that was ruled out saves less than bound - slack: so when the solution
 * found is no further below the bound, it is an optimum, and all optima are
 * among those left. Else the slack becomes that distance, which ends it.
 *
 * Where subtrees are alike nothing can be fixed; solve_merge_impl.h says how
 * the knapsack uses the bound then.
 *
 * Ties, the same for both: fewest splits, then in each node from the root
 * down as many as possible on the left. The core keeps every optimum, so the
 * same order picks the same one.
 *
 * With prices a saving may be negative; a bonus on every split makes them all
 * positive, and is taken off again with the number of splits.
 *
 * Numbers: costs without the power of two that all of them are multiples of;
 * 64 bits where all sums fit, with up to 16 fraction bits in prices; else 128.
 * Where addresses cost 1 or their share, savings add up to less than 2^128 in
 * each family; what both bring together is only ever compared at the end, with
 * a carry. Weights and churn may need 256: 2^128 addresses at less than 2^64
 * and a bonus for each of 2^27 splits stay below 2^220.
 *
 * Greedy is not exact: of {0, 3..7} in 3 bits one split saves nothing and two
 * save everything. The problem is the tree knapsack of Soldo, Argyraki and
 * Markopoulou, "Optimal Source-Based Filtering of Malicious Traffic",
 * IEEE/ACM Transactions on Networking 20(2), 2012.
 */
#include "cover/best_sums.h"
#include "cover/cover.h"
#include "cover/num.h"

enum { DEPTH = 272 };
enum { FREE, MUST, CANNOT, FORCED };

/* Choices that are looked at between two questions whether to go on. */
enum { PATIENCE = 1 << 22 };

/* Trees of SMALL nodes are passed over as they are; else a sample is first. */
enum { SMALL = 1 << 14, WINDOWS = 16, SAMPLE = 32 };

/* See solve_merge_impl.h. */
enum {
	RANK_BITS = 6,
	RANKS = 1 << RANK_BITS,
	TOO_FAR = RANKS, /* the rank of what is of no use */
	RANKED = 16,	 /* children of fewer values are not worth it */
	LINE = 4	 /* nor are shorter lines */
};

struct scale {
	sn_count total; /* of all savings of a family, with the bonus */
	sn_count bonus;
	unsigned unit; /* the three are in 2^unit */
	unsigned shift;
};

/* What is asked for. */
struct goal {
	uint64_t most;		/* splits beyond the forced ones */
	const sn__amount *need; /* NULL: save most; else in the fewest splits */
};

static void
mark_split(sn__choice *choice, uint32_t v)
{
	choice->split[v / 8] |= (uint8_t)(1u << v % 8);
	choice->splits++;
}

/* Whether one that saves @a will do. */
static bool
enough(const struct goal *goal, sn__amount a)
{
	return !goal->need || !sn__amount_less(a, *goal->need);
}

/*
 * The rest is written once for three widths. W is the suffix of its names, NUM
 * an unsigned type that holds the sum of all savings of a family.
 */
#define W   64
#define NUM num64
#include "cover/solve_nodes_impl.h"
#include "cover/solve_merge_impl.h"
#include "cover/solve_exact_impl.h"
#include "cover/solve_core_impl.h"
#undef W
#undef NUM

#define W   128
#define NUM num128
#include "cover/solve_nodes_impl.h"
#include "cover/solve_merge_impl.h"
#include "cover/solve_exact_impl.h"
#include "cover/solve_core_impl.h"
#undef W
#undef NUM

#define W   256
#define NUM num256
#include "cover/solve_nodes_impl.h"
#include "cover/solve_merge_impl.h"
#include "cover/solve_exact_impl.h"
#include "cover/solve_core_impl.h"
#undef W
#undef NUM

/* Of a tree without prices: what is known of its lengths is enough. */
static struct scale
scale_of_sizes(const sn__tree *t)
{
	struct scale s = {.unit = 128u - t->longest};

	for (unsigned i = 0; i < 2; i++) {
		sn_count gap = sn__count_right(
		    sn__count_left(sn__count_bits(t->gap[i]), t->doublings[i]),
		    s.unit);

		if (sn_count_compare(gap, s.total) > 0)
			s.total = gap;
	}
	return s;
}

static struct scale
scale_of_prices(const sn__tree *t)
{
	size_t end = t->joined ? t->n - 1 : t->n;
	struct scale s = {.unit = 256};
	sn__amount least = sn_count_from(0), total[2] = {{{0}}, {{0}}};
	uint64_t free[2] = {0, 0};

	for (size_t v = 0; v < end; v++) {
		unsigned family6 = sn__tree_is6(t, v);
		sn__amount saving = sn__tree_saving(t, v);
		unsigned zeros = sn__count_zeros(saving);

		if (t->shape[v].flags & SN__FORCED)
			continue;
		s.unit = zeros < s.unit ? zeros : s.unit;
		if (sn__amount_less(saving, least))
			least = saving;
		total[family6] = sn__amount_add(total[family6], saving);
		free[family6]++;
	}
	s.unit = s.unit < 256 ? s.unit : 0;
	s.bonus = sn__count_right(sn__amount_negate(least), s.unit);
	for (unsigned i = 0; i < 2; i++) {
		total[i] = sn__amount_add(sn__count_right(total[i], s.unit),
		    sn_count_mul(s.bonus, sn_count_from(free[i])));
		if (sn_count_compare(total[i], s.total) > 0)
			s.total = total[i];
	}
	return s;
}

/* The width that does; and how many fraction bits fit. */
static unsigned
find_scale(const sn__tree *t, struct scale *s)
{
	unsigned bits, more;

	*s = t->saving ? scale_of_prices(t) : scale_of_sizes(t);
	bits = sn__count_length(s->total);
	more = sn__count_length(s->bonus);
	bits = more > bits ? more : bits;
	if (bits <= 62)
		s->shift = bits > 46 ? 62 - bits : 16;
	else if (bits <= 128)
		s->shift = bits >= 126 ? 0 : bits > 110 ? 126 - bits : 16;
	else
		s->shift = bits > 236 ? 0 : 16;
	return bits <= 62 ? 64 : bits <= 128 ? 128 : 256;
}

enum { ALL_NODES_WORK = 1 << 21 };

sn_status
sn__solve(const sn__tree *tree, uint64_t most, const sn__amount *need,
    unsigned method, sn__choice *choice)
{
	struct scale scale;
	unsigned width = find_scale(tree, &scale);
	sn__amount want = need ? *need : sn_count_from(0);
	struct goal goal = {most - tree->forced, need ? &want : NULL};
	sn_status status;

	if (!sn__tree_goes_on(tree))
		return SN_ECANCELED;
	if (goal.most > tree->n)
		goal.most = tree->n;
	/* All costs are multiples of the unit: rounded up. */
	want = sn__count_right(want, scale.unit);
	if (need && sn__amount_less(sn__count_left(want, scale.unit), *need))
		want = sn__amount_add(want, sn_count_from(1));
	if (method == SN_COVER_AUTO)
		method = (goal.most + 1) * tree->n <= ALL_NODES_WORK
			     ? SN_COVER_ALL_NODES
			     : SN_COVER_CORE;
	choice->split = sn__calloc(&tree->alloc, tree->n / 8 + 1, 1);
	if (!choice->split)
		return SN_ENOMEM;
	status = width == 64	? solve64(tree, goal, method, &scale, choice)
		 : width == 128 ? solve128(tree, goal, method, &scale, choice)
				: solve256(tree, goal, method, &scale, choice);
	if (status) {
		sn__free(&tree->alloc, choice->split);
		choice->split = NULL;
		return status;
	}
	choice->saved = sn__count_left(choice->saved, scale.unit);
	return SN_OK;
}

sn_status
sn__solve_all(const sn__tree *tree, size_t most, sn__curve *saved)
{
	struct scale scale;
	unsigned width = find_scale(tree, &scale);
	sn_status status = width == 64 ? solve_all64(tree, most, &scale, saved)
			   : width == 128
			       ? solve_all128(tree, most, &scale, saved)
			       : solve_all256(tree, most, &scale, saved);

	for (size_t m = 0; m <= most && !status; m++) {
		saved[m].saved = sn__count_left(saved[m].saved, scale.unit);
		saved[m].saved4 = sn__count_left(saved[m].saved4, scale.unit);
	}
	return status;
}
