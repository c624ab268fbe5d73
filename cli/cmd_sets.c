/*
 * cmd_sets.c - aggregate, intersect, subtract, symdiff, complement, count.
 */
#include <string.h>

#include "bar.h"
#include "groups.h"
#include "list.h"

/* clang-format off */
static const struct opt set_options[] = {
	SET_OPTIONS, INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
static const struct opt aggregate_options[] = {
	SET_OPTIONS, GROUP_OPTION,
	OPT(OPT_MEMBERS, "members", NULL,
	    "each aggregate with the input lines that are in it"),
	OPT(OPT_EXPLAIN, "explain", NULL,
	    "instead: lines that are duplicate, nested, overlapping, adjacent "
	    "or merged, and with which"),
	INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
static const struct opt complement_options[] = {
	OPT(OPT_COMMAND, "within", "PREFIX",
	    "the whole that things are missing from"),
	SET_OPTIONS, INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
static const struct opt count_options[] = {
	FORMAT_OPTION("text|json|csv",
	    "for people or programs (default text)"),
	GROUP_OPTION,
	OPT(OPT_MEMBERS, "members", NULL,
	    "how many input lines each aggregate has"),
	OPT(OPT_EXPLAIN, "explain", NULL,
	    "how many lines are duplicate, nested, overlapping, adjacent or "
	    "merged"),
	INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

/* --members or --explain, which say nothing by label. */
static int
lines_of(const struct args *args)
{
	const struct common *c = &args->common;

	if (c->group_by || (c->members && c->explain))
		return usage_error(c->command,
		    "--group-by, --members and --explain exclude each other");
	if (c->format && strcmp(c->format, "text") &&
	    common_set_format(c) < FORMAT_JSON)
		return usage_error(c->command,
		    "--members and --explain take --format text, json or csv, "
		    "not '%s'",
		    c->format);
	return c->members ? show_members(args) : show_explanation(args);
}

static int
aggregate(struct args *args)
{
	const struct common *c = &args->common;
	struct list l;
	sn_set *set = NULL;
	int exit_code;

	if (c->members || c->explain)
		return lines_of(args);
	if (c->group_by)
		return aggregate_groups(args);
	exit_code = list_prepare(&l, c, 0);
	if (!exit_code)
		exit_code = read_set(&set, c, args->file, args->files);
	if (!exit_code)
		exit_code = list_set(&l, set);
	sn_set_free(set);
	list_free(&l);
	return exit_code;
}

typedef sn_status operation(sn_set **out, const sn_set *a, const sn_set *b);

/* a, then each other file, from the left. */
static int
fold(const struct args *args, operation *op, bool just_two)
{
	const char *name = args->command->name;
	struct list l;
	sn_set *set = NULL;
	int exit_code, n = args->files;

	if (n < 2 || (just_two && n > 2))
		return usage_error(name, "%s takes %s files, not %d", name,
		    just_two ? "two" : "two or more", n);
	exit_code = list_prepare(&l, &args->common, 0);
	if (!exit_code)
		exit_code = read_set(&set, &args->common, args->file, 1);
	for (int i = 1; i < n && !exit_code; i++) {
		sn_set *other = NULL, *result = NULL;

		exit_code = read_set(&other, &args->common, args->file + i, 1);
		if (!exit_code)
			exit_code = status_exit(op(&result, set, other), name);
		sn_set_free(other);
		if (!exit_code) {
			sn_set_free(set);
			set = result;
		}
	}
	if (!exit_code)
		exit_code = list_set(&l, set);
	sn_set_free(set);
	list_free(&l);
	return exit_code;
}

static int
intersect(struct args *args)
{
	return fold(args, sn_set_intersect, false);
}

static int
subtract(struct args *args)
{
	return fold(args, sn_set_subtract, false);
}

static int
symdiff(struct args *args)
{
	return fold(args, sn_set_symdiff, true);
}

static int
complement(struct args *args)
{
	sn_set *set = NULL, *result = NULL;
	sn_prefix prefix;
	const sn_prefix *within = NULL;
	struct list l;
	sn_error error;
	int exit_code;

	for (size_t i = 0; i < args->n; i++) {
		const char *value = args->given[i].value;

		if (sn_prefix_parse(&prefix, value, strlen(value), 0, &error))
			return usage_error("complement", "--within: %s: '%s'",
			    error.message, error.text);
		within = &prefix;
	}
	exit_code = list_prepare(&l, &args->common, 0);
	if (!exit_code)
		exit_code =
		    read_set(&set, &args->common, args->file, args->files);
	if (!exit_code)
		exit_code = status_exit(
		    sn_set_complement(&result, set, within), "complement");
	if (!exit_code)
		exit_code = list_set(&l, result);
	sn_set_free(set);
	sn_set_free(result);
	list_free(&l);
	return exit_code;
}

static sn_status
put_counts(const sn_set *set, enum set_format format, struct output *o)
{
	static const unsigned family[] = {SN_IPV4, SN_IPV6};
	static const char *const name[] = {"ipv4", "ipv6"};
	bool json = format == FORMAT_JSON, csv = format == FORMAT_CSV;
	char text[1024], addresses[SN_COUNT_TEXT_MAX];
	const char *noun;
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
		noun = json || csv		? ""
		       : strcmp(addresses, "1") ? " addresses"
						: " address";
		n += snprintf(text + n, sizeof(text) - (size_t)n,
		    json  ? ", \"%s\": {\"addresses\": \"%s%s\", "
			    "\"aggregates\": %llu}"
		    : csv ? "%s,%s%s,%llu\n"
			  : "%s: %s%s in %llu aggregate%s\n",
		    name[i], addresses, noun, aggregates, plural(aggregates));
	}
	if (json)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "}\n");
	return output_write(o, text, (size_t)n);
}

/* How much of its common prefix each family fills. */
static sn_status
put_share(const sn_set *set, unsigned family, struct output *o)
{
	char text[BAR_MAX + 96], bar[BAR_MAX], prefix[SN_PREFIX_TEXT_MAX];
	double share;
	sn_prefix p;
	int n;

	if (sn_set_common(set, family, &p))
		return SN_OK;
	share = sn_count_to_double(sn_set_count(set, family)) /
		sn_count_to_double(sn_prefix_size(p));
	bar_draw(bar, share, true);
	sn_prefix_format(prefix, sizeof(prefix), p);
	n = snprintf(text, sizeof(text), "%s: %s %.3g%% of %s\n",
	    family == SN_IPV4 ? "ipv4" : "ipv6", bar, share * 100, prefix);
	return output_write(o, text, (size_t)n);
}

static int
count(struct args *args)
{
	const struct common *c = &args->common;
	struct output o;
	sn_set *set = NULL;
	int exit_code;

	if (c->members || c->explain)
		return lines_of(args);
	if (c->group_by)
		return count_groups(args);
	exit_code = read_set(&set, c, args->file, args->files);
	if (!exit_code)
		exit_code = output_open(&o, c->output);
	if (!exit_code) {
		sn_status status = put_counts(set, common_set_format(c), &o);

		for (int i = 0; i < 2 && !status && bar_is_wanted(c); i++)
			status = put_share(set, i ? SN_IPV6 : SN_IPV4, &o);
		exit_code = output_close(&o, status);
	}
	sn_set_free(set);
	return exit_code;
}

const struct command command_aggregate = {"aggregate",
    "the union of all files as the fewest prefixes",
    "aggregate [OPTIONS] [FILE...]",
    "Writes the union of all files as the fewest prefixes that cover exactly "
    "it, ascending, IPv4 before IPv6.\n" ITEMS,
    "supernet aggregate 10.0.0.0/24 10.0.1.0/24", NULL, aggregate_options,
    aggregate};

const struct command command_intersect = {"intersect",
    "what all files have in common", "intersect [OPTIONS] A B...",
    "Writes the addresses that are in all files.\n" ITEMS,
    "supernet intersect 10.0.0.0/8 inventory.txt", NULL, set_options,
    intersect};

const struct command command_subtract = {"subtract",
    "the first file minus all the others", "subtract [OPTIONS] A B...",
    "Writes the addresses of A that are in no other file.\n" ITEMS,
    "supernet subtract inventory.txt 10.9.0.0/16", NULL, set_options, subtract};

const struct command command_symdiff = {"symdiff",
    "what is in one of two files only", "symdiff [OPTIONS] A B",
    "Writes the addresses that are in just one of both files.\n" ITEMS,
    "supernet symdiff yesterday.txt today.txt", NULL, set_options, symdiff};

const struct command command_complement = {"complement", "what is missing",
    "complement [--within PREFIX] [OPTIONS] [FILE...]",
    "Writes what the files lack: of PREFIX, or of all of each family that "
    "occurs in them.\n" ITEMS,
    "supernet complement --within 10.0.0.0/8 10.0.0.0/9", NULL,
    complement_options, complement};

const struct command command_count = {"count",
    "addresses and aggregates per family", "count [OPTIONS] [FILE...]",
    "Writes how many addresses and aggregates the union of the files "
    "has.\n" ITEMS,
    "supernet count inventory.txt", NULL, count_options, count};
