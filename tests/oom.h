/*
 * oom.h - makes the allocations of the library fail, one after the other.
 *
 * The linker hands every malloc(), calloc(), realloc(), posix_memalign(),
 * free(), strdup() and pthread_create() of the library to the functions below
 * (--wrap, see tests/trust/targets.mk), so that code which has no sn_alloc is
 * reached too.
 */
#ifndef SN_OOM_H
#define SN_OOM_H

#include "test.h"

#include <errno.h>
#include <libcidr.h>
#include <pthread.h>

void *__real_malloc(size_t size);
void *__real_realloc(void *old, size_t size);
int __real_posix_memalign(void **p, size_t alignment, size_t size);
void __real_free(void *p);
int __real_pthread_create(pthread_t *t, const pthread_attr_t *attributes,
    void *(*start)(void *), void *arg);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
int __wrap_posix_memalign(void **p, size_t alignment, size_t size);
void __wrap_free(void *p);
char *__wrap_strdup(const char *text);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *attributes,
    void *(*start)(void *), void *arg);
CIDR *__real_cidr_from_str(const char *text);
CIDR *__wrap_cidr_from_str(const char *text);

/* Atomic, since the library's own threads allocate too. */
static struct oom {
	_Atomic uint64_t calls; /* since armed */
	_Atomic int64_t live;	/* blocks */
	uint64_t fail_at;	/* number of the call that fails; 0: none */
	bool all_after;		/* and all later ones */
	bool armed;
	_Atomic bool failed; /* one did fail */
} oom;

static bool
oom_fails(void)
{
	uint64_t call;

	if (!oom.armed)
		return false;
	call = ++oom.calls;
	if (call != oom.fail_at && !(oom.all_after && call > oom.fail_at))
		return false;
	oom.failed = true;
	return true;
}

void *
__wrap_realloc(void *old, size_t size)
{
	void *p = oom_fails() ? NULL : __real_realloc(old, size);

	oom.live += p && !old;
	return p;
}

void *
__wrap_malloc(size_t size)
{
	void *p = oom_fails() ? NULL : __real_malloc(size);

	oom.live += p != NULL;
	return p;
}

int
__wrap_posix_memalign(void **p, size_t alignment, size_t size)
{
	int error =
	    oom_fails() ? ENOMEM : __real_posix_memalign(p, alignment, size);

	oom.live += !error;
	return error;
}

void *
__wrap_calloc(size_t n, size_t size)
{
	void *p = __wrap_malloc(n * size);

	return p ? memset(p, 0, n * size) : NULL;
}

void
__wrap_free(void *p)
{
	oom.live -= p != NULL;
	__real_free(p);
}

char *
__wrap_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *p = __wrap_malloc(size);

	return p ? memcpy(p, text, size) : NULL;
}

/* libcidr is only there to be linked with at run time: all of it or nothing. */
CIDR *
__wrap_cidr_from_str(const char *text)
{
	if (!oom_fails())
		return __real_cidr_from_str(text);
	errno = ENOMEM;
	return NULL;
}

/* A thread that cannot be had is no error: its work is done without it. */
int
__wrap_pthread_create(pthread_t *t, const pthread_attr_t *attributes,
    void *(*start)(void *), void *arg)
{
	if (oom_fails())
		return 11; /* EAGAIN */
	return __real_pthread_create(t, attributes, start, arg);
}

static void
oom_arm(void)
{
	oom.armed = true;
}

static void
oom_disarm(void)
{
	oom.armed = false;
}

/* What an output holds before the call, and after one that failed. */
#define UNTOUCHED ((void *)&oom)

/* Disarms after a call that makes @out: whether it did. */
static inline bool
oom_made(sn_status status, const void *out)
{
	oom_disarm();
	if (status)
		assert_ptr_equal(out, UNTOUCHED);
	return !status;
}

/* A sink that keeps nothing. */
static inline sn_status
drop(void *ctx, const char *data, size_t size)
{
	(void)ctx;
	(void)data;
	(void)size;
	return SN_OK;
}

/* One public call: prepares, arms, calls, disarms, checks, frees. */
struct attempt {
	const char *name;
	sn_status (*run)(void);
};
#define ATTEMPT(call) \
 {                    \
#  call, call         \
 }

/*
 * Runs @a with its first allocation failing, then its second, ..., once with
 * that one only and once with all later ones, until none fails. Each time: no
 * status but SN_OK or SN_ENOMEM, and as many blocks as before.
 */
static void
oom_attempt(const struct attempt *a, bool all_after)
{
	uint64_t refused = 0, n;

	for (n = 1;; n++) {
		int64_t before = oom.live;
		sn_status status;

		oom.calls = 0;
		oom.failed = false;
		oom.fail_at = n;
		oom.all_after = all_after;
		status = a->run();
		assert_false(oom.armed);
		if (oom.live != before)
			fail_msg("%s: %lld blocks leak when allocation %llu "
				 "fails",
			    a->name, (long long)(oom.live - before),
			    (unsigned long long)n);
		if (!oom.failed) {
			assert_int_equal(status, SN_OK);
			break;
		}
		if (status != SN_OK && status != SN_ENOMEM)
			fail_msg("%s: status %d when allocation %llu fails",
			    a->name, status, (unsigned long long)n);
		refused += status == SN_ENOMEM;
	}
	if (n == 1 || refused == 0)
		fail_msg("%s: no allocation was made to fail", a->name);
	if (!all_after)
		print_message("%s: %llu allocations\n", a->name,
		    (unsigned long long)(n - 1));
}

static void
oom_run(const struct attempt *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		oom_attempt(&a[i], false);
		oom_attempt(&a[i], true);
	}
}

#endif
