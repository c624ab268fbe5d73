/*
 * test_ike_phase1.c - pairs of small swanctl.conf: what comes up of each child
 * of the first one, or why not.
 */
#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_negotiate.h"
#include "vpn/ike_phase1.h"

#define IKE "proposals = aes-sha256-modp2048\n"
#define PSK(a, b)                                                \
 "local {\nauth = psk\nid = " a "\n}\nremote {\nauth = psk\nid " \
 "= " b "\n}\n"
#define OUT(a, b) "local_addrs = " a "\nremote_addrs = " b "\n"
#define G_OUT	  OUT("192.0.2.1", "192.0.2.2")
#define P_OUT	  OUT("192.0.2.2", "192.0.2.1")
#define CHILD(name, a, b)                             \
 name " {\nlocal_ts = " a "\nremote_ts = " b "\nesp_" \
      "proposals = aes-sha256\n}\n"
#define NET_G CHILD("c", "10.1.0.0/24", "10.2.0.0/24")
#define NET_P CHILD("c", "10.2.0.0/24", "10.1.0.0/24")
#define CON(name, more, children) \
 name " {\n" more "children {\n" children "}\n}\n"
#define ALL(connections) "connections {\n" connections "}\n"
#define KEY(n, key, ids) "ike-" n " {\nsecret = " key "\n" ids "}\n"
#define KEYS(keys)	 "secrets {\n" keys "}\n"
#define ONE		 KEYS(KEY("1", "abc", ""))
#define OTHER		 KEYS(KEY("1", "xyz", ""))
#define V1		 "version = 1\n"
#define V2		 "version = 2\n"
#define FAST		 "aggressive = yes\n"
#define END_G(more)	 ALL(CON("a", more, NET_G))
#define END_P(more)	 ALL(CON("a", more, NET_P))
#define A_B		 G_OUT IKE PSK("a", "b")
#define B_A		 P_OUT IKE PSK("b", "a")
/* Connections of the peer, of which another one might answer. */
#define TWO(first, second) ALL(CON("x", first, NET_P) CON("y", second, NET_P))

/* A letter a child; of the order of enum sn__ike_why. */
static const char letters[] = "URCVOOMIKAmTEePp";

struct pair {
	const char *why;
	const char *gateway, *peer;
	const char *children;
	const char *by; /* the peer's connection of the first; NULL: any */
};

static const struct pair identity[] = {
    {"sound", END_G(V2 A_B) ONE, END_P(V2 B_A) ONE, "U", "a"},
    {"IKEv1", END_G(V1 A_B) ONE, END_P(V1 B_A) ONE, "U", "a"},
    {"keys of neither: in other files", END_G(V2 A_B), END_P(V2 B_A), "U",
	NULL},
    {"keys of neither, IKEv1", END_G(V1 A_B), END_P(V1 B_A), "U", NULL},
    {"no key at the peer", END_G(V2 A_B) ONE, END_P(V2 B_A), "K", NULL},
    {"no key at one end, IKEv1", END_G(V1 A_B), END_P(V1 B_A) ONE, "K", NULL},
    {"no key at the other, IKEv1", END_G(V1 A_B) ONE, END_P(V1 B_A), "K", NULL},
    {"other keys", END_G(V2 A_B) ONE, END_P(V2 B_A) OTHER, "K", NULL},
    {"other keys, IKEv1", END_G(V1 A_B) ONE, END_P(V1 B_A) OTHER, "K", NULL},
    {"not by key", END_G(V2 G_OUT IKE "local {\n}\n"), END_P(V2 P_OUT IKE), "U",
	"a"},
    {"not by key, IKEv1", END_G(V1 G_OUT IKE "local {\n}\n"),
	END_P(V1 P_OUT IKE), "U", "a"},
    {"not by key at the peer", END_G(V2 A_B),
	END_P(V2 P_OUT IKE "local {\nid = b\n}\n"), "U", "a"},
    {"identities that are addresses", END_G(V2 G_OUT IKE PSK("", "")) ONE,
	END_P(V2 P_OUT IKE PSK("", "192.0.2.1")) ONE, "U", "a"},
    {"and not these", END_G(V2 G_OUT IKE PSK("", "")) ONE,
	END_P(V2 P_OUT IKE PSK("", "192.0.2.7")) ONE, "I", NULL},
    {"a pattern is not asked for", END_G(V2 G_OUT IKE PSK("a", "*.b")) ONE,
	END_P(V2 P_OUT IKE PSK("x.b", "a")) ONE, "U", "a"},
    {"but looked at", END_G(V2 G_OUT IKE PSK("a", "*.b")) ONE,
	END_P(V2 P_OUT IKE PSK("x.c", "a")) ONE, "I", NULL},
    {"an address that nobody says may be expected",
	END_G(V1 IKE PSK("", "192.0.2.2")) ONE, END_P(V1 IKE PSK("", "")) ONE,
	"U", "a"},
    {"an identity that the peer does not have", END_G(V2 A_B) ONE,
	END_P(V2 P_OUT IKE PSK("c", "a")) ONE, "I", NULL},
    {"that the peer does not have, IKEv1", END_G(V1 A_B) ONE,
	END_P(V1 P_OUT IKE PSK("c", "a")) ONE, "I", NULL},
    {"that the peer does not expect, IKEv1", END_G(V1 A_B) ONE,
	END_P(V1 P_OUT IKE PSK("b", "c")) ONE, "I", NULL},
    {"the better of two identities", END_G(V2 A_B) ONE,
	TWO(V2 P_OUT IKE PSK("b", "%any"), V2 B_A) ONE, "U", "y"},
    {"the first of equal ones", END_G(V2 A_B) ONE, TWO(V2 B_A, V2 B_A) ONE, "U",
	"x"},
    {"the better of two addresses", END_G(V2 A_B) ONE,
	TWO(V2 OUT("192.0.2.2", "%any") IKE PSK("b", "a"), V2 B_A) ONE, "U",
	"y"},
    {"the address before, the identity behind", END_G(V2 A_B) ONE,
	TWO(V2 B_A, V2 OUT("%any", "%any") IKE PSK("b", "a")) ONE, "U", "x"},
};

static const struct pair proposals[] = {
    {"none in common", END_G(V2 A_B),
	END_P(V2 P_OUT "proposals = aes256-sha1-modp2048\n" PSK("b", "a")), "O",
	NULL},
    {"none in common, IKEv1", END_G(V1 A_B),
	END_P(V1 P_OUT "proposals = aes256-sha1-modp2048\n" PSK("b", "a")), "O",
	NULL},
    {"the second of both",
	END_G(V2 G_OUT "proposals = 3des-md5-modp1024, "
		       "aes-sha1-modp1536\n" PSK("a", "b")) ONE,
	END_P(V2 P_OUT "proposals = aes-sha256-modp2048, "
		       "aes-sha1-modp1536\n" PSK("b", "a")) ONE,
	"U", "a"},
    {"one that IKEv1 can't say goes",
	END_G(V1 G_OUT "proposals = aesgcm-prfsha1-modp2048, "
		       "aes-sha256-modp2048\n" PSK("a", "b")) ONE,
	END_P(V1 B_A) ONE, "U", "a"},
    {"with IKEv2, a connection that has it", END_G(V2 A_B) ONE,
	TWO(V2 P_OUT "proposals = 3des-md5-modp1024\n" PSK("b", "a"), V2 B_A)
	    ONE,
	"U", "y"},
    {"with IKEv1, the first that fits", END_G(V1 A_B) ONE,
	TWO(V1 P_OUT "proposals = 3des-md5-modp1024\n" PSK("b", "a"), V1 B_A)
	    ONE,
	"O", NULL},
    {"it is not loaded", END_G(V2 G_OUT "proposals = aes-sha256\n"),
	END_P(V2 B_A), "R", NULL},
    {"the peer's is not loaded", END_G(V2 A_B),
	END_P(V2 P_OUT "proposals = aes-sha256\n"), "C", NULL},
    {"words that are not known", END_G(V2 G_OUT "proposals = sm4\n"),
	END_P(V2 B_A), "O", NULL},
    {"words that the peer does not know", END_G(V2 A_B),
	END_P(V2 P_OUT "proposals = sm4\n"), "O", NULL},
};

static const struct pair modes[] = {
    {"versions", END_G(V1 A_B), END_P(V2 B_A), "V", NULL},
    {"versions, the other way", END_G(V2 A_B), END_P(V1 B_A), "V", NULL},
    {"no version starts with IKEv2", END_G(A_B) ONE, END_P(V2 B_A) ONE, "U",
	"a"},
    {"one that is said fits better", END_G(V2 A_B) ONE, TWO(B_A, V2 B_A) ONE,
	"U", "y"},
    {"somebody else's address", END_G(V2 A_B),
	END_P(V2 OUT("192.0.2.2", "192.0.2.9") IKE), "C", NULL},
    {"somebody else's address, IKEv1", END_G(V1 A_B),
	END_P(V1 OUT("192.0.2.2", "192.0.2.9") IKE), "C", NULL},
    {"what one end does not say the other does",
	END_G(V2 IKE PSK("a", "b")) ONE, END_P(V2 B_A) ONE, "U", "a"},
    {"nobody says addresses", END_G(V2 IKE PSK("a", "b")) ONE,
	END_P(V2 IKE PSK("b", "a")) ONE, "U", "a"},
    {"aggressive here", END_G(V1 FAST A_B) ONE, END_P(V1 B_A) ONE, "M", NULL},
    {"aggressive there", END_G(V1 A_B) ONE, END_P(V1 FAST B_A) ONE, "M", NULL},
    {"aggressive", END_G(V1 FAST A_B) ONE, END_P(V1 FAST B_A) ONE, "U", "a"},
    {"aggressive says nothing in IKEv2", END_G(V2 FAST A_B) ONE,
	END_P(V2 B_A) ONE, "U", "a"},
};

#define OF(who) "id = " who "\n"

static const struct pair keys[] = {
    {"of two owners the better one",
	END_G(V2 A_B) KEYS(KEY("1", "abc", OF("b")) KEY("2", "xyz", "")),
	END_P(V2 B_A) KEYS(KEY("1", "abc", OF("a"))), "U", "a"},
    {"of somebody else", END_G(V2 A_B) ONE,
	END_P(V2 B_A) KEYS(KEY("1", "abc", OF("c"))), "K", NULL},
    {"of both ends", END_G(V2 A_B) KEYS(KEY("1", "abc", OF("a") "id-2 = b\n")),
	END_P(V2 B_A) KEYS(KEY("1", "abc", OF("b") "id-2 = a\n")), "U", "a"},
    {"that only one's best is known of",
	END_G(V2 A_B) KEYS(KEY("1", "abc", "") KEY("2", "xyz", OF("b"))),
	END_P(V2 B_A) ONE, "K", NULL},
    {"each signs with its own, both have both",
	END_G(V2 A_B) KEYS(KEY("1", "abc", OF("b")) KEY("2", "xyz", "")),
	END_P(V2 B_A) KEYS(KEY("1", "xyz", OF("a")) KEY("2", "abc", "")), "U",
	"a"},
    {"another one first, IKEv1", END_G(V1 A_B) ONE,
	TWO(V1 P_OUT IKE PSK("b", "c"), V1 B_A)
	    KEYS(KEY("1", "xyz", OF("c")) KEY("2", "abc", OF("a"))),
	"A", NULL},
    {"by addresses, IKEv1",
	END_G(V1 A_B) KEYS(KEY("1", "abc", OF("192.0.2.2"))),
	END_P(V1 B_A) KEYS(KEY("1", "abc", OF("192.0.2.1"))), "U", "a"},
    {"hexadecimal and text", END_G(V2 A_B) ONE,
	END_P(V2 B_A) KEYS(KEY("1", "0x616263", "")), "U", "a"},
};

/* Two connections of the gateway: whether they share an IKE_SA shows in what
 * comes up of the second one, whose own key is not the peer's. */
#define G_TWO(x, y) \
 ALL(CON("x", x, NET_G) CON("y", y, CHILD("d", "10.1.1.0/24", "10.2.1.0/24")))
#define P_ONE(more) \
 ALL(CON("a", more, NET_P CHILD("d", "10.2.1.0/24", "10.1.1.0/24")))
#define P_BOTH V2 OUT("192.0.2.2", "%any") IKE PSK("b", "a")

static const struct pair shared[] = {
    {"equal ones", G_TWO(V2 A_B, V2 A_B) ONE, P_ONE(P_BOTH) ONE, "UU", "a"},
    {"another identity", G_TWO(V2 A_B, V2 G_OUT IKE PSK("z", "b")) ONE,
	P_ONE(P_BOTH) ONE, "UI", "a"},
    {"asks for another one", G_TWO(V2 A_B, V2 G_OUT IKE PSK("a", "z")) ONE,
	P_ONE(P_BOTH) ONE, "UI", "a"},
    {"another version", G_TWO(V2 A_B, V1 A_B) ONE, P_ONE(P_BOTH) ONE, "UV",
	"a"},
    {"another proposal",
	G_TWO(V2 A_B, V2 G_OUT "proposals = 3des-md5-modp768\n" PSK("a", "b"))
	    ONE,
	P_ONE(P_BOTH) ONE, "UO", "a"},
    {"more proposals",
	G_TWO(V2 A_B, V2 G_OUT
	    "proposals = aes-sha256-modp2048, 3des-md5-modp768\n" PSK("a", "b"))
	    ONE,
	P_ONE(P_BOTH) ONE, "UU", "a"},
    {"from another address",
	G_TWO(V2 A_B, V2 OUT("192.0.2.8", "192.0.2.2") IKE PSK("a", "b")) ONE,
	P_ONE(V2 B_A) ONE, "UC", "a"},
    {"to another address",
	G_TWO(V2 A_B, V2 OUT("192.0.2.1", "192.0.2.8") IKE PSK("a", "b")) ONE,
	P_ONE(V2 B_A) ONE, "UC", "a"},
    {"another setting", G_TWO(V2 A_B, V2 "encap = yes\n" A_B) ONE,
	P_ONE(P_BOTH) ONE, "UU", "a"},
    {"not by key",
	G_TWO(V2 A_B, V2 G_OUT IKE "local {\nid = a\n}\nremote {\n"
				   "id = b\nauth = psk\n}\n") ONE,
	P_ONE(P_BOTH) ONE, "UU", "a"},
};

static const struct pair selectors[] = {
    {"those of another child",
	ALL(CON("a", V2 A_B, NET_G CHILD("d", "10.3.0.0/24", "10.2.0.0/24")))
	    ONE,
	END_P(V2 B_A) ONE, "UT", "a"},
    {"those of another connection",
	ALL(CON("a", V2 A_B, CHILD("d", "10.3.0.0/24", "10.4.0.0/24"))) ONE,
	ALL(CON("x", V2 B_A, NET_P) CON("y", V2 P_OUT IKE PSK("b", "z"),
	    CHILD("d", "10.4.0.0/24", "10.3.0.0/24"))) ONE,
	"E", "x"},
    {"its own address",
	ALL(CON("a", V2 A_B, CHILD("d", "dynamic", "dynamic"))) ONE,
	ALL(CON("a", V2 B_A, CHILD("d", "192.0.2.2", "192.0.2.1"))) ONE, "U",
	"a"},
    {"another's address",
	ALL(CON("a", V2 A_B, CHILD("d", "dynamic", "dynamic"))) ONE,
	ALL(CON("a", V2 B_A, CHILD("d", "192.0.2.2", "192.0.2.9"))) ONE, "T",
	"a"},
    {"what passes is no child of IPsec",
	ALL(CON("a", V2 A_B, "p {\nmode = pass\n}\n" NET_G)) ONE,
	END_P(V2 B_A) ONE, "U", "a"},
    {"what others hold goes",
	ALL(CON("a", V2 A_B,
	    CHILD("c", "10.1.0.0/25, 10.1.0.0/24, 10.1.0.1", "10.2.0.0/24")))
	    ONE,
	END_P(V2 B_A) ONE, "U", "a"},
};

static sn_ike_config *
config_of(const char *text)
{
	sn_ike_config *c = NULL;
	sn_error e;

	if (sn_ike_config_read(&c, text, strlen(text), NULL, &e))
		fail_msg("%s: %s", e.message, e.text);
	return c;
}

static void
check_pairs(const struct pair *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sn_ike_config *g = config_of(t[i].gateway);
		sn_ike_config *p = config_of(t[i].peer);
		sn__negotiation out;
		char found[8] = "";

		print_message("  %s\n", t[i].why);
		assert_int_equal(sn__negotiate(&out, g, p, NULL), SN_OK);
		assert_true(out.results < sizeof(found));
		for (size_t k = 0; k < out.results; k++)
			found[k] = letters[out.result[k].why];
		assert_string_equal(found, t[i].children);
		if (t[i].by)
			assert_string_equal(
			    sn__ike_text(
				p, p->connection[out.result[0].peer].name),
			    t[i].by);
		sn__negotiation_clear(&out);
		sn_ike_config_free(g);
		sn_ike_config_free(p);
	}
}

#define CHECK(table) check_pairs(table, sizeof(table) / sizeof(*(table)))

static void
phase1(void **state)
{
	(void)state;
	CHECK(identity);
	CHECK(proposals);
	CHECK(modes);
	CHECK(keys);
}

static void
phase2(void **state)
{
	(void)state;
	CHECK(selectors);
}

/* Which of two connections of an end are one IKE_SA. */
static void
one_sa(void **state)
{
	(void)state;
	CHECK(shared);
	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++) {
		sn_ike_config *g = config_of(shared[i].gateway);

		print_message("  %s\n", shared[i].why);
		assert_true(sn__ike_shares(g, 0, 0));
		assert_int_equal(sn__ike_shares(g, 0, 1), i == 0);
		sn_ike_config_free(g);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(phase1),
	    cmocka_unit_test(phase2), cmocka_unit_test(one_sa)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
