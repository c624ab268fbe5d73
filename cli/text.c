/*
 * text.c - small files, whole and line by line.
 *
 * They are read, not mapped: what another process does to the file meanwhile
 * cannot change a text that is being parsed.
 */
#include <stdlib.h>
#include <string.h>

#include "input.h"

/* Far more than any network, table or list of packets that people write. */
static const size_t MOST = (size_t)1 << 30;

static int
read_all(struct text *t, struct source *s)
{
	size_t capacity = 0;
	ssize_t got;

	do {
		if (t->size == capacity) {
			size_t more = capacity ? capacity : 1 << 16;
			char *data = realloc(t->data, capacity + more);

			if (!data)
				return status_exit(SN_ENOMEM, t->name);
			t->data = data;
			capacity += more;
		}
		got =
		    source_read_full(s, t->data + t->size, capacity - t->size);
		if (got < 0)
			return s->exit_code;
		t->size += (size_t)got;
		if (t->size > MOST) {
			message("%s: more than 1 GiB", t->name);
			return EXIT_USAGE;
		}
	} while (t->size == capacity);
	return 0;
}

int
text_open(struct text *t, const char *path)
{
	struct source s;
	int exit_code = source_open(&s, path);

	*t = (struct text){s.name, NULL, 0};
	if (exit_code)
		return exit_code;
	exit_code = read_all(t, &s);
	source_close(&s);
	if (exit_code)
		text_close(t);
	return exit_code;
}

int
text_exit(const struct text *t, sn_status status, const sn_error *error)
{
	if (!status || status == SN_ENOMEM)
		return status_exit(status, t->name);
	if (error->status)
		text_error(t->name, error);
	else
		message("%s: %s", t->name, sn_strerror(status));
	return EXIT_USAGE;
}

void
text_close(struct text *t)
{
	free(t->data);
	t->data = NULL;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void
trim(const char **item, const char **end)
{
	while (*item < *end && is_space(**item))
		++*item;
	while (*item < *end && is_space((*end)[-1]))
		--*end;
}

void
lines_begin(struct lines *l, const struct text *t)
{
	memset(l, 0, sizeof(*l));
	l->next = t->data;
	l->stop = t->data + t->size;
	if (t->size >= 3 && !memcmp(t->data, "\xef\xbb\xbf", 3))
		l->next += 3;
}

bool
lines_next(struct lines *l)
{
	while (l->next < l->stop) {
		size_t left = (size_t)(l->stop - l->next);
		const char *end = memchr(l->next, '\n', left), *hash;

		l->number++;
		l->line = l->item = l->next;
		l->line_end = l->end = end ? end : l->stop;
		l->next = end ? end + 1 : l->stop;
		hash = memchr(l->line, '#', (size_t)(l->end - l->line));
		if (hash)
			l->end = hash;
		trim(&l->item, &l->end);
		if (l->item < l->end)
			return true;
	}
	return false;
}

void
lines_error(struct lines *l, const struct text *t, sn_error *error)
{
	error->line = l->number;
	error->column += (uint64_t)(l->item - l->line);
	tell_bad(&l->told, t->name, error);
}
