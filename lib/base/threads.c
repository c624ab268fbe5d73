/*
 * threads.c - one piece of work on several threads. Threads live as long as
 * one stage: starting one costs about 20 microseconds, which a stage that is
 * worth dividing does not feel, and nothing is left between calls. They
 * block all signals, which are for the threads of the program.
 */
#include "base/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

struct part {
	void (*work)(void *ctx, unsigned i);
	void *ctx;
	unsigned i;
	pthread_t thread;
	bool started;
};

static void *
start(void *arg)
{
	struct part *part = arg;

	part->work(part->ctx, part->i);
	return NULL;
}

unsigned
sn__threads_for(unsigned most, size_t n, size_t share)
{
	n /= share;
	n = n < most ? n : most;
	n = n < SN__THREADS_MAX ? n : SN__THREADS_MAX;
	return n ? (unsigned)n : 1;
}

void
sn__parallel(unsigned n, void (*work)(void *ctx, unsigned i), void *ctx)
{
	struct part part[SN__THREADS_MAX];
	sigset_t all, before;

	sigfillset(&all);
	if (n > 1)
		pthread_sigmask(SIG_SETMASK, &all, &before);
	for (unsigned i = 1; i < n; i++) {
		part[i].work = work;
		part[i].ctx = ctx;
		part[i].i = i;
		part[i].started =
		    !pthread_create(&part[i].thread, NULL, start, &part[i]);
	}
	if (n > 1)
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (n)
		work(ctx, 0);
	for (unsigned i = 1; i < n; i++) {
		if (part[i].started)
			pthread_join(part[i].thread, NULL);
		else
			work(ctx, i);
	}
}
