/*
 * stages.h - what the in-process measurements share: a clock, a file in
 * memory, an allocator that counts bytes, and one CSV row a measurement.
 */
#ifndef STAGES_H
#define STAGES_H

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "supernet.h"

enum { STAGES_RUNS = 5 };

/* Ends the program unless @status is SN_OK: a stage that fails measures
 * nothing. */
static inline void
must(int status, const char *what)
{
	if (!status)
		return;
	fprintf(stderr, "stages: %s: %s\n", what, sn_strerror(status));
	exit(3);
}

static inline double
stages_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline char *
stages_read(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long n;

	if (f && !fseek(f, 0, SEEK_END) && (n = ftell(f)) >= 0) {
		rewind(f);
		text = malloc((size_t)n + 1);
		*size = text ? fread(text, 1, (size_t)n, f) : 0;
	}
	if (f)
		fclose(f);
	if (!text) {
		fprintf(stderr, "stages: cannot read %s\n", path);
		exit(3);
	}
	return text;
}

/* Bytes in use and their peak since the start. */
struct counting {
	int64_t live;
	int64_t peak;
};

static inline void *
counting_realloc(void *ctx, void *old, size_t size)
{
	struct counting *c = ctx;
	size_t before = old ? malloc_usable_size(old) : 0;
	void *p = realloc(old, size);

	if (!p)
		return NULL;
	c->live += (int64_t)malloc_usable_size(p) - (int64_t)before;
	if (c->live > c->peak)
		c->peak = c->live;
	return p;
}

static inline void
counting_free(void *ctx, void *p)
{
	struct counting *c = ctx;

	if (p)
		c->live -= (int64_t)malloc_usable_size(p);
	free(p);
}

static inline sn_alloc
counting_alloc(struct counting *c)
{
	*c = (struct counting){0, 0};
	return (sn_alloc){c, counting_realloc, counting_free};
}

static inline int
stages_by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The times of one stage, in nanoseconds. */
struct timing {
	double run[STAGES_RUNS];
	double start;
	unsigned n;
};

static inline void
timing_start(struct timing *t)
{
	t->start = stages_now();
}

static inline void
timing_stop(struct timing *t)
{
	if (t->n < STAGES_RUNS)
		t->run[t->n++] = stages_now() - t->start;
}

static inline double
timing_median(const struct timing *t)
{
	double copy[STAGES_RUNS];

	memcpy(copy, t->run, sizeof(copy));
	qsort(copy, t->n, sizeof(*copy), stages_by_value);
	return copy[t->n / 2];
}

/* One row: stage,kind,items,ns_per_item,bytes_per_item (empty: not known). */
static inline void
stages_row(const char *stage, const char *kind, uint64_t items,
    const struct timing *t, double bytes)
{
	printf("%s,%s,%llu,%.3f,", stage, kind, (unsigned long long)items,
	    timing_median(t) / (double)items);
	if (bytes >= 0)
		printf("%.2f", bytes / (double)items);
	printf("\n");
	fflush(stdout);
}

/* splitmix64, so that every run looks up the same addresses. */
static inline uint64_t
stages_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

#endif
