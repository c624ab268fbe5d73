/*
 * from.h - what a gateway is found to have, from one file or several.
 */
#ifndef FROM_H
#define FROM_H

#include "input.h"
#include "supernet_vpn.h"

/*
 * Reads @path, and adds what it says to *deployed, which may be NULL. Of
 * several gateways @gateway_id (NULL: there is one). 0, or an exit code, having
 * said why.
 */
int from_read(sn_deployed **deployed, const char *path, const char *gateway_id);

#endif
