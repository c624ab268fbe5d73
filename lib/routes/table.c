/*
 * table.c - rows in delivery order, with next hops as numbers.
 *
 * A hash table of open addressing finds the number of a name; it is at most
 * half full and grows before anything else changes, so that a failure leaves
 * the rows and names as they were.
 */
#include "routes/table.h"

#include "base/hash.h"

enum { NAME_SIZE = SN_NAME_MAX + 24 };
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
	sn__free(&alloc, t->left);
	sn__free(&alloc, t);
}

/* From slot to slot, odd, so that all are reached: names that are made to
 * begin at one slot go different ways from there. */
static uint64_t
step_of(uint64_t hash)
{
	return hash >> 40 | 1;
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
		uint64_t hash = sn__hash_bytes(t->name[i], strlen(t->name[i]));
		uint64_t at = hash;

		while (slot[at & (slots - 1)])
			at += step_of(hash);
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
	if (len == 0 || len >= NAME_SIZE)
		return false;
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return true;
}

/* The slot of a name, or the free one where it would be; there is one. */
static uint32_t *
slot_of(const sn_table *t, const char *name, size_t len)
{
	uint64_t hash = sn__hash_bytes(name, len);

	for (uint64_t at = hash;; at += step_of(hash)) {
		uint32_t *slot = &t->slot[at & (t->slots - 1)];

		if (!*slot || (!strncmp(t->name[*slot - 1], name, len) &&
				  !t->name[*slot - 1][len]))
			return slot;
	}
}

bool
sn__table_knows(const sn_table *t, const char *name)
{
	return t->slots && *slot_of(t, name, strlen(name));
}

sn_status
sn_table_intern(sn_table *t, const char *name, size_t len, uint32_t *number)
{
	uint32_t *slot;
	char *copy;

	if (!is_name(name, len))
		return SN_EINVAL;
	if (!grow_slots(t) || !sn__grow(&t->alloc, &t->name, &t->name_capacity,
				  t->names, sizeof(*t->name)))
		return SN_ENOMEM;
	slot = slot_of(t, name, len);
	if (*slot) {
		*number = *slot - 1;
		return SN_OK;
	}
	copy = sn__malloc(&t->alloc, len + 1, 1);
	if (!copy)
		return SN_ENOMEM;
	memcpy(copy, name, len);
	copy[len] = '\0';
	t->name[t->names] = copy;
	*number = (uint32_t)t->names++;
	*slot = *number + 1;
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

int
sn__compare_routes_of(
    const sn_table *a, const sn_route *x, const sn_table *b, const sn_route *y)
{
	int order;

	SN__COMPARE(x->kind, y->kind);
	order = sn_prefix_compare(x->source, y->source);
	if (!order)
		order = sn_prefix_compare(x->destination, y->destination);
	if (!order && (a != b || x->next_hop != y->next_hop))
		order = strcmp(a->name[x->next_hop], b->name[y->next_hop]);
	if (order)
		return order;
	SN__COMPARE(y->weight, x->weight);
	SN__COMPARE(x->priority, y->priority);
	return 0;
}

static int
compare_numbers(const void *x, const void *y, void *table)
{
	const sn_table *t = table;
	const uint32_t *a = x, *b = y;
	int order = sn__compare_routes_of(t, &t->row[*a], t, &t->row[*b]);

	return order ? order : (*a > *b) - (*a < *b);
}

uint32_t *
sn__table_sorted(const sn_table *t, const sn_alloc *alloc)
{
	uint32_t *row = sn__malloc(alloc, t->rows, sizeof(*row));

	if (!row)
		return NULL;
	for (size_t i = 0; i < t->rows; i++)
		row[i] = (uint32_t)i;
	qsort_r(
	    row, t->rows, sizeof(*row), compare_numbers, (void *)(uintptr_t)t);
	return row;
}

sn_status
sn_table_append(sn_table *t, const sn_table *more)
{
	sn_status status = SN_OK;
	size_t n = more->rows;

	for (size_t i = 0; i < n && !status; i++) {
		sn_route row = more->row[i];
		const char *hop = more->name[row.next_hop];

		status = sn_table_intern(t, hop, strlen(hop), &row.next_hop);
		if (!status)
			status = sn_table_add(t, &row);
	}
	for (size_t i = 0; i < more->lefts && !status; i++) {
		sn_route rule = more->left[i];
		const char *hop = more->name[rule.next_hop];

		status = sn_table_intern(t, hop, strlen(hop), &rule.next_hop);
		if (!status)
			status = sn__table_leave_out(t, &rule);
	}
	t->linux_rules |= more->linux_rules;
	return status;
}

bool
sn_table_is_linux(const sn_table *t)
{
	return t->linux_rules;
}

sn_status
sn__table_leave_out(sn_table *t, const sn_route *rule)
{
	if (!sn__grow(&t->alloc, &t->left, &t->left_capacity, t->lefts,
		sizeof(*t->left)))
		return SN_ENOMEM;
	t->left[t->lefts++] = *rule;
	return SN_OK;
}

const sn_route *
sn_table_left_out_rows(const sn_table *t)
{
	return t->left;
}

uint64_t
sn_table_left_out_before(
    const sn_table *t, const sn_packet *packet, sn_hit hit, uint64_t from)
{
	for (; from < t->lefts; from++) {
		const sn_route *rule = &t->left[from];

		if (sn_prefix_contains_addr(rule->source, packet->source) &&
		    sn_prefix_contains_addr(
			rule->destination, packet->destination) &&
		    (hit.outcome == SN_HIT_NONE ||
			rule->priority <= t->row[hit.row].priority))
			break;
	}
	return from;
}

uint64_t
sn_table_left_out(const sn_table *t)
{
	return t->lefts;
}
