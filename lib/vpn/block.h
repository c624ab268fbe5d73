/*
 * block.h - rows of a plan that belong together: every source with every
 * destination. A product is never written out in memory; renderers whose
 * syntax has products of its own take blocks, all others sn_plan_rows.
 */
#ifndef SN_BLOCK_H
#define SN_BLOCK_H

#include "supernet_vpn.h"

typedef struct sn__block {
	const sn_prefix *sources; /* NULL where the kind has none */
	size_t source_count;	  /* 1 where the kind has none */
	const sn_prefix *destinations;
	size_t destination_count;
	/* What the rows have in common; next_hop is that of the first one. */
	sn_route row;
	/* Each row leads to a connection of its own, in the order of rows. */
	bool numbered;
} sn__block;

/* The blocks in the order of their rows: policy routes, then destination
 * routes, then static routes. NULL beyond the last. */
const sn__block *sn__plan_block(const sn_plan *plan, size_t i);

/* Writes the name of connection @i of the plan with its end, and returns how
 * many bytes without that. */
size_t sn__put_connection_name(
    const sn_plan *plan, uint64_t i, char name[SN_CONNECTION_MAX]);

/*
 * A number from 1 to SN_NUMBER_MAX for each connection, by its name, so that it
 * stays whatever else is planned: the next free one where two names give the
 * same. With a number base that was asked for they count from there, and where
 * there are too many for all that, from 1. SN_ENOMEM; the caller frees *out.
 */
SN_MUST_USE sn_status sn__plan_numbers(const sn_plan *plan, uint32_t **out);

static inline uint64_t
sn__block_size(const sn__block *b)
{
	return (uint64_t)b->source_count * b->destination_count;
}

#endif
