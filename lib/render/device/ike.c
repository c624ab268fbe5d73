/*
 * ike.c - what the renderers of the peer end share.
 */
#include "render/device/ike.h"

bool
sn__ike_everything(const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].len == 0)
			return true;
	return false;
}

bool
sn__ike_needs_routes(const sn_plan *plan)
{
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++)
		if (!sn_plan_connection(plan, i, &c) &&
		    sn__ike_everything(c.local, c.local_count))
			return true;
	return false;
}

/* Lists the routes to the cloud's segments, which bound what enters a tunnel
 * whose selectors hold everything. */
void
sn__put_ike_routes(sn__out *out, const sn_plan *plan, bool xfrm)
{
	const sn_side *local = sn_plan_get(plan)->sides[SN_LOCAL];
	bool v6 = local->selector.family == SN_IPV6;
	uint32_t number = sn_plan_get(plan)->number_base;

	sn__out_text(out,
	    "#\n"
	    "# The other side is not bounded by a selector, so routes decide "
	    "what enters\n"
	    "# the tunnel:\n");
	if (xfrm)
		sn__out_format(out,
		    "#   ip link add ipsec%u type xfrm if_id %u\n"
		    "#   ip link set ipsec%u up\n",
		    (unsigned)number, (unsigned)number, (unsigned)number);
	for (size_t i = 0; i < local->aggregate_count; i++) {
		sn__out_format(out, "#   ip %sroute add ", v6 ? "-6 " : "");
		sn__out_prefix(out, local->aggregates[i]);
		sn__out_format(out, " dev ipsec%u\n", (unsigned)number);
	}
}

bool
sn__ike_apart(const sn_plan *plan)
{
	return sn_plan_get(plan)->connection_count > 1 &&
	       sn_plan_get(plan)->gateway->phase1_shared.value != 1;
}
