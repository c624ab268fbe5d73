/*
 * map_bitmap.c - steps of IPv4 by a bitmap of the /24s in which they start.
 *
 * A lookup loads a word of the bitmap and the number of bits before it, which
 * do not wait for each other, and then the value. Batches ask for the memory
 * of the addresses to come. Building: two passes over the steps.
 */
#include "set/map_steps.h"

#define CELL_OF(at) ((uint64_t)(at) >> 8)

enum {
	WORDS = 1 << 18,
	LANES = 16,
	FEW = 16 /* starts in a list that are counted off */
};

static inline void
put_cell(sn__bitmap *b, uint64_t cell)
{
	b->word[cell / 64] |= sn__bit64((unsigned)(cell % 64));
}

#include "base/width4.h"

#define INNER		uint8_t
#define CELL(at)	CELL_OF(at)
#define INSIDE(at)	((at)&0xff)
#define UNIT		4
#define OWNER		sn__bitmap
#define PUT(o, i, cell) put_cell(o, cell)
#include "set/map_cells_impl.h"
#undef INNER
#undef CELL
#undef INSIDE
#undef UNIT
#undef OWNER
#undef PUT
#include "base/width_end.h"

static SN__INLINE size_t
entry_of(const sn__bitmap *b, uint32_t at)
{
	unsigned bit = at >> 8 & 63;

	return b->rank[at >> 14] + sn__rank64(b->word[at >> 14], bit) - 1;
}

sn_status
sn__bitmap_build(sn__bitmap *b, const sn_alloc *alloc, const sn__steps4 *steps)
{
	sn_status status = measure4(steps, &b->e);
	size_t head = WORDS * (sizeof(*b->word) + sizeof(*b->rank)), n = b->e.n;
	size_t list = (size_t)b->e.list_units * 4;
	size_t lens = steps->len ? n : 0;
	unsigned char *p;
	uint32_t sum = 0;

	if (status) /* LCOV_EXCL_BR_LINE maps of 8 GB and more */
		return status;
	p = sn__alloc_large(alloc, head + n * 4 + list + lens, 1);
	if (!p)
		return SN_ENOMEM;
	b->block = p;
	b->word = (void *)p;
	b->rank = (void *)(p + WORDS * sizeof(*b->word));
	b->e.value = (void *)(p + head);
	b->e.list = p + head + n * 4;
	b->e.len = steps->len ? b->e.list + list : NULL;
	memset(b->word, 0, WORDS * sizeof(*b->word));
	fill4(b, steps);
	for (size_t i = 0; i < WORDS; i++) {
		b->rank[i] = sum;
		sum += sn__rank64(b->word[i], 63);
	}
	return SN_OK;
}

/* -------------------------------------------------------------- lookup */

static SN__INLINE void
ask(const sn__bitmap *b, uint32_t at)
{
	__builtin_prefetch(&b->word[at >> 14]);
	__builtin_prefetch(&b->rank[at >> 14]);
}

/*
 * LANES addresses at a time: their values are asked for, then the words of the
 * next, then the values are there.
 */
static SN__INLINE size_t
batch(const sn__bitmap *b, const uint32_t *addrs, size_t n, uint32_t *values,
    uint8_t *lens)
{
	size_t held = 0, i = 0;

	for (size_t k = 0; k < LANES && k < n; k++)
		ask(b, addrs[k]);
	for (; i + LANES <= n; i += LANES) {
		size_t next = n - i - LANES, entry[LANES];

		for (size_t k = 0; k < LANES; k++) {
			entry[k] = entry_of(b, addrs[i + k]);
			__builtin_prefetch(&b->e.value[entry[k]]);
		}
		if (next >= LANES)
			for (size_t k = 0; k < LANES; k++)
				ask(b, addrs[i + LANES + k]);
		for (size_t k = 0; k < LANES; k++) {
			uint32_t v = entry_match4(&b->e, entry[k],
			    (uint8_t)addrs[i + k], lens ? lens + i + k : NULL);

			values[i + k] = v;
			held += v != SN_MAP_NONE;
		}
	}
	for (; i < n; i++) {
		values[i] = entry_match4(&b->e, entry_of(b, addrs[i]),
		    (uint8_t)addrs[i], lens ? lens + i : NULL);
		held += values[i] != SN_MAP_NONE;
	}
	return held;
}

static SN__INLINE uint32_t
match(const sn__bitmap *b, uint32_t at, uint8_t *len)
{
	return entry_match4(&b->e, entry_of(b, at), (uint8_t)at, len);
}

#if SN__X86
/* The instruction that counts bits is the whole difference. */
SN__TARGET_AVX2 static size_t
batch_avx2(const sn__bitmap *b, const uint32_t *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	return lens ? batch(b, addrs, n, values, lens)
		    : batch(b, addrs, n, values, NULL);
}

SN__TARGET_AVX2 static uint32_t
match_avx2(const sn__bitmap *b, uint32_t at, uint8_t *len)
{
	return match(b, at, len);
}
#endif

size_t
sn__bitmap_batch(const sn__bitmap *b, sn__cpu cpu, const uint32_t *addrs,
    size_t n, uint32_t *values, uint8_t *lens)
{
#if SN__X86
	if (cpu >= SN__CPU_AVX2)
		return batch_avx2(b, addrs, n, values, lens);
#endif
	(void)cpu;
	return batch(b, addrs, n, values, lens);
}

uint32_t
sn__bitmap_match(const sn__bitmap *b, sn__cpu cpu, uint32_t at, uint8_t *len)
{
#if SN__X86
	if (cpu >= SN__CPU_AVX2)
		return match_avx2(b, at, len);
#endif
	(void)cpu;
	return match(b, at, len);
}

/* ------------------------------------------------------------- walking */

/* The cell of entry @i: the last word with as few bits before it has it. */
static uint64_t
cell_of(const sn__bitmap *b, size_t i)
{
	size_t low = 0, n = WORDS - 1;
	uint64_t left;

	while (n > 0) {
		size_t half = (n + 1) / 2;
		bool right = b->rank[low + half] <= i;

		low += right ? half : 0;
		n = right ? n - half : half - 1;
	}
	left = b->word[low];
	for (size_t k = b->rank[low]; k < i; k++)
		left &= left - 1;
	return low * 64 + sn__ctz64(left);
}

sn__place
sn__bitmap_find(const sn__bitmap *b, uint32_t at)
{
	size_t i = entry_of(b, at);

	return place_in4(b, i, cell_of(b, i), at);
}

sn__step
sn__bitmap_read(const sn__bitmap *b, const sn__place *p)
{
	uint8_t inside;
	sn__step s = step_at4(&b->e, p, &inside);

	s.first = p->cell * 256 + inside;
	return s;
}

bool
sn__bitmap_next(const sn__bitmap *b, sn__place *p)
{
	uint64_t above;

	if (p->in_list < last_in_list4(&b->e, p->entry)) {
		p->in_list++;
		return true;
	}
	if (p->entry + 1 == b->e.n)
		return false;
	above = sn__above64(b->word[p->cell / 64], (unsigned)(p->cell % 64));
	p->entry++;
	p->in_list = 0;
	p->cell =
	    above ? p->cell / 64 * 64 + sn__ctz64(above) : cell_of(b, p->entry);
	return true;
}

bool
sn__bitmap_prev(const sn__bitmap *b, sn__place *p)
{
	if (p->in_list > 0) {
		p->in_list--;
		return true;
	}
	if (p->entry == 0)
		return false;
	p->entry--;
	p->in_list = last_in_list4(&b->e, p->entry);
	p->cell = cell_of(b, p->entry);
	return true;
}
