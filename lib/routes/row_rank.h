/*
 * row_rank.h - the rows that take part in matching, each with its rank: a
 * number that says how early it matches. For lib/routes only.
 *
 * Every match rule (SN_MATCH_...) becomes "the matching row of the smallest
 * rank": a priority is a rank, and so is a length, since two matching prefixes
 * of equal length are the same prefix. Matching, comparing and tidying know
 * ranks only.
 */
#ifndef SN_ROW_RANK_H
#define SN_ROW_RANK_H

#include "base/hash.h"
#include "routes/table.h"

#define SN__RANK_NONE UINT32_MAX
#define SN__ROW_NONE  UINT32_MAX

/* A prefix of a row, and its place among the rows. */
typedef struct sn__prefix_key {
	sn__u128 first;
	uint32_t row;
	uint32_t len;
} sn__prefix_key;
/* For qsort(): by first address, and a wider prefix before those in it. */
int sn__compare_prefixes(const void *x, const void *y);

/*
 * Targets: where rows send packets, by number. A next hop without a standby is
 * its own number; one with a standby has a number after all next hops.
 */
typedef struct sn__targets {
	sn_alloc alloc;
	uint32_t n;   /* targets so far */
	sn__map pair; /* numbers of next hops with a standby */
} sn__targets;

typedef struct sn__ranked_row {
	sn__u128 source;
	sn__u128 destination;
	uint8_t source_len;
	uint8_t destination_len;
	uint8_t family;
	uint8_t kind;
	uint32_t rank;
	uint32_t target;
	uint32_t row;	  /* its number in the table */
	uint32_t standby; /* the row for when it fails; SN__ROW_NONE */
} sn__ranked_row;

/* Sorted by family, source, its length, destination, its length, kind. */
typedef struct sn__ranking {
	sn_alloc alloc;
	sn__ranked_row *row;
	size_t n;
	size_t v4; /* so many are IPv4, and come first */
} sn__ranking;

/*
 * The ranking of @t by a match rule. @hop gives the target of each next hop;
 * NULL: its own number. SN_EINVAL: an unknown match rule. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__ranking_init(sn__ranking *r, const sn_table *t,
    unsigned rule, sn__targets *targets, const uint32_t *hop);
void sn__ranking_free(sn__ranking *r);
/* Brings rows into the order of sn__ranking. */
void sn__ranking_sort(sn__ranked_row *row, size_t n);

/* The rank of row @number by a match rule, which is known. */
uint32_t sn__rank(const sn_route *row, uint32_t number, unsigned rule);
bool sn__rule_known(unsigned rule);

#endif
