/*
 * test_ike_phase2.c - a child of each end: whether it comes up, is renewed, by
 * either end, and what it carries.
 */
#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_negotiate.h"

struct child {
	const char *local, *remote, *esp;
};

/* Comes up, is renewed, is renewed by the peer; of enum sn__ike_why. */
static const char letters[] = "URCVOOMIKAmTEePp";

static const struct row {
	const char *why;
	unsigned version;
	struct child end[2];
	const char *found;
	const char *narrow; /* "n" less than asked for, "p" ports; ranges */
} rows[] = {
    {"equal", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"UUU", "1/1"},
    {"equal", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"UUU", "1/1"},
    {"nothing in common", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha1"}},
	"eee", "0/0"},
    {"nothing in common", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha1"}},
	"eee", "0/0"},
    {"a group here", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256-modp2048"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"UPP", "1/1"},
    {"a group here", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256-modp2048"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"ppp", "0/0"},
    {"another group there", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256-modp1024"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256-modp2048"}},
	"ppp", "0/0"},
    {"the group of phase 1 is preferred", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256-modp1024-modp2048"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256-modp2048"}},
	"UUU", "1/1"},
    {"proposals without that group are left out", 1,
	{{"10.1.0.0/24", "10.2.0.0/24",
	     "aes-sha1-modp1024, aes-sha256-modp2048"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha1-modp1024"}},
	"ppU", "0/0"},
    {"without a first group none is sent", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256-modpnone-modp2048"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256-modp2048"}},
	"UPU", "1/1"},
    {"the second of both", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "3des-md5, aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha1, aes-sha256"}},
	"UUU", "1/1"},
    {"narrowed", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/16", "10.1.0.0/25", "aes-sha256"}},
	"UUU", "n1/1"},
    {"narrowed", 1,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/16", "10.1.0.0/25", "aes-sha256"}},
	"UUU", "n1/1"},
    {"several", 2,
	{{"10.1.0.0/24, 10.3.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24, 10.3.0.0/24", "aes-sha256"}},
	"UUU", "2/1"},
    {"of several the first, in IKEv1", 1,
	{{"10.1.0.0/24, 10.3.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24, 10.3.0.0/24", "aes-sha256"}},
	"UUU", "n1/1"},
    {"ports", 2,
	{{"10.1.0.0/24[tcp]", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"UUU", "p1/1"},
    {"ports", 1,
	{{"10.1.0.0/24[tcp]", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/24[tcp]", "aes-sha256"}},
	"UUU", "p1/1"},
    {"one side alone", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.9.0.0/24", "10.1.0.0/24", "aes-sha256"}},
	"TUU", "0/0"},
    {"the other side alone", 2,
	{{"10.1.0.0/24", "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.9.0.0/24", "aes-sha256"}},
	"TUU", "0/0"},
};

static sn_ike_config *
config_of(const struct child *c, unsigned version)
{
	char *text = malloc(8192 + strlen(c->local) + strlen(c->remote));
	sn_ike_config *config = NULL;
	sn_error e;

	assert_non_null(text);
	sprintf(text,
	    "connections {\na {\nversion = %u\nproposals = "
	    "aes-sha256-modp2048\nlocal {\n}\nchildren {\nc {\nlocal_ts = "
	    "%s\nremote_ts = %s\nesp_proposals = %s\n}\n}\n}\n}\n",
	    version, c->local, c->remote, c->esp);
	if (sn_ike_config_read(&config, text, strlen(text), NULL, &e))
		fail_msg("%s: %s", e.message, e.text);
	free(text);
	return config;
}

/* The result of the only child of two ends. */
static void
negotiate(const struct child *end, unsigned version, char *found, char *narrow)
{
	sn_ike_config *g = config_of(&end[0], version);
	sn_ike_config *p = config_of(&end[1], version);
	const struct sn__ike_result *r;
	sn__negotiation out;

	assert_int_equal(sn__negotiate(&out, g, p, NULL), SN_OK);
	assert_int_equal(out.results, 1);
	r = out.result;
	sprintf(found, "%c%c%c", letters[r->why], letters[r->renewed],
	    letters[r->by_peer]);
	sprintf(narrow, "%s%s%u/%u", r->narrow ? "n" : "", r->ports ? "p" : "",
	    r->ts[SN_LOCAL].n, r->ts[SN_PEER].n);
	sn__negotiation_clear(&out);
	sn_ike_config_free(g);
	sn_ike_config_free(p);
}

static void
between_two_children(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char found[8], narrow[32];

		print_message("  %s, IKEv%u\n", rows[i].why, rows[i].version);
		negotiate(rows[i].end, rows[i].version, found, narrow);
		assert_string_equal(found, rows[i].found);
		assert_string_equal(narrow, rows[i].narrow);
	}
}

/* A payload of selectors takes 255 of them. */
static void
many_selectors(void **state)
{
	char text[256 * 16] = "10.1.0.0", found[8], narrow[32];
	struct child end[2] = {{text, "10.2.0.0/24", "aes-sha256"},
	    {"10.2.0.0/24", "10.1.0.0/16", "aes-sha256"}};

	(void)state;
	for (unsigned i = 1; i < 255; i++)
		sprintf(text + strlen(text), ",10.1.%u.0", i);
	negotiate(end, 2, found, narrow);
	assert_string_equal(found, "UUU");
	assert_string_equal(narrow, "255/1");
	strcat(text, ",10.1.255.0");
	negotiate(end, 2, found, narrow);
	assert_string_equal(found, "mUU");
	end[0] = (struct child){"10.1.0.0/16", text, "aes-sha256"};
	negotiate(end, 2, found, narrow);
	assert_string_equal(found, "mUU");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(between_two_children),
	    cmocka_unit_test(many_selectors)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
