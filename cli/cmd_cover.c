/*
 * cmd_cover.c - supernet cover: at most k prefixes, fewest extra addresses.
 */
#include <stdlib.h>
#include <string.h>

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
	const struct common *common;
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
	int exit_code =
	    segments_add_file(&job->previous, path, &job->common->text);

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

/* "PREFIX COST". */
static sn_status
weight_parse(sn_weight *w, const struct lines *l, sn_error *error)
{
	const char *end = l->item, *cost;
	char number[24];
	size_t n;
	sn_status status;

	while (end < l->end && *end != ' ' && *end != '\t')
		end++;
	status = sn_prefix_parse(
	    &w->prefix, l->item, (size_t)(end - l->item), 0, error);
	if (status)
		return status;
	cost = end;
	trim(&cost, &(const char *){l->end});
	n = (size_t)(l->end - cost);
	snprintf(number, sizeof(number), "%.*s", (int)(n < 24 ? n : 23), cost);
	if (n < 24 && parse_number(number, UINT64_MAX, &w->cost))
		return SN_OK;
	*error = (sn_error){.column = (uint64_t)(cost - l->item) + 1};
	snprintf(error->message, sizeof(error->message),
	    "expected PREFIX COST, and a cost below 2^64");
	snprintf(error->text, sizeof(error->text), "%.*s",
	    (int)(l->end - l->item < 60 ? l->end - l->item : 60), l->item);
	return SN_ESYNTAX;
}

static int
weight_add(struct cover_job *job, const sn_weight *w)
{
	size_t n = job->options.weight_count + 1;
	sn_weight *grown = realloc(job->weight, n * sizeof(*w));

	if (!grown)
		return status_exit(SN_ENOMEM, "--weight");
	job->weight = grown;
	job->weight[n - 1] = *w;
	job->options.weights = grown;
	job->options.weight_count = n;
	return 0;
}

static int
weights(struct cover_job *job, const char *path)
{
	struct text t;
	struct lines l;
	int exit_code = text_open(&t, path);
	sn_error error;
	sn_weight w;

	if (exit_code)
		return exit_code;
	lines_begin(&l, &t);
	while (!exit_code && lines_next(&l))
		if (weight_parse(&w, &l, &error))
			lines_error(&l, &t, &error);
		else
			exit_code = weight_add(job, &w);
	text_close(&t);
	return exit_code ? exit_code : bad_lines(l.bad, false);
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

static int
avoid(struct cover_job *job, const char *arg)
{
	char *path[] = {(char *)(uintptr_t)arg};
	sn_set *more = NULL, *both = NULL;
	int exit_code = read_set(&more, job->common, path, 1);

	if (exit_code || !job->avoid) {
		job->avoid = exit_code ? job->avoid : more;
		return exit_code;
	}
	exit_code =
	    status_exit(sn_set_union(&both, job->avoid, more), "--avoid");
	sn_set_free(job->avoid);
	sn_set_free(more);
	job->avoid = both;
	return exit_code;
}

static int
cover_option(struct cover_job *job, const struct given *given)
{
	const char *arg = given->value;
	sn_error error;

	switch (given->opt->id) {
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
		return 0;
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
		exit_code = output_open(&o, job->common->output);
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
	exit_code = output_open(&o, job->common->output);
	if (!exit_code)
		exit_code = output_close(&o, put_list(&o, format, list, &r));
	sn_prefixes_free(list);
	if (exit_code)
		return exit_code;
	sn_count_format(extra, sizeof(extra), r.extra);
	if (!is_quiet())
		fprintf(stderr, "cover: %llu prefixes, %s extra addresses\n",
		    (unsigned long long)r.prefixes, extra);
	return EXIT_DONE;
}

static int
run_job(struct cover_job *job, const struct args *args)
{
	sn_set *set = NULL;
	int exit_code = 0;

	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = cover_option(job, &args->given[i]);
	if (!exit_code && !job->options.max_prefixes &&
	    !job->options.max_extra && !job->curve)
		exit_code = usage_error(
		    "cover", "cover needs one of -k, --max-extra and --curve");
	if (!exit_code)
		exit_code =
		    read_set(&set, job->common, args->file, args->files);
	if (exit_code)
		return exit_code;
	job->options.avoid = job->avoid;
	exit_code = job->curve
			? curve(job, set)
			: cover(job, set, common_set_format(job->common));
	sn_set_free(set);
	return exit_code;
}

static int
run(struct args *args)
{
	static const sn_cover_options options = SN_COVER_OPTIONS_INIT;
	struct cover_job job;
	int exit_code;

	memset(&job, 0, sizeof(job));
	job.common = &args->common;
	job.options = options;
	exit_code = run_job(&job, args);
	sn_set_free(job.avoid);
	sn_prefixes_free(job.previous_list);
	segments_free(&job.previous);
	free(job.weight);
	return exit_code;
}

/* clang-format off */
static const struct opt cover_options[] = {
	OPT('k', NULL, "N", "at most N prefixes, IPv4 and IPv6 together"),
	OPT(OPT_MAX_EXTRA, "max-extra", "X",
	    "the fewest prefixes with at most X extra addresses"),
	OPT(OPT_SHORTEST, "shortest", "L4[,L6]",
	    "no prefix shorter than this"),
	OPT(OPT_AVOID, "avoid", "FILE|PREFIX",
	    "no prefix may touch this; may be repeated"),
	OPT(OPT_PREVIOUS, "previous", "FILE", "the list in use today"),
	OPT(OPT_CHURN_COST, "churn-cost", "X",
	    "each prefix dropped from it or added to it costs as much as X "
	    "extra addresses"),
	OPT(OPT_WEIGHT, "weight", "FILE",
	    "lines PREFIX COST: what an extra address costs there; the longest "
	    "prefix counts; else 1"),
	OPT(OPT_CURVE, "curve", "N",
	    "instead: the best for each k up to N, as CSV"),
	FORMAT_OPTION("text|ranges|json|csv",
	    "prefixes or ranges a line, or for programs"),
	INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_cover = {"cover",
    "at most N prefixes with the fewest extra addresses",
    "cover -k N [OPTIONS] [FILE...]\n"
    "cover --max-extra X [-k N] [OPTIONS] [FILE...]\n"
    "cover --curve N [OPTIONS] [FILE...]",
    "Writes the list of at most N prefixes that covers the files with the "
    "fewest extra addresses: exact, not a heuristic. Exits with 1, saying how "
    "many prefixes are needed, when there is no such list.\n" ITEMS,
    "supernet cover -k 10 --avoid 10.99.0.0/16 inventory.txt", NULL,
    cover_options, run};
