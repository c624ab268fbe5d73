/*
 * test_bulk_extract.c - items that stand anywhere in a text: what goes with an
 * address, and what makes it none.
 */
#include "test.h"

#include "text/bulk_extract.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

/* All items of a text, a blank after each; "!" for one that is wrong. */
static void
items_of(const char *text, char *out)
{
	sn__extract x = {text, text, text + strlen(text)};

	*out = '\0';
	for (;;) {
		char range[SN_RANGE_TEXT_MAX];
		const char *found;
		sn__item item;
		sn_error e;
		sn_status status =
		    sn__extract_next(&x, SN_PARSE_MASK_HOST, &item, &found, &e);

		if (!found)
			return;
		if (status) {
			out = stpcpy(out, "! ");
			continue;
		}
		sn_range_format(range, sizeof(range),
		    (sn_range){sn__addr(item.family, item.first),
			sn__addr(item.family, item.last)});
		if (item.first == item.last)
			*strchr(range, '-') = '\0';
		out = stpcpy(stpcpy(out, range), " ");
	}
}

struct row {
	const char *text;
	const char *want;
};

static void
check(const struct row *row, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		char got[400];

		items_of(row[i].text, got);
		if (strcmp(got, row[i].want))
			fail_msg("'%s': %s", row[i].text, got);
	}
}

static void
addresses(void **state)
{
	static const struct row table[] = {
	    {"", ""},
	    {"no", ""},
	    {"1.2.3.4", "1.2.3.4 "},
	    {"a1.2.3.4", ""},
	    {"_1.2.3.4", ""},
	    {"Z1.2.3.4", ""},
	    {"1.2.3.4a", ""},
	    {"1.2.3.4z", ""},
	    {"1.2.3.4Z", ""},
	    {"1.2.3.4_", ""},
	    {"1.2.3.4.5", ""},
	    {".1.2.3.4", ""},
	    {"1.2.3.4.", "1.2.3.4 "},
	    {"1.2.3.4...", "1.2.3.4 "},
	    {"\xc3\xa4"
	     "1.2.3.4\xc3\xa4",
		"1.2.3.4 "},
	    {"\\n1.2.3.4", "1.2.3.4 "},
	    {"\\r1.2.3.4", "1.2.3.4 "},
	    {"\\t1.2.3.4", "1.2.3.4 "},
	    {"\\x1.2.3.4", ""},
	    {"n1.2.3.4", ""},
	    {"1.2.3.4:80", "1.2.3.4 "},
	    {"1.2.3.4:80:1", "1.2.3.4 "},
	    {"port:1.2.3.4", "1.2.3.4 "},
	    {"80:1.2.3.4", "1.2.3.4 "},
	    {"::1.2.3.4", "::102:304 "},
	    {"x::1", ""},
	    {"ip6:fe80::1", "fe80::1 "},
	    {"fe80::1:", "fe80::1 "},
	    {"fe80::", "fe80:: "},
	    {"FE80::A", "fe80::a "},
	    {"fe80::1%eth0", "fe80::1 "},
	    {"fe80::1%", "fe80::1 "},
	    {"1.2.3.4%eth0", "1.2.3.4 "},
	    {"fe80::1x", ""},
	    {"12:34:56", ""},
	    {":", ""},
	    {"a:b", ""},
	    {"1111111111111111111111111111111111111111111111111111", ""},
	    {"1.2.3.4, 5.6.7.8;fe80::1", "1.2.3.4 5.6.7.8 fe80::1 "},
	};

	(void)state;
	check(table, ROWS(table));
}

static void
prefixes(void **state)
{
	static const struct row table[] = {
	    {"10.0.0.0/24", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.0\\/24", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.0\\", "10.0.0.0 "},
	    {"10.0.0.0\\x", "10.0.0.0 "},
	    {"10.0.0.0/24.", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.0/255.255.255.0", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.0/33", "! "},
	    {"10.0.0.0/1234567890123456789012", "! "},
	    {"10.0.0.1/", "10.0.0.1 "},
	    {"10.0.0.1/x", "10.0.0.1 "},
	    {"10.0.0.1/24/x", "10.0.0.1 "},
	    {"10.0.0.1/24x", "10.0.0.1 "},
	    {"http://10.0.0.1/24", "10.0.0.1 "},
	    {"/10.0.0.0/24", "10.0.0.0-10.0.0.255 "},
	    {"x/10.0.0.0/24", "10.0.0.0-10.0.0.255 "},
	    {"fe80::%eth0/126", "fe80::-fe80::3 "},
	    {"fe80::/126", "fe80::-fe80::3 "},
	};

	(void)state;
	check(table, ROWS(table));
}

static void
ranges_and_masks(void **state)
{
	static const struct row table[] = {
	    {"10.0.0.1-10.0.0.3", "10.0.0.1-10.0.0.3 "},
	    {"10.0.0.1 - 10.0.0.3", "10.0.0.1-10.0.0.3 "},
	    {"10.0.0.1\t-\t10.0.0.3 x", "10.0.0.1-10.0.0.3 "},
	    {"10.0.0.3-10.0.0.1", "10.0.0.3 10.0.0.1 "},
	    {"10.0.0.1-fe80::1", "10.0.0.1 fe80::1 "},
	    {"10.0.0.1-10.0.0.3/32", "10.0.0.1 10.0.0.3 "},
	    {"10.0.0.1-x", "10.0.0.1 "},
	    {"10.0.0.1-", "10.0.0.1 "},
	    {"fe80::1-fe80::3", "fe80::1-fe80::3 "},
	    {"10.0.0.0 255.255.255.0", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.0 0.0.0.255", "10.0.0.0-10.0.0.255 "},
	    {"10.0.0.7 0.0.0.0", "10.0.0.7 "},
	    {"0.0.0.0 0.0.0.0", "0.0.0.0-255.255.255.255 "},
	    {"10.0.0.7 0.0.0.255", "10.0.0.7 0.0.0.255 "},
	    {"10.0.0.0 0.255.0.255", "10.0.0.0 0.255.0.255 "},
	    {"10.0.0.0 255.0.255.0", "10.0.0.0 255.0.255.0 "},
	    {"10.0.0.0 192.0.0.0", "10.0.0.0 192.0.0.0 "},
	    {"10.0.0.0 240.0.0.0", "0.0.0.0-15.255.255.255 "},
	    {"10.0.0.0 255.0.0.0/8", "10.0.0.0 255.0.0.0-255.255.255.255 "},
	    {"10.0.0.0 255.0.0.0-255.0.0.1", "10.0.0.0 255.0.0.0-255.0.0.1 "},
	    {"10.0.0.0 2001:db8::", "10.0.0.0 2001:db8:: "},
	    {"10.0.0.0 80", "10.0.0.0 "},
	    {"10.0.0.0 tcp", "10.0.0.0 "},
	    {"10.0.0.0  ", "10.0.0.0 "},
	    {"fe80:: 255.0.0.0", "fe80:: 255.0.0.0 "},
	};

	(void)state;
	check(table, ROWS(table));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(prefixes),
	    cmocka_unit_test(ranges_and_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
