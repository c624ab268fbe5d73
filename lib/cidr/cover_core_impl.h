/*
 * cover_core_impl.h - prices, bounds and the core, for both widths of numbers;
 * see cover_solve.c.
 */
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
	} pending[DEPTH] = {{0, 0}};
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
	bool todo[DEPTH] = {false};
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
	} todo[DEPTH] = {{0, 0}};
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
