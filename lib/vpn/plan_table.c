/*
 * plan_table.c - the table that a plan leaves in force.
 */
#include <stdio.h>

#include "vpn/plan.h"

enum { NAME_ROOM = SN_NAME_MAX + 24 };

static sn_status
add_block(sn_table *t, const sn_route_block *b, uint32_t kind)
{
	size_t rows = b->source_count * b->destination_count;
	sn_status status = SN_OK;

	for (size_t r = 0; r < rows && !status; r++) {
		sn_route row = {
		    .destination = b->destinations[r % b->destination_count],
		    .kind = kind,
		    .weight = b->weight,
		    .priority = b->priority,
		    .state = b->state,
		    .origin = b->origin};
		char name[NAME_ROOM];
		int n =
		    b->number_from
			? snprintf(name, sizeof(name), "%s-%llu", b->next_hop,
			      (unsigned long long)(b->number_from + r))
			: snprintf(name, sizeof(name), "%s", b->next_hop);

		if (b->sources)
			row.source = b->sources[r / b->destination_count];
		status = sn_table_intern(t, name, (size_t)n, &row.next_hop);
		if (!status)
			status = sn_table_add(t, &row);
	}
	return status;
}

sn_status
sn_table_from_plan(sn_table **out, const sn_plan *plan)
{
	const sn_route_block *b;
	sn_table *t;
	sn_status status = sn_table_new(&t, NULL);

	if (status)
		return status;
	for (size_t i = 0; !status && (b = sn_plan_policy_block(plan, i)); i++)
		if (b->action != SN_ACTION_DELETE)
			status = add_block(t, b, SN_ROUTE_POLICY);
	for (size_t i = 0; !status && (b = sn_plan_destination_block(plan, i));
	     i++)
		if (b->action != SN_ACTION_DELETE)
			status = add_block(t, b, SN_ROUTE_DESTINATION);
	if (status) {
		sn_table_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}
