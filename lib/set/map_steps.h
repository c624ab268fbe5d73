/*
 * map_steps.h - a step function over addresses: what maps are looked up in.
 *
 * Prefixes cut the space into steps, each from its first address to the one
 * before the next step, and each with the value of the longest prefix that
 * holds it. So lengths of prefixes play no part in a lookup: it finds the
 * last step that starts at or before an address.
 *
 * Steps are kept by cells: /24s of IPv4, /64s of IPv6. A cell in which a step
 * starts has an entry: the value of the whole cell, or, where a step starts
 * after the cell's first address, the place of a list with the starts and the
 * values inside it. The cell after such a one always has an entry too, so that
 * a cell without entry has the value of the last entry before it.
 * Two ways to find the entry of a cell:
 *   sn__bitmap  IPv4 with many steps: a bit for each /24, and the number of
 *               bits before each word. Two loads beside each other, then the
 *               value. 3 MB, and 4 bytes an entry.
 *   sn__btree    all others: a B-tree whose nodes are one cache line of
 *               eight keys each, found by counting. 13 bytes an entry.
 * Few IPv4 steps go into a tree, as if each address were a cell of IPv6.
 */
#ifndef SN_MAP_STEPS_H
#define SN_MAP_STEPS_H

#include "base/alloc.h"
#include "base/bits.h"
#include "base/cpu.h"

enum {
	SN__BTREE_KEYS = 8,  /* of a node, which has one child more */
	SN__BTREE_TIERS = 11 /* above the leaves; for 2^31 entries and more */
};

/* A value of an entry from here on is the place of a list, or SN_MAP_NONE. */
#define SN__LISTED UINT32_C(0x80000000)

/*
 * Steps to build from, ascending; the first starts at 0. Values are below
 * SN__LISTED or SN_MAP_NONE. @len is NULL where lengths are not kept.
 */
typedef struct sn__steps4 {
	uint32_t *start;
	uint32_t *value;
	uint8_t *len;
	size_t n;
} sn__steps4;
typedef struct sn__steps6 {
	sn__u128 *start;
	uint32_t *value;
	uint8_t *len;
	size_t n;
} sn__steps6;

/* The entries of cells, in the order of the cells. */
typedef struct sn__entries {
	uint32_t *value;
	uint8_t *len; /* NULL where lengths are not kept */
	unsigned char *list;
	uint32_t list_units; /* of SN__UNIT4 or SN__UNIT6 bytes */
	size_t n;
} sn__entries;

typedef struct sn__bitmap {
	uint64_t *word;
	uint32_t *rank; /* bits that are set before the word */
	sn__entries e;
	void *block; /* that all arrays lie in */
} sn__bitmap;

/*
 * Keys are stored less one, and with the sign bit flipped: a signed "less
 * than" then is an unsigned "at most", and the largest number is no key. That
 * of entry 0, whose cell is 0, is not stored: leaf[i] is the key of entry
 * i + 1. tier[0] is the root.
 */
typedef struct sn__btree {
	int64_t *leaf;
	int64_t *tier[SN__BTREE_TIERS];
	unsigned tiers;
	sn__entries e;
	void *block;
} sn__btree;

/* IPv4 is in one of two. */
typedef struct sn__steps {
	sn_alloc alloc;
	sn__cpu cpu;
	sn__bitmap bitmap;
	sn__btree btree4;
	sn__btree btree6;
} sn__steps;

/* Where a step is: the list place is 0 where the entry has no list. */
typedef struct sn__place {
	size_t entry;
	size_t in_list;
	uint64_t cell;
} sn__place;

typedef struct sn__step {
	sn__u128 first;
	uint32_t value;
	uint8_t len; /* of the prefix; 0 where lengths are not kept */
} sn__step;

/*
 * SN_ENOMEM, SN_ELIMIT: 2^31 entries, lists of 2^31 units. On failure too the
 * caller frees @s.
 */
SN_MUST_USE sn_status sn__steps_build(sn__steps *s, const sn_alloc *alloc,
    const sn__steps4 *v4, const sn__steps6 *v6);
void sn__steps_free(sn__steps *s);

/* Batches; @lens may be NULL. Return how many are not SN_MAP_NONE. */
size_t sn__steps_batch4(const sn__steps *s, const uint32_t *addrs, size_t n,
    uint32_t *values, uint8_t *lens);
size_t sn__steps_batch6(const sn__steps *s, const sn_addr6 *addrs, size_t n,
    uint32_t *values, uint8_t *lens);

/*
 * Walks. The steps they see may be cut once more at the borders of cells: the
 * pieces have the same value and length. _next() and _prev() return false,
 * and change nothing, at either end.
 */
sn__place sn__steps_find(const sn__steps *s, unsigned family, sn__u128 at);
sn__step sn__steps_read(
    const sn__steps *s, unsigned family, const sn__place *p);
bool sn__steps_next(const sn__steps *s, unsigned family, sn__place *p);
bool sn__steps_prev(const sn__steps *s, unsigned family, sn__place *p);

/* ------------------------------------------------- of one kind each */

SN_MUST_USE sn_status sn__bitmap_build(
    sn__bitmap *b, const sn_alloc *alloc, const sn__steps4 *steps);
uint32_t sn__bitmap_match(
    const sn__bitmap *b, sn__cpu cpu, uint32_t at, uint8_t *len);
size_t sn__bitmap_batch(const sn__bitmap *b, sn__cpu cpu, const uint32_t *addrs,
    size_t n, uint32_t *values, uint8_t *lens);
sn__place sn__bitmap_find(const sn__bitmap *b, uint32_t at);
sn__step sn__bitmap_read(const sn__bitmap *b, const sn__place *p);
bool sn__bitmap_next(const sn__bitmap *b, sn__place *p);
bool sn__bitmap_prev(const sn__bitmap *b, sn__place *p);

SN_MUST_USE sn_status sn__btree_build(
    sn__btree *t, const sn_alloc *alloc, const sn__steps6 *steps);
uint32_t sn__btree_match(
    const sn__btree *t, sn__cpu cpu, uint64_t hi, uint64_t lo, uint8_t *len);
size_t sn__btree_batch4(const sn__btree *t, sn__cpu cpu, const uint32_t *addrs,
    size_t n, uint32_t *values, uint8_t *lens);
size_t sn__btree_batch6(const sn__btree *t, sn__cpu cpu, const sn_addr6 *addrs,
    size_t n, uint32_t *values, uint8_t *lens);
sn__place sn__btree_find(const sn__btree *t, sn__u128 at);
sn__step sn__btree_read(const sn__btree *t, const sn__place *p);
bool sn__btree_next(const sn__btree *t, sn__place *p);
bool sn__btree_prev(const sn__btree *t, sn__place *p);

/* ------------------------------------------------------ of either */

/* The value at an address; *len too, when @len is not NULL. */
static inline uint32_t
sn__steps_match4(const sn__steps *s, uint32_t at, uint8_t *len)
{
	return s->bitmap.block
		   ? sn__bitmap_match(&s->bitmap, s->cpu, at, len)
		   : sn__btree_match(&s->btree4, s->cpu, at, 0, len);
}

static inline uint32_t
sn__steps_match6(const sn__steps *s, uint64_t hi, uint64_t lo, uint8_t *len)
{
	return sn__btree_match(&s->btree6, s->cpu, hi, lo, len);
}

#endif
