/*
 * template_settle.c - what a list makes of the parts of its template.
 */
#include "render/template_writer.h"

#include "text/value_format.h"

static sn__cell
cell(sn__by_length by_length, unsigned family, unsigned len)
{
	unsigned width = sn__width(family);
	sn__u128 host = sn__host(family, len);
	sn__cell c = {{0}, 0};
	char text[SN_COUNT_TEXT_MAX], *p = text;

	switch (by_length) {
	case SN__BY_LENGTH_SLASH:
	case SN__BY_LENGTH_HOST:
		if (by_length == SN__BY_LENGTH_HOST && len == width)
			break;
		*p++ = '/';
		p = sn__put_decimal(p, len);
		break;
	case SN__BY_LENGTH_LENGTH:
		p = sn__put_decimal(p, len);
		break;
	case SN__BY_LENGTH_MASK:
		p = sn__put_addr(p, family, sn__top(family) & ~host);
		break;
	case SN__BY_LENGTH_WILDCARD:
		p = sn__put_addr(p, family, host);
		break;
	case SN__BY_LENGTH_SIZE:
		p += sn_count_format(text, sizeof(text),
		    sn_prefix_size(sn__prefix(family, 0, len)));
		break;
	case SN__BY_LENGTH_NONE:
	case SN__BY_LENGTHS:
	default:
		break;
	}
	c.size = (uint8_t)(p - text);
	memcpy(c.text, text, c.size);
	return c;
}

void
sn__template_tables(sn_template_writer *w)
{
	for (unsigned by_length = 1; by_length < SN__BY_LENGTHS; by_length++) {
		if (!w->t->by_length[by_length])
			continue;
		for (unsigned len = 0; len <= 128; len++) {
			if (len <= 32)
				w->cell[by_length][0][len] =
				    cell(by_length, SN_IPV4, len);
			w->cell[by_length][1][len] =
			    cell(by_length, SN_IPV6, len);
		}
	}
	sn__format4_init(&w->addr4);
	sn__format6_init(&w->addr6, sn__cpu_level());
}

static void
add_text(sn__actions *a, const char *text, size_t size)
{
	sn__action *last = a->n ? &a->action[a->n - 1] : NULL;

	if (!size)
		return;
	/* After what is there, if that has no text yet, or both are short. */
	if (!last || (last->size && last->size + size > SN__TEXT_SHORT)) {
		last = &a->action[a->n++];
		*last = (sn__action){.kind = SN__STEP_TEXT};
	}
	if (last->size + size <= SN__TEXT_SHORT)
		memcpy(last->bytes + last->size, text, size);
	last->text = text;
	last->size += size;
}

/* Whether what depends on @condition is written in this list. */
static bool
holds(const sn_template_writer *w, unsigned family, char condition)
{
	switch (condition) {
	case '4':
		return family == SN_IPV4;
	case '6':
		return family == SN_IPV6;
	case '0':
		return w->total == 0;
	case 'G':
		return w->t->labels;
	default:
		return w->sign == condition;
	}
}

/* What @step turns into, or what it is for each prefix. */
static void
add_step(const sn_template_writer *w, sn__actions *a, const sn__step *step,
    unsigned family)
{
	static const char sign[][3] = {"+ ", "- "};

	switch ((sn__step_kind)step->kind) {
	case SN__STEP_TEXT:
		add_text(a, step->text, step->size);
		break;
	case SN__STEP_LABEL:
		add_text(a, w->label, w->label_size);
		break;
	case SN__STEP_COUNT:
		add_text(a, w->count, strlen(w->count));
		break;
	case SN__STEP_CAPACITY:
		add_text(a, w->capacity, strlen(w->capacity));
		break;
	case SN__STEP_VERSION:
		add_text(a, family == SN_IPV6 ? "6" : "4", 1);
		break;
	case SN__STEP_SIGN:
		if (w->sign != '=')
			add_text(a, sign[w->sign == '-'], 2);
		break;
	case SN__STEP_FIRST:
	case SN__STEP_LAST:
	case SN__STEP_ADDRESS:
	case SN__STEP_LENGTH:
	case SN__STEP_NUMBER:
	case SN__STEP_IF:
	default:
		a->action[a->n++] = (sn__action){
		    .kind = step->kind, .by_length = step->by_length};
		break;
	}
}

void
sn__template_settle(
    const sn_template_writer *w, sn__actions *a, sn__part part, unsigned family)
{
	const sn__steps *steps = &w->t->part[part];

	a->n = 0;
	for (size_t i = 0; i < steps->n; i++) {
		const sn__step *step = &steps->step[i];

		if (step->kind != SN__STEP_IF)
			add_step(w, a, step, family);
		else if (!holds(w, family, step->condition))
			i += step->skip;
	}
	a->need = 0;
	for (size_t i = 0; i < a->n; i++) {
		sn__action *action = &a->action[i];

		if (action->size <= SN__TEXT_SHORT)
			action->text = action->bytes;
		a->need += SN__VALUE_SPACE + SN__TEXT_SHORT + action->size;
	}
}
