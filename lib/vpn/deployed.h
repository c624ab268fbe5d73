/*
 * deployed.h - what a gateway has, from the inside; for lib/vpn only.
 */
#ifndef SN_DEPLOYED_H
#define SN_DEPLOYED_H

#include "base/alloc.h"
#include "supernet_vpn.h"

enum { DEPLOYED_MAX = 1 << 22 };

/* Where Terraform's state has something: its address, and what it is. */
struct sn__held {
	const char *address; /* [MODULE.]TYPE.NAME: letters, digits, ._-[]" */
	const char *index;   /* of several: a number or any text; else NULL */
	bool number;	     /* that index is one */
	uint32_t kind;	     /* SN_ROUTE_...; 0: a connection */
	/* The id of a connection; of a row its next hop, source (if it has
	 * one) and destination with ':' between. */
	const char *key;
};

struct sn_deployed {
	sn_alloc alloc;
	sn_connection **connection;
	size_t connections;
	size_t connection_capacity;
	sn_table *table;
	sn_nat *nat;
	size_t nats;
	size_t nat_capacity;
	struct sn__held *held;
	size_t helds;
	size_t held_capacity;
	uint32_t number_base; /* that was asked for; 0: none */
};

/* Copies @held into @d. SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn__deployed_hold(
    sn_deployed *d, const struct sn__held *held, size_t n);

#endif
