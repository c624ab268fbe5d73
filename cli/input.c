/*
 * input.c - files and standard input into sets.
 *
 * Lists in regular files are mapped. Pipes are read in large blocks; each
 * block goes to the library cut at its last line end, so that a pipe of any
 * length needs no more memory than what its items take. Other files (JSON,
 * tables) are small and are read whole, so that nobody changes them while they
 * are parsed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

enum { BLOCK = 4 << 20 };

static const char *
shown_name(const char *path)
{
	return strcmp(path, "-") ? path : "(standard input)";
}

static int
open_path(const char *path)
{
	int fd;

	if (!strcmp(path, "-"))
		return STDIN_FILENO;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		message("%s: %s", *path ? path : "''", strerror(errno));
	return fd;
}

static void
close_path(int fd)
{
	if (fd != STDIN_FILENO)
		close(fd);
}

/* Maps @fd when it is a regular file with something in it. */
static bool
map(struct text *t, int fd)
{
	struct stat st;
	void *data;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0 ||
	    lseek(fd, 0, SEEK_CUR) != 0)
		return false;
	data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return false;
	(void)madvise(data, (size_t)st.st_size, MADV_SEQUENTIAL);
	interrupt_by_mapping();
	t->data = data;
	t->size = (size_t)st.st_size;
	t->mapped = true;
	return true;
}

/* Reads until @size bytes or the end. -1: failed, said why. */
static ssize_t
read_full(int fd, char *data, size_t size, const char *name)
{
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, data + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			message("%s: %s", name, strerror(errno));
			return -1;
		}
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

static int
read_all(struct text *t, int fd)
{
	size_t capacity = 0;

	for (;;) {
		ssize_t got;

		if (t->size == capacity) {
			size_t more = capacity ? capacity : 1 << 16;
			char *data = realloc(t->data, capacity + more);

			if (!data)
				return status_exit(SN_ENOMEM, t->name);
			t->data = data;
			capacity += more;
		}
		got = read_full(
		    fd, t->data + t->size, capacity - t->size, t->name);
		if (got < 0)
			return EXIT_SYSTEM;
		t->size += (size_t)got;
		if (t->size < capacity)
			return 0;
	}
}

static int
open_text(struct text *t, const char *path, bool may_map)
{
	int fd = open_path(path), exit_code = 0;

	*t = (struct text){shown_name(path), NULL, 0, false};
	if (fd < 0)
		return EXIT_SYSTEM;
	if (!may_map || !map(t, fd)) {
		exit_code = read_all(t, fd);
		if (exit_code)
			text_close(t);
	}
	close_path(fd);
	return exit_code;
}

int
text_open(struct text *t, const char *path)
{
	return open_text(t, path, false);
}

int
text_open_list(struct text *t, const char *path)
{
	return open_text(t, path, true);
}

int
text_exit(const struct text *t, sn_status status, const sn_error *error)
{
	if (!status || status == SN_ENOMEM)
		return status_exit(status, t->name);
	text_error(t->name, error, "");
	return EXIT_USAGE;
}

void
text_close(struct text *t)
{
	if (t->mapped)
		munmap(t->data, t->size);
	else
		free(t->data);
	t->data = NULL;
}

/* Reading one or more files into a builder. */
struct reading {
	const struct common *common;
	sn_builder *builder;
	sn_text_options options;
	sn_text_stats total;
	const char *name;
	uint64_t reported; /* bad lines of all files */
	int64_t next_ms;   /* when progress is due again; 0: not begun */
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
	text_error(r->name, error, "");
	r->reported++;
	return r->options.flags & SN_TEXT_SKIP_INVALID || r->reported < 10;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	struct reading *r = ctx;

	progress_done(r);
	text_error(r->name, warning, "warning: ");
	return true;
}

static int
add(struct reading *r, const char *text, size_t size)
{
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	sn_status status = sn_builder_add_text(
	    r->builder, text, size, &r->options, &stats, NULL);

	r->options.first_line += stats.lines;
	r->total.items += stats.items;
	r->total.invalid += stats.invalid;
	r->total.masked += stats.masked;
	if (r->reported && !(r->options.flags & SN_TEXT_SKIP_INVALID))
		return EXIT_USAGE;
	return status_exit(status, r->name);
}

/* A line on the terminal that is written over, four times a second. */
static bool
progress(void *ctx, uint64_t done, uint64_t size)
{
	struct reading *r = ctx;
	struct timespec now;
	int64_t ms;

	if (r->common->progress == 0)
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
	return true;
}

/* A pipe, block by block; a last line without an end waits for the end. */
static int
add_blocks(struct reading *r, int fd)
{
	size_t size = BLOCK, kept = 0;
	char *block = malloc(size);
	int exit_code = 0;
	uint64_t bytes = 0;

	for (;;) {
		ssize_t got;
		char *end;
		size_t whole;

		if (!block) {
			exit_code = status_exit(SN_ENOMEM, r->name);
			break;
		}
		got = read_full(fd, block + kept, size - kept, r->name);
		if (got < 0) {
			exit_code = EXIT_SYSTEM;
			break;
		}
		kept += (size_t)got;
		if (kept < size) {
			exit_code = add(r, block, kept);
			break;
		}
		end = memrchr(block, '\n', kept);
		whole = end ? (size_t)(end - block) + 1 : 0;
		if (whole) {
			exit_code = add(r, block, whole);
			if (exit_code)
				break;
			memmove(block, block + whole, kept - whole);
			kept -= whole;
			bytes += whole;
			(void)progress(r, bytes, 0);
		} else {
			char *bigger = realloc(block, size * 2);

			if (!bigger)
				free(block);
			block = bigger;
			size *= 2;
		}
	}
	free(block);
	return exit_code;
}

static int
add_path(struct reading *r, const char *path)
{
	struct text t = {shown_name(path), NULL, 0, false};
	int fd = open_path(path), exit_code;

	if (fd < 0)
		return EXIT_SYSTEM;
	r->name = t.name;
	r->options.first_line = 1;
	if (map(&t, fd)) {
		r->options.on_progress = progress;
		exit_code = add(r, t.data, t.size);
		r->options.on_progress = NULL;
		text_close(&t);
	} else {
		exit_code = add_blocks(r, fd);
	}
	close_path(fd);
	progress_done(r);
	return exit_code;
}

int
read_set(sn_set **out, const struct common *c, char *const *path, int n)
{
	static char *const standard[] = {(char *)(uintptr_t) "-"};
	sn_builder_options bo = SN_BUILDER_OPTIONS_INIT;
	struct reading r = {.common = c, .options = c->text};
	int exit_code = 0;
	sn_status status;

	if (n == 0) {
		path = standard;
		n = 1;
	}
	bo.threads = c->threads;
	status = sn_builder_new(&r.builder, &bo);
	if (status)
		return status_exit(status, "starting");
	r.options.ctx = &r;
	r.options.on_invalid = on_invalid;
	r.options.on_warning = on_warning;
	for (int i = 0; i < n && !exit_code; i++)
		exit_code = add_path(&r, path[i]);
	if (!exit_code)
		exit_code = status_exit(
		    sn_builder_build(out, r.builder), "building the set");
	sn_builder_free(r.builder);
	if (!exit_code && r.total.invalid)
		skipped(r.total.invalid);
	if (!exit_code && r.total.masked)
		message("%llu prefix%s had host bits set: masked",
		    (unsigned long long)r.total.masked,
		    r.total.masked == 1 ? "" : "es");
	return exit_code;
}
