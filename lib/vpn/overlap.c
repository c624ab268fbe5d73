/*
 * overlap.c - the largest number of another owner among overlapping pairs.
 *
 * A noted pair (s, d) is kept in four ways, for what may be asked: under all
 * prefixes that hold s, or s alone; with all that hold d, or d alone. Then a
 * question looks under its own prefix for all that lies inside, and under each
 * prefix that holds it for what is noted exactly there. Of each place the two
 * largest numbers of different owners are kept, one of which is another's.
 */
#include "vpn/overlap.h"

#include "base/hash.h"

struct universe {
	sn_prefix *p; /* ascending, each once */
	uint32_t *parent;
	size_t n;
	size_t capacity;
};

/* What is noted at one place: numbers of two owners, the larger one first;
 * number 0: nothing. */
struct place {
	uint32_t number[2];
	uint32_t owner[2];
};

struct sn__overlap {
	sn_alloc alloc;
	struct universe u[2];
	sn__map at; /* the number of a place by its key */
	struct place *place;
	size_t places;
	size_t capacity;
};

sn_status
sn__overlap_new(sn__overlap **out, const sn_alloc *alloc)
{
	sn__overlap *o = sn__calloc(alloc, 1, sizeof(*o));

	if (!o)
		return SN_ENOMEM;
	o->alloc = *alloc;
	*out = o;
	return SN_OK;
}

void
sn__overlap_free(sn__overlap *o)
{
	sn_alloc alloc;

	if (!o)
		return;
	alloc = o->alloc;
	for (unsigned i = 0; i < 2; i++) {
		sn__free(&alloc, o->u[i].p);
		sn__free(&alloc, o->u[i].parent);
	}
	sn__map_free(&o->at, &alloc);
	sn__free(&alloc, o->place);
	sn__free(&alloc, o);
}

/* ----------------------------------------------------------- universe */

sn_status
sn__overlap_know(sn__overlap *o, unsigned which, const sn_prefix *p, size_t n)
{
	struct universe *u = &o->u[which];

	for (size_t i = 0; i < n; i++) {
		if (!sn__grow(
			&o->alloc, &u->p, &u->capacity, u->n, sizeof(*u->p)))
			return SN_ENOMEM;
		u->p[u->n++] = p[i];
	}
	return SN_OK;
}

static int
compare(const void *a, const void *b)
{
	return sn_prefix_compare(*(const sn_prefix *)a, *(const sn_prefix *)b);
}

/* A prefix comes before all that it holds. */
static void
find_parents(struct universe *u)
{
	uint32_t holder = UINT32_MAX;

	for (size_t i = 0; i < u->n; i++) {
		while (holder != UINT32_MAX &&
		       !sn_prefix_contains(u->p[holder], u->p[i]))
			holder = u->parent[holder];
		u->parent[i] = holder;
		holder = (uint32_t)i;
	}
}

sn_status
sn__overlap_ready(sn__overlap *o)
{
	for (unsigned i = 0; i < 2; i++) {
		struct universe *u = &o->u[i];
		size_t n = 0;

		if (u->n)
			qsort(u->p, u->n, sizeof(*u->p), compare);
		for (size_t k = 0; k < u->n; k++)
			if (!n || compare(&u->p[n - 1], &u->p[k]))
				u->p[n++] = u->p[k];
		u->n = n;
		u->parent = sn__malloc(&o->alloc, n, sizeof(*u->parent));
		if (!u->parent)
			return SN_ENOMEM;
		find_parents(u);
	}
	return SN_OK;
}

size_t
sn__overlap_known(const sn__overlap *o, unsigned which)
{
	return o->u[which].n;
}

uint32_t
sn__overlap_at(const sn__overlap *o, unsigned which, sn_prefix p)
{
	const struct universe *u = &o->u[which];
	size_t low = 0, high = u->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sn_prefix_compare(u->p[middle], p) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

sn_prefix
sn__overlap_prefix(const sn__overlap *o, unsigned which, uint32_t at)
{
	return o->u[which].p[at];
}

uint32_t
sn__overlap_parent(const sn__overlap *o, unsigned which, uint32_t at)
{
	return o->u[which].parent[at];
}

/* ------------------------------------------------------------- places */

/* Ways to note a pair, as bits: under what holds it, on each side. */
enum { HOLDS_SOURCE = 1, HOLDS_DESTINATION = 2 };

static uint64_t
key_of(unsigned way, uint32_t source, uint32_t destination)
{
	/* Numbers of prefixes are below 2^30. */
	return (uint64_t)way << 60 | (uint64_t)source << 30 | destination;
}

static void
raise(struct place *p, uint32_t owner, uint32_t number)
{
	unsigned mine = p->number[0] && p->owner[0] != owner;

	if (number > p->number[mine]) {
		p->number[mine] = number;
		p->owner[mine] = owner;
	}
	if (p->number[1] > p->number[0]) {
		p->number[1] = p->number[0];
		p->owner[1] = p->owner[0];
		p->number[0] = number;
		p->owner[0] = owner;
	}
}

static sn_status
note(sn__overlap *o, uint64_t key, uint32_t owner, uint32_t number)
{
	static const struct place empty;
	uint32_t at;

	if (!sn__map_get(&o->at, &o->alloc, key, (uint32_t)o->places, &at))
		return SN_ENOMEM;
	if (at == o->places) {
		if (!sn__grow(&o->alloc, &o->place, &o->capacity, o->places,
			sizeof(*o->place)))
			return SN_ENOMEM;
		o->place[o->places++] = empty;
	}
	raise(&o->place[at], owner, number);
	return SN_OK;
}

/* Notes a pair for the destination @d, which is its own or holds it. */
static sn_status
note_sources(sn__overlap *o, unsigned way, uint32_t source, uint32_t d,
    uint32_t owner, uint32_t number)
{
	sn_status status = note(o, key_of(way, source, d), owner, number);

	way |= HOLDS_SOURCE;
	for (uint32_t s = source; s != UINT32_MAX && !status;
	     s = o->u[SN__SOURCES].parent[s])
		status = note(o, key_of(way, s, d), owner, number);
	return status;
}

sn_status
sn__overlap_add(sn__overlap *o, uint32_t source, uint32_t destination,
    uint32_t owner, uint32_t number)
{
	sn_status status =
	    note_sources(o, 0, source, destination, owner, number);

	for (uint32_t d = destination; d != UINT32_MAX && !status;
	     d = o->u[SN__DESTINATIONS].parent[d])
		status = note_sources(
		    o, HOLDS_DESTINATION, source, d, owner, number);
	return status;
}

/* Takes what is noted at a place, if it is more than *most. */
static void
ask(const sn__overlap *o, uint64_t key, uint32_t owner, uint32_t *most,
    uint32_t *whose)
{
	const struct place *p;
	uint32_t at;
	unsigned i;

	if (!sn__map_find(&o->at, key, &at))
		return;
	p = &o->place[at];
	i = p->owner[0] == owner;
	if (p->number[i] <= *most)
		return;
	*most = p->number[i];
	*whose = p->owner[i];
}

uint32_t
sn__overlap_most(const sn__overlap *o, uint32_t source, uint32_t destination,
    uint32_t owner, uint32_t *whose)
{
	uint32_t most = 0, other = 0, d = destination;
	unsigned way = HOLDS_DESTINATION;

	for (; d != UINT32_MAX; d = o->u[SN__DESTINATIONS].parent[d]) {
		uint32_t s = o->u[SN__SOURCES].parent[source];

		ask(o, key_of(way | HOLDS_SOURCE, source, d), owner, &most,
		    &other);
		for (; s != UINT32_MAX; s = o->u[SN__SOURCES].parent[s])
			ask(o, key_of(way, s, d), owner, &most, &other);
		way = 0;
	}
	if (whose)
		*whose = other;
	return most;
}

void
sn__overlap_clear(sn__overlap *o)
{
	sn__map_free(&o->at, &o->alloc);
	o->at = (sn__map){0};
	o->places = 0;
}
