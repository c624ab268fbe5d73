/*
 * source_walk.c - a walk over the sources of tables, depth first, that knows at
 * each source what every destination comes to.
 *
 * Sources are prefixes, so they form a tree, and in the order of the rows a
 * source comes right before those inside it. Entering a source adds its rows to
 * the decisions (decisions.h) of the sources around it; leaving takes them
 * back. The decisions after entering hold for the addresses of this source that
 * are in none of the sources inside it: its own addresses. Where it has none
 * nothing may be concluded, so a first pass finds one for each source that has
 * some. Together these addresses stand for all sources.
 *
 *   - Two tables are equal if they are so at each such address.
 *   - A row is alive if, at some such address inside its source, the worst
 *     rank on its destinations is its own: it was added itself, so no rank
 *     there is worse, and where the worst is its own, better rows do not cover
 *     it. Rows of sources without an address of their own wait for the sources
 *     inside.
 *
 * O(n log n) where better rows are the more specific ones (see decisions.c);
 * each waiting row is looked at once more for each source inside its own.
 */
#include "routes/source_walk.h"

struct source {
	sn__u128 first;
	sn__u128 own;	/* an address in no source inside this one */
	size_t from[2]; /* its rows in each list */
	size_t to[2];
	uint8_t len;
	bool has_own;
};

struct walk {
	sn__decisions decisions;
	const sn__ranked_row *const *row;
	const size_t *n;
	unsigned family;
	struct source *source;
	size_t sources;
	uint8_t *alive;	 /* NULL: tables are compared */
	size_t *waiting; /* rows of sources without an own address */
	size_t waits;
	size_t waiting_capacity;
};

/* A source that was entered and not left; at most one for each length. */
struct open {
	const struct source *source;
	sn__u128 next; /* first pass: where the sources inside end so far */
	bool full;     /* that is the end of the source */
	size_t mark;   /* entries of the log when it was entered */
	size_t waits;  /* waiting rows then */
};
enum { DEPTH = 130 };

static sn__u128
last_of(const struct walk *s, const struct source *c)
{
	return c->first | sn__host(s->family, c->len);
}

static bool
inside(const struct walk *s, const struct source *outer,
    const struct source *inner)
{
	return inner->len >= outer->len &&
	       (inner->first & ~sn__host(s->family, outer->len)) ==
		   outer->first;
}

/* Whether row @r of list @t comes from this source. */
static bool
is_from(const struct walk *s, unsigned t, size_t r, const struct source *c)
{
	return r < s->n[t] && s->row[t] && s->row[t][r].source == c->first &&
	       s->row[t][r].source_len == c->len;
}

/* Merges the sources of both lists; the whole family is the first. */
static sn_status
find_sources(struct walk *s)
{
	size_t at[2] = {0, 0};

	s->source = sn__calloc(
	    &s->decisions.alloc, s->n[0] + s->n[1] + 1, sizeof(*s->source));
	if (!s->source)
		return SN_ENOMEM;
	for (;;) {
		struct source *c = &s->source[s->sources];
		const sn__ranked_row *a = NULL;

		for (unsigned t = 0; t < 2; t++) {
			const sn__ranked_row *b;

			if (at[t] == s->n[t])
				continue;
			b = s->row[t] + at[t];
			if (!a || b->source < a->source ||
			    (b->source == a->source &&
				b->source_len < a->source_len))
				a = b;
		}
		if (!a && s->sources)
			return SN_OK;
		*c = (struct source){
		    .first = a ? a->source : 0, .len = a ? a->source_len : 0};
		if (!s->sources)
			c->first = c->len = 0;
		for (unsigned t = 0; t < 2; t++) {
			c->from[t] = at[t];
			while (is_from(s, t, at[t], c))
				at[t]++;
			c->to[t] = at[t];
		}
		s->sources++;
	}
}

static void
leave(const struct walk *s, const struct open *l)
{
	struct source *c = &s->source[l->source - s->source];

	if (!c->has_own && !l->full) {
		c->has_own = true;
		c->own = l->next;
	}
}

/* The first pass. The sources inside one come ascending, so the end of the
 * last one is where the next gap may begin. */
static void
find_own(struct walk *s)
{
	struct open open[DEPTH];
	size_t depth = 0;

	for (size_t i = 0; i < s->sources; i++) {
		struct source *c = &s->source[i];

		while (depth && !inside(s, open[depth - 1].source, c))
			leave(s, &open[--depth]);
		if (depth) {
			struct open *l = &open[depth - 1];
			struct source *up = &s->source[l->source - s->source];
			sn__u128 last = last_of(s, c);

			if (!up->has_own && c->first > l->next) {
				up->has_own = true;
				up->own = l->next;
			}
			l->full = last == last_of(s, up);
			l->next = last + 1;
		}
		open[depth++] = (struct open){.source = c, .next = c->first};
	}
	while (depth)
		leave(s, &open[--depth]);
}

static bool
visible(struct walk *s, size_t r)
{
	const sn__ranked_row *row = &s->row[0][r];

	return sn__decisions_worst(&s->decisions, 0, row) == row->rank;
}

/* Marks the rows alive that decide something at the present source. */
static void
look(struct walk *s, const struct source *c)
{
	for (size_t r = c->from[0]; r < c->to[0] && !s->decisions.status; r++) {
		if (!visible(s, r))
			continue;
		if (c->has_own) {
			s->alive[r] = 1;
			continue;
		}
		if (!sn__grow(&s->decisions.alloc, &s->waiting,
			&s->waiting_capacity, s->waits, sizeof(*s->waiting))) {
			s->decisions.status = SN_ENOMEM;
			return;
		}
		s->waiting[s->waits++] = r;
	}
	if (!c->has_own)
		return;
	for (size_t i = 0; i < s->waits && !s->decisions.status; i++)
		if (!s->alive[s->waiting[i]] && visible(s, s->waiting[i]))
			s->alive[s->waiting[i]] = 1;
}

/* True: the walk stopped at a source where the tables differ. */
static bool
walk(struct walk *s, sn__u128 *source)
{
	struct open open[DEPTH];
	size_t depth = 0;

	for (size_t i = 0; i < s->sources && !s->decisions.status; i++) {
		const struct source *c = &s->source[i];

		while (depth && !inside(s, open[depth - 1].source, c)) {
			depth--;
			sn__decisions_undo(&s->decisions, open[depth].mark);
			s->waits = open[depth].waits;
		}
		open[depth++] = (struct open){.source = c,
		    .mark = s->decisions.logged,
		    .waits = s->waits};
		for (unsigned t = 0; t < 2; t++)
			for (size_t r = c->from[t]; r < c->to[t]; r++)
				sn__decisions_add(
				    &s->decisions, t, &s->row[t][r]);
		if (s->alive) {
			look(s, c);
		} else if (c->has_own && s->decisions.node[1].differ &&
			   !s->decisions.status) {
			*source = c->own;
			return true;
		}
	}
	/* c points into s->source, which run() frees. */
	return false; /* NOLINT(clang-analyzer-unix.Malloc) */
}

static sn_status
run(struct walk *s, const sn_alloc *alloc, uint32_t targets, bool *differ,
    sn__u128 witness[2])
{
	sn_status status =
	    sn__decisions_init(&s->decisions, alloc, s->row, s->n, targets);

	if (status)
		return status;
	status = find_sources(s);
	if (!status) {
		find_own(s);
		*differ = walk(s, &witness[0]);
		status = s->decisions.status;
		if (*differ)
			witness[1] = sn__decisions_difference(&s->decisions);
	}
	sn__free(&s->decisions.alloc, s->source);
	sn__free(&s->decisions.alloc, s->waiting);
	sn__decisions_free(&s->decisions);
	return status;
}

sn_status
sn__walk_compare(const sn_alloc *alloc, const sn__ranked_row *const row[2],
    const size_t n[2], uint32_t targets, bool *differ, sn__u128 witness[2])
{
	struct walk s = {.row = row, .n = n};

	*differ = false;
	if (n[0] + n[1] == 0)
		return SN_OK;
	s.family = n[0] ? row[0]->family : row[1]->family;
	return run(&s, alloc, targets, differ, witness);
}

sn_status
sn__walk_alive(
    const sn_alloc *alloc, const sn__ranked_row *row, size_t n, uint8_t *alive)
{
	const sn__ranked_row *const rows[2] = {row, NULL};
	const size_t sizes[2] = {n, 0};
	struct walk s = {.row = rows, .n = sizes, .alive = alive};
	sn__u128 witness[2];
	bool differ;

	if (n == 0)
		return SN_OK;
	memset(alive, 0, n);
	s.family = row->family;
	return run(&s, alloc, 0, &differ, witness);
}
