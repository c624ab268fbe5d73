/*
 * kept.h - a sink that keeps what a renderer writes in `text`, and how often
 * something stands in it.
 */
#ifndef KEPT_H
#define KEPT_H

#include "supernet_text.h"
#include "test.h"

static char text[1 << 20];
static size_t text_n;

static sn_status
keep(void *ctx, const char *data, size_t n)
{
	(void)ctx;
	assert_true(text_n + n < sizeof(text));
	memcpy(text + text_n, data, n);
	text_n += n;
	text[text_n] = '\0';
	return SN_OK;
}

static inline size_t
count(const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)); p++)
		n++;
	return n;
}

#endif
