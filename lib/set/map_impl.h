/*
 * map_impl.h - what a map keeps beside its steps, written once for both
 * widths. Included by map.c between map_key4.h or map_key6.h and key_end.h.
 */
/* Copies the keys after which one of the same first address comes. */
static sn_status
NAME(hide)(
    KEY **out, size_t *many, const sn_alloc *alloc, const KEY *k, size_t n)
{
	size_t hidden = 0;
	KEY *copy;

	for (size_t i = 1; i < n; i++)
		hidden += KEY_FIRST(&k[i - 1]) == KEY_FIRST(&k[i]);
	if (hidden == 0)
		return SN_OK;
	copy = sn__alloc_large(alloc, hidden, sizeof(*copy));
	if (!copy)
		return SN_ENOMEM;
	*out = copy;
	for (size_t i = 1; i < n; i++)
		if (KEY_FIRST(&k[i - 1]) == KEY_FIRST(&k[i]))
			copy[(*many)++] = k[i - 1];
	return SN_OK;
}

/* How many prefixes the runs of a merged map are. */
static uint64_t
NAME(count_aggregates)(const NAME(sn__steps) * s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		NUM first = s->start[i];
		NUM last = i + 1 < s->n ? (NUM)(s->start[i + 1] - 1) : TOP;
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
