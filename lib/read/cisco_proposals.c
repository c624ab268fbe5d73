/*
 * cisco_proposals.c - policies of phase 1, and transform sets.
 */
#include "read/cisco_proposals.h"

#include <stdio.h>
#include <string.h>

#include "read/ike_values.h"
#include "vpn/ike_algorithm.h"

static sn_status
add_word(sn_ike_config *c, struct sn__offer *o, unsigned kind, const char *word,
    bool *unsure)
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
	return sn__ike_strange(c, word, strlen(word));
}

/* All words from @at on, of which a number belongs to the word before it. */
static sn_status
add_words(sn_ike_config *c, struct sn__offer *o, unsigned kind,
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
		status = add_word(c, o, kind, word, unsure);
	}
	return status;
}

/* A policy or a proposal of phase 1: its lines name algorithms. */
static sn_status
read_policy(
    sn_ike_config *c, const sn__cisco *policy, struct sn__ike_connection *of)
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
			    c, &o, SN__ALG_ENCRYPTION, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "hash") ||
			 sn__cisco_has(l, 0, "integrity"))
			status = add_words(
			    c, &o, SN__ALG_INTEGRITY, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "prf"))
			status =
			    add_words(c, &o, SN__ALG_PRF, l, 1, &of->unsure);
		else if (sn__cisco_has(l, 0, "group"))
			status =
			    add_words(c, &o, SN__ALG_GROUP, l, 1, &of->unsure);
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
			status = sn__ike_keep(c, why, strlen(why), &of->why);
	}
	return status ? status : sn__ike_add_offer(c, &of->offers, &o);
}

static sn_status
read_policies(
    sn_ike_config *c, const sn__cisco *first, struct sn__ike_connection *of)
{
	static const char *const v1[] = {
	    "crypto isakmp policy", "crypto ikev1 policy"};
	static const char *const v2[] = {
	    "crypto ikev2 proposal", "crypto ikev2 policy"};
	const char *const *kind = of->version == SN_IKE_V1 ? v1 : v2;
	static const char why[] =
	    "the policies of phase 1, of which the file has none";
	sn_status status = SN_OK;

	for (const sn__cisco *l = first; l && !status; l = l->next)
		if ((sn__cisco_has(l, 0, kind[0]) ||
			sn__cisco_has(l, 0, kind[1])) &&
		    l->below && !sn__cisco_has(l->below, 0, "proposal") &&
		    !sn__cisco_has(l->below, 0, "match"))
			status = read_policy(c, l, of);
	of->unsure |= !of->offers.n;
	return status || of->offers.n || of->why
		   ? status
		   : sn__ike_keep(c, why, strlen(why), &of->why);
}

sn_status
sn__cisco_phase_1(sn_ike_config *c, const sn__cisco *first,
    sn__cisco_policies *read, struct sn__ike_connection *of)
{
	unsigned v2 = of->version == SN_IKE_V2;
	struct sn__ike_connection *all = &read->of[v2];
	sn_status status = SN_OK;

	all->version = of->version;
	if (!read->done[v2])
		status = read_policies(c, first, all);
	read->done[v2] = true;
	of->offers = all->offers;
	of->rekey_time = all->rekey_time;
	of->unsure |= all->unsure;
	of->why = of->why ? of->why : all->why;
	return status;
}

/* "esp-aes 256 esp-sha256-hmac", or lines of its own. */
sn_status
sn__cisco_transforms(sn_ike_config *c, sn__cisco_file *file, const char *name,
    uint16_t group, struct sn__ike_child *child)
{
	sn_status status = SN_OK;
	const sn__cisco *l;
	size_t next = 0;

	while (!status && (l = sn__cisco_named(file, name, &next))) {
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
			status = add_words(c, &o,
			    hash ? SN__ALG_INTEGRITY : SN__ALG_ENCRYPTION, &one,
			    0, &child->unsure);
		}
		for (const sn__cisco *k = l->below; k && !status; k = k->next)
			if (sn__cisco_has(k, 0, "protocol esp encryption"))
				status = add_words(c, &o, SN__ALG_ENCRYPTION, k,
				    3, &child->unsure);
			else if (sn__cisco_has(k, 0, "protocol esp integrity"))
				status = add_words(c, &o, SN__ALG_INTEGRITY, k,
				    3, &child->unsure);
		if (group)
			sn__offer_add(&o, SN__ALG_GROUP, group);
		sn__offer_add(&o, SN__ALG_ESN, 0);
		if (!status)
			status = sn__ike_add_offer(c, &child->offers, &o);
	}
	return status;
}
