/*
 * segments.c - the segment lists of a plan: "A,B,C" or @FILE.
 */
#include <stdlib.h>
#include <string.h>

#include "segments.h"

void
segments_free(struct segments *s)
{
	free(s->p);
	*s = (struct segments){NULL, 0, 0};
}

static int
add(struct segments *s, sn_prefix p)
{
	if (s->n == s->capacity) {
		size_t more = s->capacity ? s->capacity * 2 : 16;
		sn_prefix *bigger = realloc(s->p, more * sizeof(*bigger));

		if (!bigger)
			return status_exit(SN_ENOMEM, "segments");
		s->p = bigger;
		s->capacity = more;
	}
	s->p[s->n++] = p;
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One line or list item, without its separator; blank ones pass. */
static int
add_item(struct segments *s, const char *name, const char *line,
    uint64_t number, const char *p, const char *end)
{
	sn_prefix prefix;
	sn_error error;

	while (p < end && is_space(*p))
		p++;
	while (p < end && is_space(end[-1]))
		end--;
	if (p == end)
		return 0;
	if (sn_prefix_parse(&prefix, p, (size_t)(end - p), 0, &error)) {
		error.line = number;
		error.column += (uint64_t)(p - line);
		text_error(name, &error, "");
		return EXIT_USAGE;
	}
	return add(s, prefix);
}

static int
add_list(struct segments *s, const char *name, const char *list)
{
	const char *p = list;
	int exit_code = 0;

	while (!exit_code) {
		const char *end = p + strcspn(p, ",");

		exit_code = add_item(s, name, list, 1, p, end);
		if (!*end)
			break;
		p = end + 1;
	}
	return exit_code;
}

static int
add_file(struct segments *s, const char *path)
{
	struct text t;
	int exit_code = text_open(&t, path);
	const char *p = t.data, *stop;
	uint64_t number = 1;

	if (exit_code)
		return exit_code;
	stop = t.data + t.size;
	if (t.size >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	for (; p < stop && !exit_code; number++) {
		const char *end = memchr(p, '\n', (size_t)(stop - p));
		const char *to = end ? end : stop, *hash;

		hash = memchr(p, '#', (size_t)(to - p));
		exit_code = add_item(s, t.name, p, number, p, hash ? hash : to);
		p = end ? end + 1 : stop;
	}
	text_close(&t);
	return exit_code;
}

int
segments_add(struct segments *s, const char *option, const char *arg)
{
	return *arg == '@' ? add_file(s, arg + 1) : add_list(s, option, arg);
}
