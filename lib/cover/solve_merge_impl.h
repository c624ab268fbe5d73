/*
 * solve_merge_impl.h - the values of a node of the tree knapsack from those of
 * its children, for all widths of numbers; see cover_solve.c.
 *
 * Ranks. Less the price of their splits, all values of a node lie some distance
 * below the best of them. Distances add up on the way to the root, and a choice
 * that is as good as the bound but for the slack is no further away than that.
 * So of a node only values within the slack are of use, and of two children
 * only pairs whose distances are within it together. Distances are rounded
 * down to at most RANKS steps, and the values of a child sorted by them: the
 * partners of one are then a beginning of the other's. Where many subtrees are
 * alike, no node can be fixed, but nearly all pairs are too far away.
 *
 * Lines. Where savings are equal, many values are equally far; they rise by the
 * same with each split. Of two such lines the steeper one is taken first.
 */
/* The values of one node: for 0..n-1 free splits in its subtree. */
struct NAME(span) {
	size_t at;
	uint32_t n;
	NUM best; /* the most of any of them less the price of its splits */
};

/* Values that rise by @slope a split: @n from @splits on. */
struct NAME(line) {
	NUM value; /* the first */
	NUM slope;
	uint32_t splits;
	uint32_t n;
};

/* The values of a child that are of use, by rank. */
struct NAME(ranked) {
	struct NAME(line) * line;
	uint32_t end[RANKS];
};

struct NAME(knapsack) {
	const struct NAME(work) * w;
	uint32_t most; /* free splits */
	NUM price;
	NUM slack; /* the largest number: every value is of use */
	NUM *value;
	uint8_t *rank; /* of each value; NULL: every one is of use */
	struct NAME(ranked) ranked[2];
	/* Free splits on the left, for each number of them in the subtree of a
	 * node with two inner children; uint32_t where @most needs it, else
	 * uint16_t. */
	void *choice;
	bool wide;
	sn__cpu cpu;
	int64_t *scratch;	   /* see sn__sums_begin64() */
	uint64_t work;		   /* choices looked at since it was asked */
	size_t *first_choice;	   /* by node */
	struct NAME(span) root[2]; /* of the trees, when all is run */
	unsigned roots;
};

/* Whether to go on after @more choices. */
static inline bool
NAME(goes_on)(struct NAME(knapsack) * p, uint64_t more)
{
	p->work += more;
	if (p->work < PATIENCE)
		return true;
	p->work = 0;
	return sn__tree_goes_on(p->w->tree);
}

static void
NAME(set_choice)(struct NAME(knapsack) * p, size_t i, uint32_t a)
{
	if (p->wide)
		((uint32_t *)p->choice)[i] = a;
	else
		((uint16_t *)p->choice)[i] = (uint16_t)a;
}

static uint32_t
NAME(choice)(const struct NAME(knapsack) * p, size_t i)
{
	return p->wide ? ((const uint32_t *)p->choice)[i]
		       : ((const uint16_t *)p->choice)[i];
}

static bool
NAME(two_children)(const struct NAME(work) * w, size_t v)
{
	uint8_t both = SN__LEFT | SN__RIGHT;

	return (w->shape[v].flags & both) == both;
}

/* The sums of merge(), many at a time. */
static bool
NAME(merge_sums)(struct NAME(knapsack) * p, size_t v, const sn__sums *sums,
    uint32_t own, NUM *to, uint32_t n)
{
	NUM saving = NAME(saving)(p->w, v);
	size_t choice = p->first_choice[v];
	int64_t best[SN__SUMS], a[SN__SUMS];

	for (uint32_t m = own; m < n; m += SN__SUMS) {
		if (!NAME(goes_on)(p, (uint64_t)sums->few_n * SN__SUMS / 8))
			return false;
		sn__sums_at(sums, m - own, best, a);
		for (uint32_t i = 0; i < SN__SUMS && m + i < n; i++) {
			to[m + i] =
			    NAME(add)(saving, NAME(from)((uint64_t)best[i]));
			NAME(set_choice)(p, choice + m + i, (uint32_t)a[i]);
		}
	}
	return true;
}

/*
 * The values of a node from its children's, which are @l and @r long. A free
 * node may be left whole, for 0; one that is split needs a split itself.
 * With one inner child there is no choice to keep. False: not to go on.
 */
static bool
NAME(merge)(struct NAME(knapsack) * p, size_t v, const NUM *l, uint32_t nl,
    const NUM *r, uint32_t nr, NUM *to, uint32_t n)
{
	NUM saving = NAME(saving)(p->w, v);
	size_t at = p->first_choice[v];
	bool choose = NAME(two_children)(p->w, v);
	uint32_t own = NAME(state)(p->w, v) == FREE;
	sn__sums sums;

	if (own)
		to[0] = NAME(from)(0);
	if (own && choose)
		NAME(set_choice)(p, at, 0);
	if (NAME(sn__sums_begin)(&sums, p->cpu, l, nl, r, nr, p->scratch))
		return NAME(merge_sums)(p, v, &sums, own, to, n);
	for (uint32_t m = own; m < n; m++) {
		uint32_t rest = m - own;
		uint32_t a = rest < nr ? 0 : rest - (nr - 1);
		uint32_t end = rest < nl ? rest : nl - 1;
		uint32_t best_a = a;
		NUM best = NAME(from)(0);

		if (!NAME(goes_on)(p, end - a + 1))
			return false;
		for (; a <= end; a++) {
			NUM sum = NAME(add)(l[a], r[rest - a]);

			if (!NAME(less)(sum, best)) {
				best = sum;
				best_a = a;
			}
		}
		to[m] = NAME(add)(saving, best);
		if (choose)
			NAME(set_choice)(p, at + m, best_a);
	}
	return true;
}

/* What is needed for ranks, where the slack is not out of all proportion. */
static bool
NAME(ranks_reserve)(struct NAME(knapsack) * p, size_t values)
{
	const sn_alloc *alloc = &p->w->alloc;
	size_t most = p->most + 1ull < values ? p->most + 1ull : values;

	if (NAME(length)(p->slack) + 1 >= NAME(length)(NAME(most)()))
		return true;
	p->rank = sn__malloc(alloc, values, 1);
	for (unsigned i = 0; i < 2; i++)
		p->ranked[i].line =
		    sn__malloc(alloc, most, sizeof(*p->ranked[i].line));
	return p->rank && p->ranked[0].line && p->ranked[1].line;
}

/* Distances are divided by 2^this. */
static unsigned
NAME(rank_shift)(const struct NAME(knapsack) * p)
{
	unsigned bits = NAME(length)(p->slack);

	return bits > RANK_BITS ? bits - RANK_BITS : 0;
}

static unsigned
NAME(rank_of)(const struct NAME(knapsack) * p, NUM distance)
{
	return (unsigned)NAME(to_count)(
	    NAME(right)(distance, NAME(rank_shift)(p)))
	    .word[0];
}

/* The best of node @v, whose values are @out, and their ranks. */
static void
NAME(rank)(struct NAME(knapsack) * p, size_t v, const struct NAME(span) * l,
    const struct NAME(span) * r, struct NAME(span) * out)
{
	bool own = NAME(state)(p->w, v) == FREE;
	NUM best =
	    NAME(add)(NAME(saving)(p->w, v), NAME(add)(l->best, r->best));
	NUM from;

	if (own)
		best = NAME(less)(p->price, best) ? NAME(sub)(best, p->price)
						  : NAME(from)(0);
	out->best = from = best;
	for (uint32_t m = 0; m < out->n; m++) {
		NUM distance = NAME(sub)(from, p->value[out->at + m]);

		p->rank[out->at + m] =
		    NAME(less)(p->slack, distance)
			? TOO_FAR
			: (uint8_t)NAME(rank_of)(p, distance);
		from = NAME(capped)(from, p->price);
	}
}

/* The longest line from @m on: LINE values or more, or one. */
static struct NAME(line) NAME(line_at)(
    const struct NAME(knapsack) * p, const struct NAME(span) * s, uint32_t m)
{
	const NUM *value = p->value + s->at;
	const uint8_t *rank = p->rank + s->at;
	struct NAME(line) line = {value[m], NAME(from)(0), m, 1};

	for (uint32_t i = m + 1;
	     i < s->n && rank[m] != TOO_FAR && rank[i] != TOO_FAR; i++) {
		NUM rise = NAME(sub)(value[i], value[i - 1]);

		if (i == m + 1)
			line.slope = rise;
		else if (NAME(less)(rise, line.slope) ||
			 NAME(less)(line.slope, rise))
			break;
		line.n++;
	}
	if (line.n < LINE)
		line.n = 1;
	return line;
}

/* The rank of the nearer end of a line. */
static unsigned
NAME(line_rank)(const struct NAME(knapsack) * p, const struct NAME(span) * s,
    const struct NAME(line) * line)
{
	const uint8_t *rank = p->rank + s->at + line->splits;
	uint8_t first = rank[0], last = rank[line->n - 1];

	return first < last ? first : last;
}

static void
NAME(sort)(const struct NAME(knapsack) * p, const struct NAME(span) * s,
    struct NAME(ranked) * to)
{
	uint32_t at[TOO_FAR + 1] = {0}, sum = 0;
	struct NAME(line) line;

	for (uint32_t m = 0; m < s->n; m += line.n) {
		line = NAME(line_at)(p, s, m);
		at[NAME(line_rank)(p, s, &line)]++;
	}
	for (unsigned i = 0; i < RANKS; i++) {
		sum += at[i];
		to->end[i] = sum;
		at[i] = sum - at[i];
	}
	for (uint32_t m = 0; m < s->n; m += line.n) {
		unsigned rank;

		line = NAME(line_at)(p, s, m);
		rank = NAME(line_rank)(p, s, &line);
		if (rank != TOO_FAR)
			to->line[at[rank]++] = line;
	}
}

/* All sums of a value of @a and one of @b, of which the steeper goes first; of
 * equal ones @a. */
static void
NAME(merge_lines)(struct NAME(knapsack) * p, const struct NAME(line) * a,
    const struct NAME(line) * b, uint32_t own, size_t choice, NUM *value,
    uint32_t n)
{
	bool a_first = !NAME(less)(a->slope, b->slope);
	uint64_t first = (uint64_t)own + a->splits + b->splits;
	uint32_t end = a->n + b->n - 1, turn = a_first ? a->n : b->n;
	uint32_t on_a = a->splits;
	NUM sum = NAME(add)(a->value, b->value);

	for (uint32_t i = 0; i < end && first + i < n; i++) {
		size_t m = (size_t)first + i;
		bool step_a = a_first == (i < turn);

		if (i > 0) {
			sum = NAME(add)(sum, step_a ? a->slope : b->slope);
			on_a += step_a;
		}
		if (NAME(less)(sum, value[m]) ||
		    (!NAME(less)(value[m], sum) &&
			on_a < NAME(choice)(p, choice + m)))
			continue;
		value[m] = sum;
		NAME(set_choice)(p, choice + m, on_a);
	}
}

/* The pairs that are near enough together. */
static uint64_t
NAME(pairs)(const struct NAME(ranked) * left, const struct NAME(ranked) * right,
    unsigned last)
{
	uint64_t n = 0;
	uint32_t before = 0;

	for (unsigned rank = 0; rank <= last; rank++) {
		n += (uint64_t)(left->end[rank] - before) *
		     right->end[last - rank];
		before = left->end[rank];
	}
	return n;
}

/*
 * Does as merge() does, for two inner children and with ranks. Values that none
 * of the pairs makes are left too small, and would be too far away.
 */
static bool
NAME(merge_ranked)(struct NAME(knapsack) * p, size_t v,
    const struct NAME(span) * l, const struct NAME(span) * r, NUM *to,
    uint32_t n)
{
	const struct NAME(ranked) *left = &p->ranked[0], *right = left + 1;
	unsigned last = NAME(rank_of)(p, p->slack), rank = 0;
	uint32_t own = NAME(state)(p->w, v) == FREE;
	size_t choice = p->first_choice[v];

	NAME(sort)(p, l, &p->ranked[0]);
	NAME(sort)(p, r, &p->ranked[1]);
	if (NAME(pairs)(left, right, last) >
	    (uint64_t)l->n * r->n / sn__sums_dearer(W, p->cpu))
		return NAME(merge)(p, v, p->value + l->at, l->n,
		    p->value + r->at, r->n, to, n);
	for (uint32_t m = 0; m < n; m++) {
		uint32_t rest = m < own ? 0 : m - own;

		to[m] = NAME(from)(0);
		NAME(set_choice)
		(p, choice + m, rest < r->n ? 0 : rest - (r->n - 1));
	}
	for (uint32_t i = 0; i < left->end[last]; i++) {
		uint64_t work = 0;

		while (left->end[rank] <= i)
			rank++;
		for (uint32_t j = 0; j < right->end[last - rank]; j++) {
			NAME(merge_lines)
			(p, &left->line[i], &right->line[j], own, choice, to,
			    n);
			work += left->line[i].n + right->line[j].n;
		}
		if (!NAME(goes_on)(p, work))
			return false;
	}
	for (uint32_t m = own; m < n; m++)
		to[m] = NAME(add)(NAME(saving)(p->w, v), to[m]);
	return true;
}
