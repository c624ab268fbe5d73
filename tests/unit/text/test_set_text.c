/*
 * test_set_text.c - text to a set and back, each in one call.
 */
#include "test.h"

static void
there_and_back(void **state)
{
	static const char text[] = "10.0.1.0/24\n10.0.0.0/24 # half\n"
				   "2001:db8::-2001:db8::2\n";
	static const char want[] = "10.0.0.0/23\n2001:db8::/127\n"
				   "2001:db8::2/128\n";
	sn_set *set = NULL;
	size_t size = 0;
	char *back = NULL;

	(void)state;
	assert_int_equal(
	    sn_set_from_text(&set, text, sizeof(text) - 1, NULL, NULL), SN_OK);
	assert_int_equal(sn_set_to_text(&back, set, &size), SN_OK);
	assert_int_equal(size, sizeof(want) - 1);
	assert_string_equal(back, want);
	free(back);
	assert_int_equal(sn_set_to_text(&back, set, NULL), SN_OK);
	assert_string_equal(back, want);
	free(back);
	sn_set_free(set);
}

/* More than one piece of the writer, and no text at all. */
static void
large_and_empty(void **state)
{
	enum { LINES = 60000 };
	char *text = malloc(LINES * 16), *p = text, *back = NULL;
	sn_set *set = NULL;
	size_t size;

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < LINES; i++)
		p += sprintf(p, "10.%u.%u.0/25\n", i >> 8, i & 255);
	assert_int_equal(
	    sn_set_from_text(&set, text, (size_t)(p - text), NULL, NULL),
	    SN_OK);
	assert_int_equal(sn_set_to_text(&back, set, &size), SN_OK);
	assert_int_equal(size, p - text);
	assert_memory_equal(back, text, size);
	assert_int_equal(back[size], '\0');
	free(back);
	free(text);
	sn_set_free(set);
	assert_int_equal(sn_set_from_text(&set, NULL, 0, NULL, NULL), SN_OK);
	assert_true(sn_set_is_empty(set));
	assert_int_equal(sn_set_to_text(&back, set, &size), SN_OK);
	assert_int_equal(size, 0);
	assert_string_equal(back, "");
	free(back);
	sn_set_free(set);
}

static void
refused(void **state)
{
	sn_text_options options = SN_TEXT_OPTIONS_INIT;
	sn_set *set = NULL;
	sn_error error;

	(void)state;
	assert_int_equal(
	    sn_set_from_text(&set, "10.0.0.0/8\n10.1\n", 16, NULL, &error),
	    SN_ESYNTAX);
	assert_null(set);
	assert_int_equal(error.line, 2);
	options.flags = SN_TEXT_SKIP_INVALID;
	assert_int_equal(
	    sn_set_from_text(&set, "10.0.0.0/8\n10.1\n", 16, &options, &error),
	    SN_OK);
	assert_int_equal(error.line, 2);
	assert_int_equal(sn_set_prefix_count(set, 0), 1);
	sn_set_free(set);
	set = NULL;
	options.struct_size++;
	assert_int_equal(
	    sn_set_from_text(&set, "", 0, &options, NULL), SN_EINVAL);
	assert_null(set);
}

/* Counts of another version are refused, before anything is read. */
static void
counts_of_another_size(void **state)
{
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	sn_builder *b;
	sn_set *set;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	stats.struct_size--;
	stats.lines = 42;
	assert_int_equal(
	    sn_builder_add_text(b, "10.0.0.1\n", 9, NULL, &stats, NULL),
	    SN_EINVAL);
	assert_int_equal(stats.lines, 42);
	stats.struct_size++;
	assert_int_equal(
	    sn_builder_add_text(b, "10.0.0.2\n", 9, NULL, &stats, NULL), SN_OK);
	assert_int_equal(stats.lines, 1);
	assert_int_equal(stats.struct_size, sizeof(stats));
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	assert_int_equal(
	    sn_count_compare(sn_set_count(set, 0), sn_count_from(1)), 0);
	sn_set_free(set);
	sn_builder_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(large_and_empty),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(counts_of_another_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
