/*
 * change.c - from what is deployed to a plan, without a pair losing its path.
 *
 * Which connections are the same. Equal selectors, mode and IKE version: the
 * same connection, whatever it is called; it keeps its name and does not
 * renegotiate. A lone connection replaced by a lone one of the same name is
 * modified in place: it renegotiates. All others are created and deleted,
 * under names that are free, because modifying several connections that take
 * segments from each other may have no safe order at all.
 *
 * The order of the steps: create connections, add rows, publish them, modify,
 * check what the gateway installs by itself, delete rows, delete connections.
 * Why no pair of addresses that works before and after loses its path:
 *   - A new row is inside the selectors of its connection, so whichever new
 *     row catches the pair leads somewhere that carries it: to a connection
 *     that is there already, or to the lone one that is modified, which
 *     carries the pair both before and after.
 *   - Old rows are deleted in the reverse of the order in which they match:
 *     destination rows before policy rows, shorter destinations before longer
 *     ones, high priority numbers before low ones. So while the row that
 *     carried a pair stands, nothing has changed for the pair; and when it
 *     goes, all old rows that it hid are gone, and only new ones are left.
 *   - Connections go last, when no row leads to them.
 *
 * A route is published by table, destination and next hop, without its
 * source, and withdrawing one may withdraw another with the same destination;
 * so where a published row is deleted, rows that stay with that destination
 * are published again, directly after.
 *
 * It does not renumber priorities, and does not wait: each step is done
 * before the next.
 */
#include "vpn/change.h"

static sn_status
add_step(struct sn__changing *w, sn_step step)
{
	sn_plan_change *change = w->change;

	if (!sn__grow(&change->alloc, &change->step, &change->step_capacity,
		change->steps, sizeof(*change->step)))
		return SN_ENOMEM;
	change->step[change->steps++] = step;
	return SN_OK;
}

static sn_status
add_connection_step(
    struct sn__changing *w, uint32_t kind, const sn_connection *c)
{
	return add_step(w, (sn_step){.kind = kind, .connection = c});
}

static sn_status
add_row_step(struct sn__changing *w, uint32_t kind, const sn_table *t,
    const sn_route *row)
{
	return add_step(
	    w, (sn_step){.kind = kind,
		   .row = row,
		   .table = t,
		   .next_hop = sn_table_next_hop(t, row->next_hop)});
}

/* Of a row of the result: the gateway installs it, with its connection, which
 * is new or modified. */
static bool
is_auto(const struct sn__changing *w, const struct sn__table_row *r)
{
	return r->row->origin == SN_ORIGIN_AUTO &&
	       (w->modify || !sn__name_in_use(w, sn_table_next_hop(r->table,
						     r->row->next_hop)));
}

/* How a row of the result was there before, SN__KEPT...; 0: it is new. */
static unsigned
kept(const struct sn__changing *w, const sn_route *row)
{
	return w->kept[row - sn_table_rows(w->change->result->table)];
}

/*
 * Rows that the gateway installs (@automatic), or that are added by hand. Of
 * those that stay, the automatic rows of a modified connection are checked
 * too: whether a modification leaves them alone is not documented.
 */
static sn_status
rows_in(struct sn__changing *w, bool automatic)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && !status; i++) {
		const struct sn__table_row *r = &w->new_rows[i];
		unsigned stays = kept(w, r->row);

		if (stays ? automatic && w->modify && stays == SN__KEPT_AUTO
			  : is_auto(w, r) == automatic)
			status = add_row_step(w,
			    automatic ? SN_STEP_CHECK_ROW : SN_STEP_ADD_ROW,
			    r->table, r->row);
	}
	return status;
}

/* Publishes such rows: once for each table, destination and next hop. */
static sn_status
publish_in(struct sn__changing *w, bool automatic)
{
	const struct sn__table_row *last = NULL;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->new_count && !status; i++) {
		const struct sn__table_row *r = &w->routed[i];

		if (!w->publish || kept(w, r->row) ||
		    is_auto(w, r) != automatic ||
		    (last && !sn__compare_routes(last, r)))
			continue;
		status = add_row_step(w, SN_STEP_PUBLISH_ROW, r->table, r->row);
		last = r;
	}
	return status;
}

/*
 * The rows that the gateway installs with a new or modified connection and
 * that the plan replaces: they exist, and have to go. Only plans of one
 * connection have such rows.
 */
static sn_status
unwanted_rows(struct sn__changing *w)
{
	sn_plan_rows it;
	sn_route row;
	sn_status status = SN_OK;

	sn_plan_rows_init(&it, w->plan, SN_ROUTE_POLICY);
	while (!status && !w->same[0] && sn_plan_rows_next(&it, &row)) {
		if (row.action != SN_ACTION_DELETE)
			continue;
		row.state = SN_STATE_NORMAL;
		row.origin = SN_ORIGIN_AUTO;
		status = sn_deployed_add_row(w->change->gone, &row, w->name[0]);
	}
	return status;
}

/* All rows that go, last matched first, copied, for the old ones may go away;
 * *unwanted is how many of them the gateway has yet to install. */
static sn_status
collect_gone(struct sn__changing *w, size_t *unwanted)
{
	sn_deployed *gone = w->change->gone;
	sn_status status = unwanted_rows(w);

	*unwanted = sn_table_size(gone->table);
	for (size_t i = w->old_count; i-- && !status;) {
		const struct sn__table_row *r = &w->old_rows[i];

		if (!w->old_kept[i])
			status = sn_deployed_add_row(gone, r->row,
			    sn_table_next_hop(r->table, r->row->next_hop));
	}
	return status;
}

static bool
was_there(const struct sn__changing *w, const struct sn__table_row *r)
{
	for (size_t i = 0; i < w->old_count; i++)
		if (!sn__compare_rows(r, &w->old_rows[i]))
			return true;
	return false;
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

/* Deletes the rows that go, in their order. */
static sn_status
rows_out(struct sn__changing *w)
{
	const sn_table *gone = w->change->gone->table;
	size_t unwanted;
	sn_status status = collect_gone(w, &unwanted);

	for (size_t i = 0; i < sn_table_size(gone) && !status; i++) {
		const sn_route *row = &sn_table_rows(gone)[i];

		if (i < unwanted) {
			if (was_there(w, &(struct sn__table_row){gone, row}))
				continue;
			status = add_row_step(w, SN_STEP_CHECK_ROW, gone, row);
		}
		if (!status)
			status = add_row_step(w, SN_STEP_DELETE_ROW, gone, row);
		if (!status && i >= unwanted)
			status = publish_again(w, row);
	}
	return status;
}

static void
set_fate(struct sn__changing *w, const sn_connection *c, uint32_t fate)
{
	w->change->fate[w->change->fates++] = (sn_fate){c, fate, 0};
}

/* What becomes of each old connection, in order; deleted ones are copied. */
static sn_status
connections_out(struct sn__changing *w)
{
	sn_plan_change *change = w->change;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->old->connections && !status; i++) {
		const sn_connection *c = w->old->connection[i], *now = NULL;

		for (size_t j = 0; j < change->result->connections; j++)
			if (!strcmp(
				change->result->connection[j]->name, c->name))
				now = change->result->connection[j];
		if (now && !w->recreate) {
			set_fate(w, now,
			    w->modify ? SN_FATE_RENEGOTIATED : SN_FATE_KEPT);
			continue;
		}
		status = sn_deployed_add_connection(change->gone, c);
		if (status)
			break;
		c = change->gone->connection[change->gone->connections - 1];
		set_fate(w, c, SN_FATE_DELETED);
		status = add_connection_step(w, SN_STEP_DELETE_CONNECTION, c);
	}
	return status;
}

/* Whether a connection of the result is made, and not one that stays. */
static bool
is_new(const struct sn__changing *w, const sn_connection *c)
{
	return w->recreate || !sn__name_in_use(w, c->name);
}

static sn_status
connections_in(struct sn__changing *w, uint32_t kind)
{
	const sn_deployed *result = w->change->result;
	sn_status status = SN_OK;

	if (w->modify != (kind == SN_STEP_MODIFY_CONNECTION))
		return SN_OK;
	for (size_t i = 0; i < result->connections && !status; i++)
		if (w->modify || is_new(w, result->connection[i]))
			status =
			    add_connection_step(w, kind, result->connection[i]);
	return status;
}

/* What goes, in the order in which it goes. */
static sn_status
all_out(struct sn__changing *w)
{
	sn_status status = rows_out(w);

	return status ? status : connections_out(w);
}

/* The automatic rows follow the creation, or the modification. What has to be
 * made anew goes first. */
static sn_status
make_steps(struct sn__changing *w)
{
	sn_status status = w->recreate ? all_out(w) : SN_OK;

	if (!status)
		status = connections_in(w, SN_STEP_CREATE_CONNECTION);

	if (!status && !w->modify)
		status = rows_in(w, true);
	if (!status)
		status = rows_in(w, false);
	if (!status && !w->modify)
		status = publish_in(w, true);
	if (!status)
		status = publish_in(w, false);
	if (!status)
		status = connections_in(w, SN_STEP_MODIFY_CONNECTION);
	if (!status && w->modify)
		status = rows_in(w, true);
	if (!status && w->modify)
		status = publish_in(w, true);
	if (!status && !w->recreate)
		status = all_out(w);
	for (size_t i = 0; i < w->change->result->connections && !status; i++)
		if (!w->modify && is_new(w, w->change->result->connection[i]))
			set_fate(w, w->change->result->connection[i],
			    SN_FATE_CREATED);
	return status;
}

static void
raise(uint64_t *peak, uint64_t n)
{
	if (n > *peak)
		*peak = n;
}

static void
find_peaks(struct sn__changing *w)
{
	sn_plan_change *change = w->change;
	sn_plan_change_view *v = &change->view;
	uint64_t rows[SN_ROUTE_BGP + 1] = {0}, n = w->old->connections;

	for (size_t i = 0; i < w->old_count; i++)
		rows[w->old_rows[i].row->kind]++;
	for (size_t i = 0;; i++) {
		const sn_step *s = &change->step[i];

		raise(&v->peak_connections, n);
		raise(&v->peak_policy_rows, rows[SN_ROUTE_POLICY]);
		raise(&v->peak_destination_rows, rows[SN_ROUTE_DESTINATION]);
		if (i == change->steps)
			break;
		if (s->kind == SN_STEP_CREATE_CONNECTION)
			n++;
		else if (s->kind == SN_STEP_DELETE_CONNECTION)
			n--;
		else if (s->kind == SN_STEP_ADD_ROW ||
			 (s->kind == SN_STEP_CHECK_ROW &&
			     (s->table != change->result->table ||
				 !kept(w, s->row))))
			rows[s->row->kind]++;
		else if (s->kind == SN_STEP_DELETE_ROW)
			rows[s->row->kind]--;
	}
}

static sn_status
passes_limit(struct sn__changing *w, uint64_t peak, int64_t limit,
    const char *what, const char *source)
{
	if (limit < 0 || peak <= (uint64_t)limit)
		return SN_OK;
	return sn__advise(&w->change->advice, "limit-exceeded",
	    SN_SEVERITY_WARNING, source,
	    "On the way there are %llu %s, and the limit is %lld: have the "
	    "quota raised, or accept an interruption and delete first.",
	    (unsigned long long)peak, what, (long long)limit);
}

static sn_status
comment(struct sn__changing *w)
{
	const sn_plan_change *change = w->change;
	const sn_profile *g = w->plan->gateway;
	sn_status status = SN_OK;
	bool renamed = false;

	for (size_t i = 0; i < change->fates && !status; i++)
		if (change->fate[i].fate == SN_FATE_RENEGOTIATED)
			status = sn__advise(&w->change->advice,
			    "renegotiation-on-change", SN_SEVERITY_WARNING,
			    sn__plan_source(w->plan),
			    "Connection %s gets other selectors: it "
			    "renegotiates, with a short interruption. Change "
			    "the peer at the same time.",
			    change->fate[i].connection->name);
	if (!status && w->recreate)
		status = sn__advise(&w->change->advice, "tunnel-recreated",
		    SN_SEVERITY_WARNING, g->selectors_fixed.source,
		    "The gateway (%s) cannot change the selectors of a tunnel: "
		    "it is deleted and made anew, and nothing has a path "
		    "meanwhile. Change the peer at the same time.",
		    g->name);
	if (!status)
		status = passes_limit(w, change->view.peak_connections,
		    w->plan->max_connections, "connections",
		    g->connections.source);
	if (!status)
		status = passes_limit(w, change->view.peak_policy_rows,
		    w->plan->max_policy_routes, "policy routes",
		    g->policy_routes.source);
	if (!status)
		status = passes_limit(w, change->view.peak_destination_rows,
		    w->plan->max_destination_routes, "destination routes",
		    g->destination_routes.source);
	for (size_t i = 0; i < w->new->connections && !renamed; i++)
		renamed = strcmp(w->name[i], w->new_named[i]->name) != 0;
	if (!status && renamed)
		status = sn__advise(&w->change->advice, "names-in-use",
		    SN_SEVERITY_INFO, "",
		    "Connections that stay keep their names, and new ones get "
		    "free ones: the names in the steps count, not those in "
		    "the plan's tables.");
	if (!status && !change->steps)
		status = sn__advise(&w->change->advice, "nothing-to-do",
		    SN_SEVERITY_INFO, "",
		    "What is deployed carries the plan already.");
	return status;
}

static sn_status
make(struct sn__changing *w)
{
	sn_plan_change *change = w->change;
	sn_status status = sn_deployed_from_plan(&w->new, w->plan);

	if (!status)
		status = sn_deployed_new(&change->result, &change->alloc);
	if (!status)
		status = sn_deployed_new(&change->gone, &change->alloc);
	if (!status)
		status = sn__change_match(w);
	if (!status) {
		change->fate = sn__malloc(&change->alloc,
		    w->old->connections + w->new->connections,
		    sizeof(*change->fate));
		status = change->fate ? make_steps(w) : SN_ENOMEM;
	}
	if (status)
		return status;
	find_peaks(w);
	status = comment(w);
	change->view.struct_size = sizeof(change->view);
	change->view.steps = change->step;
	change->view.step_count = change->steps;
	change->view.fates = change->fate;
	change->view.fate_count = change->fates;
	change->view.findings = change->advice.a;
	change->view.finding_count = change->advice.n;
	change->view.result = change->result;
	return status;
}

static void
clean(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;

	sn_deployed_free(w->new);
	sn__free(a, w->old_carried);
	sn__free(a, w->old_named);
	sn__free(a, w->new_carried);
	sn__free(a, w->new_named);
	sn__free(a, w->same);
	sn__free(a, w->name);
	sn__free(a, w->old_rows);
	sn__free(a, w->new_rows);
	sn__free(a, w->routed);
	sn__free(a, w->kept);
	sn__free(a, w->old_kept);
}

sn_status
sn_plan_change_new(
    sn_plan_change **out, const sn_deployed *old, const sn_plan *plan)
{
	struct sn__changing w = {.old = old, .plan = plan};
	sn_status status;

	if (plan->scheme == SN_SCHEME_NONE)
		return SN_EINVAL;
	for (size_t i = 0; i < old->connections; i++)
		if (old->connection[i]->local[0].family !=
		    plan->everything.family)
			return SN_EFAMILY;
	w.publish = plan->gateway->publish.value == 1;
	w.change = sn__calloc(&plan->alloc, 1, sizeof(*w.change));
	if (!w.change)
		return SN_ENOMEM;
	w.change->alloc = w.change->advice.alloc = plan->alloc;
	status = make(&w);
	clean(&w);
	if (status) {
		sn_plan_change_free(w.change);
		return status;
	}
	*out = w.change;
	return SN_OK;
}

void
sn_plan_change_free(sn_plan_change *change)
{
	sn_alloc alloc;

	if (!change)
		return;
	alloc = change->alloc;
	sn_deployed_free(change->result);
	sn_deployed_free(change->gone);
	sn__findings_free(&change->advice);
	sn__free(&alloc, change->step);
	sn__free(&alloc, change->fate);
	sn__free(&alloc, change);
}

const sn_plan_change_view *
sn_plan_change_get(const sn_plan_change *change)
{
	return &change->view;
}
