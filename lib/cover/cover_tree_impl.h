/*
 * cover_tree_impl.h - building the tree from ranges, written once for both
 * widths; a template of base/width4.h. Included by cover_tree.c, where the
 * exposition is.
 */
/* Joins the topmost open subtree and the last one under their prefix. */
static sn_status
NAME(join)(struct making *m)
{
	sn__tree *t = m->tree;
	const struct open *l = &m->open[--m->depth], *r = &m->last;
	unsigned len = l->parts;
	NUM gap = HOST(len) - HOST(l->len) - HOST(r->len) - 1;
	bool forced;

	if (!reserve_node(t, m->prices != NULL))
		return SN_ENOMEM;
	forced = must_split(m, sn__prefix(FAMILY, NAME(last_leaf)(t), len));
	t->forced += forced;
	if (!forced && !m->prices)
		t->gap[FAMILY == SN_IPV6] += gap;
	put_node(m, FAMILY, len, forced);
	return SN_OK;
}

/* Joins what parts below @len bits: no leaf comes there any more. */
static sn_status
NAME(close)(struct making *m, unsigned len)
{
	sn_status status = SN_OK;

	while (!status && m->depth > m->bottom &&
	       m->open[m->depth - 1].parts > len)
		status = NAME(join)(m);
	return status;
}

/* Adds a leaf, to the right of all before it. */
static sn_status
NAME(leaf)(struct making *m, NUM first, unsigned len)
{
	sn__tree *t = m->tree;
	uint8_t scaled;

	if (m->has_last) {
		unsigned parts = CLZ((NUM)(NAME(last_leaf)(t) ^ first));
		sn_status status = NAME(close)(m, parts);

		if (status)
			return status;
		put_open(m, parts);
	}
	if (t->leaves >= SN__LEAVES_MAX)
		return SN_ELIMIT;
	if (!NAME(put_leaf)(t, first) ||
	    (m->prices && !sn__grow(&t->alloc, &t->leaf_pick,
			      &t->leaf_pick_capacity, t->leaves, 1)))
		return SN_ENOMEM;
	if (must_split(m, sn__prefix(FAMILY, first, len)))
		t->infeasible = true;
	m->last = (struct open){
	    0, (uint32_t)t->leaves, (uint32_t)t->leaves, (uint8_t)len, 0};
	m->has_last = true;
	if (m->prices)
		m->last_inside =
		    sn__price_of(m->prices, sn__prefix(FAMILY, first, len));
	scaled = sn__tree_scaled(t, FAMILY, len);
	t->longest = scaled > t->longest ? scaled : t->longest;
	t->leaves++;
	return SN_OK;
}

/*
 * Adds a prefix, cut where it is shorter than allowed or an old prefix lies
 * inside. Halves that wait are on a stack of at most one a bit.
 */
static sn_status
NAME(cut)(struct making *m, NUM first, unsigned len)
{
	struct {
		NUM first;
		unsigned len;
	} todo[BITS + 2];
	unsigned n = 0;

	todo[n].first = first;
	todo[n++].len = len;
	while (n) {
		sn_status status;

		first = todo[--n].first;
		len = todo[n].len;
		if (len < m->o->NAME(shortest) ||
		    (m->prices && sn__old_inside(m->prices,
				      sn__prefix(FAMILY, first, len)))) {
			todo[n].first = first | (HOST(len + 1) + 1);
			todo[n++].len = len + 1;
			todo[n].first = first;
			todo[n++].len = len + 1;
			continue;
		}
		status = NAME(leaf)(m, first, len);
		if (status)
			return status;
	}
	return SN_OK;
}

/* The aggregates of one range, from the left. */
static sn_status
NAME(range)(struct making *m, NUM first, NUM last)
{
	for (;;) {
		unsigned len = LEAD(first, last);
		NUM end = first | HOST(len);
		sn_status status = m->prices || len < m->o->NAME(shortest)
				       ? NAME(cut)(m, first, len)
				       : NAME(leaf)(m, first, len);

		if (status || end == last)
			return status;
		first = end + 1;
	}
}

/* All of the family; its tree is then the last one. */
static sn_status
NAME(family)(struct making *m, const sn_set *set)
{
	sn__tree *t = m->tree;
	sn_status status = SN_OK;

	if (m->has_last)
		put_open(m, 0);
	m->has_last = false;
	m->bottom = m->depth;
	for (size_t i = 0; i < set->NAME(n) && !status; i++)
		status = NAME(range)(
		    m, FIRST(set->NAME(ranges)[i]), LAST(set->NAME(ranges)[i]));
	while (!status && m->depth > m->bottom)
		status = NAME(join)(m);
	if (!status && m->has_last)
		t->root_len = sn__tree_scaled(t, FAMILY, m->last.len);
	return status;
}
