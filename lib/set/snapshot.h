/*
 * snapshot.h - the binary form of a set or a map: a header of 64 bytes, the
 * ranges or entries of IPv4, zeros up to a multiple of 64 bytes, those of IPv6.
 *
 * All numbers stand in the byte order of the machine that wrote it; the sum is
 * one of numbers, not of bytes, and so the same in both orders. Version 1 is
 * read for ever: another layout is another version.
 */
#ifndef SN_SNAPSHOT_H
#define SN_SNAPSHOT_H

#include "base/error.h"
#include "supernet.h"

enum {
	SN__SNAPSHOT_ALIGN = 64, /* of each array, and the header's size */
	SN__SNAPSHOT_VERSION = 1,
	/* The kinds of content. */
	SN__SNAPSHOT_SET = 1,
	SN__SNAPSHOT_MAP = 2,
	SN__SNAPSHOT_MERGED = 3 /* a map, of SN_MAP_MERGE */
};
/* As PNG's: cut by a transfer that strips bit 7 or changes line ends. */
#define SN__SNAPSHOT_MAGIC "\x8aSNS\r\n\x1a\n"
#define SN__SNAPSHOT_ORDER UINT32_C(0x01020304)

typedef struct sn__snapshot {
	char magic[8];
	uint32_t order;
	uint16_t version;
	uint16_t kind;
	uint64_t n4;
	uint64_t n6;
	uint64_t size; /* bytes of all */
	uint64_t sum;
	uint64_t reserved[2]; /* 0 */
} sn__snapshot;
_Static_assert(sizeof(sn__snapshot) == SN__SNAPSHOT_ALIGN, "no padding");

/* Whether the bytes begin as iprange's binary form does. */
bool sn__iprange_is(const void *data, size_t size);
/* The set that they hold. SN_ESYNTAX: @error says where and why; SN_ENOMEM. */
SN_MUST_USE sn_status sn__iprange_read(sn_set **out, const void *data,
    size_t size, const sn_alloc *alloc, sn_error *error);

/* An entry of a map; in the order of sn_prefix_compare(), none twice. */
typedef struct sn__packed4 {
	uint32_t addr;
	uint32_t value;
	uint32_t len;
} sn__packed4;
typedef struct sn__packed6 {
	uint64_t hi;
	uint64_t lo;
	uint32_t value;
	uint32_t len;
} sn__packed6;

/*
 * Four lanes, each of which takes in every fourth word: a multiplication by
 * an odd number and a rotation lose nothing, so that one changed word always
 * changes the sum. It finds accidents; what is meant to deceive is found by
 * looking at the content itself.
 */
typedef struct sn__sum {
	uint64_t lane[4];
} sn__sum;

static inline uint64_t
sn__sum_stir(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return sum << 29 | sum >> 35;
}

static inline void
sn__sum_words(sn__sum *sum, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	sum->lane[0] = sn__sum_stir(sum->lane[0], a);
	sum->lane[1] = sn__sum_stir(sum->lane[1], b);
	sum->lane[2] = sn__sum_stir(sum->lane[2], c);
	sum->lane[3] = sn__sum_stir(sum->lane[3], d);
}

/* snapshot_header.c. */
sn__sum sn__sum_begin(const sn__snapshot *h);
uint64_t sn__sum_end(const sn__sum *sum);
/* Where what is of IPv6 begins, and the end of all. */
uint64_t sn__snapshot_start6(const sn__snapshot *h);
uint64_t sn__snapshot_end(const sn__snapshot *h);
/*
 * The header of @size bytes, of any kind, in this machine's order; *foreign:
 * whether they are of the other. SN_ESYNTAX.
 */
SN_MUST_USE sn_status sn__snapshot_header(sn__snapshot *h, bool *foreign,
    const void *data, size_t size, sn_error *error);

/* Says @message of the byte at @offset. Returns SN_ESYNTAX. */
static inline sn_status
sn__snapshot_error(sn_error *error, size_t offset, const char *message)
{
	(void)sn__error_set(error, SN_ESYNTAX, message);
	if (error)
		error->offset = offset;
	return SN_ESYNTAX;
}

#define FAULT(error, field, message) \
 sn__snapshot_error(error, offsetof(sn__snapshot, field), message)

#endif
