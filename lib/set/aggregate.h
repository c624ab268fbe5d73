/*
 * aggregate.h - which aggregate of a range holds an address.
 */
#ifndef SN_AGGREGATE_H
#define SN_AGGREGATE_H

#include "base/width4.h"
#include "set/aggregate_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/aggregate_impl.h"
#include "base/width_end.h"

/* The same for either family. */
static inline unsigned
sn__aggregate_len(unsigned family, sn__u128 first, sn__u128 last, sn__u128 at)
{
	return family == SN_IPV4 ? sn__aggregate_len4((uint32_t)first,
				       (uint32_t)last, (uint32_t)at)
				 : sn__aggregate_len6(first, last, at);
}

#endif
