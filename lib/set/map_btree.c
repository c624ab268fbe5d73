/*
 * map_btree.c - steps by a B-tree of cache lines.
 *
 * A node has SN__BTREE_KEYS keys and one child more; the tiers lie one after
 * the other without pointers, child c of node i being node 9 i + c of the next
 * tier. Which child is the number of keys before the address: eight
 * comparisons without a branch, or one vector instruction. The values of a
 * leaf's entries lie at the same place of an array beside it, so that both are
 * asked for at once. O(log9 n) whatever the distribution of addresses is.
 *
 * This file is compiled without joining lanes into vectors (SLP): gcc 12 makes
 * batches slower by it, and has made wrong ones.
 */
#include "set/map_steps.h"

#if SN__X86
# include <immintrin.h>
#endif

/* The lanes of a batch stay in registers, but where size is what counts. */
#ifdef __OPTIMIZE_SIZE__
# define UNROLL
#else
# define UNROLL _Pragma("GCC unroll 16")
#endif
enum {
	LANES = 16,
	FEW = 8, /* starts in a list that are counted off */
	LINE = 64
};

/* A key as it is compared with stored ones, see sn__btree. */
static SN__INLINE int64_t
key_of(uint64_t cell)
{
	return (int64_t)(cell ^ (UINT64_C(1) << 63));
}

static inline void
put_cell(sn__btree *t, size_t entry, uint64_t cell)
{
	if (entry)
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): built */
		t->leaf[entry - 1] = key_of(cell - 1);
}

#include "base/width6.h"

#define INNER		uint64_t
#define CELL(at)	sn__hi(at)
#define INSIDE(at)	sn__lo(at)
#define UNIT		8
#define OWNER		sn__btree
#define PUT(o, i, cell) put_cell(o, i, cell)
#include "set/map_cells_impl.h"
#undef INNER
#undef CELL
#undef INSIDE
#undef UNIT
#undef OWNER
#undef PUT
#include "base/width_end.h"

/* ------------------------------------------------------------ building */

/* Nodes of all tiers over @leaves leaves, and how many tiers. */
static size_t
inner_nodes(size_t leaves, unsigned *tiers)
{
	size_t nodes = 0;

	for (*tiers = 0; leaves > 1; ++*tiers) {
		leaves = (leaves + SN__BTREE_KEYS) / (SN__BTREE_KEYS + 1);
		nodes += leaves;
	}
	return nodes;
}

/*
 * Key k of node i parts its children k and k + 1: it is the key of the first
 * entry below the latter, which is that of a leaf.
 */
static void
fill_tiers(sn__btree *t, size_t leaves, int64_t *keys)
{
	size_t below = 1, nodes = leaves; /* leaves below a child; children */

	for (unsigned l = t->tiers; l-- > 0;) {
		nodes = (nodes + SN__BTREE_KEYS) / (SN__BTREE_KEYS + 1);
		t->tier[l] = keys;
		for (size_t i = 0; i < nodes; i++)
			for (size_t k = 1; k <= SN__BTREE_KEYS; k++) {
				size_t child = i * (SN__BTREE_KEYS + 1) + k;
				size_t first = child * below;

				*keys++ =
				    first < leaves
					? t->leaf[first * SN__BTREE_KEYS - 1]
					: INT64_MAX;
			}
		below *= SN__BTREE_KEYS + 1;
	}
}

sn_status
sn__btree_build(sn__btree *t, const sn_alloc *alloc, const sn__steps6 *steps)
{
	sn_status status = measure6(steps, &t->e);
	size_t n = t->e.n, list = (size_t)t->e.list_units * 8;
	size_t leaves = (n + SN__BTREE_KEYS - 1) / SN__BTREE_KEYS;
	size_t inner = inner_nodes(leaves, &t->tiers);
	size_t keys = (leaves + inner) * LINE;
	size_t values = leaves * SN__BTREE_KEYS * sizeof(*t->e.value);
	unsigned char *p;

	if (status) /* LCOV_EXCL_BR_LINE maps of 8 GB and more */
		return status;
	p = sn__alloc_large(
	    alloc, LINE + keys + values + list + (steps->len ? n : 0), 1);
	if (!p)
		return SN_ENOMEM;
	t->block = p;
	p += -(uintptr_t)p % LINE;
	t->leaf = (void *)p;
	t->e.value = (void *)(p + keys);
	t->e.list = p + keys + values;
	t->e.len = steps->len ? t->e.list + list : NULL;
	for (size_t i = n - 1; i < leaves * SN__BTREE_KEYS; i++)
		t->leaf[i] = INT64_MAX;
	fill6(t, steps);
	fill_tiers(t, leaves, t->leaf + leaves * SN__BTREE_KEYS);
	return SN_OK;
}

/* -------------------------------------------------------------- lookup */

static SN__INLINE size_t
count_scalar(const int64_t *key, int64_t at)
{
	unsigned low = (unsigned)(key[0] < at) + (unsigned)(key[1] < at) +
		       (unsigned)(key[2] < at) + (unsigned)(key[3] < at);
	unsigned high = (unsigned)(key[4] < at) + (unsigned)(key[5] < at) +
			(unsigned)(key[6] < at) + (unsigned)(key[7] < at);

	return low + high;
}

#define LEVEL scalar
#define TARGET
#define COUNT(key, at) count_scalar(key, at)
#include "set/map_btree_impl.h"

#if SN__X86
SN__TARGET_AVX2 static SN__INLINE size_t
count_avx2(const int64_t *key, int64_t at)
{
	const __m256i *line = (const void *)key;
	__m256i x = _mm256_set1_epi64x(at);
	__m256i low = _mm256_cmpgt_epi64(x, _mm256_load_si256(line));
	__m256i high = _mm256_cmpgt_epi64(x, _mm256_load_si256(line + 1));
	/* The keys ascend: pairs of halves keep how many. */
	__m256i both = _mm256_packs_epi32(low, high);

	return (unsigned)__builtin_popcount(
		   (unsigned)_mm256_movemask_epi8(both)) /
	       4;
}

# define LEVEL		avx2
# define TARGET		SN__TARGET_AVX2
# define COUNT(key, at) count_avx2(key, at)
# include "set/map_btree_impl.h"

SN__TARGET_AVX512 static SN__INLINE size_t
count_avx512(const int64_t *key, int64_t at)
{
	return (unsigned)__builtin_popcount(_mm512_cmpgt_epi64_mask(
	    _mm512_set1_epi64(at), _mm512_load_si512((const void *)key)));
}

# define LEVEL		avx512
# define TARGET		SN__TARGET_AVX512
# define COUNT(key, at) count_avx512(key, at)
# include "set/map_btree_impl.h"
#endif

uint32_t
sn__btree_match(
    const sn__btree *t, sn__cpu cpu, uint64_t hi, uint64_t lo, uint8_t *len)
{
#if SN__X86
	if (cpu >= SN__CPU_AVX512)
		return match_avx512(t, hi, lo, len);
	if (cpu >= SN__CPU_AVX2)
		return match_avx2(t, hi, lo, len);
#endif
	(void)cpu;
	return match_scalar(t, hi, lo, len);
}

size_t
sn__btree_batch4(const sn__btree *t, sn__cpu cpu, const uint32_t *addrs,
    size_t n, uint32_t *values, uint8_t *lens)
{
#if SN__X86
	if (cpu >= SN__CPU_AVX512)
		return batch4_avx512(t, addrs, n, values, lens);
	if (cpu >= SN__CPU_AVX2)
		return batch4_avx2(t, addrs, n, values, lens);
#endif
	(void)cpu;
	return batch4_scalar(t, addrs, n, values, lens);
}

size_t
sn__btree_batch6(const sn__btree *t, sn__cpu cpu, const sn_addr6 *addrs,
    size_t n, uint32_t *values, uint8_t *lens)
{
#if SN__X86
	if (cpu >= SN__CPU_AVX512)
		return batch6_avx512(t, addrs, n, values, lens);
	if (cpu >= SN__CPU_AVX2)
		return batch6_avx2(t, addrs, n, values, lens);
#endif
	(void)cpu;
	return batch6_scalar(t, addrs, n, values, lens);
}

/* ------------------------------------------------------------- walking */

static uint64_t
cell_of(const sn__btree *t, size_t entry)
{
	return entry ? (uint64_t)key_of((uint64_t)t->leaf[entry - 1]) + 1 : 0;
}

sn__place
sn__btree_find(const sn__btree *t, sn__u128 at)
{
	int64_t key = key_of(sn__hi(at));
	size_t i = entry_scalar(t, leaf_scalar(t, key), key);

	return place_in6(t, i, cell_of(t, i), at);
}

sn__step
sn__btree_read(const sn__btree *t, const sn__place *p)
{
	uint64_t inside;
	sn__step s = step_at6(&t->e, p, &inside);

	s.first = sn__u128_make(p->cell, inside);
	return s;
}

bool
sn__btree_next(const sn__btree *t, sn__place *p)
{
	if (p->in_list < last_in_list6(&t->e, p->entry)) {
		p->in_list++;
		return true;
	}
	if (p->entry + 1 == t->e.n)
		return false;
	p->entry++;
	p->in_list = 0;
	p->cell = cell_of(t, p->entry);
	return true;
}

bool
sn__btree_prev(const sn__btree *t, sn__place *p)
{
	if (p->in_list > 0) {
		p->in_list--;
		return true;
	}
	if (p->entry == 0)
		return false;
	p->entry--;
	p->in_list = last_in_list6(&t->e, p->entry);
	p->cell = cell_of(t, p->entry);
	return true;
}
