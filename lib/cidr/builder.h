/*
 * builder.h - what a builder is made of; for the files of lib/cidr only.
 *
 * A builder holds runs: arrays of ranges in the order in which they came, one
 * family each. Threads that parse text make runs of their own, which are
 * linked, not copied; building sorts the runs of a family into one array.
 */
#ifndef SN_BUILDER_H
#define SN_BUILDER_H

#include "cidr/alloc.h"
#include "cidr/bits.h"

/* An array of ranges that grows. */
typedef struct sn__run4 {
	sn_range4 *r;
	size_t n;
	size_t capacity;
} sn__run4;
typedef struct sn__run6 {
	sn_range6 *r;
	size_t n;
	size_t capacity;
} sn__run6;

/* What one thread has parsed, or what single adds have made. */
typedef struct sn__runs {
	sn__run4 v4;
	sn__run6 v6;
} sn__runs;

struct sn_builder {
	sn_alloc alloc;
	unsigned threads;
	sn__runs *runs; /* the first takes the single adds */
	size_t n;
	size_t capacity;
};

SN_MUST_USE sn_status sn__runs_add(
    sn__runs *runs, const sn_alloc *alloc, sn_range r);
void sn__runs_free(sn__runs *runs, const sn_alloc *alloc);
/* Links @runs to the builder, which owns them then. SN_ENOMEM. */
SN_MUST_USE sn_status sn__builder_link(
    sn_builder *b, const sn__runs *runs, size_t n);

/* Sorts by first address; @spare has room for @n too. sort.c */
void sn__sort4(sn_range4 *r, sn_range4 *spare, size_t n);
void sn__sort6(sn_range6 *r, size_t n);

/* Processors this process may run on, at least 1. */
unsigned sn__processors(void);

#endif
