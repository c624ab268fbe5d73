/*
 * plan_settle.c - the priorities of rows in a plan of several parts, and the
 * blocks of the whole table.
 *
 * Tier of a row: one more than the highest tier among the rows of other
 * owners that overlap it and come before it, so there are as few tiers as can
 * be. Tiers are priorities 10, 20, .. 100, or, where there are more, 1 to 100.
 * A number in use stays while it is right. A row that the gateway installs has
 * priority 10; where it needs another, one's own takes its place. Rows that
 * overlap none keep 10.
 */
#include "vpn/parts.h"

enum { AUTOMATIC = 10, STEP = 10, LAST = 100 };

/* A policy row, in the order in which rows are to be looked up. */
struct turn {
	uint32_t turn;
	uint32_t source; /* numbers of the universe */
	uint32_t destination;
	uint32_t owner;
	uint32_t row;
	uint32_t block;
};

/* A row in use, by what it is about. */
struct used {
	sn_prefix source;
	sn_prefix destination;
	uint32_t priority;
	uint32_t own; /* not 0: the gateway did not install it */
};

struct settling {
	struct sn__parts *w;
	struct turn *turn;
	size_t n;
	struct used *used;
	size_t used_count;
	uint8_t *alone; /* by row: overlaps no row of another owner */
	uint32_t step;
	bool keep; /* numbers in use, where they are right */
};

static int
compare_turns(const void *x, const void *y)
{
	const struct turn *a = x, *b = y;

	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	if (a->destination != b->destination)
		return a->destination < b->destination ? -1 : 1;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static int
compare_used(const void *x, const void *y)
{
	const struct used *a = x, *b = y;
	int order = sn_prefix_compare(a->source, b->source);

	return order ? order
		     : sn_prefix_compare(a->destination, b->destination);
}

static void
list_block(struct settling *t, uint32_t number)
{
	const struct sn__owned_block *o = &t->w->block[number];
	const sn__block *b = &o->block;

	for (size_t i = 0; i < b->source_count; i++)
		for (size_t k = 0; k < b->destination_count; k++)
			t->turn[t->n++] = (struct turn){
			    .turn = sn__turn(SN__BY_POLICY, b->sources[i].len,
				b->destinations[k].len),
			    .source = sn__overlap_at(
				t->w->overlap, SN__SOURCES, b->sources[i]),
			    .destination = sn__overlap_at(t->w->overlap,
				SN__DESTINATIONS, b->destinations[k]),
			    .owner = o->owner,
			    .row = (uint32_t)(o->first +
					      i * b->destination_count + k),
			    .block = number};
}

static sn_status
list_turns(struct settling *t)
{
	t->turn = sn__malloc(&t->w->alloc, t->w->rows, sizeof(*t->turn));
	if (!t->turn)
		return SN_ENOMEM;
	for (size_t i = 0; i < t->w->blocks; i++)
		if (t->w->block[i].block.row.kind == SN_ROUTE_POLICY)
			list_block(t, (uint32_t)i);
	if (t->n)
		qsort(t->turn, t->n, sizeof(*t->turn), compare_turns);
	return SN_OK;
}

static sn_status
list_used(struct settling *t)
{
	const sn_deployed *old = t->w->request->previous;
	const sn_table *table = old ? sn_deployed_table(old) : NULL;
	size_t n = table ? sn_table_size(table) : 0;

	t->used = sn__malloc(&t->w->alloc, n, sizeof(*t->used));
	if (!t->used)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const sn_route *row = &sn_table_rows(table)[i];

		if (row->kind == SN_ROUTE_POLICY)
			t->used[t->used_count++] =
			    (struct used){row->source, row->destination,
				row->priority, row->origin == SN_ORIGIN_MANUAL};
	}
	if (t->used_count)
		qsort(t->used, t->used_count, sizeof(*t->used), compare_used);
	return SN_OK;
}

static const struct used *
find_used(const struct settling *t, const struct turn *turn)
{
	const sn__overlap *o = t->w->overlap;
	struct used key = {
	    .source = sn__overlap_prefix(o, SN__SOURCES, turn->source),
	    .destination =
		sn__overlap_prefix(o, SN__DESTINATIONS, turn->destination)};

	if (!t->keep || !t->used_count)
		return NULL;
	return bsearch(&key, t->used, t->used_count, sizeof(key), compare_used);
}

/* The number of a row that comes after @before. */
static uint32_t
number_of(const struct settling *t, const struct turn *turn, uint32_t before)
{
	const sn__block *b = &t->w->block[turn->block].block;
	const struct used *used = find_used(t, turn);

	if (used && used->priority > before && used->priority <= LAST)
		return used->priority;
	if (b->row.origin == SN_ORIGIN_AUTO && before < AUTOMATIC &&
	    !(used && used->own))
		return AUTOMATIC;
	if (t->alone && t->alone[turn->row])
		return AUTOMATIC;
	return (before / t->step + 1) * t->step;
}

/* Gives all rows their numbers; *fits: there are enough. */
static sn_status
number_rows(struct settling *t, bool *fits)
{
	struct sn__parts *w = t->w;
	sn_status status = SN_OK;

	sn__overlap_clear(w->overlap);
	*fits = true;
	for (size_t i = 0; i < t->n && !status && *fits; i++) {
		const struct turn *turn = &t->turn[i];
		bool twin = i && turn[-1].source == turn->source &&
			    turn[-1].destination == turn->destination;
		uint32_t number;

		/* One area of two parts has rows of one number. */
		if (twin)
			number = w->number[turn[-1].row];
		else
			number = number_of(t, turn,
			    sn__overlap_most(w->overlap, turn->source,
				turn->destination, turn->owner, NULL));
		*fits = number <= LAST;
		w->number[turn->row] = number;
		status = sn__overlap_add(w->overlap, turn->source,
		    turn->destination, turn->owner, number);
	}
	return status;
}

/* Finds the rows that overlap none of another owner. */
static sn_status
find_alone(struct settling *t)
{
	struct sn__parts *w = t->w;
	sn_status status = SN_OK;

	t->alone = sn__calloc(&w->alloc, w->rows, 1);
	if (!t->alone)
		return SN_ENOMEM;
	sn__overlap_clear(w->overlap);
	for (size_t i = 0; i < t->n && !status; i++)
		status = sn__overlap_add(w->overlap, t->turn[i].source,
		    t->turn[i].destination, t->turn[i].owner, 1);
	for (size_t i = 0; i < t->n && !status; i++)
		t->alone[t->turn[i].row] =
		    !sn__overlap_most(w->overlap, t->turn[i].source,
			t->turn[i].destination, t->turn[i].owner, NULL);
	return status;
}

/* Numbers in steps of 10 with those in use, then closer, then anew. */
static sn_status
choose_numbers(struct settling *t, bool *fits)
{
	static const struct {
		uint32_t step;
		bool keep;
	} way[] = {{STEP, true}, {1, true}, {STEP, false}, {1, false}};
	sn_status status = SN_OK;

	*fits = false;
	for (size_t i = 0; i < 4 && !status && !*fits; i++) {
		if (way[i].keep && !t->used_count)
			continue;
		t->step = way[i].step;
		t->keep = way[i].keep;
		if (t->step == 1 && !t->alone)
			status = find_alone(t);
		if (!status)
			status = number_rows(t, fits);
	}
	return status;
}

sn_status
sn__settle(struct sn__parts *w, bool *fits)
{
	struct settling t = {.w = w};
	sn_status status = SN_OK;

	w->number = sn__calloc(&w->alloc, w->rows, sizeof(*w->number));
	*fits = true;
	if (!w->number)
		return SN_ENOMEM;
	if (w->plan->gateway->match_rule.value != SN_MATCH_PRIORITY)
		return SN_OK;
	status = list_turns(&t);
	if (!status)
		status = list_used(&t);
	if (!status)
		status = choose_numbers(&t, fits);
	sn__free(&w->alloc, t.turn);
	sn__free(&w->alloc, t.used);
	sn__free(&w->alloc, t.alone);
	return status;
}
