/*
 * cmd_watch.c - supernet watch: changes of an inventory in, changes of its
 * aggregates out.
 *
 * A line is "+ PREFIX" or "- PREFIX"; a blank line ends a batch, whose netted
 * delta is written as the same kind of lines, removals first, and flushed.
 * With --separate a blank line ends the delta too: who makes one transaction of
 * it drives a routing table or a set without a gap in it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "segments.h"

enum { OPT_UNBUFFERED = OPT_COMMAND, OPT_SEPARATE };

struct watch {
	const char *name;
	bool unbuffered;
	bool separate;
	bool changed; /* by this batch */
	sn_trie *trie;
	struct list list;
	struct segments removed, added;
	int failed; /* the exit code where memory was out */
	/* The batch: what to change, and the line it stands in. */
	sn_trie_change *change;
	uint64_t *line;
	size_t n;
	size_t capacity;
};

static void
take_delta(void *ctx, sn_prefix p, bool added)
{
	struct watch *w = ctx;

	if (!w->failed)
		w->failed =
		    segments_add_prefix(added ? &w->added : &w->removed, p);
}

static void
put_delta(struct watch *w, struct segments *s, char sign)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;

	list.prefixes = s->p;
	list.count = s->n;
	list.sign = sign;
	if (s->n)
		list_put(&w->list, &list);
	w->changed |= s->n > 0;
	s->n = 0;
}

static bool
grow(struct watch *w)
{
	size_t more = w->capacity ? w->capacity * 2 : 64;
	sn_trie_change *change;
	uint64_t *line;

	if (w->n < w->capacity)
		return true;
	change = realloc(w->change, more * sizeof(*change));
	if (change)
		w->change = change;
	line = realloc(w->line, more * sizeof(*line));
	if (line)
		w->line = line;
	if (!change || !line)
		return false;
	w->capacity = more;
	return true;
}

/* Applies the batch. 0, or an exit code, having said why. */
static int
end_batch(struct watch *w)
{
	size_t bad = 0;
	bool go;
	sn_status status =
	    sn_trie_apply(w->trie, w->change, w->n, take_delta, w, &bad);

	if (status == SN_ENOTFOUND) {
		sn_error error = {.line = w->line[bad], .column = 3};

		snprintf(error.message, sizeof(error.message),
		    "not in the inventory");
		sn_prefix_format(
		    error.text, sizeof(error.text), w->change[bad].prefix);
		text_error(w->name, &error);
		return EXIT_USAGE;
	}
	w->n = 0;
	if (status)
		return status_exit(status, w->name);
	if (w->failed)
		return w->failed;
	put_delta(w, &w->removed, '-');
	put_delta(w, &w->added, '+');
	go = list_flush(&w->list);
	if (go && w->separate && w->changed) {
		w->list.status = output_write(&w->list.out, "\n", 1);
		go = list_flush(&w->list);
	}
	w->changed = false;
	return go || w->list.out.closed ? 0 : EXIT_SYSTEM;
}

/* Has the batch change @p, too. */
static int
add_change(struct watch *w, sn_prefix p, bool remove, uint64_t number)
{
	if (!grow(w))
		return status_exit(SN_ENOMEM, w->name);
	w->line[w->n] = number;
	w->change[w->n++] = (sn_trie_change){p, 0, remove};
	return 0;
}

/* A range changes each of its prefixes. */
static int
add_range(struct watch *w, sn_range range, bool remove, uint64_t number)
{
	struct segments s = {NULL, 0, 0};
	int exit_code = segments_add_range(&s, range);

	for (size_t i = 0; i < s.n && !exit_code; i++)
		exit_code = add_change(w, s.p[i], remove, number);
	segments_free(&s);
	return exit_code;
}

/* One line, its end included. */
static int
take_line(struct watch *w, const char *line, size_t size, uint64_t number)
{
	const char *p = line, *end = line + size, *hash;
	sn_error error = {.status = SN_ESYNTAX};
	sn_status status = SN_ESYNTAX;
	bool remove = false;
	sn_prefix prefix;
	sn_range range;
	int exit_code;

	hash = memchr(p, '#', size);
	if (hash)
		end = hash;
	trim(&p, &end);
	if (p == end)
		return hash ? 0 : end_batch(w);
	if (*p == '+' || *p == '-') {
		remove = *p++ == '-';
		trim(&p, &end);
		status =
		    sn_range_parse(&range, p, (size_t)(end - p), 0, &error);
	} else {
		snprintf(error.message, sizeof(error.message),
		    "expected '+ PREFIX' or '- PREFIX'");
		snprintf(error.text, sizeof(error.text), "%.*s",
		    (int)(end - p > 60 ? 60 : end - p), p);
		error.column = 1;
	}
	if (status) {
		error.line = number;
		error.column += (uint64_t)(p - line);
		text_error(w->name, &error);
		return EXIT_USAGE;
	}
	exit_code =
	    sn_prefix_parse(&prefix, p, (size_t)(end - p), 0, NULL) == SN_OK
		? add_change(w, prefix, remove, number)
		: add_range(w, range, remove, number);
	if (exit_code)
		return exit_code;
	return w->unbuffered ? end_batch(w) : 0;
}

static int
follow(struct watch *w, struct source *s, FILE *in)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	int exit_code = 0, fault = 0;

	for (uint64_t number = 1; !exit_code && !w->list.out.closed; number++) {
		errno = 0;
		n = getline(&line, &capacity, in);
		fault = n < 0 ? errno : 0;
		if (n < 0)
			break;
		exit_code = take_line(w, line, (size_t)n, number);
	}
	if (!exit_code)
		exit_code = s->exit_code;
	free(line);
	/* A line for which there is no memory ends what was read before it. */
	if (!exit_code && !w->list.out.closed)
		exit_code = end_batch(w);
	if (!exit_code && (fault == ENOMEM || fault == EOVERFLOW))
		exit_code = status_exit(SN_ENOMEM, w->name);
	return exit_code;
}

static ssize_t
read_cookie(void *cookie, char *data, size_t size)
{
	return source_read(cookie, data, size);
}

/* A line at a time, as soon as it is there. */
static int
watch_source(struct watch *w, struct source *s)
{
	static const cookie_io_functions_t io = {.read = read_cookie};
	FILE *in = fopencookie(s, "r", io);
	int exit_code;

	if (!in)
		return status_exit(SN_ENOMEM, s->name);
	w->name = s->name;
	exit_code = list_open(&w->list, NULL);
	if (!exit_code)
		exit_code = follow(w, s, in);
	if (!exit_code)
		exit_code = list_close(&w->list, 0);
	fclose(in);
	return exit_code;
}

static int
watch(struct watch *w, const char *path)
{
	struct source s;
	int exit_code = status_exit(sn_trie_new(&w->trie, NULL), "watch");

	if (!exit_code)
		exit_code = source_open(&s, path);
	if (!exit_code) {
		exit_code = watch_source(w, &s);
		source_close(&s);
	}
	sn_trie_free(w->trie);
	segments_free(&w->removed);
	segments_free(&w->added);
	free(w->change);
	free(w->line);
	return exit_code;
}

static int
run(struct args *args)
{
	struct watch w;
	int exit_code;

	memset(&w, 0, sizeof(w));
	for (size_t i = 0; i < args->n; i++)
		if (args->given[i].opt->id == OPT_UNBUFFERED)
			w.unbuffered = true;
		else
			w.separate = true;
	if (args->files > 1)
		return usage_error(
		    "watch", "watch takes one file, not %d", args->files);
	exit_code = list_prepare(&w.list, &args->common, LIST_CHANGES);
	if (!exit_code)
		exit_code = watch(&w, args->files ? args->file[0] : "-");
	list_free(&w.list);
	return exit_code;
}

/* clang-format off */
static const struct opt options[] = {
	OPT(OPT_UNBUFFERED, "unbuffered", NULL, "each line is a batch"),
	OPT(OPT_SEPARATE, "separate", NULL,
	    "a blank line after what a batch changes"),
	LIST_OPTIONS, LAST_OPTIONS};
/* clang-format on */

const struct command command_watch = {"watch",
    "changes of an inventory into changes of its aggregates",
    "watch [--unbuffered] [--separate] [OPTIONS] [FILE]",
    "Reads lines '+ PREFIX' and '- PREFIX', or a range in the place of PREFIX, "
    "and writes what they change in the "
    "aggregates as the same kind of lines, netted over a batch, removals "
    "first. A blank line ends a batch, and so does the end.",
    "printf '+ 10.0.0.0/24\\n+ 10.0.1.0/24\\n' | supernet watch", NULL, options,
    run};
