/*
 * json.h - JSON as jansson's own parser reads it, to compare with.
 */
#ifndef SN_TEST_JSON_H
#define SN_TEST_JSON_H

#include "read/json.h"

/* Equal, but for the values of real numbers. */
static inline bool
json_alike(const json_t *a, const json_t *b)
{
	void *each;

	if (!a || !b || json_typeof(a) != json_typeof(b))
		return false;
	if (json_is_real(a))
		return true;
	if (json_is_array(a)) {
		for (size_t i = 0; i < json_array_size(a); i++)
			if (!json_alike(
				json_array_get(a, i), json_array_get(b, i)))
				return false;
		return json_array_size(a) == json_array_size(b);
	}
	if (!json_is_object(a))
		return json_equal(a, b);
	each = json_object_iter((json_t *)(uintptr_t)a);
	for (; each; each = json_object_iter_next((json_t *)(uintptr_t)a, each))
		if (!json_alike(json_object_iter_value(each),
			json_object_get(b, json_object_iter_key(each))))
			return false;
	return json_object_size(a) == json_object_size(b);
}

/*
 * What both make of a text: 0, the same; or what is wrong. Where ours stops at
 * its depth, and for real numbers that no double holds, they may differ; and
 * for a NUL byte, which jansson passes over behind a number.
 */
static inline const char *
json_judge(const char *text, size_t size)
{
	sn_error error = {0};
	sn__reader r = {text, size, &error};
	sn_status status = SN_OK;
	json_error_t e = {0};
	json_t *ours = sn__load_json(&r, &status);
	json_t *theirs = json_loadb(text, size, JSON_REJECT_DUPLICATES, &e);
	const char *wrong = NULL;

	if ((ours != NULL) != (status == SN_OK))
		wrong = "a value and an error, or neither";
	else if (!ours && (!error.message[0] || error.status != status ||
			      error.offset > size || error.line < 1))
		wrong = "an error without a message or a place";
	else if (ours && !theirs &&
		 json_error_code(&e) != json_error_numeric_overflow)
		wrong = "jansson refuses it";
	else if (!ours && theirs && status != SN_ELIMIT &&
		 !(size && memchr(text, '\0', size)))
		wrong = "jansson takes it";
	else if (ours && theirs && !json_alike(ours, theirs))
		wrong = "jansson reads something else";
	json_decref(ours);
	json_decref(theirs);
	return wrong;
}

#endif
