/*
 * solve_core_impl.h - prices, bounds and the core, for both widths of numbers;
 * see cover_solve.c.
 */
/*
 * The best choice among nodes @from to @to when each split costs @price;
 * splits only where it pays. What is before @from counts as leaves.
 */
static struct NAME(tangent)
    NAME(sweep_part)(struct NAME(work) * w, NUM price, size_t from, size_t to)
{
	struct NAME(tangent) tangent = {price, {{0}}, 0};
	struct {
		NUM total;
		uint32_t count;
	} pending[2 * DEPTH] = {{.count = 0}};
	/* Below are leaves for nodes before @from. */
	unsigned depth = DEPTH, least = from ? 0 : DEPTH;

	for (size_t v = from; v < to; v++) {
		uint8_t flags = w->shape[v].flags;
		/* Which children there are is hard to predict: no branches. */
		uint32_t right = flags / SN__RIGHT % 2;
		uint32_t left = flags / SN__LEFT % 2;
		NUM total = NAME(saving)(w, v);
		uint32_t count;
		bool pays;

		depth -= right;
		total =
		    NAME(add)(total, NAME(keep)(pending[depth].total, right));
		count = pending[depth].count & (0 - right);
		depth -= left;
		total =
		    NAME(add)(total, NAME(keep)(pending[depth].total, left));
		count += pending[depth].count & (0 - left);
		w->gain[v] = total;
		if (!(flags & SN__FORCED)) {
			pays = NAME(less)(price, total);
			count = pays ? count + 1 : 0;
			total = NAME(keep)(NAME(sub)(total, price), pays);
		}
		pending[depth].total = total;
		pending[depth++].count = count;
	}
	/* Several trees: their sums together may pass NUM. */
	while (depth > least) {
		tangent.total = sn_count_add(
		    tangent.total, NAME(to_count)(pending[--depth].total));
		tangent.count += pending[depth].count;
	}
	return tangent;
}

static struct NAME(tangent) NAME(gains)(struct NAME(work) * w, NUM price)
{
	return NAME(sweep_part)(w, price, 0, w->n);
}

/* Where the tangents of two prices meet: the next price to try. */
static NUM
NAME(meet)(const struct NAME(tangent) * low, const struct NAME(tangent) * high)
{
	long double l = (long double)sn_count_to_double(low->total) +
			NAME(to_real)(low->price) * low->count;
	long double h = (long double)sn_count_to_double(high->total) +
			NAME(to_real)(high->price) * high->count;
	long double at = (l - h) / ((long double)low->count - high->count);
	NUM one = NAME(from)(1), price;

	if (!(at > NAME(to_real)(low->price)))
		return NAME(add)(low->price, one);
	if (at >= NAME(to_real)(high->price))
		return NAME(sub)(high->price, one);
	price = NAME(from_real)(at);
	return !NAME(less)(low->price, price)	 ? NAME(add)(low->price, one)
	       : !NAME(less)(price, high->price) ? NAME(sub)(high->price, one)
						 : price;
}

/* How many nodes of a sample are split at @price: one in SAMPLE. */
static uint64_t
NAME(sample)(struct NAME(work) * w, NUM price)
{
	size_t step = w->n / WINDOWS;
	uint64_t count = 0;

	for (size_t i = 0; i < WINDOWS; i++)
		count += NAME(sweep_part)(
		    w, price, i * step, i * step + step / SAMPLE)
			     .count;
	return count;
}

/* A price at which about @want nodes or more are split, judged by a sample. */
static NUM
NAME(guess)(struct NAME(work) * w, NUM least, NUM top, uint64_t want)
{
	NUM one = NAME(from)(1), low = least, high = top;

	want = want / SAMPLE + 1;
	while (NAME(less)(
	    NAME(add)(NAME(right)(low, 12), one), NAME(sub)(high, low))) {
		unsigned l = NAME(length)(low), h = NAME(length)(high);
		NUM mid = h - l > 2 ? NAME(left)(one, (l + h) / 2)
				    : NAME(add)(low,
					  NAME(right)(NAME(sub)(high, low), 1));
		uint64_t count = NAME(sample)(w, mid);

		if (count < want)
			high = mid;
		else
			low = mid;
		if (count >= want && count <= 2 * want)
			break;
	}
	return low;
}

/* Whether the best choice for a price has more splits than are wanted, or as
 * many as are needed. */
static bool
NAME(too_many)(const struct NAME(work) * w, const struct NAME(tangent) * t,
    const struct goal *goal)
{
	return goal->need ? NAME(may_do)(w, t, t->count, goal)
			  : t->count > goal->most;
}

/*
 * Passes over all nodes: at a price at which too many are split, but not many
 * more; or at @least. *high is a price known to be too high.
 */
static struct NAME(tangent) NAME(bracket)(struct NAME(work) * w, NUM least,
    const struct goal *goal, struct NAME(tangent) * high)
{
	uint64_t most = goal->need ? 0 : goal->most;
	uint64_t want = most > w->n / 32 ? most + most / 4 : w->n / 32;
	struct NAME(tangent) tangent;
	NUM price;

	for (;;) {
		price = least;
		if (w->n >= SMALL && want < w->n)
			price = NAME(guess)(w, least, high->price, want);
		tangent = NAME(gains)(w, price);
		if (NAME(too_many)(w, &tangent, goal) ||
		    !NAME(less)(least, price))
			return tangent;
		*high = tangent;
		want *= 4;
	}
}

/*
 * A price at which the bound is lowest, from @least up; all nodes are passed
 * over at it. What the best choice brings is convex in the price: pieces of
 * lines, whose slope is the number of splits. So the next price is where the
 * tangents of two known ones meet; when that is on one of them, it is a corner,
 * and the lowest. What is split only shrinks as the price rises, so the search
 * goes on with that part alone.
 */
static sn_status
NAME(search)(struct NAME(work) * w, NUM least, NUM top, struct goal *goal,
    struct NAME(tangent) * tangent)
{
	struct NAME(tangent) high = {top, {{0}}, 0};
	struct NAME(tangent) low = NAME(bracket)(w, least, goal, &high),
			     mid = low;
	struct NAME(work) part = {.n = 0}, *now = w, next;

	if (!NAME(may_do)(w, &low, low.count, goal))
		return SN_EINFEASIBLE;
	while (NAME(too_many)(w, &low, goal) &&
	       NAME(less)(NAME(from)(1), NAME(sub)(high.price, low.price))) {
		if (!NAME(less)(low.price, mid.price) &&
		    low.count <= now->n / 2) {
			struct NAME(selection) selection = {
			    .only_split = true, .price = low.price};

			if (!NAME(work_part)(&next, now, &selection)) {
				NAME(work_free)(&part);
				return SN_ENOMEM;
			}
			NAME(work_free)(&part);
			part = next;
			now = &part;
		}
		mid = NAME(gains)(now, NAME(meet)(&low, &high));
		if (mid.count == low.count || mid.count == high.count ||
		    (!goal->need && mid.count == goal->most))
			break;
		if (NAME(too_many)(w, &mid, goal))
			low = mid;
		else
			high = mid;
	}
	NAME(work_free)(&part);
	/* The last price's best choice does, or no choice at all. */
	if (goal->need && low.count < goal->most)
		goal->most = low.count;
	*tangent = now == w ? mid : NAME(gains)(w, mid.price);
	return SN_OK;
}

/*
 * By how much a choice that was not seen might be better than @choice, or be
 * enough with fewer splits; scaled.
 */
static NUM
NAME(gap)(const struct NAME(work) * w, const struct NAME(tangent) * t,
    const struct goal *goal, const sn__choice *choice, bool met)
{
	NUM same, fewer;

	if (!met)
		return NAME(above)(
		    w, NAME(bound)(w, t, goal->most), *goal->need);
	same = NAME(above)(w,
	    NAME(bound)(w, t, goal->need ? choice->free : goal->most),
	    choice->saved);
	if (!goal->need || choice->free == 0)
		return same;
	fewer =
	    NAME(above)(w, NAME(bound)(w, t, choice->free - 1ull), *goal->need);
	return NAME(less)(same, fewer) ? fewer : same;
}

static void
NAME(forget)(const sn__tree *t, sn__choice *choice)
{
	memset(choice->split, 0, t->n / 8 + 1);
	choice->splits = 0;
	choice->saved = sn_count_from(0);
}

/* The gains at the price of @tangent, where they are not there. */
static bool
NAME(have_gains)(struct NAME(work) * w, const struct NAME(tangent) * tangent)
{
	if (w->gain)
		return true;
	w->gain = sn__alloc_large(&w->alloc, w->n, sizeof(*w->gain));
	if (w->gain)
		(void)NAME(gains)(w, tangent->price);
	return w->gain != NULL;
}

/*
 * Fixes what can be at the price found, solves the rest, and widens until the
 * bound is met. Beside a large rest the gains are not kept: they are made
 * again if it has to be widened.
 */
static sn_status
NAME(close_gap)(struct NAME(work) * w, const struct NAME(tangent) * tangent,
    const struct goal *goal, sn__choice *choice)
{
	struct NAME(selection) selection = {
	    false, tangent->price, NAME(right)(tangent->price, 6), goal->most};

	for (;;) {
		struct NAME(work) core;
		sn_status status;
		NUM gap, wider;
		bool met;

		if (!NAME(have_gains)(w, tangent) ||
		    !NAME(work_part)(&core, w, &selection))
			return SN_ENOMEM;
		if (core.n > w->n / 8) {
			sn__free(&w->alloc, w->gain);
			w->gain = NULL;
		}
		NAME(forget)(w->tree, choice);
		status = NAME(solve_work)(
		    &core, tangent, selection.slack, goal, choice, &met);
		NAME(work_free)(&core);
		if (status && status != SN_EINFEASIBLE)
			return status;
		gap = status ? NAME(most)()
			     : NAME(gap)(w, tangent, goal, choice, met);
		if (!NAME(less)(selection.slack, gap))
			return met ? SN_OK : SN_EINFEASIBLE;
		wider = NAME(capped)(NAME(from)(1), selection.slack);
		wider = NAME(capped)(wider, wider);
		if (NAME(less)(wider, tangent->price))
			wider = NAME(capped)(wider, wider);
		selection.slack = NAME(less)(gap, wider) ? gap : wider;
	}
}

/* The whole, exact. */
static sn_status
NAME(solve)(const sn__tree *t, struct goal goal, unsigned method,
    const struct scale *scale, sn__choice *choice)
{
	struct NAME(work) w = {.tree = t,
	    .alloc = t->alloc,
	    .bonus = NAME(left)(NAME(from_count)(scale->bonus), scale->shift),
	    .unit = scale->unit,
	    .shift = scale->shift};
	NUM top = NAME(left)(NAME(from_count)(scale->total), scale->shift);
	sn_status status = SN_ENOMEM;
	struct NAME(tangent) tangent;
	bool met;

	NAME(forget)(t, choice);
	if (NAME(work_all)(&w)) {
		if (method == SN_COVER_ALL_NODES) {
			tangent = NAME(gains)(&w, w.bonus);
			status = NAME(solve_work)(
			    &w, &tangent, NAME(most)(), &goal, choice, &met);
			if (!status && !met)
				status = SN_EINFEASIBLE;
		} else {
			status = NAME(search)(&w, w.bonus,
			    NAME(capped)(top, NAME(from)(1)), &goal, &tangent);
			if (!status)
				status = NAME(close_gap)(
				    &w, &tangent, &goal, choice);
		}
	}
	NAME(work_free)(&w);
	return status;
}
