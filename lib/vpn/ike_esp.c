/*
 * ike_esp.c - phase 2, as strongSwan proposes and answers.
 */
#include "vpn/ike_esp.h"

struct offers {
	const struct sn__offer *a;
	uint32_t n;
};

static struct offers
offers_of(const struct sn__esp_end *end)
{
	const struct sn__span *s = &end->config->child[end->child].offers;

	return (struct offers){
	    s->n ? &end->config->offer[s->first] : NULL, s->n};
}

/* The group that who starts takes: the first of the first proposal with one. */
static uint16_t
first_group(struct offers o)
{
	for (uint32_t i = 0; i < o.n; i++)
		if (o.a[i].n[SN__ALG_GROUP])
			return o.a[i].alg[SN__ALG_GROUP][0];
	return 0;
}

static bool
accepted(struct offers mine, const struct sn__offer *theirs, bool skip_group)
{
	for (uint32_t i = 0; i < mine.n; i++)
		if (sn__offer_matches(&mine.a[i], theirs, skip_group, NULL))
			return true;
	return false;
}

/* Without a group to start with, proposals are sent without groups. */
static bool
agree_v2(struct offers from, struct offers to, bool first)
{
	bool strip = !first && !first_group(from);

	for (uint32_t i = 0; i < from.n; i++) {
		struct sn__offer offer = from.a[i];

		if (strip)
			offer.n[SN__ALG_GROUP] = 0;
		if (accepted(to, &offer, first))
			return true;
	}
	return false;
}

/*
 * Quick mode has one group for all proposals: that of phase 1 where one has
 * it, else the first. Proposals without it are left out, and of a compound
 * one the first algorithms are sent.
 */
static bool
agree_v1(struct offers from, struct offers to, uint16_t phase1_group,
    bool skip_group)
{
	uint16_t group = first_group(from);

	for (uint32_t i = 0; group && i < from.n; i++)
		if (sn__offer_has_group(&from.a[i], phase1_group)) {
			group = phase1_group;
			break;
		}
	for (uint32_t i = 0; i < from.n; i++) {
		struct sn__offer cut;

		if (group && !sn__offer_has_group(&from.a[i], group) &&
		    !skip_group)
			continue;
		if (!sn__offer_cut(&cut, &from.a[i]))
			continue;
		if (cut.n[SN__ALG_GROUP])
			cut.alg[SN__ALG_GROUP][0] = group;
		if (accepted(to, &cut, skip_group))
			return true;
	}
	return false;
}

enum sn__ike_why
sn__esp_agree(const struct sn__esp_end *from, const struct sn__esp_end *to,
    const struct sn__ike_sa *sa, bool first)
{
	struct offers a = offers_of(from), b = offers_of(to);
	bool v1 = sa->version == SN_IKE_V1;

	if (v1 ? agree_v1(a, b, sa->group, false) : agree_v2(a, b, first))
		return SN__IKE_UP;
	if (v1)
		return agree_v1(a, b, sa->group, true) ? SN__IKE_PFS_IN_V1
						       : SN__IKE_ESP;
	return agree_v2(a, b, true) ? SN__IKE_PFS : SN__IKE_ESP;
}
