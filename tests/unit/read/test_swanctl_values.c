/*
 * test_swanctl_values.c - proposals, keys and the syntax of swanctl.conf.
 */
#include "ike_summary.h"

static const struct reads proposals_cases[] = {
    {"default and one",
	"connections {\n"
	" a {\n"
	" proposals = default, aes256-sha512-ecp384\n"
	" children {\n"
	" c {\n"
	" esp_proposals = default\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p"
	"4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14 | e4256 i5 p5 g20; 14400 0"
	"\n"
	" c: own-own to own-own by e4128 e4192 e4256 i3 i4 i5 i2 i6 n"
	"0 | e14128 e14192 e14256 n0; 3600 3960 0\n"},
    {"mode, check and PRF of AEAD",
	"connections {\n"
	" a {\n"
	" proposals = aes256gcm12-prfsha384-x25519\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes256gcm16-sha256-esn-noesn-modpnone\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e13256 p4 g31; 14400 0\n"
	" c: own-own to own-own by e14256 g0 n1 n0; 3600 3960 0\n"},
    {"a group of phase 1 that is none",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modpnone-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"no group",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; a group is mandator"
	"y in a proposal for IKE\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"no PRF",
	"connections {\n"
	" a {\n"
	" proposals = aes128gcm16-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; a PRF is mandatory "
	"in a proposal for IKE\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"no cipher",
	"connections {\n"
	" a {\n"
	" proposals = sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; a proposal needs an"
	" encryption algorithm\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"no integrity",
	"connections {\n"
	" a {\n"
	" proposals = aes128-prfsha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; a proposal for IKE "
	"needs an integrity algorithm\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"AEAD and others",
	"connections {\n"
	" a {\n"
	" proposals = aes128-aes128gcm16-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; AEAD and other ciph"
	"ers can't be in one proposal\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"no cipher of a child",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by e4128 i3 p3 g14; 14400 0; a p"
	"roposal needs an encryption algorithm\n"
	" c: own-own to own-own by; 3600 3960 0\n"},
    {"PRF of a child, AEAD and another",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256-prfsha256, aes128-aes128gcm16"
	"-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by e4128 i3 p3 g14; 14400 0; AEA"
	"D and other ciphers can't be in one proposal\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"3des and other digits",
	"connections {\n"
	" a {\n"
	" proposals = 3des-md5-modp1024, 128aes-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth unsure by e3000 i1 p1 g2; 14400 0; 128ae"
	"s\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"? 128aes\n"},
    {"words that are not known",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sm3-modp2048, aes128--modp2048, aes128-p"
	"rfsm3-modp2048, prf\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth unsure by; 14400 0; sm3\n"
	" c unsure: own-own to own-own by; 3600 3960 0\n"
	"? sm3\n"
	"? \n"
	"? prfsm3\n"
	"? prf\n"
	"? xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xx\n"},
    {"the same twice",
	"connections {\n"
	" a {\n"
	" proposals = aes128-aes-sha256-sha2_256-modp2048-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"the first one that is wrong is why",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256, sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = sha1\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth refused by; 14400 0; a group is mandator"
	"y in a proposal for IKE\n"
	" c: own-own to own-own by; 3600 3960 0\n"},
};

static void
proposals(void **state)
{
	(void)state;
	check_reads(proposals_cases,
	    sizeof(proposals_cases) / sizeof(*proposals_cases));
}

static const struct reads keys_cases[] = {
    {"text, hexadecimal, Base64",
	"secrets {\n"
	" ike-1 {\n"
	" secret = abc\n"
	" id = a\n"
	" id-2 = b\n"
	" x = 1\n"
	" y {\n"
	" }\n"
	" }\n"
	" ike {\n"
	" secret = 0x616263\n"
	" }\n"
	" ike-3 {\n"
	" secret = 0sYWJj\n"
	" }\n"
	" ike-4 {\n"
	" secret = 0sYWI=\n"
	" }\n"
	" ike-5 {\n"
	" secret = 0sYQ==\n"
	" }\n"
	" ike-6 {\n"
	" secret = 0s+/+/\n"
	" }\n"
	" ike-7 {\n"
	" secret = 0sYWJjZA\n"
	" }\n"
	"}\n",
	NULL,
	"key 616263 of a b\n"
	"key 616263 of\n"
	"key 616263 of\n"
	"key 6162 of\n"
	"key 61 of\n"
	"key fbffbf of\n"
	"key 61626364 of\n"},
    {"an empty one",
	"secrets {\n"
	" ike {\n"
	" secret = \"\"\n"
	" }\n"
	"}\n",
	NULL, "key  of\n"},
    {"others",
	"secrets {\n"
	" eap {\n"
	" secret = x\n"
	" }\n"
	" ike {\n"
	" id = a\n"
	" }\n"
	" x = 1\n"
	"}\n",
	NULL, "? x\n"},
};

static void
keys(void **state)
{
	(void)state;
	check_reads(keys_cases, sizeof(keys_cases) / sizeof(*keys_cases));
}

static const struct reads syntax_cases[] = {
    {"escapes",
	"secrets {\n"
	" ike {\n"
	" secret = \"a\\n\\t\\r\\\"\\\\b\"\n"
	" }\n"
	"}\n",
	NULL, "key 610a090d225c62 of\n"},
    {"a quote that is escaped last",
	"secrets {\n"
	" ike {\n"
	" secret = \"abc\\\"\n"
	"}\n",
	NULL, "error 3:11 '\"' no quote ends this value"},
    {"a backslash at the end",
	"secrets {\n"
	" ike {\n"
	" secret = \"abc\\}\n",
	NULL, "error 3:11 '\"' no quote ends this value"},
    {"comments, blanks and ends of DOS",
	"# x\r\n"
	"\tconnections { # y\r\n"
	" a { # z\n"
	" version = 2 # two\n"
	" }\n"
	"}\n"
	"# end",
	NULL,
	"a v2 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p"
	"4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14; 14400 0\n"},
    {"a comment that nothing ends",
	"secrets {\n"
	"}\n"
	"#",
	NULL, ""},
    {"include",
	"include x.conf\n"
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n"
	"include\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"? include\n"
	"? include\n"},
    {"a name alone at the end",
	"connections {\n"
	"}\n"
	"abc",
	NULL, "error 3:1 'abc' expected '=' or '{' after this name"},
    {"a name and another",
	"connections {\n"
	" a b {\n",
	NULL, "error 2:2 'a' expected '=' or '{' after this name"},
    {"nothing before '='",
	"connections {\n"
	" = 1\n",
	NULL, "error 2:2 '=' expected a section or a setting"},
    {"a quote for a name",
	"connections {\n"
	" \"a\" = 1\n",
	NULL, "error 2:2 '\"' expected a section or a setting"},
    /* As strongSwan 5.9.8 loads it. */
    {"what is inherited: nearer wins, an empty value clears",
	"base { version = 1\n"
	" version = 2\n"
	" dpd_delay = 30s\n"
	" remote_addrs = 192.0.2.2\n"
	" local { auth = psk\n"
	"  id = far\n"
	" }\n"
	" children { c { remote_ts = 10.9.0.0/16\n"
	"  esp_proposals = aes128-sha256\n"
	" } } }\n"
	"other {\n"
	" version = 0\n"
	" local_addrs = 192.0.2.7\n"
	" proposals = aes128-sha256-modp2048\n"
	"}\n"
	"x { sides { remote { auth = psk\n"
	"  id = b\n"
	" } } }\n"
	"connections {\n"
	" a:base, other, x.sides\n"
	" { dpd_delay =\n"
	"  local { id = own\n"
	"  }\n"
	"  children { d { esp_proposals = aes128-sha256\n"
	"  }\n"
	"  c : child { local_ts = 10.1.0.0/16\n"
	"  } } }\n"
	" b : connections.a { version = 1\n"
	" }\n"
	" b : base { local_addrs = %any\n"
	" }\n"
	"}\n"
	"child { remote_ts = 10.8.0.0/16\n"
	" local_ts = 10.7.0.0/16\n"
	"}\n",
	NULL,
	"a v2 '192.0.2.7' 'own' to '192.0.2.2' 'b' by e4128 i3 p3 g14; 14400 "
	"0\n"
	" d: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	" c: 10.1.0.0-10.1.255.255 to 10.8.0.0-10.8.255.255 by e4128 i3 n0; "
	"3600 "
	"3960 0\n"
	"b v1 '' 'own' to '192.0.2.2' 'b' by e4128 i3 p3 g14; 14400 0\n"
	" d: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	" c: 10.1.0.0-10.1.255.255 to 10.8.0.0-10.8.255.255 by e4128 i3 n0; "
	"3600 "
	"3960 0\n"},
    {"a colon without a brace",
	"connections {\n"
	" a : b\n",
	NULL, "error 2:2 'a' expected '=' or '{' after this name"},
    {"a colon and no section",
	"connections {\n"
	" a : b, {\n",
	NULL, "error 2:9 '{' expected the name of a section to inherit from"},
    {"a colon at the end", "connections :", NULL,
	"error 1:14 '' expected the name of a section to inherit from"},
    {"a section that is not there",
	"a {\n"
	" b = 1\n"
	"}\n"
	"connections : a.b.c {\n"
	"}\n",
	NULL,
	"error 4:15 'a.b.c' no section here has this name, and included files "
	"are not read"},
    {"inheritance in a circle",
	"connections {\n"
	" a : connections.b {\n"
	" }\n"
	" b : connections.a {\n"
	" }\n"
	"}\n",
	NULL, "limit 2:2 'a' inheritance in a circle, or more than 64 deep"},
    {"a brace for a name",
	"connections {\n"
	" {\n",
	NULL, "error 2:2 '{' expected a section or a setting"},
    {"one brace too many",
	"connections {\n"
	"}\n"
	" }\n",
	NULL, "error 3:2 '}' this brace closes nothing"},
    {"one too few",
	"connections {\n"
	" a {\n"
	" b {\n"
	" }\n",
	NULL, "error 2:2 'a' no brace closes this section"},
    {"a value up to a brace", "connections { a { version = 2 } }\n", NULL,
	"a v2 '' '' to '' '' auth by e4128 e4192 e4256 i3 i4 i5 i2 i6"
	" p3 p4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g"
	"14 | e14128 e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28"
	" g29 g30 g32 g15 g16 g17 g18 g14; 14400 0\n"},
    {"a value at the end",
	"secrets {\n"
	"}\n"
	"x =",
	NULL, "? x\n"},
    {"a value that nothing ends",
	"secrets {\n"
	"}\n"
	"x = y",
	NULL, "? x\n"},
    {"the last of two values",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" version = 1\n"
	" version = 2\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v2 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"},
    {"a setting and a section of one name",
	"connections {\n"
	" a {\n"
	" proposals = aes128-sha256-modp2048\n"
	" local = 1\n"
	" local {\n"
	" auth = psk\n"
	" }\n"
	" children {\n"
	" c {\n"
	" esp_proposals = aes128-sha256\n"
	" }\n"
	" }\n"
	" }\n"
	"}\n",
	NULL,
	"a v0 '' '' to '' '' auth by e4128 i3 p3 g14; 14400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3960 0\n"
	"? local\n"},
};

static void
syntax(void **state)
{
	(void)state;
	check_reads(syntax_cases, sizeof(syntax_cases) / sizeof(*syntax_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(proposals),
	    cmocka_unit_test(keys), cmocka_unit_test(syntax)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
