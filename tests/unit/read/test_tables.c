/*
 * test_tables.c - what tables hold beside one column of items: headers,
 * items of two columns, rows that pass, rows of several lines, any text.
 */
#include "test.h"

#include "supernet_text.h"

/* What a text is read as: ranges, or the error. */
static const char *
read_as(
    const char *text, size_t n, const sn_text_options *o, sn_text_stats *stats)
{
	static char out[4096];
	sn_builder *b;
	sn_set_iter it;
	sn_range r;
	sn_error e;
	sn_set *s;
	size_t used = 0;

	*out = '\0';
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	if (sn_builder_add_text(b, text, n, o, stats, &e)) {
		snprintf(
		    out, sizeof(out), "%" PRIu64 ":%" PRIu64, e.line, e.column);
		sn_builder_free(b);
		return out;
	}
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	sn_set_iter_init(&it, s, 0);
	while (used < 4000 && sn_set_iter_next_range(&it, &r)) {
		used += sn_range_format(out + used, sizeof(out) - used, r);
		out[used++] = ' ';
		out[used] = '\0';
	}
	sn_set_free(s);
	sn_builder_free(b);
	return out;
}

/* Many rows go through the parsers of plain lines, one goes by itself. */
static void
pairs(void **state)
{
	static const struct {
		uint32_t are;
		const char *row;  /* %u: a number below 256 */
		const char *want; /* of all of 0..255 */
	} table[] = {
	    {SN_COLUMNS_RANGE, "10.0.%u.0,10.0.%u.255\n",
		"10.0.0.0-10.0.255.255 "},
	    {SN_COLUMNS_RANGE, "2001:db8:%u::,2001:db8:%u:ffff::\n", NULL},
	    {SN_COLUMNS_MASK, "10.0.%u.0,255.255.255.0,%u\n",
		"10.0.0.0-10.0.255.255 "},
	    {SN_COLUMNS_WILDCARD, "10.0.%u.7,0.0.0.255,%u\n",
		"10.0.0.0-10.0.255.255 "},
	    {SN_COLUMNS_LENGTH, "10.0.%u.0,24,%u\n", "10.0.0.0-10.0.255.255 "},
	    {SN_COLUMNS_LENGTH, "2001:db8:%x::,48,%u\n",
		"2001:db8::-2001:db8:ff:ffff:ffff:ffff:ffff:ffff "},
	    {SN_COLUMNS_COUNT, "10.0.%u.0,256,%u\n", "10.0.0.0-10.0.255.255 "},
	    {SN_COLUMNS_COUNT, "2001:db8:%x::,48,%u\n",
		"2001:db8::-2001:db8:ff:ffff:ffff:ffff:ffff:ffff "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		static char text[1 << 17];
		sn_text_options o = SN_TEXT_OPTIONS_INIT;
		sn_text_stats all = SN_TEXT_STATS_INIT, one = all;
		uint64_t masked = 0;
		char alone[4096];
		size_t n = 0;

		o.column = 1;
		o.second_column = 2;
		o.columns_are = table[i].are;
		for (unsigned k = 0; k < 256; k++) {
			size_t from = n;

			n += (size_t)snprintf(
			    text + n, sizeof(text) - n, table[i].row, k, k);
			snprintf(alone, sizeof(alone), "%s",
			    read_as(text + from, n - from, &o, &one));
			assert_int_equal(one.items, 1);
			masked += one.masked;
		}
		snprintf(
		    alone, sizeof(alone), "%s", read_as(text, n, &o, &all));
		if (table[i].want)
			assert_string_equal(alone, table[i].want);
		assert_int_equal(all.items, 256);
		assert_int_equal(all.masked, masked);
		/* A wrong one is found amid good ones. */
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "10.0.0.0/8,255.0.0.0\n");
		assert_string_equal(read_as(text, n, &o, NULL), "257:1");
	}
}

/* Counts that pass the last address, each of them, and what masks refuse. */
static void
wrong_pairs(void **state)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	static char text[1 << 17];
	size_t n = 0;

	(void)state;
	for (unsigned i = 0; i < 4000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "255.255.255.%u,257\n", i % 256);
	o.column = 1;
	o.second_column = 2;
	o.columns_are = SN_COLUMNS_COUNT;
	o.flags = SN_TEXT_SKIP_INVALID;
	read_as(text, n, &o, &stats);
	assert_int_equal(stats.invalid, 4000);
	assert_int_equal(stats.items, 0);
	n = 0;
	for (unsigned i = 0; i < 4000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "10.0.0.%u,255.255.255.0\n", i % 256);
	o.columns_are = SN_COLUMNS_MASK;
	o.flags = SN_TEXT_SKIP_INVALID | SN_TEXT_STRICT_NETWORK;
	read_as(text, n, &o, &stats);
	assert_int_equal(stats.items, 4000 / 256 + 1);
	o.flags = 0;
	read_as(text, n, &o, &stats);
	assert_int_equal(stats.masked, 4000 - 4000 / 256 - 1);
	o.second_column = 1;
	assert_int_equal(
	    sn_builder_add_text(NULL, text, n, &o, NULL, NULL), SN_EINVAL);
}

static void
where(void **state)
{
	static const sn_text_where rows[] = {
	    {"DE", 2, 0}, {"a \"b\"", 3, 0}, {"FR", 2, 0}};
	static const char text[] = "10.0.0.1,DE,\"a \"\"b\"\"\"\n"
				   "10.0.0.3,FR,\"a \"\"b\"\"\"\n"
				   "10.0.0.5,DE,a b\n"
				   "10.0.0.7,UK,\"a \"\"b\"\"\"\n"
				   "bad,UK,x\n";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;

	(void)state;
	o.column = 1;
	o.where = rows;
	o.where_count = 3;
	assert_string_equal(read_as(text, sizeof(text) - 1, &o, NULL),
	    "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 ");
	o.where_count = 9;
	assert_int_equal(
	    sn_builder_add_text(NULL, text, 1, &o, NULL, NULL), SN_EINVAL);
}

static void
headers(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf# made by hand\n\n"
	    "a,\"the\nnet\",Net,net\r\n1,2,3,10.0.0.0/8\n";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_header h;
	uint32_t number;
	sn_error e;

	(void)state;
	o.column = 1;
	assert_int_equal(
	    sn_text_header_read(&h, text, sizeof(text) - 1, &o), SN_OK);
	assert_int_equal(h.lines, 4);
	assert_string_equal(text + h.size, "1,2,3,10.0.0.0/8\n");
	assert_int_equal(
	    sn_text_header_column(&h, &o, "net", &number, &e), SN_OK);
	assert_int_equal(number, 4);
	assert_int_equal(
	    sn_text_header_column(&h, &o, "A", &number, &e), SN_OK);
	assert_int_equal(number, 1);
	assert_int_equal(
	    sn_text_header_column(&h, &o, "the\nnet", &number, &e), SN_OK);
	assert_int_equal(number, 2);
	assert_int_equal(
	    sn_text_header_column(&h, &o, "NET", &number, &e), SN_EINVAL);
	assert_int_equal(
	    sn_text_header_column(&h, &o, "none", &number, &e), SN_ENOTFOUND);
	assert_int_equal(number, 2); /* as it was */
	assert_int_equal(e.line, 4);
	assert_non_null(strstr(e.message, "'none'"));
	assert_int_equal(
	    sn_text_header_read(&h, "# x\n\n", 5, &o), SN_ENOTFOUND);
	o.struct_size = 1;
	assert_int_equal(sn_text_header_read(&h, text, 1, &o), SN_EINVAL);
}

/* Cut anywhere, a stream is read as the whole. */
static void
whole_rows(void **state)
{
	static const char text[] = "x,10.0.0.1\n\"a\nb\",10.0.0.3\n"
				   "5\" x,10.0.0.5\n\"\"\"\n\",10.0.0.7\n";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_stats all = SN_TEXT_STATS_INIT, some = all;
	size_t n = sizeof(text) - 1;

	(void)state;
	o.column = 2;
	read_as(text, n, &o, &all);
	assert_int_equal(all.items, 4);
	assert_int_equal(all.lines, 6);
	for (size_t at = 0; at <= n; at++) {
		size_t whole = sn_text_rows(text, at, &o);
		sn_text_stats rest = SN_TEXT_STATS_INIT;

		assert_true(whole <= at);
		assert_true(whole == 0 || text[whole - 1] == '\n');
		read_as(text, whole, &o, &some);
		read_as(text + whole, n - whole, &o, &rest);
		assert_int_equal(some.items + rest.items, 4);
		assert_int_equal(some.lines + rest.lines, 6);
	}
	assert_int_equal(sn_text_rows(text, n, &o), n);
}

static void
comments(void **state)
{
	static const struct {
		const char *comment;
		const char *text;
		const char *want;
	} table[] = {
	    {NULL, "10.0.0.1 # x\n", "10.0.0.1-10.0.0.1 "},
	    {"", "10.0.0.1 # x\n", "1:9"},
	    {";", "; x\n10.0.0.1;x\n", "10.0.0.1-10.0.0.1 "},
	    {"/", "/ x\n// y\n10.0.0.0/31 // x\n", "10.0.0.0-10.0.0.1 "},
	    {"-", "-- x\n10.0.0.0 - 10.0.0.1 -- x\n", "10.0.0.0-10.0.0.1 "},
	    {"%!", "% x\n!\n10.0.0.1 %x\n::1%x\n", "4:4"},
	    {"1a:", "10.0.0.1\n", "10.0.0.1-10.0.0.1 "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_text_options o = SN_TEXT_OPTIONS_INIT;

		o.comment = table[i].comment;
		assert_string_equal(
		    read_as(table[i].text, strlen(table[i].text), &o, NULL),
		    table[i].want);
	}
}

static void
any_text(void **state)
{
	static const char *const table[][2] = {
	    {"a 10.0.0.1, b 10.0.0.3.", "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 "},
	    {"10.0.0.1-10.0.0.3 and 10.0.1.0/24/x",
		"10.0.0.1-10.0.0.3 10.0.1.0-10.0.1.0 "},
	    {"10.0.0.9 - 10.0.0.1", "10.0.0.1-10.0.0.1 10.0.0.9-10.0.0.9 "},
	    {"v1.2.3.4 1.2.3.4.5 1.2.3 x10.0.0.1 10.0.0.1x", ""},
	    {"12:34:56 00:11:22:33:44:55 std::vector a::b::c", ""},
	    {"port:10.0.0.1:80 ip6:2001:db8::1",
		"10.0.0.1-10.0.0.1 2001:db8::1-2001:db8::1 "},
	    {"10.0.0.1 255.255.255.255", "10.0.0.1-10.0.0.1 "},
	    {"10.0.0.5 192.0.0.0", "10.0.0.5-10.0.0.5 192.0.0.0-192.0.0.0 "},
	    {"0.0.0.0 0.0.0.0", "0.0.0.0-255.255.255.255 "},
	    {"http://10.0.0.1/8", "10.0.0.1-10.0.0.1 "},
	    {"\"10.0.0.0\\/31\\n10.0.0.2\"", "10.0.0.0-10.0.0.2 "},
	    {"x 10.0.0.0/", "10.0.0.0-10.0.0.0 "},
	    {"x 10.0.0.0/33", "1:12"},
	};
	uint64_t rng = test_seed();

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_text_options o = SN_TEXT_OPTIONS_INIT;

		o.flags = SN_TEXT_EXTRACT;
		assert_string_equal(
		    read_as(table[i][0], strlen(table[i][0]), &o, NULL),
		    table[i][1]);
	}
	/* Anything, exactly as large as it is, for the sanitizers. */
	for (unsigned i = 0; i < test_rounds(20000); i++) {
		static const char bytes[] = "0123456789abf.:/-\\n% \n";
		size_t n = test_below(&rng, 200);
		char *text = malloc(n ? n : 1);
		sn_text_options o = SN_TEXT_OPTIONS_INIT;

		assert_non_null(text);
		for (size_t k = 0; k < n; k++)
			text[k] = bytes[test_below(&rng, sizeof(bytes) - 1)];
		o.flags = SN_TEXT_EXTRACT | SN_TEXT_SKIP_INVALID;
		read_as(text, n, &o, NULL);
		o.flags = SN_TEXT_SKIP_INVALID | SN_TEXT_BLANKS;
		o.column = 1;
		o.second_column = 2;
		read_as(text, n, &o, NULL);
		free(text);
	}
}

/* The first lines that were masked are told of, and no more. */
static bool
count_warning(void *ctx, const sn_error *e)
{
	unsigned *n = ctx;

	++*n;
	assert_int_equal(e->line, *n * 2);
	assert_non_null(strstr(e->message, "10.0.0.0/24"));
	return true;
}

static void
masked(void **state)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	static char text[1 << 18];
	unsigned told = 0;
	size_t n = 0;

	(void)state;
	for (unsigned i = 0; i < 9000; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "10.0.0.%u/24\n", i % 2);
	o.ctx = &told;
	o.on_warning = count_warning;
	o.max_masked = 3;
	read_as(text, n, &o, &stats);
	assert_int_equal(told, 3);
	assert_int_equal(stats.masked, 4500);
	assert_int_equal(stats.warnings, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(pairs),
	    cmocka_unit_test(wrong_pairs), cmocka_unit_test(where),
	    cmocka_unit_test(headers), cmocka_unit_test(whole_rows),
	    cmocka_unit_test(comments), cmocka_unit_test(any_text),
	    cmocka_unit_test(masked)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
