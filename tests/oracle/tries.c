/* The live trie and its deltas, against counters of each prefix. */
#include "fuzz/fuzz_trie.c"

#include "bytes.h"
