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
 * Of what comes as a stream, runs are swept before the end, too, where that
 * makes them less: see builder_sweep.c.
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
	sn_set *swept;	/* what was swept before; NULL: nothing */
	size_t full;	/* so many are worth a sweep */
	size_t waiting; /* keys in the runs */
	size_t limit;	/* of those: more are looked at */
	bool shrinks;	/* the last sweep added less than half of them */
};

/* @len: of the prefix that first..last is, or -1 for a range. */
SN_MUST_USE sn_status sn__runs_add(sn__runs *runs, const sn_alloc *alloc,
    unsigned family, sn__u128 first, sn__u128 last, int len);
void sn__runs_free(sn__runs *runs, const sn_alloc *alloc);

size_t sn__runs_keys(const sn__runs *runs);

/* An empty builder. */
void sn__builder_init(sn_builder *b, const sn_alloc *alloc, unsigned threads);
/* Frees what it holds; it is empty then. */
void sn__builder_clear(sn_builder *b);
/* Links @runs to the builder, which owns them then. SN_ENOMEM. */
SN_MUST_USE sn_status sn__builder_link(
    sn_builder *b, const sn__runs *runs, size_t n);
/*
 * Counts @keys that were put into the runs, and sweeps them where there are
 * too many. Fails never: where memory is out they wait on.
 */
void sn__builder_added(sn_builder *b, size_t keys);
/* Moves all of @from to @b: all or nothing. SN_ENOMEM. */
SN_MUST_USE sn_status sn__builder_move(sn_builder *b, sn_builder *from);
/* The runs that take single adds, or NULL when memory is out. */
sn__runs *sn__builder_open(sn_builder *b);

/*
 * Sweeps the runs into a set, and empties them. SN_ENOMEM leaves them as they
 * were. set_build.c
 */
SN_MUST_USE sn_status sn__builder_sweep(sn_set **out, sn_builder *b);

#endif
