/*
 * table_diff.c - what is between two route tables, as text, CSV, JSON and a
 * script.
 */
#include "render/device/aliyun.h"
#include "render/table_row.h"

#include <stdlib.h>

/* A row that only one of the tables has. */
struct change {
	size_t row;
	unsigned table; /* 0: to delete, 1: to add */
};

struct changes {
	const sn_table *table[2];
	struct change *change;
	size_t n;
};
static const char *const action[] = {"delete", "add"};

static void
on_delete(void *ctx, size_t row)
{
	struct changes *c = ctx;

	c->change[c->n++] = (struct change){row, 0};
}

static void
on_add(void *ctx, size_t row)
{
	struct changes *c = ctx;

	c->change[c->n++] = (struct change){row, 1};
}

static const sn_route *
row_of(const struct changes *c, const struct change *x)
{
	return &sn_table_rows(c->table[x->table])[x->row];
}

static const char *
hop_of(const sn_table *t, sn_hit hit)
{
	return hit.outcome == SN_HIT_ROW
		   ? sn_table_next_hop(t, sn_table_rows(t)[hit.row].next_hop)
		   : NULL;
}

/* Between which next hops nothing decides: the first of them. */
static void
text_tie(sn__out *out, const sn_table *t, const uint8_t *why)
{
	enum { SHOWN = 4 };
	const sn_route *row = sn_table_rows(t);
	uint32_t hop[SHOWN];
	size_t n = 0;

	for (size_t i = 0; i < sn_table_size(t); i++) {
		size_t k = 0;

		while (k < n && hop[k] != row[i].next_hop)
			k++;
		if (why[i] != SN_WHY_CANDIDATE || k < n)
			continue;
		sn__out_text(out, n ? " or " : "not deterministic (");
		if (n == SHOWN) {
			sn__out_text(out, "another");
			break;
		}
		sn__out_text(out, sn_table_next_hop(t, row[i].next_hop));
		hop[n++] = row[i].next_hop;
	}
	sn__out_char(out, ')');
}

static sn_status
text_hit(sn__out *out, const sn_table *t, const sn_difference *found,
    const sn_hit *hit)
{
	const char *hop = hop_of(t, *hit);
	sn_status status;
	sn_hit same;
	uint8_t *why;

	if (hit->outcome != SN_HIT_AMBIGUOUS) {
		sn__out_text(out, hop ? hop : "no row");
		return SN_OK;
	}
	why = malloc(sn_table_size(t));
	if (!why)
		return SN_ENOMEM;
	status = sn_table_explain(t, found->rule, found->witness.source,
	    found->witness.destination, why, &same);
	if (!status)
		text_tie(out, t, why);
	free(why);
	return status;
}

static sn_status
text_diff(sn__out *out, const struct changes *c, const sn_difference *found)
{
	sn_status status;

	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->change[i];

		sn__out_format(
		    out, "%s: row %zu: ", action[x->table], x->row + 1);
		sn__row_text(out, c->table[x->table], row_of(c, x));
		sn__out_char(out, '\n');
	}
	if (!found->differ) {
		sn__out_text(out, "decisions are the same for all packets\n");
		return SN_OK;
	}
	sn__out_text(out, "decisions differ: ");
	sn__out_addr(out, found->witness.source);
	sn__out_text(out, " -> ");
	sn__out_addr(out, found->witness.destination);
	sn__out_text(out, ": ");
	status = text_hit(out, c->table[0], found, &found->hit[0]);
	sn__out_text(out, ", then ");
	if (!status)
		status = text_hit(out, c->table[1], found, &found->hit[1]);
	sn__out_char(out, '\n');
	return status;
}

static void
csv_diff(sn__out *out, const struct changes *c)
{
	sn__out_text(out, SN__ROW_CSV ",action\n");
	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->change[i];

		sn__row_csv(out, c->table[x->table], row_of(c, x));
		sn__out_format(out, ",%s\n", action[x->table]);
	}
}

static void
json_hit(sn__json *j, const char *key, const sn_table *t, sn_hit hit)
{
	sn__json_open(j, key, '{', true);
	sn__json_string(j, "outcome", sn_word(SN_WORD_HIT, hit.outcome));
	if (hit.outcome == SN_HIT_NONE)
		sn__json_string(j, "row", NULL);
	else
		sn__json_number(j, "row", hit.row + UINT64_C(1));
	sn__json_string(j, "next_hop", hop_of(t, hit));
	sn__json_close(j, '}');
}

static void
json_rows(sn__json *j, const struct changes *c, unsigned table)
{
	sn__json_open(j, action[table], '[', false);
	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->change[i];

		if (x->table != table)
			continue;
		sn__json_open(j, NULL, '{', true);
		sn__json_number(j, "row", x->row + 1);
		sn__json_string(
		    j, "kind", sn_word(SN_WORD_ROUTE, row_of(c, x)->kind));
		sn__row_json_keys(j, c->table[table], row_of(c, x));
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
}

static void
json_diff(sn__out *out, const struct changes *c, const sn_difference *found)
{
	sn__json j;

	sn__json_begin(&j, out);
	sn__json_open(&j, NULL, '{', false);
	sn__json_number(&j, "version", 1);
	json_rows(&j, c, 0);
	json_rows(&j, c, 1);
	sn__json_string(&j, "decisions", found->differ ? "differ" : "equal");
	if (found->differ) {
		sn__json_open(&j, "witness", '{', false);
		sn__json_addr(&j, "source", found->witness.source);
		sn__json_addr(&j, "destination", found->witness.destination);
		json_hit(&j, "before", c->table[0], found->hit[0]);
		json_hit(&j, "after", c->table[1], found->hit[1]);
		sn__json_close(&j, '}');
	} else {
		sn__json_string(&j, "witness", NULL);
	}
	sn__json_close(&j, '}');
	sn__json_end(&j);
}

sn_status
sn_table_diff_render(const sn_table *a, const sn_table *b,
    const sn_difference *found, const char *format, sn_sink sink, void *ctx,
    uint64_t *rows)
{
	bool json = !strcmp(format, "json"), csv = !strcmp(format, "csv");
	bool aliyun = !strcmp(format, "aliyun");
	struct changes c = {.table = {a, b}};
	sn_status status = SN_ENOMEM;
	sn__out *out;

	if ((!json && !csv && !aliyun && strcmp(format, "text")) ||
	    found->struct_size != sizeof(*found))
		return SN_EINVAL;
	c.change =
	    calloc(sn_table_size(a) + sn_table_size(b) + 1, sizeof(*c.change));
	out = malloc(sizeof(*out));
	if (c.change && out)
		status = sn_table_missing(a, b, on_delete, on_add, &c);
	if (!status) {
		sn__out_begin(out, sink, ctx);
		if (json)
			json_diff(out, &c, found);
		else if (csv)
			csv_diff(out, &c);
		else if (aliyun)
			status = sn__table_change_aliyun(a, b, out);
		else
			status = text_diff(out, &c, found);
		status = status ? status : sn__out_end(out);
	}
	if (rows && !status)
		*rows = c.n;
	free(out);
	free(c.change);
	return status;
}
