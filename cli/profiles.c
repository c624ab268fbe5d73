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

/* The i-th name of @kind. */
static const char *
name_of(uint32_t kind, size_t i)
{
	const sn_profile *p;

	for (size_t at = 0; (p = sn_profile_at(at)); at++)
		if (p->kind & kind && i-- == 0)
			return p->name;
	return NULL;
}

const char *
gateway_word(size_t i)
{
	return name_of(SN_KIND_GATEWAY, i);
}

const char *
peer_word(size_t i)
{
	return name_of(SN_KIND_PEER, i);
}

const char *
profile_word(size_t i)
{
	return name_of(SN_KIND_GATEWAY | SN_KIND_PEER, i);
}

/* A name that no profile of @kind has. */
static int
wrong_name(const char *command, const struct given *given, uint32_t kind)
{
	const char *option = given->opt->name, *name;
	struct nearest n = {.word = given->value};

	if (sn_profile_find(given->value))
		return usage_error(command, "--%s: '%s' is no %s", option,
		    given->value,
		    kind == SN_KIND_PEER ? "peer device" : "gateway");
	for (size_t i = 0; (name = name_of(kind, i)); i++)
		nearest_try(&n, name);
	if (*n.best)
		return usage_error(command,
		    "--%s: no such profile: '%s' (did you mean '%s'?)", option,
		    given->value, n.best);
	return usage_error(command,
	    "--%s: no such profile: '%s'; see 'supernet plan --list-profiles'",
	    option, given->value);
}

int
profile_option(const char *command, const struct given *given, uint32_t kind,
    sn_profile **own, const sn_profile **out)
{
	const char *path = profile_path(given->value);
	const sn_profile *p = sn_profile_find(given->value);
	int exit_code;

	if (path) {
		sn_profile_free(*own);
		*own = NULL;
		exit_code = profile_file(path, own);
		if (exit_code)
			return exit_code;
		p = *own;
		if (p && !(p->kind & kind))
			return usage_error(command,
			    "--%s: the profile in %s is of no %s",
			    given->opt->name, path,
			    kind == SN_KIND_PEER ? "peer device" : "gateway");
	}
	if (!p || !(p->kind & kind))
		return wrong_name(command, given, kind);
	*out = p;
	return 0;
}

int
profiles_show(const struct common *common, const struct given *given)
{
	const char *format = common->format ? common->format : "text";
	const sn_profile *p = NULL;
	sn_profile *own = NULL;
	struct output out;
	sn_status status;
	int exit_code = 0;

	if (given->value)
		exit_code = profile_option(
		    "plan", given, SN_KIND_GATEWAY | SN_KIND_PEER, &own, &p);
	if (!exit_code && strcmp(format, "text") && strcmp(format, "json"))
		exit_code = usage_error("plan",
		    "--format of profiles is text or json, not '%s'", format);
	if (!exit_code)
		exit_code = output_open(&out, common->output);
	if (!exit_code) {
		status = sn_profile_render(p, format, output_write, &out);
		exit_code = output_close(&out, status);
	}
	sn_profile_free(own);
	return exit_code;
}
