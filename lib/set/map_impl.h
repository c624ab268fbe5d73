/*
 * map_impl.h - what a map keeps beside its steps, written once for both
 * widths. Included by map.c with
 *   W           the suffix, 4 or 6
 *   NUM         the unsigned type of an address
 *   KEY         a prefix and its value; FIRST(k) its first address
 *   STEPS       the steps
 *   LEAD(f, l)  the length of the largest prefix at the start of a range
 *   HOST(len)   the host bits of a prefix
 */
#define CAT_(a, b) a##b
#define CAT(a, b)  CAT_(a, b)
#define NAME(x)	   CAT(x, W)

/* Copies the keys after which one of the same first address comes. */
static sn_status
NAME(hide)(KEY **out, size_t *many, const sn_alloc *alloc, const KEY *k,
    size_t n)
{
	size_t hidden = 0;
	KEY *copy;

	for (size_t i = 1; i < n; i++)
		hidden += FIRST(&k[i - 1]) == FIRST(&k[i]);
	if (hidden == 0)
		return SN_OK;
	copy = sn__alloc_large(alloc, hidden, sizeof(*copy));
	if (!copy)
		return SN_ENOMEM;
	*out = copy;
	for (size_t i = 1; i < n; i++)
		if (FIRST(&k[i - 1]) == FIRST(&k[i]))
			copy[(*many)++] = k[i - 1];
	return SN_OK;
}

/* How many prefixes the runs of a merged map are. */
static uint64_t
NAME(count_aggregates)(const STEPS *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		NUM first = s->start[i];
		NUM last = i + 1 < s->n ? (NUM)(s->start[i + 1] - 1)
					: (NUM) ~(NUM)0;
		NUM end = last;

		if (s->value[i] == SN_MAP_NONE)
			continue;
		do {
			end = first | HOST(LEAD(first, last));
			first = (NUM)(end + 1);
			n++;
		} while (end != last);
	}
	return n;
}

#undef CAT_
#undef CAT
#undef NAME
#undef W
#undef NUM
#undef KEY
#undef FIRST
#undef STEPS
#undef LEAD
#undef HOST
