/*
 * json.c - JSON text into values that know their place.
 *
 * The language is that of RFC 8259: an object or an array at the top, valid
 * UTF-8, no lone surrogates, no NUL byte in a string, integers of 64 bits, no
 * key twice. A real number is checked, but its value is not kept: nothing here
 * takes one.
 *
 * Values are in one arena. The children of a container stand one after the
 * other: they are gathered on a stack while it is parsed, and copied when their
 * number is known. The depth is bounded (SN__JSON_DEEPEST), so the recursion
 * is.
 *
 * The text may be a file that another process changes meanwhile: what is
 * written is bounded by what was allocated, not by what the text now says.
 */
#include "read/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Objects with more members have an index of their keys, after the children. */
enum { UNSORTED = 16 };

struct parser {
	const sn__reader *r;
	sn__arena *arena;
	const char *p;
	const char *end;
	sn__value *stack; /* children of the containers that are open */
	size_t stacked;
	size_t capacity;
	unsigned depth;
	sn_status status; /* the first that is not SN_OK */
};

static bool value(struct parser *in, sn__value *out);

/* Refuses what stands at @at, up to @n bytes of it. False. */
static bool
refuse(struct parser *in, const char *at, size_t n, const char *why)
{
	if (n > (size_t)(in->end - at))
		n = (size_t)(in->end - at);
	in->status = sn__refuse(in->r, SN_ESYNTAX, at, n, "not JSON: %s", why);
	return false;
}

static bool
no_memory(struct parser *in)
{
	in->status = sn__refuse(
	    in->r, SN_ENOMEM, in->p, 0, "%s", sn_strerror(SN_ENOMEM));
	return false;
}

static void
skip_blanks(struct parser *in)
{
	while (in->p < in->end && (*in->p == ' ' || *in->p == '\t' ||
				      *in->p == '\n' || *in->p == '\r'))
		in->p++;
}

static bool
at(const struct parser *in, char c)
{
	return in->p < in->end && *in->p == c;
}

static size_t
offset_of(const struct parser *in, const char *p)
{
	return (size_t)(p - in->r->text);
}

/* ------------------------------------------------------------ strings */

static size_t
put_utf8(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* The four digits of \uXXXX at @p; UINT32_MAX: they are none. */
static uint32_t
hex4(const char *p, const char *end)
{
	uint32_t code = 0;

	if (end - p < 4)
		return UINT32_MAX;
	for (unsigned i = 0; i < 4; i++) {
		char c = p[i];
		uint32_t digit =
		    c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
		    : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
		    : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
					   : 16;

		if (digit == 16)
			return UINT32_MAX;
		code = code << 4 | digit;
	}
	return code;
}

/*
 * One escape, in->p after its backslash, in a string that ends at @end; its
 * bytes go to @to. They are never more than those of the escape, which never
 * reaches past @end, whatever another process has made of the text since the
 * string was scanned. 0: it is none.
 */
static size_t
escape(struct parser *in, const char *end, char *to)
{
	static const char marks[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *mark;
	uint32_t code, low;

	if (in->p == end)
		return 0;
	mark = *in->p ? strchr(marks, *in->p) : NULL;
	if (mark) {
		*to = means[mark - marks];
		in->p++;
		return 1;
	}
	if (*in->p != 'u')
		return 0;
	code = hex4(in->p + 1, end);
	if (code == 0 || code == UINT32_MAX ||
	    (code >= 0xdc00 && code < 0xe000))
		return 0;
	in->p += 5;
	if (code < 0xd800 || code >= 0xe000)
		return put_utf8(to, code);
	if (end - in->p < 6 || in->p[0] != '\\' || in->p[1] != 'u')
		return 0;
	low = hex4(in->p + 2, end);
	if (low < 0xdc00 || low >= 0xe000)
		return 0;
	in->p += 6;
	return put_utf8(to, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
}

/* The number of printable ASCII bytes at @p: a string has them as they are. */
static size_t
plain_run(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && *p >= ' ' && *p <= '~' && *p != '\\')
		p++;
	return (size_t)(p - start);
}

/* The quote that ends a string whose text starts at @p; NULL: none does. */
static const char *
closing_quote(const char *p, const char *end)
{
	while (p < end && *p != '"')
		p += *p == '\\' && end - p > 1 ? 2 : 1;
	return p < end ? p : NULL;
}

/* A string, in->p at its first quote. */
static bool
string(struct parser *in, sn__value *out)
{
	const char *first = in->p, *close = closing_quote(first + 1, in->end);
	size_t n = 0;
	uint32_t character;
	char *copy;

	if (!close)
		return refuse(in, first, 1, "a string that does not end");
	copy = sn__arena_get(in->arena, (size_t)(close - first), 1, 1);
	if (!copy)
		return no_memory(in);
	in->p++;
	while (in->p < close) {
		const char *start = in->p;
		size_t bytes = plain_run(start, close);

		if (bytes == 0 && *start == '\\') {
			in->p++;
			bytes = escape(in, close, copy + n);
			if (!bytes)
				return refuse(in, start, 6, "not an escape");
			n += bytes;
			continue;
		}
		if (bytes == 0)
			bytes = sn__utf8(start, close, &character);
		if ((unsigned char)*start < ' ' || !bytes)
			return refuse(in, start, 1,
			    bytes ? "a control character in a string"
				  : "a string that is not UTF-8");
		memcpy(copy + n, start, bytes);
		n += bytes;
		in->p += bytes;
	}
	copy[n] = '\0';
	in->p = close + 1;
	out->type = SN__STRING;
	out->text = copy;
	out->n = n;
	return true;
}

/* ------------------------------------------------------------- scalars */

static size_t
digits(struct parser *in)
{
	const char *start = in->p;

	while (in->p < in->end && *in->p >= '0' && *in->p <= '9')
		in->p++;
	return (size_t)(in->p - start);
}

static bool
number(struct parser *in, sn__value *out)
{
	const char *start = in->p, *first;
	bool minus = at(in, '-'), real = false, good;
	int64_t sum = 0;
	size_t n;

	in->p += minus;
	first = in->p;
	n = digits(in);
	good = n && (n == 1 || *first != '0');
	if (at(in, '.')) {
		real = true;
		in->p++;
		good = digits(in) && good;
	}
	if (at(in, 'e') || at(in, 'E')) {
		real = true;
		in->p++;
		in->p += at(in, '+') || at(in, '-');
		good = digits(in) && good;
	}
	if (!good)
		return refuse(
		    in, start, (size_t)(in->p - start) + 1, "not a number");
	out->type = real ? SN__REAL : SN__INTEGER;
	for (; !real && n > 0; n--, first++) {
		int digit = minus ? '0' - *first : *first - '0';

		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, digit, &sum))
			return refuse(in, start, (size_t)(in->p - start),
			    "a number that is too large");
	}
	out->number = sum;
	return true;
}

static bool
word(struct parser *in, sn__value *out)
{
	static const char *const words[] = {"false", "true", "null"};
	size_t left = (size_t)(in->end - in->p);

	for (unsigned i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if (left < n || memcmp(in->p, words[i], n))
			continue;
		in->p += n;
		out->type = i < 2 ? SN__BOOLEAN : SN__NULL;
		out->number = i == 1;
		return true;
	}
	return refuse(in, in->p, 16, "expected a value");
}

/* ---------------------------------------------------------- containers */

/* By length, then bytes: any order does, as long as there is one. */
static int
compare_text(const sn__value *a, const char *text, size_t n)
{
	if (a->n != n)
		return a->n < n ? -1 : 1;
	return memcmp(a->text, text, n);
}

/* Keys for qsort(): equal ones as they stand in the text. */
static int
compare_keys(const void *a, const void *b)
{
	const sn__value *x = *(const sn__value *const *)a;
	const sn__value *y = *(const sn__value *const *)b;
	int order = compare_text(x, y->text, y->n);

	return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

/* The index of @object, which has more than UNSORTED members. */
static const sn__value *const *
index_of(const sn__value *object)
{
	const void *after = object->child + 2 * object->n;

	return after;
}

/* Sorts the index. The first key in the text that was there before, or NULL. */
static const sn__value *
sort_keys(const sn__value *object, const sn__value **key)
{
	const sn__value *twice = NULL;

	for (size_t i = 0; i < object->n; i++)
		key[i] = &object->child[2 * i];
	qsort(key, object->n, sizeof(*key), compare_keys);
	for (size_t i = 1; i < object->n; i++)
		if (!compare_text(key[i], key[i - 1]->text, key[i - 1]->n) &&
		    (!twice || key[i]->at < twice->at))
			twice = key[i];
	return twice;
}

static const sn__value *
key_twice(const sn__value *object)
{
	for (size_t i = 1; i < object->n; i++) {
		const sn__value *key = &object->child[2 * i];

		for (size_t j = 0; j < i; j++)
			if (!compare_text(
				&object->child[2 * j], key->text, key->n))
				return key;
	}
	return NULL;
}

/* Takes the children from @base of the stack on, into @out. */
static bool
close_container(struct parser *in, size_t base, sn__value *out)
{
	size_t n = in->stacked - base;
	bool object = out->type == SN__OBJECT;
	size_t indexed = object && n / 2 > UNSORTED ? n / 2 : 0;
	const sn__value *twice = NULL;
	sn__value *child;

	out->n = object ? n / 2 : n;
	out->child = child = sn__arena_get(in->arena,
	    n * sizeof(*child) + indexed * sizeof(child), 1, sizeof(void *));
	if (!child)
		return no_memory(in);
	if (n)
		memcpy(child, in->stack + base, n * sizeof(*child));
	in->stacked = base;
	if (object)
		twice = indexed ? sort_keys(out, (void *)(child + n))
				: key_twice(out);
	return twice ? refuse(in, in->r->text + twice->at,
			   twice->end - twice->at, "a duplicate key")
		     : true;
}

static bool
push(struct parser *in, const sn__value *v)
{
	if (!sn__grow(&in->arena->alloc, &in->stack, &in->capacity, in->stacked,
		sizeof(*v)))
		return no_memory(in);
	in->stack[in->stacked++] = *v;
	return true;
}

/* A key and the colon after it. */
static bool
key(struct parser *in)
{
	sn__value v = {.at = offset_of(in, in->p)};

	if (!at(in, '"'))
		return refuse(in, in->p, 1, "expected a key in quotes");
	if (!string(in, &v))
		return false;
	v.end = offset_of(in, in->p);
	skip_blanks(in);
	if (!at(in, ':'))
		return refuse(in, in->p, 1, "expected a colon");
	in->p++;
	return push(in, &v);
}

/* An array or an object, in->p at its bracket. */
static bool
container(struct parser *in, sn__value *out)
{
	bool object = *in->p == '{';
	char close = object ? '}' : ']';
	size_t base = in->stacked;

	out->type = object ? SN__OBJECT : SN__ARRAY;
	in->p++;
	skip_blanks(in);
	while (!at(in, close)) {
		sn__value v;

		if ((object && !key(in)) || !value(in, &v) || !push(in, &v))
			return false;
		skip_blanks(in);
		if (at(in, close))
			break;
		if (!at(in, ','))
			return refuse(in, in->p, 1,
			    object ? "expected a comma or '}'"
				   : "expected a comma or ']'");
		in->p++;
		skip_blanks(in);
		if (at(in, close))
			return refuse(in, in->p, 1, "nothing after a comma");
	}
	in->p++;
	return close_container(in, base, out);
}

static bool
value(struct parser *in, sn__value *out)
{
	bool good;

	skip_blanks(in);
	*out = (sn__value){.at = offset_of(in, in->p)};
	if (at(in, '{') || at(in, '[')) {
		if (in->depth == SN__JSON_DEEPEST) {
			in->status = sn__refuse(in->r, SN_ELIMIT, in->p, 1,
			    "JSON more than %d deep", SN__JSON_DEEPEST);
			return false;
		}
		in->depth++;
		good = container(in, out);
		in->depth--;
	} else if (at(in, '"')) {
		good = string(in, out);
	} else if (at(in, '-') ||
		   (in->p < in->end && *in->p >= '0' && *in->p <= '9')) {
		good = number(in, out);
	} else {
		good = word(in, out);
	}
	out->end = offset_of(in, in->p);
	return good;
}

sn_status
sn__json_next(const sn__reader *r, sn__arena *arena, size_t *offset,
    const sn__value **out)
{
	struct parser in = {.r = r,
	    .arena = arena,
	    .p = r->text + *offset,
	    .end = r->text + r->size};
	sn__value *root;

	skip_blanks(&in);
	root = sn__arena_get(arena, 1, sizeof(*root), sizeof(void *));
	if (!root)
		(void)no_memory(&in);
	else if (!at(&in, '{') && !at(&in, '['))
		(void)refuse(&in, in.p, 1, "expected '[' or '{'");
	else
		(void)value(&in, root);
	sn__free(&arena->alloc, in.stack);
	if (in.status)
		return in.status;
	skip_blanks(&in);
	*offset = offset_of(&in, in.p);
	*out = root;
	return SN_OK;
}

sn_status
sn__json_read(const sn__reader *r, sn__arena *arena, const sn__value **out)
{
	size_t offset = 0;
	sn_status status = sn__json_next(r, arena, &offset, out);

	if (!status && offset < r->size)
		return sn__refuse(r, SN_ESYNTAX, r->text + offset, 1,
		    "not JSON: something after its end");
	return status;
}

const sn__value *
sn__value_get(const sn__value *object, const char *name)
{
	size_t n, from = 0, to;

	if (!sn__value_is(object, SN__OBJECT))
		return NULL;
	n = strlen(name);
	to = object->n;
	if (to <= UNSORTED) {
		for (size_t i = 0; i < to; i++)
			if (!compare_text(&object->child[2 * i], name, n))
				return &object->child[2 * i + 1];
		return NULL;
	}
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const sn__value *k = index_of(object)[middle];
		int order = compare_text(k, name, n);

		if (order == 0)
			return k + 1;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}
