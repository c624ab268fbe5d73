/*
 * out.h - what every renderer writes through: a buffer in front of a sink.
 *
 * Errors stick: after the first one nothing more is written, and sn__out_end()
 * returns it. So renderers need no check after each piece.
 */
#ifndef SN_OUT_H
#define SN_OUT_H

#include <string.h>

#include "supernet_vpn.h"

enum { SN__OUT_SIZE = 1 << 16 };

typedef struct sn__out {
	sn_sink sink;
	void *ctx;
	sn_status status;
	size_t n;
	char buf[SN__OUT_SIZE];
} sn__out;

/* @sink NULL: what is written is dropped. */
void sn__out_begin(sn__out *o, sn_sink sink, void *ctx);
/* Flushes; the first error of all, or SN_OK. */
SN_MUST_USE sn_status sn__out_end(sn__out *o);
void sn__out_flush(sn__out *o);

/* Space for @n <= SN__OUT_SIZE bytes at the returned place; then use up. */
static inline char *
sn__out_space(sn__out *o, size_t n)
{
	if (o->n + n > SN__OUT_SIZE)
		sn__out_flush(o);
	return o->buf + o->n;
}

void sn__out_more(sn__out *o, const char *data, size_t n);

/* Nearly all that is written is short and has space. */
static inline void
sn__out_bytes(sn__out *o, const char *data, size_t n)
{
	if (n > SN__OUT_SIZE - o->n) {
		sn__out_more(o, data, n);
		return;
	}
	memcpy(o->buf + o->n, data, n);
	o->n += n;
}

static inline void
sn__out_char(sn__out *o, char c)
{
	if (o->n == SN__OUT_SIZE)
		sn__out_flush(o);
	o->buf[o->n++] = c;
}

static inline void
sn__out_text(sn__out *o, const char *text)
{
	sn__out_bytes(o, text, strlen(text));
}

void sn__out_spaces(sn__out *o, size_t n);
void sn__out_number(sn__out *o, uint64_t n);
void sn__out_prefix(sn__out *o, sn_prefix p);
void sn__out_prefixes(sn__out *o, const sn_prefix *p, size_t n); /* A,B,C */
void sn__out_addr(sn__out *o, sn_addr a);
__attribute__((format(printf, 2, 3))) void sn__out_format(
    sn__out *o, const char *format, ...);

#endif
