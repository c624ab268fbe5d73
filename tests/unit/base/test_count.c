/*
 * test_count.c - 256-bit counts, against decimal arithmetic on strings.
 */
#include "test.h"

#include <math.h>

static sn_count
power(unsigned bits)
{
	sn_count n = {{0, 0, 0, 0}};

	n.word[bits / 64] = UINT64_C(1) << bits % 64;
	return n;
}

static void
check_text(sn_count n, const char *want)
{
	char buf[SN_COUNT_TEXT_MAX];
	sn_count back;

	assert_int_equal(sn_count_format(buf, sizeof(buf), n), strlen(want));
	assert_string_equal(buf, want);
	assert_int_equal(
	    sn_count_parse(&back, want, strlen(want), NULL), SN_OK);
	assert_int_equal(sn_count_compare(back, n), 0);
}

static void
known_numbers(void **state)
{
	(void)state;
	check_text(sn_count_from(0), "0");
	check_text(sn_count_from(999999999999999999), "999999999999999999");
	/* Parts of 18 digits: the lower ones keep their zeros. */
	check_text(sn_count_from(1000000000000000000), "1000000000000000000");
	check_text(power(64), "18446744073709551616");
	check_text(power(128), "340282366920938463463374607431768211456");
	/* All pairs of two full IPv6 spaces, less one. */
	check_text(power(255),
	    "578960446186580977117854925043439539266349923328"
	    "20282019728792003956564819968");
}

/* Doubling in decimal, digit by digit, for every power of two. */
static void
powers_of_two(void **state)
{
	char want[80] = "1";

	(void)state;
	for (unsigned bits = 0; bits < 256; bits++) {
		int carry = 0;
		size_t n = strlen(want);

		check_text(power(bits), want);
		for (size_t i = n; i-- > 0;) {
			int digit = 2 * (want[i] - '0') + carry;

			want[i] = (char)('0' + digit % 10);
			carry = digit / 10;
		}
		if (carry) {
			memmove(want + 1, want, n + 1);
			want[0] = '1';
		}
	}
}

static void
arithmetic(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned i = 0; i < test_rounds(20000); i++) {
		sn_count a = sn_count_from(test_random(&rng) >> i % 64);
		sn_count b = sn_count_from(test_random(&rng) >> i % 61);
		sn_count c = sn_count_mul(power(i % 100), a);
		sn_count d = sn_count_mul(power(i % 90), b);
		sn_count sum = sn_count_add(c, d);

		assert_int_equal(sn_count_compare(sn_count_sub(sum, d), c), 0);
		assert_int_equal(sn_count_compare(sn_count_sub(sum, c), d), 0);
		/* (c + d)(c + d) = cc + 2cd + dd, while nothing saturates */
		if (i % 100 < 50 && i % 90 < 50) {
			sn_count cd = sn_count_mul(c, d);
			sn_count right = sn_count_add(
			    sn_count_mul(c, c), sn_count_mul(d, d));

			right = sn_count_add(right, sn_count_add(cd, cd));
			assert_int_equal(
			    sn_count_compare(sn_count_mul(sum, sum), right), 0);
		}
	}
}

static void
saturation(void **state)
{
	const sn_count most = {
	    {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		assert_int_equal(
		    sn_count_compare(sn_count_add(most, power(i)), most), 0);
		for (unsigned j = 0; j < 256; j++) {
			sn_count p = sn_count_mul(power(i), power(j));

			assert_int_equal(sn_count_compare(p,
					     i + j < 256 ? power(i + j) : most),
			    0);
		}
	}
	assert_true(sn_count_is_zero(sn_count_sub(power(3), power(4))));
	assert_true(sn_count_is_zero(sn_count_sub(power(64), power(64))));
	assert_false(sn_count_is_zero(power(192)));
}

static void
doubles(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 256; i++)
		assert_true(sn_count_to_double(power(i)) == ldexp(1, (int)i));
}

static void
refused_numbers(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} table[] = {
	    {"", "no digit"},
	    {"-1", "no sign"},
	    {"+1", "no sign"},
	    {" 1", "no space"},
	    {"1e3", "no exponent"},
	    {"0x10", "no hex"},
	    {"1157920892373161954235709850086879078532699846656405640394575840"
	     "07913129639935",
		"2^256 - 1 stands for saturated"},
	    {"1157920892373161954235709850086879078532699846656405640394575840"
	     "07913129639936",
		"2^256"},
	    {"9999999999999999999999999999999999999999999999999999999999999999"
	     "99999999999999999999",
		"far more"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_count n = sn_count_from(7);
		sn_error error;

		assert_int_equal(sn_count_parse(&n, table[i].text,
				     strlen(table[i].text), &error),
		    SN_ESYNTAX);
		assert_int_equal(n.word[0], 7);
		assert_int_equal(error.status, SN_ESYNTAX);
	}
}

static void
short_buffers(void **state)
{
	char buf[8] = "xxxxxxx";

	(void)state;
	assert_int_equal(sn_count_format(NULL, 0, sn_count_from(12345)), 5);
	assert_int_equal(sn_count_format(buf, 4, sn_count_from(12345)), 5);
	assert_string_equal(buf, "123");
	assert_int_equal(buf[4], 'x');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_numbers),
	    cmocka_unit_test(powers_of_two),
	    cmocka_unit_test(arithmetic),
	    cmocka_unit_test(saturation),
	    cmocka_unit_test(doubles),
	    cmocka_unit_test(refused_numbers),
	    cmocka_unit_test(short_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
