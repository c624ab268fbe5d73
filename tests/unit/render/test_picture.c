/*
 * test_picture.c - plans as pictures, graphs and reports: texts that try to
 * break out, lists that are cut off, and the words of a plan. That the results
 * are XML and that no labels overlap is judged in Python (golden case
 * plan-pictures), what Graphviz and tidy say in tests/peers.
 */
#include "kept.h"

#include "render/words.h"

static sn_plan *
plan_of(unsigned n, unsigned scheme, const sn_profile *gateway,
    const sn_profile *peer)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix p[2][40];
	sn_plan *plan;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < 2; k++)
			assert_int_equal(
			    sn_prefix_make(&p[k][i],
				sn_addr_v4(0x0a000000 + (k << 16) + (i << 9)),
				24),
			    SN_OK);
	r.local = p[0];
	r.peer = p[1];
	r.local_count = r.peer_count = n;
	r.scheme = scheme;
	r.gateway = gateway;
	r.peer_device = peer;
	r.max_connections = r.max_routes = SN_LIMIT_NONE;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	return plan;
}

static void
render_with(
    const sn_plan *plan, const char *format, const sn_render_options *options)
{
	text_n = 0;
	assert_int_equal(
	    sn_plan_render(plan, format, options, keep, NULL, NULL), SN_OK);
}

static void
render(const sn_plan *plan, const char *format)
{
	render_with(plan, format, NULL);
}

/* Names and titles stay text; what is not text becomes '?'. */
static void
hostile(void **state)
{
	static const char *const formats[] = {"svg", "dot", "html"};
	static const char bad[] = "x\"'><script>alert(1)</script>]]>\\\"];"
				  "\x01\x1b[0m\xff\xc3(&lt;";
	sn_profile gateway = *sn_profile_find("alibaba-cloud");
	sn_profile peer = *sn_profile_find("generic");
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn_plan *plan;

	(void)state;
	o.title = o.date = o.command = bad;
	gateway.sa_model.source = peer.sa_model.source =
	    gateway.publish.source = "javascript:a.b/c' a.b/c<\"> x.example/d";
	gateway.name = peer.name = gateway.title = peer.title = bad;
	plan = plan_of(2, SN_SCHEME_AUTO, &gateway, &peer);
	for (size_t i = 0; i < 3; i++) {
		render_with(plan, formats[i], &o);
		for (size_t k = 0; k < text_n; k++)
			assert_true((unsigned char)text[k] >= ' ' ||
				    text[k] == '\n' || text[k] == '\t');
		assert_null(strchr(text, '\xff'));
		assert_null(strstr(text, "\xc3("));
		if (i == 1) {
			assert_null(strstr(text, "]]>\\\"]"));
			assert_non_null(strstr(text, "]]>\\\\\\\"];"));
			continue;
		}
		assert_null(strstr(text, "<script"));
		assert_null(strstr(text, "]]>"));
		assert_non_null(strstr(text, "x&quot;&#39;&gt;&lt;script"));
		assert_null(strstr(text, "http-equiv"));
		assert_null(strstr(text, "src="));
		assert_int_equal(count("href="), count("<a href=\"https://"));
		assert_int_equal(count("<h1>x&quot;"), i == 2);
	}
	sn_plan_free(plan);
}

/* 1600 connections and rows: as many as are shown, and the rest
 * counted. */
static void
cut_off(void **state)
{
	sn_plan *plan = plan_of(40, SN_SCHEME_PAIRS, NULL, NULL);

	(void)state;
	render(plan, "svg");
	assert_int_equal(count("and 24 more segments, 24 more selectors"), 2);
	assert_int_equal(count(">1600 connections<"), 1);
	assert_int_equal(count(">and 1584 more rows<"), 1);
	render(plan, "html");
	assert_int_equal(count("<tr class=\"keep\">"), 1000);
	assert_int_equal(count(">1,536 more rows<"), 2);
	assert_int_equal(
	    count("and 600 more rows; --format csv has them all"), 1);
	assert_int_equal(
	    count("and 600 more rows; --format json has them all"), 1);
	render(plan, "dot");
	assert_int_equal(count("shape=ellipse"), 64);
	assert_int_equal(count("shape=note"), 64);
	assert_int_equal(count("\"and 1536 more\""), 2);
	sn_plan_free(plan);
}

/* The same bytes each time, and a reason where there is no plan. */
static void
no_plan(void **state)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	static const char *const formats[] = {"svg", "dot", "html"};
	sn_prefix p;
	sn_plan *plan;

	(void)state;
	assert_int_equal(sn_prefix_make(&p, sn_addr_v4(0x0a000000), 8), SN_OK);
	r.local = r.peer = &p;
	r.local_count = r.peer_count = 1;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_non_null(sn__plan_error(plan));
	for (size_t i = 0; i < 3; i++) {
		char *first;

		render(plan, formats[i]);
		assert_non_null(strstr(text, "No plan is feasible"));
		assert_non_null(strstr(text, "10.0.0.0/8 is on both sides"));
		first = strdup(text);
		assert_non_null(first);
		render(plan, formats[i]);
		assert_string_equal(first, text);
		free(first);
	}
	sn_plan_free(plan);
	plan = plan_of(1, SN_SCHEME_AUTO, NULL, NULL);
	assert_null(sn__plan_error(plan));
	sn_plan_free(plan);
}

static void
words(void **state)
{
	char out[SN__GROUPED_MAX], small[8];
	sn_count n = {{0, 1, 0, 0}};

	(void)state;
	sn__count_words(out, sn_count_from(999999999999999));
	assert_string_equal(out, "999,999,999,999,999");
	sn__count_words(out, sn_count_from(1000000000000000));
	assert_string_equal(out, "about 2^50");
	sn__count_words(out, n);
	assert_string_equal(out, "2^64");
	sn__count_words(out, sn_count_sub(n, sn_count_from(1)));
	assert_string_equal(out, "about 2^64");
	assert_int_equal(sn__columns("a\xc3\xa4\xe2\x82\xac\xff"), 5);
	sn__shorten(out, sizeof(out), "abcdef", 6);
	assert_string_equal(out, "abcdef");
	sn__shorten(out, sizeof(out), "abcdef", 5);
	assert_string_equal(out, "abcd\xe2\x80\xa6");
	sn__shorten(out, sizeof(out), "ab\xc3\xa4\xc3\xb6gh", 4);
	assert_string_equal(out, "ab\xc3\xa4\xe2\x80\xa6");
	sn__shorten(small, sizeof(small), "abc\xc3\xa4\xc3\xb6gh", 40);
	assert_string_equal(small, "abc\xe2\x80\xa6");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hostile),
	    cmocka_unit_test(cut_off),
	    cmocka_unit_test(no_plan),
	    cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
