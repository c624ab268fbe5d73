/*
 * ipset.c - the type: its text, its bytes, its order, and how functions get
 * the set of a value.
 */
#include "ipset.h"

#include "access/detoast.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#if PG_VERSION_NUM >= 160000
# include "varatt.h"
#endif

/* ---------------------------------------------------------------- values */

/* Fills a buffer that is large enough. */
static sn_status
fill(void *ctx, const char *data, size_t size)
{
	char **at = ctx;

	memcpy(*at, data, size);
	*at += size;
	return SN_OK;
}

ipset *
ipset_make(const sn_set *set)
{
	uint64 size = offsetof(ipset, snapshot) + sn_set_pack_size(set);
	ipset *value;
	char *at;

	value = ipset_palloc(size, "the ipset");
	SET_VARSIZE(value, size);
	value->zero = 0;
	at = value->snapshot;
	ipset_check(sn_set_pack(set, fill, &at), NULL);
	return value;
}

sn_set *
ipset_set(const ipset *value)
{
	Size size = VARSIZE(value), head = offsetof(ipset, snapshot);
	sn_alloc alloc = ipset_alloc(CurrentMemoryContext);
	sn_error error = {0};
	sn_set *set = NULL;

	ipset_check(sn_set_borrow(&set, value->snapshot,
			size < head ? 0 : size - head, 0, &alloc, &error),
	    &error);
	return set;
}

/* A value that stands beside its table: where, and what it was. */
typedef struct fetched {
	varatt_external at;
	sn_set *set;
	sn_index *index; /* NULL: none yet */
	uint64 questions;
} fetched;

/* All of an argument that are kept, in a context of their own. */
typedef struct kept {
	MemoryContext context;
	HTAB *all; /* NULL: none yet */
	fetched *last;
} kept;

/* Questions that an index is worth, for each 64 ranges, and at least. */
enum { ARGS = 2, WORTH = 1 << 10, LARGE = 1 << 22 };

static kept *
kept_of(FunctionCallInfo fcinfo, int i)
{
	MemoryContext context = fcinfo->flinfo->fn_mcxt;
	kept *args = fcinfo->flinfo->fn_extra;

	if (!args) {
		args = MemoryContextAllocZero(context, ARGS * sizeof(*args));
		fcinfo->flinfo->fn_extra = args;
	}
	if (!args[i].context)
		args[i].context = AllocSetContextCreate(
		    context, "supernet ipset", ALLOCSET_SMALL_SIZES);
	return &args[i];
}

/* What is at @at; NULL: it is not kept. */
static fetched *
find(kept *k, const varatt_external *at)
{
	if (k->last && !memcmp(&k->last->at, at, sizeof(*at)))
		return k->last;
	if (k->all)
		k->last = hash_search(k->all, at, HASH_FIND, NULL);
	return k->last;
}

/* Keeps @set, which lies in the context. */
static fetched *
keep(kept *k, const varatt_external *at, sn_set *set)
{
	HASHCTL how = {.keysize = sizeof(*at),
	    .entrysize = sizeof(fetched),
	    .hcxt = k->context};

	if (!k->all)
		k->all = hash_create("supernet ipset", 16, &how,
		    HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	k->last = hash_search(k->all, at, HASH_ENTER, NULL);
	k->last->set = set;
	k->last->index = NULL;
	k->last->questions = 0;
	return k->last;
}

/*
 * A large value where the library's memory is: in small pages each look into
 * it waits for the page tables too.
 */
static ipset *
in_huge_pages(ipset *value)
{
	sn_alloc alloc = ipset_alloc(CurrentMemoryContext);
	ipset *copy = NULL;

	if (VARSIZE(value) >= LARGE)
		copy = alloc.realloc(alloc.ctx, NULL, VARSIZE(value));
	if (!copy)
		return value;
	memcpy(copy, value, VARSIZE(value));
	pfree(value);
	return copy;
}

/*
 * What is kept of an argument; NULL: it is no value beside its table. What does
 * not fit into work_mem with those before takes their place.
 */
static fetched *
fetch(FunctionCallInfo fcinfo, int i)
{
	struct varlena *value = (struct varlena *)PG_GETARG_POINTER(i);
	MemoryContext before;
	varatt_external at;
	fetched *f;
	sn_set *set;
	kept *k;

	if (!VARATT_IS_EXTERNAL_ONDISK(value) || i >= ARGS ||
	    fcinfo->flinfo->fn_retset)
		return NULL;
	VARATT_EXTERNAL_GET_POINTER(at, value);
	k = kept_of(fcinfo, i);
	f = find(k, &at);
	if (f)
		return f;
	if (MemoryContextMemAllocated(k->context, true) + at.va_rawsize >
	    work_mem * (Size)1024) {
		k->all = NULL;
		MemoryContextReset(k->context);
	}
	before = MemoryContextSwitchTo(k->context);
	set = ipset_set(
	    in_huge_pages((ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(i))));
	MemoryContextSwitchTo(before);
	return keep(k, &at, set);
}

const sn_set *
ipset_arg(FunctionCallInfo fcinfo, int i)
{
	fetched *f = fetch(fcinfo, i);

	return f ? f->set
		 : ipset_set((ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(i)));
}

bool
ipset_arg_contains(FunctionCallInfo fcinfo, int i, sn_prefix p)
{
	fetched *f = fetch(fcinfo, i);
	sn_prefix found;

	if (!f)
		return sn_set_contains_range(
		    ipset_arg(fcinfo, i), sn_prefix_range(p));
	if (!f->index && ++f->questions >= WORTH &&
	    f->questions >= sn_set_range_count(f->set, 0) / 64 &&
	    sn_index_new(&f->index, f->set))
		f->questions = 0; /* no memory, or a limit: later, or never */
	if (!f->index)
		return sn_set_contains_range(f->set, sn_prefix_range(p));
	/* A prefix that the set holds is in one of its aggregates. */
	return !sn_index_match(f->index, sn_prefix_first(p), &found) &&
	       sn_prefix_contains(found, p);
}

/* ------------------------------------------------------------------ text */

static bool
goes_on(void *ctx, uint64_t done, uint64_t size)
{
	(void)ctx;
	(void)done;
	(void)size;
	return !(QueryCancelPending || ProcDiePending);
}

/* Items with commas or line ends between them. */
PG_FUNCTION_INFO_V1(ipset_in);
Datum
ipset_in(PG_FUNCTION_ARGS)
{
	char *text = pstrdup(PG_GETARG_CSTRING(0));
	sn_alloc alloc = ipset_alloc(CurrentMemoryContext);
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	sn_error error = {0};
	sn_builder *builder = NULL;
	sn_set *set = NULL;
	sn_status status;

	for (char *comma = text; (comma = strchr(comma, ','));)
		*comma = '\n';
	options.alloc = &alloc;
	options.threads = 1;
	how.flags = SN_TEXT_STRICT_NETWORK;
	how.comment = "";
	how.on_progress = goes_on;
	ipset_check(sn_builder_new(&builder, &options), NULL);
	status = sn_builder_add_text(
	    builder, text, strlen(text), &how, NULL, &error);
	if (error.line)
		ereport(ERROR, errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
		    errmsg("invalid input syntax for type ipset: \"%s\"",
			error.text),
		    errdetail("Item %llu: %s.", (unsigned long long)error.line,
			error.message));
	ipset_check(status, &error);
	ipset_check(sn_builder_build(&set, builder), NULL);
	PG_RETURN_SET(set);
}

/* Lines of the library into one text with commas. */
static sn_status
put_items(void *ctx, const char *data, size_t size)
{
	StringInfo out = ctx;

	if (size >= MaxAllocSize - (Size)out->len - 1)
		return SN_ELIMIT;
	appendBinaryStringInfo(out, data, (int)size);
	for (char *at = out->data + out->len - size;
	     (at = memchr(at, '\n', (Size)(out->data + out->len - at)));)
		*at = ',';
	return goes_on(NULL, 0, 0) ? SN_OK : SN_ECANCELED;
}

PG_FUNCTION_INFO_V1(ipset_out);
Datum
ipset_out(PG_FUNCTION_ARGS)
{
	const sn_set *set = ipset_arg(fcinfo, 0);
	uint64 n4 = sn_set_prefix_count(set, SN_IPV4);
	uint64 n6 = sn_set_prefix_count(set, SN_IPV6);
	StringInfoData out;

	/* Each has at least that many characters, and a comma. */
	ipset_check_size(
	    n4 * sizeof("0.0.0.0/0") + n6 * sizeof("::/0"), "the text");
	initStringInfo(&out);
	ipset_check(
	    sn_set_write(set, SN_WRITE_PREFIXES, 1, put_items, &out), NULL);
	if (out.len)
		out.data[out.len - 1] = '\0';
	PG_RETURN_CSTRING(out.data);
}

/* ----------------------------------------------------------------- bytes */

PG_FUNCTION_INFO_V1(ipset_recv);
Datum
ipset_recv(PG_FUNCTION_ARGS)
{
	StringInfo buffer = (StringInfo)PG_GETARG_POINTER(0);
	int size = buffer->len - buffer->cursor;
	const char *bytes = pq_getmsgbytes(buffer, size);
	sn_alloc alloc = ipset_alloc(CurrentMemoryContext);
	sn_error error = {0};
	sn_set *set = NULL;
	sn_status status = sn_set_borrow(
	    &set, bytes, (size_t)size, SN_BORROW_CHECK, &alloc, &error);

	if (status == SN_ESYNTAX)
		ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
		    errmsg("invalid binary ipset: %s", error.message),
		    errdetail(
			"At byte %llu.", (unsigned long long)error.offset));
	ipset_check(status, &error);
	PG_RETURN_SET(set);
}

PG_FUNCTION_INFO_V1(ipset_send);
Datum
ipset_send(PG_FUNCTION_ARGS)
{
	ipset *value = (ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	Size size = VARSIZE(value) - offsetof(ipset, snapshot);
	bytea *out = palloc(VARHDRSZ + size);

	SET_VARSIZE(out, VARHDRSZ + size);
	memcpy(VARDATA(out), value->snapshot, size);
	PG_RETURN_BYTEA_P(out);
}

/* ----------------------------------------------------------------- order */

/* By ranges: IPv4 first, first addresses, last ones; what ends is less. */
static int
compare(const sn_set *a, const sn_set *b)
{
	sn_set_iter at, bt;
	sn_range ra, rb;

	sn_set_iter_init(&at, a, 0);
	sn_set_iter_init(&bt, b, 0);
	for (;;) {
		bool more_a = sn_set_iter_next_range(&at, &ra);
		bool more_b = sn_set_iter_next_range(&bt, &rb);
		int sign;

		if (!more_a || !more_b)
			return more_a - more_b;
		sign = sn_addr_compare(ra.first, rb.first);
		if (!sign)
			sign = sn_addr_compare(ra.last, rb.last);
		if (sign)
			return sign;
	}
}

/* A sort makes millions of comparisons in one context: nothing stays. */
static int
compare_args(FunctionCallInfo fcinfo)
{
	ipset *a = (ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	ipset *b = (ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(1));
	sn_set *set_a = ipset_set(a), *set_b = ipset_set(b);
	int sign = compare(set_a, set_b);

	sn_set_free(set_a);
	sn_set_free(set_b);
	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return sign;
}

#define COMPARE(name, result)      \
 PG_FUNCTION_INFO_V1(name);        \
 Datum name(PG_FUNCTION_ARGS)      \
 {                                 \
  int sign = compare_args(fcinfo); \
                                   \
  result;                          \
 }
COMPARE(ipset_cmp, PG_RETURN_INT32(sign))
COMPARE(ipset_lt, PG_RETURN_BOOL(sign < 0))
COMPARE(ipset_le, PG_RETURN_BOOL(sign <= 0))
COMPARE(ipset_eq, PG_RETURN_BOOL(sign == 0))
COMPARE(ipset_ne, PG_RETURN_BOOL(sign != 0))
COMPARE(ipset_ge, PG_RETURN_BOOL(sign >= 0))
COMPARE(ipset_gt, PG_RETURN_BOOL(sign > 0))

/* Equal sets have equal bytes. */
static uint64
hash_arg(FunctionCallInfo fcinfo, uint64 seed)
{
	ipset *value = (ipset *)PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	int size = (int)(VARSIZE(value) - offsetof(ipset, snapshot));
	uint64 hash = hash_bytes_extended(
	    (const unsigned char *)value->snapshot, size, seed);

	PG_FREE_IF_COPY(value, 0);
	return hash;
}

PG_FUNCTION_INFO_V1(ipset_hash);
Datum
ipset_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32)hash_arg(fcinfo, 0));
}

PG_FUNCTION_INFO_V1(ipset_hash_extended);
Datum
ipset_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(hash_arg(fcinfo, (uint64)PG_GETARG_INT64(1)));
}
