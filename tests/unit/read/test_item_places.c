/*
 * test_item_places.c - each line of text in its own place.
 */
#include "test.h"

#include "supernet_text.h"

static void
places(void **state)
{
	static const char text[] = "10.0.0.0/31\n\nx\n2001:db8::1\n";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	sn_error error;
	sn_range r[5];

	(void)state;
	memset(r, 0xff, sizeof(r));
	assert_int_equal(
	    sn_text_place(r, 5, text, sizeof(text) - 1, NULL, NULL, &error),
	    SN_ESYNTAX);
	assert_int_equal(error.line, 3);
	o.flags = SN_TEXT_SKIP_INVALID;
	o.first_line = 7;
	assert_int_equal(
	    sn_text_place(r, 5, text, sizeof(text) - 1, &o, &stats, &error),
	    SN_OK);
	assert_int_equal(stats.items, 2);
	assert_int_equal(stats.invalid, 1);
	assert_int_equal(r[0].first.family, SN_IPV4);
	assert_int_equal(r[0].last.lo, 0x0a000001);
	assert_int_equal(r[1].first.family, 0);
	assert_int_equal(r[2].first.family, 0);
	assert_int_equal(r[3].first.family, SN_IPV6);
	assert_int_equal(r[3].last.lo, 1);
	assert_int_equal(r[4].first.family, 0);
	/* An item too many; no place at all. */
	assert_int_equal(
	    sn_text_place(r, 3, text, sizeof(text) - 1, &o, NULL, NULL),
	    SN_EINVAL);
	assert_int_equal(
	    sn_text_place(NULL, 0, text, 0, NULL, NULL, NULL), SN_OK);
	assert_int_equal(
	    sn_text_place(NULL, 0, text, 12, NULL, NULL, NULL), SN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
