/*
 * settings.c - a tree of sections and settings.
 */
#include "read/settings.h"

#include <stdalign.h>

#include "read/lines.h"

enum { DEEPEST = 32, SETTINGS_MAX = 1 << 18, SECTIONS_MAX = 8192 };

struct parser {
	const sn__reader *r;
	sn__arena *arena;
	const char *p;
	const char *end;
	sn__setting *open[DEEPEST];
	size_t depth;
	size_t settings;
	size_t sections;
};

/* Passes blanks, newlines and comments. */
static void
skip(struct parser *s)
{
	while (s->p < s->end) {
		if (*s->p == '#')
			while (s->p < s->end && *s->p != '\n')
				s->p++;
		else if (*s->p == ' ' || *s->p == '\t' || *s->p == '\r' ||
			 *s->p == '\n')
			s->p++;
		else
			return;
	}
}

static sn_status
copy(struct parser *s, const char *p, size_t n, const char **out)
{
	char *to = sn__arena_get(s->arena, n + 1, 1, 1);

	if (!to)
		return SN_ENOMEM;
	memcpy(to, p, n);
	to[n] = '\0';
	*out = to;
	return memchr(p, '\0', n) ? sn__refuse(s->r, SN_ESYNTAX, p, n,
					"a NUL byte is no part of a setting")
				  : SN_OK;
}

static sn_status
add(struct parser *s, const char *name, size_t n, sn__setting **out)
{
	sn__setting *in = s->open[s->depth], *new;

	if (s->settings++ == SETTINGS_MAX)
		return sn__refuse(
		    s->r, SN_ELIMIT, name, n, "more than 2^18 settings");
	new = sn__arena_get(s->arena, 1, sizeof(*new), alignof(sn__setting));
	if (!new)
		return SN_ENOMEM;
	*new = (sn__setting){.at = name};
	if (in->last)
		in->last->next = new;
	else
		in->child = new;
	in->last = new;
	*out = new;
	return copy(s, name, n, &new->name);
}

/* A section goes on where it has been before. */
static sn_status
open_section(struct parser *s, const char *name, size_t n)
{
	sn__setting *in = s->open[s->depth], *c = in->section;
	sn_status status = SN_OK;

	if (s->depth + 1 == DEEPEST)
		return sn__refuse(s->r, SN_ELIMIT, name, n,
		    "sections in one another, more than 32 deep");
	if (s->sections++ == SECTIONS_MAX)
		return sn__refuse(
		    s->r, SN_ELIMIT, name, n, "more than 8192 sections");
	while (c && (strlen(c->name) != n || memcmp(c->name, name, n) != 0))
		c = c->section_next;
	if (!c) {
		status = add(s, name, n, &c);
		if (status)
			return status;
		if (in->sections_last)
			in->sections_last->section_next = c;
		else
			in->section = c;
		in->sections_last = c;
	}
	s->open[++s->depth] = c;
	return SN_OK;
}

/* Characters after a backslash in quotes. */
static char
unescape(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
}

static sn_status
quoted(struct parser *s, const char **out)
{
	const char *start = s->p++;
	char *to = sn__arena_get(s->arena, (size_t)(s->end - s->p) + 1, 1, 1);
	size_t n = 0;

	if (!to)
		return SN_ENOMEM;
	for (; s->p < s->end && *s->p != '"'; s->p++) {
		char c = *s->p;

		if (c == '\\' && s->p + 1 < s->end)
			c = unescape(*++s->p);
		to[n++] = c;
	}
	to[n] = '\0';
	*out = to;
	if (s->p == s->end)
		return sn__refuse(
		    s->r, SN_ESYNTAX, start, 1, "no quote ends this value");
	s->p++;
	return memchr(to, '\0', n) ? sn__refuse(s->r, SN_ESYNTAX, start, 1,
					 "a NUL byte is no part of a setting")
				   : SN_OK;
}

/* The value after '='. */
static sn_status
value(struct parser *s, sn__setting *to)
{
	const char *start, *stop;

	s->p = sn__skip_blanks(s->p, s->end);
	if (s->p < s->end && *s->p == '"') {
		const char *close = s->p + 1;

		/* Memory for what is quoted alone, not for the whole rest. */
		while (close < s->end && *close != '"')
			close += *close == '\\' && close + 1 < s->end ? 2 : 1;
		if (close < s->end) {
			const char *end = s->end;
			sn_status status;

			s->end = close + 1;
			status = quoted(s, &to->value);
			s->end = end;
			return status;
		}
		return sn__refuse(
		    s->r, SN_ESYNTAX, s->p, 1, "no quote ends this value");
	}
	start = s->p;
	while (s->p < s->end && !strchr("\n#{}", *s->p))
		s->p++;
	stop = sn__trim_blanks(start, s->p);
	return copy(s, start, (size_t)(stop - start), &to->value);
}

/* A section or a setting, from its name on. */
static sn_status
statement(struct parser *s)
{
	const char *name = s->p;
	sn__setting *new = NULL;
	sn_status status;
	size_t n;

	while (s->p < s->end && !strchr(" \t\r\n={}#\":", *s->p))
		s->p++;
	n = (size_t)(s->p - name);
	if (!n)
		return sn__refuse(s->r, SN_ESYNTAX, s->p, 1,
		    "expected a section or a setting");
	s->p = sn__skip_blanks(s->p, s->end);
	if (s->p < s->end && *s->p == '=') {
		s->p++;
		status = add(s, name, n, &new);
		return status ? status : value(s, new);
	}
	if (n == 7 && !memcmp(name, "include", 7)) {
		status = add(s, name, n, &new);
		return status ? status : value(s, new);
	}
	skip(s);
	if (s->p < s->end && *s->p == '{') {
		s->p++;
		return open_section(s, name, n);
	}
	return sn__refuse(
	    s->r, SN_ESYNTAX, name, n, "expected '=' or '{' after this name");
}

sn_status
sn__settings_read(
    const sn__reader *r, sn__arena *arena, const sn__setting **out)
{
	struct parser s = {
	    .r = r, .arena = arena, .p = r->text, .end = r->text + r->size};
	sn__setting *root =
	    sn__arena_get(arena, 1, sizeof(*root), alignof(sn__setting));
	sn_status status = SN_OK;

	if (!root)
		return SN_ENOMEM;
	*root = (sn__setting){.name = "", .at = r->text};
	s.open[0] = root;
	*out = root;
	for (skip(&s); s.p < s.end && !status; skip(&s)) {
		if (*s.p != '}') {
			status = statement(&s);
			continue;
		}
		if (!s.depth)
			return sn__refuse(
			    r, SN_ESYNTAX, s.p, 1, "this brace closes nothing");
		s.depth--;
		s.p++;
	}
	if (!status && s.depth)
		status = sn__refuse(r, SN_ESYNTAX, s.open[s.depth]->at,
		    strlen(s.open[s.depth]->name),
		    "no brace closes this section");
	return status;
}

const char *
sn__setting_value(const sn__setting *section, const char *key)
{
	const char *value = NULL;

	for (const sn__setting *s = section->child; s; s = s->next)
		if (s->value && !strcmp(s->name, key))
			value = s->value;
	return value;
}
