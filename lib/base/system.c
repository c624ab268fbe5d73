/*
 * system.c - threads, processors and huge pages, where there are any.
 */
#include "base/system.h"

#if SN__POSIX

# include <sched.h>
# include <signal.h>
# include <sys/mman.h>

enum { STACK = 1 << 20 };

/*
 * Threads block all signals, which are for the threads of the program, but for
 * those that tell of what the thread itself has done: those it may handle.
 * Their stack does not follow the limit of the program's own.
 */
void
sn__threads_start(sn__thread *thread, bool *started, unsigned n,
    void *(*work)(void *part), void *parts, size_t size)
{
	static const int own[] = {SIGBUS, SIGSEGV, SIGFPE, SIGILL};
	pthread_attr_t attributes;
	sigset_t others, before;

	sigfillset(&others);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		sigdelset(&others, own[i]);
	pthread_sigmask(SIG_SETMASK, &others, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	for (unsigned i = 0; i < n; i++)
		started[i] = !pthread_create(
		    &thread[i], &attributes, work, (char *)parts + i * size);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void
sn__thread_join(sn__thread thread)
{
	pthread_join(thread, NULL);
}

bool
sn__monitor_init(sn__monitor *m)
{
	/* LCOV_EXCL_BR_START glibc makes both without memory */
	if (pthread_mutex_init(&m->lock, NULL))
		return false;
	if (pthread_cond_init(&m->changed, NULL)) {
		pthread_mutex_destroy(&m->lock);
		return false;
	}
	/* LCOV_EXCL_BR_STOP */
	return true;
}

void
sn__monitor_destroy(sn__monitor *m)
{
	pthread_cond_destroy(&m->changed);
	pthread_mutex_destroy(&m->lock);
}

void
sn__monitor_enter(sn__monitor *m)
{
	pthread_mutex_lock(&m->lock);
}

void
sn__monitor_leave(sn__monitor *m)
{
	pthread_mutex_unlock(&m->lock);
}

void
sn__monitor_changed(sn__monitor *m)
{
	pthread_cond_broadcast(&m->changed);
}

void
sn__monitor_wait(sn__monitor *m)
{
	pthread_cond_wait(&m->changed, &m->lock);
}

unsigned
sn__processors(void)
{
	cpu_set_t set;
	int n = 0;

	/* LCOV_EXCL_BR_START a kernel that does not answer */
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
	/* LCOV_EXCL_BR_STOP */
}

void
sn__advise_huge(void *from, size_t size)
{
	(void)madvise(from, size, MADV_HUGEPAGE);
}

#else

void
sn__threads_start(sn__thread *thread, bool *started, unsigned n,
    void *(*work)(void *part), void *parts, size_t size)
{
	(void)thread, (void)work, (void)parts, (void)size;
	for (unsigned i = 0; i < n; i++)
		started[i] = false;
}

void
sn__thread_join(sn__thread thread)
{
	(void)thread;
}

bool
sn__monitor_init(sn__monitor *m)
{
	(void)m;
	return true;
}

void
sn__monitor_destroy(sn__monitor *m)
{
	(void)m;
}

void
sn__monitor_enter(sn__monitor *m)
{
	(void)m;
}

void
sn__monitor_leave(sn__monitor *m)
{
	(void)m;
}

void
sn__monitor_changed(sn__monitor *m)
{
	(void)m;
}

/* Nobody else can change what is guarded: there is nothing to wait for. */
void
sn__monitor_wait(sn__monitor *m)
{
	(void)m;
}

unsigned
sn__processors(void)
{
	return 1;
}

void
sn__advise_huge(void *from, size_t size)
{
	(void)from, (void)size;
}

#endif
