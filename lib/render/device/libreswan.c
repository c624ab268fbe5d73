/*
 * libreswan.c - the peer end as an ipsec.conf of Libreswan 4: left is
 * that end, so left has the plan's peer side.
 *
 * Phase 1 stands once, in a section that every connection takes in: it has to
 * be equal in all of them, and Libreswan then uses one IKE SA for all.
 *
 * Libreswan 4 carries one pair of selectors in an SA: leftsubnets= and
 * rightsubnets= open one for each pair, while the gateway expects all in one,
 * and only one segment would work. So a plan with several in one connection
 * is refused; lists in leftsubnet= are new in Libreswan 5.
 *
 * Where the plan's local selector is everything, the policy is bound to an
 * interface, and routes decide. Libreswan sets a default route through the
 * tunnel by itself unless both selectors are equal: its script is disabled.
 */
#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/plan.h"
#include "render/quote.h"

static const char head[] =
    "# Libreswan, /etc/ipsec.d/: the peer end of the plan; left is this end.\n"
    "#\n"
    "# To be replaced: vpn-gateway.example by the address of the VPN gateway,\n"
    "# @peer-device.example by the identity that the gateway expects of this\n"
    "# end (an address, or a name after an @), and the algorithms by those\n"
    "# that the gateway has: one of each, equal on both ends.\n"
    "# The pre-shared key is never written here. Put it into a file of its\n"
    "# own that only root may read, /etc/ipsec.d/NAME.secrets:\n";

static sn_status
check(const sn_plan *plan, sn_error *error)
{
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		sn_status status = sn_plan_connection(plan, i, &c);

		if (status)
			return sn__error_set(
			    error, status, sn_strerror(status));
		if (c.local_count > 1 || c.peer_count > 1)
			return sn__error_set(error, SN_EINVAL,
			    "Libreswan 4 opens one SA for each pair of "
			    "selectors, and this plan has several in one");
	}
	return SN_OK;
}

/* Names have to start with a letter, which a label alone may not. */
static void
put_conn(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	const sn_plan_view *v = sn_plan_get(plan);

	sn__out_text(out, "\nconn vpn-");
	sn__put_label(out, c->name);
	sn__out_text(out, "\n    also=ike-");
	sn__put_label(out, v->connection);
	sn__out_text(out, "\n    leftsubnet=");
	sn__out_prefix(out, c->peer[0]);
	sn__out_text(out, "\n    rightsubnet=");
	sn__out_prefix(out, c->local[0]);
	if (sn__ike_everything(c->local, 1)) {
		sn__out_format(
		    out, "\n    ipsec-interface=%u", (unsigned)v->number_base);
		if (!sn__ike_everything(c->peer, 1))
			sn__out_text(out, "\n    leftupdown=%disabled");
	}
	sn__out_text(out, "\n    auto=start\n");
}

/* The section that the others take in; it has to stand after them. */
static void
put_phase_1(sn__out *out, const sn_plan *plan, bool v1)
{
	sn__out_text(out, "\nconn ike-");
	sn__put_label(out, sn_plan_get(plan)->connection);
	sn__out_format(out,
	    "\n"
	    "    ikev2=%s\n"
	    "    authby=secret\n"
	    "    left=%%defaultroute\n"
	    "    leftid=@peer-device.example\n"
	    "    right=vpn-gateway.example\n"
	    "    # ike=encryption-authentication;dhgroup\n"
	    "    # esp=encryption-authentication[;dhgroup]\n",
	    v1 ? "no" : "yes");
}

/* What is not in the sections. */
static void
put_notes(sn__out *out, const sn_plan *plan, bool v1)
{
	if (v1)
		sn__out_text(out,
		    "#\n# IKEv1 is off unless the section config setup of "
		    "/etc/ipsec.conf says\n"
		    "# ikev1-policy=accept (a second section of that kind is "
		    "ignored).\n");
	sn__put_nat_file(out, plan, "#");
	if (sn__ike_needs_routes(plan))
		sn__put_ike_routes(out, plan, false);
	if (sn__ike_apart(plan))
		sn__out_text(out,
		    "#\n"
		    "# The gateway is not known to share phase 1 between its "
		    "connections: let it\n"
		    "# initiate them (auto=add) where it takes none in the "
		    "phase 1 of another.\n");
}

sn_status
sn__plan_libreswan(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_status status = check(plan, error);
	sn_connection c = {
	    .struct_size = sizeof(sn_connection), .ike = SN_IKE_V2};

	(void)options;
	if (status)
		return status;
	sn__out_text(out, head);
	for (uint64_t i = 0; i < n && !out->status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		/* With IKEv1 the key is chosen before the identity is known. */
		if (i == 0) {
			sn__out_format(out,
			    "#   %s vpn-gateway.example : PSK \"...\"\n",
			    c.ike == SN_IKE_V1 ? "%any"
					       : "@peer-device.example");
			put_notes(out, plan, c.ike == SN_IKE_V1);
		}
		put_conn(out, plan, &c);
	}
	sn__put_libreswan_bypass(out, plan);
	put_phase_1(out, plan, c.ike == SN_IKE_V1);
	return SN_OK;
}
