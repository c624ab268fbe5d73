/*
 * match.c - which row a table uses for a packet.
 *
 * sn_table_explain() looks at every row and says of each why it is used or not.
 * sn_matcher answers for many packets.
 *
 * A matcher has, for each distinct source prefix, the destinations of its
 * rows flattened into intervals, each with the best rank and the first row
 * at that rank. Sources and their nesting are flattened too: sorted
 * intervals of source addresses, each with the innermost source prefix there.
 * A packet finds its source interval by bisection, goes outwards from source
 * to source (few are ever nested), and bisects the destinations of each whose
 * best rank can still win. Flattening nested prefixes gives at most 2n + 1
 * intervals, so all is O(n) memory.
 *
 * Two rows of the best rank with different next hops make the answer
 * ambiguous: within a source this is in the intervals, between sources it is
 * found on the way outwards.
 */
#include "routes/row_rank.h"

/* ---------------------------------------------------------- explain */

static bool
matches(const sn_route *row, sn_addr source, sn_addr destination)
{
	return sn_prefix_contains_addr(row->destination, destination) &&
	       (row->kind != SN_ROUTE_POLICY ||
		   sn_prefix_contains_addr(row->source, source));
}

/* Marks matching rows of weight 0 with an active one of the same prefixes. */
static void
mark_standby(const sn_table *t, uint8_t *why)
{
	for (size_t i = 0; i < t->rows; i++) {
		if (why[i] != SN_WHY_CANDIDATE || t->row[i].weight)
			continue;
		for (size_t j = 0; j < t->rows; j++) {
			if (why[j] == SN_WHY_CANDIDATE && t->row[j].weight &&
			    sn__same_packets(&t->row[i], &t->row[j])) {
				why[i] = SN_WHY_STANDBY;
				break;
			}
		}
	}
}

static uint8_t
why_later(const sn_route *row, const sn_route *best, unsigned rule)
{
	if (row->kind != best->kind)
		return SN_WHY_LATER_TABLE;
	if (row->kind != SN_ROUTE_POLICY || rule == SN_MATCH_LONGEST_PREFIX)
		return SN_WHY_SHORTER_PREFIX;
	return rule == SN_MATCH_FIRST_CREATED ? SN_WHY_LATER_ROW
					      : SN_WHY_LATER_PRIORITY;
}

/* Of the candidates, those of the best rank stay. */
static sn_hit
choose(const sn_table *t, unsigned rule, uint8_t *why)
{
	sn_hit hit = {SN_HIT_NONE, 0};
	uint32_t best = SN__RANK_NONE;

	for (size_t i = 0; i < t->rows; i++) {
		uint32_t rank = sn__rank(&t->row[i], (uint32_t)i, rule);

		if (why[i] == SN_WHY_CANDIDATE && rank < best) {
			best = rank;
			hit = (sn_hit){SN_HIT_ROW, (uint32_t)i};
		}
	}
	for (size_t i = 0; i < t->rows; i++) {
		const sn_route *first = &t->row[hit.row];

		if (why[i] != SN_WHY_CANDIDATE)
			continue;
		if (sn__rank(&t->row[i], (uint32_t)i, rule) != best)
			why[i] = why_later(&t->row[i], first, rule);
		else if (t->row[i].next_hop != first->next_hop)
			hit.outcome = SN_HIT_AMBIGUOUS;
	}
	if (hit.outcome == SN_HIT_AMBIGUOUS)
		return hit;
	for (size_t i = 0; i < t->rows; i++)
		if (why[i] == SN_WHY_CANDIDATE)
			why[i] = i == hit.row ? SN_WHY_USED : SN_WHY_LATER_ROW;
	return hit;
}

sn_status
sn_table_explain(const sn_table *t, unsigned rule, sn_addr source,
    sn_addr destination, uint8_t *why, sn_hit *hit)
{
	if (!sn__rule_known(rule))
		return SN_EINVAL;
	if (source.family != destination.family)
		return SN_EFAMILY;
	for (size_t i = 0; i < t->rows; i++)
		why[i] = matches(&t->row[i], source, destination)
			     ? SN_WHY_CANDIDATE
			     : SN_WHY_NO_MATCH;
	mark_standby(t, why);
	*hit = choose(t, rule, why);
	return SN_OK;
}

/* ---------------------------------------------------------- matcher */

/* What holds in an interval of destinations. */
struct cell {
	uint32_t rank;
	uint32_t row;
	uint32_t hop;
	uint32_t tie; /* rows of other next hops have this rank too */
};

struct source {
	uint32_t outer; /* number of the source around it, or SN__ROW_NONE */
	uint32_t best;	/* the best rank of its rows, and of those around */
	size_t from;	/* its intervals */
	size_t n;
};

/* All rows of one family: the plane of its sources and destinations. */
/* All rows of one family: the plane of its sources and destinations. */
struct plane {
	sn__u128 *first6; /* of the intervals of all sources, one by one */
	uint32_t *first4;
	struct cell *cell;
	size_t cells;
	struct source *source;
	size_t sources;
	sn__u128 *begin6; /* source intervals */
	uint32_t *begin4;
	uint32_t *inner; /* the innermost source of each */
	size_t begins;
};

struct sn_matcher {
	sn_alloc alloc;
	const uint32_t *hop; /* of rows, while it is built */
	struct plane plane[2];
};

static void
free_plane(struct plane *p, const sn_alloc *alloc)
{
	sn__free(alloc, p->first6);
	sn__free(alloc, p->first4);
	sn__free(alloc, p->cell);
	sn__free(alloc, p->source);
	sn__free(alloc, p->begin6);
	sn__free(alloc, p->begin4);
	sn__free(alloc, p->inner);
}

/* Allocates for @n rows of one family; the arrays of the other stay NULL. */
static bool
alloc_plane(struct plane *p, const sn_alloc *alloc, size_t n, bool v4)
{
	/* Two borders a row, and one at address 0 for each source. */
	size_t cells = 3 * n + 1, begins = 2 * n + 1;

	p->cell = sn__malloc(alloc, cells, sizeof(*p->cell));
	p->source = sn__malloc(alloc, n + 1, sizeof(*p->source));
	p->inner = sn__malloc(alloc, begins, sizeof(*p->inner));
	if (v4) {
		p->first4 = sn__malloc(alloc, cells, sizeof(*p->first4));
		p->begin4 = sn__malloc(alloc, begins, sizeof(*p->begin4));
	} else {
		p->first6 = sn__malloc(alloc, cells, sizeof(*p->first6));
		p->begin6 = sn__malloc(alloc, begins, sizeof(*p->begin6));
	}
	return p->cell && p->source && p->inner &&
	       (v4 ? p->first4 && p->begin4 : p->first6 && p->begin6);
}

static void
put_begin(struct plane *p, sn__u128 first, uint32_t inner)
{
	/* A border at the same address replaces the one before. */
	if (p->begins &&
	    (p->begin4 ? p->begin4[p->begins - 1] == (uint32_t)first
		       : p->begin6[p->begins - 1] == first))
		p->begins--;
	if (p->begin4)
		p->begin4[p->begins] = (uint32_t)first;
	else
		p->begin6[p->begins] = first;
	p->inner[p->begins++] = inner;
}

static void
put_cell(struct plane *p, struct source *s, sn__u128 first, struct cell cell)
{
	size_t last = s->from + s->n - 1;

	if (s->n && (p->first4 ? p->first4[last] == (uint32_t)first
			       : p->first6[last] == first))
		s->n--;
	if (p->first4)
		p->first4[s->from + s->n] = (uint32_t)first;
	else
		p->first6[s->from + s->n] = first;
	p->cell[s->from + s->n++] = cell;
}

/* The better of two; at the same rank the first row, and a tie if need be. */
static struct cell
better(struct cell a, struct cell b)
{
	if (a.rank != b.rank)
		return a.rank < b.rank ? a : b;
	a.tie |= b.tie | (a.hop != b.hop);
	if (b.row < a.row) {
		a.row = b.row;
		a.hop = b.hop;
	}
	return a;
}

static const struct cell no_cell = {SN__RANK_NONE, SN__ROW_NONE, 0, 0};

/* Flattens the destinations of row[0, n), which have one source. */
static void
flatten(struct plane *p, struct source *s, const sn__ranked_row *row, size_t n,
    const uint32_t *hop)
{
	struct open {
		sn__u128 last;
		struct cell cell;
	} stack[130];
	size_t depth = 0;

	put_cell(p, s, 0, no_cell);
	for (size_t i = 0; i <= n; i++) {
		struct cell around = no_cell, cell;

		while (depth &&
		       (i == n || row[i].destination > stack[depth - 1].last)) {
			sn__u128 last = stack[--depth].last;

			if (last != sn__top(row->family))
				put_cell(p, s, last + 1,
				    depth ? stack[depth - 1].cell : no_cell);
		}
		if (i == n)
			return;
		if (depth)
			around = stack[depth - 1].cell;
		cell = better(around,
		    (struct cell){row[i].rank, row[i].row, hop[row[i].row], 0});
		put_cell(p, s, row[i].destination, cell);
		if (cell.rank < s->best)
			s->best = cell.rank;
		/* The same prefix again takes the place of the first. */
		if (!depth || i == 0 ||
		    row[i].destination != row[i - 1].destination ||
		    row[i].destination_len != row[i - 1].destination_len)
			depth++;
		stack[depth - 1].cell = cell;
		stack[depth - 1].last =
		    row[i].destination |
		    sn__host(row->family, row[i].destination_len);
	}
}

static void
build_plane(
    struct plane *p, const sn__ranked_row *row, size_t n, const uint32_t *hop)
{
	struct open {
		sn__u128 last;
		uint32_t number;
	} stack[130];
	size_t depth = 0;

	put_begin(p, 0, SN__ROW_NONE);
	for (size_t from = 0, to; from < n || depth; from = to) {
		struct source *s = &p->source[p->sources];
		uint32_t outer;

		to = from;
		while (depth && (from == n ||
				    row[from].source > stack[depth - 1].last)) {
			sn__u128 last = stack[--depth].last;

			if (last != sn__top(row->family))
				put_begin(p, last + 1,
				    depth ? stack[depth - 1].number
					  : SN__ROW_NONE);
		}
		if (from == n)
			return;
		while (to < n && row[to].source == row[from].source &&
		       row[to].source_len == row[from].source_len)
			to++;
		outer = depth ? stack[depth - 1].number : SN__ROW_NONE;
		*s = (struct source){outer,
		    depth ? p->source[outer].best : SN__RANK_NONE, p->cells, 0};
		flatten(p, s, row + from, to - from, hop);
		p->cells += s->n;
		put_begin(p, row[from].source, (uint32_t)p->sources);
		stack[depth].last = row[from].source |
				    sn__host(row->family, row[from].source_len);
		stack[depth++].number = (uint32_t)p->sources++;
	}
}

static sn_status
build(sn_matcher *m, const sn__ranking *r, const uint32_t *hop)
{
	for (unsigned v6 = 0; v6 < 2; v6++) {
		size_t n = v6 ? r->n - r->v4 : r->v4;

		if (!alloc_plane(&m->plane[v6], &m->alloc, n, !v6))
			return SN_ENOMEM;
		build_plane(&m->plane[v6], r->row + (v6 ? r->v4 : 0), n, hop);
	}
	return SN_OK;
}

sn_status
sn_matcher_new(sn_matcher **out, const sn_table *t, unsigned rule)
{
	sn__targets targets = {.alloc = t->alloc, .n = (uint32_t)t->names};
	uint32_t *hop = sn__malloc(&t->alloc, t->rows, sizeof(*hop));
	sn_matcher *m = sn__calloc(&t->alloc, 1, sizeof(*m));
	sn__ranking r = {.alloc = t->alloc};
	sn_status status = SN_ENOMEM;

	if (hop && m) {
		m->alloc = t->alloc;
		for (size_t i = 0; i < t->rows; i++)
			hop[i] = t->row[i].next_hop;
		status = sn__ranking_init(&r, t, rule, &targets, NULL);
		if (!status) {
			status = build(m, &r, hop);
			sn__ranking_free(&r);
		}
	}
	sn__map_free(&targets.pair, &t->alloc);
	sn__free(&t->alloc, hop);
	if (status) {
		if (m) {
			m->alloc = t->alloc;
			sn_matcher_free(m);
		}
		return status;
	}
	*out = m;
	return SN_OK;
}

void
sn_matcher_free(sn_matcher *m)
{
	sn_alloc alloc;

	if (!m)
		return;
	alloc = m->alloc;
	free_plane(&m->plane[0], &alloc);
	free_plane(&m->plane[1], &alloc);
	sn__free(&alloc, m);
}

enum { LANES = 16 };

/* Packets that are looked up together, a step for each at a time, so that their
 * waits for memory overlap. */
struct lanes {
	size_t at[LANES];
	uint32_t number[LANES]; /* of the source that is next */
	struct cell best[LANES];
	uint8_t live[LANES];
	unsigned lives;
};

static void
lanes_begin(struct lanes *l, const struct plane *p, size_t n)
{
	l->lives = (unsigned)n;
	for (unsigned k = 0; k < n; k++)
		__builtin_prefetch(&p->inner[l->at[k]]);
	for (unsigned k = 0; k < n; k++) {
		l->number[k] = p->inner[l->at[k]];
		l->best[k] = no_cell;
		l->live[k] = (uint8_t)k;
		if (l->number[k] != SN__ROW_NONE)
			__builtin_prefetch(&p->source[l->number[k]]);
	}
}

/* Lanes whose next source can still have the best rank stay live. */
static void
lanes_sift(struct lanes *l, const struct plane *p)
{
	unsigned still = 0;

	for (unsigned i = 0; i < l->lives; i++) {
		unsigned k = l->live[i];
		const struct source *s;

		if (l->number[k] == SN__ROW_NONE)
			continue;
		s = &p->source[l->number[k]];
		if (s->best > l->best[k].rank)
			continue;
		l->live[still++] = (uint8_t)k;
		if (p->first4)
			__builtin_prefetch(&p->first4[s->from + s->n / 2]);
		else
			__builtin_prefetch(&p->first6[s->from + s->n / 2]);
	}
	l->lives = still;
}

/* Takes in the cells at l->at[], and goes outwards. */
static void
lanes_step(struct lanes *l, const struct plane *p)
{
	for (unsigned i = 0; i < l->lives; i++) {
		unsigned k = l->live[i];

		l->best[k] = better(l->best[k], p->cell[l->at[k]]);
		l->number[k] = p->source[l->number[k]].outer;
		if (l->number[k] != SN__ROW_NONE)
			__builtin_prefetch(&p->source[l->number[k]]);
	}
}

static sn_hit
hit_of(const struct cell *best)
{
	if (best->rank == SN__RANK_NONE)
		return (sn_hit){SN_HIT_NONE, 0};
	return (sn_hit){best->tie ? SN_HIT_AMBIGUOUS : SN_HIT_ROW, best->row};
}

#include "base/width4.h"
#include "routes/match_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "routes/match_impl.h"
#include "base/width_end.h"

/* Packets of one family from the first of [0, n) on; *found is added to.
 * Returns how many they are. */
static size_t
match_run(const sn_matcher *m, const sn_packet *packets, size_t n, sn_hit *hits,
    size_t *found)
{
	unsigned family = packets->source.family;
	sn__u128 source6[LANES], destination6[LANES];
	uint32_t source4[LANES], destination4[LANES];
	size_t k = 0;

	for (; k < n && k < LANES; k++) {
		const sn_packet *p = &packets[k];

		if (p->source.family != family ||
		    p->destination.family != family)
			break;
		source6[k] = sn__addr_bits(p->source);
		destination6[k] = sn__addr_bits(p->destination);
		source4[k] = (uint32_t)source6[k];
		destination4[k] = (uint32_t)destination6[k];
	}
	if (k == 0) {
		*hits = (sn_hit){SN_HIT_NONE, 0};
		return 1;
	}
	*found += family == SN_IPV4
		      ? match4(&m->plane[0], source4, destination4, k, hits)
		      : match6(&m->plane[1], source6, destination6, k, hits);
	return k;
}

size_t
sn_matcher_match(
    const sn_matcher *m, const sn_packet *packets, size_t n, sn_hit *hits)
{
	size_t found = 0;

	for (size_t i = 0; i < n;)
		i += match_run(m, packets + i, n - i, hits + i, &found);
	return found;
}

size_t
sn_matcher_match4(const sn_matcher *m, const uint32_t *sources,
    const uint32_t *destinations, size_t n, sn_hit *hits)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i += LANES)
		found += match4(&m->plane[0], sources + i, destinations + i,
		    n - i < LANES ? n - i : LANES, hits + i);
	return found;
}
