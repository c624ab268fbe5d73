/*
 * routing_table.h - tables of prefixes like those of a router without a
 * default route, made from a seed. No copy of a real one is at hand, so this
 * is what is like one, and what is not:
 *   - The numbers of prefixes of each length are those of the real table
 *     (rounded; about 940,000 of IPv4, 60 % of them /24; 206,000 of IPv6, 45 %
 *     of them /48, half of all in few /32s).
 *   - As in the real one most prefixes lie side by side: allocations are dealt
 *     out from the lower end of each registry's space with small gaps, and
 *     providers announce parts of theirs in runs beside the whole.
 *   - Who announces what is random, and so are the values: of 100 neighbours,
 *     neighbours in space having equal ones half of the time.
 */
#ifndef ROUTING_TABLE_H
#define ROUTING_TABLE_H

#include "stages.h"

/* Prefixes by length; @nested of 100 lie in runs inside shorter ones. */
struct routing_share {
	unsigned len;
	unsigned count;
	unsigned nested;
};

static const struct routing_share routing_shares4[] = {{8, 16, 0}, {9, 13, 0},
    {10, 40, 0}, {11, 100, 0}, {12, 300, 5}, {13, 580, 10}, {14, 1200, 10},
    {15, 2000, 15}, {16, 13500, 15}, {17, 8300, 40}, {18, 13800, 40},
    {19, 25000, 40}, {20, 44000, 40}, {21, 52000, 45}, {22, 110000, 40},
    {23, 98000, 60}, {24, 570000, 65}, {0, 0, 0}};
static const struct routing_share routing_shares6[] = {{20, 20, 0}, {24, 40, 0},
    {28, 140, 0}, {29, 5500, 0}, {30, 500, 30}, {31, 250, 30}, {32, 26000, 15},
    {33, 5000, 90}, {34, 4000, 90}, {35, 1500, 90}, {36, 12000, 90},
    {37, 1500, 90}, {38, 2500, 90}, {39, 800, 90}, {40, 20000, 85},
    {41, 800, 90}, {42, 3500, 90}, {43, 500, 90}, {44, 22000, 80},
    {45, 1500, 85}, {46, 5500, 80}, {47, 4500, 80}, {48, 88000, 75},
    {64, 100, 100}, {0, 0, 0}};

/* IPv4 in the high half of a 64-bit number, IPv6 by its high half. */
struct route {
	uint64_t first;
	unsigned len;
	uint32_t value;
};

static inline uint64_t
route_size(unsigned len)
{
	return (uint64_t)1 << (64 - len);
}

static inline int
routes_by_prefix(const void *a, const void *b)
{
	const struct route *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (int)x->len - (int)y->len;
}

/* Registries' spaces: each dealt out from its lower end. */
enum { POOLS = 200 };
struct routing_pools {
	uint64_t next[POOLS];
	uint64_t size;
	uint64_t base;
	unsigned many;
};

/* A run of prefixes: inside an earlier one, or where the pool has got to. */
static inline uint64_t
routing_run(struct routing_pools *pools, const struct route *r, size_t shorter,
    const struct routing_share *s, uint64_t *seed, unsigned *run)
{
	uint64_t size = route_size(s->len), pool, at;

	*run = 1;
	if (shorter && stages_random(seed) % 100 < s->nested) {
		const struct route *parent = &r[stages_random(seed) % shorter];
		uint64_t parts = route_size(parent->len) / size;
		uint64_t from =
		    stages_random(seed) % 2 ? 0 : stages_random(seed) % parts;

		while (
		    *run < 64 && from + *run < parts && stages_random(seed) % 8)
			++*run;
		return parent->first + from * size;
	}
	pool = stages_random(seed) % pools->many;
	at = pools->next[pool];
	at = (at + size - 1) / size * size;
	if (stages_random(seed) % 6 == 0)
		at += size;
	pools->next[pool] = at + size;
	return pools->base + pool * pools->size + at % pools->size;
}

/* A sorted table. The caller's, who frees it. */
static inline struct route *
routing_table(unsigned family, size_t *n)
{
	const struct routing_share *s =
	    family == 4 ? routing_shares4 : routing_shares6;
	struct routing_pools pools = {{0}, route_size(8),
	    family == 4 ? route_size(8) * 16 : route_size(3),
	    family == 4 ? POOLS : 20};
	size_t total = 0, made = 0, kept = 0;
	uint64_t seed = 4711;
	uint32_t value = 0;
	struct route *r;

	if (family == 6)
		pools.size = route_size(12);
	for (size_t i = 0; s[i].len; i++)
		total += s[i].count;
	r = malloc(total * sizeof(*r));
	if (!r)
		must(SN_ENOMEM, "routing table");
	for (size_t i = 0; s[i].len; i++) {
		size_t shorter = made, left = s[i].count;

		while (left > 0) {
			unsigned run;
			uint64_t first =
			    routing_run(&pools, r, shorter, &s[i], &seed, &run);

			for (unsigned k = 0; k < run && left > 0; k++, left--)
				r[made++] = (struct route){
				    first + k * route_size(s[i].len), s[i].len,
				    0};
		}
	}
	qsort(r, made, sizeof(*r), routes_by_prefix);
	for (size_t i = 0; i < made; i++) {
		if (kept && !routes_by_prefix(&r[kept - 1], &r[i]))
			continue;
		if (stages_random(&seed) % 2)
			value = (uint32_t)(stages_random(&seed) % 100);
		r[kept] = r[i];
		r[kept++].value = value;
	}
	*n = kept;
	return r;
}

#endif
