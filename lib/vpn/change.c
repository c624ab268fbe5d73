/*
 * change.c - from what is deployed to a plan, without a pair losing its path.
 *
 * Which connections are the same. Equal selectors, mode and IKE version: the
 * same connection, whatever it is called; it keeps its name and does not
 * renegotiate. One that is replaced by one of the same name is modified in
 * place, where that takes no path from anyone (change_modify.c): it
 * renegotiates. All others are created and deleted, under names that are free,
 * because modifying several connections that take segments from each other may
 * have no safe order at all. What is not the plan's is left alone
 * (change_claim.c).
 *
 * The order of the steps: create connections, add rows, publish them, modify,
 * check what the gateway installs by itself, delete rows, delete connections.
 * Why no pair of addresses that works before and after loses its path:
 *   - A new row is inside the selectors of its connection, so whichever new
 *     row catches the pair leads somewhere that carries it: to a connection
 *     that is there already, or to one that is modified, which carries the
 *     pair both before and after, for its rows take none from others.
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
#include "base/plural.h"
#include "vpn/claim.h"

static sn_status
add_connection_step(
    struct sn__changing *w, uint32_t kind, const sn_connection *c)
{
	return sn__add_step(w, (sn_step){.kind = kind, .connection = c});
}

/* An old one that is to be modified, as it is before that: copied. */
static sn_status
add_modify_step(struct sn__changing *w, const sn_connection *c)
{
	sn_deployed *gone = w->change->gone;
	size_t old = sn__find_name(&w->old_names, c->name);
	sn_status status =
	    sn_deployed_add_connection(gone, w->old->connection[old]);

	return status
		   ? status
		   : sn__add_step(w,
			 (sn_step){.kind = SN_STEP_MODIFY_CONNECTION,
			     .connection = c,
			     .was = gone->connection[gone->connections - 1]});
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
	static const uint32_t fates[] = {
	    [SN__STAYS] = SN_FATE_KEPT, [SN__MODIFIED] = SN_FATE_RENEGOTIATED};
	sn_plan_change *change = w->change;
	sn_status status = SN_OK;

	for (size_t i = 0; i < w->old->connections && !status; i++) {
		const sn_connection *c = w->old->connection[i];
		size_t now = sn__find_name(&w->result_names, c->name);

		if (now != SIZE_MAX && w->how[now] != SN__REMADE) {
			set_fate(w, change->result->connection[now],
			    fates[w->how[now]]);
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
is_new(const struct sn__changing *w, size_t k)
{
	return w->how[k] == SN__MADE || w->how[k] == SN__REMADE;
}

static sn_status
connections_in(struct sn__changing *w, uint32_t kind)
{
	const sn_deployed *result = w->change->result;
	sn_status status = SN_OK;

	for (size_t k = 0; k < result->connections && !status; k++) {
		const sn_connection *c = result->connection[k];

		if (kind == SN_STEP_CREATE_CONNECTION && is_new(w, k))
			status = add_connection_step(w, kind, c);
		if (kind == SN_STEP_MODIFY_CONNECTION &&
		    w->how[k] == SN__MODIFIED)
			status = add_modify_step(w, c);
	}
	return status;
}

/* What goes, in the order in which it goes. */
static sn_status
all_out(struct sn__changing *w)
{
	sn_status status = sn__rows_out(w);

	return status ? status : connections_out(w);
}

/* The connections that are made, with their rows, and all rows that fit. */
static sn_status
bring_in(struct sn__changing *w)
{
	sn_status status = connections_in(w, SN_STEP_CREATE_CONNECTION);

	if (!status)
		status = sn__automatic_rows_in(w, SN__MADE);
	if (!status)
		status = sn__unwanted_out(w, SN__MADE);
	if (!status)
		status = sn__own_rows_in(w);
	if (!status)
		status = sn__publish_automatic(w, SN__MADE);
	return status ? status : sn__publish_own(w, false);
}

/* The connections that are modified, with what comes of that. */
static sn_status
modify(struct sn__changing *w)
{
	sn_status status = connections_in(w, SN_STEP_MODIFY_CONNECTION);

	if (!status)
		status = sn__automatic_rows_in(w, SN__MODIFIED);
	if (!status)
		status = sn__publish_automatic(w, SN__MODIFIED);
	return status ? status : sn__unwanted_out(w, SN__MODIFIED);
}

/* The automatic rows follow the creation, or the modification. What has to be
 * made anew goes first. */
static sn_status
make_steps(struct sn__changing *w)
{
	sn_status status = sn__collect_gone(w);

	sn__find_space(w);
	if (!status && w->recreate)
		status = all_out(w);
	if (!status)
		status = bring_in(w);
	if (!status)
		status = modify(w);
	if (!status && !w->recreate)
		status = all_out(w);
	if (!status)
		status = sn__late_rows_in(w);
	if (!status && w->late_count)
		status = sn__publish_own(w, true);
	for (size_t k = 0; k < w->change->result->connections && !status; k++)
		if (is_new(w, k))
			set_fate(w, w->change->result->connection[k],
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
		const sn_step *s;

		raise(&v->peak_connections, n);
		raise(&v->peak_policy_rows, rows[SN_ROUTE_POLICY]);
		raise(&v->peak_destination_rows, rows[SN_ROUTE_DESTINATION]);
		if (i == change->steps)
			break;
		s = &change->step[i];
		if (s->kind == SN_STEP_CREATE_CONNECTION)
			n++;
		else if (s->kind == SN_STEP_DELETE_CONNECTION)
			n--;
		else if (s->kind == SN_STEP_ADD_ROW ||
			 (s->kind == SN_STEP_CHECK_ROW &&
			     (s->table != change->result->table ||
				 !sn__kept(w, s->row))))
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
	    "On the way there %s %llu %s%s, and the limit is %lld: have the "
	    "quota raised, or accept an interruption and delete first.",
	    sn__are(peak), (unsigned long long)peak, what, sn__plural(peak),
	    (long long)limit);
}

sn_status
sn__say_nothing_to_do(sn_plan_change *change)
{
	return sn__advise(&change->advice, "nothing-to-do", SN_SEVERITY_INFO,
	    "", "What is deployed at the gateway carries the plan already.");
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
			    SN__RENEGOTIATES, SN_SEVERITY_WARNING,
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
		    w->plan->max_connections, "connection",
		    g->connections.source);
	if (!status)
		status = passes_limit(w, change->view.peak_policy_rows,
		    w->plan->max_policy_routes, "policy route",
		    g->policy_routes.source);
	if (!status)
		status = passes_limit(w, change->view.peak_destination_rows,
		    w->plan->max_destination_routes, "destination route",
		    g->destination_routes.source);
	if (!status && w->late_count)
		status = sn__advise(&w->change->advice, "rows-wait",
		    SN_SEVERITY_WARNING, "",
		    "The limit leaves too little for all new rows beside the "
		    "old ones: %zu of them wait%s until old ones are gone, and "
		    "what needs them has no path meanwhile. A higher quota "
		    "spares that.",
		    w->late_count, w->late_count == 1 ? "s" : "");
	for (size_t k = 0; k < w->new->connections && !renamed; k++)
		renamed = strcmp(w->name[k], w->new->connection[k]->name) != 0;
	if (!status && renamed)
		status = sn__advise(&w->change->advice, "names-in-use",
		    SN_SEVERITY_INFO, "",
		    "Connections that stay keep their names, and new ones get "
		    "free ones: the names in the steps count, not those in "
		    "the plan's tables.");
	return !status && !change->steps ? sn__say_nothing_to_do(w->change)
					 : status;
}

/* No row of the gateway knows of local segments where tunnels carry all: what
 * the peer had routes to before is not known. */
static sn_status
say_peer_routes(const struct sn__changing *w)
{
	const sn_plan_view *v = sn_plan_get(w->plan);
	bool any = false;

	for (size_t i = 0; i < v->part_count; i++)
		any |= v->parts[i].scheme == SN_SCHEME_DESTINATION;
	if (!any)
		return SN_OK;
	return sn__advise(&w->change->advice, "peer-routes", SN_SEVERITY_ACTION,
	    "",
	    "No step is the peer's. Where a tunnel carries "
	    "everything, the peer needs a route through it to each local "
	    "segment: add those to new segments there, and delete those to "
	    "segments that are gone.");
}

/* The part that the connection of that name is of, or was. */
static uint32_t
part_of(const struct sn__changing *w, const char *name)
{
	size_t k = sn__find_name(&w->result_names, name);

	if (k < w->planned)
		return (uint32_t)sn_plan_part_of(w->plan, k);
	k = sn__find_name(&w->old_names, name);
	return k == SIZE_MAX ? SN__UNCLAIMED : w->owner[k];
}

static void
find_parts(struct sn__changing *w)
{
	sn_plan_change *change = w->change;

	for (size_t i = 0; i < change->steps; i++) {
		sn_step *s = &change->step[i];

		s->part = part_of(
		    w, s->connection ? s->connection->name : s->next_hop);
	}
	for (size_t i = 0; i < change->fates; i++)
		change->fate[i].part =
		    part_of(w, change->fate[i].connection->name);
}

void
sn__change_show(sn_plan_change *change)
{
	change->view.struct_size = sizeof(change->view);
	change->view.steps = change->step;
	change->view.step_count = change->steps;
	change->view.fates = change->fate;
	change->view.fate_count = change->fates;
	change->view.findings = change->advice.a;
	change->view.finding_count = change->advice.n;
}

static sn_status
make(struct sn__changing *w)
{
	sn_plan_change *change = w->change;
	sn_status status = sn_deployed_from_plan(&w->new, w->plan);

	if (!status)
		status = sn_deployed_new(&change->gone, &change->alloc);
	if (!status)
		status = sn__sort_names(&change->alloc, w->old->connection,
		    w->old->connections, &w->old_names);
	if (!status)
		status = sn__change_claim(w);
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
	find_parts(w);
	status = comment(w);
	if (!status)
		status = say_peer_routes(w);
	sn__change_show(change);
	change->view.result = change->result;
	return status;
}

static void
clean(struct sn__changing *w)
{
	const sn_alloc *a = &w->change->alloc;

	sn_deployed_free(w->new);
	sn__free(a, w->owner);
	sn__free(a, w->old_names.a);
	sn__free(a, w->new_names.a);
	sn__free(a, w->how);
	sn__free(a, w->same);
	sn__free(a, w->name);
	sn__change_forget(w);
}

/* Whether a connection is of the plan's family; others are left alone. */
static bool
has_family(const sn_deployed *old, const sn_plan *plan)
{
	for (size_t i = 0; i < old->connections; i++)
		if (old->connection[i]->local[0].family ==
		    plan->everything.family)
			return true;
	return false;
}

sn_status
sn_plan_change_new(
    sn_plan_change **out, const sn_deployed *old, const sn_plan *plan)
{
	struct sn__changing w = {.old = old, .plan = plan};
	sn_status status;

	if (plan->scheme == SN_SCHEME_NONE)
		return SN_EINVAL;
	if (old->connections && !plan->subs && !has_family(old, plan))
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
