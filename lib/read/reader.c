/*
 * reader.c - a text that is being read, and errors that say where in it.
 */
#include "read/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

sn__reader
sn__reader_of(const char *text, size_t size, sn_error *error)
{
	size_t mark = size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;

	/* A limit or a lack of memory may have no place in the text. */
	(void)sn__error_set(error, SN_OK, "");
	return (sn__reader){text + mark, size - mark, mark, error};
}

sn_status
sn__refuse(const sn__reader *r, sn_status status, const char *at, size_t n,
    const char *format, ...)
{
	sn_error *e = r->error;
	const char *line = r->text;
	va_list args;

	if (!e)
		return status;
	(void)sn__error_set(e, status, "");
	e->line = 1;
	for (const char *p = r->text; p < at; p++) {
		if (*p == '\n') {
			e->line++;
			line = p + 1;
		}
	}
	e->column = (uint64_t)(at - line) + 1;
	e->offset = (uint64_t)(at - r->text) + r->mark;
	sn__error_text(e, at, at + n);
	va_start(args, format);
	vsnprintf(e->message, sizeof(e->message), format, args);
	va_end(args);
	return status;
}
