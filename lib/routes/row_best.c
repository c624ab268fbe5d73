/*
 * row_best.c - the best row that overlaps one.
 *
 * The distinct sources of the rows are a forest, and so are the destinations.
 * Of a row that is put in, its value is kept
 *   AROUND   with its source and destination, for rows inside both;
 *   INSIDE   with each source and destination around its own, of which some
 *            row is, for rows around both;
 *   ACROSS   with each source around its own and its destination, for rows
 *            of such a source whose destination is inside;
 *   ALONG    the same with sources and destinations exchanged.
 * So what overlaps a row is found by its own prefixes and those around them.
 */
#include "routes/row_best.h"

enum way { AROUND, INSIDE, ACROSS, ALONG };
enum { DEPTH = 130 };

/* Numbers the distinct prefixes and links each to the one around it. */
static void
number(sn__side *side, const sn__prefix_key *key, size_t n, unsigned family)
{
	const sn__prefix_key *around[DEPTH];
	uint32_t at[DEPTH], count = 0;
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || sn__compare_prefixes(&key[i - 1], &key[i])) {
			while (depth &&
			       key[i].first > (around[depth - 1]->first |
						  sn__host(family,
						      around[depth - 1]->len)))
				depth--;
			side->parent[count] =
			    depth ? at[depth - 1] : SN__ROW_NONE;
			around[depth] = &key[i];
			at[depth++] = count++;
		}
		side->place[key[i].row] = count - 1;
	}
}

static sn_status
side_init(sn__side *side, const sn__bests *b, bool source)
{
	sn__prefix_key *key = sn__malloc(&b->alloc, b->n, sizeof(*key));

	side->place = sn__calloc(&b->alloc, b->n, sizeof(*side->place));
	side->parent = sn__malloc(&b->alloc, b->n, sizeof(*side->parent));
	if (!key || !side->place || !side->parent) {
		sn__free(&b->alloc, key);
		return SN_ENOMEM;
	}
	for (size_t i = 0; i < b->n; i++) {
		const sn__ranked_row *r = &b->row[i];

		key[i] = source ? (sn__prefix_key){r->source, (uint32_t)i,
				      r->source_len}
				: (sn__prefix_key){r->destination, (uint32_t)i,
				      r->destination_len};
	}
	if (b->n)
		qsort(key, b->n, sizeof(*key), sn__compare_prefixes);
	number(side, key, b->n, b->n ? b->row->family : SN_IPV4);
	sn__free(&b->alloc, key);
	return SN_OK;
}

static uint64_t
key_of(enum way way, uint32_t source, uint32_t destination)
{
	return (uint64_t)way << 62 | (uint64_t)source << 31 | destination;
}

/* The place for a way and prefixes. SN_ENOMEM. */
static sn_status
place_for(sn__bests *b, uint64_t key, uint32_t *place)
{
	if (!sn__grow(&b->alloc, &b->best, &b->capacity, b->bests,
		sizeof(*b->best)) ||
	    !sn__map_get(&b->place, &b->alloc, key, (uint32_t)b->bests, place))
		return SN_ENOMEM;
	if (*place == b->bests)
		b->best[b->bests++] =
		    (sn__best){{0, 0}, {SN__ROW_NONE, SN__ROW_NONE}};
	return SN_OK;
}

sn_status
sn__bests_init(
    sn__bests *b, const sn_alloc *alloc, const sn__ranked_row *row, size_t n)
{
	sn_status status;
	uint32_t place;

	*b = (sn__bests){.alloc = sn__alloc_keep(alloc), .row = row, .n = n};
	status = side_init(&b->source, b, true);
	if (!status)
		status = side_init(&b->destination, b, false);
	/* Where rows are; first, so that places of AROUND are even. */
	for (size_t i = 0; i < n && !status; i++) {
		uint32_t s = b->source.place[i], d = b->destination.place[i];

		status = place_for(b, key_of(AROUND, s, d), &place);
		if (!status)
			status = place_for(b, key_of(INSIDE, s, d), &place);
	}
	if (status)
		sn__bests_free(b);
	return status;
}

void
sn__bests_free(sn__bests *b)
{
	sn__free(&b->alloc, b->source.place);
	sn__free(&b->alloc, b->source.parent);
	sn__free(&b->alloc, b->destination.place);
	sn__free(&b->alloc, b->destination.parent);
	sn__map_free(&b->place, &b->alloc);
	sn__free(&b->alloc, b->best);
}

static void
put(const sn__bests *b, sn__best *best, size_t i, uint32_t value)
{
	uint32_t target = b->row[i].target, row = (uint32_t)i;
	bool same = best->row[0] != SN__ROW_NONE &&
		    b->row[best->row[0]].target == target;

	if (best->row[0] == SN__ROW_NONE || value > best->value[0]) {
		if (!same) {
			best->value[1] = best->value[0];
			best->row[1] = best->row[0];
		}
		best->value[0] = value;
		best->row[0] = row;
	} else if (!same &&
		   (best->row[1] == SN__ROW_NONE || value > best->value[1])) {
		best->value[1] = value;
		best->row[1] = row;
	}
}

/* Puts row @i in where rows have the source or one around it. */
static void
put_inside(sn__bests *b, size_t i, uint32_t source, uint32_t value)
{
	uint32_t d = b->destination.place[i], place;

	for (; d != SN__ROW_NONE; d = b->destination.parent[d])
		if (sn__map_find(&b->place, key_of(INSIDE, source, d), &place))
			put(b, &b->best[place], i, value);
}

sn_status
sn__bests_add(sn__bests *b, size_t i, uint32_t value)
{
	uint32_t source = b->source.place[i], s, d, place;
	uint32_t destination = b->destination.place[i];
	sn_status status;

	status = place_for(b, key_of(AROUND, source, destination), &place);
	if (!status)
		put(b, &b->best[place], i, value);
	for (s = source; s != SN__ROW_NONE && !status;
	     s = b->source.parent[s]) {
		status = place_for(b, key_of(ACROSS, s, destination), &place);
		if (!status)
			put(b, &b->best[place], i, value);
		put_inside(b, i, s, value);
	}
	for (d = destination; d != SN__ROW_NONE && !status;
	     d = b->destination.parent[d]) {
		status = place_for(b, key_of(ALONG, source, d), &place);
		if (!status)
			put(b, &b->best[place], i, value);
	}
	return status;
}

/* The best so far in a search for row @i. */
struct search {
	const sn__bests *b;
	uint32_t target;
	uint32_t value;
	uint32_t row;
};

static void
look_at(struct search *s, const sn__best *best)
{
	for (unsigned k = 0; k < 2; k++) {
		if (best->row[k] == SN__ROW_NONE ||
		    s->b->row[best->row[k]].target == s->target)
			continue;
		if (s->row == SN__ROW_NONE || best->value[k] > s->value) {
			s->value = best->value[k];
			s->row = best->row[k];
		}
		return;
	}
}

static void
look(struct search *s, uint64_t key)
{
	uint32_t place;

	if (sn__map_find(&s->b->place, key, &place))
		look_at(s, &s->b->best[place]);
}

static bool
look_around(void *ctx, uint32_t place)
{
	struct search *s = ctx;

	look_at(s, &s->b->best[2 * (size_t)place]);
	return true;
}

uint32_t
sn__bests_other(const sn__bests *b, size_t i, uint32_t *value)
{
	struct search s = {b, b->row[i].target, 0, SN__ROW_NONE};
	uint32_t source = b->source.place[i];
	uint32_t destination = b->destination.place[i];

	look(&s, key_of(INSIDE, source, destination));
	for (uint32_t d = destination; d != SN__ROW_NONE;
	     d = b->destination.parent[d])
		look(&s, key_of(ACROSS, source, d));
	for (uint32_t o = source; o != SN__ROW_NONE; o = b->source.parent[o])
		look(&s, key_of(ALONG, o, destination));
	sn__bests_around(b, i, look_around, &s);
	*value = s.value;
	return s.row;
}

void
sn__bests_around(
    const sn__bests *b, size_t i, sn__on_around *on_around, void *ctx)
{
	uint32_t place;

	for (uint32_t s = b->source.place[i]; s != SN__ROW_NONE;
	     s = b->source.parent[s])
		for (uint32_t d = b->destination.place[i]; d != SN__ROW_NONE;
		     d = b->destination.parent[d])
			if (sn__map_find(
				&b->place, key_of(AROUND, s, d), &place) &&
			    !on_around(ctx, place / 2))
				return;
}
