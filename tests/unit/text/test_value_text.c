/*
 * test_value_text.c - the strict grammar and the canonical form, one value at a
 * time. Bulk text is in test_bulk_read.c, lenient notation in
 * test_grammar_lenient.c.
 */
#include "test.h"

#include <arpa/inet.h>

#include "base/bits.h"

static const struct {
	const char *text;
	const char *want; /* as a range */
	const char *why;
} good[] = {
    {"0.0.0.0", "0.0.0.0-0.0.0.0", "the lowest"},
    {"255.255.255.255", "255.255.255.255-255.255.255.255", "the highest"},
    {"0.0.0.0/0", "0.0.0.0-255.255.255.255", "everything"},
    {"255.255.255.255/32", "255.255.255.255-255.255.255.255",
	"the highest as a prefix"},
    {"10.0.0.0/8", "10.0.0.0-10.255.255.255", "plain"},
    {"10.0.0.0/255.0.0.0", "10.0.0.0-10.255.255.255", "netmask"},
    {"10.0.0.0/0.0.0.0", "0.0.0.0-255.255.255.255", "netmask /0"},
    {"10.0.0.1/255.255.255.255", "10.0.0.1-10.0.0.1", "netmask /32"},
    {"10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9", "range"},
    {"10.0.0.1 - 10.0.0.9", "10.0.0.1-10.0.0.9", "spaces around"},
    {"10.0.0.1\t-  10.0.0.9", "10.0.0.1-10.0.0.9", "tab around"},
    {"0.0.0.0-255.255.255.255", "0.0.0.0-255.255.255.255", "full"},
    {"::", "::-::", "the lowest"},
    {"::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "everything"},
    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-"
	"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"the highest"},
    {"::1", "::1-::1", "gap first"},
    {"1::", "1::-1::", "gap last"},
    {"1::8", "1::8-1::8", "gap in the middle"},
    {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0-1:2:3:4:5:6:7:0",
	"a gap of one group, last"},
    {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8-0:2:3:4:5:6:7:8",
	"a gap of one group, first"},
    {"ABCD:EF01::", "abcd:ef01::-abcd:ef01::", "upper case"},
    {"0001:0002:0003:0004:0005:0006:0007:0008",
	"1:2:3:4:5:6:7:8-1:2:3:4:5:6:7:8", "leading zeros of groups"},
    {"::ffff:1.2.3.4", "::ffff:1.2.3.4-::ffff:1.2.3.4", "mapped stays dotted"},
    {"::1.2.3.4", "::102:304-::102:304", "compatible does not"},
    {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304-1:2:3:4:5:6:102:304",
	"quad after six groups"},
    {"2001:db8::/32", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
	"plain"},
    {"::1-::f", "::1-::f", "range"},
    {"::/128", "::-::", "longest"},
    {"::/1", "::-7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "half"},
    {"8000::/1", "8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"upper half"},
};

static void
accepted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		char buf[SN_RANGE_TEXT_MAX];
		sn_range r, again;

		assert_int_equal(
		    sn_range_parse(&r, good[i].text, strlen(good[i].text),
			SN_PARSE_MASK_HOST, NULL),
		    SN_OK);
		assert_int_equal(
		    sn_range_format(buf, sizeof(buf), r), strlen(good[i].want));
		assert_string_equal(buf, good[i].want);
		assert_int_equal(
		    sn_range_parse(&again, buf, strlen(buf), 0, NULL), SN_OK);
		assert_memory_equal(&r, &again, sizeof(r));
	}
}

static const struct {
	const char *text;
	int status;
	unsigned column;
	const char *why;
} bad[] = {
    {"", SN_ESYNTAX, 1, "nothing"},
    {" 10.0.0.1", SN_ESYNTAX, 1, "space before"},
    {"10.0.0.1 ", SN_ESYNTAX, 9, "space after"},
    {"x", SN_ESYNTAX, 1, "no address"},
    {"10", SN_ESYNTAX, 3, "short form"},
    {"10/8", SN_ESYNTAX, 3, "short form with length"},
    {"10.0", SN_ESYNTAX, 5, "two octets"},
    {"10.0.0", SN_ESYNTAX, 7, "three octets"},
    {"10.0.0.", SN_ESYNTAX, 8, "fourth octet is missing"},
    {"10..0.1", SN_ESYNTAX, 4, "empty octet"},
    {".10.0.0.1", SN_ESYNTAX, 1, "dot first"},
    {"10.0.0.1.", SN_ESYNTAX, 9, "dot last"},
    {"10.0.0.1.2", SN_ESYNTAX, 9, "five octets"},
    {"10.0.0.256", SN_ESYNTAX, 8, "octet too large"},
    {"10.0.0.1000", SN_ESYNTAX, 8, "octet too long"},
    {"111.1111.1.111", SN_ESYNTAX, 5, "lengths that add up"},
    {"99999999999999999999.1.1.1", SN_ESYNTAX, 1, "overflow"},
    {"010.0.0.1", SN_ESYNTAX, 1, "leading zero: octal to some"},
    {"10.00.0.1", SN_ESYNTAX, 4, "leading zero"},
    {"0x0a.0.0.1", SN_ESYNTAX, 2, "hex"},
    {"+10.0.0.1", SN_ESYNTAX, 1, "sign"},
    {"10.0.0.-1", SN_ESYNTAX, 8, "sign"},
    {"10.0.0.0/", SN_ESYNTAX, 10, "length is missing"},
    {"10.0.0.0/33", SN_ESYNTAX, 10, "length too large"},
    {"10.0.0.0/08", SN_ESYNTAX, 10, "leading zero in length"},
    {"10.0.0.0/8x", SN_ESYNTAX, 11, "something after"},
    {"10.0.0.0/8/8", SN_ESYNTAX, 11, "two lengths"},
    {"10.0.0.0/-1", SN_ESYNTAX, 10, "sign"},
    {"10.0.0.0/255.0.255.0", SN_ESYNTAX, 10, "netmask with a hole"},
    {"10.0.0.0/0.0.0.255", SN_ESYNTAX, 10, "wildcard mask"},
    {"10.0.0.0/255.0.0.256", SN_ESYNTAX, 18, "bad netmask octet"},
    {"10.0.0.1/8", SN_EHOSTBITS, 1, "host bits"},
    {"255.255.255.255/0", SN_EHOSTBITS, 1, "host bits of /0"},
    {"10.0.0.2-10.0.0.1", SN_EREVERSED, 10, "reversed"},
    {"10.0.0.2-::1", SN_EFAMILY, 10, "two families"},
    {"10.0.0.2-", SN_ESYNTAX, 10, "no last address"},
    {"10.0.0.2-10.0.0.3/32", SN_ESYNTAX, 18, "range with a length"},
    {"10.0.0.0/8-11.0.0.0/8", SN_ESYNTAX, 11, "range of prefixes"},
    {":", SN_ESYNTAX, 1, "one colon"},
    {":1", SN_ESYNTAX, 1, "one colon first"},
    {"1:", SN_ESYNTAX, 3, "one colon last"},
    {":::", SN_ESYNTAX, 3, "three colons"},
    {"1::2::3", SN_ESYNTAX, 5, "two gaps"},
    {"1:2:3:4:5:6:7", SN_ESYNTAX, 14, "seven groups"},
    {"1:2:3:4:5:6:7:8:9", SN_ESYNTAX, 16, "nine groups"},
    {"1:2:3:4::5:6:7:8", SN_ESYNTAX, 17, "eight groups and a gap"},
    {"12345::", SN_ESYNTAX, 1, "five digits"},
    {"g::", SN_ESYNTAX, 1, "not hex"},
    {"::g", SN_ESYNTAX, 3, "not hex"},
    {"::1.2.3", SN_ESYNTAX, 8, "quad too short"},
    {"1:2:3:4:5:6:7:1.2.3.4", SN_ESYNTAX, 16, "quad as eighth group"},
    {"::1.2.3.4:5", SN_ESYNTAX, 10, "quad not last"},
    {"::/129", SN_ESYNTAX, 4, "length too large"},
    {"::/ffff::", SN_ESYNTAX, 4, "IPv6 netmask"},
    {"::1/64", SN_EHOSTBITS, 1, "host bits"},
    {"fe80::1%eth0", SN_ESYNTAX, 8, "zone index"},
    {"[::1]", SN_ESYNTAX, 1, "brackets"},
    {"::2-::1", SN_EREVERSED, 5, "reversed"},
};

static void
refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		sn_error error;
		sn_range r, before;
		int status;

		memset(&r, 0x5a, sizeof(r));
		before = r;
		status = sn_range_parse(
		    &r, bad[i].text, strlen(bad[i].text), 0, &error);
		if (status != bad[i].status || error.column != bad[i].column)
			print_message("'%s' (%s): status %d column %u: %s\n",
			    bad[i].text, bad[i].why, status,
			    (unsigned)error.column, error.message);
		assert_int_equal(status, bad[i].status);
		assert_int_equal(error.status, status);
		assert_int_equal(error.column, bad[i].column);
		assert_string_equal(error.text, bad[i].text);
		assert_true(strlen(error.message) > 9);
		assert_memory_equal(&r, &before, sizeof(r));
	}
}

static void
kinds_are_kept_apart(void **state)
{
	sn_prefix p;
	sn_addr a;

	(void)state;
	assert_int_equal(
	    sn_prefix_parse(&p, "10.0.0.1-10.0.0.2", 17, 0, NULL), SN_ESYNTAX);
	assert_int_equal(sn_addr_parse(&a, "10.0.0.0/8", 10, NULL), SN_ESYNTAX);
	assert_int_equal(
	    sn_addr_parse(&a, "10.0.0.1/32", 11, NULL), SN_ESYNTAX);
	assert_int_equal(
	    sn_addr_parse(&a, "10.0.0.1-10.0.0.2", 17, NULL), SN_ESYNTAX);
	assert_int_equal(sn_prefix_parse(&p, "10.0.0.1", 8, 0, NULL), SN_OK);
	assert_int_equal(p.len, 32);
	assert_int_equal(
	    sn_prefix_parse(&p, "10.9.9.9/8", 10, SN_PARSE_MASK_HOST, NULL),
	    SN_OK);
	assert_int_equal(p.lo, 0x0a000000);
}

static void
host_bits_name_the_network(void **state)
{
	sn_error error;
	sn_prefix p;

	(void)state;
	assert_int_equal(
	    sn_prefix_parse(&p, "10.1.2.3/8", 10, 0, &error), SN_EHOSTBITS);
	assert_non_null(strstr(error.message, "10.0.0.0/8"));
}

static void
error_text_is_safe(void **state)
{
	char text[200];
	sn_error error;
	sn_addr a;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(
	    sn_addr_parse(&a, text, sizeof(text), &error), SN_ESYNTAX);
	assert_int_equal(strlen(error.text), sizeof(error.text) - 1);
	assert_int_equal(sn_addr_parse(&a,
			     "1\0"
			     "2\x1b[31m\xff",
			     9, &error),
	    SN_ESYNTAX);
	assert_string_equal(error.text, "1\\x002\\x1b[31m\\xff");
}

/* One changed, dropped or added byte at a time. */
static void
mutate(uint64_t *rng, char *text)
{
	static const char bytes[] = "0123456789abfF.:/- xg";
	size_t n = strlen(text), at = test_below(rng, n + 1);
	char byte = bytes[test_below(rng, sizeof(bytes) - 1)];

	switch (test_below(rng, 3)) {
	case 0:
		if (at < n)
			text[at] = byte;
		break;
	case 1:
		if (at < n)
			memmove(text + at, text + at + 1, n - at);
		break;
	default:
		if (n < 60) {
			memmove(text + at + 1, text + at, n - at + 1);
			text[at] = byte;
		}
		break;
	}
}

/* inet_pton is the oracle, on good, slightly broken and very broken text. */
static void
against_inet_pton(void **state)
{
	uint64_t rng = test_seed();
	unsigned right = 0, wrong = 0;

	(void)state;
	for (unsigned i = 0; i < test_rounds(400000); i++) {
		uint8_t bytes[16], want[16], got[16];
		int family = i & 1 ? AF_INET6 : AF_INET;
		char text[64];
		sn_addr a;
		bool ok;

		for (int j = 0; j < 16; j++)
			bytes[j] = (uint8_t)(test_below(&rng, 3)
						 ? test_random(&rng) >>
						       test_below(&rng, 8)
						 : 0);
		inet_ntop(family, bytes, text, sizeof(text));
		for (uint64_t j = test_below(&rng, 3); j-- > 0;)
			mutate(&rng, text);
		ok = inet_pton(AF_INET, text, want) == 1;
		if (ok)
			family = AF_INET;
		else if ((ok = inet_pton(AF_INET6, text, want) == 1))
			family = AF_INET6;
		if ((sn_addr_parse(&a, text, strlen(text), NULL) == SN_OK) !=
		    ok)
			fail_msg("'%s': inet_pton says %d", text, ok);
		right += ok;
		wrong += !ok;
		if (!ok)
			continue;
		assert_int_equal(
		    sn_addr_to_bytes(a, got), family == AF_INET ? 4 : 16);
		assert_memory_equal(got, want, family == AF_INET ? 4 : 16);
	}
	/* Both sides of the line were visited. */
	assert_true(right * 4 > wrong && wrong * 8 > right);
}

/* inet_ntop writes RFC 5952 but for the IPv4-compatible addresses. */
static void
against_inet_ntop(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned i = 0; i < test_rounds(400000); i++) {
		uint64_t shape = test_random(&rng);
		uint8_t bytes[16];
		char want[64], got[64];
		sn_addr a;

		for (int j = 0; j < 8; j++) {
			/* Groups of 0 to 4 digits, half of them zero. */
			uint64_t g = shape >> (3 * j) & 1
					 ? 0
					 : (test_random(&rng) & 0xffff) >>
					       4 * test_below(&rng, 4);

			bytes[2 * j] = (uint8_t)(g >> 8);
			bytes[2 * j + 1] = (uint8_t)g;
		}
		if (i % 16 == 0) {
			memset(bytes, 0, 10);
			bytes[10] = bytes[11] = 0xff;
		}
		assert_int_equal(
		    sn_addr_from_bytes(&a, bytes, i % 3 ? 16 : 4), SN_OK);
		sn_addr_format(got, sizeof(got), a);
		inet_ntop(
		    i % 3 ? AF_INET6 : AF_INET, bytes, want, sizeof(want));
		/* ::1.2.3.4 is deprecated; we write it in hex. */
		if (i % 3 && a.hi == 0 && a.lo >> 32 == 0 && a.lo > 0xffff)
			continue;
		assert_string_equal(got, want);
	}
}

static void
formatting_keeps_to_the_size(void **state)
{
	sn_addr top = sn_addr_v6(UINT64_MAX, UINT64_MAX);
	sn_range r = {top, top};
	char buf[SN_RANGE_TEXT_MAX + 1];
	sn_prefix p;

	(void)state;
	assert_int_equal(sn_prefix_make(&p, top, 128), SN_OK);
	for (size_t size = 0; size <= SN_RANGE_TEXT_MAX; size++) {
		memset(buf, 'x', sizeof(buf));
		assert_int_equal(sn_range_format(buf, size, r), 79);
		assert_int_equal(buf[size], 'x');
		if (size)
			assert_int_equal(
			    strlen(buf), size - 1 < 79 ? size - 1 : 79);
		assert_int_equal(sn_prefix_format(buf, size, p), 43);
		assert_int_equal(sn_addr_format(buf, size, top), 39);
		assert_int_equal(buf[size], 'x');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(accepted),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(kinds_are_kept_apart),
	    cmocka_unit_test(host_bits_name_the_network),
	    cmocka_unit_test(error_text_is_safe),
	    cmocka_unit_test(against_inet_pton),
	    cmocka_unit_test(against_inet_ntop),
	    cmocka_unit_test(formatting_keeps_to_the_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
