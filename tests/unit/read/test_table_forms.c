/*
 * test_table_forms.c - every part of a row in each form of a table: what it
 * means, what is refused, with which words and where. In the tables ' stands
 * for ". What comes out is written row by row as
 *   KIND SOURCE>DESTINATION HOP wWEIGHT pPRIORITY [n|p][a|m][h]
 * with p, d, b for the kind; n, p for the state; a, m for the origin; h for
 * host bits that were masked.
 */
#include "supernet_text.h"
#include "test.h"

enum { ROOM = 16384 };

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

static void
show_row(char *out, size_t room, const sn_table *t, const sn_route *r)
{
	static const char kind[] = " pdb", state[] = " np", origin[] = " am";
	char source[SN_PREFIX_TEXT_MAX] = "", destination[SN_PREFIX_TEXT_MAX];
	char mark[4];
	size_t n = 0;

	if (r->kind == SN_ROUTE_POLICY)
		sn_prefix_format(source, sizeof(source), r->source);
	sn_prefix_format(destination, sizeof(destination), r->destination);
	if (r->state)
		mark[n++] = state[r->state];
	if (r->origin)
		mark[n++] = origin[r->origin];
	if (r->flags & SN_ROUTE_HOST_BITS)
		mark[n++] = 'h';
	mark[n] = '\0';
	snprintf(out, room, "%c %s>%s %s w%u p%u %s", kind[r->kind], source,
	    destination, sn_table_next_hop(t, r->next_hop), r->weight,
	    r->priority, mark);
}

static void
show(char *out, const sn_table *t)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < sn_table_size(t); i++) {
		n += (size_t)snprintf(out + n, ROOM - n, "%s", i ? "; " : "");
		show_row(out + n, ROOM - n, t, &sn_table_rows(t)[i]);
		n += strlen(out + n);
	}
}

struct form {
	const char *why;
	const char *format;
	const char *text;
	const char *rows;    /* NULL: refused */
	const char *message; /* a part of what is said then */
	const char *token;   /* and of the text that is shown, if not NULL */
	sn_status status;
};

static void
check_form(const struct form *f, const char *text, size_t size)
{
	static char rows[ROOM];
	sn_error e;
	sn_table *t = NULL;
	sn_status status;

	print_message("%s\n", f->why);
	memset(&e, 0, sizeof(e));
	status = sn_table_read(&t, text, size, f->format, &e);
	sn_table_free(t);
	t = NULL;
	assert_int_equal(
	    sn_table_read(&t, text, size, f->format, NULL), status);
	if (f->rows) {
		if (status)
			fail_msg("%s: %s", e.message, e.text);
		show(rows, t);
		assert_string_equal(rows, f->rows);
		sn_table_free(t);
		assert_int_equal(
		    sn_table_read(&t, text, size, f->format, &e), SN_OK);
		sn_table_free(t);
		return;
	}
	assert_null(t);
	assert_int_equal(status, f->status ? f->status : SN_ESYNTAX);
	if (!strstr(e.message, f->message))
		fail_msg("'%s' has no '%s'", e.message, f->message);
	if (f->token)
		assert_string_equal(e.text, f->token);
}

static void
check_forms(const struct form *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *text = quoted(f[i].text);

		check_form(&f[i], text, strlen(text));
		free(text);
	}
}
#define CHECK(table) check_forms(table, sizeof(table) / sizeof(*(table)))

/* A policy row of a plan, of the provider, of Terraform. */
#define ROW(rest)                                                           \
 "{'policy_routes':[{'source':'10.0.0.0/8','destination':'172.16.0.0/12','" \
 "next_hop':'v'" rest "}]}"
#define IS(rest) "p 10.0.0.0/8>172.16.0.0/12 v " rest
#define BGP(rest)                                                           \
 "{'VpnRouteEntries':[{'RouteDest':'172.16.0.0/12','NextHop':'v'" rest "}]" \
 "}"
#define STATE(rest)                                                        \
 "{'resources':[{'mode':'managed','type':'alicloud_vpn_pbr_route_entry','" \
 "instances':[{'attributes':{'route_source':'10.0.0.0/8','route_dest':'"   \
 "172.16.0.0/12','next_hop':'v'" rest "}}]}]}"

static const struct form json[] = {
    {"what is not given", NULL, ROW(""), IS("w100 p10 "), "", NULL, 0},
    {"null is not given", NULL,
	ROW(",'weight':null,'priority':null,'state':null,'origin':null"),
	IS("w100 p10 "), "", NULL, 0},
    {"an empty word is not given", NULL, ROW(",'state':'','action':''"),
	IS("w100 p10 "), "", NULL, 0},
    {"all is given", NULL,
	ROW(",'weight':0,'priority':7,'state':'published','origin':'auto',"
	    "'action':'keep'"),
	IS("w0 p7 pa"), "", NULL, 0},
    {"words in any case, the other ones", NULL,
	ROW(",'state':'Normal','origin':'MANUAL','action':'Add'"),
	IS("w100 p10 nm"), "", NULL, 0},
    {"what is to be deleted is not there", NULL, ROW(",'action':'delete'"), "",
	"", NULL, 0},
    {"numbers in strings", NULL, ROW(",'weight':'0','priority':'090'"),
	IS("w0 p90 "), "", NULL, 0},
    {"the largest priority", NULL, ROW(",'priority':1073741824"),
	IS("w100 p1073741824 "), "", NULL, 0},
    {"one more", NULL, ROW(",'priority':1073741825"), NULL, "1073741824",
	"1073741825", 0},
    {"a string of more digits than any", NULL, ROW(",'priority':'0000000001'"),
	NULL, "number", "0000000001", 0},
    {"an empty string is no number", NULL, ROW(",'weight':''"), NULL,
	"0 to 100", "", 0},
    {"a digit and more", NULL, ROW(",'weight':'5x'"), NULL, "0 to 100", NULL,
	0},
    {"a fraction", NULL, ROW(",'weight':1.0"), NULL, "0 to 100", NULL, 0},
    {"a negative number", NULL, ROW(",'weight':-1"), NULL, "0 to 100", NULL, 0},
    {"a weight too large", NULL, ROW(",'weight':'101'"), NULL, "0 to 100", NULL,
	0},
    {"a state that is a number", NULL, ROW(",'state':1"), NULL, "not a word",
	"1", 0},
    {"an unknown state", NULL, ROW(",'state':'gone'"), NULL, "state", "gone",
	0},
    {"an unknown origin", NULL, ROW(",'origin':'api'"), NULL, "origin", "api",
	0},
    {"an unknown action", NULL, ROW(",'action':'drop'"), NULL, "action", "drop",
	0},
    {"a source that is a number", NULL, "{'policy_routes':[{'source':7}]}",
	NULL, "as a prefix", "7", 0},
    {"a destination that is none", NULL,
	"{'destination_routes':[{'destination':'10.0.0.0/33'}]}", NULL,
	"0 to 32", "10.0.0.0/33", 0},
    {"host bits", NULL,
	"{'destination_routes':[{'destination':'10.0.0.1/8','next_hop':'v'}]}",
	"d >10.0.0.0/8 v w100 p0 h", "", NULL, 0},
    {"no next hop", NULL, "{'bgp_routes':[{'destination':'::/0'}]}", NULL,
	"name of a next hop", "{", 0},
    {"a next hop with a space", NULL,
	"{'bgp_routes':[{'destination':'::/0','next_hop':'a b'}]}", NULL,
	"name of a next hop", "a b", 0},
    {"what is not ASCII is shown as it is", NULL,
	"{'bgp_routes':[{'destination':'::/0','next_hop':'a\\u0007\xc3\xa9'}]}",
	NULL, "name of a next hop", "a\\u0007\xc3\xa9", 0},
    {"two families", NULL,
	"{'policy_routes':[{'source':'::/0','destination':'0.0.0.0/"
	"0','next_hop'"
	":'v'}]}",
	NULL, "two families", "0.0.0.0/0", SN_EFAMILY},
    {"a list that is an object", NULL, "{'policy_routes':{}}", NULL,
	"as a list", "{", 0},
    {"the second row is bad, and nothing is kept", NULL,
	"{'bgp_routes':[{'destination':'::/0','next_hop':'v'},7]}", NULL,
	"as an object", NULL, 0},
    {"an empty list of pages", NULL, "[]", "", "", NULL, 0},
    {"a list of pages", NULL, "[" ROW("") "," ROW(",'priority':2") "]\n",
	IS("w100 p10 ") "; " IS("w100 p2 "), "", NULL, 0},
    {"its first page is bad", NULL, "[{'policy_routes':7}," ROW("") "]", NULL,
	"as a list", NULL, 0},
    {"a list in a list is no table", NULL, "[[" ROW("") "]]", NULL, "an object",
	"[", 0},
    {"the provider's list without its frame", NULL,
	BGP(",'RouteEntryType':'Custom','State':'normal'"),
	"d >172.16.0.0/12 v w100 p0 n", "", NULL, 0},
    {"a row from BGP", NULL, BGP(",'RouteEntryType':'BGP'"),
	"b >172.16.0.0/12 v w100 p0 ", "", NULL, 0},
    {"neither", NULL, BGP(",'RouteEntryType':'rip'"), NULL, "RouteEntryType",
	"rip", 0},
    {"the frame without a list", NULL, "{'VpnPbrRouteEntries':{}}", NULL,
	"as a list", "{", 0},
    {"no frame and no list", NULL, "{'VpnPbrRouteEntries':'none'}", NULL,
	"as a list", "none", 0},
};

static const struct form terraform[] = {
    {"published", NULL, STATE(",'publish_vpc':true"), IS("w100 p10 p"), "",
	NULL, 0},
    {"not published", NULL, STATE(",'publish_vpc':false"), IS("w100 p10 n"), "",
	NULL, 0},
    {"a status counts before that", NULL,
	STATE(",'publish_vpc':false,'status':'published','priority':3"),
	IS("w100 p3 p"), "", NULL, 0},
    {"neither is known", NULL, STATE(",'publish_vpc':null"), IS("w100 p10 "),
	"", NULL, 0},
    {"what is only looked at is not there", NULL,
	"{'resources':[{'mode':'data','type':'alicloud_vpn_route_entry',"
	"'instances':[{'attributes':7}]}]}",
	"", "", NULL, 0},
    {"a type that is no text", NULL, "{'resources':[{'type':7}]}", NULL,
	"as text", "7", 0},
    {"a mode that is no text", NULL,
	"{'resources':[{'mode':7,'type':'alicloud_vpn_route_entry','values':{"
	"'route_dest':'::/0','next_hop':'v'}}]}",
	NULL, "as text", "7", 0},
    {"resources that are no list", NULL, "{'resources':{}}", NULL,
	"\"resources\" as a list", "{", 0},
    {"values that are no object", NULL, "{'values':7}", NULL, "a module", "7",
	0},
    {"no attributes", NULL,
	"{'resources':[{'type':'alicloud_vpn_route_entry','instances':[{},{}]}]"
	"}",
	NULL, "as an object", NULL, 0},
    {"the first of two resources is bad", NULL,
	"{'values':{'root_module':{'resources':[{'type':"
	"'alicloud_vpn_route_entry'},{'type':'x'}]}}}",
	NULL, "as an object", NULL, 0},
    {"the first of two modules is bad", NULL,
	"{'values':{'root_module':{'child_modules':[{'resources':[{'type':"
	"'alicloud_vpn_route_entry'}]},{}]}}}",
	NULL, "as an object", NULL, 0},
};

static const struct form rules_json[] = {
    {"the kernel's own rules pass", NULL,
	"[{'priority':0,'src':'all','table':'local'},{'priority':32766,'src':"
	"'all','table':'main'},{'priority':32767,'table':'default'}]",
	"", "", NULL, 0},
    {"all packets into another table", NULL,
	"{'priority':9,'src':'all','dst':'all','table':'7'}",
	"p 0.0.0.0/0>0.0.0.0/0 7 w100 p9 ", "", NULL, 0},
    {"some packets into the kernel's own", NULL,
	"{'priority':9,'src':'10.0.0.0','srclen':8,'table':'main'}",
	"p 10.0.0.0/8>0.0.0.0/0 main w100 p9 ", "", NULL, 0},
    {"the other side is of the same family", NULL,
	"{'priority':9,'dst':'2001:db8::','dstlen':32,'table':'7','protocol':"
	"'static'}",
	"p ::/0>2001:db8::/32 7 w100 p9 ", "", NULL, 0},
    {"no length: an address", NULL,
	"{'priority':9,'src':'10.0.0.1','dst':'10.0.0.2','table':'7'}",
	"p 10.0.0.1/32>10.0.0.2/32 7 w100 p9 ", "", NULL, 0},
    {"two families", NULL,
	"{'priority':9,'src':'10.0.0.1','dst':'::1','table':'7'}", NULL,
	"two families", NULL, SN_EFAMILY},
    {"a length that none is", NULL,
	"{'priority':9,'src':'10.0.0.0','srclen':33,'table':'7'}", NULL,
	"0 to 32", "33", 0},
    {"a destination that is none", NULL,
	"{'priority':9,'src':'all','dst':'10.0.0','table':'7'}", NULL, "",
	"10.0.0", 0},
    {"a priority that is none", NULL, "{'priority':-9,'table':'7'}", NULL,
	"number", "-9", 0},
    {"a table that is no text", NULL, "{'priority':9,'table':7}", NULL,
	"\"table\"", "7", 0},
    {"no table at all", NULL, "{'priority':9,'src':'all'}", NULL,
	"no route table", NULL, 0},
    {"a mark: left out", NULL, "{'priority':9,'fwmark':'0x1','table':'7'}", "",
	"", NULL, 0},
};

static const struct form rules_text[] = {
    {"all packets into another table", NULL, "9: from all to all lookup 7",
	"p 0.0.0.0/0>0.0.0.0/0 7 w100 p9 ", "", NULL, 0},
    {"from nowhere said", NULL, "9:\tto 2001:db8::/32 lookup 7\n\n \t\r\n",
	"p ::/0>2001:db8::/32 7 w100 p9 ", "", NULL, 0},
    {"to nowhere said", NULL, "9: from 10.0.0.1 lookup main",
	"p 10.0.0.1/32>0.0.0.0/0 main w100 p9 ", "", NULL, 0},
    {"all packets into a table like the kernel's", NULL,
	"9: from all lookup mains", "p 0.0.0.0/0>0.0.0.0/0 mains w100 p9 ", "",
	NULL, 0},
    {"not a rule", "ip-rule", "from all lookup 7", NULL, "PRIORITY", "from", 0},
    {"no colon", "ip-rule", "9 from all lookup 7", NULL, "PRIORITY", "9", 0},
    {"something behind the colon", "ip-rule", "9:x from all lookup 7", NULL,
	"PRIORITY", "9:x", 0},
    {"not a colon behind it", "ip-rule", "9x from all lookup 7", NULL,
	"PRIORITY", "9x", 0},
    {"nothing before the colon", "ip-rule", ": from all lookup 7", NULL,
	"PRIORITY", ":", 0},
    {"a slash before the digits", "ip-rule", "/9: from all lookup 7", NULL,
	"PRIORITY", "/9:", 0},
    {"a priority one too large", NULL, "1073741825: from all lookup 7", NULL,
	"PRIORITY", "1073741825:", 0},
    {"a priority that is far too large", NULL,
	"99999999999999999999: from all lookup 7", NULL, "PRIORITY",
	"99999999999999999999:", 0},
    {"no value", NULL, "9: lookup 7 from", NULL, "a value after this", "from",
	0},
    {"a source that is none", NULL, "9: from 10.0.0.0/33 lookup 7", NULL,
	"0 to 32", "10.0.0.0/33", 0},
    {"a destination that is none", NULL, "9: to x lookup 7\n9: x", NULL, "",
	"x", 0},
    {"two families", NULL, "9: from ::1 to 10.0.0.1 lookup seven", NULL,
	"two families", "10.0.0.1", SN_EFAMILY},
    {"a table that has no name", NULL, "9: from all lookup \xc3\xa9", NULL,
	"name of a table", "\xc3\xa9", SN_EINVAL},
};

#define COLUMNS "source,destination,next_hop"
static const struct form csv[] = {
    {"every column", NULL,
	"kind,origin,state,priority,weight," COLUMNS ",action\n"
	"policy,auto,published,7,0,10.0.0.0/8,172.16.0.0/12,v,keep\n",
	IS("w0 p7 pa"), "", NULL, 0},
    {"empty fields are not given", NULL,
	"kind,origin,state,priority,weight," COLUMNS ",action\n"
	",,,,,10.0.0.0/8,172.16.0.0/12,v,\n",
	IS("w100 p10 "), "", NULL, 0},
    {"a kind that the source does not say", "csv",
	COLUMNS ",kind\n,172.16.0.0/12,v,BGP\n", "b >172.16.0.0/12 v w100 p0 ",
	"", NULL, 0},
    {"a policy row needs a source", NULL,
	COLUMNS ",kind\n,172.16.0.0/12,v,policy\n", NULL, "", NULL, 0},
    {"tabs, and a comment that ends the file", NULL,
	"\t'destination'\t,\tnext_hop\t\r\n::/0 \t,\t'a,b' \r\n# end",
	"d >::/0 a,b w100 p0 ", "", NULL, 0},
    {"a quoted field ends the file", NULL, "destination,next_hop\n::/0,'v'",
	"d >::/0 v w100 p0 ", "", NULL, 0},
    {"a quoted field ends the file, spaces behind it", NULL,
	"destination,next_hop\n::/0,'v' \t", "d >::/0 v w100 p0 ", "", NULL, 0},
    {"doubled quotes", NULL, "destination,next_hop\n::/0,'a''b'\n::/1,'a''b'",
	"d >::/0 a\"b w100 p0 ; d >::/1 a\"b w100 p0 ", "", NULL, 0},
    {"a quote at the very end", NULL, "destination,next_hop\n::/0,'", NULL,
	"does not end", NULL, 0},
    {"a quoted field over two lines", NULL, "destination,next_hop\n::/0,'a\n'",
	NULL, "does not end", NULL, 0},
    {"something behind a quoted field", NULL, "destination,next_hop\n::/0,'a'b",
	NULL, "a comma", "b", 0},
    {"no destination", NULL, "next_hop\n", NULL, "needs the columns", NULL, 0},
    {"a number that is none", NULL, COLUMNS ",weight\n,::/0,v,5x\n", NULL,
	"weight from 0 to 100", "5x", 0},
    {"a slash in a number", NULL, COLUMNS ",weight\n,::/0,v,/\n", NULL,
	"weight from 0 to 100", "/", 0},
    {"a number beyond 64 bits", NULL,
	COLUMNS ",weight\n,::/0,v,18446744073709551617\n", NULL,
	"weight from 0 to 100", NULL, 0},
    {"an unknown state", NULL, COLUMNS ",state\n,::/0,v,new\n", NULL, "state",
	"new", 0},
    {"an unknown origin", NULL, COLUMNS ",origin\n,::/0,v,api\n", NULL,
	"origin", "api", 0},
    {"an unknown kind", NULL, COLUMNS ",kind\n,::/0,v,rip\n", NULL, "kind",
	"rip", 0},
    {"an unknown action", NULL, COLUMNS ",action\n,::/0,v,x\n", NULL, "action",
	"x", 0},
    {"a row that is too short takes nothing from the row before", NULL,
	COLUMNS ",priority\n1.0.0.0/8,2.0.0.0/8,v,5\n3.0.0.0/8,4.0.0.0/8,w\n",
	NULL, "4 fields", NULL, 0},
    {"a row that is too long", NULL, "destination,next_hop\n::/0,v,100\n", NULL,
	"2 fields", NULL, 0},
    {"no JSON, although it is called so", "plan", COLUMNS "\n", NULL, "JSON",
	NULL, 0},
    {"a number is no rule", NULL, "17", NULL, "not a column", "17", 0},
    {"nothing but blanks", NULL, " \t\r\n", NULL, "a header", NULL, 0},
};

static void
forms(void **state)
{
	(void)state;
	CHECK(json);
	CHECK(terraform);
	CHECK(rules_json);
	CHECK(rules_text);
	CHECK(csv);
}

/* Bytes that end a C string do not end a text, and are no blanks. */
static void
nul_bytes(void **state)
{
	static const struct form f[] = {
	    {"before JSON", NULL, "\0{}", NULL, "", NULL, 0},
	    {"before a rule", "ip-rule", "\0009: from all lookup 7", NULL,
		"PRIORITY", "\\x009:", 0},
	    {"in a rule", NULL, "9:\0from all lookup 7", NULL, "PRIORITY",
		"9:\\x00from", 0},
	    {"a NUL for a mark", NULL, "9: from all \0 lookup 7", NULL, "",
		"\\x00", 0},
	};
	static const size_t size[] = {3, 22, 21, 23};

	(void)state;
	for (size_t i = 0; i < sizeof(f) / sizeof(*f); i++)
		check_form(&f[i], f[i].text, size[i]);
}

/* Modules in modules: as deep as is taken, and one deeper. */
static void
deep_modules(void **state)
{
	static const struct form f[2] = {
	    {"64 deep", NULL, NULL, "", "", NULL, 0},
	    {"65 deep", NULL, NULL, NULL, "64 deep", "{", SN_ELIMIT},
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		static char text[ROOM];
		size_t n = 0;

		n += (size_t)snprintf(
		    text, ROOM, "{\"values\":{\"root_module\":");
		for (size_t d = 1; d < 64 + i; d++)
			n += (size_t)snprintf(
			    text + n, ROOM - n, "{\"child_modules\":[");
		n += (size_t)snprintf(text + n, ROOM - n, "{}");
		for (size_t d = 1; d < 64 + i; d++)
			n += (size_t)snprintf(text + n, ROOM - n, "]}");
		n += (size_t)snprintf(text + n, ROOM - n, "}}");
		check_form(&f[i], text, n);
	}
}

/* What is too long: columns, a name, a text that an error shows. */
static void
too_long(void **state)
{
	static const struct form f[] = {
	    {"columns", "csv", NULL, NULL, "64 columns", NULL, SN_ELIMIT},
	    {"a name with quotes", NULL, NULL, NULL, "next hop", NULL, 0},
	    {"a column's name", NULL, NULL, NULL, "not a column", NULL, 0},
	};
	char text[1024] = "", name[400];
	sn_error e;
	sn_table *t;

	(void)state;
	for (unsigned i = 0; i < 64; i++)
		strcat(text, ",");
	check_form(&f[0], text, 64);
	memset(name, '"', sizeof(name));
	name[398] = '\0'; /* 199 quotes, each doubled */
	snprintf(text, sizeof(text), "destination,next_hop\n::/0,\"%s\"", name);
	check_form(&f[1], text, strlen(text));
	memset(name, 'a', 300);
	check_form(&f[2], name, 300);
	assert_int_equal(sn_table_read(&t, name, 300, NULL, &e), SN_ESYNTAX);
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
	/* A mark at the start of a file is none of its text. */
	memcpy(text,
	    "\xef\xbb\xbf"
	    "destination,next_hop\n::/0,v",
	    30);
	assert_int_equal(sn_table_read(&t, text, 30, NULL, &e), SN_OK);
	assert_int_equal(sn_table_size(t), 1);
	sn_table_free(t);
	memcpy(text,
	    "\xef\xbb!"
	    "destination,next_hop\n::/0,v",
	    30);
	assert_int_equal(sn_table_read(&t, text, 30, NULL, &e), SN_ESYNTAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms),
	    cmocka_unit_test(nul_bytes),
	    cmocka_unit_test(deep_modules),
	    cmocka_unit_test(too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
