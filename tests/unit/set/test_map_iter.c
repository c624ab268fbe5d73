/*
 * test_map_iter.c - the prefixes of maps: all, those inside one, those that
 * hold one, and one by itself, against a look at every prefix.
 */
#include "table.h"

enum { LIST_MOST = 40000 };

struct list {
	sn_map_entry e[LIST_MOST];
	size_t n;
};

static int
by_prefix(const void *a, const void *b)
{
	return sn_prefix_compare(((const sn_map_entry *)a)->prefix,
	    ((const sn_map_entry *)b)->prefix);
}

/* The prefixes of the table, sorted, each once. */
static void
list_kept(const struct table *t, struct list *l)
{
	l->n = 0;
	for (size_t i = 0; i < t->n; i++) {
		bool again = false;

		for (size_t k = i + 1; k < t->n; k++)
			again |= !sn_prefix_compare(t->p[i], t->p[k]);
		if (!again)
			l->e[l->n++] = (sn_map_entry){t->p[i], t->value[i], 0};
	}
	qsort(l->e, l->n, sizeof(*l->e), by_prefix);
}

static int
by_addr(const void *a, const void *b)
{
	return sn_addr_compare(*(const sn_addr *)a, *(const sn_addr *)b);
}

/* The aggregates: from each border on to the next. */
static void
list_merged(const struct table *t, struct list *l)
{
	static sn_addr a[TABLE_ADDRESSES];
	size_t n = table_addresses(t, a);
	struct table_ends ends;

	table_ends(t, &ends);
	qsort(a, n, sizeof(*a), by_addr);
	l->n = 0;
	for (size_t i = 0; i < n; i++) {
		sn_addr at = a[i];

		for (;;) {
			sn_map_entry e = {.reserved = 0};
			bool end;

			if (!table_aggregate(t, &ends, at, &e.value, &e.prefix))
				break;
			if (!l->n || sn_prefix_compare(
					 l->e[l->n - 1].prefix, e.prefix) < 0)
				l->e[l->n++] = e;
			assert_true(l->n < LIST_MOST);
			end = sn__addr_bits(sn_prefix_last(e.prefix)) ==
			      sn__top(at.family);
			at = sn__addr(at.family,
			    sn__addr_bits(sn_prefix_last(e.prefix)) + 1);
			if (end ||
			    (i + 1 < n && sn_addr_compare(at, a[i + 1]) >= 0))
				break;
		}
	}
}

static void
compare(sn_map_iter *it, const struct list *l, bool (*in)(sn_prefix, sn_prefix),
    sn_prefix p)
{
	sn_map_entry e;

	for (size_t i = 0; i < l->n; i++) {
		if (in && !in(p, l->e[i].prefix))
			continue;
		assert_true(sn_map_iter_next(it, &e));
		assert_memory_equal(&e, &l->e[i], sizeof(e));
	}
	memset(&e, 0x5a, sizeof(e));
	for (int i = 0; i < 2; i++) {
		assert_false(sn_map_iter_next(it, &e));
		assert_int_equal(e.value, 0x5a5a5a5a);
	}
}

static bool
held_by(sn_prefix p, sn_prefix q)
{
	return sn_prefix_contains(q, p);
}

static void
check_around(const sn_map *m, const struct list *l, sn_prefix p)
{
	uint32_t value = 77, want = 77;
	sn_map_iter it;

	sn_map_iter_covered(&it, m, p);
	compare(&it, l, sn_prefix_contains, p);
	sn_map_iter_covering(&it, m, p);
	compare(&it, l, held_by, p);
	for (size_t i = 0; i < l->n; i++)
		if (!sn_prefix_compare(l->e[i].prefix, p))
			want = l->e[i].value;
	assert_int_equal(
	    sn_map_get(m, p, &value), want == 77 ? SN_ENOTFOUND : SN_OK);
	assert_int_equal(value, want);
	assert_int_equal(
	    sn_map_get(m, p, NULL), want == 77 ? SN_ENOTFOUND : SN_OK);
}

static void
check_table(const struct table *t, uint32_t flags, uint64_t *seed)
{
	static struct list l;
	sn_map *m = table_map(t, flags);
	sn_map_iter it;
	uint64_t n4 = 0;

	if (flags & SN_MAP_MERGE)
		list_merged(t, &l);
	else
		list_kept(t, &l);
	for (size_t i = 0; i < l.n; i++)
		n4 += l.e[i].prefix.family == SN_IPV4;
	if (!t->filled) {
		sn_map_iter_init(&it, m);
		compare(&it, &l, NULL, sn__prefix(SN_IPV4, 0, 0));
		assert_int_equal(sn_map_size(m, 0), l.n);
		assert_int_equal(sn_map_size(m, SN_IPV4), n4);
		assert_int_equal(sn_map_size(m, SN_IPV6), l.n - n4);
		check_around(m, &l, sn__prefix(SN_IPV4, 0, 0));
	}
	check_around(m, &l, sn__prefix(SN_IPV6, 0, 0));
	for (size_t i = 0; i < t->n; i++) {
		sn_prefix p = t->p[i];
		unsigned width = sn__width(p.family);
		unsigned len = (unsigned)test_below(seed, width + 1);

		check_around(m, &l, p);
		if (t->filled && !len)
			len = 1;
		check_around(
		    m, &l, sn__prefix(p.family, sn__prefix_bits(p), len));
		check_around(
		    m, &l, sn__prefix(p.family, sn__prefix_bits(p), width));
	}
	sn_map_free(m);
}

static void
random_tables(void **state)
{
	uint64_t seed = test_seed();
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(1000); i++) {
		table_random(&t, &seed, false);
		check_table(&t, 0, &seed);
		if (t.n < 24)
			check_table(&t, SN_MAP_MERGE, &seed);
	}
}

/* Where IPv4 is a bitmap: what lies in its lower half, and IPv6. */
static void
filled_tables(void **state)
{
	uint64_t seed = test_seed();
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(40); i++) {
		table_random(&t, &seed, true);
		check_table(&t, 0, &seed);
	}
}

/* All of a bitmap, both ways: the filler is its own list. */
static void
whole_bitmap(void **state)
{
	struct table t = {.n = 0, .filled = true};

	(void)state;
	for (uint32_t flags = 0; flags <= SN_MAP_MERGE; flags++) {
		sn_map *m = table_map(&t, flags);
		sn_map_entry e;
		sn_map_iter it;

		sn_map_iter_init(&it, m);
		for (uint32_t i = 0; i < FILLER; i++) {
			assert_true(sn_map_iter_next(&it, &e));
			assert_int_equal(e.prefix.lo, FILLER_FIRST + i * 512);
			assert_int_equal(e.prefix.len, 24);
			assert_int_equal(e.value, filler_value(i));
		}
		assert_false(sn_map_iter_next(&it, &e));
		assert_int_equal(sn_map_size(m, SN_IPV4), FILLER);
		sn_map_free(m);
	}
}

/* What is no prefix is nowhere. */
static void
no_prefix(void **state)
{
	struct table t = {.n = 1, .p = {sn__prefix(SN_IPV4, 0, 0)}};
	sn_map *m = table_map(&t, 0);
	sn_prefix bad = {0, 1, SN_IPV4, 0, {0}};
	sn_map_entry e;
	sn_map_iter it;

	(void)state;
	sn_map_iter_covered(&it, m, bad);
	assert_false(sn_map_iter_next(&it, &e));
	sn_map_iter_covering(&it, m, bad);
	assert_false(sn_map_iter_next(&it, &e));
	assert_int_equal(sn_map_get(m, bad, NULL), SN_ENOTFOUND);
	sn_map_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_tables),
	    cmocka_unit_test(filled_tables),
	    cmocka_unit_test(whole_bitmap),
	    cmocka_unit_test(no_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
