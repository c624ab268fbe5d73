/*
 * ipsec_sections.c - sections "conn NAME", whose parameters are indented.
 */
#include "read/ipsec_sections.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "read/lines.h"

enum { SECTIONS_MAX = 4096, DEEPEST = 16 };

struct reading {
	const sn__reader *r;
	sn__arena *arena;
	sn_ike_config *c;
	sn__sections *all;
};

static const char *
copy(struct reading *in, const char *p, size_t n)
{
	char *to = sn__arena_get(in->arena, n + 1, 1, 1);

	if (to) {
		memcpy(to, p, n);
		to[n] = '\0';
	}
	return to;
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
	*s = (sn__section){.name = copy(in, name.at, name.n),
	    .conn = kind.n == 4 && !memcmp(kind.at, "conn", 4)};
	if (in->all->last)
		in->all->last->next = s;
	else
		in->all->first = s;
	in->all->last = s;
	return s->name ? SN_OK : SN_ENOMEM;
}

static sn_status
add_parameter(struct reading *in, const sn__line *line)
{
	const char *equals =
	    memchr(line->at, '=', (size_t)(line->end - line->at));
	const char *key_end, *value, *end = line->end;
	sn_status status = SN_OK;
	sn__parameter *p;
	char twice[64];
	int n;

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
	*p = (sn__parameter){in->all->last->first,
	    copy(in, line->at, (size_t)(key_end - line->at)),
	    copy(in, value, (size_t)(end - value))};
	if (!p->key || !p->value)
		return SN_ENOMEM;
	/* strongSwan takes the last of two, Libreswan refuses them. */
	if (strcmp(p->key, "also") != 0 &&
	    sn__section_own(in->all->last, p->key)) {
		n = snprintf(twice, sizeof(twice), "%.40s twice", p->key);
		status = sn__ike_strange(in->c, twice, (size_t)n);
	}
	in->all->last->first = p;
	return status;
}

static bool
is(sn__word word, const char *text)
{
	return word.n == strlen(text) && !memcmp(word.at, text, word.n);
}

static const sn__section *
find(const sn__sections *all, const char *name)
{
	for (const sn__section *s = all->first; s; s = s->next)
		if (s->conn && !strcmp(s->name, name))
			return s;
	return NULL;
}

/* Sections that are named and are not there. */
static sn_status
name_missing(const sn__sections *all, sn_ike_config *c)
{
	sn_status status = SN_OK;
	char text[80];
	int n;

	for (const sn__section *s = all->first; s; s = s->next)
		for (const sn__parameter *p = s->first; p && !status;
		     p = p->next) {
			if (strcmp(p->key, "also") || find(all, p->value))
				continue;
			n = snprintf(text, sizeof(text),
			    "also=%.40s, not in the file", p->value);
			status = sn__ike_strange(c, text, (size_t)n);
		}
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
	return status ? status : name_missing(out, c);
}

const char *
sn__section_own(const sn__section *s, const char *key)
{
	for (const sn__parameter *p = s->first; p; p = p->next)
		if (!strcmp(p->key, key))
			return p->value;
	return NULL;
}

/* What a section or one that it names with also= says; NULL: nothing. */
static const char *
said(const sn__sections *all, const sn__section *s, const char *key,
    unsigned depth)
{
	const char *value = sn__section_own(s, key);

	for (const sn__parameter *p = s->first; p && !value && depth < DEEPEST;
	     p = p->next) {
		const sn__section *more =
		    !strcmp(p->key, "also") ? find(all, p->value) : NULL;

		if (more && more != s)
			value = said(all, more, key, depth + 1);
	}
	return value;
}

const char *
sn__section_value(
    const sn__sections *all, const sn__section *s, const char *key)
{
	const sn__section *usual = find(all, "%default");
	const char *value = said(all, s, key, 0);

	return value ? value : usual ? said(all, usual, key, 0) : NULL;
}

bool
sn__sections_say(const sn__sections *all, const char *key)
{
	for (const sn__section *s = all->first; s; s = s->next)
		if (sn__section_own(s, key))
			return true;
	return false;
}
