/*
 * builder.h - what a builder is made of; for this folder and lib/text.
 *
 * A builder holds runs: arrays of keys in the order in which they came.
 * There are three kinds of keys, because memory is what limits the size of
 * an inventory: an IPv4 range has 8 bytes, an IPv6 prefix 17, and an IPv6
 * range 32. Text that says first-last makes ranges, even of what is one
 * prefix: joining two runs would cost more than the bytes do.
 * Threads that parse text make runs of their own, which are linked, not
 * copied; building sorts the runs of a kind into one array.
 */
#ifndef SN_BUILDER_H
#define SN_BUILDER_H

#include "base/alloc.h"
#include "base/bits.h"

/* Ranges are written over keys that were read: see set_build_impl.h. */
typedef struct __attribute__((packed, may_alias)) sn__key6 {
	uint64_t hi;
	uint64_t lo;
	uint8_t len;
} sn__key6;

/* Arrays that grow. */
typedef struct sn__run4 {
	sn_range4 *k;
	size_t n;
	size_t capacity;
} sn__run4;
typedef struct sn__run6 {
	sn__key6 *k;
	size_t n;
	size_t capacity;
} sn__run6;
typedef struct sn__run6r {
	sn_range6 *k;
	size_t n;
	size_t capacity;
} sn__run6r;

/* What one thread has parsed, or what single adds have made. */
typedef struct sn__runs {
	sn__run4 v4;
	sn__run6 v6;
	sn__run6r v6r;
} sn__runs;

struct sn_builder {
	sn_alloc alloc;
	unsigned threads;
	sn__runs *runs; /* single adds go to the last */
	size_t n;
	size_t capacity;
};

/* @len: of the prefix that first..last is, or -1 for a range. */
SN_MUST_USE sn_status sn__runs_add(sn__runs *runs, const sn_alloc *alloc,
    unsigned family, sn__u128 first, sn__u128 last, int len);
void sn__runs_free(sn__runs *runs, const sn_alloc *alloc);

/* Links @runs to the builder, which owns them then. SN_ENOMEM. */
SN_MUST_USE sn_status sn__builder_link(
    sn_builder *b, const sn__runs *runs, size_t n);
/* The runs that take single adds, or NULL when memory is out. */
sn__runs *sn__builder_open(sn_builder *b);

/* Processors this process may run on, at least 1. */
unsigned sn__processors(void);

#endif
