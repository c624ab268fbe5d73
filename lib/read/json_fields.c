/*
 * json_fields.c - typed access to values, with errors that say where each one
 * stands.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/json.h"

sn_status
sn__value_refuse(const sn__reader *r, sn_status status, const sn__value *value,
    const char *format, ...)
{
	size_t at = value->at, n = value->end - at;
	char message[sizeof(r->error->message)];
	va_list args;

	if (value->type == SN__STRING) {
		at += 1;
		n -= 2;
	} else if (value->type == SN__ARRAY || value->type == SN__OBJECT) {
		n = 1;
	}
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return sn__refuse(r, status, r->text + at, n, "%s", message);
}

const sn__value *
sn__value_place(const sn__value *object, const char *key)
{
	const sn__value *value = sn__value_get(object, key);

	return value ? value : object;
}

sn_status
sn__value_number(const sn__reader *r, const char *key, const sn__value *value,
    int64_t most, int64_t *out)
{
	if (value->type == SN__INTEGER && value->number >= 0 &&
	    value->number <= most) {
		*out = value->number;
		return SN_OK;
	}
	if (most == INT64_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected a number that is not negative for \"%s\"", key);
	return sn__value_refuse(r, SN_ESYNTAX, value,
	    "expected a number from 0 to %lld for \"%s\"", (long long)most,
	    key);
}

/* The words there are, as far as the message has space for them. */
static sn_status
refuse_word(
    const sn__reader *r, const char *key, const sn__value *value, unsigned kind)
{
	char list[96] = "";
	const char *word;
	size_t used = 0;

	/* The first value may have no word. */
	for (unsigned i = 0; (word = sn_word(kind, i)) || !i; i++) {
		if (!word || used + strlen(word) + 3 > sizeof(list))
			continue;
		used += (size_t)snprintf(list + used, sizeof(list) - used,
		    "%s%s", used ? ", " : "", word);
	}
	return sn__value_refuse(r, SN_ESYNTAX, value,
	    "expected one of the words %s for \"%s\"", list, key);
}

sn_status
sn__value_word(const sn__reader *r, const char *key, const sn__value *value,
    unsigned kind, uint32_t *out)
{
	const char *text = value->type == SN__STRING ? value->text : NULL;

	if (text && !sn_word_value(kind, text, strlen(text), out))
		return SN_OK;
	return refuse_word(r, key, value, kind);
}

sn_status
sn__value_printable(const sn__reader *r, const char *key,
    const sn__value *value, size_t most, const char **out)
{
	const char *text = value->type == SN__STRING ? value->text : NULL;
	bool good = text && value->n <= most;

	/* It is printed: nothing that a terminal acts on. */
	for (const char *c = text; good && *c; c++)
		good = *c >= ' ' && *c <= '~';
	if (!good)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected text of at most %u printable ASCII characters "
		    "for \"%s\"",
		    (unsigned)most, key);
	*out = text;
	return SN_OK;
}

sn_status
sn__value_boolean(
    const sn__reader *r, const char *key, const sn__value *value, bool *out)
{
	if (value->type != SN__BOOLEAN)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected true or false for \"%s\"", key);
	*out = value->number;
	return SN_OK;
}

sn_status
sn__value_prefix(const sn__reader *r, const char *key, const sn__value *value,
    sn_prefix *out)
{
	const char *text = sn__value_text(value);
	sn_error inner;
	sn_status status;

	if (!text)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected a prefix in a string for \"%s\"", key);
	status = sn_prefix_parse(out, text, value->n, 0, &inner);
	return status ? sn__value_refuse(r, status, value, "%s", inner.message)
		      : SN_OK;
}

sn_status
sn__value_prefixes(const sn__reader *r, const char *key, const sn__value *value,
    sn_prefix **out, size_t *count)
{
	bool array = value->type == SN__ARRAY;
	const sn__value *each = array ? value->child : value;
	size_t n = array ? value->n : 1;
	sn_prefix *p = calloc(n ? n : 1, sizeof(*p));
	sn_status status = SN_OK;

	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < n && !status; i++)
		status = sn__value_prefix(r, key, &each[i], &p[i]);
	if (status) {
		free(p);
		return status;
	}
	*out = p;
	*count = n;
	return SN_OK;
}

sn_status
sn__value_profile(const sn__reader *r, const char *key, const sn__value *value,
    uint32_t kind, const sn_profile **out)
{
	const sn_profile *p =
	    value->type == SN__STRING ? sn_profile_find(value->text) : NULL;

	if (!p || !(p->kind & kind))
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected the name of a profile for \"%s\"", key);
	*out = p;
	return SN_OK;
}
