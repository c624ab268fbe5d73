/*
 * fuzz.h - what the fuzz targets share: a reader of the input, a check that
 * is always compiled in, tiny universes with a bitmap as oracle.
 */
#ifndef SN_FUZZ_H
#define SN_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "set/set.h"

#define CHECK(condition)                                           \
 do {                                                              \
  if (!(condition)) {                                              \
   fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
   abort();                                                        \
  }                                                                \
 } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input, taken from the front; zeros beyond its end. */
struct fuzz_input {
	const uint8_t *at;
	size_t left;
};

static inline unsigned
fuzz_byte(struct fuzz_input *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->at++;
}

/*
 * A universe of 2^bits addresses: the last bits of one prefix. The bases lie
 * at both ends of each address space, and once in the middle.
 */
struct universe {
	unsigned family;
	unsigned bits;
	uint64_t hi;
	uint64_t lo;
};

static inline struct universe
fuzz_universe(unsigned choice, unsigned bits)
{
	static const struct universe base[] = {{SN_IPV4, 0, 0, 0},
	    {SN_IPV4, 0, 0, UINT32_MAX}, {SN_IPV4, 0, 0, 0x0a010000},
	    {SN_IPV6, 0, 0, 0}, {SN_IPV6, 0, UINT64_MAX, UINT64_MAX},
	    {SN_IPV6, 0, 0x20010db800000000, 0}};
	struct universe u = base[choice % 6];

	u.bits = bits;
	u.lo = u.lo >> bits << bits;
	return u;
}

static inline unsigned
universe_width(const struct universe *u)
{
	return u->family == SN_IPV4 ? 32 : 128;
}

static inline sn_addr
universe_addr(const struct universe *u, unsigned i)
{
	return u->family == SN_IPV4 ? sn_addr_v4((uint32_t)(u->lo + i))
				    : sn_addr_v6(u->hi, u->lo + i);
}

/* The prefix of 2^@host addresses that holds address @i. */
static inline sn_prefix
universe_prefix(const struct universe *u, unsigned i, unsigned host)
{
	sn_prefix p;

	CHECK(
	    !sn_prefix_make(&p, universe_addr(u, i), universe_width(u) - host));
	return p;
}

/* Whether a prefix lies in the universe; its first number and host bits. */
static inline bool
universe_find(
    const struct universe *u, sn_prefix p, unsigned *first, unsigned *host)
{
	*host = universe_width(u) - p.len;
	if (p.family != u->family || *host > u->bits || p.hi != u->hi)
		return false;
	*first = (unsigned)(p.lo - u->lo);
	return p.lo >= u->lo && *first < 1u << u->bits;
}

static inline sn_set *
universe_set(const struct universe *u, const bool *in)
{
	sn_builder *b;
	sn_set *set;

	CHECK(!sn_builder_new(&b, NULL));
	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (in[i])
			CHECK(!sn_builder_add_addr(b, universe_addr(u, i)));
	CHECK(!sn_builder_build(&set, b));
	sn_builder_free(b);
	return set;
}

static inline void
fuzz_check_set(const sn_set *set)
{
	const char *why = "";

	if (!sn__set_check(set, &why)) {
		fprintf(stderr, "broken: %s\n", why);
		abort();
	}
}

/* Text that grows. */
struct fuzz_text {
	char *data;
	size_t size;
	size_t limit; /* a sink fails beyond it; 0: never */
};

static inline sn_status
fuzz_sink(void *ctx, const char *data, size_t size)
{
	struct fuzz_text *t = ctx;
	char *more;

	if (t->limit && t->size + size > t->limit)
		return SN_EIO;
	more = realloc(t->data, t->size + size + 1);
	CHECK(more);
	memcpy(more + t->size, data, size);
	t->data = more;
	t->size += size;
	t->data[t->size] = '\0';
	return SN_OK;
}

/* An allocator whose call number @left fails; 0: none does. */
struct fuzz_alloc {
	unsigned left;
	long live;
};

static inline void *
fuzz_realloc(void *ctx, void *old, size_t size)
{
	struct fuzz_alloc *a = ctx;
	void *p;

	if (a->left && --a->left == 0)
		return NULL;
	p = realloc(old, size);
	a->live += p && !old;
	return p;
}

static inline void
fuzz_free(void *ctx, void *p)
{
	((struct fuzz_alloc *)ctx)->live -= p != NULL;
	free(p);
}

#endif
