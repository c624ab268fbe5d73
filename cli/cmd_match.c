/*
 * cmd_match.c - which aggregate, or label, of a list holds each query.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "list.h"
#include "match_lines.h"

enum { OPT_ADDR = OPT_COMMAND, OPT_LABEL, OPT_ADDR_COLUMN, OPT_ADDR_DELIMITER };

/* What the options ask for. */
struct request {
	const struct args *args;
	struct join join;
	const char *label;
	const char
	    *column; /* of files that are streams; NULL: there are none */
	int delimiter;
	bool invert;
	struct list list; /* for other formats than text, CSV and JSON */
	sn_range *query;
	size_t n, capacity;
};

/* "QUERY PREFIX", "QUERY -" where nothing holds it; or as JSON, CSV. */
struct answers {
	struct output o;
	const struct request *request;
	enum set_format format;
	sn_status status;
	bool missed;
	bool first;
};

static void
put(struct answers *a, const char *text)
{
	if (!a->status)
		a->status = output_write(&a->o, text, strlen(text));
}

/* The aggregate or the label. */
static void
put_value(struct answers *a, uint32_t value, char delimiter)
{
	const struct join *j = &a->request->join;
	char text[SN_PREFIX_TEXT_MAX];
	bool quotes = !j->labelled && delimiter == QUOTE_JSON;

	if (!j->labelled)
		sn_prefix_format(text, sizeof(text), join_aggregate(j, value));
	put(a, quotes ? "\"" : "");
	if (!j->labelled)
		put(a, text);
	else if (!a->status)
		a->status = label_write(
		    &a->o, labels_text(&j->labels, value), delimiter);
	put(a, quotes ? "\"" : "");
}

/* An address, a prefix where the range is one, or first-last. */
static void
format_query(char *text, size_t size, sn_range r)
{
	sn_prefix p;

	if (!sn_addr_compare(r.first, r.last))
		sn_addr_format(text, size, r.first);
	else if (range_prefix(r, &p))
		sn_prefix_format(text, size, p);
	else
		sn_range_format(text, size, r);
}

static void
put_json(struct answers *a, const char *query, struct answer found, bool many)
{
	static const char *const in[] = {"none", "partly", "several", "one"};

	put(a, a->first ? "[\n  {\"address\": \"" : ",\n  {\"address\": \"");
	put(a, query);
	put(a, a->request->label ? "\", \"label\": " : "\", \"aggregate\": ");
	if (found.in == IN_ONE)
		put_value(a, found.value, QUOTE_JSON);
	else
		put(a, "null");
	if (many) {
		put(a, ", \"inside\": \"");
		put(a, in[found.in]);
		put(a, "\"");
	}
	put(a, "}");
	a->first = false;
}

static void
put_answer(struct answers *a, sn_range r)
{
	struct answer found = join_range(&a->request->join, r);
	bool csv = a->format == FORMAT_CSV, missed = found.in < IN_SEVERAL;
	char text[SN_RANGE_TEXT_MAX];

	a->missed |= missed;
	if (a->request->invert && !missed)
		return;
	format_query(text, sizeof(text), r);
	if (a->format == FORMAT_JSON) {
		put_json(a, text, found, sn_addr_compare(r.first, r.last));
		return;
	}
	put(a, text);
	put(a, csv ? "," : " ");
	if (found.in == IN_ONE)
		put_value(a, found.value, csv ? ',' : QUOTE_BLANKS);
	else if (!csv || found.in != IN_NOTHING)
		put(a, join_word(found));
	put(a, "\n");
}

static int
answer(const struct request *r)
{
	const struct common *c = &r->args->common;
	struct answers a = {
	    .request = r, .format = common_set_format(c), .first = true};
	int exit_code = output_open(&a.o, c->output);

	if (exit_code)
		return exit_code;
	if (a.format == FORMAT_CSV)
		put(&a, r->label ? "address,label\n" : "address,aggregate\n");
	for (size_t i = 0; i < r->n && !a.status; i++)
		put_answer(&a, r->query[i]);
	if (a.format == FORMAT_JSON)
		put(&a, a.first ? "[]\n" : "\n]\n");
	exit_code = output_close(&a.o, a.status);
	return exit_code ? exit_code : a.missed ? EXIT_NO : EXIT_DONE;
}

/* Through a template: each address, and the aggregate that holds it. */
static int
answer_list(struct request *r)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_prefix *p = calloc(r->n + 1, sizeof(*p));
	sn_addr *addr = calloc(r->n + 1, sizeof(*addr));
	bool missed = false;
	int exit_code;

	if (!p || !addr) {
		free(p);
		free(addr);
		return status_exit(SN_ENOMEM, "match");
	}
	for (size_t i = 0; i < r->n; i++) {
		struct answer found = join_range(&r->join, r->query[i]);

		if (r->invert && found.in == IN_ONE)
			continue;
		addr[list.count] = r->query[i].first;
		if (found.in == IN_ONE)
			p[list.count] = join_aggregate(&r->join, found.value);
		missed |= found.in != IN_ONE;
		list.count++;
	}
	list.prefixes = p;
	list.addrs = addr;
	exit_code = list_open(&r->list, r->args->common.output);
	if (!exit_code) {
		list_put(&r->list, &list);
		exit_code = list_close(&r->list, 0);
	}
	free(p);
	free(addr);
	return exit_code ? exit_code : missed ? EXIT_NO : EXIT_DONE;
}

/* ------------------------------------------------------------- queries */

static bool
add(struct request *r, sn_range query)
{
	if (!array_fits(&r->query, &r->capacity, r->n, 1, sizeof(*r->query)))
		return false;
	r->query[r->n++] = query;
	return true;
}

static bool
take_query(void *ctx, const char *name, const sn_text_item *item)
{
	(void)name;
	return add(ctx, item->range);
}

/* An address, prefix or range, or @FILE. */
static int
add_arg(struct request *r, const char *arg)
{
	sn_error error;
	sn_range query;
	bool parses = !sn_range_parse(&query, arg, strlen(arg), 0, &error);

	if (*arg != '@' && !parses && !access(arg, F_OK))
		return usage_error("match",
		    "--addr takes what follows it, and the list stands before: "
		    "'%s'",
		    arg);
	if (r->column)
		return *arg == '@'
			   ? 0
			   : usage_error("match",
				 "--addr-column is of --addr @FILE: '%s'", arg);
	if (*arg == '@')
		return read_queries(&r->args->common, arg + 1, take_query, r);
	if (!parses)
		return usage_error(
		    "match", "--addr: %s: '%s'", error.message, error.text);
	return status_exit(add(r, query) ? SN_OK : SN_ENOMEM, "match");
}

/* ------------------------------------------------------------- streams */

static int
stream(const struct request *r)
{
	const struct args *args = r->args;
	struct match_lines m = {.common = &args->common,
	    .join = &r->join,
	    .column = r->column,
	    .delimiter = r->delimiter,
	    .title =
		!r->label || strspn(r->label, "0123456789") == strlen(r->label)
		    ? r->label ? "label" : "aggregate"
		    : r->label,
	    .invert = r->invert};
	sn_status status = SN_OK;
	struct output o;
	int exit_code = output_open(&o, args->common.output), closed;

	if (exit_code)
		return exit_code;
	for (size_t i = 0; i < args->n && !exit_code && !status; i++)
		if (args->given[i].opt->id == OPT_ADDR)
			exit_code = match_lines(
			    &m, args->given[i].value + 1, &o, &status);
	/* What was written before a fault stays, but not in a file. */
	if (exit_code && !status && !args->common.output)
		status = output_flush(&o);
	closed = output_close(
	    &o, exit_code && args->common.output ? SN_ECANCELED : status);
	if (exit_code)
		return exit_code;
	return closed ? closed : m.missed ? EXIT_NO : EXIT_DONE;
}

/* ------------------------------------------------------------- options */

static int
take_delimiter(struct request *r, const char *arg)
{
	if (!strcmp(arg, "blank")) {
		r->delimiter = QUOTE_BLANKS;
		return 0;
	}
	if (!strcmp(arg, "tab") || !strcmp(arg, "\\t"))
		arg = "\t";
	if (strlen(arg) != 1 || *arg == '"' ||
	    (*arg != '\t' && (*arg < ' ' || *arg == 0x7f)))
		return usage_error("match",
		    "--addr-delimiter takes one character, tab or blank: '%s'",
		    arg);
	r->delimiter = *arg == ' ' ? QUOTE_BLANKS : *arg;
	return 0;
}

/* What is no query. 0, or an exit code. */
static int
take_options(struct request *r)
{
	const struct args *args = r->args;
	uint64_t number;
	size_t addrs = 0;
	int exit_code = 0;

	for (size_t i = 0; i < args->n && !exit_code; i++) {
		const char *value = args->given[i].value;

		switch (args->given[i].opt->id) {
		case OPT_LABEL:
			r->label = value;
			break;
		case OPT_ADDR_COLUMN:
			r->column = value;
			break;
		case OPT_ADDR_DELIMITER:
			exit_code = take_delimiter(r, value);
			break;
		case 'v':
			r->invert = true;
			break;
		default:
			addrs++;
		}
	}
	if (exit_code)
		return exit_code;
	if (!addrs)
		return usage_error("match", "match needs --addr");
	if (r->delimiter && !r->column)
		return usage_error(
		    "match", "--addr-delimiter needs --addr-column");
	if (r->column && args->common.format)
		return usage_error("match",
		    "--addr-column writes lines as they came: no --format");
	if (r->column && parse_number(r->column, UINT32_MAX, &number) &&
	    (!number || number > 1000000))
		return usage_error("match",
		    "--addr-column takes a name or a number from 1 to "
		    "1000000: '%s'",
		    r->column);
	return 0;
}

/* Whether the answers go through a template. */
static bool
is_list(const struct common *c)
{
	return c->list.item || c->list.head || c->list.tail ||
	       c->list.separator ||
	       (c->format && strcmp(c->format, "text") &&
		   common_set_format(c) < FORMAT_JSON);
}

/* Whether templates can take these queries. 0, or an exit code. */
static int
check_list(const struct request *r)
{
	if (r->label || r->column)
		return usage_error("match", "templates have no %s",
		    r->label ? "--label" : "--addr-column");
	for (size_t i = 0; i < r->n; i++)
		if (sn_addr_compare(r->query[i].first, r->query[i].last))
			return usage_error("match",
			    "templates take addresses only, not prefixes or "
			    "ranges");
	return 0;
}

static int
match(struct args *args)
{
	struct request r = {.args = args};
	bool list = is_list(&args->common);
	int exit_code = take_options(&r);

	if (!exit_code)
		exit_code = list_prepare(&r.list, &args->common, LIST_PREFIXES);
	for (size_t i = 0; i < args->n && !exit_code; i++)
		if (args->given[i].opt->id == OPT_ADDR)
			exit_code = add_arg(&r, args->given[i].value);
	if (!exit_code && list)
		exit_code = check_list(&r);
	if (!exit_code) {
		exit_code = join_read(&r.join, args, r.label);
		if (!exit_code)
			exit_code = r.column ? stream(&r)
				    : list   ? answer_list(&r)
					     : answer(&r);
		join_free(&r.join);
	}
	list_free(&r.list);
	free(r.query);
	return exit_code;
}

/* clang-format off */
static const struct opt options[] = {
	{OPT_ADDR, "addr", "A|@FILE...",
	    "what to look up: addresses, prefixes, ranges; @FILE: one a line",
	    0, true, NULL},
	OPT(OPT_LABEL, "label", "N|NAME",
	    "give the label in that column of the list, not the aggregate"),
	OPT(OPT_ADDR_COLUMN, "addr-column", "N|NAME",
	    "of @FILE: addresses are in that column, and each line is written "
	    "with the answer as one more"),
	OPT(OPT_ADDR_DELIMITER, "addr-delimiter", "C|tab|blank",
	    "of those columns (default: found out)"),
	OPT('v', "invert-match", NULL, "only what has no match"),
	LIST_OPTIONS, INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_match = {"match",
    "which aggregate, or label, holds each address",
    "match [OPTIONS] [FILE...] --addr A|@FILE...",
    "Writes each address, prefix or range and the aggregate that holds all of "
    "it; 'several' where only several together do; 'partly' where the list "
    "has some of its addresses; '-' where it has none. With --label, the label "
    "that all of its addresses have; of an address, that of the longest prefix "
    "that holds it. Exits with 1 if some is not wholly in the list.\n"
    "With --addr-column, @FILE is a stream of any length: each line is written "
    "as it came, in order, with the answer after it. Columns are found out by "
    "the first line: between tabs, commas, semicolons or blanks. A name is of "
    "its header.\n" ITEMS,
    "supernet match inventory.txt --addr 10.1.2.3 2001:db8::1\n"
    "supernet match nets.csv --column net --label who --addr @access.log "
    "--addr-column 1",
    NULL, options, match};
