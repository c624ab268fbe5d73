/*
 * map_pack.c - maps as bytes: their prefixes and values, of which the map is
 * built anew, so that what it is made of may change.
 */
#include <string.h>

#include "set/map.h"
#include "set/snapshot.h"

/* ------------------------------------------------------------- writing */

static sn__snapshot
header_of(const sn_map *m)
{
	return (sn__snapshot){.magic = SN__SNAPSHOT_MAGIC,
	    .order = SN__SNAPSHOT_ORDER,
	    .version = SN__SNAPSHOT_VERSION,
	    .kind = m->merged ? SN__SNAPSHOT_MERGED : SN__SNAPSHOT_MAP,
	    .n4 = m->size4,
	    .n6 = m->size6};
}

static void
sum_entry(sn__sum *sum, sn_prefix p, uint32_t value)
{
	sn__sum_words(sum, p.hi, p.lo, value, p.len);
}

uint64_t
sn_map_pack_size(const sn_map *m)
{
	sn__snapshot h = header_of(m);

	return sn__snapshot_end(&h);
}

/* A piece of what is written, and zeros between the families. */
typedef struct writer {
	sn_sink sink;
	void *ctx;
	size_t size;
	char piece[1 << 12];
} writer;

static sn_status
flush(writer *w)
{
	sn_status status = w->size ? w->sink(w->ctx, w->piece, w->size) : SN_OK;

	w->size = 0;
	return status;
}

static sn_status
put(writer *w, const void *data, size_t size)
{
	sn_status status = SN_OK;

	if (size > sizeof(w->piece) - w->size)
		status = flush(w);
	memcpy(w->piece + w->size, data, size);
	w->size += size;
	return status;
}

static sn_status
put_entry(writer *w, const sn_map_entry *e)
{
	sn__packed4 p4 = {(uint32_t)e->prefix.lo, e->value, e->prefix.len};
	sn__packed6 p6 = {e->prefix.hi, e->prefix.lo, e->value, e->prefix.len};

	return e->prefix.family == SN_IPV4 ? put(w, &p4, sizeof(p4))
					   : put(w, &p6, sizeof(p6));
}

sn_status
sn_map_pack(const sn_map *m, sn_sink sink, void *ctx)
{
	static const char zeros[SN__SNAPSHOT_ALIGN];
	writer w = {.sink = sink, .ctx = ctx};
	sn__snapshot h = header_of(m);
	sn__sum sum = sn__sum_begin(&h);
	size_t pad = (size_t)sn__snapshot_start6(&h) - sizeof(h) -
		     m->size4 * sizeof(sn__packed4);
	sn_map_iter it;
	sn_map_entry e;
	sn_status status;

	h.size = sn__snapshot_end(&h);
	sn_map_iter_init(&it, m);
	while (sn_map_iter_next(&it, &e))
		sum_entry(&sum, e.prefix, e.value);
	h.sum = sn__sum_end(&sum);
	status = put(&w, &h, sizeof(h));
	sn_map_iter_init(&it, m);
	while (!status && sn_map_iter_next(&it, &e)) {
		if (e.prefix.family == SN_IPV6 && pad) {
			status = put(&w, zeros, pad);
			pad = 0;
		}
		if (!status)
			status = put_entry(&w, &e);
	}
	return status ? status : flush(&w);
}

/* ------------------------------------------------------------- reading */

/* What the bytes hold. */
typedef struct reader {
	const char *data;
	bool foreign;
	sn__snapshot head;
	sn__sum sum;
	sn_prefix before; /* family 0: none */
	sn_prefix *prefix;
	uint32_t *value;
	size_t n;
} reader;

static uint32_t
word32(const reader *r, uint32_t v)
{
	return r->foreign ? __builtin_bswap32(v) : v;
}

static uint64_t
word64(const reader *r, uint64_t v)
{
	return r->foreign ? __builtin_bswap64(v) : v;
}

/* Takes the entry at @at in, or says what is wrong with it. */
static sn_status
take(reader *r, size_t at, sn_prefix p, uint32_t len, uint32_t value,
    sn_error *error)
{
	p.len = len > sn__width(p.family) ? UINT8_MAX : (uint8_t)len;
	if (!sn__prefix_valid(p))
		return sn__snapshot_error(error, at, "altered: no prefix");
	if (value == SN_MAP_NONE)
		return sn__snapshot_error(error, at, "altered: no value");
	if (r->before.family && sn_prefix_compare(r->before, p) >= 0)
		return sn__snapshot_error(
		    error, at, "altered: prefixes out of order");
	sum_entry(&r->sum, p, value);
	r->before = p;
	r->prefix[r->n] = p;
	r->value[r->n++] = value;
	return SN_OK;
}

static sn_status
take_all(reader *r, sn_error *error)
{
	size_t at = sizeof(r->head);
	size_t start6 = (size_t)sn__snapshot_start6(&r->head);
	sn_status status = SN_OK;

	for (uint64_t i = 0; !status && i < r->head.n4; i++) {
		sn__packed4 e;

		memcpy(&e, r->data + at, sizeof(e));
		status = take(r, at,
		    (sn_prefix){.lo = word32(r, e.addr), .family = SN_IPV4},
		    word32(r, e.len), word32(r, e.value), error);
		at += sizeof(e);
	}
	for (; !status && r->head.n6 && at < start6; at++)
		if (r->data[at])
			status =
			    sn__snapshot_error(error, at, "expected zeros");
	for (uint64_t i = 0; !status && i < r->head.n6; i++) {
		sn__packed6 e;

		memcpy(&e, r->data + at, sizeof(e));
		status = take(r, at,
		    (sn_prefix){.hi = word64(r, e.hi),
			.lo = word64(r, e.lo),
			.family = SN_IPV6},
		    word32(r, e.len), word32(r, e.value), error);
		at += sizeof(e);
	}
	if (!status && sn__sum_end(&r->sum) != r->head.sum)
		status = FAULT(error, sum, "altered: the checksum is another");
	return status;
}

sn_status
sn_map_unpack(sn_map **out, const void *data, size_t size,
    const sn_alloc *alloc, sn_error *error)
{
	sn_map_options options = SN_MAP_OPTIONS_INIT;
	sn_alloc memory = sn__alloc_keep(alloc);
	reader r = {.data = data};
	sn_status status =
	    sn__snapshot_header(&r.head, &r.foreign, data, size, error);
	size_t n;

	if (!status && r.head.kind == SN__SNAPSHOT_SET)
		status = FAULT(error, kind, "a snapshot, but not of a map");
	if (status)
		return status;
	r.sum = sn__sum_begin(&r.head);
	n = (size_t)(r.head.n4 + r.head.n6);
	r.prefix = sn__alloc_large(&memory, n, sizeof(*r.prefix));
	r.value = sn__alloc_large(&memory, n, sizeof(*r.value));
	status = r.prefix && r.value ? take_all(&r, error) : SN_ENOMEM;
	options.alloc = &memory;
	options.flags = r.head.kind == SN__SNAPSHOT_MERGED ? SN_MAP_MERGE : 0;
	if (!status)
		status = sn_map_new(out, r.prefix, r.value, n, &options);
	sn__free(&memory, r.prefix);
	sn__free(&memory, r.value);
	return status;
}
