/*
 * segments.c - the segment lists of a plan: "A,B,C" or @FILE.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "segments.h"

void
segments_free(struct segments *s)
{
	free(s->p);
	*s = (struct segments){NULL, 0, 0};
}

static sn_status
push(struct segments *s, sn_prefix p)
{
	if (s->n == s->capacity) {
		size_t more = s->capacity ? s->capacity * 2 : 16;
		sn_prefix *bigger = realloc(s->p, more * sizeof(*bigger));

		if (!bigger)
			return SN_ENOMEM;
		s->p = bigger;
		s->capacity = more;
	}
	s->p[s->n++] = p;
	return SN_OK;
}

int
segments_add_prefix(struct segments *s, sn_prefix p)
{
	return status_exit(push(s, p), "segments");
}

/* The prefixes of a range; nearly all are just one. */
static sn_status
push_range(struct segments *s, sn_range range)
{
	sn_set_iter it;
	sn_prefix p;
	sn_builder *builder = NULL;
	sn_set *set = NULL;
	sn_status status = sn_builder_new(&builder, NULL);

	if (!status)
		status = sn_builder_add_range(builder, range);
	if (!status)
		status = sn_builder_build(&set, builder);
	sn_builder_free(builder);
	if (status)
		return status;
	sn_set_iter_init(&it, set, 0);
	while (!status && sn_set_iter_next_prefix(&it, &p))
		status = push(s, p);
	sn_set_free(set);
	return status;
}

int
segments_add_range(struct segments *s, sn_range range)
{
	return status_exit(push_range(s, range), "a range");
}

/* Where the items of a list on the command line stand. */
struct listed {
	struct segments *segments;
	const char *name;
	uint64_t before; /* bytes of the list before the item */
	struct told told;
};

static bool
on_invalid(void *ctx, const sn_error *error)
{
	struct listed *from = ctx;
	sn_error shown = *error;

	shown.column += from->before;
	tell_bad(&from->told, from->name, &shown);
	return true;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	struct listed *from = ctx;

	tell_warning(&from->told, from->name, warning);
	return true;
}

static bool
take_listed(void *ctx, const sn_text_item *item)
{
	struct listed *from = ctx;

	return !push_range(from->segments, item->range);
}

static int
add_list(struct listed *from, const char *list, const sn_text_options *text)
{
	sn_text_options how = *text;
	const char *p = list;
	sn_status status = SN_OK;

	how.column = how.second_column = how.where_count = 0;
	how.flags &= ~(uint32_t)(SN_TEXT_SKIP_INVALID | SN_TEXT_BLANKS);
	how.flags |= SN_TEXT_STRICT_NETWORK;
	how.ctx = from;
	how.on_invalid = on_invalid;
	how.on_warning = on_warning;
	for (;;) {
		size_t n = strcspn(p, ",");
		uint64_t before = from->told.bad;

		from->before = (uint64_t)(p - list);
		status = sn_text_visit(p, n, &how, 0, take_listed, NULL, NULL);
		/* It stops for one reason only. */
		if (status && from->told.bad == before)
			return status_exit(SN_ENOMEM, from->name);
		if (!p[n])
			break;
		p += n + 1;
	}
	told_warnings(&from->told);
	return told_bad(&from->told);
}

static bool
take_item(void *ctx, const char *name, const sn_text_item *item)
{
	(void)name;
	return !push_range(ctx, item->range);
}

int
segments_add_file(struct segments *s, const char *path, const struct common *c)
{
	struct common strict = *c;

	strict.text.flags |= SN_TEXT_STRICT_NETWORK;
	return read_segments(&strict, path, take_item, s);
}

int
segments_add(struct segments *s, const char *option, const char *arg,
    const struct common *c)
{
	struct listed from = {.segments = s, .name = option};

	int exit_code;

	if (*arg == '@')
		return segments_add_file(s, arg + 1, c);
	exit_code = add_list(&from, arg, &c->text);
	if (exit_code && !access(arg, F_OK))
		message("%s %s: a file is named as @%s", option, arg, arg);
	return exit_code;
}
