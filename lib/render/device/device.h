/*
 * device.h - what the configurations of devices have in common: each is a list
 * of stanzas, texts with fields, that are written once or for each connection,
 * tunnel, pair of selectors or network.
 *
 * The device is the plan's peer end, so its sides are mirrored: "here" is the
 * plan's peer side, "there" its local one, the gateway's.
 *
 * A text has lines; a line may begin with the words that must hold for it,
 * "[v2 !pfs]": see device.c; and in it stand fields, "{dh}": device_fields.c.
 */
#ifndef SN_DEVICE_H
#define SN_DEVICE_H

#include "render/out.h"

/*
 * What a stanza is written for, as bits; the first is the outermost. Stanzas
 * that stand side by side and have the same outermost bit share its loop.
 */
enum {
	SN__ONCE = 0,
	SN__EACH_CONNECTION = 1,
	SN__EACH_TUNNEL = 2,
	SN__EACH_PAIR = 4,   /* of the connection's selectors */
	SN__EACH_HERE = 8,   /* of the networks here, exact aggregates */
	SN__EACH_THERE = 16, /* of those at the gateway's end */
	/* Of the connection's networks here, with each network here that stays
	 * out of its tunnel as the one there. */
	SN__EACH_BYPASS = 32
};

/* The forms that are known for IPv6: of selectors, and where routes decide. */
enum { SN__IPV6_SELECTORS = 1, SN__IPV6_ROUTES = 2, SN__IPV6_BOTH = 3 };
/* Selectors that are not everything; whatever is IPv6. */
enum { SN__ONE_OF_SELECTORS = 1, SN__ONE_OF_IPV6 = 2 };

struct sn__stanza {
	unsigned each;
	const char *when; /* the words that must hold; "": always */
	const char *text;
};

/* How a device spells algorithms, in the order of the bits of facts. */
struct sn__spelling {
	const char *encryption[8]; /* NULL: not known, so it is refused */
	const char *integrity[5];
};

struct sn__device {
	const char *profile; /* its name: what it takes is known from there */
	const struct sn__spelling *ike[2]; /* IKEv1, IKEv2 */
	const struct sn__spelling *esp;
	const struct sn__stanza *stanzas; /* the first begins with a comment */
	size_t stanza_count;
	unsigned name_most; /* bytes of {name} and {own}; 0: not used */
	unsigned most;	    /* pairs of selectors; 0: as many as there are */
	unsigned networks_most; /* of a side; 0: the same */
	unsigned ipv6;		/* SN__IPV6_..., of its forms that are known */
	unsigned one_tunnel;	/* SN__ONE_OF_..., what only one can hold */
	bool backup; /* it takes the second gateway when the first is dead */
	bool translates; /* the file has what the device translates */
};

/*
 * Writes the plan's peer end for @d. SN_EINVAL before the first byte, with
 * @error, where the device cannot hold it; SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__put_device(const struct sn__device *d,
    const sn_plan *plan, sn__out *out, sn_error *error);

#endif
