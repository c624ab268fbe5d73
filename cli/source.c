/*
 * source.c - where bytes come from: a file, a pipe, or what decompresses one.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "input.h"

int
source_open(struct source *s, const char *path)
{
	static bool standard_is_read;
	int exit_code;

	memset(s, 0, sizeof(*s));
	s->name = "(standard input)";
	s->fd = STDIN_FILENO;
	if (strcmp(path, "-")) {
		s->name = *path ? path : "''";
		s->fd = open(path, O_RDONLY | O_CLOEXEC);
	} else if (standard_is_read) {
		message("standard input is asked for twice");
		return EXIT_USAGE;
	} else {
		standard_is_read = true;
	}
	if (s->fd < 0) {
		message("%s: %s", s->name, strerror(errno));
		return EXIT_SYSTEM;
	}
	exit_code = source_decompress(s);
	if (exit_code)
		source_close(s);
	return exit_code;
}

ssize_t
source_read(struct source *s, char *data, size_t size)
{
	ssize_t got;

	if (s->head_size) {
		size_t n = s->head_size < size ? s->head_size : size;

		memcpy(data, s->head, n);
		s->head_size -= n;
		memmove(s->head, s->head + n, s->head_size);
		return (ssize_t)n;
	}
	do
		got = read(s->fd, data, size);
	while (got < 0 && call_again(s->fd, POLLIN));
	if (got < 0) {
		message("%s: %s", s->name, strerror(errno));
		s->exit_code = EXIT_SYSTEM;
	} else if (got == 0 && size) {
		s->exit_code = source_reap(s);
	}
	return s->exit_code ? -1 : got;
}

ssize_t
source_read_full(struct source *s, char *data, size_t size)
{
	size_t n = 0;

	while (n < size) {
		ssize_t got = source_read(s, data + n, size - n);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

void
source_close(struct source *s)
{
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
	/* It has nobody to write to now, and ends. */
	(void)source_reap(s);
}
