/*
 * map_iter.c - the prefixes of a map: all, those inside one, those that hold
 * one, and one by itself.
 *
 * In a map that keeps prefixes, one is there if the step at its first address
 * starts with it, or if it is hidden by a longer one; a walk merges the two
 * lists. In a merged one the prefixes are the aggregates of the runs.
 */
#include "set/map.h"
#include "set/aggregate.h"
#include "set/set.h"

enum { END = 0, WITHIN = 1, HOLDING = 2 };

/* What is in the state of an iterator. */
struct walk {
	sn__u128 first; /* of the prefix that is asked about; */
	sn__u128 last;
	sn__u128 next; /* merged: where the next aggregate starts, */
	sn__u128 run_last;
	sn__place place; /* of the next step, if @steps_left */
	size_t hidden;	 /* the next one, and up to which */
	uint32_t run_value;
	uint8_t len;
	uint8_t family;
	uint8_t what;
	bool steps_left;
	bool in_run; /* next..run_last is left of a run */
	bool both;   /* IPv6 comes after IPv4 */
	unsigned at; /* HOLDING: the next length */
};
_Static_assert(sizeof(struct walk) <= sizeof(((sn_map_iter *)0)->state),
    "the state of an iterator is too small");

/* ---------------------------------------------------- one prefix by itself */

static size_t
hidden_count(const sn_map *m, unsigned family)
{
	return family == SN_IPV4 ? m->hidden4.n : m->hidden6.n;
}

static sn_map_entry
hidden_at(const sn_map *m, unsigned family, size_t i)
{
	sn_map_entry e;

	if (family == SN_IPV4) {
		const sn__map_key4 *k = &m->hidden4.k[i];

		e.prefix = (sn_prefix){0, k->first, SN_IPV4, k->len, {0}};
		e.value = k->value;
	} else {
		const sn__map_key6 *k = &m->hidden6.k[i];

		e.prefix = (sn_prefix){k->hi, k->lo, SN_IPV6, k->len, {0}};
		e.value = k->value;
	}
	e.reserved = 0;
	return e;
}

/* The first hidden prefix that does not come before @p. */
static size_t
hidden_from(const sn_map *m, sn_prefix p)
{
	size_t low = 0, n = hidden_count(m, p.family);

	while (n > 0) {
		size_t half = n / 2;
		sn_map_entry e = hidden_at(m, p.family, low + half);
		bool before = sn_prefix_compare(e.prefix, p) < 0;

		low += before ? half + 1 : 0;
		n = before ? n - half - 1 : half;
	}
	return low;
}

static sn_map_entry
entry(const sn_map *m, unsigned family, sn__u128 first, unsigned len,
    uint32_t value)
{
	return (sn_map_entry){
	    sn__prefix(family, first, len), sn__map_value(m, family, value), 0};
}

/* Whether the step is the start of its prefix. */
static bool
starts_prefix(unsigned family, const sn__step *s)
{
	return s->value != SN_MAP_NONE &&
	       !(s->first & sn__host(family, s->len));
}

static bool
get_kept(const sn_map *m, sn_prefix p, sn_map_entry *out)
{
	sn__place place =
	    sn__steps_find(&m->steps, p.family, sn__prefix_bits(p));
	sn__step s = sn__steps_read(&m->steps, p.family, &place);
	size_t i;

	if (s.first == sn__prefix_bits(p) && s.len == p.len &&
	    starts_prefix(p.family, &s)) {
		*out = entry(m, p.family, s.first, s.len, s.value);
		return true;
	}
	i = hidden_from(m, p);
	if (i == hidden_count(m, p.family))
		return false;
	*out = hidden_at(m, p.family, i);
	return !sn_prefix_compare(out->prefix, p);
}

/* The aggregate of a merged map at the first address of @p. */
static bool
merged_at(const sn_map *m, sn_prefix p, sn_map_entry *out)
{
	sn__u128 at = sn__prefix_bits(p);
	sn__run run = sn__map_run(m, p.family, at);

	if (run.value == SN_MAP_NONE)
		return false;
	*out = entry(m, p.family, at,
	    sn__aggregate_len(p.family, run.first, run.last, at), run.value);
	return true;
}

sn_status
sn_map_get(const sn_map *m, sn_prefix prefix, uint32_t *value)
{
	sn_map_entry e;

	if (!sn__prefix_valid(prefix) ||
	    !(m->merged ? merged_at(m, prefix, &e) : get_kept(m, prefix, &e)) ||
	    sn_prefix_compare(e.prefix, prefix))
		return SN_ENOTFOUND;
	if (value)
		*value = e.value;
	return SN_OK;
}

/* --------------------------------------------------------------- walks */

static struct walk
load(const sn_map_iter *it)
{
	struct walk w;

	memcpy(&w, it->state, sizeof(w));
	return w;
}

static void
store(sn_map_iter *it, const struct walk *w)
{
	memcpy(it->state, w, sizeof(*w));
}

static void
start(sn_map_iter *it, const sn_map *m, sn_prefix p, unsigned what)
{
	struct walk w = {.what = END};

	*it = (sn_map_iter){m, {0}};
	if (sn__prefix_valid(p)) {
		w.first = sn__prefix_bits(p);
		w.last = w.first | sn__host(p.family, p.len);
		w.family = p.family;
		w.len = p.len;
		w.what = (uint8_t)what;
	}
	if (w.what == WITHIN) {
		w.place = sn__steps_find(&m->steps, p.family, w.first);
		w.steps_left = true;
		w.hidden = hidden_from(m, p);
	}
	store(it, &w);
}

void
sn_map_iter_covered(sn_map_iter *it, const sn_map *m, sn_prefix p)
{
	start(it, m, p, WITHIN);
}

void
sn_map_iter_covering(sn_map_iter *it, const sn_map *m, sn_prefix p)
{
	start(it, m, p, HOLDING);
}

void
sn_map_iter_init(sn_map_iter *it, const sn_map *m)
{
	struct walk w;

	start(it, m, sn__prefix(SN_IPV4, 0, 0), WITHIN);
	w = load(it);
	w.both = true;
	store(it, &w);
}

/* The next step that is the start of a prefix within, without passing it. */
static bool
peek_step(const sn_map *m, struct walk *w, sn__step *s)
{
	while (w->steps_left) {
		*s = sn__steps_read(&m->steps, w->family, &w->place);
		if (s->first > w->last)
			w->steps_left = false;
		else if (s->first >= w->first && s->len >= w->len &&
			 starts_prefix(w->family, s))
			return true;
		else
			w->steps_left =
			    sn__steps_next(&m->steps, w->family, &w->place);
	}
	return false;
}

static bool
next_kept(const sn_map *m, struct walk *w, sn_map_entry *out)
{
	bool hidden = w->hidden < hidden_count(m, w->family), step;
	sn_map_entry e;
	sn__step s;

	if (hidden) {
		e = hidden_at(m, w->family, w->hidden);
		hidden = sn__prefix_bits(e.prefix) <= w->last;
	}
	step = peek_step(m, w, &s);
	/* Of two that start at one address, the hidden one is shorter. */
	if (hidden && !(step && s.first < sn__prefix_bits(e.prefix))) {
		w->hidden++;
		*out = e;
		return true;
	}
	if (!step)
		return false;
	*out = entry(m, w->family, s.first, s.len, s.value);
	w->steps_left = sn__steps_next(&m->steps, w->family, &w->place);
	return true;
}

/* Passes over steps to the next run that has a value. */
static bool
next_run(const sn_map *m, struct walk *w)
{
	sn__step s = {0, SN_MAP_NONE, 0};

	while (w->steps_left && s.value == SN_MAP_NONE) {
		s = sn__steps_read(&m->steps, w->family, &w->place);
		w->steps_left = sn__steps_next(&m->steps, w->family, &w->place);
	}
	if (s.value == SN_MAP_NONE || s.first > w->last)
		return false;
	w->next = s.first > w->first ? s.first : w->first;
	w->run_last = w->last;
	w->run_value = s.value;
	while (w->steps_left) {
		s = sn__steps_read(&m->steps, w->family, &w->place);
		if (s.value != w->run_value)
			break;
		w->steps_left = sn__steps_next(&m->steps, w->family, &w->place);
	}
	if (w->steps_left && s.first - 1 < w->last)
		w->run_last = s.first - 1;
	return true;
}

/*
 * Cut at the ends of the prefix that is asked about, a run has the same
 * aggregates in it, unless one holds all of it.
 */
static bool
next_merged(const sn_map *m, struct walk *w, sn_map_entry *out)
{
	sn_map_entry e;
	sn__u128 last;
	unsigned len;

	if (!w->in_run && !next_run(m, w))
		return false;
	if (w->family == SN_IPV4)
		len = sn__lead32((uint32_t)w->next, (uint32_t)w->run_last);
	else
		len = sn__lead128(w->next, w->run_last);
	e = entry(m, w->family, w->next, len, w->run_value);
	last = w->next | sn__host(w->family, len);
	w->in_run = last != w->run_last;
	w->next = last + 1;
	if (len == w->len && sn_map_get(m, e.prefix, NULL))
		return false;
	*out = e;
	return true;
}

static bool
next_holding(const sn_map *m, struct walk *w, sn_map_entry *out)
{
	sn_prefix p = sn__prefix(w->family, w->first, w->len);

	if (m->merged) {
		sn_map_entry e;

		w->what = END;
		if (!merged_at(m, p, &e) || e.prefix.len > p.len)
			return false;
		*out = e;
		return true;
	}
	while (w->at <= w->len) {
		sn_map_entry e;

		p = sn__prefix(w->family, w->first, w->at++);
		if (get_kept(m, p, &e)) {
			*out = e;
			return true;
		}
	}
	return false;
}

bool
sn_map_iter_next(sn_map_iter *it, sn_map_entry *out)
{
	struct walk w = load(it);
	bool more = false;

	if (w.what == HOLDING)
		more = next_holding(it->map, &w, out);
	else if (w.what == WITHIN)
		more = it->map->merged ? next_merged(it->map, &w, out)
				       : next_kept(it->map, &w, out);
	if (!more && w.both) {
		start(it, it->map, sn__prefix(SN_IPV6, 0, 0), WITHIN);
		return sn_map_iter_next(it, out);
	}
	if (!more)
		w.what = END;
	store(it, &w);
	return more;
}
