/*
 * decisions.c - decisions along the destinations, in a segment tree.
 *
 * What it holds: for every elementary interval of destinations, and for one
 * or two tables, the best rank among the rows added so far and the set of
 * targets at that rank.
 *
 * Representation: a segment tree in heap order. A node has the best and the
 * worst rank in its subtree, the target where all intervals there have the
 * same, and whether the two tables differ anywhere there. A node whose ranks
 * are equal and whose target is not mixed is *even*: what its children hold
 * for that table may be stale, and is written anew on the way down.
 *
 * Why `differ` is exact and no hash: a target is "mixed" only where intervals
 * really differ, so a mixed table and an unmixed one differ somewhere; two
 * unmixed ones are compared by number; two mixed ones differ where a child
 * says so, and the children of such a node are not stale.
 *
 * Adding a row takes the minimum over a range: a node whose worst rank is
 * better than the row's stays, one whose best rank is worse is overwritten
 * whole, and only the others are descended into. Where more specific rows are
 * the better ones that is O(log n) a row. Every node is logged before it
 * changes, so that rows can be taken back in reverse order. Where rows to
 * everything and rows from everything cross it is O(n) a row, and ends after
 * so many nodes.
 */
#include "routes/decisions.h"

/* WORK_MOST: some seconds, where rows cross in tens of millions of ways. */
enum { SET_MOST = 1024, WORK_MOST = 1 << 26 };

/* ------------------------------------------------- sets of targets */

static uint32_t
set_make(sn__decisions *d, uint32_t rest, uint32_t most, uint32_t size)
{
	sn__sets *s = &d->sets;
	uint32_t fresh = s->base + (uint32_t)s->n, got;

	if (size > SET_MOST || fresh >= SN__TARGET_NONE) {
		d->status = SN_ELIMIT;
		return rest;
	}
	if (!sn__grow(
		&d->alloc, &s->set, &s->capacity, s->n, sizeof(*s->set)) ||
	    !sn__map_get(
		&s->map, &d->alloc, (uint64_t)rest << 32 | most, fresh, &got)) {
		d->status = SN_ENOMEM;
		return rest;
	}
	if (got == fresh)
		s->set[s->n++] = (struct sn__set_node){rest, most, size};
	return got;
}

/* The set of @set and @target, a single one; recursion ends at SET_MOST. */
static uint32_t
set_add(sn__decisions *d, uint32_t set, uint32_t target)
{
	struct sn__set_node node;
	uint32_t rest;

	if (set == target)
		return set;
	if (set < d->sets.base)
		return set < target ? set_make(d, set, target, 2)
				    : set_make(d, target, set, 2);
	node = d->sets.set[set - d->sets.base];
	if (node.most == target)
		return set;
	if (node.most < target)
		return set_make(d, set, target, node.size + 1);
	rest = set_add(d, node.rest, target);
	return rest == node.rest ? set
				 : set_make(d, rest, node.most, node.size + 1);
}

/* ------------------------------------------------ the destinations */

/* Sorts by bytes, the least significant first; bytes that all keys share are
 * passed over. */
static sn__u128 *
radix_sort(sn__u128 *key, sn__u128 *spare, size_t n)
{
	sn__u128 any = 0;

	for (size_t i = 0; i < n; i++)
		any |= key[i] ^ key[0];
	for (unsigned byte = 0; byte < 16; byte++, any >>= 8) {
		size_t count[257] = {0};
		sn__u128 *swap = key;

		if (!(any & 255))
			continue;
		for (size_t i = 0; i < n; i++)
			count[((key[i] >> 8 * byte) & 255) + 1]++;
		for (size_t i = 0; i < 256; i++)
			count[i + 1] += count[i];
		for (size_t i = 0; i < n; i++)
			spare[count[(key[i] >> 8 * byte) & 255]++] = key[i];
		key = spare;
		spare = swap;
	}
	return key;
}

static sn_status
find_intervals(
    sn__decisions *d, const sn__ranked_row *const row[2], const size_t n[2])
{
	size_t most = 2 * (n[0] + n[1]) + 1, used = 0, kept = 0;
	sn__u128 *key = sn__malloc(&d->alloc, most, sizeof(*key));
	sn__u128 *spare = sn__malloc(&d->alloc, most, sizeof(*spare));

	if (!key || !spare) {
		sn__free(&d->alloc, key);
		sn__free(&d->alloc, spare);
		return SN_ENOMEM;
	}
	key[used++] = 0;
	for (unsigned t = 0; t < 2; t++) {
		for (size_t i = 0; i < n[t]; i++) {
			const sn__ranked_row *r = &row[t][i];
			sn__u128 last = r->destination |
					sn__host(r->family, r->destination_len);

			key[used++] = r->destination;
			if (last != sn__top(r->family))
				key[used++] = last + 1;
		}
	}
	d->at = radix_sort(key, spare, used);
	sn__free(&d->alloc, d->at == key ? spare : key);
	for (size_t i = 0; i < used; i++)
		if (i == 0 || d->at[i] != d->at[i - 1])
			d->at[kept++] = d->at[i];
	d->n = kept;
	return SN_OK;
}

/* The number of the interval that begins at @first, or of the last before. */
static size_t
interval(const sn__decisions *d, sn__u128 first)
{
	size_t base = 0, n = d->n;

	while (n > 1) {
		size_t half = n / 2;

		base += d->at[base + half] <= first ? half : 0;
		n -= half;
	}
	return base;
}

sn_status
sn__decisions_init(sn__decisions *d, const sn_alloc *alloc,
    const sn__ranked_row *const row[2], const size_t n[2], uint32_t targets)
{
	const struct sn__decision_node none = {{SN__RANK_NONE, SN__RANK_NONE},
	    {SN__RANK_NONE, SN__RANK_NONE}, {SN__TARGET_NONE, SN__TARGET_NONE},
	    0};
	sn_status status;

	*d = (sn__decisions){.alloc = sn__alloc_keep(alloc), .width = 1};
	d->sets.base = targets;
	status = find_intervals(d, row, n);
	if (status)
		return status;
	while (d->width < d->n)
		d->width *= 2;
	d->node = sn__alloc_large(&d->alloc, 2 * d->width, sizeof(*d->node));
	if (!d->node) {
		sn__decisions_free(d);
		return SN_ENOMEM;
	}
	for (size_t i = 0; i < 2 * d->width; i++)
		d->node[i] = none;
	return SN_OK;
}

void
sn__decisions_free(sn__decisions *d)
{
	sn__map_free(&d->sets.map, &d->alloc);
	sn__free(&d->alloc, d->sets.set);
	sn__free(&d->alloc, d->at);
	sn__free(&d->alloc, d->node);
	sn__free(&d->alloc, d->log);
}

/* ------------------------------------------------------------ rows */

static bool
is_even(const struct sn__decision_node *n, unsigned t)
{
	return n->lo[t] == n->hi[t] && n->target[t] != SN__TARGET_MIXED;
}

/* Logs node @i, which is about to change. False: out of memory. */
static bool
keep(sn__decisions *d, size_t i)
{
	if (d->work++ == WORK_MOST)
		d->status = SN_ELIMIT;
	if (d->status)
		return false;
	if (!sn__grow(&d->alloc, &d->log, &d->log_capacity, d->logged,
		sizeof(*d->log))) {
		d->status = SN_ENOMEM;
		return false;
	}
	d->log[d->logged++] =
	    (struct sn__decision_log){(uint32_t)i, d->node[i]};
	return true;
}

static uint32_t
differ(const struct sn__decision_node *n, uint32_t below)
{
	bool mixed0 = n->target[0] == SN__TARGET_MIXED;
	bool mixed1 = n->target[1] == SN__TARGET_MIXED;

	if (mixed0 && mixed1)
		return below;
	return n->target[0] != n->target[1];
}

/* Writes even values of @i into its children where they are stale. */
static void
push(sn__decisions *d, size_t i)
{
	const struct sn__decision_node *n = &d->node[i];

	for (size_t c = 2 * i; c <= 2 * i + 1; c++) {
		struct sn__decision_node new = d->node[c];

		for (unsigned t = 0; t < 2; t++) {
			if (is_even(n, t)) {
				new.lo[t] = new.hi[t] = n->lo[t];
				new.target[t] = n->target[t];
			}
		}
		if (!memcmp(&new, &d->node[c], sizeof(new)))
			continue;
		/* Where both are mixed, neither changed, nor does differ. */
		new.differ = differ(&new, new.differ);
		if (!keep(d, c))
			return;
		d->node[c] = new;
	}
}

static void
pull(sn__decisions *d, size_t i, unsigned t)
{
	struct sn__decision_node *n = &d->node[i];
	const struct sn__decision_node *a = &d->node[2 * i], *b = a + 1;

	n->lo[t] = a->lo[t] < b->lo[t] ? a->lo[t] : b->lo[t];
	n->hi[t] = a->hi[t] > b->hi[t] ? a->hi[t] : b->hi[t];
	n->target[t] =
	    a->target[t] == b->target[t] ? a->target[t] : SN__TARGET_MIXED;
	n->differ = differ(n, a->differ | b->differ);
}

/* A row on the intervals [from, to). */
struct span {
	size_t from;
	size_t to;
	uint32_t rank;
	uint32_t target;
	unsigned table;
};

/* Node @i spans [l, r). */
static void
apply(sn__decisions *d, const struct span *s, size_t i, size_t l, size_t r)
{
	struct sn__decision_node *n = &d->node[i];
	unsigned t = s->table;
	size_t mid = l + (r - l) / 2;

	if (s->to <= l || r <= s->from || n->hi[t] < s->rank || d->status)
		return;
	if (s->from <= l && r <= s->to &&
	    (n->lo[t] > s->rank || is_even(n, t))) {
		bool better = n->lo[t] > s->rank;
		uint32_t target =
		    better ? s->target : set_add(d, n->target[t], s->target);

		if (d->status || (!better && target == n->target[t]) ||
		    !keep(d, i))
			return;
		n->lo[t] = n->hi[t] = s->rank;
		n->target[t] = target;
		n->differ = differ(n, n->differ);
		return;
	}
	if (!keep(d, i))
		return;
	push(d, i);
	apply(d, s, 2 * i, l, mid);
	apply(d, s, 2 * i + 1, mid, r);
	pull(d, i, t);
}

static struct span
span_of(const sn__decisions *d, unsigned table, const sn__ranked_row *row)
{
	sn__u128 last =
	    row->destination | sn__host(row->family, row->destination_len);

	return (struct span){interval(d, row->destination),
	    interval(d, last) + 1, row->rank, d->sets.base ? row->target : 0,
	    table};
}

void
sn__decisions_add(sn__decisions *d, unsigned table, const sn__ranked_row *row)
{
	struct span s = span_of(d, table, row);

	apply(d, &s, 1, 0, d->width);
}

void
sn__decisions_undo(sn__decisions *d, size_t mark)
{
	while (d->logged > mark) {
		const struct sn__decision_log *e = &d->log[--d->logged];

		d->node[e->node] = e->old;
	}
}

static uint32_t
worst(sn__decisions *d, const struct span *s, size_t i, size_t l, size_t r)
{
	const struct sn__decision_node *n = &d->node[i];
	size_t mid = l + (r - l) / 2;
	uint32_t a, b;

	if (d->work++ == WORK_MOST)
		d->status = SN_ELIMIT;
	if (s->to <= l || r <= s->from)
		return 0;
	if ((s->from <= l && r <= s->to) || is_even(n, s->table))
		return n->hi[s->table];
	a = worst(d, s, 2 * i, l, mid);
	b = worst(d, s, 2 * i + 1, mid, r);
	return a > b ? a : b;
}

uint32_t
sn__decisions_worst(sn__decisions *d, unsigned table, const sn__ranked_row *row)
{
	struct span s = span_of(d, table, row);

	return worst(d, &s, 1, 0, d->width);
}

/*
 * Descends to a leaf where the tables differ. What an even node decides holds
 * in all its subtree, whatever its children say; so it is carried along.
 */
sn__u128
sn__decisions_difference(const sn__decisions *d)
{
	uint32_t fixed[2] = {SN__TARGET_MIXED, SN__TARGET_MIXED};
	size_t i = 1;

	for (;;) {
		const struct sn__decision_node *n = &d->node[i];
		uint32_t target[2] = {SN__TARGET_MIXED, SN__TARGET_MIXED};

		for (unsigned t = 0; t < 2; t++) {
			if (fixed[t] == SN__TARGET_MIXED)
				fixed[t] = n->target[t];
			target[t] = fixed[t];
		}
		if (target[0] != SN__TARGET_MIXED &&
		    target[1] != SN__TARGET_MIXED)
			break;
		/* Where one is mixed, a child of it differs from the other. */
		i *= 2;
		n = &d->node[i];
		if (target[0] == SN__TARGET_MIXED &&
		    target[1] == SN__TARGET_MIXED)
			i += !n->differ;
		else if (target[0] == SN__TARGET_MIXED)
			i += n->target[0] == target[1];
		else
			i += n->target[1] == target[0];
	}
	while (i < d->width)
		i *= 2;
	return d->at[i - d->width < d->n ? i - d->width : d->n - 1];
}
