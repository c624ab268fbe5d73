/*
 * test_ike_config.c - configurations of two devices from text, and what is said
 * to come up between them: a row a rule of strongSwan's, small.
 */
#include "supernet_text.h"
#include "test.h"

/* A configuration whose parts a row replaces. */
struct conf {
	const char *version;
	const char *proposals;
	const char *ids[2]; /* its own, the other's */
	const char *key;
	const char *children;
	const char *more; /* of the connection */
};

#define CHILD(local, remote, esp)                     \
 "child { local_ts = " local "\n remote_ts = " remote \
 "\n esp_proposals = " esp "\n }\n"
#define G	  CHILD("10.1.0.0/24", "10.2.0.0/24", "aes128-sha256")
#define P	  CHILD("10.2.0.0/24", "10.1.0.0/24", "aes128-sha256")
#define WITH(esp) CHILD("10.1.0.0/24", "10.2.0.0/24", esp)

struct row {
	const char *why;
	struct conf end[2];
	const char *before; /* a letter a pair: Works, Fails, Partly, Unknown */
	const char *after;
	const char *code; /* of the first pair; NULL: none */
};

static const struct row rows[] = {
    {"sound", {{.children = G}, {.children = P}}, "W", "W", NULL},
    {"versions differ", {{"1", .children = G}, {"2", .children = P}}, "F", "F",
	"ike-version-mismatch"},
    {"either version answers IKEv1",
	{{"1", .children = G}, {"0", .children = P}}, "W", "W", NULL},
    {"either version starts IKEv2",
	{{"0", .children = G}, {"1", .children = P}}, "F", "F",
	"ike-version-mismatch"},
    {"spellings of one proposal",
	{{.proposals = "aes-sha256-modp2048", .children = G},
	    {.proposals = "aes128-sha2_256-modp2048", .children = P}},
	"W", "W", NULL},
    {"no whole proposal in common",
	{{.proposals = "aes128-sha256-modp2048, aes256-sha1-modp2048",
	     .children = G},
	    {.proposals = "aes128-sha1-modp2048", .children = P}},
	"F", "F", "algorithm-mismatch"},
    {"a compound one has it, with IKEv2",
	{{.proposals = "aes128-aes256-sha256-sha1-modp2048", .children = G},
	    {.proposals = "aes256-sha1-modp2048", .children = P}},
	"W", "W", NULL},
    {"and is cut with IKEv1",
	{{"1", "aes128-aes256-sha256-sha1-modp2048", .children = G},
	    {"1", "aes256-sha1-modp2048", .children = P}},
	"F", "F", "algorithm-mismatch"},
    {"GCM in phase 1 of IKEv1",
	{{"1", "aes128gcm16-prfsha256-modp2048", .children = G},
	    {"1", "aes128gcm16-prfsha256-modp2048", .children = P}},
	"F", "F", "algorithm-mismatch"},
    {"a weak group is not in the default",
	{{.proposals = "default", .children = G},
	    {.proposals = "aes128-sha256-modp1024", .children = P}},
	"F", "F", "algorithm-mismatch"},
    {"another key", {{.children = G}, {.key = "other", .children = P}}, "F",
	"F", "psk-mismatch"},
    {"two keys for the same: the last one is taken",
	{{.children = G},
	    {.children = P,
		.key = "secret\"\n }\n ike-2 {\n secret = \"other"}},
	"F", "F", "psk-mismatch"},
    {"another identity",
	{{.ids = {"a", "x"}, .children = G},
	    {.ids = {"b", "a"}, .children = P}},
	"F", "F", "identity-mismatch"},
    {"any identity",
	{{.ids = {"a", "%any"}, .children = G},
	    {.ids = {"b", "%any"}, .children = P}},
	"W", "W", NULL},
    {"PFS differs: the first comes up, until it is renewed",
	{{.children = WITH("aes128-sha256-modp2048")}, {.children = P}}, "W",
	"F", NULL},
    {"PFS differs, IKEv1",
	{{"1", .children = WITH("aes128-sha256-modp2048")},
	    {"1", .children = P}},
	"F", "F", "pfs-mismatch"},
    {"no group will do, too",
	{{.children = WITH("aes128-sha256-modp2048-modpnone")},
	    {.children = P}},
	"W", "W", NULL},
    {"phase 2 has nothing in common",
	{{.children = WITH("aes256-sha256")}, {.children = P}}, "F", "F",
	"algorithm-mismatch"},
    {"narrowed by the peer",
	{{.children = G},
	    {.children = CHILD("10.2.0.0/25", "10.1.0.0/16", "aes128-sha256")}},
	"P", "P", "selectors-narrowed"},
    {"no selectors in common",
	{{.children = G},
	    {.children = CHILD("10.9.0.0/25", "10.1.0.0/16", "aes128-sha256")}},
	"F", "F", "selectors-not-mirrored"},
    {"ranges and lists",
	{{.children = CHILD(
	      "10.1.0.0-10.1.0.255, 10.7.0.1", "10.2.0.0/24", "aes128-sha256")},
	    {.children = CHILD(
		 "10.2.0.0-10.2.0.255", "10.0.0.0/8", "aes128-sha256")}},
	"W", "W", NULL},
    {"selectors of a port",
	{{.children =
		 CHILD("10.1.0.0/24[tcp/443]", "10.2.0.0/24", "aes128-sha256")},
	    {.children = P}},
	"U", "U", "selectors-of-ports"},
    {"a word that is no known algorithm",
	{{.proposals = "sm4-sm3-modp2048", .children = G},
	    {.proposals = "sm4-sm3-modp2048", .children = P}},
	"U", "U", "not-understood"},
    {"a proposal that is refused",
	{{.proposals = "aes128-sha256", .children = G}, {.children = P}}, "F",
	"F", "not-loaded"},
    {"the address of somebody else",
	{{.children = G}, {.children = P, .more = "remote_addrs = 192.0.2.9"}},
	"F", "F", "no-connection-for-address"},
    {"main mode and aggressive mode",
	{{"1", .children = G, .more = "aggressive = yes"},
	    {"1", .children = P}},
	"F", "F", "mode-mismatch"},
};

static sn_ike_config *
read_end(const struct conf *c, unsigned end)
{
	char text[4096];
	const char *mine = c->ids[0] ? c->ids[0] : end ? "b" : "a";
	const char *theirs = c->ids[1] ? c->ids[1] : end ? "a" : "b";
	sn_ike_config *config = NULL;
	sn_error e;

	snprintf(text, sizeof(text),
	    "# an end\nconnections {\n con {\n version = %s\n local_addrs = "
	    "192.0.2.%u\n remote_addrs = 192.0.2.%u\n proposals = %s\n %s\n "
	    "local {\n auth = psk\n id = %s\n }\n remote {\n auth = psk\n id = "
	    "%s\n }\n children {\n %s }\n }\n}\nsecrets {\n ike-1 {\n secret = "
	    "\"%s\"\n }\n}\n",
	    c->version ? c->version : "2", end + 1, 2 - end,
	    c->proposals ? c->proposals : "aes128-sha256-modp2048",
	    c->more ? c->more : "", mine, theirs, c->children,
	    c->key ? c->key : "secret");
	if (sn_ike_config_read(&config, text, strlen(text), NULL, &e))
		fail_msg("%s: %s", e.message, e.text);
	return config;
}

static void
check_row(const struct row *t)
{
	static const char letters[] = "?WFOPTU";
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	sn_prefix segment[2];
	sn_ike_config *end[2];
	sn_diagnosis *d;
	sn_pair pair = SN_PAIR_INIT;

	assert_int_equal(
	    sn_prefix_parse(&segment[0], "10.1.0.0/24", 11, 0, NULL), SN_OK);
	assert_int_equal(
	    sn_prefix_parse(&segment[1], "10.2.0.0/24", 11, 0, NULL), SN_OK);
	for (unsigned e = 0; e < 2; e++) {
		q.config[e] = end[e] = read_end(&t->end[e], e);
		q.segments[e] = &segment[e];
		q.segment_count[e] = 1;
	}
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	sn_ike_config_free(end[0]); /* what is needed was copied */
	sn_ike_config_free(end[1]);
	assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
	assert_int_equal(letters[pair.works], t->before[0]);
	assert_int_equal(letters[pair.after_renewal], t->after[0]);
	assert_true(!t->code == !pair.code);
	if (t->code)
		assert_string_equal(pair.code, t->code);
	sn_diagnosis_free(d);
}

static void
between_two_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("  %s\n", rows[i].why);
		check_row(&rows[i]);
	}
}

/* Text that is refused: where, and why. */
static void
refused(void **state)
{
	static const struct {
		const char *text;
		uint64_t line, column;
		const char *message;
	} bad[] = {
	    {"", 1, 1, "no configuration of a device"},
	    {"connections {\n", 1, 1, "no brace closes"},
	    {"connections {\n}\n}\n", 3, 1, "closes nothing"},
	    {"connections {\n a\n}\n", 2, 2, "expected '='"},
	    {"connections {\n x = \"abc\n", 2, 6, "no quote"},
	    {"connections { a { version = 3\n } }", 1, 15, "version"},
	    {"connections { a { children { x { local_ts = 10.1\n } } } }", 1,
		30, "is no selector"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		sn_ike_config *config = NULL;
		sn_error e;

		print_message("  %s\n", bad[i].message);
		assert_int_equal(sn_ike_config_read(&config, bad[i].text,
				     strlen(bad[i].text), NULL, &e),
		    SN_ESYNTAX);
		assert_null(config);
		assert_non_null(strstr(e.message, bad[i].message));
		assert_int_equal(e.line, bad[i].line);
		assert_int_equal(e.column, bad[i].column);
	}
}

/* Sections in one another, beyond what is sane. */
static void
nested(void **state)
{
	char text[4096] = "connections {\n";
	sn_ike_config *config = NULL;

	(void)state;
	for (size_t i = 0; i < 200; i++)
		strcat(text, "a {\n");
	assert_int_equal(
	    sn_ike_config_read(&config, text, strlen(text), NULL, NULL),
	    SN_ELIMIT);
	assert_null(config);
	sn_ike_config_free(NULL);
}

/* Without segments, those that selectors name are looked at. */
static void
segments_from_selectors(void **state)
{
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	struct conf g = {.children = G}, p = {.children = P};
	sn_ike_config *end[2] = {read_end(&g, 0), read_end(&p, 1)};
	sn_pair pair = SN_PAIR_INIT;
	char text[SN_PREFIX_TEXT_MAX];
	sn_diagnosis *d;

	(void)state;
	q.config[0] = end[0];
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_EINVAL);
	q.config[1] = end[1];
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->pair_count, 1);
	assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
	sn_prefix_format(text, sizeof(text), pair.peer);
	assert_string_equal(text, "10.2.0.0/24");
	assert_string_equal(pair.connection, "con/child");
	assert_int_equal(sn_diagnosis_get(d)->note_count, 1);
	sn_diagnosis_free(d);
	sn_ike_config_free(end[0]);
	sn_ike_config_free(end[1]);
}

/* ipsec.conf: also=, %default, sections that are not loaded. */
static void
ipsec_conf(void **state)
{
	static const char text[] =
	    "config setup\n\tstrictcrlpolicy=no\n\nconn %default\n"
	    "\tkeyexchange=ikev2\n\tike=aes128-sha256-modp2048!\n"
	    "\tesp=aes128-sha256!\n\nconn base\n\tleft=192.0.2.1\n"
	    "\tleftid=a\n\tleftsubnet=10.1.0.0/24\n\tright=192.0.2.2\n"
	    "\trightid=b\n\nconn net\n\talso=base\n\tstrange=1\n"
	    "\trightsubnet=\"10.2.0.0/24\"\n\tauto=add\n";
	sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
	struct conf p = {.children = P};
	sn_ike_config *end[2] = {NULL, read_end(&p, 1)};
	sn_pair pair = SN_PAIR_INIT;
	sn_diagnosis *d;

	(void)state;
	assert_int_equal(
	    sn_ike_config_read(&end[0], text, strlen(text), NULL, NULL), SN_OK);
	q.config[0] = end[0];
	q.config[1] = end[1];
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->pair_count, 1);
	assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
	assert_int_equal(pair.works, SN_PAIR_WORKS);
	assert_string_equal(pair.connection, "net");
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 1);
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[0].code, "not-understood");
	assert_non_null(
	    strstr(sn_diagnosis_get(d)->findings[0].seen, "strange"));
	sn_diagnosis_free(d);
	sn_ike_config_free(end[0]);
	sn_ike_config_free(end[1]);
}

#define IOS(acl)                                                              \
 "version 15.7\n!\ncrypto isakmp policy 10\n encr aes\n hash sha256\n group " \
 "14\ncrypto ipsec transform-set TS esp-aes esp-sha256-hmac\n mode tunnel\n"  \
 "crypto map CM 10 ipsec-isakmp\n set peer 192.0.2.2\n set transform-set "    \
 "TS\n match address VPN\nip access-list extended VPN\n" acl
#define ASA(more)                                                            \
 "ASA Version 9.8\nobject network O\n subnet 10.1.0.0 255.255.255.0\n"       \
 "object-group network L\n network-object object O\n" more                   \
 "access-list V extended permit ip object-group L 10.2.0.0 255.255.255.0\n"  \
 "crypto ipsec ikev2 ipsec-proposal P\n protocol esp encryption aes\n"       \
 " protocol esp integrity sha-256\ncrypto map M 1 match address V\n"         \
 "crypto map M 1 set peer 192.0.2.2\ncrypto map M 1 set ikev2 "              \
 "ipsec-proposal P\ncrypto map M interface outside\ncrypto ikev2 policy 1\n" \
 " encryption aes\n integrity sha256\n group 14\n prf sha256\n"
#define TUNNEL                                                           \
 "crypto ikev2 proposal P\n encryption aes-cbc-128\n integrity sha256\n" \
 " group 14\ncrypto ipsec transform-set TS esp-aes esp-sha256-hmac\n"    \
 "crypto ipsec profile IP\n set transform-set TS\n set ikev2-profile "   \
 "PR\ninterface Tunnel1\n tunnel destination 192.0.2.2\n tunnel mode "   \
 "ipsec ipv4\n tunnel protection ipsec profile IP\n"

/* Cisco's devices at the gateway's end, strongSwan at the other. */
static void
cisco(void **state)
{
	static const struct {
		const char *why;
		const char *text;
		struct conf peer;
		uint32_t works;
		const char *code;
	} cases[] = {
	    {"a line of an access list",
		IOS(" permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n"),
		{"1", .children = P}, SN_PAIR_WORKS, NULL},
	    {"numbered lines, and one that is another network's",
		IOS(" 10 permit ip 10.9.0.0 0.0.0.255 any\n"
		    " 20 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n"),
		{"1", .children = P}, SN_PAIR_WORKS, NULL},
	    {"another version",
		IOS(" permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n"),
		{"2", .children = P}, SN_PAIR_FAILS, "ike-version-mismatch"},
	    {"a wildcard with holes",
		IOS(" permit ip 10.1.0.0 0.0.0.254 10.2.0.0 0.0.0.255\n"
		    " permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.0.255\n"),
		{"1", .children = P}, SN_PAIR_UNKNOWN, "not-understood"},
	    {"object groups", ASA(""), {.children = P}, SN_PAIR_WORKS, NULL},
	    {"of several networks", ASA(" network-object host 10.1.7.1\n"),
		{.children = P}, SN_PAIR_WORKS, NULL},
	    {"a tunnel interface", TUNNEL,
		{.children = CHILD("0.0.0.0/0", "0.0.0.0/0", "aes128-sha256")},
		SN_PAIR_WORKS, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
		struct conf peer = cases[i].peer;
		sn_ike_config *end[2] = {NULL, NULL};
		sn_prefix segment[2];
		sn_pair pair = SN_PAIR_INIT;
		sn_diagnosis *d;
		sn_error e;

		peer.ids[1] = "192.0.2.1"; /* what such a device calls itself */
		end[1] = read_end(&peer, 1);
		print_message("  %s\n", cases[i].why);
		if (sn_ike_config_read(&end[0], cases[i].text,
			strlen(cases[i].text), NULL, &e))
			fail_msg("%s: %s", e.message, e.text);
		assert_int_equal(
		    sn_prefix_parse(&segment[0], "10.1.0.0/24", 11, 0, NULL),
		    SN_OK);
		assert_int_equal(
		    sn_prefix_parse(&segment[1], "10.2.0.0/24", 11, 0, NULL),
		    SN_OK);
		for (unsigned k = 0; k < 2; k++) {
			q.config[k] = end[k];
			q.segments[k] = &segment[k];
			q.segment_count[k] = 1;
		}
		assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
		assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
		assert_int_equal(pair.works, cases[i].works);
		if (cases[i].code)
			assert_string_equal(pair.code, cases[i].code);
		sn_diagnosis_free(d);
		sn_ike_config_free(end[0]);
		sn_ike_config_free(end[1]);
	}
}

#define ALIBABA(local, more)                                                  \
 "{\"VpnConnections\":{\"VpnConnection\":[{\"VpnConnectionId\":\"vco-1\","    \
 "\"VpnGatewayId\":\"vpn-1\",\"LocalSubnet\":\"" local                        \
 "\",\"RemoteSubnet\":\"10.2.0.0/24\",\"IkeConfig\":{\"Psk\":\"secret\","     \
 "\"IkeVersion\":\"ikev2\",\"IkeEncAlg\":\"aes\",\"IkeAuthAlg\":\"sha256\","  \
 "\"IkePfs\":\"group14\",\"LocalId\":\"192.0.2.1\",\"RemoteId\":\"b\"}," more \
 "\"IpsecConfig\":{\"IpsecEncAlg\":\"aes\",\"IpsecAuthAlg\":\"sha256\","      \
 "\"IpsecPfs\":\"disabled\"}}]}}"

/* A gateway of the provider, and strongSwan as its peer. */
static void
provider(void **state)
{
	static const struct {
		const char *text;
		const char *gateway;
		uint32_t works;
	} cases[] = {
	    {ALIBABA("10.1.0.0/24", ""), NULL, SN_PAIR_WORKS},
	    {ALIBABA("10.1.0.0/24,10.7.0.0/24", ""), NULL, SN_PAIR_UNKNOWN},
	    {ALIBABA("10.1.0.0/24", "\"TunnelOptionsSpecification\":{"
				    "\"TunnelOptions\":[]},"),
		"vpn-1", SN_PAIR_WORKS},
	};
	struct conf p = {.children = P, .ids = {"b", "192.0.2.1"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_diagnosis_request q = SN_DIAGNOSIS_REQUEST_INIT;
		sn_ike_config *end[2] = {NULL, read_end(&p, 1)};
		sn_pair pair = SN_PAIR_INIT;
		sn_diagnosis *d;
		sn_error e;

		if (sn_ike_config_read(&end[0], cases[i].text,
			strlen(cases[i].text), cases[i].gateway, &e))
			fail_msg("%s: %s", e.message, e.text);
		q.config[0] = end[0];
		q.config[1] = end[1];
		assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
		assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
		assert_int_equal(pair.works, cases[i].works);
		assert_string_equal(pair.connection, "vco-1");
		sn_diagnosis_free(d);
		sn_ike_config_free(end[0]);
		sn_ike_config_free(end[1]);
	}
	assert_int_equal(
	    sn_ike_config_read(&(sn_ike_config *){NULL}, "{}", 2, NULL, NULL),
	    SN_ESYNTAX);
	/* Those of another gateway are none. */
	assert_int_equal(
	    sn_ike_config_read(&(sn_ike_config *){NULL}, cases[0].text,
		strlen(cases[0].text), "vpn-2", NULL),
	    SN_ESYNTAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(between_two_ends),
	    cmocka_unit_test(refused), cmocka_unit_test(nested),
	    cmocka_unit_test(segments_from_selectors),
	    cmocka_unit_test(ipsec_conf), cmocka_unit_test(cisco),
	    cmocka_unit_test(provider)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
