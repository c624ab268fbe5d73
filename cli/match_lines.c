/*
 * match_lines.c - a stream of lines, each with what its address is in.
 *
 * Text is taken in batches of whole rows, each cut into a piece for each
 * thread. While threads look up one batch the caller's thread writes the one
 * before and reads the next. A batch ends early where a pipe has no more to
 * give for now, so that lines come out as they come in. What is kept of a line
 * is where it is and its answer: memory depends neither on the input nor on the
 * labels.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match_lines.h"
#include "match_piece.h"

enum { PIECE = 512 << 10, PIECES_MAX = 64 };

struct batch {
	char *text;
	size_t capacity;
	size_t size;  /* whole rows */
	size_t extra; /* bytes after them, of the next batch */
	bool last;
	unsigned pieces;
	struct piece *piece; /* as many as threads */
};

struct stream {
	struct match_lines *m;
	struct source source;
	struct output *o;
	sn_text_options options;
	char delimiter; /* as label_write() takes it */
	unsigned threads;
	uint64_t lines; /* before the batch that is written */
	struct told told;
	uint64_t comments;
	bool settled;	  /* it is known what the columns are */
	bool begun;	  /* rows have been looked up */
	sn_status status; /* of the output */
	struct batch batch[2];
};

/* ------------------------------------------------------------ batches */

/* Cuts a batch into pieces of whole rows. */
static void
cut(struct stream *s, struct batch *b)
{
	const char *text = b->text;
	size_t left = b->size;

	for (b->pieces = 0; left && b->pieces < s->threads; b->pieces++) {
		struct piece *p = &b->piece[b->pieces];
		unsigned more = s->threads - b->pieces;
		size_t share = left / more;

		share = share < PIECE / 8 ? PIECE / 8 : share;
		if (more == 1 || share >= left)
			share = left;
		else
			share = sn_text_rows(text, share, &s->options);
		if (!share)
			share = left;
		p->join = s->m->join;
		p->options = s->options;
		/* A byte-order mark is at the start of all only. */
		p->options.first_line = s->begun ? 2 : 1;
		s->begun = true;
		p->text = text;
		p->size = share;
		p->n = p->four.n = p->six.n = 0;
		p->status = SN_OK;
		text += share;
		left -= share;
	}
}

static void
start(const struct stream *s, struct batch *b)
{
	for (unsigned i = 0; i < b->pieces; i++) {
		struct piece *p = &b->piece[i];

		p->threaded = s->threads > 1 &&
			      !pthread_create(&p->thread, NULL, piece_work, p);
	}
}

static void
finish(struct batch *b)
{
	for (unsigned i = 0; i < b->pieces; i++) {
		struct piece *p = &b->piece[i];

		if (p->threaded)
			pthread_join(p->thread, NULL);
		else
			piece_work(p);
	}
}

/* Whether a read would give something, or the end, at once. */
static bool
is_ready(const struct source *s)
{
	struct pollfd p = {s->fd, POLLIN, 0};

	return s->head_size || poll(&p, 1, 0) != 0;
}

/*
 * Reads what there is, and waits only where there is no row yet. 0, or an exit
 * code.
 */
static int
read_batch(struct stream *s, struct batch *b, const struct batch *before)
{
	size_t n = before ? before->extra : 0;

	b->size = b->extra = 0;
	b->last = before && before->last;
	if (n > b->capacity / 2) {
		free(b->text);
		b->capacity = 2 * n;
		b->text = malloc(b->capacity);
	}
	if (!b->text)
		return status_exit(SN_ENOMEM, s->source.name);
	if (n)
		memcpy(b->text, before->text + before->size, n);
	while (!b->last) {
		ssize_t got;

		if (n == b->capacity &&
		    !array_fits(&b->text, &b->capacity, n, 1, 1))
			return status_exit(SN_ENOMEM, s->source.name);
		got = source_read(&s->source, b->text + n, b->capacity - n);
		if (got < 0)
			return s->source.exit_code;
		b->last = got == 0;
		n += (size_t)got;
		if (n < b->capacity && !b->last && is_ready(&s->source))
			continue;
		b->size = sn_text_rows(b->text, n, &s->options);
		if (b->size)
			break;
	}
	if (b->last)
		b->size = n;
	b->extra = n - b->size;
	return 0;
}

/* -------------------------------------------------------------- output */

static void
put(struct stream *s, const char *text, size_t n)
{
	if (!s->status)
		s->status = output_write(s->o, text, n);
}

/* What is added to a row. */
static void
put_answer(struct stream *s, struct answer a)
{
	const struct join *j = s->m->join;
	const char *word = join_word(a);
	char text[SN_PREFIX_TEXT_MAX];

	if (word && a.in == IN_NOTHING && s->delimiter != QUOTE_BLANKS)
		word = "";
	if (word)
		put(s, word, strlen(word));
	else if (!j->labelled)
		put(s, text,
		    sn_prefix_format(
			text, sizeof(text), join_aggregate(j, a.value)));
	else if (!s->status)
		s->status = label_write(
		    s->o, labels_text(&j->labels, a.value), s->delimiter);
}

/* A row, up to what is added to it; its CR is what comes after that. */
static bool
put_row(struct stream *s, const char *row, size_t n)
{
	bool cr = n && row[n - 1] == '\r';

	put(s, row, n - cr);
	put(s, s->delimiter == QUOTE_BLANKS ? " " : &s->delimiter, 1);
	return cr;
}

/* 0, or an exit code. */
static int
put_event(struct stream *s, const struct piece *p, struct event *e)
{
	bool missed = e->answer.in < IN_SEVERAL;

	if (e->kind != EVENT_ROW) {
		e->said->line += s->lines + 1 - p->options.first_line;
		if (e->kind == EVENT_WARNING)
			tell_warning(&s->told, s->source.name, e->said);
		else
			tell_bad(&s->told, s->source.name, e->said);
		if (e->kind == EVENT_WARNING || s->told.skips)
			return 0;
		if (s->told.line == 1)
			message("--addr-column NAME passes over a first line "
				"of names");
		return EXIT_USAGE;
	}
	s->m->missed |= missed;
	if (!s->m->invert) {
		bool cr = put_row(s, e->row, e->size);

		put_answer(s, e->answer);
		put(s, cr ? "\r\n" : "\n", 1 + cr);
	} else if (missed) {
		put(s, e->row, e->size);
		put(s, "\n", 1);
	}
	return 0;
}

static int
write_batch(struct stream *s, struct batch *b)
{
	int exit_code = 0;

	for (unsigned i = 0; i < b->pieces; i++) {
		struct piece *p = &b->piece[i];
		struct told before = s->told;

		for (size_t k = 0; k < p->n; k++) {
			if (!exit_code && !s->status)
				exit_code = put_event(s, p, &p->event[k]);
			free(p->event[k].said);
		}
		if (!exit_code)
			exit_code = status_exit(p->status, s->source.name);
		told_all(&s->told, &before, &p->stats);
		s->lines += p->stats.lines;
		s->comments += p->stats.comments;
		p->n = 0;
	}
	b->pieces = 0;
	return exit_code;
}

/* ------------------------------------------------------------- columns */

static void
set_delimiter(struct stream *s, int delimiter)
{
	s->delimiter = (char)delimiter;
	s->options.flags &= ~(uint32_t)SN_TEXT_BLANKS;
	if (delimiter == QUOTE_BLANKS)
		s->options.flags |= SN_TEXT_BLANKS;
	s->options.delimiter = delimiter == QUOTE_BLANKS ? 0 : (char)delimiter;
}

/* The delimiters that are tried, in order; the last one fits everything. */
static const char candidates[] = {'\t', ',', ';', QUOTE_BLANKS};
enum { CANDIDATES = sizeof(candidates) };

/*
 * Cuts a batch, which was read before the delimiter was known, between rows as
 * that has them. Whether there is one.
 */
static bool
cut_anew(const struct stream *s, struct batch *b)
{
	size_t all = b->size + b->extra;

	if (!b->last)
		b->size = sn_text_rows(b->text, all, &s->options);
	b->extra = all - b->size;
	return b->last || b->size;
}

/* The first row with an item, or where bad ones are skipped, a good one. */
struct probe {
	char delimiter;
	bool skips;
	bool met;
	bool fits;
};

static bool
probe_item(void *ctx, const sn_text_item *item)
{
	struct probe *p = ctx;

	p->met = true;
	p->fits = p->delimiter == QUOTE_BLANKS ||
		  memchr(item->row, p->delimiter, item->row_size);
	return false;
}

static bool
probe_invalid(void *ctx, const sn_error *error)
{
	struct probe *p = ctx;

	(void)error;
	p->met = !p->skips;
	return p->skips;
}

/*
 * The delimiter with which the column of the first row is an address. While
 * that row is not whole, nothing is settled.
 */
static void
settle_number(struct stream *s, struct batch *b)
{
	for (size_t i = 0; i < CANDIDATES && !s->m->delimiter; i++) {
		struct probe p = {
		    .delimiter = candidates[i], .skips = s->told.skips};
		sn_text_options how;

		set_delimiter(s, candidates[i]);
		if (!cut_anew(s, b))
			return;
		how = s->options;
		how.ctx = &p;
		how.on_invalid = probe_invalid;
		(void)!sn_text_visit(
		    b->text, b->size, &how, 0, probe_item, NULL, NULL);
		s->settled = p.met;
		if (p.fits)
			return;
	}
	s->settled |= s->m->delimiter != 0;
}

/* The column of a header, which is written. 0, or an exit code. */
static int
settle_name(struct stream *s, struct batch *b)
{
	sn_error first = {0}, error = {0};
	sn_status status = SN_ENOTFOUND;
	sn_text_header h;
	bool cr;

	for (size_t i = 0; i < CANDIDATES && status == SN_ENOTFOUND; i++) {
		if (!s->m->delimiter)
			set_delimiter(s, candidates[i]);
		if (!cut_anew(s, b))
			return 0;
		status = sn_text_header_read(&h, b->text, b->size, &s->options);
		if (status == SN_ENOTFOUND)
			return 0;
		if (!status)
			status = sn_text_header_column(&h, &s->options,
			    s->m->column, &s->options.column, &error);
		/* Several of that name say more than none. */
		if (i == 0 || status == SN_EINVAL)
			first = error;
	}
	s->settled = true;
	if (status) {
		text_error(s->source.name, &first);
		return EXIT_USAGE;
	}
	if (h.row - b->text >= 3 && !memcmp(b->text, "\xef\xbb\xbf", 3))
		put(s, b->text, 3);
	if (s->m->invert) {
		put(s, h.row, h.row_size);
		put(s, "\n", 1);
	} else {
		cr = put_row(s, h.row, h.row_size);
		if (!s->status)
			s->status =
			    label_write(s->o, s->m->title, s->delimiter);
		put(s, cr ? "\r\n" : "\n", 1 + cr);
	}
	s->begun = true;
	s->lines = h.lines;
	b->size -= h.size;
	memmove(b->text, b->text + h.size, b->size + b->extra);
	return 0;
}

/* What the columns of the first batch are. 0, or an exit code. */
static int
settle(struct stream *s, struct batch *b)
{
	uint64_t number = 0;

	if (s->settled)
		return 0;
	if (!s->begun && sn_set_is_packed(b->text, b->size + b->extra)) {
		message("%s: a snapshot has no lines, which are asked for",
		    s->source.name);
		return EXIT_USAGE;
	}
	if (!parse_number(s->m->column, UINT32_MAX, &number))
		return settle_name(s, b);
	s->options.column = (uint32_t)number;
	settle_number(s, b);
	return 0;
}

/* ---------------------------------------------------------- the stream */

/* Batch after batch; 0, or an exit code. */
static int
run(struct stream *s)
{
	struct batch *b = &s->batch[0], *other = &s->batch[1], *swap;
	int exit_code = read_batch(s, b, NULL);

	while (!exit_code && !s->status) {
		bool more = false;
		int failed = 0;

		exit_code = settle(s, b);
		if (exit_code)
			break;
		cut(s, b);
		start(s, b);
		exit_code = write_batch(s, other);
		if (!exit_code && !b->last && is_ready(&s->source)) {
			failed = read_batch(s, other, b);
			more = true;
		}
		finish(b);
		if (!exit_code && (b->last || failed || !more)) {
			exit_code = write_batch(s, b);
			if (!exit_code && !s->status)
				s->status = output_flush(s->o);
		}
		if (!exit_code)
			exit_code = failed;
		if (b->last || exit_code || s->status)
			break;
		if (!more)
			exit_code = read_batch(s, other, b);
		swap = b;
		b = other;
		other = swap;
	}
	return exit_code;
}

static void
free_batch(struct stream *s, struct batch *b)
{
	for (unsigned i = 0; b->piece && i < s->threads; i++) {
		struct piece *p = &b->piece[i];

		for (size_t k = 0; k < p->n; k++)
			free(p->event[k].said);
		free(p->event);
	}
	free(b->piece);
	free(b->text);
}

int
match_lines(struct match_lines *m, const char *path, struct output *o,
    sn_status *status)
{
	struct stream s = {.m = m, .o = o, .options = SN_TEXT_OPTIONS_INIT};
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int exit_code = source_open(&s.source, path);

	if (exit_code)
		return exit_code;
	s.options.flags = m->common->text.flags | SN_TEXT_EMPTY_ROWS;
	s.options.flags &= ~(uint32_t)SN_TEXT_EXTRACT; /* of the list */
	s.options.comment = m->common->text.comment;
	s.told.skips = s.options.flags & SN_TEXT_SKIP_INVALID;
	s.options.max_invalid = SHOWN_LINES;
	s.options.max_warnings = SHOWN_LINES;
	s.options.max_masked = SHOWN_MASKED;
	s.options.column = 1;
	set_delimiter(&s, m->delimiter ? m->delimiter : QUOTE_BLANKS);
	s.threads = m->common->threads
			? m->common->threads
			: (unsigned)(processors > 0 ? processors : 1);
	if (s.threads > PIECES_MAX)
		s.threads = PIECES_MAX;
	for (size_t i = 0; i < 2; i++) {
		struct batch *b = &s.batch[i];

		b->capacity = (size_t)s.threads * PIECE;
		b->text = malloc(b->capacity);
		b->piece = calloc(s.threads, sizeof(*b->piece));
		if (!b->text || !b->piece)
			exit_code = status_exit(SN_ENOMEM, s.source.name);
	}
	if (!exit_code)
		exit_code = run(&s);
	if (!exit_code)
		exit_code = told_bad(&s.told);
	if (!exit_code) {
		note_count(
		    s.comments, "line is a comment", "lines are comments");
		told_warnings(&s.told);
	}
	free_batch(&s, &s.batch[0]);
	free_batch(&s, &s.batch[1]);
	source_close(&s.source);
	*status = s.status;
	return exit_code;
}
