/*
 * test_reports.c - the reports of a diagnosis and of a check, with names that
 * try to break out; and the files of both ends in that of a plan.
 */
#include "kept.h"

static const char one_end[] =
    "connections { t { version = %s\n local_addrs = 203.0.113.1\n "
    "remote_addrs = 203.0.113.2\n proposals = %s\n local { auth = psk }\n "
    "remote { auth = psk }\n children { n { local_ts = 10.1.0.0/16\n "
    "remote_ts = 10.2.0.0-10.2.0.9, 10.3.0.0/16\n esp_proposals = "
    "aes128gcm16-x25519, aes192-sha384-modp2048\n rekey_time = 1h } } } }\n"
    "secrets { ike { secret = x } }\n";
static const char other_end[] =
    "connections { p { version = 2\n local_addrs = 203.0.113.2\n "
    "remote_addrs = 203.0.113.1\n proposals = aes256-sha256-modp2048\n "
    "local { auth = psk }\n remote { auth = psk }\n children { m { "
    "remote_ts = 10.1.0.0/16\n local_ts = 10.3.0.0/16\n esp_proposals = "
    "aes192-sha384-modp2048\n } } } }\nsecrets { ike { secret = x } }\n";

static sn_ike_config *
read_end(const char *config)
{
	sn_ike_config *c;

	assert_int_equal(
	    sn_ike_config_read(&c, config, strlen(config), NULL, NULL), SN_OK);
	return c;
}

/* Diagnoses two configurations and keeps the report. */
static void
report_ends(const char *version, const char *proposals)
{
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	sn_ike_config *end[2];
	char config[2048];
	sn_diagnosis *d;

	snprintf(config, sizeof(config), one_end, version, proposals);
	for (unsigned i = 0; i < 2; i++)
		q.config[i] = end[i] = read_end(i ? other_end : config);
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	text_n = 0;
	assert_int_equal(
	    sn_diagnosis_render(d, "html", NULL, keep, NULL), SN_OK);
	sn_diagnosis_free(d);
	for (unsigned i = 0; i < 2; i++)
		sn_ike_config_free(end[i]);
}

static void
ends(void **state)
{
	(void)state;
	report_ends("2", "aes256-sha256-modp2048");
	assert_int_equal(count("<td class=\"mono many\">t, child n</td>"
			       "<td class=\"mono many\">p, child m</td>"),
	    1);
	assert_int_equal(count("<tr><td>version</td><td class=\"mono many\">"
			       "IKEv2</td>"),
	    1);
	assert_int_equal(count("<tr class=\"differs\"><td>proposals of ESP</td>"
			       "<td class=\"mono many\">aesgcm128-group31, "
			       "aes192-sha384-group14</td><td class=\"mono "
			       "many\">aes192-sha384-group14</td></tr>"),
	    1);
	assert_int_equal(count("<tr class=\"differs\"><td>selectors of the peer"
			       " side</td><td class=\"mono many\">10.2.0.0-"
			       "10.2.0.9, 10.3.0.0/16</td><td class=\"mono "
			       "many\">10.3.0.0/16</td></tr>"),
	    1);
	assert_int_equal(count("<td>ESP renewed after</td><td class=\"mono "
			       "many\">3600 s</td>"),
	    1);
	/* IKEv1 alone, another proposal: it stops in the negotiation. */
	report_ends("1", "3des-md5-modp1024");
	assert_int_equal(count("<li class=\"stopped\">negotiation: stops here"),
	    count("<ol class=\"path\">"));
	assert_true(count("<li class=\"beyond\">peer segment</li>") > 0);
	assert_int_equal(
	    count("<td class=\"mono many\">\xe2\x80\x93</td>") > 0, 1);
}

/* A proposal of all there is ends with dots. */
static void
long_values(void **state)
{
	(void)state;
	report_ends("2",
	    "aes128-aes192-aes256-camellia128-camellia192-camellia256-aes128ctr"
	    "-3des-sha1-sha256-sha384-sha512-md5-aesxcbc-aescmac-modp1024-"
	    "modp1536-modp2048-modp3072-modp4096-modp6144-modp8192-ecp192-"
	    "ecp224-ecp256-ecp384-ecp521-x25519-x448");
	assert_int_equal(count("aes128/aes192/aes256/camellia128"), 1);
	assert_int_equal(count("...</td>"), 1);
}

static const char configured_text[] =
    "{\"gateway\":\"alibaba-cloud\",\"peer_device\":\"generic\",\"local\":["
    "\"10.1.1.0/24\"],\"peer\":[\"192.168.1.0/24\"],\"connections\":[{\"name\":"
    "\"vco-1\",\"psk_equal\":%s,\"gateway\":{\"ike\":\"v1\",\"mode\":\"main\","
    "\"ike_encryption\":[\"aes128\",\"<b>\"],\"ike_lifetime\":86400,"
    "\"local\":[\"10.1.1.0/24\"],\"peer\":[\"192.168.1.0/24\"]},"
    "\"peer_device\":{\"ike\":\"v1\",\"mode\":\"main\",\"volume_lifetime\":0,"
    "\"local\":[\"192.168.1.0/24\"],\"peer\":[\"10.1.1.0/24\"]}}]}";

static void
configured(void **state)
{
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	const sn_diagnosis_view *v;
	sn_configured *c;
	sn_diagnosis *d;
	char json[1024];

	(void)state;
	snprintf(json, sizeof(json), configured_text, "false");
	assert_int_equal(
	    sn_configured_read(&c, json, strlen(json), NULL), SN_OK);
	sn_configured_request(c, &q);
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	v = sn_diagnosis_get(d);
	assert_int_equal(v->value_count, 7);
	assert_string_equal(v->values[0].what, "version");
	assert_string_equal(v->values[0].at[SN_PEER], "IKEv1");
	assert_string_equal(v->values[0].connection, "vco-1");
	assert_null(v->values[2].at[SN_PEER]);
	text_n = 0;
	assert_int_equal(
	    sn_diagnosis_render(d, "html", NULL, keep, NULL), SN_OK);
	assert_int_equal(count("0 of 1 pair of segments work; "), 1);
	assert_int_equal(count("aes128, &lt;b&gt;"), 1);
	assert_int_equal(count(">main<"), 2);
	assert_int_equal(count(">0 bytes<"), 1);
	assert_int_equal(count("<h2>What was not looked at</h2>"), 1);
	sn_diagnosis_free(d);
	sn_configured_free(c);
}

/* Findings that say the same are one, with their rows; pairs are together. */
static void
checked(void **state)
{
	static const char rows[] =
	    "source,destination,next_hop,weight,priority\n"
	    "10.1.0.0/16,10.2.0.0/16,vco-<1>,100,10\n"
	    "10.1.0.0/16,10.2.1.0/24,vco-2,100,10\n"
	    "10.1.0.0/16,10.2.2.0/24,vco-2,100,10\n"
	    ",10.9.0.0/16,vco-2,100,\n";
	sn_table *t, *plan;
	sn_check_request q = SN_CHECK_REQUEST_INIT;
	sn_check *c;

	(void)state;
	assert_int_equal(
	    sn_table_read(&t, rows, strlen(rows), "csv", NULL), SN_OK);
	assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
	text_n = 0;
	assert_int_equal(
	    sn_check_render(c, t, NULL, "html", NULL, keep, NULL), SN_OK);
	assert_int_equal(count("<code>equal-priority-overlap</code>"), 1);
	assert_int_equal(
	    count("<tr class=\"first\"><td class=\"number\">1"), 2);
	assert_int_equal(count("<td>destination</td><td class=\"mono\"></td>"),
	    1 + count("<code>not-published</code>"));
	assert_int_equal(count("vco-&lt;1&gt;") > 0, 1);
	assert_int_equal(count("vco-<"), 0);
	sn_check_free(c);
	/* A plan that lacks them all; few findings are kept. */
	assert_int_equal(sn_table_new(&plan, NULL), SN_OK);
	q.plan = plan;
	q.max_findings = 1;
	assert_int_equal(sn_check_new(&c, t, &q), SN_OK);
	text_n = 0;
	assert_int_equal(
	    sn_check_render(c, t, plan, "html", NULL, keep, NULL), SN_OK);
	assert_int_equal(count("compared with a plan."), 1);
	assert_int_equal(count(" more findings</p>"), 1);
	sn_check_free(c);
	sn_table_free(plan);
	sn_table_free(t);
}

/* The files for the ends that are known; a peer that has none. */
static void
files(void **state)
{
	static const char *const gateway[] = {"alibaba-cloud", "strongswan"};
	static const char *const peer[] = {"generic", "strongswan", "paloalto"};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		r.gateway = sn_profile_find(gateway[i % 2]);
		r.peer_device = sn_profile_find(peer[i / 2]);
		assert_int_equal(sn_plan_from_text(&plan, "10.1.0.0/24",
				     "10.2.0.0/24", &r, NULL),
		    SN_OK);
		text_n = 0;
		assert_int_equal(
		    sn_plan_render(plan, "html", NULL, keep, NULL, NULL),
		    SN_OK);
		assert_int_equal(count("<summary>terraform<"), i % 2 == 0);
		assert_int_equal(
		    count("<summary>swanctl<"), (i / 2 != 2) + i % 2);
		assert_int_equal(count("<summary>libreswan<"), i / 2 == 0);
		assert_int_equal(count("<summary>cisco-ios<"), i / 2 == 0);
		assert_int_equal(count("<summary>junos<"), 0);
		assert_int_equal(
		    count("No format writes this end"), i / 2 == 2);
		sn_plan_free(plan);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ends),
	    cmocka_unit_test(long_values),
	    cmocka_unit_test(configured),
	    cmocka_unit_test(checked),
	    cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
