/*
 * set.c - a set by a named template.
 */
#include "supernet_text.h"

sn_status
sn_set_render(const sn_set *set, const char *format, sn_sink sink, void *ctx)
{
	sn_template_options options = SN_TEMPLATE_OPTIONS_INIT;
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_template_writer *w = NULL;
	sn_template *t;
	sn_status status;

	options.format = format;
	list.set = set;
	status = sn_template_new(&t, &options, NULL);
	if (status)
		return status;
	status = sn_template_writer_new(&w, t, sink, ctx);
	if (!status) {
		sn_template_writer_put(w, &list);
		status = sn_template_writer_end(w);
	}
	sn_template_free(t);
	return status;
}
