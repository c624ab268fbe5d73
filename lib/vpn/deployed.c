/*
 * deployed.c - what a gateway has: connections and rows, copied and checked.
 *
 * Each element is one allocation with what it points at behind it, so that
 * pointers to elements stay good while the lists grow.
 */
#include "vpn/deployed.h"

#include <stdio.h>

#include "vpn/plan.h"

bool
sn__is_name(const char *name, size_t most)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:");

	return n > 0 && n <= most && !name[n] && name[0] != '-' &&
	       name[0] != '.';
}

sn_status
sn_deployed_new(sn_deployed **out, const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_deployed *d = sn__calloc(&keep, 1, sizeof(*d));

	if (!d)
		return SN_ENOMEM;
	d->alloc = keep;
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
	for (size_t i = 0; i < d->rows; i++)
		sn__free(&alloc, d->row[i]);
	sn__free(&alloc, d->connection);
	sn__free(&alloc, d->row);
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

	if (!memchr(c->name, 0, sizeof(c->name)) ||
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
sn_deployed_add_row(sn_deployed *d, const sn_deployed_row *row)
{
	struct owner {
		sn_deployed_row row;
		char name[];
	} * owner;
	size_t n = row->next_hop ? strlen(row->next_hop) : 0;

	if (!n || !sn__is_name(row->next_hop, SN_NAME_MAX + 23) ||
	    (row->kind != SN_ROUTE_POLICY &&
		row->kind != SN_ROUTE_DESTINATION) ||
	    !sn__prefix_valid(row->destination) ||
	    (row->kind == SN_ROUTE_POLICY &&
		(!sn__prefix_valid(row->source) ||
		    row->source.family != row->destination.family)))
		return SN_EINVAL;
	if (d->rows >= DEPLOYED_MAX)
		return SN_ELIMIT;
	if (!sn__grow(
		&d->alloc, &d->row, &d->row_capacity, d->rows, sizeof(*d->row)))
		return SN_ENOMEM;
	owner = sn__malloc(&d->alloc, sizeof(*owner) + n + 1, 1);
	if (!owner)
		return SN_ENOMEM;
	owner->row = *row;
	memcpy(owner->name, row->next_hop, n + 1);
	owner->row.next_hop = owner->name;
	if (row->kind == SN_ROUTE_DESTINATION) {
		owner->row.source = sn__prefix(row->destination.family, 0, 0);
		owner->row.priority = 0;
	}
	d->row[d->rows++] = &owner->row;
	return SN_OK;
}

/* Row @r of a block. */
static sn_deployed_row
block_row(const sn_route_block *b, uint64_t r, char name[SN_NAME_MAX + 24])
{
	sn_deployed_row row = {
	    .destination = b->destinations[r % b->destination_count],
	    .next_hop = b->next_hop,
	    .kind = b->sources ? SN_ROUTE_POLICY : SN_ROUTE_DESTINATION,
	    .weight = b->weight,
	    .priority = b->priority,
	    .state = b->state,
	    .origin = b->origin};

	if (b->sources)
		row.source = b->sources[r / b->destination_count];
	if (b->number_from) {
		snprintf(name, SN_NAME_MAX + 24, "%s-%llu", b->next_hop,
		    (unsigned long long)(b->number_from + r));
		row.next_hop = name;
	}
	return row;
}

static sn_status
add_block(sn_deployed *d, const sn_route_block *b, bool publish)
{
	uint64_t n = (uint64_t)b->source_count * b->destination_count;
	char name[SN_NAME_MAX + 24];
	sn_status status = SN_OK;

	for (uint64_t r = 0; r < n && !status; r++) {
		sn_deployed_row row = block_row(b, r, name);

		if (publish)
			row.state = SN_STATE_PUBLISHED;
		status = sn_deployed_add_row(d, &row);
	}
	return status;
}

typedef const sn_route_block *block_at(const sn_plan *plan, size_t i);

sn_status
sn_deployed_from_plan(sn_deployed **out, const sn_plan *plan)
{
	static block_at *const table[] = {
	    sn_plan_policy_block, sn_plan_destination_block};
	bool publish = sn_plan_gateway(plan)->publish.value == 1;
	uint64_t n = sn_plan_connection_count(plan);
	const sn_route_block *b;
	sn_deployed *d;
	sn_connection c;
	sn_status status;

	if (n > DEPLOYED_MAX)
		return SN_ELIMIT;
	status = sn_deployed_new(&d, &plan->alloc);
	if (status)
		return status;
	for (uint64_t i = 0; i < n && !status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (!status)
			status = sn_deployed_add_connection(d, &c);
	}
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; !status && (b = table[t](plan, i)); i++)
			if (b->action != SN_ACTION_DELETE)
				status = add_block(d, b, publish);
	if (status) {
		sn_deployed_free(d);
		return status;
	}
	*out = d;
	return SN_OK;
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

size_t
sn_deployed_row_count(const sn_deployed *d)
{
	return d->rows;
}

const sn_deployed_row *
sn_deployed_row_at(const sn_deployed *d, size_t i)
{
	return i < d->rows ? d->row[i] : NULL;
}
