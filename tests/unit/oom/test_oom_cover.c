/*
 * test_oom_cover.c - covers when memory is out, as test_oom_set.c.
 */
#include "oom.h"

static sn_set *set_a, *beside_a;

static sn_set *
set_of(const char *const *text, size_t n)
{
	sn_prefix p[8];
	sn_set *set;

	for (size_t i = 0; i < n; i++)
		p[i] = P(text[i]);
	assert_int_equal(sn_set_from_prefixes(&set, p, n, NULL), SN_OK);
	return set;
}

static sn_status
free_list(sn_status status, sn_prefixes *out)
{
	if (oom_made(status, out))
		sn_prefixes_free(out);
	return status;
}

static sn_status
cover_by(uint8_t method, bool extras)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	const sn_prefix old[2] = {P("10.0.0.0/22"), P("2001:db8::/46")};
	sn_weight weight = {P("10.0.0.0/8"), 3};
	sn_prefixes *out = UNTOUCHED, *previous;
	sn_status status;

	assert_int_equal(sn_prefixes_new(&previous, old, 2, NULL), SN_OK);
	options.max_prefixes = 6;
	options.method = method;
	if (extras) {
		options.avoid = beside_a;
		options.max_prefixes = 9;
		options.previous = previous;
		options.churn_cost = 5;
		options.weights = &weight;
		options.weight_count = 1;
	}
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	status = free_list(status, out);
	sn_prefixes_free(previous);
	return status;
}

static sn_status
cover_plain(void)
{
	return cover_by(SN_COVER_ALL_NODES, false);
}

static sn_status
cover_core(void)
{
	return cover_by(SN_COVER_CORE, false);
}

static sn_status
cover_prices(void)
{
	return cover_by(SN_COVER_AUTO, true);
}

/* Both bounds, the budget too small: the least that would do is looked for. */
static sn_status
cover_infeasible(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_count most = sn_count_from(0);
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	options.max_extra = &most;
	options.max_prefixes = 3;
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	oom_disarm();
	assert_ptr_equal(out, UNTOUCHED);
	return status == SN_EINFEASIBLE ? SN_OK : status;
}

static sn_status
cover_dual(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_count most = sn_count_from(1u << 20);
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	options.max_extra = &most;
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	return free_list(status, out);
}

static sn_status
cover_share(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	uint64_t share = 100000;
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	options.max_share = &share;
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	return free_list(status, out);
}

static sn_status
cover_density(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	options.density = 500000;
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	return free_list(status, out);
}

static sn_status
cover_lengths(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	options.max_lengths = 1;
	oom_arm();
	status = sn_cover(&out, set_a, &options, NULL);
	return free_list(status, out);
}

static sn_status
cover_curve(void)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_cover_point point[8];
	sn_status status;

	oom_arm();
	status = sn_cover_curve(set_a, &options, point, 8);
	oom_disarm();
	return status;
}

static const struct attempt attempts[] = {ATTEMPT(cover_plain),
    ATTEMPT(cover_core), ATTEMPT(cover_prices), ATTEMPT(cover_infeasible),
    ATTEMPT(cover_dual), ATTEMPT(cover_share), ATTEMPT(cover_density),
    ATTEMPT(cover_lengths), ATTEMPT(cover_curve)};

static void
every_allocation_fails(void **state)
{
	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static int
setup(void **state)
{
	static const char *const a[] = {"10.0.0.0/24", "10.0.2.0/23",
	    "10.4.0.1/32", "10.4.0.2/31", "10.4.0.4/30", "10.4.0.8/31",
	    "2001:db8::/48", "2001:db8:2::/47"};
	static const char *const beside[] = {"10.0.1.0/24", "2001:db8:1::/48"};

	(void)state;
	set_a = set_of(a, 8);
	beside_a = set_of(beside, 2);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sn_set_free(set_a);
	sn_set_free(beside_a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_allocation_fails),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
