/*
 * ipset.h - what the files of the extension share.
 *
 * Memory: everything that a query needs lies in a MemoryContext, through
 * sn_alloc; what the library has from the C library is freed by a callback of
 * the context. So an error anywhere, and a query that is cancelled, leave
 * nothing. The library is never left by an error: its callbacks return a
 * status, and what went wrong is reported after that.
 */
#ifndef IPSET_H
#define IPSET_H

#include "postgres.h"

#include <sys/socket.h>

#include "fmgr.h"
#include "port/pg_bswap.h"
#include "utils/array.h"
#include "utils/inet.h"

#include "supernet.h"

/* A value: a snapshot, aligned as the library borrows it. */
typedef struct ipset {
	int32 vl_len_;
	int32 zero;
	char snapshot[FLEXIBLE_ARRAY_MEMBER];
} ipset;

/* ------------------------------------------------------------- memory.c */

/* Memory of @context; it is also refused where a query is to end. */
sn_alloc ipset_alloc(MemoryContext context);
/* Reports a status that is not SN_OK; @error may be NULL. */
void ipset_check(sn_status status, const sn_error *error);
/* Reports a value of @size bytes that would be too large. */
void ipset_check_size(uint64 size, const char *what);
/* Memory for a value in the current context; one too large is reported. */
void *ipset_palloc(uint64 size, const char *what);

/* -------------------------------------------------------------- ipset.c */

/* A new value in the current context. */
ipset *ipset_make(const sn_set *set);
/* The set of a value of ours, which must stay, in the current context. */
sn_set *ipset_set(const ipset *value);
/*
 * The set of an argument, good until the function returns. A large value that
 * stands beside its table is fetched once, however many rows it meets.
 */
const sn_set *ipset_arg(FunctionCallInfo fcinfo, int i);
/* Whether the set of an argument holds all of a prefix. */
bool ipset_arg_contains(FunctionCallInfo fcinfo, int i, sn_prefix p);
#define PG_RETURN_SET(set) PG_RETURN_POINTER(ipset_make(set))

/* ---------------------------------------------------------- functions.c */

/* The network part of @ip. */
sn_prefix ipset_prefix(const inet *ip);
inet *ipset_cidr(sn_prefix p);
inet *ipset_inet(sn_addr addr);
/* All aggregates of a set as cidr[]. */
ArrayType *ipset_array(const sn_set *set);

#endif
