/*
 * utf8.h - text from outside, character by character.
 */
#ifndef SN_UTF8_H
#define SN_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes the UTF-8 sequence at @p < @end has, and its character; 0: it
 * is none. */
size_t sn__utf8(const char *p, const char *end, uint32_t *character);

/*
 * Whether a terminal or a picture just shows it: no control, no mark that
 * changes the direction of writing or takes no place, no non-character.
 */
bool sn__is_shown(uint32_t character);

#endif
