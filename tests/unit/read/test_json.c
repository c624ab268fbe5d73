/*
 * test_json.c - JSON text into values, compared with jansson's own parser.
 */
#include "test.h"

#include "json.h"
#include "supernet_text.h"

static const struct {
	const char *text;
	int status;
	uint64_t line, column;
	const char *why;
} table[] = {
    {"{}", SN_OK, 0, 0, "empty"},
    {" [ ] \r\n\t", SN_OK, 0, 0, "blanks"},
    {"{\"a\":[1,-2,0,-0,\"x\",true,false,null,{}]}", SN_OK, 0, 0, "all kinds"},
    {"[9223372036854775807,-9223372036854775808]", SN_OK, 0, 0, "the ends"},
    {"[9223372036854775808]", SN_ESYNTAX, 1, 2, "one more"},
    {"[-9223372036854775809]", SN_ESYNTAX, 1, 2, "one less"},
    {"[1.5,1e9,0.0E-3,-1.0e+2]", SN_OK, 0, 0, "real numbers"},
    {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\"]", SN_OK, 0, 0,
	"escapes"},
    {"[\"\\ud83d\\ude00\"]", SN_OK, 0, 0, "a pair of surrogates"},
    {"[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"]", SN_OK, 0, 0,
	"UTF-8"},
    {"{\"\\u0061\":1,\"b\":2}", SN_OK, 0, 0, "an escape in a key"},
    {"", SN_ESYNTAX, 1, 1, "nothing"},
    {"1", SN_ESYNTAX, 1, 1, "a scalar"},
    {"[1]x", SN_ESYNTAX, 1, 4, "something after"},
    {"[1,]", SN_ESYNTAX, 1, 4, "a comma too many"},
    {"{\"a\":1,}", SN_ESYNTAX, 1, 8, "a comma too many"},
    {"[,]", SN_ESYNTAX, 1, 2, "a comma too many"},
    {"[1 2]", SN_ESYNTAX, 1, 4, "no comma"},
    {"{\"a\" 1}", SN_ESYNTAX, 1, 6, "no colon"},
    {"{a:1}", SN_ESYNTAX, 1, 2, "no quotes"},
    {"{\"a\":1,\n \"\\u0061\":2}", SN_ESYNTAX, 2, 2, "a key twice"},
    {"[1", SN_ESYNTAX, 1, 3, "no end"},
    {"{\"a\":", SN_ESYNTAX, 1, 6, "no end"},
    {"[\"a", SN_ESYNTAX, 1, 2, "no end"},
    {"[\"a\\\"]", SN_ESYNTAX, 1, 2, "no end"},
    {"[\"\\", SN_ESYNTAX, 1, 2, "no end"},
    {"[\"\t\"]", SN_ESYNTAX, 1, 3, "a tab"},
    {"[\"\\x\"]", SN_ESYNTAX, 1, 3, "no escape"},
    {"[\"\\u12\"]", SN_ESYNTAX, 1, 3, "half an escape"},
    {"[\"\\u0000\"]", SN_ESYNTAX, 1, 3, "NUL"},
    {"[\"\\ud83d\"]", SN_ESYNTAX, 1, 3, "half a pair"},
    {"[\"\\ude00\\ud83d\"]", SN_ESYNTAX, 1, 3, "a pair turned round"},
    {"[\"\\ud83d\\u0041\"]", SN_ESYNTAX, 1, 3, "half a pair"},
    {"[\"\xff\"]", SN_ESYNTAX, 1, 3, "not UTF-8"},
    {"[\"\xc0\xaf\"]", SN_ESYNTAX, 1, 3, "longer than it need be"},
    {"[\"\xe0\x9f\xbf\"]", SN_ESYNTAX, 1, 3, "longer than it need be"},
    {"[\"\xf0\x8f\xbf\xbf\"]", SN_ESYNTAX, 1, 3, "longer than it need be"},
    {"[\"\xed\xa0\x80\"]", SN_ESYNTAX, 1, 3, "a surrogate in UTF-8"},
    {"[\"\xf4\x90\x80\x80\"]", SN_ESYNTAX, 1, 3, "beyond the last"},
    {"[\"\xe2\x82\"]", SN_ESYNTAX, 1, 3, "cut short"},
    {"[01]", SN_ESYNTAX, 1, 2, "a leading zero"},
    {"[-]", SN_ESYNTAX, 1, 2, "no digits"},
    {"[.5]", SN_ESYNTAX, 1, 2, "no digits"},
    {"[1.]", SN_ESYNTAX, 1, 2, "no digits"},
    {"[1e+]", SN_ESYNTAX, 1, 2, "no digits"},
    {"[+1]", SN_ESYNTAX, 1, 2, "a plus"},
    {"[True]", SN_ESYNTAX, 1, 2, "a capital"},
    {"[nul]", SN_ESYNTAX, 1, 2, "half a word"},
    {"[truex]", SN_ESYNTAX, 1, 6, "more than a word"},
    {"[1}", SN_ESYNTAX, 1, 3, "the other bracket"},
    {"/**/[]", SN_ESYNTAX, 1, 1, "a comment"},
};

static void
texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		size_t size = strlen(table[i].text);
		/* As large as the text, for the sanitizers. */
		char *text = malloc(size ? size : 1);
		sn_error e = {0};
		sn__reader r = {text, size, 0, &e};
		sn__arena arena = sn__arena_of(NULL);
		const sn__value *json;
		const char *wrong;
		sn_status status;

		assert_non_null(text);
		memcpy(text, table[i].text, size);
		status = sn__json_read(&r, &arena, &json);
		wrong = json_judge(text, size);
		if (status != table[i].status || e.line != table[i].line ||
		    e.column != table[i].column || wrong)
			fail_msg("%s: '%s': status %d at %u:%u (%s)%s%s",
			    table[i].why, table[i].text, status,
			    (unsigned)e.line, (unsigned)e.column, e.message,
			    wrong ? "; " : "", wrong ? wrong : "");
		sn__arena_clear(&arena);
		free(text);
	}
}

/* A byte that jansson passes over behind a number. */
static void
nul_byte(void **state)
{
	static const char text[] = "[2\0]\n";
	sn_error e = {0};
	sn__reader r = sn__reader_of(text, sizeof(text) - 1, &e);
	sn__arena arena = sn__arena_of(NULL);
	const sn__value *json;

	(void)state;
	assert_int_equal(sn__json_read(&r, &arena, &json), SN_ESYNTAX);
	assert_int_equal(e.column, 3);
	sn__arena_clear(&arena);
	assert_null(json_judge(text, sizeof(text) - 1));
}

/* Good texts with a few bytes changed. */
static void
mutations(void **state)
{
	static const char bytes[] = "{}[]\",:\\u0019ed8-+.tfn \n\x80\xc3\xff";
	uint64_t seed = test_seed();
	unsigned taken = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(200000); round++) {
		const char *from =
		    table[round % (sizeof(table) / sizeof(*table))].text;
		size_t size = strlen(from);
		char text[128];
		const char *wrong;
		json_t *json;

		memcpy(text, from, size);
		for (uint64_t n = test_below(&seed, 4); n > 0 && size; n--) {
			size_t at = test_below(&seed, size);

			if (test_below(&seed, 4) == 0) {
				memmove(
				    text + at, text + at + 1, size - at - 1);
				size--;
			} else {
				text[at] =
				    bytes[test_below(&seed, sizeof(bytes) - 1)];
			}
		}
		wrong = json_judge(text, size);
		if (wrong)
			fail_msg("%.*s: %s", (int)size, text, wrong);
		json = json_loadb(text, size, 0, NULL);
		taken += json != NULL;
		json_decref(json);
	}
	assert_true(taken > test_least(10000));
}

/* The deepest that is taken, and one more. */
static void
depth(void **state)
{
	(void)state;
	for (int n = SN__JSON_DEEPEST; n <= SN__JSON_DEEPEST + 1; n++) {
		char text[2 * SN__JSON_DEEPEST + 2];
		sn_error e = {0};
		sn__reader r = {text, 2 * (size_t)n, 0, &e};
		sn__arena arena = sn__arena_of(NULL);
		const sn__value *json;
		sn_status status;

		memset(text, '[', (size_t)n);
		memset(text + n, ']', (size_t)n);
		status = sn__json_read(&r, &arena, &json);
		assert_int_equal(
		    status, n == SN__JSON_DEEPEST ? SN_OK : SN_ELIMIT);
		if (status)
			assert_int_equal(e.column, n);
		sn__arena_clear(&arena);
	}
}

/* How one reader or another says no; what it would have made is freed. */
static sn_status
read_by(unsigned reader, const char *text, size_t size, sn_error *e)
{
	static const char *const format[] = {
	    NULL, "provider", "plan", "terraform", "ip-rule"};
	sn_network *network = NULL;
	sn_deployed *deployed = NULL;
	sn_configured *configured = NULL;
	sn_profile *profile = NULL;
	sn_table *routes = NULL;

	switch (reader) {
	case 0:
		return sn_network_read(&network, text, size, e);
	case 1:
		return sn_deployed_read(&deployed, text, size, e);
	case 2:
		return sn_configured_read(&configured, text, size, e);
	case 3:
		return sn_profile_read(&profile, text, size, e);
	default:
		return sn_table_read(
		    &routes, text, size, format[reader - 4], e);
	}
}

enum { READERS = 9 };

/*
 * Nesting is refused by every reader of JSON: arrays and objects, in a value
 * that it wants and in one that it passes over, a little too deep and far too
 * deep for any stack.
 */
static void
every_reader(void **state)
{
	static const char *const head[] = {"",
	    "{\"local\":", "{\"x\":", "{\"version\":1,\"policy_routes\":",
	    "{\"values\":{\"root_module\":"};
	static const char *const nest[] = {"[", "{\"a\":"};
	char *text = malloc(6 * 1000000 + 64);

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < READERS * 5 * 2 * 2; i++) {
		unsigned reader = i % READERS, h = i / READERS % 5;
		const char *what = nest[i / READERS / 5 % 2];
		size_t n = strlen(what), size = strlen(head[h]);
		size_t deep = i / READERS / 10 ? 1000000 : SN__JSON_DEEPEST + 1;
		sn_error e = {0};

		memcpy(text, head[h], size);
		for (size_t j = 0; j < deep; j++, size += n)
			memcpy(text + size, what, n);
		assert_int_equal(read_by(reader, text, size, &e), SN_ELIMIT);
		assert_int_equal(e.status, SN_ELIMIT);
		assert_non_null(strstr(e.message, "deep"));
		assert_true(e.column > 0);
	}
	free(text);
}

/* Values one after the other, and the blanks between them. */
static void
one_after_the_other(void **state)
{
	static const char text[] = "{\"a\":1} \n[2]{}\n x";
	static const size_t after[] = {9, 12, 16};
	sn_error e = {0};
	sn__reader r = sn__reader_of(text, sizeof(text) - 1, &e);
	sn__arena arena = sn__arena_of(NULL);
	const sn__value *json;
	size_t offset = 0;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(
		    sn__json_next(&r, &arena, &offset, &json), SN_OK);
		assert_int_equal(offset, after[i]);
	}
	assert_int_equal(sn__json_next(&r, &arena, &offset, &json), SN_ESYNTAX);
	sn__arena_clear(&arena);
	assert_int_equal(e.line, 3);
	assert_int_equal(e.column, 2);
	assert_int_equal(e.offset, 16);
}

/* The moment between the scan of a string and its copy is an allocation. */
struct moment {
	char *text; /* where it changes; NULL: not now */
	unsigned grown;
};
enum { GUARD = 64 };

static void *
changing_realloc(void *ctx, void *old, size_t size)
{
	struct moment *m = ctx;
	unsigned char *p;

	assert_null(old);
	if (m->text) {
		memcpy(m->text, "\\u", 2);
		m->grown++;
	}
	p = malloc(16 + size + GUARD);
	assert_non_null(p);
	memcpy(p, &size, sizeof(size));
	memset(p + 16 + size, 0xa5, GUARD);
	return p + 16;
}

static void
guarded_free(void *ctx, void *block)
{
	unsigned char *p = block;
	size_t size;

	(void)ctx;
	if (!p)
		return;
	memcpy(&size, p - 16, sizeof(size));
	for (size_t i = 0; i < GUARD; i++)
		if (p[size + i] != 0xa5)
			fail_msg(
			    "byte %u past a block was written", (unsigned)i);
	free(p - 16);
}

/*
 * Another process changes the text while it is read, just after the end of a
 * string was found, at each of its bytes: nothing is written past the string's
 * block. The string is long, to have a block of its own.
 */
static void
text_that_changes(void **state)
{
	static const char end[] = "\\n1234x\"d83d\\ude00\"]";
	enum { LONG = 20000 };
	char text[LONG + sizeof(end)];
	struct moment moment = {NULL, 0};
	sn_alloc alloc = {&moment, changing_realloc, guarded_free};

	(void)state;
	for (size_t at = 0; at + 2 < sizeof(end); at++) {
		sn__reader r = {text, sizeof(text) - 1, 0, NULL};
		sn__arena arena = sn__arena_of(&alloc);
		const sn__value *json;

		memset(text, 'A', LONG);
		memcpy(text, "[\"\\t", 4);
		memcpy(text + LONG, end, sizeof(end));
		moment.text = NULL;
		assert_non_null(sn__arena_get(&arena, 1, 1000, 1));
		moment.text = text + LONG + at;
		if (sn__json_read(&r, &arena, &json) == SN_OK)
			assert_true(json->child[0].n <= LONG + sizeof(end));
		sn__arena_clear(&arena);
	}
	assert_true(moment.grown >= sizeof(end) - 3);
}

/* Every key of a large object is found, and one that is there twice as well. */
static void
large_objects(void **state)
{
	enum { MOST = 3000, KEY = 24 };
	char *text = malloc((size_t)MOST * KEY + 64);
	uint64_t seed = test_seed();

	(void)state;
	assert_non_null(text);
	for (unsigned n = 1; n < MOST; n += n < 40 ? 1 : 997) {
		unsigned twice = (unsigned)test_below(&seed, n);
		sn_error e = {0};
		sn__arena arena = sn__arena_of(NULL);
		sn__reader r = {text, 0, 0, &e};
		const sn__value *json;
		char key[KEY];

		text[r.size++] = '{';
		for (unsigned i = 0; i < n; i++)
			r.size += (size_t)sprintf(text + r.size, "%s\"k%u\":%u",
			    i ? "," : "", i * 7919 % 65536, i);
		text[r.size] = '}';
		r.size++;
		assert_int_equal(sn__json_read(&r, &arena, &json), SN_OK);
		for (unsigned i = 0; i < n; i++) {
			snprintf(key, KEY, "k%u", i * 7919 % 65536);
			assert_int_equal(sn__value_get(json, key)->number, i);
		}
		assert_null(sn__value_get(json, "k"));
		assert_null(sn__value_get(json, "k65536"));
		assert_null(json_judge(text, r.size));
		r.size--;
		r.size += (size_t)sprintf(
		    text + r.size, ",\n \"k%u\":[]}", twice * 7919 % 65536);
		assert_int_equal(sn__json_read(&r, &arena, &json), SN_ESYNTAX);
		assert_int_equal(e.line, 2);
		assert_int_equal(e.column, 2);
		assert_non_null(strstr(e.message, "duplicate"));
		sn__arena_clear(&arena);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(nul_byte),
	    cmocka_unit_test(mutations),
	    cmocka_unit_test(depth),
	    cmocka_unit_test(every_reader),
	    cmocka_unit_test(one_after_the_other),
	    cmocka_unit_test(text_that_changes),
	    cmocka_unit_test(large_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
