/*
 * output.c - results on standard output, or in a file that appears whole or
 * not at all: one without a name, or a temporary one beside it, takes its place
 * when all is on disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

enum { LINKS = 40 }; /* one after the other, as the kernel follows */

/* The first part of a path, up to its last slash, and @name. NULL: memory. */
static char *
beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;
	char *joined = malloc(n + strlen(name) + 1);

	if (joined) {
		memcpy(joined, path, n);
		memcpy(joined + n, name, strlen(name) + 1);
	}
	return joined;
}

/*
 * What @path leads to: of a symbolic link its target is replaced, not the
 * link, also where there is no target yet. NULL: errno says why.
 */
static char *
follow(const char *path)
{
	char *at = strdup(path), link[PATH_MAX];

	for (int links = 0; at; links++) {
		ssize_t n = readlink(at, link, sizeof(link) - 1);
		char *next;

		if (n < 0 && (errno == EINVAL || errno == ENOENT) && *path)
			return at;
		if (n < 0 || links == LINKS) {
			free(at);
			errno = n < 0 ? errno : ELOOP;
			return NULL;
		}
		link[n] = '\0';
		next = *link == '/' ? strdup(link) : beside(at, link);
		free(at);
		at = next;
	}
	return NULL;
}

/* A device or a pipe is written as it is: it cannot be replaced. */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* The open file that a path is another name of, or -1: a file of that name
 * beside it would not get what others write there. */
static int
descriptor_of(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

	if (!strcmp(path, "-") || !strcmp(path, "/dev/stdout"))
		return STDOUT_FILENO;
	if (!strcmp(path, "/dev/stderr"))
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		size_t n = strlen(folders[i]);
		size_t digits = strncmp(path, folders[i], n)
				    ? 0
				    : strspn(path + n, "0123456789");

		if (digits && digits < 10 && !path[n + digits])
			return (int)strtol(path + n, NULL, 10);
	}
	return -1;
}

/*
 * The mode, owner and group that the old file has, or a new one would get. A
 * file that cannot be given to the old one's owner does not run as the new.
 */
static int
keep_owner_and_mode(const struct output *o)
{
	struct stat st;
	mode_t mode;

	if (stat(o->target, &st)) {
		mode = umask(0);
		(void)umask(mode);
		return fchmod(o->fd, 0666 & ~mode);
	}
	mode = st.st_mode & 07777;
	if (fchown(o->fd, st.st_uid, st.st_gid)) {
		mode &= (mode_t)~06000;
		if (fchown(o->fd, (uid_t)-1, st.st_gid))
			errno = 0; /* its new group, then */
	}
	return fchmod(o->fd, mode);
}

/*
 * A file without a name, of which nothing is left whatever ends the command;
 * where the file system has none, one that an interrupt removes.
 */
static void
open_temporary(struct output *o)
{
	char *folder;

	o->target = follow(o->path);
	folder = o->target ? beside(o->target, ".") : NULL;
	o->temporary = o->target ? beside(o->target, ".supernet-XXXXXX") : NULL;
	o->fd = -1;
	if (folder && o->temporary && !access("/proc/self/fd", X_OK))
		o->fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	o->unnamed = o->fd >= 0;
	if (folder && o->temporary && !o->unnamed) {
		o->fd = mkstemp(o->temporary);
		if (o->fd >= 0)
			interrupt_removes(o->temporary);
	}
	free(folder);
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
	int exit_code = 0, open_as = path ? descriptor_of(path) : STDOUT_FILENO;

	/* A reader that leaves and a file too big are errors of write(). */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	o->fd = STDOUT_FILENO;
	o->path = NULL;
	o->target = o->temporary = NULL;
	o->closed = false;
	o->used = 0;
	if (open_as == STDOUT_FILENO)
		return 0;
	o->path = path;
	if (open_as >= 0)
		o->fd = fcntl(open_as, F_DUPFD_CLOEXEC, 0);
	else if (is_special(path))
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
	else
		open_temporary(o);
	if (o->fd < 0) {
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

		if (n < 0 && call_again(o->fd, POLLOUT))
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

/* Gives a file without a name the one that it is to replace. 0, or errno. */
static int
name_and_rename(const struct output *o, const char *file)
{
	if (linkat(AT_FDCWD, file, AT_FDCWD, o->temporary, AT_SYMLINK_FOLLOW))
		return errno;
	return rename(o->temporary, o->target) ? errno : 0;
}

/*
 * Between its two names a file has a temporary one. A child that no signal
 * reaches sees to it, so that none is left where the command is killed.
 */
static int
replace_unnamed(const struct output *o, const char *file)
{
	sigset_t all, before;
	int status = 0;
	pid_t child;

	sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &before);
	child = fork();
	if (child == 0)
		_exit(name_and_rename(o, file));
	if (child < 0)
		errno = name_and_rename(o, file);
	else if (waitpid(child, &status, 0) == child)
		errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	status = errno;
	if (status)
		unlink(o->temporary);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	errno = status;
	return status ? -1 : 0;
}

/* The file gets its name, at once. -1: errno says why. */
static int
install(struct output *o)
{
	char file[64];
	size_t random;

	if (!o->unnamed)
		return rename(o->temporary, o->target);
	snprintf(file, sizeof(file), "/proc/self/fd/%d", o->fd);
	if (!linkat(AT_FDCWD, file, AT_FDCWD, o->target, AT_SYMLINK_FOLLOW))
		return 0;
	if (errno != EEXIST)
		return -1;
	snprintf(file, sizeof(file), "/proc/%ld/fd/%d", (long)getpid(), o->fd);
	random = strlen(o->temporary) - 6;
	snprintf(o->temporary + random, 7, "%06lx",
	    (unsigned long)getpid() & 0xffffff);
	return replace_unnamed(o, file);
}

/* What was written takes the place of the old file, once it is on disk. */
static sn_status
replace(struct output *o)
{
	if (keep_owner_and_mode(o) || fsync(o->fd) || install(o)) {
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
	close(o->fd);
	if (status && !o->unnamed)
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

int
show(const char *text)
{
	struct output *o = malloc(sizeof(*o));
	int exit_code;

	if (!o)
		return status_exit(SN_ENOMEM, "help");
	exit_code = output_open(o, NULL);
	if (!exit_code)
		exit_code =
		    output_close(o, output_write(o, text, strlen(text)));
	free(o);
	return exit_code;
}
