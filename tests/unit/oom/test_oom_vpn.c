/*
 * test_oom_vpn.c - level 2 when memory is out, as test_oom_set.c.
 */
#include "oom.h"
#include "supernet_text.h"
#include "supernet_vpn.h"

static sn_set *other_side;

static sn_status
side_judge(void)
{
	sn_prefix p[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_side_options options = SN_SIDE_OPTIONS_INIT;
	sn_side *side = UNTOUCHED;
	sn_status status;

	options.other_side = other_side;
	oom_arm();
	status = sn_side_judge(&side, p, 2, &options, NULL);
	if (oom_made(status, side))
		sn_side_free(side);
	return status;
}

/* With the names of what was planned before, and rows to be widened. */
static sn_status
plan_again(void)
{
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.9.0/24")};
	sn_prefix peer[3] = {
	    P("172.16.1.0/24"), P("172.16.9.0/24"), P("192.168.1.0/24")};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = UNTOUCHED, *before;
	sn_deployed *old;
	sn_status status;

	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 3;
	request.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(sn_plan_new(&before, &request, NULL), SN_OK);
	assert_int_equal(sn_deployed_from_plan(&old, before), SN_OK);
	request.previous = old;
	request.sticky = 1;
	request.peer_device = sn_profile_find("strongswan");
	request.scheme = SN_SCHEME_AUTO;
	request.max_routes = 2;
	oom_arm();
	status = sn_plan_new(&plan, &request, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	sn_deployed_free(old);
	sn_plan_free(before);
	return status;
}

/* Of sides that share addresses; @p: local, peer and pool. */
static sn_status
plan_shared(sn_prefix *p, uint32_t overlap, const sn_deployed *old)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = UNTOUCHED;
	sn_status status;

	request.local = &p[0];
	request.peer = &p[1];
	request.nat_pool = &p[2];
	request.local_count = request.peer_count = request.nat_pool_count = 1;
	request.overlap = overlap;
	request.gateway = sn_profile_find("strongswan");
	request.peer_device = sn_profile_find("strongswan");
	request.previous = old;
	oom_arm();
	status = sn_plan_new(&plan, &request, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	return status;
}

static sn_status
plan_nested(void)
{
	sn_prefix p[3] = {
	    P("192.168.16.0/20"), P("192.168.22.0/24"), P("10.9.0.0/16")};

	return plan_shared(p, SN_OVERLAP_NESTED, NULL);
}

/* That no plan is feasible needs memory, too. */
static sn_status
plan_conflict(void)
{
	sn_prefix p[3] = {
	    P("192.168.1.0/24"), P("192.168.1.0/24"), P("10.9.0.0/24")};

	return plan_shared(p, SN_OVERLAP_NESTED, NULL);
}

static sn_status
plan_small_pool(void)
{
	sn_prefix p[3] = {
	    P("192.168.1.0/24"), P("192.168.1.0/24"), P("10.9.0.0/24")};

	return plan_shared(p, SN_OVERLAP_NAT, NULL);
}

static sn_status
plan_taken_pool(void)
{
	sn_prefix p[3] = {
	    P("169.254.1.0/24"), P("169.254.1.0/24"), P("127.0.0.0/8")};

	return plan_shared(p, SN_OVERLAP_NAT, NULL);
}

static sn_status
plan_translated(void)
{
	sn_prefix p[3] = {
	    P("192.168.1.0/24"), P("192.168.1.0/24"), P("10.9.0.0/16")};
	sn_nat nat = {SN_PEER, SN_KIND_PEER, p[1], P("10.9.5.0/24"), ""};
	sn_deployed *old;
	sn_status status;

	assert_int_equal(sn_deployed_new(&old, NULL), SN_OK);
	assert_int_equal(sn_deployed_add_nat(old, &nat), SN_OK);
	status = plan_shared(p, SN_OVERLAP_NAT, old);
	sn_deployed_free(old);
	return status;
}

/* What fails to be added is not there. */
static sn_status
deployed_add_nat(void)
{
	sn_prefix p = P("192.168.1.0/24");
	sn_nat nat = {SN_PEER, SN_KIND_PEER, p, p, ""};
	sn_deployed *d;
	sn_status status;
	size_t n;

	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	oom_arm();
	status = sn_deployed_add_nat(d, &nat);
	oom_disarm();
	(void)sn_deployed_nats(d, &n);
	assert_int_equal(n, status == SN_OK);
	sn_deployed_free(d);
	return status;
}

static sn_status
plan_by(unsigned scheme)
{
	sn_prefix local[2] = {P("10.1.1.0/24"), P("10.1.2.0/24")};
	sn_prefix peer[2] = {P("172.16.1.0/24"), P("192.168.1.0/24")};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = UNTOUCHED;
	sn_status status;

	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	request.scheme = scheme;
	oom_arm();
	status = sn_plan_new(&plan, &request, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	return status;
}

/* Sites with the same segments: a prefix to translate to is looked for. */
static sn_status
plan_of_alike_sites(void)
{
	sn_prefix local = P("10.1.0.0/16"), peer = P("10.2.0.0/16");
	sn_site site[2] = {SN_SITE_INIT, SN_SITE_INIT};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = UNTOUCHED;
	sn_status status;

	for (size_t i = 0; i < 2; i++) {
		site[i].name = i ? "b" : "a";
		site[i].peer = &peer;
		site[i].peer_count = 1;
	}
	request.local = &local;
	request.local_count = 1;
	request.sites = site;
	request.site_count = 2;
	oom_arm();
	status = sn_plan_new(&plan, &request, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	return status;
}

/* Sites that swallow and that stand in, of both families, over what there
 * was; and the change to them. */
static sn_status
plan_of_sites(void)
{
	sn_prefix local[2] = {P("10.1.0.0/16"), P("fd00::/64")};
	sn_prefix peer[5] = {P("192.168.0.0/24"), P("192.168.3.0/24"),
	    P("192.168.1.0/24"), P("192.168.2.0/24"), P("fd01::/64")};
	sn_site site[3] = {SN_SITE_INIT, SN_SITE_INIT, SN_SITE_INIT};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = UNTOUCHED, *before;
	sn_deployed *old;
	sn_status status;

	for (size_t i = 0; i < 3; i++) {
		site[i].name = (const char *[]){"a", "b", "c"}[i];
		site[i].peer = &peer[2 * (i % 2)];
		site[i].peer_count = 2 + i % 2;
	}
	site[2].standby_of = "a";
	request.gateway = sn_profile_find("alibaba-cloud-single");
	request.local = local;
	request.local_count = 2;
	request.sites = site;
	request.site_count = 2;
	request.scheme = SN_SCHEME_AGGREGATE;
	request.max_routes = 100;
	assert_int_equal(sn_plan_new(&before, &request, NULL), SN_OK);
	assert_int_equal(sn_deployed_from_plan(&old, before), SN_OK);
	request.previous = old;
	request.site_count = 3;
	oom_arm();
	status = sn_plan_new(&plan, &request, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	sn_deployed_free(old);
	sn_plan_free(before);
	return status;
}

static sn_status
read_sites(void)
{
	static const char text[] =
	    "{\"local\": \"10.1.1.0/24\", \"sites\": [\n"
	    " {\"name\": \"a\", \"peer\": \"192.168.1.0/24\"},\n"
	    " {\"name\": \"b\", \"local\": \"10.1.2.0/24\","
	    " \"peer\": \"192.168.1.0/24\", \"standby_of\": \"a\"}]}\n";
	sn_network *network = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_network_read(&network, text, strlen(text), NULL);
	if (oom_made(status, network))
		sn_network_free(network);
	return status;
}

/* Connections that are not the plan's are left alone. */
static sn_status
change_beside_others(void)
{
	sn_prefix one = P("10.1.0.0/16"), two = P("192.168.0.0/24"),
		  three = P("172.16.0.0/16");
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan_change *change = UNTOUCHED;
	sn_plan *plan, *other;
	sn_deployed *old;
	sn_status status;

	request.local = &one;
	request.peer = &three;
	request.local_count = request.peer_count = 1;
	request.connection = "other";
	assert_int_equal(sn_plan_new(&other, &request, NULL), SN_OK);
	assert_int_equal(sn_deployed_from_plan(&old, other), SN_OK);
	request.peer = &two;
	request.connection = "mine";
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	oom_arm();
	status = sn_plan_change_new(&change, old, plan);
	if (oom_made(status, change))
		sn_plan_change_free(change);
	sn_deployed_free(old);
	sn_plan_free(plan);
	sn_plan_free(other);
	return status;
}

/* The steps of one site, which renegotiates as another does. */
static sn_status
site_change_render(void)
{
	sn_prefix local = P("10.1.0.0/16");
	sn_prefix peer[4] = {P("172.16.0.0/24"), P("172.16.3.0/24"),
	    P("172.17.0.0/24"), P("172.17.3.0/24")};
	sn_site site[2] = {SN_SITE_INIT, SN_SITE_INIT};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	sn_plan_change *change;
	sn_plan *plan, *before;
	sn_deployed *old;
	sn_status status;

	request.local = &local;
	request.local_count = 1;
	request.sites = site;
	request.site_count = 2;
	for (size_t i = 0; i < 2; i++) {
		site[i].name = i ? "b" : "a";
		site[i].peer = &peer[2 * i];
		site[i].peer_count = 1;
	}
	assert_int_equal(sn_plan_new(&before, &request, NULL), SN_OK);
	assert_int_equal(sn_deployed_from_plan(&old, before), SN_OK);
	site[0].peer_count = site[1].peer_count = 2;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	assert_int_equal(sn_plan_change_new(&change, old, plan), SN_OK);
	options.change = change;
	options.site = "b";
	oom_arm();
	status = sn_plan_render(plan, "text", &options, drop, NULL, NULL);
	oom_disarm();
	sn_plan_change_free(change);
	sn_plan_free(plan);
	sn_deployed_free(old);
	sn_plan_free(before);
	return status;
}

static sn_status
plan_from_text(void)
{
	sn_plan *plan = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_plan_from_text(&plan, "10.1.1.0/24, 10.1.2.0/24",
	    "172.16.1.0/24 192.168.1.0/24", NULL, NULL);
	if (oom_made(status, plan))
		sn_plan_free(plan);
	return status;
}

static sn_status
plan_auto(void)
{
	return plan_by(SN_SCHEME_AUTO);
}

static sn_status
plan_aggregate(void)
{
	return plan_by(SN_SCHEME_AGGREGATE);
}

static sn_status
plan_pairs(void)
{
	return plan_by(SN_SCHEME_PAIRS);
}

static sn_status
plan_destination(void)
{
	return plan_by(SN_SCHEME_DESTINATION);
}

static sn_status
deployed_new(void)
{
	sn_deployed *d = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_deployed_new(&d, NULL);
	if (oom_made(status, d))
		sn_deployed_free(d);
	return status;
}

/* What fails to be added is not there, and can be added once more. */
static sn_status
deployed_add(bool row)
{
	const sn_prefix p = P("10.1.0.0/16");
	const sn_connection c = {.struct_size = sizeof(c),
	    .name = "vco-1",
	    .ike = SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = &p,
	    .local_count = 1,
	    .peer = &p,
	    .peer_count = 1};
	const sn_route r = {.source = p,
	    .destination = p,
	    .kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = 10};
	sn_deployed *d;
	sn_status status;

	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	oom_arm();
	status = row ? sn_deployed_add_row(d, &r, "vco-1")
		     : sn_deployed_add_connection(d, &c);
	oom_disarm();
	assert_int_equal(sn_deployed_connection_count(d) +
			     sn_table_size(sn_deployed_table(d)),
	    status == SN_OK);
	if (status)
		assert_int_equal(row ? sn_deployed_add_row(d, &r, "vco-1")
				     : sn_deployed_add_connection(d, &c),
		    SN_OK);
	sn_deployed_free(d);
	return status;
}

static sn_status
deployed_append(void)
{
	sn_prefix p = P("10.1.0.0/24");
	const sn_connection c = {.struct_size = sizeof(c),
	    .name = "vco-1",
	    .local = &p,
	    .local_count = 1,
	    .peer = &p,
	    .peer_count = 1};
	const sn_route r = {
	    .kind = SN_ROUTE_POLICY, .source = p, .destination = p};
	sn_deployed *d, *other;
	sn_status status;

	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	assert_int_equal(sn_deployed_new(&other, NULL), SN_OK);
	assert_int_equal(sn_deployed_add_connection(other, &c), SN_OK);
	assert_int_equal(sn_deployed_add_row(other, &r, "vco-1"), SN_OK);
	oom_arm();
	status = sn_deployed_append(d, other);
	oom_disarm();
	sn_deployed_free(other);
	sn_deployed_free(d);
	return status;
}

static sn_status
deployed_add_connection(void)
{
	return deployed_add(false);
}

static sn_status
deployed_add_row(void)
{
	return deployed_add(true);
}

static sn_status
deployed_from_plan(void)
{
	sn_deployed *deployed = UNTOUCHED;
	sn_plan *plan;
	sn_status status;

	assert_int_equal(sn_plan_from_text(
			     &plan, "10.1.1.0/24", "172.16.1.0/24", NULL, NULL),
	    SN_OK);
	oom_arm();
	status = sn_deployed_from_plan(&deployed, plan);
	if (oom_made(status, deployed))
		sn_deployed_free(deployed);
	sn_plan_free(plan);
	return status;
}

static const struct attempt attempts[] = {ATTEMPT(side_judge),
    ATTEMPT(plan_from_text), ATTEMPT(plan_of_sites),
    ATTEMPT(plan_of_alike_sites), ATTEMPT(read_sites),
    ATTEMPT(change_beside_others), ATTEMPT(site_change_render),
    ATTEMPT(plan_auto), ATTEMPT(plan_aggregate), ATTEMPT(plan_pairs),
    ATTEMPT(plan_destination), ATTEMPT(plan_again), ATTEMPT(deployed_new),
    ATTEMPT(deployed_add_connection), ATTEMPT(deployed_add_row),
    ATTEMPT(deployed_add_nat), ATTEMPT(plan_nested), ATTEMPT(plan_conflict),
    ATTEMPT(plan_small_pool), ATTEMPT(plan_taken_pool),
    ATTEMPT(plan_translated), ATTEMPT(deployed_append),
    ATTEMPT(deployed_from_plan)};

static void
every_allocation_fails(void **state)
{
	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static int
setup(void **state)
{
	const sn_prefix p = P("192.168.0.0/16");

	(void)state;
	return sn_set_from_prefixes(&other_side, &p, 1, NULL);
}

static int
teardown(void **state)
{
	(void)state;
	sn_set_free(other_side);
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
