/*
 * write.c - a whole set as text, in large pieces.
 */
#include "cidr/format.h"
#include "cidr/set.h"

enum { PIECE = 1 << 16, LINE_MAX = SN_RANGE_TEXT_MAX + 1 };

static char *
put_range(char *p, const sn_range *r)
{
	p = sn__put_addr(p, r->first.family, sn__addr_bits(r->first));
	*p++ = '-';
	p = sn__put_addr(p, r->last.family, sn__addr_bits(r->last));
	*p++ = '\n';
	return p;
}

static char *
put_prefix(char *p, const sn_prefix *prefix)
{
	p = sn__put_addr(p, prefix->family, sn__prefix_bits(*prefix));
	*p++ = '/';
	p = sn__put_decimal(p, prefix->len);
	*p++ = '\n';
	return p;
}

sn_status
sn_set_write(
    const sn_set *s, unsigned form, unsigned threads, sn_sink sink, void *ctx)
{
	char *piece = sn__malloc(&s->alloc, PIECE, 1), *p = piece;
	sn_status status = SN_OK;
	sn_set_iter it;
	sn_prefix prefix;
	sn_range range;

	(void)threads;
	if (!piece)
		return SN_ENOMEM;
	sn_set_iter_init(&it, s, 0);
	while (!status) {
		bool more = form == SN_WRITE_RANGES
				? sn_set_iter_next_range(&it, &range)
				: sn_set_iter_next_prefix(&it, &prefix);

		if (more)
			p = form == SN_WRITE_RANGES ? put_range(p, &range)
						    : put_prefix(p, &prefix);
		if (p > piece && (!more || p - piece > PIECE - LINE_MAX)) {
			status = sink(ctx, piece, (size_t)(p - piece));
			p = piece;
		}
		if (!more)
			break;
	}
	sn__free(&s->alloc, piece);
	return status;
}
