/*
 * strip.c - where segments are, on strips to scale.
 */
#include "render/picture/strip.h"

#include <string.h>

#include "base/bits.h"

static double
place(sn_prefix whole, sn__u128 at)
{
	return (double)(at - sn__prefix_bits(whole)) /
	       sn_count_to_double(sn_prefix_size(whole)) * SN__STRIP_WIDTH;
}

/* A mark of at least SN__MARK units within the strip. */
sn__mark
sn__strip_mark(sn_prefix whole, sn_prefix p)
{
	sn__u128 last = sn__addr_bits(sn_prefix_last(p));
	sn__mark m;

	m.from = (int)place(whole, sn__prefix_bits(p));
	m.to =
	    (int)(place(whole, last) +
		  SN__STRIP_WIDTH / sn_count_to_double(sn_prefix_size(whole)) +
		  0.5);
	if (m.to < m.from + SN__MARK)
		m.to = m.from + SN__MARK;
	if (m.to > SN__STRIP_WIDTH) {
		m.to = SN__STRIP_WIDTH;
		if (m.from > m.to - SN__MARK)
			m.from = m.to - SN__MARK;
	}
	return m;
}

/* Whether nothing is between @a and @b. */
static bool
adjoin(sn_prefix a, sn_prefix b)
{
	return sn__addr_bits(sn_prefix_last(a)) + 1 == sn__prefix_bits(b);
}

size_t
sn__strip_marks(sn_prefix whole, const sn_prefix *p, size_t n,
    sn__mark_sink *sink, void *ctx)
{
	sn__mark open = {0, 0};
	size_t hidden = 0;

	for (size_t i = 0; i < n; i++) {
		sn__mark m = sn__strip_mark(whole, p[i]);

		if (i && m.from <= open.to) {
			hidden += m.from < open.to || !adjoin(p[i - 1], p[i]);
			open.to = m.to > open.to ? m.to : open.to;
			continue;
		}
		if (i && sink)
			sink(ctx, open);
		open = m;
	}
	if (n && sink)
		sink(ctx, open);
	return hidden;
}

/* The longest prefix that holds all of @n ascending ones. */
static sn_prefix
common(const sn_prefix *p, size_t n)
{
	sn_prefix out = p[0];

	/* Of one family, so nothing fails. */
	(void)!sn_prefix_common(&out, p[0], p[n - 1]);
	return out;
}

/* Cuts @z in the middle of its prefix; @z keeps the lower half. */
static sn__zoom
cut(sn__zoom *z, const sn_prefix *aggregates)
{
	const sn_prefix *p = aggregates + z->aggregate;
	sn_addr middle = sn_prefix_last(z->prefix);
	size_t low = 0, high = z->aggregate_count;
	sn__zoom upper = *z;

	middle = sn__addr(z->prefix.family,
	    sn__prefix_bits(z->prefix) +
		(sn__addr_bits(middle) - sn__prefix_bits(z->prefix)) / 2);
	while (low < high) { /* the first that begins after the middle */
		size_t k = low + (high - low) / 2;

		if (sn__prefix_bits(p[k]) > sn__addr_bits(middle))
			high = k;
		else
			low = k + 1;
	}
	upper.aggregate += low;
	upper.aggregate_count -= low;
	z->aggregate_count = low;
	upper.prefix = common(p + low, upper.aggregate_count);
	z->prefix = common(p, low);
	return upper;
}

/* The segments and addresses of each. */
static void
fill(sn__zoom *z, size_t n, const sn_side *side)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const sn_prefix *p = side->aggregates + z[i].aggregate;

		z[i].segment = k;
		while (k < side->segment_count &&
		       sn_prefix_contains(z[i].prefix, side->segments[k]))
			k++;
		z[i].segment_count = k - z[i].segment;
		z[i].addresses = sn_count_from(0);
		for (size_t a = 0; a < z[i].aggregate_count; a++)
			z[i].addresses =
			    sn_count_add(z[i].addresses, sn_prefix_size(p[a]));
	}
}

size_t
sn__side_zooms(sn__zoom out[SN__ZOOMS], const sn_side *side)
{
	const sn_prefix *a = side->aggregates;
	size_t hidden[SN__ZOOMS], n = 1;

	out[0] = (sn__zoom){.prefix = common(a, side->aggregate_count),
	    .aggregate_count = side->aggregate_count};
	hidden[0] = sn__strip_marks(
	    out[0].prefix, a, side->aggregate_count, NULL, NULL);
	while (n < SN__ZOOMS) {
		size_t worst = 0;

		for (size_t i = 1; i < n; i++)
			worst = hidden[i] > hidden[worst] ? i : worst;
		if (!hidden[worst])
			break;
		memmove(out + worst + 2, out + worst + 1,
		    (n - worst - 1) * sizeof(*out));
		memmove(hidden + worst + 2, hidden + worst + 1,
		    (n - worst - 1) * sizeof(*hidden));
		out[worst + 1] = cut(&out[worst], a);
		n++;
		for (size_t i = worst; i < worst + 2; i++)
			hidden[i] =
			    sn__strip_marks(out[i].prefix, a + out[i].aggregate,
				out[i].aggregate_count, NULL, NULL);
	}
	fill(out, n, side);
	return n;
}
