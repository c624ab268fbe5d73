/*
 * cisco.c - crypto maps, access lists, object groups, proposals and tunnel
 * interfaces of IOS and the ASA.
 *
 * Which child these devices take where several would do is not known, and
 * keys are not compared: they may be encrypted.
 */
#include "read/cisco.h"

#include <stdio.h>
#include <string.h>

#include "read/cisco_address.h"
#include "read/cisco_identity.h"
#include "read/cisco_map.h"
#include "read/cisco_proposals.h"
#include "read/ike_values.h"
#include "read/lines.h"

enum { PAIRS_MAX = 1024 };

struct reading {
	const sn__reader *r;
	sn_ike_config *c;
	sn__cisco_file file;
	sn__cisco_entry usual; /* what an entry does not say */
	sn__cisco_policies phase_1;
	bool asa;
	uint64_t pairs; /* of lines that have several */
	bool denied;	/* something, by a line of the access list at hand */
	bool denial_named;
};

/* --------------------------------------------------------- connections */

static sn_status
keep_name(struct reading *in, const char *a, const char *b, sn__text *out)
{
	char name[128];
	int n =
	    snprintf(name, sizeof(name), "%.60s%s%.60s", a, *b ? "-" : "", b);

	return sn__ike_keep(in->c, name, (size_t)n, out);
}

/* Something that is named, and is not in the file. */
static sn_status
strange_name(struct reading *in, const char *what, const char *name)
{
	char text[128];
	int n = snprintf(
	    text, sizeof(text), "%s %.60s, not in the file", what, name);

	return sn__ike_strange(in->c, text, (size_t)n);
}

static sn_status
add_child(
    struct reading *in, const sn__cisco_entry *e, struct sn__ike_child **child)
{
	unsigned v2 = e->line[1] != NULL;
	const sn__cisco *l = e->line[v2];
	sn_status status = sn__ike_add_child(in->c, child);

	if (status)
		return status;
	(*child)->name = in->c->connection[in->c->connections - 1].name;
	if (e->map && e->order != e->lead)
		status = keep_name(in, e->map, e->number, &(*child)->name);
	(*child)->rekey_time = (*child)->life_time = e->seconds;
	(*child)->life_bytes = e->bytes;
	for (unsigned i = e->at[v2]; i < (l ? l->n : 0) && !status; i++) {
		uint32_t before = (*child)->offers.n;

		status = sn__cisco_transforms(
		    in->c, &in->file, l->word[i], e->group, *child);
		if (!status && (*child)->offers.n == before)
			status = strange_name(in, "transform set", l->word[i]);
	}
	if (!status && e->group_unsure)
		status = sn__ike_strange(in->c, "set pfs", 7);
	(*child)->unsure |= !(*child)->offers.n || e->group_unsure;
	return status;
}

/*
 * The device opens an SA for each pair of addresses of a line, as if each had a
 * line of its own: so the child at @number becomes as many. Where those are
 * very many it stays one.
 */
static sn_status
spread(struct reading *in, size_t number)
{
	const struct sn__ike_child all = in->c->child[number];
	uint32_t peers = all.ts[SN_PEER].n;
	uint64_t n = (uint64_t)all.ts[SN_LOCAL].n * peers;
	sn_status status = SN_OK;

	if (n < 2 || n > PAIRS_MAX - in->pairs)
		return SN_OK;
	in->pairs += n;
	for (uint32_t i = 0; i < n && !status; i++) {
		struct sn__ike_child *one = &in->c->child[number];

		if (i)
			status = sn__ike_add_child(in->c, &one);
		if (status)
			break;
		*one = all;
		for (unsigned side = 0; side < 2 && !status; side++) {
			uint32_t k = side == SN_LOCAL ? i / peers : i % peers;

			one->line[side] = all.ts[side];
			one->ts[side].n = 0;
			status = sn__ike_add_ts(in->c, &one->ts[side],
			    in->c->ts[all.ts[side].first + k]);
		}
	}
	return status;
}

/* A line of an access list, from "permit" on: a child. What a line before it
 * denies may be some of it. */
static sn_status
read_permit(struct reading *in, const sn__cisco_entry *e, const sn__cisco *l,
    unsigned at, bool wildcard)
{
	uint64_t strange = in->c->strange;
	bool v6 = sn__cisco_has(l, at, "permit ipv6");
	struct sn__ike_child *child;
	sn_status status;

	if (sn__cisco_has(l, at, "remark") ||
	    sn__cisco_has(l, l->n - 1, "inactive"))
		return SN_OK;
	if (sn__cisco_has(l, at, "deny")) {
		in->denied = true;
		return SN_OK;
	}
	if (!v6 && !sn__cisco_has(l, at, "permit ip"))
		return sn__ike_strange(in->c, e->acl, strlen(e->acl));
	status = add_child(in, e, &child);
	if (!status && in->denied && !in->denial_named)
		status = sn__ike_strange(in->c, "deny", 4);
	in->denial_named = in->denied;
	at += 2;
	for (unsigned side = 0; side < 2 && !status; side++) {
		uint64_t known = in->c->strange;

		status =
		    v6 ? sn__cisco_addresses6(in->c, &child->ts[side], l, &at)
		       : sn__cisco_addresses(in->c, &in->file, &child->ts[side],
			     l, &at, wildcard);
		/* A part that is not known may be anything. */
		if (in->c->strange > known)
			child->ts[side].n = 0;
	}
	if (status)
		return status;
	child->unsure |= in->denied || in->c->strange > strange ||
			 !child->ts[SN_LOCAL].n || !child->ts[SN_PEER].n;
	return spread(in, in->c->children - 1);
}

/* Nothing is known of what goes through, where the list is in no line. */
static sn_status
read_acl(struct reading *in, const sn__cisco_entry *e)
{
	sn_status status = SN_OK;
	struct sn__ike_child *child;
	bool found = false;
	const sn__cisco *l;
	size_t next = 0;

	in->denied = in->denial_named = false;
	while (!status && (l = sn__cisco_named(&in->file, e->acl, &next))) {
		bool block = (sn__cisco_has(l, 0, "ip access-list extended") &&
				 l->n > 3 && !strcmp(l->word[3], e->acl)) ||
			     (sn__cisco_has(l, 0, "ipv6 access-list") &&
				 l->n > 2 && !strcmp(l->word[2], e->acl));

		if (sn__cisco_has(l, 0, "access-list") && l->n > 2 &&
		    !strcmp(l->word[1], e->acl)) {
			unsigned at = sn__cisco_has(l, 2, "line") ? 4 : 2;
			bool asa = sn__cisco_has(l, at, "extended");

			found = true;
			status =
			    read_permit(in, e, l, at + asa, !asa && !in->asa);
		}
		found |= block;
		for (const sn__cisco *k = l->below; block && k && !status;
		     k = k->next)
			status = read_permit(in, e, k,
			    k->word[0][0] >= '0' && k->word[0][0] <= '9', true);
	}
	if (status || found)
		return status;
	status = add_child(in, e, &child);
	if (status)
		return status;
	child->unsure = true;
	return strange_name(in, "access list", e->acl);
}

static sn_status
add_connection(
    struct reading *in, const sn__cisco_entry *e, const char *a, const char *b)
{
	struct sn__ike_connection *of;
	sn_status status = sn__ike_add_connection(in->c, &of);

	if (!status)
		status = keep_name(in, a, b, &of->name);
	if (!status && *e->peer)
		status = sn__ike_keep(
		    in->c, e->peer, strlen(e->peer), &of->address[SN_PEER]);
	if (status)
		return status;
	of->version = e->v2 || e->line[1] ? SN_IKE_V2 : SN_IKE_V1;
	/* With sets of both, it may be either. */
	of->unsure = e->line[0] && e->line[1];
	of->other_auth = true;
	status = sn__cisco_identities(in->c, &in->file, e, of);
	return status
		   ? status
		   : sn__cisco_phase_1(in->c, in->file.first, &in->phase_1, of);
}

/* What holds for all entries that do not say it; where nothing does, the
 * defaults of Cisco's guides, which differ. */
static void
read_global(struct reading *in)
{
	sn__cisco_entry *e = &in->usual;

	e->seconds = in->asa ? 28800 : 3600;
	e->bytes = INT64_C(4608000) << 10;
	for (const sn__cisco *l = in->file.first; l; l = l->next) {
		if (sn__cisco_has(
			l, 0, "crypto ipsec security-association lifetime"))
			sn__cisco_lifetime(e, l, 4);
		e->id_unknown |=
		    sn__cisco_has(l, 0, "crypto isakmp identity") &&
		    !sn__cisco_has(l, 3, "address") &&
		    !sn__cisco_has(l, 3, "auto");
	}
}

/* Entries to one peer share phase 1. */
static sn_status
read_maps(struct reading *in, sn__arena *arena)
{
	const sn__cisco_entry *e;
	size_t n, lead = SIZE_MAX;
	sn_status status;

	status = sn__cisco_entries(in->file.first, arena, &in->usual, &e, &n);
	for (size_t i = 0; i < n && !status; i++) {
		if (!e[i].acl || !*e[i].peer) { /* dynamic, or not complete */
			status =
			    sn__ike_strange(in->c, e[i].map, strlen(e[i].map));
			continue;
		}
		if (e[i].lead != lead)
			status =
			    add_connection(in, &e[i], e[i].map, e[i].number);
		lead = e[i].lead;
		if (!status)
			status = read_acl(in, &e[i]);
	}
	return status;
}

/* An interface with "tunnel protection ipsec profile": everything goes in. */
static sn_status
read_tunnel(struct reading *in, const sn__cisco *l)
{
	sn__cisco_entry e = in->usual;
	const char *profile = NULL, *all = "0.0.0.0/0";
	struct sn__ike_connection *of;
	struct sn__ike_child *child;
	bool gre = true, off = false;
	const sn__cisco *p;
	sn_status status;
	size_t next = 0;

	for (const sn__cisco *k = l->below; k; k = k->next) {
		if (sn__cisco_has(k, 0, "tunnel protection ipsec profile") &&
		    k->n > 4)
			profile = k->word[4];
		if (sn__cisco_has(k, 0, "tunnel destination"))
			sn__cisco_peers(&e, k, 2);
		if (sn__cisco_has(k, 0, "tunnel mode ipsec"))
			gre = false;
		off |= sn__cisco_has(k, 0, "shutdown");
		if (sn__cisco_has(k, 0, "tunnel mode ipsec ipv6"))
			all = "::/0";
	}
	while (profile && (p = sn__cisco_named(&in->file, profile, &next)))
		if (sn__cisco_has(p, 0, "crypto ipsec profile") && p->n > 3 &&
		    !strcmp(p->word[3], profile))
			for (const sn__cisco *m = p->below; m; m = m->next)
				sn__cisco_setting(&e, m, 0);
	if (!profile)
		return SN_OK;
	status = add_connection(in, &e, l->word[1], "");
	if (!status && off) {
		of = &in->c->connection[in->c->connections - 1];
		of->refused = true;
		status = sn__ike_keep(in->c, "shutdown", 8, &of->why);
	}
	if (!status)
		status = add_child(in, &e, &child);
	for (unsigned side = 0; side < 2 && !status; side++)
		status = sn__read_ts(in->c, &child->ts[side], all, strlen(all));
	/* What is said of GRE, and not of what goes through it. */
	if (!status && gre) {
		child->unsure = true;
		status = sn__ike_strange(in->c, "tunnel mode gre", 15);
	}
	return status;
}

bool
sn__is_cisco(const sn__reader *r)
{
	static const char *const after[] = {
	    "map", "ipsec", "isakmp", "ikev1", "ikev2"};
	const char *p = r->text, *end = p + r->size, *stop;

	for (; p < end; p = stop + (stop < end)) {
		sn__line line;
		sn__word word, next;

		stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop ? stop : end;
		line.at = sn__skip_blanks(sn__cisco_start(p, stop), stop);
		line.end = stop;
		word = sn__line_word(&line, 0);
		next = sn__line_word(&line, 0);

		if (word.n != 6 || memcmp(word.at, "crypto", 6) != 0)
			continue;
		for (size_t i = 0; i < sizeof(after) / sizeof(*after); i++)
			if (next.n == strlen(after[i]) &&
			    !memcmp(next.at, after[i], next.n))
				return true;
	}
	return false;
}

/* An ASA sets in one line what an entry of IOS has in lines of its own. */
static bool
is_asa(const sn__cisco *first)
{
	for (const sn__cisco *l = first; l; l = l->next)
		if (sn__cisco_has(l, 0, "tunnel-group") ||
		    (sn__cisco_has(l, 0, "crypto map") &&
			(sn__cisco_has(l, 4, "match") ||
			    sn__cisco_has(l, 4, "set"))))
			return true;
	return false;
}

sn_status
sn__read_cisco(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	sn__arena arena = sn__arena_of(&c->alloc);
	struct reading in = {.r = r, .c = c};
	sn_status status = sn__cisco_lines(r, &arena, &in.file);

	(void)gateway; /* it is the only one */
	c->kind = SN__IKE_PER_PAIR;
	in.asa = is_asa(in.file.first);
	read_global(&in);
	c->profile[SN_LOCAL] =
	    sn_profile_find(in.asa ? "cisco-asa" : "cisco-ios");
	if (!status)
		status = read_maps(&in, &arena);
	for (const sn__cisco *l = in.file.first; l && !status; l = l->next)
		if (sn__cisco_has(l, 0, "interface") && l->n > 1)
			status = read_tunnel(&in, l);
	sn__arena_clear(&arena);
	if (in.file.looked > SN__CISCO_LOOKED_MAX)
		status = sn__refuse(r, SN_ELIMIT, r->text, 0,
		    "crypto maps and what they name have more than 2^22 lines");
	if (!status && !c->connections)
		status = sn__refuse(r, SN_ESYNTAX, r->text, 0,
		    "no crypto map with peer and access list, and no tunnel "
		    "with a profile");
	return status;
}
