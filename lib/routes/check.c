/*
 * check.c - what is wrong in a route table, or may be.
 *
 * Row by row: destinations that the gateway forbids, 0.0.0.0/0, host bits,
 * rows that are not published. Rows of equal prefixes: duplicates, standby
 * rows. By the walk over sources (source_walk.h): rows that better ones cover
 * together, so that no packet ever gets to them. By pairs (row_pairs.h): rows
 * of equal priority that overlap and name different next hops, whose order of
 * delivery decides; and rows that send traffic and its answer over different
 * connections, found as pairs of a row and another one with source and
 * destination exchanged.
 */
#include "routes/check.h"

#include "routes/source_walk.h"

#define FINDINGS_MOST 1000
#define NO_ROW	      UINT64_MAX
#define NO_HOP	      UINT32_MAX

/* ------------------------------------------------------- row by row */

static void
check_row(struct sn__checking *in, size_t i)
{
	const sn_route *row = &in->t->row[i];
	const sn_profile *g = in->gateway;
	const sn_fact *may = row->kind == SN_ROUTE_DESTINATION
				 ? &g->destination_default
				 : &g->manual_default;
	bool whole = row->destination.len == 0;

	for (size_t f = 0; f < g->forbidden_count && !whole; f++)
		if (sn_prefix_overlaps(row->destination, g->forbidden[f])) {
			sn__found(in, SN__FORBIDDEN, i, NO_ROW);
			break;
		}
	if (whole && row->kind != SN_ROUTE_BGP && !may->value)
		sn__found(in,
		    row->origin == SN_ORIGIN_AUTO ? SN__DEFAULT_AUTO
						  : SN__DEFAULT_ROW,
		    i, NO_ROW);
	if (row->flags & SN_ROUTE_HOST_BITS)
		sn__found(in, SN__HOST_BITS, i, NO_ROW);
	if (row->state == SN_STATE_NORMAL && row->kind != SN_ROUTE_BGP &&
	    g->publish.value == 1)
		sn__found(in, SN__UNPUBLISHED, i, NO_ROW);
	if (row->kind == SN_ROUTE_POLICY && sn__is_documented(g) &&
	    (row->priority < 1 || row->priority > 100))
		sn__found(in, SN__PRIORITY_RANGE, i, NO_ROW);
}

static void
check_limits(struct sn__checking *in)
{
	int64_t most[2] = {in->gateway->policy_routes.value,
	    in->gateway->destination_routes.value};
	int64_t rows[2] = {0, 0};

	for (size_t i = 0; i < in->t->rows; i++)
		if (in->t->row[i].kind != SN_ROUTE_BGP)
			rows[in->t->row[i].kind != SN_ROUTE_POLICY]++;
	for (unsigned k = 0; k < 2; k++) {
		if (in->request->max_routes != SN_LIMIT_DEFAULT)
			most[k] = in->request->max_routes;
		if (most[k] >= 0 && rows[k] > most[k])
			sn__found(in,
			    k ? SN__LIMIT_DESTINATION : SN__LIMIT_POLICY,
			    NO_ROW, NO_ROW);
	}
}

/* ------------------------------------------- rows of equal prefixes */

/* Rows for the same packets, by next hop: duplicates, standby rows. */
static void
check_same(struct sn__checking *in, const uint32_t *row, size_t n)
{
	const sn_route *r = in->t->row;
	uint64_t active = NO_ROW;

	for (size_t i = 0; i < n; i++) {
		if (i && r[row[i]].next_hop == r[row[i - 1]].next_hop)
			sn__found(in, SN__DUPLICATE, row[i], row[i - 1]);
		if (r[row[i]].weight && active == NO_ROW)
			active = row[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (r[row[i]].weight)
			continue;
		if (active == NO_ROW)
			sn__found(in, SN__STANDBY_ALONE, row[i], NO_ROW);
		else if (r[active].priority != r[row[i]].priority)
			sn__found(in, SN__STANDBY_PRIORITY, row[i], active);
		else if (!in->gateway->weights.value)
			sn__found(in, SN__STANDBY_IGNORED, row[i], active);
	}
}

static sn_status
check_same_rows(struct sn__checking *in)
{
	const sn_table *t = in->t;
	uint32_t *row = sn__table_sorted(t, &t->alloc);

	if (!row)
		return SN_ENOMEM;
	for (size_t from = 0, to; from < t->rows; from = to) {
		for (to = from + 1; to < t->rows; to++)
			if (!sn__same_packets(
				&t->row[row[from]], &t->row[row[to]]))
				break;
		if (to - from > 1 || !t->row[row[from]].weight)
			check_same(in, row + from, to - from);
	}
	sn__free(&t->alloc, row);
	return SN_OK;
}

/* ------------------------------------- rows that no packet gets to */

/* Of rows of equal prefixes the one that is used first, of those of another
 * next hop than @but; NULL: there is none. */
static const sn__ranked_row *
used_first(const struct sn__checking *in, const sn__ranked_row *row, size_t n,
    uint32_t but)
{
	const sn__ranked_row *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (in->t->row[row[i].row].next_hop != but &&
		    (!first || row[i].rank < first->rank))
			first = &row[i];
	return first;
}

/*
 * Rows of equal prefixes, some of which are covered by rows before them. One
 * of another next hop than a row before it is there for when that is not in
 * force.
 */
static void
find_dead(struct sn__checking *in, const sn__ranked_row *row, size_t n,
    const uint8_t *alive)
{
	const sn_route *r = in->t->row;
	const sn__ranked_row *first = used_first(in, row, n, NO_HOP);
	uint32_t hop = r[first->row].next_hop;
	const sn__ranked_row *second = used_first(in, row, n, hop);

	for (size_t i = 0; i < n; i++) {
		const sn__ranked_row *other =
		    r[row[i].row].next_hop == hop ? second : first;

		if (alive[i])
			continue;
		if (other && other->rank < row[i].rank)
			sn__found(in, SN__LATE_STANDBY, row[i].row, other->row);
		else
			sn__found(in, SN__DEAD, row[i].row, NO_ROW);
	}
}

static sn_status
check_family(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	const sn_route *r = in->t->row;
	uint8_t *alive = sn__malloc(&in->t->alloc, n, 1);
	sn_status status =
	    alive ? sn__walk_alive(&in->t->alloc, row, n, alive) : SN_ENOMEM;
	size_t from = in->rules_of_linux ? n : 0;

	/* Equal prefixes are beside each other in a ranking. */
	for (size_t to = from; from < n && !status; from = to) {
		while (to < n &&
		       sn__same_packets(&r[row[from].row], &r[row[to].row]))
			to++;
		if (memchr(alive + from, 0, to - from))
			find_dead(in, row + from, to - from, alive + from);
	}
	sn__free(&in->t->alloc, alive);
	return status ? status : sn__check_pairs(in, row, n);
}

static sn_status
check_ranking(struct sn__checking *in)
{
	sn__targets targets = {
	    .alloc = in->t->alloc, .n = (uint32_t)in->t->names};
	sn__ranking r;
	sn_status status =
	    sn__ranking_init(&r, in->t, in->rule, &targets, NULL);

	sn__map_free(&targets.pair, &targets.alloc);
	if (status)
		return status;
	status = check_family(in, r.row, r.v4);
	if (!status)
		status = check_family(in, r.row + r.v4, r.n - r.v4);
	sn__ranking_free(&r);
	return status;
}

/* ------------------------------------------------- against the plan */

/* A row of a connection that the plan does not have is another's business. */
static void
on_superfluous(void *ctx, size_t row)
{
	struct sn__checking *in = ctx;
	uint32_t hop = in->t->row[row].next_hop;

	if (sn__table_knows(in->request->plan, in->t->name[hop]))
		sn__found(in, SN__SUPERFLUOUS, row, UINT64_MAX);
}

static void
on_missing(void *ctx, size_t row)
{
	sn__found(ctx, SN__MISSING, row, UINT64_MAX);
}

/* ------------------------------------------------------------- whole */

static int
compare_findings(const void *x, const void *y)
{
	const sn_finding *a = x, *b = y;
	int order;

	SN__COMPARE(b->severity, a->severity);
	order = strcmp(a->code, b->code);
	if (order)
		return order;
	SN__COMPARE(a->row, b->row);
	SN__COMPARE(a->other, b->other);
	return 0;
}

static sn_status
run(struct sn__checking *in)
{
	sn_status status;

	if (!in->t->rows && !in->request->plan)
		sn__found(in, SN__NO_ROWS, NO_ROW, NO_ROW);
	for (size_t i = 0; i < in->t->rows && !in->rules_of_linux; i++)
		check_row(in, i);
	if (!in->rules_of_linux)
		check_limits(in);
	status = check_same_rows(in);
	if (!status)
		status = check_ranking(in);
	if (!status && in->request->plan)
		status = sn_table_missing(
		    in->t, in->request->plan, on_superfluous, on_missing, in);
	return status ? status : in->status;
}

sn_status
sn_check_new(sn_check **out, const sn_table *t, const sn_check_request *request)
{
	static const sn_check_request none = SN_CHECK_REQUEST_INIT;
	struct sn__checking in = {.t = t, .request = request ? request : &none};
	sn_alloc alloc = sn__alloc_keep(in.request->alloc);
	sn_status status;

	if (in.request->struct_size != sizeof(*in.request) ||
	    in.request->max_routes < SN_LIMIT_DEFAULT)
		return SN_EINVAL;
	in.gateway = in.request->gateway ? in.request->gateway
					 : sn_profile_find("alibaba-cloud");
	in.rules_of_linux = t->linux_rules && !in.request->gateway;
	in.rule = in.gateway->match_rule.value > 0
		      ? (unsigned)in.gateway->match_rule.value
		      : SN_MATCH_PRIORITY;
	in.most =
	    in.request->max_findings ? in.request->max_findings : FINDINGS_MOST;
	in.c = sn__calloc(&alloc, 1, sizeof(*in.c));
	if (!in.c)
		return SN_ENOMEM;
	in.c->alloc = in.c->list.alloc = alloc;
	status = run(&in);
	if (status) {
		sn_check_free(in.c);
		return status;
	}
	if (in.c->list.n)
		qsort(in.c->list.a, in.c->list.n, sizeof(*in.c->list.a),
		    compare_findings);
	in.c->view =
	    (sn_check_view){sizeof(in.c->view), in.c->list.a, in.c->list.n, 0};
	in.c->view.found = sn__found_so_far(&in);
	*out = in.c;
	return SN_OK;
}

void
sn_check_free(sn_check *c)
{
	sn_alloc alloc;

	if (!c)
		return;
	alloc = c->alloc;
	sn__findings_free(&c->list);
	sn__free(&alloc, c);
}

const sn_check_view *
sn_check_get(const sn_check *c)
{
	return &c->view;
}
