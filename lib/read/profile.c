/*
 * profile.c - a user's own profile from JSON.
 *
 *   {"name": "my-gateway", "title": "...", "base": "alibaba-cloud",
 *    "kind": ["gateway", "peer"],
 *    "local_selectors": 10, "peer_selectors": 10, "policy_routes": 50,
 *    "destination_routes": 50, "connections": 10,
 *    "sa_model": "single" | "per-pair", "route_based": true,
 *    "match_rule": "priority" | "longest-prefix" | "first-created",
 *    "manual_default": false, "auto_routes": true, "phase1_shared": true,
 *    "publish": true, "forbidden": ["100.64.0.0/10"]}
 *
 * Only "name" is needed. What is not given is as in the profile of "base", or
 * unknown without one; null makes it unknown. In the place of a value stands,
 * where the source is to be kept, {"value": ..., "source": "...", "date":
 * "..."}.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/json.h"
#include "profile/profile_fields.h"
#include "profile/sources.h"
#include "supernet_text.h"

enum { STRINGS = 128, TEXT_MAX = 256 };

/* The profile, and the texts it points at. */
struct owner {
	sn_profile profile;
	char *text[STRINGS];
	size_t texts;
};

void
sn_profile_free(sn_profile *profile)
{
	struct owner *owner = (struct owner *)(void *)profile;

	if (!profile)
		return;
	for (size_t i = 0; i < owner->texts; i++)
		free(owner->text[i]);
	free(owner);
}

static bool
printable(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* A copy of a text that the profile keeps. */
static sn_status
keep_text(sn__reader *r, struct owner *owner, const char *key,
    const json_t *value, const char **out)
{
	const char *text = json_string_value(value);
	char *copy;

	if (!text || json_string_length(value) > TEXT_MAX || !printable(text))
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as at most %d printable ASCII characters",
		    key, TEXT_MAX);
	if (owner->texts == STRINGS)
		return SN_ELIMIT;
	copy = strdup(text);
	if (!copy)
		return SN_ENOMEM;
	owner->text[owner->texts++] = copy;
	*out = copy;
	return SN_OK;
}

/* The number of a word, from 1; false: it is none. */
static bool
word_number(const sn__fact_name *name, const char *text, int64_t *number)
{
	for (size_t i = 0; text && name->word[i]; i++)
		if (!strcmp(text, name->word[i])) {
			*number = (int64_t)i + 1;
			return true;
		}
	return false;
}

/* The bit of a word; 0: it is none. */
static int64_t
word_bit(const sn__fact_name *name, const char *text)
{
	int64_t bit = 1;

	for (size_t i = 0; text && name->word[i]; i++, bit *= 2)
		if (!strcmp(text, name->word[i]))
			return bit;
	return 0;
}

static sn_status
read_bits(
    sn__reader *r, const sn__fact_name *name, const json_t *value, int64_t *out)
{
	int64_t bits = 0, bit;

	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *text = json_string_value(json_array_get(value, i));

		bit = word_bit(name, text);
		if (!bit)
			return sn__load_refuse(r, SN_ESYNTAX,
			    text ? text : name->key, "expected words of \"%s\"",
			    name->key);
		bits |= bit;
	}
	*out = bits;
	return SN_OK;
}

static sn_status
read_value(
    sn__reader *r, const sn__fact_name *name, const json_t *value, int64_t *out)
{
	const char *text = json_string_value(value);

	if (name->form == SN__FACT_YES_NO && json_is_boolean(value)) {
		*out = json_is_true(value);
		return SN_OK;
	}
	if (name->form == SN__FACT_NUMBER && json_is_integer(value) &&
	    json_integer_value(value) >= 0) {
		*out = json_integer_value(value);
		return SN_OK;
	}
	if (name->form == SN__FACT_BITS && json_is_array(value))
		return read_bits(r, name, value, out);
	if (name->form == SN__FACT_WORD && word_number(name, text, out))
		return SN_OK;
	return sn__load_refuse(r, SN_ESYNTAX, text ? text : name->key,
	    "expected %s for \"%s\"",
	    name->form == SN__FACT_NUMBER   ? "a number"
	    : name->form == SN__FACT_YES_NO ? "true or false"
	    : name->form == SN__FACT_BITS   ? "an array of words"
					    : "one of its words",
	    name->key);
}

/* A value alone, or with its source and date; null: unknown. */
static sn_status
read_fact(sn__reader *r, struct owner *owner, const sn__fact_name *name,
    const json_t *value)
{
	sn_fact fact = {-1, SN_SURE_UNKNOWN, 0, "", ""};
	const json_t *more;
	sn_status status = SN_OK;

	if (!json_is_null(value)) {
		fact.sure = SN_SURE_USER;
		fact.source = SOURCE_USER;
		more = json_object_get(value, "source");
		if (more)
			status =
			    keep_text(r, owner, "source", more, &fact.source);
		more = json_object_get(value, "date");
		if (more && !status)
			status = keep_text(r, owner, "date", more, &fact.date);
		if (json_is_object(value))
			value = json_object_get(value, "value");
		if (!status)
			status = read_value(r, name, value, &fact.value);
	}
	if (!status)
		memcpy((char *)&owner->profile + name->offset, &fact,
		    sizeof(fact));
	return status;
}

static sn_status
read_forbidden(sn__reader *r, struct owner *owner, const json_t *value)
{
	sn_profile *p = &owner->profile;
	sn_status status = SN_OK;

	if (!json_is_array(value) ||
	    json_array_size(value) > SN_PROFILE_FORBIDDEN_MAX)
		return sn__load_refuse(r, SN_ESYNTAX, "forbidden",
		    "expected at most %d prefixes for \"forbidden\"",
		    SN_PROFILE_FORBIDDEN_MAX);
	p->forbidden_count = 0;
	p->forbidden_fact = (sn_fact){1, SN_SURE_USER, 0, SOURCE_USER, ""};
	for (size_t i = 0; i < json_array_size(value) && !status; i++) {
		status = sn__load_prefix(
		    r, json_array_get(value, i), &p->forbidden[i]);
		if (!status)
			p->forbidden_count++;
	}
	return status;
}

static sn_status
read_kind(sn__reader *r, sn_profile *p, const json_t *value)
{
	p->kind = 0;
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *text = json_string_value(json_array_get(value, i));

		if (text && !strcmp(text, "gateway"))
			p->kind |= SN_KIND_GATEWAY;
		else if (text && !strcmp(text, "peer"))
			p->kind |= SN_KIND_PEER;
		else
			return sn__load_refuse(r, SN_ESYNTAX,
			    text ? text : "kind",
			    "expected \"gateway\" or \"peer\" in \"kind\"");
	}
	if (!p->kind)
		return sn__load_refuse(r, SN_ESYNTAX, "kind",
		    "expected \"kind\" as [\"gateway\"], [\"peer\"] or both");
	return SN_OK;
}

static sn_status
read_key(
    sn__reader *r, struct owner *owner, const char *key, const json_t *value)
{
	const sn__fact_name *name;

	if (!strcmp(key, "base"))
		return SN_OK;
	if (!strcmp(key, "name"))
		return keep_text(r, owner, key, value, &owner->profile.name);
	if (!strcmp(key, "title"))
		return keep_text(r, owner, key, value, &owner->profile.title);
	if (!strcmp(key, "kind"))
		return read_kind(r, &owner->profile, value);
	if (!strcmp(key, "forbidden"))
		return read_forbidden(r, owner, value);
	for (size_t i = 0; (name = sn__fact_name_at(i)); i++)
		if (!strcmp(key, name->key))
			return read_fact(r, owner, name, value);
	return sn__load_refuse(
	    r, SN_ESYNTAX, key, "not something that a profile has");
}

/* What the profile starts from. */
static sn_status
read_base(sn__reader *r, sn_profile *p, const json_t *root)
{
	static const sn_fact unknown = {-1, SN_SURE_UNKNOWN, 0, "", ""};
	const json_t *value = json_object_get(root, "base");
	const char *text = json_string_value(value);
	const sn_profile *base = text ? sn_profile_find(text) : NULL;
	const sn__fact_name *name;

	if (value && !base)
		return sn__load_refuse(r, SN_ESYNTAX, text ? text : "base",
		    "expected the name of a built-in profile for \"base\"");
	if (base) {
		*p = *base;
	} else {
		p->struct_size = sizeof(*p);
		p->kind = SN_KIND_GATEWAY | SN_KIND_PEER;
		p->forbidden_fact = unknown;
		for (size_t i = 0; (name = sn__fact_name_at(i)); i++)
			memcpy((char *)p + name->offset, &unknown,
			    sizeof(unknown));
	}
	p->name = NULL;
	p->title = "a profile of the user's own";
	return SN_OK;
}

sn_status
sn_profile_read(
    sn_profile **out, const char *text, size_t size, sn_error *error)
{
	sn__reader r = {text, size, error};
	sn_status status = SN_OK;
	struct owner *owner;
	const char *key;
	json_t *root = sn__load_json(&r, &status), *value;

	if (!root)
		return status;
	owner = calloc(1, sizeof(*owner));
	if (!owner) {
		json_decref(root);
		return SN_ENOMEM;
	}
	status = read_base(&r, &owner->profile, root);
	if (!status)
		json_object_foreach(root, key, value)
		{
			status = read_key(&r, owner, key, value);
			if (status)
				break;
		}
	if (!status && !owner->profile.name)
		status = sn__load_refuse(
		    &r, SN_ESYNTAX, "", "expected an object with a \"name\"");
	json_decref(root);
	if (status) {
		sn_profile_free(&owner->profile);
		return status;
	}
	*out = &owner->profile;
	return SN_OK;
}
