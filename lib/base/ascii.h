/*
 * ascii.h - what the characters of text are, whatever the locale says.
 */
#ifndef SN_ASCII_H
#define SN_ASCII_H

#include <stdbool.h>

static inline bool
sn__is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A capital letter as a small one; all else as it is. */
static inline char
sn__small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
sn__is_alnum(char c)
{
	return sn__is_digit(c) || (sn__small(c) >= 'a' && sn__small(c) <= 'z');
}

static inline bool
sn__is_hex(char c)
{
	return sn__is_digit(c) || (sn__small(c) >= 'a' && sn__small(c) <= 'f');
}

/* Whether [p, end) is the word @small, in whatever case. */
static inline bool
sn__is_named(const char *p, const char *end, const char *small)
{
	while (p < end && *small && sn__small(*p) == *small)
		p++, small++;
	return p == end && !*small;
}

#endif
