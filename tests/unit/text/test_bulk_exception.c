/*
 * test_bulk_exception.c - what a text takes off is no member: in text of any
 * form, and in columns between blanks.
 */
#include "test.h"

#include "text/bulk_line.h"

/* What a line says that is refused; NULL: its items are members. */
struct row {
	const char *line;
	const char *text;
	unsigned column;
};

static sn_status
read_row(const struct row *r, sn_error *e)
{
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn__reading how;
	sn__line line;

	o.flags = r->column ? SN_TEXT_BLANKS : SN_TEXT_EXTRACT;
	o.column = r->column;
	assert_int_equal(
	    sn__reading_begin(&how, r->line, strlen(r->line), &o, 0), SN_OK);
	return sn__read_line(
	    &how, r->line, r->line + strlen(r->line), &line, NULL, NULL, e);
}

static void
check(const struct row *rows, size_t n)
{
	for (const struct row *r = rows; r < rows + n; r++) {
		sn_error e = {.status = SN_OK};
		sn_status status = read_row(r, &e);

		if ((status == SN_ESYNTAX) != (r->text != NULL))
			fail_msg("'%s': %d %s", r->line, status, e.message);
		if (!r->text)
			continue;
		if (strcmp(e.text, r->text))
			fail_msg("'%s': '%s'", r->line, e.text);
		assert_non_null(strstr(e.message, "not an exception"));
		assert_int_equal(
		    e.column, (size_t)(strstr(r->line, r->text) - r->line) + 1);
		assert_int_equal(e.offset, e.column - 1);
	}
}

static void
refused(void **state)
{
	static const struct row rows[] = {
	    {"table <t> { 10/8, !10.1.0.0/16 }", "!10.1.0.0/16", 0},
	    {"! 10.1.0.0/16", "! 10.1.0.0/16", 0},
	    {"acl x { 10.0.0.1; !2001:db8::/32; };", "!2001:db8::/32", 0},
	    {"-A INPUT ! -s 10.0.0.0/8 -j DROP", "! -s 10.0.0.0/8", 0},
	    {"ip saddr != 10.1.0.0/16 drop", "!= 10.1.0.0/16", 0},
	    {"ip saddr != { 10.1.0.0/16, 10.2.0.0/16 }", "!= { 10.1.0.0/16", 0},
	    {"ip saddr != {", "!= {", 0},
	    {"http-request deny if !{ src 10.0.0.1 }", "!{ src 10.0.0.1", 0},
	    {"address 10.1.0.0/16 except;", "10.1.0.0/16 except", 0},
	    {"sshd: 10.0.0.0/8 EXCEPT 10.1.0.0/16", "10.0.0.0/8 EXCEPT", 0},
	    {"sshd: ALL EXCEPT 10.1.0.0/16", "EXCEPT 10.1.0.0/16", 0},
	    {"      except:", "except:", 0},
	    {"{\"cidr\":\"10.0.0.0/8\",\"except\":[\"10.1.0.0/16\"]}",
		"except\":[\"10.1.0.0/16", 0},
	    {"Require not ip 10.1.0.0/16", "not ip 10.1.0.0/16", 0},
	    {"add n 10.0.0.5 timeout 9 nomatch", "nomatch", 0},
	    {"8.2.1.10.rpz-ip CNAME rpz-passthru. ; 10.1.2.8", "rpz-passthru",
		0},
	    {"add n 10.0.0.5 nomatch", "nomatch", 3},
	    {"10.1.0.0/16 except", "10.1.0.0/16 except", 1},
	    {"! -s 10.1.0.0/16", "! -s 10.1.0.0/16", 3},
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(*rows));
}

static void
members(void **state)
{
	static const struct row rows[] = {
	    {"Hello! 10.0.0.1", NULL, 0},
	    {"!", NULL, 0},
	    {"if (x != 1) 10.0.0.1", NULL, 0},
	    {"cannot connect: host not found 10.0.0.1", NULL, 0},
	    {"Require ip 10.0.0.1", NULL, 0},
	    {"except 22, 10.0.0.1", NULL, 0},
	    {"exception 10.0.0.1 exceptional", NULL, 0},
	    {"-m set ! --match-set x src -s 10.0.0.1", NULL, 0},
	    {"nomatch", NULL, 0},
	    {"10.0.0.1 nomatches nomatch-x a-nomatch", NULL, 0},
	    {"not", NULL, 0},
	    {"add n 10.0.0.5 timeout 9", NULL, 3},
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(*rows));
}

/* Exceptions are seen in lines that would go to the fast parsers, too. */
static void
long_sets(void **state)
{
	enum { LINES = 4000 };
	static char text[LINES * 24];
	sn_text_options o = SN_TEXT_OPTIONS_INIT;
	sn_error error;
	sn_set *set;
	size_t n = 0;

	(void)state;
	o.flags = SN_TEXT_BLANKS;
	o.column = 3;
	for (unsigned i = 0; i < LINES; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "add n 10.0.%u.%u%s\n", i >> 8, i & 255,
		    i == 3000 ? " nomatch" : "");
	assert_int_equal(
	    sn_set_from_text(&set, text, n, &o, &error), SN_ESYNTAX);
	assert_int_equal(error.line, 3001);
	memset(strstr(text, "nomatch"), ' ', 7);
	assert_int_equal(sn_set_from_text(&set, text, n, &o, &error), SN_OK);
	sn_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused),
	    cmocka_unit_test(members),
	    cmocka_unit_test(long_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
