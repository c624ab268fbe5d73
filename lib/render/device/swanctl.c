/*
 * swanctl.c - the peer end as strongSwan's swanctl.conf.
 *
 * The plan speaks of the gateway's end, so sides are mirrored: what is local
 * here is the plan's peer side.
 *
 * All connections of the plan are children of one IKE connection, also where
 * the gateway does not share phase 1: strongSwan takes the first connection
 * whose addresses and identities fit, which are the same in all of them, and
 * looks for the selectors in that one only. Of several connections just the
 * first would ever work (judged in tests/peers).
 *
 * Where the plan's local selector is 0.0.0.0/0 or ::/0, a policy would send
 * everything into the tunnel: such a child is bound to an XFRM interface, and
 * routes decide (strongSwan documentation, "Route-based VPN").
 */
#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/plan.h"
#include "render/quote.h"

/*
 * Limits of strongSwan 5.9.8, which passes them without a word:
 *
 * A plan has one selector a side with IKEv1, which carries no more.
 * Selectors a side of one child: the number of a traffic selector payload is
 * one byte (RFC 7296 section 3.13); strongSwan loads more without complaint
 * and then fails to negotiate.
 * Bytes of a child's name: what is in a section of a longer one is lost, and
 * the child gets the default selectors.
 * Bytes of the message in which swanctl sends a connection to the daemon.
 */
enum { SELECTORS_MAX = 255, CHILD_NAME_MAX = 127, MESSAGE_MAX = 512 << 10 };

static const char head[] =
    "# strongSwan, /etc/swanctl/conf.d/: the peer end of the plan.\n"
    "#\n"
    "# To be replaced: vpn-gateway.example by the address of the VPN gateway,\n"
    "# peer-device.example by the identity that the gateway expects of this\n"
    "# end, and the proposals by the algorithms that the gateway has: one of\n"
    "# each, equal on both ends.\n"
    "# The pre-shared key is never written here. Put it into a file of its\n"
    "# own that only root may read:\n";

/* The section of the key, which is named as the connection is. */
static void
put_head(sn__out *out, const char *name)
{
	sn__out_text(out, head);
	sn__out_text(out, "#   secrets { ike-");
	sn__put_label(out, name);
	sn__out_text(out, " { id-1 = vpn-gateway.example\n"
			  "#             id-2 = peer-device.example\n"
			  "#             secret = \"...\" } }\n");
}

/*
 * Bytes of a child in a message of the VICI protocol: a byte of kind for each
 * element, names with one byte of length, values with two. Capacity is left for
 * the proposals that are to be added.
 */
static size_t
child_size(const sn_connection *c)
{
	enum { SECTION = 3, LIST = 3, ITEM = 3, PAIR = 4 };
	size_t n = SECTION + sn__label_size(c->name);

	n += LIST + strlen("local_ts") + LIST + strlen("remote_ts");
	for (size_t i = 0; i < c->local_count; i++)
		n += ITEM + sn_prefix_format(NULL, 0, c->local[i]);
	for (size_t i = 0; i < c->peer_count; i++)
		n += ITEM + sn_prefix_format(NULL, 0, c->peer[i]);
	n += PAIR + PAIR + strlen("if_id_in32767if_id_out32767");
	n += PAIR + strlen("start_actiontrap");
	return n + LIST + ITEM + strlen("esp_proposals") + 64;
}

static sn_status
check(const sn_plan *plan, sn_error *error)
{
	/* Of the connection around the children, and of a bypass. */
	size_t size = 1024 + sn__swanctl_bypass_size(plan);
	const char *why = NULL;
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count && !why;
	     i++) {
		sn_status status = sn_plan_connection(plan, i, &c);

		if (status)
			return sn__error_set(
			    error, status, sn_strerror(status));
		size += child_size(&c);
		if (c.local_count > SELECTORS_MAX ||
		    c.peer_count > SELECTORS_MAX)
			why = "strongSwan negotiates at most 255 selectors a "
			      "side in one child";
		else if (sn__label_size(c.name) > CHILD_NAME_MAX)
			why = "strongSwan takes names of at most 127 bytes "
			      "(bytes other than letters, digits and '-' take "
			      "three here)";
		else if (size > MESSAGE_MAX)
			why = "these are more connections than strongSwan "
			      "takes as children of one";
	}
	return why ? sn__error_set(error, SN_EINVAL, why) : SN_OK;
}

static void
put_selectors(sn__out *out, const char *key, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "        %s = ", key);
	for (size_t i = 0; i < n; i++) {
		if (i)
			sn__out_char(out, ',');
		sn__out_prefix(out, p[i]);
	}
	sn__out_char(out, '\n');
}

static void
put_child(sn__out *out, const sn_connection *c, unsigned if_id)
{
	sn__out_text(out, "      ");
	sn__put_label(out, c->name);
	sn__out_text(out, " {\n");
	put_selectors(out, "local_ts", c->peer, c->peer_count);
	put_selectors(out, "remote_ts", c->local, c->local_count);
	if (sn__ike_everything(c->local, c->local_count))
		sn__out_format(out,
		    "        if_id_in = %u\n        if_id_out = %u\n", if_id,
		    if_id);
	sn__out_text(out,
	    "        # esp_proposals = encryption-authentication[-dhgroup]\n"
	    "        start_action = trap\n"
	    "      }\n");
}

static void
open_connection(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	if (sn__ike_apart(plan))
		sn__out_text(out,
		    "  # The gateway is not known to share phase 1 between "
		    "its connections: let it\n"
		    "  # initiate them (start_action = none) where it takes "
		    "no second child.\n");
	sn__out_text(out, "  ");
	sn__put_label(out, sn_plan_get(plan)->connection);
	sn__out_format(out,
	    " {\n"
	    "    version = %d\n"
	    "    remote_addrs = vpn-gateway.example\n"
	    "    # proposals = encryption-authentication-dhgroup\n"
	    "    local {\n"
	    "      auth = psk\n"
	    "      id = peer-device.example\n"
	    "    }\n"
	    "    remote {\n"
	    "      auth = psk\n"
	    "      id = vpn-gateway.example\n"
	    "    }\n"
	    "    children {\n",
	    c->ike == SN_IKE_V1 ? 1 : 2);
}

sn_status
sn__plan_swanctl(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_status status = check(plan, error);
	sn_connection c = SN_CONNECTION_INIT;

	(void)options;
	if (status)
		return status;
	put_head(out, sn_plan_get(plan)->connection);
	sn__put_nat_file(out, plan, "#");
	if (sn__ike_needs_routes(plan))
		sn__put_ike_routes(out, plan, true);
	sn__out_text(out, "connections {\n");
	for (uint64_t i = 0; i < n && !out->status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		if (i == 0)
			open_connection(out, plan, &c);
		put_child(out, &c, sn_plan_get(plan)->number_base);
	}
	sn__out_text(out, "    }\n  }\n");
	sn__put_swanctl_bypass(out, plan);
	sn__out_text(out, "}\n");
	return SN_OK;
}
