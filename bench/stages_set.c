/*
 * stages_set.c - each stage of the set engine by itself, on one thread.
 *
 *   stages_set KIND FILE OTHER     each stage by itself
 *   stages_set KIND FILE           the whole way only, as "aggregate"
 *
 * parse (text into a builder), build (sort and merge), arrays (build from an
 * array of prefixes), union, intersect, subtract with the set of OTHER, write
 * (text to a sink that drops it), iterate. Times are per input line, for the
 * algebra per input range, for write and iterate per prefix written.
 */
#include "stages.h"

struct sets {
	const char *kind;
	char *text;
	size_t size;
	uint64_t lines;
	sn_set *a;
	sn_set *b;
};

static sn_status
drop(void *ctx, const char *data, size_t size)
{
	*(size_t *)ctx += size + (size_t)(data[0] == '\0');
	return SN_OK;
}

static sn_builder *
builder(void)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_builder *b;

	options.threads = 1;
	must(sn_builder_new(&b, &options), "builder");
	return b;
}

static void
parse_and_build(struct sets *s)
{
	struct timing parse = {0}, build = {0};

	for (int i = 0; i < STAGES_RUNS; i++) {
		sn_builder *b = builder();
		sn_text_stats stats = SN_TEXT_STATS_INIT;

		timing_start(&parse);
		must(sn_builder_add_text(
			 b, s->text, s->size, NULL, &stats, NULL),
		    "parse");
		timing_stop(&parse);
		s->lines = stats.lines;
		sn_set_free(s->a);
		s->a = NULL;
		timing_start(&build);
		must(sn_builder_build(&s->a, b), "build");
		timing_stop(&build);
		sn_builder_free(b);
	}
	stages_row("parse", s->kind, s->lines, &parse, -1);
	stages_row("build", s->kind, s->lines, &build, -1);
}

static void
arrays(const struct sets *s)
{
	struct timing t = {0};
	uint64_t n = sn_set_prefix_count(s->a, SN_IPV4);
	sn_prefix4 *p = malloc((n + 1) * sizeof(*p));
	sn_set_iter it;
	uint64_t seed = 1;

	if (!p)
		must(SN_ENOMEM, "arrays");
	sn_set_iter_init(&it, s->a, SN_IPV4);
	n = sn_set_iter_prefixes4(&it, p, n);
	for (uint64_t i = n; i > 1; i--) {
		uint64_t j = stages_random(&seed) % i;
		sn_prefix4 swap = p[j];

		p[j] = p[i - 1];
		p[i - 1] = swap;
	}
	for (int i = 0; n && i < STAGES_RUNS; i++) {
		sn_builder *b = builder();
		sn_set *set;

		timing_start(&t);
		must(sn_builder_add_prefixes4(b, p, n), "arrays");
		must(sn_builder_build(&set, b), "arrays");
		timing_stop(&t);
		sn_set_free(set);
		sn_builder_free(b);
	}
	if (n)
		stages_row("arrays", s->kind, n, &t, -1);
	free(p);
}

/*
 * Text in, text out: what the command does without its start, which is why
 * this is what "flat from 10^4 lines" is judged by. Small inputs many times.
 */
static void
whole_way(const struct sets *s)
{
	struct timing t = {0};
	uint64_t times = 1, lines = 0;

	for (size_t size = s->size + 1; size < 1 << 24; size *= 2)
		times *= 2;
	for (int i = 0; i <= STAGES_RUNS; i++) {
		timing_start(&t);
		for (uint64_t j = 0; j < times; j++) {
			sn_builder *b = builder();
			sn_text_stats stats = SN_TEXT_STATS_INIT;
			size_t bytes = 0;
			sn_set *set;

			must(sn_builder_add_text(
				 b, s->text, s->size, NULL, &stats, NULL),
			    "parse");
			must(sn_builder_build(&set, b), "build");
			must(sn_set_write(
				 set, SN_WRITE_PREFIXES, 1, drop, &bytes),
			    "write");
			lines = stats.lines;
			sn_set_free(set);
			sn_builder_free(b);
		}
		if (i) /* the first run warms up */
			timing_stop(&t);
	}
	stages_row("aggregate", s->kind, lines * times, &t, -1);
}

typedef sn_status (*operation)(sn_set **, const sn_set *, const sn_set *);

static void
algebra(const struct sets *s, const char *name, operation op)
{
	struct timing t = {0};
	uint64_t n = sn_set_range_count(s->a, 0) + sn_set_range_count(s->b, 0);

	for (int i = 0; i < STAGES_RUNS; i++) {
		sn_set *set;

		timing_start(&t);
		must(op(&set, s->a, s->b), name);
		timing_stop(&t);
		sn_set_free(set);
	}
	stages_row(name, s->kind, n, &t, -1);
}

static void
output(const struct sets *s)
{
	struct timing iterate = {0}, write = {0};
	uint64_t n = sn_set_prefix_count(s->a, 0), seen = 0;

	for (int i = 0; i < STAGES_RUNS; i++) {
		sn_set_iter it;
		sn_prefix p;
		size_t bytes = 0;

		timing_start(&iterate);
		sn_set_iter_init(&it, s->a, 0);
		while (sn_set_iter_next_prefix(&it, &p))
			seen += p.len;
		timing_stop(&iterate);
		timing_start(&write);
		must(sn_set_write(s->a, SN_WRITE_PREFIXES, 1, drop, &bytes),
		    "write");
		timing_stop(&write);
	}
	stages_row(
	    seen ? "iterate" : "iterate-empty", s->kind, n, &iterate, -1);
	stages_row("write", s->kind, n, &write, -1);
}

int
main(int argc, char **argv)
{
	struct sets s = {0}, other = {0};
	sn_builder *b;

	if (argc != 3 && argc != 4)
		return 2;
	s.kind = argv[1];
	s.text = stages_read(argv[2], &s.size);
	if (argc == 3) {
		whole_way(&s);
		free(s.text);
		return 0;
	}
	parse_and_build(&s);
	free(s.text);
	other.text = stages_read(argv[3], &other.size);
	b = builder();
	must(sn_builder_add_text(b, other.text, other.size, NULL, NULL, NULL),
	    "other");
	must(sn_builder_build(&s.b, b), "other");
	sn_builder_free(b);
	free(other.text);
	arrays(&s);
	algebra(&s, "union", sn_set_union);
	algebra(&s, "intersect", sn_set_intersect);
	algebra(&s, "subtract", sn_set_subtract);
	output(&s);
	sn_set_free(s.a);
	sn_set_free(s.b);
	return 0;
}
