/*
 * key6r.h - the parameters of templates that sort and freeze keys, for ranges
 * of IPv6; see key4.h.
 */
#define W 6r
#include "base/width6.h"

#define KEY	     sn_range6
#define KEY_FIRST(k) sn__first6(*(k))
#define KEY_LAST(k)  sn__last6(*(k))
#define RUN(r)	     ((r).v6r)
#define STAGE	     2
