/*
 * profiles.c - options that take a profile: a name, or a file.
 */
#include "profiles.h"

#include <string.h>

#include "supernet_text.h"

static int
profile_file(const char *path, sn_profile **own)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status = sn_profile_read(own, t.data, t.size, &error);
	exit_code = text_exit(&t, status, &error);
	text_close(&t);
	return exit_code;
}

/* "@FILE", or a name that ends in .json: the file's path; else NULL. */
static const char *
profile_path(const char *arg)
{
	size_t n = strlen(arg);

	if (*arg == '@')
		return arg + 1;
	return n > 5 && !strcmp(arg + n - 5, ".json") ? arg : NULL;
}

int
profile_option(const char *command, const char *option, const char *arg,
    uint32_t kind, sn_profile **own, const sn_profile **out)
{
	const char *path = profile_path(arg);
	const sn_profile *p = NULL;
	int exit_code = 0;

	if (!path) {
		p = sn_profile_find(arg);
	} else {
		sn_profile_free(*own);
		*own = NULL;
		exit_code = profile_file(path, own);
		p = *own;
	}
	if (exit_code)
		return exit_code;
	if (!p || !(p->kind & kind))
		return usage_error(command,
		    "%s: no such profile: '%s' (supernet plan "
		    "--list-profiles)",
		    option, arg);
	*out = p;
	return 0;
}
