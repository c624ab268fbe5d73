/* Covers with weights, churn and the dual, against a dynamic program. */
#include "fuzz/fuzz_prices.c"

#include "bytes.h"
