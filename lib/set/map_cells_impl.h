/*
 * map_cells_impl.h - the entries of cells and their lists, written once for
 * both kinds of cells. Included by map_bitmap.c and map_btree.c with the
 * parameters of base/width4.h or base/width6.h, and
 *   INNER       the unsigned type of an address within its cell
 *   CELL(at)    the cell of an address
 *   INSIDE(at)  the address within its cell
 *   UNIT        bytes that the place of a list counts in
 *   OWNER       the structure whose member e the entries are
 *   PUT(o, i, cell)  tells the owner the cell of entry @i
 *
 * A list of n steps: INNER n - 1, the starts of all but the first as INNER, up
 * to a border of 4 bytes; n values; n lengths where they are kept; up to a
 * border of UNIT. Twelve steps of a /24 are one cache line.
 */
struct NAME(list) {
	const INNER *start; /* of steps 1, 2, ... */
	size_t n;
	const uint32_t *value;
	const uint8_t *len;
};

static SN__INLINE size_t
NAME(head_bytes)(size_t n)
{
	return (n * sizeof(INNER) + 3) & ~(size_t)3;
}

static inline size_t
NAME(list_units)(size_t n, bool lens)
{
	size_t bytes = NAME(head_bytes)(n) + n * sizeof(uint32_t);

	return (bytes + (lens ? n : 0) + UNIT - 1) / UNIT;
}

static SN__INLINE bool
NAME(is_list)(const sn__entries *e, uint32_t value)
{
	return value - SN__LISTED < e->list_units;
}

static SN__INLINE struct NAME(list)
    NAME(list_at)(const sn__entries *e, uint32_t value)
{
	const unsigned char *p = e->list + (size_t)(value - SN__LISTED) * UNIT;
	const INNER *head = (const void *)p;
	size_t n = (size_t)*head + 1;
	const void *values = p + NAME(head_bytes)(n);

	return (struct NAME(list)){head + 1, n, values,
	    (const uint8_t *)((const uint32_t *)values + n)};
}

/* Which step of the list holds @at: how many of the others start at or before
 * it. */
static SN__INLINE size_t
NAME(list_find)(const struct NAME(list) * l, INNER at)
{
	size_t before = 0, n = l->n - 1;

	while (n > FEW) {
		size_t half = n / 2;
		bool right = l->start[before + half] <= at;

		before += right ? half + 1 : 0;
		n = right ? n - half - 1 : half;
	}
	for (size_t i = before; n > 0; n--)
		before += l->start[i++] <= at;
	return before;
}

/* The value, and length, at an address inside the cell of entry @i. */
static SN__INLINE uint32_t
NAME(entry_match)(const sn__entries *e, size_t i, INNER at, uint8_t *len)
{
	uint32_t value = e->value[i];
	struct NAME(list) l;
	size_t k;

	if (__builtin_expect(!NAME(is_list)(e, value), 1)) {
		/* LCOV_EXCL_BR_START copies of batches that have no lengths */
		if (len)
			*len = e->len ? e->len[i] : 0;
		/* LCOV_EXCL_BR_STOP */
		return value;
	}
	l = NAME(list_at)(e, value);
	k = NAME(list_find)(&l, at);
	/* LCOV_EXCL_BR_START as above: copies that have no lengths */
	if (len)
		*len = e->len ? l.len[k] : 0;
	/* LCOV_EXCL_BR_STOP */
	return l.value[k];
}

/* ------------------------------------------------------------ building */

/* The steps [from, to) start in one cell; where the last one of it is listed,
 * the next cell needs an entry. */
struct NAME(group) {
	size_t from;
	size_t to;
	bool listed;
	bool next_too;
};

static inline struct NAME(group)
    NAME(group_at)(const NAME(sn__steps) * s, size_t from)
{
	struct NAME(group) g = {from, from + 1, false, false};
	uint64_t cell = CELL(s->start[from]);

	while (g.to < s->n && CELL(s->start[g.to]) == cell)
		g.to++;
	g.listed = g.to - from > 1 || INSIDE(s->start[from]) != 0;
	g.next_too = g.listed && cell != CELL(TOP) &&
		     (g.to == s->n || CELL(s->start[g.to]) != cell + 1);
	return g;
}

/* A listed cell begins with the step before it, unless one starts there. */
static inline size_t
NAME(group_size)(const NAME(sn__steps) * s, const struct NAME(group) * g)
{
	return g->to - g->from + (INSIDE(s->start[g->from]) != 0);
}

/* Entries and units that @s will need. */
static sn_status
NAME(measure)(const NAME(sn__steps) * s, sn__entries *e)
{
	size_t units = 0, n = 0;

	for (size_t i = 0; i < s->n;) {
		struct NAME(group) g = NAME(group_at)(s, i);

		n += 1u + g.next_too;
		if (g.listed)
			units += NAME(list_units)(
			    NAME(group_size)(s, &g), s->len != NULL);
		i = g.to;
	}
	/* LCOV_EXCL_BR_START maps of 8 GB and more */
	if (n >= SN__LISTED || units >= SN__LISTED)
		return SN_ELIMIT;
	/* LCOV_EXCL_BR_STOP */
	e->n = n;
	e->list_units = (uint32_t)units;
	return SN_OK;
}

static size_t
NAME(put_list)(const NAME(sn__steps) * s, const struct NAME(group) * g,
    sn__entries *e, size_t units)
{
	unsigned char *p = e->list + units * UNIT;
	size_t n = NAME(group_size)(s, g), from = g->to - n;
	INNER *head = (void *)p;
	void *values = p + NAME(head_bytes)(n);
	uint32_t *value = values;
	uint8_t *len = (uint8_t *)(value + n);

	head[0] = (INNER)(n - 1);
	for (size_t i = 0; i < n; i++) {
		if (i)
			head[i] = (INNER)INSIDE(s->start[from + i]);
		value[i] = s->value[from + i];
		if (s->len)
			len[i] = s->len[from + i];
	}
	return units + NAME(list_units)(n, s->len != NULL);
}

/* Into arrays that measure() gave the sizes of. */
static void
NAME(fill)(OWNER *o, const NAME(sn__steps) * s)
{
	sn__entries *e = &o->e;
	uint32_t *value = e->value;
	uint8_t *len = e->len;
	const uint8_t *from = s->len;
	size_t units = 0, n = 0;

	for (size_t i = 0; i < s->n;) {
		struct NAME(group) g = NAME(group_at)(s, i);

		PUT(o, n, CELL(s->start[i]));
		value[n] =
		    g.listed ? SN__LISTED + (uint32_t)units : s->value[i];
		if (len)
			len[n] = from[i];
		n++;
		if (g.listed)
			units = NAME(put_list)(s, &g, e, units);
		if (g.next_too) {
			PUT(o, n, CELL(s->start[i]) + 1);
			value[n] = s->value[g.to - 1];
			if (len)
				len[n] = from[g.to - 1];
			n++;
		}
		i = g.to;
	}
}

/* ------------------------------------------------------------- walking */

/* The last step of the entry: 0 where it has no list. */
static size_t
NAME(last_in_list)(const sn__entries *e, size_t i)
{
	if (!NAME(is_list)(e, e->value[i]))
		return 0;
	return NAME(list_at)(e, e->value[i]).n - 1;
}

/* The step that holds @at, whose cell is that of entry @i or after it. */
static sn__place
NAME(place_in)(const OWNER *o, size_t i, uint64_t cell, NUM at)
{
	sn__place p = {i, 0, cell};

	/* A cell after that of a list has an entry: @at is in the cell. */
	if (NAME(is_list)(&o->e, o->e.value[i])) {
		struct NAME(list) l = NAME(list_at)(&o->e, o->e.value[i]);

		p.in_list = NAME(list_find)(&l, (INNER)INSIDE(at));
	}
	return p;
}

/* Value, length and address within the cell of the step at @p. */
static sn__step
NAME(step_at)(const sn__entries *e, const sn__place *p, INNER *inside)
{
	uint32_t value = e->value[p->entry];
	struct NAME(list) l;

	*inside = 0;
	if (!NAME(is_list)(e, value))
		return (sn__step){0, value, e->len ? e->len[p->entry] : 0};
	l = NAME(list_at)(e, value);
	if (p->in_list)
		*inside = l.start[p->in_list - 1];
	return (sn__step){
	    0, l.value[p->in_list], e->len ? l.len[p->in_list] : 0};
}
