/*
 * map_cut.c - from prefixes to the steps of a map: sorted, then one sweep over
 * their first addresses, with a stack of those that have not ended.
 */
#include "set/map.h"
#include "set/set_sort.h"

#define W	  4
#define NUM	  uint32_t
#define BITS	  32
#define KEY	  sn__map_key4
#define FIRST(k)  ((k)->first)
#define HOST(len) sn__host32(len)
#define STEPS	  sn__steps4
#define SORT	  sn__sort4m
#include "set/map_cut_impl.h"

#define W	  6
#define NUM	  sn__u128
#define BITS	  128
#define KEY	  sn__map_key6
#define FIRST(k)  sn__map_first6(k)
#define HOST(len) sn__host128(len)
#define STEPS	  sn__steps6
#define SORT	  sn__sort6m
#include "set/map_cut_impl.h"
