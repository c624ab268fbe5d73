/*
 * plan.c - a plan as an object: what it holds, and what there is to see of
 * it. How it is made is in plan_new.c.
 */
#include "vpn/plan.h"

void
sn_plan_free(sn_plan *plan)
{
	sn_alloc alloc;

	if (!plan)
		return;
	alloc = plan->alloc;
	sn_side_free(plan->side[SN_LOCAL]);
	sn_side_free(plan->side[SN_PEER]);
	for (size_t i = 0; i < plan->list_count; i++)
		sn_prefixes_free(plan->list[i]);
	for (unsigned s = 0; s < 2; s++)
		sn_prefixes_free(plan->bypass[s]);
	for (size_t i = 0; i < plan->subs; i++)
		sn_plan_free(plan->sub[i]);
	for (size_t i = 0; i < plan->helds; i++)
		sn_prefixes_free(plan->held[i]);
	sn__findings_free(&plan->advice);
	sn__free(&alloc, plan->held);
	sn__free(&alloc, plan->sub);
	sn__free(&alloc, plan->first);
	sn__free(&alloc, plan->parts);
	sn__free(&alloc, plan->settled);
	sn__free(&alloc, plan->nat);
	sn__free(&alloc, plan->pair_name);
	sn__free(&alloc, plan);
}

void
sn__plan_keep(sn_plan *plan, sn_prefixes *list)
{
	plan->list[plan->list_count++] = list;
}

void
sn__plan_select(sn_plan *plan, sn_prefixes *const list[2])
{
	for (unsigned s = 0; s < 2; s++) {
		sn__plan_keep(plan, list[s]);
		plan->selectors[s] =
		    sn_prefixes_data(list[s], &plan->selector_count[s]);
	}
}

/* Whether the connections have the side's one selector. */
static uint32_t
is_used(const sn_plan *plan, unsigned s)
{
	return plan->connections == 1 &&
	       plan->routing_mode != SN_MODE_DESTINATION_ROUTING &&
	       plan->selector_count[s] == 1 &&
	       !sn_prefix_compare(
		   plan->selectors[s][0], plan->side[s]->selector);
}

/* What there is to see of one site and family. */
static void
finish_part(sn_plan *plan)
{
	for (unsigned s = 0; s < 2; s++)
		plan->side[s]->used = is_used(plan, s);
	plan->part = (sn_part){.struct_size = sizeof(plan->part),
	    .site = *plan->site ? plan->site : NULL,
	    .family = plan->everything.family,
	    .scheme = plan->scheme,
	    .peer_device = plan->peer_device,
	    .sides = {plan->side[SN_LOCAL], plan->side[SN_PEER]},
	    .alternatives = plan->alternative,
	    .alternative_count = plan->alternative[0].scheme ? SN_SCHEMES : 0,
	    .standby_of = *plan->standby_of ? plan->standby_of : NULL,
	    .connection = plan->connection,
	    .connection_count = plan->connections,
	    .row_count = plan->view.row_count,
	    .proposal = plan->proposed ? &plan->proposal : NULL};
}

void
sn__plan_finish(sn_plan *plan)
{
	const sn__block *b;
	const sn_part *part;

	plan->view = (sn_plan_view){.struct_size = sizeof(plan->view),
	    .scheme = plan->scheme,
	    .auto_rows = plan->auto_off ? SN_AUTO_ROWS_OFF : SN_AUTO_ROWS_KEEP,
	    .gateway = plan->gateway,
	    .connection_count = plan->connections,
	    .findings = plan->advice.a,
	    .finding_count = plan->advice.n,
	    .parts = plan->subs ? plan->parts : &plan->part,
	    .part_count = plan->subs ? plan->subs : 1,
	    .number_base = plan->number_base,
	    .number_given = plan->number_asked,
	    .max_connections = plan->max_connections,
	    .max_policy_routes = plan->max_policy_routes,
	    .max_destination_routes = plan->max_destination_routes,
	    .translations = plan->nat,
	    .translation_count = plan->nats};
	for (unsigned s = 0; s < 2; s++)
		if (plan->bypass[s] &&
		    plan->routing_mode == SN_MODE_PROTECTED_DATA_FLOWS)
			plan->view.bypass[s] = sn_prefixes_data(
			    plan->bypass[s], &plan->view.bypass_count[s]);
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		plan->view.row_count += sn__block_size(b);
	if (!plan->subs)
		finish_part(plan);
	if (plan->view.part_count > 1)
		return;
	part = plan->view.parts;
	plan->view.sides[SN_LOCAL] = part->sides[SN_LOCAL];
	plan->view.sides[SN_PEER] = part->sides[SN_PEER];
	plan->view.peer_device = part->peer_device;
	plan->view.proposal = part->proposal;
	plan->view.connection = part->connection;
}

const sn_plan_view *
sn_plan_get(const sn_plan *plan)
{
	return &plan->view;
}

/* -------------------------------------------------------- connections */

/* SAs of one tunnel to expect of a connection. */
static uint64_t
pairs_of(const sn_plan *plan, const sn_connection *c)
{
	bool each = plan->gateway->sa_model.value == SN_SA_PER_PAIR ||
		    plan->peer_device->sa_model.value == SN_SA_PER_PAIR;

	return each ? (uint64_t)c->local_count * c->peer_count : 1;
}

static void
make_connection(const sn_plan *plan, uint64_t i, sn_connection *out)
{
	sn_connection c = {.struct_size = sizeof(sn_connection),
	    .ike = plan->ike,
	    .routing_mode = plan->routing_mode,
	    .local = plan->selectors[SN_LOCAL],
	    .local_count = plan->selector_count[SN_LOCAL],
	    .peer = plan->selectors[SN_PEER],
	    .peer_count = plan->selector_count[SN_PEER]};

	sn_plan_connection_name(plan, i, c.name);
	if (plan->scheme == SN_SCHEME_PAIRS) {
		c.local += i / plan->selector_count[SN_PEER];
		c.peer += i % plan->selector_count[SN_PEER];
		c.local_count = c.peer_count = 1;
	}
	if (plan->gateway->tunnels.value > 0)
		c.tunnels = (uint32_t)plan->gateway->tunnels.value;
	c.pairs = pairs_of(plan, &c);
	*out = c;
}

sn_status
sn_plan_connection(const sn_plan *plan, uint64_t i, sn_connection *out)
{
	if (out->struct_size != sizeof(*out))
		return SN_EINVAL;
	if (i >= plan->connections)
		return SN_ENOTFOUND;
	plan = sn__plan_of(plan, &i);
	make_connection(plan, i, out);
	return SN_OK;
}

/* --------------------------------------------------------------- rows */

const sn__block *
sn__plan_block(const sn_plan *plan, size_t i)
{
	if (plan->settled)
		return i < plan->settled_count ? &plan->settled[i] : NULL;
	return i < plan->block_count ? &plan->block[i] : NULL;
}

void
sn_plan_rows_init(sn_plan_rows *it, const sn_plan *plan, uint32_t kind)
{
	*it = (sn_plan_rows){.plan = plan, .kind = kind};
}

bool
sn_plan_rows_next(sn_plan_rows *it, sn_route *row)
{
	const sn__block *b;

	while ((b = sn__plan_block(it->plan, it->block)) != NULL && it->kind &&
	       b->row.kind != it->kind)
		it->block++;
	if (!b)
		return false;
	*row = b->row;
	if (b->sources)
		row->source = b->sources[it->source];
	row->destination = b->destinations[it->destination];
	if (b->numbered)
		row->next_hop += (uint32_t)it->row;
	it->row++;
	if (++it->destination < b->destination_count)
		return true;
	it->destination = 0;
	if (++it->source < b->source_count)
		return true;
	it->source = 0;
	it->row = 0;
	it->block++;
	return true;
}

sn_status
sn_plan_table(sn_table **out, const sn_plan *plan)
{
	char name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;
	sn_table *t;
	sn_status status = sn_table_new(&t, NULL);

	if (status)
		return status;
	sn_plan_rows_init(&it, plan, 0);
	while (!status && sn_plan_rows_next(&it, &row)) {
		if (row.action == SN_ACTION_DELETE)
			continue;
		row.action = 0;
		if (row.kind == SN_ROUTE_STATIC)
			row.kind = SN_ROUTE_DESTINATION;
		sn_plan_connection_name(plan, row.next_hop, name);
		status = sn_table_intern(t, name, strlen(name), &row.next_hop);
		if (!status)
			status = sn_table_add(t, &row);
	}
	if (status) {
		sn_table_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}
