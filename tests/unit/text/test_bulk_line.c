/*
 * test_bulk_line.c - one line, whatever it holds: what it is, its items, and
 * which options are refused.
 */
#include "test.h"

#include "text/bulk_line.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

struct found {
	char text[400];
	unsigned items;
	unsigned stop_at; /* 0: never */
};

static sn_status
on_item(void *ctx, const sn__line *line, const sn__item *item)
{
	struct found *f = ctx;
	char range[SN_RANGE_TEXT_MAX];

	assert_int_equal(line->kind, SN__LINE_ITEMS);
	sn_range_format(range, sizeof(range),
	    (sn_range){sn__addr(item->family, item->first),
		sn__addr(item->family, item->last)});
	if (item->first == item->last)
		*strchr(range, '-') = '\0';
	strcat(strcat(f->text, range), " ");
	return ++f->items == f->stop_at ? SN_ECANCELED : SN_OK;
}

/* What one line gives, with options; 0 as @kind for bad lines. */
struct row {
	const char *text;
	uint32_t flags;
	uint32_t column;
	uint32_t second;
	const char *comment;
	sn_status status;
	enum sn__line_kind kind;
	const char *want; /* items, or part of the message */
	const char *told; /* part of the message of a good line */
};

static sn_status
read_row(const struct row *r, struct found *f, sn__line *line, sn_error *e,
    bool sink)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	const char *end = r->text + strlen(r->text);
	sn__reading how;

	o.flags = r->flags;
	o.column = r->column;
	o.second_column = r->second;
	o.comment = r->comment;
	o.columns_are = SN_COLUMNS_LENGTH;
	assert_int_equal(
	    sn__reading_begin(&how, r->text, strlen(r->text), &o, 0), SN_OK);
	return sn__read_line(
	    &how, r->text, end, line, sink ? on_item : NULL, f, e);
}

static void
check(const struct row *r)
{
	struct found f = {.items = 0};
	sn_error e = {.status = SN_OK};
	sn__line line;
	sn_status status = read_row(r, &f, &line, &e, true);

	if (status != r->status)
		fail_msg("'%s': %d %s", r->text, status, e.message);
	if (status && !strstr(e.message, r->want))
		fail_msg("'%s': %s", r->text, e.message);
	if (!status && strcmp(f.text, r->want))
		fail_msg("'%s': %s", r->text, f.text);
	if (!status)
		assert_int_equal(line.kind, r->kind);
	if (r->told && !strstr(e.message, r->told))
		fail_msg("'%s' tells: %s", r->text, e.message);
	if (status || r->told)
		assert_int_equal(e.column, e.offset + 1);
	/* The same where nobody hears of it. */
	memset(&f, 0, sizeof(f));
	assert_int_equal(read_row(r, &f, &line, NULL, true), r->status);
	assert_int_equal(read_row(r, &f, &line, NULL, false), r->status);
	assert_int_equal(read_row(r, &f, &line, &e, false), r->status);
	/* And where the sink wants no more. */
	memset(&f, 0, sizeof(f));
	f.stop_at = 1;
	if (!status && r->kind == SN__LINE_ITEMS)
		assert_int_equal(
		    read_row(r, &f, &line, NULL, true), SN_ECANCELED);
}

#define BAD	SN_ESYNTAX, SN__LINE_BLANK
#define GOOD	SN_OK, SN__LINE_ITEMS
#define LENIENT SN_TEXT_LENIENT
#define EXTRACT SN_TEXT_EXTRACT
#define STRICT	SN_TEXT_STRICT_NETWORK

static void
lines(void **state)
{
	static const struct row table[] = {
	    {"", 0, 0, 0, NULL, SN_OK, SN__LINE_BLANK, "", NULL},
	    {" \t\r", 0, 0, 0, NULL, SN_OK, SN__LINE_BLANK, "", NULL},
	    {"# x", 0, 0, 0, NULL, SN_OK, SN__LINE_BLANK, "", NULL},
	    {"# x", 0, 1, 0, NULL, SN_OK, SN__LINE_COMMENT, "", NULL},
	    {"# x", EXTRACT, 0, 0, NULL, SN_OK, SN__LINE_COMMENT, "", NULL},
	    {" 1.2.3.4 # x", 0, 0, 0, NULL, GOOD, "1.2.3.4 ", NULL},
	    {"\xef\xbb\xbf"
	     "1.2.3.4",
		0, 0, 0, NULL, GOOD, "1.2.3.4 ", NULL},
	    {"\xef\xbb", 0, 0, 0, NULL, BAD, "", NULL},
	    {"\xef\xbb\xbe", 0, 0, 0, NULL, BAD, "", NULL},
	    {"1.2.3.4 ; x", 0, 0, 0, ";", GOOD, "1.2.3.4 ", NULL},
	    {"1.2.3.4 -- x", 0, 0, 0, "-", GOOD, "1.2.3.4 ", NULL},
	    {"1.2.3.4-1.2.3.5", 0, 0, 0, "-", GOOD, "1.2.3.4-1.2.3.5 ", NULL},
	    {"1.2.3.4 // x", 0, 0, 0, "/", GOOD, "1.2.3.4 ", NULL},
	    {"1.2.3.4/32", 0, 0, 0, "/", GOOD, "1.2.3.4 ", NULL},
	    {"1.2.3.4/", 0, 0, 0, "/", BAD, "", NULL},
	    {"1.2.3.4 % x", 0, 0, 0, "%", GOOD, "1.2.3.4 ", NULL},
	    {"1.2.3.4%x", 0, 0, 0, "%", BAD, "", NULL},
	    {"% x", 0, 0, 0, "%", SN_OK, SN__LINE_BLANK, "", NULL},
	    {"1.2.3.4", 0, 0, 0, "1.:*[]aF", GOOD, "1.2.3.4 ", NULL},
	    {"10.0.0.1/8", 0, 0, 0, NULL, GOOD, "10.0.0.0-10.255.255.255 ",
		"10.0.0.0/8"},
	    {"10.0.0.1/8", STRICT, 0, 0, NULL, SN_EHOSTBITS, SN__LINE_BLANK, "",
		NULL},
	    {"10/8", LENIENT, 0, 0, NULL, GOOD, "10.0.0.0-10.255.255.255 ",
		"read as"},
	    {"1.2.3.4, 1.2.3.5", 0, 0, 0, NULL, BAD, "", NULL},
	    {"x", 0, 0, 0, NULL, BAD, "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		check(&table[i]);
}

static void
rows(void **state)
{
	static const struct row table[] = {
	    {"a,1.2.3.4", 0, 2, 0, NULL, GOOD, "1.2.3.4 ", NULL},
	    {"a,1.2.3.4\r", 0, 2, 0, NULL, GOOD, "1.2.3.4 ", NULL},
	    {"a", 0, 2, 0, NULL, BAD, "more columns", NULL},
	    {"a,", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"a,-", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"a,*", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"a,n/a", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"a,N/A", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"a,n/b", 0, 2, 0, NULL, BAD, "", NULL},
	    {"a,n-a", 0, 2, 0, NULL, BAD, "", NULL},
	    {"a,x/a", 0, 2, 0, NULL, BAD, "", NULL},
	    {"a,1", 0, 2, 0, NULL, BAD, "", NULL},
	    {"a,#1", 0, 2, 0, NULL, SN_OK, SN__LINE_EMPTY, "", NULL},
	    {"\"1.2.3.4, 1.2.3.6\"", 0, 1, 0, NULL, GOOD, "1.2.3.4 1.2.3.6 ",
		NULL},
	    {"\"1.2.3.4;;1.2.3.6|\"", 0, 1, 0, NULL, GOOD, "1.2.3.4 1.2.3.6 ",
		NULL},
	    {"1.2.3.4 1.2.3.6", 0, 1, 0, NULL, GOOD, "1.2.3.4 1.2.3.6 ", NULL},
	    {"1.2.3.4 x", 0, 1, 0, NULL, BAD, "", NULL},
	    {"x 1.2.3.4", 0, 1, 0, NULL, BAD, "", NULL},
	    {"1.2.3.4;x", 0, 1, 0, NULL, BAD, "", NULL},
	    {"10.0.0.1/8 10.0.0.1/9", 0, 1, 0, NULL, GOOD,
		"10.0.0.0-10.255.255.255 10.0.0.0-10.127.255.255 ", NULL},
	    {"10.0.0.1/8 10.0.0.1/9 x", 0, 1, 0, NULL, BAD, "", NULL},
	    {"10/8;11/8", LENIENT, 1, 0, NULL, GOOD,
		"10.0.0.0-10.255.255.255 11.0.0.0-11.255.255.255 ", NULL},
	    {"10/8;11/8;x", LENIENT, 1, 0, NULL, BAD, "", NULL},
	    {"10.0.0.0,8", 0, 1, 2, NULL, GOOD, "10.0.0.0-10.255.255.255 ",
		NULL},
	    {"10.0.0.1,8", 0, 1, 2, NULL, GOOD, "10.0.0.0-10.255.255.255 ",
		"10.0.0.0/8"},
	    {"10.0.0.1,33", 0, 1, 2, NULL, BAD, "0 to 32", NULL},
	    {"1.2.3.4 a", SN_TEXT_BLANKS, 1, 0, NULL, GOOD, "1.2.3.4 ", NULL},
	    {"x 1.2.3.4 y 10.0.0.0/24", EXTRACT, 0, 0, NULL, GOOD,
		"1.2.3.4 10.0.0.0-10.0.0.255 ", NULL},
	    {"x 10.0.0.1/24", EXTRACT, 0, 0, NULL, GOOD, "10.0.0.0-10.0.0.255 ",
		"10.0.0.0/24"},
	    {"10.0.0.1/24 10.0.0.1/25", EXTRACT, 0, 0, NULL, GOOD,
		"10.0.0.0-10.0.0.255 10.0.0.0-10.0.0.127 ", "10.0.0.0/24"},
	    {"x 10.0.0.1/33", EXTRACT, 0, 0, NULL, BAD, "prefix length", NULL},
	    {"10.0.0.1/24 10.0.0.1/33", EXTRACT, 0, 0, NULL, BAD,
		"a prefix length, 0 to 32", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		check(&table[i]);
}

static void
options(void **state)
{
	static const struct {
		uint32_t column;
		uint32_t second;
		uint32_t label;
		uint32_t are;
		uint32_t where; /* the column; 99: too many of them */
		char delimiter;
		sn_status status;
	} table[] = {
	    {0, 0, 0, 0, 1, 0, SN_EINVAL},
	    {1, 2, 3, SN_COLUMNS_COUNT, 1, ';', SN_OK},
	    {1, 2, 3, SN_COLUMNS_COUNT + 1, 1, ';', SN_EINVAL},
	    {1, 1, 0, 0, 1, 0, SN_EINVAL},
	    {0, 1, 0, 0, 1, 0, SN_EINVAL},
	    {0, 0, 1, 0, 1, 0, SN_EINVAL},
	    {1, 0, 0, 0, 0, 0, SN_EINVAL},
	    {1, 0, 0, 0, 99, 0, SN_EINVAL},
	    {1, 0, 0, 0, 1, '"', SN_EINVAL},
	    {1, 0, 0, 0, 1, '\n', SN_EINVAL},
	    {1, 0, 0, 0, 1, '\t', SN_OK},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		sn_text_where where[9] = {{.column = table[i].where}};
		sn_text_options o = SN_TEXT_OPTIONS_INIT;
		sn__reading how;

		where[0].value = "x";
		o.column = table[i].column;
		o.second_column = table[i].second;
		o.columns_are = table[i].are;
		o.delimiter = table[i].delimiter;
		o.where = where;
		o.where_count = table[i].where == 99 ? 9 : 1;
		assert_int_equal(
		    sn__reading_begin(&how, NULL, 0, &o, table[i].label),
		    table[i].status);
	}
}

/* The end of a line, and of a row whose quotes hold one. */
static void
ends(void **state)
{
	static const char text[] = "\xef\xbb\xbf\"a\nb\",1\nc";
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn__reading how;

	(void)state;
	assert_int_equal(
	    sn__reading_begin(&how, text, sizeof(text) - 1, &o, 0), SN_OK);
	assert_int_equal(sn__line_end(&how, text) - text, 5);
	o.column = 1;
	assert_int_equal(
	    sn__reading_begin(&how, text, sizeof(text) - 1, &o, 0), SN_OK);
	assert_int_equal(sn__line_end(&how, text) - text, 10);
	assert_int_equal(
	    sn__line_end(&how, text + 11) - text, sizeof(text) - 1);
	assert_int_equal(sn__count_lines(text, text + 10), 2);
	assert_int_equal(sn__count_lines(text, text), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(rows),
	    cmocka_unit_test(options),
	    cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
