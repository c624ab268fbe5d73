/*
 * change_match.c - which connections and rows of a plan are there already.
 *
 * Both lists of connections are sorted by what they carry and walked side by
 * side; the same for rows. O(n log n).
 */
#include "vpn/change.h"
#include "vpn/claim.h"

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

/* A connection of a part: other parts' lead elsewhere, whatever they carry. */
struct carried {
	const sn_connection *is;
	uint32_t part;
};

/* Orders connections by their part, then by what they carry. */
static int
compare_carried(const void *x, const void *y)
{
	const struct carried *p = x, *q = y;
	const sn_connection *a = p->is, *b = q->is;
	int order = (p->part > q->part) - (p->part < q->part);

	if (!order)
		order = compare_lists(
		    a->local, a->local_count, b->local, b->local_count);
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

/* The connections of @n that a part has, sorted, and *count how many; NULL: out
 * of memory. @owner is the part of each; NULL: they are the plan's. */
static struct carried *
sorted_carried(const struct sn__changing *w, sn_connection *const *list,
    size_t n, const uint32_t *owner, size_t *count)
{
	struct carried *p = sn__calloc(&w->change->alloc, n, sizeof(*p));

	*count = 0;
	if (!p)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		uint32_t part =
		    owner ? owner[i] : (uint32_t)sn_plan_part_of(w->plan, i);

		if (part != SN__UNCLAIMED)
			p[(*count)++] = (struct carried){list[i], part};
	}
	if (*count)
		qsort(p, *count, sizeof(*p), compare_carried);
	return p;
}

/* -------------------------------------------------------- connections */

/* The number of a connection of new. */
static size_t
number_of(const struct sn__changing *w, const sn_connection *c)
{
	return sn__find_name(&w->new_names, c->name);
}

/* Finds the connections that stay: those that a part had and has. */
static sn_status
find_same(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	size_t n = 0, m = 0, i = 0, j = 0;
	struct carried *old = sorted_carried(
	    w, w->old->connection, w->old->connections, w->owner, &n);
	struct carried *new =
	    sorted_carried(w, w->new->connection, w->planned, NULL, &m);

	while (old && new &&i < n && j < m) {
		int order = compare_carried(&old[i], &new[j]);

		if (!order)
			w->same[number_of(w, new[j].is)] = old[i].is;
		i += order <= 0;
		j += order >= 0;
	}
	for (size_t k = w->planned; k < w->new->connections; k++)
		w->same[k] = w->new->connection[k];
	sn__free(a, old);
	sn__free(a, new);
	return old && new ? SN_OK : SN_ENOMEM;
}

/* Those that there are not: modified where an old one of the plan, which is
 * no other one now, has the name, else made. */
static sn_status
find_how(struct sn__changing *w)
{
	bool fixed = w->plan->gateway->selectors_fixed.value == 1;
	uint8_t *taken = sn__calloc(&w->change->alloc, w->old->connections, 1);

	if (!taken)
		return SN_ENOMEM;
	for (size_t k = 0; k < w->planned; k++)
		if (w->same[k])
			taken[sn__find_name(&w->old_names, w->same[k]->name)] =
			    1;
	for (size_t k = 0; k < w->planned; k++) {
		size_t old =
		    sn__find_name(&w->old_names, w->new->connection[k]->name);

		if (w->same[k])
			continue;
		w->how[k] = old == SIZE_MAX || taken[old] ? SN__MADE
			    : fixed			  ? SN__REMADE
							  : SN__MODIFIED;
		w->recreate |= w->how[k] == SN__REMADE;
	}
	sn__free(&w->change->alloc, taken);
	return SN_OK;
}

/* Gives a planned connection the name in use, or one that is free. */
static void
give_name(struct sn__changing *w, size_t k)
{
	const sn_connection *c = w->new->connection[k];
	const char *base = w->plan->subs ? c->name : w->plan->connection;
	char *name = w->name[k];

	snprintf(name, sizeof(*w->name), "%s",
	    w->same[k] ? w->same[k]->name : c->name);
	if (w->how[k] != SN__MADE)
		return;
	while (sn__find_name(&w->old_names, name) != SIZE_MAX)
		snprintf(name, sizeof(*w->name), "%.*s-%llu",
		    SN_CONNECTION_MAX - 22, base,
		    (unsigned long long)w->next_number++);
}

static sn_status
match_connections(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	size_t n = w->new->connections;
	sn_status status =
	    sn__sort_names(a, w->new->connection, n, &w->new_names);

	w->same = sn__calloc(a, n, sizeof(*w->same));
	w->name = sn__calloc(a, n, sizeof(*w->name));
	w->how = sn__calloc(a, n, 1);
	if (!status && (!w->same || !w->name || !w->how))
		status = SN_ENOMEM;
	if (!status)
		status = find_same(w);
	return status ? status : find_how(w);
}

/* Makes the result: the plan under the names in use. */
static sn_status
make_result(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;
	const sn_table *planned = w->new->table;
	sn_deployed *result;
	sn_status status = sn_deployed_new(&w->change->result, a);

	w->next_number = w->new->connections + 1;
	for (size_t k = 0; k < w->new->connections && !status; k++) {
		sn_connection c = *w->new->connection[k];

		give_name(w, k);
		memcpy(c.name, w->name[k], sizeof(c.name));
		status = sn_deployed_add_connection(w->change->result, &c);
	}
	result = w->change->result;
	for (size_t i = 0; i < sn_table_size(planned) && !status; i++) {
		const sn_route *row = &sn_table_rows(planned)[i];
		const char *hop = sn_table_next_hop(planned, row->next_hop);
		size_t k = sn__find_name(&w->new_names, hop);

		status = sn_deployed_add_row(
		    result, row, k == SIZE_MAX ? hop : w->name[k]);
	}
	if (!status)
		status = sn__deployed_hold(result, w->old->held, w->old->helds);
	if (!status)
		status = sn__sort_names(a, result->connection,
		    result->connections, &w->result_names);
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
	while (i < w->old_count && j < w->new_count) {
		const sn_route *old = w->old_rows[i].row;
		sn_route *new = (sn_route *)(uintptr_t)w->new_rows[j].row;
		int order = sn__compare_rows(&w->old_rows[i], &w->new_rows[j]);

		/* Rows to a tunnel that goes go with it. */
		if (!order && sn__how(w, sn_table_next_hop(result,
					     new->next_hop)) != SN__REMADE) {
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

void
sn__change_forget(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;

	sn__free(a, w->result_names.a);
	sn__free(a, w->old_rows);
	sn__free(a, w->new_rows);
	sn__free(a, w->routed);
	sn__free(a, w->kept);
	sn__free(a, w->late);
	sn__free(a, w->old_kept);
	w->result_names = (struct sn__names){NULL, 0};
	w->old_rows = w->new_rows = w->routed = NULL;
	w->kept = w->late = w->old_kept = NULL;
}

sn_status
sn__change_match(struct sn__changing *w)
{
	sn_status status = match_connections(w);
	bool all = false;

	while (!status && !all) {
		sn_deployed_free(w->change->result);
		w->change->result = NULL;
		sn__change_forget(w);
		status = make_result(w);
		if (!status)
			status = match_rows(w);
		if (!status)
			sn__check_modified(w, &all);
	}
	return status;
}
