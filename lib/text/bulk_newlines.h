/*
 * bulk_newlines.h - where the lines of a piece of text end.
 */
#ifndef SN_BULK_NEWLINES_H
#define SN_BULK_NEWLINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* What a piece may have at most, and room for what is written beyond. */
enum { SN__PIECE = 1 << 14, SN__LINES_ROOM = SN__PIECE + 64 };

/*
 * Writes the offset of each newline of text[0, size), size <= SN__PIECE, to
 * @end, which has room for SN__LINES_ROOM; returns how many.
 */
size_t sn__lines(
    sn__cpu cpu, const char *text, size_t size, uint32_t end[SN__LINES_ROOM]);

#endif
