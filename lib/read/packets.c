/*
 * packets.c - packets to match: a source and a destination address a line.
 *
 *   10.1.1.1 172.16.1.1
 *   10.1.1.1,172.16.1.1     # the same
 *
 * A first line "source,destination" is a header. Lines go to the sink in
 * batches, so that any number of them takes no memory.
 */
#include "read/table.h"

#include <string.h>

#include "supernet_text.h"

enum { BATCH = 1024 };

struct slice {
	const char *at;
	size_t n;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Up to a blank, a comma, or the end; *p goes behind it and blanks. */
static struct slice
next_field(const char **p, const char *end)
{
	struct slice s = {*p, 0};

	while (*p < end && !is_blank(**p) && **p != ',')
		++*p;
	s.n = (size_t)(*p - s.at);
	while (*p < end && is_blank(**p))
		++*p;
	return s;
}

static bool
is_word(struct slice s, const char *word)
{
	const char *const words[] = {word, NULL};

	return sn__table_word(s.at, s.n, words) != 0;
}

static sn_status
get_addr(const sn__reader *r, struct slice s, sn_addr *out)
{
	sn_error e;
	sn_status status = sn_addr_parse(out, s.at, s.n, &e);

	return status ? sn__table_refuse(r, status, s.at, s.n, "%s", e.message)
		      : SN_OK;
}

/*
 * The line [p, end). *is true: *out is its packet; false: it has none.
 * @first: nothing but blank lines came before.
 */
static sn_status
read_line(const sn__reader *r, const char *p, const char *end, bool first,
    sn_packet *out, bool *is)
{
	struct slice source, destination;
	sn_status status;

	*is = false;
	while (p < end && is_blank(*p))
		p++;
	if (p == end)
		return SN_OK;
	source = next_field(&p, end);
	if (p < end && *p == ',') {
		p++;
		while (p < end && is_blank(*p))
			p++;
	}
	destination = next_field(&p, end);
	if (p < end)
		return sn__table_refuse(r, SN_ESYNTAX, p, (size_t)(end - p),
		    "expected two addresses, and no more");
	if (first && is_word(source, "source") &&
	    is_word(destination, "destination"))
		return SN_OK;
	status = get_addr(r, source, &out->source);
	if (!status && destination.n == 0)
		return sn__table_refuse(r, SN_ESYNTAX, destination.at, 0,
		    "expected a destination address behind the source");
	if (!status)
		status = get_addr(r, destination, &out->destination);
	if (status)
		return status;
	if (out->source.family != out->destination.family)
		return sn__table_refuse(r, SN_EFAMILY, destination.at,
		    destination.n,
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
	sn__reader r = {text, size, error};
	sn_packet packet[BATCH];
	size_t n = 0;
	bool is, first = true;
	sn_status status = SN_OK;

	if (size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		r.text += 3;
		r.size -= 3;
	}
	for (const char *p = r.text, *stop = p + r.size; p < stop && !status;) {
		const char *line = memchr(p, '\n', (size_t)(stop - p));
		const char *end = line ? line : stop;
		const char *hash = memchr(p, '#', (size_t)(end - p));
		const char *to = hash ? hash : end;

		status = read_line(&r, p, to, first, &packet[n], &is);
		for (; first && p < to; p++)
			first = is_blank(*p);
		n += !status && is;
		p = line ? line + 1 : stop;
		if (!status && n == BATCH)
			status = flush(packet, &n, sink, ctx);
	}
	return status ? status : flush(packet, &n, sink, ctx);
}
