/*
 * deployed.h - what a gateway has, from the inside; for lib/vpn only.
 */
#ifndef SN_DEPLOYED_H
#define SN_DEPLOYED_H

#include "base/alloc.h"
#include "supernet_vpn.h"

enum { DEPLOYED_MAX = 1 << 22 };

struct sn_deployed {
	sn_alloc alloc;
	sn_connection **connection;
	size_t connections;
	size_t connection_capacity;
	sn_deployed_row **row;
	size_t rows;
	size_t row_capacity;
};

/* A connection id or next hop that every target syntax can hold. */
bool sn__is_name(const char *name, size_t most);

#endif
