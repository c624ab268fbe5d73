/*
 * operators.c - the algebra of sets, and what they hold. Of an inet the
 * network part counts, as for the operators of inet itself.
 */
#include "ipset.h"

/* A set of the current context, where the result of an operation lies too. */
static Datum
combine(FunctionCallInfo fcinfo,
    sn_status (*operation)(sn_set **, const sn_set *, const sn_set *))
{
	sn_set *result = NULL;

	ipset_check(
	    operation(&result, ipset_arg(fcinfo, 0), ipset_arg(fcinfo, 1)),
	    NULL);
	PG_RETURN_SET(result);
}

#define OPERATION(name, operation)   \
 PG_FUNCTION_INFO_V1(name);          \
 Datum name(PG_FUNCTION_ARGS)        \
 {                                   \
  return combine(fcinfo, operation); \
 }
OPERATION(ipset_union, sn_set_union)
OPERATION(ipset_intersect, sn_set_intersect)
OPERATION(ipset_subtract, sn_set_subtract)
OPERATION(ipset_symdiff, sn_set_symdiff)

#define QUESTION(name, answer) \
 PG_FUNCTION_INFO_V1(name);    \
 Datum name(PG_FUNCTION_ARGS)  \
 {                             \
  PG_RETURN_BOOL(answer);      \
 }
#define SET(i)	  ipset_arg(fcinfo, i)
#define PREFIX(i) ipset_prefix(PG_GETARG_INET_PP(i))
#define RANGE(i)  sn_prefix_range(PREFIX(i))
QUESTION(ipset_contains, sn_set_contains_set(SET(0), SET(1)))
QUESTION(ipset_contained, sn_set_contains_set(SET(1), SET(0)))
QUESTION(ipset_overlaps, sn_set_overlaps(SET(0), SET(1)))
QUESTION(ipset_contains_inet, ipset_arg_contains(fcinfo, 0, PREFIX(1)))
QUESTION(inet_contained_ipset, ipset_arg_contains(fcinfo, 1, PREFIX(0)))
QUESTION(ipset_overlaps_inet, sn_set_overlaps_range(SET(0), RANGE(1)))
QUESTION(inet_overlaps_ipset, sn_set_overlaps_range(SET(1), RANGE(0)))
