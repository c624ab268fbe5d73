/*
 * test_grammar_lenient.c - lenient notations: what is read, how it is reported,
 * what is refused, and that nothing that strict reading accepts changes.
 */
#include "test.h"

/* Parses a copy after which memory ends: sanitizers see who reads beyond. */
static int
parse(sn_prefix *p, const char *text, uint32_t flags, sn_error *e)
{
	size_t n = strlen(text);
	char *copy = malloc(n ? n : 1);
	int status;

	memcpy(copy, text, n);
	status = sn_prefix_parse(p, copy, n, flags, e);
	free(copy);
	return status;
}

static void
readings(void **state)
{
	static const struct {
		const char *text;
		const char *want; /* the network */
		const char
		    *warning; /* NULL: none, the strict grammar reads it */
		const char *why;
	} table[] = {
	    {"10.0.0.0/8", "10.0.0.0/8", NULL, "strict stays strict"},
	    {"10.0.0.0/255.0.0.0", "10.0.0.0/8", NULL, "so do netmasks"},
	    {"::1", "::1/128", NULL, "and IPv6"},
	    {"10/8", "10.0.0.0/8", "read as 10.0.0.0/8", "octets on the right"},
	    {"172.16/12", "172.16.0.0/12", "read as 172.16.0.0/12", "RFC 1918"},
	    {"010.0.0.1", "10.0.0.1/32", "read as 10.0.0.1/32", "decimal"},
	    {"001.002.004.000", "1.2.4.0/32", "read as 1.2.4.0/32", "padded"},
	    {"10.1.0.0 255.255.0.0", "10.1.0.0/16", "read as 10.1.0.0/16",
		"netmask after a blank"},
	    {"10.1.0.0/0.0.255.255", "10.1.0.0/16", "read as 10.1.0.0/16",
		"wildcard"},
	    {"10.1.2.3  0.0.255.255", "10.1.0.0/16", "read as 10.1.2.3/16",
		"with host bits"},
	    {"10.0.0.5 255.255.255.255", "10.0.0.5/32", "read as 10.0.0.5/32",
		"one host, whatever it is"},
	    {"0.0.0.0 0.0.0.0", "0.0.0.0/0", "read as 0.0.0.0/0", "everything"},
	    {"10.0.0.*", "10.0.0.0/24", "read as 10.0.0.0/24", "a star"},
	    {"10.*.*.*", "10.0.0.0/8", "read as 10.0.0.0/8", "stars"},
	    {"192.0.2.1:80", "192.0.2.1/32",
		"read as 192.0.2.1/32, without its port", "port"},
	    {"[2001:db8::]/32", "2001:db8::/32",
		"read as 2001:db8::/32, without its brackets", "brackets"},
	    {"[::1]:443", "::1/128", "read as ::1/128, without its port", ""},
	    {"fe80::1%eth0", "fe80::1/128",
		"read as fe80::1/128, without its zone", "zone"},
	    {"0/25.2.0.192.in-addr.arpa", "192.0.2.0/25",
		"read as 192.0.2.0/25", "RFC 2317"},
	    {"24.0.2.0.192.rpz-ip", "192.0.2.0/24", "read as 192.0.2.0/24",
		"response policy"},
	    {"48.zz.db8.2001.rpz-ip.example.", "2001:db8::/48",
		"read as 2001:db8::/48", "of IPv6"},
	    {"0x0a.0.0.1", "10.0.0.1/32", "read as 10.0.0.1/32", "hex octet"},
	    {"0X0A.0.0.1", "10.0.0.1/32", "read as 10.0.0.1/32", "upper case"},
	    {"0x0a000001", "10.0.0.1/32", "read as 10.0.0.1/32",
		"one hex number"},
	    {"167772161", "10.0.0.1/32", "read as 10.0.0.1/32", "one number"},
	    {"10.0.0/24", "10.0.0.0/24", "read as 10.0.0.0/24", "three"},
	    {"2001:db8::/ffff:ffff::", "2001:db8::/32", "read as 2001:db8::/32",
		"IPv6 netmask"},
	    {"10.in-addr.arpa", "10.0.0.0/8", "read as 10.0.0.0/8",
		"reverse zone"},
	    {"1.0.0.10.IN-ADDR.ARPA.", "10.0.0.1/32", "read as 10.0.0.1/32",
		"reverse name with its root dot"},
	    {"8.b.d.0.1.0.0.2.ip6.arpa", "2001:db8::/32",
		"read as 2001:db8::/32", "IPv6 reverse zone"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char buf[SN_PREFIX_TEXT_MAX];
		sn_error e;
		sn_prefix p;

		memset(&e, 0, sizeof(e));
		assert_int_equal(parse(&p, table[i].text,
				     SN_PARSE_LENIENT | SN_PARSE_MASK_HOST, &e),
		    SN_OK);
		sn_prefix_format(buf, sizeof(buf), p);
		assert_string_equal(buf, table[i].want);
		assert_string_equal(
		    e.message, table[i].warning ? table[i].warning : "");
		if (!table[i].warning)
			continue;
		assert_int_equal(e.status, SN_OK);
		assert_string_equal(e.text, table[i].text);
		/* Without lenience it is an error. */
		assert_int_equal(parse(&p, table[i].text, 0, NULL), SN_ESYNTAX);
	}
}

static void
refused(void **state)
{
	static const struct {
		const char *text;
		const char *message; /* part of it */
	} table[] = {
	    {"10.0.0.0/255.0.255.0", "contiguous netmask"},
	    {"10.0.0.0/0.255.0.255", "contiguous netmask"},
	    {"10.0.0.5 0.0.0.0", "other than 0.0.0.0"},
	    {"0.0.0.0 255.255.255.255", "other than 255.255.255.255"},
	    {"10.0.0.0/a", "prefix length"},
	    {"10.0.0.0/ff", "prefix length"},
	    {"10.0.0.0/00", "leading zeros"},
	    {"10.0.0.0/4294967040", "prefix length"},
	    {"10.0.0.0/ffff::", "prefix length"},
	    {"10.0.0.0/0xff000000", "end of the item"},
	    {"2001:db8::/0.0", "end of the item"},
	    {"10.0.0.0/32abc", "end of the item"},
	    {"10.1", "octets"},
	    {"10.1.2", "octets"},
	    {"10", "octets"},
	    {"0xa", "octets"},
	    {"*.*.*.*", "address"},
	    {"10.*.1.*", "octet"},
	    {"10.0.0.1:65536", "end of the item"},
	    {"[10.0.0.1]", "address"},
	    {"1-20", "octets"},
	    {"0.1.2.0.192.rpz-ip", ""},
	    {"64/23.2.0.192.in-addr.arpa", ""},
	    {"10.0.0.0/-1", "prefix length"},
	    {"10.0.0.0/33", "prefix length"},
	    {"10.0.0.0/08", "leading zeros"},
	    {"4294967296", "octet"},
	    {"999.1.1.1", "octet"},
	    {"host.example.org", "address"},
	    {"10.0.0.1 10.0.0.2", "end of the item"},
	    {"10.0.0.1 ", "end of the item"},
	    {"10.0.0.1 -", ""},
	    {"10.0.0.1-", ""},
	    {"10.0.0.1:", "end of the item"},
	    {"10.0.0.", ""},
	    {"10.0.0.*.", ""},
	    {"[::1]/", ""},
	    {"[::1]:", ""},
	    {"[", ""},
	    {"fe80::1%", ""},
	    {"0x", ""},
	    {"24.0.2.0.192.rpz-ip ", ""},
	    {"", "address"},
	    {"/", "address"},
	    {".", "address"},
	    /* What libcidr would make of a missing part: */
	    {".in-addr.arpa", "address"},	 /* 0.0.0.0/0 */
	    {".ip6.arpa", "address"},		 /* ::/0 */
	    {"10..in-addr.arpa", "octet"},	 /* 0.10.0.0/16 */
	    {"0x1.in-addr.arpa", "octets"},	 /* 1.0.0.0/16 */
	    {"10.0.0.1/8/9", "end of the item"}, /* 0.0.1.8/9 */
	    {"10.0.0.1//8", "prefix length"},	 /* 10.0.0.1/8 */
	    {"10.0.0.1/", "prefix length"},	 /* 10.0.0.1/32 */
	    {"1..2", "octet"},			 /* 1.0.0.2/32 */
	    {"10./8", "octet"},			 /* 10.0.0.0/8 */
	    {"10.", "octet"},			 /* 10.0.0.0/32 */
	    {"::1:", "hexadecimal group"},	 /* ::1:0/128 */
	    /* Where libcidr would write past its own array (see valgrind): */
	    {"a::cc:aa::a:cc:aa:c::aaa:c::cc:aa:c::aaa:c::a::aaa:c::a", ""},
	    {"a:a6ca:aaa6:a:caa6:a2:a:aa6:a::aa:a6ca:aaa6:a:caa6:a2::", ""},
	    {"0:::::::::::::::::::::::::::::::::::::", ""},
	    {"2001:db8::/ffff:0:0:0:0:0:0:0:0:0:0:0", ""},
	    {"1.2.3.4.5.6.7.8.9.10.11.12", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_error e;
		sn_prefix p;
		int status = parse(&p, table[i].text,
		    SN_PARSE_LENIENT | SN_PARSE_MASK_HOST, &e);

		assert_int_equal(status, SN_ESYNTAX);
		if (!strstr(e.message, table[i].message))
			fail_msg("'%s': %s", table[i].text, e.message);
		assert_true(e.column > 0);
	}
	sn_prefix p;
	sn_error e;
	assert_int_equal(sn_prefix_parse(&p, "10.1/8", 6, SN_PARSE_LENIENT, &e),
	    SN_EHOSTBITS);
	assert_non_null(strstr(e.message, "10.0.0.0/8"));
}

/* Long, odd and random bytes: libcidr must not see what could hurt it. */
static void
hostile(void **state)
{
	static const char bytes[] = "0123456789abcdefx.:/-ipnrARPA";
	uint64_t rng = test_seed();
	size_t size = 1 << 20;
	char *p = malloc(size);
	unsigned good = 0;
	sn_range r;

	(void)state;
	assert_non_null(p);
	memset(p, '1', size);
	assert_int_equal(
	    sn_range_parse(&r, p, size, SN_PARSE_LENIENT, NULL), SN_ESYNTAX);
	for (unsigned i = 0; i < test_rounds(400000); i++) {
		size_t n = test_below(&rng, 1 + i % 110);
		/* Exactly as large as the text, for the sanitizers. */
		char *text = malloc(n ? n : 1);

		assert_non_null(text);
		for (size_t j = 0; j < n; j++)
			text[j] =
			    i % 4 ? bytes[test_below(&rng, sizeof(bytes) - 1)]
				  : (char)test_random(&rng);
		good +=
		    sn_range_parse(&r, text, n,
			SN_PARSE_LENIENT | SN_PARSE_MASK_HOST, NULL) == SN_OK;
		if (i % 3 == 0 && n > 13) {
			memcpy(text + n - 13, ".in-addr.arpa", 13);
			good += sn_range_parse(
				    &r, text, n, SN_PARSE_LENIENT, NULL) == 0;
		}
		free(text);
	}
	assert_true(good > test_least(100));
	free(p);
}

struct warnings {
	unsigned n;
	uint64_t line[8];
	char message[8][160];
};

static bool
on_warning(void *ctx, const sn_error *e)
{
	struct warnings *w = ctx;

	assert_true(w->n < 8);
	w->line[w->n] = e->line;
	strcpy(w->message[w->n++], e->message);
	return true;
}

/* Ranges of lenient ends, which are no prefixes. */
static void
ranges(void **state)
{
	static const char *const table[][2] = {
	    {"10.0.0.1-20", "10.0.0.1-10.0.0.20"},
	    {"10.0.0.1 - 020", "10.0.0.1-10.0.0.20"},
	    {"001.002.004.000 - 001.002.004.255", "1.2.4.0-1.2.4.255"},
	    {"16777216-16777471", "1.0.0.0-1.0.0.255"},
	    {"0-127.2.0.192.in-addr.arpa", "192.0.2.0-192.0.2.127"}};
	char buf[SN_RANGE_TEXT_MAX];
	sn_error e;
	sn_range r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(sn_range_parse(&r, table[i][0],
				     strlen(table[i][0]), SN_PARSE_LENIENT, &e),
		    SN_OK);
		sn_range_format(buf, sizeof(buf), r);
		assert_string_equal(buf, table[i][1]);
		assert_string_equal(e.message + strlen("read as "), buf);
	}
	assert_int_equal(
	    sn_range_parse(&r, "10.0.0.20-1", 11, SN_PARSE_LENIENT, &e),
	    SN_EREVERSED);
	assert_non_null(strstr(e.message, "not below the first"));
}

static void
bulk_warns_in_order(void **state)
{
	static const char text[] =
	    "10.0.0.0/8\n  010.0.0.1 # ten\n\n::1\n10/8\n";
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	struct warnings w;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	sn_error e;
	sn_builder *b;
	sn_set *s;

	(void)state;
	memset(&w, 0, sizeof(w));
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, text, sizeof(text) - 1, NULL, NULL, &e),
	    SN_ESYNTAX);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.column, 3);
	how.flags = SN_TEXT_LENIENT;
	how.ctx = &w;
	how.on_warning = on_warning;
	assert_int_equal(
	    sn_builder_add_text(b, text, sizeof(text) - 1, &how, &stats, NULL),
	    SN_OK);
	assert_int_equal(stats.warnings, 2);
	assert_int_equal(stats.items, 4);
	assert_int_equal(w.n, 2);
	assert_int_equal(w.line[0], 2);
	assert_string_equal(w.message[0], "read as 10.0.0.1/32");
	assert_int_equal(w.line[1], 5);
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	assert_true(sn_set_contains_addr(s, sn_addr_v4(0x0a000001)));
	sn_set_free(s);
	sn_builder_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(readings),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(ranges),
	    cmocka_unit_test(hostile),
	    cmocka_unit_test(bulk_warns_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
