/*
 * device_writer.h - where the writing of a device's stanzas stands, and the
 * fields of their texts.
 */
#ifndef SN_DEVICE_WRITER_H
#define SN_DEVICE_WRITER_H

#include "render/device/device.h"

/* What a condition says; one word each. */
enum {
	SN__V2 = 1,	 /* IKEv2, else IKEv1 */
	SN__PFS = 2,	 /* phase 2 has a group of its own */
	SN__CBC = 4,	 /* ESP has a cipher and a hash, else AES-GCM */
	SN__ROUTED = 8,	 /* both selectors are everything: routes decide */
	SN__TWO = 16,	 /* the gateway has two addresses, and two tunnels */
	SN__SECOND = 32, /* this is the second of them */
	SN__VOLUME = 64, /* the lifetime by volume is not off */
	SN__IPV6 = 128,	 /* inside the tunnel */
	SN__EVERYTHING = 256, /* what is there is everything, here it is not */
	SN__SINGLE = 512,     /* one connection with one selector a side */
	SN__SHA1 = 1024,      /* the hash of phase 1 */
	SN__BACKUP = 2048     /* the second gateway waits for the first's end */
};

struct sn__device_writer {
	const struct sn__device *d;
	const sn_plan *plan;
	const sn_plan_view *v;
	const uint32_t *numbers; /* of the connections */
	sn__out *out;
	sn_connection c;
	sn_prefix here, there;
	uint64_t connection;
	uint64_t count; /* of networks, in the innermost loop of stanzas */
	uint64_t ids;	/* used up */
	unsigned tunnel, tunnels;
	unsigned holds; /* bits of conditions */
};

/* Writes the field of that name. */
void sn__device_field(struct sn__device_writer *w, const char *name, size_t n);

#endif
