/*
 * decompress.c - gzip, zstd, xz, bzip2 and iconv as children that read what is
 * no plain text; and the names of what is none at all.
 *
 * What a file holds is told by its first bytes, not by its name; the child
 * gets it as its standard input, so that no name is ever a word of a command.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input.h"

extern char **environ;

/* What a child makes plain text of; without a program: what nobody reads. */
static const struct form {
	const char *program;
	const char *argument[4];
	const char *name; /* NULL: compressed by the program */
	char magic[8];
	size_t size;
	size_t at; /* where the magic stands */
} forms[] = {{"gzip", {"-dc"}, NULL, "\x1f\x8b", 2, 0},
    {"zstd", {"-dc"}, NULL, "\x28\xb5\x2f\xfd", 4, 0},
    {"xz", {"-dc"}, NULL, {'\xfd', '7', 'z', 'X', 'Z', '\0'}, 6, 0},
    {"bzip2", {"-dc"}, NULL, "BZh", 3, 0},
    {"iconv", {"-f", "UTF-16", "-t", "UTF-8"}, "UTF-16", "\xff\xfe", 2, 0},
    {"iconv", {"-f", "UTF-16", "-t", "UTF-8"}, "UTF-16", "\xfe\xff", 2, 0},
    {NULL, {0}, "a ZIP archive; a workbook is one (save its sheet as CSV)",
	"PK\3\4", 4, 0},
    {NULL, {0}, "an old workbook (save its sheet as CSV)", "\xd0\xcf\x11\xe0",
	4, 0},
    {NULL, {0}, "a 7z archive", "7z\xbc\xaf\x27\x1c", 6, 0},
    {NULL, {0}, "compressed by lz4", "\x04\x22\x4d\x18", 4, 0},
    {NULL, {0}, "a packet capture (pcap)", "\xd4\xc3\xb2\xa1", 4, 0},
    {NULL, {0}, "a packet capture (pcap)", "\xa1\xb2\xc3\xd4", 4, 0},
    {NULL, {0}, "a packet capture (pcapng)", "\x0a\x0d\x0d\x0a", 4, 0},
    {NULL, {0}, "a PDF document", "%PDF-", 5, 0},
    {NULL, {0}, "an SQLite database", "SQLite f", 8, 0},
    {NULL, {0}, "a program (ELF)", "\177ELF", 4, 0},
    {NULL, {0}, "an MRT dump of routes (bgpdump reads it)", {'\0', '\14', '\0'},
	3, 4},
    {NULL, {0}, "an MRT dump of routes (bgpdump reads it)", {'\0', '\15', '\0'},
	3, 4},
    {NULL, {0}, "an MRT dump of routes (bgpdump reads it)", {'\0', '\20', '\0'},
	3, 4}};

/* UTF-16 that does not say so. */
static const struct form bare[] = {
    {"iconv", {"-f", "UTF-16LE", "-t", "UTF-8"}, "UTF-16", "", 0, 0},
    {"iconv", {"-f", "UTF-16BE", "-t", "UTF-8"}, "UTF-16", "", 0, 0}};
static const struct form binary = {NULL, {0}, "not text", "", 0, 0};

/* The form of what begins so; *more: too short to tell. */
static const struct form *
form_of(const char *head, size_t size, bool *more)
{
	*more = size == 0;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const struct form *f = &forms[i];
		size_t n = f->at + f->size;

		if (size >= n) {
			if (!memcmp(head + f->at, f->magic, f->size))
				return f;
		} else if (f->at == 0 && !memcmp(head, f->magic, size)) {
			*more = true;
		}
	}
	for (size_t i = 0; i < 2 && size >= 4; i++)
		if (!head[1 - i] && !head[3 - i] && head[i] >= ' ' &&
		    head[i + 2] >= ' ')
			return &bare[i];
	return memchr(head, '\0', size) && !*more ? &binary : NULL;
}

/* Looks at the first bytes; those of a pipe stay in s->head. */
static int
look(struct source *s, const struct form **form)
{
	off_t at = lseek(s->fd, 0, SEEK_CUR);
	bool more = true;

	if (at >= 0) {
		char head[sizeof(s->head)];
		ssize_t n = pread(s->fd, head, sizeof(head), at);

		if (n > 0)
			*form = form_of(head, (size_t)n, &more);
		return 0;
	}
	while (more && !*form) {
		ssize_t n = read(s->fd, s->head + s->head_size,
		    sizeof(s->head) - s->head_size);

		if (n < 0 && call_again(s->fd, POLLIN))
			continue;
		if (n < 0) {
			message("%s: %s", s->name, strerror(errno));
			return EXIT_SYSTEM;
		}
		if (n == 0)
			return 0;
		s->head_size += (size_t)n;
		*form = form_of(s->head, s->head_size, &more);
	}
	return 0;
}

/* In a child: all of @s into @to, from what was read of it on. */
static void
pump(const struct source *s, int to)
{
	char block[1 << 16];
	const char *data = s->head;
	ssize_t n = (ssize_t)s->head_size;

	(void)signal(SIGPIPE, SIG_DFL);
	while (n > 0) {
		ssize_t done = write(to, data, (size_t)n);

		if (done < 0 && errno != EINTR)
			_exit(EXIT_SYSTEM);
		data += done > 0 ? done : 0;
		n -= done > 0 ? done : 0;
		if (n > 0)
			continue;
		data = block;
		do
			n = read(s->fd, block, sizeof(block));
		while (n < 0 && call_again(s->fd, POLLIN));
	}
	_exit(n < 0 ? EXIT_SYSTEM : EXIT_DONE);
}

/* A pipe that was begun to be read goes on in another, from its start. */
static int
start_pump(struct source *s, struct filter *f)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	f->pump = fork();
	if (f->pump == 0) {
		close(ends[0]);
		pump(s, ends[1]);
	}
	close(ends[1]);
	if (f->pump < 0) {
		f->pump = 0;
		close(ends[0]);
		return -1;
	}
	s->head_size = 0;
	return ends[0];
}

/* Runs the program from @in into the pipe @ends. 0, or an error number. */
static int
spawn(struct filter *f, const struct form *form, int in, const int *ends)
{
	char word[5][16];
	char *argv[6] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	for (size_t i = 0; i < 5; i++) {
		const char *from = i ? form->argument[i - 1] : form->program;

		if (!from)
			break;
		snprintf(word[i], sizeof(word[i]), "%s", from);
		argv[i] = word[i];
	}
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	error = posix_spawnattr_init(&attributes);
	if (!error) {
		(void)posix_spawnattr_setsigdefault(&attributes, &defaults);
		(void)posix_spawnattr_setflags(
		    &attributes, POSIX_SPAWN_SETSIGDEF);
		error = posix_spawn_file_actions_adddup2(
		    &actions, in, STDIN_FILENO);
		if (!error)
			error = posix_spawn_file_actions_adddup2(
			    &actions, ends[1], STDOUT_FILENO);
		if (!error)
			error = posix_spawn_file_actions_addopen(
			    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
		if (!error)
			error = posix_spawnp(&f->child, f->program, &actions,
			    &attributes, argv, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		f->child = 0;
	return error;
}

static int
cannot_run(const struct source *s, const struct filter *f, int error)
{
	message("%s: %s %s, which cannot be run to read it: %s", s->name,
	    f->made_by, f->program, strerror(error));
	return EXIT_SYSTEM;
}

/* Puts the program of @form between what @s gives and who reads it. */
static int
add_filter(struct source *s, const struct form *form)
{
	struct filter *f = &s->filter[s->filters++];
	int ends[2] = {-1, -1}, in, error;

	f->program = form->program;
	f->made_by = form->name ? "UTF-16, read by" : "compressed by";
	/* Whether it fails must be known, whoever ignores children's ends. */
	(void)signal(SIGCHLD, SIG_DFL);
	in = s->head_size ? start_pump(s, f) : s->fd;
	error = in < 0 || pipe2(ends, O_CLOEXEC) ? errno : 0;
	if (!error) {
		error = spawn(f, form, in, ends);
		close(ends[1]);
		if (error)
			close(ends[0]);
	}
	if (in > STDIN_FILENO && in != s->fd)
		close(in);
	if (error)
		return cannot_run(s, f, error);
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = ends[0];
	return 0;
}

int
source_decompress(struct source *s)
{
	while (s->filters < MOST_FILTERS) {
		const struct form *form = NULL;
		int exit_code = look(s, &form);

		if (!exit_code && form && !form->program) {
			message("%s: this is %s", s->name, form->name);
			exit_code = EXIT_USAGE;
		}
		if (!exit_code && form)
			exit_code = add_filter(s, form);
		if (exit_code || !form)
			return exit_code;
	}
	return 0;
}

/* Waits for @child's end; its status as waitpid() has it, or -1. */
static int
wait_for(pid_t *child)
{
	int status = -1;
	pid_t done = 0;

	if (!*child)
		return 0;
	do
		done = waitpid(*child, &status, 0);
	while (done < 0 && errno == EINTR);
	*child = 0;
	return done < 0 ? -1 : status;
}

/* 0, or an exit code, having said what a filter made of its input. */
static int
ended(const struct source *s, const struct filter *f, int status)
{
	/* As POSIX has it where a system learns too late that none is there. */
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return cannot_run(s, f, ENOENT);
	if (!status || !WIFEXITED(status))
		return 0;
	message("%s: %s finds it damaged or cut short", s->name, f->program);
	return EXIT_USAGE;
}

int
source_reap(struct source *s)
{
	int status[MOST_FILTERS], pumped[MOST_FILTERS], exit_code = 0;

	for (unsigned i = 0; i < s->filters; i++) {
		status[i] = wait_for(&s->filter[i].child);
		pumped[i] = wait_for(&s->filter[i].pump);
	}
	if (s->fd < 0)
		return 0; /* closed before its end: it ended for that */
	for (unsigned i = 0; i < s->filters && !exit_code; i++)
		exit_code = ended(s, &s->filter[i], status[i]);
	for (unsigned i = 0; i < s->filters && !exit_code; i++) {
		if (!status[i] && !(pumped[i] && WIFEXITED(pumped[i])))
			continue;
		message("%s: %s was stopped before its end", s->name,
		    s->filter[i].program);
		exit_code = EXIT_SYSTEM;
	}
	return exit_code;
}
