/*
 * plan_from_text.c - a plan whose segments are given as text: the form of the
 * command's --local, a list with commas, blanks or line ends between items.
 */
#include "base/error.h"
#include "vpn/plan.h"

#include <stdio.h>

static const char separators[] = ", \t\r\n";

/* The prefixes of one side; they grow as items are read. */
struct list {
	sn_alloc alloc;
	sn_prefix *p;
	size_t n;
	size_t capacity;
};

/* Says of an error of the item at @offset where in @text, and which side. */
static void
place(sn_error *error, const char *text, size_t offset, const char *side)
{
	char message[sizeof(error->message)];
	uint64_t line = 1, column = error->column ? error->column : 1;

	for (size_t i = 0; i < offset; i++) {
		line += text[i] == '\n';
		column = text[i] == '\n' ? error->column : column + 1;
	}
	error->line = line;
	error->column = column;
	error->offset += offset;
	snprintf(message, sizeof(message), "the %s side: %.120s", side,
	    error->message);
	memcpy(error->message, message, sizeof(message));
}

static sn_status
add_item(struct list *list, const char *text, size_t offset, size_t n,
    const char *side, sn_error *error)
{
	sn_status status;

	if (!sn__grow(&list->alloc, &list->p, &list->capacity, list->n,
		sizeof(*list->p)))
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	status = sn_prefix_parse(&list->p[list->n], text + offset, n, 0, error);
	if (status && error)
		place(error, text, offset, side);
	list->n += !status;
	return status;
}

static sn_status
read_side(
    struct list *list, const char *text, const char *side, sn_error *error)
{
	sn_status status = SN_OK;
	size_t i = strspn(text, separators);

	while (text[i] && !status) {
		size_t n = strcspn(text + i, separators);

		status = add_item(list, text, i, n, side, error);
		i += n;
		i += strspn(text + i, separators);
	}
	return status;
}

sn_status
sn_plan_from_text(sn_plan **out, const char *local, const char *peer,
    const sn_plan_request *request, sn_error *error)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	struct list list[2] = {{.p = NULL}, {.p = NULL}};
	sn_status status;

	if (request)
		r = *request;
	list[SN_LOCAL].alloc = sn__alloc_keep(r.alloc);
	list[SN_PEER].alloc = sn__alloc_keep(r.alloc);
	status = read_side(&list[SN_LOCAL], local, "local", error);
	if (!status)
		status = read_side(&list[SN_PEER], peer, "peer", error);
	r.local = list[SN_LOCAL].p;
	r.local_count = list[SN_LOCAL].n;
	r.peer = list[SN_PEER].p;
	r.peer_count = list[SN_PEER].n;
	if (!status)
		status = sn_plan_new(out, &r, error);
	sn__free(&list[SN_LOCAL].alloc, list[SN_LOCAL].p);
	sn__free(&list[SN_PEER].alloc, list[SN_PEER].p);
	return status;
}
