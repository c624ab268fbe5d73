/*
 * test_diagnose_calls.c - the diagnosis from C: requests that are refused,
 * profiles of one's own, and more pairs than are shown or looked at.
 */
#include "supernet_text.h"
#include "test.h"

/* A sound request: one connection between one segment a side. */
struct sound {
	sn_prefix local, peer;
	sn_link link;
	sn_route row;
	sn_table *routes; /* has @row alone */
	sn_diagnosis_request q;
};

/* Makes the table anew, from @row. */
static void
use_row(struct sound *s)
{
	sn_table_free(s->routes);
	assert_int_equal(sn_table_new(&s->routes, NULL), SN_OK);
	assert_int_equal(
	    sn_table_intern(s->routes, "vco-1", 5, &s->row.next_hop), SN_OK);
	assert_int_equal(sn_table_add(s->routes, &s->row), SN_OK);
	s->q.routes = s->routes;
}

static void
make_sound(struct sound *s)
{
	static const sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;

	memset(s, 0, sizeof(*s));
	s->local = P("10.1.0.0/24");
	s->peer = P("10.2.0.0/24");
	s->link.name = "vco-1";
	s->link.end[SN_LOCAL].local = &s->local;
	s->link.end[SN_LOCAL].local_count = 1;
	s->link.end[SN_LOCAL].peer = &s->peer;
	s->link.end[SN_LOCAL].peer_count = 1;
	for (unsigned e = 0; e < 2; e++)
		s->link.end[e].ike_lifetime = s->link.end[e].ipsec_lifetime =
		    s->link.end[e].volume_lifetime = -1;
	s->row = (sn_route){.kind = SN_ROUTE_DESTINATION,
	    .destination = s->peer,
	    .weight = 100,
	    .state = SN_STATE_PUBLISHED};
	s->q = request;
	s->q.segments[SN_LOCAL] = &s->local;
	s->q.segments[SN_PEER] = &s->peer;
	s->q.segment_count[SN_LOCAL] = s->q.segment_count[SN_PEER] = 1;
	s->q.links = &s->link;
	s->q.link_count = 1;
	use_row(s);
}

static const sn_prefix broken = {.family = SN_IPV4, .len = 33};
static sn_prefix six;

static void
no_size(struct sound *s)
{
	s->q.struct_size--;
}
static void
no_local(struct sound *s)
{
	s->q.segment_count[SN_LOCAL] = 0;
}
static void
no_peer(struct sound *s)
{
	s->q.segment_count[SN_PEER] = 0;
}
static void
no_link(struct sound *s)
{
	s->q.link_count = 0;
}
static void
many_links(struct sound *s)
{
	s->q.link_count = 4097;
}
static void
bad_segment(struct sound *s)
{
	s->q.segments[SN_LOCAL] = &broken;
}
static void
mixed_segments(struct sound *s)
{
	s->q.segments[SN_PEER] = &six;
}
static void
no_name(struct sound *s)
{
	s->link.name = NULL;
}
static void
bad_name(struct sound *s)
{
	s->link.name = "a b";
}
static void
no_selector(struct sound *s)
{
	s->link.end[SN_LOCAL].local_count = 0;
}
static void
no_peer_selector(struct sound *s)
{
	s->link.end[SN_LOCAL].peer_count = 0;
}
static void
mixed_selectors(struct sound *s)
{
	s->link.end[SN_PEER].peer = &six;
	s->link.end[SN_PEER].peer_count = 1;
}
static void
mixed_peer_local(struct sound *s)
{
	s->link.end[SN_PEER].local = &six;
	s->link.end[SN_PEER].local_count = 1;
}
static void
many_selectors(struct sound *s)
{
	static sn_prefix list[1025];

	for (size_t i = 0; i < 1025; i++)
		list[i] = s->local;
	s->link.end[SN_PEER].peer = list;
	s->link.end[SN_PEER].peer_count = 1025;
}

static void
refused(void **state)
{
	static const struct {
		void (*spoil)(struct sound *);
		sn_status status;
		const char *message;
	} table[] = {
	    {no_size, SN_EINVAL, "version"},
	    {no_local, SN_EINVAL, "no segments"},
	    {no_peer, SN_EINVAL, "no segments"},
	    {no_link, SN_EINVAL, "no connection"},
	    {many_links, SN_ELIMIT, "connections"},
	    {bad_segment, SN_EFAMILY, "segments"},
	    {mixed_segments, SN_EFAMILY, "segments"},
	    {no_name, SN_EINVAL, "name"},
	    {bad_name, SN_EINVAL, "name"},
	    {no_selector, SN_EINVAL, "selectors"},
	    {no_peer_selector, SN_EINVAL, "selectors"},
	    {mixed_selectors, SN_EFAMILY, "one family"},
	    {mixed_peer_local, SN_EFAMILY, "one family"},
	    {many_selectors, SN_ELIMIT, "1024 selectors"},
	};

	(void)state;
	six = P("2001:db8::/32");
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct sound s;
		sn_diagnosis *d = NULL;
		sn_error e = {0};

		make_sound(&s);
		assert_int_equal(sn_diagnosis_new(&d, &s.q, &e), SN_OK);
		assert_int_equal(sn_diagnosis_get(d)->finding_count, 0);
		sn_diagnosis_free(d);
		d = NULL;
		table[i].spoil(&s);
		print_message("%zu: %s\n", i, table[i].message);
		assert_int_equal(
		    sn_diagnosis_new(&d, &s.q, &e), table[i].status);
		assert_null(d);
		assert_non_null(strstr(e.message, table[i].message));
		assert_int_equal(
		    sn_diagnosis_new(&d, &s.q, NULL), table[i].status);
		sn_table_free(s.routes);
	}
	sn_diagnosis_free(NULL);
}

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	char *text = ctx;

	assert_true(strlen(text) + size < 65536);
	strncat(text, data, size);
	return SN_OK;
}

static sn_status
refuse(void *ctx, const char *data, size_t size)
{
	(void)data;
	(void)size;
	++*(unsigned *)ctx;
	return SN_EIO;
}

static unsigned
count(const char *text, const char *part)
{
	unsigned n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

/* A gateway that takes a default route, and one that publishes nothing. */
static void
own_gateway(void **state)
{
	sn_profile p = *sn_profile_find("alibaba-cloud-single");
	struct sound s;
	sn_diagnosis *d;

	(void)state;
	make_sound(&s);
	s.row.destination = P("0.0.0.0/0");
	s.row.state = SN_STATE_NORMAL;
	use_row(&s);
	s.q.gateway = &p;
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 2);
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[0].code, "default-route-row");
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[1].code, "routes-not-published");
	sn_diagnosis_free(d);
	p.manual_default.value = p.destination_default.value = 1;
	p.publish.value = 0;
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 0);
	sn_diagnosis_free(d);
	/* A limit that is not known, or is none, is never exceeded. */
	s.row.destination = s.peer;
	use_row(&s);
	p.local_selectors = (sn_fact){0, SN_SURE_USER, 0, "", ""};
	p.peer_selectors = (sn_fact){0, SN_SURE_UNKNOWN, 0, "", ""};
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 1);
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[0].code, "limit-exceeded");
	assert_non_null(strstr(sn_diagnosis_get(d)->findings[0].seen, "local"));
	sn_diagnosis_free(d);
	p.local_selectors.value = -1;
	p.peer_selectors = (sn_fact){0, SN_SURE_USER, 0, "", ""};
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 1);
	assert_non_null(strstr(sn_diagnosis_get(d)->findings[0].seen, "peer"));
	sn_diagnosis_free(d);
	sn_table_free(s.routes);
}

/* Text shows the first 50 pairs, JSON all; a sink that fails stops it. */
static void
shown_pairs(void **state)
{
	enum { N = 51 };
	static char text[65536];
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	sn_prefix local[N];
	struct sound s;
	sn_diagnosis *d;
	unsigned calls = 0;

	(void)state;
	make_sound(&s);
	for (unsigned i = 0; i < N; i++)
		assert_int_equal(
		    sn_prefix_make(&local[i], sn_addr_v4(0x0a010000 + i), 32),
		    SN_OK);
	s.q.segments[SN_LOCAL] = local;
	for (unsigned n = N - 1; n <= N; n++) {
		s.q.segment_count[SN_LOCAL] = n;
		assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
		text[0] = '\0';
		assert_int_equal(
		    sn_diagnosis_render(d, "text", NULL, collect, text), SN_OK);
		assert_int_equal(count(text, "  works    10.1.0."), 50);
		assert_int_equal(count(text, "and 1 more"), n == N);
		assert_int_equal(count(text, "nothing found"), 1);
		text[0] = '\0';
		assert_int_equal(
		    sn_diagnosis_render(d, "json", NULL, collect, text), SN_OK);
		assert_int_equal(count(text, "\"works\": \"works\""), n);
		assert_int_equal(
		    sn_diagnosis_render(d, "json", NULL, refuse, &calls),
		    SN_EIO);
		assert_int_equal(
		    sn_diagnosis_render(d, "csv", NULL, refuse, &calls),
		    SN_EINVAL);
		sn_diagnosis_free(d);
	}
	assert_int_equal(calls, 2);
	/* Colours by severity, only where they are asked for. */
	s.q.segment_count[SN_LOCAL] = 1;
	s.link.psk_equal = SN_NO;
	s.row.state = SN_STATE_NORMAL;
	use_row(&s);
	s.link.end[SN_PEER].volume_lifetime = 1;
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	for (unsigned colour = 0; colour < 2; colour++) {
		options.colour = colour;
		text[0] = '\0';
		assert_int_equal(
		    sn_diagnosis_render(d, "text", &options, collect, text),
		    SN_OK);
		assert_int_equal(
		    count(text, "\033[31merror\033[0m: psk-mismatch"), colour);
		assert_int_equal(
		    count(text, "\033[33mwarning\033[0m: volume-lifetime"),
		    colour);
		assert_int_equal(
		    count(text, "\033[36maction\033[0m: routes-not-published"),
		    colour);
		assert_int_equal(count(text, "\033"), colour * 6);
	}
	sn_diagnosis_free(d);
	sn_table_free(s.routes);
}

/* More pairs than are looked at one by one: "at least". */
static void
many_pairs(void **state)
{
	enum { N = 3000 }; /* N * N pairs above 2^24 / 3 */
	sn_prefix *list = calloc(2 * N, sizeof(*list));
	struct sound s;
	sn_diagnosis *d;

	(void)state;
	assert_non_null(list);
	make_sound(&s);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(
		    sn_prefix_make(&list[i], sn_addr_v4(0x0a050000 + i), 32),
		    SN_OK);
		assert_int_equal(sn_prefix_make(&list[N + i],
				     sn_addr_v4(0x0a060000 + i), 32),
		    SN_OK);
	}
	s.q.segments[SN_LOCAL] = list;
	s.q.segments[SN_PEER] = list + N;
	s.q.segment_count[SN_LOCAL] = s.q.segment_count[SN_PEER] = N;
	assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 1);
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[0].code, "segment-not-covered");
	assert_non_null(strstr(sn_diagnosis_get(d)->findings[0].seen,
	    "10.5.0.0/32 with 10.6.0.0/32 (at least "));
	sn_diagnosis_free(d);
	sn_table_free(s.routes);
	free(list);
}

/* What mends it: what is there, and a plan that keeps of that what does. */
static void
what_mends_it(void **state)
{
	static const char *const aes[] = {"AES-256"}, *const sha[] = {"sha256"};
	static const char *const group[] = {"14"}, *const other[] = {"group2"};
	struct sound s;
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_diagnosis *d;
	sn_deployed *was;
	sn_plan *plan;
	sn_plan_change *change;

	(void)state;
	make_sound(&s);
	for (unsigned other_group = 0; other_group < 2; other_group++) {
		for (unsigned p = 0; p < SN_PARAMS; p++) {
			s.link.end[SN_LOCAL].param[p] = p % 3 == 0   ? aes
							: p % 3 == 1 ? sha
								     : group;
			s.link.end[SN_LOCAL].param_count[p] = 1;
		}
		if (other_group)
			s.link.end[SN_LOCAL].param[SN_PARAM_IPSEC_DH] = other;
		s.link.end[SN_LOCAL].ike = SN_IKE_V1;
		assert_int_equal(sn_diagnosis_new(&d, &s.q, NULL), SN_OK);
		r.struct_size--;
		assert_int_equal(sn_diagnosis_fix(&was, &r, d), SN_EINVAL);
		r.struct_size++;
		assert_int_equal(sn_diagnosis_fix(&was, &r, d), SN_OK);
		if (other_group)
			assert_null(r.proposal);
		else
			assert_string_equal(
			    r.proposal, "aes256-sha256-group14");
		assert_int_equal(r.ike, SN_IKE_V1);
		assert_int_equal(sn_deployed_connection_count(was), 1);
		assert_int_equal(sn_table_size(sn_deployed_table(was)), 1);
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_plan_change_new(&change, was, plan), SN_OK);
		assert_int_equal(sn_plan_change_get(change)->fate_count, 1);
		assert_int_equal(
		    sn_plan_change_get(change)->fates->fate, SN_FATE_KEPT);
		sn_plan_change_free(change);
		sn_plan_free(plan);
		sn_deployed_free(was);
		sn_diagnosis_free(d);
	}
	sn_table_free(s.routes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_mends_it),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(own_gateway),
	    cmocka_unit_test(shown_pairs),
	    cmocka_unit_test(many_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
