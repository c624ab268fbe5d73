/*
 * map_key4.h - the parameters of templates that sort and cut the prefixes of
 * maps, for IPv4: those of base/width4.h, KEY and KEY_FIRST(k). key_end.h ends
 * them.
 */
#include "base/width4.h"

#define KEY	     sn__map_key4
#define KEY_FIRST(k) ((k)->first)
