/*
 * cover_work_impl.h - the nodes that a choice of splits is made on, for both
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
	uint32_t pending[DEPTH] = {0};
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
