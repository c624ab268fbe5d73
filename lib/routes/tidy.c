/*
 * tidy.c - fewer rows with the same decisions.
 *
 * First the rows are removed that no packet gets to (source_walk.h). Then these
 * steps are repeated until nothing changes:
 *   1. New ranks: a row gets the smallest rank that is greater than those of
 *      all rows of other targets that overlap it and come before it. There are
 *      fewer ranks then, so more rows can merge. Decisions stay: of the rows
 *      that match a packet, take the one that was used before. Any matching
 *      row of another target overlaps it and came later, so it gets a greater
 *      rank than that one.
 *   2. A row is removed where one of the same target around it takes over: no
 *      row of another target overlaps it at a rank between the two.
 *   3. Rows of one target and rank merge where their destinations are siblings
 *      and their sources equal, or the other way round.
 * Destination rows: steps 2 and 3 with ranks that are lengths. Where few rows
 * are left, tidy_widen.c finds what these steps miss.
 *
 * The result is compared with the original before it is returned. It is a fixed
 * point and not always the fewest rows: covering a matrix by the fewest
 * products is NP-hard. test_tidy_least.c says how near it comes.
 */
#include "routes/source_walk.h"
#include "routes/tidy.h"

enum { PRIORITIES = 100 };

/* ------------------------------------------------------------- steps */

/* Source and destination exchanged, and back. */
static void
exchange(sn__ranked_row *r)
{
	sn__u128 bits = r->source;
	uint8_t len = r->source_len;

	r->source = r->destination;
	r->source_len = r->destination_len;
	r->destination = bits;
	r->destination_len = len;
}

/* The order for merging destinations: what must be equal, then these. */
static int
compare_merge(const void *x, const void *y, void *table)
{
	const sn__ranked_row *a = x, *b = y;
	const sn_table *t = table;

	SN__COMPARE(a->source, b->source);
	SN__COMPARE(a->source_len, b->source_len);
	SN__COMPARE(a->target, b->target);
	SN__COMPARE(a->rank, b->rank);
	SN__COMPARE(t->row[a->row].state, t->row[b->row].state);
	SN__COMPARE(a->destination, b->destination);
	SN__COMPARE(a->destination_len, b->destination_len);
	return 0;
}

static bool
siblings(
    const sn__tidying *in, const sn__ranked_row *a, const sn__ranked_row *b)
{
	sn__u128 host;

	if (a->source != b->source || a->source_len != b->source_len ||
	    a->target != b->target || a->rank != b->rank ||
	    in->t->row[a->row].state != in->t->row[b->row].state ||
	    a->destination_len != b->destination_len ||
	    a->destination_len == 0 || a->destination == b->destination)
		return false;
	host = sn__host(a->family, a->destination_len - 1u);
	return (a->destination & ~host) == (b->destination & ~host);
}

static void
merge_destinations(sn__tidying *in)
{
	size_t n = 0;

	if (in->n)
		qsort_r(in->row, in->n, sizeof(*in->row), compare_merge,
		    (void *)(uintptr_t)in->t);
	for (size_t i = 0; i < in->n; i++) {
		in->row[n++] = in->row[i];
		while (
		    n > 1 && siblings(in, &in->row[n - 2], &in->row[n - 1])) {
			sn__ranked_row *r = &in->row[--n - 1];

			/* It may be the upper one, which was merged before. */
			r->destination_len--;
			r->destination &=
			    ~sn__host(r->family, r->destination_len);
			r->rank += r->kind != SN_ROUTE_POLICY;
		}
	}
	in->n = n;
}

static void
merge(sn__tidying *in)
{
	merge_destinations(in);
	if (in->n && in->row->kind == SN_ROUTE_POLICY) {
		for (size_t i = 0; i < in->n; i++)
			exchange(&in->row[i]);
		merge_destinations(in);
		for (size_t i = 0; i < in->n; i++)
			exchange(&in->row[i]);
	}
	sn__ranking_sort(in->row, in->n);
}

static sn_status
merge_rows(sn__tidying *in, bool policy)
{
	sn_status status = SN_OK;
	size_t n;

	do {
		n = in->n;
		if (policy)
			status = sn__tidy_find_ranks(in);
		if (!status)
			status = sn__tidy_remove_redundant(in);
		if (!status)
			merge(in);
	} while (!status && in->n < n);
	return status;
}

static sn_status
tidy_rows(sn__tidying *in, bool policy)
{
	sn_status status = SN_OK;
	size_t n;

	if (in->n == 0)
		return SN_OK;
	do {
		status = merge_rows(in, policy);
		n = in->n;
		if (!status)
			status = sn__tidy_widen(
			    &in->alloc, in->t, in->targets, in->row, &in->n);
	} while (!status && in->n < n);
	return status ? status : policy ? sn__tidy_find_ranks(in) : SN_OK;
}

/* ------------------------------------------------------------ output */

/*
 * Whether @row is among the last rows of @to with its prefixes: BGP rows that
 * are active together share a standby row, which is added once.
 */
static bool
is_put(const sn_table *to, const sn_route *row)
{
	for (size_t i = to->rows; i-- > 0;) {
		const sn_route *r = &to->row[i];

		if (!sn__same_packets(r, row))
			return false;
		if (r->next_hop == row->next_hop && r->weight == row->weight &&
		    r->priority == row->priority)
			return true;
	}
	return false;
}

static sn_status
put(sn_table *to, const sn_table *t, const sn__ranked_row *r)
{
	sn_route row = t->row[r->row];
	sn_status status;

	row.source = sn__prefix(r->family, r->source, r->source_len);
	row.destination =
	    sn__prefix(r->family, r->destination, r->destination_len);
	if (row.kind == SN_ROUTE_POLICY)
		row.priority = r->rank;
	row.flags = 0;
	status = sn_table_add(to, &row);
	if (!status && r->standby != SN__ROW_NONE) {
		row.next_hop = t->row[r->standby].next_hop;
		row.weight = t->row[r->standby].weight;
		row.state = t->row[r->standby].state;
		row.origin = t->row[r->standby].origin;
		if (!is_put(to, &row))
			status = sn_table_add(to, &row);
	}
	return status;
}

static int
compare_output(const void *x, const void *y)
{
	const sn__ranked_row *a = x, *b = y;

	SN__COMPARE(a->rank, b->rank);
	SN__COMPARE(a->source, b->source);
	SN__COMPARE(a->source_len, b->source_len);
	SN__COMPARE(a->destination, b->destination);
	SN__COMPARE(a->destination_len, b->destination_len);
	SN__COMPARE(a->row, b->row);
	return 0;
}

struct work {
	const sn_table *t;
	const sn_tidy_request *request;
	sn_table *out;
	sn__targets targets;
	sn__ranking old;
	sn_tidy_result result;
};

/* The rows of one kind among @row[0, n) that are alive. */
static sn_status
tidy_kind(struct work *w, const sn__ranked_row *row, size_t n,
    const uint8_t *alive, uint32_t kind)
{
	sn__tidying in = {
	    .alloc = w->t->alloc, .t = w->t, .targets = w->targets.n};
	sn_status status = SN_ENOMEM;

	in.row = sn__malloc(&in.alloc, n, sizeof(*in.row));
	in.rank = sn__malloc(&in.alloc, n, sizeof(*in.rank));
	in.next = sn__malloc(&in.alloc, n, sizeof(*in.next));
	in.gone = sn__malloc(&in.alloc, n, 1);
	in.order = sn__malloc(&in.alloc, n, sizeof(*in.order));
	if (in.row && in.rank && in.next && in.gone && in.order) {
		for (size_t i = 0; i < n; i++)
			if (row[i].kind == kind &&
			    (alive[i] || kind == SN_ROUTE_BGP))
				in.row[in.n++] = row[i];
		status = SN_OK;
	}
	if (!status && kind != SN_ROUTE_BGP)
		status = tidy_rows(&in, kind == SN_ROUTE_POLICY);
	if (!status && in.n)
		qsort(in.row, in.n, sizeof(*in.row), compare_output);
	for (size_t i = 0; i < in.n && !status; i++) {
		if (kind == SN_ROUTE_POLICY &&
		    in.row[i].rank > w->result.priorities)
			w->result.priorities = in.row[i].rank;
		status = put(w->out, w->t, &in.row[i]);
	}
	sn__free(&in.alloc, in.row);
	sn__free(&in.alloc, in.rank);
	sn__free(&in.alloc, in.next);
	sn__free(&in.alloc, in.gone);
	sn__free(&in.alloc, in.order);
	return status;
}

static sn_status
tidy_family(struct work *w, sn__ranked_row *row, size_t n)
{
	uint8_t *alive = sn__malloc(&w->t->alloc, n, 1);
	sn_status status =
	    alive ? sn__walk_alive(&w->t->alloc, row, n, alive) : SN_ENOMEM;

	for (uint32_t kind = SN_ROUTE_POLICY; kind <= SN_ROUTE_BGP && !status;
	     kind++)
		status = tidy_kind(w, row, n, alive, kind);
	sn__free(&w->t->alloc, alive);
	return status;
}

static int
compare_rows(const void *x, const void *y)
{
	const sn__ranked_row *const *a = x, *const *b = y;

	return sn__tidy_before(*a, *b);
}

/* Every policy row gets a rank of its own, the more specific row the smaller
 * one where priorities are equal: where no packet is open, nothing changes. */
static sn_status
resolve(struct work *w)
{
	sn__ranked_row **row = sn__malloc(&w->t->alloc, w->old.n, sizeof(*row));
	size_t n = 0;

	if (!row)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->old.n; i++)
		if (w->old.row[i].kind == SN_ROUTE_POLICY)
			row[n++] = &w->old.row[i];
	if (n)
		qsort(row, n, sizeof(*row), compare_rows);
	for (size_t i = 0; i < n; i++)
		row[i]->rank = (uint32_t)i + 1;
	sn__free(&w->t->alloc, row);
	return SN_OK;
}

static sn_status
find_ties(struct work *w)
{
	sn_status status =
	    sn__tidy_find_tie(w->t, w->old.row, w->old.v4, w->result.row);

	return status ? status
		      : sn__tidy_find_tie(w->t, w->old.row + w->old.v4,
			    w->old.n - w->old.v4, w->result.row);
}

static sn_status
verify(struct work *w)
{
	sn__ranking new;
	sn__u128 witness[2];
	sn_status status = sn__ranking_init(
	    &new, w->out, SN_MATCH_PRIORITY, &w->targets, NULL);

	if (status)
		return status;
	for (unsigned v6 = 0; v6 < 2 && !status; v6++) {
		const sn__ranked_row *row[2] = {
		    w->old.row + (v6 ? w->old.v4 : 0),
		    new.row + (v6 ? new.v4 : 0)};
		size_t n[2] = {v6 ? w->old.n - w->old.v4 : w->old.v4,
		    v6 ? new.n - new.v4 : new.v4};
		bool differ;

		status = sn__walk_compare(
		    &w->t->alloc, row, n, w->targets.n, &differ, witness);
		if (!status && differ)
			status = SN_EINFEASIBLE;
	}
	sn__ranking_free(&new);
	return status;
}

static sn_status
run(struct work *w)
{
	uint32_t most =
	    w->request->max_priority ? w->request->max_priority : PRIORITIES;
	uint32_t number;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->t->names && !status; i++)
		status = sn_table_intern(
		    w->out, w->t->name[i], strlen(w->t->name[i]), &number);
	if (!status && !w->request->resolve)
		status = find_ties(w);
	if (!status)
		status = resolve(w);
	if (!status)
		status = tidy_family(w, w->old.row, w->old.v4);
	if (!status)
		status = tidy_family(
		    w, w->old.row + w->old.v4, w->old.n - w->old.v4);
	if (!status && w->result.priorities > most)
		return SN_ELIMIT;
	return status ? status : verify(w);
}

sn_status
sn_table_tidy(sn_table **out, sn_tidy_result *result, const sn_table *t,
    const sn_tidy_request *request)
{
	static const sn_tidy_request none = SN_TIDY_REQUEST_INIT;
	struct work w = {.t = t,
	    .request = request ? request : &none,
	    .result = SN_TIDY_RESULT_INIT};
	sn_alloc alloc = sn__alloc_keep(w.request->alloc);
	sn_status status;

	if (w.request->struct_size != sizeof(*w.request) ||
	    (result && result->struct_size != sizeof(*result)))
		return SN_EINVAL;
	status = sn_table_new(&w.out, &alloc);
	if (status)
		return status;
	w.targets = (sn__targets){.alloc = t->alloc, .n = (uint32_t)t->names};
	w.result.rows_before = t->rows;
	w.result.row[0] = w.result.row[1] = UINT64_MAX;
	status =
	    sn__ranking_init(&w.old, t, SN_MATCH_PRIORITY, &w.targets, NULL);
	if (!status) {
		status = run(&w);
		sn__ranking_free(&w.old);
	}
	sn__map_free(&w.targets.pair, &w.targets.alloc);
	w.result.rows_after = status ? 0 : w.out->rows;
	if (result)
		*result = w.result;
	if (status) {
		sn_table_free(w.out);
		return status;
	}
	*out = w.out;
	return SN_OK;
}
