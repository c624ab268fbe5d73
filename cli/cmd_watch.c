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
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPT_UNBUFFERED = OPT_COMMAND, OPT_SEPARATE };

struct watch {
	const char *name;
	bool unbuffered;
	bool separate;
	bool changed; /* by this batch */
	sn_trie *trie;
	struct output out;
	sn_status written;
	/* The batch: what to change, and the line it stands in. */
	sn_trie_change *change;
	uint64_t *line;
	size_t n;
	size_t capacity;
};

static void
put_delta(void *ctx, sn_prefix p, bool added)
{
	struct watch *w = ctx;
	char line[SN_PREFIX_TEXT_MAX + 3] = "+ ";
	size_t n = sn_prefix_format(line + 2, SN_PREFIX_TEXT_MAX, p);

	if (!added)
		line[0] = '-';
	line[n + 2] = '\n';
	w->changed = true;
	if (!w->written)
		w->written = output_write(&w->out, line, n + 3);
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
	sn_status status =
	    sn_trie_apply(w->trie, w->change, w->n, put_delta, w, &bad);

	if (status == SN_ENOTFOUND) {
		sn_error error = {.line = w->line[bad], .column = 3};

		snprintf(error.message, sizeof(error.message),
		    "not in the inventory");
		sn_prefix_format(
		    error.text, sizeof(error.text), w->change[bad].prefix);
		text_error(w->name, &error, "");
		return EXIT_USAGE;
	}
	w->n = 0;
	if (status)
		return status_exit(status, w->name);
	if (w->separate && w->changed && !w->written)
		w->written = output_write(&w->out, "\n", 1);
	w->changed = false;
	if (!w->written)
		w->written = output_flush(&w->out);
	return w->written && !w->out.closed ? EXIT_SYSTEM : 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* One line, its end included. */
static int
take_line(struct watch *w, const char *line, size_t size, uint64_t number)
{
	const char *p = line, *end = line + size, *hash;
	sn_error error = {.status = SN_ESYNTAX};
	sn_trie_change change = {0};
	sn_status status = SN_ESYNTAX;

	hash = memchr(p, '#', size);
	if (hash)
		end = hash;
	while (end > p && is_space(end[-1]))
		end--;
	while (p < end && is_space(*p))
		p++;
	if (p == end)
		return hash ? 0 : end_batch(w);
	if (*p == '+' || *p == '-') {
		change.remove = *p++ == '-';
		while (p < end && is_space(*p))
			p++;
		status = sn_prefix_parse(
		    &change.prefix, p, (size_t)(end - p), 0, &error);
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
		text_error(w->name, &error, "");
		return EXIT_USAGE;
	}
	if (!grow(w))
		return status_exit(SN_ENOMEM, w->name);
	w->line[w->n] = number;
	w->change[w->n++] = change;
	return w->unbuffered ? end_batch(w) : 0;
}

static int
follow(struct watch *w, FILE *in)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int exit_code = 0;

	for (uint64_t number = 1; !exit_code && !w->out.closed; number++) {
		n = getline(&line, &room, in);
		if (n < 0)
			break;
		exit_code = take_line(w, line, (size_t)n, number);
	}
	if (!exit_code && ferror(in)) {
		message("%s: %s", w->name, strerror(errno));
		exit_code = EXIT_SYSTEM;
	}
	if (!exit_code)
		exit_code = end_batch(w);
	free(line);
	return exit_code;
}

static int
watch(struct watch *w, const char *path)
{
	FILE *opened = NULL;
	int exit_code = status_exit(sn_trie_new(&w->trie, NULL), "watch");

	w->name = strcmp(path, "-") ? path : "(standard input)";
	if (!exit_code && strcmp(path, "-")) {
		opened = fopen(path, "re");
		if (!opened) {
			message("%s: %s", path, strerror(errno));
			exit_code = EXIT_SYSTEM;
		}
	}
	if (!exit_code)
		exit_code = output_open(&w->out, NULL);
	if (!exit_code) {
		exit_code = follow(w, opened ? opened : stdin);
		if (!exit_code)
			exit_code = output_close(&w->out, w->written);
	}
	if (opened)
		fclose(opened);
	sn_trie_free(w->trie);
	free(w->change);
	free(w->line);
	return exit_code;
}

int
cmd_watch(int argc, char **argv)
{
	static const struct option options[] = {
	    {"unbuffered", no_argument, NULL, OPT_UNBUFFERED},
	    {"separate", no_argument, NULL, OPT_SEPARATE},
	    {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	struct watch w;
	int opt;

	memset(&w, 0, sizeof(w));
	while ((opt = next_option(argc, argv, ":h", options)) != -1) {
		if (opt == 'h')
			return show_usage("watch");
		if (opt == OPT_UNBUFFERED)
			w.unbuffered = true;
		else if (opt == OPT_SEPARATE)
			w.separate = true;
		else
			return usage_hint("watch");
	}
	if (argc - optind > 1)
		return usage_error("watch", "one file at most");
	return watch(&w, optind < argc ? argv[optind] : "-");
}
