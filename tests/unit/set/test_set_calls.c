/*
 * test_set_calls.c - sets at the ends of the families, wrong arguments, lists,
 * and memory that runs out.
 */
#include "test.h"

#include "set/set.h"

/* Everything, and everything but one address at an end. */
static void
whole_families(void **state)
{
	static const struct {
		const char *text;
		const char *count;
		unsigned prefixes;
	} table[] = {
	    {"0.0.0.0/0\n", "4294967296", 1},
	    {"0.0.0.0-255.255.255.254\n", "4294967295", 32},
	    {"0.0.0.1-255.255.255.255\n", "4294967295", 32},
	    {"0.0.0.1-255.255.255.254\n", "4294967294", 62},
	    {"0.0.0.0/1\n128.0.0.0/1\n", "4294967296", 1},
	    {"255.255.255.255\n0.0.0.0-255.255.255.254\n", "4294967296", 1},
	    {"::/0\n", "340282366920938463463374607431768211456", 1},
	    {"::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe\n",
		"340282366920938463463374607431768211454", 254},
	    {"::/1\n8000::/1\n::-::5\n",
		"340282366920938463463374607431768211456", 1},
	    {"::/0\n0.0.0.0/0\n", "340282366920938463463374607436063178752", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char count[SN_COUNT_TEXT_MAX];
		const char *why;
		sn_builder *b;
		sn_set *s;

		assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
		assert_int_equal(sn_builder_add_text(b, table[i].text,
				     strlen(table[i].text), NULL, NULL, NULL),
		    SN_OK);
		assert_int_equal(sn_builder_build(&s, b), SN_OK);
		assert_true(sn__set_check(s, &why));
		sn_count_format(count, sizeof(count), sn_set_count(s, 0));
		assert_string_equal(count, table[i].count);
		assert_int_equal(sn_set_prefix_count(s, 0), table[i].prefixes);
		sn_set_free(s);
		sn_builder_free(b);
	}
}

static void
bad_arguments(void **state)
{
	const sn_range4 reversed = {2, 1};
	const sn_range6 reversed6 = {0, 2, 0, 1};
	const sn_prefix4 long4 = {0, 33, {0}};
	const sn_prefix6 long6 = {0, 0, 129, {0}};
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_prefix host = {0, 1, SN_IPV4, 8, {0}};
	sn_addr wide = sn_addr_v4(0), odd = sn_addr_v4(0);
	sn_builder *b;
	sn_set *s;

	(void)state;
	wide.lo = UINT64_C(1) << 32;
	odd.family = 0;
	options.struct_size = 1;
	assert_int_equal(sn_builder_new(&b, &options), SN_EINVAL);
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(sn_builder_add_ranges4(b, &reversed, 1), SN_EINVAL);
	assert_int_equal(sn_builder_add_ranges6(b, &reversed6, 1), SN_EINVAL);
	assert_int_equal(sn_builder_add_prefixes4(b, &long4, 1), SN_EINVAL);
	assert_int_equal(sn_builder_add_prefixes6(b, &long6, 1), SN_EINVAL);
	assert_int_equal(sn_builder_add_prefix(b, host), SN_EINVAL);
	assert_int_equal(sn_builder_add_addr(b, wide), SN_EINVAL);
	assert_int_equal(sn_builder_add_addr(b, odd), SN_EINVAL);
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	assert_true(sn_set_is_empty(s)); /* nothing of it was added */
	assert_int_equal(
	    sn_set_complement(&(sn_set *){NULL}, s, &host), SN_EINVAL);
	sn_set_free(s);
	sn_set_free(NULL);
	sn_builder_free(b);
	sn_builder_free(NULL);
}

static void
lists_keep_nested_members(void **state)
{
	const sn_prefix in[] = {
	    sn__prefix(SN_IPV6, 0, 64),
	    sn__prefix(SN_IPV4, 0x0a000000, 9),
	    sn__prefix(SN_IPV4, 0x0a000000, 8),
	    sn__prefix(SN_IPV4, 0x0a800000, 9),
	    sn__prefix(SN_IPV4, 0x0a000000, 9),
	};
	const int order[] = {2, 1, 4, 3, 0};
	sn_prefixes *list, *back;
	const sn_prefix *p;
	sn_set *s;
	size_t n;

	(void)state;
	assert_int_equal(sn_prefixes_new(&list, in, 5, NULL), SN_OK);
	p = sn_prefixes_data(list, &n);
	assert_int_equal(n, 5);
	for (int i = 0; i < 5; i++)
		assert_memory_equal(&p[i], &in[order[i]], sizeof(*p));
	assert_int_equal(sn_set_from_prefixes(&s, p, n, NULL), SN_OK);
	assert_int_equal(sn_prefixes_from_set(&back, s, 0), SN_OK);
	p = sn_prefixes_data(back, &n);
	assert_int_equal(n, 2);
	assert_memory_equal(&p[0], &in[2], sizeof(*p));
	assert_memory_equal(&p[1], &in[0], sizeof(*p));
	sn_prefixes_free(back);
	sn_prefixes_free(list);
	sn_prefixes_free(NULL);
	sn_set_free(s);
}

static sn_status
discard(void *ctx, const char *data, size_t size)
{
	(void)ctx;
	(void)data;
	(void)size;
	return SN_OK;
}

/* One of everything that allocates; SN_OK, or where memory ran out. */
static sn_status
life(const sn_alloc *alloc)
{
	static const char text[] =
	    "10.0.0.0/8\n::/64\n1.2.3.4-1.2.3.9\n::5-::9\n10.1.1.1\nbad\n";
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	sn_builder *b = NULL;
	sn_set *s = NULL, *t = NULL;
	sn_prefixes *list = NULL;
	sn_status status;

	options.alloc = alloc;
	options.threads = 2;
	how.flags = SN_TEXT_SKIP_INVALID;
	status = sn_builder_new(&b, &options);
	if (!status)
		status = sn_builder_add_text(
		    b, text, sizeof(text) - 1, &how, NULL, NULL);
	if (!status)
		status = sn_builder_add_addr(b, sn_addr_v6(1, 1));
	if (!status)
		status = sn_builder_build(&s, b);
	if (!status)
		status = sn_builder_add_set(b, s);
	if (!status)
		status = sn_builder_build(&t, b);
	if (!status)
		assert_true(sn_set_equal(s, t));
	sn_set_free(t);
	t = NULL;
	if (!status)
		status = sn_set_complement(&t, s, NULL);
	if (!status)
		status = sn_set_write(t, SN_WRITE_PREFIXES, 2, discard, NULL);
	if (!status)
		status = sn_prefixes_from_set(&list, t, 0);
	sn_prefixes_free(list);
	sn_set_free(t);
	sn_set_free(s);
	sn_builder_free(b);
	return status;
}

static void
every_allocation_fails_in_turn(void **state)
{
	struct test_alloc a;
	sn_status status;
	uint64_t fail = 0;

	(void)state;
	do {
		sn_alloc alloc = test_alloc_init(&a, ++fail);

		status = life(&alloc);
		assert_int_equal(a.live, 0);
		assert_true(status == SN_OK || status == SN_ENOMEM);
		/* Giving memory back may fail without harm. */
	} while (a.calls >= fail);
	assert_int_equal(status, SN_OK);
	assert_true(fail > 15);
}

/* A builder that could not build still holds what was added. */
static void
failed_build_changes_nothing(void **state)
{
	struct test_alloc a;
	sn_alloc alloc = test_alloc_init(&a, 0);
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	unsigned failures = 0;
	sn_builder *b;
	sn_set *s;

	(void)state;
	options.alloc = &alloc;
	assert_int_equal(sn_builder_new(&b, &options), SN_OK);
	assert_int_equal(sn_builder_add_addr(b, sn_addr_v4(7)), SN_OK);
	assert_int_equal(sn_builder_add_addr(b, sn_addr_v6(7, 7)), SN_OK);
	for (uint64_t i = 1;; i++) {
		a.fail_at = a.calls + i;
		if (sn_builder_build(&s, b) == SN_OK)
			break;
		failures++;
	}
	assert_true(failures > 3);
	assert_int_equal(sn_set_range_count(s, 0), 2);
	sn_set_free(s);
	sn_builder_free(b);
	assert_int_equal(a.live, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_families),
	    cmocka_unit_test(bad_arguments),
	    cmocka_unit_test(lists_keep_nested_members),
	    cmocka_unit_test(every_allocation_fails_in_turn),
	    cmocka_unit_test(failed_build_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
