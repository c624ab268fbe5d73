/*
 * snapshot.c - sets as bytes that can be used where they lie.
 *
 * To borrow a snapshot is to look at its header: nothing is read, nothing
 * copied, whatever its size. To check it is one pass over it. Bytes of the
 * other order, and such as are not aligned, are copied, and checked always.
 */
#include "set/snapshot.h"

#include "base/error.h"
#include "set/set.h"

enum { PIECE = 1024 }; /* ranges that are looked at while they are in cache */
#define WRONG (UINT64_C(1) << 63)

/* ------------------------------------------------------------- the sum */

static inline uint64_t
word4(sn_range4 r)
{
	return (uint64_t)r.last << 32 | r.first;
}

/* Four ranges at a time; those that lack at the end are zeros. */
static void
sum4(const sn_range4 *r, size_t n, sn__sum *out)
{
	sn__sum sum = *out;
	sn_range4 last[4] = {{0, 0}};
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		sn__sum_words(&sum, word4(r[i]), word4(r[i + 1]),
		    word4(r[i + 2]), word4(r[i + 3]));
	if (i < n) {
		memcpy(last, r + i, (n - i) * sizeof(*r));
		sn__sum_words(&sum, word4(last[0]), word4(last[1]),
		    word4(last[2]), word4(last[3]));
	}
	*out = sum;
}

static void
sum6(const sn_range6 *r, size_t n, sn__sum *out)
{
	sn__sum sum = *out;

	for (size_t i = 0; i < n; i++)
		sn__sum_words(&sum, r[i].first_hi, r[i].first_lo, r[i].last_hi,
		    r[i].last_lo);
	*out = sum;
}

/*
 * The highest bit says whether @b is no range after @a and the next address:
 * with the sign of differences, so that no branch depends on the data.
 */
static inline uint64_t
wrong4(sn_range4 a, sn_range4 b)
{
	return ((uint64_t)b.first - a.last - 2) | ((uint64_t)b.last - b.first);
}

static inline uint64_t
wrong6(sn_range6 a, sn_range6 b)
{
	sn__u128 first = sn__first6(b), before = sn__last6(a);
	bool good =
	    first > before && first - 1 != before && first <= sn__last6(b);

	return good ? 0 : WRONG;
}

#include "base/width4.h"
#include "set/snapshot_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/snapshot_impl.h"
#include "base/width_end.h"

/* ------------------------------------------------------------- writing */

static sn__snapshot
header_of(const sn_set *s)
{
	sn__snapshot h = {.magic = SN__SNAPSHOT_MAGIC,
	    .order = SN__SNAPSHOT_ORDER,
	    .version = SN__SNAPSHOT_VERSION,
	    .kind = SN__SNAPSHOT_SET,
	    .n4 = s->n4,
	    .n6 = s->n6};
	sn__sum sum = sn__sum_begin(&h);

	h.size = sn__snapshot_end(&h);
	sum4(s->ranges4, s->n4, &sum);
	sum6(s->ranges6, s->n6, &sum);
	h.sum = sn__sum_end(&sum);
	return h;
}

uint64_t
sn_set_pack_size(const sn_set *s)
{
	sn__snapshot h = {.kind = SN__SNAPSHOT_SET, .n4 = s->n4, .n6 = s->n6};

	return sn__snapshot_end(&h);
}

sn_status
sn_set_pack(const sn_set *s, sn_sink sink, void *ctx)
{
	static const char zeros[SN__SNAPSHOT_ALIGN];
	sn__snapshot h = header_of(s);
	size_t size4 = s->n4 * sizeof(sn_range4);
	size_t pad =
	    s->n6 ? (size_t)(sn__snapshot_start6(&h) - sizeof(h) - size4) : 0;
	sn_status status = sink(ctx, (const char *)&h, sizeof(h));

	if (!status && size4)
		status = sink(ctx, (const char *)s->ranges4, size4);
	if (!status && pad)
		status = sink(ctx, zeros, pad);
	if (!status && s->n6)
		status = sink(
		    ctx, (const char *)s->ranges6, s->n6 * sizeof(sn_range6));
	return status;
}

/* ------------------------------------------------------------- borrowing */

/* Ranges of the other byte order. */
static void
swap_ranges(sn_set *s)
{
	for (size_t i = 0; i < s->n4; i++)
		s->ranges4[i] =
		    (sn_range4){__builtin_bswap32(s->ranges4[i].first),
			__builtin_bswap32(s->ranges4[i].last)};
	for (size_t i = 0; i < s->n6; i++) {
		sn_range6 r = s->ranges6[i];

		s->ranges6[i] = (sn_range6){__builtin_bswap64(r.first_hi),
		    __builtin_bswap64(r.first_lo), __builtin_bswap64(r.last_hi),
		    __builtin_bswap64(r.last_lo)};
	}
}

/* Has @s own a copy of the ranges that it borrowed. */
static sn_status
own(sn_set *s)
{
	const void *from4 = s->ranges4, *from6 = s->ranges6;

	s->borrowed = false;
	s->ranges4 = sn__alloc_large(&s->alloc, s->n4, sizeof(*s->ranges4));
	s->ranges6 = sn__alloc_large(&s->alloc, s->n6, sizeof(*s->ranges6));
	if (!s->ranges4 || !s->ranges6)
		return SN_ENOMEM;
	memcpy(s->ranges4, from4, s->n4 * sizeof(*s->ranges4));
	memcpy(s->ranges6, from6, s->n6 * sizeof(*s->ranges6));
	return SN_OK;
}

/* One pass over everything after the header. */
static sn_status
check(const sn_set *s, const sn__snapshot *h, const char *data, sn_error *error)
{
	sn__sum sum = sn__sum_begin(h);
	size_t end4 = sizeof(*h) + s->n4 * sizeof(sn_range4), i;

	i = examine4(s->ranges4, s->n4, &sum);
	if (i < s->n4)
		return sn__snapshot_error(error,
		    sizeof(*h) + i * sizeof(sn_range4),
		    "altered: ranges out of order, or that touch");
	if (s->n6)
		for (size_t at = end4; at < sn__snapshot_start6(h); at++)
			if (data[at])
				return sn__snapshot_error(
				    error, at, "expected zeros");
	i = examine6(s->ranges6, s->n6, &sum);
	if (i < s->n6)
		return sn__snapshot_error(error,
		    (size_t)sn__snapshot_start6(h) + i * sizeof(sn_range6),
		    "altered: ranges out of order, or that touch");
	if (sn__sum_end(&sum) != h->sum)
		return FAULT(error, sum, "altered: the checksum is another");
	return SN_OK;
}

/* The set of a snapshot whose header is right. */
static sn_status
borrow(sn_set *s, const sn__snapshot *h, bool foreign, const char *data,
    uint32_t flags, sn_error *error)
{
	uintptr_t at = (uintptr_t)data;
	bool copied = foreign || at % _Alignof(sn_range6);
	sn_status status = SN_OK;

	s->borrowed = true;
	/* They fit in what is there. */
	s->n4 = (size_t)h->n4;
	s->n6 = (size_t)h->n6;
	/* What is borrowed is never written: set.h. */
	s->ranges4 = (sn_range4 *)(at + sizeof(*h));
	s->ranges6 =
	    (sn_range6 *)(at + (h->n6 ? sn__snapshot_start6(h) : sizeof(*h)));
	if (copied)
		status = own(s);
	if (!status && foreign)
		swap_ranges(s);
	if (!status && (copied || flags & SN_BORROW_CHECK))
		status = check(s, h, data, error);
	return status;
}

bool
sn_set_is_packed(const void *data, size_t size)
{
	size_t magic = sizeof(SN__SNAPSHOT_MAGIC) - 1;

	return (size >= magic && !memcmp(data, SN__SNAPSHOT_MAGIC, magic)) ||
	       sn__iprange_is(data, size);
}

sn_status
sn_set_borrow(sn_set **out, const void *data, size_t size, uint32_t flags,
    const sn_alloc *alloc, sn_error *error)
{
	bool foreign = false;
	sn__snapshot h;
	sn_status status;
	sn_set *s;

	if (flags & ~(uint32_t)SN_BORROW_CHECK)
		return SN_EINVAL;
	if (sn__iprange_is(data, size))
		return sn__iprange_read(out, data, size, alloc, error);
	status = sn__snapshot_header(&h, &foreign, data, size, error);
	if (!status && h.kind != SN__SNAPSHOT_SET)
		status = FAULT(error, kind, "a snapshot, but not of a set");
	if (status)
		return status;
	s = sn__set_new(alloc);
	if (!s)
		return SN_ENOMEM;
	status = borrow(s, &h, foreign, data, flags, error);
	if (status)
		sn_set_free(s);
	else
		*out = s;
	return status;
}
