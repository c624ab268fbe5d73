/*
 * key4.h - the parameters of templates that sort and freeze keys, for IPv4.
 * Those of base/width4.h, and
 *   KEY           what comes in; KEY_FIRST(k), KEY_LAST(k): its addresses
 *   RUN(r)        the keys in the runs @r
 *   STAGE         keys that are collected before they go to their bin
 * The three kinds are key4.h, key6.h and key6r.h; key_end.h ends each.
 */
#include "base/width4.h"

#define KEY	     sn_range4
#define KEY_FIRST(k) ((k)->first)
#define KEY_LAST(k)  ((k)->last)
#define RUN(r)	     ((r).v4)
#define STAGE	     8
