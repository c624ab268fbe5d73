/*
 * out.c - a buffer in front of a sink.
 */
#include "render/out.h"

#include <stdarg.h>
#include <stdio.h>

void
sn__out_begin(sn__out *o, sn_sink sink, void *ctx)
{
	o->sink = sink;
	o->ctx = ctx;
	o->status = SN_OK;
	o->n = 0;
}

void
sn__out_flush(sn__out *o)
{
	if (o->n && !o->status && o->sink)
		o->status = o->sink(o->ctx, o->buf, o->n);
	o->n = 0;
}

sn_status
sn__out_end(sn__out *o)
{
	sn__out_flush(o);
	return o->status;
}

void
sn__out_more(sn__out *o, const char *data, size_t n)
{
	while (n) {
		size_t piece = SN__OUT_SIZE - o->n;

		if (piece > n)
			piece = n;
		memcpy(o->buf + o->n, data, piece);
		o->n += piece;
		data += piece;
		n -= piece;
		if (o->n == SN__OUT_SIZE)
			sn__out_flush(o);
	}
}

void
sn__out_spaces(sn__out *o, size_t n)
{
	while (n--)
		sn__out_char(o, ' ');
}

void
sn__out_number(sn__out *o, uint64_t n)
{
	char text[24], *p = text + sizeof(text);

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	sn__out_bytes(o, p, (size_t)(text + sizeof(text) - p));
}

void
sn__out_prefix(sn__out *o, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn__out_bytes(o, text, sn_prefix_format(text, sizeof(text), p));
}

void
sn__out_prefixes(sn__out *o, const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			sn__out_char(o, ',');
		sn__out_prefix(o, p[i]);
	}
}

void
sn__out_addr(sn__out *o, sn_addr a)
{
	char text[SN_ADDR_TEXT_MAX];

	sn__out_bytes(o, text, sn_addr_format(text, sizeof(text), a));
}

void
sn__out_format(sn__out *o, const char *format, ...)
{
	char text[2048];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(text)) {
		o->status = o->status ? o->status : SN_ELIMIT;
		return;
	}
	sn__out_bytes(o, text, (size_t)n);
}
