/*
 * snapshot_header.c - what snapshots of sets and of maps begin with.
 */
#include "set/snapshot.h"

#include <stdio.h>
#include <string.h>

sn__sum
sn__sum_begin(const sn__snapshot *h)
{
	sn__sum sum = {{1, 2, 3, 4}};

	sn__sum_words(&sum, h->version, h->kind, h->n4, h->n6);
	return sum;
}

uint64_t
sn__sum_end(const sn__sum *sum)
{
	uint64_t all = 0;

	for (int i = 0; i < 4; i++)
		all = sn__sum_stir(all, sum->lane[i]);
	return all ^ all >> 32;
}

static uint64_t
end4(const sn__snapshot *h)
{
	return sizeof(*h) + h->n4 * (h->kind == SN__SNAPSHOT_SET
					    ? sizeof(sn_range4)
					    : sizeof(sn__packed4));
}

uint64_t
sn__snapshot_start6(const sn__snapshot *h)
{
	return (end4(h) + SN__SNAPSHOT_ALIGN - 1) / SN__SNAPSHOT_ALIGN *
	       SN__SNAPSHOT_ALIGN;
}

uint64_t
sn__snapshot_end(const sn__snapshot *h)
{
	uint64_t size6 = h->kind == SN__SNAPSHOT_SET ? sizeof(sn_range6)
						     : sizeof(sn__packed6);

	return h->n6 ? sn__snapshot_start6(h) + h->n6 * size6 : end4(h);
}

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

sn_status
sn__snapshot_header(sn__snapshot *h, bool *foreign, const void *data,
    size_t size, sn_error *error)
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
	if (h->kind < SN__SNAPSHOT_SET || h->kind > SN__SNAPSHOT_MERGED)
		return FAULT(error, kind, "a snapshot, but of no known kind");
	if (h->n4 > UINT64_C(1) << (h->kind == SN__SNAPSHOT_SET ? 31 : 33))
		return FAULT(error, n4, "more ranges than IPv4 has");
	if (h->n6 > (UINT64_MAX >> 1) / sizeof(sn_range6) - (UINT64_C(1) << 32))
		return FAULT(error, n6, "more ranges than memory can hold");
	if (h->size != sn__snapshot_end(h))
		return FAULT(error, size, "a size that the counts do not give");
	if (h->reserved[0] | h->reserved[1])
		return FAULT(error, reserved, "expected zeros");
	return size == h->size ? SN_OK : size_error(error, size, h->size);
}
