/* Sets and their algebra, against bitmaps. */
#include "fuzz/fuzz_algebra.c"

#include "bytes.h"
