/*
 * ike_proposal.h - proposals: what one end offers or accepts as a whole.
 */
#ifndef SN_IKE_PROPOSAL_H
#define SN_IKE_PROPOSAL_H

#include "supernet.h"
#include "vpn/ike_algorithm.h"

enum { SN__ALGS_MAX = 24 }; /* of a kind in one proposal */

struct sn__offer {
	uint8_t n[SN__ALG_KINDS];
	uint16_t alg[SN__ALG_KINDS][SN__ALGS_MAX]; /* preferred ones first */
	bool ike; /* of IKE itself; else of ESP */
};

/* Adds an algorithm, once. False: there is no capacity. */
bool sn__offer_add(struct sn__offer *o, unsigned kind, uint16_t code);

/*
 * Reads "aes256-sha256-modp2048" as strongSwan does. SN_OK; SN_ESYNTAX: a word
 * is no known algorithm, [*word, *word + *n); SN_EINVAL: such a daemon refuses
 * it, *word says why; SN_ELIMIT. With @adds the daemon adds what is not said,
 * in "" all of it, as Libreswan does.
 */
sn_status sn__offer_parse(struct sn__offer *o, bool ike, bool adds,
    const char *text, size_t size, const char **word, size_t *n);

/* What strongSwan means by "default": two proposals, the second of AEAD. */
void sn__offer_default(struct sn__offer *o, bool ike, bool aead);

/*
 * Whether @mine accepts @theirs, leaving out the group if @skip_group; @group
 * (may be NULL) is then the one that is agreed on, 0: none.
 */
bool sn__offer_matches(const struct sn__offer *mine,
    const struct sn__offer *theirs, bool skip_group, uint16_t *group);

bool sn__offer_has_group(const struct sn__offer *o, uint16_t group);

/* What is left of it in IKEv1: the first algorithm of each kind. False: it
 * can't be said in IKEv1 at all. */
bool sn__offer_cut(struct sn__offer *out, const struct sn__offer *o);

/* Whether two that do not match may do so by what a daemon adds. */
bool sn__offer_may_match(const struct sn__offer *a, const struct sn__offer *b);

bool sn__offer_equal(const struct sn__offer *a, const struct sn__offer *b);

#endif
