/*
 * test_ike_growth.c - small configurations whose parts name one another so
 * often that work, or memory, would grow as a power of how deep they do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supernet_text.h"
#include "test.h"

struct text {
	char at[1 << 21];
	size_t n;
};

__attribute__((format(printf, 2, 3))) static void
add(struct text *t, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	t->n +=
	    (size_t)vsnprintf(t->at + t->n, sizeof(t->at) - t->n, format, list);
	va_end(list);
	assert_true(t->n < sizeof(t->at));
}

/* Sections that name the one before three times: 3^16 ways to the first. */
static void
ways_of_also(struct text *t)
{
	add(t, "conn t0\n\tleft=192.0.2.1\n");
	for (int i = 1; i <= 16; i++) {
		add(t, "conn t%d\n", i);
		for (int k = 0; k < 3; k++)
			add(t, "\talso=t%d\n", i - 1);
	}
	add(t, "conn x\n\tright=192.0.2.2\n\talso=t16\n");
}

/* Each section names the one before, so that all are read for each. */
static void
chain_of_also(struct text *t)
{
	for (int i = 0; i < 400; i++)
		add(t, "conn t%d\n\talso=t%d\n\tright=192.0.2.2\n", i, i - 1);
}

/* A list that all sections take from the defaults, in braces. */
static void
lists_for_all(struct text *t)
{
	add(t, "conn %%default\n\tright=192.0.2.2\n\tleftsubnets={");
	for (int i = 0; i < 5000; i++)
		add(t, "10.%d.%d.0/24 ", i >> 8, i & 255);
	add(t, "}\n");
	for (int i = 0; i < 4000; i++)
		add(t, "conn c%d\n", i);
}

static void
address_for_all(struct text *t)
{
	add(t, "conn %%default\n\tright=192.0.2.2\n\tleft=");
	for (int i = 0; i < 100000; i++)
		add(t, "1234567890");
	add(t, "\n");
	for (int i = 0; i < 4000; i++)
		add(t, "conn c%d\n\tleftid=%d\n", i, i);
}

/* Groups without an address: 10^7 ways to the first. */
static void
ways_of_groups(struct text *t)
{
	add(t, "object-group network g0\n description x\n");
	for (int i = 1; i < 8; i++) {
		add(t, "object-group network g%d\n", i);
		for (int k = 0; k < 10; k++)
			add(t, " group-object g%d\n", i - 1);
	}
	add(t, "access-list V extended permit ip object-group g7 any\n"
	       "crypto map m 1 match address V\n"
	       "crypto map m 1 set peer 192.0.2.1\n");
}

/* Entries that all name one list, which permits nothing. */
static void
list_for_all(struct text *t)
{
	for (int i = 0; i < 4000; i++)
		add(t, "access-list V extended deny ip any any\n");
	for (int i = 0; i < 4000; i++)
		add(t,
		    "crypto map m %d match address V\n"
		    "crypto map m %d set peer 192.0.2.1\n",
		    i, i);
}

static const struct {
	const char *why;
	void (*write)(struct text *t);
	sn_status status;
	const char *message;
} rows[] = {
    {"ways of also=", ways_of_also, SN_OK, ""},
    {"a chain of also=", chain_of_also, SN_ELIMIT,
	"sections are named by also= more than 2^16 times"},
    {"lists for all", lists_for_all, SN_ELIMIT, "more than is read"},
    {"an address for all", address_for_all, SN_ELIMIT, "more than is read"},
    {"ways of groups", ways_of_groups, SN_ELIMIT,
	"crypto maps and what they name have more than 2^22 lines"},
    {"a list for all", list_for_all, SN_ELIMIT,
	"crypto maps and what they name have more than 2^22 lines"},
};

static void
growth(void **state)
{
	struct text *t = malloc(sizeof(*t));

	(void)state;
	assert_non_null(t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		sn_ike_config *c = NULL;
		sn_error e = {.line = 0};

		print_message("  %s\n", rows[i].why);
		t->n = 0;
		rows[i].write(t);
		assert_int_equal(sn_ike_config_read(&c, t->at, t->n, NULL, &e),
		    rows[i].status);
		assert_memory_equal(
		    e.message, rows[i].message, strlen(rows[i].message));
		sn_ike_config_free(c);
	}
	free(t);
}

/* Lines that end where a name would stand, which is a word of theirs. */
static void
names_that_are_words(void **state)
{
	static const char *const text[] = {
	    "object network\n"
	    "object-group network network\n"
	    " group-object network\n"
	    "crypto ikev2 profile\n"
	    "crypto ipsec profile\n"
	    "crypto ipsec transform-set\n"
	    "tunnel-group tunnel-group\n"
	    "access-list extended extended permit ip object-group network any\n"
	    "crypto map m 1 match address extended\n"
	    "crypto map m 1 set ikev2-profile profile\n"
	    "crypto map m 1 set transform-set transform-set\n"
	    "crypto map m 1 set peer tunnel-group\n"
	    "interface Tunnel0\n"
	    " tunnel protection ipsec profile profile\n",
	    "conn %default\n"
	    "\tauto=add\n"
	    "conn a\n"
	    "\tright=192.0.2.2\n"
	    "\tleftsubnet= , ,10.1.0.0/24,, 10.2.0.0/24 ,\n"
	    "\trightsubnets={ 10.3.0.0/24  10.4.0.0/24, }\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		sn_ike_config *c = NULL;
		sn_error e;

		assert_int_equal(
		    sn_ike_config_read(&c, text[i], strlen(text[i]), NULL, &e),
		    SN_OK);
		sn_ike_config_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(growth), cmocka_unit_test(names_that_are_words)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
