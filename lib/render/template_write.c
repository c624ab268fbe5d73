/*
 * template_write.c - lists through a template. Values that depend on the
 * length of a prefix alone come from tables, addresses from those of bulk text.
 */
#include "render/template_writer.h"

#include "render/template_label.h"
#include "text/value_format.h"

static inline char *
put_addr(const sn_template_writer *w, char *p, unsigned family, sn__u128 bits)
{
	return family == SN_IPV4 ? sn__format4_put(&w->addr4, p, (uint32_t)bits)
				 : sn__format6_put(&w->addr6, p, bits);
}

static inline char *
put_cell(const sn__cell *c, char *p)
{
	/* Few are longer, and none of IPv4 is. */
	memcpy(p, c->text, c->size <= 16 ? 16 : sizeof(c->text));
	return p + c->size;
}

static char *
put_number(char *p, uint64_t n)
{
	char text[24], *digit = text + sizeof(text);

	do
		*--digit = (char)('0' + n % 10);
	while (n /= 10);
	memcpy(p, digit, (size_t)(text + sizeof(text) - digit));
	return p + (text + sizeof(text) - digit);
}

/* The value of @action for a prefix. */
static inline char *
put_value(const sn_template_writer *w, const sn__action *action, char *p,
    unsigned family, sn__u128 bits, unsigned len)
{
	switch ((sn__step_kind)action->kind) {
	case SN__STEP_ADDRESS:
		if (w->looked_up)
			return sn__put_addr(p, w->looked_up->family,
			    sn__addr_bits(*w->looked_up));
		return put_addr(w, p, family, bits);
	case SN__STEP_FIRST:
		p = put_addr(w, p, family, bits);
		break;
	case SN__STEP_LAST:
		return put_addr(w, p, family, bits | sn__host(family, len));
	case SN__STEP_LENGTH:
		break;
	case SN__STEP_NUMBER:
		return put_number(p, w->number);
	case SN__STEP_TEXT:
	case SN__STEP_LABEL:
	case SN__STEP_COUNT:
	case SN__STEP_CAPACITY:
	case SN__STEP_VERSION:
	case SN__STEP_SIGN:
	case SN__STEP_IF:
	default:
		return p;
	}
	if (action->by_length == SN__BY_LENGTH_NONE)
		return p;
	return put_cell(&w->cell[action->by_length][family == SN_IPV6][len], p);
}

/* The text after a value, at @p with @action->need bytes from its value on. */
static inline char *
put_text(const sn__action *action, char *p)
{
	if (action->size <= SN__TEXT_SHORT)
		memcpy(p, action->text, SN__TEXT_SHORT);
	else
		memcpy(p, action->text, action->size);
	return p + action->size;
}

/* Space for all of @a; those with a text too long for that go one by one. */
static void
put_long(sn_template_writer *w, const sn__actions *a, unsigned family,
    sn__u128 bits, unsigned len)
{
	for (size_t i = 0; i < a->n; i++) {
		const sn__action *action = &a->action[i];
		char *p = sn__out_space(&w->out, SN__VALUE_SPACE);

		p = put_value(w, action, p, family, bits, len);
		w->out.n = (size_t)(p - w->out.buf);
		sn__out_bytes(&w->out, action->text, action->size);
	}
}

static inline void
put_item(sn_template_writer *w, const sn__actions *a, unsigned family,
    sn__u128 bits, unsigned len)
{
	char *p;

	if (a->need > SN__OUT_SIZE) {
		put_long(w, a, family, bits, len);
		return;
	}
	p = sn__out_space(&w->out, a->need);
	for (size_t i = 0; i < a->n; i++) {
		p = put_value(w, &a->action[i], p, family, bits, len);
		p = put_text(&a->action[i], p);
	}
	w->out.n = (size_t)(p - w->out.buf);
}

/* A part that is not an item. */
static void
put_part(sn_template_writer *w, sn__part part)
{
	sn__template_settle(w, &w->part[part], part, w->family);
	put_item(w, &w->part[part], w->family, 0, 0);
}

/* Outside of lists, changes are told from what is whole by any sign. */
static void
put_document_part(sn_template_writer *w, sn__part part)
{
	char sign = w->sign;

	w->sign = w->t->changes ? '+' : '=';
	put_part(w, part);
	w->sign = sign;
}

static void
open_batch(sn_template_writer *w)
{
	uint64_t rest = w->total - w->number, items = w->number;

	w->left = w->t->batch && w->t->batch < rest ? w->t->batch : rest;
	*put_number(w->count, w->left) = '\0';
	if (w->jointed)
		put_document_part(w, SN__JOINT);
	w->jointed = true;
	w->number = ++w->batch;
	put_part(w, SN__HEAD);
	w->number = items;
}

static void
close_batch(sn_template_writer *w)
{
	uint64_t items = w->number;

	w->number = w->batch;
	put_part(w, SN__TAIL);
	w->number = items;
}

/* What stands before an item, and what after it. */
static inline void
begin_item(sn_template_writer *w)
{
	if (w->left == 0)
		open_batch(w);
	else if (w->part[SN__SEPARATOR].n)
		put_item(w, &w->part[SN__SEPARATOR], SN_IPV4, 0, 0);
	w->number++;
}

static inline void
end_item(sn_template_writer *w)
{
	if (--w->left == 0)
		close_batch(w);
}

static inline void
put_one(sn_template_writer *w, unsigned family, sn__u128 bits, unsigned len)
{
	begin_item(w);
	put_item(w, &w->item[family == SN_IPV6], family, bits, len);
	end_item(w);
}

static inline void
put_prefix(sn_template_writer *w, unsigned family, sn__u128 bits, unsigned len)
{
	if (len == 0 && w->t->format->no_zero) {
		put_one(w, family, 0, 1);
		put_one(w, family, sn__top(family) & ~sn__host(family, 1), 1);
		return;
	}
	put_one(w, family, bits, len);
}

/*
 * An item that is no prefix: @range, or (NULL) an address that none holds; what
 * is of the prefix is "-" then.
 */
static void
put_other(sn_template_writer *w, unsigned family, const sn_range *range)
{
	const sn__actions *a = &w->item[family == SN_IPV6];
	sn__u128 first = range ? sn__addr_bits(range->first) : 0;
	char size[SN_COUNT_TEXT_MAX] = "";

	if (range && w->t->by_length[SN__BY_LENGTH_SIZE])
		sn_count_format(size, sizeof(size), sn_range_size(*range));
	begin_item(w);
	for (size_t i = 0; i < a->n; i++) {
		const sn__action *action = &a->action[i];
		char *p =
		    sn__out_space(&w->out, SN__VALUE_SPACE + sizeof(size));
		bool last = action->kind == SN__STEP_LAST;

		if (range && last)
			p = put_addr(w, p, family, sn__addr_bits(range->last));
		else if (range && action->kind == SN__STEP_LENGTH)
			p = stpcpy(p, size);
		else if (range || action->kind == SN__STEP_ADDRESS ||
			 action->kind == SN__STEP_NUMBER)
			p = put_value(w, action, p, family, first, 0);
		else if (action->kind != SN__STEP_TEXT)
			*p++ = '-';
		w->out.n = (size_t)(p - w->out.buf);
		sn__out_bytes(&w->out, action->text, action->size);
	}
	end_item(w);
}

/*
 * The same for as many of @n prefixes as the open batch takes, where nothing
 * stands between items: returns how many. @p4 for IPv4, else @p6.
 */
static inline size_t
put_run(sn_template_writer *w, unsigned family, const sn_prefix4 *p4,
    const sn_prefix6 *p6, size_t n)
{
	const sn__actions *a = &w->item[family == SN_IPV6];
	char *p = w->out.buf + w->out.n;
	const char *full = w->out.buf + SN__OUT_SIZE - a->need;

	n = n < w->left ? n : (size_t)w->left;
	for (size_t i = 0; i < n; i++) {
		bool v4 = family == SN_IPV4;
		unsigned len = v4 ? p4[i].len : p6[i].len;
		sn__u128 bits =
		    v4 ? p4[i].addr : sn__u128_make(p6[i].hi, p6[i].lo);

		if (p > full) {
			w->out.n = (size_t)(p - w->out.buf);
			sn__out_flush(&w->out);
			p = w->out.buf;
		}
		w->number++;
		for (size_t k = 0; k < a->n; k++) {
			p = put_value(w, &a->action[k], p, family, bits, len);
			p = put_text(&a->action[k], p);
		}
	}
	w->out.n = (size_t)(p - w->out.buf);
	w->left -= n;
	if (w->left == 0)
		close_batch(w);
	return n;
}

static inline void
put_array(sn_template_writer *w, unsigned family, const sn_prefix4 *p4,
    const sn_prefix6 *p6, size_t n)
{
	bool plain = !w->part[SN__SEPARATOR].n &&
		     w->item[family == SN_IPV6].need <= SN__OUT_SIZE;
	size_t i = 0;

	while (i < n) {
		unsigned len = family == SN_IPV4 ? p4[i].len : p6[i].len;

		if (!plain || len == 0) {
			put_prefix(w, family,
			    family == SN_IPV4
				? p4[i].addr
				: sn__u128_make(p6[i].hi, p6[i].lo),
			    len);
			i++;
			continue;
		}
		if (w->left == 0)
			open_batch(w);
		i += family == SN_IPV4
			 ? put_run(w, SN_IPV4, p4 + i, NULL, n - i)
			 : put_run(w, SN_IPV6, NULL, p6 + i, n - i);
	}
}

static void
put_ranges(sn_template_writer *w, const sn_set *set)
{
	sn_set_iter it;
	sn_range range;

	sn_set_iter_init(&it, set, w->family);
	while (!w->out.status && sn_set_iter_next_range(&it, &range))
		put_other(w, range.first.family, &range);
}

static void
put_set(sn_template_writer *w, const sn_set *set)
{
	enum { AT_ONCE = 256 };
	sn_prefix4 p4[AT_ONCE];
	sn_prefix6 p6[AT_ONCE];
	sn_set_iter it;
	size_t n;

	sn_set_iter_init(&it, set, SN_IPV4);
	while (w->family != SN_IPV6 && !w->out.status &&
	       (n = sn_set_iter_prefixes4(&it, p4, AT_ONCE)))
		put_array(w, SN_IPV4, p4, NULL, n);
	sn_set_iter_init(&it, set, SN_IPV6);
	while (w->family != SN_IPV4 && !w->out.status &&
	       (n = sn_set_iter_prefixes6(&it, p6, AT_ONCE)))
		put_array(w, SN_IPV6, NULL, p6, n);
}

/* The family of a member of a list; 0: passed over. */
static unsigned
member(const sn_template_writer *w, const sn_template_list *list, size_t i)
{
	unsigned family = list->prefixes[i].family;

	if (!family && list->addrs && w->t->own_item)
		family = list->addrs[i].family;
	return w->family && family != w->family ? 0 : family;
}

static void
put_members(sn_template_writer *w, const sn_template_list *list)
{
	for (size_t i = 0; i < list->count && !w->out.status; i++) {
		const sn_prefix *p = &list->prefixes[i];

		unsigned family = member(w, list, i);
		sn_range range;

		w->looked_up = list->addrs ? &list->addrs[i] : NULL;
		if (!family)
			continue;
		range = sn_prefix_range(*p);
		if (!p->family || w->t->format->ranges)
			put_other(w, family, p->family ? &range : NULL);
		else if (p->family == SN_IPV4)
			put_prefix(w, SN_IPV4, sn__prefix_bits(*p), p->len);
		else
			put_prefix(w, SN_IPV6, sn__prefix_bits(*p), p->len);
	}
	w->looked_up = NULL;
}

/* How many items there will be. */
static uint64_t
count(const sn_template_writer *w, const sn_template_list *list)
{
	bool halves = w->t->format->no_zero;
	uint64_t n = 0;

	for (size_t i = 0; !list->set && i < list->count; i++) {
		const sn_prefix *p = &list->prefixes[i];

		if (member(w, list, i))
			n += p->family && p->len == 0 && halves ? 2 : 1;
	}
	if (!list->set)
		return n;
	if (w->t->format->ranges)
		return sn_set_range_count(list->set, w->family);
	n = sn_set_prefix_count(list->set, w->family);
	for (unsigned f = SN_IPV4; halves && f <= SN_IPV6; f += 2) {
		sn_prefix all;

		if (w->family != SN_IPV4 + SN_IPV6 - f &&
		    sn_set_prefix_count(list->set, f) == 1 &&
		    !sn_set_common(list->set, f, &all) && all.len == 0)
			n++;
	}
	return n;
}

/* The part of @list that is of @family; 0: all of it. */
static void
put_list(sn_template_writer *w, const sn_template_list *list, unsigned family)
{
	uint64_t capacity = 65536;

	w->family = family;
	w->number = w->batch = w->left = 0;
	w->total = count(w, list);
	while (capacity < w->total)
		capacity *= 2;
	*put_number(w->count, w->total) = '\0';
	*put_number(w->capacity, capacity) = '\0';
	sn__template_settle(w, &w->item[0], SN__ITEM, SN_IPV4);
	sn__template_settle(w, &w->item[1], SN__ITEM, SN_IPV6);
	sn__template_settle(w, &w->part[SN__SEPARATOR], SN__SEPARATOR, family);
	if (w->sign == '=')
		put_part(w, SN__BEGIN);
	if (list->set && w->t->format->ranges)
		put_ranges(w, list->set);
	else if (list->set)
		put_set(w, list->set);
	else
		put_members(w, list);
	if (w->sign == '=')
		put_part(w, SN__END);
}

static sn_status
take_label(sn_template_writer *w, const sn_template_list *list)
{
	const sn_template *t = w->t;
	const char *label = t->labels ? list->label : t->name;
	sn_status status;

	if (!label)
		return SN_EINVAL;
	status = t->labels ? sn_template_check_label(t, label, NULL) : SN_OK;
	if (status)
		return status;
	free(w->label);
	w->label = sn__label_quoted(t->format->quote, label, &w->label_size);
	return w->label ? SN_OK : SN_ENOMEM;
}

static bool
valid(const sn_template_writer *w, const sn_template_list *list)
{
	if (list->struct_size != sizeof(*list) ||
	    (w->t->changes ? list->sign != '+' && list->sign != '-'
			   : list->sign != 0))
		return false;
	for (size_t i = 0; !list->set && i < list->count; i++) {
		const sn_prefix *p = &list->prefixes[i];

		if (!sn__prefix_valid(*p) && (p->family || !list->addrs))
			return false;
	}
	return true;
}

static void
begin_document(sn_template_writer *w)
{
	if (!w->begun)
		put_document_part(w, SN__TOP);
	w->begun = true;
}

void
sn_template_writer_put(sn_template_writer *w, const sn_template_list *list)
{
	if (w->out.status)
		return;
	w->out.status = valid(w, list) ? take_label(w, list) : SN_EINVAL;
	if (w->out.status)
		return;
	w->sign = list->sign ? list->sign : '=';
	begin_document(w);
	if (!w->t->by_family) {
		put_list(w, list, 0);
		return;
	}
	put_list(w, list, SN_IPV4);
	put_list(w, list, SN_IPV6);
}

void
sn_template_writer_flush(sn_template_writer *w)
{
	sn__out_flush(&w->out);
}

static void
drop(sn_template_writer *w)
{
	for (unsigned i = 0; i < SN__PARTS; i++)
		free(w->part[i].action);
	free(w->item[0].action);
	free(w->item[1].action);
	free(w->label);
	free(w);
}

static bool
prepare(sn__actions *a, const sn__steps *steps)
{
	a->action = malloc((steps->n + 1) * sizeof(*a->action));
	return a->action;
}

sn_status
sn_template_writer_new(
    sn_template_writer **out, const sn_template *t, sn_sink sink, void *ctx)
{
	sn_template_writer *w = calloc(1, sizeof(*w));
	bool enough = w;

	for (unsigned i = 0; enough && i < SN__PARTS; i++)
		enough = prepare(&w->part[i], &t->part[i]);
	for (unsigned i = 0; enough && i < 2; i++)
		enough = prepare(&w->item[i], &t->part[SN__ITEM]);
	if (!enough) {
		if (w)
			drop(w);
		return SN_ENOMEM;
	}
	w->t = t;
	sn__template_tables(w);
	sn__out_begin(&w->out, sink, ctx);
	*out = w;
	return SN_OK;
}

sn_status
sn_template_writer_end(sn_template_writer *w)
{
	sn_status status;

	if (!w->out.status) {
		begin_document(w);
		put_document_part(w, SN__BOTTOM);
	}
	status = sn__out_end(&w->out);
	drop(w);
	return status;
}
