/*
 * ipsec_sections.c - sections "conn NAME", whose parameters are indented.
 */
#include "read/ipsec_sections.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/lines.h"

enum { SECTIONS_MAX = 4096, ALSO_MAX = 1 << 16 };

/* Sorted. */
static const char *const names[] = {"aggressive", "aggrmode", "ah", "also",
    "authby", "auto", "closeaction", "compress", "dpdaction", "dpddelay",
    "dpdtimeout", "encapsulation", "esp", "forceencaps", "fragmentation", "ike",
    "ikelifebytes", "ikelifetime", "ikev2", "installpolicy", "ipsec-interface",
    "ipsec-lifetime", "keyexchange", "keyingtries", "keylife", "left",
    "leftaddresspool", "leftauth", "leftcert", "leftfirewall", "leftid",
    "leftnexthop", "leftprotoport", "leftsendcert", "leftsourceip",
    "leftsubnet", "leftsubnets", "leftupdown", "lifetime", "margintime", "mark",
    "metric", "mobike", "narrowing", "pfs", "phase2", "phase2alg", "priority",
    "reauth", "rekey", "rekeyfuzz", "rekeymargin", "reqid", "right",
    "rightaddresspool", "rightauth", "rightcert", "rightfirewall", "rightid",
    "rightnexthop", "rightprotoport", "rightsendcert", "rightsourceip",
    "rightsubnet", "rightsubnets", "salifetime", "type", "vti-interface"};
_Static_assert(sizeof(names) / sizeof(*names) == SN__PARAMETERS, "");

struct reading {
	const sn__reader *r;
	sn__arena *arena;
	sn_ike_config *c;
	sn__sections *all;
};

static char *
copy(struct reading *in, const char *p, size_t n)
{
	char *to = sn__arena_get(in->arena, n + 1, 1, 1);

	if (to) {
		memcpy(to, p, n);
		to[n] = '\0';
	}
	return to;
}

static int
by_text(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

/* The number of a parameter that is known; SN__PARAMETERS: it is not. */
static size_t
number_of(const char *key)
{
	const char *const *at =
	    bsearch(key, names, SN__PARAMETERS, sizeof(*names), by_text);

	return at ? (size_t)(at - names) : SN__PARAMETERS;
}

static sn_status
add_section(struct reading *in, sn__word kind, sn__word name)
{
	sn__section *s =
	    sn__arena_get(in->arena, 1, sizeof(*s), alignof(sn__section));

	if (!s)
		return SN_ENOMEM;
	if (in->all->n++ == SECTIONS_MAX)
		return sn__refuse(in->r, SN_ELIMIT, name.at, name.n,
		    "more than %d sections", SECTIONS_MAX);
	memset(s, 0, sizeof(*s));
	s->name = copy(in, name.at, name.n);
	s->conn = kind.n == 4 && !memcmp(kind.at, "conn", 4);
	s->order = (uint32_t)in->all->n;
	in->all->conns += s->conn;
	if (in->all->last)
		in->all->last->next = s;
	else
		in->all->first = s;
	in->all->last = s;
	return s->name ? SN_OK : SN_ENOMEM;
}

/* Libreswan's "{A, B C}" as "A,B,C", and nothing for what stands between two
 * commas. */
static void
tidy_list(char *list)
{
	const char *separators = *list == '{' ? "{}, \t" : ",";
	char *to = list;

	for (const char *p = list; *p; p++) {
		bool first = to == list || to[-1] == ',';

		if (!strchr(separators, *p) && !(first && *p == ' '))
			*to++ = *p;
		else if (!first)
			*to++ = ',';
	}
	*to = '\0';
}

/* strongSwan takes the last of two, Libreswan refuses them. */
static sn_status
set_known(struct reading *in, sn__parameter *p)
{
	sn__section *s = in->all->last;
	size_t number = number_of(p->key);
	bool again;
	char twice[64];
	int n;

	if (number == SN__PARAMETERS)
		return SN_OK;
	if (!strcmp(p->key, "also")) {
		p->also = s->also;
		s->also = p;
		return SN_OK;
	}
	again = s->own[number] != NULL;
	s->own[number] = p->value;
	in->all->said[number] = true;
	if (!again)
		return SN_OK;
	n = snprintf(twice, sizeof(twice), "%.40s twice", p->key);
	return sn__ike_strange(in->c, twice, (size_t)n);
}

static sn_status
add_parameter(struct reading *in, const sn__line *line)
{
	const char *equals =
	    memchr(line->at, '=', (size_t)(line->end - line->at));
	const char *key_end, *value, *end = line->end;
	sn__parameter *p;
	char *text;

	if (!equals && line->end - line->at > 8 &&
	    !memcmp(line->at, "include ", 8))
		return sn__ike_strange(
		    in->c, line->at, (size_t)(line->end - line->at));
	if (!in->all->last || !equals)
		return sn__refuse(in->r, SN_ESYNTAX, line->at,
		    (size_t)(line->end - line->at),
		    "expected a section, or PARAMETER=VALUE in one");
	key_end = sn__trim_blanks(line->at, equals);
	value = sn__skip_blanks(equals + 1, end);
	if (end - value >= 2 && *value == '"' && end[-1] == '"') {
		value++;
		end--;
	}
	p = sn__arena_get(in->arena, 1, sizeof(*p), alignof(sn__parameter));
	if (!p)
		return SN_ENOMEM;
	text = copy(in, value, (size_t)(end - value));
	*p = (sn__parameter){in->all->last->first, NULL,
	    copy(in, line->at, (size_t)(key_end - line->at)), text};
	if (!p->key || !text)
		return SN_ENOMEM;
	if (strstr(p->key, "subnet"))
		tidy_list(text);
	in->all->last->first = p;
	return set_known(in, p);
}

static bool
is(sn__word word, const char *text)
{
	return word.n == strlen(text) && !memcmp(word.at, text, word.n);
}

/* -------------------------------------------------------------- also= */

/* Those of one name as they stand. */
static int
by_name(const void *a, const void *b)
{
	const sn__section *x = *(sn__section *const *)a;
	const sn__section *y = *(sn__section *const *)b;
	int c = strcmp(x->name, y->name);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static sn_status
index_names(struct reading *in)
{
	size_t n = 0;

	in->all->by_name = sn__arena_get(in->arena, in->all->conns + 1,
	    sizeof(*in->all->by_name), alignof(sn__section *));
	if (!in->all->by_name)
		return SN_ENOMEM;
	for (sn__section *s = in->all->first; s; s = s->next)
		if (s->conn)
			in->all->by_name[n++] = s;
	qsort(in->all->by_name, n, sizeof(*in->all->by_name), by_name);
	return SN_OK;
}

/* The first section of that name; NULL: none. */
static sn__section *
find(const sn__sections *all, const char *name)
{
	size_t low = 0, high = all->conns;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(all->by_name[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->conns && !strcmp(all->by_name[low]->name, name)
		   ? all->by_name[low]
		   : NULL;
}

/* What is not said yet. */
static void
complete(sn__section *s, const char *const *value)
{
	for (size_t i = 0; i < SN__PARAMETERS; i++)
		if (!s->value[i])
			s->value[i] = value[i];
}

/* What a section says, and all that it names, each once. @also: how often
 * one is named, in all of the file. */
static sn_status
gather(struct reading *in, sn__section *s, size_t *also)
{
	sn__section *at = s, *next;

	s->from = NULL;
	for (; at; at = next) {
		if (at->visit != s->order) {
			at->visit = s->order;
			at->at = at->also;
			complete(s, at->own);
		}
		if (!at->at) {
			next = at->from;
			continue;
		}
		if (++*also > ALSO_MAX)
			return sn__refuse(in->r, SN_ELIMIT, in->r->text, 0,
			    "sections are named by also= more than 2^16 times");
		next = find(in->all, at->at->value);
		at->at = at->at->also;
		if (next && next->visit != s->order)
			next->from = at;
		else
			next = at;
	}
	return SN_OK;
}

/* Sections that are named and are not there. */
static sn_status
name_missing(struct reading *in)
{
	sn_status status = SN_OK;
	char text[80];
	int n;

	for (const sn__section *s = in->all->first; s; s = s->next)
		for (const sn__parameter *p = s->also; p && !status;
		     p = p->also) {
			if (find(in->all, p->value))
				continue;
			n = snprintf(text, sizeof(text),
			    "also=%.40s, not in the file", p->value);
			status = sn__ike_strange(in->c, text, (size_t)n);
		}
	return status;
}

static sn_status
settle(struct reading *in)
{
	const sn__section *usual;
	size_t also = 0;
	sn_status status = index_names(in);

	if (!status)
		status = name_missing(in);
	for (size_t i = 0; i < in->all->conns && !status; i++)
		status = gather(in, in->all->by_name[i], &also);
	usual = status ? NULL : find(in->all, "%default");
	for (size_t i = 0; usual && i < in->all->conns; i++)
		complete(in->all->by_name[i], usual->value);
	return status;
}

sn_status
sn__sections_read(
    const sn__reader *r, sn__arena *arena, sn_ike_config *c, sn__sections *out)
{
	struct reading in = {.r = r, .arena = arena, .c = c, .all = out};
	sn__line line = sn__line_start(r);
	sn_status status = SN_OK;
	bool flat = false;

	*out = (sn__sections){.n = 0};
	while (!status && sn__line_next(r, &line)) {
		bool indented = line.at > r->text && line.at[-1] != '\n';
		sn__line whole = line;
		sn__word first = sn__line_word(&line, 0);

		if (!indented && (is(first, "conn") || is(first, "config") ||
				     is(first, "ca"))) {
			status =
			    add_section(&in, first, sn__line_word(&line, 0));
		} else if (indented ||
			   (out->last && memchr(whole.at, '=',
					     (size_t)(whole.end - whole.at)))) {
			/* The daemons want a blank before it. */
			if (!indented && !flat)
				status = sn__ike_strange(
				    c, "parameters without indentation", 30);
			flat |= !indented;
			if (!status)
				status = add_parameter(&in, &whole);
		} else if (!is(first, "version")) {
			status = sn__ike_strange(
			    c, whole.at, (size_t)(whole.end - whole.at));
		}
	}
	return status ? status : settle(&in);
}

bool
sn__parameter_known(const char *key)
{
	return number_of(key) < SN__PARAMETERS;
}

const char *
sn__section_value(const sn__section *s, const char *key)
{
	return s->value[number_of(key)];
}

bool
sn__sections_say(const sn__sections *all, const char *key)
{
	return all->said[number_of(key)];
}
