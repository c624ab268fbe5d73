/*
 * test_trie_iter.c - walking over the prefixes of a trie, against a list.
 */
#include "prefix_list.h"

static int
by_prefix(const void *a, const void *b)
{
	return sn_prefix_compare(*(const sn_prefix *)a, *(const sn_prefix *)b);
}

/* What is left of @it is @want, in that order. */
static void
check_iter(sn_trie_iter *it, const struct list *l, sn_prefix *want, size_t n)
{
	sn_trie_entry e, before;

	if (n)
		qsort(want, n, sizeof(*want), by_prefix);
	for (size_t i = 0; i < n; i++) {
		size_t at = list_find(l, want[i]);

		assert_true(sn_trie_iter_next(it, &e));
		assert_int_equal(sn_prefix_compare(e.prefix, want[i]), 0);
		assert_int_equal(e.multiplicity, l->times[at]);
		assert_int_equal(e.value, l->value[at]);
	}
	memset(&e, 0x5a, sizeof(e));
	before = e;
	assert_false(sn_trie_iter_next(it, &e));
	assert_false(sn_trie_iter_next(it, &e));
	assert_memory_equal(&e, &before, sizeof(e));
}

static void
check_bounded(const sn_trie *t, const struct list *l, sn_prefix p)
{
	sn_prefix inside[LIST_MAX], around[LIST_MAX];
	size_t n_inside = 0, n_around = 0;
	sn_trie_iter it;

	for (size_t i = 0; i < l->n; i++) {
		if (sn_prefix_contains(p, l->p[i]))
			inside[n_inside++] = l->p[i];
		if (sn_prefix_contains(l->p[i], p))
			around[n_around++] = l->p[i];
	}
	sn_trie_iter_covered(&it, t, p);
	check_iter(&it, l, inside, n_inside);
	sn_trie_iter_covering(&it, t, p);
	check_iter(&it, l, around, n_around);
}

/* All prefixes, those inside a prefix, those that hold it; both families. */
static void
iterated(void **state)
{
	uint64_t seed = test_seed();
	const sn_prefix none = {0, 1, SN_IPV4, 31, {0}};

	(void)state;
	for (unsigned round = 0; round < 100; round++) {
		struct list l = {.n = 0};
		sn_prefix all[LIST_MAX];
		sn_trie_iter it;
		sn_trie *t;

		assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
		for (unsigned step = 0; step < round; step++) {
			sn_prefix p =
			    random_prefix(&seed, step % 2 ? SN_IPV4 : SN_IPV6);

			if (step % 3 || !list_remove(&l, p)) {
				list_insert(&l, p, step);
				assert_int_equal(
				    sn_trie_insert(t, p, step), SN_OK);
			} else {
				assert_int_equal(sn_trie_remove(t, p), SN_OK);
			}
			check_bounded(t, &l, random_prefix(&seed, p.family));
		}
		memcpy(all, l.p, sizeof(all));
		sn_trie_iter_init(&it, t);
		check_iter(&it, &l, all, l.n);
		check_bounded(t, &l, (sn_prefix){0, 0, SN_IPV4, 0, {0}});
		check_bounded(t, &l, (sn_prefix){0, 0, SN_IPV6, 0, {0}});
		sn_trie_iter_covered(&it, t, none);
		check_iter(&it, &l, NULL, 0);
		sn_trie_iter_covering(&it, t, none);
		check_iter(&it, &l, NULL, 0);
		sn_trie_free(t);
	}
}

/* Each prefix is taken out once it was seen, the next put in before it is. */
static void
iterated_while_it_changes(void **state)
{
	uint64_t seed = test_seed();
	sn_trie_entry e = {.multiplicity = 0};
	sn_prefix last = {0}, added;
	size_t steps = 0;
	sn_trie_iter it;
	sn_trie *t;

	(void)state;
	assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
	for (unsigned i = 0; i < 50; i++)
		assert_int_equal(
		    sn_trie_insert(
			t, random_prefix(&seed, i % 2 ? SN_IPV4 : SN_IPV6), i),
		    SN_OK);
	sn_trie_iter_init(&it, t);
	while (sn_trie_iter_next(&it, &e)) {
		if (steps++)
			assert_true(sn_prefix_compare(last, e.prefix) < 0);
		last = e.prefix;
		for (; e.multiplicity; e.multiplicity--)
			assert_int_equal(sn_trie_remove(t, last), SN_OK);
		assert_int_equal(sn_trie_multiplicity(t, last), 0);
		if (steps > 60 || last.len == 128)
			continue;
		assert_int_equal(sn_prefix_make(&added, sn_prefix_last(last),
				     last.family == SN_IPV4 ? 32 : 128),
		    SN_OK);
		assert_int_equal(sn_trie_insert(t, added, 1), SN_OK);
	}
	assert_true(steps > 20);
	sn_trie_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(iterated),
	    cmocka_unit_test(iterated_while_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
