/*
 * change_match.c - which connections and rows of a plan are there already.
 *
 * Both lists of connections are sorted by what they carry and walked side by
 * side; the same for rows. O(n log n).
 */
#include "vpn/change.h"

#include <stdio.h>

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

/* By what they carry. */
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
	const sn_deployed_row *a = *(const sn_deployed_row *const *)x;
	const sn_deployed_row *b = *(const sn_deployed_row *const *)y;
	int order = compare_numbers(a->kind, b->kind);

	if (!order)
		order = compare_numbers(a->priority, b->priority);
	if (!order && a->kind == SN_ROUTE_DESTINATION)
		order = compare_numbers(b->destination.len, a->destination.len);
	if (!order)
		order = sn_prefix_compare(a->source, b->source);
	if (!order)
		order = sn_prefix_compare(a->destination, b->destination);
	if (!order)
		order = strcmp(a->next_hop, b->next_hop);
	return order ? order : compare_numbers(a->weight, b->weight);
}

int
sn__compare_routes(const void *x, const void *y)
{
	const sn_deployed_row *a = *(const sn_deployed_row *const *)x;
	const sn_deployed_row *b = *(const sn_deployed_row *const *)y;
	int order = sn_prefix_compare(a->destination, b->destination);

	if (!order)
		order = compare_numbers(a->kind, b->kind);
	return order ? order : strcmp(a->next_hop, b->next_hop);
}

/* Sorted pointers to @n elements; NULL when memory is out. */
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
	sn_connection key;
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

/* Where a connection of new is in its list by name. */
static size_t
index_of(const struct sn__changing *w, const sn_connection *c)
{
	return place(w->new, w->new_named, c);
}

/* Finds the connections that stay: equal ones, in both sorted lists. */
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

/* A name for a connection of new that no old connection has. */
static void
give_name(struct sn__changing *w, size_t i)
{
	const sn_connection *c = w->new_named[i];
	char *name = w->name[i];

	snprintf(name, sizeof(*w->name), "%s",
	    w->same[i] ? w->same[i]->name : c->name);
	if (w->same[i] || w->modify)
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
	w->next_number = new->connections + 1;
	for (size_t i = 0; i < new->connections; i++)
		give_name(w, i);
	return SN_OK;
}

/* The result: the plan under the names in use. */
static sn_status
make_result(struct sn__changing *w)
{
	sn_deployed *result = w->change->result;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new->connections && !status; i++) {
		sn_connection c = *w->new->connection[i];
		size_t at = index_of(w, &c);

		memcpy(c.name, w->name[at], sizeof(c.name));
		status = sn_deployed_add_connection(result, &c);
	}
	for (size_t i = 0; i < w->new->rows && !status; i++) {
		sn_deployed_row row = *w->new->row[i];
		sn_connection key;

		snprintf(key.name, sizeof(key.name), "%s", row.next_hop);
		row.next_hop = w->name[index_of(w, &key)];
		status = sn_deployed_add_row(result, &row);
	}
	if (status)
		return status;
	w->result_named =
	    sorted(&w->change->alloc, (void *const *)result->connection,
		result->connections, compare_named);
	return w->result_named ? SN_OK : SN_ENOMEM;
}

/* --------------------------------------------------------------- rows */

static sn_status
match_rows(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	sn_deployed *result = w->change->result;
	size_t i = 0, j = 0;

	w->old_rows = sorted(
	    a, (void *const *)w->old->row, w->old->rows, sn__compare_rows);
	w->new_rows = sorted(
	    a, (void *const *)result->row, result->rows, sn__compare_rows);
	w->routed = sorted(
	    a, (void *const *)result->row, result->rows, sn__compare_routes);
	w->kept = sn__calloc(a, result->rows, 1);
	w->old_kept = sn__calloc(a, w->old->rows, 1);
	if (!w->old_rows || !w->new_rows || !w->routed || !w->kept ||
	    !w->old_kept)
		return SN_ENOMEM;
	while (i < w->old->rows && j < result->rows) {
		int order = sn__compare_rows(&w->old_rows[i], &w->new_rows[j]);

		if (!order) {
			w->old_kept[i] = 1;
			w->kept[j] = w->old_rows[i]->origin == SN_ORIGIN_AUTO
					 ? SN__KEPT_AUTO
					 : SN__KEPT;
			/* What stays, stays as it is. */
			((sn_deployed_row *)(uintptr_t)w->new_rows[j])->state =
			    w->old_rows[i]->state;
		}
		i += order <= 0;
		j += order >= 0;
	}
	/* The same row given twice is one row. */
	for (i = 1; i < w->old->rows; i++)
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
