/*
 * ike_negotiate.h - what comes up between two configured ends.
 *
 * The gateway's end starts each of its children, in the order of its
 * configuration; the peer answers. What is known of that is measured with
 * strongSwan 5.9.8 at both ends, as its source has it.
 */
#ifndef SN_IKE_NEGOTIATE_H
#define SN_IKE_NEGOTIATE_H

#include "vpn/ike_config.h"

/* Why a child does not come up. */
enum sn__ike_why {
	SN__IKE_UP,
	SN__IKE_REFUSED,       /* the device does not load the connection */
	SN__IKE_NO_CONNECTION, /* none of the peer is for these addresses */
	SN__IKE_VERSION,       /* IKE versions differ */
	SN__IKE_OFFERS,	       /* no proposal of phase 1 in common */
	SN__IKE_OFFERS_IN_V1,
	SN__IKE_MODE,		/* main mode here, aggressive mode there */
	SN__IKE_IDENTITY,	/* no connection of the peer is for these */
	SN__IKE_KEY,		/* keys differ */
	SN__IKE_KEY_BY_ADDRESS, /* IKEv1 takes the key of another connection */
	SN__IKE_TS_MANY,	/* more selectors than a payload takes */
	SN__IKE_TS,		/* no child of the peer has these selectors */
	SN__IKE_TS_ELSEWHERE,	/* one of another connection would have them */
	SN__IKE_ESP,		/* no proposal of phase 2 in common */
	SN__IKE_PFS,		/* groups of phase 2 differ */
	SN__IKE_PFS_IN_V1,
	SN__IKE_WHYS
};

#define SN__IKE_NONE UINT32_MAX

/* One child of the gateway's end. */
struct sn__ike_result {
	uint32_t child; /* of the gateway */
	uint32_t asked; /* the peer's connection for these addresses, or NONE */
	uint32_t peer;	/* the one that answers, or NONE */
	uint32_t peer_child;	  /* that answers, or NONE */
	uint32_t version;	  /* SN_IKE_V1, SN_IKE_V2 */
	enum sn__ike_why why;	  /* it does not come up at first */
	enum sn__ike_why renewed; /* and when its lifetime has ended */
	enum sn__ike_why by_peer; /* the same, renewed by the peer */
	bool first;		  /* came up with the IKE_SA, without a group */
	bool narrow;   /* carries less than the gateway's selectors */
	bool ports;    /* carries some protocols or ports only */
	bool choice;   /* which child answers, or with what, is not known */
	bool one_pair; /* of those that are offered at once, one is taken */
	bool unsure;   /* something that decides is not known */
	bool open;     /* namely what a daemon adds to its proposals */
	struct sn__span ts[2]; /* what it carries, seen from the gateway */
};

typedef struct sn__negotiation {
	sn_alloc alloc;
	struct sn__ike_result *result; /* one a child, in order */
	size_t results;
	sn_range *range; /* that the spans of the results are of */
	size_t ranges, range_capacity;
} sn__negotiation;

/* O(selectors of the gateway x those of the peer). SN_ENOMEM. */
SN_MUST_USE sn_status sn__negotiate(sn__negotiation *out,
    const sn_ike_config *gateway, const sn_ike_config *peer,
    const sn_alloc *alloc);
void sn__negotiation_clear(sn__negotiation *n);

#endif
