/*
 * options.c - the command line of a command, read once.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

enum { MOST_OPTIONS = 64 };

bool
parse_number(const char *text, uint64_t most, uint64_t *out)
{
	uint64_t n = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (*text < '0' || *text > '9' || n > (most - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return n <= most;
}

static int
number(const struct common *c, const char *name, const char *arg, uint64_t most,
    uint64_t *out)
{
	if (parse_number(arg, most, out) && *out > 0)
		return 0;
	return usage_error(c->command, "%s takes a number from 1 to %llu: '%s'",
	    name, (unsigned long long)most, arg);
}

static int
delimiter(struct common *c, const char *arg)
{
	c->text.flags &= ~(uint32_t)SN_TEXT_BLANKS;
	if (!strcmp(arg, "blank")) {
		c->text.flags |= SN_TEXT_BLANKS;
		return 0;
	}
	if (!strcmp(arg, "\\t") || !strcmp(arg, "tab"))
		arg = "\t";
	if (strlen(arg) != 1 || *arg == '"' || *arg == '\n')
		return usage_error(c->command,
		    "--delimiter takes one character, tab or blank: '%s'", arg);
	c->text.delimiter = *arg;
	return 0;
}

/* A column by its number, or by its name, of which *name gets a copy. */
static int
column(struct common *c, const char *option, const char *arg, size_t n,
    uint32_t *out, char **name)
{
	char *word = strndup(arg, n);
	uint64_t found = 0;
	bool is_number;

	if (!word)
		return status_exit(SN_ENOMEM, "options");
	is_number = parse_number(word, 1000000, &found);
	free(*name);
	*name = NULL;
	*out = (uint32_t)found;
	if (!is_number)
		*name = word;
	else
		free(word);
	if (is_number ? found > 0 : n && strspn(arg, "0123456789") < n)
		return 0;
	return usage_error(c->command,
	    "%s takes a name or a number from 1 to 1000000: '%s'", option, arg);
}

static int
columns(struct common *c, const char *arg)
{
	size_t n = strcspn(arg, ",");
	int exit_code =
	    column(c, "--column", arg, n, &c->text.column, &c->names.item);

	c->text.second_column = 0;
	if (!exit_code && arg[n])
		exit_code =
		    column(c, "--column", arg + n + 1, strlen(arg + n + 1),
			&c->text.second_column, &c->names.second);
	return exit_code;
}

static int
where(struct common *c, const char *arg)
{
	const char *value = strchr(arg, '=');
	uint32_t i = c->text.where_count;

	if (!value)
		return usage_error(
		    c->command, "--where takes COLUMN=VALUE: '%s'", arg);
	if (i == MOST_WHERE)
		return usage_error(
		    c->command, "--where may be given %d times", MOST_WHERE);
	c->text.where_count++;
	c->where[i].value = value + 1;
	return column(c, "--where", arg, (size_t)(value - arg),
	    &c->where[i].column, &c->names.where[i]);
}

static int
comment(struct common *c, const char *arg)
{
	if (strpbrk(arg, "0123456789abcdefABCDEF.:*[]\" \t\r\n"))
		return usage_error(c->command,
		    "--comment takes characters that no address has: '%s'",
		    arg);
	c->text.comment = arg;
	return 0;
}

/* Whether what is said of lists and columns fits together. */
static int
check_columns(struct common *c)
{
	bool item = c->text.column || c->names.item;
	bool second = c->text.second_column || c->names.second;
	bool row = c->text.where_count || c->text.columns_are || second;

	/* Names are those of a header. */
	c->header |= c->names.item || c->names.second;
	for (uint32_t i = 0; i < c->text.where_count; i++)
		c->header |= c->names.where[i] != NULL;
	if (c->text.flags & SN_TEXT_EXTRACT &&
	    (item || row || c->header || c->group_by))
		return usage_error(
		    c->command, "--extract reads text that has no columns");
	if (row && !item)
		return usage_error(c->command, "%s needs --column",
		    c->text.where_count ? "--where" : "--columns-are");
	if (c->text.columns_are && !second)
		return usage_error(c->command,
		    "--columns-are needs two columns: --column N,M");
	if (second && c->text.column && c->text.column == c->text.second_column)
		return usage_error(
		    c->command, "--column takes two columns that differ");
	return 0;
}

/* Of how lists are written and grouped. -1: it is not one of them. */
static int
list_option(struct common *c, int id, const char *arg)
{
	switch (id) {
	case OPT_TEMPLATE:
		c->list.item = arg;
		break;
	case OPT_SEPARATOR:
		c->list.separator = arg;
		break;
	case OPT_HEAD:
		c->list.head = arg;
		break;
	case OPT_TAIL:
		c->list.tail = arg;
		break;
	case OPT_BATCH:
		return number(c, "--batch", arg, UINT32_MAX, &c->list.batch);
	case OPT_NAME:
		c->list.name = arg;
		break;
	case OPT_GROUP_BY:
		c->group_by = arg;
		break;
	case OPT_MEMBERS:
		c->members = true;
		break;
	case OPT_EXPLAIN:
		c->explain = true;
		break;
	default:
		return -1;
	}
	return 0;
}

/* Takes a common option. -1: it is not one; else 0 or an exit code. */
static int
common_option(struct common *c, const struct opt *opt, const char *arg)
{
	uint64_t n = 0;
	int exit_code = 0;

	switch (opt->id) {
	case 'f':
		c->format = arg;
		break;
	case OPT_TITLE:
		c->report.title = arg;
		break;
	case OPT_NOTATION:
		c->text.flags &= ~(uint32_t)SN_TEXT_LENIENT;
		c->text.flags |= opt_word(opt, arg) ? SN_TEXT_LENIENT : 0u;
		break;
	case OPT_SKIP_INVALID:
		c->text.flags |= SN_TEXT_SKIP_INVALID;
		break;
	case OPT_STRICT_NETWORK:
		c->text.flags |= SN_TEXT_STRICT_NETWORK;
		break;
	case OPT_COLUMN:
		return columns(c, arg);
	case OPT_COLUMNS_ARE:
		c->text.columns_are = (uint32_t)opt_word(opt, arg);
		break;
	case OPT_WHERE:
		return where(c, arg);
	case OPT_COMMENT:
		return comment(c, arg);
	case OPT_HEADER:
		c->header = true;
		break;
	case OPT_EXTRACT:
		c->text.flags |= SN_TEXT_EXTRACT;
		break;
	case OPT_DELIMITER:
		return delimiter(c, arg);
	case OPT_PROGRESS:
		c->progress = 1;
		break;
	case OPT_NO_PROGRESS:
		c->progress = 0;
		break;
	case 'j':
		exit_code = number(c, "--threads", arg, 1024, &n);
		c->threads = (unsigned)n;
		break;
	case 'o':
		c->output = arg;
		break;
	case 'q':
		be_quiet();
		break;
	default:
		return list_option(c, opt->id, arg);
	}
	return exit_code;
}

/* The i-th of words "a|b|c"; false beyond the last. */
static bool
word_at(const char *words, size_t i, char *buffer, size_t size)
{
	for (; i > 0 && words; i--) {
		words = strchr(words, '|');
		words += words != NULL;
	}
	if (!words)
		return false;
	snprintf(buffer, size, "%.*s", (int)strcspn(words, "|"), words);
	return true;
}

bool
opt_word_at(const struct opt *opt, size_t i, char *buffer, size_t size)
{
	const char *v = opt->value, *word;

	if (opt->word) {
		word = opt->word(i);
		if (word)
			snprintf(buffer, size, "%s", word);
		return word != NULL;
	}
	/* Words are digits and small letters; what stands for a value is
	 * not. */
	return v && strchr(v, '|') && *v >= '0' && (*v < 'A' || *v >= 'a') &&
	       word_at(v, i, buffer, size);
}

int
opt_word(const struct opt *opt, const char *value)
{
	char word[64];

	for (size_t i = 0; opt_word_at(opt, i, word, sizeof(word)); i++)
		if (!strcmp(word, value))
			return (int)i;
	return -1;
}

/* "a, b or c" in @all, and the nearest of them in @n. */
static void
all_words(const struct opt *opt, char *all, size_t size, struct nearest *n)
{
	char word[64], next[64];
	size_t used = 0;

	for (size_t i = 0; opt_word_at(opt, i, word, sizeof(word)); i++) {
		bool last = !opt_word_at(opt, i + 1, next, sizeof(next));
		const char *comma = !i ? "" : last ? " or " : ", ";

		nearest_try(n, word);
		if (used < size)
			used += (size_t)snprintf(
			    all + used, size - used, "%s%s", comma, word);
	}
}

/* Few words are all named where none is near. */
static int
wrong_word(const struct args *args, const struct opt *opt, const char *value)
{
	const struct opt *lists = args->command->options;
	const char *command = args->command->name;
	struct nearest n = {.word = value};
	char all[256] = "";

	all_words(opt, all, sizeof(all), &n);
	if (*n.best)
		return usage_error(command,
		    "--%s: no such value: '%s' (did you mean '%s'?)", opt->name,
		    value, n.best);
	/* The option that shows its words: "list-formats", "list-templates". */
	while (lists->id &&
	       (!lists->name || strncmp(lists->name, "list-", 5) ||
		   (lists->id != OPT_LIST_TEMPLATES &&
		       /* NOLINTNEXTLINE(*NonNullParamChecker): it has words */
		       strncmp(lists->name + 5, opt->name, strlen(opt->name)))))
		lists++;
	if (opt->word && lists->id)
		return usage_error(command,
		    "--%s: no such value: '%s'; see 'supernet %s --%s'",
		    opt->name, value, command, lists->name);
	return usage_error(
	    command, "--%s takes %s, not '%s'", opt->name, all, value);
}

/* The option as this verb has it: its value may differ, or there is none. */
static int
settle(struct args *args, const char *verb, struct given *g)
{
	const struct command *c = args->command;
	const struct opt *opt = c->options, *named = g->opt;
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): all have one */
	int id = named->id;

	while (opt->id &&
	       (opt->id != id || (opt->verbs && !(opt->verbs & args->verb))))
		opt++;
	if (!opt->id)
		return usage_error(
		    c->name, "%s %s has no --%s", c->name, verb, named->name);
	g->opt = opt;
	/* A profile may be a file, too: who takes it looks. */
	if (opt_word_at(g->opt, 0, (char[64]){0}, 64) &&
	    !strchr(g->opt->value, '@') && opt_word(g->opt, g->value) < 0)
		return wrong_word(args, g->opt, g->value);
	return 0;
}

enum { OPERAND = 1 }; /* what getopt calls it */

struct tables {
	struct option longs[MOST_OPTIONS + 1];
	char shorts[2 * MOST_OPTIONS + 3];
};

static void
tables_fill(struct tables *t, const struct opt *opt)
{
	size_t n = 0, m = 0;

	memset(t, 0, sizeof(*t));
	t->shorts[m++] = '-'; /* words come in their order, operands too */
	t->shorts[m++] = ':';
	for (; opt->id && n < MOST_OPTIONS; opt++) {
		if (opt->name)
			t->longs[n++] = (struct option){opt->name,
			    opt->value ? required_argument : no_argument, NULL,
			    opt->id};
		if (opt->id < 256) {
			t->shorts[m++] = (char)opt->id;
			if (opt->value)
				t->shorts[m++] = ':';
		}
	}
}

static const struct opt *
by_id(const struct opt *opt, int id)
{
	while (opt->id && opt->id != id)
		opt++;
	return opt->id ? opt : NULL;
}

/* A long option that getopt did not find: several begin so, or none is. */
static int
wrong_long(const struct command *command, const char *arg)
{
	char name[64], all[512] = "";
	struct nearest near = {.word = name};
	size_t used = 0, n;

	n = strcspn(arg + 2, "=");
	snprintf(name, sizeof(name), "%.*s", (int)(n < 64 ? n : 63), arg + 2);
	for (const struct opt *o = command->options; o->id; o++) {
		if (!o->name || !o->help)
			continue;
		nearest_try(&near, o->name);
		if (*name && !strncmp(o->name, name, n) && used < sizeof(all))
			used += (size_t)snprintf(all + used, sizeof(all) - used,
			    "%s--%s", used ? ", " : "", o->name);
	}
	if (strchr(all, ' '))
		return usage_error(
		    command->name, "'--%s' may be any of %s", name, all);
	return no_such(command->name, "option", &near);
}

static int
wrong_option(const struct command *command, int found, const char *arg)
{
	bool long_name = !strncmp(arg, "--", 2);
	char letter[2] = {(char)optopt, '\0'};

	if (found == ':' && long_name)
		return usage_error(command->name, "%s needs a value", arg);
	if (found == ':')
		return usage_error(command->name, "-%s needs a value", letter);
	if (long_name && optopt)
		return usage_error(command->name, "%.*s takes no value: '%s'",
		    (int)strcspn(arg, "="), arg, strchr(arg, '=') + 1);
	if (long_name)
		return wrong_long(command, arg);
	return usage_error(command->name, "no such option: '-%s'", letter);
}

static void
give(struct args *args, const struct opt *opt, const char *value)
{
	args->given[args->n++] = (struct given){opt, value};
}

/* The next option or operand. Some C libraries stop at "-", as after "--". */
static int
next(int argc, char **argv, const struct tables *t)
{
	int found = getopt_long(argc, argv, t->shorts, t->longs, NULL);

	if (found != -1 || optind >= argc || strcmp(argv[optind], "-") != 0 ||
	    !strcmp(argv[optind - 1], "--"))
		return found;
	optarg = argv[optind++];
	return OPERAND;
}

/*
 * Every option, as it is written, and the operands, which move to the front of
 * @argv: C libraries differ in when they do that themselves. Negative: go on;
 * else the exit code.
 */
static int
collect(struct args *args, int argc, char **argv)
{
	struct tables t;
	int found;

	tables_fill(&t, args->command->options);
	opterr = 0;
	args->file = argv + 1;
	while ((found = next(argc, argv, &t)) != -1) {
		const struct opt *opt = by_id(args->command->options, found);

		if (found == OPERAND) {
			args->file[args->files++] = optarg;
			continue;
		}
		if (!opt)
			return wrong_option(
			    args->command, found, argv[optind - 1]);
		if (opt->id == 'h' || opt->id == 'V' ||
		    opt->id == OPT_LIST_TEMPLATES) {
			args->asked = opt->id < 256 ? (char)opt->id : 'T';
			return EXIT_DONE;
		}
		give(args, opt, opt->value ? optarg : NULL);
		while (opt->many && optind < argc && argv[optind][0] != '-')
			give(args, opt, argv[optind++]);
	}
	while (optind < argc)
		args->file[args->files++] = argv[optind++];
	return -1;
}

/* The verb that stands first among what is no option. */
static int
take_verb(struct args *args)
{
	const char *name = args->command->name;
	const struct opt verbs = {.value = args->command->verbs};
	struct nearest near = {.word = args->files ? args->file[0] : ""};
	char all[256] = "";
	int at;

	if (!verbs.value)
		return 0;
	at = opt_word(&verbs, near.word);
	all_words(&verbs, all, sizeof(all), &near);
	if (!args->files)
		return usage_error(name, "%s needs %s", name, all);
	if (at < 0 && *near.best)
		return usage_error(name, "%s: no '%s' (did you mean '%s'?)",
		    name, near.word, near.best);
	if (at < 0)
		return usage_error(
		    name, "%s needs %s, not '%s'", name, all, near.word);
	args->verb = 1u << at;
	args->file++;
	args->files--;
	return 0;
}

int
args_read(
    struct args *args, const struct command *command, int argc, char **argv)
{
	static const sn_text_options text = SN_TEXT_OPTIONS_INIT;
	static const sn_template_options list = SN_TEMPLATE_OPTIONS_INIT;
	int exit_code;
	size_t own = 1;

	memset(args, 0, sizeof(*args));
	args->command = command;
	args->common.command = command->name;
	args->common.text = text;
	args->common.list = list;
	args->common.progress = -1;
	/* A word of the line is an option's value, or holds some letters. */
	for (int i = 0; i < argc; i++)
		own += strlen(argv[i]) + 1;
	args->given = calloc(own, sizeof(*args->given));
	args->common.argv = calloc((size_t)argc, sizeof(*argv));
	if (!args->given || !args->common.argv)
		return status_exit(SN_ENOMEM, "options");
	/* As given: what reads them puts the options first. */
	memcpy(args->common.argv, argv, (size_t)argc * sizeof(*argv));
	args->common.argc = argc;
	exit_code = collect(args, argc, argv);
	if (exit_code >= 0)
		return exit_code;
	exit_code = take_verb(args);
	own = 0;
	for (size_t i = 0; i < args->n && !exit_code; i++) {
		struct given *g = &args->given[i];

		exit_code = settle(args, argv[1], g);
		if (!exit_code)
			exit_code =
			    common_option(&args->common, g->opt, g->value);
		if (exit_code < 0) {
			args->given[own++] = *g;
			exit_code = 0;
		}
	}
	args->n = own;
	if (!exit_code)
		exit_code = check_columns(&args->common);
	if (!exit_code)
		exit_code = report_make(&args->common);
	return exit_code ? exit_code : -1;
}

void
args_free(struct args *args)
{
	free(args->common.names.item);
	free(args->common.names.second);
	for (size_t i = 0; i < MOST_WHERE; i++)
		free(args->common.names.where[i]);
	free(args->given);
	free(args->common.argv);
	free(args->common.report.line);
}

enum set_format
common_set_format(const struct common *c)
{
	static const char *const name[] = {"ranges", "json", "csv"};

	for (unsigned i = 0; i < 3 && c->format; i++)
		if (!strcmp(c->format, name[i]))
			return (enum set_format)(i + FORMAT_RANGES);
	return FORMAT_TEXT;
}
