/*
 * snapshot.h - the binary form of a set: a header of 64 bytes, the ranges of
 * IPv4, zeros up to a multiple of 64 bytes, the ranges of IPv6.
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
	SN__SNAPSHOT_SET = 1 /* the kind of content */
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

/* Says @message of the byte at @offset. Returns SN_ESYNTAX. */
static inline sn_status
sn__snapshot_error(sn_error *error, size_t offset, const char *message)
{
	(void)sn__error_set(error, SN_ESYNTAX, message);
	if (error)
		error->offset = offset;
	return SN_ESYNTAX;
}

#endif
