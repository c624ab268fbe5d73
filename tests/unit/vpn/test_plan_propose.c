/*
 * test_plan_propose.c - proposals that are asked for: how each is written,
 * and which bounds of lifetimes each end has.
 */
#include "sim.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

struct ends {
	sn_profile gateway;
	sn_profile peer;
	sn_prefix local;
	sn_prefix remote;
};

static sn_plan_request
request(struct ends *e, const char *proposal)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;

	e->gateway = *sn_profile_find("alibaba-cloud");
	e->peer = *sn_profile_find("generic");
	assert_int_equal(
	    sn_prefix_parse(&e->local, "10.1.0.0/24", 11, 0, NULL), SN_OK);
	assert_int_equal(
	    sn_prefix_parse(&e->remote, "10.2.0.0/24", 11, 0, NULL), SN_OK);
	r.local = &e->local;
	r.peer = &e->remote;
	r.local_count = r.peer_count = 1;
	r.gateway = &e->gateway;
	r.peer_device = &e->peer;
	r.proposal = proposal;
	return r;
}

static void
refused(void **state)
{
	static const struct {
		const char *proposal;
		const char *message;
	} table[] = {
	    {"", "is no"},
	    {"defaulx", "is no"},
	    {"legacx", "is no"},
	    {"aes256", "is no"},
	    {"aes256-", "is no"},
	    {"aes256-sha256", "is no"},
	    {"aes256-sha256-group14-x", "'group14-x' is no"},
	    {"-sha256-group14", "'' is no"},
	    {"12345678901234567890123456789012345-sha256-group14",
		"'12345678901234567890123456789012' is no"},
	    {"default,", "IKE lifetime is a number of seconds"},
	    {"default,x", "number of seconds"},
	    {"default, 7200", "number of seconds"},
	    {"default,+7200", "number of seconds"},
	    {"default,0", "number of seconds"},
	    {"default,-7200", "number of seconds"},
	    {"default,1000000001", "number of seconds"},
	    {"default,7200x", "at most two lifetimes"},
	    {"default,7200,", "IPsec lifetime is a number of seconds"},
	    {"default,7200,7200,7200", "at most two lifetimes"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct ends e;
		sn_plan_request r = request(&e, table[i].proposal);
		sn_error error = {.status = SN_OK};
		sn_plan *plan;

		assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
		if (!strstr(error.message, table[i].message))
			fail_msg("%s: %s", table[i].proposal, error.message);
	}
}

/* Bounds of the IKE lifetime, -1: unknown, and what comes of a wish. */
static void
bounds(void **state)
{
	static const struct {
		int64_t gateway[2];
		int64_t peer[2];
		const char *asked;
		int64_t lifetime;    /* 0: refused */
		const char *message; /* part of it */
	} table[] = {
	    {{100, 9000}, {-1, -1}, "default,100", 100, NULL},
	    {{100, 9000}, {-1, -1}, "default,9000", 9000, NULL},
	    {{100, 9000}, {-1, -1}, "default,99", 0, "100 to 9000 seconds"},
	    {{100, 9000}, {-1, -1}, "default,9001", 0, "100 to 9000 seconds"},
	    {{-1, 9000}, {-1, -1}, "default,9001", 0, "at most 9000 seconds"},
	    {{100, -1}, {-1, -1}, "default,99", 0, "at least 100 seconds"},
	    {{500, 500}, {-1, -1}, "default,99", 0, "of 500 seconds, not 99"},
	    {{-1, -1}, {700, 800}, "default,99", 0, "700 to 800 seconds"},
	    {{-1, -1}, {700, 800}, "default,801", 0, "700 to 800 seconds"},
	    {{-1, -1}, {700, 800}, "default,750", 750, NULL},
	    {{-1, -1}, {-1, -1}, "default,1", 1, NULL},
	    {{-1, -1}, {-1, -1}, "default", 5000, NULL},
	    {{-1, 4000}, {-1, -1}, "default", 4000, NULL},
	    {{6000, -1}, {-1, -1}, "default", 6000, NULL},
	    {{6000, -1}, {-1, 3000}, "default", 6000, NULL},
	    {{-1, -1}, {-1, 3000}, "default", 3000, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct ends e;
		sn_plan_request r = request(&e, table[i].asked);
		sn_error error = {.status = SN_OK};
		sn_plan *plan;
		sn_status status;

		e.gateway.ike_lifetime.value = 5000;
		e.gateway.ike_lifetime_least.value = table[i].gateway[0];
		e.gateway.ike_lifetime_most.value = table[i].gateway[1];
		e.peer.ike_lifetime_least.value = table[i].peer[0];
		e.peer.ike_lifetime_most.value = table[i].peer[1];
		status = sn_plan_new(&plan, &r, &error);
		assert_int_equal(status, table[i].lifetime ? SN_OK : SN_EINVAL);
		if (status) {
			if (!strstr(error.message, table[i].message))
				fail_msg("%zu: %s", i, error.message);
			continue;
		}
		assert_int_equal(sn_plan_get(plan)->proposal->ike_lifetime,
		    table[i].lifetime);
		sn_plan_free(plan);
	}
}

/* The larger volume of both ends; one that neither has is none. */
static void
volumes(void **state)
{
	static const int64_t table[][3] = {
	    {-1, -1, 0}, {5, -1, 5}, {-1, 6, 6}, {5, 6, 6}, {7, 6, 7}};

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct ends e;
		sn_plan_request r = request(&e, NULL);
		sn_plan *plan;

		e.gateway.volume_lifetime.value = table[i][0];
		e.peer.volume_lifetime.value = table[i][1];
		e.gateway.ike_lifetime.value = 0;
		e.gateway.ike_lifetime_most.value = -1;
		e.peer.ike_lifetime_most.value = -1;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(
		    sn_plan_get(plan)->proposal->volume_lifetime, table[i][2]);
		assert_int_equal(
		    sn_plan_get(plan)->proposal->ike_lifetime, 86400);
		sn_plan_free(plan);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused),
	    cmocka_unit_test(bounds),
	    cmocka_unit_test(volumes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
