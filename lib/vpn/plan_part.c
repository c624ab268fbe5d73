/*
 * plan_part.c - the parts of a plan: by number, and that of a connection.
 */
#include "vpn/plan.h"

const sn_plan *
sn_plan_part(const sn_plan *plan, size_t i)
{
	if (!plan->subs)
		return i ? NULL : plan;
	return i < plan->subs ? plan->sub[i] : NULL;
}

size_t
sn_plan_part_of(const sn_plan *plan, uint64_t i)
{
	size_t low = 0, high = plan->subs;

	/* The last part whose first connection is not after @i. */
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (plan->first[middle] <= i)
			low = middle;
		else
			high = middle;
	}
	return low;
}
