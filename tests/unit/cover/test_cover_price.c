/*
 * test_cover_price.c - covers with weights and with a previous list, against
 * recursion over every prefix of small universes.
 */
#include "universe.h"

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
			sn_cover_result r = SN_COVER_RESULT_INIT;

			o.max_prefixes = k;
			if (best >= NEVER / 2) {
				assert_int_equal(sn_cover(&list, set, &o, &r),
				    SN_EINFEASIBLE);
				continue;
			}
			best += (int)old_count * u.churn;
			assert_int_equal(sn_cover(&list, set, &o, &r), SN_OK);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(priced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
