/*
 * packets.c - packets to match: a source and a destination address a line.
 *
 *   10.1.1.1 172.16.1.1
 *   10.1.1.1,172.16.1.1     # the same
 *
 * A first line "source,destination" is a header. Lines go to the sink in
 * batches, so that any number of them takes no memory.
 */
#include "read/lines.h"
#include "read/table_row.h"
#include "supernet_text.h"

enum { BATCH = 1024 };

static bool
is_word(sn__word s, const char *word)
{
	const char *const words[] = {word, NULL};

	return sn__row_word(s.at, s.n, words) != 0;
}

static sn_status
get_addr(const sn__reader *r, sn__word s, sn_addr *out)
{
	sn_error e;
	sn_status status = sn_addr_parse(out, s.at, s.n, &e);

	return status ? sn__refuse(r, status, s.at, s.n, "%s", e.message)
		      : SN_OK;
}

/* *is true: *out is the packet of the line; false: the line is the header. */
static sn_status
read_line(
    const sn__reader *r, sn__line *line, bool first, sn_packet *out, bool *is)
{
	sn__word source = sn__line_word(line, ','), destination;
	sn_status status;

	*is = false;
	sn__line_pass(line, ',');
	destination = sn__line_word(line, ',');
	if (line->at < line->end)
		return sn__refuse(r, SN_ESYNTAX, line->at,
		    (size_t)(line->end - line->at),
		    "expected two addresses, and no more");
	if (first && is_word(source, "source") &&
	    is_word(destination, "destination"))
		return SN_OK;
	status = get_addr(r, source, &out->source);
	if (!status && destination.n == 0)
		return sn__refuse(r, SN_ESYNTAX, destination.at, 0,
		    "expected a destination address after the source");
	if (!status)
		status = get_addr(r, destination, &out->destination);
	if (status)
		return status;
	if (out->source.family != out->destination.family)
		return sn__refuse(r, SN_EFAMILY, destination.at, destination.n,
		    "source and destination are of two families");
	*is = true;
	return SN_OK;
}

static sn_status
flush(const sn_packet *packets, size_t *n, sn_packet_sink sink, void *ctx)
{
	sn_status status = *n && sink ? sink(ctx, packets, *n) : SN_OK;

	*n = 0;
	return status;
}

sn_status
sn_packets_read(const char *text, size_t size, sn_packet_sink sink, void *ctx,
    sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn__line line = sn__line_start(&r);
	sn_packet packet[BATCH];
	size_t n = 0;
	bool is, first = true;
	sn_status status = SN_OK;

	for (; !status && sn__line_next(&r, &line); first = false) {
		status = read_line(&r, &line, first, &packet[n], &is);
		n += !status && is;
		if (!status && n == BATCH)
			status = flush(packet, &n, sink, ctx);
	}
	return status ? status : flush(packet, &n, sink, ctx);
}
