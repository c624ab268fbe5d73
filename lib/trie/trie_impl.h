/*
 * trie_impl.h - the path-compressed trie, written once for both widths; a
 * template of base/width4.h. Included by trie.c, where the exposition is.
 */

/* What every node has; all of a leaf. */
struct NAME(node) {
	STORED bits;
	uint32_t len : 8;
	uint32_t full : 1;
	uint32_t count : 23;
};

struct NAME(inner) {
	struct NAME(node) head;
	uint32_t child[2];
};

struct NAME(half) {
	struct arena leaf;  /* of struct node */
	struct arena inner; /* of struct inner; item 0 is nil */
	bool has_values;    /* false while all are 0 */
	uint32_t root;
	uint64_t size;
};

static struct NAME(inner) *
    NAME(inner_at)(const struct NAME(half) * h, uint32_t v)
{
	return (struct NAME(inner) *)h->inner.item + v;
}

static struct NAME(node) * NAME(at)(const struct NAME(half) * h, uint32_t v)
{
	return v & LEAF ? (struct NAME(node) *)h->leaf.item + (v & ~LEAF)
			: &NAME(inner_at)(h, v)->head;
}

static uint32_t
NAME(child)(const struct NAME(half) * h, uint32_t v, unsigned i)
{
	return v & LEAF ? 0 : NAME(inner_at)(h, v)->child[i];
}

static uint32_t
NAME(value)(const struct NAME(half) * h, uint32_t v)
{
	if (!h->has_values)
		return 0;
	return v & LEAF ? h->leaf.value[v & ~LEAF] : h->inner.value[v];
}

static void
NAME(set_value)(struct NAME(half) * h, uint32_t v, uint32_t value)
{
	if (h->has_values && v & LEAF)
		h->leaf.value[v & ~LEAF] = value;
	else if (h->has_values)
		h->inner.value[v] = value;
}

static sn_prefix
NAME(prefix)(const struct NAME(node) * v)
{
	return sn__prefix(FAMILY, v->bits, v->len);
}

static void
NAME(half_free)(struct NAME(half) * h, const sn_alloc *alloc)
{
	arena_free(&h->leaf, alloc);
	arena_free(&h->inner, alloc);
}

/* Makes sure that so many nodes can be taken without failing. */
static sn_status
NAME(reserve)(struct NAME(half) * h, const sn_alloc *alloc, uint32_t leaves,
    uint32_t inner)
{
	bool first = h->inner.n == 0;
	sn_status status = arena_reserve(
	    &h->inner, alloc, inner + first, sizeof(struct NAME(inner)));

	if (status)
		return status;
	if (first)
		(void)arena_take(&h->inner, sizeof(struct NAME(inner)));
	return arena_reserve(
	    &h->leaf, alloc, leaves, sizeof(struct NAME(node)));
}

/* Values cost memory only once one is not 0. */
static sn_status
NAME(reserve_values)(struct NAME(half) * h, const sn_alloc *alloc)
{
	sn_status status;

	if (h->has_values)
		return SN_OK;
	status = arena_values(&h->leaf, alloc);
	if (!status)
		status = arena_values(&h->inner, alloc);
	h->has_values = !status;
	return status;
}

static uint32_t
NAME(take)(struct NAME(half) * h, NUM bits, unsigned len, bool leaf)
{
	uint32_t v =
	    leaf ? LEAF | arena_take(&h->leaf, sizeof(struct NAME(node)))
		 : arena_take(&h->inner, sizeof(struct NAME(inner)));
	struct NAME(node) *node = NAME(at)(h, v);

	node->bits = bits & (NUM)~HOST(len);
	node->len = len & 0xff;
	return v;
}

static void
NAME(give)(struct NAME(half) * h, uint32_t v)
{
	if (v & LEAF)
		arena_give(&h->leaf, v & ~LEAF, sizeof(struct NAME(node)));
	else
		arena_give(&h->inner, v, sizeof(struct NAME(inner)));
}

/* Whether both halves of @v are full. */
static bool
NAME(halves)(const struct NAME(half) * h, uint32_t v)
{
	uint32_t l = NAME(child)(h, v, 0), r = NAME(child)(h, v, 1);
	unsigned len = NAME(at)(h, v)->len + 1u;
	const struct NAME(node) * a, *b;

	if (!l || !r)
		return false;
	a = NAME(at)(h, l);
	b = NAME(at)(h, r);
	return a->full && b->full && a->len == len && b->len == len;
}

/*
 * The way to a prefix: nodes whose prefix holds it, root first. It ends at
 * the prefix itself, if it is there.
 */
struct NAME(path) {
	uint32_t v[BITS + 1];
	unsigned n;
};

static void
NAME(find)(const struct NAME(half) * h, NUM bits, unsigned len,
    struct NAME(path) * path)
{
	uint32_t v = h->root;

	path->n = 0;
	while (v) {
		const struct NAME(node) *node = NAME(at)(h, v);

		if (node->len > len || ((node->bits ^ bits) & ~HOST(node->len)))
			return;
		path->v[path->n++] = v;
		if (node->len == len)
			return;
		v = NAME(child)(h, v, BIT(bits, node->len));
	}
}

/* The end of @path; 0 where it is empty. */
static uint32_t
NAME(end)(const struct NAME(path) * path)
{
	return path->n ? path->v[path->n - 1] : 0;
}

/* The link that leads on from the end of @path, no leaf, towards @bits. */
static uint32_t *
NAME(link)(struct NAME(half) * h, const struct NAME(path) * path, NUM bits)
{
	struct NAME(inner) * end;

	if (path->n == 0)
		return &h->root;
	end = NAME(inner_at)(h, path->v[path->n - 1]);
	return &end->child[BIT(bits, end->head.len)];
}

/* Whether @path ends at the prefix of @len bits. */
static bool
NAME(exact)(
    const struct NAME(half) * h, const struct NAME(path) * path, unsigned len)
{
	return path->n && NAME(at)(h, NAME(end)(path))->len == len;
}

/* The node of @p; 0 where there is none. */
static uint32_t
NAME(node_of)(const struct NAME(half) * h, sn_prefix p)
{
	struct NAME(path) path;

	NAME(find)(h, (NUM)sn__prefix_bits(p), p.len, &path);
	return NAME(exact)(h, &path, p.len) ? NAME(end)(&path) : 0;
}

/*
 * Reserves what an insertion takes: just the nodes that its removal gives
 * back, so that undoing a removal cannot fail.
 */
static sn_status
NAME(reserve_for)(struct NAME(half) * h, const sn_alloc *alloc,
    const struct NAME(path) * path, NUM bits, unsigned len)
{
	uint32_t other;

	if (NAME(exact)(h, path, len))
		return SN_OK;
	if (NAME(end)(path) & LEAF) /* it becomes an inner node */
		return NAME(reserve)(h, alloc, 0, 1);
	other = *NAME(link)(h, path, bits);
	if (!other)
		return NAME(reserve)(h, alloc, 1, 0);
	if (CLZ((NUM)(NAME(at)(h, other)->bits ^ bits)) >= len)
		return NAME(reserve)(h, alloc, 0, 1);
	return NAME(reserve)(h, alloc, 1, 1);
}

/* The end of @path becomes an inner node, or a leaf, where it is not. */
static void
NAME(convert)(struct NAME(half) * h, struct NAME(path) * path, bool leaf)
{
	uint32_t v = path->v[path->n - 1], to;
	struct NAME(node) node = *NAME(at)(h, v);
	uint32_t value = NAME(value)(h, v);

	NAME(give)(h, v);
	to = NAME(take)(h, node.bits, node.len, leaf);
	*NAME(at)(h, to) = node;
	NAME(set_value)(h, to, value);
	path->n--;
	*NAME(link)(h, path, node.bits) = to;
	path->v[path->n++] = to;
}

/*
 * Puts a node for the prefix at the end of @path, with nodes that were
 * reserved. Three cases: nothing is there; what is there lies inside the new
 * prefix; or both hang under a new common prefix.
 */
static void
NAME(attach)(
    struct NAME(half) * h, struct NAME(path) * path, NUM bits, unsigned len)
{
	uint32_t v, other, branch, *link;
	struct NAME(inner) * in;
	unsigned common = 0;
	NUM far = 0;

	if (NAME(end)(path) & LEAF)
		NAME(convert)(h, path, false);
	link = NAME(link)(h, path, bits);
	other = *link;
	if (other) {
		far = NAME(at)(h, other)->bits;
		common = CLZ((NUM)(far ^ bits));
	}
	v = NAME(take)(h, bits, len, !other || common < len);
	if (!other) {
		*link = v;
	} else if (common >= len) {
		NAME(inner_at)(h, v)->child[BIT(far, len)] = other;
		*link = v;
	} else {
		branch = NAME(take)(h, bits, common, false);
		in = NAME(inner_at)(h, branch);
		in->child[BIT(bits, common)] = v;
		in->child[BIT(far, common)] = other;
		*link = branch;
		path->v[path->n++] = branch;
	}
	path->v[path->n++] = v;
}

/*
 * Takes out the end of @path and what is above it while that is no prefix and
 * has at most one child; a prefix that loses its last child becomes a leaf.
 */
static void
NAME(splice)(struct NAME(half) * h, struct NAME(path) * path)
{
	while (path->n) {
		uint32_t v = path->v[path->n - 1];
		uint32_t l = NAME(child)(h, v, 0), r = NAME(child)(h, v, 1);
		const struct NAME(node) *node = NAME(at)(h, v);
		NUM bits = node->bits;

		if (node->count || (l && r)) {
			if (!(v & LEAF) && !l && !r)
				NAME(convert)(h, path, true);
			return;
		}
		path->n--;
		*NAME(link)(h, path, bits) = l ? l : r;
		NAME(give)(h, v);
	}
}

/* Every aggregate at or below @v, in address order. */
static void
NAME(report)(const struct NAME(half) * h, uint32_t v, bool added,
    sn_delta delta, void *ctx)
{
	uint32_t todo[BITS + 2];
	unsigned n = 0;

	if (v)
		todo[n++] = v;
	while (n) {
		uint32_t l, r;

		v = todo[--n];
		if (NAME(at)(h, v)->full) {
			delta(ctx, NAME(prefix)(NAME(at)(h, v)), added);
			continue;
		}
		l = NAME(child)(h, v, 0);
		r = NAME(child)(h, v, 1);
		if (r)
			todo[n++] = r;
		if (l)
			todo[n++] = l;
	}
}

static void
NAME(report_children)(const struct NAME(half) * h, uint32_t v, bool added,
    sn_delta delta, void *ctx)
{
	NAME(report)(h, NAME(child)(h, v, 0), added, delta, ctx);
	NAME(report)(h, NAME(child)(h, v, 1), added, delta, ctx);
}

/* The sibling of path node @i under path node @i - 1. */
static uint32_t
NAME(sibling)(
    const struct NAME(half) * h, const struct NAME(path) * path, unsigned i)
{
	uint32_t up = path->v[i - 1];

	return NAME(child)(h, up, NAME(child)(h, up, 0) == path->v[i]);
}

/* The end of @path has become a prefix: fullness upwards, and the delta. */
static void
NAME(grew)(struct NAME(half) * h, const struct NAME(path) * path,
    sn_delta delta, void *ctx)
{
	unsigned end = path->n - 1, i = end;
	bool hidden = false;

	if (NAME(at)(h, path->v[end])->full)
		return;
	for (unsigned j = 0; j < end; j++)
		hidden |= NAME(at)(h, path->v[j])->full;
	NAME(at)(h, path->v[end])->full = 1;
	while (i > 0 && !NAME(at)(h, path->v[i - 1])->full &&
	       NAME(halves)(h, path->v[i - 1]))
		NAME(at)(h, path->v[--i])->full = 1;
	if (hidden || !delta)
		return;
	NAME(report_children)(h, path->v[end], false, delta, ctx);
	for (unsigned j = end; j > i; j--)
		NAME(report)(h, NAME(sibling)(h, path, j), false, delta, ctx);
	delta(ctx, NAME(prefix)(NAME(at)(h, path->v[i])), true);
}

/* The end of @path is no prefix any more: the mirror image. */
static void
NAME(shrank)(struct NAME(half) * h, const struct NAME(path) * path,
    sn_delta delta, void *ctx)
{
	unsigned end = path->n - 1, i = end;
	bool hidden = false;

	if (NAME(halves)(h, path->v[end]))
		return;
	NAME(at)(h, path->v[end])->full = 0;
	while (i > 0 && NAME(at)(h, path->v[i - 1])->full &&
	       !NAME(at)(h, path->v[i - 1])->count)
		NAME(at)(h, path->v[--i])->full = 0;
	for (unsigned j = 0; j < i; j++)
		hidden |= NAME(at)(h, path->v[j])->full;
	if (hidden || !delta)
		return;
	delta(ctx, NAME(prefix)(NAME(at)(h, path->v[i])), false);
	for (unsigned j = i + 1; j <= end; j++)
		NAME(report)(h, NAME(sibling)(h, path, j), true, delta, ctx);
	NAME(report_children)(h, path->v[end], true, delta, ctx);
}

static sn_status
NAME(insert)(struct NAME(half) * h, const sn_alloc *alloc, sn_prefix p,
    uint32_t value, sn_delta delta, void *ctx)
{
	NUM bits = (NUM)sn__prefix_bits(p);
	struct NAME(path) path;
	struct NAME(node) * node;
	sn_status status;

	NAME(find)(h, bits, p.len, &path);
	status = NAME(reserve_for)(h, alloc, &path, bits, p.len);
	if (!status && value)
		status = NAME(reserve_values)(h, alloc);
	if (status)
		return status;
	if (!NAME(exact)(h, &path, p.len))
		NAME(attach)(h, &path, bits, p.len);
	node = NAME(at)(h, NAME(end)(&path));
	if (node->count == COUNT_MAX)
		return SN_ELIMIT;
	NAME(set_value)(h, NAME(end)(&path), value);
	if (node->count++)
		return SN_OK;
	h->size++;
	NAME(grew)(h, &path, delta, ctx);
	return SN_OK;
}

static sn_status
NAME(remove)(struct NAME(half) * h, sn_prefix p, sn_delta delta, void *ctx)
{
	struct NAME(path) path;
	struct NAME(node) * node;

	NAME(find)(h, (NUM)sn__prefix_bits(p), p.len, &path);
	if (!NAME(exact)(h, &path, p.len))
		return SN_ENOTFOUND;
	node = NAME(at)(h, NAME(end)(&path));
	if (!node->count)
		return SN_ENOTFOUND;
	if (--node->count)
		return SN_OK;
	h->size--;
	NAME(shrank)(h, &path, delta, ctx);
	NAME(splice)(h, &path);
	return SN_OK;
}

/* Adds a prefix to the right of all that are there, none of which holds it. */
static sn_status
NAME(append)(struct NAME(half) * h, const sn_alloc *alloc,
    struct NAME(path) * path, sn_prefix p)
{
	NUM bits = (NUM)sn__prefix_bits(p);
	sn_status status = NAME(reserve)(h, alloc, 1, 1);
	struct NAME(node) * node;

	if (status)
		return status;
	/* Up the right edge to what still holds the new prefix: O(1) in all. */
	while (path->n) {
		node = NAME(at)(h, NAME(end)(path));
		if (node->len < p.len &&
		    !((node->bits ^ bits) & ~HOST(node->len)))
			break;
		path->n--;
	}
	NAME(attach)(h, path, bits, p.len);
	node = NAME(at)(h, NAME(end)(path));
	node->count = 1;
	node->full = 1;
	h->size++;
	return SN_OK;
}

/* NULL where the invariants hold below @v; else which is broken. */
static const char *
NAME(check)(const struct NAME(half) * h)
{
	uint32_t todo[BITS + 2];
	unsigned n = 0;
	uint64_t size = 0;

	if (h->root)
		todo[n++] = h->root;
	while (n) {
		uint32_t at = todo[--n];
		const struct NAME(node) *v = NAME(at)(h, at);
		uint32_t l = NAME(child)(h, at, 0), r = NAME(child)(h, at, 1);

		if (v->bits & HOST(v->len))
			return "I1: host bits in a node";
		if (!v->count && !(l && r))
			return "I2: a branch without two children";
		if (!(at & LEAF) && !l && !r)
			return "I2: an inner node without a child";
		if (v->full != (v->count > 0 || NAME(halves)(h, at)))
			return "I4: full is wrong";
		size += v->count > 0;
		for (unsigned i = 0; i < 2; i++) {
			uint32_t child = i ? r : l;
			const struct NAME(node) *c = NAME(at)(h, child);

			if (!child)
				continue;
			if (c->len <= v->len ||
			    (c->bits ^ v->bits) & (NUM)~HOST(v->len) ||
			    BIT(c->bits, v->len) != i)
				return "I3: a child is not below its side";
			todo[n++] = child;
		}
	}
	return size == h->size ? NULL : "I5: size is wrong";
}
