/*
 * test_plan_random.c - random plans of all gateways and peers on a simulated
 * gateway.
 */
#include "plan_case.h"

static void
random_plans(void **state)
{
	uint64_t seed = test_seed();
	unsigned least = test_least(20);

	(void)state;
	memset(&met, 0, sizeof(met));
	for (unsigned round = test_rounds(20000); round--;)
		plan_case(&seed);
	print_message("destination %u, aggregate %u, pairs %u, lists %u, none "
		      "%u; forced %u, several %u, widened %u, limited %u, "
		      "overlap %u\n",
	    met.scheme[1], met.scheme[2], met.scheme[3], met.scheme[4],
	    met.scheme[5], met.forced, met.several, met.widened, met.limited,
	    met.overlap);
	assert_true(met.scheme[1] > least && met.scheme[2] > least &&
		    met.scheme[3] > least && met.scheme[4] > least &&
		    met.forced > least && met.several > least &&
		    met.widened > least && met.limited > least / 4 &&
		    met.overlap > least);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_plans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
