/*
 * plan_order.c - the rule of a plan of several parts: the row that wins a pair
 * of segments is its own site's.
 *
 * Of rows that overlap the one of the longer destination is looked up first,
 * then that of the longer source: priorities are given so (plan_settle.c), and
 * where a gateway has none that is how it looks rows up. A part breaks the rule
 * where a row of it overlaps a pair of another one and does not come after the
 * row that the pair has there. Its rows then become its exact aggregates,
 * which overlap no pair of another.
 */
#include "vpn/nat_pool.h"
#include "vpn/parts.h"

#include <stdio.h>

enum { SHARES_SHOWN = 3, PAIRS_MAX = 1 << 23, NOTES_MAX = 1 << 25 };

/* ----------------------------------------------------------- universe */

static sn_status
add_block(
    struct sn__parts *w, uint32_t part, uint32_t owner, const sn__block *block)
{
	if (!sn__grow(&w->alloc, &w->block, &w->block_capacity, w->blocks,
		sizeof(*w->block)))
		return SN_ENOMEM;
	w->block[w->blocks++] =
	    (struct sn__owned_block){*block, part, owner, w->rows};
	w->rows += (size_t)sn__block_size(block);
	return SN_OK;
}

/* The selectors as what is looked up, where there are no rows. */
static sn_status
add_selectors(struct sn__parts *w, uint32_t part)
{
	const sn_plan *plan = w->part[part].plan;
	sn__block b = {.sources = plan->selectors[SN_LOCAL],
	    .source_count = plan->selector_count[SN_LOCAL],
	    .destinations = plan->selectors[SN_PEER],
	    .destination_count = plan->selector_count[SN_PEER]};

	return add_block(w, part, part, &b);
}

/* Rows to areas through the connections of pairs: each is its own block. */
static sn_status
add_paired(struct sn__parts *w, const struct sn__area *a, sn__block b)
{
	const sn_plan *plan = w->part[a->part].plan;
	size_t n = b.source_count, m = b.destination_count, at[2] = {0, 0};
	const sn_prefix *source = b.sources, *destination = b.destinations;
	sn_status status = SN_OK;

	b.source_count = b.destination_count = 1;
	b.numbered = false;
	for (size_t i = 0; source && i < n && !status; i++) {
		while (!sn_prefix_contains(
		    plan->selectors[SN_LOCAL][at[SN_LOCAL]], source[i]))
			at[SN_LOCAL]++;
		at[SN_PEER] = 0;
		for (size_t k = 0; k < m && !status; k++) {
			while (!sn_prefix_contains(
			    plan->selectors[SN_PEER][at[SN_PEER]],
			    destination[k]))
				at[SN_PEER]++;
			b.sources = &source[i];
			b.destinations = &destination[k];
			b.row.next_hop =
			    (uint32_t)(at[SN_LOCAL] *
					   plan->selector_count[SN_PEER] +
				       at[SN_PEER]);
			status = add_block(w, a->part, a->owner, &b);
		}
	}
	return status;
}

/* The rows of a part that shares segments: those of its areas. */
static sn_status
add_area_rows(struct sn__parts *w, const struct sn__area *a, sn__block b)
{
	b.row.action = SN_ACTION_ADD;
	b.row.origin = SN_ORIGIN_MANUAL;
	b.row.weight = a->weight;
	if (w->part[a->part].plan->publish)
		b.row.state = SN_STATE_PUBLISHED;
	b.sources = sn_prefixes_data(a->list[SN_LOCAL], &b.source_count);
	b.destinations =
	    sn_prefixes_data(a->list[SN_PEER], &b.destination_count);
	if (b.row.kind != SN_ROUTE_POLICY) {
		b.sources = NULL;
		b.source_count = 1;
	}
	return b.numbered ? add_paired(w, a, b)
			  : add_block(w, a->part, a->owner, &b);
}

/* The rows in force of part @i; *b is that of the first of them. */
static sn_status
add_rows(struct sn__parts *w, uint32_t i)
{
	const struct sn__site_part *p = &w->part[i];
	sn_status status = SN_OK;

	if (p->lookup == SN__BY_SELECTORS)
		return add_selectors(w, i);
	for (size_t k = 0; k < p->plan->block_count && !status; k++) {
		const sn__block *b = &p->plan->block[k];

		if (b->row.action == SN_ACTION_DELETE)
			continue;
		if (!p->shares) {
			status = add_block(w, i, i, b);
			continue;
		}
		for (size_t a = 0; a < w->areas && !status; a++)
			if (w->area[a].part == i)
				status = add_area_rows(w, &w->area[a], *b);
		break;
	}
	return status;
}

/* Knows sources and destinations of a block. */
static sn_status
know_block(struct sn__parts *w, const struct sn__owned_block *o)
{
	const sn__block *b = &o->block;
	sn_status status = sn__overlap_know(w->overlap, SN__SOURCES,
	    sn__block_sources(w, o), b->sources ? b->source_count : 1);

	return status ? status
		      : sn__overlap_know(w->overlap, SN__DESTINATIONS,
			    b->destinations, b->destination_count);
}

static sn_status
make_universe(struct sn__parts *w)
{
	sn_status status = sn__overlap_new(&w->overlap, &w->alloc);

	for (size_t i = 0; i < w->blocks && !status; i++)
		status = know_block(w, &w->block[i]);
	for (size_t i = 0; i < w->areas && !status; i++)
		for (unsigned s = 0; s < 2 && !status; s++) {
			size_t n;
			const sn_prefix *p =
			    sn_prefixes_data(w->area[i].list[s], &n);

			status = sn__overlap_know(w->overlap,
			    s == SN_LOCAL ? SN__SOURCES : SN__DESTINATIONS, p,
			    n);
		}
	return status ? status : sn__overlap_ready(w->overlap);
}

/* -------------------------------------------------------------- pairs */

/* One side of an area: the numbers of its prefixes, and how long the prefix is
 * that the row of each has; UNKNOWN: no row holds it as a whole. */
struct looked_up {
	uint32_t *at;
	uint8_t *length;
	size_t n;
};

enum { UNKNOWN = 255 };

static unsigned
universe_of(unsigned s)
{
	return s == SN_LOCAL ? SN__SOURCES : SN__DESTINATIONS;
}

/* Marks the prefixes of the rows of part @i with its number and 1. */
static void
stamp_rows(const struct sn__parts *w, uint32_t i, uint32_t *stamp[2])
{
	const struct sn__site_part *p = &w->part[i];

	for (size_t k = p->first_block; k < p->end_block; k++) {
		const struct sn__owned_block *o = &w->block[k];
		const sn_prefix *list[2] = {
		    sn__block_sources(w, o), o->block.destinations};
		size_t n[2] = {o->block.sources ? o->block.source_count : 1,
		    o->block.destination_count};

		for (unsigned s = 0; s < 2; s++)
			for (size_t j = 0; j < n[s]; j++)
				stamp[s][sn__overlap_at(w->overlap,
				    universe_of(s), list[s][j])] = i + 1;
	}
}

/* Finds the rows of the prefixes of one side of an area. */
static sn_status
look_up(const struct sn__parts *w, const struct sn__area *a, unsigned s,
    uint32_t *const stamp[2], struct looked_up *out)
{
	const sn_prefix *p = sn_prefixes_data(a->list[s], &out->n);

	out->at = sn__malloc(&w->alloc, out->n, sizeof(*out->at));
	out->length = sn__malloc(&w->alloc, out->n, 1);
	if (!out->at || !out->length)
		return SN_ENOMEM;
	for (size_t i = 0; i < out->n; i++) {
		uint32_t at = sn__overlap_at(w->overlap, universe_of(s), p[i]);

		out->at[i] = at;
		while (at != UINT32_MAX && stamp[s][at] != a->part + 1)
			at = sn__overlap_parent(w->overlap, universe_of(s), at);
		out->length[i] = UNKNOWN;
		if (at != UINT32_MAX)
			out->length[i] = (uint8_t)sn__overlap_prefix(
			    w->overlap, universe_of(s), at)
					     .len;
	}
	return SN_OK;
}

/* Notes all pairs of an area with the turn of their row, from 1 on. */
static sn_status
note_pairs(struct sn__parts *w, const struct sn__area *a,
    const struct looked_up side[2])
{
	enum sn__lookup lookup = w->part[a->part].lookup;
	const struct looked_up *l = &side[SN_LOCAL], *p = &side[SN_PEER];
	sn_status status = SN_OK;

	for (size_t i = 0; i < l->n && !status; i++)
		for (size_t k = 0; k < p->n && !status; k++) {
			bool known =
			    l->length[i] != UNKNOWN && p->length[k] != UNKNOWN;

			status = sn__overlap_add(w->overlap, l->at[i], p->at[k],
			    a->owner,
			    known ? 1 + sn__turn(
					    lookup, l->length[i], p->length[k])
				  : UINT32_MAX);
		}
	return status;
}

static sn_status
note_area(struct sn__parts *w, const struct sn__area *a, uint32_t *stamp[2])
{
	struct looked_up side[2] = {{NULL, NULL, 0}, {NULL, NULL, 0}};
	sn_status status;

	stamp_rows(w, a->part, stamp);
	status = look_up(w, a, SN_LOCAL, stamp, &side[SN_LOCAL]);
	if (!status)
		status = look_up(w, a, SN_PEER, stamp, &side[SN_PEER]);
	if (!status)
		status = note_pairs(w, a, side);
	for (unsigned s = 0; s < 2; s++) {
		sn__free(&w->alloc, side[s].at);
		sn__free(&w->alloc, side[s].length);
	}
	return status;
}

static sn_status
note_areas(struct sn__parts *w)
{
	uint32_t *stamp[2];
	sn_status status = SN_ENOMEM;

	for (unsigned s = 0; s < 2; s++)
		stamp[s] = sn__calloc(&w->alloc,
		    sn__overlap_known(w->overlap, universe_of(s)),
		    sizeof(*stamp[s]));
	if (stamp[SN_LOCAL] && stamp[SN_PEER])
		status = SN_OK;
	for (size_t i = 0; i < w->areas && !status; i++)
		status = note_area(w, &w->area[i], stamp);
	sn__free(&w->alloc, stamp[SN_LOCAL]);
	sn__free(&w->alloc, stamp[SN_PEER]);
	return status;
}

/* ------------------------------------------------------------ sharing */

/* Pairs that two parts have, the first ones by name. */
struct shares {
	char text[512];
	size_t used;
	uint64_t n;
	sn_prefix first; /* the destination of the first one */
};

static const char *
name_of(const struct sn__parts *w, uint32_t owner)
{
	for (size_t i = 0; owner >= w->parts && i < w->areas; i++)
		if (w->area[i].owner == owner)
			owner = w->area[i].part;
	return w->part[owner].plan->site;
}

/* Whether policy rows, which come before routes by destination, tell packets of
 * the two apart by their source. */
static bool
differ_by_source(const struct sn__parts *w, uint32_t a, uint32_t b)
{
	const struct sn__site_part *x = &w->part[a], *y = &w->part[b];

	return x->lookup != y->lookup &&
	       !sn_set_overlaps(x->set[SN_LOCAL], y->set[SN_LOCAL]);
}

/* What a prefix of a side has in common with the areas of an owner. */
static sn_prefix
shared_with(
    const struct sn__parts *w, unsigned side, sn_prefix p, uint32_t owner)
{
	for (size_t i = 0; i < w->areas; i++) {
		const struct sn__area *a = &w->area[i];
		size_t n;
		const sn_prefix *other = sn_prefixes_data(a->list[side], &n);

		for (size_t k = 0; a->owner == owner && k < n; k++)
			if (sn_prefix_contains(p, other[k]))
				return other[k];
	}
	return p;
}

static void
note_share(struct sn__parts *w, const struct sn__area *a, size_t i, size_t k,
    uint32_t whose, struct shares *out)
{
	char text[2][SN_PREFIX_TEXT_MAX];
	size_t at[] = {i, k}, n;
	sn_prefix shared[2];

	if (whose < w->parts && a->owner < w->parts &&
	    differ_by_source(w, a->owner, whose))
		return;
	if (out->n++ >= SHARES_SHOWN)
		return;
	for (unsigned s = 0; s < 2; s++) {
		shared[s] = shared_with(
		    w, s, sn_prefixes_data(a->list[s], &n)[at[s]], whose);
		sn_prefix_format(text[s], sizeof(text[s]), shared[s]);
	}
	if (!out->used)
		out->first = shared[SN_PEER];
	out->used += (size_t)snprintf(out->text + out->used,
	    sizeof(out->text) - out->used, "%s%s to %s (%s and %s)",
	    out->used ? ", " : "", text[SN_LOCAL], text[SN_PEER],
	    name_of(w, a->owner), name_of(w, whose));
}

/* Looks for pairs of an area that another owner has too. */
static void
find_shares(struct sn__parts *w, const struct sn__area *a, struct shares *out)
{
	size_t n, m;
	const sn_prefix *l = sn_prefixes_data(a->list[SN_LOCAL], &n);
	const sn_prefix *p = sn_prefixes_data(a->list[SN_PEER], &m);

	for (size_t k = 0; k < m; k++) {
		uint32_t d = sn__overlap_at(w->overlap, SN__DESTINATIONS, p[k]);

		for (size_t i = 0; i < n; i++) {
			uint32_t whose = 0;

			if (sn__overlap_most(w->overlap,
				sn__overlap_at(w->overlap, SN__SOURCES, l[i]),
				d, a->owner, &whose) &&
			    a->owner < whose)
				note_share(w, a, i, k, whose, out);
		}
	}
}

static sn_status
check_shares(struct sn__parts *w)
{
	struct shares shares = {.n = 0};
	char more[48] = "", example[SN__EXAMPLE];
	sn_status status;

	for (size_t i = 0; i < w->areas; i++)
		find_shares(w, &w->area[i], &shares);
	if (!shares.n)
		return SN_OK;
	if (shares.n > SHARES_SHOWN)
		snprintf(more, sizeof(more), ", and %llu more",
		    (unsigned long long)(shares.n - SHARES_SHOWN));
	status = sn__nat_example_for(
	    example, shares.first, w->taken, w->request, &w->alloc);
	if (status)
		return status;
	return sn__advise(&w->plan->advice, "sites-share-addresses",
	    SN_SEVERITY_ERROR, "",
	    "Two sites have the same segments: %s%s. Which one a packet is "
	    "for nobody can say: renumber one, take what the other has out of "
	    "a summary (supernet subtract), or translate it at its own end "
	    "and plan with its images, %s (--overlap nat is for both sides of "
	    "one site). Where one stands in for the other, standby_of says "
	    "so.",
	    shares.text, more, example);
}

/* ---------------------------------------------------------- the rule */

/* Whether a row of a block wins a pair of another owner, *whose. */
static bool
breaks_rule(
    const struct sn__parts *w, const struct sn__owned_block *o, uint32_t *whose)
{
	enum sn__lookup lookup = w->part[o->part].lookup;
	const sn__block *b = &o->block;
	const sn_prefix *source = sn__block_sources(w, o);
	size_t n = b->sources ? b->source_count : 1;

	for (size_t k = 0; k < b->destination_count; k++) {
		uint32_t d = sn__overlap_at(
		    w->overlap, SN__DESTINATIONS, b->destinations[k]);

		for (size_t i = 0; i < n; i++) {
			uint32_t turn = sn__turn(
			    lookup, source[i].len, b->destinations[k].len);

			if (sn__overlap_most(w->overlap,
				sn__overlap_at(
				    w->overlap, SN__SOURCES, source[i]),
				d, o->owner, whose) > turn)
				return true;
		}
	}
	return false;
}

/* A part that breaks the rule gets exact rows; with them it cannot. */
static sn_status
check_rule(struct sn__parts *w, uint32_t i)
{
	struct sn__site_part *p = &w->part[i];
	uint32_t whose = 0;

	if (p->plan->scheme == SN_SCHEME_PAIRS || p->shares || p->again)
		return SN_OK;
	for (size_t k = p->first_block; k < p->end_block; k++) {
		if (!breaks_rule(w, &w->block[k], &whose))
			continue;
		if (!p->among.exact) {
			p->among.exact = p->again = true;
			return SN_OK;
		}
		return sn__advise(&w->plan->advice, "sites-overlap",
		    SN_SEVERITY_ERROR, "",
		    "Rows of site %s would take packets of site %s, and this "
		    "gateway (%s) has no way to tell them apart.",
		    p->plan->site, name_of(w, whose), w->plan->gateway->name);
	}
	return SN_OK;
}

/* Standing in for another needs weights. */
static sn_status
check_standby(struct sn__parts *w)
{
	const sn_fact *f = &w->plan->gateway->weights;

	for (size_t i = 0; i < w->parts; i++)
		if (w->part[i].primary != UINT32_MAX && f->value != 1)
			return sn__advise(&w->plan->advice,
			    "standby-not-honoured", SN_SEVERITY_ERROR,
			    f->source,
			    "Site %s cannot stand in for %s: the gateway (%s) "
			    "%s the weights of rows. The way out is a second "
			    "tunnel of one connection.",
			    w->part[i].plan->site, w->part[i].plan->standby_of,
			    w->plan->gateway->name,
			    f->value == 0 ? "ignores" : "is not known to heed");
	return SN_OK;
}

static uint64_t
count_pairs(const struct sn__parts *w)
{
	uint64_t all = 0;

	for (size_t i = 0; i < w->areas; i++) {
		size_t n, m;

		(void)sn_prefixes_data(w->area[i].list[SN_LOCAL], &n);
		(void)sn_prefixes_data(w->area[i].list[SN_PEER], &m);
		all += (uint64_t)n * m;
	}
	return all;
}

/* How often pairs are noted: each under all that holds it. */
static uint64_t
count_notes(const struct sn__parts *w)
{
	uint64_t all = 0;

	for (size_t i = 0; i < w->areas; i++) {
		uint64_t ways[2] = {0, 0};

		for (unsigned s = 0; s < 2; s++) {
			size_t n;
			const sn_prefix *p =
			    sn_prefixes_data(w->area[i].list[s], &n);

			for (size_t k = 0; k < n; k++, ways[s]++)
				for (uint32_t at = sn__overlap_at(
					 w->overlap, universe_of(s), p[k]);
				     at != UINT32_MAX; ways[s]++)
					at = sn__overlap_parent(
					    w->overlap, universe_of(s), at);
		}
		all += ways[0] * ways[1];
	}
	return all;
}

static sn_status
check_all(struct sn__parts *w)
{
	sn_status status = SN_OK;

	for (uint32_t i = 0; i < w->parts && !status; i++) {
		w->part[i].first_block = w->blocks;
		status = add_rows(w, i);
		w->part[i].end_block = w->blocks;
	}
	if (!status)
		status = make_universe(w);
	if (!status && count_notes(w) > NOTES_MAX)
		return sn__advise(&w->plan->advice, "limit-exceeded",
		    SN_SEVERITY_ERROR, "",
		    "Several sites have %llu pairs of segments, and segments "
		    "of so many sites lie in those of others that the pairs "
		    "overlap in more ways than a plan of sites holds.",
		    (unsigned long long)count_pairs(w));
	if (!status)
		status = note_areas(w);
	if (!status)
		status = check_shares(w);
	for (uint32_t i = 0; i < w->parts && !status; i++)
		status = check_rule(w, i);
	return status;
}

sn_status
sn__check_order(struct sn__parts *w)
{
	bool again = false;
	sn_status status = check_standby(w);

	if (!status && !sn__failed(w))
		status = sn__find_lookups(w, &again);
	if (!status && !again && !sn__failed(w))
		status = sn__find_areas(w);
	if (status || again || sn__failed(w))
		return status;
	if (count_pairs(w) > PAIRS_MAX)
		return sn__advise(&w->plan->advice, "limit-exceeded",
		    SN_SEVERITY_ERROR, "",
		    "Several sites have %llu pairs of segments, and a plan of "
		    "sites holds %d at most.",
		    (unsigned long long)count_pairs(w), PAIRS_MAX);
	return check_all(w);
}
