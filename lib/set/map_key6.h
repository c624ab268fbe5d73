/*
 * map_key6.h - the parameters of templates that sort and cut the prefixes of
 * maps, for IPv6: those of base/width6.h, KEY and KEY_FIRST(k). key_end.h ends
 * them.
 */
#include "base/width6.h"

#define KEY	     sn__map_key6
#define KEY_FIRST(k) sn__map_first6(k)
