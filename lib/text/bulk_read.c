/*
 * bulk_read.c - bulk text into a builder.
 *
 * The text is taken in waves, of as many lines as the builder has capacity for
 * before it looks at them: see set/builder.h. A wave is cut at line
 * ends into chunks, which threads take one after the other and parse into
 * runs. Lines that have to be reported are remembered as offsets only. When all
 * chunks are done those lines are parsed once more, in order, to make the
 * reports: line numbers and messages cost nothing where nothing is wrong, and
 * reports come in line order from the caller's thread, whatever the number of
 * threads. What a text of several waves makes stays in a builder of its own
 * until the end, as a bad line on the way leaves nothing of it.
 */
#include <stdatomic.h>
#include <string.h>

#include "base/threads.h"
#include "text/bulk_chunk.h"

/*
 * Text up to TINY is not worth the tables of the fast parsers; up to
 * SMALL, no runs of its own. A thread is worth starting for THREAD_MIN bytes:
 * that is half a millisecond of work, and on a virtual machine a thread starts
 * later than that. It gets several chunks, so that a slow one does not hold up
 * the others.
 */
enum {
	TINY = 1 << 12,
	SMALL = 1 << 16,
	LINE = 16, /* bytes: a guess, until there are lines */
	THREAD_MIN = 1 << 21,
	WAVE_MIN = 1 << 20,
	CHUNK_MIN = 1 << 19,
	CHUNK_MAX = 1 << 24,
	SHARES = 8
};

/* One call. */
struct job {
	const sn_text_options *o;
	sn__reading how;
	sn__layouts layouts;
	bool fast; /* worth the fast parsers, and so layouts */
	sn__cpu cpu;
	sn__chunk *chunk;
	sn__runs *runs; /* one for each chunk; NULL: the builder's own */
	size_t n;
	const char *from; /* the wave */
	const char *to;
	atomic_size_t next;
	atomic_uint_fast64_t bytes_done;
	atomic_bool canceled;
	uint64_t reported; /* bytes, by on_progress */
	/* Reports. */
	uint64_t line;		 /* number of the line at @at */
	uint64_t at;		 /* offset of a line start */
	uint64_t invalid;	 /* met so far */
	uint64_t warned, masked; /* reported so far */
	sn_error first;		 /* the first invalid line */
};

/* Tells how far the text has got, from the caller's thread. */
static void
progress(struct job *job)
{
	uint64_t done = atomic_load(&job->bytes_done);
	uint64_t size = (uint64_t)(job->how.end - job->how.text);

	if (!job->o->on_progress || done == job->reported ||
	    atomic_load(&job->canceled))
		return;
	job->reported = done;
	if (!job->o->on_progress(job->o->ctx, done, size))
		atomic_store(&job->canceled, true);
}

static void
work(void *ctx, unsigned thread)
{
	struct job *job = ctx;
	size_t i;

	while (!atomic_load(&job->canceled) &&
	       (i = atomic_fetch_add(&job->next, 1)) < job->n) {
		sn__chunk *c = &job->chunk[i];

		sn__chunk_read(c);
		atomic_fetch_add(&job->bytes_done, (uint64_t)(c->to - c->from));
		if (c->status)
			atomic_store(&job->canceled, true);
		if (thread == 0)
			progress(job);
	}
}

/* The end of the line that is @size bytes after @p, or @end. */
static const char *
line_end(const char *p, const char *end, size_t size)
{
	const char *to;

	if (size >= (size_t)(end - p))
		return end;
	to = memchr(p + size, '\n', (size_t)(end - p) - size);
	return to ? to + 1 : end;
}

/* Cuts the wave at line ends into chunks of about @share bytes. */
static void
cut(struct job *job, size_t share)
{
	const char *p = job->from;
	size_t n = 0;

	while (p < job->to) {
		const char *to = line_end(p, job->to, share);

		job->chunk[n].from = p;
		job->chunk[n++].to = to;
		p = to;
	}
	job->n = n;
}

/* Reports the line at @offset. SN_ECANCELED when a callback said stop. */
static sn_status
report(struct job *job, uint64_t offset)
{
	const char *text = job->how.text, *p = text + offset;
	sn__line line;
	sn_error error;
	sn_status status;
	bool go = true;

	while (job->at < offset) {
		const char *next =
		    memchr(text + job->at, '\n', (size_t)(offset - job->at));

		job->line++;
		job->at = (uint64_t)(next - text) + 1;
	}
	memset(&error, 0, sizeof(error));
	status = sn__read_line(&job->how, p, sn__line_end(&job->how, p), &line,
	    NULL, NULL, &error);
	if (status == SN_ENOMEM)
		return status;
	error.line = job->line;
	error.offset += offset;
	if (status) {
		if (job->invalid++ == 0)
			job->first = error;
		if (job->o->on_invalid && job->invalid <= job->how.max_invalid)
			go = job->o->on_invalid(job->o->ctx, &error);
	} else if (line.unusual ? job->warned++ < job->how.max_warnings
				: job->masked++ < job->o->max_masked) {
		go = job->o->on_warning(job->o->ctx, &error);
	}
	return go ? SN_OK : SN_ECANCELED;
}

static sn_status
report_all(struct job *job)
{
	for (size_t i = 0; i < job->n; i++) {
		const sn__marks *marks = &job->chunk[i].marks;

		for (size_t j = 0; j < marks->n; j++) {
			sn_status status = report(job, marks->at[j]);

			if (status)
				return status;
		}
	}
	return SN_OK;
}

/* The outcome of all chunks: the sum of the numbers, reports, the status. */
static sn_status
conclude(struct job *job, sn_text_stats *sum)
{
	for (size_t i = 0; i < job->n; i++) {
		const sn_text_stats *s = &job->chunk[i].stats;

		if (job->chunk[i].status)
			return job->chunk[i].status;
		sum->lines += s->lines;
		sum->items += s->items;
		sum->invalid += s->invalid;
		sum->masked += s->masked;
		sum->warnings += s->warnings;
		sum->comments += s->comments;
		sum->empty += s->empty;
	}
	if (atomic_load(&job->canceled))
		return SN_ECANCELED;
	return report_all(job);
}

/* SN_OK, or the status of the first bad line where bad ones do not pass. */
static sn_status
verdict(const struct job *job)
{
	return job->invalid && !(job->o->flags & SN_TEXT_SKIP_INVALID)
		   ? (sn_status)job->first.status
		   : SN_OK;
}

/* Chunks, and runs for them unless @own is what they fill. */
static sn_status
prepare(struct job *job, const sn_builder *b, size_t share, sn__runs *own)
{
	uint64_t masked = 0, warnings = 0;
	size_t n = (size_t)(job->to - job->from) / share + 1;

	if (job->o->on_warning && job->masked < job->o->max_masked)
		masked = job->o->max_masked - job->masked;
	if (job->o->on_warning && job->warned < job->how.max_warnings)
		warnings = job->how.max_warnings - job->warned;
	job->chunk = sn__calloc(&b->alloc, n, sizeof(*job->chunk));
	if (!own)
		job->runs = sn__calloc(&b->alloc, n, sizeof(*job->runs));
	if (!job->chunk || (!own && !job->runs))
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		job->chunk[i].how = &job->how;
		job->chunk[i].layouts = job->fast ? &job->layouts : NULL;
		job->chunk[i].cpu = job->cpu;
		job->chunk[i].alloc = &b->alloc;
		job->chunk[i].runs = own ? own : &job->runs[i];
		job->chunk[i].invalid_marks =
		    job->o->on_invalid ? job->how.max_invalid : 1;
		job->chunk[i].warning_marks = warnings;
		job->chunk[i].masked_marks = masked;
	}
	cut(job, share);
	return SN_OK;
}

/* Links what the chunks made, or drops it; frees what the wave needed. */
static sn_status
finish(struct job *job, sn_builder *b, sn_status status)
{
	size_t keys = 0;

	for (size_t i = 0; i < job->n && job->runs; i++)
		keys += sn__runs_keys(&job->runs[i]);
	if (!status && job->runs && job->n)
		status = sn__builder_link(b, job->runs, job->n);
	for (size_t i = 0; i < job->n; i++) {
		sn__free(&b->alloc, job->chunk[i].marks.at);
		if (status && job->runs)
			sn__runs_free(&job->runs[i], &b->alloc);
	}
	sn__free(&b->alloc, job->runs);
	sn__free(&b->alloc, job->chunk);
	job->runs = NULL;
	job->chunk = NULL;
	job->n = 0;
	job->next = 0;
	if (!status)
		sn__builder_added(b, keys);
	return status;
}

/* Whether the fast parsers read what these lines mean. */
static bool
is_fast(const struct job *job)
{
	return !job->how.extract && !job->how.wraps;
}

/* A chunk's bytes, of a wave of @size bytes for @threads. */
static size_t
share_of(const struct job *job, size_t size, unsigned threads)
{
	size_t share = size / (threads * (size_t)SHARES) + 1;

	/* Rows of several lines are found one after the other. */
	if (job->how.wraps)
		return size + 1;
	if (threads == 1 || share > CHUNK_MAX)
		return CHUNK_MAX;
	return share < CHUNK_MIN ? CHUNK_MIN : share;
}

/* Reads a wave into runs of its own. */
static sn_status
read_wave(struct job *job, sn_builder *b, sn_text_stats *sum)
{
	size_t size = (size_t)(job->to - job->from);
	unsigned threads = sn__threads_for(b->threads, size, THREAD_MIN);
	sn_status status = prepare(job, b, share_of(job, size, threads), NULL);

	if (!status) {
		sn__parallel(
		    job->n < threads ? (unsigned)job->n : threads, work, job);
		progress(job);
		status = conclude(job, sum);
	}
	return finish(job, b, status);
}

/* Reads a little text, into the runs that are open. */
static sn_status
read_small(struct job *job, sn_builder *b, sn_text_stats *sum)
{
	sn__runs *own = sn__builder_open(b), before;
	sn_status status;

	if (!own)
		return SN_ENOMEM;
	before = *own;
	job->to = job->how.end;
	status = prepare(job, b, SMALL + 1, own);
	if (!status) {
		work(job, 0);
		progress(job);
		status = conclude(job, sum);
	}
	status = finish(job, b, status);
	if (!status)
		status = verdict(job);
	if (status) {
		own->v4.n = before.v4.n;
		own->v6.n = before.v6.n;
		own->v6r.n = before.v6r.n;
	} else {
		sn__builder_added(
		    b, sn__runs_keys(own) - sn__runs_keys(&before));
	}
	return status;
}

/* As much text as has the keys that @b takes before it looks at them. */
static size_t
wave_size(const struct job *job, const sn_builder *b, const sn_text_stats *sum)
{
	size_t done = (size_t)(job->from - job->how.text);
	size_t keys = b->limit > b->waiting ? b->limit - b->waiting : 0;
	double line = sum->items ? (double)done / (double)sum->items : LINE;
	double size = ((double)keys + 1) * line;

	if (job->how.wraps || size >= (double)(job->how.end - job->from))
		return (size_t)(job->how.end - job->from);
	return size > WAVE_MIN ? (size_t)size : WAVE_MIN;
}

static sn_status
read_text(struct job *job, sn_builder *b, sn_text_stats *sum)
{
	size_t size = (size_t)(job->how.end - job->how.text);
	sn_status status = SN_OK;
	sn_builder own;

	job->from = job->how.text;
	if (size > TINY && is_fast(job)) {
		job->fast = true;
		job->cpu = sn__cpu_level();
		sn__layouts_init(&job->layouts);
	}
	if (size <= SMALL)
		return read_small(job, b, sum);
	sn__builder_init(&own, &b->alloc, b->threads);
	own.full = own.limit = b->full;
	own.shrinks = b->shrinks;
	if (b->limit > b->waiting + own.limit)
		own.limit = b->limit - b->waiting;
	for (; job->from < job->how.end && !status; job->from = job->to) {
		job->to = line_end(
		    job->from, job->how.end, wave_size(job, &own, sum));
		status = read_wave(job, &own, sum);
	}
	if (!status)
		status = verdict(job);
	if (!status)
		status = sn__builder_move(b, &own);
	sn__builder_clear(&own);
	return status;
}

sn_status
sn_builder_add_text(sn_builder *b, const char *text, size_t size,
    const sn_text_options *options, sn_text_stats *stats, sn_error *error)
{
	static const sn_text_options defaults = SN_TEXT_OPTIONS_INIT;
	const sn_text_options *o = options ? options : &defaults;
	sn_text_stats sum = SN_TEXT_STATS_INIT;
	sn_status status;
	struct job job;

	if (o->struct_size != sizeof(*o) ||
	    (stats && stats->struct_size != sizeof(*stats)))
		return SN_EINVAL;
	memset(&job, 0, sizeof(job));
	job.o = o;
	if (sn__reading_begin(&job.how, text, size, o, 0))
		return SN_EINVAL;
	job.line = o->first_line ? o->first_line : 1;
	status = read_text(&job, b, &sum);
	if (stats)
		*stats = sum;
	if (error && job.invalid)
		*error = job.first;
	return status;
}
