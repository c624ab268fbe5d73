/*
 * set_text.c - text to a set and back, each in one call.
 */
#include <stdlib.h>
#include <string.h>

#include "set/set.h"

sn_status
sn_set_from_text(sn_set **out, const char *text, size_t size,
    const sn_text_options *options, sn_error *error)
{
	sn_builder *b = NULL;
	sn_status status = sn_builder_new(&b, NULL);

	if (!status)
		status =
		    sn_builder_add_text(b, text, size, options, NULL, error);
	if (!status)
		status = sn_builder_build(out, b);
	sn_builder_free(b);
	return status;
}

/* Text that grows; there is always a byte more for the final NUL. */
struct growing {
	char *text;
	size_t size;
	size_t capacity;
};

static sn_status
append(void *ctx, const char *data, size_t size)
{
	struct growing *g = ctx;

	if (g->capacity - g->size <= size) {
		size_t capacity = g->capacity + g->capacity / 2 + size + 1;
		char *text = realloc(g->text, capacity);

		if (!text)
			return SN_ENOMEM;
		g->text = text;
		g->capacity = capacity;
	}
	memcpy(g->text + g->size, data, size);
	g->size += size;
	return SN_OK;
}

sn_status
sn_set_to_text(char **out, const sn_set *s, size_t *size)
{
	struct growing g = {NULL, 0, 0};
	unsigned threads = s->threads ? s->threads : 1;
	sn_status status = append(&g, "", 0);

	if (!status)
		status =
		    sn_set_write(s, SN_WRITE_PREFIXES, threads, append, &g);
	if (status) {
		free(g.text);
		return status;
	}
	g.text[g.size] = '\0';
	*out = g.text;
	if (size)
		*size = g.size;
	return SN_OK;
}
