/*
 * gateways.c - the VPN gateways whose rows files have.
 */
#include "gateways.h"

#include <stdio.h>
#include <string.h>

#include "input.h"
#include "supernet_text.h"

/* Adds the gateways of one file. */
static int
add_file(const char *path, sn_table *names)
{
	struct text t;
	sn_error error;
	sn_table *more = NULL;
	const char *name;
	sn_status status = SN_OK;
	uint32_t number;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	/* What is wrong with it is said by who reads it. */
	if (!sn_table_gateways(&more, t.data, t.size, &error))
		for (uint32_t i = 0;
		     !status && (name = sn_table_next_hop(more, i)); i++)
			status =
			    sn_table_intern(names, name, strlen(name), &number);
	sn_table_free(more);
	text_close(&t);
	return status_exit(status, path);
}

int
gateways_find(int n, const char *const *path, sn_table **names)
{
	int exit_code;

	*names = NULL;
	for (int i = 0; i < n; i++)
		if (!strcmp(path[i], "-"))
			return 0;
	exit_code = n ? status_exit(sn_table_new(names, NULL), "routes") : 0;
	for (int i = 0; i < n && !exit_code; i++)
		exit_code = add_file(path[i], *names);
	return exit_code;
}

int
gateways_refuse(const char *id, const sn_table *names)
{
	char list[256] = "";
	const char *name;
	size_t used = 0;

	for (uint32_t i = 0; (name = sn_table_next_hop(names, i)); i++) {
		if (used + strlen(name) + 16 > sizeof(list)) {
			snprintf(list + used, 16, " and others");
			break;
		}
		used += (size_t)snprintf(list + used, sizeof(list) - used,
		    "%s%s", i ? ", " : "", name);
	}
	return id ? usage_error("routes",
			"no row is of --gateway-id '%s', but of %s", id, list)
		  : usage_error("routes",
			"rows of several gateways, %s: choose one "
			"(--gateway-id)",
			list);
}

int
gateway_known(const char *id, int n, const char *const *path, const sn_table *t)
{
	sn_table *names = NULL;
	const char *name;
	bool known = false;
	int exit_code;

	if (!id || sn_table_size(t))
		return 0;
	exit_code = gateways_find(n, path, &names);
	for (uint32_t i = 0; names && (name = sn_table_next_hop(names, i)); i++)
		known |= !strcmp(name, id);
	if (!exit_code && names && sn_table_next_hop(names, 0) && !known)
		exit_code = gateways_refuse(id, names);
	sn_table_free(names);
	return exit_code;
}
