/*
 * test_lines.c - lines are alike for every reader of lines: byte-order marks,
 * blanks, comments, CR LF and the last line's end.
 */
#include "test.h"

#include "read/lines.h"
#include "supernet_text.h"

static void
words(void **state)
{
	static const struct {
		const char *text;
		const char *want; /* number:column:what it says; */
	} all[] = {
	    {"", ""},
	    {"\n \t\r\n#x\n", ""},
	    {"a", "1:1:a;"},
	    {"a\r\nb\r\n", "1:1:a;2:1:b;"},
	    {"\xef\xbb\xbf"
	     "a b",
		"1:1:a b;"},
	    {"\xef\xbb\xbf# x\n\t a # b\n", "2:3:a;"},
	    {"a#b", "1:1:a;"},
	    {"\"a#b\" # c", "1:1:\"a#b\";"},
	    {"\"a\"\"#\"#\"", "1:1:\"a\"\"#\";"},
	    {"\"a # b", "1:1:\"a # b;"},
	    {"a \n\n b", "1:1:a;3:2:b;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sn__reader r =
		    sn__reader_of(all[i].text, strlen(all[i].text), NULL);
		sn__line line = sn__line_start(&r);
		char got[128] = "";
		size_t n = 0;

		while (sn__line_next(&r, &line)) {
			const char *from = line.at;

			while (from > r.text && from[-1] != '\n')
				from--;
			n += (size_t)snprintf(got + n, sizeof(got) - n,
			    "%u:%u:%.*s;", (unsigned)line.number,
			    (unsigned)(line.at - from) + 1,
			    (int)(line.end - line.at), line.at);
		}
		assert_string_equal(got, all[i].want);
	}
}

static void
fields(void **state)
{
	static const char text[] = " a ,\tb c\r\n";
	sn__reader r = sn__reader_of(text, sizeof(text) - 1, NULL);
	sn__line line = sn__line_start(&r);
	static const char want[] = "abc";

	(void)state;
	assert_true(sn__line_next(&r, &line));
	for (unsigned i = 0; i < 3; i++) {
		sn__word w = sn__line_word(&line, ',');

		assert_int_equal(w.n, 1);
		assert_int_equal(*w.at, want[i]);
		sn__line_pass(&line, ',');
	}
	assert_int_equal(sn__line_word(&line, ',').n, 0);
	assert_false(sn__line_next(&r, &line));
}

/* Each reader with the same decoration, good and with a fault at @column. */
static void
every_reader(void **state)
{
	static const struct {
		const char *format; /* NULL: packets */
		const char *head, *good, *bad;
	} all[] = {
	    {"csv", "destination,next_hop", "::/0,v", "x,v"},
	    {"ip-rule", "1: from ::/0 lookup 7", "2: from all lookup 8",
		"x: from all lookup 8"},
	    {NULL, "source,destination", "::1 ::2", "x ::2"},
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(all) / sizeof(*all); i++) {
		bool bad = i % 2;
		sn_table *t = NULL;
		sn_error e = {0};
		sn_status status;
		char text[256];
		size_t n = (size_t)snprintf(text, sizeof(text),
		    "\xef\xbb\xbf# a comment\r\n\r\n \t%s # one\r\n\t#\n  %s "
		    "\t# two",
		    all[i / 2].head, bad ? all[i / 2].bad : all[i / 2].good);

		if (all[i / 2].format)
			status =
			    sn_table_read(&t, text, n, all[i / 2].format, &e);
		else
			status = sn_packets_read(text, n, NULL, NULL, &e);
		assert_int_equal(status, bad ? SN_ESYNTAX : SN_OK);
		if (bad) {
			assert_int_equal(e.line, 5);
			assert_int_equal(e.column, 3);
			assert_int_equal(text[e.offset], 'x');
		}
		sn_table_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words),
	    cmocka_unit_test(fields),
	    cmocka_unit_test(every_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
