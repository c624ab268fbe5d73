/*
 * routes.h - what the verbs of supernet routes share.
 */
#ifndef ROUTES_H
#define ROUTES_H

#include "input.h"
#include "supernet_routes.h"

struct routes {
	const struct common *c;
	const char *form;	/* of the input; NULL: find out */
	const char *table;	/* match: the file */
	const char *pairs;	/* match: packets, a file */
	const char *plan;	/* check: what should be there */
	const char *gateway_id; /* of several in one file; NULL: the only one */
	int64_t max_routes;
	const sn_profile *gateway;
	bool gateway_given;
	sn_profile *own; /* from a file */
	bool resolve;
};

/* Reads the table in @path, and says what was left out. 0, or an exit code. */
int routes_read(
    const struct routes *r, const char *path, const char *form, sn_table **out);
/* As status_exit(), of what looks at all ways in which rows meet. */
int routes_exit(sn_status status, const char *what);
/* The format of the output. */
const char *routes_format(const struct routes *r);
/* routes check FILE...: an exit code. */
int routes_check(const struct routes *r, int n, char **path);

#endif
