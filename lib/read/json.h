/*
 * json.h - JSON text, which may be hostile, into values that know their place.
 *
 * The parser looks at syntax, UTF-8, nesting and keys given twice, and no
 * string holds a NUL byte: readers need not look again.
 */
#ifndef SN_READ_JSON_H
#define SN_READ_JSON_H

#include "read/arena.h"
#include "read/reader.h"
#include "supernet_profile.h"

enum { SN__JSON_DEEPEST = 512 }; /* arrays and objects in one another */

enum sn__value_type {
	SN__NULL,
	SN__BOOLEAN,
	SN__INTEGER,
	SN__REAL, /* its value is not kept */
	SN__STRING,
	SN__ARRAY,
	SN__OBJECT
};

typedef struct sn__value sn__value;
struct sn__value {
	enum sn__value_type type;
	size_t at;  /* offset of its first byte in the reader's text */
	size_t end; /* offset of the byte after its last */
	size_t n;   /* bytes, elements or members */
	union {
		int64_t number;	  /* of a boolean: 1 or 0 */
		const char *text; /* ends in NUL, which n does not count */
		const sn__value *child; /* of an object: key, value, key, ... */
	};
};

/*
 * The only value of the text, an array or an object. It lives in @arena, with
 * all that it holds, also when the text is gone. An error frees nothing: the
 * caller clears the arena. O(size), but for the sorting of the keys of objects
 * that have more than 16.
 */
SN_MUST_USE sn_status sn__json_read(
    const sn__reader *r, sn__arena *arena, const sn__value **out);

/*
 * The value at *offset of several one after the other; *offset becomes that of
 * the next one, or the size of the text.
 */
SN_MUST_USE sn_status sn__json_next(const sn__reader *r, sn__arena *arena,
    size_t *offset, const sn__value **out);

/*
 * The value of @key in @object; NULL where there is none, or no object (which
 * may be NULL). O(n) up to 16 members, O(log n) beyond.
 */
const sn__value *sn__value_get(const sn__value *object, const char *key);

/* @value may be NULL. */
static inline bool
sn__value_is(const sn__value *value, enum sn__value_type type)
{
	return value && value->type == type;
}

/* The text of a string; NULL: it is none. */
static inline const char *
sn__value_text(const sn__value *value)
{
	if (!value)
		return NULL;
	return value->type == SN__STRING ? value->text : NULL;
}

/* The elements of an array; 0: it is none, or empty. */
static inline size_t
sn__value_count(const sn__value *value)
{
	if (!value)
		return 0;
	return value->type == SN__ARRAY ? value->n : 0;
}

/* ------------------------------------------------------- typed access */

/*
 * Refuses @value, at its own place: a string at its first character in the
 * quotes, an array or an object at its bracket. Returns @status.
 */
__attribute__((format(printf, 4, 5))) sn_status sn__value_refuse(
    const sn__reader *r, sn_status status, const sn__value *value,
    const char *format, ...);

/* The value of @key, or @object where it has none: what an error points at. */
const sn__value *sn__value_place(const sn__value *object, const char *key);

/*
 * Each reads a value that is there and refuses another, calling it @key.
 */
/* A whole number from 0 to @most. */
SN_MUST_USE sn_status sn__value_number(const sn__reader *r, const char *key,
    const sn__value *value, int64_t most, int64_t *out);
/* The value of a kind of enumerators (SN_WORD_...) by its word. */
SN_MUST_USE sn_status sn__value_word(const sn__reader *r, const char *key,
    const sn__value *value, unsigned kind, uint32_t *out);
/* At most @most bytes of printable ASCII, which live as long as the value. */
SN_MUST_USE sn_status sn__value_printable(const sn__reader *r, const char *key,
    const sn__value *value, size_t most, const char **out);
/* true or false. */
SN_MUST_USE sn_status sn__value_boolean(
    const sn__reader *r, const char *key, const sn__value *value, bool *out);
/* A prefix without host bits, in a string. */
SN_MUST_USE sn_status sn__value_prefix(const sn__reader *r, const char *key,
    const sn__value *value, sn_prefix *out);
/* A prefix, or an array of them. The caller frees *out with free(). */
SN_MUST_USE sn_status sn__value_prefixes(const sn__reader *r, const char *key,
    const sn__value *value, sn_prefix **out, size_t *count);
/* A built-in profile of a kind (SN_KIND_... bits) by its name. */
SN_MUST_USE sn_status sn__value_profile(const sn__reader *r, const char *key,
    const sn__value *value, uint32_t kind, const sn_profile **out);

#endif
