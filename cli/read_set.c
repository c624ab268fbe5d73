/*
 * read_set.c - lists of any length into a set.
 *
 * Regular files are mapped. What is piped or compressed is read in large
 * blocks; each block goes to the library cut at its last line end, so that a
 * pipe of any length needs no more memory than what its items take.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "input.h"

enum { BLOCK = 4 << 20, PAGES = 1 << 21 };

/* Reading one or more files into a builder. */
struct reading {
	const struct common *common;
	sn_builder *builder;
	struct snapshots snapshots;
	/* Not NULL: each item goes here instead, with this context. */
	item_visitor *visitor;
	void *ctx;
	uint32_t label_column; /* 0: no labels */
	bool takes_sets;       /* the visitor does, which looks at no lines */
	const char *tables;    /* which options would read one */
	bool label_named;      /* by the header of each file */
	bool header_due;       /* it was not met yet in this file */
	sn_text_options options;
	sn_text_where where[MOST_WHERE]; /* what options point to */
	/* Of all files. */
	uint64_t items;
	uint64_t arguments; /* that are items */
	struct told told;
	uint64_t comments;
	uint64_t empty;
	const char *name;
	char *mapped;	 /* the file, where it is mapped */
	size_t released; /* bytes of it */
	int64_t next_ms; /* when progress is due again; 0: not begun */
	bool progress_shown;
};

/* What comes next starts on a line of its own. */
static void
progress_done(struct reading *r)
{
	if (r->progress_shown)
		fputc('\n', stderr);
	r->progress_shown = false;
}

static bool
on_invalid(void *ctx, const sn_error *error)
{
	struct reading *r = ctx;

	progress_done(r);
	tell_bad(&r->told, r->name, error);
	return true;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	struct reading *r = ctx;

	progress_done(r);
	tell_warning(&r->told, r->name, warning);
	return true;
}

static bool
visit(void *ctx, const sn_text_item *item)
{
	struct reading *r = ctx;

	return r->visitor(r->ctx, r->name, item);
}

/* The number of a column that has a name. 0, or an exit code. */
static int
name_column(struct reading *r, const sn_text_header *h, const char *name,
    uint32_t *number)
{
	sn_error error;
	sn_status status;

	if (!name)
		return 0;
	status = sn_text_header_column(h, &r->options, name, number, &error);
	if (!status)
		return 0;
	error.line += r->options.first_line - 1;
	text_error(r->name, &error);
	if (status == SN_ENOTFOUND)
		hint_delimiter(error.text, r->options.delimiter);
	return EXIT_USAGE;
}

/* Passes over the header that begins a file. 0, or an exit code. */
static int
take_header(struct reading *r, const char **text, size_t *size)
{
	const struct column_names *names = &r->common->names;
	sn_text_header h;
	sn_status status = sn_text_header_read(&h, *text, *size, &r->options);
	int exit_code;

	if (status == SN_ENOTFOUND)
		return 0;
	if (status)
		return status_exit(status, r->name);
	r->header_due = false;
	exit_code = name_column(r, &h, names->item, &r->options.column);
	if (!exit_code)
		exit_code = name_column(
		    r, &h, names->second, &r->options.second_column);
	for (uint32_t i = 0; i < r->options.where_count && !exit_code; i++)
		exit_code =
		    name_column(r, &h, names->where[i], &r->where[i].column);
	if (!exit_code && r->label_named)
		exit_code =
		    name_column(r, &h, r->common->group_by, &r->label_column);
	r->options.first_line += h.lines;
	*size -= h.size;
	*text += h.size;
	return exit_code;
}

/* Bad lines are no reason to stop: all of them are counted. */
static int
add(struct reading *r, const char *text, size_t size)
{
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	struct told before = r->told;
	sn_status status;
	int exit_code = 0;

	if (r->header_due)
		exit_code = take_header(r, &text, &size);
	if (exit_code)
		return exit_code;
	status = r->visitor ? sn_text_visit(text, size, &r->options,
				  r->options.column ? r->label_column : 0,
				  visit, &stats, NULL)
			    : sn_builder_add_text(r->builder, text, size,
				  &r->options, &stats, NULL);
	/* A visitor stops for one reason only. */
	if (r->visitor && status == SN_ECANCELED)
		status = SN_ENOMEM;

	r->options.first_line += stats.lines;
	told_all(&r->told, &before, &stats);
	r->comments += stats.comments;
	r->empty += stats.empty;
	r->items += stats.items;
	if (stats.invalid && !r->told.skips)
		return 0;
	return status_exit(status, r->name);
}

/* A line on the terminal that is written over, four times a second. */
static bool
show_progress(struct reading *r, uint64_t done, uint64_t size)
{
	struct timespec now;
	int64_t ms;

	if (r->common->progress == 0 || is_quiet())
		return true;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	if (r->next_ms == 0)
		r->next_ms = ms + (r->common->progress > 0 ? 0 : 1000);
	if (ms < r->next_ms)
		return true;
	if (r->common->progress < 0 && !isatty(STDERR_FILENO)) {
		r->next_ms = INT64_MAX;
		return true;
	}
	r->next_ms = ms + 250;
	r->progress_shown = true;
	fputc('\r', stderr);
	put_clean(r->name);
	fprintf(stderr, ": %llu", (unsigned long long)(done >> 20));
	if (size)
		fprintf(stderr, " of %llu", (unsigned long long)(size >> 20));
	fputs(" MiB ", stderr);
	fflush(stderr);
	return true;
}

/*
 * What was read of a mapped file need not stay in memory. A line of it that
 * has to be reported is read from the file again.
 */
static bool
progress(void *ctx, uint64_t done, uint64_t size)
{
	struct reading *r = ctx;
	size_t whole = (size_t)done & ~(size_t)(PAGES - 1);

	if (whole > r->released) {
		(void)madvise(r->mapped + r->released, whole - r->released,
		    MADV_DONTNEED);
		r->released = whole;
	}
	return show_progress(r, done, size);
}

/* Maps @s when it is a regular file with text in it. */
static bool
map(const struct source *s, void **data, size_t *size)
{
	struct stat st;

	if (s->filters || fstat(s->fd, &st) || !S_ISREG(st.st_mode) ||
	    st.st_size <= 0 || lseek(s->fd, 0, SEEK_CUR) != 0)
		return false;
	*size = (size_t)st.st_size;
	*data = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (*data == MAP_FAILED)
		return false;
	if (sn_set_is_packed(*data, *size)) {
		munmap(*data, *size);
		return false;
	}
	(void)madvise(*data, *size, MADV_SEQUENTIAL);
	interrupt_by_mapping();
	return true;
}

/* Twice as much memory for a line that is longer than @block. */
static char *
grow(char *block, size_t *size)
{
	char *bigger = realloc(block, *size * 2);

	if (!bigger)
		free(block);
	*size *= 2;
	return bigger;
}

/* @block, of @size bytes of which @kept are read, is taken over. */
static int
add_snapshot(
    struct reading *r, struct source *s, char *block, size_t size, size_t kept)
{
	if (!r->visitor || r->takes_sets)
		return snapshots_add(&r->snapshots, s, block, size, kept);
	free(block);
	message("%s: a snapshot has no lines, which are asked for", r->name);
	return EXIT_USAGE;
}

/*
 * Block by block; a last line without an end waits for the end. A snapshot is
 * read whole.
 */
static int
add_blocks(struct reading *r, struct source *s)
{
	size_t size = BLOCK, kept = 0;
	char *block = malloc(size);
	int exit_code = 0;
	uint64_t bytes = 0;

	if (!block)
		return status_exit(SN_ENOMEM, r->name);
	for (;;) {
		ssize_t got = source_read_full(s, block + kept, size - kept);
		size_t whole;

		if (got < 0)
			exit_code = s->exit_code;
		kept += got > 0 ? (size_t)got : 0;
		if (got >= 0 && bytes == 0 && sn_set_is_packed(block, kept))
			return add_snapshot(r, s, block, size, kept);
		if (got >= 0 && kept < size)
			exit_code = add(r, block, kept);
		if (exit_code || kept < size)
			break;
		whole = sn_text_rows(block, kept, &r->options);
		if (!whole) {
			block = grow(block, &size);
			if (!block)
				return status_exit(SN_ENOMEM, r->name);
			continue;
		}
		exit_code = add(r, block, whole);
		if (exit_code)
			break;
		memmove(block, block + whole, kept - whole);
		kept -= whole;
		bytes += whole;
		(void)show_progress(r, bytes, 0);
	}
	free(block);
	return exit_code;
}

static void
take_calls(struct reading *r)
{
	/* Until a header names them, columns are some. */
	for (size_t i = 0; i < MOST_WHERE; i++) {
		r->where[i] = r->common->where[i];
		if (r->common->names.where[i])
			r->where[i].column = 1;
	}
	r->options.where = r->where;
	r->options.ctx = r;
	r->told.skips = r->options.flags & SN_TEXT_SKIP_INVALID;
	/* What has a header is a table. */
	if (r->common->header && !r->options.column &&
	    !(r->options.flags & SN_TEXT_EXTRACT))
		r->options.column = 1;
	r->options.max_invalid = SHOWN_LINES;
	r->options.max_warnings = SHOWN_LINES;
	r->options.max_masked = SHOWN_MASKED;
	r->options.on_invalid = on_invalid;
	r->options.on_warning = on_warning;
}

/* The items of @arg, between commas, each as a line of its own. */
static int
add_items(struct reading *r, const char *arg)
{
	int exit_code = 0;
	size_t n;

	for (const char *p = arg; !exit_code; p += n + 1) {
		n = strcspn(p, ",");
		r->options.first_line = ++r->arguments;
		exit_code = add(r, p, n);
		if (!p[n])
			break;
	}
	return exit_code;
}

/*
 * Items in the place of a file, where no file has that name. Negative: there
 * are none; else 0 or an exit code, having said why.
 */
static int
add_inline(struct reading *r, const char *arg)
{
	sn_text_options how = r->options;
	size_t n = strcspn(arg, ",");
	sn_error error;
	sn_range range;
	int exit_code;

	if (!strcmp(arg, "-") || !access(arg, F_OK) ||
	    (errno != ENOENT && errno != ENOTDIR))
		return -1;
	if (sn_range_parse(&range, arg, n,
		how.flags & SN_TEXT_LENIENT ? SN_PARSE_LENIENT : 0, &error) &&
	    error.status != SN_EHOSTBITS) {
		/* Who wrote this meant an item. */
		if (n > strspn(arg, "0123456789abcdefABCDEF.:/-") ||
		    !strpbrk(arg, ".:") || !strpbrk(arg, "0123456789:"))
			return -1;
		message(
		    "%s: no such file, nor an item: %s", arg, error.message);
		return EXIT_USAGE;
	}
	r->name = "(argument)";
	r->options = r->common->text;
	take_calls(r);
	r->options.flags &= ~(uint32_t)SN_TEXT_EXTRACT;
	r->options.column = r->options.second_column = 0;
	r->options.where_count = 0;
	exit_code = add_items(r, arg);
	r->options = how;
	return exit_code;
}

static int
add_path(struct reading *r, const char *path)
{
	struct source s;
	void *data;
	size_t size;
	int exit_code = add_inline(r, path);

	if (exit_code >= 0)
		return exit_code;
	exit_code = source_open(&s, path);
	if (exit_code)
		return exit_code;
	r->name = s.name;
	r->options.first_line = 1;
	r->header_due = r->common->header || r->label_named;
	if (r->common->names.item)
		r->options.column = 1;
	if (map(&s, &data, &size)) {
		r->options.on_progress = progress;
		r->mapped = data;
		r->released = 0;
		exit_code = add(r, data, size);
		r->options.on_progress = NULL;
		munmap(data, size);
	} else {
		exit_code = add_blocks(r, &s);
	}
	source_close(&s);
	progress_done(r);
	return exit_code;
}

/* What may be meant where lines are bad. */
static void
hint(const struct reading *r)
{
	const struct told *t = &r->told;

	if (hint_comment(t->first))
		return;
	if (r->options.column && !r->items)
		hint_delimiter(t->first, r->options.delimiter);
	else if (r->options.column && t->bad == 1 && t->line == 1)
		message("--header passes over a first line of names");
	else if ((t->bad > 1 || strchr(t->first, '"')) && !r->items &&
		 !(r->options.flags & SN_TEXT_EXTRACT))
		message("no line is an item: %s",
		    r->tables ? r->tables
			      : "--column reads tables, --extract any text");
}

/* What there is to say of all files. 0, or an exit code. */
static int
conclude(const struct reading *r)
{
	int exit_code = told_bad(&r->told);
	bool any = r->options.flags & SN_TEXT_EXTRACT;
	bool none = !r->items && !r->snapshots.n;

	if (exit_code) {
		hint(r);
		return exit_code;
	}
	if (r->told.bad && none) {
		message("nothing could be read: every line is bad");
		return EXIT_USAGE;
	}
	if (any && none)
		note("no address was found");
	if (r->options.where_count && none)
		note("no row has the values of --where");
	note_count(r->comments, "line is a comment", "lines are comments");
	note_count(
	    r->empty, "empty cell passed over", "empty cells passed over");
	told_warnings(&r->told);
	return 0;
}

/* Files (none: standard input), one after the other. 0, or an exit code. */
static int
read_all(struct reading *r, char *const *path, int n)
{
	static char *const standard[] = {(char *)(uintptr_t) "-"};
	int exit_code = 0;

	if (n == 0) {
		path = standard;
		n = 1;
	}
	take_calls(r);
	for (int i = 0; i < n && !exit_code; i++)
		exit_code = add_path(r, path[i]);
	return exit_code ? exit_code : conclude(r);
}

int
read_set(sn_set **out, const struct common *c, char *const *path, int n)
{
	sn_builder_options bo = SN_BUILDER_OPTIONS_INIT;
	struct reading r = {.common = c, .options = c->text};
	sn_status status;
	int exit_code;

	bo.threads = c->threads;
	status = sn_builder_new(&r.builder, &bo);
	if (status)
		return status_exit(status, "starting");
	exit_code = read_all(&r, path, n);
	if (!exit_code)
		exit_code = status_exit(
		    sn_builder_build(out, r.builder), "building the set");
	if (!exit_code)
		exit_code = snapshots_join(&r.snapshots, out);
	snapshots_free(&r.snapshots);
	sn_builder_free(r.builder);
	return exit_code;
}

int
read_items(const struct common *c, char *const *path, int n,
    item_visitor *visitor, void *ctx)
{
	struct reading r = {
	    .common = c, .options = c->text, .visitor = visitor, .ctx = ctx};
	uint64_t number = 0;

	if (c->group_by) {
		r.label_named = !parse_number(c->group_by, UINT32_MAX, &number);
		if (!r.label_named && !number)
			return usage_error(
			    c->command, "--group-by counts columns from 1");
		r.label_column = (uint32_t)number;
		/* Labels stand beside items: those have a column, too. */
		if (!r.options.column && !c->names.item)
			r.options.column = number == 1 ? 2 : 1;
	}
	return read_all(&r, path, n);
}

/* Hands over the aggregates of the snapshots. 0, or an exit code. */
static int
visit_snapshots(struct reading *r)
{
	sn_text_item item = {.line = 0};
	bool goes_on = true;

	for (size_t i = 0; i < r->snapshots.n; i++) {
		sn_set_iter it;
		sn_prefix p;

		sn_set_iter_init(&it, r->snapshots.set[i], 0);
		while (goes_on && sn_set_iter_next_prefix(&it, &p)) {
			item.range = sn_prefix_range(p);
			goes_on = visit(r, &item);
		}
	}
	return goes_on ? 0 : status_exit(SN_ENOMEM, r->name);
}

/* One file, for a visitor that takes sets. 0, or an exit code. */
static int
read_one(struct reading *r, const char *path)
{
	int exit_code;

	r->takes_sets = true;
	take_calls(r);
	exit_code = add_path(r, path);
	if (!exit_code)
		exit_code = conclude(r);
	if (!exit_code)
		exit_code = visit_snapshots(r);
	snapshots_free(&r->snapshots);
	return exit_code;
}

int
read_segments(
    const struct common *c, const char *path, item_visitor *visitor, void *ctx)
{
	struct reading r = {
	    .common = c, .options = c->text, .visitor = visitor, .ctx = ctx};

	return read_one(&r, path);
}

int
read_queries(
    const struct common *c, const char *path, item_visitor *visitor, void *ctx)
{
	struct common plain = *c;
	struct reading r = {.common = &plain,
	    .visitor = visitor,
	    .ctx = ctx,
	    .tables = "--addr-column reads tables"};

	memset(&plain.names, 0, sizeof(plain.names));
	plain.header = false;
	plain.text.column = plain.text.second_column = 0;
	plain.text.where_count = 0;
	plain.text.flags &= ~(uint32_t)(SN_TEXT_EXTRACT | SN_TEXT_BLANKS);
	r.options = plain.text;
	return read_one(&r, path);
}
