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
	sn_table *table;
	sn_nat *nat;
	size_t nats;
	size_t nat_capacity;
	uint32_t number_base; /* that was asked for; 0: none */
};

#endif
