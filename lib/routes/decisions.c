/*
 * decisions.c - decisions along the destinations, in a segment tree.
 *
 * What it holds: for every elementary interval of destinations, and for one
 * or two tables, the best level among the rows painted so far and the set of
 * actions at that level.
 *
 * Representation: a segment tree in heap order. A node has the best and the
 * worst level below it, the action where all intervals below have the same,
 * and whether the two tables differ anywhere below. A node whose levels are
 * equal and whose action is not mixed is *even*: what its children hold for
 * that table may be stale, and is written anew on the way down.
 *
 * Why `differ` is exact and no hash: an action is "mixed" only where intervals
 * really differ, so a mixed table and an unmixed one differ somewhere; two
 * unmixed ones are compared by number; two mixed ones differ where a child
 * says so, and the children of such a node are not stale.
 *
 * Painting is a range-chmin: a node whose worst level is better than the row
 * is left alone, one whose best level is worse is overwritten whole, and only
 * what lies between is descended into. Where more specific rows are the better
 * ones that is O(log n) a row. Every node that changes goes to a log first,
 * so that the sweep over the sources can go back up.
 */
#include "routes/decisions.h"

enum { SET_MOST = 1024 };

/* ------------------------------------------------- sets of actions */

static uint32_t
set_make(sn__paint *p, uint32_t rest, uint32_t most, uint32_t size)
{
	sn__sets *s = &p->sets;
	uint32_t fresh = s->base + (uint32_t)s->n, got;

	if (size > SET_MOST || fresh >= SN__ACT_NONE) {
		p->status = SN_ELIMIT;
		return rest;
	}
	if (!sn__grow(
		&p->alloc, &s->set, &s->capacity, s->n, sizeof(*s->set)) ||
	    !sn__map_get(
		&s->map, &p->alloc, (uint64_t)rest << 32 | most, fresh, &got)) {
		p->status = SN_ENOMEM;
		return rest;
	}
	if (got == fresh)
		s->set[s->n++] = (struct sn__set_node){rest, most, size};
	return got;
}

/* @set with @action, which is a single one; at most SET_MOST deep. */
static uint32_t
set_add(sn__paint *p, uint32_t set, uint32_t action)
{
	struct sn__set_node node;
	uint32_t rest;

	if (set == action)
		return set;
	if (set < p->sets.base)
		return set < action ? set_make(p, set, action, 2)
				    : set_make(p, action, set, 2);
	node = p->sets.set[set - p->sets.base];
	if (node.most == action)
		return set;
	if (node.most < action)
		return set_make(p, set, action, node.size + 1);
	rest = set_add(p, node.rest, action);
	return rest == node.rest ? set
				 : set_make(p, rest, node.most, node.size + 1);
}

/* ------------------------------------------------ the destinations */

/* Least significant byte first; bytes that all keys share are passed over. */
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
    sn__paint *p, const sn__ranked_row *const row[2], const size_t n[2])
{
	size_t most = 2 * (n[0] + n[1]) + 1, used = 0, kept = 0;
	sn__u128 *key = sn__malloc(&p->alloc, most, sizeof(*key));
	sn__u128 *spare = sn__malloc(&p->alloc, most, sizeof(*spare));

	if (!key || !spare) {
		sn__free(&p->alloc, key);
		sn__free(&p->alloc, spare);
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
	p->at = radix_sort(key, spare, used);
	sn__free(&p->alloc, p->at == key ? spare : key);
	for (size_t i = 0; i < used; i++)
		if (i == 0 || p->at[i] != p->at[i - 1])
			p->at[kept++] = p->at[i];
	p->n = kept;
	return SN_OK;
}

/* The number of the interval that begins at @first, or of the last before. */
static size_t
interval(const sn__paint *p, sn__u128 first)
{
	size_t base = 0, n = p->n;

	while (n > 1) {
		size_t half = n / 2;

		base += p->at[base + half] <= first ? half : 0;
		n -= half;
	}
	return base;
}

sn_status
sn__paint_init(sn__paint *p, const sn_alloc *alloc,
    const sn__ranked_row *const row[2], const size_t n[2], uint32_t actions)
{
	const struct sn__paint_node none = {{SN__LEVEL_NONE, SN__LEVEL_NONE},
	    {SN__LEVEL_NONE, SN__LEVEL_NONE}, {SN__ACT_NONE, SN__ACT_NONE}, 0};
	sn_status status;

	*p = (sn__paint){.alloc = sn__alloc_keep(alloc), .width = 1};
	p->sets.base = actions;
	status = find_intervals(p, row, n);
	if (status)
		return status;
	while (p->width < p->n)
		p->width *= 2;
	p->node = sn__alloc_large(&p->alloc, 2 * p->width, sizeof(*p->node));
	if (!p->node) {
		sn__paint_free(p);
		return SN_ENOMEM;
	}
	for (size_t i = 0; i < 2 * p->width; i++)
		p->node[i] = none;
	return SN_OK;
}

void
sn__paint_free(sn__paint *p)
{
	sn__map_free(&p->sets.map, &p->alloc);
	sn__free(&p->alloc, p->sets.set);
	sn__free(&p->alloc, p->at);
	sn__free(&p->alloc, p->node);
	sn__free(&p->alloc, p->log);
}

/* -------------------------------------------------------- painting */

static bool
is_even(const struct sn__paint_node *n, unsigned t)
{
	return n->lo[t] == n->hi[t] && n->act[t] != SN__ACT_MIXED;
}

/* Before the first change of a node. False: no memory. */
static bool
keep(sn__paint *p, size_t i)
{
	if (!sn__grow(&p->alloc, &p->log, &p->log_capacity, p->logged,
		sizeof(*p->log))) {
		p->status = SN_ENOMEM;
		return false;
	}
	p->log[p->logged++] = (struct sn__paint_log){(uint32_t)i, p->node[i]};
	return true;
}

static uint32_t
differ(const struct sn__paint_node *n, uint32_t below)
{
	bool mixed0 = n->act[0] == SN__ACT_MIXED;
	bool mixed1 = n->act[1] == SN__ACT_MIXED;

	if (mixed0 && mixed1)
		return below;
	return n->act[0] != n->act[1];
}

/* Writes even values of @i into its children where they are stale. */
static void
push(sn__paint *p, size_t i)
{
	const struct sn__paint_node *n = &p->node[i];

	for (size_t c = 2 * i; c <= 2 * i + 1; c++) {
		struct sn__paint_node new = p->node[c];

		for (unsigned t = 0; t < 2; t++) {
			if (is_even(n, t)) {
				new.lo[t] = new.hi[t] = n->lo[t];
				new.act[t] = n->act[t];
			}
		}
		if (!memcmp(&new, &p->node[c], sizeof(new)))
			continue;
		/* Both mixed: not changed here, so neither is differ. */
		new.differ = differ(&new, new.differ);
		if (!keep(p, c))
			return;
		p->node[c] = new;
	}
}

static void
pull(sn__paint *p, size_t i, unsigned t)
{
	struct sn__paint_node *n = &p->node[i];
	const struct sn__paint_node *a = &p->node[2 * i], *b = a + 1;

	n->lo[t] = a->lo[t] < b->lo[t] ? a->lo[t] : b->lo[t];
	n->hi[t] = a->hi[t] > b->hi[t] ? a->hi[t] : b->hi[t];
	n->act[t] = a->act[t] == b->act[t] ? a->act[t] : SN__ACT_MIXED;
	n->differ = differ(n, a->differ | b->differ);
}

struct stroke {
	size_t from;
	size_t to;
	uint32_t level;
	uint32_t action;
	unsigned table;
};

/* Node @i spans [l, r). */
static void
paint(sn__paint *p, const struct stroke *s, size_t i, size_t l, size_t r)
{
	struct sn__paint_node *n = &p->node[i];
	unsigned t = s->table;
	size_t mid = l + (r - l) / 2;

	if (s->to <= l || r <= s->from || n->hi[t] < s->level || p->status)
		return;
	if (s->from <= l && r <= s->to &&
	    (n->lo[t] > s->level || is_even(n, t))) {
		bool better = n->lo[t] > s->level;
		uint32_t act =
		    better ? s->action : set_add(p, n->act[t], s->action);

		if (p->status || (!better && act == n->act[t]) || !keep(p, i))
			return;
		n->lo[t] = n->hi[t] = s->level;
		n->act[t] = act;
		n->differ = differ(n, n->differ);
		return;
	}
	if (!keep(p, i))
		return;
	push(p, i);
	paint(p, s, 2 * i, l, mid);
	paint(p, s, 2 * i + 1, mid, r);
	pull(p, i, t);
}

static struct stroke
stroke_of(const sn__paint *p, unsigned table, const sn__ranked_row *row)
{
	sn__u128 last =
	    row->destination | sn__host(row->family, row->destination_len);

	return (struct stroke){interval(p, row->destination),
	    interval(p, last) + 1, row->level, p->sets.base ? row->action : 0,
	    table};
}

void
sn__paint_row(sn__paint *p, unsigned table, const sn__ranked_row *row)
{
	struct stroke s = stroke_of(p, table, row);

	paint(p, &s, 1, 0, p->width);
}

void
sn__paint_undo(sn__paint *p, size_t mark)
{
	while (p->logged > mark) {
		const struct sn__paint_log *e = &p->log[--p->logged];

		p->node[e->node] = e->old;
	}
}

static uint32_t
worst(const sn__paint *p, const struct stroke *s, size_t i, size_t l, size_t r)
{
	const struct sn__paint_node *n = &p->node[i];
	size_t mid = l + (r - l) / 2;
	uint32_t a, b;

	if (s->to <= l || r <= s->from)
		return 0;
	if ((s->from <= l && r <= s->to) || is_even(n, s->table))
		return n->hi[s->table];
	a = worst(p, s, 2 * i, l, mid);
	b = worst(p, s, 2 * i + 1, mid, r);
	return a > b ? a : b;
}

uint32_t
sn__paint_worst(const sn__paint *p, unsigned table, const sn__ranked_row *row)
{
	struct stroke s = stroke_of(p, table, row);

	return worst(p, &s, 1, 0, p->width);
}

/*
 * Down to a leaf. What an even node decides holds for all below it, whatever
 * its children say; so it is carried along.
 */
sn__u128
sn__paint_difference(const sn__paint *p)
{
	uint32_t fixed[2] = {SN__ACT_MIXED, SN__ACT_MIXED};
	size_t i = 1;

	for (;;) {
		const struct sn__paint_node *n = &p->node[i];
		uint32_t act[2] = {SN__ACT_MIXED, SN__ACT_MIXED};

		for (unsigned t = 0; t < 2; t++) {
			if (fixed[t] == SN__ACT_MIXED)
				fixed[t] = n->act[t];
			act[t] = fixed[t];
		}
		if (act[0] != SN__ACT_MIXED && act[1] != SN__ACT_MIXED)
			break;
		/* One is mixed: go where it is not what the other is. */
		i *= 2;
		n = &p->node[i];
		if (act[0] == SN__ACT_MIXED && act[1] == SN__ACT_MIXED)
			i += !n->differ;
		else if (act[0] == SN__ACT_MIXED)
			i += n->act[0] == act[1];
		else
			i += n->act[1] == act[0];
	}
	while (i < p->width)
		i *= 2;
	return p->at[i - p->width < p->n ? i - p->width : p->n - 1];
}
