/*
 * test_profile.c - profiles: built-in facts carry their sources, unknown ones
 * stay unknown, and a profile of one's own is read or refused.
 */
#include "supernet_text.h"
#include "test.h"

static const sn_fact *
fact(const sn_profile *p, size_t i)
{
	const sn_fact *all[] = {&p->local_selectors, &p->peer_selectors,
	    &p->policy_routes, &p->destination_routes, &p->connections,
	    &p->sa_model, &p->route_based, &p->match_rule, &p->manual_default,
	    &p->auto_routes, &p->phase1_shared, &p->publish,
	    &p->forbidden_fact};

	return i < sizeof(all) / sizeof(*all) ? all[i] : NULL;
}

static void
every_fact_says_where_from(void **state)
{
	const sn_profile *p;
	const sn_fact *f;
	unsigned known = 0, unknown = 0;

	(void)state;
	for (size_t i = 0; (p = sn_profile_at(i)); i++) {
		assert_ptr_equal(sn_profile_find(p->name), p);
		assert_int_equal(p->struct_size, sizeof(*p));
		assert_true(p->kind >= 1 && p->kind <= 3);
		for (size_t k = 0; (f = fact(p, k)); k++) {
			assert_non_null(f->source);
			assert_non_null(f->date);
			assert_non_null(sn_word(SN_WORD_SURENESS, f->sure));
			if (f->sure == SN_SURE_UNKNOWN) {
				assert_int_equal(f->value, -1);
				assert_string_equal(f->source, "");
				unknown++;
			} else {
				assert_true(strlen(f->source) > 5);
				assert_true(f->value >= 0);
				known++;
			}
			/* What is old says how old. */
			if (f->sure == SN_SURE_OLD)
				assert_true(strlen(f->date) >= 4);
		}
	}
	print_message("%u known, %u unknown\n", known, unknown);
	assert_true(known > 40 && unknown > 40);
}

static void
gateways_and_peers_of_the_issue(void **state)
{
	static const char *const gateway[] = {"alibaba-cloud", "aws", "azure",
	    "gcp", "huawei-cloud", "tencent-cloud", "strongswan", "libreswan"};
	static const char *const peer[] = {"generic", "cisco", "h3c", "huawei",
	    "juniper", "strongswan", "libreswan", "fortigate"};

	(void)state;
	for (size_t i = 0; i < sizeof(gateway) / sizeof(*gateway); i++) {
		assert_non_null(sn_profile_find(gateway[i]));
		assert_true(
		    sn_profile_find(gateway[i])->kind & SN_KIND_GATEWAY);
	}
	for (size_t i = 0; i < sizeof(peer) / sizeof(*peer); i++) {
		assert_non_null(sn_profile_find(peer[i]));
		assert_true(sn_profile_find(peer[i])->kind & SN_KIND_PEER);
	}
	assert_null(sn_profile_find("nobody"));
}

/* The numbers that decide plans, one by one, as the documents have them. */
static void
facts_of_the_default_gateway(void **state)
{
	const sn_profile *p = sn_profile_find("alibaba-cloud");

	(void)state;
	assert_int_equal(p->tunnels.value, 2);
	assert_int_equal(p->local_selectors.value, 5);
	assert_int_equal(p->peer_selectors.value, 5);
	assert_string_equal(p->peer_selectors.date, "2021-03-09");
	assert_int_equal(p->policy_routes.value, 20);
	assert_int_equal(p->policy_routes.sure, SN_SURE_OLD);
	assert_string_equal(p->policy_routes.date, "2021-03-09");
	assert_int_equal(p->destination_routes.value, 20);
	assert_int_equal(p->connections.value, 10);
	assert_int_equal(p->sa_model.value, SN_SA_SINGLE);
	assert_int_equal(p->match_rule.value, SN_MATCH_PRIORITY);
	assert_int_equal(p->manual_default.value, 1);
	assert_int_equal(p->destination_default.value, 0);
	assert_int_equal(p->forbidden_count, 0);
	p = sn_profile_find("alibaba-cloud-single");
	assert_int_equal(p->tunnels.value, 1);
	assert_int_equal(p->manual_default.value, 0);
	assert_int_equal(p->forbidden_count, 1);
	assert_int_equal(p->forbidden[0].lo, 0x64400000);
	assert_int_equal(p->forbidden[0].len, 10);
	assert_int_equal(
	    sn_profile_find("cisco")->sa_model.value, SN_SA_PER_PAIR);
	assert_int_equal(
	    sn_profile_find("generic")->sa_model.sure, SN_SURE_UNKNOWN);
	assert_int_equal(sn_profile_find("gcp")->local_selectors.value, 30);
}

static sn_status
read_text(sn_profile **p, const char *text, sn_error *error)
{
	return sn_profile_read(p, text, strlen(text), error);
}

static void
a_profile_of_ones_own(void **state)
{
	sn_profile *p;
	sn_error e;

	(void)state;
	assert_int_equal(
	    read_text(&p,
		"{\"name\": \"mine\", \"base\": \"alibaba-cloud\","
		"\"policy_routes\": {\"value\": 50, \"source\": \"ticket 7\","
		" \"date\": \"2026-01\"}, \"connections\": null,"
		"\"peer_selectors\": {\"value\": null, \"source\": null,"
		" \"sureness\": \"unknown\", \"date\": null},"
		"\"sa_model\": \"per-pair\", \"route_based\": false,"
		"\"forbidden\": [\"198.18.0.0/15\", \"fd00::/8\"],"
		"\"kind\": [\"gateway\"]}",
		&e),
	    SN_OK);
	assert_string_equal(p->name, "mine");
	assert_int_equal(p->kind, SN_KIND_GATEWAY);
	assert_int_equal(p->policy_routes.value, 50);
	assert_int_equal(p->policy_routes.sure, SN_SURE_USER);
	assert_string_equal(p->policy_routes.source, "ticket 7");
	assert_string_equal(p->policy_routes.date, "2026-01");
	assert_int_equal(p->connections.sure, SN_SURE_UNKNOWN);
	assert_int_equal(p->connections.value, -1);
	assert_int_equal(p->peer_selectors.sure, SN_SURE_UNKNOWN);
	assert_string_equal(p->peer_selectors.source, "");
	assert_int_equal(p->sa_model.value, SN_SA_PER_PAIR);
	assert_int_equal(p->route_based.value, 0);
	/* From the base. */
	assert_int_equal(p->local_selectors.value, 5);
	assert_int_equal(p->forbidden_count, 2);
	assert_int_equal(p->forbidden[1].family, SN_IPV6);
	sn_profile_free(p);
	assert_int_equal(read_text(&p, "{\"name\": \"bare\"}", &e), SN_OK);
	for (size_t k = 0; fact(p, k); k++)
		assert_int_equal(fact(p, k)->sure, SN_SURE_UNKNOWN);
	sn_profile_free(p);
}

static void
bad_profiles(void **state)
{
	static const struct {
		const char *text;
		sn_status status;
		const char *message;
	} bad[] = {
	    {"", SN_ESYNTAX, "not JSON"},
	    {"[]", SN_ESYNTAX, "name"},
	    {"{}", SN_ESYNTAX, "name"},
	    {"{\"name\": 7}", SN_ESYNTAX, "name"},
	    {"{\"name\": \"a\\u0000b\"}", SN_ESYNTAX, ""},
	    {"{\"name\": \"a\\u001b[31m\"}", SN_ESYNTAX, "printable"},
	    {"{\"name\": \"a\", \"base\": \"b\"}", SN_ESYNTAX, "base"},
	    {"{\"name\": \"a\", \"kind\": []}", SN_ESYNTAX, "kind"},
	    {"{\"name\": \"a\", \"kind\": [\"x\"]}", SN_ESYNTAX, "kind"},
	    {"{\"name\": \"a\", \"colour\": 1}", SN_ESYNTAX, "profile"},
	    {"{\"name\": \"a\", \"connections\": -1}", SN_ESYNTAX, "number"},
	    {"{\"name\": \"a\", \"connections\": true}", SN_ESYNTAX, "number"},
	    {"{\"name\": \"a\", \"publish\": 1}", SN_ESYNTAX, "true or false"},
	    {"{\"name\": \"a\", \"sa_model\": \"x\"}", SN_ESYNTAX, "words"},
	    {"{\"name\": \"a\", \"forbidden\": [\"10.0.0.1/8\"]}", SN_EHOSTBITS,
		"10.0.0.0/8"},
	    {"{\"name\": \"a\", \"name\": \"b\"}", SN_ESYNTAX, "duplicate"},
	    {"{\"name\": \"a\", \"forbidden\": [1,2,3,4,5,6,7,8,9]}",
		SN_ESYNTAX, "at most 8"},
	};
	sn_profile *p = NULL;
	sn_error e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(read_text(&p, bad[i].text, &e), bad[i].status);
		assert_null(p);
		assert_non_null(strstr(e.message, bad[i].message));
		assert_int_equal(
		    read_text(&p, bad[i].text, NULL), bad[i].status);
	}
}

static sn_status
swallow(void *ctx, const char *data, size_t size)
{
	(void)data;
	*(size_t *)ctx += size;
	return SN_OK;
}

static void
rendered(void **state)
{
	size_t n = 0;

	(void)state;
	assert_int_equal(sn_profile_render(NULL, "json", swallow, &n), SN_OK);
	assert_true(n > 1000);
	n = 0;
	assert_int_equal(
	    sn_profile_render(sn_profile_at(0), "text", swallow, &n), SN_OK);
	assert_true(n > 100);
	assert_int_equal(
	    sn_profile_render(NULL, "yaml", swallow, &n), SN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_fact_says_where_from),
	    cmocka_unit_test(gateways_and_peers_of_the_issue),
	    cmocka_unit_test(facts_of_the_default_gateway),
	    cmocka_unit_test(a_profile_of_ones_own),
	    cmocka_unit_test(bad_profiles),
	    cmocka_unit_test(rendered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
