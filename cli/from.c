/*
 * from.c - what a gateway is found to have, from one file or several: its
 * connections in one, its rows in others.
 */
#include "from.h"

#include "supernet_text.h"

int
from_read(sn_deployed **deployed, const char *path, const char *gateway_id)
{
	sn_deployed *more = NULL;
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status = sn_deployed_read_of(&more, t.data, t.size, gateway_id, &error);
	exit_code = text_exit(&t, status, &error);
	text_close(&t);
	if (exit_code)
		return exit_code;
	if (!*deployed) {
		*deployed = more;
		return 0;
	}
	exit_code = status_exit(sn_deployed_append(*deployed, more), path);
	sn_deployed_free(more);
	return exit_code;
}
