/* Covers for each budget, against a dynamic program. */
#include "fuzz/fuzz_cover.c"

#include "bytes.h"
