/*
 * test_error.c - text from outside in an sn_error: readable, and harmless.
 */
#include "test.h"

#include "base/error.h"
#include "base/utf8.h"

static const char *
in_error(const char *text, size_t size)
{
	static sn_error error;

	memset(&error, 'x', sizeof(error));
	sn__error_text(&error, text, text + size);
	return error.text;
}

static void
text_stays_readable(void **state)
{
	static const struct {
		const char *text;
		const char *shown;
	} table[] = {{"", ""}, {"10.0.0.0/8 ~", "10.0.0.0/8 ~"},
	    {"caf\xc3\xa9 \xe5\xb1\x80 \xf0\x9f\x8c\x8d",
		"caf\xc3\xa9 \xe5\xb1\x80 \xf0\x9f\x8c\x8d"},
	    {"\x1b[31m\r\n\t\x7f", "\\x1b[31m\\x0d\\x0a\\x09\\x7f"},
	    {"\xc2\x85", "\\u0085"},
	    {"\xe2\x80\xae \xe2\x81\xa9 \xe2\x80\x8f \xd8\x9c",
		"\\u202e \\u2069 \\u200f \\u061c"},
	    {"\xff\xc3(\xed\xa0\x80\xc0\xaf",
		"\\xff\\xc3(\\xed\\xa0\\x80\\xc0\\xaf"},
	    {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
	    {"\xe2\x80", "\\xe2\\x80"}, {"\\x1b", "\\x1b"}};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_string_equal(
		    in_error(table[i].text, strlen(table[i].text)),
		    table[i].shown);
	assert_string_equal(in_error("a\0b", 3), "a\\x00b");
}

/* What is too long ends before what does not fit whole. */
static void
cuts_at_characters(void **state)
{
	char text[200];
	const size_t most = sizeof(((sn_error *)0)->text) - 1;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(strlen(in_error(text, sizeof(text))), most);
	for (size_t at = most - 4; at <= most; at++) {
		memset(text, 'a', sizeof(text));
		memcpy(text + at, "\xe5\xb1\x80", 3);
		assert_int_equal(strlen(in_error(text, at + 3)),
		    at + 3 <= most ? at + 3 : at);
		text[at] = '\x1b';
		assert_int_equal(strlen(in_error(text, at + 1)),
		    at + 4 <= most ? at + 4 : at);
	}
}

/* Each character there is reads back, and its halves are none. */
static void
every_character(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char p[4] = {(char)(0xf0 | c >> 18)};
		size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		uint32_t back = 0;
		bool surrogate = c >= 0xd800 && c < 0xe000;

		if (n < 4)
			p[0] = n == 3	? (char)(0xe0 | c >> 12)
			       : n == 2 ? (char)(0xc0 | c >> 6)
					: (char)c;
		for (size_t i = 1; i < n; i++)
			p[i] = (char)(0x80 | (c >> 6 * (n - 1 - i) & 0x3f));
		assert_int_equal(sn__utf8(p, p + n, &back), surrogate ? 0 : n);
		if (surrogate)
			continue;
		assert_int_equal(back, c);
		if (n > 1)
			assert_int_equal(sn__utf8(p, p + n - 1, &back), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_stays_readable),
	    cmocka_unit_test(cuts_at_characters),
	    cmocka_unit_test(every_character)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
