/*
 * measure.c - runs a command several times; prints medians.
 *
 *   measure [-n RUNS] [-i INPUT] [-o OUTPUT] [-m] -- COMMAND [ARG...]
 *
 * A first run is not counted: it brings files into the page cache and, on a
 * virtual machine, memory into the machine.
 *
 * Prints one line: median seconds, least seconds, peak resident KiB (all),
 * peak anonymous KiB (0 without -m), exit status. Wall-clock time of the whole
 * process, from before fork to after wait. The resident peak counts mapped
 * files too, so -m adds a run of its own in which the anonymous part is
 * sampled, each half millisecond; sampling disturbs, so that run is not timed.
 * A small C program, because the peak that wait4() reports includes the
 * parent's own.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 101 };

struct job {
	char **command;
	const char *input;
	const char *output;
	double seconds;
	long peak;
	long anonymous;
	int status;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0666);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
	if (fd != to)
		close(fd);
}

/* RssAnon of @pid in KiB, or 0. */
static long
anonymous(pid_t pid)
{
	char path[64], text[4096];
	const char *at;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	at = strstr(text, "RssAnon:");
	return at ? strtol(at + 8, NULL, 10) : 0;
}

static void
run(struct job *job, int sample)
{
	struct rusage usage;
	double start = now();
	pid_t pid = fork(), done;
	int status = 0;

	if (pid == 0) {
		redirect(job->input, O_RDONLY, 0);
		redirect(job->output, O_WRONLY | O_CREAT | O_TRUNC, 1);
		execvp(job->command[0], job->command);
		_exit(127);
	}
	while (
	    (done = wait4(pid, &status, sample ? WNOHANG : 0, &usage)) == 0) {
		struct timespec pause = {0, 500000};
		long kib = anonymous(pid);

		if (kib > job->anonymous)
			job->anonymous = kib;
		nanosleep(&pause, NULL);
	}
	job->seconds = now() - start;
	if (done == pid && usage.ru_maxrss > job->peak)
		job->peak = usage.ru_maxrss;
	job->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	struct job job = {NULL, "/dev/null", "/dev/null", 0, 0, 0, 0};
	double seconds[RUNS_MAX];
	int runs = 5, sample = 0, option;

	while ((option = getopt(argc, argv, "+n:i:o:m")) != -1) {
		if (option == 'n')
			runs = atoi(optarg);
		else if (option == 'i')
			job.input = optarg;
		else if (option == 'o')
			job.output = optarg;
		else if (option == 'm')
			sample = 1;
	}
	job.command = argv + optind;
	if (!*job.command || runs < 1 || runs > RUNS_MAX)
		return 2;
	run(&job, 0);
	for (int i = 0; i < runs; i++) {
		run(&job, 0);
		seconds[i] = job.seconds;
	}
	if (sample)
		run(&job, 1);
	qsort(seconds, (size_t)runs, sizeof(*seconds), by_value);
	printf("%.6f %.6f %ld %ld %d\n", seconds[runs / 2], seconds[0],
	    job.peak, job.anonymous, job.status);
	return 0;
}
