/*
 * stages.c - at which stages of a change each connection and row is there.
 */
#include "render/device/stages.h"

#include <stdlib.h>
#include <string.h>

/* What steps have in common that are one stage. */
enum { COME = 1, ALTER, AGAIN, GO_ROWS, GO_CONNECTIONS = GO_ROWS + 256 };

static unsigned
class_of(const sn_step *step, unsigned before)
{
	switch (step->kind) {
	case SN_STEP_CREATE_CONNECTION:
	case SN_STEP_ADD_ROW:
		return COME;
	case SN_STEP_MODIFY_CONNECTION:
		return ALTER;
	case SN_STEP_DELETE_ROW:
		/* NOLINTNEXTLINE(*core.NullDereference): of a row */
		return step->row->kind == SN_ROUTE_POLICY
			   ? GO_ROWS
			   : GO_ROWS + 1 + step->row->destination.len;
	case SN_STEP_DELETE_CONNECTION:
		return GO_CONNECTIONS;
	case SN_STEP_PUBLISH_ROW:
		/* Rows come published; one that went may have withdrawn it. */
		return before >= GO_ROWS ? AGAIN : before;
	default:
		return before;
	}
}

static void
add_connection(struct sn__stages *s, const sn_connection *c, size_t from,
    size_t until, size_t part)
{
	s->a[s->n++] = (struct sn__staged){c, NULL, c->name, from, until, part};
}

static void
add_row(struct sn__stages *s, const sn_route *row, const char *hop, size_t from,
    size_t until)
{
	s->a[s->n++] = (struct sn__staged){NULL, row, hop, from, until, 0};
}

/* What comes, goes and is modified. */
static void
add_steps(struct sn__stages *s, const sn_plan_view *plan,
    const sn_plan_change_view *v)
{
	unsigned class = 0;

	for (size_t i = 0; i < v->step_count; i++) {
		const sn_step *step = &v->steps[i];
		const sn_connection *c = step->connection;
		unsigned is = class_of(step, class);

		s->last += is != class;
		class = is;
		if (step->kind == SN_STEP_CREATE_CONNECTION) {
			add_connection(s, c, s->last, SIZE_MAX,
			    plan->part_count > 1 ? step->part + 1 : 1);
		} else if (step->kind == SN_STEP_MODIFY_CONNECTION) {
			add_connection(s, step->was, 0, s->last, 0);
			add_connection(s, c, s->last, SIZE_MAX, 0);
		} else if (step->kind == SN_STEP_DELETE_CONNECTION) {
			add_connection(s, c, 0, s->last, 0);
		} else if (step->kind == SN_STEP_ADD_ROW) {
			s->added[step->row - sn_table_rows(step->table)] = 1;
			add_row(
			    s, step->row, step->next_hop, s->last, SIZE_MAX);
		} else if (step->kind == SN_STEP_DELETE_ROW) {
			s->was[s->was_count++] = step->next_hop;
			add_row(s, step->row, step->next_hop, 0, s->last);
		}
	}
}

static int
by_name(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

bool
sn__stages_had(const struct sn__stages *s, const char *name)
{
	return s->was_count &&
	       bsearch(&name, s->was, s->was_count, sizeof(*s->was), by_name);
}

/* What stays as it is. */
static void
add_kept(struct sn__stages *s, const sn_plan_change_view *v)
{
	const sn_table *t = sn_deployed_table(v->result);

	for (size_t i = 0; i < v->fate_count; i++) {
		const sn_fate *f = &v->fates[i];

		/* What is left alone is not the plan's. */
		if (f->fate == SN_FATE_CREATED ||
		    (f->fate == SN_FATE_KEPT && f->part == UINT32_MAX))
			continue;
		s->was[s->was_count++] = f->connection->name;
		if (f->fate == SN_FATE_KEPT)
			add_connection(s, f->connection, 0, SIZE_MAX, 0);
	}
	if (s->was_count)
		qsort(s->was, s->was_count, sizeof(*s->was), by_name);
	for (size_t i = 0; i < sn_table_size(t); i++) {
		const sn_route *row = &sn_table_rows(t)[i];
		const char *hop = sn_table_next_hop(t, row->next_hop);

		if (!s->added[i] && sn__stages_had(s, hop))
			add_row(s, row, hop, 0, SIZE_MAX);
	}
}

static int
numbers(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_keys(const struct sn__staged *a, const struct sn__staged *b)
{
	uint32_t kind = a->row ? a->row->kind : 0;
	int order = numbers(kind, b->row ? b->row->kind : 0);

	if (!order && kind)
		order =
		    sn_prefix_compare(a->row->destination, b->row->destination);
	if (!order && kind == SN_ROUTE_POLICY)
		order = sn_prefix_compare(a->row->source, b->row->source);
	return order ? order : strcmp(a->name, b->name);
}

static int
by_key(const void *x, const void *y)
{
	const struct sn__staged *a = x, *b = y;
	int order = compare_keys(a, b);

	if (!order)
		order = numbers(a->from, b->from);
	/* A row that is implied says less than one that was found. */
	if (!order && a->row)
		order = numbers(a->row->origin, b->row->origin);
	return order;
}

/* Of two with one key the first one is there until the second one is; what is
 * there at no stage, as one that was given twice, is none. */
static void
sort(struct sn__stages *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->a, s->n, sizeof(*s->a), by_key);
	for (size_t i = 0; i < s->n; i++) {
		struct sn__staged *x = &s->a[i];

		if (x->until > s->last)
			x->until = s->last + 1;
		if (i + 1 < s->n && !compare_keys(x, x + 1) &&
		    x->until > x[1].from)
			x->until = x[1].from;
		if (x->from < x->until)
			s->a[n++] = *x;
	}
	s->n = n;
}

sn_status
sn__stages_find(
    struct sn__stages *s, const sn_plan *plan, const sn_plan_change *change)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);
	size_t rows = sn_table_size(sn_deployed_table(v->result));
	size_t n = v->step_count + v->fate_count;

	*s = (struct sn__stages){
	    .a = calloc(2 * n + rows + 1, sizeof(*s->a)),
	    .was = calloc(n + 1, sizeof(*s->was)),
	    .added = calloc(rows + 1, sizeof(*s->added)),
	};
	if (!s->a || !s->was || !s->added)
		return SN_ENOMEM;
	add_steps(s, sn_plan_get(plan), v);
	add_kept(s, v);
	sort(s);
	return SN_OK;
}

void
sn__stages_free(struct sn__stages *s)
{
	free(s->a);
	free(s->was);
	free(s->added);
}
