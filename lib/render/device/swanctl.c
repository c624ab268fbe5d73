/*
 * swanctl.c - either end as strongSwan's swanctl.conf.
 *
 * The plan speaks of the gateway's end, so sides are mirrored at the peer's:
 * what is local there is the plan's peer side.
 *
 * All connections of the plan are children of one IKE connection, also where
 * the gateway does not share phase 1: strongSwan takes the first connection
 * whose addresses and identities fit, which are the same in all of them, and
 * looks for the selectors in that one only. Of several connections just the
 * first would ever work (judged in tests/peers).
 *
 * Where the other side's selector is 0.0.0.0/0 or ::/0, a policy would send
 * everything into the tunnel, and where there are two tunnels, the same
 * selectors would be one policy: such children are bound to an XFRM interface,
 * and routes decide (strongSwan documentation, "Route-based VPN").
 *
 * An IKE SA ends 10 % of its time after it was due to be renewed, and so does
 * a child: both ends are to see the lifetimes of the plan.
 */
#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/device/vendor.h"
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

static const char *const encryptions[SN__ENCRYPTIONS] = {"aes128", "aes192",
    "aes256", "3des", "des", "aes128gcm16", "aes192gcm16", "aes256gcm16"};
static const char *const integrities[SN__INTEGRITIES] = {
    "md5", "sha1", "sha256", "sha384", "sha512"};
/* By the number of the group; "": it has none of that number. */
static const char *const groups[] = {"", "modp768", "modp1024", "", "",
    "modp1536", "", "", "", "", "", "", "", "", "modp2048", "modp3072",
    "modp4096", "modp6144", "modp8192", "ecp256", "ecp384", "ecp521",
    "modp1024s160", "modp2048s224", "modp2048s256", "ecp192", "ecp224",
    "ecp224bp", "ecp256bp", "ecp384bp", "ecp512bp", "x25519", "x448"};

/* The section of the key, which is named as the connection is. */
static void
put_head(sn__out *out, const char *name, const sn_connection *c, unsigned own,
    unsigned tunnels)
{
	bool peer = own == SN_PEER;
	const char *other = peer ? "gateway" : "peer";

	sn__out_format(out,
	    "# strongSwan, /etc/swanctl/conf.d/: the %s end of the plan.\n"
	    "#\n"
	    "# To be replaced: %s by the address of the %s,\n"
	    "# %s by the identity that the %s expects of this\n"
	    "# end.\n",
	    peer ? "peer" : "gateway", sn__ike_end(!own, 0),
	    peer ? "VPN gateway" : "peer device", sn__ike_end(own, 0), other);
	/* strongSwan finds the connection by identities, not by selectors. */
	if (c->local[0].family == SN_IPV6)
		sn__out_format(out,
		    "# Where IPv4 has a connection to the same %s, this one "
		    "needs an\n"
		    "# identity of its own, or one end does not find it.\n",
		    other);
	if (tunnels > 1)
		sn__out_text(out,
		    "# " SN__GATEWAY_2 " is the gateway's second address.\n");
	sn__out_text(out,
	    "# The pre-shared key is never written here. Put it into a file "
	    "of its\n"
	    "# own that only root may read:\n"
	    "#   secrets { ike-");
	sn__put_label(out, name);
	sn__out_text(out, " { id-1 = " SN__GATEWAY "\n"
			  "#             id-2 = " SN__PEER "\n");
	if (tunnels > 1)
		sn__out_text(out, "#             id-3 = " SN__GATEWAY_2 "\n");
	sn__out_text(out, "#             secret = \"...\" } }\n");
}

/* Bytes of a list in a message of the VICI protocol: a byte of kind for each
 * element, names with one byte of length, values with two. */
static size_t
list_size(const char *name, const sn_prefix *p, size_t count)
{
	enum { LIST = 3, ITEM = 3 };
	size_t n = LIST + strlen(name);

	for (size_t i = 0; i < count; i++)
		n += ITEM + sn_prefix_format(NULL, 0, p[i]);
	return n;
}

/* Bytes of a child. Capacity is left for what is the same in all. */
static size_t
child_size(const sn_connection *c)
{
	enum { SECTION = 3, SAME = 210 };

	return SECTION + sn__label_size(c->name) +
	       list_size("local_ts", c->local, c->local_count) +
	       list_size("remote_ts", c->peer, c->peer_count) + SAME;
}

/* Bytes of a connection around its children. */
enum { AROUND = 1024 };

static size_t
bypass_size(const sn_plan *plan, unsigned own)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_side *side = v->sides[own];

	return AROUND +
	       list_size("local_ts", side->aggregates, side->aggregate_count) +
	       list_size("remote_ts", v->bypass[own], v->bypass_count[own]);
}

static sn_status
check(const sn_plan *plan, unsigned own, sn_error *error)
{
	size_t size = AROUND;
	const char *why = NULL;
	sn_status status = sn__ike_check(plan, "strongswan", error);
	sn_connection c = SN_CONNECTION_INIT;

	if (status)
		return status;
	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count && !why;
	     i++) {
		status = sn_plan_connection(plan, i, &c);
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
	if (!why && sn_plan_get(plan)->bypass_count[own] &&
	    bypass_size(plan, own) > MESSAGE_MAX)
		why = "what this side sends to itself is more prefixes than "
		      "strongSwan takes in one connection";
	return why ? sn__error_set(error, SN_EINVAL, why) : SN_OK;
}

static void
put_selectors(sn__out *out, const char *key, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "        %s = ", key);
	sn__out_prefixes(out, p, n);
	sn__out_char(out, '\n');
}

static void
put_proposal(sn__out *out, const char *key, uint32_t encryption,
    uint32_t integrity, uint32_t group)
{
	bool ike = !strcmp(key, "    proposals");

	sn__out_format(out, "%s = %s", key,
	    sn__vendor_word(encryptions, SN__ENCRYPTIONS, encryption));
	if (!sn__is_gcm(encryption))
		sn__out_format(out, "-%s",
		    sn__vendor_word(integrities, SN__INTEGRITIES, integrity));
	else if (ike)
		sn__out_format(out, "-prf%s",
		    sn__vendor_word(integrities, SN__INTEGRITIES, integrity));
	if (group)
		sn__out_format(out, "-%s", groups[group]);
	sn__out_char(out, '\n');
}

/* @if_id: of the interface that it is bound to; 0: of none. */
static void
put_child(sn__out *out, const sn_plan *plan, const sn_connection *c,
    unsigned own, unsigned if_id, const char *mark)
{
	const sn_proposal *o = sn_plan_get(plan)->proposal;
	const sn_prefix *p;
	size_t n;

	sn__out_text(out, "      ");
	sn__put_label(out, c->name);
	sn__out_format(out, "%s {\n", mark);
	p = sn__ike_selectors(c, own, &n);
	put_selectors(out, "local_ts", p, n);
	p = sn__ike_selectors(c, !own, &n);
	put_selectors(out, "remote_ts", p, n);
	if (if_id)
		sn__out_format(out,
		    "        if_id_in = %u\n        if_id_out = %u\n", if_id,
		    if_id);
	put_proposal(out, "        esp_proposals", o->esp_encryption,
	    o->esp_integrity, o->pfs);
	sn__out_format(out,
	    "        rekey_time = %llds\n"
	    "        life_time = %llds\n",
	    (long long)(o->ipsec_lifetime * 10 / 11),
	    (long long)o->ipsec_lifetime);
	/* Of two tunnels, both are up before the first packet, and again after
	 * the gateway closed one. */
	sn__out_text(out, sn__ike_tunnels(c) > 1
			      ? "        start_action = start\n"
				"        close_action = start\n"
				"        dpd_action = restart\n"
				"      }\n"
			      : "        start_action = trap\n"
				"        dpd_action = trap\n"
				"      }\n");
}

static void
open_connection(sn__out *out, const sn_plan *plan, const sn_connection *c,
    unsigned own, unsigned tunnel, const char *mark)
{
	const sn_proposal *o = sn_plan_get(plan)->proposal;

	if (own == SN_PEER && sn__ike_apart(plan))
		sn__out_text(out,
		    "  # The gateway is not known to share phase 1 between "
		    "its connections: let it\n"
		    "  # initiate them (start_action = none) where it takes "
		    "no second child.\n");
	sn__out_text(out, "  ");
	sn__put_label(out, sn_plan_get(plan)->connection);
	sn__out_format(out,
	    "%s {\n"
	    "    version = %d\n"
	    "    remote_addrs = %s\n",
	    mark, c->ike == SN_IKE_V1 ? 1 : 2, sn__ike_end(!own, tunnel));
	put_proposal(out, "    proposals", o->ike_encryption, o->ike_integrity,
	    o->ike_dh);
	sn__out_format(out,
	    "    rekey_time = %llds\n"
	    "    dpd_delay = 10s\n"
	    "%s"
	    "    mobike = no\n"
	    "    keyingtries = 0\n"
	    "    local {\n"
	    "      auth = psk\n"
	    "      id = %s\n"
	    "    }\n"
	    "    remote {\n"
	    "      auth = psk\n"
	    "      id = %s\n"
	    "    }\n"
	    "    children {\n",
	    (long long)(o->ike_lifetime * 10 / 11),
	    c->ike == SN_IKE_V1 ? "    dpd_timeout = 30s\n" : "",
	    sn__ike_end(own, tunnel), sn__ike_end(!own, tunnel));
}

static sn_status
put_connection(sn__out *out, const sn_plan *plan, unsigned own, unsigned tunnel,
    bool routed)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const char *mark = tunnel ? "_2" : ""; /* no label ends so */
	sn_connection c = SN_CONNECTION_INIT;
	sn_status status = SN_OK;

	for (uint64_t i = 0; i < v->connection_count && !out->status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		if (i == 0)
			open_connection(out, plan, &c, own, tunnel, mark);
		put_child(out, plan, &c, own,
		    routed ? (unsigned)v->number_base + tunnel : 0, mark);
	}
	sn__out_text(out, "    }\n  }\n");
	return SN_OK;
}

sn_status
sn__plan_swanctl(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	unsigned own = sn__ike_own(options);
	bool routed = sn__ike_needs_routes(plan, own);
	sn_status status = check(plan, own, error);
	sn_connection c = SN_CONNECTION_INIT;

	if (!status)
		status = sn_plan_connection(plan, 0, &c);
	if (status)
		return status;
	if (own == SN_LOCAL && sn__ike_tunnels(&c) > 1)
		return sn__ike_two_tunnels(error);
	put_head(
	    out, sn_plan_get(plan)->connection, &c, own, sn__ike_tunnels(&c));
	sn__put_nat_file(out, plan, own, "#");
	sn__put_ike_notes(out, plan, own, true);
	sn__out_text(out, "connections {\n");
	for (unsigned i = 0; i < sn__ike_tunnels(&c) && !status; i++)
		status = put_connection(out, plan, own, i, routed);
	sn__put_swanctl_bypass(out, plan, own);
	sn__out_text(out, "}\n");
	return status;
}
