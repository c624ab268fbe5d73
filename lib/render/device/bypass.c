/*
 * bypass.c - traffic of a side with itself, which the policies of its end would
 * send into the tunnel, because the other side is around it.
 *
 * strongSwan: a child of mode pass in a connection of its own, which no peer
 * has (strongSwan's test ikev2/shunt-policies-nat-rw). Smaller selectors come
 * first. Libreswan: connections of type passthrough, one a pair.
 */
#include "render/device/nat.h"
#include "render/quote.h"

void
sn__put_swanctl_bypass(sn__out *out, const sn_plan *plan, unsigned own)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_side *side = v->sides[own];

	if (!v->bypass_count[own])
		return;
	sn__out_text(out, "  # What this side sends to itself stays out of the "
			  "tunnel.\n  bypass-");
	sn__put_label(out, v->connection);
	sn__out_text(out, " {\n"
			  "    remote_addrs = 127.0.0.1\n"
			  "    children {\n"
			  "      bypass {\n"
			  "        local_ts = ");
	sn__out_prefixes(out, side->aggregates, side->aggregate_count);
	sn__out_text(out, "\n        remote_ts = ");
	sn__out_prefixes(out, v->bypass[own], v->bypass_count[own]);
	sn__out_text(out, "\n        mode = pass\n"
			  "        start_action = trap\n"
			  "      }\n"
			  "    }\n"
			  "  }\n");
}

void
sn__put_libreswan_bypass(sn__out *out, const sn_plan *plan, unsigned own)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_side *side = v->sides[own];
	size_t n = v->bypass_count[own], number = 0;

	if (n)
		sn__out_text(out, "\n# What this side sends to itself stays "
				  "out of the tunnel.");
	for (size_t i = 0; i < side->aggregate_count && n; i++)
		for (size_t k = 0; k < n && !out->status; k++) {
			sn__out_text(out, "\nconn bypass-");
			sn__put_label(out, v->connection);
			sn__out_format(out,
			    "-%zu\n    left=%%defaultroute\n    leftsubnet=",
			    ++number);
			sn__out_prefix(out, side->aggregates[i]);
			sn__out_text(out, "\n    right=0.0.0.0"
					  "\n    rightsubnet=");
			sn__out_prefix(out, v->bypass[own][k]);
			sn__out_text(out, "\n    authby=never"
					  "\n    type=passthrough"
					  "\n    auto=route\n");
		}
}
