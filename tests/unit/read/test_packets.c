/*
 * test_packets.c - packets to match, from text.
 */
#include "supernet_text.h"
#include "test.h"

struct got {
	char text[512]; /* "source destination;" of each */
	size_t n;
	size_t batches;
	size_t stop; /* refuse this batch; 0: none */
};

static sn_status
on_packets(void *ctx, const sn_packet *packets, size_t n)
{
	struct got *got = ctx;

	assert_true(n > 0);
	if (++got->batches == got->stop)
		return SN_ECANCELED;
	for (size_t i = 0; i < n; i++) {
		char from[SN_ADDR_TEXT_MAX], to[SN_ADDR_TEXT_MAX];
		size_t used = strlen(got->text);

		sn_addr_format(from, sizeof(from), packets[i].source);
		sn_addr_format(to, sizeof(to), packets[i].destination);
		snprintf(got->text + used, sizeof(got->text) - used, "%s %s;",
		    from, to);
	}
	got->n += n;
	return SN_OK;
}

static void
good(void **state)
{
	static const struct {
		const char *why;
		const char *text;
		const char *want;
	} all[] = {
	    {"nothing is no packet", "", ""},
	    {"blanks, tabs, a comma, with blanks around it; CR LF; no last end",
		"1.1.1.1 2.2.2.2\n\t1.1.1.2\t 2.2.2.3 \r\n1.1.1.3,2.2.2.4\r\n"
		"1.1.1.4 , 2.2.2.5",
		"1.1.1.1 2.2.2.2;1.1.1.2 2.2.2.3;1.1.1.3 2.2.2.4;"
		"1.1.1.4 2.2.2.5;"},
	    {"a byte-order mark, comments, blank lines, then a header",
		"\xef\xbb\xbf# mine\n\n \r\nSource,destination\n"
		"::1,2001:DB8::2 # the first\n#\n",
		"::1 2001:db8::2;"},
	    {"a header alone", "source destination", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct got got = {.n = 0};
		sn_error e = {0};

		print_message("%s\n", all[i].why);
		assert_int_equal(sn_packets_read(all[i].text,
				     strlen(all[i].text), on_packets, &got, &e),
		    SN_OK);
		assert_string_equal(got.text, all[i].want);
		assert_int_equal(sn_packets_read(all[i].text,
				     strlen(all[i].text), NULL, NULL, NULL),
		    SN_OK);
	}
}

static void
bad(void **state)
{
	static const struct {
		const char *why;
		const char *text;
		int status;
		uint64_t line, column;
		const char *what; /* the text that is shown */
	} all[] = {
	    {"one address", "\n1.1.1.1\n", SN_ESYNTAX, 2, 8, ""},
	    {"one address and a comma", "1.1.1.1, \n", SN_ESYNTAX, 1, 9, ""},
	    {"no source", ",1.1.1.1", SN_ESYNTAX, 1, 1, ""},
	    {"a prefix", "1.1.1.1 2.2.2.0/24", SN_ESYNTAX, 1, 9, "2.2.2.0/24"},
	    {"a leading zero", "1.1.1.01 2.2.2.0", SN_ESYNTAX, 1, 1,
		"1.1.1.01"},
	    {"a third field", "1.1.1.1 2.2.2.2 3", SN_ESYNTAX, 1, 17, "3"},
	    {"two commas", "1.1.1.1,,2.2.2.2", SN_ESYNTAX, 1, 9, ",2.2.2.2"},
	    {"two families", "1.1.1.1 ::1", SN_EFAMILY, 1, 9, "::1"},
	    {"a header that is not the first line",
		"1.1.1.1 2.2.2.2\nsource,destination\n", SN_ESYNTAX, 2, 1,
		"source"},
	    {"a second header", "source,destination\nsource,destination\n",
		SN_ESYNTAX, 2, 1, "source"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sn_error e = {0};

		print_message("%s\n", all[i].why);
		assert_int_equal(sn_packets_read(all[i].text,
				     strlen(all[i].text), NULL, NULL, &e),
		    all[i].status);
		assert_int_equal(e.line, all[i].line);
		assert_int_equal(e.column, all[i].column);
		assert_string_equal(e.text, all[i].what);
		assert_true(e.message[0]);
	}
}

/* A NUL byte ends no address. */
static void
nul(void **state)
{
	static const char text[] = "1.1.1.1\0 2.2.2.2\n";

	(void)state;
	assert_int_equal(
	    sn_packets_read(text, sizeof(text) - 1, NULL, NULL, NULL),
	    SN_ESYNTAX);
}

static sn_status
count(void *ctx, const sn_packet *packets, size_t n)
{
	struct got *got = ctx;

	for (size_t i = 0; i < n; i++)
		assert_int_equal(packets[i].source.lo, got->n + i);
	got->n += n;
	return ++got->batches == got->stop ? SN_ECANCELED : SN_OK;
}

/* Many lines come in order, in batches, until the sink has enough. */
static void
batches(void **state)
{
	enum { LINES = 10000, SIZE = LINES * 32 };
	char *text = malloc(SIZE);
	struct got got = {.n = 0};
	size_t used = 0;

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < LINES; i++)
		used += (size_t)snprintf(text + used, SIZE - used,
		    "0.0.%u.%u 1.1.1.1\n", i / 256, i % 256);
	assert_int_equal(sn_packets_read(text, used, count, &got, NULL), SN_OK);
	assert_int_equal(got.n, LINES);
	assert_true(got.batches > 2);
	got = (struct got){.stop = 2};
	assert_int_equal(
	    sn_packets_read(text, used, count, &got, NULL), SN_ECANCELED);
	assert_int_equal(got.batches, 2);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good),
	    cmocka_unit_test(bad),
	    cmocka_unit_test(nul),
	    cmocka_unit_test(batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
