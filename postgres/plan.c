/*
 * plan.c - the plan of an IPsec VPN, from a network as JSON to a plan as JSON.
 *
 * Both are the library's own, which has their memory from the C library: they
 * go with the memory context that they were made in.
 */
#include "ipset.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "supernet_text.h"

typedef struct owned {
	MemoryContextCallback callback;
	sn_network *network;
	sn_plan *plan;
} owned;

static void
release(void *arg)
{
	owned *o = arg;

	sn_plan_free(o->plan);
	sn_network_free(o->network);
	o->plan = NULL;
	o->network = NULL;
}

static sn_status
put(void *ctx, const char *data, size_t size)
{
	StringInfo out = ctx;

	if (size >= MaxAllocSize - (Size)out->len - 1)
		return SN_ELIMIT;
	appendBinaryStringInfo(out, data, (int)size);
	return QueryCancelPending || ProcDiePending ? SN_ECANCELED : SN_OK;
}

PG_FUNCTION_INFO_V1(supernet_plan_jsonb);
Datum
supernet_plan_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb *in = PG_GETARG_JSONB_P(0);
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	char *text = JsonbToCString(NULL, &in->root, (int)VARSIZE(in));
	owned *o = palloc0(sizeof(*o));
	sn_error error = {0};
	StringInfoData out;

	o->callback.func = release;
	o->callback.arg = o;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, &o->callback);
	initStringInfo(&out);
	ipset_check(
	    sn_network_read(&o->network, text, strlen(text), &error), &error);
	sn_network_request(o->network, &request);
	ipset_check(sn_plan_new(&o->plan, &request, &error), &error);
	ipset_check(
	    sn_plan_render(o->plan, "json", NULL, put, &out, &error), &error);
	release(o);
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data));
}
