/*
 * cmd_cover.c - supernet cover: at most k prefixes, fewest extra addresses.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "segments.h"

enum {
	OPT_SHORTEST = OPT_COMMAND,
	OPT_AVOID,
	OPT_MAX_EXTRA,
	OPT_CURVE,
	OPT_PREVIOUS,
	OPT_CHURN_COST,
	OPT_WEIGHT
};

struct cover_job {
	struct common common;
	sn_cover_options options;
	sn_count max_extra;
	sn_set *avoid;
	uint64_t curve;
	struct segments previous;
	sn_prefixes *previous_list;
	sn_weight *weight;
};

static int
bad_number(const char *option, const char *arg)
{
	return usage_error("cover", "%s: '%s'", option, arg);
}

/* The list in use today: prefixes as they are, not merged. */
static int
previous(struct cover_job *job, const char *path)
{
	char *at = malloc(strlen(path) + 2);
	int exit_code;

	if (!at)
		return status_exit(SN_ENOMEM, "--previous");
	sprintf(at, "@%s", path);
	exit_code =
	    segments_add(&job->previous, "--previous", at, &job->common.text);
	free(at);
	if (exit_code)
		return exit_code;
	sn_prefixes_free(job->previous_list);
	job->previous_list = NULL;
	exit_code = status_exit(sn_prefixes_new(&job->previous_list,
				    job->previous.p, job->previous.n, NULL),
	    "--previous");
	job->options.previous = job->previous_list;
	return exit_code;
}

/* One line "PREFIX COST" of a weight file, without its end. */
static int
weight_line(
    struct cover_job *job, const char *name, uint64_t number, const char *line)
{
	char prefix[SN_PREFIX_TEXT_MAX], cost[24], more;
	sn_error error = {.line = number, .column = 1};
	sn_weight w;
	int n = sscanf(line, " %49[^ \t#] %23[0-9] %c", prefix, cost, &more);
	sn_weight *grown;

	if (n <= 0 || prefix[0] == '#')
		return 0;
	if (n == 1 || (n == 3 && more != '#') ||
	    !parse_number(cost, UINT64_MAX, &w.cost)) {
		snprintf(error.message, sizeof(error.message),
		    "expected PREFIX COST");
		snprintf(error.text, sizeof(error.text), "%.60s", line);
	} else if (!sn_prefix_parse(
		       &w.prefix, prefix, strlen(prefix), 0, &error)) {
		grown = realloc(
		    job->weight, (job->options.weight_count + 1) * sizeof(w));
		if (!grown)
			return status_exit(SN_ENOMEM, name);
		job->weight = grown;
		job->weight[job->options.weight_count++] = w;
		job->options.weights = job->weight;
		return 0;
	}
	error.line = number;
	text_error(name, &error, "");
	return EXIT_USAGE;
}

static int
weights(struct cover_job *job, const char *path)
{
	struct text t;
	char line[256];
	int exit_code = text_open(&t, path);
	const char *p = t.data, *stop;
	uint64_t number = 1;

	if (exit_code)
		return exit_code;
	for (stop = p + t.size; p < stop && !exit_code; number++) {
		const char *end = memchr(p, '\n', (size_t)(stop - p));
		size_t n = (size_t)((end ? end : stop) - p);

		if (n >= sizeof(line))
			n = sizeof(line) - 1;
		memcpy(line, p, n);
		line[n] = '\0';
		exit_code = weight_line(job, t.name, number, line);
		p = end ? end + 1 : stop;
	}
	text_close(&t);
	return exit_code;
}

/* L4 or L4,L6. */
static int
shortest(struct cover_job *job, const char *arg)
{
	char text[8];
	const char *comma = strchr(arg, ',');
	size_t n = comma ? (size_t)(comma - arg) : strlen(arg);
	uint64_t l4, l6 = 0;

	if (n >= sizeof(text))
		return bad_number("--shortest takes L4 or L4,L6", arg);
	memcpy(text, arg, n);
	text[n] = '\0';
	if (!parse_number(text, 32, &l4) ||
	    (comma && !parse_number(comma + 1, 128, &l6)))
		return bad_number("--shortest takes L4 or L4,L6", arg);
	job->options.shortest4 = (uint8_t)l4;
	job->options.shortest6 = (uint8_t)l6;
	return 0;
}

/* A prefix, if it reads as one and is no file; else a file of items. */
static int
avoid(struct cover_job *job, char *arg)
{
	sn_set *more = NULL, *both = NULL;
	sn_range range;
	sn_error error;
	int exit_code;

	if (access(arg, F_OK) &&
	    !sn_range_parse(&range, arg, strlen(arg), 0, &error)) {
		sn_builder *b;
		sn_status status = sn_builder_new(&b, NULL);

		if (!status) {
			status = sn_builder_add_range(b, range);
			if (!status)
				status = sn_builder_build(&more, b);
			sn_builder_free(b);
		}
		exit_code = status_exit(status, "--avoid");
	} else {
		exit_code = read_set(&more, &job->common, &arg, 1);
	}
	if (exit_code)
		return exit_code;
	if (job->avoid) {
		exit_code = status_exit(
		    sn_set_union(&both, job->avoid, more), "--avoid");
		sn_set_free(job->avoid);
		sn_set_free(more);
		more = both;
	}
	job->avoid = more;
	return exit_code;
}

static int
cover_option(struct cover_job *job, int opt, char *arg)
{
	sn_error error;

	switch (opt) {
	case 'k':
		if (parse_number(arg, UINT32_MAX, &job->options.max_prefixes) &&
		    job->options.max_prefixes)
			return 0;
		return bad_number("-k takes a number from 1", arg);
	case OPT_SHORTEST:
		return shortest(job, arg);
	case OPT_AVOID:
		return avoid(job, arg);
	case OPT_MAX_EXTRA:
		if (sn_count_parse(&job->max_extra, arg, strlen(arg), &error))
			return bad_number(
			    "--max-extra takes a number of addresses", arg);
		job->options.max_extra = &job->max_extra;
		return 0;
	case OPT_PREVIOUS:
		return previous(job, arg);
	case OPT_CHURN_COST:
		if (parse_number(arg, UINT64_MAX, &job->options.churn_cost))
			return 0;
		return bad_number("--churn-cost takes a number", arg);
	case OPT_WEIGHT:
		return weights(job, arg);
	case OPT_CURVE:
		if (parse_number(arg, 1u << 24, &job->curve) && job->curve)
			return 0;
		return bad_number("--curve takes a number from 1", arg);
	default:
		return usage_hint("cover");
	}
}

/* k,extra for each k; a budget that is infeasible has no extra. */
static sn_status
put_curve(struct output *o, const sn_count *cost, uint64_t n)
{
	sn_status status = output_write(o, "k,extra\n", 8);

	for (uint64_t k = 1; k <= n && !status; k++) {
		char line[SN_COUNT_TEXT_MAX + 32], extra[SN_COUNT_TEXT_MAX];
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
		bool feasible = cost[k - 1].word[3] != UINT64_MAX;
		int len;

		sn_count_format(extra, sizeof(extra), cost[k - 1]);
		len = snprintf(line, sizeof(line), "%llu,%s\n",
		    (unsigned long long)k, feasible ? extra : "");
		status = output_write(o, line, (size_t)len);
	}
	return status;
}

static int
curve(const struct cover_job *job, const sn_set *set)
{
	sn_count *cost = calloc(job->curve, sizeof(*cost));
	struct output o;
	int exit_code = cost ? status_exit(sn_cover_curve(set, &job->options,
					       cost, job->curve),
				   "cover")
			     : status_exit(SN_ENOMEM, "cover");

	if (!exit_code)
		exit_code = output_open(&o, job->common.output);
	if (!exit_code)
		exit_code = output_close(&o, put_curve(&o, cost, job->curve));
	free(cost);
	return exit_code;
}

static int
infeasible(const sn_cover_result *r)
{
	if (r->prefixes)
		message("no such cover: at least %llu prefixes are needed",
		    (unsigned long long)r->prefixes);
	else
		message("no such cover with any number of prefixes: the set "
			"itself touches what must be avoided");
	return EXIT_NO;
}

static sn_status
put_json(
    struct output *o, const sn_prefix *p, size_t n, const sn_cover_result *r)
{
	char text[SN_COUNT_TEXT_MAX + 64], extra[SN_COUNT_TEXT_MAX];
	static const char head[] = "{\n  \"version\": 1,\n  \"prefixes\": [";
	sn_status status = output_write(o, head, sizeof(head) - 1);
	int len;

	for (size_t i = 0; i < n && !status; i++) {
		char prefix[SN_PREFIX_TEXT_MAX];

		sn_prefix_format(prefix, sizeof(prefix), p[i]);
		len = snprintf(
		    text, sizeof(text), "%s\n    \"%s\"", i ? "," : "", prefix);
		status = output_write(o, text, (size_t)len);
	}
	if (status)
		return status;
	sn_count_format(extra, sizeof(extra), r->extra);
	len = snprintf(text, sizeof(text),
	    "%s],\n  \"extra_addresses\": \"%s\"\n}\n", n ? "\n  " : "", extra);
	return output_write(o, text, (size_t)len);
}

/* A list of prefixes is not a set: neighbours stay apart. */
static sn_status
put_list(struct output *o, enum set_format format, const sn_prefixes *list,
    const sn_cover_result *r)
{
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);
	sn_status status = SN_OK;

	if (format == FORMAT_JSON)
		return put_json(o, p, n, r);
	if (format == FORMAT_CSV)
		status = output_write(o, "prefix\n", 7);
	for (size_t i = 0; i < n && !status; i++) {
		char line[SN_RANGE_TEXT_MAX + 1];
		size_t len = format == FORMAT_RANGES
				 ? sn_range_format(line, sizeof(line),
				       sn_prefix_range(p[i]))
				 : sn_prefix_format(line, sizeof(line), p[i]);

		line[len] = '\n';
		status = output_write(o, line, len + 1);
	}
	return status;
}

static int
cover(const struct cover_job *job, const sn_set *set, enum set_format format)
{
	sn_prefixes *list = NULL;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	struct output o;
	char extra[SN_COUNT_TEXT_MAX];
	sn_status status = sn_cover(&list, set, &job->options, &r);
	int exit_code;

	if (status == SN_EINFEASIBLE)
		return infeasible(&r);
	if (status == SN_ELIMIT)
		return usage_error("cover", "weights and changes cost 2^119 "
					    "or more: more than sums can hold");
	if (status == SN_EINVAL)
		return usage_error("cover", "a weight is given twice");
	if (status)
		return status_exit(status, "cover");
	exit_code = output_open(&o, job->common.output);
	if (!exit_code)
		exit_code = output_close(&o, put_list(&o, format, list, &r));
	sn_prefixes_free(list);
	if (exit_code)
		return exit_code;
	sn_count_format(extra, sizeof(extra), r.extra);
	fprintf(stderr, "cover: %llu prefixes, %s extra addresses\n",
	    (unsigned long long)r.prefixes, extra);
	return EXIT_DONE;
}

static int
run_cover(struct cover_job *job, int argc, char **argv)
{
	static const struct option options[] = {COMMON_LONG,
	    {"shortest", required_argument, NULL, OPT_SHORTEST},
	    {"avoid", required_argument, NULL, OPT_AVOID},
	    {"max-extra", required_argument, NULL, OPT_MAX_EXTRA},
	    {"previous", required_argument, NULL, OPT_PREVIOUS},
	    {"churn-cost", required_argument, NULL, OPT_CHURN_COST},
	    {"weight", required_argument, NULL, OPT_WEIGHT},
	    {"curve", required_argument, NULL, OPT_CURVE}, {NULL, 0, NULL, 0}};
	enum set_format format;
	sn_set *set = NULL;
	int opt, exit_code = 0;

	while (!exit_code && (opt = next_option(argc, argv,
				  COMMON_SHORT "k:", options)) != -1) {
		if (opt == 'h')
			return show_usage("cover");
		exit_code = common_option(&job->common, opt, optarg);
		if (exit_code < 0)
			exit_code = cover_option(job, opt, optarg);
	}
	if (!exit_code && !common_set_format(&job->common, &format))
		exit_code = EXIT_USAGE;
	if (!exit_code && !job->options.max_prefixes &&
	    !job->options.max_extra && !job->curve)
		exit_code = usage_error(
		    "cover", "one of -k, --max-extra and --curve is needed");
	if (!exit_code)
		exit_code =
		    read_set(&set, &job->common, argv + optind, argc - optind);
	if (exit_code)
		return exit_code;
	job->options.avoid = job->avoid;
	exit_code = job->curve ? curve(job, set) : cover(job, set, format);
	sn_set_free(set);
	return exit_code;
}

int
cmd_cover(int argc, char **argv)
{
	static const sn_cover_options options = SN_COVER_OPTIONS_INIT;
	struct cover_job job;
	int exit_code;

	memset(&job, 0, sizeof(job));
	common_init(&job.common, argv[0]);
	job.options = options;
	exit_code = run_cover(&job, argc, argv);
	sn_set_free(job.avoid);
	sn_prefixes_free(job.previous_list);
	segments_free(&job.previous);
	free(job.weight);
	return exit_code;
}
