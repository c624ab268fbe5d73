/*
 * cmd_match.c - which aggregate holds each address.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* "ADDR PREFIX", "ADDR -" where none holds it; or as JSON, CSV. */
struct answers {
	struct output o;
	const char *format;
	sn_status status;
	bool missed;
	bool first;
};

static void
put_answer(struct answers *a, sn_addr addr, const sn_prefix *p)
{
	char line[256], text[SN_ADDR_TEXT_MAX], prefix[SN_PREFIX_TEXT_MAX];
	bool json = !strcmp(a->format, "json");
	int n;

	sn_addr_format(text, sizeof(text), addr);
	if (p)
		sn_prefix_format(prefix, sizeof(prefix), *p);
	else
		a->missed = true;
	if (json)
		n = snprintf(line, sizeof(line),
		    "%s\n  {\"address\": \"%s\", \"aggregate\": %s%s%s}",
		    a->first ? "[" : ",", text, p ? "\"" : "",
		    p ? prefix : "null", p ? "\"" : "");
	else
		n = snprintf(line, sizeof(line), "%s%s%s\n", text,
		    !strcmp(a->format, "csv") ? "," : " ",
		    p				? prefix
		    : !strcmp(a->format, "csv") ? ""
						: "-");
	a->first = false;
	if (!a->status)
		a->status = output_write(&a->o, line, (size_t)n);
}

static int
answer(const sn_set *set, const struct common *c, const sn_addr *addr, int n)
{
	struct answers a = {
	    .format = c->format ? c->format : "text", .first = true};
	sn_index *index;
	int exit_code = status_exit(sn_index_new(&index, set), "match");

	if (exit_code)
		return exit_code;
	exit_code = output_open(&a.o, c->output);
	if (exit_code) {
		sn_index_free(index);
		return exit_code;
	}
	if (!strcmp(a.format, "csv"))
		a.status = output_write(&a.o, "address,aggregate\n", 18);
	for (int i = 0; i < n; i++) {
		sn_prefix p;

		put_answer(&a, addr[i],
		    sn_index_match(index, addr[i], &p) ? NULL : &p);
	}
	if (!strcmp(a.format, "json") && !a.status)
		a.status = output_write(&a.o, "\n]\n", 3);
	sn_index_free(index);
	exit_code = output_close(&a.o, a.status);
	return exit_code ? exit_code : a.missed ? EXIT_NO : EXIT_DONE;
}

static int
add_addr(sn_addr **addr, int *n, const char *text)
{
	sn_error error;
	sn_addr *more = realloc(*addr, (size_t)(*n + 1) * sizeof(**addr));

	if (!more)
		return status_exit(SN_ENOMEM, "match");
	*addr = more;
	if (sn_addr_parse(&more[*n], text, strlen(text), &error))
		return usage_error(
		    "match", "--addr: %s: '%s'", error.message, error.text);
	++*n;
	return 0;
}

int
cmd_match(int argc, char **argv)
{
	static const struct option options[] = {COMMON_LONG,
	    {"addr", required_argument, NULL, OPT_COMMAND}, {NULL, 0, NULL, 0}};
	struct common c;
	sn_set *set = NULL;
	sn_addr *addr = NULL;
	enum set_format format;
	int opt, n = 0, exit_code = 0;

	common_init(&c, argv[0]);
	while (!exit_code &&
	       (opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == 'h') {
			free(addr);
			return show_usage(argv[0]);
		}
		exit_code = opt == OPT_COMMAND ? add_addr(&addr, &n, optarg)
					       : common_option(&c, opt, optarg);
		if (exit_code < 0)
			exit_code = usage_hint(argv[0]);
		/* --addr A B C: addresses up to the next option are meant. */
		while (!exit_code && opt == OPT_COMMAND && optind < argc &&
		       argv[optind][0] != '-')
			exit_code = add_addr(&addr, &n, argv[optind++]);
	}
	if (!exit_code && !common_set_format(&c, &format))
		exit_code = EXIT_USAGE;
	if (!exit_code && format == FORMAT_RANGES)
		exit_code = usage_error(
		    argv[0], "--format of match is text, json or csv");
	if (!exit_code && n == 0)
		exit_code = usage_error(argv[0], "no --addr was given");
	if (!exit_code)
		exit_code = read_set(&set, &c, argv + optind, argc - optind);
	if (!exit_code)
		exit_code = answer(set, &c, addr, n);
	sn_set_free(set);
	free(addr);
	return exit_code;
}
