/*
 * cmd_sets.c - aggregate, intersect, subtract, symdiff, complement, count.
 */
#include <getopt.h>
#include <string.h>

#include "cli.h"

/* Takes the common options. Negative: go on; else the exit code. */
static int
common_only(struct common *c, int argc, char **argv)
{
	static const struct option options[] = {
	    COMMON_LONG, {NULL, 0, NULL, 0}};
	enum set_format format;
	int opt, exit_code;

	common_init(c, argv[0]);
	while ((opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == 'h')
			return show_usage(argv[0]);
		exit_code = common_option(c, opt, optarg);
		if (exit_code)
			return exit_code < 0 ? usage_hint(argv[0]) : exit_code;
	}
	return common_set_format(c, &format) ? -1 : EXIT_USAGE;
}

int
cmd_aggregate(int argc, char **argv)
{
	struct common c;
	sn_set *set = NULL;
	int exit_code = common_only(&c, argc, argv);

	if (exit_code >= 0)
		return exit_code;
	exit_code = read_set(&set, &c, argv + optind, argc - optind);
	if (!exit_code)
		exit_code = write_set(set, &c);
	sn_set_free(set);
	return exit_code;
}

typedef sn_status operation(sn_set **out, const sn_set *a, const sn_set *b);

/* a, then each other file, from the left. */
static int
fold(int argc, char **argv, operation *op, bool just_two)
{
	struct common c;
	sn_set *set = NULL;
	int exit_code = common_only(&c, argc, argv), n = argc - optind;

	if (exit_code >= 0)
		return exit_code;
	if (n < 2 || (just_two && n > 2))
		return usage_error(argv[0], "%s takes %s files, not %d",
		    argv[0], just_two ? "two" : "two or more", n);
	exit_code = read_set(&set, &c, argv + optind, 1);
	for (int i = 1; i < n && !exit_code; i++) {
		sn_set *other = NULL, *result = NULL;

		exit_code = read_set(&other, &c, argv + optind + i, 1);
		if (!exit_code)
			exit_code =
			    status_exit(op(&result, set, other), argv[0]);
		sn_set_free(other);
		if (!exit_code) {
			sn_set_free(set);
			set = result;
		}
	}
	if (!exit_code)
		exit_code = write_set(set, &c);
	sn_set_free(set);
	return exit_code;
}

int
cmd_intersect(int argc, char **argv)
{
	return fold(argc, argv, sn_set_intersect, false);
}

int
cmd_subtract(int argc, char **argv)
{
	return fold(argc, argv, sn_set_subtract, false);
}

int
cmd_symdiff(int argc, char **argv)
{
	return fold(argc, argv, sn_set_symdiff, true);
}

int
cmd_complement(int argc, char **argv)
{
	static const struct option options[] = {COMMON_LONG,
	    {"within", required_argument, NULL, OPT_COMMAND},
	    {NULL, 0, NULL, 0}};
	struct common c;
	sn_set *set = NULL, *result = NULL;
	sn_prefix within;
	bool has_within = false;
	enum set_format format;
	int opt, exit_code = 0;

	common_init(&c, argv[0]);
	while ((opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		sn_error error;

		if (opt == 'h')
			return show_usage(argv[0]);
		if (opt == OPT_COMMAND) {
			has_within = true;
			if (sn_prefix_parse(
				&within, optarg, strlen(optarg), 0, &error))
				return usage_error(argv[0],
				    "--within: %s: '%s'", error.message,
				    error.text);
			continue;
		}
		exit_code = common_option(&c, opt, optarg);
		if (exit_code)
			return exit_code < 0 ? usage_hint(argv[0]) : exit_code;
	}
	if (!common_set_format(&c, &format))
		return EXIT_USAGE;
	exit_code = read_set(&set, &c, argv + optind, argc - optind);
	if (!exit_code)
		exit_code = status_exit(sn_set_complement(&result, set,
					    has_within ? &within : NULL),
		    argv[0]);
	if (!exit_code)
		exit_code = write_set(result, &c);
	sn_set_free(set);
	sn_set_free(result);
	return exit_code;
}

static sn_status
put_counts(const sn_set *set, const char *format, struct output *o)
{
	static const unsigned family[] = {SN_IPV4, SN_IPV6};
	static const char *const name[] = {"ipv4", "ipv6"};
	bool json = !strcmp(format, "json"), csv = !strcmp(format, "csv");
	char text[1024], addresses[SN_COUNT_TEXT_MAX];
	int n = 0;

	if (json)
		n = snprintf(text, sizeof(text), "{\"version\": 1");
	else if (csv)
		n = snprintf(
		    text, sizeof(text), "family,addresses,aggregates\n");
	for (int i = 0; i < 2; i++) {
		unsigned long long aggregates =
		    (unsigned long long)sn_set_prefix_count(set, family[i]);

		sn_count_format(
		    addresses, sizeof(addresses), sn_set_count(set, family[i]));
		n += snprintf(text + n, sizeof(text) - (size_t)n,
		    json  ? ", \"%s\": {\"addresses\": \"%s\", "
			    "\"aggregates\": %llu}"
		    : csv ? "%s,%s,%llu\n"
			  : "%s: %s addresses in %llu aggregate%s\n",
		    name[i], addresses, aggregates,
		    json || csv || aggregates == 1 ? "" : "s");
	}
	if (json)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "}\n");
	return output_write(o, text, (size_t)n);
}

int
cmd_count(int argc, char **argv)
{
	struct common c;
	struct output o;
	sn_set *set = NULL;
	int exit_code = common_only(&c, argc, argv);

	if (exit_code >= 0)
		return exit_code;
	if (c.format && !strcmp(c.format, "ranges"))
		return usage_error(
		    argv[0], "--format of count is text, json or csv");
	exit_code = read_set(&set, &c, argv + optind, argc - optind);
	if (!exit_code)
		exit_code = output_open(&o, c.output);
	if (!exit_code)
		exit_code = output_close(
		    &o, put_counts(set, c.format ? c.format : "text", &o));
	sn_set_free(set);
	return exit_code;
}
