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
answer(const sn_set *set, const struct common *c, const sn_addr *addr, size_t n)
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
	for (size_t i = 0; i < n && !a.status; i++) {
		sn_prefix p;

		put_answer(&a, addr[i],
		    sn_index_match(index, addr[i], &p) ? NULL : &p);
	}
	if (!strcmp(a.format, "json") && !a.status)
		a.status = output_write(&a.o, a.first ? "[]\n" : "\n]\n", 3);
	sn_index_free(index);
	exit_code = output_close(&a.o, a.status);
	return exit_code ? exit_code : a.missed ? EXIT_NO : EXIT_DONE;
}

/* The addresses to look up. */
struct addrs {
	sn_addr *a;
	size_t n;
	size_t capacity;
	bool given;
};

static int
add(struct addrs *list, sn_addr addr)
{
	if (list->n == list->capacity) {
		size_t more = list->capacity ? list->capacity * 2 : 16;
		sn_addr *bigger = realloc(list->a, more * sizeof(*bigger));

		if (!bigger)
			return status_exit(SN_ENOMEM, "match");
		list->a = bigger;
		list->capacity = more;
	}
	list->a[list->n++] = addr;
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* An address a line; blank lines and comments pass. */
static int
add_file(struct addrs *list, const char *path)
{
	struct text t;
	int exit_code = text_open_list(&t, path);
	const char *p = t.data, *stop;
	sn_error error;
	sn_addr addr;

	if (exit_code)
		return exit_code;
	stop = p + t.size;
	for (uint64_t line = 1; p < stop && !exit_code; line++) {
		const char *next = memchr(p, '\n', (size_t)(stop - p));
		const char *end = next ? next : stop;
		const char *hash = memchr(p, '#', (size_t)(end - p));
		const char *from = p;

		p = next ? next + 1 : stop;
		end = hash ? hash : end;
		while (from < end && is_space(*from))
			from++;
		while (end > from && is_space(end[-1]))
			end--;
		if (from == end)
			continue;
		if (!sn_addr_parse(&addr, from, (size_t)(end - from), &error)) {
			exit_code = add(list, addr);
			continue;
		}
		error.line = line;
		text_error(t.name, &error, "");
		exit_code = EXIT_USAGE;
	}
	text_close(&t);
	return exit_code;
}

/* An address, or @FILE. */
static int
add_arg(struct addrs *list, const char *arg)
{
	sn_error error;
	sn_addr addr;

	list->given = true;
	if (*arg == '@')
		return add_file(list, arg + 1);
	if (sn_addr_parse(&addr, arg, strlen(arg), &error))
		return usage_error(
		    "match", "--addr: %s: '%s'", error.message, error.text);
	return add(list, addr);
}

int
cmd_match(int argc, char **argv)
{
	static const struct option options[] = {COMMON_LONG,
	    {"addr", required_argument, NULL, OPT_COMMAND}, {NULL, 0, NULL, 0}};
	struct common c;
	sn_set *set = NULL;
	struct addrs list = {NULL, 0, 0, false};
	enum set_format format;
	int opt, exit_code = 0;

	common_init(&c, argv[0]);
	while (!exit_code &&
	       (opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == 'h') {
			free(list.a);
			return show_usage(argv[0]);
		}
		exit_code = opt == OPT_COMMAND ? add_arg(&list, optarg)
					       : common_option(&c, opt, optarg);
		if (exit_code < 0)
			exit_code = usage_hint(argv[0]);
		/* --addr A B C: addresses up to the next option are meant. */
		while (!exit_code && opt == OPT_COMMAND && optind < argc &&
		       argv[optind][0] != '-')
			exit_code = add_arg(&list, argv[optind++]);
	}
	if (!exit_code && !common_set_format(&c, &format))
		exit_code = EXIT_USAGE;
	if (!exit_code && format == FORMAT_RANGES)
		exit_code = usage_error(
		    argv[0], "--format of match is text, json or csv");
	if (!exit_code && !list.given)
		exit_code = usage_error(argv[0], "no --addr was given");
	if (!exit_code)
		exit_code = read_set(&set, &c, argv + optind, argc - optind);
	if (!exit_code)
		exit_code = answer(set, &c, list.a, list.n);
	sn_set_free(set);
	free(list.a);
	return exit_code;
}
