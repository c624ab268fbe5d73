/*
 * snapshot.c - sets as bytes that can be used where they lie.
 *
 * To borrow a snapshot is to look at its header: nothing is read, nothing
 * copied, whatever its size. To check it is one pass over it. Bytes of the
 * other order, and such as are not aligned, are copied, and checked always.
 */
#include "set/snapshot.h"

#include <stdio.h>

#include "base/error.h"
#include "set/set.h"

enum { PIECE = 1024 }; /* ranges that are looked at while they are in cache */
#define WRONG (UINT64_C(1) << 63)

/* ------------------------------------------------------------- the sum */

/*
 * Four lanes, each of which takes in every fourth word: a multiplication by
 * an odd number and a rotation lose nothing, so that one changed word always
 * changes the sum. It finds accidents; what is meant to deceive is found by
 * looking at the ranges themselves.
 */
struct sum {
	uint64_t lane[4];
};

static inline uint64_t
stir(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return sum << 29 | sum >> 35;
}

static inline void
sum_words(struct sum *sum, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	sum->lane[0] = stir(sum->lane[0], a);
	sum->lane[1] = stir(sum->lane[1], b);
	sum->lane[2] = stir(sum->lane[2], c);
	sum->lane[3] = stir(sum->lane[3], d);
}

static struct sum
sum_begin(const sn__snapshot *h)
{
	struct sum sum = {{1, 2, 3, 4}};

	sum_words(&sum, h->version, h->kind, h->n4, h->n6);
	return sum;
}

static uint64_t
sum_end(const struct sum *sum)
{
	uint64_t all = 0;

	for (int i = 0; i < 4; i++)
		all = stir(all, sum->lane[i]);
	return all ^ all >> 32;
}

static inline uint64_t
word4(sn_range4 r)
{
	return (uint64_t)r.last << 32 | r.first;
}

/* Four ranges at a time; those that lack at the end are zeros. */
static void
sum4(const sn_range4 *r, size_t n, struct sum *out)
{
	struct sum sum = *out;
	sn_range4 last[4] = {{0, 0}};
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		sum_words(&sum, word4(r[i]), word4(r[i + 1]), word4(r[i + 2]),
		    word4(r[i + 3]));
	if (i < n) {
		memcpy(last, r + i, (n - i) * sizeof(*r));
		sum_words(&sum, word4(last[0]), word4(last[1]), word4(last[2]),
		    word4(last[3]));
	}
	*out = sum;
}

static void
sum6(const sn_range6 *r, size_t n, struct sum *out)
{
	struct sum sum = *out;

	for (size_t i = 0; i < n; i++)
		sum_words(&sum, r[i].first_hi, r[i].first_lo, r[i].last_hi,
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

/* ---------------------------------------------------------- the header */

static uint64_t
aligned(uint64_t size)
{
	return (size + SN__SNAPSHOT_ALIGN - 1) / SN__SNAPSHOT_ALIGN *
	       SN__SNAPSHOT_ALIGN;
}

/* Where the ranges of IPv6 begin, and the end of all. */
static uint64_t
start6(const sn__snapshot *h)
{
	return aligned(sizeof(*h) + h->n4 * sizeof(sn_range4));
}

static uint64_t
end_of(const sn__snapshot *h)
{
	return h->n6 ? start6(h) + h->n6 * sizeof(sn_range6)
		     : sizeof(*h) + h->n4 * sizeof(sn_range4);
}

static sn__snapshot
header_of(const sn_set *s)
{
	sn__snapshot h = {.magic = SN__SNAPSHOT_MAGIC,
	    .order = SN__SNAPSHOT_ORDER,
	    .version = SN__SNAPSHOT_VERSION,
	    .kind = SN__SNAPSHOT_SET,
	    .n4 = s->n4,
	    .n6 = s->n6};
	struct sum sum = sum_begin(&h);

	h.size = end_of(&h);
	sum4(s->ranges4, s->n4, &sum);
	sum6(s->ranges6, s->n6, &sum);
	h.sum = sum_end(&sum);
	return h;
}

uint64_t
sn_set_pack_size(const sn_set *s)
{
	sn__snapshot h = {.n4 = s->n4, .n6 = s->n6};

	return end_of(&h);
}

sn_status
sn_set_pack(const sn_set *s, sn_sink sink, void *ctx)
{
	static const char zeros[SN__SNAPSHOT_ALIGN];
	sn__snapshot h = header_of(s);
	size_t size4 = s->n4 * sizeof(sn_range4);
	size_t pad = s->n6 ? (size_t)(start6(&h) - sizeof(h) - size4) : 0;
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

#define FAULT(error, field, message) \
 sn__snapshot_error(error, offsetof(sn__snapshot, field), message)

/* How many bytes there are and how many there should be. */
static sn_status
size_error(sn_error *error, uint64_t size, uint64_t want)
{
	char text[sizeof(error->message)];

	if (size < want)
		snprintf(text, sizeof(text),
		    "the snapshot is cut short: it has %llu of %llu bytes",
		    (unsigned long long)size, (unsigned long long)want);
	else
		snprintf(text, sizeof(text),
		    "the snapshot ends here, and more follows");
	return sn__snapshot_error(
	    error, (size_t)(size < want ? size : want), text);
}

static void
swap_header(sn__snapshot *h)
{
	h->order = __builtin_bswap32(h->order);
	h->version = __builtin_bswap16(h->version);
	h->kind = __builtin_bswap16(h->kind);
	h->n4 = __builtin_bswap64(h->n4);
	h->n6 = __builtin_bswap64(h->n6);
	h->size = __builtin_bswap64(h->size);
	h->sum = __builtin_bswap64(h->sum);
}

/* The header of @size bytes, in this machine's order. */
static sn_status
read_header(sn__snapshot *h, bool *foreign, const void *data, size_t size,
    sn_error *error)
{
	char text[sizeof(error->message)];

	if (size < sizeof(h->magic) ||
	    memcmp(data, SN__SNAPSHOT_MAGIC, sizeof(h->magic)))
		return FAULT(error, magic, "expected a snapshot");
	if (size < sizeof(*h))
		return size_error(error, size, sizeof(*h));
	memcpy(h, data, sizeof(*h));
	*foreign = h->order == __builtin_bswap32(SN__SNAPSHOT_ORDER);
	if (*foreign)
		swap_header(h);
	if (h->order != SN__SNAPSHOT_ORDER)
		return FAULT(error, order, "no byte order of a snapshot");
	if (h->version != SN__SNAPSHOT_VERSION) {
		snprintf(text, sizeof(text),
		    "a snapshot of version %u: version 1 is read here",
		    h->version);
		return FAULT(error, version, text);
	}
	if (h->kind != SN__SNAPSHOT_SET)
		return FAULT(error, kind, "a snapshot, but not of a set");
	if (h->n4 > UINT64_C(1) << 31)
		return FAULT(error, n4, "more ranges than IPv4 has");
	if (h->n6 > (UINT64_MAX >> 1) / sizeof(sn_range6) - (UINT64_C(1) << 32))
		return FAULT(error, n6, "more ranges than memory can hold");
	if (h->size != end_of(h))
		return FAULT(error, size, "a size that the counts do not give");
	if (h->reserved[0] | h->reserved[1])
		return FAULT(error, reserved, "expected zeros");
	return size == h->size ? SN_OK : size_error(error, size, h->size);
}

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
	struct sum sum = sum_begin(h);
	size_t end4 = sizeof(*h) + s->n4 * sizeof(sn_range4), i;

	i = examine4(s->ranges4, s->n4, &sum);
	if (i < s->n4)
		return sn__snapshot_error(error,
		    sizeof(*h) + i * sizeof(sn_range4),
		    "altered: ranges out of order, or that touch");
	if (s->n6)
		for (size_t at = end4; at < start6(h); at++)
			if (data[at])
				return sn__snapshot_error(
				    error, at, "expected zeros");
	i = examine6(s->ranges6, s->n6, &sum);
	if (i < s->n6)
		return sn__snapshot_error(error,
		    (size_t)start6(h) + i * sizeof(sn_range6),
		    "altered: ranges out of order, or that touch");
	if (sum_end(&sum) != h->sum)
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
	s->ranges6 = (sn_range6 *)(at + (h->n6 ? start6(h) : sizeof(*h)));
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
	status = read_header(&h, &foreign, data, size, error);
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
