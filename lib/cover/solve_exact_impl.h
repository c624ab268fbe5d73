/*
 * solve_exact_impl.h - the tree knapsack over such nodes, for all widths of
 * numbers; see cover_solve.c.
 */
/* What stands on the stack while nodes are merged in their order. */
struct NAME(stack) {
	struct NAME(span) span[DEPTH];
	unsigned depth;
	size_t values; /* of all spans */
	size_t most;   /* values at once, a merged node beside its children */
	size_t choices;
};

/* Takes the spans of the children of @v; the values of @v go after them. */
static struct NAME(span) NAME(merged)(const struct NAME(knapsack) * p, size_t v,
    struct NAME(stack) * s, struct NAME(span) * l, struct NAME(span) * r)
{
	uint8_t flags = p->w->shape[v].flags;
	struct NAME(span) out = {s->values, 1, NAME(from)(0)};
	uint64_t n = NAME(state)(p->w, v) == FREE;

	*l = *r = out;
	if (flags & SN__RIGHT)
		*r = s->span[--s->depth];
	if (flags & SN__LEFT)
		*l = s->span[--s->depth];
	n += (uint64_t)l->n + r->n - 2;
	out.n = (uint32_t)(n < p->most ? n : p->most) + 1;
	if (s->values + out.n > s->most)
		s->most = s->values + out.n;
	out.at = flags & SN__LEFT ? l->at : flags & SN__RIGHT ? r->at : out.at;
	s->values = out.at + out.n;
	s->span[s->depth++] = out;
	if (NAME(two_children)(p->w, v))
		s->choices += out.n;
	return out;
}

/* Allocates all values and choices. */
static bool
NAME(reserve_all)(struct NAME(knapsack) * p)
{
	const sn_alloc *alloc = &p->w->alloc;
	struct NAME(stack) s = {.depth = 0};
	struct NAME(span) l, r;
	size_t longest;

	p->wide = p->most > UINT16_MAX;
	for (size_t v = 0; v < p->w->n; v++)
		(void)NAME(merged)(p, v, &s, &l, &r);
	longest = p->most < s.most ? (size_t)p->most + 1 : s.most;
	p->value = sn__malloc(alloc, s.most, sizeof(*p->value));
	p->choice = sn__malloc(
	    alloc, s.choices, p->wide ? sizeof(uint32_t) : sizeof(uint16_t));
	p->first_choice = sn__malloc(alloc, p->w->n, sizeof(*p->first_choice));
	p->cpu = sn__cpu_level();
	p->scratch = sn__malloc(
	    alloc, longest + (size_t)2 * SN__SUMS, sizeof(*p->scratch));
	return p->value && p->choice && p->first_choice && p->scratch &&
	       NAME(ranks_reserve)(p, s.most);
}

/* The whole knapsack; the values of the one or two roots are left. */
static sn_status
NAME(run)(struct NAME(knapsack) * p)
{
	const NUM zero = NAME(from)(0);
	struct NAME(stack) s = {.depth = 0};

	if (!NAME(reserve_all)(p))
		return SN_ENOMEM;
	for (size_t v = 0; v < p->w->n; v++) {
		uint8_t flags = p->w->shape[v].flags;
		struct NAME(span) l, r, out;
		NUM *to = p->value + s.values;

		p->first_choice[v] = s.choices;
		out = NAME(merged)(p, v, &s, &l, &r);
		if (p->rank && l.n >= RANKED && r.n >= RANKED
			? !NAME(merge_ranked)(p, v, &l, &r, to, out.n)
			: !NAME(merge)(p, v,
			      flags & SN__LEFT ? p->value + l.at : &zero, l.n,
			      flags & SN__RIGHT ? p->value + r.at : &zero, r.n,
			      to, out.n))
			return SN_ECANCELED;
		memmove(p->value + out.at, to, out.n * sizeof(*to));
		if (p->rank)
			NAME(rank)(p, v, &l, &r, &s.span[s.depth - 1]);
	}
	p->roots = s.depth;
	for (unsigned i = 0; i < s.depth; i++)
		p->root[i] = s.span[i];
	return SN_OK;
}

/* Marks what @m free splits below node @start split. */
static void
NAME(mark)(const struct NAME(knapsack) * p, size_t start, uint32_t m,
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
		uint32_t k = todo[depth].m, a, own = NAME(state)(w, v) == FREE;

		if (own && k == 0)
			continue;
		mark_split(choice, w->origin ? w->origin[v] : (uint32_t)v);
		a = w->shape[v].flags & SN__LEFT ? k - own : 0;
		if (NAME(two_children)(w, v))
			a = NAME(choice)(p, p->first_choice[v] + k);
		if (w->shape[v].flags & SN__LEFT) {
			todo[depth].v = v - 1 - w->right[v];
			todo[depth++].m = a;
		}
		if (w->shape[v].flags & SN__RIGHT) {
			todo[depth].v = v - 1;
			todo[depth++].m = k - own - a;
		}
	}
}

static void
NAME(knapsack_free)(struct NAME(knapsack) * p)
{
	sn__free(&p->w->alloc, p->value);
	sn__free(&p->w->alloc, p->rank);
	sn__free(&p->w->alloc, p->ranked[0].line);
	sn__free(&p->w->alloc, p->ranked[1].line);
	sn__free(&p->w->alloc, p->choice);
	sn__free(&p->w->alloc, p->first_choice);
	sn__free(&p->w->alloc, p->scratch);
}

/* What splits bring, in units; of both families, and of each. */
struct NAME(value) {
	NUM part[2];
	uint32_t splits[2];
};

/* The best share of @m free splits between two trees. */
static struct NAME(value)
    NAME(share)(const struct NAME(knapsack) * p, uint32_t m)
{
	const NUM zero = NAME(from)(0);
	const NUM *l = p->roots > 0 ? p->value + p->root[0].at : &zero;
	const NUM *r = p->roots > 1 ? p->value + p->root[1].at : &zero;
	uint32_t nl = p->roots > 0 ? p->root[0].n : 1;
	uint32_t nr = p->roots > 1 ? p->root[1].n : 1;
	uint32_t first = m < nr ? 0 : m - (nr - 1), at = first;
	uint32_t last = m < nl ? m : nl - 1;
	NUM best = zero;
	bool best_carry = false;

	for (uint32_t i = first; i <= last; i++) {
		NUM sum;
		bool carry = NAME(carry)(l[i], r[m - i], &sum);

		if (carry < best_carry ||
		    (carry == best_carry && NAME(less)(sum, best)))
			continue;
		best = sum;
		best_carry = carry;
		at = i;
	}
	return (struct NAME(value)){{l[at], r[m - at]}, {at, m - at}};
}

static uint32_t
NAME(free_end)(const struct NAME(knapsack) * p)
{
	uint64_t n = 1;

	for (unsigned i = 0; i < p->roots; i++)
		n += p->root[i].n - 1;
	return n < p->most + 1ull ? (uint32_t)n : p->most + 1;
}

/* What @splits bring without their bonus, in units. */
static sn__amount
NAME(net)(const struct NAME(work) * w, NUM value, uint64_t splits)
{
	sn_count bonus =
	    sn_count_mul(NAME(to_count)(w->bonus), sn_count_from(splits));

	return sn__count_right(
	    sn__amount_sub(NAME(to_count)(value), bonus), w->shift);
}

/* Of both trees; @must splits that every choice has are in their values. */
static sn__amount
NAME(net_both)(const struct NAME(work) * w, const struct NAME(value) * value,
    uint32_t must)
{
	return sn__amount_add(NAME(net)(w, value->part[0], value->splits[0]),
	    NAME(net)(w, value->part[1], (uint64_t)value->splits[1] + must));
}

/* Marks the solution with @m free splits. */
static void
NAME(mark_all)(const struct NAME(knapsack) * p, uint32_t m, sn__choice *choice)
{
	const struct NAME(work) *w = p->w;
	struct NAME(value) value = NAME(share)(p, m);

	if (w->tree->joined)
		mark_split(choice, (uint32_t)w->tree->n - 1);
	if (p->roots == 1)
		NAME(mark)(p, w->n - 1, m, choice);
	if (p->roots == 2) {
		NAME(mark)(p, w->first - 1, value.splits[0], choice);
		NAME(mark)(p, w->n - 1, value.splits[1], choice);
	}
}

/* The numbers of free splits to look at, in turn: down from the most, or up
 * where few are wanted. */
static uint32_t
NAME(nth)(const struct goal *goal, uint32_t i, uint32_t end)
{
	return goal->need ? i : end - 1 - i;
}

/*
 * The tree knapsack over @w for @goal; of choices that are further than @slack
 * from what the price of @t allows, what is found may be a worse one. *met: one
 * that is enough was found; else the choice is of no use. SN_EINFEASIBLE: nodes
 * that must be split are more than may be.
 */
static sn_status
NAME(solve_work)(const struct NAME(work) * w, const struct NAME(tangent) * t,
    NUM slack, const struct goal *goal, sn__choice *choice, bool *met)
{
	struct NAME(knapsack) p = {.w = w, .price = t->price, .slack = slack};
	uint64_t most = goal->most;
	uint32_t must = 0, best = 0, end;
	NUM unused = NAME(from)(0); /* splits, at their price */
	sn_status status;

	*met = false;
	for (size_t v = 0; v < w->n; v++)
		must += NAME(state)(w, v) == MUST;
	if (must > most)
		return SN_EINFEASIBLE;
	most -= must;
	p.most = most < UINT32_MAX - 1 ? (uint32_t)most : UINT32_MAX - 1;
	status = NAME(run)(&p);
	end = NAME(free_end)(&p);
	for (uint32_t i = 0; !status && i < end; i++) {
		uint32_t m = NAME(nth)(goal, i, end);
		struct NAME(value) value;
		sn__amount net;

		if (!NAME(may_do)(w, t, (uint64_t)m + must, goal))
			continue;
		if (!NAME(goes_on)(&p, p.roots > 1 ? m : 0))
			status = SN_ECANCELED;
		value = NAME(share)(&p, m);
		net = NAME(net_both)(w, &value, must);
		if (enough(goal, net) &&
		    (!*met || !sn__amount_less(net, choice->saved))) {
			choice->saved = net;
			best = m;
			*met = true;
		}
		if (goal->need && *met)
			break;
		/* With fewer splits, what is as good passes the bound. */
		unused = NAME(capped)(unused, NAME(sub)(p.price, w->bonus));
		if (p.rank && !goal->need && NAME(less)(slack, unused))
			break;
	}
	if (!status && *met)
		NAME(mark_all)(&p, best, choice);
	choice->free = best + must;
	NAME(knapsack_free)(&p);
	return status;
}

/* See sn__solve_all(). */
static sn_status
NAME(solve_all)(
    const sn__tree *t, size_t most, const struct scale *scale, sn__curve *saved)
{
	struct NAME(work) w = {.tree = t,
	    .alloc = t->alloc,
	    .bonus = NAME(from_count)(scale->bonus),
	    .unit = scale->unit};
	struct NAME(knapsack) p = {.w = &w, .slack = NAME(most)()};
	sn_status status = SN_ENOMEM;

	p.most = most < UINT32_MAX - 1 ? (uint32_t)most : UINT32_MAX - 1;
	if (NAME(work_all)(&w))
		status = NAME(run)(&p);
	for (uint32_t m = 0; m <= most && !status; m++) {
		struct NAME(value) value;
		sn__amount net;

		saved[m] = m ? saved[m - 1] : (sn__curve){{{0}}, {{0}}};
		if (m == 0 || m >= NAME(free_end)(&p))
			continue;
		if (!NAME(goes_on)(&p, p.roots > 1 ? m : 0))
			status = SN_ECANCELED;
		value = NAME(share)(&p, m);
		net = NAME(net_both)(&w, &value, 0);
		if (!sn__amount_less(saved[m].saved, net))
			continue;
		saved[m].saved = net;
		if (t->leaves4 > 1)
			saved[m].saved4 =
			    NAME(net)(&w, value.part[0], value.splits[0]);
	}
	NAME(knapsack_free)(&p);
	NAME(work_free)(&w);
	return status;
}
