/*
 * test_quote.c - text from outside in the syntaxes of the renderers. The
 * judge of shell words is sh; the others have tables, and rules that every
 * random text has to keep.
 */
#include "test.h"

#include <stdio.h>

#include "render/quote.h"

typedef void put_fn(sn__out *out, const char *text);

static char written[1 << 16];
static size_t written_n;

static sn_status
keep(void *ctx, const char *data, size_t n)
{
	(void)ctx;
	assert_true(written_n + n < sizeof(written));
	memcpy(written + written_n, data, n);
	written_n += n;
	written[written_n] = '\0';
	return SN_OK;
}

static const char *
put(put_fn *fn, const char *text)
{
	sn__out *out = malloc(sizeof(*out));

	assert_non_null(out);
	written_n = 0;
	written[0] = '\0';
	sn__out_begin(out, keep, NULL);
	fn(out, text);
	assert_int_equal(sn__out_end(out), SN_OK);
	free(out);
	return written;
}

static void
put_comment(sn__out *out, const char *text)
{
	sn__put_comment(out, "#", text);
}

/* What each syntax makes of text that tries to leave it. */
static void
tables(void **state)
{
	static const struct {
		put_fn *fn;
		const char *text, *want;
	} cases[] = {
	    {sn__put_hcl, "", "\"\""},
	    {sn__put_hcl, "vco-1", "\"vco-1\""},
	    {sn__put_hcl, "a\"b\\", "\"a\\\"b\\\\\""},
	    {sn__put_hcl, "${x} $x $${y} %{if} 5%",
		"\"\\u0024{x} $x $\\u0024{y} \\u0025{if} 5%\""},
	    {sn__put_hcl, "a\n}\nresource \"x\"", "\"a?}?resource \\\"x\\\"\""},
	    {sn__put_shell, "", "''"},
	    {sn__put_shell, "vco-1:2.x_y/24", "vco-1:2.x_y/24"},
	    {sn__put_shell, "a b", "'a b'"},
	    {sn__put_shell, "'; rm -rf /; '", "''\\''; rm -rf /; '\\'''"},
	    {sn__put_shell, "$(id)`id`\n!", "'$(id)`id`?!'"},
	    {sn__put_shell, "a=b", "'a=b'"},
	    {sn__put_shell, "~", "'~'"},
	    {sn__put_xml, "<script>alert(\"1\")</script>&'",
		"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"},
	    {sn__put_xml, "]]>\x01\x7f", "]]&gt;??"},
	    {sn__put_dot, "a\"];\\", "\"a\\\"];\\\\\""},
	    {sn__put_dot, "&amp;\\N", "\"&amp;amp;\\\\N\""},
	    {sn__put_label, "vco-1", "vco-1"},
	    {sn__put_label, "1a", "_31a"},
	    {sn__put_label, "-a_b", "_2da_5fb"},
	    {sn__put_label, "a.b:c", "a_2eb_3ac"},
	    {sn__put_label, "\xc3\xa4", "_c3_a4"},
	    {put_comment, "a\r\nb", "# a??b\n"},
	    /* UTF-8: whole, cut, overlong, surrogate, beyond, direction. */
	    {sn__put_xml, "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80",
		"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"},
	    {sn__put_xml, "\xc3", "?"},
	    {sn__put_xml, "\xe2\x82", "??"},
	    {sn__put_xml, "\xff\xfe", "??"},
	    {sn__put_xml, "\xc0\xaf \xe0\x80\xaf \xf0\x80\x80\xaf",
		"?? ??? ????"},
	    {sn__put_xml, "\xed\xa0\x80 \xf4\x90\x80\x80 \xf8", "??? ???? ?"},
	    {sn__put_xml, "\xe2\x80\xae \xc2\x85 \xef\xbb\xbf", "??? ?? ???"},
	    {sn__put_xml, "\xef\xbf\xbf", "???"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    put(cases[i].fn, cases[i].text), cases[i].want);
}

/* Text full of what means something somewhere. */
static void
random_text(char *text, size_t size, uint64_t *seed)
{
	static const char special[] =
	    "'\"\\$`{}()<>&;|#!%*?[]~=-_ \t\n\r\x01\x7f\x80\xc3\xa4\xe2";
	size_t n = test_below(seed, size);

	for (size_t i = 0; i < n; i++)
		text[i] = test_below(seed, 3)
			      ? special[test_below(seed, sizeof(special) - 1)]
			      : (char)(1 + test_below(seed, 255));
	text[n] = '\0';
}

/* What sh takes the word for, against what had to come out of it. */
static void
sh_reads_one_word(void **state)
{
	uint64_t seed = test_seed();
	unsigned rounds = test_rounds(200);

	(void)state;
	for (unsigned i = 0; i < rounds; i++) {
		char text[64], command[512], got[512], want[64];
		size_t n;
		FILE *p;

		random_text(text, sizeof(text), &seed);
		/* No multibyte text here: bytes as they are, or '?'. */
		for (n = 0; text[n]; n++) {
			if (text[n] & (char)0x80)
				text[n] = 'x';
			want[n] =
			    text[n] >= ' ' && text[n] <= '~' ? text[n] : '?';
		}
		want[n] = '\0';
		snprintf(command, sizeof(command),
		    "set -- %s && printf '%%s|%%s' \"$#\" \"$1\"",
		    put(sn__put_shell, text));
		p = popen(command, "r");
		assert_non_null(p);
		n = fread(got, 1, sizeof(got) - 1, p);
		got[n] = '\0';
		assert_int_equal(pclose(p), 0);
		assert_memory_equal(got, "1|", 2);
		assert_string_equal(got + 2, want);
	}
}

static bool
is_label(const char *s)
{
	if (!*s || (*s >= '0' && *s <= '9') || *s == '-')
		return false;
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789_-") == strlen(s);
}

/* No text leaves its string: judged by a walk over what was written. */
static void
nothing_breaks_out(void **state)
{
	static const struct {
		put_fn *fn;
		bool quotes;	   /* stands between double quotes */
		const char *never; /* bytes that must not be there */
	} syntax[] = {
	    {sn__put_hcl, true, "\n\r\t\x01\x7f"},
	    {sn__put_dot, true, "\n\r\t\x01\x7f"},
	    {sn__put_xml, false, "<>\"'\n\r\t\x01\x7f"},
	};
	uint64_t seed = test_seed();
	unsigned rounds = test_rounds(20000);

	(void)state;
	for (unsigned i = 0; i < rounds; i++) {
		char text[64];

		random_text(text, sizeof(text), &seed);
		for (size_t k = 0; k < sizeof(syntax) / sizeof(*syntax); k++) {
			const char *s = put(syntax[k].fn, text);
			size_t end = written_n - 1;

			assert_true(strcspn(s, syntax[k].never) == written_n);
			if (!syntax[k].quotes)
				continue;
			assert_true(written_n >= 2 && s[0] == '"');
			for (size_t j = 1; j < end; j++) {
				assert_int_not_equal(s[j], '"');
				if (s[j] == '\\')
					j++;
				assert_true(j < end);
			}
			assert_int_equal(s[end], '"');
		}
		if (*text)
			assert_true(is_label(put(sn__put_label, text)));
		put(put_comment, text);
		assert_ptr_equal(
		    strchr(written, '\n'), written + written_n - 1);
		assert_null(strchr(written, '\r'));
	}
}

/* The name can be read back from its label, so no two names share one. */
static void
labels_differ(void **state)
{
	uint64_t seed = test_seed();
	unsigned rounds = test_rounds(20000);

	(void)state;
	for (unsigned i = 0; i < rounds; i++) {
		char text[64], back[64];
		const char *s;
		size_t n = 0;

		random_text(text, sizeof(text), &seed);
		s = put(sn__put_label, text);
		assert_int_equal(sn__label_size(text), written_n);
		for (const char *p = s; *p; p++) {
			unsigned c = (unsigned char)*p;

			if (*p == '_') {
				assert_int_equal(sscanf(p + 1, "%2x", &c), 1);
				p += 2;
			}
			back[n++] = (char)c;
		}
		back[n] = '\0';
		assert_string_equal(back, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables),
	    cmocka_unit_test(sh_reads_one_word),
	    cmocka_unit_test(nothing_breaks_out),
	    cmocka_unit_test(labels_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
