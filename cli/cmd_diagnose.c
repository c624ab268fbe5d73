/*
 * cmd_diagnose.c - supernet diagnose.
 */
#include <stdlib.h>
#include <unistd.h>

#include "input.h"
#include "supernet_text.h"

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

static int
run(struct args *args)
{
	if (args->files > 1)
		return usage_error(
		    "diagnose", "diagnose takes one file, not %d", args->files);
	return diagnose(&args->common, args->files ? args->file[0] : "-");
}

static const struct opt options[] = {
    FORMAT_OPTION("text|json", "for people or programs (default text)"),
    NO_INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};

const struct command command_diagnose = {"diagnose",
    "what is wrong with connections as they are configured",
    "diagnose [OPTIONS] [network.json]",
    "Reads what is configured at both ends of IPsec connections and says what "
    "is wrong: selectors, IKE and IPsec parameters, DPD, lifetimes, shared "
    "phase 1, routes; and which pairs of segments work. Exits with 1 when "
    "something was found. The form of network.json is in "
    "supernet-diagnose(1).",
    "supernet diagnose --format json network.json", NULL, options, run};
