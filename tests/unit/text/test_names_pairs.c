/*
 * test_names_pairs.c - names and numbers that stand for addresses, and items
 * of two values: each part missing, too long or out of its range.
 */
#include "test.h"

#include "text/grammar_mask.h"
#include "text/grammar_names.h"
#include "text/value_pair.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

#define HEX                         \
 "01234567890123456789012345678901" \
 "23456789012345678901234567890123"
#define NIBBLES "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."

/* What was read, as text: "first/len" or "first-last"; "none". */
static void
text_of(char *out, size_t size, int status, const sn__lenient *l)
{
	if (status == SN__NO_RULE)
		snprintf(out, size, "none");
	else if (l->len < 0)
		snprintf(out, size, "%llx-%llx", (unsigned long long)l->first,
		    (unsigned long long)l->last);
	else if (l->family == SN_IPV4)
		snprintf(
		    out, size, "%llx/%d", (unsigned long long)l->first, l->len);
	else
		snprintf(out, size, "%llx:%llx/%d",
		    (unsigned long long)sn__hi(l->first),
		    (unsigned long long)sn__lo(l->first), l->len);
}

struct reading {
	const char *text;
	const char *want;
};

static void
check(int (*read)(sn__lenient *, const char *, const char *),
    const struct reading *row, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		const char *text = row[i].text;
		sn__lenient l = {.len = 0};
		char got[80];

		text_of(
		    got, sizeof(got), read(&l, text, text + strlen(text)), &l);
		if (strcmp(got, row[i].want))
			fail_msg("'%s': %s", text, got);
	}
}

static void
hex(void **state)
{
	static const struct reading table[] = {
	    {"0x0a000001", "a000001/32"},
	    {"0X0A000001", "a000001/32"},
	    {"0x0a.0.0.1", "a000001/32"},
	    {"0x0a.0.0.1/8", "a000001/8"},
	    {"10.0x0.0xFF.0xfe", "a00fffe/32"},
	    {"10.0.0.0x1/24", "a000001/24"},
	    {"0xa", "none"},
	    {"0x00ffffff", "none"},
	    {"0x123456789", "none"},
	    {"0x", "none"},
	    {"0y0a000001", "none"},
	    {"1x0a000001", "none"},
	    {"0xg", "none"},
	    {"0x0a00000g", "none"},
	    {"0x00a.0.0.1", "none"},
	    {"0x0a.0.0", "none"},
	    {"0x0a.0.0.", "none"},
	    {"0x0a.0.0.1.2", "none"},
	    {"0x0a.0.0.1x", "none"},
	    {"0x0a-0.0.1", "none"},
	    {"0x0a.256.0.1", "none"},
	    {"0x0a.01.0.1", "none"},
	    {"0x0a.1000.0.1", "none"},
	    {"10.0.0.1", "none"},
	    {"0x0a.0.0.1/33", "none"},
	    {"0x0a.0.0.1/", "none"},
	    {"0x0a.0.0.1/x", "none"},
	    {"0x0a.0.0.1/08", "none"},
	    {"", "none"},
	};

	(void)state;
	check(sn__lenient_hex, table, ROWS(table));
}

static int
small_integer(sn__lenient *l, const char *p, const char *end)
{
	return sn__lenient_integer(l, p, end, false);
}

static int
any_integer(sn__lenient *l, const char *p, const char *end)
{
	return sn__lenient_integer(l, p, end, true);
}

static void
integers(void **state)
{
	static const struct reading table[] = {
	    {"16777216", "1000000/32"},
	    {"4294967295", "ffffffff/32"},
	    {"4294967296", "none"},
	    {"42949672950", "none"},
	    {"016777216", "none"},
	    {"1677721a", "none"},
	    {"1677721/", "none"},
	    {"", "none"},
	};
	static const struct reading any[] = {
	    {"16777215", "ffffff/32"},
	    {"0", "0/32"},
	    {"1", "1/32"},
	    {"00", "none"},
	    {"4294967296", "none"},
	};

	(void)state;
	check(small_integer, table, ROWS(table));
	check(small_integer, &(struct reading){"16777215", "none"}, 1);
	check(small_integer, &(struct reading){"0", "none"}, 1);
	check(any_integer, any, ROWS(any));
}

static void
reverse_zones(void **state)
{
	static const struct reading table[] = {
	    {"10.in-addr.arpa", "a000000/8"},
	    {"4.3.2.1.in-addr.arpa", "1020304/32"},
	    {"4.3.2.1.IN-ADDR.ARPA.", "1020304/32"},
	    {"5.4.3.2.1.in-addr.arpa", "none"},
	    {"256.in-addr.arpa", "none"},
	    {"a.in-addr.arpa", "none"},
	    {"1.in-addx.arpa", "none"},
	    {"1.in-adr.arpa", "none"},
	    {"in-addr.arpa", "none"},
	    {"1.in-addr.arpx", "none"},
	    {".in-addr.arpa", "none"},
	    {".", "none"},
	    {"", "none"},
	    {HEX ".in-addr.arpa", "none"},
	    {"8.b.D.0.1.0.0.2.ip6.arpa", "20010db800000000:0/32"},
	    {"g.ip6.arpa", "none"},
	    {"00.ip6.arpa", "none"},
	    {NIBBLES NIBBLES "ip6.arpa", "0:0/128"},
	    {NIBBLES NIBBLES "0.ip6.arpa", "none"},
	    {NIBBLES NIBBLES "0.0.0.ip6.arpa", "none"},
	    {"0/25.2.0.192.in-addr.arpa", "c0000200/25"},
	    {"64-127.2.0.192.in-addr.arpa", "c0000240-c000027f"},
	    {"127-64.2.0.192.in-addr.arpa", "none"},
	    {"0/23.2.0.192.in-addr.arpa", "none"},
	    {"0/33.2.0.192.in-addr.arpa", "none"},
	    {"256/25.2.0.192.in-addr.arpa", "none"},
	    {"x-1.2.0.192.in-addr.arpa", "none"},
	    {"1-.2.0.192.in-addr.arpa", "none"},
	    {"1-256.2.0.192.in-addr.arpa", "none"},
	    {"0/25.2.0.x.in-addr.arpa", "none"},
	    {"0/25.0.192.in-addr.arpa", "none"},
	    {"abc.2.0.192.in-addr.arpa", "none"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		check(sn__lenient_name, &table[i], 1);
}

static void
policy_zones(void **state)
{
	static const struct reading table[] = {
	    {"24.0.2.0.192.rpz-ip", "c0000200/24"},
	    {"32.1.2.0.192.rpz-ip.zone.example.", "c0000201/32"},
	    {"24.0.2.0.192.rpz-client-ip", "c0000200/24"},
	    {"24.0.2.0.192.rpz-nsip", "c0000200/24"},
	    {"24.0.2.0.192.rpz-nsdname", "none"},
	    {"24.0.2.0.192.RPZ-IP", "c0000200/24"},
	    {"0.0.0.0.0.rpz-ip", "0/0"},
	    {"0.1.0.0.0.rpz-ip", "none"},
	    {"33.0.2.0.192.rpz-ip", "none"},
	    {"24.256.2.0.192.rpz-ip", "none"},
	    {"x.0.2.0.192.rpz-ip", "none"},
	    {"24.rpz-ip", "none"},
	    {"rpz-ip", "none"},
	    {"24.0.2.0.192.rpz-ipx", "none"},
	    {"48.zz.db8.2001.rpz-ip", "20010db800000000:0/48"},
	    {"128.1.zz.rpz-ip", "0:1/128"},
	    {"128.1.zz.2.rpz-ip", "2000000000000:1/128"},
	    {"0.zz.rpz-ip", "0:0/0"},
	    {"0.1.zz.rpz-ip", "none"},
	    {"129.1.zz.rpz-ip", "none"},
	    {"128.8.7.6.5.4.3.2.1.rpz-ip", "1000200030004:5000600070008/128"},
	    {"128.9.8.7.6.5.4.3.2.1.rpz-ip", "none"},
	    {"128.8.7.6.5.4.3.2.rpz-ip", "none"},
	    {"128.zz.1.zz.rpz-ip", "none"},
	    {"128.12345.zz.rpz-ip", "none"},
	    {"128.g.zz.rpz-ip", "none"},
	    {"128.8.7.6.5.zz.4.3.2.rpz-ip", "2000300040000:5000600070008/128"},
	    {"128.8.7.6.5.zz.4.3.2.1.rpz-ip", "none"},
	    {"x.1.zz.rpz-ip", "none"},
	};
	char zone[300];
	sn__lenient l;

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		check(sn__lenient_name, &table[i], 1);
	/* More than 255 bytes, and more than 34 labels. */
	memset(zone, '1', sizeof(zone));
	for (size_t i = 1; i < sizeof(zone); i += 2)
		zone[i] = '.';
	assert_int_equal(sn__lenient_name(&l, zone, zone + 256), SN__NO_RULE);
	assert_int_equal(sn__lenient_name(&l, zone, zone + 255), SN__NO_RULE);
}

/* ------------------------------------------------------- two values */

struct pair_row {
	const char *first;
	const char *second;
	uint32_t are;
	sn_status status;
	const char *want; /* the range, or part of the message */
};

static void
check_pair(const struct pair_row *r)
{
	char line[120], got[SN_RANGE_TEXT_MAX];
	const char *at = line + 2;
	size_t n = strlen(r->first);
	sn_error e = {.offset = 0};
	sn__item item, again;
	sn__pair pair;
	sn_status status;

	snprintf(line, sizeof(line), "- %s,%s", r->first, r->second);
	pair = (sn__pair){at, at + n, at + n + 1, line + strlen(line), r->are};
	status = sn__pair_parse(&item, &pair, line, 0, &e);
	if (status != r->status)
		fail_msg("%s: %d %s", line, status, e.message);
	assert_int_equal(
	    sn__pair_parse(&again, &pair, line, 0, NULL), r->status);
	if (status) {
		if (!strstr(e.message, r->want) || e.offset < 2)
			fail_msg("%s: %s", line, e.message);
		assert_int_equal(e.column, e.offset + 1);
		return;
	}
	sn_range_format(got, sizeof(got),
	    (sn_range){sn__addr(item.family, item.first),
		sn__addr(item.family, item.last)});
	assert_string_equal(got, r->want);
}

static void
pairs(void **state)
{
	enum {
		RANGE = SN_COLUMNS_RANGE,
		MASK = SN_COLUMNS_MASK,
		WILD = SN_COLUMNS_WILDCARD,
		COUNT = SN_COLUMNS_COUNT,
		LENGTH = SN_COLUMNS_LENGTH
	};
	static const struct pair_row table[] = {
	    {"10.0.0.1", "10.0.0.9", RANGE, SN_OK, "10.0.0.1-10.0.0.9"},
	    {"1", "16909060", RANGE, SN_ESYNTAX, "four octets"},
	    {"10.0.0.9", "10.0.0.1", RANGE, SN_EREVERSED, "not below"},
	    {"10.0.0.9", "::1", RANGE, SN_EFAMILY, "one family"},
	    {"10.0.0.9", "x", RANGE, SN_ESYNTAX, ""},
	    {"x", "10.0.0.1", RANGE, SN_ESYNTAX, ""},
	    {"10.0.0.0/24", "10.0.0.1", RANGE, SN_ESYNTAX, "one address"},
	    {"10.0.0.1/32", "10.0.0.1", RANGE, SN_ESYNTAX, "one address"},
	    {"10.0.0.1", "10.0.0.1/32", RANGE, SN_ESYNTAX, "one address"},
	    {"10.0.0.0", "255.0.0.0", MASK, SN_OK, "10.0.0.0-10.255.255.255"},
	    {"10.0.0.0", "255.0.255.0", MASK, SN_ESYNTAX, "netmask"},
	    {"10.0.0.0", "x", MASK, SN_ESYNTAX, ""},
	    {"10.0.0.0", "ffff::", MASK, SN_ESYNTAX, "of this family"},
	    {"ff00::", "ff00::", MASK, SN_OK,
		"ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	    {"10.0.0.0", "0.0.0.0", MASK, SN_ESYNTAX, "address 0"},
	    {"0.0.0.0", "0.0.0.0", MASK, SN_OK, "0.0.0.0-255.255.255.255"},
	    {"10.0.0.1", "255.0.0.0", MASK, SN_EHOSTBITS, ""},
	    {"10.0.0.0", "24", MASK, SN_OK, "10.0.0.0-10.0.0.255"},
	    {"10.0.0.0", "/24", MASK, SN_OK, "10.0.0.0-10.0.0.255"},
	    {"fe80::", "126", MASK, SN_OK, "fe80::-fe80::3"},
	    {"10.0.0.0", "33", MASK, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "0", MASK, SN_ESYNTAX, "address 0"},
	    {"0.0.0.0", "/0", MASK, SN_OK, "0.0.0.0-255.255.255.255"},
	    {"10.0.0.0", "24", WILD, SN_ESYNTAX, ""},
	    {"10.0.0.0", "0.0.0.255", WILD, SN_OK, "10.0.0.0-10.0.0.255"},
	    {"10.0.0.0", "0.0.255.0", WILD, SN_ESYNTAX, "wildcard"},
	    {"fe80::", "::ff", WILD, SN_ESYNTAX, "wildcard of IPv4"},
	    {"10.0.0.0", "24", LENGTH, SN_OK, "10.0.0.0-10.0.0.255"},
	    {"10.0.0.0", "/24", LENGTH, SN_OK, "10.0.0.0-10.0.0.255"},
	    {"10.0.0.0", "//24", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "/", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "33", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "024", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "2a", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"10.0.0.0", "2/", LENGTH, SN_ESYNTAX, "0 to 32"},
	    {"fe80::", "129", LENGTH, SN_ESYNTAX, "0 to 128"},
	    {"fe80::", "126", COUNT, SN_OK, "fe80::-fe80::3"},
	    {"10.0.0.0", "0", COUNT, SN_ESYNTAX, "how many"},
	    {"10.0.0.0", "x", COUNT, SN_ESYNTAX, "how many"},
	    {"10.0.0.0", "3", COUNT, SN_OK, "10.0.0.0-10.0.0.2"},
	    {"255.255.255.255", "1", COUNT, SN_OK,
		"255.255.255.255-255.255.255.255"},
	    {"255.255.255.255", "2", COUNT, SN_ESYNTAX, "the last of all"},
	    {"0.0.0.0", "4294967296", COUNT, SN_OK, "0.0.0.0-255.255.255.255"},
	    {"0.0.0.0", "9999999999999999999", COUNT, SN_ESYNTAX, "how many"},
	    {"0.0.0.0", "10000000000000000000", COUNT, SN_ESYNTAX, "how many"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		check_pair(&table[i]);
}

static void
counts(void **state)
{
	static const struct {
		const char *text;
		bool is;
		uint32_t more;
	} table[] = {
	    {"1", true, 0},
	    {"256", true, 255},
	    {"4294967295", true, 0xfffffffe},
	    {"4294967296", false, 0},
	    {"0", false, 0},
	    {"01", false, 0},
	    {"x", false, 0},
	    {"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *p = table[i].text;
		uint32_t more = 0;

		if (sn__pair_count(p, p + strlen(p), &more) != table[i].is)
			fail_msg("%s", p);
		assert_int_equal(more, table[i].more);
	}
}

/* Every mask has its length, and no text beside it has one. */
static void
masks(void **state)
{
	(void)state;
	for (unsigned inverted = 0; inverted < 2; inverted++) {
		sn__masks all;

		sn__masks_init(&all, inverted);
		for (unsigned len = 0; len <= 32; len++) {
			uint32_t host = sn__host32(len);
			sn_addr mask = {
			    .family = SN_IPV4, .lo = inverted ? host : ~host};
			char text[2 * SN__MASK_TEXT] = "", want[8] = "";
			size_t n = sn_addr_format(text, sizeof(text), mask);
			const struct sn__mask *found =
			    sn__masks_find(&all, text, n);

			/* Everything depends on the address. */
			assert_int_equal(!found, len == 0);
			if (!found)
				continue;
			snprintf(want, sizeof(want), "/%u", len);
			assert_string_equal(found->length, want);
			assert_int_equal(found->size, strlen(want));
			text[n] = 'x';
			assert_null(sn__masks_find(&all, text, n + 1));
			assert_ptr_equal(sn__masks_find(&all, text, n), found);
			assert_null(sn__masks_find(&all, text, SN__MASK_TEXT));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hex),
	    cmocka_unit_test(integers),
	    cmocka_unit_test(reverse_zones),
	    cmocka_unit_test(policy_zones),
	    cmocka_unit_test(pairs),
	    cmocka_unit_test(counts),
	    cmocka_unit_test(masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
