/*
 * fast.h - the plain lines that bulk text consists of: an address, a prefix
 * or a range, with or without a carriage return before the newline, and
 * nothing else.
 *
 * The parsers of plain lines stop at the first line that is anything else,
 * right or wrong; parse_scalar.c takes that one, and so makes every error.
 */
#ifndef SN_FAST_H
#define SN_FAST_H

#include "set/builder.h"
#include "base/cpu.h"

/*
 * Bytes that may be read from where a line starts, whatever its length; and
 * the longest of plain IPv4 lines, 255.255.255.255-255.255.255.255.
 */
enum { SN__PARSE4_AHEAD = 32, SN__LINE4_MOST = 31 };

/*
 * How long the four octets of an address are, 3^4 = 81 layouts, found from
 * the places of the four bytes that end them by a perfect hash.
 */
enum { SN__LAYOUT_SLOTS = 256 };
typedef struct sn__layouts {
	uint16_t ends[SN__LAYOUT_SLOTS];   /* a bit where an octet ends; or 0 */
	uint16_t expand[SN__LAYOUT_SLOTS]; /* a bit for each byte in "ddd." */
	uint8_t shuffle[SN__LAYOUT_SLOTS][16]; /* byte for each in "ddd." x 4 */
	uint8_t hex[256]; /* the value of a hex digit; others: above 15 */
} sn__layouts;

void sn__layouts_init(sn__layouts *layouts);

static inline unsigned
sn__layout_slot(uint32_t ends)
{
	return (ends * UINT32_C(0x69ed91b1)) >> 24;
}

/* Lines to be parsed. */
typedef struct sn__batch {
	const sn__layouts *layouts;
	const char *text;
	const uint32_t *end; /* of each line: the offset of its newline */
	size_t n;
	size_t start;	  /* offset of the first line */
	sn_range4 *out4;  /* room for n, where IPv4 is parsed */
	sn__key6 *out6;	  /* room for n, where IPv6 is parsed */
	sn_range6 *out6r; /* room for n, where ranges of IPv6 are parsed */
	uint64_t masked;  /* counted up: prefixes that had host bits */
	uint32_t no_host; /* all bits set: host bits are for the reader */
} sn__batch;

/*
 * Parse lines from the first on; return how many, which is how many items
 * were written. Each line must end in a newline. For the vector parsers of
 * IPv4 SN__PARSE4_AHEAD bytes must be readable from the start of each line.
 */
size_t sn__plain4(sn__cpu cpu, sn__batch *batch);
size_t sn__parse4_sse41(sn__batch *batch);
size_t sn__parse4_avx2(sn__batch *batch);
size_t sn__parse4_avx512(sn__batch *batch);

/*
 * The same for IPv6. All lines are ranges, which go to out6r, where @ranges is
 * said; else none is one.
 */
size_t sn__plain6(sn__cpu cpu, sn__batch *batch, bool ranges);
size_t sn__parse6_avx512(sn__batch *batch, bool ranges);
/* Of the @n lines from number @at on. */
size_t sn__plain6_singly(sn__batch *batch, size_t at, size_t n, bool ranges);

/* Where line number @at starts. */
static inline const char *
sn__batch_line(const sn__batch *batch, size_t at)
{
	return batch->text + (at ? batch->end[at - 1] + 1 : batch->start);
}

/* The range of addr/len; false where it has host bits and they are refused. */
static inline bool
sn__parse4_emit(sn__batch *batch, sn_range4 *out, uint32_t addr, uint64_t len)
{
	uint32_t host = (uint32_t)((UINT64_C(1) << (32 - len)) - 1);
	uint32_t bits = addr & host;

	out->first = addr & ~host;
	out->last = addr | host;
	if (bits & batch->no_host)
		return false;
	batch->masked += bits != 0;
	return true;
}

#endif
