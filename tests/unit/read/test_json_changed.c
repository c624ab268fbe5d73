/*
 * test_json_changed.c - JSON text that another process changes while it is
 * read: nothing is written past the block that a string was given.
 */
#include "test.h"

/* The moment between the scan of a string and its copy is its allocation. */
static char *changed;
static unsigned char *block;
static size_t block_size;

static void *
change_and_allocate(size_t size)
{
	enum { GUARD = 64 };

	if (changed)
		memcpy(changed, "\\u", 2);
	block_size = size;
	block = malloc(size + GUARD);
	if (block)
		memset(block + size, 0xa5, GUARD);
	return block;
}

/* The source itself, with that moment in our hands. */
#define malloc(size) change_and_allocate(size)
#include "../../../lib/read/json.c"
#undef malloc

/* A text whose string becomes longer, each of its last bytes in turn. */
static void
string_that_grows(void **state)
{
	static const char text[] = "[\"\\nAAAAAAAAAAAAx\"d83d\\ude00\"]";

	(void)state;
	for (size_t at = 4; at + 2 < sizeof(text); at++) {
		char copy[sizeof(text)];
		sn_error e;
		sn__reader r = {copy, sizeof(text) - 1, &e};
		sn_status status = SN_OK;
		size_t offset = 0;

		memcpy(copy, text, sizeof(text));
		changed = copy + at;
		block = NULL;
		json_decref(sn__load_next(&r, &offset, &status));
		assert_non_null(block);
		for (size_t i = 0; i < 64; i++)
			if (block[block_size + i] != 0xa5)
				fail_msg("changed at %u: byte %u past the "
					 "block was written",
				    (unsigned)at, (unsigned)i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(string_that_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
