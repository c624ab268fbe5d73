/*
 * output.c - results on standard output, or in a file that appears whole or
 * not at all: a temporary file beside it, renamed when all is on disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* A name beside @path that mkstemp can complete. */
static char *
beside(const char *path)
{
	static const char suffix[] = ".XXXXXX";
	char *name = malloc(strlen(path) + sizeof(suffix));

	if (name)
		sprintf(name, "%s%s", path, suffix);
	return name;
}

/* A device or a pipe is written as it is: it cannot be replaced. */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* The mode that @path has, or a new file would get. */
static mode_t
wanted_mode(const char *path)
{
	struct stat st;
	mode_t mask;

	if (stat(path, &st) == 0)
		return st.st_mode & 07777;
	mask = umask(0);
	(void)umask(mask);
	return 0666 & ~mask;
}

static int
open_temporary(struct output *o)
{
	/* Through a symbolic link, its target is replaced, not the link. */
	o->target = realpath(o->path, NULL);
	if (!o->target)
		o->target = strdup(o->path);
	o->temporary = o->target ? beside(o->target) : NULL;
	if (!o->temporary)
		return status_exit(SN_ENOMEM, o->path);
	o->fd = mkstemp(o->temporary);
	if (o->fd >= 0) {
		interrupt_removes(o->temporary);
	}
	return 0;
}

static void
forget(struct output *o)
{
	interrupt_removes(NULL);
	free(o->temporary);
	free(o->target);
	o->temporary = o->target = NULL;
}

int
output_open(struct output *o, const char *path)
{
	int exit_code = 0;

	/* A reader that leaves and a file too big are errors of write(). */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	o->fd = STDOUT_FILENO;
	o->path = NULL;
	o->target = o->temporary = NULL;
	o->closed = false;
	o->used = 0;
	if (!path || !strcmp(path, "-") || !strcmp(path, "/dev/stdout"))
		return 0;
	o->path = path;
	if (is_special(path))
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
	else
		exit_code = open_temporary(o);
	if (!exit_code && o->fd < 0) {
		message("%s: %s", *path ? path : "''", strerror(errno));
		exit_code = EXIT_SYSTEM;
	}
	if (exit_code)
		forget(o);
	return exit_code;
}

static sn_status
write_all(struct output *o, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(o->fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EPIPE && !o->path) {
			o->closed = true;
			return SN_ECANCELED;
		}
		if (n < 0) {
			message("%s: %s", o->path ? o->path : "standard output",
			    strerror(errno));
			return SN_EIO;
		}
		data += n;
		size -= (size_t)n;
	}
	return SN_OK;
}

sn_status
output_flush(struct output *o)
{
	size_t n = o->used;

	o->used = 0;
	return write_all(o, o->buffer, n);
}

sn_status
output_write(void *output, const char *data, size_t size)
{
	struct output *o = output;
	bool direct = size >= sizeof(o->buffer) / 2;

	/* What goes past the buffer goes after what is in it. */
	if (direct || size > sizeof(o->buffer) - o->used) {
		sn_status status = output_flush(o);

		if (status)
			return status;
	}
	if (direct)
		return write_all(o, data, size);
	memcpy(o->buffer + o->used, data, size);
	o->used += size;
	return SN_OK;
}

/* The temporary file takes the place of the old one. */
static sn_status
replace(struct output *o)
{
	if (fchmod(o->fd, wanted_mode(o->target)) || fsync(o->fd) ||
	    close(o->fd)) {
		message("%s: %s", o->path, strerror(errno));
		o->fd = -1;
		return SN_EIO;
	}
	o->fd = -1;
	if (rename(o->temporary, o->target)) {
		message("%s: %s", o->path, strerror(errno));
		return SN_EIO;
	}
	return SN_OK;
}

static sn_status
close_temporary(struct output *o, sn_status status)
{
	if (!status)
		status = replace(o);
	if (o->fd >= 0)
		close(o->fd);
	if (status)
		unlink(o->temporary);
	forget(o);
	return status;
}

int
output_close(struct output *o, sn_status status)
{
	if (!status)
		status = output_flush(o);
	if (o->closed)
		return EXIT_DONE;
	if (o->temporary) {
		status = close_temporary(o, status);
	} else if (close(o->fd) && !status) {
		message("%s: %s", o->path ? o->path : "standard output",
		    strerror(errno));
		status = SN_EIO;
	}
	/* What failed was said where it failed. */
	return status_exit(status,
	    status == SN_EIO || status == SN_ECANCELED ? NULL : "writing");
}
