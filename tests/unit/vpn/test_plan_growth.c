/*
 * test_plan_growth.c - sites whose pairs of segments, or what stands for them,
 * would be more work than a request that long is worth.
 */
#include <stdlib.h>

#include "plan.h"

enum { LOCALS = 2500, SITES = 112, POOL = 1025 };

static sn_prefix
ipv6(uint64_t high, uint64_t low, unsigned len)
{
	return (sn_prefix){high, low, SN_IPV6, (uint8_t)len, {0}};
}

/* A request of sites with IPv6, each of which lies in the one before. */
static sn_plan_request
nested_sites(sn_prefix *local, sn_prefix *peer, sn_site *site, size_t sites)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;

	for (uint64_t i = 0; i < LOCALS; i++)
		local[i] = ipv6(UINT64_C(0xfd00) << 48 | i << 1, 0, 64);
	for (size_t i = 0; i < sites; i++) {
		static const char digits[] = "abcdefghijklmnop";
		static char name[SITES][3];

		name[i][0] = digits[i >> 4];
		name[i][1] = digits[i & 15];
		peer[i] = ipv6(UINT64_C(0xfd10) << 48, 0, 16 + (unsigned)i);
		site[i] = (sn_site)SN_SITE_INIT;
		site[i].name = name[i];
		site[i].peer = &peer[i];
		site[i].peer_count = 1;
	}
	r.local = local;
	r.local_count = LOCALS;
	r.peer = NULL;
	r.peer_count = 0;
	r.sites = site;
	r.site_count = sites;
	return r;
}

static sn_prefix local[LOCALS], peer[SITES], pool[POOL];
static sn_site site[SITES];

static void
sites_in_one_another(void **state)
{
	sn_plan_request r = nested_sites(local, peer, site, SITES);
	sn_plan *plan;

	(void)state;
	plan = make(&r);
	assert_int_equal(
	    finding(plan, "limit-exceeded")->severity, SN_SEVERITY_ERROR);
	sn_plan_free(plan);
	r.site_count = 8;
	plan = make(&r);
	assert_false(advises(plan, "limit-exceeded"));
	sn_plan_free(plan);
}

static void
pools_of_many(void **state)
{
	sn_plan_request r = nested_sites(local, peer, site, 2);
	sn_error error = {.line = 0};
	sn_plan *plan;

	(void)state;
	r.local_count = 1;
	for (uint64_t i = 0; i < POOL; i++)
		pool[i] = ipv6(UINT64_C(0xfd20) << 48 | i << 1, 0, 64);
	r.overlap = SN_OVERLAP_NAT;
	r.nat_pool = pool;
	r.nat_pool_count = POOL;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_ELIMIT);
	assert_string_equal(error.message,
	    "the NAT pool of several sites has more than 1024 prefixes");
	r.nat_pool_count = POOL - 1;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_OK);
	sn_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sites_in_one_another),
	    cmocka_unit_test(pools_of_many)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
