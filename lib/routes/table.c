/*
 * table.c - rows in delivery order, with next hops as numbers.
 *
 * A hash of open addressing finds the number of a name; it is at most half
 * full and grows before anything else changes, so that a failure leaves the
 * table as it was.
 */
#include "routes/table.h"

enum { NAME_ROOM = SN_NAME_MAX + 24 };
#define ROWS_MAX     ((size_t)1 << 30)
#define PRIORITY_MAX (UINT32_C(1) << 30)

sn_status
sn_table_new(sn_table **out, const sn_alloc *alloc)
{
	sn_table *t = sn__calloc(
	    alloc ? alloc : &(sn_alloc){NULL, NULL, NULL}, 1, sizeof(*t));

	if (!t)
		return SN_ENOMEM;
	t->alloc = sn__alloc_keep(alloc);
	*out = t;
	return SN_OK;
}

void
sn_table_free(sn_table *t)
{
	sn_alloc alloc;

	if (!t)
		return;
	alloc = t->alloc;
	for (size_t i = 0; i < t->names; i++)
		sn__free(&alloc, t->name[i]);
	sn__free(&alloc, t->name);
	sn__free(&alloc, t->slot);
	sn__free(&alloc, t->row);
	sn__free(&alloc, t);
}

/* FNV-1a: names are short, and the hash is no secret. */
static size_t
hash(const char *name, size_t len)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32);
}

static bool
grow_slots(sn_table *t)
{
	size_t slots = t->slots ? t->slots * 2 : 16;
	uint32_t *slot;

	if (2 * (t->names + 1) <= t->slots)
		return true;
	slot = sn__calloc(&t->alloc, slots, sizeof(*slot));
	if (!slot)
		return false;
	for (size_t i = 0; i < t->names; i++) {
		size_t at = hash(t->name[i], strlen(t->name[i]));

		while (slot[at & (slots - 1)])
			at++;
		slot[at & (slots - 1)] = (uint32_t)i + 1;
	}
	sn__free(&t->alloc, t->slot);
	t->slot = slot;
	t->slots = slots;
	return true;
}

static bool
is_name(const char *name, size_t len)
{
	if (len == 0 || len >= NAME_ROOM)
		return false;
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return true;
}

sn_status
sn_table_intern(sn_table *t, const char *name, size_t len, uint32_t *number)
{
	size_t at = hash(name, len);
	char *copy;

	if (!is_name(name, len))
		return SN_EINVAL;
	if (!grow_slots(t) || !sn__grow(&t->alloc, &t->name, &t->name_capacity,
				  t->names, sizeof(*t->name)))
		return SN_ENOMEM;
	for (;; at++) {
		uint32_t n = t->slot[at & (t->slots - 1)];

		if (!n)
			break;
		if (!strncmp(t->name[n - 1], name, len) &&
		    !t->name[n - 1][len]) {
			*number = n - 1;
			return SN_OK;
		}
	}
	copy = sn__malloc(&t->alloc, len + 1, 1);
	if (!copy)
		return SN_ENOMEM;
	memcpy(copy, name, len);
	copy[len] = '\0';
	t->name[t->names] = copy;
	*number = (uint32_t)t->names++;
	t->slot[at & (t->slots - 1)] = *number + 1;
	return SN_OK;
}

sn_status
sn_table_add(sn_table *t, const sn_route *row)
{
	bool policy = row->kind == SN_ROUTE_POLICY;

	if (row->kind < SN_ROUTE_POLICY || row->kind > SN_ROUTE_BGP ||
	    row->next_hop >= t->names || row->priority > PRIORITY_MAX ||
	    row->weight > 100 || row->state > SN_STATE_PUBLISHED ||
	    row->origin > SN_ORIGIN_MANUAL || row->action > SN_ACTION_ADD ||
	    !sn__prefix_valid(row->destination) ||
	    (policy && !sn__prefix_valid(row->source)))
		return SN_EINVAL;
	if (policy && row->source.family != row->destination.family)
		return SN_EFAMILY;
	if (t->rows >= ROWS_MAX) /* LCOV_EXCL_BR_LINE 80 GB of rows */
		return SN_ELIMIT;
	if (!sn__grow(
		&t->alloc, &t->row, &t->row_capacity, t->rows, sizeof(*t->row)))
		return SN_ENOMEM;
	t->row[t->rows] = *row;
	if (!policy)
		t->row[t->rows].source =
		    sn__prefix(row->destination.family, 0, 0);
	t->rows++;
	return SN_OK;
}

size_t
sn_table_size(const sn_table *t)
{
	return t->rows;
}

const sn_route *
sn_table_rows(const sn_table *t)
{
	return t->row;
}

const char *
sn_table_next_hop(const sn_table *t, uint32_t number)
{
	return number < t->names ? t->name[number] : NULL;
}
