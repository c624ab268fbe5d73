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

int
output_open(struct output *o, const char *path)
{
	(void)signal(SIGPIPE, SIG_IGN);
	*o = (struct output){STDOUT_FILENO, path, NULL, false};
	if (!path || !strcmp(path, "-")) {
		o->path = NULL;
		return 0;
	}
	if (is_special(path)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		o->temporary = beside(path);
		if (!o->temporary)
			return status_exit(SN_ENOMEM, path);
		o->fd = mkstemp(o->temporary);
	}
	if (o->fd >= 0)
		return 0;
	message("%s: %s", path, strerror(errno));
	free(o->temporary);
	o->temporary = NULL;
	return EXIT_SYSTEM;
}

sn_status
output_write(void *output, const char *data, size_t size)
{
	struct output *o = output;

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

/* The temporary file takes the place of the old one. */
static sn_status
replace(struct output *o)
{
	if (fchmod(o->fd, wanted_mode(o->path)) || fsync(o->fd) ||
	    close(o->fd)) {
		message("%s: %s", o->path, strerror(errno));
		o->fd = -1;
		return SN_EIO;
	}
	o->fd = -1;
	if (rename(o->temporary, o->path)) {
		message("%s: %s", o->path, strerror(errno));
		return SN_EIO;
	}
	return SN_OK;
}

int
output_close(struct output *o, sn_status status)
{
	if (o->closed)
		return EXIT_DONE;
	if (o->temporary) {
		if (!status)
			status = replace(o);
		if (o->fd >= 0)
			close(o->fd);
		if (status)
			unlink(o->temporary);
		free(o->temporary);
	} else if (o->path && close(o->fd) && !status) {
		message("%s: %s", o->path, strerror(errno));
		status = SN_EIO;
	} else if (!o->path && !status && close(STDOUT_FILENO)) {
		message("standard output: %s", strerror(errno));
		status = SN_EIO;
	}
	return status_exit(status, status == SN_EIO ? NULL : "writing");
}
