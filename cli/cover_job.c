/*
 * cover_job.c - the options of a cover, the files that they name, and which go
 * together.
 */
#include "cover_job.h"

#include <stdlib.h>
#include <string.h>

static int
bad_number(const char *option, const char *arg)
{
	return usage_error("cover", "%s: '%s'", option, arg);
}

/* "5%", "0.25%", with up to four places: in millionths, at most @most. */
static bool
parse_percent(const char *arg, uint64_t most, uint64_t *out)
{
	uint64_t n = 0;
	int places = -1; /* after the point; -1: before it */

	if (*arg < '0' || *arg > '9')
		return false;
	for (; *arg && strcmp(arg, "%"); arg++) {
		if (*arg == '.' && places < 0) {
			places = 0;
			continue;
		}
		if (*arg < '0' || *arg > '9' || places == 4 || n > most)
			return false;
		n = n * 10 + (uint64_t)(*arg - '0');
		places += places >= 0;
	}
	for (int i = places < 0 ? 0 : places; i < 4; i++)
		n *= 10;
	*out = n;
	return *arg && places && n <= most;
}

static int
max_extra(struct cover_job *job, const char *arg)
{
	sn_error error;

	if (parse_percent(arg, UINT64_C(1000000000000), &job->max_share))
		job->options.max_share = &job->max_share;
	else if (!sn_count_parse(&job->max_extra, arg, strlen(arg), &error))
		job->options.max_extra = &job->max_extra;
	else
		return bad_number(
		    "--max-extra takes a number of addresses, or a percentage "
		    "as 5%",
		    arg);
	return 0;
}

static int
density(struct cover_job *job, const char *arg)
{
	uint64_t n;

	if (!parse_percent(arg, 1000000, &n) || !n)
		return bad_number(
		    "--density takes a percentage up to 100%", arg);
	job->options.density = (uint32_t)n;
	return 0;
}

static int
budget(const char *option, const char *arg, uint64_t *out)
{
	if (parse_number(arg, UINT32_MAX, out) && *out)
		return 0;
	return bad_number(option, arg);
}

static int
lengths(struct cover_job *job, const char *arg)
{
	uint64_t n;

	if (!parse_number(arg, 129, &n) || !n)
		return bad_number(
		    "--lengths takes a number from 1 to 129", arg);
	job->options.max_lengths = (uint8_t)n;
	return 0;
}

/* The list in use today: prefixes as they are, not merged. */
static int
previous(struct cover_job *job, const char *path)
{
	int exit_code = segments_add_file(&job->previous, path, job->common);

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
	return exit_code ? exit_code : told_bad(&l.told);
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

int
cover_option(struct cover_job *job, const struct given *given)
{
	const char *arg = given->value;

	switch (given->opt->id) {
	case 'k':
		return budget("-k takes a number from 1", arg,
		    &job->options.max_prefixes);
	case '4':
		return budget("-4 takes a number from 1", arg,
		    &job->options.max_prefixes4);
	case '6':
		return budget("-6 takes a number from 1", arg,
		    &job->options.max_prefixes6);
	case OPT_SHORTEST:
		return shortest(job, arg);
	case OPT_AVOID:
		return avoid(job, arg);
	case OPT_MAX_EXTRA:
		return max_extra(job, arg);
	case OPT_DENSITY:
		return density(job, arg);
	case OPT_LENGTHS:
		return lengths(job, arg);
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

static int
compare_weights(const void *a, const void *b)
{
	const sn_weight *x = a, *y = b;

	return sn_prefix_compare(x->prefix, y->prefix);
}

/* No prefix may have two weights. */
static int
check_weights(const struct cover_job *job)
{
	const sn_weight *w = job->weight;
	char text[SN_PREFIX_TEXT_MAX];

	if (!w)
		return 0;
	qsort(job->weight, job->options.weight_count, sizeof(*w),
	    compare_weights);
	for (size_t i = 1; i < job->options.weight_count; i++)
		if (!compare_weights(w + i - 1, w + i)) {
			sn_prefix_format(text, sizeof(text), w[i].prefix);
			return usage_error(
			    "cover", "--weight: %s is given twice", text);
		}
	return 0;
}

int
cover_check(const struct cover_job *job)
{
	const sn_cover_options *o = &job->options;
	bool each = o->max_prefixes4 || o->max_prefixes6;
	int goals = !!o->max_extra + !!o->max_share + !!o->density +
		    !!o->max_lengths + !!job->curve;
	const char *format = job->common->format;

	if (!goals && !each && !o->max_prefixes)
		return usage_error("cover",
		    "cover needs one of -k, -4, -6, --max-extra, --density, "
		    "--lengths and --curve");
	if (goals > 1)
		return usage_error("cover",
		    "--max-extra, --density, --lengths and --curve exclude "
		    "each other");
	if (each && o->max_prefixes)
		return usage_error("cover", "-k excludes -4 and -6");
	if (each && goals && !o->max_share)
		return usage_error("cover",
		    "-4 and -6 go alone or with a share, as --max-extra 5%%");
	if ((o->density || o->max_lengths) &&
	    (o->weight_count || (o->previous && o->churn_cost)))
		return usage_error("cover",
		    "--density and --lengths exclude --weight and "
		    "--churn-cost");
	if (job->curve && format && strcmp(format, "text") &&
	    strcmp(format, "svg") &&
	    common_set_format(job->common) < FORMAT_JSON)
		return usage_error(
		    "cover", "--curve takes --format csv, json or svg");
	if (!job->curve && format && !strcmp(format, "svg"))
		return usage_error("cover", "--format svg needs --curve");
	return check_weights(job);
}

void
cover_job_clear(struct cover_job *job)
{
	sn_set_free(job->avoid);
	sn_prefixes_free(job->previous_list);
	segments_free(&job->previous);
	free(job->weight);
}
