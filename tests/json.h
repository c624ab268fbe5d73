/*
 * json.h - JSON as jansson's own parser reads it, to compare with.
 */
#ifndef SN_TEST_JSON_H
#define SN_TEST_JSON_H

#include <jansson.h>

#include "read/json.h"

/* The same value, but for real numbers, which ours does not keep. */
static inline bool
json_alike(const sn__value *a, const json_t *b)
{
	const char *key;
	json_t *each;

	switch (a->type) {
	case SN__NULL:
		return json_is_null(b);
	case SN__BOOLEAN:
		return json_is_boolean(b) && json_is_true(b) == a->number;
	case SN__INTEGER:
		return json_is_integer(b) && json_integer_value(b) == a->number;
	case SN__REAL:
		return json_is_real(b);
	case SN__STRING:
		return json_is_string(b) && json_string_length(b) == a->n &&
		       !memcmp(json_string_value(b), a->text, a->n + 1);
	case SN__ARRAY:
		for (size_t i = 0; i < json_array_size(b) && i < a->n; i++)
			if (!json_alike(&a->child[i], json_array_get(b, i)))
				return false;
		return json_is_array(b) && json_array_size(b) == a->n;
	case SN__OBJECT:
		json_object_foreach((json_t *)(uintptr_t)b, key, each)
		{
			const sn__value *mine = sn__value_get(a, key);

			if (!mine || !json_alike(mine, each))
				return false;
		}
		return json_is_object(b) && json_object_size(b) == a->n;
	}
	return false;
}

/* What is wrong with the places of @v and of all that it holds, or NULL. */
static inline const char *
json_places(const sn__reader *r, const sn__value *v)
{
	static const char first[] = "ntf-0123456789\"[{";
	size_t n = v->type == SN__OBJECT  ? 2 * v->n
		   : v->type == SN__ARRAY ? v->n
					  : 0;
	size_t from = v->at + 1;

	if (v->at >= v->end || v->end > r->size ||
	    !memchr(first, r->text[v->at], sizeof(first) - 1))
		return "a value without a place";
	for (size_t i = 0; i < n; i++) {
		const char *wrong = json_places(r, &v->child[i]);

		if (wrong)
			return wrong;
		if (v->child[i].at < from || v->child[i].end >= v->end)
			return "a value out of its container";
		from = v->child[i].end;
	}
	return NULL;
}

/*
 * What both make of a text: NULL, the same; or what is wrong. Where ours stops
 * at its depth, and for real numbers that no double holds, they may differ; so
 * for a NUL byte, which jansson passes over after a number, and a byte-order
 * mark, which it refuses.
 */
static inline const char *
json_judge(const char *text, size_t size)
{
	sn_error error = {0};
	sn__reader r = sn__reader_of(text, size, &error);
	sn__arena arena = sn__arena_of(NULL);
	json_error_t e = {0};
	const sn__value *ours = NULL;
	sn_status status = sn__json_read(&r, &arena, &ours);
	json_t *theirs = json_loadb(r.text, r.size, JSON_REJECT_DUPLICATES, &e);
	const char *wrong = NULL;

	if (status && (!error.message[0] || error.status != status ||
			  error.offset > size || error.line < 1))
		wrong = "an error without a message or a place";
	else if (!status && !theirs &&
		 json_error_code(&e) != json_error_numeric_overflow)
		wrong = "jansson refuses it";
	else if (status && theirs && status != SN_ELIMIT &&
		 !(size && memchr(text, '\0', size)))
		wrong = "jansson takes it";
	else if (!status && theirs && !json_alike(ours, theirs))
		wrong = "jansson reads something else";
	else if (!status)
		wrong = json_places(&r, ours);
	sn__arena_clear(&arena);
	json_decref(theirs);
	return wrong;
}

#endif
