/*
 * change_rows.c - the steps of a change that are about rows: those that come,
 * in time for what they replace, and those that go.
 */
#include "vpn/change.h"

sn_status
sn__add_step(struct sn__changing *w, sn_step step)
{
	sn_plan_change *change = w->change;

	if (!sn__grow(&change->alloc, &change->step, &change->step_capacity,
		change->steps, sizeof(*change->step)))
		return SN_ENOMEM;
	change->step[change->steps++] = step;
	return SN_OK;
}

static sn_status
add_row_step(struct sn__changing *w, uint32_t kind, const sn_table *t,
    const sn_route *row)
{
	return sn__add_step(
	    w, (sn_step){.kind = kind,
		   .row = row,
		   .table = t,
		   .next_hop = sn_table_next_hop(t, row->next_hop)});
}

static unsigned
how_of(const struct sn__changing *w, const struct sn__table_row *r)
{
	return sn__how(w, sn_table_next_hop(r->table, r->row->next_hop));
}

/* Of a row of the result: the gateway installs it, with its connection, which
 * is new or modified. */
static bool
is_auto(const struct sn__changing *w, const struct sn__table_row *r)
{
	return r->row->origin == SN_ORIGIN_AUTO && how_of(w, r) != SN__STAYS;
}

/* The same, where the connection comes about as @how. */
static bool
comes_with(
    const struct sn__changing *w, const struct sn__table_row *r, unsigned how)
{
	unsigned is = how_of(w, r);

	return r->row->origin == SN_ORIGIN_AUTO &&
	       (is == how || (is == SN__REMADE && how == SN__MADE));
}

/* How a row of the result was there before, SN__KEPT...; 0: it is new. */
unsigned
sn__kept(const struct sn__changing *w, const sn_route *row)
{
	return w->kept[row - sn_table_rows(w->change->result->table)];
}

static bool
is_late(const struct sn__changing *w, const sn_route *row)
{
	return w->late[row - sn_table_rows(w->change->result->table)];
}

/* Whether a row to be added has to wait until old ones are gone. */
static bool
must_wait(struct sn__changing *w, const sn_route *row)
{
	if (w->space[row->kind]) {
		w->space[row->kind]--;
		return false;
	}
	w->late[row - sn_table_rows(w->change->result->table)] = 1;
	w->late_count++;
	return true;
}

/*
 * Rows that the gateway installs. Of those that stay, the automatic rows of a
 * modified connection are checked too: whether a modification leaves them
 * alone is not documented.
 */
sn_status
sn__automatic_rows_in(struct sn__changing *w, unsigned how)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && !status; i++) {
		const struct sn__table_row *r = &w->new_rows[i];
		unsigned stays = sn__kept(w, r->row);

		if (stays ? stays & SN__KEPT_AUTO && how == SN__MODIFIED &&
				how_of(w, r) == SN__MODIFIED
			  : comes_with(w, r, how))
			status = add_row_step(
			    w, SN_STEP_CHECK_ROW, r->table, r->row);
	}
	return status;
}

sn_status
sn__own_rows_in(struct sn__changing *w)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && !status; i++) {
		const struct sn__table_row *r = &w->new_rows[i];

		if (!sn__kept(w, r->row) && !is_auto(w, r) &&
		    !must_wait(w, r->row))
			status =
			    add_row_step(w, SN_STEP_ADD_ROW, r->table, r->row);
	}
	return status;
}

/* Adds the rows that waited. */
sn_status
sn__late_rows_in(struct sn__changing *w)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && !status; i++)
		if (is_late(w, w->new_rows[i].row))
			status = add_row_step(w, SN_STEP_ADD_ROW,
			    w->new_rows[i].table, w->new_rows[i].row);
	return status;
}

/* Publishes a row, unless it is published with *last: once for each table,
 * destination and next hop. */
static sn_status
publish(struct sn__changing *w, const struct sn__table_row *r,
    const struct sn__table_row **last)
{
	if (*last && !sn__compare_routes(*last, r))
		return SN_OK;
	*last = r;
	return add_row_step(w, SN_STEP_PUBLISH_ROW, r->table, r->row);
}

/* A row that is new, or stays and is yet to be published. */
static bool
is_unpublished(const struct sn__changing *w, const struct sn__table_row *r)
{
	unsigned stays = sn__kept(w, r->row);

	return !stays || stays & SN__KEPT_NORMAL;
}

sn_status
sn__publish_automatic(struct sn__changing *w, unsigned how)
{
	const struct sn__table_row *last = NULL;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && w->publish && !status; i++) {
		const struct sn__table_row *r = &w->routed[i];

		if (is_unpublished(w, r) && comes_with(w, r, how))
			status = publish(w, r, &last);
	}
	return status;
}

sn_status
sn__publish_own(struct sn__changing *w, bool late)
{
	const struct sn__table_row *last = NULL;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && w->publish && !status; i++) {
		const struct sn__table_row *r = &w->routed[i];

		if (is_unpublished(w, r) && !is_auto(w, r) &&
		    is_late(w, r->row) == late)
			status = publish(w, r, &last);
	}
	return status;
}

/*
 * The rows that the gateway installs with a new or modified connection and
 * that the plan replaces: they exist, and have to go.
 */
static sn_status
unwanted_rows(struct sn__changing *w)
{
	char name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;
	sn_status status = SN_OK;

	sn_plan_rows_init(&it, w->plan, SN_ROUTE_POLICY);
	while (!status && sn_plan_rows_next(&it, &row)) {
		size_t k;

		if (row.action != SN_ACTION_DELETE)
			continue;
		k = sn__find_name(&w->new_names,
		    sn_plan_connection_name(w->plan, row.next_hop, name));
		if (w->how[k] == SN__STAYS)
			continue;
		row.state = SN_STATE_NORMAL;
		row.origin = SN_ORIGIN_AUTO;
		status = sn_deployed_add_row(w->change->gone, &row, w->name[k]);
	}
	return status;
}

/* All rows that go, last matched first, copied, for the old ones may go away;
 * the first ones are those that the gateway has yet to install. */
sn_status
sn__collect_gone(struct sn__changing *w)
{
	sn_deployed *gone = w->change->gone;
	sn_status status = unwanted_rows(w);

	w->unwanted = sn_table_size(gone->table);
	for (size_t i = w->old_count; i-- && !status;) {
		const struct sn__table_row *r = &w->old_rows[i];

		if (!w->old_kept[i])
			status = sn_deployed_add_row(gone, r->row,
			    sn_table_next_hop(r->table, r->row->next_hop));
	}
	return status;
}

/* Whether a row is there before the change, or after it. */
static bool
is_ever_there(const struct sn__changing *w, const struct sn__table_row *r)
{
	return (w->old_count && bsearch(r, w->old_rows, w->old_count,
				    sizeof(*r), sn__compare_rows)) ||
	       (w->new_count && bsearch(r, w->new_rows, w->new_count,
				    sizeof(*r), sn__compare_rows));
}

/* The first place in @routed whose destination is not below @destination. */
static size_t
first_route(const struct sn__changing *w, sn_prefix destination)
{
	size_t low = 0, high = w->new_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sn_prefix_compare(
			w->routed[middle].row->destination, destination) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Publishes again what stays with the destination of @gone. */
static sn_status
publish_again(struct sn__changing *w, const sn_route *gone)
{
	const struct sn__table_row *last = NULL;
	sn_status status = SN_OK;
	size_t i = first_route(w, gone->destination);

	if (!w->publish || gone->state != SN_STATE_PUBLISHED)
		return SN_OK;
	for (; i < w->new_count && !status; i++) {
		const struct sn__table_row *r = &w->routed[i];

		if (sn_prefix_compare(r->row->destination, gone->destination))
			break;
		if (r->row->state != SN_STATE_PUBLISHED ||
		    (last && !sn__compare_routes(last, r)))
			continue;
		status = add_row_step(w, SN_STEP_PUBLISH_ROW, r->table, r->row);
		last = r;
	}
	return status;
}

/* Deletes the rows that come with a connection and are replaced, unless by one
 * of the same value. */
sn_status
sn__unwanted_out(struct sn__changing *w, unsigned how)
{
	const sn_table *gone = w->change->gone->table;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->unwanted && !status; i++) {
		const sn_route *row = &sn_table_rows(gone)[i];

		if (!comes_with(w, &(struct sn__table_row){gone, row}, how) ||
		    is_ever_there(w, &(struct sn__table_row){gone, row}))
			continue;
		status = add_row_step(w, SN_STEP_CHECK_ROW, gone, row);
		if (!status)
			status = add_row_step(w, SN_STEP_DELETE_ROW, gone, row);
	}
	return status;
}

/* Deletes the old rows that go, in their order. */
sn_status
sn__rows_out(struct sn__changing *w)
{
	const sn_table *gone = w->change->gone->table;
	sn_status status = SN_OK;

	for (size_t i = w->unwanted; i < sn_table_size(gone) && !status; i++) {
		const sn_route *row = &sn_table_rows(gone)[i];

		status = add_row_step(w, SN_STEP_DELETE_ROW, gone, row);
		if (!status)
			status = publish_again(w, row);
	}
	return status;
}

/*
 * How many rows of each kind fit beside the old ones: what comes with a
 * connection counts, and what is deleted at once does not. Where the tunnel
 * goes first, so do its rows.
 */
void
sn__find_space(struct sn__changing *w)
{
	int64_t limit[SN_ROUTE_BGP + 1];

	for (uint32_t kind = 0; kind <= SN_ROUTE_BGP; kind++)
		limit[kind] = -1;
	if (!w->recreate) {
		limit[SN_ROUTE_POLICY] = w->plan->max_policy_routes;
		limit[SN_ROUTE_DESTINATION] =
		    w->plan->max_static_routes >= 0
			? w->plan->max_static_routes
			: w->plan->max_destination_routes;
	}
	for (uint32_t kind = 0; kind <= SN_ROUTE_BGP; kind++) {
		uint64_t used = kind == SN_ROUTE_POLICY ? w->unwanted : 0;

		for (size_t i = 0; i < w->old_count; i++)
			used += w->old_rows[i].row->kind == kind;
		for (size_t i = 0; i < w->new_count; i++)
			used += w->new_rows[i].row->kind == kind &&
				!sn__kept(w, w->new_rows[i].row) &&
				is_auto(w, &w->new_rows[i]);
		if (limit[kind] < 0)
			w->space[kind] = UINT64_MAX;
		else if ((uint64_t)limit[kind] > used)
			w->space[kind] = (uint64_t)limit[kind] - used;
	}
}
