/*
 * json.h - writing JSON piece by piece: nothing is held in memory, so an
 * array of a million rows costs what one row costs.
 *
 * The caller opens and closes; the writer puts commas, indentation and
 * escapes. A container opened as flat stays on one line.
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
	bool after_key;
} sn__json;

void sn__json_begin(sn__json *j, sn__out *out);
void sn__json_end(sn__json *j);				  /* a final newline */
void sn__json_open(sn__json *j, char bracket, bool flat); /* '{' or '[' */
void sn__json_close(sn__json *j, char bracket);		  /* '}' or ']' */
void sn__json_key(sn__json *j, const char *key);
void sn__json_string(sn__json *j, const char *text);
void sn__json_null(sn__json *j);
void sn__json_bool(sn__json *j, bool value);
void sn__json_number(sn__json *j, uint64_t n);
void sn__json_signed(sn__json *j, int64_t n);
void sn__json_prefix(sn__json *j, sn_prefix p);
void sn__json_addr(sn__json *j, sn_addr a);
void sn__json_count(sn__json *j, sn_count n); /* as a string */

#endif
