/*
 * test_strip.c - sides cut into prefixes for strips: all segments are in one,
 * and each has a mark of its own where there is space for that.
 */
#include "test.h"

#include "render/picture/strip.h"

enum { MOST = 2000 };

struct marks {
	sn__mark mark[SN__STRIP_WIDTH];
	size_t n;
};

static void
keep_mark(void *ctx, sn__mark m)
{
	struct marks *marks = ctx;

	assert_true(marks->n < SN__STRIP_WIDTH);
	marks->mark[marks->n++] = m;
}

static sn_side *
judge(const sn_prefix *p, size_t n)
{
	sn_side_options o = SN_SIDE_OPTIONS_INIT;
	sn_side *side;

	assert_int_equal(sn_side_judge(&side, p, n, &o, NULL), SN_OK);
	return side;
}

static sn_prefix
v4(uint32_t address, unsigned len)
{
	sn_prefix p;

	assert_int_equal(sn_prefix_make(&p, sn_addr_v4(address), len), SN_OK);
	return p;
}

/* Every aggregate and segment in one zoom, in order, within its prefix. */
static size_t
check_zooms(const sn_side *side, sn__zoom zoom[SN__ZOOMS])
{
	size_t n = sn__side_zooms(zoom, side), segments = 0, aggregates = 0;

	assert_in_range(n, 1, SN__ZOOMS);
	for (size_t i = 0; i < n; i++) {
		sn_count size = sn_prefix_size(zoom[i].prefix);

		assert_int_equal(zoom[i].segment, segments);
		assert_int_equal(zoom[i].aggregate, aggregates);
		segments += zoom[i].segment_count;
		aggregates += zoom[i].aggregate_count;
		assert_true(zoom[i].segment_count > 0);
		assert_true(sn_count_compare(zoom[i].addresses, size) <= 0);
		for (size_t k = zoom[i].segment; k < segments; k++)
			assert_true(sn_prefix_contains(
			    zoom[i].prefix, side->segments[k]));
	}
	assert_int_equal(segments, side->segment_count);
	assert_int_equal(aggregates, side->aggregate_count);
	return n;
}

/* Two that are near, and one far away: two prefixes. */
static void
near_and_far(void **state)
{
	const sn_prefix p[] = {
	    v4(0xac100100, 24), v4(0xac100200, 24), v4(0xc0a80100, 24)};
	sn__zoom zoom[SN__ZOOMS];
	sn_side *side = judge(p, 3);

	(void)state;
	assert_int_equal(check_zooms(side, zoom), 2);
	assert_int_equal(
	    sn_prefix_compare(zoom[0].prefix, v4(0xac100000, 22)), 0);
	assert_int_equal(zoom[0].segment_count, 2);
	assert_int_equal(zoom[0].addresses.word[0], 512);
	assert_int_equal(sn_prefix_compare(zoom[1].prefix, p[2]), 0);
	sn_side_free(side);
}

/* What is far apart and even needs one strip; nested segments count. */
static void
one_is_enough(void **state)
{
	sn_prefix p[17];
	sn__zoom zoom[SN__ZOOMS];
	sn_side *side;

	(void)state;
	for (uint32_t i = 0; i < 16; i++)
		p[i] = v4(0x0a000000 + (i << 20), 24);
	p[16] = v4(0x0a000080, 25);
	side = judge(p, 17);
	assert_int_equal(check_zooms(side, zoom), 1);
	assert_int_equal(zoom[0].segment_count, 17);
	assert_int_equal(zoom[0].aggregate_count, 16);
	sn_side_free(side);
}

/* Many at random: no more than the most, and those that hide least. */
static void
many(void **state)
{
	static sn_prefix p[MOST];
	sn__zoom zoom[SN__ZOOMS];
	uint32_t x = 12345;

	(void)state;
	for (size_t n = 1; n <= MOST; n = n * 3 + 1) {
		size_t hidden = 0, whole;
		sn_side *side;

		for (size_t i = 0; i < n; i++) {
			x = x * 1664525 + 1013904223;
			p[i] = v4(x & 0xffffff00, 24);
		}
		side = judge(p, n);
		whole = sn__strip_marks(side->common, side->aggregates,
		    side->aggregate_count, NULL, NULL);
		for (size_t i = 0, k = check_zooms(side, zoom); i < k; i++)
			hidden += sn__strip_marks(zoom[i].prefix,
			    side->aggregates + zoom[i].aggregate,
			    zoom[i].aggregate_count, NULL, NULL);
		assert_true(hidden <= whole);
		if (n < 200)
			assert_int_equal(hidden, 0);
		sn_side_free(side);
	}
}

/* Marks are in the strip, in order, apart, and wide enough. */
static void
marks(void **state)
{
	const sn_prefix all = v4(0, 0);
	const sn_prefix p[] = {v4(0, 32), v4(2, 32), v4(0x80000000, 9),
	    v4(0x80800000, 9), v4(0xffffffff, 32)};
	struct marks m = {.n = 0};

	(void)state;
	/* A gap that does not show, and a border between two narrow ones. */
	assert_int_equal(sn__strip_marks(all, p, 5, keep_mark, &m), 2);
	assert_int_equal(m.n, 3);
	assert_int_equal(m.mark[0].from, 0);
	assert_int_equal(m.mark[0].to, SN__MARK);
	assert_int_equal(m.mark[1].from, SN__STRIP_WIDTH / 2);
	assert_int_equal(m.mark[1].to, SN__STRIP_WIDTH / 2 + SN__MARK + 2);
	assert_int_equal(m.mark[2].from, SN__STRIP_WIDTH - SN__MARK);
	assert_int_equal(m.mark[2].to, SN__STRIP_WIDTH);
	assert_int_equal(sn__strip_marks(all, p, 0, keep_mark, &m), 0);
	assert_int_equal(m.n, 3);
}

/* The whole of IPv6 and a single address of it. */
static void
ipv6(void **state)
{
	const sn_prefix p[] = {{0, 0, SN_IPV6, 128, {0}},
	    {UINT64_MAX, UINT64_MAX, SN_IPV6, 128, {0}}};
	sn__zoom zoom[SN__ZOOMS];
	sn_side *side = judge(p, 2);

	(void)state;
	assert_int_equal(check_zooms(side, zoom), 1);
	assert_int_equal(zoom[0].prefix.len, 0);
	sn_side_free(side);
	side = judge(p, 1);
	assert_int_equal(check_zooms(side, zoom), 1);
	assert_int_equal(zoom[0].prefix.len, 128);
	assert_int_equal(sn__strip_mark(p[0], p[0]).to, SN__STRIP_WIDTH);
	sn_side_free(side);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(near_and_far),
	    cmocka_unit_test(one_is_enough),
	    cmocka_unit_test(many),
	    cmocka_unit_test(marks),
	    cmocka_unit_test(ipv6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
