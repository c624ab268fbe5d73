/*
 * ipsec_conf.c - connections from the sections of an ipsec.conf.
 *
 * Left is taken for this end. Libreswan's words for the same file are known by
 * what strongSwan does not have: of it, which child answers is not known.
 */
#include "read/ipsec_conf.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "read/arena.h"
#include "read/groups.h"
#include "read/ike_values.h"
#include "read/ipsec_sections.h"
#include "read/lines.h"

struct reading {
	const sn__reader *r;
	sn_ike_config *c;
	sn__arena arena;
	sn__sections all;
	bool libreswan;
};

/* What makes it other than all traffic, by ESP; and what else is named as not
 * understood. */
static const char *const noted[] = {"leftprotoport", "rightprotoport", "ah",
    "rightsourceip", "leftaddresspool", "rightaddresspool"};
enum { NARROWER = 3, NOTED = sizeof(noted) / sizeof(*noted) };

/* --------------------------------------------------------- connections */

/* "leftid" of this end, "rightid" of the other one. */
static const char *
side_value(const sn__section *s, unsigned side, const char *what)
{
	char key[32];

	snprintf(key, sizeof(key), "%s%s", side ? "right" : "left", what);
	return sn__section_value(s, key);
}

static sn_status
keep_id(sn_ike_config *c, const char *text, sn__text *out)
{
	return text && strcmp(text, "%any") != 0 &&
		       strcmp(text, "%defaultroute") != 0
		   ? sn__ike_keep(c, text, strlen(text), out)
		   : SN_OK;
}

/* A list, or one that stands in it. */
struct list {
	const char *at;
	size_t n;
};

static struct list
subnets(const sn__section *s, unsigned side)
{
	const char *one = side_value(s, side, "subnet");
	const char *many = side_value(s, side, "subnets");

	one = one ? one : many ? many : "dynamic";
	return (struct list){one, strlen(one)};
}

static sn_status
read_subnet(struct reading *in, const sn__section *s,
    struct sn__ike_child *child, unsigned side, struct list one)
{
	sn_status status = sn__read_ts(in->c, &child->ts[side], one.at, one.n);

	/* A word for what a roaming peer chooses. */
	if (status == SN_ESYNTAX && memchr(one.at, '%', one.n)) {
		child->unsure = true;
		return sn__ike_strange(in->c, one.at, one.n);
	}
	return status != SN_ESYNTAX
		   ? status
		   : sn__refuse(in->r, status, in->r->text, 0,
			 "conn %.40s: '%.*s' is no subnet", s->name,
			 (int)(one.n > 50 ? 50 : one.n), one.at);
}

static sn_status
read_subnets(struct reading *in, const sn__section *s,
    struct sn__ike_child *child, unsigned side, struct list of)
{
	const char *end = of.at + of.n, *list = of.at;
	sn_status status = SN_OK;
	struct list one;

	while (
	    !status && list < end && sn__list_next(&list, ',', &one.at, &one.n))
		status = read_subnet(in, s, child, side, one);
	return status;
}

/* Takes away the integrity of none that Libreswan has beside an AEAD cipher,
 * as in "aes_gcm256-null". */
static void
drop_null(char *text)
{
	for (char *p = strstr(text, "-null"); p; p = strstr(p, "-null"))
		if (strchr("-, ", p[5]))
			memmove(p, p + 5, strlen(p + 5) + 1);
		else
			p += 5;
}

/* Proposals, to which strongSwan adds its own where no '!' ends them (stroke's
 * add_proposals()); and Libreswan's ';' before the group. Libreswan adds what
 * is not said. */
static sn_status
read_proposals(struct reading *in, const char *list, bool ike,
    struct sn__span *span, struct sn__offer_trouble *t)
{
	char text[1024];
	size_t n = strlen(list);
	bool strict = in->libreswan || !n || list[n - 1] == '!';

	if (n + 9 > sizeof(text))
		return SN_ELIMIT;
	memcpy(text, list, n + 1);
	if (!strict)
		memcpy(text + n, ",default", sizeof(",default"));
	for (char *p = text; *p; p++)
		*p = *p == ';' || *p == '+' ? '-' : *p == '!' ? ' ' : *p;
	t->adds = in->libreswan;
	if (in->libreswan)
		drop_null(text);
	return sn__read_offers(in->c, ike, text, span, t);
}

/* Libreswan says by itself whether there is PFS; a group that is not said is
 * that of phase 1. */
static void
set_groups(struct reading *in, const sn__section *s,
    const struct sn__ike_connection *of, const struct sn__ike_child *child)
{
	const char *pfs = sn__section_value(s, "pfs");
	bool off = pfs && !strcmp(pfs, "no");
	const struct sn__offer *ike =
	    of->offers.n ? &in->c->offer[of->offers.first] : NULL;

	for (uint32_t i = 0; i < child->offers.n; i++) {
		struct sn__offer *o = &in->c->offer[child->offers.first + i];

		if (off)
			o->n[SN__ALG_GROUP] = 0;
		else if (!o->n[SN__ALG_GROUP] && ike)
			for (unsigned k = 0; k < ike->n[SN__ALG_GROUP]; k++)
				sn__offer_add(o, SN__ALG_GROUP,
				    ike->alg[SN__ALG_GROUP][k]);
	}
}

/* Whether a side has an address that the other end assigns to it, so that its
 * selector is not known. */
static bool
is_assigned(const sn__section *s, unsigned side)
{
	const char *source = side_value(s, side, "sourceip");

	return !side_value(s, side, "subnet") &&
	       !side_value(s, side, "subnets") &&
	       (side_value(s, side, "addresspool") ||
		   (source && (side || strchr(source, '%'))));
}

static sn_status
read_child(struct reading *in, const sn__section *s,
    struct sn__ike_connection *of, const struct list subnets[2])
{
	const char *esp = sn__section_value(s, "esp");
	static const char *const lifetimes[] = {
	    "lifetime", "keylife", "salifetime", "ipsec-lifetime"};
	const char *type = sn__section_value(s, "type"), *life = NULL;
	struct sn__offer_trouble trouble = {.why = 0};
	struct sn__ike_child *child;
	sn_status status = sn__ike_add_child(in->c, &child);

	if (status)
		return status;
	child->name = of->name;
	if (strcmp(sn__ike_text(in->c, of->name), s->name) != 0)
		status =
		    sn__ike_keep(in->c, s->name, strlen(s->name), &child->name);
	if (status)
		return status;
	child->rekey_time = child->life_time = in->libreswan ? 28800 : 3600;
	for (size_t i = 0; i < sizeof(lifetimes) / sizeof(*lifetimes); i++)
		life = life ? life : sn__section_value(s, lifetimes[i]);
	for (size_t i = 0; i < NARROWER; i++)
		child->unsure |= sn__section_value(s, noted[i]) != NULL;
	if (life)
		(void)sn__read_time(life, &child->life_time);
	if (!esp)
		esp = sn__section_value(s, "phase2alg");
	for (unsigned side = 0; side < 2 && !status; side++)
		status = read_subnets(in, s, child, side, subnets[side]);
	for (unsigned side = 0; side < 2; side++)
		if (is_assigned(s, side)) {
			child->ts[side].n = 0;
			child->unsure = true;
		}
	if (!status)
		status = read_proposals(in,
		    esp		    ? esp
		    : in->libreswan ? "default"
				    : "aes128-sha256",
		    false, &child->offers, &trouble);
	if (in->libreswan)
		set_groups(in, s, of, child);
	child->unsure |= trouble.unsure || !child->offers.n ||
			 (type && strcmp(type, "tunnel") != 0);
	of->refused |= trouble.refused;
	if (!of->why)
		of->why = trouble.why;
	return status;
}

static uint32_t
version_of(const sn__section *s)
{
	const char *exchange = sn__section_value(s, "keyexchange");
	const char *v2 = sn__section_value(s, "ikev2");

	if (exchange && !strcmp(exchange, "ikev1"))
		return SN_IKE_V1;
	if (exchange && !strcmp(exchange, "ikev2"))
		return SN_IKE_V2;
	if (v2)
		return !strcmp(v2, "no") || !strcmp(v2, "never") ? SN_IKE_V1
								 : SN_IKE_V2;
	return 0;
}

static sn_status
name_strange(struct reading *in, const sn__section *s)
{
	sn_status status = SN_OK;

	for (const sn__parameter *p = s->first; p && !status; p = p->next) {
		bool strange = !sn__parameter_known(p->key);

		for (size_t i = 0; i < NOTED; i++)
			strange |= !strcmp(noted[i], p->key);
		if (strange)
			status = sn__ike_strange(in->c, p->key, strlen(p->key));
	}
	return status;
}

/* Where no identity is said, it is the address, or the certificate has it. */
static sn_status
read_id(struct reading *in, const sn__section *s, struct sn__ike_connection *of,
    unsigned side)
{
	static const char why[] = "the identity that a certificate has";
	const char *id = side_value(s, side, "id");
	const char *cert = side_value(s, side, "cert");
	sn_status status;

	if (id ? !strcmp(id, "%fromcert") : cert != NULL) {
		of->id_unsure = true;
		return sn__ike_keep(in->c, why, strlen(why), &of->why);
	}
	status = keep_id(in->c, id, &of->id[side]);
	if (!status && !of->id[side])
		of->id[side] = of->address[side];
	return status;
}

static sn_status
read_conn(struct reading *in, const sn__section *s)
{
	const char *ike = sn__section_value(s, "ike");
	const char *mode = sn__section_value(s, "aggressive");
	const char *old = sn__section_value(s, "aggrmode");
	const char *life = sn__section_value(s, "ikelifetime");
	const char *own = sn__section_value(s, "left");
	struct sn__offer_trouble trouble = {.why = 0};
	struct sn__ike_connection *of;
	sn_status status = sn__ike_add_connection(in->c, &of);

	if (!status)
		status =
		    sn__ike_keep(in->c, s->name, strlen(s->name), &of->name);
	for (unsigned side = 0; side < 2 && !status; side++) {
		status =
		    keep_id(in->c, side_value(s, side, ""), &of->address[side]);
		if (!status)
			status = read_id(in, s, of, side);
	}
	if (!status)
		status = read_proposals(
		    in, ike ? ike : "default!", true, &of->offers, &trouble);
	if (status)
		return status;
	of->version = version_of(s);
	of->either_way = !own || strcmp(own, "%defaultroute") != 0;
	if (life)
		(void)sn__read_time(life, &of->rekey_time);
	mode = mode ? mode : old;
	of->aggressive = mode && !strcmp(mode, "yes");
	of->other_auth = true; /* keys are in another file */
	of->refused = trouble.refused;
	of->unsure |= trouble.unsure || !of->offers.n;
	if (!of->why)
		of->why = trouble.why;
	return SN_OK;
}

/* Traffic of such a section goes in the clear, or nowhere. */
static bool
is_shunt(const sn__section *s)
{
	static const char *const types[] = {
	    "passthrough", "pass", "drop", "reject"};
	const char *type = sn__section_value(s, "type");

	for (size_t i = 0; type && i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return false;
}

/* A section that is not loaded: without auto=, where others have it. */
static bool
is_template(const struct reading *in, const sn__section *s)
{
	const char *automatic = sn__section_value(s, "auto");

	return !s->conn || s->name[0] == '%' ||
	       !sn__section_value(s, "right") || is_shunt(s) ||
	       (automatic ? !strcmp(automatic, "ignore")
			  : sn__sections_say(&in->all, "auto"));
}

/* Libreswan opens an SA for each pair of two lists. */
static sn_status
read_children(struct reading *in, const sn__section *s)
{
	struct sn__ike_connection *of =
	    &in->c->connection[in->c->connections - 1];
	struct list all[2] = {subnets(s, SN_LOCAL), subnets(s, SN_PEER)};
	struct list one[2], *right, again = all[SN_PEER];
	sn_status status = SN_OK;
	size_t n = 0;

	if (!in->libreswan)
		return read_child(in, s, of, all);
	while (sn__list_next(&again.at, ',', &one[0].at, &one[0].n))
		n++;
	right = sn__arena_get(
	    &in->arena, n + 1, sizeof(*right), alignof(struct list));
	if (!right)
		return SN_ENOMEM;
	for (n = 0;
	     sn__list_next(&all[SN_PEER].at, ',', &right[n].at, &right[n].n);)
		n++;
	while (!status && n &&
	       sn__list_next(
		   &all[SN_LOCAL].at, ',', &one[SN_LOCAL].at, &one[SN_LOCAL].n))
		for (size_t i = 0; i < n && !status; i++) {
			one[SN_PEER] = right[i];
			status = read_child(in, s, of, one);
		}
	return status;
}

/* Sections of one phase 1 are children of one connection; strongSwan compares
 * more for that (stroke: "added child to existing configuration"). */
static sn_status
read_conns(struct reading *in)
{
	static const char *const phase_1[SN__GROUP_VALUES] = {"left", "right",
	    "leftid", "rightid", "ike", "ikev2", "keyexchange", "aggressive",
	    "ikelifetime", "authby", "leftcert", "mobike", "dpddelay", "reauth",
	    "rekey", "forceencaps"};
	enum { LIBRESWAN = 9 };
	sn__grouped *conn = sn__arena_get(
	    &in->arena, in->all.n + 1, sizeof(*conn), alignof(sn__grouped));
	sn_status status = SN_OK;
	size_t n = 0;

	if (!conn)
		return SN_ENOMEM;
	for (const sn__section *s = in->all.first; s; s = s->next) {
		if (is_template(in, s))
			continue;
		conn[n] = (sn__grouped){.item = s, .order = n, .lead = n};
		for (size_t k = 0;
		     k < (in->libreswan ? LIBRESWAN : SN__GROUP_VALUES); k++)
			conn[n].value[k] = sn__section_value(s, phase_1[k]);
		n++;
	}
	sn__group(conn, n);
	for (size_t i = 0; i < n && !status; i++) {
		if (!i || conn[i].lead != conn[i - 1].lead)
			status = read_conn(in, conn[i].item);
		if (!status)
			status = read_children(in, conn[i].item);
		if (!status)
			status = name_strange(in, conn[i].item);
	}
	return status;
}

bool
sn__is_ipsec_conf(const sn__reader *r)
{
	sn__line line = sn__line_start(r);

	while (sn__line_next(r, &line)) {
		sn__word word = sn__line_word(&line, 0);
		sn__word next = sn__line_word(&line, 0);

		if ((word.n == 4 && !memcmp(word.at, "conn", 4) && next.n &&
			*next.at != '=') ||
		    (word.n == 6 && !memcmp(word.at, "config", 6) &&
			next.n == 5 && !memcmp(next.at, "setup", 5)))
			return true;
	}
	return false;
}

sn_status
sn__read_ipsec_conf(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	struct reading in = {.r = r, .c = c, .arena = sn__arena_of(&c->alloc)};
	sn_status status = sn__sections_read(r, &in.arena, c, &in.all);

	(void)gateway; /* it is the only one */
	in.libreswan = sn__sections_say(&in.all, "ikev2") ||
		       sn__sections_say(&in.all, "phase2alg") ||
		       sn__sections_say(&in.all, "salifetime") ||
		       sn__sections_say(&in.all, "pfs") ||
		       sn__sections_say(&in.all, "leftsubnets") ||
		       sn__sections_say(&in.all, "rightsubnets");
	c->kind = in.libreswan ? SN__IKE_UNKNOWN : SN__IKE_STRONGSWAN;
	if (in.libreswan)
		c->profile[SN_LOCAL] = sn_profile_find("libreswan");
	if (!status)
		status = read_conns(&in);
	sn__arena_clear(&in.arena);
	return status;
}
