/*
 * match_piece.c - the items of rows, looked up many at a time.
 */
#include <stdlib.h>
#include <string.h>

#include "match_piece.h"

static void
settle4(struct piece *p)
{
	uint32_t value[PENDING];

	(void)sn_map_match4(p->join->map, p->four.addr, p->four.n, value, NULL);
	for (size_t i = 0; i < p->four.n; i++) {
		struct answer *a = &p->event[p->four.event[i]].answer;

		*a = join_both(*a, join_value(value[i]));
	}
	p->four.n = 0;
}

static void
settle6(struct piece *p)
{
	uint32_t value[PENDING];

	(void)sn_map_match6(p->join->map, p->six.addr, p->six.n, value, NULL);
	for (size_t i = 0; i < p->six.n; i++) {
		struct answer *a = &p->event[p->six.event[i]].answer;

		*a = join_both(*a, join_value(value[i]));
	}
	p->six.n = 0;
}

static struct event *
new_event(struct piece *p, enum event_kind kind)
{
	struct event *e;

	if (!array_fits(&p->event, &p->capacity, p->n, 1, sizeof(*p->event))) {
		p->status = SN_ENOMEM;
		return NULL;
	}
	e = &p->event[p->n++];
	memset(e, 0, sizeof(*e));
	e->kind = kind;
	e->answer.in = IN_UNKNOWN;
	return e;
}

static bool
say_later(struct piece *p, enum event_kind kind, const sn_error *error)
{
	struct event *e = new_event(p, kind);

	if (!e)
		return false;
	e->said = malloc(sizeof(*e->said));
	if (e->said)
		*e->said = *error;
	else
		p->status = SN_ENOMEM;
	return e->said;
}

static bool
on_invalid(void *ctx, const sn_error *error)
{
	struct piece *p = ctx;

	return say_later(p, EVENT_BAD, error) &&
	       p->options.flags & SN_TEXT_SKIP_INVALID;
}

static bool
on_warning(void *ctx, const sn_error *warning)
{
	return say_later(ctx, EVENT_WARNING, warning);
}

static bool
on_item(void *ctx, const sn_text_item *item)
{
	struct piece *p = ctx;
	struct event *e = p->n ? &p->event[p->n - 1] : NULL;
	sn_addr first = item->range.first;

	/* A row may have several items. */
	if (!e || e->row != item->row) {
		e = new_event(p, EVENT_ROW);
		if (!e)
			return false;
		e->row = item->row;
		e->size = item->row_size;
	}
	if (!first.family) {
		e->answer.in = IN_NOTHING;
	} else if (sn_addr_compare(first, item->range.last)) {
		e->answer =
		    join_both(e->answer, join_range(p->join, item->range));
	} else if (first.family == SN_IPV4) {
		p->four.addr[p->four.n] = (uint32_t)first.lo;
		p->four.event[p->four.n++] = p->n - 1;
		if (p->four.n == PENDING)
			settle4(p);
	} else {
		p->six.addr[p->six.n] = (sn_addr6){first.hi, first.lo};
		p->six.event[p->six.n++] = p->n - 1;
		if (p->six.n == PENDING)
			settle6(p);
	}
	return true;
}

void *
piece_work(void *piece)
{
	struct piece *p = piece;
	sn_status status;

	p->options.ctx = p;
	p->options.on_invalid = on_invalid;
	p->options.on_warning = on_warning;
	p->stats = (sn_text_stats)SN_TEXT_STATS_INIT;
	status = sn_text_visit(
	    p->text, p->size, &p->options, 0, on_item, &p->stats, NULL);
	if (status == SN_ENOMEM || status == SN_EINVAL)
		p->status = status;
	settle4(p);
	settle6(p);
	return NULL;
}
