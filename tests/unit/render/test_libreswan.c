/*
 * test_libreswan.c - the peer end as ipsec.conf: what it has to say, and what
 * it has to refuse before the first byte. That Libreswan reads it as meant,
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
	assert_int_equal(render("libreswan", &request, 1, 1, &error), SN_OK);
	assert_int_equal(count("leftsubnet=172.0.0.0/24\n"), 1);
	assert_int_equal(count("rightsubnet=10.0.0.0/24\n"), 1);
	assert_int_equal(count("ikev2=yes\n"), 1);
	assert_int_equal(count("ikev1-policy"), 0);
	assert_int_equal(count("ipsec-interface"), 0);
	assert_int_equal(count("@peer-device.example vpn-gateway.example : "
			       "PSK \"...\"\n"),
	    1);
}

/* Phase 1 stands once, after all that take it in. */
static void
phase_1_stands_once(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_profile own = *sn_profile_find("alibaba-cloud-single");
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_PAIRS;
	request.ike = SN_IKE_V1;
	request.connection = "1.a_b";
	assert_int_equal(render("libreswan", &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("\nconn vpn-_31_2ea_5fb-"), 4);
	assert_int_equal(count("\n    also=ike-_31_2ea_5fb\n"), 4);
	assert_int_equal(count("\nconn ike-_31_2ea_5fb\n    ikev2=no\n"), 1);
	assert_int_equal(count("authby="), 1);
	assert_int_equal(count("ikev1-policy=accept"), 1);
	assert_int_equal(count("#   %any vpn-gateway.example : PSK"), 1);
	assert_true(strstr(text, "\nconn ike-") > strstr(text, "-24\n"));
	assert_int_equal(count("not known to share phase 1"), 0);
	own.phase1_shared.value = -1;
	request.gateway = &own;
	assert_int_equal(render("libreswan", &request, 2, 2, &error), SN_OK);
	assert_int_equal(count("not known to share phase 1"), 1);
}

/*
 * Everything at the other side: a device and routes. Libreswan's own default
 * route is kept out where its script would set it.
 */
static void
default_route_is_bound_to_an_interface(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.number_base = 42;
	request.scheme = SN_SCHEME_DESTINATION;
	request.peer_device = sn_profile_find("route-based");
	assert_int_equal(render("libreswan", &request, 2, 1, &error), SN_OK);
	assert_int_equal(count("leftsubnet=0.0.0.0/0\n"), 1);
	assert_int_equal(count("rightsubnet=0.0.0.0/0\n"), 1);
	assert_int_equal(count("ipsec-interface=42\n"), 1);
	assert_int_equal(count("leftupdown"), 0);
	assert_int_equal(
	    count("#   ip route add 10.0.0.0/24 dev ipsec42\n"), 1);
	assert_int_equal(
	    count("#   ip route add 10.0.2.0/24 dev ipsec42\n"), 1);
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = NULL;
	request.shortest4 = 24; /* forces the side of several to everything */
	assert_int_equal(render("libreswan", &request, 2, 1, &error), SN_OK);
	assert_int_equal(count("rightsubnet=0.0.0.0/0\n"), 1);
	assert_int_equal(count("leftupdown=%disabled\n"), 1);
	assert_int_equal(render("libreswan", &request, 1, 2, &error), SN_OK);
	assert_int_equal(count("leftsubnet=0.0.0.0/0\n"), 1);
	assert_int_equal(count("leftupdown"), 0);
	assert_int_equal(count("ipsec-interface"), 0);
}

/* One SA of Libreswan 4 has one pair of selectors. */
static void
several_in_one_are_refused(void **state)
{
	static const size_t sides[][2] = {{2, 1}, {1, 2}, {2, 2}};
	sn_plan_request request = one_tunnel();
	sn_error error;

	(void)state;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.peer_device = sn_profile_find("strongswan");
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		assert_int_equal(render("libreswan", &request, sides[i][0],
				     sides[i][1], &error),
		    SN_EINVAL);
		assert_non_null(strstr(error.message, "each pair"));
		assert_int_equal(text_n, 0);
	}
	request.peer_device = sn_profile_find("libreswan");
	assert_int_equal(render("libreswan", &request, 2, 2, &error), SN_OK);
}

/* A secret is asked for, never written; profiles' words stay out. */
static void
no_secret_no_foreign_words(void **state)
{
	sn_plan_request request = one_tunnel();
	sn_profile own = *sn_profile_find("alibaba-cloud-single");
	sn_error error;

	(void)state;
	own.name = "x\nconn y\n";
	own.title = "x\nconn z\n    auto=start\n";
	request.gateway = &own;
	assert_int_equal(render("libreswan", &request, 1, 1, &error), SN_OK);
	assert_int_equal(count("\nconn "), 2);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (strstr(line, "PSK"))
			assert_int_equal(line[0], '#');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sides_are_mirrored),
	    cmocka_unit_test(phase_1_stands_once),
	    cmocka_unit_test(default_route_is_bound_to_an_interface),
	    cmocka_unit_test(several_in_one_are_refused),
	    cmocka_unit_test(no_secret_no_foreign_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
