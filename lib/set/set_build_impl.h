/*
 * set_build_impl.h - keys in any order into a sorted list of disjoint maximal
 * ranges, written once for all kinds of keys; a template of set/key4.h.
 * Included by set_build.c.
 *
 * Keys are put into their bins at the end of the array that becomes the
 * result, each thread's at the end of its part of it: ranges are written from
 * the front of the part while keys are read further on, and with a range no
 * smaller than a key the one never overtakes the other.
 */

/*
 * The one sweep that makes ranges out of sorted keys. The open range is
 * written again with each key, without a branch, and counted when a gap
 * follows: so after @i keys at most @i ranges have been written.
 */
struct NAME(sweep) {
	RANGE *out;
	size_t n; /* finished ranges; the open one is not counted */
	NUM first;
	NUM last;
	bool open;
};

static void
NAME(sweep)(struct NAME(sweep) * s, const KEY *k, size_t n)
{
	NUM first, last;
	size_t out = s->n, i = 0;

	if (n == 0)
		return;
	if (!s->open) {
		s->open = true;
		s->first = KEY_FIRST(k);
		s->last = KEY_LAST(k);
		i = 1;
	}
	first = s->first;
	last = s->last;
	for (; i < n; i++) {
		NUM f = KEY_FIRST(k + i), l = KEY_LAST(k + i);
		/* f - 1 > last, where f - 1 does not wrap. */
		bool gap = f > last && (NUM)(f - 1) != last;

		s->out[out] = MAKE(first, last);
		out += gap;
		first = gap ? f : first;
		last = gap || l > last ? l : last;
	}
	s->first = first;
	s->last = last;
	s->n = out;
}

static void
NAME(sweep_end)(struct NAME(sweep) * s)
{
	if (s->open)
		s->out[s->n++] = MAKE(s->first, s->last);
	s->open = false;
}

/* What a thread has found in its share of the keys. */
struct NAME(part) {
	sn__scan scan;
	NUM first;
	NUM last;
	size_t n;
	size_t sorted; /* keys that came sorted, and are not counted yet */
};

/* Everything that one build of a kind needs, allocated before it starts. */
struct NAME(build) {
	const sn_builder *b;
	unsigned threads;
	size_t total;
	RANGE *out;	  /* as many as keys */
	KEY *spare;	  /* a part for each thread; NULL: the only run */
	size_t part_size; /* in keys */
	/* A row of bins a thread: */
	size_t *bin;	 /* where the next key goes */
	size_t *flushed; /* up to where keys are in their place */
	KEY *stage;	 /* STAGE keys that are not */
	void *stage_memory;
	unsigned shift; /* bin of a key: first >> shift & (bins - 1) */
	size_t bins;
	KEY **bin_keys; /* of each bin, as if bins before it were there too */
	/* Which bins a thread sorts, and how many ranges they made. */
	size_t first_bin[SN__THREADS_MAX + 1];
	size_t made[SN__THREADS_MAX];
	struct NAME(part) part[SN__THREADS_MAX]; /* what looking made */
};

static void
NAME(build_free)(struct NAME(build) * w)
{
	sn__free(&w->b->alloc, w->out);
	sn__free(&w->b->alloc, w->spare);
	sn__free(&w->b->alloc, w->bin);
	sn__free(&w->b->alloc, w->bin_keys);
	sn__free(&w->b->alloc, w->flushed);
	sn__free(&w->b->alloc, w->stage_memory);
}

/* Allocates. False when memory is out; what was had is in @w to be freed. */
static bool
NAME(build_init)(struct NAME(build) * w, const sn_builder *b)
{
	const sn_alloc *alloc = &b->alloc;
	size_t rows, runs = 0;

	memset(w, 0, offsetof(struct NAME(build), part));
	w->b = b;
	for (size_t i = 0; i < b->n; i++) {
		w->total += RUN(b->runs[i]).n;
		runs += RUN(b->runs[i]).n != 0;
	}
	if (w->total == 0)
		return true;
	w->threads =
	    sn__threads_for(b->threads, w->total + THREAD_MIN, THREAD_MIN);
	w->bins = w->total <= SPLIT / sizeof(KEY) && w->threads == 1
		      ? 1
		      : bins_for(w->total);
	w->part_size = w->bins == 1 ? w->total : SN__SORT_SPARE;
	w->out = sn__alloc_large(alloc, w->total, sizeof(*w->out));
	/* Not in huge pages: few bins need all of it. */
	if (w->bins > 1 || runs > 1)
		w->spare = sn__malloc(
		    alloc, w->part_size * w->threads, sizeof(*w->spare));
	w->bin = sn__malloc(alloc, w->bins * w->threads, sizeof(*w->bin));
	w->bin_keys = sn__malloc(alloc, w->bins, sizeof(*w->bin_keys));
	if (!w->out || !w->bin || !w->bin_keys)
		return false;
	if (w->bins == 1)
		return w->spare || runs == 1;
	rows = w->bins * w->threads;
	w->flushed = sn__malloc(alloc, rows, sizeof(*w->flushed));
	w->stage_memory =
	    sn__malloc(alloc, rows * STAGE + CACHE_LINE, sizeof(*w->stage));
	w->stage = align_cache(w->stage_memory);
	return w->spare && w->flushed && w->stage_memory;
}

/*
 * The part of run number @run, which starts after @start keys, that thread @t
 * distributes: an equal share of all keys.
 */
static const KEY *
NAME(slice)(const struct NAME(build) * w, unsigned t, size_t run, size_t start,
    size_t *n)
{
	size_t share = w->total / w->threads, from = share * t;
	size_t to = t + 1 == w->threads ? w->total : from + share;
	size_t end = start + RUN(w->b->runs[run]).n;

	from = from > start ? from : start;
	to = to < end ? to : end;
	*n = from < to ? to - from : 0;
	return *n ? RUN(w->b->runs[run]).k + (from - start) : NULL;
}

/* Copies STAGE keys: those of IPv4 past the cache. */
static inline void
NAME(copy_stage)(KEY *to, const KEY *from)
{
	if (BITS == 32)
		copy_cache_line(to, from);
	else
		memcpy(to, from, STAGE * sizeof(KEY));
}

/* Writes what is collected of a bin, places @from to @to. */
static inline void
NAME(flush)(KEY *keys, const KEY *stage, size_t from, size_t to)
{
	if (to - from == STAGE)
		NAME(copy_stage)(keys + from, stage);
	else
		for (; from < to; from++)
			keys[from] = stage[from % STAGE];
}

/* Bins are the highest bits below those that all keys share. */
static unsigned
NAME(shift_for)(const struct NAME(build) * w, NUM all, NUM any)
{
	unsigned high = 128 - sn__clz128((NUM)(all ^ any));
	unsigned bits = sn__ctz64(w->bins);

	return high > bits ? high - bits : 0;
}

/* Which bits they are, most likely, by a few keys of each run. */
static unsigned
NAME(shift_guess)(const struct NAME(build) * w)
{
	NUM all = (NUM) ~(NUM)0, any = 0;

	for (size_t run = 0; run < w->b->n; run++) {
		const KEY *k = RUN(w->b->runs[run]).k;
		size_t n = RUN(w->b->runs[run]).n;

		for (size_t i = 0; i < n; i += n / SAMPLE + 1) {
			all &= KEY_FIRST(k + i);
			any |= KEY_FIRST(k + i);
		}
	}
	return NAME(shift_for)(w, all, any);
}

static void
NAME(count)(const struct NAME(build) * w, size_t *bin, const KEY *k, size_t n)
{
	size_t mask = w->bins - 1;

	for (size_t i = 0; i < n; i++)
		bin[(size_t)(KEY_FIRST(k + i) >> w->shift) & mask]++;
}

/*
 * Looks at the keys of one thread, in pieces that stay in the cache, and from
 * the first piece on that is not in order counts those of each bin.
 */
static void
NAME(survey)(void *ctx, unsigned t)
{
	struct NAME(build) *w = ctx;
	struct NAME(part) p = {SN__SCAN_NONE, 0, 0, 0, 0};
	size_t *bin = w->bin + t * w->bins, start = 0, n, piece;

	memset(bin, 0, w->bins * sizeof(*bin));
	for (size_t run = 0; run < w->b->n; run++) {
		const KEY *k = NAME(slice)(w, t, run, start, &n);

		for (; n; k += piece, n -= piece, p.n += piece) {
			sn__scan s;

			piece = n < PIECE ? n : PIECE;
			s = NAME(sn__scan)(k, piece);
			p.first = p.n ? p.first : KEY_FIRST(k);
			p.scan.sorted &= s.sorted && p.last <= KEY_FIRST(k);
			p.scan.all &= s.all;
			p.scan.any |= s.any;
			p.last = KEY_FIRST(k + piece - 1);
			if (p.scan.sorted)
				p.sorted += piece;
			else if (w->bins > 1)
				NAME(count)(w, bin, k, piece);
		}
		start += RUN(w->b->runs[run]).n;
	}
	w->part[t] = p;
}

/* Counts the keys of one thread that are not counted yet. */
static void
NAME(histogram)(void *ctx, unsigned t)
{
	struct NAME(build) *w = ctx;
	size_t *bin = w->bin + t * w->bins, start = 0, n;
	size_t left = w->part[t].sorted;

	for (size_t run = 0; run < w->b->n && left; run++) {
		const KEY *k = NAME(slice)(w, t, run, start, &n);

		n = n < left ? n : left;
		NAME(count)(w, bin, k, n);
		left -= n;
		start += RUN(w->b->runs[run]).n;
	}
}

/* Looks at all keys and, unless they are sorted, counts those of each bin. */
static bool
NAME(look)(struct NAME(build) * w)
{
	struct NAME(part) all = {SN__SCAN_NONE, 0, 0, 0, 0};
	unsigned shift;

	if (w->bins > 1)
		w->shift = NAME(shift_guess)(w);
	sn__parallel(w->threads, NAME(survey), w);
	for (unsigned t = 0; t < w->threads; t++) {
		const struct NAME(part) *p = &w->part[t];

		all.scan.all &= p->scan.all;
		all.scan.any |= p->scan.any;
		all.scan.sorted &= p->scan.sorted && all.last <= p->first;
		all.last = p->last;
		all.sorted += p->sorted;
	}
	if (all.scan.sorted || w->bins == 1)
		return all.scan.sorted;
	shift = NAME(shift_for)(w, (NUM)all.scan.all, (NUM)all.scan.any);
	if (shift != w->shift) {
		w->shift = shift;
		all.sorted = w->total;
		memset(w->bin, 0, w->bins * w->threads * sizeof(*w->bin));
		for (unsigned t = 0; t < w->threads; t++)
			w->part[t].sorted = w->part[t].n;
	}
	if (all.sorted)
		sn__parallel(w->threads, NAME(histogram), w);
	return false;
}

/*
 * Puts keys into their bins. Keys of a bin are collected in a small buffer
 * first and written by whole cache lines: thousands of places that are written
 * to in turn would miss the cache and the page tables with every key.
 */
static void
NAME(distribute)(void *ctx, unsigned t)
{
	struct NAME(build) *w = ctx;
	size_t *bin = w->bin + t * w->bins, mask = w->bins - 1, start = 0, n;
	size_t *flushed = w->flushed + t * w->bins;
	KEY *stage = w->stage + t * w->bins * STAGE;

	memcpy(flushed, bin, w->bins * sizeof(*bin));
	for (size_t run = 0; run < w->b->n; run++) {
		const KEY *k = NAME(slice)(w, t, run, start, &n);

		for (size_t i = 0; i < n; i++) {
			size_t b =
			    (size_t)(KEY_FIRST(k + i) >> w->shift) & mask;
			size_t at = bin[b]++;

			stage[b * STAGE + at % STAGE] = k[i];
			if (at % STAGE != STAGE - 1)
				continue;
			NAME(flush)
			(w->bin_keys[b], &stage[b * STAGE], flushed[b], at + 1);
			flushed[b] = at + 1;
		}
		start += RUN(w->b->runs[run]).n;
	}
	for (size_t b = 0; b < w->bins; b++)
		NAME(flush)
	(w->bin_keys[b], &stage[b * STAGE], flushed[b], bin[b]);
	fence();
}

/*
 * Where key number 0 would be, if keys up to number @end were at the end of
 * the part of the result that ends with range number @end.
 */
static KEY *
NAME(keys_before)(const struct NAME(build) * w, size_t end)
{
	char *out = (char *)w->out;

	return (KEY *)(void *)(out + end * (sizeof(RANGE) - sizeof(KEY)));
}

/*
 * Turns counts into where each thread puts its keys of each bin, and deals
 * the bins out so that each thread sorts about as many keys.
 */
static void
NAME(deal)(struct NAME(build) * w)
{
	size_t sum = 0;
	unsigned dealt = 0;

	for (size_t b = 0; b < w->bins; b++) {
		while (sum * w->threads >= w->total * dealt)
			w->first_bin[dealt++] = b;
		for (unsigned t = 0; t < w->threads; t++) {
			size_t *bin = &w->bin[t * w->bins + b];
			size_t count = *bin;

			*bin = sum;
			sum += count;
		}
	}
	while (dealt <= w->threads)
		w->first_bin[dealt++] = w->bins;
	for (unsigned t = 0; t < w->threads; t++) {
		size_t end = w->first_bin[t + 1];
		KEY *keys = NAME(keys_before)(
		    w, end == w->bins ? w->total : w->bin[end]);

		for (size_t b = w->first_bin[t]; b < end; b++)
			w->bin_keys[b] = keys;
	}
}

/* Where bin @b begins, once all keys are in their bins. */
static size_t
NAME(bin_start)(const struct NAME(build) * w, size_t b)
{
	return b == 0 ? 0 : w->bin[(w->threads - 1) * w->bins + b - 1];
}

/* Sorts and sweeps the bins of one thread. */
static void
NAME(finish_bins)(void *ctx, unsigned t)
{
	struct NAME(build) *w = ctx;
	size_t start = NAME(bin_start)(w, w->first_bin[t]);
	struct NAME(sweep) sweep = {w->out + start, 0, 0, 0, false};

	for (size_t b = w->first_bin[t]; b < w->first_bin[t + 1]; b++) {
		size_t from = NAME(bin_start)(w, b);
		size_t to = NAME(bin_start)(w, b + 1);

		KEY *keys = w->bin_keys[b] + from;

		NAME(sn__sort)
		(keys, to - from, w->spare + t * w->part_size, w->part_size);
		NAME(sweep)(&sweep, keys, to - from);
	}
	NAME(sweep_end)(&sweep);
	w->made[t] = sweep.n;
}

/*
 * Joins the threads' ranges: those at a border may touch or overlap, and one
 * range may reach over many. Returns how many there are in all.
 */
static size_t
NAME(join)(struct NAME(build) * w)
{
	size_t n = w->made[0];

	for (unsigned t = 1; t < w->threads; t++) {
		const RANGE *r = w->out + NAME(bin_start)(w, w->first_bin[t]);
		size_t i = 0, made = w->made[t];

		for (; n && i < made; i++) {
			NUM first = FIRST(w->out[n - 1]);
			NUM last = LAST(w->out[n - 1]);

			if (last != TOP && FIRST(r[i]) > last + 1)
				break;
			if (LAST(r[i]) > last)
				w->out[n - 1] = MAKE(first, LAST(r[i]));
		}
		memmove(w->out + n, r + i, (made - i) * sizeof(*r));
		n += made - i;
	}
	return n;
}

static void
NAME(free_run)(const sn_builder *b, size_t i)
{
	sn__free(&b->alloc, RUN(b->runs[i]).k);
	RUN(b->runs[i]).k = NULL;
	RUN(b->runs[i]).n = RUN(b->runs[i]).capacity = 0;
}

/* Keys that come sorted: only the sweep. A run is not needed after it. */
static size_t
NAME(build_sorted)(struct NAME(build) * w)
{
	struct NAME(sweep) sweep = {w->out, 0, 0, 0, false};

	for (size_t i = 0; i < w->b->n; i++) {
		NAME(sweep)(&sweep, RUN(w->b->runs[i]).k, RUN(w->b->runs[i]).n);
		NAME(free_run)(w->b, i);
	}
	NAME(sweep_end)(&sweep);
	return sweep.n;
}

static size_t
NAME(build_small)(struct NAME(build) * w)
{
	struct NAME(sweep) sweep = {w->out, 0, 0, 0, false};
	KEY *keys = NAME(keys_before)(w, w->total), *spare = w->spare;
	size_t n = 0;

	for (size_t i = 0; i < w->b->n; n += RUN(w->b->runs[i++]).n) {
		if (RUN(w->b->runs[i]).n == 0)
			continue;
		memcpy(keys + n, RUN(w->b->runs[i]).k,
		    RUN(w->b->runs[i]).n * sizeof(KEY));
		if (!w->spare)
			spare = RUN(w->b->runs[i]).k;
	}
	NAME(sn__sort)(keys, n, spare, w->part_size);
	NAME(sweep)(&sweep, keys, n);
	NAME(sweep_end)(&sweep);
	return sweep.n;
}

/* Does the work; nothing can fail. The result is in w->out. */
static size_t
NAME(build)(struct NAME(build) * w)
{
	if (w->total == 0)
		return 0;
	if (NAME(look)(w))
		return NAME(build_sorted)(w);
	if (w->bins == 1)
		return NAME(build_small)(w);
	NAME(deal)(w);
	sn__parallel(w->threads, NAME(distribute), w);
	for (size_t i = 0; i < w->b->n; i++)
		NAME(free_run)(w->b, i);
	sn__parallel(w->threads, NAME(finish_bins), w);
	return NAME(join)(w);
}
