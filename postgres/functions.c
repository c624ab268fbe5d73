/*
 * functions.c - sets into what SQL has, and back: cidr, arrays, rows, numbers;
 * covers.
 */
#include "ipset.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

/* ---------------------------------------------------------------- values */

/* Bytes of an inet, and its place in an array. */
#define SIZE4  (VARHDRSZ + offsetof(inet_struct, ipaddr) + 4)
#define SIZE6  (VARHDRSZ + offsetof(inet_struct, ipaddr) + 16)
#define PLACE4 INTALIGN(SIZE4)
#define PLACE6 INTALIGN(SIZE6)

sn_prefix
ipset_prefix(const inet *ip)
{
	bool four = ip_family(ip) == PGSQL_AF_INET;
	sn_addr addr;
	sn_prefix p;

	ipset_check(
	    sn_addr_from_bytes(&addr, ip_addr(ip), four ? 4 : 16), NULL);
	ipset_check(sn_prefix_make(&p, addr, ip_bits(ip)), NULL);
	return p;
}

/* Into @ip, of SIZE4 or SIZE6 bytes. */
static void
write_inet(inet *ip, sn_addr addr, unsigned len)
{
	bool four = addr.family == SN_IPV4;

	SET_VARSIZE(ip, four ? SIZE4 : SIZE6);
	ip_family(ip) = four ? PGSQL_AF_INET : PGSQL_AF_INET6;
	ip_bits(ip) = (unsigned char)len;
	sn_addr_to_bytes(addr, ip_addr(ip));
}

inet *
ipset_cidr(sn_prefix p)
{
	inet *ip = palloc0(sizeof(inet));

	write_inet(ip, sn_prefix_first(p), p.len);
	return ip;
}

inet *
ipset_inet(sn_addr addr)
{
	inet *ip = palloc0(sizeof(inet));

	write_inet(ip, addr, addr.family == SN_IPV4 ? 32 : 128);
	return ip;
}

/* An array of that many cidr, all zeros but its head. */
static ArrayType *
new_array(uint64 n4, uint64 n6, char **elements)
{
	uint64 size = ARR_OVERHEAD_NONULLS(1) + n4 * PLACE4 + n6 * PLACE6;
	ArrayType *array;

	if (n4 + n6 == 0)
		return construct_empty_array(CIDROID);
	array = ipset_palloc(size, "the array");
	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = CIDROID;
	ARR_DIMS(array)[0] = (int)(n4 + n6);
	ARR_LBOUND(array)[0] = 1;
	*elements = ARR_DATA_PTR(array);
	return array;
}

ArrayType *
ipset_array(const sn_set *set)
{
	uint64 n4 = sn_set_prefix_count(set, SN_IPV4);
	uint64 n6 = sn_set_prefix_count(set, SN_IPV6);
	ArrayType *array;
	sn_prefix4 p4[512];
	sn_prefix6 p6[512];
	sn_set_iter it;
	char *at = NULL;
	size_t n;

	array = new_array(n4, n6, &at);
	sn_set_iter_init(&it, set, 0);
	while ((n = sn_set_iter_prefixes4(&it, p4, lengthof(p4)))) {
		CHECK_FOR_INTERRUPTS();
		for (size_t i = 0; i < n; i++, at += PLACE4) {
			uint32 addr = pg_hton32(p4[i].addr);
			inet *ip = (inet *)at;

			memset(at + SIZE4, 0, PLACE4 - SIZE4);
			SET_VARSIZE(ip, SIZE4);
			ip_family(ip) = PGSQL_AF_INET;
			ip_bits(ip) = p4[i].len;
			memcpy(ip_addr(ip), &addr, sizeof(addr));
		}
	}
	while ((n = sn_set_iter_prefixes6(&it, p6, lengthof(p6)))) {
		CHECK_FOR_INTERRUPTS();
		for (size_t i = 0; i < n; i++, at += PLACE6) {
			memset(at + SIZE6, 0, PLACE6 - SIZE6);
			write_inet((inet *)at, sn_addr_v6(p6[i].hi, p6[i].lo),
			    p6[i].len);
		}
	}
	return array;
}

/* ------------------------------------------------------------------ casts */

static sn_set *
set_of_prefixes(const sn_prefix *p, size_t n)
{
	sn_alloc alloc = ipset_alloc(CurrentMemoryContext);
	sn_set *set = NULL;

	ipset_check(sn_set_from_prefixes(&set, p, n, &alloc), NULL);
	return set;
}

PG_FUNCTION_INFO_V1(ipset_from_inet);
Datum
ipset_from_inet(PG_FUNCTION_ARGS)
{
	sn_prefix p = ipset_prefix(PG_GETARG_INET_PP(0));

	PG_RETURN_SET(set_of_prefixes(&p, 1));
}

/* NULLs in it are skipped, as an aggregate does it. */
PG_FUNCTION_INFO_V1(ipset_from_array);
Datum
ipset_from_array(PG_FUNCTION_ARGS)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(0);
	ArrayIterator it = array_create_iterator(array, 0, NULL);
	size_t most = (size_t)ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	sn_prefix *p =
	    palloc_extended((most + !most) * sizeof(*p), MCXT_ALLOC_HUGE);
	size_t n = 0;
	bool null;
	Datum item;

	while (array_iterate(it, &item, &null))
		if (!null)
			p[n++] = ipset_prefix(DatumGetInetPP(item));
	PG_RETURN_SET(set_of_prefixes(p, n));
}

PG_FUNCTION_INFO_V1(ipset_to_array);
Datum
ipset_to_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(ipset_array(ipset_arg(fcinfo, 0)));
}

/* ------------------------------------------------------------------- rows */

/* The iterator of a function that returns rows, begun at its first call. */
static sn_set_iter *
rows(FunctionCallInfo fcinfo, FuncCallContext **call)
{
	MemoryContext before;
	sn_set_iter *it;

	if (SRF_IS_FIRSTCALL()) {
		*call = SRF_FIRSTCALL_INIT();
		before = MemoryContextSwitchTo((*call)->multi_call_memory_ctx);
		it = palloc(sizeof(*it));
		sn_set_iter_init(it,
		    ipset_set(
			(ipset *)PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0))),
		    0);
		(*call)->user_fctx = it;
		MemoryContextSwitchTo(before);
	}
	*call = SRF_PERCALL_SETUP();
	return (*call)->user_fctx;
}

PG_FUNCTION_INFO_V1(ipset_prefixes);
Datum
ipset_prefixes(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	sn_set_iter *it = rows(fcinfo, &call);
	sn_prefix p;

	if (sn_set_iter_next_prefix(it, &p))
		SRF_RETURN_NEXT(call, PointerGetDatum(ipset_cidr(p)));
	SRF_RETURN_DONE(call);
}

PG_FUNCTION_INFO_V1(ipset_ranges);
Datum
ipset_ranges(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	sn_set_iter *it = rows(fcinfo, &call);
	bool nulls[2] = {false, false};
	Datum ends[2];
	TupleDesc row;
	sn_range r;

	if (!sn_set_iter_next_range(it, &r))
		SRF_RETURN_DONE(call);
	if (!call->tuple_desc) {
		MemoryContext before =
		    MemoryContextSwitchTo(call->multi_call_memory_ctx);

		if (get_call_result_type(fcinfo, NULL, &row) !=
		    TYPEFUNC_COMPOSITE)
			elog(ERROR, "supernet: not called for rows");
		call->tuple_desc = BlessTupleDesc(row);
		MemoryContextSwitchTo(before);
	}
	ends[0] = PointerGetDatum(ipset_inet(r.first));
	ends[1] = PointerGetDatum(ipset_inet(r.last));
	SRF_RETURN_NEXT(call,
	    HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, ends, nulls)));
}

/* ---------------------------------------------------------------- numbers */

static Datum
numeric_of(sn_count count)
{
	char text[SN_COUNT_TEXT_MAX];

	sn_count_format(text, sizeof(text), count);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
	    ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* A family, 4 or 6; 0: both, where that is allowed. */
static unsigned
family_arg(FunctionCallInfo fcinfo, int i, bool both)
{
	int family = PG_GETARG_INT32(i);

	if (family != SN_IPV4 && family != SN_IPV6 && !(both && family == 0))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		    errmsg("a family is 4 or 6%s, not %d",
			both ? ", or 0 for both" : "", family));
	return (unsigned)family;
}

PG_FUNCTION_INFO_V1(ipset_count);
Datum
ipset_count(PG_FUNCTION_ARGS)
{
	unsigned family = family_arg(fcinfo, 1, true);

	return numeric_of(sn_set_count(ipset_arg(fcinfo, 0), family));
}

PG_FUNCTION_INFO_V1(ipset_common);
Datum
ipset_common(PG_FUNCTION_ARGS)
{
	unsigned family = family_arg(fcinfo, 1, false);
	sn_prefix p;
	sn_status status = sn_set_common(ipset_arg(fcinfo, 0), family, &p);

	if (status == SN_ENOTFOUND)
		PG_RETURN_NULL();
	ipset_check(status, NULL);
	PG_RETURN_INET_P(ipset_cidr(p));
}

/* ----------------------------------------------------------------- covers */

static uint8
shortest_arg(FunctionCallInfo fcinfo, int i, int most)
{
	int len = PG_ARGISNULL(i) ? 0 : PG_GETARG_INT32(i);

	if (len < 0 || len > most)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		    errmsg("a shortest length is 0 to %d, not %d", most, len));
	return (uint8)len;
}

static ArrayType *
array_of_prefixes(const sn_prefix *p, size_t n)
{
	ArrayType *array;
	uint64 n4 = 0;
	char *at = NULL;

	while (n4 < n && p[n4].family == SN_IPV4)
		n4++;
	array = new_array(n4, n - n4, &at);
	for (size_t i = 0; i < n; i++) {
		Size place = i < n4 ? PLACE4 : PLACE6;

		memset(at, 0, place);
		write_inet((inet *)at, sn_prefix_first(p[i]), p[i].len);
		at += place;
	}
	return array;
}

static bool
go_on(void *ctx)
{
	(void)ctx;
	return !(QueryCancelPending || ProcDiePending);
}

/* cover(ipset, k, max_extra, avoid, shortest4, shortest6): NULL is none. */
PG_FUNCTION_INFO_V1(ipset_cover);
Datum
ipset_cover(PG_FUNCTION_ARGS)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	sn_cover_result result = SN_COVER_RESULT_INIT;
	sn_prefixes *list = NULL;
	const sn_prefix *p;
	sn_error error = {0};
	sn_count extra;
	sn_status status;
	size_t n;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1) && PG_ARGISNULL(2))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		    errmsg("a cover needs k or max_extra"));
	if (!PG_ARGISNULL(1)) {
		if (PG_GETARG_INT64(1) < 1)
			ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			    errmsg("a cover has at least 1 prefix"));
		options.max_prefixes = (uint64_t)PG_GETARG_INT64(1);
	}
	if (!PG_ARGISNULL(2)) {
		const char *text = DatumGetCString(DirectFunctionCall1(
		    numeric_out,
		    DirectFunctionCall1(numeric_floor, PG_GETARG_DATUM(2))));

		ipset_check(
		    sn_count_parse(&extra, text, strlen(text), &error), &error);
		options.max_extra = &extra;
	}
	if (!PG_ARGISNULL(3))
		options.avoid = ipset_set((ipset *)PG_GETARG_VARLENA_P(3));
	options.shortest4 = shortest_arg(fcinfo, 4, 32);
	options.shortest6 = shortest_arg(fcinfo, 5, 128);
	options.on_progress = go_on;
	status = sn_cover(&list, ipset_arg(fcinfo, 0), &options, &result);
	if (status == SN_EINFEASIBLE)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		    errmsg("no cover satisfies that"),
		    result.prefixes ? errhint("At least " UINT64_FORMAT
					      " prefixes are needed.",
					  result.prefixes)
				    : 0);
	ipset_check(status, NULL);
	p = sn_prefixes_data(list, &n);
	PG_RETURN_ARRAYTYPE_P(array_of_prefixes(p, n));
}
