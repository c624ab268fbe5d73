/*
 * change_modify.c - which connections can be modified in place.
 *
 * A modified connection carries something else from one moment to the next. So
 * rows of one's own, which come before that, must take nothing from others;
 * those that the gateway installs come with it. What it gives to others needs
 * their rows before that, and in front of its own. Where that is not so, it is
 * made anew under a free name, and the old one deleted. A lone connection gives
 * nothing to others, and takes nothing.
 */
#include "vpn/change.h"

/* Comparisons of rows that are worth while: beyond, connections are made. */
enum { COMPARISONS = 1 << 27 };

static bool
overlap(const sn_route *a, const sn_route *b)
{
	bool sources = a->kind != SN_ROUTE_POLICY ||
		       b->kind != SN_ROUTE_POLICY ||
		       sn_prefix_contains(a->source, b->source) ||
		       sn_prefix_contains(b->source, a->source);

	return sources &&
	       (sn_prefix_contains(a->destination, b->destination) ||
		   sn_prefix_contains(b->destination, a->destination));
}

/* Whether @a is looked up before @b, which overlaps it. */
static bool
comes_first(const sn_route *a, const sn_route *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind;
	if (a->kind == SN_ROUTE_POLICY)
		return a->priority < b->priority;
	return a->destination.len > b->destination.len;
}

static const char *
hop(const struct sn__table_row *r)
{
	return sn_table_next_hop(r->table, r->row->next_hop);
}

/* Whether a new row of @name has all that @old has, before @other. */
static bool
keeps(const struct sn__changing *w, const char *name, const sn_route *old,
    const sn_route *other)
{
	for (size_t j = 0; j < w->new_count; j++) {
		const sn_route *row = w->new_rows[j].row;

		if (row->kind == old->kind &&
		    sn_prefix_contains(row->destination, old->destination) &&
		    (row->kind != SN_ROUTE_POLICY ||
			sn_prefix_contains(row->source, old->source)) &&
		    comes_first(row, other) &&
		    !strcmp(hop(&w->new_rows[j]), name))
			return true;
	}
	return false;
}

/* Whether @old, an old row of @name, gives packets to @new, a row of another
 * connection, which does not have them in time. */
static bool
gives_to(const struct sn__changing *w, const char *name, size_t old,
    const struct sn__table_row *new)
{
	const sn_route *row = w->old_rows[old].row;

	if (!strcmp(hop(new), name) || !overlap(new->row, row) ||
	    (w->old_kept[old] && comes_first(row, new->row)))
		return false;
	if (comes_first(new->row, row))
		return sn__how(w, hop(new)) == SN__MODIFIED;
	return !keeps(w, name, row, new->row);
}

static bool
lists_overlap(const sn_prefix *a, size_t n, const sn_prefix *b, size_t m)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (sn_prefix_contains(a[i], b[k]) ||
			    sn_prefix_contains(b[k], a[i]))
				return true;
	return false;
}

/* Where there are no rows: whether another connection has selectors for what
 * the old one of @name carries. */
static bool
selectors_overlap(const struct sn__changing *w, const char *name)
{
	const sn_deployed *result = w->change->result;
	const sn_connection *c =
	    w->old->connection[sn__find_name(&w->old_names, name)];

	for (size_t k = 0; k < result->connections; k++) {
		const sn_connection *d = result->connection[k];

		if (strcmp(d->name, name) != 0 &&
		    lists_overlap(
			c->local, c->local_count, d->local, d->local_count) &&
		    lists_overlap(
			c->peer, c->peer_count, d->peer, d->peer_count))
			return true;
	}
	return false;
}

/* Whether a new row of one's own to @name takes packets from an old row of
 * another connection. */
static bool
takes(const struct sn__changing *w, const char *name)
{
	for (size_t j = 0; j < w->new_count; j++) {
		const struct sn__table_row *new = &w->new_rows[j];

		if (sn__kept(w, new->row) || strcmp(hop(new), name) != 0 ||
		    new->row->origin == SN_ORIGIN_AUTO)
			continue;
		for (size_t i = 0; i < w->old_count; i++) {
			const struct sn__table_row *old = &w->old_rows[i];

			if (strcmp(hop(old), name) != 0 &&
			    overlap(new->row, old->row) &&
			    !(w->old_kept[i] &&
				comes_first(old->row, new->row)))
				return true;
		}
	}
	return false;
}

static bool
gives(const struct sn__changing *w, const char *name)
{
	bool rows = false;

	for (size_t i = 0; i < w->old_count; i++) {
		if (strcmp(hop(&w->old_rows[i]), name) != 0)
			continue;
		rows = true;
		for (size_t j = 0; j < w->new_count; j++)
			if (gives_to(w, name, i, &w->new_rows[j]))
				return true;
	}
	return !rows && selectors_overlap(w, name);
}

void
sn__check_modified(struct sn__changing *w, bool *all)
{
	size_t modified = 0;

	*all = true;
	for (size_t k = 0; k < w->planned; k++)
		modified += w->how[k] == SN__MODIFIED;
	if (modified == 1 && w->planned == 1 && w->old->connections == 1)
		return;
	for (size_t k = 0; k < w->planned; k++) {
		if (w->how[k] != SN__MODIFIED)
			continue;
		if ((double)modified * (double)w->old_count *
			    (double)w->new_count <
			COMPARISONS &&
		    !takes(w, w->name[k]) && !gives(w, w->name[k]))
			continue;
		w->how[k] = SN__MADE;
		*all = false;
	}
}
