/*
 * threads.c - one piece of work on several threads. Threads live as long as
 * one stage: starting one costs about 20 microseconds, which a stage that is
 * worth dividing does not feel, and nothing is left between calls. They
 * block all signals, which are for the threads of the program, but for those
 * that tell of what the thread itself has done: those it may handle. Their
 * stack does not follow the limit of the program's own.
 */
#include "base/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

enum { STACK = 1 << 20 };

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
	static const int own[] = {SIGBUS, SIGSEGV, SIGFPE, SIGILL};
	pthread_attr_t attributes;
	sigset_t others, before;

	if (n > 1) {
		sigfillset(&others);
		for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
			sigdelset(&others, own[i]);
		pthread_sigmask(SIG_SETMASK, &others, &before);
		pthread_attr_init(&attributes);
		pthread_attr_setstacksize(&attributes, STACK);
	}
	for (unsigned i = 1; i < n; i++) {
		part[i].work = work;
		part[i].ctx = ctx;
		part[i].i = i;
		part[i].started = !pthread_create(
		    &part[i].thread, &attributes, start, &part[i]);
	}
	if (n > 1) {
		pthread_attr_destroy(&attributes);
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	if (n)
		work(ctx, 0);
	for (unsigned i = 1; i < n; i++) {
		if (part[i].started)
			pthread_join(part[i].thread, NULL);
		else
			work(ctx, i);
	}
}
