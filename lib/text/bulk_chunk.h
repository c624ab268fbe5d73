/*
 * bulk_chunk.h - the part of bulk text that one thread reads at a time.
 */
#ifndef SN_BULK_CHUNK_H
#define SN_BULK_CHUNK_H

#include "set/builder.h"
#include "text/bulk_line.h"
#include "text/fast.h"

/* Lines that need a report, as offsets from the start of the text. */
typedef struct sn__marks {
	uint64_t *at;
	size_t n;
	size_t capacity;
} sn__marks;

/* Whole lines that one thread parses, and what it makes of them. */
typedef struct sn__chunk {
	const sn__reading *how;
	const sn__layouts *layouts; /* NULL: not worth the fast parsers */
	sn__cpu cpu;
	const sn_alloc *alloc;
	const char *from;
	const char *to;
	uint64_t invalid_marks; /* bad lines to be marked; more are counted */
	/* Lines still to mark: unusual ones; with host bits cleared. */
	uint64_t warning_marks;
	uint64_t masked_marks;
	sn__runs *runs;
	sn__marks marks;
	sn_text_stats stats;
	sn_status status; /* SN_ENOMEM, or SN_OK */
} sn__chunk;

void sn__chunk_read(sn__chunk *c);

#endif
