/*
 * list.c - lists of prefixes on standard output, by a template.
 */
#include <string.h>

#include "list.h"

const char *
list_word_or(size_t i, const char *other)
{
	/* Names are known before their first '-', too. */
	const char *const more[] = {"cisco", "nginx", "aws", other, NULL};
	size_t n = 0;

	while (sn_template_format_name(n))
		n++;
	if (i < n)
		return sn_template_format_name(i);
	return i - n < sizeof(more) / sizeof(*more) ? more[i - n] : NULL;
}

const char *
list_word(size_t i)
{
	return list_word_or(i, NULL);
}

const char *
set_word(size_t i)
{
	return list_word_or(i, "snapshot");
}

int
show_templates(void)
{
	char text[4096];
	size_t n = 0;
	const char *name;

	for (size_t i = 0; (name = sn_template_format_name(i)); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%-16s %s\n",
		    name, sn_template_format_title(i));
	return show(text);
}

/* What the library says of a template, in terms of our options. */
static int
refused(const struct common *c, sn_status status, const sn_error *error)
{
	if (status == SN_ENOMEM)
		return status_exit(status, "templates");
	if (error->column)
		return usage_error(c->command, "--%s, at column %llu: '%s'",
		    error->message, (unsigned long long)error->column,
		    error->text);
	if (*error->text)
		return usage_error(
		    c->command, "--%s: '%s'", error->message, error->text);
	return usage_error(c->command, "--%s", error->message);
}

int
list_prepare(struct list *l, const struct common *c, unsigned what)
{
	sn_template_options o = c->list;
	sn_error error;
	sn_status status;

	l->common = c;
	l->made = NULL;
	l->writer = NULL;
	l->opened = false;
	l->status = SN_OK;
	l->snapshot = !what && c->format && !strcmp(c->format, "snapshot");
	if (l->snapshot && (o.item || o.head || o.tail || o.separator))
		return usage_error(c->command, "--format snapshot has no text");
	o.format = l->snapshot ? NULL : c->format;
	o.labels = what & LIST_LABELS;
	o.changes = what & LIST_CHANGES;
	what &= ~(unsigned)LIST_PREFIXES;
	l->plain = !what && !o.item && !o.head && !o.tail && !o.separator;
	l->json = l->plain && o.format && !strcmp(o.format, "json");
	l->plain &= !o.format || !strcmp(o.format, "text") ||
		    !strcmp(o.format, "ranges");
	status = sn_template_new(&l->made, &o, &error);
	return status ? refused(c, status, &error) : 0;
}

int
list_check(const struct list *l, const char *label)
{
	sn_error error;

	if (!sn_template_check_label(l->made, label, &error))
		return 0;
	message(
	    "a label is no name there: %s: '%s'", error.message, error.text);
	return EXIT_USAGE;
}

/* After a failure nothing more goes out. */
static sn_status
sink(void *ctx, const char *data, size_t size)
{
	struct list *l = ctx;

	if (!l->status)
		l->status = output_write(&l->out, data, size);
	return l->status;
}

int
list_open(struct list *l, const char *path)
{
	int exit_code = output_open(&l->out, path);

	l->opened = !exit_code;
	if (!exit_code)
		l->status =
		    sn_template_writer_new(&l->writer, l->made, sink, l);
	return exit_code;
}

void
list_put(struct list *l, const sn_template_list *list)
{
	bool ranges = l->common->format && !strcmp(l->common->format, "ranges");

	if (!l->writer || l->status)
		return;
	if (l->snapshot)
		l->status = sn_set_pack(list->set, output_write, &l->out);
	else if (l->plain && list->set)
		l->status = sn_set_write(list->set,
		    ranges ? SN_WRITE_RANGES : SN_WRITE_PREFIXES,
		    l->common->threads, output_write, &l->out);
	else
		sn_template_writer_put(l->writer, list);
}

void
list_put_set(struct list *l, const sn_set *set, const char *label, char sign)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;

	list.set = set;
	list.label = label;
	list.sign = sign;
	list_put(l, &list);
}

bool
list_flush(struct list *l)
{
	if (l->writer)
		sn_template_writer_flush(l->writer);
	if (!l->status)
		l->status = output_flush(&l->out);
	return !l->status && !l->out.closed;
}

int
list_close(struct list *l, int failed)
{
	sn_status status = SN_OK;
	int exit_code;

	if (failed && !l->status)
		l->status = SN_ECANCELED;
	if (l->writer)
		status = sn_template_writer_end(l->writer);
	l->writer = NULL;
	l->opened = false;
	exit_code = output_close(&l->out, l->status ? l->status : status);
	return failed ? failed : exit_code;
}

void
list_free(struct list *l)
{
	if (l->opened)
		(void)list_close(l, EXIT_SYSTEM);
	sn_template_free(l->made);
}

int
list_set(struct list *l, const sn_set *set)
{
	int exit_code = list_open(l, l->common->output);

	if (exit_code)
		return exit_code;
	list_put_set(l, set, NULL, 0);
	return list_close(l, 0);
}
