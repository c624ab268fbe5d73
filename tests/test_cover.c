/*
 * test_cover.c - covers against a recursion over every prefix of a small
 * universe: written to be obviously right, it knows nothing of tries.
 */
#include "test.h"

enum {
	BITS_MAX = 6,
	SIZE_MAX_ = 1 << BITS_MAX,
	K_MAX = 12,
	NEVER = 1 << 20,
	OFFSET = 1 << 24
};

/* A universe of @bits bits at @base, in either family. */
struct universe {
	unsigned bits;
	unsigned family;
	unsigned width;
	uint64_t base_lo;
	uint64_t base_hi;
	uint64_t in; /* bit i: address i is in the set */
	uint64_t avoid;
	unsigned shortest;		   /* within the universe: 0..bits */
	int price[SIZE_MAX_];		   /* of an address */
	bool old[BITS_MAX + 1][SIZE_MAX_]; /* by length and number */
	int churn;
};

/*
 * The fewest extra addresses with at most @k prefixes for the part of the set
 * inside prefix number @i of @len bits: take that prefix whole, or share k
 * between its halves in every way. Answers are remembered until the next
 * universe.
 */
/* What the extra addresses of a prefix cost. */
static int
take(const struct universe *u, uint64_t mask)
{
	int cost = 0;

	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (mask >> i & 1 & ~(u->in >> i))
			cost += u->price[i];
	return cost;
}

static int known[BITS_MAX + 1][SIZE_MAX_][SIZE_MAX_ + 1];

static int
brute(const struct universe *u, unsigned len, unsigned i, int k)
{
	unsigned size = 1u << (u->bits - len);
	uint64_t mask = (size == 64 ? ~0ull : (1ull << size) - 1) << i * size;
	int best = NEVER, *answer = &known[len][i][k];

	if (!(u->in & mask))
		return 0;
	if (k == 0)
		return NEVER;
	if (*answer)
		return *answer - OFFSET;
	if (!(u->avoid & mask) && len >= u->shortest)
		best = take(u, mask) + (u->old[len][i] ? -u->churn : u->churn);
	for (int a = 0; a <= k && len < u->bits; a++) {
		int cost = brute(u, len + 1, 2 * i, a) +
			   brute(u, len + 1, 2 * i + 1, k - a);

		if (cost < best)
			best = cost;
	}
	*answer = best + OFFSET;
	return best;
}

static sn_addr
address(const struct universe *u, unsigned i)
{
	return u->family == SN_IPV4 ? sn_addr_v4((uint32_t)(u->base_lo + i))
				    : sn_addr_v6(u->base_hi, u->base_lo + i);
}

static sn_set *
make_set(const struct universe *u, uint64_t members)
{
	sn_builder *b;
	sn_set *set;

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (unsigned i = 0; i < 1u << u->bits; i++)
		if (members >> i & 1)
			assert_int_equal(
			    sn_builder_add_addr(b, address(u, i)), SN_OK);
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

/* The list covers the set, touches nothing it must not, costs what it says. */
static void
check_list(const struct universe *u, const sn_prefixes *list,
    const sn_cover_result *r, const sn_set *set, const sn_set *avoid)
{
	sn_set *covered;
	sn_count extra;
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);

	assert_int_equal(n, r->prefixes);
	for (size_t i = 0; i < n; i++) {
		assert_false(
		    sn_set_overlaps_range(avoid, sn_prefix_range(p[i])));
		assert_true(p[i].len >= u->width - u->bits + u->shortest);
		if (i)
			assert_false(sn_prefix_overlaps(p[i - 1], p[i]));
	}
	assert_int_equal(sn_set_from_prefixes(&covered, p, n, NULL), SN_OK);
	assert_true(sn_set_contains_set(covered, set));
	extra = sn_count_sub(sn_set_count(covered, 0), sn_set_count(set, 0));
	assert_int_equal(sn_count_compare(extra, r->extra), 0);
	sn_set_free(covered);
}

static struct universe
random_universe(uint64_t *seed)
{
	struct universe u = {.bits = 4 + (unsigned)test_below(seed, 3)};
	unsigned size = 1u << u.bits;
	uint64_t all = size == 64 ? ~0ull : (1ull << size) - 1;

	u.family = test_below(seed, 2) ? SN_IPV4 : SN_IPV6;
	u.width = u.family == SN_IPV4 ? 32 : 128;
	if (test_below(seed, 2)) { /* at the top of the space */
		u.base_hi = UINT64_MAX;
		u.base_lo = u.family == SN_IPV4 ? UINT32_MAX + 1ull - size
						: UINT64_MAX - size + 1;
	}
	u.in = test_random(seed) & all;
	if (test_below(seed, 2))
		u.in &= test_random(seed) & test_random(seed);
	if (!u.in)
		u.in = 1;
	if (test_below(seed, 2)) {
		u.avoid = test_random(seed) & test_random(seed) &
			  test_random(seed) & all;
		if (test_below(seed, 20))
			u.avoid &= ~u.in;
	}
	for (unsigned i = 0; i < size; i++)
		u.price[i] = 1;
	u.shortest =
	    test_below(seed, 3) ? 0 : (unsigned)test_below(seed, u.bits + 1);
	return u;
}

static sn_cover_options
make_options(const struct universe *u, const sn_set *avoid)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;

	/* Shorter than the universe is out of the question. */
	o.shortest4 = (uint8_t)(32 - u->bits + u->shortest);
	o.shortest6 = (uint8_t)(128 - u->bits + u->shortest);
	o.avoid = avoid;
	return o;
}

static bool
same_list(const sn_prefixes *a, const sn_prefixes *b)
{
	size_t na, nb;
	const sn_prefix *pa = sn_prefixes_data(a, &na);
	const sn_prefix *pb = sn_prefixes_data(b, &nb);

	for (size_t i = 0; i < na && i < nb; i++)
		if (sn_prefix_compare(pa[i], pb[i]))
			return false;
	return na == nb;
}

/* Both methods, the same list. */
static void
check_same(
    const sn_set *set, const sn_cover_options *options, const sn_prefixes *list)
{
	sn_cover_options o = *options;

	for (unsigned method = SN_COVER_PLAIN; method <= SN_COVER_CORE;
	     method++) {
		sn_prefixes *other;

		o.method = (uint8_t)method;
		assert_int_equal(sn_cover(&other, NULL, set, &o), SN_OK);
		assert_true(same_list(list, other));
		sn_prefixes_free(other);
	}
}

static unsigned reached_infeasible, reached_forced, reached_plain;

static void
check_budgets(const struct universe *u, const int best[K_MAX + 1],
    const sn_set *set, const sn_set *avoid)
{
	sn_cover_options o = make_options(u, avoid);
	uint64_t least = 0;

	for (uint64_t k = SIZE_MAX_; k >= 1; k--)
		if (k > K_MAX ? brute(u, 0, 0, (int)k) < NEVER
			      : best[k] < NEVER)
			least = k;
		else
			break;
	for (unsigned k = 1; k <= K_MAX; k++) {
		sn_cover_result r;
		sn_prefixes *list = NULL;
		sn_status status;

		o.max_prefixes = k;
		status = sn_cover(&list, &r, set, &o);
		if (best[k] >= NEVER) {
			assert_int_equal(status, SN_EINFEASIBLE);
			assert_int_equal(r.prefixes, least);
			reached_infeasible++;
			continue;
		}
		assert_int_equal(status, SN_OK);
		assert_true(r.prefixes <= k);
		assert_int_equal(r.extra.word[0], best[k]);
		check_same(set, &o, list);
		/* Ties: fewest prefixes. */
		if (r.prefixes > 1)
			assert_true(best[r.prefixes - 1] > best[k]);
		check_list(u, list, &r, set, avoid);
		sn_prefixes_free(list);
		reached_forced += u->avoid != 0 || u->shortest != 0;
		reached_plain++;
	}
}

static void
check_dual(const struct universe *u, const int best[K_MAX + 1],
    const sn_set *set, const sn_set *avoid, uint64_t within)
{
	sn_cover_options o = make_options(u, avoid);
	sn_count limit = sn_count_from(within);
	sn_prefixes *list = NULL;
	sn_cover_result r;
	sn_status status;
	unsigned k = 1;

	while (k <= K_MAX && best[k] > (int)within)
		k++;
	if (k > K_MAX)
		return;
	o.max_extra = &limit;
	status = sn_cover(&list, &r, set, &o);
	assert_int_equal(status, SN_OK);
	assert_int_equal(r.prefixes, k);
	assert_int_equal(r.extra.word[0], best[k]);
	check_list(u, list, &r, set, avoid);
	sn_prefixes_free(list);
}

static void
against_brute_force(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(4000); round++) {
		struct universe u = random_universe(&seed);
		sn_set *set = make_set(&u, u.in);
		sn_set *avoid = make_set(&u, u.avoid);
		sn_cover_options o = make_options(&u, avoid);
		sn_count curve[K_MAX];
		int best[K_MAX + 1];

		assert_int_equal(sn_cover_curve(curve, K_MAX, set, &o), SN_OK);
		best[0] = NEVER;
		memset(known, 0, sizeof(known));
		for (int k = 1; k <= K_MAX; k++) {
			best[k] = brute(&u, 0, 0, k);
			assert_int_equal(curve[k - 1].word[0],
			    best[k] >= NEVER ? UINT64_MAX : (uint64_t)best[k]);
		}
		if (round % 8 == 0 || u.bits < 6)
			check_budgets(&u, best, set, avoid);
		check_dual(&u, best, set, avoid, test_below(&seed, 20));
		sn_set_free(set);
		sn_set_free(avoid);
	}
	print_message("infeasible %u, forced splits %u, in all %u\n",
	    reached_infeasible, reached_forced, reached_plain);
	assert_true(reached_infeasible > 0 && reached_forced > 0);
}

/*
 * Weights and a previous list, both at random: weights of whole prefixes, so
 * that the longest counts; old prefixes of any length, in and around the set.
 */
static void
priced(void **state)
{
	uint64_t seed = test_seed();
	unsigned kept = 0, above = 0, inside = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(3000); round++) {
		struct universe u = random_universe(&seed);
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefix old[6];
		sn_weight weight[4];
		size_t old_count = 0, used = 0, n;
		sn_set *set = make_set(&u, u.in), *avoid;
		sn_prefixes *previous, *list;
		const sn_prefix *p;

		avoid = make_set(&u, u.avoid &= ~u.in);
		o = make_options(&u, avoid);
		if (u.shortest == 0)
			o.shortest4 = o.shortest6 = 0;
		for (unsigned len = 0; len <= u.bits; len++)
			for (unsigned i = 0; i < 2 && round % 3; i++) {
				unsigned at =
				    (unsigned)test_below(&seed, 1u << len);
				sn_prefix q;

				assert_int_equal(
				    sn_prefix_make(&q,
					address(&u, at << (u.bits - len)),
					u.width - u.bits + len),
				    SN_OK);
				if (used < 4 && test_below(&seed, 6) == 0) {
					bool twice = false;

					for (size_t j = 0; j < used; j++)
						twice |= !sn_prefix_compare(
						    weight[j].prefix, q);
					if (twice)
						continue;
					weight[used++] = (sn_weight){
					    q, test_below(&seed, 5)};
					for (unsigned k = 0;
					     k < 1u << (u.bits - len); k++)
						u.price[(at << (u.bits - len)) +
							k] =
						    (int)weight[used - 1].cost;
				} else if (old_count < 6 && !u.old[len][at] &&
					   test_below(&seed, 3) == 0) {
					u.old[len][at] = true;
					old[old_count++] = q;
				}
			}
		u.churn = (int)test_below(&seed, 8);
		o.churn_cost = (uint64_t)u.churn;
		o.weights = weight;
		o.weight_count = used;
		assert_int_equal(
		    sn_prefixes_new(&previous, old, old_count, NULL), SN_OK);
		o.previous = previous;
		memset(known, 0, sizeof(known));
		for (unsigned k = 1; k <= K_MAX; k += 1 + k / 3) {
			int best = brute(&u, 0, 0, (int)k);
			sn_cover_result r;

			o.max_prefixes = k;
			if (best >= NEVER / 2) {
				assert_int_equal(sn_cover(&list, &r, set, &o),
				    SN_EINFEASIBLE);
				continue;
			}
			best += (int)old_count * u.churn;
			assert_int_equal(sn_cover(&list, &r, set, &o), SN_OK);
			assert_true(r.prefixes <= k);
			assert_int_equal(r.cost.word[0], best);
			check_same(set, &o, list);
			p = sn_prefixes_data(list, &n);
			for (size_t i = 0; i < n; i++)
				for (size_t j = 0; j < old_count; j++)
					kept +=
					    !sn_prefix_compare(p[i], old[j]);
			sn_prefixes_free(list);
		}
		for (size_t j = 0; j < old_count; j++) {
			inside +=
			    sn_set_contains_range(set, sn_prefix_range(old[j]));
			above +=
			    sn_set_overlaps_range(set, sn_prefix_range(old[j]));
		}
		sn_prefixes_free(previous);
		sn_set_free(set);
		sn_set_free(avoid);
	}
	print_message(
	    "kept %u, inside %u, overlapping %u\n", kept, inside, above);
	assert_true(kept > 0 && inside > 0 && above > inside);
}

/* Hosts and prefixes in clusters, so that savings differ by orders. */
static sn_set *
large_set(uint64_t *seed, unsigned family, size_t n)
{
	sn_builder *b;
	sn_set *set;
	sn_addr a = family == SN_IPV4 ? sn_addr_v4(0) : sn_addr_v6(0, 0);

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (size_t i = 0; i < n; i++) {
		unsigned width = family == SN_IPV4 ? 32 : 128;
		sn_prefix p;

		if (family == SN_IPV6) {
			if (test_below(seed, 3) == 0)
				a.hi = test_random(seed);
			a.lo = test_random(seed);
		} else if (test_below(seed, 3) == 0) {
			a.lo = test_random(seed) & UINT32_MAX;
		} else {
			a.lo = (a.lo + test_below(seed, 5000)) & UINT32_MAX;
		}
		assert_int_equal(sn_prefix_make(&p, a,
				     width - (unsigned)test_below(seed, 9)),
		    SN_OK);
		assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

static void
methods_agree(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(60); round++) {
		unsigned family = round % 2 ? SN_IPV4 : SN_IPV6;
		sn_set *set = large_set(&seed, family, 500 + round * 50);
		sn_set *avoid = large_set(&seed, family, round % 3 * 5);
		sn_set *more;
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list;
		sn_status status;

		if (round % 5 == 0) { /* both families at once */
			sn_set *other = large_set(&seed, SN_IPV4, 300);

			assert_int_equal(
			    sn_set_union(&more, set, other), SN_OK);
			sn_set_free(other);
			sn_set_free(set);
			set = more;
		}
		assert_int_equal(sn_set_subtract(&more, avoid, set), SN_OK);
		o.avoid = more;
		o.method = SN_COVER_PLAIN;
		o.max_prefixes = 1 + test_below(&seed, 700);
		status = sn_cover(&list, NULL, set, &o);
		if (status == SN_OK) {
			check_same(set, &o, list);
			sn_prefixes_free(list);
		} else {
			assert_int_equal(status, SN_EINFEASIBLE);
		}
		sn_set_free(set);
		sn_set_free(avoid);
		sn_set_free(more);
	}
}

/* One budget over both families. */
static void
both_families(void **state)
{
	static const char *const text[] = {
	    "10.0.0.0/24", "10.0.2.0/24", "2001:db8::/64", "2001:db8:0:2::/64"};
	static const struct {
		uint64_t k;
		sn_status status;
		uint64_t prefixes;
		uint64_t extra_lo, extra_hi;
		const char *why;
	} table[] = {
	    {1, SN_EINFEASIBLE, 2, 0, 0, "a prefix has one family"},
	    {2, SN_OK, 2, 512, 2, "one each"},
	    {3, SN_OK, 3, 512, 0, "the third goes where it saves more"},
	    {4, SN_OK, 4, 0, 0, "exact"},
	    {9, SN_OK, 4, 0, 0, "no more than exact needs"},
	};
	sn_prefix p[4];
	sn_set *set;

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    sn_prefix_parse(&p[i], text[i], strlen(text[i]), 0, NULL),
		    SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 4, NULL), SN_OK);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_cover_result r;
		sn_prefixes *list = NULL;

		o.max_prefixes = table[i].k;
		print_message("%s\n", table[i].why);
		assert_int_equal(sn_cover(&list, &r, set, &o), table[i].status);
		assert_int_equal(r.prefixes, table[i].prefixes);
		assert_int_equal(r.extra.word[0], table[i].extra_lo);
		assert_int_equal(r.extra.word[1], table[i].extra_hi);
		sn_prefixes_free(list);
	}
	sn_set_free(set);
}

/* The ends of the space, the whole space, nothing at all. */
static void
extremes(void **state)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	sn_cover_result r;
	sn_prefixes *list;
	sn_prefix p[2];
	sn_set *set;
	size_t n;

	(void)state;
	o.max_prefixes = 1;
	/* Both ends of IPv6: all but two addresses are extra. */
	assert_int_equal(sn_prefix_make(&p[0], sn_addr_v6(0, 0), 128), SN_OK);
	assert_int_equal(
	    sn_prefix_make(&p[1], sn_addr_v6(UINT64_MAX, UINT64_MAX), 128),
	    SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 2, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, &r, set, &o), SN_OK);
	assert_int_equal(sn_prefixes_data(list, &n)->len, 0);
	assert_true(r.extra.word[0] == UINT64_MAX - 1 &&
		    r.extra.word[1] == UINT64_MAX && r.extra.word[2] == 0);
	sn_prefixes_free(list);
	sn_set_free(set);

	assert_int_equal(sn_prefix_make(&p[0], sn_addr_v6(0, 0), 0), SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, p, 1, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, &r, set, &o), SN_OK);
	assert_true(sn_count_is_zero(r.extra));
	sn_prefixes_free(list);
	sn_set_free(set);

	assert_int_equal(sn_set_from_prefixes(&set, p, 0, NULL), SN_OK);
	assert_int_equal(sn_cover(&list, &r, set, &o), SN_OK);
	(void)sn_prefixes_data(list, &n);
	assert_int_equal(n, 0);
	assert_int_equal(r.prefixes, 0);
	sn_prefixes_free(list);
	o.max_prefixes = 0;
	assert_int_equal(sn_cover(&list, &r, set, &o), SN_EINVAL);
	sn_set_free(set);
}

static void
out_of_memory(void **state)
{
	(void)state;
	for (uint64_t fail_at = 1;; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, fail_at);
		sn_cover_options o = SN_COVER_OPTIONS_INIT;
		sn_prefixes *list = NULL;
		sn_count limit = sn_count_from(3);
		sn_prefix p[40];
		sn_set *set = NULL;
		sn_status status;

		for (unsigned i = 0; i < 40; i++)
			p[i] = (sn_prefix){0, i * 5, SN_IPV4, 32, {0}};
		status = sn_set_from_prefixes(&set, p, 40, &alloc);
		o.max_extra = &limit;
		if (!status)
			status = sn_cover(&list, NULL, set, &o);
		sn_prefixes_free(list);
		sn_set_free(set);
		assert_int_equal(a.live, 0);
		if (a.calls < fail_at) {
			assert_int_equal(status, SN_OK);
			break;
		}
		/* An array that could not be shrunk is no failure. */
		if (status)
			assert_int_equal(status, SN_ENOMEM);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(against_brute_force),
	    cmocka_unit_test(priced),
	    cmocka_unit_test(methods_agree),
	    cmocka_unit_test(both_families),
	    cmocka_unit_test(extremes),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
