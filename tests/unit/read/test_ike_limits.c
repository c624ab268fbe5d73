/*
 * test_ike_limits.c - configurations with more than is read, and bytes that
 * are no text.
 */
#include "supernet_text.h"
#include "test.h"

/* A text of @before, @n times @each and @after. */
struct many {
	const char *why;
	const char *before, *each, *after;
	size_t n;
	sn_status status;
	uint64_t line, column; /* 0: no place is said */
	const char *message;
};

#define MORE                                                         \
 "more than is read: 4096 connections with 4096 children and 16384 " \
 "selectors, "                                                       \
 "proposals of 1023 bytes, keys of 65536"

static const struct many rows[] = {
    {"sections one in another, as deep as is read", "connections {\n", "a {\n",
	"", 30, SN_ESYNTAX, 31, 1, "no brace closes this section"},
    {"deeper", "connections {\n", "a {\n", "", 31, SN_ELIMIT, 32, 1,
	"sections in one another, more than 32 deep"},
    {"settings", "secrets {\n", "a = 1\n", "}\n", 1 << 18, SN_ELIMIT, 262145, 1,
	"more than 2^18 settings"},
    {"sections", "secrets {\n", "a {\n}\n", "}\n", 8192, SN_ELIMIT, 16384, 1,
	"more than 8192 sections"},
    {"sections of ipsec.conf", "", "conn a\n", "", 4097, SN_ELIMIT, 4097, 6,
	"more than 4096 sections"},
    {"lines of a device", "crypto map a\n", "x\n", "", 1 << 18, SN_ELIMIT,
	262145, 1, "more than 2^18 lines"},
    {"a key that is as long as is read", "secrets {\nike {\nsecret = ", "x",
	"\n}\n}\n", 65536, SN_OK, 0, 0, NULL},
    {"longer", "secrets {\nike {\nsecret = ", "x", "\n}\n}\n", 65537, SN_ELIMIT,
	1, 1, MORE},
    {"proposals that are longer", "conn a\n\tright=192.0.2.2\n\tike=", "x",
	"\n", 1024, SN_ELIMIT, 1, 1, MORE},
    {"algorithms of one kind", "connections {\na {\nproposals = aes-sha256",
	"-modp2048", "\n}\n}\n", 200, SN_OK, 0, 0, NULL},
    {"also= deeper than is looked", "conn a\n\tright=192.0.2.2\n", "\talso=a\n",
	"", 40, SN_OK, 0, 0, NULL},
};

static void
more_than_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct many *t = &rows[i];
		size_t b = strlen(t->before), k = strlen(t->each);
		size_t a = strlen(t->after), size = b + k * t->n + a;
		char *text = malloc(size + 1);
		sn_ike_config *config = NULL;
		sn_error e;

		assert_non_null(text);
		print_message("  %s\n", t->why);
		memcpy(text, t->before, b);
		for (size_t m = 0; m < t->n; m++)
			memcpy(text + b + m * k, t->each, k);
		memcpy(text + b + k * t->n, t->after, a + 1);
		assert_int_equal(
		    sn_ike_config_read(&config, text, size, NULL, &e),
		    t->status);
		if (t->message) {
			assert_string_equal(e.message, t->message);
			assert_int_equal(e.line, t->line);
			assert_int_equal(e.column, t->column);
		}
		assert_true(!config == (t->status != SN_OK));
		sn_ike_config_free(config);
		free(text);
	}
}

/* Work that grows as a square has an end. */
static void
more_is_inherited(void **state)
{
	enum { KEYS = 12000, LINE = 16 };
	static char text[KEYS * LINE + 64];
	size_t n = (size_t)snprintf(text, sizeof(text), "base {\n");
	sn_ike_config *config = NULL;
	sn_error e;

	(void)state;
	for (unsigned i = 0; i < KEYS; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "k%u = 1\n", i);
	n += (size_t)snprintf(
	    text + n, sizeof(text) - n, "}\nconnections {\na : base {\n}\n}\n");
	assert_int_equal(
	    sn_ike_config_read(&config, text, n, NULL, &e), SN_ELIMIT);
	assert_string_equal(e.message, "more is inherited than is read");
	assert_null(config);
}

/* NUL bytes, at which a text of C would end. */
static void
bytes_that_are_none(void **state)
{
	static const struct {
		const char *text;
		size_t size;
		uint64_t line, column;
		const char *message;
	} none[] = {
	    {"secrets {\na\0b = 1\n}\n", 20, 2, 1,
		"expected '=' or '{' after this name"},
	    {"secrets {\na = x\0y\n}\n", 20, 2, 6,
		"expected a section or a setting"},
	    {"secrets {\na = \"x\0y\"\n}\n", 22, 2, 5,
		"a NUL byte is no part of a setting"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		sn_ike_config *config = NULL;
		sn_error e;

		assert_int_equal(sn_ike_config_read(&config, none[i].text,
				     none[i].size, NULL, &e),
		    SN_ESYNTAX);
		assert_string_equal(e.message, none[i].message);
		assert_int_equal(e.line, none[i].line);
		assert_int_equal(e.column, none[i].column);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(more_than_is_read),
	    cmocka_unit_test(more_is_inherited),
	    cmocka_unit_test(bytes_that_are_none)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
