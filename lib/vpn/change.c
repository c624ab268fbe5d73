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
add_step(struct sn__changing *w, uint32_t kind, const sn_connection *c,
    const sn_deployed_row *row)
{
	sn_plan_change *change = w->change;

	if (!sn__grow(&change->alloc, &change->step, &change->step_capacity,
		change->steps, sizeof(*change->step)))
		return SN_ENOMEM;
	change->step[change->steps++] = (sn_step){kind, 0, c, row};
	return SN_OK;
}

/* The connection that a row of the result leads to is new or modified. */
static bool
fresh(const struct sn__changing *w, const sn_deployed_row *row)
{
	return w->modify || !sn__name_in_use(w, row->next_hop);
}

static bool
is_auto(const struct sn__changing *w, const sn_deployed_row *row)
{
	return row->origin == SN_ORIGIN_AUTO && fresh(w, row);
}

static bool
is_kept(const struct sn__changing *w, const sn_deployed_row *row)
{
	const void *at = bsearch(&row, w->new_rows, w->change->result->rows,
	    sizeof(row), sn__compare_rows);

	return at &&
	       w->kept[(const sn_deployed_row **)(uintptr_t)at - w->new_rows];
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

	for (size_t i = 0; i < w->change->result->rows && !status; i++)
		if (w->kept[i]
			? automatic && w->modify && w->kept[i] == SN__KEPT_AUTO
			: is_auto(w, w->new_rows[i]) == automatic)
			status = add_step(w,
			    automatic ? SN_STEP_CHECK_ROW : SN_STEP_ADD_ROW,
			    NULL, w->new_rows[i]);
	return status;
}

/* The same, once for each table, destination and next hop in a row. */
static sn_status
publish_in(struct sn__changing *w, bool automatic)
{
	const sn_deployed_row *last = NULL;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->change->result->rows && !status; i++) {
		const sn_deployed_row *row = w->routed[i];

		if (!w->publish || is_kept(w, row) ||
		    is_auto(w, row) != automatic ||
		    (last && !sn__compare_routes(&last, &row)))
			continue;
		status = add_step(w, SN_STEP_PUBLISH_ROW, NULL, row);
		last = row;
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
	const sn_route_block *b;
	sn_status status = SN_OK;

	for (size_t k = 0; !status && (b = sn_plan_policy_block(w->plan, k));
	     k++) {
		sn_deployed_row row = {.kind = SN_ROUTE_POLICY,
		    .next_hop = w->name[0],
		    .weight = b->weight,
		    .priority = b->priority,
		    .state = SN_STATE_NORMAL,
		    .origin = SN_ORIGIN_AUTO};

		/* Only plans of one connection have such rows. */
		if (b->action != SN_ACTION_DELETE || w->same[0])
			continue;
		for (size_t s = 0; s < b->source_count; s++)
			for (size_t d = 0; d < b->destination_count && !status;
			     d++) {
				row.source = b->sources[s];
				row.destination = b->destinations[d];
				status =
				    sn_deployed_add_row(w->change->gone, &row);
			}
	}
	return status;
}

static bool
was_there(const struct sn__changing *w, const sn_deployed_row *row)
{
	for (size_t i = 0; i < w->old->rows; i++)
		if (!sn__compare_rows(&row, &w->old_rows[i]))
			return true;
	return false;
}

/* The first place in routed with @destination or above. */
static size_t
first_route(const struct sn__changing *w, sn_prefix destination)
{
	size_t low = 0, high = w->change->result->rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sn_prefix_compare(
			w->routed[middle]->destination, destination) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Publishes again what stays with the destination of @gone. */
static sn_status
publish_again(struct sn__changing *w, const sn_deployed_row *gone)
{
	const sn_deployed_row *last = NULL;
	sn_status status = SN_OK;
	size_t n = w->change->result->rows;

	if (!w->publish || gone->state != SN_STATE_PUBLISHED)
		return SN_OK;
	for (size_t i = first_route(w, gone->destination); i < n && !status;
	     i++) {
		const sn_deployed_row *row = w->routed[i];

		if (sn_prefix_compare(row->destination, gone->destination))
			break;
		if (row->state != SN_STATE_PUBLISHED ||
		    (last && !sn__compare_routes(&last, &row)))
			continue;
		status = add_step(w, SN_STEP_PUBLISH_ROW, NULL, row);
		last = row;
	}
	return status;
}

/* Deletes, last matched first; old rows are copied, for they may go away. */
static sn_status
rows_out(struct sn__changing *w)
{
	sn_deployed *gone = w->change->gone;
	size_t unwanted = gone->rows;
	sn_status status = SN_OK;

	for (size_t i = 0; i < unwanted && !status; i++)
		if (!was_there(w, gone->row[i])) {
			status =
			    add_step(w, SN_STEP_CHECK_ROW, NULL, gone->row[i]);
			if (!status)
				status = add_step(
				    w, SN_STEP_DELETE_ROW, NULL, gone->row[i]);
		}
	for (size_t i = w->old->rows; i-- && !status;) {
		if (w->old_kept[i])
			continue;
		status = sn_deployed_add_row(gone, w->old_rows[i]);
		if (!status)
			status = add_step(w, SN_STEP_DELETE_ROW, NULL,
			    gone->row[gone->rows - 1]);
		if (!status)
			status = publish_again(w, w->old_rows[i]);
	}
	return status;
}

static void
set_fate(struct sn__changing *w, const sn_connection *c, uint32_t fate)
{
	w->change->fate[w->change->fates++] = (struct fate){c, fate};
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
		if (now) {
			set_fate(w, now,
			    w->modify ? SN_FATE_RENEGOTIATED : SN_FATE_KEPT);
			continue;
		}
		status = sn_deployed_add_connection(change->gone, c);
		if (status)
			break;
		c = change->gone->connection[change->gone->connections - 1];
		set_fate(w, c, SN_FATE_DELETED);
		status = add_step(w, SN_STEP_DELETE_CONNECTION, c, NULL);
	}
	return status;
}

static sn_status
connections_in(struct sn__changing *w, uint32_t kind)
{
	const sn_deployed *result = w->change->result;
	sn_status status = SN_OK;

	if (w->modify != (kind == SN_STEP_MODIFY_CONNECTION))
		return SN_OK;
	for (size_t i = 0; i < result->connections && !status; i++)
		if (w->modify ||
		    !sn__name_in_use(w, result->connection[i]->name))
			status = add_step(w, kind, result->connection[i], NULL);
	return status;
}

/* The automatic rows follow the creation, or the modification. */
static sn_status
make_steps(struct sn__changing *w)
{
	sn_status status = connections_in(w, SN_STEP_CREATE_CONNECTION);

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
	if (!status)
		status = unwanted_rows(w);
	if (!status)
		status = rows_out(w);
	if (!status)
		status = connections_out(w);
	for (size_t i = 0; i < w->change->result->connections && !status; i++)
		if (!w->modify &&
		    !sn__name_in_use(w, w->change->result->connection[i]->name))
			set_fate(w, w->change->result->connection[i],
			    SN_FATE_CREATED);
	return status;
}

static void
find_peaks(struct sn__changing *w)
{
	sn_plan_change *change = w->change;
	uint64_t rows[2] = {0, 0}, connections = w->old->connections;

	for (size_t i = 0; i < w->old->rows; i++)
		rows[w->old->row[i]->kind - SN_ROUTE_POLICY]++;
	change->peak_connections = connections;
	memcpy(change->peak_rows, rows, sizeof(rows));
	for (size_t i = 0; i < change->steps; i++) {
		const sn_step *s = &change->step[i];
		unsigned t = s->row ? s->row->kind - SN_ROUTE_POLICY : 0;

		if (s->kind == SN_STEP_CREATE_CONNECTION)
			connections++;
		else if (s->kind == SN_STEP_DELETE_CONNECTION)
			connections--;
		else if (s->kind == SN_STEP_ADD_ROW ||
			 (s->kind == SN_STEP_CHECK_ROW && !is_kept(w, s->row)))
			rows[t]++;
		else if (s->kind == SN_STEP_DELETE_ROW)
			rows[t]--;
		if (connections > change->peak_connections)
			change->peak_connections = connections;
		if (rows[t] > change->peak_rows[t])
			change->peak_rows[t] = rows[t];
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
			    SOURCE_ALIBABA_ADVICE,
			    "Connection %s gets other selectors: it "
			    "renegotiates, with a short interruption. Change "
			    "the peer at the same time.",
			    change->fate[i].connection->name);
	if (!status)
		status = passes_limit(w, change->peak_connections,
		    w->plan->max_connections, "connections",
		    g->connections.source);
	if (!status)
		status = passes_limit(w, change->peak_rows[0],
		    w->plan->max_policy_routes, "policy routes",
		    g->policy_routes.source);
	if (!status)
		status = passes_limit(w, change->peak_rows[1],
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
	return comment(w);
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
	sn__free(a, w->result_named);
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

size_t
sn_plan_change_step_count(const sn_plan_change *change)
{
	return change->steps;
}

const sn_step *
sn_plan_change_step(const sn_plan_change *change, size_t i)
{
	return i < change->steps ? &change->step[i] : NULL;
}

size_t
sn_plan_change_connection_count(const sn_plan_change *change)
{
	return change->fates;
}

const sn_connection *
sn_plan_change_connection(
    const sn_plan_change *change, size_t i, uint32_t *fate)
{
	if (i >= change->fates)
		return NULL;
	if (fate)
		*fate = change->fate[i].fate;
	return change->fate[i].connection;
}

uint64_t
sn_plan_change_peak_rows(const sn_plan_change *change, unsigned kind)
{
	return kind == SN_ROUTE_POLICY || kind == SN_ROUTE_DESTINATION
		   ? change->peak_rows[kind - SN_ROUTE_POLICY]
		   : 0;
}

uint64_t
sn_plan_change_peak_connections(const sn_plan_change *change)
{
	return change->peak_connections;
}

const sn_deployed *
sn_plan_change_result(const sn_plan_change *change)
{
	return change->result;
}

size_t
sn_plan_change_advice_count(const sn_plan_change *change)
{
	return change->advice.n;
}

const sn_finding *
sn_plan_change_advice(const sn_plan_change *change, size_t i)
{
	return i < change->advice.n ? &change->advice.a[i] : NULL;
}
