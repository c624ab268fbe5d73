/*
 * threads.c - one piece of work on several threads. Threads live as long as
 * one stage: starting one costs about 20 microseconds, which a stage that is
 * worth dividing does not feel, and nothing is left between calls.
 */
#include "base/threads.h"

#include "base/system.h"

struct part {
	void (*work)(void *ctx, unsigned i);
	void *ctx;
	unsigned i;
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
	sn__thread thread[SN__THREADS_MAX];
	bool started[SN__THREADS_MAX];

	for (unsigned i = 1; i < n; i++)
		part[i] = (struct part){work, ctx, i};
	if (n > 1)
		sn__threads_start(&thread[1], &started[1], n - 1, start,
		    &part[1], sizeof(*part));
	if (n)
		work(ctx, 0);
	for (unsigned i = 1; i < n; i++) {
		if (started[i])
			sn__thread_join(thread[i]);
		else
			work(ctx, i);
	}
}
