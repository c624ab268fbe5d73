/*
 * template.c - a template from its texts: compiled once, wrong ones refused at
 * their column.
 */
#include "render/template.h"

#include <stdio.h>

#include "base/error.h"

enum { DEPTH = 8 }; /* conditions within conditions */

/* A text on its way to steps. */
struct compiling {
	const char *p; /* what comes next */
	sn__steps *out;
	char *literal; /* where the next byte of text goes */
	bool joins;    /* that byte belongs to the last step */
	sn__part part;
	unsigned depth;
	size_t open[DEPTH]; /* the conditions around, as numbers of steps */
	const char *wrong;  /* where it makes no sense, and what would */
	const char *expected;
};

static bool
fail(struct compiling *c, const char *at, const char *expected)
{
	c->wrong = at;
	c->expected = expected;
	return false;
}

static sn__step *
add(struct compiling *c, sn__step_kind kind, sn__by_length by_length)
{
	sn__step *s = &c->out->step[c->out->n++];

	*s = (sn__step){.kind = (uint8_t)kind, .by_length = (uint8_t)by_length};
	c->joins = false;
	return s;
}

static void
literal(struct compiling *c, char byte)
{
	if (!c->joins) {
		add(c, SN__STEP_TEXT, SN__BY_LENGTH_NONE)->text = c->literal;
		c->joins = true;
	}
	*c->literal++ = byte;
	c->out->step[c->out->n - 1].size++;
}

/* After a backslash at @p. */
static bool
escape(struct compiling *c, const char *at)
{
	static const char name[] = "ntr0\\{}\"'";
	static const char byte[] = "\n\t\r\0\\{}\"'";
	const char *found = *c->p ? strchr(name, *c->p) : NULL;

	if (!found)
		return fail(c, at,
		    "expected \\n, \\t, \\r, \\0, \\\\, \\{, \\}, \\\" or \\'");
	literal(c, byte[found - name]);
	c->p++;
	return true;
}

static bool
condition(struct compiling *c, char which, const char *at)
{
	if (c->depth == DEPTH)
		return fail(c, at,
		    "expected at most 8 conditions, one in "
		    "another");
	c->open[c->depth++] = c->out->n;
	add(c, SN__STEP_IF, SN__BY_LENGTH_NONE)->condition = which;
	c->p++;
	return true;
}

struct directive {
	char name;
	uint8_t kind;
	uint8_t by_length;
	bool of_item; /* only an item has it */
};

static const struct directive directives[] = {
    {'p', SN__STEP_FIRST, SN__BY_LENGTH_SLASH, true},
    {'f', SN__STEP_FIRST, SN__BY_LENGTH_NONE, true},
    {'l', SN__STEP_LAST, SN__BY_LENGTH_NONE, true},
    {'a', SN__STEP_ADDRESS, SN__BY_LENGTH_NONE, true},
    {'n', SN__STEP_LENGTH, SN__BY_LENGTH_LENGTH, true},
    {'m', SN__STEP_LENGTH, SN__BY_LENGTH_MASK, true},
    {'w', SN__STEP_LENGTH, SN__BY_LENGTH_WILDCARD, true},
    {'h', SN__STEP_FIRST, SN__BY_LENGTH_HOST, true},
    {'g', SN__STEP_LABEL, SN__BY_LENGTH_NONE, false},
    {'i', SN__STEP_NUMBER, SN__BY_LENGTH_NONE, false},
    {'v', SN__STEP_VERSION, SN__BY_LENGTH_NONE, false},
    {'s', SN__STEP_SIGN, SN__BY_LENGTH_NONE, false},
    {'k', SN__STEP_CAPACITY, SN__BY_LENGTH_NONE, false},
};

/* After a '%' at @at. */
static bool
directive(struct compiling *c, const char *at)
{
	char name = *c->p;

	if (name == '%') {
		literal(c, '%');
		c->p++;
		return true;
	}
	if (name && strchr("046+-=G", name)) {
		c->p++;
		if (*c->p != '{')
			return fail(c, at, "expected '{' after the condition");
		return condition(c, name, at);
	}
	c->p++;
	if (name == 'c' && c->part == SN__ITEM) {
		add(c, SN__STEP_LENGTH, SN__BY_LENGTH_SIZE);
		return true;
	}
	if (name == 'c') {
		add(c, SN__STEP_COUNT, SN__BY_LENGTH_NONE);
		return true;
	}
	for (size_t i = 0; i < sizeof(directives) / sizeof(*directives); i++) {
		const struct directive *d = &directives[i];

		if (d->name != name)
			continue;
		if (d->of_item && c->part != SN__ITEM)
			return fail(c, at,
			    "expected what a list has (%g %i %c %v %s): this "
			    "is of each prefix");
		add(c, d->kind, d->by_length);
		return true;
	}
	return fail(c, at,
	    "expected one of %p %f %l %a %n %m %w %h %g %i %c "
	    "%v %s %%, or a condition as %4{...}");
}

static bool
piece(struct compiling *c)
{
	const char *at = c->p++;

	if (*at == '%')
		return directive(c, at);
	if (*at == '\\')
		return escape(c, at);
	if (*at == '}' && c->depth) {
		size_t from = c->open[--c->depth];

		c->out->step[from].skip = c->out->n - from - 1;
		c->joins = false;
		return true;
	}
	literal(c, *at);
	return true;
}

static sn_status
compile(sn__steps *out, sn__part part, const char *text, sn_error *error)
{
	static const char *const name[SN__PARTS] = {[SN__HEAD] = "head",
	    [SN__ITEM] = "template",
	    [SN__SEPARATOR] = "separator",
	    [SN__TAIL] = "tail"};
	struct compiling c = {.p = text, .out = out, .part = part};
	size_t size = strlen(text);
	char message[sizeof(((sn_error *)0)->message)];

	out->step = malloc((size + 1) * sizeof(*out->step));
	out->text = malloc(size + 1);
	if (!out->step || !out->text)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	c.literal = out->text;
	while (*c.p && piece(&c))
		;
	if (!c.wrong && c.depth)
		(void)fail(&c, c.p, "expected '}' of a condition");
	if (!c.wrong)
		return SN_OK;
	snprintf(message, sizeof(message), "%s: %s",
	    name[part] ? name[part] : "format", c.expected);
	if (sn__error_set(error, SN_ESYNTAX, message) && error) {
		error->line = 1;
		error->offset = (uint64_t)(c.wrong - text);
		error->column = error->offset + 1;
		sn__error_text(error, c.wrong, text + size);
	}
	return SN_ESYNTAX;
}

/* Whether any of the parts @from to @to has such a step. */
static bool
has(const sn_template *t, sn__part from, sn__part to, sn__step_kind kind,
    const char *conditions)
{
	for (unsigned part = from; part <= to; part++)
		for (size_t i = 0; i < t->part[part].n; i++) {
			const sn__step *s = &t->part[part].step[i];

			if (s->kind == kind &&
			    (kind != SN__STEP_IF ||
				strchr(conditions, s->condition)))
				return true;
		}
	return false;
}

/* What follows from the parts. */
static void
conclude(sn_template *t)
{
	const sn__steps *item = &t->part[SN__ITEM];

	for (unsigned part = SN__BEGIN; part <= SN__END; part++)
		if (part != SN__ITEM && part != SN__SEPARATOR)
			t->by_family |=
			    has(t, part, part, SN__STEP_VERSION, "") ||
			    has(t, part, part, SN__STEP_IF, "46");
	for (size_t i = 0; i < item->n; i++)
		t->by_length[item->step[i].by_length] = true;
}

/* The named template @name for such documents, or NULL. */
static const sn__format *
find(const char *name, const sn_template *t, sn_error *error)
{
	unsigned wanted = t->changes  ? SN__CHANGES
			  : t->labels ? SN__LABELLED
				      : SN__WHOLE;
	const sn__format *f, *other = NULL;
	size_t n = strlen(name);

	for (size_t i = 0; (f = sn__format_at(i)); i++) {
		/* "cisco" is enough for "cisco-ios". */
		if (strncmp(f->name, name, n) ||
		    (f->name[n] && f->name[n] != '-'))
			continue;
		if (f->documents & wanted)
			return f;
		other = f;
	}
	(void)sn__error_set(error, SN_EINVAL,
	    other ? "format: this one cannot say what is added and removed"
		  : "format: no such template");
	if (error)
		sn__error_text(error, name, name + n);
	return NULL;
}

/* Ranges have neither length nor mask. */
static bool
says_length(const sn_template *t)
{
	for (unsigned i = 1; i < SN__BY_LENGTHS; i++)
		if (i != SN__BY_LENGTH_SIZE && t->by_length[i])
			return true;
	return false;
}

static sn_status
check(const sn_template *t, sn_error *error)
{
	const char *why = NULL;
	char message[sizeof(((sn_error *)0)->message)];
	sn_status status;

	if (t->changes && !has(t, SN__HEAD, SN__TAIL, SN__STEP_SIGN, "") &&
	    !has(t, SN__HEAD, SN__TAIL, SN__STEP_IF, "+-"))
		why = "template: expected %s, or %+{...} and %-{...}, to tell "
		      "what is added from what is removed";
	if (t->format->ranges && says_length(t))
		why = "template: expected what a range has: %f %l %c";
	if (why)
		return sn__error_set(error, SN_EINVAL, why);
	if (t->labels || !has(t, SN__TOP, SN__BOTTOM, SN__STEP_LABEL, ""))
		return SN_OK;
	status = sn_template_check_label(t, t->name, error);
	if (status && error) {
		snprintf(
		    message, sizeof(message), "name: %.150s", error->message);
		memcpy(error->message, message, sizeof(message));
	}
	return status;
}

/* What a template is that has no name. */
static const sn__format own_format = {.documents = SN__ALWAYS};

static sn_status
fill(sn_template *t, const sn_template_options *o, sn_error *error)
{
	const char *own[SN__PARTS] = {[SN__HEAD] = o->head,
	    [SN__ITEM] = o->item,
	    [SN__SEPARATOR] = o->separator,
	    [SN__TAIL] = o->tail};
	const char *name = o->name ? o->name : "supernet";
	sn_status status = SN_OK;

	t->labels = o->labels;
	t->changes = o->changes;
	t->own_item = o->item;
	t->format = &own_format;
	if (o->format || !o->item)
		t->format = find(o->format ? o->format : "text", t, error);
	if (!t->format)
		return SN_EINVAL;
	t->batch = o->batch ? o->batch : t->format->batch;
	t->name = strdup(name);
	if (!t->name)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	for (unsigned i = 0; i < SN__PARTS && !status; i++) {
		const char *text = own[i] ? own[i] : t->format->part[i];

		if (text)
			status = compile(&t->part[i], i, text, error);
	}
	if (!status)
		conclude(t);
	return status ? status : check(t, error);
}

sn_status
sn_template_new(
    sn_template **out, const sn_template_options *options, sn_error *error)
{
	static const sn_template_options none = SN_TEMPLATE_OPTIONS_INIT;
	sn_template *t = calloc(1, sizeof(*t));
	sn_status status;

	if (!t)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	status = options && options->struct_size != sizeof(*options)
		     ? sn__error_set(error, SN_EINVAL, sn_strerror(SN_EINVAL))
		     : fill(t, options ? options : &none, error);
	if (status) {
		sn_template_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}

void
sn_template_free(sn_template *t)
{
	if (!t)
		return;
	for (unsigned i = 0; i < SN__PARTS; i++) {
		free(t->part[i].step);
		free(t->part[i].text);
	}
	free(t->name);
	free(t);
}
