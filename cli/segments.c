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

/* Where an item stands, and how to read it. */
struct source {
	struct segments *segments;
	const char *name;
	const sn_text_options *how;
	uint64_t number; /* of the line */
	uint64_t before; /* bytes of the line before the item */
	uint64_t invalid;
};

static bool
on_invalid(void *ctx, const sn_error *error)
{
	struct source *from = ctx;
	sn_error shown = *error;

	shown.column += from->before;
	text_error(from->name, &shown, "");
	from->invalid++;
	return true;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	struct source *from = ctx;

	text_error(from->name, warning, "warning: ");
	return true;
}

/* All notations, through a set of this item alone. */
static int
add_any(struct source *from, const char *p, const char *end)
{
	sn_text_options how = *from->how;
	sn_builder *builder = NULL;
	sn_set *set = NULL;
	sn_set_iter it;
	sn_prefix prefix;
	sn_status status = sn_builder_new(&builder, NULL);
	int exit_code = 0;

	how.flags |= SN_TEXT_STRICT_NETWORK;
	how.first_line = from->number;
	how.ctx = from;
	how.on_invalid = on_invalid;
	how.on_warning = on_warning;
	if (!status)
		status = sn_builder_add_text(
		    builder, p, (size_t)(end - p), &how, NULL, NULL);
	if (!status)
		status = sn_builder_build(&set, builder);
	sn_builder_free(builder);
	if (status)
		return from->invalid ? EXIT_USAGE
				     : status_exit(status, from->name);
	sn_set_iter_init(&it, set, 0);
	while (!exit_code && sn_set_iter_next_prefix(&it, &prefix))
		exit_code = add(from->segments, prefix);
	sn_set_free(set);
	return exit_code;
}

/* One line or list item, without its separator; blank ones pass. */
static int
add_item(struct source *from, const char *line, const char *end)
{
	const char *p = line, *stop = end;
	sn_prefix prefix;

	while (p < stop && is_space(*p))
		p++;
	while (p < stop && is_space(stop[-1]))
		stop--;
	if (p == stop)
		return 0;
	/* Nearly all are just prefixes. */
	if (!from->how->column &&
	    !sn_prefix_parse(&prefix, p, (size_t)(stop - p), 0, NULL))
		return add(from->segments, prefix);
	return add_any(from, line, end);
}

static int
add_list(const struct source *from, const char *list)
{
	sn_text_options how = *from->how;
	struct source items = *from;
	const char *p = list;
	int exit_code = 0;

	how.column = 0;
	how.flags &= ~(uint32_t)SN_TEXT_SKIP_INVALID;
	items.how = &how;
	while (!exit_code) {
		const char *end = p + strcspn(p, ",");

		items.before = (uint64_t)(p - list);
		exit_code = add_item(&items, p, end);
		if (!*end)
			break;
		p = end + 1;
	}
	return exit_code;
}

static int
add_file(struct source *from, const char *path)
{
	struct text t;
	int exit_code = text_open_list(&t, path);
	const char *p = t.data, *stop;

	if (exit_code)
		return exit_code;
	from->name = t.name;
	stop = t.data + t.size;
	if (t.size >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	for (; p < stop && !exit_code; from->number++) {
		const char *end = memchr(p, '\n', (size_t)(stop - p));

		exit_code = add_item(from, p, end ? end : stop);
		p = end ? end + 1 : stop;
	}
	text_close(&t);
	if (!exit_code && from->invalid)
		skipped(from->invalid);
	return exit_code;
}

int
segments_add(struct segments *s, const char *option, const char *arg,
    const sn_text_options *how)
{
	struct source from = {s, option, how, 1, 0, 0};

	return *arg == '@' ? add_file(&from, arg + 1) : add_list(&from, arg);
}
