/*
 * set_build.c - freezing: the keys of a builder, sorted and swept into a set.
 *
 * One thread and not many keys: gather them, sort, sweep. Otherwise, in three
 * steps that are each divided among the threads: look whether they are sorted
 * already and count how many fall into each bin, a bin being the top bits
 * below those that all keys share;
 * put each key into its bin; sort and sweep bin by bin, in cache. What is
 * joined last are the few ranges that reach over the border of two threads'
 * parts. The bins of a thread depend on the number of threads, the union does
 * not, and its canonical form is unique: so the result is always the same.
 *
 * All memory is allocated before anything is moved, so that running out of it
 * leaves the builder as it was.
 */
#include <stddef.h>
#include <string.h>
#ifdef __SSE2__
# include <emmintrin.h>
#endif

#include "set/builder.h"
#include "base/threads.h"
#include "set/set.h"
#include "set/set_sort.h"

enum {
	SPLIT = 3 << 20, /* bytes of keys; above: bins even for one thread */
	THREAD_MIN = 1 << 17, /* keys worth a thread: see bulk_read.c */
	BIN_KEYS = 4096,      /* that a bin should have */
	BINS_MAX = 1 << 11,
	SAMPLE = 64,	 /* keys of a run that are looked at first */
	PIECE = 1024,	 /* keys that are looked at, then counted */
	CACHE_LINE = 64, /* bytes */
	TRIM = 1 << 16	 /* bytes worth giving back */
};

/* The first multiple of a cache line from @p on; NULL stays NULL. */
static void *
align_cache(void *p)
{
	if (!p)
		return NULL;
	return (char *)p + (CACHE_LINE - 1) -
	       ((uintptr_t)p + (CACHE_LINE - 1)) % CACHE_LINE;
}

/*
 * Copies a cache line past the cache where that is possible: what is written
 * will not be read before much else is.
 */
static inline void
copy_cache_line(void *to, const void *from)
{
#ifdef __SSE2__
	if ((uintptr_t)to % CACHE_LINE == 0) {
		for (int i = 0; i < CACHE_LINE / 16; i++)
			_mm_stream_si128((__m128i *)to + i,
			    _mm_loadu_si128((const __m128i_u *)from + i));
		return;
	}
#endif
	memcpy(to, from, CACHE_LINE);
}

/* What went past the cache is to be seen by other threads. */
static void
fence(void)
{
#ifdef __SSE2__
	_mm_sfence();
#endif
}

/* A power of two. */
static size_t
bins_for(size_t total)
{
	size_t bins = 16;

	while (bins < BINS_MAX && bins * BIN_KEYS < total)
		bins *= 2;
	return bins;
}

#include "set/key4.h"
#include "set/set_build_impl.h"
#include "set/key_end.h"

#include "set/key6.h"
#include "set/set_build_impl.h"
#include "set/key_end.h"

#include "set/key6r.h"
#include "set/set_build_impl.h"
#include "set/key_end.h"

/*
 * Gives back what an array of @capacity elements has beyond @n, where that is
 * worth the call; the array.
 */
static void *
trim(const sn_alloc *alloc, void *array, size_t n, size_t capacity, size_t size)
{
	void *less;

	if (n == 0) {
		sn__free(alloc, array);
		return NULL;
	}
	if ((capacity - n) * size < TRIM)
		return array;
	less = sn__realloc(alloc, array, n, size);
	return less ? less : array;
}

/* All three kinds, and an array to join the two of IPv6 in. */
struct work {
	struct build4 v4;
	struct build6 v6;
	struct build6r v6r;
	sn_range6 *both;
};

static bool
work_init(struct work *w, const sn_builder *b)
{
	bool ok = build_init4(&w->v4, b);

	ok = build_init6(&w->v6, b) && ok;
	ok = build_init6r(&w->v6r, b) && ok;
	w->both = NULL;
	if (ok && w->v6.total && w->v6r.total) {
		w->both = sn__alloc_large(&b->alloc,
		    w->v6.total + w->v6r.total + 1, sizeof(*w->both));
		ok = w->both != NULL;
	}
	return ok;
}

static void
work_free(struct work *w, const sn_builder *b)
{
	build_free4(&w->v4);
	build_free6(&w->v6);
	build_free6r(&w->v6r);
	sn__free(&b->alloc, w->both);
}

/* Moves the results into @s. */
static void
work_run(struct work *w, sn_set *s)
{
	size_t n6, n6r, capacity = w->v6.total + w->v6r.total;

	s->n4 = build4(&w->v4);
	s->ranges4 =
	    trim(&s->alloc, w->v4.out, s->n4, w->v4.total, sizeof(*s->ranges4));
	w->v4.out = NULL;
	n6 = build6(&w->v6);
	n6r = build6r(&w->v6r);
	if (w->both) {
		s->n6 = sn__union6(w->both, w->v6.out, n6, w->v6r.out, n6r);
		s->ranges6 = w->both;
		w->both = NULL;
	} else if (n6) {
		s->n6 = n6;
		s->ranges6 = w->v6.out;
		w->v6.out = NULL;
	} else {
		s->n6 = n6r;
		s->ranges6 = w->v6r.out;
		w->v6r.out = NULL;
	}
	s->ranges6 =
	    trim(&s->alloc, s->ranges6, s->n6, capacity, sizeof(*s->ranges6));
}

sn_status
sn__builder_sweep(sn_set **out, sn_builder *b)
{
	sn_set *s = sn__set_new(b->alloc.realloc ? &b->alloc : NULL);
	struct work w;
	bool ok;

	if (!s)
		return SN_ENOMEM;
	ok = work_init(&w, b);
	if (ok) {
		work_run(&w, s);
		for (size_t i = 0; i < b->n; i++)
			sn__runs_free(&b->runs[i], &b->alloc);
		b->n = b->waiting = 0;
		s->threads = b->threads;
		*out = s;
	} else {
		sn_set_free(s);
	}
	work_free(&w, b);
	return ok ? SN_OK : SN_ENOMEM;
}
