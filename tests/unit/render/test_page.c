/*
 * test_page.c - the frame that reports share: links, lists and tables that are
 * folded and cut off, and what a head says.
 */
#include "render/picture/page.h"

#include "kept.h"

static sn__out *out;

static int
setup(void **state)
{
	(void)state;
	out = malloc(sizeof(*out));
	assert_non_null(out);
	text_n = 0;
	sn__out_begin(out, keep, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(out);
	return 0;
}

static const char *
linked(const char *source)
{
	text_n = 0;
	sn__out_begin(out, keep, NULL);
	sn__page_linked(out, source);
	assert_int_equal(sn__out_end(out), SN_OK);
	return text;
}

#define A(of) "<a href=\"https://" of "\">"

/* A host with a dot and a path is a link, and nothing else is. */
static void
links(void **state)
{
	static const char *const none[] = {"", "RFC 3706", "a/b", "10.1.0.0/16",
	    "vpn@5db6748b", "a/b@5db674", "a/@5db6748b", "@a/b@1.2.3",
	    "example.com", ".example/a", "a./b", "a.1/b",
	    "javascript:x.example/b", "ftp://x.example/b",
	    "http://x.example/b"};
	char long_one[1200];

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_string_equal(linked(none[i]), none[i]);
	assert_string_equal(linked("see x.example/a_b/C?d=1, and y.z/."),
	    "see " A("x.example/a_b/C?d=1") "x.example/a_b/C?d=1</a>, and " A(
		"y.z/") "y.z/</a>.");
	assert_string_equal(linked("A-b/c.d@5db6748b, Limits"),
	    A("github.com/A-b/c.d/tree/5db6748b") "A-b/c.d@5db6748b</a>, "
						  "Limits");
	assert_string_equal(linked("https://x.example/a"),
	    A("x.example/a") "https://x.example/a</a>");
	assert_string_equal(linked("x.example/a\"onclick='b'<b>"),
	    A("x.example/a") "x.example/a</a>&quot;onclick=&#39;b&#39;&lt;b"
			     "&gt;");
	/* Too long to be one; and characters stay whole where it is cut. */
	memset(long_one, 'a', sizeof(long_one));
	memcpy(long_one, "x.example/", 10);
	for (size_t i = 600; i + 2 < sizeof(long_one); i += 2)
		memcpy(long_one + i, "\xc3\xb6", 2);
	long_one[sizeof(long_one) - 2] = '\0';
	assert_string_equal(linked(long_one), long_one);
}

/* What is in sight, folded, and left out. */
static void
lists(void **state)
{
	static const struct {
		uint64_t total;
		size_t lists, items, folds, left;
	} cases[] = {{0, 0, 0, 0, 0}, {1, 1, 1, 0, 0}, {240, 1, 240, 0, 0},
	    {241, 2, 241, 1, 0}, {4096, 2, 4096, 1, 0}, {4097, 2, 4096, 1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn__page_list l;
		sn_prefix p = {0, 0, SN_IPV4, 8, {0}};

		text_n = 0;
		*text = '\0';
		sn__out_begin(out, keep, NULL);
		sn__page_list_begin(&l, out, cases[i].total);
		for (uint64_t k = 0; k < cases[i].total; k++)
			if (!sn__page_item(&l, p))
				break;
		sn__page_list_end(&l, "json");
		assert_int_equal(sn__out_end(out), SN_OK);
		assert_int_equal(count("<ul "), cases[i].lists);
		assert_int_equal(count("</ul>"), cases[i].lists);
		assert_int_equal(count("<li>"), cases[i].items);
		assert_int_equal(count("<details>"), cases[i].folds);
		assert_int_equal(count("</details>"), cases[i].folds);
		assert_int_equal(
		    count("and 1 more prefixes; --format json has them all"),
		    cases[i].left);
	}
}

static void
tables(void **state)
{
	static const sn__page_column columns[] = {
	    {"Name", "mono"}, {"Number", "number"}, {"", ""}};
	static const uint64_t totals[] = {0, 1, 64, 65, 1000, 2500};

	(void)state;
	for (size_t i = 0; i < sizeof(totals) / sizeof(*totals); i++) {
		size_t rows = totals[i] < 1000 ? totals[i] : 1000;
		sn__page_table t;

		text_n = 0;
		sn__out_begin(out, keep, NULL);
		sn__page_table_begin(
		    &t, out, "A \"caption\"", columns, 3, totals[i]);
		for (uint64_t k = 0; k < totals[i]; k++) {
			if (!sn__page_row(&t, k ? "" : "chosen"))
				break;
			sn__page_cell_text(&t, "<a>");
			sn__page_cell_number(&t, 1234567);
			sn__page_cell_count(&t, sn_count_from(4321));
		}
		sn__page_table_end(&t, "csv");
		assert_int_equal(sn__out_end(out), SN_OK);
		assert_int_equal(count("<td class=\"mono\">&lt;a&gt;</td>"
				       "<td class=\"number\">1,234,567</td>"
				       "<td>4,321</td></tr>"),
		    rows);
		assert_int_equal(count("<tr class=\"chosen\">"), rows > 0);
		assert_int_equal(count("<table>"), rows > 64 ? 2 : 1);
		assert_int_equal(count("</table>"), rows > 64 ? 2 : 1);
		assert_int_equal(
		    count("A &quot;caption&quot;"), rows > 64 ? 3 : 2);
		assert_int_equal(count("<details>"), rows > 64);
		assert_int_equal(count("</details>"), rows > 64);
		assert_int_equal(
		    count("and 1,500 more rows; --format csv has them all"),
		    totals[i] == 2500);
	}
}

/* Cells that need more than a number: huge counts, many prefixes. */
static void
cells(void **state)
{
	static const sn__page_column columns[] = {{"", ""}, {"", ""}, {"", ""}};
	sn_prefix p[9];
	sn__page_table t;

	(void)state;
	for (uint32_t i = 0; i < 9; i++)
		assert_int_equal(
		    sn_prefix_make(&p[i], sn_addr_v4(i << 24), 8), SN_OK);
	sn__page_table_begin(&t, out, "", columns, 3, 1);
	assert_true(sn__page_row(&t, ""));
	sn__page_cell_count(&t, (sn_count){{0, 1, 0, 0}});
	sn__page_cell_prefixes(&t, p, 8);
	sn__page_cell_prefixes(&t, p, 9);
	sn__page_table_end(&t, "csv");
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_int_equal(count("<td>2^64</td>"), 1);
	assert_int_equal(count("6.0.0.0/8, 7.0.0.0/8</td>"), 1);
	assert_int_equal(count("7.0.0.0/8 and 1 more</td>"), 1);
}

static void
findings(void **state)
{
	static const sn_finding f[] = {
	    {"a", SN_SEVERITY_ERROR, 0, "vco-1", 0, 0, "seen", "means", "do",
		"x.example/a"},
	    {"b", SN_SEVERITY_INFO, 0, NULL, 0, 0, "", "text", "", NULL},
	};
	sn_finding many[14];

	(void)state;
	assert_int_equal(sn__page_count(f, 2, SN_SEVERITY_ERROR), 1);
	assert_int_equal(sn__page_count(f, 2, SN_SEVERITY_WARNING), 0);
	sn__page_findings(out, f, 2, SN_SEVERITY_WARNING, SN_SEVERITY_ERROR);
	sn__page_findings(out, f, 2, SN_SEVERITY_ACTION, SN_SEVERITY_ACTION);
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_string_equal(text,
	    "<ul class=\"findings\">\n<li class=\"error\"><p><b>error</b> "
	    "<code>a</code> <span class=\"note\">vco-1</span></p>\n"
	    "<p>seen</p>\n<p>means</p>\n<p><b>To do:</b> do</p>\n"
	    "<p class=\"source\">" A("x.example/a") "x.example/a</a></p>\n"
						    "</li>\n</ul>\n");
	/* What says the same of many is said once; what does not, not. */
	text_n = 0;
	sn__out_begin(out, keep, NULL);
	for (size_t i = 0; i < 14; i++)
		many[i] = f[0];
	many[13].text = "else";
	sn__page_findings(out, many, 14, SN_SEVERITY_INFO, SN_SEVERITY_ERROR);
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_int_equal(count("<li "), 2);
	assert_int_equal(count("vco-1, vco-1"), 11);
	assert_int_equal(count("vco-1 and 1 more</span>"), 1);
	assert_int_equal(count("<p>else</p>"), 1);
}

static void
heads(void **state)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn__page_head head = {"Kind", "<own>", "Sentence & all.", true, "",
	    {{"one", "many", 1, "add"}, {"one", "many", 1234, "error"},
		{"one", "many", 0, "warning"}, {"one", "many", 2, ""}}};

	(void)state;
	sn__page_begin(out, &o, &head);
	o.title = "T";
	o.date = "2026-11-26";
	o.command = "supernet x";
	sn__page_begin(out, &o, &head);
	sn__page_end(out);
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_int_equal(count("<title>&lt;own&gt; - Kind</title>"), 1);
	assert_int_equal(count("<title>T - Kind</title>"), 1);
	assert_int_equal(count("<p class=\"sentence error\">Sentence &amp; all."
			       "</p>"),
	    2);
	assert_int_equal(count("<li><b class=\"add\">1</b> one</li>"), 2);
	assert_int_equal(count("<b class=\"error\">1,234</b> many<"), 2);
	assert_int_equal(count("<b>0</b> many<"), 2);
	assert_int_equal(count("<time>2026-11-26</time>"), 1);
	assert_int_equal(count("<code class=\"command\">supernet x</code>"), 1);
	assert_int_equal(count("</html>"), 1);
}

#define PAGE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAGE_TEST(links),
	    PAGE_TEST(lists),
	    PAGE_TEST(tables),
	    PAGE_TEST(cells),
	    PAGE_TEST(findings),
	    PAGE_TEST(heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
