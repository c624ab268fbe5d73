/*
 * test_addr.c - addresses, prefixes and ranges as values.
 */
#include "test.h"

#include <arpa/inet.h>

#include "base/bits.h"

static sn_addr
v6(const char *text)
{
	uint8_t bytes[16];
	sn_addr a;

	assert_int_equal(inet_pton(AF_INET6, text, bytes), 1);
	assert_int_equal(sn_addr_from_bytes(&a, bytes, 16), SN_OK);
	return a;
}

static sn_prefix
prefix(sn_addr a, unsigned len)
{
	sn_prefix p;

	assert_int_equal(sn_prefix_make(&p, a, len), SN_OK);
	return p;
}

static void
bytes_are_network_order(void **state)
{
	const uint8_t four[4] = {192, 0, 2, 1};
	uint8_t back[16];
	sn_addr a;

	(void)state;
	assert_int_equal(sn_addr_from_bytes(&a, four, 4), SN_OK);
	assert_int_equal(a.lo, 0xc0000201);
	assert_int_equal(sn_addr_to_bytes(a, back), 4);
	assert_memory_equal(back, four, 4);
	a = v6("2001:db8::1");
	assert_int_equal(a.hi, 0x20010db800000000);
	assert_int_equal(a.lo, 1);
	assert_int_equal(sn_addr_to_bytes(a, back), 16);
	assert_int_equal(back[0], 0x20);
	assert_int_equal(back[15], 1);
	for (size_t size = 0; size < 20; size++)
		if (size != 4 && size != 16)
			assert_int_equal(
			    sn_addr_from_bytes(&a, back, size), SN_EINVAL);
}

static void
order_is_family_then_number(void **state)
{
	const sn_addr sorted[] = {sn_addr_v4(0), sn_addr_v4(1),
	    sn_addr_v4(UINT32_MAX), sn_addr_v6(0, 0), sn_addr_v6(0, UINT64_MAX),
	    sn_addr_v6(1, 0), sn_addr_v6(UINT64_MAX, UINT64_MAX)};
	const int n = sizeof(sorted) / sizeof(*sorted);

	(void)state;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			int order = sn_addr_compare(sorted[i], sorted[j]);

			assert_int_equal(
			    (order > 0) - (order < 0), (i > j) - (i < j));
		}
}

/* Every length of both families, against shifting one bit at a time. */
static void
every_length(void **state)
{
	const sn_addr probe[] = {sn_addr_v4(0), sn_addr_v4(UINT32_MAX),
	    sn_addr_v4(0xa5a5a5a5), sn_addr_v6(0, 0),
	    sn_addr_v6(UINT64_MAX, UINT64_MAX),
	    sn_addr_v6(0x8123456789abcdef, 0xfedcba9876543211)};

	(void)state;
	for (size_t i = 0; i < sizeof(probe) / sizeof(*probe); i++) {
		unsigned family = probe[i].family, width = sn__width(family);
		sn__u128 bits = sn__addr_bits(probe[i]);
		sn_count size = sn_count_from(1);

		for (unsigned len = width + 1; len-- > 0;) {
			sn_prefix p = prefix(probe[i], len);
			sn__u128 mask = 0;

			for (unsigned b = 0; b < len; b++)
				mask |= (sn__u128)1 << (width - 1 - b);
			assert_true(sn__prefix_bits(p) == (bits & mask));
			assert_true(sn__addr_bits(sn_prefix_last(p)) ==
				    ((bits | ~mask) & sn__top(family)));
			assert_int_equal(
			    sn_count_compare(sn_prefix_size(p), size), 0);
			assert_true(sn_prefix_contains_addr(p, probe[i]));
			assert_true(
			    sn_prefix_contains_addr(p, sn_prefix_first(p)));
			assert_true(
			    sn_prefix_contains_addr(p, sn_prefix_last(p)));
			size = sn_count_add(size, size);
		}
		sn_prefix unused;

		assert_int_equal(
		    sn_prefix_make(&unused, probe[i], width + 1), SN_EINVAL);
	}
}

static void
make_refuses_nonsense(void **state)
{
	sn_addr odd = sn_addr_v4(1), wide = sn_addr_v4(1);
	sn_prefix p;
	sn_range r;

	(void)state;
	odd.family = 5;
	wide.lo = UINT64_C(1) << 32;
	assert_int_equal(sn_prefix_make(&p, odd, 8), SN_EINVAL);
	assert_int_equal(sn_prefix_make(&p, wide, 8), SN_EINVAL);
	assert_int_equal(
	    sn_range_make(&r, sn_addr_v4(2), sn_addr_v4(1)), SN_EREVERSED);
	assert_int_equal(
	    sn_range_make(&r, sn_addr_v4(2), sn_addr_v6(0, 3)), SN_EFAMILY);
	assert_int_equal(
	    sn_range_make(&r, sn_addr_v4(2), sn_addr_v4(2)), SN_OK);
}

/* All pairs of prefixes of a 4-bit universe at the top of each family. */
static void
relations(void **state)
{
	(void)state;
	for (int f = 0; f < 2; f++) {
		unsigned family = f ? SN_IPV6 : SN_IPV4, w = sn__width(family);
		sn_prefix all[31];
		int n = 0;

		for (unsigned len = w - 4; len <= w; len++)
			for (unsigned i = 0; i < 1u << (len + 4 - w); i++)
				all[n++] = sn__prefix(family,
				    (sn__top(family) & ~(sn__u128)15) |
					((sn__u128)i << (w - len)),
				    len);
		assert_int_equal(n, 31);
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++) {
				sn_range a = sn_prefix_range(all[i]);
				sn_range b = sn_prefix_range(all[j]);
				bool in =
				    sn_addr_compare(a.first, b.first) <= 0 &&
				    sn_addr_compare(b.last, a.last) <= 0;
				bool touch =
				    sn_addr_compare(a.first, b.last) <= 0 &&
				    sn_addr_compare(b.first, a.last) <= 0;
				sn_prefix common;

				assert_int_equal(
				    sn_prefix_contains(all[i], all[j]), in);
				assert_int_equal(
				    sn_prefix_overlaps(all[i], all[j]), touch);
				assert_int_equal(
				    sn_prefix_common(&common, all[i], all[j]),
				    SN_OK);
				/* Holds both; one bit longer does not. */
				assert_true(sn_prefix_contains(common, all[i]));
				assert_true(sn_prefix_contains(common, all[j]));
				if (common.len < w) {
					sn_prefix longer =
					    prefix(a.first, common.len + 1u);

					assert_false(
					    sn_prefix_contains(
						longer, all[i]) &&
					    sn_prefix_contains(longer, all[j]));
				}
			}
	}
	assert_false(sn_prefix_contains(
	    prefix(sn_addr_v4(0), 0), prefix(sn_addr_v6(0, 0), 0)));
	sn_prefix unused;
	assert_int_equal(sn_prefix_common(&unused, prefix(sn_addr_v4(0), 0),
			     prefix(sn_addr_v6(0, 0), 0)),
	    SN_EFAMILY);
}

static void
prefix_order(void **state)
{
	const sn_prefix sorted[] = {prefix(sn_addr_v4(0), 0),
	    prefix(sn_addr_v4(0), 8), prefix(sn_addr_v4(0), 32),
	    prefix(sn_addr_v4(1), 32), prefix(sn_addr_v4(0x80000000), 1),
	    prefix(sn_addr_v6(0, 0), 0), prefix(v6("2001:db8::"), 32)};
	const int n = sizeof(sorted) / sizeof(*sorted);

	(void)state;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			int order = sn_prefix_compare(sorted[i], sorted[j]);

			assert_int_equal(
			    (order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void
every_status_has_words(void **state)
{
	(void)state;
	for (int i = -20; i < 5; i++) {
		assert_non_null(sn_strerror(i));
		assert_true(strlen(sn_strerror(i)) > 3);
	}
	assert_string_equal(sn_strerror(SN_OK), "done");
	assert_string_not_equal(sn_strerror(SN_ELIMIT), sn_strerror(-12));
	assert_string_equal(sn_strerror(1), sn_strerror(-12));
}

static void
version_is_the_header_s(void **state)
{
	char want[32];

	(void)state;
	sprintf(want, "%d.%d.%d", SN_VERSION_MAJOR, SN_VERSION_MINOR,
	    SN_VERSION_PATCH);
	assert_string_equal(sn_version(), want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bytes_are_network_order),
	    cmocka_unit_test(order_is_family_then_number),
	    cmocka_unit_test(every_length),
	    cmocka_unit_test(make_refuses_nonsense),
	    cmocka_unit_test(relations),
	    cmocka_unit_test(prefix_order),
	    cmocka_unit_test(every_status_has_words),
	    cmocka_unit_test(version_is_the_header_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
