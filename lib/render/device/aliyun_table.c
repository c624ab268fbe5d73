/*
 * aliyun_table.c - route tables, and the way from one to another, as a script
 * of the Alibaba Cloud CLI.
 *
 * Rows of the new table are added in the order in which they match, and then
 * the rows of the old one go in the reverse of that order. So the new rows that
 * are there are always the first ones that match, as are the old rows that are
 * left: the row that a packet uses is the one that the old table or the new
 * table has for it. A row that only gets another priority or weight is altered
 * in place: with the new ones where it comes to match earlier, and otherwise
 * when its turn to go has come.
 *
 * A publication has no source, and one that is withdrawn with a row may be that
 * of another with the same destination; so after a published row went, those
 * that stay with its destination are published again.
 */
#include "render/device/aliyun.h"

#include <stdlib.h>

#include "render/device/aliyun_script.h"

static bool
row_fits(const sn_route *r)
{
	return sn__alicloud_row(r) &&
	       (r->kind != SN_ROUTE_POLICY ||
		   (r->priority >= 1 && r->priority <= 100));
}

static bool
table_fits(const sn_table *t)
{
	for (size_t i = 0; i < sn_table_size(t); i++)
		if (!row_fits(&sn_table_rows(t)[i]))
			return false;
	return true;
}

sn_status
sn__table_aliyun(const sn_table *t, sn__out *out)
{
	static const sn__aliyun_script script = {.gateway_id = NULL};
	const sn_route *r = sn_table_rows(t);
	const char *last = NULL;

	if (!table_fits(t))
		return SN_EINVAL;
	sn__aliyun_begin(out, &script);
	for (size_t i = 0; i < sn_table_size(t); i++) {
		if (r[i].kind == SN_ROUTE_BGP)
			continue;
		sn__aliyun_hop(out, sn_table_next_hop(t, r[i].next_hop), &last);
		sn__aliyun_row(out, &r[i], true);
	}
	return SN_OK;
}

/* ------------------------------------------------------------- change */

/* A row, its place in its table's order of matching, and the row of the other
 * table that differs in priority and weight at most. */
struct row {
	const sn_route *row;
	const char *hop;
	const struct row *other;
	size_t place; /* in its table, for a stable order */
};

struct rows {
	struct row *row;	 /* in the order of matching */
	const struct row **same; /* by all but priority and weight */
	size_t n;
};

static int
numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Policy rows by priority, then destination rows, the longest first; an active
 * one before its standby. */
static int
by_match(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int order = numbers(a->row->kind, b->row->kind);

	if (!order && a->row->kind == SN_ROUTE_POLICY)
		order = numbers(a->row->priority, b->row->priority);
	if (!order && a->row->kind == SN_ROUTE_DESTINATION)
		order =
		    numbers(b->row->destination.len, a->row->destination.len);
	if (!order)
		order = numbers(b->row->weight, a->row->weight);
	return order ? order : numbers(a->place, b->place);
}

static int
compare_same(const struct row *a, const struct row *b)
{
	int order = numbers(a->row->kind, b->row->kind);

	if (!order)
		order =
		    sn_prefix_compare(a->row->destination, b->row->destination);
	if (!order && a->row->kind == SN_ROUTE_POLICY)
		order = sn_prefix_compare(a->row->source, b->row->source);
	return order ? order : strcmp(a->hop, b->hop);
}

static int
by_same(const void *x, const void *y)
{
	return compare_same(
	    *(const struct row *const *)x, *(const struct row *const *)y);
}

/* The rows of @t but those of BGP. False: out of memory. */
static bool
collect(struct rows *rows, const sn_table *t)
{
	size_t n = sn_table_size(t);

	rows->row = calloc(n + 1, sizeof(*rows->row));
	rows->same = calloc(n + 1, sizeof(struct row *));
	if (!rows->row || !rows->same)
		return false;
	for (size_t i = 0; i < n; i++) {
		const sn_route *r = &sn_table_rows(t)[i];

		if (r->kind != SN_ROUTE_BGP)
			rows->row[rows->n++] = (struct row){
			    r, sn_table_next_hop(t, r->next_hop), NULL, i};
	}
	qsort(rows->row, rows->n, sizeof(*rows->row), by_match);
	for (size_t i = 0; i < rows->n; i++)
		rows->same[i] = &rows->row[i];
	qsort(rows->same, rows->n, sizeof(struct row *), by_same);
	return true;
}

static bool
equal(const struct row *a, const struct row *b)
{
	return a->row->priority == b->row->priority &&
	       a->row->weight == b->row->weight;
}

/* The row of @rows that is @key but for priority and weight, which are equal,
 * too, if there is one; or NULL. */
static const struct row *
other_of(const struct rows *rows, const struct row *key)
{
	const struct row **found =
	    bsearch(&key, rows->same, rows->n, sizeof(struct row *), by_same);
	const struct row **end = rows->same + rows->n, **first = found;

	if (!found)
		return NULL;
	while (first > rows->same && !compare_same(first[-1], key))
		first--;
	for (; first < end && !compare_same(*first, key); first++)
		if (equal(*first, key))
			return *first;
	return *found;
}

/* Finds for each row its other. */
static void
match(const struct rows *a, const struct rows *b)
{
	for (size_t i = 0; i < a->n; i++)
		a->row[i].other = other_of(b, &a->row[i]);
}

/* Whether the new row @r is an old one that is to match later. */
static bool
comes_later(const struct row *r)
{
	struct row old;

	if (!r->other)
		return false;
	old = *r->other;
	old.place = r->place;
	return by_match(&old, r) < 0;
}

static void
put(sn__out *out, const struct row *r, bool add, const char **last)
{
	sn__aliyun_hop(out, r->hop, last);
	sn__aliyun_row(out, r->row, add);
}

/* A line that publishes @r. */
static void
put_publish(sn__out *out, const struct row *r, const char **last)
{
	sn__aliyun_hop(out, r->hop, last);
	sn__out_format(out, "publish %s ", sn__aliyun_kind(r->row->kind));
	sn__out_prefix(out, r->row->destination);
	sn__out_text(out, " \"$hop\"\n");
}

/* The old row @r goes, or gets the priority and weight that it has later.
 * Whether it went. */
static bool
let_go(sn__out *out, const struct row *r, const char **last)
{
	bool stays = r->other && r->other->other == r;

	if (stays && comes_later(r->other))
		put(out, r->other, true, last);
	if (stays)
		return false;
	put(out, r, false, last);
	return true;
}

/* Publishes the rows of @new that have the destination of @gone. */
static void
publish_again(sn__out *out, const struct rows *new, const struct row *gone,
    const char **last)
{
	size_t low = 0, high = new->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const sn_route *r = new->same[middle]->row;
		int order = numbers(r->kind, gone->row->kind);

		if (!order)
			order = sn_prefix_compare(
			    r->destination, gone->row->destination);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (bool looked = false; low < new->n; low++) {
		const struct row *r = new->same[low];

		if (r->row->kind != gone->row->kind ||
		    sn_prefix_compare(
			r->row->destination, gone->row->destination))
			return;
		if (r->row->state != SN_STATE_PUBLISHED)
			continue;
		if (!looked)
			sn__out_text(out, "look\n");
		looked = true;
		put_publish(out, r, last);
	}
}

static void
put_change(sn__out *out, const struct rows *old, const struct rows *new)
{
	const char *last = NULL;
	bool gone = false;

	for (size_t i = 0; i < new->n; i++)
		if (!comes_later(&new->row[i]))
			put(out, &new->row[i], true, &last);
	for (size_t i = old->n; i-- > 0;) {
		if (!let_go(out, &old->row[i], &last))
			continue;
		gone = true;
		if (old->row[i].row->state == SN_STATE_PUBLISHED)
			publish_again(out, new, &old->row[i], &last);
	}
	/* Rows that were not known to be published may have been. */
	if (gone)
		sn__out_text(out, "look\n");
	for (size_t i = 0; i < new->n &&gone; i++)
		if (new->row[i].row->state == SN_STATE_PUBLISHED)
			put_publish(out, &new->row[i], &last);
}

sn_status
sn__table_change_aliyun(const sn_table *old, const sn_table *new, sn__out *out)
{
	static const sn__aliyun_script script = {.gateway_id = NULL};
	struct rows a = {NULL, NULL, 0}, b = {NULL, NULL, 0};
	sn_status status = SN_ENOMEM;

	if (!table_fits(old) || !table_fits(new))
		return SN_EINVAL;
	if (collect(&a, old) && collect(&b, new)) {
		match(&a, &b);
		match(&b, &a);
		sn__aliyun_begin(out, &script);
		put_change(out, &a, &b);
		status = SN_OK;
	}
	free(a.row);
	free(a.same);
	free(b.row);
	free(b.same);
	return status;
}
