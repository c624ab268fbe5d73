/*
 * aggregate.c - the aggregates ipset_agg() and supernet_agg(), which share
 * their states and differ in how they write the result.
 *
 * A state begins as a few bytes, for there may be millions of groups: prefixes
 * in arrays that grow. What fills an array of CHUNK goes to a builder of the
 * library; what was asked for, or came from another process, is a set.
 */
#include "ipset.h"

#include "utils/memutils.h"

enum {
	CHUNK = 1 << 20, /* prefixes that are handed over at once */
	FEW = 16	 /* ranges of a set that are taken as prefixes */
};

typedef struct state {
	MemoryContext context;
	sn_builder *builder; /* NULL: none yet */
	sn_set *set;	     /* NULL: none yet */
	sn_prefix4 *p4;
	sn_prefix6 *p6;
	uint32 n4;
	uint32 capacity4;
	uint32 n6;
	uint32 capacity6;
} state;

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "supernet: called outside of an aggregate");
	return context;
}

static state *
state_new(MemoryContext context)
{
	state *s = MemoryContextAllocZero(context, sizeof(*s));

	s->context = context;
	return s;
}

/* The state so far, or a new one. */
static state *
state_arg(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(0) ? state_new(aggregate_context(fcinfo))
			       : (state *)PG_GETARG_POINTER(0);
}

static sn_builder *
builder_of(state *s)
{
	sn_alloc alloc = ipset_alloc(s->context);
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;

	options.alloc = &alloc;
	options.threads = 1;
	if (!s->builder)
		ipset_check(sn_builder_new(&s->builder, &options), NULL);
	return s->builder;
}

/* What is in the arrays goes to the builder. */
static void
flush(state *s)
{
	if (s->n4)
		ipset_check(
		    sn_builder_add_prefixes4(builder_of(s), s->p4, s->n4),
		    NULL);
	s->n4 = 0;
	if (s->n6)
		ipset_check(
		    sn_builder_add_prefixes6(builder_of(s), s->p6, s->n6),
		    NULL);
	s->n6 = 0;
}

/* An array of @n, twice as large; the first has one element. */
static void *
grow(state *s, void *array, uint32 *capacity, Size size)
{
	*capacity = *capacity ? *capacity * 2 : 1;
	return array ? repalloc(array, *capacity * size)
		     : MemoryContextAlloc(s->context, *capacity * size);
}

static inline void
add4(state *s, sn_prefix4 p)
{
	if (s->n4 == s->capacity4) {
		if (s->n4 == CHUNK)
			flush(s);
		else
			s->p4 = grow(s, s->p4, &s->capacity4, sizeof(p));
	}
	s->p4[s->n4++] = p;
}

static inline void
add6(state *s, sn_prefix6 p)
{
	if (s->n6 == s->capacity6) {
		if (s->n6 == CHUNK)
			flush(s);
		else
			s->p6 = grow(s, s->p6, &s->capacity6, sizeof(p));
	}
	s->p6[s->n6++] = p;
}

/* The network part of @ip: the library clears host bits. */
static void
add_inet(state *s, const inet *ip)
{
	uint8 len = (uint8)ip_bits(ip);

	if (ip_family(ip) == PGSQL_AF_INET) {
		uint32 addr;

		memcpy(&addr, ip_addr(ip), sizeof(addr));
		add4(s, (sn_prefix4){pg_ntoh32(addr), len, {0}});
	} else {
		uint64 part[2];

		memcpy(part, ip_addr(ip), sizeof(part));
		add6(s, (sn_prefix6){
			    pg_ntoh64(part[0]), pg_ntoh64(part[1]), len, {0}});
	}
}

static void
add_set(state *s, const sn_set *set)
{
	size_t n4, n6;
	const sn_range4 *r4 = sn_set_ranges4(set, &n4);
	const sn_range6 *r6 = sn_set_ranges6(set, &n6);
	sn_set_iter it;
	sn_prefix4 p4;
	sn_prefix6 p6;

	if (n4 + n6 > FEW) {
		ipset_check(
		    sn_builder_add_ranges4(builder_of(s), r4, n4), NULL);
		ipset_check(
		    sn_builder_add_ranges6(builder_of(s), r6, n6), NULL);
		return;
	}
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_prefixes4(&it, &p4, 1))
		add4(s, p4);
	while (sn_set_iter_prefixes6(&it, &p6, 1))
		add6(s, p6);
}

/* All of the state as its set; it means the same as before. */
static const sn_set *
settle(state *s)
{
	sn_set *set = NULL;

	if (s->set && !s->builder && !s->n4 && !s->n6)
		return s->set;
	flush(s);
	if (s->set)
		ipset_check(sn_builder_add_set(builder_of(s), s->set), NULL);
	ipset_check(sn_builder_build(&set, builder_of(s)), NULL);
	sn_set_free(s->set);
	s->set = set;
	sn_builder_free(s->builder);
	s->builder = NULL;
	return s->set;
}

/* ------------------------------------------------------------ transitions */

PG_FUNCTION_INFO_V1(ipset_agg_inet);
Datum
ipset_agg_inet(PG_FUNCTION_ARGS)
{
	state *s;

	if (PG_ARGISNULL(1) && PG_ARGISNULL(0))
		PG_RETURN_NULL();
	s = state_arg(fcinfo);
	if (!PG_ARGISNULL(1))
		add_inet(s, PG_GETARG_INET_PP(1));
	PG_RETURN_POINTER(s);
}

PG_FUNCTION_INFO_V1(ipset_agg_ipset);
Datum
ipset_agg_ipset(PG_FUNCTION_ARGS)
{
	state *s;

	if (PG_ARGISNULL(1) && PG_ARGISNULL(0))
		PG_RETURN_NULL();
	s = state_arg(fcinfo);
	if (!PG_ARGISNULL(1))
		add_set(s, ipset_arg(fcinfo, 1));
	PG_RETURN_POINTER(s);
}

/*
 * Takes over the ranges of @t, or the set itself, if it lives as long. Two
 * large sets, which are sorted, are united; a small one waits in the builder
 * until there are more.
 */
static void
take_over(state *s, state *t)
{
	const sn_set *mine, *theirs = settle(t);
	sn_set *both = NULL;
	size_t n = sn_set_range_count(theirs, 0);

	if (t->context == s->context && !s->set && !s->builder && !s->n4 &&
	    !s->n6) {
		s->set = t->set;
		t->set = NULL;
		return;
	}
	if (n <= FEW || (s->set && sn_set_range_count(s->set, 0) / 4 > n)) {
		add_set(s, theirs);
		return;
	}
	mine = settle(s);
	ipset_check(sn_set_union(&both, mine, theirs), NULL);
	sn_set_free(s->set);
	s->set = both;
}

PG_FUNCTION_INFO_V1(ipset_agg_combine);
Datum
ipset_agg_combine(PG_FUNCTION_ARGS)
{
	state *s;

	if (PG_ARGISNULL(1)) {
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	s = state_arg(fcinfo);
	take_over(s, (state *)PG_GETARG_POINTER(1));
	PG_RETURN_POINTER(s);
}

/* A state goes to another process as the bytes of an ipset. */
PG_FUNCTION_INFO_V1(ipset_agg_serialize);
Datum
ipset_agg_serialize(PG_FUNCTION_ARGS)
{
	(void)aggregate_context(fcinfo);
	PG_RETURN_SET(settle((state *)PG_GETARG_POINTER(0)));
}

PG_FUNCTION_INFO_V1(ipset_agg_deserialize);
Datum
ipset_agg_deserialize(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo), before;
	state *s = state_new(context);

	before = MemoryContextSwitchTo(context);
	s->set = ipset_set((ipset *)PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0)));
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(s);
}

/* ---------------------------------------------------------------- results */

PG_FUNCTION_INFO_V1(ipset_agg_final);
Datum
ipset_agg_final(PG_FUNCTION_ARGS)
{
	(void)aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_SET(settle((state *)PG_GETARG_POINTER(0)));
}

PG_FUNCTION_INFO_V1(supernet_agg_final);
Datum
supernet_agg_final(PG_FUNCTION_ARGS)
{
	(void)aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_ARRAYTYPE_P(
	    ipset_array(settle((state *)PG_GETARG_POINTER(0))));
}
