/*
 * libreswan.c - either end as an ipsec.conf of Libreswan 4: left is that end,
 * so left has the plan's peer side at the peer's.
 *
 * Phase 1 stands once for each tunnel, in a section that every connection of
 * it takes in: it has to be equal in all of them, and Libreswan then uses one
 * IKE SA for all.
 *
 * Libreswan 4 carries one pair of selectors in an SA: leftsubnets= and
 * rightsubnets= open one for each pair. Where the other end expects all in
 * one, only one segment would work, so that such a plan is refused; lists in
 * leftsubnet= are new in Libreswan 5.
 *
 * Where the other side's selector is everything, or two tunnels have the same
 * selectors, the policy is bound to an interface, and routes decide. Libreswan
 * sets routes through the tunnel by itself unless both selectors are equal:
 * its script is disabled.
 */

#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/device/vendor.h"
#include "render/plan.h"
#include "render/quote.h"

static const char *const encryptions[SN__ENCRYPTIONS] = {"aes128", "aes192",
    "aes256", "3des", "", "aes_gcm128", "aes_gcm192", "aes_gcm256"};
static const char *const integrities[SN__INTEGRITIES] = {
    "md5", "sha1", "sha2_256", "sha2_384", "sha2_512"};

static const char peer_head[] =
    "# Libreswan, /etc/ipsec.d/: the peer end of the plan; left is this end.\n"
    "#\n"
    "# To be replaced: vpn-gateway.example by the address of the VPN gateway,\n"
    "# @peer-device.example by the identity that the gateway expects of this\n"
    "# end: an address, or a name after an @.\n";
static const char gateway_head[] =
    "# Libreswan, /etc/ipsec.d/: the gateway end of the plan; left is this "
    "end.\n"
    "#\n"
    "# To be replaced: vpn-gateway.example by the address that the peer knows\n"
    "# this end by, peer-device.example by that of the peer device,\n"
    "# @peer-device.example by its identity: an address, or a name after an "
    "@.\n";

static const char key_head[] =
    "# The pre-shared key is never written here. Put it into a file of its\n"
    "# own that only root may read, /etc/ipsec.d/NAME.secrets:\n";

static sn_status
check(const sn_plan *plan, unsigned own, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_profile *other = own == SN_PEER ? v->gateway : v->peer_device;
	sn_status status = sn__ike_check(plan, "libreswan", error);
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < v->connection_count && !status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return sn__error_set(
			    error, status, sn_strerror(status));
		if ((c.local_count > 1 || c.peer_count > 1) &&
		    other->sa_model.value != SN_SA_PER_PAIR)
			return sn__error_set(error, SN_EINVAL,
			    "Libreswan 4 opens one SA for each pair of "
			    "selectors, and this plan has several in one");
	}
	return status;
}

/* The selectors of one side: one, or a list in braces. */
static void
put_subnets(sn__out *out, const char *side, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "\n    %ssubnet%s", side, n > 1 ? "s={" : "=");
	sn__out_prefixes(out, p, n);
	if (n > 1)
		sn__out_char(out, '}');
}

/* No label ends in "_2". */
static const char *
mark(unsigned tunnel)
{
	return tunnel ? "_2" : "";
}

/* The gateway is known by its address, the peer by a name. */
static const char *
identity(unsigned side, unsigned tunnel)
{
	return side == SN_LOCAL ? sn__ike_gateway(tunnel) : "@" SN__PEER;
}

/* Names have to start with a letter, which a label alone may not. */
static void
put_conn(sn__out *out, const sn_plan *plan, const sn_connection *c,
    unsigned own, unsigned tunnel)
{
	const sn_plan_view *v = sn_plan_get(plan);
	size_t n, m;
	const sn_prefix *here = sn__ike_selectors(c, own, &n);
	const sn_prefix *there = sn__ike_selectors(c, !own, &m);

	sn__out_text(out, "\nconn vpn-");
	sn__put_label(out, c->name);
	sn__out_format(out, "%s\n    also=ike-", mark(tunnel));
	sn__put_label(out, v->connection);
	sn__out_text(out, mark(tunnel));
	put_subnets(out, "left", here, n);
	put_subnets(out, "right", there, m);
	if (sn__ike_needs_routes(plan, own)) {
		sn__out_format(out, "\n    ipsec-interface=%u",
		    (unsigned)v->number_base + tunnel);
		if (!sn__ike_everything(c->local, c->local_count) ||
		    !sn__ike_everything(c->peer, c->peer_count))
			sn__out_text(out, "\n    leftupdown=%disabled");
	}
	sn__out_text(out, "\n    auto=start\n");
}

static void
put_proposal(sn__out *out, const char *key, uint32_t encryption,
    uint32_t integrity, uint32_t group)
{
	sn__out_format(out, "    %s=%s", key,
	    sn__vendor_word(encryptions, SN__ENCRYPTIONS, encryption));
	if (!sn__is_gcm(encryption) || !strcmp(key, "ike"))
		sn__out_format(out, "-%s",
		    sn__vendor_word(integrities, SN__INTEGRITIES, integrity));
	if (group)
		sn__out_format(out, ";dh%u", (unsigned)group);
	sn__out_char(out, '\n');
}

/* The section that the others take in; it has to stand after them. */
static void
put_phase_1(sn__out *out, const sn_plan *plan, unsigned own, unsigned tunnel)
{
	const sn_proposal *o = sn_plan_get(plan)->proposal;
	bool v1 = o->ike == SN_IKE_V1;

	sn__out_text(out, "\nconn ike-");
	sn__put_label(out, sn_plan_get(plan)->connection);
	sn__out_format(out,
	    "%s\n"
	    "    ikev2=%s\n"
	    "    authby=secret\n"
	    "    left=%%defaultroute\n"
	    "    leftid=%s\n"
	    "    right=%s\n",
	    mark(tunnel), v1 ? "no" : "yes", identity(own, tunnel),
	    sn__ike_end(!own, tunnel));
	if (own == SN_LOCAL)
		sn__out_format(out, "    rightid=%s\n", identity(SN_PEER, 0));
	put_proposal(
	    out, "ike", o->ike_encryption, o->ike_integrity, o->ike_dh);
	put_proposal(out, "esp", o->esp_encryption, o->esp_integrity, o->pfs);
	sn__out_format(out,
	    "    pfs=%s\n"
	    "    ikelifetime=%llds\n"
	    "    salifetime=%llds\n"
	    "    dpddelay=10\n"
	    "    dpdtimeout=30\n",
	    o->pfs ? "yes" : "no", (long long)o->ike_lifetime,
	    (long long)o->ipsec_lifetime);
}

/* What is not in the sections. */
static void
put_notes(
    sn__out *out, const sn_plan *plan, const sn_connection *c, unsigned own)
{
	bool v1 = c->ike == SN_IKE_V1;

	sn__out_text(out, own == SN_PEER ? peer_head : gateway_head);
	if (sn__ike_tunnels(c) > 1)
		sn__out_text(out,
		    "# " SN__GATEWAY_2 " is the gateway's second address.\n");
	sn__out_text(out, key_head);
	/* With IKEv1 the key is chosen before the identity is known. */
	for (unsigned i = 0; i < sn__ike_tunnels(c); i++)
		sn__out_format(out, "#   %s %s : PSK \"...\"\n",
		    v1 ? "%any" : identity(own, i),
		    v1 ? sn__ike_end(!own, i) : identity(!own, i));
	if (v1)
		sn__out_text(out,
		    "#\n# IKEv1 is off unless the section config setup of "
		    "/etc/ipsec.conf says\n"
		    "# ikev1-policy=accept (a second section of that kind is "
		    "ignored).\n");
	sn__put_nat_file(out, plan, own, "#");
	sn__put_ike_notes(out, plan, own, false);
	if (own == SN_PEER && sn__ike_apart(plan))
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
	unsigned own = sn__ike_own(options);
	sn_status status = check(plan, own, error);
	sn_connection c = SN_CONNECTION_INIT;

	if (!status)
		status = sn_plan_connection(plan, 0, &c);
	if (status)
		return status;
	if (own == SN_LOCAL && sn__ike_tunnels(&c) > 1)
		return sn__ike_two_tunnels(error);
	put_notes(out, plan, &c, own);
	sn__put_libreswan_bypass(out, plan, own);
	for (unsigned t = 0; t < sn__ike_tunnels(&c); t++) {
		for (uint64_t i = 0; i < n && !out->status; i++) {
			status = sn_plan_connection(plan, i, &c);
			if (status)
				return status;
			put_conn(out, plan, &c, own, t);
		}
		put_phase_1(out, plan, own, t);
	}
	return SN_OK;
}
