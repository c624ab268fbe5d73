/*
 * table_csv.c - route tables as CSV with a header (RFC 4180, and comments).
 *
 * Fields are slices of the text, doubled quotes and all: only the name of a
 * next hop may hold a quote, and is copied then.
 */
#include "read/table.h"

#include <string.h>

#include "read/lines.h"
#include "read/table_row.h"

enum {
	SOURCE,
	DESTINATION,
	NEXT_HOP,
	WEIGHT,
	PRIORITY,
	STATE,
	ORIGIN,
	KIND,
	ACTION,
	COLUMNS,
	MOST = 64
};
static const char *const columns[] = {"source", "destination", "next_hop",
    "weight", "priority", "state", "origin", "kind", "action", NULL};

struct field {
	const char *at;
	size_t n;
	bool doubled; /* quotes in it are */
};

struct csv {
	const sn__reader *r;
	sn__line line;
	struct field field[MOST];
	size_t fields;
	size_t columns;	       /* fields of the header, and of every row */
	size_t place[COLUMNS]; /* field + 1 of a column; 0: not there */
	struct field hop;      /* of the row before: most are the same */
	uint32_t hop_number;
};

/* The quote that ends a field, NULL where none does before the line's end. */
static const char *
closing_quote(const char *p, const char *end, bool *doubled)
{
	for (; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 == end || p[1] != '"')
			return p;
		*doubled = true;
		p++;
	}
	return NULL;
}

/* A field; what is left of the line starts at its comma. */
static sn_status
read_field(struct csv *c, struct field *f)
{
	const char *end = c->line.end, *p = sn__skip_blanks(c->line.at, end);
	const char *close;

	*f = (struct field){p, 0, false};
	if (p < end && *p == '"') {
		close = closing_quote(p + 1, end, &f->doubled);
		if (!close)
			return sn__refuse(c->r, SN_ESYNTAX, p, 1,
			    "a quoted field that does not end");
		f->at = p + 1;
		f->n = (size_t)(close - p - 1);
		p = sn__skip_blanks(close + 1, end);
		if (p < end && *p != ',')
			return sn__refuse(
			    c->r, SN_ESYNTAX, p, 1, "expected a comma");
		c->line.at = p;
		return SN_OK;
	}
	while (p < end && *p != ',')
		p++;
	c->line.at = p;
	f->n = (size_t)(sn__trim_blanks(f->at, p) - f->at);
	return SN_OK;
}

/* The fields of the line. */
static sn_status
read_line(struct csv *c)
{
	sn_status status = SN_OK;
	bool more = true;

	for (c->fields = 0; more && !status; c->line.at += more) {
		if (c->fields == MOST)
			return sn__refuse(c->r, SN_ELIMIT, c->line.at, 0,
			    "more than %d columns", MOST);
		status = read_field(c, &c->field[c->fields++]);
		more = c->line.at < c->line.end;
	}
	return status;
}

static sn_status
read_header(struct csv *c)
{
	for (size_t i = 0; i < c->fields; i++) {
		const struct field *f = &c->field[i];
		uint32_t word = sn__row_word(f->at, f->n, columns);

		if (!word)
			return sn__refuse(c->r, SN_ESYNTAX, f->at, f->n,
			    "not a column of a route table (source, "
			    "destination, next_hop, weight, priority, state, "
			    "origin, kind, action)");
		if (c->place[word - 1])
			return sn__refuse(c->r, SN_ESYNTAX, f->at, f->n,
			    "a column that is there twice");
		c->place[word - 1] = i + 1;
	}
	if (!c->place[DESTINATION] || !c->place[NEXT_HOP])
		return sn__refuse(c->r, SN_ESYNTAX, c->field[0].at, 0,
		    "the header needs the columns destination and next_hop");
	return SN_OK;
}

static const struct field *
get(const struct csv *c, unsigned column)
{
	static const struct field none = {"", 0, false};

	return c->place[column] ? &c->field[c->place[column] - 1] : &none;
}

static sn_status
get_prefix(
    const struct csv *c, unsigned column, sn_prefix *out, uint32_t *flags)
{
	const struct field *f = get(c, column);
	sn_error e;
	sn_status status = sn__row_prefix(f->at, f->n, out, flags, &e);

	return status ? sn__refuse(c->r, status, f->at, f->n, "%s", e.message)
		      : SN_OK;
}

static sn_status
get_number(const struct csv *c, unsigned column, uint32_t most, uint32_t *out)
{
	const struct field *f = get(c, column);
	uint64_t n = 0;

	if (f->n == 0)
		return SN_OK;
	for (size_t i = 0; i < f->n; i++) {
		if (f->at[i] < '0' || f->at[i] > '9' || n > most)
			n = UINT32_MAX;
		else
			n = n * 10 + (uint64_t)(f->at[i] - '0');
	}
	if (n > most)
		return sn__refuse(c->r, SN_ESYNTAX, f->at, f->n,
		    "expected a %s from 0 to %u", columns[column],
		    (unsigned)most);
	*out = (uint32_t)n;
	return SN_OK;
}

static sn_status
get_word(const struct csv *c, unsigned column, unsigned kind, uint32_t *out)
{
	const struct field *f = get(c, column);

	if (f->n == 0)
		return SN_OK;
	*out = sn__row_value(f->at, f->n, kind);
	return *out ? SN_OK
		    : sn__refuse(c->r, SN_ESYNTAX, f->at, f->n,
			  "not a word that %s has", columns[column]);
}

/* A plan's static route is a destination route of a table. */
static sn_status
get_kind(const struct csv *c, uint32_t *out)
{
	const struct field *f = get(c, KIND);

	if (f->n == 6 && !memcmp(f->at, "static", 6)) {
		*out = SN_ROUTE_DESTINATION;
		return SN_OK;
	}
	return get_word(c, KIND, SN_WORD_ROUTE, out);
}

static sn_status
intern(sn_table *t, const struct field *f, uint32_t *number)
{
	char name[SN_NAME_MAX + 24]; /* and one that is longer is no name */
	size_t n = 0;

	if (!f->doubled)
		return sn_table_intern(t, f->at, f->n, number);
	for (size_t i = 0; i < f->n; i++) {
		if (n == sizeof(name))
			return SN_EINVAL;
		name[n++] = f->at[i];
		i += f->at[i] == '"';
	}
	return sn_table_intern(t, name, n, number);
}

static sn_status
get_hop(struct csv *c, sn_table *t, uint32_t *out)
{
	const struct field *f = get(c, NEXT_HOP);
	sn_status status;

	if (f->n == 0 || f->n != c->hop.n || f->doubled != c->hop.doubled ||
	    memcmp(f->at, c->hop.at, f->n)) {
		status = intern(t, f, &c->hop_number);
		if (status == SN_EINVAL)
			return sn__refuse(c->r, SN_ESYNTAX, f->at, f->n,
			    "expected the name of a next hop");
		if (status)
			return status;
		c->hop = *f;
	}
	*out = c->hop_number;
	return SN_OK;
}

static sn_status
read_row(struct csv *c, sn_table *t)
{
	bool policy = get(c, SOURCE)->n != 0;
	sn_route row = {.kind = policy ? SN_ROUTE_POLICY : SN_ROUTE_DESTINATION,
	    .weight = 100,
	    .line = c->line.number};
	sn_status status = get_kind(c, &row.kind);

	policy = row.kind == SN_ROUTE_POLICY;
	row.priority = policy ? SN__PRIORITY_DEFAULT : 0;
	if (!status && policy)
		status = get_prefix(c, SOURCE, &row.source, &row.flags);
	if (!status)
		status =
		    get_prefix(c, DESTINATION, &row.destination, &row.flags);
	if (!status)
		status = get_hop(c, t, &row.next_hop);
	if (!status)
		status = get_number(c, WEIGHT, 100, &row.weight);
	if (!status && policy)
		status =
		    get_number(c, PRIORITY, UINT32_C(1) << 30, &row.priority);
	if (!status)
		status = get_word(c, STATE, SN_WORD_STATE, &row.state);
	if (!status)
		status = get_word(c, ORIGIN, SN_WORD_ORIGIN, &row.origin);
	if (!status)
		status = get_word(c, ACTION, SN_WORD_ACTION, &row.action);
	if (status || row.action == SN_ACTION_DELETE)
		return status;
	status = sn_table_add(t, &row);
	if (status == SN_EFAMILY)
		return sn__refuse(c->r, status, get(c, DESTINATION)->at,
		    get(c, DESTINATION)->n,
		    "source and destination are of two families");
	return status;
}

sn_status
sn__table_csv(sn_table *t, const sn__reader *r, const char *gateway)
{
	struct csv c = {
	    .r = r, .line = sn__line_start(r), .hop = {"", 0, false}};
	sn_status status = SN_OK;

	(void)gateway; /* no row says whose it is */
	while (!status && sn__line_next(r, &c.line)) {
		status = read_line(&c);
		if (status)
			continue;
		if (!c.columns) {
			status = read_header(&c);
			c.columns = c.fields;
		} else if (c.fields == c.columns) {
			status = read_row(&c, t);
		} else {
			status = sn__refuse(r, SN_ESYNTAX, c.field[0].at,
			    c.field[0].n,
			    "expected %u fields, as the header has",
			    (unsigned)c.columns);
		}
	}
	if (!status && !c.columns)
		return sn__refuse(r, SN_ESYNTAX, r->text, 0,
		    "expected a header: source,destination,next_hop,...");
	return status;
}
