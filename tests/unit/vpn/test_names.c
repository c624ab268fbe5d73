/*
 * test_names.c - the words for enumerators: those of the contract, each once,
 * and NULL for every number that names nothing.
 */
#include "test.h"
#include "supernet_text.h"

typedef const char *(*name_fn)(unsigned);

/* The words from @first on, as the design gives them; NULL ends. */
static const struct table {
	name_fn name;
	unsigned first;
	const char *word[12];
} tables[] = {
    {sn_verdict_name, SN_VERDICT_EXACT, {"exact", "supernet", "default-route"}},
    {sn_reason_name, SN_REASON_NOT_ADJACENT,
	{"not-adjacent", "overlaps-other-side", "reserved", "leaves-private"}},
    {sn_scheme_name, SN_SCHEME_AUTO,
	{"auto", "destination", "aggregate", "pairs"}},
    {sn_mode_name, SN_MODE_PROTECTED_DATA_FLOWS,
	{"protected-data-flows", "destination-routing"}},
    {sn_action_name, SN_ACTION_KEEP, {"keep", "delete", "add"}},
    {sn_origin_name, SN_ORIGIN_AUTO, {"auto", "manual"}},
    {sn_state_name, SN_STATE_NORMAL, {"normal", "published"}},
    {sn_severity_name, SN_SEVERITY_INFO,
	{"info", "action", "warning", "error"}},
    {sn_ike_name, SN_IKE_V1, {"v1", "v2"}},
    {sn_sureness_name, SN_SURE_UNKNOWN,
	{"unknown", "verified", "verified-old", "inferred", "not-verified",
	    "user"}},
    {sn_step_name, SN_STEP_CREATE_CONNECTION,
	{"create-connection", "modify-connection", "delete-connection",
	    "check-row", "add-row", "publish-row", "delete-row"}},
    {sn_fate_name, SN_FATE_KEPT,
	{"kept", "renegotiated", "created", "deleted"}},
    {sn_param_name, SN_PARAM_IKE_ENCRYPTION,
	{"ike_encryption", "ike_authentication", "ike_dh", "ipsec_encryption",
	    "ipsec_authentication", "ipsec_dh"}},
    {sn_pair_name, SN_PAIR_WORKS, {"works", "fails", "one-of"}},
};

static void
words_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		const struct table *t = &tables[i];
		unsigned n = 0;

		for (; t->word[n]; n++)
			assert_string_equal(t->name(t->first + n), t->word[n]);
		assert_null(t->name(t->first + n));
		assert_null(t->name(UINT32_MAX));
		if (t->first)
			assert_null(t->name(0));
	}
	assert_null(sn_scheme_name(SN_SCHEME_NONE));
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
