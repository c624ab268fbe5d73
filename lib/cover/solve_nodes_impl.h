/*
 * solve_nodes_impl.h - the nodes that a choice of splits is made on, for both
 * widths of numbers; see cover_solve.c.
 */
/*
 * The nodes in question, in post-order as in sn__tree: all of its trees, or
 * a part that is closed upwards. The node that joins the two families is left
 * out: there are up to two roots.
 */
struct NAME(work) {
	const sn__tree *tree;
	sn_alloc alloc;
	size_t n;
	size_t first; /* nodes of the first of two trees; 0: there is one */
	const sn__shape *shape; /* the tree's, or own */
	const uint32_t *right;
	sn__shape *own_shape;
	uint32_t *own_right;
	uint32_t *origin; /* nodes of the tree; NULL: the same */
	NUM *saving;	  /* NULL: gaps, see size */
	NUM *gain;	  /* of the last pass: saving + what children bring */
	uint8_t *state;	  /* of each node; NULL: FORCED or FREE */
	NUM bonus;	  /* added to every saving, so that none is negative */
	unsigned unit;	  /* all costs are multiples of 2^unit */
	unsigned shift;	  /* savings are in 2^(unit - shift) */
	NUM size[129];	  /* costs by scaled length, modulo 2^bits */
};

static void
NAME(work_free)(struct NAME(work) * w)
{
	sn__free(&w->alloc, w->own_shape);
	sn__free(&w->alloc, w->own_right);
	sn__free(&w->alloc, w->origin);
	sn__free(&w->alloc, w->saving);
	sn__free(&w->alloc, w->gain);
	sn__free(&w->alloc, w->state);
	w->own_shape = NULL;
	w->own_right = w->origin = NULL;
	w->saving = w->gain = NULL;
	w->state = NULL;
}

/* What splitting @v saves; 0 where it has to be split. */
static inline NUM
NAME(saving)(const struct NAME(work) * w, size_t v)
{
	sn__shape s = w->shape[v];

	if (s.flags & SN__FORCED)
		return NAME(from)(0);
	if (w->saving)
		return w->saving[v];
	/* Modulo 2^bits, which is right: the gap itself is below it. */
	return NAME(sub)(w->size[s.len],
	    NAME(add)(w->size[s.left_len], w->size[s.right_len]));
}

/* The savings of all nodes, with prices. */
static bool
NAME(work_savings)(struct NAME(work) * w)
{
	const sn__tree *t = w->tree;

	w->saving = sn__malloc(&w->alloc, w->n, sizeof(*w->saving));
	for (size_t v = 0; w->saving && v < w->n; v++)
		w->saving[v] =
		    NAME(add)(NAME(left)(NAME(from_count)(sn__count_right(
					     sn__tree_saving(t, v), w->unit)),
				  w->shift),
			w->bonus);
	return w->saving != NULL;
}

static inline uint8_t
NAME(state)(const struct NAME(work) * w, size_t v)
{
	if (w->state)
		return w->state[v];
	return w->shape[v].flags & SN__FORCED ? FORCED : FREE;
}

/* The whole tree. False: memory is out. */
static bool
NAME(work_all)(struct NAME(work) * w)
{
	const sn__tree *t = w->tree;

	w->shape = t->shape;
	w->right = t->right;
	w->n = t->joined ? t->n - 1 : t->n;
	w->first = t->joined && t->right[w->n] ? w->n - t->right[w->n] : 0;
	for (unsigned len = 0; len <= 128; len++)
		w->size[len] =
		    len + w->unit > 128
			? NAME(from)(0)
			: NAME(left)(
			      NAME(from_size)(sn__host128(len + w->unit) + 1),
			      w->shift);
	w->gain = sn__alloc_large(&w->alloc, w->n, sizeof(*w->gain));
	return w->gain && (!t->saving || NAME(work_savings)(w));
}

/* The sizes of the right subtrees from which children there are. */
static void
NAME(work_number)(struct NAME(work) * w)
{
	uint32_t pending[DEPTH] = {0};
	unsigned depth = 0;

	for (size_t v = 0; v < w->n; v++) {
		uint32_t left = 0;

		w->own_right[v] = 0;
		/* NOLINTNEXTLINE(*BinaryOperatorResult): take() fills it */
		if (w->shape[v].flags & SN__RIGHT)
			w->own_right[v] = pending[--depth];
		if (w->shape[v].flags & SN__LEFT)
			left = pending[--depth];
		pending[depth++] = left + w->own_right[v] + 1;
	}
	w->first = depth == 2 ? pending[0] : 0;
}

/*
 * Which nodes a part takes, after a pass at @price: what that has split; or
 * what is not out. For the latter, what deviating from the best choice at this
 * price costs gives each node its state: one whose split would cost more than
 * @slack is out, and one whose absence would is in; and what lies so deep that
 * with all above it more than @most nodes would be split is out.
 */
struct NAME(selection) {
	bool only_split;
	NUM price;
	NUM slack;
	uint64_t most;
};

/* A node to look at. */
struct NAME(visit) {
	size_t v;
	size_t parent;	 /* in the part; gets the flag @side if v is taken */
	NUM in;		 /* cost of having every node above */
	NUM out;	 /* least cost of losing one of them */
	uint32_t splits; /* of nodes above it that are not forced */
	uint8_t side;
};

/* The state of a node in the part, CANNOT where it is not taken. */
static uint8_t
NAME(judge)(const struct NAME(work) * w,
    const struct NAME(selection) * selection, struct NAME(visit) * at)
{
	NUM gain = w->gain[at->v], zero = NAME(from)(0), cost;

	if (w->shape[at->v].flags & SN__FORCED)
		return FORCED;
	if (selection->only_split)
		return NAME(less)(selection->price, gain) ? FREE : CANNOT;
	if (++at->splits > selection->most)
		return CANNOT;
	cost = NAME(less)(selection->price, gain)
		   ? NAME(sub)(gain, selection->price)
		   : zero;
	cost = NAME(capped)(at->in, cost);
	at->out = NAME(less)(cost, at->out) ? cost : at->out;
	cost = NAME(less)(gain, selection->price)
		   ? NAME(sub)(selection->price, gain)
		   : zero;
	at->in = NAME(capped)(at->in, cost);
	if (NAME(less)(selection->slack, at->out))
		return MUST;
	return NAME(less)(selection->slack, at->in) ? CANNOT : FREE;
}

static void
NAME(put)(struct NAME(work) * part, const struct NAME(work) * w, size_t n,
    const struct NAME(visit) * at, uint8_t state)
{
	if (at->side)
		part->own_shape[at->parent].flags |= at->side;
	part->own_shape[n] = w->shape[at->v];
	part->own_shape[n].flags &= SN__FORCED;
	part->origin[n] = w->origin ? w->origin[at->v] : (uint32_t)at->v;
	part->state[n] = state;
	if (w->saving)
		part->saving[n] = w->saving[at->v];
}

/*
 * Walks the nodes to take, from the last to the first, into @part with @n
 * nodes; NULL: only counts them. What is below a node that is not taken is
 * never looked at.
 */
static size_t
NAME(take)(struct NAME(work) * part, const struct NAME(work) * w, size_t n,
    const struct NAME(selection) * selection)
{
	struct NAME(visit) todo[DEPTH], at, below;
	unsigned depth = 0;
	size_t taken = 0;

	at = (struct NAME(visit)){.in = NAME(from)(0), .out = NAME(most)()};
	if (w->first) {
		at.v = w->first - 1;
		todo[depth++] = at;
	}
	if (w->n) {
		at.v = w->n - 1;
		todo[depth++] = at;
	}
	while (depth) {
		uint8_t flags, state;

		at = todo[--depth];
		flags = w->shape[at.v].flags;
		state = NAME(judge)(w, selection, &at);
		if (state == CANNOT)
			continue;
		taken++;
		if (part)
			NAME(put)(part, w, n - taken, &at, state);
		below = at;
		below.parent = n - taken;
		if (flags & SN__LEFT) {
			below.v = at.v - 1 - w->right[at.v];
			below.side = SN__LEFT;
			todo[depth++] = below;
		}
		if (flags & SN__RIGHT) {
			below.v = at.v - 1;
			below.side = SN__RIGHT;
			todo[depth++] = below;
		}
	}
	return taken;
}

/*
 * The part of @w that @selection says; one that is passed over again has gains.
 * False: memory is out.
 */
static bool
NAME(work_part)(struct NAME(work) * part, const struct NAME(work) * w,
    const struct NAME(selection) * selection)
{
	size_t n = NAME(take)(NULL, w, 0, selection);

	*part = *w;
	part->n = n;
	part->own_shape = sn__malloc(&w->alloc, n, sizeof(*part->own_shape));
	part->own_right = sn__malloc(&w->alloc, n, sizeof(*part->own_right));
	part->origin = sn__malloc(&w->alloc, n, sizeof(*part->origin));
	part->gain = selection->only_split
			 ? sn__malloc(&w->alloc, n, sizeof(*part->gain))
			 : NULL;
	part->state = sn__malloc(&w->alloc, n, sizeof(*part->state));
	part->saving =
	    w->saving ? sn__malloc(&w->alloc, n, sizeof(*part->saving)) : NULL;
	part->shape = part->own_shape;
	part->right = part->own_right;
	if (!part->own_shape || !part->own_right || !part->origin ||
	    (selection->only_split && !part->gain) || !part->state ||
	    (w->saving && !part->saving)) {
		NAME(work_free)(part);
		return false;
	}
	(void)NAME(take)(part, w, n, selection);
	NAME(work_number)(part);
	return true;
}

/* A price tried: what the best choice for it brings, and its splits. */
struct NAME(tangent) {
	NUM price;
	sn_count total;
	uint32_t count;
};

/* No choice of @splits saves more: each is paid at the price. Scaled. */
static sn_count
NAME(bound)(const struct NAME(work) * w, const struct NAME(tangent) * t,
    uint64_t splits)
{
	sn_count paid = NAME(to_count)(NAME(sub)(t->price, w->bonus));

	return sn_count_add(
	    t->total, sn_count_mul(paid, sn_count_from(splits)));
}

/* By how much @bound is above @amount, which is in units; scaled. */
static NUM
NAME(above)(const struct NAME(work) * w, sn_count bound, sn__amount amount)
{
	sn_count above =
	    sn__amount_sub(bound, sn__count_left(amount, w->shift));

	if (sn__amount_is_negative(above))
		return NAME(from)(0);
	if (sn_count_compare(above, NAME(to_count)(NAME(most)())) >= 0)
		return NAME(most)();
	return NAME(from_count)(above);
}

/* Whether so many splits can bring what is needed, as far as @t tells. */
static bool
NAME(may_do)(const struct NAME(work) * w, const struct NAME(tangent) * t,
    uint64_t splits, const struct goal *goal)
{
	return !goal->need || !sn__amount_less(NAME(bound)(w, t, splits),
				  sn__count_left(*goal->need, w->shift));
}
