/*
 * check.c - what is wrong in a route table, or may be.
 *
 * Row by row: destinations that the gateway forbids, 0.0.0.0/0, host bits,
 * rows that are not published. Rows of equal prefixes: duplicates, standby
 * rows. By the sweep (sweep.h): rows that better ones cover together, so that
 * no packet ever gets to them. By pairs (overlap.h): rows of equal priority
 * that overlap and name different next hops, whose order of delivery decides;
 * and rows that send traffic and its answer over different connections, found
 * as pairs of a row and another one with source and destination exchanged.
 */
#include "routes/check.h"

#include "profile/sources.h"
#include "routes/source_walk.h"

#define KEEP   1000
#define NO_ROW UINT64_MAX

static const struct {
	const char *code;
	uint32_t severity;
	const char *text;
	const char *source;
} kinds[SN__FINDINGS] = {
    [SN__EQUAL_PRIORITY] = {"equal-priority-overlap", SN_SEVERITY_ERROR,
	"overlap with equal priority and different next hops: the order of "
	"delivery decides, which is not certain; give the more specific row "
	"a smaller priority",
	SOURCE_ALIBABA_FAQ},
    [SN__EQUAL_DESTINATION] = {"equal-prefix-rows", SN_SEVERITY_WARNING,
	"the same prefixes with different next hops, and neither is standby: "
	"which one is used is not certain",
	SOURCE_ALIBABA_DIAGNOSE},
    [SN__RESERVED] = {"destination-reserved", SN_SEVERITY_ERROR,
	"the destination equals, lies inside or contains a range that the "
	"gateway forbids",
	""},
    [SN__DEFAULT_ROW] = {"default-route-row", SN_SEVERITY_ERROR,
	"a destination of the whole address space, which the gateway does not "
	"take in a manual row; add more specific rows instead",
	""},
    [SN__LIMIT_POLICY] = {"policy-limit-exceeded", SN_SEVERITY_ERROR,
	"more policy rows than the gateway takes; it can be raised there", ""},
    [SN__LIMIT_DESTINATION] = {"destination-limit-exceeded", SN_SEVERITY_ERROR,
	"more destination rows than the gateway takes; it can be raised there",
	""},
    [SN__MISSING] = {"missing-row", SN_SEVERITY_ERROR,
	"a row of the plan that the table lacks; add it", ""},
    [SN__DEFAULT_AUTO] = {"default-route-auto", SN_SEVERITY_WARNING,
	"an automatic row to the whole address space; delete it and add more "
	"specific rows",
	SOURCE_ALIBABA_ADVICE},
    [SN__DEAD] = {"never-matches", SN_SEVERITY_WARNING,
	"no packet gets to this row: rows that are looked up before it cover "
	"all of it; delete it, or give it a smaller priority",
	SOURCE_ALIBABA_POLICY},
    [SN__DUPLICATE] = {"duplicate-row", SN_SEVERITY_WARNING,
	"the same prefixes and next hop twice; delete one", ""},
    [SN__SUPERFLUOUS] = {"superfluous-row", SN_SEVERITY_WARNING,
	"a row that the plan does not have; delete it", ""},
    [SN__HOST_BITS] = {"host-bits", SN_SEVERITY_WARNING,
	"a prefix with host bits set, read as the network it lies in",
	SOURCE_ALIBABA_TERRAFORM_CIDR},
    [SN__STANDBY_PRIORITY] = {"standby-differs", SN_SEVERITY_WARNING,
	"an active row and its standby have different priorities",
	SOURCE_ALIBABA_POLICY},
    [SN__STANDBY_ALONE] = {"standby-alone", SN_SEVERITY_WARNING,
	"a row of weight 0 without an active row of the same prefixes: active "
	"and standby rows need identical source and destination",
	SOURCE_ALIBABA_SDK},
    [SN__PRIORITY_RANGE] = {"priority-range", SN_SEVERITY_WARNING,
	"a priority outside 1 to 100", SOURCE_ALIBABA_SDK},
    [SN__ASYMMETRIC] = {"asymmetric-path", SN_SEVERITY_WARNING,
	"traffic and its answers take different next hops: the other row "
	"has source and destination exchanged",
	""},
    [SN__UNPUBLISHED] = {"not-published", SN_SEVERITY_ACTION,
	"not published, so that no traffic comes to the gateway for it; "
	"publish it",
	""},
};

/* Whether the gateway is, and matches, as the documents named above say. */
static bool
is_documented(const sn_profile *gateway)
{
	return gateway->provider == SN_PROVIDER_ALIBABA &&
	       gateway->match_rule.sure != SN_SURE_USER;
}

/* Where the gateway's profile has a fact, its source is the one to name. */
static const char *
source_of(const struct sn__checking *in, enum sn__finding kind)
{
	const sn_profile *g = in->gateway;
	bool given = in->request->max_routes != SN_LIMIT_DEFAULT;

	if (kind == SN__RESERVED)
		return g->forbidden_fact.source;
	if (kind == SN__DEFAULT_ROW)
		return g->manual_default.source;
	if (kind == SN__UNPUBLISHED)
		return g->publish.source;
	if (kind == SN__LIMIT_POLICY && !given)
		return g->policy_routes.source;
	if (kind == SN__LIMIT_DESTINATION && !given)
		return g->destination_routes.source;
	return is_documented(g) ? kinds[kind].source : "";
}

void
sn__found(struct sn__checking *in, enum sn__finding kind, uint64_t row,
    uint64_t other)
{
	sn_finding finding = {.code = kinds[kind].code,
	    .severity = kinds[kind].severity,
	    .in_plan = kind == SN__MISSING,
	    .row = row,
	    .other = other,
	    .seen = "",
	    .text = kinds[kind].text,
	    .remedy = "",
	    .source = source_of(in, kind)};

	if (in->c->found[kind]++ < in->most && !in->status)
		in->status = sn__finding_add(&in->c->list, &finding);
}

/* ------------------------------------------------------- row by row */

static void
check_row(struct sn__checking *in, size_t i)
{
	const sn_route *row = &in->t->row[i];
	const sn_profile *g = in->gateway;
	bool whole = row->destination.len == 0;

	for (size_t f = 0; f < g->forbidden_count && !whole; f++)
		if (sn_prefix_overlaps(row->destination, g->forbidden[f])) {
			sn__found(in, SN__RESERVED, i, NO_ROW);
			break;
		}
	if (whole && row->kind != SN_ROUTE_BGP && !g->manual_default.value)
		sn__found(in,
		    row->origin == SN_ORIGIN_AUTO ? SN__DEFAULT_AUTO
						  : SN__DEFAULT_ROW,
		    i, NO_ROW);
	if (row->flags & SN_ROUTE_HOST_BITS)
		sn__found(in, SN__HOST_BITS, i, NO_ROW);
	if (row->state == SN_STATE_NORMAL && row->kind != SN_ROUTE_BGP &&
	    g->publish.value == 1)
		sn__found(in, SN__UNPUBLISHED, i, NO_ROW);
	if (row->kind == SN_ROUTE_POLICY && is_documented(g) &&
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

#define COMPARE(a, b)         \
 do {                         \
  if ((a) != (b))             \
   return (a) < (b) ? -1 : 1; \
 } while (0)

int
sn__compare_routes_of(
    const sn_table *a, const sn_route *x, const sn_table *b, const sn_route *y)
{
	int order;

	COMPARE(x->kind, y->kind);
	order = sn_prefix_compare(x->source, y->source);
	if (!order)
		order = sn_prefix_compare(x->destination, y->destination);
	if (!order && (a != b || x->next_hop != y->next_hop))
		order = strcmp(a->name[x->next_hop], b->name[y->next_hop]);
	if (order)
		return order;
	COMPARE(y->weight, x->weight);
	COMPARE(x->priority, y->priority);
	return 0;
}

int
sn__compare_table_rows(const void *x, const void *y, void *table)
{
	const sn_table *t = table;
	const uint32_t *a = x, *b = y;
	int order = sn__compare_routes_of(t, &t->row[*a], t, &t->row[*b]);

	return order ? order : (*a > *b) - (*a < *b);
}

/* Rows of one place, by next hop: duplicates, standby rows. */
static void
check_place(struct sn__checking *in, const uint32_t *row, size_t n)
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
	}
}

static sn_status
check_places(struct sn__checking *in)
{
	const sn_table *t = in->t;
	uint32_t *row = sn__malloc(&t->alloc, t->rows, sizeof(*row));

	if (!row)
		return SN_ENOMEM;
	for (size_t i = 0; i < t->rows; i++)
		row[i] = (uint32_t)i;
	qsort_r(row, t->rows, sizeof(*row), sn__compare_table_rows,
	    (void *)(uintptr_t)t);
	for (size_t from = 0, to; from < t->rows; from = to) {
		for (to = from + 1; to < t->rows; to++)
			if (!sn__same_place(
				&t->row[row[from]], &t->row[row[to]]))
				break;
		if (to - from > 1 || !t->row[row[from]].weight)
			check_place(in, row + from, to - from);
	}
	sn__free(&t->alloc, row);
	return SN_OK;
}

/* --------------------------------------------------------- dead rows */

static sn_status
check_family(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	uint8_t *alive = sn__malloc(&in->t->alloc, n, 1);
	sn_status status =
	    alive ? sn__sweep_alive(&in->t->alloc, row, n, alive) : SN_ENOMEM;

	for (size_t i = 0; i < n && !status; i++)
		if (!alive[i])
			sn__found(in, SN__DEAD, row[i].row, NO_ROW);
	sn__free(&in->t->alloc, alive);
	return status ? status : sn__check_pairs(in, row, n);
}

static sn_status
check_ranked(struct sn__checking *in)
{
	sn__actions actions = {.alloc = in->t->alloc,
	    .hops = (uint32_t)in->t->names,
	    .n = (uint32_t)in->t->names};
	sn__ranked r;
	sn_status status = sn__ranked_init(&r, in->t, in->rule, &actions, NULL);

	sn__map_free(&actions.pair, &actions.alloc);
	if (status)
		return status;
	status = check_family(in, r.row, r.v4);
	if (!status)
		status = check_family(in, r.row + r.v4, r.n - r.v4);
	sn__ranked_free(&r);
	return status;
}

/* ------------------------------------------------------------- whole */

static int
compare_findings(const void *x, const void *y)
{
	const sn_finding *a = x, *b = y;
	int order;

	COMPARE(b->severity, a->severity);
	order = strcmp(a->code, b->code);
	if (order)
		return order;
	COMPARE(a->row, b->row);
	COMPARE(a->other, b->other);
	return 0;
}

static sn_status
run(struct sn__checking *in)
{
	sn_status status;

	for (size_t i = 0; i < in->t->rows; i++)
		check_row(in, i);
	check_limits(in);
	status = check_places(in);
	if (!status)
		status = check_ranked(in);
	if (!status && in->request->plan)
		status = sn__check_plan(in);
	return status ? status : in->status;
}

sn_status
sn_check_new(sn_check **out, const sn_table *t, const sn_check_request *request)
{
	static const sn_check_request none = SN_CHECK_REQUEST_INIT;
	struct sn__checking in = {.t = t, .request = request ? request : &none};
	sn_alloc alloc = sn__alloc_keep(in.request->alloc);
	sn_status status;

	if (in.request->max_routes < SN_LIMIT_DEFAULT)
		return SN_EINVAL;
	in.gateway = in.request->gateway ? in.request->gateway
					 : sn_profile_find("alibaba-cloud");
	in.rule = in.gateway->match_rule.value > 0
		      ? (unsigned)in.gateway->match_rule.value
		      : SN_MATCH_PRIORITY;
	in.most = in.request->max_findings ? in.request->max_findings : KEEP;
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

size_t
sn_check_finding_count(const sn_check *c)
{
	return c->list.n;
}

const sn_finding *
sn_check_finding(const sn_check *c, size_t i)
{
	return i < c->list.n ? &c->list.a[i] : NULL;
}

uint64_t
sn_check_found(const sn_check *c)
{
	uint64_t all = 0;

	for (size_t i = 0; i < SN__FINDINGS; i++)
		all += c->found[i];
	return all;
}
