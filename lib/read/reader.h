/*
 * reader.h - a text that is being read, and errors that say where in it.
 */
#ifndef SN_READER_H
#define SN_READER_H

#include "supernet.h"

typedef struct sn__reader {
	const char *text; /* without its byte-order mark */
	size_t size;
	size_t mark;	 /* bytes of the byte-order mark: 3 or 0 */
	sn_error *error; /* may be NULL */
} sn__reader;

/* A byte-order mark at the start of @text is passed over. */
sn__reader sn__reader_of(const char *text, size_t size, sn_error *error);

/*
 * Refuses @n bytes at @at of the text: line, column, offset, these bytes and
 * the message go to the error. Columns do not count the byte-order mark, which
 * no editor shows; the offset does. Returns @status. O(size).
 */
__attribute__((format(printf, 5, 6))) sn_status sn__refuse(const sn__reader *r,
    sn_status status, const char *at, size_t n, const char *format, ...);

#endif
