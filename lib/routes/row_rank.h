/*
 * row_rank.h - the rows that take part in matching, each with one number that
 * says how early it matches; for lib/vpn only.
 *
 * Every rule becomes "the matching row of the smallest level": priorities are
 * levels; a longest-prefix match is one too, since two matching prefixes of
 * equal length are the same prefix. What follows (matching many packets,
 * comparing tables, dead rows) knows levels only.
 */
#ifndef SN_ROW_RANK_H
#define SN_ROW_RANK_H

#include "routes/table.h"

#define SN__LEVEL_NONE UINT32_MAX
#define SN__ROW_NONE   UINT32_MAX

/* Maps 64-bit keys to numbers. */
typedef struct sn__map {
	uint64_t *key;
	uint32_t *value;
	size_t slots;
	size_t n;
} sn__map;
/* The value of @key, which is @fresh when the key is new. False: no memory. */
bool sn__map_get(sn__map *m, const sn_alloc *alloc, uint64_t key,
    uint32_t fresh, uint32_t *value);
void sn__map_free(sn__map *m, const sn_alloc *alloc);

/*
 * Actions: what a decision comes to. A next hop without a standby is its own
 * number; one with a standby gets a number behind all next hops.
 */
typedef struct sn__actions {
	sn_alloc alloc;
	uint32_t hops;
	uint32_t n; /* actions so far */
	sn__map pair;
} sn__actions;

typedef struct sn__ranked_row {
	sn__u128 source;
	sn__u128 destination;
	uint8_t source_len;
	uint8_t destination_len;
	uint8_t family;
	uint8_t kind;
	uint32_t level;
	uint32_t action;
	uint32_t row;
	uint32_t standby; /* SN__ROW_NONE: has none */
} sn__ranked_row;

/* Sorted by family, source, its length, destination, its length, kind. */
typedef struct sn__ranked {
	sn_alloc alloc;
	sn__ranked_row *row;
	size_t n;
	size_t v4; /* the first of them are IPv4 */
} sn__ranked;

/*
 * @hop (may be NULL) gives the next hops their numbers in @actions. SN_EINVAL:
 * an unknown rule. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__ranked_init(sn__ranked *r, const sn_table *t,
    unsigned rule, sn__actions *actions, const uint32_t *hop);
void sn__ranked_free(sn__ranked *r);
/* Brings rows into the order of sn__ranked. */
void sn__ranked_sort(sn__ranked_row *row, size_t n);

/* The level of a row; SN_EINVAL is the caller's to exclude. */
uint32_t sn__level(const sn_route *row, uint32_t number, unsigned rule);
bool sn__rule_known(unsigned rule);

#endif
