/*
 * template_label.c - labels from outside, made safe for what a template is
 * written for, or refused.
 */
#include "render/template_label.h"

#include <stdio.h>

#include "base/error.h"
#include "render/quote.h"

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first byte of @label that a name of @f cannot have; NULL: none. */
static const char *
not_a_name(const sn__format *f, const char *label)
{
	const char *p = label;

	if (!*p || (!is_letter(*p) && *p != '_' &&
		       !(f->name_digit && *p >= '0' && *p <= '9')))
		return p;
	for (; *p; p++)
		if (!is_letter(*p) && !(*p >= '0' && *p <= '9') &&
		    !strchr(f->name_more, *p))
			return p;
	return NULL;
}

sn_status
sn_template_check_label(
    const sn_template *t, const char *label, sn_error *error)
{
	const sn__format *f = t->format;
	const char *wrong = NULL;
	size_t size = strlen(label);
	char message[sizeof(((sn_error *)0)->message)];

	if (f->quote == SN__QUOTE_NAME)
		wrong = not_a_name(f, label);
	if (!wrong && (!f->name_max || size <= f->name_max))
		return SN_OK;
	snprintf(message, sizeof(message),
	    f->name_more ? "expected a name that %s takes: at most %u letters, "
			   "digits and '%s'%s"
			 : "expected a name that %s takes: at most %u bytes",
	    f->name, (unsigned)f->name_max, f->name_more,
	    f->name_digit ? "" : ", no digit in front");
	if (sn__error_set(error, SN_EINVAL, message) && error) {
		error->offset = wrong ? (uint64_t)(wrong - label) : f->name_max;
		sn__error_text(error, label, label + size);
	}
	return SN_EINVAL;
}

bool
sn_template_by_element(const sn_template *t)
{
	return t->format->quote == SN__QUOTE_NAME;
}

/* What stands for @c, which shows, in such a text; NULL: itself. */
static const char *
escaped(sn__quote quote, char c)
{
	if (quote == SN__QUOTE_JSON && c == '"')
		return "\\\"";
	if (quote == SN__QUOTE_JSON && c == '\\')
		return "\\\\";
	return quote == SN__QUOTE_CSV && c == '"' ? "\"\"" : NULL;
}

char *
sn__label_quoted(sn__quote quote, const char *label, size_t *size)
{
	bool around =
	    quote == SN__QUOTE_CSV && (strpbrk(label, ",;\"") || *label == ' ');
	char *text = malloc(2 * strlen(label) + 3), *p = text;

	if (!text)
		return NULL;
	if (around)
		*p++ = '"';
	while (*label) {
		size_t n = sn__shown(label);
		const char *other = n == 1 ? escaped(quote, *label) : NULL;

		if (other) {
			*p++ = other[0];
			*p++ = other[1];
		} else if (n) {
			memcpy(p, label, n);
			p += n;
		} else {
			*p++ = '?';
		}
		label += n ? n : 1;
	}
	if (around)
		*p++ = '"';
	*size = (size_t)(p - text);
	return text;
}
