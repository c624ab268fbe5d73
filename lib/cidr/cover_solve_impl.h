/*
 * cover_solve_impl.h - the choice of splits, written once for two widths of
 * numbers. Included by cover_solve.c, which has the exposition, with
 *   W          the suffix
 *   NUM        an unsigned type that holds the sum of all savings
 *   SHIFT_MAX  fraction bits that prices may get
 */
#define CAT_(a, b) a##b
#define CAT(a, b)  CAT_(a, b)
#define NAME(x)	   CAT(x, W)
#define NUM_MAX	   ((NUM) ~(NUM)0)

/*
 * The nodes in question, in post-order as in sn__tree: all of its trees, or
 * a part that is closed upwards. The node that joins the two families is left
 * out: there are up to two roots.
 */
struct NAME(work) {
	const sn__tree *tree;
	sn_alloc alloc;
	size_t n;
	const sn__inner *node; /* the tree's, or own */
	sn__inner *own;
	uint32_t *origin; /* nodes of the tree; NULL: the same */
	NUM *saving;
	NUM *gain; /* of the last sweep: saving + what children bring */
	uint8_t *state;
	NUM bonus;	/* added to every saving, so that none is negative */
	unsigned shift; /* savings are scaled by 2^shift */
};

static void
NAME(work_free)(struct NAME(work) * w)
{
	sn__free(&w->alloc, w->own);
	sn__free(&w->alloc, w->origin);
	sn__free(&w->alloc, w->saving);
	sn__free(&w->alloc, w->gain);
	sn__free(&w->alloc, w->state);
}

/* Room for @n nodes in a work that shares nothing with the one it was. */
static bool
NAME(work_room)(struct NAME(work) * w, size_t n, bool own)
{
	w->own = NULL;
	w->origin = NULL;
	if (own) {
		w->own = sn__malloc(&w->alloc, n, sizeof(*w->own));
		w->origin = sn__malloc(&w->alloc, n, sizeof(*w->origin));
		w->node = w->own;
	}
	w->saving = sn__malloc(&w->alloc, n, sizeof(*w->saving));
	w->gain = sn__malloc(&w->alloc, n, sizeof(*w->gain));
	w->state = sn__malloc(&w->alloc, n, sizeof(*w->state));
	return (!own || (w->own && w->origin)) && w->saving && w->gain &&
	       w->state;
}

static uint32_t
NAME(left)(const struct NAME(work) * w, size_t v)
{
	return w->node[v].splits - 1 - w->node[v].right;
}

/* The whole tree. False: memory is out. */
static bool
NAME(work_all)(struct NAME(work) * w)
{
	const sn__tree *t = w->tree;

	w->node = t->inner;
	w->n = t->joined ? t->n - 1 : t->n;
	if (!NAME(work_room)(w, w->n, false))
		return false;
	for (size_t v = 0; v < w->n; v++) {
		bool forced = t->inner[v].forced;

		w->state[v] = forced ? FORCED : FREE;
		if (forced)
			w->saving[v] = 0;
		else if (t->saving)
			w->saving[v] =
			    (NUM)((sn__u128)(t->saving[v] +
					     (sn__i128)(w->bonus >> w->shift))
				  << w->shift);
		else
			w->saving[v] = (NUM)(sn__tree_gap(t, v) << w->shift);
	}
	return true;
}

/* The nodes of @w that are not CANNOT into @to, which may be @w itself. */
static void
NAME(shrink)(const struct NAME(work) * w, struct NAME(work) * to)
{
	uint32_t pending[DEPTH];
	unsigned depth = 0;
	size_t end = w->n, n = 0;

	for (size_t v = 0; v < end; v++) {
		sn__inner node = w->node[v];
		uint32_t right = 0, left = 0;

		if (node.right)
			right = pending[--depth];
		if (NAME(left)(w, v))
			left = pending[--depth];
		if (w->state[v] == CANNOT) {
			pending[depth++] = 0;
			continue;
		}
		pending[depth++] = left + right + 1;
		to->origin[n] = w->origin ? w->origin[v] : (uint32_t)v;
		to->saving[n] = w->saving[v];
		to->state[n] = w->state[v];
		to->own[n] = node;
		to->own[n].splits = left + right + 1;
		to->own[n++].right = right;
	}
	to->n = n;
}

/* A copy of the nodes of @w that are not CANNOT. False: memory is out. */
static bool
NAME(work_part)(struct NAME(work) * part, const struct NAME(work) * w)
{
	size_t n = 0;

	for (size_t v = 0; v < w->n; v++)
		n += w->state[v] != CANNOT;
	*part = *w;
	if (!NAME(work_room)(part, n, true)) {
		NAME(work_free)(part);
		return false;
	}
	NAME(shrink)(w, part);
	return true;
}

/* A price tried: what the best choice for it brings, and its splits. */
struct NAME(line) {
	NUM price;
	sn_count total;
	uint32_t count;
};

/* The best choice when each split costs @price; splits only where it pays. */
static struct NAME(line) NAME(sweep)(struct NAME(work) * w, NUM price)
{
	struct NAME(line) line = {price, {{0}}, 0};
	struct {
		NUM total;
		uint32_t count;
	} pending[DEPTH];
	unsigned depth = 0;

	for (size_t v = 0; v < w->n; v++) {
		NUM total = w->saving[v];
		uint32_t count = 0;

		if (w->node[v].right) {
			total += pending[--depth].total;
			count += pending[depth].count;
		}
		if (NAME(left)(w, v)) {
			total += pending[--depth].total;
			count += pending[depth].count;
		}
		w->gain[v] = total;
		if (!w->node[v].forced) {
			count = total > price ? count + 1 : 0;
			total = total > price ? total - price : 0;
		}
		pending[depth].total = total;
		pending[depth++].count = count;
	}
	/* Up to two trees: their sums together may pass NUM. */
	while (depth) {
		line.total = sn_count_add(
		    line.total, sn__count_bits(pending[--depth].total));
		line.count += pending[depth].count;
	}
	return line;
}

/*
 * After a sweep at @price: nodes that it did not split are CANNOT. None of
 * them is split at a higher price either.
 */
static void
NAME(keep_split)(struct NAME(work) * w, NUM price)
{
	bool todo[DEPTH];
	unsigned depth = 0;

	for (size_t v = w->n; v-- > 0;) {
		bool above = depth ? todo[--depth] : true;
		bool split = above && (w->node[v].forced || w->gain[v] > price);

		w->state[v] = !split		  ? CANNOT
			      : w->node[v].forced ? FORCED
						  : FREE;
		if (NAME(left)(w, v))
			todo[depth++] = split;
		if (w->node[v].right)
			todo[depth++] = split;
	}
}

/* Where the lines of two prices meet: the next price to try. */
static NUM
NAME(meet)(const struct NAME(line) * low, const struct NAME(line) * high)
{
	long double l = (long double)sn_count_to_double(low->total) +
			(long double)low->price * low->count;
	long double h = (long double)sn_count_to_double(high->total) +
			(long double)high->price * high->count;
	long double at = (l - h) / ((long double)low->count - high->count);
	NUM price;

	if (!(at > (long double)low->price))
		return low->price + 1;
	if (at >= (long double)high->price)
		return high->price - 1;
	price = (NUM)at;
	return price <= low->price    ? low->price + 1
	       : price >= high->price ? high->price - 1
				      : price;
}

/*
 * A price at which the bound is lowest, from @least up; the sweep of @w was
 * made with it. What the best choice brings is convex in the price: pieces of
 * lines, whose slope is the number of splits. So the next price is where the
 * lines of two known ones meet; when that is on one of them, it is a corner,
 * and the lowest. What is split only shrinks as the price rises, so the search
 * goes on with that part alone.
 */
static sn_status
NAME(search)(struct NAME(work) * w, NUM least, NUM top, uint64_t most,
    struct NAME(line) * line)
{
	struct NAME(line) low = NAME(sweep)(w, least), mid = low;
	struct NAME(line) high = {top, {{0}}, 0};
	struct NAME(work) part = {.n = 0}, *now = w;

	while (low.count > most && high.price - low.price > 1) {
		mid = NAME(sweep)(now, NAME(meet)(&low, &high));
		if (mid.count == most || mid.count == low.count ||
		    mid.count == high.count)
			break;
		if (mid.count <= most) {
			high = mid;
			continue;
		}
		low = mid;
		if (low.count > now->n / 2)
			continue;
		NAME(keep_split)(now, low.price);
		if (now == &part)
			NAME(shrink)(&part, &part);
		else if (!NAME(work_part)(&part, w))
			return SN_ENOMEM;
		now = &part;
	}
	if (now == &part)
		NAME(work_free)(&part);
	*line = NAME(sweep)(w, mid.price);
	return SN_OK;
}

/*
 * States from what deviating from the best choice at @price costs: a node
 * whose split would cost more than @slack is out, and one whose absence would
 * is in. Walks from the root; what waits is the two costs for a subtree.
 */
static void
NAME(fix)(struct NAME(work) * w, NUM price, NUM slack)
{
	struct {
		NUM in;	 /* cost of having every node above */
		NUM out; /* least cost of losing one of them */
	} todo[DEPTH];
	unsigned depth = 0;

	for (size_t v = w->n; v-- > 0;) {
		NUM in = 0, out = NUM_MAX, cost;

		if (depth) { /* else a root */
			in = todo[--depth].in;
			out = todo[depth].out;
		}
		w->state[v] = FORCED;
		if (!w->node[v].forced) {
			cost = w->gain[v] > price ? w->gain[v] - price : 0;
			cost = in > NUM_MAX - cost ? NUM_MAX : in + cost;
			out = cost < out ? cost : out;
			cost = w->gain[v] < price ? price - w->gain[v] : 0;
			in = in > NUM_MAX - cost ? NUM_MAX : in + cost;
			w->state[v] = out > slack  ? MUST
				      : in > slack ? CANNOT
						   : FREE;
		}
		if (NAME(left)(w, v)) {
			todo[depth].in = in;
			todo[depth++].out = out;
		}
		if (w->node[v].right) {
			todo[depth].in = in;
			todo[depth++].out = out;
		}
	}
}

/* The values of one node: for 0..n-1 free splits in its subtree. */
struct NAME(span) {
	size_t at;
	uint32_t n;
};

struct NAME(program) {
	const struct NAME(work) * w;
	uint32_t most; /* free splits */
	NUM *value;
	size_t values;
	size_t value_capacity;
	uint32_t *choice; /* free splits on the left, for each (node, number) */
	size_t choices;
	size_t choice_capacity;
	size_t *first_choice;
	struct NAME(span) root[2]; /* of the trees, when all is run */
	unsigned roots;
};

static bool
NAME(room)(
    const sn_alloc *alloc, void *array, size_t *capacity, size_t n, size_t size)
{
	while (n > *capacity)
		if (!sn__grow(alloc, array, capacity, *capacity, size))
			return false;
	return true;
}

/*
 * The values of a node from its children's, which are @l and @r long. A free
 * node may be left whole, for 0; one that is split needs a split itself.
 */
static void
NAME(merge)(struct NAME(program) * p, size_t v, const NUM *l, uint32_t nl,
    const NUM *r, uint32_t nr, uint32_t n)
{
	NUM *to = p->value + p->values;
	uint32_t *choice = p->choice + p->choices;
	uint32_t own = p->w->state[v] == FREE;

	if (own) {
		to[0] = 0;
		choice[0] = 0;
	}
	for (uint32_t m = own; m < n; m++) {
		uint32_t rest = m - own;
		uint32_t a = rest < nr ? 0 : rest - (nr - 1);
		uint32_t end = rest < nl ? rest : nl - 1;
		NUM best = 0;

		choice[m] = a;
		for (; a <= end; a++) {
			NUM sum = l[a] + r[rest - a];

			if (sum >= best) {
				best = sum;
				choice[m] = a;
			}
		}
		to[m] = p->w->saving[v] + best;
	}
}

/* The whole programme; the values of the one or two roots are left. */
static sn_status
NAME(run)(struct NAME(program) * p)
{
	static const NUM zero = 0;
	const struct NAME(work) *w = p->w;
	struct NAME(span) pending[DEPTH];
	unsigned depth = 0;

	p->first_choice = sn__malloc(&w->alloc, w->n, sizeof(*p->first_choice));
	if (!p->first_choice)
		return SN_ENOMEM;
	for (size_t v = 0; v < w->n; v++) {
		struct NAME(span) l = {p->values, 1}, r = l, out;
		bool has_right = w->node[v].right > 0;
		bool has_left = NAME(left)(w, v) > 0;
		uint64_t free_splits;

		if (has_right)
			r = pending[--depth];
		if (has_left)
			l = pending[--depth];
		free_splits = (uint64_t)l.n + r.n - 2 + (w->state[v] == FREE);
		out.n =
		    (uint32_t)(free_splits < p->most ? free_splits : p->most) +
		    1;
		out.at = has_left ? l.at : has_right ? r.at : p->values;
		if (!NAME(room)(&w->alloc, &p->value, &p->value_capacity,
			p->values + out.n, sizeof(*p->value)) ||
		    !NAME(room)(&w->alloc, &p->choice, &p->choice_capacity,
			p->choices + out.n, sizeof(*p->choice)))
			return SN_ENOMEM;
		p->first_choice[v] = p->choices;
		NAME(merge)
		(p, v, has_left ? p->value + l.at : &zero, l.n,
		    has_right ? p->value + r.at : &zero, r.n, out.n);
		memmove(p->value + out.at, p->value + p->values,
		    out.n * sizeof(*p->value));
		p->values = out.at + out.n;
		p->choices += out.n;
		pending[depth++] = out;
	}
	p->roots = depth;
	for (unsigned i = 0; i < depth; i++)
		p->root[i] = pending[i];
	return SN_OK;
}

/* Marks what @m free splits below node @start split. */
static void
NAME(mark)(const struct NAME(program) * p, size_t start, uint32_t m,
    sn__choice *choice)
{
	const struct NAME(work) *w = p->w;
	struct {
		size_t v;
		uint32_t m;
	} todo[DEPTH];
	unsigned depth = 0;

	todo[depth].v = start;
	todo[depth++].m = m;
	while (depth) {
		size_t v = todo[--depth].v;
		uint32_t k = todo[depth].m, a, own = w->state[v] == FREE;

		if (own && k == 0)
			continue;
		mark_split(choice, w->origin ? w->origin[v] : (uint32_t)v);
		a = p->choice[p->first_choice[v] + k];
		if (NAME(left)(w, v)) {
			todo[depth].v = v - 1 - w->node[v].right;
			todo[depth++].m = a;
		}
		if (w->node[v].right) {
			todo[depth].v = v - 1;
			todo[depth++].m = k - own - a;
		}
	}
}

static void
NAME(program_free)(struct NAME(program) * p)
{
	sn__free(&p->w->alloc, p->value);
	sn__free(&p->w->alloc, p->choice);
	sn__free(&p->w->alloc, p->first_choice);
}

/* The best share of @m free splits between two trees: *a for the first. */
static void
NAME(share)(
    const struct NAME(program) * p, uint32_t m, uint32_t *a, sn_count *value)
{
	static const NUM zero = 0;
	const NUM *l = p->roots > 0 ? p->value + p->root[0].at : &zero;
	const NUM *r = p->roots > 1 ? p->value + p->root[1].at : &zero;
	uint32_t nl = p->roots > 0 ? p->root[0].n : 1;
	uint32_t nr = p->roots > 1 ? p->root[1].n : 1;
	uint32_t first = m < nr ? 0 : m - (nr - 1);
	uint32_t last = m < nl ? m : nl - 1;
	sn__u128 best = 0;
	bool best_carry = false;

	*a = first;
	for (uint32_t i = first; i <= last; i++) {
		sn__u128 sum;
		bool carry = __builtin_add_overflow(
		    (sn__u128)l[i], (sn__u128)r[m - i], &sum);

		if (carry < best_carry || (carry == best_carry && sum < best))
			continue;
		best = sum;
		best_carry = carry;
		*a = i;
	}
	*value = sn__count_bits(best);
	value->word[2] = best_carry;
}

static uint32_t
NAME(free_end)(const struct NAME(program) * p)
{
	uint64_t n = 1;

	for (unsigned i = 0; i < p->roots; i++)
		n += p->root[i].n - 1;
	return n < p->most + 1ull ? (uint32_t)n : p->most + 1;
}

/* value - bonus * splits, unscaled. */
static sn__saved
NAME(net)(const struct NAME(work) * w, sn_count value, uint32_t splits)
{
	sn_count minus =
	    sn_count_mul(sn__count_bits((sn__u128)w->bonus >> w->shift),
		sn_count_from(splits));
	sn_count plus = shift_right(value, w->shift);
	bool negative = sn_count_compare(plus, minus) < 0;

	return (sn__saved){
	    negative ? sn_count_sub(minus, plus) : sn_count_sub(plus, minus),
	    negative};
}

/* Marks the solution with @m free splits. */
static void
NAME(mark_all)(const struct NAME(program) * p, uint32_t m, sn__choice *choice)
{
	const struct NAME(work) *w = p->w;
	sn_count value;
	uint32_t a;

	NAME(share)(p, m, &a, &value);
	if (w->tree->joined)
		mark_split(choice, (uint32_t)w->tree->n - 1);
	if (p->roots == 1)
		NAME(mark)(p, w->n - 1, m, choice);
	if (p->roots == 2) {
		NAME(mark)(p, w->n - 1 - w->node[w->n - 1].splits, a, choice);
		NAME(mark)(p, w->n - 1, m - a, choice);
	}
}

/*
 * The plain programme over @w with at most @most splits beyond the forced.
 * SN_EINFEASIBLE: nodes that must be split are more than that.
 */
static sn_status
NAME(solve_work)(const struct NAME(work) * w, uint64_t most, sn__choice *choice)
{
	struct NAME(program) p = {.w = w};
	uint32_t must = 0, best = 0;
	sn_status status;

	for (size_t v = 0; v < w->n; v++)
		must += w->state[v] == MUST;
	if (must > most)
		return SN_EINFEASIBLE;
	most -= must;
	p.most = most < UINT32_MAX - 1 ? (uint32_t)most : UINT32_MAX - 1;
	status = NAME(run)(&p);
	for (uint32_t m = 0; !status && m < NAME(free_end)(&p); m++) {
		sn_count value;
		uint32_t a;
		sn__saved net;

		NAME(share)(&p, m, &a, &value);
		net = NAME(net)(w, value, must + m);
		if (m == 0 || better(net, choice->saved)) {
			choice->saved = net;
			best = m;
		}
	}
	if (!status)
		NAME(mark_all)(&p, best, choice);
	NAME(program_free)(&p);
	return status;
}

/* The bound on what any choice saves, minus what @choice saves; scaled. */
static NUM
NAME(slack)(const struct NAME(work) * w, const struct NAME(line) * line,
    uint64_t most, const sn__choice *choice)
{
	sn_count bound = sn_count_add(
	    line->total, sn_count_mul(sn__count_bits(line->price - w->bonus),
			     sn_count_from(most)));
	sn_count scale = sn_count_from(UINT64_C(1) << w->shift);
	sn_count saved = sn_count_mul(choice->saved.amount, scale);

	bound = choice->saved.negative ? sn_count_add(bound, saved)
				       : sn_count_sub(bound, saved);
	if (sn_count_compare(bound, sn__count_bits(NUM_MAX)) >= 0)
		return NUM_MAX;
	return (NUM)sn__u128_make(bound.word[1], bound.word[0]);
}

static void
NAME(forget)(const sn__tree *t, sn__choice *choice)
{
	memset(choice->split, 0, t->n / 8 + 1);
	choice->splits = 0;
	choice->saved = (sn__saved){{{0}}, false};
}

/*
 * Fixes what can be at @line, solves the rest, and widens until the bound is
 * met.
 */
static sn_status
NAME(close_gap)(struct NAME(work) * w, const struct NAME(line) * line,
    uint64_t most, sn__choice *choice)
{
	NUM slack = line->price / 64;

	for (;;) {
		struct NAME(work) core;
		sn_status status;
		NUM gap;

		NAME(fix)(w, line->price, slack);
		if (!NAME(work_part)(&core, w))
			return SN_ENOMEM;
		NAME(forget)(w->tree, choice);
		status = NAME(solve_work)(&core, most, choice);
		NAME(work_free)(&core);
		if (status == SN_EINFEASIBLE) {
			slack = slack > NUM_MAX / 8 ? NUM_MAX : slack * 4 + 1;
			continue;
		}
		if (status)
			return status;
		gap = NAME(slack)(w, line, most, choice);
		if (gap <= slack)
			return SN_OK;
		slack = gap;
	}
}

/* The whole, exact. @most is beyond the forced splits. */
static sn_status
NAME(solve)(const sn__tree *t, uint64_t most, unsigned method,
    const struct scale *scale, sn__choice *choice)
{
	struct NAME(work) w = {.tree = t,
	    .alloc = t->alloc,
	    .bonus = (NUM)(scale->bonus << scale->shift),
	    .shift = scale->shift};
	NUM top = (NUM)(scale->total << scale->shift);
	sn_status status = SN_ENOMEM;
	struct NAME(line) line;

	NAME(forget)(t, choice);
	if (NAME(work_all)(&w)) {
		if (method == SN_COVER_PLAIN) {
			status = NAME(solve_work)(&w, most, choice);
		} else {
			status = NAME(search)(&w, w.bonus,
			    top < NUM_MAX ? top + 1 : top, most, &line);
			if (!status)
				status =
				    NAME(close_gap)(&w, &line, most, choice);
		}
	}
	NAME(work_free)(&w);
	return status;
}

#undef CAT_
#undef CAT
#undef NAME
#undef NUM_MAX
