/*
 * trie.c - the prefix trie: a multiset of prefixes with a value each, whose
 * exact aggregates are kept current.
 *
 * Representation. A path-compressed binary trie for each family. A node is a
 * prefix of the multiset (count > 0) or a branch (count 0, two children).
 * Nodes without a child are leaves and lie in an array of their own, without
 * places for children; nodes refer to each other by 32-bit index, whose highest
 * bit says which array, and 0 is nil. An IPv4 leaf is 8 bytes, an inner node
 * 16: at most 24 bytes a prefix, 32 with values, for n leaves have at most
 * n - 1 branches above them.
 *
 *            10.0.0.0/8
 *            /        \
 *     10.0.0.0/23*   10.128.0.0/9        * a branch, but full: both its
 *      /       \                           halves are there
 *  10.0.0.0/24 10.0.1.0/24
 *
 * full(v): v is in the multiset itself, or both its halves are full nodes. The
 * aggregates are the full nodes that have no full node above them.
 *
 * Invariants, checked by sn__trie_check():
 *   I1  a node's bits have no host bits
 *   I2  a node that is no prefix has two children, an inner node has one
 *   I3  a child is longer than its parent and lies on its side of it
 *   I4  full is what its definition says, also below other full nodes
 *   I5  size is the number of nodes with count > 0
 *
 * An insertion or removal changes fullness only on the way from the root, and
 * there only upwards from the prefix until it changes no more. So an update
 * takes O(w) plus the delta, which has to be written anyway: removing a
 * prefix that hid many others brings them all back.
 *
 * Failure changes nothing: nodes are reserved before the first link changes.
 */
#include "trie/trie.h"

#include "set/set.h"

enum { COUNT_MAX = (1 << 23) - 1 };

/* Nodes without a child. */
#define LEAF (UINT32_C(1) << 31)

/*
 * An array of nodes of one size, taken and given back one by one. The ones
 * given back are chained by the number in their first bytes.
 */
struct arena {
	void *item;
	uint32_t *value; /* of each; NULL while nobody has one */
	size_t n;
	size_t capacity;
	uint32_t unused; /* index + 1; 0: none */
	uint32_t unused_count;
};

/*
 * The capacity after @capacity. Large arenas grow by a part only: doubling
 * could leave half of one empty. The C library moves large blocks without
 * copying them.
 */
static size_t
grown(size_t capacity)
{
	if (capacity < 4096)
		return capacity ? capacity * 2 : 64;
	return capacity + capacity / 64;
}

/* Makes sure that @want items, a few, can be taken without failing. */
static sn_status
arena_reserve(
    struct arena *a, const sn_alloc *alloc, uint32_t want, size_t size)
{
	size_t capacity = grown(a->capacity);
	uint32_t *value;
	void *item;

	if (a->capacity - a->n + a->unused_count >= want)
		return SN_OK;
	if (capacity > (size_t)LEAF)
		return SN_ELIMIT;
	item = sn__realloc(alloc, a->item, capacity, size);
	if (!item)
		return SN_ENOMEM;
	a->item = item;
	if (a->value) {
		value = sn__realloc(alloc, a->value, capacity, sizeof(*value));
		if (!value)
			return SN_ENOMEM;
		a->value = value;
	}
	a->capacity = capacity;
	return SN_OK;
}

static sn_status
arena_values(struct arena *a, const sn_alloc *alloc)
{
	if (!a->value)
		a->value = sn__calloc(alloc, a->capacity, sizeof(*a->value));
	return a->value ? SN_OK : SN_ENOMEM;
}

static char *
arena_at(const struct arena *a, uint32_t i, size_t size)
{
	return (char *)a->item + i * size;
}

/* One that was reserved, all zeros. */
static uint32_t
arena_take(struct arena *a, size_t size)
{
	uint32_t i = (uint32_t)a->n;

	if (a->unused) {
		i = a->unused - 1;
		memcpy(&a->unused, arena_at(a, i, size), sizeof(a->unused));
		a->unused_count--;
	} else {
		a->n++;
	}
	memset(arena_at(a, i, size), 0, size);
	if (a->value)
		a->value[i] = 0;
	return i;
}

static void
arena_give(struct arena *a, uint32_t i, size_t size)
{
	memcpy(arena_at(a, i, size), &a->unused, sizeof(a->unused));
	a->unused = i + 1;
	a->unused_count++;
}

static void
arena_free(struct arena *a, const sn_alloc *alloc)
{
	sn__free(alloc, a->item);
	sn__free(alloc, a->value);
}

/* Walks that are made at once. */
enum { LANES = 16 };

/* What an iterator goes over. */
enum iter_mode { ITER_ALL, ITER_COVERED, ITER_COVERING, ITER_NOTHING };

#include "base/width4.h"
#include "trie/trie_impl.h"
#include "trie/trie_walk_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "trie/trie_impl.h"
#include "trie/trie_walk_impl.h"
#include "base/width_end.h"

struct sn_trie {
	sn_alloc alloc;
	struct half4 v4;
	struct half6 v6;
};

sn_status
sn_trie_new(sn_trie **out, const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_trie *t = sn__calloc(&keep, 1, sizeof(*t));

	if (!t)
		return SN_ENOMEM;
	t->alloc = keep;
	*out = t;
	return SN_OK;
}

void
sn_trie_free(sn_trie *t)
{
	sn_alloc alloc;

	if (!t)
		return;
	alloc = t->alloc;
	half_free4(&t->v4, &alloc);
	half_free6(&t->v6, &alloc);
	sn__free(&alloc, t);
}

sn_status
sn_trie_from_set(sn_trie **out, const sn_set *s)
{
	struct path4 path4 = {.n = 0};
	struct path6 path6 = {.n = 0};
	sn_set_iter it;
	sn_prefix p;
	sn_trie *t = NULL;
	sn_status status = sn_trie_new(&t, &s->alloc);

	if (status)
		return status;
	sn_set_iter_init(&it, s, 0);
	while (!status && sn_set_iter_next_prefix(&it, &p))
		status = p.family == SN_IPV4
			     ? append4(&t->v4, &t->alloc, &path4, p)
			     : append6(&t->v6, &t->alloc, &path6, p);
	if (status) {
		sn_trie_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}

sn_status
sn_trie_insert_delta(
    sn_trie *t, sn_prefix p, uint32_t value, sn_delta delta, void *ctx)
{
	if (!sn__prefix_valid(p))
		return SN_EINVAL;
	return p.family == SN_IPV4
		   ? insert4(&t->v4, &t->alloc, p, value, delta, ctx)
		   : insert6(&t->v6, &t->alloc, p, value, delta, ctx);
}

sn_status
sn_trie_insert(sn_trie *t, sn_prefix p, uint32_t value)
{
	return sn_trie_insert_delta(t, p, value, NULL, NULL);
}

sn_status
sn_trie_remove_delta(sn_trie *t, sn_prefix p, sn_delta delta, void *ctx)
{
	if (!sn__prefix_valid(p))
		return SN_EINVAL;
	return p.family == SN_IPV4 ? remove4(&t->v4, p, delta, ctx)
				   : remove6(&t->v6, p, delta, ctx);
}

sn_status
sn_trie_remove(sn_trie *t, sn_prefix p)
{
	return sn_trie_remove_delta(t, p, NULL, NULL);
}

uint64_t
sn_trie_multiplicity(const sn_trie *t, sn_prefix p)
{
	uint32_t v;

	if (!sn__prefix_valid(p))
		return 0;
	v = p.family == SN_IPV4 ? node_of4(&t->v4, p) : node_of6(&t->v6, p);
	if (!v)
		return 0;
	return p.family == SN_IPV4 ? at4(&t->v4, v)->count
				   : at6(&t->v6, v)->count;
}

uint64_t
sn_trie_size(const sn_trie *t)
{
	return t->v4.size + t->v6.size;
}

sn_status
sn_trie_match(const sn_trie *t, sn_addr addr, sn_prefix *out, uint32_t *value)
{
	bool v4 = addr.family == SN_IPV4;
	uint32_t v = v4 ? longest4(&t->v4, (uint32_t)addr.lo)
			: longest6(&t->v6, sn__addr_bits(addr));

	if (!v)
		return SN_ENOTFOUND;
	*out = v4 ? prefix4(at4(&t->v4, v)) : prefix6(at6(&t->v6, v));
	if (value)
		*value = v4 ? value4(&t->v4, v) : value6(&t->v6, v);
	return SN_OK;
}

size_t
sn_trie_match4(const sn_trie *t, const uint32_t *addrs, size_t n,
    sn_prefix4 *out, uint32_t *values, bool *found)
{
	return match_all4(&t->v4, addrs, n, out, values, found);
}

size_t
sn_trie_match6(const sn_trie *t, const sn_addr6 *addrs, size_t n,
    sn_prefix6 *out, uint32_t *values, bool *found)
{
	return match_all6(&t->v6, addrs, n, out, values, found);
}

void
sn_trie_iter_init(sn_trie_iter *it, const sn_trie *t)
{
	*it = (sn_trie_iter){.trie = t, .mode = ITER_ALL};
	it->at = sn__prefix(SN_IPV4, 0, 0);
}

static void
iter_bounded(
    sn_trie_iter *it, const sn_trie *t, sn_prefix p, enum iter_mode mode)
{
	*it = (sn_trie_iter){.trie = t, .mode = ITER_NOTHING};
	if (!sn__prefix_valid(p))
		return;
	it->mode = mode;
	it->bound = p;
	it->at = mode == ITER_COVERED ? p : sn__prefix(p.family, 0, 0);
}

void
sn_trie_iter_covered(sn_trie_iter *it, const sn_trie *t, sn_prefix p)
{
	iter_bounded(it, t, p, ITER_COVERED);
}

void
sn_trie_iter_covering(sn_trie_iter *it, const sn_trie *t, sn_prefix p)
{
	iter_bounded(it, t, p, ITER_COVERING);
}

bool
sn_trie_iter_next(sn_trie_iter *it, sn_trie_entry *out)
{
	const sn_trie *t = it->trie;
	sn_trie_entry e;
	bool more;

	if (it->mode == ITER_NOTHING)
		return false;
	more = it->at.family == SN_IPV4 ? iter_step4(&t->v4, it, &e)
					: iter_step6(&t->v6, it, &e);
	if (!more && it->mode == ITER_ALL && it->at.family == SN_IPV4) {
		it->at = sn__prefix(SN_IPV6, 0, 0);
		it->after = false;
		more = iter_step6(&t->v6, it, &e);
	}
	if (!more)
		return false;
	it->at = e.prefix;
	it->after = true;
	*out = e;
	return true;
}

/* Adds each aggregate to a builder; the first failure sticks. */
struct gathering {
	sn_builder *builder;
	sn_status status;
};

static void
gather(void *ctx, sn_prefix p, bool added)
{
	struct gathering *g = ctx;

	(void)added;
	if (!g->status)
		g->status = sn_builder_add_prefix(g->builder, p);
}

sn_status
sn_trie_aggregate(sn_set **out, const sn_trie *t)
{
	sn_builder_options o = SN_BUILDER_OPTIONS_INIT;
	struct gathering g = {NULL, SN_OK};

	o.alloc = &t->alloc;
	o.threads = 1;
	g.status = sn_builder_new(&g.builder, &o);
	if (g.status)
		return g.status;
	report4(&t->v4, t->v4.root, true, gather, &g);
	report6(&t->v6, t->v6.root, true, gather, &g);
	if (!g.status)
		g.status = sn_builder_build(out, g.builder);
	sn_builder_free(g.builder);
	return g.status;
}

const sn_alloc *
sn__trie_alloc(const sn_trie *t)
{
	return &t->alloc;
}

uint32_t
sn__trie_value(const sn_trie *t, sn_prefix p)
{
	uint32_t v =
	    p.family == SN_IPV4 ? node_of4(&t->v4, p) : node_of6(&t->v6, p);

	if (!v)
		return 0;
	return p.family == SN_IPV4 ? value4(&t->v4, v) : value6(&t->v6, v);
}

bool
sn__trie_check(const sn_trie *t, const char **why)
{
	*why = check4(&t->v4);
	if (!*why)
		*why = check6(&t->v6);
	return !*why;
}
