/*
 * cisco_map.c - entries of crypto maps, and what they set.
 */
#include "read/cisco_map.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "vpn/ike_algorithm.h"

void
sn__cisco_setting(sn__cisco_entry *e, const sn__cisco *l, unsigned at)
{
	const char *last = l->n ? l->word[l->n - 1] : "";

	if (sn__cisco_has(l, at, "match address"))
		e->acl = last;
	else if (sn__cisco_has(l, at, "set peer") && l->n > at + 2 && !e->peer)
		e->peer = l->word[at + 2];
	else if (sn__cisco_has(l, at, "set pfs"))
		/* Without a group it is the release's default. */
		(void)sn__algorithm(
		    SN__ALG_GROUP, last, strlen(last), &e->group);
	else if (sn__cisco_has(l, at, "set transform-set") && l->n > at + 2)
		e->transforms = l->word[at + 2];
	else if (sn__cisco_has(l, at, "set ikev1 transform-set") &&
		 l->n > at + 3)
		e->transforms = l->word[at + 3];
	else if (sn__cisco_has(l, at, "set ikev2 ipsec-proposal") &&
		 l->n > at + 3) {
		e->transforms = l->word[at + 3];
		e->v2 = true;
	} else if (sn__cisco_has(l, at, "set ikev2-profile"))
		e->v2 = true;
}

/* A line of an entry of a crypto map: "crypto map NAME NUMBER ...". */
struct map_line {
	const char *map, *number;
	const sn__cisco *line;
	unsigned at; /* where what it sets begins */
	size_t order;
};

static bool
is_map_line(const sn__cisco *l, struct map_line *out)
{
	unsigned at = sn__cisco_has(l, 0, "crypto map ipv6") ? 3 : 2;

	if (!sn__cisco_has(l, 0, "crypto map") || l->n < at + 3 ||
	    !strcmp(l->word[at + 1], "interface"))
		return false;
	*out = (struct map_line){
	    .map = l->word[at], .number = l->word[at + 1], .line = l};
	out->at = at + 2;
	return true;
}

static int
by_entry(const void *a, const void *b)
{
	const struct map_line *x = a, *y = b;
	int c = strcmp(x->map, y->map);

	c = c ? c : strcmp(x->number, y->number);
	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int
by_peer(const void *a, const void *b)
{
	const sn__cisco_entry *x = a, *y = b;
	int c = strcmp(x->peer, y->peer);

	c = c ? c : x->v2 - y->v2;
	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int
by_lead(const void *a, const void *b)
{
	const sn__cisco_entry *x = a, *y = b;
	int c = (x->lead > y->lead) - (x->lead < y->lead);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

/* Entries with peer and list, from sorted lines; the others are dynamic, or not
 * complete. */
static size_t
gather_entries(sn__cisco_entry *e, const struct map_line *line, size_t n)
{
	size_t entries = 0, next;

	for (size_t i = 0; i < n; i = next) {
		sn__cisco_entry one = {.map = line[i].map,
		    .number = line[i].number,
		    .order = line[i].order};

		for (next = i; next < n && !strcmp(line[next].map, one.map) &&
			       !strcmp(line[next].number, one.number);
		     next++) {
			sn__cisco_setting(&one, line[next].line, line[next].at);
			for (const sn__cisco *m = line[next].line->below; m;
			     m = m->next)
				sn__cisco_setting(&one, m, 0);
		}
		if (one.acl && one.peer)
			e[entries++] = one;
	}
	return entries;
}

/* Entries to one peer share phase 1: they are one connection, in the place of
 * the first. */
static void
order_entries(sn__cisco_entry *e, size_t n)
{
	qsort(e, n, sizeof(*e), by_peer);
	for (size_t i = 0; i < n; i++) {
		bool same = i && !strcmp(e[i].peer, e[i - 1].peer) &&
			    e[i].v2 == e[i - 1].v2;

		e[i].lead = same ? e[i - 1].lead : e[i].order;
	}
	qsort(e, n, sizeof(*e), by_lead);
}

sn_status
sn__cisco_entries(const sn__cisco *root, sn__arena *arena,
    const sn__cisco_entry **out, size_t *count)
{
	struct map_line *line, one;
	sn__cisco_entry *e;
	size_t n = 0;

	for (const sn__cisco *l = root->below; l; l = l->next)
		n += is_map_line(l, &one);
	line = sn__arena_get(
	    arena, n + 1, sizeof(*line), alignof(struct map_line));
	e = sn__arena_get(arena, n + 1, sizeof(*e), alignof(sn__cisco_entry));
	if (!line || !e)
		return SN_ENOMEM;
	n = 0;
	for (const sn__cisco *l = root->below; l; l = l->next)
		if (is_map_line(l, &line[n])) {
			line[n].order = n;
			n++;
		}
	qsort(line, n, sizeof(*line), by_entry);
	*count = gather_entries(e, line, n);
	order_entries(e, *count);
	*out = e;
	return SN_OK;
}
