/*
 * test_set_union.c - unions of IPv4 lists that are long enough to go by eights,
 * at each level of the processor, against a plain sweep.
 */
#include "test.h"

#include "set/set.h"

enum { MOST = 120, LEVELS = 2 };

static const char levels[LEVELS][8] = {"scalar", "avx512"};

struct list {
	sn_range4 r[2 * MOST];
	size_t n;
};

/*
 * Disjoint ranges that do not touch, from @first on or up to the last address:
 * mostly narrow ones close to each other, so that two lists share borders, and
 * at times one that takes all that is left.
 */
static void
fill(struct list *l, uint64_t *rng, uint64_t first)
{
	size_t most = (size_t)test_below(rng, MOST);

	for (l->n = 0; l->n < most && first <= UINT32_MAX; l->n++) {
		uint64_t size = 1 + test_below(rng, 4), last;

		if (test_below(rng, 16) == 0)
			size += test_below(rng, 100);
		if (test_below(rng, 2 * MOST) == 0)
			size = UINT32_MAX;
		last = first + size - 1;
		if (last > UINT32_MAX)
			last = UINT32_MAX;
		l->r[l->n] = (sn_range4){(uint32_t)first, (uint32_t)last};
		first = last + 2 + test_below(rng, 5);
	}
}

static int
compare(const void *a, const void *b)
{
	const sn_range4 *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static void
plain_union(struct list *u, const struct list *a, const struct list *b)
{
	struct list all = *a;

	memcpy(all.r + a->n, b->r, b->n * sizeof(*b->r));
	all.n += b->n;
	qsort(all.r, all.n, sizeof(*all.r), compare);
	u->n = 0;
	for (size_t i = 0; i < all.n; i++) {
		sn_range4 *open = u->n ? &u->r[u->n - 1] : NULL;

		if (!open || all.r[i].first > (uint64_t)open->last + 1)
			u->r[u->n++] = all.r[i];
		else if (all.r[i].last > open->last)
			open->last = all.r[i].last;
	}
}

static void
unions(void **state)
{
	uint64_t rng = test_seed();
	unsigned eights = 0, tops = 0;

	(void)state;
	for (unsigned i = 0; i < test_rounds(20000); i++) {
		const uint64_t base[] = {0, 1000, UINT32_MAX - 400};
		uint64_t first = base[test_below(&rng, 3)];
		struct list a, b, want;
		sn_set *sa, *sb, *s;

		fill(&a, &rng, first + test_below(&rng, 9));
		fill(&b, &rng, first + test_below(&rng, 9));
		plain_union(&want, &a, &b);
		assert_int_equal(
		    sn_set_from_ranges(&sa, a.r, a.n, NULL, 0, NULL), SN_OK);
		assert_int_equal(
		    sn_set_from_ranges(&sb, b.r, b.n, NULL, 0, NULL), SN_OK);
		sa->threads = 1 + (unsigned)test_below(&rng, 3);
		for (int level = 0; level < LEVELS; level++) {
			setenv("SUPERNET_CPU", levels[level], 1);
			assert_int_equal(sn__set_combine(&s, sa, sb, SN__UNION,
					     1 + test_below(&rng, 100)),
			    SN_OK);
			assert_int_equal(s->n4, want.n);
			for (size_t k = 0; k < want.n; k++) {
				assert_int_equal(
				    s->ranges4[k].first, want.r[k].first);
				assert_int_equal(
				    s->ranges4[k].last, want.r[k].last);
			}
			sn_set_free(s);
		}
		eights += a.n >= 16 && b.n >= 16;
		tops += want.n && want.r[want.n - 1].last == UINT32_MAX;
		sn_set_free(sa);
		sn_set_free(sb);
	}
	unsetenv("SUPERNET_CPU");
	assert_true(eights > test_least(10000) && tops > test_least(1000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
