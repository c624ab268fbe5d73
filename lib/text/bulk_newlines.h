/*
 * bulk_newlines.h - where the lines of a piece of text end.
 */
#ifndef SN_BULK_NEWLINES_H
#define SN_BULK_NEWLINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* Bytes that a piece may have, and newlines with what is written beyond. */
enum { SN__PIECE = 1 << 14, SN__NEWLINES_MAX = SN__PIECE + 64 };

/*
 * Writes the offset of each newline of text[0, size), size <= SN__PIECE, to
 * @end; returns how many.
 */
size_t sn__newlines_find(
    sn__cpu cpu, const char *text, size_t size, uint32_t end[SN__NEWLINES_MAX]);

#endif
