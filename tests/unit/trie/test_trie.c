/*
 * test_trie.c - the prefix trie against a list that is searched from end to
 * end, and against sets built from the sorted ranges.
 */
#include "trie/trie.h"
#include "prefix_list.h"

static sn_set *
list_set(const struct list *l)
{
	sn_set *set;

	assert_int_equal(sn_set_from_prefixes(&set, l->p, l->n, NULL), SN_OK);
	return set;
}

static void
check(const sn_trie *t)
{
	const char *why = NULL;

	if (!sn__trie_check(t, &why))
		fail_msg("%s", why);
}

/* The running sum of deltas: has to be the aggregates at all times. */
static void
follow(void *ctx, sn_prefix p, bool added)
{
	struct list *l = ctx;

	if (added) {
		assert_int_equal(list_find(l, p), l->n);
		list_insert(l, p, 0);
	} else {
		assert_true(list_remove(l, p));
	}
}

static void
check_aggregates(
    const sn_trie *t, const struct list *l, const struct list *followed)
{
	sn_set *want = list_set(l), *got;

	assert_int_equal(sn_trie_aggregate(&got, t), SN_OK);
	assert_true(sn_set_equal(want, got));
	assert_int_equal(sn_set_prefix_count(want, 0), followed->n);
	for (size_t i = 0; i < followed->n; i++)
		assert_true(sn_set_contains_range(
		    want, sn_prefix_range(followed->p[i])));
	sn_set_free(want);
	sn_set_free(got);
}

static void
check_match(const sn_trie *t, const struct list *l, sn_addr a)
{
	size_t best = l->n;
	sn_prefix p;
	uint32_t value;

	for (size_t i = 0; i < l->n; i++)
		if (sn_prefix_contains_addr(l->p[i], a) &&
		    (best == l->n || l->p[i].len > l->p[best].len))
			best = i;
	if (best == l->n) {
		assert_int_equal(sn_trie_match(t, a, &p, &value), SN_ENOTFOUND);
		return;
	}
	assert_int_equal(sn_trie_match(t, a, &p, &value), SN_OK);
	assert_int_equal(sn_prefix_compare(p, l->p[best]), 0);
	assert_int_equal(value, l->value[best]);
}

static void
random_updates(void **state)
{
	uint64_t seed = test_seed();
	unsigned hidden = 0, missing = 0, twice = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(200); round++) {
		struct list l = {.n = 0}, followed = {.n = 0};
		unsigned family = round % 2 ? SN_IPV4 : SN_IPV6;
		sn_trie *t;

		assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
		for (unsigned i = 0; i < 150; i++) {
			sn_prefix p = random_prefix(&seed, family);
			uint32_t value = (uint32_t)test_random(&seed);
			size_t before = followed.n;

			if (test_below(&seed, 5) < (i < 90 ? 3u : 1u)) {
				twice += list_find(&l, p) < l.n;
				list_insert(&l, p, value);
				assert_int_equal(sn_trie_insert_delta(t, p,
						     value, follow, &followed),
				    SN_OK);
			} else {
				if (l.n && test_below(&seed, 3))
					p = l.p[test_below(&seed, l.n)];
				bool there = list_remove(&l, p);

				missing += !there;
				assert_int_equal(sn_trie_remove_delta(
						     t, p, follow, &followed),
				    there ? SN_OK : SN_ENOTFOUND);
			}
			hidden += before == followed.n;
			check(t);
			assert_int_equal(sn_trie_size(t), l.n);
			if (i % 10 == 0)
				check_aggregates(t, &l, &followed);
			check_match(t, &l,
			    sn_prefix_last(random_prefix(&seed, family)));
		}
		check_aggregates(t, &l, &followed);
		while (l.n) {
			sn_prefix p = l.p[0];

			assert_true(list_remove(&l, p));
			assert_int_equal(
			    sn_trie_remove_delta(t, p, follow, &followed),
			    SN_OK);
		}
		check(t);
		assert_int_equal(followed.n, 0);
		sn_trie_free(t);
	}
	/* A generator that never gets there proves nothing. */
	assert_true(hidden > 0 && missing > 0 && twice > 0);
}

static void
from_set(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(300); round++) {
		struct list l = {.n = 0};
		sn_set *set, *again;
		sn_trie *t;
		sn_set_iter it;
		sn_prefix p;

		for (unsigned i = 0; i < round % 60; i++)
			list_insert(&l,
			    random_prefix(&seed, i % 2 ? SN_IPV4 : SN_IPV6), 0);
		set = list_set(&l);
		assert_int_equal(sn_trie_from_set(&t, set), SN_OK);
		check(t);
		assert_int_equal(sn_trie_size(t), sn_set_prefix_count(set, 0));
		sn_set_iter_init(&it, set, 0);
		while (sn_set_iter_next_prefix(&it, &p))
			assert_int_equal(sn_trie_multiplicity(t, p), 1);
		assert_int_equal(sn_trie_aggregate(&again, t), SN_OK);
		assert_true(sn_set_equal(set, again));
		sn_set_free(set);
		sn_set_free(again);
		sn_trie_free(t);
	}
}

/* As deep as it gets: every length from 0 to the width, one in the other. */
static void
deepest(void **state)
{
	(void)state;
	for (unsigned family = SN_IPV4; family <= SN_IPV6; family += 2) {
		unsigned width = family == SN_IPV4 ? 32 : 128;
		sn_addr a = family == SN_IPV4
				? sn_addr_v4(UINT32_MAX)
				: sn_addr_v6(UINT64_MAX, UINT64_MAX);
		sn_prefix p, found;
		sn_trie *t;
		uint32_t value;

		assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
		for (unsigned len = 0; len <= width; len++) {
			assert_int_equal(sn_prefix_make(&p, a, len), SN_OK);
			assert_int_equal(sn_trie_insert(t, p, len + 1), SN_OK);
		}
		check(t);
		assert_int_equal(sn_trie_size(t), width + 1);
		for (unsigned len = width + 1; len-- > 0;) {
			assert_int_equal(
			    sn_trie_match(t, a, &found, &value), SN_OK);
			assert_int_equal(found.len, len);
			assert_int_equal(value, len + 1);
			assert_int_equal(sn_trie_remove(t, found), SN_OK);
			check(t);
		}
		sn_trie_free(t);
	}
}

static void
batches(void **state)
{
	uint64_t seed = test_seed();
	unsigned refused = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(300); round++) {
		struct list l = {.n = 0}, followed = {.n = 0};
		unsigned family = round % 2 ? SN_IPV4 : SN_IPV6;
		sn_trie *t;

		assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
		for (unsigned b = 0; b < 8; b++) {
			struct list after = l, net = followed;
			sn_trie_change change[12];
			size_t n = 1 + test_below(&seed, 12), bad = 99;
			bool possible = true;

			for (size_t i = 0; i < n; i++) {
				sn_prefix p = random_prefix(&seed, family);

				change[i] = (sn_trie_change){
				    p, (uint32_t)i, test_below(&seed, 3) == 0};
				if (change[i].remove && after.n &&
				    test_below(&seed, 8))
					change[i].prefix = p =
					    after.p[test_below(&seed, after.n)];
				if (!possible)
					continue;
				if (!change[i].remove)
					list_insert(&after, p, (uint32_t)i);
				else if (!list_remove(&after, p))
					possible = false;
			}
			refused += !possible;
			assert_int_equal(
			    sn_trie_apply(t, change, n, follow, &net, &bad),
			    possible ? SN_OK : SN_ENOTFOUND);
			if (possible) {
				l = after;
				followed = net;
			}
			check(t);
			check_aggregates(t, &l, &followed);
			for (size_t i = 0; i < l.n; i++)
				check_match(t, &l, sn_prefix_first(l.p[i]));
		}
		sn_trie_free(t);
	}
	assert_true(refused > 0);
}

/* The delta of a batch is netted: what comes and goes is not told. */
static void
netted(void **state)
{
	struct list followed = {.n = 0};
	sn_prefix p;
	sn_trie_change change[2];
	sn_trie *t;

	(void)state;
	assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
	assert_int_equal(sn_prefix_make(&p, sn_addr_v4(0), 24), SN_OK);
	change[0] = (sn_trie_change){p, 0, 0};
	change[1] = (sn_trie_change){p, 0, 1};
	assert_int_equal(
	    sn_trie_apply(t, change, 2, follow, &followed, NULL), SN_OK);
	assert_int_equal(followed.n, 0);
	assert_int_equal(sn_trie_size(t), 0);
	sn_trie_free(t);
}

static void
batched_match(void **state)
{
	uint64_t seed = test_seed();
	uint32_t addr[100], value[100], value6[100];
	sn_addr6 addr6[100];
	sn_prefix4 out[100];
	sn_prefix6 out6[100];
	bool found[100], found6[100];
	sn_trie *t;

	(void)state;
	assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
	for (unsigned round = 0; round < 120; round++) {
		size_t n, n6;

		for (unsigned i = 0; i < 100; i++) {
			sn_addr a =
			    sn_prefix_last(random_prefix(&seed, SN_IPV6));

			addr6[i] = (sn_addr6){a.hi, a.lo};
			addr[i] = (uint32_t)sn_prefix_last(
			    random_prefix(&seed, SN_IPV4))
				      .lo;
		}
		memset(out, 0xff, sizeof(out));
		memset(out6, 0xff, sizeof(out6));
		n = sn_trie_match4(t, addr, 100, out, value, found);
		n6 = sn_trie_match6(t, addr6, 100, out6, value6, found6);
		for (unsigned i = 0; i < 100; i++) {
			sn_prefix p = {0}, q = {0};
			uint32_t v = 0, w = 0;
			bool four =
			    !sn_trie_match(t, sn_addr_v4(addr[i]), &p, &v);
			bool six = !sn_trie_match(
			    t, sn_addr_v6(addr6[i].hi, addr6[i].lo), &q, &w);

			assert_int_equal(found[i], four);
			assert_int_equal(out[i].addr, p.lo);
			assert_int_equal(out[i].len, p.len);
			assert_int_equal(value[i], v);
			assert_int_equal(found6[i], six);
			assert_int_equal(out6[i].hi, q.hi);
			assert_int_equal(out6[i].lo, q.lo);
			assert_int_equal(out6[i].len, q.len);
			assert_int_equal(value6[i], w);
			n -= four;
			n6 -= six;
		}
		assert_int_equal(n, 0);
		assert_int_equal(n6, 0);
		n = sn_trie_match4(t, addr, 100, out, NULL, found6);
		assert_memory_equal(found, found6, sizeof(found));
		assert_int_equal(
		    sn_trie_insert(t,
			random_prefix(&seed, round % 2 ? SN_IPV4 : SN_IPV6),
			round),
		    SN_OK);
	}
	sn_trie_free(t);
}

/* Every allocation fails in turn; the trie is then as it was. */
static void
out_of_memory(void **state)
{
	uint64_t seed = 1;
	sn_prefix p[60];

	(void)state;
	for (unsigned i = 0; i < 60; i++)
		p[i] = random_prefix(&seed, i % 2 ? SN_IPV4 : SN_IPV6);
	for (uint64_t fail_at = 1;; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, fail_at);
		struct list l = {.n = 0}, followed = {.n = 0};
		sn_trie_change change[2] = {{p[0], 7, 0}, {p[1], 8, 0}};
		sn_status status;
		sn_set *set = NULL;
		sn_trie *t = NULL;

		status = sn_trie_new(&t, &alloc);
		for (unsigned i = 2; i < 60 && !status; i++) {
			status = sn_trie_insert(t, p[i], i);
			if (!status)
				list_insert(&l, p[i], i);
		}
		if (!status) {
			status = sn_trie_apply(
			    t, change, 2, follow, &followed, NULL);
			if (!status) {
				list_insert(&l, p[0], 7);
				list_insert(&l, p[1], 8);
			}
		}
		if (t) {
			check(t);
			assert_int_equal(sn_trie_size(t), l.n);
			for (size_t i = 0; i < l.n; i++)
				check_match(t, &l, sn_prefix_first(l.p[i]));
		}
		if (!status)
			status = sn_trie_aggregate(&set, t);
		sn_set_free(set);
		sn_trie_free(t);
		assert_int_equal(a.live, 0);
		if (a.calls < fail_at) {
			assert_int_equal(status, SN_OK);
			break;
		}
		assert_int_equal(status, SN_ENOMEM);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_updates),
	    cmocka_unit_test(from_set),
	    cmocka_unit_test(deepest),
	    cmocka_unit_test(batches),
	    cmocka_unit_test(netted),
	    cmocka_unit_test(batched_match),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
