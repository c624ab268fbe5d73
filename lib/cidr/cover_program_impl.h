/*
 * cover_program_impl.h - the plain programme over such nodes, for both widths
 * of numbers; see cover_solve.c.
 */
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
	struct NAME(span) pending[DEPTH] = {{0, 0}};
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
