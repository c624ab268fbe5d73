/*
 * cisco_map.c - entries of crypto maps, and what they set.
 */
#include "read/cisco_map.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/groups.h"
#include "read/ike_values.h"
#include "vpn/ike_algorithm.h"

/* "set peer A B" and "set peer A default", once or more often. */
void
sn__cisco_peers(sn__cisco_entry *e, const sn__cisco *l, unsigned at)
{
	for (; at < l->n; at++) {
		size_t n = strlen(e->peer), more = strlen(l->word[at]);

		if (strcmp(l->word[at], "default") != 0 &&
		    n + more + 2 <= sizeof(e->peer))
			snprintf(e->peer + n, sizeof(e->peer) - n, "%s%s",
			    n ? "," : "", l->word[at]);
	}
}

/* "seconds N" and "kilobytes N", where kilobytes may be a word for none. */
void
sn__cisco_lifetime(sn__cisco_entry *e, const sn__cisco *l, unsigned at)
{
	int64_t kilobytes = 0;

	if (at + 1 >= l->n)
		return;
	if (sn__cisco_has(l, at, "seconds"))
		(void)sn__read_time(l->word[at + 1], &e->seconds);
	else if (sn__cisco_has(l, at, "kilobytes")) {
		(void)sn__read_time(l->word[at + 1], &kilobytes);
		e->bytes =
		    kilobytes < INT64_MAX / 1024 ? kilobytes * 1024 : INT64_MAX;
	}
}

void
sn__cisco_setting(sn__cisco_entry *e, const sn__cisco *l, unsigned at)
{
	static const struct {
		const char *start;
		unsigned words;
		unsigned v2;
	} sets[] = {{"set transform-set", 2, 0},
	    {"set ikev1 transform-set", 3, 0},
	    {"set ikev2 ipsec-proposal", 3, 1}};
	const char *last = l->n ? l->word[l->n - 1] : "";

	if (sn__cisco_has(l, at, "match address"))
		e->acl = last;
	else if (sn__cisco_has(l, at, "set peer"))
		sn__cisco_peers(e, l, at + 2);
	else if (sn__cisco_has(l, at, "set pfs"))
		e->group_unsure = !sn__algorithm(
		    SN__ALG_GROUP, last, strlen(last), &e->group);
	else if (sn__cisco_has(l, at, "set ikev2-profile") ||
		 sn__cisco_has(l, at, "set isakmp-profile")) {
		e->v2 |= sn__cisco_has(l, at, "set ikev2-profile");
		e->profile = last;
	} else if (sn__cisco_has(l, at, "set security-association lifetime"))
		sn__cisco_lifetime(e, l, at + 3);
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		if (sn__cisco_has(l, at, sets[i].start) &&
		    l->n > at + sets[i].words) {
			e->line[sets[i].v2] = l;
			e->at[sets[i].v2] = at + sets[i].words;
		}
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

/* Entries from sorted lines. */
static size_t
gather_entries(sn__cisco_entry *e, const sn__cisco_entry *usual,
    const struct map_line *line, size_t n)
{
	size_t entries = 0, next;

	for (size_t i = 0; i < n; i = next) {
		sn__cisco_entry one = *usual;

		one.map = line[i].map;
		one.number = line[i].number;
		one.order = line[i].order;
		for (next = i; next < n && !strcmp(line[next].map, one.map) &&
			       !strcmp(line[next].number, one.number);
		     next++) {
			sn__cisco_setting(&one, line[next].line, line[next].at);
			for (const sn__cisco *m = line[next].line->below; m;
			     m = m->next)
				sn__cisco_setting(&one, m, 0);
		}
		e[entries++] = one;
	}
	return entries;
}

/* Entries to one peer share phase 1: they stand together. */
static void
order_entries(
    sn__cisco_entry *to, const sn__cisco_entry *from, sn__grouped *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g[i] = (sn__grouped){.item = &from[i],
		    .value = {from[i].peer,
			from[i].v2 || from[i].line[1] ? "v2" : NULL,
			from[i].line[0] && from[i].line[1] ? "both" : NULL},
		    .order = from[i].order};
	sn__group(g, n);
	for (size_t i = 0; i < n; i++) {
		to[i] = *(const sn__cisco_entry *)g[i].item;
		to[i].lead = g[i].lead;
	}
}

sn_status
sn__cisco_entries(const sn__cisco *first, sn__arena *arena,
    const sn__cisco_entry *usual, const sn__cisco_entry **out, size_t *count)
{
	struct map_line *line, one;
	sn__cisco_entry *e, *ordered;
	sn__grouped *g;
	size_t n = 0;

	for (const sn__cisco *l = first; l; l = l->next)
		n += is_map_line(l, &one);
	line = sn__arena_get(
	    arena, n + 1, sizeof(*line), alignof(struct map_line));
	e = sn__arena_get(arena, n + 1, sizeof(*e), alignof(sn__cisco_entry));
	ordered =
	    sn__arena_get(arena, n + 1, sizeof(*e), alignof(sn__cisco_entry));
	g = sn__arena_get(arena, n + 1, sizeof(*g), alignof(sn__grouped));
	if (!line || !e || !ordered || !g)
		return SN_ENOMEM;
	n = 0;
	for (const sn__cisco *l = first; l; l = l->next)
		if (is_map_line(l, &line[n])) {
			line[n].order = n;
			n++;
		}
	qsort(line, n, sizeof(*line), by_entry);
	*count = gather_entries(e, usual, line, n);
	order_entries(ordered, e, g, *count);
	*out = ordered;
	return SN_OK;
}
