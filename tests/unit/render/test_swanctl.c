/*
 * test_swanctl.c - the peer end as swanctl.conf: what it has to say, and what
 * it has to refuse before the first byte. That strongSwan reads it as meant,
 * tests/peers judges.
 */
#include "test.h"
#include "peer_end.h"

static void
sides_are_mirrored(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_OK);
	assert_int_equal(count("local_ts = 172.0.0.0/24\n"), 1);
	assert_int_equal(count("remote_ts = 10.0.0.0/24\n"), 1);
	assert_int_equal(count("version = 2\n"), 1);
	assert_int_equal(count("if_id"), 0);
}

/*
 * All are children of one connection: of several with the same addresses and
 * identities strongSwan would use the first. Not sharing is only said.
 */
static void
phase_1_shared_or_not(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_profile own = *sn_profile_find("alibaba-cloud-single");
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_PAIRS;
	request.ike = SN_IKE_V1;
	request.connection = "vco.1";
	assert_int_equal(render("swanctl", &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("version = 1\n"), 1);
	assert_int_equal(count("      vco_2e1-"), 4);
	assert_int_equal(count("local_ts"), 4);
	assert_int_equal(count("not known to share phase 1"), 0);
	own.phase1_shared.value = 0;
	request.gateway = &own;
	assert_int_equal(render("swanctl", &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("version = 1\n"), 1);
	assert_int_equal(count("      vco_2e1-"), 4);
	assert_int_equal(count("not known to share phase 1"), 1);
	request.scheme = SN_SCHEME_AGGREGATE;
	assert_int_equal(render("swanctl", &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("not known to share phase 1"), 0);
}

/* Where everything would be sent into the tunnel, routes decide instead. */
static void
default_route_is_bound_to_an_interface(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_DESTINATION;
	request.number_base = 42;
	request.peer_device = sn_profile_find("route-based");
	assert_int_equal(render("swanctl", &request, 2, 1, &error), SN_OK);
	assert_int_equal(count("local_ts = 0.0.0.0/0\n"), 1);
	assert_int_equal(count("remote_ts = 0.0.0.0/0\n"), 1);
	assert_int_equal(count("if_id_in = 42\n"), 1);
	assert_int_equal(count("if_id_out = 42\n"), 1);
	assert_int_equal(
	    count("#   ip route add 10.0.0.0/24 dev ipsec42\n"), 1);
	assert_int_equal(
	    count("#   ip route add 10.0.2.0/24 dev ipsec42\n"), 1);
}

static void
refusals(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = sn_profile_find("strongswan");
	assert_int_equal(render("swanctl", &request, 255, 1, &error), SN_OK);
	assert_int_equal(count(",10."), 254);
	assert_int_equal(
	    render("swanctl", &request, 256, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "255"));
	assert_int_equal(text_n, 0);
	assert_int_equal(
	    render("swanctl", &request, 1, 256, &error), SN_EINVAL);
	assert_int_equal(text_n, 0);
}

/* Of a longer name strongSwan loses the child; a dot takes three bytes. */
static void
names_within_the_limit(void **state)
{
	sn_plan_request request = one_tunnel();
	char name[SN_NAME_MAX + 1];
	sn_error error;

	(void)state;
	request.gateway = sn_profile_find("strongswan");
	request.connection = name;
	memset(name, 'a', sizeof(name));
	name[127] = '\0';
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_OK);
	request.scheme = SN_SCHEME_PAIRS; /* the pair after it */
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "127"));
	assert_int_equal(text_n, 0);
	name[102] = '\0';
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_OK);
	name[1] = '.';
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_EINVAL);
}

/* One message to the daemon holds some thousands of children. */
static void
children_within_the_limit(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(render("swanctl", &request, 40, 40, &error), SN_OK);
	assert_int_equal(count("remote_ts"), 1600);
	assert_int_equal(
	    render("swanctl", &request, 70, 70, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "children"));
	assert_int_equal(text_n, 0);
}

/* So does what a side inside the other one sends to itself. */
static void
bypass_within_the_limit(void **state)
{
	enum { MANY = 20000 };
	static sn_prefix peer[MANY];
	sn_plan_request request = one_tunnel();
	sn_prefix local;
	sn_error error;

	(void)state;
	assert_int_equal(
	    sn_prefix_make(&local, sn_addr_v4(10u << 24), 8), SN_OK);
	segments(peer, MANY, 10);
	request.gateway = request.peer_device = sn_profile_find("strongswan");
	request.scheme = SN_SCHEME_AGGREGATE;
	request.local = &local;
	request.local_count = 1;
	request.peer = peer;
	request.peer_count = 300;
	assert_int_equal(render_plan("swanctl", &request, &error), SN_OK);
	assert_int_equal(count("mode = pass"), 1);
	request.peer_count = MANY;
	assert_int_equal(render_plan("swanctl", &request, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "sends to itself"));
	assert_int_equal(text_n, 0);
}

/* A secret is asked for, never written; profiles' words stay out. */
static void
no_secret_no_foreign_words(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_profile own = *sn_profile_find("alibaba-cloud-single");
	sn_error error;

	(void)state;
	own.title = "x\n}\nsecrets { ike { secret = \"y\" } }\n";
	request.gateway = &own;
	assert_int_equal(render("swanctl", &request, 1, 1, &error), SN_OK);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (strstr(line, "secret"))
			assert_int_equal(line[0], '#');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sides_are_mirrored),
	    cmocka_unit_test(phase_1_shared_or_not),
	    cmocka_unit_test(default_route_is_bound_to_an_interface),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(names_within_the_limit),
	    cmocka_unit_test(children_within_the_limit),
	    cmocka_unit_test(bypass_within_the_limit),
	    cmocka_unit_test(no_secret_no_foreign_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
