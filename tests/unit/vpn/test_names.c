/*
 * test_names.c - the words for enumerators: those of the contract, each once,
 * and NULL for every number that names nothing.
 */
#include "test.h"
#include "supernet_text.h"

/* The words from @first on, as the design gives them; NULL ends. */
static const struct table {
	unsigned kind;
	unsigned first;
	const char *word[12];
} tables[] = {
    {SN_WORD_VERDICT, SN_VERDICT_EXACT, {"exact", "supernet", "default-route"}},
    {SN_WORD_REASON, SN_REASON_NOT_ADJACENT,
	{"not-adjacent", "overlaps-other-side", "reserved", "leaves-private"}},
    {SN_WORD_SCHEME, SN_SCHEME_AUTO,
	{"auto", "destination", "aggregate", "pairs", "lists"}},
    {SN_WORD_MODE, SN_MODE_PROTECTED_DATA_FLOWS,
	{"protected-data-flows", "destination-routing"}},
    {SN_WORD_ACTION, SN_ACTION_KEEP, {"keep", "delete", "add"}},
    {SN_WORD_ORIGIN, SN_ORIGIN_AUTO, {"auto", "manual"}},
    {SN_WORD_STATE, SN_STATE_NORMAL, {"normal", "published"}},
    {SN_WORD_SEVERITY, SN_SEVERITY_INFO,
	{"info", "action", "warning", "error"}},
    {SN_WORD_IKE, SN_IKE_V1, {"v1", "v2"}},
    {SN_WORD_SURENESS, SN_SURE_UNKNOWN,
	{"unknown", "verified", "verified-old", "inferred", "not-verified",
	    "user"}},
    {SN_WORD_STEP, SN_STEP_CREATE_CONNECTION,
	{"create-connection", "modify-connection", "delete-connection",
	    "check-row", "add-row", "publish-row", "delete-row"}},
    {SN_WORD_FATE, SN_FATE_KEPT,
	{"kept", "renegotiated", "created", "deleted"}},
    {SN_WORD_PARAM, SN_PARAM_IKE_ENCRYPTION,
	{"ike_encryption", "ike_authentication", "ike_dh", "ipsec_encryption",
	    "ipsec_authentication", "ipsec_dh"}},
    {SN_WORD_PAIR, SN_PAIR_WORKS,
	{"works", "fails", "one-of", "partly", "not-deterministic", "unknown"}},
    {SN_WORD_KIND, SN_KIND_GATEWAY, {"gateway", "peer"}},
    {SN_WORD_SA, SN_SA_SINGLE, {"single", "per-pair"}},
    {SN_WORD_MATCH, SN_MATCH_PRIORITY,
	{"priority", "longest-prefix", "first-created"}},
    {SN_WORD_ROUTE, SN_ROUTE_POLICY, {"policy", "destination", "bgp"}},
    {SN_WORD_HIT, SN_HIT_NONE, {"none", "row", "ambiguous"}},
    {SN_WORD_WHY, SN_WHY_NO_MATCH,
	{"no-match", "used", "candidate", "standby", "later-table",
	    "later-priority", "shorter-prefix", "later-row"}},
    {SN_WORD_SIDE, SN_LOCAL, {"local", "peer"}},
    {SN_WORD_ALIGN, SN_ALIGN_MINIMAL, {"minimal", "octet"}},
    {SN_WORD_DPD, SN_DPD_OFF, {"off", "standard", "proprietary"}},
};

static void
words_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		const struct table *t = &tables[i];
		unsigned n = 0, value = UINT32_MAX;

		for (; t->word[n]; n++) {
			const char *word = t->word[n];

			assert_string_equal(
			    sn_word(t->kind, t->first + n), word);
			assert_int_equal(
			    sn_word_value(t->kind, word, strlen(word), &value),
			    SN_OK);
			assert_int_equal(value, t->first + n);
			/* The bytes count, and all of them. */
			assert_int_equal(sn_word_value(t->kind, word,
					     strlen(word) - 1, &value),
			    SN_ENOTFOUND);
			assert_int_equal(value, t->first + n);
		}
		assert_null(sn_word(t->kind, t->first + n));
		assert_null(sn_word(t->kind, UINT32_MAX));
		if (t->first)
			assert_null(sn_word(t->kind, 0));
	}
	assert_null(sn_word(SN_WORD_SCHEME, SN_SCHEME_NONE));
	for (unsigned kind = SN_WORD_SURENESS; kind <= SN_WORD_OVERLAP; kind++)
		assert_non_null(sn_word(kind, 1));
	assert_null(sn_word(0, 0));
	assert_null(sn_word(SN_WORD_OVERLAP + 1, 1));
	assert_null(sn_word(UINT32_MAX, 1));
}

static void
versions(void **state)
{
	char text[32];

	(void)state;
	snprintf(text, sizeof(text), "%d.%d.%d", SN_VERSION_MAJOR,
	    SN_VERSION_MINOR, SN_VERSION_PATCH);
	assert_string_equal(sn_version(), text);
}

static void
status_lines(void **state)
{
	(void)state;
	for (int status = 1; status > -40; status--) {
		assert_non_null(sn_strerror(status));
		assert_int_not_equal(strlen(sn_strerror(status)), 0);
		for (int other = 0; other > status && status >= SN_ELIMIT;
		     other--)
			assert_string_not_equal(
			    sn_strerror(status), sn_strerror(other));
	}
}

/* The list of profiles and the search in it are of one mind. */
static void
profiles(void **state)
{
	size_t n = sn_profile_count();

	(void)state;
	assert_true(n > 5);
	for (size_t i = 0; i < n; i++) {
		const sn_profile *p = sn_profile_at(i);

		assert_ptr_equal(sn_profile_find(p->name), p);
		assert_true(p->kind & (SN_KIND_GATEWAY | SN_KIND_PEER));
		assert_true(p->forbidden_count <= SN_PROFILE_FORBIDDEN_MAX);
		assert_int_equal(p->struct_size, sizeof(*p));
	}
	assert_null(sn_profile_at(n));
	assert_null(sn_profile_find("no such thing"));
	assert_non_null(sn_profile_find("alibaba-cloud"));
	assert_non_null(sn_profile_find("generic"));
}

static void
formats(void **state)
{
	bool json = false;
	size_t i;

	(void)state;
	for (i = 0; sn_plan_format_name(i); i++) {
		assert_non_null(sn_plan_format_title(i));
		json |= !strcmp(sn_plan_format_name(i), "json");
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(
			    sn_plan_format_name(i), sn_plan_format_name(j));
	}
	assert_true(json);
	assert_null(sn_plan_format_title(i));
	assert_null(sn_plan_format_name(SIZE_MAX));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_of_the_contract),
	    cmocka_unit_test(versions),
	    cmocka_unit_test(status_lines),
	    cmocka_unit_test(profiles),
	    cmocka_unit_test(formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
