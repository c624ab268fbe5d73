/*
 * json_values.h - values that more than one kind of JSON file has.
 */
#ifndef SN_JSON_VALUES_H
#define SN_JSON_VALUES_H

#include "read/json.h"

/* The index of the value in @word, which ends in NULL; "" is no value. */
SN_MUST_USE sn_status sn__load_word(sn__reader *r, const char *key,
    const json_t *value, const char *const *word, uint32_t *out);

/*
 * A prefix, or an array of them, without host bits. The caller frees *out with
 * free().
 */
SN_MUST_USE sn_status sn__load_list(
    sn__reader *r, const json_t *value, sn_prefix **out, size_t *count);

/* A built-in profile of a kind (SN_KIND_... bits) by its name. */
SN_MUST_USE sn_status sn__load_profile(sn__reader *r, const char *key,
    const json_t *value, uint32_t kind, const sn_profile **out);

#endif
