/*
 * test_places.c - a wrong value in any JSON input is reported at its own line
 * and column, and a key that is missing or wrong at its object or its own.
 *
 * Good samples of every kind are spread over lines at random; then each value
 * of each is made wrong in turn. In the samples ' stands for ".
 */
#include "test.h"

#include "read/json.h"
#include "supernet_text.h"

static sn_status
network(const char *text, size_t size, sn_error *e)
{
	sn_network *out = NULL;
	sn_status status = sn_network_read(&out, text, size, e);

	sn_network_free(out);
	return status;
}

static sn_status
profile(const char *text, size_t size, sn_error *e)
{
	sn_profile *out = NULL;
	sn_status status = sn_profile_read(&out, text, size, e);

	sn_profile_free(out);
	return status;
}

static sn_status
deployed(const char *text, size_t size, sn_error *e)
{
	sn_deployed *out = NULL;
	sn_status status = sn_deployed_read(&out, text, size, e);

	sn_deployed_free(out);
	return status;
}

static sn_status
configured(const char *text, size_t size, sn_error *e)
{
	sn_configured *out = NULL;
	sn_status status = sn_configured_read(&out, text, size, e);

	sn_configured_free(out);
	return status;
}

static sn_status
table(const char *text, size_t size, sn_error *e)
{
	sn_table *out = NULL;
	sn_status status = sn_table_read(&out, text, size, NULL, e);

	sn_table_free(out);
	return status;
}

#define ROW                                                               \
 "{'source':'10.0.0.0/8','destination':'172.16.0.0/12','next_hop':'vco'," \
 "'weight':100,'priority':10,'state':'published','origin':'auto',"        \
 "'action':'keep'}"
#define DESTINATION                                                    \
 "{'destination':'172.16.0.0/12','next_hop':'vco','weight':0,'state':" \
 "'normal','origin':'manual','action':'add'}"
#define ROWS \
 "'policy_routes':[" ROW "," ROW "],'destination_routes':[" DESTINATION "]"
#define END                                                             \
 "{'ike':'v1','mode':'main','dpd':'off','ike_lifetime':100,"            \
 "'ipsec_lifetime':100,'volume_lifetime':100,'ike_encryption':'aes',"   \
 "'ipsec_dh':['group14','group2'],'local':['10.0.0.0/8','11.0.0.0/8']," \
 "'peer':'172.16.0.0/12'}"
#define PAGE                                                                  \
 "{'TotalCount':2,'VpnPbrRouteEntries':{'VpnPbrRouteEntry':[{'RouteSource':'" \
 "10.0.0.0/8','RouteDest':'172.16.0.0/12','NextHop':'vco','Weight':100,"      \
 "'Priority':'10','State':'published'}]}}"
#define BGP                                                                \
 "{'VpnRouteEntries':[{'RouteDest':'::/0','NextHop':'vco','Weight':'100'," \
 "'RouteEntryType':'BGP'}]}"
#define ATTRIBUTES                                                            \
 "{'route_source':'10.0.0.0/8','route_dest':'172.16.0.0/12','next_hop':'vco'" \
 ",'weight':100,'priority':3,'publish_vpc':true}"
#define PBR "'type':'alicloud_vpn_pbr_route_entry','mode':'managed'"

static const struct sample {
	sn_status (*read)(const char *text, size_t size, sn_error *e);
	bool strict;	      /* it has no keys but those that are known */
	const char *needed;   /* keys that an object must have */
	const char *anything; /* keys whose texts can be anything */
	const char *lists;    /* keys that have a value or a list of them */
	const char *text;
} samples[] = {
    {network, true, "", "", " local peer ",
	"{'local':['10.0.0.0/8','11.0.0.0/8'],'peer':'172.16.0.0/12','ike':"
	"'v1','scheme':'pairs','align':'octet','gateway':'aws','peer_device':"
	"'h3c','shortest':8,'connection':'c','max_routes':1,'max_connections':"
	"2,'max_selectors':3,'allow_public':true}"},
    {profile, true, " value ", "", "",
	"{'name':'mine','title':'My own','base':'alibaba-cloud','kind':["
	"'gateway','peer'],'route_based':true,'sa_model':'per-pair',"
	"'policy_routes':{'value':7,'source':'a book','date':'2026-01-02'},"
	"'connections':8,'forbidden':['100.64.0.0/10','::1/128']}"},
    {deployed, false, " name local peer next_hop destination source version ",
	"", "",
	"{'version':1,'connections':[{'name':'a','ike':'v1','routing_mode':"
	"'destination-routing','local':['10.0.0.0/8','11.0.0.0/8'],'peer':["
	"'172.16.0.0/12']},{'name':'b','local':['::/0'],'peer':['::/0']}]," ROWS
	"}"},
    {configured, true, "", "", " local peer ike_encryption ",
	"{'gateway':'alibaba-cloud','peer_device':'cisco','local':["
	"'10.0.0.0/8'],'peer':['172.16.0.0/12'],'psk_shared_equal':true,"
	"'connections':[{'name':'a','customer_gateway':'g','psk_equal':false,"
	"'gateway':" END ",'peer_device':" END "},{'name':'b','gateway':" END
	"}]}"},
    {configured, false, " next_hop destination source ", "", "", "{" ROWS "}"},
    {table, false, " next_hop destination source ", "", "",
	"{" ROWS ",'bgp_routes':[" DESTINATION "]}"},
    {table, false, " RouteSource RouteDest NextHop VpnPbrRouteEntry ", "", "",
	"[" PAGE "," PAGE "," BGP "]"},
    {table, false, " route_source route_dest next_hop type attributes ",
	" type mode ", "",
	"{'resources':[{" PBR ",'instances':[{'attributes':" ATTRIBUTES
	"}]},{'type':'other'}]}"},
    {table, false, " route_source route_dest next_hop type values ",
	" type mode ", "",
	"{'values':{'root_module':{'resources':[{" PBR ",'values':" ATTRIBUTES
	"}],'child_modules':[{'resources':[{" PBR ",'values':" ATTRIBUTES
	"}]}]}}}"},
    {table, false, " priority table ", " protocol ", "",
	"[{'priority':9,'src':'10.0.0.0','srclen':8,'dst':'172.16.0.0',"
	"'dstlen':12,'table':'7'},{'priority':10,'src':'all','table':'8'}]"},
};

enum { ROOM = 16384, MOST = 512 };

/* The sample in one of its many looks. */
static size_t
spread(uint64_t *seed, char *out, const char *text)
{
	static const char blanks[] = " \n\t\n \r\n";
	bool quoted = false;
	size_t n = 0;

	for (; *text; text++) {
		out[n++] = *text == '\'' ? '"' : *text;
		quoted ^= *text == '\'';
		while (!quoted && strchr(",:[]{}", *text) &&
		       test_below(seed, 3) == 0)
			out[n++] = blanks[test_below(seed, sizeof(blanks) - 1)];
		assert_true(n + 2 < ROOM);
	}
	out[n] = '\0';
	return n;
}

struct part {
	const sn__value *value;
	const sn__value *key; /* NULL: an element, or the top */
	const sn__value *in;  /* the container; NULL: the top */
};

static size_t
gather(const sn__value *v, const sn__value *key, const sn__value *in,
    struct part *part, size_t n)
{
	assert_true(n < MOST);
	part[n++] = (struct part){v, key, in};
	if (v->type == SN__OBJECT)
		for (size_t i = 0; i < v->n; i++)
			n = gather(
			    &v->child[2 * i + 1], &v->child[2 * i], v, part, n);
	for (size_t i = 0; i < sn__value_count(v); i++)
		n = gather(&v->child[i], NULL, v, part, n);
	return n;
}

static bool
has(const char *words, const sn__value *key)
{
	char word[64];

	snprintf(word, sizeof(word), " %.60s ", key->text);
	return strstr(words, word) != NULL;
}

/* @text with @with in place of [at, end) is refused at the offset @place. */
static void
refused(const struct sample *s, const char *text, size_t at, size_t end,
    const char *with, size_t place)
{
	static char changed[2 * ROOM];
	size_t size = (size_t)snprintf(changed, sizeof(changed), "%.*s%s%s",
	    (int)at, text, with, text + end);
	uint64_t line = 1, column = 1;
	sn_error e = {0};
	sn_status status = s->read(changed, size, &e);

	for (size_t i = 0; i < place; i++, column++)
		if (changed[i] == '\n') {
			line++;
			column = 0;
		}
	if (!status || e.line != line || e.column != column ||
	    e.offset != place)
		fail_msg("status %d at %u:%u, not %u:%u (%s: %s) in\n%s",
		    status, (unsigned)e.line, (unsigned)e.column,
		    (unsigned)line, (unsigned)column, e.message, e.text,
		    changed);
}

/* Of a wrong type, below every number, or like no text. */
static void
wrong_value(const struct sample *s, const char *text, const struct part *p)
{
	static char strange[400];
	const sn__value *v = p->value;
	bool any = p->key && v->type == SN__STRING && has(s->anything, p->key);

	memset(strange, 'x', sizeof(strange) - 1);
	memcpy(strange, "\"\xc3\xa9 ", 4);
	strange[sizeof(strange) - 2] = '"';
	if (!p->in)
		return;
	refused(s, text, v->at, v->end, "0.5", v->at);
	refused(s, text, v->at, v->end, "-1", v->at);
	if (!any)
		refused(s, text, v->at, v->end, strange, v->at + 1);
	/* One, or a list: then its element is what is wrong. */
	if (v->type != SN__OBJECT && v->type != SN__ARRAY)
		refused(s, text, v->at, v->end, "[[0.5]]",
		    v->at + (p->key && has(s->lists, p->key)));
}

static void
wrong_key(const struct sample *s, const char *text, const struct part *p)
{
	bool needed = has(s->needed, p->key);
	size_t place = needed ? p->in->at : p->key->at + 1;

	if (s->strict || needed)
		refused(s, text, p->key->at, p->key->end, "\"colour\"", place);
}

static void
wrong_at_random_places(void **state)
{
	static char text[ROOM];
	static struct part part[MOST];
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(20); round++) {
		for (size_t i = 0; i < sizeof(samples) / sizeof(*samples);
		     i++) {
			const struct sample *s = &samples[i];
			sn_error e = {0};
			sn__arena arena = sn__arena_of(NULL);
			const sn__value *root;
			size_t size = spread(&seed, text, s->text), n;
			sn__reader r = sn__reader_of(text, size, NULL);

			if (s->read(text, size, &e))
				fail_msg("%s at %u: %s", e.message,
				    (unsigned)e.offset, text);
			assert_int_equal(
			    sn__json_read(&r, &arena, &root), SN_OK);
			n = gather(root, NULL, NULL, part, 0);
			for (size_t j = 0; j < n; j++) {
				wrong_value(s, text, &part[j]);
				if (part[j].key)
					wrong_key(s, text, &part[j]);
			}
			sn__arena_clear(&arena);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wrong_at_random_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
