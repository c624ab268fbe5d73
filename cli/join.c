/*
 * join.c - a list, made ready for queries.
 *
 * Labels are merged in the map: neighbours with one label are one prefix there,
 * so that a query is walked in a few steps, however its addresses are cut up.
 */
#include <stdlib.h>
#include <string.h>

#include "join.h"

/* One more prefix of either family fits. */
static bool
fits(struct join *j, bool v4)
{
	return v4 ? array_fits(
			&j->p4, &j->capacity4, j->n4, 1, sizeof(*j->p4)) &&
			array_fits(&j->value4, &j->values4, j->n4, 1,
			    sizeof(*j->value4))
		  : array_fits(
			&j->p6, &j->capacity6, j->n6, 1, sizeof(*j->p6)) &&
			array_fits(&j->value6, &j->values6, j->n6, 1,
			    sizeof(*j->value6));
}

static bool
take_prefix(struct join *j, sn_prefix p, uint32_t value)
{
	if (!fits(j, p.family == SN_IPV4))
		return false;
	if (p.family == SN_IPV4) {
		j->p4[j->n4] = (sn_prefix4){(uint32_t)p.lo, p.len, {0}};
		j->value4[j->n4++] = value;
	} else {
		j->p6[j->n6] = (sn_prefix6){p.hi, p.lo, p.len, {0}};
		j->value6[j->n6++] = value;
	}
	return true;
}

/* Items on their way into a join. */
struct taking {
	struct join *join;
	sn_builder *all; /* of all items */
	sn_builder *one; /* of a single range */
};

bool
range_prefix(sn_range r, sn_prefix *p)
{
	uint64_t hi = r.first.hi ^ r.last.hi, lo = r.first.lo ^ r.last.lo;
	unsigned width = r.first.family == SN_IPV4 ? 32 : 128;

	if ((r.first.hi & hi) || (r.first.lo & lo) || (hi & (hi + 1)) ||
	    (lo & (lo + 1)) || (hi && lo != UINT64_MAX))
		return false;
	memset(p, 0, sizeof(*p));
	p->hi = r.first.hi;
	p->lo = r.first.lo;
	p->family = r.first.family;
	p->len = (uint8_t)(width - (unsigned)__builtin_popcountll(hi) -
			   (unsigned)__builtin_popcountll(lo));
	return true;
}

static bool
take(void *ctx, const char *name, const sn_text_item *item)
{
	struct taking *t = ctx;
	sn_set *set = NULL;
	sn_set_iter it;
	uint32_t label;
	sn_prefix p;
	bool ok;

	(void)name;
	if (!labels_take(&t->join->labels, item, &label) ||
	    sn_builder_add_range(t->all, item->range))
		return false;
	if (range_prefix(item->range, &p))
		return take_prefix(t->join, p, label);
	ok = !sn_builder_add_range(t->one, item->range) &&
	     !sn_builder_build(&set, t->one);
	if (ok)
		sn_set_iter_init(&it, set, 0);
	while (ok && sn_set_iter_next_prefix(&it, &p))
		ok = take_prefix(t->join, p, label);
	sn_set_free(set);
	return ok;
}

static sn_status
build(struct join *j, uint32_t flags)
{
	sn_map_options options = SN_MAP_OPTIONS_INIT;

	options.flags = flags;
	return sn_map_new_bulk(&j->map, j->p4, j->value4, j->n4, j->p6,
	    j->value6, j->n6, &options);
}

/* Prefixes that a later item gives another label. */
static uint64_t
count_relabelled(const struct join *j)
{
	uint64_t count = 0;
	uint32_t value;

	if (sn_map_size(j->map, 0) == j->n4 + j->n6)
		return 0;
	for (size_t i = 0; i < j->n4; i++) {
		sn_prefix p = {0, j->p4[i].addr, SN_IPV4, j->p4[i].len, {0}};

		count +=
		    !sn_map_get(j->map, p, &value) && value != j->value4[i];
	}
	for (size_t i = 0; i < j->n6; i++) {
		sn_prefix p = {
		    j->p6[i].hi, j->p6[i].lo, SN_IPV6, j->p6[i].len, {0}};

		count +=
		    !sn_map_get(j->map, p, &value) && value != j->value6[i];
	}
	return count;
}

static sn_status
map_labels(struct join *j)
{
	sn_status status = build(j, 0);
	uint64_t relabelled = status ? 0 : count_relabelled(j);

	if (relabelled)
		note("%llu prefix%s a later line with another label: the last "
		     "one counts",
		    (unsigned long long)relabelled,
		    relabelled == 1 ? " has" : "es have");
	sn_map_free(j->map);
	j->map = NULL;
	return status ? status : build(j, SN_MAP_MERGE);
}

static int
read_labels(struct join *j, const struct args *args, const char *label)
{
	struct common c = args->common;
	sn_builder_options bo = SN_BUILDER_OPTIONS_INIT;
	struct taking t = {.join = j};
	uint64_t number;
	sn_status status;
	int exit_code;

	if (parse_number(label, UINT32_MAX, &number) && !number)
		return usage_error(c.command, "--label counts columns from 1");
	c.group_by = label;
	bo.threads = c.threads;
	status = sn_builder_new(&t.all, &bo);
	bo.threads = 1;
	if (!status)
		status = sn_builder_new(&t.one, &bo);
	exit_code = status_exit(status, "labels");
	if (!exit_code)
		exit_code = read_items(&c, args->file, args->files, take, &t);
	if (!exit_code) {
		status = sn_builder_build(&j->set, t.all);
		exit_code =
		    status_exit(status ? status : map_labels(j), "labels");
	}
	sn_builder_free(t.all);
	sn_builder_free(t.one);
	return exit_code;
}

static sn_status
map_aggregates(struct join *j)
{
	uint32_t number = 0;
	sn_set_iter it;
	sn_prefix p;

	if (sn_set_prefix_count(j->set, 0) >= SN_MAP_NONE)
		return SN_ELIMIT;
	sn_set_iter_init(&it, j->set, 0);
	while (sn_set_iter_next_prefix(&it, &p))
		if (!take_prefix(j, p, number++))
			return SN_ENOMEM;
	return build(j, 0);
}

int
join_read(struct join *j, const struct args *args, const char *label)
{
	int exit_code;

	memset(j, 0, sizeof(*j));
	labels_begin(&j->labels);
	j->labelled = label;
	if (label)
		return read_labels(j, args, label);
	exit_code = read_set(&j->set, &args->common, args->file, args->files);
	return exit_code ? exit_code
			 : status_exit(map_aggregates(j), "aggregates");
}

void
join_free(struct join *j)
{
	sn_set_free(j->set);
	sn_map_free(j->map);
	labels_free(&j->labels);
	free(j->p4);
	free(j->p6);
	free(j->value4);
	free(j->value6);
}

struct answer
join_value(uint32_t value)
{
	return (struct answer){
	    value == SN_MAP_NONE ? IN_NOTHING : IN_ONE, value};
}

/* The address after @a, which is not the last one. */
static sn_addr
after(sn_addr a)
{
	a.lo++;
	a.hi += a.lo == 0;
	return a;
}

struct answer
join_range(const struct join *j, sn_range r)
{
	struct answer answer = {IN_NOTHING, SN_MAP_NONE};
	sn_addr at = r.first, last;
	sn_prefix p;
	uint32_t value;

	while (!sn_map_match(j->map, at, &value, &p)) {
		if (answer.in != IN_ONE)
			answer = (struct answer){IN_ONE, value};
		if (answer.value != value)
			break;
		last = sn_prefix_last(p);
		if (sn_addr_compare(last, r.last) >= 0)
			return answer;
		at = after(last);
	}
	answer.in = sn_set_contains_range(j->set, r)   ? IN_SEVERAL
		    : sn_set_overlaps_range(j->set, r) ? IN_PART
						       : IN_NOTHING;
	return answer;
}

struct answer
join_both(struct answer a, struct answer b)
{
	if (a.in == IN_UNKNOWN)
		return b;
	if (a.in == IN_ONE && b.in == IN_ONE && a.value == b.value)
		return a;
	if (a.in >= IN_SEVERAL && b.in >= IN_SEVERAL)
		a.in = IN_SEVERAL;
	else if (a.in != IN_NOTHING || b.in != IN_NOTHING)
		a.in = IN_PART;
	return a;
}

sn_prefix
join_aggregate(const struct join *j, uint32_t value)
{
	const sn_prefix6 *p6;

	if (value < j->n4)
		return (sn_prefix){
		    0, j->p4[value].addr, SN_IPV4, j->p4[value].len, {0}};
	p6 = &j->p6[value - j->n4];
	return (sn_prefix){p6->hi, p6->lo, SN_IPV6, p6->len, {0}};
}

const char *
join_word(struct answer a)
{
	static const char *const word[] = {"-", "partly", "several"};

	return a.in < IN_ONE ? word[a.in] : NULL;
}

/* The bytes of the UTF-8 sequence at @p; 0: it is none. */
static size_t
utf8(const unsigned char *p)
{
	size_t n = *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;

	if (*p < 0x80 || *p > 0xf4 || n == 0)
		return *p < 0x80;
	/* A control, too long, a surrogate, beyond the last. */
	if ((*p == 0xc2 && p[1] < 0xa0) || (*p == 0xe0 && p[1] < 0xa0) ||
	    (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

static bool
needs_quotes(const char *label, char delimiter)
{
	const char *stop = delimiter == QUOTE_BLANKS ? " \"" : "\"";

	if (delimiter == QUOTE_JSON || label[strcspn(label, stop)])
		return true;
	if (delimiter == QUOTE_BLANKS || !*label)
		return !*label || !strcmp(label, "-") ||
		       !strcmp(label, "partly") || !strcmp(label, "several");
	return strchr(label, delimiter) || *label == ' ' ||
	       label[strlen(label) - 1] == ' ';
}

/* How many bytes go as they are. */
static size_t
count_plain(const char *label, bool json)
{
	size_t n = 0;

	while (label[n] >= ' ' && label[n] < 0x7f && label[n] != '"' &&
	       (label[n] != '\\' || !json))
		n++;
	return n;
}

sn_status
label_write(struct output *o, const char *label, char delimiter)
{
	bool json = delimiter == QUOTE_JSON;
	bool quotes = needs_quotes(label, delimiter);
	sn_status status = quotes ? output_write(o, "\"", 1) : SN_OK;

	while (*label && !status) {
		size_t n = count_plain(label, json);

		if (n == 0 && (*label == '"' || *label == '\\')) {
			status = output_write(o, json ? "\\" : "\"", 1);
			n = 1;
		} else if (n == 0) {
			n = utf8((const unsigned char *)label);
			n *= (unsigned char)*label >= 0x80;
		}
		if (!status)
			status = n ? output_write(o, label, n)
				   : output_write(o, "?", 1);
		label += n + (n == 0);
	}
	return status || !quotes ? status : output_write(o, "\"", 1);
}
