/*
 * test_plan.c - plans and changes in every format: lists that are too
 * long for people, colours, sinks that fail at each call, bad arguments.
 */
#include <jansson.h>

#include "supernet_text.h"
#include "test.h"

enum { CAPACITY = 1 << 24 };

struct sink {
	char *text;
	size_t n;
	unsigned calls;
	unsigned fail_at; /* 0: never */
};

static sn_status
keep(void *ctx, const char *data, size_t n)
{
	struct sink *s = ctx;

	if (++s->calls == s->fail_at)
		return SN_EIO;
	assert_true(s->n + n < CAPACITY);
	memcpy(s->text + s->n, data, n);
	s->n += n;
	s->text[s->n] = '\0';
	return SN_OK;
}

static unsigned
count(const char *text, const char *part)
{
	unsigned n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

/* Segments far from each other, so that none merge. */
static void
segments(sn_prefix *p, size_t n, uint32_t base)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(sn_prefix_make(&p[i],
				     sn_addr_v4(base + ((uint32_t)i << 9)), 24),
		    SN_OK);
}

static sn_plan *
plan_of(size_t local, size_t peer, uint32_t scheme, int64_t most,
    const sn_deployed *old)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_prefix p[2][64];
	sn_plan *plan;

	assert_true(local <= 64 && peer <= 64);
	segments(p[0], local, 0x0a000000);
	segments(p[1], peer, 0xac100000);
	r.local = p[0];
	r.local_count = local;
	r.peer = p[1];
	r.peer_count = peer;
	r.scheme = scheme;
	r.max_connections = most;
	r.max_routes = SN_LIMIT_NONE;
	r.previous = old;
	if (scheme == SN_SCHEME_DESTINATION)
		r.peer_device = sn_profile_find("route-based");
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	return plan;
}

static void
render(char *text, const sn_plan *plan, const char *format,
    const sn_render_options *options)
{
	struct sink s = {text, 0, 0, 0};

	text[0] = '\0';
	assert_int_equal(
	    sn_plan_render(plan, format, options, keep, &s, NULL), SN_OK);
}

/* Text shows the first 20 of each list and says how many more there are. */
static void
long_lists(void **state)
{
	char *text = malloc(CAPACITY);
	sn_plan *plan;

	(void)state;
	assert_non_null(text);
	for (unsigned n = 20; n <= 22; n++) {
		plan = plan_of(n, 1, SN_SCHEME_PAIRS, SN_LIMIT_NONE, NULL);
		render(text, plan, "text", NULL);
		assert_int_equal(
		    count(text, "IKEv2  protected-data-flows\n"), 20);
		/* Segments of the local side, twice: once beside a row each. */
		assert_int_equal(count(text, "and 1 more\n"), n == 21);
		assert_int_equal(count(text, "and 2 more\n"), n == 22);
		assert_int_equal(
		    count(text, "and 1 more: one for each"), n == 21);
		assert_int_equal(
		    count(text, "and 2 more: one for each"), n == 22);
		assert_int_equal(count(text, "\n  keep "), n); /* all rows */
		sn_plan_free(plan);
	}
	free(text);
}

/* What is said once the colours are taken out is what is said without. */
static void
colours(void **state)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	char *text = malloc(CAPACITY), *coloured = malloc(CAPACITY), *to;
	static const uint32_t scheme[] = {
	    SN_SCHEME_PAIRS, SN_SCHEME_AGGREGATE, SN_SCHEME_DESTINATION};

	(void)state;
	assert_non_null(text);
	assert_non_null(coloured);
	o.colour = 1;
	for (unsigned i = 0; i < 4; i++) {
		/* The last is not feasible. */
		sn_plan *plan = plan_of(2, 2, i < 3 ? scheme[i] : scheme[0],
		    i < 3 ? SN_LIMIT_NONE : 1, NULL);

		render(text, plan, "text", NULL);
		render(coloured, plan, "text", &o);
		assert_int_equal(count(text, "\033"), 0);
		assert_true(count(coloured, "\033[1m") > 1);
		to = coloured;
		for (const char *p = coloured; *p;) {
			if (*p == '\033')
				p = strchr(p, 'm') + 1;
			else
				*to++ = *p++;
		}
		*to = '\0';
		assert_string_equal(coloured, text);
		sn_plan_free(plan);
	}
	free(text);
	free(coloured);
}

/* A sink that fails at call n: that is said, and it isn't called again. */
static void
failing_sinks(void **state)
{
	char *text = malloc(CAPACITY);
	sn_plan *plan = plan_of(64, 64, SN_SCHEME_PAIRS, SN_LIMIT_NONE, NULL);
	const char *format;

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; (format = sn_plan_format_name(i)); i++) {
		struct sink s = {text, 0, 0, 0};
		unsigned calls;

		assert_non_null(sn_plan_format_title(i));
		if (sn_plan_render(plan, format, NULL, keep, &s, NULL))
			continue; /* a format that cannot hold this plan */
		calls = s.calls;
		assert_true(calls > 0);
		for (unsigned at = 1; at <= calls; at++) {
			sn_error e = {0};

			s = (struct sink){text, 0, 0, at};
			assert_int_equal(
			    sn_plan_render(plan, format, NULL, keep, &s, &e),
			    SN_EIO);
			assert_int_equal(s.calls, at);
			assert_int_equal(e.status, SN_EIO);
			assert_true(e.message[0]);
		}
	}
	assert_null(sn_plan_format_title(100));
	sn_plan_free(plan);
	free(text);
}

static void
bad_arguments(void **state)
{
	char text[8];
	struct sink s = {text, 0, 0, 0};
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn_plan *plan = plan_of(1, 1, SN_SCHEME_PAIRS, 1, NULL), *none;
	const char *format;
	sn_error e = {0};

	(void)state;
	assert_int_equal(
	    sn_plan_render(plan, "xml", NULL, keep, &s, &e), SN_EINVAL);
	assert_non_null(strstr(e.message, "format"));
	o.struct_size++;
	assert_int_equal(
	    sn_plan_render(plan, "text", &o, keep, &s, NULL), SN_EINVAL);
	/* Only what shows something shows a plan that isn't feasible. */
	none = plan_of(2, 2, SN_SCHEME_PAIRS, 1, NULL);
	assert_int_equal(sn_plan_get(none)->scheme, SN_SCHEME_NONE);
	for (size_t i = 0; (format = sn_plan_format_name(i)); i++) {
		if (!strcmp(format, "text") || !strcmp(format, "json") ||
		    !strcmp(format, "csv") || !strcmp(format, "dot") ||
		    !strcmp(format, "svg") || !strcmp(format, "html"))
			continue;
		memset(&e, 0, sizeof(e));
		assert_int_equal(
		    sn_plan_render(none, format, NULL, keep, &s, &e),
		    SN_EINFEASIBLE);
		assert_non_null(strstr(e.message, "connections"));
	}
	assert_int_equal(s.calls, 0);
	sn_plan_free(none);
	sn_plan_free(plan);
}

/* ------------------------------------------------------------- changes */

/* Every step and connection of @change is in the JSON, in order. */
static void
check_change_json(const sn_plan_change *change, const char *text)
{
	json_t *root = json_loads(text, 0, NULL), *list, *each;
	json_t *json = json_object_get(root, "change");
	const sn_plan_change_view *v = sn_plan_change_get(change);
	const sn_step *s;
	size_t i;

	assert_non_null(json);
	list = json_object_get(json, "connections");
	for (i = 0; i < v->fate_count; i++) {
		each = json_array_get(list, i);
		assert_string_equal(
		    json_string_value(json_object_get(each, "name")),
		    v->fates[i].connection->name);
		assert_string_equal(
		    json_string_value(json_object_get(each, "fate")),
		    sn_word(SN_WORD_FATE, v->fates[i].fate));
	}
	assert_int_equal(json_array_size(list), i);
	list = json_object_get(json, "steps");
	for (i = 0; i < sn_plan_change_get(change)->step_count &&
		    (s = &sn_plan_change_get(change)->steps[i]);
	     i++) {
		each = json_array_get(list, i);
		assert_string_equal(
		    json_string_value(json_object_get(each, "step")),
		    sn_word(SN_WORD_STEP, s->kind));
		if (s->connection)
			assert_int_equal(
			    json_array_size(json_object_get(each, "local")),
			    s->connection->local_count);
		else
			assert_true((json_object_get(each, "source") != NULL) ==
				    (s->row->kind == SN_ROUTE_POLICY));
	}
	assert_int_equal(json_array_size(list), i);
	json_decref(root);
}

/* A line for each step; what it is about stands in it. */
static void
check_change_text(const sn_plan_change *change, const char *text)
{
	const sn_step *s;

	for (size_t i = 0; i < sn_plan_change_get(change)->step_count &&
			   (s = &sn_plan_change_get(change)->steps[i]);
	     i++) {
		char head[64], line[512];
		const char *at;

		snprintf(head, sizeof(head), "\n  %3zu. %s ", i + 1,
		    sn_word(SN_WORD_STEP, s->kind));
		at = strstr(text, head);
		assert_non_null(at);
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(at + 1, "\n"),
		    at + 1);
		assert_non_null(strstr(
		    line, s->connection ? s->connection->name : s->next_hop));
		if (s->connection)
			assert_int_equal(count(line, "  local "),
			    s->kind != SN_STEP_DELETE_CONNECTION);
		else
			assert_int_equal(count(line, " -> "),
			    s->row->kind == SN_ROUTE_POLICY);
		if (s->connection && s->kind != SN_STEP_DELETE_CONNECTION)
			assert_int_equal(count(line, ","),
			    s->connection->local_count +
				s->connection->peer_count - 2);
	}
}

/* From one scheme to each other. */
static void
changes(void **state)
{
	static const uint32_t scheme[] = {
	    SN_SCHEME_PAIRS, SN_SCHEME_AGGREGATE, SN_SCHEME_DESTINATION};
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	char *text = malloc(CAPACITY);
	unsigned kinds = 0;

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < 9; i++) {
		sn_plan *before =
		    plan_of(2, 2, scheme[i / 3], SN_LIMIT_NONE, NULL);
		sn_plan_change *change;
		sn_deployed *old;
		sn_plan *after;
		const sn_step *s;

		assert_int_equal(sn_deployed_from_plan(&old, before), SN_OK);
		after = plan_of(3, 2, scheme[i % 3], SN_LIMIT_NONE, old);
		assert_int_equal(
		    sn_plan_change_new(&change, old, after), SN_OK);
		for (size_t k = 0; k < sn_plan_change_get(change)->step_count &&
				   (s = &sn_plan_change_get(change)->steps[k]);
		     k++)
			kinds |= 1u << s->kind;
		o.change = change;
		render(text, after, "text", &o);
		check_change_text(change, text);
		render(text, after, "json", &o);
		check_change_json(change, text);
		sn_plan_change_free(change);
		sn_plan_free(before);
		sn_plan_free(after);
		sn_deployed_free(old);
	}
	/* All kinds but modified connections, which need equal names. */
	assert_int_equal(kinds | 1u << SN_STEP_MODIFY_CONNECTION, 0xfe);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(long_lists),
	    cmocka_unit_test(colours),
	    cmocka_unit_test(failing_sinks),
	    cmocka_unit_test(bad_arguments),
	    cmocka_unit_test(changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
