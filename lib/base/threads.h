/*
 * threads.h - one piece of work on several threads.
 */
#ifndef SN_THREADS_H
#define SN_THREADS_H

#include <stddef.h>

enum { SN__THREADS_MAX = 64 };

/*
 * How many of @most threads @n pieces of work are worth, at @share a thread:
 * from 1 to SN__THREADS_MAX.
 */
unsigned sn__threads_for(unsigned most, size_t n, size_t share);

/*
 * Calls work(ctx, i) for each i below @n (at most SN__THREADS_MAX), each on a
 * thread of its own, the first on the caller's, and waits for all. Where no
 * thread can be had the caller's thread does that part too.
 */
void sn__parallel(unsigned n, void (*work)(void *ctx, unsigned i), void *ctx);

#endif
