/*
 * diagnose_pairs.c - whether the traffic of each pair of segments finds its
 * way.
 *
 * Selectors and rows cut a pair into cells, in each of which everything is
 * alike: each cell is looked up as the gateway looks a packet up, and the pair
 * is what its cells have in common.
 */

#include "base/bits.h"
#include "base/plural.h"
#include "vpn/diagnose.h"
#include "vpn/plan.h"

enum { CUTS_MAX = 512, VERDICTS = SN_PAIR_UNKNOWN + 1, CHECKED = 4096 };

static const struct sn__rule rules[] = {
    {"segment-not-covered", SN_SEVERITY_ERROR,
	"No connection's selectors hold it, so its traffic has no SA.",
	"Add it to the selectors of both ends, or widen them.",
	SOURCE_ALIBABA_ADVICE, NULL},
    {"route-missing", SN_SEVERITY_ERROR,
	"The gateway doesn't send its traffic into the connection.",
	"Add the policy or destination route, and publish it.",
	SOURCE_ALIBABA_ADVICE, NULL},
    {"equal-priority-overlap", SN_SEVERITY_ERROR,
	"Rows of different next hops match equally early: which one is used is "
	"not certain.",
	"Give the row that is meant a smaller priority.", SOURCE_ALIBABA_FAQ,
	NULL},
    {"route-to-other-connection", SN_SEVERITY_ERROR,
	"The row that is looked up first leads to another connection, whose "
	"selectors do not hold this traffic.",
	"Give the row of the right connection a smaller priority.",
	SOURCE_ALIBABA_FAQ, NULL},
    {"routes-not-published", 0, "", "", "", NULL}, /* found by the rows */
    {"next-hop-unknown", SN_SEVERITY_WARNING,
	"The row that is used leads to a connection that was not given.",
	"Give its configuration, too.", "", NULL},
    {"routes-not-looked-at", SN_SEVERITY_WARNING,
	"The selectors of the connection are everything, so rows decide, and "
	"no table was given.",
	"Give the table of the gateway.", "", NULL},
};
enum rule_number {
	UNCOVERED,
	NO_ROUTE,
	AMBIGUOUS,
	OTHER_CONNECTION,
	NOT_PUBLISHED,
	HOP_UNKNOWN,
	NOT_LOOKED_AT,
	RULES
};

static const char overlap_code[] = "segments-overlap";
static const char reserved_code[] = "destination-reserved";
static const char many_code[] = "too-many-rows";

/* What happens in a cell. */
struct cell {
	uint32_t works; /* SN_PAIR_WORKS, _FAILS, _ONE_OF or what is unknown */
	const char *code;
	uint32_t after;
	const char *after_code;
	const struct sn__carrier *carrier;
	uint64_t row;
};

/* A pair that is being looked at. */
struct looking {
	const sn_diagnosis *d;
	sn_range range[2];
	sn__u128 *cut[2]; /* where cells begin, ascending */
	size_t cuts[2];
	uint32_t *near; /* carriers that hold some of it */
	size_t nears;
};

/* --------------------------------------------------------------- cells */

static bool
end_holds(const struct sn__carrier *c, unsigned end, const sn_addr at[2])
{
	for (unsigned side = 0; side < 2; side++)
		if (c->selectors[end][side] &&
		    !sn_set_contains_addr(c->selectors[end][side], at[side]))
			return false;
	return true;
}

/* The better a verdict, the smaller. */
static unsigned
badness(uint32_t works)
{
	return works == SN_PAIR_WORKS	  ? 0
	       : works == SN_PAIR_ONE_OF  ? 1
	       : works == SN_PAIR_UNKNOWN ? 2
					  : 3;
}

/* What a carrier that holds a cell does with it. */
static void
carry(const struct looking *l, const struct sn__carrier *c, const sn_addr at[2],
    struct cell *cell)
{
	*cell = (struct cell){
	    .works = SN_PAIR_FAILS, .carrier = c, .row = cell->row};
	if (c->broken) {
		cell->code = c->broken;
	} else if (!end_holds(c, SN_PEER, at)) {
		cell->code = c->cut;
	} else if (c->unsure) {
		cell->works = SN_PAIR_UNKNOWN;
		cell->code = c->unsure;
	} else if (c->routed && !l->d->matcher) {
		cell->works = SN_PAIR_UNKNOWN;
		cell->code = rules[NOT_LOOKED_AT].code;
	} else if (!c->one_of) {
		cell->works = SN_PAIR_WORKS;
	} else {
		cell->code = c->one_of;
		if (!c->first[SN_LOCAL].family ||
		    (sn_prefix_contains_addr(
			 c->first[SN_LOCAL], at[SN_LOCAL]) &&
			sn_prefix_contains_addr(
			    c->first[SN_PEER], at[SN_PEER])))
			cell->works = SN_PAIR_ONE_OF;
	}
	cell->after = cell->works;
	cell->after_code = cell->code;
	if (badness(cell->works) < badness(SN_PAIR_UNKNOWN) && c->after) {
		cell->after = SN_PAIR_FAILS;
		cell->after_code = c->after;
	}
}

/*
 * The carrier that does most for a cell, of those that @hop leads to (NULL:
 * any); the first of equals. False: none holds it.
 */
static bool
best_carrier(const struct looking *l, const char *hop, const sn_addr at[2],
    struct cell *best)
{
	bool found = false;

	for (size_t i = 0; i < l->nears; i++) {
		const struct sn__carrier *c = &l->d->carrier[l->near[i]];
		struct cell cell = {.row = best->row};

		if ((hop && strcmp(hop, c->hop)) || !end_holds(c, SN_LOCAL, at))
			continue;
		carry(l, c, at, &cell);
		if (!found) {
			*best = cell;
			found = true;
			continue;
		}
		if (badness(cell.after) < badness(best->after)) {
			best->after = cell.after;
			best->after_code = cell.after_code;
		}
		if (badness(cell.works) < badness(best->works)) {
			best->works = cell.works;
			best->code = cell.code;
			best->carrier = c;
		}
	}
	return found;
}

static void
fail(struct cell *cell, uint32_t works, enum rule_number rule)
{
	cell->works = cell->after = works;
	cell->code = cell->after_code = rules[rule].code;
}

/* By the row that the gateway finds for it. */
static void
look_up(const struct looking *l, const sn_addr at[2], struct cell *cell)
{
	const sn_packet packet = {at[SN_LOCAL], at[SN_PEER]};
	const struct sn__diagnosed_row *row;
	struct cell other = {.row = UINT64_MAX};
	sn_hit hit;

	sn_matcher_match(l->d->matcher, &packet, 1, &hit);
	if (hit.outcome == SN_HIT_NONE) {
		fail(cell, SN_PAIR_FAILS,
		    best_carrier(l, NULL, at, &other) ? NO_ROUTE : UNCOVERED);
		cell->carrier = other.carrier;
		return;
	}
	cell->row = hit.row;
	row = &l->d->row[hit.row];
	if (hit.outcome == SN_HIT_AMBIGUOUS) {
		fail(cell, SN_PAIR_NOT_DETERMINISTIC, AMBIGUOUS);
	} else if (best_carrier(l, row->hop, at, cell)) {
		if (l->d->publish && row->is.state == SN_STATE_NORMAL &&
		    cell->works != SN_PAIR_FAILS)
			fail(cell, SN_PAIR_FAILS, NOT_PUBLISHED);
	} else {
		bool known = false;

		for (size_t i = 0; i < l->d->carriers; i++)
			known |= !strcmp(l->d->carrier[i].hop, row->hop);
		if (!known)
			fail(cell, SN_PAIR_UNKNOWN, HOP_UNKNOWN);
		else
			fail(cell, SN_PAIR_FAILS,
			    best_carrier(l, NULL, at, &other) ? OTHER_CONNECTION
							      : UNCOVERED);
		cell->carrier = other.carrier;
	}
}

static void
decide(const struct looking *l, const sn_addr at[2], struct cell *cell)
{
	*cell = (struct cell){.row = UINT64_MAX};
	if (l->d->matcher)
		look_up(l, at, cell);
	else if (!best_carrier(l, NULL, at, cell))
		fail(cell, SN_PAIR_FAILS, UNCOVERED);
}

/* ---------------------------------------------------------------- cuts */

static int
compare(const void *a, const void *b)
{
	const sn__u128 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Adds the start of a cell, where it is in the pair. False: too many. */
static bool
cut(struct looking *l, unsigned side, sn__u128 at)
{
	if (at <= sn__addr_bits(l->range[side].first) ||
	    at > sn__addr_bits(l->range[side].last))
		return true;
	if (l->cuts[side] == CUTS_MAX)
		return false;
	l->cut[side][l->cuts[side]++] = at;
	return true;
}

static bool
cut_range(struct looking *l, unsigned side, sn_range r)
{
	return r.first.family != l->range[side].first.family ||
	       (cut(l, side, sn__addr_bits(r.first)) &&
		   cut(l, side, sn__addr_bits(r.last) + 1));
}

static bool
cut_by_set(struct looking *l, unsigned side, const sn_set *s)
{
	sn_set_iter it;
	sn_prefix p;

	if (!s || sn_set_contains_range(s, l->range[side]))
		return true;
	sn_set_iter_init(&it, s, 0);
	while (sn_set_iter_next_prefix(&it, &p))
		if (!cut_range(l, side, sn_prefix_range(p)))
			return false;
	return true;
}

/* Carriers that hold some of the pair, and all cuts. False: too many. */
static bool
find_cuts(struct looking *l)
{
	const sn_diagnosis *d = l->d;

	for (unsigned side = 0; side < 2; side++)
		l->cut[side][l->cuts[side]++] =
		    sn__addr_bits(l->range[side].first);
	for (uint32_t i = 0; i < d->carriers; i++) {
		const struct sn__carrier *c = &d->carrier[i];

		if (!sn_set_overlaps_range(
			c->selectors[SN_LOCAL][SN_LOCAL], l->range[SN_LOCAL]) ||
		    !sn_set_overlaps_range(
			c->selectors[SN_LOCAL][SN_PEER], l->range[SN_PEER]))
			continue;
		l->near[l->nears++] = i;
		for (unsigned e = 0; e < 4; e++)
			if (!cut_by_set(l, e % 2, c->selectors[e / 2][e % 2]))
				return false;
	}
	for (size_t i = 0; i < d->rows; i++)
		if ((d->row[i].is.kind == SN_ROUTE_POLICY &&
			!cut_range(l, SN_LOCAL,
			    sn_prefix_range(d->row[i].is.source))) ||
		    !cut_range(
			l, SN_PEER, sn_prefix_range(d->row[i].is.destination)))
			return false;
	return true;
}

/* Each start once, in order. */
static void
sort_cuts(struct looking *l, unsigned side)
{
	size_t kept = 0;

	qsort(l->cut[side], l->cuts[side], sizeof(*l->cut[side]), compare);
	for (size_t i = 0; i < l->cuts[side]; i++)
		if (!kept || l->cut[side][kept - 1] != l->cut[side][i])
			l->cut[side][kept++] = l->cut[side][i];
	l->cuts[side] = kept;
}

/* --------------------------------------------------------------- pairs */

struct tally {
	uint64_t n[VERDICTS];
	uint64_t all;
	const char *code[VERDICTS]; /* of the first */
};

static void
count(struct tally *t, uint32_t works, const char *code)
{
	t->all++;
	if (!t->n[works]++)
		t->code[works] = code;
}

static uint32_t
verdict(const struct tally *t, const char **code)
{
	static const uint32_t order[] = {SN_PAIR_NOT_DETERMINISTIC,
	    SN_PAIR_UNKNOWN, SN_PAIR_FAILS, SN_PAIR_ONE_OF, SN_PAIR_WORKS};
	uint32_t worst = SN_PAIR_WORKS;

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (t->n[order[i]]) {
			worst = order[i];
			break;
		}
	*code = t->code[worst];
	return worst == SN_PAIR_FAILS && t->n[worst] < t->all ? SN_PAIR_PARTLY
							      : worst;
}

/* The pair from its cells. */
static void
look(struct looking *l, sn_pair *out)
{
	struct tally now = {{0}, 0, {NULL}}, after = {{0}, 0, {NULL}};
	unsigned family = l->range[0].first.family;
	const struct sn__carrier *carrier = NULL;
	uint32_t worst = 0;

	for (size_t i = 0; i < l->cuts[SN_LOCAL]; i++)
		for (size_t k = 0; k < l->cuts[SN_PEER]; k++) {
			const sn_addr at[2] = {
			    sn__addr(family, l->cut[SN_LOCAL][i]),
			    sn__addr(family, l->cut[SN_PEER][k])};
			struct cell cell;

			decide(l, at, &cell);
			count(&now, cell.works, cell.code);
			count(&after, cell.after, cell.after_code);
			if (cell.carrier &&
			    (!carrier || badness(cell.works) < worst)) {
				carrier = cell.carrier;
				worst = badness(cell.works);
			}
			if (out->row == UINT64_MAX ||
			    cell.works != SN_PAIR_WORKS)
				out->row = cell.row;
		}
	out->works = verdict(&now, &out->code);
	out->after_renewal = verdict(&after, &out->after_code);
	out->connection = carrier ? carrier->name : NULL;
}

/* The pairs of IPv4 go first: so many. */
static uint64_t
pairs4(const sn_diagnosis *d)
{
	return (uint64_t)d->segment_count4[SN_LOCAL] *
	       d->segment_count4[SN_PEER];
}

uint64_t
sn__diagnosis_pairs(const sn_diagnosis *d)
{
	uint64_t n6[2];

	for (unsigned s = 0; s < 2; s++)
		n6[s] = d->segment_count[s] - d->segment_count4[s];
	return pairs4(d) + n6[SN_LOCAL] * n6[SN_PEER];
}

/* The segments of pair @i. */
static void
segments_of(const sn_diagnosis *d, uint64_t i, sn_pair *out)
{
	size_t local = 0, peer = 0, peers = d->segment_count4[SN_PEER];

	if (i >= pairs4(d)) {
		i -= pairs4(d);
		local = d->segment_count4[SN_LOCAL];
		peer = d->segment_count4[SN_PEER];
		peers = d->segment_count[SN_PEER] - peer;
	}
	out->local = d->segments[SN_LOCAL][local + i / peers];
	out->peer = d->segments[SN_PEER][peer + i % peers];
}

sn_status
sn_diagnosis_pair(const sn_diagnosis *d, uint64_t i, sn_pair *out)
{
	struct looking l = {.d = d};

	if (out->struct_size != sizeof(*out))
		return SN_EINVAL;
	if (i >= sn__diagnosis_pairs(d))
		return SN_ENOTFOUND;
	*out = (sn_pair)SN_PAIR_INIT;
	segments_of(d, i, out);
	if (d->shared && sn_prefix_overlaps(out->local, out->peer)) {
		out->works = out->after_renewal = SN_PAIR_FAILS;
		out->code = out->after_code = overlap_code;
	} else {
		l.range[SN_LOCAL] = sn_prefix_range(out->local);
		l.range[SN_PEER] = sn_prefix_range(out->peer);
		l.cut[0] = sn__malloc(
		    &d->alloc, (size_t)2 * CUTS_MAX, sizeof(*l.cut[0]));
		l.near = sn__malloc(&d->alloc, d->carriers, sizeof(*l.near));
		if (!l.cut[0] || !l.near) {
			sn__free(&d->alloc, l.cut[0]);
			sn__free(&d->alloc, l.near);
			return SN_ENOMEM;
		}
		l.cut[1] = l.cut[0] + CUTS_MAX;
		if (find_cuts(&l)) {
			sort_cuts(&l, SN_LOCAL);
			sort_cuts(&l, SN_PEER);
			look(&l, out);
		} else {
			out->works = out->after_renewal = SN_PAIR_UNKNOWN;
			out->code = out->after_code = many_code;
		}
		sn__free(&d->alloc, l.cut[0]);
		sn__free(&d->alloc, l.near);
	}
	if (out->works != SN_PAIR_FAILS &&
	    sn_set_overlaps_range(d->forbidden, sn_prefix_range(out->peer))) {
		out->works = out->after_renewal = SN_PAIR_UNKNOWN;
		out->code = out->after_code = reserved_code;
	}
	if (!d->negotiated && out->after_renewal == out->works) {
		out->after_renewal = 0;
		out->after_code = NULL;
	}
	return SN_OK;
}

/* ------------------------------------------------------------ findings */

static sn_status
report(struct sn__diagnosing *in, const struct sn__rule *rule,
    const sn_pair *first, uint64_t count, bool all)
{
	char l[SN_PREFIX_TEXT_MAX], p[SN_PREFIX_TEXT_MAX];
	char s[SN_PREFIX_TEXT_MAX], t[SN_PREFIX_TEXT_MAX];
	const char *least = all ? "" : "at least ";
	const struct sn__diagnosed_row *row;
	sn_status status;

	sn_prefix_format(l, sizeof(l), first->local);
	sn_prefix_format(p, sizeof(p), first->peer);
	if (first->row == UINT64_MAX)
		return sn__find_about(in, rule, NULL,
		    "%s with %s (%s%llu such pair%s).", l, p, least,
		    (unsigned long long)count, sn__plural(count));
	row = &in->d->row[first->row];
	sn_prefix_format(s, sizeof(s), row->is.source);
	sn_prefix_format(t, sizeof(t), row->is.destination);
	status = sn__find_about(in, rule, row->hop,
	    "%s with %s (%s%llu such pair%s): row %llu, %s to %s via %s.", l, p,
	    least, (unsigned long long)count, sn__plural(count),
	    (unsigned long long)first->row + 1,
	    row->is.kind == SN_ROUTE_POLICY ? s : "any source", t, row->hop);
	if (!status)
		in->d->found.a[in->d->found.n - 1].row = first->row;
	return status;
}

sn_status
sn__diagnose_pairs(struct sn__diagnosing *in)
{
	const sn_diagnosis *d = in->d;
	uint64_t n = sn__diagnosis_pairs(d);
	/* All pairs are counted where that is quick; else the first ones. */
	bool all = n <= CHECKED;
	uint64_t count[RULES] = {0};
	sn_pair first[RULES], pair = SN_PAIR_INIT;
	sn_status status = SN_OK;

	n = all ? n : CHECKED;
	for (uint64_t i = 0; i < n && !status; i++) {
		status = sn_diagnosis_pair(d, i, &pair);
		for (size_t k = 0; k < RULES && !status; k++)
			if (pair.code && !strcmp(pair.code, rules[k].code) &&
			    !count[k]++)
				first[k] = pair;
	}
	for (size_t k = 0; k < RULES && !status; k++)
		if (count[k] && rules[k].severity)
			status =
			    report(in, &rules[k], &first[k], count[k], all);
	return status;
}
