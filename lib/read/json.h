/*
 * json.h - reading JSON that may be hostile.
 *
 * Syntax, UTF-8, nesting and keys given twice are looked at by parse.c, and no
 * string holds a NUL byte: readers need not look again. What is added here: an
 * error in a value says where in the text the value stands.
 */
#ifndef SN_JSON_H
#define SN_JSON_H

#include <jansson.h>

#include "supernet_routes.h"

typedef struct sn__reader {
	const char *text;
	size_t size;
	sn_error *error; /* may be NULL */
} sn__reader;

enum { SN__LOAD_DEPTH = 512 }; /* of arrays and objects */

/* The only value. NULL: *status says why, and the error is filled. */
json_t *sn__load_json(sn__reader *r, sn_status *status);

/*
 * The value at *offset of several one after the other; *offset goes behind it
 * and the blanks that follow. parse.c.
 */
json_t *sn__load_next(sn__reader *r, size_t *offset, sn_status *status);

/*
 * Refuses @value (a string or a number, or a key: any text), which is looked
 * up in the text for its line and column. Returns @status.
 */
__attribute__((format(printf, 4, 5))) sn_status sn__load_refuse(sn__reader *r,
    sn_status status, const char *value, const char *format, ...);

/* A prefix without host bits from a JSON string. */
SN_MUST_USE sn_status sn__load_prefix(
    sn__reader *r, const json_t *value, sn_prefix *out);

#endif
