/*
 * map.h - what a map is made of.
 */
#ifndef SN_MAP_H
#define SN_MAP_H

#include "set/map_steps.h"

/* Prefixes as they are sorted and cut into steps. */
typedef struct sn__map_key4 {
	uint32_t first;
	uint32_t value;
	uint8_t len;
} sn__map_key4;
typedef struct sn__map_key6 {
	uint64_t hi;
	uint64_t lo;
	uint32_t value;
	uint8_t len;
} sn__map_key6;

static inline sn__u128
sn__map_first6(const sn__map_key6 *k)
{
	return sn__u128_make(k->hi, k->lo);
}

/*
 * Prefixes that start where a longer one does: no step has their first
 * address. Sorted as sn_prefix_compare() does.
 */
typedef struct sn__hidden4 {
	sn__map_key4 *k;
	size_t n;
} sn__hidden4;
typedef struct sn__hidden6 {
	sn__map_key6 *k;
	size_t n;
} sn__hidden6;

/*
 * Invariant: the prefixes of a map are its hidden ones and those whose first
 * address is that of a step of their length; with @merged, the aggregates of
 * each run of steps of equal value.
 */
struct sn_map {
	sn_alloc alloc;
	bool merged;
	sn__steps steps;
	/* Not NULL: the values of the steps are places here. */
	uint32_t *label4;
	uint32_t *label6;
	sn__hidden4 hidden4;
	sn__hidden6 hidden6;
	uint64_t size4;
	uint64_t size6;
};

/*
 * Sorts the @n keys, drops all but the last of equal ones (*n says how many
 * are left), and cuts the space into steps, without lengths and with equal
 * neighbours joined if @merge. On failure *steps holds nothing.
 */
SN_MUST_USE sn_status sn__map_cut4(sn__steps4 *steps, const sn_alloc *alloc,
    sn__map_key4 *k, size_t *n, bool merge);
SN_MUST_USE sn_status sn__map_cut6(sn__steps6 *steps, const sn_alloc *alloc,
    sn__map_key6 *k, size_t *n, bool merge);

/* The value that a step's stands for. */
static inline uint32_t
sn__map_value(const sn_map *m, unsigned family, uint32_t value)
{
	const uint32_t *label = family == SN_IPV4 ? m->label4 : m->label6;

	return label && value != SN_MAP_NONE ? label[value] : value;
}

/* A run of steps of equal value. */
typedef struct sn__run {
	sn__u128 first;
	sn__u128 last;
	uint32_t value; /* a step's */
} sn__run;

/* The run that holds @at; of a merged map. */
sn__run sn__map_run(const sn_map *m, unsigned family, sn__u128 at);

#endif
