/*
 * test_ike_peer.c - addresses, identities, proposals and selectors, each
 * matched with another.
 */
#include "vpn/ike_peer.h"
#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_selectors.h"

static void
identities(void **state)
{
	static const struct {
		const char *id, *pattern;
		unsigned fit;
	} rows[] = {{"a", "", 1}, {"a", "%any", 1}, {"", "", 1}, {"", "a", 0},
	    {"%any", "a", 0}, {"a", "a", 20}, {"A.Example", "a.eXAMPLE", 20},
	    {"a", "b", 0}, {"@a", "a", 20}, {"a", "@a", 20}, {"@#61", "61", 0},
	    {"@#61", "@#61", 20}, {"@@a@b", "a@b", 20}, {"fqdn:a", "@a", 20},
	    {"email:a@b", "@@a@b", 20}, {"x.example", "*.example", 2},
	    {"X.EXAMPLE", "*.example", 2}, {"u@example", "*@example", 2},
	    {"x.other", "*.example", 0}, {"e", "*.example", 0},
	    {".example", "*.example", 2}, {"x", "*", 0}, {"*", "*", 20}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned fit = sn__id_fit(rows[i].id, rows[i].pattern);

		if (fit != rows[i].fit)
			fail_msg("'%s' and '%s': %u", rows[i].id,
			    rows[i].pattern, fit);
	}
}

static void
first_addresses(void **state)
{
	static const char *const rows[][2] = {{"", ""},
	    {"192.0.2.1", "192.0.2.1"},
	    {" ,\tgw.example, 192.0.2.1 192.0.2.2", "192.0.2.1"},
	    {"10.0.0.0/8,gw", ""}, {"gw,2001:db8::1", "2001:db8::1"}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		sn_addr a = sn__first_address(rows[i][0]);
		char text[64] = "";

		if (a.family)
			sn_addr_format(text, sizeof(text), a);
		assert_string_equal(text, rows[i][1]);
	}
}

/* How a connection with one address fits a host; 0: not. */
static void
addresses(void **state)
{
	static const struct {
		const char *list, *host;
		unsigned fit; /* of the address alone */
	} rows[] = {{"", "192.0.2.1", 1}, {"%any", "192.0.2.1", 1},
	    {"0.0.0.0", "192.0.2.1", 1}, {"::", "2001:db8::1", 1},
	    {"192.0.2.1", "192.0.2.1", 129}, {"192.0.2.9", "192.0.2.1", 0},
	    {"192.0.2.9", NULL, 129}, {"192.0.2.0/24", "192.0.2.1", 25},
	    {"192.0.3.0/24", "192.0.2.1", 0}, {"192.0.3.0/24", NULL, 25},
	    {"192.0.2.0-192.0.2.9", "192.0.2.1", 1},
	    {"192.0.2.2-192.0.2.9", "192.0.2.1", 0},
	    {"192.0.2.0-192.0.2.9", "192.0.2.10", 0},
	    {"192.0.2.0-192.0.2.9", "2001:db8::1", 0},
	    {"192.0.2.0-192.0.2.9", NULL, 1}, {"%anx", "192.0.2.1", 1},
	    {"gw.example", "192.0.2.1", 1}, {"ab", "192.0.2.1", 1},
	    {"abcdefg", "192.0.2.1", 1},
	    {"192.0.2.9 ,192.0.2.0/24,%any", "192.0.2.1", 25},
	    {",", "192.0.2.1", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (unsigned side = 0; side < 2; side++) {
			struct sn__hosts h = {{{0, 0, 0, {0}}, {0, 0, 0, {0}}}};
			struct sn__ike_connection of = {.version = 2};
			const char *list = rows[i].list, *host = rows[i].host;
			unsigned want = rows[i].fit, weight = side ? 16 : 8;
			sn_ike_config *c;

			assert_int_equal(sn__ike_config_new(&c, NULL), SN_OK);
			assert_int_equal(sn__ike_keep(c, list, strlen(list),
					     &of.address[side]),
			    SN_OK);
			if (host)
				assert_int_equal(sn_addr_parse(&h.of[side],
						     host, strlen(host), NULL),
				    SN_OK);
			print_message("  %s\n", list);
			want = want ? want * weight + 24 - weight : 0;
			assert_int_equal(
			    sn__connection_fit(c, &of, &h, 0), want);
			assert_int_equal(sn__connection_fit(c, &of, &h, 2),
			    want ? want + 4 : 0);
			assert_int_equal(sn__connection_fit(c, &of, &h, 1), 0);
			of.version = 0;
			assert_int_equal(
			    sn__connection_fit(c, &of, &h, 1), want);
			of.refused = true;
			assert_int_equal(sn__connection_fit(c, &of, &h, 1), 0);
			sn_ike_config_free(c);
		}
}

/* An end behind NAT has a private address, and the other one sees a public
 * one. */
static void
translated(void **state)
{
	static const struct {
		const char *local, *peer, *host[2];
		bool fits;
	} rows[] = {{"10.1.0.2", "192.0.2.1", {"192.0.2.2", "10.2.0.1"}, true},
	    {"192.0.2.2", "192.0.2.1", {"192.0.2.2", "10.2.0.1"}, true},
	    {"10.1.0.2", "192.0.2.1", {"192.0.2.2", "192.0.2.1"}, true},
	    {"10.1.0.2", "192.0.2.1", {"10.1.0.3", "192.0.2.1"}, false},
	    {"192.0.2.2", "10.2.0.1", {"192.0.2.2", "192.0.2.1"}, false},
	    {"192.0.2.2", "10.2.0.1", {"192.0.2.2", "10.2.0.2"}, false},
	    {"192.0.2.2", "192.0.2.1", {"10.1.0.2", "192.0.2.1"}, false},
	    {"10.1.0.2", "192.0.2.1", {"2001:db8::1", "192.0.2.1"}, false},
	    {"fd00::2", "2001:db8::1", {"2001:db8::2", "fd01::1"}, true}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *address[2] = {rows[i].local, rows[i].peer};
		struct sn__hosts h = {{{0, 0, 0, {0}}, {0, 0, 0, {0}}}};
		struct sn__ike_connection of = {.version = 2};
		sn_ike_config *c;

		assert_int_equal(sn__ike_config_new(&c, NULL), SN_OK);
		for (unsigned side = 0; side < 2; side++) {
			const char *host = rows[i].host[side];

			assert_int_equal(
			    sn__ike_keep(c, address[side],
				strlen(address[side]), &of.address[side]),
			    SN_OK);
			assert_int_equal(sn_addr_parse(&h.of[side], host,
					     strlen(host), NULL),
			    SN_OK);
		}
		print_message("  %s %s\n", rows[i].local, rows[i].host[0]);
		assert_int_equal(
		    sn__connection_fit(c, &of, &h, 2) > 0, rows[i].fits);
		sn_ike_config_free(c);
	}
}

static struct sn__offer
offer_of(bool ike, const char *text)
{
	struct sn__offer o;
	const char *word;
	size_t n;

	if (sn__offer_parse(&o, ike, false, text, strlen(text), &word, &n))
		fail_msg("%s: %.*s", text, (int)n, word);
	return o;
}

/* Two proposals: whether they match, with and without the group, and equal. */
static void
proposals(void **state)
{
	static const struct {
		bool ike;
		const char *mine, *theirs;
		int match, without_group, equal;
		unsigned group;
	} rows[] = {{true, "aes-sha256-modp2048", "aes128-sha2_256-modp2048", 1,
			1, 1, 14},
	    {true, "aes-sha256-modp2048-ecp256", "aes-sha256-ecp256-modp2048",
		1, 1, 0, 14},
	    {true, "aes-sha256-modp2048", "aes-sha256-ecp256", 0, 1, 0, 0},
	    {true, "aes-sha256-modp2048", "aes-sha1-modp2048", 0, 0, 0, 0},
	    {true, "aes-sha256-modp2048", "aes256-sha256-modp2048", 0, 0, 0, 0},
	    {true, "aes-sha256-prfsha1-modp2048", "aes-sha256-modp2048", 0, 0,
		0, 0},
	    {true, "aesgcm-prfsha1-modp2048", "aes128gcm16-sha1-modp2048", 1, 1,
		1, 14},
	    {true, "aes-aes256-sha1-modp2048", "aes256-sha1-modp2048", 1, 1, 0,
		14},
	    {false, "aes-sha256", "aes-sha256", 1, 1, 1, 0},
	    {false, "aes-sha256", "aes-sha256-noesn", 1, 1, 1, 0},
	    {false, "aes-sha256-esn", "aes-sha256", 0, 0, 0, 0},
	    {false, "aes-sha256-esn-noesn", "aes-sha256", 1, 1, 0, 0},
	    {false, "aes-sha256-modp2048", "aes-sha256", 0, 1, 0, 0},
	    {false, "aes-sha256", "aes-sha256-modp2048", 0, 1, 0, 0},
	    {false, "aes-sha256", "aes-sha256-modp2048-modpnone", 1, 1, 0, 0},
	    {false, "aes-sha256-modp2048-modpnone", "aes-sha256", 1, 1, 0, 0},
	    {false, "aes-sha256-modp2048", "aes-sha256-modp2048", 1, 1, 1, 14},
	    {false, "aes", "aes-sha256", 0, 0, 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sn__offer a = offer_of(rows[i].ike, rows[i].mine);
		struct sn__offer b = offer_of(rows[i].ike, rows[i].theirs);
		uint16_t group = 0;
		print_message("  %s, %s\n", rows[i].mine, rows[i].theirs);

		assert_int_equal(
		    sn__offer_matches(&a, &b, false, &group), rows[i].match);
		if (rows[i].match)
			assert_int_equal(group, rows[i].group);
		assert_int_equal(sn__offer_matches(&a, &b, true, NULL),
		    rows[i].without_group);
		assert_int_equal(sn__offer_equal(&a, &b), rows[i].equal);
	}
}

/* What IKEv1 says of a proposal: the first of each kind; NULL: nothing. */
static void
proposals_cut(void **state)
{
	static const struct {
		bool ike;
		const char *whole, *cut;
	} rows[] = {{true, "aes-aes256-sha1-sha256-modp2048-modp1024",
			"aes-sha1-modp2048"},
	    {true, "aes128ctr-3des-md5-modp1024", "3des-md5-modp1024"},
	    {true, "serpent-twofish-sha1-modp2048", NULL},
	    {true, "aesgcm-prfsha1-modp2048", NULL},
	    {true, "des-sha1-modp768", "des-sha1-modp768"},
	    {true, "camellia-sha1-modp768", "camellia-sha1-modp768"},
	    {true, "blowfish-sha1-modp768", "blowfish-sha1-modp768"},
	    {true, "cast-sha1-prfsha256-modp768", "cast-sha1-modp768"},
	    {false, "aesgcm-aesccm-modp2048-modp1024", "aesgcm-modp2048"}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sn__offer whole = offer_of(rows[i].ike, rows[i].whole);
		struct sn__offer cut, want;
		print_message("  %s\n", rows[i].whole);

		assert_int_equal(
		    sn__offer_cut(&cut, &whole), rows[i].cut != NULL);
		if (!rows[i].cut)
			continue;
		want = offer_of(rows[i].ike, rows[i].cut);
		assert_true(sn__offer_equal(&cut, &want));
		want.ike = !want.ike;
		assert_false(sn__offer_equal(&cut, &want));
	}
}

/* More algorithms of a kind than a proposal takes. */
static void
proposals_full(void **state)
{
	struct sn__offer o = {.ike = true};
	char text[1024] = "aes-sha256";
	const char *word;
	size_t n;

	(void)state;
	for (uint16_t i = 0; i < SN__ALGS_MAX; i++)
		assert_true(sn__offer_add(&o, SN__ALG_GROUP, i));
	assert_true(sn__offer_add(&o, SN__ALG_GROUP, 0));
	assert_false(sn__offer_add(&o, SN__ALG_GROUP, SN__ALGS_MAX));
	assert_true(sn__offer_has_group(&o, 23));
	assert_false(sn__offer_has_group(&o, 24));
	for (unsigned i = 1; i <= 25; i++)
		snprintf(text + strlen(text), 16, "-group%u", i);
	assert_int_equal(
	    sn__offer_parse(&o, true, false, text, strlen(text), &word, &n),
	    SN_ELIMIT);
}

/* What a daemon adds is known to daemons like it, and may be what others
 * have. */
static void
added(void **state)
{
	static const struct {
		bool ike;
		const char *mine, *theirs;
		bool matches, may;
	} row[] = {
	    {true, "", "", true, false},
	    {true, "aes256", "aes256", true, false},
	    {true, "aes256-sha1", "aes256-sha1", true, false},
	    {true, "aes256gcm16", "aes256gcm16", true, false},
	    {true, "aes256", "aes128", false, false},
	    {true, "aes256", "aes256-sha1", false, true},
	    {true, "", "aes256-sha1-modp2048", false, true},
	    {false, "aes256", "aes256", true, false},
	    {false, "aes256", "aes256-sha1", false, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct sn__offer mine, theirs, cut;
		const char *word;
		size_t n;

		print_message("  '%s' '%s'\n", row[i].mine, row[i].theirs);
		assert_int_equal(
		    sn__offer_parse(&mine, row[i].ike, true, row[i].mine,
			strlen(row[i].mine), &word, &n),
		    SN_OK);
		assert_int_equal(
		    sn__offer_parse(&theirs, row[i].ike, true, row[i].theirs,
			strlen(row[i].theirs), &word, &n),
		    SN_OK);
		assert_int_equal(sn__offer_matches(&mine, &theirs, false, NULL),
		    row[i].matches);
		if (sn__offer_cut(&cut, &theirs))
			assert_int_equal(
			    sn__offer_matches(&mine, &cut, false, NULL),
			    row[i].matches);
		assert_int_equal(
		    sn__offer_may_match(&mine, &theirs), row[i].may);
		assert_int_equal(
		    sn__offer_may_match(&theirs, &mine), row[i].may);
	}
}

static struct sn__ts
ts_of(const char *text, uint32_t port)
{
	struct sn__ts ts = {.port = port};

	assert_int_equal(
	    sn_range_parse(&ts.range, text, strlen(text), 0, NULL), SN_OK);
	return ts;
}

static void
selectors(void **state)
{
	static const struct {
		const char *a;
		uint32_t a_port;
		const char *b;
		uint32_t b_port;
		const char *common;
		uint32_t port;
		int equal, holds;
		unsigned score;
	} rows[] = {{"10.0.0.0-10.0.0.9", 0, "10.0.0.0-10.0.0.9", 0,
			"10.0.0.0-10.0.0.9", 0, 1, 1, 5},
	    {"10.0.0.0-10.0.0.9", 0, "10.0.0.0-10.0.0.8", 0,
		"10.0.0.0-10.0.0.8", 0, 0, 1, 1},
	    {"10.0.0.1-10.0.0.9", 0, "10.0.0.0-10.0.0.9", 0,
		"10.0.0.1-10.0.0.9", 0, 0, 0, 1},
	    {"10.0.0.0-10.0.0.9", 7, "10.0.0.0-10.0.0.9", 0,
		"10.0.0.0-10.0.0.9", 7, 0, 0, 1},
	    {"10.0.0.0-10.0.0.9", 0, "10.0.0.0-10.0.0.9", 7,
		"10.0.0.0-10.0.0.9", 7, 0, 1, 1},
	    {"10.0.0.0-10.0.0.9", 7, "10.0.0.5-10.0.0.9", 7,
		"10.0.0.5-10.0.0.9", 7, 0, 1, 1},
	    {"10.0.0.0-10.0.0.9", 8, "10.0.0.0-10.0.0.9", 7, NULL, 0, 0, 0, 0},
	    {"10.0.0.0-10.0.0.9", 0, "10.0.1.0-10.0.1.9", 0, NULL, 0, 0, 0, 0},
	    {"10.0.0.0-10.0.0.9", 0, "::-::9", 0, NULL, 0, 0, 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sn__ts a = ts_of(rows[i].a, rows[i].a_port);
		struct sn__ts b = ts_of(rows[i].b, rows[i].b_port), c, want;
		struct sn__ts_list mine = {&a, 1}, offered = {&b, 1};
		print_message("  %s, %s\n", rows[i].a, rows[i].b);

		assert_int_equal(
		    sn__ts_common(&c, &a, &b), rows[i].common != NULL);
		if (rows[i].common) {
			want = ts_of(rows[i].common, rows[i].port);
			assert_true(sn__ts_equal(&c, &want));
		}
		assert_int_equal(sn__ts_equal(&a, &b), rows[i].equal);
		assert_int_equal(sn__ts_holds(&a, &b), rows[i].holds);
		assert_int_equal(sn__ts_score(mine, offered), rows[i].score);
	}
}

/* What IKEv1 takes of several selectors for one that is offered. */
static void
selectors_first(void **state)
{
	static const struct {
		const char *mine[3];
		const char *offered, *first;
	} rows[] = {
	    {{"10.0.0.0-10.0.0.9"}, "10.0.0.0-10.0.0.9", "10.0.0.0-10.0.0.9"},
	    {{"10.0.0.0-10.0.0.9"}, "10.0.0.5-10.0.0.7", "10.0.0.5-10.0.0.7"},
	    {{"10.0.0.0-10.0.0.5", "10.0.0.4-10.0.0.9"}, "10.0.0.3-10.0.0.7",
		"10.0.0.3-10.0.0.5"},
	    {{"10.0.0.0-10.0.0.3", "10.0.0.1-10.0.0.5"}, "10.0.0.2-10.0.0.9",
		"10.0.0.2-10.0.0.5"},
	    {{"10.0.0.5-10.0.0.9", "10.0.0.3-10.0.0.8"}, "10.0.0.0-10.0.0.6",
		"10.0.0.3-10.0.0.6"},
	    {{"10.1.0.0-10.1.0.9", "10.0.0.4-10.0.0.5"}, "10.0.0.0-10.0.0.9",
		"10.0.0.4-10.0.0.5"},
	    {{"10.0.0.0-10.0.0.9"}, "10.2.0.0-10.2.0.9", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sn__ts mine[3], offered = ts_of(rows[i].offered, 0);
		struct sn__ts out, want;
		size_t n = 0;

		for (; n < 3 && rows[i].mine[n]; n++)
			mine[n] = ts_of(rows[i].mine[n], 0);
		print_message("  %s\n", rows[i].offered);
		assert_int_equal(sn__ts_first_common(&out,
				     (struct sn__ts_list){mine, n}, &offered),
		    rows[i].first != NULL);
		if (!rows[i].first)
			continue;
		want = ts_of(rows[i].first, 0);
		assert_true(sn__ts_equal(&out, &want));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(identities),
	    cmocka_unit_test(first_addresses), cmocka_unit_test(addresses),
	    cmocka_unit_test(translated), cmocka_unit_test(proposals),
	    cmocka_unit_test(added), cmocka_unit_test(proposals_cut),
	    cmocka_unit_test(proposals_full), cmocka_unit_test(selectors),
	    cmocka_unit_test(selectors_first)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
