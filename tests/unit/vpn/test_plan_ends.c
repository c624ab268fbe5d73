/*
 * What both ends of a plan are: its proposal, its names, its rows with and
 * without automatic ones, all schemes side by side; and that a diagnosis of
 * what a plan configures finds it working.
 */
#include "plan.h"
#include "sim.h"

enum { MOST = 6 };

static sn_plan_request
request(const char *gateway, const char *peer)
{
	static sn_prefix l[3], p[3];
	sn_plan_request r = SN_PLAN_REQUEST_INIT;

	l[0] = P("10.1.0.0/24");
	l[1] = P("10.3.0.0/24");
	p[0] = P("172.16.1.0/24");
	p[1] = P("192.168.1.0/24");
	p[2] = P("172.20.0.0/24");
	r.local = l;
	r.local_count = 2;
	r.peer = p;
	r.peer_count = 2;
	r.gateway = sn_profile_find(gateway);
	r.peer_device = sn_profile_find(peer);
	return r;
}

/* ----------------------------------------------------------- proposals */

static void
one_proposal(void **state)
{
	static const struct {
		const char *gateway, *peer, *asked;
		uint32_t ike, encryption, integrity, dh, pfs;
		int64_t ike_lifetime, ipsec_lifetime;
		const char *advice;
	} table[] = {
	    {"alibaba-cloud", "generic", NULL, SN_IKE_V2, SN_ENCRYPTION_AES256,
		SN_INTEGRITY_SHA256, 14, 14, 86400, 86400, NULL},
	    {"aws", "fortigate", "default", SN_IKE_V2, SN_ENCRYPTION_AES256,
		SN_INTEGRITY_SHA256, 14, 14, 28800, 3600, NULL},
	    {"azure", "juniper", NULL, SN_IKE_V2, SN_ENCRYPTION_AES256,
		SN_INTEGRITY_SHA256, 14, 14, 28800, 27000, NULL},
	    {"gcp", "generic", NULL, SN_IKE_V1, SN_ENCRYPTION_AES128,
		SN_INTEGRITY_SHA1, 2, 2, 36600, 10800, "legacy-proposal"},
	    {"alibaba-cloud", "cisco-asa", NULL, SN_IKE_V1,
		SN_ENCRYPTION_AES256, SN_INTEGRITY_SHA1, 14, 14, 86400, 86400,
		"legacy-proposal"},
	    {"alibaba-cloud", "cisco", "legacy", SN_IKE_V2,
		SN_ENCRYPTION_AES128, SN_INTEGRITY_SHA1, 2, 2, 86400, 86400,
		"legacy-proposal"},
	    {"aws", "generic", "aes128-sha512-group20,900,1800", SN_IKE_V2,
		SN_ENCRYPTION_AES128, SN_INTEGRITY_SHA512, 20, 20, 900, 1800,
		NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_plan_request r = request(table[i].gateway, table[i].peer);
		const sn_proposal *p;
		sn_plan *plan;

		r.ike = table[i].ike;
		r.proposal = table[i].asked;
		plan = make(&r);
		p = sn_plan_get(plan)->proposal;
		assert_non_null(p);
		assert_int_equal(p->ike, table[i].ike);
		assert_int_equal(p->ike_encryption, table[i].encryption);
		assert_int_equal(p->esp_encryption, table[i].encryption);
		assert_int_equal(p->ike_integrity, table[i].integrity);
		assert_int_equal(p->esp_integrity, table[i].integrity);
		assert_int_equal(p->ike_dh, table[i].dh);
		assert_int_equal(p->pfs, table[i].pfs);
		assert_int_equal(p->ike_lifetime, table[i].ike_lifetime);
		assert_int_equal(p->ipsec_lifetime, table[i].ipsec_lifetime);
		assert_int_equal(
		    advises(plan, "legacy-proposal"), table[i].advice != NULL);
		sn_plan_free(plan);
	}
}

/* GCP has group 2 alone with IKEv1, which Libreswan left out. */
static void
nothing_in_common(void **state)
{
	sn_plan_request r = request("gcp", "libreswan");
	sn_plan *plan;

	(void)state;
	r.ike = SN_IKE_V1;
	plan = make(&r);
	assert_null(sn_plan_get(plan)->proposal);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_true(advises(plan, "no-common-proposal"));
	sn_plan_free(plan);
}

/* --------------------------------------------------------------- names */

/* Every name of @old for a pair that @new has, too, is the same there. */
static void
names_stay(const sn_plan *old, const sn_plan *new)
{
	sn_connection a = SN_CONNECTION_INIT, b = SN_CONNECTION_INIT;
	uint64_t found = 0, n = sn_plan_get(old)->connection_count;

	for (uint64_t i = 0; i < n; i++)
		for (uint64_t j = 0; j < sn_plan_get(new)->connection_count;
		     j++) {
			assert_int_equal(sn_plan_connection(old, i, &a), SN_OK);
			assert_int_equal(sn_plan_connection(new, j, &b), SN_OK);
			if (sn_prefix_compare(a.local[0], b.local[0]) ||
			    sn_prefix_compare(a.peer[0], b.peer[0]))
				continue;
			assert_string_equal(a.name, b.name);
			found++;
		}
	assert_int_equal(found, n);
}

static void
names_of_pairs(void **state)
{
	static const char *const name[] = {"idc",
	    "a-connection-whose-name-is-so-very-long-that-with-a-pair-it-has-"
	    "more-"
	    "than-100"};
	sn_connection c = SN_CONNECTION_INIT;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		sn_plan_request r = request("alibaba-cloud", "cisco");
		sn_plan *old, *new;

		r.scheme = SN_SCHEME_PAIRS;
		r.connection = name[i];
		old = make(&r);
		r.peer_count = 3;
		new = make(&r);
		names_stay(old, new);
		assert_int_equal(sn_plan_connection(new, 0, &c), SN_OK);
		if (i)
			assert_int_equal(strlen(c.name), strlen(name[i]) + 14);
		else
			assert_string_equal(
			    c.name, "idc-10-1-0-0-24-172-16-1-0-24");
		sn_plan_free(old);
		sn_plan_free(new);
	}
}

/* A name that version 0.1 gave stays with its pair. */
static void
names_in_use(void **state)
{
	sn_plan_request r = request("alibaba-cloud", "cisco");
	sn_connection c = SN_CONNECTION_INIT;
	sn_deployed *old;
	sn_plan *plan;

	(void)state;
	assert_int_equal(sn_deployed_new(&old, NULL), SN_OK);
	c.ike = SN_IKE_V2;
	c.routing_mode = SN_MODE_PROTECTED_DATA_FLOWS;
	c.local = &r.local[1];
	c.peer = &r.peer[0];
	c.local_count = c.peer_count = 1;
	strcpy(c.name, "idc-3");
	assert_int_equal(sn_deployed_add_connection(old, &c), SN_OK);
	r.scheme = SN_SCHEME_PAIRS;
	r.connection = "idc";
	r.previous = old;
	plan = make(&r);
	assert_int_equal(sn_plan_connection(plan, 2, &c), SN_OK);
	assert_string_equal(c.name, "idc-3");
	assert_int_equal(sn_plan_connection(plan, 3, &c), SN_OK);
	assert_string_equal(c.name, "idc-10-3-0-0-24-192-168-1-0-24");
	sn_plan_free(plan);
	sn_deployed_free(old);
}

/* ---------------------------------------------------------------- rows */

/* Without automatic rows all rows are one's own, and published on request. */
static void
automatic_rows_off(void **state)
{
	sn_plan_rows it;
	sn_route row;

	(void)state;
	for (uint32_t s = SN_SCHEME_AGGREGATE; s <= SN_SCHEME_PAIRS; s++) {
		sn_plan_request r = request("alibaba-cloud", "generic");
		sn_plan *plan;

		r.scheme = s;
		r.auto_rows = SN_AUTO_ROWS_OFF;
		r.publish = 1;
		plan = make(&r);
		assert_int_equal(
		    sn_plan_get(plan)->auto_rows, SN_AUTO_ROWS_OFF);
		sn_plan_rows_init(&it, plan, 0);
		while (sn_plan_rows_next(&it, &row)) {
			assert_int_equal(row.action, SN_ACTION_ADD);
			assert_int_equal(row.origin, SN_ORIGIN_MANUAL);
			assert_int_equal(row.state, SN_STATE_PUBLISHED);
			assert_int_equal(row.where, SN_ROWS_POLICY);
		}
		assert_false(advises(plan, "routes-not-published"));
		sn_plan_free(plan);
	}
}

/* Rows of others count: of 20 there are 3 left for 4 pairs. */
static void
rows_in_use(void **state)
{
	sn_plan_request r = request("alibaba-cloud", "generic");
	sn_plan *plan;

	(void)state;
	r.scheme = SN_SCHEME_PAIRS;
	r.routes_in_use = 16;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_PAIRS);
	sn_plan_free(plan);
	r.routes_in_use = 17;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	assert_true(advises(plan, "limit-exceeded"));
	sn_plan_free(plan);
	r.routes_in_use = UINT64_MAX;
	plan = make(&r);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_NONE);
	sn_plan_free(plan);
}

/* ------------------------------------------------------- alternatives */

static void
side_by_side(void **state)
{
	sn_plan_request r = request("gcp", "cisco");
	const sn_alternative *a;
	const sn_part *part;
	sn_plan *plan = make(&r);

	(void)state;
	part = sn_plan_get(plan)->parts;
	assert_int_equal(sn_plan_get(plan)->part_count, 1);
	assert_int_equal(part->scheme, SN_SCHEME_DESTINATION);
	assert_int_equal(part->alternative_count, SN_SCHEMES);
	a = part->alternatives;
	for (unsigned s = 0; s < SN_SCHEMES; s++)
		assert_int_equal(a[s].scheme, s + 1);
	assert_true(a[0].feasible && a[0].new_segment == SN_GROWTH_ROUTE);
	assert_int_equal(a[0].rows_to_add, 2);
	assert_int_equal(a[1].new_segment, SN_GROWTH_RECREATION);
	assert_false(a[2].feasible);
	assert_non_null(strstr(a[2].why, "takes 1 to one address of a peer"));
	assert_non_null(strstr(a[2].remedy, "public address"));
	assert_false(a[3].feasible);
	sn_plan_free(plan);
}

/* ------------------------------------------------------------ diagnosis */

static const sn_profile *
any_profile(uint64_t *seed, uint32_t kind)
{
	const sn_profile *p;

	do {
		p = sn_profile_at(test_below(seed, sn_profile_count()));
	} while (!(p->kind & kind));
	return p;
}

/* Both ends as the plan has them. */
static void
link_of(sn_link *link, const sn_connection *c)
{
	memset(link, 0, sizeof(*link));
	link->name = c->name;
	link->psk_equal = SN_YES;
	for (unsigned i = 0; i < 2; i++) {
		sn_end *e = &link->end[i];

		e->ike = c->ike;
		e->dpd = SN_DPD_STANDARD;
		e->ike_lifetime = e->ipsec_lifetime = 3600;
		e->volume_lifetime = 0;
		e->local = i ? c->peer : c->local;
		e->local_count = i ? c->peer_count : c->local_count;
		e->peer = i ? c->local : c->peer;
		e->peer_count = i ? c->local_count : c->peer_count;
	}
}

/* What a diagnosis of all connections says of the segments of one part. */
static void
works(const sn_plan *plan, const sn_part *part, const sn_plan_request *r)
{
	static sn_connection c[256];
	static sn_link link[256];
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	size_t n = (size_t)sn_plan_get(plan)->connection_count;
	sn_pair pair = SN_PAIR_INIT;
	sn_diagnosis *d;
	const sn_table *t;
	sn_deployed *had;

	assert_true(n <= 256);
	for (size_t i = 0; i < n; i++) {
		c[i] = (sn_connection)SN_CONNECTION_INIT;
		assert_int_equal(sn_plan_connection(plan, i, &c[i]), SN_OK);
		link_of(&link[i], &c[i]);
	}
	q.gateway = r->gateway;
	q.peer_device = r->peer_device;
	for (unsigned s = 0; s < 2; s++) {
		q.segments[s] = part->sides[s]->segments;
		q.segment_count[s] = part->sides[s]->segment_count;
	}
	q.links = link;
	q.link_count = n;
	q.psk_shared_equal = SN_YES;
	/* Published, as the plan advises. */
	assert_int_equal(sn_deployed_from_plan(&had, plan), SN_OK);
	t = sn_deployed_table(had);
	/* Subnets of several connections are their policies, not a table; and
	 * a connection without rows needs none. */
	if (sn_table_size(t) && part->row_count &&
	    (n == 1 || sn_table_rows(t)->where != SN_ROWS_SUBNETS))
		q.routes = t;
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	for (uint64_t i = 0; i < sn_diagnosis_get(d)->pair_count; i++) {
		assert_int_equal(sn_diagnosis_pair(d, i, &pair), SN_OK);
		if (pair.works != SN_PAIR_WORKS)
			fail_msg("%s, %s, scheme %s: %s", r->gateway->name,
			    r->peer_device->name,
			    sn_word(SN_WORD_SCHEME, part->scheme),
			    pair.code ? pair.code : "no code");
	}
	sn_diagnosis_free(d);
	sn_deployed_free(had);
}

static void
diagnosis_agrees(void **state)
{
	uint64_t seed = test_seed();
	unsigned feasible = 0;

	(void)state;
	for (unsigned round = test_rounds(3000); round--;) {
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		sn_prefix local[MOST], peer[MOST];
		sn_plan *plan;

		r.overlap = SN_OVERLAP_REFUSE;
		r.local = local;
		r.peer = peer;
		r.local_count = sim_segments(&seed, SN_IPV4, local, MOST);
		r.peer_count = sim_segments(&seed, SN_IPV4, peer, MOST);
		r.gateway = any_profile(&seed, SN_KIND_GATEWAY);
		r.peer_device = any_profile(&seed, SN_KIND_PEER);
		r.scheme = (uint32_t)test_below(&seed, SN_SCHEMES + 1);
		plan = make(&r);
		if (sn_plan_get(plan)->scheme != SN_SCHEME_NONE) {
			works(plan, sn_plan_get(plan)->parts, &r);
			feasible++;
		}
		sn_plan_free(plan);
	}
	assert_true(feasible > test_least(20));
}

/* The same of several sites, each with what it has. */
static void
diagnosis_agrees_on_sites(void **state)
{
	uint64_t seed = test_seed();
	unsigned feasible = 0;

	(void)state;
	for (unsigned round = test_rounds(2000); round--;) {
		static const char *const names[] = {"a", "b", "c"};
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		sn_prefix local[MOST], peer[3][MOST];
		sn_site site[3] = {SN_SITE_INIT, SN_SITE_INIT, SN_SITE_INIT};
		const sn_plan_view *v;
		sn_plan *plan;

		r.local = local;
		r.local_count = sim_segments(&seed, SN_IPV4, local, 2);
		r.sites = site;
		r.site_count = 2 + test_below(&seed, 2);
		r.max_routes = r.max_connections = SN_LIMIT_NONE;
		/* Subnets of several connections are no table to look at. */
		do
			r.gateway = any_profile(&seed, SN_KIND_GATEWAY);
		while (r.gateway->tables.value > 0 &&
		       r.gateway->tables.value & SN_ROWS_SUBNETS);
		r.peer_device = any_profile(&seed, SN_KIND_PEER);
		for (size_t i = 0; i < r.site_count; i++) {
			site[i].name = names[i];
			site[i].peer = peer[i];
			site[i].peer_count =
			    sim_segments(&seed, SN_IPV4, peer[i], 3);
		}
		plan = make(&r);
		v = sn_plan_get(plan);
		for (size_t i = 0;
		     v->scheme != SN_SCHEME_NONE && i < v->part_count; i++) {
			works(plan, &v->parts[i], &r);
			feasible++;
		}
		sn_plan_free(plan);
	}
	assert_true(feasible > test_least(20));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_proposal),
	    cmocka_unit_test(nothing_in_common),
	    cmocka_unit_test(names_of_pairs),
	    cmocka_unit_test(names_in_use),
	    cmocka_unit_test(automatic_rows_off),
	    cmocka_unit_test(rows_in_use),
	    cmocka_unit_test(side_by_side),
	    cmocka_unit_test(diagnosis_agrees_on_sites),
	    cmocka_unit_test(diagnosis_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
