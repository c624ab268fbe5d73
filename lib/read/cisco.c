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
#include "read/ike_values.h"
#include "read/lines.h"

enum { PAIRS_MAX = 1024 };

struct reading {
	const sn__reader *r;
	sn_ike_config *c;
	const sn__cisco *root;
	bool asa;
	uint64_t pairs; /* of lines that have several */
	bool denied;	/* something, by a line of the access list at hand */
	bool denial_named;
};

/* ----------------------------------------------------------- proposals */

static sn_status
add_word(struct reading *in, struct sn__offer *o, unsigned kind,
    const char *word, bool *unsure)
{
	uint16_t code = 0;

	/* What encrypts with integrity has this for it. */
	if (kind == SN__ALG_INTEGRITY && !strcmp(word, "null"))
		return SN_OK;
	if (sn__algorithm(kind, word, strlen(word), &code)) {
		sn__offer_add(o, kind, code);
		return SN_OK;
	}
	*unsure = true;
	return sn__ike_strange(in->c, word, strlen(word));
}

/* All words from @at on, of which a number belongs to the word before it. */
static sn_status
add_words(struct reading *in, struct sn__offer *o, unsigned kind,
    const sn__cisco *line, unsigned at, bool *unsure)
{
	sn_status status = SN_OK;
	char both[64];

	for (; at < line->n && !status; at++) {
		const char *word = line->word[at];

		if (kind == SN__ALG_ENCRYPTION && at + 1 < line->n &&
		    strspn(line->word[at + 1], "0123456789") ==
			strlen(line->word[at + 1])) {
			snprintf(both, sizeof(both), "%.40s-%.8s", word,
			    line->word[++at]);
			word = both;
		}
		status = add_word(in, o, kind, word, unsure);
	}
	return status;
}

/* A policy or a proposal of phase 1: its lines name algorithms. */
static sn_status
read_policy(
    struct reading *in, const sn__cisco *policy, struct sn__ike_connection *of)
{
	static const char why[] =
	    "what a policy of phase 1 does not say, the release's default";
	struct sn__offer o = {.ike = true};
	int64_t seconds = 0; /* not said */
	sn_status status = SN_OK;

	for (const sn__cisco *l = policy->below; l && !status; l = l->next) {
		if (sn__cisco_has(l, 0, "encryption") ||
		    sn__cisco_has(l, 0, "encr"))
			status = add_words(
			    in, &o, SN__ALG_ENCRYPTION, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "hash") ||
			 sn__cisco_has(l, 0, "integrity"))
			status = add_words(
			    in, &o, SN__ALG_INTEGRITY, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "prf"))
			status =
			    add_words(in, &o, SN__ALG_PRF, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "group"))
			status =
			    add_words(in, &o, SN__ALG_GROUP, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "lifetime"))
			(void)sn__read_time(l->word[l->n - 1], &seconds);
	}
	/* Which of several is used is not known. */
	of->rekey_time =
	    !of->offers.n || of->rekey_time == seconds ? seconds : 0;
	/* IOS does not show its default, which is this one (Cisco: "IKE Policy
	 * Parameter Definitions"). */
	if (!o.n[SN__ALG_INTEGRITY] &&
	    sn__cisco_has(policy, 0, "crypto isakmp policy"))
		sn__offer_add(&o, SN__ALG_INTEGRITY, SN__HASH_SHA1);
	if (!o.n[SN__ALG_PRF])
		for (size_t i = 0; i < o.n[SN__ALG_INTEGRITY]; i++)
			sn__offer_add(
			    &o, SN__ALG_PRF, o.alg[SN__ALG_INTEGRITY][i]);
	if (!o.n[SN__ALG_ENCRYPTION] || !o.n[SN__ALG_GROUP] ||
	    (!o.n[SN__ALG_INTEGRITY] &&
		!sn__is_aead(o.alg[SN__ALG_ENCRYPTION][0]))) {
		of->unsure = true;
		if (!status && !of->why)
			status =
			    sn__ike_keep(in->c, why, strlen(why), &of->why);
	}
	return status ? status : sn__ike_add_offer(in->c, &of->offers, &o);
}

static sn_status
read_policies(struct reading *in, struct sn__ike_connection *of)
{
	static const char *const v1[] = {
	    "crypto isakmp policy", "crypto ikev1 policy"};
	static const char *const v2[] = {
	    "crypto ikev2 proposal", "crypto ikev2 policy"};
	const char *const *kind = of->version == SN_IKE_V1 ? v1 : v2;
	static const char why[] =
	    "the policies of phase 1, of which the file has none";
	sn_status status = SN_OK;

	for (const sn__cisco *l = in->root->below; l && !status; l = l->next)
		if ((sn__cisco_has(l, 0, kind[0]) ||
			sn__cisco_has(l, 0, kind[1])) &&
		    l->below && !sn__cisco_has(l->below, 0, "proposal") &&
		    !sn__cisco_has(l->below, 0, "match"))
			status = read_policy(in, l, of);
	of->unsure |= !of->offers.n;
	return status || of->offers.n || of->why
		   ? status
		   : sn__ike_keep(in->c, why, strlen(why), &of->why);
}

/* A transform set by its name: "esp-aes 256 esp-sha256-hmac". */
static sn_status
read_transforms(struct reading *in, const char *name, uint16_t group,
    struct sn__ike_child *child)
{
	sn_status status = SN_OK;

	for (const sn__cisco *l = in->root->below; l && !status; l = l->next) {
		struct sn__offer o = {.ike = false};
		unsigned at = sn__cisco_has(l, 2, "transform-set")	    ? 3
			      : sn__cisco_has(l, 3, "transform-set")	    ? 4
			      : sn__cisco_has(l, 2, "ikev2 ipsec-proposal") ? 4
									    : 0;

		if (!at || !sn__cisco_has(l, 0, "crypto ipsec") || l->n <= at ||
		    strcmp(l->word[at], name) != 0)
			continue;
		for (unsigned i = at + 1; i < l->n && !status; i++) {
			bool hash = strstr(l->word[i], "hmac") != NULL;
			sn__cisco one = {.n = 1, .word = {l->word[i]}};

			if (!hash && i + 1 < l->n && l->word[i + 1][0] <= '9')
				one.word[one.n++] = l->word[++i];
			status = add_words(in, &o,
			    hash ? SN__ALG_INTEGRITY : SN__ALG_ENCRYPTION, &one,
			    0, &child->unsure);
		}
		for (const sn__cisco *k = l->below; k && !status; k = k->next)
			if (sn__cisco_has(k, 0, "protocol esp encryption"))
				status = add_words(in, &o, SN__ALG_ENCRYPTION,
				    k, 3, &child->unsure);
			else if (sn__cisco_has(k, 0, "protocol esp integrity"))
				status = add_words(in, &o, SN__ALG_INTEGRITY, k,
				    3, &child->unsure);
		if (group)
			sn__offer_add(&o, SN__ALG_GROUP, group);
		sn__offer_add(&o, SN__ALG_ESN, 0);
		if (!status)
			status = sn__ike_add_offer(in->c, &child->offers, &o);
	}
	return status;
}

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

		status = read_transforms(in, l->word[i], e->group, *child);
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
		       : sn__cisco_addresses(in->c, in->root, &child->ts[side],
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

	in->denied = in->denial_named = false;
	for (const sn__cisco *l = in->root->below; l && !status; l = l->next) {
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
	status = sn__cisco_identities(in->c, in->root, e, of);
	return status ? status : read_policies(in, of);
}

/* What holds for all entries that do not say it; where nothing does, the
 * defaults of Cisco's guides, which differ. */
static void
read_global(const struct reading *in, sn__cisco_entry *e)
{
	e->seconds = in->asa ? 28800 : 3600;
	e->bytes = INT64_C(4608000) << 10;
	for (const sn__cisco *l = in->root->below; l; l = l->next)
		if (sn__cisco_has(
			l, 0, "crypto ipsec security-association lifetime"))
			sn__cisco_lifetime(e, l, 4);
}

/* Entries to one peer share phase 1. */
static sn_status
read_maps(struct reading *in, sn__arena *arena)
{
	sn__cisco_entry usual = {.acl = NULL};
	const sn__cisco_entry *e;
	size_t n, lead = SIZE_MAX;
	sn_status status;

	read_global(in, &usual);
	status = sn__cisco_entries(in->root, arena, &usual, &e, &n);
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
	sn__cisco_entry e = {.acl = NULL};
	const char *profile = NULL, *all = "0.0.0.0/0";
	struct sn__ike_connection *of;
	struct sn__ike_child *child;
	bool gre = true, off = false;
	sn_status status;

	read_global(in, &e);
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
	for (const sn__cisco *k = in->root->below; k && profile; k = k->next)
		if (sn__cisco_has(k, 0, "crypto ipsec profile") && k->n > 3 &&
		    !strcmp(k->word[3], profile))
			for (const sn__cisco *m = k->below; m; m = m->next)
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
is_asa(const sn__cisco *root)
{
	for (const sn__cisco *l = root ? root->below : NULL; l; l = l->next)
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
	sn_status status = sn__cisco_lines(r, &arena, &in.root);

	(void)gateway; /* it is the only one */
	c->kind = SN__IKE_PER_PAIR;
	in.asa = is_asa(in.root);
	c->profile[SN_LOCAL] =
	    sn_profile_find(in.asa ? "cisco-asa" : "cisco-ios");
	if (!status)
		status = read_maps(&in, &arena);
	for (const sn__cisco *l = in.root ? in.root->below : NULL; l && !status;
	     l = l->next)
		if (sn__cisco_has(l, 0, "interface") && l->n > 1)
			status = read_tunnel(&in, l);
	sn__arena_clear(&arena);
	if (!status && !c->connections)
		status = sn__refuse(r, SN_ESYNTAX, r->text, 0,
		    "no crypto map with peer and access list, and no tunnel "
		    "with a profile");
	return status;
}
