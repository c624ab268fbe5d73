/*
 * width6.h - the parameters of templates, for IPv6; see width4.h.
 */
#include "base/bits.h"
#include "base/name.h"

#ifndef W
# define W 6
#endif
#define FAMILY	   SN_IPV6
#define NUM	   sn__u128
#define BITS	   128
#define STORED	   sn__u128_stored
#define TOP	   (~(sn__u128)0)
#define CLZ(v)	   sn__clz128(v)
#define CTZ(v)	   sn__ctz128(v)
#define BIT(v, i)  sn__bit128((v), (i))
#define HOST(len)  sn__host128(len)
#define LEAD(f, l) sn__lead128((f), (l))
#define RANGE	   sn_range6
#define FIRST(r)   sn__first6(r)
#define LAST(r)	   sn__last6(r)
#define MAKE(f, l) sn__range6((f), (l))
/* Of two registers each, compilers make a branch. */
#define PICK(c, x, y) ((y) ^ (((x) ^ (y)) & -(sn__u128)(c)))
#define ADDR	      sn_addr6
#define NUMBER(a)     sn__u128_make((a).hi, (a).lo)
#define PREFIX	      sn_prefix6
#define MAKE_PREFIX(n, len) \
 ((sn_prefix6){sn__hi(n), sn__lo(n), (uint8_t)(len), {0}})
