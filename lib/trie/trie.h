/*
 * trie.h - what this folder and the tests know of the trie.
 */
#ifndef SN_TRIE_H
#define SN_TRIE_H

#include "base/alloc.h"
#include "base/bits.h"

/* Whether the invariants of trie.c hold; if not, *why names the broken one. */
bool sn__trie_check(const sn_trie *t, const char **why);
const sn_alloc *sn__trie_alloc(const sn_trie *t);
/* The value of @p; 0 where it is not in the trie. */
uint32_t sn__trie_value(const sn_trie *t, sn_prefix p);

#endif
