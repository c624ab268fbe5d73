/*
 * test_bulk_fields.c - the fields of rows, found one by one, by their numbers
 * and as lines: quotes and blanks at each place, near the end of the text and
 * far from it.
 */
#include "test.h"

#include "text/bulk_column.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

/* Fields, with '|' after each. */
struct row {
	char delimiter;
	const char *text;
	const char *want;
};

#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"

static const struct row rows[] = {
    {',', "a,b,c", "a|b|c|"},
    {',', "", "|"},
    {',', ",", "||"},
    {',', "a,", "a||"},
    {',', " a , b\t,\rc\r", " a| b|\rc|"},
    {',', "  ,  ", "||"},
    {',', "   ", "|"},
    {',', "\"a,b\",c", "a,b|c|"},
    {',', " \"a\" , \"b\" ", "a|b|"},
    {',', "\"a\"\"b\",c", "a\"\"b|c|"},
    {',', "\"\",\"\"", "||"},
    {',', "\"a,b", "\"a,b|"},
    {',', "\"", "\"|"},
    {',', "\"a\"b,c", "\"a\"b|c|"},
    {',', "\"a\"b\",c", "a\"b|c|"},
    {',', "a\"b,c\"d", "a\"b|c\"d|"},
    {',', LONG "," LONG, LONG "|" LONG "|"},
    {',', "abcdefghijklmno,p", "abcdefghijklmno|p|"},
    {',', "abcdefghijklmnop,q", "abcdefghijklmnop|q|"},
    {'\t', "a\t b\tc ", "a| b|c|"},
    {'\t', "\t\"x\ty\"\t", "|x\ty||"},
    {' ', "a b  c", "a|b||c|"},
};

static sn__columns
columns(const struct row *r, const char *text_end)
{
	sn__columns c = {.fields = SN__FIELD_LABEL, .text_end = text_end};

	c.delimiter = r->delimiter;
	c.blanks = r->delimiter == 0;
	return c;
}

static const struct row blanks[] = {
    {0, "a b  c", "a|b|c|"},
    {0, "  a\t\tb \r", "a|b|"},
    {0, "", ""},
    {0, "  \t", ""},
    {0, "\"a b\" c", "a b|c|"},
    {0, "\"a b\"c d", "\"a b\"c|d|"},
    {0, "\"a b", "\"a b|"},
    {0, "a,b c", "a,b|c|"},
};

/* All fields of the row, by sn__field_next(). */
static unsigned
fields_of(const sn__columns *c, const char *p, const char *end, char *out)
{
	unsigned n = 0;
	sn__field f;

	*out = '\0';
	for (; sn__field_next(c, &p, end, &f); n++)
		out += sprintf(out, "%.*s|", (int)(f.end - f.p), f.p);
	return n;
}

/* The same by their numbers, each as item, second, label and where. */
static void
check_numbers(const sn__columns *columns, const char *p, const char *end,
    unsigned n, const char *want)
{
	static const char *const names[] = {"item", "second", "label", "where"};

	for (unsigned kind = 0; kind < ROWS(names); kind++)
		for (unsigned i = 1; i <= n + 1; i++) {
			sn__columns c = *columns;
			sn__field found[SN__FIELDS_MOST] = {{NULL, NULL}};
			const char *at = want;
			size_t size;

			c.number[kind] = i;
			c.most = i;
			c.fields = SN__FIELD_WHERE + 1;
			assert_int_equal(
			    sn__fields_find(&c, p, end, found), i <= n);
			if (i > n)
				continue;
			for (unsigned k = 1; k < i; k++)
				at = strchr(at, '|') + 1;
			size = (size_t)(strchr(at, '|') - at);
			if ((size_t)(found[kind].end - found[kind].p) != size ||
			    memcmp(found[kind].p, at, size))
				fail_msg("%s %u of %.*s", names[kind], i,
				    (int)(end - p), p);
		}
}

/* As lines: the fields that copies give, or nothing. */
static void
check_copy(const sn__columns *columns, const char *p, const char *end,
    unsigned n, const char *want)
{
	static sn__fields f;
	const uint32_t size = (uint32_t)(end - p);

	for (unsigned i = 1; i <= n + 1; i++) {
		sn__columns c = *columns;
		const char *at = want;
		size_t got;

		c.number[SN__FIELD_ITEM] = i;
		c.most = i;
		c.fields = SN__FIELD_WHERE;
		sn__fields_copy(&f, &c, p, &size, 1, c.text_end);
		got = f.end[0];
		assert_int_equal(f.text[got], '\n');
		for (unsigned k = 1; k < i && i <= n; k++)
			at = strchr(at, '|') + 1;
		if (i > n || p == end)
			assert_int_equal(got, 0);
		else
			assert_int_equal(got, strchr(at, '|') - at);
		assert_memory_equal(f.text, at, got);
	}
}

/* Where the text ends with the row, or goes on for some time. */
static void
check_row(const struct row *r)
{
	for (unsigned far = 0; far < 2; far++) {
		char text[400] = "", got[400];
		size_t n = strlen(r->text);
		const char *end = text + n;
		sn__columns c;
		unsigned fields;
		bool cut;

		memcpy(text, r->text, n);
		strcpy(text + n, "\n,,,,,,,, , , ,,,,,,,,,\n,,,,,,,,,,,,,,,,");
		c = columns(r, far ? end + strlen(end) : end);
		fields = fields_of(&c, text, end, got);
		if (strcmp(got, r->want))
			fail_msg("'%s': %s", r->text, got);
		check_numbers(&c, text, end, fields, got);
		check_copy(&c, text, end, fields, got);
		assert_ptr_equal(sn__row_end(&c, text, end, &cut), end);
		/* Only quotes that no other line closes are cut. */
		assert_int_equal(cut, strchr(r->text, '"') == r->text &&
					  !strchr(r->text + 1, '"'));
	}
}

static void
fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)

		check_row(&rows[i]);
	for (size_t i = 0; i < ROWS(blanks); i++)
		check_row(&blanks[i]);
}

static void
values(void **state)
{
	static const struct {
		const char *field;
		const char *value;
		bool is;
	} table[] = {
	    {"", "", true},
	    {"a", "", false},
	    {"", "a", false},
	    {"ab", "ab", true},
	    {"ab", "ac", false},
	    {"ab", "abc", false},
	    {"abc", "ab", false},
	    {"a\"\"b", "a\"b", true},
	    {"a\"b", "a\"b", true},
	    {"a\"", "a\"", true},
	    {"a\"\"", "a\"", true},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *p = table[i].field;

		if (sn__field_is((sn__field){p, p + strlen(p)},
			table[i].value) != table[i].is)
			fail_msg("%s %s", p, table[i].value);
	}
}

/* Values of one column are alternatives, those of others all needed. */
static void
rows_that_count(void **state)
{
	static const struct {
		const char *text;
		bool counts;
	} table[] = {
	    {"1.2.3.4,on,eu", true},
	    {"1.2.3.4,up,eu", true},
	    {"1.2.3.4,off,eu", false},
	    {"1.2.3.4,on,us", false},
	    {"1.2.3.4,on", false},
	};
	sn__columns c = {.delimiter = ',', .most = 3};

	(void)state;
	c.number[SN__FIELD_ITEM] = 1;
	c.fields = SN__FIELD_WHERE + 3;
	c.number[SN__FIELD_WHERE] = c.number[SN__FIELD_WHERE + 1] = 2;
	c.number[SN__FIELD_WHERE + 2] = 3;
	c.where[0] = "on";
	c.where[1] = "up";
	c.where[2] = "eu";
	for (size_t i = 0; i < ROWS(table); i++) {
		static sn__fields f;
		const char *p = table[i].text, *end = p + strlen(p);
		const uint32_t size = (uint32_t)strlen(p);
		sn__field found[SN__FIELDS_MOST];

		c.text_end = end;
		assert_int_equal(sn__fields_find(&c, p, end, found) &&
				     sn__fields_count(&c, found),
		    table[i].counts);
		sn__fields_copy(&f, &c, p, &size, 1, end);
		assert_int_equal(f.end[0], table[i].counts ? 7 : 0);
	}
}

/* Rows whose quotes are closed in another line, and after too many. */
static void
rows_of_lines(void **state)
{
	enum { SIZE = 4096 };
	static const struct {
		const char *text;
		size_t end;
		bool cut;
	} table[] = {
	    {"a,\"b\nc\",d\ne", 9, false},
	    {"\"b\nc\"\"\n\",d\ne", 10, false},
	    {"a,\"b\nc", 4, true},
	    {"a,\"b", 4, true},
	    {"a\"b\nc\"", 3, false},
	    {"\"a\",\"b\nc\"", 9, false},
	    {" \"a\nb\" ,\"c\nd\"", 13, false},
	    {"\"a\nb\"", 5, false},
	    {"a", 1, false},
	    {"", 0, false},
	};
	static char many[SIZE];
	sn__columns c = {.delimiter = ','};
	bool cut;

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *p = table[i].text, *end = p + strlen(p);

		c.text_end = end;
		if (sn__row_end(&c, p, end, &cut) != p + table[i].end ||
		    cut != table[i].cut)
			fail_msg("%s", p);
	}
	for (unsigned lines = 990; lines < 1010; lines++) {
		bool closed = lines < 1000;

		memset(many, '\n', sizeof(many));
		many[0] = many[lines + 1] = '"';
		c.text_end = many + SIZE;
		assert_ptr_equal(sn__row_end(&c, many, many + SIZE, &cut),
		    many + (closed ? lines + 2 : 1));
		assert_false(cut);
	}
}

/* ------------------------------------------------------------- two columns */

struct pair_row {
	uint32_t are;
	const char *text;
	const char *want;
	uint32_t more;
};

static void
pairs(void **state)
{
	static const struct pair_row table[] = {
	    {SN_COLUMNS_RANGE, "10.0.0.1,10.0.0.2", "10.0.0.1-10.0.0.2", 0},
	    {SN_COLUMNS_RANGE, "10.0.0.1,", "", 0},
	    {SN_COLUMNS_RANGE, ",10.0.0.1", "", 0},
	    {SN_COLUMNS_RANGE, "10.0.0.0/8,10.0.0.1", "", 0},
	    {SN_COLUMNS_RANGE, "10.0.0.1,1-2", "", 0},
	    {SN_COLUMNS_RANGE, "10.0.0.1,1/2", "", 0},
	    {SN_COLUMNS_RANGE, "2001:db8:1111:2222::,2001:db8:1111:2222::1",
		"2001:db8:1111:2222::-2001:db8:1111:2222::1", 0},
	    {SN_COLUMNS_RANGE, "2001:db8:1111:2222::/64,::1", "", 0},
	    {SN_COLUMNS_RANGE, "2001:db8:1111:2222::-,::1", "", 0},
	    {SN_COLUMNS_LENGTH, "10.0.0.0,8", "10.0.0.0/8", 0},
	    {SN_COLUMNS_LENGTH, "fe80::,64", "fe80::/64", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0,255.255.255.0", "10.0.0.0/24", 0},
	    {SN_COLUMNS_MASK, "1.1.1.1,128.0.0.0", "1.1.1.1/1", 0},
	    {SN_COLUMNS_MASK, "0.0.0.0,0.0.0.0", "", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0,255.0.255.0", "", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0,255.255.255.2555", "", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0/8,255.0.0.0", "", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0-,255.0.0.0", "", 0},
	    {SN_COLUMNS_MASK, ",255.0.0.0", "", 0},
	    {SN_COLUMNS_MASK, "10.0.0.0,", "", 0},
	    {SN_COLUMNS_MASK, "fe80::,255.0.0.0", "", 0},
	    {SN_COLUMNS_MASK, "fe80::,ffff::", "", 0},
	    {SN_COLUMNS_WILDCARD, "10.0.0.0,0.0.0.3", "10.0.0.0/30", 0},
	    {SN_COLUMNS_WILDCARD, "10.0.0.0,255.255.255.255", "", 0},
	    {SN_COLUMNS_WILDCARD, "fe80::,::3", "", 0},
	    {SN_COLUMNS_COUNT, "10.0.0.0,4", "10.0.0.0", 3},
	    {SN_COLUMNS_COUNT, "10,0", "", 0},
	    {SN_COLUMNS_COUNT, "10.0.0.0/8,1", "", 0},
	    {SN_COLUMNS_COUNT, "fe80::,64", "fe80::/64", 0},
	    {SN_COLUMNS_COUNT, "fe80::/1,64", "", 0},
	    {SN_COLUMNS_COUNT, "fe80::,", "", 0},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		for (unsigned far = 0; far < 2; far++) {
			static sn__fields f;
			char text[200] = "";
			const uint32_t size = (uint32_t)strlen(table[i].text);
			sn__columns c = {.delimiter = ',',
			    .most = 2,
			    .fields = SN__FIELD_WHERE,
			    .are = table[i].are};

			sprintf(text, "%s%64s", table[i].text, "");
			c.number[SN__FIELD_ITEM] = 1;
			c.number[SN__FIELD_SECOND] = 2;
			c.text_end = text + size + (far ? 64 : 0);
			f.more[0] = 0;
			sn__fields_init(&f, &c);
			sn__fields_copy(&f, &c, text, &size, 1, c.text_end);
			f.text[f.end[0]] = '\0';
			/* What is masked is read up to its sixteenth byte. */
			if (far || c.are == SN_COLUMNS_RANGE ||
			    sn__fields_have_more(&c))
				assert_string_equal(f.text, table[i].want);
			if (f.end[0])
				assert_int_equal(f.more[0], table[i].more);
		}
}

/* Odd rows and rows of blanks are empty lines between the others. */
static void
odd_rows(void **state)
{
	static const char text[] = "a,b\n#a\n\n  c d";
	static const uint32_t end[] = {3, 6, 7, 13};
	static sn__fields f;
	sn__columns c = {.delimiter = ',',
	    .most = 1,
	    .fields = SN__FIELD_WHERE,
	    .text_end = text + 13};

	(void)state;
	c.number[SN__FIELD_ITEM] = 1;
	c.odd['#'] = true;
	sn__fields_copy(&f, &c, text, end, 4, c.text_end);
	f.text[f.end[3]] = '\0';
	assert_string_equal(f.text, "a\n\n\n  c d");
	c.odd[' '] = true;
	c.blanks = true;
	sn__fields_copy(&f, &c, text, end, 4, c.text_end);
	f.text[f.end[3]] = '\0';
	assert_string_equal(f.text, "a,b\n\n\nc");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields),
	    cmocka_unit_test(values),
	    cmocka_unit_test(rows_that_count),
	    cmocka_unit_test(rows_of_lines),
	    cmocka_unit_test(pairs),
	    cmocka_unit_test(odd_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
