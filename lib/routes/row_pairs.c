/*
 * row_pairs.c - all pairs of rows that overlap, in O(n log n + n w + pairs).
 *
 * Two rows overlap when their sources are nested and their destinations are.
 * The rows come in the order of their sources, each source before those inside
 * it, so the rows around the present one are a stack. Their destinations are
 * kept in the forest of all destination prefixes, numbered in the same order:
 * what holds a destination is on its chain of parents, at most one for each
 * length; those inside it have the numbers after its own up to the last of its
 * subtree. Destinations of rows on the stack are in a bitset, whose upper
 * layers say which words of the layer below are not zero.
 */
#include "routes/row_pairs.h"

#define NONE UINT32_MAX
enum { LAYERS = 6, STACK = 130 };

struct overlap {
	sn_alloc alloc;
	const sn__ranked_row *row;
	size_t n;
	uint32_t *place;  /* of the row's destination among the distinct ones */
	uint32_t *parent; /* of a destination */
	uint32_t *end;	  /* after the last inside it */
	uint32_t *head;	  /* rows on the stack with it, a list */
	uint32_t *next;
	size_t count; /* distinct destinations */
	uint64_t *bits[LAYERS];
	unsigned layers;
};

static sn__u128
last_of(const struct overlap *o, const sn__prefix_key *k)
{
	return k->first | sn__host(o->row->family, k->len);
}

/* Numbers the distinct destinations and links each to the one around it. */
static void
number(struct overlap *o, const sn__prefix_key *key)
{
	const sn__prefix_key *stack[STACK];
	uint32_t at[STACK];
	size_t depth = 0;

	for (size_t i = 0; i < o->n; i++) {
		if (i && !sn__compare_prefixes(&key[i], &key[i - 1])) {
			o->place[key[i].row] = (uint32_t)o->count - 1;
			continue;
		}
		while (depth && key[i].first > last_of(o, stack[depth - 1]))
			o->end[at[--depth]] = (uint32_t)o->count;
		o->parent[o->count] = depth ? at[depth - 1] : NONE;
		stack[depth] = &key[i];
		at[depth++] = (uint32_t)o->count;
		o->place[key[i].row] = (uint32_t)o->count++;
	}
	while (depth)
		o->end[at[--depth]] = (uint32_t)o->count;
}

static void
set_bit(struct overlap *o, size_t i)
{
	for (unsigned l = 0; l < o->layers; l++, i /= 64)
		o->bits[l][i / 64] |= UINT64_C(1) << (i % 64);
}

static void
clear_bit(struct overlap *o, size_t i)
{
	for (unsigned l = 0; l < o->layers; l++, i /= 64) {
		o->bits[l][i / 64] &= ~(UINT64_C(1) << (i % 64));
		if (o->bits[l][i / 64])
			return;
	}
}

/* The first set bit from @i on, or @o->count. */
static size_t
next_bit(const struct overlap *o, size_t i)
{
	for (unsigned l = 0; l < o->layers; l++) {
		uint64_t word = i % 64 ? o->bits[l][i / 64] >> (i % 64)
				       : o->bits[l][i / 64];

		if (word) {
			i += sn__ctz64(word);
			while (l--)
				i = i * 64 + sn__ctz64(o->bits[l][i]);
			return i;
		}
		i = i / 64 + 1;
	}
	return o->count;
}

static sn_status
prepare(struct overlap *o)
{
	sn__prefix_key *key = sn__calloc(&o->alloc, o->n, sizeof(*key));
	size_t words = o->n;
	bool enough = true;

	o->place = sn__calloc(&o->alloc, o->n, sizeof(*o->place));
	o->parent = sn__calloc(&o->alloc, o->n, sizeof(*o->parent));
	o->end = sn__calloc(&o->alloc, o->n, sizeof(*o->end));
	o->head = sn__calloc(&o->alloc, o->n, sizeof(*o->head));
	o->next = sn__calloc(&o->alloc, o->n, sizeof(*o->next));
	do {
		/* One more than needed: the search may look after the end. */
		words = words / 64 + 1;
		o->bits[o->layers] =
		    sn__calloc(&o->alloc, words + 1, sizeof(uint64_t));
		enough &= o->bits[o->layers] != NULL;
		o->layers++;
	} while (words > 1);
	if (key && enough && o->place && o->parent && o->end && o->head &&
	    o->next) {
		for (size_t i = 0; i < o->n; i++)
			key[i] = (sn__prefix_key){o->row[i].destination,
			    (uint32_t)i, o->row[i].destination_len};
		qsort(key, o->n, sizeof(*key), sn__compare_prefixes);
		number(o, key);
		memset(o->head, 0xff, o->n * sizeof(*o->head));
	} else {
		enough = false;
	}
	sn__free(&o->alloc, key);
	return enough ? SN_OK : SN_ENOMEM;
}

static bool
report(const struct overlap *o, size_t destination, size_t row,
    sn__on_pair *on_pair, void *ctx)
{
	uint32_t r = o->head[destination];

	bool on = true;

	for (; r != NONE && on; r = o->next[r])
		on = on_pair(ctx, r, row);
	return on;
}

static bool
around(const struct overlap *o, size_t outer, size_t inner)
{
	const sn__ranked_row *a = &o->row[outer], *b = &o->row[inner];

	return a->source_len <= b->source_len &&
	       (b->source & ~sn__host(b->family, a->source_len)) == a->source;
}

static void
walk(struct overlap *o, uint32_t *stack, sn__on_pair *on_pair, void *ctx)
{
	size_t depth = 0;
	bool on = true;

	for (size_t i = 0; i < o->n && on; i++) {
		size_t d = o->place[i];

		while (depth && !around(o, stack[depth - 1], i)) {
			uint32_t r = stack[--depth];

			o->head[o->place[r]] = o->next[r];
			if (o->next[r] == NONE)
				clear_bit(o, o->place[r]);
		}
		for (uint32_t up = (uint32_t)d; up != NONE && on;
		     up = o->parent[up])
			on = report(o, up, i, on_pair, ctx);
		for (size_t in = next_bit(o, d + 1); in < o->end[d] && on;
		     in = next_bit(o, in + 1))
			on = report(o, in, i, on_pair, ctx);
		o->next[i] = o->head[d];
		o->head[d] = (uint32_t)i;
		set_bit(o, d);
		stack[depth++] = (uint32_t)i;
	}
}

sn_status
sn__overlaps(const sn_alloc *alloc, const sn__ranked_row *row, size_t n,
    sn__on_pair *on_pair, void *ctx)
{
	struct overlap o = {.alloc = sn__alloc_keep(alloc), .row = row, .n = n};
	uint32_t *stack;
	sn_status status;

	if (n < 2)
		return SN_OK;
	stack = sn__malloc(&o.alloc, n, sizeof(*stack));
	status = stack ? prepare(&o) : SN_ENOMEM;
	if (!status)
		walk(&o, stack, on_pair, ctx);
	sn__free(&o.alloc, stack);
	sn__free(&o.alloc, o.place);
	sn__free(&o.alloc, o.parent);
	sn__free(&o.alloc, o.end);
	sn__free(&o.alloc, o.head);
	sn__free(&o.alloc, o.next);
	for (unsigned l = 0; l < LAYERS; l++)
		sn__free(&o.alloc, o.bits[l]);
	return status;
}
