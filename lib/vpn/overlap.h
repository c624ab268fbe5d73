/*
 * overlap.h - pairs of prefixes, source and destination, with an owner and a
 * number: which is the largest number of another owner whose pair overlaps
 * one?
 *
 * Two pairs overlap where their sources do and their destinations do, and
 * prefixes overlap where one holds the other. So a pair is noted under each
 * prefix of the universe that holds it, and looked for under those that hold
 * what is asked for: as many steps as prefixes lie in one another, and not as
 * there are pairs.
 */
#ifndef SN_OVERLAP_H
#define SN_OVERLAP_H

#include "base/alloc.h"

typedef struct sn__overlap sn__overlap;

enum { SN__SOURCES = 0, SN__DESTINATIONS = 1 };

SN_MUST_USE sn_status sn__overlap_new(sn__overlap **out, const sn_alloc *alloc);
void sn__overlap_free(sn__overlap *o);
/* Adds prefixes to the universe; SN_ENOMEM. */
SN_MUST_USE sn_status sn__overlap_know(
    sn__overlap *o, unsigned which, const sn_prefix *p, size_t n);
/* The universe is complete. O(n log n); SN_ENOMEM. */
SN_MUST_USE sn_status sn__overlap_ready(sn__overlap *o);

/* How many prefixes there are. */
size_t sn__overlap_known(const sn__overlap *o, unsigned which);
/* The number of a prefix of the universe. O(log n). */
uint32_t sn__overlap_at(const sn__overlap *o, unsigned which, sn_prefix p);
sn_prefix sn__overlap_prefix(const sn__overlap *o, unsigned which, uint32_t at);
/* The next shorter prefix of the universe that holds it; UINT32_MAX: none. */
uint32_t sn__overlap_parent(const sn__overlap *o, unsigned which, uint32_t at);

/* Notes a pair, by numbers of prefixes, with a number from 1 on. SN_ENOMEM. */
SN_MUST_USE sn_status sn__overlap_add(sn__overlap *o, uint32_t source,
    uint32_t destination, uint32_t owner, uint32_t number);
/* The largest number of an overlapping pair of another owner than @owner, and
 * (may be NULL) whose it is; 0: there is none. */
uint32_t sn__overlap_most(const sn__overlap *o, uint32_t source,
    uint32_t destination, uint32_t owner, uint32_t *whose);
/* Forgets the pairs; the universe stays. */
void sn__overlap_clear(sn__overlap *o);

#endif
