/*
 * trie_impl.h - the path-compressed trie, written once for both widths.
 * Included by trie.c with
 *   W              the suffix, 4 or 6
 *   NUM            the unsigned type of an address
 *   BITS           its width
 *   HOST(len)      its host bits
 *   COMMON(a, b)   the length of the common prefix of two addresses
 *   BIT(a, i)      bit i of an address, 0 is the highest; i < BITS
 * The exposition is in trie.c.
 */
#define CAT_(a, b) a##b
#define CAT(a, b)  CAT_(a, b)
#define NAME(x)	   CAT(x, W)

struct NAME(node) {
	NUM bits;
	uint32_t child[2];
	uint32_t len : 8;
	uint32_t full : 1;
	uint32_t count : 23;
};

struct NAME(half) {
	struct NAME(node) * node; /* node[0] is nil */
	uint32_t *value;	  /* by node; NULL while all are 0 */
	size_t n;
	size_t capacity;
	uint32_t root;
	uint32_t unused; /* free nodes, chained by child[0] */
	uint32_t unused_count;
	uint64_t size;
};

static sn_prefix
NAME(prefix)(const struct NAME(node) * v)
{
	return sn__prefix(W == 4 ? SN_IPV4 : SN_IPV6, v->bits, v->len);
}

/* Makes sure that @want nodes can be taken without failing. */
static sn_status
NAME(reserve)(struct NAME(half) * h, const sn_alloc *alloc, uint32_t want)
{
	size_t capacity = grown(h->capacity);
	struct NAME(node) * node;
	uint32_t *value;

	if (h->capacity - h->n + h->unused_count >= want)
		return SN_OK;
	if (capacity > (size_t)1 << 31)
		return SN_ELIMIT;
	node = sn__realloc(alloc, h->node, capacity, sizeof(*node));
	if (!node)
		return SN_ENOMEM;
	h->node = node;
	if (h->value) {
		value = sn__realloc(alloc, h->value, capacity, sizeof(*value));
		if (!value)
			return SN_ENOMEM;
		h->value = value;
	}
	if (h->n == 0) {
		memset(node, 0, sizeof(*node));
		h->n = 1;
	}
	h->capacity = capacity;
	return SN_OK;
}

/* Values cost memory only once one is not 0. */
static sn_status
NAME(reserve_values)(struct NAME(half) * h, const sn_alloc *alloc)
{
	if (h->value)
		return SN_OK;
	h->value = sn__calloc(alloc, h->capacity, sizeof(*h->value));
	return h->value ? SN_OK : SN_ENOMEM;
}

static uint32_t
NAME(take)(struct NAME(half) * h, NUM bits, unsigned len)
{
	uint32_t v = h->unused;

	if (v) {
		h->unused = h->node[v].child[0];
		h->unused_count--;
	} else {
		v = (uint32_t)h->n++;
	}
	memset(&h->node[v], 0, sizeof(h->node[v]));
	h->node[v].bits = bits & (NUM)~HOST(len);
	h->node[v].len = len & 0xff;
	if (h->value)
		h->value[v] = 0;
	return v;
}

static void
NAME(give)(struct NAME(half) * h, uint32_t v)
{
	h->node[v].child[0] = h->unused;
	h->unused = v;
	h->unused_count++;
}

/* Whether both halves of @v are full. */
static bool
NAME(halves)(const struct NAME(half) * h, const struct NAME(node) * v)
{
	const struct NAME(node) *a = &h->node[v->child[0]];
	const struct NAME(node) *b = &h->node[v->child[1]];

	return v->child[0] && v->child[1] && a->full && b->full &&
	       a->len == v->len + 1u && b->len == v->len + 1u;
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
		const struct NAME(node) *node = &h->node[v];

		if (node->len > len || ((node->bits ^ bits) & ~HOST(node->len)))
			return;
		path->v[path->n++] = v;
		if (node->len == len)
			return;
		v = node->child[BIT(bits, node->len)];
	}
}

/* The link that leads on from the end of @path towards @bits. */
static uint32_t *
NAME(link)(struct NAME(half) * h, const struct NAME(path) * path, NUM bits)
{
	struct NAME(node) * end;

	if (path->n == 0)
		return &h->root;
	end = &h->node[path->v[path->n - 1]];
	return &end->child[BIT(bits, end->len)];
}

/* Whether @path ends at the prefix of @len bits. */
static bool
NAME(exact)(
    const struct NAME(half) * h, const struct NAME(path) * path, unsigned len)
{
	return path->n && h->node[path->v[path->n - 1]].len == len;
}

/*
 * How many nodes an insertion takes: just those that its removal gives back,
 * so that undoing a removal cannot fail.
 */
static uint32_t
NAME(needed)(struct NAME(half) * h, const struct NAME(path) * path, NUM bits,
    unsigned len)
{
	uint32_t other;

	if (NAME(exact)(h, path, len))
		return 0;
	other = *NAME(link)(h, path, bits);
	return other && COMMON(h->node[other].bits, bits) < len ? 2 : 1;
}

/*
 * Puts a node for the prefix at the end of @path, with up to two nodes that
 * were reserved. Three cases: nothing is there; what is there lies inside the
 * new prefix; or both hang under a new common prefix.
 */
static void
NAME(attach)(
    struct NAME(half) * h, struct NAME(path) * path, NUM bits, unsigned len)
{
	uint32_t v = NAME(take)(h, bits, len), other, branch;
	uint32_t *link = NAME(link)(h, path, bits);
	unsigned common;

	other = *link;
	if (!other) {
		*link = v;
	} else {
		struct NAME(node) *o = &h->node[other];

		common = COMMON(o->bits, bits);
		if (common >= len) {
			h->node[v].child[BIT(o->bits, len)] = other;
			*link = v;
		} else {
			branch = NAME(take)(h, bits, common);
			o = &h->node[other];
			h->node[branch].child[BIT(bits, common)] = v;
			h->node[branch].child[BIT(o->bits, common)] = other;
			*NAME(link)(h, path, bits) = branch;
			path->v[path->n++] = branch;
		}
	}
	path->v[path->n++] = v;
}

/* Takes out a node that is no prefix and has at most one child. */
static void
NAME(splice)(struct NAME(half) * h, struct NAME(path) * path)
{
	while (path->n) {
		uint32_t v = path->v[path->n - 1];
		const struct NAME(node) *node = &h->node[v];
		NUM bits = node->bits;
		uint32_t child =
		    node->child[0] ? node->child[0] : node->child[1];

		if (node->count || (node->child[0] && node->child[1]))
			return;
		path->n--;
		*NAME(link)(h, path, bits) = child;
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
		const struct NAME(node) *node = &h->node[todo[--n]];

		if (node->full) {
			delta(ctx, NAME(prefix)(node), added);
			continue;
		}
		if (node->child[1])
			todo[n++] = node->child[1];
		if (node->child[0])
			todo[n++] = node->child[0];
	}
}

static void
NAME(report_children)(const struct NAME(half) * h, uint32_t v, bool added,
    sn_delta delta, void *ctx)
{
	NAME(report)(h, h->node[v].child[0], added, delta, ctx);
	NAME(report)(h, h->node[v].child[1], added, delta, ctx);
}

/* The sibling of path node @i under path node @i - 1. */
static uint32_t
NAME(sibling)(
    const struct NAME(half) * h, const struct NAME(path) * path, unsigned i)
{
	const struct NAME(node) *up = &h->node[path->v[i - 1]];

	return up->child[up->child[0] == path->v[i]];
}

/* The end of @path has become a prefix: fullness upwards, and the delta. */
static void
NAME(grew)(struct NAME(half) * h, const struct NAME(path) * path,
    sn_delta delta, void *ctx)
{
	unsigned end = path->n - 1, i = end;
	bool hidden = false;

	if (h->node[path->v[end]].full)
		return;
	for (unsigned j = 0; j < end; j++)
		hidden |= h->node[path->v[j]].full;
	h->node[path->v[end]].full = 1;
	while (i > 0 && !h->node[path->v[i - 1]].full &&
	       NAME(halves)(h, &h->node[path->v[i - 1]]))
		h->node[path->v[--i]].full = 1;
	if (hidden || !delta)
		return;
	NAME(report_children)(h, path->v[end], false, delta, ctx);
	for (unsigned j = end; j > i; j--)
		NAME(report)(h, NAME(sibling)(h, path, j), false, delta, ctx);
	delta(ctx, NAME(prefix)(&h->node[path->v[i]]), true);
}

/* The end of @path is no prefix any more: the mirror image. */
static void
NAME(shrank)(struct NAME(half) * h, const struct NAME(path) * path,
    sn_delta delta, void *ctx)
{
	unsigned end = path->n - 1, i = end;
	bool hidden = false;

	if (NAME(halves)(h, &h->node[path->v[end]]))
		return;
	h->node[path->v[end]].full = 0;
	while (i > 0 && h->node[path->v[i - 1]].full &&
	       !h->node[path->v[i - 1]].count)
		h->node[path->v[--i]].full = 0;
	for (unsigned j = 0; j < i; j++)
		hidden |= h->node[path->v[j]].full;
	if (hidden || !delta)
		return;
	delta(ctx, NAME(prefix)(&h->node[path->v[i]]), false);
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
	status = NAME(reserve)(h, alloc, NAME(needed)(h, &path, bits, p.len));
	if (!status && value)
		status = NAME(reserve_values)(h, alloc);
	if (status)
		return status;
	if (!NAME(exact)(h, &path, p.len))
		NAME(attach)(h, &path, bits, p.len);
	node = &h->node[path.v[path.n - 1]];
	if (node->count == COUNT_MAX)
		return SN_ELIMIT;
	if (h->value)
		h->value[path.v[path.n - 1]] = value;
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
	node = &h->node[path.v[path.n - 1]];
	if (!node->count)
		return SN_ENOTFOUND;
	if (--node->count)
		return SN_OK;
	h->size--;
	NAME(shrank)(h, &path, delta, ctx);
	NAME(splice)(h, &path);
	return SN_OK;
}

/* The node of the longest prefix that holds @bits, or 0. */
static uint32_t
NAME(longest)(const struct NAME(half) * h, NUM bits)
{
	uint32_t v = h->root, best = 0;

	while (v) {
		const struct NAME(node) *node = &h->node[v];

		if ((node->bits ^ bits) & ~HOST(node->len))
			break;
		if (node->count)
			best = v;
		if (node->len == BITS)
			break;
		v = node->child[BIT(bits, node->len)];
	}
	return best;
}

/* Adds a prefix to the right of all that are there, none of which holds it. */
static sn_status
NAME(append)(struct NAME(half) * h, const sn_alloc *alloc,
    struct NAME(path) * path, sn_prefix p)
{
	NUM bits = (NUM)sn__prefix_bits(p);
	sn_status status = NAME(reserve)(h, alloc, 2);

	if (status)
		return status;
	/* Up the right edge to what still holds the new prefix: O(1) in all. */
	while (path->n) {
		const struct NAME(node) *v = &h->node[path->v[path->n - 1]];

		if (v->len < p.len && !((v->bits ^ bits) & ~HOST(v->len)))
			break;
		path->n--;
	}
	NAME(attach)(h, path, bits, p.len);
	h->node[path->v[path->n - 1]].count = 1;
	h->node[path->v[path->n - 1]].full = 1;
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
		const struct NAME(node) *v = &h->node[todo[--n]];

		if (v->bits & HOST(v->len))
			return "I1: host bits in a node";
		if (!v->count && !(v->child[0] && v->child[1]))
			return "I2: a branch without two children";
		if (v->full != (v->count > 0 || NAME(halves)(h, v)))
			return "I4: full is wrong";
		size += v->count > 0;
		for (unsigned i = 0; i < 2; i++) {
			const struct NAME(node) *c = &h->node[v->child[i]];

			if (!v->child[i])
				continue;
			if (c->len <= v->len ||
			    (c->bits ^ v->bits) & (NUM)~HOST(v->len) ||
			    BIT(c->bits, v->len) != i)
				return "I3: a child is not below its side";
			todo[n++] = v->child[i];
		}
	}
	return size == h->size ? NULL : "I5: size is wrong";
}

#undef CAT_
#undef CAT
#undef NAME
