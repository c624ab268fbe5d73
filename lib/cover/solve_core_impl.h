/*
 * solve_core_impl.h - prices, bounds and the core, for both widths of numbers;
 * see cover_solve.c.
 */
/* A price tried: what the best choice for it brings, and its splits. */
struct NAME(tangent) {
	NUM price;
	sn_count total;
	uint32_t count;
};

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

/*
 * Passes over all nodes: at a price at which more than @most are split, but not
 * many more; or at @least. *high is a price known to be too high.
 */
static struct NAME(tangent) NAME(bracket)(struct NAME(work) * w, NUM least,
    uint64_t most, struct NAME(tangent) * high)
{
	uint64_t want = most > w->n / 32 ? most + most / 4 : w->n / 32;
	struct NAME(tangent) tangent;
	NUM price;

	for (;;) {
		price = least;
		if (w->n >= SMALL && want < w->n)
			price = NAME(guess)(w, least, high->price, want);
		tangent = NAME(gains)(w, price);
		if (tangent.count > most || !NAME(less)(least, price))
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
NAME(search)(struct NAME(work) * w, NUM least, NUM top, uint64_t most,
    struct NAME(tangent) * tangent)
{
	struct NAME(tangent) high = {top, {{0}}, 0};
	struct NAME(tangent) low = NAME(bracket)(w, least, most, &high),
			     mid = low;
	struct NAME(work) part = {.n = 0}, *now = w, next;

	while (low.count > most &&
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
		if (mid.count == most || mid.count == low.count ||
		    mid.count == high.count)
			break;
		if (mid.count <= most)
			high = mid;
		else
			low = mid;
	}
	NAME(work_free)(&part);
	*tangent = now == w ? mid : NAME(gains)(w, mid.price);
	return SN_OK;
}

/* The bound on what any choice saves, minus what @choice saves; scaled. */
static NUM
NAME(slack)(const struct NAME(work) * w, const struct NAME(tangent) * tangent,
    uint64_t most, const sn__choice *choice)
{
	sn_count bound = sn_count_add(tangent->total,
	    sn_count_mul(NAME(to_count)(NAME(sub)(tangent->price, w->bonus)),
		sn_count_from(most)));

	bound = sn__amount_sub(bound, sn__count_left(choice->saved, w->shift));
	if (sn_count_compare(bound, NAME(to_count)(NAME(most)())) >= 0)
		return NAME(most)();
	return NAME(from_count)(bound);
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
    uint64_t most, sn__choice *choice)
{
	struct NAME(selection) selection = {
	    false, tangent->price, NAME(right)(tangent->price, 6), most};

	for (;;) {
		struct NAME(work) core;
		sn_status status;
		NUM gap, wider;

		if (!NAME(have_gains)(w, tangent) ||
		    !NAME(work_part)(&core, w, &selection))
			return SN_ENOMEM;
		if (core.n > w->n / 8) {
			sn__free(&w->alloc, w->gain);
			w->gain = NULL;
		}
		NAME(forget)(w->tree, choice);
		status = NAME(solve_work)(
		    &core, selection.price, selection.slack, most, choice);
		NAME(work_free)(&core);
		if (status && status != SN_EINFEASIBLE)
			return status;
		gap = status ? NAME(most)()
			     : NAME(slack)(w, tangent, most, choice);
		if (!NAME(less)(selection.slack, gap))
			return SN_OK;
		wider = NAME(capped)(NAME(from)(1), selection.slack);
		wider = NAME(capped)(wider, wider);
		if (NAME(less)(wider, tangent->price))
			wider = NAME(capped)(wider, wider);
		selection.slack = NAME(less)(gap, wider) ? gap : wider;
	}
}

/* The whole, exact. @most is beyond the forced splits. */
static sn_status
NAME(solve)(const sn__tree *t, uint64_t most, unsigned method,
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

	NAME(forget)(t, choice);
	if (NAME(work_all)(&w)) {
		if (method == SN_COVER_ALL_NODES)
			status = NAME(solve_work)(
			    &w, NAME(from)(0), NAME(most)(), most, choice);
		else
			status = NAME(search)(&w, w.bonus,
			    NAME(capped)(top, NAME(from)(1)), most, &tangent);
		if (!status && method != SN_COVER_ALL_NODES)
			status = NAME(close_gap)(&w, &tangent, most, choice);
	}
	NAME(work_free)(&w);
	return status;
}
