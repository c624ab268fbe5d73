/*
 * Route tables: one or two texts (parted by a line "--") in the form that
 * byte 0 chooses, and everything that is done with tables. What a table
 * decides is worked out here by a plain look at every row; matcher,
 * comparison and tidied tables have to agree with it. What is rendered is
 * read once more and has to be the same table.
 */
#include "decide.h"
#include "syntax.h"

static void
check_hit(const sn_hit *hit, const struct decision *d)
{
	CHECK(hit->outcome == (!d->any		 ? SN_HIT_NONE
				  : d->ambiguous ? SN_HIT_AMBIGUOUS
						 : SN_HIT_ROW));
	CHECK(!d->any || hit->row == d->row);
}

/* ------------------------------------------------------------- packets */

/* The addresses at both ends of a prefix, and those beside them. */
static sn_addr
corner(sn_prefix p, unsigned which)
{
	sn_addr a = which & 1 ? sn_prefix_last(p) : sn_prefix_first(p);
	uint64_t by = which & 1 ? 1 : UINT64_MAX;

	if (!(which & 2))
		return a;
	if (a.family == SN_IPV4)
		return sn_addr_v4((uint32_t)(a.lo + by));
	return sn_addr_v6(a.hi + (by == 1	 ? a.lo == UINT64_MAX
				     : a.lo == 0 ? by
						 : 0),
	    a.lo + by);
}

enum { PACKETS = ROWS * 16 };

/* Packets at the corners of the rows of a table, in pairs of rows. */
static size_t
packets_of(const sn_table *t, sn_packet *out)
{
	const sn_route *r = sn_table_rows(t);
	size_t n = sn_table_size(t), count = 0;

	for (size_t i = 0; i < n && i < ROWS; i++) {
		const sn_route *other = &r[(i * 7 + 3) % n];

		for (unsigned which = 0; which < 16; which++) {
			sn_prefix s = r[i].source, d = r[i].destination;

			if (r[i].kind != SN_ROUTE_POLICY)
				s = other->source;
			else if (which == 3)
				d = other->destination;
			if (s.family != d.family)
				s = d;
			out[count].source = corner(s, which & 3);
			out[count++].destination = corner(d, which >> 2);
		}
	}
	return count;
}

static const char *const forms[] = {"text", "json", "csv"};

/* What a writer makes of packets, in each form. */
static void
check_writer(const sn_table *t, const sn_packet *packet, const sn_hit *hit,
    size_t n, const uint8_t *why)
{
	for (unsigned i = 0; i < 3; i++) {
		struct fuzz_text text = {NULL, 0, 0};
		sn_match_writer *w;
		size_t lines = 0;

		CHECK(!sn_match_writer_new(&w, t, forms[i], fuzz_sink, &text));
		sn_match_writer_put(w, packet, hit, n);
		if (n && why)
			sn_match_writer_explain(w, packet, hit[0], why);
		CHECK(!sn_match_writer_end(w));
		check_printable(&text, false);
		if (i == 1)
			check_json(&text);
		for (size_t j = 0; j < text.size; j++)
			lines += text.data[j] == '\n';
		CHECK(i == 1 || lines >= n);
		free(text.data);
	}
}

static void
check_matching(const sn_table *t, struct hops *h, unsigned rule)
{
	sn_packet packet[PACKETS];
	sn_hit hit[PACKETS];
	size_t n = packets_of(t, packet), rows = sn_table_size(t), found = 0;
	uint8_t *why = malloc(rows + 1);
	sn_matcher *m;

	CHECK(why && !sn_matcher_new(&m, t, rule));
	CHECK(n == 0 || sn_matcher_match(m, packet, n, hit) <= n);
	for (size_t i = 0; i < n; i++) {
		struct decision d = decide(t, h, rule, &packet[i]);
		size_t used = 0;
		sn_hit again;

		check_hit(&hit[i], &d);
		found += d.any;
		CHECK(!sn_table_explain(t, rule, packet[i].source,
		    packet[i].destination, why, &again));
		check_hit(&again, &d);
		for (size_t j = 0; j < rows; j++) {
			CHECK(sn_word(SN_WORD_WHY, why[j]));
			CHECK((why[j] == SN_WHY_NO_MATCH) ==
			      !holds(&sn_table_rows(t)[j], &packet[i]));
			used +=
			    why[j] == SN_WHY_USED || why[j] == SN_WHY_CANDIDATE;
		}
		CHECK((used != 0) == d.any);
	}
	CHECK(n == 0 || sn_matcher_match(m, packet, n, hit) == found);
	if (n)
		CHECK(!sn_table_explain(t, rule, packet[0].source,
		    packet[0].destination, why, &hit[0]));
	check_writer(t, packet, hit, n < 4 ? n : 4, why);
	sn_matcher_free(m);
	free(why);
}

/* ---------------------------------------------------------- comparison */

static void
check_compare(
    const sn_table *a, const sn_table *b, struct hops *h, unsigned rule)
{
	sn_packet packet[2 * PACKETS];
	size_t n = packets_of(a, packet);
	sn_difference d = SN_DIFFERENCE_INIT;

	n += packets_of(b, packet + n);
	CHECK(!sn_table_compare(&d, a, b, rule));
	if (d.differ) {
		struct decision x = decide(a, h, rule, &d.witness);
		struct decision y = decide(b, h, rule, &d.witness);

		CHECK(!alike(&x, &y));
		check_hit(&d.hit[0], &x);
		check_hit(&d.hit[1], &y);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct decision x = decide(a, h, rule, &packet[i]);
		struct decision y = decide(b, h, rule, &packet[i]);

		CHECK(alike(&x, &y));
	}
}

static void
count_row(void *ctx, size_t row)
{
	(void)row;
	++*(size_t *)ctx;
}

static size_t only_in[2];

static void
only_a(void *ctx, size_t row)
{
	CHECK(row < sn_table_size(((const sn_table **)ctx)[0]));
	only_in[0]++;
}

static void
only_b(void *ctx, size_t row)
{
	CHECK(row < sn_table_size(((const sn_table **)ctx)[1]));
	only_in[1]++;
}

static void
check_diff(const sn_table *a, const sn_table *b, unsigned rule)
{
	sn_difference d = SN_DIFFERENCE_INIT;

	CHECK(!sn_table_compare(&d, a, b, rule));
	for (unsigned i = 0; i < 3; i++) {
		struct fuzz_text text = {NULL, 0, 0};
		uint64_t rows = UINT64_MAX;

		CHECK(!sn_table_diff_render(
		    a, b, &d, forms[i], fuzz_sink, &text, &rows));
		CHECK(rows <= sn_table_size(a) + sn_table_size(b));
		check_printable(&text, false);
		if (i == 1)
			check_json(&text);
		free(text.data);
	}
}

static void
check_missing(const sn_table *a, const sn_table *b)
{
	const sn_table *both[2] = {a, b};
	size_t none = 0, here;

	CHECK(!sn_table_missing(a, a, count_row, count_row, &none));
	CHECK(none == 0);
	only_in[0] = only_in[1] = 0;
	CHECK(!sn_table_missing(a, b, only_a, only_b, both));
	here = only_in[0];
	CHECK(here <= sn_table_size(a));
	CHECK(sn_table_size(a) - here <= sn_table_size(b));
	both[0] = b;
	both[1] = a;
	only_in[0] = 0;
	only_in[1] = 0;
	CHECK(!sn_table_missing(b, a, only_a, only_b, both));
	CHECK(only_in[1] == here);
}

/* ----------------------------------------------------------- rendering */

static bool
same_row(
    const sn_table *a, const sn_route *x, const sn_table *b, const sn_route *y)
{
	return same_place(x, y) && x->weight == y->weight &&
	       x->state == y->state &&
	       (x->kind != SN_ROUTE_POLICY || x->priority == y->priority) &&
	       !strcmp(sn_table_next_hop(a, x->next_hop),
		   sn_table_next_hop(b, y->next_hop));
}

/* The rows of each kind, in their order. */
static void
check_equal(const sn_table *a, const sn_table *b)
{
	const sn_route *x = sn_table_rows(a), *y = sn_table_rows(b);
	size_t n = sn_table_size(a);

	CHECK(n == sn_table_size(b));
	for (unsigned kind = SN_ROUTE_POLICY; kind <= SN_ROUTE_BGP; kind++) {
		size_t i = 0, j = 0;

		for (;; i++, j++) {
			while (i < n && x[i].kind != kind)
				i++;
			while (j < n && y[j].kind != kind)
				j++;
			CHECK((i == n) == (j == n));
			if (i == n)
				break;
			CHECK(same_row(a, &x[i], b, &y[j]));
		}
	}
}

/* The same rows, with letters for the names of next hops. */
static sn_table *
with_plain_names(const sn_table *t)
{
	const char *name;
	sn_table *plain;

	CHECK(!sn_table_new(&plain, NULL));
	for (uint32_t i = 0; (name = sn_table_next_hop(t, i)); i++) {
		char letters[16];
		uint32_t number;
		size_t n = (size_t)snprintf(letters, sizeof(letters), "x%u", i);

		CHECK(!sn_table_intern(plain, letters, n, &number));
		CHECK(number == i);
	}
	for (size_t i = 0; i < sn_table_size(t); i++)
		CHECK(!sn_table_add(plain, &sn_table_rows(t)[i]));
	return plain;
}

/* No name of a next hop makes a line more, or is refused, in any format. */
static void
check_lines(const sn_table *t)
{
	static const char *const format[] = {
	    "text", "csv", "json", "iproute2", "terraform", "aliyun"};
	sn_table *plain = with_plain_names(t);

	for (size_t i = 0; i < sizeof(format) / sizeof(*format); i++) {
		struct fuzz_text a = {NULL, 0, 0}, b = {NULL, 0, 0};
		sn_status x = sn_table_render(t, format[i], fuzz_sink, &a);
		sn_status y = sn_table_render(plain, format[i], fuzz_sink, &b);

		CHECK(x != SN_ENOMEM && y != SN_ENOMEM);
		CHECK((!x || !a.size) && (!y || !b.size));
		if (a.size)
			check_syntax(format[i], &a, false);
		if (!x && !y)
			CHECK(count_newlines(&a) == count_newlines(&b));
		free(a.data);
		free(b.data);
	}
	sn_table_free(plain);
}

static void
check_rendering(const sn_table *t)
{
	static const struct {
		const char *format;
		const char *read; /* as which it can be read; NULL: not */
	} all[] = {
	    {"csv", "csv"}, {"csv", "auto"}, {"json", "plan"}, {"json", NULL}};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct fuzz_text text = {NULL, 0, 0};
		sn_table *again;

		CHECK(!sn_table_render(t, all[i].format, fuzz_sink, &text));
		check_syntax(all[i].format, &text, false);
		CHECK(!sn_table_read(
		    &again, text.data, text.size, all[i].read, NULL));
		check_equal(t, again);
		sn_table_free(again);
		free(text.data);
	}
	check_lines(t);
}

/* ---------------------------------------------------- checks, tidying */

static void
check_findings(const sn_table *t, const sn_table *plan)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	const sn_finding *f;
	sn_check *c;
	size_t n;

	request.plan = plan;
	request.max_findings = 5;
	request.max_routes = plan ? 3 : SN_LIMIT_DEFAULT;
	CHECK(!sn_check_new(&c, t, &request));
	n = sn_check_get(c)->finding_count;
	CHECK(n <= sn_check_get(c)->found);
	for (size_t i = 0; i < n; i++) {
		const sn_table *of;

		f = &sn_check_get(c)->findings[i];
		CHECK(f->code && *f->text && f->source);
		CHECK(sn_word(SN_WORD_SEVERITY, f->severity));
		of = f->in_plan ? plan : t;
		CHECK(of);
		CHECK(f->row == UINT64_MAX || f->row < sn_table_size(of));
		CHECK(f->other == UINT64_MAX || f->other < sn_table_size(of));
	}
	for (unsigned i = 0; i < 4; i++) {
		const char *form = i < 3 ? forms[i] : "html";
		struct fuzz_text text = {NULL, 0, 0};

		CHECK(
		    !sn_check_render(c, t, plan, form, NULL, fuzz_sink, &text));
		check_syntax(form, &text, false);
		free(text.data);
	}
	sn_check_free(c);
}

/* Rows with different next hops, or different standbys, may be used. */
static unsigned
decisions(const struct decision *d)
{
	unsigned n = 0;

	for (unsigned hop = 0; hop < HOPS; hop++)
		n += (unsigned)__builtin_popcount(d->standby[hop]);
	return n;
}

/* Rows with different next hops may be used. */
static unsigned
next_hops(const struct decision *d)
{
	unsigned n = 0;

	for (unsigned hop = 0; hop < HOPS; hop++)
		n += d->standby[hop] != 0;
	return n;
}

/* @u decides as @t does, but for packets that @t leaves open: those that may
 * go to several next hops, or to one with several standbys. */
static void
check_tidied(const sn_table *t, const sn_table *u, struct hops *h, bool resolve)
{
	sn_packet packet[2 * PACKETS];
	size_t n = packets_of(t, packet);

	n += packets_of(u, packet + n);
	for (size_t i = 0; i < n; i++) {
		struct decision x = decide(t, h, SN_MATCH_PRIORITY, &packet[i]);
		struct decision y = decide(u, h, SN_MATCH_PRIORITY, &packet[i]);

		if (decisions(&x) < 2 ||
		    sn_table_rows(t)[x.row].kind != SN_ROUTE_POLICY) {
			CHECK(alike(&x, &y));
			continue;
		}
		CHECK(next_hops(&x) < 2 || (resolve && decisions(&y) == 1));
		for (unsigned hop = 0; hop < h->n; hop++)
			CHECK(!(y.standby[hop] & ~x.standby[hop]));
	}
}

static void
check_tidy(const sn_table *t, struct hops *h, bool resolve)
{
	sn_tidy_request request = SN_TIDY_REQUEST_INIT;
	sn_tidy_result result = SN_TIDY_RESULT_INIT,
		       second = SN_TIDY_RESULT_INIT;
	sn_table *u = NULL, *v;
	sn_status status;

	request.resolve = resolve;
	status = sn_table_tidy(&u, &result, t, &request);
	CHECK(!status || !u);
	if (status == SN_EINFEASIBLE) {
		/* Of equal destination rows none is more specific. */
		for (unsigned i = 0; i < 2; i++) {
			CHECK(result.row[i] < sn_table_size(t));
			CHECK(
			    !resolve || sn_table_rows(t)[result.row[i]].kind ==
					    SN_ROUTE_DESTINATION);
		}
		return;
	}
	if (status == SN_ELIMIT) {
		CHECK(result.priorities > 100);
		return;
	}
	CHECK(!status);
	CHECK(result.rows_before == sn_table_size(t));
	CHECK(result.rows_after == sn_table_size(u));
	CHECK(result.rows_after <= result.rows_before);
	check_compare(t, u, h, SN_MATCH_PRIORITY);
	check_tidied(t, u, h, resolve);
	/* A fixed point. */
	CHECK(!sn_table_tidy(&v, &second, u, &request));
	CHECK(second.rows_after == result.rows_after);
	sn_table_free(v);
	sn_table_free(u);
}

/* ---------------------------------------------------------------- main */

static sn_table *
read_table(const char *text, size_t size, const char *format)
{
	sn_table *t = NULL;
	sn_error error;
	sn_status status;

	memset(&error, 0, sizeof(error));
	status = sn_table_read(&t, text, size, format, &error);
	if (!status) {
		CHECK(t);
		return t;
	}
	CHECK(!t && status != SN_ENOMEM && error.message[0]);
	CHECK(error.offset <= size);
	/* UTF-8, without control characters. */
	for (const char *p = error.text; *p; p++)
		CHECK((unsigned char)*p >= ' ' && *p != '\x7f');
	return NULL;
}

/* Few enough rows and next hops for the plain look at all of them. */
static bool
is_small(const sn_table *t, struct hops *h)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++)
		if (hop_number(h, t, &r[i]) == HOPS)
			return false;
	return sn_table_size(t) <= 40;
}

static void
drive(const sn_table *a, const sn_table *b, unsigned rule, bool resolve)
{
	struct hops h = {{NULL}, 0};
	bool small = is_small(a, &h), both = is_small(b, &h) && small;

	check_rendering(a);
	check_findings(a, NULL);
	check_findings(a, b);
	check_missing(a, b);
	check_diff(a, b, rule);
	if (small)
		check_matching(a, &h, rule);
	if (both)
		check_compare(a, b, &h, rule);
	if (small) /* trying rows takes long where all is instrumented */
		check_tidy(a, &h, resolve);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = {NULL, "csv", "provider", "plan",
	    "terraform", "ip-rule", "auto", "no-such"};
	const char *text = (const char *)data + 1, *cut, *format;
	size_t first;
	sn_table *a, *b;

	if (size < 1)
		return 0;
	size--;
	format = formats[data[0] & 7];
	cut = memmem(text, size, "\n--\n", 4);
	first = cut ? (size_t)(cut - text) : size;
	a = read_table(text, first, format);
	CHECK(!a || (data[0] & 7) != 7);
	b = cut ? read_table(cut + 4, size - first - 4, NULL) : NULL;
	if (!b)
		CHECK(!sn_table_new(&b, NULL));
	if (a)
		drive(a, b, data[0] >> 3 & 3, data[0] & 0x20);
	sn_table_free(a);
	sn_table_free(b);
	return 0;
}
