/*
 * json_values.c - values that more than one kind of JSON file has.
 */
#include "read/json_values.h"

#include <stdlib.h>
#include <string.h>

sn_status
sn__load_word(sn__reader *r, const char *key, const json_t *value,
    const char *const *word, uint32_t *out)
{
	const char *text = json_string_value(value);

	for (uint32_t i = 0; text && word[i]; i++)
		if (*word[i] && !strcmp(text, word[i])) {
			*out = i;
			return SN_OK;
		}
	return sn__load_refuse(r, SN_ESYNTAX, text ? text : key,
	    "expected one of the words for \"%s\"", key);
}

sn_status
sn__load_list(
    sn__reader *r, const json_t *value, sn_prefix **out, size_t *count)
{
	size_t n = json_is_array(value) ? json_array_size(value) : 1;
	sn_prefix *p;
	sn_status status = SN_OK;

	p = calloc(n ? n : 1, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < n && !status; i++)
		status = sn__load_prefix(r,
		    json_is_array(value) ? json_array_get(value, i) : value,
		    &p[i]);
	if (status) {
		free(p);
		return status;
	}
	*out = p;
	*count = n;
	return SN_OK;
}

sn_status
sn__load_profile(sn__reader *r, const char *key, const json_t *value,
    uint32_t kind, const sn_profile **out)
{
	const char *text = json_string_value(value);
	const sn_profile *p = text ? sn_profile_find(text) : NULL;

	if (!p || !(p->kind & kind))
		return sn__load_refuse(r, SN_ESYNTAX, text ? text : key,
		    "expected the name of a profile for \"%s\"", key);
	*out = p;
	return SN_OK;
}
