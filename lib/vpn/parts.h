/*
 * parts.h - what is at hand while a plan of several parts is made; for
 * lib/vpn/plan_{parts,gateway,sites,lookups,areas,order,settle,table,images,
 * whole}.c.
 */
#ifndef SN_PARTS_H
#define SN_PARTS_H

#include "vpn/overlap.h"
#include "vpn/plan.h"

/* By what a packet is looked up. */
enum sn__lookup {
	SN__BY_POLICY,	    /* rows of source and destination */
	SN__BY_DESTINATION, /* rows of a destination */
	SN__BY_SELECTORS    /* no rows: the selectors decide */
};

/* One site and family. */
struct sn__site_part {
	const sn_site *site; /* NULL: the request has none */
	sn_plan_request request;
	sn_deployed *used; /* connections in use that are its own */
	sn_prefix *own[4]; /* lists of the request that had to be copied */
	char connection[SN_NAME_MAX + 4];
	sn_plan *plan;
	struct sn__among among;
	sn_set *set[2]; /* its segments */
	enum sn__lookup lookup;
	size_t first_block; /* of its rows among all */
	size_t end_block;
	uint32_t primary; /* the part it stands in for; UINT32_MAX: none */
	bool shares;	  /* it stands in for another, or the other way round */
	bool again;	  /* it has to be planned again */
};

/* Pairs of segments that lead to one owner: every source with every
 * destination. */
struct sn__area {
	uint32_t part;
	uint32_t owner; /* the part, or (parts + n) the n-th shared area */
	uint32_t weight;
	uint32_t reserved;
	sn_prefixes *list[2];
};

/* Rows in force that belong together, and the owner of their pairs. */
struct sn__owned_block {
	sn__block block;
	uint32_t part;
	uint32_t owner;
	size_t first; /* number of its first row */
};

struct sn__parts {
	const sn_plan_request *request;
	sn_alloc alloc;
	struct sn__site_part *part;
	size_t parts;
	sn_plan *plan; /* the whole */
	struct sn__area *area;
	size_t areas;
	size_t area_capacity;
	uint32_t shared; /* areas that two parts share */
	/* Beside policy rows, routes by destination are of one part each: what
	 * has another source is for those rows. */
	bool apart;
	struct sn__owned_block *block;
	size_t blocks;
	size_t block_capacity;
	sn__overlap *overlap;
	uint32_t *number; /* priority of each row */
	size_t rows;
	sn_set *taken; /* segments and images of all parts */
};

/* Finds the gateway of a request, which then has one. SN_EINVAL: none has as
 * many tunnels as were asked for. */
SN_MUST_USE sn_status sn__find_gateway(sn_plan_request *r, sn_error *error);
/* Begins with the segments of all parts. SN_ENOMEM. */
SN_MUST_USE sn_status sn__take_segments(struct sn__parts *w);
/* Gives a part the translations in use of its site, or of none. SN_ENOMEM. */
SN_MUST_USE sn_status sn__keep_images(
    struct sn__site_part *p, const sn_deployed *from);
/* Whether images are in use for a part. */
bool sn__has_images(const struct sn__site_part *p);
/* Takes the images of a part, which its site has. SN_ENOMEM. */
SN_MUST_USE sn_status sn__take_images(
    struct sn__parts *w, struct sn__site_part *p);
/* Frees the plan of a part, and gives its images back. SN_ENOMEM. */
SN_MUST_USE sn_status sn__forget_part(
    struct sn__parts *w, struct sn__site_part *p);

/*
 * Finds by what the packets of each part are looked up. *again: parts that are
 * then not told apart have to be planned again. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__find_lookups(struct sn__parts *w, bool *again);
/* Finds the areas of all parts, which are planned. SN_ENOMEM. */
SN_MUST_USE sn_status sn__find_areas(struct sn__parts *w);
void sn__free_areas(struct sn__parts *w);
/*
 * Looks at the rule: the row that wins a pair of segments is its own site's.
 * Sets `again` (and what is to be heeded) of parts that break it, or adds
 * findings of severity error. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__check_order(struct sn__parts *w);
/* Gives rows their priorities; *fits: there are enough of them. SN_ENOMEM. */
SN_MUST_USE sn_status sn__settle(struct sn__parts *w, bool *fits);
/* Gives every part its blocks, and the plan those of all. SN_ENOMEM. */
SN_MUST_USE sn_status sn__make_table(struct sn__parts *w);

/* Puts all parts together, which the plan then owns. SN_ENOMEM. */
SN_MUST_USE sn_status sn__make_whole(struct sn__parts *w, sn_plan **out);
/* There is a finding about all parts that rules the plan out. */
bool sn__failed(const struct sn__parts *w);
/* Refuses segments that are none, and sites that do not fit together.
 * SN_EINVAL, SN_ENOMEM. */
SN_MUST_USE sn_status sn__check_sides(
    const sn_plan_request *r, const sn_alloc *alloc, sn_error *error);

/* The sources of a block; of a row without one, all. */
static inline const sn_prefix *
sn__block_sources(const struct sn__parts *w, const struct sn__owned_block *o)
{
	return o->block.sources ? o->block.sources
				: &w->part[o->part].plan->everything;
}

/* When a row of prefixes of such lengths is looked up: smaller comes first. */
static inline uint32_t
sn__turn(enum sn__lookup lookup, unsigned source, unsigned destination)
{
	switch (lookup) {
	case SN__BY_POLICY:
		return (128 - destination) * 256 + (128 - source);
	case SN__BY_DESTINATION:
		return UINT32_C(1) << 20 | (128 - destination);
	case SN__BY_SELECTORS:
	default:
		/* A kernel's policies, for what no route leads elsewhere: by
		 * the sum of both. */
		return (UINT32_C(1) << 21) + 256 - source - destination;
	}
}

#endif
