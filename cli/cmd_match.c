/*
 * cmd_match.c - which aggregate holds each address.
 */
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "list.h"

/* "ADDR PREFIX", "ADDR -" where none holds it; or as JSON, CSV. */
struct answers {
	struct output o;
	enum set_format format;
	sn_status status;
	bool missed;
	bool first;
};

static void
put_answer(struct answers *a, sn_addr addr, const sn_prefix *p)
{
	char line[256], text[SN_ADDR_TEXT_MAX], prefix[SN_PREFIX_TEXT_MAX];
	bool json = a->format == FORMAT_JSON, csv = a->format == FORMAT_CSV;
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
		    csv ? "," : " ",
		    p	  ? prefix
		    : csv ? ""
			  : "-");
	a->first = false;
	if (!a->status)
		a->status = output_write(&a->o, line, (size_t)n);
}

static int
answer(const sn_set *set, const struct common *c, const sn_addr *addr, size_t n)
{
	struct answers a = {.format = common_set_format(c), .first = true};
	sn_index *index;
	int exit_code = status_exit(sn_index_new(&index, set), "match");

	if (exit_code)
		return exit_code;
	exit_code = output_open(&a.o, c->output);
	if (exit_code) {
		sn_index_free(index);
		return exit_code;
	}
	if (a.format == FORMAT_CSV)
		a.status = output_write(&a.o, "address,aggregate\n", 18);
	for (size_t i = 0; i < n && !a.status; i++) {
		sn_prefix p;

		put_answer(&a, addr[i],
		    sn_index_match(index, addr[i], &p) ? NULL : &p);
	}
	if (a.format == FORMAT_JSON && !a.status)
		a.status = output_write(&a.o, a.first ? "[]\n" : "\n]\n", 3);
	sn_index_free(index);
	exit_code = output_close(&a.o, a.status);
	return exit_code ? exit_code : a.missed ? EXIT_NO : EXIT_DONE;
}

/* Through a template: each address, and the aggregate that holds it. */
static int
answer_list(const sn_set *set, struct list *l, const sn_addr *addr, size_t n)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_prefix *p = calloc(n + 1, sizeof(*p));
	sn_index *index = NULL;
	bool missed = false;
	int exit_code =
	    status_exit(p ? sn_index_new(&index, set) : SN_ENOMEM, "match");

	for (size_t i = 0; i < n && !exit_code; i++)
		missed |= sn_index_match(index, addr[i], &p[i]) != SN_OK;
	list.prefixes = p;
	list.addrs = addr;
	list.count = n;
	if (!exit_code)
		exit_code = list_open(l, l->common->output);
	if (!exit_code) {
		list_put(l, &list);
		exit_code = list_close(l, 0);
	}
	sn_index_free(index);
	free(p);
	return exit_code ? exit_code : missed ? EXIT_NO : EXIT_DONE;
}

/* The addresses to look up. */
struct addrs {
	sn_addr *a;
	size_t n;
	size_t capacity;
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

/* An address a line; blank lines and comments pass. */
static int
add_file(struct addrs *list, const char *path)
{
	struct text t;
	struct lines l;
	int exit_code = text_open(&t, path);
	sn_error error;
	sn_addr addr;

	if (exit_code)
		return exit_code;
	lines_begin(&l, &t);
	while (!exit_code && lines_next(&l))
		if (sn_addr_parse(
			&addr, l.item, (size_t)(l.end - l.item), &error))
			lines_error(&l, &t, &error);
		else
			exit_code = add(list, addr);
	text_close(&t);
	return exit_code ? exit_code : bad_lines(l.bad, false);
}

/* An address, or @FILE. */
static int
add_arg(struct addrs *list, const char *arg)
{
	sn_error error;
	sn_addr addr;

	if (*arg == '@')
		return add_file(list, arg + 1);
	if (sn_addr_parse(&addr, arg, strlen(arg), &error))
		return usage_error(
		    "match", "--addr: %s: '%s'", error.message, error.text);
	return add(list, addr);
}

static int
match(struct args *args)
{
	const struct common *c = &args->common;
	sn_set *set = NULL;
	struct list l;
	struct addrs list = {NULL, 0, 0};
	/* Its own text, CSV and JSON are no lists of prefixes. */
	bool own = !c->list.item && !c->list.head && !c->list.tail &&
		   !c->list.separator &&
		   (!c->format || !strcmp(c->format, "text") ||
		       common_set_format(c) >= FORMAT_JSON);
	int exit_code = 0;

	if (!args->n)
		return usage_error("match", "match needs --addr");
	exit_code = list_prepare(&l, c, LIST_PREFIXES);
	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = add_arg(&list, args->given[i].value);
	if (!exit_code)
		exit_code = read_set(&set, c, args->file, args->files);
	if (!exit_code)
		exit_code = own ? answer(set, c, list.a, list.n)
				: answer_list(set, &l, list.a, list.n);
	sn_set_free(set);
	list_free(&l);
	free(list.a);
	return exit_code;
}

/* clang-format off */
static const struct opt options[] = {
	{OPT_COMMAND, "addr", "A|@FILE...", "the addresses; @FILE: one a line",
	    0, true, NULL},
	LIST_OPTIONS, INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_match = {"match",
    "which aggregate holds each address",
    "match [OPTIONS] [FILE...] --addr A|@FILE...",
    "Writes each address and the aggregate that holds it, or '-'. Exits with 1 "
    "if one has none.\n" ITEMS,
    "supernet match inventory.txt --addr 10.1.2.3 2001:db8::1", NULL, options,
    match};
