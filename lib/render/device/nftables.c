/*
 * nftables.c - the translation of a plan as one end of it does it with
 * nftables: a table of its own, prefixes one to one.
 *
 * Each end translates its own side, or one end both. Of its own side an end
 * turns what comes for an image into the original, and the original that goes
 * to the other side into the image; of the other side the same, the other way
 * round. Whether a packet goes to the other side is seen from what it was sent
 * to before any translation: images are nobody's addresses, so no traffic
 * within a side is taken for it, even where the other side has the same
 * addresses. What comes for untranslated addresses of an end's own side does
 * not show that, so it is marked as it leaves the tunnel.
 *
 * Our chains come before those at the usual priorities, which masquerade: a
 * connection is translated once.
 */
#include "render/device/nftables.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/quote.h"

enum { NAME_BYTES_MAX = 255 };

/* A plan as one end sees it. */
struct end {
	const sn_plan_view *v;
	uint32_t kind; /* SN_KIND_... */
	unsigned own;  /* its side */
	bool both;     /* it translates the other side, too */
	unsigned tunnels;
	const char *ip;
	sn_set *image[2]; /* of each side */
	sn_set *far;	  /* the other side, as it is addressed here */
	sn_set *rest;	  /* what is not translated of its own side */
};

static void
put_name(sn__out *out, const struct end *e)
{
	sn__out_format(out, "%s vpn-", e->ip);
	sn__put_label(out, e->v->connection);
}

/* ---------------------------------------------------------------- lists */

static void
put_set(sn__out *out, const sn_set *set)
{
	sn_set_iter it;
	sn_prefix p;

	sn__out_text(out, "{\n");
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		sn__out_text(out, "\t\t\t");
		sn__out_prefix(out, p);
		sn__out_text(out, ",\n");
	}
	sn__out_text(out, "\t\t}");
}

/* The translations of side @s: to images, or back. */
static void
put_map(sn__out *out, const struct end *e, unsigned s, bool back)
{
	sn__out_text(out, "map {\n");
	for (size_t i = 0; i < e->v->translation_count; i++) {
		const sn_nat *t = &e->v->translations[i];

		if (t->side != s)
			continue;
		sn__out_text(out, "\t\t\t");
		sn__out_prefix(out, back ? t->translated : t->original);
		sn__out_text(out, " : ");
		sn__out_prefix(out, back ? t->original : t->translated);
		sn__out_text(out, ",\n");
	}
	sn__out_text(out, "\t\t}\n");
}

/* --------------------------------------------------------------- chains */

static void
open_chain(sn__out *out, const char *name, const char *type)
{
	sn__out_format(
	    out, "\tchain %s {\n\t\ttype %s; policy accept;\n", name, type);
}

/* What is sent to images goes to what they stand for. */
static void
put_dnat(sn__out *out, const struct end *e, unsigned s)
{
	sn__out_format(out, "\t\tdnat %s prefix to %s daddr ", e->ip, e->ip);
	put_map(out, e, s, true);
}

/* After a condition: what is sent from originals comes from their images. */
static void
put_snat(sn__out *out, const struct end *e, unsigned s)
{
	sn__out_format(out, " snat %s prefix to %s saddr ", e->ip, e->ip);
	put_map(out, e, s, false);
}

static void
put_sent_to(sn__out *out, const struct end *e, const sn_set *set, unsigned s)
{
	sn__out_format(out, "\t\tct original %s daddr ", e->ip);
	put_set(out, set);
	put_snat(out, e, s);
}

static void
put_mark(
    sn__out *out, const struct end *e, const char *condition, const sn_set *set)
{
	sn__out_format(out, "\t\t%s%s daddr ", condition, e->ip);
	put_set(out, set);
	sn__out_format(out, " meta mark set %u\n", (unsigned)e->v->number_base);
}

/* Marks what a tunnel interface needs a route for, and what leaves a tunnel
 * for addresses that do not show it. */
static void
put_marks(sn__out *out, const struct end *e)
{
	char interface[32];
	open_chain(out, "marks", "filter hook prerouting priority mangle");
	put_mark(out, e, "", e->image[!e->own]);
	if (!sn_set_is_empty(e->rest)) {
		put_mark(out, e, "meta secpath exists ", e->rest);
		for (unsigned i = 0; i < e->tunnels; i++) {
			snprintf(interface, sizeof(interface),
			    "iifname \"ipsec%u\" ", e->v->number_base + i);
			put_mark(out, e, interface, e->rest);
		}
	}
	sn__out_text(out, "\t}\n");
}

static void
put_chains(sn__out *out, const struct end *e)
{
	if (e->both)
		put_marks(out, e);
	open_chain(
	    out, "prerouting", "nat hook prerouting priority dstnat - 10");
	put_dnat(out, e, e->own);
	if (e->both) {
		put_dnat(out, e, !e->own);
		sn__out_text(out, "\t}\n");
		/* What the device itself sends. */
		open_chain(out, "output", "nat hook output priority -110");
		put_dnat(out, e, !e->own);
	}
	sn__out_text(out, "\t}\n");
	open_chain(
	    out, "postrouting", "nat hook postrouting priority srcnat - 10");
	put_sent_to(out, e, e->far, e->own);
	if (e->both)
		put_sent_to(out, e, e->image[e->own], !e->own);
	if (e->both && !sn_set_is_empty(e->rest)) {
		sn__out_format(out, "\t\tmeta mark %u %s daddr ",
		    (unsigned)e->v->number_base, e->ip);
		put_set(out, e->rest);
		put_snat(out, e, !e->own);
	}
	sn__out_text(out, "\t}\n");
}

/* ----------------------------------------------------------------- file */

/* Where both sides have the same addresses, a tunnel interface needs a table
 * of its own, which the mark leads to. */
static void
put_routes(sn__out *out, const struct end *e)
{
	bool v6 = e->v->sides[SN_LOCAL]->selector.family == SN_IPV6;
	unsigned number = (unsigned)e->v->number_base;

	sn__out_format(out,
	    "#\n"
	    "# This end sees the same addresses on both sides. No routes by "
	    "destination may\n"
	    "# lead them into the tunnel: install_routes = no in "
	    "strongswan.conf. Policies\n"
	    "# need none; a tunnel interface needs these, and rp_filter "
	    "off:\n"
	    "#   ip %srule add fwmark %u lookup %u\n",
	    v6 ? "-6 " : "", number, number);
	for (size_t i = 0; i < e->v->translation_count * e->tunnels; i++) {
		const sn_nat *t = &e->v->translations[i / e->tunnels];
		unsigned tunnel = (unsigned)(i % e->tunnels);

		if (t->side == e->own)
			continue;
		sn__out_format(out, "#   ip %sroute add ", v6 ? "-6 " : "");
		sn__out_prefix(out, t->original);
		sn__out_format(out, " dev ipsec%u%s table %u\n",
		    number + tunnel, tunnel ? " metric 100" : "", number);
	}
}

static void
put_head(sn__out *out, const struct end *e)
{
	sn__out_format(out,
	    "#!/usr/sbin/nft -f\n"
	    "# nftables: what the %s end of the plan translates, one to one.\n"
	    "# Loading the file sets the table anew; nothing else is "
	    "touched.\n",
	    sn_word(SN_WORD_KIND, e->kind));
	if (e->both)
		put_routes(out, e);
	sn__out_text(out, "\ntable ");
	put_name(out, e);
	sn__out_text(out, "\ndelete table ");
	put_name(out, e);
	sn__out_text(out, "\ntable ");
	put_name(out, e);
	sn__out_text(out, " {\n");
}

/* ---------------------------------------------------------------- views */

static sn_status
aggregates(const sn_side *side, sn_set **out)
{
	return sn_set_from_prefixes(
	    out, side->aggregates, side->aggregate_count, NULL);
}

/* The other side as it crosses the tunnel, or with its images where it is
 * translated at this end. */
static sn_status
make_far(struct end *e)
{
	unsigned far = !e->own;
	sn_set *rest = NULL;
	sn_status status;

	if (!e->both)
		return aggregates(e->v->sides[far], &e->far);
	status = sn__nat_passing(e->v, far, &rest);
	if (!status)
		status = sn_set_union(&e->far, rest, e->image[far]);
	sn_set_free(rest);
	return status;
}

static sn_status
make_end(struct end *e)
{
	sn_set *crossing = NULL;
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++)
		status = sn__nat_set(e->v, s, true, &e->image[s]);
	if (!status)
		status = make_far(e);
	if (!status)
		status = aggregates(e->v->sides[e->own], &crossing);
	if (!status)
		status = sn_set_subtract(&e->rest, crossing, e->image[e->own]);
	sn_set_free(crossing);
	return status;
}

/* Looks at what end @e translates. */
static sn_status
check(struct end *e, sn_error *error)
{
	bool here = false;

	e->both = true;
	for (size_t i = 0; i < e->v->translation_count; i++) {
		here |= e->v->translations[i].at == e->kind;
		e->both &= e->v->translations[i].at == e->kind;
	}
	if (!here)
		return sn__error_set(error, SN_EINVAL,
		    e->v->translation_count
			? "this end translates nothing, the other one does"
			: "the plan translates nothing: see --overlap nat");
	if (sn__label_size(e->v->connection) + strlen("vpn-") > NAME_BYTES_MAX)
		return sn__error_set(
		    error, SN_EINVAL, "names of tables have at most 255 bytes");
	return SN_OK;
}

sn_status
sn__plan_nftables(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	struct end e = {.v = sn_plan_get(plan),
	    .kind = options->end ? options->end : SN_KIND_PEER};
	sn_connection c = SN_CONNECTION_INIT;
	sn_status status = sn_plan_connection(plan, 0, &c);

	if (status)
		return status;
	e.tunnels = sn__ike_tunnels(&c);
	e.own = sn__ike_own(options);
	e.ip = e.v->sides[SN_LOCAL]->selector.family == SN_IPV6 ? "ip6" : "ip";
	status = check(&e, error);
	if (!status)
		status = make_end(&e);
	if (!status) {
		put_head(out, &e);
		put_chains(out, &e);
		sn__out_text(out, "}\n");
	}
	sn_set_free(e.image[SN_LOCAL]);
	sn_set_free(e.image[SN_PEER]);
	sn_set_free(e.far);
	sn_set_free(e.rest);
	return status;
}
