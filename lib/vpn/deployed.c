/*
 * deployed.c - what a gateway has: connections and rows, copied and checked.
 *
 * A connection is one allocation together with its selectors, so that pointers
 * to connections stay good while the list grows.
 */
#include "vpn/deployed.h"

#include "vpn/names.h"
#include "vpn/plan.h"

sn_status
sn_deployed_new(sn_deployed **out, const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_deployed *d = sn__calloc(&keep, 1, sizeof(*d));

	if (!d)
		return SN_ENOMEM;
	d->alloc = keep;
	if (sn_table_new(&d->table, alloc)) {
		sn__free(&keep, d);
		return SN_ENOMEM;
	}
	*out = d;
	return SN_OK;
}

void
sn_deployed_free(sn_deployed *d)
{
	sn_alloc alloc;

	if (!d)
		return;
	alloc = d->alloc;
	for (size_t i = 0; i < d->connections; i++)
		sn__free(&alloc, d->connection[i]);
	sn__free(&alloc, d->connection);
	sn_table_free(d->table);
	sn__free(&alloc, d->nat);
	for (size_t i = 0; i < d->helds; i++)
		sn__free(&alloc, (char *)(uintptr_t)d->held[i].address);
	sn__free(&alloc, d->held);
	sn__free(&alloc, d);
}

static int
compare(const void *a, const void *b)
{
	return sn_prefix_compare(*(const sn_prefix *)a, *(const sn_prefix *)b);
}

/* Sorted, so that equal lists look equal. */
static void
copy_sorted(sn_prefix *to, const sn_prefix *from, size_t n)
{
	memcpy(to, from, n * sizeof(*to));
	qsort(to, n, sizeof(*to), compare);
}

static bool
is_side(const sn_prefix *p, size_t n, unsigned family)
{
	for (size_t i = 0; i < n; i++)
		if (!sn__prefix_valid(p[i]) || p[i].family != family)
			return false;
	return n > 0;
}

sn_status
sn_deployed_add_connection(sn_deployed *d, const sn_connection *c)
{
	struct owner {
		sn_connection c;
		sn_prefix p[];
	} * owner;

	if (c->struct_size != sizeof(*c) ||
	    !memchr(c->name, 0, sizeof(c->name)) ||
	    !sn__is_name(c->name, sizeof(c->name) - 1) || !c->local_count ||
	    !is_side(c->local, c->local_count, c->local[0].family) ||
	    !is_side(c->peer, c->peer_count, c->local[0].family))
		return SN_EINVAL;
	if (d->connections >= DEPLOYED_MAX)
		return SN_ELIMIT;
	if (!sn__grow(&d->alloc, &d->connection, &d->connection_capacity,
		d->connections, sizeof(*d->connection)))
		return SN_ENOMEM;
	owner = sn__malloc(&d->alloc,
	    sizeof(*owner) +
		(c->local_count + c->peer_count) * sizeof(sn_prefix),
	    1);
	if (!owner)
		return SN_ENOMEM;
	owner->c = *c;
	copy_sorted(owner->p, c->local, c->local_count);
	copy_sorted(owner->p + c->local_count, c->peer, c->peer_count);
	owner->c.local = owner->p;
	owner->c.peer = owner->p + c->local_count;
	d->connection[d->connections++] = &owner->c;
	return SN_OK;
}

sn_status
sn_deployed_add_row(sn_deployed *d, const sn_route *row, const char *next_hop)
{
	sn_route copy = *row;
	sn_status status;

	if (!next_hop || !sn__is_name(next_hop, SN_CONNECTION_MAX - 1) ||
	    row->kind == SN_ROUTE_BGP)
		return SN_EINVAL;
	if (sn_table_size(d->table) >= DEPLOYED_MAX)
		return SN_ELIMIT;
	if (row->kind == SN_ROUTE_STATIC)
		copy.kind = SN_ROUTE_DESTINATION;
	if (row->kind != SN_ROUTE_POLICY)
		copy.priority = 0;
	copy.action = 0;
	status = sn_table_intern(
	    d->table, next_hop, strlen(next_hop), &copy.next_hop);
	return status ? status : sn_table_add(d->table, &copy);
}

sn_status
sn_deployed_add_nat(sn_deployed *d, const sn_nat *nat)
{
	if (nat->side > SN_PEER || !sn__prefix_valid(nat->original) ||
	    !sn__prefix_valid(nat->translated) ||
	    nat->original.family != nat->translated.family ||
	    nat->original.len != nat->translated.len)
		return SN_EINVAL;
	if (d->nats >= DEPLOYED_MAX)
		return SN_ELIMIT;
	if (!sn__grow(
		&d->alloc, &d->nat, &d->nat_capacity, d->nats, sizeof(*d->nat)))
		return SN_ENOMEM;
	d->nat[d->nats++] = *nat;
	return SN_OK;
}

static sn_status
add_nats(sn_deployed *d, const sn_nat *nat, size_t n)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < n && !status; i++)
		status = sn_deployed_add_nat(d, &nat[i]);
	return status;
}

/* The texts of one are one allocation, which begins with its address. */
sn_status
sn__deployed_hold(sn_deployed *d, const struct sn__held *held, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sn__held h = held[i];
		size_t address = strlen(h.address) + 1;
		size_t key = strlen(h.key) + 1;
		size_t index = h.index ? strlen(h.index) + 1 : 0;
		char *text;

		if (d->helds >= DEPLOYED_MAX)
			return SN_ELIMIT;
		if (!sn__grow(&d->alloc, &d->held, &d->held_capacity, d->helds,
			sizeof(*d->held)))
			return SN_ENOMEM;
		text = sn__malloc(&d->alloc, address + key + index, 1);
		if (!text)
			return SN_ENOMEM;
		h.address = memcpy(text, h.address, address);
		h.key = memcpy(text + address, h.key, key);
		if (index)
			h.index = memcpy(text + address + key, h.index, index);
		d->held[d->helds++] = h;
	}
	return SN_OK;
}

static sn_status
add_connections(sn_deployed *d, const sn_plan *plan)
{
	sn_connection c = SN_CONNECTION_INIT;
	sn_status status = SN_OK;

	for (uint64_t i = 0; i < plan->connections && !status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (!status)
			status = sn_deployed_add_connection(d, &c);
	}
	return status;
}

static sn_status
add_rows(sn_deployed *d, const sn_plan *plan)
{
	bool publish = plan->gateway->publish.value == 1;
	char name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;
	sn_status status = SN_OK;

	sn_plan_rows_init(&it, plan, 0);
	while (!status && sn_plan_rows_next(&it, &row)) {
		if (row.action == SN_ACTION_DELETE)
			continue;
		if (publish)
			row.state = SN_STATE_PUBLISHED;
		status = sn_deployed_add_row(
		    d, &row, sn_plan_connection_name(plan, row.next_hop, name));
	}
	return status;
}

sn_status
sn_deployed_from_plan(sn_deployed **out, const sn_plan *plan)
{
	const sn_plan *part;
	sn_deployed *d;
	sn_status status;

	if (plan->connections > DEPLOYED_MAX)
		return SN_ELIMIT;
	status = sn_deployed_new(&d, &plan->alloc);
	if (status)
		return status;
	d->number_base = plan->number_asked ? plan->number_base : 0;
	status = add_connections(d, plan);
	if (!status)
		status = add_rows(d, plan);
	for (size_t i = 0; !status && (part = sn_plan_part(plan, i)); i++)
		status = add_nats(d, part->nat, part->nats);
	if (status) {
		sn_deployed_free(d);
		return status;
	}
	*out = d;
	return SN_OK;
}

sn_status
sn_deployed_append(sn_deployed *d, const sn_deployed *other)
{
	const sn_table *t = other->table;
	sn_status status = SN_OK;

	if (!d->number_base)
		d->number_base = other->number_base;
	for (size_t i = 0; i < other->connections && !status; i++)
		status = sn_deployed_add_connection(d, other->connection[i]);
	for (size_t i = 0; i < sn_table_size(t) && !status; i++) {
		const sn_route *row = &sn_table_rows(t)[i];

		status = sn_deployed_add_row(
		    d, row, sn_table_next_hop(t, row->next_hop));
	}
	if (!status)
		status = sn__deployed_hold(d, other->held, other->helds);
	return status ? status : add_nats(d, other->nat, other->nats);
}

size_t
sn_deployed_connection_count(const sn_deployed *d)
{
	return d->connections;
}

const sn_connection *
sn_deployed_connection(const sn_deployed *d, size_t i)
{
	return i < d->connections ? d->connection[i] : NULL;
}

const sn_nat *
sn_deployed_nats(const sn_deployed *d, size_t *n)
{
	*n = d->nats;
	return d->nat;
}

const sn_table *
sn_deployed_table(const sn_deployed *d)
{
	return d->table;
}
