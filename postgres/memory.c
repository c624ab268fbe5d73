/*
 * memory.c - the library's memory and errors, as the server has them.
 */
#include "ipset.h"

#include <sys/mman.h>

#include "miscadmin.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC;

/* In front of each piece, which is aligned to 16 bytes as malloc() does it. */
typedef struct piece {
	void *start;
	size_t size;
} piece;

enum { ALIGNED = 16, HUGE_PAGE = 1 << 21 };

/* Only advice: clearing huge pages costs less than the small ones. */
static void
advise(void *start, size_t size)
{
	uintptr_t from = TYPEALIGN(HUGE_PAGE, (uintptr_t)start);
	uintptr_t to = TYPEALIGN_DOWN(HUGE_PAGE, (uintptr_t)start + size);

#ifdef MADV_HUGEPAGE
	if (from < to)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
}

static void
piece_free(void *context, void *p)
{
	(void)context;
	if (p)
		pfree(((piece *)p)[-1].start);
}

/* NULL where there is none, or where the query is to end: see ipset_check(). */
static void *
piece_realloc(void *context, void *old, size_t size)
{
	size_t had = old ? ((piece *)old)[-1].size : 0;
	uintptr_t at;
	void *start;

	if (InterruptPending && (QueryCancelPending || ProcDiePending))
		return NULL;
	if (size > MaxAllocHugeSize - 2 * ALIGNED)
		return NULL;
	start = MemoryContextAllocExtended(
	    context, size + 2 * ALIGNED, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
	if (!start)
		return NULL;
	advise(start, size);
	at = TYPEALIGN(ALIGNED, (uintptr_t)start + sizeof(piece));
	((piece *)at)[-1] = (piece){start, size};
	if (old) {
		memcpy((void *)at, old, had < size ? had : size);
		piece_free(context, old);
	}
	return (void *)at;
}

void
ipset_check_size(uint64 size, const char *what)
{
	if (size > MaxAllocSize)
		ereport(ERROR, errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
		    errmsg("%s would have " UINT64_FORMAT
			   " bytes, of at most %zu",
			what, size, (size_t)MaxAllocSize));
}

void *
ipset_palloc(uint64 size, const char *what)
{
	void *p;

	ipset_check_size(size, what);
	p = palloc(size);
	advise(p, size);
	return p;
}

sn_alloc
ipset_alloc(MemoryContext context)
{
	return (sn_alloc){context, piece_realloc, piece_free};
}

void
ipset_check(sn_status status, const sn_error *error)
{
	int code = ERRCODE_INVALID_PARAMETER_VALUE;

	if (status == SN_OK)
		return;
	/* A refusal of memory, or a stop, may have been a cancel. */
	CHECK_FOR_INTERRUPTS();
	if (status == SN_ENOMEM)
		code = ERRCODE_OUT_OF_MEMORY;
	if (status == SN_ELIMIT)
		code = ERRCODE_PROGRAM_LIMIT_EXCEEDED;
	if (status == SN_ESYNTAX || status == SN_EHOSTBITS)
		code = ERRCODE_INVALID_TEXT_REPRESENTATION;
	if (error && error->message[0])
		ereport(ERROR, errcode(code),
		    errmsg("supernet: %s", error->message),
		    error->text[0] ? errdetail("It is \"%s\".", error->text)
				   : 0);
	ereport(
	    ERROR, errcode(code), errmsg("supernet: %s", sn_strerror(status)));
}
