/*
 * tidy_overlap.c - what the rows that overlap one say of it while a table is
 * tidied: its least rank, and whether another takes over. Rows are put in one
 * by one, and each is asked what it meets of those (row_best.h).
 */
#include "routes/row_best.h"
#include "routes/tidy.h"

enum { STATES = SN_STATE_PUBLISHED + 1 };

static int
compare_before(const void *x, const void *y, void *rows)
{
	const sn__ranked_row *row = rows;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	int order = sn__tidy_before(&row[a], &row[b]);

	return order ? order : (a > b) - (a < b);
}

/* in->order: the rows in the order of looking up. */
static void
sort_order(sn__tidying *in)
{
	for (size_t i = 0; i < in->n; i++)
		in->order[i] = (uint32_t)i;
	if (in->n)
		qsort_r(in->order, in->n, sizeof(*in->order), compare_before,
		    in->row);
}

/* The rank of the row that is looked up as number @i. */
static uint32_t
rank_at(const sn__tidying *in, size_t i)
{
	return in->row[in->order[i]].rank;
}

static void
drop(sn__tidying *in)
{
	size_t kept = 0;

	for (size_t i = 0; i < in->n; i++)
		if (!in->gone[i])
			in->row[kept++] = in->row[i];
	in->n = kept;
}

sn_status
sn__tidy_find_ranks(sn__tidying *in)
{
	sn__bests b;
	sn_status status = sn__bests_init(&b, &in->alloc, in->row, in->n);

	if (status)
		return status;
	sort_order(in);
	for (size_t i = 0; i < in->n && !status; i++) {
		uint32_t row = in->order[i], rank;
		uint32_t other = sn__bests_other(&b, row, &rank);

		in->rank[row] = other == SN__ROW_NONE ? 1 : rank + 1;
		status = sn__bests_add(&b, row, in->rank[row]);
	}
	sn__bests_free(&b);
	for (size_t i = 0; i < in->n && !status; i++)
		in->row[i].rank = in->rank[i];
	return status;
}

/* in->next of all rows; the latest are put in first. */
static sn_status
find_next(sn__tidying *in, sn__bests *b)
{
	sn_status status = SN_OK;

	sort_order(in);
	for (size_t to = in->n, from; to > 0 && !status; to = from) {
		for (from = to;
		     from > 0 && rank_at(in, from - 1) == rank_at(in, to - 1);
		     from--) {
			uint32_t row = in->order[from - 1], rank;
			uint32_t other = sn__bests_other(b, row, &rank);

			in->next[row] =
			    other == SN__ROW_NONE ? UINT32_MAX : ~rank;
		}
		for (size_t i = from; i < to && !status; i++)
			status =
			    sn__bests_add(b, in->order[i], ~rank_at(in, i));
	}
	return status;
}

/* The least ranks of rows of one target at one place, by state. */
struct covering {
	uint32_t any[STATES];
	uint32_t earlier[STATES]; /* of rows before the present one */
};

struct covers {
	sn__tidying *in;
	const sn__bests *b;
	sn__map map; /* in place[], by place and target */
	struct covering *place;
	size_t n;
	size_t capacity;
	/* The search. */
	size_t row;
	bool own; /* the place is the row's own: it comes first */
};

static struct covering *
covering_at(struct covers *c, uint32_t place, uint32_t target, bool fresh)
{
	uint64_t key = (uint64_t)place << 32 | target;
	uint32_t at;

	if (!fresh)
		return sn__map_find(&c->map, key, &at) ? &c->place[at] : NULL;
	if (!sn__grow(&c->in->alloc, &c->place, &c->capacity, c->n,
		sizeof(*c->place)) ||
	    !sn__map_get(&c->map, &c->in->alloc, key, (uint32_t)c->n, &at))
		return NULL;
	if (at == c->n)
		memset(&c->place[c->n++], 0xff, sizeof(*c->place));
	return &c->place[at];
}

static uint32_t
state_of(const struct covers *c, size_t i)
{
	return c->in->t->row[c->in->row[i].row].state;
}

/* Row c->row is gone if one at @place has its target and takes over. */
static bool
on_cover(void *ctx, uint32_t place)
{
	struct covers *c = ctx;
	const sn__ranked_row *r = &c->in->row[c->row];
	struct covering *at = covering_at(c, place, r->target, false);
	uint32_t state = state_of(c, c->row);
	const uint32_t *least = at ? c->own ? at->earlier : at->any : NULL;

	c->own = false;
	if (least && (least[SN_STATE_PUBLISHED] < c->in->next[c->row] ||
			 least[state] < c->in->next[c->row]))
		c->in->gone[c->row] = 1;
	return !c->in->gone[c->row];
}

static void
lower(uint32_t *least, uint32_t rank)
{
	*least = rank < *least ? rank : *least;
}

/* The place of row @i itself. */
static bool
on_own(void *ctx, uint32_t place)
{
	*(uint32_t *)ctx = place;
	return false;
}

/* Which rows are gone. Of equal prefixes the first stays. */
static sn_status
find_covered(sn__tidying *in, const sn__bests *b)
{
	struct covers c = {.in = in, .b = b};
	sn_status status = SN_OK;
	uint32_t place = 0;

	for (size_t i = 0; i < in->n && !status; i++) {
		const sn__ranked_row *r = &in->row[i];
		struct covering *at;

		sn__bests_around(b, i, on_own, &place);
		at = covering_at(&c, place, r->target, true);
		if (at)
			lower(&at->any[state_of(&c, i)], r->rank);
		else
			status = SN_ENOMEM;
	}
	for (c.row = 0; c.row < in->n && !status; c.row++) {
		const sn__ranked_row *r = &in->row[c.row];
		struct covering *at;

		c.own = true;
		sn__bests_around(b, c.row, on_cover, &c);
		sn__bests_around(b, c.row, on_own, &place);
		at = covering_at(&c, place, r->target, false);
		lower(&at->earlier[state_of(&c, c.row)], r->rank);
	}
	sn__map_free(&c.map, &in->alloc);
	sn__free(&in->alloc, c.place);
	return status;
}

sn_status
sn__tidy_remove_redundant(sn__tidying *in)
{
	sn__bests b;
	sn_status status = sn__bests_init(&b, &in->alloc, in->row, in->n);

	if (status)
		return status;
	memset(in->gone, 0, in->n);
	status = find_next(in, &b);
	if (!status)
		status = find_covered(in, &b);
	sn__bests_free(&b);
	if (!status)
		drop(in);
	return status;
}
