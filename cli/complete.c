/*
 * complete.c - what may stand where a shell's cursor is.
 *
 * supernet __complete WORD...: the words up to the cursor, the last one begun
 * or empty. A line "CANDIDATE<tab>what it is" for each; a line "/" where names
 * of files are possible, too.
 */
#include <string.h>

#include "cli.h"

/* The line so far. */
struct line {
	const struct command *command;
	unsigned verb; /* its bit; 0: none yet */
	const struct opt
	    *open;	    /* the option that the last word is a value of */
	const char *prefix; /* of what is begun: "--option=", or nothing */
	const char *begun;
};

static void
offer(const struct line *l, const char *word, const char *what)
{
	if (!strncmp(word, l->begun, strlen(l->begun)))
		printf("%.*s%s\t%s\n", (int)(l->begun - l->prefix), l->prefix,
		    word, what);
}

static void
offer_commands(const struct line *l)
{
	const struct command *c;

	for (size_t i = 0; (c = command_at(i)); i++)
		offer(l, c->name, c->summary);
	offer(l, "help", "what a command does, and its options");
}

static bool
has(const struct line *l, const struct opt *o)
{
	return o->help && (!o->verbs || !l->verb || o->verbs & l->verb);
}

static void
offer_options(const struct line *l)
{
	for (const struct opt *o = l->command->options; o->id; o++) {
		char word[64];
		bool twice = false;

		for (const struct opt *p = l->command->options; p < o; p++)
			twice |= p->id == o->id && has(l, p);
		if (twice || !has(l, o))
			continue;
		if (o->name)
			snprintf(word, sizeof(word), "--%s", o->name);
		else
			snprintf(word, sizeof(word), "-%c", o->id);
		offer(l, word, o->help);
	}
}

/* The words of an option; files where one is what it takes. */
static void
offer_values(const struct line *l)
{
	const char *v = l->open->value;
	char word[64];

	if (!v)
		return;

	for (size_t i = 0; opt_word_at(l->open, i, word, sizeof(word)); i++)
		offer(l, word, l->open->name);
	if (!strncmp(v, "FILE", 4) || strstr(v, ".json"))
		puts("/");
	/* "@" and what has begun so: the shell completes the name after it. */
	if (strstr(v, "@FILE") && *l->begun == '@')
		puts("/");
}

/*
 * The option that @word names, as the verb has it; of two, where the verb is
 * not known yet, the later, which takes more. NULL: none.
 */
static const struct opt *
named(const struct line *l, const char *word)
{
	const struct opt *found = NULL;
	size_t n = strcspn(word, "=");

	for (const struct opt *o = l->command->options; o->id; o++) {
		bool is_long = n > 2 && o->name && strlen(o->name) == n - 2 &&
			       !strncmp(word, "--", 2) &&
			       !strncmp(word + 2, o->name, n - 2);
		bool is_short = n == 2 && *word == '-' && word[1] == o->id;

		if ((is_long || is_short) && has(l, o))
			found = o;
	}
	return found;
}

/* A whole word before the cursor. */
static void
pass(struct line *l, const char *word)
{
	const struct opt verbs = {.value = l->command->verbs};

	if (l->open) {
		l->open = NULL;
		return;
	}
	if (*word == '-') {
		const struct opt *o = named(l, word);

		l->open = o && o->value && !strchr(word, '=') ? o : NULL;
		return;
	}
	if (!l->verb && opt_word(&verbs, word) >= 0)
		l->verb = 1u << opt_word(&verbs, word);
}

static void
offer_operands(const struct line *l)
{
	const struct opt verbs = {.value = l->command->verbs};
	char verb[64];

	if (!verbs.value || l->verb) {
		puts("/");
		return;
	}
	for (size_t i = 0; opt_word_at(&verbs, i, verb, sizeof(verb)); i++)
		offer(l, verb, "of route tables");
}

/* The last word, once all before it have passed. */
static void
offer_last(struct line *l)
{
	const char *equals = strchr(l->begun, '=');

	if (equals && !l->open)
		l->open = *l->begun == '-' ? named(l, l->begun) : NULL;
	/* "--option=VALUE", or "=VALUE" where a shell cuts there. */
	if (equals && l->open) {
		l->prefix = equals > l->begun ? l->begun : equals + 1;
		l->begun = equals + 1;
	}
	if (l->open)
		offer_values(l);
	else if (*l->begun == '-')
		offer_options(l);
	else
		offer_operands(l);
}

int
complete(char **word, int n)
{
	const char *begun = n ? word[n - 1] : "";
	struct line l = {.begun = begun, .prefix = begun};

	if (n <= 1 || !strcmp(word[0], "help")) {
		if (n <= 2 && *l.begun != '-')
			offer_commands(&l);
		if (n <= 1) {
			offer(&l, "--help", "the commands");
			offer(&l, "--version", "the version");
		}
		return EXIT_DONE;
	}
	l.command = command_find(word[0]);
	if (!l.command)
		return EXIT_DONE;
	/* Where a shell cuts at '=', that is a word of its own. */
	for (int i = 1; i < n - 1; i++)
		if (strcmp(word[i], "="))
			pass(&l, word[i]);
	offer_last(&l);
	return EXIT_DONE;
}
