/*
 * test_plan_overlap.c - sides that share addresses: refused, nested, and
 * translated.
 */
#include "plan.h"

struct side {
	sn_prefix p[LIST];
	size_t n;
};

/* "A,B,C". */
static struct side
list(const char *text)
{
	struct side s;

	s.n = parse_list(text, s.p);
	return s;
}

/* A request whose lists are @s: local, peer, pool. */
static sn_plan_request
request_of(struct side s[3], const char *local, const char *peer,
    const char *pool, uint32_t overlap)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;

	s[0] = list(local);
	s[1] = list(peer);
	s[2] = list(pool);
	r.local = s[0].p;
	r.local_count = s[0].n;
	r.peer = s[1].p;
	r.peer_count = s[1].n;
	r.nat_pool = s[2].p;
	r.nat_pool_count = s[2].n;
	r.overlap = overlap;
	r.gateway = sn_profile_find("strongswan");
	r.peer_device = sn_profile_find("strongswan");
	r.scheme = SN_SCHEME_AGGREGATE;
	return r;
}

static void
assert_list(const sn_prefix *p, size_t n, const char *want)
{
	char text[LIST * (SN_PREFIX_TEXT_MAX + 1)] = "", one[64];

	for (size_t i = 0; i < n; i++) {
		sn_prefix_format(one, sizeof(one), p[i]);
		strcat(text, i ? "," : "");
		strcat(text, one);
	}
	assert_string_equal(text, want);
}

/* --------------------------------------------------------------- nested */

static const struct {
	const char *local, *peer;
	const char *bypass[2]; /* NULL: a conflict */
} nests[] = {
    {"10.66.0.0/16,192.168.2.0/24", "10.0.0.0/8,192.168.1.0/24",
	{"10.66.0.0/16", ""}},
    {"192.168.16.0/20", "192.168.22.0/24,192.168.23.0/24",
	{"", "192.168.22.0/23"}},
    {"10.0.0.0/16,172.16.1.0/24", "10.0.9.0/24,172.16.0.0/12",
	{"172.16.1.0/24", "10.0.9.0/24"}},
    {"10.0.0.0/8", "192.168.1.0/24", {"", ""}},
    {"0.0.0.0/0", "192.168.1.0/24", {"", "192.168.1.0/24"}},
    /* One and the same. */
    {"10.0.0.0/24", "10.0.0.0/24", {NULL, NULL}},
    {"10.0.0.0/24,10.0.9.0/24", "10.0.0.0/23,10.0.9.0/24", {NULL, NULL}},
    /* Nothing is left of the outer one. */
    {"10.0.0.0/24", "10.0.0.0/25,10.0.0.128/25", {NULL, NULL}},
    {"10.0.0.0/24", "10.0.0.0/25,10.0.0.128/26,10.0.0.192/26", {NULL, NULL}},
    /* Inside and around. */
    {"10.0.0.0/8,10.1.1.0/24", "10.1.0.0/16", {NULL, NULL}},
    /* A segment of one's own inside is no matter. */
    {"10.0.0.0/24,10.0.0.0/25", "10.0.0.0/16,10.0.0.0/8", {"10.0.0.0/24", ""}},
    {"fd00:1:2::/48", "fd00:1::/32", {"fd00:1:2::/48", ""}},
};

static void
nested_sides(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(nests) / sizeof(*nests); i++) {
		struct side s[3];
		sn_plan_request r = request_of(s, nests[i].local, nests[i].peer,
		    "", i % 2 ? SN_OVERLAP_NESTED : 0);
		sn_plan *plan = make(&r);
		const sn_plan_view *v = sn_plan_get(plan);

		print_message("  %s, %s\n", nests[i].local, nests[i].peer);
		assert_int_equal(
		    v->scheme == SN_SCHEME_NONE, nests[i].bypass[0] == NULL);
		assert_int_equal(advises(plan, "segments-overlap"),
		    nests[i].bypass[0] == NULL);
		for (unsigned k = 0; k < 2 && nests[i].bypass[0]; k++)
			assert_list(v->bypass[k], v->bypass_count[k],
			    nests[i].bypass[k]);
		sn_plan_free(plan);
	}
}

/* Selectors are as given; with routes there is nothing to bypass. */
static void
nested_selectors(void **state)
{
	struct side s[3];
	sn_plan_request r =
	    request_of(s, "192.168.22.0/24", "192.168.16.0/20", "", 0);
	sn_connection c = SN_CONNECTION_INIT;
	sn_plan *plan = make(&r);

	(void)state;
	assert_int_equal(sn_plan_connection(plan, 0, &c), SN_OK);
	assert_list(c.local, c.local_count, "192.168.22.0/24");
	assert_list(c.peer, c.peer_count, "192.168.16.0/20");
	assert_non_null(strstr(advice(plan, "nested-sides"),
	    "192.168.16.0/22,192.168.20.0/23,192.168.23.0/24,"
	    "192.168.24.0/21."));
	sn_plan_free(plan);
	r.scheme = SN_SCHEME_DESTINATION;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->bypass_count[SN_LOCAL], 0);
	assert_non_null(strstr(advice(plan, "nested-sides"), "longer routes"));
	sn_plan_free(plan);
	r.overlap = SN_OVERLAP_REFUSE;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_true(advises(plan, "segments-overlap"));
	sn_plan_free(plan);
}

/* Alibaba Cloud wants sides apart, and no row of 0.0.0.0/0. */
static void
provider_of_nested_sides(void **state)
{
	struct side s[3];
	sn_plan_request r =
	    request_of(s, "10.1.0.0/16,10.2.0.0/16", "10.0.0.0/8", "", 0);
	sn_plan *plan;

	(void)state;
	r.gateway = NULL;
	r.scheme = SN_SCHEME_AUTO;
	r.peer_device = NULL;
	plan = make(&r);
	assert_non_null(strstr(advice(plan, "nested-sides"), "10.1.0.0/16"));
	assert_non_null(strstr(advice(plan, "nested-sides"), "and 1 more"));
	assert_non_null(strstr(advice(plan, "nested-sides"), "provider wants"));
	sn_plan_free(plan);
	s[1] = list("0.0.0.0/0");
	plan = make(&r);
	assert_non_null(strstr(advice(plan, "full-tunnel"), "advises against"));
	sn_plan_free(plan);
}

/* A full tunnel has rows of 0.0.0.0/0 where the gateway takes them. */
static void
full_tunnel(void **state)
{
	static const struct {
		const char *gateway;
		uint32_t scheme;
		unsigned rows; /* 9: there is no plan */
	} cases[] = {{"alibaba-cloud", SN_SCHEME_AGGREGATE, 1},
	    {"alibaba-cloud-single", SN_SCHEME_AGGREGATE, 9},
	    {"alibaba-cloud", SN_SCHEME_DESTINATION, 9},
	    {"alibaba-transit-router", SN_SCHEME_AGGREGATE, 9},
	    {"aws", SN_SCHEME_AGGREGATE, 1}, {"azure", SN_SCHEME_AGGREGATE, 1},
	    {"strongswan", SN_SCHEME_AGGREGATE, 0},
	    {"strongswan", SN_SCHEME_DESTINATION, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct side s[3];
		sn_plan_request r =
		    request_of(s, "192.168.7.20", "0.0.0.0/0", "", 0);
		sn_plan *plan;

		r.gateway = sn_profile_find(cases[i].gateway);
		r.scheme = cases[i].scheme;
		plan = make(&r);
		print_message("  %s\n", cases[i].gateway);
		if (cases[i].rows == 9) {
			assert_int_equal(
			    sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
			assert_non_null(
			    strstr(advice(plan, "scheme-infeasible"),
				"may have 0.0.0.0/0 as destination"));
		} else {
			assert_int_equal(
			    sn_plan_get(plan)->scheme, cases[i].scheme);
			assert_int_equal(
			    sn_plan_get(plan)->row_count, cases[i].rows);
			assert_true(advises(plan, "full-tunnel"));
		}
		sn_plan_free(plan);
	}
}

/* ----------------------------------------------------------- translated */

static void
assert_nat(const sn_nat *t, unsigned side, unsigned at, const char *original,
    const char *translated)
{
	assert_int_equal(t->side, side);
	assert_int_equal(t->at, at);
	assert_list(&t->original, 1, original);
	assert_list(&t->translated, 1, translated);
}

static void
translated_sides(void **state)
{
	struct side s[3];
	/* 10.0.0.0/23 in two segments; one that is nobody else's. */
	sn_plan_request r =
	    request_of(s, "10.0.0.0/24,10.0.1.0/24,172.16.1.0/24",
		"10.0.1.128/25", "10.99.0.0/16,10.0.0.0/16", SN_OVERLAP_NAT);
	sn_plan *plan;
	const sn_plan_view *v;

	(void)state;
	r.scheme = SN_SCHEME_PAIRS;
	plan = make(&r);
	v = sn_plan_get(plan);
	assert_int_equal(v->translation_count, 2);
	/* The lowest free address of the pool, next to what is taken. */
	assert_nat(&v->translations[0], SN_LOCAL, SN_KIND_GATEWAY,
	    "10.0.0.0/23", "10.0.2.0/23");
	assert_nat(&v->translations[1], SN_PEER, SN_KIND_PEER, "10.0.1.128/25",
	    "10.0.4.0/25");
	assert_list(v->sides[SN_LOCAL]->segments,
	    v->sides[SN_LOCAL]->segment_count,
	    "10.0.2.0/24,10.0.3.0/24,172.16.1.0/24");
	assert_list(v->sides[SN_PEER]->segments,
	    v->sides[SN_PEER]->segment_count, "10.0.4.0/25");
	assert_true(advises(plan, "sides-translated"));
	assert_false(advises(plan, "nat-unknown"));
	sn_plan_free(plan);
	/* Nothing is shared: nothing is translated, and no pool needed. */
	s[1] = list("192.168.1.0/24");
	r.nat_pool_count = 0;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->translation_count, 0);
	sn_plan_free(plan);
}

/* Who translates, and what crosses the tunnel. */
static void
ends_that_translate(void **state)
{
	static const struct {
		const char *gateway, *peer;
		unsigned at[2];
		const char *crossing[2];
		bool unknown;
	} cases[] = {
	    {"azure", "cisco", {SN_KIND_GATEWAY, SN_KIND_PEER},
		{"10.9.0.0/24", "10.9.1.0/24"}, false},
	    {"alibaba-cloud", "cisco", {SN_KIND_PEER, SN_KIND_PEER},
		{"10.0.0.0/24", "10.9.1.0/24"}, false},
	    {"azure", "generic", {SN_KIND_GATEWAY, SN_KIND_GATEWAY},
		{"10.9.0.0/24", "10.0.0.0/24"}, false},
	    {"aws", "generic", {SN_KIND_PEER, SN_KIND_PEER},
		{"10.0.0.0/24", "10.9.1.0/24"}, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct side s[3];
		sn_plan_request r = request_of(s, "10.0.0.0/24", "10.0.0.0/24",
		    "10.9.0.0/16", SN_OVERLAP_NAT);
		const sn_plan_view *v;
		sn_plan *plan;

		r.scheme = SN_SCHEME_AUTO;
		r.gateway = sn_profile_find(cases[i].gateway);
		r.peer_device = sn_profile_find(cases[i].peer);
		plan = make(&r);
		v = sn_plan_get(plan);
		for (unsigned k = 0; k < 2; k++) {
			assert_int_equal(v->translations[k].at, cases[i].at[k]);
			assert_list(
			    v->sides[k]->segments, 1, cases[i].crossing[k]);
		}
		assert_int_equal(
		    advises(plan, "nat-unknown"), cases[i].unknown);
		sn_plan_free(plan);
	}
}

static void
no_end_translates(void **state)
{
	struct side s[3];
	sn_plan_request r = request_of(
	    s, "10.0.0.0/24", "10.0.0.0/24", "10.9.0.0/16", SN_OVERLAP_NAT);
	sn_profile gateway = *sn_profile_find("aws");
	sn_profile peer = *sn_profile_find("generic");
	sn_plan *plan;

	(void)state;
	gateway.nat.value = peer.nat.value = 0;
	r.gateway = &gateway;
	r.peer_device = &peer;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_true(advises(plan, "nat-not-possible"));
	sn_plan_free(plan);
	/* One of which nothing is known is asked first. */
	gateway.nat.value = -1;
	plan = make(&r);
	assert_int_equal(
	    sn_plan_get(plan)->translations[1].at, SN_KIND_GATEWAY);
	assert_true(advises(plan, "nat-unknown"));
	sn_plan_free(plan);
}

/* Images in use stay, where they still do. */
static void
images_in_use(void **state)
{
	static const struct {
		const char *original,
		    *translated; /* in use, of the local side */
		const char *now;
	} cases[] = {
	    {"10.0.4.0/24", "10.9.7.0/24", "10.9.7.0/24"},
	    {"10.0.9.0/24", "10.9.7.0/24", "10.9.0.0/24"}, /* of another */
	    {"10.0.4.0/25", "10.9.7.0/25", "10.9.0.0/24"}, /* of a part */
	    {"10.0.4.0/24", "10.8.7.0/24", "10.9.0.0/24"}, /* not in the pool */
	    {"10.0.4.0/24", "10.9.255.0/24", "10.9.0.0/24"}, /* kept free */
	};
	sn_prefix spare = list("10.9.255.0/24").p[0];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct side s[3];
		sn_plan_request r = request_of(s, "10.0.4.0/24", "10.0.4.0/24",
		    "10.9.0.0/16", SN_OVERLAP_NAT);
		sn_nat nat = {.side = SN_LOCAL};
		sn_deployed *old, *new;
		sn_plan *plan;
		const sn_nat *kept;
		size_t n;

		nat.original = list(cases[i].original).p[0];
		nat.translated = list(cases[i].translated).p[0];
		assert_int_equal(sn_deployed_new(&old, NULL), SN_OK);
		assert_int_equal(sn_deployed_add_nat(old, &nat), SN_OK);
		/* A second image of the same, and one that touches it. */
		nat.translated = list("10.9.200.0/24").p[0];
		if (i == 0)
			assert_int_equal(sn_deployed_add_nat(old, &nat), SN_OK);
		nat.side = SN_PEER;
		nat.original = list("10.0.4.0/24").p[0];
		nat.translated = list("10.9.7.0/24").p[0];
		if (i == 0)
			assert_int_equal(sn_deployed_add_nat(old, &nat), SN_OK);
		r.previous = old;
		r.spare_local = &spare;
		r.spare_local_count = 1;
		plan = make(&r);
		assert_list(&sn_plan_get(plan)->translations[0].translated, 1,
		    cases[i].now);
		assert_int_equal(sn_deployed_from_plan(&new, plan), SN_OK);
		kept = sn_deployed_nats(new, &n);
		assert_int_equal(n, 2);
		assert_list(&kept[0].translated, 1, cases[i].now);
		sn_deployed_free(new);
		sn_deployed_free(old);
		sn_plan_free(plan);
	}
}

static void
bad_pools(void **state)
{
	static const struct {
		const char *pool, *code, *text;
	} cases[] = {
	    {"10.9.0.0/24", "nat-pool-too-small",
		"10.9.0.0/24 is too small: it lacks 1 free /24 for what the "
		"peer side shares, after the local side took its part."},
	    {"10.9.0.0/25,10.9.1.0/25", "nat-pool-too-small",
		"10.9.0.0/25 and the rest of the pool is too small: it lacks 1 "
		"free /24 for what the local side shares."},
	    {"10.0.0.0/25", "nat-pool-taken", "10.0.0.0/25 is in segments"},
	};
	struct side s[3];
	sn_plan_request r;
	sn_error error;
	sn_plan *plan;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		r = request_of(s, "10.0.0.0/24", "10.0.0.0/24", cases[i].pool,
		    SN_OVERLAP_NAT);
		plan = make(&r);
		assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
		assert_true(advises(plan, cases[i].code));
		assert_non_null(
		    strstr(advice(plan, cases[i].code), cases[i].text));
		assert_non_null(strstr(
		    advice(plan, cases[i].code), "example 10.255.254.0/23"));
		sn_plan_free(plan);
	}
	r.nat_pool_count = 0;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "for example 10.255.254.0/23"));
	/* No private space is left. */
	s[0] = s[1] = list("0.0.0.0/0");
	r.local_count = r.peer_count = 1;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "needs a /0"));
	s[0] = s[1] = list("10.0.0.0/8,172.16.0.0/13");
	r.local_count = r.peer_count = 2;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "needs a /6"));
	s[0] = s[1] = list("10.0.0.0/8");
	s[0].p[0] = s[1].p[0] = list("10.0.0.0/9").p[0];
	r.local_count = r.peer_count = 1;
	s[1].p[0] = list("10.0.0.0/16").p[0];
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "needs a /8"));
	r.nat_pool_count = 1;
	s[2] = list("fd00::/64");
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "--nat-pool needs prefixes"));
	s[2].p[0].len = 200;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	s[2] = list("10.9.0.0/16");
	r.overlap = SN_OVERLAP_NAT + 1;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
}

/* A pool wider than private space gives that; one beside it is meant. */
static void
wide_pools(void **state)
{
	static const struct {
		const char *side, *pool, *image;
	} cases[] = {
	    {"192.168.1.0/24", "0.0.0.0/0", "10.0.0.0/24"},
	    {"10.0.0.0/8", "0.0.0.0/0", NULL},
	    {"10.0.0.0/9", "8.0.0.0/6", NULL},
	    {"10.1.0.0/24", "8.0.0.0/5", "10.0.0.0/24"},
	    {"10.1.0.0/24", "192.168.0.0/16", "192.168.0.0/24"},
	    {"10.1.0.0/24", "198.18.0.0/15", "198.18.0.0/24"},
	    {"fd00::/64", "::/0", "fc00::/64"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct side s[3];
		sn_plan_request r = request_of(s, cases[i].side, cases[i].side,
		    cases[i].pool, SN_OVERLAP_NAT);
		sn_plan *plan = make(&r);
		const sn_plan_view *v = sn_plan_get(plan);

		print_message("  %s\n", cases[i].pool);
		if (cases[i].image)
			assert_list(
			    &v->translations[0].translated, 1, cases[i].image);
		else
			assert_true(advises(plan, "nat-pool-too-small"));
		sn_plan_free(plan);
	}
}

static void
bad_translations_in_use(void **state)
{
	sn_nat nat = {.original = list("10.0.0.0/24").p[0],
	    .translated = list("10.1.0.0/25").p[0]};
	sn_deployed *d;

	(void)state;
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	assert_int_equal(sn_deployed_add_nat(d, &nat), SN_EINVAL);
	nat.translated = list("fd00::/24").p[0];
	assert_int_equal(sn_deployed_add_nat(d, &nat), SN_EINVAL);
	nat.translated = list("10.1.0.0/24").p[0];
	nat.side = 2;
	assert_int_equal(sn_deployed_add_nat(d, &nat), SN_EINVAL);
	nat.side = SN_PEER;
	nat.translated.lo++;
	assert_int_equal(sn_deployed_add_nat(d, &nat), SN_EINVAL);
	nat.translated.lo--;
	nat.original.len = 60;
	assert_int_equal(sn_deployed_add_nat(d, &nat), SN_EINVAL);
	sn_deployed_free(d);
}

/* 20,000 shared segments a side; the last ones fill the largest block. */
static void
many(void **state)
{
	enum { N = 20000 };
	sn_prefix *p = malloc(N * sizeof(*p));
	struct side s[3];
	sn_plan_request r = request_of(s, "", "", "10.0.0.0/8", SN_OVERLAP_NAT);
	sn_plan *plan;

	(void)state;
	for (size_t i = 0; i < N; i++)
		assert_int_equal(
		    sn_prefix_make(
			&p[i], sn_addr_v4(0x20000000 + 512 * (uint32_t)i), 24),
		    SN_OK);
	r.local = r.peer = p;
	r.local_count = r.peer_count = N;
	r.scheme = SN_SCHEME_DESTINATION;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->translation_count, 2 * N);
	assert_list(&sn_plan_get(plan)->translations[2 * N - 1].translated, 1,
	    "10.191.255.0/24");
	sn_plan_free(plan);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nested_sides),
	    cmocka_unit_test(nested_selectors),
	    cmocka_unit_test(provider_of_nested_sides),
	    cmocka_unit_test(full_tunnel),
	    cmocka_unit_test(translated_sides),
	    cmocka_unit_test(ends_that_translate),
	    cmocka_unit_test(no_end_translates),
	    cmocka_unit_test(images_in_use),
	    cmocka_unit_test(bad_pools),
	    cmocka_unit_test(wide_pools),
	    cmocka_unit_test(bad_translations_in_use),
	    cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
