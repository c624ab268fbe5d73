/*
 * test_diagnose.c - each rule of the diagnosis, met and just not met, and
 * which pairs of segments are said to work.
 */
#include "supernet_text.h"
#include "test.h"

/* Ends of a sound connection; each case replaces or adds a key. */
#define GATEWAY "\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.2.0.0/24\"]"
#define PEER	"\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\"]"
#define TOP	"\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.2.0.0/24\"], "
#define LINK(name, more, g, p)                                              \
 "{\"name\": \"" name "\"" more ", \"gateway\": {" g "}, \"peer_device\": " \
 "{" p "}}"
#define FILE_(top, link) "{" top "\"connections\": [" link "]}"
#define CASE(g, p)	 FILE_(TOP, LINK("a", "", g, p))
/* Two local segments, and ends that have both in one connection. */
#define TWO_                                                 \
 "\"local\": [\"10.1.0.0/24\", \"10.1.2.0/24\"], \"peer\": " \
 "[\"10.2.0.0/24\"], "
#define TWO_GATEWAY                                          \
 "\"local\": [\"10.1.0.0/24\", \"10.1.2.0/24\"], \"peer\": " \
 "[\"10.2.0.0/24\"]"
#define TWO_PEER                                              \
 "\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\", " \
 "\"10.1.2.0/24\"]"
#define PHASE1(name, g)                                              \
 LINK(name, "",                                                      \
     "\"mode\": \"main\", \"ike_lifetime\": 5, \"ike_encryption\": " \
     "\"aes\", " g,                                                  \
     "")
#define ROUTE(kind, source, to, hop, more)                      \
 "\"" kind "_routes\": [{" source more "\"destination\": \"" to \
 "\", \"next_hop\": \"" hop "\", \"state\": \"published\"}], "

struct row {
	const char *why;
	const char *text;
	const char *code; /* NULL: nothing is found */
	uint32_t severity;
	/* A letter each: Works, Fails, One of, Partly, Tie, Unknown. */
	const char *pairs;
};

static const struct row rows[] = {
    {"sound", CASE(GATEWAY, PEER), NULL, 0, "W"},
    {"the peer's end isn't given",
	FILE_(TOP, "{\"name\": \"a\", \"gateway\": {" GATEWAY "}}"), NULL, 0,
	"W"},
    {"several selectors, a peer of one SA a pair",
	FILE_("\"peer_device\": \"h3c\", \"local\": [\"10.1.0.0/24\", "
	      "\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"], ",
	    LINK("a", "",
		"\"ike\": \"v2\", \"local\": [\"10.1.0.0/24\", "
		"\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"]",
		"\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\", "
		"\"10.1.2.0/24\"]")),
	"single-sa-peer", SN_SEVERITY_ERROR, "OF"},
    {"the same, a peer that puts all in one SA",
	FILE_("\"peer_device\": \"strongswan\", \"local\": [\"10.1.0.0/24\", "
	      "\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"], ",
	    LINK("a", "",
		"\"ike\": \"v2\", \"local\": [\"10.1.0.0/24\", "
		"\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"]",
		"\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\", "
		"\"10.1.2.0/24\"]")),
	NULL, 0, "WW"},
    {"the same, a peer of which nothing is known",
	FILE_("\"local\": [\"10.1.0.0/24\", \"10.1.2.0/24\"], "
	      "\"peer\": [\"10.2.0.0/24\"], ",
	    "{\"name\": \"a\", \"gateway\": {\"local\": [\"10.1.0.0/24\", "
	    "\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"]}}"),
	"several-selectors", SN_SEVERITY_WARNING, "UU"},
    {"IKEv1 with several segments",
	FILE_("\"peer_device\": \"strongswan\", \"local\": [\"10.1.2.0/24\", "
	      "\"10.1.0.0/24\"], \"peer\": [\"10.2.0.0/24\"], ",
	    "{\"name\": \"a\", \"gateway\": {\"ike\": \"v1\", \"local\": "
	    "[\"10.1.0.0/24\", \"10.1.2.0/24\"], \"peer\": "
	    "[\"10.2.0.0/24\"]}}"),
	"ikev1-several-segments", SN_SEVERITY_ERROR, "FO"},
    {"one supernet a side works with all peers",
	FILE_("\"peer_device\": \"cisco\", \"local\": [\"10.1.0.0/24\", "
	      "\"10.1.2.0/24\"], \"peer\": [\"10.2.0.0/24\"], ",
	    LINK("a", "",
		"\"ike\": \"v1\", \"local\": [\"10.1.0.0/22\"], \"peer\": "
		"[\"10.2.0.0/24\"]",
		"\"ike\": \"v1\", \"local\": [\"10.2.0.0/24\"], \"peer\": "
		"[\"10.1.0.0/22\"]")),
	NULL, 0, "WW"},
    {"keys unequal",
	FILE_(TOP, LINK("a", ", \"psk_equal\": false", GATEWAY, PEER)),
	"psk-mismatch", SN_SEVERITY_ERROR, "F"},
    {"keys equal",
	FILE_(TOP, LINK("a", ", \"psk_equal\": true", GATEWAY, PEER)), NULL, 0,
	"W"},
    {"IKE versions differ",
	CASE("\"ike\": \"v1\", " GATEWAY, "\"ike\": \"v2\", " PEER),
	"ike-version-mismatch", SN_SEVERITY_ERROR, "F"},
    {"modes differ with IKEv1",
	CASE("\"ike\": \"v1\", \"mode\": \"main\", " GATEWAY,
	    "\"ike\": \"v1\", \"mode\": \"aggressive\", " PEER),
	"mode-mismatch", SN_SEVERITY_ERROR, "F"},
    {"IKEv2 has no modes",
	CASE("\"ike\": \"v2\", \"mode\": \"main\", " GATEWAY,
	    "\"ike\": \"v2\", \"mode\": \"aggressive\", " PEER),
	NULL, 0, "W"},
    {"no common algorithm",
	CASE("\"ike_dh\": \"group2\", " GATEWAY,
	    "\"ike_dh\": \"group14\", " PEER),
	"algorithm-mismatch", SN_SEVERITY_ERROR, "F"},
    {"several algorithms",
	CASE("\"ike_dh\": [\"group2\", \"group14\"], " GATEWAY,
	    "\"ike_dh\": [\"group14\", \"group2\"], " PEER),
	"algorithm-not-single", SN_SEVERITY_WARNING, "W"},
    {"one in common",
	CASE("\"ike_dh\": [\"group2\", \"group14\"], " GATEWAY,
	    "\"ike_dh\": \"group14\", " PEER),
	"algorithm-mismatch", SN_SEVERITY_WARNING, "W"},
    {"an algorithm that one end doesn't give",
	CASE("\"ike_dh\": \"group2\", " GATEWAY, PEER), NULL, 0, "W"},
    {"IKE lifetimes",
	CASE("\"ike_lifetime\": 86400, " GATEWAY,
	    "\"ike_lifetime\": 86401, " PEER),
	"lifetime-mismatch", SN_SEVERITY_WARNING, "W"},
    {"IPsec lifetimes",
	CASE("\"ipsec_lifetime\": 0, " GATEWAY, "\"ipsec_lifetime\": 1, " PEER),
	"lifetime-mismatch", SN_SEVERITY_WARNING, "W"},
    {"lifetimes equal",
	CASE("\"ike_lifetime\": 86400, " GATEWAY,
	    "\"ike_lifetime\": 86400, " PEER),
	NULL, 0, "W"},
    {"volume lifetime", CASE(GATEWAY, "\"volume_lifetime\": 4608000, " PEER),
	"volume-lifetime", SN_SEVERITY_WARNING, "W"},
    {"volume lifetime of 0: the maximum at some vendors",
	CASE(GATEWAY, "\"volume_lifetime\": 0, " PEER), NULL, 0, "W"},
    {"volume lifetime at its maximum",
	CASE(GATEWAY, "\"volume_lifetime\": \"max\", " PEER), NULL, 0, "W"},
    {"DPD on, the peer's own kind",
	CASE("\"dpd\": \"standard\", " GATEWAY,
	    "\"dpd\": \"proprietary\", " PEER),
	"dpd-mismatch", SN_SEVERITY_WARNING, "W"},
    {"DPD off at the gateway",
	CASE("\"dpd\": \"off\", " GATEWAY, "\"dpd\": \"proprietary\", " PEER),
	NULL, 0, "W"},
    {"phase 1 shared, algorithms differ",
	FILE_(TOP,
	    LINK("a", "", "\"ike_dh\": \"group2\", " GATEWAY, "") ", " LINK(
		"b", "", "\"ike_dh\": \"group14\", " GATEWAY, "")),
	"phase1-differs", SN_SEVERITY_ERROR, "U"},
    {"phase 2 may differ",
	FILE_(TOP,
	    LINK("a", "", "\"ipsec_dh\": \"group2\", " GATEWAY, "") ", " LINK(
		"b", "", "\"ipsec_dh\": \"group14\", " GATEWAY, "")),
	NULL, 0, "W"},
    {"other customer gateways share nothing",
	FILE_(TOP, LINK("a", ", \"customer_gateway\": \"x\"",
		       "\"ike_dh\": \"group2\", " GATEWAY,
		       "") ", " LINK("b", ", \"customer_gateway\": \"y\"",
		       "\"ike_dh\": \"group14\", " GATEWAY, "")),
	NULL, 0, "W"},
    {"shared phase 1, other keys",
	FILE_("\"psk_shared_equal\": false, " TOP,
	    LINK("a", "", GATEWAY, "") ", " LINK("b", "", GATEWAY, "")),
	"phase1-differs", SN_SEVERITY_ERROR, "U"},
    {"selectors that aren't mirrored, IKEv1",
	CASE("\"ike\": \"v1\", " GATEWAY,
	    "\"local\": [\"10.2.0.0/16\"], \"peer\": [\"10.1.0.0/24\"]"),
	"selectors-not-mirrored", SN_SEVERITY_ERROR, "F"},
    {"wider at the peer, IKEv2",
	CASE("\"ike\": \"v2\", " GATEWAY,
	    "\"local\": [\"10.2.0.0/16\"], \"peer\": [\"10.1.0.0/24\"]"),
	"selectors-not-mirrored", SN_SEVERITY_WARNING, "W"},
    {"others at the peer",
	CASE(GATEWAY,
	    "\"local\": [\"10.3.0.0/16\"], \"peer\": [\"10.1.0.0/24\"]"),
	"selectors-not-mirrored", SN_SEVERITY_ERROR, "F"},
    {"both sides in one network",
	FILE_("\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.1.0.0/24\"], ",
	    LINK("a", "",
		"\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.1.0.0/24\"]",
		"")),
	"segments-overlap", SN_SEVERITY_ERROR, "F"},
    {"a side inside the other",
	FILE_("\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.0.0.0/8\"], ",
	    LINK("a", "",
		"\"local\": [\"10.1.0.0/24\"], \"peer\": [\"10.0.0.0/8\"]",
		"")),
	"nested-sides", SN_SEVERITY_INFO, "W"},
    {"a peer segment in 100.64.0.0/10",
	FILE_("\"local\": [\"10.1.0.0/24\"], \"peer\": [\"100.64.0.0/24\"], ",
	    LINK("a", "",
		"\"local\": [\"10.1.0.0/24\"], \"peer\": [\"100.64.0.0/24\"]",
		"")),
	"destination-reserved", SN_SEVERITY_ERROR, "U"},
    {"a selector that contains it",
	CASE("\"local\": [\"10.1.0.0/24\"], \"peer\": [\"0.0.0.0/1\"]", ""),
	"destination-reserved", SN_SEVERITY_ERROR, "U"},
    {"0.0.0.0/0 is allowed as a selector",
	CASE("\"local\": [\"0.0.0.0/0\"], \"peer\": [\"0.0.0.0/0\"]",
	    "\"local\": [\"0.0.0.0/0\"], \"peer\": [\"0.0.0.0/0\"]"),
	"routes-not-looked-at", SN_SEVERITY_WARNING, "U"},
    {"a local segment in 100.64.0.0/10 is no destination",
	FILE_("\"local\": [\"100.64.0.0/24\"], \"peer\": [\"10.2.0.0/24\"], ",
	    LINK("a", "",
		"\"local\": [\"100.64.0.0/24\"], \"peer\": [\"10.2.0.0/24\"]",
		"")),
	NULL, 0, "W"},
    {"a segment that no selector holds",
	FILE_("\"local\": [\"10.1.0.0/24\", \"10.1.1.0/24\"], \"peer\": "
	      "[\"10.2.0.0/24\"], ",
	    LINK("a", "", GATEWAY, PEER)),
	"segment-not-covered", SN_SEVERITY_ERROR, "WF"},
    {"a policy route to everything",
	FILE_(TOP "\"policy_routes\": [{\"source\": \"10.1.0.0/24\", "
		  "\"destination\": \"0.0.0.0/0\", \"next_hop\": \"a\", "
		  "\"state\": \"published\"}], ",
	    LINK("a", "", GATEWAY, PEER)),
	"default-route-row", SN_SEVERITY_WARNING, "W"},
    {"a route that isn't published",
	FILE_(TOP "\"policy_routes\": [{\"source\": \"10.1.0.0/24\", "
		  "\"destination\": \"10.2.0.0/24\", \"next_hop\": \"a\", "
		  "\"state\": \"normal\"}], ",
	    LINK("a", "", GATEWAY, PEER)),
	"routes-not-published", SN_SEVERITY_ACTION, "F"},
    {"a route to elsewhere",
	FILE_(TOP "\"policy_routes\": [{\"source\": \"10.1.0.0/25\", "
		  "\"destination\": \"10.2.0.0/24\", \"next_hop\": \"a\", "
		  "\"state\": \"published\"}], ",
	    LINK("a", "", GATEWAY, PEER)),
	"route-missing", SN_SEVERITY_ERROR, "P"},
    {"more selectors than the gateway takes",
	FILE_(TOP "\"peer_device\": \"strongswan\", ",
	    LINK("a", "",
		"\"peer\": [\"10.2.0.0/24\"], \"local\": [\"10.1.0.0/24\", "
		"\"10.1.1.0/32\", \"10.1.1.1/32\", \"10.1.1.2/32\", "
		"\"10.1.1.3/32\", \"10.1.1.4/32\", \"10.1.1.5/32\", "
		"\"10.1.1.6/32\", \"10.1.1.7/32\", \"10.1.1.8/32\", "
		"\"10.1.1.9/32\"]",
		"")),
	"limit-exceeded", SN_SEVERITY_ERROR, "U"},
    {"several selectors, a gateway of one SA a pair",
	FILE_("\"gateway\": \"huawei-cloud\", \"peer_device\": \"h3c\", " TWO_,
	    LINK("a", "", "\"ike\": \"v2\", " TWO_GATEWAY, TWO_PEER)),
	NULL, 0, "WW"},
    {"several peer selectors, IKEv1 said by the peer's end alone",
	FILE_("\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\", "
	      "\"10.1.2.0/24\"], ",
	    LINK("a", "", TWO_PEER, "\"ike\": \"v1\", " TWO_GATEWAY)),
	"ikev1-several-segments", SN_SEVERITY_ERROR, "OF"},
    {"several at the peer's end alone",
	FILE_(
	    TOP "\"peer_device\": \"h3c\", ", LINK("a", "", GATEWAY, TWO_PEER)),
	"single-sa-peer", SN_SEVERITY_ERROR, "O"},
    {"wider at the peer, IKEv1 said by the peer's end alone",
	CASE(GATEWAY,
	    "\"ike\": \"v1\", \"local\": [\"10.2.0.0/16\"], \"peer\": "
	    "[\"10.1.0.0/24\"]"),
	"selectors-not-mirrored", SN_SEVERITY_ERROR, "F"},
    {"narrower at the peer, IKEv2",
	CASE("\"ike\": \"v2\", \"local\": [\"10.1.0.0/16\"], \"peer\": "
	     "[\"10.2.0.0/24\"]",
	    PEER),
	"selectors-not-mirrored", SN_SEVERITY_WARNING, "W"},
    {"the same selectors in another order",
	FILE_("\"peer_device\": \"strongswan\", " TWO_,
	    LINK("a", "", TWO_GATEWAY,
		"\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.2.0/24\", "
		"\"10.1.0.0/24\"]")),
	NULL, 0, "WW"},
    {"as many selectors, not the same",
	FILE_("\"peer_device\": \"strongswan\", " TWO_,
	    LINK("a", "", TWO_GATEWAY,
		"\"local\": [\"10.2.0.0/24\"], \"peer\": [\"10.1.0.0/24\", "
		"\"10.1.3.0/24\"]")),
	"selectors-not-mirrored", SN_SEVERITY_ERROR, "WF"},
    {"one mode with IKEv1",
	CASE("\"ike\": \"v1\", \"mode\": \"main\", " GATEWAY,
	    "\"ike\": \"v1\", \"mode\": \"main\", " PEER),
	NULL, 0, "W"},
    {"a mode that one end doesn't give",
	CASE("\"ike\": \"v1\", \"mode\": \"main\", " GATEWAY,
	    "\"ike\": \"v1\", " PEER),
	NULL, 0, "W"},
    {"modes differ, IKEv1 said by the peer's end alone",
	CASE("\"mode\": \"main\", " GATEWAY,
	    "\"ike\": \"v1\", \"mode\": \"aggressive\", " PEER),
	"mode-mismatch", SN_SEVERITY_ERROR, "F"},
    {"the peer has more algorithms",
	CASE("\"ike_dh\": \"group14\", " GATEWAY,
	    "\"ike_dh\": [\"group2\", \"group14\"], " PEER),
	"algorithm-mismatch", SN_SEVERITY_WARNING, "W"},
    {"DPD off at the peer",
	CASE("\"dpd\": \"standard\", " GATEWAY, "\"dpd\": \"off\", " PEER),
	"dpd-mismatch", SN_SEVERITY_WARNING, "W"},
    {"DPD on at both",
	CASE("\"dpd\": \"standard\", " GATEWAY, "\"dpd\": \"standard\", " PEER),
	NULL, 0, "W"},
    {"DPD that the peer's end doesn't give",
	CASE("\"dpd\": \"standard\", " GATEWAY, PEER), NULL, 0, "W"},
    {"phase 1 shared, modes differ",
	FILE_(TOP, LINK("a", "", "\"mode\": \"main\", " GATEWAY, "") ", " LINK(
		       "b", "", "\"mode\": \"aggressive\", " GATEWAY, "")),
	"phase1-differs", SN_SEVERITY_ERROR, "U"},
    {"phase 1 shared, lifetimes differ",
	FILE_(TOP, LINK("a", "", "\"ike_lifetime\": 1, " GATEWAY, "") ", " LINK(
		       "b", "", "\"ike_lifetime\": 2, " GATEWAY, "")),
	"phase1-differs", SN_SEVERITY_ERROR, "U"},
    {"phase 1 shared, and the same",
	FILE_(TOP, PHASE1("a", GATEWAY) ", " PHASE1("b", GATEWAY)), NULL, 0,
	"W"},
    {"a third differs from the first",
	FILE_(TOP, PHASE1("a", GATEWAY) ", " PHASE1("b", GATEWAY) ", " LINK(
		       "c", "", "\"ike_encryption\": \"des\", " GATEWAY, "")),
	"phase1-differs", SN_SEVERITY_ERROR, "W"},
    {"other IKE versions share nothing",
	FILE_(
	    TOP, LINK("a", "", "\"ike\": \"v2\", \"ike_lifetime\": 1, " GATEWAY,
		     "") ", " LINK("b", "",
		     "\"ike\": \"v1\", \"ike_lifetime\": 2, " GATEWAY, "")),
	NULL, 0, "W"},
    {"a gateway of which sharing isn't known",
	FILE_("\"gateway\": \"aws\", " TOP,
	    LINK("a", "", "\"ike_lifetime\": 1, " GATEWAY, "") ", " LINK(
		"b", "", "\"ike_lifetime\": 2, " GATEWAY, "")),
	NULL, 0, "W"},
    {"keys of connections that share nothing",
	FILE_("\"psk_shared_equal\": false, " TOP,
	    LINK("a", ", \"customer_gateway\": \"x\"", GATEWAY, "") ", " LINK(
		"b", "", GATEWAY, "")),
	NULL, 0, "W"},
    {"a selector that holds the other side",
	CASE("\"local\": [\"10.0.0.0/8\"], \"peer\": [\"10.2.0.0/24\"]", ""),
	"supernet-overlaps-other-side", SN_SEVERITY_WARNING, "W"},
    {"a standby row alone takes part",
	FILE_(TOP ROUTE("policy", "\"source\": \"10.1.0.0/24\", ",
		  "10.2.0.0/24", "a", "\"weight\": 0, "),
	    LINK("a", "", GATEWAY, PEER)),
	NULL, 0, "W"},
    {"a route via somebody else",
	FILE_(TOP ROUTE("policy", "\"source\": \"10.1.0.0/24\", ",
		  "10.2.0.0/24", "b", ""),
	    LINK("a", "", GATEWAY, PEER)),
	"next-hop-unknown", SN_SEVERITY_WARNING, "U"},
    {"a route that is too narrow",
	FILE_(TOP ROUTE("destination", "", "10.2.0.0/25", "a", ""),
	    LINK("a", "", GATEWAY, PEER)),
	"route-missing", SN_SEVERITY_ERROR, "P"},
    {"a destination route",
	FILE_(TOP ROUTE("destination", "", "10.2.0.0/16", "a", ""),
	    LINK("a", "", GATEWAY, PEER)),
	NULL, 0, "W"},
    {"a route via the second connection, which doesn't carry it",
	FILE_(TOP ROUTE("destination", "", "10.2.0.0/16", "b", ""),
	    LINK("a", "", GATEWAY, "") ", " LINK("b", "",
		"\"local\": [\"10.1.9.0/24\"], \"peer\": [\"10.2.9.0/24\"]",
		"")),
	"route-to-other-connection", SN_SEVERITY_ERROR, "F"},
    {"a gateway that publishes nothing",
	FILE_("\"gateway\": \"aws\", " TOP
	      "\"destination_routes\": [{\"destination\": \"10.2.0.0/24\", "
	      "\"next_hop\": \"a\", \"state\": \"normal\"}], ",
	    LINK("a", "", GATEWAY, PEER)),
	NULL, 0, "W"},
    {"the second connection works",
	FILE_(TOP, LINK("a", ", \"psk_equal\": false", GATEWAY, PEER) ", " LINK(
		       "b", "", GATEWAY, PEER)),
	"psk-mismatch", SN_SEVERITY_ERROR, "W"},
    {"the second may work",
	FILE_("\"peer_device\": \"h3c\", " TWO_,
	    LINK("a", ", \"psk_equal\": false", TWO_GATEWAY,
		TWO_PEER) ", " LINK("b", "", TWO_GATEWAY, TWO_PEER)),
	"psk-mismatch", SN_SEVERITY_ERROR, "OF"},
    {"a group of PFS that differs, IKEv2: the first comes up",
	CASE("\"ike\": \"v2\", \"ipsec_dh\": \"group2\", " GATEWAY,
	    "\"ike\": \"v2\", \"ipsec_dh\": \"disabled\", " PEER),
	"pfs-mismatch", SN_SEVERITY_ERROR, "W"},
    {"the same with IKEv1",
	CASE("\"ike\": \"v1\", \"ipsec_dh\": \"group2\", " GATEWAY,
	    "\"ike\": \"v1\", \"ipsec_dh\": \"group14\", " PEER),
	"pfs-mismatch", SN_SEVERITY_ERROR, "F"},
    {"the same, and nobody says which version",
	CASE("\"ipsec_dh\": \"group2\", " GATEWAY,
	    "\"ipsec_dh\": \"group14\", " PEER),
	"pfs-mismatch", SN_SEVERITY_ERROR, "U"},
    {"one algorithm in the words of two vendors",
	CASE("\"ike_encryption\": \"AES-256\", \"ike_authentication\": "
	     "\"SHA256\", \"ike_dh\": \"14\", " GATEWAY,
	    "\"ike_encryption\": \"aes-cbc-256\", \"ike_authentication\": "
	    "\"sha2-256\", \"ike_dh\": \"modp2048\", " PEER),
	NULL, 0, "W"},
    {"a word that nobody knows",
	CASE("\"ike_encryption\": \"aes\", " GATEWAY,
	    "\"ike_encryption\": \"sm4\", " PEER),
	"algorithm-not-compared", SN_SEVERITY_INFO, "U"},
    {"rows of two connections that match equally early",
	FILE_(TOP "\"policy_routes\": [{\"source\": \"10.1.0.0/24\", "
		  "\"destination\": \"10.2.0.0/24\", \"next_hop\": \"a\", "
		  "\"priority\": 10, \"state\": \"published\"}, "
		  "{\"source\": \"10.1.0.0/16\", \"destination\": "
		  "\"10.2.0.0/24\", \"next_hop\": \"b\", \"priority\": 10, "
		  "\"state\": \"published\"}], ",
	    LINK("a", "", GATEWAY, "") ", " LINK("b", "", GATEWAY, "")),
	"equal-priority-overlap", SN_SEVERITY_ERROR, "T"},
    {"a table without rows",
	FILE_(TOP "\"policy_routes\": [], ", LINK("a", "", GATEWAY, PEER)),
	"route-missing", SN_SEVERITY_ERROR, "F"},
    {"the first may work",
	FILE_("\"peer_device\": \"h3c\", " TWO_,
	    LINK("a", "", TWO_GATEWAY, TWO_PEER) ", " LINK(
		"b", ", \"psk_equal\": false", TWO_GATEWAY, TWO_PEER)),
	"psk-mismatch", SN_SEVERITY_ERROR, "OF"},
};

static const sn_finding *
finding(const sn_diagnosis *d, const char *code)
{
	const sn_finding *f;

	for (size_t i = 0; i < sn_diagnosis_get(d)->finding_count &&
			   (f = &sn_diagnosis_get(d)->findings[i]);
	     i++)
		if (!strcmp(f->code, code))
			return f;
	return NULL;
}

static void
check_row(const struct row *t)
{
	sn_diagnosis_request q;
	const sn_finding *f;
	sn_configured *c;
	sn_diagnosis *d;
	sn_error e;
	sn_pair pair = SN_PAIR_INIT;

	if (sn_configured_read(&c, t->text, strlen(t->text), &e))
		fail_msg("%s: %s", e.message, e.text);
	sn_configured_request(c, &q);
	/* The rules about rows are those of one tunnel. */
	if (!q.gateway)
		q.gateway = sn_profile_find("alibaba-cloud-single");
	assert_int_equal(sn_diagnosis_new(&d, &q, &e), SN_OK);
	sn_configured_free(c); /* what is needed was copied */
	if (!t->code) {
		f = sn_diagnosis_get(d)->findings;
		if (sn_diagnosis_get(d)->finding_count)
			fail_msg("%s: %s", f->code, f->seen);
	} else {
		f = finding(d, t->code);
		assert_non_null(f);
		assert_int_equal(f->severity, t->severity);
		assert_true(*f->seen && *f->text && *f->remedy);
	}
	assert_int_equal(sn_diagnosis_get(d)->pair_count, strlen(t->pairs));
	for (size_t i = 0; t->pairs[i]; i++) {
		static const char letters[] = "?WFOPTU";
		unsigned want =
		    (unsigned)(strchr(letters, t->pairs[i]) - letters);

		assert_int_equal(sn_diagnosis_pair(d, i, &pair), SN_OK);
		assert_int_equal(pair.works, want);
		assert_true((pair.code == NULL) == (want == SN_PAIR_WORKS));
	}
	assert_int_equal(
	    sn_diagnosis_pair(d, strlen(t->pairs), &pair), SN_ENOTFOUND);
	sn_diagnosis_free(d);
}

static void
rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("  %s\n", rows[i].why);
		check_row(&rows[i]);
	}
}

/* Most important first, and a severity is never below one that follows. */
static void
most_important_first(void **state)
{
	static const char text[] =
	    CASE("\"ike_lifetime\": 1, \"ike_dh\": \"2\", " GATEWAY,
		"\"ike_lifetime\": 2, \"ike_dh\": \"5\", " PEER);
	sn_diagnosis_request q;
	sn_configured *c;
	sn_diagnosis *d;

	(void)state;
	assert_int_equal(
	    sn_configured_read(&c, text, strlen(text), NULL), SN_OK);
	sn_configured_request(c, &q);
	assert_int_equal(sn_diagnosis_new(&d, &q, NULL), SN_OK);
	assert_int_equal(sn_diagnosis_get(d)->finding_count, 2);
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[0].code, "algorithm-mismatch");
	assert_string_equal(
	    sn_diagnosis_get(d)->findings[1].code, "lifetime-mismatch");
	sn_diagnosis_free(d);
	sn_configured_free(c);
}

/* Each allocation fails in turn: nothing leaks, nothing is given. */
static void
out_of_memory(void **state)
{
	uint64_t calls = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = rows[i].text;
		sn_diagnosis_request q;
		struct test_alloc a;
		sn_configured *c;
		bool done = false;

		assert_int_equal(
		    sn_configured_read(&c, text, strlen(text), NULL), SN_OK);
		sn_configured_request(c, &q);
		for (uint64_t fail = 1; !done; fail++) {
			sn_alloc alloc = test_alloc_init(&a, fail);
			sn_diagnosis *d = NULL;
			sn_status status;

			q.alloc = &alloc;
			status = sn_diagnosis_new(&d, &q, NULL);
			done = a.calls < fail;
			assert_true(status == SN_OK || status == SN_ENOMEM);
			assert_true(!status == (d != NULL));
			sn_diagnosis_free(d);
			assert_int_equal(a.live, 0);
		}
		calls += a.calls;
		sn_configured_free(c);
	}
	assert_true(calls > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),
	    cmocka_unit_test(most_important_first),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
