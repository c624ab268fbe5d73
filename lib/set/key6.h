/*
 * key6.h - the parameters of templates that sort and freeze keys, for prefixes
 * of IPv6; see key4.h.
 */
#include "base/width6.h"

#define KEY	     sn__key6
#define KEY_FIRST(k) sn__first6k(k)
#define KEY_LAST(k)  sn__last6k(k)
#define RUN(r)	     ((r).v6)
#define STAGE	     4
