/*
 * settings.c - a tree of sections and settings.
 */
#include "read/settings.h"

#include <stdalign.h>

#include "read/lines.h"

enum {
	DEEPEST = 32,
	INHERITED_DEEPEST = 64,
	SETTINGS_MAX = 1 << 18,
	SECTIONS_MAX = 8192,
	COMPARED_MAX = 1 << 26
};

/* A section by the names of those around it and its own, with dots between. */
struct sn__reference {
	const char *at;
	size_t n;
	struct sn__reference *next;
};

struct parser {
	const sn__reader *r;
	sn__arena *arena;
	const char *p;
	const char *end;
	sn__setting *open[DEEPEST];
	size_t depth;
	size_t settings;
	size_t sections;
	size_t compared; /* names, to find what is inherited */
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

/* Appends a copy of @what, whose name has @n bytes in the text, to @in. */
static sn_status
append(struct parser *s, sn__setting *in, const sn__setting *what, size_t n,
    sn__setting **out)
{
	sn__setting *new;

	if (s->settings++ == SETTINGS_MAX)
		return sn__refuse(
		    s->r, SN_ELIMIT, what->at, n, "more than 2^18 settings");
	new = sn__arena_get(s->arena, 1, sizeof(*new), alignof(sn__setting));
	if (!new)
		return SN_ENOMEM;
	*new = *what;
	if (in->last)
		in->last->next = new;
	else
		in->child = new;
	in->last = new;
	*out = new;
	return SN_OK;
}

static sn_status
add(struct parser *s, const char *name, size_t n, sn__setting **out)
{
	sn__setting new = {.at = name};
	sn_status status = copy(s, name, n, &new.name);

	return status ? status : append(s, s->open[s->depth], &new, n, out);
}

/* A section goes on where it has been before, and inherits more. */
static sn_status
open_section(
    struct parser *s, const char *name, size_t n, struct sn__reference *from)
{
	struct sn__reference **more;
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
		if (status || !c)
			return status;
		if (in->section_last)
			in->section_last->section_next = c;
		else
			in->section = c;
		in->section_last = c;
	}
	for (more = &c->from; *more;)
		more = &(*more)->next;
	*more = from;
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
	to->cleared = stop == start;
	return copy(s, start, (size_t)(stop - start), &to->value);
}

/* The bytes of the name here. */
static size_t
name_size(struct parser *s, const char *ends)
{
	const char *name = s->p;

	while (s->p < s->end && !strchr(ends, *s->p))
		s->p++;
	return (size_t)(s->p - name);
}

/* The sections after the colon here, with commas between. */
static sn_status
references(struct parser *s, struct sn__reference **out)
{
	do {
		struct sn__reference *new = sn__arena_get(
		    s->arena, 1, sizeof(*new), alignof(struct sn__reference));

		if (!new)
			return SN_ENOMEM;
		s->p++;
		skip(s);
		new->at = s->p;
		new->n = name_size(s, " \t\r\n={}#\":,");
		new->next = NULL;
		if (!new->n)
			return sn__refuse(s->r, SN_ESYNTAX, s->p, s->p < s->end,
			    "expected the name of a section to inherit from");
		*out = new;
		out = &new->next;
		skip(s);
	} while (s->p < s->end && *s->p == ',');
	return SN_OK;
}

/* A section or a setting, from its name on. */
static sn_status
statement(struct parser *s)
{
	struct sn__reference *from = NULL;
	const char *name = s->p;
	sn__setting *new = NULL;
	sn_status status = SN_OK;
	size_t n = name_size(s, " \t\r\n={}#\":");

	if (!n)
		return sn__refuse(s->r, SN_ESYNTAX, s->p, 1,
		    "expected a section or a setting");
	s->p = sn__skip_blanks(s->p, s->end);
	if (s->p < s->end && *s->p == '=') {
		s->p++;
		status = add(s, name, n, &new);
		return new ? value(s, new) : status;
	}
	if (n == 7 && !memcmp(name, "include", 7)) {
		status = add(s, name, n, &new);
		return new ? value(s, new) : status;
	}
	skip(s);
	if (s->p < s->end && *s->p == ':')
		status = references(s, &from);
	if (status)
		return status;
	if (s->p < s->end && *s->p == '{') {
		s->p++;
		return open_section(s, name, n, from);
	}
	return sn__refuse(
	    s->r, SN_ESYNTAX, name, n, "expected '=' or '{' after this name");
}

/* -------------------------------------------------------------- inheritance */

/* The section of @in, or the setting, whose name is the @n bytes @name. */
static sn__setting *
find(struct parser *s, const sn__setting *in, bool section, const char *name,
    size_t n)
{
	sn__setting *c = in->child;

	for (; c; c = c->next, s->compared++)
		if (!c->value == section && !strncmp(c->name, name, n) &&
		    !c->name[n])
			break;
	return c;
}

/* The last setting of a key: it counts; NULL: none. *compared counts names. */
static const sn__setting *
last_setting(const sn__setting *section, const char *key, size_t *compared)
{
	const sn__setting *last = NULL;

	for (const sn__setting *s = section->child; s; s = s->next, ++*compared)
		if (s->value && !strcmp(s->name, key))
			last = s;
	return last;
}

/* Adds what @from has and @to lacks. */
static sn_status
inherit(struct parser *s, sn__setting *to, const sn__setting *from)
{
	sn_status status = SN_OK;

	for (const sn__setting *x = from->child; x && !status; x = x->next) {
		size_t n = strlen(x->name);
		sn__setting *c = find(s, to, !x->value, x->name, n);
		sn__setting new = {.name = x->name, .at = x->at};

		if (s->compared > COMPARED_MAX)
			return sn__refuse(s->r, SN_ELIMIT, x->at, n,
			    "more is inherited than is read");
		if (!c && x->value) {
			const sn__setting *last =
			    last_setting(from, x->name, &s->compared);

			new.value = last->value;
			new.cleared = last->cleared;
		}
		if (!c)
			status = append(s, to, &new, n, &c);
		if (!status && !x->value)
			status = inherit(s, c, x);
	}
	return status;
}

/* The section that a reference names. */
static sn_status
refer(struct parser *s, const struct sn__reference *from, sn__setting **out)
{
	const char *at = from->at, *end = at + from->n;
	sn__setting *c = s->open[0];

	while (c && at < end) {
		const char *dot = memchr(at, '.', (size_t)(end - at));
		const char *to = dot ? dot : end;

		c = find(s, c, true, at, (size_t)(to - at));
		at = to + (dot != NULL);
		if (c)
			c->inherited = true;
	}
	if (!c)
		return sn__refuse(s->r, SN_ESYNTAX, from->at, from->n,
		    "no section here has this name, and included files are not "
		    "read");
	*out = c;
	return SN_OK;
}

/* Puts into a section and those in it what they inherit: what is nearer has the
 * word. */
static sn_status
complete(struct parser *s, sn__setting *section, unsigned depth)
{
	sn_status status = SN_OK;

	if (depth == INHERITED_DEEPEST)
		return sn__refuse(s->r, SN_ELIMIT, section->at,
		    strlen(section->name),
		    "inheritance in a circle, or more than 64 deep");
	for (sn__setting *c = section->child; c && !status; c = c->next)
		if (!c->value && !c->whole)
			status = complete(s, c, depth + 1);
	for (struct sn__reference *x = section->from; x && !status;
	     x = x->next) {
		sn__setting *other = section;

		status = refer(s, x, &other);
		if (!status && !other->whole)
			status = complete(s, other, depth + 1);
		if (!status)
			status = inherit(s, section, other);
	}
	section->whole = true;
	return status;
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
	return status ? status : complete(&s, root, 0);
}

const char *
sn__setting_value(const sn__setting *section, const char *key)
{
	size_t compared = 0;
	const sn__setting *last = last_setting(section, key, &compared);

	return last && !last->cleared ? last->value : NULL;
}
