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

int
segments_add_prefix(struct segments *s, sn_prefix p)
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

/* Where an item stands, and how to read it. */
struct source_item {
	struct segments *segments;
	const char *name;
	const sn_text_options *how;
	uint64_t number; /* of the line */
	uint64_t before; /* bytes of the line before the item */
	uint64_t invalid;
};

static bool
skips(const struct source_item *from)
{
	return from->how->flags & SN_TEXT_SKIP_INVALID;
}

static bool
on_invalid(void *ctx, const sn_error *error)
{
	struct source_item *from = ctx;
	sn_error shown = *error;

	if (!bad_line(&from->invalid, skips(from)))
		return true;
	shown.column += from->before;
	text_error(from->name, &shown);
	return true;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	struct source_item *from = ctx;

	text_warning(from->name, warning);
	return true;
}

/* The aggregates of a set. */
static int
add_set(struct segments *s, const sn_set *set)
{
	int exit_code = 0;
	sn_prefix prefix;
	sn_set_iter it;

	sn_set_iter_init(&it, set, 0);
	while (!exit_code && sn_set_iter_next_prefix(&it, &prefix))
		exit_code = segments_add_prefix(s, prefix);
	return exit_code;
}

int
segments_add_range(struct segments *s, sn_range range)
{
	sn_builder *builder = NULL;
	sn_set *set = NULL;
	sn_status status = sn_builder_new(&builder, NULL);
	int exit_code;

	if (!status)
		status = sn_builder_add_range(builder, range);
	if (!status)
		status = sn_builder_build(&set, builder);
	sn_builder_free(builder);
	exit_code = status_exit(status, "a range");
	if (!exit_code)
		exit_code = add_set(s, set);
	sn_set_free(set);
	return exit_code;
}

/* All notations, through a set of this item alone. A bad one is counted. */
static int
add_any(struct source_item *from, const char *p, const char *end)
{
	sn_text_options how = *from->how;
	uint64_t before = from->invalid;
	sn_builder *builder = NULL;
	sn_set *set = NULL;
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
		return from->invalid > before ? 0
					      : status_exit(status, from->name);
	exit_code = add_set(from->segments, set);
	sn_set_free(set);
	return exit_code;
}

/* A snapshot, or iprange's binary form. */
static int
add_packed(struct segments *s, const struct text *t)
{
	sn_set *set = NULL;
	sn_error error;
	int exit_code = packed_exit(t->name,
	    sn_set_borrow(
		&set, t->data, t->size, SN_BORROW_CHECK, NULL, &error),
	    &error);

	if (!exit_code)
		exit_code = add_set(s, set);
	sn_set_free(set);
	return exit_code;
}

/* One line or list item, without its separator; blank ones pass. */
static int
add_item(struct source_item *from, const char *line, const char *end)
{
	const char *p = line, *stop = end;
	sn_prefix prefix;

	trim(&p, &stop);
	if (p == stop)
		return 0;
	/* Nearly all are just prefixes. */
	if (!from->how->column &&
	    !sn_prefix_parse(&prefix, p, (size_t)(stop - p), 0, NULL))
		return segments_add_prefix(from->segments, prefix);
	return add_any(from, line, end);
}

static int
add_list(const struct source_item *from, const char *list)
{
	sn_text_options how = *from->how;
	struct source_item items = *from;
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
	return exit_code ? exit_code : bad_lines(items.invalid, false);
}

int
segments_add_file(
    struct segments *s, const char *path, const sn_text_options *how)
{
	struct text t;
	struct lines l;
	struct source_item from = {s, path, how, 1, 0, 0};
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	if (sn_set_is_packed(t.data, t.size)) {
		exit_code = add_packed(s, &t);
		text_close(&t);
		return exit_code;
	}
	from.name = t.name;
	lines_begin(&l, &t);
	while (!exit_code && lines_next(&l)) {
		from.number = l.number;
		exit_code =
		    add_item(&from, l.line, how->column ? l.line_end : l.end);
	}
	text_close(&t);
	return exit_code ? exit_code : bad_lines(from.invalid, skips(&from));
}

int
segments_add(struct segments *s, const char *option, const char *arg,
    const sn_text_options *how)
{
	const struct source_item from = {s, option, how, 1, 0, 0};

	return *arg == '@' ? segments_add_file(s, arg + 1, how)
			   : add_list(&from, arg);
}
