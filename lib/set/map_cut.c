/*
 * map_cut.c - from prefixes to the steps of a map: sorted, then one sweep over
 * their first addresses, with a stack of those that have not ended.
 */
#include "set/map.h"
#include "set/set_sort.h"

#include "set/map_key4.h"
#include "set/map_cut_impl.h"
#include "set/key_end.h"

#include "set/map_key6.h"
#include "set/map_cut_impl.h"
#include "set/key_end.h"
