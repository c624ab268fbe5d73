/*
 * system.h - what the library takes from a system beyond the C library:
 * threads, processors and huge pages. All of it can fail or be missing; the
 * results are the same. A system without them, as WebAssembly in a browser, is
 * SN__POSIX 0; another one is ported here and in system.c.
 */
#ifndef SN_SYSTEM_H
#define SN_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __wasm__
# define SN__POSIX 0
#else
# define SN__POSIX 1
#endif

#if SN__POSIX
# include <pthread.h>

typedef pthread_t sn__thread;
/* A lock, and a bell for those who wait for what it guards to change. */
typedef struct sn__monitor {
	pthread_mutex_t lock;
	pthread_cond_t changed;
} sn__monitor;
#else
typedef char sn__thread;
typedef struct sn__monitor {
	char none;
} sn__monitor;
#endif

/*
 * Starts @n threads that do work(part), for each of the parts of @size bytes
 * from @parts on, and says in started[] which could be had.
 */
void sn__threads_start(sn__thread *thread, bool *started, unsigned n,
    void *(*work)(void *part), void *parts, size_t size);
void sn__thread_join(sn__thread thread);

/* False: the system has none to give. */
bool sn__monitor_init(sn__monitor *m);
void sn__monitor_destroy(sn__monitor *m);
void sn__monitor_enter(sn__monitor *m);
void sn__monitor_leave(sn__monitor *m);
/* Entered: what is guarded has changed; all who wait look again. */
void sn__monitor_changed(sn__monitor *m);
/* Entered: waits for that. */
void sn__monitor_wait(sn__monitor *m);

/* How many processors this process may use, at least 1. */
unsigned sn__processors(void);

/* Asks for huge pages. Only advice: where it is refused, small ones do. */
void sn__advise_huge(void *from, size_t size);

#endif
