/*
 * output.h - what holds for everything that is rendered, whatever the input.
 */
#ifndef SN_FUZZ_OUTPUT_H
#define SN_FUZZ_OUTPUT_H

#include <jansson.h>

#include "fuzz.h"

/* UTF-8 aside, nothing but printable bytes, tabs and newlines; @escapes: and
 * what ANSI colours are made of. */
static inline void
check_printable(const struct fuzz_text *text, bool escapes)
{
	for (size_t i = 0; i < text->size; i++) {
		unsigned char c = (unsigned char)text->data[i];

		CHECK(c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f) ||
		      (escapes && c == 0x1b));
	}
}

/* An object, by somebody else's parser. */
static inline void
check_json(const struct fuzz_text *text)
{
	json_error_t error;
	json_t *root =
	    json_loadb(text->data, text->size, JSON_REJECT_DUPLICATES, &error);

	CHECK(root);
	CHECK(json_is_object(root));
	json_decref(root);
}

#endif
