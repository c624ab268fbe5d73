/*
 * ike_text.h - proposals and selectors of a configuration as texts for people.
 */
#ifndef SN_IKE_TEXT_H
#define SN_IKE_TEXT_H

#include "vpn/ike_config.h"

/*
 * Writes the offers in @span, "aes256-sha256-group14, ..."; those that do not
 * fit into @size bytes are left out, with " ..." in their place.
 */
void sn__offers_text(
    char *out, size_t size, const sn_ike_config *c, const struct sn__span *of);
/* The same of selectors; "dynamic" is an end's own address. */
void sn__selectors_text(
    char *out, size_t size, const sn_ike_config *c, const struct sn__span *of);
/* The same of prefixes. */
void sn__prefixes_text(char *out, size_t size, const sn_prefix *p, size_t n);
/* Adds @word to the list @out; false: it does not fit, " ..." stands there. */
bool sn__list_word(char *out, size_t size, const char *word);

#endif
