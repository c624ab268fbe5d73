/*
 * test_plan_requests.c - requests that are none, limits on both sides of
 * what is needed, and facts of gateways and peers that are known, unknown or
 * old.
 */
#include "plan.h"

/* One local segment, three peer segments far from each other. */
static sn_prefix local[2], peer[3];

static sn_plan_request
request(uint32_t scheme)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;

	local[0] = P("10.1.0.0/24");
	local[1] = (sn_prefix){.family = SN_IPV4, .len = 33};
	peer[0] = P("172.16.0.0/24");
	peer[1] = P("172.16.2.0/24");
	peer[2] = P("192.168.0.0/24");
	r.local = local;
	r.peer = peer;
	r.local_count = 1;
	r.peer_count = 3;
	r.scheme = scheme;
	return r;
}

static void
no_requests(void **state)
{
	sn_plan_request r[6];
	static const char *const part[] = {"local side is no prefix",
	    "peer side is no prefix", "spare prefix", "spare prefix",
	    "IKE version", "alignment"};
	sn_error e;
	sn_plan *plan = NULL;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		r[i] = request(SN_SCHEME_AUTO);
	r[0].local_count = 2;
	r[1].peer = local;
	r[1].peer_count = 2;
	r[2].spare_local = local + 1;
	r[2].spare_local_count = 1;
	r[3].spare_peer = local + 1;
	r[3].spare_peer_count = 1;
	r[4].ike = SN_IKE_V2 + 1;
	r[5].align = SN_ALIGN_OCTET + 1;
	for (size_t i = 0; i < 6; i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(sn_plan_new(&plan, &r[i], &e), SN_EINVAL);
		assert_non_null(strstr(e.message, part[i]));
		assert_null(plan);
	}
}

/* Only the profile's own limit has an age, and only an old one. */
static void
old_limits(void **state)
{
	static const struct {
		uint32_t sure;
		int64_t asked;
		bool aged;
	} table[] = {
	    {SN_SURE_OLD, SN_LIMIT_DEFAULT, true},
	    {SN_SURE_VERIFIED, SN_LIMIT_DEFAULT, false},
	    {SN_SURE_OLD, 1, false},
	};
	sn_profile gateway = *sn_profile_find("alibaba-cloud");
	sn_plan *plan;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		sn_plan_request r = request(SN_SCHEME_PAIRS);

		gateway.connections =
		    (sn_fact){2, table[i].sure, 0, "a book", "1999"};
		r.gateway = &gateway;
		r.max_connections = table[i].asked;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
		assert_non_null(strstr(advice(plan, "limit-exceeded"),
		    "3 connections are needed"));
		assert_true((strstr(advice(plan, "limit-exceeded"),
				 "of 1999, may have changed") != NULL) ==
			    table[i].aged);
		sn_plan_free(plan);
	}
}

/*
 * Destination routing: where both ends are known to be route-based; where it
 * is not known of one, only when it is asked for; where one is known not to
 * be, never.
 */
static void
route_based(void **state)
{
	sn_profile gateway = *sn_profile_find("alibaba-cloud");
	sn_profile device = *sn_profile_find("route-based");
	sn_plan *plan;

	(void)state;
	for (int64_t g = -1; g <= 1; g++)
		for (int64_t p = -1; p <= 1; p++)
			for (unsigned asked = 0; asked < 2; asked++) {
				sn_plan_request r =
				    request(asked ? SN_SCHEME_DESTINATION
						  : SN_SCHEME_AUTO);
				bool good = (g == 1 && p == 1) ||
					    (asked && g != 0 && p != 0);

				gateway.route_based.value = g;
				device.route_based.value = p;
				r.gateway = &gateway;
				r.peer_device = &device;
				assert_int_equal(
				    sn_plan_new(&plan, &r, NULL), SN_OK);
				assert_true((sn_plan_get(plan)->scheme ==
						SN_SCHEME_DESTINATION) == good);
				sn_plan_free(plan);
			}
}

/* The smaller limit of both ends holds; the peer's local side is our peer
 * side. One selector a side is one supernet a side. */
static void
smaller_limit(void **state)
{
	static const struct {
		int64_t gateway, device;
		size_t selectors; /* of the peer side */
	} table[] = {
	    {10, 2, 2},
	    {2, 10, 2},
	    {2, 2, 2},
	    {-1, 2, 2},
	    {2, -1, 2},
	    {-1, -1, 3},
	    {10, 10, 3},
	};
	sn_profile gateway = *sn_profile_find("alibaba-cloud");
	sn_profile device = *sn_profile_find("strongswan");
	sn_connection c = SN_CONNECTION_INIT;
	sn_plan *plan;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_plan_request r = request(SN_SCHEME_AGGREGATE);

		gateway.peer_selectors.value = table[i].gateway;
		device.local_selectors.value = table[i].device;
		r.gateway = &gateway;
		r.peer_device = &device;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
		assert_int_equal(c.peer_count, table[i].selectors);
		/* 172.16.0.0/22 holds the two that are near. */
		if (c.peer_count == 2)
			assert_int_equal(
			    sn_prefix_compare(c.peer[0], P("172.16.0.0/22")),
			    0);
		sn_plan_free(plan);
	}
	for (unsigned side = 0; side < 3; side++) {
		sn_plan_request r = request(SN_SCHEME_AGGREGATE);

		r.peer_count = 2;
		r.gateway = &gateway;
		r.peer_device = &device;
		gateway.local_selectors.value = side == 0 ? 10 : 1;
		gateway.peer_selectors.value = side == 1 ? 10 : 1;
		device.local_selectors.value = 10;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
		assert_int_equal(c.peer_count, side == 1 ? 2 : 1);
		if (side != 1)
			assert_int_equal(
			    sn_prefix_compare(c.peer[0], P("172.16.0.0/22")),
			    0);
		sn_plan_free(plan);
	}
}

/* The name in use stays where it is a name that a request may give. */
static void
names_in_use(void **state)
{
	(void)state;
	for (size_t n = SN_NAME_MAX; n <= SN_NAME_MAX + 1; n++) {
		sn_plan_request r = request(SN_SCHEME_PAIRS);
		sn_profile any_length = *sn_profile_find("alibaba-cloud");
		sn_prefix to = P("172.16.0.0/24");
		sn_connection c = {.struct_size = sizeof(sn_connection),
		    .ike = SN_IKE_V2,
		    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
		    .local = local,
		    .local_count = 1,
		    .peer = &to,
		    .peer_count = 1};
		sn_deployed *old;
		sn_plan *plan;

		any_length.name_length.value = -1;
		r.gateway = &any_length;
		memset(c.name, 'n', n);
		assert_int_equal(sn_deployed_new(&old, NULL), SN_OK);
		assert_int_equal(sn_deployed_add_connection(old, &c), SN_OK);
		r.previous = old;
		r.peer_count = 1;
		r.scheme = SN_SCHEME_AGGREGATE;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		memset(&c, 0, sizeof(c));
		c.struct_size = sizeof(c);
		assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
		if (n == SN_NAME_MAX)
			assert_int_equal(strlen(c.name), SN_NAME_MAX);
		else
			assert_string_equal(c.name, "ipsec-connection");
		sn_plan_free(plan);
		sn_deployed_free(old);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_requests),
	    cmocka_unit_test(old_limits),
	    cmocka_unit_test(route_based),
	    cmocka_unit_test(smaller_limit),
	    cmocka_unit_test(names_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
