/*
 * cmd_diagnose.c - supernet diagnose.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "supernet_text.h"

static const struct option options[] = {COMMON_LONG, {NULL, 0, NULL, 0}};

static int
render(const struct common *c, const sn_diagnosis *d)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	const char *no_colour = getenv("NO_COLOR");
	struct output out;
	int exit_code = output_open(&out, c->output);

	if (exit_code)
		return exit_code;
	o.colour =
	    !c->output && isatty(STDOUT_FILENO) && (!no_colour || !*no_colour);
	exit_code = output_close(
	    &out, sn_diagnosis_render(d, c->format ? c->format : "text", &o,
		      output_write, &out));
	if (!exit_code && sn_diagnosis_get(d)->finding_count)
		return EXIT_NO;
	return exit_code;
}

/* The file's text is gone when this returns: what was read is not. */
static int
read_file(const char *path, sn_configured **out)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status = sn_configured_read(out, t.data, t.size, &error);
	exit_code = text_exit(&t, status, &error);
	text_close(&t);
	return exit_code;
}

static int
diagnose(const struct common *c, const char *path)
{
	sn_diagnosis_request request;
	sn_configured *configured = NULL;
	sn_diagnosis *d = NULL;
	sn_error error;
	sn_status status;
	int exit_code = read_file(path, &configured);

	if (exit_code)
		return exit_code;
	sn_configured_request(configured, &request);
	status = sn_diagnosis_new(&d, &request, &error);
	if (status == SN_ENOMEM)
		exit_code = status_exit(status, "diagnose");
	else if (status)
		exit_code =
		    usage_error("diagnose", "%s: %s", path, error.message);
	else
		exit_code = render(c, d);
	sn_diagnosis_free(d);
	sn_configured_free(configured);
	return exit_code;
}

int
cmd_diagnose(int argc, char **argv)
{
	struct common c;
	int opt, exit_code;

	common_init(&c, argv[0]);
	while ((opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == 'h')
			return show_usage("diagnose");
		exit_code = common_option(&c, opt, optarg);
		if (exit_code < 0)
			exit_code = usage_hint("diagnose");
		if (exit_code)
			return exit_code;
	}
	if (c.format && strcmp(c.format, "text") && strcmp(c.format, "json"))
		return usage_error(
		    "diagnose", "--format: no such format: '%s'", c.format);
	if (argc - optind > 1)
		return usage_error("diagnose", "one file at most");
	return diagnose(&c, optind < argc ? argv[optind] : "-");
}
