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
 * "..."}. So a profile can be read as sn_profile_render() writes it.
 */
#include <stdlib.h>
#include <string.h>

#include "read/json.h"
#include "supernet_text.h"
#include "profile/profile_fields.h"
#include "profile/sources.h"

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

/* A copy of a text that the profile keeps. */
static sn_status
keep_text(const sn__reader *r, struct owner *owner, const char *key,
    const sn__value *value, const char **out)
{
	const char *text = NULL;
	char *copy;
	sn_status status = sn__value_printable(r, key, value, TEXT_MAX, &text);

	if (status)
		return status;
	if (owner->texts == STRINGS)
		return SN_ELIMIT;
	copy = strdup(text);
	if (!copy)
		return SN_ENOMEM;
	owner->text[owner->texts++] = copy;
	*out = copy;
	return SN_OK;
}

/* An array of words, each a bit. */
static sn_status
read_bits(const sn__reader *r, const sn__fact_name *name,
    const sn__value *value, int64_t *out)
{
	uint32_t bit = 0;
	int64_t bits = 0;
	sn_status status = SN_OK;

	if (value->type != SN__ARRAY)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected an array of words for \"%s\"", name->key);
	for (size_t i = 0; i < value->n && !status; i++) {
		status = sn__value_word(
		    r, name->key, &value->child[i], name->words, &bit);
		if (!status)
			bits |= sn__fact_bit(bit);
	}
	if (!status)
		*out = bits;
	return status;
}

static sn_status
read_value(const sn__reader *r, const sn__fact_name *name,
    const sn__value *value, int64_t *out)
{
	uint32_t word = 0;
	bool yes = false;
	sn_status status;

	switch (name->form) {
	case SN__FACT_NUMBER:
		return sn__value_number(r, name->key, value, INT64_MAX, out);
	case SN__FACT_YES_NO:
		status = sn__value_boolean(r, name->key, value, &yes);
		*out = yes;
		return status;
	case SN__FACT_BITS:
		return read_bits(r, name, value, out);
	default:
		status =
		    sn__value_word(r, name->key, value, name->words, &word);
		*out = word;
		return status;
	}
}

static const sn_fact unknown = {-1, SN_SURE_UNKNOWN, 0, "", ""};

/*
 * {"value": ..., "source": "...", "date": "..."}, as a profile is shown: a null
 * value is unknown, another null is as if it were not there, and the sureness
 * is the user's.
 */
static sn_status
read_sourced(const sn__reader *r, struct owner *owner,
    const sn__fact_name *name, const sn__value *object, sn_fact *fact)
{
	const sn__value *known = sn__value_get(object, "value");
	sn_status status = SN_OK;
	uint32_t sureness = 0;

	if (!known)
		return sn__value_refuse(r, SN_ESYNTAX, object,
		    "expected a \"value\" in \"%s\"", name->key);
	for (size_t i = 0; i < object->n && !status; i++) {
		const sn__value *key = &object->child[2 * i], *value = key + 1;

		const char **text = !strcmp(key->text, "source") ? &fact->source
				    : !strcmp(key->text, "date") ? &fact->date
								 : NULL;

		if (!strcmp(key->text, "sureness"))
			status = sn__value_word(
			    r, key->text, value, SN_WORD_SURENESS, &sureness);
		else if (!text && value != known)
			status = sn__value_refuse(
			    r, SN_ESYNTAX, key, "not a key that a fact has");
		else if (value->type != SN__NULL)
			status =
			    text ? keep_text(r, owner, key->text, value, text)
				 : read_value(r, name, value, &fact->value);
	}
	if (known->type == SN__NULL)
		*fact = unknown;
	return status;
}

/* A value alone, or with its source and date; null: unknown. */
static sn_status
read_fact(const sn__reader *r, struct owner *owner, const sn__fact_name *name,
    const sn__value *value)
{
	sn_fact fact = unknown;
	sn_status status = SN_OK;

	if (value->type != SN__NULL) {
		fact.sure = SN_SURE_USER;
		fact.source = SOURCE_USER;
		status = value->type == SN__OBJECT
			     ? read_sourced(r, owner, name, value, &fact)
			     : read_value(r, name, value, &fact.value);
	}
	if (!status)
		memcpy((char *)&owner->profile + name->offset, &fact,
		    sizeof(fact));
	return status;
}

static sn_status
read_forbidden(const sn__reader *r, struct owner *owner, const sn__value *value)
{
	sn_profile *p = &owner->profile;
	sn_status status = SN_OK;

	if (value->type != SN__ARRAY || value->n > SN_PROFILE_FORBIDDEN_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected at most %d prefixes for \"forbidden\"",
		    SN_PROFILE_FORBIDDEN_MAX);
	p->forbidden_count = 0;
	p->forbidden_fact = (sn_fact){1, SN_SURE_USER, 0, SOURCE_USER, ""};
	for (size_t i = 0; i < value->n && !status; i++) {
		status = sn__value_prefix(
		    r, "forbidden", &value->child[i], &p->forbidden[i]);
		if (!status)
			p->forbidden_count++;
	}
	return status;
}

static sn_status
read_kind(const sn__reader *r, sn_profile *p, const sn__value *value)
{
	uint32_t which = 0;
	sn_status status = SN_OK;

	if (sn__value_count(value) == 0)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected \"kind\" as [\"gateway\"], [\"peer\"] or both");
	p->kind = 0;
	for (size_t i = 0; i < value->n && !status; i++) {
		status = sn__value_word(
		    r, "kind", &value->child[i], SN_WORD_KIND, &which);
		p->kind |= which;
	}
	return status;
}

static sn_status
read_key(const sn__reader *r, struct owner *owner, const sn__value *child)
{
	const char *key = child->text;
	const sn__value *value = child + 1;
	const sn__fact_name *name;

	if (!strcmp(key, "base") || !strcmp(key, "forbidden_fact"))
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
	return sn__value_refuse(
	    r, SN_ESYNTAX, child, "not a key that a profile has");
}

/* What the profile starts from. */
static sn_status
read_base(const sn__reader *r, sn_profile *p, const sn__value *root)
{
	const sn__value *value = sn__value_get(root, "base");
	const char *text = sn__value_text(value);
	const sn_profile *base = text ? sn_profile_find(text) : NULL;
	const sn__fact_name *name;

	if (value && !base)
		return sn__value_refuse(r, SN_ESYNTAX, value,
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

static sn_status
read_profile(const sn__reader *r, struct owner *owner, const sn__value *root)
{
	sn_status status = SN_OK;

	if (root->type == SN__OBJECT)
		status = read_base(r, &owner->profile, root);
	for (size_t i = 0; root->type == SN__OBJECT && i < root->n && !status;
	     i++)
		status = read_key(r, owner, &root->child[2 * i]);
	if (!status && !owner->profile.name)
		return sn__value_refuse(
		    r, SN_ESYNTAX, root, "expected an object with a \"name\"");
	return status;
}

sn_status
sn_profile_read(
    sn_profile **out, const char *text, size_t size, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn__arena arena = sn__arena_of(NULL);
	struct owner *owner = NULL;
	const sn__value *root;
	sn_status status = sn__json_read(&r, &arena, &root);

	if (!status) {
		owner = calloc(1, sizeof(*owner));
		status = owner ? SN_OK : SN_ENOMEM;
	}
	if (!status)
		status = read_profile(&r, owner, root);
	sn__arena_clear(&arena);
	if (status) {
		if (owner)
			sn_profile_free(&owner->profile);
		return status;
	}
	*out = &owner->profile;
	return SN_OK;
}
