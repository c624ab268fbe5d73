/*
 * json.h - writing JSON piece by piece: nothing is held in memory, so an
 * array of a million rows costs what one row costs.
 *
 * The caller opens and closes; the writer puts commas, indentation and
 * escapes. A container opened as flat stays on one line. Every value has a key
 * in an object, and NULL instead in an array. No text is null.
 */
#ifndef SN_JSON_H
#define SN_JSON_H

#include "render/out.h"

enum { SN__JSON_DEPTH = 16 };

typedef struct sn__json {
	sn__out *out;
	unsigned depth;
	bool filled[SN__JSON_DEPTH]; /* something stands before, at a depth */
	bool flat[SN__JSON_DEPTH];
} sn__json;

void sn__json_begin(sn__json *j, sn__out *out);
void sn__json_end(sn__json *j); /* a final newline */
/* '{' or '[', and what closes it. */
void sn__json_open(sn__json *j, const char *key, char bracket, bool flat);
void sn__json_close(sn__json *j, char bracket);
void sn__json_string(sn__json *j, const char *key, const char *text);
void sn__json_bool(sn__json *j, const char *key, bool value);
void sn__json_number(sn__json *j, const char *key, uint64_t n);
void sn__json_signed(sn__json *j, const char *key, int64_t n);
void sn__json_prefix(sn__json *j, const char *key, sn_prefix p);
void sn__json_prefixes(
    sn__json *j, const char *key, const sn_prefix *p, size_t n);
void sn__json_addr(sn__json *j, const char *key, sn_addr a);
void sn__json_count(sn__json *j, const char *key, sn_count n); /* as a string */

#endif
