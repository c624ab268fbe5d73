/*
 * ike_config.h - what the configuration of one device says about IPsec: its
 * connections with their children, and its keys. Readers fill it; a
 * negotiation is computed from two of them.
 */
#ifndef SN_IKE_CONFIG_H
#define SN_IKE_CONFIG_H

#include "base/alloc.h"
#include "supernet_vpn.h"
#include "vpn/ike_proposal.h"

/* An offset of a text that ends in NUL; 0 is the empty one: nothing said. */
typedef uint32_t sn__text;

/* Elements [first, first + n) of an array of the configuration. */
struct sn__span {
	uint32_t first;
	uint32_t n;
};

/* A traffic selector. */
struct sn__ts {
	sn_range range; /* family 0: "dynamic", the end's own address */
	uint32_t port;	/* protocol and ports that it is for; 0: all traffic */
};

struct sn__ike_child {
	sn__text name;
	uint32_t connection;
	struct sn__span
	    ts[2]; /* [SN_LOCAL], [SN_PEER], as the device has them */
	/* All of the line of which the child is one pair; of none: empty. */
	struct sn__span line[2];
	struct sn__span offers;
	int64_t rekey_time; /* seconds; 0: never */
	int64_t life_time;
	int64_t life_bytes;
	bool pass;   /* not IPsec: traffic goes in the clear, or is dropped */
	bool unsure; /* something that decides was not understood */
};

/* The selectors of a side of which a device takes one. */
static inline const struct sn__span *
sn__ike_line(const struct sn__ike_child *child, unsigned side)
{
	return child->line[side].n ? &child->line[side] : &child->ts[side];
}

struct sn__ike_connection {
	sn__text name;
	uint32_t version; /* SN_IKE_...; 0: starts with IKEv2, answers both */
	sn__text address[2]; /* outer ones, "A,B"; empty: any */
	sn__text id[2];	     /* empty: any, or the address */
	/* Whatever else must be equal for an IKE_SA in common, as one text. */
	sn__text rest;
	struct sn__span offers;
	struct sn__span children;
	int64_t rekey_time;
	int64_t dpd; /* seconds; 0: off */
	bool aggressive;
	bool other_auth; /* not by key alone: not compared */
	bool refused;	 /* the device does not load it */
	bool unsure;
	bool id_unsure;	 /* its identities alone are not known */
	bool either_way; /* which side is its own is not said, but taken so */
	sn__text why;	 /* it is refused or unsure */
};

struct sn__ike_key {
	struct sn__span owners; /* of texts; none: for everybody */
	sn__text secret;	/* in hexadecimal */
};

/* How a device negotiates, as far as that is known. */
enum sn__ike_kind {
	SN__IKE_UNKNOWN, /* what it chooses is not known */
	SN__IKE_STRONGSWAN,
	SN__IKE_ALIBABA, /* offers all selectors in one SA; more is not known */
	SN__IKE_PER_PAIR /* opens an SA for each pair; more is not known */
};

struct sn_ike_config {
	sn_alloc alloc;
	enum sn__ike_kind kind;
	/* What is written of a gateway, as a plan is, and not by a device; the
	 * profiles of its ends then, [SN_LOCAL] its own; NULL: not said. */
	bool from_gateway;
	const sn_profile *profile[2];
	char *text;
	size_t text_size, text_capacity;
	struct sn__ike_connection *connection;
	size_t connections, connection_capacity;
	struct sn__ike_child *child;
	size_t children, child_capacity;
	struct sn__ts *ts;
	size_t ts_n, ts_capacity;
	struct sn__offer *offer;
	size_t offers, offer_capacity;
	struct sn__ike_key *key;
	size_t keys, key_capacity;
	sn__text *owner; /* of keys */
	size_t owners, owner_capacity;
	/* What was not understood: how much, and the first few. */
	uint64_t strange;
	sn__text strange_text[8];
};

enum {
	SN__IKE_CONNECTIONS_MAX = 4096,
	SN__IKE_CHILDREN_MAX = 4096,
	SN__IKE_TS_MAX = 16384,
	SN__IKE_TEXT_MAX = 1 << 24 /* bytes of all names, addresses and so on */
};

SN_MUST_USE sn_status sn__ike_config_new(
    sn_ike_config **out, const sn_alloc *alloc);

static inline const char *
sn__ike_text(const sn_ike_config *c, sn__text at)
{
	return c->text + at;
}

/* Its kind from the profile of its own end. */
void sn__ike_kind_of_profile(sn_ike_config *c);

/* Keeps a copy of [p, p + n). */
SN_MUST_USE sn_status sn__ike_keep(
    sn_ike_config *c, const char *p, size_t n, sn__text *out);
/* Each adds an element with nothing in it, borrowed until the next one.
 * SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn__ike_add_connection(
    sn_ike_config *c, struct sn__ike_connection **out);
/* The child belongs to the last connection. */
SN_MUST_USE sn_status sn__ike_add_child(
    sn_ike_config *c, struct sn__ike_child **out);
SN_MUST_USE sn_status sn__ike_add_key(
    sn_ike_config *c, struct sn__ike_key **out);
/* The owner is of the last key. */
SN_MUST_USE sn_status sn__ike_add_owner(sn_ike_config *c, sn__text owner);
/* Each goes at the end of @span, which must end the array, or be empty. */
SN_MUST_USE sn_status sn__ike_add_ts(
    sn_ike_config *c, struct sn__span *span, struct sn__ts ts);
SN_MUST_USE sn_status sn__ike_add_offer(
    sn_ike_config *c, struct sn__span *span, const struct sn__offer *offer);
/* Counts something that was not understood, and names it. */
SN_MUST_USE sn_status sn__ike_strange(
    sn_ike_config *c, const char *p, size_t n);

#endif
