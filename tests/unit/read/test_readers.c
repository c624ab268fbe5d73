/*
 * test_readers.c - the JSON readers: what each refuses, with which words and
 * where; and what it keeps. In the table ' stands for ".
 */
#include "test.h"
#include "supernet_text.h"

enum reader { NETWORK, PROFILE, DEPLOYED, CONFIGURED };

static sn_status
read_any(enum reader reader, const char *text, sn_error *error)
{
	sn_network *network = NULL;
	sn_profile *profile = NULL;
	sn_deployed *deployed = NULL;
	sn_configured *configured = NULL;
	size_t size = strlen(text);
	sn_status status = SN_EINVAL;

	switch (reader) {
	case NETWORK:
		status = sn_network_read(&network, text, size, error);
		sn_network_free(network);
		break;
	case PROFILE:
		status = sn_profile_read(&profile, text, size, error);
		sn_profile_free(profile);
		break;
	case DEPLOYED:
		status = sn_deployed_read(&deployed, text, size, error);
		sn_deployed_free(deployed);
		break;
	case CONFIGURED:
		status = sn_configured_read(&configured, text, size, error);
		sn_configured_free(configured);
		break;
	}
	return status;
}

static char *
quoted(const char *text)
{
	char *copy = strdup(text);

	assert_non_null(copy);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	return copy;
}

/* A deployed plan of one connection and these rows; a diagnosis of one end. */
#define PLAN(rest)                                                        \
 "{'version':1,'connections':[{'name':'c','local':['10.0.0.0/8'],'peer':" \
 "['172.16.0.0/12']}]," rest "}"
#define ROW(rest) PLAN("'policy_routes':[{" rest "}]")
#define GOOD_ROW                                                   \
 "'source':'10.0.0.0/8','destination':'172.16.0.0/12','next_hop':" \
 "'c','weight':100,'priority':10"
#define END(rest)                                                      \
 "{'local':'10.0.0.0/8','peer':'172.16.0.0/12','connections':[{'name'" \
 ":'c','gateway':{'local':'10.0.0.0/8','peer':'172.16.0.0/12'" rest "}}]}"

/* As long as a name may be; eight values. */
#define TEN16 "1234567890123456"
#define LONG  TEN16 TEN16 TEN16 TEN16 TEN16 TEN16 TEN16 TEN16
#define EIGHT "'a','a','a','a','a','a','a','a'"

static const struct refusal {
	enum reader reader;
	const char *text;
	sn_status status; /* SN_OK: taken, the others differ from it in one */
	const char *message;
} table[] = {
    {NETWORK, "{}", SN_OK, ""},
    {NETWORK, "", SN_ESYNTAX, "not JSON"},
    {NETWORK, "[]", SN_ESYNTAX, "object"},
    {NETWORK, "{'local':['10.0.0.1/8']}", SN_EHOSTBITS, "10.0.0.0/8"},
    {NETWORK, "{'local':[7]}", SN_ESYNTAX, "prefix"},
    {NETWORK, "{'local':null}", SN_ESYNTAX, ""},
    {NETWORK, "{'ike':'v3'}", SN_ESYNTAX, "words"},
    {NETWORK, "{'ike':2}", SN_ESYNTAX, "words"},
    {NETWORK, "{'scheme':'best'}", SN_ESYNTAX, "words"},
    {NETWORK, "{'align':'octets'}", SN_ESYNTAX, "words"},
    {NETWORK, "{'gateway':'nobody'}", SN_ESYNTAX, "profile"},
    {NETWORK, "{'peer_device':7}", SN_ESYNTAX, "profile"},
    {NETWORK, "{'shortest':-1}", SN_ESYNTAX, "0 to 128"},
    {NETWORK, "{'shortest':129}", SN_ESYNTAX, "0 to 128"},
    {NETWORK, "{'shortest':8.0}", SN_ESYNTAX, "0 to 128"},
    {NETWORK, "{'allow_public':1}", SN_ESYNTAX, ""},
    {NETWORK, "{'connection':7}", SN_ESYNTAX, "id"},
    {NETWORK, "{'max_routes':'7'}", SN_ESYNTAX, "number"},
    {NETWORK, "{'max_connections':-3}", SN_ESYNTAX, "number"},
    {NETWORK, "{'max_selectors':9223372036854775808}", SN_ESYNTAX, ""},
    {NETWORK, "{'colour':1}", SN_ESYNTAX, "key"},
    {NETWORK, "{'ike':'v1','ike':'v2'}", SN_ESYNTAX, "duplicate"},
    {NETWORK, "{'gateway':'cisco'}", SN_ESYNTAX, "profile"},
    {NETWORK, "{'connection':'" LONG "'}", SN_OK, ""},
    {NETWORK, "{'connection':'" LONG "x'}", SN_ESYNTAX, "128 bytes"},
    {NETWORK, "{'connection':'a\\u0000'}", SN_ESYNTAX, "not JSON"},
    {NETWORK, "{'max_connections':1.5}", SN_ESYNTAX, "number"},
    {NETWORK, "{'local':'10.0.0.0/8','local':'10.0.0.0/8'}", SN_ESYNTAX,
	"duplicate"},
    {NETWORK, "{'local':['10.0.0.0/8',7,'10.0.0.0/8']}", SN_ESYNTAX, "prefix"},
    {NETWORK, "{'align':'\\u00e9'}", SN_ESYNTAX, "words"},
    {PROFILE, "{'name':'x'}", SN_OK, ""},
    {PROFILE, "{'name':'" LONG LONG "'}", SN_OK, ""},
    {PROFILE, "{'name':'" LONG LONG "x'}", SN_ESYNTAX, "256 printable"},
    {PROFILE, "{'name':'x\\u007f'}", SN_ESYNTAX, "printable"},
    {PROFILE, "{'name':'x','kind':['gateway',7]}", SN_ESYNTAX, "peer"},
    {PROFILE, "{'name':'x','policy_routes':1.5}", SN_ESYNTAX, "number"},
    {PROFILE, "{'name':'x','policy_routes':true}", SN_ESYNTAX, "number"},
    {PROFILE, "{'name':'x','route_based':'true'}", SN_ESYNTAX, "true or false"},
    {PROFILE, "{'name':'x','sa_model':false}", SN_ESYNTAX, "words"},
    {PROFILE,
	"{'name':'x','forbidden':['::/0','::/0','::/0','::/0','::/0',"
	"'::/0','::/0','::/0']}",
	SN_OK, ""},
    {PROFILE,
	"{'name':'x','forbidden':['::/0','::/0','::/0','::/0','::/0',"
	"'::/0','::/0','::/0','::/0']}",
	SN_ESYNTAX, "8 prefixes"},
    {PROFILE, "{'name':'x','forbidden':[7,'::/0']}", SN_ESYNTAX, "prefix"},
    {PROFILE, "[]", SN_ESYNTAX, "object"},
    {PROFILE, "{}", SN_ESYNTAX, "name"},
    {PROFILE, "{'name':7}", SN_ESYNTAX, "name"},
    {PROFILE, "{'name':'a\\nb'}", SN_ESYNTAX, "printable"},
    {PROFILE, "{'name':'x','title':null}", SN_ESYNTAX, "title"},
    {PROFILE, "{'name':'x','base':'nobody'}", SN_ESYNTAX, "built-in"},
    {PROFILE, "{'name':'x','base':7}", SN_ESYNTAX, "built-in"},
    {PROFILE, "{'name':'x','kind':'gateway'}", SN_ESYNTAX, "kind"},
    {PROFILE, "{'name':'x','kind':[]}", SN_ESYNTAX, "kind"},
    {PROFILE, "{'name':'x','kind':['router']}", SN_ESYNTAX, "peer"},
    {PROFILE, "{'name':'x','policy_routes':-1}", SN_ESYNTAX, "number"},
    {PROFILE, "{'name':'x','policy_routes':'3'}", SN_ESYNTAX, "number"},
    {PROFILE, "{'name':'x','route_based':1}", SN_ESYNTAX, "true or false"},
    {PROFILE, "{'name':'x','sa_model':'both'}", SN_ESYNTAX, "words"},
    {PROFILE, "{'name':'x','match_rule':7}", SN_ESYNTAX, "words"},
    {PROFILE, "{'name':'x','policy_routes':{'value':3,'source':7}}", SN_ESYNTAX,
	"source"},
    {PROFILE, "{'name':'x','policy_routes':{'value':3,'date':'\\u00e9'}}",
	SN_ESYNTAX, "date"},
    {PROFILE, "{'name':'x','forbidden':'10.0.0.0/8'}", SN_ESYNTAX, "prefixes"},
    {PROFILE, "{'name':'x','forbidden':['10.0.0.1/8']}", SN_EHOSTBITS, ""},
    {PROFILE, "{'name':'x','colour':1}", SN_ESYNTAX, "profile has"},
    {DEPLOYED, PLAN("'policy_routes':[]"), SN_OK, ""},
    {DEPLOYED, ROW(GOOD_ROW), SN_OK, ""},
    {DEPLOYED, "[]", SN_ESYNTAX, ""},
    {DEPLOYED, "{'version':2,'connections':[]}", SN_ESYNTAX, "version 1"},
    {DEPLOYED, "{'version':1}", SN_ESYNTAX, "list"},
    {DEPLOYED, "{'version':1,'connections':[7]}", SN_ESYNTAX, ""},
    {DEPLOYED, "{'version':1,'connections':[{'name':7}]}", SN_ESYNTAX, "name"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'a b','local':['::/0'],'peer':"
	"['::/0']}]}",
	SN_ESYNTAX, "letters"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'c','local':['::/0'],'peer':"
	"['0.0.0.0/0']}]}",
	SN_ESYNTAX, "one family"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'c','local':[],'peer':"
	"['0.0.0.0/0']}]}",
	SN_ESYNTAX, "list of 1"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'c','ike':'v9','local':['::/0"
	"'],'peer':['::/0']}]}",
	SN_ESYNTAX, "word"},
    {DEPLOYED, PLAN("'policy_routes':{}"), SN_ESYNTAX, "list"},
    {DEPLOYED, PLAN("'policy_routes':[7]"), SN_ESYNTAX, ""},
    {DEPLOYED, ROW(GOOD_ROW ",'state':'new'"), SN_ESYNTAX, "word"},
    {DEPLOYED, ROW(GOOD_ROW ",'origin':7"), SN_ESYNTAX, ""},
    {DEPLOYED, ROW(GOOD_ROW ",'action':'drop'"), SN_ESYNTAX, "word"},
    {DEPLOYED, ROW("'source':'10.0.0.1/8'"), SN_ESYNTAX, "next_hop"},
    {DEPLOYED, ROW("'next_hop':'c','source':'10.0.0.1/8'"), SN_EHOSTBITS, ""},
    {DEPLOYED,
	ROW("'next_hop':'c','source':'::/0','destination':'10.0.0.0/8',"
	    "'weight':100,'priority':10"),
	SN_ESYNTAX, "one family"},
    {DEPLOYED,
	ROW("'next_hop':'c','source':'10.0.0.0/8','destination':"
	    "'10.0.0.0/8','weight':101,'priority':10"),
	SN_ESYNTAX, "0 to 100"},
    {DEPLOYED, ROW(GOOD_ROW ",'action':'delete'"), SN_OK, ""},
    {DEPLOYED, ROW("'next_hop':'a\\u0000'"), SN_ESYNTAX, "not JSON"},
    {DEPLOYED,
	PLAN("'destination_routes':[{'destination':'::/0','next_hop':"
	     "'c','weight':-1}]"),
	SN_ESYNTAX, "0 to 100"},
    {DEPLOYED,
	PLAN("'destination_routes':[{'destination':'::/0','next_hop':"
	     "'c','weight':0.5}]"),
	SN_ESYNTAX, "0 to 100"},
    {DEPLOYED,
	PLAN("'destination_routes':[{'destination':'::/0','next_hop':"
	     "'c d'}]"),
	SN_ESYNTAX, "letters"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'c','local':['::/0',7,'::/0'],"
	"'peer':['::/0']}]}",
	SN_ESYNTAX, "prefix"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'c','local':'::/0','peer':"
	"['::/0']}]}",
	SN_ESYNTAX, "list of 1"},
    {DEPLOYED,
	"{'version':1,'connections':[{'name':'" LONG "123456789012345678901234"
	"','local':['::/0'],'peer':['::/0']}]}",
	SN_ESYNTAX, "too long"},
    {DEPLOYED, "{'version':1,'connections':{}}", SN_ESYNTAX, "list"},
    {CONFIGURED, END(""), SN_OK, ""},
    {CONFIGURED, END(",'mode':'" LONG "'"), SN_OK, ""},
    {CONFIGURED, END(",'mode':'" LONG "x'"), SN_ESYNTAX, "128 printable"},
    {CONFIGURED, END(",'mode':'\\u007f'"), SN_ESYNTAX, "printable"},
    {CONFIGURED, END(",'ike_lifetime':0.5"), SN_ESYNTAX, "negative"},
    {CONFIGURED, END(",'volume_lifetime':'min'"), SN_ESYNTAX, "negative"},
    {CONFIGURED, END(",'ike_dh':[" EIGHT "," EIGHT "]"), SN_OK, ""},
    {CONFIGURED, END(",'ike_dh':[" EIGHT "," EIGHT ",'a']"), SN_ELIMIT,
	"16 values"},
    {CONFIGURED, END(",'ike_dh':['a',7,'a']"), SN_ESYNTAX, "text"},
    {CONFIGURED, "{'gateway':'cisco'}", SN_ESYNTAX, "profile"},
    {CONFIGURED, "{'gateway':7}", SN_ESYNTAX, "profile"},
    {CONFIGURED, "{'connections':[{'name':'c','psk_equal':false}]}", SN_OK, ""},
    {CONFIGURED, "[]", SN_ESYNTAX, "object"},
    {CONFIGURED, "{'colour':1}", SN_ESYNTAX, "diagnosis reads"},
    {CONFIGURED, "{'gateway':'nobody'}", SN_ESYNTAX, "profile"},
    {CONFIGURED, "{'psk_shared_equal':'yes'}", SN_ESYNTAX, "true or false"},
    {CONFIGURED, "{'connections':{}}", SN_ESYNTAX, "list"},
    {CONFIGURED, "{'connections':[7]}", SN_ESYNTAX, "object"},
    {CONFIGURED, "{'connections':[{}]}", SN_ESYNTAX, "name"},
    {CONFIGURED, "{'connections':[{'name':'c','colour':1}]}", SN_ESYNTAX,
	"connection has"},
    {CONFIGURED, "{'connections':[{'name':'c','gateway':7}]}", SN_ESYNTAX,
	"object"},
    {CONFIGURED, END(",'colour':1"), SN_ESYNTAX, "end has"},
    {CONFIGURED, END(",'ike':'v3'"), SN_ESYNTAX, "words"},
    {CONFIGURED, END(",'dpd':true"), SN_ESYNTAX, "words"},
    {CONFIGURED, END(",'mode':7"), SN_ESYNTAX, "text"},
    {CONFIGURED, END(",'mode':'\\u0001'"), SN_ESYNTAX, "printable"},
    {CONFIGURED, END(",'ike_lifetime':-1"), SN_ESYNTAX, "negative"},
    {CONFIGURED, END(",'ike_lifetime':'max'"), SN_ESYNTAX, "negative"},
    {CONFIGURED, END(",'volume_lifetime':'max'"), SN_OK, ""},
    {CONFIGURED, END(",'ike_dh':[1]"), SN_ESYNTAX, ""},
    {CONFIGURED, END(",'ike_dh':['group2','group14']"), SN_OK, ""},
};

static void
refusals(void **state)
{
	unsigned taken = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *text = quoted(table[i].text);
		sn_status status;
		sn_error error;

		memset(&error, 0, sizeof(error));
		status = read_any(table[i].reader, text, &error);
		if (status != table[i].status ||
		    !strstr(error.message, table[i].message))
			fail_msg(
			    "%s: status %d, '%s'", text, status, error.message);
		/* Nobody has to take the error. */
		assert_int_equal(read_any(table[i].reader, text, NULL), status);
		taken += status == SN_OK;
		free(text);
	}
	assert_int_equal(taken, 14);
}

/* Every beginning of a good text is refused or means something; no crash. */
static void
beginnings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *text = quoted(table[i].text);

		for (size_t n = strlen(text); n > 0; n--) {
			sn_error error;

			text[n - 1] = '\0';
			assert_int_not_equal(
			    read_any(table[i].reader, text, &error), SN_OK);
		}
		free(text);
	}
}

/* What is read as deployed is there, row for row. */
static void
deployed_rows(void **state)
{
	char *text = quoted(ROW(GOOD_ROW ",'state':'published'"));
	sn_deployed *d;

	(void)state;
	assert_int_equal(sn_deployed_read(&d, text, strlen(text), NULL), SN_OK);
	assert_int_equal(sn_deployed_connection_count(d), 1);
	assert_string_equal(sn_deployed_connection(d, 0)->name, "c");
	assert_null(sn_deployed_connection(d, 1));
	assert_int_equal(sn_table_size(sn_deployed_table(d)), 1);
	assert_string_equal(sn_table_next_hop(sn_deployed_table(d), 0), "c");
	assert_int_equal(
	    sn_table_rows(sn_deployed_table(d))->state, SN_STATE_PUBLISHED);
	sn_deployed_free(d);
	free(text);
}

/* Every pair of segments is there once, and none beyond. */
static void
diagnosed_pairs(void **state)
{
	char *text = quoted(END(""));
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_configured *configured;
	sn_diagnosis *d;
	sn_pair pair = SN_PAIR_INIT;

	(void)state;
	assert_int_equal(
	    sn_configured_read(&configured, text, strlen(text), NULL), SN_OK);
	sn_configured_request(configured, &request);
	assert_int_equal(sn_diagnosis_new(&d, &request, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->pair_count, 1);
	assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_OK);
	assert_int_equal(pair.local.len, 8);
	assert_int_equal(pair.peer.len, 12);
	assert_int_equal(sn_diagnosis_pair(d, 1, &pair), SN_ENOTFOUND);
	pair.struct_size--;
	assert_int_equal(sn_diagnosis_pair(d, 0, &pair), SN_EINVAL);
	sn_diagnosis_free(d);
	sn_configured_free(configured);
	free(text);
}

/* What a network says is what the plan is asked for. */
static void
network_request(void **state)
{
	char *text = quoted(
	    "{'local':'10.0.0.0/8','peer':['172.16.0.0/12','::/0'],'ike':'v1',"
	    "'scheme':'pairs','align':'octet','shortest':64,'connection':'c',"
	    "'max_routes':1,'max_connections':2,'max_selectors':3,"
	    "'allow_public':true,'gateway':'aws','peer_device':'h3c'}");
	char *other = quoted("{'allow_public':false,'shortest':9}");
	sn_plan_request q = SN_PLAN_REQUEST_INIT;
	sn_network *network;

	(void)state;
	assert_int_equal(
	    sn_network_read(&network, text, strlen(text), NULL), SN_OK);
	sn_network_request(network, &q);
	assert_int_equal(q.local_count, 1);
	assert_int_equal(q.local[0].len, 8);
	assert_int_equal(q.peer_count, 2);
	assert_int_equal(q.peer[1].family, SN_IPV6);
	assert_int_equal(q.ike, SN_IKE_V1);
	assert_int_equal(q.scheme, SN_SCHEME_PAIRS);
	assert_int_equal(q.align, SN_ALIGN_OCTET);
	assert_true(q.shortest_given);
	assert_int_equal(q.shortest4, 32);
	assert_int_equal(q.shortest6, 64);
	assert_string_equal(q.connection, "c");
	assert_int_equal(q.max_routes, 1);
	assert_int_equal(q.max_connections, 2);
	assert_int_equal(q.max_selectors, 3);
	assert_true(q.allow_public);
	assert_string_equal(q.gateway->name, "aws");
	assert_string_equal(q.peer_device->name, "h3c");
	sn_network_free(network);
	assert_int_equal(
	    sn_network_read(&network, other, strlen(other), NULL), SN_OK);
	sn_network_request(network, &q);
	assert_false(q.allow_public);
	assert_int_equal(q.shortest4, 9);
	assert_int_equal(q.shortest6, 9);
	sn_network_free(network);
	sn_network_free(NULL);
	free(text);
	free(other);
}

/* A profile of one's own: what is given, what its base has, what isn't known;
 * each fact with its source. */
static void
own_profile(void **state)
{
	char *text = quoted(
	    "{'name':'mine','base':'alibaba-cloud','kind':['gateway','peer'],"
	    "'route_based':true,'publish':false,'sa_model':'per-pair',"
	    "'match_rule':null,'policy_routes':{'value':7,'source':'a book',"
	    "'date':'2026-01-02'},'forbidden':['10.0.0.0/8']}");
	sn_profile *p;

	(void)state;
	assert_int_equal(sn_profile_read(&p, text, strlen(text), NULL), SN_OK);
	assert_string_equal(p->name, "mine");
	assert_int_equal(p->kind, SN_KIND_GATEWAY | SN_KIND_PEER);
	assert_int_equal(p->route_based.value, 1);
	assert_int_equal(p->publish.value, 0);
	assert_int_equal(p->publish.sure, SN_SURE_USER);
	assert_int_equal(p->sa_model.value, SN_SA_PER_PAIR);
	assert_int_equal(p->match_rule.value, -1);
	assert_int_equal(p->match_rule.sure, SN_SURE_UNKNOWN);
	assert_int_equal(p->policy_routes.value, 7);
	assert_string_equal(p->policy_routes.source, "a book");
	assert_string_equal(p->policy_routes.date, "2026-01-02");
	assert_int_equal(p->auto_routes.value,
	    sn_profile_find("alibaba-cloud")->auto_routes.value);
	assert_int_equal(p->forbidden_count, 1);
	assert_int_equal(p->forbidden[0].len, 8);
	sn_profile_free(p);
	free(text);
}

/* More selectors of a connection than a plan has; a value too long for the
 * error is cut, and has its place. */
static void
many_selectors(void **state)
{
	enum { N = 4096, ROOM = 65536 };
	char *text = malloc(ROOM);
	sn_deployed *d;
	sn_error e;

	(void)state;
	assert_non_null(text);
	for (unsigned n = N; n <= N + 1; n++) {
		size_t at = (size_t)snprintf(text, ROOM,
		    "{\"version\":1,\"connections\":[{\"name\":\"c\","
		    "\"peer\":[\"::/0\"],\"local\":[");

		for (unsigned i = 0; i < n; i++)
			at += (size_t)snprintf(
			    text + at, ROOM - at, i ? ",\"::/0\"" : "\"::/0\"");
		at += (size_t)snprintf(text + at, ROOM - at, "]}]}");
		memset(&e, 0, sizeof(e));
		assert_int_equal(sn_deployed_read(&d, text, at, &e),
		    n == N ? SN_OK : SN_ESYNTAX);
		if (n == N)
			sn_deployed_free(d);
		else
			assert_non_null(strstr(e.message, "1 to 4096"));
	}
	memset(text, 'x', 512);
	memcpy(text, "{\"align\":\"", 10);
	memcpy(text + 400, "\"}", 3);
	assert_int_equal(read_any(NETWORK, text, &e), SN_ESYNTAX);
	assert_int_equal(e.line, 1);
	assert_int_equal(e.column, 11);
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(beginnings),
	    cmocka_unit_test(deployed_rows),
	    cmocka_unit_test(diagnosed_pairs),
	    cmocka_unit_test(network_request),
	    cmocka_unit_test(own_profile),
	    cmocka_unit_test(many_selectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
