/*
 * cmd_cover.c - supernet cover: at most k prefixes, fewest extra addresses.
 */
#include <stdlib.h>
#include <string.h>

#include "bar.h"
#include "cover_curve.h"
#include "cover_job.h"
#include "list.h"

static int
cover_exit(sn_status status)
{
	if (status == SN_ELIMIT)
		return usage_error("cover",
		    "the list would have more than 134217728 prefixes");
	return status_exit(status, "cover");
}

static int
curve(const struct cover_job *job, const sn_set *set)
{
	size_t n = (size_t)job->curve;
	sn_cover_point *point = calloc(n, sizeof(*point));
	struct curve c = {.point = point, .n = n, .addresses = {1, 1}};
	unsigned families = 0;
	struct output o;
	int exit_code =
	    point ? cover_exit(sn_cover_curve(set, &job->options, point, n))
		  : status_exit(SN_ENOMEM, "cover");

	for (unsigned i = 0; i < 2; i++) {
		sn_prefix p;

		if (sn_set_common(set, i ? SN_IPV6 : SN_IPV4, &p))
			continue;
		families++;
		c.addresses[i] = sn_count_to_double(sn_prefix_size(p));
	}
	c.mixed = families == 2;
	if (!exit_code)
		exit_code = output_open(&o, job->common->output);
	if (!exit_code)
		exit_code = output_close(
		    &o, bar_is_wanted(job->common)
			    ? curve_show(&c, &o)
			    : curve_write(&c, job->common->format, &o));
	free(point);
	return exit_code;
}

static int
infeasible(const sn_cover_result *r)
{
	const char *family = r->family == SN_IPV4   ? " of IPv4"
			     : r->family == SN_IPV6 ? " of IPv6"
						    : "";

	if (r->prefixes)
		message("no such cover: at least %llu prefixes%s are needed",
		    (unsigned long long)r->prefixes, family);
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
static int
put_list(struct list *l, const sn_prefixes *prefixes, const sn_cover_result *r)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	int exit_code;

	list.prefixes = sn_prefixes_data(prefixes, &list.count);
	if (l->json) {
		exit_code = output_open(&l->out, l->common->output);
		return exit_code ? exit_code
				 : output_close(
				       &l->out, put_json(&l->out, list.prefixes,
						    list.count, r));
	}
	exit_code = list_open(l, l->common->output);
	if (exit_code)
		return exit_code;
	list_put(l, &list);
	return list_close(l, 0);
}

/* One family of a list: what it has beyond the input. */
struct part {
	unsigned family;
	size_t prefixes;
	sn_count extra;
};

/* A family's part where both occur: ", IPv4 5 with 512 (2% of its own)". */
static void
put_part(const struct part *p, const sn_set *set)
{
	char extra[SN_COUNT_TEXT_MAX];
	double share = sn_count_to_double(p->extra) /
		       sn_count_to_double(sn_set_count(set, p->family));

	sn_count_format(extra, sizeof(extra), p->extra);
	fprintf(stderr, "%s IPv%u %zu with %s (%.3g%s its own)",
	    p->family == SN_IPV4 ? ":" : ",", p->family, p->prefixes, extra,
	    share < 10 ? share * 100 : share, share < 10 ? "% of" : " times");
}

/* Warns where a family gets more than 1/256 of its space: of 2000::/3, which
 * is what is given out, for IPv6. */
static void
warn_wide(const struct part *p)
{
	bool v4 = p->family == SN_IPV4;
	double share = sn_count_to_double(p->extra) / (v4 ? 0x1p32 : 0x1p125);

	if (share > 1 / 256.0)
		note("warning: the list holds %.3g%% of %s beyond the input",
		    share < 1 ? share * 100 : 100,
		    v4 ? "the IPv4 space" : "the IPv6 space in use, 2000::/3,");
}

static void
summary(const sn_set *set, const sn_prefixes *list, const sn_cover_result *r)
{
	struct part part[2] = {
	    {SN_IPV4, 0, r->extra4}, {SN_IPV6, 0, r->extra6}};
	char extra[SN_COUNT_TEXT_MAX];
	size_t n;
	const sn_prefix *p = sn_prefixes_data(list, &n);

	if (is_quiet())
		return;
	for (size_t i = 0; i < n; i++)
		part[p[i].family == SN_IPV6].prefixes++;
	sn_count_format(extra, sizeof(extra), r->extra);
	fprintf(stderr, "cover: %llu prefix%s, %s extra address%s",
	    (unsigned long long)r->prefixes, r->prefixes == 1 ? "" : "es",
	    extra, strcmp(extra, "1") ? "es" : "");
	for (unsigned i = 0; part[0].prefixes && part[1].prefixes && i < 2; i++)
		put_part(&part[i], set);
	fputc('\n', stderr);
	warn_wide(&part[0]);
	warn_wide(&part[1]);
}

static int
cover(const struct cover_job *job, const sn_set *set, struct list *l)
{
	sn_prefixes *list = NULL;
	sn_cover_result r = SN_COVER_RESULT_INIT;
	sn_status status = sn_cover(&list, set, &job->options, &r);
	int exit_code;

	if (status == SN_EINFEASIBLE)
		return infeasible(&r);
	exit_code = cover_exit(status);
	if (!exit_code)
		exit_code = put_list(l, list, &r);
	if (!exit_code)
		summary(set, list, &r);
	sn_prefixes_free(list);
	return exit_code;
}

static int
run_job(struct cover_job *job, const struct args *args)
{
	sn_set *set = NULL;
	struct list l = {.opened = false};
	int exit_code = 0;

	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = cover_option(job, &args->given[i]);
	if (!exit_code)
		exit_code = cover_check(job);
	if (!exit_code && !job->curve)
		exit_code = list_prepare(&l, job->common, LIST_PREFIXES);
	if (!exit_code)
		exit_code =
		    read_set(&set, job->common, args->file, args->files);
	job->options.avoid = job->avoid;
	if (!exit_code)
		exit_code = job->curve ? curve(job, set) : cover(job, set, &l);
	sn_set_free(set);
	list_free(&l);
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
	cover_job_clear(&job);
	return exit_code;
}

/* A curve may be a picture. */
static const char *
cover_word(size_t i)
{
	return list_word_or(i, "svg");
}

/* clang-format off */
static const struct opt cover_options[] = {
	OPT('k', NULL, "N", "at most N prefixes, IPv4 and IPv6 together"),
	OPT('4', NULL, "N",
	    "at most N prefixes of IPv4; without -6, IPv6 stays exact"),
	OPT('6', NULL, "N",
	    "at most N prefixes of IPv6; without -4, IPv4 stays exact"),
	OPT(OPT_MAX_EXTRA, "max-extra", "X|P%",
	    "the fewest prefixes with at most X extra addresses; or in each "
	    "family with at most P % more than its own"),
	OPT(OPT_DENSITY, "density", "P%",
	    "the fewest prefixes of which each is input for at least P %"),
	OPT(OPT_LENGTHS, "lengths", "N",
	    "exactly the input, in the fewest prefixes of at most N different "
	    "lengths in each family"),
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
	    "instead: what the best list costs for each k up to N where that "
	    "falls, as csv, json or svg"),
	LIST_FORMAT("json, svg (a curve)", cover_word), LIST_PARTS,
	INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_cover = {"cover",
    "at most N prefixes with the fewest extra addresses",
    "cover -k N [OPTIONS] [FILE...]\n"
    "cover [-4 N] [-6 M] [OPTIONS] [FILE...]\n"
    "cover --max-extra X|P% [-k N] [OPTIONS] [FILE...]\n"
    "cover --density P%|--lengths N [-k N] [OPTIONS] [FILE...]\n"
    "cover --curve N [OPTIONS] [FILE...]",
    "Writes the list of at most N prefixes that covers the files with the "
    "fewest extra addresses: exact, not a heuristic. Where both families "
    "occur, an extra address counts as its share of the common prefix of its "
    "family. Exits with 1, saying how many prefixes are needed, when there is "
    "no such list.\n" ITEMS,
    "supernet cover -k 10 --avoid 10.99.0.0/16 inventory.txt", NULL,
    cover_options, run};
