/*
 * gateways.h - the VPN gateways whose rows files have.
 */
#ifndef GATEWAYS_H
#define GATEWAYS_H

#include "cli.h"
#include "supernet_routes.h"

/* Those of all files, as next hops of a table without rows; *names is NULL
 * where one is standard input, which is read once. 0, or an exit code. */
int gateways_find(int n, const char *const *path, sn_table **names);
/* Says which there are: of several one is to be chosen, or there is no @id. */
int gateways_refuse(const char *id, const sn_table *names);
/* Refuses @id where @t, which was read for it, has no row, and the files have
 * rows of others. */
int gateway_known(
    const char *id, int n, const char *const *path, const sn_table *t);

#endif
