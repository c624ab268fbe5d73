/*
 * test_template.c - lists of prefixes through templates: what each directive
 * says, and what is refused. Named templates are golden cases of the command,
 * and judged by the programs that read them (tests/peers).
 */
#include "test.h"

#include "supernet_text.h"

static char *written;
static size_t written_n, written_capacity;

static sn_status
keep(void *ctx, const char *data, size_t n)
{
	(void)ctx;
	if (written_n + n + 1 > written_capacity) {
		written_capacity = 2 * (written_n + n + 1);
		written = realloc(written, written_capacity);
		assert_non_null(written);
	}
	memcpy(written + written_n, data, n);
	written_n += n;
	written[written_n] = '\0';
	return SN_OK;
}

static sn_set *
set_of(const char *text)
{
	sn_set *set;

	assert_int_equal(
	    sn_set_from_text(&set, text, strlen(text), NULL, NULL), SN_OK);
	return set;
}

static sn_template_writer *
begin(sn_template **t, const sn_template_options *options)
{
	sn_template_writer *w;
	sn_error error;

	assert_int_equal(sn_template_new(t, options, &error), SN_OK);
	written_n = 0;
	assert_int_equal(keep(NULL, "", 0), SN_OK);
	assert_int_equal(sn_template_writer_new(&w, *t, keep, NULL), SN_OK);
	return w;
}

/* @set through a template, with a label if @label is not NULL. */
static const char *
render(const sn_template_options *options, const sn_set *set, const char *label)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_template *t;
	sn_template_writer *w = begin(&t, options);

	list.set = set;
	list.label = label;
	sn_template_writer_put(w, &list);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	sn_template_free(t);
	return written;
}

static const char *
by_item(const char *item, const char *text)
{
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_set *set = set_of(text);

	o.item = item;
	(void)render(&o, set, NULL);
	sn_set_free(set);
	return written;
}

static void
directives(void **state)
{
	static const struct {
		const char *item, *of, *want;
	} cases[] = {
	    {"%p|%f|%l|%a|%n|%m|%w|%h|%c|%g|%i|%v|%s|%%", "10.1.0.0/23",
		"10.1.0.0/23|10.1.0.0|10.1.1.255|10.1.0.0|23|255.255.254.0|"
		"0.0.1.255|10.1.0.0/23|512|supernet|1|4||%"},
	    {"%p|%f|%l|%a|%n|%m|%w|%h|%c|%g|%i|%v|%s|%%", "2001:db8::/33",
		"2001:db8::/33|2001:db8::|2001:db8:7fff:ffff:ffff:ffff:ffff:"
		"ffff|2001:db8::|33|ffff:ffff:8000::|::7fff:ffff:ffff:ffff:"
		"ffff:ffff|2001:db8::/33|39614081257132168796771975168|"
		"supernet|1|6||%"},
	    {"%h %m %w %c\n", "0.0.0.0/0",
		"0.0.0.0/0 0.0.0.0 255.255.255.255 4294967296\n"},
	    {"%h %c\n", "::/0",
		"::/0 340282366920938463463374607431768211456\n"},
	    {"%h %m\n", "192.0.2.1", "192.0.2.1 255.255.255.255\n"},
	    {"%h\n", "::1", "::1\n"},
	    {"%i%p ", "10.0.0.0\n10.0.0.2\n::1",
		"110.0.0.0/32 210.0.0.2/32 "
		"3::1/128 "},
	    {"\\n\\t\\r\\\\\\{\\}\\\"\\'{}", "::1", "\n\t\r\\{}\"'{}"},
	    {"%4{four %n}%6{six %n} ", "10.0.0.0/8\nfc00::/7", "four 8 six 7 "},
	    {"%4{a%={b\\}%+{c}%-{d}%G{e}%0{f}}g}%v", "1.2.3.4", "ab}g4"},
	    {"", "10.0.0.0/8", ""},
	    {"long text before %p and long text after it", "10.0.0.0/8",
		"long text before 10.0.0.0/8 and long text after it"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    by_item(cases[i].item, cases[i].of), cases[i].want);
	/* A NUL byte, for those who read them. */
	(void)by_item("%p\\0", "::1\n::3");
	assert_int_equal(written_n, 16);
	assert_memory_equal(written, "::1/128\0::3/128\0", 16);
}

static void
refused(void **state)
{
	static const struct {
		const char *item, *head;
		uint64_t column;
		const char *text, *begin;
	} cases[] = {
	    {"ab%x", NULL, 3, "%x", "template: expected one of %p"},
	    {"%", NULL, 1, "%", "template: expected one of %p"},
	    {"%p\\q", NULL, 3, "\\q", "template: expected \\n"},
	    {"\\", NULL, 1, "\\", "template: expected \\n"},
	    {"%4", NULL, 1, "%4", "template: expected '{'"},
	    {"x%4{y", NULL, 6, "", "template: expected '}'"},
	    {"%4{%4{%4{%4{%4{%4{%4{%4{%4{", NULL, 25, "%4{",
		"template: expected at most 8"},
	    {"%p", "%g %n", 4, "%n", "head: expected what a list has"},
	    {"%p", "%\n", 1, "%\\x0a", "head: expected one of"},
	};
	sn_template *t = NULL;
	sn_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;

		o.item = cases[i].item;
		o.head = cases[i].head;
		assert_int_equal(sn_template_new(&t, &o, NULL), SN_ESYNTAX);
		assert_int_equal(sn_template_new(&t, &o, &error), SN_ESYNTAX);
		assert_int_equal(error.status, SN_ESYNTAX);
		assert_int_equal(error.column, cases[i].column);
		assert_string_equal(error.text, cases[i].text);
		assert_memory_equal(
		    error.message, cases[i].begin, strlen(cases[i].begin));
		assert_null(t);
	}
}

static void
options(void **state)
{
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_template *t = NULL;
	sn_error error;

	(void)state;
	o.format = "nothing";
	assert_int_equal(sn_template_new(&t, &o, &error), SN_EINVAL);
	assert_string_equal(error.text, "nothing");
	/* A name is cut before a '-' only. */
	o.format = "cis";
	assert_int_equal(sn_template_new(&t, &o, NULL), SN_EINVAL);
	o.format = "cisco";
	assert_int_equal(sn_template_new(&t, &o, NULL), SN_OK);
	assert_true(sn_template_by_element(t));
	sn_template_free(t);
	/* Changes need a sign. */
	o.changes = 1;
	o.format = "terraform";
	assert_int_equal(sn_template_new(&t, &o, &error), SN_EINVAL);
	o.format = NULL;
	o.item = "%p\n";
	assert_int_equal(sn_template_new(&t, &o, &error), SN_EINVAL);
	o.item = "%+{x}";
	assert_int_equal(sn_template_new(&t, &o, &error), SN_OK);
	sn_template_free(t);
	o.struct_size--;
	assert_int_equal(sn_template_new(&t, &o, &error), SN_EINVAL);
	o.struct_size++;
	o.changes = 0;
	/* Ranges have no length. */
	o.format = "ranges";
	o.item = "%p";
	assert_int_equal(sn_template_new(&t, &o, NULL), SN_EINVAL);
	/* A name of a list goes where labels go. */
	o.item = NULL;
	o.format = "bird";
	o.name = "it's";
	assert_int_equal(sn_template_new(&t, &o, &error), SN_EINVAL);
	assert_string_equal(error.text, "it's");
	sn_template_free(NULL);
	/* Every name has a title, and is the name of one. */
	for (size_t i = 0; sn_template_format_name(i); i++) {
		sn_template_options named = SN_TEMPLATE_OPTIONS_INIT;

		assert_non_null(sn_template_format_title(i));
		named.format = sn_template_format_name(i);
		for (unsigned labels = 0; labels < 2; labels++) {
			named.labels = labels;
			assert_int_equal(
			    sn_template_new(&t, &named, &error), SN_OK);
			sn_template_free(t);
		}
	}
	assert_null(sn_template_format_title(1000));
	assert_null(sn_template_format_name(1000));
}

static void
batches(void **state)
{
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_set *set = set_of("10.0.0.0\n10.0.0.2\n10.0.0.4\n::1\n::3\n");
	sn_set *none = set_of("");
	sn_set *odd = set_of("10.0.0.1-10.0.2.255\n::ffff-::1:2\n");

	(void)state;
	o.item = "%i:%h";
	o.separator = ", ";
	o.head = "<%i %c %g: ";
	o.tail = " %i>";
	o.name = "x";
	assert_string_equal(render(&o, set, NULL),
	    "<1 5 x: 1:10.0.0.0, 2:10.0.0.2, 3:10.0.0.4, 4:::1, 5:::3 1>");
	o.batch = 2;
	assert_string_equal(render(&o, set, NULL),
	    "<1 2 x: 1:10.0.0.0, 2:10.0.0.2 1><2 2 x: 3:10.0.0.4, 4:::1 2>"
	    "<3 1 x: 5:::3 3>");
	o.separator = NULL;
	o.item = "%h ";
	assert_string_equal(render(&o, set, NULL),
	    "<1 2 x: 10.0.0.0 10.0.0.2  1><2 2 x: 10.0.0.4 ::1  2>"
	    "<3 1 x: ::3  3>");
	/* A head that depends on the family: lists of one family. */
	o.head = "<v%v %c ";
	assert_string_equal(render(&o, set, NULL),
	    "<v4 2 10.0.0.0 10.0.0.2  1><v4 1 10.0.0.4  2>"
	    "<v6 2 ::1 ::3  1>");
	assert_string_equal(render(&o, none, NULL), "");
	/* What a named one has, and one's own parts in it. */
	o = (sn_template_options)SN_TEMPLATE_OPTIONS_INIT;
	o.format = "json";
	o.batch = 3;
	assert_string_equal(render(&o, set, NULL),
	    "{\n  \"version\": 1,\n  \"prefixes\": [\n    \"10.0.0.0/32\",\n"
	    "    \"10.0.0.2/32\",\n    \"10.0.0.4/32\"\n  ,\n    \"::1/128\","
	    "\n    \"::3/128\"\n  ]\n}\n");
	assert_string_equal(render(&o, none, NULL),
	    "{\n  \"version\": 1,\n  \"prefixes\": []\n}\n");
	o.format = "text";
	o.head = "# %c\\n";
	o.batch = 4;
	assert_string_equal(render(&o, set, NULL),
	    "# 4\n10.0.0.0/32\n10.0.0.2/32\n10.0.0.4/32\n::1/128\n# 1\n"
	    "::3/128\n");
	o = (sn_template_options)SN_TEMPLATE_OPTIONS_INIT;
	o.format = "ranges";
	assert_string_equal(render(&o, set, NULL),
	    "10.0.0.0-10.0.0.0\n"
	    "10.0.0.2-10.0.0.2\n10.0.0.4-10.0.0.4\n::1-::1\n::3-::3\n");
	o.item = "%i %a %l %c%6{ six},";
	o.head = "%c:";
	assert_string_equal(render(&o, odd, NULL),
	    "2:1 10.0.0.1 10.0.2.255 767,2 ::ffff ::1:2 4 six,");
	sn_set_free(set);
	sn_set_free(none);
	sn_set_free(odd);
}

/* One part of a text after the other, as large as they come. */
static void
sizes(void **state)
{
	static const size_t size[] = {
	    15, 16, 17, 100, 4095, 4096, 65400, 65536, 200000};
	sn_set *set = set_of("10.0.0.0\n10.0.0.2\n::1\n");

	(void)state;
	for (size_t i = 0; i < sizeof(size) / sizeof(*size); i++) {
		sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
		char *text = malloc(size[i] + 8), *label = malloc(size[i] + 1);
		char *p;

		assert_true(text && label);
		sprintf(text, "%%g%%h%*s", (int)size[i], "");
		memset(label, 'L', size[i]);
		label[size[i]] = '\0';
		o.item = text;
		o.labels = 1;
		(void)render(&o, set, label);
		assert_int_equal(written_n, 6 * size[i] + 8 + 8 + 3);
		p = written;
		for (unsigned k = 0; k < 3; k++) {
			static const char *const host[] = {
			    "10.0.0.0", "10.0.0.2", "::1"};
			size_t n = strlen(host[k]);

			assert_memory_equal(p, label, size[i]);
			assert_memory_equal(p + size[i], host[k], n);
			assert_memory_equal(p + size[i] + n, text + 4, size[i]);
			p += 2 * size[i] + n;
		}
		free(text);
		free(label);
	}
	sn_set_free(set);
}

/* Text from outside in each syntax. */
static void
labels(void **state)
{
	static const struct {
		const char *format, *label, *want;
	} cases[] = {
	    {"text", "a\tb\nc\x1b[0m\xff", "a?b?c?[0m?\t::1/128\n"},
	    {"text", "K\xc3\xb6ln", "K\xc3\xb6ln\t::1/128\n"},
	    {"csv", "a,\"b\"",
		"label,prefix,first,last,addresses\n"
		"\"a,\"\"b\"\"\",::1/128,::1,::1,1\n"},
	    {"csv", " a",
		"label,prefix,first,last,addresses\n"
		"\" a\",::1/128,::1,::1,1\n"},
	    {"json", "\"\\",
		"{\n  \"version\": 1,\n  \"groups\": [\n    "
		"{\"label\": \"\\\"\\\\\", \"prefixes\": "
		"[\"::1/128\"]}\n  ]\n}\n"},
	    {"nft", "a;b", NULL},
	    {"nft", "", NULL},
	    {"nft", "4you", NULL},
	    {"nft", "a b", NULL},
	    {"nft", "a\nadd table x", NULL},
	    {"ipset", "12345678901234567890123456789", NULL},
	    {"ipset", "a\nflush", NULL},
	    {"bird", "a'b", NULL},
	    {"junos", "a;", NULL},
	    {"cisco", "a permit 0.0.0.0/0 le 32", NULL},
	    {"cisco", "a?", NULL},
	    {"frr", "a!", NULL},
	    {"huawei", "a b", NULL},
	    {"arista", "a\r", NULL},
	    {"mikrotik", "a]", NULL},
	    {"nginx", "a-b", NULL},
	    {"terraform", "a\"", NULL},
	    {"terraform", "9", NULL},
	};
	sn_set *set = set_of("::1");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
		sn_template_list list = SN_TEMPLATE_LIST_INIT;
		sn_template_writer *w;
		sn_template *t;
		sn_error error;

		o.format = cases[i].format;
		o.labels = 1;
		if (cases[i].want) {
			assert_string_equal(
			    render(&o, set, cases[i].label), cases[i].want);
			continue;
		}
		w = begin(&t, &o);
		assert_int_equal(
		    sn_template_check_label(t, cases[i].label, NULL),
		    SN_EINVAL);
		assert_int_equal(
		    sn_template_check_label(t, cases[i].label, &error),
		    SN_EINVAL);
		assert_non_null(strstr(error.message, "expected a name"));
		list.set = set;
		list.label = cases[i].label;
		sn_template_writer_put(w, &list);
		assert_int_equal(sn_template_writer_end(w), SN_EINVAL);
		assert_int_equal(written_n, 0);
		sn_template_free(t);
	}
	sn_set_free(set);
}

/* Added, removed, looked up. */
static void
lists(void **state)
{
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_prefix p[3];
	sn_addr addrs[] = {
	    sn_addr_v4(0x0a000001), sn_addr_v4(1), sn_addr_v6(0, 1)};
	sn_template_writer *w;
	sn_template *t;

	(void)state;
	memset(p, 0, sizeof(p));
	assert_int_equal(sn_prefix_make(&p[0], addrs[0], 8), SN_OK);
	assert_int_equal(sn_prefix_make(&p[2], addrs[2], 64), SN_OK);
	list.prefixes = p;
	list.addrs = addrs;
	list.count = 3;
	o.item = "%a %p%6{ six}\\n";
	w = begin(&t, &o);
	sn_template_writer_put(w, &list);
	sn_template_writer_flush(w);
	assert_string_equal(
	    written, "10.0.0.1 10.0.0.0/8\n0.0.0.1 -\n::1 ::/64 six\n");
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	sn_template_free(t);
	o = (sn_template_options)SN_TEMPLATE_OPTIONS_INIT;
	w = begin(&t, &o);
	sn_template_writer_put(w, &list);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	assert_string_equal(written, "10.0.0.0/8\n::/64\n");
	sn_template_free(t);
	/* Changes; the members of a list stay in their order. */
	list.addrs = NULL;
	p[1] = p[0];
	o.format = "nft";
	o.changes = 1;
	w = begin(&t, &o);
	list.sign = '-';
	list.count = 1;
	sn_template_writer_put(w, &list);
	list.sign = '+';
	list.prefixes = p + 1;
	list.count = 2;
	sn_template_writer_put(w, &list);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	assert_string_equal(written,
	    "add table inet supernet\n"
	    "delete element inet supernet supernet_v4 {\n\t10.0.0.0/8\n}\n"
	    "add element inet supernet supernet_v4 {\n\t10.0.0.0/8\n}\n"
	    "add element inet supernet supernet_v6 {\n\t::/64\n}\n");
	sn_template_free(t);
	/* Nothing at all. */
	w = begin(&t, NULL);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	assert_string_equal(written, "");
	sn_template_free(t);
}

static sn_status
full(void *ctx, const char *data, size_t n)
{
	(void)ctx;
	(void)data;
	(void)n;
	return SN_EIO;
}

/* A list that is not as documented; a sink that fails. */
static void
faults(void **state)
{
	sn_set *set = set_of("10.0.0.0/8");
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_template_writer *w;
	sn_template *t;

	(void)state;
	for (unsigned fault = 0; fault < 6; fault++) {
		sn_template_list list = SN_TEMPLATE_LIST_INIT;
		sn_prefix bad = {0};

		list.set = set;
		o.changes = fault == 1 || fault == 2;
		o.labels = fault == 3;
		if (fault == 0)
			list.sign = '+';
		if (fault == 2)
			list.sign = '=';
		if (fault == 4)
			list.struct_size = 0;
		if (fault == 5) {
			list.set = NULL;
			list.prefixes = &bad;
			list.count = 1;
		}
		w = begin(&t, &o);
		sn_template_writer_put(w, &list);
		sn_template_writer_put(w, &list);
		assert_int_equal(sn_template_writer_end(w), SN_EINVAL);
		assert_int_equal(written_n, 0);
		sn_template_free(t);
	}
	o.changes = o.labels = 0;
	assert_int_equal(sn_template_new(&t, &o, NULL), SN_OK);
	assert_int_equal(sn_template_writer_new(&w, t, full, NULL), SN_OK);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	assert_int_equal(sn_template_writer_new(&w, t, full, NULL), SN_OK);
	{
		sn_template_list list = SN_TEMPLATE_LIST_INIT;

		list.set = set;
		sn_template_writer_put(w, &list);
	}
	assert_int_equal(sn_template_writer_end(w), SN_EIO);
	assert_int_equal(sn_set_render(set, "csv", full, NULL), SN_EIO);
	assert_int_equal(sn_set_render(set, "odd", full, NULL), SN_EINVAL);
	sn_template_free(t);
	sn_set_free(set);
}

/* Of hash:net, everything is two halves, and counts as two. */
static void
halves(void **state)
{
	static const char *const texts[] = {
	    "0.0.0.0/0", "::/0", "0.0.0.0/0\n::/0"};
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;

	(void)state;
	o.format = "ipset";
	o.item = "%p ";
	o.head = "[%c ";
	o.tail = "]";
	for (unsigned i = 0; i < 3; i++) {
		sn_set *set = set_of(texts[i]);

		(void)render(&o, set, NULL);
		assert_int_equal(i != 1,
		    strstr(written, "[2 0.0.0.0/1 128.0.0.0/1 ]") != NULL);
		assert_int_equal(
		    i != 0, strstr(written, "[2 ::/1 8000::/1 ]") != NULL);
		sn_set_free(set);
	}
}

static int
finish(void **state)
{
	(void)state;
	free(written);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(directives),
	    cmocka_unit_test(refused), cmocka_unit_test(options),
	    cmocka_unit_test(batches), cmocka_unit_test(sizes),
	    cmocka_unit_test(labels), cmocka_unit_test(lists),
	    cmocka_unit_test(faults), cmocka_unit_test(halves)};

	return cmocka_run_group_tests(tests, NULL, finish);
}
