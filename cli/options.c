/*
 * options.c - the options that commands have in common.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

void
common_init(struct common *c, const char *command)
{
	static const sn_text_options text = SN_TEXT_OPTIONS_INIT;

	memset(c, 0, sizeof(*c));
	c->command = command;
	c->text = text;
	c->progress = -1;
}

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
notation(struct common *c, const char *arg)
{
	if (!strcmp(arg, "lenient"))
		c->text.flags |= SN_TEXT_LENIENT;
	else if (!strcmp(arg, "strict"))
		c->text.flags &= ~(uint32_t)SN_TEXT_LENIENT;
	else
		return usage_error(
		    c->command, "--notation is strict or lenient: '%s'", arg);
	return 0;
}

static int
delimiter(struct common *c, const char *arg)
{
	if (!strcmp(arg, "\\t"))
		arg = "\t";
	if (strlen(arg) != 1 || *arg == '"' || *arg == '\n')
		return usage_error(c->command,
		    "--delimiter takes one character, or \\t: '%s'", arg);
	c->text.delimiter = *arg;
	return 0;
}

/* An option that is not there, or not so. */
static void
wrong_option(int found, const char *command, const char *arg)
{
	bool long_name = !strncmp(arg, "--", 2);

	if (found == ':' && long_name)
		message("%s: option '%s' needs a value", command, arg);
	else if (found == ':')
		message("%s: option '-%c' needs a value", command, optopt);
	else if (long_name && optopt)
		message("%s: option '%.*s' takes no value", command,
		    (int)strcspn(arg, "="), arg);
	else if (long_name)
		message(
		    "%s: no such option, or more than one: '%s'", command, arg);
	else
		message("%s: no such option: '-%c'", command, optopt);
}

int
next_option(
    int argc, char **argv, const char *shorts, const struct option *options)
{
	int opt;

	opterr = 0;
	opt = getopt_long(argc, argv, shorts, options, NULL);
	if (opt != '?' && opt != ':')
		return opt;
	wrong_option(opt, argv[0], argv[optind - 1]);
	return '?';
}

int
common_option(struct common *c, int opt, const char *arg)
{
	uint64_t n = 0;
	int exit_code = 0;

	switch (opt) {
	case OPT_FORMAT:
		c->format = arg;
		break;
	case OPT_NOTATION:
		return notation(c, arg);
	case OPT_SKIP_INVALID:
		c->text.flags |= SN_TEXT_SKIP_INVALID;
		break;
	case OPT_STRICT_NETWORK:
		c->text.flags |= SN_TEXT_STRICT_NETWORK;
		break;
	case OPT_COLUMN:
		exit_code = number(c, "--column", arg, 1000000, &n);
		c->text.column = (uint32_t)n;
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
		exit_code = number(c, "-j", arg, 1024, &n);
		c->threads = (unsigned)n;
		break;
	case 'o':
		c->output = arg;
		break;
	default:
		return -1;
	}
	return exit_code;
}

bool
common_set_format(const struct common *c, enum set_format *format)
{
	static const char *const name[] = {"text", "ranges", "json", "csv"};

	*format = FORMAT_TEXT;
	if (!c->format)
		return true;
	for (unsigned i = 0; i < sizeof(name) / sizeof(*name); i++)
		if (!strcmp(c->format, name[i])) {
			*format = (enum set_format)i;
			return true;
		}
	(void)usage_error(c->command,
	    "--format is text, ranges, json or csv: '%s'", c->format);
	return false;
}
