/*
 * cmd_lines.c - aggregate and count --members and --explain: what became of
 * the lines of the input.
 */
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "rows.h"

/* An item, and where it stands. */
struct line {
	sn_range range;
	const char *file;
	uint64_t line;
	size_t number; /* in the order they came */
};

struct input {
	struct line *line;
	size_t n;
	size_t capacity;
	sn_set *set; /* the union */
};

static bool
take(void *ctx, const char *name, const sn_text_item *item)
{
	struct input *in = ctx;

	if (in->n == in->capacity) {
		size_t more = in->n ? in->n + in->n / 2 : 64;
		struct line *bigger =
		    reallocarray(in->line, more, sizeof(*bigger));

		if (!bigger)
			return false;
		in->line = bigger;
		in->capacity = more;
	}
	in->line[in->n] = (struct line){item->range, name, item->line, in->n};
	in->n++;
	return true;
}

/* By first address, the longer before what may be in it, then as they came. */
static int
by_address(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = sn_addr_compare(x->range.first, y->range.first);

	if (!order)
		order = sn_addr_compare(y->range.last, x->range.last);
	return order ? order : x->number < y->number ? -1 : 1;
}

static sn_status
unite(struct input *in)
{
	sn_builder *b;
	sn_status status = sn_builder_new(&b, NULL);

	if (status)
		return status;
	for (size_t i = 0; i < in->n && !status; i++)
		status = sn_builder_add_range(b, in->line[i].range);
	if (!status)
		status = sn_builder_build(&in->set, b);
	sn_builder_free(b);
	return status;
}

/* 0, or an exit code, having said why. input_free() in any case. */
static int
input_read(struct input *in, const struct args *args)
{
	int exit_code;

	memset(in, 0, sizeof(*in));
	exit_code =
	    read_items(&args->common, args->file, args->files, take, in);
	if (exit_code)
		return exit_code;
	if (in->n)
		qsort(in->line, in->n, sizeof(*in->line), by_address);
	return status_exit(unite(in), "building the set");
}

static void
input_free(struct input *in)
{
	free(in->line);
	sn_set_free(in->set);
}

/* As a prefix, if it is one; else as a range. */
static void
format_item(char *text, size_t size, sn_range range)
{
	sn_prefix p;

	if (!sn_prefix_common(&p,
		(sn_prefix){range.first.hi, range.first.lo, range.first.family,
		    range.first.family == SN_IPV4 ? 32 : 128, {0}},
		(sn_prefix){range.last.hi, range.last.lo, range.last.family,
		    range.last.family == SN_IPV4 ? 32 : 128, {0}}) &&
	    !sn_addr_compare(sn_prefix_first(p), range.first) &&
	    !sn_addr_compare(sn_prefix_last(p), range.last))
		sn_prefix_format(text, size, p);
	else
		sn_range_format(text, size, range);
}

/* ------------------------------------------------------------- members */

struct members {
	struct rows rows;
	uint64_t count; /* of the aggregate */
	bool counts;	/* instead of rows for each */
	char prefix[SN_PREFIX_TEXT_MAX];
};

static void
put_member(struct members *m, const struct line *line)
{
	char item[SN_RANGE_TEXT_MAX], number[24];
	const char *const cell[] = {m->prefix, line->file, number, item};

	m->count++;
	if (m->counts)
		return;
	snprintf(
	    number, sizeof(number), "%llu", (unsigned long long)line->line);
	format_item(item, sizeof(item), line->range);
	rows_put(&m->rows, cell);
}

/*
 * The lines that are in @aggregate: of those that began before it and go on,
 * and of those that begin in it. Sorts out who goes on after it, in place.
 */
static void
put_aggregate(struct members *m, const struct input *in, sn_prefix aggregate,
    size_t *next, size_t *open, size_t *opened)
{
	sn_addr last = sn_prefix_last(aggregate);
	size_t n = *opened, kept = 0;
	char number[24];
	const char *const cell[] = {m->prefix, number};

	sn_prefix_format(m->prefix, sizeof(m->prefix), aggregate);
	m->count = 0;
	while (*next < in->n &&
	       sn_addr_compare(in->line[*next].range.first, last) <= 0)
		open[n++] = (*next)++;
	for (size_t i = 0; i < n; i++) {
		const struct line *line = &in->line[open[i]];

		put_member(m, line);
		if (sn_addr_compare(line->range.last, last) > 0)
			open[kept++] = open[i];
	}
	*opened = kept;
	snprintf(number, sizeof(number), "%llu", (unsigned long long)m->count);
	if (m->counts)
		rows_put(&m->rows, cell);
}

static void
put_members(struct members *m, const struct input *in, size_t *open)
{
	sn_set_iter it;
	sn_prefix aggregate;
	size_t next = 0, opened = 0;

	sn_set_iter_init(&it, in->set, 0);
	while (!m->rows.status && sn_set_iter_next_prefix(&it, &aggregate))
		put_aggregate(m, in, aggregate, &next, open, &opened);
}

int
show_members(const struct args *args)
{
	static const char *const columns[] = {
	    "prefix", "file", "line#", "item", NULL};
	static const char *const counts[] = {"prefix", "members#", NULL};
	struct members m = {.counts = !strcmp(args->command->name, "count")};
	struct input in;
	size_t *open = NULL;
	int exit_code = input_read(&in, args);

	if (!exit_code) {
		open = calloc(in.n + 1, sizeof(*open));
		exit_code = open ? rows_open(&m.rows, &args->common, "members",
				       m.counts ? counts : columns)
				 : status_exit(SN_ENOMEM, "members");
	}
	if (open && !exit_code) {
		put_members(&m, &in, open);
		exit_code = rows_close(&m.rows);
	}
	free(open);
	input_free(&in);
	return exit_code;
}

/* --------------------------------------------------------- explanation */

enum relation { NONE, DUPLICATE, NESTED, OVERLAPPING, ADJACENT, RELATIONS };

/* What became of a line. */
struct fate {
	enum relation relation;
	const struct line *other;
	bool merged; /* its aggregate holds more than its item */
	sn_prefix aggregate;
};

struct explanation {
	struct fate *fate; /* of lines, in the order they came */
	const struct line **came;
	uint64_t count[RELATIONS];
	uint64_t merged;
};

/* What @line is to @reach, which no line before it reaches beyond. */
static enum relation
relation_to(const struct line *line, const struct line *reach)
{
	sn_addr next = reach->range.last;

	if (next.family != line->range.first.family)
		return NONE;
	if (sn_addr_compare(line->range.last, next) <= 0)
		return NESTED;
	if (sn_addr_compare(line->range.first, next) <= 0)
		return OVERLAPPING;
	next.lo++;
	next.hi += next.lo == 0;
	return sn_addr_compare(line->range.first, next) ? NONE : ADJACENT;
}

/* The lines before @line, the widest that reaches it; and its aggregate. */
static void
explain_line(struct explanation *e, const struct line *line,
    const struct line *before, const struct line *reach, const sn_index *index)
{
	struct fate *f = &e->fate[line->number];
	sn_addr first = line->range.first, last = line->range.last;

	e->came[line->number] = line;
	if (before && !sn_addr_compare(before->range.first, first) &&
	    !sn_addr_compare(before->range.last, last)) {
		f->relation = DUPLICATE;
		f->other = before;
	} else if (reach) {
		f->relation = relation_to(line, reach);
		f->other = reach;
	}
	/* Each item is in an aggregate. */
	if (f->relation != DUPLICATE && f->relation != NESTED &&
	    !sn_index_match(index, first, &f->aggregate))
		f->merged =
		    sn_addr_compare(sn_prefix_first(f->aggregate), first) < 0 ||
		    sn_addr_compare(sn_prefix_last(f->aggregate), last) > 0;
	e->count[f->relation]++;
	e->merged += f->merged;
}

static void
explain(struct explanation *e, const struct input *in, const sn_index *index)
{
	const struct line *before = NULL, *reach = NULL;

	for (size_t i = 0; i < in->n; i++) {
		const struct line *line = &in->line[i];

		explain_line(e, line, before, reach, index);
		/* Equal ones are called after the first of them. */
		if (e->fate[line->number].relation != DUPLICATE)
			before = line;
		if (!reach ||
		    sn_addr_compare(line->range.last, reach->range.last) > 0)
			reach = line;
	}
}

static void
put_fate(struct rows *r, const struct line *line, const char *relation,
    const char *file, uint64_t other_line, const char *other)
{
	char item[SN_RANGE_TEXT_MAX], number[24], other_number[24];
	const char *const cell[] = {
	    line->file, number, item, relation, file, other_number, other};

	format_item(item, sizeof(item), line->range);
	snprintf(
	    number, sizeof(number), "%llu", (unsigned long long)line->line);
	*other_number = '\0';
	if (r->format == FORMAT_JSON || *file)
		snprintf(other_number, sizeof(other_number), "%llu",
		    (unsigned long long)other_line);
	rows_put(r, cell);
}

static void
put_explanation(struct rows *r, const struct explanation *e, size_t n)
{
	static const char *const word[RELATIONS] = {
	    NULL, "duplicate of", "nested in", "overlaps", "adjacent to"};

	for (size_t i = 0; i < n && !r->status; i++) {
		const struct fate *f = &e->fate[i];
		char text[SN_RANGE_TEXT_MAX];

		if (f->relation) {
			format_item(text, sizeof(text), f->other->range);
			put_fate(r, e->came[i], word[f->relation],
			    f->other->file, f->other->line, text);
		}
		if (f->merged) {
			sn_prefix_format(text, sizeof(text), f->aggregate);
			put_fate(r, e->came[i], "merged into", "", 0, text);
		}
	}
}

static void
put_summary(struct rows *r, const struct explanation *e, size_t n)
{
	static const char *const word[RELATIONS] = {
	    "lines", "duplicate", "nested", "overlapping", "adjacent"};

	for (unsigned i = 0; i <= RELATIONS; i++) {
		char number[24];
		const char *const cell[] = {
		    i < RELATIONS ? word[i] : "merged", number};

		snprintf(number, sizeof(number), "%llu",
		    (unsigned long long)(i == NONE	 ? n
					 : i < RELATIONS ? e->count[i]
							 : e->merged));
		rows_put(r, cell);
	}
}

/* Explains the lines of @in, with @e to hold them. An exit code. */
static int
write_explanation(
    const struct args *args, const struct input *in, struct explanation *e)
{
	static const char *const columns[] = {"file", "line#", "item",
	    "relation", "other_file", "other_line#", "other", NULL};
	static const char *const counts[] = {"relation", "lines#", NULL};
	bool summary = !strcmp(args->command->name, "count");
	struct rows r;
	sn_index *index = NULL;
	int exit_code =
	    status_exit(sn_index_new(&index, in->set), "explaining");

	if (exit_code)
		return exit_code;
	explain(e, in, index);
	sn_index_free(index);
	exit_code = rows_open(&r, &args->common,
	    summary ? "relations" : "lines", summary ? counts : columns);
	if (exit_code)
		return exit_code;
	if (summary)
		put_summary(&r, e, in->n);
	else
		put_explanation(&r, e, in->n);
	return rows_close(&r);
}

int
show_explanation(const struct args *args)
{
	struct explanation e = {NULL, NULL, {0}, 0};
	struct input in;
	int exit_code = input_read(&in, args);

	if (!exit_code) {
		e.fate = calloc(in.n + 1, sizeof(*e.fate));
		e.came = calloc(in.n + 1, sizeof(*e.came));
		exit_code = e.fate && e.came
				? write_explanation(args, &in, &e)
				: status_exit(SN_ENOMEM, "explaining");
	}
	free(e.fate);
	free(e.came);
	input_free(&in);
	return exit_code;
}
