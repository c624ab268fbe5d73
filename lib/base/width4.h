/*
 * width4.h - the parameters of templates, for IPv4. What is written once for
 * both families stands in files *_impl.h, which are included between this file
 * or width6.h and width_end.h:
 *   W               the suffix of names, 4 or 6, unless it is defined already
 *   FAMILY          SN_IPV4 or SN_IPV6
 *   NUM             the unsigned type of an address, of BITS bits
 *   STORED          the same with the alignment of 32 bits
 *   TOP             the highest address
 *   CLZ(v), CTZ(v)  leading and trailing zero bits; BITS for 0
 *   BIT(v, i)       bit i, 0 is the highest; i < BITS
 *   HOST(len)       the host bits of a prefix
 *   LEAD(f, l)      the length of the largest prefix at the start of a range
 *   RANGE           a range, of which FIRST(r) and LAST(r) are the ends
 *   MAKE(f, l)      the range
 *   PICK(c, x, y)   x where c is 1, y where it is 0, without a branch
 *   ADDR            an address in an array, of which NUMBER(a) is the number
 *   PREFIX          a prefix in an array; MAKE_PREFIX(number, len)
 */
#include "base/bits.h"
#include "base/name.h"

#ifndef W
# define W 4
#endif
#define FAMILY		    SN_IPV4
#define NUM		    uint32_t
#define BITS		    32
#define STORED		    uint32_t
#define TOP		    UINT32_MAX
#define CLZ(v)		    sn__clz32(v)
#define CTZ(v)		    sn__ctz32(v)
#define BIT(v, i)	    sn__bit32((v), (i))
#define HOST(len)	    sn__host32(len)
#define LEAD(f, l)	    sn__lead32((f), (l))
#define RANGE		    sn_range4
#define FIRST(r)	    ((r).first)
#define LAST(r)		    ((r).last)
#define MAKE(f, l)	    ((sn_range4){(f), (l)})
#define PICK(c, x, y)	    ((c) ? (x) : (y))
#define ADDR		    uint32_t
#define NUMBER(a)	    (a)
#define PREFIX		    sn_prefix4
#define MAKE_PREFIX(n, len) ((sn_prefix4){(n), (uint8_t)(len), {0}})
