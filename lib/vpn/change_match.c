/*
 * change_match.c - which connections and rows of a plan are there already.
 *
 * Both lists of connections are sorted by what they carry and walked side by
 * side; the same for rows. O(n log n).
 */
#include "vpn/change.h"

#include <stdio.h>

#include "routes/check.h"

static int
compare_lists(const sn_prefix *a, size_t n, const sn_prefix *b, size_t m)
{
	for (size_t i = 0; i < n && i < m; i++) {
		int order = sn_prefix_compare(a[i], b[i]);

		if (order)
			return order;
	}
	return (n > m) - (n < m);
}

/* Orders connections by what they carry. */
static int
compare_carried(const void *x, const void *y)
{
	const sn_connection *a = *(const sn_connection *const *)x;
	const sn_connection *b = *(const sn_connection *const *)y;
	int order =
	    compare_lists(a->local, a->local_count, b->local, b->local_count);

	if (!order)
		order = compare_lists(
		    a->peer, a->peer_count, b->peer, b->peer_count);
	if (!order)
		order = (a->ike > b->ike) - (a->ike < b->ike);
	if (!order)
		order = (a->routing_mode > b->routing_mode) -
			(a->routing_mode < b->routing_mode);
	return order;
}

static int
compare_named(const void *x, const void *y)
{
	const sn_connection *a = *(const sn_connection *const *)x;
	const sn_connection *b = *(const sn_connection *const *)y;

	return strcmp(a->name, b->name);
}

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/*
 * By how early a row matches: policy rows by priority, then destination rows
 * by length; then by all that tells rows apart.
 */
int
sn__compare_rows(const void *x, const void *y)
{
	const struct sn__table_row *a = x, *b = y;
	const sn_route *p = a->row, *q = b->row;
	int order = compare_numbers(p->kind, q->kind);

	if (!order)
		order = compare_numbers(p->priority, q->priority);
	if (!order && p->kind == SN_ROUTE_DESTINATION)
		order = compare_numbers(q->destination.len, p->destination.len);
	/* A table that nobody named is the one it has to be. */
	if (!order && p->where && q->where)
		order = compare_numbers(p->where, q->where);
	return order ? order : sn__compare_routes_of(a->table, p, b->table, q);
}

int
sn__compare_routes(const void *x, const void *y)
{
	const struct sn__table_row *a = x, *b = y;
	int order = sn_prefix_compare(a->row->destination, b->row->destination);

	if (!order)
		order = compare_numbers(a->row->kind, b->row->kind);
	return order ? order
		     : strcmp(sn_table_next_hop(a->table, a->row->next_hop),
			   sn_table_next_hop(b->table, b->row->next_hop));
}

/* The rows of @t, sorted; NULL: out of memory. */
static struct sn__table_row *
sorted_rows(const sn_alloc *alloc, const sn_table *t,
    int (*compare)(const void *, const void *))
{
	const sn_route *row = sn_table_rows(t);
	size_t n = sn_table_size(t);
	struct sn__table_row *p = sn__calloc(alloc, n, sizeof(*p));

	if (!p)
		return NULL;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct sn__table_row){t, &row[i]};
	if (n)
		qsort(p, n, sizeof(*p), compare);
	return p;
}

/* Sorted pointers to @n elements; NULL: out of memory. */
static void *
sorted(const sn_alloc *alloc, void *const *element, size_t n,
    int (*compare)(const void *, const void *))
{
	void **p = sn__malloc(alloc, n, sizeof(*p));

	if (!p)
		return NULL;
	if (n) {
		memcpy(p, element, n * sizeof(*p));
		qsort(p, n, sizeof(*p), compare);
	}
	return p;
}

/* -------------------------------------------------------- connections */

static size_t
place(const sn_deployed *d, const sn_connection *const *list,
    const sn_connection *c)
{
	size_t low = 0, high = d->connections;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_named(&list[middle], &c) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
sn__name_in_use(const struct sn__changing *w, const char *name)
{
	sn_connection key = SN_CONNECTION_INIT;
	size_t i;

	snprintf(key.name, sizeof(key.name), "%s", name);
	i = place(w->old, w->old_named, &key);
	return i < w->old->connections && !strcmp(w->old_named[i]->name, name);
}

static bool
names_unique(const sn_connection *const *named, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!strcmp(named[i - 1]->name, named[i]->name))
			return false;
	return true;
}

/* The place of a planned connection in the list by name. */
static size_t
index_of(const struct sn__changing *w, const sn_connection *c)
{
	return place(w->new, w->new_named, c);
}

/* Finds the connections that stay: those that both sorted lists have. */
static void
find_same(struct sn__changing *w)
{
	size_t i = 0, j = 0;

	while (i < w->old->connections && j < w->new->connections) {
		int order =
		    compare_carried(&w->old_carried[i], &w->new_carried[j]);

		if (!order)
			w->same[index_of(w, w->new_carried[j])] =
			    w->old_carried[i];
		i += order <= 0;
		j += order >= 0;
	}
}

/* Gives a planned connection the name in use, or one that is free. */
static void
give_name(struct sn__changing *w, size_t i)
{
	const sn_connection *c = w->new_named[i];
	char *name = w->name[i];

	snprintf(name, sizeof(*w->name), "%s",
	    w->same[i] ? w->same[i]->name : c->name);
	if (w->same[i] || w->modify || w->recreate)
		return;
	while (sn__name_in_use(w, name))
		snprintf(name, sizeof(*w->name), "%s-%llu", w->plan->connection,
		    (unsigned long long)w->next_number++);
}

static sn_status
match_connections(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	const sn_deployed *old = w->old, *new = w->new;

	w->old_carried = sorted(a, (void *const *)old->connection,
	    old->connections, compare_carried);
	w->old_named = sorted(
	    a, (void *const *)old->connection, old->connections, compare_named);
	w->new_carried = sorted(a, (void *const *)new->connection,
	    new->connections, compare_carried);
	w->new_named = sorted(
	    a, (void *const *)new->connection, new->connections, compare_named);
	w->same = sn__calloc(a, new->connections, sizeof(*w->same));
	w->name = sn__calloc(a, new->connections, sizeof(*w->name));
	if (!w->old_carried || !w->old_named || !w->new_carried ||
	    !w->new_named || !w->same || !w->name)
		return SN_ENOMEM;
	if (!names_unique(w->old_named, old->connections))
		return SN_EINVAL;
	find_same(w);
	w->modify = old->connections == 1 && new->connections == 1 &&
		    !w->same[0] &&
		    !strcmp(old->connection[0]->name, new->connection[0]->name);
	w->recreate = w->modify && w->plan->gateway->selectors_fixed.value == 1;
	w->modify = w->modify && !w->recreate;
	w->next_number = new->connections + 1;
	for (size_t i = 0; i < new->connections; i++)
		give_name(w, i);
	return SN_OK;
}

/* Makes the result: the plan under the names in use. */
static sn_status
make_result(struct sn__changing *w)
{
	sn_deployed *result = w->change->result;
	const sn_table *planned = w->new->table;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new->connections && !status; i++) {
		sn_connection c = *w->new->connection[i];
		size_t at = index_of(w, &c);

		memcpy(c.name, w->name[at], sizeof(c.name));
		status = sn_deployed_add_connection(result, &c);
	}
	for (size_t i = 0; i < sn_table_size(planned) && !status; i++) {
		const sn_route *row = &sn_table_rows(planned)[i];
		sn_connection key = SN_CONNECTION_INIT;

		snprintf(key.name, sizeof(key.name), "%s",
		    sn_table_next_hop(planned, row->next_hop));
		status = sn_deployed_add_row(
		    result, row, w->name[index_of(w, &key)]);
	}
	return status;
}

/* --------------------------------------------------------------- rows */

/* A row that stays keeps its state, or is published. */
static uint8_t
stays(const struct sn__changing *w, const sn_route *old, sn_route *new)
{
	bool publish = w->publish && old->state == SN_STATE_NORMAL &&
		       new->state == SN_STATE_PUBLISHED;

	if (!publish)
		new->state = old->state;
	return (old->origin == SN_ORIGIN_AUTO ? SN__KEPT_AUTO : SN__KEPT) |
	       (publish ? SN__KEPT_NORMAL : 0);
}

static sn_status
match_rows(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	const sn_table *result = w->change->result->table;
	size_t i = 0, j = 0;

	w->old_count = sn_table_size(w->old->table);
	w->new_count = sn_table_size(result);
	w->old_rows = sorted_rows(a, w->old->table, sn__compare_rows);
	w->new_rows = sorted_rows(a, result, sn__compare_rows);
	w->routed = sorted_rows(a, result, sn__compare_routes);
	w->kept = sn__calloc(a, w->new_count, 1);
	w->late = sn__calloc(a, w->new_count, 1);
	w->old_kept = sn__calloc(a, w->old_count, 1);
	if (!w->old_rows || !w->new_rows || !w->routed || !w->kept ||
	    !w->late || !w->old_kept)
		return SN_ENOMEM;
	/* Rows to a tunnel that goes go with it. */
	while (!w->recreate && i < w->old_count && j < w->new_count) {
		const sn_route *old = w->old_rows[i].row;
		sn_route *new = (sn_route *)(uintptr_t)w->new_rows[j].row;
		int order = sn__compare_rows(&w->old_rows[i], &w->new_rows[j]);

		if (!order) {
			w->old_kept[i] = 1;
			w->kept[new - sn_table_rows(result)] =
			    stays(w, old, new);
		}
		i += order <= 0;
		j += order >= 0;
	}
	/* A row that was given twice is one row. */
	for (i = 1; i < w->old_count; i++)
		if (!sn__compare_rows(&w->old_rows[i - 1], &w->old_rows[i]))
			w->old_kept[i] = w->old_kept[i - 1];
	return SN_OK;
}

sn_status
sn__change_match(struct sn__changing *w)
{
	sn_status status = match_connections(w);

	if (!status)
		status = make_result(w);
	return status ? status : match_rows(w);
}
