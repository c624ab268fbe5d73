/*
 * fast_lines.h - fast lines, and the parsers of them for each processor.
 *
 * Fast lines are those that bulk text mostly consists of: an address, a prefix
 * or a range, with or without a carriage return before the newline, and
 * nothing else. A parser stops at the first line that is anything else, right
 * or wrong; bulk_line.c reads that one, and so makes every error.
 */
#ifndef SN_FAST_LINES_H
#define SN_FAST_LINES_H

#include "base/cpu.h"
#include "set/builder.h"
#include "text/fast_layouts.h"

/*
 * Bytes that may be read from where a line starts, whatever its length; and
 * the longest of fast IPv4 lines, 255.255.255.255-255.255.255.255.
 */
enum { SN__FAST_AHEAD = 32, SN__LINE4_MOST = 31 };

/* Lines to be parsed. */
typedef struct sn__lines {
	const sn__layouts *layouts;
	const char *text;
	const uint32_t *end; /* of each line: the offset of its newline */
	size_t n;
	size_t start;	  /* offset of the first line */
	sn_range4 *out4;  /* of n, where IPv4 is parsed */
	sn__key6 *out6;	  /* of n, where IPv6 is parsed */
	sn_range6 *out6r; /* of n, where ranges of IPv6 are parsed */
	uint64_t masked;  /* counted up: prefixes that had host bits */
	uint32_t no_host; /* all bits set: host bits are for the reader */
} sn__lines;

/*
 * Parse lines from the first on; return how many, which is how many items
 * were written. Each line must end in a newline. For the vector parsers of
 * IPv4 SN__FAST_AHEAD bytes must be readable from the start of each line.
 */
size_t sn__fast4_scalar(sn__lines *lines);
size_t sn__fast4_sse41(sn__lines *lines);
size_t sn__fast4_avx2(sn__lines *lines);
size_t sn__fast4_avx512(sn__lines *lines);
/* All lines are ranges, which go to out6r, where @ranges; else none is one. */
size_t sn__fast6_avx512(sn__lines *lines, bool ranges);
/* Of the @n lines from number @at on. */
size_t sn__fast6_scalar(sn__lines *lines, size_t at, size_t n, bool ranges);

/* Where line number @at starts. */
static inline const char *
sn__lines_at(const sn__lines *lines, size_t at)
{
	return lines->text + (at ? lines->end[at - 1] + 1 : lines->start);
}

/* The range of addr/len; false where it has host bits and they are refused. */
static inline bool
sn__fast4_emit(sn__lines *lines, sn_range4 *out, uint32_t addr, uint64_t len)
{
	uint32_t host = (uint32_t)((UINT64_C(1) << (32 - len)) - 1);
	uint32_t bits = addr & host;

	out->first = addr & ~host;
	out->last = addr | host;
	if (bits & lines->no_host)
		return false;
	lines->masked += bits != 0;
	return true;
}

#endif
