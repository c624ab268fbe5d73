/*
 * test_set_arguments.c - values that are none, for every call of level 1 that
 * takes some: each says so, and what it was to change is as before. And more
 * values than usual.
 */
#include "supernet_text.h"
#include "test.h"

static sn_set *
set_of(const char *const *text, size_t n)
{
	sn_prefix p[8];
	sn_set *set;

	assert_true(n <= 8);
	for (size_t i = 0; i < n; i++)
		p[i] = P(text[i]);
	assert_int_equal(sn_set_from_prefixes(&set, p, n, NULL), SN_OK);
	return set;
}

/* Prefixes that no call of the library makes. */
static const sn_prefix none[] = {
    {.family = 0, .len = 0},
    {.family = 5, .len = 8},
    {.family = SN_IPV4, .len = 33},
    {.family = SN_IPV6, .len = 129},
    {.family = SN_IPV4, .len = 8, .lo = 0x0a000001},
    {.family = SN_IPV6, .len = 64, .hi = 1, .lo = 1},
    {.family = SN_IPV4, .len = 32, .lo = UINT64_C(1) << 32},
    {.family = SN_IPV4, .len = 32, .hi = 1},
};
enum { NONE = sizeof(none) / sizeof(*none) };

static void
never_called(void *ctx, sn_prefix p, bool added)
{
	(void)ctx;
	(void)p;
	(void)added;
	fail_msg("a change that was refused was reported");
}

static void
prefixes(void **state)
{
	const sn_prefix good = P("10.0.0.0/8");
	sn_builder *b;
	sn_prefixes *list = NULL;
	sn_set *set = NULL;
	sn_trie *t;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
	assert_int_equal(sn_trie_insert(t, good, 7), SN_OK);
	for (size_t i = 0; i < NONE; i++) {
		const sn_prefix both[] = {good, none[i]};
		const sn_trie_change change[] = {
		    {P("11.0.0.0/8"), 1, 0}, {none[i], 1, 0}};
		size_t bad = 99;

		print_message("prefix %zu\n", i);
		assert_int_equal(
		    sn_prefixes_new(&list, both, 2, NULL), SN_EINVAL);
		assert_null(list);
		assert_int_equal(
		    sn_set_from_prefixes(&set, both, 2, NULL), SN_EINVAL);
		assert_null(set);
		assert_int_equal(sn_builder_add_prefix(b, none[i]), SN_EINVAL);
		assert_int_equal(sn_trie_insert(t, none[i], 1), SN_EINVAL);
		assert_int_equal(
		    sn_trie_insert_delta(t, none[i], 1, never_called, NULL),
		    SN_EINVAL);
		assert_int_equal(sn_trie_remove(t, none[i]), SN_EINVAL);
		assert_int_equal(
		    sn_trie_remove_delta(t, none[i], never_called, NULL),
		    SN_EINVAL);
		assert_int_equal(sn_trie_multiplicity(t, none[i]), 0);
		assert_int_equal(
		    sn_trie_apply(t, change, 2, never_called, NULL, &bad),
		    SN_EINVAL);
		assert_int_equal(bad, 1);
		assert_int_equal(
		    sn_trie_apply(t, change, 2, NULL, NULL, NULL), SN_EINVAL);
		assert_int_equal(sn_trie_size(t), 1);
		assert_int_equal(sn_trie_multiplicity(t, good), 1);
	}
	/* Who asks for neither value nor reason gets none. */
	{
		sn_prefix found;

		assert_int_equal(
		    sn_trie_match(t, sn_addr_v4(0x0a010203), &found, NULL),
		    SN_OK);
		assert_int_equal(sn_prefix_compare(found, good), 0);
		assert_int_equal(
		    sn_trie_match(t, sn_addr_v6(0, 1), &found, NULL),
		    SN_ENOTFOUND);
	}
	/* A list without a change, and one that tells nobody. */
	assert_int_equal(
	    sn_trie_apply(t, NULL, 0, never_called, NULL, NULL), SN_OK);
	{
		const sn_trie_change change = {P("11.0.0.0/8"), 1, 0};

		assert_int_equal(
		    sn_trie_apply(t, &change, 1, NULL, NULL, NULL), SN_OK);
		assert_int_equal(sn_trie_size(t), 2);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	assert_true(sn_set_is_empty(set));
	sn_set_free(set);
	sn_trie_free(t);
	sn_builder_free(b);
}

/* A change over an old entry is taken back with the old one's value. */
static void
values_come_back(void **state)
{
	const sn_prefix p = P("10.0.0.0/8");
	const sn_trie_change change[] = {
	    {p, 2, 0}, {p, 3, 0}, {p, 0, 1}, {P("2001:db8::/32"), 0, 1}};
	sn_prefix found;
	uint32_t value;
	size_t bad;
	sn_trie *t;

	(void)state;
	assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
	assert_int_equal(sn_trie_insert(t, p, 1), SN_OK);
	assert_int_equal(sn_trie_apply(t, change, 4, never_called, NULL, &bad),
	    SN_ENOTFOUND);
	assert_int_equal(bad, 3);
	assert_int_equal(sn_trie_multiplicity(t, p), 1);
	assert_int_equal(
	    sn_trie_match(t, sn_addr_v4(0x0a010203), &found, &value), SN_OK);
	assert_int_equal(value, 1);
	sn_trie_free(t);
}

/* Options of a cover that mean nothing. */
static void
covers(void **state)
{
	static const char *const text[] = {"10.0.0.0/24", "10.0.2.0/24"};
	sn_set *set = set_of(text, 2), *empty = set_of(text, 0);
	const sn_cover_options init = SN_COVER_OPTIONS_INIT;
	sn_cover_options o[12];
	sn_weight weight[2] = {{P("10.0.1.0/24"), 3}, {none[2], 3}};
	sn_count zero = sn_count_from(0);
	sn_cover_point point[3];
	uint64_t share = 1;
	sn_cover_result result = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;

	(void)state;
	result.prefixes = 42;
	for (size_t i = 0; i < 12; i++) {
		o[i] = init;
		o[i].max_prefixes = 2;
	}
	o[0].struct_size--;
	o[1].shortest4 = 33;
	o[2].shortest6 = 129;
	o[3].method = SN_COVER_CORE + 1;
	o[4].weight_count = 1; /* of none */
	o[5].weights = weight;
	o[5].weight_count = 2;
	o[6].density = 1000001;
	o[7].density = 1; /* and weights */
	o[7].weights = weight;
	o[7].weight_count = 1;
	o[8].max_prefixes4 = 1; /* and max_prefixes */
	o[9].max_lengths = 130;
	o[10].max_lengths = 1; /* and another goal */
	o[10].density = 1;
	o[11].max_extra = &zero;
	o[11].max_share = &share;
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(
		    sn_cover(&list, set, &o[i], &result), SN_EINVAL);
		assert_null(list);
		assert_int_equal(result.prefixes, 42);
		assert_int_equal(
		    sn_cover_curve(set, &o[i], point, 2), SN_EINVAL);
	}
	/* A result of another version. */
	o[0] = init;
	o[0].max_prefixes = 2;
	result.struct_size--;
	assert_int_equal(sn_cover(&list, set, &o[0], &result), SN_EINVAL);
	assert_null(list);
	result.struct_size++;
	o[0] = init; /* neither a budget nor a bound */
	assert_int_equal(sn_cover(&list, set, &o[0], &result), SN_EINVAL);
	assert_int_equal(sn_cover_curve(set, NULL, point, 0), SN_EINVAL);
	/* The default costs: one prefix for both takes 2 * 256 more. */
	assert_int_equal(sn_cover_curve(set, NULL, point, 3), SN_OK);
	assert_int_equal(
	    sn_count_compare(point[0].cost, sn_count_from(512)), 0);
	assert_int_equal(sn_count_compare(point[1].cost, zero), 0);
	assert_int_equal(sn_count_compare(point[2].cost, zero), 0);
	/* No result is asked for. */
	o[1] = init;
	o[1].max_prefixes = 1;
	assert_int_equal(sn_cover(&list, set, &o[1], NULL), SN_OK);
	sn_prefixes_free(list);
	list = NULL;
	o[1].shortest4 = 23;
	assert_int_equal(sn_cover(&list, set, &o[1], NULL), SN_EINFEASIBLE);
	assert_null(list);
	/* Nothing is covered for nothing, by no prefix. */
	assert_int_equal(sn_cover(&list, empty, &o[1], &result), SN_OK);
	assert_int_equal(result.prefixes, 0);
	assert_int_equal(sn_count_compare(result.cost, zero), 0);
	sn_prefixes_free(list);
	assert_int_equal(sn_cover_curve(empty, NULL, point, 3), SN_OK);
	assert_int_equal(sn_count_compare(point[0].cost, zero), 0);
	sn_set_free(set);
	sn_set_free(empty);
}

/* The list in use given twice costs once to drop. */
static void
dropped_once(void **state)
{
	static const char *const text[] = {"10.0.0.0/24"};
	sn_set *set = set_of(text, 1);
	sn_prefix old[3] = {P("11.0.0.0/8"), P("11.0.0.0/8"), P("12.0.0.0/8")};
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_prefixes *previous, *list;
	sn_cover_result result = SN_COVER_RESULT_INIT;

	(void)state;
	assert_int_equal(sn_prefixes_new(&previous, old, 3, NULL), SN_OK);
	o.max_prefixes = 1;
	o.previous = previous;
	o.churn_cost = 5;
	assert_int_equal(sn_cover(&list, set, &o, &result), SN_OK);
	/* Two dropped, one added. */
	assert_int_equal(sn_count_compare(result.cost, sn_count_from(15)), 0);
	sn_prefixes_free(list);
	sn_prefixes_free(previous);
	sn_set_free(set);
}

static sn_status
never_written(void *ctx, const char *data, size_t size)
{
	(void)ctx;
	(void)data;
	(void)size;
	fail_msg("written");
	return SN_OK;
}

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	strncat(ctx, data, size);
	return SN_OK;
}

/* Forms of writing, and more threads than are taken. */
static void
writing(void **state)
{
	static const char *const text[] = {"10.0.0.0/24", "10.0.2.0/24"};
	sn_set *set = set_of(text, 2);
	char out[256] = "";

	(void)state;
	assert_int_equal(
	    sn_set_write(set, SN_WRITE_RANGES + 7, 1, never_written, NULL),
	    SN_EINVAL);
	assert_int_equal(
	    sn_set_render(set, "xml", never_written, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_set_write(set, SN_WRITE_PREFIXES, 100000, collect, out), SN_OK);
	assert_string_equal(out, "10.0.0.0/24\n10.0.2.0/24\n");
	sn_set_free(set);
}

/* So many addresses that memory is given back while a set is built: each is
 * there, once, in order, whatever their order was. */
static void
many_addresses(void **state)
{
	enum { N = 3 << 19 };
	sn_builder *b;
	sn_set *set;
	sn_set_iter it;
	sn_prefix p;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (uint64_t i = 0; i < N; i++) /* 7 does not divide N */
		assert_int_equal(
		    sn_builder_add_addr(b,
			sn_addr_v6(UINT64_C(0x20010db8) << 32, i * 7 % N * 2)),
		    SN_OK);
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_set_iter_init(&it, set, 0);
	for (uint64_t i = 0; i < N; i++) {
		assert_true(sn_set_iter_next_prefix(&it, &p));
		if (p.len != 128 || p.lo != 2 * i)
			fail_msg("address %llu", (unsigned long long)i);
	}
	assert_false(sn_set_iter_next_prefix(&it, &p));
	sn_set_free(set);
	sn_builder_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(prefixes),
	    cmocka_unit_test(values_come_back),
	    cmocka_unit_test(covers),
	    cmocka_unit_test(dropped_once),
	    cmocka_unit_test(writing),
	    cmocka_unit_test(many_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
