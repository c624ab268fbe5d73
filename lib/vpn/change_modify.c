/*
 * change_modify.c - which connections can be modified in place.
 *
 * A modified connection carries something else from one moment to the next. So
 * none may take addresses from another one, or give them to one, unless the
 * rows settle it at each moment: then it is made anew under a free name, and
 * the old one deleted. One modified connection for one old one takes nothing
 * from others.
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

/* A new row of @name would take packets of an old row of another connection,
 * or a new one of another those of an old row of @name. */
static bool
moves(const struct sn__changing *w, const char *name)
{
	for (size_t j = 0; j < w->new_count; j++) {
		const struct sn__table_row *new = &w->new_rows[j];
		bool takes = !strcmp(hop(new), name);

		if (sn__kept(w, new->row))
			continue;
		for (size_t i = 0; i < w->old_count; i++) {
			const struct sn__table_row *old = &w->old_rows[i];
			bool gives = !strcmp(hop(old), name);

			if (takes == gives || !overlap(new->row, old->row))
				continue;
			if (w->old_kept[i] && comes_first(old->row, new->row))
				continue;
			if (takes || !comes_first(new->row, old->row))
				return true;
		}
	}
	return false;
}

void
sn__check_modified(struct sn__changing *w, bool *all)
{
	size_t modified = 0;

	*all = true;
	for (size_t k = 0; k < w->planned; k++)
		modified += w->how[k] == SN__MODIFIED;
	/* The only one: there is no other. */
	if (modified == 1 && w->planned == 1 && w->old->connections == 1)
		return;
	for (size_t k = 0; k < w->planned; k++) {
		if (w->how[k] != SN__MODIFIED)
			continue;
		if ((double)modified * (double)w->old_count *
			    (double)w->new_count <
			COMPARISONS &&
		    !moves(w, w->name[k]))
			continue;
		w->how[k] = SN__MADE;
		*all = false;
	}
}
