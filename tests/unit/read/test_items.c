/*
 * test_items.c - bulk text item by item. The items, and what is said of
 * the lines that are none, are those that a builder gets from the same text.
 */
#include "test.h"

#include "supernet_text.h"

struct seen {
	char text[4096];
	size_t n;
	unsigned left; /* calls until it stops */
	sn_builder *builder;
};

static bool
note(void *ctx, const sn_text_item *item)
{
	struct seen *s = ctx;
	char range[SN_RANGE_TEXT_MAX];

	sn_range_format(range, sizeof(range), item->range);
	if (s->builder)
		assert_int_equal(
		    sn_builder_add_range(s->builder, item->range), SN_OK);
	else
		s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
		    "%" PRIu64 ":%s:%s%.*s|", item->line, range,
		    item->label ? "" : "(null)", (int)item->label_size,
		    item->label ? item->label : "");
	return s->left == 0 || --s->left;
}

static bool
note_invalid(void *ctx, const sn_error *error)
{
	struct seen *s = ctx;

	if (!s->builder)
		s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
		    "%" PRIu64 ":%" PRIu64 "!", error->line, error->column);
	return s->left == 0 || --s->left;
}

static sn_text_options
options(struct seen *s)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;

	o.ctx = s;
	o.on_invalid = note_invalid;
	o.on_warning = note_invalid;
	return o;
}

static void
items(void **state)
{
	static const struct {
		const char *text;
		uint32_t column, label;
		uint32_t flags;
		uint32_t left;
		sn_status status;
		const char *want;
	} cases[] = {
	    {"10.0.0.0/31\n# no\n\n ::1 # one\r\n1.2.3.4-1.2.3.5", 0, 0, 0, 0,
		SN_OK,
		"1:10.0.0.0-10.0.0.1:(null)|4:::1-::1:(null)|"
		"5:1.2.3.4-1.2.3.5:(null)|"},
	    {"", 0, 0, 0, 0, SN_OK, ""},
	    {"\xef\xbb\xbf"
	     "a b,10.0.0.1\r\n\" c,\"\"d\" ,\"10.0.0.2\"\n",
		2, 1, 0, 0, SN_OK,
		"1:10.0.0.1-10.0.0.1:a b|2:10.0.0.2-10.0.0.2:c,\"\"d|"},
	    {"10.0.0.1,x\n10.0.0.2\n10.0.0.3,", 1, 2, 0, 0, SN_ESYNTAX,
		"1:10.0.0.1-10.0.0.1:x|2:9!3:10.0.0.3-10.0.0.3:|"},
	    {"x\n10.0.0.1\n", 0, 0, SN_TEXT_SKIP_INVALID, 0, SN_OK,
		"1:1!2:10.0.0.1-10.0.0.1:(null)|"},
	    {"::1\n::2\n::3\n", 0, 0, 0, 2, SN_ECANCELED,
		"1:::1-::1:(null)|2:::2-::2:(null)|"},
	    {"y\nx\n::3\n", 0, 0, SN_TEXT_SKIP_INVALID, 2, SN_ECANCELED,
		"1:1!2:1!"},
	    {"0x0a000001\n", 0, 0, SN_TEXT_LENIENT, 0, SN_OK,
		"1:1!1:10.0.0.1-10.0.0.1:(null)|"},
	    {"0x0a000001\n", 0, 0, SN_TEXT_LENIENT, 1, SN_ECANCELED, "1:1!"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct seen s = {.left = cases[i].left};
		sn_text_options o = options(&s);
		sn_text_stats stats = SN_TEXT_STATS_INIT;
		sn_error error = {.line = 77};
		const char *text = cases[i].text;

		o.column = cases[i].column;
		o.flags = cases[i].flags;
		assert_int_equal(sn_text_visit(text, strlen(text), &o,
				     cases[i].label, note, &stats, &error),
		    cases[i].status);
		assert_string_equal(s.text, cases[i].want);
		assert_int_equal(error.line != 77, stats.invalid > 0);
	}
}

/* Bad lines beyond the ten first are counted, but not reported. */
static void
many(void **state)
{
	struct seen s = {.left = 0};
	sn_text_options o = options(&s);
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	char text[30];

	(void)state;
	memset(text, '\n', sizeof(text));
	for (size_t i = 0; i < sizeof(text); i += 2)
		text[i] = 'x';
	assert_int_equal(
	    sn_text_visit(text, sizeof(text), &o, 0, note, &stats, NULL),
	    SN_ESYNTAX);
	assert_int_equal(stats.invalid, 15);
	assert_int_equal(stats.lines, 15);
	assert_string_equal(
	    s.text, "1:1!2:1!3:1!4:1!5:1!6:1!7:1!8:1!9:1!10:1!");
	assert_int_equal(
	    sn_text_visit(NULL, 0, &o, 0, note, NULL, NULL), SN_OK);
	o.struct_size = 0;
	assert_int_equal(
	    sn_text_visit("", 0, &o, 0, note, &stats, NULL), SN_EINVAL);
	o.struct_size = sizeof(o);
	stats.struct_size = 0;
	assert_int_equal(
	    sn_text_visit("", 0, &o, 0, note, &stats, NULL), SN_EINVAL);
}

/* The row of each item, of which one may have more than are kept. */
static bool
note_row(void *ctx, const sn_text_item *item)
{
	struct seen *s = ctx;
	size_t n = strlen(s->text);

	snprintf(s->text + n, sizeof(s->text) - n, "%u:%.*s|",
	    (unsigned)item->range.first.lo, (int)item->row_size, item->row);
	return true;
}

static void
rows(void **state)
{
	static const char text[] =
	    "a,0.0.0.1\r\n# no\n\"b\nc\",\"0.0.0.2;0.0.0.3\"\n";
	static const char open[] = "a 0.0.0.1 \"open\nb 0.0.0.2 \"closed\n";
	struct seen s = {.left = 0};
	sn_text_options o = options(&s);
	char many[] = "0.0.0.1 0.0.0.2 0.0.0.3 0.0.0.4 0.0.0.5 0.0.0.6 0.0.0.7 "
		      "0.0.0.8 0.0.0.9";

	(void)state;
	o.column = 2;
	assert_int_equal(
	    sn_text_visit(text, sizeof(text) - 1, &o, 0, note_row, NULL, NULL),
	    SN_OK);
	assert_string_equal(s.text,
	    "1:a,0.0.0.1\r|2:\"b\nc\",\"0.0.0.2;0.0.0.3\"|"
	    "3:\"b\nc\",\"0.0.0.2;0.0.0.3\"|");
	/* Between blanks no row has several lines, whatever its quotes. */
	o.flags = SN_TEXT_BLANKS;
	s.text[0] = '\0';
	assert_int_equal(
	    sn_text_visit(open, sizeof(open) - 1, &o, 0, note_row, NULL, NULL),
	    SN_OK);
	assert_string_equal(s.text, "1:a 0.0.0.1 \"open|2:b 0.0.0.2 \"closed|");
	o.flags = 0;
	o.column = 1;
	s = (struct seen){.left = 0};
	assert_int_equal(
	    sn_text_visit(many, sizeof(many) - 1, &o, 0, note, NULL, NULL),
	    SN_OK);
	assert_non_null(strstr(s.text, "1:0.0.0.8-0.0.0.8:(null)|"
				       "1:0.0.0.9-0.0.0.9:(null)|"));
}

static void
like_a_builder(void **state)
{
	static const char *const pieces[] = {"10.0.0.0/24", "10.0.1.7/30",
	    "192.0.2.1-192.0.2.9", "::1", "2001:db8::/33", "# x", "", "bad",
	    "10.1.0.0/255.255.0.0", " \t::/0 ", "1.2.3.4/33", "\r"};
	uint64_t random = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(300); round++) {
		struct seen s = {.left = 0};
		sn_text_options o = options(&s);
		sn_text_stats one = SN_TEXT_STATS_INIT, other = one;
		sn_set *a, *b;
		sn_builder *builder;
		char text[2048];
		size_t n = 0;

		for (unsigned i = 0; i < 60; i++)
			n +=
			    (size_t)snprintf(text + n, sizeof(text) - n, "%s\n",
				pieces[test_below(&random,
				    sizeof(pieces) / sizeof(*pieces))]);
		o.flags = SN_TEXT_SKIP_INVALID;
		assert_int_equal(sn_builder_new(&s.builder, NULL), SN_OK);
		assert_int_equal(sn_builder_new(&builder, NULL), SN_OK);
		assert_int_equal(
		    sn_text_visit(text, n, &o, 0, note, &one, NULL), SN_OK);
		assert_int_equal(
		    sn_builder_add_text(builder, text, n, &o, &other, NULL),
		    SN_OK);
		assert_memory_equal(&one, &other, sizeof(one));
		assert_int_equal(sn_builder_build(&a, s.builder), SN_OK);
		assert_int_equal(sn_builder_build(&b, builder), SN_OK);
		assert_true(sn_set_equal(a, b));
		sn_set_free(a);
		sn_set_free(b);
		sn_builder_free(s.builder);
		sn_builder_free(builder);
	}
}

/* Rows without an item are given where they are asked for. */
static bool
take_row(void *ctx, const sn_text_item *item)
{
	char *out = strchr(ctx, '\0');

	sprintf(out, "%d:%u:%.*s:%.*s|", (int)item->line,
	    (unsigned)item->range.first.family, (int)item->label_size,
	    item->label, (int)item->row_size, item->row);
	return item->range.first.family || item->line < 6;
}

static void
empty_rows(void **state)
{
	static const char text[] = "# c\n\n,a\n::1,b\n-,c\n\n\nN/A,d\n::2,e\n";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	char got[200] = "";

	(void)state;
	o.column = 1;
	o.ctx = got;
	assert_int_equal(sn_text_visit(text, sizeof(text) - 1, &o, 2, take_row,
			     &stats, NULL),
	    SN_OK);
	assert_string_equal(got, "4:6:b:::1,b|9:6:e:::2,e|");
	assert_int_equal(stats.empty, 3);
	*got = '\0';
	o.flags = SN_TEXT_EMPTY_ROWS;
	assert_int_equal(sn_text_visit(text, sizeof(text) - 1, &o, 2, take_row,
			     &stats, NULL),
	    SN_ECANCELED);
	assert_string_equal(got, "3:0:a:,a|4:6:b:::1,b|5:0:c:-,c|8:0:d:N/A,d|");
	assert_int_equal(stats.empty, 3);
	assert_int_equal(stats.items, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(items),
	    cmocka_unit_test(many), cmocka_unit_test(rows),
	    cmocka_unit_test(like_a_builder), cmocka_unit_test(empty_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
