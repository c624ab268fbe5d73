/*
 * test_deployed_gateway.c - what a gateway is found to have: connections and
 * rows, from answers of the provider's API and from Terraform's state. In the
 * texts ' stands for ".
 */
#include "supernet_text.h"
#include "test.h"

#define PAGE(total, list) \
 "{'TotalCount':" total ",'VpnConnections':{'VpnConnection':[" list "]}}"
#define LINK(name, gateway, local, remote)                                    \
 "{'VpnConnectionId':'" name "','VpnGatewayId':'" gateway                     \
 "','LocalSubnet':'" local "','RemoteSubnet':'" remote                        \
 "','IkeConfig':{'IkeVersion':'ikev1','IkeEncAlg':'aes','IkeAuthAlg':'sha1'," \
 "'IkePfs':'group2'},'IpsecConfig':{'IpsecEncAlg':'aes','IpsecAuthAlg':"      \
 "'sha1','IpsecPfs':'disabled'}}"
#define A LINK("vco-a", "vpn-1", "10.2.0.0/24,10.1.0.0/24", "192.168.0.0/24")
#define B LINK("vco-b", "vpn-2", "0.0.0.0/0", "0.0.0.0/0")
#define ROWS(list) \
 "{'TotalCount':1,'VpnPbrRouteEntries':{'VpnPbrRouteEntry':[" list "]}}"
#define ROW(gateway, hop, more)                                            \
 "{'VpnInstanceId':'" gateway "','RouteSource':'10.1.0.0/24','RouteDest':" \
 "'192.168.0.0/24','NextHop':'" hop "'" more "}"
#define STATE(list) "{'version':4,'resources':[" list "]}"
#define RESOURCE(type, attributes)                                      \
 "{'mode':'managed','type':'alicloud_" type "','name':'x','instances':" \
 "[{'attributes':{" attributes "}}]}"

static const struct {
	const char *why;
	const char *text;
	const char *gateway;
	const char *found; /* or what the error says, after "! " */
} all[] = {
    {"pages, and the rows",
	PAGE("2", A) " " PAGE(
	    "2", LINK("vco-c", "vpn-1", "0.0.0.0/0", "0.0.0.0/0"))
	    ROWS(ROW("vpn-1", "vco-a", ",'State':'published','Priority':7")),
	NULL,
	"vco-a v1 x1 selectors 10.1.0.0/24 10.2.0.0/24 to 192.168.0.0/24\n"
	"vco-c v1 x1 routed 0.0.0.0/0 to 0.0.0.0/0\n"
	"10.1.0.0/24 192.168.0.0/24 vco-a 100 7 published manual\n"},
    {"a page is missing", PAGE("2", A), NULL, "! pages are missing"},
    {"an answer that is no page",
	"{'VpnConnectionId':'vco-a','LocalSubnet':'10.1.0.0/24',"
	"'RemoteSubnet':'10.2.0.0/24','TunnelOptionsSpecification':"
	"{'TunnelOptions':[{'TunnelIkeConfig':{}}]}}",
	NULL, "vco-a v2 selectors 10.1.0.0/24 to 10.2.0.0/24\n"},
    {"a connection of two tunnels, and one of one",
	PAGE("2", "{'VpnConnectionId':'vco-2','LocalSubnet':'10.1.0.0/24',"
		  "'RemoteSubnet':'10.2.0.0/24','TunnelOptionsSpecification':"
		  "{'TunnelOptions':[{'TunnelIkeConfig':{}},{}]}}," A),
	NULL,
	"vco-2 v2 x2 selectors 10.1.0.0/24 to 10.2.0.0/24\n"
	"vco-a v1 x1 selectors 10.1.0.0/24 10.2.0.0/24 to 192.168.0.0/24\n"},
    {"rows alone", ROWS(ROW("vpn-1", "vco-a", ",'Weight':0")), NULL,
	"10.1.0.0/24 192.168.0.0/24 vco-a 0 10 normal manual\n"},
    {"two gateways", PAGE("2", A "," B), NULL, "! choose one (--gateway-id)"},
    {"one of two gateways", PAGE("2", A "," B) ROWS(ROW("vpn-1", "vco-a", "")),
	"vpn-2", "vco-b v1 x1 routed 0.0.0.0/0 to 0.0.0.0/0\n"},
    {"none of them", PAGE("2", A "," B), "vpn-3",
	"! nothing of gateway vpn-3 here, but of vpn-1, vpn-2"},
    {"one that has connections without rows alone",
	STATE(RESOURCE("vpn_connection",
	    "'id':'vco-1','vpn_gateway_id':'vpn-1',"
	    "'local_subnet':['10.1.0.0/24'],'remote_subnet':['10.2.0.0/24']")),
	"vpn-3", "! but of vpn-1"},
    {"a state, with rows that it implies, published ones and BGP's",
	STATE(RESOURCE("vpn_connection",
	    "'id':'vco-1','vpn_gateway_id':'vpn-1','local_subnet':["
	    "'10.1.0.0/24'],'remote_subnet':['192.168.0.0/24'],"
	    "'auto_config_route':true,'ike_config':[{'ike_version':"
	    "'ikev2'}]") "," RESOURCE("vpn_pbr_route_entry",
	    "'vpn_gateway_id':'vpn-1','route_source':'10.1.0.0/24',"
	    "'route_dest':'172.16.0.0/"
	    "24','next_hop':'vco-1','weight':100,"
	    "'priority':10,'publish_vpc':true") "," RESOURCE("vpn_"
							     "route"
							     "_entr"
							     "y",
	    "'vpn_gateway_id':'vpn-1','route_dest':'172.17.0.0/24',"
	    "'next_hop':'vco-1','weight':100,'route_entry_type':'"
	    "bgp'") "," RESOURCE("vpc", "'id':'vpc-1'")),
	NULL,
	"vco-1 v2 x1 selectors 10.1.0.0/24 to 192.168.0.0/24\n"
	"10.1.0.0/24 192.168.0.0/24 vco-1 100 10 normal auto\n"
	"10.1.0.0/24 172.16.0.0/24 vco-1 100 10 published manual\n"},
    {"a transit router",
	STATE(RESOURCE("vpn_gateway_vpn_attachment",
	    "'id':'vco-1','local_subnet':'0.0.0.0/0','remote_subnet':"
	    "'0.0.0.0/0'") "," RESOURCE("vpn_gateway_vco_route",
	    "'route_dest':'172.16.0.0/24','next_hop':'vco-1',"
	    "'vpn_connection_id':'vco-1','status':'published','weight':"
	    "100")),
	NULL,
	"vco-1 v2 routed 0.0.0.0/0 to 0.0.0.0/0\n"
	"- 172.16.0.0/24 vco-1 100 0 published manual\n"},
    {"a state of other things", STATE(RESOURCE("vpc", "'id':'vpc-1'")), NULL,
	"! neither connections nor routes"},
    {"another answer between", PAGE("1", A) "{'VpnGateways':[]}", NULL,
	"! neither connections nor routes"},
    {"a name that is none",
	PAGE("1", LINK("vco a", "vpn-1", "10.1.0.0/24", "10.2.0.0/24")), NULL,
	"! connection 'vco a' has no name"},
    {"a name that is too long",
	PAGE("1", LINK("vco-0123456789-0123456789-0123456789-0123456789-"
		       "0123456789-0123456789-0123456789-0123456789-"
		       "0123456789-0123456789-0123456789-0123456789-"
		       "0123456789-0123456789-0123456789-0123456789",
		      "vpn-1", "10.1.0.0/24", "10.2.0.0/24")),
	NULL, "! has no name"},
    {"selectors that are no prefixes",
	PAGE("1", LINK("vco-a", "vpn-1", "10.1.0.1-10.1.0.9", "10.2.0.0/24")),
	NULL, "! selectors that are no prefixes"},
    {"selectors of nothing",
	PAGE("1", LINK("vco-a", "vpn-1", "dynamic", "10.2.0.0/24")), NULL,
	"! selectors that are no prefixes"},
    {"no next hop", ROWS(ROW("vpn-1", "vco/a", "")), NULL,
	"! row 1 has no next hop"},
    {"something after a plan",
	"{'version':1,'connections':[]} {'version':1,'connections':[]}", NULL,
	"! something after the end of the plan"},
};

static char said[4096];

static void __attribute__((format(printf, 1, 2))) say(const char *format, ...)
{
	size_t n = strlen(said);
	va_list args;

	va_start(args, format);
	vsnprintf(said + n, sizeof(said) - n, format, args);
	va_end(args);
}

static void
say_side(const sn_prefix *p, size_t n)
{
	char text[SN_PREFIX_TEXT_MAX];

	for (size_t i = 0; i < n; i++) {
		sn_prefix_format(text, sizeof(text), p[i]);
		say(" %s", text);
	}
}

static void
say_deployed(const sn_deployed *d)
{
	const sn_table *t = sn_deployed_table(d);

	for (size_t i = 0; i < sn_deployed_connection_count(d); i++) {
		const sn_connection *c = sn_deployed_connection(d, i);

		say("%s v%u", c->name, c->ike);
		if (c->tunnels)
			say(" x%u", c->tunnels);
		say(" %s", c->routing_mode == SN_MODE_DESTINATION_ROUTING
			       ? "routed"
			       : "selectors");
		say_side(c->local, c->local_count);
		say(" to");
		say_side(c->peer, c->peer_count);
		say("\n");
	}
	for (size_t i = 0; i < sn_table_size(t); i++) {
		const sn_route *r = &sn_table_rows(t)[i];
		char source[SN_PREFIX_TEXT_MAX] = "-", to[SN_PREFIX_TEXT_MAX];

		if (r->kind == SN_ROUTE_POLICY)
			sn_prefix_format(source, sizeof(source), r->source);
		sn_prefix_format(to, sizeof(to), r->destination);
		say("%s %s %s %u %u %s %s\n", source, to,
		    sn_table_next_hop(t, r->next_hop), r->weight, r->priority,
		    sn_word(SN_WORD_STATE, r->state),
		    sn_word(SN_WORD_ORIGIN, r->origin));
	}
}

static void
each(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		char *text = strdup(all[i].text);
		sn_deployed *d = NULL;
		sn_error e = {0};
		sn_status status;

		assert_non_null(text);
		print_message("  %s\n", all[i].why);
		for (char *p = text; *p; p++)
			*p = *p == '\'' ? '"' : *p;
		status = sn_deployed_read_of(
		    &d, text, strlen(text), all[i].gateway, &e);
		said[0] = '\0';
		if (status) {
			assert_null(d);
			if (all[i].found[0] != '!' ||
			    !strstr(e.message, all[i].found + 2))
				fail_msg("%s", e.message);
		} else {
			say_deployed(d);
			assert_string_equal(said, all[i].found);
		}
		sn_deployed_free(d);
		free(text);
	}
}

/* What several files have is one gateway's. */
static void
together(void **state)
{
	static const char *const text[2] = {
	    "{\"VpnConnectionId\":\"vco-a\",\"LocalSubnet\":\"10.1.0.0/24\","
	    "\"RemoteSubnet\":\"192.168.0.0/24\"}",
	    "{\"VpnPbrRouteEntries\":[{\"RouteSource\":\"10.1.0.0/24\","
	    "\"RouteDest\":\"192.168.0.0/24\",\"NextHop\":\"vco-a\"}]}"};
	sn_deployed *d[2];

	(void)state;
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(sn_deployed_read_of(&d[i], text[i],
				     strlen(text[i]), NULL, NULL),
		    SN_OK);
	assert_int_equal(sn_deployed_append(d[0], d[1]), SN_OK);
	sn_deployed_free(d[1]);
	said[0] = '\0';
	say_deployed(d[0]);
	assert_string_equal(said,
	    "vco-a v2 selectors 10.1.0.0/24 to 192.168.0.0/24\n"
	    "10.1.0.0/24 192.168.0.0/24 vco-a 100 10 normal manual\n");
	sn_deployed_free(d[0]);
}

/* An error that has a limit and no place is filled all the same. */
static void
more_than_is_read(void **state)
{
	static const char each[] =
	    "{\"VpnConnectionId\":\"vco-%04d\",\"LocalSubnet\":"
	    "\"10.1.0.0/24\",\"RemoteSubnet\":\"192.168.0.0/24\"}\n";
	enum { N = 4097 };
	char *text = malloc(N * sizeof(each));
	sn_deployed *d;
	sn_error e;
	size_t n = 0;

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < N; i++)
		n += (size_t)snprintf(text + n, sizeof(each), each, i);
	memset(&e, 'x', sizeof(e));
	assert_int_equal(sn_deployed_read_of(&d, text, n, NULL, &e), SN_ELIMIT);
	assert_string_equal(e.message,
	    "more than is read: 4096 connections with 4096 children and 16384 "
	    "selectors, proposals of 1023 bytes, keys of 65536");
	assert_int_equal(e.line, 1);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each),
	    cmocka_unit_test(together), cmocka_unit_test(more_than_is_read)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
