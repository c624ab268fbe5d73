/*
 * bulk_exception.h - what a text takes off a list, rather than lists.
 */
#ifndef SN_BULK_EXCEPTION_H
#define SN_BULK_EXCEPTION_H

#include "text/bulk_column.h"

/*
 * Whether the line [line, end) makes an exception of its item; *out is the
 * item then, with what says so.
 */
bool sn__exception_of(
    sn__field *out, const char *line, const char *end, sn__field item);

/*
 * Whether a word of a line with @items says so wherever they stand, or any line
 * ends in one that says so of lines that follow; *out is that word then.
 */
bool sn__exception_in(
    sn__field *out, const char *line, const char *end, bool items);

/* Whether ipset wrote [line, end), and exceptions are in it. */
bool sn__exceptions_of_ipset(const char *line, const char *end);

#endif
