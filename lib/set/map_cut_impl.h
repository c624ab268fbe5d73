/*
 * map_cut_impl.h - from prefixes to steps, written once for both widths.
 * Included by map_cut.c between map_key4.h or map_key6.h and key_end.h.
 */
static bool
NAME(ascends)(const KEY *k, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		NUM before = KEY_FIRST(&k[i - 1]), first = KEY_FIRST(&k[i]);

		if (before > first ||
		    (before == first && k[i - 1].len > k[i].len))
			return false;
	}
	return true;
}

/* By first address, then length; equal prefixes stay in order. */
static sn_status
NAME(sort)(const sn_alloc *alloc, KEY *k, size_t n)
{
	size_t bin[BITS + 1] = {0}, sum = 0;
	KEY *spare;

	if (NAME(ascends)(k, n))
		return SN_OK;
	spare = sn__alloc_large(alloc, n, sizeof(*k));
	if (!spare)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++)
		bin[k[i].len]++;
	for (unsigned len = 0; len <= BITS; len++) {
		size_t many = bin[len];

		bin[len] = sum;
		sum += many;
	}
	for (size_t i = 0; i < n; i++)
		spare[bin[k[i].len]++] = k[i];
	memcpy(k, spare, n * sizeof(*k));
	NAME(sn__map_sort)(k, n, spare);
	sn__free(alloc, spare);
	return SN_OK;
}

/* The last of equal prefixes stays. */
static size_t
NAME(unique)(KEY *k, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool same = kept &&
			    KEY_FIRST(&k[kept - 1]) == KEY_FIRST(&k[i]) &&
			    k[kept - 1].len == k[i].len;

		kept -= same;
		k[kept++] = k[i];
	}
	return kept;
}

/* A prefix that has begun and not ended. */
struct NAME(open) {
	NUM last;
	uint32_t value;
	uint8_t len;
};

/* @s has the capacity. What starts at the same address is replaced. */
static inline void
NAME(put)(NAME(sn__steps) * s, NUM start, const struct NAME(open) * o)
{
	if (s->n && s->start[s->n - 1] == start)
		s->n--;
	if (!s->len && s->n && s->value[s->n - 1] == o->value)
		return;
	s->start[s->n] = start;
	s->value[s->n] = o->value;
	if (s->len)
		s->len[s->n] = o->len;
	s->n++;
}

/* Ends the prefixes above @stack that end before @before, or (0) all. */
static inline struct NAME(open) * NAME(close)(NAME(sn__steps) * s,
				      const struct NAME(open) * stack,
				      struct NAME(open) * top, NUM before)
{
	while (top > stack && (top->last < before || before == 0)) {
		NUM last = top->last;

		top--;
		if (last != TOP)
			NAME(put)(s, (NUM)(last + 1), top);
	}
	return top;
}

static void
NAME(sweep)(NAME(sn__steps) * s, const KEY *k, size_t n)
{
	struct NAME(open) stack[BITS + 2], *top = stack;

	*top = (struct NAME(open)){TOP, SN_MAP_NONE, 0};
	NAME(put)(s, 0, top);
	for (size_t i = 0; i < n; i++) {
		NUM first = KEY_FIRST(&k[i]);

		if (first)
			top = NAME(close)(s, stack, top, first);
		*++top = (struct NAME(open)){
		    first | HOST(k[i].len), k[i].value, k[i].len};
		NAME(put)(s, first, top);
	}
	NAME(close)(s, stack, top, 0);
}

sn_status
NAME(sn__map_cut)(NAME(sn__steps) * steps, const sn_alloc *alloc, KEY *k,
    size_t *n, bool merge)
{
	NAME(sn__steps) s = {NULL, NULL, NULL, 0};
	sn_status status = NAME(sort)(alloc, k, *n);
	size_t most;

	if (status)
		return status;
	*n = NAME(unique)(k, *n);
	most = *n * 2 + 1;
	s.start = sn__alloc_large(alloc, most, sizeof(*s.start));
	s.value = sn__alloc_large(alloc, most, sizeof(*s.value));
	s.len = merge ? NULL : sn__alloc_large(alloc, most, 1);
	if (!s.start || !s.value || (!merge && !s.len)) {
		sn__free(alloc, s.start);
		sn__free(alloc, s.value);
		sn__free(alloc, s.len);
		return SN_ENOMEM;
	}
	NAME(sweep)(&s, k, *n);
	*steps = s;
	return SN_OK;
}
