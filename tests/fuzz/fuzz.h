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
 * A universe of 2^bits cells, each of 2^shift addresses: what lies in one
 * prefix. The bases lie at both ends of each address space, and once in the
 * middle; cells go from one address to all that the space has for them, so
 * that some lie across the bytes and words of an address.
 */
struct universe {
	unsigned family;
	unsigned bits;
	unsigned shift;
	uint64_t hi;
	uint64_t lo;
};

/* The universe that a byte of the input chooses; @shift at most. */
static inline struct universe
fuzz_universe(unsigned choice, unsigned bits, unsigned shift)
{
	static const struct universe base[] = {{SN_IPV4, 0, 0, 0, 0},
	    {SN_IPV4, 0, 0, 0, UINT32_MAX}, {SN_IPV4, 0, 0, 0, 0x0a010000},
	    {SN_IPV6, 0, 0, 0, 0}, {SN_IPV6, 0, 0, UINT64_MAX, UINT64_MAX},
	    {SN_IPV6, 0, 0, 0x20010db800000000, 0}};
	struct universe u = base[choice % 6];
	unsigned width = sn__width(u.family);
	sn__u128 at = sn__u128_make(u.hi, u.lo);

	if (shift > width - bits)
		shift = width - bits;
	u.bits = bits;
	u.shift = choice % 256 / 6 * shift / (255 / 6);
	at &= ~sn__host(u.family, width - bits - u.shift);
	u.hi = sn__hi(at);
	u.lo = sn__lo(at);
	return u;
}

static inline unsigned
universe_width(const struct universe *u)
{
	return u->family == SN_IPV4 ? 32 : 128;
}

/* The first address of cell @i, and the last. */
static inline sn_addr
universe_addr(const struct universe *u, unsigned i)
{
	return sn__addr(
	    u->family, sn__u128_make(u->hi, u->lo) + ((sn__u128)i << u->shift));
}

static inline sn_addr
universe_last(const struct universe *u, unsigned i)
{
	return sn__addr(u->family, sn__addr_bits(universe_addr(u, i)) +
				       (((sn__u128)1 << u->shift) - 1));
}

/* How many addresses @n cells have. */
static inline sn_count
universe_count(const struct universe *u, unsigned n)
{
	sn__u128 size = (sn__u128)1 << u->shift;
	sn_count cell = {{sn__lo(size), sn__hi(size), 0, 0}};

	return sn_count_mul(sn_count_from(n), cell);
}

/* The prefix of 2^@host cells that holds cell @i. */
static inline sn_prefix
universe_prefix(const struct universe *u, unsigned i, unsigned host)
{
	sn_prefix p;

	CHECK(!sn_prefix_make(
	    &p, universe_addr(u, i), universe_width(u) - u->shift - host));
	return p;
}

/*
 * Whether a prefix is one of cells of the universe; the number of the first,
 * and the bits of how many.
 */
static inline bool
universe_find(
    const struct universe *u, sn_prefix p, unsigned *first, unsigned *host)
{
	sn__u128 base = sn__u128_make(u->hi, u->lo), at = sn__prefix_bits(p);

	*host = universe_width(u) - u->shift - p.len;
	if (p.family != u->family || *host > u->bits || at < base)
		return false;
	at = (at - base) >> u->shift;
	*first = (unsigned)at;
	return at < (sn__u128)1 << u->bits;
}

static inline sn_set *
universe_set(const struct universe *u, const bool *in)
{
	sn_builder *b;
	sn_set *set;

	CHECK(!sn_builder_new(&b, NULL));
	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (in[i])
			CHECK(!sn_builder_add_prefix(
			    b, universe_prefix(u, i, 0)));
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
