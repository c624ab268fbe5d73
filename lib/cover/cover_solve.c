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
 * Ties, the same for both: fewest splits, then in each node from the root
 * down as many as possible on the left. The core keeps every optimum, so the
 * same order picks the same one.
 *
 * With prices a saving may be negative; a bonus on every split makes them all
 * positive, and is taken off again with the number of splits.
 *
 * Numbers: 64 bits where all sums fit (IPv4), with 16 fraction bits in prices;
 * else 128. Savings add up to less than 2^128 in each family; what both bring
 * together is only ever compared at the end, with a carry.
 *
 * Greedy is not exact: of {0, 3..7} in 3 bits one split saves nothing and two
 * save everything. The problem is the tree knapsack of Soldo, Argyraki and
 * Markopoulou, "Optimal Source-Based Filtering of Malicious Traffic",
 * IEEE/ACM Transactions on Networking 20(2), 2012.
 */
#include "base/count.h"
#include "base/name.h"
#include "cover/cover.h"

enum { DEPTH = 272 };
enum { FREE, MUST, CANNOT, FORCED };

/* Trees of SMALL nodes are passed over as they are; else a sample is first. */
enum { SMALL = 1 << 14, WINDOWS = 16, SAMPLE = 32 };

struct scale {
	sn__u128 total; /* of all savings, with the bonus */
	sn__u128 bonus;
	unsigned shift;
};

/* a > b */
static bool
better(sn__saved a, sn__saved b)
{
	int order = sn_count_compare(a.amount, b.amount);

	if (a.negative != b.negative)
		return b.negative;
	return a.negative ? order < 0 : order > 0;
}

static sn_count
shift_right(sn_count n, unsigned shift)
{
	for (unsigned i = 0; shift && i < 4; i++)
		n.word[i] = n.word[i] >> shift |
			    (i < 3 ? n.word[i + 1] << (64 - shift) : 0);
	return n;
}

static void
mark_split(sn__choice *choice, uint32_t v)
{
	choice->split[v / 8] |= (uint8_t)(1u << v % 8);
	choice->splits++;
}

/*
 * The rest is written once for two widths. W is the suffix of its names, NUM
 * an unsigned type that holds the sum of all savings of a family.
 */
#define NUM_MAX ((NUM) ~(NUM)0)

#define W   64
#define NUM uint64_t
#include "cover/solve_nodes_impl.h"
#include "cover/solve_exact_impl.h"
#include "cover/solve_core_impl.h"
#undef W
#undef NUM

#define W   128
#define NUM sn__u128
#include "cover/solve_nodes_impl.h"
#include "cover/solve_exact_impl.h"
#include "cover/solve_core_impl.h"
#undef W
#undef NUM

static struct scale
find_scale(const sn__tree *t)
{
	size_t end = t->joined ? t->n - 1 : t->n;
	size_t end4 = t->leaves4 ? t->leaves4 - 1 : 0;
	struct scale s = {0, 0, 0};
	sn__u128 total[2] = {t->gap[0], t->gap[1]};
	sn__i128 least = 0;

	for (size_t v = 0; t->saving && v < end; v++)
		if (!(t->shape[v].flags & SN__FORCED) && t->saving[v] < least)
			least = t->saving[v];
	s.bonus = (sn__u128)-least;
	for (size_t v = 0; t->saving && v < end; v++)
		if (!(t->shape[v].flags & SN__FORCED))
			total[v >= end4] +=
			    (sn__u128)(t->saving[v] + (sn__i128)s.bonus);
	s.total = total[0] > total[1] ? total[0] : total[1];
	return s;
}

/* Whether 64 bits do; and how many fraction bits fit. */
static bool
is_narrow(struct scale *s)
{
	unsigned bits = 128 - sn__clz128(s->total | s->bonus);

	s->shift = bits >= 126 ? 0 : bits > 110 ? 126 - bits : 16;
	return bits <= 46;
}

enum { ALL_NODES_WORK = 1 << 21 };

sn_status
sn__solve(
    const sn__tree *tree, uint64_t most, unsigned method, sn__choice *choice)
{
	struct scale scale = find_scale(tree);
	bool narrow = is_narrow(&scale);
	sn_status status;

	most -= tree->forced;
	if (most > tree->n)
		most = tree->n;
	if (method == SN_COVER_AUTO)
		method = (most + 1) * tree->n <= ALL_NODES_WORK
			     ? SN_COVER_ALL_NODES
			     : SN_COVER_CORE;
	choice->split = sn__calloc(&tree->alloc, tree->n / 8 + 1, 1);
	if (!choice->split)
		return SN_ENOMEM;
	status = narrow ? solve64(tree, most, method, &scale, choice)
			: solve128(tree, most, method, &scale, choice);
	if (status) {
		sn__free(&tree->alloc, choice->split);
		choice->split = NULL;
	}
	return status;
}

sn_status
sn__solve_all(const sn__tree *tree, size_t most, sn__saved *saved)
{
	struct scale scale = find_scale(tree);
	struct work128 w = {
	    .tree = tree, .alloc = tree->alloc, .bonus = scale.bonus};
	struct knapsack128 p = {.w = &w};
	sn_status status = SN_ENOMEM;

	p.most = most < UINT32_MAX - 1 ? (uint32_t)most : UINT32_MAX - 1;
	if (work_all128(&w))
		status = run128(&p);
	for (uint32_t m = 0; m <= most && !status; m++) {
		sn_count value;
		uint32_t a;

		saved[m] = m ? saved[m - 1] : (sn__saved){{{0}}, false};
		if (m == 0 || m >= free_end128(&p))
			continue;
		share128(&p, m, &a, &value);
		sn__saved net = net128(&w, value, m);
		if (better(net, saved[m]))
			saved[m] = net;
	}
	knapsack_free128(&p);
	work_free128(&w);
	return status;
}
